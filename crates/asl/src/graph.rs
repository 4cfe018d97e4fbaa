//! What can be said about arrows once everything is read: names, targets, ends, ways.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use json::Text;
use json::edit::Pen;

use crate::advise::nearest;
use crate::find;
use crate::{
    Code, Diagnostic, Fix, Kind, Machine, Mode, Next, Rule, Scope, ScopeId, Severity, State, StateId, Target,
    Template,
};

/// The diagnostics of the service about the arrows of a machine, in its order.
/// When the shape of something is wrong (`is_shaped`) or nothing ends, nobody looks for states that are not reachable.
pub fn check(machine: &Machine, pen: &Pen<'_>, is_shaped: bool) -> Vec<Diagnostic> {
    let mut graph = Graph { machine, pen, looked: 0, diagnostics: Vec::new() };
    graph.names();
    graph.labels();
    graph.variables();
    graph.targets();
    let has_end = graph.ends();
    if is_shaped && has_end {
        graph.ways();
    }
    graph.diagnostics
}

/// For so many broken arrows a name that was probably meant is looked for.
const LOOKED: usize = 20;

struct Graph<'m> {
    machine: &'m Machine,
    /// Writes fixes.
    pen: &'m Pen<'m>,
    /// For how many broken arrows a better name has been looked for: that costs a look at all names.
    looked: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Graph<'_> {
    fn error(
        &mut self,
        code: Code,
        message: String,
        location: Option<String>,
        state: Option<&State>,
        range: crate::Range,
    ) {
        self.diagnostics.push(Diagnostic {
            severity: Severity::Error,
            code,
            message,
            location,
            range,
            state: state.map(|state| state.id),
            fix: None,
        });
    }

    /// Names must be unique in the whole machine, nested states included.
    fn names(&mut self) {
        for state in &self.machine.states {
            if self.machine.find(&state.name) != Some(state.id) {
                let location = self.machine.location(state.id);
                let message = format!("Duplicate State name: {}", state.name);
                self.error(Code::DuplicateStateName, message, Some(location), Some(state), state.name_range);
            }
        }
    }

    /// Labels must be unique in the whole machine.
    fn labels(&mut self) {
        let mut seen: BTreeMap<&Text, StateId> = BTreeMap::new();
        for state in &self.machine.states {
            let Kind::Map(map) = &state.kind else { continue };
            let Some(label) = &map.label else { continue };
            if seen.insert(label, state.id).is_some() {
                let location = format!("{}/Label", self.machine.location(state.id));
                let message = format!("Duplicate Label name: {label}");
                let found = find::field(self.pen.tree, state, "Label");
                let range = found.map_or(state.name_range, |found| found.node.range);
                self.error(Code::DuplicateLabelName, message, Some(location), Some(state), range);
            }
        }
    }

    /// A scope may not assign a variable that a scope around it assigns.
    fn variables(&mut self) {
        let mut assigned: Vec<BTreeMap<&str, StateId>> = vec![BTreeMap::new(); self.machine.scopes.len()];
        for state in &self.machine.states {
            for name in assigned_names(state) {
                assigned[state.scope.0 as usize].entry(name).or_insert(state.id);
            }
        }
        for state in &self.machine.states {
            for (field, template) in assignments(state) {
                for name in template.keys() {
                    if self.outer_assignment(state, name, &assigned).is_none() {
                        continue;
                    }
                    let message =
                        format!("The variable name '{name}' was already defined in a parent scope.");
                    let location = format!("{}/{field}", self.machine.location(state.id));
                    let (_, member) = find::key(self.pen.tree, state, &field, name);
                    let range = member.map_or(state.name_range, |member| member.key_range);
                    let code = Code::VariableScopeConflict;
                    self.error(code, message, Some(location), Some(state), range);
                }
            }
        }
    }

    /// The state that assigns a variable in a scope around the state's own, as far as that can be seen from inside.
    fn outer_assignment(
        &self,
        state: &State,
        name: &str,
        assigned: &[BTreeMap<&str, StateId>],
    ) -> Option<StateId> {
        let mut scope = state.scope;
        while let Some(owner) = self.machine.scope(scope).owner {
            let owner = self.machine.state(owner);
            if let Kind::Map(map) = &owner.kind
                && let Mode::Distributed(_) = map.mode
            {
                return None;
            }
            scope = owner.scope;
            // What the state around assigns itself comes when the inner scope is gone: recorded as accepted for its Catch.
            if let Some(other) = assigned[scope.0 as usize].get(name)
                && *other != owner.id
            {
                return Some(*other);
            }
        }
        None
    }

    /// Every arrow must lead to a state of its own scope.
    fn targets(&mut self) {
        let machine = self.machine;
        for (index, scope) in machine.scopes.iter().enumerate() {
            let id = ScopeId(index as u32);
            if let Some(start) = &scope.start {
                let owner = scope.owner.map(|owner| machine.state(owner));
                self.target(start, id, owner, || format!("{}/StartAt", machine.scope_location(id)));
            }
            for state in machine.states_of(id) {
                // The text is made only for the few arrows that are broken.
                let location = |field: String| format!("{}/{field}", machine.location(state.id));
                if let Next::To(target) = &state.next {
                    self.target(target, id, Some(state), || location("Next".to_string()));
                }
                if let Kind::Choice(choice) = &state.kind {
                    for (index, rule) in choice.rules.iter().enumerate() {
                        if let Some(target) = &rule.next {
                            self.target(target, id, Some(state), || {
                                location(format!("Choices[{index}]/Next"))
                            });
                        }
                    }
                    if let Some(target) = &choice.default {
                        self.target(target, id, Some(state), || location("Default".to_string()));
                    }
                }
                for (index, catcher) in state.catch.iter().enumerate() {
                    if let Some(target) = &catcher.next {
                        self.target(target, id, Some(state), || location(format!("Catch[{index}]/Next")));
                    }
                }
            }
        }
    }

    fn target(
        &mut self,
        target: &Target,
        scope: ScopeId,
        state: Option<&State>,
        location: impl FnOnce() -> String,
    ) {
        if target.state.is_some() {
            return;
        }
        let message = format!("Missing 'Next' target: {}", target.name);
        self.error(Code::MissingTransitionTarget, message, Some(location()), state, target.range);
        let fix = self.target_fix(target, scope);
        if let Some(diagnostic) = self.diagnostics.last_mut() {
            diagnostic.fix = fix;
        }
    }

    /// The state that was probably meant.
    fn target_fix(&mut self, target: &Target, scope: ScopeId) -> Option<Fix> {
        if self.looked == LOOKED {
            return None;
        }
        self.looked += 1;
        let near = nearest(&target.name, self.machine.states_of(scope).map(|state| state.name.as_str()))?;
        let steps = self.pen.tree.at(target.range.start);
        let node = steps.iter().map(|step| step.node()).find(|node| node.range == target.range)?;
        let plan = self.pen.plan_replace(node, near).ok()?;
        Some(Fix { title: format!("Change to '{near}'"), plan })
    }

    /// The machine must have a state where it may end. Whether it has.
    /// The service does not ask this of what is inside of a Parallel or Map.
    fn ends(&mut self) -> bool {
        let Some(root) = self.machine.scopes.first() else { return false };
        let has_end = self.machine.states_of(ScopeId(0)).any(|state| match &state.kind {
            // Where it would lead to is not known.
            Kind::Choice(choice) if choice.rules.is_empty() => true,
            _ => state.is_terminal(),
        });
        let is_empty = root.start.is_none() && root.states.is_empty();
        if !has_end && !is_empty {
            // The service names no place for it.
            let message = "Workflow has no terminal state".to_string();
            self.error(Code::MissingEndState, message, None, None, self.head(root));
        }
        has_end
    }

    /// What to underline for the machine as a whole: where it starts.
    fn head(&self, root: &Scope) -> crate::Range {
        match &root.start {
            Some(start) => start.range,
            None => crate::read::first_character(self.pen.text, root.range),
        }
    }

    /// Whether another state of the same scope has this name: arrows lead to that one, and the name is what is wrong.
    fn is_repeated(&self, state: &State) -> bool {
        let first = self.machine.find(&state.name);
        first.is_some_and(|first| first != state.id && self.machine.state(first).scope == state.scope)
    }

    /// Every state must be on a way from the start of its scope.
    fn ways(&mut self) {
        let mut is_reached = vec![false; self.machine.states.len()];
        let mut open: Vec<StateId> = Vec::new();
        for scope in &self.machine.scopes {
            open.extend(scope.start.as_ref().and_then(|start| start.state));
        }
        while let Some(id) = open.pop() {
            if !core::mem::replace(&mut is_reached[id.0 as usize], true) {
                open.extend(self.machine.state(id).targets().filter_map(|target| target.state));
            }
        }
        for state in &self.machine.states {
            if is_reached[state.id.0 as usize] || self.is_repeated(state) {
                continue;
            }
            let message = format!("State \"{}\" is not reachable.", state.name);
            let location = self.machine.location(state.id);
            self.error(Code::MissingTransitionTarget, message, Some(location), Some(state), state.name_range);
        }
    }
}

/// The variables that a state assigns, in its rules and catchers too.
pub fn assigned_names(state: &State) -> impl Iterator<Item = &str> {
    assignments(state).flat_map(|(_, template)| template.keys())
}

/// What a state assigns, with the fields: its own `Assign`, those of its rules and those of its catchers.
pub fn assignments(state: &State) -> impl Iterator<Item = (String, &Template)> {
    let rules = rules(state).iter().enumerate().filter_map(|(index, rule)| {
        rule.assign.as_ref().map(|assign| (format!("Choices[{index}]/Assign"), assign))
    });
    let catchers = state.catch.iter().enumerate().filter_map(|(index, catcher)| {
        catcher.assign.as_ref().map(|assign| (format!("Catch[{index}]/Assign"), assign))
    });
    state.assign.iter().map(|assign| ("Assign".to_string(), assign)).chain(rules).chain(catchers)
}

fn rules(state: &State) -> &[Rule] {
    match &state.kind {
        Kind::Choice(choice) => &choice.rules,
        Kind::Pass(_)
        | Kind::Task(_)
        | Kind::Wait(_)
        | Kind::Succeed
        | Kind::Fail(_)
        | Kind::Parallel(_)
        | Kind::Map(_)
        | Kind::Unknown(_) => &[],
    }
}
