//! What a gesture shows in the picture and above it: “+” on arrows, handles, drop bars, the card on the pointer,
//! the marquee, arrows that are being drawn.

use std::collections::BTreeMap;
use std::sync::Arc;

use canvas::{Gesture, Handle, Load, NodeId, Place, Point, Rect, Rules, Viewport, Zone};
use editor::{Answers, Command, palette};
use json::Text;
use leptos::prelude::*;

use super::board::{Board, focus_soon};
use crate::studio::Studio;

/// What lies in the picture and moves with it.
#[component]
pub fn InPicture(board: Board) -> impl IntoView {
    view! {
        <Pluses board />
        <Handles board />
        <Bars board />
    }
}

/// What lies above the picture.
#[component]
pub fn Overlay(board: Board) -> impl IntoView {
    view! {
        <div class="overlay-layer">
            <Moving board />
            <RenameField board />
        </div>
    }
}

/// From this scale on the picture has small things to press.
const LEAST_SCALE: f64 = 0.45;

/// What can be seen of the picture, with a margin; a small move changes nothing.
fn visible_edges(studio: Studio, board: Board) -> Memo<Vec<usize>> {
    Memo::new(move |_| {
        let viewport = board.picture.viewport.get();
        if viewport.scale < LEAST_SCALE {
            return Vec::new();
        }
        studio.scene.read().visible(viewport.window(board.picture.room.get()).grown(100.0)).edges
    })
}

/// The “+” on each edge that can be seen.
#[component]
fn Pluses(board: Board) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let is_idle = Memo::new(move |_| {
        matches!(*board.gesture.read(), Gesture::Idle | Gesture::Pressed(_) | Gesture::Panning { .. })
    });
    let edges = visible_edges(studio, board);
    move || {
        is_idle.get().then(|| {
            let scene = studio.scene.get();
            let edges = edges.get();
            let edges = edges.iter().filter_map(|place| scene.edges.get(*place));
            edges
                .map(|edge| view! { <span class="plus" style=spot(canvas::plus(&scene, edge, Viewport::default()))>"+"</span> })
                .collect_view()
        })
    }
}

/// The handles of selected states, from which arrows are drawn.
#[component]
fn Handles(board: Board) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let is_near = Memo::new(move |_| board.picture.viewport.read().scale >= LEAST_SCALE);
    move || {
        if !is_near.get() {
            return None;
        }
        let drawn = studio.drawn.get();
        let machine = drawn.machine();
        let scene = studio.scene.get();
        let chosen = studio.chosen().and_then(|name| machine.find(&name));
        let handles = match (chosen, board.picture.arrow.get()) {
            (Some(chosen), _) => canvas::handles(&scene, machine, chosen),
            // The head of the arrow that is selected.
            (None, Some((from, kind))) => {
                let edge = scene.edges_from(from).map(|(_, edge)| edge).find(|edge| edge.kind == kind);
                let head = edge.and_then(|edge| edge.points.last().copied());
                head.map(|head| (Handle::Head { from, kind }, head)).into_iter().collect()
            }
            (None, None) => return None,
        };
        Some(
            handles
                .into_iter()
                .map(|(handle, at)| {
                    let class = match handle {
                        Handle::NewCatch(_) => "handle catch",
                        Handle::Next(_) | Handle::NewRule(_) | Handle::Head { .. } => "handle",
                    };
                    view! { <span class=class style=spot(at)></span> }
                })
                .collect_view(),
        )
    }
}

/// What is dragged, and where it could go: the same as long as the drag lasts.
#[derive(Clone)]
struct Lifted {
    load: Load,
    zones: Arc<[Zone]>,
}

impl PartialEq for Lifted {
    fn eq(&self, other: &Lifted) -> bool {
        Arc::ptr_eq(&self.zones, &other.zones)
    }
}

/// The bars where a drop is possible; the one under the pointer is lit.
#[component]
fn Bars(board: Board) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let lifted = Memo::new(move |_| match &*board.gesture.read() {
        Gesture::Dragging(drag) => Some(Lifted { load: drag.load.clone(), zones: drag.zones.clone() }),
        Gesture::Idle
        | Gesture::Pressed(_)
        | Gesture::Panning { .. }
        | Gesture::Pinching { .. }
        | Gesture::Marquee { .. }
        | Gesture::Connecting(_) => None,
    });
    // The rules are asked once in each drag for each zone that comes into view.
    let answers = StoredValue::new((None::<Lifted>, BTreeMap::<Place, bool>::new()));
    let possible = Memo::new(move |_| {
        let Some(lifted) = lifted.get() else { return Vec::new() };
        let window = board.picture.viewport.get().window(board.picture.room.get()).grown(100.0);
        let mut possible = Vec::new();
        answers.update_value(|(of, known)| {
            if of.as_ref() != Some(&lifted) {
                known.clear();
                *of = Some(lifted.clone());
            }
            studio.document.with_untracked(|document| {
                let rules = Answers { document };
                for (index, zone) in
                    lifted.zones.iter().enumerate().filter(|(_, zone)| zone.bar.overlaps(window))
                {
                    let may = known
                        .entry(zone.place)
                        .or_insert_with(|| rules.may_drop(&lifted.load, zone.place).is_ok());
                    if *may {
                        possible.push(index);
                    }
                }
            });
        });
        possible
    });
    let over = Memo::new(move |_| match &*board.gesture.read() {
        Gesture::Dragging(drag) => drag.over.map(|over| (over, drag.refusal.is_some())),
        Gesture::Idle
        | Gesture::Pressed(_)
        | Gesture::Panning { .. }
        | Gesture::Pinching { .. }
        | Gesture::Marquee { .. }
        | Gesture::Connecting(_) => None,
    });
    let bar = move |index: usize| {
        lifted.read().as_ref().and_then(|lifted| lifted.zones.get(index).map(|zone| place(zone.bar)))
    };
    view! {
        <For each=move || possible.get() key=|index| *index children=move |index| {
            view! { <div class="drop" style=bar(index)></div> }
        } />
        {move || over.get().map(|(index, is_refused)| {
            view! { <div class="drop over" class:refused=is_refused style=bar(index)></div> }
        })}
    }
}

/// What hangs on the pointer.
#[component]
fn Moving(board: Board) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let picture = board.picture;
    move || match &*board.gesture.read() {
        Gesture::Idle | Gesture::Pressed(_) | Gesture::Panning { .. } | Gesture::Pinching { .. } => {
            ().into_any()
        }
        Gesture::Marquee { from, to, .. } => {
            view! { <div class="marquee" style=place(Rect::spanned(*from, *to))></div> }.into_any()
        }
        Gesture::Dragging(drag) => {
            let word = match &drag.load {
                Load::States(states) => {
                    let drawn = studio.drawn.get();
                    match states.as_slice() {
                        [state] => drawn.machine().state(*state).name.to_string(),
                        states => format!("{} states", states.len()),
                    }
                }
                Load::Fresh(id) => palette().entry(id).map(|entry| entry.name.clone()).unwrap_or_default(),
            };
            view! {
                <div class="dragged" style=spot(drag.at)>
                    {word}
                    {drag.refusal.clone().map(|reason| view! { <small>{reason}</small> })}
                </div>
            }
            .into_any()
        }
        Gesture::Connecting(connection) => {
            let viewport = picture.viewport.get();
            let scene = studio.scene.get();
            let drawn = studio.drawn.get();
            let from = start(connection.handle, &scene, drawn.machine())
                .map_or(connection.at, |at| viewport.to_view(at));
            let to = connection.at;
            let target = connection
                .over
                .and_then(|id| scene.find(id))
                .map(|node| view! { <div class="aim" class:refused=connection.refusal.is_some() style=place(viewport.rect_to_view(node.rect))></div> });
            view! {
                <svg class="drawing" aria-hidden="true">
                    <path d=format!("M{} {}L{} {}", from.x, from.y, to.x, to.y) />
                </svg>
                {target}
                {connection.refusal.clone().map(|reason| view! {
                    <div class="dragged" style=spot(to)><small>{reason}</small></div>
                })}
            }
            .into_any()
        }
    }
}

/// Where the line of a connection begins.
fn start(handle: Handle, scene: &canvas::Scene, machine: &asl::Machine) -> Option<Point> {
    let state = match handle {
        Handle::Next(state) | Handle::NewRule(state) | Handle::NewCatch(state) => state,
        Handle::Head { from: NodeId::State(state), .. } => state,
        Handle::Head { from, .. } => return scene.find(from).map(|node| node.rect.center()),
    };
    let handles = canvas::handles(scene, machine, state);
    let own = handles.iter().find(|(known, _)| *known == handle).map(|(_, at)| *at);
    match handle {
        Handle::Head { .. } => scene.state(state).map(|node| node.rect.center()),
        Handle::Next(_) | Handle::NewRule(_) | Handle::NewCatch(_) => own,
    }
}

/// The field in which a state is renamed in place.
#[component]
fn RenameField(board: Board) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let picture = board.picture;
    move || {
        let name = board.renaming.get()?;
        let scene = studio.scene.get();
        let drawn = studio.drawn.get();
        let state = drawn.machine().find(&name)?;
        let rect = picture.viewport.get().rect_to_view(scene.state(state)?.rect);
        let commit = move |wanted: String| {
            let Some(state) = board.renaming.try_update(Option::take).flatten() else { return };
            if !wanted.is_empty() && wanted != *state {
                studio.perform(&Command::Rename { state, name: Text::from(wanted) });
            }
            board.focus_home();
        };
        focus_soon(".rename");
        Some(view! {
            <input
                class="input rename"
                aria-label="New name"
                maxlength="80"
                style=place(Rect::new(rect.x, rect.y + rect.height / 2.0 - 16.0, rect.width.max(160.0), 32.0))
                value=name.to_string()
                on:pointerdown=|event| event.stop_propagation()
                on:keydown=move |event| {
                    event.stop_propagation();
                    match event.key().as_str() {
                        "Enter" => commit(event_target_value(&event)),
                        "Escape" => {
                            board.renaming.set(None);
                            board.focus_home();
                        }
                        _ => {}
                    }
                }
                on:blur=move |event| commit(event_target_value(&event))
            />
        })
    }
}

/// Where a point is, as a style.
fn spot(at: Point) -> String {
    format!("left: {}px; top: {}px", at.x, at.y)
}

/// Where a box stands, as a style.
fn place(rect: Rect) -> String {
    format!("left: {}px; top: {}px; width: {}px; height: {}px", rect.x, rect.y, rect.width, rect.height)
}
