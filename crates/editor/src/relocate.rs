//! Moving states to another place in the flow, with their own text.

use json::Text;
use json::edit::Content;
use json::tree::child_pointer;

use crate::clipboard::entry;
use crate::connect::{point, target_of};
use crate::draft::{Draft, Outcome};
use crate::insert::put;
use crate::mend::Leaving;
use crate::remove::remove_from;
use crate::rule::{check_move, common_scope, scope_of};
use crate::skeleton::Arrow;
use crate::{Refusal, Slot, Target};

/// Takes states out of the flow, which closes behind them, and puts them onto a slot.
/// Arrows between them stay; where they led on, they lead to what the slot led to.
pub fn relocate(draft: &mut Draft<'_>, states: &[Text], slot: &Slot) -> Outcome {
    check_move(draft.skeleton(), states, slot)?;
    let scope = common_scope(draft.skeleton(), states)?;
    let start = entry(draft, states)?;
    let members = taken(draft, states)?;
    let destination = scope_of(draft.skeleton(), slot)?;
    if target_of(draft.skeleton(), slot)?.as_ref() == Some(&start) && destination == scope {
        return Ok(());
    }
    let leaving = if destination == scope { Leaving::Moved } else { Leaving::Gone };
    // The slot may lead to one of the states that are moved: then it leads to what comes behind them.
    remove_from(draft, &scope, states, leaving)?;
    // Removing may have taken a catcher away that was the slot itself.
    crate::rule::check_insert(draft.skeleton(), slot, true, &start)?;
    let rest = target_of(draft.skeleton(), slot)?;
    put(draft, slot, &start, &members)?;
    let is_home = destination == scope;
    for name in states {
        lead_on(draft, name, states, rest.as_ref(), is_home)?;
    }
    Ok(())
}

/// The texts of states, in the order of the document.
pub fn taken(draft: &Draft<'_>, states: &[Text]) -> Result<Vec<(Text, Content)>, Refusal> {
    let scope = draft.scope(&common_scope(draft.skeleton(), states)?)?;
    let pointer = child_pointer(&scope.pointer, "States");
    let chosen = draft.skeleton().states_of(scope).filter(|state| states.contains(&state.name));
    chosen.map(|state| Ok((state.name.clone(), draft.take(&child_pointer(&pointer, &state.name))?))).collect()
}

/// Mends the arrows of one moved state that lead out of the moved group.
/// In its old scope only the way on changes, and catchers and rules keep their targets; elsewhere these no longer exist.
fn lead_on(
    draft: &mut Draft<'_>,
    name: &Text,
    group: &[Text],
    rest: Option<&Text>,
    is_home: bool,
) -> Outcome {
    let state = draft.state(name)?;
    let onward = rest.cloned().map_or(Target::Nothing, Target::State);
    let is_outward = |arrow: &&Arrow| !group.contains(&arrow.target);
    let outward: Vec<Arrow> = state.arrows.iter().filter(is_outward).cloned().collect();
    let ends = state.has_next() && state.target(&Slot::Next(name.clone())).is_none();
    if ends && let Some(rest) = rest {
        point(draft, &Slot::Next(name.clone()), &Target::State(rest.clone()))?;
    }
    // From behind, so that the places of catchers stay right.
    for arrow in outward.iter().rev() {
        let target = match &arrow.slot {
            Slot::Next(_) => rest.cloned().map_or(Target::End, Target::State),
            Slot::Default(_) if is_home && rest.is_none() => continue,
            Slot::Default(_) => onward.clone(),
            Slot::Rule(..) if is_home => continue,
            Slot::Rule(..) => onward.clone(),
            Slot::Catch(..) if is_home => continue,
            Slot::Catch(..) => Target::Nothing,
            Slot::Start(_) | Slot::NewBranch(_) | Slot::NewRule(_) | Slot::NewCatch(_) => continue,
        };
        point(draft, &arrow.slot, &target)?;
    }
    Ok(())
}
