//! A list that builds only the rows one can see, however long it is.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use web_sys::wasm_bindgen::JsCast;

/// Rows beyond the visible part that are kept ready.
const SPARE: usize = 8;

/// How high rows are, in pixels.
#[derive(Clone, Copy)]
pub enum Heights {
    /// All the same.
    Even(f64),
    /// Each its own: for each row what tells it from others, and what is thought of its height until it has been seen.
    Own(Signal<Arc<[(u64, f64)]>>),
}

/// Shows `count` rows; `row` builds the one with a number.
///
/// When `shown` changes, the list scrolls so that this row can be seen.
#[component]
pub fn Rows<F, V>(
    #[prop(into)] label: String,
    #[prop(into)] count: Signal<usize>,
    heights: Heights,
    #[prop(into)] shown: Signal<Option<usize>>,
    #[prop(optional, into)] head: ViewFn,
    /// What the list is for assistive technology; rows are `option` in a `listbox`, `listitem` in a `list`.
    #[prop(default = "listbox")]
    role: &'static str,
    #[prop(default = "event-rows")] class: &'static str,
    row: F,
) -> impl IntoView
where
    F: Fn(usize) -> V + Copy + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let node = NodeRef::<html::Div>::new();
    let body = NodeRef::<html::Div>::new();
    // Where the visible part begins, how high and how wide it is.
    let seen = RwSignal::new((0.0, 600.0, 0.0));
    // The heights of rows that have been seen.
    let measured = RwSignal::new(BTreeMap::<u64, f64>::new());
    let tops = Memo::new(move |_| match heights {
        Heights::Even(height) => Tops::Even { height, count: count.get() },
        Heights::Own(rows) => {
            let measured = measured.read();
            let own = |(key, guess): &(u64, f64)| measured.get(key).copied().unwrap_or(*guess);
            Tops::own(rows.read().iter().map(own))
        }
    });
    let look = move || {
        // The list may be gone by the next frame.
        let Some(element) = node.try_get_untracked().flatten() else { return };
        let now = (
            f64::from(element.scroll_top()),
            f64::from(element.client_height()),
            f64::from(element.client_width()),
        );
        let before = seen.get_untracked();
        if now == before {
            return;
        }
        if now.2 != before.2 && !measured.read_untracked().is_empty() {
            measured.set(BTreeMap::new());
        }
        let held_focus = document().active_element().is_some_and(|active| element.contains(Some(&active)));
        seen.set(now);
        if held_focus {
            // The row with the focus may be out of sight and gone now: the list keeps it, so that keys still scroll.
            request_animation_frame(move || {
                let is_lost = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
                if is_lost && let Some(element) = node.try_get_untracked().flatten() {
                    let _ = element.focus();
                }
            });
        }
    };
    let visible = Memo::new(move |_| {
        let (top, room, _) = seen.get();
        let tops = tops.read();
        let first = tops.at(top).saturating_sub(SPARE);
        let last = (tops.at(top + room) + 1 + SPARE).min(tops.count());
        (first.min(last), last)
    });
    let measure = move || {
        let (Heights::Own(rows), Some(Some(list)), Some(Some(body))) =
            (heights, node.try_get_untracked(), body.try_get_untracked())
        else {
            return;
        };
        let ((first, _), rows) = (visible.get_untracked(), rows.read_untracked());
        let children = body.children();
        let found: Vec<(u64, f64)> = (0..children.length())
            .filter_map(|index| {
                let (key, _) = rows.get(first + index as usize)?;
                let height = children.item(index)?.get_bounding_client_rect().height();
                (measured.read_untracked().get(key) != Some(&height)).then_some((*key, height))
            })
            .collect();
        if found.is_empty() {
            return;
        }
        let is_at_end =
            list.scroll_top() > 0 && list.scroll_top() + list.client_height() >= list.scroll_height() - 1;
        measured.update(|measured| measured.extend(found));
        if is_at_end {
            request_animation_frame(move || list.set_scroll_top(list.scroll_height()));
        }
    };
    // Measuring and scrolling are about what the browser has done; they come once it has.
    Effect::new(move || {
        visible.track();
        tops.track();
        request_animation_frame(measure);
    });
    let scroll = move |index: usize| {
        let (Some(Some(element)), Some(Some(body))) = (node.try_get_untracked(), body.try_get_untracked())
        else {
            return;
        };
        // What stands above the rows stays there and covers as much.
        let covered = f64::from(body.unchecked_ref::<web_sys::HtmlElement>().offset_top());
        let (top, bottom) = tops.with_untracked(|tops| (tops.top(index), tops.top(index + 1)));
        let (start, room) = (f64::from(element.scroll_top()), f64::from(element.client_height()) - covered);
        if top < start || bottom - top > room {
            element.set_scroll_top(top as i32);
        } else if bottom > start + room {
            element.set_scroll_top((bottom - room).ceil() as i32);
        }
    };
    Effect::new(move || {
        if let (Some(_), Some(index)) = (node.get(), shown.get()) {
            // Rows on the way are measured as they come into sight, and the place becomes more exact.
            request_animation_frame(move || {
                scroll(index);
                request_animation_frame(move || request_animation_frame(move || scroll(index)));
            });
        }
    });
    request_animation_frame(look);
    view! {
        <div
            class=class
            role=role
            aria-label=label
            tabindex=if role == "list" { "0" } else { "-1" }
            node_ref=node
            on:scroll=move |_| look()
            on:pointerenter=move |_| look()
        >
            {head.run()}
            <div
                role="presentation"
                node_ref=body
                style=move || {
                    let tops = tops.read();
                    format!("box-sizing: border-box; padding-top: {}px; height: {}px", tops.top(visible.get().0), tops.top(tops.count()))
                }
            >
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

/// Where each row begins.
#[derive(Clone, PartialEq)]
enum Tops {
    Even {
        height: f64,
        count: usize,
    },
    /// And where the last one ends.
    Own(Vec<f64>),
}

impl Tops {
    fn own(heights: impl Iterator<Item = f64>) -> Tops {
        let mut tops = vec![0.0];
        let mut top = 0.0;
        for height in heights {
            top += height;
            tops.push(top);
        }
        Tops::Own(tops)
    }

    fn count(&self) -> usize {
        match self {
            Tops::Even { count, .. } => *count,
            Tops::Own(tops) => tops.len() - 1,
        }
    }

    /// The place of a row; that of the one behind the last is the end.
    fn top(&self, index: usize) -> f64 {
        match self {
            Tops::Even { height, .. } => index as f64 * height,
            Tops::Own(tops) => tops.get(index).or(tops.last()).copied().unwrap_or(0.0),
        }
    }

    /// The row that is at a place.
    fn at(&self, place: f64) -> usize {
        let row = match self {
            Tops::Even { height, .. } => (place / height) as usize,
            Tops::Own(tops) => tops.partition_point(|top| *top <= place).saturating_sub(1),
        };
        row.min(self.count())
    }
}
