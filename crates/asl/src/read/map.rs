//! Parallel and Map.

use alloc::format;
use alloc::vec::Vec;

use json::Text;
use json::tree::Node;

use super::setting::is_placeholder;
use super::state::Frame;
use super::{Bounds, Place, Reader, fields};
use crate::{
    Code, CsvHeaders, InputType, ItemBatcher, ItemReader, Items, MachineType, Map, Mode, OutputType,
    Parallel, QueryLanguage, ReaderConfig, Resource, ResultWriter, ScopeId, Setting, Template,
    Transformation,
};

const COUNT: Bounds = Bounds::whole(0, u32::MAX);
const POSITIVE: Bounds = Bounds::whole(1, u32::MAX);
const PERCENTAGE: Bounds = Bounds { minimum: 0.0, maximum: 100.0, is_whole: false };

impl Reader<'_> {
    pub fn parallel(&mut self, frame: &Frame<'_>, place: &Place<'_>) -> Parallel {
        self.require(frame.node, &["Branches"], place, frame.head);
        let mut branches = Vec::new();
        if let Some(list) = frame.node.get("Branches") {
            let place = place.member("Branches");
            let items = self.array(list, &place).unwrap_or_default();
            if items.is_empty() && list.is_array() {
                self.refuse("Value cannot be empty", &place, list.range);
            }
            for (index, item) in items.iter().enumerate() {
                let place = place.item(index);
                if self.is_object(item, &place) {
                    self.allow(item.members(), &fields::BRANCH, frame.language, &place);
                    branches.push(self.scope(item, Some(frame.id), &place));
                }
            }
        }
        Parallel { branches }
    }

    pub fn map(&mut self, frame: &Frame<'_>, place: &Place<'_>) -> Map {
        self.exactly_one(frame.node, &["ItemProcessor", "Iterator"], place, frame.head);
        self.only_one(frame.node, &["ItemSelector", "Parameters"], place);
        self.only_one(frame.node, &["MaxConcurrency", "MaxConcurrencyPath"], place);
        self.only_one(frame.node, &["ToleratedFailureCount", "ToleratedFailureCountPath"], place);
        self.only_one(frame.node, &["ToleratedFailurePercentage", "ToleratedFailurePercentagePath"], place);
        let (processor, mode, is_legacy) = self.processor(frame, place);
        let mut number = |name: &str, path_name: &str, bounds: Bounds| {
            self.numeric_setting(frame.node, name, path_name, bounds, frame.language, place)
        };
        let max_concurrency = number("MaxConcurrency", "MaxConcurrencyPath", COUNT);
        let tolerated_failure_count = number("ToleratedFailureCount", "ToleratedFailureCountPath", COUNT);
        let tolerated_failure_percentage =
            number("ToleratedFailurePercentage", "ToleratedFailurePercentagePath", PERCENTAGE);
        let item_selector = match self.field_template(frame, "ItemSelector", place) {
            Some(template) => Some(template),
            None if frame.language == QueryLanguage::JsonPath => {
                self.field_template(frame, "Parameters", place)
            }
            None => None,
        };
        Map {
            processor,
            is_legacy,
            mode,
            items: self.items(frame, place),
            item_selector,
            max_concurrency,
            reader: self.item_reader(frame, place),
            batcher: self.item_batcher(frame, place),
            writer: self.result_writer(frame, place),
            tolerated_failure_count,
            tolerated_failure_percentage,
            label: self.label(frame, place),
        }
    }

    fn processor(&mut self, frame: &Frame<'_>, place: &Place<'_>) -> (Option<ScopeId>, Mode, bool) {
        let name = if frame.node.get("ItemProcessor").is_some() { "ItemProcessor" } else { "Iterator" };
        let Some(node) = frame.node.get(name) else { return (None, Mode::Inline, false) };
        let place = place.member(name);
        let is_legacy = name == "Iterator";
        if !self.is_object(node, &place) {
            return (None, Mode::Inline, is_legacy);
        }
        self.allow(node.members(), &fields::PROCESSOR, frame.language, &place);
        let mode = match node.get("ProcessorConfig") {
            Some(config) => self.mode(config, &place.member("ProcessorConfig")),
            None => Mode::Inline,
        };
        (Some(self.scope(node, Some(frame.id), &place)), mode, is_legacy)
    }

    fn mode(&mut self, node: &Node, place: &Place<'_>) -> Mode {
        if !self.is_object(node, place) {
            return Mode::Inline;
        }
        let mode = node.get("Mode");
        let mode_place = place.member("Mode");
        let name = mode.and_then(|node| self.one_of(node, &["INLINE", "DISTRIBUTED"], &mode_place));
        let is_distributed = name.is_some_and(|name| name == "DISTRIBUTED");
        for member in node.members() {
            let is_known = match member.key.as_str() {
                "Mode" => true,
                "ExecutionType" => is_distributed || name.is_none() && mode.is_some(),
                _ => false,
            };
            if !is_known {
                self.refuse(format!("Field '{}' is not supported", member.key), place, member.key_range);
            }
        }
        if !is_distributed {
            return Mode::Inline;
        }
        if let (MachineType::Express, Some(mode)) = (self.machine.machine_type, mode) {
            let message =
                "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines";
            self.refuse(message, &mode_place, mode.range);
        }
        self.require(node, &["ExecutionType"], place, self.head(node));
        let execution_type = node.get("ExecutionType");
        let execution_type = execution_type
            .and_then(|node| self.one_of(node, &["STANDARD", "EXPRESS"], &place.member("ExecutionType")));
        match execution_type {
            Some(name) if name == "EXPRESS" => Mode::Distributed(MachineType::Express),
            Some(_) | None => Mode::Distributed(MachineType::Standard),
        }
    }

    fn items(&mut self, frame: &Frame<'_>, place: &Place<'_>) -> Items {
        match frame.language {
            QueryLanguage::JsonPath => {
                let Some(node) = frame.node.get("ItemsPath") else { return Items::Input };
                let place = place.member("ItemsPath");
                match self.string(node, &place) {
                    Some(text) if text.starts_with('$') => Items::Path(self.reference(node, text, &place)),
                    Some(text) => Items::Path(self.path(node, text, &place)),
                    None => Items::Input,
                }
            }
            QueryLanguage::Jsonata => {
                let Some(node) = frame.node.get("Items") else { return Items::Input };
                let place = place.member("Items");
                let template = self.template(node, frame.language, &place);
                let is_list = match &template {
                    Template::Literal(value) => value.as_array().is_some(),
                    Template::Object(_) => false,
                    Template::Array(_)
                    | Template::Path(_)
                    | Template::Call(_)
                    | Template::Expression(_)
                    | Template::Broken(_) => true,
                };
                if !is_list {
                    self.expected("Array", node, &place);
                }
                Items::Template(template)
            }
        }
    }

    fn item_reader(&mut self, frame: &Frame<'_>, place: &Place<'_>) -> Option<ItemReader> {
        let node = frame.node.get("ItemReader")?;
        let place = place.member("ItemReader");
        if !self.is_object(node, &place) {
            return None;
        }
        self.allow(node.members(), &fields::READER, frame.language, &place);
        self.require(node, &["Resource"], &place, self.head(node));
        let resource = self.s3_resource(node, &["s3:getObject", "s3:listObjectsV2"], &place);
        let arguments = self.arguments(node, frame.language, &place);
        let config = match node.get("ReaderConfig") {
            Some(config) => self.reader_config(config, frame.language, &place.member("ReaderConfig")),
            None => ReaderConfig::default(),
        };
        Some(ItemReader { resource: resource.unwrap_or(Resource::Missing), arguments, config })
    }

    /// The resource of a reader or writer.
    fn s3_resource(&mut self, node: &Node, actions: &[&str], place: &Place<'_>) -> Option<Resource> {
        let node = node.get("Resource")?;
        let place = place.member("Resource");
        let text = self.string(node, &place)?;
        let resource = Resource::parse(text);
        let is_known = resource.integration().is_some_and(|integration| {
            actions.contains(&format!("{}:{}", integration.service, integration.resource()).as_str())
        });
        if !is_known && !is_placeholder(text) {
            let message = "The field 'Resource' does not match any of the allowed values";
            self.refuse(message, &place, node.range);
        }
        Some(resource)
    }

    /// `Parameters` or `Arguments`, by the language.
    fn arguments(&mut self, node: &Node, language: QueryLanguage, place: &Place<'_>) -> Option<Template> {
        let name = match language {
            QueryLanguage::JsonPath => "Parameters",
            QueryLanguage::Jsonata => "Arguments",
        };
        node.get(name).map(|node| self.template(node, language, &place.member(name)))
    }

    fn reader_config(&mut self, node: &Node, language: QueryLanguage, place: &Place<'_>) -> ReaderConfig {
        if !self.is_object(node, place) {
            return ReaderConfig::default();
        }
        self.allow(node.members(), &fields::READER_CONFIG, language, place);
        self.only_one(node, &["MaxItems", "MaxItemsPath"], place);
        let mut one_of = |name: &str, values: &[&str]| {
            let value = node.get(name)?;
            self.one_of(value, values, &place.member(name)).cloned()
        };
        let input_type = one_of("InputType", &["CSV", "JSON", "JSONL", "PARQUET", "MANIFEST"]);
        let header_location = one_of("CSVHeaderLocation", &["FIRST_ROW", "GIVEN"]);
        let delimiter = one_of("CSVDelimiter", &["COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"]);
        let manifest_type = one_of("ManifestType", &["ATHENA_DATA", "S3_INVENTORY"]);
        let transformation = one_of("Transformation", &["NONE", "LOAD_AND_FLATTEN"]);
        let input_type = input_type.as_deref().map(|name| match name {
            "CSV" => InputType::Csv,
            "JSONL" => InputType::Jsonl,
            "PARQUET" => InputType::Parquet,
            "MANIFEST" => InputType::Manifest,
            _ => InputType::Json,
        });
        if input_type.is_none() && transformation.as_deref().is_some_and(|name| name == "LOAD_AND_FLATTEN") {
            self.refuse("The field 'InputType' is required", place, self.head(node));
        }
        if let (Some(InputType::Json), Some(member)) = (input_type, node.member("ManifestType")) {
            self.refuse("Field 'ManifestType' is not supported", place, member.key_range);
        }
        self.check_csv(node, input_type, header_location.as_deref(), place);
        let csv_headers = match header_location.as_deref() {
            Some("GIVEN") => Some(CsvHeaders::Given(self.csv_headers(node, place))),
            Some(_) => Some(CsvHeaders::FirstRow),
            None => None,
        };
        let csv_delimiter = delimiter.as_deref().map(|name| match name {
            "PIPE" => '|',
            "SEMICOLON" => ';',
            "SPACE" => ' ',
            "TAB" => '\t',
            _ => ',',
        });
        let items_pointer = node
            .get("ItemsPointer")
            .and_then(|node| self.text_setting(node, language, &place.member("ItemsPointer")));
        if let (Some(Setting::Literal(pointer)), Some(node)) = (&items_pointer, node.get("ItemsPointer"))
            && !(pointer.is_empty() || pointer.starts_with('/') || is_placeholder(pointer))
        {
            let message =
                format!("Invalid input: JSON Pointer expression must start with '/': \"{pointer}\"");
            self.refuse(message, &place.member("ItemsPointer"), node.range);
        }
        let max_items = self.numeric_setting(node, "MaxItems", "MaxItemsPath", COUNT, language, place);
        ReaderConfig {
            input_type,
            csv_headers,
            csv_delimiter,
            max_items,
            items_pointer,
            manifest_type,
            transformation,
        }
    }

    fn check_csv(
        &mut self,
        node: &Node,
        input_type: Option<InputType>,
        header_location: Option<&str>,
        place: &Place<'_>,
    ) {
        match input_type {
            Some(InputType::Csv) => {
                if node.get("CSVHeaderLocation").is_none() {
                    let message = "The field 'CSVHeaderLocation' is required";
                    self.refuse(message, place, self.head(node));
                }
            }
            Some(InputType::Json | InputType::Jsonl | InputType::Parquet) => {
                for member in node.members() {
                    if matches!(member.key.as_str(), "CSVHeaderLocation" | "CSVHeaders" | "CSVDelimiter") {
                        let message = format!("Field '{}' is not supported", member.key);
                        self.refuse(message, place, member.key_range);
                    }
                }
            }
            Some(InputType::Manifest) | None => {}
        }
        if header_location == Some("GIVEN") {
            self.require(node, &["CSVHeaders"], place, self.head(node));
        }
    }

    fn csv_headers(&mut self, node: &Node, place: &Place<'_>) -> Vec<Text> {
        let Some(list) = node.get("CSVHeaders") else { return Vec::new() };
        let place = place.member("CSVHeaders");
        let items = self.array(list, &place).unwrap_or_default();
        let mut headers = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            if let Some(header) = self.string(item, &place.item(index)) {
                headers.push(header.clone());
            }
        }
        headers
    }

    fn item_batcher(&mut self, frame: &Frame<'_>, place: &Place<'_>) -> Option<ItemBatcher> {
        let node = frame.node.get("ItemBatcher")?;
        let place = &place.member("ItemBatcher");
        if !self.is_object(node, place) {
            return None;
        }
        let language = frame.language;
        self.allow(node.members(), &fields::BATCHER, language, place);
        self.only_one(node, &["MaxItemsPerBatch", "MaxItemsPerBatchPath"], place);
        self.only_one(node, &["MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"], place);
        let max_items =
            self.numeric_setting(node, "MaxItemsPerBatch", "MaxItemsPerBatchPath", POSITIVE, language, place);
        let max_bytes = self.numeric_setting(
            node,
            "MaxInputBytesPerBatch",
            "MaxInputBytesPerBatchPath",
            Bounds::whole(1, 262_144),
            language,
            place,
        );
        let batch_input =
            node.get("BatchInput").map(|node| self.template(node, language, &place.member("BatchInput")));
        Some(ItemBatcher { max_items, max_bytes, batch_input })
    }

    fn result_writer(&mut self, frame: &Frame<'_>, place: &Place<'_>) -> Option<ResultWriter> {
        let node = frame.node.get("ResultWriter")?;
        let place = &place.member("ResultWriter");
        if !self.is_object(node, place) {
            return None;
        }
        self.allow(node.members(), &fields::WRITER, frame.language, place);
        let resource = self.s3_resource(node, &["s3:putObject"], place);
        let arguments = self.arguments(node, frame.language, place);
        let (mut transformation, mut output_type) = (None, None);
        if let Some(config) = node.get("WriterConfig") {
            let place = place.member("WriterConfig");
            if self.is_object(config, &place) {
                self.allow(config.members(), &fields::WRITER_CONFIG, frame.language, &place);
                let mut one_of = |name: &str, values: &[&str]| {
                    let value = config.get(name)?;
                    self.one_of(value, values, &place.member(name)).cloned()
                };
                transformation = one_of("Transformation", &["NONE", "COMPACT", "FLATTEN"]).map(|name| {
                    match name.as_str() {
                        "COMPACT" => Transformation::Compact,
                        "FLATTEN" => Transformation::Flatten,
                        _ => Transformation::None,
                    }
                });
                output_type = one_of("OutputType", &["JSON", "JSONL"]).map(|name| match name.as_str() {
                    "JSONL" => OutputType::Jsonl,
                    _ => OutputType::Json,
                });
            }
        }
        Some(ResultWriter { resource, arguments, transformation, output_type })
    }

    fn label(&mut self, frame: &Frame<'_>, place: &Place<'_>) -> Option<Text> {
        let node = frame.node.get("Label")?;
        let place = place.member("Label");
        let label = self.string(node, &place)?;
        let problem = if label.is_empty() {
            "cannot be empty"
        } else if label.chars().count() > 40 {
            "exceeds the 40-character limit allowed by the service"
        } else if label.chars().any(|character| !may_label(character)) {
            "contains invalid characters"
        } else {
            return Some(label.clone());
        };
        if !is_placeholder(label) {
            self.error(Code::InvalidLabelName, format!("The label '{label}' {problem}"), &place, node.range);
        }
        Some(label.clone())
    }
}

/// Whether a character may stand in a label, which becomes part of ARNs.
fn may_label(character: char) -> bool {
    !character.is_whitespace() && !character.is_control() && !"?*<>{}[]:;,\\|^~$#%&`\"".contains(character)
}
