use std::fmt;

use super::at::{At, Place, Row};

/// The result of every fallible function of the crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Writes ` at row 3 (counted from 0)` where a place is known.
struct AtEnd<'a>(&'a Option<Box<At>>);

impl fmt::Display for AtEnd<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(at) => write!(f, " at {at}"),
            None => Ok(()),
        }
    }
}

/// Writes `; ` and the cure where one is known.
struct Cure(Option<&'static str>);

impl fmt::Display for Cure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(cure) => write!(f, "; {cure}"),
            None => Ok(()),
        }
    }
}

/// Why an input was refused.
///
/// Each variant names the argument, the offending value, and what is allowed; `at` says where in the
/// input, as far as that is known. A customer's key does not appear, because the error type is not
/// generic.
///
/// ```
/// use retention::{Error, estimate::Proportion};
///
/// let error = Proportion::new(3, 2).unwrap_err();
/// assert!(matches!(error, Error::OutOfRange { argument: "numerator", .. }));
/// assert_eq!(error.to_string(), "numerator must be at most the denominator, 2, got 3");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Something that needs at least one element has none.
    #[error("at least one {argument} is needed, got none{}{}", AtEnd(at), Cure(*cure))]
    #[non_exhaustive]
    Empty {
        /// The argument that has no element, in the singular.
        argument: &'static str,
        /// Where.
        at: Option<Box<At>>,
        /// What to do about it.
        cure: Option<&'static str>,
    },
    /// A value outside its domain: negative where it may not be, above a bound, a date outside
    /// the window.
    #[error("{argument} must be {allowed}, got {value}{}{}", AtEnd(at), Cure(*cure))]
    #[non_exhaustive]
    OutOfRange {
        /// The argument.
        argument: &'static str,
        /// The offending value.
        value: String,
        /// What would have been accepted.
        allowed: String,
        /// Where.
        at: Option<Box<At>>,
        /// What to do about it.
        cure: Option<&'static str>,
    },
    /// A floating-point number that is NaN or infinite.
    #[error("{argument} must be finite, got {value}{}", AtEnd(at))]
    #[non_exhaustive]
    NotFinite {
        /// The argument.
        argument: &'static str,
        /// `NaN`, `inf` or `-inf`.
        value: String,
        /// Where.
        at: Option<Box<At>>,
    },
    /// Two sequences that belong together differ in length.
    #[error("{argument} must have length {expected}, got {found}{}", AtEnd(at))]
    #[non_exhaustive]
    LengthMismatch {
        /// The argument.
        argument: &'static str,
        /// Its length.
        found: usize,
        /// The length it should have.
        expected: usize,
        /// Where.
        at: Option<Box<At>>,
    },
    /// A sequence that must be in order is not.
    #[error("{argument} out of order: {value} {expected}{}{}", AtEnd(at), Cure(*cure))]
    #[non_exhaustive]
    Unsorted {
        /// The argument.
        argument: &'static str,
        /// The first value out of order.
        value: String,
        /// The order it breaks.
        expected: String,
        /// Where.
        at: Option<Box<At>>,
        /// What to do about it.
        cure: Option<&'static str>,
    },
    /// The same key or name twice where it may stand once.
    #[error("{argument} occurs twice: {value}{}{}", AtEnd(at), Cure(*cure))]
    #[non_exhaustive]
    Duplicate {
        /// What must be unique.
        argument: &'static str,
        /// The repeated value; a key that cannot be printed is given by its rows instead.
        value: String,
        /// Where the second occurrence is.
        at: Option<Box<At>>,
        /// What to do about it.
        cure: Option<&'static str>,
    },
    /// Parts that must make a whole do not.
    #[error("{argument} must add up to {expected}, got {value}")]
    #[non_exhaustive]
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
    #[error("{operation} overflows at {value}{}{}", AtEnd(at), Cure(*cure))]
    #[non_exhaustive]
    Overflow {
        /// What was being computed.
        operation: &'static str,
        /// The value at which it overflowed.
        value: String,
        /// Where.
        at: Option<Box<At>>,
        /// What to do about it.
        cure: Option<&'static str>,
    },
    /// A row that the caller's own policy or options refuse.
    #[error("{argument} refused: {value}{}{}", AtEnd(at), Cure(*cure))]
    #[non_exhaustive]
    Refused {
        /// The kind of row.
        argument: &'static str,
        /// The row's value.
        value: String,
        /// Where.
        at: Option<Box<At>>,
        /// What to do about it.
        cure: Option<&'static str>,
    },
    /// Two things that cannot be combined, such as partial results made with different options.
    #[error("{argument} must be equal, got {left} and {right}{}{}", AtEnd(at), Cure(*cure))]
    #[non_exhaustive]
    Mismatch {
        /// What should have been equal.
        argument: &'static str,
        /// One side. Of a struct it is the first field that differs.
        left: String,
        /// The other.
        right: String,
        /// Where.
        at: Option<Box<At>>,
        /// What to do about it.
        cure: Option<&'static str>,
    },
    /// Choices that are each allowed, but not together.
    #[error("{argument} is not possible with {with}{}", Cure(*cure))]
    #[non_exhaustive]
    Unsupported {
        /// The choice that is not possible here, such as `pairwise deletion`.
        argument: String,
        /// The other choice, such as `regression`.
        with: String,
        /// What to choose instead.
        cure: Option<&'static str>,
    },
    /// Variables that cannot be told apart: one of them is a combination of the others, or never
    /// changes.
    #[error("{argument} cannot be told apart: {value} {reason}{}", Cure(*cure))]
    #[non_exhaustive]
    Singular {
        /// The variables.
        argument: &'static str,
        /// The one at fault: its name, or its position counted from 0.
        value: String,
        /// What is wrong with it: it never changes, or follows from the others.
        reason: &'static str,
        /// What to do about it.
        cure: Option<&'static str>,
    },
    /// Too few to tell anything: fewer than the caller asked for, or than the method needs.
    #[error("at least {least} {argument} are needed, got {found}{}{}", AtEnd(at), Cure(*cure))]
    #[non_exhaustive]
    Insufficient {
        /// What there are too few of.
        argument: &'static str,
        /// How many there are.
        found: u64,
        /// How many are needed.
        least: u64,
        /// Where.
        at: Option<Box<At>>,
        /// What to do about it, such as the option that sets how many are needed.
        cure: Option<&'static str>,
    },
    /// A word that names no variant of an enum.
    #[error("{argument} must be one of {allowed}, got {value:?}")]
    #[non_exhaustive]
    UnknownName {
        /// The enum.
        argument: &'static str,
        /// The word.
        value: String,
        /// The names it knows.
        allowed: String,
    },
}

impl Error {
    /// Returns where in the input something is wrong, if that is known.
    #[must_use]
    pub fn at(&self) -> Option<&At> {
        match self {
            Self::Empty { at, .. }
            | Self::OutOfRange { at, .. }
            | Self::NotFinite { at, .. }
            | Self::LengthMismatch { at, .. }
            | Self::Unsorted { at, .. }
            | Self::Duplicate { at, .. }
            | Self::Overflow { at, .. }
            | Self::Refused { at, .. }
            | Self::Mismatch { at, .. }
            | Self::Insufficient { at, .. } => at.as_deref(),
            Self::DoesNotAddUp { .. }
            | Self::Unsupported { .. }
            | Self::Singular { .. }
            | Self::UnknownName { .. } => None,
        }
    }

    /// Returns the row of the input at fault, counted from 0, if it is known.
    #[must_use]
    pub fn row(&self) -> Option<u64> {
        self.at()?.row
    }

    /// Returns the place within the row at fault, if it is known.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        self.at()?.place.as_ref()
    }

    /// Returns what to do about the error, if something can be done. The message ends with it.
    ///
    /// ```
    /// use retention::scale::Scale;
    ///
    /// let error = Scale::ONE_TO_SEVEN.check(-99.0).unwrap_err();
    /// assert_eq!(error.cure(), Some("`scale::without_codes` removes codes of missing answers"));
    /// ```
    #[must_use]
    pub const fn cure(&self) -> Option<&'static str> {
        match self {
            Self::Empty { cure, .. }
            | Self::OutOfRange { cure, .. }
            | Self::Unsorted { cure, .. }
            | Self::Duplicate { cure, .. }
            | Self::Overflow { cure, .. }
            | Self::Refused { cure, .. }
            | Self::Mismatch { cure, .. }
            | Self::Unsupported { cure, .. }
            | Self::Singular { cure, .. }
            | Self::Insufficient { cure, .. } => *cure,
            Self::NotFinite { .. }
            | Self::LengthMismatch { .. }
            | Self::DoesNotAddUp { .. }
            | Self::UnknownName { .. } => None,
        }
    }

    fn position(&mut self) -> Option<&mut Option<Box<At>>> {
        match self {
            Self::Empty { at, .. }
            | Self::OutOfRange { at, .. }
            | Self::NotFinite { at, .. }
            | Self::LengthMismatch { at, .. }
            | Self::Unsorted { at, .. }
            | Self::Duplicate { at, .. }
            | Self::Overflow { at, .. }
            | Self::Refused { at, .. }
            | Self::Mismatch { at, .. }
            | Self::Insufficient { at, .. } => Some(at),
            Self::DoesNotAddUp { .. }
            | Self::Unsupported { .. }
            | Self::Singular { .. }
            | Self::UnknownName { .. } => None,
        }
    }

    /// Puts the error at a row of the input.
    pub(crate) fn at_row(mut self, row: impl Row) -> Self {
        if let Some(at) = self.position() {
            at.get_or_insert_default().row = Some(row.number());
        }
        self
    }

    /// Takes back where the error was put.
    pub(crate) fn without_position(mut self) -> Self {
        if let Some(at) = self.position() {
            *at = None;
        }
        self
    }

    /// Puts the error at a place within a row.
    pub(crate) fn at_place(mut self, place: Place) -> Self {
        if let Some(at) = self.position() {
            at.get_or_insert_default().place = Some(place);
        }
        self
    }

    /// Says what to do about the error.
    pub(crate) fn with_cure(mut self, text: &'static str) -> Self {
        match &mut self {
            Self::Empty { cure, .. }
            | Self::OutOfRange { cure, .. }
            | Self::Unsorted { cure, .. }
            | Self::Duplicate { cure, .. }
            | Self::Overflow { cure, .. }
            | Self::Refused { cure, .. }
            | Self::Mismatch { cure, .. }
            | Self::Unsupported { cure, .. }
            | Self::Singular { cure, .. }
            | Self::Insufficient { cure, .. } => *cure = Some(text),
            Self::NotFinite { .. }
            | Self::LengthMismatch { .. }
            | Self::DoesNotAddUp { .. }
            | Self::UnknownName { .. } => {}
        }
        self
    }

    pub(crate) const fn empty(argument: &'static str) -> Self {
        Self::Empty {
            argument,
            at: None,
            cure: None,
        }
    }

    pub(crate) fn out_of_range(
        argument: &'static str,
        value: impl fmt::Display,
        allowed: impl fmt::Display,
    ) -> Self {
        Self::OutOfRange {
            argument,
            value: value.to_string(),
            allowed: allowed.to_string(),
            at: None,
            cure: None,
        }
    }

    pub(crate) fn not_finite(argument: &'static str, value: f64) -> Self {
        Self::NotFinite {
            argument,
            value: value.to_string(),
            at: None,
        }
    }

    pub(crate) const fn length(argument: &'static str, found: usize, expected: usize) -> Self {
        Self::LengthMismatch {
            argument,
            found,
            expected,
            at: None,
        }
    }

    pub(crate) fn unsorted(
        argument: &'static str,
        value: impl fmt::Display,
        expected: impl fmt::Display,
    ) -> Self {
        Self::Unsorted {
            argument,
            value: value.to_string(),
            expected: expected.to_string(),
            at: None,
            cure: None,
        }
    }

    pub(crate) fn duplicate(argument: &'static str, value: impl fmt::Display) -> Self {
        Self::Duplicate {
            argument,
            value: value.to_string(),
            at: None,
            cure: None,
        }
    }

    pub(crate) fn does_not_add_up(
        argument: &'static str,
        value: impl fmt::Display,
        expected: impl fmt::Display,
    ) -> Self {
        Self::DoesNotAddUp {
            argument,
            value: value.to_string(),
            expected: expected.to_string(),
        }
    }

    pub(crate) fn overflow(operation: &'static str, value: impl fmt::Display) -> Self {
        Self::Overflow {
            operation,
            value: value.to_string(),
            at: None,
            cure: None,
        }
    }

    pub(crate) fn refused(argument: &'static str, value: impl fmt::Display) -> Self {
        Self::Refused {
            argument,
            value: value.to_string(),
            at: None,
            cure: None,
        }
    }

    pub(crate) fn mismatch(
        argument: &'static str,
        left: impl fmt::Display,
        right: impl fmt::Display,
    ) -> Self {
        Self::Mismatch {
            argument,
            left: left.to_string(),
            right: right.to_string(),
            at: None,
            cure: None,
        }
    }

    pub(crate) fn unsupported(argument: impl fmt::Display, with: impl fmt::Display) -> Self {
        Self::Unsupported {
            argument: argument.to_string(),
            with: with.to_string(),
            cure: None,
        }
    }

    pub(crate) fn singular(argument: &'static str, value: impl fmt::Display) -> Self {
        Self::Singular {
            argument,
            value: value.to_string(),
            reason: "never changes or follows from the others",
            cure: None,
        }
    }

    /// Says which of the two faults of a singular variable it is.
    pub(crate) fn because(mut self, text: &'static str) -> Self {
        if let Self::Singular { reason, .. } = &mut self {
            *reason = text;
        }
        self
    }

    pub(crate) const fn insufficient(argument: &'static str, found: u64, least: u64) -> Self {
        Self::Insufficient {
            argument,
            found,
            least,
            at: None,
            cure: None,
        }
    }
}
