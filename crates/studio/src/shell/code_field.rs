//! The code editor as a component: text in, changes out, marks on top.

use browser::{CodeEditor, Completions, Language, Mark, Options};
use leptos::task::spawn_local;
use leptos::{html, prelude::*};
use send_wrapper::SendWrapper;
use std::ops::Range;
use std::rc::Rc;

/// What can be done to an open editor from outside, such as jumping to a place.
#[derive(Clone, Copy)]
pub struct CodeHandle(StoredValue<Option<Rc<CodeEditor>>, LocalStorage>);

impl CodeHandle {
    pub fn new() -> CodeHandle {
        CodeHandle(StoredValue::new_local(None))
    }

    /// Does something with the editor if it is open by now.
    pub fn with(self, act: impl FnOnce(&CodeEditor)) {
        if let Some(Some(editor)) = self.0.try_get_value() {
            act(&editor);
        }
    }
}

/// Answers what could stand at an offset of a text.
pub type Complete = Rc<dyn Fn(&str, usize) -> Option<Completions>>;

#[component]
pub fn CodeField(
    #[prop(into)] language: Signal<Language>,
    #[prop(into)] label: String,
    #[prop(into)] text: Signal<String>,
    #[prop(into)] on_change: Callback<String>,
    #[prop(optional, into)] marks: Signal<Vec<Mark>>,
    /// The part that belongs to what is selected elsewhere.
    #[prop(optional, into)]
    chosen: Signal<Option<Range<usize>>>,
    /// The field was left.
    #[prop(optional, into)]
    on_blur: Option<Callback<()>>,
    #[prop(optional, into)] on_select: Option<Callback<Range<usize>>>,
    /// Undo (false) and redo (true), when the studio's own list serves them.
    #[prop(optional, into)]
    on_undo: Option<Callback<bool>>,
    #[prop(optional)] complete: Option<SendWrapper<Complete>>,
    #[prop(optional)] slim: bool,
    #[prop(optional)] handle: Option<CodeHandle>,
) -> impl IntoView {
    let handle = handle.unwrap_or_else(CodeHandle::new);
    let place = NodeRef::<html::Div>::new();
    let failure = RwSignal::new(None::<String>);
    let is_open = RwSignal::new(false);
    let has_own_undo = on_undo.is_some();
    // The editor is a thing of the page, opened once its place is there.
    Effect::new(move |opened: Option<bool>| {
        let Some(element) = place.get() else { return false };
        if opened == Some(true) {
            return true;
        }
        let complete = complete.clone();
        let label = label.clone();
        spawn_local(async move {
            let options = Options {
                is_slim: slim,
                has_own_undo,
                ..Options::new(
                    language.try_get_untracked().unwrap_or(Language::Text),
                    text.try_get_untracked().unwrap_or_default(),
                    label,
                )
            };
            match CodeEditor::open(&element, options).await {
                Ok(editor) => {
                    editor.on_change(move |text| on_change.run(text.to_string()));
                    if let Some(on_select) = on_select {
                        editor.on_select(move |range| on_select.run(range));
                    }
                    if let Some(on_blur) = on_blur {
                        editor.on_focus(move |is_focused| {
                            if !is_focused {
                                on_blur.run(());
                            }
                        });
                    }
                    if let Some(on_undo) = on_undo {
                        editor.on_undo(move |is_redo| on_undo.run(is_redo));
                    }
                    if let Some(complete) = complete {
                        editor.on_complete(move |text, offset| complete(text, offset));
                    }
                    if handle.0.try_set_value(Some(Rc::new(editor))).is_none() {
                        is_open.try_set(true);
                    }
                }
                Err(error) => {
                    failure.try_set(Some(error));
                }
            }
        });
        true
    });
    Effect::new(move |before: Option<Language>| {
        let language = language.get();
        if before.is_some_and(|before| before != language) {
            handle.with(|editor| editor.set_language(language));
        }
        language
    });
    Effect::new(move || {
        let text = text.get();
        if is_open.get() {
            handle.with(|editor| editor.set_text(&text));
        }
    });
    Effect::new(move || {
        // The text is tracked as well: marks belong to it, and new text drops the old ones.
        text.track();
        let marks = marks.get();
        if is_open.get() {
            handle.with(|editor| editor.set_marks(&marks));
        }
    });
    Effect::new(move || {
        let chosen = chosen.get();
        if is_open.get() {
            handle.with(|editor| {
                if editor.has_focus() {
                    editor.highlight_in_place(chosen);
                } else {
                    editor.highlight(chosen);
                }
            });
        }
    });
    on_cleanup(move || {
        handle.0.try_set_value(None);
    });
    view! {
        <div class="code-field" class:slim=slim node_ref=place>
            {move || failure.get().map(|failure| {
                view! {
                    <p class="notice bad">{failure}</p>
                    <textarea
                        class="input mono"
                        prop:value=move || text.get()
                        on:input=move |event| on_change.run(event_target_value(&event))
                    ></textarea>
                }
            })}
        </div>
    }
}
