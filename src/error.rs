//! What can be wrong with an input, and where.

use std::fmt;

/// The result of every fallible function of the crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why an input was refused.
///
/// Each variant names the argument, the offending value, and what is allowed; where the input is
/// a sequence, `row` is the zero-based position in it: of a row handed in, of a tier among cuts, or,
/// for a view of a log, of a row of the sorted log, which
/// [`PurchaseLog::get`](crate::purchases::PurchaseLog::get) looks up. A customer's key does not
/// appear, because the error type is not generic.
///
/// ```
/// use retention::{Error, estimate::Proportion};
///
/// let error = Proportion::new(3, 2).unwrap_err();
/// assert!(matches!(error, Error::OutOfRange { argument: "numerator", .. }));
/// assert_eq!(error.to_string(), "numerator is 3, allowed is at most the denominator, 2");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Something that needs at least one element has none.
    #[error("no {argument}, at least one is needed")]
    Empty {
        /// The argument that has no element.
        argument: &'static str,
    },
    /// A value outside its domain: negative where it may not be, above a bound, a date outside
    /// the window.
    #[error("{argument} is {value}, allowed is {allowed}{}", Row(*row))]
    OutOfRange {
        /// The argument.
        argument: &'static str,
        /// The offending value.
        value: String,
        /// What would have been accepted.
        allowed: String,
        /// Its position, where the input is a sequence.
        row: Option<usize>,
    },
    /// A floating-point number that is NaN or infinite.
    #[error("{argument} is {value}, allowed are finite numbers{}", Row(*row))]
    NotFinite {
        /// The argument.
        argument: &'static str,
        /// `NaN`, `inf` or `-inf`.
        value: String,
        /// Its position, where the input is a sequence.
        row: Option<usize>,
    },
    /// Two sequences that belong together differ in length.
    #[error("{argument} has length {found}, expected {expected}")]
    LengthMismatch {
        /// The argument.
        argument: &'static str,
        /// Its length.
        found: usize,
        /// The length it should have.
        expected: usize,
    },
    /// A sequence that must be in order is not.
    #[error("{argument} is out of order: {value} {expected}{}", Row(*row))]
    Unsorted {
        /// The argument.
        argument: &'static str,
        /// The first value out of order.
        value: String,
        /// The order it breaks.
        expected: String,
        /// Its position.
        row: Option<usize>,
    },
    /// The same key or name twice where it may stand once.
    #[error("{argument} occurs twice: {value}{}", Row(*row))]
    Duplicate {
        /// What must be unique.
        argument: &'static str,
        /// The repeated value; a key that cannot be printed is given by its rows instead.
        value: String,
        /// The position of the second occurrence.
        row: Option<usize>,
    },
    /// Parts that must make a whole do not.
    #[error("{argument} add up to {value}, expected {expected}")]
    DoesNotAddUp {
        /// The parts.
        argument: &'static str,
        /// Their sum.
        value: String,
        /// The sum required.
        expected: String,
    },
    /// A result outside what its type can hold: money beyond 28 digits, a date beyond the
    /// calendar, a count beyond its integer.
    #[error("{operation} overflows at {value}{}", Row(*row))]
    Overflow {
        /// What was being computed.
        operation: &'static str,
        /// The value at which it overflowed.
        value: String,
        /// Its position, where the input is a sequence.
        row: Option<usize>,
    },
    /// A row that the caller's own policy refuses.
    #[error("{argument} refused by the policy: {value}{}", Row(*row))]
    Refused {
        /// The kind of row.
        argument: &'static str,
        /// The row's value.
        value: String,
        /// Its position.
        row: Option<usize>,
    },
    /// Two things that cannot be combined, such as partial results made with different options.
    #[error("{argument} differ: {left} and {right}")]
    Mismatch {
        /// What should have been equal.
        argument: &'static str,
        /// One side.
        left: String,
        /// The other.
        right: String,
    },
    /// Variables that cannot be told apart: one of them is a combination of the others, or never
    /// changes.
    #[error("{argument} cannot be told apart: {value} never changes or follows from the others")]
    Singular {
        /// The variables.
        argument: &'static str,
        /// The one that follows from the others: its name, or its position counted from 0.
        value: String,
    },
    /// Too few to tell anything: fewer than the caller asked for, or than the method needs.
    #[error("only {found} {argument}, at least {least} are needed")]
    Insufficient {
        /// What there are too few of.
        argument: &'static str,
        /// How many there are.
        found: u64,
        /// How many are needed.
        least: u64,
    },
    /// A word that names no variant.
    #[error("{argument} has no variant {value:?}, allowed are {allowed}")]
    UnknownName {
        /// The enum.
        argument: &'static str,
        /// The word.
        value: String,
        /// The names it knows.
        allowed: String,
    },
}

/// Writes ` (row 3, counted from 0)` where a row is known.
struct Row(Option<usize>);

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(row) => write!(f, " (row {row}, counted from 0)"),
            None => Ok(()),
        }
    }
}

impl Error {
    pub(crate) fn out_of_range(
        argument: &'static str,
        value: impl fmt::Display,
        allowed: impl fmt::Display,
    ) -> Self {
        Self::OutOfRange {
            argument,
            value: value.to_string(),
            allowed: allowed.to_string(),
            row: None,
        }
    }

    pub(crate) fn overflow(operation: &'static str, value: impl fmt::Display) -> Self {
        Self::Overflow {
            operation,
            value: value.to_string(),
            row: None,
        }
    }

    /// The same error, at a row of the input.
    pub(crate) fn at_row(mut self, at: usize) -> Self {
        match &mut self {
            Self::OutOfRange { row, .. }
            | Self::NotFinite { row, .. }
            | Self::Unsorted { row, .. }
            | Self::Duplicate { row, .. }
            | Self::Overflow { row, .. }
            | Self::Refused { row, .. } => *row = Some(at),
            _ => {}
        }
        self
    }
}

/// Returns `value` if it is finite.
pub(crate) fn finite(argument: &'static str, value: f64) -> Result<f64> {
    if value.is_finite() {
        Ok(value)
    } else {
        Err(Error::NotFinite {
            argument,
            value: value.to_string(),
            row: None,
        })
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
