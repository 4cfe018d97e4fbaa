//! Changes that are thought of and not yet written: small, so that there may be thousands of which one is carried out.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::{Content, Edits, Pen, TextEdit, Untouchable};
use crate::tree::{Member, Node, NodeKind, Range, Step};
use crate::{Text, Value};

/// One change of a member or item, for the text and tree of the pen that planned it.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Of the container, of what is replaced, or of the key.
    place: Range,
    change: Change,
}

#[derive(Clone, Debug, PartialEq)]
enum Change {
    Replace(Value),
    InsertMember(usize, Text, Value),
    InsertItem(usize, Value),
    RemoveMember(usize),
    RenameMember(Text),
}

type Planned = Result<Plan, Untouchable>;

impl Pen<'_> {
    /// Plans to give a member of an object a value: in its place when there is one, else as the last.
    pub fn plan_set(&self, object: &Node, key: &str, value: Value) -> Planned {
        match object.member(key) {
            Some(member) => self.plan_replace(&member.value, value),
            None => self.plan_member(object, object.members().len(), key, value),
        }
    }

    /// Plans to put a new member before the one at `index`, or last.
    pub fn plan_member(&self, object: &Node, index: usize, key: &str, value: Value) -> Planned {
        self.may_insert(object, object.is_object())?;
        Ok(Plan { place: object.range, change: Change::InsertMember(index, Text::from(key), value) })
    }

    /// Plans to put a new item before the one at `index`, or last.
    pub fn plan_item(&self, array: &Node, index: usize, value: Value) -> Planned {
        self.may_insert(array, array.is_array())?;
        Ok(Plan { place: array.range, change: Change::InsertItem(index, value) })
    }

    /// Plans to remove the member at `index`.
    pub fn plan_removal(&self, object: &Node, index: usize) -> Planned {
        self.may_remove(object, index)?;
        Ok(Plan { place: object.range, change: Change::RemoveMember(index) })
    }

    /// Plans to give a member another key.
    pub fn plan_rename(&self, member: &Member, key: &str) -> Planned {
        self.may_rename(member)?;
        Ok(Plan { place: member.key_range, change: Change::RenameMember(Text::from(key)) })
    }

    /// Plans to put something else in the place of a node.
    pub fn plan_replace(&self, node: &Node, value: impl Into<Value>) -> Planned {
        self.check(node)?;
        Ok(Plan { place: node.range, change: Change::Replace(value.into()) })
    }

    /// The edits of a plan; refused where the text is no longer the one it was made for.
    pub fn carry_out(&self, plan: &Plan) -> Edits {
        match &plan.change {
            Change::Replace(value) => self.replace(self.find(plan, |_| true)?, &Content::from(value.clone())),
            Change::InsertMember(index, key, value) => {
                let object = self.find(plan, |kind| !matches!(kind, NodeKind::Array(_)))?;
                self.insert_member(object, *index, key, &Content::from(value.clone()))
            }
            Change::InsertItem(index, value) => {
                let array = self.find(plan, |kind| !matches!(kind, NodeKind::Object(_)))?;
                self.insert_item(array, *index, &Content::from(value.clone()))
            }
            Change::RemoveMember(index) => {
                let object = self.find(plan, |kind| matches!(kind, NodeKind::Object(_)))?;
                self.remove_member(object, *index)
            }
            Change::RenameMember(key) => {
                let steps = self.tree.at(plan.place.start);
                let member = steps.iter().find_map(|step| match step {
                    Step::Member(member) if member.key_range == plan.place => Some(*member),
                    Step::Member(_) | Step::Item(..) => None,
                });
                self.rename_member(member.ok_or(Untouchable(plan.place))?, key)
            }
        }
    }

    /// The edits of all plans that do not touch each other, the first ones first, and how many plans these are.
    pub fn carry_out_all<'p>(&self, plans: impl IntoIterator<Item = &'p Plan>) -> (Vec<TextEdit>, usize) {
        let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
        let mut all = Vec::new();
        let mut count = 0;
        for plan in plans {
            let Ok(edits) = self.carry_out(plan) else { continue };
            let is_free = edits.iter().all(|edit| {
                let before = taken.range(..=edit.range.end).next_back();
                // Two insertions at one place would depend on their order.
                before.is_none_or(|(_, end)| *end < edit.range.start)
            });
            if is_free && !edits.is_empty() {
                for edit in &edits {
                    let end = taken.entry(edit.range.start).or_insert(edit.range.end);
                    *end = edit.range.end.max(*end);
                }
                all.extend(edits);
                count += 1;
            }
        }
        (all, count)
    }

    /// The outermost node at the place of a plan that is of the right kind.
    fn find(&self, plan: &Plan, fits: impl Fn(&NodeKind) -> bool) -> Result<&Node, Untouchable> {
        let steps = self.tree.at(plan.place.start);
        let mut nodes = self.tree.root.iter().chain(steps.iter().map(Step::node));
        nodes.find(|node| node.range == plan.place && fits(&node.kind)).ok_or(Untouchable(plan.place))
    }
}
