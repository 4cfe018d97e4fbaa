//! Parallel and Map: states that hold scopes.

use alloc::vec::Vec;

use json::{Number, Text};

use crate::{MachineType, Resource, ScopeId, Setting, SourcePath, Template};

#[derive(Clone, Debug, Default)]
pub struct Parallel {
    pub branches: Vec<ScopeId>,
}

#[derive(Clone, Debug, Default)]
pub struct Map {
    /// The states that each item goes through; none when the text has no `ItemProcessor` or `Iterator`.
    pub processor: Option<ScopeId>,
    /// Written as `Iterator`, which came before `ItemProcessor`.
    pub is_legacy: bool,
    pub mode: Mode,
    pub items: Items,
    /// `ItemSelector`, or its predecessor `Parameters`.
    pub item_selector: Option<Template>,
    pub max_concurrency: Option<Setting<Number>>,

    /// Distributed mode only, from here on.
    pub reader: Option<ItemReader>,
    pub batcher: Option<ItemBatcher>,
    pub writer: Option<ResultWriter>,
    pub tolerated_failure_count: Option<Setting<Number>>,
    pub tolerated_failure_percentage: Option<Setting<Number>>,
    pub label: Option<Text>,
}

/// Where the iterations run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    #[default]
    Inline,
    /// As child executions of this type.
    Distributed(MachineType),
}

/// Where the items come from, unless an `ItemReader` brings them.
#[derive(Clone, Debug, Default)]
pub enum Items {
    /// The state's (effective) input itself.
    #[default]
    Input,
    /// JSONPath: `ItemsPath`.
    Path(SourcePath),
    /// JSONata: `Items`, a list or an expression.
    Template(Template),
}

#[derive(Clone, Debug)]
pub struct ItemReader {
    pub resource: Resource,
    /// `Parameters` or `Arguments`: bucket, key, prefix.
    pub arguments: Option<Template>,
    pub config: ReaderConfig,
}

#[derive(Clone, Debug, Default)]
pub struct ReaderConfig {
    pub input_type: Option<InputType>,
    /// None when not CSV, or unknown.
    pub csv_headers: Option<CsvHeaders>,
    /// One character; a comma unless the text says else.
    pub csv_delimiter: Option<char>,
    pub max_items: Option<Setting<Number>>,
    /// A JSON pointer, or an expression that gives one.
    pub items_pointer: Option<Setting<Text>>,
    /// `S3_INVENTORY` or `ATHENA_DATA`.
    pub manifest_type: Option<Text>,
    /// `NONE` or `LOAD_AND_FLATTEN`.
    pub transformation: Option<Text>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputType {
    Csv,
    Json,
    Jsonl,
    Parquet,
    Manifest,
}

#[derive(Clone, Debug)]
pub enum CsvHeaders {
    FirstRow,
    Given(Vec<Text>),
}

#[derive(Clone, Debug, Default)]
pub struct ItemBatcher {
    pub max_items: Option<Setting<Number>>,
    pub max_bytes: Option<Setting<Number>>,
    pub batch_input: Option<Template>,
}

#[derive(Clone, Debug)]
pub struct ResultWriter {
    /// None when the text has only a `WriterConfig`: nothing is exported.
    pub resource: Option<Resource>,
    pub arguments: Option<Template>,
    pub transformation: Option<Transformation>,
    pub output_type: Option<OutputType>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transformation {
    None,
    Compact,
    Flatten,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputType {
    Json,
    Jsonl,
}
