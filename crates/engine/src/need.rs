//! What a run waits for.

use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::run::{Phase, Progress};
use crate::{Call, Event, EventId, Kind, MapRun, Run, Time};

/// Something that only the world can bring. `task` is what an answer names.
#[derive(Clone, Debug)]
pub enum Need {
    /// A function or service to be called. Of a task that waits for a job or a token, only the request itself.
    Task { task: EventId, call: Arc<Call> },
    /// An activity that a worker may take (`Answer::Started`).
    Activity { task: EventId, call: Arc<Call> },
    /// A job that runs (`.sync`), a token that is out (`.waitForTaskToken`), a worker at work.
    Outcome { task: EventId, call: Arc<Call> },
    /// A Map Run: child executions to be run.
    MapRun { task: EventId, run: Arc<MapRun> },
}

impl Run {
    /// All that the run waits for but time, in the order in which it came up. For many needs, see `opened`.
    pub fn needs(&self) -> Vec<Need> {
        self.tasks.keys().filter_map(|task| self.need(*task)).collect()
    }

    /// The next moment at which something happens by itself: `decide` has an event when the clock reaches it.
    pub fn alarm(&self) -> Option<Time> {
        if self.is_over() {
            return None;
        }
        let first = self.alarms.first().map(|(time, _)| *time);
        Some(first.map_or(self.deadline, |time| time.min(self.deadline)))
    }

    /// The need of this task; none when it waits for nothing any longer.
    pub fn need(&self, task: EventId) -> Option<Need> {
        let frame = self.frame(*self.tasks.get(&task)?);
        match &frame.phase {
            Phase::Working(work) => {
                let call = work.call.clone();
                Some(match work.progress {
                    Progress::Offered => Need::Activity { task, call },
                    Progress::Started if call.family == crate::Family::Activity => {
                        Need::Outcome { task, call }
                    }
                    Progress::Started => Need::Task { task, call },
                    Progress::Submitted => Need::Outcome { task, call },
                })
            }
            Phase::MapRunning(running) => Some(Need::MapRun { task, run: running.run.clone() }),
            Phase::Arriving
            | Phase::Entered
            | Phase::Waiting
            | Phase::Retrying
            | Phase::Scheduled(_)
            | Phase::Inside(_)
            | Phase::Failing(_)
            | Phase::Distributing
            | Phase::Redistributing(_)
            | Phase::Mapped { .. }
            | Phase::Done { .. }
            | Phase::Failed { .. }
            | Phase::Ended { .. }
            | Phase::Aborted => None,
        }
    }

    /// The task whose token this is.
    pub fn task_of_token(&self, token: &str) -> Option<EventId> {
        self.tasks.keys().copied().find(|task| match self.need(*task) {
            Some(Need::Task { call, .. } | Need::Activity { call, .. } | Need::Outcome { call, .. }) => {
                call.token.as_ref().is_some_and(|text| text == token)
            }
            Some(Need::MapRun { .. }) | None => false,
        })
    }
}

/// The need that this event, the last one put into the run, brought up: so a driver need never look at all of them.
pub fn opened(run: &Run, event: &Event) -> Option<Need> {
    match &event.kind {
        Kind::TaskScheduled(_)
        | Kind::TaskStarted { .. }
        | Kind::TaskSubmitted { .. }
        | Kind::MapRunStarted(_)
        | Kind::MapRunRedriven { .. } => {}
        _ => return None,
    }
    let task = match &run.frame(event.frame).phase {
        Phase::Working(work) => work.scheduled,
        Phase::MapRunning(running) => running.started,
        _ => return None,
    };
    run.need(task)
}
