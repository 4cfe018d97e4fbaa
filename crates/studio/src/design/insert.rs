//! What one picks from a list: a state to insert, one to find, where an arrow leads, where states are moved; and the list of keys.

use asl::{Machine, StateId};
use canvas::KEYS;
use editor::{Command, PaletteGroup, Target, palette};
use leptos::prelude::*;

use super::board::Board;
use super::place::{Spot, spots};
use crate::shell::{Card, Dialog, Picker};
use crate::studio::Studio;

/// How many results are shown.
const MOST: usize = 40;

#[component]
pub fn Insert(board: Board) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let find = |query: &str| -> Vec<String> {
        if query.is_empty() {
            let flow = palette().of(PaletteGroup::Flow).chain(palette().of(PaletteGroup::Action));
            return flow.map(|entry| entry.id.clone()).take(MOST).collect();
        }
        palette().search(query).iter().take(MOST).map(|entry| entry.id.clone()).collect()
    };
    let card = |id: &String| {
        let entry = palette().entry(id);
        let icon = entry.as_ref().map(|entry| (super::palette::hue(entry), entry.icon.path()));
        let (title, line) = entry.map_or_else(Default::default, |entry| {
            let line = if entry.service.is_empty() { &entry.about } else { &entry.service };
            (entry.name.clone(), line.clone())
        });
        Card { icon, title, line }
    };
    let insert = move |id: String| {
        let Some(slot) = board.inserting.try_update(Option::take).flatten() else { return };
        board.insert_entry(studio, &id, slot);
        board.focus_home();
    };
    let is_open = Signal::derive(move || board.inserting.read().is_some());
    view! {
        <Dialog open=is_open on_close=move |()| board.inserting.set(None) title="Insert a state">
            <Picker
                label="Search states and actions to insert"
                placeholder="Search states, actions and patterns"
                find
                card
                on_pick=insert
                empty="Nothing found. Try the name of a service or of an API action, such as “put item”."
            />
        </Dialog>
        <Lead board />
        <Move board />
        <Find board />
        <Keys board />
    }
}

#[component]
fn Keys(board: Board) -> impl IntoView {
    view! {
        <Dialog open=board.are_keys_shown on_close=move |()| board.are_keys_shown.set(false) title="Keys">
            <div class="body" tabindex="0">
                <dl class="keys">
                    {KEYS.map(|(key, what)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div> }).collect_view()}
                    {OWN_KEYS.map(|(key, what)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div> }).collect_view()}
                </dl>
            </div>
        </Dialog>
    }
}

/// Keys of the page beside those of the canvas.
const OWN_KEYS: [(&str, &str); 4] = [
    ("Ctrl + Enter", "Run"),
    ("Ctrl + C, X, V", "Copy, cut and paste states as text"),
    ("F8, Shift + F8", "Next and previous problem"),
    ("Alt + 1 … 4", "Design, Code, Mocks, Run"),
];

/// Leads an arrow to a state, without a pointer.
#[component]
fn Lead(board: Board) -> impl IntoView {
    let studio = expect_context::<Studio>();
    // Only where the arrow may lead.
    let find = move |query: &str| {
        let Some(slot) = board.leading.get() else { return Vec::new() };
        let query = query.to_lowercase();
        let document = studio.document.read();
        let names =
            studio.drawn.read().machine().states.iter().map(|state| state.name.clone()).collect::<Vec<_>>();
        let targets = names.into_iter().map(Target::State).chain([Target::End]);
        targets
            .filter(|target| word(target).to_lowercase().contains(&query))
            .filter(|target| editor::may_connect(&document, &slot, target).is_ok())
            .take(MOST)
            .collect::<Vec<_>>()
    };
    let card = move |target: &Target| {
        let drawn = studio.drawn.get_untracked();
        let state = match target {
            Target::State(name) => drawn.machine().find(name),
            Target::End | Target::Nothing => None,
        };
        match state {
            Some(state) => state_card(drawn.machine(), state),
            None => Card {
                icon: Some(("pass", canvas::Icon::End.path())),
                title: word(target),
                line: String::from("The flow is done here"),
            },
        }
    };
    let go = move |target: Target| {
        let Some(slot) = board.leading.try_update(Option::take).flatten() else { return };
        studio.perform(&Command::Connect { slot, target });
        board.focus_home();
    };
    let is_open = Signal::derive(move || board.leading.read().is_some());
    let close = move |()| {
        board.leading.set(None);
        board.focus_home();
    };
    view! {
        <Dialog open=is_open on_close=close title="Lead the arrow to">
            <Picker
                label="Name of the state to lead to"
                placeholder="Name of a state"
                find
                card
                on_pick=go
                empty="The arrow may lead to no such state: it stays on its level, inside its Parallel or Map."
            />
        </Dialog>
    }
}

/// A target as it is read in a list.
fn word(target: &Target) -> String {
    match target {
        Target::State(name) => name.to_string(),
        Target::End => String::from("The end"),
        Target::Nothing => String::from("Nothing"),
    }
}

/// Moves what is selected elsewhere in the flow, without dragging it.
#[component]
fn Move(board: Board) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let find = move |query: &str| {
        let query = query.to_lowercase();
        let states = studio.selection.get();
        let document = studio.document.read();
        spots(studio.drawn.read().machine())
            .into_iter()
            .filter(|spot| spot.words().to_lowercase().contains(&query))
            .filter(|spot| editor::may_move(&document, &states, &spot.slot).is_ok())
            .take(MOST)
            .collect::<Vec<Spot>>()
    };
    let card = move |spot: &Spot| {
        let drawn = studio.drawn.get_untracked();
        let state = drawn.machine().find(&spot.beside);
        let known = state.map(|state| state_card(drawn.machine(), state));
        let (icon, line) = known.map_or_else(Default::default, |card| (card.icon, card.line));
        Card { icon, title: spot.words(), line }
    };
    let go = move |spot: Spot| {
        board.is_moving.set(false);
        let states = studio.selection.get_untracked();
        if studio.perform(&Command::Move { states, slot: spot.slot }) {
            board.reveal_soon(studio);
        }
        board.focus_home();
    };
    let close = move |()| {
        board.is_moving.set(false);
        board.focus_home();
    };
    view! {
        <Dialog open=board.is_moving on_close=close title="Move what is selected">
            <Picker
                label="Where to move it"
                placeholder="Behind which state?"
                find
                card
                on_pick=go
                empty="It may go to no such place."
            />
        </Dialog>
    }
}

/// Finds a state by its name.
#[component]
fn Find(board: Board) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let find = move |query: &str| {
        let query = query.to_lowercase();
        let drawn = studio.drawn.read();
        let states = drawn.machine().states.iter();
        states
            .filter(|state| state.name.to_lowercase().contains(&query))
            .take(MOST)
            .map(|state| state.id)
            .collect::<Vec<StateId>>()
    };
    let card = move |state: &StateId| state_card(studio.drawn.get_untracked().machine(), *state);
    let go = move |state: StateId| {
        board.is_finding.set(false);
        let name = studio.drawn.get_untracked().machine().state(state).name.clone();
        studio.unfold(&name);
        studio.select(Some(&name));
        board.picture.show_states(&[name]);
        board.focus_home();
    };
    view! {
        <Dialog open=board.is_finding on_close=move |()| board.is_finding.set(false) title="Find a state">
            <Picker
                label="Name of a state"
                placeholder="Name of a state"
                find
                card
                on_pick=go
                empty="No state has such a name."
            />
        </Dialog>
    }
}

/// A state as it is read in a list: what it does, and what it stands in.
fn state_card(machine: &Machine, id: StateId) -> Card {
    let state = machine.state(id);
    let around = machine.scope(state.scope).owner.map(|owner| machine.state(owner).name.to_string());
    let line = canvas::subtitle(state);
    Card {
        icon: Some((canvas::hue(&state.kind).name(), canvas::icon(state).path())),
        title: state.name.to_string(),
        line: around.map_or(line.clone(), |around| format!("{line} · in “{around}”")),
    }
}
