//! Where results go.

use json::Value;
use jsonpath::ReferencePath;

#[track_caller]
fn check(root: &str, path: &str, expected: &str) {
    let root = json::parse(root).expect("the root is JSON");
    let path = ReferencePath::parse(path).expect(path);
    let found = match path.insert(root, Value::from("new")) {
        Ok(value) => json::compact(&value),
        Err(error) => format!("!{error}"),
    };
    assert_eq!(found, expected, "{path}");
}

#[test]
fn objects_are_made_and_items_replaced() {
    check("{}", "$", r#""new""#);
    check("{}", "$.a", r#"{"a":"new"}"#);
    check(r#"{"b":1}"#, "$.a.b.c", r#"{"b":1,"a":{"b":{"c":"new"}}}"#);
    check(r#"{"a":1,"b":2}"#, "$.a", r#"{"a":"new","b":2}"#);
    check(r#"{"a":{"x":1}}"#, "$['a']['y z']", r#"{"a":{"x":1,"y z":"new"}}"#);
    check(r#"{"a":[1,{"b":2},3]}"#, "$.a[1].b", r#"{"a":[1,{"b":"new"},3]}"#);
    check("[1,2]", "$[0]", r#"["new",2]"#);
}

#[test]
fn what_stands_in_the_way_is_an_error() {
    check(r#"{"a":1}"#, "$.a.b", r#"!Unable to apply step "b" to input {"a":1}"#);
    check(r#"{"a":null}"#, "$.a.b", r#"!Unable to apply step "b" to input {"a":null}"#);
    check(r#""text""#, "$.a", r#"!Unable to apply ReferencePath $.a to input "text""#);
    check("[1]", "$.a", r#"!Unable to apply step "a" to input [1]"#);
    check("[1]", "$[1]", r#"!Unable to apply step "[1]" to input [1]"#);
    check("{}", "$.a[0]", r#"!Unable to apply step "[0]" to input {}"#);
}

#[test]
fn reading_has_the_same_words() {
    let root = json::parse(r#"{"a":{"b":[1]}}"#).expect("the root is JSON");
    let read =
        |path: &str| ReferencePath::parse(path).expect(path).read(&root).map_err(|error| error.message);
    assert_eq!(read("$.a.b[0]"), Ok(Value::from(1)));
    assert_eq!(
        read("$.a.items"),
        Err(r#"Unable to apply step "items" to input {"a":{"b":[1]}}"#.to_string())
    );
}

#[test]
fn only_one_place() {
    for path in ["$.a[*]", "$..a", "$['a','b']", "$.a[0:1]", "$.a[-1]", "$.a[?(@.x)]", "a.b"] {
        let error = ReferencePath::parse(path).expect_err(path);
        assert_eq!(error.message, "Value is not a Reference Path");
    }
}

#[test]
fn the_rest_is_shared() {
    let root = json::parse(r#"{"a":{"x":[1,2,3]},"b":{"y":1}}"#).expect("the root is JSON");
    let path = ReferencePath::parse("$.b.z").expect("a path");
    let new = path.insert(root.clone(), Value::from(1)).expect("fits");
    assert!(new.get("a").expect("is there").is_same(root.get("a").expect("is there")));
}
