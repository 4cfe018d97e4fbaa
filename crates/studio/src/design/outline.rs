//! The outline: the states as a tree. An equal editor, and the one that screen readers use.
//!
//! It only walks by itself; what changes the workflow is asked of the board, by the same keys as in the picture.

use std::collections::BTreeMap;

use asl::{Kind, Machine, ScopeId, State, StateId};
use canvas::Input;
use json::Text;
use leptos::attr::custom::custom_attribute;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::board::Board;
use crate::studio::Studio;

/// One line of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    name: String,
    /// How many lines of this name stand above it: none, as a rule.
    double: usize,
    kind: &'static str,
    /// The hue and the path of its icon.
    look: (&'static str, &'static str),
    /// The branch it stands in, where there are several.
    branch: Option<usize>,
    /// What follows, for those who do not see the arrows.
    leads: String,
    /// 1 for the states of the machine itself.
    level: usize,
    /// Whether the states inside are shown; nothing for those that have none.
    is_open: Option<bool>,
    /// How many problems its text has.
    problems: usize,
}

/// What a line is from one outline to the next: its name, and how many of that name stand above it.
type Key = (String, usize);

impl Line {
    fn key(&self) -> Key {
        (self.name.clone(), self.double)
    }
}

/// The line that the focus goes back to.
const HOME: &str = ".outline [aria-selected=true]";

#[component]
pub fn Outline(board: Board) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let lines = Memo::new(move |_| {
        let drawn = studio.drawn.read();
        let mut problems: BTreeMap<StateId, usize> = BTreeMap::new();
        let found = drawn.reading().diagnostics.iter();
        for state in
            found.filter(|found| found.severity <= asl::Severity::Warning).filter_map(|found| found.state)
        {
            *problems.entry(state).or_default() += 1;
        }
        let folded = studio.folded.read();
        let machine = drawn.machine();
        let mut writer =
            Writer { machine, is_folded: &|name| folded.contains(name), problems, lines: Vec::new() };
        writer.scope(ScopeId::TOP, 1, None);
        writer.number();
        writer.lines
    });
    let places = Memo::new(move |_| {
        let lines = lines.read();
        lines.iter().enumerate().map(|(place, line)| (line.key(), place)).collect::<BTreeMap<_, _>>()
    });
    let list = NodeRef::<leptos::html::Div>::new();
    let focus_chosen = move || {
        request_animation_frame(move || {
            let row = list
                .get_untracked()
                .and_then(|list| list.query_selector("[aria-selected=true]").ok().flatten())
                .and_then(|row| row.dyn_into::<web_sys::HtmlElement>().ok());
            if let Some(row) = row {
                // Focus fails only for an element that is gone.
                let _ = row.focus();
            }
        });
    };
    let place = move || {
        let selection = studio.selection.read_untracked();
        let last = selection.last()?;
        lines.read_untracked().iter().position(|line| line.name == **last)
    };
    let choose = move |place: usize, adds: bool| {
        board.focus.set(None);
        let lines = lines.read_untracked();
        let Some(line) = lines.get(place.min(lines.len().saturating_sub(1))) else { return };
        let name = Text::from(line.name.as_str());
        if adds {
            studio.selection.update(|names| {
                names.retain(|known| *known != name);
                names.push(name);
            });
        } else {
            studio.select(Some(&name));
        }
        focus_chosen();
    };
    // Into what is folded, or to its first state; out of a state, to the one around it.
    let across = move |opens: bool| {
        let Some(now) = place() else { return choose(0, false) };
        let lines = lines.get_untracked();
        let Some(line) = lines.get(now) else { return };
        match (opens, line.is_open) {
            (true, Some(false)) | (false, Some(true)) => studio.fold(Text::from(line.name.as_str())),
            (true, Some(true)) => choose(now + 1, false),
            (true, None) => {}
            (false, _) => {
                if let Some(around) = lines[..now].iter().rposition(|other| other.level < line.level) {
                    choose(around, false);
                }
            }
        }
        focus_chosen();
    };
    // The first line behind this one that begins with the letter.
    let jump = move |letter: &str| {
        let lines = lines.get_untracked();
        let from = place().map_or(0, |now| now + 1);
        let places = (from..lines.len()).chain(0..from.min(lines.len()));
        let letter = letter.to_lowercase();
        let found = places.into_iter().find(|place| lines[*place].name.to_lowercase().starts_with(&letter));
        if let Some(found) = found {
            choose(found, false);
        }
    };
    let key = move |event: web_sys::KeyboardEvent| {
        board.serve(HOME);
        let (name, shift) = (event.key(), event.shift_key());
        let control = event.ctrl_key() || event.meta_key();
        let step = |by: isize| place().map_or(0, |now| now.saturating_add_signed(by));
        match name.as_str() {
            _ if control && board.transfer(studio, &name) => {}
            "ArrowDown" if !event.alt_key() => choose(step(1), shift),
            "ArrowUp" if !event.alt_key() => choose(step(-1), shift),
            "ArrowRight" if !event.alt_key() => across(true),
            "ArrowLeft" if !event.alt_key() => across(false),
            "Home" => choose(0, false),
            "End" => choose(usize::MAX, false),
            " " => {
                if let Some(name) = studio.selection.read_untracked().last().cloned() {
                    studio.fold(name);
                    focus_chosen();
                }
            }
            // What the picture does by letters, a tree has other uses for.
            letter if !control && !event.alt_key() && letter.chars().count() == 1 && letter != "?" => {
                jump(letter)
            }
            _ if control && matches!(name.as_str(), "z" | "Z" | "y" | "Enter") => return,
            _ => {
                let Some(input @ Input::Key { .. }) = board.stage.key(&event) else { return };
                board.input(studio, input);
                focus_chosen();
            }
        }
        event.prevent_default();
        event.stop_propagation();
    };
    view! {
        <div
            class="outline"
            role="tree"
            aria-label="Outline"
            aria-multiselectable="true"
            node_ref=list
            on:keydown=key
        >
            // A line keeps its element, and with it the focus, whatever else changes of it.
            <For each=move || lines.get() key=Line::key let:line>
                <Row board lines places line />
            </For>
            <Show when=move || lines.read().is_empty()>
                <div class="empty">
                    <strong>"No states yet"</strong>
                    "Add the first one: choose it under Add."
                    <button class="button small" on:click=move |_| {
                        board.serve(HOME);
                        board.input(studio, Input::Key { key: canvas::Key::Insert, held: canvas::Held::default() });
                    }>"Add a state…"</button>
                </div>
            </Show>
        </div>
    }
}

#[component]
fn Row(
    board: Board,
    lines: Memo<Vec<Line>>,
    /// Where each line stands, by its key.
    places: Memo<BTreeMap<Key, usize>>,
    line: Line,
) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let name = StoredValue::new(line.name.clone());
    // The line as it is now; as it was, in the moment in which it has left the outline and its element has not yet.
    let key = line.key();
    let line = Memo::new(move |before: Option<&Line>| {
        let now = places.read().get(&key).and_then(|place| lines.read().get(*place).cloned());
        now.or_else(|| before.cloned()).unwrap_or_else(|| line.clone())
    });
    let is_chosen = Memo::new(move |_| {
        studio.selection.read().iter().any(|chosen| name.with_value(|name| **chosen == **name))
    });
    let is_first = Memo::new(move |_| studio.selection.read().is_empty());
    let problems = move || match line.read().problems {
        0 => None,
        1 => Some((1, String::from("1 problem"))),
        count => Some((count, format!("{count} problems"))),
    };
    // Beside a branch there is no room for the type, which the icon shows.
    let kind = move || {
        let line = line.read();
        let branch = line.branch.map(|branch| format!("branch {}", branch + 1));
        view! { <span class:hidden-word=branch.is_some()>{line.kind}" "</span>{branch} }
    };
    let fold = move |event: web_sys::MouseEvent| {
        event.stop_propagation();
        name.with_value(|name| studio.fold(Text::from(name.as_str())));
    };
    let is_open = move || line.read().is_open;
    let look = move || line.read().look;
    // Unknown to the view's own list of attributes.
    let level = custom_attribute("aria-level", move || line.read().level.to_string());
    view! {
        <div
            class="row-item"
            role="treeitem"
            {..level}
            aria-expanded=move || is_open().map(|is_open| is_open.to_string())
            aria-description=move || line.read().leads.clone()
            aria-selected=move || is_chosen.get().to_string()
            tabindex=move || if is_chosen.get() || is_first.get() { "0" } else { "-1" }
            style=move || format!("padding-left: {}px", 6 + 16 * (line.read().level - 1))
            title=move || line.read().leads.clone()
            on:click=move |event: web_sys::MouseEvent| {
                board.focus.set(None);
                let name = name.with_value(|name| Text::from(name.as_str()));
                if event.shift_key() || event.ctrl_key() || event.meta_key() {
                    studio.selection.update(|names| match names.iter().position(|known| *known == name) {
                        Some(place) => {
                            names.remove(place);
                        }
                        None => names.push(name),
                    });
                } else {
                    studio.select(Some(&name));
                    board.reveal_soon(studio);
                }
            }
            on:dblclick=move |_| {
                board.serve(HOME);
                board.renaming.set(Some(name.with_value(|name| Text::from(name.as_str()))));
            }
        >
            {move || match is_open() {
                Some(is_open) => {
                    view! { <span class="fold" class:open=is_open aria-hidden="true" on:click=fold>"›"</span> }.into_any()
                }
                None => view! { <span class="fold" aria-hidden="true"></span> }.into_any(),
            }}
            {move || {
                let (hue, path) = look();
                view! {
                    <span class=format!("tile small {hue}") aria-hidden="true">
                        <svg class="icon" width="14" height="14" viewBox="0 0 20 20"><path d=path /></svg>
                    </span>
                }
            }}
            <span class="grow">{line.get_untracked().name}</span>
            <small>{kind}</small>
            {move || problems().map(|(count, words)| view! {
                <span class="badge bad" title=words.clone()>
                    <span aria-hidden="true">{count}</span>
                    <span class="hidden-word">{words.clone()}</span>
                </span>
            })}
        </div>
    }
}

/// Writes the lines of a machine.
struct Writer<'a> {
    machine: &'a Machine,
    is_folded: &'a dyn Fn(&Text) -> bool,
    problems: BTreeMap<StateId, usize>,
    lines: Vec<Line>,
}

impl Writer<'_> {
    fn scope(&mut self, scope: ScopeId, level: usize, branch: Option<usize>) {
        for state in self.machine.states_of(scope) {
            let inner = self.machine.scopes_in(state.id);
            let is_open = (!inner.is_empty()).then(|| !(self.is_folded)(&state.name));
            self.lines.push(Line {
                name: state.name.to_string(),
                double: 0,
                kind: kind(&state.kind),
                look: (canvas::hue(&state.kind).name(), canvas::icon(state).path()),
                branch,
                leads: leads(state),
                level,
                is_open,
                problems: self.problems.get(&state.id).copied().unwrap_or(0),
            });
            if is_open == Some(true) {
                for (branch, scope) in inner.iter().enumerate() {
                    self.scope(*scope, level + 1, (inner.len() > 1).then_some(branch));
                }
            }
        }
    }

    /// Tells lines of one name apart.
    fn number(&mut self) {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for line in &mut self.lines {
            let count = counts.entry(line.name.clone()).or_default();
            line.double = *count;
            *count += 1;
        }
    }
}

/// Where the flow goes from a state, in words.
fn leads(state: &State) -> String {
    let mut words: Vec<String> = Vec::new();
    for target in state.targets() {
        let word = format!("“{}”", target.name.as_str());
        if !words.contains(&word) {
            words.push(word);
        }
    }
    match (words.as_slice(), &state.next) {
        ([], asl::Next::End) => String::from("Ends the flow"),
        ([], _) => String::new(),
        (words, _) => format!("Leads to {}", words.join(", ")),
    }
}

fn kind(kind: &Kind) -> &'static str {
    match kind {
        Kind::Pass(_) => "Pass",
        Kind::Task(_) => "Task",
        Kind::Choice(_) => "Choice",
        Kind::Wait(_) => "Wait",
        Kind::Succeed => "Succeed",
        Kind::Fail(_) => "Fail",
        Kind::Parallel(_) => "Parallel",
        Kind::Map(_) => "Map",
        Kind::Unknown(_) => "unknown type",
    }
}
