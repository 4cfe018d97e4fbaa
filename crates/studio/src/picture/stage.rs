//! The element that shows a picture: its size, and what happens to it as inputs of the canvas.

use canvas::{Button, Held, Input, Intent, Key, Point, Size};
use leptos::{html, prelude::*};

use super::Picture;

/// Copied into every handler of the element.
#[derive(Clone, Copy)]
pub struct Stage {
    pub node: NodeRef<html::Div>,
    picture: Picture,
    is_space: StoredValue<bool>,
    /// When and where the last pointer went down.
    last_down: StoredValue<(f64, Point)>,
}

/// How soon and how near a second press must follow to be a double one.
const DOUBLE_MILLIS: f64 = 400.0;
const DOUBLE_REACH: f64 = 8.0;

impl Stage {
    pub fn new(picture: Picture) -> Stage {
        let stage = Stage {
            node: NodeRef::new(),
            picture,
            is_space: StoredValue::new(false),
            last_down: StoredValue::new((0.0, Point::default())),
        };
        let watch = StoredValue::new_local(None);
        stage.node.on_load(move |element| {
            watch.set_value(browser::Resize::of(&element, move || stage.measure()));
        });
        on_cleanup(move || watch.set_value(None));
        stage
    }

    /// Looks how large the element is; when it is first seen, all of the picture is shown.
    pub fn measure(self) {
        let Some(element) = self.node.try_get_untracked().flatten() else { return };
        let size =
            Size { width: f64::from(element.client_width()), height: f64::from(element.client_height()) };
        let before = self.picture.room.get_untracked();
        if size != before && size.width > 0.0 {
            self.picture.room.set(size);
            if before.width == 0.0 {
                self.picture.fit();
            } else {
                self.picture.resized(before);
            }
        }
    }

    /// A point of the page as one of the element.
    pub fn local(self, x: f64, y: f64) -> Point {
        let origin = self.node.get_untracked().map(|element| element.get_bounding_client_rect());
        origin.map_or(Point::default(), |origin| Point::new(x - origin.x(), y - origin.y()))
    }

    /// A pointer that goes down; the element keeps it until it goes up, and takes the focus.
    pub fn down(self, event: &web_sys::PointerEvent) -> Input {
        self.measure();
        if let Some(element) = self.node.get_untracked() {
            // Without capture a drag merely ends at the edge of the element.
            let _ = element.set_pointer_capture(event.pointer_id());
            let _ = element.focus();
        }
        let at = self.at(event);
        let (time, place) = self.last_down.get_value();
        let now = event.time_stamp();
        self.last_down.set_value((now, at));
        Input::Down {
            pointer: event.pointer_id(),
            at,
            button: match event.button() {
                1 => Button::Middle,
                2 => Button::Second,
                _ => Button::Main,
            },
            held: self.held(event),
            is_touch: event.pointer_type() == "touch",
            is_double: now - time < DOUBLE_MILLIS && place.distance(at) < DOUBLE_REACH,
        }
    }

    pub fn moved(self, event: &web_sys::PointerEvent) -> Input {
        Input::Move { pointer: event.pointer_id(), at: self.at(event) }
    }

    pub fn up(self, event: &web_sys::PointerEvent) -> Input {
        Input::Up { pointer: event.pointer_id(), at: self.at(event) }
    }

    pub fn wheel(self, event: &web_sys::WheelEvent) -> Input {
        Input::Wheel { at: self.at(event), x: event.delta_x(), y: event.delta_y(), held: self.held(event) }
    }

    /// A key that means something to the canvas.
    pub fn key(self, event: &web_sys::KeyboardEvent) -> Option<Input> {
        let held = Held {
            shift: event.shift_key(),
            control: event.ctrl_key() || event.meta_key(),
            alt: event.alt_key(),
            space: self.is_space.get_value(),
        };
        key(&event.key(), event.shift_key()).map(|key| Input::Key { key, held })
    }

    /// Held, Space moves the picture; what it means when it is pressed is known when it is let go.
    pub fn hold_space(self, is_held: bool) {
        self.is_space.set_value(is_held);
    }

    fn at(self, event: &web_sys::MouseEvent) -> Point {
        self.local(f64::from(event.client_x()), f64::from(event.client_y()))
    }

    fn held(self, event: &web_sys::MouseEvent) -> Held {
        Held {
            shift: event.shift_key(),
            control: event.ctrl_key() || event.meta_key(),
            alt: event.alt_key(),
            space: self.is_space.get_value(),
        }
    }
}

impl Picture {
    /// Does what an intent wants of the view; gives back those that want something else.
    pub fn show(self, intent: Intent) -> Option<Intent> {
        let change = |change: &dyn Fn(canvas::Viewport) -> canvas::Viewport| {
            let size = self.scene.read_untracked().size;
            let room = self.room.get_untracked();
            self.viewport.update(|viewport| *viewport = change(*viewport).clamped(size, room));
        };
        match intent {
            Intent::Pan { x, y } => change(&|viewport| viewport.panned(x, y)),
            Intent::Zoom { at, factor } => change(&|viewport| viewport.zoomed(at, factor)),
            Intent::Fit => self.fit(),
            Intent::ActualSize => {
                let middle = self.middle();
                change(&|viewport| viewport.zoomed(middle, 1.0 / viewport.scale));
            }
            Intent::ZoomToSelection => self.show_states(&self.selection.read_untracked()),
            other => return Some(other),
        }
        None
    }

    /// The middle of what one sees.
    pub fn middle(self) -> Point {
        let room = self.room.get_untracked();
        Point::new(room.width / 2.0, room.height / 2.0)
    }
}

/// The key of the canvas that a key of the page means.
fn key(name: &str, shift: bool) -> Option<Key> {
    Some(match name {
        "ArrowUp" => Key::Up,
        "ArrowDown" => Key::Down,
        "ArrowLeft" => Key::Left,
        "ArrowRight" => Key::Right,
        "Home" => Key::Home,
        "End" => Key::End,
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "Insert" => Key::Insert,
        "Delete" | "Backspace" => Key::Delete,
        "F2" => Key::Rename,
        "ContextMenu" => Key::Menu,
        "F10" if shift => Key::Menu,
        name => {
            let mut letters = name.chars();
            let letter = letters.next().filter(|_| letters.next().is_none())?;
            Key::Letter(letter.to_lowercase().next()?)
        }
    })
}
