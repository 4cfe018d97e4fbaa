//! The signs on buttons. Those of states and services come from `canvas`.

use leptos::prelude::*;

/// A sign on a 20 × 20 grid, drawn with strokes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Undo,
    Redo,
    Share,
    Play,
    Stop,
    Close,
    Check,
    Cross,
    Clock,
    Retry,
    First,
    Last,
    Back,
    Forward,
    Sun,
    Moon,
    Folder,
    Add,
    Remove,
    Warning,
    Info,
    Bulb,
    Download,
    Search,
    Down,
}

impl Icon {
    /// What `d` of an SVG path says.
    fn path(self) -> &'static str {
        match self {
            Icon::Undo => "M7 5 3 9l4 4M3 9h9a4 4 0 0 1 0 8h-2",
            Icon::Redo => "m13 5 4 4-4 4m4-4H8a4 4 0 0 0 0 8h2",
            Icon::Share => {
                "M8 11a3 3 0 0 0 4.5.3l2.2-2.2a3 3 0 0 0-4.2-4.2L9.3 6M12 9a3 3 0 0 0-4.5-.3l-2.2 2.2a3 3 0 0 0 4.2 4.2l1.2-1.1"
            }
            Icon::Play => "M7 5l8 5-8 5z",
            Icon::Stop => "M6 6h8v8H6z",
            Icon::Close | Icon::Cross => "m6 6 8 8m0-8-8 8",
            Icon::Check => "m5 10 4 4 7-8",
            Icon::Clock => "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zm0 3v4l3 2",
            Icon::Retry => "M15 6a6 6 0 1 0 1 5M15 3v3h-3",
            Icon::First => "M5 5v10M16 5l-8 5 8 5z",
            Icon::Last => "M15 5v10M4 5l8 5-8 5z",
            Icon::Back => "m13 5-7 5 7 5z",
            Icon::Forward => "m7 5 7 5-7 5z",
            Icon::Sun => {
                "M10 7a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM10 2v2m0 12v2M2 10h2m12 0h2M4.3 4.3l1.5 1.5m8.4 8.4 1.5 1.5m0-11.4-1.5 1.5m-8.4 8.4-1.5 1.5"
            }
            Icon::Moon => "M16 12.5A7 7 0 0 1 7.5 4 7 7 0 1 0 16 12.500z",
            Icon::Folder => "M3 6V5h5l2 2h7v9H3z",
            Icon::Add => "M10 4v12M4 10h12",
            Icon::Remove => "M4 6h12M8 6V4h4v2m-6 0 1 11h6l1-11",
            Icon::Warning => "M10 4 2.500 16h15zM10 9v3m0 2v.01",
            Icon::Info => "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zm0 3.5v.01M10 9.500v4",
            Icon::Bulb => {
                "M7.500 15h5M8.500 17.500h3M10 2.500A5 5 0 0 0 7 11.500c.5.5.8 1 .8 1.500h4.400c0-.5.3-1 .8-1.500a5 5 0 0 0-3-9z"
            }
            Icon::Download => "M10 3v9m-4-4 4 4 4-4M4 16h12",
            Icon::Search => "M9 4a5 5 0 1 0 0 10A5 5 0 0 0 9 4zm4 9 4 4",
            Icon::Down => "m5 8 5 5 5-5",
        }
    }

    /// The sign as a picture that screen readers pass over: the word stands beside it or on the button.
    pub fn view(self, size: u32) -> impl IntoView {
        let filled = matches!(self, Icon::Play | Icon::Stop | Icon::Back | Icon::Forward);
        view! {
            <svg
                class="icon"
                width=size
                height=size
                viewBox="0 0 20 20"
                aria-hidden="true"
                fill=if filled { "currentColor" } else { "none" }
            >
                <path d=self.path() />
            </svg>
        }
    }
}

/// The round mark of a status, by its class in the stylesheet: a sign as well as a colour. The word stands beside it.
pub fn status_mark(class: &'static str) -> impl IntoView {
    let icon = match class {
        "ok" => Icon::Check,
        "run" => Icon::Play,
        "wait" => Icon::Clock,
        "caught" => Icon::Warning,
        _ => Icon::Cross,
    };
    view! { <span class=format!("status-dot {class}")>{icon.view(12)}</span> }
}
