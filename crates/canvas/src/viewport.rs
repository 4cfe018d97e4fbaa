//! Which part of the picture the window shows, and how large.

use crate::{Point, Rect, Size};

/// A point of the scene stands in the window at `point * scale + (x, y)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    pub x: f64,
    pub y: f64,
    pub scale: f64,
}

/// The smallest and largest scale.
pub const LEAST_SCALE: f64 = 0.02;
pub const MOST_SCALE: f64 = 3.0;

/// How much of the picture stays in the window when it is pushed out, in pixels.
const KEPT: f64 = 48.0;

impl Default for Viewport {
    fn default() -> Viewport {
        Viewport { x: 0.0, y: 0.0, scale: 1.0 }
    }
}

impl Viewport {
    /// The whole picture in the middle of the window, never larger than life.
    pub fn fit(scene: Size, view: Size, padding: f64) -> Viewport {
        Viewport::around(Rect::new(0.0, 0.0, scene.width, scene.height), view, padding, 1.0)
    }

    /// A part of the picture in the middle of the window, at most so large.
    pub fn around(part: Rect, view: Size, padding: f64, most: f64) -> Viewport {
        let room = |side: f64| (side - 2.0 * padding).max(1.0);
        let across = room(view.width) / part.width.max(1.0);
        let down = room(view.height) / part.height.max(1.0);
        let scale = across.min(down).min(most).clamp(LEAST_SCALE, MOST_SCALE);
        let center = part.center();
        Viewport { x: view.width / 2.0 - center.x * scale, y: view.height / 2.0 - center.y * scale, scale }
    }

    pub fn panned(self, x: f64, y: f64) -> Viewport {
        Viewport { x: self.x + x, y: self.y + y, ..self }
    }

    /// Larger by a factor; what is at this point of the window stays there.
    pub fn zoomed(self, at: Point, factor: f64) -> Viewport {
        let scale = (self.scale * factor).clamp(LEAST_SCALE, MOST_SCALE);
        let change = scale / self.scale;
        Viewport { x: at.x - (at.x - self.x) * change, y: at.y - (at.y - self.y) * change, scale }
    }

    /// Moved so that some of the picture is in the window.
    pub fn clamped(self, scene: Size, view: Size) -> Viewport {
        let keep = |place: f64, length: f64, view: f64| {
            let length = length * self.scale;
            let kept = KEPT.min(length).min(view);
            place.clamp(kept - length, (view - kept).max(kept - length))
        };
        Viewport {
            x: keep(self.x, scene.width, view.width),
            y: keep(self.y, scene.height, view.height),
            ..self
        }
    }

    /// Moved as little as needed to show a part of the picture; its beginning when it is larger than the window.
    pub fn reveal(self, part: Rect, view: Size, padding: f64) -> Viewport {
        let push = |low: f64, high: f64, view: f64| {
            if low < padding {
                padding - low
            } else if high > view - padding {
                (view - padding - high).max(padding - low)
            } else {
                0.0
            }
        };
        let shown = self.rect_to_view(part);
        self.panned(push(shown.x, shown.right(), view.width), push(shown.y, shown.bottom(), view.height))
    }

    /// For a window that has another size now: what is chosen and was in sight stays there, and a picture that
    /// was fitted is fitted again.
    pub fn resized(
        self,
        scene: Size,
        chosen: Option<Rect>,
        before: Size,
        after: Size,
        padding: f64,
    ) -> Viewport {
        match chosen.filter(|chosen| chosen.overlaps(self.window(before))) {
            Some(chosen) => self.reveal(chosen, after, padding),
            None if self == Viewport::fit(scene, before, padding) => Viewport::fit(scene, after, padding),
            None => self,
        }
    }

    /// The part of the scene that the window shows.
    pub fn window(self, view: Size) -> Rect {
        Rect::new(
            -self.x / self.scale,
            -self.y / self.scale,
            view.width / self.scale,
            view.height / self.scale,
        )
    }

    pub fn to_scene(self, point: Point) -> Point {
        Point::new((point.x - self.x) / self.scale, (point.y - self.y) / self.scale)
    }

    pub fn to_view(self, point: Point) -> Point {
        Point::new(point.x * self.scale + self.x, point.y * self.scale + self.y)
    }

    pub fn rect_to_view(self, rect: Rect) -> Rect {
        let corner = self.to_view(Point::new(rect.x, rect.y));
        Rect::new(corner.x, corner.y, rect.width * self.scale, rect.height * self.scale)
    }

    /// On the way from one viewport to another; 0 is here, 1 is there.
    pub fn toward(self, other: Viewport, part: f64) -> Viewport {
        let between = |from: f64, to: f64| from + (to - from) * part;
        Viewport {
            x: between(self.x, other.x),
            y: between(self.y, other.y),
            scale: between(self.scale, other.scale),
        }
    }
}

/// The picture in small, in a corner of the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Minimap {
    pub scale: f64,
    offset: Point,
}

impl Minimap {
    /// The whole picture in a box of this size.
    pub fn new(scene: Size, size: Size, padding: f64) -> Minimap {
        let across = (size.width - 2.0 * padding) / scene.width.max(1.0);
        let down = (size.height - 2.0 * padding) / scene.height.max(1.0);
        let scale = across.min(down).max(0.0);
        let offset =
            Point::new((size.width - scene.width * scale) / 2.0, (size.height - scene.height * scale) / 2.0);
        Minimap { scale, offset }
    }

    /// Where a part of the scene is in the small picture.
    pub fn rect(self, rect: Rect) -> Rect {
        Rect::new(
            rect.x * self.scale + self.offset.x,
            rect.y * self.scale + self.offset.y,
            rect.width * self.scale,
            rect.height * self.scale,
        )
    }

    /// The point of the scene under a point of the small picture.
    pub fn to_scene(self, point: Point) -> Point {
        Point::new((point.x - self.offset.x) / self.scale, (point.y - self.offset.y) / self.scale)
    }

    /// The viewport that shows this point of the small picture in the middle of the window.
    pub fn go_to(self, point: Point, viewport: Viewport, view: Size) -> Viewport {
        let center = self.to_scene(point);
        Viewport {
            x: view.width / 2.0 - center.x * viewport.scale,
            y: view.height / 2.0 - center.y * viewport.scale,
            ..viewport
        }
    }
}
