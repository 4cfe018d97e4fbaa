//! What a pasted or opened text is, and where the definitions in it stand.
//!
//! A definition stands alone, in a template of CloudFormation, SAM or the Serverless Framework (as an object or as a text),
//! in the answer of `describe-state-machine`, or anywhere in a page or program that quotes it.
//! Places always lead back to the whole text, so that problems can be shown where the user has them.

mod map;
mod template;

mod embedded;
mod quoted;

use asl::MachineType;
use json::Text;
use json::tree::{Format, Node, NodeKind, Range, Tree, parse_tree};

pub use map::Places;

/// What a text is.
#[derive(Clone, Debug)]
pub enum Finding {
    /// At least one, in the order of the text.
    Definitions(Vec<Definition>),
    /// The recorded history of an execution: an object with `events`.
    History,
    /// Mocks as Step Functions Local has them: an object with `StateMachines` and `MockedResponses`.
    MockFile,
    /// State machines whose definitions are in other files: the names of the files as the template has them.
    Elsewhere(Vec<String>),
    /// None of these. It may still be meant as a definition.
    Nothing,
}

/// A definition, and where it stands.
#[derive(Clone, Debug)]
pub struct Definition {
    /// What the template calls it: a resource's key or the value of a name.
    pub name: Option<Text>,
    /// If the template says so.
    pub machine_type: Option<MachineType>,
    /// Where it stands: a JSON Pointer, or a line; empty for the whole text.
    pub at: String,
    /// What the template puts in for `${name}`; values that are not plain texts stand as `${…}` themselves.
    pub substitutions: Vec<(Text, Text)>,
    /// The definition alone, to be opened as a document of its own.
    pub text: String,
    pub format: Format,
    /// The tree that says what the definition is; its places are those of `source`.
    pub tree: Tree,
    /// What `tree` was read from: the whole text, or the text inside of a string.
    pub source: String,
    places: Places,
}

impl Definition {
    /// The place in the whole text for a place in `source`.
    pub fn locate(&self, range: Range) -> Range {
        self.places.locate(range)
    }
}

/// Says what a text is. Without a format it is taken for JSON if it begins as JSON does.
pub fn find(text: &str, format: Option<Format>) -> Finding {
    let format = format.unwrap_or_else(|| guess(text));
    let tree = parse_tree(text, format);
    // A page or a program is neither JSON nor YAML; what YAML makes of it is an accident.
    if format == Format::Yaml && !tree.is_clean() {
        let definitions = quoted::find(text);
        if !definitions.is_empty() {
            return Finding::Definitions(definitions);
        }
    }
    let Some(root) = &tree.root else {
        return Finding::Nothing;
    };
    if is_definition(root) {
        return Finding::Definitions(vec![whole(text, tree)]);
    }
    if is_history(root) {
        return Finding::History;
    }
    if root.get("StateMachines").is_some_and(Node::is_object) && root.get("States").is_none() {
        return Finding::MockFile;
    }
    let mut search = template::Search { text, tree: &tree, definitions: Vec::new(), elsewhere: Vec::new() };
    search.template(root);
    search.answers(root, "");
    let (definitions, elsewhere) = (search.definitions, search.elsewhere);
    if !definitions.is_empty() {
        return Finding::Definitions(definitions);
    }
    if !elsewhere.is_empty() {
        return Finding::Elsewhere(elsewhere);
    }
    match quoted::find(text) {
        definitions if definitions.is_empty() => Finding::Nothing,
        definitions => Finding::Definitions(definitions),
    }
}

/// JSON begins with a bracket; everything else is read as YAML.
pub fn guess(text: &str) -> Format {
    match text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).starts_with(['{', '[']) {
        true => Format::Json,
        false => Format::Yaml,
    }
}

/// Whether an object has what every definition has.
fn is_definition(node: &Node) -> bool {
    let has = |name: &str| node.get(name).is_some();
    match node.get("States").map(|states| &states.kind) {
        Some(NodeKind::Object(_)) => has("StartAt") || !has("Resources"),
        Some(_) => has("StartAt"),
        None => has("StartAt") && !has("Resources"),
    }
}

fn is_history(node: &Node) -> bool {
    let is_event = |node: &Node| node.get("type").is_some() && node.get("id").is_some();
    match node.get("events").map(|events| &events.kind) {
        Some(NodeKind::Array(events)) => events.first().is_none_or(is_event),
        Some(_) => false,
        None => node.items().first().is_some_and(is_event),
    }
}

/// The text is the definition; places with `${name}` outside of quotes are quoted for reading.
fn whole(text: &str, tree: Tree) -> Definition {
    let mut definition = Definition {
        name: None,
        machine_type: None,
        at: String::new(),
        substitutions: Vec::new(),
        text: text.to_string(),
        format: tree.format,
        tree,
        source: text.to_string(),
        places: Places::same(),
    };
    if !definition.tree.is_clean() && definition.format == Format::Json && text.contains("${") {
        let (quoted, places) = map::quote_placeholders(text, Places::direct(text.len(), 0));
        let tree = parse_tree(&quoted, Format::Json);
        if tree.is_clean() {
            definition.text = quoted.clone();
            definition.source = quoted;
            definition.tree = tree;
            definition.places = places;
        }
    }
    definition
}
