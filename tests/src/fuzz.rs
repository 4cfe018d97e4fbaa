//! Definitions, inputs, paths and expressions that nobody would write: whatever comes out, nothing panics and everything ends.
//!
//! Each turn takes a workflow of the suite (and of the recordings, where they are), changes some places in it and in its input
//! by chance, runs it, redrives it when it failed, and replays it. The seed is fixed, so that a failure comes again.
//! `FUZZ=200` makes so many changed copies of each workflow.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use asl::MachineType;
use engine::{Names, Recipe};
use json::tree::{Format, parse_tree};
use json::{Array, Object, Value};
use simulator::bucket::Buckets;
use simulator::mocks::{Answer, Outcome};
use simulator::{Host, Reply, Request, Setup, Simulation};

use crate::case::{Case, files};
use crate::report::{Report, Verdict};
use crate::shared::Shared;

const PART: &str = "fuzz";
/// Changed copies of each workflow, unless `FUZZ` says how many.
const COPIES: u64 = 4;
/// Enough for any small workflow; an endless one is left there.
const STEPS: usize = 4_000;

pub fn check(filter: &str, report: &mut Report) {
    if !PART.contains(filter) {
        return;
    }
    let mut pool = own();
    if let Some(shared) = Shared::find() {
        pool.extend(recorded(&shared));
    }
    // Parts of all workflows, to be put into others.
    let parts: Vec<Value> = pool.iter().flat_map(|(_, definition, _)| parts(definition)).collect();
    let copies = std::env::var("FUZZ").ok().and_then(|count| count.parse().ok()).unwrap_or(COPIES);
    std::panic::set_hook(Box::new(|_| {}));
    for (name, definition, input) in &pool {
        let broken = (0..copies).find(|copy| {
            let mut chance = Chance(hash(name) ^ copy.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let definition = changed(definition, &parts, &mut chance);
            let input = changed(input, &parts, &mut chance);
            catch_unwind(AssertUnwindSafe(|| run(&definition, &input))).is_err()
        });
        let verdict = match broken {
            None => Verdict::Passed,
            Some(copy) => {
                let mut chance = Chance(hash(name) ^ copy.wrapping_mul(0x9e37_79b9_7f4a_7c15));
                let definition = changed(definition, &parts, &mut chance);
                let input = changed(input, &parts, &mut chance);
                Verdict::Failed(format!("panics: {definition}\nwith input {input}"))
            }
        };
        report.add(PART, name, verdict);
    }
    let _ = std::panic::take_hook();
}

fn own() -> Vec<(String, Value, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("suite");
    let mut pool = Vec::new();
    for path in files(&folder, "txt") {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let case = Case::parse(&text);
        let Some(workflow) = case.get("workflow") else { continue };
        let format = if workflow.starts_with('{') { Format::Json } else { Format::Yaml };
        let Some(root) = parse_tree(workflow, format).root else { continue };
        let input = json::parse(case.get("input").unwrap_or("{}")).unwrap_or_default();
        let name = path.strip_prefix(&folder).unwrap_or(&path).display().to_string();
        pool.push((name, root.to_value(), input));
    }
    pool
}

fn recorded(shared: &Shared) -> Vec<(String, Value, Value)> {
    let folders = ["base", "scenarios", "states_variables", "evaluate_jsonata", "error_handling", "callback"];
    let all = folders
        .iter()
        .flat_map(|folder| shared.recordings(folder).into_iter().map(move |case| (folder, case)));
    all.filter_map(|(folder, (name, case))| {
        Some((
            format!("{folder}/{name}"),
            case.get("definition")?.clone(),
            case.get("input").cloned().unwrap_or_default(),
        ))
    })
    .collect()
}

fn run(definition: &Value, input: &Value) {
    let kind = MachineType::Standard;
    let machine = asl::read_text(&json::pretty(definition), Format::Json, kind).machine;
    let mut buckets = Buckets::default();
    buckets.put("b", "f.json", b"[1, {\"a\": 2}]".to_vec());
    let setup = Setup {
        machine: Arc::new(machine),
        recipe: Recipe::new(kind, input.clone(), Names::new("fuzz", "run", kind)),
        buckets,
        workspace: Vec::new(),
        regexes: simulator::regex,
        at_least_once: false,
        kept_children: 2,
    };
    let mut simulation = Simulation::new(setup);
    let mut host = Echo(0);
    simulation.advance(&mut host, STEPS);
    if simulation.redrive().is_ok() {
        simulation.advance(&mut host, STEPS);
    }
    let root = simulation.root();
    std::hint::black_box(root.history());
    if let Err(divergence) = engine::replay(&root.machine, &root.events, simulator::regex) {
        panic!("replayed it is another: {divergence:?}");
    }
}

/// Answers every third task with an error, the others with their parameters.
struct Echo(u32);

impl Host for Echo {
    fn ask(&mut self, request: &Request) -> Reply {
        self.0 += 1;
        Reply::Answer(Answer::from(match self.0 % 3 {
            0 => Outcome::Throw { error: Some("States.TaskFailed".into()), cause: None },
            _ => Outcome::Return(request.call.parameters.clone()),
        }))
    }
}

/// The values inside a definition that are worth moving elsewhere.
fn parts(value: &Value) -> Vec<Value> {
    let mut found = vec![value.clone()];
    match value {
        Value::Array(items) => found.extend(items.iter().flat_map(parts)),
        Value::Object(members) => found.extend(members.values().flat_map(parts)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    found
}

/// A copy with some places changed.
fn changed(value: &Value, parts: &[Value], chance: &mut Chance) -> Value {
    if chance.one_in(25) {
        return strange(parts, chance);
    }
    match value {
        Value::Array(items) => {
            let kept = items.iter().filter(|_| !chance.one_in(30)).cloned().collect::<Vec<_>>();
            kept.iter().map(|item| changed(item, parts, chance)).collect::<Array>().into()
        }
        Value::Object(members) => {
            let mut copy = Object::new();
            for (key, member) in members {
                if !chance.one_in(40) {
                    copy.insert(key.clone(), changed(member, parts, chance));
                }
            }
            copy.into()
        }
        Value::String(text) if chance.one_in(12) => Value::from(cut(text, chance)),
        value => value.clone(),
    }
}

/// A text that lost or doubled a piece: broken paths, expressions and intrinsic functions.
fn cut(text: &str, chance: &mut Chance) -> String {
    let characters: Vec<char> = text.chars().collect();
    if characters.is_empty() {
        return "$".to_string();
    }
    let (a, b) = (chance.below(characters.len()), chance.below(characters.len()));
    let (from, to) = (a.min(b), a.max(b));
    let piece: String = characters[from..to].iter().collect();
    let (before, after): (String, String) =
        (characters[..from].iter().collect(), characters[to..].iter().collect());
    if chance.one_in(2) { format!("{before}{after}") } else { format!("{before}{piece}{piece}{after}") }
}

fn strange(parts: &[Value], chance: &mut Chance) -> Value {
    const TEXTS: [&str; 12] = [
        "",
        "$",
        "$$",
        "$.a[?(@.b)]",
        "$..*",
        "$[-1]",
        "{% $states %}",
        "{% [1..10] %}",
        "States.UUID()",
        "𝄞\u{0}",
        "States.Format('{}', $.x)",
        "{% function($f){$f($f)}(function($f){$f($f)}) %}",
    ];
    match chance.below(6) {
        0 => Value::Null,
        1 => Value::from(-1),
        2 => Value::from(1e308),
        3 => Value::from(TEXTS[chance.below(TEXTS.len())]),
        4 => Value::Array(Array::new()),
        _ => parts.get(chance.below(parts.len().max(1))).cloned().unwrap_or_default(),
    }
}

fn hash(name: &str) -> u64 {
    name.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// SplitMix64.
struct Chance(u64);

impl Chance {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) as usize % count.max(1)
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }
}
