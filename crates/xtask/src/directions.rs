//! The direction of dependencies: a crate depends only on crates further up in the README's map.

use std::fs;
use std::path::Path;

/// Reads the map and the manifests, and lists every dependency that points the wrong way.
pub fn violations(root: &Path) -> Result<Vec<String>, String> {
    let read = |path: &Path| {
        fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
    };
    let order = map(&read(&root.join("README.md"))?);
    if order.is_empty() {
        return Err(
            "README.md has no map: a line `crates/` with a line `name/  …` for each crate under it".into()
        );
    }
    let mut found = Vec::new();
    for (place, name) in order.iter().enumerate() {
        let manifest = root.join("crates").join(name).join("Cargo.toml");
        if !manifest.is_file() {
            found.push(format!("{name} is in the map but has no manifest"));
            continue;
        }
        let dependencies = dependencies(&read(&manifest)?);
        found.extend(wrong_ways(&order, place, &dependencies));
    }
    let folders =
        fs::read_dir(root.join("crates")).map_err(|error| format!("crates/ cannot be read: {error}"))?;
    for folder in folders.flatten() {
        let name = folder.file_name().to_string_lossy().into_owned();
        if !order.contains(&name) && folder.path().join("Cargo.toml").is_file() {
            found.push(format!("{name} is missing in the map"));
        }
    }
    Ok(found)
}

/// The crates in the order of the map: the lines under `crates/` that are indented deeper than it.
fn map(readme: &str) -> Vec<String> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut lines = readme.lines().skip_while(|line| line.trim() != "crates/");
    let Some(head) = lines.next() else { return Vec::new() };
    lines
        .take_while(|line| !line.trim().is_empty() && indent(line) > indent(head))
        .filter_map(|line| Some(line.trim().split_once('/')?.0.to_owned()))
        .collect()
}

/// The names that a manifest lists in any of its tables of dependencies, those for tests included.
fn dependencies(manifest: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut is_listing = false;
    for line in manifest.lines().map(str::trim) {
        if let Some(table) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            let (before, last) = table.rsplit_once('.').unwrap_or(("", table));
            is_listing = last.ends_with("dependencies");
            // `[dependencies.json]` lists one dependency by its table's name.
            if before.ends_with("dependencies") {
                names.push(last.to_owned());
            }
            continue;
        }
        let Some((key, value)) = line.split_once('=') else { continue };
        if is_listing && !line.starts_with('#') {
            let renamed = value.split_once("package = \"").and_then(|(_, rest)| rest.split_once('"'));
            let key = key.split('.').next().unwrap_or(key).trim().trim_matches('"');
            names.push(renamed.map_or(key, |(name, _)| name).to_owned());
        }
    }
    names
}

/// The dependencies of the crate at a place of the map that stand at its own place or further down.
fn wrong_ways<'a>(
    order: &'a [String],
    place: usize,
    dependencies: &'a [String],
) -> impl Iterator<Item = String> + 'a {
    order[place..]
        .iter()
        .filter(|name| dependencies.contains(name))
        .map(move |name| format!("{} depends on {name}, which stands further down in the map", order[place]))
}

#[cfg(test)]
mod tests {
    use super::{dependencies, map, violations, wrong_ways};

    const README: &str = "text\n\n    public/\n    crates/\n      json/   values\n      asl/    machine\n      studio/ app\n    tests/  cases\n";

    #[test]
    fn our_own_crates_point_the_right_way() {
        assert_eq!(violations(&crate::root()), Ok(Vec::new()));
    }

    #[test]
    fn the_map_is_read() {
        assert_eq!(map(README), ["json", "asl", "studio"]);
    }

    #[test]
    fn all_tables_of_dependencies_are_read() {
        let manifest = "[package]\nname = \"asl\"\n[dependencies]\njson.workspace = true\n# studio = 1\nj = { package = \"jsonata\" }\n\
                        [target.'cfg(unix)'.dev-dependencies]\ncli = { path = \"../cli\" }\n[dependencies.engine]\nversion = \"1\"\n[lints]\nworkspace = true\n";
        assert_eq!(dependencies(manifest), ["json", "jsonata", "cli", "engine"]);
    }

    #[test]
    fn a_dependency_downwards_is_found() {
        let order = map(README);
        let wrong: Vec<String> = wrong_ways(&order, 1, &["json".into(), "studio".into()]).collect();
        assert_eq!(wrong, ["asl depends on studio, which stands further down in the map"]);
    }
}
