//! Random machines with random answers: nothing panics, everything ends, and every execution can be decided again.

use std::sync::Arc;

use asl::MachineType;
use engine::{Answer, Failure, Names, Need, Recipe, Run};
use json::{Object, Value};

const MACHINES: u64 = 400;

#[test]
fn random_executions_end_and_repeat() {
    for seed in 0..MACHINES {
        let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) + 1);
        let definition = json::compact(&machine(&mut chance, 3));
        let kind = if chance.below(5) == 0 { MachineType::Express } else { MachineType::Standard };
        let machine = asl::read_text(&definition, json::Format::Json, kind).machine;
        let mut recipe = Recipe::new(kind, value(&mut chance, 3), Names::new("fuzz", "run", kind));
        recipe.seed = seed;
        recipe.limits.events = 400;
        recipe.limits.payload = 2_000;
        let mut now = recipe.start;
        let mut run = Run::new(no_regexes);
        let mut events = vec![engine::start(&machine, recipe)];
        run.evolve(&events[0]);
        let mut redrives = 0;
        for _ in 0..5_000 {
            let event = match engine::decide(&machine, &run, now) {
                Some(event) => event,
                None if run.is_over() => {
                    redrives += 1;
                    match engine::redrive(&run, now) {
                        Ok(event) if redrives < 3 => event,
                        Ok(_) | Err(_) => break,
                    }
                }
                None => {
                    let needs = run.needs();
                    let answered = match needs.get(chance.below(needs.len().max(1))) {
                        Some(need) if chance.below(4) > 0 => {
                            let task = match need {
                                Need::Task { task, .. }
                                | Need::Activity { task, .. }
                                | Need::Outcome { task, .. }
                                | Need::MapRun { task, .. } => *task,
                            };
                            engine::answer(&run, task, reply(&mut chance), now).ok()
                        }
                        Some(_) | None => None,
                    };
                    match (answered, run.alarm()) {
                        (Some(event), _) => event,
                        (None, Some(alarm)) if chance.below(40) > 0 => {
                            now = alarm;
                            continue;
                        }
                        (None, _) => engine::stop(&run, Failure::named("Stopped"), now).expect("it runs"),
                    }
                }
            };
            run.evolve(&event);
            events.push(event);
        }
        assert!(run.is_over(), "seed {seed} does not end: {definition}");
        let again = engine::replay(&machine, &events, no_regexes);
        assert!(again.is_ok(), "seed {seed} diverges: {:?}\n{definition}", again.err());
        let written = engine::history::text(&machine, &events);
        assert_eq!(written, json::compact(&engine::history::events(&machine, &events)), "seed {seed}");
        let visible = events.iter().filter(|event| event.is_visible());
        assert!(visible.enumerate().all(|(index, event)| event.id.0 as usize == index + 1), "seed {seed}");
    }
}

fn machine(chance: &mut Chance, depth: usize) -> Value {
    let length = 1 + chance.below(4);
    let names: Vec<String> = (0..length).map(|index| format!("S{index}")).collect();
    let mut states = Object::new();
    for index in 0..length {
        states.insert(names[index].as_str(), state(chance, &names, index, depth));
    }
    let mut machine = Object::from([("StartAt", Value::from("S0")), ("States", Value::Object(states))]);
    if depth == 3 && chance.below(3) == 0 {
        machine.insert("TimeoutSeconds", Value::from(chance.below(100)));
    }
    Value::Object(machine)
}

const TEXTS: [&str; 14] = [
    "$.a",
    "$.a[0]",
    "$",
    "$$",
    "$x.b",
    "$$.Map.Item.Value",
    "$..b",
    "$[",
    "States.MathAdd($.a, 1)",
    "{% $states.input.a %}",
    "{% $states %}",
    "{% 1/0 %}",
    "{% $x %}",
    "{% [1..5] %}",
];

const PATHS: [&str; 10] = [
    "InputPath",
    "OutputPath",
    "ResultPath",
    "ItemsPath",
    "SecondsPath",
    "TimeoutSecondsPath",
    "MaxConcurrencyPath",
    "ErrorPath",
    "TimestampPath",
    "ToleratedFailureCountPath",
];

const TEMPLATES: [&str; 11] = [
    "Parameters",
    "ResultSelector",
    "ItemSelector",
    "Arguments",
    "Output",
    "Assign",
    "Result",
    "Items",
    "Credentials",
    "Error",
    "Cause",
];

const ERRORS: [&str; 6] = [
    "States.ALL",
    "E",
    "States.Timeout",
    "States.TaskFailed",
    "States.Runtime",
    "States.QueryEvaluationError",
];

const RESOURCES: [&str; 6] = [
    "arn:aws:lambda:us-east-1:1:function:f",
    "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
    "arn:aws:states:::batch:submitJob.sync",
    "arn:aws:states:us-east-1:1:activity:a",
    "arn:aws:states:::lambda:invoke",
    "what",
];

fn state(chance: &mut Chance, names: &[String], index: usize, depth: usize) -> Value {
    let kinds = ["Pass", "Task", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map", "Jump"];
    let kind = kinds[chance.below(if depth == 0 { 6 } else { kinds.len() })];
    let mut state = Object::from([("Type", Value::from(kind))]);
    let jsonata = chance.below(3) == 0;
    if jsonata {
        state.insert("QueryLanguage", Value::from("JSONata"));
    }
    let pick = |chance: &mut Chance| match chance.below(12) {
        0 => "nowhere".to_string(),
        place => names[place % names.len()].clone(),
    };
    if chance.below(3) == 0 || index + 1 == names.len() {
        state.insert("End", Value::from(true));
    } else {
        let next = if chance.below(5) == 0 { pick(chance) } else { names[index + 1].clone() };
        state.insert("Next", Value::from(next));
    }
    for field in PATHS {
        if chance.below(12) == 0 {
            state.insert(field, Value::from(*chance.pick(&TEXTS)));
        }
    }
    for field in TEMPLATES {
        if chance.below(8) == 0 {
            let name = if jsonata || chance.below(2) == 0 { "x" } else { "x.$" };
            let text = Value::from(*chance.pick(&TEXTS));
            let object = Value::Object(Object::from([(name, text.clone())]));
            state.insert(field, if chance.below(4) == 0 { text } else { object });
        }
    }
    for field in ["TimeoutSeconds", "HeartbeatSeconds", "MaxConcurrency", "Seconds"] {
        if chance.below(5) == 0 {
            state.insert(field, Value::from(chance.below(9)));
        }
    }
    if chance.below(2) == 0 {
        let retrier = Object::from([
            ("ErrorEquals", Value::from_iter([Value::from(*chance.pick(&ERRORS))])),
            ("MaxAttempts", Value::from(chance.below(3))),
            ("JitterStrategy", Value::from(*chance.pick(&["FULL", "NONE"]))),
        ]);
        state.insert("Retry", Value::from_iter([Value::Object(retrier)]));
    }
    if chance.below(2) == 0 {
        let mut catcher = Object::from([
            ("ErrorEquals", Value::from_iter([Value::from(*chance.pick(&ERRORS))])),
            ("Next", Value::from(pick(chance))),
        ]);
        if chance.below(2) == 0 {
            catcher.insert(if jsonata { "Output" } else { "ResultPath" }, Value::from(*chance.pick(&TEXTS)));
        }
        state.insert("Catch", Value::from_iter([Value::Object(catcher)]));
    }
    match kind {
        "Task" => {
            state.insert("Resource", Value::from(*chance.pick(&RESOURCES)));
        }
        "Choice" => {
            let mut rule = if jsonata {
                Object::from([("Condition", Value::from("{% $states.input.a > 1 %}"))])
            } else {
                Object::from([("Variable", Value::from("$.a")), ("IsPresent", Value::from(true))])
            };
            rule.insert("Next", Value::from(pick(chance)));
            state.insert("Choices", Value::from_iter([Value::Object(rule)]));
            if chance.below(2) == 0 {
                state.insert("Default", Value::from(pick(chance)));
            }
        }
        "Parallel" => {
            let branches: Vec<Value> = (0..chance.below(4)).map(|_| machine(chance, depth - 1)).collect();
            state.insert("Branches", Value::from_iter(branches));
        }
        "Map" => {
            let mut processor = machine(chance, depth - 1).as_object().cloned().unwrap_or_default();
            if chance.below(4) == 0 {
                let config = Object::from([
                    ("Mode", Value::from("DISTRIBUTED")),
                    ("ExecutionType", Value::from("STANDARD")),
                ]);
                processor.insert("ProcessorConfig", Value::Object(config));
            }
            state.insert("ItemProcessor", Value::Object(processor));
        }
        _ => {}
    }
    Value::Object(state)
}

fn value(chance: &mut Chance, depth: usize) -> Value {
    match chance.below(if depth == 0 { 4 } else { 7 }) {
        0 => Value::Null,
        1 => Value::from(chance.below(5)),
        2 => Value::from("2026-01-01T00:00:00Z"),
        3 => Value::from(chance.below(2) == 0),
        4 => Value::from_iter((0..chance.below(4)).map(|_| value(chance, depth - 1)).collect::<Vec<_>>()),
        _ => Value::Object(["a", "b", "x"].iter().map(|key| (*key, value(chance, depth - 1))).collect()),
    }
}

fn reply(chance: &mut Chance) -> Answer {
    match chance.below(9) {
        0 => Answer::Failed(Failure::new("E", "why")),
        1 => Answer::Failed(Failure::default()),
        2 => Answer::SubmitFailed(Failure::named("E")),
        3 => Answer::StartFailed(Failure::named("E")),
        4 => Answer::Heartbeat,
        5 => Answer::Started { worker: None },
        6 => Answer::Submitted(value(chance, 2)),
        _ => Answer::Succeeded(value(chance, 3)),
    }
}

struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % most as u64) as usize
    }

    fn pick<'a, T>(&mut self, among: &'a [T]) -> &'a T {
        &among[self.below(among.len())]
    }
}

fn no_regexes(_: &str, _: jsonata::Flags) -> Result<Arc<dyn jsonata::Regex>, String> {
    Err("no regular expressions here".into())
}
