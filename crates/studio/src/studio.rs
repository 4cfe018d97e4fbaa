//! What the user works on, as signals, and everything that follows from it, as memos.
//!
//! `Studio` is copied into every component through context. Components read it and call its verbs; they decide nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Deref, Range};
use std::sync::Arc;

use asl::{Fix, Machine, MachineType, Reading, Severity, StateId};
use browser::clock;
use canvas::{Direction, Scene, Viewport};
use editor::{Change, Command, Document, Selection, Snapshot};
use json::Text;
use json::edit::Pen;
use json::tree::Format;
use leptos::prelude::*;
use leptos::task::spawn_local;
use simulator::bucket::Buckets;

use crate::example::{EXAMPLES, Example};
use crate::kept::{self, Keeping};
use crate::run::{Session, Start};
use crate::shell::{Toast, first_error};
use crate::workspace;

#[derive(Clone, Copy)]
pub struct Studio {
    /// The definition, with its undo list.
    pub document: RwSignal<Document>,
    /// What the workflow has beside its definition.
    pub details: RwSignal<Details>,
    /// The names of the selected states.
    pub selection: RwSignal<Vec<Text>>,
    /// What the buckets of the workflow hold before a run.
    pub buckets: RwSignal<Buckets>,
    /// The buckets as they were opened, and as they are kept on the device.
    pub pristine_buckets: StoredValue<Buckets>,
    pub stored_buckets: StoredValue<Buckets>,
    pub mode: RwSignal<Mode>,
    pub viewport: RwSignal<Viewport>,
    pub session: Session,
    /// Where chance begins in the next run.
    pub seed: RwSignal<u64>,
    /// When the next run begins, if that is not now: a shared run begins when its sender's did.
    pub fixed_start: RwSignal<Option<i64>>,

    /// Under which name the workflow is kept on the device.
    pub id: RwSignal<String>,
    /// The workflow as it was opened: nothing is kept before it changes.
    pub pristine: StoredValue<Workflow>,
    pub keeping: RwSignal<Keeping>,

    /// Whether the question stands if handlers from a link may run.
    pub is_asking: RwSignal<bool>,
    /// A link that could not be copied.
    pub shared_link: RwSignal<Option<String>>,
    /// What is wrong with a link that was opened.
    pub bad_link: RwSignal<Option<String>>,
    pub toasts: RwSignal<Vec<Toast>>,
    pub are_problems_open: RwSignal<bool>,
    /// On small screens: whether the form is up.
    pub is_inspector_open: RwSignal<bool>,
    /// On small screens: whether the left panel is up.
    pub is_left_open: RwSignal<bool>,
    /// The chosen tabs of the left panel, and of what can be added.
    pub left_tab: RwSignal<usize>,
    pub palette_tab: RwSignal<usize>,
    /// The chosen tab of the state's form; it stays when another state is selected.
    pub inspector_tab: RwSignal<usize>,
    /// The problem that one looks at, by its place in the list.
    pub problem: RwSignal<Option<usize>>,
    /// A place of the text that the code editor goes to.
    pub goto: RwSignal<Option<Range<usize>>>,

    /// The text as it is now, and what it means.
    pub present: Memo<Shared<Snapshot>>,
    /// The last text that was whole: what the picture shows.
    pub drawn: Memo<Shared<Snapshot>>,
    /// Whether the picture is that of an older text.
    pub is_broken: Memo<bool>,
    pub scene: Memo<Shared<Scene>>,
    /// How bad it is, of each state that has an error or a warning, with the first sentence about it.
    pub ailing: Memo<Shared<BTreeMap<StateId, (Severity, String)>>>,
    /// The Parallel and Map states that are shown closed.
    pub folded: RwSignal<BTreeSet<Text>>,
    pub direction: RwSignal<Direction>,

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

/// A whole workflow, as it is kept and sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workflow {
    pub machine_type: MachineType,
    pub format: Format,
    pub definition: Arc<str>,
    pub details: Details,
}

/// What a workflow has beside its definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub name: String,
    pub mocks: Vec<Mock>,
    /// The input of the next run.
    pub input: Arc<str>,
    /// Whether its handlers may run: those of a link only when the user has said so.
    pub is_trusted: bool,
    /// Whether an asynchronous Express execution may be delivered twice; the seed decides.
    pub at_least_once: bool,
}

/// An input as something to look at paths with; none while it is empty or no JSON.
fn example_of(input: &str) -> Option<json::Value> {
    let is_empty =
        |value: &json::Value| value.is_null() || value.as_object().is_some_and(json::Object::is_empty);
    json::parse(input).ok().filter(|value| !is_empty(value))
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
        let workflow = Workflow::from(&EXAMPLES[0]);
        let document = RwSignal::new(workflow.document());
        let present = Memo::new(move |_| Shared(document.read().snapshot().clone()));
        let drawn = Memo::new(move |_| Shared(document.read().drawn().clone()));
        let folded = RwSignal::new(BTreeSet::<Text>::new());
        let direction = RwSignal::new(Direction::Down);
        // The same text looks the same with another example input: it is not laid out again.
        let pictured = Memo::new_with_compare(
            move |_| drawn.get(),
            |old, new| !old.zip(new).is_some_and(|(old, new)| old.has_picture_of(new)),
        );
        let scene = Memo::new(move |_| {
            let pictured = pictured.read();
            let machine = pictured.machine();
            let collapsed = folded.read().iter().filter_map(|name| machine.find(name)).collect();
            Shared::new(canvas::layout(machine, &canvas::Options { direction: direction.get(), collapsed }))
        });
        let ailing = Memo::new(move |_| {
            let mut ailing = BTreeMap::new();
            for found in &drawn.read().reading().diagnostics {
                let Some(state) = found.state.filter(|_| found.severity <= Severity::Warning) else {
                    continue;
                };
                let known = ailing.entry(state).or_insert_with(|| (found.severity, found.message.clone()));
                if found.severity < known.0 {
                    *known = (found.severity, found.message.clone());
                }
            }
            Shared::new(ailing)
        });
        let details = RwSignal::new(workflow.details.clone());
        // Paths are looked at with the input of the next run, once it is left alone for a moment.
        let input = Memo::new(move |_| details.read().input.clone());
        let changes = StoredValue::new(0_u32);
        Effect::new(move || {
            // Reading it, and not only tracking: a memo that nobody has read follows nothing.
            let text = input.get();
            changes.update_value(|changes| *changes += 1);
            let change = changes.get_value();
            let look = move || {
                if changes.get_value() == change {
                    let example = example_of(&text);
                    if document.read_untracked().snapshot().example != example {
                        document.update(|document| document.set_example(example));
                    }
                }
            };
            set_timeout(look, std::time::Duration::from_millis(400));
        });
        Studio {
            document,
            details,
            selection: RwSignal::new(Vec::new()),
            buckets: RwSignal::new(Buckets::default()),
            pristine_buckets: StoredValue::new(Buckets::default()),
            stored_buckets: StoredValue::new(Buckets::default()),
            mode: RwSignal::new(Mode::Design),
            viewport: RwSignal::new(Viewport::default()),
            session: Session::new(),
            seed: RwSignal::new(1),
            fixed_start: RwSignal::new(None),
            id: RwSignal::new(kept::new_id()),
            pristine: StoredValue::new(workflow),
            keeping: RwSignal::new(Keeping::Untouched),
            is_asking: RwSignal::new(false),
            shared_link: RwSignal::new(None),
            bad_link: RwSignal::new(None),
            toasts: RwSignal::new(Vec::new()),
            are_problems_open: RwSignal::new(false),
            is_inspector_open: RwSignal::new(false),
            is_left_open: RwSignal::new(false),
            left_tab: RwSignal::new(0),
            palette_tab: RwSignal::new(0),
            inspector_tab: RwSignal::new(0),
            problem: RwSignal::new(None),
            goto: RwSignal::new(None),
            present,
            drawn,
            is_broken: Memo::new(move |_| present.get() != drawn.get()),
            scene,
            ailing,
            folded,
            direction,
            next_toast: StoredValue::new(0),
            next_run: StoredValue::new(1),
        }
    }

    /// Does something to the document; what is refused is said to the user, and false is given.
    pub fn perform(self, command: &Command) -> bool {
        let now = self.selected();
        let done = self.document.try_update(|document| document.perform(command, now, clock::now_millis()));
        match done {
            Some(Ok(then)) => {
                self.select_after(then);
                true
            }
            Some(Err(refusal)) => {
                self.warn(refusal.to_string());
                false
            }
            None => false,
        }
    }

    /// Mends what a diagnostic says, as one entry of the undo list.
    pub fn mend(self, fix: &Fix) {
        let selection = self.selected();
        let done = self.document.try_update(|document| {
            let edits = Pen::new(document.text(), document.tree()).carry_out(&fix.plan).ok()?;
            let change = Change {
                name: fix.title.clone(),
                edits,
                before: selection.clone(),
                after: selection,
                ..Change::default()
            };
            document.apply(change).ok()
        });
        if done.flatten().is_none() {
            self.warn("The text has changed meanwhile; look at the problem again.");
        }
    }

    pub fn undo(self) {
        if let Some(Some(then)) = self.document.try_update(Document::undo) {
            self.select_after(then);
        }
    }

    pub fn redo(self) {
        if let Some(Some(then)) = self.document.try_update(Document::redo) {
            self.select_after(then);
        }
    }

    /// Shows a Parallel or Map closed, or open again.
    pub fn fold(self, name: Text) {
        self.folded.update(|folded| {
            if !folded.remove(&name) {
                folded.insert(name);
            }
        });
    }

    /// Opens the Parallel and Map states around a state, so that it can be seen.
    pub fn unfold(self, name: &str) {
        let drawn = self.drawn.get_untracked();
        let machine = drawn.machine();
        let around = |id: StateId| machine.scope(machine.state(id).scope).owner;
        let owners = std::iter::successors(machine.find(name).and_then(around), |owner| around(*owner));
        let hidden: Vec<&Text> = owners
            .map(|owner| &machine.state(owner).name)
            .filter(|owner| self.folded.read_untracked().contains(*owner))
            .collect();
        if !hidden.is_empty() {
            self.folded.update(|folded| folded.retain(|name| !hidden.contains(&name)));
        }
    }

    /// Selects one state, or none.
    pub fn select(self, name: Option<&str>) {
        let names: Vec<Text> = name.into_iter().map(Text::from).collect();
        if *self.selection.read_untracked() != names {
            self.selection.set(names);
        }
    }

    /// The name of the selected state, when it is one.
    pub fn chosen(self) -> Option<Text> {
        match self.selection.read().as_slice() {
            [name] => Some(name.clone()),
            _ => None,
        }
    }

    /// The text of the selected state, as it would stand alone; nothing while the text is broken there.
    pub fn chosen_text(self) -> Option<String> {
        let name = self.chosen()?;
        editor::definition(&self.document.read(), &name).ok()
    }

    /// What the text means now.
    pub fn with_reading<T>(self, read: impl FnOnce(&Reading) -> T) -> T {
        read(self.present.read().reading())
    }

    /// The whole workflow as it is now.
    pub fn workflow(self) -> Workflow {
        let document = self.document.read();
        Workflow {
            machine_type: document.machine_type(),
            format: document.format(),
            definition: Arc::from(document.text()),
            details: self.details.get(),
        }
    }

    /// Opens a workflow beside those that are kept.
    pub fn open_new(self, workflow: Workflow) {
        self.open(kept::new_id(), workflow, Keeping::Untouched);
    }

    /// Opens an example with what its buckets hold.
    pub fn open_example(self, example: &Example) {
        self.open_new(Workflow::from(example));
        let mut buckets = Buckets::default();
        for (bucket, key, text) in example.objects {
            buckets.put(bucket, key, text.as_bytes());
        }
        // They are kept when the workflow is: with the first change.
        self.pristine_buckets.set_value(buckets.clone());
        self.buckets.set(buckets);
    }

    /// Opens a workflow that is kept on the device.
    pub fn open_kept(self, id: String, workflow: Workflow) {
        self.open(id.clone(), workflow, Keeping::Kept);
        spawn_local(async move {
            match kept::load_buckets(&id).await {
                // Another workflow may be open by now.
                Ok(buckets) if self.id.get_untracked() == id => {
                    self.pristine_buckets.set_value(buckets.clone());
                    self.stored_buckets.set_value(buckets.clone());
                    self.buckets.set(buckets);
                }
                Ok(_) => {}
                Err(reason) => {
                    self.warn(format!("The buckets of this workflow could not be opened: {reason}."))
                }
            }
        });
    }

    fn open(self, id: String, workflow: Workflow, keeping: Keeping) {
        self.session.leave();
        self.pristine_buckets.set_value(Buckets::default());
        self.stored_buckets.set_value(Buckets::default());
        self.buckets.set(Buckets::default());
        self.id.set(id);
        self.pristine.set_value(workflow.clone());
        self.keeping.set(keeping);
        self.selection.set(Vec::new());
        self.seed.set(1);
        self.fixed_start.set(None);
        self.document.set(workflow.document());
        self.details.set(workflow.details);
    }

    /// Keeps the workflow although nothing was changed yet.
    pub fn keep_now(self) {
        self.keeping.set(Keeping::Kept);
        self.details.notify();
    }

    /// Allows the handlers of a workflow from a link to run.
    pub fn trust(self) {
        self.details.update(|details| details.is_trusted = true);
        self.is_asking.set(false);
    }

    /// Runs the workflow with its input and shows the run.
    pub fn run(self) {
        let details = self.details.get_untracked();
        if !details.is_trusted && !details.mocks.is_empty() {
            return self.is_asking.set(true);
        }
        self.mode.set(Mode::Run);
        let input = match json::parse(&details.input) {
            Ok(input) => input,
            Err(error) => return self.warn(format!("The input is not JSON: {error}.")),
        };
        let present = self.present.get_untracked();
        let reading = present.reading();
        if let Some((at, error)) = first_error(self) {
            let message = error.found.message.lines().next().unwrap_or_default();
            // Some of the service's sentences list all fields there are; the panel has them whole.
            let message = match message.char_indices().nth(160) {
                Some((end, _)) => format!("{}…", &message[..end]),
                None => message.to_string(),
            };
            let place = error.state.map(|state| format!(" (in {state})")).unwrap_or_default();
            let text = format!("The service would not take this definition: {message}{place}");
            return self.toast(text, true, Some(at));
        }
        let number = self.next_run.get_value();
        self.next_run.set_value(number + 1);
        let start = Start {
            name: details.name,
            machine_type: present.machine_type,
            machine: Shared::<Machine>::new(reading.machine.clone()),
            input,
            input_text: details.input.to_string(),
            mocks: details.mocks,
            seed: self.seed.get_untracked(),
            time: engine::Time(self.fixed_start.get_untracked().unwrap_or(clock::now_millis() as i64)),
            execution: format!("run-{number}"),
            buckets: self.buckets.get_untracked(),
            workspace: Vec::new(),
            at_least_once: details.at_least_once,
            size: self.document.read_untracked().text().len(),
        };
        if !workspace::starts_others(&reading.machine) {
            return self.session.start(start);
        }
        spawn_local(async move {
            let start = workspace::join(self, start).await;
            self.session.start(start);
        });
    }

    /// Tells the user something that needs no answer.
    pub fn say(self, text: impl Into<String>) {
        self.toast(text.into(), false, None);
    }

    /// Tells the user that something did not work, and why.
    pub fn warn(self, text: impl Into<String>) {
        self.toast(text.into(), true, None);
    }

    pub fn dismiss(self, id: u32) {
        self.toasts.update(|toasts| toasts.retain(|toast| toast.id != id));
    }

    fn toast(self, text: String, is_bad: bool, problem: Option<usize>) {
        let id = self.next_toast.get_value();
        self.next_toast.set_value(id + 1);
        self.toasts.update(|toasts| {
            toasts.retain(|toast| toast.text != text);
            toasts.push(Toast { id, text, is_bad, problem });
        });
        // Long enough to read it twice; bad news stays longer.
        let seconds = if is_bad { 12 } else { 5 };
        set_timeout(move || self.dismiss(id), std::time::Duration::from_secs(seconds));
    }

    /// What undo brings back.
    fn selected(self) -> Selection {
        Selection { states: self.selection.get_untracked(), caret: None }
    }

    fn select_after(self, then: Selection) {
        let machine = self.present.get_untracked();
        let states: Vec<Text> =
            then.states.into_iter().filter(|name| machine.machine().find(name).is_some()).collect();
        if *self.selection.read_untracked() != states {
            self.selection.set(states);
        }
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

impl Workflow {
    /// Its definition with an empty undo list.
    pub fn document(&self) -> Document {
        let mut document = Document::new(&*self.definition, self.format, self.machine_type);
        document.set_example(example_of(&self.details.input));
        document
    }
}

impl Workflow {
    /// A workflow without states.
    pub fn blank(machine_type: MachineType) -> Workflow {
        Workflow::of(
            "new-workflow",
            machine_type,
            Format::Json,
            "{\n  \"StartAt\": \"\",\n  \"States\": {}\n}\n",
        )
    }

    /// A definition from elsewhere, still without mocks.
    pub fn of(name: &str, machine_type: MachineType, format: Format, definition: &str) -> Workflow {
        Workflow {
            machine_type,
            format,
            definition: Arc::from(definition),
            details: Details {
                name: name.to_string(),
                mocks: Vec::new(),
                input: Arc::from("{}"),
                is_trusted: true,
                at_least_once: false,
            },
        }
    }
}

impl From<&Example> for Workflow {
    fn from(example: &Example) -> Workflow {
        let mock = |(key, source): &(&str, &str)| Mock { key: key.to_string(), source: Arc::from(*source) };
        Workflow {
            machine_type: if example.is_express { MachineType::Express } else { MachineType::Standard },
            format: Format::Json,
            definition: Arc::from(example.definition),
            details: Details {
                name: example.name.to_string(),
                mocks: example.mocks.iter().map(mock).collect(),
                input: Arc::from(example.input.trim_end()),
                is_trusted: true,
                at_least_once: false,
            },
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

impl<T> From<Arc<T>> for Shared<T> {
    fn from(value: Arc<T>) -> Shared<T> {
        Shared(value)
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
