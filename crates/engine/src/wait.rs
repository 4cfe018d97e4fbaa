//! Wait: Entered → (the alarm is set) → Exited.

use alloc::format;

use asl::Timestamp;
use asl::{Setting, Wait};
use json::{Number, Text};

use crate::turn::{Given, Trouble, Turn, shown};
use crate::{Event, Kind, Time, exit, number};

/// The longest wait in seconds: 24,855 days are taken, 24,856 are not.
const LONGEST: i64 = i32::MAX as i64;

/// Until when to wait.
pub(crate) fn set(turn: &Turn<'_>, state: &Wait) -> Result<Event, Trouble> {
    let until = match state {
        Wait::Seconds(setting) => seconds(turn, setting)?,
        Wait::Timestamp(setting) => timestamp(turn, setting)?,
        Wait::Missing => return Err(turn.fatal("The Wait state does not say how long to wait.")),
    };
    if until.0 - turn.now.0 > LONGEST * 1000 {
        return Err(turn.fatal("Wait state delay is too long."));
    }
    Ok(turn.event(Kind::WaitSet { until }))
}

/// The time has come.
pub(crate) fn leave(turn: &Turn<'_>) -> Result<Event, Trouble> {
    let input = turn.effective_input()?;
    Ok(turn.exited(exit::pass_on(turn, &input)?))
}

fn seconds(turn: &Turn<'_>, setting: &Setting<Number>) -> Result<Time, Trouble> {
    let effective = turn.effective_input()?;
    let given = &Given { here: Some(&effective), ..Given::default() };
    let value = match (turn.setting(setting, "Seconds", given), setting) {
        (Err(Trouble::Fatal(_)), Setting::Path(path)) => {
            return Err(turn.fatal(format!(
                "The SecondsPath parameter does not reference an input value: {}",
                path.text
            )));
        }
        (value, _) => value?,
    };
    if let Setting::Expression(expression) = setting {
        return Ok(turn.now.after_seconds(number::evaluated_seconds(turn, expression, "Seconds", &value)?));
    }
    let seconds = match (setting, number::integer(&value)) {
        (Setting::Path(path), None) => {
            return Err(turn.fatal(format!(
                "The SecondsPath parameter cannot be parsed as a long value: {} == {}",
                path.text,
                shown(&value)
            )));
        }
        (Setting::Path(path), Some(seconds)) if seconds < 0 => {
            return Err(turn.fatal(format!(
                "The SecondsPath parameter references a negative value: {} == {seconds}",
                path.text
            )));
        }
        (_, seconds) => seconds.unwrap_or(0).max(0),
    };
    Ok(turn.now.after_seconds(seconds.unsigned_abs()))
}

fn timestamp(turn: &Turn<'_>, setting: &Setting<Text>) -> Result<Time, Trouble> {
    let effective = turn.effective_input()?;
    let given = &Given { here: Some(&effective), ..Given::default() };
    let value = match (turn.setting(setting, "Timestamp", given), setting) {
        (Err(Trouble::Fatal(_)), Setting::Path(path)) => {
            return Err(turn.fatal(format!(
                "The TimestampPath parameter does not reference an input value: {}",
                path.text
            )));
        }
        (value, _) => value?,
    };
    if let Some(timestamp) = value.as_str().and_then(Timestamp::parse) {
        return Ok(Time(timestamp.millis()));
    }
    Err(match setting {
        Setting::Path(path) => turn.fatal(format!(
            "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: {} == {}",
            path.text,
            shown(&value)
        )),
        Setting::Expression(expression) if value.as_str().is_none() => {
            turn.trouble(asl::Failure::unexpected_type(expression, "Timestamp", "string", &value))
        }
        Setting::Literal(_) | Setting::Expression(_) | Setting::Broken(_) => turn.evaluation(
            format!(
                "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: {}",
                shown(&value)
            ),
            Some("Timestamp"),
        ),
    })
}
