//! What a gesture shows above the picture: drop bars, the card on the pointer, the marquee, arrows that are being drawn, “+” on edges.

use std::collections::BTreeSet;

use canvas::{Gesture, Handle, Load, NodeId, Place, Point, Rect, Rules};
use editor::{Command, palette};
use json::Text;
use leptos::prelude::*;

use super::board::{Board, focus_soon};
use super::rules::EditorRules;
use crate::studio::Studio;

#[component]
pub fn Overlay(board: Board) -> impl IntoView {
    view! {
        <div class="overlay-layer">
            <Handles board />
            <Pluses board />
            <Moving board />
            <RenameField board />
        </div>
    }
}

/// The “+” on each edge that can be seen.
#[component]
fn Pluses(board: Board) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let picture = board.picture;
    let is_idle = Memo::new(move |_| matches!(*board.gesture.read(), Gesture::Idle | Gesture::Pressed(_)));
    move || {
        let viewport = picture.viewport.get();
        if !is_idle.get() || viewport.scale < 0.45 {
            return None;
        }
        let scene = studio.scene.get();
        let window = viewport.window(picture.room.get());
        let places = scene.visible(window).edges;
        Some(
            places
                .into_iter()
                .filter_map(|place| scene.edges.get(place))
                .map(|edge| {
                    let at = canvas::plus(&scene, edge, viewport);
                    view! { <span class="plus" style=format!("left: {}px; top: {}px", at.x, at.y)>"+"</span> }
                })
                .collect_view(),
        )
    }
}

/// The handles of selected states, from which arrows are drawn.
#[component]
fn Handles(board: Board) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let picture = board.picture;
    move || {
        let viewport = picture.viewport.get();
        let scene = studio.scene.get();
        let drawn = studio.drawn.get();
        let machine = drawn.machine();
        if viewport.scale < 0.45 {
            return None;
        }
        let chosen = studio.chosen().and_then(|name| machine.find(&name))?;
        let handles = canvas::handles(&scene, machine, chosen);
        Some(
            handles
                .into_iter()
                .map(|(handle, at)| {
                    let at = viewport.to_view(at);
                    let class = match handle {
                        Handle::NewCatch(_) => "handle catch",
                        Handle::Next(_) | Handle::NewRule(_) | Handle::Head { .. } => "handle",
                    };
                    view! { <span class=class style=format!("left: {}px; top: {}px", at.x, at.y)></span> }
                })
                .collect_view(),
        )
    }
}

/// What hangs on the pointer.
#[component]
fn Moving(board: Board) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let picture = board.picture;
    let load = Memo::new(move |_| match &*board.gesture.read() {
        Gesture::Dragging(drag) => Some(drag.load.clone()),
        Gesture::Idle
        | Gesture::Pressed(_)
        | Gesture::Panning { .. }
        | Gesture::Pinching { .. }
        | Gesture::Marquee { .. }
        | Gesture::Connecting(_) => None,
    });
    // Asked once for each drag: neither what is dragged nor the document changes under it.
    let possible = Memo::new(move |_| {
        let Some(load) = load.get() else { return BTreeSet::new() };
        let scene = studio.scene.get();
        let zones = canvas::zones(&scene, studio.drawn.read().machine());
        studio.document.with_untracked(|document| {
            let rules = EditorRules(document);
            let places = zones.iter().map(|zone| zone.place);
            places.filter(|place| rules.may_drop(&load, *place).is_ok()).collect::<BTreeSet<Place>>()
        })
    });
    move || match board.gesture.get() {
        Gesture::Idle | Gesture::Pressed(_) | Gesture::Panning { .. } | Gesture::Pinching { .. } => {
            ().into_any()
        }
        Gesture::Marquee { from, to, .. } => {
            view! { <div class="marquee" style=place(Rect::spanned(from, to))></div> }.into_any()
        }
        Gesture::Dragging(drag) => {
            let viewport = picture.viewport.get();
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
            let bars = drag
                .zones
                .iter()
                .enumerate()
                .filter(|(index, zone)| drag.over == Some(*index) || possible.read().contains(&zone.place))
                .map(|(index, zone)| {
                    let is_over = drag.over == Some(index);
                    let class = match (is_over, drag.refusal.is_some()) {
                        (true, true) => "drop over refused",
                        (true, false) => "drop over",
                        (false, _) => "drop",
                    };
                    view! { <div class=class style=place(viewport.rect_to_view(zone.bar))></div> }
                })
                .collect_view();
            view! {
                {bars}
                <div class="dragged" style=format!("left: {}px; top: {}px", drag.at.x, drag.at.y)>
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
                    <div class="dragged" style=format!("left: {}px; top: {}px", to.x, to.y)><small>{reason}</small></div>
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
            focus_soon(".board");
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
                            focus_soon(".board");
                        }
                        _ => {}
                    }
                }
                on:blur=move |event| commit(event_target_value(&event))
            />
        })
    }
}

/// Where a box stands, as a style.
fn place(rect: Rect) -> String {
    format!("left: {}px; top: {}px; width: {}px; height: {}px", rect.x, rect.y, rect.width, rect.height)
}
