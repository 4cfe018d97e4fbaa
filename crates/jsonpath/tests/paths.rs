//! Paths and filters beyond the golden answers; the expectations were compared with Jayway 2.0.0.

use json::Value;
use jsonpath::{Path, Segment};

const DOCUMENT: &str = r#"{
    "a": {"b": [{"x": 1}, {"y": 2}]},
    "mix": [{"v": 1, "w": {"x": 5}}, {"v": "1", "w": {}}, {"v": null}, {"v": true}, 7, "str", null],
    "s": "t", "f": 1.0, "n": null, "big": 2, "o": {"p": {"q": 1}, "r": 3},
    "names": [{"n": "it's"}, {"n": "b"}], "list": [{"a": 1, "b": 1, "c": 0}, {"a": 0, "b": 1, "c": 1}]
}"#;

/// `expected` is the JSON found, or the sentence of the error behind a `!`.
fn check(path: &str, expected: &str) {
    let document = json::parse(DOCUMENT).expect("the document is JSON");
    let found = match Path::parse(path) {
        Ok(path) => match path.read(&document) {
            Ok(found) => json::compact(&found),
            Err(error) => format!("!{error}"),
        },
        Err(error) => format!("!{error}"),
    };
    assert_eq!(found, expected, "{path}");
}

#[test]
fn what_is_missing_counts_by_what_surrounds_it() {
    check("$.a.b[*].x", "[1]");
    check("$.a.b[0:2].x", "!No results for path: $['a']['b'][1]['x']");
    check("$.a.b[0,1].q.x", "[]");
    check("$.a.b[*].q.x", "[]");
    check("$.none.b[*].x", "[]");
    check("$.none.b[0].x", "!Missing property in path $['none']");
    check("$.n[0]", "!The path $['n'] is null");
    check("$.n.x", "!Property ['x'] not found in path $['n']");
    check("$.o.*.q", "!Property ['q'] not found in path $['o']['r']");
    check("$.o['p','r'].q", "!Multi properties can only be used as path leafs: $['o']['p', 'r']");
    check("$.s['a','b']", "!Property ['a', 'b'] not found in path $['s']");
}

#[test]
fn what_does_not_fit_is_another_error() {
    check("$.a[0]", "!Filter: [0] can only be applied to arrays. Current context is: {b=[{x=1}, {y=2}]}");
    check("$.a[1:]", "!Filter: [1:] can only be applied to arrays. Current context is: {b=[{x=1}, {y=2}]}");
    check("$.s[?(@.x)]", "!Filter: [?] can not be applied to primitives. Current context is: t");
    check("$.mix[?(@.v > big)]", "!The filter compares the number 1 with 'big', which is not a number");
}

#[test]
fn numbers_stay_as_they_came() {
    check("$.f", "1.0");
    check("$.mix[?(@.v == 1)]", r#"[{"v":1,"w":{"x":5}},{"v":"1","w":{}}]"#);
    check("$.mix[?(@.v == 1.0)].v", "[1]");
}

#[test]
fn filters_see_the_item_and_the_document() {
    check("$.mix[?(@.w.x > $.big)].v", "[1]");
    check("$.mix[?(@.v)].v", r#"[1,"1",true]"#);
    check("$.mix[?(@.v == true)].v", "!The filter compares the number 1 with 'true', which is not a number");
    check("$.mix[?(@.v == $.mix[3].v)].v", "[true]");
    check(
        "$.names[*].n[?(@ == 'b')]",
        "!Filter: [?] can not be applied to primitives. Current context is: it's",
    );
    check("$.mix[?(@ == null)]", "[null]");
    check("$..[?(@.x)]", r#"[{"x":1},{"x":5}]"#);
    check(r"$.names[?(@.n == 'it\'s')].n", r#"["it's"]"#);
    check("$.names[?(@.n == b)].n", r#"["b"]"#);
}

#[test]
fn parentheses_group_nothing_and_bind_and() {
    check("$.list[?((@.a == 1 || @.b == 1) && @.c == 1)].a", "[1,0]");
    check("$.list[?(@.a == 1 && @.c == 1 || @.a == 0)].a", "[0]");
}

#[test]
fn patterns_match_whole_texts() {
    check("$.names[?(@.n =~ /b/)].n", r#"["b"]"#);
    check("$.names[?(@.n =~ /[a-c]|it.*/)].n", r#"["it's","b"]"#);
    check("$.names[?(@.n =~ /it's/)].n", "!Filter brackets are not balanced");
    check(r"$.names[?(@.n =~ /^\w{2}.s$/)].n", r#"["it's"]"#);
    check(r"$.names[?(@.n =~ /IT\Ws/i)].n", r#"["it's"]"#);
    check(
        "$.names[?(@.n =~ /(?=b)b/)]",
        "!Regular expressions that look ahead or behind, or switch options, are not supported in filters",
    );
    check("$.names[?(@.n =~ /(a*)*b/)].n", r#"["b"]"#);
    check(
        "$.names[?(@.n =~ b)]",
        "!The filter operator =~ needs a regular expression between slashes on one side",
    );
}

#[test]
fn scans_look_everywhere() {
    check("$..x", "[1,5]");
    check("$.a..b[0]", r#"[{"x":1}]"#);
    check("$..q", "[1]");
    check("$...q", "[1]");
    check("$..", "!A path can not end with a scan.");
    check(".", "!A path can not end with a scan.");
}

#[track_caller]
fn refused(path: &str, message: &str, position: usize) {
    let error = Path::parse(path).expect_err(path);
    assert_eq!((error.message.as_str(), error.position), (message, position), "{path}");
}

#[test]
fn errors_know_their_place() {
    refused("$.a b", "Space not allowed in path", 3);
    refused("$.a[x]", "Could not analyze path component: [x]", 3);
    refused("$.a[1", "The bracket is not closed", 5);
    refused("$.a[?(@.x in [1])]", "Space not allowed in path", 9);
    refused("$.a[?(@.* == 1)]", "the predicate path: @.* is not definite", 6);
    refused("$x", "Invalid path $x", 1);
    refused("$.a[?()]", "The filter has an empty condition", 6);
    refused("$.a[99999999999]", "99999999999 is not an index", 15);
    refused("", "Path may not be null empty", 0);
}

#[test]
fn definite_and_reference() {
    let is = |text: &str| {
        let path = Path::parse(text).expect(text);
        (path.is_definite(), path.is_reference())
    };
    assert_eq!(is("$"), (true, true));
    assert_eq!(is("$.a['b c'][0]"), (true, true));
    assert_eq!(is("$['a','b']"), (true, false));
    assert_eq!(is("$.a[(@.length-1)]"), (true, false));
    assert_eq!(is("$.a[-1]"), (true, false));
    assert_eq!(is("$.a[*]"), (false, false));
    assert_eq!(is("$..a"), (false, false));
    assert_eq!(is("$.a[0:1]"), (false, false));
    assert_eq!(is("$.a[?(@.x)]"), (false, false));
    assert_eq!(is("a"), (true, false));
}

#[test]
fn found_values_are_shared() {
    let document = json::parse(DOCUMENT).expect("the document is JSON");
    let path = Path::parse("$.a.b").expect("a path");
    let found = path.read(&document).expect("is there");
    assert!(found.is_same(document.get("a").and_then(|a| a.get("b")).expect("is there")));
    let first = Path::parse("$.a.b[*]").expect("a path").read(&document).expect("is there");
    assert!(first.at(0).expect("is there").is_same(found.at(0).expect("is there")));
}

#[test]
fn the_fixed_part_of_a_path() {
    let path = Path::parse("$.a.b[1].c[*].d").expect("a path");
    let names = ["a", "b"].map(|name| Segment::Name(name.into()));
    let [a, b] = names;
    assert_eq!(path.fixed_prefix(), &[a, b, Segment::Index(1), Segment::Name("c".into())]);
}

#[test]
fn deep_values_and_wide_scans_end() {
    let mut value = Value::from(1);
    for _ in 0..1000 {
        value = Value::Array(vec![Value::Object([("x", value)].into_iter().collect())].into());
        if value.depth() >= 998 {
            break;
        }
    }
    let scan = Path::parse("$..x").expect("a path").read(&value).expect("finds");
    assert_eq!(scan.as_array().expect("an array").len(), 499);
    let wide: Value = (0..200).map(Value::from).collect();
    let wide: Value = (0..200).map(|_| wide.clone()).collect();
    let error = Path::parse("$..*..*..*..*..*..*").expect("a path").read(&value).expect_err("is too much");
    assert!(error.to_string().starts_with("The path looks at more than"), "{error}");
    Path::parse("$[*][*]").expect("a path").read(&wide).expect("is enough");
}

#[test]
fn long_paths_are_refused() {
    let path = |steps: usize| Path::parse(&format!("${}", ".a".repeat(steps)));
    assert!(path(256).is_ok());
    assert!(path(257).is_err());
}
