//! Everything in a state that is read from data: paths, calls and expressions, each with its field.

use alloc::vec::Vec;

use json::Text;
use jsonata::{Expression, Subject};

use crate::read::Place;
use crate::{
    Call, Comparison, Condition, Items, Kind, Machine, Operand, Selection, Setting, Source, SourcePath,
    State, StateId, Template, Wait,
};

/// What is called for each leaf, with its field as a place that begins at the state.
pub(crate) type Visit<'v, 'a> = dyn FnMut(&Place<'_>, Stage, Leaf<'a>) + 'v;

/// Something that is computed from data.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Leaf<'a> {
    Path(&'a SourcePath),
    Call(&'a Call),
    Expression(&'a Expression),
}

/// What a path or template is read from, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// `InputPath`: the state's raw input.
    RawInput,
    /// The input behind `InputPath`.
    Input,
    /// `ResultSelector`: the result of the work.
    Result,
    /// `OutputPath`: what `ResultPath` made.
    Output,
    /// `Assign`: the result, or what stands for it.
    Assign,
    /// In a catcher: the error output.
    Error,
}

impl State {
    /// Calls `visit` for all that is computed, in the order of its use, with the field (`Choices[0]/Condition`, `Parameters/a`).
    /// The name of the field becomes text only where somebody has something to say.
    pub(crate) fn visit<'a>(&'a self, visit: &mut Visit<'_, 'a>) {
        let root = &Place::ROOT;
        selection(&self.input_path, &root.member("InputPath"), Stage::RawInput, visit);
        option(&self.parameters, &root.member("Parameters"), Stage::Input, visit);
        option(&self.arguments, &root.member("Arguments"), Stage::Input, visit);
        self.visit_kind(visit);
        option(&self.result_selector, &root.member("ResultSelector"), Stage::Result, visit);
        option(&self.assign, &root.member("Assign"), Stage::Assign, visit);
        option(&self.output, &root.member("Output"), Stage::Output, visit);
        selection(&self.output_path, &root.member("OutputPath"), Stage::Output, visit);
        for (index, catcher) in self.catch.iter().enumerate() {
            let list = root.member("Catch");
            let place = list.item(index);
            option(&catcher.assign, &place.member("Assign"), Stage::Error, visit);
            option(&catcher.output, &place.member("Output"), Stage::Error, visit);
        }
    }

    fn visit_kind<'a>(&'a self, visit: &mut Visit<'_, 'a>) {
        let root = &Place::ROOT;
        match &self.kind {
            Kind::Pass(_) | Kind::Succeed | Kind::Parallel(_) | Kind::Unknown(_) => {}
            Kind::Task(task) => {
                setting(&task.timeout, root, "TimeoutSeconds", visit);
                setting(&task.heartbeat, root, "HeartbeatSeconds", visit);
                option(&task.credentials, &root.member("Credentials"), Stage::Input, visit);
            }
            Kind::Choice(choice) => {
                let list = root.member("Choices");
                for (index, rule) in choice.rules.iter().enumerate() {
                    let place = list.item(index);
                    condition(&rule.condition, &place, visit);
                    option(&rule.assign, &place.member("Assign"), Stage::Assign, visit);
                    option(&rule.output, &place.member("Output"), Stage::Output, visit);
                }
            }
            Kind::Wait(wait) => match wait {
                Wait::Seconds(seconds) => one_setting(seconds, root, "Seconds", visit),
                Wait::Timestamp(timestamp) => one_setting(timestamp, root, "Timestamp", visit),
                Wait::Missing => {}
            },
            Kind::Fail(fail) => {
                fail_text(&fail.error, root, "Error", visit);
                fail_text(&fail.cause, root, "Cause", visit);
            }
            Kind::Map(map) => {
                match &map.items {
                    Items::Input => {}
                    Items::Path(path) => visit(&root.member("ItemsPath"), Stage::Input, Leaf::Path(path)),
                    Items::Template(items) => template(items, &root.member("Items"), Stage::Input, visit),
                }
                setting(&map.max_concurrency, root, "MaxConcurrency", visit);
                setting(&map.tolerated_failure_count, root, "ToleratedFailureCount", visit);
                setting(&map.tolerated_failure_percentage, root, "ToleratedFailurePercentage", visit);
                if let Some(reader) = &map.reader {
                    let place = root.member("ItemReader");
                    option(&reader.arguments, &place.member(self.arguments_name()), Stage::Input, visit);
                    let place = place.member("ReaderConfig");
                    setting(&reader.config.max_items, &place, "MaxItems", visit);
                    setting(&reader.config.items_pointer, &place, "ItemsPointer", visit);
                }
                option(&map.item_selector, &root.member("ItemSelector"), Stage::Input, visit);
                if let Some(batcher) = &map.batcher {
                    let place = root.member("ItemBatcher");
                    setting(&batcher.max_items, &place, "MaxItemsPerBatch", visit);
                    setting(&batcher.max_bytes, &place, "MaxInputBytesPerBatch", visit);
                    option(&batcher.batch_input, &place.member("BatchInput"), Stage::Input, visit);
                }
                if let Some(writer) = &map.writer {
                    let place = root.member("ResultWriter");
                    option(&writer.arguments, &place.member(self.arguments_name()), Stage::Input, visit);
                }
            }
        }
    }

    /// What a reader or writer calls its arguments.
    fn arguments_name(&self) -> &'static str {
        if self.is_jsonata() { "Arguments" } else { "Parameters" }
    }

    /// The variables of the workflow that the state reads, sorted, each once.
    pub fn variables_read(&self) -> Vec<Text> {
        let mut names = Vec::new();
        self.visit(&mut |_, _, leaf| leaf.variables(&mut |name| names.push(name.clone())));
        names.sort_unstable();
        names.dedup();
        names
    }
}

impl Machine {
    /// The states that read variables, with the variables: `variableReferences` of DescribeStateMachine.
    pub fn variable_references(&self) -> Vec<(StateId, Vec<Text>)> {
        let references = self.states.iter().map(|state| (state.id, state.variables_read()));
        references.filter(|(_, names)| !names.is_empty()).collect()
    }
}

impl<'a> Leaf<'a> {
    /// Calls `visit` for each variable of the workflow that is read here.
    pub fn variables(self, visit: &mut dyn FnMut(&'a Text)) {
        match self {
            Leaf::Path(path) => path_variable(path, visit),
            Leaf::Call(call) => call.each_path(&mut |path, _| path_variable(path, visit)),
            Leaf::Expression(expression) => {
                for reference in expression.references() {
                    match &reference.subject {
                        Subject::Variable { name, .. } if name != "states" => visit(name),
                        Subject::Variable { .. }
                        | Subject::Function { .. }
                        | Subject::Name(_)
                        | Subject::Context
                        | Subject::Root => {}
                    }
                }
            }
        }
    }
}

fn path_variable<'a>(path: &'a SourcePath, visit: &mut dyn FnMut(&'a Text)) {
    match &path.source {
        Source::Variable { name, .. } => visit(name),
        Source::Input(_) | Source::Context(_) | Source::Broken(_) => {}
    }
}

fn selection<'a>(selection: &'a Selection, place: &Place<'_>, stage: Stage, visit: &mut Visit<'_, 'a>) {
    match selection {
        Selection::Path(path) => visit(place, stage, Leaf::Path(path)),
        Selection::Whole | Selection::Nothing => {}
    }
}

fn option<'a>(value: &'a Option<Template>, place: &Place<'_>, stage: Stage, visit: &mut Visit<'_, 'a>) {
    if let Some(value) = value {
        template(value, place, stage, visit);
    }
}

fn template<'a>(value: &'a Template, place: &Place<'_>, stage: Stage, visit: &mut Visit<'_, 'a>) {
    match value {
        Template::Literal(_) | Template::Broken(_) => {}
        Template::Object(members) => {
            for (key, value) in members {
                let dollar = match value {
                    Template::Path(_) | Template::Call(_) => ".$",
                    Template::Literal(_)
                    | Template::Object(_)
                    | Template::Array(_)
                    | Template::Expression(_)
                    | Template::Broken(_) => "",
                };
                template(value, &place.suffixed(key, dollar), stage, visit);
            }
        }
        Template::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                template(item, &place.item(index), stage, visit);
            }
        }
        Template::Path(path) => visit(place, stage, Leaf::Path(path)),
        Template::Call(call) => visit(place, stage, Leaf::Call(call)),
        Template::Expression(expression) => visit(place, stage, Leaf::Expression(expression)),
    }
}

fn setting<'a, T>(value: &'a Option<Setting<T>>, place: &Place<'_>, field: &str, visit: &mut Visit<'_, 'a>) {
    if let Some(value) = value {
        one_setting(value, place, field, visit);
    }
}

/// A field of the object at `place`.
fn one_setting<'a, T>(value: &'a Setting<T>, place: &Place<'_>, field: &str, visit: &mut Visit<'_, 'a>) {
    match value {
        Setting::Literal(_) | Setting::Broken(_) => {}
        Setting::Path(path) => visit(&place.suffixed(field, "Path"), Stage::Input, Leaf::Path(path)),
        Setting::Expression(expression) => {
            visit(&place.member(field), Stage::Input, Leaf::Expression(expression));
        }
    }
}

/// `Error` and `Cause`, or `ErrorPath` and `CausePath`.
fn fail_text<'a>(value: &'a Option<Template>, place: &Place<'_>, field: &str, visit: &mut Visit<'_, 'a>) {
    match value {
        Some(value @ (Template::Path(_) | Template::Call(_))) => {
            template(value, &place.suffixed(field, "Path"), Stage::Input, visit);
        }
        Some(value) => template(value, &place.member(field), Stage::Input, visit),
        None => {}
    }
}

fn condition<'a>(value: &'a Condition, place: &Place<'_>, visit: &mut Visit<'_, 'a>) {
    match value {
        Condition::Test(test) => {
            visit(&place.member("Variable"), Stage::Input, Leaf::Path(&test.variable));
            let operand = match &test.comparison {
                Comparison::String(_, Operand::Path(path))
                | Comparison::Numeric(_, Operand::Path(path))
                | Comparison::Timestamp(_, Operand::Path(path))
                | Comparison::BooleanEquals(Operand::Path(path)) => path,
                Comparison::String(_, Operand::Literal(_))
                | Comparison::Numeric(_, Operand::Literal(_))
                | Comparison::Timestamp(_, Operand::Literal(_))
                | Comparison::BooleanEquals(Operand::Literal(_))
                | Comparison::StringMatches(_)
                | Comparison::Is(..) => return,
            };
            visit(&place.member(&test.comparison.name()), Stage::Input, Leaf::Path(operand));
        }
        Condition::And(conditions) => {
            let list = place.member("And");
            for (index, value) in conditions.iter().enumerate() {
                condition(value, &list.item(index), visit);
            }
        }
        Condition::Or(conditions) => {
            let list = place.member("Or");
            for (index, value) in conditions.iter().enumerate() {
                condition(value, &list.item(index), visit);
            }
        }
        Condition::Not(value) => condition(value, &place.member("Not"), visit),
        Condition::Expression(expression) => {
            visit(&place.member("Condition"), Stage::Input, Leaf::Expression(expression));
        }
        Condition::Always(_) | Condition::Broken(_) => {}
    }
}
