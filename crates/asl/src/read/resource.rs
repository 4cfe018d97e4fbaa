//! What a Task may call: the resource against the list of integrations, and the arguments it cannot do without.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use json::Text;
use json::tree::Node;

use super::setting::is_placeholder;
use super::state::Frame;
use super::{Place, Reader};
use crate::advise::nearest;
use crate::integration::find;
use crate::{Code, Fix, Integration, MachineType, OPTIMIZED, Pattern, QueryLanguage, Resource, Severity};

impl Reader<'_> {
    /// Says what is wrong with the resource of a Task.
    pub fn check_resource(&mut self, frame: &Frame<'_>, resource: &Resource, node: &Node, place: &Place<'_>) {
        match resource {
            Resource::Missing => {}
            Resource::Lambda(arn) => {
                if !is_function(arn) {
                    self.unknown_resource(arn, node, place);
                }
            }
            Resource::Activity(arn) => {
                if arn.split(':').nth(6).is_none_or(str::is_empty) {
                    return self.unknown_resource(arn, node, place);
                }
                if self.machine.machine_type == MachineType::Express {
                    self.refuse("Express state machine does not support Activity ARN", place, node.range);
                }
            }
            Resource::Other(text) => {
                if text.starts_with("arn:") {
                    self.unknown_resource(text, node, place);
                } else {
                    self.refuse("Value is not a valid resource ARN", place, node.range);
                }
            }
            Resource::Integration(integration) => self.check_integration(frame, integration, node, place),
        }
    }

    fn unknown_resource(&mut self, text: &str, node: &Node, place: &Place<'_>) {
        let message = format!(
            "The resource provided {text} is not recognized. The value is not a valid resource ARN, \
             or the resource is not available in this region."
        );
        let fix = self.resource_fix(text, node);
        self.say(Severity::Error, Code::SchemaValidationFailed, message, place, node.range, fix);
    }

    /// The optimized integration that was probably meant.
    fn resource_fix(&self, text: &str, node: &Node) -> Option<Fix> {
        let (head, call) = text.split_once(":states:::")?;
        if let Some(call) = call.strip_prefix("aws-sdk:") {
            return self.sdk_fix(head, call, node);
        }
        let (call, pattern) = call.split_once('.').map_or((call, ""), |(call, pattern)| (call, pattern));
        let calls: Vec<String> =
            OPTIMIZED.iter().map(|entry| format!("{}:{}", entry.service, entry.action)).collect();
        let near = match nearest(call, calls.iter().map(String::as_str)) {
            Some(near) => near,
            // The call is right, so it is the pattern that does not exist.
            None if calls.iter().any(|known| known == call) => call,
            None => return None,
        };
        let with_pattern = format!("{head}:states:::{near}.{pattern}");
        let is_known = Resource::parse(&Text::from(with_pattern.as_str()))
            .integration()
            .is_some_and(|integration| find(integration).is_some());
        let arn = if is_known { with_pattern } else { format!("{head}:states:::{near}") };
        self.arn_fix(arn, node)
    }

    /// The same call of the AWS SDK in the letters in which integrations write it.
    fn sdk_fix(&self, head: &str, call: &str, node: &Node) -> Option<Fix> {
        let (service, action) = call.split_once(':')?;
        let mut letters = action.chars();
        let first = letters.next()?.to_ascii_lowercase();
        let service = service.to_ascii_lowercase();
        let arn = format!("{head}:states:::aws-sdk:{service}:{first}{}", letters.as_str());
        let is_known = Resource::parse(&Text::from(arn.as_str())).integration().is_some_and(may_be_sdk);
        if is_known { self.arn_fix(arn, node) } else { None }
    }

    fn arn_fix(&self, arn: String, node: &Node) -> Option<Fix> {
        let plan = self.pen.plan_replace(node, arn.as_str()).ok()?;
        Some(Fix { title: format!("Change to '{arn}'"), plan })
    }

    fn check_integration(
        &mut self,
        frame: &Frame<'_>,
        integration: &Integration,
        node: &Node,
        place: &Place<'_>,
    ) {
        let known = find(integration);
        if !integration.aws_sdk && known.is_none() || integration.aws_sdk && !may_be_sdk(integration) {
            return self.unknown_resource(&integration.arn, node, place);
        }
        if self.machine.machine_type == MachineType::Express {
            match integration.pattern {
                Pattern::RequestResponse => {}
                Pattern::Sync | Pattern::Sync2 => {
                    let message = "Express state machine does not support '.sync' service integration";
                    self.refuse(message, place, node.range);
                }
                Pattern::WaitForTaskToken => {
                    let message =
                        "Express state machine does not support '.waitForTaskToken' service integration ";
                    self.refuse(message, place, node.range);
                }
            }
        }
        self.check_arguments(frame, integration, known.map_or(&[], |known| known.required), place);
    }

    /// Says which arguments are missing. `place` is that of the resource.
    fn check_arguments(
        &mut self,
        frame: &Frame<'_>,
        integration: &Integration,
        required: &[&str],
        place: &Place<'_>,
    ) {
        let Some(state) = place.parent() else { return };
        let name = match frame.language {
            QueryLanguage::JsonPath => "Parameters",
            QueryLanguage::Jsonata => "Arguments",
        };
        let Some(member) = frame.node.member(name) else {
            let message = format!("{name} field is required for resource ARN: {}", integration.arn);
            return self.refuse(message, state, frame.head);
        };
        if !member.value.is_object() {
            return;
        }
        let place = state.member(name);
        for field in required {
            let has = |member: &json::tree::Member| {
                let key = member.key.strip_suffix(".$").unwrap_or(&member.key);
                key == *field || is_placeholder(key)
            };
            if !member.value.members().iter().any(has) {
                let message = format!("The field '{field}' is required but was missing");
                self.refuse(message, &place, member.key_range);
            }
        }
    }
}

/// Whether a function's ARN has a name and, if it goes on, a version or alias.
fn is_function(arn: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .chars()
                .all(|character| character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.'))
    };
    let mut parts = arn.split(':').skip(6);
    let has_name = parts.next().is_some_and(is_name);
    let has_alias = parts.next().is_none_or(|alias| alias == "$LATEST" || is_name(alias));
    has_name && has_alias && parts.next().is_none()
}

/// Whether the parts of an AWS SDK integration have the right shape; which of the many there are, only the service knows.
pub fn may_be_sdk(integration: &Integration) -> bool {
    let service = &integration.service;
    let is_service = !service.is_empty()
        && service.chars().all(|character| character.is_ascii_lowercase() || character.is_ascii_digit());
    let mut action = integration.action.chars();
    let is_action = action.next().is_some_and(|first| first.is_ascii_lowercase())
        && action.all(|character| character.is_ascii_alphanumeric());
    is_service && is_action && !matches!(integration.pattern, Pattern::Sync | Pattern::Sync2)
}
