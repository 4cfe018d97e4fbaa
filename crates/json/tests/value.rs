//! Values: round trips, sizes, order, sharing.

use json::{Object, Value, compact, parse};

fn check(text: &str) {
    let value = parse(text).expect("JSON");
    assert_eq!(compact(&value), text);
    assert_eq!(value.size(), text.len(), "size of {text}");
}

#[test]
fn compact_text_comes_back_and_its_size_is_known() {
    for text in [
        "null",
        "true",
        "false",
        "0",
        "-12",
        "9007199254740993",
        "1.5",
        "1.0",
        "-0.001",
        "1.0E10",
        "1.25E-7",
        "\"\"",
        "\"a\\\"\\\\\\n\\t\\b\\f\\r\\u0001é😀\"",
        "[]",
        "{}",
        "[1,[2,{}],\"x\"]",
        "{\"b\":1,\"a\":{\"c\":[true,null]},\"\":0.5}",
    ] {
        check(text);
    }
}

#[test]
fn editing_keeps_size_order_and_others() {
    let first = parse("{\"b\":1,\"a\":[1,2]}").unwrap();
    let mut object = first.as_object().unwrap().clone();
    object.insert("b", Value::from("long text"));
    object.insert("z", Value::Null);
    object.remove("a");
    let edited = Value::from(object);
    assert_eq!(compact(&edited), "{\"b\":\"long text\",\"z\":null}");
    assert_eq!(edited.size(), compact(&edited).len());
    assert_eq!(compact(&first), "{\"b\":1,\"a\":[1,2]}");
}

#[test]
fn equality_is_that_of_json() {
    assert_eq!(parse("{\"a\":1,\"b\":2.0}").unwrap(), parse("{\"b\":2,\"a\":1.0}").unwrap());
    assert_ne!(parse("[1,2]").unwrap(), parse("[2,1]").unwrap());
}

#[test]
fn dropping_a_deep_value_needs_no_stack() {
    let mut value = Value::Null;
    for _ in 0..200_000 {
        value = Value::from(Object::from([("a", value)]));
    }
    assert_eq!(value.depth(), 200_000);
    drop(value);
}

#[test]
fn errors_name_the_place() {
    let error = parse("{\n  \"a\": }").unwrap_err();
    assert_eq!((error.line, error.column), (2, 8));
}
