//! Events as people read them: a line each.

use std::io::{IsTerminal, Write};

use engine::history::Writer;
use engine::{Event, Status, Time};
use json::{Object, Value};
use simulator::Simulation;

/// Prints the events that are new since the last time.
#[derive(Debug)]
pub struct Printer {
    printed: usize,
    with_details: bool,
    colours: Colours,
}

#[derive(Clone, Copy, Debug)]
struct Colours {
    are_on: bool,
}

#[derive(Clone, Copy, Debug)]
enum Colour {
    Dim,
    Good,
    Bad,
    Name,
}

impl Colours {
    /// Colours for people: on a terminal, unless NO_COLOR says no.
    fn new() -> Colours {
        Colours { are_on: std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none() }
    }

    fn paint(self, colour: Colour, text: &str) -> String {
        let code = match colour {
            Colour::Dim => "2",
            Colour::Good => "32",
            Colour::Bad => "31",
            Colour::Name => "1",
        };
        if self.are_on { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_string() }
    }
}

impl Printer {
    pub fn new(with_details: bool) -> Printer {
        Printer { printed: 0, with_details, colours: Colours::new() }
    }

    pub fn print(&mut self, simulation: &Simulation) {
        let root = simulation.root();
        let start = root.run.recipe().map_or(Time(0), |recipe| recipe.start);
        let mut writer = Writer::new(&root.machine);
        let mut out = std::io::stdout().lock();
        for event in &root.events[self.printed..] {
            if let Some((_, details)) = writer.details(event) {
                // A closed pipe is no reason to complain.
                let _ = writeln!(out, "{}", self.line(event, &details, start));
            } else if event.is_visible() {
                let _ = writeln!(out, "{}", self.line(event, &Object::new(), start));
            }
        }
        self.printed = root.events.len();
    }

    /// `   +2.000s   7  TaskFailed  Charge Card  …`
    fn line(&self, event: &Event, details: &Object, start: Time) -> String {
        let name = event.name();
        let colour = if ["Failed", "TimedOut", "Aborted"].iter().any(|end| name.ends_with(end)) {
            Some(Colour::Bad)
        } else if name.ends_with("Succeeded") {
            Some(Colour::Good)
        } else {
            None
        };
        let padded = format!("{name:<24}");
        let name = colour.map_or(padded.clone(), |colour| self.colours.paint(colour, &padded));
        let seconds = (event.time.0 - start.0) as f64 / 1000.0;
        let time = self.colours.paint(Colour::Dim, &format!("{:>12}", format!("+{seconds:.3}s")));
        let back = self.colours.paint(Colour::Dim, &format!("← {:<5}", event.previous.0));
        let line = format!("{time} {:>5} {back} {name} {}", event.id.0, self.said(details));
        line.trim_end().to_string()
    }

    fn said(&self, details: &Object) -> String {
        const QUIET: [&str; 6] = [
            "inputDetails",
            "outputDetails",
            "assignedVariablesDetails",
            "roleArn",
            "region",
            "resourceType",
        ];
        let mut parts = Vec::new();
        if let Some(name) = details.get("name").and_then(Value::as_str) {
            parts.push(self.colours.paint(Colour::Name, name));
        }
        for (key, value) in details {
            if key == "name" || (QUIET.contains(&key.as_str()) && !self.with_details) {
                continue;
            }
            let text = match value {
                Value::String(text) => text.to_string(),
                value => json::compact(value),
            };
            let text = if self.with_details {
                text
            } else {
                cut(&text.split_whitespace().collect::<Vec<_>>().join(" "))
            };
            parts.push(format!("{} {text}", self.colours.paint(Colour::Dim, key)));
        }
        parts.join("  ")
    }
}

/// How the execution ended, in a few lines.
pub fn outcome(simulation: &Simulation) {
    let colours = Colours::new();
    let root = simulation.root();
    let (word, colour, lines) = match &root.run.status {
        Status::Blank | Status::Running => ("RUNNING", Colour::Dim, Vec::new()),
        Status::Succeeded(output) => ("SUCCEEDED", Colour::Good, vec![json::pretty(output)]),
        Status::Failed(failure) | Status::TimedOut(failure) | Status::Aborted(failure) => {
            let word = match &root.run.status {
                Status::TimedOut(_) => "TIMED OUT",
                Status::Aborted(_) => "ABORTED",
                Status::Blank | Status::Running | Status::Succeeded(_) | Status::Failed(_) => "FAILED",
            };
            let line =
                |name: &str, text: &Option<json::Text>| text.as_ref().map(|text| format!("{name}: {text}"));
            (
                word,
                Colour::Bad,
                [line("error", &failure.error), line("cause", &failure.cause)]
                    .into_iter()
                    .flatten()
                    .collect(),
            )
        }
    };
    let mut out = std::io::stdout().lock();
    // A closed pipe is no reason to complain.
    let _ = writeln!(out, "{}", colours.paint(colour, word));
    for line in lines {
        let _ = writeln!(out, "{line}");
    }
    for run in simulation.map_runs() {
        let counts = &run.executions;
        let _ = writeln!(
            out,
            "Map Run {}: {} of {} child executions succeeded, {} failed, {} timed out, {} aborted",
            run.run.label, counts.succeeded, counts.total, counts.failed, counts.timed_out, counts.aborted
        );
    }
}

/// What was put into buckets: addresses and sizes.
pub fn written(objects: &Object) {
    let mut out = std::io::stdout().lock();
    for (address, text) in objects {
        let size = text.as_str().map_or(0, str::len);
        // A closed pipe is no reason to complain.
        let _ = writeln!(out, "Written: {address}, {size} bytes");
    }
}

fn cut(text: &str) -> String {
    const LONG: usize = 100;
    match text.char_indices().nth(LONG) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}
