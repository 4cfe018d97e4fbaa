//! Other executions of a run: workflows that it started, Map Runs, and a second delivery.

use engine::Status;
use leptos::prelude::*;
use simulator::{Execution, ExecutionId, Role};

use super::map_run::MapRunView;
use super::session::Session;
use crate::shell::{Icon, status_mark};
use crate::studio::Studio;

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    what: What,
    title: String,
    note: String,
    class: &'static str,
    word: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Execution(ExecutionId),
    MapRun(usize),
}

/// How many there are beside the one that was asked for; children of a Map Run count as one.
pub fn count(session: Session) -> usize {
    session.pulse.track();
    session
        .with_simulation(|simulation| simulation.map_runs().len() + others(simulation).count())
        .unwrap_or(0)
}

/// How far the Map Run is that runs, in words.
pub fn progress(session: Session) -> String {
    session.pulse.track();
    let words = session.with_simulation(|simulation| {
        let mut runs = simulation.map_runs().iter().rev();
        let run = runs.find(|run| run.status == simulator::MapRunStatus::Running)?;
        let counts = &run.executions;
        let done = counts.total - counts.pending - counts.running;
        Some(format!("{done} of {} child executions of the Map Run are done", counts.total))
    });
    words.flatten().unwrap_or_default()
}

fn others(simulation: &simulator::Simulation) -> impl Iterator<Item = (ExecutionId, &Execution)> {
    simulation.executions().filter(|(_, execution)| match execution.role {
        Role::Again | Role::Nested(_) => true,
        Role::Root | Role::MapChild { .. } => false,
    })
}

#[component]
pub fn Executions() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let session = studio.session;
    let map_run = RwSignal::new(None::<usize>);
    // A new run has Map Runs of its own.
    let is_there = move |at: usize| {
        session.pulse.track();
        session.with_simulation(|simulation| at < simulation.map_runs().len()).unwrap_or(false)
    };
    let open = Memo::new(move |_| map_run.get().filter(|at| is_there(*at)));
    let entries = Memo::new(move |_| {
        session.pulse.track();
        session.with_simulation(entries).unwrap_or_default()
    });
    let choose = move |what: What| match what {
        What::MapRun(at) => map_run.set(Some(at)),
        What::Execution(id) => {
            session.show(id);
        }
    };
    move || match open.get() {
        Some(at) => view! { <MapRunView at on_back=move |()| map_run.set(None) /> }.into_any(),
        None => view! {
            <div class="event-rows executions">
                {move || entries.get().into_iter().map(|entry| {
                    let what = entry.what;
                    let is_shown = move || (what == What::Execution(session.shown.get())).to_string();
                    view! {
                        <button class="row-item" aria-current=is_shown on:click=move |_| choose(what)>
                            {status_mark(entry.class)}
                            <span class="grow">
                                {entry.title}
                                <small>{entry.note}</small>
                            </span>
                            <span class="badge">{entry.word}</span>
                        </button>
                    }
                }).collect_view()}
            </div>
        }
        .into_any(),
    }
}

fn entries(simulation: &simulator::Simulation) -> Vec<Entry> {
    let root = entry(ExecutionId::ROOT, simulation.root(), String::from("This execution"));
    let nested = others(simulation).map(|(id, execution)| {
        let note = match &execution.role {
            Role::Again => String::from("The same execution, delivered once more"),
            Role::Nested(nested) if nested.is_waited_for() => {
                String::from("Started by a task that waits for its end")
            }
            Role::Nested(_) => String::from("Started by a task that does not wait for its end"),
            Role::Root | Role::MapChild { .. } => String::new(),
        };
        entry(id, execution, note)
    });
    let map_runs = simulation.map_runs().iter().enumerate().map(|(at, run)| {
        let (class, word) = map_run_status(run.status);
        let counts = &run.executions;
        Entry {
            what: What::MapRun(at),
            title: format!("Map Run {}", run.run.label),
            note: format!(
                "{} child executions: {} succeeded, {} failed, {} running, {} pending",
                counts.total,
                counts.succeeded,
                counts.failed + counts.timed_out,
                counts.running,
                counts.pending
            ),
            class,
            word,
        }
    });
    std::iter::once(root).chain(nested).chain(map_runs).collect()
}

fn entry(id: ExecutionId, execution: &Execution, note: String) -> Entry {
    let (class, word) = status(&execution.run.status);
    Entry { what: What::Execution(id), title: title(execution), note, class, word }
}

/// The workflow and the execution's name.
pub fn title(execution: &Execution) -> String {
    execution
        .run
        .recipe()
        .map(|recipe| format!("{} · {}", recipe.names.state_machine_name, recipe.names.execution_name))
        .unwrap_or_default()
}

/// The class and the word of a status.
pub fn status(status: &Status) -> (&'static str, &'static str) {
    match status {
        Status::Blank | Status::Running => ("run", "Running"),
        Status::Succeeded(_) => ("ok", "Succeeded"),
        Status::Failed(_) => ("fail", "Failed"),
        Status::TimedOut(_) => ("fail", "Timed out"),
        Status::Aborted(_) => ("fail", "Aborted"),
    }
}

/// The same of a Map Run.
pub fn map_run_status(status: simulator::MapRunStatus) -> (&'static str, &'static str) {
    match status {
        simulator::MapRunStatus::Running => ("run", "Running"),
        simulator::MapRunStatus::Succeeded => ("ok", "Succeeded"),
        simulator::MapRunStatus::Failed => ("fail", "Failed"),
        simulator::MapRunStatus::Aborted => ("fail", "Aborted"),
    }
}

/// Says which execution one looks at, when it is not the one that was asked for.
#[component]
pub fn WhichExecution() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let session = studio.session;
    let shown = Memo::new(move |_| {
        (session.shown.get() != ExecutionId::ROOT).then(|| session.with_execution(title)).flatten()
    });
    move || {
        shown.get().map(|title| {
            view! {
                <div class="outcome which" role="note">
                    <span class="grow mono">{title}</span>
                    <button class="button small" on:click=move |_| { session.show(ExecutionId::ROOT); }>
                        {Icon::Back.view(12)}
                        "Back to the execution"
                    </button>
                </div>
            }
        })
    }
}
