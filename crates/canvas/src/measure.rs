//! How wide words are, without a font: generous guesses, so that what fits here fits on the screen.

/// The width of a text at a size in pixels, in the interface's font.
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(share).sum::<f64>() * size
}

/// The width of a text in bold letters.
pub fn bold_width(text: &str, size: f64) -> f64 {
    width(text, size) * BOLD
}

/// A bold text cut so that it fits.
pub fn fit_bold(text: &str, size: f64, most: f64) -> String {
    fit(text, size, most / BOLD)
}

/// How much wider bold letters are.
const BOLD: f64 = 1.12;

/// A text cut so that it fits, with an ellipsis where something is missing.
pub fn fit(text: &str, size: f64, most: f64) -> String {
    if width(text, size) <= most {
        return text.to_owned();
    }
    let room = most - share('…') * size;
    let mut used = 0.0;
    let kept: String = text
        .chars()
        .take_while(|character| {
            used += share(*character) * size;
            used <= room
        })
        .collect();
    format!("{}…", kept.trim_end())
}

/// A character's part of the font's size.
fn share(character: char) -> f64 {
    match character {
        'i' | 'l' | 'j' | '\'' | '|' => 0.29,
        'I' | '.' | ',' | ':' | ';' | '!' | '·' | ' ' => 0.33,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '{' | '}' | '/' | '-' => 0.4,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' => 0.95,
        'A'..='Z' | '&' | '+' | '<' | '>' | '=' | '~' | '≤' | '≥' | '≠' => 0.72,
        'a'..='z' | '0'..='9' | '$' | '"' | '_' | '?' | '*' | '#' => 0.62,
        '\u{0300}'..='\u{036f}' => 0.0,
        '\u{00a0}'..='\u{2e7f}' => 0.66,
        _ => 1.05,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_stays() {
        assert_eq!(fit("Default", 11.0, 200.0), "Default");
    }

    #[test]
    fn what_is_cut_fits() {
        let cut = fit("a very long condition that nobody reads to its end", 11.0, 120.0);
        assert!(cut.ends_with('…'));
        assert!(width(&cut, 11.0) <= 120.0);
    }
}
