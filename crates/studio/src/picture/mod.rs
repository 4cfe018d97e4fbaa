//! The workflow as a picture that can be moved and zoomed: the same on every screen.
//!
//! What a press or a drag means is decided in `canvas` and by the screen around; here it is only shown.

mod double;
mod edge;
mod minimap;
mod node;
mod stage;
mod status;
mod zoom;

use asl::Machine;
use canvas::{
    EdgeKind, Gesture, Handle, Input, Intent, Key, Load, NodeId, Place, Rect, Rules, Scene, Size, Viewport,
    World,
};
use json::Text;
use leptos::prelude::*;

use crate::studio::{Shared, Studio};
use double::Doubles;
use edge::{EdgeView, LabelView, Line};
use node::{NodeView, Subject};
pub use zoom::Zoom;

pub use minimap::MinimapView;
pub use stage::Stage;
pub use status::{Status, Statuses};

/// What the picture shows and where it tells what was pressed.
#[derive(Clone, Copy)]
pub struct Picture {
    pub scene: Signal<Shared<Scene>>,
    /// The machine of the scene, when that is not the one of the document.
    pub foreign: Signal<Option<Shared<Machine>>>,
    /// The names of the selected states.
    pub selection: Signal<Vec<Text>>,
    /// The arrow that is selected.
    pub arrow: Signal<Option<(NodeId, EdgeKind)>>,
    pub statuses: Signal<Statuses>,
    /// The text is broken: this is the last good picture.
    pub is_stale: Signal<bool>,
    pub viewport: RwSignal<Viewport>,
    /// The size of the part of the page that shows the picture.
    pub room: RwSignal<Size>,
}

/// How much of the room stays free around a picture that is fitted into it.
const PADDING: f64 = 32.0;

impl Picture {
    /// Reads the machine of the scene.
    pub fn with_machine<T>(self, studio: Studio, read: impl FnOnce(&Machine) -> T) -> T {
        match &*self.foreign.read() {
            Some(machine) => read(machine),
            None => read(studio.drawn.read().machine()),
        }
    }

    /// Shows all of it, at most at its own size.
    pub fn fit(self) {
        let size = self.scene.read_untracked().size;
        self.viewport.set(Viewport::fit(size, self.room.get_untracked(), PADDING));
    }

    /// Moves as little as needed to show a box of the scene.
    pub fn reveal(self, rect: Rect) {
        let room = self.room.get_untracked();
        self.viewport.update(|viewport| *viewport = viewport.reveal(rect, room, PADDING));
    }

    /// The room is another one now: what was in sight stays in sight.
    fn resized(self, before: Size) {
        let scene = self.scene.read_untracked().size;
        let chosen = self.around(&self.selection.read_untracked());
        let room = self.room.get_untracked();
        self.viewport.update(|viewport| *viewport = viewport.resized(scene, chosen, before, room, PADDING));
    }

    /// The box around these states.
    fn around(self, names: &[Text]) -> Option<Rect> {
        let scene = self.scene.read_untracked();
        let rects = scene.nodes.iter().filter(|node| names.contains(&node.title)).map(|node| node.rect);
        rects.reduce(Rect::union)
    }

    /// Shows these states as large as they may be.
    pub fn show_states(self, names: &[Text]) {
        if let Some(rect) = self.around(names) {
            self.viewport.set(Viewport::around(rect, self.room.get_untracked(), 2.0 * PADDING, 1.0));
        }
    }
}

/// A picture to look at: it is moved, zoomed and walked through, and its states are pressed.
#[component]
pub fn PictureView(
    picture: Picture,
    /// A press on a state, or on the ground.
    #[prop(into)]
    on_press: Callback<Option<String>>,
    #[prop(into)] label: String,
) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let stage = Stage::new(picture);
    let gesture = RwSignal::new(Gesture::default());
    let focus = RwSignal::new(None);
    let input = move |input: Input| {
        let scene = picture.scene.get_untracked();
        let drawn = studio.drawn.get_untracked();
        let foreign = picture.foreign.get_untracked();
        let machine = foreign.as_deref().unwrap_or(drawn.machine());
        let selection: Vec<_> =
            picture.selection.read_untracked().iter().filter_map(|name| machine.find(name)).collect();
        let world = World {
            scene: &scene,
            machine,
            viewport: picture.viewport.get_untracked(),
            view: picture.room.get_untracked(),
            selection: &selection,
            edge: None,
            focus: focus.get_untracked(),
            rules: &Fixed,
        };
        let (after, intents) = gesture.get_untracked().step(input, &world);
        gesture.set(after);
        for intent in intents {
            match picture.show(intent) {
                Some(Intent::Select(states)) => {
                    focus.set(None);
                    on_press.run(states.first().map(|state| machine.state(*state).name.to_string()));
                }
                Some(Intent::Focus(node)) => {
                    focus.set(Some(node));
                    if let Some(rect) = scene.find(node).map(|node| node.rect) {
                        picture.reveal(rect);
                    }
                }
                // Everything else would change the workflow.
                Some(_) | None => {}
            }
        }
    };
    view! {
        <div
            class="canvas"
            class:stale=move || picture.is_stale.get()
            class:grabbing=move || matches!(*gesture.read(), Gesture::Panning { .. } | Gesture::Pinching { .. })
            role="group"
            aria-label=label
            tabindex="0"
            node_ref=stage.node
            on:wheel=move |event| {
                event.prevent_default();
                input(stage.wheel(&event));
            }
            on:pointerdown=move |event| input(stage.down(&event))
            on:pointermove=move |event| {
                if !matches!(*gesture.read_untracked(), Gesture::Idle) {
                    input(stage.moved(&event));
                }
            }
            on:pointerup=move |event| input(stage.up(&event))
            on:pointercancel=move |event| input(Input::Cancel { pointer: event.pointer_id() })
            on:keydown=move |event| {
                if event.ctrl_key() || event.meta_key() || event.alt_key() {
                    return;
                }
                let Some(key) = stage.key(&event) else { return };
                if matches!(key, Input::Key { key: Key::Letter('a'..='z') | Key::Enter, .. }) {
                    return;
                }
                event.prevent_default();
                input(key);
            }
        >
            <Layer picture on_press />
            <Zoom picture />
        </div>
    }
}

/// The rules of a picture that is only looked at.
struct Fixed;

impl Rules for Fixed {
    fn is_editable(&self) -> bool {
        false
    }

    fn may_drop(&self, _: &Load, _: Place) -> Result<(), String> {
        Err(String::from("This picture is only to look at."))
    }

    fn may_connect(&self, _: Handle, _: NodeId) -> Result<(), String> {
        Err(String::from("This picture is only to look at."))
    }
}

/// The drawing itself: nodes and edges in one layer that is moved and scaled as a whole.
#[component]
pub fn Layer(
    picture: Picture,
    #[prop(into)] on_press: Callback<Option<String>>,
    /// What lies above the drawing and moves with it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let doubles = Memo::new(move |_| picture.with_machine(studio, Doubles::of));
    let visible = Memo::new(move |_| {
        let window = picture.viewport.read().window(picture.room.get());
        // A margin, so that a small move builds nothing new.
        picture.scene.read().visible(window.grown(200.0))
    });
    view! {
            <div
                class="world"
                style=move || {
                    let viewport = picture.viewport.get();
                    format!(
                        "transform: translate({}px, {}px) scale({}); --inverse: {}",
                        viewport.x, viewport.y, viewport.scale, 1.0 / viewport.scale
                    )
                }
            >
                <Nodes picture doubles visible containers=true on_press />
                <Edges picture doubles visible />
                <Nodes picture doubles visible containers=false on_press />
                {children.map(|children| children())}
            </div>
    }
}

/// The nodes one can see: containers below the edges, all others above.
#[component]
fn Nodes(
    picture: Picture,
    doubles: Memo<Doubles>,
    visible: Memo<canvas::Visible>,
    containers: bool,
    on_press: Callback<Option<String>>,
) -> impl IntoView {
    let places = move || {
        let scene = picture.scene.get();
        let doubles = doubles.read();
        visible
            .get()
            .nodes
            .into_iter()
            .filter(|place| {
                scene.nodes.get(*place).is_some_and(|node| {
                    matches!(node.shape, canvas::Shape::Container | canvas::Shape::Lane) == containers
                })
            })
            .map(|place| Subject::of(&scene.nodes[place], &doubles))
            .collect::<Vec<_>>()
    };
    view! {
        <For
            each=places
            key=Subject::clone
            children=move |subject| view! { <NodeView picture doubles subject on_press /> }
        />
    }
}

/// The edges one can see, in one drawing, and their labels above it.
#[component]
fn Edges(picture: Picture, doubles: Memo<Doubles>, visible: Memo<canvas::Visible>) -> impl IntoView {
    let places = Memo::new(move |_| Shared::new(Line::places(&picture.scene.read(), &doubles.read())));
    let lines = Memo::new(move |_| {
        let scene = picture.scene.get();
        let doubles = doubles.read();
        visible
            .get()
            .edges
            .into_iter()
            .filter_map(|place| Line::of(&scene, &doubles, place))
            .collect::<Vec<_>>()
    });
    view! {
        <svg class="edges" width="1" height="1" aria-hidden="true">
            <For each=move || lines.get() key=Line::clone children=move |line| view! { <EdgeView picture places line /> } />
        </svg>
        <For each=move || lines.get() key=Line::clone children=move |line| view! { <LabelView picture places line /> } />
    }
}
