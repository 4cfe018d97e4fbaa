//! Definitions in templates and in answers of the service.

use asl::MachineType;
use json::Text;
use json::tree::{Format, Node, NodeKind, Range, Tree, parse_tree};

use super::embedded::{self, computed, pointer};
use super::{Definition, Places, guess, is_definition, map};

/// Walks over a template and collects.
pub struct Search<'a> {
    pub text: &'a str,
    pub tree: &'a Tree,
    pub definitions: Vec<Definition>,
    /// Files that hold definitions.
    pub elsewhere: Vec<String>,
}

impl Search<'_> {
    /// CloudFormation, SAM, and the Serverless Framework's plug-in.
    pub fn template(&mut self, root: &Node) {
        if let Some(resources) = root.get("Resources") {
            self.resources(resources, "/Resources");
        }
        // The Serverless Framework passes resources through.
        if let Some(resources) = root.get("resources").and_then(|resources| resources.get("Resources")) {
            self.resources(resources, "/resources/Resources");
        }
        // A single resource, or a list of them, as documentation shows it.
        self.resources(root, "");
        let machines = root.get("stepFunctions").and_then(|plugin| plugin.get("stateMachines"));
        for member in machines.map(Node::members).unwrap_or_default() {
            let at = pointer("/stepFunctions/stateMachines", &member.key);
            if let Some(definition) = member.value.get("definition") {
                self.machine(&member.key, &member.value, definition, pointer(&at, "definition"));
            }
        }
    }

    fn resources(&mut self, resources: &Node, at: &str) {
        for member in resources.members() {
            let kind = member.value.get("Type").and_then(Node::as_text).map(Text::as_str);
            if !matches!(kind, Some("AWS::StepFunctions::StateMachine" | "AWS::Serverless::StateMachine")) {
                continue;
            }
            let Some(properties) = member.value.get("Properties") else { continue };
            let at = pointer(&pointer(at, &member.key), "Properties");
            for name in ["Definition", "DefinitionString"] {
                if let Some(definition) = properties.get(name) {
                    self.machine(&member.key, properties, definition, pointer(&at, name));
                }
            }
            for name in ["DefinitionUri", "DefinitionS3Location"] {
                if let Some(place) = properties.get(name) {
                    self.elsewhere.push(embedded::text(place.get("Key").unwrap_or(place)));
                }
            }
        }
    }

    /// `describe-state-machine`, the call that created a machine, events of CloudTrail: objects with a `definition`.
    pub fn answers(&mut self, node: &Node, at: &str) {
        if let Some(definition) = node.get("definition") {
            let name = node.get("name").and_then(Node::as_text).cloned().unwrap_or_default();
            self.machine(&name, node, definition, pointer(at, "definition"));
            return;
        }
        for name in ["requestParameters", "detail"] {
            if let Some(inner) = node.get(name) {
                self.answers(inner, &pointer(at, name));
            }
        }
    }

    /// `properties` is what stands beside the definition.
    fn machine(&mut self, name: &Text, properties: &Node, definition: &Node, at: String) {
        let found = match self.string(definition) {
            Some((text, places)) => self.in_string(text, places, at),
            None if is_definition(definition) => embedded::definition(self.text, self.tree, definition, at),
            None => return,
        };
        let substitutions = properties.get("DefinitionSubstitutions").map(Node::members).unwrap_or_default();
        let machine_type = ["StateMachineType", "Type", "type"].iter().find_map(|name| properties.get(name));
        self.definitions.push(Definition {
            name: (!name.is_empty()).then(|| name.clone()),
            machine_type: machine_type.and_then(Node::as_text).and_then(|name| match name.as_str() {
                "STANDARD" => Some(MachineType::Standard),
                "EXPRESS" => Some(MachineType::Express),
                _ => None,
            }),
            substitutions: substitutions
                .iter()
                .map(|member| (member.key.clone(), Text::from(embedded::text(&member.value))))
                .collect(),
            ..found
        });
    }

    /// The text that a string, `Fn::Sub` or `Fn::Join` makes, and where its parts come from.
    fn string(&self, node: &Node) -> Option<(String, Places)> {
        let mut made = Made { text: String::new(), places: Places::default() };
        match self.collect(node, &mut made) {
            true => Some((made.text, made.places)),
            false => None,
        }
    }

    fn collect(&self, node: &Node, made: &mut Made) -> bool {
        if let NodeKind::String(text) = &node.kind {
            self.literal(node.range, text, made, false);
            return true;
        }
        let [member] = node.members() else { return false };
        let argument = &member.value;
        match (member.key.as_str(), &argument.kind) {
            ("Fn::Sub", NodeKind::String(text)) => self.literal(argument.range, text, made, true),
            ("Fn::Sub", NodeKind::Array(items)) => {
                match items.first().map(|first| (first.range, &first.kind)) {
                    Some((range, NodeKind::String(text))) => self.literal(range, text, made, true),
                    Some(_) | None => return false,
                }
            }
            ("Fn::Join", NodeKind::Array(items)) => {
                let separator = items.first().and_then(Node::as_text).cloned().unwrap_or_default();
                let parts = items.get(1).map(Node::items).unwrap_or_default();
                for (index, part) in parts.iter().enumerate() {
                    if index > 0 {
                        made.push(&separator, embedded::before(part));
                    }
                    if !self.collect(part, made) {
                        made.push(&embedded::text(part), part.range);
                    }
                }
            }
            _ => match computed(node) {
                // A definition that is computed as a whole is nothing to look at.
                Some(text) if !made.text.is_empty() => made.push(&text, node.range),
                Some(_) | None => return false,
            },
        }
        true
    }

    /// Adds a string, character by character where it is written otherwise than it reads. `Fn::Sub` turns `${!x}` into `${x}`.
    fn literal(&self, range: Range, text: &str, made: &mut Made, substitutes: bool) {
        let mut walk = Walk::new(self.text, self.tree, range);
        let mut offset = 0;
        for character in text.chars() {
            let length = character.len_utf8();
            let skipped = substitutes && character == '!' && text[..offset].ends_with("${");
            offset += length;
            let (place, same) = walk.step(character, offset);
            if skipped {
                continue;
            }
            made.text.push(character);
            match same {
                true => made.places.push_same(length, place.start),
                false => made.places.push_made(length, place),
            }
        }
    }

    fn in_string(&self, text: String, places: Places, at: String) -> Definition {
        let format = guess(&text);
        let mut tree = parse_tree(&text, format);
        let (mut text, mut places) = (text, places);
        if !tree.is_clean() && format == Format::Json && text.contains("${") {
            let (quoted, map) = map::quote_placeholders(&text, places.clone());
            let readable = parse_tree(&quoted, format);
            if readable.problems.len() < tree.problems.len() {
                (text, places, tree) = (quoted, map, readable);
            }
        }
        Definition {
            name: None,
            machine_type: None,
            at,
            substitutions: Vec::new(),
            text: text.clone(),
            format,
            tree,
            source: text,
            places,
        }
    }
}

/// Goes along a string in the source, one decoded character after the other.
///
/// The tree can tell every place, but starts from the beginning each time; here it is only asked where the rules are hard.
struct Walk<'a> {
    text: &'a str,
    tree: &'a Tree,
    range: Range,
    /// Where the next character stands.
    at: usize,
    style: Style,
}

enum Style {
    /// Between double quotes, with backslashes.
    Escaped,
    /// A block of YAML (`|`) whose lines are indented so far.
    Block(usize),
    /// Every other style of YAML.
    Other,
}

impl<'a> Walk<'a> {
    fn new(text: &'a str, tree: &'a Tree, range: Range) -> Walk<'a> {
        let at = tree.source_offset(text, range, 0);
        let style = match text.as_bytes().get(range.start) {
            Some(b'"') => Style::Escaped,
            Some(b'|') => {
                let line = text[..at.min(text.len())].rfind('\n').map_or(0, |end| end + 1);
                Style::Block(at - line)
            }
            Some(_) | None => Style::Other,
        };
        Walk { text, tree, range, at, style }
    }

    /// The place of the next character, and whether it stands there as itself; `after` is the offset behind it in the decoded text.
    fn step(&mut self, character: char, after: usize) -> (Range, bool) {
        let start = self.at;
        let end = start + character.len_utf8();
        let itself = self.text.get(start..end).is_some_and(|here| here.starts_with(character));
        let ask = || self.tree.source_offset(self.text, self.range, after);
        let (next, same) = match &self.style {
            Style::Escaped => match self.text.as_bytes().get(start + 1) {
                Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't')
                    if self.text.as_bytes()[start] == b'\\' =>
                {
                    (start + 2, false)
                }
                _ if itself && character != '\\' => (end, true),
                _ => (ask(), false),
            },
            Style::Block(indentation) if itself && character == '\n' => {
                let line = &self.text[end..];
                let blanks = line.len() - line.trim_start_matches(' ').len();
                (end + blanks.min(*indentation), true)
            }
            Style::Block(_) if itself => (end, true),
            Style::Other if itself && !matches!(character, '\n' | ' ' | '\'') => (end, true),
            Style::Block(_) | Style::Other => (ask(), itself),
        };
        self.at = next.max(start);
        (Range { start, end: self.at.max(start) }, same)
    }
}

/// A text that is being put together.
struct Made {
    text: String,
    places: Places,
}

impl Made {
    fn push(&mut self, text: &str, range: Range) {
        self.text.push_str(text);
        self.places.push_made(text.len(), range);
    }
}
