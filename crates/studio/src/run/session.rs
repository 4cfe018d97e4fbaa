//! One run: the simulation, driven slice by slice, with handlers in the sandbox and answers from the inbox.
//!
//! Everything that is shown follows from the simulation's events, from which execution one looks at, and from how many of its events.

use std::collections::BTreeMap;
use std::sync::Arc;

use asl::{Machine, MachineType, Pattern};
use browser::{Answer as Called, Invocation, LogLine, Sandbox, clock};
use engine::{Event, Failure, Family, Names, Recipe, Refusal, Status as Outcome, Time};
use json::{Text, Value};
use leptos::prelude::*;
use leptos::task::spawn_local;
use simulator::bucket::Buckets;
use simulator::express::{self, Billing};
use simulator::mocks::{self, Answer};
use simulator::{
    Execution, ExecutionId, Host, Progress as Advance, Reply, Request, RequestId, Setup, Simulation, Waiting,
    Workflow,
};

use super::progress::Progress;
use super::trail::Trail;
use crate::studio::{Mock, Shared};

/// Requests that the inbox shows at the same time: more come when these are answered.
const MOST_ASKED: usize = 200;

/// Steps between two looks at the clock.
const SLICE: usize = 200;

/// Milliseconds of work before the page may answer and draw.
const TURN: f64 = 10.0;

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

    /// Answers a task by hand.
    pub fn answer(self, id: RequestId, answer: Answer) {
        self.simulation.update_value(|simulation| {
            if let Some(simulation) = simulation {
                // Refused when nobody waits any longer; the inbox is read anew below.
                let _ = simulation.answer(id, answer);
            }
        });
        self.go_on();
    }

    /// SendTaskHeartbeat by hand.
    pub fn heartbeat(self, id: RequestId) {
        self.simulation.update_value(|simulation| {
            if let Some(simulation) = simulation {
                let _ = simulation.heartbeat(id);
            }
        });
        self.go_on();
    }

    /// Jumps to the next thing that happens by itself, although somebody still waits.
    pub fn pass_time(self) {
        let mut host = self.host();
        self.simulation.update_value(|simulation| {
            if let Some(simulation) = simulation {
                simulation.pass_time(&mut host);
            }
        });
        self.go_on();
    }

    /// When the next thing happens by itself.
    pub fn next_time(self) -> Option<Time> {
        self.simulation.try_update_value(|simulation| simulation.as_mut()?.next_time()).flatten()
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

    fn host(self) -> Handlers {
        Handlers { known: self.handlers.get_value() }
    }

    /// Drives the simulation until it is over or only a person can help.
    fn go_on(self) {
        self.phase.set(Phase::Running);
        let generation = self.generation.get_value();
        spawn_local(async move {
            let mut host = self.host();
            loop {
                let progress = self.simulation.try_update_value(|simulation| {
                    let simulation = simulation.as_mut()?;
                    let until = clock::now_millis() + TURN;
                    loop {
                        match simulation.advance(&mut host, SLICE) {
                            Advance::Working if clock::now_millis() < until => {}
                            progress => return Some(progress),
                        }
                    }
                });
                self.publish();
                match progress.flatten() {
                    Some(Advance::Working) => clock::pause().await,
                    Some(Advance::Waiting) => {
                        if !self.call_handlers(generation).await {
                            break;
                        }
                    }
                    Some(Advance::Over) | None => break,
                }
                if self.generation.get_value() != generation {
                    return;
                }
            }
            if self.generation.get_value() == generation {
                let is_over = self.with_simulation(|simulation| simulation.root().run.is_over());
                self.phase.set(if is_over.unwrap_or(true) { Phase::Over } else { Phase::Waiting });
            }
        });
    }

    /// Calls the handlers of all tasks that wait for one, one after the other; false when there are none.
    async fn call_handlers(self, generation: u32) -> bool {
        let due: Vec<Request> = self.simulation.with_value(|simulation| {
            let open = simulation.iter().flat_map(Simulation::requests);
            open.filter(|open| open.waiting == Waiting::Handler).map(|open| open.request.clone()).collect()
        });
        if due.is_empty() {
            return false;
        }
        for request in due {
            let called = self.call(&request);
            let Some(called) = called else { continue };
            let outcome = called.await;
            if self.generation.get_value() != generation {
                return true;
            }
            let key = key(&request);
            let now = self.now();
            self.logs.update(|logs| {
                logs.extend(outcome.logs.into_iter().map(|line| Log {
                    state: request.state.to_string(),
                    function: key.clone(),
                    time: now,
                    line,
                }));
            });
            let mut answer = Answer::from(match outcome.answer {
                Called::Success { payload } => match json::parse(&payload) {
                    Ok(payload) => mocks::Outcome::Return(simulator::wrapped(
                        &request.call,
                        payload,
                        now,
                        self.seed(),
                        request.task,
                    )),
                    Err(error) => broken(&error.to_string()),
                },
                Called::Failure { error, cause, .. } => {
                    mocks::Outcome::Throw { error: Some(Text::from(error)), cause: Some(Text::from(cause)) }
                }
                Called::Ended { reason } => broken(&reason),
            });
            answer.delay = outcome.took_millis as u64;
            self.simulation.update_value(|simulation| {
                if let Some(simulation) = simulation {
                    // Refused when the task has timed out or was stopped meanwhile.
                    let _ = simulation.answer(request.id, answer);
                }
            });
        }
        true
    }

    /// Starts the handler of a task.
    fn call(self, request: &Request) -> Option<impl Future<Output = browser::Outcome> + use<>> {
        let key = key(request);
        let source = self.handlers.with_value(|handlers| handlers.get(&key).cloned())?;
        let event = match request.function() {
            Some(_) => request.payload().to_string(),
            None => request.call.parameters.to_string(),
        };
        let invocation = Invocation {
            arn: request.function().unwrap_or(&request.call.arn),
            now_millis: self.now().0 as f64,
            // Each call of a run has its own chance, and the same one in each run of the same recipe.
            seed: self.seed() ^ (u64::from(request.task.0) << 20),
            timeout_seconds: request.function().map(|_| 900.0),
            ..Invocation::new(&key, &source, &event)
        };
        self.sandbox.with_value(|sandbox| sandbox.as_ref().map(|sandbox| sandbox.invoke(&invocation)))
    }

    fn now(self) -> Time {
        self.simulation.with_value(|simulation| simulation.as_ref().map_or(Time(0), Simulation::now))
    }

    fn seed(self) -> u64 {
        self.simulation.with_value(|simulation| {
            simulation.as_ref().map_or(0, |simulation| simulation.setup().recipe.seed)
        })
    }

    /// Tells the page what is new.
    fn publish(self) {
        let shown = self.shown.get_untracked();
        let news = self.with_simulation(|simulation| {
            let open = simulation.requests().filter(|open| open.waiting != Waiting::Handler);
            let execution = simulation.execution(shown).unwrap_or(simulation.root());
            (execution.events.len(), open.take(MOST_ASKED).map(Asked::of).collect::<Vec<_>>())
        });
        let (count, requests) = news.unwrap_or_default();
        if count != self.count.get_untracked() {
            self.count.set(count);
        }
        if !requests.is_empty() || !self.requests.read_untracked().is_empty() {
            self.requests.set(requests);
        }
        self.pulse.update(|pulse| *pulse += 1);
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

/// Sends tasks that have a handler to the sandbox and leaves all others to a person.
struct Handlers {
    known: BTreeMap<String, Arc<str>>,
}

impl Host for Handlers {
    fn ask(&mut self, request: &Request) -> Reply {
        if self.known.contains_key(&key(request)) {
            Reply::Later
        } else {
            // A workflow of the device may answer; otherwise it is a person.
            Reply::Unknown
        }
    }
}

/// What a mock must be named to answer a task: the function's name, or `service:action`.
pub fn key(request: &Request) -> String {
    match request.function() {
        Some(function) => function_name(function).to_string(),
        None if request.call.family == Family::Activity => {
            request.call.arn.rsplit(':').next().unwrap_or_default().to_string()
        }
        None => {
            let action = request.call.resource.split('.').next().unwrap_or_default();
            format!("{}:{action}", request.call.resource_type)
        }
    }
}

/// The name in a function's ARN, without version or alias; a bare name is itself.
pub fn function_name(function: &str) -> &str {
    let name = function.split_once(":function:").map_or(function, |(_, name)| name);
    name.split(':').next().unwrap_or(name)
}

/// A failure of ours, not of the handler.
fn broken(reason: &str) -> mocks::Outcome {
    mocks::Outcome::Throw {
        error: Some(Text::from("Stepwise.HandlerEnded")),
        cause: Some(Text::from(reason)),
    }
}
