//! Where the results of a distributed Map go, and in which form.

use json::{Object, Value};
use leptos::prelude::*;

use super::control::{Others, OwnProblems, Reading, known};
use super::either::{EitherControl, Fixed};
use super::form::Form;
use super::reader::place;
use super::select::{Select, WordsControl, words};
use crate::studio::Studio;

const PUT: &str = "arn:aws:states:::s3:putObject";

#[component]
pub fn WriterForm(form: Form) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let line = Fixed::Line(Reading::Code);
    let now = Signal::derive(move || match form.has("/ResultWriter/Resource") {
        true => form.text("/ResultWriter/Resource"),
        false => String::from("output"),
    });
    let choose = move |target: String| {
        let arguments = untrack(|| form.arguments()).trim_start_matches('/');
        if target != "output" {
            return form.change(studio, "/ResultWriter", |writer| {
                let config = writer.remove("WriterConfig");
                writer.insert("Resource", Value::from(target.as_str()));
                if !writer.contains_key(arguments) {
                    let place =
                        Object::from([("Bucket", Value::from("")), ("Prefix", Value::from("results"))]);
                    writer.insert(arguments, place.into());
                }
                if let Some(config) = config {
                    writer.insert("WriterConfig", config);
                }
            });
        }
        let has_config = form.get_untracked("/ResultWriter/WriterConfig").is_some();
        if !has_config {
            return form.set(studio, "/ResultWriter", None);
        }
        form.change(studio, "/ResultWriter", |writer| {
            writer.remove("Resource");
            writer.remove(arguments);
        });
    };
    let choices = words(&[("output", "The state's output"), (PUT, "Files in S3 (ResultWriter)")]);
    let transformations = words(&[
        ("", "not set"),
        ("NONE", "NONE: each with its execution's details"),
        ("COMPACT", "COMPACT: the outputs"),
        ("FLATTEN", "FLATTEN: the outputs, lists put together"),
    ]);
    let types = words(&[("", "not set: JSON"), ("JSON", "JSON: an array"), ("JSONL", "JSON Lines")]);
    view! {
        <h3 class="group-title">"Results"</h3>
        <div class="field">
            <Select label="Results go to" choices now on_choose=choose />
            <OwnProblems form path="/ResultWriter" />
            <OwnProblems form path="/ResultWriter/Resource" />
        </div>
        <div class="card">
            <Show when=move || now.get() != "output">
                {move || view! {
                    <EitherControl form base=place(form, "/ResultWriter") name="Bucket" suffix=".$" fixed=line label="Bucket" hint="" list="bucket-names" />
                    <EitherControl form base=place(form, "/ResultWriter") name="Prefix" suffix=".$" fixed=line label="Prefix" hint="What the names of the files begin with." />
                }}
            </Show>
            <WordsControl form path=String::from("/ResultWriter/WriterConfig/Transformation") label="Form of the results" hint="" choices=transformations />
            <WordsControl form path=String::from("/ResultWriter/WriterConfig/OutputType") label="Type of the files" hint="" choices=types />
            <OwnProblems form path="/ResultWriter/WriterConfig" />
            {move || view! {
                <Others form base=place(form, "/ResultWriter") known=known(&["Bucket*", "Prefix*"]) />
                <Others form base="/ResultWriter" known=known(&["Resource", &form.arguments()[1..], "WriterConfig"]) />
            }}
            <Others form base="/ResultWriter/WriterConfig" known=known(&["Transformation", "OutputType"]) />
        </div>
    }
}
