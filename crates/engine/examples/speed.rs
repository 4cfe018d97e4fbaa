//! How many transitions per second the engine makes, histories written in full.

use std::sync::Arc;
use std::time::Instant;

use asl::MachineType;
use engine::{Names, Recipe, Run};
use json::Value;

fn main() {
    let pass = r#"{"StartAt":"A","States":{"A":{"Type":"Choice","Choices":[{"Variable":"$.n","NumericGreaterThan":5,"Next":"E"}],"Default":"B"},"B":{"Type":"Pass","Parameters":{"n.$":"$.n","m.$":"$.m"},"Next":"A"},"E":{"Type":"Succeed"}}}"#;
    measure("loop of Choice and Pass", pass, json::parse(r#"{"n":1,"m":[1,2,3]}"#).expect("JSON"));
    let map = r#"{"StartAt":"M","States":{"M":{"Type":"Map","ItemProcessor":{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}},"End":true}}}"#;
    let items: Value = (0..4_000).map(Value::from).collect();
    measure("inline Map", map, items);
}

fn measure(name: &str, definition: &str, input: Value) {
    let machine = asl::read_text(definition, json::Format::Json, MachineType::Standard).machine;
    for _ in 0..2 {
        let started = Instant::now();
        let recipe =
            Recipe::new(MachineType::Standard, input.clone(), Names::new("m", "e", MachineType::Standard));
        let mut now = recipe.start;
        let mut run = Run::new(no_regexes);
        let mut events = vec![engine::start(&machine, recipe)];
        run.evolve(&events[0]);
        while let Some(event) = engine::decide(&machine, &run, now) {
            now = event.time;
            run.evolve(&event);
            events.push(event);
        }
        let decided = started.elapsed();
        let text = engine::history::text(&machine, &events);
        println!(
            "{name}: {} events, {}; {decided:?} to decide, {:?} with history ({} bytes): {:.0} events/s",
            events.len(),
            if run.is_over() { "over" } else { "waiting" },
            started.elapsed(),
            text.len(),
            events.len() as f64 / started.elapsed().as_secs_f64()
        );
    }
}

fn no_regexes(_: &str, _: jsonata::Flags) -> Result<Arc<dyn jsonata::Regex>, String> {
    Err("none".into())
}
