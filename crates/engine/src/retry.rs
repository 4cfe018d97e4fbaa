//! What becomes of an error: a retrier, a catcher (see `catch`), or whatever is around the state.

use asl::{Jitter, Retrier};
use json::Text;

use crate::run::{Phase, Stage};
use crate::turn::{Trouble, Turn};
use crate::{Event, Failure, Kind, StateType, catch};

/// An error of the state's own, from the beginning.
pub(crate) fn handle(turn: &Turn<'_>, failure: &Failure) -> Result<Event, Trouble> {
    go_on(turn, failure, Stage::Retry)
}

/// An error, as far as it was dealt with.
pub(crate) fn go_on(turn: &Turn<'_>, failure: &Failure, stage: Stage) -> Result<Event, Trouble> {
    match stage {
        Stage::Retry => {}
        Stage::Catch => return catch::handle(turn, failure),
        Stage::Again => return Ok(failed(turn, failure)),
        Stage::Outward => return Ok(unhandled(turn, failure)),
    }
    if let Some(event) = retry(turn, failure) {
        return Ok(event);
    }
    match turn.frame.kind {
        StateType::Parallel | StateType::Map => Ok(failed(turn, failure)),
        StateType::Pass
        | StateType::Task
        | StateType::Choice
        | StateType::Wait
        | StateType::Succeed
        | StateType::Fail => catch::handle(turn, failure),
    }
}

/// A Parallel or Map says that it failed, before its catchers are asked.
fn failed(turn: &Turn<'_>, failure: &Failure) -> Event {
    let (state, failure) = (turn.state.id, failure.clone());
    turn.event(match turn.frame.kind {
        StateType::Parallel => Kind::ParallelFailed { state, failure },
        StateType::Map
        | StateType::Pass
        | StateType::Task
        | StateType::Choice
        | StateType::Wait
        | StateType::Succeed
        | StateType::Fail => Kind::MapFailed { state, failure },
    })
}

/// The first retrier for the error has the say; when it is used up, there is no retry.
fn retry(turn: &Turn<'_>, failure: &Failure) -> Option<Event> {
    let (index, retrier) =
        turn.state.retry.iter().enumerate().find(|(_, retrier)| {
            is_for(turn, &retrier.error_equals, failure, |error| retrier.matches(error))
        })?;
    let used = turn.frame.retries.get(index).copied().unwrap_or(0);
    if u64::from(used) >= retrier.max_attempts {
        return None;
    }
    let until = turn.now + delay(turn, retrier, used);
    Some(turn.event(Kind::RetrySet { retrier: index as u32, until }))
}

/// Whether a list of errors is for this one.
pub(crate) fn is_for(
    turn: &Turn<'_>,
    names: &[Text],
    failure: &Failure,
    matches: impl Fn(&str) -> bool,
) -> bool {
    let Some(error) = &failure.error else {
        // Recorded: a failure without a name is for nobody but States.ALL.
        return names.iter().any(|name| name == "States.ALL");
    };
    let missed_heartbeat = matches!(turn.frame.phase, Phase::Failed { missed_heartbeat: true, .. });
    matches(error) || missed_heartbeat && names.iter().any(|name| name == "States.HeartbeatTimeout")
}

/// Milliseconds until the next attempt, after so many of this retrier.
fn delay(turn: &Turn<'_>, retrier: &Retrier, used: u32) -> i64 {
    // A year is longer than any execution.
    let longest = retrier.max_delay_seconds.map_or(31_622_400.0, |seconds| seconds as f64);
    let mut seconds = retrier.interval_seconds as f64;
    for _ in 0..used {
        seconds *= retrier.backoff_rate;
        if seconds >= longest {
            break;
        }
    }
    let millis = seconds.min(longest) * 1000.0;
    match retrier.jitter {
        Jitter::None => millis as i64,
        Jitter::Full => (millis * turn.chance(jsonata::Host::random)) as i64,
    }
}

/// Nothing in the state is for the error: it goes to the Map or Parallel around it, or ends the execution.
pub(crate) fn unhandled(turn: &Turn<'_>, failure: &Failure) -> Event {
    let failure = failure.clone();
    let Some(parent) = turn.frame.parent else { return turn.event(Kind::ExecutionFailed(failure)) };
    let outer = turn.run.frame(parent);
    match (outer.kind, outer.state) {
        (StateType::Map, Some(state)) => {
            turn.event(Kind::MapIterationFailed { state, index: turn.frame.slot, failure })
        }
        _ => turn.event(Kind::Raised { failure }),
    }
}
