//! The branches of a Parallel, in their order.

use editor::Command;
use json::Value;
use leptos::prelude::*;

use super::control::{Others, OwnProblems, known};
use super::form::Form;
use crate::shell::{Icon, plural};
use crate::studio::Studio;

#[component]
pub fn BranchesForm(form: Form) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let branches = Memo::new(move |_| {
        let branches = form.get("/Branches");
        let branches = branches.as_ref().and_then(Value::as_array);
        branches
            .into_iter()
            .flatten()
            .map(|branch| {
                let count = branch.get("States").and_then(Value::as_object).map_or(0, json::Object::len);
                let start =
                    branch.get("StartAt").and_then(Value::as_str).unwrap_or("nothing yet").to_string();
                (start, count)
            })
            .collect::<Vec<_>>()
    });
    let shift = move |from: usize, to: usize| form.move_item(studio, "/Branches", from, to);
    let remove = move |index: usize| form.remove_item(studio, "/Branches", index);
    let add = move |_| {
        studio.perform(&Command::AddBranch { state: form.name.get_value() });
    };
    view! {
        <h3 class="group-title">"Branches"</h3>
        <OwnProblems form path="/Branches" />
        {move || {
            let list = branches.get();
            let count = list.len();
            list.into_iter()
                .enumerate()
                .map(|(index, (start, states))| {
                    let is_last = index + 1 == count;
                    let name = format!("Branch {}", index + 1);
                    view! {
                        <div class="card">
                            <h3>
                                {format!("{name} · {}, from {start}", plural(states, "state"))}
                                <span class="actions">
                                    <button class="button quiet only-icon small" aria-label=format!("{name}: to the left") title="To the left" disabled={index == 0} on:click=move |_| shift(index, index.saturating_sub(1))>"←"</button>
                                    <button class="button quiet only-icon small" aria-label=format!("{name}: to the right") title="To the right" disabled=is_last on:click=move |_| shift(index, index + 1)>"→"</button>
                                    <button class="button quiet only-icon small" aria-label=format!("Remove {name}") title="Remove" on:click=move |_| remove(index)>{Icon::Remove.view(14)}</button>
                                </span>
                            </h3>
                            <Others form base=format!("/Branches/{index}") known=known(&["StartAt", "States"]) />
                        </div>
                    }
                })
                .collect_view()
        }}
        <div class="actions">
            <button class="button small" on:click=add>
                {Icon::Add.view(12)}
                "Add a branch"
            </button>
        </div>
    }
}
