//! Chance and time for expressions, from the seed: the same recipe draws the same numbers.

use alloc::string::String;
use alloc::sync::Arc;

use jsonata::{Flags, Host, Regex};

use crate::{Regexes, Time};

/// Numbers for one event; each event has its own row, whatever was drawn for others.
#[derive(Clone, Debug)]
pub(crate) struct Chance {
    /// None before the first number: most events want none.
    state: Option<u64>,
    seed: u64,
    salt: u64,
    now: Time,
    regexes: Regexes,
}

impl Chance {
    /// The row of an event, from where it was left; at its beginning when the state is none.
    #[inline]
    pub(crate) fn new(
        seed: u64,
        event: u32,
        frame: u32,
        now: Time,
        regexes: Regexes,
        state: Option<u64>,
    ) -> Chance {
        Chance { state, seed, salt: u64::from(event) << 32 | u64::from(frame), now, regexes }
    }

    /// How far the row is.
    #[inline]
    pub(crate) fn state(&self) -> Option<u64> {
        self.state
    }

    /// The next number of splitmix64.
    pub(crate) fn next(&mut self) -> u64 {
        let state = match self.state {
            Some(state) => state,
            None => mixed(self.seed.wrapping_add(GOLDEN)) ^ self.salt,
        };
        let state = state.wrapping_add(GOLDEN);
        self.state = Some(state);
        mixed(state)
    }

    /// A task token: opaque text in the alphabet and length of the service's.
    pub(crate) fn token(&mut self) -> String {
        const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut token = String::from("AQCEAAAAKgAAAAMAAAAAAAAA");
        for _ in 0..36 {
            let mut bits = self.next();
            for _ in 0..10 {
                token.push(char::from(LETTERS[(bits & 63) as usize]));
                bits >>= 6;
            }
        }
        token
    }

    /// A UUID of version 4.
    pub(crate) fn uuid(&mut self) -> String {
        let (high, low) = (self.next(), self.next());
        alloc::format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            high >> 32,
            high >> 16 & 0xffff,
            high & 0xfff,
            low >> 48 & 0x3fff | 0x8000,
            low & 0xffff_ffff_ffff
        )
    }
}

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

fn mixed(mut number: u64) -> u64 {
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

impl Host for Chance {
    fn now_millis(&mut self) -> i64 {
        self.now.0
    }

    fn random(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn regex(&mut self, pattern: &str, flags: Flags) -> Result<Arc<dyn Regex>, String> {
        (self.regexes)(pattern, flags)
    }
}
