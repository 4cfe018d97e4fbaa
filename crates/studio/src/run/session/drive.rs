//! Drives a run: slice by slice, so that the page answers and draws in between, with handlers in the sandbox and answers by hand.
//!
//! What the run has become is read in the session.

use std::collections::BTreeMap;
use std::sync::Arc;

use browser::{Answer as Called, Invocation, clock};
use engine::{Family, Time};
use json::Text;
use leptos::prelude::*;
use leptos::task::spawn_local;
use simulator::mocks::{self, Answer};
use simulator::{Host, Progress as Advance, Reply, Request, RequestId, Simulation, Waiting};

use super::{Asked, Log, Phase, Session};

/// Requests that the inbox shows at the same time: more come when these are answered.
const MOST_ASKED: usize = 200;

/// Steps between two looks at the clock.
const SLICE: usize = 200;

/// Milliseconds of work before the page may answer and draw.
const TURN: f64 = 10.0;

impl Session {
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

    fn host(self) -> Handlers {
        Handlers { known: self.handlers.get_value() }
    }

    /// Drives the simulation until it is over or only a person can help.
    pub(super) fn go_on(self) {
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
    pub(super) fn publish(self) {
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
fn key(request: &Request) -> String {
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
