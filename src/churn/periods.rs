use crate::period::{Period, Window};
use crate::{Error, Result};

/// As many periods as a table of cohorts may have.
const MOST: usize = 4096;

/// Returns the calendar periods that a window touches, in order.
pub(super) fn periods(window: Window, period: Period) -> Result<Vec<Window>> {
    let periods: Vec<Window> = period.over(window)?.take(MOST + 1).collect();
    if periods.len() > MOST {
        let value = format_args!("{window} by {period}").to_string();
        let error = Error::out_of_range("periods", value, format_args!("at most {MOST}"));
        return Err(error.with_cure("take a longer period or a shorter window"));
    }
    Ok(periods)
}
