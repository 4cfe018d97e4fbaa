//! A search with what it finds below it: type, choose with the arrow keys, take with Enter or a press.

use leptos::html;
use leptos::prelude::*;

use super::icon::Icon;

/// The field of a search. `on_key` hears the keys that the field itself has no use for.
#[component]
pub fn SearchBox(
    query: RwSignal<String>,
    #[prop(into)] label: String,
    #[prop(into)] placeholder: String,
    #[prop(into)] on_key: Callback<web_sys::KeyboardEvent>,
    /// The element of the list that Enter would take.
    #[prop(optional, into)]
    active: Option<Signal<Option<String>>>,
    /// Whether it has the focus at once.
    #[prop(optional)]
    is_first: bool,
    /// What stands at its end.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    if is_first {
        node.on_load(|input| {
            // The dialog around is shown in the next frame, and puts the focus onto its own first button.
            request_animation_frame(move || {
                request_animation_frame(move || {
                    // Focus fails only for an element that is gone.
                    let _ = input.focus();
                });
            });
        });
    }
    view! {
        <label class="search-box">
            {Icon::Search.view(14)}
            <input
                type="search"
                node_ref=node
                placeholder=placeholder
                aria-label=label
                aria-activedescendant=move || active.and_then(|active| active.get())
                autocomplete="off"
                spellcheck="false"
                prop:value=move || query.get()
                on:input=move |event| query.set(event_target_value(&event))
                on:keydown=move |event| on_key.run(event)
            />
            {children.map(|children| children())}
        </label>
    }
}

/// What is read of one thing that can be picked.
pub struct Card {
    /// The hue and the path of its icon.
    pub icon: Option<(&'static str, &'static str)>,
    pub title: String,
    pub line: String,
}

/// Picks one of the things that `find` gives for what is typed.
#[component]
pub fn Picker<T, F, C>(
    #[prop(into)] label: String,
    #[prop(into)] placeholder: String,
    find: F,
    card: C,
    #[prop(into)] on_pick: Callback<T>,
    /// What is said when nothing is found.
    #[prop(into)]
    empty: String,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    F: Fn(&str) -> Vec<T> + Send + Sync + 'static,
    C: Fn(&T) -> Card + Copy + Send + Sync + 'static,
{
    let query = RwSignal::new(String::new());
    let found = Memo::new(move |_| find(query.read().trim()));
    let chosen = RwSignal::new(0_usize);
    let list = NodeRef::<html::Div>::new();
    // What is found anew is chosen from its beginning.
    let at = Memo::new(move |before: Option<&(usize, String)>| {
        let now = query.get();
        match before {
            Some((_, last)) if *last == now => (chosen.get().min(found.read().len().saturating_sub(1)), now),
            Some(_) | None => (0, now),
        }
    });
    let place = move || at.read().0;
    let take = move |place: usize| {
        let thing = found.read_untracked().get(place).cloned();
        if let Some(thing) = thing {
            on_pick.run(thing);
        }
    };
    let step = move |by: isize| {
        let count = found.read_untracked().len() as isize;
        if count > 0 {
            let now = at.read_untracked().0 as isize;
            chosen.set((now + by).rem_euclid(count) as usize);
            request_animation_frame(move || {
                let row = list
                    .try_get_untracked()
                    .flatten()
                    .and_then(|list| list.query_selector("[aria-selected=true]").ok().flatten());
                if let Some(row) = row {
                    let options = web_sys::ScrollIntoViewOptions::new();
                    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
                    row.scroll_into_view_with_scroll_into_view_options(&options);
                }
            });
        }
    };
    let key = move |event: web_sys::KeyboardEvent| {
        match event.key().as_str() {
            "ArrowDown" => step(1),
            "ArrowUp" => step(-1),
            "Enter" => take(at.read_untracked().0),
            _ => return,
        }
        event.prevent_default();
    };
    let active = Signal::derive(move || (!found.read().is_empty()).then(|| row_id(place())));
    view! {
        <div class="picker">
            <SearchBox query label placeholder on_key=key active is_first=true />
            <div class="insert-list" role="listbox" aria-label="What was found" node_ref=list>
                {move || {
                    let rows = found.get().into_iter().enumerate();
                    rows.map(|(row, thing)| {
                        let Card { icon, title, line } = card(&thing);
                        view! {
                            <button
                                class="row-item"
                                role="option"
                                id=row_id(row)
                                tabindex="-1"
                                aria-selected=move || (place() == row).to_string()
                                on:click=move |_| take(row)
                            >
                                {icon.map(|(hue, path)| view! {
                                    <span class=format!("tile {hue}")>
                                        <svg class="icon" width="18" height="18" viewBox="0 0 20 20" aria-hidden="true">
                                            <path d=path />
                                        </svg>
                                    </span>
                                })}
                                <span class="grow">
                                    {title}
                                    {(!line.is_empty()).then(|| view! { <small>{line}</small> })}
                                </span>
                            </button>
                        }
                    }).collect_view()
                }}
            </div>
            <Show when=move || found.read().is_empty()>
                <p class="hint">{empty.clone()}</p>
            </Show>
            <p class="picker-keys" aria-hidden="true">
                <kbd>"↑"</kbd><kbd>"↓"</kbd>" choose "<kbd>"Enter"</kbd>" takes it "<kbd>"Esc"</kbd>" closes"
            </p>
        </div>
    }
}

/// The element of a row: one picker is open at a time.
fn row_id(row: usize) -> String {
    format!("picker-row-{row}")
}
