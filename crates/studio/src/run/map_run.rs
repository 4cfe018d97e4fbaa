//! A Map Run: how far its items and child executions are, and the children with their histories.

use leptos::prelude::*;
use simulator::{Counts, MapRunState, Outcome};

use super::executions::map_run_status;
use super::line;
use super::session::KEPT_CHILDREN;
use crate::shell::{Dialog, Heights, Icon, JsonView, Rows, status_mark};
use crate::studio::{Mode, Studio};

/// Pixels of a row; the stylesheet has the same.
const ROW: f64 = 28.0;

/// Which children are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filter {
    All,
    Pending,
    Running,
    Succeeded,
    Failed,
    Aborted,
}

impl Filter {
    const ALL: [Filter; 6] =
        [Filter::All, Filter::Pending, Filter::Running, Filter::Succeeded, Filter::Failed, Filter::Aborted];

    fn word(self) -> &'static str {
        match self {
            Filter::All => "All",
            Filter::Pending => "Pending",
            Filter::Running => "Running",
            Filter::Succeeded => "Succeeded",
            Filter::Failed => "Failed",
            Filter::Aborted => "Aborted",
        }
    }
}

/// What a row shows.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    child: usize,
    name: String,
    class: &'static str,
    word: &'static str,
    items: usize,
    duration: String,
    detail: String,
}

#[component]
pub fn MapRunView(at: usize, #[prop(into)] on_back: Callback<()>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let session = studio.session;
    let filter = RwSignal::new(Filter::All);
    let wanted = RwSignal::new(None::<usize>);
    let opened = RwSignal::new(None::<usize>);
    let read = move |read: &dyn Fn(&MapRunState) -> String| {
        session.pulse.track();
        session
            .with_simulation(|simulation| simulation.map_runs().get(at).map(read))
            .flatten()
            .unwrap_or_default()
    };
    // All children are listed by their place; of a part of them the places are noted.
    let places = Memo::new(move |_| {
        session.pulse.track();
        let filter = filter.get();
        let wanted = wanted.get();
        session
            .with_simulation(|simulation| {
                let run = simulation.map_runs().get(at)?;
                if let Some(wanted) = wanted {
                    return Some(Places::Some(vec![wanted]));
                }
                if filter == Filter::All {
                    return Some(Places::All(run.children.len()));
                }
                let all = 0..run.children.len();
                Some(Places::Some(all.filter(|child| of(run, *child) == filter).collect()))
            })
            .flatten()
            .unwrap_or(Places::All(0))
    });
    let search = move |event: web_sys::Event| {
        let name = event_target_value(&event);
        let name = name.trim();
        if name.is_empty() {
            return wanted.set(None);
        }
        let found = session.with_simulation(|simulation| {
            let run = simulation.map_runs().get(at)?;
            (0..run.children.len()).find(|child| run.child_name(*child) == name)
        });
        match found.flatten() {
            Some(child) => wanted.set(Some(child)),
            None => studio.warn(format!("No child execution is called “{name}”: give its whole name.")),
        }
    };
    let status = Memo::new(move |_| {
        session.pulse.track();
        session
            .with_simulation(|simulation| simulation.map_runs().get(at).map(|run| map_run_status(run.status)))
            .flatten()
    });
    let count = Signal::derive(move || places.read().len());
    let row = move |index: usize| {
        let row = Memo::new(move |_| {
            session.pulse.track();
            let child = places.read().get(index)?;
            session.with_simulation(|simulation| row_of(simulation.map_runs().get(at)?, child))?
        });
        view! {
            <button
                class="event-row child-row"
                role="option"
                aria-selected="false"
                on:click=move |_| opened.set(row.get_untracked().map(|row| row.child))
            >
                {move || row.get().map(|row| view! {
                    <span class="number">{row.child}</span>
                    <span class=format!("type {}", row.class)>{row.word}</span>
                    <span class="number">{row.name}</span>
                    <span class="number">{row.items}</span>
                    <span class="number">{row.duration}</span>
                    <span>{row.detail}</span>
                })}
            </button>
        }
    };
    let head = move || {
        view! {
            <div class="event-row event-head child-row" role="presentation">
                <span>"#"</span>
                <span>"Status"</span>
                <span>"Name"</span>
                <span>"Items"</span>
                <span>"Duration"</span>
                <span>"Detail"</span>
            </div>
        }
    };
    view! {
        <div class="map-run">
            <div class="map-run-head">
                <button class="button small" on:click=move |_| on_back.run(())>
                    {Icon::Back.view(12)}
                    "All executions"
                </button>
                {move || status.get().map(|(class, word)| view! {
                    {status_mark(class)}
                    <strong>{word}</strong>
                })}
                <code class="grow">{move || read(&|run| run.run.arn.to_string())}</code>
                <span class="hint">{move || read(&about)}</span>
            </div>
            <div class="map-run-head">
                <table class="rows counts">
                    <thead>
                        <tr>
                            <td></td>
                            {["Pending", "Running", "Succeeded", "Failed", "Aborted", "Total", "Written"].map(|name| view! { <th scope="col">{name}</th> }).collect_view()}
                        </tr>
                    </thead>
                    <tbody>
                        <tr>
                            <th scope="row">"Items"</th>
                            {move || cells(&read(&|run| numbers(&run.items)))}
                        </tr>
                        <tr>
                            <th scope="row">"Executions"</th>
                            {move || cells(&read(&|run| numbers(&run.executions)))}
                        </tr>
                    </tbody>
                </table>
                <div class="map-run-tools">
                    <select class="input" aria-label="Status of the children" on:change=move |event| {
                        let word = event_target_value(&event);
                        wanted.set(None);
                        filter.set(Filter::ALL.into_iter().find(|filter| filter.word() == word).unwrap_or(Filter::All));
                    }>
                        {Filter::ALL.map(|filter| view! { <option value=filter.word()>{filter.word()}</option> }).collect_view()}
                    </select>
                    <input class="input mono" aria-label="Exact name of a child execution" placeholder="Exact name" on:change=search />
                    <Show when=move || read(&|run| run.items.results_written.to_string()) != "0">
                        <button class="button small" on:click=move |_| studio.mode.set(Mode::Mocks)>
                            "See the files"
                        </button>
                    </Show>
                </div>
            </div>
            <Rows label="Child executions" count heights=Heights::Even(ROW) shown=Signal::stored(None) head row />
        </div>
        <ChildDialog at opened />
    }
}

/// Input and result of a child, and the way to its history.
#[component]
fn ChildDialog(at: usize, opened: RwSignal<Option<usize>>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let session = studio.session;
    let child = move || {
        let child = opened.get()?;
        session.pulse.track();
        session
            .with_simulation(|simulation| {
                let run = simulation.map_runs().get(at)?;
                let kept =
                    run.children.get(child)?.execution.filter(|id| simulation.execution(*id).is_some());
                Some((run.child_name(child), run.children[child].clone(), kept))
            })
            .flatten()
    };
    let open = Signal::derive(move || opened.get().is_some());
    let title = Signal::derive(move || {
        child().map(|(name, ..)| format!("Child execution {name}")).unwrap_or_default()
    });
    view! {
        <Dialog open on_close=move |()| opened.set(None) title wide=true>
            <div class="body">
                {move || child().map(|(_, child, kept)| {
                    let result = match child.outcome {
                        Some(Outcome::Succeeded(output)) => view! { <JsonView value=output label="Output" /> }.into_any(),
                        Some(Outcome::Failed(failure) | Outcome::TimedOut(failure) | Outcome::Aborted(failure)) => {
                            view! { <div class="notice bad">{line::sentence(&failure)}</div> }.into_any()
                        }
                        None => view! { <p class="hint">"It has not ended yet."</p> }.into_any(),
                    };
                    let way = match kept {
                        Some(id) => view! {
                            <button class="button primary" on:click=move |_| {
                                opened.set(None);
                                session.show(id);
                            }>
                                "Look at its history"
                            </button>
                        }.into_any(),
                        None => view! {
                            <p class="hint">
                                {format!("There is no history of it: it has not begun, or it is none of the first {KEPT_CHILDREN} children or the first {KEPT_CHILDREN} failed ones, whose histories are kept.")}
                            </p>
                        }.into_any(),
                    };
                    view! {
                        <h3 class="group-title">"Input"</h3>
                        <JsonView value=child.input label="Input" />
                        <h3 class="group-title">"Result"</h3>
                        {result}
                        <div class="actions">{way}</div>
                    }
                })}
            </div>
        </Dialog>
    }
}

/// The children that are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Places {
    All(usize),
    Some(Vec<usize>),
}

impl Places {
    fn len(&self) -> usize {
        match self {
            Places::All(count) => *count,
            Places::Some(places) => places.len(),
        }
    }

    fn get(&self, index: usize) -> Option<usize> {
        match self {
            Places::All(count) => (index < *count).then_some(index),
            Places::Some(places) => places.get(index).copied(),
        }
    }
}

fn of(run: &MapRunState, child: usize) -> Filter {
    let child = &run.children[child];
    match &child.outcome {
        Some(Outcome::Succeeded(_)) => Filter::Succeeded,
        // As the service counts them.
        Some(Outcome::Failed(_) | Outcome::TimedOut(_)) => Filter::Failed,
        Some(Outcome::Aborted(_)) => Filter::Aborted,
        None if child.execution.is_some() => Filter::Running,
        None if run.status == simulator::MapRunStatus::Running => Filter::Pending,
        None => Filter::Aborted,
    }
}

fn row_of(run: &MapRunState, child: usize) -> Option<Row> {
    let entry = run.children.get(child)?;
    let filter = of(run, child);
    let class = match filter {
        Filter::Succeeded => "ok",
        Filter::Failed | Filter::Aborted => "fail",
        Filter::Running => "run",
        Filter::All | Filter::Pending => "",
    };
    let detail = match &entry.outcome {
        Some(Outcome::Failed(failure) | Outcome::TimedOut(failure) | Outcome::Aborted(failure)) => {
            line::sentence(failure)
        }
        Some(Outcome::Succeeded(_)) | None => String::new(),
    };
    let duration = match &entry.outcome {
        Some(_) => line::after(entry.start, entry.stop),
        None => String::new(),
    };
    Some(Row {
        child,
        name: run.child_name(child),
        class,
        word: filter.word(),
        items: entry.items,
        duration,
        detail,
    })
}

/// The type of the children, and what limits the run.
fn about(run: &MapRunState) -> String {
    let concurrency = match run.run.max_concurrency {
        0 => String::from("without a limit of its own"),
        most => format!("{most} at once"),
    };
    let tolerated = match (run.run.tolerated_count, run.run.tolerated_percentage) {
        (None, None) => String::from("no failure tolerated"),
        (Some(count), None) => format!("{count} failures tolerated"),
        (None, Some(percentage)) => format!("{percentage} % of failures tolerated"),
        (Some(count), Some(percentage)) => format!("{count} failures or {percentage} % tolerated"),
    };
    let redrives = match run.redrives {
        0 => String::new(),
        1 => String::from(" · redriven once"),
        redrives => format!(" · redriven {redrives} times"),
    };
    format!("{} children · {concurrency} · {tolerated}{redrives}", run.run.child_type.name())
}

/// The counts in the order of the table's head.
fn numbers(counts: &Counts) -> String {
    let numbers = [
        counts.pending,
        counts.running,
        counts.succeeded,
        counts.failed + counts.timed_out,
        counts.aborted,
        counts.total,
        counts.results_written,
    ];
    numbers.map(|number| number.to_string()).join(" ")
}

fn cells(numbers: &str) -> impl IntoView + use<> {
    numbers.split(' ').map(|number| view! { <td>{number.to_string()}</td> }).collect_view()
}
