//! Where the items of a distributed Map come from: its input, an object of S3, or a list of objects.

use json::{Object, Text, Value};
use leptos::prelude::*;

use super::control::{LineControl, Others, OwnProblems, Reading, known};
use super::either::{EitherControl, Fixed};
use super::form::Form;
use super::names::NamesControl;
use super::select::{Select, WordsControl, words};
use crate::studio::Studio;

const GET: &str = "arn:aws:states:::s3:getObject";
const LIST: &str = "arn:aws:states:::s3:listObjectsV2";

#[component]
pub fn ReaderForm(form: Form) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let now = Signal::derive(move || match form.has("/ItemReader") {
        true => form.text("/ItemReader/Resource"),
        false => String::from("input"),
    });
    let choose = move |resource: String| {
        if resource == "input" {
            return form.set(studio, "/ItemReader", None);
        }
        let arguments = untrack(|| form.arguments()).trim_start_matches('/');
        form.change(studio, "/ItemReader", |reader| {
            let is_new = reader.is_empty();
            reader.insert("Resource", Value::from(resource.as_str()));
            if is_new && resource == GET {
                reader.insert("ReaderConfig", Object::from([("InputType", Value::from("JSON"))]).into());
            }
            let (gone, come) = if resource == GET { ("Prefix", "Key") } else { ("Key", "Prefix") };
            let old = reader.get(arguments).and_then(Value::as_object).cloned();
            let old =
                old.unwrap_or_else(|| Object::from([("Bucket", Value::from("")), (gone, Value::from(""))]));
            let rename = |(key, value): (&Text, &Value)| match key.strip_prefix(gone) {
                Some(rest) if rest.is_empty() || rest == ".$" => {
                    (Text::from(format!("{come}{rest}")), value.clone())
                }
                Some(_) | None => (key.clone(), value.clone()),
            };
            reader.insert(arguments, old.iter().map(rename).collect::<Object>().into());
        });
    };
    let choices = words(&[
        ("input", "The state's input"),
        (GET, "An object in S3: its rows or members"),
        (LIST, "A list of objects in S3"),
    ]);
    view! {
        <div class="field">
            <Select label="Items come from" choices now on_choose=choose />
            <OwnProblems form path="/ItemReader" />
        </div>
        <Show when=move || form.has("/ItemReader")>
            <div class="card">
                {move || view! { <Location form base=place(form, "/ItemReader") is_list=Signal::derive(move || now.get() == LIST) /> }}
                <FormatFields form is_list=Signal::derive(move || now.get() == LIST) />
                {move || view! {
                    <Others form base=place(form, "/ItemReader") known=known(&PLACES) />
                    <Others form base="/ItemReader" known=known(&["Resource", &form.arguments()[1..], "ReaderConfig"]) />
                }}
                <Others form base="/ItemReader/ReaderConfig" known=known(&FORMATS) />
            </div>
        </Show>
    }
}

const PLACES: [&str; 5] = ["Bucket*", "Key*", "Prefix*", "VersionId*", "ExpectedBucketOwner*"];

const FORMATS: [&str; 9] = [
    "InputType",
    "CSVHeaderLocation",
    "CSVHeaders",
    "CSVDelimiter",
    "MaxItems*",
    "ItemsPointer*",
    "ManifestType",
    "Transformation",
    "ExpectedBucketOwner",
];

/// Where the arguments of a reader or writer stand.
pub fn place(form: Form, base: &str) -> String {
    format!("{base}{}", form.arguments())
}

/// The bucket, and the key or the prefix in it.
#[component]
fn Location(form: Form, base: String, is_list: Signal<bool>) -> impl IntoView {
    let line = Fixed::Line(Reading::Code);
    let base = StoredValue::new(base);
    let has = move |name: &str| {
        base.with_value(|base| form.has(&format!("{base}/{name}")) || form.has(&format!("{base}/{name}.$")))
    };
    let field = move |name: &'static str, label: &'static str, hint: &'static str| {
        view! { <EitherControl form base=base.get_value() name suffix=".$" fixed=line label hint /> }
    };
    view! {
        <EitherControl form base=base.get_value() name="Bucket" suffix=".$" fixed=line label="Bucket" hint="In a run here: one of the buckets under Mocks." list="bucket-names" />
        <Show when=move || !is_list.get() || has("Key")>
            {field("Key", "Key", "The name of the object in the bucket.")}
        </Show>
        <Show when=move || is_list.get() || has("Prefix")>
            {field("Prefix", "Prefix", "Only objects whose names begin so; nothing for all.")}
        </Show>
        <Show when=move || has("VersionId")>
            {field("VersionId", "Version of the object", "")}
        </Show>
        <Show when=move || has("ExpectedBucketOwner")>
            {field("ExpectedBucketOwner", "Account that the bucket belongs to", "")}
        </Show>
    }
}

/// How the object is written, and how much of it is taken.
#[component]
fn FormatFields(form: Form, is_list: Signal<bool>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    const CONFIG: &str = "/ItemReader/ReaderConfig";
    let at = |name: &str| format!("{CONFIG}/{name}");
    let input = Memo::new(move |_| form.text("/ItemReader/ReaderConfig/InputType"));
    let choose_input = move |kind: String| {
        form.change(studio, CONFIG, |config| {
            match kind.as_str() {
                "" => config.remove("InputType"),
                kind => config.insert("InputType", Value::from(kind)),
            };
            match kind.as_str() {
                "CSV" if !config.contains_key("CSVHeaderLocation") => {
                    config.insert("CSVHeaderLocation", Value::from("FIRST_ROW"));
                }
                "JSON" | "JSONL" | "PARQUET" => {
                    for name in ["CSVHeaderLocation", "CSVHeaders", "CSVDelimiter", "ManifestType"] {
                        config.remove(name);
                    }
                }
                _ => {}
            }
        });
    };
    let headers = Signal::derive(move || form.text("/ItemReader/ReaderConfig/CSVHeaderLocation"));
    let choose_headers = move |place: String| {
        form.change(studio, CONFIG, |config| {
            match place.as_str() {
                "" => config.remove("CSVHeaderLocation"),
                place => config.insert("CSVHeaderLocation", Value::from(place)),
            };
            if place == "GIVEN" && !config.contains_key("CSVHeaders") {
                config.insert("CSVHeaders", Value::from_iter([Value::from("id")]));
            }
            if place != "GIVEN" {
                config.remove("CSVHeaders");
            }
        });
    };
    let has = move |name: &str| form.has(&format!("{CONFIG}/{name}"));
    let has_csv = move || {
        matches!(input.read().as_str(), "CSV" | "MANIFEST")
            || has("CSVHeaderLocation")
            || has("CSVDelimiter")
            || has("CSVHeaders")
    };
    let flattens = move || form.text("/ItemReader/ReaderConfig/Transformation") == "LOAD_AND_FLATTEN";
    let kinds = words(&[
        ("", "not set"),
        ("CSV", "CSV: an item for each row"),
        ("JSON", "JSON: an array, or a part of it"),
        ("JSONL", "JSON Lines: an item for each line"),
        ("PARQUET", "Parquet"),
        ("MANIFEST", "Manifest: a list of files"),
    ]);
    let transformations = words(&[
        ("", "not set: the list itself"),
        ("NONE", "NONE: the list itself"),
        ("LOAD_AND_FLATTEN", "LOAD_AND_FLATTEN: the items of all objects"),
    ]);
    let manifests =
        words(&[("", "not set"), ("S3_INVENTORY", "S3 inventory"), ("ATHENA_DATA", "Athena UNLOAD")]);
    let places = words(&[("", "not set"), ("FIRST_ROW", "in the first row"), ("GIVEN", "given here")]);
    let delimiters = words(&[
        ("", "not set: comma"),
        ("COMMA", "comma"),
        ("PIPE", "pipe |"),
        ("SEMICOLON", "semicolon"),
        ("SPACE", "space"),
        ("TAB", "tab"),
    ]);
    view! {
        <Show when=move || is_list.get() || has("Transformation")>
            <WordsControl form path=at("Transformation") label="Of the list" hint="LOAD_AND_FLATTEN reads every object of the list and takes their items together." choices=transformations />
        </Show>
        <Show when=move || !is_list.get() || flattens() || has("InputType")>
            <div class="field">
                <Select label="Input type" choices=kinds now=Signal::derive(move || input.get()) on_choose=choose_input />
                <OwnProblems form path="/ItemReader/ReaderConfig" />
                <OwnProblems form path="/ItemReader/ReaderConfig/InputType" />
            </div>
        </Show>
        <Show when=move || input.get() == "MANIFEST" || has("ManifestType")>
            <WordsControl form path=at("ManifestType") label="Manifest type" hint="" choices=manifests />
        </Show>
        <Show when=has_csv>
            <WordsControl form path=at("CSVDelimiter") label="CSV delimiter" hint="" choices=delimiters />
            <div class="field">
                <Select label="CSV headers are" choices=places now=headers on_choose=choose_headers />
                <OwnProblems form path="/ItemReader/ReaderConfig/CSVHeaderLocation" />
            </div>
        </Show>
        <Show when=move || has("CSVHeaders")>
            <NamesControl form path=at("CSVHeaders") label="Names of the columns" hint="Separated by commas." />
        </Show>
        <Show when=move || input.get() == "JSON" || has("ItemsPointer")>
            <LineControl form path=at("ItemsPointer") label="ItemsPointer" hint="Where in the JSON the items stand, as a JSON Pointer such as /data/items; nothing for the whole." reading=Reading::Code />
        </Show>
        <EitherControl form base=String::from(CONFIG) name="MaxItems" suffix="Path" fixed=Fixed::Line(Reading::Number) label="Items at most" hint="Nothing for all; up to 100,000,000." />
    }
}
