//! Map, inline: Entered → Started → (IterationStarted → … → IterationSucceeded)* → Succeeded → Exited;
//! or → IterationFailed → (iterations aborted) → Failed. A distributed one goes on in `distributed`.

use alloc::format;
use alloc::sync::Arc;
use alloc::vec::Vec;

use asl::{Items, Map, Mode, Setting};
use json::{Number, Text, Value};

use crate::run::Inside;
use crate::turn::{Given, Trouble, Turn, shown};
use crate::{Event, Item, Kind, MapStart, limits, number};

/// The items are found, or for a distributed Map counted.
pub(crate) fn start(turn: &Turn<'_>, map: &Map) -> Result<Event, Trouble> {
    let input = turn.effective_input()?;
    let is_distributed = map.mode != Mode::Inline;
    if is_distributed && map.reader.is_some() {
        // Recorded: nobody has looked into the bucket yet.
        concurrency(turn, map, &input)?;
        return Ok(turn.event(Kind::MapStarted { state: turn.state.id, length: 0, start: None }));
    }
    let items = items(turn, map, &input)?;
    let limit = concurrency(turn, map, &input)?;
    let length = items.len() as u32;
    if is_distributed {
        return Ok(turn.event(Kind::MapStarted { state: turn.state.id, length, start: None }));
    }
    let most = u64::from(turn.recipe.limits.concurrency);
    let concurrency = if limit == 0 { most } else { limit.min(most) } as u32;
    let start = Some(Arc::new(MapStart { input: input.into_owned(), items, concurrency }));
    Ok(turn.event(Kind::MapStarted { state: turn.state.id, length, start }))
}

/// The next iteration begins, or all have ended.
pub(crate) fn go_on(turn: &Turn<'_>, inside: &Inside) -> Result<Event, Trouble> {
    let state = turn.state.id;
    let upcoming = inside.map.as_ref().and_then(|map| map.upcoming().map(|index| (map, index)));
    let Some((iterations, index)) = upcoming else {
        let output = inside.result();
        return Ok(turn.event(Kind::MapSucceeded { state, output }));
    };
    let item = &iterations.start.items[index as usize];
    let input = item_input(turn, &iterations.start.input, item)?;
    let first = match &turn.state.kind {
        asl::Kind::Map(map) => map
            .processor
            .and_then(|scope| turn.machine.scope(scope).start.as_ref())
            .and_then(|target| target.state),
        _ => None,
    };
    let start = iterations.start.clone();
    Ok(turn.event_after(iterations.origin, Kind::MapIterationStarted { state, index, input, start, first }))
}

/// What an iteration begins with: the item, or what `ItemSelector` makes of it.
pub(crate) fn item_input(turn: &Turn<'_>, effective: &Value, item: &Item) -> Result<Value, Trouble> {
    let asl::Kind::Map(map) = &turn.state.kind else { return Ok(item.value.clone()) };
    let Some(selector) = &map.item_selector else { return Ok(item.to_input()) };
    let given = &Given { here: Some(effective), item: Some(item), ..Given::default() };
    let name = if map.is_legacy { "Parameters" } else { "ItemSelector" };
    let input = turn.fill(selector, name, given)?;
    limits::output(turn, &input)?;
    Ok(input)
}

/// The items in order; of an object, its members.
pub(crate) fn items(turn: &Turn<'_>, map: &Map, effective: &Value) -> Result<Vec<Item>, Trouble> {
    let may_be_object = map.mode != Mode::Inline;
    let given = &Given { here: Some(effective), ..Given::default() };
    let value = match &map.items {
        Items::Input => effective.clone(),
        Items::Path(path) => match conflict(path, effective) {
            Some(failure) => return Err(turn.trouble(failure)),
            None => turn.read(path, given)?,
        },
        Items::Template(template) => turn.fill(template, "Items", given)?,
    };
    let source = Text::from("STATE_DATA");
    let number = |(index, value): (usize, &Value)| Item {
        index: index as u32,
        key: None,
        value: value.clone(),
        source: source.clone(),
    };
    match &value {
        Value::Array(array) => Ok(array.iter().enumerate().map(number).collect()),
        Value::Object(object) if may_be_object => {
            let member = |(index, (key, value)): (usize, (&Text, &Value))| Item {
                index: index as u32,
                key: Some(key.clone()),
                value: value.clone(),
                source: source.clone(),
            };
            Ok(object.iter().enumerate().map(member).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            Err(not_items(turn, map, &value))
        }
    }
}

/// Where the items should be and nothing is; the service reads this path otherwise than all others.
fn conflict(path: &asl::SourcePath, effective: &Value) -> Option<asl::Failure> {
    let asl::Source::Input(path) = &path.source else { return None };
    let conflict = jsonpath::ReferencePath::new(path.clone())?.read(effective).err()?;
    Some(asl::Failure { error: crate::sentence::CONFLICT, cause: conflict.message, location: None })
}

fn not_items(turn: &Turn<'_>, map: &Map, value: &Value) -> Trouble {
    match &map.items {
        Items::Path(path) => turn.fatal(format!("Reference path \"{}\" must point to array.", path.text)),
        Items::Template(asl::Template::Expression(expression)) => {
            turn.trouble(asl::Failure::unexpected_type(expression, "Items", "array", value))
        }
        Items::Input | Items::Template(_) if turn.state.is_jsonata() => turn
            .evaluation(format!("Map state input must be an array but was: {}", json::compact(value)), None),
        Items::Input | Items::Template(_) => turn.fatal("Reference path \"$\" must point to array."),
    }
}

/// `MaxConcurrency`; 0 is no limit.
pub(crate) fn concurrency(turn: &Turn<'_>, map: &Map, effective: &Value) -> Result<u64, Trouble> {
    Ok(count(turn, map.max_concurrency.as_ref(), "MaxConcurrency", effective)?.unwrap_or(0))
}

/// A whole number that is not negative.
pub(crate) fn count(
    turn: &Turn<'_>,
    setting: Option<&Setting<Number>>,
    field: &str,
    effective: &Value,
) -> Result<Option<u64>, Trouble> {
    let (Some(setting), Some(count)) = (setting, whole(turn, setting, field, effective)?) else {
        return Ok(None);
    };
    let negative =
        |_| out_of_range(turn, setting, field, &format!("{} cannot be negative.", number::last(field)));
    u64::try_from(count).map(Some).map_err(negative)
}

/// A number that the field does not take: of an expression, the history says so before anything else.
pub(crate) fn out_of_range(
    turn: &Turn<'_>,
    setting: &Setting<Number>,
    field: &str,
    sentence: &str,
) -> Trouble {
    match setting {
        Setting::Expression(_) => turn.evaluation(sentence, Some(field)),
        Setting::Literal(_) | Setting::Path(_) | Setting::Broken(_) => turn.fatal(sentence),
    }
}

/// A whole number from a literal, a path or an expression.
pub(crate) fn whole(
    turn: &Turn<'_>,
    setting: Option<&Setting<Number>>,
    field: &str,
    effective: &Value,
) -> Result<Option<i64>, Trouble> {
    let Some(setting) = setting else { return Ok(None) };
    let given = &Given { here: Some(effective), ..Given::default() };
    let value = turn.setting(setting, field, given)?;
    if let Setting::Expression(expression) = setting {
        return number::evaluated(turn, expression, field, &value).map(Some);
    }
    match number::integer(&value) {
        Some(number) => Ok(Some(number)),
        None => Err(unfitting(turn, setting, field, "integer", &value)),
    }
}

/// `The MaxConcurrencyPath field refers to value "…" which is not a valid integer: $.path`
pub(crate) fn unfitting(
    turn: &Turn<'_>,
    setting: &Setting<Number>,
    field: &str,
    kind: &str,
    value: &Value,
) -> Trouble {
    let (value, field) = (shown(value), number::last(field));
    turn.fatal(match setting {
        Setting::Path(path) => {
            format!(
                "The {field}Path field refers to value \"{value}\" which is not a valid {kind}: {}",
                path.text
            )
        }
        Setting::Literal(_) | Setting::Expression(_) | Setting::Broken(_) => {
            format!("The {field} field has the value \"{value}\" which is not a valid {kind}.")
        }
    })
}
