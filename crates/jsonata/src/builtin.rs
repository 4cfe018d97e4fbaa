//! The built-in functions: names, signatures, and who knows them. What they do is in `functions`.

use crate::Dialect;
use crate::signature::Signature;

/// A built-in function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Builtin {
    Sum,
    Count,
    Max,
    Min,
    Average,
    String,
    Substring,
    SubstringBefore,
    SubstringAfter,
    Lowercase,
    Uppercase,
    Length,
    Trim,
    Pad,
    Match,
    Contains,
    Replace,
    Split,
    Join,
    FormatNumber,
    FormatBase,
    FormatInteger,
    ParseInteger,
    Number,
    Floor,
    Ceil,
    Round,
    Abs,
    Sqrt,
    Power,
    Random,
    Boolean,
    Not,
    Map,
    Zip,
    Filter,
    Single,
    Reduce,
    Sift,
    Keys,
    Lookup,
    Append,
    Exists,
    Spread,
    Merge,
    Reverse,
    Each,
    Error,
    Assert,
    Type,
    Sort,
    Shuffle,
    Distinct,
    Base64encode,
    Base64decode,
    EncodeUrlComponent,
    EncodeUrl,
    DecodeUrlComponent,
    DecodeUrl,
    Eval,
    ToMillis,
    FromMillis,
    Clone,
    Now,
    Millis,
    Partition,
    Range,
    Hash,
    Uuid,
    Parse,
}

/// Name, function, signature, and how many parameters its JavaScript declares.
const TABLE: [(&str, Builtin, &str, usize); 70] = [
    ("sum", Builtin::Sum, "<a<n>:n>", 1),
    ("count", Builtin::Count, "<a:n>", 1),
    ("max", Builtin::Max, "<a<n>:n>", 1),
    ("min", Builtin::Min, "<a<n>:n>", 1),
    ("average", Builtin::Average, "<a<n>:n>", 1),
    ("string", Builtin::String, "<x-b?:s>", 1),
    ("substring", Builtin::Substring, "<s-nn?:s>", 3),
    ("substringBefore", Builtin::SubstringBefore, "<s-s:s>", 2),
    ("substringAfter", Builtin::SubstringAfter, "<s-s:s>", 2),
    ("lowercase", Builtin::Lowercase, "<s-:s>", 1),
    ("uppercase", Builtin::Uppercase, "<s-:s>", 1),
    ("length", Builtin::Length, "<s-:n>", 1),
    ("trim", Builtin::Trim, "<s-:s>", 1),
    ("pad", Builtin::Pad, "<s-ns?:s>", 3),
    ("match", Builtin::Match, "<s-f<s:o>n?:a<o>>", 3),
    ("contains", Builtin::Contains, "<s-(sf):b>", 2),
    ("replace", Builtin::Replace, "<s-(sf)(sf)n?:s>", 4),
    ("split", Builtin::Split, "<s-(sf)n?:a<s>>", 3),
    ("join", Builtin::Join, "<a<s>s?:s>", 2),
    ("formatNumber", Builtin::FormatNumber, "<n-so?:s>", 3),
    ("formatBase", Builtin::FormatBase, "<n-n?:s>", 2),
    ("formatInteger", Builtin::FormatInteger, "<n-s:s>", 2),
    ("parseInteger", Builtin::ParseInteger, "<s-s:n>", 2),
    ("number", Builtin::Number, "<(nsb)-:n>", 1),
    ("floor", Builtin::Floor, "<n-:n>", 1),
    ("ceil", Builtin::Ceil, "<n-:n>", 1),
    ("round", Builtin::Round, "<n-n?:n>", 2),
    ("abs", Builtin::Abs, "<n-:n>", 1),
    ("sqrt", Builtin::Sqrt, "<n-:n>", 1),
    ("power", Builtin::Power, "<n-n:n>", 2),
    ("random", Builtin::Random, "<:n>", 0),
    ("boolean", Builtin::Boolean, "<x-:b>", 1),
    ("not", Builtin::Not, "<x-:b>", 1),
    ("map", Builtin::Map, "<af>", 2),
    ("zip", Builtin::Zip, "<a+>", 0),
    ("filter", Builtin::Filter, "<af>", 2),
    ("single", Builtin::Single, "<af?>", 2),
    ("reduce", Builtin::Reduce, "<afj?:j>", 3),
    ("sift", Builtin::Sift, "<o-f?:o>", 2),
    ("keys", Builtin::Keys, "<x-:a<s>>", 1),
    ("lookup", Builtin::Lookup, "<x-s:x>", 2),
    ("append", Builtin::Append, "<xx:a>", 2),
    ("exists", Builtin::Exists, "<x:b>", 1),
    ("spread", Builtin::Spread, "<x-:a<o>>", 1),
    ("merge", Builtin::Merge, "<a<o>:o>", 1),
    ("reverse", Builtin::Reverse, "<a:a>", 1),
    ("each", Builtin::Each, "<o-f:a>", 2),
    ("error", Builtin::Error, "<s?:x>", 1),
    ("assert", Builtin::Assert, "<bs?:x>", 2),
    ("type", Builtin::Type, "<x:s>", 1),
    ("sort", Builtin::Sort, "<af?:a>", 2),
    ("shuffle", Builtin::Shuffle, "<a:a>", 1),
    ("distinct", Builtin::Distinct, "<x:x>", 1),
    ("base64encode", Builtin::Base64encode, "<s-:s>", 1),
    ("base64decode", Builtin::Base64decode, "<s-:s>", 1),
    ("encodeUrlComponent", Builtin::EncodeUrlComponent, "<s-:s>", 1),
    ("encodeUrl", Builtin::EncodeUrl, "<s-:s>", 1),
    ("decodeUrlComponent", Builtin::DecodeUrlComponent, "<s-:s>", 1),
    ("decodeUrl", Builtin::DecodeUrl, "<s-:s>", 1),
    ("eval", Builtin::Eval, "<sx?:x>", 2),
    ("toMillis", Builtin::ToMillis, "<s-s?:n>", 2),
    ("fromMillis", Builtin::FromMillis, "<n-s?s?:s>", 3),
    ("clone", Builtin::Clone, "<(oa)-:o>", 1),
    ("now", Builtin::Now, "<s?s?:s>", 2),
    ("millis", Builtin::Millis, "<:n>", 0),
    ("partition", Builtin::Partition, "<xn?:a>", 2),
    ("range", Builtin::Range, "<nnn?:a>", 3),
    ("hash", Builtin::Hash, "<s-s:s>", 2),
    ("uuid", Builtin::Uuid, "<:s>", 0),
    ("parse", Builtin::Parse, "<s-:x>", 1),
];

impl Builtin {
    /// The function of this name, in the dialect.
    pub fn named(name: &str, dialect: Dialect) -> Option<Builtin> {
        let (_, builtin, _, _) = TABLE.iter().find(|(known, ..)| *known == name)?;
        builtin.is_in(dialect).then_some(*builtin)
    }

    /// All names of a dialect, with their signatures.
    pub fn all(dialect: Dialect) -> impl Iterator<Item = (&'static str, &'static str)> {
        TABLE
            .iter()
            .filter(move |(_, builtin, ..)| builtin.is_in(dialect))
            .map(|(name, _, signature, _)| (*name, *signature))
    }

    pub fn count() -> usize {
        TABLE.len()
    }

    fn row(self) -> &'static (&'static str, Builtin, &'static str, usize) {
        &TABLE[self as usize]
    }

    pub fn arity(self) -> usize {
        self.row().3
    }

    /// The signature; the service's `$random` takes a seed.
    pub fn signature(self, dialect: Dialect) -> Signature {
        let text = match (self, dialect) {
            (Builtin::Random, Dialect::Service) => "<n?:n>",
            _ => self.row().2,
        };
        match Signature::parse(text) {
            Ok(signature) => signature,
            Err(_) => unreachable!("the table holds only good signatures"),
        }
    }

    fn is_in(self, dialect: Dialect) -> bool {
        match self {
            Builtin::Eval => dialect == Dialect::Plain,
            Builtin::Partition | Builtin::Range | Builtin::Hash | Builtin::Uuid | Builtin::Parse => {
                dialect == Dialect::Service
            }
            _ => true,
        }
    }
}
