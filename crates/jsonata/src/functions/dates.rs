//! `$toMillis` and `$fromMillis`.

use super::{number, text};
use crate::error::Fault;
use crate::evaluate::Evaluator;
use crate::item::Item;
use crate::picture::date;

pub(super) fn to_millis(
    evaluator: &mut Evaluator<'_>,
    timestamp: &Item,
    picture: &Item,
) -> Result<Item, Fault> {
    let stamp = text(timestamp)?;
    Ok(match picture {
        Item::Undefined => {
            if !date::is_iso(stamp) {
                return Err(Fault::new("D3110").value(timestamp.detail()));
            }
            Item::Number(date::parse_iso(stamp).unwrap_or(f64::NAN))
        }
        picture => {
            let now = evaluator.now();
            date::parse(stamp, text(picture)?, now)?.map_or(Item::Undefined, Item::Number)
        }
    })
}

pub(super) fn from_millis(
    evaluator: &mut Evaluator<'_>,
    millis: &Item,
    picture: &Item,
    zone: &Item,
) -> Result<Item, Fault> {
    let millis = number(millis)?;
    let zone = zone.as_text().map(|zone| zone.as_str());
    let picture = picture.as_text();
    // The same picture mostly comes again.
    let read = match evaluator.picture.take() {
        Some(read) if read.is_of(picture) => read,
        Some(_) | None => date::DatePicture::parse(picture)?,
    };
    let formatted = date::format(millis, &read, zone);
    evaluator.picture = Some(read);
    let formatted = formatted?;
    evaluator.text(formatted)
}
