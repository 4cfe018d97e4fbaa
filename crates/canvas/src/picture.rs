//! A scene as JSON, for other programs: `{nodes: [{id, x, y, w, h, parent?}], edges: [{from, to, points, label?, labelBox?}]}`.

use std::collections::{BTreeMap, BTreeSet};

use asl::StateId;
use json::{Array, Object, Text, Value};

use crate::{NodeId, Scene, Shape};

/// The scene as JSON. Containers are nodes; what is inside one names it as its parent.
pub fn picture(scene: &Scene) -> Value {
    let names = NodeNames::new(scene);
    let number = |value: f64| Value::from((value * 100.0).round() / 100.0);
    let text = |text: &str| Value::from(Text::from(text));
    let mut nodes = Vec::new();
    for node in scene.nodes.iter().filter(|node| node.shape != Shape::Lane) {
        let mut members = vec![
            (Text::from("id"), text(names.of(node.id))),
            (Text::from("x"), number(node.rect.x)),
            (Text::from("y"), number(node.rect.y)),
            (Text::from("w"), number(node.rect.width)),
            (Text::from("h"), number(node.rect.height)),
        ];
        let mut around = node.parent.map(|parent| &scene.nodes[parent]);
        while let Some(lane) = around.filter(|parent| parent.shape == Shape::Lane) {
            around = lane.parent.map(|parent| &scene.nodes[parent]);
        }
        if let Some(parent) = around {
            members.push((Text::from("parent"), text(names.of(parent.id))));
        }
        nodes.push(Value::from(members.into_iter().collect::<Object>()));
    }
    let mut edges = Vec::new();
    for edge in &scene.edges {
        let points: Array = edge
            .points
            .iter()
            .map(|point| Value::from([number(point.x), number(point.y)].into_iter().collect::<Array>()))
            .collect();
        let mut members = vec![
            (Text::from("from"), text(names.of(edge.from))),
            (Text::from("to"), text(names.of(edge.to))),
            (Text::from("points"), Value::from(points)),
        ];
        if let Some(label) = &edge.label {
            members.push((Text::from("label"), text(&label.full)));
            let rect = label.rect;
            let sides = [("x", rect.x), ("y", rect.y), ("w", rect.width), ("h", rect.height)];
            let sides = sides.into_iter().map(|(side, value)| (Text::from(side), number(value)));
            members.push((Text::from("labelBox"), Value::from(sides.collect::<Object>())));
        }
        edges.push(Value::from(members.into_iter().collect::<Object>()));
    }
    Value::from(
        [
            (Text::from("nodes"), Value::from(nodes.into_iter().collect::<Array>())),
            (Text::from("edges"), Value::from(edges.into_iter().collect::<Array>())),
        ]
        .into_iter()
        .collect::<Object>(),
    )
}

/// Names that tell all nodes apart: a state's own name, unless another has it too; pills are not states and say so.
#[derive(Clone, Debug)]
pub struct NodeNames(BTreeMap<NodeId, String>);

impl NodeNames {
    pub fn new(scene: &Scene) -> NodeNames {
        let mut names = BTreeMap::new();
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let mut free = |wanted: String| {
            let numbered = (2..).map(|number| format!("{wanted}#{number}"));
            let mut names = std::iter::once(wanted.clone()).chain(numbered);
            let name = names.find(|name| !taken.contains(name)).unwrap_or(wanted);
            taken.insert(name.clone());
            name
        };
        // States first: theirs are the names that people know.
        let mut states: BTreeMap<StateId, String> = BTreeMap::new();
        for node in &scene.nodes {
            if let Some(state) = node.state() {
                states.insert(state, free(node.title.to_string()));
            }
        }
        for node in &scene.nodes {
            let of = |state: &StateId| states.get(state).map_or("", String::as_str);
            let name = match &node.id {
                NodeId::State(state) => of(state).to_owned(),
                NodeId::Start => free(String::from("(start)")),
                NodeId::End(state) => free(format!("(end) {}", of(state))),
                NodeId::Scope(scope) => free(format!("(scope) {}", scope.0)),
                NodeId::Empty(scope) => free(format!("(empty) {}", scope.0)),
                NodeId::Hollow(state) => free(format!("(empty) {}", of(state))),
                NodeId::Missing(scope, _) => free(format!("(missing) {} {}", scope.0, node.title.as_str())),
            };
            names.insert(node.id, name);
        }
        NodeNames(names)
    }

    pub fn of(&self, id: NodeId) -> &str {
        self.0.get(&id).map_or("", String::as_str)
    }
}
