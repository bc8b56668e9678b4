//! The files: survival tables by segment, and givers at regular occasions.

pub mod givers;
pub mod survival;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::kit::amounts::Amounts;
use crate::kit::fields::{DecimalMark, quote};

/// So many customers are in no table.
pub const MOST: u64 = 1_000_000_000;

/// A number of customers. Where a mark may stand between thousands, it does: nobody is a thousandth.
///
/// # Errors
/// A reason for the user.
pub fn people(text: &str, line: u64, what: &str) -> Result<u64, String> {
    let read = Amounts::new(None).read(text, line);
    let amount = read.map_err(|why| why.replacen("amount", &format!("number of {what}"), 1))?;
    let both = [DecimalMark::Point, DecimalMark::Comma].map(|mark| amount.with(mark));
    let number = both.into_iter().fold(both[0], Decimal::max);
    if !number.fract().is_zero() {
        return Err(format!(
            "{} {what} is not a whole number; a column of shares is named with --share",
            quote(text)
        ));
    }
    let number = number.to_u64().filter(|number| *number <= MOST);
    number.ok_or_else(|| format!("{} is not a number of {what} from 0 to {MOST}", quote(text)))
}

/// A number of periods or occasions.
///
/// # Errors
/// A reason for the user.
pub fn whole(text: &str, what: &str) -> Result<u32, String> {
    const LONGEST: u32 = 1200;
    if text.is_empty() {
        return Err(format!("the {what} is empty"));
    }
    // As spreadsheets write a whole number that is kept with decimals.
    let bare = text
        .trim_end_matches('0')
        .strip_suffix('.')
        .filter(|_| text.contains('.'))
        .unwrap_or(text);
    let number: u32 = bare
        .parse()
        .map_err(|_| format!("{what} {} is not a whole number", quote(text)))?;
    if number > LONGEST {
        return Err(format!("{what} {number} is more than {LONGEST}"));
    }
    Ok(number)
}
