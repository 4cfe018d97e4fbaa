//! `stepwise check`: what is wrong with definitions, and what could be better.

mod report;
mod snippet;
mod template;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use asl::{Diagnostic, MachineType, Reading, Severity};
use clap::{Args, ValueEnum};
use json::Value;
use json::edit::Pen;
use json::tree::{Format, Tree, parse_tree};

use crate::{definition, out};

/// Check definitions as the service does, and beyond.
///
/// Reads definitions in JSON and YAML, and those inside of CloudFormation and SAM templates.
/// ERROR: the service refuses the definition. WARNING: the service takes it, but it probably means something else.
/// INFO: it will probably fail or surprise when it runs. HINT: it could be better.
///
///   stepwise check order.asl.json
///   stepwise check template.yaml --severity WARNING --json
///   stepwise check order.asl.json --fix
///
/// Exit status: 0 no errors; 1 the service would refuse a definition; 2 the call was wrong.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Check {
    /// The files; `-` reads standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The type of workflow; for templates it is read from the template.
    #[arg(long = "type", value_enum, ignore_case = true, value_name = "TYPE")]
    machine_type: Option<TypeName>,
    /// The lowest severity to show, and to fix.
    #[arg(long, value_enum, ignore_case = true, default_value = "HINT", value_name = "SEVERITY")]
    severity: SeverityName,
    /// An example input, as a file or as JSON: paths are looked at with it.
    #[arg(long, value_name = "FILE|JSON")]
    input: Option<String>,
    /// Print JSON: the answer of ValidateStateMachineDefinition, with ranges.
    #[arg(long)]
    json: bool,
    /// With --json, the most diagnostics to give; then `truncated` is true. 0 means 100, as for the service.
    #[arg(long, value_name = "N", default_value_t = 0, requires = "json")]
    max_results: usize,
    /// Write the fixes that there are into the files.
    #[arg(long)]
    fix: bool,
    /// Print the sentence with which CreateStateMachine refuses the definition.
    #[arg(long)]
    sentence: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TypeName {
    #[value(name = "STANDARD")]
    Standard,
    #[value(name = "EXPRESS")]
    Express,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum SeverityName {
    #[value(name = "ERROR")]
    Error,
    #[value(name = "WARNING")]
    Warning,
    #[value(name = "INFO")]
    Info,
    #[value(name = "HINT")]
    Hint,
}

/// How many diagnostics the service gives when one does not say.
const MOST: usize = 100;

/// A definition that has been checked.
pub struct Checked {
    /// The file that its text stands in.
    pub file: PathBuf,
    /// The name of the resource in a template.
    pub resource: Option<String>,
    pub text: String,
    /// What the text was read as: its fixes are planned for this tree.
    pub tree: Tree,
    pub diagnostics: Vec<Diagnostic>,
}

impl Check {
    /// True when the service would take all definitions.
    pub fn execute(&self) -> Result<bool, String> {
        let example = self.example()?;
        let (mut checked, mut unreadable) = (Vec::new(), Vec::new());
        for file in &self.files {
            match self.check_file(file, example.as_ref()) {
                Ok(found) => checked.extend(found),
                Err(error) => unreadable.push(error),
            }
        }
        let is_valid = checked.iter().all(|checked| {
            checked.diagnostics.iter().all(|diagnostic| diagnostic.severity > Severity::Error)
        });
        for checked in &mut checked {
            checked.diagnostics.retain(|diagnostic| diagnostic.severity <= self.lowest());
        }
        if self.json {
            let most = if self.max_results == 0 { MOST } else { self.max_results };
            out::line(json::pretty(&report::json(&checked, most)));
        } else if self.sentence {
            for checked in &checked {
                if let Some(sentence) = asl::refusal(&checked.diagnostics) {
                    out::line(sentence);
                }
            }
        } else {
            out::print(report::people(&checked, std::io::stdout().is_terminal()));
        }
        if unreadable.is_empty() { Ok(is_valid) } else { Err(unreadable.join("\n")) }
    }

    fn check_file(&self, file: &Path, example: Option<&Value>) -> Result<Vec<Checked>, String> {
        let found = self.check_text(file, definition::text(file)?, example)?;
        if self.fix { self.fix(file, found, example) } else { Ok(found) }
    }

    fn lowest(&self) -> Severity {
        match self.severity {
            SeverityName::Error => Severity::Error,
            SeverityName::Warning => Severity::Warning,
            SeverityName::Info => Severity::Info,
            SeverityName::Hint => Severity::Hint,
        }
    }

    fn example(&self) -> Result<Option<Value>, String> {
        let Some(input) = &self.input else { return Ok(None) };
        let text = match Path::new(input) {
            file if file.is_file() => definition::text(file)?,
            _ => input.clone(),
        };
        json::parse(&text).map(Some).map_err(|error| format!("--input: {error}"))
    }

    /// All definitions in a text.
    fn check_text(&self, file: &Path, text: String, example: Option<&Value>) -> Result<Vec<Checked>, String> {
        let format = format_of(file, &text);
        let tree = tree_of(&text, format);
        let Some(definitions) = template::definitions(&tree) else {
            let tree = if format == Format::Yaml { template::settled(tree) } else { tree };
            let reading = read(&text, &tree, self.chosen_type(None), example);
            let (file, diagnostics) = (file.to_path_buf(), reading.diagnostics);
            return Ok(vec![Checked { file, resource: None, text, tree, diagnostics }]);
        };
        if definitions.is_empty() {
            eprintln!("{}: this template has no state machine", file.display());
        }
        let mut checked = Vec::new();
        for definition in definitions {
            let machine_type = self.chosen_type(Some(definition.machine_type));
            let resource = Some(definition.resource.clone());
            match definition.place {
                template::Place::Here { tree } => {
                    let diagnostics = read(&text, &tree, machine_type, example).diagnostics;
                    let (file, text) = (file.to_path_buf(), text.clone());
                    checked.push(Checked { file, resource, text, tree, diagnostics });
                }
                template::Place::InString(pieces) => {
                    let inner_tree = tree_of(&pieces.text, definition::format_by_text(&pieces.text));
                    let mut diagnostics = read(&pieces.text, &inner_tree, machine_type, example).diagnostics;
                    for diagnostic in &mut diagnostics {
                        diagnostic.range = pieces.source(&text, &tree, diagnostic.range);
                        diagnostic.fix = None;
                    }
                    let (file, text, tree) = (file.to_path_buf(), text.clone(), Tree::default());
                    checked.push(Checked { file, resource, text, tree, diagnostics });
                }
                template::Place::File(name) => {
                    let file = file.parent().unwrap_or(Path::new("")).join(name);
                    let text = definition::text(&file)
                        .map_err(|error| format!("{} (the definition of {})", error, definition.resource))?;
                    let tree = tree_of(&text, format_of(&file, &text));
                    let diagnostics = read(&text, &tree, machine_type, example).diagnostics;
                    checked.push(Checked { file, resource, text, tree, diagnostics });
                }
                template::Place::Elsewhere => eprintln!(
                    "{} ({}): the definition is not here, but in a bucket or in what a macro brings in",
                    file.display(),
                    definition.resource
                ),
            }
        }
        Ok(checked)
    }

    fn chosen_type(&self, of_template: Option<MachineType>) -> MachineType {
        match self.machine_type {
            Some(TypeName::Standard) => MachineType::Standard,
            Some(TypeName::Express) => MachineType::Express,
            None => of_template.unwrap_or_default(),
        }
    }

    /// Writes the fixes into the file, and into those it takes definitions from, again and again while they bring something new.
    fn fix(
        &self,
        file: &Path,
        mut found: Vec<Checked>,
        example: Option<&Value>,
    ) -> Result<Vec<Checked>, String> {
        const ROUNDS: usize = 20;
        if file.as_os_str() == "-" {
            return Err("--fix needs a file to write to".to_string());
        }
        for _ in 0..ROUNDS {
            let mut files: Vec<&Path> = found.iter().map(|checked| checked.file.as_path()).collect();
            files.sort_unstable();
            files.dedup();
            let mut is_changed = false;
            for file in files {
                is_changed |= self.write_fixes(file, &found)?;
            }
            if !is_changed {
                break;
            }
            found = self.check_text(file, definition::text(file)?, example)?;
        }
        Ok(found)
    }

    /// Whether there were fixes to write into a file.
    fn write_fixes(&self, file: &Path, found: &[Checked]) -> Result<bool, String> {
        let (mut text, mut edits, mut count) = (None, Vec::new(), 0);
        for checked in found.iter().filter(|checked| checked.file == file) {
            let wanted = checked.diagnostics.iter().filter(|found| found.severity <= self.lowest());
            let plans = wanted.filter_map(|found| found.fix.as_ref()).map(|fix| &fix.plan);
            let (more, planned) = Pen::new(&checked.text, &checked.tree).carry_out_all(plans);
            text.get_or_insert_with(|| checked.text.clone());
            // Two resources may have the same definition.
            if more.iter().all(|edit| !edits.contains(edit)) {
                edits.extend(more);
                count += planned;
            }
        }
        let Some(mut text) = text.filter(|_| count > 0) else { return Ok(false) };
        if json::edit::apply(&mut text, &edits).is_err() {
            return Ok(false);
        }
        std::fs::write(file, &text).map_err(|error| format!("{}: {error}", file.display()))?;
        eprintln!("{}: {count} fixed", file.display());
        Ok(true)
    }
}

/// Reads a text; placeholders that stand for whole values keep nobody from reading the rest.
fn tree_of(text: &str, format: Format) -> Tree {
    let tree = parse_tree(text, format);
    if format == Format::Yaml || tree.problems.is_empty() || !text.contains("${") {
        return tree;
    }
    let quoted = parse_tree(&template::quote_placeholders(text), format);
    if quoted.problems.is_empty() { quoted } else { tree }
}

fn read(text: &str, tree: &Tree, machine_type: MachineType, example: Option<&Value>) -> Reading {
    match example {
        Some(example) => asl::read_with(text, tree, machine_type, example),
        None => asl::read(text, tree, machine_type),
    }
}

/// YAML when the name says so, or when there is none and the text is not JSON.
fn format_of(file: &Path, text: &str) -> Format {
    match file.extension() {
        Some(_) => definition::format(file),
        None => definition::format_by_text(text),
    }
}
