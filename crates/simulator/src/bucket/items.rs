//! What an ItemReader reads: objects of a bucket into the items of a distributed Map.

use csv::ReaderBuilder;
use json::{Object, Text, Value};

use super::{Body, Bucket, Buckets};

/// Where the items are and how they are written.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    pub source: Source,
    pub format: Format,
    /// At most so many; none for all. The service takes 0 as all, too.
    pub max_items: Option<f64>,
    /// A JSON pointer to the items inside a JSON file.
    pub pointer: Option<String>,
    /// Whether the objects found by listing or by a manifest are read, and their items taken together.
    pub flatten: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// `s3:getObject`.
    Object { bucket: String, key: String },
    /// `s3:listObjectsV2`: one item for each object.
    Listing { bucket: String, prefix: String },
}

#[derive(Clone, Debug, PartialEq)]
pub enum Format {
    /// Nothing is read, only listed.
    None,
    Json,
    Jsonl,
    Csv {
        delimiter: Delimiter,
        headers: Headers,
    },
    /// An S3 inventory's manifest.json.
    Inventory,
    /// A list of result files, as Athena's UNLOAD writes it, whose files have the inner format.
    Athena(Box<Format>),
    Parquet,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delimiter(pub char);

impl Delimiter {
    pub const COMMA: Delimiter = Delimiter(',');

    /// By the name that `CSVDelimiter` has for it.
    pub fn named(name: &str) -> Option<Delimiter> {
        match name {
            "COMMA" => Some(Delimiter(',')),
            "PIPE" => Some(Delimiter('|')),
            "SEMICOLON" => Some(Delimiter(';')),
            "SPACE" => Some(Delimiter(' ')),
            "TAB" => Some(Delimiter('\t')),
            _ => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Headers {
    FirstRow,
    Given(Vec<Text>),
}

/// One item of a data set.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// When the items are the members of an object.
    pub key: Option<Text>,
    pub value: Value,
    /// The object that it was read from; of a listing, the bucket.
    pub source: Text,
}

/// An item without its source.
type Found = (Option<Text>, Value);

/// Why a Map Run ended before its first item: `States.ItemReaderFailed` and its cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub cause: String,
}

impl Failure {
    fn new(cause: impl Into<String>) -> Failure {
        Failure { cause: cause.into() }
    }
}

/// The items of a data set. `modified` is what listings give as LastModified, in seconds since 1970.
pub fn read_items(buckets: &Buckets, dataset: &Dataset, modified: f64) -> Result<Vec<Entry>, Failure> {
    let limit = match dataset.max_items {
        // Recorded: 0 means no limit, less is an error.
        Some(count) if count < 0.0 => return Err(Failure::new("field MaxItems must be positive")),
        Some(count) if count > 0.0 => count as usize,
        _ => usize::MAX,
    };
    let pointer = dataset.pointer.as_deref();
    let mut items = match &dataset.source {
        Source::Object { bucket, key } => match &dataset.format {
            Format::Inventory => inventory(buckets, bucket, key, limit)?,
            Format::Athena(inner) => athena(buckets, bucket, key, inner, limit)?,
            format => {
                let found = body_items(object(buckets, bucket, key)?, key, format, pointer, limit)?;
                entries(address(bucket, key), found).collect()
            }
        },
        Source::Listing { bucket, prefix } => {
            let objects = find(buckets, bucket)?;
            let listed = objects.objects.iter().filter(|(key, _)| key.starts_with(prefix.as_str()));
            if dataset.flatten && dataset.format != Format::None {
                let mut items = Vec::new();
                for (key, body) in listed {
                    let left = limit - items.len();
                    if left == 0 {
                        break;
                    }
                    let found = body_items(body, key, &dataset.format, pointer, left)?;
                    items.extend(entries(address(bucket, key), found).take(left));
                }
                items
            } else {
                let listed = listed.take(limit).map(|(key, body)| (None, listing(key, body, modified)));
                entries(Text::from(format!("S3://{bucket}")), listed).collect()
            }
        }
    };
    items.truncate(limit);
    Ok(items)
}

/// An object as the context object names it.
fn address(bucket: &str, key: &str) -> Text {
    Text::from(format!("S3://{bucket}/{key}"))
}

fn entries(source: Text, found: impl IntoIterator<Item = Found>) -> impl Iterator<Item = Entry> {
    found.into_iter().map(move |(key, value)| Entry { key, value, source: source.clone() })
}

/// One object as ListObjectsV2 describes it.
fn listing(key: &str, body: &Body, modified: f64) -> Value {
    Object::from([
        ("Etag", Value::from(format!("\"{}\"", super::md5(body)))),
        ("Key", Value::from(key)),
        ("LastModified", Value::from(modified)),
        ("Size", Value::from(body.len())),
        ("StorageClass", Value::from("STANDARD")),
    ])
    .into()
}

fn find<'a>(buckets: &'a Buckets, bucket: &str) -> Result<&'a Bucket, Failure> {
    buckets
        .buckets
        .get(bucket)
        .ok_or_else(|| Failure::new(format!("The specified bucket does not exist: {bucket}")))
}

fn object<'a>(buckets: &'a Buckets, bucket: &str, key: &str) -> Result<&'a Body, Failure> {
    let objects = &find(buckets, bucket)?.objects;
    objects
        .get(key)
        .ok_or_else(|| Failure::new(format!("The specified key does not exist: s3://{bucket}/{key}")))
}

fn text<'a>(body: &'a [u8], key: &str) -> Result<&'a str, Failure> {
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    std::str::from_utf8(body).map_err(|_| Failure::new(format!("The object {key} is not text in UTF-8.")))
}

/// The items of one file.
fn body_items(
    body: &[u8],
    key: &str,
    format: &Format,
    pointer: Option<&str>,
    limit: usize,
) -> Result<Vec<Found>, Failure> {
    match format {
        Format::Json | Format::None => json_items(text(body, key)?, key, pointer),
        Format::Jsonl => {
            let lines = text(body, key)?.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
            let parse = |(number, line)| {
                json::parse(line).map(|value| (None, value)).map_err(|error| {
                    Failure::new(format!("Line {} of {key} is not JSON: {}.", number + 1, error.message))
                })
            };
            lines.take(limit).map(parse).collect()
        }
        Format::Csv { delimiter, headers } => csv_items(body, *delimiter, headers, limit),
        Format::Inventory | Format::Athena(_) => Err(Failure::new("A manifest cannot be inside another.")),
        Format::Parquet => Err(Failure::new(format!(
            "The object {key} is in Parquet, which the simulator cannot read: use CSV, JSON or JSONL."
        ))),
    }
}

fn json_items(text: &str, key: &str, pointer: Option<&str>) -> Result<Vec<Found>, Failure> {
    let value =
        json::parse(text).map_err(|error| Failure::new(format!("The object {key} is not JSON: {error}.")))?;
    let found = match pointer {
        None | Some("") => Some(value),
        Some(pointer) => point(&value, pointer),
    };
    match found {
        Some(Value::Array(items)) => Ok(items.iter().map(|item| (None, item.clone())).collect()),
        // With a pointer an object is a set of items, too: one for each member.
        Some(Value::Object(members)) if pointer.is_some() => {
            Ok(members.iter().map(|(key, value)| (Some(key.clone()), value.clone())).collect())
        }
        // Recorded.
        Some(_) => Err(Failure::new("Attempting to map over non-iterable node.")),
        // Seen.
        None => Err(Failure::new(
            "The provided ReaderConfig.ItemsPointer does not match any valid path in the JSON structure.",
        )),
    }
}

/// What a JSON pointer (RFC 6901) finds.
fn point(value: &Value, pointer: &str) -> Option<Value> {
    let mut found = value;
    for step in pointer.strip_prefix('/')?.split('/') {
        let step = step.replace("~1", "/").replace("~0", "~");
        found = match found {
            Value::Array(items) => items.get(step.parse().ok()?)?,
            found => found.get(&step)?,
        };
    }
    Some(found.clone())
}

/// Rows as objects: missing fields are empty texts, those beyond the headers are left out (recorded).
fn csv_items(
    body: &[u8],
    delimiter: Delimiter,
    headers: &Headers,
    limit: usize,
) -> Result<Vec<Found>, Failure> {
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter.0 as u8).from_reader(body);
    let mut rows = reader.records();
    let headers: Vec<Text> = match headers {
        Headers::Given(names) => names.clone(),
        Headers::FirstRow => match rows.next() {
            None => return Ok(Vec::new()),
            Some(row) => row.map_err(unreadable)?.iter().map(Text::from).collect(),
        },
    };
    for (index, name) in headers.iter().enumerate() {
        if headers[..index].contains(name) {
            return Err(Failure::new("CSV headers cannot contain duplicates."));
        }
    }
    let item = |row: Result<csv::StringRecord, csv::Error>| {
        let row = row.map_err(unreadable)?;
        let members = headers
            .iter()
            .enumerate()
            .map(|(at, name)| (name.clone(), Value::from(row.get(at).unwrap_or(""))));
        Ok((None, members.collect::<Object>().into()))
    };
    rows.take(limit).map(item).collect()
}

fn unreadable(error: csv::Error) -> Failure {
    Failure::new(format!("The CSV cannot be read: {error}."))
}

/// The rows of the files that an inventory's manifest lists.
fn inventory(buckets: &Buckets, bucket: &str, key: &str, limit: usize) -> Result<Vec<Entry>, Failure> {
    let manifest = json::parse(text(object(buckets, bucket, key)?, key)?)
        .map_err(|error| Failure::new(format!("The manifest {key} is not JSON: {error}.")))?;
    let member = |name: &str| manifest.get(name).and_then(Value::as_str);
    if member("fileFormat").is_some_and(|format| format != "CSV") {
        return Err(Failure::new("An inventory must be in CSV.".to_string()));
    }
    let schema =
        member("fileSchema").ok_or_else(|| Failure::new(format!("The manifest {key} has no fileSchema.")))?;
    let headers = Headers::Given(schema.split(',').map(|name| Text::from(name.trim())).collect());
    // The files stand where the inventory was delivered.
    let place = member("destinationBucket").and_then(|arn| arn.rsplit(':').next()).unwrap_or(bucket);
    let mut items = Vec::new();
    for file in manifest.get("files").and_then(Value::as_array).into_iter().flatten() {
        let left = limit - items.len();
        if left == 0 {
            break;
        }
        let Some(key) = file.get("key").and_then(Value::as_str) else { continue };
        let body = object(buckets, place, key).or_else(|_| object(buckets, bucket, key))?;
        let rows = csv_items(&unpacked(body, key)?, Delimiter::COMMA, &headers, left)?;
        items.extend(entries(address(place, key), rows));
    }
    Ok(items)
}

/// The items of the files that a manifest of Athena lists, one `s3://bucket/key` a line.
fn athena(
    buckets: &Buckets,
    bucket: &str,
    key: &str,
    inner: &Format,
    limit: usize,
) -> Result<Vec<Entry>, Failure> {
    let mut items = Vec::new();
    for line in
        text(object(buckets, bucket, key)?, key)?.lines().map(str::trim).filter(|line| !line.is_empty())
    {
        let left = limit - items.len();
        if left == 0 {
            break;
        }
        let place = line.strip_prefix("s3://").and_then(|rest| rest.split_once('/'));
        let (bucket, key) = place
            .ok_or_else(|| Failure::new(format!("'{line}' in the manifest {key} is no s3:// address.")))?;
        let body = unpacked(object(buckets, bucket, key)?, key)?;
        items.extend(entries(address(bucket, key), body_items(&body, key, inner, None, left)?).take(left));
    }
    Ok(items)
}

/// The body, unpacked when it is gzip.
fn unpacked(body: &Body, key: &str) -> Result<Body, Failure> {
    use std::io::Read;
    if !body.starts_with(&[0x1f, 0x8b]) {
        return Ok(body.clone());
    }
    let mut plain = Vec::new();
    match flate2::read::GzDecoder::new(body.as_ref()).read_to_end(&mut plain) {
        Ok(_) => Ok(plain.into()),
        Err(error) => Err(Failure::new(format!("The object {key} cannot be unpacked: {error}."))),
    }
}
