//! A Map: its mode, its items, and for a distributed one what is read, batched, written and tolerated.

use json::{Object, Value};
use leptos::prelude::*;

use super::control::{JsonControl, LineControl, Others, OwnProblems, Problems, Reading, known};
use super::either::{EitherControl, Fixed};
use super::form::Form;
use super::reader::ReaderForm;
use super::select::{Select, WordsControl, words};
use super::writer::WriterForm;
use crate::studio::Studio;

#[component]
pub fn MapForm(form: Form) -> impl IntoView {
    let number = Fixed::Line(Reading::Number);
    // The older name of the same thing stays where it is used.
    let is_legacy = Memo::new(move |_| form.has("/Iterator") && !form.has("/ItemProcessor"));
    let config = move || match is_legacy.get() {
        true => "/Iterator/ProcessorConfig",
        false => "/ItemProcessor/ProcessorConfig",
    };
    let is_distributed = Memo::new(move |_| form.text(&format!("{}/Mode", config())) == "DISTRIBUTED");
    // What is written stays in sight when the mode does not use it.
    let shows = move |field: &str| is_distributed.get() || form.has(field);
    view! {
        {move || view! { <ModeField form config=config() is_distributed /> }}
        <h3 class="group-title">"Items"</h3>
        <Show when=move || shows("/ItemReader")>
            <ReaderForm form />
        </Show>
        <Show when=move || !form.has("/ItemReader") || form.has("/Items") || form.has("/ItemsPath")>
            {move || if form.is_jsonata.get() {
                view! { <JsonControl form path=String::from("/Items") label="Items" hint="An array, or an expression that gives one; a distributed Map also takes an object." /> }.into_any()
            } else {
                view! { <LineControl form path=String::from("/ItemsPath") label="ItemsPath" hint="The path of the array in the input; without it the input itself." reading=Reading::Code /> }.into_any()
            }}
        </Show>
        <JsonControl
            form
            path=String::from("/ItemSelector")
            label="ItemSelector: what each item becomes"
            hint="The input of an iteration. The item stands in the context as Map.Item.Value, its number as Map.Item.Index."
        />
        <EitherControl
            form
            base=String::new()
            name="MaxConcurrency"
            suffix="Path"
            fixed=number
            label="Items at the same time"
            hint="0 is without a limit of your own; 1 is one after the other."
        />
        <Show when=move || shows("/ItemBatcher")>
            <BatcherForm form />
        </Show>
        <Show when=move || shows("/ResultWriter")>
            <WriterForm form />
        </Show>
        <Show when=move || is_distributed.get() || ["/ToleratedFailurePercentage", "/ToleratedFailureCount", "/ToleratedFailurePercentagePath", "/ToleratedFailureCountPath"].iter().any(|field| form.has(field))>
            <h3 class="group-title">"Tolerated failures"</h3>
            <EitherControl form base=String::new() name="ToleratedFailurePercentage" suffix="Path" fixed=number label="In percent of the items" hint="0 to 100. The Map Run fails when more items fail." />
            <EitherControl form base=String::new() name="ToleratedFailureCount" suffix="Path" fixed=number label="In number" hint="When both are given, the first that is exceeded counts." />
        </Show>
        <Show when=move || shows("/Label")>
            <LineControl form path=String::from("/Label") label="Label" hint="Part of the Map Run's ARN, up to 40 characters; without it, the service makes one up." reading=Reading::Code />
        </Show>
        {move || view! {
            <Others form base=config().trim_end_matches("/ProcessorConfig") known=known(&["StartAt", "States", "ProcessorConfig"]) />
            <Others form base=config() known=known(&["Mode", "ExecutionType"]) />
        }}
    }
}

/// Inline or distributed, and the type of the child executions.
#[component]
fn ModeField(form: Form, config: &'static str, is_distributed: Memo<bool>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let now = Signal::derive(move || match form.text(&format!("{config}/Mode")) {
        mode if mode.is_empty() => String::from("INLINE"),
        mode => mode,
    });
    let choose = move |mode: String| {
        form.change(studio, config, |config| {
            config.insert("Mode", Value::from(mode.as_str()));
            if mode == "DISTRIBUTED" && !config.contains_key("ExecutionType") {
                config.insert("ExecutionType", Value::from("STANDARD"));
            }
            if mode == "INLINE" {
                config.remove("ExecutionType");
            }
        });
    };
    let modes = words(&[
        ("INLINE", "Inline: in this execution"),
        ("DISTRIBUTED", "Distributed: in child executions"),
    ]);
    let types = words(&[("STANDARD", "Standard"), ("EXPRESS", "Express")]);
    view! {
        <div class="field">
            <Select label="Mode" choices=modes now on_choose=choose hint="Inline takes up to 40 items at once and one history; Distributed up to 10,000, each with a history of its own." />
            <Problems form path=StoredValue::new(format!("{config}/Mode")) />
            <OwnProblems form path=config />
            <OwnProblems form path="/ItemProcessor" />
        </div>
        <Show when=move || is_distributed.get()>
            <WordsControl form path=format!("{config}/ExecutionType") label="Child executions" hint="Express children are cheaper and end after five minutes." choices=types />
        </Show>
    }
}

/// Several items for one child execution.
#[component]
fn BatcherForm(form: Form) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let number = Fixed::Line(Reading::Number);
    let now = Signal::derive(move || String::from(if form.has("/ItemBatcher") { "many" } else { "one" }));
    let choose = move |way: String| match way.as_str() {
        "many" => {
            let batcher = Object::from([("MaxItemsPerBatch", Value::from(10))]);
            form.set(studio, "/ItemBatcher", Some(batcher.into()));
        }
        _ => form.set(studio, "/ItemBatcher", None),
    };
    let choices = words(&[("one", "One item"), ("many", "A batch of items (ItemBatcher)")]);
    view! {
        <h3 class="group-title">"Batches"</h3>
        <div class="field">
            <Select label="Each child execution gets" choices now on_choose=choose />
            <OwnProblems form path="/ItemBatcher" />
        </div>
        <Show when=move || now.get() == "many">
            <div class="card">
                <EitherControl form base=String::from("/ItemBatcher") name="MaxItemsPerBatch" suffix="Path" fixed=number label="Items in a batch, at most" hint="" />
                <EitherControl form base=String::from("/ItemBatcher") name="MaxInputBytesPerBatch" suffix="Path" fixed=number label="Bytes in a batch, at most" hint="Up to 262,144." />
                <JsonControl form path=String::from("/ItemBatcher/BatchInput") label="BatchInput" hint="Comes with every batch, beside Items." />
                <Others form base="/ItemBatcher" known=known(&["MaxItemsPerBatch*", "MaxInputBytesPerBatch*", "BatchInput"]) />
            </div>
        </Show>
    }
}
