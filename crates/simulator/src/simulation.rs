//! An execution in its world: events are appended while the machine has some, then needs are served, then the clock jumps.
//!
//! Nothing here sleeps or waits: `advance` does at most so many steps and says why it stopped.
//! What is computed elsewhere (a handler, a person) comes back with `answer`, whenever that is;
//! the virtual clock stands still meanwhile, so the result is the same.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};
use std::sync::Arc;

use asl::{Machine, MachineType};
use engine::{Event, EventId, Failure, Kind, Need, Recipe, Refusal, Regexes, Run, Status, Time};
use json::{Object, Text, Value};

use crate::bucket::Buckets;
use crate::callback;
use crate::chance::Chance;
use crate::host::{Host, Reply, Request, RequestId};
use crate::mapping::MapRunState;
use crate::mocks::{Answer, Outcome};
use crate::nested::Nested;
use crate::{default, memory, nested};

/// All that a simulation begins with. The same setup and the same answers give the same events to the last byte.
#[derive(Clone, Debug)]
pub struct Setup {
    pub machine: Arc<Machine>,
    /// Type, input, names, start time, seed, limits.
    pub recipe: Recipe,
    pub buckets: Buckets,
    /// Workflows that nested executions may start.
    pub workspace: Vec<Workflow>,
    pub regexes: Regexes,
    /// Whether an asynchronous Express execution may be delivered twice; the seed decides.
    pub at_least_once: bool,
    /// How many children of Map Runs keep their events when they are done; failed ones are kept as many again.
    pub kept_children: usize,
}

/// A workflow that another one may start.
#[derive(Clone, Debug)]
pub struct Workflow {
    pub name: Text,
    pub machine: Arc<Machine>,
}

/// Why `advance` stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The budget is used up: call it again.
    Working,
    /// Only an answer from outside helps: see `requests`.
    Waiting,
    /// Everything has ended.
    Over,
}

/// Names an execution; the first is the one that was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExecutionId(pub u32);

impl ExecutionId {
    pub const ROOT: ExecutionId = ExecutionId(0);
}

/// One execution of the simulation.
#[derive(Clone, Debug)]
pub struct Execution {
    pub machine: Arc<Machine>,
    pub run: Run,
    /// All events, those included that the service does not show.
    pub events: Vec<Event>,
    pub role: Role,
    /// The alarm that stands in the queue.
    alarm: Option<Time>,
    is_ready: bool,
    /// Bytes of memory that the data of its events take.
    pub(crate) held: usize,
}

/// What an execution is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    Root,
    /// The same asynchronous Express execution, delivered once more.
    Again,
    /// The child of a Map Run: its place in `map_runs`, and which child it is.
    MapChild {
        map_run: usize,
        child: usize,
    },
    /// Started by a task of another execution.
    Nested(Nested),
}

/// Why a request still stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// A handler is at work.
    Handler,
    Person,
    /// Nobody knows how to answer.
    Unknown,
}

/// A request that was not answered yet.
#[derive(Clone, Debug)]
pub struct Open {
    pub request: Request,
    pub waiting: Waiting,
}

/// An execution, the world around it, and the clock.
#[derive(Debug)]
pub struct Simulation {
    pub(crate) setup: Setup,
    now: Time,
    pub(crate) executions: BTreeMap<ExecutionId, Execution>,
    next_execution: u32,
    /// Executions for which `decide` may have an event.
    ready: VecDeque<ExecutionId>,
    /// What happens later, or when nobody is ready.
    wakes: BinaryHeap<Reverse<Wake>>,
    next_wake: u64,
    requests: BTreeMap<RequestId, Open>,
    next_request: u64,
    /// Answers to tasks that were submitted or offered, and now wait for their end.
    pending: BTreeMap<(ExecutionId, EventId), Answer>,
    invocations: BTreeMap<Text, u32>,
    pub(crate) map_runs: Vec<MapRunState>,
    /// Map Runs that may have children to start.
    pub(crate) starting: VecDeque<usize>,
    /// The Map Runs of each execution that runs.
    pub(crate) runs_of: BTreeMap<ExecutionId, Vec<usize>>,
    /// The executions that tasks of each execution wait for.
    jobs_of: BTreeMap<ExecutionId, Vec<ExecutionId>>,
    steps: u64,
    /// Bytes of memory that the data of all events take.
    pub(crate) held: usize,
}

/// Something that happens at a time; of the same time, answers first, then in the order in which they were planned.
#[derive(Clone, Debug)]
struct Wake {
    time: Time,
    /// 0 for answers, 1 for alarms: who answers in the last moment is in time.
    rank: u8,
    order: u64,
    execution: ExecutionId,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    Alarm,
    Answer {
        task: EventId,
        answer: engine::Answer,
    },
    /// The next heartbeat, and how many milliseconds to the one after it.
    Heartbeat {
        task: EventId,
        every: u64,
        until: Time,
    },
}

impl PartialEq for Wake {
    fn eq(&self, other: &Wake) -> bool {
        self.order == other.order
    }
}

impl Eq for Wake {}

impl PartialOrd for Wake {
    fn partial_cmp(&self, other: &Wake) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Wake {
    fn cmp(&self, other: &Wake) -> std::cmp::Ordering {
        (self.time, self.rank, self.order).cmp(&(other.time, other.rank, other.order))
    }
}

impl Simulation {
    pub fn new(setup: Setup) -> Simulation {
        let recipe = setup.recipe.clone();
        let machine = setup.machine.clone();
        let mut simulation = Simulation {
            now: recipe.start,
            setup,
            executions: BTreeMap::new(),
            next_execution: 0,
            ready: VecDeque::new(),
            wakes: BinaryHeap::new(),
            next_wake: 0,
            requests: BTreeMap::new(),
            next_request: 0,
            pending: BTreeMap::new(),
            invocations: BTreeMap::new(),
            map_runs: Vec::new(),
            starting: VecDeque::new(),
            runs_of: BTreeMap::new(),
            jobs_of: BTreeMap::new(),
            steps: 0,
            held: 0,
        };
        let mut chance = Chance::new(recipe.seed, 0);
        let is_express = recipe.kind == MachineType::Express;
        let comes_again = simulation.setup.at_least_once && is_express && chance.next().is_multiple_of(2);
        let again = comes_again.then(|| (machine.clone(), Recipe { seed: chance.next(), ..recipe.clone() }));
        simulation.launch(machine, recipe, Role::Root);
        if let Some((machine, recipe)) = again {
            simulation.launch(machine, recipe, Role::Again);
        }
        simulation
    }

    /// Does at most `budget` steps; a step is an event, an answer or alarm that comes, or a child that is started.
    // Not inlined: callers are compiled for size, and what is inlined into them would be too.
    #[inline(never)]
    pub fn advance(&mut self, host: &mut dyn Host, budget: usize) -> Progress {
        let mut left = budget;
        while left > 0 {
            if let Some(at) = self.starting.front().copied() {
                match self.start_child(at) {
                    true => left -= 1,
                    false => drop(self.starting.pop_front()),
                }
                continue;
            }
            if let Some(id) = self.ready.front().copied() {
                left -= self.step(id, host, left).clamp(1, left);
                continue;
            }
            left -= 1;
            if self.is_held() && self.next_time().is_none_or(|time| time > self.now) {
                return Progress::Waiting;
            }
            if !self.wake(host) {
                return if self.requests().next().is_some() && !self.root().run.is_over() {
                    Progress::Waiting
                } else {
                    Progress::Over
                };
            }
        }
        Progress::Working
    }

    /// Advances until there is nothing left to do without an answer from outside.
    pub fn finish(&mut self, host: &mut dyn Host) -> Progress {
        loop {
            match self.advance(host, 100_000) {
                Progress::Working => {}
                progress => return progress,
            }
        }
    }

    /// Does all that can be done without time passing.
    pub fn settle(&mut self, host: &mut dyn Host) {
        while self.is_busy() || self.next_time().is_some_and(|time| time <= self.now) {
            self.advance(host, 1);
        }
    }

    pub fn now(&self) -> Time {
        self.now
    }

    /// The execution that was asked for.
    pub fn root(&self) -> &Execution {
        match self.executions.get(&ExecutionId::ROOT) {
            Some(root) => root,
            None => unreachable!("the root is launched first and never dropped"),
        }
    }

    /// Any execution that is kept.
    pub fn execution(&self, id: ExecutionId) -> Option<&Execution> {
        self.executions.get(&id)
    }

    pub fn executions(&self) -> impl Iterator<Item = (ExecutionId, &Execution)> {
        self.executions.iter().map(|(id, execution)| (*id, execution))
    }

    pub fn map_runs(&self) -> &[MapRunState] {
        &self.map_runs
    }

    pub fn buckets(&self) -> &Buckets {
        &self.setup.buckets
    }

    /// What it began with.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// How many steps were done.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Requests that wait for an answer from outside, oldest first.
    pub fn requests(&self) -> impl Iterator<Item = &Open> {
        self.requests.values().filter(|open| self.is_open(&open.request))
    }

    /// Answers a request; `answer.delay` counts from now. The next `advance` goes on with it.
    pub fn answer(&mut self, id: RequestId, answer: Answer) -> Result<(), Refusal> {
        let open = self.requests.get(&id).ok_or(Refusal::NotWaiting)?;
        if !self.is_open(&open.request) {
            self.requests.remove(&id);
            return Err(Refusal::NotWaiting);
        }
        if let Some(open) = self.requests.remove(&id) {
            self.reply(&open.request, answer);
        }
        Ok(())
    }

    /// The service's response to the request of a task that then waits for a job or a token: the request stays open for a person.
    pub fn submit(&mut self, id: RequestId, response: Value) -> Result<(), Refusal> {
        let open = self.requests.get_mut(&id).ok_or(Refusal::NotWaiting)?;
        open.waiting = Waiting::Person;
        let (execution, task) = (open.request.execution, open.request.task);
        self.deliver(execution, task, engine::Answer::Submitted(response))
    }

    /// SendTaskHeartbeat for a request that waits.
    pub fn heartbeat(&mut self, id: RequestId) -> Result<(), Refusal> {
        let open = self.requests.get(&id).ok_or(Refusal::NotWaiting)?;
        let (execution, task) = (open.request.execution, open.request.task);
        self.deliver(execution, task, engine::Answer::Heartbeat)
    }

    /// The request whose task has this token.
    pub fn find_token(&self, token: &str) -> Option<RequestId> {
        let mut open = self.requests();
        open.find(|open| open.request.call.token.as_ref().is_some_and(|known| known == token))
            .map(|open| open.request.id)
    }

    /// Lets time pass up to the next thing that happens by itself, although somebody still waits for a person.
    /// Gives false when nothing will.
    pub fn pass_time(&mut self, host: &mut dyn Host) -> bool {
        !self.is_busy() && self.wake(host)
    }

    /// Whether there is something to do at once.
    fn is_busy(&self) -> bool {
        !self.ready.is_empty() || !self.starting.is_empty()
    }

    /// When the next thing happens by itself.
    pub fn next_time(&mut self) -> Option<Time> {
        while let Some(Reverse(wake)) = self.wakes.peek() {
            if self.is_valid(wake) {
                return Some(wake.time);
            }
            self.wakes.pop();
        }
        None
    }

    /// Ends the execution that was asked for, as StopExecution does.
    pub fn stop(&mut self, failure: Failure) -> Result<(), Refusal> {
        let event = engine::stop(&self.root().run, failure, self.now)?;
        self.append(ExecutionId::ROOT, event, None);
        Ok(())
    }

    /// The same, at a later time: what else would have happened until then must have been done before.
    pub fn stop_at(&mut self, failure: Failure, time: Time) -> Result<(), Refusal> {
        self.now = self.now.max(time);
        self.stop(failure)
    }

    /// Goes on with an execution that failed, timed out or was aborted, as RedriveExecution does.
    pub fn redrive(&mut self) -> Result<(), Refusal> {
        let root = self.root();
        let event = engine::redrive(&root.run, self.now)?;
        self.append(ExecutionId::ROOT, event, None);
        self.make_ready(ExecutionId::ROOT);
        Ok(())
    }

    /// The same, at a later time.
    pub fn redrive_at(&mut self, time: Time) -> Result<(), Refusal> {
        self.now = self.now.max(time);
        self.redrive()
    }

    /// Does all that happens by itself before a time, although somebody may still wait for a person.
    pub fn pass_until(&mut self, host: &mut dyn Host, time: Time) {
        self.settle(host);
        while self.next_time().is_some_and(|next| next < time) && self.pass_time(host) {
            self.settle(host);
        }
    }

    /// Whether somebody outside is at work, so that the clock must stand still.
    fn is_held(&self) -> bool {
        self.requests().next().is_some()
    }

    fn is_open(&self, request: &Request) -> bool {
        self.executions
            .get(&request.execution)
            .is_some_and(|execution| execution.run.need(request.task).is_some())
    }

    /// Events of one execution, as long as nobody else is concerned; gives how many there were.
    /// When it has none left, that is noted.
    #[inline(never)]
    fn step(&mut self, id: ExecutionId, host: &mut dyn Host, budget: usize) -> usize {
        let now = self.now;
        let most = self.setup.recipe.limits.memory;
        let Some(execution) = self.executions.get_mut(&id) else {
            self.ready.pop_front();
            return 0;
        };
        let mut done = 0;
        while done < budget {
            if self.held > most && !execution.run.is_over() {
                self.give_up(id);
                return done + 1;
            }
            make_room(&mut execution.events, &execution.role);
            let before = execution.events.len();
            let (held, own) = (&mut self.held, &mut execution.held);
            let look = |output: &Value, assigned: Option<&Object>| {
                let added = memory::left_with(output, assigned);
                *held += added;
                *own += added;
                *held <= most
            };
            let Execution { machine, run, events, .. } = execution;
            engine::proceed(machine, run, now, events, budget - done, look);
            let strode = execution.events.len() - before;
            self.steps += strode as u64;
            done += strode;
            let is_full = self.held > most && !execution.run.is_over();
            if done == budget || is_full || execution.events.len() == execution.events.capacity() {
                continue;
            }
            match engine::decide(&execution.machine, &execution.run, now) {
                Some(event) if is_private(&event.kind) => {
                    let added = memory::added(&event.kind);
                    self.held += added;
                    execution.held += added;
                    execution.run.evolve(&event);
                    execution.events.push(event);
                    self.steps += 1;
                    done += 1;
                }
                Some(event) => {
                    self.append(id, event, Some(host));
                    return done + 1;
                }
                None => {
                    execution.is_ready = false;
                    let alarm = execution.run.alarm();
                    let is_new = alarm != execution.alarm;
                    execution.alarm = alarm;
                    self.ready.pop_front();
                    if let (Some(time), true) = (alarm, is_new) {
                        self.plan(time, 1, id, What::Alarm);
                    }
                    return done;
                }
            }
        }
        budget
    }

    /// Ends the execution that was asked for, or if that is over this one, because memory is full.
    fn give_up(&mut self, id: ExecutionId) {
        let id = if self.root().run.is_over() { id } else { ExecutionId::ROOT };
        let Some(execution) = self.executions.get(&id) else { return };
        let failure = memory::is_full(self.setup.recipe.limits.memory);
        if let Ok(event) = engine::stop(&execution.run, failure, self.now) {
            self.append(id, event, None);
        }
    }

    /// Puts an event into its execution, and serves what it asks for.
    fn append(&mut self, id: ExecutionId, event: Event, host: Option<&mut dyn Host>) {
        self.steps += 1;
        let Some(execution) = self.executions.get_mut(&id) else { return };
        let added = memory::added(&event.kind);
        self.held += added;
        execution.held += added;
        execution.run.evolve(&event);
        let need = engine::opened(&execution.run, &event);
        let aborted = match &event.kind {
            Kind::MapRunAborted(run) => Some(run.arn.clone()),
            _ => None,
        };
        let is_over = event.kind.is_end();
        execution.events.push(event);
        if let Some(arn) = aborted {
            self.abort_map_run(&arn);
        }
        if is_over {
            self.ended(id);
        } else if let (Some(need), Some(host)) = (need, host) {
            self.serve(id, need, host);
        }
    }

    /// Begins to serve a need.
    fn serve(&mut self, id: ExecutionId, need: Need, host: &mut dyn Host) {
        match need {
            Need::Task { task, call } | Need::Activity { task, call } => {
                let Some(execution) = self.executions.get(&id) else { return };
                let state = execution.machine.state(call.state).name.clone();
                let invocation = self.invocations.entry(state.clone()).or_default();
                let request = Request {
                    id: RequestId(self.next_request),
                    execution: id,
                    task,
                    state,
                    call,
                    invocation: *invocation,
                };
                *invocation += 1;
                self.next_request += 1;
                let waiting = match host.ask(&request) {
                    Reply::Answer(answer) => return self.reply(&request, answer),
                    Reply::Later => Waiting::Handler,
                    Reply::Person => Waiting::Person,
                    Reply::Unknown if nested::start(self, &request) || callback::send(self, &request) => {
                        return;
                    }
                    Reply::Unknown => Waiting::Unknown,
                };
                if waiting != Waiting::Handler && default::waits(&request.call) {
                    // The request itself is answered at once; what is waited for is the job or the token.
                    let response = default::response(&request.call, self.now, self.setup.recipe.seed, task);
                    self.plan_answer(id, task, engine::Answer::Submitted(response));
                }
                self.requests.insert(request.id, Open { request, waiting });
            }
            Need::Outcome { task, call } => {
                if let Some(answer) = self.pending.remove(&(id, task)) {
                    let outcome = default::outcome(&call, &answer.outcome);
                    self.plan_outcome(id, task, &answer, outcome);
                }
            }
            Need::MapRun { task, run } => self.start_map_run(id, task, run),
        }
    }

    /// Lets a person answer a task that has nobody else to wait for any longer.
    pub(crate) fn leave_to_person(&mut self, id: ExecutionId, task: EventId) {
        let Some(execution) = self.executions.get(&id) else { return };
        let call = match execution.run.need(task) {
            Some(Need::Task { call, .. } | Need::Activity { call, .. } | Need::Outcome { call, .. }) => call,
            Some(Need::MapRun { .. }) | None => return,
        };
        let state = execution.machine.state(call.state).name.clone();
        let invocation = self.invocations.get(&state).map_or(0, |count| count.saturating_sub(1));
        let request =
            Request { id: RequestId(self.next_request), execution: id, task, state, call, invocation };
        self.next_request += 1;
        self.requests.insert(request.id, Open { request, waiting: Waiting::Person });
    }

    /// Plans what an answer brings: a response to the request, a worker, heartbeats, the outcome.
    fn reply(&mut self, request: &Request, answer: Answer) {
        let (id, task, call) = (request.execution, request.task, &request.call);
        let need = self.executions.get(&id).and_then(|execution| execution.run.need(task));
        if let Some(Need::Outcome { .. }) = need {
            let outcome = default::outcome(call, &answer.outcome);
            self.plan_outcome(id, task, &answer, outcome);
        } else if default::is_activity(call) {
            // Heartbeats come from a worker, too.
            let is_taken =
                answer.outcome != Outcome::NoAnswer || answer.worker.is_some() || answer.heartbeat.is_some();
            if is_taken {
                let worker = answer.worker.clone();
                self.pending.insert((id, task), answer);
                self.plan(self.now, 0, id, What::Answer { task, answer: engine::Answer::Started { worker } });
            }
        } else if default::waits(call) && !default::is_refused(call, &answer) {
            let response = match &answer.submitted {
                Some(response) => response.clone(),
                None => default::response(call, self.now, self.setup.recipe.seed, task),
            };
            self.pending.insert((id, task), answer);
            self.plan(self.now, 0, id, What::Answer { task, answer: engine::Answer::Submitted(response) });
        } else {
            let outcome = default::outcome(call, &answer.outcome);
            self.plan_outcome(id, task, &answer, outcome);
        }
    }

    fn plan_outcome(
        &mut self,
        id: ExecutionId,
        task: EventId,
        answer: &Answer,
        outcome: Option<engine::Answer>,
    ) {
        let due = self.now + i64::try_from(answer.delay).unwrap_or(i64::MAX);
        let until = if outcome.is_some() { due } else { Time(i64::MAX) };
        if let Some(every) = answer.heartbeat {
            let first = self.now + i64::try_from(every).unwrap_or(i64::MAX);
            // Without an outcome, heartbeats go on as long as there was a delay: then they fall silent.
            let last = if outcome.is_some() || answer.delay > 0 { due } else { until };
            if first < last {
                self.plan(first, 0, id, What::Heartbeat { task, every, until: last });
            }
        }
        if let Some(answer) = outcome {
            self.plan(due, 0, id, What::Answer { task, answer });
        }
    }

    fn plan(&mut self, time: Time, rank: u8, execution: ExecutionId, what: What) {
        let order = self.next_wake;
        self.next_wake += 1;
        self.wakes.push(Reverse(Wake { time, rank, order, execution, what }));
    }

    /// Jumps to the next thing that happens; false when there is none.
    fn wake(&mut self, host: &mut dyn Host) -> bool {
        if self.next_time().is_none() {
            return false;
        }
        let Some(Reverse(wake)) = self.wakes.pop() else { return false };
        self.now = self.now.max(wake.time);
        match wake.what {
            What::Alarm => {
                if let Some(execution) = self.executions.get_mut(&wake.execution) {
                    execution.alarm = None;
                }
                self.make_ready(wake.execution);
            }
            What::Answer { task, answer } => {
                // An answer that nobody waits for any longer is dropped, as the service does.
                let _ = self.deliver_asking(wake.execution, task, answer, Some(host));
            }
            What::Heartbeat { task, every, until } => {
                let _ = self.deliver(wake.execution, task, engine::Answer::Heartbeat);
                let next = wake.time + i64::try_from(every).unwrap_or(i64::MAX);
                if next < until {
                    self.plan(next, 0, wake.execution, What::Heartbeat { task, every, until });
                }
            }
        }
        true
    }

    /// Whether a wake still means something: others are forgotten without moving the clock.
    fn is_valid(&self, wake: &Wake) -> bool {
        let Some(execution) = self.executions.get(&wake.execution) else { return false };
        match &wake.what {
            What::Alarm => execution.alarm == Some(wake.time) && !execution.run.is_over(),
            What::Answer { task, .. } | What::Heartbeat { task, .. } => execution.run.need(*task).is_some(),
        }
    }

    /// Puts an answer into an execution at once.
    pub(crate) fn deliver(
        &mut self,
        id: ExecutionId,
        task: EventId,
        answer: engine::Answer,
    ) -> Result<(), Refusal> {
        self.deliver_asking(id, task, answer, None)
    }

    fn deliver_asking(
        &mut self,
        id: ExecutionId,
        task: EventId,
        answer: engine::Answer,
        host: Option<&mut dyn Host>,
    ) -> Result<(), Refusal> {
        let execution = self.executions.get(&id).ok_or(Refusal::Over)?;
        let event = engine::answer(&execution.run, task, answer, self.now)?;
        self.append(id, event, host);
        self.make_ready(id);
        Ok(())
    }

    /// Plans an answer for when nobody is ready any longer, at the present time.
    pub(crate) fn plan_answer(&mut self, id: ExecutionId, task: EventId, answer: engine::Answer) {
        self.plan(self.now, 0, id, What::Answer { task, answer });
    }

    fn make_ready(&mut self, id: ExecutionId) {
        if let Some(execution) = self.executions.get_mut(&id)
            && !execution.is_ready
            && !execution.run.is_over()
        {
            execution.is_ready = true;
            self.ready.push_back(id);
        }
    }

    /// Starts an execution now.
    pub(crate) fn launch(&mut self, machine: Arc<Machine>, recipe: Recipe, role: Role) -> ExecutionId {
        let id = ExecutionId(self.next_execution);
        self.next_execution += 1;
        let mut run = Run::new(self.setup.regexes);
        if let Role::Nested(nested) = &role
            && nested.is_waited_for()
        {
            self.jobs_of.entry(nested.parent).or_default().push(id);
        }
        let event = engine::start(&machine, recipe);
        run.evolve(&event);
        self.executions.insert(
            id,
            Execution { machine, run, events: vec![event], role, alarm: None, is_ready: false, held: 0 },
        );
        self.make_ready(id);
        id
    }

    /// What follows from the end of an execution.
    fn ended(&mut self, id: ExecutionId) {
        self.abort_children_of(id);
        let Some(execution) = self.executions.get(&id) else { return };
        match execution.role.clone() {
            Role::Root | Role::Again => {}
            Role::MapChild { map_run, child } => self.child_ended(id, map_run, child),
            Role::Nested(nested) => nested::ended(self, id, &nested),
        }
    }

    /// Ends an execution from outside, when it is not over.
    pub(crate) fn abort(&mut self, id: ExecutionId) {
        let Some(execution) = self.executions.get(&id) else { return };
        if let Ok(event) = engine::stop(&execution.run, Failure::default(), self.now) {
            self.append(id, event, None);
        }
    }

    /// Jobs that were waited for end with the execution that waits.
    fn abort_children_of(&mut self, id: ExecutionId) {
        let orphans = self.jobs_of.remove(&id).unwrap_or_default();
        for orphan in orphans {
            self.abort(orphan);
        }
        self.abort_map_runs_of(id);
    }
}

/// A long history grows in few large steps: each of them copies it.
#[inline]
fn make_room(events: &mut Vec<Event>, role: &Role) {
    /// What the history of the execution itself has room for when it turns out to be long: there is only one of them,
    /// and memory that is not written to costs nothing.
    const LONG: usize = 1 << 16;
    let length = events.len();
    if length == events.capacity() {
        let more = match role {
            Role::Root if (1024..LONG / 4).contains(&length) => LONG - length,
            _ if length < 256 => length.max(4),
            _ => 3 * length,
        };
        events.reserve(more);
    }
}

/// Whether an event concerns nobody but its own execution: it asks for nothing, and ends nothing.
fn is_private(kind: &Kind) -> bool {
    match kind {
        Kind::ExecutionStarted { .. }
        | Kind::ExecutionRedriven { .. }
        | Kind::ExecutionSucceeded { .. }
        | Kind::ExecutionFailed(_)
        | Kind::ExecutionAborted(_)
        | Kind::ExecutionTimedOut(_)
        | Kind::TaskScheduled(_)
        | Kind::TaskScheduleFailed(..)
        | Kind::TaskStarted { .. }
        | Kind::TaskStartFailed(..)
        | Kind::TaskSubmitted { .. }
        | Kind::TaskSubmitFailed(..)
        | Kind::TaskSucceeded { .. }
        | Kind::TaskFailed(..)
        | Kind::TaskTimedOut(..)
        | Kind::MapRunStarted(_)
        | Kind::MapRunSucceeded { .. }
        | Kind::MapRunFailed { .. }
        | Kind::MapRunAborted(_)
        | Kind::MapRunRedriven { .. }
        | Kind::Heartbeat => false,
        Kind::StateEntered { .. }
        | Kind::StateExited { .. }
        | Kind::StateAborted { .. }
        | Kind::EvaluationFailed { .. }
        | Kind::ParallelStarted { .. }
        | Kind::ParallelSucceeded { .. }
        | Kind::ParallelFailed { .. }
        | Kind::MapStarted { .. }
        | Kind::MapIterationStarted { .. }
        | Kind::MapIterationSucceeded { .. }
        | Kind::MapIterationFailed { .. }
        | Kind::MapIterationAborted { .. }
        | Kind::MapSucceeded { .. }
        | Kind::MapFailed { .. }
        | Kind::WaitSet { .. }
        | Kind::RetrySet { .. }
        | Kind::Raised { .. } => true,
    }
}

/// Here and not left to the callers, who are compiled for size: an execution may have millions of parts to let go of.
impl Drop for Simulation {
    #[inline(never)]
    fn drop(&mut self) {
        self.executions.clear();
    }
}

impl Execution {
    /// The member `events` of what GetExecutionHistory gives.
    pub fn history(&self) -> Value {
        engine::history::events(&self.machine, &self.events)
    }

    pub fn status(&self) -> &Status {
        &self.run.status
    }
}
