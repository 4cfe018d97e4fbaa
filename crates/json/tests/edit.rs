//! Edits of members and items: what is touched, and that nothing else is.

use json::edit::{Content, Patch, Pen, TextEdit, apply, difference};
use json::tree::{Format, Node, Range, Step, Tree, parse_tree};
use json::{Array, Object, Value};

fn format_of(text: &str) -> Format {
    if text.trim_start().starts_with(['{', '/']) { Format::Json } else { Format::Yaml }
}

fn done(text: &str, edits: &[TextEdit]) -> String {
    let mut result = text.to_string();
    let inverse = apply(&mut result, edits).expect("edits that fit");
    let mut back = result.clone();
    apply(&mut back, &inverse).expect("edits back");
    assert_eq!(back, text, "undo");
    result
}

/// `set /a/b value`, `insert /a 0 key value`, `insert /list 0 - value`, `remove /a key|index`, `rename /a key other`, `move /a key /b 0`.
fn check(text: &str, command: &str, expected: &str) {
    let format = format_of(text);
    let tree = parse_tree(text, format);
    let pen = Pen::new(text, &tree);
    let words: Vec<&str> = command.splitn(5, ' ').collect();
    let node = tree.find(if words[1] == "/" { "" } else { words[1] }).expect("a node");
    let value = |text: &str| Content::from(json::parse(text).expect("JSON"));
    let index = |word: &str| {
        node.members()
            .iter()
            .position(|member| member.key == word)
            .unwrap_or_else(|| word.parse().expect("an index"))
    };
    let edits = match words[0] {
        "set" => pen.set_member(node, words[2], &value(&words[3..].join(" "))),
        "replace" => pen.replace(node, &value(&words[2..].join(" "))),
        "insert" if words[3] == "-" => pen.insert_item(node, index(words[2]), &value(words[4])),
        "insert" => pen.insert_member(node, index(words[2]), words[3], &value(words[4])),
        "remove" => pen.remove_member(node, index(words[2])),
        "rename" => pen.rename_member(node.member(words[2]).expect("a member"), words[3]),
        "move" => {
            let content = pen.take(node.get(words[2]).expect("a member"));
            let removed = pen.remove_member(node, index(words[2])).expect("removable");
            let after = done(text, &removed);
            let tree = parse_tree(&after, format);
            let pen = Pen::new(&after, &tree);
            let node = tree.find(words[3]).expect("a node");
            let edits = pen
                .insert_member(node, words[4].parse().expect("an index"), words[2], &content)
                .expect("room");
            assert_eq!(done(&after, &edits), expected, "{command}");
            return;
        }
        other => unreachable!("no command {other}"),
    };
    assert_eq!(done(text, &edits.expect("possible")), expected, "{command}");
}

#[test]
fn json_members() {
    let text = "{\n    \"a\": 1, // one\n    // about b\n    \"b\": { \"x\": [1, 2] },\n    \"c\": {}\n}\n";
    check(
        text,
        "set / a 2",
        "{\n    \"a\": 2, // one\n    // about b\n    \"b\": { \"x\": [1, 2] },\n    \"c\": {}\n}\n",
    );
    check(
        text,
        "set / d {\"y\":[]}",
        "{\n    \"a\": 1, // one\n    // about b\n    \"b\": { \"x\": [1, 2] },\n    \"c\": {},\n    \"d\": {\n        \"y\": []\n    }\n}\n",
    );
    check(
        text,
        "insert / b z 0",
        "{\n    \"a\": 1, // one\n    \"z\": 0,\n    // about b\n    \"b\": { \"x\": [1, 2] },\n    \"c\": {}\n}\n",
    );
    check(text, "remove / b", "{\n    \"a\": 1, // one\n    \"c\": {}\n}\n");
    check(text, "remove / a", "{\n    // about b\n    \"b\": { \"x\": [1, 2] },\n    \"c\": {}\n}\n");
    check(text, "remove / c", "{\n    \"a\": 1, // one\n    // about b\n    \"b\": { \"x\": [1, 2] }\n}\n");
    check(
        text,
        "set /c k true",
        "{\n    \"a\": 1, // one\n    // about b\n    \"b\": { \"x\": [1, 2] },\n    \"c\": {\n        \"k\": true\n    }\n}\n",
    );
    check(
        text,
        "set /b y null",
        "{\n    \"a\": 1, // one\n    // about b\n    \"b\": { \"x\": [1, 2], \"y\": null },\n    \"c\": {}\n}\n",
    );
    check(text, "remove /b x", "{\n    \"a\": 1, // one\n    // about b\n    \"b\": {},\n    \"c\": {}\n}\n");
    check(
        text,
        "insert /b/x 0 - 0",
        "{\n    \"a\": 1, // one\n    // about b\n    \"b\": { \"x\": [0, 1, 2] },\n    \"c\": {}\n}\n",
    );
    check(
        text,
        "remove /b/x 1",
        "{\n    \"a\": 1, // one\n    // about b\n    \"b\": { \"x\": [1] },\n    \"c\": {}\n}\n",
    );
    check(
        text,
        "rename / b q",
        "{\n    \"a\": 1, // one\n    // about b\n    \"q\": { \"x\": [1, 2] },\n    \"c\": {}\n}\n",
    );
    check(
        text,
        "move / b /c 0",
        "{\n    \"a\": 1, // one\n    \"c\": {\n        // about b\n        \"b\": { \"x\": [1, 2] }\n    }\n}\n",
    );
    check("{\"a\":1,\"b\":2}", "remove / a", "{\"b\":2}");
    check(
        "{\"a\":1,\"b\":2,\"c\":[3]}",
        "set / d {\"e\":[1,2]}",
        "{\"a\":1,\"b\":2,\"c\":[3],\"d\":{\"e\":[1,2]}}",
    );
    check("{\r\n\t\"a\": 1\r\n}", "set / b []", "{\r\n\t\"a\": 1,\r\n\t\"b\": []\r\n}");
    check("{\n  \"a\": 1,\n}", "set / b 2", "{\n  \"a\": 1,\n  \"b\": 2\n}");
    check("{\n  \"a\": 1 // last\n}", "set / b 2", "{\n  \"a\": 1, // last\n  \"b\": 2\n}");
    check("{}", "set / a {\"b\":1}", "{\n  \"a\": {\n    \"b\": 1\n  }\n}");
}

#[test]
fn yaml_members() {
    let text = "# head\na: 1 # one\n\n# about b\nb:\n  x:\n  - 1\n  - y: 2\n    z: 3\nc: {}\nd:\n";
    let without = |part: &str| text.replace(part, "");
    check(text, "set / a 2", &text.replace("a: 1 #", "a: 2 #"));
    check(text, "set / a {\"k\":[1]}", &text.replace("a: 1 # one", "a: # one\n  k:\n  - 1"));
    check(text, "set / e {\"k\":[1]}", &format!("{text}e:\n  k:\n  - 1\n"));
    check(text, "insert / b z 0", &text.replace("# about b", "z: 0\n# about b"));
    check(text, "remove / b", &without("# about b\nb:\n  x:\n  - 1\n  - y: 2\n    z: 3\n"));
    check(text, "remove / a", &without("a: 1 # one\n"));
    check(text, "remove / d", &without("d:\n"));
    check(text, "set /c k true", &text.replace("c: {}", "c:\n  k: true"));
    check(text, "set /d k \"yes\"", &text.replace("d:\n", "d:\n  k: \"yes\"\n"));
    check(text, "remove /b x", &text.replace("b:\n  x:\n  - 1\n  - y: 2\n    z: 3\n", "b: {}\n"));
    check(text, "insert /b/x 0 - 0", &text.replace("  - 1\n", "  - 0\n  - 1\n"));
    check(text, "insert /b/x 2 - {\"q\":\"r\"}", &text.replace("    z: 3\n", "    z: 3\n  - q: r\n"));
    check(text, "remove /b/x 0", &without("  - 1\n"));
    check(text, "remove /b/x/1 y", &text.replace("y: 2\n    z: 3", "z: 3"));
    check(text, "insert /b/x/1 0 w 1", &text.replace("y: 2", "w: 1\n    y: 2"));
    check(text, "replace /b/x \"s\"", &text.replace("\n  - 1\n  - y: 2\n    z: 3", " s"));
    check(text, "replace /b/x/0 {\"s\":1,\"t\":2}", &text.replace("  - 1\n", "  - s: 1\n    t: 2\n"));
    check(text, "rename / b q", &text.replace("b:\n  x", "q:\n  x"));
    check(
        text,
        "move / b /c 0",
        "# head\na: 1 # one\n\nc:\n  # about b\n  b:\n    x:\n    - 1\n    - y: 2\n      z: 3\nd:\n",
    );
}

#[test]
fn quotes_stay() {
    check("a: 'x'\nb: \"y\"\nc: z", "set / a \"it's\"", "a: 'it''s'\nb: \"y\"\nc: z");
    check("a: 'x'\nb: \"y\"\nc: z", "set / b \"q\"", "a: 'x'\nb: \"q\"\nc: z");
    check("a: 'x'\nb: \"y\"\nc: z", "set / c \"a: b\"", "a: 'x'\nb: \"y\"\nc: \"a: b\"");
    check("a: {x: 1, \"y\": [z]}", "set /a q {\"r\":[1]}", "a: {x: 1, \"y\": [z], \"q\": {\"r\": [1]}}");
    check("a: &n\n  x: 1\nb: *n", "set /a k 2", "a: &n\n  x: 1\n  k: 2\nb: *n");
}

#[test]
fn what_an_alias_or_a_tag_brings_is_not_touched() {
    let text = "a: &n\n  x: 1\nb: *n\nc: !Sub s\nd:\n  <<: *n\n  y: 1\n";
    let tree = parse_tree(text, Format::Yaml);
    let pen = Pen::new(text, &tree);
    let one = Content::from(Value::from(1));
    let node = |pointer: &str| tree.find(pointer).expect("there");
    assert!(pen.set_member(node("/b"), "x", &one).is_err());
    assert!(pen.set_member(node("/c"), "Fn::Sub", &one).is_err());
    assert!(pen.set_member(node("/d"), "x", &one).is_err());
    assert!(pen.set_member(node("/d"), "y", &one).is_ok());
}

#[test]
fn many_edits_are_one() {
    let mut seed = 3u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for _ in 0..3_000 {
        let first: String = (0..random(30)).map(|_| char::from(b'a' + random(26) as u8)).collect();
        let mut text = first.clone();
        let mut patch = Patch::default();
        for _ in 0..random(6) {
            let mut edits = Vec::new();
            let mut at = 0;
            while at <= text.len() && random(3) > 0 {
                let start = at + random(text.len() - at + 1);
                let end = start + random((text.len() - start).min(3) + 1);
                edits.push(TextEdit::replace(Range::new(start, end), "XY".repeat(random(3))));
                at = end + 1;
            }
            apply(&mut text, &edits).expect("fits");
            patch.extend(&edits);
        }
        let edits = patch.edits(&first, &text);
        assert_eq!(done(&first, &edits), text);
        if let Some(edit) = difference(&first, &text) {
            assert_eq!(done(&first, &[edit]), text);
        }
    }
}

/// A value with one container changed by `change`.
fn changed(value: &Value, path: &[Step<'_>], change: &mut dyn FnMut(&Value) -> Value) -> Value {
    let Some((first, rest)) = path.split_first() else {
        return change(value);
    };
    match (first, value) {
        (Step::Member(member), Value::Object(object)) => Value::Object(
            object
                .iter()
                .map(|(key, inner)| {
                    (
                        key.clone(),
                        if *key == member.key { changed(inner, rest, change) } else { inner.clone() },
                    )
                })
                .collect::<Object>(),
        ),
        (Step::Item(index, _), Value::Array(array)) => array
            .iter()
            .enumerate()
            .map(|(place, inner)| if place == *index { changed(inner, rest, change) } else { inner.clone() })
            .collect(),
        _ => unreachable!("the path fits"),
    }
}

fn nodes<'a>(tree: &'a Tree, text: &str) -> Vec<&'a Node> {
    let mut all = Vec::new();
    let mut stack: Vec<&Node> = tree.root.iter().collect();
    while let Some(node) = stack.pop() {
        all.push(node);
        if node.range.of(text).starts_with('*') {
            continue;
        }
        stack.extend(node.items());
        stack.extend(node.members().iter().map(|member| &member.value));
    }
    all
}

/// The places where it went wrong.
fn about(before: &str, after: &str, place: usize, got: &Value, expected: &Value) -> String {
    let (got, expected) = (json::compact(got), json::compact(expected));
    let common = got.bytes().zip(expected.bytes()).take_while(|(a, b)| a == b).count();
    let cut = |text: &str, at: usize| -> String {
        let start = (0..=at.saturating_sub(300)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text[start..].chars().take(700).collect()
    };
    format!(
        "--- before\n{}\n--- after\n{}\n--- got\n{}\n--- expected\n{}",
        cut(before, place),
        cut(after, place),
        cut(&got, common),
        cut(&expected, common)
    )
}

/// Thousands of random edits of real definitions mean what they should, and the text stays right.
#[test]
fn edits_of_real_definitions_mean_what_they_should() {
    let shared = std::env::var("STEPWISE_SHARED").unwrap_or_else(|_| String::from("../../../shared"));
    let Ok(files) = std::fs::read_dir(format!("{shared}/corpora/real")) else {
        eprintln!("skipped: no shared corpora at {shared}");
        return;
    };
    let mut seed = 5u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let mut paths: Vec<_> = files.flatten().map(|file| file.path()).collect();
    paths.sort();
    let (mut count, mut refused) = (0, 0);
    for path in paths {
        let case = json::parse(&std::fs::read_to_string(&path).expect("readable")).expect("JSON");
        let format = case.get("raw_format").and_then(Value::as_str).unwrap_or("");
        let raw = case.get("raw").and_then(Value::as_str).unwrap_or("");
        let mut texts = Vec::new();
        match format {
            "json" | "jsonc" => texts.push((raw.to_string(), Format::Json)),
            format if format.starts_with("yaml") && !format.contains("in-string") => {
                texts.push((raw.to_string(), Format::Yaml));
            }
            _ => {}
        }
        if let Some(definition) = case.get("definition").filter(|_| random(4) == 0) {
            texts.push((json::yaml::write(definition), Format::Yaml));
        }
        for (mut text, format) in texts {
            if text.len() > 20_000 {
                continue;
            }
            let turns = if format == Format::Yaml { 10 } else { 2 };
            for _ in 0..turns {
                let tree = parse_tree(&text, format);
                let Some(root) = &tree.root else { break };
                let strict = tree.problems.len();
                let all = nodes(&tree, &text);
                let duplicate = all.iter().any(|node| {
                    let mut keys: Vec<&str> =
                        node.members().iter().map(|member| member.key.as_str()).collect();
                    keys.sort_unstable();
                    let count = keys.len();
                    keys.dedup();
                    keys.len() < count
                });
                if duplicate {
                    break;
                }
                let whole = root.to_value();
                let node = all[random(all.len())];
                let steps = tree.steps_to(node).expect("a way");
                let pen = Pen::new(&text, &tree);
                let pieces = [
                    "1",
                    "\"x\"",
                    "\"a: b\"",
                    "\"l1\\nl2\"",
                    "{}",
                    "[]",
                    "{\"p\":{\"q\":[1,{\"r\":\"s\"}]},\"t\":true}",
                    "[1,[2,3],{\"u\":null}]",
                ];
                let foreign = all[random(all.len())];
                let content = if random(3) == 0 {
                    pen.take(foreign)
                } else {
                    Content::from(json::parse(pieces[random(pieces.len())]).expect("JSON"))
                };
                let value = content.value.clone();
                let length = node.members().len() + node.items().len();
                let place = random(length + 1);
                let (edits, expected) = match random(4) {
                    0 if node.is_object() && length > 0 => {
                        let index = random(length);
                        let key = node.members()[index].key.clone();
                        let expected = changed(&whole, &steps, &mut |old| {
                            let mut object = old.as_object().cloned().expect("an object");
                            object.remove(&key);
                            Value::Object(object)
                        });
                        (pen.remove_member(node, index), expected)
                    }
                    0 if node.is_array() && length > 0 => {
                        let index = random(length);
                        let expected = changed(&whole, &steps, &mut |old| {
                            let items = old.as_array().expect("an array").iter().enumerate();
                            items.filter(|(place, _)| *place != index).map(|(_, item)| item.clone()).collect()
                        });
                        (pen.remove_item(node, index), expected)
                    }
                    1 if node.is_object() => {
                        let expected = changed(&whole, &steps, &mut |old| {
                            let mut members: Vec<_> = old
                                .as_object()
                                .expect("an object")
                                .iter()
                                .map(|(key, value)| (key.clone(), value.clone()))
                                .collect();
                            members.insert(place, (json::Text::from("New Key"), value.clone()));
                            Value::Object(members.into_iter().collect())
                        });
                        if node.get("New Key").is_some() {
                            continue;
                        }
                        (pen.insert_member(node, place, "New Key", &content), expected)
                    }
                    1 if node.is_array() => {
                        let expected = changed(&whole, &steps, &mut |old| {
                            let mut items = old.as_array().expect("an array").as_slice().to_vec();
                            items.insert(place, value.clone());
                            Value::Array(Array::from(items))
                        });
                        (pen.insert_item(node, place, &content), expected)
                    }
                    2 if node.is_object() && length > 0 => {
                        let member = &node.members()[random(length)];
                        let new = "it's: new";
                        if node.get(new).is_some() {
                            continue;
                        }
                        let expected = changed(&whole, &steps, &mut |old| {
                            let members = old.as_object().expect("an object").iter();
                            Value::Object(
                                members
                                    .map(|(key, value)| {
                                        (
                                            if *key == member.key {
                                                json::Text::from(new)
                                            } else {
                                                key.clone()
                                            },
                                            value.clone(),
                                        )
                                    })
                                    .collect(),
                            )
                        });
                        (pen.rename_member(member, new), expected)
                    }
                    _ if !steps.is_empty() => {
                        let expected = changed(&whole, &steps, &mut |_| value.clone());
                        (pen.replace(node, &content), expected)
                    }
                    _ => continue,
                };
                let Ok(edits) = edits else {
                    refused += 1;
                    continue;
                };
                count += 1;
                let after = done(&text, &edits);
                let tree = parse_tree(&after, format);
                let got = tree.root.as_ref().map(Node::to_value).unwrap_or_default();
                let is_shared = format == Format::Yaml && text.contains(['&', '*']) && text.contains(": *");
                assert!(
                    is_shared
                        || (json::compact(&got) == json::compact(&expected) && tree.problems.len() <= strict),
                    "{path:?} {edits:?}\n{:?}\n{}",
                    tree.problems,
                    about(&text, &after, edits[0].range.start, &got, &expected)
                );
                if is_shared && !tree.is_clean() {
                    break;
                }
                text = after;
            }
        }
    }
    eprintln!("{count} edits, {refused} refused");
    assert!(count > 1_000);
}

/// The reader takes the comment behind a quoted scalar along with it.
#[test]
fn a_comment_behind_a_quoted_scalar_stays() {
    check("a: \"x: y\" # why\nb: 1\n", "set / a \"z\"", "a: \"z\" # why\nb: 1\n");
    check("a: 'it''s' # why\nb: 1\n", "set / a 2", "a: 2 # why\nb: 1\n");
    check("- a: \"q\\\"#\" # why\n  b: 1\n", "set /0 a 2", "- a: 2 # why\n  b: 1\n");
    check("{a: \"x\" , b: 'y' }\n", "set / b 2", "{a: \"x\" , b: 2 }\n");
}

/// It goes above the member: beside it, it could swallow what is written behind.
#[test]
fn a_comment_beside_a_member_goes_along() {
    check(
        "{\n  \"a\": {\n    \"x\": {}, // why\n    \"y\": 1\n  },\n  \"b\": {\n    \"z\": 2\n  }\n}\n",
        "move /a x /b 0",
        "{\n  \"a\": {\n    \"y\": 1\n  },\n  \"b\": {\n    // why\n    \"x\": {},\n    \"z\": 2\n  }\n}\n",
    );
    check(
        "a:\n  x: {n: 1} # why\n  y: 1\nb:\n  z: 2\n",
        "move /a x /b 0",
        "a:\n  y: 1\nb:\n  # why\n  x: {n: 1}\n  z: 2\n",
    );
}
