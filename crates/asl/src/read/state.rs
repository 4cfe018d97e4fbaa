//! One state.

use alloc::boxed::Box;
use alloc::vec::Vec;

use json::Text;
use json::tree::{Member, Node};

use super::{Place, Reader, STATES_FIELDS, STATES_FIELDS_OF_ERROR, STATES_FIELDS_OF_RESULT, fields_of};
use crate::{
    Code, Fail, Kind, Next, Pass, QueryLanguage, Range, ResultPath, ScopeId, Selection, Severity, State,
    StateId, Template,
};

/// The eight types, in the order of the service.
const TYPES: [&str; 8] = ["Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map"];
const NEXT_OR_END: [&str; 2] = ["Next", "End"];

/// What the parts of a state have in common while it is read.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    pub id: StateId,
    pub node: &'a Node,
    pub language: QueryLanguage,
    /// What to underline when something is missing: the state's name.
    pub head: Range,
}

impl Reader<'_> {
    /// Reads a member of `States`.
    pub fn member_state(&mut self, member: &Member, scope: ScopeId, place: &Place<'_>) -> StateId {
        let id = StateId(self.machine.states.len() as u32);
        self.machine.remember(&member.key, id);
        self.machine.states.push(empty_state(id, member, scope));
        let outer = self.state.replace(id);
        let was_downgraded = core::mem::replace(&mut self.is_downgraded, false);
        self.check_name(&member.key, place, member.key_range);
        if member.value.is_object() {
            let state = self.object_state(id, member, scope, place);
            self.machine.states[id.0 as usize] = state;
        } else {
            self.expected("Object", &member.value, place);
        }
        self.state = outer;
        self.is_downgraded = was_downgraded;
        id
    }

    fn object_state(&mut self, id: StateId, member: &Member, scope: ScopeId, place: &Place<'_>) -> State {
        let node = &member.value;
        let language = self.state_language(node, member.key_range, place);
        let frame = Frame { id, node, language, head: member.key_range };
        let kind_name = self.kind_name(&frame, place);
        if let Some(fields) = fields_of(&kind_name) {
            self.allow(node.members(), fields, language, place);
        }
        let next = self.next(&frame, &kind_name, place);
        let has_work = matches!(kind_name.as_str(), "Task" | "Parallel" | "Map");
        let (retry, catch) = if has_work {
            (self.retriers(&frame, place), self.catchers(&frame, place))
        } else {
            (Vec::new(), Vec::new())
        };
        let flow = self.flow(&frame, has_work, kind_name == "Map", place);
        let kind = self.kind(&frame, kind_name, place);
        State {
            id,
            name: member.key.clone(),
            scope,
            comment: node.get("Comment").and_then(Node::as_text).cloned(),
            query_language: language,
            range: node.range,
            name_range: member.key_range,
            input_path: flow.input_path,
            parameters: flow.parameters,
            result_selector: flow.result_selector,
            result_path: flow.result_path,
            output_path: flow.output_path,
            arguments: flow.arguments,
            output: flow.output,
            assign: flow.assign,
            next,
            retry,
            catch,
            kind,
        }
    }

    fn state_language(&mut self, node: &Node, head: Range, place: &Place<'_>) -> QueryLanguage {
        let machine = self.machine.query_language;
        let Some(own) = node.get("QueryLanguage") else { return machine };
        let language = self.query_language(own, &place.member("QueryLanguage"));
        if machine == QueryLanguage::Jsonata && language == QueryLanguage::JsonPath {
            self.is_downgraded = true;
            let message = "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine";
            self.refuse(message, place, node.member("QueryLanguage").map_or(head, |member| member.range));
        }
        language
    }

    /// The text of `Type`; empty when there is none.
    fn kind_name(&mut self, frame: &Frame<'_>, place: &Place<'_>) -> Text {
        let Some(node) = frame.node.get("Type") else {
            self.refuse("The field 'Type' is required", place, frame.head);
            return Text::default();
        };
        let name = node.as_text().cloned().unwrap_or_default();
        if fields_of(&name).is_none() && !node.is_broken() {
            let message = "The field 'Type' should have one of these values: \
                           [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]";
            let fix = self.change_fix(node, &name, &TYPES);
            let place = place.member("Type");
            self.say(Severity::Error, Code::SchemaValidationFailed, message, &place, node.range, fix);
        }
        name
    }

    fn next(&mut self, frame: &Frame<'_>, kind: &str, place: &Place<'_>) -> Next {
        if !matches!(kind, "Pass" | "Task" | "Wait" | "Parallel" | "Map" | "") && fields_of(kind).is_some() {
            return Next::None;
        }
        let end = match frame.node.get("End") {
            Some(node) => self.boolean(node, &place.member("End")).unwrap_or(false),
            None => false,
        };
        let next = frame.node.get("Next").map(|node| self.target(node, &place.member("Next")));
        if fields_of(kind).is_some() {
            match (&next, end) {
                (Some(_), true) => self.only_one(frame.node, &NEXT_OR_END, place),
                (None, false) => {
                    let message = "This object should have only one of the following fields: [Next, End]";
                    self.refuse(message, place, frame.head);
                }
                (Some(_), false) | (None, true) => {}
            }
        }
        match (next, end) {
            (Some(Some(target)), _) => Next::To(target),
            (Some(None) | None, true) => Next::End,
            (Some(None) | None, false) => Next::Missing,
        }
    }

    /// The fields that move data; `has_work` is whether the state has a result.
    fn flow(&mut self, frame: &Frame<'_>, has_work: bool, is_map: bool, place: &Place<'_>) -> Flow {
        let is_path = frame.language == QueryLanguage::JsonPath;
        let mut flow = Flow::default();
        if is_path {
            flow.input_path = self.selection(frame.node, "InputPath", place);
            if !is_map {
                flow.parameters = self.field_template(frame, "Parameters", place);
            }
            flow.result_selector = self.field_template(frame, "ResultSelector", place);
            flow.result_path = self.result_path(frame.node, place);
            flow.output_path = self.selection(frame.node, "OutputPath", place);
        } else {
            flow.arguments = self.field_template(frame, "Arguments", place);
        }
        self.states_fields = if has_work { STATES_FIELDS_OF_RESULT } else { STATES_FIELDS };
        if !is_path {
            flow.output = self.field_template(frame, "Output", place);
        }
        flow.assign = self.assign(frame.node, frame.language, place);
        self.states_fields = STATES_FIELDS;
        flow
    }

    /// A field that is a template; the service takes any JSON value.
    pub fn field_template(&mut self, frame: &Frame<'_>, name: &str, place: &Place<'_>) -> Option<Template> {
        let node = frame.node.get(name)?;
        Some(self.template(node, frame.language, &place.member(name)))
    }

    /// `Assign` of a state, a rule or a catcher.
    pub fn assign(&mut self, node: &Node, language: QueryLanguage, place: &Place<'_>) -> Option<Template> {
        let node = node.get("Assign")?;
        let place = place.member("Assign");
        if !node.is_object() {
            self.expected("Object", node, &place);
            return None;
        }
        for member in node.members() {
            self.check_variable(member, language, &place);
        }
        Some(self.template(node, language, &place))
    }

    /// Whether a variable may have this name.
    fn check_variable(&mut self, member: &Member, language: QueryLanguage, place: &Place<'_>) {
        let name = match language {
            QueryLanguage::JsonPath => member.key.strip_suffix(".$").unwrap_or(&member.key),
            QueryLanguage::Jsonata => &member.key,
        };
        if name == "states" {
            let message = "Cannot assign to reserved variable '$states'.";
            self.error(Code::ReservedVariableName, message, place, member.key_range);
            return;
        }
        let problem = if !crate::path::is_variable(name) {
            "the variable name contains invalid characters."
        } else if name.chars().count() > 80 {
            "the variable name exceeds the 80-character limit allowed by the service."
        } else {
            return;
        };
        let message = alloc::format!("Invalid variable name '{name}': {problem}");
        self.error(Code::InvalidVariableName, message, place, member.key_range);
    }

    fn kind(&mut self, frame: &Frame<'_>, name: Text, place: &Place<'_>) -> Kind {
        match name.as_str() {
            "Pass" => Kind::Pass(self.pass(frame, place)),
            "Task" => Kind::Task(self.task(frame, place)),
            "Choice" => Kind::Choice(self.choice(frame, place)),
            "Wait" => Kind::Wait(self.wait(frame, place)),
            "Succeed" => Kind::Succeed,
            "Fail" => Kind::Fail(self.fail(frame, place)),
            "Parallel" => Kind::Parallel(self.parallel(frame, place)),
            "Map" => Kind::Map(Box::new(self.map(frame, place))),
            _ => Kind::Unknown(name),
        }
    }

    fn pass(&mut self, frame: &Frame<'_>, place: &Place<'_>) -> Pass {
        let Some(node) = frame.node.get("Result") else { return Pass::default() };
        self.warn_static(node, &place.member("Result"));
        Pass { result: Some(node.to_value()) }
    }

    fn fail(&mut self, frame: &Frame<'_>, place: &Place<'_>) -> Fail {
        Fail {
            error: self.fail_text(frame, "Error", "ErrorPath", place),
            cause: self.fail_text(frame, "Cause", "CausePath", place),
        }
    }

    fn fail_text(
        &mut self,
        frame: &Frame<'_>,
        name: &str,
        path_name: &str,
        place: &Place<'_>,
    ) -> Option<Template> {
        self.only_one(frame.node, &[name, path_name], place);
        if let Some(member) = frame.node.member(name) {
            let (node, place) = (&member.value, place.member(name));
            self.string(node, &place)?;
            if frame.language == QueryLanguage::JsonPath {
                self.warn_no_path(member, &place);
            }
            return Some(self.template(node, frame.language, &place));
        }
        let node = frame.node.get(path_name)?;
        let place = place.member(path_name);
        let text = self.string(node, &place)?;
        let template = self.path_or_call(text);
        let is_wrong = match &template {
            Template::Broken(_) => true,
            Template::Call(call) => !call.function().may_give_text() || call.is_refused(),
            Template::Literal(_)
            | Template::Object(_)
            | Template::Array(_)
            | Template::Path(_)
            | Template::Expression(_) => false,
        };
        if is_wrong {
            self.explain(node, text, &place);
        }
        if is_wrong && !super::setting::is_placeholder(text) {
            let message = "The value for the field must be a valid JSONPath or an intrinsic function expression that \
                           returns a string (ArrayGetItem, Base64Encode, Base64Decode, Format, JsonToString, Hash, or UUID).";
            self.refuse(message, &place, node.range);
        }
        Some(template)
    }

    /// What `$states` has in a catcher, while `read` runs.
    pub fn in_catcher<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        self.states_fields = STATES_FIELDS_OF_ERROR;
        let value = read(self);
        self.states_fields = STATES_FIELDS;
        value
    }
}

#[derive(Default)]
struct Flow {
    input_path: Selection,
    parameters: Option<Template>,
    result_selector: Option<Template>,
    result_path: ResultPath,
    output_path: Selection,
    arguments: Option<Template>,
    output: Option<Template>,
    assign: Option<Template>,
}

/// A state of which only the name is known.
fn empty_state(id: StateId, member: &Member, scope: ScopeId) -> State {
    State {
        id,
        name: member.key.clone(),
        scope,
        comment: None,
        query_language: QueryLanguage::JsonPath,
        range: member.value.range,
        name_range: member.key_range,
        input_path: Selection::Whole,
        parameters: None,
        result_selector: None,
        result_path: ResultPath::Whole,
        output_path: Selection::Whole,
        arguments: None,
        output: None,
        assign: None,
        next: Next::Missing,
        retry: Vec::new(),
        catch: Vec::new(),
        kind: Kind::Unknown(Text::default()),
    }
}
