//! `stepwise layout`: where everything in the picture of a workflow is, as JSON.

use std::collections::BTreeMap;
use std::path::PathBuf;

use asl::{MachineType, StateId};
use canvas::{Direction, NodeId, Options, Rect, Scene, Shape};
use clap::Args;
use json::{Array, Object, Text, Value};

use crate::definition;

/// Say where the states and arrows of a workflow's picture are.
#[derive(Args)]
pub struct Layout {
    /// A definition in JSON or YAML; `-` reads standard input.
    file: PathBuf,
    /// As JSON: {"nodes": [{id, x, y, w, h, parent?}], "edges": [{from, to, points, label?}]}.
    #[arg(long)]
    json: bool,
    /// Where the flow goes.
    #[arg(long, value_parser = direction, default_value = "down")]
    direction: Direction,
}

impl Layout {
    pub fn run(self) -> Result<(), String> {
        let reading = definition::read(&self.file, MachineType::Standard)?;
        let options = Options { direction: self.direction, ..Options::default() };
        let scene = canvas::layout(&reading.machine, &options);
        if self.json {
            println!("{}", json::compact(&picture(&scene)));
            return Ok(());
        }
        let names = Names::new(&scene);
        for node in scene.nodes.iter().filter(|node| node.shape != Shape::Lane) {
            let Rect { x, y, width, height } = node.rect;
            println!("{x:>8} {y:>8} {width:>7} {height:>7}  {}", names.of(node.id));
        }
        Ok(())
    }
}

/// Reads `down` or `right`.
pub fn direction(text: &str) -> Result<Direction, String> {
    match text {
        "down" => Ok(Direction::Down),
        "right" => Ok(Direction::Right),
        other => Err(format!("“{other}” is no direction; there are down and right")),
    }
}

/// The scene as JSON. Containers are nodes; what is inside one names it as its parent.
pub fn picture(scene: &Scene) -> Value {
    let names = Names::new(scene);
    let number = |value: f64| Value::from((value * 100.0).round() / 100.0);
    let text = |text: &str| Value::from(Text::from(text));
    let mut nodes = Vec::new();
    for node in scene.nodes.iter().filter(|node| node.shape != Shape::Lane) {
        let mut members = vec![
            (Text::from("id"), text(&names.of(node.id))),
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
            members.push((Text::from("parent"), text(&names.of(parent.id))));
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
            (Text::from("from"), text(&names.of(edge.from))),
            (Text::from("to"), text(&names.of(edge.to))),
            (Text::from("points"), Value::from(points)),
        ];
        if let Some(label) = &edge.label {
            members.push((Text::from("label"), text(&label.full)));
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
struct Names(BTreeMap<NodeId, String>);

impl Names {
    fn new(scene: &Scene) -> Names {
        let mut names = BTreeMap::new();
        let mut states: BTreeMap<StateId, String> = BTreeMap::new();
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        for node in &scene.nodes {
            if let Some(state) = node.state() {
                let count = taken.entry(node.title.to_string()).or_insert(0);
                *count += 1;
                let name = if *count == 1 {
                    node.title.to_string()
                } else {
                    format!("{}#{count}", node.title.as_str())
                };
                states.insert(state, name);
            }
        }
        for node in &scene.nodes {
            let of = |state: &StateId| states.get(state).map_or("", String::as_str);
            let name = match &node.id {
                NodeId::State(state) => of(state).to_owned(),
                NodeId::Start => String::from("(start)"),
                NodeId::End(state) => format!("(end) {}", of(state)),
                NodeId::Scope(scope) => format!("(scope) {}", scope.0),
                NodeId::Empty(scope) => format!("(empty) {}", scope.0),
                NodeId::Hollow(state) => format!("(empty) {}", of(state)),
                NodeId::Missing(scope, _) => format!("(missing) {} {}", scope.0, node.title.as_str()),
            };
            names.insert(node.id, name);
        }
        Names(names)
    }

    fn of(&self, id: NodeId) -> String {
        self.0.get(&id).cloned().unwrap_or_default()
    }
}
