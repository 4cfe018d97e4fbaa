//! The world around an execution: who answers, when, and what else runs.

use std::sync::Arc;

use asl::MachineType;
use engine::{Failure, Names, Recipe, Status};
use json::Value;
use json::tree::Format;
use simulator::bucket::Buckets;
use simulator::mocks::{Answer, Outcome};
use simulator::{
    ExecutionId, Host, MapRunStatus, Nobody, Progress, Reply, Request, Role, Setup, Simulation, Waiting,
    Workflow,
};

const FUNCTION: &str = "arn:aws:lambda:us-east-1:123456789012:function:f";

fn machine(text: &str, kind: MachineType) -> Arc<asl::Machine> {
    Arc::new(asl::read_text(text, Format::Yaml, kind).machine)
}

fn setup(text: &str, kind: MachineType, input: &str) -> Setup {
    let input = json::parse(input).expect("the test's own JSON");
    Setup {
        machine: machine(text, kind),
        recipe: Recipe::new(kind, input, Names::new("test", "run", kind)),
        buckets: Buckets::default(),
        workspace: Vec::new(),
        regexes: simulator::regex,
        at_least_once: false,
        kept_children: 10,
    }
}

fn standard(text: &str, input: &str) -> Simulation {
    Simulation::new(setup(text, MachineType::Standard, input))
}

fn names(simulation: &Simulation, id: ExecutionId) -> Vec<&'static str> {
    let execution = simulation.execution(id).expect("kept");
    execution.events.iter().filter(|event| event.is_visible()).map(engine::Event::name).collect()
}

fn answer(text: &str) -> Answer {
    Answer::from(Outcome::Return(json::parse(text).expect("the test's own JSON")))
}

/// Answers with what a function makes of the request.
struct By<F>(F);

impl<F: FnMut(&Request) -> Reply> Host for By<F> {
    fn ask(&mut self, request: &Request) -> Reply {
        (self.0)(request)
    }
}

#[test]
fn the_clock_stands_still_while_a_handler_is_at_work() {
    let text = format!(
        "{{StartAt: P, States: {{P: {{Type: Parallel, End: true, Branches: [
            {{StartAt: A, States: {{A: {{Type: Task, Resource: '{FUNCTION}', TimeoutSeconds: 10, End: true}}}}}},
            {{StartAt: B, States: {{B: {{Type: Wait, Seconds: 5, End: true}}}}}}]}}}}}}"
    );
    let mut simulation = standard(&text, "{}");
    let mut host = By(|_: &Request| Reply::Later);
    assert_eq!(simulation.finish(&mut host), Progress::Waiting);
    let start = simulation.now();
    let id = {
        let open: Vec<_> = simulation.requests().collect();
        assert_eq!(open.len(), 1);
        assert_eq!(open[0].waiting, Waiting::Handler);
        open[0].request.id
    };
    assert_eq!(simulation.finish(&mut host), Progress::Waiting);
    assert_eq!(simulation.now(), start);
    let mut late = answer("1");
    late.delay = 3_000;
    simulation.answer(id, late).expect("somebody waits");
    assert_eq!(simulation.finish(&mut host), Progress::Over);
    assert_eq!(simulation.now(), start + 5_000);
    assert!(matches!(simulation.root().run.status, Status::Succeeded(_)));
    assert!(simulation.answer(id, answer("2")).is_err(), "nobody waits any longer");
}

#[test]
fn slices_of_one_step_give_the_same_events() {
    let text =
        "{StartAt: A, States: {A: {Type: Wait, Seconds: 5, Next: B}, B: {Type: Pass, Result: 7, End: true}}}";
    let mut whole = standard(text, "{}");
    whole.finish(&mut Nobody);
    let mut sliced = standard(text, "{}");
    while sliced.advance(&mut Nobody, 1) != Progress::Over {}
    assert_eq!(whole.root().events, sliced.root().events);
}

#[test]
fn a_callback_waits_for_a_person_or_for_time() {
    let text =
        "{StartAt: A, States: {A: {Type: Task, Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        TimeoutSeconds: 60, Parameters: {QueueUrl: q, MessageBody.$: $$.Task.Token}, End: true}}}";
    let mut simulation = standard(text, "{}");
    assert_eq!(simulation.finish(&mut Nobody), Progress::Waiting);
    assert_eq!(names(&simulation, ExecutionId::ROOT).last(), Some(&"TaskSubmitted"));
    let token = {
        let open = simulation.requests().next().expect("the callback");
        assert_eq!(open.waiting, Waiting::Person);
        open.request.call.token.clone().expect("a token")
    };
    let id = simulation.find_token(&token).expect("found by its token");
    simulation.heartbeat(id).expect("alive");
    simulation.answer(id, answer("\"approved\"")).expect("somebody waits");
    assert_eq!(simulation.finish(&mut Nobody), Progress::Over);
    assert_eq!(simulation.root().run.status, Status::Succeeded(Value::from("approved")));

    let mut simulation = standard(text, "{}");
    simulation.finish(&mut Nobody);
    assert!(simulation.pass_time(&mut Nobody));
    simulation.finish(&mut Nobody);
    assert_eq!(names(&simulation, ExecutionId::ROOT)[5..], ["TaskTimedOut", "ExecutionFailed"]);
}

#[test]
fn a_branch_sends_the_token_of_another() {
    let text = "{StartAt: P, States: {P: {Type: Parallel, End: true, Branches: [
        {StartAt: A, States: {A: {Type: Task, Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
            Parameters: {QueueUrl: q, MessageBody: m}, End: true}}},
        {StartAt: B, States: {B: {Type: Task, Resource: 'arn:aws:states:::aws-sdk:sfn:sendTaskSuccess',
            Parameters: {TaskToken: nobody, Output: '{}'}, End: true}}}]}}}";
    let mut simulation = standard(text, "{}");
    let mut host = By(|_: &Request| Reply::Unknown);
    simulation.finish(&mut host);
    match &simulation.root().run.status {
        Status::Failed(failure) => assert_eq!(failure.name(), "Sfn.InvalidTokenException"),
        status => panic!("{status:?}"),
    }
}

#[test]
fn a_workflow_of_the_workspace_runs_inside() {
    let parent = "{StartAt: A, States: {A: {Type: Task, Resource: 'arn:aws:states:::states:startExecution.sync:2',
        Parameters: {StateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:child', Input: {n.$: $.n}, Name: one},
        OutputPath: $.Output, End: true}}}";
    let child = "{StartAt: W, States: {W: {Type: Wait, SecondsPath: $.n, End: true}}}";
    let mut setup = setup(parent, MachineType::Standard, r#"{"n": 30}"#);
    setup.workspace.push(Workflow { name: "child".into(), machine: machine(child, MachineType::Standard) });
    let start = setup.recipe.start;
    let mut simulation = Simulation::new(setup);
    assert_eq!(simulation.finish(&mut By(|_: &Request| Reply::Unknown)), Progress::Over);
    assert_eq!(simulation.now(), start + 30_000);
    assert_eq!(simulation.root().run.status, Status::Succeeded(json::parse(r#"{"n":30}"#).expect("JSON")));
    let nested = simulation.execution(ExecutionId(1)).expect("kept");
    assert!(matches!(nested.role, Role::Nested(_)));
    let arn = &nested.run.recipe().expect("started").names.execution_arn;
    assert_eq!(arn.as_str(), "arn:aws:states:us-east-1:123456789012:execution:child:one");
}

#[test]
fn a_token_that_the_started_workflow_does_not_send_is_left_to_a_person() {
    let parent = "{StartAt: A, States: {A: {Type: Task, Resource: 'arn:aws:states:::states:startExecution.waitForTaskToken',
        Parameters: {StateMachineArn: child, Input: {token.$: $$.Task.Token}}, End: true}}}";
    let silent = "{StartAt: W, States: {W: {Type: Wait, Seconds: 30, End: true}}}";
    let sending = "{StartAt: W, States: {W: {Type: Wait, Seconds: 30, Next: S}, S: {Type: Task, End: true,
        Resource: 'arn:aws:states:::aws-sdk:sfn:sendTaskSuccess', Parameters: {TaskToken.$: $.token, Output: '7'}}}}";
    let begin = |child: &str| {
        let mut setup = setup(parent, MachineType::Standard, "{}");
        let machine = machine(child, MachineType::Standard);
        setup.workspace.push(Workflow { name: "child".into(), machine });
        Simulation::new(setup)
    };
    let mut host = By(|_: &Request| Reply::Unknown);

    let mut simulation = begin(sending);
    assert_eq!(simulation.finish(&mut host), Progress::Over);
    assert_eq!(simulation.root().run.status, Status::Succeeded(Value::from(7)));

    let mut simulation = begin(silent);
    let start = simulation.now();
    assert_eq!(simulation.finish(&mut host), Progress::Waiting);
    assert_eq!(simulation.now(), start + 30_000);
    let open = simulation.requests().next().expect("a person can answer").clone();
    assert_eq!((open.waiting, open.request.state.as_str()), (Waiting::Person, "A"));
    simulation.answer(open.request.id, answer("8")).expect("it waits");
    assert_eq!(simulation.finish(&mut host), Progress::Over);
    assert_eq!(simulation.root().run.status, Status::Succeeded(Value::from(8)));
}

#[test]
fn a_failed_child_workflow_fails_the_task_with_its_description() {
    let parent =
        "{StartAt: A, States: {A: {Type: Task, Resource: 'arn:aws:states:::states:startExecution.sync',
        Parameters: {StateMachineArn: child}, End: true}}}";
    let child = "{StartAt: F, States: {F: {Type: Fail, Error: E, Cause: C}}}";
    let mut setup = setup(parent, MachineType::Standard, "{}");
    setup.workspace.push(Workflow { name: "child".into(), machine: machine(child, MachineType::Standard) });
    let mut simulation = Simulation::new(setup);
    simulation.finish(&mut By(|_: &Request| Reply::Unknown));
    let Status::Failed(failure) = &simulation.root().run.status else { panic!("it should have failed") };
    assert_eq!(failure.name(), "States.TaskFailed");
    let cause = json::parse(failure.cause.as_ref().expect("a cause")).expect("JSON");
    assert_eq!(cause.get("Error").and_then(Value::as_str), Some("E"));
    assert_eq!(cause.get("Status").and_then(Value::as_str), Some("FAILED"));
}

#[test]
fn stopping_the_parent_stops_what_it_waits_for() {
    let parent =
        "{StartAt: A, States: {A: {Type: Task, Resource: 'arn:aws:states:::states:startExecution.sync',
        Parameters: {StateMachineArn: child}, End: true}}}";
    let child = "{StartAt: W, States: {W: {Type: Wait, Seconds: 60, End: true}}}";
    let mut setup = setup(parent, MachineType::Standard, "{}");
    setup.workspace.push(Workflow { name: "child".into(), machine: machine(child, MachineType::Standard) });
    let mut simulation = Simulation::new(setup);
    simulation.settle(&mut By(|_: &Request| Reply::Unknown));
    simulation.stop(Failure::new("Enough", "by hand")).expect("it runs");
    assert_eq!(simulation.finish(&mut Nobody), Progress::Over);
    let child = simulation.execution(ExecutionId(1)).expect("kept");
    assert!(matches!(child.run.status, Status::Aborted(_)));
}

const TOLERANT: &str = "{StartAt: M, States: {M: {Type: Map, MaxConcurrency: 2, End: true, ItemProcessor: {
    ProcessorConfig: {Mode: DISTRIBUTED, ExecutionType: STANDARD}, StartAt: T, States: {
    T: {Type: Task, Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f', End: true}}}}}}";

#[test]
fn a_redriven_map_run_runs_only_what_failed() {
    let mut simulation = standard(TOLERANT, "[1, 2, 3]");
    let mut asked = Vec::new();
    let mut host = By(|request: &Request| {
        let item = request.call.parameters.clone();
        asked.push(item.to_string());
        let is_second = item == Value::from(2) && asked.iter().filter(|item| *item == "2").count() == 1;
        Reply::Answer(Answer::from(if is_second {
            Outcome::Throw { error: Some("E".into()), cause: None }
        } else {
            Outcome::Return(item)
        }))
    });
    simulation.finish(&mut host);
    assert!(matches!(simulation.root().run.status, Status::Failed(_)));
    assert_eq!(simulation.map_runs()[0].status, MapRunStatus::Failed);
    simulation.redrive().expect("it failed");
    assert_eq!(simulation.finish(&mut host), Progress::Over);
    assert_eq!(simulation.root().run.status, Status::Succeeded(json::parse("[1,2,3]").expect("JSON")));
    assert_eq!(asked.iter().filter(|item| *item == "1").count(), 1);
    assert_eq!(simulation.map_runs()[0].redrives, 1);
}

#[test]
fn children_by_the_thousands_are_ordinary() {
    let text = "{StartAt: M, States: {M: {Type: Map, End: true, ItemProcessor: {
        ProcessorConfig: {Mode: DISTRIBUTED, ExecutionType: EXPRESS}, StartAt: P, States: {P: {Type: Pass, End: true}}},
        ResultWriter: {Resource: 'arn:aws:states:::s3:putObject', Parameters: {Bucket: out, Prefix: p},
        WriterConfig: {Transformation: COMPACT, OutputType: JSONL}}}}}";
    let count = 20_000;
    let items: Vec<String> = (0..count).map(|item| item.to_string()).collect();
    let mut setup = setup(text, MachineType::Standard, &format!("[{}]", items.join(",")));
    setup.recipe.limits.payload = usize::MAX;
    setup.buckets.buckets.entry("out".to_string()).or_default();
    let mut simulation = Simulation::new(setup);
    assert_eq!(simulation.finish(&mut Nobody), Progress::Over);
    let run = &simulation.map_runs()[0];
    assert_eq!((run.executions.succeeded, run.items.results_written), (count, count));
    assert_eq!(simulation.executions().count(), 11, "the root and ten kept children");
    let Status::Succeeded(output) = &simulation.root().run.status else {
        panic!("{:?}", simulation.root().run.status)
    };
    assert!(output.get("ResultWriterDetails").is_some());
}

#[test]
fn children_start_one_by_one_within_the_budget_and_give_the_same_events() {
    let items: Vec<String> = (0..50).map(|item| item.to_string()).collect();
    let text = "{StartAt: M, States: {M: {Type: Map, MaxConcurrency: 20, End: true, ItemProcessor: {
        ProcessorConfig: {Mode: DISTRIBUTED, ExecutionType: STANDARD}, StartAt: W, States: {W: {Type: Wait, Seconds: 3, End: true}}}}}}";
    let begin = || {
        let mut setup = setup(text, MachineType::Standard, &format!("[{}]", items.join(",")));
        setup.kept_children = 100;
        Simulation::new(setup)
    };
    let mut whole = begin();
    whole.finish(&mut Nobody);
    let mut sliced = begin();
    let mut before = 1;
    while sliced.advance(&mut Nobody, 1) != Progress::Over {
        let count = sliced.executions().count();
        assert!(count <= before + 1, "{count} executions, one step after {before}");
        before = count;
    }
    assert_eq!(before, 51);
    for ((_, one), (_, other)) in whole.executions().zip(sliced.executions()) {
        assert_eq!(one.events, other.events);
    }
}

#[test]
fn an_asynchronous_express_execution_may_come_twice() {
    let twice = (0..20).filter(|seed| {
        let mut setup =
            setup("{StartAt: P, States: {P: {Type: Pass, End: true}}}", MachineType::Express, "{}");
        setup.at_least_once = true;
        setup.recipe.seed = *seed;
        let mut simulation = Simulation::new(setup);
        simulation.finish(&mut Nobody);
        simulation.executions().count() == 2
    });
    let twice = twice.count();
    assert!((5..=15).contains(&twice), "{twice} of 20");
}

#[test]
fn an_execution_ends_with_a_message_before_its_history_fills_the_memory() {
    let text = "{StartAt: Again, States: {Again: {Type: Pass, Parameters: {
        list.$: '$.list', text.$: \"States.Format('{}', $.text)\"}, Next: Again}}}";
    let input = format!(r#"{{"list": [1, 2, 3], "text": "{}"}}"#, "x".repeat(1000));
    let mut setup = setup(text, MachineType::Standard, &input);
    setup.recipe.limits.memory = 1 << 20;
    let mut simulation = Simulation::new(setup);
    simulation.finish(&mut Nobody);
    let Status::Aborted(failure) = &simulation.root().run.status else { panic!("it went on") };
    assert_eq!(failure.name(), "Stepwise.HistoryTooLarge");
    assert!(failure.cause.as_ref().is_some_and(|cause| cause.contains("more than 1 MiB of different data")));
    // Each turn has a text of its own, and two events.
    let turns = simulation.root().events.len() / 2;
    assert!((900..1048).contains(&turns), "{turns} turns");
}

#[test]
fn children_of_a_map_run_that_fill_the_memory_end_it_with_a_message() {
    let text = "{StartAt: Each, States: {Each: {Type: Map, End: true, MaxConcurrency: 1, ItemProcessor: {
        ProcessorConfig: {Mode: DISTRIBUTED, ExecutionType: STANDARD}, StartAt: Again, States: {
        Again: {Type: Pass, Parameters: {text.$: \"States.Format('{}', $.text)\"}, Next: Again}}}}}}";
    let input = format!(r#"[{{"text": "{}"}}]"#, "x".repeat(1000));
    let mut setup = setup(text, MachineType::Standard, &input);
    setup.recipe.limits.memory = 1 << 20;
    let mut simulation = Simulation::new(setup);
    assert_eq!(simulation.finish(&mut Nobody), Progress::Over);
    let Status::Aborted(failure) = &simulation.root().run.status else { panic!("it went on") };
    assert_eq!(failure.name(), "Stepwise.HistoryTooLarge");
}

#[test]
fn what_is_passed_on_takes_no_memory_again() {
    let text = "{StartAt: Count, States: {
        Count: {Type: Pass, Parameters: {n.$: 'States.MathAdd($.n, 1)', big.$: '$.big'}, Next: Enough},
        Enough: {Type: Choice, Default: Count, Choices: [{Variable: '$.n', NumericEquals: 2000, Next: Done}]},
        Done: {Type: Succeed}}}";
    let input = format!(r#"{{"n": 0, "big": ["{}"]}}"#, "x".repeat(200_000));
    let mut setup = setup(text, MachineType::Standard, &input);
    setup.recipe.limits.memory = 1 << 20;
    let mut simulation = Simulation::new(setup);
    simulation.finish(&mut Nobody);
    let root = simulation.root();
    assert!(matches!(root.run.status, Status::Succeeded(_)), "{:?}", root.run.status);
    // Not only counted so: wherever the list travels it is the same memory.
    let engine::Kind::ExecutionStarted { recipe, .. } = &root.events[0].kind else {
        panic!("the first event")
    };
    let first = recipe.input.get("big").expect("it is in the input");
    let values = root.events.iter().filter_map(|event| match &event.kind {
        engine::Kind::StateEntered { input: value, .. } | engine::Kind::StateExited { output: value, .. } => {
            Some(value)
        }
        _ => None,
    });
    let mut count = 0;
    for value in values {
        assert!(value.get("big").expect("it is passed on").is_same(first), "a copy after {count} events");
        count += 1;
    }
    assert_eq!(count, 2 * (2 * 2000 + 1));
}
