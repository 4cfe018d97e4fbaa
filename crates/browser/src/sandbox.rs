//! The handlers of the user: JavaScript in workers that can reach neither the page nor the network.
//!
//! A handler is `export async function handler(event, context)`, as in Lambda.
//! It runs in virtual time: the clock stands still while it works, timers ring at once and move the clock,
//! and `context.took(seconds)` says how long the call takes.
//! Clock, time zone and chance come from the caller, so the same call gives the same outcome.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;

/// The longest a Lambda function may run, in seconds.
const LONGEST_CALL: f64 = 900.0;
/// Real milliseconds after which a handler that does not give way is taken for an endless loop.
const PATIENCE: f64 = 2_000.0;

/// One call of a handler.
#[derive(Clone, Debug)]
pub struct Invocation<'a> {
    /// The name of the function; calls of one name share a worker, and with it the values of the module.
    pub function: &'a str,
    /// The text of the module.
    pub source: &'a str,
    /// The event as JSON.
    pub event: &'a str,
    /// `context.invokedFunctionArn`.
    pub arn: &'a str,
    /// `context.awsRequestId`.
    pub request_id: &'a str,
    /// Where chance begins in this call.
    pub seed: u64,
    /// The virtual time at the beginning of the call, in milliseconds since 1970.
    pub now_millis: f64,
    /// After how many seconds of virtual time the function is stopped; `None` for what is not Lambda.
    pub timeout_seconds: Option<f64>,
}

/// What came of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    pub answer: Answer,
    /// How long the call took, in virtual milliseconds.
    pub took_millis: f64,
    /// What the handler wrote to the console.
    pub logs: Vec<LogLine>,
}

/// What a handler answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The handler's result, as JSON.
    Success { payload: String },
    /// What was thrown, or what Lambda says where it cannot call the handler; the cause is JSON.
    Failure { error: String, cause: String, place: Option<Place> },
    /// There is no answer, since the run was ended or the browser has no sandbox.
    Ended { reason: String },
}

/// Where the text of a handler is broken, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub line: u32,
    pub column: u32,
}

/// A line that a handler wrote: `level` is the console's word for it, such as `log` or `error`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    pub level: String,
    pub text: String,
}

/// The workers of one run. Dropping it ends them.
#[derive(Debug)]
pub struct Sandbox {
    workers: JsSandbox,
}

impl<'a> Invocation<'a> {
    /// A call of a Lambda function with the longest time there is, at the beginning of 1970.
    pub fn new(function: &'a str, source: &'a str, event: &'a str) -> Invocation<'a> {
        Invocation {
            function,
            source,
            event,
            arn: "",
            request_id: "00000000-0000-4000-8000-000000000000",
            seed: 0,
            now_millis: 0.0,
            timeout_seconds: Some(LONGEST_CALL),
        }
    }
}

impl Sandbox {
    /// No workers yet: each is made at the first call of its function.
    pub fn new() -> Sandbox {
        Sandbox { workers: JsSandbox::new() }
    }

    /// Calls a handler, and always comes back: what loops without end is ended and answered for.
    pub fn invoke(&self, invocation: &Invocation) -> impl Future<Output = Outcome> + use<> {
        let options = JsOptions::new();
        options.set_function(invocation.function);
        options.set_arn(invocation.arn);
        options.set_id(invocation.request_id);
        options.set_seed(&invocation.seed.to_string());
        options.set_now(invocation.now_millis);
        options.set_timeout(invocation.timeout_seconds.map(|seconds| seconds * 1_000.0));
        options.set_patience(PATIENCE);
        let promise = self.workers.invoke(invocation.function, invocation.source, invocation.event, &options);
        let request_id = invocation.request_id.to_owned();
        let timeout_seconds = invocation.timeout_seconds;
        async move {
            match wasm_bindgen_futures::JsFuture::from(promise).await {
                Ok(answer) => outcome(answer.unchecked_ref(), &request_id, timeout_seconds),
                Err(thrown) => ended(crate::sentence(&thrown)),
            }
        }
    }

    /// Ends all workers; calls under way are answered as ended.
    pub fn end(&self) {
        self.workers.end();
    }
}

impl Default for Sandbox {
    fn default() -> Sandbox {
        Sandbox::new()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.end();
    }
}

fn outcome(answer: &JsAnswer, request_id: &str, timeout_seconds: Option<f64>) -> Outcome {
    if let Some(reason) = answer.ended() {
        return ended(reason);
    }
    let lines = answer.lines().unwrap_or_default();
    let logs = lines
        .iter()
        .map(|line| line.unchecked_into::<JsLine>())
        .map(|line| LogLine { level: line.level(), text: line.text() })
        .collect();
    if answer.is_timeout().unwrap_or(false) {
        let seconds = timeout_seconds.unwrap_or(LONGEST_CALL);
        let cause = format!(
            r#"{{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: {request_id} Error: Task timed out after {seconds:.2} seconds"}}"#
        );
        let answer = Answer::Failure { error: "Sandbox.Timedout".into(), cause, place: None };
        return Outcome { answer, took_millis: seconds * 1_000.0, logs };
    }
    let took_millis = answer.elapsed().unwrap_or(0.0);
    let place = answer
        .place()
        .map(|place| Place { line: place.line() as u32, column: place.column() as u32 })
        .filter(|place| place.line > 0);
    let answer = match (answer.payload(), answer.error(), answer.cause()) {
        (Some(payload), _, _) => Answer::Success { payload },
        (None, Some(error), Some(cause)) => Answer::Failure { error, cause, place },
        (None, _, _) => Answer::Ended { reason: "the worker gave no answer".into() },
    };
    Outcome { answer, took_millis, logs }
}

fn ended(reason: String) -> Outcome {
    Outcome { answer: Answer::Ended { reason }, took_millis: 0.0, logs: Vec::new() }
}

#[wasm_bindgen(module = "/js/edge/sandbox.js")]
extern "C" {
    #[wasm_bindgen(js_name = Sandbox)]
    #[derive(Debug)]
    type JsSandbox;
    #[wasm_bindgen(constructor, js_class = "Sandbox")]
    fn new() -> JsSandbox;
    #[wasm_bindgen(method)]
    fn invoke(this: &JsSandbox, key: &str, source: &str, event: &str, options: &JsOptions)
    -> js_sys::Promise;
    #[wasm_bindgen(method)]
    fn end(this: &JsSandbox);
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = Object)]
    type JsOptions;
    #[wasm_bindgen(constructor, js_class = "Object")]
    fn new() -> JsOptions;
    #[wasm_bindgen(method, setter)]
    fn set_function(this: &JsOptions, name: &str);
    #[wasm_bindgen(method, setter)]
    fn set_arn(this: &JsOptions, arn: &str);
    #[wasm_bindgen(method, setter)]
    fn set_id(this: &JsOptions, id: &str);
    #[wasm_bindgen(method, setter)]
    fn set_seed(this: &JsOptions, seed: &str);
    #[wasm_bindgen(method, setter)]
    fn set_now(this: &JsOptions, millis: f64);
    #[wasm_bindgen(method, setter)]
    fn set_timeout(this: &JsOptions, millis: Option<f64>);
    #[wasm_bindgen(method, setter)]
    fn set_patience(this: &JsOptions, millis: f64);

    type JsAnswer;
    #[wasm_bindgen(method, getter)]
    fn ended(this: &JsAnswer) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn payload(this: &JsAnswer) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn error(this: &JsAnswer) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn cause(this: &JsAnswer) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn elapsed(this: &JsAnswer) -> Option<f64>;
    #[wasm_bindgen(method, getter, js_name = isTimeout)]
    fn is_timeout(this: &JsAnswer) -> Option<bool>;
    #[wasm_bindgen(method, getter)]
    fn lines(this: &JsAnswer) -> Option<js_sys::Array>;
    #[wasm_bindgen(method, getter)]
    fn place(this: &JsAnswer) -> Option<JsPlace>;

    type JsPlace;
    #[wasm_bindgen(method, getter)]
    fn line(this: &JsPlace) -> f64;
    #[wasm_bindgen(method, getter)]
    fn column(this: &JsPlace) -> f64;

    type JsLine;
    #[wasm_bindgen(method, getter)]
    fn level(this: &JsLine) -> String;
    #[wasm_bindgen(method, getter)]
    fn text(this: &JsLine) -> String;
}
