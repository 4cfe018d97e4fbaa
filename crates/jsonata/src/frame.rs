//! Variables of a block, a call or a tuple, and the frames around them.

use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::RefCell;

use crate::item::{self, Item, Name};

/// The variables bound in one place. Few as they are, a search through them beats a hash.
#[derive(Debug, Default)]
pub(crate) struct Frame {
    variables: RefCell<Vec<(Name, Item)>>,
    parent: Option<Rc<Frame>>,
}

impl Frame {
    pub fn new(parent: Option<&Rc<Frame>>, variables: Vec<(Name, Item)>) -> Rc<Frame> {
        Rc::new(Frame { variables: RefCell::new(variables), parent: parent.cloned() })
    }

    /// The value of a variable bound here or further out. What is bound to nothing is `Some(Undefined)`.
    #[inline(always)]
    pub fn lookup(&self, name: Name) -> Option<Item> {
        let mut frame = self;
        loop {
            let variables = frame.variables.borrow();
            if let Some((_, item)) = variables.iter().rev().find(|(known, _)| *known == name) {
                return Some(item.clone());
            }
            drop(variables);
            frame = frame.parent.as_deref()?;
        }
    }

    pub fn bind(&self, name: Name, item: Item) {
        let mut variables = self.variables.borrow_mut();
        match variables.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => {
                let old = core::mem::replace(old, item);
                drop(variables);
                drop(old);
            }
            None => variables.push((name, item)),
        }
    }

    /// Whether letting go of the variables takes nothing apart.
    pub fn is_light(&mut self) -> bool {
        !self.variables.get_mut().iter().any(|(_, item)| item.is_nested())
    }

    /// Puts other variables into the place of those there are.
    pub fn fill(&mut self, variables: impl Iterator<Item = (Name, Item)>) {
        let own = self.variables.get_mut();
        own.clear();
        own.extend(variables);
    }

    /// Forgets everything: frames and the closures bound in them hold each other.
    pub fn clear(&self) {
        let variables = core::mem::take(&mut *self.variables.borrow_mut());
        item::dismantle(variables.into_iter().map(|(_, item)| item).collect());
    }

    /// Gives up the variables and the parent.
    pub fn take(&mut self, items: &mut Vec<Item>) -> Option<Rc<Frame>> {
        items.extend(core::mem::take(self.variables.get_mut()).into_iter().map(|(_, item)| item));
        self.parent.take()
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        if self.is_light() && self.parent.as_ref().is_none_or(|parent| Rc::strong_count(parent) > 1) {
            return;
        }
        let mut items = Vec::new();
        let parent = self.take(&mut items);
        item::dismantle_frames(parent, &mut items);
        item::dismantle(items);
    }
}
