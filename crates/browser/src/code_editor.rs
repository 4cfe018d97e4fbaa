//! The code editor in an element of the page. Fetched when it is first opened.
//!
//! Offsets are bytes of the text, as everywhere in our crates; JavaScript's are converted here.

mod offset;

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use wasm_bindgen::closure::{Closure, WasmClosure};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use crate::sentence;
use offset::{byte, units};

/// What kind of text is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Json,
    Yaml,
    JavaScript,
    Jsonata,
    Text,
}

/// How an editor is opened.
#[derive(Clone, Debug)]
pub struct Options {
    pub language: Language,
    pub text: String,
    /// What a screen reader calls it.
    pub label: String,
    pub is_read_only: bool,
    /// Without line numbers and folding: for a field in a form.
    pub is_slim: bool,
    /// Whether long lines are broken.
    pub is_wrapped: bool,
    /// Whether undo and redo are left to [`CodeEditor::on_undo`] instead of the editor's own history.
    pub has_own_undo: bool,
}

/// How bad it is what a mark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    Error,
    Warning,
    Info,
    Hint,
}

/// A part of the text that something is said about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub range: Range<usize>,
    pub severity: Severity,
    pub message: String,
    /// A short word on who says so, such as the code of a diagnostic; may be empty.
    pub source: String,
}

/// What could stand at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completions {
    /// Where what has been typed of it begins.
    pub from: usize,
    /// The best first.
    pub items: Vec<Completion>,
}

/// One thing that could stand at the cursor; only the label must be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    pub label: String,
    /// A few words beside the label.
    pub detail: String,
    /// A sentence or two, shown for the chosen one.
    pub info: String,
    /// What is put in, when it is not the label.
    pub insert: String,
    pub kind: CompletionKind,
}

/// The icon of a completion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionKind {
    Property,
    Function,
    Variable,
    Constant,
    Keyword,
    Text,
}

/// An editor in the page. Dropping it removes it.
#[derive(Debug)]
pub struct CodeEditor {
    view: JsEditor,
    /// The text as it is now, for converting offsets.
    text: Rc<RefCell<String>>,
}

/// Begins to fetch the editor, so that it is there when it is needed.
pub fn prepare() {
    // Whether that succeeded is seen when an editor is opened.
    wasm_bindgen_futures::spawn_local(async {
        fetch().await.ok();
    });
}

impl Options {
    /// An editable text with line numbers and its own undo history.
    pub fn new(language: Language, text: impl Into<String>, label: impl Into<String>) -> Options {
        Options {
            language,
            text: text.into(),
            label: label.into(),
            is_read_only: false,
            is_slim: false,
            is_wrapped: false,
            has_own_undo: false,
        }
    }
}

impl CodeEditor {
    /// Opens an editor as the last child of an element, which it fills in height.
    pub async fn open(parent: &web_sys::Element, options: Options) -> Result<CodeEditor, String> {
        let given = JsOptions::new();
        given.set_language(options.language.word());
        given.set_text(&options.text);
        given.set_label(&options.label);
        given.set_is_read_only(options.is_read_only);
        given.set_is_slim(options.is_slim);
        given.set_is_wrapped(options.is_wrapped);
        given.set_has_own_undo(options.has_own_undo);
        let view = create(parent, &given)
            .await
            .map_err(|thrown| format!("the code editor could not be loaded: {}", sentence(&thrown)))?;
        let text = Rc::new(RefCell::new(options.text));
        Ok(CodeEditor { view: view.unchecked_into(), text })
    }

    /// The text as it stands.
    pub fn text(&self) -> String {
        self.text.borrow().clone()
    }

    /// Puts another text in by the smallest change, so that cursor, folds and scrolling stay; [`Self::on_change`] is not told.
    pub fn set_text(&self, text: &str) {
        if *self.text.borrow() != text {
            text.clone_into(&mut self.text.borrow_mut());
            self.view.set_text(text);
        }
    }

    /// Puts a text in place of the selection, as if it was typed.
    pub fn insert(&self, text: &str) {
        self.view.insert(text);
    }

    pub fn set_language(&self, language: Language) {
        self.view.set_language(language.word());
    }

    /// Opens or closes the text for editing; the label says what is shown.
    pub fn set_read_only(&self, label: &str, is_read_only: bool) {
        self.view.set_read_only(label, is_read_only);
    }

    /// Marks parts of the text, in place of all marks before.
    pub fn set_marks(&self, marks: &[Mark]) {
        let text = self.text.borrow();
        let starts = units(&text, marks.iter().map(|mark| mark.range.start));
        let ends = units(&text, marks.iter().map(|mark| mark.range.end));
        let severities = marks.iter().map(|mark| mark.severity.word().to_owned()).collect();
        let messages = marks.iter().map(|mark| mark.message.clone()).collect();
        let sources = marks.iter().map(|mark| mark.source.clone()).collect();
        self.view.set_marks(&starts, &ends, severities, messages, sources);
    }

    /// Selects a range and scrolls it into view.
    pub fn select(&self, range: Range<usize>) {
        let offsets = units(&self.text.borrow(), [range.start, range.end]);
        self.view.select(offsets[0], offsets[1]);
    }

    /// Tints the lines of a range, in place of those before, and scrolls to them.
    pub fn highlight(&self, range: Option<Range<usize>>) {
        self.choose(range, true);
    }

    /// Tints the lines of a range, and leaves the scrolling to the user.
    pub fn highlight_in_place(&self, range: Option<Range<usize>>) {
        self.choose(range, false);
    }

    /// Selects the next mark after the cursor, and says what it says.
    pub fn next_mark(&self) {
        self.view.next_mark();
    }

    /// Selects the mark before the cursor.
    pub fn previous_mark(&self) {
        self.view.previous_mark();
    }

    /// Asks for completions at the cursor, as the user's Ctrl+Space does.
    pub fn complete(&self) {
        self.view.complete();
    }

    pub fn focus(&self) {
        self.view.focus();
    }

    pub fn has_focus(&self) -> bool {
        self.view.has_focus()
    }

    /// Calls `act` with the whole text after each change by the user.
    pub fn on_change(&self, mut act: impl FnMut(&str) + 'static) {
        let kept = Rc::clone(&self.text);
        self.listen(
            "change",
            Closure::<dyn FnMut(String)>::new(move |text: String| {
                kept.borrow_mut().clone_from(&text);
                act(&text);
            }),
        );
    }

    /// Calls `act` with the selected range whenever the cursor moves.
    pub fn on_select(&self, mut act: impl FnMut(Range<usize>) + 'static) {
        let kept = Rc::clone(&self.text);
        self.listen(
            "select",
            Closure::<dyn FnMut(usize, usize)>::new(move |from, to| {
                let range = byte(&kept.borrow(), from)..byte(&kept.borrow(), to);
                act(range);
            }),
        );
    }

    /// Calls `act` with true for redo and false for undo, in an editor with `has_own_undo`.
    pub fn on_undo(&self, mut act: impl FnMut(bool) + 'static) {
        self.listen("undo", Closure::<dyn FnMut(String)>::new(move |step: String| act(step == "redo")));
    }

    /// Calls `act` when the editor gets or loses the focus.
    pub fn on_focus(&self, act: impl FnMut(bool) + 'static) {
        self.listen("focus", Closure::<dyn FnMut(bool)>::new(act));
    }

    /// Asks `find` what could stand at an offset of a text; `None` shows nothing.
    pub fn on_complete(&self, mut find: impl FnMut(&str, usize) -> Option<Completions> + 'static) {
        let closure = move |text: String, position: usize| {
            let found = find(&text, byte(&text, position))?;
            let given = JsCompletions::new();
            given.set_from(units(&text, [found.from])[0]);
            let items = js_sys::Array::new();
            for (rank, item) in found.items.iter().enumerate() {
                let given = JsCompletion::new();
                given.set_label(&item.label);
                given.set_detail(&item.detail);
                given.set_info(&item.info);
                given.set_insert(&item.insert);
                given.set_kind(item.kind.word());
                // CodeMirror takes a preference between -99 and 99 beside its own order.
                given.set_rank(rank.min(99) as u32);
                items.push(&given);
            }
            given.set_items(&items);
            Some(given)
        };
        self.listen("complete", Closure::<dyn FnMut(String, usize) -> Option<JsCompletions>>::new(closure));
    }

    fn choose(&self, range: Option<Range<usize>>, is_shown: bool) {
        let offsets = range.map(|range| units(&self.text.borrow(), [range.start, range.end]));
        let at = |index: usize| offsets.as_ref().map(|offsets| offsets[index]);
        self.view.choose(at(0), at(1), is_shown);
    }

    /// Hands a closure over to JavaScript, in place of an earlier one of this name.
    fn listen<T: WasmClosure + ?Sized>(&self, name: &'static str, closure: Closure<T>) {
        // JavaScript owns it, and gives it back when the editor is gone.
        self.view.listen(name, &closure.into_js_value());
    }
}

impl Drop for CodeEditor {
    fn drop(&mut self) {
        self.view.destroy();
    }
}

impl Language {
    fn word(self) -> &'static str {
        match self {
            Language::Json => "json",
            Language::Yaml => "yaml",
            Language::JavaScript => "javascript",
            Language::Jsonata => "jsonata",
            Language::Text => "text",
        }
    }
}

impl Severity {
    fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
            Severity::Hint => "hint",
        }
    }
}

impl CompletionKind {
    fn word(self) -> &'static str {
        match self {
            CompletionKind::Property => "property",
            CompletionKind::Function => "function",
            CompletionKind::Variable => "variable",
            CompletionKind::Constant => "constant",
            CompletionKind::Keyword => "keyword",
            CompletionKind::Text => "text",
        }
    }
}

#[wasm_bindgen(module = "/js/edge/editor.js")]
extern "C" {
    #[wasm_bindgen(js_name = prepare, catch)]
    async fn fetch() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn create(parent: &web_sys::Element, options: &JsOptions) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    #[derive(Debug)]
    type JsEditor;
    #[wasm_bindgen(method)]
    fn listen(this: &JsEditor, name: &str, act: &JsValue);
    #[wasm_bindgen(method, js_name = setText)]
    fn set_text(this: &JsEditor, text: &str);
    #[wasm_bindgen(method)]
    fn insert(this: &JsEditor, text: &str);
    #[wasm_bindgen(method, js_name = setLanguage)]
    fn set_language(this: &JsEditor, word: &str);
    #[wasm_bindgen(method, js_name = setReadOnly)]
    fn set_read_only(this: &JsEditor, label: &str, is_read_only: bool);
    #[wasm_bindgen(method, js_name = setMarks)]
    fn set_marks(
        this: &JsEditor,
        starts: &[u32],
        ends: &[u32],
        severities: Vec<String>,
        messages: Vec<String>,
        sources: Vec<String>,
    );
    #[wasm_bindgen(method)]
    fn select(this: &JsEditor, from: u32, to: u32);
    #[wasm_bindgen(method)]
    fn choose(this: &JsEditor, from: Option<u32>, to: Option<u32>, is_shown: bool);
    #[wasm_bindgen(method, js_name = nextMark)]
    fn next_mark(this: &JsEditor);
    #[wasm_bindgen(method, js_name = previousMark)]
    fn previous_mark(this: &JsEditor);
    #[wasm_bindgen(method)]
    fn complete(this: &JsEditor);
    #[wasm_bindgen(method)]
    fn focus(this: &JsEditor);
    #[wasm_bindgen(method, js_name = hasFocus)]
    fn has_focus(this: &JsEditor) -> bool;
    #[wasm_bindgen(method)]
    fn destroy(this: &JsEditor);

    #[wasm_bindgen(js_name = Object)]
    type JsOptions;
    #[wasm_bindgen(constructor, js_class = "Object")]
    fn new() -> JsOptions;
    #[wasm_bindgen(method, setter)]
    fn set_language(this: &JsOptions, word: &str);
    #[wasm_bindgen(method, setter)]
    fn set_text(this: &JsOptions, text: &str);
    #[wasm_bindgen(method, setter)]
    fn set_label(this: &JsOptions, label: &str);
    #[wasm_bindgen(method, setter, js_name = isReadOnly)]
    fn set_is_read_only(this: &JsOptions, is_read_only: bool);
    #[wasm_bindgen(method, setter, js_name = isSlim)]
    fn set_is_slim(this: &JsOptions, is_slim: bool);
    #[wasm_bindgen(method, setter, js_name = isWrapped)]
    fn set_is_wrapped(this: &JsOptions, is_wrapped: bool);
    #[wasm_bindgen(method, setter, js_name = hasOwnUndo)]
    fn set_has_own_undo(this: &JsOptions, has_own_undo: bool);

    #[wasm_bindgen(js_name = Object)]
    type JsCompletions;
    #[wasm_bindgen(constructor, js_class = "Object")]
    fn new() -> JsCompletions;
    #[wasm_bindgen(method, setter)]
    fn set_from(this: &JsCompletions, offset: u32);
    #[wasm_bindgen(method, setter)]
    fn set_items(this: &JsCompletions, items: &js_sys::Array);

    #[wasm_bindgen(js_name = Object)]
    type JsCompletion;
    #[wasm_bindgen(constructor, js_class = "Object")]
    fn new() -> JsCompletion;
    #[wasm_bindgen(method, setter)]
    fn set_label(this: &JsCompletion, text: &str);
    #[wasm_bindgen(method, setter)]
    fn set_detail(this: &JsCompletion, text: &str);
    #[wasm_bindgen(method, setter)]
    fn set_info(this: &JsCompletion, text: &str);
    #[wasm_bindgen(method, setter)]
    fn set_insert(this: &JsCompletion, text: &str);
    #[wasm_bindgen(method, setter)]
    fn set_kind(this: &JsCompletion, word: &str);
    #[wasm_bindgen(method, setter)]
    fn set_rank(this: &JsCompletion, rank: u32);
}
