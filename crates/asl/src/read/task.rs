//! Task and Wait.

use json::Text;
use json::tree::Node;

use super::setting::is_placeholder;
use super::state::Frame;
use super::{Bounds, Place, Reader};
use crate::{QueryLanguage, Resource, Setting, Task, Wait};

const SECONDS: Bounds = Bounds::whole(0, 99_999_999);
const TIMEOUT: Bounds = Bounds::whole(1, 99_999_999);
const WAITS: [&str; 4] = ["SecondsPath", "Seconds", "TimestampPath", "Timestamp"];

impl Reader<'_> {
    pub fn task(&mut self, frame: &Frame<'_>, place: &Place<'_>) -> Task {
        self.require(frame.node, &["Resource"], place, frame.head);
        let (resource, resource_range) = match frame.node.get("Resource") {
            Some(node) => (self.task_resource(frame, node, &place.member("Resource")), node.range),
            None => (Resource::Missing, frame.head),
        };
        self.only_one(frame.node, &["TimeoutSeconds", "TimeoutSecondsPath"], place);
        self.only_one(frame.node, &["HeartbeatSeconds", "HeartbeatSecondsPath"], place);
        let mut seconds = |name: &str, path_name: &str| {
            self.numeric_setting(frame.node, name, path_name, TIMEOUT, frame.language, place)
        };
        let timeout = seconds("TimeoutSeconds", "TimeoutSecondsPath");
        let heartbeat = seconds("HeartbeatSeconds", "HeartbeatSecondsPath");
        let credentials = self.field_template(frame, "Credentials", place);
        self.check_credentials(frame, &resource, place);
        Task { resource, resource_range, timeout, heartbeat, credentials }
    }

    fn task_resource(&mut self, frame: &Frame<'_>, node: &Node, place: &Place<'_>) -> Resource {
        let Some(text) = self.string(node, place) else { return Resource::Missing };
        let resource = Resource::parse(text);
        // In whatever partition the template is deployed, the rest is known.
        if !is_placeholder(&text.replacen("${AWS::Partition}", "", 1)) {
            self.check_resource(frame, &resource, node, place);
        }
        resource
    }

    fn check_credentials(&mut self, frame: &Frame<'_>, resource: &Resource, place: &Place<'_>) {
        let Some(member) = frame.node.member("Credentials") else { return };
        if let Resource::Activity(_) = resource {
            let message = "The field 'Credentials' is not supported for activities";
            self.refuse(message, place, member.key_range);
        }
        let place = place.member("Credentials");
        if member.value.as_text().is_some() && frame.language == QueryLanguage::Jsonata {
            return;
        }
        if !self.is_object(&member.value, &place) {
            return;
        }
        if member.value.get("RoleArn").is_none() && member.value.get("RoleArn.$").is_none() {
            let message = "The field 'RoleArn' is required but was missing";
            self.refuse(message, &place, member.key_range);
        }
    }

    pub fn wait(&mut self, frame: &Frame<'_>, place: &Place<'_>) -> Wait {
        self.exactly_one(frame.node, &WAITS, place, frame.head);
        let seconds =
            self.numeric_setting(frame.node, "Seconds", "SecondsPath", SECONDS, frame.language, place);
        if let Some(seconds) = seconds {
            return Wait::Seconds(seconds);
        }
        if let Some(member) = frame.node.member("Timestamp") {
            let place = place.member("Timestamp");
            if frame.language == QueryLanguage::JsonPath {
                self.warn_no_path(member, &place);
            }
            return self.wait_timestamp(frame, &member.value, &place);
        }
        let Some(node) = frame.node.get("TimestampPath") else { return Wait::Missing };
        let place = place.member("TimestampPath");
        match self.string(node, &place) {
            Some(text) => Wait::Timestamp(Setting::Path(self.path(node, text, &place))),
            None => Wait::Missing,
        }
    }

    fn wait_timestamp(&mut self, frame: &Frame<'_>, node: &Node, place: &Place<'_>) -> Wait {
        if let (QueryLanguage::Jsonata, Some(text)) = (frame.language, node.as_text())
            && let Some(expression) = self.expression(node, text, place)
        {
            return Wait::Timestamp(match expression {
                Ok(expression) => Setting::Expression(expression),
                Err(broken) => Setting::Broken(broken),
            });
        }
        match self.timestamp(node, place) {
            Some(text) => Wait::Timestamp(Setting::Literal(text)),
            None => Wait::Missing,
        }
    }

    /// A name or an expression.
    pub fn text_setting(
        &mut self,
        node: &Node,
        language: QueryLanguage,
        place: &Place<'_>,
    ) -> Option<Setting<Text>> {
        let text = self.string(node, place)?;
        if language == QueryLanguage::Jsonata
            && let Some(expression) = self.expression(node, text, place)
        {
            return Some(match expression {
                Ok(expression) => Setting::Expression(expression),
                Err(broken) => Setting::Broken(broken),
            });
        }
        Some(Setting::Literal(text.clone()))
    }
}
