//! Paths: steps, predicates, and streams of tuples.

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

use json::{Text, Value};

use super::{Env, Evaluator, push_flat, truth};
use crate::error::Fault;
use crate::frame::Frame;
use crate::item::{Item, Tuple};
use crate::list::List;
use crate::node::{Node, NodeKind, Operator, Stage};
use crate::record::Record;
use crate::texts::Texts;

/// What stands between two steps: a sequence, without an array where it holds one item.
enum Flow {
    One(Item),
    Many(List),
}

impl Flow {
    fn len(&self) -> usize {
        match self {
            Flow::One(_) => 1,
            Flow::Many(list) => list.len(),
        }
    }

    fn items(self) -> Vec<Item> {
        match self {
            Flow::One(item) => alloc::vec![item],
            Flow::Many(list) => list.into_vec(),
        }
    }
}

impl Evaluator<'_> {
    /// What names lead to, one below the other in objects, with no copy of what lies between.
    /// Nothing where the path is not as plain as that: it has had no effects then, and is walked step by step.
    #[inline(never)]
    pub(super) fn straight(&mut self, steps: &[Node], input: &Item, env: &Env) -> Option<Item> {
        let variable;
        let (mut start, mut names) = (input, steps);
        if let Some((first, rest)) = steps.split_first()
            && let NodeKind::Variable(name) = &first.kind
            && is_bare(first)
            && !rest.is_empty()
        {
            variable = self.variable(name, env);
            (start, names) = (&variable, rest);
        }
        let Item::Object(record) = start else { return None };
        self.steps += names.len() as u64;
        let mut object = match record {
            Record::Shared(object) => object,
            Record::Own(_) => {
                let ([Node { kind: NodeKind::Name(name), .. }], true) = (names, is_bare(&names[0])) else {
                    return None;
                };
                return match record.member(name) {
                    Some(Item::Array(_) | Item::Tuples(_)) => None,
                    item => Some(item.unwrap_or_default()),
                };
            }
        };
        let (last, names) = names.split_last()?;
        for step in names {
            let NodeKind::Name(name) = &step.kind else { return None };
            object = match (is_bare(step), name.of(object)?) {
                (true, Value::Object(object)) => object,
                _ => return None,
            };
        }
        let NodeKind::Name(name) = &last.kind else { return None };
        match name.of(object) {
            _ if !is_bare(last) => None,
            Some(Value::Array(_)) => None,
            Some(value) => Some(Item::of(value)),
            None => Some(Item::Undefined),
        }
    }

    #[inline(never)]
    pub(super) fn path(
        &mut self,
        node: &Node,
        steps: &[Node],
        keep_singleton: bool,
        input: &Item,
        env: &Env,
    ) -> Result<Item, Fault> {
        let mut flow = match input {
            Item::Array(list) if !matches!(steps[0].kind, NodeKind::Variable(_) | NodeKind::Context) => {
                Flow::Many(list.clone())
            }
            input => Flow::One(input.clone()),
        };
        let last = steps.len() - 1;
        let mut tuples: Option<Vec<Tuple>> = None;
        let mut streaming = false;
        for (index, step) in steps.iter().enumerate() {
            streaming |= step.tuple;
            if index == 0 && step.made {
                let input = match flow {
                    Flow::One(item) => self.sequence(alloc::vec![item])?,
                    Flow::Many(list) => Item::Array(list),
                };
                flow = match self.eval(step, &input, env)? {
                    Item::Array(list) => Flow::Many(list),
                    item => Flow::One(item),
                };
            } else if streaming {
                let input = match tuples.is_none() {
                    true => core::mem::replace(&mut flow, Flow::One(Item::Undefined)).items(),
                    false => Vec::new(),
                };
                tuples = Some(self.tuple_step(step, input, tuples.take(), env)?);
                continue;
            } else {
                flow = self.step(step, flow, env, index == last)?;
            }
            if flow.len() == 0 {
                break;
            }
        }
        let result = match tuples {
            Some(tuples) if streaming => {
                if let Some(group) = &node.group {
                    return self.group(group, Item::Tuples(Rc::new(tuples)), env);
                }
                if node.tuple {
                    return Ok(Item::Tuples(Rc::new(tuples)));
                }
                let items: Vec<Item> = tuples.into_iter().map(|tuple| tuple.item).collect();
                Flow::Many(self.list(items)?.sequence())
            }
            _ => flow,
        };
        self.outcome(node, result, keep_singleton, env)
    }

    /// The flow after the last step, as a value.
    fn outcome(&mut self, node: &Node, flow: Flow, keep_singleton: bool, env: &Env) -> Result<Item, Fault> {
        if !keep_singleton && node.group.is_none() {
            return Ok(match flow {
                Flow::One(item) => match node.keep_array && !item.is_undefined() {
                    true => self.sequence(alloc::vec![item])?,
                    false => item,
                },
                Flow::Many(list) => Item::Array(list),
            });
        }
        let mut list = match flow {
            Flow::One(item) => self.list(alloc::vec![item])?.sequence(),
            Flow::Many(list) => list,
        };
        if keep_singleton {
            if list.made && !list.sequence {
                list = self.list(alloc::vec![Item::Array(list)])?.sequence();
            }
            list.keep = true;
        }
        match &node.group {
            Some(group) => self.group(group, Item::Array(list), env),
            None => Ok(Item::Array(list)),
        }
    }

    /// One step for each item of the flow.
    fn step(&mut self, step: &Node, flow: Flow, env: &Env, last: bool) -> Result<Flow, Fault> {
        if let NodeKind::Sort(terms) = &step.kind {
            let list = match flow {
                Flow::One(item) => self.list(alloc::vec![item])?.sequence(),
                Flow::Many(list) => list,
            };
            let mut sorted = Item::Array(self.sort_list(step, terms, list, env)?);
            for stage in &step.stages {
                if let Stage::Filter(predicate) = stage {
                    sorted = self.filter(predicate, sorted, env)?;
                }
            }
            return Ok(match sorted {
                Item::Array(list) => Flow::Many(list),
                item => Flow::One(item),
            });
        }
        match flow {
            Flow::One(item) => match self.step_one(step, &item, env)? {
                Item::Undefined => self.empty(),
                Item::Array(list) if list.made && (!last || list.sequence) => {
                    Ok(Flow::Many(self.list(alloc::vec![Item::Array(list)])?.sequence()))
                }
                Item::Array(list) if last && !list.sequence => Ok(Flow::Many(list)),
                Item::Array(list) => Ok(Flow::Many(self.flattened(list)?)),
                item => Ok(Flow::One(item)),
            },
            Flow::Many(list) => self.step_list(step, &list, env, last),
        }
    }

    /// A step on one item: a name in an object is looked up at once.
    #[inline]
    fn step_one(&mut self, step: &Node, item: &Item, env: &Env) -> Result<Item, Fault> {
        match (&step.kind, item) {
            (NodeKind::Name(name), Item::Object(record)) if is_plain(step) => {
                self.charge(8)?;
                Ok(record.member(name).unwrap_or_default())
            }
            _ => self.step_item(step, item, env),
        }
    }

    fn empty(&mut self) -> Result<Flow, Fault> {
        Ok(Flow::Many(List::plain(Vec::new()).sequence()))
    }

    /// The items of an array as a sequence. What the array remembers does not go on.
    fn flattened(&mut self, mut list: List) -> Result<List, Fault> {
        self.charge(list.len())?;
        list.keep = false;
        list.made = false;
        list.wrapper = false;
        Ok(list.sequence())
    }

    fn step_list(&mut self, step: &Node, list: &List, env: &Env, last: bool) -> Result<Flow, Fault> {
        let mut results: Vec<Item> = Vec::with_capacity(list.len());
        let mut nested = false;
        if let (NodeKind::Name(name), true, true) =
            (&step.kind, step.stages.is_empty(), step.predicates.is_empty())
        {
            self.charge(list.len() * 8)?;
            if let Some(array) = list.as_shared() {
                for value in array {
                    match value {
                        Value::Object(object) => {
                            if let Some(value) = name.of(object) {
                                nested |= matches!(value, Value::Array(_));
                                results.push(Item::of(value));
                            }
                        }
                        Value::Array(_) => {
                            self.push_step(step, &Item::from(value), env, &mut results, &mut nested)?;
                        }
                        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
                    }
                }
            } else {
                for item in list.as_own().unwrap_or_default() {
                    match item {
                        Item::Object(record) => match record.member(name) {
                            None | Some(Item::Undefined) => {}
                            Some(item) => {
                                nested |= matches!(item, Item::Array(_));
                                results.push(item);
                            }
                        },
                        Item::Array(_) => self.push_step(step, item, env, &mut results, &mut nested)?,
                        _ => {}
                    }
                }
            }
        } else {
            for item in list.iter() {
                self.push_step(step, &item, env, &mut results, &mut nested)?;
            }
        }
        if !nested {
            return Ok(Flow::Many(self.list(results)?.sequence()));
        }
        if last && results.len() == 1 {
            match results.pop() {
                Some(Item::Array(list)) if !list.sequence => return Ok(Flow::Many(list)),
                item => results.extend(item),
            }
        }
        let mut flat = Vec::with_capacity(results.len());
        for item in results {
            match item {
                Item::Array(list) if !list.made => list.append_to(&mut flat),
                item => flat.push(item),
            }
        }
        Ok(Flow::Many(self.list(flat)?.sequence()))
    }

    fn push_step(
        &mut self,
        step: &Node,
        item: &Item,
        env: &Env,
        results: &mut Vec<Item>,
        nested: &mut bool,
    ) -> Result<(), Fault> {
        let result = self.step_item(step, item, env)?;
        if !result.is_undefined() {
            *nested |= matches!(result, Item::Array(_));
            results.push(result);
        }
        Ok(())
    }

    /// A step and its predicates on one item.
    fn step_item(&mut self, step: &Node, item: &Item, env: &Env) -> Result<Item, Fault> {
        let mut result = self.eval(step, item, env)?;
        for stage in &step.stages {
            if let Stage::Filter(predicate) = stage {
                result = self.filter(predicate, result, env)?;
            }
        }
        Ok(result)
    }

    /// What of `input` a predicate lets through: by index where it gives numbers, else by truth.
    #[inline(never)]
    pub(super) fn filter(&mut self, predicate: &Node, input: Item, env: &Env) -> Result<Item, Fault> {
        if let Item::Tuples(tuples) = &input {
            return Ok(Item::Tuples(Rc::new(self.filter_tuples(predicate, tuples, env)?)));
        }
        let list = match input {
            Item::Array(list) => list,
            item => List::plain(alloc::vec![item]),
        };
        if let (NodeKind::Number(number), true) = (&predicate.kind, predicate.predicates.is_empty()) {
            return match place(*number, list.len()).and_then(|index| list.get(index)) {
                Some(Item::Array(item)) => Ok(Item::Array(item)),
                Some(Item::Undefined) | None => self.sequence(Vec::new()),
                Some(item) => self.sequence(alloc::vec![item]),
            };
        }
        let mut results = Vec::new();
        if is_fixed(predicate) && list.len() > 1 {
            return self.places(predicate, &list, env);
        }
        if let Some(found) = self.equal_items(predicate, &list, env)? {
            return self.sequence(found);
        }
        for (index, item) in list.iter().enumerate() {
            let verdict = self.eval(predicate, &item, env)?;
            for _ in 0..admit(&verdict, index, list.len())? {
                results.push(item.clone());
            }
        }
        self.sequence(results)
    }

    /// For `[name = $variable…]` on many items of the input: what fits, from an index that is kept for the next time.
    fn equal_items(&mut self, predicate: &Node, list: &List, env: &Env) -> Result<Option<Vec<Item>>, Fault> {
        let NodeKind::Operation(Operator::Equal, left, right) = &predicate.kind else { return Ok(None) };
        let Some(array) = list.as_shared().filter(|array| array.len() >= MANY) else { return Ok(None) };
        if !predicate.predicates.is_empty() || predicate.group.is_some() {
            return Ok(None);
        }
        let (own, other) = match (is_member(left), is_foreign(right)) {
            (true, true) => (left, right),
            _ if is_member(right) && is_foreign(left) => (right, left),
            _ => return Ok(None),
        };
        let place = core::ptr::from_ref::<Node>(own) as usize;
        let known =
            self.index.as_ref().is_some_and(|index| index.place == place && index.array.is_same(array));
        if !known {
            // The first time a search is as fast.
            self.index = Some(Index { array: array.clone(), place, places: None });
            return Ok(None);
        }
        let wanted = self.eval(other, &Item::Undefined, env)?;
        let mut key = String::new();
        if wanted.is_undefined() {
            return Ok(Some(Vec::new()));
        }
        if !wanted.canonical(&mut key) {
            return Ok(None);
        }
        if self.index.as_ref().is_some_and(|index| index.places.is_none()) {
            let mut places = Places::default();
            for (index, value) in array.iter().enumerate() {
                let member = self.eval(own, &Item::from(value), env)?;
                let mut key = String::new();
                if member.canonical(&mut key) {
                    let (place, new) = places.keys.insert(&Text::from(key));
                    if new {
                        places.lists.push(Vec::new());
                    }
                    places.lists[place].push(index);
                }
            }
            self.index = Some(Index { array: array.clone(), place, places: Some(places) });
        }
        let places = self.index.as_ref().and_then(|index| index.places.as_ref()?.get(&key));
        Ok(Some(places.into_iter().flatten().filter_map(|place| list.get(*place)).collect()))
    }

    /// The items at fixed places, which are worked out once.
    fn places(&mut self, predicate: &Node, list: &List, env: &Env) -> Result<Item, Fault> {
        let verdict = self.eval(predicate, &Item::Undefined, env)?;
        let numbers = match &verdict {
            Item::Array(numbers) => numbers.to_vec(),
            Item::Undefined => Vec::new(),
            number => alloc::vec![number.clone()],
        };
        let mut counts = alloc::vec![0usize; list.len()];
        for item in numbers {
            if let Item::Number(number) = item
                && let Some(index) = place(number, list.len())
            {
                counts[index] += 1;
            }
        }
        let mut results = Vec::new();
        for (index, count) in counts.into_iter().enumerate() {
            if count > 0 {
                let item = list.get(index).unwrap_or_default();
                results.extend(core::iter::repeat_n(item, count));
            }
        }
        self.sequence(results)
    }

    fn filter_tuples(&mut self, predicate: &Node, tuples: &[Tuple], env: &Env) -> Result<Vec<Tuple>, Fault> {
        if let (NodeKind::Number(number), true) = (&predicate.kind, predicate.predicates.is_empty()) {
            let tuple = place(*number, tuples.len()).and_then(|index| tuples.get(index));
            return Ok(tuple.cloned().into_iter().collect());
        }
        let mut results = Vec::new();
        for (index, tuple) in tuples.iter().enumerate() {
            let frame = tuple_frame(tuple, env);
            let verdict = self.eval(predicate, &tuple.item, &frame)?;
            for _ in 0..admit(&verdict, index, tuples.len())? {
                results.push(tuple.clone());
            }
        }
        Ok(results)
    }

    /// One step on a stream of tuples, or on items that become one.
    #[inline(never)]
    fn tuple_step(
        &mut self,
        step: &Node,
        input: Vec<Item>,
        tuples: Option<Vec<Tuple>>,
        env: &Env,
    ) -> Result<Vec<Tuple>, Fault> {
        if let NodeKind::Sort(terms) = &step.kind {
            let sorted = match tuples {
                Some(tuples) => self.sort_tuples(step, terms, tuples, env)?,
                None => {
                    let list = self.list(input)?;
                    let sorted = self.sort_list(step, terms, list, env)?;
                    let name = |index: usize| {
                        step.index.map(|name| (name, Item::Number(index as f64))).into_iter().collect()
                    };
                    sorted
                        .into_vec()
                        .into_iter()
                        .enumerate()
                        .map(|(index, item)| Tuple { item, names: name(index) })
                        .collect()
                }
            };
            return self.tuple_stages(step, sorted, env);
        }
        let tuples = match tuples {
            Some(tuples) => tuples,
            None => input.into_iter().map(|item| Tuple { item, names: Vec::new() }).collect(),
        };
        let mut results = Vec::new();
        let equation = equation(step);
        for tuple in &tuples {
            let frame = tuple_frame(tuple, env);
            match self.eval(step, &tuple.item, &frame)? {
                Item::Undefined => {}
                Item::Array(list) if equation.is_some() && list.as_shared().is_some() => {
                    let predicate = equation.unwrap_or(step);
                    let found = match self.equal_items(predicate, &list, &frame)? {
                        Some(found) => found,
                        None => list.to_vec(),
                    };
                    results.extend(found.into_iter().map(|item| self.extended(step, tuple, item, 0)));
                }
                Item::Tuples(stream) => {
                    for inner in stream.iter() {
                        let mut merged = tuple.clone();
                        merged.item = inner.item.clone();
                        inner.names.iter().for_each(|(name, item)| merged.name(*name, item.clone()));
                        results.push(merged);
                    }
                }
                Item::Array(list) => {
                    for (index, item) in list.iter().enumerate() {
                        results.push(self.extended(step, tuple, item, index));
                    }
                }
                item => results.push(self.extended(step, tuple, item, 0)),
            }
            self.reserve(results.len())?;
        }
        self.tuple_stages(step, results, env)
    }

    /// A tuple that goes on with one result of a step.
    fn extended(&self, step: &Node, tuple: &Tuple, result: Item, index: usize) -> Tuple {
        // With room for the names that come.
        let mut names = Vec::with_capacity(tuple.names.len() + 3);
        names.extend_from_slice(&tuple.names);
        let mut extended = Tuple { item: Item::Undefined, names };
        match step.focus {
            Some(name) => {
                extended.item = tuple.item.clone();
                extended.name(name, result);
            }
            None => extended.item = result,
        }
        if let Some(name) = step.index {
            extended.name(name, Item::Number(index as f64));
        }
        if let Some(label) = step.ancestor.and_then(|slot| self.tables.parents.get(slot)) {
            extended.name(*label, tuple.item.clone());
        }
        extended
    }

    fn tuple_stages(&mut self, step: &Node, mut tuples: Vec<Tuple>, env: &Env) -> Result<Vec<Tuple>, Fault> {
        for stage in &step.stages {
            match stage {
                Stage::Filter(predicate) => tuples = self.filter_tuples(predicate, &tuples, env)?,
                Stage::Index(name) => {
                    for (index, tuple) in tuples.iter_mut().enumerate() {
                        tuple.name(*name, Item::Number(index as f64));
                    }
                }
            }
        }
        Ok(tuples)
    }
}

/// From how many items on an index is worth it.
const MANY: usize = 16;

/// The items of an array by what one of their members is.
#[derive(Debug)]
pub(super) struct Index {
    array: json::Array,
    /// Where the member's node lies, which names it.
    place: usize,
    places: Option<Places>,
}

/// For each canonical text of a member, the places of the items that have it.
#[derive(Debug, Default)]
struct Places {
    keys: Texts,
    lists: Vec<Vec<usize>>,
}

impl Places {
    fn get(&self, key: &str) -> Option<&Vec<usize>> {
        self.lists.get(self.keys.place(key)?)
    }
}

/// Names of the item only: `id`, `to.city`.
fn is_member(node: &Node) -> bool {
    let NodeKind::Path { steps, keep_singleton: false } = &node.kind else { return false };
    let plain = |step: &Node| matches!(step.kind, NodeKind::Name(_)) && is_plain(step) && !step.tuple;
    node.group.is_none() && !node.keep_array && !node.tuple && steps.iter().all(plain)
}

/// What does not look at the item: a constant, or a variable with names.
fn is_foreign(node: &Node) -> bool {
    let bare = |node: &Node| is_plain(node) && !node.tuple && node.group.is_none();
    bare(node)
        && match &node.kind {
            NodeKind::Text(_) | NodeKind::Number(_) | NodeKind::Bool(_) | NodeKind::Null => true,
            NodeKind::Variable(_) => true,
            NodeKind::Path { steps, .. } => match steps.split_first() {
                Some((first, rest)) => {
                    matches!(first.kind, NodeKind::Variable(_))
                        && bare(first)
                        && rest.iter().all(|step| matches!(step.kind, NodeKind::Name(_)) && bare(step))
                }
                None => false,
            },
            _ => false,
        }
}

/// The equation that filters the results of a step before anything else can see them or their places.
/// It lets the same through when it is asked again of what an index gave.
fn equation(step: &Node) -> Option<&Node> {
    match step.stages.first() {
        Some(Stage::Filter(predicate)) if step.focus.is_none() && step.index.is_none() => Some(predicate),
        Some(_) | None => None,
    }
}

/// A step with nothing but itself.
#[inline(always)]
fn is_bare(step: &Node) -> bool {
    is_plain(step) && !step.tuple && !step.keep_array && step.group.is_none()
}

/// A step without predicates.
#[inline(always)]
fn is_plain(step: &Node) -> bool {
    step.stages.is_empty() && step.predicates.is_empty()
}

/// Whether a predicate gives the same for every item: it is made of numbers only.
fn is_fixed(node: &Node) -> bool {
    let bare = node.predicates.is_empty() && node.group.is_none();
    bare && match &node.kind {
        NodeKind::Number(_) => true,
        NodeKind::Array(items) => items.iter().all(is_fixed),
        NodeKind::Operation(Operator::Range, left, right) => is_fixed(left) && is_fixed(right),
        _ => false,
    }
}

/// A frame with the names of a tuple.
pub(super) fn tuple_frame(tuple: &Tuple, env: &Env) -> Env {
    Frame::new(Some(env), tuple.names.clone())
}

/// The place that an index means, from the end where it is negative.
fn place(index: f64, length: usize) -> Option<usize> {
    let index = libm::floor(index);
    let index = if index < 0.0 { index + length as f64 } else { index };
    (index >= 0.0 && index < length as f64).then_some(index as usize)
}

/// How often a predicate's verdict lets the item at `index` through.
fn admit(verdict: &Item, index: usize, length: usize) -> Result<usize, Fault> {
    match verdict {
        Item::Bool(value) => return Ok(usize::from(*value)),
        Item::Number(number) if verdict.is_numeric()? => {
            return Ok(usize::from(place(*number, length) == Some(index)));
        }
        Item::Array(list) => {
            let mut count = 0;
            let mut numbers = true;
            for item in list.iter() {
                match item {
                    Item::Number(number) if item.is_numeric()? => {
                        count += usize::from(place(number, length) == Some(index));
                    }
                    _ => {
                        numbers = false;
                        break;
                    }
                }
            }
            if numbers {
                return Ok(count);
            }
        }
        _ => {}
    }
    Ok(usize::from(truth(verdict)?))
}

/// `$append`, on items that are gathered one by one.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    items: Vec<Item>,
    one: bool,
}

impl Gathered {
    pub(super) fn new(first: Item) -> Gathered {
        Gathered { items: alloc::vec![first], one: true }
    }

    pub(super) fn push(&mut self, item: Item) {
        if item.is_undefined() {
            return;
        }
        if self.one {
            match self.items.pop() {
                None | Some(Item::Undefined) => {
                    self.items.push(item);
                    return;
                }
                Some(first) => push_flat(first, &mut self.items),
            }
            self.one = false;
        }
        push_flat(item, &mut self.items);
    }

    pub(super) fn finish(mut self, evaluator: &mut Evaluator<'_>) -> Result<Item, Fault> {
        match self.one {
            true => Ok(self.items.pop().unwrap_or_default()),
            false => evaluator.array_of(self.items),
        }
    }
}
