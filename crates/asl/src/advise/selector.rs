//! What a ResultSelector builds and nobody reads.

use alloc::format;
use alloc::vec::Vec;

use json::Text;
use jsonpath::Segment;

use super::Adviser;
use crate::find;
use crate::{Code, Kind, Leaf, Next, ResultPath, Selection, Severity, Source, SourcePath, Stage, State};

impl Adviser<'_> {
    /// Keys of ResultSelector that the next state drops without having looked at them.
    pub fn unused_selector(&mut self, state: &State) {
        let Some(selector) = state.result_selector.as_ref().filter(|_| self.is_whole) else { return };
        let keys = selector.keys();
        let (ResultPath::Whole, Selection::Whole, Next::To(target)) =
            (&state.result_path, &state.output_path, &state.next)
        else {
            return;
        };
        let Some(next) = target.state.map(|id| self.machine.state(id)) else { return };
        let takes_some =
            next.parameters.is_some() && !next.is_jsonata() && matches!(next.input_path, Selection::Whole);
        let drops_rest = matches!(next.result_path, ResultPath::Whole)
            && next.catch.iter().all(|catcher| matches!(catcher.result_path, ResultPath::Whole));
        let has_work = matches!(next.kind, Kind::Task(_) | Kind::Parallel(_));
        if !takes_some || !drops_rest || !has_work {
            return;
        }
        let mut read: Vec<Text> = Vec::new();
        let mut reads_all = false;
        next.visit(&mut |_, stage, leaf| {
            let mut note = |path: &SourcePath| {
                if let Source::Input(inner) = &path.source
                    && matches!(stage, Stage::Input | Stage::RawInput)
                {
                    match inner.fixed_prefix().first() {
                        Some(Segment::Name(name)) => read.push(name.clone()),
                        Some(Segment::Index(_)) | None => reads_all = true,
                    }
                }
            };
            match leaf {
                Leaf::Path(path) => note(path),
                Leaf::Call(call) => call.each_path(&mut |path, _| note(path)),
                Leaf::Expression(_) => {}
            }
        });
        if reads_all {
            return;
        }
        for key in keys {
            if read.iter().any(|name| name == key) {
                continue;
            }
            let message = format!(
                "Nobody reads '{key}': '{}' takes other parts of this result and then replaces it.",
                next.name
            );
            let (field, member) = find::key(self.tree, state, "ResultSelector", key);
            let fix =
                member.and_then(|member| self.remove(state, "ResultSelector", &member.key, "Remove the key"));
            self.about(Severity::Hint, Code::UnusedSelectorKey, message, state, &field, fix);
        }
    }
}
