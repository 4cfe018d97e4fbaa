//! `stepwise draw`: the picture of a workflow as a file.

use std::collections::BTreeMap;
use std::path::PathBuf;

use asl::MachineType;
use canvas::{DARK, Direction, LIGHT, Look, Options, Theme};
use clap::Args;
use resvg::{tiny_skia, usvg};

use crate::{definition, layout};

/// Draw a workflow.
#[derive(Args)]
pub struct Draw {
    /// A definition in JSON or YAML; `-` reads standard input.
    file: PathBuf,
    /// The picture: a name that ends in .svg or .png.
    #[arg(short, long)]
    output: PathBuf,
    #[arg(long, value_parser = theme, default_value = "light")]
    theme: Theme,
    /// Where the flow goes.
    #[arg(long, value_parser = layout::direction, default_value = "down")]
    direction: Direction,
    /// How many points a pixel of the picture has; for .png.
    #[arg(long, default_value_t = 2.0)]
    scale: f32,
}

impl Draw {
    pub fn run(self) -> Result<(), String> {
        let reading = definition::read(&self.file, MachineType::Standard)?;
        let options = Options { direction: self.direction, ..Options::default() };
        let scene = canvas::layout(&reading.machine, &options);
        let svg = canvas::svg(&scene, &Look { theme: self.theme, statuses: BTreeMap::new() });
        let extension = self.output.extension().and_then(|extension| extension.to_str());
        let content = match extension {
            Some("svg") => svg.into_bytes(),
            Some("png") => png(&svg, self.scale)?,
            Some(_) | None => {
                return Err(format!("{}: a picture ends in .svg or .png", self.output.display()));
            }
        };
        std::fs::write(&self.output, content).map_err(|error| format!("{}: {error}", self.output.display()))
    }
}

/// Reads `light` or `dark`.
fn theme(text: &str) -> Result<Theme, String> {
    match text {
        "light" => Ok(LIGHT),
        "dark" => Ok(DARK),
        other => Err(format!("“{other}” is no theme; there are light and dark")),
    }
}

/// The largest side of a picture in points; more than that no viewer opens.
const LARGEST: f32 = 32_000.0;

fn png(svg: &str, scale: f32) -> Result<Vec<u8>, String> {
    let mut options = usvg::Options::default();
    options.fontdb_mut().load_system_fonts();
    let family = ["Segoe UI", "Roboto", "Noto Sans", "DejaVu Sans", "Liberation Sans", "Arial"]
        .into_iter()
        .find(|name| options.fontdb.faces().any(|face| face.families.iter().any(|family| family.0 == *name)));
    if let Some(family) = family {
        options.fontdb_mut().set_sans_serif_family(family);
    }
    let tree = usvg::Tree::from_str(svg, &options).map_err(|error| error.to_string())?;
    let size = tree.size();
    let scale = scale.clamp(0.05, 8.0).min(LARGEST / size.width().max(size.height()));
    let (width, height) = ((size.width() * scale).ceil() as u32, (size.height() * scale).ceil() as u32);
    let mut pixels = tiny_skia::Pixmap::new(width.max(1), height.max(1))
        .ok_or("the picture is too large for a .png file")?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| error.to_string())
}
