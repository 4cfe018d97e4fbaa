//! A shared string that knows how long it is as JSON.

use alloc::string::String;
use core::borrow::Borrow;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Deref;

use arcstr::ArcStr;

/// An immutable string, shared when cloned.
///
/// It is two words long, so that a value fits into 16 bytes in wasm: events, members and items are moved a lot.
#[derive(Clone)]
pub struct Text {
    text: ArcStr,
    size: usize,
}

impl Text {
    #[inline]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Bytes of the JSON text, with quotes and escapes.
    #[inline]
    pub fn size(&self) -> usize {
        self.size
    }

    /// Whether both share the same memory.
    #[inline]
    pub fn is_same(&self, other: &Text) -> bool {
        ArcStr::ptr_eq(&self.text, &other.text)
    }

    /// Whether somebody else holds the same memory. An empty text takes none.
    pub fn is_shared(&self) -> bool {
        ArcStr::strong_count(&self.text) != Some(1)
    }

    /// Compares as Java and JavaScript do: by UTF-16 code units, not by code points.
    pub fn cmp_utf16(&self, other: &str) -> Ordering {
        if self.text.is_ascii() && other.is_ascii() {
            return self.as_str().cmp(other);
        }
        self.text.encode_utf16().cmp(other.encode_utf16())
    }
}

fn size(text: &str) -> usize {
    let escapes: usize = text
        .bytes()
        .map(|byte| match byte {
            b'"' | b'\\' | b'\n' | b'\r' | b'\t' | 0x08 | 0x0c => 1,
            0..=0x1f => 5,
            _ => 0,
        })
        .sum();
    text.len() + escapes + 2
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text { size: size(text), text: ArcStr::from(text) }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        Text { size: size(&text), text: ArcStr::from(text) }
    }
}

impl Default for Text {
    fn default() -> Text {
        Text { size: 2, text: ArcStr::new() }
    }
}

impl Deref for Text {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        &self.text
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        &self.text
    }
}

impl PartialEq for Text {
    #[inline]
    fn eq(&self, other: &Text) -> bool {
        self.is_same(other) || self.text == other.text
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    #[inline]
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Text) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Text) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}
