//! Expressions by chance, from a grammar that knows what JSONata has, and what goes wrong.

use json::{Object, Value};

/// Numbers by chance, the same for the same seed.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 20) as usize) % bound.max(1)
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

const DOCUMENT: &str = r#"{
 "name": "Ada", "empty": [], "nothing": null, "flag": true, "off": false, "zero": 0, "text": "The quick brown fox, it's 42!",
 "unicode": "Zoë 😀 ß", "price": 12.5, "big": 123456789.12345, "neg": -7, "one": [1], "nums": [3, 1, 2.5, -4, 10, 3],
 "strs": ["b", "a", "C", "äh", "10", "9"], "mixed": [1, "a", null, true, [2, 3], {"a": 1}], "date": "2024-02-29T12:34:56.789Z",
 "orders": [
  {"id": "o1", "total": 30, "qty": 2, "tags": ["x", "y"], "items": [{"sku": "a", "price": 10, "n": 1}, {"sku": "b", "price": 5.5, "n": 4}], "to": {"city": "Paris", "zip": "75000"}},
  {"id": "o2", "total": 12.25, "qty": 1, "tags": [], "items": [{"sku": "a", "price": 11, "n": 2}], "to": {"city": "Rome"}},
  {"id": "o3", "total": 99, "qty": 7, "tags": ["y"], "items": {"sku": "c", "price": 3, "n": 3}, "to": {"city": "Paris", "zip": "75001"}, "note": "late"}
 ],
 "people": [{"n": "Ann", "age": 30, "pid": 1}, {"n": "Bob", "age": 25, "pid": 2}, {"n": "Cy", "age": 30, "pid": 3}],
 "pets": [{"owner": 1, "pet": "Rex"}, {"owner": 3, "pet": "Tom"}, {"owner": 1, "pet": "Kit"}],
 "deep": {"a": {"b": {"c": [{"d": 1}, {"d": [2, 3]}]}}, "1": "uno", "0": "zero"}, "nested": [[1, 2], [3, [4, 5]], []]
}"#;

const NAMES: [&str; 34] = [
    "name", "empty", "nothing", "flag", "zero", "text", "unicode", "price", "big", "neg", "one", "nums",
    "strs", "mixed", "date", "orders", "people", "pets", "deep", "nested", "missing", "id", "total", "qty",
    "tags", "items", "to", "city", "zip", "sku", "n", "a", "b", "note",
];

/// As many cases as asked for.
pub fn cases(seed: u64, count: usize) -> Vec<(String, Value)> {
    let document = json::parse(DOCUMENT).expect("the document is JSON");
    let inputs = [
        document.clone(),
        document.clone(),
        document.clone(),
        document.get("orders").cloned().unwrap_or_default(),
        Value::from(5),
        Value::from("plain"),
        Value::Null,
        Value::from(Vec::new()),
        Value::from(Object::new()),
    ];
    let mut generator = Generator { chance: Chance::new(seed) };
    (0..count)
        .map(|_| {
            let size = 1 + generator.chance.below(4);
            let mut text = generator.expression(size);
            if generator.chance.below(12) == 0 {
                text = broken(&mut generator.chance, &text);
            }
            let input = inputs[generator.chance.below(inputs.len())].clone();
            (text, input)
        })
        .filter(|(text, _)| !text.contains("$formatNumber") || !text.contains('e') || !text.contains("0e0"))
        .collect()
}

/// The text with one character gone, doubled, put in or swapped.
pub fn broken(chance: &mut Chance, text: &str) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    if characters.is_empty() {
        return String::from(")");
    }
    let at = chance.below(characters.len());
    match chance.below(5) {
        0 => {
            characters.remove(at);
        }
        1 => characters.insert(at, characters[at]),
        2 => characters.truncate(at),
        3 => {
            let extra: Vec<char> = "()[]{}.,;:?+-*/%|=<>^&!~@#$'\"`\\ 1a".chars().collect();
            characters.insert(at, extra[chance.below(extra.len())]);
        }
        _ => {
            let other = chance.below(characters.len());
            characters.swap(at, other);
        }
    }
    characters.into_iter().collect()
}

struct Generator {
    chance: Chance,
}

impl Generator {
    fn expression(&mut self, size: usize) -> String {
        if size == 0 {
            return self.atom();
        }
        let next = size - 1;
        match self.chance.below(34) {
            26..=27 => self.texts(next),
            28..=29 => self.dates(),
            30 => self.integers(),
            31 => self.decimals(),
            32 => self.binding(next),
            33 => self.sequences(next),
            0..=4 => self.path(next),
            5 => format!("{}[{}]", self.path(next), self.predicate(next)),
            6..=7 => {
                let operator = self.chance.pick(&[
                    "+", "-", "*", "/", "%", "=", "!=", "<", "<=", ">", ">=", "&", "and", "or", "in", "..",
                ]);
                match operator {
                    ".." => format!("[{}..{}]", self.expression(next), self.expression(next)),
                    operator => format!("{} {operator} {}", self.operand(next), self.operand(next)),
                }
            }
            8..=13 => self.call(next),
            14 => format!("[{}, {}]", self.expression(next), self.expression(next)),
            15 => format!("{{\"k\": {}, {}: {}}}", self.expression(next), self.key(), self.expression(next)),
            16 => format!("{}{{{}: {}}}", self.path(next), self.key_path(), self.expression(next)),
            17 => format!("{}^({}{})", self.path(next), self.chance.pick(&["", "<", ">"]), self.key_path()),
            18 => format!("{} ? {} : {}", self.operand(next), self.operand(next), self.operand(next)),
            19 => format!(
                "($v := {}; {})",
                self.expression(next),
                self.expression(next).replace("missing", "$v")
            ),
            20 => self.higher(next),
            21 => format!("{} ~> {}", self.operand(next), self.target()),
            22 => self.tuple(next),
            23 => self.transform(),
            24 => format!("-{}", self.operand(next)),
            _ => self.strange(next),
        }
    }

    fn operand(&mut self, size: usize) -> String {
        let inner = self.expression(size);
        if self.chance.below(2) == 0 { format!("({inner})") } else { inner }
    }

    fn atom(&mut self) -> String {
        match self.chance.below(16) {
            0..=3 => self.number(),
            4..=5 => self.string(),
            6 => String::from(self.chance.pick(&["true", "false", "null"])),
            7 => String::from("$"),
            8 => String::from("$$"),
            9 => String::from(self.chance.pick(&["*", "**", "[]", "{}", "()", "$nope"])),
            _ => self.name(),
        }
    }

    fn name(&mut self) -> String {
        String::from(NAMES[self.chance.below(NAMES.len())])
    }

    fn number(&mut self) -> String {
        String::from(self.chance.pick(&[
            "0",
            "1",
            "2",
            "3",
            "-1",
            "-2",
            "0.5",
            "1.5",
            "2.5",
            "10",
            "100",
            "1e3",
            "1e21",
            "123456789",
            "0.1",
            "1e-7",
            "1000000",
            "9007199254740993",
            "36",
            "1.005",
            "255",
        ]))
    }

    fn string(&mut self) -> String {
        String::from(self.chance.pick(&[
            "\"\"",
            "\"a\"",
            "'b'",
            "\"hello world\"",
            "\"10\"",
            "\"-1.5e3\"",
            "\"x,y,,z\"",
            "'Zoë 😀'",
            "\"\\u00e9\\n\"",
            "\"0x1F\"",
            "\"2024-02-29\"",
            "\"a b  c\"",
            "\"%41%zz\"",
            "\"[1,2]\"",
            "\"1+1\"",
            "\"SGVsbG8=\"",
            "\"MMXXIV\"",
            "\"twenty-one\"",
        ]))
    }

    fn key(&mut self) -> String {
        String::from(
            self.chance.pick(&["\"k\"", "\"b\"", "\"10\"", "\"2\"", "name", "\"a b\"", "5", "missing"]),
        )
    }

    fn key_path(&mut self) -> String {
        String::from(self.chance.pick(&[
            "id",
            "total",
            "qty",
            "sku",
            "n",
            "to.city",
            "$",
            "age",
            "$string($)",
            "missing",
            "price",
            "items.price",
            "tags",
        ]))
    }

    fn path(&mut self, size: usize) -> String {
        if self.chance.below(3) == 0 {
            return String::from(self.chance.pick(&[
                "orders.items",
                "orders.items.price",
                "orders.to.city",
                "orders.tags",
                "orders[0].items[1]",
                "deep.a.b.c.d",
                "nested",
                "people.n",
                "orders.items.(price * n)",
                "orders[total > 20]",
                "orders.items[0]",
                "orders.(items)[0]",
                "nums",
                "strs",
                "mixed",
                "deep.*",
                "**.sku",
                "orders.items[]",
                "orders[1][]",
                "orders.to[]",
                "deep.**",
                "orders.$count(items)",
                "$.orders.id",
                "orders[-1].items",
                "orders.items.sku[0]",
                "orders.{\"i\": id}",
                "orders.[id, total]",
                "[1..5]",
                "[1,2,3].($ * 2)",
                "orders.id.$uppercase($)",
            ]));
        }
        let mut text = self.name();
        for _ in 0..self.chance.below(3) {
            let step = match self.chance.below(8) {
                0 => String::from("*"),
                1 => String::from("$"),
                2 => format!("({})", self.expression(size.min(1))),
                3 => format!("[{}]", self.expression(size.min(1))),
                4 => format!("{{\"v\": {}}}", self.name()),
                5 => String::from(self.chance.pick(&[
                    "$string()",
                    "$count($)",
                    "$type($)",
                    "$length()",
                    "**",
                    "%",
                    "\"to\"",
                    "`to`",
                ])),
                _ => self.name(),
            };
            text = format!("{text}.{step}");
            if self.chance.below(4) == 0 {
                text = format!("{text}[{}]", self.predicate(size.min(1)));
            }
            if self.chance.below(12) == 0 {
                text.push_str("[]");
            }
        }
        text
    }

    fn predicate(&mut self, size: usize) -> String {
        match self.chance.below(10) {
            0..=2 => String::from(self.chance.pick(&["0", "1", "-1", "2", "-2", "1.7", "99"])),
            3 => String::from(self.chance.pick(&[
                "price > 5",
                "total < 50",
                "sku = 'a'",
                "$ > 2",
                "$ = 'a'",
                "id in ['o1', 'o3']",
                "n",
            ])),
            4 => String::from("[0, 2]"),
            5 => String::from("[0..1]"),
            6 => String::from("true"),
            7 => String::from("$exists(note)"),
            _ => self.expression(size),
        }
    }

    fn lambda(&mut self, size: usize) -> String {
        let body = match self.chance.below(4) {
            0 => self.expression(size.min(1)),
            1 => String::from("$x"),
            2 => String::from("$x & $y"),
            _ => String::from(self.chance.pick(&[
                "$x * 2",
                "$string($x)",
                "$x > 2",
                "$x.price",
                "$x.id",
                "[$x]",
                "$x + $y",
                "$count($z)",
                "$x < $y",
            ])),
        };
        let parameters = self.chance.pick(&["$x", "$x, $y", "$x, $y, $z", "", "$y"]);
        let signature = match self.chance.below(8) {
            0 => self.chance.pick(&[
                "<n:n>", "<s-:s>", "<x>", "<nn?>", "<a<n>>", "<(ns)>", "<o>", "<n-n>", "<f>", "<q>", "<s<n>>",
            ]),
            _ => "",
        };
        format!("{}({parameters}){signature}{{{body}}}", self.chance.pick(&["function", "λ"]))
    }

    fn target(&mut self) -> String {
        match self.chance.below(5) {
            0 => self.lambda(0),
            1 => format!(
                "${}",
                self.chance.pick(&[
                    "sum",
                    "string",
                    "uppercase",
                    "count",
                    "keys",
                    "reverse",
                    "trim",
                    "boolean"
                ])
            ),
            2 => format!("$map({})", self.lambda(1)),
            3 => format!(
                "$uppercase() ~> ${}",
                self.chance.pick(&["length()", "length", "substring(0, 1)", "nope"])
            ),
            _ => String::from(self.chance.pick(&[
                "$sum()",
                "$join('-')",
                "$substring(0, 2)",
                "$filter(function($v){$v > 1})",
                "$append(5)",
                "5",
                "missing",
                "$count",
                "|$|{\"z\": 1}|",
                "$substring(?, 1)",
                "($uppercase ~> $lowercase)",
                "$string(?)",
                "$substring(?, ?, 2)",
            ])),
        }
    }

    fn higher(&mut self, size: usize) -> String {
        let list = self.operand(size);
        let lambda = match self.chance.below(4) {
            0 => format!(
                "${}",
                self.chance.pick(&[
                    "string",
                    "sum",
                    "uppercase",
                    "boolean",
                    "count",
                    "not",
                    "length",
                    "append",
                    "type"
                ])
            ),
            _ => self.lambda(size),
        };
        match self.chance.below(9) {
            0..=1 => format!("$map({list}, {lambda})"),
            2 => format!("$filter({list}, {lambda})"),
            3 => format!("$reduce({list}, {lambda})"),
            4 => format!("$reduce({list}, {lambda}, {})", self.expression(0)),
            5 => format!("$sort({list}, {lambda})"),
            6 => format!("$each({list}, {lambda})"),
            7 => format!("$sift({list}, {lambda})"),
            _ => format!("$single({list}, {lambda})"),
        }
    }

    fn tuple(&mut self, size: usize) -> String {
        match self.chance.below(14) {
            0 => String::from("people@$p.pets[owner = $p.pid].{\"who\": $p.n, \"pet\": pet}"),
            1 => String::from("people@$p.$$.pets@$q[$q.owner = $p.pid].($p.n & $q.pet)"),
            2 => String::from("orders#$i.items.{\"i\": $i, \"s\": sku}"),
            3 => String::from("orders#$i[$i < 2].id"),
            4 => String::from("orders.items#$j.($j & sku)"),
            5 => String::from("orders.items.{\"s\": sku, \"o\": %.id}"),
            6 => String::from("orders.items.(price * %.qty)"),
            7 => String::from("orders.items[%.total > 20].sku"),
            8 => String::from("orders.to.city.%.%.id"),
            9 => format!(
                "orders^({}).items.{{\"a\": {}, \"p\": %.id}}",
                self.key_path(),
                self.expression(size.min(1))
            ),
            10 => String::from("orders.items^(price).%.id"),
            11 => format!(
                "orders@$o.items@$i{{$o.id: {}}}",
                self.chance.pick(&["$i.sku", "$sum($i.price)", "$count($i)", "$o"])
            ),
            12 => String::from("orders#$i@$o.items.($i)"),
            _ => {
                format!("{}#$i.{}", self.path(0), self.chance.pick(&["$i", "($i + 1)", "id", "{\"x\": $i}"]))
            }
        }
    }

    fn transform(&mut self) -> String {
        format!(
            "{} ~> |{}|{}{}|",
            self.chance.pick(&["$", "orders", "orders[0]", "deep", "people", "name"]),
            self.chance.pick(&["$", "items", "orders.items", "to", "**", "a.b", "*", "missing", "orders[0]"]),
            self.chance.pick(&[
                "{\"z\": 1}",
                "{\"id\": \"new\"}",
                "{\"t\": price * n}",
                "{}",
                "missing",
                "5",
                "{\"x\": $sum(items.price)}"
            ]),
            self.chance.pick(&["", "", ", 'id'", ", ['sku', 'price']", ", 5", ", missing"]),
        )
    }

    fn strange(&mut self, size: usize) -> String {
        let inner = self.expression(size);
        match self.chance.below(14) {
            0 => format!(
                "$eval('{}')",
                self.chance.pick(&["1+1", "$", "orders.id", "$x", "1 +", "[1,2", "$sum([1,\"a\"])", "name"])
            ),
            1 => format!("{inner}()"),
            2 => format!("{}({inner})", self.name()),
            3 => format!("{}({inner})", self.chance.pick(&["uppercase", "sum", "$nope", "5", "$string"])),
            4 => format!("($f := {}; $f({inner}))", self.lambda(1)),
            5 => format!("$error({inner})"),
            6 => format!("$assert({inner}, \"no\")"),
            7 => format!(
                "/{}/{}",
                self.chance.pick(&["a", "o(.)", "[a-z]+", "\\\\d+", "(x)|(y)", ""]),
                self.chance.pick(&["", "i", "im"])
            ),
            8 => format!(
                "$match(text, /{}/)",
                self.chance.pick(&["o", "(q)(u)", "[a-z]+", "\\\\d+", "z", "x*", "T(h)?(z)?"])
            ),
            9 => format!(
                "$replace({}, /{}/, {}{})",
                self.chance.pick(&["text", "unicode", "\"aaa\"", "name"]),
                self.chance.pick(&["o", "(q)(u)", "[a-z]+", "(.)(.)", "A"]),
                self.chance.pick(&[
                    "\"$1\"",
                    "\"<$0>\"",
                    "\"$$\"",
                    "\"$2$1\"",
                    "\"$12\"",
                    "$uppercase",
                    "function($m){$m.match & '!'}",
                    "\"$\"",
                    "\"\"",
                    "5"
                ]),
                self.chance.pick(&["", "", ", 1", ", 2", ", -1", ", 0"]),
            ),
            10 => format!(
                "$split({}, /{}/{})",
                self.chance.pick(&["text", "\"x,y,,z\"", "unicode"]),
                self.chance.pick(&[",", "\\\\s+", "(o)", "x*"]),
                self.chance.pick(&["", ", 2", ", 0", ", 1.5"])
            ),
            11 => format!("{inner} . {}", self.chance.pick(&["5", "true", "\"name\"", "`name`", "null"])),
            12 => format!("({inner})[{}]{{id: $}}", self.predicate(0)),
            _ => format!("/* note */ {inner}"),
        }
    }

    fn call(&mut self, size: usize) -> String {
        let one = |generator: &mut Generator| match generator.chance.below(3) {
            0 => generator.atom(),
            _ => generator.expression(size),
        };
        match self.chance.below(40) {
            0..=11 => {
                let name = self.chance.pick(&[
                    "sum",
                    "count",
                    "max",
                    "min",
                    "average",
                    "string",
                    "lowercase",
                    "uppercase",
                    "length",
                    "trim",
                    "number",
                    "floor",
                    "ceil",
                    "round",
                    "abs",
                    "sqrt",
                    "boolean",
                    "not",
                    "keys",
                    "exists",
                    "spread",
                    "merge",
                    "reverse",
                    "type",
                    "sort",
                    "distinct",
                    "base64encode",
                    "base64decode",
                    "encodeUrlComponent",
                    "encodeUrl",
                    "decodeUrlComponent",
                    "decodeUrl",
                    "clone",
                    "zip",
                ]);
                match self.chance.below(10) {
                    0 => format!("${name}()"),
                    1 => format!("${name}({}, {})", one(self), one(self)),
                    _ => format!("${name}({})", one(self)),
                }
            }
            12..=13 => format!(
                "$substring({}, {}{})",
                self.textual(),
                self.number(),
                self.chance.pick(&["", ", 2", ", -1", ", 0", ", 1.5", ", 100"])
            ),
            14 => format!(
                "${}({}, {})",
                self.chance.pick(&["substringBefore", "substringAfter", "contains", "split"]),
                self.textual(),
                self.string()
            ),
            15 => format!(
                "$pad({}, {}{})",
                self.textual(),
                self.chance.pick(&["5", "-5", "20", "-20", "0"]),
                self.chance.pick(&["", ", '#'", ", 'ab'", ", ''"])
            ),
            16 => format!(
                "$join({}{})",
                self.chance.pick(&["strs", "'a'", "[]", "orders.id", "nums", "missing", "[1, 'a']"]),
                self.chance.pick(&["", ", '-'", ", 5"])
            ),
            17 => format!("$round({}, {})", one(self), self.chance.pick(&["0", "1", "2", "-1", "-2", "3"])),
            18 => format!("$power({}, {})", one(self), self.number()),
            19 => format!(
                "$formatBase({}, {})",
                one(self),
                self.chance.pick(&["2", "16", "36", "1", "37", "10", "8.4"])
            ),
            20..=21 => format!(
                "$formatNumber({}, \"{}\"{})",
                self.chance.pick(&[
                    "12345.678",
                    "0",
                    "-3.14159",
                    "0.5",
                    "1e10",
                    "123",
                    "price",
                    "big",
                    "neg",
                    "0.00042"
                ]),
                self.chance.pick(&[
                    "#,##0.00",
                    "0",
                    "#",
                    "00.0#",
                    "#0.0%",
                    "#,###.##",
                    "0.000;(0.000)",
                    "x",
                    "#.#.#",
                    "##0,00.00",
                    "00,00",
                    "0‰",
                    "$0.00",
                    "#;0;#",
                    ",0",
                    "0,",
                    "0#",
                    "#,,0",
                    "0.0,0",
                    "a0b"
                ]),
                self.chance.pick(&[
                    "",
                    "",
                    ", {\"decimal-separator\": \",\", \"grouping-separator\": \".\"}",
                    ", {\"zero-digit\": \"٠\"}",
                    ", {\"minus-sign\": \"~\"}"
                ]),
            ),
            22 => format!(
                "$formatNumber({}, \"{}\")",
                self.chance.pick(&["12345.678", "0.5", "1e10", "123", "0.00042"]),
                self.chance.pick(&["0.0e0", "00.00e00", "#.##e0", "0e0", "0.0e#", "#0.0E0"])
            ),
            23..=24 => format!(
                "$formatInteger({}, \"{}\")",
                self.chance.pick(&[
                    "0", "1", "12", "21", "113", "2024", "1234567", "-5", "1e9", "3.7", "100", "1000000",
                    "1e15", "19", "999"
                ]),
                self.chance.pick(&[
                    "0",
                    "000",
                    "#,##0",
                    "I",
                    "i",
                    "A",
                    "a",
                    "w",
                    "W",
                    "Ww",
                    "w;o",
                    "Ww;o",
                    "0;o",
                    "#",
                    "01,0",
                    "0000,00:0",
                    "٠",
                    "0٠",
                    "é",
                    "1"
                ]),
            ),
            25 => format!(
                "$parseInteger({}, \"{}\")",
                self.chance.pick(&[
                    "\"12\"",
                    "\"1,234\"",
                    "\"MMXXIV\"",
                    "\"twenty-one\"",
                    "\"aa\"",
                    "\"one hundred and five\"",
                    "\"12th\"",
                    "\"nope\"",
                    "\"five million\"",
                    "name"
                ]),
                self.chance.pick(&["0", "#,##0", "I", "i", "w", "a", "A", "0;o", "W", "#"]),
            ),
            26..=28 => format!(
                "$fromMillis({}{})",
                self.chance.pick(&[
                    "0",
                    "1709210096789",
                    "-1",
                    "1521801216617",
                    "951782400000",
                    "1e12",
                    "1700000000123",
                    "-62135596800000",
                    "price"
                ]),
                self.chance.pick(&[
                    "",
                    ", '[Y0001]-[M01]-[D01]'",
                    ", '[D1o] [MNn] [Y]'",
                    ", '[FNn], [D1] [MN,*-3] [Y,2]'",
                    ", '[H01]:[m01]:[s01].[f001] [z]'",
                    ", '[h]:[m] [P]'",
                    ", '[W] [w] [X] [x] [d]'",
                    ", '[Yw] [MI] [Da]'",
                    ", '[Z]', '+0530'",
                    ", '[Z0]', '-0800'",
                    ", '[Z01:01t]', '0000'",
                    ", '[q]'",
                    ", '[Y'",
                    ", ']] [[ [Y]'",
                    ", '[F0] [Fn,3-3] [FN]'",
                    ", '[PN] [Pn] [C] [E]'",
                    ", '[MNn,3-3] [Dwo]'",
                    ", '[Z00000]'",
                    ", '[YN]'",
                    ", '[H#1] [m] [s]'",
                    ", '[XNn]'",
                    ", '[xNn] [Y9,999,*]'",
                ]),
            ),
            29..=30 => format!(
                "$toMillis({})",
                self.chance.pick(&[
                    "date",
                    "'2024'",
                    "'2024-02'",
                    "'2024-02-30'",
                    "'2024-13-01'",
                    "'2024-02-29T12:34:56'",
                    "'2024-02-29T12:34:56+0530'",
                    "'2024-02-29T25:00:00Z'",
                    "'x'",
                    "name",
                    "'2024-02-29Z'",
                    "'29/02/2024', '[D01]/[M01]/[Y0001]'",
                    "'February 3, 2020', '[MNn] [D], [Y]'",
                    "'3rd Mar 2021', '[D1o] [MNn,3-3] [Y]'",
                    "'12:30 pm', '[h]:[m] [P]'",
                    "'2024-060', '[Y]-[d001]'",
                    "'nope', '[Y]'",
                    "'2024 W09', '[X] W[W]'",
                    "'twenty twenty', '[Yw]'",
                    "'MMXX', '[YI]'",
                    "'2020-01-01T00:00:00+05:30', '[Y]-[M]-[D]T[H]:[m]:[s][Z]'",
                    "'5', '[s]'",
                    "'2020', '[Y] [q]'",
                    "'13:05', '[H]:[m]'",
                    "'Monday', '[FNn]'",
                    "'20200203', '[Y0001][M01][D01]'",
                    "'1 2', '[D] [Y]'",
                    "'12 GMT+1', '[H] [z]'",
                ])
            ),
            31 => format!("$lookup({}, {})", one(self), self.key()),
            32..=33 => format!("$append({}, {})", one(self), one(self)),
            34 => format!("$zip({}, {})", one(self), one(self)),
            35 => format!("$string({}, true)", one(self)),
            36 => format!(
                "$reduce({}, function($a, $b){{$a + $b}})",
                self.chance.pick(&["nums", "one", "empty", "strs", "missing", "5"])
            ),
            37 if self.chance.below(2) == 0 => format!(
                "${}(text, missing{})",
                self.chance.pick(&[
                    "substring",
                    "substringBefore",
                    "substringAfter",
                    "contains",
                    "split",
                    "replace",
                    "pad",
                    "formatNumber",
                    "match",
                    "lookup"
                ]),
                self.chance.pick(&["", ", missing", ", 2", ", 'a'"]),
            ),
            37 => format!(
                "$distinct({})",
                self.chance.pick(&[
                    "mixed",
                    "nums",
                    "orders.to.city",
                    "[1,1,'1']",
                    "[[1],[1]]",
                    "[{},{}]",
                    "[1..3]"
                ])
            ),
            38 => format!("$now({})", self.chance.pick(&["", "'[Y]'", "'[H]', '+0100'", "5"])),
            _ => format!("$millis({})", self.chance.pick(&["", "1"])),
        }
    }

    /// Functions on texts with texts that are hard.
    fn texts(&mut self, size: usize) -> String {
        let text = String::from(self.chance.pick(&[
            "'😀'",
            "'a😀b😀c'",
            "'\\ud83d'",
            "'\\ude00x'",
            "'é́'",
            "'ŉß'",
            "'İı'",
            "'ΑΣ'",
            "'ab\\u0000c'",
            "'  a \\t b\\n'",
            "''",
            "'%E2%82%AC'",
            "'a+b&c=d/é?#'",
            "'a,b,,c'",
            "'aaaa'",
            "text",
            "unicode",
            "'10'",
            "'0x1F'",
            "'0b101'",
            "'0o17'",
            "'1e5'",
            "'1e1000'",
            "'-0'",
            "'.5'",
            "'5.'",
            "'+5'",
            "' 5'",
            "'Infinity'",
            "'true'",
            "'null'",
            "'{\"a\":1}'",
            "'YQ=='",
            "'YWI'",
            "'4pyT'",
            "'\\u00e9'",
        ]));
        let number = self.chance.pick(&["0", "1", "2", "-1", "-3", "1.5", "-0.5", "100", "missing"]);
        let other = self.chance.pick(&["'a'", "''", "','", "'😀'", "'aa'", "'é'", "missing", "5", "' '"]);
        match self.chance.below(26) {
            0 => format!("$length({text})"),
            1 => format!("$substring({text}, {number})"),
            2 => format!(
                "$substring({text}, {number}, {})",
                self.chance.pick(&["0", "1", "2", "-1", "1.5", "missing"])
            ),
            3 => format!("$substringBefore({text}, {other})"),
            4 => format!("$substringAfter({text}, {other})"),
            5 => format!("$uppercase({text})"),
            6 => format!("$lowercase({text})"),
            7 => format!("$pad({text}, {number}, {other})"),
            8 => format!("$pad({text}, {}, {other})", self.chance.pick(&["7", "-7", "12", "-12"])),
            9 => format!("$split({text}, {other})"),
            10 => format!("$split({text}, {other}, {number})"),
            11 => format!("$replace({text}, {other}, 'X')"),
            12 => format!("$replace({text}, {other}, 'X', {number})"),
            13 => format!("$contains({text}, {other})"),
            14 => format!("$base64encode({text})"),
            // Node reads texts beyond Latin-1 in a way of its own.
            15 if text.is_ascii() && text != "unicode" => format!("$base64decode({text})"),
            15 => format!("$base64encode({text})"),
            16 => format!("$encodeUrl({text})"),
            17 => format!("$encodeUrlComponent({text})"),
            18 => format!("$decodeUrl({text})"),
            19 => format!("$decodeUrlComponent({text})"),
            20 => format!("$trim({text})"),
            21 => format!("$number({text})"),
            22 => format!("{text} < {other}"),
            23 => format!("$string([{text}, {other}, {number}])"),
            24 => {
                let pattern = self.chance.pick(&[
                    "a",
                    "[a-c]",
                    "(a)(b)?",
                    "^.",
                    ".$",
                    "\\\\s+",
                    "\\\\w",
                    "(?:a|b)+",
                    "(?=b)",
                    "(?!a)[a-z]",
                    "\\\\u00e9",
                    "[^a]",
                    "(.)\\\\1",
                    "\\\\bfox",
                    "e{1,2}",
                    "A",
                    ",",
                    "😀",
                    "x*",
                    "(a)|(b)|(c)",
                ]);
                let pattern = pattern.replace("\\\\", "\\");
                let flags = self.chance.pick(&["", "i", "m", "im"]);
                match self.chance.below(5) {
                    0 => format!("$match({text}, /{pattern}/{flags})"),
                    1 => format!("$match({text}, /{pattern}/{flags}, {number})"),
                    2 => format!("$contains({text}, /{pattern}/{flags})"),
                    3 => format!("$split({text}, /{pattern}/{flags}, {number})"),
                    _ => format!(
                        "$replace({text}, /{pattern}/{flags}, {}, {number})",
                        self.chance.pick(&[
                            "'[$0]'",
                            "'$1-$2'",
                            "'$$'",
                            "'$'",
                            "'$a'",
                            "'$10'",
                            "'$3$2$1'",
                            "function($m){$string($m.groups) & $m.index}",
                            "function($m){$m.start & '-' & $m.end}"
                        ])
                    ),
                }
            }
            _ => format!("$join([{text}, {}], {other})", self.expression(size.min(1))),
        }
    }

    /// Pictures of dates put together from all components and presentations.
    fn date_picture(&mut self) -> String {
        let mut picture = String::new();
        for _ in 0..1 + self.chance.below(4) {
            picture.push_str(
                self.chance.pick(&["", "-", "/", " ", ":", "T", ", ", "[[", "]]", "th ", ".", "x"]),
            );
            let component = self.chance.pick(&[
                "Y", "M", "D", "d", "F", "W", "w", "X", "x", "H", "h", "P", "m", "s", "f", "Z", "z", "C",
                "E", "q", "",
            ]);
            let presentation = self.chance.pick(&[
                "", "", "", "1", "01", "001", "0001", "#1", "##01", "n", "N", "Nn", "i", "I", "a", "A", "w",
                "W", "Ww", "1o", "01o", "wo", "Wo", "Wwo", "1c", "1t", "01t", "01:01", "01:01t", "0", "00",
                "000", "0000", "00000", "9999", "9,999", "0101t", "*", "é", "٠١", "Nno", "io", "0:00",
            ]);
            let width = self.chance.pick(&[
                "", "", "", "", ",2", ",2-2", ",*-2", ",1-*", ",3-3", ",*-3", ",4", ",2-4", ",*", ",-", ",0",
                ",x",
            ]);
            picture.push_str(&format!("[{component}{presentation}{width}]"));
        }
        if self.chance.below(20) == 0 {
            picture.push_str(self.chance.pick(&["[", "[Y", "]", "[[", "[]"]));
        }
        picture
    }

    fn dates(&mut self) -> String {
        let picture = self.date_picture();
        let millis = self.chance.pick(&[
            "0",
            "1",
            "-1",
            "1521801216617",
            "1709210096789",
            "951782400000",
            "1230768000000",
            "1704067199999",
            "1735689600000",
            "-62167219200000",
            "253402300799999",
            "1e15",
            "8.64e15",
            "9e15",
            "-8.64e15",
            "1514764800000",
            "1451606399000",
            "1609459200000",
            "1483228800000.7",
            "-2208988800000",
        ]);
        let zone = self.chance.pick(&[
            "",
            "",
            ", '+0100'",
            ", '-0530'",
            ", '0000'",
            ", '+1'",
            ", '-1200'",
            ", 'x'",
            ", '+05:30'",
            ", '+0545'",
            ", missing",
            ", 5",
        ]);
        match self.chance.below(6) {
            0..=2 => format!("$fromMillis({millis}, '{picture}'{zone})"),
            3..=4 => format!("$toMillis($fromMillis({millis}, '{picture}'), '{picture}')"),
            _ => {
                let text = self.chance.pick(&[
                    "2018-03-23",
                    "23 March 2018",
                    "MMXVIII",
                    "twenty eighteen",
                    "two thousand and eighteen",
                    "12:30",
                    "0:30 am",
                    "12:15 PM",
                    "2018-W12-5",
                    "2018-082",
                    "Friday",
                    "3rd",
                    "first of May",
                    "2018 March",
                    "+01:00",
                    "GMT+2",
                    "2018-03-23T10:33:36.617Z",
                    "23/03/18",
                    "1/1/1",
                    "99",
                    "march 5",
                    "Mar 5 2018",
                    "5.3.2018",
                    "10:33:36",
                    "2018-12-31 23:59:59.999 -0500",
                    "2018-2-30",
                ]);
                format!("$toMillis('{text}', '{picture}')")
            }
        }
    }

    fn integers(&mut self) -> String {
        let picture = self.chance.pick(&[
            "0",
            "00",
            "0000000",
            "#",
            "#0",
            "##00",
            "#,##0",
            "#,###",
            "0,000",
            "#,##,##0",
            "##,#0",
            "#:##:00",
            "1",
            "9",
            "٠٠",
            "٠,٠٠٠",
            "#٠",
            "0٠",
            "A",
            "a",
            "I",
            "i",
            "W",
            "w",
            "Ww",
            "wW",
            "A;o",
            "a;o",
            "I;o",
            "W;o",
            "w;o",
            "Ww;o",
            "0;o",
            "#,##0;o",
            "0;c",
            "w;c",
            "Ww;o(-e)",
            "0;",
            ";o",
            "",
            "é",
            "?",
            "0#",
            "0,0,0",
            ",0",
            "0,",
            "#,#0,#00",
            "0;o;o",
            "000,000,000",
        ]);
        let number = self.chance.pick(&[
            "0",
            "1",
            "2",
            "3",
            "4",
            "9",
            "10",
            "11",
            "12",
            "13",
            "19",
            "20",
            "21",
            "22",
            "23",
            "26",
            "27",
            "40",
            "52",
            "53",
            "99",
            "100",
            "101",
            "110",
            "111",
            "112",
            "123",
            "199",
            "702",
            "703",
            "999",
            "1000",
            "1001",
            "1100",
            "1234",
            "1999",
            "2024",
            "3999",
            "4000",
            "9999",
            "10000",
            "99999",
            "123456",
            "1000000",
            "1234567",
            "1e9",
            "1e12",
            "1234567890123",
            "1e15",
            "1e18",
            "1e21",
            "-1",
            "-12",
            "-1234",
            "1.5",
            "-1.5",
            "missing",
            "'5'",
            "0.4",
            "123456789012345678",
        ]);
        let text = self.chance.pick(&[
            "0",
            "12",
            "007",
            "1,234",
            "1.234",
            "-5",
            "1st",
            "12th",
            "twelve",
            "Twelve",
            "TWELVE",
            "twelfth",
            "twenty-first",
            "one hundred",
            "one hundred and twenty-three",
            "one thousand, two hundred and thirty-four",
            "a million",
            "one billion, two million and three",
            "five trillion",
            "hundredth",
            "two hundred and fifth",
            "IV",
            "iv",
            "MCMXCIV",
            "XIIX",
            "abc",
            "ZZ",
            "z",
            "٣",
            "١٢٣",
            "",
            "twelve hundred",
            "nineteen hundred and eighty-four",
            "one million trillion",
            "zero",
            "zeroth",
        ]);
        // The package writes Roman numerals by a recursion for each letter.
        let number = match picture.contains(['I', 'i']) {
            true => number.get(..number.len().min(4)).unwrap_or("0"),
            false => number,
        };
        let number = if number.contains('e') { "1999" } else { number };
        match self.chance.below(5) {
            0..=1 => format!("$formatInteger({number}, '{picture}')"),
            2 => format!("$parseInteger('{text}', '{picture}')"),
            3 => format!("$parseInteger($formatInteger({number}, '{picture}'), '{picture}')"),
            _ => format!(
                "$formatBase({number}, {})",
                self.chance.pick(&["2", "3", "8", "10", "16", "36", "1", "37", "2.5", "missing", "'2'"])
            ),
        }
    }

    fn decimals(&mut self) -> String {
        let mut picture = String::new();
        for _ in 0..1 + self.chance.below(2) {
            if !picture.is_empty() {
                picture.push(';');
            }
            picture.push_str(self.chance.pick(&["", "", "", "(", "$", "x ", "-", "%", "'"]));
            picture.push_str(self.chance.pick(&["", "#", "##", "#,#", "#,##", "#,###,", "#,"]));
            picture.push_str(self.chance.pick(&["0", "00", "000", "0,0", "", "1", "9", "0,00"]));
            picture.push_str(
                self.chance
                    .pick(&["", "", ".", ".0", ".00", ".0#", ".##", ".#", ".000,0", ".0,0", "..0", ".#0"]),
            );
            picture.push_str(self.chance.pick(&[
                "", "", "", "", "%", "‰", ")", " y", "e0", "e00", "e", "e#", "%%", "%‰", "e0%", "E0",
            ]));
        }
        let number = self.chance.pick(&[
            "0",
            "1",
            "5",
            "12",
            "123",
            "1234",
            "12345",
            "123456",
            "1234567.891",
            "0.1",
            "0.05",
            "0.005",
            "0.5",
            "1.5",
            "2.5",
            "0.25",
            "0.125",
            "1.005",
            "99.995",
            "999.9999",
            "1e10",
            "1e-7",
            "12345678901234",
            "-1",
            "-0.5",
            "-1234.567",
            "0.00012345",
            "3.14159265",
            "1e20",
            "1e22",
            "missing",
            "'5'",
            "-0.001",
        ]);
        let options = match self.chance.below(8) {
            0 => self.chance.pick(&[
                ", {'decimal-separator': ',', 'grouping-separator': '.'}",
                ", {'grouping-separator': ' '}",
                ", {'zero-digit': '٠'}",
                ", {'digit': '?'}",
                ", {'minus-sign': '−'}",
                ", {'percent': 'pc'}",
                ", {'exponent-separator': 'E'}",
                ", {'pattern-separator': '|'}",
                ", {}",
                ", {'per-mille': 'p'}",
                ", missing",
                ", 5",
                ", {'zero-digit': 'a'}",
            ]),
            _ => "",
        };
        match self.chance.below(8) {
            0 => format!(
                "$round({number}, {})",
                self.chance.pick(&["0", "1", "2", "3", "-1", "-2", "missing", "1.5", "20", "-20"])
            ),
            1 => format!("$string({number})"),
            2 => format!(
                "{number} {} {}",
                self.chance.pick(&["+", "-", "*", "/", "%"]),
                self.chance.pick(&["0", "0.1", "3", "1e300", "1e-300", "7", "-2", "0.3"])
            ),
            // The package never ends for zero and below with an exponent.
            _ if picture.contains(['e', 'E']) && number.starts_with(['0', '-', 'm', '\'']) => {
                format!("$abs({number})")
            }
            _ => format!("$formatNumber({number}, \"{picture}\"{options})"),
        }
    }

    /// Functions bound, called back, applied in part and chained.
    fn binding(&mut self, size: usize) -> String {
        let value = self.expression(size.min(2));
        match self.chance.below(16) {
            0 => format!("($f := $substring(?, {}, {}); $f('hello'))", self.number(), self.number()),
            1 => format!("($f := function($a, $b){{$a & $b}}; $g := $f(?, {value}); $g('x'))"),
            2 => format!(
                "($f := function($x){{$x <= 1 ? 1 : $x * $f($x - 1)}}; $f({}))",
                self.chance.pick(&["5", "0", "-1", "20", "'a'"])
            ),
            3 => format!("($f := $uppercase ~> $trim ~> $length; $f({value}))"),
            4 => format!("({value}) ~> $string ~> $length"),
            5 => format!("($x := {value}; ($x := 5; $x); $x)"),
            6 => format!(
                "($f := function($x)<{}>{{$x}}; $f({value}))",
                self.chance.pick(&[
                    "n:n", "s-:s", "a:a", "a<s>:s", "(sn)-:x", "x-:x", "o:o", "f:f", "b?:b", "j:j", "l:l",
                    "n+:n", "u", "a<n>?"
                ])
            ),
            7 => format!(
                "($f := function($x, $y)<{}>{{[$x, $y]}}; $f({value}, {}))",
                self.chance.pick(&["nn", "s-n", "sn?", "n?s", "xa", "a<n>s?", "x+", "o-o"]),
                self.expression(0)
            ),
            8 => format!(
                "$map([1..3], function($v, $i, $a){{{{'v': $v, 'i': $i, 'n': $count($a), 'x': {value}}}}})"
            ),
            9 => format!(
                "$reduce([{value}, 1, 2], function($p, $c, $i){{$string($p) & $c & $i}}, {})",
                self.expression(0)
            ),
            10 => format!("$filter({value}, function($v, $i){{$i % 2 = 0}})"),
            11 => format!("$each({value}, function($v, $k){{$k & ':' & $string($v)}})"),
            12 => format!("$sift({value}, function($v, $k){{$length($k) > 2}})"),
            13 => format!("$single({value}, function($v, $i){{$i = 0}})"),
            14 => format!("$sort({value}, function($l, $r){{$string($l) > $string($r)}})"),
            _ => format!("({value}).({})", self.expression(size.min(1))),
        }
    }

    /// Sequences: how they flatten, collapse, are kept and joined.
    fn sequences(&mut self, size: usize) -> String {
        let value = self.expression(size.min(1));
        let path = self.path(size.min(1));
        match self.chance.below(24) {
            0 => format!("[{path}]"),
            1 => format!("{path}[]"),
            2 => format!("[{path}[]]"),
            3 => format!("[[{path}]]"),
            4 => format!("$append({path}, {value})"),
            5 => format!("$distinct({path})"),
            6 => format!("$merge([{path}])"),
            7 => format!("$merge({path})"),
            8 => format!("$spread({path})"),
            9 => format!("$zip({path}, {value}, [1..2])"),
            10 => format!("$lookup({path}, '{}')", self.name()),
            11 => format!("$keys({path})"),
            12 => format!("$count({path})"),
            13 => format!("{path}.$"),
            14 => format!("{path}.[$]"),
            15 => format!("{path}.{{'a': $}}"),
            16 => format!("{path}^(>{}, {})", self.key_path(), self.key_path()),
            17 => format!("{path}{{{}: $}}", self.key_path()),
            18 => format!("{path}{{$string($): $count($)}}"),
            19 => format!("({path})[{}]", self.predicate(0)),
            20 => format!("{path}[{}][{}]", self.predicate(0), self.predicate(0)),
            21 => format!("{path}#$i[{}].($i)", self.predicate(0)),
            22 => format!("{path} in {value}"),
            _ => format!("{path}.%.{}", self.name()),
        }
    }

    fn textual(&mut self) -> String {
        match self.chance.below(5) {
            0 => self.string(),
            1 => String::from("missing"),
            2 => self.expression(0),
            _ => String::from(self.chance.pick(&[
                "text",
                "unicode",
                "name",
                "\"hello\"",
                "date",
                "orders[0].id",
            ])),
        }
    }
}

/// Why a difference is known and accepted; nothing for one that is not.
/// `in_order` is the package's answer when it evaluates members one after the other, where that is another.
pub fn reason(
    text: &str,
    input: &Value,
    ours: &Value,
    theirs: &Value,
    in_order: Option<&Value>,
) -> Option<&'static str> {
    if theirs.get("endless").is_some() {
        return Some("the package never ends, or takes all memory");
    }
    if in_order == Some(ours) {
        return Some(
            "of several members that fail, the package tells the one that its promises reach first, we the first one",
        );
    }
    if text.contains("$power(") && json_near(ours, theirs) {
        return Some("the last digit of a power: the package's engine computes it less exactly");
    }
    if text.contains("$formatBase(") && only_zeros_differ(ours, theirs) {
        return Some("the zeros at the end of a whole number beyond 2⁵³ in another base");
    }
    let pair = |text: &str| text.chars().any(|character| character.len_utf16() == 2);
    let halves = ['.', '^', 'W', 'S', 'D', 'B', '\u{fffd}'];
    if text.contains('/')
        && (theirs.to_string().contains('\u{fffd}') || text.contains(halves))
        && (pair(text) || pair(&input.to_string()))
    {
        return Some(
            "a regular expression of JavaScript may cut a surrogate pair, the native engine does not",
        );
    }
    let filled = theirs.to_string().replace("[null]", "[]").replace("[null,", "[");
    if text.contains('{') && filled == ours.to_string() {
        return Some(
            "grouping an empty array of the data puts a hole into the data itself; ours leaves data alone",
        );
    }
    // The other differences are of errors; which of several members fails first may come on top.
    [Some(theirs), in_order].into_iter().flatten().find_map(|theirs| of_errors(text, ours, theirs))
}

fn of_errors(text: &str, ours: &Value, theirs: &Value) -> Option<&'static str> {
    let error = |answer: &Value, field: &str| {
        answer.get("error").and_then(|error| error.get(field)?.as_str().map(String::from))
    };
    let there = error(theirs, "message");
    if text.contains('/')
        && there.as_deref().is_some_and(|there| there.starts_with("Invalid regular expression"))
    {
        return Some("what is no regular expression is told by the engine, and when it is first needed");
    }
    let here = error(ours, "message")?;
    let (our_code, their_code) = (error(ours, "code")?, error(theirs, "code").unwrap_or_default());
    let refused = our_code.is_empty() && ["A string was expected", "A number was expected"].contains(&&*here);
    if refused && ["(?", ", ?", ",?"].iter().any(|applied| text.contains(applied)) {
        return Some(
            "a built-in function applied in part does not check its arguments: ours refuses what is of the wrong type",
        );
    }
    let there = there?;
    if our_code == their_code && there.contains("{\"_jsonata_lambda\":true") {
        return Some("a message that shows a function shows the package's inside of it, here nothing");
    }
    if our_code == "U1001" && their_code.is_empty() && there.starts_with("Maximum call stack size exceeded") {
        return Some("what nests too deep ends in JavaScript's words there, in JSONata's here");
    }
    let javascript = [" is not iterable", " is not a function", "Cannot read properties", "Cannot convert"];
    if our_code.is_empty() && their_code.is_empty() && javascript.iter().any(|words| there.contains(words)) {
        return Some("JavaScript's own errors, where arguments escape the signature, have other words here");
    }
    None
}

/// Whether two answers are texts of digits that are alike up to their last sixteenth place that a double holds.
fn only_zeros_differ(ours: &Value, theirs: &Value) -> bool {
    let text = |answer: &Value| answer.get("result").and_then(Value::as_str).map(String::from);
    let (Some(ours), Some(theirs)) = (text(ours), text(theirs)) else { return false };
    let same = ours.bytes().zip(theirs.bytes()).take_while(|(a, b)| a == b).count();
    ours.len() == theirs.len() && ours.ends_with('0') && same >= 9
}

/// Whether two answers differ in the last digits of their numbers only.
fn json_near(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64(), b.as_f64());
            (a - b).abs() <= a.abs().max(b.abs()) * 1e-14
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| json_near(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| json_near(a, b)))
        }
        (a, b) => a == b,
    }
}
