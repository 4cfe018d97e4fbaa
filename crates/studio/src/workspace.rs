//! The workflows on this device that a run may start, with their mocks.

use std::sync::Arc;

use asl::{Kind, Machine, Severity};
use json::Text;
use json::tree::parse_tree;
use leptos::prelude::*;
use simulator::Workflow;

use crate::kept;
use crate::run::Start;
use crate::studio::{self, Studio};

/// Whether a machine has a task that starts another execution.
pub fn starts_others(machine: &Machine) -> bool {
    machine.states.iter().any(|state| match &state.kind {
        Kind::Task(task) => task.resource.integration().is_some_and(|integration| {
            let is_service = match integration.aws_sdk {
                true => integration.service == "sfn",
                false => integration.service == "states",
            };
            is_service && integration.action.starts_with("start")
        }),
        Kind::Pass(_)
        | Kind::Choice(_)
        | Kind::Wait(_)
        | Kind::Succeed
        | Kind::Fail(_)
        | Kind::Parallel(_)
        | Kind::Map(_)
        | Kind::Unknown(_) => false,
    })
}

/// A start with all workflows of the device beside it. Their mocks answer too, where the workflow has none of its own.
pub async fn join(studio: Studio, mut start: Start) -> Start {
    // The workflow may start itself, as it is now.
    let own = Workflow { name: Text::from(start.name.as_str()), machine: start.machine.shared() };
    start.workspace.push(own);
    let listed = match kept::list().await {
        Ok(listed) => listed,
        Err(reason) => {
            studio.warn(format!("Other workflows cannot be started, as they cannot be listed: {reason}."));
            return start;
        }
    };
    let mut broken = Vec::new();
    for entry in listed {
        // Of two with the same name, the one that was changed last counts.
        let is_known = start.workspace.iter().any(|known| known.name == entry.name.as_str());
        if is_known || entry.id == studio.id.get_untracked() {
            continue;
        }
        let Ok(workflow) = kept::load(&entry.id).await else { continue };
        match machine(&workflow) {
            Some(machine) => {
                start
                    .workspace
                    .push(Workflow { name: Text::from(entry.name.as_str()), machine: Arc::new(machine) });
                if workflow.details.is_trusted {
                    let known = start.mocks.clone();
                    let new = workflow.details.mocks.into_iter();
                    start.mocks.extend(new.filter(|mock| !known.iter().any(|known| known.key == mock.key)));
                }
            }
            None => broken.push(entry.name),
        }
    }
    let is_named = |name: &&String| studio.document.read_untracked().text().contains(name.as_str());
    if let Some(name) = broken.iter().find(is_named) {
        studio.warn(format!("“{name}” has errors and cannot be started: a mock or you answer in its place."));
    }
    start
}

/// What a workflow means, when the service would take it.
fn machine(workflow: &studio::Workflow) -> Option<Machine> {
    let tree = parse_tree(&workflow.definition, workflow.format);
    let reading = asl::read(&workflow.definition, &tree, workflow.machine_type);
    let is_sound = reading.diagnostics.iter().all(|found| found.severity != Severity::Error);
    is_sound.then_some(reading.machine)
}
