//! Links: there and back, and every kind of damage.

use asl::MachineType;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use exchange::{LinkError, Shared, SharedBucket, SharedMock, SharedObject, pack, unpack};
use json::tree::Format;
use miniz_oxide::deflate::compress_to_vec_zlib;

fn order() -> Shared {
    Shared {
        name: "Order workflow – ü😀".to_string(),
        machine_type: MachineType::Express,
        definition: "StartAt: A\nStates:\n  A: {Type: Succeed}\n".to_string(),
        format: Format::Yaml,
        mocks: vec![
            SharedMock {
                key: "charge-card".to_string(),
                source: "export async function handler() {}".to_string(),
            },
            SharedMock { key: "sqs:sendMessage".to_string(), source: String::new() },
        ],
        input: "{ \"n\": 1 }".to_string(),
        seed: u64::MAX,
        start_millis: Some(-1),
        mock_file: Some("{}".to_string()),
        buckets: Vec::new(),
    }
}

/// The same with buckets, one of them empty.
fn import() -> Shared {
    let rows = SharedObject { key: "2026/orders.csv".to_string(), text: "id\n1\n".to_string() };
    Shared {
        buckets: vec![
            SharedBucket { name: "in".to_string(), objects: vec![rows] },
            SharedBucket { name: "out".to_string(), objects: Vec::new() },
        ],
        ..order()
    }
}

/// A fragment with any bytes behind the version.
fn fragment(version: u8, packed: &[u8]) -> String {
    let mut bytes = vec![version];
    bytes.extend(packed);
    URL_SAFE_NO_PAD.encode(bytes)
}

fn packed(text: &str) -> String {
    fragment(1, &compress_to_vec_zlib(text.as_bytes(), 6))
}

#[track_caller]
fn refused(fragment: &str, message: &str) {
    let error = unpack(fragment).expect_err(message);
    assert_eq!(error.to_string(), message);
}

#[test]
fn there_and_back() {
    for shared in [
        order(),
        import(),
        Shared { definition: "{}".to_string(), input: String::new(), ..Shared::default() },
    ] {
        let link = pack(&shared).expect("it is small");
        assert!(link.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'));
        assert_eq!(unpack(&link), Ok(shared.clone()));
        assert_eq!(pack(&shared), Ok(link.clone()), "the same workflow has the same link");
        let (one, other) = link.split_at(20);
        assert_eq!(unpack(&format!("https://example.com/x/#s={one}\n {other}==\n")), Ok(shared));
    }
}

#[test]
fn a_link_of_today_can_be_read_for_ever() {
    let link = "AXjaJY4xTsQwEEWvMpoKpF1pI5INuEuxdAhEKCjSWLazG20yDrajJbIi7R1o6LgIHTfhBByBMXQzf-b__yKSHAwKvHfaODhZd2x7e4Lv8xt8ff58vJ9xhWEe08vu-eFxV9cstNYNMrA0y6HnXZu2oy50llirg3ShCgKqhngOxouGACoB8YmDBNSTUsbopSG2DlYdPYqI6iDd3qyVdJpDzOtoXQDpZ1LQTqRSOBwk6d64i0uIC3v9ixfekL4z3st9QsRlhR2NU2KL0CA1KCCDv2euZDW7zvNtmeeb8qrc3BRFts2KdE3QKNbZP9Ft16c4bll-ASI3XwI";
    assert_eq!(unpack(link), Ok(order()));
}

#[test]
fn parts_that_may_be_missing() {
    let shared = unpack(&packed(r#"{"definition":"{}","later":[1]}"#)).expect("is enough");
    assert_eq!(shared, Shared { definition: "{}".to_string(), input: "{}".to_string(), ..Shared::default() });
}

#[test]
fn damage() {
    let link = pack(&order()).expect("it is small");
    refused("", "The link holds no workflow: nothing stands behind the # sign.");
    refused("https://example.com/#", "The link holds no workflow: nothing stands behind the # sign.");
    refused(
        "AX%20",
        "The link is damaged: its character 3 is '%', which no link has. Copy the whole link again.",
    );
    refused("AXxxx", "The link is damaged: its end was cut off. Copy the whole link again.");
    refused(
        &fragment(2, b"anything"),
        "The link was made by a newer Stepwise (link version 2, this one reads 1). Reload the page to get the newest.",
    );
    refused(
        &fragment(0, b"anything"),
        "The link is damaged, or it is not one of Stepwise: it has the version 0, which never was.",
    );
    refused(
        &link[..link.len() / 8 * 4],
        "The link is damaged: a part of it is missing. Copy the whole link again.",
    );
    refused(
        &fragment(1, b"no zlib at all"),
        "The link is damaged: some of its characters were changed. Copy the whole link again.",
    );
    refused(
        &packed(&" ".repeat(3 * 1024 * 1024)),
        "The workflow with its mocks and input is too large for a link: more than 2 MiB.",
    );
    refused(
        &packed("[1,"),
        "The link holds something else than a workflow of Stepwise (EOF while parsing a value at line 1, column 3).",
    );
    refused(
        &packed("[]"),
        "The link holds something else than a workflow of Stepwise: its definition is missing.",
    );
    refused(
        &packed(r#"{"definition":"","mocks":{"a":1}}"#),
        "The link holds something else than a workflow of Stepwise: its mocks should be an object of texts.",
    );
    refused(
        &packed(r#"{"definition":"","type":"FAST"}"#),
        "The link holds something else than a workflow of Stepwise: its type should be STANDARD or EXPRESS.",
    );
    refused(
        &packed(r#"{"definition":"","seed":"-1"}"#),
        "The link holds something else than a workflow of Stepwise: its seed should be a whole number.",
    );
}

#[test]
fn what_is_too_large_is_not_packed() {
    let shared = Shared { definition: "x".repeat(2 * 1024 * 1024), ..Shared::default() };
    assert_eq!(pack(&shared), Err(LinkError::TooLarge));
}

/// Whatever happens to a link, it is refused with a sentence or says what it said.
#[test]
fn changed_links_never_panic_and_never_lie() {
    let shared = order();
    let link = pack(&shared).expect("it is small");
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let mut below = |limit: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % limit as u64) as usize
    };
    let mut refusals = 0;
    for _ in 0..20_000 {
        let mut bytes = link.clone().into_bytes();
        for _ in 0..=below(3) {
            let at = below(bytes.len());
            match below(4) {
                0 if bytes.len() > 1 => drop(bytes.remove(at)),
                1 => bytes.insert(at, b"AZaz09-_#=% "[below(12)]),
                2 => bytes.truncate(at.max(1)),
                _ => bytes[at] = b"AZaz09-_"[below(8)],
            }
        }
        let text = String::from_utf8(bytes).expect("only ASCII");
        match unpack(&text) {
            Ok(found) => assert_eq!(found, shared, "{text}"),
            Err(error) => {
                refusals += 1;
                assert!(error.to_string().ends_with(['.', ')']), "{error}");
            }
        }
    }
    assert!(refusals > 10_000, "only {refusals} were refused");
}
