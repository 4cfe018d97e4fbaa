//! The Code screen: the definition as text, with the picture beside it.

use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use asl::CompletionKind as Kind;
use browser::{Completion, CompletionKind, Completions, Language, Mark, Severity};
use editor::Command;
use json::tree::Format;
use leptos::prelude::*;
use send_wrapper::SendWrapper;

use crate::picture::{Picture, PictureView};
use crate::shell::{CodeField, CodeHandle, Complete};
use crate::studio::Studio;

#[component]
pub fn CodeScreen() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let picture = Picture {
        scene: studio.scene.into(),
        foreign: Signal::stored(None),
        selection: studio.selection.into(),
        arrow: Signal::stored(None),
        statuses: Signal::stored(Arc::default()),
        is_stale: studio.is_broken.into(),
        viewport: studio.viewport,
        room: RwSignal::new(canvas::Size::default()),
    };
    let text = Signal::derive(move || studio.document.read().text().to_string());
    let marks = Signal::derive(move || {
        studio.with_reading(|reading| {
            let diagnostics = reading.diagnostics.iter();
            diagnostics
                .map(|found| Mark {
                    range: found.range.start..found.range.end,
                    severity: match found.severity {
                        asl::Severity::Error => Severity::Error,
                        asl::Severity::Warning => Severity::Warning,
                        asl::Severity::Info => Severity::Info,
                        asl::Severity::Hint => Severity::Hint,
                    },
                    message: found.message.clone(),
                    source: found.code.name().to_string(),
                })
                .collect::<Vec<_>>()
        })
    });
    let chosen = Signal::derive(move || {
        let name = studio.chosen()?;
        studio.with_reading(|reading| {
            let state = reading.machine.state(reading.machine.find(&name)?);
            Some(state.range.start..state.range.end)
        })
    });
    let language = Signal::derive(move || match studio.document.read().format() {
        Format::Json => Language::Json,
        Format::Yaml => Language::Yaml,
    });
    let complete: Complete = Rc::new(move |text, offset| {
        let found = studio.document.with_untracked(|document| {
            // The document has this very text: it follows every letter.
            (document.text() == text)
                .then(|| asl::complete(text, document.tree(), document.reading(), offset))
        })?;
        (!found.items.is_empty()).then(|| Completions {
            from: found.range.start,
            items: found.items.into_iter().map(item).collect(),
        })
    });
    let complete = SendWrapper::new(complete);
    let handle = CodeHandle::new();
    // Going to a place is something done to the editor, and nothing follows from it.
    Effect::new(move || {
        if let Some(range) = studio.goto.get() {
            request_animation_frame(move || handle.with(|editor| editor.select(range)));
        }
    });
    let change = move |text: String| {
        studio.perform(&Command::SetText { text });
    };
    let undo = move |is_redo: bool| match is_redo {
        true => studio.redo(),
        false => studio.undo(),
    };
    // The state that the cursor is in, the innermost of several.
    let follow = move |range: Range<usize>| {
        let name = studio.with_reading(|reading| {
            let is_within =
                |state: &&asl::State| state.range.start <= range.start && range.start <= state.range.end;
            reading.machine.states.iter().rfind(is_within).map(|state| state.name.clone())
        });
        studio.select(name.as_deref());
    };
    let press = move |name: Option<String>| studio.select(name.as_deref());
    view! {
        <section class="screen halves" aria-label="Code">
            <div class="middle">
                <CodeField
                    language
                    label="Definition"
                    text
                    marks
                    handle
                    complete
                    chosen
                    on_change=change
                    on_undo=undo
                    on_select=follow
                />
            </div>
            <div class="middle">
                <PictureView
                    picture
                    label="The workflow"
                    on_press=press
                />
                <Show when=move || studio.is_broken.get()>
                    <div class="notice overlay-notice" role="status">
                        "The text is broken: this is the last whole picture."
                    </div>
                </Show>
            </div>
        </section>
    }
}

/// A completion of the language as the code editor shows it.
pub fn item(found: asl::Completion) -> Completion {
    Completion {
        label: found.label,
        detail: found.detail,
        info: String::new(),
        insert: found.insert,
        kind: match found.kind {
            Kind::Field | Kind::Path => CompletionKind::Property,
            Kind::Value | Kind::Error => CompletionKind::Constant,
            Kind::State | Kind::Resource => CompletionKind::Text,
            Kind::Variable => CompletionKind::Variable,
            Kind::Function => CompletionKind::Function,
        },
    }
}
