//! Digests, Java's generator, identifiers.

use std::sync::Arc;

use jsonata::{Algorithm, Flags, Host, JavaRandom, Regex, hash, uuid};

#[test]
fn digests_of_an_empty_text() {
    let digest = |name| hash("", Algorithm::parse(name).expect("a known algorithm"));
    assert_eq!(digest("MD5"), "d41d8cd98f00b204e9800998ecf8427e");
    assert_eq!(digest("SHA-1"), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    assert_eq!(digest("SHA-256"), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(digest("SHA-384").len(), 96);
    assert_eq!(digest("SHA-512").len(), 128);
    assert_eq!(Algorithm::parse("sha-1"), None);
}

/// Compared with a Java virtual machine.
#[test]
fn the_generator_of_java() {
    assert_eq!(JavaRandom::new(42).next_double(), 0.7275636800328681);
    let mut random = JavaRandom::new(42);
    let numbers: Vec<i32> = (0..5).map(|_| random.next_int(100)).collect();
    assert_eq!(numbers, [30, 63, 48, 84, 70]);
    let mut random = JavaRandom::new(-7);
    let numbers: Vec<i32> = (0..4).map(|_| random.next_int(1 << 16)).collect();
    assert_eq!(numbers, [17637, 59080, 44117, 61986]);
    assert_eq!(JavaRandom::new(0).next_int(0), 0);
}

struct Half;

impl Host for Half {
    fn now_millis(&mut self) -> i64 {
        0
    }

    fn random(&mut self) -> f64 {
        0.999_999
    }

    fn regex(&mut self, _: &str, _: Flags) -> Result<Arc<dyn Regex>, String> {
        Err("not needed here".to_string())
    }
}

#[test]
fn identifiers_tell_their_version() {
    let text = uuid(&mut Half);
    assert_eq!(text.len(), 36);
    assert_eq!(text.as_bytes()[14], b'4');
    assert!(matches!(text.as_bytes()[19], b'8' | b'9' | b'a' | b'b'));
}
