//! Layouts of workflows, and the same graphs for rivals.

use asl::{Machine, MachineType};
use canvas::{NodeNames, Options, Shape, layout, picture};
use json::tree::Format;
use json::{Array, Object, Text, Value};
use wasm_bindgen::prelude::wasm_bindgen;

/// A workflow, read once.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Workflow(Machine);

#[wasm_bindgen]
impl Workflow {
    #[wasm_bindgen(constructor)]
    pub fn new(definition: &str) -> Workflow {
        Workflow(asl::read_text(definition, Format::Json, MachineType::Standard).machine)
    }

    /// Draws it; how many nodes and edges there are.
    pub fn draw(&self) -> usize {
        let scene = layout(&self.0, &Options::default());
        scene.nodes.len() + scene.edges.len()
    }

    /// The drawing as JSON.
    pub fn picture(&self) -> String {
        json::compact(&picture(&layout(&self.0, &Options::default())))
    }

    /// What is to be drawn, as JSON: nodes with sizes and parents (lanes of a Parallel included), edges with the sizes
    /// of their labels and whether they are catchers.
    pub fn graph(&self) -> String {
        let scene = layout(&self.0, &Options::default());
        let names = NodeNames::new(&scene);
        let text = |text: &str| Value::from(Text::from(text));
        let nodes: Array = scene
            .nodes
            .iter()
            .map(|node| {
                let mut members = vec![
                    (Text::from("id"), text(names.of(node.id))),
                    (Text::from("w"), Value::from(node.rect.width)),
                    (Text::from("h"), Value::from(node.rect.height)),
                    (Text::from("lane"), Value::from(node.shape == Shape::Lane)),
                ];
                if let Some(parent) = node.parent {
                    members.push((Text::from("parent"), text(names.of(scene.nodes[parent].id))));
                }
                Value::from(members.into_iter().collect::<Object>())
            })
            .collect();
        let edges: Array = scene
            .edges
            .iter()
            .map(|edge| {
                let mut members = vec![
                    (Text::from("from"), text(names.of(edge.from))),
                    (Text::from("to"), text(names.of(edge.to))),
                    (Text::from("catch"), Value::from(edge.kind.is_catch())),
                ];
                if let Some(label) = &edge.label {
                    members.push((Text::from("w"), Value::from(label.rect.width)));
                    members.push((Text::from("h"), Value::from(label.rect.height)));
                }
                Value::from(members.into_iter().collect::<Object>())
            })
            .collect();
        let members = [(Text::from("nodes"), Value::from(nodes)), (Text::from("edges"), Value::from(edges))];
        json::compact(&Value::from(members.into_iter().collect::<Object>()))
    }
}
