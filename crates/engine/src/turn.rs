//! One frame whose turn it is: the machine, the run and the state together, and what state types need of them.

use alloc::borrow::{Cow, ToOwned};
use alloc::string::String;
use alloc::sync::Arc;
use core::cell::Cell;

use asl::{Machine, Next, Setting, State, Surroundings, Target, Template};
use json::{Object, Text, Value};

use crate::chance::Chance;
use crate::exit::Exit;
use crate::run::Frame;
use crate::{
    Event, EventId, Failure, FrameId, Item, Kind, Onward, Recipe, Run, StateType, Time, context, sentence,
};

pub(crate) struct Turn<'a> {
    pub machine: &'a Machine,
    pub run: &'a Run,
    pub recipe: &'a Recipe,
    pub now: Time,
    pub id: FrameId,
    pub frame: &'a Frame,
    pub state: &'a State,
    /// How far the numbers of chance are that were drawn for this event.
    drawn: Cell<Option<u64>>,
}

/// What stands in the way of an event that a state was about to produce.
#[derive(Clone, Debug)]
pub(crate) enum Trouble {
    /// An expression failed: the history says so before anything else.
    Evaluation { failure: Failure, location: Option<Arc<Text>> },
    /// A mistake that nothing can catch.
    Fatal(Failure),
    /// An error for retriers and catchers.
    Raised(Failure),
}

/// What a template or path is read from, besides the frame's own.
#[derive(Clone, Copy, Default)]
pub(crate) struct Given<'a> {
    /// JSONPath: `$`. None: the state's raw input.
    pub here: Option<&'a Value>,
    /// JSONata: `$states.result`.
    pub result: Option<&'a Value>,
    /// JSONata: `$states.errorOutput`.
    pub error: Option<&'a Value>,
    /// `Task.Token` of the context object.
    pub token: Option<&'a Text>,
    /// The item of a Map that is about to start an iteration with it.
    pub item: Option<&'a Item>,
}

impl<'a> Turn<'a> {
    /// None when the frame has no state to be in.
    pub fn new(machine: &'a Machine, run: &'a Run, id: FrameId, now: Time) -> Option<Turn<'a>> {
        let recipe = run.recipe()?;
        let frame = run.frame(id);
        let state = machine.state(frame.state?);
        let now = now.max(run.now);
        Some(Turn { machine, run, recipe, now, id, frame, state, drawn: Cell::new(None) })
    }

    /// An event that points back to the last one of the frame.
    #[inline]
    pub fn event(&self, kind: Kind) -> Event {
        self.run.event(self.id, self.frame.last, kind, self.now)
    }

    /// An event that points back to another one.
    pub fn event_after(&self, previous: EventId, kind: Kind) -> Event {
        self.run.event(self.id, previous, kind, self.now)
    }

    /// The state is left.
    #[inline(always)]
    pub fn exited(&self, exit: Exit) -> Event {
        let (state, kind) = (self.state.id, self.frame.kind);
        let Exit { output, assigned, onward } = exit;
        self.event(Kind::StateExited { state, kind, output, assigned, onward })
    }

    /// A template's value. `field` is its name in messages.
    pub fn fill(&self, template: &Template, field: &str, given: &Given<'_>) -> Result<Value, Trouble> {
        if let Template::Literal(value) = template {
            return Ok(value.clone());
        }
        self.with(given, |surroundings, chance| template.evaluate(surroundings, field, chance))
    }

    /// A setting's value: a literal, what its path leads to, or what its expression gives.
    pub fn setting<T: Clone + Into<Value>>(
        &self,
        setting: &Setting<T>,
        field: &str,
        given: &Given<'_>,
    ) -> Result<Value, Trouble> {
        if let Setting::Literal(value) = setting {
            return Ok(value.clone().into());
        }
        self.with(given, |surroundings, chance| setting.evaluate(surroundings, field, chance))
    }

    /// The state's input behind `InputPath`.
    #[inline(always)]
    pub fn effective_input(&self) -> Result<Cow<'a, Value>, Trouble> {
        match &self.state.input_path {
            asl::Selection::Whole => Ok(Cow::Borrowed(&self.frame.input)),
            path => self.selected(path, &self.frame.input).map(Cow::Owned),
        }
    }

    /// What a path of the state selects of a value.
    #[inline(always)]
    pub fn selected(&self, selection: &asl::Selection, value: &Value) -> Result<Value, Trouble> {
        match selection {
            asl::Selection::Whole => Ok(value.clone()),
            asl::Selection::Nothing | asl::Selection::Path(_) => self.read_selection(selection, value),
        }
    }

    fn read_selection(&self, selection: &asl::Selection, value: &Value) -> Result<Value, Trouble> {
        let given = &Given { here: Some(value), ..Given::default() };
        self.with(given, |surroundings, _| selection.evaluate(surroundings))
    }

    /// What a path of the state leads to.
    pub fn read(&self, path: &asl::SourcePath, given: &Given<'_>) -> Result<Value, Trouble> {
        self.with(given, |surroundings, _| asl::Selection::Path(path.clone()).evaluate(surroundings))
    }

    /// What the state works with: `Parameters` or `Arguments`, else the effective input.
    #[inline(always)]
    pub fn arguments(&self, given: &Given<'_>) -> Result<Value, Trouble> {
        if self.state.is_jsonata() {
            return match &self.state.arguments {
                Some(template) => self.fill(template, "Arguments", given),
                None => Ok(self.frame.input.clone()),
            };
        }
        let effective = self.effective_input()?;
        match &self.state.parameters {
            Some(template) => self.fill(template, "Parameters", &Given { here: Some(&effective), ..*given }),
            None => Ok(effective.into_owned()),
        }
    }

    /// Calls something of the language with what it may see.
    pub fn with<T>(
        &self,
        given: &Given<'_>,
        evaluate: impl FnOnce(&Surroundings<'_>, &mut Chance) -> Result<T, asl::Failure>,
    ) -> Result<T, Trouble> {
        let frame = self.frame;
        let item = given.item.or(frame.item());
        let context = || context::of_frame(self.machine, self.run, self.id, item, given.token);
        let states = |with_context: bool| {
            let mut states = Object::from([("input", frame.input.clone())]);
            if let Some(result) = given.result {
                states.insert("result", result.clone());
            }
            if let Some(error) = given.error {
                states.insert("errorOutput", error.clone());
            }
            if with_context {
                states.insert("context", context());
            }
            Value::Object(states)
        };
        let input = given.here.unwrap_or(&frame.input);
        let text = self.recipe.input_text.as_ref().filter(|_| input.is_same(&self.recipe.input));
        let surroundings =
            Surroundings { input, text, context: &context, states: &states, variables: &frame.variables };
        self.chance(|chance| evaluate(&surroundings, chance)).map_err(|failure| self.trouble(failure))
    }

    /// Numbers of chance for this event.
    pub fn chance<T>(&self, draw: impl FnOnce(&mut Chance) -> T) -> T {
        let (event, state) = (self.run.next.0, self.drawn.get());
        let mut chance = Chance::new(self.recipe.seed, event, self.id.0, self.now, self.run.regexes, state);
        let result = draw(&mut chance);
        self.drawn.set(chance.state());
        result
    }

    /// What a failure of the language means for the state.
    pub fn trouble(&self, failure: asl::Failure) -> Trouble {
        let cause = self.sentence(&failure.cause);
        match failure.error {
            sentence::QUERY => Trouble::Evaluation {
                failure: Failure::new(sentence::QUERY, cause),
                location: failure.location.map(|field| Arc::new(Text::from(field))),
            },
            sentence::RUNTIME => Trouble::Fatal(Failure::new(sentence::RUNTIME, cause)),
            sentence::CONFLICT => Trouble::Raised(Failure::new(sentence::CONFLICT, failure.cause)),
            error => Trouble::Raised(Failure::new(error, cause)),
        }
    }

    /// A mistake in the state, as the service words it.
    pub fn fatal(&self, rest: impl AsRef<str>) -> Trouble {
        Trouble::Fatal(Failure::new(sentence::RUNTIME, self.sentence(rest.as_ref())))
    }

    /// A mistake that belongs to an expression's result.
    pub fn evaluation(&self, rest: impl AsRef<str>, location: Option<&str>) -> Trouble {
        let failure = Failure::new(sentence::QUERY, self.sentence(rest.as_ref()));
        Trouble::Evaluation { failure, location: location.map(|field| Arc::new(Text::from(field))) }
    }

    fn sentence(&self, rest: &str) -> String {
        sentence::in_state(&self.state.name, self.frame.entered, rest)
    }

    /// Where `Next` or `End` leads.
    #[inline(always)]
    pub fn onward(&self) -> Result<Onward, Trouble> {
        match &self.state.next {
            Next::To(target) => self.target(Some(target)),
            Next::End | Next::None => Ok(Onward::End),
            Next::Missing => Err(self.fatal(sentence::NOWHERE)),
        }
    }

    /// Where an arrow leads.
    #[inline(always)]
    pub fn target(&self, target: Option<&Target>) -> Result<Onward, Trouble> {
        match target {
            Some(Target { state: Some(state), .. }) => Ok(Onward::To(*state)),
            Some(Target { state: None, .. }) | None => Err(self.nowhere(target)),
        }
    }

    #[cold]
    fn nowhere(&self, target: Option<&Target>) -> Trouble {
        match target {
            Some(Target { name, .. }) => {
                self.fatal(alloc::format!("There is no state '{name}' here to go to."))
            }
            None => self.fatal("The field 'Next' is missing."),
        }
    }

    /// The state's type; none for one that does not exist.
    pub fn state_type(state: &State) -> Option<StateType> {
        Some(match &state.kind {
            asl::Kind::Pass(_) => StateType::Pass,
            asl::Kind::Task(_) => StateType::Task,
            asl::Kind::Choice(_) => StateType::Choice,
            asl::Kind::Wait(_) => StateType::Wait,
            asl::Kind::Succeed => StateType::Succeed,
            asl::Kind::Fail(_) => StateType::Fail,
            asl::Kind::Parallel(_) => StateType::Parallel,
            asl::Kind::Map(_) => StateType::Map,
            asl::Kind::Unknown(_) => return None,
        })
    }
}

/// A value as messages show it: strings without quotes, all else as JSON.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.as_str().to_owned(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            json::compact(value)
        }
    }
}
