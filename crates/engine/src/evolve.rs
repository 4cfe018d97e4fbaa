//! One event into a run. Evaluates nothing and cannot fail.
//!
//! A frame that can go on by itself is in the queue. It stays at the front while its state begins, and goes to the back
//! when it has given work away or left a state, so that branches and items go forward side by side, in document order.

use alloc::collections::VecDeque;
use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;

use asl::StateId;
use json::{Array, Object, Value};

use crate::context;
use crate::run::{
    Abort, Failing, Frame, Inside, Iterations, Kept, MapRunning, Phase, Progress, Stage, Status, Work,
};
use crate::{
    Call, Event, EventId, Failure, Family, FrameId, Kind, MapStart, Onward, Recipe, Run, StateType, Time,
};

impl Run {
    /// Puts the next event into the run.
    pub fn evolve(&mut self, event: &Event) {
        self.passed(event);
        let (id, frame) = (event.id, event.frame);
        self.apply(event, id, frame);
        debug_assert!(self.is_sound(), "a frame is queued twice or while it waits, after {event:?}");
    }

    /// The clock and the numbering after an event.
    #[inline]
    pub(crate) fn passed(&mut self, event: &Event) {
        self.now = event.time;
        if event.is_visible() {
            self.next = EventId(event.id.0 + 1);
        }
    }

    /// Looked at in tests only: each frame in the queue is there once and can go on.
    fn is_sound(&self) -> bool {
        let may_go_on = |id: &FrameId| match self.frame(*id).phase {
            Phase::Waiting | Phase::Retrying | Phase::Working(_) | Phase::MapRunning(_) | Phase::Aborted => {
                false
            }
            Phase::Inside(ref inside) => inside.is_complete() || inside.may_start(),
            _ => true,
        };
        self.queue.len() > 64
            || self.queue.iter().enumerate().all(|(place, id)| {
                may_go_on(id) && self.queue.iter().skip(place + 1).all(|other| other != id)
            })
    }

    fn apply(&mut self, event: &Event, id: EventId, frame: FrameId) {
        match &event.kind {
            Kind::ExecutionStarted { recipe, first, deadline } => self.begin(recipe, *first, *deadline),
            Kind::ExecutionSucceeded { output } => self.end(Status::Succeeded(output.clone())),
            Kind::ExecutionFailed(failure) => self.end(Status::Failed(failure.clone())),
            Kind::ExecutionAborted(failure) => self.end(Status::Aborted(failure.clone())),
            // Recorded: the event names the error, the execution itself has none.
            Kind::ExecutionTimedOut(_) => self.end(Status::TimedOut(Failure::default())),
            Kind::ExecutionRedriven { count, deadline } => self.start_again(*count, *deadline, id),

            Kind::StateEntered { kind, input, .. } => self.enter(event, *kind, input),
            Kind::StateExited { output, assigned, onward, .. } => {
                self.exit(frame, id, output, assigned.as_ref(), *onward);
            }
            Kind::StateAborted { .. } => {
                self.aborted();
                self.frame_mut(frame).phase = Phase::Aborted;
            }
            Kind::EvaluationFailed { failure, .. } if matches!(self.frame(frame).phase, Phase::Inside(_)) => {
                self.frame_mut(frame).last = id;
                self.break_off(frame, None, failure);
            }
            Kind::EvaluationFailed { failure, .. } => {
                // What fails while an error is being caught is not caught again.
                let was_failing = matches!(self.frame(frame).phase, Phase::Failed { .. } | Phase::Failing(_));
                self.fail(event, failure);
                let own = self.frame_mut(frame);
                if was_failing && let Phase::Failed { stage, .. } = &mut own.phase {
                    *stage = match own.kind {
                        StateType::Parallel | StateType::Map => Stage::Again,
                        StateType::Pass
                        | StateType::Task
                        | StateType::Choice
                        | StateType::Wait
                        | StateType::Succeed
                        | StateType::Fail => Stage::Outward,
                    };
                }
            }

            Kind::TaskScheduled(call) => self.schedule(event, call),
            Kind::TaskStarted { .. } => self.start_work(event),
            Kind::TaskSubmitted { .. } => {
                let time = event.time;
                self.work(frame, id, |work| {
                    work.progress = Progress::Submitted;
                    work.heartbeat = work.call.heartbeat_seconds.map(|seconds| time.after_seconds(seconds));
                });
            }
            Kind::Heartbeat => {
                let (time, last) = (event.time, self.frame(frame).last);
                self.work(frame, last, |work| {
                    work.heartbeat = work.call.heartbeat_seconds.map(|seconds| time.after_seconds(seconds));
                });
            }
            Kind::TaskSucceeded { output, .. } => {
                self.rest(frame);
                let own = self.frame_mut(frame);
                own.last = id;
                own.phase = Phase::Done { result: output.clone() };
                self.queue.push_back(frame);
            }
            Kind::TaskScheduleFailed(_, failure)
            | Kind::TaskStartFailed(_, failure)
            | Kind::TaskSubmitFailed(_, failure)
            | Kind::TaskFailed(_, failure)
            | Kind::TaskTimedOut(_, failure) => self.fail(event, failure),

            Kind::ParallelStarted { input, branches, .. } => {
                let firsts: Vec<Option<StateId>> = branches.iter().map(|(_, first)| *first).collect();
                self.branch(event, input, &firsts);
            }
            Kind::ParallelSucceeded { .. } => {
                let own = self.frame_mut(frame);
                if let Phase::Inside(inside) = &mut own.phase {
                    let result = inside.result();
                    own.phase = Phase::Done { result };
                }
            }
            Kind::ParallelFailed { failure, .. } | Kind::MapFailed { failure, .. } => {
                let own = self.frame_mut(frame);
                let before = core::mem::replace(&mut own.last, id);
                let (kept, stage) = match core::mem::replace(&mut own.phase, Phase::Entered) {
                    Phase::Failing(failing) => (Kept::Inside(failing.inside.into()), Stage::Catch),
                    Phase::Failed { kept, stage: Stage::Again, .. } => (kept, Stage::Outward),
                    Phase::Failed { kept, .. } => (kept, Stage::Catch),
                    _ => (Kept::Nothing, Stage::Catch),
                };
                let failure = failure.clone();
                own.phase = Phase::Failed { failure, stage, kept, missed_heartbeat: false, before };
            }

            Kind::MapStarted { start, .. } => self.start_map(event, start.as_ref()),
            Kind::MapIterationStarted { index, input, start, first, .. } => {
                self.start_iteration(event, *index, input, start, *first);
            }
            Kind::MapIterationSucceeded { index, output, .. } => self.end_iteration(event, *index, output),
            Kind::MapIterationFailed { failure, .. } => self.break_off_around(event, failure),
            Kind::Raised { failure } => match self.frame(frame).phase {
                // A Map that could not begin an iteration while others run.
                Phase::Inside(_) => self.break_off(frame, None, failure),
                _ => self.break_off_around(event, failure),
            },
            Kind::MapIterationAborted { .. } => self.aborted(),
            Kind::MapSucceeded { output, .. } => {
                let is_recent = self.recipe.as_ref().is_some_and(|recipe| recipe.is_recent);
                let own = self.frame_mut(frame);
                // Recorded: since November 2024 MapStateExited of a distributed Map points to MapRunStarted.
                if let Phase::Mapped { started, .. } = own.phase
                    && is_recent
                {
                    own.last = started;
                }
                own.phase = Phase::Done { result: output.clone() };
            }

            Kind::MapRunStarted(run) => {
                self.unqueue(frame);
                self.tasks.insert(id, frame);
                let own = self.frame_mut(frame);
                own.last = id;
                own.phase = Phase::MapRunning(MapRunning { run: run.clone(), started: id, redrives: 0 });
            }
            Kind::MapRunSucceeded { output, .. } => {
                let started = match &self.frame(frame).phase {
                    Phase::MapRunning(running) => running.started,
                    _ => id,
                };
                self.rest(frame);
                let own = self.frame_mut(frame);
                own.last = id;
                own.phase = Phase::Mapped { result: output.clone(), started };
                self.queue.push_back(frame);
            }
            Kind::MapRunFailed { failure, .. } => self.fail(event, failure),
            Kind::MapRunAborted(_) => self.aborted(),
            Kind::MapRunRedriven { run, count } => {
                self.unqueue(frame);
                self.tasks.insert(id, frame);
                let own = self.frame_mut(frame);
                own.last = id;
                own.phase = Phase::MapRunning(MapRunning { run: run.clone(), started: id, redrives: *count });
            }

            Kind::WaitSet { until } => {
                self.unqueue(frame);
                self.frame_mut(frame).phase = Phase::Waiting;
                self.set_alarm(frame, Some(*until));
            }
            Kind::RetrySet { retrier, until } => self.set_retry(frame, *retrier, *until),
        }
    }

    fn begin(&mut self, recipe: &Arc<Recipe>, first: Option<StateId>, deadline: Time) {
        self.status = Status::Running;
        self.recipe = Some(recipe.clone());
        self.deadline = deadline;
        self.began = recipe.start;
        self.execution = context::execution(recipe, 0, None);
        self.state_machine = context::state_machine(recipe);
        // Recorded: the first state points to 0, as if ExecutionStarted were not there.
        self.frames.push(Frame::new(None, 0, first, &recipe.input, &Object::new(), None, EventId(0)));
        self.queue.push_back(FrameId(0));
    }

    /// The frames stay, for a redrive.
    fn end(&mut self, status: Status) {
        self.status = status;
        self.queue.clear();
        self.alarms.clear();
        self.tasks.clear();
    }

    fn enter(&mut self, event: &Event, kind: StateType, input: &Value) {
        self.frame_mut(event.frame).input = input.clone();
        self.entered(event, kind);
    }

    /// The state is entered with the input that the frame has.
    #[inline]
    pub(crate) fn entered(&mut self, event: &Event, kind: StateType) {
        let own = self.frame_mut(event.frame);
        own.kind = kind;
        own.before = own.last;
        own.entered = event.id;
        own.entered_at = event.time;
        own.last = event.id;
        own.retries.clear();
        own.retry_count = 0;
        own.go_to(Phase::Entered);
    }

    /// The state is left, as the event of this number says.
    #[inline]
    pub(crate) fn exit(
        &mut self,
        id: FrameId,
        event: EventId,
        output: &Value,
        assigned: Option<&Object>,
        onward: Onward,
    ) {
        let is_bare = match self.frame(id) {
            // Most states are left like this: they waited for nothing and hold no others.
            Frame { alarm: None, phase: Phase::Entered | Phase::Done { .. }, .. } => true,
            Frame { .. } => false,
        };
        if !is_bare {
            self.rest(id);
            self.free_inside(id);
        }
        let own = self.frame_mut(id);
        own.last = event;
        if let Some(assigned) = assigned {
            own.assign(assigned);
        }
        match onward {
            Onward::To(state) => {
                own.state = Some(state);
                own.take_in(output);
                own.go_to(Phase::Arriving);
                let is_alone = self.queue.len() == 1 && self.queue.front() == Some(&id);
                if !is_alone {
                    self.unqueue(id);
                    self.queue.push_back(id);
                }
            }
            Onward::End => {
                self.unqueue(id);
                self.end_line(id, event, output);
            }
        }
    }

    /// A line of states came to its end: a branch tells its Parallel at once, the others have an event for it.
    fn end_line(&mut self, id: FrameId, event: EventId, output: &Value) {
        let own = self.frame_mut(id);
        let slot = own.slot;
        let Some(parent) = own.parent else {
            own.phase = Phase::Ended { output: output.clone() };
            self.queue.push_front(id);
            return;
        };
        let outer = self.frame_mut(parent);
        match &mut outer.phase {
            Phase::Inside(inside) if inside.map.is_none() => {
                inside.put(slot, output);
                let is_complete = inside.is_complete();
                outer.last = event;
                self.free_frame(id);
                if is_complete {
                    self.queue.push_front(parent);
                }
            }
            _ => {
                self.frame_mut(id).phase = Phase::Ended { output: output.clone() };
                self.queue.push_front(id);
            }
        }
    }

    fn fail(&mut self, event: &Event, failure: &Failure) {
        let id = event.frame;
        let is_queued = self.queue.front() == Some(&id);
        self.rest(id);
        let own = self.frame_mut(id);
        own.last = event.id;
        let missed_heartbeat = match (&event.kind, &own.phase) {
            (Kind::TaskTimedOut(..), Phase::Working(work)) => match (work.heartbeat, work.deadline) {
                (Some(heartbeat), Some(deadline)) => heartbeat < deadline,
                (heartbeat, None) => heartbeat.is_some(),
                (None, Some(_)) => false,
            },
            _ => false,
        };
        let kept = match core::mem::replace(&mut own.phase, Phase::Entered) {
            Phase::MapRunning(running) => Kept::MapRun(running),
            Phase::Failed { kept, .. } => kept,
            Phase::Failing(failing) => Kept::Inside(failing.inside.into()),
            _ => Kept::Nothing,
        };
        let (failure, before) = (failure.clone(), EventId(0));
        own.phase = Phase::Failed { failure, stage: Stage::Retry, kept, missed_heartbeat, before };
        if !is_queued {
            self.queue.push_back(id);
        }
    }

    fn schedule(&mut self, event: &Event, call: &Arc<Call>) {
        let id = event.frame;
        self.unqueue(id);
        self.rest(id);
        let deadline = call.timeout_seconds.map(|seconds| event.time.after_seconds(seconds));
        let own = self.frame_mut(id);
        own.last = event.id;
        match call.family {
            Family::Activity => {
                let (call, scheduled) = (call.clone(), event.id);
                let progress = Progress::Offered;
                own.phase = Phase::Working(Work { call, scheduled, progress, deadline, heartbeat: None });
                self.tasks.insert(event.id, id);
                self.set_alarm(id, deadline);
            }
            Family::Lambda | Family::Integration => {
                own.phase = Phase::Scheduled(call.clone());
                self.queue.push_back(id);
            }
        }
    }

    fn start_work(&mut self, event: &Event) {
        let id = event.frame;
        self.unqueue(id);
        let own = self.frame_mut(id);
        let scheduled = own.last;
        if let Phase::Scheduled(call) = &own.phase {
            let call = call.clone();
            let deadline = call.timeout_seconds.map(|seconds| event.time.after_seconds(seconds));
            let progress = Progress::Offered;
            own.phase = Phase::Working(Work { call, scheduled, progress, deadline, heartbeat: None });
            self.tasks.insert(scheduled, id);
        }
        let time = event.time;
        self.work(id, event.id, |work| {
            work.progress = Progress::Started;
            work.heartbeat = work.call.heartbeat_seconds.map(|seconds| time.after_seconds(seconds));
        });
    }

    /// Changes a task that was started, and sets its alarm anew.
    fn work(&mut self, id: FrameId, last: EventId, change: impl FnOnce(&mut Work)) {
        let own = self.frame_mut(id);
        own.last = last;
        let mut alarm = None;
        if let Phase::Working(work) = &mut own.phase {
            change(work);
            alarm = match (work.deadline, work.heartbeat) {
                (Some(deadline), Some(heartbeat)) => Some(deadline.min(heartbeat)),
                (deadline, heartbeat) => deadline.or(heartbeat),
            };
        }
        self.set_alarm(id, alarm);
    }

    fn branch(&mut self, event: &Event, input: &Value, firsts: &[Option<StateId>]) {
        let id = event.frame;
        self.unqueue(id);
        self.rest(id);
        self.free_inside(id);
        self.frame_mut(id).last = event.id;
        let mut inside = Inside::new(firsts.len(), None);
        for (slot, first) in firsts.iter().enumerate() {
            let own = self.frame(id);
            let (variables, item) = (own.variables.clone(), own.item.clone());
            let inner = Frame::new(Some(id), slot as u32, *first, input, &variables, item, event.id);
            let inner = self.new_frame(inner);
            inside.frames[slot] = Some(inner);
            self.queue.push_back(inner);
        }
        if firsts.is_empty() {
            self.queue.push_front(id);
        }
        self.frame_mut(id).phase = Phase::Inside(inside);
    }

    fn start_map(&mut self, event: &Event, start: Option<&Arc<MapStart>>) {
        let id = event.frame;
        self.unqueue(id);
        self.rest(id);
        self.free_inside(id);
        let own = self.frame_mut(id);
        own.last = event.id;
        own.phase = match start {
            None => Phase::Distributing,
            Some(start) => {
                let map = Iterations { start: start.clone(), next: 0, origin: event.id };
                Phase::Inside(Inside::new(start.items.len(), Some(map)))
            }
        };
        self.queue.push_front(id);
    }

    fn start_iteration(
        &mut self,
        event: &Event,
        index: u32,
        input: &Value,
        start: &Arc<MapStart>,
        first: Option<StateId>,
    ) {
        let id = event.frame;
        let variables = self.frame(id).variables.clone();
        let inner = self.new_frame(Frame::new(
            Some(id),
            index,
            first,
            input,
            &variables,
            Some((start.clone(), index)),
            event.id,
        ));
        self.queue.push_back(inner);
        let mut is_full = false;
        if let Phase::Inside(inside) = &mut self.frame_mut(id).phase {
            inside.frames[index as usize] = Some(inner);
            inside.running += 1;
            if let Some(map) = &mut inside.map {
                map.next = index + 1;
            }
            is_full = !inside.may_start();
        }
        if is_full {
            self.unqueue(id);
        }
    }

    fn end_iteration(&mut self, event: &Event, index: u32, output: &Value) {
        let id = event.frame;
        self.unqueue(id);
        let parent = self.frame(id).parent;
        self.free_frame(id);
        let Some(parent) = parent else { return };
        let outer = self.frame_mut(parent);
        outer.last = event.id;
        let mut goes_on = false;
        if let Phase::Inside(inside) = &mut outer.phase {
            inside.running -= 1;
            inside.put(index, output);
            if let Some(map) = &mut inside.map {
                map.origin = event.previous;
            }
            goes_on = inside.is_complete() || inside.may_start();
        }
        if goes_on {
            self.queue.push_front(parent);
        }
    }

    /// A frame failed for good: what is around it ends all that is inside, then deals with the error.
    fn break_off_around(&mut self, event: &Event, failure: &Failure) {
        let Some(parent) = self.frame(event.frame).parent else { return };
        // Recorded: MapIterationFailed is not pointed back to, the event before it is.
        self.frame_mut(parent).last = event.previous;
        self.break_off(parent, Some(event.frame), failure);
    }

    /// A Parallel or Map ends all that is inside it; the frame that failed, if it was one of them, has no part in that.
    fn break_off(&mut self, parent: FrameId, failed: Option<FrameId>, failure: &Failure) {
        let mut aborts = VecDeque::new();
        self.collect(parent, failed, &mut aborts);
        let outer = self.frame_mut(parent);
        if let Phase::Inside(inside) = core::mem::replace(&mut outer.phase, Phase::Entered) {
            outer.phase = Phase::Failing(Failing { failure: failure.clone(), aborts, inside });
        }
        let inner = self.inner_frames(parent);
        for id in &inner {
            self.rest(*id);
        }
        self.queue.retain(|id| !inner.contains(id) && *id != parent);
        self.queue.push_front(parent);
    }

    /// What has to be ended inside a Parallel or Map, in order: a state after what is inside it, an iteration after its state.
    fn collect(&self, id: FrameId, failed: Option<FrameId>, aborts: &mut VecDeque<Abort>) {
        let inside = match &self.frame(id).phase {
            Phase::Inside(inside) => inside,
            Phase::Failing(failing) => {
                aborts.extend(failing.aborts.iter().cloned());
                return;
            }
            _ => return,
        };
        for inner in inside.frames.iter().flatten() {
            self.collect(*inner, None, aborts);
            let frame = self.frame(*inner);
            let is_inside = match &frame.phase {
                Phase::Arriving | Phase::Ended { .. } | Phase::Aborted => false,
                Phase::Entered
                | Phase::Waiting
                | Phase::Retrying
                | Phase::Scheduled(_)
                | Phase::Working(_)
                | Phase::Inside(_)
                | Phase::Failing(_)
                | Phase::Distributing
                | Phase::Redistributing(_)
                | Phase::Mapped { .. }
                | Phase::Done { .. }
                | Phase::Failed { .. } => true,
                Phase::MapRunning(running) => {
                    aborts.push_back(Abort::MapRun(*inner, running.run.clone()));
                    true
                }
            };
            let has_event = match frame.kind {
                StateType::Task | StateType::Wait | StateType::Parallel | StateType::Map => true,
                StateType::Pass | StateType::Choice | StateType::Succeed | StateType::Fail => false,
            };
            if is_inside && has_event {
                aborts.push_back(Abort::State(*inner));
            }
            if inside.map.is_some() && failed != Some(*inner) {
                aborts.push_back(Abort::Iteration(*inner));
            }
        }
    }

    /// All frames inside a frame, in no order that matters.
    fn inner_frames(&self, id: FrameId) -> alloc::collections::BTreeSet<FrameId> {
        let mut inner = alloc::collections::BTreeSet::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            let frames = match &self.frame(id).phase {
                Phase::Inside(inside) => &inside.frames,
                Phase::Failing(failing) => &failing.inside.frames,
                Phase::Failed { kept: Kept::Inside(inside), .. } => &inside.frames,
                _ => continue,
            };
            for frame in frames.iter().flatten() {
                inner.insert(*frame);
                open.push(*frame);
            }
        }
        inner
    }

    /// The first of what is to be ended has ended: the frame that ends things is at the front of the queue.
    fn aborted(&mut self) {
        let Some(front) = self.queue.front().copied() else { return };
        if let Phase::Failing(failing) = &mut self.frame_mut(front).phase {
            failing.aborts.pop_front();
        }
    }

    fn set_retry(&mut self, id: FrameId, retrier: u32, until: Time) {
        self.unqueue(id);
        self.free_inside(id);
        let own = self.frame_mut(id);
        let retrier = retrier as usize;
        if own.retries.len() <= retrier {
            own.retries.resize(retrier + 1, 0);
        }
        own.retries[retrier] += 1;
        own.retry_count += 1;
        own.phase = Phase::Retrying;
        self.set_alarm(id, Some(until));
    }

    /// Takes a frame out of the queue; it is nearly always the first.
    fn unqueue(&mut self, id: FrameId) {
        if self.queue.front() == Some(&id) {
            self.queue.pop_front();
        } else if self.queue.back() == Some(&id) {
            self.queue.pop_back();
        } else if self.is_queued(id) {
            self.queue.retain(|other| *other != id);
        }
    }

    fn is_queued(&self, id: FrameId) -> bool {
        match self.frame(id).phase {
            Phase::Waiting | Phase::Retrying | Phase::Working(_) | Phase::MapRunning(_) => false,
            _ => self.queue.contains(&id),
        }
    }

    /// Lets a frame wait for nothing any longer: neither a time nor an answer.
    fn rest(&mut self, id: FrameId) {
        self.set_alarm(id, None);
        let task = match &self.frame(id).phase {
            Phase::Working(work) => work.scheduled,
            Phase::MapRunning(running) => running.started,
            _ => return,
        };
        self.tasks.remove(&task);
    }

    fn set_alarm(&mut self, id: FrameId, alarm: Option<Time>) {
        let old = core::mem::replace(&mut self.frame_mut(id).alarm, alarm);
        if old == alarm {
            return;
        }
        if let Some(old) = old {
            self.alarms.remove(&(old, id));
        }
        if let Some(alarm) = alarm {
            self.alarms.insert((alarm, id));
        }
    }

    fn new_frame(&mut self, frame: Frame) -> FrameId {
        match self.free.pop() {
            Some(id) => {
                *self.frame_mut(id) = frame;
                id
            }
            None => {
                self.frames.push(frame);
                FrameId((self.frames.len() - 1) as u32)
            }
        }
    }

    fn free_frame(&mut self, id: FrameId) {
        self.rest(id);
        let frame = self.frame_mut(id);
        frame.phase = Phase::Aborted;
        frame.input = Value::Null;
        if !frame.variables.is_empty() {
            frame.variables = Object::new();
        }
        frame.item = None;
        frame.parent = None;
        self.free.push(id);
    }

    /// Lets go of the frames inside a Parallel or Map, when it is left or begins again.
    fn free_inside(&mut self, id: FrameId) {
        match &self.frame(id).phase {
            Phase::Inside(_) | Phase::Failing(_) | Phase::Failed { kept: Kept::Inside(_), .. } => {}
            _ => return,
        }
        for inner in self.inner_frames(id) {
            self.free_frame(inner);
        }
    }
}

impl Frame {
    fn new(
        parent: Option<FrameId>,
        slot: u32,
        state: Option<StateId>,
        input: &Value,
        variables: &Object,
        item: Option<(Arc<MapStart>, u32)>,
        last: EventId,
    ) -> Frame {
        Frame {
            parent,
            slot,
            state,
            kind: StateType::Pass,
            entered: last,
            entered_at: Time(0),
            last,
            before: last,
            input: input.clone(),
            variables: variables.clone(),
            item,
            retries: Vec::new(),
            retry_count: 0,
            phase: Phase::Arriving,
            alarm: None,
        }
    }

    /// What a state gave is the input of the next one; mostly it is what came in.
    #[inline]
    fn take_in(&mut self, output: &Value) {
        match (&self.input, output) {
            (Value::Object(own), Value::Object(output)) if own.is_same(output) => {}
            (_, output) => self.input = output.clone(),
        }
    }

    fn assign(&mut self, assigned: &Object) {
        for (name, value) in assigned {
            self.variables.insert(name.clone(), value.clone());
        }
    }

    /// Sets the phase. Most of them hold nothing: then nothing is looked for that might be let go of.
    #[inline]
    fn go_to(&mut self, phase: Phase) {
        if matches!(self.phase, Phase::Arriving | Phase::Entered) {
            core::mem::forget(core::mem::replace(&mut self.phase, phase));
        } else {
            self.phase = phase;
        }
    }
}

impl Inside {
    fn new(length: usize, map: Option<Iterations>) -> Inside {
        Inside { frames: vec![None; length], outputs: vec![None; length], running: 0, ended: 0, map }
    }

    fn put(&mut self, slot: u32, output: &Value) {
        self.frames[slot as usize] = None;
        self.outputs[slot as usize] = Some(output.clone());
        self.ended += 1;
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.ended as usize == self.outputs.len()
    }

    /// Whether another iteration may start now.
    pub(crate) fn may_start(&self) -> bool {
        self.map.as_ref().is_some_and(|map| self.running < map.start.concurrency && map.upcoming().is_some())
    }

    /// The outputs in order.
    pub(crate) fn result(&self) -> Value {
        let outputs = self.outputs.iter().map(|output| output.clone().unwrap_or(Value::Null));
        Value::Array(outputs.collect::<Array>())
    }
}

impl Iterations {
    /// The item to start next.
    pub(crate) fn upcoming(&self) -> Option<u32> {
        (self.next < self.start.items.len() as u32).then_some(self.next)
    }
}
