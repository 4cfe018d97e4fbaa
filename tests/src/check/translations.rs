//! States converted to JSONata: sections `workflow` (in JSONPath, JSON), `inputs` (one on a line) and `answers` give `converted`,
//! or `refusal`; and `outcomes`, one for each input, which must be the same before and after.

use std::sync::Arc;

use asl::{MachineType, QueryLanguage};
use editor::{Command, Document, Selection};
use engine::{Names, Recipe};
use json::tree::Format;
use simulator::bucket::Buckets;

use super::simulations::script;
use crate::case::Case;
use crate::play::{Play, play};

pub fn check(case: &Case) -> Result<Vec<(String, String)>, String> {
    let workflow = case.get("workflow").ok_or("the case has no section workflow")?;
    let mut document = Document::new(workflow, Format::Json, MachineType::Standard);
    let command = Command::SetLanguage { state: None, language: QueryLanguage::Jsonata };
    if let Err(refusal) = document.perform(&command, Selection::default(), 0.0) {
        return Ok(vec![(String::from("refusal"), refusal.to_string())]);
    }
    let mut outcomes = Vec::new();
    for input in case.get("inputs").unwrap_or("{}").lines() {
        let before = outcome(case, workflow, input)?;
        let after = outcome(case, document.text(), input)?;
        if before != after {
            return Err(format!("for {input} it gives {after}, and gave {before}, as\n{}", document.text()));
        }
        outcomes.push(after);
    }
    Ok(vec![
        (String::from("converted"), document.text().to_string()),
        (String::from("outcomes"), outcomes.join("\n")),
    ])
}

fn outcome(case: &Case, text: &str, input: &str) -> Result<String, String> {
    let machine = asl::read_text(text, Format::Json, MachineType::Standard).machine;
    let input = json::parse(input).map_err(|error| format!("{input}: {error}"))?;
    let recipe = Recipe::new(MachineType::Standard, input, Names::new("case", "run", MachineType::Standard));
    let setup = Play {
        machine: Arc::new(machine),
        recipe,
        buckets: Buckets::default(),
        workspace: Vec::new(),
        stop: false,
    };
    let played = play(setup, &mut script(case)?)?;
    Ok(format!("{} {} {}", played.status, json::compact(&played.output), json::compact(&played.error)))
}
