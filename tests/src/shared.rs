//! Where the recordings are: data beside the project, which is not always there.

use std::fs;
use std::path::{Path, PathBuf};

use json::Value;

use crate::case::files;

/// The folder of shared data.
#[derive(Clone, Debug)]
pub struct Shared {
    root: PathBuf,
}

impl Shared {
    /// `STEPWISE_SHARED`, or `../shared` beside the project.
    pub fn find() -> Option<Shared> {
        let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
        let root = std::env::var_os("STEPWISE_SHARED").map_or_else(beside, PathBuf::from);
        root.join("conformance").is_dir().then_some(Shared { root })
    }

    pub fn path(&self, below: &str) -> PathBuf {
        self.root.join(below)
    }

    /// The JSON files of a folder of recordings (not of the folders in it), by name without extension.
    pub fn recordings(&self, folder: &str) -> Vec<(String, Value)> {
        let path = self.path("conformance").join(folder);
        let all = files(&path, "json").into_iter().filter(|file| file.parent() == Some(&path));
        all.filter_map(|file| {
            let name = file.file_stem()?.to_string_lossy().into_owned();
            let text = fs::read_to_string(&file).ok()?;
            match json::parse(&text) {
                Ok(value) => Some((name, value)),
                Err(error) => {
                    println!("{} is not JSON: {error}", file.display());
                    None
                }
            }
        })
        .collect()
    }
}
