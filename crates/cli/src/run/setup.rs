//! What an execution begins with, from the arguments of a call.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use asl::{Machine, MachineType};
use clap::Args;
use engine::{Names, Recipe, Time};
use json::{Text, Value};
use simulator::bucket::Buckets;
use simulator::mocks::Script;
use simulator::{Host, Setup, Simulation, Workflow};

use crate::file;

/// The world around an execution.
#[derive(Clone, Debug, Args)]
pub struct World {
    /// The input: a file, `-`, or the JSON itself. None is `{}`.
    #[arg(long, value_name = "FILE|JSON")]
    pub input: Option<String>,
    /// Answers for tasks: a mock file, and after # the test case (or Machine/Case) when the file has several.
    #[arg(long, value_name = "FILE[#TestCase]")]
    pub mocks: Option<String>,
    /// STANDARD or EXPRESS.
    #[arg(long = "type", value_name = "TYPE", value_parser = machine_type, default_value = "STANDARD")]
    pub kind: MachineType,
    /// A JSON file with any of stateMachineArn, stateMachineName, executionArn, executionName, roleArn, startTime.
    #[arg(long, value_name = "FILE")]
    pub context: Option<String>,
    /// A bucket whose objects are the files of a directory. May stand several times.
    #[arg(long = "bucket", value_name = "NAME=DIR")]
    pub buckets: Vec<String>,
    /// A workflow that states:startExecution may start. May stand several times.
    #[arg(long = "workflow", value_name = "NAME=FILE")]
    pub workflows: Vec<String>,
    /// Jitter, UUIDs and random numbers come from it: the same number gives the same execution.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// When the execution starts, like 2024-01-01T00:00:00Z. Otherwise at the beginning of 2026.
    /// The service has changed a little over the years, and so does what it writes.
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub start: Option<Time>,
    /// An asynchronous Express execution may be delivered twice, as the service warns; the seed decides.
    #[arg(long)]
    pub at_least_once: bool,
    /// Refuse mock files that Step Functions Local would not read.
    #[arg(long)]
    pub strict: bool,
}

impl World {
    /// A simulation, who answers its tasks, and the size of the definition in bytes.
    pub fn begin(&self, definition: &str) -> Result<(Simulation, Box<dyn Host>, usize), String> {
        self.begin_with(definition, |_| {})
    }

    /// The same, with a recipe that is changed before the start.
    pub fn begin_with(
        &self,
        definition: &str,
        change: impl FnOnce(&mut Recipe),
    ) -> Result<(Simulation, Box<dyn Host>, usize), String> {
        if definition == "-" && self.input.as_deref() == Some("-") {
            return Err("the definition and --input cannot both be standard input".to_string());
        }
        let text = file::read(definition)?;
        let machine = Arc::new(file::definition(definition, &text, self.kind)?.machine);
        let mut recipe = self.recipe(definition)?;
        change(&mut recipe);
        let script = self.script(&machine, &recipe)?;
        let setup = Setup {
            machine,
            recipe,
            buckets: self.read_buckets()?,
            workspace: self.read_workflows()?,
            regexes: simulator::regex,
            at_least_once: self.at_least_once,
            kept_children: 1_000,
        };
        Ok((Simulation::new(setup), Box::new(script), text.len()))
    }

    fn recipe(&self, definition: &str) -> Result<Recipe, String> {
        let (input, input_text) = self.read_input()?;
        let context = match &self.context {
            Some(path) => read_context(path)?,
            None => Value::Null,
        };
        let stem = Path::new(definition).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let stem = stem.filter(|stem| stem != "-").unwrap_or_else(|| "workflow".to_string());
        let stem = stem.split('.').next().unwrap_or("workflow");
        let mut recipe = Recipe::new(self.kind, input, names(&context, stem, self.kind));
        recipe.input_text = Some(input_text);
        recipe.seed = self.seed;
        recipe.start = start(&context)?;
        if let Some(start) = self.start {
            recipe.start = start;
        }
        Ok(recipe)
    }

    /// The input and the text that was given.
    fn read_input(&self) -> Result<(Value, Text), String> {
        let given = self.input.as_deref().unwrap_or("{}");
        let (text, is_file) = if given == "-" || Path::new(given).is_file() {
            (file::read(given)?, true)
        } else {
            (given.to_string(), false)
        };
        let text = text.trim();
        match json::parse(text) {
            Ok(value) => Ok((value, Text::from(text))),
            Err(error) if is_file => Err(format!("--input {given}: {error}")),
            Err(error) => {
                Err(format!("--input: there is no file '{given}', and as JSON it is wrong: {error}"))
            }
        }
    }

    fn script(&self, machine: &Machine, recipe: &Recipe) -> Result<Script, String> {
        let Some(given) = &self.mocks else { return Ok(Script::default()) };
        let (path, case) = match given.rsplit_once('#') {
            Some((path, case)) if !Path::new(given).is_file() => (path, Some(case)),
            Some(_) | None => (given.as_str(), None),
        };
        let text = file::read(path)?;
        let reading = simulator::mocks::read(&text);
        let at = |offset: usize| format!("{path}:{}", file::place(&text, offset));
        let mut wrong: Vec<String> = reading
            .problems
            .iter()
            .map(|problem| format!("{}: {}", at(problem.range.start), problem.message))
            .collect();
        if self.strict {
            wrong.extend(reading.extensions.iter().map(|extension| {
                format!(
                    "{}: {} is an addition that Step Functions Local does not know.",
                    at(extension.range.start),
                    extension.name
                )
            }));
        }
        if !wrong.is_empty() {
            return Err(format!("the mock file is not valid\n{}", wrong.join("\n")));
        }
        let name = recipe.names.state_machine_name.as_str();
        let script =
            reading.file.script(case, Some(name)).map_err(|unknown| format!("--mocks {path}: {unknown}"))?;
        for state in script.states() {
            let kind = machine.find(state).map(|id| &machine.state(id).kind);
            match kind {
                Some(asl::Kind::Task(_)) => {}
                Some(kind) => {
                    return Err(format!(
                        "--mocks {path}: the state '{state}' is a {} and calls nothing: only Task states are mocked.",
                        kind.name()
                    ));
                }
                None => return Err(format!("--mocks {path}: the definition has no state '{state}'.")),
            }
        }
        Ok(script)
    }

    fn read_buckets(&self) -> Result<Buckets, String> {
        let mut buckets = Buckets::default();
        for given in &self.buckets {
            let (name, folder) = pair(given, "--bucket", "NAME=DIR")?;
            buckets.buckets.entry(name.to_string()).or_default();
            fill(&mut buckets, name, Path::new(folder), "")
                .map_err(|error| format!("--bucket {given}: {error}"))?;
        }
        Ok(buckets)
    }

    fn read_workflows(&self) -> Result<Vec<Workflow>, String> {
        let mut workflows = Vec::new();
        for given in &self.workflows {
            let (name, path) = pair(given, "--workflow", "NAME=FILE")?;
            let text = file::read(path)?;
            let machine = Arc::new(file::definition(path, &text, MachineType::Standard)?.machine);
            workflows.push(Workflow { name: Text::from(name), machine });
        }
        Ok(workflows)
    }
}

/// 1 January 2026: the service as it is, where nobody says when.
const START: Time = Time(1_767_225_600_000);

/// The names that a context tells, and others after them.
fn names(context: &Value, stem: &str, kind: MachineType) -> Names {
    let given = |name: &str| context.get(name).and_then(Value::as_text).cloned();
    // `arn:aws:states:REGION:ACCOUNT:stateMachine:NAME`, and of an execution `…:execution:NAME:EXECUTION`.
    let arns = (given("stateMachineArn"), given("executionArn"));
    let part = |arn: &Option<Text>, index: usize| {
        arn.as_ref().and_then(|arn| arn.split(':').nth(index)).map(str::to_string)
    };
    let of_arns = |index: usize| part(&arns.0, index).or_else(|| part(&arns.1, index));
    let machine = given("stateMachineName").map(|name| name.to_string()).or_else(|| of_arns(6));
    let machine = machine.unwrap_or_else(|| stem.to_string());
    let execution = given("executionName").map(|name| name.to_string()).or_else(|| part(&arns.1, 7));
    let execution = execution.unwrap_or_else(|| "execution".to_string());
    let region = of_arns(3).unwrap_or_else(|| "us-east-1".to_string());
    let account = of_arns(4).unwrap_or_else(|| "123456789012".to_string());
    let mut names = Names::within(&region, &account, &machine, &execution, kind);
    for (place, name) in [
        (&mut names.state_machine_arn, "stateMachineArn"),
        (&mut names.execution_arn, "executionArn"),
        (&mut names.role_arn, "roleArn"),
    ] {
        if let Some(text) = given(name) {
            *place = text;
        }
    }
    names
}

/// The start that a context tells.
fn start(context: &Value) -> Result<Time, String> {
    match context.get("startTime").and_then(Value::as_str) {
        Some(text) => time(text).map_err(|error| format!("--context: startTime: {error}")),
        None => Ok(START),
    }
}

/// The context object of an execution with the names and the start that `--context` tells.
pub fn context_object(context: &Value, input: Value) -> Result<Value, String> {
    let kind = MachineType::Standard;
    let mut recipe = Recipe::new(kind, input, names(context, "workflow", kind));
    recipe.start = start(context)?;
    Ok(engine::context::of_recipe(&recipe))
}

/// Whether it is of the kind of `--context`'s file, rather than a context object itself.
pub fn tells_names(context: &Value) -> bool {
    CONTEXT.iter().any(|name| context.get(name).is_some())
}

/// What `--context` may tell.
const CONTEXT: [&str; 6] =
    ["stateMachineArn", "stateMachineName", "executionArn", "executionName", "roleArn", "startTime"];

/// The file of `--context`: an object of texts, or nulls for what it leaves open.
fn read_context(path: &str) -> Result<Value, String> {
    let context = json::parse(&file::read(path)?).map_err(|error| format!("--context {path}: {error}"))?;
    let Some(members) = context.as_object() else {
        return Err(format!("--context {path}: an object is needed, with any of {}", CONTEXT.join(", ")));
    };
    for (name, value) in members {
        if !CONTEXT.contains(&name.as_str()) {
            eprintln!(
                "stepwise: --context {path}: '{name}' is unknown and has no effect (known: {})",
                CONTEXT.join(", ")
            );
        } else if value.as_text().is_none() && !value.is_null() {
            return Err(format!("--context {path}: {name} must be a string, but is {value}"));
        }
    }
    Ok(context)
}

fn pair<'a>(given: &'a str, option: &str, form: &str) -> Result<(&'a str, &'a str), String> {
    given.split_once('=').ok_or_else(|| format!("{option} {given}: write {form}"))
}

/// Puts the files of a folder into a bucket, those of inner folders with the way to them as prefix.
fn fill(buckets: &mut Buckets, bucket: &str, folder: &Path, prefix: &str) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let key = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            fill(buckets, bucket, &entry.path(), &format!("{key}/"))?;
        } else {
            buckets.put(bucket, &key, fs::read(entry.path())?);
        }
    }
    Ok(())
}

pub fn machine_type(text: &str) -> Result<MachineType, String> {
    match text.to_ascii_uppercase().as_str() {
        "STANDARD" => Ok(MachineType::Standard),
        "EXPRESS" => Ok(MachineType::Express),
        _ => Err("the types are STANDARD and EXPRESS".to_string()),
    }
}

pub fn time(text: &str) -> Result<Time, String> {
    match asl::Timestamp::parse(text) {
        Some(stamp) => Ok(Time(stamp.seconds * 1000 + i64::from(stamp.nanoseconds) / 1_000_000)),
        None => Err(format!("'{text}' is no time: write it like 2024-01-01T00:00:00Z")),
    }
}
