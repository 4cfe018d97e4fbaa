//! The event list, as long as a history may be.

use leptos::prelude::*;

use super::line::{Line, Tone};
use crate::shell::{Heights, Icon, Rows};
use crate::studio::Studio;

/// Pixels of a row; the stylesheet has the same.
const ROW: f64 = 28.0;

#[component]
pub fn Events() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let session = studio.session;
    let count = Signal::derive(move || session.length());
    let shown = Signal::derive(move || session.position().checked_sub(1));
    let row = move |index: usize| {
        let line = Memo::new(move |_| {
            let machine = session.machine.get()?;
            let (place, state) = session.with_trail(|trail| {
                let place = trail.visible().get(index).copied()?;
                Some((place, trail.state_at(place)))
            })?;
            session.with_events(|events| {
                Some(LineOf(Line::of(events.get(place)?, &machine, events.first()?.time, state)))
            })?
        });
        let is_shown = move || shown.get() == Some(index);
        view! {
            <button
                class="event-row"
                role="option"
                tabindex=move || if is_shown() { "0" } else { "-1" }
                aria-selected=move || is_shown().to_string()
                on:click=move |_| {
                    session.go_to(index + 1);
                    let line = line.get_untracked();
                    if let Some(LineOf(line)) = line.filter(|line| !line.0.state.is_empty()) {
                        studio.select(Some(&line.state));
                    }
                }
            >
                {move || line.get().map(|LineOf(line)| {
                    let (class, icon) = match line.tone {
                        Tone::Plain => ("", None),
                        Tone::Work => ("run", None),
                        Tone::Good => ("ok", Some(Icon::Check)),
                        Tone::Bad => ("fail", Some(Icon::Cross)),
                    };
                    view! {
                        <span class="number">{line.id}</span>
                        <span class=format!("type {class}")>{icon.map(|icon| icon.view(12))} {line.name}</span>
                        <span>{line.state}</span>
                        <span class="number">{line.after}</span>
                        <span title=line.detail.clone()>{line.detail.clone()}</span>
                    }
                })}
            </button>
        }
    };
    let head = move || {
        view! {
            <div class="event-row event-head" role="presentation">
                <span>"#"</span>
                <span>"Type"</span>
                <span>"State"</span>
                <span>"After"</span>
                <span>"Detail"</span>
            </div>
        }
    };
    view! {
        <Show
            when=move || { count.get() > 0 }
            fallback=|| {
                view! {
                    <div class="empty">
                        <strong>"No run yet"</strong>
                        "Press Run: every event appears here as the service would write it."
                    </div>
                }
            }
        >
            <Rows label="Events" count heights=Heights::Even(ROW) shown head row />
        </Show>
    }
}

/// A line that a memo can compare: an event never changes once it is there.
#[derive(Clone)]
struct LineOf(Line);

impl PartialEq for LineOf {
    fn eq(&self, other: &LineOf) -> bool {
        self.0.id == other.0.id
            && self.0.name == other.0.name
            && self.0.state == other.0.state
            && self.0.detail == other.0.detail
            && self.0.after == other.0.after
    }
}
