//! Where scopes, states and arrows stand in a tree: the little that commands must know of the language between two of their steps.
//! The full reading is [`asl::read`]; this is what remains of it when only names matter.

use std::collections::{BTreeMap, BTreeSet};

use json::tree::child_pointer;
use json::{Node, Text, Tree};

use crate::{Refusal, ScopeName, Slot};

#[derive(Clone, Debug, Default)]
pub struct Skeleton {
    pub scopes: Vec<Scope>,
    /// In the order of the text; nested ones behind the one they are in.
    pub states: Vec<State>,
    /// The first state of each name.
    names: BTreeMap<Text, usize>,
    /// The names that several states have.
    doubles: BTreeSet<Text>,
    /// The first scope of each name.
    scope_names: BTreeMap<ScopeName, usize>,
}

#[derive(Clone, Debug)]
pub struct Scope {
    pub name: ScopeName,
    /// Of the object with `StartAt` and `States`.
    pub pointer: String,
    pub start: Option<Text>,
    /// Places in `Skeleton::states`.
    pub states: Vec<usize>,
}

#[derive(Clone, Debug)]
pub struct State {
    pub name: Text,
    pub pointer: String,
    /// A place in `Skeleton::scopes`.
    pub scope: usize,
    /// What `Type` says; empty when it says nothing.
    pub kind: Text,
    pub is_jsonata: Option<bool>,
    /// All arrows out of it that name a state, in the order next, rules, default, catchers.
    pub arrows: Vec<Arrow>,
    /// Its own scopes, as places in `Skeleton::scopes`.
    pub scopes: Vec<usize>,
    pub rules: usize,
    pub catchers: usize,
}

#[derive(Clone, Debug)]
pub struct Arrow {
    pub slot: Slot,
    /// Of the string that names the target.
    pub pointer: String,
    pub target: Text,
    /// The state of that name in the same scope, as a place in `Skeleton::states`.
    pub place: Option<usize>,
}

impl Skeleton {
    pub fn of(tree: &Tree) -> Skeleton {
        let mut skeleton = Skeleton::default();
        if let Some(root) = &tree.root {
            skeleton.scope(root, ScopeName::Machine, String::new());
        }
        skeleton.lead_arrows();
        skeleton
    }

    /// Finds the state that each arrow leads to.
    fn lead_arrows(&mut self) {
        let places: Vec<Vec<Option<usize>>> = self
            .states
            .iter()
            .map(|state| {
                state.arrows.iter().map(|arrow| self.place_in(&self.scopes[state.scope], &arrow.target))
            })
            .map(Iterator::collect)
            .collect();
        for (state, places) in self.states.iter_mut().zip(places) {
            for (arrow, place) in state.arrows.iter_mut().zip(places) {
                arrow.place = place;
            }
        }
    }

    /// The place of a scope's own state of this name.
    pub fn place_in(&self, scope: &Scope, name: &str) -> Option<usize> {
        let first = *self.names.get(name)?;
        if self.scopes[self.states[first].scope].pointer == scope.pointer {
            return Some(first);
        }
        // Another scope has a state of this name too.
        scope.states.iter().copied().find(|place| self.states[*place].name == name)
    }

    /// The state of this name, for those who need one. Of two with the same name none is meant for sure.
    pub fn find(&self, name: &Text) -> Result<&State, Refusal> {
        if self.doubles.contains(name) {
            return Err(Refusal::Ambiguous(name.clone()));
        }
        self.state(name).ok_or_else(|| Refusal::NoState(name.clone()))
    }

    /// The scope of this name, for those who need one.
    pub fn find_scope(&self, name: &ScopeName) -> Result<&Scope, Refusal> {
        if let Some(owner) = name.owner() {
            self.find(owner)?;
        }
        let missing = || Refusal::NotThere(String::from("such branch or processor"));
        self.scope_named(name).ok_or_else(missing)
    }

    /// The state of this name; the first of several.
    pub fn state(&self, name: &str) -> Option<&State> {
        self.names.get(name).map(|place| &self.states[*place])
    }

    pub fn scope_named(&self, name: &ScopeName) -> Option<&Scope> {
        self.scope_names.get(name).map(|place| &self.scopes[*place])
    }

    pub fn scope_of(&self, state: &State) -> &Scope {
        &self.scopes[state.scope]
    }

    /// The states of a scope.
    pub fn states_of<'a>(&'a self, scope: &'a Scope) -> impl Iterator<Item = &'a State> {
        scope.states.iter().map(|place| &self.states[*place])
    }

    /// Whether a scope lies in a state, at any depth.
    pub fn is_inside(&self, scope: &ScopeName, state: &str) -> bool {
        let mut scope = Some(scope);
        while let Some(owner) = scope.and_then(ScopeName::owner) {
            if owner == state {
                return true;
            }
            scope = self.state(owner).map(|owner| &self.scope_of(owner).name);
        }
        false
    }

    /// A name that no state has: the wanted one, or that with a number behind it.
    pub fn free_name(&self, wanted: &str, also_taken: &[Text]) -> Text {
        let is_taken =
            |name: &str| self.state(name).is_some() || also_taken.iter().any(|taken| taken == name);
        if !is_taken(wanted) {
            return Text::from(wanted);
        }
        let stem = stem(wanted);
        let candidates = (1..).map(|number| {
            let ending = format!(" ({number})");
            let room = 80 - ending.chars().count();
            format!("{}{ending}", stem.chars().take(room).collect::<String>())
        });
        let mut free = candidates.skip_while(|name| is_taken(name));
        Text::from(free.next().unwrap_or_default())
    }

    fn scope(&mut self, node: &Node, name: ScopeName, pointer: String) -> usize {
        let place = self.scopes.len();
        let start = node.get("StartAt").and_then(Node::as_text).filter(|name| !name.is_empty()).cloned();
        let states_pointer = child_pointer(&pointer, "States");
        self.scope_names.entry(name.clone()).or_insert(place);
        self.scopes.push(Scope { name, pointer, start, states: Vec::new() });
        let members = node.get("States").map_or(&[][..], Node::members);
        for member in members.iter().filter(|member| member.value.is_object()) {
            let pointer = child_pointer(&states_pointer, &member.key);
            let state = self.state_of(&member.value, member.key.clone(), pointer, place);
            self.scopes[place].states.push(state);
        }
        place
    }

    fn state_of(&mut self, node: &Node, name: Text, pointer: String, scope: usize) -> usize {
        let place = self.states.len();
        if *self.names.entry(name.clone()).or_insert(place) != place {
            self.doubles.insert(name.clone());
        }
        let text = |key: &str| node.get(key).and_then(Node::as_text);
        let kind = text("Type").cloned().unwrap_or_default();
        let list = |key: &str| node.get(key).map_or(&[][..], Node::items);
        let (rules, catchers) = (list("Choices"), list("Catch"));
        let mut arrows = Vec::new();
        let mut arrow = |slot: Slot, pointer: String, target: Option<&Text>| {
            if let Some(target) = target.filter(|target| !target.is_empty()) {
                arrows.push(Arrow { slot, pointer, target: target.clone(), place: None });
            }
        };
        arrow(Slot::Next(name.clone()), child_pointer(&pointer, "Next"), text("Next"));
        for (index, rule) in rules.iter().enumerate() {
            let pointer = format!("{pointer}/Choices/{index}/Next");
            arrow(Slot::Rule(name.clone(), index), pointer, rule.get("Next").and_then(Node::as_text));
        }
        arrow(Slot::Default(name.clone()), child_pointer(&pointer, "Default"), text("Default"));
        for (index, catcher) in catchers.iter().enumerate() {
            let pointer = format!("{pointer}/Catch/{index}/Next");
            arrow(Slot::Catch(name.clone(), index), pointer, catcher.get("Next").and_then(Node::as_text));
        }
        let is_jsonata = text("QueryLanguage").map(|language| language == "JSONata");
        self.states.push(State {
            name: name.clone(),
            pointer: pointer.clone(),
            scope,
            kind: kind.clone(),
            is_jsonata,
            arrows,
            scopes: Vec::new(),
            rules: rules.len(),
            catchers: catchers.len(),
        });
        let mut scopes = Vec::new();
        if kind == "Parallel" {
            for (index, branch) in list("Branches").iter().enumerate() {
                let inner = ScopeName::Branch(name.clone(), index);
                scopes.push(self.scope(branch, inner, format!("{pointer}/Branches/{index}")));
            }
        }
        if kind == "Map" {
            let field = if node.get("ItemProcessor").is_some() { "ItemProcessor" } else { "Iterator" };
            if let Some(processor) = node.get(field) {
                scopes.push(self.scope(processor, ScopeName::Items(name), child_pointer(&pointer, field)));
            }
        }
        self.states[place].scopes = scopes;
        place
    }
}

impl State {
    /// Whether a state of this type has `Next` or `End`.
    pub fn has_next(&self) -> bool {
        !matches!(self.kind.as_str(), "Choice" | "Succeed" | "Fail")
    }

    /// Whether a state of this type may have `Retry` and `Catch`.
    pub fn has_catch(&self) -> bool {
        matches!(self.kind.as_str(), "Task" | "Parallel" | "Map")
    }

    /// The target of an arrow of its own.
    pub fn target(&self, slot: &Slot) -> Option<&Text> {
        self.arrows.iter().find(|arrow| arrow.slot == *slot).map(|arrow| &arrow.target)
    }

    /// Where the flow goes on in the usual case: the next state, or of a Choice the default, else its first rule.
    pub fn successor(&self) -> Option<&Text> {
        self.target(&Slot::Next(self.name.clone()))
            .or_else(|| self.target(&Slot::Default(self.name.clone())))
            .or_else(|| {
                let rule = self.arrows.iter().find(|arrow| matches!(arrow.slot, Slot::Rule(..)));
                rule.map(|arrow| &arrow.target)
            })
    }
}

/// A name without a number behind it.
fn stem(name: &str) -> &str {
    let Some((stem, rest)) = name.rsplit_once(" (") else {
        return name;
    };
    match rest.strip_suffix(')') {
        Some(number) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => stem,
        Some(_) | None => name,
    }
}
