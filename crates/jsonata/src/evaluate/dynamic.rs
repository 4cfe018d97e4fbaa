//! `$eval`: a text as an expression, inside of another.

use super::{Env, Evaluator};
use crate::compile::compile;
use crate::error::{Detail, Fault};
use crate::frame::Frame;
use crate::item::Item;
use crate::list::List;
use crate::syntax;

impl Evaluator<'_> {
    /// Evaluates a text. It sees the variables around the call, which `env_of_eval` remembers.
    #[inline(never)]
    pub fn evaluate_text(&mut self, text: &str, focus: Item, context: &Item) -> Result<Item, Fault> {
        let input = match focus {
            Item::Undefined => context.clone(),
            Item::Array(list) if !list.sequence => {
                let mut wrapper = List::plain(alloc::vec![Item::Array(list)]).sequence();
                wrapper.wrapper = true;
                Item::Array(wrapper)
            }
            item => item,
        };
        let env: Env = self.caller.clone().unwrap_or_else(|| Frame::new(None, alloc::vec::Vec::new()));
        let tables = self.tables.to_mut();
        let taken = core::mem::take(tables);
        let backup = taken.clone();
        let program =
            syntax::parse(text, &self.limits).and_then(|syntax| compile(&syntax, self.dialect, taken, true));
        let program = match program {
            Ok(program) => program,
            Err(fault) => {
                *self.tables.to_mut() = backup;
                let message = fault.message();
                return Err(Fault::new("D3120").value(Detail::text(&message)));
            }
        };
        *self.tables.to_mut() = program.tables;
        let result = self.eval(&program.root, &input, &env);
        // The nodes go, and others may come to lie in their places.
        self.index = None;
        result.map_err(|fault| {
            let message = fault.message();
            Fault::new("D3121").value(Detail::text(&message))
        })
    }
}
