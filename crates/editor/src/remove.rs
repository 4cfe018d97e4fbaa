//! Removing states, so that the flow goes on over the gap.

use json::Text;
use json::tree::child_pointer;

use crate::Refusal;
use crate::ScopeName;
use crate::draft::{Draft, Outcome};
use crate::mend::{Leaving, mend};

/// Removes states with everything in them.
pub fn remove(draft: &mut Draft<'_>, states: &[Text]) -> Outcome {
    for (scope, states) in by_scope(draft, states)? {
        remove_from(draft, &scope, &states, Leaving::Gone)?;
    }
    Ok(())
}

/// Removes states of one scope.
pub fn remove_from(draft: &mut Draft<'_>, scope: &ScopeName, states: &[Text], leaving: Leaving) -> Outcome {
    let scope = draft.scope(scope)?.clone();
    mend(draft, &scope, states, leaving)?;
    let pointer = child_pointer(&scope.pointer, "States");
    for state in states {
        draft.remove(&pointer, state)?;
    }
    Ok(())
}

/// The states by scope, without those that lie in another one of them.
fn by_scope(draft: &Draft<'_>, states: &[Text]) -> Result<Vec<(ScopeName, Vec<Text>)>, Refusal> {
    if states.is_empty() {
        return Err(Refusal::Nothing);
    }
    let mut scopes: Vec<(ScopeName, Vec<Text>)> = Vec::new();
    for name in states {
        let state = draft.state(name)?;
        let scope = &draft.skeleton().scope_of(state).name;
        if states.iter().any(|other| draft.skeleton().is_inside(scope, other)) {
            continue;
        }
        match scopes.iter_mut().find(|(known, _)| known == scope) {
            Some((_, names)) if names.contains(name) => {}
            Some((_, names)) => names.push(name.clone()),
            None => scopes.push((scope.clone(), vec![name.clone()])),
        }
    }
    Ok(scopes)
}
