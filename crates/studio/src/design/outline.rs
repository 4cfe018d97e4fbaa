//! The outline: the states as a tree. An equal editor, and the one that screen readers use.

use asl::{Kind, Machine, ScopeId, StateId};
use editor::Command;
use leptos::prelude::*;

use crate::studio::Studio;

/// One line of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    name: String,
    kind: &'static str,
    /// 1 for the states of the machine itself.
    level: usize,
    /// How many problems its text has.
    problems: usize,
}

#[component]
pub fn Outline() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let lines = Memo::new(move |_| {
        let mut lines = Vec::new();
        let drawn = studio.drawn.read();
        let counts: Vec<Option<StateId>> = drawn
            .reading()
            .diagnostics
            .iter()
            .filter(|found| found.severity <= asl::Severity::Warning)
            .map(|found| found.state)
            .collect();
        walk(drawn.machine(), ScopeId::TOP, 1, &counts, &mut lines);
        lines
    });
    let list = NodeRef::<leptos::html::Div>::new();
    let step = move |by: isize| {
        let lines = lines.read_untracked();
        let now = studio
            .selection
            .read_untracked()
            .last()
            .and_then(|name| lines.iter().position(|line| line.name == **name));
        let next = match now {
            Some(now) => now.saturating_add_signed(by).min(lines.len().saturating_sub(1)),
            None => 0,
        };
        if let Some(line) = lines.get(next) {
            studio.select(Some(&line.name));
        }
        request_animation_frame(move || {
            let row = list
                .get_untracked()
                .and_then(|list| list.query_selector("[aria-selected=true]").ok().flatten())
                .and_then(|row| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(row).ok());
            if let Some(row) = row {
                // Focus fails only for an element that is gone.
                let _ = row.focus();
            }
        });
    };
    view! {
        <div
            class="outline"
            role="tree"
            aria-label="Outline"
            aria-multiselectable="true"
            node_ref=list
            on:keydown=move |event| {
                match event.key().as_str() {
                    "ArrowDown" => step(1),
                    "ArrowUp" => step(-1),
                    "Home" => step(isize::MIN / 2),
                    "End" => step(isize::MAX / 2),
                    "Delete" | "Backspace" => {
                        let states = studio.selection.get_untracked();
                        if states.is_empty() {
                            return;
                        }
                        studio.perform(&Command::Remove { states });
                    }
                    _ => return,
                }
                event.prevent_default();
            }
        >
            <For
                each=move || lines.get()
                key=|line| (line.name.clone(), line.level, line.kind, line.problems)
                let:line
            >
                <Row line />
            </For>
            <Show when=move || lines.read().is_empty()>
                <div class="empty">
                    <strong>"No states yet"</strong>
                    "Add the first one from the list on the left."
                </div>
            </Show>
        </div>
    }
}

#[component]
fn Row(line: Line) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let name = StoredValue::new(line.name.clone());
    let is_chosen = Memo::new(move |_| {
        studio.selection.read().iter().any(|chosen| name.with_value(|name| **chosen == **name))
    });
    let is_first = Memo::new(move |_| studio.selection.read().is_empty());
    let problems = match line.problems {
        0 => String::new(),
        1 => String::from("1 problem"),
        count => format!("{count} problems"),
    };
    view! {
        <div
            class="row-item"
            role="treeitem"
            attr:aria-level=line.level.to_string()
            aria-selected=move || is_chosen.get().to_string()
            tabindex=move || if is_chosen.get() || is_first.get() { "0" } else { "-1" }
            style=format!("padding-left: {}px", 6 + 16 * (line.level - 1))
            on:click=move |_| name.with_value(|name| studio.select(Some(name)))
        >
            <span class="grow">{line.name.clone()}</span>
            <small>{line.kind}</small>
            <Show when={ let problems = problems.clone(); move || !problems.is_empty() }>
                <span class="badge bad">{problems.clone()}</span>
            </Show>
        </div>
    }
}

fn walk(
    machine: &Machine,
    scope: ScopeId,
    level: usize,
    problems: &[Option<StateId>],
    lines: &mut Vec<Line>,
) {
    for state in machine.states_of(scope) {
        lines.push(Line {
            name: state.name.to_string(),
            kind: kind(&state.kind),
            level,
            problems: problems.iter().filter(|of| **of == Some(state.id)).count(),
        });
        for inner in machine.scopes_in(state.id) {
            walk(machine, *inner, level + 1, problems, lines);
        }
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
