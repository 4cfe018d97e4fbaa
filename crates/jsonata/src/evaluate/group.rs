//! Objects: `{key: value}` over the items of a sequence, grouped by key.

use alloc::vec::Vec;

use json::Text;

use super::path::{Gathered, tuple_frame};
use super::{Env, Evaluator};
use crate::error::{Detail, Fault, unread};
use crate::frame::Frame;
use crate::item::{Item, Name, Tuple};
use crate::node::Group;
use crate::order::{arranged, indices_first};
use crate::record::{Members, Record, array_index};
use crate::texts::Texts;

impl Evaluator<'_> {
    #[inline(never)]
    pub(super) fn group(&mut self, group: &Group, input: Item, env: &Env) -> Result<Item, Fault> {
        match input {
            Item::Tuples(tuples) => self.group_tuples(group, &tuples, env),
            Item::Array(list) if list.len() == 1 => self.single(group, &list.get(0).unwrap_or_default(), env),
            Item::Array(list) if list.len() == 0 => self.single(group, &Item::Undefined, env),
            Item::Array(list) => self.group_items(group, list.iter(), env),
            item => self.single(group, &item, env),
        }
    }

    /// An object of one item: nothing to gather.
    fn single(&mut self, group: &Group, item: &Item, env: &Env) -> Result<Item, Fault> {
        if group.plain {
            let mut members = Members::with_room(group.pairs.len());
            for (key, value) in &group.pairs {
                let value = self.eval(value, item, env)?;
                if let (Some(key), false) = (key.as_text(), value.is_undefined()) {
                    members.push(key.clone(), value);
                }
            }
            return self.object(members);
        }
        let mut keys: Vec<Text> = Vec::with_capacity(group.pairs.len());
        let mut pairs: Vec<usize> = Vec::with_capacity(group.pairs.len());
        let mut repeated = false;
        for (index, (key, _)) in group.pairs.iter().enumerate() {
            let Some(key) = self.key(group, key, item, env)? else { continue };
            repeated |= keys.contains(&key);
            if repeated {
                return Err(same_key(group, &key));
            }
            keys.push(key);
            pairs.push(index);
        }
        let mut members = Members::default();
        for (key, index) in paired(keys, pairs) {
            let value = self.eval(&group.pairs[index].1, item, env)?;
            if !value.is_undefined() {
                members.insert(key, value);
            }
        }
        self.object(members)
    }

    fn key(
        &mut self,
        group: &Group,
        key: &crate::node::Node,
        item: &Item,
        env: &Env,
    ) -> Result<Option<Text>, Fault> {
        match self.eval(key, item, env)? {
            Item::Text(key) => Ok(Some(key)),
            Item::Undefined => Ok(None),
            other => Err(Fault::new("T1003").at(group.start, group.position).value(other.detail())),
        }
    }

    fn group_items(
        &mut self,
        group: &Group,
        items: impl Iterator<Item = Item>,
        env: &Env,
    ) -> Result<Item, Fault> {
        let mut keys = Texts::default();
        let mut groups: Vec<(usize, Gathered)> = Vec::new();
        let last = group.pairs.len().saturating_sub(1);
        for mut item in items {
            for (index, (key, _)) in group.pairs.iter().enumerate() {
                let Some(key) = self.key(group, key, &item, env)? else { continue };
                let item = if index == last { core::mem::take(&mut item) } else { item.clone() };
                match keys.place(&key).and_then(|place| groups.get_mut(place)) {
                    Some((pair, _)) if *pair != index => return Err(same_key(group, &key)),
                    Some((_, gathered)) => gathered.push(item),
                    None => {
                        keys.insert(&key);
                        groups.push((index, Gathered::new(item)));
                    }
                }
            }
        }
        let mut members = Members::default();
        for (key, (index, gathered)) in paired(keys.iter().cloned().collect(), groups) {
            let context = gathered.finish(self)?;
            let value = self.eval(&group.pairs[index].1, &context, env)?;
            if !value.is_undefined() {
                members.insert(key, value);
            }
        }
        self.object(members)
    }

    #[inline(never)]
    fn group_tuples(&mut self, group: &Group, tuples: &[Tuple], env: &Env) -> Result<Item, Fault> {
        if tuples.is_empty() {
            // JSONata puts nothing into the stream and then looks for the item in it.
            return match group.pairs.is_empty() {
                true => self.object(Members::default()),
                false => Err(unread("@")),
            };
        }
        let mut keys = Texts::default();
        let mut groups: Vec<(usize, GatheredTuples)> = Vec::new();
        for tuple in tuples {
            let frame = tuple_frame(tuple, env);
            for (index, (key, _)) in group.pairs.iter().enumerate() {
                let Some(key) = self.key(group, key, &tuple.item, &frame)? else { continue };
                match keys.place(&key).and_then(|place| groups.get_mut(place)) {
                    Some((pair, _)) if *pair != index => return Err(same_key(group, &key)),
                    Some((_, gathered)) => gathered.push(tuple),
                    None => {
                        keys.insert(&key);
                        groups.push((index, GatheredTuples::new(tuple)));
                    }
                }
            }
        }
        let mut members = Members::default();
        for (key, (index, gathered)) in paired(keys.iter().cloned().collect(), groups) {
            let context = gathered.item.finish(self)?;
            let mut names = Vec::with_capacity(gathered.names.len());
            for (name, gathered) in gathered.names {
                names.push((name, gathered.finish(self)?));
            }
            let frame = Frame::new(Some(env), names);
            let value = self.eval(&group.pairs[index].1, &context, &frame)?;
            if !value.is_undefined() {
                members.insert(key, value);
            }
        }
        Ok(Item::Object(Record::new(members)))
    }
}

/// Tuples of one group, each name with all that it stands for.
struct GatheredTuples {
    item: Gathered,
    names: Vec<(Name, Gathered)>,
}

impl GatheredTuples {
    fn new(tuple: &Tuple) -> GatheredTuples {
        let names = tuple.names.iter().map(|(name, item)| (*name, Gathered::new(item.clone()))).collect();
        GatheredTuples { item: Gathered::new(tuple.item.clone()), names }
    }

    fn push(&mut self, tuple: &Tuple) {
        self.item.push(tuple.item.clone());
        for (name, item) in &tuple.names {
            match self.names.iter_mut().find(|(known, _)| known == name) {
                Some((_, gathered)) => gathered.push(item.clone()),
                None => self.names.push((*name, Gathered::new(item.clone()))),
            }
        }
    }
}

fn same_key(group: &Group, key: &Text) -> Fault {
    Fault::new("D1009").at(group.start, group.position).value(Detail::text(key))
}

/// Keys with what belongs to them, in the order of JavaScript's objects.
fn paired<T>(mut keys: Vec<Text>, mut groups: Vec<T>) -> impl Iterator<Item = (Text, T)> {
    if let Some(order) = indices_first(keys.len(), &|place| array_index(&keys[place])) {
        keys = arranged(keys, order.clone());
        groups = arranged(groups, order);
    }
    keys.into_iter().zip(groups)
}
