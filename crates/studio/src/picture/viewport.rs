//! Which part of the picture one sees: where its origin stands in the room, and how large it is drawn.

use canvas::{Point, Rect, Size};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    pub x: f64,
    pub y: f64,
    pub scale: f64,
}

impl Viewport {
    /// All of a scene in the middle of a room, at most at its own size.
    pub fn fit(scene: Size, room: Size, padding: f64) -> Viewport {
        let across = (room.width - 2.0 * padding).max(1.0) / scene.width.max(1.0);
        let down = (room.height - 2.0 * padding).max(1.0) / scene.height.max(1.0);
        let scale = across.min(down).clamp(0.05, 1.0);
        Viewport {
            x: (room.width - scene.width * scale) / 2.0,
            y: ((room.height - scene.height * scale) / 2.0).min(padding).max(padding * scale),
            scale,
        }
    }

    /// The same point of the scene stays under `at`.
    pub fn zoomed(self, at: Point, factor: f64) -> Viewport {
        let scale = (self.scale * factor).clamp(0.05, 4.0);
        let factor = scale / self.scale;
        Viewport { x: at.x - (at.x - self.x) * factor, y: at.y - (at.y - self.y) * factor, scale }
    }

    pub fn panned(self, x: f64, y: f64) -> Viewport {
        Viewport { x: self.x + x, y: self.y + y, ..self }
    }

    /// What one sees, in the scene's own measures.
    pub fn window(self, room: Size) -> Rect {
        Rect::new(
            -self.x / self.scale,
            -self.y / self.scale,
            room.width / self.scale,
            room.height / self.scale,
        )
    }
}

impl Default for Viewport {
    fn default() -> Viewport {
        Viewport { x: 0.0, y: 0.0, scale: 1.0 }
    }
}
