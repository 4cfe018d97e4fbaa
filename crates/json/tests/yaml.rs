//! Reading and writing YAML.

use json::tree::{Format, Node, NodeKind, Range, Tree, parse_tree};

fn check(text: &str, value: &str) -> Tree {
    let tree = parse_tree(text, Format::Yaml);
    let got = tree.root.as_ref().map_or(String::new(), |root| root.to_value().to_string());
    assert_eq!(got, value, "the value of\n{text}");
    assert!(tree.is_clean(), "{:?} in\n{text}", tree.problems);
    sound(text, &tree);
    tree
}

/// Every range lies in the text; children lie in their parents and stand in order, unless an alias brought them.
fn sound(text: &str, tree: &Tree) {
    for problem in &tree.problems {
        assert!(text.get(problem.range.start..problem.range.end).is_some(), "{problem:?} in\n{text}");
    }
    let mut stack: Vec<(Range, &Node)> = Vec::new();
    if let Some(root) = &tree.root {
        stack.push((Range::new(0, text.len()), root));
    }
    while let Some((around, node)) = stack.pop() {
        assert!(around.contains(node.range), "{node:?} in {around:?} of\n{text}");
        assert!(text.get(node.range.start..node.range.end).is_some(), "{node:?} of\n{text}");
        if node.range.of(text).starts_with('*') {
            continue;
        }
        let mut end = node.range.start;
        for item in node.items() {
            assert!(item.range.start >= end, "order of {item:?} in\n{text}");
            end = item.range.end;
            stack.push((node.range, item));
        }
        for member in node.members() {
            if member.key_range.of(text) == "<<" {
                continue;
            }
            assert!(member.range.start >= end, "order of {member:?} in\n{text}");
            assert!(
                member.range.contains(member.key_range) && member.range.contains(member.value.range),
                "{text}"
            );
            end = member.range.end;
            stack.push((node.range, &member.value));
        }
    }
}

/// Every letter of every string is found in the source.
fn places(text: &str, tree: &Tree) {
    let mut stack: Vec<&Node> = tree.root.iter().collect();
    while let Some(node) = stack.pop() {
        if node.range.of(text).starts_with('*') {
            continue;
        }
        stack.extend(node.items());
        stack.extend(
            node.members()
                .iter()
                .filter(|member| member.key_range.of(text) != "<<")
                .map(|member| &member.value),
        );
        if let NodeKind::String(decoded) = &node.kind {
            for (offset, letter) in decoded.char_indices().filter(|(_, letter)| !letter.is_whitespace()) {
                let place = tree.source_offset(text, node.range, offset);
                let found = text.get(place..).and_then(|rest| rest.chars().next());
                let source = node.range.of(text);
                assert!(
                    found == Some(letter) || found == Some('\\'),
                    "{letter} at {offset} is {found:?} in\n{source}"
                );
            }
        }
    }
}

#[test]
fn all_styles_are_read() {
    let text = "\
# comment
StartAt: A   # c
é: 'it''s'
States:
  A: &anc
    Type: \"Ta\\
      sk\\n\"
    Resource: !GetAtt
      Foo.Arn
    Other: !Sub 'x ${A}'
    Empty:
    E2: ~
    List:
    - a
    -
    - b: 1
      c: 2
    Lit: |-
      {% $x
        more %}

    Fold: >
      aa
      bb

      cc
    Multi: plain on
      two lines
    Flow: {a: 1, \"b\": [x, y, ], c, d: -1.5e3}
    Nested:
      - - 0x1F
        - yes
      - - !!str 5
  B: *anc
  C:
    <<: *anc
    Type: Pass
";
    let a = r#""Type":"Task\n","Resource":{"Fn::GetAtt":"Foo.Arn"},"Other":{"Fn::Sub":"x ${A}"},"Empty":null,"E2":null,"List":["a",null,{"b":1,"c":2}],"Lit":"{% $x\n  more %}","Fold":"aa bb\ncc\n","Multi":"plain on two lines","Flow":{"a":1,"b":["x","y"],"c":null,"d":-1500.0},"Nested":[[31,"yes"],["5"]]"#;
    let merged = a.replacen("\"Type\":\"Task\\n\",", "", 1);
    let tree = check(
        text,
        &format!(
            "{{\"StartAt\":\"A\",\"é\":\"it's\",\"States\":{{\"A\":{{{a}}},\"B\":{{{a}}},\"C\":{{{merged},\"Type\":\"Pass\"}}}}}}"
        ),
    );
    places(text, &tree);
    let source = |pointer: &str| tree.find(pointer).map(|node| node.range.of(text)).unwrap_or("nothing");
    assert_eq!(source("/StartAt"), "A");
    assert_eq!(source("/States/A/Resource"), "!GetAtt\n      Foo.Arn");
    assert_eq!(source("/States/A/Resource/Fn::GetAtt"), "Foo.Arn");
    assert_eq!(source("/States/A/Lit"), "|-\n      {% $x\n        more %}");
    assert_eq!(source("/States/A/List"), "- a\n    -\n    - b: 1\n      c: 2");
    assert_eq!(source("/States/A/List/2"), "b: 1\n      c: 2");
    assert_eq!(source("/States/A/Flow"), "{a: 1, \"b\": [x, y, ], c, d: -1.5e3}");
    assert_eq!(source("/States/A/Nested/0"), "- 0x1F\n        - yes");
    assert_eq!(source("/States/B"), "*anc");
    let empty = tree.find("/States/A/Empty").expect("there");
    assert!(empty.range.is_empty() && text[..empty.range.start].ends_with("Empty:"));
    let item = tree.find("/States/A/List/1").expect("there");
    assert!(item.range.is_empty() && text[..item.range.start].ends_with("- a\n    -"));
}

#[test]
fn windows_line_ends_and_documents() {
    let text = "---\r\na:\r\n  - \"x\r\n    y\"\r\n  - |\r\n    foo\r\n    bar\r\n";
    let tree = check(text, r#"{"a":["x y","foo\nbar\n"]}"#);
    places(text, &tree);
    check("{\"a\": [1, true]}", r#"{"a":[1,true]}"#);
    assert!(parse_tree("# nothing\n", Format::Yaml).root.is_none());
}

#[test]
fn broken_lines_leave_the_rest_readable() {
    for (text, value) in [
        ("a: 1\nb\nc: 3\n", r#"{"a":1,"c":3}"#),
        ("a: 1\n b: 2\nc: 3\n", r#"{"a":1,"c":3}"#),
        ("a:\n  x: 1\n  Nex\n  y: 2\nb: 2\n", r#"{"a":{"x":1,"y":2},"b":2}"#),
        ("a: [1, 2\nb: 2\n", r#"{"b":2}"#),
        ("a: 1\nb: \"x\nc: 2\n", r#"{"a":1,"c":2}"#),
    ] {
        let tree = parse_tree(text, Format::Yaml);
        assert!(!tree.is_clean(), "{text}");
        let got = tree.root.as_ref().map_or(String::new(), |root| root.to_value().to_string());
        assert_eq!(got, value, "the value of\n{text}");
        sound(text, &tree);
    }
}

#[test]
fn aliases_do_not_explode() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        let before = format!("*a{}, ", level - 1).repeat(10);
        text.push_str(&format!("a{level}: &a{level} [{before}]\n"));
    }
    let tree = parse_tree(&text, Format::Yaml);
    assert!(!tree.is_clean());
    let text = "- ".repeat(20_000) + "x";
    assert!(!parse_tree(&text, Format::Yaml).is_clean());
    let text = "[".repeat(20_000);
    assert!(!parse_tree(&text, Format::Yaml).is_clean());
}

#[test]
fn values_survive_writing() {
    let value = json::parse(
        r##"{"a":"x","b":["yes","no","1","1.5","null","",":","a: b","- x","#x","it's","\"q\"","a\nb","a\nb\n","a\n\n  b"," x","x ","\ttab","{% $x %}","$.a","é","2024-01-01","0x1","<<","*a","&a","!a","%a","@a","`","~","=","\u0001"],"c":{},"d":[],"e":[[1,[2]],{"x":{"y":null}}],"Key With: colon":true}"##,
    )
    .expect("JSON");
    let text = json::yaml::write(&value);
    let tree = parse_tree(&text, Format::Yaml);
    assert!(tree.is_clean(), "{:?} in\n{text}", tree.problems);
    assert_eq!(tree.root.map(|root| root.to_value()), Some(value), "{text}");
}

/// Texts cut and patched at random give sound trees.
#[test]
fn anything_gives_a_sound_tree() {
    let mut seed = 11u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let pieces = [
        "a: ", "b:", "\n", "\n  ", "\n    ", "- ", "? ", "{", "}", "[", "]", ",", "'", "\"", "|", ">-",
        "&x ", "*x", "!Sub ", "!!str ", "# c", "x", "é", "1", "<<: ", "\t", "---", "...", "\\", "\r\n", "%",
        "\u{85}",
    ];
    for _ in 0..40_000 {
        let text: String = (0..random(14)).map(|_| pieces[random(pieces.len())]).collect();
        sound(&text, &parse_tree(&text, Format::Yaml));
    }
}

/// Every real definition in YAML is read, and every letter found again.
#[test]
fn real_definitions_are_read() {
    let shared = std::env::var("STEPWISE_SHARED").unwrap_or_else(|_| String::from("../../../shared"));
    let Ok(files) = std::fs::read_dir(format!("{shared}/corpora/real")) else {
        eprintln!("skipped: no shared corpora at {shared}");
        return;
    };
    let mut count = 0;
    for file in files.flatten() {
        let text = std::fs::read_to_string(file.path()).expect("readable");
        let case = json::parse(&text).expect("JSON");
        let format = case.get("raw_format").and_then(json::Value::as_str).unwrap_or("");
        let Some(raw) = case.get("raw").and_then(json::Value::as_str) else { continue };
        if !format.starts_with("yaml") || format.contains("in-string") {
            continue;
        }
        count += 1;
        let tree = parse_tree(raw, Format::Yaml);
        sound(raw, &tree);
        places(raw, &tree);
        if !tree.is_clean() {
            eprintln!("{:?} {format}: {:?}", file.file_name(), tree.problems);
        }
    }
    eprintln!("{count} definitions in YAML");
    assert!(count > 0);
}
