//! Tasks and Maps: callbacks, retries, sizes, older names.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use json::Value;
use json::tree::Node;

use super::errors::LAMBDA_ERRORS;
use super::services::SDK_SERVICES;
use super::{Adviser, fix, nearest};
use crate::read::may_be_sdk;
use crate::{
    Code, Fix, Integration, Kind, Leaf, Mode, Pattern, Resource, Setting, Severity, Source, State, Task,
    Template,
};

/// The most that a state may be given or give: 256 KiB of UTF-8.
const LIMIT: usize = 262_144;

impl<'a> Adviser<'a> {
    pub fn task(&mut self, state: &State) {
        let Kind::Task(task) = &state.kind else { return };
        let integration = task.resource.integration();
        if integration.is_some_and(|integration| integration.pattern == Pattern::WaitForTaskToken) {
            self.callback(state, task);
        }
        if is_lambda(&task.resource) {
            self.lambda_retry(state);
        }
        if let (Some(Setting::Literal(timeout)), Some(Setting::Literal(heartbeat))) =
            (&task.timeout, &task.heartbeat)
            && heartbeat.as_f64() >= timeout.as_f64()
        {
            let message = format!(
                "A heartbeat every {heartbeat} seconds is never missed, since the task times out after {timeout}: \
                 HeartbeatSeconds must be smaller than TimeoutSeconds."
            );
            self.about(Severity::Info, Code::HeartbeatTooLong, message, state, "HeartbeatSeconds", None);
        }
        if let Some(integration) = integration {
            self.near_service(state, integration);
        }
    }

    /// Waiting for a token: how long, and who has it.
    fn callback(&mut self, state: &State, task: &Task) {
        if task.timeout.is_none() && task.heartbeat.is_none() {
            let message = "If nobody sends the token back, this state waits for a year. \
                           TimeoutSeconds or HeartbeatSeconds ends the wait with States.Timeout, which a Catch can take.";
            let fix = self.set(state, "TimeoutSeconds", Value::from(3600), "Wait for an hour at most");
            self.about(Severity::Info, Code::CallbackWithoutTimeout, message, state, "Resource", fix);
        }
        let mut has_token = false;
        let mut is_open = false;
        state.visit(&mut |place, _, leaf| match leaf {
            Leaf::Path(path) => match &path.source {
                Source::Context(context) => {
                    has_token |= context.as_str() == "$" || context.as_str().starts_with("$.Task");
                }
                // Whoever built the input may have put it there.
                Source::Input(_) | Source::Variable { .. } => {
                    is_open |= matches!(place.field().as_str(), "Parameters" | "Arguments");
                }
                Source::Broken(_) => is_open = true,
            },
            Leaf::Call(call) => {
                has_token |= call.text().contains("$$.Task")
                    || call.text().contains("$$,")
                    || call.text().contains("$$)");
            }
            Leaf::Expression(expression) => {
                let text = expression.text();
                has_token |=
                    text.contains("Task") && text.contains("Token") || text.contains("$states.context");
            }
        });
        if !has_token && !is_open {
            let (field, token) = if state.is_jsonata() {
                ("Arguments", "{% $states.context.Task.Token %}")
            } else {
                ("Parameters", "$$.Task.Token")
            };
            let message = format!(
                "Nobody gets the token: without it nothing can end this state. Pass it on in {field} as '{token}'."
            );
            self.about(Severity::Info, Code::CallbackWithoutToken, message, state, "Resource", None);
        }
    }

    /// The errors of the Lambda service itself pass by if one tries again.
    fn lambda_retry(&mut self, state: &State) {
        let is_taken = |error: &str| state.retry.iter().any(|retrier| retrier.matches(error));
        let missing: Vec<&'static str> = LAMBDA_ERRORS.into_iter().filter(|error| !is_taken(error)).collect();
        if missing.is_empty() {
            return;
        }
        let (message, retrier) = match self.retriers.iter().find(|(errors, ..)| *errors == missing) {
            Some((_, message, retrier)) => (message.clone(), retrier.clone()),
            None => {
                let names = missing.join(", ");
                let message = format!(
                    "The Lambda service itself fails now and then ({names}), and a second try mostly works: retry these errors."
                );
                let retrier = lambda_retrier(&missing);
                self.retriers.push((missing, message.clone(), retrier.clone()));
                (message, retrier)
            }
        };
        let fix = self.lambda_retry_fix(state, retrier);
        self.about_range(Severity::Hint, Code::LambdaWithoutRetry, message, state, "", state.name_range, fix);
    }

    fn lambda_retry_fix(&self, state: &State, retrier: Value) -> Option<Fix> {
        let node = self.node(state)?;
        let plan = match node.get("Retry") {
            Some(list) if list.is_array() => self.pen.plan_item(list, 0, retrier),
            Some(_) => return None,
            None => {
                let list = Value::from_iter([retrier]);
                match node.members().iter().position(|member| matches!(member.key.as_str(), "Next" | "End")) {
                    Some(index) => self.pen.plan_member(node, index, "Retry", list),
                    None => self.pen.plan_set(node, "Retry", list),
                }
            }
        };
        Some(fix("Retry the errors of the Lambda service", plan.ok()?))
    }

    /// Services whose names are close to a known one.
    fn near_service(&mut self, state: &State, integration: &Integration) {
        let is_known = SDK_SERVICES.contains(&integration.service.as_str());
        if !integration.aws_sdk || is_known || !may_be_sdk(integration) {
            return;
        }
        let Some(near) = nearest(&integration.service, SDK_SERVICES.iter().copied()) else { return };
        let message =
            format!("No service of the AWS SDK is called '{}'. Did you mean '{near}'?", integration.service);
        let arn = integration.arn.replacen(
            &format!("aws-sdk:{}:", integration.service),
            &format!("aws-sdk:{near}:"),
            1,
        );
        let fix = self.field(state, "Resource").and_then(|found| self.replace(found, &arn));
        self.about(Severity::Info, Code::DidYouMean, message, state, "Resource", fix);
    }

    pub fn map(&mut self, state: &State) {
        let Kind::Map(map) = &state.kind else { return };
        if map.is_legacy {
            self.legacy(state, "Iterator", "ItemProcessor");
        }
        let Some(node) = self.node(state) else { return };
        if !state.is_jsonata() && node.get("Parameters").is_some() {
            self.legacy(state, "Parameters", "ItemSelector");
        }
        if map.mode == Mode::Inline && map.processor.is_some() {
            self.distributed_only(state, node);
        }
        if let Mode::Distributed(_) = map.mode
            && map.writer.is_none()
            && map.reader.is_some()
        {
            let message = "The results of all items become the output of this state, and 256 KiB is all it may have. \
                           A ResultWriter puts them into a bucket instead.";
            self.about_range(Severity::Hint, Code::PayloadLimit, message, state, "", state.name_range, None);
        }
    }

    /// Fields that mean nothing in an inline Map.
    fn distributed_only(&mut self, state: &State, node: &Node) {
        const FIELDS: [&str; 8] = [
            "ItemReader",
            "ItemBatcher",
            "ResultWriter",
            "Label",
            "ToleratedFailureCount",
            "ToleratedFailureCountPath",
            "ToleratedFailurePercentage",
            "ToleratedFailurePercentagePath",
        ];
        for field in FIELDS {
            let Some(member) = node.member(field) else { continue };
            let message = format!(
                "{field} works only where ItemProcessor has ProcessorConfig with Mode DISTRIBUTED; this Map is inline."
            );
            self.about_range(
                Severity::Info,
                Code::DistributedOnly,
                message,
                state,
                field,
                member.key_range,
                None,
            );
        }
    }

    /// A field under its older name.
    fn legacy(&mut self, state: &State, old: &str, new: &str) {
        let Some(member) = self.field(state, old).and_then(|found| found.member) else { return };
        let message = format!(
            "{old} of a Map is the older name of {new}. It still works, but what came later needs the new one."
        );
        let plan = self.pen.plan_rename(member, new).ok();
        let fix = plan.map(|plan| fix(&format!("Rename to {new}"), plan));
        self.about_range(Severity::Hint, Code::LegacyField, message, state, old, member.key_range, fix);
    }

    /// Data in the definition that are too large for a state.
    pub fn sizes(&mut self, state: &State) {
        let result = match &state.kind {
            Kind::Pass(pass) => pass.result.as_ref().map_or(0, Value::size),
            Kind::Task(_)
            | Kind::Choice(_)
            | Kind::Wait(_)
            | Kind::Succeed
            | Kind::Fail(_)
            | Kind::Parallel(_)
            | Kind::Map(_)
            | Kind::Unknown(_) => 0,
        };
        let size = |template: &Option<Template>| template.as_ref().map_or(0, Template::least_size);
        let fields = [
            ("Result", result),
            ("Parameters", size(&state.parameters)),
            ("Arguments", size(&state.arguments)),
            ("ResultSelector", size(&state.result_selector)),
            ("Output", size(&state.output)),
            ("Assign", size(&state.assign)),
        ];
        for (field, size) in fields {
            if size > LIMIT {
                let message = format!(
                    "{field} has at least {size} bytes, but a state may pass on 262144 (256 KiB): \
                     the execution would fail with States.DataLimitExceeded. Put large data into a bucket and pass on its name."
                );
                self.about(Severity::Info, Code::PayloadLimit, message, state, field, None);
            }
        }
        let Kind::Task(task) = &state.kind else { return };
        let reads_object = task.resource.integration().is_some_and(|integration| {
            integration.aws_sdk && integration.service == "s3" && integration.action == "getObject"
        });
        if reads_object && state.result_selector.is_none() && state.output.is_none() {
            let message = "The whole object becomes the result of this state: one of more than 256 KiB fails with \
                           States.DataLimitExceeded. Let a function read large objects, or a distributed Map their items.";
            self.about(Severity::Hint, Code::PayloadLimit, message, state, "Resource", None);
        }
    }

    /// Looks at all that is computed in a state: calls that fail whatever the data are are said,
    /// the variables and the paths into the context object are noted for later.
    pub fn calls(&mut self, state: &'a State) {
        let mut found: Vec<(String, String)> = Vec::new();
        state.visit(&mut |place, _, leaf| {
            if let Leaf::Call(call) = leaf {
                for problem in call.problems().into_iter().filter(|problem| !problem.is_refused) {
                    found.push((place.field(), problem.message));
                }
            }
            self.reads_of(state, place, leaf);
            self.context_path(state, place, leaf);
        });
        for (field, message) in found {
            self.about(Severity::Info, Code::CallAlwaysFails, message, state, &field, None);
        }
    }
}

/// What tries again after errors of the Lambda service.
fn lambda_retrier(errors: &[&str]) -> Value {
    let errors = errors.iter().map(|error| Value::from(*error)).collect::<Value>();
    Value::Object(json::Object::from([
        ("ErrorEquals", errors),
        ("IntervalSeconds", Value::from(1)),
        ("MaxAttempts", Value::from(3)),
        ("BackoffRate", Value::from(2)),
        ("JitterStrategy", Value::from("FULL")),
    ]))
}

/// Whether a task calls a Lambda function.
pub fn is_lambda(resource: &Resource) -> bool {
    match resource {
        Resource::Lambda(_) => true,
        Resource::Integration(integration) => integration.is("lambda", "invoke"),
        Resource::Activity(_) | Resource::Other(_) | Resource::Missing => false,
    }
}
