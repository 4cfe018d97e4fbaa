//! Choice: Entered → Exited, through the first rule that is met.

use alloc::format;

use asl::{Choice, Condition, Rule};

use crate::exit::{self, Exit};
use crate::sentence;
use crate::turn::{Given, Trouble, Turn};

#[inline(always)]
pub(crate) fn choose(turn: &Turn<'_>, state: &Choice) -> Result<Exit, Trouble> {
    let input = turn.effective_input()?;
    for (index, rule) in state.rules.iter().enumerate() {
        let is_met = match rule.condition.is_plainly_met(&input) {
            Some(is_met) => is_met,
            None => is_met(turn, rule, index, &input)?,
        };
        if is_met {
            return through(turn, rule, index, &input);
        }
    }
    match &state.default {
        Some(target) => {
            let onward = turn.target(Some(target))?;
            exit::by_default(turn, &input, onward)
        }
        // Documented as States.NoChoiceMatched, but this is what the service was seen to do.
        None => Err(turn.fatal(sentence::NOWHERE)),
    }
}

fn is_met(turn: &Turn<'_>, rule: &Rule, index: usize, input: &json::Value) -> Result<bool, Trouble> {
    let given = &Given { here: Some(input), ..Given::default() };
    turn.with(given, |surroundings, chance| match &rule.condition {
        Condition::Expression(_) => {
            rule.condition.is_met(surroundings, &format!("Choices[{index}]/Condition"), chance)
        }
        // Nobody else names the field.
        Condition::Test(_)
        | Condition::And(_)
        | Condition::Or(_)
        | Condition::Not(_)
        | Condition::Always(_)
        | Condition::Broken(_) => rule.condition.is_met(surroundings, "", chance),
    })
}

fn through(turn: &Turn<'_>, rule: &Rule, index: usize, input: &json::Value) -> Result<Exit, Trouble> {
    let onward = turn.target(rule.next.as_ref())?;
    exit::by_rule(turn, rule, index, input, onward)
}
