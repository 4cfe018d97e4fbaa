//! Everything in a state that is read from data: paths, calls and expressions, each with its field.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use json::Text;
use jsonata::{Expression, Subject};

use crate::{
    Call, Comparison, Condition, Items, Kind, Machine, Operand, Selection, Setting, Source, SourcePath,
    State, StateId, Template, Wait,
};

/// Something that is computed from data.
#[derive(Clone, Copy, Debug)]
pub enum Leaf<'a> {
    Path(&'a SourcePath),
    Call(&'a Call),
    Expression(&'a Expression),
}

/// What a path or template is read from, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
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
    pub fn visit<'a>(&'a self, visit: &mut dyn FnMut(&str, Stage, Leaf<'a>)) {
        selection(&self.input_path, "InputPath", Stage::RawInput, visit);
        option(&self.parameters, "Parameters", Stage::Input, visit);
        option(&self.arguments, "Arguments", Stage::Input, visit);
        self.visit_kind(visit);
        option(&self.result_selector, "ResultSelector", Stage::Result, visit);
        option(&self.assign, "Assign", Stage::Assign, visit);
        option(&self.output, "Output", Stage::Output, visit);
        selection(&self.output_path, "OutputPath", Stage::Output, visit);
        for (index, catcher) in self.catch.iter().enumerate() {
            option(&catcher.assign, &format!("Catch[{index}]/Assign"), Stage::Error, visit);
            option(&catcher.output, &format!("Catch[{index}]/Output"), Stage::Error, visit);
        }
    }

    fn visit_kind<'a>(&'a self, visit: &mut dyn FnMut(&str, Stage, Leaf<'a>)) {
        match &self.kind {
            Kind::Pass(_) | Kind::Succeed | Kind::Parallel(_) | Kind::Unknown(_) => {}
            Kind::Task(task) => {
                setting(&task.timeout, "TimeoutSeconds", visit);
                setting(&task.heartbeat, "HeartbeatSeconds", visit);
                option(&task.credentials, "Credentials", Stage::Input, visit);
            }
            Kind::Choice(choice) => {
                for (index, rule) in choice.rules.iter().enumerate() {
                    condition(&rule.condition, &format!("Choices[{index}]"), visit);
                    option(&rule.assign, &format!("Choices[{index}]/Assign"), Stage::Assign, visit);
                    option(&rule.output, &format!("Choices[{index}]/Output"), Stage::Output, visit);
                }
            }
            Kind::Wait(wait) => match wait {
                Wait::Seconds(seconds) => one_setting(seconds, "Seconds", visit),
                Wait::Timestamp(timestamp) => one_setting(timestamp, "Timestamp", visit),
                Wait::Missing => {}
            },
            Kind::Fail(fail) => {
                fail_text(&fail.error, "Error", visit);
                fail_text(&fail.cause, "Cause", visit);
            }
            Kind::Map(map) => {
                match &map.items {
                    Items::Input => {}
                    Items::Path(path) => visit("ItemsPath", Stage::Input, Leaf::Path(path)),
                    Items::Template(items) => template(items, "Items", Stage::Input, visit),
                }
                setting(&map.max_concurrency, "MaxConcurrency", visit);
                setting(&map.tolerated_failure_count, "ToleratedFailureCount", visit);
                setting(&map.tolerated_failure_percentage, "ToleratedFailurePercentage", visit);
                if let Some(reader) = &map.reader {
                    let name =
                        if self.is_jsonata() { "ItemReader/Arguments" } else { "ItemReader/Parameters" };
                    option(&reader.arguments, name, Stage::Input, visit);
                    setting(&reader.config.max_items, "ItemReader/ReaderConfig/MaxItems", visit);
                    setting(&reader.config.items_pointer, "ItemReader/ReaderConfig/ItemsPointer", visit);
                }
                option(&map.item_selector, "ItemSelector", Stage::Input, visit);
                if let Some(batcher) = &map.batcher {
                    setting(&batcher.max_items, "ItemBatcher/MaxItemsPerBatch", visit);
                    setting(&batcher.max_bytes, "ItemBatcher/MaxInputBytesPerBatch", visit);
                    option(&batcher.batch_input, "ItemBatcher/BatchInput", Stage::Input, visit);
                }
                if let Some(writer) = &map.writer {
                    let name =
                        if self.is_jsonata() { "ResultWriter/Arguments" } else { "ResultWriter/Parameters" };
                    option(&writer.arguments, name, Stage::Input, visit);
                }
            }
        }
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
            Leaf::Call(call) => call.paths().into_iter().for_each(|(path, _)| path_variable(path, visit)),
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

fn selection<'a>(
    selection: &'a Selection,
    field: &str,
    stage: Stage,
    visit: &mut dyn FnMut(&str, Stage, Leaf<'a>),
) {
    match selection {
        Selection::Path(path) => visit(field, stage, Leaf::Path(path)),
        Selection::Whole | Selection::Nothing => {}
    }
}

fn option<'a>(
    value: &'a Option<Template>,
    field: &str,
    stage: Stage,
    visit: &mut dyn FnMut(&str, Stage, Leaf<'a>),
) {
    if let Some(value) = value {
        template(value, field, stage, visit);
    }
}

fn template<'a>(
    value: &'a Template,
    field: &str,
    stage: Stage,
    visit: &mut dyn FnMut(&str, Stage, Leaf<'a>),
) {
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
                let is_computed = !matches!(value, Template::Literal(_) | Template::Broken(_));
                let field = if is_computed { format!("{field}/{key}{dollar}") } else { String::new() };
                template(value, &field, stage, visit);
            }
        }
        Template::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                template(item, &format!("{field}[{index}]"), stage, visit);
            }
        }
        Template::Path(path) => visit(field, stage, Leaf::Path(path)),
        Template::Call(call) => visit(field, stage, Leaf::Call(call)),
        Template::Expression(expression) => visit(field, stage, Leaf::Expression(expression)),
    }
}

fn setting<'a, T>(value: &'a Option<Setting<T>>, field: &str, visit: &mut dyn FnMut(&str, Stage, Leaf<'a>)) {
    if let Some(value) = value {
        one_setting(value, field, visit);
    }
}

fn one_setting<'a, T>(value: &'a Setting<T>, field: &str, visit: &mut dyn FnMut(&str, Stage, Leaf<'a>)) {
    match value {
        Setting::Literal(_) | Setting::Broken(_) => {}
        Setting::Path(path) => visit(&format!("{field}Path"), Stage::Input, Leaf::Path(path)),
        Setting::Expression(expression) => visit(field, Stage::Input, Leaf::Expression(expression)),
    }
}

/// `Error` and `Cause`, or `ErrorPath` and `CausePath`.
fn fail_text<'a>(value: &'a Option<Template>, field: &str, visit: &mut dyn FnMut(&str, Stage, Leaf<'a>)) {
    match value {
        Some(value @ (Template::Path(_) | Template::Call(_))) => {
            template(value, &format!("{field}Path"), Stage::Input, visit);
        }
        Some(value) => template(value, field, Stage::Input, visit),
        None => {}
    }
}

fn condition<'a>(value: &'a Condition, field: &str, visit: &mut dyn FnMut(&str, Stage, Leaf<'a>)) {
    match value {
        Condition::Test(test) => {
            visit(&format!("{field}/Variable"), Stage::Input, Leaf::Path(&test.variable));
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
            visit(&format!("{field}/{}", test.comparison.name()), Stage::Input, Leaf::Path(operand));
        }
        Condition::And(conditions) => {
            for (index, value) in conditions.iter().enumerate() {
                condition(value, &format!("{field}/And[{index}]"), visit);
            }
        }
        Condition::Or(conditions) => {
            for (index, value) in conditions.iter().enumerate() {
                condition(value, &format!("{field}/Or[{index}]"), visit);
            }
        }
        Condition::Not(value) => condition(value, &format!("{field}/Not"), visit),
        Condition::Expression(expression) => {
            visit(&format!("{field}/Condition"), Stage::Input, Leaf::Expression(expression));
        }
        Condition::Always(_) | Condition::Broken(_) => {}
    }
}
