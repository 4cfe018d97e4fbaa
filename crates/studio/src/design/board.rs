//! The picture as an editor: pointer and keys become gestures, gestures become intents, intents become commands.

use asl::StateId;
use browser::clipboard;
use canvas::{
    Button, Direction, Gesture, Held, Input, Intent, Key, Load, NodeId, Place, Point, Size, Target as Under,
    World,
};
use editor::{Command, Fragment, Slot, Target, palette};
use json::Text;
use leptos::task::spawn_local;
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

use super::insert::Insert;
use super::menu::Menu;
use super::overlay::Overlay;
use super::place::place_for;
use super::rules::{EditorRules, connection, language, slot};
use crate::picture::{Layer, MinimapView, Picture, Zoom};
use crate::studio::Studio;

/// What the board has beside the studio: the gesture that goes on, and what pops up.
#[derive(Clone, Copy)]
pub struct Board {
    pub picture: Picture,
    pub gesture: RwSignal<Gesture>,
    /// Where the keyboard is.
    pub focus: RwSignal<Option<NodeId>>,
    /// The list of things to insert, and the arrow it is for.
    pub inserting: RwSignal<Option<Slot>>,
    pub menu: RwSignal<Option<(Point, Under)>>,
    /// The state that is being renamed in place.
    pub renaming: RwSignal<Option<Text>>,
    pub is_finding: RwSignal<bool>,
    pub are_keys_shown: RwSignal<bool>,
    pub node: NodeRef<html::Div>,
}

impl Board {
    pub fn new(picture: Picture) -> Board {
        Board {
            picture,
            gesture: RwSignal::new(Gesture::default()),
            focus: RwSignal::new(None),
            inserting: RwSignal::new(None),
            menu: RwSignal::new(None),
            renaming: RwSignal::new(None),
            is_finding: RwSignal::new(false),
            are_keys_shown: RwSignal::new(false),
            node: NodeRef::new(),
        }
    }

    /// Puts an input through the gesture and carries out what comes of it.
    pub fn input(self, studio: Studio, input: Input) {
        let scene = studio.scene.get_untracked();
        let drawn = studio.drawn.get_untracked();
        let machine = drawn.machine();
        let selection: Vec<StateId> =
            studio.selection.read_untracked().iter().filter_map(|name| machine.find(name)).collect();
        let before = self.gesture.get_untracked();
        let was_idle = matches!(before, Gesture::Idle);
        let (after, intents) = studio.document.with_untracked(|document| {
            let rules = EditorRules(document);
            let world = World {
                scene: &scene,
                machine,
                viewport: self.picture.viewport.get_untracked(),
                view: self.picture.room.get_untracked(),
                selection: &selection,
                focus: self.focus.get_untracked(),
                rules: &rules,
            };
            before.step(input, &world)
        });
        let is_idle = matches!(after, Gesture::Idle);
        if !(was_idle && is_idle) {
            self.gesture.set(after);
        }
        for intent in intents {
            self.carry_out(studio, intent);
        }
    }

    fn carry_out(self, studio: Studio, intent: Intent) {
        let drawn = studio.drawn.get_untracked();
        let machine = drawn.machine();
        let name = |state: StateId| machine.state(state).name.clone();
        let picture = self.picture;
        let move_view = |change: &dyn Fn(canvas::Viewport) -> canvas::Viewport| {
            let size = picture.scene.read_untracked().size;
            let room = picture.room.get_untracked();
            picture.viewport.update(|viewport| *viewport = change(*viewport).clamped(size, room));
        };
        match intent {
            Intent::Select(states) => {
                self.focus.set(None);
                studio.selection.set(states.into_iter().map(name).collect());
            }
            Intent::Toggle(state) => studio.selection.update(|names| {
                let name = name(state);
                match names.iter().position(|known| *known == name) {
                    Some(place) => {
                        names.remove(place);
                    }
                    None => names.push(name),
                }
            }),
            Intent::Add(states) => studio.selection.update(|names| {
                for name in states.into_iter().map(name) {
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
            }),
            Intent::SelectAll => {
                studio.selection.set(machine.top().states.iter().map(|state| name(*state)).collect());
            }
            Intent::SelectEdge { from, kind } => {
                self.menu.set(None);
                if let Some(slot) = Slot::of_edge(machine, from, kind) {
                    studio.select(slot.state().map(|name| name.as_str()));
                }
            }
            Intent::Focus(node) => {
                self.focus.set(Some(node));
                if let Some(rect) = picture.scene.read_untracked().find(node).map(|node| node.rect) {
                    picture.reveal(rect);
                }
            }
            Intent::Pan { x, y } => move_view(&|viewport| viewport.panned(x, y)),
            Intent::Zoom { at, factor } => move_view(&|viewport| viewport.zoomed(at, factor)),
            Intent::Fit => picture.fit(),
            Intent::ActualSize => {
                let room = picture.room.get_untracked();
                let middle = Point::new(room.width / 2.0, room.height / 2.0);
                move_view(&|viewport| viewport.zoomed(middle, 1.0 / viewport.scale));
            }
            Intent::ZoomToSelection => picture.show_states(&studio.selection.read_untracked()),
            Intent::Drop { load, place } => {
                let Some(slot) = slot(machine, place) else { return };
                match load {
                    Load::States(states) => {
                        let states = states.into_iter().map(name).collect();
                        studio.perform(&Command::Move { states, slot });
                    }
                    Load::Fresh(id) => self.insert_entry(studio, &id, slot),
                }
            }
            Intent::Refused(reason) => studio.warn(reason),
            Intent::Connect { handle, to } => {
                if let Some((slot, target)) = connection(machine, handle, to) {
                    studio.perform(&Command::Connect { slot, target });
                }
            }
            Intent::InsertAt(place) => self.inserting.set(slot(machine, place)),
            Intent::Open(state) => {
                studio.select(Some(&name(state)));
                studio.is_inspector_open.set(true);
                focus_soon(".panel.right input, .panel.right select, .panel.right button");
            }
            Intent::Rename(state) => self.renaming.set(Some(name(state))),
            Intent::Fold(state) => studio.fold(name(state)),
            Intent::Menu { at, on } => self.menu.set(Some((at, on))),
            Intent::Delete => {
                let states = studio.selection.get_untracked();
                studio.perform(&Command::Remove { states });
            }
            Intent::Duplicate => {
                let states = studio.selection.get_untracked();
                studio.perform(&Command::Duplicate { states });
            }
            Intent::Shift { state, later } => shift(studio, &name(state), later),
            Intent::Undo => studio.undo(),
            Intent::Redo => studio.redo(),
            Intent::Find => self.is_finding.set(true),
            Intent::ShowKeys => self.are_keys_shown.set(true),
        }
    }

    /// Inserts something of the palette onto an arrow.
    pub fn insert_entry(self, studio: Studio, id: &str, slot: Slot) {
        let Some(entry) = palette().entry(id) else { return };
        let language = language(studio.drawn.get_untracked().machine(), &slot);
        studio.perform(&Command::Insert { slot, fragment: entry.fragment(language) });
    }

    /// Copies the selection as text of the language.
    pub fn copy(self, studio: Studio) {
        let states = studio.selection.get_untracked();
        if states.is_empty() {
            return;
        }
        let text = studio.document.with_untracked(|document| editor::copy(document, &states));
        match text {
            Ok(text) => spawn_local(async move {
                match clipboard::write(&text).await {
                    Ok(()) => studio.say("Copied as text of the Amazon States Language."),
                    Err(reason) => studio.warn(reason),
                }
            }),
            Err(refusal) => studio.warn(refusal.to_string()),
        }
    }

    /// Inserts the states that the clipboard holds behind the selection.
    pub fn paste(self, studio: Studio) {
        spawn_local(async move {
            let text = match clipboard::read().await {
                Ok(text) => text,
                Err(reason) => return studio.warn(reason),
            };
            match Fragment::read(&text) {
                Ok(fragment) => {
                    let drawn = studio.drawn.get_untracked();
                    let last = studio.selection.read_untracked().last().cloned();
                    let chosen = last.and_then(|name| drawn.machine().find(&name));
                    let slot = place_for(drawn.machine(), chosen);
                    studio.perform(&Command::Insert { slot, fragment });
                }
                Err(refusal) => studio.warn(refusal.to_string()),
            }
        });
    }

    /// A point of the page as one of the board.
    pub fn local(self, x: f64, y: f64) -> Point {
        let origin = self.node.get_untracked().map(|element| element.get_bounding_client_rect());
        origin.map_or(Point::default(), |origin| Point::new(x - origin.x(), y - origin.y()))
    }
}

#[component]
pub fn BoardView(board: Board) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let picture = board.picture;
    let node = board.node;
    let is_space = StoredValue::new(false);
    let last_down = StoredValue::new((0.0, Point::default()));
    let measure = move || {
        if let Some(element) = node.get_untracked() {
            let size =
                Size { width: f64::from(element.client_width()), height: f64::from(element.client_height()) };
            if size != picture.room.get_untracked() && size.width > 0.0 {
                let was_empty = picture.room.get_untracked().width == 0.0;
                picture.room.set(size);
                if was_empty {
                    picture.fit();
                }
            }
        }
    };
    request_animation_frame(measure);
    let resize = window_event_listener(ev::resize, move |_| measure());
    on_cleanup(move || resize.remove());
    let held = move |shift: bool, control: bool, alt: bool| Held {
        shift,
        control,
        alt,
        space: is_space.get_value(),
    };

    let down = move |event: web_sys::PointerEvent| {
        measure();
        board.menu.set(None);
        if let Some(element) = node.get_untracked() {
            // Without capture a drag merely ends at the edge of the board.
            let _ = element.set_pointer_capture(event.pointer_id());
            let _ = element.focus();
        }
        let at = board.local(f64::from(event.client_x()), f64::from(event.client_y()));
        let (time, place) = last_down.get_value();
        let now = event.time_stamp();
        let is_double = now - time < 400.0 && place.distance(at) < 8.0;
        last_down.set_value((now, at));
        let pointer = event.pointer_id();
        board.input(
            studio,
            Input::Down {
                pointer,
                at,
                button: match event.button() {
                    1 => Button::Middle,
                    2 => Button::Second,
                    _ => Button::Main,
                },
                held: held(event.shift_key(), event.ctrl_key() || event.meta_key(), event.alt_key()),
                is_touch: event.pointer_type() == "touch",
                is_double,
            },
        );
        if board.gesture.read_untracked().awaits_long_press() {
            set_timeout(
                move || board.input(studio, Input::LongPress { pointer }),
                std::time::Duration::from_millis(500),
            );
        }
    };
    let moved = move |event: web_sys::PointerEvent| {
        if matches!(*board.gesture.read_untracked(), Gesture::Idle) {
            return;
        }
        let at = board.local(f64::from(event.client_x()), f64::from(event.client_y()));
        board.input(studio, Input::Move { pointer: event.pointer_id(), at });
    };
    let up = move |event: web_sys::PointerEvent| {
        let at = board.local(f64::from(event.client_x()), f64::from(event.client_y()));
        board.input(studio, Input::Up { pointer: event.pointer_id(), at });
    };
    let wheel = move |event: web_sys::WheelEvent| {
        event.prevent_default();
        let at = board.local(f64::from(event.client_x()), f64::from(event.client_y()));
        let held = held(event.shift_key(), event.ctrl_key() || event.meta_key(), event.alt_key());
        board.input(studio, Input::Wheel { at, x: event.delta_x(), y: event.delta_y(), held });
    };
    let key_down = move |event: web_sys::KeyboardEvent| {
        let control = event.ctrl_key() || event.meta_key();
        match event.key().as_str() {
            "c" if control => board.copy(studio),
            "x" if control => {
                board.copy(studio);
                let states = studio.selection.get_untracked();
                studio.perform(&Command::Remove { states });
            }
            "v" if control => board.paste(studio),
            " " => {
                // Held, Space moves the picture; pressed, it folds. Which one is known when it is let go.
                is_space.set_value(true);
            }
            name => {
                let Some(key) = key(name, event.shift_key()) else { return };
                if control && matches!(key, Key::Enter) {
                    return;
                }
                board.input(
                    studio,
                    Input::Key { key, held: held(event.shift_key(), control, event.alt_key()) },
                );
            }
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let key_up = move |event: web_sys::KeyboardEvent| {
        if event.key() == " " {
            is_space.set_value(false);
            if matches!(*board.gesture.read_untracked(), Gesture::Idle) {
                board.input(studio, Input::Key { key: Key::Letter(' '), held: Held::default() });
            }
        }
    };
    let press = move |name: Option<String>| studio.select(name.as_deref());
    let zoom_by = Callback::new(move |factor: f64| {
        let room = picture.room.get_untracked();
        let middle = Point::new(room.width / 2.0, room.height / 2.0);
        picture.viewport.update(|viewport| *viewport = viewport.zoomed(middle, factor));
    });
    let is_empty = Memo::new(move |_| studio.drawn.read().machine().states.is_empty());
    view! {
        <div
            class="canvas board"
            class:stale=move || picture.is_stale.get()
            class:grabbing=move || matches!(*board.gesture.read(), Gesture::Panning { .. } | Gesture::Dragging(_))
            role="group"
            aria-label="The workflow. Arrow keys walk through it, question mark shows all keys."
            tabindex="0"
            node_ref=node
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=up
            on:pointercancel=move |event| board.input(studio, Input::Cancel { pointer: event.pointer_id() })
            on:contextmenu=move |event| event.prevent_default()
            on:wheel=wheel
            on:keydown=key_down
            on:keyup=key_up
            on:blur=move |_| is_space.set_value(false)
        >
            <Layer picture on_press=press />
            <Overlay board />
            <div class="board-tools" on:pointerdown=|event| event.stop_propagation() on:pointerup=|event| event.stop_propagation()>
                <button class="button small narrow-only" on:click=move |_| studio.is_left_open.set(true)>
                    "Add"
                </button>
                <button class="button small narrow-only" on:click=move |_| studio.is_inspector_open.set(true)>
                    "Edit"
                </button>
                <button
                    class="button small"
                    title="Turn the flow"
                    on:click=move |_| {
                        studio.direction.update(|direction| *direction = match direction {
                            Direction::Down => Direction::Right,
                            Direction::Right => Direction::Down,
                        });
                        request_animation_frame(move || picture.fit());
                    }
                >
                    {move || match studio.direction.get() {
                        Direction::Down => "Left to right",
                        Direction::Right => "Top down",
                    }}
                </button>
                <button class="button small" title="All keys (?)" on:click=move |_| board.are_keys_shown.set(true)>
                    "Keys"
                </button>
            </div>
            <MinimapView picture />
            <Zoom picture zoom_by />
            <Show when=move || is_empty.get()>
                <div class="empty-board">
                    <strong>"Add the first state"</strong>
                    <span>"Drag one here from the list, or press Insert."</span>
                </div>
            </Show>
        </div>
        <Menu board />
        <Insert board />
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

/// Moves a branch of a Parallel or a rule of a Choice by one place.
fn shift(studio: Studio, name: &Text, later: bool) {
    let drawn = studio.drawn.get_untracked();
    let machine = drawn.machine();
    let Some(state) = machine.find(name) else { return };
    let found = machine.states.iter().find_map(|owner| match &owner.kind {
        asl::Kind::Parallel(parallel) => {
            let branch = parallel.branches.iter().position(|scope| machine.state(state).scope == *scope)?;
            Some((owner.name.clone(), "/Branches", branch, parallel.branches.len()))
        }
        asl::Kind::Choice(choice) => {
            let leads_here =
                |rule: &asl::Rule| rule.next.as_ref().is_some_and(|next| next.state == Some(state));
            let rule = choice.rules.iter().position(leads_here)?;
            Some((owner.name.clone(), "/Choices", rule, choice.rules.len()))
        }
        _ => None,
    });
    let Some((owner, path, from, count)) = found else {
        return studio.say("This state is neither in a branch nor behind a rule.");
    };
    let to = if later { from + 1 } else { from.wrapping_sub(1) };
    if to < count {
        studio.perform(&Command::MoveItem { state: Some(owner), path: path.to_string(), from, to });
    }
}

/// Puts the focus onto the first thing that answers to a selector, once it is there.
pub fn focus_soon(selector: &'static str) {
    request_animation_frame(move || {
        request_animation_frame(move || {
            let found = document().query_selector(selector).ok().flatten();
            if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
                // Focus fails only for an element that is gone.
                let _ = element.focus();
            }
        });
    });
}

/// What follows from a target of the menu.
pub fn disconnect(studio: Studio, slot: Slot) {
    studio.perform(&Command::Connect { slot, target: Target::Nothing });
}

/// The slot of a place, for those who only have the place.
pub fn slot_of(studio: Studio, place: Place) -> Option<Slot> {
    slot(studio.drawn.get_untracked().machine(), place)
}
