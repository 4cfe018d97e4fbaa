//! `Choices`.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use json::Text;
use json::tree::{Member, Node, NodeKind};

use super::setting::is_placeholder;
use super::state::Frame;
use super::{Bounds, Language, Place, Reader, fields};
use crate::{
    Broken, Choice, Comparison, Condition, Operand, Order, QueryLanguage, Rule, SourcePath, Test, Timestamp,
    TypeTest,
};

const CONDITIONS: [&str; 5] = ["And", "Or", "Not", "Variable", "Condition"];

/// The comparisons, in the order in which the service lists them.
const COMPARISONS: &str = "StringEquals, IsBoolean, StringLessThan, IsNumeric, BooleanEquals, \
    StringLessThanEqualsPath, NumericLessThan, NumericGreaterThan, NumericLessThanPath, \
    StringMatches, TimestampLessThanEqualsPath, NumericEquals, TimestampGreaterThan, \
    StringGreaterThanEqualsPath, TimestampGreaterThanEqualsPath, TimestampLessThanEquals, \
    NumericLessThanEqualsPath, TimestampEquals, BooleanEqualsPath, IsTimestamp, \
    StringLessThanEquals, NumericLessThanEquals, StringLessThanPath, \
    TimestampGreaterThanPath, StringGreaterThan, StringGreaterThanPath, IsString, \
    StringEqualsPath, TimestampEqualsPath, TimestampLessThan, StringGreaterThanEquals, \
    NumericGreaterThanPath, NumericGreaterThanEquals, NumericEqualsPath, \
    TimestampLessThanPath, IsNull, IsPresent, TimestampGreaterThanEquals, \
    NumericGreaterThanEqualsPath";

impl Reader<'_> {
    pub fn choice(&mut self, frame: &Frame<'_>, place: &Place<'_>) -> Choice {
        self.require(frame.node, &["Choices"], place, frame.head);
        let mut rules = Vec::new();
        if let Some(list) = frame.node.get("Choices") {
            let place = place.member("Choices");
            let items = self.array(list, &place).unwrap_or_default();
            if items.is_empty() && list.is_array() {
                self.refuse("Value cannot be empty", &place, list.range);
            }
            for (index, item) in items.iter().enumerate() {
                let place = place.item(index);
                if self.is_object(item, &place) {
                    rules.push(self.rule(item, frame.language, &place));
                }
            }
        }
        let default = frame.node.get("Default");
        Choice { rules, default: default.and_then(|node| self.target(node, &place.member("Default"))) }
    }

    fn rule(&mut self, node: &Node, language: QueryLanguage, place: &Place<'_>) -> Rule {
        self.require(node, &["Next"], place, self.head(node));
        let condition = self.condition(node, language, true, place);
        let next = node.get("Next").and_then(|next| self.target(next, &place.member("Next")));
        let assign = self.assign(node, language, place);
        let output = match (language, node.get("Output")) {
            (QueryLanguage::Jsonata, Some(output)) => {
                Some(self.template(output, language, &place.member("Output")))
            }
            (QueryLanguage::Jsonata, None) | (QueryLanguage::JsonPath, _) => None,
        };
        let comment = node.get("Comment").and_then(Node::as_text).cloned();
        Rule { condition, next, assign, output, comment, range: node.range }
    }

    /// A rule's condition, or one inside of it: then it may not say where to go.
    fn condition(
        &mut self,
        node: &Node,
        language: QueryLanguage,
        is_rule: bool,
        place: &Place<'_>,
    ) -> Condition {
        for member in node.members() {
            let known = fields::RULE.iter().find(|field| member.key == field.name);
            let is_of_rule = matches!(member.key.as_str(), "Next" | "Assign" | "Output");
            match known {
                Some(field) if is_rule || !is_of_rule => {
                    self.check_language(member, field.language, language, place);
                }
                None if comparison_kind(&member.key).is_some() => {
                    self.check_language(member, Language::JsonPath, language, place);
                }
                Some(_) | None => self.unknown_in_rule(member, node, is_rule, place),
            }
        }
        match language {
            QueryLanguage::Jsonata => self.jsonata_condition(node, place),
            QueryLanguage::JsonPath => self.path_condition(node, place),
        }
    }

    /// A field that a rule may not have; a fix when a field or a comparison is spelled nearly so.
    fn unknown_in_rule(&mut self, member: &Member, node: &Node, is_rule: bool, place: &Place<'_>) {
        let own = if is_rule { &fields::RULE[..] } else { &fields::RULE[..5] };
        let names = own.iter().map(|field| field.name).chain(fields::COMPARISONS);
        self.unknown_name(member, node.members(), names, place);
    }

    fn jsonata_condition(&mut self, node: &Node, place: &Place<'_>) -> Condition {
        let Some(condition) = node.get("Condition") else {
            if !node.members().iter().any(|member| CONDITIONS.contains(&member.key.as_str())) {
                self.require(node, &["Condition"], place, self.head(node));
            }
            return broken("the rule has no Condition");
        };
        let place = place.member("Condition");
        match &condition.kind {
            NodeKind::Bool(value) => Condition::Always(*value),
            NodeKind::String(text) => match self.expression(condition, text, &place) {
                Some(Ok(expression)) => Condition::Expression(expression),
                Some(Err(broken)) => Condition::Broken(broken),
                None => {
                    if !is_placeholder(text) {
                        let message = "JSONata string must start with {% and end with %}";
                        self.refuse(message, &place, condition.range);
                    }
                    broken("the Condition is not an expression")
                }
            },
            NodeKind::Null
            | NodeKind::Number(_)
            | NodeKind::Array(_)
            | NodeKind::Object(_)
            | NodeKind::Broken => {
                self.expected("Boolean", condition, &place);
                broken("the Condition is not an expression")
            }
        }
    }

    fn path_condition(&mut self, node: &Node, place: &Place<'_>) -> Condition {
        let mut conditions = node.members().iter().filter(|member| CONDITIONS.contains(&member.key.as_str()));
        let (Some(condition), None) = (conditions.next(), conditions.next()) else {
            let message =
                "The object must have only one of the following fields, [And, Or, Not, Variable, Condition]";
            self.refuse(message, place, self.head(node));
            return broken("the rule has no condition, or more than one");
        };
        if condition.key != "Variable" {
            for member in node.members().iter().filter(|member| comparison_kind(&member.key).is_some()) {
                self.refuse(format!("Field '{}' is not supported", member.key), place, member.key_range);
            }
        }
        let inner = place.member(&condition.key);
        match condition.key.as_str() {
            "And" => Condition::And(self.conditions(&condition.value, &inner)),
            "Or" => Condition::Or(self.conditions(&condition.value, &inner)),
            "Not" if self.is_object(&condition.value, &inner) => Condition::Not(Box::new(self.condition(
                &condition.value,
                QueryLanguage::JsonPath,
                false,
                &inner,
            ))),
            "Variable" => self.test(node, &condition.value, place),
            _ => broken("the rule has no condition"),
        }
    }

    fn conditions(&mut self, node: &Node, place: &Place<'_>) -> Vec<Condition> {
        let items = self.array(node, place).unwrap_or_default();
        if items.is_empty() && node.is_array() {
            self.refuse("Value cannot be empty", place, node.range);
        }
        let mut conditions = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let place = place.item(index);
            if self.is_object(item, &place) {
                conditions.push(self.condition(item, QueryLanguage::JsonPath, false, &place));
            }
        }
        conditions
    }

    /// `Variable` and its comparison.
    fn test(&mut self, node: &Node, variable: &Node, place: &Place<'_>) -> Condition {
        let variable_place = place.member("Variable");
        let path = self.string(variable, &variable_place).cloned();
        let path = path.map(|text| self.reference(variable, &text, &variable_place));
        let members = || node.members().iter().filter(|member| comparison_kind(&member.key).is_some());
        let Some(comparison) = members().next() else {
            let message =
                format!("This object should have only one of the following fields: [{COMPARISONS}]");
            self.refuse(message, place, self.head(node));
            return broken("the rule compares with nothing");
        };
        if let Some(second) = members().nth(1) {
            let message = format!("There should only be one of the following fields: [{COMPARISONS}]");
            self.refuse(message, place, second.key_range);
        }
        let comparison = self.comparison(comparison, &place.member(&comparison.key));
        match (path, comparison) {
            (Some(variable), Some(comparison)) => Condition::Test(Test { variable, comparison }),
            (None, _) | (_, None) => broken("the comparison cannot be read"),
        }
    }

    fn comparison(&mut self, member: &Member, place: &Place<'_>) -> Option<Comparison> {
        let node = &member.value;
        if !member.key.ends_with("Path") && member.key != "StringMatches" {
            self.warn_no_path(member, place);
        }
        Some(match comparison_kind(&member.key)? {
            ComparisonKind::String(order) => {
                Comparison::String(order, Operand::Literal(self.string(node, place)?.clone()))
            }
            ComparisonKind::StringPath(order) => {
                Comparison::String(order, Operand::Path(self.operand(node, place)?))
            }
            ComparisonKind::Numeric(order) => Comparison::Numeric(
                order,
                Operand::Literal(self.number(node, Bounds::at_least(f64::NEG_INFINITY), place)?),
            ),
            ComparisonKind::NumericPath(order) => {
                Comparison::Numeric(order, Operand::Path(self.operand(node, place)?))
            }
            ComparisonKind::Timestamp(order) => {
                Comparison::Timestamp(order, Operand::Literal(self.timestamp(node, place)?))
            }
            ComparisonKind::TimestampPath(order) => {
                Comparison::Timestamp(order, Operand::Path(self.operand(node, place)?))
            }
            ComparisonKind::Boolean => {
                Comparison::BooleanEquals(Operand::Literal(self.boolean(node, place)?))
            }
            ComparisonKind::BooleanPath => {
                Comparison::BooleanEquals(Operand::Path(self.operand(node, place)?))
            }
            ComparisonKind::Matches => Comparison::StringMatches(self.string(node, place)?.clone()),
            ComparisonKind::Is(test) => Comparison::Is(test, self.boolean(node, place)?),
        })
    }

    fn operand(&mut self, node: &Node, place: &Place<'_>) -> Option<SourcePath> {
        let text = self.string(node, place)?;
        Some(self.reference(node, text, place))
    }

    /// A moment that stands in the definition.
    pub fn timestamp(&mut self, node: &Node, place: &Place<'_>) -> Option<Text> {
        let text = self.string(node, place)?;
        if Timestamp::parse(text).is_none() && !is_placeholder(text) {
            self.refuse("String does not match RFC3339 timestamp", place, node.range);
        }
        Some(text.clone())
    }
}

fn broken(message: &str) -> Condition {
    Condition::Broken(Broken { text: Text::default(), message: message.to_string() })
}

/// The name of a comparison, taken apart.
#[derive(Clone, Copy)]
enum ComparisonKind {
    String(Order),
    StringPath(Order),
    Numeric(Order),
    NumericPath(Order),
    Timestamp(Order),
    TimestampPath(Order),
    Boolean,
    BooleanPath,
    Matches,
    Is(TypeTest),
}

fn comparison_kind(name: &str) -> Option<ComparisonKind> {
    let kind = match name {
        "StringMatches" => ComparisonKind::Matches,
        "BooleanEquals" => ComparisonKind::Boolean,
        "BooleanEqualsPath" => ComparisonKind::BooleanPath,
        "IsNull" => ComparisonKind::Is(TypeTest::Null),
        "IsPresent" => ComparisonKind::Is(TypeTest::Present),
        "IsNumeric" => ComparisonKind::Is(TypeTest::Numeric),
        "IsString" => ComparisonKind::Is(TypeTest::String),
        "IsBoolean" => ComparisonKind::Is(TypeTest::Boolean),
        "IsTimestamp" => ComparisonKind::Is(TypeTest::Timestamp),
        name => {
            let (name, is_path) = match name.strip_suffix("Path") {
                Some(name) => (name, true),
                None => (name, false),
            };
            if let Some(rest) = name.strip_prefix("String") {
                let order = order(rest)?;
                if is_path { ComparisonKind::StringPath(order) } else { ComparisonKind::String(order) }
            } else if let Some(rest) = name.strip_prefix("Numeric") {
                let order = order(rest)?;
                if is_path { ComparisonKind::NumericPath(order) } else { ComparisonKind::Numeric(order) }
            } else {
                let order = order(name.strip_prefix("Timestamp")?)?;
                if is_path { ComparisonKind::TimestampPath(order) } else { ComparisonKind::Timestamp(order) }
            }
        }
    };
    Some(kind)
}

fn order(name: &str) -> Option<Order> {
    Some(match name {
        "Equals" => Order::Equals,
        "LessThan" => Order::LessThan,
        "GreaterThan" => Order::GreaterThan,
        "LessThanEquals" => Order::LessThanEquals,
        "GreaterThanEquals" => Order::GreaterThanEquals,
        _ => return None,
    })
}
