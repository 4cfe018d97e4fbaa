//! `stepwise layout`: where everything in the picture of a workflow is, as JSON.

use std::path::PathBuf;

use asl::MachineType;
use canvas::{Direction, NodeNames, Options, Rect, Shape};
use clap::Args;

use crate::{definition, out};

/// Say where the states and arrows of a workflow's picture are.
#[derive(Args)]
pub struct Layout {
    /// A definition in JSON or YAML; `-` reads standard input.
    file: PathBuf,
    /// As JSON: {"nodes": [{id, x, y, w, h, parent?}], "edges": [{from, to, points, label?, labelBox?}]}.
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
            out::line(json::compact(&canvas::picture(&scene)));
            return Ok(());
        }
        let names = NodeNames::new(&scene);
        for node in scene.nodes.iter().filter(|node| node.shape != Shape::Lane) {
            let Rect { x, y, width, height } = node.rect;
            out::line(format_args!("{x:>8} {y:>8} {width:>7} {height:>7}  {}", names.of(node.id)));
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
