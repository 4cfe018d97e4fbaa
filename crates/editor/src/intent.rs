//! What the canvas asks for, as commands; and what it may ask for, while the user still drags.

use asl::{Machine, QueryLanguage, StateId};
use canvas::{EdgeKind, Handle, Intent, Load, NodeId, Place, Rules};
use json::Text;

use crate::rule::{may_connect, may_insert, may_move};
use crate::{Command, Document, Fragment, Refusal, ScopeName, Slot, Target, palette};

/// The editor's answers to the canvas, which shows the machine of the present text.
#[derive(Clone, Copy, Debug)]
pub struct Answers<'a> {
    pub document: &'a Document,
}

impl Answers<'_> {
    /// The command that an intent comes to; nothing for those that do not change the document.
    /// `selection` is what is selected.
    pub fn command(&self, intent: &Intent, selection: &[Text]) -> Option<Result<Command, Refusal>> {
        match intent {
            Intent::Drop { load, place } => Some(self.drop(load, *place)),
            Intent::Connect { handle, to } => Some(self.connection(*handle, *to)),
            Intent::RemoveEdge { from, kind } => Some(self.without_edge(*from, *kind)),
            Intent::Delete => Some(Ok(Command::Remove { states: selection.to_vec() })),
            Intent::Duplicate => Some(Ok(Command::Duplicate { states: selection.to_vec() })),
            Intent::Shift { state, later } => Some(self.shift(*state, *later)),
            _ => None,
        }
    }

    /// Puts a thing of the browser onto a slot: an entry of the palette by its id, or ASL text.
    /// It is written in the language of the state that the slot hangs on.
    pub fn insertion(&self, name: &str, slot: Slot) -> Result<Command, Refusal> {
        let fragment = match palette().entry(name) {
            Some(entry) => entry.fragment(self.language(&slot)),
            None => Fragment::read(name)?,
        };
        Ok(Command::Insert { slot, fragment })
    }

    /// The slot of a place on the canvas.
    pub fn slot(&self, place: Place) -> Option<Slot> {
        Slot::of_place(self.machine(), place)
    }

    fn drop(&self, load: &Load, place: Place) -> Result<Command, Refusal> {
        let slot = self.slot(place).ok_or_else(nowhere)?;
        match load {
            Load::States(ids) => Ok(Command::Move { states: self.names(ids), slot }),
            Load::Fresh(name) => self.insertion(name, slot),
        }
    }

    fn connection(&self, handle: Handle, to: NodeId) -> Result<Command, Refusal> {
        let slot = Slot::of_handle(self.machine(), handle).ok_or_else(nowhere)?;
        let target = match to {
            NodeId::State(id) => Target::State(self.name(id)),
            NodeId::End(_) => Target::End,
            NodeId::Start | NodeId::Scope(_) | NodeId::Empty(_) | NodeId::Hollow(_) | NodeId::Missing(..) => {
                return Err(nowhere());
            }
        };
        Ok(Command::Connect { slot, target })
    }

    /// Takes an arrow away. A rule goes with its arrow, and so does a catcher; a state without a next one ends the flow.
    fn without_edge(&self, from: NodeId, kind: EdgeKind) -> Result<Command, Refusal> {
        let slot = Slot::of_edge(self.machine(), from, kind).ok_or_else(nowhere)?;
        let target = match (&slot, kind) {
            (Slot::Start(_), _) => return Err(Refusal::NeedsArrow { what: "start somewhere" }),
            (_, EdgeKind::End) => return Err(Refusal::NeedsArrow { what: "go on or end" }),
            (Slot::Rule(state, index), _) => {
                let path = String::from("/Choices");
                return Ok(Command::RemoveItem { state: Some(state.clone()), path, index: *index });
            }
            (Slot::Next(_), _) => Target::End,
            (
                Slot::Default(_)
                | Slot::Catch(..)
                | Slot::NewBranch(_)
                | Slot::NewRule(_)
                | Slot::NewCatch(_),
                _,
            ) => Target::Nothing,
        };
        Ok(Command::Connect { slot, target })
    }

    /// Moves the branch that a state stands in, or the rule that leads to it, by one place.
    fn shift(&self, id: StateId, later: bool) -> Result<Command, Refusal> {
        let machine = self.machine();
        let moved = |state: Text, path: &str, from: usize| {
            let to = if later { Some(from + 1) } else { from.checked_sub(1) };
            let to = to.ok_or_else(|| Refusal::NotThere(String::from("place before the first")))?;
            Ok(Command::MoveItem { state: Some(state), path: String::from(path), from, to })
        };
        let last = |count: usize, from: usize| {
            if later && from + 1 >= count {
                return Err(Refusal::NotThere(String::from("place behind the last")));
            }
            Ok(())
        };
        for state in machine.states_of(machine.state(id).scope) {
            if let asl::Kind::Choice(choice) = &state.kind
                && let Some(rule) = choice
                    .rules
                    .iter()
                    .position(|rule| rule.next.as_ref().is_some_and(|next| next.state == Some(id)))
            {
                last(choice.rules.len(), rule)?;
                return moved(state.name.clone(), "/Choices", rule);
            }
        }
        if let Some(ScopeName::Branch(parallel, branch)) = ScopeName::of(machine, machine.state(id).scope) {
            let owner = machine.scope(machine.state(id).scope).owner;
            last(owner.map_or(0, |owner| machine.scopes_in(owner).len()), branch)?;
            return moved(parallel, "/Branches", branch);
        }
        Err(Refusal::NotThere(String::from("branch or rule of its own")))
    }

    /// What the canvas shows: its numbers of states are meant.
    fn machine(&self) -> &Machine {
        self.document.drawn().machine()
    }

    /// The language in which something new is written at a slot: that of the state it hangs on, or the machine's.
    fn language(&self, slot: &Slot) -> QueryLanguage {
        let machine = self.machine();
        let neighbour = slot.state().and_then(|name| machine.find(name));
        neighbour.map_or(machine.query_language, |state| machine.state(state).query_language)
    }

    /// The name by which commands know a state; they refuse one that several states have.
    fn name(&self, id: StateId) -> Text {
        self.machine().state(id).name.clone()
    }

    fn names(&self, ids: &[StateId]) -> Vec<Text> {
        ids.iter().map(|id| self.name(*id)).collect()
    }
}

/// The rules are those of the commands; the errors are what people read while they drag.
impl Rules for Answers<'_> {
    fn may_drop(&self, load: &Load, place: Place) -> Result<(), String> {
        let answer = || {
            let slot = self.slot(place).ok_or_else(nowhere)?;
            match load {
                Load::States(ids) => may_move(self.document, &self.names(ids), &slot),
                Load::Fresh(name) => match self.insertion(name, slot)? {
                    Command::Insert { slot, fragment } => may_insert(self.document, &slot, &fragment),
                    _ => Ok(()),
                },
            }
        };
        answer().map_err(|refusal: Refusal| refusal.to_string())
    }

    fn may_connect(&self, handle: Handle, to: NodeId) -> Result<(), String> {
        match self.connection(handle, to) {
            Ok(Command::Connect { slot, target }) => {
                may_connect(self.document, &slot, &target).map_err(|refusal| refusal.to_string())
            }
            Ok(_) => Ok(()),
            Err(refusal) => Err(refusal.to_string()),
        }
    }
}

fn nowhere() -> Refusal {
    Refusal::NotThere(String::from("place for it here"))
}
