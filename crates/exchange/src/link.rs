//! A workflow as a link: what stands behind the `#`, and what can be wrong with it.
//!
//! The fragment is base64url over one byte for the version and a zlib stream (deflate with a checksum) of a JSON object.
//! New members may join that object under the same version: a reader passes over what it does not know, and does without what is not there.
//! The version grows only when an old reader would understand something else than was meant.

use std::fmt;

use asl::MachineType;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use json::tree::Format;
use json::{Object, Value};
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_zlib_with_limit};

/// The version that is written, and the only one so far.
const VERSION: u8 = 1;

/// A link unpacks to at most so many bytes: a small fragment must not fill the memory.
pub const MOST_UNPACKED: usize = 2 * 1024 * 1024;

/// What a link holds: everything that a run of the workflow depends on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shared {
    pub name: String,
    pub machine_type: MachineType,
    /// The text, as its author wrote it.
    pub definition: String,
    pub format: Format,
    /// In the order in which they are shown.
    pub mocks: Vec<SharedMock>,
    /// The text of the input; need not be JSON.
    pub input: String,
    pub seed: u64,
    /// When the run starts, in milliseconds since 1970; the present when nothing is said.
    pub start_millis: Option<i64>,
    /// The text of a mock file (MockConfigFile.json), if there is one.
    pub mock_file: Option<String>,
    /// What the buckets hold before a run, as far as it is text that a link can carry.
    pub buckets: Vec<SharedBucket>,
}

/// The JavaScript that stands in for a function.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SharedMock {
    /// The name of the Lambda function, or `service:action`.
    pub key: String,
    pub source: String,
}

/// A bucket, which may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SharedBucket {
    pub name: String,
    pub objects: Vec<SharedObject>,
}

/// An object in a bucket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SharedObject {
    pub key: String,
    pub text: String,
}

/// Why a link cannot be made or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// There is nothing in it.
    Empty,
    /// A character that no link has, and its place counted from 1 in characters.
    Character(char, usize),
    /// Base64 that ends in the middle of a byte.
    Cut,
    Version(u8),
    /// The packed data stop before their end.
    Incomplete,
    /// The packed data were changed.
    Damaged,
    /// More than [`MOST_UNPACKED`] bytes.
    TooLarge,
    /// What was packed is no text or no JSON.
    NotJson(String),
    /// A part is missing.
    Missing(&'static str),
    /// A part is of another kind: its name, and what was expected.
    Wrong(&'static str, &'static str),
}

/// The fragment for a workflow, without `#`.
pub fn pack(shared: &Shared) -> Result<String, LinkError> {
    let text = json::compact(&write(shared));
    if text.len() > MOST_UNPACKED {
        return Err(LinkError::TooLarge);
    }
    let mut bytes = vec![VERSION];
    bytes.extend(compress_to_vec_zlib(text.as_bytes(), 9));
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// The workflow in a fragment; also whole addresses and fragments with `#` and `s=` in front are taken, and blanks that a mail program put in.
pub fn unpack(fragment: &str) -> Result<Shared, LinkError> {
    let bytes = decode(fragment)?;
    let (version, packed) = match bytes.split_first() {
        Some((version, packed)) => (*version, packed),
        None => return Err(LinkError::Empty),
    };
    if version != VERSION {
        return Err(LinkError::Version(version));
    }
    let unpacked =
        decompress_to_vec_zlib_with_limit(packed, MOST_UNPACKED).map_err(|error| match error.status {
            TINFLStatus::HasMoreOutput => LinkError::TooLarge,
            TINFLStatus::FailedCannotMakeProgress | TINFLStatus::NeedsMoreInput => LinkError::Incomplete,
            TINFLStatus::BadParam
            | TINFLStatus::Adler32Mismatch
            | TINFLStatus::Failed
            | TINFLStatus::Done => LinkError::Damaged,
            // The list of the library may grow.
            _ => LinkError::Damaged,
        })?;
    let text = String::from_utf8(unpacked).map_err(|error| LinkError::NotJson(error.to_string()))?;
    let value = json::parse(&text).map_err(|error| LinkError::NotJson(error.to_string()))?;
    read(&value)
}

fn decode(fragment: &str) -> Result<Vec<u8>, LinkError> {
    let fragment = fragment.trim();
    let fragment = fragment.rsplit_once('#').map_or(fragment, |(_, behind)| behind);
    let fragment = fragment.strip_prefix("s=").unwrap_or(fragment);
    let mut digits = String::with_capacity(fragment.len());
    for (index, character) in fragment.trim_end_matches('=').chars().enumerate() {
        match character {
            'A'..='Z' | 'a'..='z' | '0'..='9' | '-' | '_' => digits.push(character),
            // Some programs write plain base64.
            '+' => digits.push('-'),
            '/' => digits.push('_'),
            character if character.is_whitespace() => {}
            character => return Err(LinkError::Character(character, index + 1)),
        }
    }
    if digits.is_empty() {
        return Err(LinkError::Empty);
    }
    URL_SAFE_NO_PAD.decode(digits).map_err(|_| LinkError::Cut)
}

fn write(shared: &Shared) -> Value {
    let mut object = Object::new();
    object.insert("name", Value::from(shared.name.as_str()));
    object.insert("type", Value::from(machine_type(shared.machine_type)));
    object.insert("format", Value::from(format(shared.format)));
    object.insert("definition", Value::from(shared.definition.as_str()));
    let mocks: Object =
        shared.mocks.iter().map(|mock| (mock.key.as_str(), Value::from(mock.source.as_str()))).collect();
    object.insert("mocks", Value::from(mocks));
    object.insert("input", Value::from(shared.input.as_str()));
    // As text: JSON's integers are too small for some seeds.
    object.insert("seed", Value::from(shared.seed.to_string()));
    if let Some(start) = shared.start_millis {
        object.insert("start", Value::from(start));
    }
    if let Some(text) = &shared.mock_file {
        object.insert("mockFile", Value::from(text.as_str()));
    }
    if !shared.buckets.is_empty() {
        let objects = |bucket: &SharedBucket| -> Object {
            let objects = bucket.objects.iter();
            objects.map(|object| (object.key.as_str(), Value::from(object.text.as_str()))).collect()
        };
        let buckets: Object = shared
            .buckets
            .iter()
            .map(|bucket| (bucket.name.as_str(), Value::from(objects(bucket))))
            .collect();
        object.insert("buckets", Value::from(buckets));
    }
    Value::from(object)
}

fn bucket((name, objects): (&json::Text, &Value)) -> Result<SharedBucket, LinkError> {
    let objects = objects.as_object().ok_or(LinkError::Wrong("buckets", "an object of objects"))?;
    let object = |(key, text): (&json::Text, &Value)| match text.as_str() {
        Some(text) => Ok(SharedObject { key: key.to_string(), text: text.to_string() }),
        None => Err(LinkError::Wrong("buckets", "an object of objects of texts")),
    };
    let objects: Result<Vec<SharedObject>, LinkError> = objects.iter().map(object).collect();
    Ok(SharedBucket { name: name.to_string(), objects: objects? })
}

fn read(value: &Value) -> Result<Shared, LinkError> {
    let Value::Object(object) = value else {
        return Err(LinkError::Missing("definition"));
    };
    let text = |name: &'static str| match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.to_string())),
        Some(_) => Err(LinkError::Wrong(name, "a text")),
    };
    let definition = text("definition")?.ok_or(LinkError::Missing("definition"))?;
    let machine_type = match text("type")?.as_deref() {
        None | Some("STANDARD") => MachineType::Standard,
        Some("EXPRESS") => MachineType::Express,
        Some(_) => return Err(LinkError::Wrong("type", "STANDARD or EXPRESS")),
    };
    let format = match text("format")?.as_deref() {
        None | Some("json") => Format::Json,
        Some("yaml") => Format::Yaml,
        Some(_) => return Err(LinkError::Wrong("format", "json or yaml")),
    };
    let mocks = match object.get("mocks") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Object(mocks)) => mocks.iter().map(mock).collect::<Result<_, _>>()?,
        Some(_) => return Err(LinkError::Wrong("mocks", "an object")),
    };
    let seed = match text("seed")? {
        None => 0,
        Some(seed) => seed.parse().map_err(|_| LinkError::Wrong("seed", "a whole number"))?,
    };
    let start_millis = match object.get("start") {
        None | Some(Value::Null) => None,
        Some(start) => Some(start.as_i64().ok_or(LinkError::Wrong("start", "a whole number"))?),
    };
    let buckets = match object.get("buckets") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Object(buckets)) => buckets.iter().map(bucket).collect::<Result<_, _>>()?,
        Some(_) => return Err(LinkError::Wrong("buckets", "an object")),
    };
    Ok(Shared {
        name: text("name")?.unwrap_or_default(),
        machine_type,
        definition,
        format,
        mocks,
        input: text("input")?.unwrap_or_else(|| "{}".to_string()),
        seed,
        start_millis,
        mock_file: text("mockFile")?,
        buckets,
    })
}

fn mock((key, source): (&json::Text, &Value)) -> Result<SharedMock, LinkError> {
    match source {
        Value::String(source) => Ok(SharedMock { key: key.to_string(), source: source.to_string() }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            Err(LinkError::Wrong("mocks", "an object of texts"))
        }
    }
}

fn machine_type(machine_type: MachineType) -> &'static str {
    match machine_type {
        MachineType::Standard => "STANDARD",
        MachineType::Express => "EXPRESS",
    }
}

fn format(format: Format) -> &'static str {
    match format {
        Format::Json => "json",
        Format::Yaml => "yaml",
    }
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LinkError::Empty => f.write_str("The link holds no workflow: nothing stands behind the # sign."),
            LinkError::Character(character, place) => write!(
                f,
                "The link is damaged: its character {place} is {character:?}, which no link has. Copy the whole link again."
            ),
            LinkError::Cut => {
                f.write_str("The link is damaged: its end was cut off. Copy the whole link again.")
            }
            LinkError::Version(version) if *version > VERSION => write!(
                f,
                "The link was made by a newer Stepwise (link version {version}, this one reads {VERSION}). Reload the page to get the newest."
            ),
            LinkError::Version(version) => write!(
                f,
                "The link is damaged, or it is not one of Stepwise: it has the version {version}, which never was."
            ),
            LinkError::Incomplete => {
                f.write_str("The link is damaged: a part of it is missing. Copy the whole link again.")
            }
            LinkError::Damaged => f.write_str(
                "The link is damaged: some of its characters were changed. Copy the whole link again.",
            ),
            LinkError::TooLarge => write!(
                f,
                "The workflow with its mocks and input is too large for a link: more than {} MiB.",
                MOST_UNPACKED / 1024 / 1024
            ),
            LinkError::NotJson(reason) => {
                write!(f, "The link holds something else than a workflow of Stepwise ({reason}).")
            }
            LinkError::Missing(part) => {
                write!(f, "The link holds something else than a workflow of Stepwise: its {part} is missing.")
            }
            LinkError::Wrong(part, expected) => write!(
                f,
                "The link holds something else than a workflow of Stepwise: its {part} should be {expected}."
            ),
        }
    }
}

impl std::error::Error for LinkError {}
