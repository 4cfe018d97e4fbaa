//! Definitions inside of CloudFormation and SAM templates.

use asl::MachineType;
use json::Text;
use json::tree::{Node, NodeKind, Range, Tree};

/// A definition in a template.
pub struct Definition {
    /// The logical name of the resource.
    pub resource: String,
    pub machine_type: MachineType,
    pub place: Place,
}

/// Where the text of a definition is.
pub enum Place {
    /// In the template itself; the tree begins at the definition.
    Here { tree: Tree },
    /// In a string of the template, which stands at the range.
    InString { text: String, range: Range },
    /// In a file beside the template.
    File(String),
}

/// The definitions in a template; none when the text is no template.
pub fn definitions(_text: &str, tree: &Tree) -> Option<Vec<Definition>> {
    let root = tree.root.as_ref()?;
    if root.get("StartAt").is_some() || root.get("States").is_some() {
        return None;
    }
    let resources = root.get("Resources").filter(|resources| resources.is_object())?;
    let mut definitions = Vec::new();
    for member in resources.members() {
        let kind = member.value.get("Type").and_then(Node::as_text).map(Text::as_str);
        let type_key = match kind {
            Some("AWS::StepFunctions::StateMachine") => "StateMachineType",
            Some("AWS::Serverless::StateMachine") => "Type",
            Some(_) | None => continue,
        };
        let Some(properties) = member.value.get("Properties") else { continue };
        let machine_type = match properties.get(type_key).and_then(Node::as_text).map(Text::as_str) {
            Some("EXPRESS") => MachineType::Express,
            Some(_) | None => MachineType::Standard,
        };
        if let Some(place) = place(properties, tree) {
            definitions.push(Definition { resource: member.key.to_string(), machine_type, place });
        }
    }
    Some(definitions)
}

fn place(properties: &Node, tree: &Tree) -> Option<Place> {
    if let Some(definition) = properties.get("Definition").filter(|definition| definition.is_object()) {
        let tree = Tree { format: tree.format, root: Some(settle(definition)), problems: Vec::new() };
        return Some(Place::Here { tree });
    }
    if let Some(uri) = properties.get("DefinitionUri").and_then(Node::as_text) {
        return Some(Place::File(uri.to_string()));
    }
    let string = properties.get("DefinitionString")?;
    let string = match string.get("Fn::Sub") {
        Some(sub) => sub.item(0).unwrap_or(sub),
        None => string,
    };
    let text = string.as_text()?;
    Some(Place::InString { text: text.to_string(), range: string.range })
}

/// The definition as it will be: a reference that the template fills in is a text with a placeholder.
fn settle(node: &Node) -> Node {
    let kind = match &node.kind {
        NodeKind::Array(items) => NodeKind::Array(items.iter().map(settle).collect()),
        NodeKind::Object(members) => match reference(node) {
            Some(text) => NodeKind::String(text),
            None => NodeKind::Object(
                members
                    .iter()
                    .map(|member| {
                        let mut member = member.clone();
                        member.value = settle(&member.value);
                        member
                    })
                    .collect(),
            ),
        },
        kind @ (NodeKind::Null
        | NodeKind::Bool(_)
        | NodeKind::Number(_)
        | NodeKind::String(_)
        | NodeKind::Broken) => kind.clone(),
    };
    Node { range: node.range, kind }
}

/// `{"Ref": …}` or `{"Fn::…": …}` as a text with a placeholder.
fn reference(node: &Node) -> Option<Text> {
    let [member] = node.members() else { return None };
    if member.key == "Fn::Sub" {
        let text = member.value.item(0).unwrap_or(&member.value).as_text()?;
        return Some(text.clone());
    }
    if member.key == "Ref" || member.key.starts_with("Fn::") {
        return Some(Text::from(format!("${{{}}}", member.key)));
    }
    None
}
