//! A task that calls an HTTP endpoint: address, method, connection, headers, query, body, and how the body is sent.

use json::Value;
use leptos::prelude::*;

use super::control::{Others, OwnProblems, Reading, known};
use super::either::{EitherControl, Fixed};
use super::form::Form;
use super::select::{Select, WordsControl, words};
use crate::studio::Studio;

#[component]
pub fn HttpForm(form: Form) -> impl IntoView {
    move || {
        let base = form.arguments();
        let line = Fixed::Line(Reading::Code);
        let methods = words(&[
            ("", "not set"),
            ("GET", "GET"),
            ("POST", "POST"),
            ("PUT", "PUT"),
            ("PATCH", "PATCH"),
            ("DELETE", "DELETE"),
            ("HEAD", "HEAD"),
            ("OPTIONS", "OPTIONS"),
        ]);
        // The older name of the same thing stays where it is used.
        let connection = Memo::new(move |_| match form.has(&format!("{base}/Authentication")) {
            true => "Authentication",
            false => "InvocationConfig",
        });
        view! {
            <h3 class="group-title">"HTTP endpoint"</h3>
            <EitherControl form base=base.to_string() name="ApiEndpoint" suffix=".$" fixed=line label="URL" hint="Of the API that is called: https://…" />
            {move || if form.has(&format!("{base}/Method.$")) {
                view! { <EitherControl form base=base.to_string() name="Method" suffix=".$" fixed=line label="Method" hint="" /> }.into_any()
            } else {
                view! { <WordsControl form path=format!("{base}/Method") label="Method" hint="" choices=methods /> }.into_any()
            }}
            {move || view! {
                <EitherControl form base=format!("{base}/{}", connection.get()) name="ConnectionArn" suffix=".$" fixed=line label="Connection" hint="The ARN of the EventBridge connection that signs in to the API." />
            }}
            <EitherControl form base=base.to_string() name="Headers" suffix=".$" fixed=Fixed::Json label="Headers" hint="{\"Accept\": \"application/json\"}" />
            <EitherControl form base=base.to_string() name="QueryParameters" suffix=".$" fixed=Fixed::Json label="Query parameters" hint="Added to the URL after the question mark." />
            <EitherControl form base=base.to_string() name="RequestBody" suffix=".$" fixed=Fixed::Json label="Request body" hint="JSON, unless it is sent as a form." />
            <BodyEncoding form base />
            <Others form base known=known(&NAMES) />
            <OwnProblems form path=base />
        }
    }
}

const NAMES: [&str; 8] = [
    "ApiEndpoint*",
    "Method*",
    "InvocationConfig",
    "Authentication",
    "Headers*",
    "QueryParameters*",
    "RequestBody*",
    "Transform",
];

/// As JSON, or as a form with one of four ways to write lists.
#[component]
fn BodyEncoding(form: Form, base: &'static str) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let encoding = format!("{base}/Transform/RequestBodyEncoding");
    let array = format!("{base}/Transform/RequestEncodingOptions/ArrayFormat");
    let now = Signal::derive(move || form.text(&encoding));
    let path = format!("{base}/Transform");
    let choose = move |chosen: String| match chosen.as_str() {
        "" => form.set(studio, &path, None),
        chosen => form.change(studio, &path, |transform| {
            transform.insert("RequestBodyEncoding", Value::from(chosen));
            if chosen == "NONE" {
                transform.remove("RequestEncodingOptions");
            }
        }),
    };
    let encodings =
        words(&[("", "as JSON"), ("NONE", "as JSON (NONE)"), ("URL_ENCODED", "as a form (URL_ENCODED)")]);
    let formats = words(&[
        ("", "not set: INDICES"),
        ("INDICES", "INDICES: array[0]=a&array[1]=b"),
        ("REPEAT", "REPEAT: array=a&array=b"),
        ("COMMAS", "COMMAS: array=a,b"),
        ("BRACKETS", "BRACKETS: array[]=a&array[]=b"),
    ]);
    let is_form = move || now.get() == "URL_ENCODED";
    view! {
        <Select label="The body is sent" choices=encodings now on_choose=choose />
        <Show when=is_form>
            <WordsControl form path=array.clone() label="Lists are written as" hint="" choices=formats />
        </Show>
    }
}
