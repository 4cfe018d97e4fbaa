//! From places in an inner text back to the text around it.

use json::tree::Range;

/// Where the parts of an inner text come from.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// In the order of the inner text, without gaps; none when the inner text is the outer one.
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
struct Piece {
    /// Where it starts in the inner text.
    start: usize,
    length: usize,
    origin: Origin,
}

#[derive(Clone, Debug)]
enum Origin {
    /// Byte for byte from here.
    Same(usize),
    /// Made from what stands at this range.
    Made(Range),
}

impl Places {
    /// Every place is its own.
    pub fn same() -> Places {
        Places::default()
    }

    /// An inner text that stands byte for byte at `start`.
    pub fn direct(length: usize, start: usize) -> Places {
        let mut places = Places::default();
        places.push_same(length, start);
        places
    }

    /// The place in the outer text; an empty range stays empty.
    pub fn locate(&self, range: Range) -> Range {
        if self.pieces.is_empty() {
            return range;
        }
        let start = self.locate_start(range.start);
        let end = match range.end > range.start {
            // The last byte decides: what follows may come from elsewhere.
            true => self.locate_end(range.end),
            false => start,
        };
        Range { start, end: end.max(start) }
    }

    fn locate_start(&self, offset: usize) -> usize {
        match self.piece(offset) {
            Some(Piece { start, origin: Origin::Same(from), .. }) => from + (offset - start),
            Some(Piece { origin: Origin::Made(range), .. }) => range.start,
            None => self.end(),
        }
    }

    fn locate_end(&self, offset: usize) -> usize {
        match self.piece(offset.saturating_sub(1)) {
            Some(Piece { start, origin: Origin::Same(from), .. }) => from + (offset - start),
            Some(Piece { origin: Origin::Made(range), .. }) => range.end,
            None => self.end(),
        }
    }

    fn end(&self) -> usize {
        match self.pieces.last() {
            Some(Piece { length, origin: Origin::Same(from), .. }) => from + length,
            Some(Piece { origin: Origin::Made(range), .. }) => range.end,
            None => 0,
        }
    }

    fn piece(&self, offset: usize) -> Option<&Piece> {
        let index = self.pieces.partition_point(|piece| piece.start + piece.length <= offset);
        self.pieces.get(index)
    }

    fn length(&self) -> usize {
        self.pieces.last().map_or(0, |piece| piece.start + piece.length)
    }

    /// The next `length` bytes stand at `from`.
    pub fn push_same(&mut self, length: usize, from: usize) {
        let start = self.length();
        if let Some(Piece { start: before, length: known, origin: Origin::Same(first) }) =
            self.pieces.last_mut()
            && *first + (start - *before) == from
        {
            *known += length;
            return;
        }
        if length > 0 {
            self.pieces.push(Piece { start, length, origin: Origin::Same(from) });
        }
    }

    /// The next `length` bytes were made from what stands at `range`.
    pub fn push_made(&mut self, length: usize, range: Range) {
        if length > 0 {
            self.pieces.push(Piece { start: self.length(), length, origin: Origin::Made(range) });
        }
    }

    /// The next bytes come from a part of another inner text.
    fn push_part(&mut self, other: &Places, part: Range) {
        let mut at = part.start;
        while at < part.end {
            let Some(piece) = other.piece(at) else { return };
            let length = (piece.start + piece.length).min(part.end) - at;
            match piece.origin {
                Origin::Same(from) => self.push_same(length, from + (at - piece.start)),
                Origin::Made(range) => self.push_made(length, range),
            }
            at += length;
        }
    }
}

/// Puts `${name}` that stands outside of JSON's strings between quotes, so that the text can be read.
pub fn quote_placeholders(text: &str, places: Places) -> (String, Places) {
    let mut quoted = String::with_capacity(text.len() + 16);
    let mut map = Places::default();
    let mut in_string = false;
    let mut at = 0;
    let mut from = 0;
    let bytes = text.as_bytes();
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if in_string => at += 2,
            b'"' => {
                in_string = !in_string;
                at += 1;
            }
            b'$' if !in_string && bytes.get(at + 1) == Some(&b'{') => {
                let Some(length) = text[at..].find('}') else { break };
                let end = at + length + 1;
                let range = places.locate(Range { start: at, end });
                quoted.push_str(&text[from..at]);
                map.push_part(&places, Range { start: from, end: at });
                let name = text[at..end].replace(['"', '\\', '\n'], "");
                quoted.push('"');
                quoted.push_str(&name);
                quoted.push('"');
                map.push_made(name.len() + 2, range);
                from = end;
                at = end;
            }
            _ => at += 1,
        }
    }
    quoted.push_str(&text[from..]);
    map.push_part(&places, Range { start: from, end: text.len() });
    (quoted, map)
}
