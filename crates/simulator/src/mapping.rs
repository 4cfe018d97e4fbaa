//! Map Runs: the child executions of distributed Maps.
//!
//! Children are executions with histories of their own. Of a finished child only its outcome is kept,
//! and the events of the first ones and the first failed ones, so that 100,000 children are ordinary.

use std::collections::VecDeque;
use std::sync::Arc;

use asl::{CsvHeaders, InputType, Kind, Machine, MachineType, Transformation};
use engine::{EventId, Failure, MapItems, MapRun, Names, Recipe, Status, Time};
use json::{Object, Text, Value};

use crate::bucket::{
    Batching, ChildResult, Dataset, Delimiter, Entry, Format, Headers, Source, Transform, Writing, batches,
    read_items, result_values, write_results,
};
use crate::chance::Chance;
use crate::simulation::{ExecutionId, Role, Simulation};

/// The most children that run at the same time, as in the service.
const MAX_CONCURRENCY: usize = 10_000;

/// A Map Run with its children.
#[derive(Debug)]
pub struct MapRunState {
    pub execution: ExecutionId,
    pub task: EventId,
    pub run: Arc<MapRun>,
    pub status: MapRunStatus,
    pub start: Time,
    pub stop: Option<Time>,
    pub children: Vec<Child>,
    /// Items in all, those of failed children, and so on.
    pub items: Counts,
    pub executions: Counts,
    /// Children that have not begun, by their place.
    waiting: VecDeque<usize>,
    pub redrives: u32,
    seed: u64,
    kept: usize,
    kept_failed: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapRunStatus {
    Running,
    Succeeded,
    Failed,
    Aborted,
}

/// How far the items or the children are, as DescribeMapRun counts them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub pending: usize,
    pub running: usize,
    pub succeeded: usize,
    pub failed: usize,
    pub timed_out: usize,
    pub aborted: usize,
    pub total: usize,
    pub results_written: usize,
}

/// One child of a Map Run.
#[derive(Clone, Debug)]
pub struct Child {
    pub input: Value,
    /// How many items it holds.
    pub items: usize,
    /// While it runs, and afterwards as far as its events are kept.
    pub execution: Option<ExecutionId>,
    pub start: Time,
    pub stop: Time,
    pub outcome: Option<Outcome>,
}

/// How a child ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Succeeded(Value),
    Failed(Failure),
    TimedOut(Failure),
    Aborted(Failure),
}

impl MapRunState {
    /// The child's name: an id made from the seed.
    pub fn child_name(&self, child: usize) -> String {
        Chance::new(self.seed, child as u64).uuid()
    }

    /// As DescribeMapRun gives it.
    pub fn describe(&self, execution_arn: &str) -> Value {
        let time = |time: Time| Value::from(time.to_iso());
        let mut object = Object::from([
            ("mapRunArn", Value::from(self.run.arn.clone())),
            ("executionArn", Value::from(execution_arn)),
            ("status", Value::from(self.status.name())),
            ("startDate", time(self.start)),
        ]);
        if let Some(stop) = self.stop {
            object.insert("stopDate", time(stop));
        }
        object.insert("maxConcurrency", Value::from(self.run.max_concurrency as usize));
        object
            .insert("toleratedFailurePercentage", Value::from(self.run.tolerated_percentage.unwrap_or(0.0)));
        object.insert("toleratedFailureCount", Value::from(self.run.tolerated_count.unwrap_or(0) as usize));
        object.insert("itemCounts", self.items.to_value());
        object.insert("executionCounts", self.executions.to_value());
        object.insert("redriveCount", Value::from(self.redrives));
        object.into()
    }

    /// Whether more items failed than the definition tolerates.
    fn is_beyond_tolerance(&self) -> bool {
        let failed = self.items.failed + self.items.timed_out;
        if failed == 0 {
            return false;
        }
        let share = failed as f64 * 100.0 / self.items.total.max(1) as f64;
        match (self.run.tolerated_count, self.run.tolerated_percentage) {
            (None, None) => true,
            (count, percentage) => {
                count.is_some_and(|count| failed as u64 > count)
                    || percentage.is_some_and(|percentage| share > percentage)
            }
        }
    }
}

impl MapRunStatus {
    pub fn name(self) -> &'static str {
        match self {
            MapRunStatus::Running => "RUNNING",
            MapRunStatus::Succeeded => "SUCCEEDED",
            MapRunStatus::Failed => "FAILED",
            MapRunStatus::Aborted => "ABORTED",
        }
    }
}

impl Counts {
    fn to_value(self) -> Value {
        Object::from([
            ("pending", Value::from(self.pending)),
            ("running", Value::from(self.running)),
            ("succeeded", Value::from(self.succeeded)),
            ("failed", Value::from(self.failed)),
            ("timedOut", Value::from(self.timed_out)),
            ("aborted", Value::from(self.aborted)),
            ("total", Value::from(self.total)),
            ("resultsWritten", Value::from(self.results_written)),
        ])
        .into()
    }
}

impl Simulation {
    /// Reads the items, makes the children's inputs and starts the first children; or fails at once.
    pub(crate) fn start_map_run(&mut self, id: ExecutionId, task: EventId, run: Arc<MapRun>) {
        let Some(execution) = self.executions.get(&id) else { return };
        let known = self.map_runs.iter().rposition(|state| state.execution == id && state.run.arn == run.arn);
        if let Some(at) = known.filter(|at| !self.map_runs[*at].children.is_empty()) {
            self.restart_map_run(at, task);
            return self.go_on(at);
        }
        let machine = execution.machine.clone();
        let inputs = match self.inputs(id, task, &machine, &run) {
            Ok(inputs) => inputs,
            Err(failure) => {
                self.note_map_run(id, task, run, Vec::new(), MapRunStatus::Failed);
                return self.plan_answer(id, task, engine::Answer::Failed(failure));
            }
        };
        let at = self.note_map_run(id, task, run, inputs, MapRunStatus::Running);
        self.go_on(at);
    }

    /// Redrives a Map Run: the children that did not succeed run again, under their names.
    fn restart_map_run(&mut self, at: usize, task: EventId) {
        let state = &mut self.map_runs[at];
        state.task = task;
        state.status = MapRunStatus::Running;
        state.stop = None;
        state.redrives += 1;
        state.waiting.clear();
        let done = |child: &Child| matches!(child.outcome, Some(Outcome::Succeeded(_)));
        let (mut items, mut executions) = (Counts::default(), Counts::default());
        for (index, child) in state.children.iter_mut().enumerate() {
            for (counts, by) in [(&mut items, child.items), (&mut executions, 1)] {
                counts.total += by;
                if done(child) {
                    counts.succeeded += by;
                } else {
                    counts.pending += by;
                }
            }
            if !done(child) {
                child.outcome = None;
                child.execution = None;
                state.waiting.push_back(index);
            }
        }
        state.items = items;
        state.executions = executions;
        let id = state.execution;
        self.runs_of.entry(id).or_default().push(at);
    }

    fn note_map_run(
        &mut self,
        id: ExecutionId,
        task: EventId,
        run: Arc<MapRun>,
        inputs: Vec<(Value, usize)>,
        status: MapRunStatus,
    ) -> usize {
        let now = self.now();
        let total: usize = inputs.iter().map(|(_, items)| items).sum();
        let children: Vec<Child> = inputs
            .into_iter()
            .map(|(input, items)| Child {
                input,
                items,
                execution: None,
                start: now,
                stop: now,
                outcome: None,
            })
            .collect();
        let count = children.len();
        let seed = Chance::new(self.setup.recipe.seed, u64::from(id.0) << 32 | u64::from(task.0)).next();
        self.map_runs.push(MapRunState {
            execution: id,
            task,
            run,
            status,
            start: now,
            stop: (status != MapRunStatus::Running).then_some(now),
            waiting: (0..count).collect(),
            children,
            items: Counts { total, pending: total, ..Counts::default() },
            executions: Counts { total: count, pending: count, ..Counts::default() },
            redrives: 0,
            seed,
            kept: 0,
            kept_failed: 0,
        });
        let at = self.map_runs.len() - 1;
        self.runs_of.entry(id).or_default().push(at);
        at
    }

    /// The inputs of the children, each with its number of items.
    fn inputs(
        &self,
        id: ExecutionId,
        task: EventId,
        machine: &Machine,
        run: &MapRun,
    ) -> Result<Vec<(Value, usize)>, Failure> {
        let Some(execution) = self.executions.get(&id) else { return Ok(Vec::new()) };
        let items: Vec<engine::Item> = match &run.items {
            MapItems::Here(items) => items.clone(),
            MapItems::Reader(_) => {
                let dataset = dataset(machine, run)?;
                let modified = self.now().0 as f64 / 1000.0;
                let entries = read_items(&self.setup.buckets, &dataset, modified)
                    .map_err(|failure| Failure::new("States.ItemReaderFailed", failure.cause))?;
                let number = |(index, entry): (usize, Entry)| engine::Item {
                    index: index as u32,
                    key: entry.key,
                    value: entry.value,
                    source: entry.source,
                };
                entries.into_iter().enumerate().map(number).collect()
            }
        };
        let mut inputs = Vec::with_capacity(items.len());
        for item in &items {
            inputs.push(engine::item_input(machine, &execution.run, task, item, self.now())?);
        }
        Ok(match &run.batch {
            None => inputs.into_iter().map(|input| (input, 1)).collect(),
            Some(batch) => {
                let batching = Batching {
                    max_items: batch.max_items.and_then(|most| usize::try_from(most).ok()),
                    max_bytes: batch.max_bytes.and_then(|most| usize::try_from(most).ok()),
                    batch_input: batch.input.clone(),
                };
                batches(inputs, &batching)
            }
        })
    }

    /// Ends the Map Run when no child is left; else those that wait are started before anything else happens.
    fn go_on(&mut self, at: usize) {
        let state = &self.map_runs[at];
        if state.status != MapRunStatus::Running {
            return;
        }
        if state.executions.running == 0 && state.waiting.is_empty() {
            self.end_map_run(at);
        } else if !state.waiting.is_empty() {
            self.starting.push_back(at);
        }
    }

    /// Starts the next child; false when none may be started now. One at a time: thousands may start at once.
    pub(crate) fn start_child(&mut self, at: usize) -> bool {
        let now = self.now();
        let state = &mut self.map_runs[at];
        if state.status != MapRunStatus::Running {
            return false;
        }
        let most = match usize::try_from(state.run.max_concurrency) {
            Ok(0) | Err(_) => MAX_CONCURRENCY,
            Ok(most) => most.min(MAX_CONCURRENCY),
        };
        if state.executions.running >= most {
            return false;
        }
        let Some(child) = state.waiting.pop_front() else { return false };
        let name = state.child_name(child);
        let (parent, run) = (state.execution, state.run.clone());
        let items = state.children[child].items;
        state.items.pending -= items;
        state.items.running += items;
        state.executions.pending -= 1;
        state.executions.running += 1;
        let input = state.children[child].input.clone();
        let seed = state.seed.wrapping_add(child as u64);
        let Some(execution) = self.executions.get(&parent) else { return false };
        let Some(outer) = execution.run.recipe() else { return false };
        let mut recipe = Recipe::new(run.child_type, input, child_names(&outer.names, &run, &name));
        recipe.start = now;
        recipe.seed = seed;
        recipe.scope = run.scope;
        recipe.activities = outer.activities.clone();
        let machine = execution.machine.clone();
        let id = self.launch(machine, recipe, Role::MapChild { map_run: at, child });
        let child = &mut self.map_runs[at].children[child];
        child.execution = Some(id);
        child.start = now;
        true
    }

    /// Notes how a child ended, and goes on with the others.
    pub(crate) fn child_ended(&mut self, id: ExecutionId, at: usize, child: usize) {
        let now = self.now();
        let most = self.setup.kept_children;
        let Some(execution) = self.executions.get(&id) else { return };
        let outcome = match &execution.run.status {
            Status::Succeeded(output) => Outcome::Succeeded(output.clone()),
            Status::TimedOut(failure) => Outcome::TimedOut(failure.clone()),
            Status::Aborted(failure) => Outcome::Aborted(failure.clone()),
            Status::Failed(failure) => Outcome::Failed(failure.clone()),
            Status::Blank | Status::Running => return,
        };
        let state = &mut self.map_runs[at];
        let entry = &mut state.children[child];
        entry.stop = now;
        let items = entry.items;
        state.items.running -= items;
        state.executions.running -= 1;
        for (counts, by) in [(&mut state.items, items), (&mut state.executions, 1)] {
            match &outcome {
                Outcome::Succeeded(_) => counts.succeeded += by,
                Outcome::Failed(_) => counts.failed += by,
                Outcome::TimedOut(_) => counts.timed_out += by,
                Outcome::Aborted(_) => counts.aborted += by,
            }
        }
        let kept = match &outcome {
            Outcome::Succeeded(_) => &mut state.kept,
            Outcome::Failed(_) | Outcome::TimedOut(_) | Outcome::Aborted(_) => &mut state.kept_failed,
        };
        *kept += 1;
        let is_kept = *kept <= most;
        entry.outcome = Some(outcome);
        if !is_kept {
            entry.execution = None;
            let dropped = self.executions.remove(&id);
            self.held -= dropped.map_or(0, |execution| execution.held);
        }
        if self.map_runs[at].status == MapRunStatus::Running {
            if self.map_runs[at].is_beyond_tolerance() {
                self.fail_map_run(at);
            } else {
                self.go_on(at);
            }
        }
    }

    /// Ends a Map Run of which too many items failed.
    fn fail_map_run(&mut self, at: usize) {
        self.close_map_run(at, MapRunStatus::Failed);
        let state = &self.map_runs[at];
        let (id, task) = (state.execution, state.task);
        let failure = Failure::new(
            "States.ExceedToleratedFailureThreshold",
            "The specified tolerated failure threshold was exceeded",
        );
        self.plan_answer(id, task, engine::Answer::Failed(failure));
    }

    /// Gives the state its result: the children's, or where they were written.
    fn end_map_run(&mut self, at: usize) {
        let now = self.now();
        let Some(execution) = self.executions.get(&self.map_runs[at].execution) else { return };
        let Some(recipe) = execution.run.recipe() else { return };
        let names = recipe.names.clone();
        let state = &mut self.map_runs[at];
        state.status = MapRunStatus::Succeeded;
        state.stop = Some(now);
        let (id, task, run) = (state.execution, state.task, state.run.clone());
        let all_succeeded = state.executions.succeeded == state.executions.total;
        let writer = run.writer.as_ref();
        let target = writer.and_then(|writer| writer.resource.as_ref()).is_some();
        let transform = match writer.and_then(|writer| writer.transformation) {
            Some(Transformation::None) => Transform::None,
            Some(Transformation::Compact) => Transform::Compact,
            Some(Transformation::Flatten) => Transform::Flatten,
            None if target => Transform::None,
            None => Transform::Compact,
        };
        if !target && all_succeeded && transform == Transform::Compact {
            let outputs: Value = state.children.iter().map(Child::output).collect();
            return self.plan_answer(id, task, engine::Answer::Succeeded(outputs));
        }
        let state = &self.map_runs[at];
        let results: Vec<ChildResult> =
            (0..state.children.len()).map(|child| state.result(child, &names, &run)).collect();
        if !target {
            let values: Value = results.iter().flat_map(|result| result_values(result, transform)).collect();
            return self.plan_answer(id, task, engine::Answer::Succeeded(values));
        }
        let parameter = |name: &str| match writer.and_then(|writer| writer.parameters.get(name)) {
            Some(Value::String(text)) => Ok(text.to_string()),
            Some(other) => Err(format!(
                "The value of the field '{name}' of the ResultWriter must be a string but was: {other}"
            )),
            None => Ok(String::new()),
        };
        let place = parameter("Bucket").and_then(|bucket| Ok((bucket, parameter("Prefix")?)));
        let written = place.and_then(|(bucket, prefix)| {
            let writing = Writing {
                bucket,
                prefix,
                transform,
                is_jsonl: writer.and_then(|writer| writer.output_type) == Some(asl::OutputType::Jsonl),
                map_run_arn: run.arn.to_string(),
                folder: run.arn.rsplit(':').next().unwrap_or_default().to_string(),
            };
            write_results(&mut self.setup.buckets, &writing, &results)
        });
        let answer = match written {
            Ok(written) => {
                let state = &mut self.map_runs[at];
                state.items.results_written = state.items.total;
                state.executions.results_written = state.executions.total;
                let place = Object::from([
                    ("Bucket", Value::from(written.bucket)),
                    ("Key", Value::from(written.key)),
                ]);
                let result = Object::from([
                    ("MapRunArn", Value::from(run.arn.clone())),
                    ("ResultWriterDetails", Value::from(place)),
                ]);
                engine::Answer::Succeeded(result.into())
            }
            Err(cause) => {
                self.map_runs[at].status = MapRunStatus::Failed;
                engine::Answer::Failed(Failure::new("States.ResultWriterFailed", cause))
            }
        };
        self.plan_answer(id, task, answer);
    }

    /// Aborts what still runs of a Map Run, and starts nothing more.
    fn close_map_run(&mut self, at: usize, status: MapRunStatus) {
        let now = self.now();
        let state = &mut self.map_runs[at];
        if state.status != MapRunStatus::Running {
            return;
        }
        state.status = status;
        state.stop = Some(now);
        state.waiting.clear();
        let pending = (state.items.pending, state.executions.pending);
        state.items.pending = 0;
        state.executions.pending = 0;
        state.items.aborted += pending.0;
        state.executions.aborted += pending.1;
        let running: Vec<ExecutionId> = state
            .children
            .iter()
            .filter(|child| child.outcome.is_none())
            .filter_map(|child| child.execution)
            .collect();
        for id in running {
            self.abort(id);
        }
    }

    pub(crate) fn abort_map_run(&mut self, arn: &Text) {
        if let Some(at) = self.map_runs.iter().rposition(|state| state.run.arn == *arn) {
            self.close_map_run(at, MapRunStatus::Aborted);
        }
    }

    pub(crate) fn abort_map_runs_of(&mut self, id: ExecutionId) {
        for at in self.runs_of.remove(&id).unwrap_or_default() {
            self.close_map_run(at, MapRunStatus::Aborted);
        }
    }
}

impl Child {
    fn output(&self) -> Value {
        match &self.outcome {
            Some(Outcome::Succeeded(output)) => output.clone(),
            Some(Outcome::Failed(_) | Outcome::TimedOut(_) | Outcome::Aborted(_)) | None => Value::Null,
        }
    }
}

impl MapRunState {
    /// A child as result files describe it.
    fn result(&self, child: usize, names: &Names, run: &MapRun) -> ChildResult {
        let name = self.child_name(child);
        let names = child_names(names, run, &name);
        let entry = &self.children[child];
        let (status, output, failure) = match &entry.outcome {
            Some(Outcome::Succeeded(output)) => ("SUCCEEDED", Some(output.clone()), None),
            Some(Outcome::Failed(failure)) => ("FAILED", None, Some(failure)),
            Some(Outcome::TimedOut(failure)) => ("TIMED_OUT", None, Some(failure)),
            Some(Outcome::Aborted(failure)) => ("ABORTED", None, Some(failure)),
            None => ("PENDING", None, None),
        };
        let part = |text: Option<&Text>| text.map(|text| text.to_string());
        ChildResult {
            execution_arn: names.execution_arn.to_string(),
            state_machine_arn: names.state_machine_arn.to_string(),
            name,
            status,
            input: entry.input.clone(),
            output,
            error: part(failure.and_then(|failure| failure.error.as_ref())),
            cause: part(failure.and_then(|failure| failure.cause.as_ref())),
            start: entry.start.to_iso(),
            stop: entry.stop.to_iso(),
            redrive_count: self.redrives,
        }
    }
}

/// `…:stateMachine:NAME/LABEL` and `…:execution:NAME/LABEL:CHILD`.
fn child_names(outer: &Names, run: &MapRun, child: &str) -> Names {
    let machine = format!("{}/{}", outer.state_machine_name, run.label);
    let place = format!("arn:aws:states:{}:{}", outer.region(), outer.account());
    let execution_arn = match run.child_type {
        MachineType::Standard => format!("{place}:execution:{machine}:{child}"),
        MachineType::Express => format!("{place}:express:{machine}:{child}:{child}"),
    };
    Names {
        state_machine_arn: Text::from(format!("{place}:stateMachine:{machine}")),
        state_machine_name: Text::from(machine),
        execution_arn: Text::from(execution_arn),
        execution_name: Text::from(child),
        role_arn: outer.role_arn.clone(),
    }
}

/// What the reader of a Map Run reads: its evaluated fields, and the formats of the definition.
fn dataset(machine: &Machine, run: &MapRun) -> Result<Dataset, Failure> {
    let MapItems::Reader(reader) = &run.items else { unreachable!("asked only for Map Runs with a reader") };
    let config = match &machine.state(run.state).kind {
        Kind::Map(map) => map.reader.as_ref().map(|reader| &reader.config),
        _ => None,
    };
    let parameter = |name: &str| match reader.parameters.get(name) {
        Some(Value::String(text)) => Ok(text.to_string()),
        Some(other) => Err(Failure::new(
            "States.ItemReaderFailed",
            format!("The value of the field '{name}' of the ItemReader must be a string but was: {other}"),
        )),
        None => Ok(String::new()),
    };
    let source = if reader.resource.ends_with(":listObjectsV2") {
        Source::Listing { bucket: parameter("Bucket")?, prefix: parameter("Prefix")? }
    } else {
        Source::Object { bucket: parameter("Bucket")?, key: parameter("Key")? }
    };
    let csv = || Format::Csv {
        delimiter: config.and_then(|config| config.csv_delimiter).map_or(Delimiter::COMMA, Delimiter),
        headers: match config.and_then(|config| config.csv_headers.as_ref()) {
            Some(CsvHeaders::Given(names)) => Headers::Given(names.clone()),
            Some(CsvHeaders::FirstRow) | None => Headers::FirstRow,
        },
    };
    let has_headers = config.is_some_and(|config| config.csv_headers.is_some());
    let input_type = config.and_then(|config| config.input_type);
    let format = match input_type {
        Some(InputType::Json) => Format::Json,
        Some(InputType::Jsonl) => Format::Jsonl,
        Some(InputType::Csv) => csv(),
        Some(InputType::Parquet) => Format::Parquet,
        Some(InputType::Manifest) => Format::Inventory,
        None => Format::None,
    };
    // Documented: for a manifest of Athena, InputType is that of the files it lists; an inventory needs none.
    let format = match (config.and_then(|config| config.manifest_type.as_deref()), format) {
        (Some("ATHENA_DATA"), Format::Inventory | Format::None) if has_headers => {
            Format::Athena(Box::new(csv()))
        }
        (Some("ATHENA_DATA"), Format::Inventory | Format::None) => Format::Athena(Box::new(Format::Jsonl)),
        (Some("ATHENA_DATA"), format) => Format::Athena(Box::new(format)),
        (Some(_), _) => Format::Inventory,
        (None, format) => format,
    };
    Ok(Dataset {
        source,
        format,
        max_items: reader.max_items.map(|count| count as f64),
        pointer: reader.items_pointer.as_ref().map(|pointer| pointer.to_string()),
        flatten: config
            .and_then(|config| config.transformation.as_ref())
            .is_some_and(|kind| kind == "LOAD_AND_FLATTEN"),
    })
}
