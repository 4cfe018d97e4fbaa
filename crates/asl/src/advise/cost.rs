//! Workflows as a whole: what they cost, and what could be simpler.

use alloc::format;
use alloc::vec;
use alloc::vec::Vec;

use super::Adviser;
use super::tasks::is_lambda;
use crate::{
    Code, Diagnostic, Kind, Machine, MachineType, Mode, Next, Pattern, Range, Resource, Retrier, Setting,
    Severity, State, StateId, Wait,
};

/// The longest an Express execution may take, in seconds.
const EXPRESS_SECONDS: f64 = 300.0;

/// So many functions of a chain are named.
const NAMED: usize = 6;

impl Adviser<'_> {
    /// Three functions or more in a row, with nothing between that only a workflow could do.
    pub fn chains(&mut self) {
        let machine = self.machine;
        let arrows_in = arrows_in(machine);
        let next_of = |state: &State| match &state.next {
            Next::To(target) => target.state,
            Next::End | Next::Missing | Next::None => None,
        };
        let is_link = |id: StateId| is_plain_lambda(machine.state(id)) && arrows_in[id.0 as usize] == 1;
        let mut is_behind = vec![false; machine.states.len()];
        for state in &machine.states {
            if is_plain_lambda(state)
                && let Some(next) = next_of(state)
                && is_link(next)
            {
                is_behind[next.0 as usize] = true;
            }
        }
        for state in &machine.states {
            if !is_plain_lambda(state) || is_behind[state.id.0 as usize] {
                continue;
            }
            let mut chain: Vec<&str> = vec![&state.name];
            let mut at = next_of(state);
            // A ring of links has no first one and is never entered; a walk from a first one visits each link once.
            while let Some(id) = at.filter(|id| is_link(*id) && chain.len() <= machine.states.len()) {
                chain.push(&machine.state(id).name);
                at = next_of(machine.state(id));
            }
            if chain.len() >= 3 {
                let names = chain[..chain.len().min(NAMED)].join("', '");
                let more = if chain.len() > NAMED { ", …" } else { "" };
                let message = format!(
                    "{} functions run one after the other ('{names}'{more}): each state costs a transition, and each function a start. \
                     What belongs together can be one function; what only calls a service can be an integration without any.",
                    chain.len()
                );
                self.about_range(
                    Severity::Hint,
                    Code::ChainedLambdas,
                    message,
                    state,
                    "",
                    state.name_range,
                    None,
                );
            }
        }
    }

    /// A Standard workflow that could be Express, where that is cheaper.
    pub fn express(&mut self) {
        let machine = self.machine;
        if machine.machine_type == MachineType::Express || machine.states.len() < 3 {
            return;
        }
        let tasks = machine.states.iter().filter(|state| matches!(state.kind, Kind::Task(_))).count();
        if tasks == 0 || !machine.states.iter().all(may_be_express) || may_take_long(machine) {
            return;
        }
        // A callback's or a person's absence cannot be seen here; what can be seen speaks for Express.
        let message = "Everything here works in an Express workflow too, which costs by duration and not by transition: \
                       for many short executions often a hundredth. Express may run twice, keeps no history, and ends after five minutes.";
        let range = match &machine.top().start {
            Some(start) => start.range,
            None => Range::new(machine.top().range.start, machine.top().range.start),
        };
        self.diagnostics.push(Diagnostic {
            severity: Severity::Hint,
            code: Code::ExpressCheaper,
            message: message.into(),
            location: Some("/".into()),
            range,
            state: None,
            fix: None,
        });
    }
}

/// A function call that only passes data on: nothing is caught, chosen or shaped.
fn is_plain_lambda(state: &State) -> bool {
    match &state.kind {
        Kind::Task(task) => {
            let waits = task
                .resource
                .integration()
                .is_some_and(|integration| integration.pattern != Pattern::RequestResponse);
            is_lambda(&task.resource) && !waits && state.catch.is_empty()
        }
        Kind::Pass(_)
        | Kind::Choice(_)
        | Kind::Wait(_)
        | Kind::Succeed
        | Kind::Fail(_)
        | Kind::Parallel(_)
        | Kind::Map(_)
        | Kind::Unknown(_) => false,
    }
}

/// How many arrows lead to each state, the one from the start included.
fn arrows_in(machine: &Machine) -> Vec<u32> {
    let mut arrows = vec![0_u32; machine.states.len()];
    let starts = machine.scopes.iter().filter_map(|scope| scope.start.as_ref());
    let others = machine.states.iter().flat_map(State::targets);
    for id in starts.chain(others).filter_map(|target| target.state) {
        arrows[id.0 as usize] += 1;
    }
    arrows
}

/// Whether a definition allows for, or waits for, more time than an Express execution has.
fn may_take_long(machine: &Machine) -> bool {
    let waits: f64 = machine.states.iter().map(seconds_waited).sum();
    let has_time = machine.timeout_seconds.is_some_and(|seconds| seconds as f64 > EXPRESS_SECONDS);
    has_time || waits >= EXPRESS_SECONDS || waits > 0.0 && polls(machine)
}

/// How long a state waits at most by its own fields: a Wait, the time a task has, the delays of its retriers.
fn seconds_waited(state: &State) -> f64 {
    let own = match &state.kind {
        Kind::Wait(Wait::Seconds(Setting::Literal(seconds))) => seconds.as_f64(),
        Kind::Task(task) => match &task.timeout {
            Some(Setting::Literal(seconds)) if seconds.as_f64() >= EXPRESS_SECONDS => seconds.as_f64(),
            Some(_) | None => 0.0,
        },
        Kind::Pass(_)
        | Kind::Choice(_)
        | Kind::Wait(_)
        | Kind::Succeed
        | Kind::Fail(_)
        | Kind::Parallel(_)
        | Kind::Map(_)
        | Kind::Unknown(_) => 0.0,
    };
    own + state.retry.iter().map(seconds_retried).fold(0.0, f64::max)
}

/// All delays of a retrier together, as far as they matter here.
fn seconds_retried(retrier: &Retrier) -> f64 {
    let most = retrier.max_delay_seconds.map_or(f64::INFINITY, |seconds| seconds as f64);
    let mut delay = retrier.interval_seconds as f64;
    let mut sum = 0.0;
    for _ in 0..retrier.max_attempts {
        sum += delay.min(most);
        delay *= retrier.backoff_rate;
        if sum >= EXPRESS_SECONDS {
            break;
        }
    }
    sum
}

/// Whether a Wait stands in a circle or behind one: then nobody knows how long it all takes.
fn polls(machine: &Machine) -> bool {
    // States to which only states lead that are on no circle are on none.
    let mut arrows = arrows_in(machine);
    for start in machine.scopes.iter().filter_map(|scope| scope.start.as_ref()?.state) {
        arrows[start.0 as usize] -= 1;
    }
    let mut open: Vec<StateId> =
        machine.states.iter().map(|state| state.id).filter(|id| arrows[id.0 as usize] == 0).collect();
    while let Some(id) = open.pop() {
        for target in machine.state(id).targets().filter_map(|target| target.state) {
            arrows[target.0 as usize] -= 1;
            if arrows[target.0 as usize] == 0 {
                open.push(target);
            }
        }
    }
    machine.states.iter().any(|state| matches!(state.kind, Kind::Wait(_)) && arrows[state.id.0 as usize] > 0)
}

fn may_be_express(state: &State) -> bool {
    match &state.kind {
        Kind::Pass(_) | Kind::Choice(_) | Kind::Succeed | Kind::Fail(_) | Kind::Parallel(_) => true,
        Kind::Task(task) => match &task.resource {
            Resource::Lambda(_) => true,
            Resource::Integration(integration) => {
                integration.pattern == Pattern::RequestResponse && !integration.is("states", "startExecution")
            }
            Resource::Activity(_) | Resource::Other(_) | Resource::Missing => false,
        },
        Kind::Wait(wait) => matches!(wait, Wait::Seconds(Setting::Literal(_))),
        Kind::Map(map) => matches!(map.mode, Mode::Inline),
        Kind::Unknown(_) => false,
    }
}
