//! Task: what it calls, and how long it may take.

use json::{Number, Text};

use crate::{Range, Setting, Template};

#[derive(Clone, Debug)]
pub struct Task {
    pub resource: Resource,
    /// The resource in the text, with its quotes; the state's object when it has none.
    pub resource_range: Range,
    pub timeout: Option<Setting<Number>>,
    pub heartbeat: Option<Setting<Number>>,
    /// An object with `RoleArn`.
    pub credentials: Option<Template>,
}

/// What a `Resource` names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resource {
    /// A function by its own ARN: the result is the payload alone.
    Lambda(Text),
    /// Work that a worker polls for.
    Activity(Text),
    /// `arn:aws:states:::…`.
    Integration(Integration),
    /// A string of another shape, for example a placeholder of a template.
    Other(Text),
    Missing,
}

/// `arn:aws:states:::service:action.pattern`, or with `aws-sdk:` in front of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Integration {
    /// The whole resource.
    pub arn: Text,
    /// `lambda`, `dynamodb`, `http`… without `aws-sdk:`.
    pub service: Text,
    /// `invoke`, `putItem`…
    pub action: Text,
    pub pattern: Pattern,
    pub aws_sdk: bool,
}

/// When an integration is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pattern {
    /// With the answer to the request.
    RequestResponse,
    /// When the job that was started ends: `.sync`.
    Sync,
    /// The same, with the job's output as JSON: `.sync:2`.
    Sync2,
    /// When somebody sends the token back: `.waitForTaskToken`.
    WaitForTaskToken,
}

impl Resource {
    /// Reads the text of a `Resource`; every text is one.
    pub fn parse(text: &Text) -> Resource {
        let [arn, _partition, service, _region, _account, rest] = parts(text);
        if arn != "arn" {
            return Resource::Other(text.clone());
        }
        match service {
            "lambda" if rest.starts_with("function:") => Resource::Lambda(text.clone()),
            "states" if rest.starts_with("activity:") => Resource::Activity(text.clone()),
            "states" => match Integration::parse(text, rest) {
                Some(integration) => Resource::Integration(integration),
                None => Resource::Other(text.clone()),
            },
            _ => Resource::Other(text.clone()),
        }
    }

    /// The text of the resource; none when it is missing.
    pub fn arn(&self) -> Option<&Text> {
        match self {
            Resource::Lambda(arn) | Resource::Activity(arn) | Resource::Other(arn) => Some(arn),
            Resource::Integration(integration) => Some(&integration.arn),
            Resource::Missing => None,
        }
    }

    pub fn integration(&self) -> Option<&Integration> {
        match self {
            Resource::Integration(integration) => Some(integration),
            Resource::Lambda(_) | Resource::Activity(_) | Resource::Other(_) | Resource::Missing => None,
        }
    }
}

impl Integration {
    fn parse(arn: &Text, rest: &str) -> Option<Integration> {
        let (aws_sdk, rest) = match rest.strip_prefix("aws-sdk:") {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let (service, call) = rest.split_once(':')?;
        let (action, pattern) = match call.split_once('.') {
            None => (call, Pattern::RequestResponse),
            Some((action, "sync")) => (action, Pattern::Sync),
            Some((action, "sync:2")) => (action, Pattern::Sync2),
            Some((action, "waitForTaskToken")) => (action, Pattern::WaitForTaskToken),
            Some(_) => return None,
        };
        let (service, action) = (Text::from(service), Text::from(action));
        Some(Integration { arn: arn.clone(), service, action, pattern, aws_sdk })
    }

    /// `resourceType` of the history: `lambda`, `aws-sdk:s3`.
    pub fn resource_type(&self) -> Text {
        if self.aws_sdk {
            Text::from(alloc::format!("aws-sdk:{}", self.service))
        } else {
            self.service.clone()
        }
    }

    /// `resource` of the history: `invoke`, `sendMessage.waitForTaskToken`.
    pub fn resource(&self) -> Text {
        match self.pattern {
            Pattern::RequestResponse => self.action.clone(),
            pattern => Text::from(alloc::format!("{}{}", self.action, pattern.suffix())),
        }
    }

    /// Whether the integration is this optimized one, with any pattern.
    pub fn is(&self, service: &str, action: &str) -> bool {
        !self.aws_sdk && self.service == service && self.action == action
    }
}

impl Pattern {
    /// What stands behind the action: `.sync`.
    pub fn suffix(self) -> &'static str {
        match self {
            Pattern::RequestResponse => "",
            Pattern::Sync => ".sync",
            Pattern::Sync2 => ".sync:2",
            Pattern::WaitForTaskToken => ".waitForTaskToken",
        }
    }
}

/// The parts of an ARN; the colons of `${AWS::Region}` and its like part nothing.
fn parts(arn: &str) -> [&str; 6] {
    let mut parts = [""; 6];
    let (mut count, mut start, mut is_placeholder) = (0, 0, false);
    for (at, character) in arn.char_indices() {
        match character {
            '{' if arn[..at].ends_with('$') => is_placeholder = true,
            '}' => is_placeholder = false,
            ':' if !is_placeholder && count < 5 => {
                parts[count] = &arn[start..at];
                (count, start) = (count + 1, at + 1);
            }
            _ => {}
        }
    }
    parts[count] = &arn[start..];
    parts
}
