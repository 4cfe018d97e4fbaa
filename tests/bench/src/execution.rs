//! Executions: a workflow from its definition to its outcome, with its history in full.

use std::sync::Arc;

use asl::{Kind, Machine, MachineType};
use engine::{Names, Recipe};
use json::tree::Format;
use json::{Object, Text, Value};
use simulator::bucket::Buckets;
use simulator::mocks::{Answer, Numbered, Outcome, Response, Script};
use simulator::{Setup, Simulation};
use wasm_bindgen::prelude::wasm_bindgen;

/// A workflow with its input, prepared to be run again and again.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Workload {
    machine: Arc<Machine>,
    input: Value,
    /// State, how often it fails first.
    failures: u32,
}

#[wasm_bindgen]
impl Workload {
    /// All tasks give `{}`, after they failed `failures` times.
    #[wasm_bindgen(constructor)]
    pub fn new(definition: &str, input: &str, failures: u32) -> Workload {
        let reading = asl::read_text(definition, Format::Json, MachineType::Standard);
        let input = json::parse(input).unwrap_or_default();
        Workload { machine: Arc::new(reading.machine), input, failures }
    }

    /// Runs it once, and gives the number of events.
    pub fn run(&self) -> usize {
        self.simulate().root().events.len()
    }

    /// Runs it once and writes the history as text, and gives the number of bytes.
    pub fn run_and_write(&self) -> usize {
        let simulation = self.simulate();
        let root = simulation.root();
        engine::history::text(&root.machine, &root.events).len()
    }

    /// How many states are entered in a run, the first one and retries included.
    pub fn transitions(&self) -> usize {
        let simulation = self.simulate();
        let events = simulation.root().events.iter();
        events
            .filter(|event| {
                matches!(event.kind, engine::Kind::StateEntered { .. } | engine::Kind::RetrySet { .. })
            })
            .count()
    }
}

impl Workload {
    fn simulate(&self) -> Simulation {
        let kind = MachineType::Standard;
        let mut recipe = Recipe::new(kind, self.input.clone(), Names::new("bench", "run", kind));
        // The workloads are longer than what the service would let pass.
        recipe.limits.events = u32::MAX;
        recipe.limits.payload = usize::MAX;
        let setup = Setup {
            machine: self.machine.clone(),
            recipe,
            buckets: Buckets::default(),
            workspace: Vec::new(),
            regexes: simulator::regex,
            at_least_once: false,
            kept_children: 0,
        };
        let mut simulation = Simulation::new(setup);
        simulation.finish(&mut self.script());
        simulation
    }

    fn script(&self) -> Script {
        let empty = || Answer::from(Outcome::Return(Object::new().into()));
        let failure =
            || Answer::from(Outcome::Throw { error: Some("CustomError".into()), cause: Some("no".into()) });
        let tasks = self.machine.states.iter().filter(|state| matches!(state.kind, Kind::Task(_)));
        Script::new(tasks.map(|state| {
            let mut answers = Vec::new();
            if self.failures > 0 && !state.retry.is_empty() {
                answers.push(Numbered { first: 0, last: self.failures - 1, answer: failure() });
            }
            answers.push(Numbered { first: self.failures, last: u32::MAX, answer: empty() });
            (state.name.clone(), Response { name: Text::from("answers"), answers, ..Response::default() })
        }))
    }
}
