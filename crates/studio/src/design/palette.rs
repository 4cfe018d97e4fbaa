//! The states browser: flow, actions and patterns, with one search over all of them.

use canvas::{Input, Key};
use editor::{Entry, PaletteGroup as Group, palette};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::board::Board;
use crate::shell::{SearchBox, Tabs};
use crate::studio::Studio;

/// How many entries are shown before one asks for more.
const FIRST: usize = 60;

#[component]
pub fn PalettePanel(board: Board) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let query = RwSignal::new(String::new());
    let tab = studio.palette_tab;
    let limit = RwSignal::new(FIRST);
    let entries = Memo::new(move |_| {
        let query = query.read();
        let ids: Vec<String> = if query.trim().is_empty() {
            let shown: &[Group] = match tab.get() {
                0 => &[Group::Flow],
                1 => &[Group::Action, Group::Sdk],
                _ => &[Group::Pattern],
            };
            let entries = shown.iter().flat_map(|group| palette().of(*group));
            entries.map(|entry| entry.id.clone()).collect()
        } else {
            palette().search(&query).iter().map(|entry| entry.id.clone()).collect()
        };
        ids
    });
    let key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" {
            let first = entries.read_untracked().first().cloned();
            if let Some(id) = first {
                board.append_entry(studio, &id);
            }
        }
    };
    let shown = move || entries.get().into_iter().take(limit.get()).collect::<Vec<_>>();
    let names = Signal::stored(vec![String::from("Flow"), String::from("Actions"), String::from("Patterns")]);
    view! {
        <div class="palette-search">
            <SearchBox query label="Search states and actions" placeholder="Search" on_key=key>
                <kbd>"/"</kbd>
            </SearchBox>
        </div>
        <Show when=move || query.read().trim().is_empty()>
            <Tabs label="What to add" names chosen=tab />
        </Show>
        <div class="scroll palette">
            <For
                each=shown
                key=String::clone
                children=move |id| palette().entry(&id).map(|entry| view! { <Item board entry=entry.into_owned() /> })
            />
            <Show when=move || { entries.read().len() > limit.get() }>
                <button class="button small" on:click=move |_| limit.update(|limit| *limit += 4 * FIRST)>
                    {move || format!("Show more of {}", entries.read().len())}
                </button>
            </Show>
            <Show when=move || entries.read().is_empty()>
                <div class="empty">
                    <strong>"Nothing found"</strong>
                    "Try the name of a service or of an API action, such as “put item” or “send message”."
                </div>
            </Show>
        </div>
    }
}

/// One thing to add: press it, or drag it into the picture.
#[component]
fn Item(board: Board, entry: Entry) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let id = StoredValue::new(entry.id.clone());
    let line = match (entry.service.as_str(), entry.about.as_str()) {
        ("", about) => about.to_string(),
        (service, _) => service.to_string(),
    };
    // Pressed, then moved: the entry hangs on the pointer, and the board takes over.
    let from = StoredValue::new(None::<(f64, f64)>);
    let is_brought = StoredValue::new(false);
    let at = |event: &web_sys::PointerEvent| (f64::from(event.client_x()), f64::from(event.client_y()));
    let down = move |event: web_sys::PointerEvent| {
        if event.pointer_type() != "touch" {
            from.set_value(Some(at(&event)));
            is_brought.set_value(false);
            if let Some(target) =
                event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            {
                // Without capture a quick drag is lost.
                let _ = target.set_pointer_capture(event.pointer_id());
            }
        }
    };
    let moved = move |event: web_sys::PointerEvent| {
        let Some((x, y)) = from.get_value() else { return };
        let (now_x, now_y) = at(&event);
        let pointer = event.pointer_id();
        let place = board.stage.local(now_x, now_y);
        if is_brought.get_value() {
            return board.input(studio, Input::Move { pointer, at: place });
        }
        if (now_x - x).hypot(now_y - y) > 5.0 {
            is_brought.set_value(true);
            board.input(studio, Input::Bring { pointer, load: id.get_value(), at: place });
        }
    };
    let up = move |event: web_sys::PointerEvent| {
        let (x, y) = at(&event);
        if from.get_value().is_some() && is_brought.get_value() {
            board.input(studio, Input::Up { pointer: event.pointer_id(), at: board.stage.local(x, y) });
        }
        from.set_value(None);
    };
    let cancel = move |event: web_sys::PointerEvent| {
        from.set_value(None);
        board.input(studio, Input::Cancel { pointer: event.pointer_id() });
    };
    let escape = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && is_brought.get_value() {
            from.set_value(None);
            board.input(studio, Input::Key { key: Key::Escape, held: canvas::Held::default() });
        }
    };
    view! {
        <button
            class="row-item"
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=up
            on:pointercancel=cancel
            on:keydown=escape
            data-entry=entry.id.clone()
            title=entry.about.clone()
            on:click=move |_| {
                if !is_brought.get_value() {
                    board.append_entry(studio, &id.get_value());
                }
                is_brought.set_value(false);
            }
        >
            <span class=format!("tile {}", hue(&entry))>
                <svg class="icon" width="18" height="18" viewBox="0 0 20 20" aria-hidden="true">
                    <path d=entry.icon.path() />
                </svg>
            </span>
            <span class="grow">
                {entry.name.clone()}
                <small>{line}</small>
            </span>
        </button>
    }
}

/// The colour of an entry's icon: that of its type of state; all actions are tasks.
pub fn hue(entry: &Entry) -> &'static str {
    match entry.icon {
        canvas::Icon::Choice => "choice",
        canvas::Icon::Parallel => "parallel",
        canvas::Icon::Map => "map",
        canvas::Icon::Pass => "pass",
        canvas::Icon::Wait => "wait",
        canvas::Icon::Succeed => "succeed",
        canvas::Icon::Fail => "fail",
        _ => "task",
    }
}
