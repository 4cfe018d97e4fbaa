//! Whatever the text: an answer, soon, and on a stack of one mebibyte.

mod support;

#[allow(dead_code, reason = "the reasons for differences are of the oracle")]
#[path = "oracle/generate.rs"]
mod generate;

use std::time::{Duration, Instant};

use json::{Object, Value};
use jsonata::{Dialect, Error, Expression, Limits, Outcome, Outline};
use support::{evaluate_within, on_small_stack};

/// Expressions from the grammar, whole, broken, mixed and with foreign bytes in them, in both dialects.
/// `FUZZ_COUNT` says how many texts (a run by hand takes a million), `FUZZ_SEED` which; else for as long as a test may take.
#[test]
fn generated_texts_get_an_answer() {
    on_small_stack(|| {
        let seed = number("FUZZ_SEED").unwrap_or(11);
        let wanted = number("FUZZ_COUNT");
        let mut chance = generate::Chance::new(seed);
        let mut tally = Tally::default();
        let start = Instant::now();
        let mut last = String::from("1");
        for round in 0.. {
            for (text, input) in generate::cases(seed.wrapping_add(round), 1000) {
                let broken = generate::broken(&mut chance, &text);
                let worse = generate::broken(&mut chance, &broken);
                let mixed = mixed(&mut chance, &text, &last);
                let noisy = noisy(&mut chance, &text);
                for text in [&text, &broken, &worse, &mixed, &noisy] {
                    tally.add(text, &input);
                }
                last = text;
                if wanted.is_none() && start.elapsed() > Duration::from_secs(8) {
                    break;
                }
            }
            if wanted.map_or(round >= 2, |wanted| tally.texts >= wanted) {
                break;
            }
        }
        println!("{tally:?} in {:?}", start.elapsed());
    });
}

/// What the texts came to.
#[derive(Debug, Default)]
struct Tally {
    texts: u64,
    unreadable: u64,
    failed: u64,
    answered: u64,
    stopped: u64,
    longest: Duration,
    longest_text: String,
}

impl Tally {
    fn add(&mut self, text: &str, input: &Value) {
        let start = Instant::now();
        for verdict in answer(text, input) {
            match verdict {
                Ok(_) => self.answered += 1,
                Err(error) if error.code.starts_with('S') => self.unreadable += 1,
                Err(error) if error.code.is_empty() || error.code == "U1001" => self.stopped += 1,
                Err(_) => self.failed += 1,
            }
        }
        self.texts += 1;
        let took = start.elapsed();
        assert!(took < Duration::from_secs(60), "{text} took {took:?}");
        if took > self.longest {
            (self.longest, self.longest_text) = (took, text.to_string());
        }
    }
}

/// The beginning of one text and the end of another.
fn mixed(chance: &mut generate::Chance, one: &str, other: &str) -> String {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (to, from) = (chance.below(one.len() + 1), chance.below(other.len() + 1));
    one[..to].iter().chain(&other[from..]).collect()
}

/// The text with some of its bytes set to others.
fn noisy(chance: &mut generate::Chance, text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=chance.below(4) {
        if let Some(place) = Some(chance.below(bytes.len())).filter(|place| *place < bytes.len()) {
            bytes[place] = chance.below(256) as u8;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
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

/// Asks everything that can be asked of a text.
fn answer(text: &str, input: &Value) -> Vec<Result<Outcome, Error>> {
    // Less than the plain language is given, so that what has no end of itself ends soon.
    let limits = Limits { steps: 1_000_000, memory: 64 << 20, ..Limits::PLAIN };
    let mut verdicts = vec![evaluate_within(text, Dialect::Plain, Some(limits), Some(input), &Object::new())];
    if let Ok(expression) = Expression::parse(text, Dialect::Service) {
        let _ = expression.references();
        let limits = Limits { steps: 1_000_000, ..Limits::SERVICE };
        verdicts.push(evaluate_within(text, Dialect::Service, Some(limits), None, &Object::new()));
    }
    let outline = Outline::read(text, Dialect::Service);
    for place in [0, text.len() / 2, text.len()] {
        let place = outline.place(place);
        assert!(text.get(place.range.clone()).is_some(), "{text}: {place:?} cuts a character");
    }
    for error in verdicts.iter().filter_map(|verdict| verdict.as_ref().err()) {
        assert!(text.get(error.range.clone()).is_some(), "{text}: {error:?} underlines what is not there");
    }
    verdicts
}
