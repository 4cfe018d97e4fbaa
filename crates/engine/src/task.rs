//! Task: Entered → Scheduled → Started → (Submitted) → Succeeded, Failed or TimedOut → Exited.

use alloc::format;
use alloc::sync::Arc;

use asl::{Pattern, Resource, Setting, Task, Template};
use json::{Number, Text, Value};
use jsonata::Expression;

use crate::run::Work;
use crate::turn::{Given, Trouble, Turn, shown};
use crate::{Call, Event, Failure, Family, Kind, integration, limits, number, sentence};

/// The work is given to the world.
pub(crate) fn schedule(turn: &Turn<'_>, state: &Task) -> Result<Event, Trouble> {
    let token = token(turn, state);
    let given = &Given { token: token.as_ref(), ..Given::default() };
    let parameters = turn.arguments(given)?;
    check_arguments(turn, state, &parameters)?;
    let timeout_seconds = span(turn, state.timeout.as_ref(), "TimeoutSeconds", given)?;
    let heartbeat_seconds = span(turn, state.heartbeat.as_ref(), "HeartbeatSeconds", given)?;
    let role_arn = role(turn, state, given)?;
    let (family, arn) = match &state.resource {
        Resource::Lambda(arn) => (Family::Lambda, arn),
        Resource::Activity(arn) => (Family::Activity, arn),
        Resource::Integration(integration) => (Family::Integration, &integration.arn),
        Resource::Other(arn) => (Family::Lambda, arn),
        Resource::Missing => return Err(turn.fatal("The Task state has no 'Resource'.")),
    };
    let (resource, resource_type, pattern) = match state.resource.integration() {
        Some(integration) => (integration.resource(), integration.resource_type(), integration.pattern),
        None => (arn.clone(), Text::from(""), Pattern::RequestResponse),
    };
    if family == Family::Activity
        && let Some(known) = &turn.recipe.activities
        && !known.contains(arn)
    {
        return Err(turn.fatal(format!("The activity {arn} does not exist.")));
    }
    if let Some(integration) = state.resource.integration() {
        integration::check(turn, integration, &parameters)?;
    }
    limits::output(turn, &parameters)?;
    let call = Call {
        state: turn.state.id,
        family,
        arn: arn.clone(),
        resource,
        resource_type,
        pattern,
        region: Text::from(turn.recipe.names.region()),
        parameters,
        timeout_seconds,
        heartbeat_seconds,
        role_arn,
        token,
        retry_count: turn.frame.retry_count,
        iterations: turn.run.iterations(turn.id),
    };
    Ok(turn.event(Kind::TaskScheduled(Arc::new(call))))
}

/// The time of a started task is up. Recorded: a missed heartbeat is told as a timeout too, and neither has a cause.
pub(crate) fn time_out(turn: &Turn<'_>, work: &Work) -> Event {
    turn.event(Kind::TaskTimedOut(work.call.clone(), Failure::named(sentence::TIMEOUT)))
}

fn token(turn: &Turn<'_>, state: &Task) -> Option<Text> {
    let has_token = match &state.resource {
        Resource::Activity(_) => true,
        // Recorded: a job that is waited for has a token as well.
        Resource::Integration(integration) => integration.pattern != Pattern::RequestResponse,
        Resource::Lambda(_) | Resource::Other(_) | Resource::Missing => false,
    };
    has_token.then(|| Text::from(turn.chance(|chance| chance.token())))
}

/// A span in seconds, from a literal, a path or an expression.
fn span(
    turn: &Turn<'_>,
    setting: Option<&Setting<Number>>,
    field: &str,
    given: &Given<'_>,
) -> Result<Option<u64>, Trouble> {
    let Some(setting) = setting else { return Ok(None) };
    let effective = turn.effective_input()?;
    let value = turn.setting(setting, field, &Given { here: Some(&effective), ..*given })?;
    if let Setting::Expression(expression) = setting {
        let seconds = number::evaluated_seconds(turn, expression, field, &value)?;
        return Ok(Some(seconds).filter(|seconds| *seconds > 0));
    }
    let seconds = number::integer(&value);
    match (seconds.and_then(|seconds| u64::try_from(seconds).ok()), setting) {
        (Some(seconds), _) if seconds > 0 => Ok(Some(seconds)),
        (_, Setting::Path(path)) => Err(turn.fatal(match seconds {
            Some(seconds) => {
                format!(
                    "The {field}Path parameter references a non-positive value: {} == {seconds}",
                    path.text
                )
            }
            None => format!(
                "The {field}Path parameter cannot be parsed as a long value: {} == {}",
                path.text,
                shown(&value)
            ),
        })),
        (_, Setting::Literal(_) | Setting::Expression(_) | Setting::Broken(_)) => Ok(None),
    }
}

fn role(turn: &Turn<'_>, state: &Task, given: &Given<'_>) -> Result<Option<Text>, Trouble> {
    let Some(credentials) = &state.credentials else { return Ok(None) };
    let effective = turn.effective_input()?;
    let value = turn.fill(credentials, "Credentials", &Given { here: Some(&effective), ..*given })?;
    match value.get("RoleArn") {
        Some(Value::String(role)) => Ok(Some(role.clone())),
        Some(other) => Err(match expression_of(credentials, "RoleArn") {
            Some(expression) => turn.trouble(asl::Failure::unexpected_type(
                expression,
                "Credentials/RoleArn",
                "string",
                other,
            )),
            None => {
                turn.fatal(format!("The field 'RoleArn' of 'Credentials' must be a string but was: {other}"))
            }
        }),
        None => Ok(None),
    }
}

/// The expression that a member of a template is.
fn expression_of<'a>(template: &'a Template, name: &str) -> Option<&'a Expression> {
    let Template::Object(members) = template else { return None };
    members.iter().find_map(|(key, member)| match member {
        Template::Expression(expression) if key == name => Some(expression),
        Template::Expression(_)
        | Template::Literal(_)
        | Template::Object(_)
        | Template::Array(_)
        | Template::Path(_)
        | Template::Call(_)
        | Template::Broken(_) => None,
    })
}

/// Recorded of other fields: an expression whose result has another type than the field. A service takes an object, a function anything.
fn check_arguments(turn: &Turn<'_>, state: &Task, arguments: &Value) -> Result<(), Trouble> {
    match (&turn.state.arguments, arguments) {
        (Some(Template::Expression(expression)), value)
            if state.resource.integration().is_some() && value.as_object().is_none() =>
        {
            Err(turn.trouble(asl::Failure::unexpected_type(expression, "Arguments", "object", value)))
        }
        (Some(_) | None, _) => Ok(()),
    }
}
