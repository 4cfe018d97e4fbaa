//! Dates with pictures: `[D1o] [MNn] [Y0001]`, both ways; and ISO 8601, as JavaScript reads it.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use json::Text;

use super::calendar::{DAY, LAST, Moment, days, utc};
use super::integer::{Case, Grouping, IntegerPicture, Primary};
use super::words;
use crate::error::{Detail, Fault, unread};
use crate::number;

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const ISO: &str = "[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]";

/// A piece of a picture.
enum Part {
    Literal(String),
    Marker(Marker),
}

/// `[component presentation, width]`.
struct Marker {
    component: char,
    names: Option<Case>,
    integer: Option<IntegerPicture>,
    least: Option<f64>,
    most: Option<f64>,
    has_width: bool,
    /// Digits of years, months and days; -1 for any number.
    digits: f64,
    traditional: bool,
}

fn parse_picture(picture: &str) -> Result<Vec<Part>, Fault> {
    let mut parts = Vec::new();
    let mut rest = picture;
    let mut literal = String::new();
    let flush = |literal: &mut String, parts: &mut Vec<Part>| {
        if !literal.is_empty() {
            parts.push(Part::Literal(literal.replace("]]", "]")));
            literal.clear();
        }
    };
    while let Some(at) = rest.find('[') {
        literal.push_str(&rest[..at]);
        flush(&mut literal, &mut parts);
        if rest[at + 1..].starts_with('[') {
            parts.push(Part::Literal(String::from("[")));
            rest = &rest[at + 2..];
            continue;
        }
        let Some(end) = rest[at..].find(']') else {
            return Err(Fault::new("D3135"));
        };
        let text: String = rest[at + 1..at + end].split_whitespace().collect();
        parts.push(Part::Marker(Marker::parse(&text)?));
        rest = &rest[at + end + 1..];
    }
    literal.push_str(rest);
    flush(&mut literal, &mut parts);
    Ok(parts)
}

impl Marker {
    fn parse(text: &str) -> Result<Marker, Fault> {
        let component = text.chars().next();
        let body = component.map_or("", |component| &text[component.len_utf8()..]);
        let component_text = component.map(String::from).unwrap_or_default();
        let component = component.unwrap_or('\0');
        let width = |text: &str| match text {
            "*" => None,
            text => Some(number::parse_integer(text)),
        };
        let (mut least, mut most, mut has_width) = (None, None, false);
        let presentation = match body.rsplit_once(',') {
            Some((presentation, widths)) => {
                has_width = true;
                match widths.split_once('-') {
                    Some((min, max)) => {
                        least = width(min);
                        most = width(max);
                    }
                    None => least = width(widths),
                }
                presentation
            }
            None => body,
        };
        let mut second = None;
        let count = presentation.chars().count();
        let first = match presentation.chars().last() {
            None => default_presentation(component)
                .ok_or_else(|| Fault::new("D3132").value(Detail::text(&component_text)))?
                .to_string(),
            Some(last) if count > 1 && "atco".contains(last) => {
                second = Some(last);
                presentation[..presentation.len() - 1].to_string()
            }
            Some(_) => presentation.to_string(),
        };
        let mut names = None;
        let mut integer = None;
        let mut digits = 0.0;
        let mut letters = first.chars();
        match (letters.next(), letters.next()) {
            (Some('n'), _) => names = Some(Case::Lower),
            (Some('N'), Some('n')) => names = Some(Case::Title),
            (Some('N'), _) => names = Some(Case::Upper),
            _ if "YMDdFWwXxHhmsf".contains(component) => {
                let pattern = match second {
                    Some(second) => alloc::format!("{first};{second}"),
                    None => first.clone(),
                };
                let mut picture = IntegerPicture::parse(&pattern)?;
                if let (Some(least), Some(mandatory)) = (least, picture.mandatory)
                    && mandatory < least
                {
                    picture.mandatory = Some(least);
                }
                if "YMD".contains(component) {
                    digits = -1.0;
                    match most {
                        Some(most) => {
                            digits = most;
                            picture.mandatory = Some(most);
                        }
                        None => {
                            let shown = picture.mandatory.map(|mandatory| mandatory + picture.optional);
                            if let Some(shown) = shown.filter(|shown| *shown >= 2.0) {
                                digits = shown;
                            }
                        }
                    }
                }
                integer = Some(picture);
            }
            _ => {}
        }
        if matches!(component, 'Z' | 'z') {
            integer = Some(IntegerPicture::parse(&first)?);
        }
        let traditional = second == Some('t');
        Ok(Marker { component, names, integer, least, most, has_width, digits, traditional })
    }
}

fn default_presentation(component: char) -> Option<&'static str> {
    Some(match component {
        'Y' | 'M' | 'D' | 'd' | 'W' | 'w' | 'X' | 'x' | 'H' | 'h' | 'f' => "1",
        'F' | 'P' | 'C' | 'E' => "n",
        'm' | 's' => "01",
        'Z' | 'z' => "01:01",
        _ => return None,
    })
}

/// A picture that has been read.
pub(crate) struct DatePicture {
    text: Option<Text>,
    parts: Vec<Part>,
}

impl core::fmt::Debug for DatePicture {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_tuple("DatePicture").field(&self.text).finish()
    }
}

impl DatePicture {
    /// Reads a picture; nothing stands for ISO 8601.
    pub fn parse(text: Option<&Text>) -> Result<DatePicture, Fault> {
        Ok(DatePicture { text: text.cloned(), parts: parse_picture(text.map_or(ISO, Text::as_str))? })
    }

    /// Whether it was read from this text.
    pub fn is_of(&self, text: Option<&Text>) -> bool {
        self.text.as_ref() == text
    }
}

/// Writes a moment.
pub(crate) fn format(millis: f64, picture: &DatePicture, zone: Option<&str>) -> Result<String, Fault> {
    let (mut hours, mut minutes) = (0.0, 0.0);
    if let Some(zone) = zone {
        let offset = number::parse_integer(zone);
        hours = libm::floor(offset / 100.0);
        minutes = offset % 100.0;
    }
    let shifted = libm::trunc(millis + (60.0 * hours + minutes) * 60_000.0);
    let shifted = if libm::fabs(shifted) <= LAST { shifted } else { f64::NAN };
    let moment = Moment::new(shifted);
    let mut out = String::new();
    for part in &picture.parts {
        match part {
            Part::Literal(text) => out.push_str(text),
            Part::Marker(marker) => marker.format(&mut out, &moment, hours, minutes)?,
        }
    }
    Ok(out)
}

impl Marker {
    fn format(&self, out: &mut String, moment: &Moment, hours: f64, minutes: f64) -> Result<(), Fault> {
        match self.component {
            'Z' | 'z' => self.format_zone(out, hours, minutes),
            'P' => {
                let half = if moment.hour() >= 12.0 { "pm" } else { "am" };
                match self.names {
                    Some(Case::Upper) => out.push_str(&half.to_ascii_uppercase()),
                    _ => out.push_str(half),
                }
                Ok(())
            }
            'C' | 'E' => {
                out.push_str("ISO");
                Ok(())
            }
            component => {
                let Some(mut value) = moment.component(component) else {
                    out.push_str("undefined");
                    return Ok(());
                };
                if component == 'Y' && self.digits != -1.0 {
                    value %= libm::pow(10.0, self.digits);
                }
                match (self.names, &self.integer) {
                    (Some(case), _) if component != 'f' => self.format_name(out, case, value),
                    (_, Some(integer)) => {
                        out.push_str(&integer.format(value)?);
                        Ok(())
                    }
                    (_, None) => Err(Fault::said("Cannot read properties of undefined (reading 'primary')")),
                }
            }
        }
    }

    fn format_name(&self, out: &mut String, case: Case, value: f64) -> Result<(), Fault> {
        let names: &[&str] = match self.component {
            'M' | 'x' => &MONTHS,
            'F' => &DAYS,
            other => {
                return Err(Fault::new("D3133").value(Detail::text(other.encode_utf8(&mut [0; 4]))));
            }
        };
        let name = names.get((value - 1.0) as usize).filter(|_| value >= 1.0).copied();
        // JavaScript reads from the name that a moment of nothing has not.
        let name = match (name, case) {
            (Some(name), _) => name,
            (None, Case::Upper) => return Err(unread("toUpperCase")),
            (None, Case::Lower) => return Err(unread("toLowerCase")),
            (None, Case::Title) if self.has_width => return Err(unread("length")),
            (None, Case::Title) => "undefined",
        };
        let name = match case {
            Case::Upper => name.to_ascii_uppercase(),
            Case::Lower => name.to_ascii_lowercase(),
            Case::Title => name.to_string(),
        };
        let end = match self.most {
            Some(most) if self.has_width && name.len() as f64 > most => most.max(0.0) as usize,
            _ => name.len(),
        };
        out.push_str(&name[..end]);
        Ok(())
    }

    fn format_zone(&self, out: &mut String, hours: f64, minutes: f64) -> Result<(), Fault> {
        let Some(integer) = &self.integer else { return Ok(()) };
        let offset = hours * 100.0 + minutes;
        let mut text = if let Grouping::Regular(..) = integer.grouping {
            integer.format(offset)?
        } else {
            match integer.mandatory {
                Some(1.0 | 2.0) => {
                    let mut text = integer.format(hours)?;
                    if minutes != 0.0 {
                        text.push(':');
                        text.push_str(&IntegerPicture::parse("00")?.format(libm::floor(minutes))?);
                    }
                    text
                }
                Some(3.0 | 4.0) => integer.format(offset)?,
                digits => {
                    let digits = digits.map_or(Detail::plain("undefined"), Detail::number);
                    return Err(Fault::new("D3134").value(digits));
                }
            }
        };
        if offset >= 0.0 {
            text.insert(0, '+');
        }
        if self.component == 'z' {
            text.insert_str(0, "GMT");
        }
        if offset == 0.0 && self.traditional {
            text = String::from("Z");
        }
        out.push_str(&text);
        Ok(())
    }
}

/// What can be read for one part of a picture: the lengths to try, longest first, and the meaning.
enum Reader<'a> {
    Literal(&'a str),
    Zone { prefix: bool, separator: Option<char> },
    Integer { picture: &'a IntegerPicture, digits: f64 },
    Name(&'a Marker),
}

/// Reads a moment by a picture: nothing where it does not fit. What the picture leaves out is taken from `now`.
pub(crate) fn parse(text: &str, picture: &str, now: i64) -> Result<Option<f64>, Fault> {
    let parts = parse_picture(picture)?;
    let mut readers = Vec::with_capacity(parts.len());
    for part in &parts {
        readers.push(match part {
            Part::Literal(text) => Reader::Literal(text),
            Part::Marker(marker) => match (marker.component, &marker.integer) {
                ('Z' | 'z', Some(integer)) => Reader::Zone {
                    prefix: marker.component == 'z',
                    separator: match &integer.grouping {
                        Grouping::Regular(_, character) => Some(*character),
                        Grouping::Irregular(_) => None,
                    },
                },
                (_, Some(picture)) => {
                    if let Primary::Sequence(token) = &picture.primary {
                        return Err(Fault::new("D3130").value(Detail::text(token)));
                    }
                    Reader::Integer { picture, digits: marker.digits }
                }
                (component, None) => {
                    if !matches!(component, 'M' | 'x' | 'F' | 'P') {
                        let component = Detail::text(component.encode_utf8(&mut [0; 4]));
                        return Err(Fault::new("D3133").value(component));
                    }
                    Reader::Name(marker)
                }
            },
        });
    }
    let mut pieces = Vec::with_capacity(readers.len());
    let mut budget = 100_000;
    if !fit(&readers, text, &mut pieces, &mut budget) {
        return Ok(None);
    }
    let mut components = Components::default();
    for ((part, reader), piece) in parts.iter().zip(&readers).zip(pieces) {
        if let Part::Marker(marker) = part {
            components.set(marker.component, reader.value(piece)?);
        }
    }
    if components.0.is_empty() {
        return Ok(None);
    }
    components.moment(now).map(Some)
}

/// Finds the pieces of the text that belong to the parts, as a greedy regular expression would.
fn fit<'t>(readers: &[Reader<'_>], text: &'t str, pieces: &mut Vec<&'t str>, budget: &mut u32) -> bool {
    let Some((reader, rest)) = readers.split_first() else {
        return text.is_empty();
    };
    if *budget == 0 {
        return false;
    }
    *budget -= 1;
    for length in reader.lengths(text) {
        pieces.push(&text[..length]);
        if fit(rest, &text[length..], pieces, budget) {
            return true;
        }
        pieces.pop();
    }
    false
}

fn run(text: &str, fits: impl Fn(u8) -> bool) -> usize {
    text.bytes().take_while(|byte| fits(*byte)).count()
}

impl Reader<'_> {
    /// The lengths of the beginnings of `text` that fit, longest first. Case does not matter.
    fn lengths(&self, text: &str) -> Vec<usize> {
        let down = |most: usize, least: usize| (least..=most).rev().collect();
        match self {
            Reader::Literal(literal) => {
                let same = text
                    .get(..literal.len())
                    .is_some_and(|start| start.to_lowercase() == literal.to_lowercase());
                same.then_some(literal.len()).into_iter().collect()
            }
            Reader::Zone { prefix, separator } => {
                let skip = if *prefix { 3 } else { 0 };
                if *prefix && !text.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("GMT")) {
                    return Vec::new();
                }
                let sign = text.get(skip..).unwrap_or("");
                if !sign.starts_with(['-', '+']) {
                    return Vec::new();
                }
                let first = run(&sign[1..], |byte| byte.is_ascii_digit());
                if first == 0 {
                    return Vec::new();
                }
                match separator {
                    None => down(skip + 1 + first, skip + 2),
                    Some(separator) => {
                        let after = &sign[1 + first..];
                        match after.strip_prefix(*separator) {
                            Some(rest) => {
                                let second = run(rest, |byte| byte.is_ascii_digit());
                                let base = skip + 1 + first + separator.len_utf8();
                                if second == 0 { Vec::new() } else { down(base + second, base + 1) }
                            }
                            None => Vec::new(),
                        }
                    }
                }
            }
            Reader::Name(_) => {
                let letters = run(text, |byte| byte.is_ascii_alphabetic());
                if letters == 0 { Vec::new() } else { down(letters, 1) }
            }
            Reader::Integer { picture, digits } => match &picture.primary {
                Primary::Letters => {
                    let letters = run(text, |byte| byte.is_ascii_alphabetic());
                    if letters == 0 { Vec::new() } else { down(letters, 1) }
                }
                Primary::Roman => {
                    let numerals = run(text, |byte| b"mdclxviMDCLXVI".contains(&byte));
                    if numerals == 0 { Vec::new() } else { down(numerals, 1) }
                }
                Primary::Words => words::ends(text),
                Primary::Decimal => {
                    let found = run(text, |byte| byte.is_ascii_digit());
                    let (least, most) = match *digits > 0.0 {
                        true => (((*digits - picture.optional).max(0.0)) as usize, *digits as usize),
                        false => (1, found),
                    };
                    let most = most.min(found);
                    if most < least.max(1) {
                        return Vec::new();
                    }
                    let lengths = least.max(1)..=most;
                    if !picture.ordinal {
                        return lengths.rev().collect();
                    }
                    lengths
                        .rev()
                        .filter(|length| {
                            text.get(*length..*length + 2).is_some_and(|suffix| {
                                ["th", "st", "nd", "rd"]
                                    .iter()
                                    .any(|known| suffix.eq_ignore_ascii_case(known))
                            })
                        })
                        .map(|length| length + 2)
                        .collect()
                }
                Primary::Sequence(_) => Vec::new(),
            },
        }
    }

    fn value(&self, piece: &str) -> Result<Option<f64>, Fault> {
        Ok(match self {
            Reader::Literal(_) => None,
            Reader::Zone { prefix, separator } => {
                let piece = if *prefix { &piece[3..] } else { piece };
                let (hours, minutes) = match separator.and_then(|separator| piece.split_once(separator)) {
                    Some((hours, minutes)) => (number::parse_integer(hours), number::parse_integer(minutes)),
                    None if piece.len() <= 3 => (number::parse_integer(piece), 0.0),
                    None => (number::parse_integer(&piece[..3]), number::parse_integer(&piece[3..])),
                };
                Some(hours * 60.0 + minutes)
            }
            Reader::Integer { picture, .. } => Some(picture.parse_number(piece)?),
            Reader::Name(marker) => marker.name_value(piece),
        })
    }
}

impl Marker {
    /// The number of a name as it would be written, in this very case.
    fn name_value(&self, piece: &str) -> Option<f64> {
        let names: &[&str] = match self.component {
            'M' | 'x' => &MONTHS,
            'F' => &DAYS,
            _ => {
                return match piece {
                    "am" | "AM" => Some(0.0),
                    "pm" | "PM" => Some(1.0),
                    _ => None,
                };
            }
        };
        let width = self.most.filter(|most| *most > 0.0).map_or(usize::MAX, |most| most as usize);
        let _ = self.least;
        // Of names that are cut to the same letters, JSONata's table keeps the last.
        names.iter().rposition(|name| &name[..width.min(name.len())] == piece).map(|index| (index + 1) as f64)
    }
}

/// The components that were read, in their order; of one that was read twice, the last.
#[derive(Default)]
struct Components(Vec<(char, Option<f64>)>);

impl Components {
    fn set(&mut self, component: char, value: Option<f64>) {
        match self.0.iter_mut().find(|(known, _)| *known == component) {
            Some((_, old)) => *old = value,
            None => self.0.push((component, value)),
        }
    }

    fn get(&self, component: char) -> Option<f64> {
        self.0.iter().find(|(known, _)| *known == component).and_then(|(_, value)| *value)
    }

    /// Whether JavaScript takes the component for true.
    fn is_set(&self, component: char) -> bool {
        self.get(component).is_some_and(|value| value != 0.0 && !value.is_nan())
    }

    fn mask(&self, components: &str) -> u32 {
        components.chars().fold(0, |mask, component| mask << 1 | u32::from(self.is_set(component)))
    }

    fn moment(mut self, now: i64) -> Result<f64, Fault> {
        let is_type = |kind: u32, mask: u32| !kind & mask == 0 && kind & mask != 0;
        let date = self.mask("YXMxWwdD");
        let by_month = is_type(0b1010_0001, date);
        let by_day = !by_month && is_type(0b1000_0010, date);
        let by_week_of_month = is_type(0b0101_0100, date);
        let by_week = !by_week_of_month && is_type(0b0100_1000, date);
        let time = self.mask("PHhmsf");
        let full = is_type(0b01_0111, time);
        let half = !full && is_type(0b10_1111, time);
        let dates = match (by_day, by_week_of_month, by_week) {
            (true, ..) => "YD",
            (_, true, _) => "XxwF",
            (.., true) => "XWF",
            _ => "YMD",
        };
        let times = if half { "Phmsf" } else { "Hmsf" };
        let now = Moment::new(now as f64);
        let mut started = false;
        let mut ended = false;
        for component in dates.chars().chain(times.chars()) {
            if self.get(component).is_some() {
                started = true;
                if ended {
                    return Err(Fault::new("D3136"));
                }
            } else if started {
                self.set(component, Some(if "MDd".contains(component) { 1.0 } else { 0.0 }));
                ended = true;
            } else {
                // The half of the day is a word there, which counts as neither.
                self.set(component, Some(now.component(component).unwrap_or(f64::NAN)));
            }
        }
        let value = |components: &Components, component: char| components.get(component).unwrap_or(f64::NAN);
        let mut month = match self.get('M') {
            Some(month) if month > 0.0 => month - 1.0,
            _ => 0.0,
        };
        let mut day = value(&self, 'D');
        if by_day {
            let derived = Moment::new(utc(value(&self, 'Y'), 0.0, 1.0) + (value(&self, 'd') - 1.0) * DAY);
            month = derived.month;
            day = derived.day;
        }
        if by_week_of_month || by_week {
            return Err(Fault::new("D3136"));
        }
        let mut hour = value(&self, 'H');
        if half {
            hour = if self.get('h') == Some(12.0) { 0.0 } else { value(&self, 'h') };
            if self.get('P') == Some(1.0) {
                hour += 12.0;
            }
        }
        let midnight = utc(value(&self, 'Y'), month, day);
        let mut millis = midnight
            + libm::trunc(hour) * 3_600_000.0
            + libm::trunc(value(&self, 'm')) * 60_000.0
            + libm::trunc(value(&self, 's')) * 1000.0
            + libm::trunc(value(&self, 'f'));
        let zone = if self.is_set('Z') { self.get('Z') } else { self.get('z') };
        if let Some(zone) = zone.filter(|zone| *zone != 0.0) {
            millis -= zone * 60_000.0;
        }
        Ok(millis)
    }
}

/// Whether JSONata takes a text for ISO 8601: `^\d{4}(-[01]\d)*(-[0-3]\d)*(T[0-2]\d:[0-5]\d:[0-5]\d)*(\.\d+)?([+-][0-2]\d:?[0-5]\d|Z)?$`.
pub(crate) fn is_iso(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |at: usize, pattern: &[(u8, u8)]| {
        bytes.len() >= at + pattern.len()
            && pattern.iter().zip(&bytes[at..]).all(|((low, high), byte)| (low..=high).contains(&byte))
    };
    const ANY: (u8, u8) = (b'0', b'9');
    if !digits(0, &[ANY, ANY, ANY, ANY]) {
        return false;
    }
    // Months may repeat before days, and a month is also a day: only the order of the loops matters.
    let day: [(u8, u8); 3] = [(b'-', b'-'), (b'0', b'3'), ANY];
    let month: [(u8, u8); 3] = [(b'-', b'-'), (b'0', b'1'), ANY];
    let time: [(u8, u8); 9] =
        [(b'T', b'T'), (b'0', b'2'), ANY, (b':', b':'), (b'0', b'5'), ANY, (b':', b':'), (b'0', b'5'), ANY];
    let tail = |mut at: usize| {
        if bytes.get(at) == Some(&b'.') {
            let count = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            if count > 0 {
                at += 1 + count;
            }
        }
        match bytes.get(at) {
            None => true,
            Some(b'Z') => at + 1 == bytes.len(),
            Some(b'+' | b'-') => {
                let hours: [(u8, u8); 2] = [(b'0', b'2'), ANY];
                let minutes: [(u8, u8); 2] = [(b'0', b'5'), ANY];
                let colon = usize::from(bytes.get(at + 3) == Some(&b':'));
                digits(at + 1, &hours) && digits(at + 3 + colon, &minutes) && at + 5 + colon == bytes.len()
            }
            Some(_) => false,
        }
    };
    let mut at = 4;
    while digits(at, &month) {
        at += 3;
    }
    while digits(at, &day) {
        at += 3;
    }
    // A date part may also be the beginning of a zone: `2020-0130`.
    let dates = at;
    while digits(at, &time) {
        at += 9;
    }
    tail(at) || (dates > 4 && at == dates && tail(dates - 3))
}

/// `Date.parse` for texts that passed `is_iso`; nothing for what is no date.
pub(crate) fn parse_iso(text: &str) -> Option<f64> {
    let (rest, zone) = if let Some(rest) = text.strip_suffix('Z') {
        (rest, Some(0.0))
    } else if let Some(at) = text.rfind(['+', '-']).filter(|at| text.contains('T') && *at > 10) {
        let sign = if text[at..].starts_with('-') { -1.0 } else { 1.0 };
        let digits: String = text[at + 1..].chars().filter(char::is_ascii_digit).collect();
        let hours: f64 = digits.get(..2)?.parse().ok()?;
        let minutes: f64 = digits.get(2..4)?.parse().ok()?;
        if hours > 23.0 {
            return None;
        }
        (&text[..at], Some(sign * (hours * 60.0 + minutes)))
    } else {
        (text, None)
    };
    let (date, time) = match rest.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (rest, None),
    };
    let mut fields = date.split('-');
    let year: f64 = fields.next()?.parse().ok()?;
    let month: f64 = fields.next().map_or(Some(1.0), |month| month.parse().ok())?;
    let day: f64 = fields.next().map_or(Some(1.0), |day| day.parse().ok())?;
    if fields.next().is_some() || !(1.0..=12.0).contains(&month) || !(1.0..=31.0).contains(&day) {
        return None;
    }
    let mut millis = 0.0;
    if let Some(time) = time {
        let (clock, fraction) = match time.split_once('.') {
            Some((clock, fraction)) => (clock, fraction),
            None => (time, ""),
        };
        let mut fields = clock.split(':').map(|field| field.parse::<f64>().ok());
        let (hour, minute, second) = (fields.next()??, fields.next()??, fields.next()??);
        if fields.next().is_some() || hour > 24.0 || minute > 59.0 || second > 59.0 {
            return None;
        }
        let thousandths: f64 = alloc::format!("{fraction:0<3}").get(..3)?.parse().ok()?;
        if hour == 24.0 && (minute > 0.0 || second > 0.0 || thousandths > 0.0) {
            return None;
        }
        millis = ((hour * 60.0 + minute) * 60.0 + second) * 1000.0 + thousandths;
    } else if zone.is_some() && !text.ends_with('Z') {
        return None;
    }
    // Days up to 31 run on into the next month, as JavaScript lets them.
    Some(days(year, month - 1.0, day) * DAY + millis - zone.unwrap_or(0.0) * 60_000.0)
}
