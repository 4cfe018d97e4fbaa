//! `$formatInteger` and `$parseInteger`, and the numbers within dates.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::words;
use crate::error::{Detail, Fault};
use crate::number;

/// How a whole number is written.
#[derive(Clone, Debug)]
pub(crate) struct IntegerPicture {
    pub primary: Primary,
    pub case: Case,
    pub ordinal: bool,
    pub zero: u32,
    /// Of decimals: how many digits there are at least, and how many more the picture shows.
    pub mandatory: Option<f64>,
    pub optional: f64,
    pub grouping: Grouping,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Primary {
    Decimal,
    Letters,
    Roman,
    Words,
    /// Some other sequence, which JSONata does not know.
    Sequence(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Upper,
    Lower,
    Title,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Grouping {
    /// The same separator after every so many digits.
    Regular(usize, char),
    /// Separators with the number of digits to their right, from the right.
    Irregular(Vec<(usize, char)>),
}

/// The zeros of Unicode's decimal digits.
const ZEROS: [u32; 37] = [
    0x30, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
    0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50,
    0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
];

impl IntegerPicture {
    pub fn parse(picture: &str) -> Result<IntegerPicture, Fault> {
        let (primary, ordinal) = match picture.rsplit_once(';') {
            Some((primary, modifier)) => (primary, modifier.starts_with('o')),
            None => (picture, false),
        };
        let simple = |primary: Primary, case: Case| IntegerPicture {
            primary,
            case,
            ordinal,
            zero: 0x30,
            mandatory: None,
            optional: 0.0,
            grouping: Grouping::Irregular(Vec::new()),
        };
        Ok(match primary {
            "A" => simple(Primary::Letters, Case::Upper),
            "a" => simple(Primary::Letters, Case::Lower),
            "I" => simple(Primary::Roman, Case::Upper),
            "i" => simple(Primary::Roman, Case::Lower),
            "W" => simple(Primary::Words, Case::Upper),
            "Ww" => simple(Primary::Words, Case::Title),
            "w" => simple(Primary::Words, Case::Lower),
            digits => {
                let mut picture = simple(Primary::Decimal, Case::Lower);
                picture.read_digits(digits)?;
                picture
            }
        })
    }

    fn read_digits(&mut self, text: &str) -> Result<(), Fault> {
        let mut zero = None;
        let mut mandatory = 0;
        let mut optional = 0;
        let mut position = 0;
        let mut separators = Vec::new();
        for character in text.chars().rev() {
            let code = character as u32;
            let group = ZEROS.iter().find(|group| (**group..=**group + 9).contains(&code));
            if let Some(group) = group {
                mandatory += 1;
                position += 1;
                if *zero.get_or_insert(*group) != *group {
                    return Err(Fault::new("D3131"));
                }
            } else if character == '#' {
                position += 1;
                optional += 1;
            } else {
                separators.push((position, character));
            }
        }
        if mandatory == 0 {
            self.primary = Primary::Sequence(text.to_string());
            return Ok(());
        }
        self.zero = zero.unwrap_or(0x30);
        self.mandatory = Some(f64::from(mandatory));
        self.optional = f64::from(optional);
        self.grouping = match regular(&separators) {
            Some((size, character)) => Grouping::Regular(size, character),
            None => Grouping::Irregular(separators),
        };
        Ok(())
    }

    /// Writes a whole number.
    pub fn format(&self, value: f64) -> Result<String, Fault> {
        let size = libm::fabs(value);
        let cased = |text: String| match self.case {
            Case::Upper => text.to_uppercase(),
            Case::Lower | Case::Title => text,
        };
        let mut text = match &self.primary {
            Primary::Letters => words::to_letters(size, if self.case == Case::Upper { 'A' } else { 'a' }),
            // JavaScript writes numeral after numeral by recursion, up to its stack's end.
            Primary::Roman if size > 1e7 => return Err(crate::limits::too_deep()),
            Primary::Roman => cased(words::to_roman(size)),
            // What is no number has no last word.
            Primary::Words if !size.is_finite() => return Err(crate::limits::too_deep()),
            Primary::Words => match self.case {
                Case::Lower => words::to_words(size, self.ordinal).to_lowercase(),
                Case::Upper | Case::Title => cased(words::to_words(size, self.ordinal)),
            },
            Primary::Decimal => self.decimal(size),
            Primary::Sequence(token) => return Err(Fault::new("D3130").value(Detail::text(token))),
        };
        if value < 0.0 {
            text.insert(0, '-');
        }
        Ok(text)
    }

    fn decimal(&self, size: f64) -> String {
        let plain = self.zero == 0x30 && !self.ordinal && self.grouping == Grouping::Irregular(Vec::new());
        if plain {
            let digits = number::to_text(size);
            let missing = (self.mandatory.unwrap_or(0.0) as usize).saturating_sub(digits.len());
            let mut text = String::with_capacity(missing + digits.len());
            text.extend(core::iter::repeat_n('0', missing));
            text.push_str(&digits);
            return text;
        }
        let mut digits: Vec<char> = number::to_text(size).chars().collect();
        let missing = self.mandatory.unwrap_or(0.0) - digits.len() as f64;
        if missing > 0.0 {
            let padding = (0..missing as usize).map(|_| '0');
            digits = padding.chain(digits).collect();
        }
        if self.zero != 0x30 {
            for digit in &mut digits {
                *digit = char::from_u32((*digit as u32 + self.zero).wrapping_sub(0x30)).unwrap_or(*digit);
            }
        }
        match &self.grouping {
            Grouping::Regular(size, character) => {
                for count in (1..=(digits.len().saturating_sub(1)) / size).rev() {
                    digits.insert(digits.len() - count * size, *character);
                }
            }
            Grouping::Irregular(separators) => {
                for (position, character) in separators.iter().rev() {
                    // JavaScript's `substr` counts from the end where the place is negative: what lies before is lost.
                    if let Some(beyond) = position.checked_sub(digits.len()).filter(|beyond| *beyond > 0) {
                        digits.drain(..digits.len().saturating_sub(beyond));
                        digits.insert(0, *character);
                        continue;
                    }
                    digits.insert(digits.len() - position, *character);
                }
            }
        }
        let mut text: String = digits.iter().collect();
        if self.ordinal {
            let last = digits.last().copied();
            let teen = digits.len() > 1 && digits[digits.len() - 2] == '1';
            text.push_str(match last {
                Some('1') if !teen => "st",
                Some('2') if !teen => "nd",
                Some('3') if !teen => "rd",
                _ => "th",
            });
        }
        text
    }

    /// Reads a number that was written so; what was not gives NaN.
    pub fn parse_number(&self, text: &str) -> Result<f64, Fault> {
        Ok(match &self.primary {
            Primary::Letters => words::from_letters(text, if self.case == Case::Upper { 'A' } else { 'a' }),
            Primary::Roman => match self.case {
                Case::Upper => words::from_roman(text),
                Case::Lower | Case::Title => words::from_roman(&text.to_uppercase()),
            },
            Primary::Words => words::from_words(text),
            Primary::Decimal => {
                let mut digits = text.to_string();
                if self.ordinal {
                    let mut characters: Vec<char> = digits.chars().collect();
                    characters.truncate(characters.len().saturating_sub(2));
                    digits = characters.into_iter().collect();
                }
                match &self.grouping {
                    Grouping::Regular(..) => digits.retain(|character| character != ','),
                    Grouping::Irregular(separators) => {
                        digits.retain(|character| separators.iter().all(|(_, known)| *known != character));
                    }
                }
                if self.zero != 0x30 {
                    let mut shifted = String::new();
                    for digit in digits.chars() {
                        let code = i64::from(digit as u32) - i64::from(self.zero) + 0x30;
                        match u32::try_from(code) {
                            Ok(code) => shifted.push(char::from_u32(code).unwrap_or(digit)),
                            // JavaScript's own words.
                            Err(_) => return Err(Fault::said(alloc::format!("Invalid code point {code}"))),
                        }
                    }
                    digits = shifted;
                }
                number::parse_integer(&digits)
            }
            Primary::Sequence(token) => return Err(Fault::new("D3130").value(Detail::text(token))),
        })
    }
}

/// The size of the groups, when one separator stands regularly.
fn regular(separators: &[(usize, char)]) -> Option<(usize, char)> {
    let (_, character) = separators.first()?;
    if separators.iter().any(|(_, other)| other != character) {
        return None;
    }
    let positions: Vec<usize> = separators.iter().map(|(position, _)| *position).collect();
    regular_positions(&positions).map(|size| (size, *character))
}

/// The greatest common divisor of the positions, when each of its multiples is among them.
pub(super) fn regular_positions(positions: &[usize]) -> Option<usize> {
    fn divisor(a: usize, b: usize) -> usize {
        if b == 0 { a } else { divisor(b, a % b) }
    }
    let factor = positions.iter().copied().reduce(divisor)?;
    let all = (1..=positions.len()).all(|index| positions.contains(&(index * factor)));
    (all && factor > 0).then_some(factor)
}
