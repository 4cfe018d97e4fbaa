//! What the user works on, as signals, and everything that follows from it, as memos.
//!
//! `Studio` is copied into every component through context. Components read it and call its verbs; they decide nothing.

use std::ops::Deref;
use std::sync::Arc;

use asl::{MachineType, Reading};
use canvas::Scene;
use json::tree::Format;
use leptos::prelude::*;

use crate::example::{EXAMPLES, Example};
use crate::kept::{self, Keeping};
use crate::picture::Viewport;
use crate::run::{Session, Start};
use crate::shell::Toast;

#[derive(Clone, Copy)]
pub struct Studio {
    pub workflow: RwSignal<Workflow>,
    /// Under which name it is kept on the device.
    pub id: RwSignal<String>,
    /// The workflow as it was opened: nothing is kept before it changes.
    pub pristine: StoredValue<Workflow>,
    pub keeping: RwSignal<Keeping>,
    /// Where chance begins in the next run.
    pub seed: RwSignal<u64>,
    /// When the next run begins, if that is not now: a shared run begins when its sender's did.
    pub fixed_start: RwSignal<Option<i64>>,
    /// Whether the question stands if handlers from a link may run.
    pub is_asking: RwSignal<bool>,
    /// A link that could not be copied.
    pub shared_link: RwSignal<Option<String>>,
    /// What is wrong with a link that was opened.
    pub bad_link: RwSignal<Option<String>>,
    pub mode: RwSignal<Mode>,
    /// The name of the selected state.
    pub selection: RwSignal<Option<String>>,
    pub toasts: RwSignal<Vec<Toast>>,
    pub viewport: RwSignal<Viewport>,
    pub session: Session,
    /// What the text means, broken or not.
    pub reading: Memo<Shared<Reading>>,
    /// Whether the text cannot be read, so that the picture is the last good one.
    pub is_broken: Memo<bool>,
    pub scene: Memo<Shared<Scene>>,
    next_toast: StoredValue<u32>,
    next_run: StoredValue<u32>,
}

/// The screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Design,
    Code,
    Mocks,
    Run,
}

/// What the user has: a definition with its name and type, mocks, and the input of the next run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workflow {
    pub name: String,
    pub machine_type: MachineType,
    pub format: Format,
    pub definition: Arc<str>,
    pub mocks: Vec<Mock>,
    pub input: Arc<str>,
    /// Whether its handlers may run: those of a link only when the user has said so.
    pub is_trusted: bool,
}

/// A JavaScript handler and what it answers for: a Lambda function's name, or `service:action`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mock {
    pub key: String,
    pub source: Arc<str>,
}

/// A shared thing that is equal only to itself, so that memos compare it at no cost.
#[derive(Debug)]
pub struct Shared<T>(Arc<T>);

impl Studio {
    /// The studio of a new visitor: the first example.
    pub fn new() -> Studio {
        let workflow = RwSignal::new(Workflow::from(&EXAMPLES[0]));
        let definition = Memo::new(move |_| workflow.read().definition.clone());
        let format = Memo::new(move |_| workflow.read().format);
        let machine_type = Memo::new(move |_| workflow.read().machine_type);
        let reading = Memo::new(move |_| {
            Shared::new(asl::read_text(&definition.read(), format.get(), machine_type.get()))
        });
        let is_broken = Memo::new(move |_| {
            let reading = reading.read();
            reading.machine.states.is_empty() && !definition.read().trim().is_empty()
        });
        let scene = Memo::new(move |last: Option<&Shared<Scene>>| match last {
            Some(last) if is_broken.get() => last.clone(),
            Some(_) | None => {
                Shared::new(canvas::layout(&reading.read().machine, &canvas::Options::default()))
            }
        });
        Studio {
            workflow,
            id: RwSignal::new(kept::new_id()),
            pristine: StoredValue::new(workflow.get_untracked()),
            keeping: RwSignal::new(Keeping::Untouched),
            seed: RwSignal::new(1),
            fixed_start: RwSignal::new(None),
            is_asking: RwSignal::new(false),
            shared_link: RwSignal::new(None),
            bad_link: RwSignal::new(None),
            mode: RwSignal::new(Mode::Design),
            selection: RwSignal::new(None),
            toasts: RwSignal::new(Vec::new()),
            viewport: RwSignal::new(Viewport::default()),
            session: Session::new(),
            reading,
            is_broken,
            scene,
            next_toast: StoredValue::new(0),
            next_run: StoredValue::new(1),
        }
    }

    /// Opens a workflow beside those that are kept.
    pub fn open_new(self, workflow: Workflow) {
        self.open(kept::new_id(), workflow, Keeping::Untouched);
    }

    /// Opens a workflow that is kept on the device.
    pub fn open_kept(self, id: String, workflow: Workflow) {
        self.open(id, workflow, Keeping::Kept);
    }

    fn open(self, id: String, workflow: Workflow, keeping: Keeping) {
        self.session.leave();
        self.id.set(id);
        self.pristine.set_value(workflow.clone());
        self.keeping.set(keeping);
        self.selection.set(None);
        self.seed.set(1);
        self.fixed_start.set(None);
        self.workflow.set(workflow);
    }

    /// Keeps the workflow although nothing was changed yet.
    pub fn keep_now(self) {
        self.keeping.set(Keeping::Kept);
        self.workflow.notify();
    }

    /// Allows the handlers of a workflow from a link to run.
    pub fn trust(self) {
        self.workflow.update(|workflow| workflow.is_trusted = true);
        self.is_asking.set(false);
    }

    /// Runs the workflow with its input and shows the run.
    pub fn run(self) {
        let workflow = self.workflow.get_untracked();
        if !workflow.is_trusted && !workflow.mocks.is_empty() {
            return self.is_asking.set(true);
        }
        let input = match json::parse(&workflow.input) {
            Ok(input) => input,
            Err(error) => {
                self.mode.set(Mode::Run);
                return self.warn(format!("The input is not JSON: {error}."));
            }
        };
        let number = self.next_run.get_value();
        self.next_run.set_value(number + 1);
        let reading = self.reading.get_untracked();
        self.session.start(Start {
            name: workflow.name,
            machine_type: workflow.machine_type,
            machine: Shared::new(reading.machine.clone()),
            input,
            input_text: workflow.input.to_string(),
            mocks: workflow.mocks,
            seed: self.seed.get_untracked(),
            time: engine::Time(
                self.fixed_start.get_untracked().unwrap_or(browser::clock::now_millis() as i64),
            ),
            execution: format!("run-{number}"),
        });
        self.mode.set(Mode::Run);
    }

    /// The text of the selected state.
    pub fn selected_text(self) -> Option<String> {
        let name = self.selection.get()?;
        let reading = self.reading.read();
        let state = reading.machine.state(reading.machine.find(&name)?);
        self.workflow.read().definition.get(state.range.start..state.range.end).map(str::to_string)
    }

    /// Tells the user something that needs no answer.
    pub fn say(self, text: impl Into<String>) {
        self.toast(text.into(), false);
    }

    /// Tells the user that something did not work, and why.
    pub fn warn(self, text: impl Into<String>) {
        self.toast(text.into(), true);
    }

    pub fn dismiss(self, id: u32) {
        self.toasts.update(|toasts| toasts.retain(|toast| toast.id != id));
    }

    fn toast(self, text: String, is_bad: bool) {
        let id = self.next_toast.get_value();
        self.next_toast.set_value(id + 1);
        self.toasts.update(|toasts| toasts.push(Toast { id, text, is_bad }));
        // Long enough to read it twice; bad news stays longer.
        let seconds = if is_bad { 12 } else { 5 };
        set_timeout(move || self.dismiss(id), std::time::Duration::from_secs(seconds));
    }
}

impl Mode {
    pub const ALL: [Mode; 4] = [Mode::Design, Mode::Code, Mode::Mocks, Mode::Run];

    pub fn name(self) -> &'static str {
        match self {
            Mode::Design => "Design",
            Mode::Code => "Code",
            Mode::Mocks => "Mocks",
            Mode::Run => "Run",
        }
    }
}

impl From<&Example> for Workflow {
    fn from(example: &Example) -> Workflow {
        Workflow {
            name: example.name.to_string(),
            machine_type: if example.is_express { MachineType::Express } else { MachineType::Standard },
            format: Format::Json,
            is_trusted: true,
            definition: Arc::from(example.definition),
            mocks: example
                .mocks
                .iter()
                .map(|(key, source)| Mock { key: key.to_string(), source: Arc::from(*source) })
                .collect(),
            input: Arc::from(example.input.trim_end()),
        }
    }
}

impl<T> Shared<T> {
    pub fn new(value: T) -> Shared<T> {
        Shared(Arc::new(value))
    }

    /// The same thing, for those who do not compare.
    pub fn shared(&self) -> Arc<T> {
        Arc::clone(&self.0)
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Shared<T> {
        Shared(Arc::clone(&self.0))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Shared<T>) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}
