//! Definitions inside of CloudFormation and SAM templates.

use asl::MachineType;
use json::Text;
use json::tree::{Member, Node, NodeKind, Range, Tree};

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
    /// In strings of the template.
    InString(Pieces),
    /// In a file beside the template.
    File(String),
    /// Somewhere else: in a bucket, or in what a macro brings in.
    Elsewhere,
}

/// A text put together from strings of a template and from what the template will fill in.
#[derive(Default)]
pub struct Pieces {
    pub text: String,
    pieces: Vec<Piece>,
}

/// A part of the text, from here to the next one.
struct Piece {
    at: usize,
    range: Range,
    /// Whether the range is that of a string with this very text.
    is_text: bool,
}

impl Pieces {
    /// Where a range of the text comes from in the template.
    pub fn source(&self, template: &str, tree: &Tree, range: Range) -> Range {
        let start = self.offset(template, tree, range.start, range.start);
        let end = self.offset(template, tree, range.end, range.end.saturating_sub(1).max(range.start));
        Range::new(start, end.max(start))
    }

    /// Where an offset comes from, by the piece that holds `inside`.
    fn offset(&self, template: &str, tree: &Tree, offset: usize, inside: usize) -> usize {
        let index = self.pieces.partition_point(|piece| piece.at <= inside);
        let Some(piece) = index.checked_sub(1).and_then(|index| self.pieces.get(index)) else { return 0 };
        match (piece.is_text, offset == inside) {
            (true, _) => tree.source_offset(template, piece.range, offset - piece.at),
            (false, true) => piece.range.start,
            (false, false) => piece.range.end,
        }
    }

    fn add(&mut self, text: &str, range: Range, is_text: bool) {
        self.pieces.push(Piece { at: self.text.len(), range, is_text });
        self.text.push_str(text);
    }

    /// Adds what a node of the template will become.
    fn collect(&mut self, node: &Node) {
        match &node.kind {
            NodeKind::String(text) => self.add(text, node.range, true),
            NodeKind::Object(_) => match node.members() {
                [member] if member.key == "Fn::Sub" => {
                    self.collect(member.value.item(0).unwrap_or(&member.value));
                }
                [member] if member.key == "Fn::Join" => self.join(&member.value),
                [member] => self.add(&placeholder(member), node.range, false),
                _ => self.add("${}", node.range, false),
            },
            NodeKind::Number(number) => self.add(&number.to_string(), node.range, false),
            NodeKind::Null | NodeKind::Bool(_) | NodeKind::Array(_) | NodeKind::Broken => {
                self.add("${}", node.range, false);
            }
        }
    }

    /// `[delimiter, [parts]]`.
    fn join(&mut self, node: &Node) {
        let delimiter = node.item(0).and_then(Node::as_text).map_or("", |text| text.as_str());
        let Some(NodeKind::Array(parts)) = node.item(1).map(|parts| &parts.kind) else {
            return self.add("${Fn::Join}", node.range, false);
        };
        for (index, part) in parts.iter().enumerate() {
            if index > 0 && !delimiter.is_empty() {
                self.add(delimiter, Range::at(part.range.start), false);
            }
            self.collect(part);
        }
    }
}

/// A JSON text in which placeholders that stand for whole values (`"Seconds": ${Seconds}`) are strings.
/// Every character behind stays where it was.
pub fn quote_placeholders(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    let mut is_string = false;
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let length = match character {
            '"' => {
                is_string = !is_string;
                1
            }
            '\\' if is_string => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            '$' if !is_string && rest.starts_with("${") => match rest.find('}') {
                Some(end) if end > 2 => {
                    quoted.push_str("\"${");
                    quoted.extend(std::iter::repeat_n('_', end - 3));
                    quoted.push('"');
                    rest = &rest[end + 1..];
                    continue;
                }
                Some(_) | None => 1,
            },
            character => character.len_utf8(),
        };
        quoted.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    quoted
}

/// The definitions in a template; none when the text is no template.
pub fn definitions(tree: &Tree) -> Option<Vec<Definition>> {
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
        let place = place(properties, tree);
        definitions.push(Definition { resource: member.key.to_string(), machine_type, place });
    }
    Some(definitions)
}

fn place(properties: &Node, tree: &Tree) -> Place {
    if let Some(definition) = properties.get("Definition").filter(|definition| definition.is_object()) {
        let root = settle(definition);
        if !root.is_object() {
            return Place::Elsewhere;
        }
        return Place::Here { tree: Tree { format: tree.format, root: Some(root), problems: Vec::new() } };
    }
    if let Some(uri) = properties.get("DefinitionUri").and_then(Node::as_text) {
        return if uri.contains("://") { Place::Elsewhere } else { Place::File(uri.to_string()) };
    }
    let Some(string) = properties.get("DefinitionString") else { return Place::Elsewhere };
    let mut pieces = Pieces::default();
    pieces.collect(string);
    match pieces.pieces.iter().any(|piece| piece.is_text) {
        true => Place::InString(pieces),
        false => Place::Elsewhere,
    }
}

/// A YAML file for a template to take in: the service never sees it, only what the template makes of it.
pub fn settled(tree: Tree) -> Tree {
    Tree { root: tree.root.as_ref().map(settle), ..tree }
}

/// The definition as it will be: a reference that the template fills in is a text with a placeholder.
fn settle(node: &Node) -> Node {
    let kind = match &node.kind {
        NodeKind::Array(items) => NodeKind::Array(items.iter().map(settle).collect()),
        NodeKind::Object(members) => match reference(node) {
            Some(node) => return node,
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

/// `{"Ref": …}` or `{"Fn::…": …}` as a text with a placeholder. Of `Fn::Sub` the text itself, so that a fix changes nothing else.
fn reference(node: &Node) -> Option<Node> {
    let [member] = node.members() else { return None };
    if member.key == "Fn::Sub" {
        let inner = member.value.item(0).unwrap_or(&member.value);
        return inner.as_text().map(|_| inner.clone());
    }
    if member.key == "Ref" || member.key.starts_with("Fn::") {
        let text = Text::from(placeholder(member));
        return Some(Node { range: node.range, kind: NodeKind::String(text) });
    }
    None
}

/// `{"Ref": "AWS::Partition"}` as `${AWS::Partition}`; of other functions only the name.
fn placeholder(member: &Member) -> String {
    match member.value.as_text() {
        Some(name) if member.key == "Ref" => format!("${{{name}}}"),
        Some(_) | None => format!("${{{}}}", member.key),
    }
}
