use chrono::{DateTime, NaiveDate, Offset, TimeZone};

use crate::{Error, Result};

/// Returns the date of a moment in the shop's time zone.
///
/// Purchases are counted by day, and a day begins where the shop is. Shortly after midnight in Berlin
/// it is still yesterday in UTC, in which systems often record. `shop` is a time zone with its summer
/// time, such as one of the crate `chrono-tz`, or a fixed offset.
///
/// # Errors
/// [`Error::Overflow`] if the day is beyond the calendar.
///
/// ```
/// use chrono::{DateTime, FixedOffset};
/// use retention::period::day_of;
///
/// let paid: DateTime<FixedOffset> = "2024-06-30T22:15:00+00:00".parse().unwrap();
/// let berlin_in_summer = FixedOffset::east_opt(2 * 3600).unwrap();
/// assert_eq!(day_of(&paid, &berlin_in_summer)?.to_string(), "2024-07-01");
/// # Ok::<(), retention::Error>(())
/// ```
pub fn day_of<Any: TimeZone, Shop: TimeZone>(
    moment: &DateTime<Any>,
    shop: &Shop,
) -> Result<NaiveDate> {
    let utc = moment.naive_utc();
    let offset = shop.offset_from_utc_datetime(&utc).fix();
    let local = utc.checked_add_offset(offset);
    local
        .map(|local| local.date())
        .ok_or_else(|| Error::overflow("the calendar", utc.date()))
}
