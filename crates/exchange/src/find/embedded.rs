//! Definitions that are objects in a template.

use json::Text;
use json::tree::{Format, Member, Node, NodeKind, Range, Tree, parse_tree};

use super::{Definition, Places};

/// The definition of an object in a template. What CloudFormation computes becomes a text with `${…}`.
pub fn definition(text: &str, tree: &Tree, node: &Node, at: String) -> Definition {
    let resolved = resolve(node);
    let range = node.range;
    let problems = tree
        .problems
        .iter()
        .filter(|problem| range.start <= problem.range.start && problem.range.end <= range.end)
        .cloned()
        .collect();
    let alone = alone(text, tree.format, node, &resolved);
    Definition {
        name: None,
        machine_type: None,
        at,
        substitutions: Vec::new(),
        text: alone,
        format: tree.format,
        tree: Tree { format: tree.format, root: Some(resolved), problems },
        source: text.to_string(),
        places: Places::same(),
    }
}

/// The object's own text, without the indentation that it has in the template; written anew if that would not mean the same.
fn alone(text: &str, format: Format, node: &Node, resolved: &Node) -> String {
    let value = resolved.to_value();
    let start = node.range.start;
    let line = text[..start].rfind('\n').map_or(0, |end| end + 1);
    let indentation = match format {
        Format::Json => text[line..start].len() - text[line..start].trim_start().len(),
        Format::Yaml => text[line..start].chars().count(),
    };
    let mut own = String::new();
    for (index, line) in text[start..node.range.end].lines().enumerate() {
        let blanks = line.len() - line.trim_start_matches(' ').len();
        let cut = if index == 0 { 0 } else { blanks.min(indentation) };
        own.push_str(&line[cut..]);
        own.push('\n');
    }
    match parse_tree(&own, format).root {
        Some(root) if root.to_value() == value => own,
        Some(_) | None => match format {
            Format::Json => json::pretty(&value) + "\n",
            Format::Yaml => json::yaml::write(&value),
        },
    }
}

/// The tree with CloudFormation's functions as texts.
fn resolve(node: &Node) -> Node {
    if let Some(text) = computed(node) {
        return Node { range: node.range, kind: NodeKind::String(Text::from(text)) };
    }
    let kind = match &node.kind {
        NodeKind::Object(members) => NodeKind::Object(
            members.iter().map(|member| Member { value: resolve(&member.value), ..member.clone() }).collect(),
        ),
        NodeKind::Array(items) => NodeKind::Array(items.iter().map(resolve).collect()),
        NodeKind::Null | NodeKind::Bool(_) | NodeKind::Number(_) | NodeKind::String(_) | NodeKind::Broken => {
            node.kind.clone()
        }
    };
    Node { range: node.range, kind }
}

/// What stands for a function of CloudFormation, `${Ref}` or `${Resource.Attribute}`; nothing for any other node.
pub fn computed(node: &Node) -> Option<String> {
    let [member] = node.members() else { return None };
    let argument = &member.value;
    match member.key.as_str() {
        "Ref" => argument.as_text().map(|name| format!("${{{name}}}")),
        "Fn::GetAtt" => Some(format!("${{{}}}", names(argument))),
        "Fn::Sub" => {
            let template = argument.as_text().or_else(|| argument.item(0).and_then(Node::as_text));
            template.map(|template| template.replace("${!", "${"))
        }
        "Fn::Join" => {
            let separator = argument.item(0).and_then(Node::as_text).cloned().unwrap_or_default();
            let parts: Vec<String> = argument.item(1)?.items().iter().map(text).collect();
            Some(parts.join(&separator))
        }
        "Fn::If" => argument.item(1).map(text),
        key => key.strip_prefix("Fn::").map(|name| match names(argument) {
            names if names.is_empty() => format!("${{{name}}}"),
            names => format!("${{{name}.{names}}}"),
        }),
    }
}

/// The text of a node, also of one that is computed.
pub fn text(node: &Node) -> String {
    match (node.as_text(), computed(node)) {
        (Some(text), _) => text.to_string(),
        (None, Some(text)) => text,
        (None, None) => json::compact(&node.to_value()),
    }
}

/// `A.B` for a text or a list of texts.
fn names(node: &Node) -> String {
    match &node.kind {
        NodeKind::String(text) => text.to_string(),
        NodeKind::Array(items) => {
            let names: Vec<&str> = items.iter().filter_map(Node::as_text).map(Text::as_str).collect();
            names.join(".")
        }
        NodeKind::Null | NodeKind::Bool(_) | NodeKind::Number(_) | NodeKind::Object(_) | NodeKind::Broken => {
            String::new()
        }
    }
}

/// The name that a place in a template has: the last step of its pointer.
pub fn pointer(parent: &str, key: &str) -> String {
    format!("{parent}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// An empty place at a node, for what has none.
pub fn before(node: &Node) -> Range {
    Range { start: node.range.start, end: node.range.start }
}
