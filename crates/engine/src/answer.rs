//! Answers from the world, as events.

use alloc::sync::Arc;
use core::fmt;

use asl::Pattern;
use json::{Text, Value};

use crate::run::{Phase, Progress, Work};
use crate::{Event, EventId, Failure, Family, Kind, Run, Time, limits};

/// What the world says to a task.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The result, before `ResultSelector` and the like. Of a `.sync` or `.waitForTaskToken` task that was not yet
    /// submitted, it is taken as the service's response to the request: see `Submitted`.
    Succeeded(Value),
    Failed(Failure),
    /// The service's response to the request of a task that then waits for a job or a token.
    Submitted(Value),
    /// The request of such a task was refused.
    SubmitFailed(Failure),
    /// The task could not be started.
    StartFailed(Failure),
    /// A worker took the activity.
    Started {
        worker: Option<Text>,
    },
    /// A sign of life.
    Heartbeat,
}

/// Why an answer is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The execution is over.
    Over,
    /// The execution still runs.
    Running,
    /// Express executions are not redriven.
    Express,
    /// An execution is redriven within 14 days of its end and a year of its start.
    Expired,
    /// The history has no room for a redrive and what follows it.
    Full,
    /// Nobody waits for it: answered, timed out, aborted, or never there.
    NotWaiting,
    /// The task waits for another kind of answer.
    Unfitting,
}

/// The event that an answer makes; it still has to be put into the run.
pub fn answer(run: &Run, task: EventId, answer: Answer, now: Time) -> Result<Event, Refusal> {
    if run.is_over() {
        return Err(Refusal::Over);
    }
    let id = *run.tasks.get(&task).ok_or(Refusal::NotWaiting)?;
    let frame = run.frame(id);
    let kind = match &frame.phase {
        Phase::Working(work) => task_event(run, work, answer)?,
        Phase::MapRunning(running) => {
            let map_run = running.run.clone();
            match answer {
                Answer::Succeeded(output) => Kind::MapRunSucceeded { run: map_run, output },
                Answer::Failed(failure) => Kind::MapRunFailed { run: map_run, failure },
                Answer::Submitted(_)
                | Answer::SubmitFailed(_)
                | Answer::StartFailed(_)
                | Answer::Started { .. }
                | Answer::Heartbeat => return Err(Refusal::Unfitting),
            }
        }
        _ => return Err(Refusal::NotWaiting),
    };
    Ok(limits::within(run, run.event(id, frame.last, kind, now)))
}

fn task_event(run: &Run, work: &Work, answer: Answer) -> Result<Kind, Refusal> {
    let call = work.call.clone();
    let waits = matches!(call.pattern, Pattern::Sync | Pattern::Sync2 | Pattern::WaitForTaskToken)
        && call.family == Family::Integration;
    Ok(match (answer, work.progress) {
        (Answer::Succeeded(output) | Answer::Submitted(output), Progress::Started) if waits => {
            Kind::TaskSubmitted { call, output }
        }
        (Answer::Succeeded(output), Progress::Started | Progress::Submitted) => success(run, call, output),
        (Answer::Failed(failure), Progress::Started | Progress::Submitted) => Kind::TaskFailed(call, failure),
        (Answer::SubmitFailed(failure), Progress::Started) if waits => Kind::TaskSubmitFailed(call, failure),
        (Answer::StartFailed(failure), Progress::Started) => Kind::TaskStartFailed(call, failure),
        (Answer::Started { worker }, Progress::Offered) => Kind::TaskStarted { call, worker },
        (Answer::Heartbeat, Progress::Started | Progress::Submitted) => Kind::Heartbeat,
        (
            Answer::Succeeded(_)
            | Answer::Failed(_)
            | Answer::Submitted(_)
            | Answer::SubmitFailed(_)
            | Answer::StartFailed(_)
            | Answer::Started { .. }
            | Answer::Heartbeat,
            _,
        ) => return Err(Refusal::Unfitting),
    })
}

/// A result, unless it is too large.
fn success(run: &Run, call: Arc<crate::Call>, output: Value) -> Kind {
    match limits::result(run, &call, &output) {
        Ok(()) => Kind::TaskSucceeded { call, output },
        Err(failure) => Kind::TaskFailed(call, failure),
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refusal::Over => "The execution is over; it takes no more answers.",
            Refusal::Running => {
                "The execution still runs: only one that failed, timed out or was stopped is redriven."
            }
            Refusal::Express => "Express executions cannot be redriven.",
            Refusal::Expired => {
                "The execution ended more than 14 days ago, or began more than a year ago: it is too late to redrive it."
            }
            Refusal::Full => {
                "The history has no room for a redrive: start the workflow anew with the same input."
            }
            Refusal::NotWaiting => {
                "The task does not wait for an answer: it has ended, timed out, or was never there."
            }
            Refusal::Unfitting => "The task waits for another kind of answer.",
        })
    }
}
