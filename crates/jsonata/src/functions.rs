//! What the built-in functions do.

mod arrays;
mod dates;
mod higher;
mod numbers;
mod objects;
mod search;
mod service;
mod strings;

use alloc::vec::Vec;

use json::Text;

use crate::builtin::Builtin;
use crate::error::{Fault, unread};
use crate::evaluate::Evaluator;
use crate::item::Item;
use crate::signature::Signature;

pub(crate) use search::check_next;

/// Arguments in their order; what is missing is undefined.
struct Arguments(alloc::vec::IntoIter<Item>);

impl Arguments {
    fn next(&mut self) -> Item {
        self.0.next().unwrap_or_default()
    }
}

/// Calls a built-in function with arguments that fit its signature. Partial application brings others, too.
#[inline(never)]
pub(crate) fn call(
    evaluator: &mut Evaluator<'_>,
    builtin: Builtin,
    arguments: Vec<Item>,
    context: &Item,
) -> Result<Item, Fault> {
    if builtin == Builtin::Zip {
        return arrays::zip(evaluator, &arguments);
    }
    let mut arguments = Arguments(arguments.into_iter());
    let first = arguments.next();
    if first.is_undefined() && gives_nothing_for_nothing(builtin) {
        return Ok(Item::Undefined);
    }
    let second = arguments.next();
    let third = arguments.next();
    match builtin {
        Builtin::Sum => numbers::sum(&first),
        Builtin::Count => arrays::count(&first),
        Builtin::Max => numbers::extreme(&first, f64::NEG_INFINITY, |best, number| number > best),
        Builtin::Min => numbers::extreme(&first, f64::INFINITY, |best, number| number < best),
        Builtin::Average => numbers::average(&first),
        Builtin::String => strings::string(evaluator, &first, &second),
        Builtin::Substring => strings::substring(evaluator, &first, &second, &third),
        Builtin::SubstringBefore => strings::substring_before(&first, &second),
        Builtin::SubstringAfter => strings::substring_after(&first, &second),
        Builtin::Lowercase => strings::lowercase(evaluator, &first),
        Builtin::Uppercase => strings::uppercase(evaluator, &first),
        Builtin::Length => strings::length(&first),
        Builtin::Trim => strings::trim(&first),
        Builtin::Pad => strings::pad(evaluator, &first, &second, &third),
        Builtin::Match => search::matches(evaluator, &first, &second, &third),
        Builtin::Contains => search::contains(evaluator, &first, &second),
        Builtin::Replace => search::replace(evaluator, &first, &second, &third, &arguments.next()),
        Builtin::Split => search::split(evaluator, &first, &second, &third),
        Builtin::Join => strings::join(evaluator, &first, &second),
        Builtin::FormatNumber => {
            let (number, picture) = (number(&first)?, picture(&second, "split")?);
            evaluator.text(crate::picture::number::format(number, picture, &third, evaluator.dialect)?)
        }
        Builtin::FormatBase => numbers::format_base(&first, &second),
        Builtin::FormatInteger => {
            let number = libm::floor(number(&first)?);
            let picture = crate::picture::integer::IntegerPicture::parse(picture(&second, "lastIndexOf")?)?;
            evaluator.text(picture.format(number)?)
        }
        Builtin::ParseInteger => {
            let picture = crate::picture::integer::IntegerPicture::parse(picture(&second, "lastIndexOf")?)?;
            Ok(Item::Number(picture.parse_number(text(&first)?)?))
        }
        Builtin::Number => numbers::number_from(&first),
        Builtin::Floor => Ok(Item::Number(libm::floor(number(&first)?))),
        Builtin::Ceil => Ok(Item::Number(libm::ceil(number(&first)?))),
        Builtin::Round => {
            let precision = if second.is_undefined() { 0.0 } else { number(&second)? };
            Ok(Item::Number(crate::number::round(number(&first)?, precision)))
        }
        Builtin::Abs => Ok(Item::Number(libm::fabs(number(&first)?))),
        Builtin::Sqrt => numbers::sqrt(&first),
        Builtin::Power => numbers::power(&first, &second),
        Builtin::Random => service::random(evaluator, &first),
        Builtin::Boolean => Ok(Item::Bool(crate::evaluate::truth(&first)?)),
        Builtin::Not => Ok(Item::Bool(!crate::evaluate::truth(&first)?)),
        Builtin::Map => higher::map(evaluator, &first, &second),
        Builtin::Zip => unreachable!("done above: it takes any number of arguments"),
        Builtin::Filter => higher::filter(evaluator, &first, &second),
        Builtin::Single => higher::single(evaluator, &first, &second),
        Builtin::Reduce => higher::reduce(evaluator, &first, &second, third),
        Builtin::Sift => higher::sift(evaluator, &first, &second),
        Builtin::Keys => objects::keys(evaluator, &first),
        Builtin::Lookup => Ok(match &second {
            Item::Text(key) => evaluator.lookup(&first, key),
            _ => Item::Undefined,
        }),
        Builtin::Append => arrays::append(evaluator, first, second),
        Builtin::Exists => Ok(Item::Bool(!first.is_undefined())),
        Builtin::Spread => objects::spread(evaluator, first),
        Builtin::Merge => objects::merge(evaluator, &first),
        Builtin::Reverse => arrays::reverse(evaluator, first),
        Builtin::Each => higher::each(evaluator, &first, &second),
        Builtin::Error => Err(said("D3137", &first, "$error() function evaluated")),
        Builtin::Assert => match first {
            Item::Bool(true) => Ok(Item::Undefined),
            _ => Err(said("D3141", &second, "$assert() statement failed")),
        },
        Builtin::Type => Ok(objects::type_name(&first)?.map_or(Item::Undefined, Item::from)),
        Builtin::Sort => higher::sort(evaluator, first, &second),
        Builtin::Shuffle => arrays::shuffle(evaluator, first),
        Builtin::Distinct => arrays::distinct(evaluator, first),
        Builtin::Base64encode => strings::base64_encode(evaluator, &first),
        Builtin::Base64decode => strings::base64_decode(evaluator, &first),
        Builtin::EncodeUrlComponent => strings::encode_url(evaluator, &first, "encodeUrlComponent", ""),
        Builtin::EncodeUrl => strings::encode_url(evaluator, &first, "encodeUrl", ";,/?:@&=+$#"),
        Builtin::DecodeUrlComponent => strings::decode_url(&first, "decodeUrlComponent", ""),
        Builtin::DecodeUrl => strings::decode_url(&first, "decodeUrl", ";/?:@&=+$,#"),
        Builtin::Eval => evaluator.evaluate_text(text(&first)?, second, context),
        Builtin::ToMillis => dates::to_millis(evaluator, &first, &second),
        Builtin::FromMillis => dates::from_millis(evaluator, &first, &second, &third),
        Builtin::Clone => match &first {
            Item::Text(text) => service::parse(text),
            // The input as the context of all is wrapped.
            Item::Array(list) if list.wrapper => {
                crate::evaluate::transform::copied(&list.get(0).unwrap_or_default())
            }
            item => crate::evaluate::transform::copied(item),
        },
        Builtin::Now => {
            let now = Item::Number(evaluator.now() as f64);
            dates::from_millis(evaluator, &now, &first, &second)
        }
        Builtin::Millis => Ok(Item::Number(evaluator.now() as f64)),
        Builtin::Partition => service::partition(evaluator, &first, &second),
        Builtin::Range => service::range(evaluator, &first, &second, &third),
        Builtin::Hash => service::hashed(&first, &second),
        Builtin::Uuid => Ok(Item::from(crate::uuid(evaluator.host))),
        Builtin::Parse => service::parse(text(&first)?),
    }
}

fn gives_nothing_for_nothing(builtin: Builtin) -> bool {
    !matches!(
        builtin,
        Builtin::Count
            | Builtin::Random
            | Builtin::Keys
            | Builtin::Lookup
            | Builtin::Append
            | Builtin::Exists
            | Builtin::Spread
            | Builtin::Each
            | Builtin::Sift
            | Builtin::Error
            | Builtin::Assert
            | Builtin::Now
            | Builtin::Millis
            | Builtin::Uuid
            | Builtin::Zip
    )
}

/// The signature of a transform as a function.
pub(crate) fn transform_signature() -> Signature {
    match Signature::parse("<(oa):o>") {
        Ok(signature) => signature,
        Err(_) => unreachable!("the signature is good"),
    }
}

fn said(code: &'static str, message: &Item, otherwise: &str) -> Fault {
    let text = match message {
        Item::Text(text) if !text.is_empty() => text.as_str(),
        _ => otherwise,
    };
    Fault::new(code).with_text(text)
}

/// A number that the signature promised; partial application may break the promise.
fn number(item: &Item) -> Result<f64, Fault> {
    match item {
        Item::Number(number) => Ok(*number),
        _ => Err(Fault::said("A number was expected")),
    }
}

fn text(item: &Item) -> Result<&Text, Fault> {
    match item {
        Item::Text(text) => Ok(text),
        _ => Err(Fault::said("A string was expected")),
    }
}

/// A picture; where it is missing, JavaScript fails at the first property that it reads.
fn picture<'a>(item: &'a Item, property: &str) -> Result<&'a Text, Fault> {
    match item {
        Item::Undefined => Err(unread(property)),
        item => text(item),
    }
}

/// The items of an array; a single item counts as one.
fn items(item: &Item) -> Vec<Item> {
    match item {
        Item::Undefined => Vec::new(),
        Item::Array(list) => list.to_vec(),
        item => alloc::vec![item.clone()],
    }
}
