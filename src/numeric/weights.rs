//! What sums of weights can be.

#[cfg(feature = "serde")]
use crate::error::{Error, Result, non_negative};

/// The largest weight of a respondent who is pushed on their own: its square is far from the ends of
/// `f64`, and so is that of its inverse, the smallest.
pub(crate) const LARGEST: f64 = 1e100;

/// Refuses a sum of weights and a sum of their squares that so many respondents cannot have.
#[cfg(feature = "serde")]
pub(crate) fn check_sums_of_weights(respondents: u64, sum: f64, squares: f64) -> Result<()> {
    // Sums of many weights round.
    const SLACK: f64 = 1.0 + 1e-6;
    let n = respondents as f64 * SLACK;
    if non_negative("sum of the weights", sum)? > n * LARGEST {
        let value = format_args!("{sum:e}");
        let allowed = format!("what {respondents} weights add up to");
        return Err(Error::out_of_range("sum of the weights", value, allowed));
    }
    let square = sum * sum;
    non_negative("sum of the squared weights", squares)?;
    // The squares are the fewest where all weights are equal, the most where one has all the weight.
    if squares > square * SLACK || squares * n < square {
        let value = format_args!("{squares:e}");
        let allowed = format!("that of {respondents} weights that add up to {sum:e}");
        return Err(Error::out_of_range(
            "sum of the squared weights",
            value,
            allowed,
        ));
    }
    Ok(())
}
