//! A day that the user tells in an argument.

use chrono::NaiveDate;

use super::dates::USUAL;
use super::fields::parse_date;
use super::format::listed;

/// The day that an argument says, in any of the usual ways in which only one day can be meant.
///
/// # Errors
/// A reason for the user.
pub fn told(text: &str) -> Result<NaiveDate, String> {
    const WRITE: &str = "write a day as 2024-05-31";
    let text = text.trim();
    if let Ok(day) = parse_date(text, None) {
        return Ok(day);
    }
    // A month has no one day, and a number may be anything.
    let of_days = USUAL.iter().filter(|way| way.contains("%d"));
    let days = of_days.filter_map(|way| parse_date(text, Some(way)).ok());
    let mut days: Vec<NaiveDate> = days.collect();
    days.sort();
    days.dedup();
    match days.as_slice() {
        [] => Err(WRITE.to_owned()),
        [day] => Ok(*day),
        days => {
            let days: Vec<String> = days.iter().map(NaiveDate::to_string).collect();
            let (last, first) = (days.last(), days.len().saturating_sub(1));
            let first = listed(days.get(..first).unwrap_or_default());
            Err(format!(
                "it may mean {first} or {}: write it so",
                last.map_or("", String::as_str)
            ))
        }
    }
}
