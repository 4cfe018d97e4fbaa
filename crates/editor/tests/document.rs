//! The document: what is drawn, what is undone, what is joined.

use editor::{Change, Command, Document, Group, Selection};
use json::edit::TextEdit;
use json::{Format, Range, Text};

const ONE: &str = r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}"#;

fn document() -> Document {
    Document::new(ONE, Format::Json, asl::MachineType::Standard)
}

fn typed(document: &mut Document, at: usize, text: &str, millis: f64) {
    let change = Change {
        name: String::from("Typing"),
        edits: vec![TextEdit::insert(at, text)],
        group: Some(Group { subject: String::from("typing"), millis }),
        ..Change::default()
    };
    document.apply(change).expect("a place in the text");
}

#[test]
fn letters_typed_in_a_row_are_one_entry() {
    let mut document = document();
    let at = ONE.find("Pass").expect("there");
    typed(&mut document, at, "a", 0.0);
    typed(&mut document, at + 1, "b", 300.0);
    typed(&mut document, at + 2, "c", 900.0);
    // A pause, then another place.
    typed(&mut document, at + 3, "d", 3_000.0);
    typed(&mut document, 1, " ", 3_100.0);
    assert!(document.text().contains("abcdPass"));
    document.undo();
    document.undo();
    assert!(document.text().contains("abcPass"));
    document.undo();
    assert_eq!(document.text(), ONE);
    assert!(document.undo().is_none());
    document.redo();
    assert!(document.text().contains("abcPass"));
}

#[test]
fn a_new_change_forgets_what_could_be_done_again() {
    let mut document = document();
    typed(&mut document, 1, " ", 0.0);
    document.undo();
    assert_eq!(document.redo_name(), Some("Typing"));
    let command = Command::Rename { state: Text::from("A"), name: Text::from("B") };
    document.perform(&command, Selection::default(), 0.0).expect("possible");
    assert_eq!(document.redo_name(), None);
    assert_eq!(document.undo_name(), Some("Rename to “B”"));
}

#[test]
fn the_selection_comes_back() {
    let mut document = document();
    let before = Selection { states: vec![Text::from("A")], caret: None };
    let command = Command::Rename { state: Text::from("A"), name: Text::from("B") };
    let after = document.perform(&command, before.clone(), 0.0).expect("possible");
    assert_eq!(after.states, [Text::from("B")]);
    assert_eq!(document.undo(), Some(before));
    assert_eq!(document.redo(), Some(after));
}

#[test]
fn a_broken_text_shows_the_last_whole_one() {
    let mut document = document();
    let end = ONE.len();
    let change = Change { edits: vec![TextEdit::remove(Range::new(end - 2, end))], ..Change::default() };
    document.apply(change).expect("a place in the text");
    assert!(document.is_broken());
    assert_eq!(document.drawn().text, ONE);
    assert_eq!(document.drawn().machine().states.len(), 1);
    let refusal = document
        .perform(&Command::Remove { states: vec![Text::from("A")] }, Selection::default(), 0.0)
        .expect_err("a broken text is not changed");
    assert!(refusal.to_string().contains("mistake"));
    document.undo();
    assert!(!document.is_broken());
}

#[test]
fn the_format_is_undone_with_the_text() {
    let mut document = document();
    document
        .perform(&Command::Convert { format: Format::Yaml }, Selection::default(), 0.0)
        .expect("possible");
    assert_eq!(document.format(), Format::Yaml);
    assert_eq!(document.machine().states.len(), 1);
    document.undo();
    assert_eq!((document.format(), document.text()), (Format::Json, ONE));
    document.redo();
    assert_eq!(document.format(), Format::Yaml);
}

#[test]
fn yaml_in_the_place_of_json_is_read_as_yaml_and_the_other_way_round() {
    const YAML: &str = "# By hand\nStartAt: A\nStates:\n  A: {Type: Pass, End: true}\n";
    let mut document = document();
    let set = |document: &mut Document, text: &str, millis: f64| {
        let command = Command::SetText { text: text.to_string() };
        document.perform(&command, Selection::default(), millis).expect("any text may be set");
    };
    set(&mut document, YAML, 0.0);
    assert_eq!(document.format(), Format::Yaml);
    assert!(!document.is_broken());
    set(&mut document, "StartAt: A\nStates: {}\n", 5_000.0);
    assert_eq!(document.format(), Format::Yaml);
    set(&mut document, ONE, 10_000.0);
    assert_eq!(document.format(), Format::Json);
    document.undo();
    document.undo();
    assert_eq!((document.text(), document.format()), (YAML, Format::Yaml));
    document.undo();
    assert_eq!((document.text(), document.format()), (ONE, Format::Json));

    // Mistakes in JSON do not make it YAML.
    for broken in ["", "StartAt", &ONE[1..], &ONE[..20], "// only a note", &format!("x{ONE}"), "- A\n- B\n"] {
        set(&mut document, broken, 20_000.0);
        assert_eq!(document.format(), Format::Json, "{broken}");
    }
    // JSON is what YAML calls the flow style, and stays YAML where it was.
    let mut flow = Document::new(ONE, Format::Yaml, asl::MachineType::Standard);
    set(&mut flow, &ONE.replace("Pass", "Wait"), 0.0);
    assert_eq!(flow.format(), Format::Yaml);
}

#[test]
fn edits_that_do_not_fit_change_nothing() {
    let mut document = document();
    let change = Change { edits: vec![TextEdit::remove(Range::new(5, 500))], ..Change::default() };
    assert!(document.apply(change).is_err());
    assert_eq!(document.text(), ONE);
    assert_eq!(document.undo_name(), None);
}

/// What an undo entry holds grows with the edit, not with the text.
#[test]
fn an_entry_holds_no_more_than_the_edit() {
    let states: Vec<String> = (0..1_000)
        .map(|index| format!("\"S{index}\": {{\"Type\": \"Pass\", \"Next\": \"S{}\"}}", index + 1))
        .collect();
    let text = format!(
        "{{\"StartAt\": \"S0\", \"States\": {{{}, \"S1000\": {{\"Type\": \"Succeed\"}}}}}}",
        states.join(", ")
    );
    let document = Document::new(text, Format::Json, asl::MachineType::Standard);
    let command = Command::Rename { state: Text::from("S500"), name: Text::from("Middle") };
    let edits = editor::plan(&document, &command).expect("possible");
    assert_eq!(edits.len(), 2);
    assert!(edits.iter().map(|edit| edit.text.len() + edit.range.len()).sum::<usize>() < 40);
    let command = Command::Remove { states: vec![Text::from("S500")] };
    let edits = editor::plan(&document, &command).expect("possible");
    assert!(edits.iter().map(|edit| edit.text.len() + edit.range.len()).sum::<usize>() < 100, "{edits:?}");
}

#[test]
fn an_example_input_tells_which_paths_lead_nowhere_and_is_no_entry_of_the_history() {
    let text = r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "InputPath": "$.order", "End": true}}}"#;
    let mut document = Document::new(text, Format::Json, asl::MachineType::Standard);
    let dead = |document: &Document| {
        document.reading().diagnostics.iter().filter(|found| found.code == asl::Code::PathNeverExists).count()
    };
    assert_eq!(dead(&document), 0);
    document.set_example(json::parse(r#"{"amount": 1}"#).ok());
    assert_eq!(dead(&document), 1);
    document.set_machine_type(asl::MachineType::Express);
    assert_eq!(dead(&document), 1);
    document.set_example(json::parse(r#"{"order": 1}"#).ok());
    assert_eq!((dead(&document), document.undo_name()), (0, None));
}
