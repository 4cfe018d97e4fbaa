//! Reading takes time in proportion to the text, whatever is wrong with it.

use std::fmt::Write;
use std::time::{Duration, Instant};

use asl::{MachineType, read_text};
use json::tree::Format;

/// Definitions of about so many states, each hard in its own way.
fn definitions(count: usize) -> Vec<(&'static str, String)> {
    let states = |state: &dyn Fn(usize) -> String| {
        let mut text = String::from(r#"{"StartAt": "S0", "States": {"#);
        for index in 0..count {
            let _ = write!(text, r#""S{index}": {},"#, state(index));
        }
        text + r#""Z": {"Type": "Succeed"}}}"#
    };
    let lambda = r#""Type": "Task", "Resource": "arn:aws:states:::lambda:invoke""#;
    vec![
        (
            "a chain of functions without retries",
            states(&|index| {
                format!(
                    r#"{{{lambda}, "Parameters": {{"FunctionName": "f", "Payload": {{"a.$": "States.Format('{{}}', $.a)"}}}}, "ResultPath": "$.r{index}", "Next": "S{}"}}"#,
                    if index + 1 == count { 0 } else { index + 1 }
                )
            }),
        ),
        ("broken arrows", states(&|index| format!(r#"{{"Type": "Pass", "Next": "T{index}"}}"#))),
        ("unknown fields", states(&|_| r#"{"Type": "Pass", "Nxt": "Z", "End": true}"#.to_string())),
        (
            "variables everywhere",
            states(&|index| {
                format!(
                    r#"{{"Type": "Pass", "Assign": {{"v{index}": 1}}, "InputPath": "$v{}", "Next": "S{}"}}"#,
                    index + 1,
                    index + 1
                )
            }),
        ),
        (
            "a Choice to everywhere",
            states(&|index| {
                format!(
                    r#"{{"Type": "Choice", "Choices": [{{"Variable": "$.a", "IsNull": true, "Next": "S{}"}}], "Default": "S{}"}}"#,
                    (index * 7) % count,
                    (index + 1) % count
                )
            }),
        ),
        ("one long line of branches", {
            let mut text =
                String::from(r#"{"StartAt": "P", "States": {"P": {"Type": "Parallel", "Branches": ["#);
            for index in 0..count {
                let comma = if index == 0 { "" } else { "," };
                let _ = write!(
                    text,
                    r#"{comma}{{"StartAt": "B{index}", "States": {{"B{index}": {{"Type": "Pass", "Nxt": "", "End": true}}}}}}"#
                );
            }
            text + r#"], "End": true}}}"#
        }),
    ]
}

fn time(text: &str) -> Duration {
    let start = Instant::now();
    std::hint::black_box(read_text(text, Format::Json, MachineType::Standard));
    start.elapsed()
}

#[test]
fn four_times_the_states_take_about_four_times_as_long() {
    for ((what, small), (_, large)) in definitions(500).into_iter().zip(definitions(2_000)) {
        // The least of some: the machine may be busy.
        let least = |text: &str| (0..3).map(|_| time(text)).min().unwrap_or_default();
        let (short, long) = (least(&small), least(&large));
        println!("{what}: {short:?} for 500 states, {long:?} for 2,000");
        assert!(
            long < short * 12 + Duration::from_millis(50),
            "{what}: {short:?} for 500 states, {long:?} for 2,000"
        );
    }
}
