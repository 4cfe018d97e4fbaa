//! Whatever the text: an answer, soon, and on a stack of one mebibyte.

mod support;

#[allow(dead_code, reason = "the reasons for differences are of the oracle")]
#[path = "oracle/generate.rs"]
mod generate;

use std::time::{Duration, Instant};

use json::{Object, Value};
use jsonata::{Dialect, Expression, Limits, Outline};
use support::{evaluate, evaluate_within, on_small_stack};

/// Expressions from the grammar, whole and broken, in both dialects, for as long as a test may take.
#[test]
fn generated_texts_get_an_answer() {
    on_small_stack(|| {
        let seed = std::env::var("FUZZ_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(11);
        let mut chance = generate::Chance::new(seed);
        let start = Instant::now();
        for (text, input) in generate::cases(seed, 3000) {
            let broken = generate::broken(&mut chance, &text);
            let worse = generate::broken(&mut chance, &broken);
            for text in [&text, &broken, &worse] {
                answer(text, &input);
            }
            if start.elapsed() > Duration::from_secs(30) {
                break;
            }
        }
    });
}

/// Characters without any sense.
#[test]
fn noise_gets_an_answer() {
    on_small_stack(|| {
        let letters: Vec<char> =
            "()[]{}.,;:?+-*/%|=<>^&!~@#$'\"`\\ 1a0e9λ😀functionandorin\n\u{10f800}".chars().collect();
        let mut chance = generate::Chance::new(5);
        for _ in 0..20_000 {
            let length = 1 + chance.below(24);
            let text: String = (0..length).map(|_| letters[chance.below(letters.len())]).collect();
            answer(&text, &Value::from("noise"));
        }
    });
}

/// Deep in every way that a text can be deep.
#[test]
fn deep_texts_are_refused_or_answered() {
    on_small_stack(|| {
        for depth in [10, 90, 200, 240, 260, 1000, 20_000] {
            let wrapped = |open: &str, core: &str, close: &str| {
                format!("{}{core}{}", open.repeat(depth), close.repeat(depth))
            };
            for text in [
                wrapped("(", "1", ")"),
                wrapped("[", "1", "]"),
                wrapped("{'a':", "1", "}"),
                wrapped("-", "a", ""),
                wrapped("function(){", "1", "}"),
                wrapped("$string(", "1", ")"),
                wrapped("a[", "1", "]"),
                wrapped("a.(", "b", ")"),
                wrapped("1+", "1", ""),
                wrapped("", "1", "+1"),
                wrapped("", "a", ".b"),
                wrapped("", "a", "[0]"),
                wrapped("", "a", "{'b': $}"),
                wrapped("", "a", "^(b)"),
                wrapped("true ? ", "1", " : 2"),
                wrapped("$x := ", "1", ""),
                wrapped("", "$f", "()"),
                wrapped("", "1", " ~> $string()"),
                wrapped("|a|{'b':", "1", "}|"),
                wrapped("a^(", "b", ")"),
                wrapped("", "a.b", ".%"),
                wrapped("", "a", "@$x.b"),
                wrapped("", "a", "#$x"),
            ] {
                answer(&text, &Value::from(1));
            }
        }
    });
}

/// What never ends by itself, or grows without bound.
#[test]
fn endless_expressions_end() {
    on_small_stack(|| {
        for text in [
            "($f := function($x){ $f($x + 1) }; $f(1))",
            "($f := function($x){ 1 + $f($x) }; $f(1))",
            "($f := function($x){ $map([1, 2], function($y){ $f($x + 1) }) }; $f(1))",
            "($f := function($x){ $f([$x]) }; $f(1))",
            "($f := function($x){ $f({'a': $x}) }; $f(1))",
            "($f := function($x){ $f($x & $x) }; $f('ab'))",
            "($f := function($x){ $f($append($x, $x)) }; $f([1, 2]))",
            "($f := function($g){ $f(function(){ $g() }) }; $f(function(){ 1 }))",
            "($f := function($x, $n){ $f(function(){ $x }, $n + 1) }; $f(1, 1))",
            "[1..10000000]",
            "[1..10000].[1..10000]",
            "[1..100000].{'a': [1..100000]}",
            "$sort([1..200000], function($a, $b){ $a < $b })",
            "[1..1000].[1..1000].[1..1000]",
            "$pad('a', 1000000000)",
            "$join($map([1..800000], $string), '----------')",
            "($x := [1..100000]; $x[$ in $x])",
            "$formatInteger(1e300, 'I')",
            "$formatInteger(1e300, 'w')",
            "$formatNumber(0, '0.0e0')",
            "$formatNumber(-5, '0.0e0')",
            "$replace($pad('', 100000, 'a'), /a/, $pad('', 10000, 'b'))",
            "($g := function($h){ $h($h) }; $g($g))",
            "$ ~> |$|{'a': $$}|",
            "($a := |$|{'x': $}|; $a($a($a({'k': 1}))))",
        ] {
            let start = Instant::now();
            // Unoptimized code on a busy machine is slow: a tenth of the steps shows the same.
            let limits = Limits { steps: 500_000, ..Limits::SERVICE };
            let _ = evaluate_within(text, Dialect::Service, Some(limits), None, &Object::new());
            assert!(start.elapsed() < Duration::from_secs(60), "{text} took {:?}", start.elapsed());
        }
    });
}

fn answer(text: &str, input: &Value) {
    let _ = evaluate(text, Dialect::Plain, Some(input), &Object::new());
    if let Ok(expression) = Expression::parse(text, Dialect::Service) {
        let _ = expression.references();
        let _ = evaluate(text, Dialect::Service, None, &Object::new());
    }
    let outline = Outline::read(text, Dialect::Service);
    let _ = outline.place(text.len() / 2);
}
