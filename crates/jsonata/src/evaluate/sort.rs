//! Order-by clauses, with every key computed once.

use alloc::vec::Vec;
use core::cmp::Ordering;

use super::path::tuple_frame;
use super::{Env, Evaluator};
use crate::error::Fault;
use crate::item::{self, Item, Tuple};
use crate::list::List;
use crate::node::{Node, Term};
use crate::order::{arranged, order};

impl Evaluator<'_> {
    #[inline(never)]
    pub(super) fn sort_list(
        &mut self,
        node: &Node,
        terms: &[Term],
        list: List,
        env: &Env,
    ) -> Result<List, Fault> {
        if list.len() <= 1 {
            return Ok(list);
        }
        let items = list.into_vec();
        let mut keys = Vec::with_capacity(items.len());
        for item in &items {
            keys.push(Keys::of(self, terms, item, env));
        }
        let order = self.order(node, terms, keys)?;
        self.list(arranged(items, order))
    }

    #[inline(never)]
    pub(super) fn sort_tuples(
        &mut self,
        node: &Node,
        terms: &[Term],
        tuples: Vec<Tuple>,
        env: &Env,
    ) -> Result<Vec<Tuple>, Fault> {
        if tuples.len() <= 1 {
            return Ok(tuples);
        }
        let mut keys = Vec::with_capacity(tuples.len());
        for tuple in &tuples {
            let frame = tuple_frame(tuple, env);
            keys.push(Keys::of(self, terms, &tuple.item, &frame));
        }
        let order = self.order(node, terms, keys)?;
        Ok(arranged(tuples, order))
    }

    fn order(&mut self, node: &Node, terms: &[Term], keys: Vec<Keys>) -> Result<Vec<usize>, Fault> {
        self.charge(keys.len() * 16)?;
        order(keys.len(), &mut |a, b| Ok(compare(node, terms, &keys[a], &keys[b])? == Ordering::Greater))
    }
}

/// The keys of one item. A key that could not be computed fails when it is first needed, as when comparing computes it.
struct Keys(Vec<Result<Item, Fault>>);

impl Keys {
    fn of(evaluator: &mut Evaluator<'_>, terms: &[Term], item: &Item, env: &Env) -> Keys {
        Keys(terms.iter().map(|term| evaluator.eval(&term.expression, item, env)).collect())
    }
}

fn compare(node: &Node, terms: &[Term], a: &Keys, b: &Keys) -> Result<Ordering, Fault> {
    for ((term, a), b) in terms.iter().zip(&a.0).zip(&b.0) {
        let a = a.as_ref().map_err(Clone::clone)?;
        let b = b.as_ref().map_err(Clone::clone)?;
        let sortable = |item: &Item| matches!(item, Item::Text(_) | Item::Number(_));
        let position = node.position.unwrap_or(node.start);
        // What has no key goes last, whichever way the order runs.
        let order = match (a, b) {
            (Item::Undefined, Item::Undefined) => continue,
            (Item::Undefined, _) => return Ok(Ordering::Greater),
            (_, Item::Undefined) => return Ok(Ordering::Less),
            (a, b) if !sortable(a) || !sortable(b) => {
                let value = if sortable(a) { b } else { a };
                return Err(Fault::new("T2008").at(node.start, position).value(value.detail()));
            }
            (Item::Number(a), Item::Number(b)) => match a.partial_cmp(b) {
                Some(order) => order,
                // NaN is neither equal nor less.
                None => Ordering::Greater,
            },
            (Item::Text(a), Item::Text(b)) => item::compare_texts(a, b),
            (a, b) => {
                let fault = Fault::new("T2007").at(node.start, position);
                return Err(fault.value(a.detail()).value2(b.detail()));
            }
        };
        match order {
            Ordering::Equal => {}
            order if term.descending => return Ok(order.reverse()),
            order => return Ok(order),
        }
    }
    Ok(Ordering::Equal)
}
