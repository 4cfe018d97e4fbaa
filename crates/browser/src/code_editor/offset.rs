//! Offsets in a text: bytes of UTF-8 here, units of UTF-16 in JavaScript.

/// The units before each byte offset. An offset within a character counts as its beginning, one past the end as the end.
pub fn units(text: &str, offsets: impl IntoIterator<Item = usize>) -> Vec<u32> {
    let offsets = offsets.into_iter();
    if text.is_ascii() {
        return offsets.map(|offset| offset.min(text.len()) as u32).collect();
    }
    // Offsets mostly come in order: counting goes on from the last one as long as they do.
    let (mut at, mut count) = (0, 0);
    let mut unit = |offset: usize| {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        if offset < at {
            (at, count) = (0, 0);
        }
        count += text[at..offset].chars().map(char::len_utf16).sum::<usize>();
        at = offset;
        count as u32
    };
    offsets.map(&mut unit).collect()
}

/// The byte offset after a number of units; within a pair of units it is the pair's beginning.
pub fn byte(text: &str, units: usize) -> usize {
    if text.is_ascii() {
        return units.min(text.len());
    }
    let mut count = 0;
    for (offset, character) in text.char_indices() {
        count += character.len_utf16();
        if count > units {
            return offset;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{byte, units};

    const TEXT: &str = "aé€😀b";

    #[test]
    fn bytes_become_units_and_back() {
        let bytes = [0, 1, 3, 6, 10, 11];
        assert_eq!(units(TEXT, bytes), [0, 1, 2, 3, 5, 6]);
        for (offset, unit) in bytes.into_iter().zip(units(TEXT, bytes)) {
            assert_eq!(byte(TEXT, unit as usize), offset);
        }
    }

    #[test]
    fn offsets_in_any_order_inside_and_outside_are_mended() {
        assert_eq!(units(TEXT, [11, 0, 99, 4, 7]), [6, 0, 6, 2, 3]);
        assert_eq!(byte(TEXT, 4), 6);
        assert_eq!(byte(TEXT, 99), 11);
        assert_eq!(units("abc", [9]), [3]);
    }
}
