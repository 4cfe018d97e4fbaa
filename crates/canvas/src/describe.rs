//! What a state's card says besides its name: icon, hue, one quiet line, small marks.

use asl::{
    Integration, Items, Kind, Machine, Map, Mode, Pattern, Resource, Setting, State, Task, Template, Wait,
};

use crate::{Hue, Icon, Mark};

/// The icon of a state.
pub fn icon(state: &State) -> Icon {
    match &state.kind {
        Kind::Pass(_) => Icon::Pass,
        Kind::Task(task) => match &task.resource {
            Resource::Lambda(_) => Icon::Lambda,
            Resource::Activity(_) => Icon::Activity,
            Resource::Integration(integration) => Icon::of_service(&integration.service),
            Resource::Other(_) | Resource::Missing => Icon::Task,
        },
        Kind::Choice(_) => Icon::Choice,
        Kind::Wait(_) => Icon::Wait,
        Kind::Succeed => Icon::Succeed,
        Kind::Fail(_) => Icon::Fail,
        Kind::Parallel(_) => Icon::Parallel,
        Kind::Map(_) => Icon::Map,
        Kind::Unknown(_) => Icon::Unknown,
    }
}

/// The hue of a state's type.
pub fn hue(kind: &Kind) -> Hue {
    match kind {
        Kind::Pass(_) => Hue::Pass,
        Kind::Task(_) => Hue::Task,
        Kind::Choice(_) => Hue::Choice,
        Kind::Wait(_) => Hue::Wait,
        Kind::Succeed => Hue::Succeed,
        Kind::Fail(_) => Hue::Fail,
        Kind::Parallel(_) => Hue::Parallel,
        Kind::Map(_) => Hue::Map,
        Kind::Unknown(_) => Hue::Neutral,
    }
}

/// One quiet line of what a state does: service · resource, number of rules, path of items.
pub fn subtitle(state: &State) -> String {
    match &state.kind {
        Kind::Pass(_) => String::from("Pass"),
        Kind::Task(task) => of_task(state, task),
        Kind::Choice(choice) => format!("Choice · {}", counted(choice.rules.len(), "rule")),
        Kind::Wait(wait) => of_wait(wait),
        Kind::Succeed => String::from("Succeed"),
        Kind::Fail(fail) => match fail.error.as_ref().and_then(short) {
            Some(error) => format!("Fail · {error}"),
            None => String::from("Fail"),
        },
        Kind::Parallel(parallel) => format!("Parallel · {}", counted_branches(parallel.branches.len())),
        Kind::Map(map) => of_map(map),
        Kind::Unknown(name) if name.is_empty() => String::from("No type"),
        Kind::Unknown(name) => format!("Unknown type {}", name.as_str()),
    }
}

/// The small signs at the right of a card.
pub fn marks(machine: &Machine, state: &State) -> Vec<Mark> {
    let mut marks = Vec::new();
    let attempts: u64 = state.retry.iter().map(|retrier| retrier.max_attempts).fold(0, u64::saturating_add);
    if attempts > 0 {
        marks.push(Mark::Retries(attempts));
    }
    if let Kind::Task(task) = &state.kind
        && (task.timeout.is_some() || task.heartbeat.is_some())
    {
        marks.push(Mark::Timeout);
    }
    if state.assign.is_some() {
        marks.push(Mark::Variables);
    }
    if state.query_language != machine.query_language {
        marks.push(Mark::Jsonata);
    }
    marks
}

fn of_task(state: &State, task: &Task) -> String {
    match &task.resource {
        Resource::Lambda(arn) => format!("Lambda · {}", function_name(arn)),
        Resource::Activity(arn) => format!("Activity · {}", arn.rsplit(':').next().unwrap_or("")),
        Resource::Integration(integration) => of_integration(state, integration),
        Resource::Other(text) => format!("Task · {}", text.as_str()),
        Resource::Missing => String::from("Task · no resource"),
    }
}

fn of_integration(state: &State, integration: &Integration) -> String {
    let service = service_name(&integration.service);
    let given = |key: &str| argument(state, key);
    let what = match (integration.service.as_str(), integration.action.as_str()) {
        ("lambda", "invoke") => given("FunctionName").map(|name| function_name(&name).to_owned()),
        ("http", "invoke") => given("ApiEndpoint").map(|endpoint| match given("Method") {
            Some(method) => format!("{method} {endpoint}"),
            None => endpoint,
        }),
        ("states", "startExecution") => {
            given("StateMachineArn").map(|arn| arn.rsplit(':').next().unwrap_or("").to_owned())
        }
        _ => None,
    };
    let what = what.unwrap_or_else(|| integration.action.to_string());
    match integration.pattern {
        Pattern::RequestResponse => format!("{service} · {what}"),
        Pattern::Sync | Pattern::Sync2 => format!("{service} · {what} · waits"),
        Pattern::WaitForTaskToken => format!("{service} · {what} · callback"),
    }
}

/// A literal string among the arguments of a task.
fn argument(state: &State, key: &str) -> Option<String> {
    let arguments = state.arguments.as_ref().or(state.parameters.as_ref())?;
    match arguments {
        Template::Literal(value) => value.as_object()?.get(key)?.as_text().map(|text| text.to_string()),
        Template::Object(members) => {
            let (_, template) = members.iter().find(|(name, _)| name.as_str() == key)?;
            match template {
                Template::Literal(value) => value.as_text().map(|text| text.to_string()),
                Template::Object(_)
                | Template::Array(_)
                | Template::Path(_)
                | Template::Call(_)
                | Template::Expression(_)
                | Template::Broken(_) => None,
            }
        }
        Template::Array(_)
        | Template::Path(_)
        | Template::Call(_)
        | Template::Expression(_)
        | Template::Broken(_) => None,
    }
}

/// The name in a function's ARN, without version or alias; a bare name is itself.
fn function_name(function: &str) -> &str {
    match function.split_once(":function:") {
        Some((_, rest)) => rest.split(':').next().unwrap_or(rest),
        None => function.split(':').next().unwrap_or(function),
    }
}

fn of_wait(wait: &Wait) -> String {
    match wait {
        Wait::Seconds(Setting::Literal(seconds)) => {
            format!("Wait · {}", span(seconds.as_f64()))
        }
        Wait::Seconds(Setting::Path(path)) => format!("Wait · {} s", path.text.as_str()),
        Wait::Timestamp(Setting::Literal(moment)) => format!("Wait · until {}", moment.as_str()),
        Wait::Timestamp(Setting::Path(path)) => format!("Wait · until {}", path.text.as_str()),
        Wait::Seconds(Setting::Expression(_)) => String::from("Wait · computed seconds"),
        Wait::Timestamp(Setting::Expression(_)) => String::from("Wait · until a computed time"),
        Wait::Seconds(Setting::Broken(_)) | Wait::Timestamp(Setting::Broken(_)) | Wait::Missing => {
            String::from("Wait")
        }
    }
}

/// Seconds in the largest unit that leaves them whole.
fn span(seconds: f64) -> String {
    for (unit, name) in [(86_400.0, "d"), (3_600.0, "h"), (60.0, "min")] {
        if seconds >= unit && seconds % unit == 0.0 {
            return format!("{} {name}", seconds / unit);
        }
    }
    format!("{seconds} s")
}

fn of_map(map: &Map) -> String {
    let word = match map.mode {
        Mode::Inline => "Map",
        Mode::Distributed(_) => "Distributed Map",
    };
    let items = match (&map.reader, &map.items) {
        (Some(reader), _) => reader.resource.integration().map(|integration| {
            format!("{} · {}", service_name(&integration.service), integration.action.as_str())
        }),
        (None, Items::Input) => None,
        (None, Items::Path(path)) => Some(path.text.to_string()),
        (None, Items::Template(template)) => short(template),
    };
    match items {
        Some(items) => format!("{word} · {items}"),
        None => String::from(word),
    }
}

/// A template in a few words; none when it has too many parts.
fn short(template: &Template) -> Option<String> {
    match template {
        Template::Literal(value) => match value.as_text() {
            Some(text) => Some(text.to_string()),
            None => value.as_array().map(|array| counted(array.len(), "item")),
        },
        Template::Path(path) => Some(path.text.to_string()),
        Template::Expression(expression) => Some(expression.text().to_string()),
        Template::Array(parts) => Some(counted(parts.len(), "item")),
        Template::Object(_) | Template::Call(_) | Template::Broken(_) => None,
    }
}

fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

fn counted_branches(count: usize) -> String {
    if count == 1 { String::from("1 branch") } else { format!("{count} branches") }
}

/// A service as people call it.
fn service_name(service: &str) -> String {
    let known = match service {
        "lambda" => "Lambda",
        "dynamodb" => "DynamoDB",
        "sqs" => "SQS",
        "sns" => "SNS",
        "s3" => "S3",
        "events" | "eventbridge" => "EventBridge",
        "scheduler" => "Scheduler",
        "states" | "sfn" => "Step Functions",
        "apigateway" => "API Gateway",
        "batch" => "Batch",
        "ecs" => "ECS",
        "eks" => "EKS",
        "ec2" => "EC2",
        "glue" => "Glue",
        "databrew" => "DataBrew",
        "athena" => "Athena",
        "bedrock" | "bedrockruntime" => "Bedrock",
        "sagemaker" => "SageMaker",
        "elasticmapreduce" => "EMR",
        "emr-containers" => "EMR on EKS",
        "emr-serverless" => "EMR Serverless",
        "codebuild" => "CodeBuild",
        "mediaconvert" => "MediaConvert",
        "http" => "HTTP",
        "iam" => "IAM",
        "kms" => "KMS",
        "rds" => "RDS",
        "rdsdata" => "RDS Data",
        "sesv2" | "ses" => "SES",
        "ssm" => "Systems Manager",
        "secretsmanager" => "Secrets Manager",
        "cloudwatch" => "CloudWatch",
        "cloudwatchlogs" => "CloudWatch Logs",
        "cloudformation" => "CloudFormation",
        other => {
            let mut letters = other.chars();
            return match letters.next() {
                Some(first) => first.to_uppercase().chain(letters).collect(),
                None => String::from("Task"),
            };
        }
    };
    known.to_owned()
}
