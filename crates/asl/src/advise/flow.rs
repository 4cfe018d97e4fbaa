//! Data as they flow from state to state, as far as the definition and an example input tell.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::cell::OnceCell;

use json::Text;
use jsonata::{Dialect, Expression, Subject};
use jsonpath::{Path, Segment};

use super::shape::Shape;
use super::{Adviser, nearest, respell};
use crate::read::Place;
use crate::{
    Code, Comparison, Condition, Items, Kind, Leaf, Next, Resource, ResultPath, ScopeId, Selection, Severity,
    Source, SourcePath, Stage, State, StateId, Template, TypeTest,
};

/// A state is looked at again at most this often; then nothing is said about what reaches it.
const VISITS: u8 = 6;
/// Known parts that are deeper come from a loop.
const DEPTH: usize = 10;

/// A path that leads nowhere.
struct Dead {
    field: String,
    message: String,
    /// The path as it stands in the text, and as it was probably meant.
    near: Option<(Text, String)>,
}

/// Shapes that are known from the start, made once.
struct Known {
    /// What lambda:invoke gives.
    invocation: Shape,
    /// What a catcher passes on.
    error: Shape,
}

impl Known {
    fn new() -> Known {
        let member = |name: &str, shape: Shape| (Text::from(name), shape);
        Known {
            invocation: Shape::closed(vec![
                member("ExecutedVersion", Shape::Scalar),
                member("Payload", Shape::Any),
                member("SdkHttpMetadata", Shape::Any),
                member("SdkResponseMetadata", Shape::Any),
                member("StatusCode", Shape::Scalar),
                member("LogResult", Shape::Scalar),
                member("FunctionError", Shape::Scalar),
            ]),
            error: Shape::closed(vec![member("Error", Shape::Scalar), member("Cause", Shape::Scalar)]),
        }
    }

    /// What is known of a task's result.
    fn result(&self, resource: &Resource) -> Shape {
        match resource {
            Resource::Integration(integration)
                if integration.is("lambda", "invoke")
                    && integration.pattern == crate::Pattern::RequestResponse =>
            {
                self.invocation.clone()
            }
            Resource::Lambda(_)
            | Resource::Activity(_)
            | Resource::Integration(_)
            | Resource::Other(_)
            | Resource::Missing => Shape::Any,
        }
    }
}

/// The shapes within one state, each found out when it is asked for.
struct Stages<'s> {
    known: &'s Known,
    state: &'s State,
    raw: &'s Shape,
    /// Behind InputPath.
    input: OnceCell<Shape>,
    /// What ResultSelector, Assign and Output see.
    result: OnceCell<Shape>,
    /// What OutputPath sees.
    combined: OnceCell<Shape>,
    /// What goes on.
    output: OnceCell<Shape>,
}

impl Adviser<'_> {
    /// Says which paths lead nowhere whatever happens.
    pub fn flow(&mut self) {
        let machine = self.machine;
        let known = Known::new();
        let mut raw: Vec<Option<Shape>> = vec![None; machine.states.len()];
        let mut visits = vec![0_u8; machine.states.len()];
        for (index, scope) in machine.scopes.iter().enumerate() {
            let start = match scope.owner.map(|owner| machine.state(owner)) {
                None => self.example.map_or(Shape::Any, Shape::of),
                Some(owner) => match &raw[owner.id.0 as usize] {
                    Some(shape) => scope_input(&known, owner, shape),
                    None => Shape::Any,
                },
            };
            self.flow_scope(&known, ScopeId(index as u32), start, &mut raw, &mut visits);
        }
        for state in &machine.states {
            if let Some(shape) = &raw[state.id.0 as usize] {
                self.check_paths(&known, state, shape);
                self.unused_selector(state);
            }
            self.context_paths(state);
        }
    }

    /// Follows the arrows of a scope until nothing new is learned.
    fn flow_scope(
        &self,
        known: &Known,
        scope: ScopeId,
        start: Shape,
        raw: &mut [Option<Shape>],
        visits: &mut [u8],
    ) {
        let machine = self.machine;
        let Some(first) = machine.scope(scope).start.as_ref().and_then(|start| start.state) else { return };
        let mut open: Vec<(StateId, Shape)> = vec![(first, start)];
        while let Some((id, shape)) = open.pop() {
            let place = id.0 as usize;
            let merged = match &raw[place] {
                Some(known) if shape.is_within(known) => continue,
                Some(known) => known.or(&shape),
                None => shape,
            };
            visits[place] = visits[place].saturating_add(1);
            let merged = if visits[place] > VISITS || merged.depth() > DEPTH { Shape::Any } else { merged };
            raw[place] = Some(merged.clone());
            let state = machine.state(id);
            let stages = Stages::new(known, state, &merged);
            let mut go = |target: Option<StateId>, shape: Shape| {
                if let Some(target) = target {
                    open.push((target, shape));
                }
            };
            if let Next::To(target) = &state.next {
                go(target.state, stages.output().clone());
            }
            if let Kind::Choice(choice) = &state.kind {
                for rule in &choice.rules {
                    let shape = match &rule.output {
                        Some(output) => template_shape(output, stages.input(), &merged, &Shape::Any),
                        None => stages.output().clone(),
                    };
                    go(rule.next.as_ref().and_then(|next| next.state), shape);
                }
                go(choice.default.as_ref().and_then(|default| default.state), stages.output().clone());
            }
            for catcher in &state.catch {
                let error = known.error.clone();
                let shape = match (&catcher.output, state.is_jsonata()) {
                    (Some(_), true) => Shape::Any,
                    (None, true) => error,
                    (_, false) => combine(&catcher.result_path, &merged, error),
                };
                go(catcher.next.as_ref().and_then(|next| next.state), shape);
            }
        }
    }

    fn check_paths(&mut self, known: &Known, state: &State, raw: &Shape) {
        if let Shape::Any = raw {
            // Then only a result may be known, or that there is no input.
            let sees_result = state.assign.is_some()
                || state.result_selector.is_some()
                || !matches!(state.output_path, Selection::Whole);
            if !state.is_jsonata() && !sees_result && !matches!(state.input_path, Selection::Nothing) {
                return;
            }
        }
        let stages = Stages::new(known, state, raw);
        let guarded = guarded_paths(state);
        let mut found: Vec<Dead> = Vec::new();
        state.visit(&mut |place, stage, leaf| {
            let shape = match stage {
                Stage::RawInput => raw,
                Stage::Input => stages.input(),
                Stage::Result | Stage::Assign => stages.result(),
                Stage::Output => stages.combined(),
                Stage::Error => return,
            };
            let mut check = |path: &Path, text: &Text| {
                if let Err(there) = shape.find(path.fixed_prefix())
                    && guarded.iter().all(|guarded| !text.starts_with(guarded.as_str()))
                {
                    let read = |text: &str| match SourcePath::parse(&Text::from(text)).source {
                        Source::Input(path) => Some(path.fixed_prefix().to_vec()),
                        Source::Context(_) | Source::Variable { .. } | Source::Broken(_) => None,
                    };
                    found.push(never(place, text, path.fixed_prefix(), shape, &there, &read));
                }
            };
            match leaf {
                Leaf::Path(path) => {
                    if let Source::Input(inner) = &path.source {
                        check(inner, &path.text);
                    }
                }
                Leaf::Call(call) => {
                    call.each_path(&mut |path, _| {
                        if let Source::Input(inner) = &path.source {
                            check(inner, &path.text);
                        }
                    });
                }
                Leaf::Expression(expression) => {
                    if let Some((name, path)) = plain_reference(expression) {
                        let shape = match name {
                            "input" => raw,
                            "result" => stages.result(),
                            _ => return,
                        };
                        if let Err(there) = shape.find(&path) {
                            let read = |text: &str| {
                                let expression = Expression::parse(text, Dialect::Service).ok()?;
                                let (other, path) = plain_reference(&expression)?;
                                (other == name).then_some(path)
                            };
                            found.push(never(place, expression.text(), &path, shape, &there, &read));
                        }
                    }
                }
            }
        });
        for Dead { field, message, near } in found {
            let fix = near.and_then(|(path, right)| {
                let found = self.field(state, &field)?;
                let text = found.node.as_text()?.replacen(path.as_str(), &right, 1);
                self.replace(found, &text)
            });
            self.about(Severity::Info, Code::PathNeverExists, message, state, &field, fix);
        }
    }
}

/// What is said about a path that leads nowhere, and the path with the name that was probably meant if it leads somewhere then.
/// `read` gives the way of another such path.
fn never(
    place: &Place<'_>,
    text: &Text,
    way: &[Segment],
    shape: &Shape,
    there: &[Text],
    read: &dyn Fn(&str) -> Option<Vec<Segment>>,
) -> Dead {
    let mut message = sentence(text, there);
    let near = way.iter().enumerate().find_map(|(index, segment)| {
        let Segment::Name(name) = segment else { return None };
        let near = nearest(name, there.iter().map(Text::as_str))?;
        let mut right = way.to_vec();
        right[index] = Segment::Name(Text::from(near));
        shape.find(&right).ok()?;
        let respelled = respell(text, name, near, |text| read(text).is_some_and(|way| way == right))?;
        message.push_str(&format!(" Did you mean '{near}'?"));
        Some((text.clone(), respelled))
    });
    Dead { field: place.field(), message, near }
}

fn sentence(text: &Text, there: &[Text]) -> String {
    if there.is_empty() {
        return format!(
            "'{text}' leads nowhere: what arrives here has no members where the path asks for one."
        );
    }
    let names: Vec<&str> = there.iter().take(8).map(Text::as_str).collect();
    let more = if there.len() > 8 { ", …" } else { "" };
    format!("'{text}' leads nowhere: what arrives here has only {}{more}.", names.join(", "))
}

impl<'s> Stages<'s> {
    /// What flows through a state whose raw input is known.
    fn new(known: &'s Known, state: &'s State, raw: &'s Shape) -> Stages<'s> {
        let [input, result, combined, output] = [const { OnceCell::new() }; 4];
        Stages { known, state, raw, input, result, combined, output }
    }

    fn input(&self) -> &Shape {
        self.input.get_or_init(|| select(&self.state.input_path, self.raw))
    }

    fn result(&self) -> &Shape {
        self.result.get_or_init(|| match &self.state.kind {
            Kind::Pass(pass) => match &pass.result {
                Some(value) => Shape::of(value),
                None => self.computed(),
            },
            Kind::Task(task) => self.known.result(&task.resource),
            Kind::Parallel(_) => Shape::array(Shape::Any),
            Kind::Map(map) => {
                if map.writer.as_ref().is_some_and(|writer| writer.resource.is_some()) {
                    Shape::Any
                } else {
                    Shape::array(Shape::Any)
                }
            }
            Kind::Choice(_) | Kind::Wait(_) | Kind::Succeed | Kind::Fail(_) => self.input().clone(),
            Kind::Unknown(_) => Shape::Any,
        })
    }

    /// What Parameters or Arguments make of the input.
    fn computed(&self) -> Shape {
        match (&self.state.parameters, &self.state.arguments) {
            (Some(template), _) | (None, Some(template)) => {
                template_shape(template, self.input(), self.raw, &Shape::Any)
            }
            (None, None) => self.input().clone(),
        }
    }

    fn combined(&self) -> &Shape {
        self.combined.get_or_init(|| match &self.state.kind {
            Kind::Choice(_) | Kind::Wait(_) | Kind::Succeed | Kind::Fail(_) => self.input().clone(),
            Kind::Pass(_) | Kind::Task(_) | Kind::Parallel(_) | Kind::Map(_) | Kind::Unknown(_) => {
                let selected = match &self.state.result_selector {
                    Some(template) => template_shape(template, self.result(), self.raw, self.result()),
                    None => self.result().clone(),
                };
                combine(&self.state.result_path, self.raw, selected)
            }
        })
    }

    fn output(&self) -> &Shape {
        self.output.get_or_init(|| match &self.state.output {
            Some(template) => template_shape(template, self.input(), self.raw, self.result()),
            None => select(&self.state.output_path, self.combined()),
        })
    }
}

/// What the states inside of a Parallel or Map start with.
fn scope_input(known: &Known, owner: &State, raw: &Shape) -> Shape {
    let stages = Stages::new(known, owner, raw);
    match &owner.kind {
        Kind::Map(map) => {
            if map.batcher.is_some() {
                return Shape::Any;
            }
            let item = match &map.items {
                Items::Input if map.reader.is_none() => item_of(stages.input()),
                Items::Path(path) if map.reader.is_none() => item_of(&path_shape(path, stages.input())),
                Items::Template(Template::Literal(value)) if map.reader.is_none() => {
                    item_of(&Shape::of(value))
                }
                Items::Input | Items::Path(_) | Items::Template(_) => Shape::Any,
            };
            match &map.item_selector {
                Some(template) => template_shape(template, stages.input(), raw, &Shape::Any),
                None => item,
            }
        }
        Kind::Parallel(_) => stages.computed(),
        Kind::Pass(_)
        | Kind::Task(_)
        | Kind::Choice(_)
        | Kind::Wait(_)
        | Kind::Succeed
        | Kind::Fail(_)
        | Kind::Unknown(_) => Shape::Any,
    }
}

fn item_of(shape: &Shape) -> Shape {
    match shape {
        Shape::Array(item) => (**item).clone(),
        Shape::Any | Shape::Scalar | Shape::Object { .. } => Shape::Any,
    }
}

fn select(selection: &Selection, shape: &Shape) -> Shape {
    match selection {
        Selection::Whole => shape.clone(),
        Selection::Nothing => Shape::closed(Vec::new()),
        Selection::Path(path) => path_shape(path, shape),
    }
}

fn path_shape(path: &SourcePath, input: &Shape) -> Shape {
    match &path.source {
        Source::Input(path) if path.is_definite() => {
            let prefix = path.fixed_prefix();
            if path.is_reference() || path.is_root() {
                input.at(prefix).unwrap_or(Shape::Any)
            } else {
                Shape::Any
            }
        }
        Source::Input(_) | Source::Context(_) | Source::Variable { .. } | Source::Broken(_) => Shape::Any,
    }
}

fn combine(path: &ResultPath, input: &Shape, result: Shape) -> Shape {
    match path {
        ResultPath::Whole => result,
        ResultPath::Discard => input.clone(),
        ResultPath::Path { path, .. } => input.with(path.path().fixed_prefix(), result),
        ResultPath::Broken(_) => Shape::Any,
    }
}

fn template_shape(template: &Template, input: &Shape, raw: &Shape, result: &Shape) -> Shape {
    match template {
        Template::Literal(value) => Shape::of(value),
        Template::Object(members) => Shape::closed(
            members
                .iter()
                .map(|(key, value)| (key.clone(), template_shape(value, input, raw, result)))
                .collect(),
        ),
        Template::Array(items) => {
            let mut shapes = items.iter().map(|item| template_shape(item, input, raw, result));
            let first = shapes.next().unwrap_or(Shape::Any);
            Shape::array(shapes.fold(first, |all, item| all.or(&item)))
        }
        Template::Path(path) => path_shape(path, input),
        Template::Expression(expression) => match plain_reference(expression) {
            Some(("input", path)) => raw.at(&path).unwrap_or(Shape::Any),
            Some(("result", path)) => result.at(&path).unwrap_or(Shape::Any),
            Some(_) | None => Shape::Any,
        },
        Template::Call(_) | Template::Broken(_) => Shape::Any,
    }
}

/// `$states.input.a.b` and nothing else: the field of `$states`, and the names behind it.
fn plain_reference(expression: &Expression) -> Option<(&str, Vec<Segment>)> {
    let [reference] = expression.references() else { return None };
    if reference.range.start != 0 || reference.range.end != expression.text().len() {
        return None;
    }
    match &reference.subject {
        Subject::Variable { name, path } if name == "states" => {
            let (first, rest) = path.split_first()?;
            Some((first.as_str(), rest.iter().cloned().map(Segment::Name).collect()))
        }
        Subject::Variable { .. }
        | Subject::Function { .. }
        | Subject::Name(_)
        | Subject::Context
        | Subject::Root => None,
    }
}

/// Paths that a Choice asks for with IsPresent: they may be missing.
fn guarded_paths(state: &State) -> Vec<Text> {
    let mut paths = Vec::new();
    if let Kind::Choice(choice) = &state.kind {
        for rule in &choice.rules {
            collect_guarded(&rule.condition, &mut paths);
        }
    }
    paths
}

fn collect_guarded(condition: &Condition, paths: &mut Vec<Text>) {
    match condition {
        Condition::Test(test) => {
            if let Comparison::Is(TypeTest::Present, _) = test.comparison {
                paths.push(test.variable.text.clone());
            }
        }
        Condition::And(conditions) | Condition::Or(conditions) => {
            conditions.iter().for_each(|condition| collect_guarded(condition, paths));
        }
        Condition::Not(condition) => collect_guarded(condition, paths),
        Condition::Expression(_) | Condition::Always(_) | Condition::Broken(_) => {}
    }
}
