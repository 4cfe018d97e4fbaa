//! One run: the simulation, driven slice by slice, with handlers in the sandbox and answers from the inbox.
//!
//! Everything that is shown follows from the simulation's events and from how many of them one looks at.

use std::collections::BTreeMap;
use std::sync::Arc;

use asl::{Machine, MachineType};
use browser::{Answer as Called, Invocation, LogLine, Sandbox, clock};
use engine::{Event, Failure, Family, Names, Recipe, Status as Outcome, Time};
use json::{Text, Value};
use leptos::prelude::*;
use leptos::task::spawn_local;
use simulator::bucket::Buckets;
use simulator::mocks::{self, Answer};
use simulator::{Host, Progress as Advance, Reply, Request, RequestId, Setup, Simulation, Waiting};

use super::progress::Progress;
use crate::studio::{Mock, Shared};

/// Events per slice: short enough that the page answers in between.
const SLICE: usize = 2_000;

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
    /// Grows with every new run; what belongs to an older one stops.
    generation: StoredValue<u32>,
    pub phase: RwSignal<Phase>,
    /// How many events there are.
    pub count: RwSignal<usize>,
    /// How many of them are looked at; none is all.
    pub cursor: RwSignal<Option<usize>>,
    pub requests: RwSignal<Vec<Asked>>,
    pub logs: RwSignal<Vec<Log>>,
    pub machine: RwSignal<Option<Shared<Machine>>>,
    /// What the events say up to the cursor.
    pub progress: Memo<Shared<Progress>>,
    /// Places of the events that the service would show.
    pub visible: Memo<Shared<Vec<usize>>>,
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
}

impl Session {
    pub fn new() -> Session {
        let simulation = StoredValue::new_local(None::<Simulation>);
        let count = RwSignal::new(0);
        let cursor = RwSignal::new(None);
        let read = move |upto: usize| {
            simulation.with_value(|simulation| match simulation {
                Some(simulation) => Shared::new(Progress::of(&simulation.root().events, upto)),
                None => Shared::new(Progress::default()),
            })
        };
        Session {
            simulation,
            sandbox: StoredValue::new_local(None),
            handlers: StoredValue::new(BTreeMap::new()),
            generation: StoredValue::new(0),
            phase: RwSignal::new(Phase::Idle),
            count,
            cursor,
            requests: RwSignal::new(Vec::new()),
            logs: RwSignal::new(Vec::new()),
            machine: RwSignal::new(None),
            progress: Memo::new(move |_| read(cursor.get().unwrap_or(usize::MAX).min(count.get()))),
            visible: Memo::new(move |_| {
                let count = count.get();
                simulation.with_value(|simulation| {
                    let events = simulation.as_ref().map_or(&[][..], |simulation| &simulation.root().events);
                    let places = (0..count.min(events.len())).filter(|place| events[*place].is_visible());
                    Shared::new(places.collect())
                })
            }),
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
        let setup = Setup {
            machine: start.machine.shared(),
            recipe,
            buckets: Buckets::default(),
            workspace: Vec::new(),
            regexes: browser::regex::compile,
            at_least_once: false,
            kept_children: 100,
        };
        self.handlers.set_value(start.mocks.into_iter().map(|mock| (mock.key, mock.source)).collect());
        self.sandbox.set_value(Some(Sandbox::new()));
        self.logs.set(Vec::new());
        self.requests.set(Vec::new());
        self.machine.set(Some(start.machine));
        self.simulation.set_value(Some(Simulation::new(setup)));
        self.count.set(0);
        self.cursor.set(None);
        self.go_on();
    }

    /// Forgets the run: another workflow is opened.
    pub fn leave(self) {
        self.generation.update_value(|generation| *generation += 1);
        self.sandbox.set_value(None);
        self.simulation.set_value(None);
        self.logs.set(Vec::new());
        self.requests.set(Vec::new());
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

    /// Reads the events; nothing when there is no run.
    pub fn with_events<T>(self, read: impl FnOnce(&[Event]) -> T) -> Option<T> {
        self.count.track();
        self.simulation
            .with_value(|simulation| simulation.as_ref().map(|simulation| read(&simulation.root().events)))
    }

    /// The state that the line of states was in when an event happened.
    pub fn state_at(self, place: usize) -> Option<asl::StateId> {
        self.with_events(|events| super::progress::state_at(events, place)).flatten()
    }

    /// How the run stands, and with what.
    pub fn outcome(self) -> Option<Outcome> {
        self.count.track();
        self.phase.track();
        self.simulation.with_value(|simulation| {
            simulation.as_ref().map(|simulation| simulation.root().run.status.clone())
        })
    }

    /// The history as GetExecutionHistory gives it.
    pub fn history(self) -> Option<Value> {
        self.simulation
            .with_value(|simulation| simulation.as_ref().map(|simulation| simulation.root().history()))
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
                    simulation.as_mut().map(|simulation| simulation.advance(&mut host, SLICE))
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
                let is_over = self
                    .outcome_untracked()
                    .is_none_or(|outcome| !matches!(outcome, Outcome::Running | Outcome::Blank));
                self.phase.set(if is_over { Phase::Over } else { Phase::Waiting });
            }
        });
    }

    fn outcome_untracked(self) -> Option<Outcome> {
        untrack(|| self.outcome())
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
        let (count, requests) = self.simulation.with_value(|simulation| match simulation {
            Some(simulation) => {
                let open = simulation.requests().filter(|open| open.waiting != Waiting::Handler);
                (simulation.root().events.len(), open.map(Asked::of).collect())
            }
            None => (0, Vec::new()),
        });
        self.count.set(count);
        self.requests.set(requests);
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
            is_for_person: open.waiting == Waiting::Person,
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
        } else if request.call.token.is_some() {
            Reply::Person
        } else {
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
