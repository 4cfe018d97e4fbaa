//! The header: what is open, the screens, and the few things that concern all of them.

use asl::MachineType;
use leptos::prelude::*;

use super::gallery::Gallery;
use super::icon::Icon;
use super::share::share;
use crate::kept::Keeping;
use crate::studio::{Mode, Studio};

#[component]
pub fn Header() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let is_gallery_open = RwSignal::new(false);
    let kind = move || match studio.document.read().machine_type() {
        MachineType::Standard => "Standard",
        MachineType::Express => "Express",
    };
    view! {
        <header class="top">
            <div class="side">
                <h1 class="logo" aria-label="Stepwise">
                    <svg width="20" height="20" viewBox="0 0 20 20" fill="currentColor" aria-hidden="true">
                        <rect x="1" y="1" width="7" height="5" rx="1.6" />
                        <rect x="6.5" y="7.5" width="7" height="5" rx="1.6" opacity=".7" />
                        <rect x="12" y="14" width="7" height="5" rx="1.6" opacity=".45" />
                    </svg>
                    <span class="wide-only">Stepwise</span>
                </h1>
                <span class="crumb wide-only" aria-hidden="true">"/"</span>
                <button
                    class="workflow-name"
                    title="Open another workflow"
                    on:click=move |_| is_gallery_open.set(true)
                >
                    <span>{move || studio.details.read().name.clone()}</span>
                    {Icon::Down.view(12)}
                </button>
                <span class="badge wide-only">{kind}</span>
            </div>
            <div class="modes">
                <Modes />
            </div>
            <div class="side end">
                <Keep />
                <History />
                <Theme />
                <button class="button" title="Copy a link that holds this workflow" on:click=move |_| share(studio)>
                    {Icon::Share.view(16)}
                    <span class="wide-only">"Share"</span>
                </button>
                <button class="button primary" title="Run (Ctrl+Enter)" on:click=move |_| studio.run()>
                    {Icon::Play.view(14)}
                    "Run"
                    <kbd class="wide-only">"Ctrl ↵"</kbd>
                </button>
            </div>
        </header>
        <Gallery open=is_gallery_open />
    }
}

/// One button per screen.
#[component]
fn Modes() -> impl IntoView {
    let studio = expect_context::<Studio>();
    view! {
        <nav class="segments" aria-label="Screens">
            {Mode::ALL
                .map(|mode| {
                    view! {
                        <button
                            aria-pressed=move || (studio.mode.get() == mode).to_string()
                            on:click=move |_| studio.mode.set(mode)
                        >
                            {mode.name()}
                        </button>
                    }
                })
                .collect_view()}
        </nav>
    }
}

/// Whether the work is kept on the device.
#[component]
fn Keep() -> impl IntoView {
    let studio = expect_context::<Studio>();
    move || match studio.keeping.get() {
        Keeping::Untouched => None,
        Keeping::Kept => {
            Some(view! { <span class="badge wide-only">"Saved on this device"</span> }.into_any())
        }
        Keeping::Failed(reason) => {
            Some(view! { <span class="badge bad" title=reason>"Not saved"</span> }.into_any())
        }
    }
}

/// Light or dark.
#[component]
fn Theme() -> impl IntoView {
    use browser::device;
    let is_dark = RwSignal::new(match device::note(THEME).as_deref() {
        Some("dark") => true,
        Some("light") => false,
        Some(_) | None => device::prefers_dark(),
    });
    view! {
        <button
            class="button only-icon quiet theme"
            aria-label=move || if is_dark.get() { "Light colours" } else { "Dark colours" }
            title=move || if is_dark.get() { "Light colours" } else { "Dark colours" }
            on:click=move |_| {
                is_dark.update(|is_dark| *is_dark = !*is_dark);
                let theme = if is_dark.get_untracked() { "dark" } else { "light" };
                device::set_root_attribute("data-theme", Some(theme));
                device::set_note(THEME, Some(theme));
            }
        >
            {move || if is_dark.get() { Icon::Sun.view(16) } else { Icon::Moon.view(16) }}
        </button>
    }
}

/// Where the chosen colours are kept.
const THEME: &str = "stepwise.theme";

/// Undo and redo.
#[component]
fn History() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let undo = Memo::new(move |_| studio.document.read().undo_name().map(str::to_string));
    let redo = Memo::new(move |_| studio.document.read().redo_name().map(str::to_string));
    view! {
        <button
            class="button only-icon"
            aria-label="Undo"
            title=move || undo.get().map_or(String::from("Nothing to undo"), |name| format!("Undo: {name} (Ctrl+Z)"))
            disabled=move || undo.read().is_none()
            on:click=move |_| studio.undo()
        >
            {Icon::Undo.view(16)}
        </button>
        <button
            class="button only-icon redo"
            aria-label="Redo"
            title=move || redo.get().map_or(String::from("Nothing to redo"), |name| format!("Redo: {name} (Ctrl+Shift+Z)"))
            disabled=move || redo.read().is_none()
            on:click=move |_| studio.redo()
        >
            {Icon::Redo.view(16)}
        </button>
    }
}
