//! One run: what it began with, what one looks at, and what its events say. `drive` lets it go on.
//!
//! Everything that is shown follows from the simulation's events, from which execution one looks at, and from how many of its events.

mod drive;

use std::collections::BTreeMap;
use std::sync::Arc;

use asl::{Machine, MachineType, Pattern};
use browser::{LogLine, Sandbox};
use engine::{Event, Failure, Family, Names, Recipe, Refusal, Status as Outcome, Time};
use json::{Text, Value};
use leptos::prelude::*;
use simulator::bucket::Buckets;
use simulator::express::{self, Billing};
use simulator::{Execution, ExecutionId, RequestId, Setup, Simulation, Waiting, Workflow};

pub use drive::function_name;

use super::progress::Progress;
use super::trail::Trail;
use crate::studio::{Mock, Shared};

/// Children of each Map Run whose histories are kept, and as many again that failed.
pub const KEPT_CHILDREN: usize = 1_000;

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nothing was run yet.
    Idle,
    Running,
    /// Somebody must answer a task, or let time pass.
    Waiting,
    Over,
}

/// The run that is shown, and where in time one looks at it.
#[derive(Clone, Copy)]
pub struct Session {
    simulation: StoredValue<Option<Simulation>, LocalStorage>,
    sandbox: StoredValue<Option<Sandbox>, LocalStorage>,
    handlers: StoredValue<BTreeMap<String, Arc<str>>>,
    /// Bytes of the definition.
    size: StoredValue<usize>,
    /// What the buckets held when the run began.
    given: StoredValue<Buckets>,
    /// Grows whenever what goes on must stop: a new run, another workflow, a stop.
    generation: StoredValue<u32>,
    /// Which run it is: grows with every new one.
    number: RwSignal<u32>,
    pub phase: RwSignal<Phase>,
    /// The execution that one looks at: the one that was asked for, or one that it started.
    pub shown: RwSignal<ExecutionId>,
    /// How many events that one has.
    pub count: RwSignal<usize>,
    /// Grows with all that happens, in any execution.
    pub pulse: RwSignal<u64>,
    /// How many events are looked at; none is all.
    pub cursor: RwSignal<Option<usize>>,
    pub requests: RwSignal<Vec<Asked>>,
    pub logs: RwSignal<Vec<Log>>,
    /// The machine of the execution that is shown.
    pub machine: Memo<Option<Shared<Machine>>>,
    /// The machine of another workflow, when the execution that is shown runs one.
    pub foreign: Memo<Option<Shared<Machine>>>,
    fold: StoredValue<Fold, LocalStorage>,
}

/// What was made of the events so far, so that it goes on from there.
#[derive(Debug, Default)]
struct Fold {
    of: (u32, ExecutionId),
    progress: Progress,
    trail: Trail,
}

/// A task that a person may answer.
#[derive(Clone, Debug)]
pub struct Asked {
    pub id: RequestId,
    pub state: String,
    pub resource: String,
    pub parameters: Value,
    pub token: Option<String>,
    /// Somebody was meant to answer; otherwise there is no mock.
    pub is_for_person: bool,
}

/// A line that a handler wrote.
#[derive(Clone, Debug)]
pub struct Log {
    pub state: String,
    pub function: String,
    pub time: Time,
    pub line: LogLine,
}

/// What a run begins with.
#[derive(Clone, Debug)]
pub struct Start {
    pub name: String,
    pub machine_type: MachineType,
    pub machine: Shared<Machine>,
    pub input: Value,
    pub input_text: String,
    pub mocks: Vec<Mock>,
    pub seed: u64,
    pub time: Time,
    pub execution: String,
    pub buckets: Buckets,
    /// Workflows that tasks may start.
    pub workspace: Vec<Workflow>,
    pub at_least_once: bool,
    /// Bytes of the definition, for the bill.
    pub size: usize,
}

impl Session {
    pub fn new() -> Session {
        let simulation = StoredValue::new_local(None::<Simulation>);
        let number = RwSignal::new(0);
        let shown = RwSignal::new(ExecutionId::ROOT);
        let pulse = RwSignal::new(0);
        let machine = Memo::new(move |_| {
            number.track();
            pulse.track();
            let shown = shown.get();
            simulation.with_value(|simulation| {
                let simulation = simulation.as_ref()?;
                let execution = simulation.execution(shown).unwrap_or(simulation.root());
                Some(Shared::from(execution.machine.clone()))
            })
        });
        let foreign = Memo::new(move |_| {
            let machine = machine.get()?;
            let own =
                simulation.with_value(|simulation| Some(simulation.as_ref()?.root().machine.clone()))?;
            (machine != Shared::from(own)).then_some(machine)
        });
        Session {
            simulation,
            sandbox: StoredValue::new_local(None),
            handlers: StoredValue::new(BTreeMap::new()),
            size: StoredValue::new(0),
            given: StoredValue::new(Buckets::default()),
            generation: StoredValue::new(0),
            number,
            phase: RwSignal::new(Phase::Idle),
            shown,
            count: RwSignal::new(0),
            pulse,
            cursor: RwSignal::new(None),
            requests: RwSignal::new(Vec::new()),
            logs: RwSignal::new(Vec::new()),
            machine,
            foreign,
            fold: StoredValue::new_local(Fold::default()),
        }
    }

    /// Begins a new run; an older one that still goes on is left.
    pub fn start(self, start: Start) {
        self.generation.update_value(|generation| *generation += 1);
        let names = Names::new(&start.name, &start.execution, start.machine_type);
        let recipe = Recipe {
            seed: start.seed,
            start: start.time,
            input_text: Some(Text::from(start.input_text.as_str())),
            ..Recipe::new(start.machine_type, start.input, names)
        };
        self.given.set_value(start.buckets.clone());
        let setup = Setup {
            machine: start.machine.shared(),
            recipe,
            buckets: start.buckets,
            workspace: start.workspace,
            regexes: browser::regex::compile,
            at_least_once: start.at_least_once,
            kept_children: KEPT_CHILDREN,
        };
        self.handlers.set_value(start.mocks.into_iter().map(|mock| (mock.key, mock.source)).collect());
        self.sandbox.set_value(Some(Sandbox::new()));
        self.logs.set(Vec::new());
        self.requests.set(Vec::new());
        self.size.set_value(start.size);
        self.simulation.set_value(Some(Simulation::new(setup)));
        self.number.update(|number| *number += 1);
        self.shown.set(ExecutionId::ROOT);
        self.count.set(0);
        self.cursor.set(None);
        self.go_on();
    }

    /// Forgets the run: another workflow is opened.
    pub fn leave(self) {
        self.generation.update_value(|generation| *generation += 1);
        self.sandbox.set_value(None);
        self.simulation.set_value(None);
        self.number.update(|number| *number += 1);
        self.logs.set(Vec::new());
        self.requests.set(Vec::new());
        self.shown.set(ExecutionId::ROOT);
        self.cursor.set(None);
        self.count.set(0);
        self.phase.set(Phase::Idle);
    }

    /// When the run began, in virtual time.
    pub fn start_millis(self) -> Option<i64> {
        self.simulation
            .with_value(|simulation| simulation.as_ref().map(|simulation| simulation.setup().recipe.start.0))
    }

    /// Ends the run as StopExecution does.
    pub fn stop(self) {
        self.generation.update_value(|generation| *generation += 1);
        self.sandbox.set_value(None);
        self.simulation.update_value(|simulation| {
            if let Some(simulation) = simulation {
                // Refused only when the run is over already.
                let _ = simulation.stop(Failure::default());
            }
        });
        self.publish();
        self.phase.set(Phase::Over);
    }

    /// Goes on with an execution that did not succeed, as RedriveExecution does; the error says why not.
    pub fn redrive(self) -> Result<(), &'static str> {
        let done =
            self.simulation.try_update_value(|simulation| simulation.as_mut().map(Simulation::redrive));
        match done.flatten() {
            Some(Ok(())) => {}
            Some(Err(refusal)) => return Err(unable(refusal)),
            None => return Err("There is no execution to redrive."),
        }
        self.sandbox.set_value(Some(Sandbox::new()));
        self.generation.update_value(|generation| *generation += 1);
        self.shown.set(ExecutionId::ROOT);
        self.cursor.set(None);
        self.go_on();
        Ok(())
    }

    /// Looks at another execution of the run; false when its history was not kept.
    pub fn show(self, id: ExecutionId) -> bool {
        let count = self
            .with_simulation(|simulation| simulation.execution(id).map(|execution| execution.events.len()));
        let Some(count) = count.flatten() else { return false };
        self.shown.set(id);
        self.cursor.set(None);
        self.count.set(count);
        true
    }

    /// Reads the simulation as it is now; nothing when there is no run.
    pub fn with_simulation<T>(self, read: impl FnOnce(&Simulation) -> T) -> Option<T> {
        self.simulation.with_value(|simulation| simulation.as_ref().map(read))
    }

    /// The buckets as the run has left them so far; nothing when there is no run.
    pub fn buckets(self) -> Option<Buckets> {
        self.number.track();
        self.phase.track();
        self.with_simulation(|simulation| simulation.buckets().clone())
    }

    /// What the buckets held when the run began.
    pub fn given_buckets(self) -> Buckets {
        self.given.get_value()
    }

    /// Reads the execution that one looks at.
    pub fn with_execution<T>(self, read: impl FnOnce(&Execution) -> T) -> Option<T> {
        self.number.track();
        self.count.track();
        let shown = self.shown.get();
        self.with_simulation(|simulation| read(simulation.execution(shown).unwrap_or(simulation.root())))
    }

    /// Reads what the events say up to the cursor.
    pub fn with_progress<T>(self, read: impl FnOnce(&Progress) -> T) -> T {
        let upto = self.cursor.get().unwrap_or(usize::MAX);
        self.with_execution(|execution| self.update_fold(|fold| fold.progress.fold(&execution.events, upto)));
        self.fold.with_value(|fold| read(&fold.progress))
    }

    /// Reads which events are shown, and where they belong.
    pub fn with_trail<T>(self, read: impl FnOnce(&Trail) -> T) -> T {
        self.with_execution(|execution| self.update_fold(|fold| fold.trail.follow(&execution.events)));
        self.fold.with_value(|fold| read(&fold.trail))
    }

    /// How many events the service would show.
    pub fn length(self) -> usize {
        self.with_trail(|trail| trail.visible().len())
    }

    /// How many visible events are looked at.
    pub fn position(self) -> usize {
        let cursor = self.cursor.get();
        self.with_trail(|trail| match cursor {
            None => trail.visible().len(),
            Some(cursor) => trail.visible().partition_point(|place| *place < cursor),
        })
    }

    /// Looks at the first so many visible events.
    pub fn go_to(self, wanted: usize) {
        let cursor = untrack(|| {
            self.with_trail(|trail| match wanted {
                0 => Some(0),
                wanted if wanted >= trail.visible().len() => None,
                wanted => Some(trail.visible()[wanted - 1] + 1),
            })
        });
        self.cursor.set(cursor);
    }

    fn update_fold(self, update: impl FnOnce(&mut Fold)) {
        let of = (self.number.get_untracked(), self.shown.get_untracked());
        self.fold.update_value(|fold| {
            if fold.of != of {
                *fold = Fold { of, ..Fold::default() };
            }
            update(fold);
        });
    }

    /// Reads the events of the execution that one looks at; nothing when there is no run.
    pub fn with_events<T>(self, read: impl FnOnce(&[Event]) -> T) -> Option<T> {
        self.with_execution(|execution| read(&execution.events))
    }

    /// The bill of an Express execution, and what StartSyncExecution would answer; nothing for a Standard one.
    pub fn sync_answer(self) -> Option<(Billing, Value)> {
        self.phase.track();
        let size = self.size.get_value();
        self.with_execution(|execution| {
            let is_express = execution.run.recipe().is_some_and(|recipe| recipe.kind == MachineType::Express);
            (is_express && execution.run.is_over())
                .then(|| (express::billing(execution, size), express::sync_answer(execution, size)))
        })?
    }

    /// How the run stands, and with what.
    pub fn outcome(self) -> Option<Outcome> {
        self.phase.track();
        self.with_execution(|execution| execution.run.status.clone())
    }

    /// The history as GetExecutionHistory gives it.
    pub fn history(self) -> Option<Value> {
        untrack(|| self.with_execution(Execution::history))
    }
}

/// Why an execution is not redriven.
fn unable(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Over => "It succeeded: there is nothing to redrive.",
        Refusal::Running => "It still runs: stop it first.",
        Refusal::Express => "Express executions cannot be redriven: start a new one.",
        Refusal::Expired => "It can be redriven within 14 days of its end, and within a year of its start.",
        Refusal::Full => "Its history has no room left: start a new execution.",
        Refusal::NotWaiting | Refusal::Unfitting => "It cannot be redriven.",
    }
}

impl Asked {
    fn of(open: &simulator::Open) -> Asked {
        Asked {
            id: open.request.id,
            state: open.request.state.to_string(),
            resource: open.request.call.arn.to_string(),
            parameters: open.request.call.parameters.clone(),
            token: open.request.call.token.as_ref().map(Text::to_string),
            is_for_person: open.waiting == Waiting::Person
                || open.request.call.pattern == Pattern::WaitForTaskToken
                || open.request.call.family == Family::Activity,
        }
    }
}
