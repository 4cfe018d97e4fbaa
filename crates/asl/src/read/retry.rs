//! `Retry` and `Catch`.

use alloc::vec::Vec;

use json::Text;
use json::tree::{Node, NodeKind};

use super::state::Frame;
use super::{Bounds, Place, Reader, fields};
use crate::{Catcher, Jitter, QueryLanguage, Retrier};

impl Reader<'_> {
    pub fn retriers(&mut self, frame: &Frame<'_>, place: &Place<'_>) -> Vec<Retrier> {
        let Some(list) = frame.node.get("Retry") else { return Vec::new() };
        let place = place.member("Retry");
        let Some(items) = self.array(list, &place) else { return Vec::new() };
        let count = items.len();
        let mut retriers = Vec::with_capacity(count);
        for (index, item) in items.iter().enumerate() {
            let place = place.item(index);
            if self.is_object(item, &place) {
                retriers.push(self.retrier(item, frame.language, index + 1 == count, &place));
            }
        }
        retriers
    }

    fn retrier(&mut self, node: &Node, language: QueryLanguage, is_last: bool, place: &Place<'_>) -> Retrier {
        self.allow(node.members(), &fields::RETRIER, language, place);
        self.require(node, &["ErrorEquals"], place, self.head(node));
        let error_equals = self.error_names(node, is_last, place);
        let mut whole = |name: &str, bounds: Bounds| {
            let value = node.get(name)?;
            self.whole(value, bounds, &place.member(name))
        };
        let interval_seconds = whole("IntervalSeconds", Bounds::whole(1, 99_999_999));
        let max_attempts = whole("MaxAttempts", Bounds::whole(0, 99_999_999)).unwrap_or(3);
        let max_delay_seconds = whole("MaxDelaySeconds", Bounds::whole(1, 31_622_400));
        if let (Some(interval), Some(delay), Some(member)) =
            (interval_seconds, max_delay_seconds, node.member("MaxDelaySeconds"))
            && delay <= interval
        {
            self.refuse("'MaxDelaySeconds' must be greater than 'IntervalSeconds'", place, member.range);
        }
        let backoff_rate = node
            .get("BackoffRate")
            .and_then(|value| self.number(value, Bounds::at_least(1.0), &place.member("BackoffRate")))
            .map_or(2.0, |number| number.as_f64());
        let jitter = node
            .get("JitterStrategy")
            .and_then(|value| self.one_of(value, &["NONE", "FULL"], &place.member("JitterStrategy")));
        let jitter = match jitter {
            Some(name) if name == "FULL" => Jitter::Full,
            Some(_) | None => Jitter::None,
        };
        let comment = node.get("Comment").and_then(Node::as_text).cloned();
        Retrier {
            error_equals,
            interval_seconds: interval_seconds.unwrap_or(1),
            max_attempts,
            backoff_rate,
            max_delay_seconds,
            jitter,
            comment,
            range: node.range,
        }
    }

    pub fn catchers(&mut self, frame: &Frame<'_>, place: &Place<'_>) -> Vec<Catcher> {
        let Some(list) = frame.node.get("Catch") else { return Vec::new() };
        let place = place.member("Catch");
        let Some(items) = self.array(list, &place) else { return Vec::new() };
        let count = items.len();
        let mut catchers = Vec::with_capacity(count);
        for (index, item) in items.iter().enumerate() {
            let place = place.item(index);
            if self.is_object(item, &place) {
                catchers.push(self.catcher(item, frame.language, index + 1 == count, &place));
            }
        }
        catchers
    }

    fn catcher(&mut self, node: &Node, language: QueryLanguage, is_last: bool, place: &Place<'_>) -> Catcher {
        self.allow(node.members(), &fields::CATCHER, language, place);
        self.require(node, &["ErrorEquals", "Next"], place, self.head(node));
        let error_equals = self.error_names(node, is_last, place);
        let next = node.get("Next").and_then(|next| self.target(next, &place.member("Next")));
        let result_path = self.result_path(node, place);
        let (output, assign) = self.in_catcher(|reader| {
            let output = match (language, node.get("Output")) {
                (QueryLanguage::Jsonata, Some(output)) => {
                    Some(reader.template(output, language, &place.member("Output")))
                }
                (QueryLanguage::Jsonata, None) | (QueryLanguage::JsonPath, _) => None,
            };
            (output, reader.assign(node, language, place))
        });
        let comment = node.get("Comment").and_then(Node::as_text).cloned();
        Catcher { error_equals, next, result_path, output, assign, comment, range: node.range }
    }

    fn error_names(&mut self, node: &Node, is_last: bool, place: &Place<'_>) -> Vec<Text> {
        let Some(list) = node.get("ErrorEquals") else { return Vec::new() };
        let place = place.member("ErrorEquals");
        let Some(items) = self.array(list, &place) else { return Vec::new() };
        if items.is_empty() {
            self.refuse("Value cannot be empty", &place, list.range);
        }
        let mut names = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            if let Some(name) = self.string(item, &place.item(index)) {
                names.push(name.clone());
            }
        }
        if names.iter().any(|name| name == "States.ALL") && (names.len() > 1 || !is_last) {
            self.refuse("States.ALL must appear alone and at end of list", &place, list.range);
        }
        names
    }

    pub fn array<'n>(&mut self, node: &'n Node, place: &Place<'_>) -> Option<&'n [Node]> {
        match &node.kind {
            NodeKind::Array(items) => Some(items),
            NodeKind::Null
            | NodeKind::Bool(_)
            | NodeKind::Number(_)
            | NodeKind::String(_)
            | NodeKind::Object(_)
            | NodeKind::Broken => {
                self.expected("Array", node, place);
                None
            }
        }
    }

    /// Whether a value is an object; says so when not.
    pub fn is_object(&mut self, node: &Node, place: &Place<'_>) -> bool {
        if !node.is_object() {
            self.expected("Object", node, place);
        }
        node.is_object()
    }
}
