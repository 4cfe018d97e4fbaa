//! Branches and processors that go round in circles: the service asks only the machine itself for an end.

use alloc::format;

use super::Adviser;
use crate::{Code, Diagnostic, Kind, Next, ScopeId, Severity, State};

impl Adviser<'_> {
    /// Scopes inside of a Parallel or Map in which every state leads to another one.
    pub fn endless(&mut self) {
        let machine = self.machine;
        for (index, scope) in machine.scopes.iter().enumerate() {
            let (Some(owner), Some(start)) = (scope.owner, &scope.start) else { continue };
            if scope.states.is_empty() || !machine.states_of(ScopeId(index as u32)).all(leads_on) {
                continue;
            }
            let owner = machine.state(owner);
            let message = format!(
                "Nothing in here ends: every state leads to another one, so '{}' is left only by a failure or a timeout. \
                 Give one state \"End\": true, or lead to a Succeed or Fail state.",
                owner.name
            );
            self.diagnostics.push(Diagnostic {
                severity: Severity::Info,
                code: Code::NeverEnds,
                message,
                location: Some(machine.scope_location(ScopeId(index as u32))),
                range: start.range,
                state: Some(owner.id),
                fix: None,
            });
        }
    }
}

/// Whether all ways out of a state lead to other states.
fn leads_on(state: &State) -> bool {
    let has_arrows = match &state.kind {
        Kind::Choice(choice) => {
            !choice.rules.is_empty() && choice.rules.iter().all(|rule| rule.next.is_some())
        }
        Kind::Pass(_) | Kind::Task(_) | Kind::Wait(_) | Kind::Parallel(_) | Kind::Map(_) => {
            matches!(state.next, Next::To(_))
        }
        Kind::Succeed | Kind::Fail(_) | Kind::Unknown(_) => false,
    };
    has_arrows && state.targets().all(|target| target.state.is_some())
}
