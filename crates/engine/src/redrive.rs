//! Go on with an execution that failed, from its unsuccessful steps: what succeeded is kept, retriers count anew.
//!
//! A Task, Choice or Wait begins its work again without being entered again; a Fail state is entered again;
//! of a Parallel or inline Map, the branches and iterations go on that did not succeed; a Map Run is redriven.

use asl::MachineType;

use crate::run::{Kept, Phase};
use crate::{Event, EventId, FrameId, Kind, Refusal, Run, StateType, Status, Time, context};

/// How long after its end an execution may be redriven, in milliseconds.
const REDRIVABLE: i64 = 14 * 24 * 60 * 60 * 1000;

/// The event that lets an execution that failed, timed out or was stopped go on.
pub fn redrive(run: &Run, now: Time) -> Result<Event, Refusal> {
    match &run.status {
        Status::Failed(_) | Status::TimedOut(_) | Status::Aborted(_) => {}
        Status::Succeeded(_) => return Err(Refusal::Over),
        Status::Blank | Status::Running => return Err(Refusal::Running),
    }
    let Some(recipe) = run.recipe() else { return Err(Refusal::Running) };
    if recipe.kind == MachineType::Express {
        return Err(Refusal::Express);
    }
    let now = now.max(run.now);
    if now.0 - run.now.0 > REDRIVABLE || now >= recipe.start.after_seconds(recipe.limits.seconds) {
        return Err(Refusal::Expired);
    }
    // The redrive itself and at least one event after it.
    if run.next.0 >= recipe.limits.events {
        return Err(Refusal::Full);
    }
    let seconds = (run.deadline.0.saturating_sub(run.began.0) / 1000).unsigned_abs();
    let kind = Kind::ExecutionRedriven { count: run.redrives + 1, deadline: now.after_seconds(seconds) };
    Ok(run.event(FrameId(0), EventId(run.next.0 - 1), kind, now))
}

impl Run {
    pub(crate) fn start_again(&mut self, count: u32, deadline: Time, event: EventId) {
        self.status = Status::Running;
        self.redrives = count;
        self.began = self.now;
        self.deadline = deadline;
        if let Some(recipe) = self.recipe.clone() {
            self.execution = context::execution(&recipe, count, Some(self.now));
        }
        self.restart(FrameId(0), event);
    }

    /// Lets a frame go on that did not succeed, and what is inside it.
    fn restart(&mut self, id: FrameId, event: EventId) {
        let own = self.frame_mut(id);
        own.last = event;
        own.alarm = None;
        own.retries.clear();
        own.retry_count = 0;
        let phase = core::mem::replace(&mut own.phase, Phase::Entered);
        let kept = match phase {
            Phase::Failed { kept, .. } => kept,
            Phase::Failing(failing) => Kept::Inside(failing.inside.into()),
            Phase::Inside(inside) => Kept::Inside(inside.into()),
            Phase::MapRunning(running) => Kept::MapRun(running),
            Phase::Ended { output } => {
                own.phase = Phase::Ended { output };
                self.queue.push_back(id);
                return;
            }
            Phase::Arriving => {
                own.phase = Phase::Arriving;
                self.queue.push_back(id);
                return;
            }
            Phase::Entered
            | Phase::Waiting
            | Phase::Retrying
            | Phase::Scheduled(_)
            | Phase::Working(_)
            | Phase::Distributing
            | Phase::Redistributing(_)
            | Phase::Mapped { .. }
            | Phase::Done { .. }
            | Phase::Aborted => Kept::Nothing,
        };
        match kept {
            Kept::Nothing => {
                if own.kind == StateType::Fail {
                    own.phase = Phase::Arriving;
                }
                self.queue.push_back(id);
            }
            Kept::MapRun(running) => {
                own.phase = Phase::Redistributing(running);
                self.queue.push_back(id);
            }
            Kept::Inside(mut inside) => {
                let frames: alloc::vec::Vec<FrameId> = inside.frames.iter().flatten().copied().collect();
                inside.running = frames.len() as u32;
                if let Some(map) = &mut inside.map {
                    map.origin = event;
                }
                let goes_on = inside.is_complete() || inside.may_start();
                own.phase = Phase::Inside(*inside);
                if goes_on {
                    self.queue.push_back(id);
                }
                for frame in frames {
                    self.restart(frame, event);
                }
            }
        }
    }
}
