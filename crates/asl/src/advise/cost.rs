//! Workflows as a whole: what they cost, and what could be simpler.

use alloc::format;
use alloc::vec;
use alloc::vec::Vec;

use super::Adviser;
use super::tasks::is_lambda;
use crate::{
    Code, Diagnostic, Kind, MachineType, Mode, Next, Pattern, Range, Resource, Setting, Severity, State,
    StateId, Wait,
};

/// The longest an Express execution may take.
const EXPRESS_SECONDS: f64 = 300.0;

impl Adviser<'_> {
    /// Three functions or more in a row, with nothing between that only a workflow could do.
    pub fn chains(&mut self) {
        let machine = self.machine;
        let mut arrows_in = vec![0_u32; machine.states.len()];
        for scope in &machine.scopes {
            let start = scope.start.iter().filter_map(|start| start.state);
            let others = scope
                .states
                .iter()
                .flat_map(|id| machine.state(*id).targets())
                .filter_map(|target| target.state);
            for id in start.chain(others) {
                arrows_in[id.0 as usize] += 1;
            }
        }
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
                let names = chain.join("', '");
                let message = format!(
                    "{} functions run one after the other ('{names}'), each state costs a transition, and each function a start. \
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
        if tasks == 0 || !machine.states.iter().all(may_be_express) {
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
        Kind::Wait(Wait::Seconds(Setting::Literal(seconds))) => seconds.as_f64() < EXPRESS_SECONDS,
        Kind::Wait(Wait::Seconds(_) | Wait::Timestamp(_) | Wait::Missing) => false,
        Kind::Map(map) => matches!(map.mode, Mode::Inline),
        Kind::Unknown(_) => false,
    }
}
