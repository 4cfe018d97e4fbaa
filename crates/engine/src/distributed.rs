//! Map, distributed: Entered → Started → RunStarted → RunSucceeded → Succeeded → Exited; or → RunFailed → Failed.
//!
//! The child executions are runs of their own; whoever drives this run drives them, and answers for the Map Run.

use alloc::format;
use alloc::sync::Arc;

use asl::{ItemBatcher, ItemReader, Machine, Map, Mode, ResultWriter, Setting};
use json::{Number, Object, Text, Value};

use crate::event::{Batch, MapItems, Reader, Writer};
use crate::run::Phase;
use crate::turn::{Given, Trouble, Turn};
use crate::{Event, EventId, Failure, Item, Kind, MapRun, Run, Time, map, number};

/// All fields are evaluated, and the Map Run begins.
pub(crate) fn start(turn: &Turn<'_>) -> Result<Event, Trouble> {
    let asl::Kind::Map(state) = &turn.state.kind else {
        unreachable!("only a Map is distributed");
    };
    let input = turn.effective_input()?;
    let child_type = match state.mode {
        Mode::Distributed(child_type) => child_type,
        Mode::Inline => unreachable!("an inline Map starts its iterations itself"),
    };
    let Some(scope) = state.processor else {
        return Err(turn.fatal("The Map state has no 'ItemProcessor'."));
    };
    let tolerated_count =
        map::count(turn, state.tolerated_failure_count.as_ref(), "ToleratedFailureCount", &input)?;
    let tolerated_percentage = tolerated_percentage(turn, state, &input)?;
    let max_concurrency = map::concurrency(turn, state, &input)?;
    let items = match &state.reader {
        Some(reader) => MapItems::Reader(self::reader(turn, reader, &input)?),
        None => MapItems::Here(map::items(turn, state, &input)?),
    };
    let batch = state.batcher.as_ref().map(|batcher| batch(turn, batcher, &input)).transpose()?;
    let writer = state.writer.as_ref().map(|writer| self::writer(turn, writer, &input)).transpose()?;
    let label = match &state.label {
        Some(label) => label.clone(),
        None => Text::from(turn.chance(|chance| chance.uuid())),
    };
    let names = &turn.recipe.names;
    let uuid = turn.chance(|chance| chance.uuid());
    let arn = format!(
        "arn:aws:states:{}:{}:mapRun:{}/{label}:{uuid}",
        names.region(),
        names.account(),
        names.state_machine_name
    );
    let run = MapRun {
        state: turn.state.id,
        arn: arn.into(),
        label,
        scope,
        child_type,
        input: input.into_owned(),
        items,
        max_concurrency,
        tolerated_count,
        tolerated_percentage,
        batch,
        writer,
        iterations: turn.run.iterations(turn.id),
    };
    Ok(turn.event(Kind::MapRunStarted(Arc::new(run))))
}

/// What the child execution for an item begins with: the item, or what `ItemSelector` makes of it.
/// `task` is the Map Run's need. Fails with what the Map Run then fails with.
pub fn item_input(
    machine: &Machine,
    run: &Run,
    task: EventId,
    item: &Item,
    now: Time,
) -> Result<Value, Failure> {
    let Some(id) = run.tasks.get(&task).copied() else { return Ok(item.value.clone()) };
    let (Some(turn), Phase::MapRunning(running)) = (Turn::new(machine, run, id, now), &run.frame(id).phase)
    else {
        return Ok(item.value.clone());
    };
    map::item_input(&turn, &running.run.input, item).map_err(|trouble| match trouble {
        Trouble::Evaluation { failure, .. } | Trouble::Fatal(failure) | Trouble::Raised(failure) => failure,
    })
}

fn tolerated_percentage(turn: &Turn<'_>, state: &Map, input: &Value) -> Result<Option<f64>, Trouble> {
    let Some(setting) = &state.tolerated_failure_percentage else { return Ok(None) };
    let field = "ToleratedFailurePercentage";
    let value = turn.setting(setting, field, &Given { here: Some(input), ..Given::default() })?;
    let percentage = match (setting, number::float(&value)) {
        (Setting::Expression(expression), _) if value.as_number().is_none() => {
            return Err(turn.trouble(asl::Failure::unexpected_type(expression, field, "number", &value)));
        }
        (_, Some(percentage)) => percentage,
        (setting, None) => return Err(map::unfitting(turn, setting, field, "float", &value)),
    };
    if (0.0..=100.0).contains(&percentage) {
        Ok(Some(percentage))
    } else {
        let sentence = "ToleratedFailurePercentage must be between 0 and 100.";
        Err(map::out_of_range(turn, setting, field, sentence))
    }
}

fn reader(turn: &Turn<'_>, reader: &ItemReader, input: &Value) -> Result<Reader, Trouble> {
    let given = &Given { here: Some(input), ..Given::default() };
    let field = "ItemReader/ReaderConfig/MaxItems";
    let max_items = map::whole(turn, reader.config.max_items.as_ref(), field, input)?;
    let items_pointer = match &reader.config.items_pointer {
        Some(setting) => match turn.setting(setting, "ItemReader/ReaderConfig/ItemsPointer", given)? {
            Value::String(pointer) => Some(pointer),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
        },
        None => None,
    };
    Ok(Reader {
        resource: reader.resource.arn().cloned().unwrap_or_default(),
        parameters: parameters(turn, reader.arguments.as_ref(), "ItemReader", given)?,
        max_items,
        items_pointer,
    })
}

fn batch(turn: &Turn<'_>, batcher: &ItemBatcher, input: &Value) -> Result<Batch, Trouble> {
    let given = &Given { here: Some(input), ..Given::default() };
    let size = |setting: &Option<Setting<Number>>, field: &str| -> Result<Option<u64>, Trouble> {
        Ok(map::count(turn, setting.as_ref(), field, input)?.filter(|number| *number > 0))
    };
    Ok(Batch {
        max_items: size(&batcher.max_items, "ItemBatcher/MaxItemsPerBatch")?,
        max_bytes: size(&batcher.max_bytes, "ItemBatcher/MaxInputBytesPerBatch")?,
        input: match &batcher.batch_input {
            Some(template) => Some(turn.fill(template, "ItemBatcher/BatchInput", given)?),
            None => None,
        },
    })
}

fn writer(turn: &Turn<'_>, writer: &ResultWriter, input: &Value) -> Result<Writer, Trouble> {
    let given = &Given { here: Some(input), ..Given::default() };
    Ok(Writer {
        resource: writer.resource.as_ref().and_then(|resource| resource.arn().cloned()),
        parameters: parameters(turn, writer.arguments.as_ref(), "ResultWriter", given)?,
        transformation: writer.transformation,
        output_type: writer.output_type,
    })
}

/// `Parameters` or `Arguments` of a reader or writer.
fn parameters(
    turn: &Turn<'_>,
    template: Option<&asl::Template>,
    owner: &str,
    given: &Given<'_>,
) -> Result<Value, Trouble> {
    let name = if turn.state.is_jsonata() { "Arguments" } else { "Parameters" };
    match template {
        Some(template) => turn.fill(template, &format!("{owner}/{name}"), given),
        None => Ok(Value::Object(Object::new())),
    }
}
