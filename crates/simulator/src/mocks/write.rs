//! Answers into a mock file's text.

use json::{Number, Object, Text, Value};

use super::{Answer, MockFile, Numbered, Outcome, Response};

impl MockFile {
    /// The file as people read it; reading it gives the same again.
    pub fn to_text(&self) -> String {
        let mut text = json::pretty(&self.to_value());
        text.push('\n');
        text
    }

    pub fn to_value(&self) -> Value {
        let machines: Object = self
            .machines
            .iter()
            .map(|machine| {
                let cases: Object = machine
                    .cases
                    .iter()
                    .map(|case| {
                        let states: Object = case
                            .states
                            .iter()
                            .map(|(state, response)| (state.clone(), Value::from(response.clone())))
                            .collect();
                        (case.name.clone(), Value::from(states))
                    })
                    .collect();
                (machine.name.clone(), Value::from(Object::from([("TestCases", Value::from(cases))])))
            })
            .collect();
        let responses: Object =
            self.responses.iter().map(|response| (response.name.clone(), response_value(response))).collect();
        Object::from([("StateMachines", Value::from(machines)), ("MockedResponses", Value::from(responses))])
            .into()
    }
}

fn response_value(response: &Response) -> Value {
    let mut object = answers_object(&response.answers);
    if !response.by_iteration.is_empty() {
        let entries: Object = response
            .by_iteration
            .iter()
            .map(|(indexes, answers)| {
                let indexes: Vec<String> = indexes.iter().map(usize::to_string).collect();
                (Text::from(indexes.join(".")), Value::from(answers_object(answers)))
            })
            .collect();
        object.insert("ByIteration", entries.into());
    }
    if !response.by_input.is_empty() {
        let entries: Value = response
            .by_input
            .iter()
            .map(|(input, answers)| {
                Value::from(Object::from([
                    ("Input", input.clone()),
                    ("Answers", Value::from(answers_object(answers))),
                ]))
            })
            .collect();
        object.insert("ByInput", entries);
    }
    object.into()
}

fn answers_object(answers: &[Numbered]) -> Object {
    answers
        .iter()
        .map(|numbered| {
            let Numbered { first, last, answer } = numbered;
            let key = if first == last { first.to_string() } else { format!("{first}-{last}") };
            (Text::from(key), answer_value(answer))
        })
        .collect()
}

fn answer_value(answer: &Answer) -> Value {
    let mut object = Object::new();
    match &answer.outcome {
        Outcome::Return(value) => object.insert("Return", value.clone()),
        Outcome::Throw { error, cause } => {
            let parts = [("Error", error), ("Cause", cause)];
            let throw: Object =
                parts.into_iter().filter_map(|(key, text)| Some((key, Value::from(text.clone()?)))).collect();
            object.insert("Throw", throw.into())
        }
        Outcome::NoAnswer => object.insert("NoAnswer", Value::Bool(true)),
    };
    if answer.delay > 0 {
        object.insert("DelaySeconds", seconds(answer.delay));
    }
    if let Some(heartbeat) = answer.heartbeat {
        object.insert("HeartbeatSeconds", seconds(heartbeat));
    }
    if let Some(submitted) = &answer.submitted {
        object.insert("Submitted", submitted.clone());
    }
    if let Some(worker) = &answer.worker {
        object.insert("WorkerName", worker.clone().into());
    }
    object.into()
}

fn seconds(milliseconds: u64) -> Value {
    Value::Number(Number::from_javascript(milliseconds as f64 / 1000.0))
}
