//! The picture as an editor: pointer and keys become gestures, gestures become intents, intents become commands.

use asl::StateId;
use browser::clipboard;
use canvas::{Direction, EdgeKind, Gesture, Input, Intent, Key, NodeId, Point, Target as Under, World};
use editor::{Answers, Command, Fragment, Slot};
use json::Text;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use super::insert::Insert;
use super::menu::Menu;
use super::overlay::{InPicture, Overlay};
use super::place::place_for;
use crate::picture::{Layer, MinimapView, Picture, Stage, Zoom};
use crate::studio::{Mode, Studio};

/// What the board has beside the studio: the gesture that goes on, and what pops up.
#[derive(Clone, Copy)]
pub struct Board {
    pub picture: Picture,
    pub stage: Stage,
    /// The arrow that is selected, while no state is.
    pub arrow: RwSignal<Option<Slot>>,
    pub gesture: RwSignal<Gesture>,
    /// Where the keyboard is.
    pub focus: RwSignal<Option<NodeId>>,
    /// The list of things to insert, and the arrow it is for.
    pub inserting: RwSignal<Option<Slot>>,
    /// The list of states that an arrow can lead to, and the arrow.
    pub leading: RwSignal<Option<Slot>>,
    /// Whether it is asked where to move the selection.
    pub is_moving: RwSignal<bool>,
    pub menu: RwSignal<Option<(Point, Under)>>,
    /// The state that is being renamed in place.
    pub renaming: RwSignal<Option<Text>>,
    pub is_finding: RwSignal<bool>,
    pub are_keys_shown: RwSignal<bool>,
    /// Where the focus goes back to when something that popped up is done: the picture or the outline.
    home: StoredValue<&'static str>,
}

/// The first field of the state's form.
pub const FORM: &str = ".panel.right input, .panel.right select";

/// The picture, as a home of the focus.
pub const PICTURE: &str = ".board";

impl Board {
    pub fn new(picture: Picture, arrow: RwSignal<Option<Slot>>) -> Board {
        Board {
            picture,
            stage: Stage::new(picture),
            arrow,
            gesture: RwSignal::new(Gesture::default()),
            focus: RwSignal::new(None),
            inserting: RwSignal::new(None),
            leading: RwSignal::new(None),
            is_moving: RwSignal::new(false),
            menu: RwSignal::new(None),
            renaming: RwSignal::new(None),
            is_finding: RwSignal::new(false),
            are_keys_shown: RwSignal::new(false),
            home: StoredValue::new(PICTURE),
        }
    }

    /// Says who asks: there the focus goes back to.
    pub fn serve(self, home: &'static str) {
        self.home.set_value(home);
    }

    pub fn focus_home(self) {
        focus_soon(self.home.get_value());
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
            let rules = Answers { document };
            let world = World {
                scene: &scene,
                machine,
                viewport: self.picture.viewport.get_untracked(),
                view: self.picture.room.get_untracked(),
                selection: &selection,
                edge: self.picture.arrow.get_untracked(),
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
        let selection = studio.selection.get_untracked();
        let change =
            studio.document.with_untracked(|document| Answers { document }.command(&intent, &selection));
        match change {
            Some(Ok(command)) => {
                studio.perform(&command);
                return;
            }
            Some(Err(refusal)) => return studio.warn(refusal.to_string()),
            None => {}
        }
        let Some(intent) = self.picture.show(intent) else { return };
        let drawn = studio.drawn.get_untracked();
        let machine = drawn.machine();
        let name = |state: StateId| machine.state(state).name.clone();
        match intent {
            Intent::Select(states) => {
                self.focus.set(None);
                self.arrow.set(None);
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
            Intent::SelectAll => self.select_all(studio),
            Intent::ChooseMove => self.is_moving.set(true),
            Intent::SelectEdge { from, kind } => self.select_edge(studio, from, kind),
            Intent::Focus(node) => {
                self.focus.set(Some(node));
                if let Some(rect) = self.picture.scene.read_untracked().find(node).map(|node| node.rect) {
                    self.picture.reveal(rect);
                }
            }
            Intent::Refused(reason) => studio.warn(reason),
            Intent::InsertAt(place) => self.inserting.set(Slot::of_place(machine, place)),
            Intent::ChooseTarget(handle) => self.leading.set(Slot::of_handle(machine, handle)),
            Intent::Open(state) => {
                studio.select(Some(&name(state)));
                studio.is_inspector_open.set(true);
                focus_soon(FORM);
            }
            Intent::Rename(state) => {
                studio.unfold(&name(state));
                if let Some(rect) = self.picture.scene.get_untracked().state(state).map(|node| node.rect) {
                    self.picture.reveal(rect);
                    self.renaming.set(Some(name(state)));
                }
            }
            Intent::Fold(state) => studio.fold(name(state)),
            Intent::Menu { at, on } => {
                if let Under::Edge { from, kind } | Under::Plus { from, kind } = on {
                    self.select_edge(studio, from, kind);
                }
                self.menu.set(Some((at, on)));
            }
            Intent::Undo => studio.undo(),
            Intent::Redo => studio.redo(),
            Intent::Find => self.is_finding.set(true),
            Intent::ShowKeys => self.are_keys_shown.set(true),
            // The picture has shown these, and the editor has made commands of those.
            Intent::Pan { .. }
            | Intent::Zoom { .. }
            | Intent::Fit
            | Intent::ZoomToSelection
            | Intent::ActualSize
            | Intent::Drop { .. }
            | Intent::Connect { .. }
            | Intent::RemoveEdge { .. }
            | Intent::Delete
            | Intent::Duplicate
            | Intent::Shift { .. } => {}
        }
    }

    /// Selects the states of the machine itself, with what is inside of them.
    pub fn select_all(self, studio: Studio) {
        let drawn = studio.drawn.get_untracked();
        let machine = drawn.machine();
        let names = machine.top().states.iter().map(|state| machine.state(*state).name.clone());
        studio.selection.set(names.collect());
    }

    fn select_edge(self, studio: Studio, from: NodeId, kind: EdgeKind) {
        self.focus.set(None);
        studio.select(None);
        self.arrow.set(Slot::of_edge(studio.drawn.get_untracked().machine(), from, kind));
    }

    /// Takes an arrow of the picture away.
    pub fn remove_edge(self, studio: Studio, from: NodeId, kind: EdgeKind) {
        self.carry_out(studio, Intent::RemoveEdge { from, kind });
    }

    /// Inserts something of the palette onto an arrow.
    pub fn insert_entry(self, studio: Studio, id: &str, slot: Slot) {
        match studio.document.with_untracked(|document| Answers { document }.insertion(id, slot)) {
            Ok(command) => {
                if studio.perform(&command) {
                    self.reveal_soon(studio);
                }
            }
            Err(refusal) => studio.warn(refusal.to_string()),
        }
    }

    /// Inserts something behind what is selected, or at the end of the flow.
    pub fn append_entry(self, studio: Studio, id: &str) {
        let slot = {
            let drawn = studio.drawn.get_untracked();
            let chosen = studio.selection.read_untracked().last().and_then(|name| drawn.machine().find(name));
            self.arrow.get_untracked().unwrap_or_else(|| place_for(drawn.machine(), chosen))
        };
        self.insert_entry(studio, id, slot);
    }

    /// Shows what is selected, when it has its place.
    pub fn reveal_soon(self, studio: Studio) {
        request_animation_frame(move || {
            let drawn = studio.drawn.get_untracked();
            let chosen = studio.selection.read_untracked().last().and_then(|name| drawn.machine().find(name));
            let rect = chosen
                .and_then(|state| self.picture.scene.read_untracked().state(state).map(|node| node.rect));
            if let Some(rect) = rect {
                self.picture.reveal(rect);
            }
        });
    }

    /// Copies, cuts or pastes, when the letter with Control says so.
    pub fn transfer(self, studio: Studio, letter: &str) -> bool {
        match letter {
            "c" => self.copy(studio),
            "x" => {
                self.copy(studio);
                let states = studio.selection.get_untracked();
                studio.perform(&Command::Remove { states });
            }
            "v" => self.paste(studio),
            _ => return false,
        }
        true
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
}

#[component]
pub fn BoardView(board: Board) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let picture = board.picture;
    let stage = board.stage;
    let down = move |event: web_sys::PointerEvent| {
        board.menu.set(None);
        board.serve(PICTURE);
        let pointer = event.pointer_id();
        board.input(studio, stage.down(&event));
        if board.gesture.read_untracked().awaits_long_press() {
            set_timeout(
                move || board.input(studio, Input::LongPress { pointer }),
                std::time::Duration::from_millis(500),
            );
        }
    };
    let moved = move |event: web_sys::PointerEvent| {
        if !matches!(*board.gesture.read_untracked(), Gesture::Idle) {
            board.input(studio, stage.moved(&event));
        }
    };
    let key_down = move |event: web_sys::KeyboardEvent| {
        board.serve(PICTURE);
        let control = event.ctrl_key() || event.meta_key();
        if control && board.transfer(studio, &event.key()) {
            event.prevent_default();
            event.stop_propagation();
            return;
        }
        match event.key().as_str() {
            // Held, Space moves the picture; pressed, it folds. Which one is known when it is let go.
            " " => stage.hold_space(true),
            // The page runs the workflow.
            "Enter" if control => return,
            _ => {
                let Some(input) = stage.key(&event) else { return };
                board.input(studio, input);
            }
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let key_up = move |event: web_sys::KeyboardEvent| {
        if event.key() == " " {
            stage.hold_space(false);
            if matches!(*board.gesture.read_untracked(), Gesture::Idle) {
                let key = Key::Letter(' ');
                board.input(studio, Input::Key { key, held: canvas::Held::default() });
            }
        }
    };
    let press = move |name: Option<String>| studio.select(name.as_deref());
    let is_empty = Memo::new(move |_| studio.drawn.read().machine().states.is_empty());
    view! {
        <div
            class="canvas board"
            class:stale=move || picture.is_stale.get()
            class:grabbing=move || matches!(*board.gesture.read(), Gesture::Panning { .. } | Gesture::Pinching { .. } | Gesture::Dragging(_))
            role="group"
            aria-label="The workflow. Arrow keys walk through it, question mark shows all keys."
            tabindex="0"
            node_ref=stage.node
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=move |event| board.input(studio, stage.up(&event))
            on:pointercancel=move |event| board.input(studio, Input::Cancel { pointer: event.pointer_id() })
            on:contextmenu=move |event| event.prevent_default()
            on:touchend=move |event| {
                // A tap has been understood when the finger is lifted: the click that would follow it hits what has opened.
                let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
                let own = ".board-tools, .zoom, .minimap, .rename, .overlay";
                if event.cancelable() && target.is_some_and(|target| target.closest(own).ok().flatten().is_none()) {
                    event.prevent_default();
                }
            }
            on:wheel=move |event| {
                event.prevent_default();
                board.input(studio, stage.wheel(&event));
            }
            on:keydown=key_down
            on:keyup=key_up
            on:blur=move |_| stage.hold_space(false)
        >
            <Layer picture on_press=press>
                <InPicture board />
            </Layer>
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
            <Show when=move || picture.is_stale.get()>
                <div class="overlay notice bad" role="status" on:pointerdown=|event| event.stop_propagation()>
                    "The text has a mistake; this is the picture from before it. "
                    <button class="link" on:click=move |_| studio.mode.set(Mode::Code)>"Mend it in Code"</button>
                </div>
            </Show>
            <MinimapView picture />
            <Zoom picture />
            <Show when=move || is_empty.get()>
                <div class="empty-board">
                    <strong>"Add the first state"</strong>
                    <span class="pointer-only">"Drag one here from the list, or press Insert."</span>
                    <span class="touch-only">"Tap the + below Start, or Add above."</span>
                </div>
            </Show>
        </div>
        <Menu board />
        <Insert board />
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
