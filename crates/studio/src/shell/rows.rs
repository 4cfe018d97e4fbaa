//! A list that builds only the rows one can see, however long it is.

use leptos::html;
use leptos::prelude::*;

/// Rows beyond the visible part that are kept ready.
const SPARE: usize = 8;

/// Shows `count` rows of `height` pixels; `row` builds the one with a number.
///
/// When `shown` changes, the list scrolls so that this row can be seen.
#[component]
pub fn Rows<F, V>(
    #[prop(into)] label: String,
    #[prop(into)] count: Signal<usize>,
    height: f64,
    #[prop(into)] shown: Signal<Option<usize>>,
    #[prop(optional, into)] head: ViewFn,
    row: F,
) -> impl IntoView
where
    F: Fn(usize) -> V + Copy + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let node = NodeRef::<html::Div>::new();
    let view_box = RwSignal::new((0.0, 600.0));
    let look = move || {
        // The list may be gone by the next frame.
        if let Some(element) = node.try_get_untracked().flatten() {
            let seen = (f64::from(element.scroll_top()), f64::from(element.client_height()));
            if seen != view_box.get_untracked() {
                view_box.set(seen);
            }
        }
    };
    // Scrolling is the browser's own state; this only asks for it, once the list is as long as it will be.
    let scroll = move |element: &web_sys::HtmlDivElement, index: usize| {
        // The head stands above the rows and takes one row's height.
        let top = index as f64 * height;
        let seen = f64::from(element.scroll_top());
        let room = (f64::from(element.client_height()) - 2.0 * height).max(height);
        if top < seen {
            element.set_scroll_top(top as i32);
        } else if top > seen + room {
            element.set_scroll_top((top - room) as i32);
        }
    };
    Effect::new(move || {
        if let (Some(element), Some(index)) = (node.get(), shown.get()) {
            request_animation_frame(move || scroll(&element, index));
        }
    });
    let visible = Memo::new(move |_| {
        let (top, room) = view_box.get();
        let first = ((top / height) as usize).saturating_sub(SPARE);
        let last = ((top + room) / height) as usize + SPARE;
        (first.min(count.get()), last.min(count.get()))
    });
    request_animation_frame(look);
    view! {
        <div
            class="event-rows"
            role="listbox"
            aria-label=label
            tabindex="-1"
            node_ref=node
            on:scroll=move |_| look()
            on:pointerenter=move |_| look()
        >
            {head.run()}
            <div role="presentation" style=move || format!("position: relative; height: {}px", count.get() as f64 * height)>
                <For
                    each=move || {
                        let (first, last) = visible.get();
                        first..last
                    }
                    key=|index| *index
                    children=row
                />
            </div>
        </div>
    }
}
