//! Digests in hexadecimal: `$hash` and `States.Hash`.

use alloc::string::String;
use core::fmt::Write;

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

/// The algorithms that the service knows, by the names that it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// `MD5`: 16 bytes.
    Md5,
    /// `SHA-1`: 20 bytes.
    Sha1,
    /// `SHA-256`: 32 bytes.
    Sha256,
    /// `SHA-384`: 48 bytes.
    Sha384,
    /// `SHA-512`: 64 bytes.
    Sha512,
}

impl Algorithm {
    /// `MD5`, `SHA-1`, `SHA-256`, `SHA-384`, `SHA-512`, spelled exactly so.
    pub fn parse(name: &str) -> Option<Algorithm> {
        match name {
            "MD5" => Some(Algorithm::Md5),
            "SHA-1" => Some(Algorithm::Sha1),
            "SHA-256" => Some(Algorithm::Sha256),
            "SHA-384" => Some(Algorithm::Sha384),
            "SHA-512" => Some(Algorithm::Sha512),
            _ => None,
        }
    }
}

/// The digest of a text's UTF-8 bytes, in small hexadecimal digits.
pub fn hash(text: &str, algorithm: Algorithm) -> String {
    match algorithm {
        Algorithm::Md5 => hexadecimal(&Md5::digest(text)),
        Algorithm::Sha1 => hexadecimal(&Sha1::digest(text)),
        Algorithm::Sha256 => hexadecimal(&Sha256::digest(text)),
        Algorithm::Sha384 => hexadecimal(&Sha384::digest(text)),
        Algorithm::Sha512 => hexadecimal(&Sha512::digest(text)),
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
