use std::fmt;

use super::{Error, Result};

/// Returns an error of [`Error::Mismatch`] unless both are equal.
pub(crate) fn same<T: PartialEq + fmt::Debug>(
    argument: &'static str,
    left: &T,
    right: &T,
) -> Result<()> {
    if left == right {
        return Ok(());
    }
    let (left, right) = difference(left, right);
    Err(Error::mismatch(argument, left, right))
}

/// Writes two values that differ. Of large structs it writes the first field that does, because nobody
/// finds it among twenty others.
fn difference<T: fmt::Debug>(left: &T, right: &T) -> (String, String) {
    const SHORT: usize = 60;
    let whole = (format!("{left:?}"), format!("{right:?}"));
    if whole.0.len().max(whole.1.len()) <= SHORT {
        return whole;
    }
    let (left, right) = (format!("{left:#?}"), format!("{right:#?}"));
    let field = |line: &str| {
        let end = |c: char| ",{([ ".contains(c);
        line.trim().trim_end_matches(end).to_owned()
    };
    let mut lines = left.lines().zip(right.lines());
    let differing = lines.find(|(left, right)| left != right);
    let fields = differing.map(|(left, right)| (field(left), field(right)));
    // Where one list is longer, the line beside its element is the end of the other.
    let says = |text: &String| text.chars().any(char::is_alphanumeric);
    fields
        .filter(|(left, right)| says(left) && says(right))
        .unwrap_or(whole)
}

/// Returns `value` if it is finite.
pub(crate) fn finite(argument: &'static str, value: f64) -> Result<f64> {
    if value.is_finite() {
        Ok(value)
    } else {
        Err(Error::not_finite(argument, value))
    }
}

/// Returns `value` if it is finite and within `[0, 1]`.
pub(crate) fn fraction(argument: &'static str, value: f64) -> Result<f64> {
    let value = finite(argument, value)?;
    if (0.0..=1.0).contains(&value) {
        Ok(value)
    } else {
        Err(Error::out_of_range(argument, value, "0 to 1"))
    }
}

/// Returns `value` if it is finite and not negative.
pub(crate) fn non_negative(argument: &'static str, value: f64) -> Result<f64> {
    let value = finite(argument, value)?;
    if value >= 0.0 {
        Ok(value)
    } else {
        Err(Error::out_of_range(argument, value, "0 or more"))
    }
}

/// Returns `value` if it is strictly between 0 and 1.
pub(crate) fn inner_fraction(argument: &'static str, value: f64) -> Result<f64> {
    let value = fraction(argument, value)?;
    if value == 0.0 || value == 1.0 {
        return Err(Error::out_of_range(
            argument,
            value,
            "strictly between 0 and 1",
        ));
    }
    Ok(value)
}
