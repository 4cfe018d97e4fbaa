//! Reading any text into a tree.

use json::tree::{Format, NodeKind, Range, Tree, parse_tree};

/// Reads JSON and gives the compact value and the problems, each as `start..end Kind`.
fn check(text: &str, value: &str, problems: &[&str]) {
    let tree = parse_tree(text, Format::Json);
    let got = tree.root.as_ref().map_or(String::new(), |root| root.to_value().to_string());
    assert_eq!(got, value, "the value of {text}");
    let got: Vec<String> = tree
        .problems
        .iter()
        .map(|problem| {
            let kind = format!("{:?}", problem.kind);
            let name = kind.split([' ', '(', '{']).next().unwrap_or("").to_string();
            format!("{}..{} {name}", problem.range.start, problem.range.end)
        })
        .collect();
    assert_eq!(got, problems, "the problems of {text}");
    sound(text, &tree);
}

/// Every range lies in the text, children lie in their parents and stand in order.
fn sound(text: &str, tree: &Tree) {
    for problem in &tree.problems {
        assert!(text.get(problem.range.start..problem.range.end).is_some(), "{problem:?} in {text}");
        assert!(!problem.message().is_empty());
    }
    let mut stack: Vec<(Range, &json::Node)> = Vec::new();
    if let Some(root) = &tree.root {
        stack.push((Range::new(0, text.len()), root));
    }
    while let Some((around, node)) = stack.pop() {
        assert!(around.contains(node.range), "{node:?} in {around:?} of {text}");
        assert!(text.get(node.range.start..node.range.end).is_some(), "{node:?} of {text}");
        let mut end = node.range.start;
        for item in node.items() {
            assert!(item.range.start >= end, "order in {text}");
            end = item.range.end;
            stack.push((node.range, item));
        }
        for member in node.members() {
            assert!(member.range.start >= end, "order in {text}");
            assert!(
                member.range.contains(member.key_range) && member.range.contains(member.value.range),
                "{text}"
            );
            end = member.range.end;
            stack.push((node.range, &member.value));
        }
    }
}

#[test]
fn strict_json_has_no_problems() {
    check(
        r#"{"a": [1, -2.5e3, true, null, "x\n\u00e9\ud83d\ude00"], "b": {}}"#,
        "{\"a\":[1,-2500.0,true,null,\"x\\né😀\"],\"b\":{}}",
        &[],
    );
    check(" \"x\" ", "\"x\"", &[]);
    check("-0", "-0.0", &[]);
    check("18446744073709551615", "1.8446744073709552E19", &[]);
}

#[test]
fn broken_json_is_read_as_far_as_it_goes() {
    check("", "", &["0..0 Empty"]);
    check("{", "{}", &["1..1 Unclosed"]);
    check(r#"{"a" 1}"#, r#"{"a":1}"#, &["4..4 MissingColon"]);
    check(r#"{"a": }"#, r#"{"a":null}"#, &["6..6 MissingValue"]);
    check(r#"{"a": , "b": 2}"#, r#"{"a":null,"b":2}"#, &["6..6 MissingValue"]);
    check("{\"a\":\n \"b\": 2}", r#"{"a":null,"b":2}"#, &["5..5 MissingValue", "5..5 MissingComma"]);
    check("{\"a\": 1\n \"b\": 2}", r#"{"a":1,"b":2}"#, &["7..7 MissingComma"]);
    check(r#"{"a": 1,}"#, r#"{"a":1}"#, &["7..8 TrailingComma"]);
    check(r#"[1 2,,3,]"#, "[1,2,3]", &["2..2 MissingComma", "5..6 ExtraComma", "7..8 TrailingComma"]);
    check(r#"{"a": [1, {"b": 2}"#, r#"{"a":[1,{"b":2}]}"#, &["18..18 Unclosed"]);
    check(r#"{"a": [1, 2}"#, r#"{"a":[1,2]}"#, &["11..11 Unclosed"]);
    check("// x\n{/* y */}", "{}", &["0..4 Comment", "6..13 Comment"]);
    check(r#"{a: 'b'}"#, r#"{"a":"b"}"#, &["1..2 UnquotedKey", "4..5 SingleQuotes"]);
    check("{\"a\": \"b\n}", r#"{"a":"b"}"#, &["6..8 UnclosedString"]);
    check(
        r#"{"a": ${Arn}, "b": tru}"#,
        r#"{"a":null,"b":null}"#,
        &["6..12 UnknownWord", "19..22 UnknownWord"],
    );
    check(r#"{"a": 01, "b": .5}"#, r#"{"a":1,"b":0.5}"#, &["6..8 BadNumber", "15..17 BadNumber"]);
    check(r#"{} x"#, "{}", &["3..4 AfterEnd"]);
    check(r#"}{"a":1}"#, r#"{"a":1}"#, &["0..1 ExtraClose"]);
    check(r#""\x \u12""#, r#""\\x \\u12""#, &["1..3 BadEscape", "4..6 BadEscape"]);
    check(r#""\ud800x""#, "\"\u{fffd}x\"", &[]);
}

#[test]
fn duplicate_keys_are_kept() {
    let tree = parse_tree(r#"{"a": 1, "a": 2}"#, Format::Json);
    let root = tree.root.as_ref().expect("a root");
    assert_eq!(root.members().len(), 2);
    assert!(
        matches!(root.get("a").map(|node| &node.kind), Some(NodeKind::Number(number)) if number.as_i64() == Some(2))
    );
}

#[test]
fn depth_is_limited() {
    let text = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let tree = parse_tree(&text, Format::Json);
    assert_eq!(tree.problems.len(), 1);
    sound("", &parse_tree("", Format::Json));
    let text = "{\"a\":".repeat(100_000);
    assert!(!parse_tree(&text, Format::Json).is_clean());
}

#[test]
fn places_and_pointers() {
    let text = r#"{"States": {"A/B": {"Next": "C"}, "D": [1, {"x": "q\n$y"}]}}"#;
    let tree = parse_tree(text, Format::Json);
    for pointer in ["", "/States/A~1B/Next", "/States/D/1/x"] {
        let node = tree.find(pointer).expect("a node");
        assert_eq!(tree.pointer_of(node).as_deref(), Some(pointer));
        if !node.is_object() {
            assert_eq!(tree.pointer_at(node.range.start + 1), pointer);
        }
    }
    assert_eq!(tree.pointer_at(text.find("Next").expect("there") + 1), "/States/A~1B/Next");
    let node = tree.find("/States/D/1/x").expect("a node");
    let dollar = node.as_text().expect("a string").find('$').expect("there");
    let place = tree.source_offset(text, node.range, dollar);
    assert_eq!(&text[place..place + 2], "$y");
}

/// Texts cut and patched at random give sound trees.
#[test]
fn anything_gives_a_sound_tree() {
    let mut seed = 7u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let pieces = [
        "{", "}", "[", "]", ",", ":", "\"a\"", "\"b\\n\"", "\"", "'", "1", "-", "true", "nul", "//", "/*",
        "*/", "\n", " ", "é", "\\", "\\u", "${", "\u{a0}",
    ];
    for _ in 0..30_000 {
        let text: String = (0..random(16)).map(|_| pieces[random(pieces.len())]).collect();
        sound(&text, &parse_tree(&text, Format::Json));
    }
}
