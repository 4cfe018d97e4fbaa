//! Chance: Java's generator for seeds, which the service was seen to use, and identifiers from the host's chance.

use alloc::format;
use alloc::string::String;

use crate::Host;

const MASK: u64 = (1 << 48) - 1;
const MULTIPLIER: u64 = 0x5_DEEC_E66D;

/// The generator of `java.util.Random`: the same seed, the same numbers. `$random(seed)` of the service is its first double.
#[derive(Clone, Debug)]
pub struct JavaRandom {
    state: u64,
}

impl JavaRandom {
    /// The generator at its beginning.
    pub fn new(seed: i64) -> JavaRandom {
        JavaRandom { state: (seed as u64 ^ MULTIPLIER) & MASK }
    }

    /// From 0 up to but without 1.
    pub fn next_double(&mut self) -> f64 {
        let high = u64::from(self.next(26)) << 27;
        (high + u64::from(self.next(27))) as f64 / (1_u64 << 53) as f64
    }

    /// From 0 up to but without `bound`, which is above 0; 0 for other bounds.
    pub fn next_int(&mut self, bound: i32) -> i32 {
        let Ok(limit) = u32::try_from(bound) else { return 0 };
        if limit == 0 {
            return 0;
        }
        if limit.is_power_of_two() {
            return ((u64::from(limit) * u64::from(self.next(31))) >> 31) as i32;
        }
        loop {
            let bits = self.next(31);
            let value = bits % limit;
            // Numbers of the last, incomplete round would come too often.
            if bits - value + (limit - 1) <= i32::MAX as u32 {
                return value as i32;
            }
        }
    }

    fn next(&mut self, bits: u32) -> u32 {
        self.state = self.state.wrapping_mul(MULTIPLIER).wrapping_add(0xB) & MASK;
        (self.state >> (48 - bits)) as u32
    }
}

/// An identifier of version 4 out of the host's chance: `$uuid()` and `States.UUID()`.
pub fn uuid(host: &mut dyn Host) -> String {
    let mut bits = 0_u128;
    for _ in 0..4 {
        bits = bits << 32 | u128::from((host.random() * 4_294_967_296.0) as u32);
    }
    let version = bits & !(0xF << 76) | 0x4 << 76;
    let variant = version & !(0x3 << 62) | 0x2 << 62;
    let text = format!("{variant:032x}");
    format!("{}-{}-{}-{}-{}", &text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..])
}
