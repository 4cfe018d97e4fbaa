//! The workflow as a picture that can be moved and zoomed: the same on every screen.
//!
//! What a press or a drag means is decided in `canvas` and by the screen around; here it is only shown.

mod edge;
mod minimap;
mod node;
mod status;
mod zoom;

use asl::Machine;
use canvas::{Point, Rect, Scene, Size, Viewport};
use json::Text;
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

use crate::studio::Shared;
use edge::{EdgeView, Line};
use node::{NodeView, Subject};
pub use zoom::Zoom;

pub use minimap::MinimapView;
pub use status::{Status, Statuses};

/// What the picture shows and where it tells what was pressed.
#[derive(Clone, Copy)]
pub struct Picture {
    pub scene: Signal<Shared<Scene>>,
    /// The machine of the scene, when that is not the one of the document.
    pub foreign: Signal<Option<Shared<Machine>>>,
    /// The names of the selected states.
    pub selection: Signal<Vec<Text>>,
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

    /// Shows these states as large as they may be.
    pub fn show_states(self, names: &[Text]) {
        let scene = self.scene.get_untracked();
        let rects = scene.nodes.iter().filter(|node| names.contains(&node.title)).map(|node| node.rect);
        if let Some(rect) = rects.reduce(Rect::union) {
            self.viewport.set(Viewport::around(rect, self.room.get_untracked(), 2.0 * PADDING, 1.0));
        }
    }
}

#[component]
pub fn PictureView(
    picture: Picture,
    /// A press on a state, or on the ground.
    #[prop(into)]
    on_press: Callback<Option<String>>,
    #[prop(into)] label: String,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let drag = StoredValue::new(None::<Drag>);
    let is_grabbing = RwSignal::new(false);
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

    let local = move |x: i32, y: i32| {
        let origin = node.get_untracked().map(|element| element.get_bounding_client_rect());
        origin.map_or(Point::default(), |origin| {
            Point::new(f64::from(x) - origin.x(), f64::from(y) - origin.y())
        })
    };
    let zoom_by = move |factor: f64| {
        let room = picture.room.get_untracked();
        let middle = Point::new(room.width / 2.0, room.height / 2.0);
        picture.viewport.update(|viewport| *viewport = viewport.zoomed(middle, factor));
    };
    view! {
        <div
            class="canvas"
            class:stale=move || picture.is_stale.get()
            class:grabbing=move || is_grabbing.get()
            role="group"
            aria-label=label
            tabindex="0"
            node_ref=node
            on:wheel=move |event| {
                event.prevent_default();
                if event.ctrl_key() || event.meta_key() {
                    let factor = (-event.delta_y() / 240.0).exp();
                    let at = local(event.client_x(), event.client_y());
                    picture.viewport.update(|viewport| *viewport = viewport.zoomed(at, factor));
                } else {
                    let (x, y) = (event.delta_x(), event.delta_y());
                    picture.viewport.update(|viewport| *viewport = viewport.panned(-x, -y));
                }
            }
            on:pointerdown=move |event| {
                measure();
                if event.button() > 1 {
                    return;
                }
                let at = Point::new(f64::from(event.client_x()), f64::from(event.client_y()));
                drag.set_value(Some(Drag { from: at, last: at, is_moving: false }));
            }
            on:pointermove=move |event| {
                let Some(mut now) = drag.get_value() else { return };
                let at = Point::new(f64::from(event.client_x()), f64::from(event.client_y()));
                if !now.is_moving && now.from.distance(at) > SLACK {
                    now.is_moving = true;
                    is_grabbing.set(true);
                    if let Some(element) = node.get_untracked() {
                        // Without capture the drag merely ends at the edge.
                        let _ = element.set_pointer_capture(event.pointer_id());
                    }
                }
                if now.is_moving {
                    let (x, y) = (at.x - now.last.x, at.y - now.last.y);
                    picture.viewport.update(|viewport| *viewport = viewport.panned(x, y));
                }
                now.last = at;
                drag.set_value(Some(now));
            }
            on:pointerup=move |event| {
                let was = drag.get_value();
                drag.set_value(None);
                is_grabbing.set(false);
                if was.is_some_and(|drag| !drag.is_moving) {
                    let pressed = event
                        .target()
                        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
                        .and_then(|target| target.closest("[data-state]").ok().flatten())
                        .and_then(|target| target.get_attribute("data-state"));
                    on_press.run(pressed);
                }
            }
            on:pointercancel=move |_| {
                drag.set_value(None);
                is_grabbing.set(false);
            }
            on:keydown=move |event| {
                match event.key().as_str() {
                    "+" | "=" => zoom_by(1.2),
                    "-" => zoom_by(1.0 / 1.2),
                    "0" => picture.fit(),
                    _ => return,
                }
                event.prevent_default();
            }
        >
            <Layer picture on_press />
            <Zoom picture zoom_by=Callback::new(zoom_by) />
        </div>
    }
}

/// The drawing itself: nodes and edges in one layer that is moved and scaled as a whole.
#[component]
pub fn Layer(picture: Picture, #[prop(into)] on_press: Callback<Option<String>>) -> impl IntoView {
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
                    format!("transform: translate({}px, {}px) scale({})", viewport.x, viewport.y, viewport.scale)
                }
            >
                <Nodes picture visible containers=true on_press />
                <Edges picture visible />
                <Nodes picture visible containers=false on_press />
            </div>
    }
}

/// A press that may become a drag.
#[derive(Clone, Copy)]
struct Drag {
    from: Point,
    last: Point,
    is_moving: bool,
}

/// How far a pointer may stray in a press, in pixels.
const SLACK: f64 = 4.0;

/// The nodes one can see: containers below the edges, all others above.
#[component]
fn Nodes(
    picture: Picture,
    visible: Memo<canvas::Visible>,
    containers: bool,
    on_press: Callback<Option<String>>,
) -> impl IntoView {
    let places = move || {
        let scene = picture.scene.get();
        visible
            .get()
            .nodes
            .into_iter()
            .filter(|place| {
                scene.nodes.get(*place).is_some_and(|node| {
                    matches!(node.shape, canvas::Shape::Container | canvas::Shape::Lane) == containers
                })
            })
            .map(|place| Subject::of(&scene.nodes[place]))
            .collect::<Vec<_>>()
    };
    view! {
        <For
            each=places
            key=Subject::clone
            children=move |subject| view! { <NodeView picture subject on_press /> }
        />
    }
}

/// The edges one can see, in one drawing.
#[component]
fn Edges(picture: Picture, visible: Memo<canvas::Visible>) -> impl IntoView {
    let places = Memo::new(move |_| Shared::new(Line::places(&picture.scene.read())));
    let edges = move || {
        let scene = picture.scene.get();
        let places = visible.get().edges;
        places.into_iter().filter_map(|place| Some((Line::of(&scene, place)?, place))).collect::<Vec<_>>()
    };
    let labels = move || {
        let scene = picture.scene.get();
        visible
            .get()
            .edges
            .into_iter()
            .filter_map(|place| scene.edges.get(place).cloned())
            .filter_map(|edge| edge.label.clone().map(|label| (edge.kind, label)))
            .map(|(kind, label)| {
                view! {
                    <span
                        class="edge-label"
                        class:catch=kind.is_catch()
                        title=label.full.clone()
                        style=edge::place(label.rect)
                    >
                        {label.text.clone()}
                    </span>
                }
            })
            .collect_view()
    };
    view! {
        <svg class="edges" width="1" height="1" aria-hidden="true">
            <For
                each=edges
                key=|(line, _)| line.clone()
                children=move |(line, _)| view! { <EdgeView picture places line /> }
            />
        </svg>
        {labels}
    }
}
