use std::fmt;

/// Where in an input something is wrong: in which row, and in which place within the row.
///
/// Rows and numbered places are counted from 0. An accumulator counts the rows it has taken since it
/// was created, over all calls of `push`, `extend` and `merge`.
///
/// ```
/// use retention::scale::Scale;
///
/// let error = Scale::ONE_TO_SEVEN.answers(&[Some(6.0), Some(-99.0)]).unwrap_err();
/// let at = error.at().unwrap();
/// assert_eq!((at.row, &at.place), (Some(1), &None));
/// assert_eq!(at.to_string(), "row 1 (counted from 0)");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub struct At {
    /// The row of the input: a purchase, a respondent, a customer. For a view of a log it is the row
    /// of the sorted log, see [`PurchaseLog::get`](crate::purchases::PurchaseLog::get).
    pub row: Option<u64>,
    /// The place within the row, or within an input that has no rows.
    pub place: Option<Place>,
}

/// A named part of an input, such as the item of a questionnaire or the tier of a pyramid.
///
/// See the [example](crate::error::At).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Place {
    /// A column of a table.
    Column(Label),
    /// An item of a questionnaire.
    Item(Label),
    /// An attribute that is rated.
    Attribute(Label),
    /// A supplier that is rated.
    Supplier(Label),
    /// A factor of an index.
    Factor(Label),
    /// A tier of a pyramid.
    Tier(Label),
    /// A step of a sequence, such as the second purchase.
    Step(Label),
    /// A period of a series.
    Period(Label),
    /// A line of a cost sheet.
    Line(Label),
}

/// The name of a [`Place`], or its position counted from 0.
///
/// See the [example](crate::error::At).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Label {
    /// Its position, counted from 0.
    Number(u64),
    /// Its name.
    Name(String),
}

impl From<usize> for Label {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

impl From<&str> for Label {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

impl From<String> for Label {
    fn from(name: String) -> Self {
        Self::Name(name)
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Name(name) => write!(f, "{name:?}"),
        }
    }
}

impl Place {
    const fn parts(&self) -> (&'static str, &Label) {
        match self {
            Self::Column(label) => ("column", label),
            Self::Item(label) => ("item", label),
            Self::Attribute(label) => ("attribute", label),
            Self::Supplier(label) => ("supplier", label),
            Self::Factor(label) => ("factor", label),
            Self::Tier(label) => ("tier", label),
            Self::Step(label) => ("step", label),
            Self::Period(label) => ("period", label),
            Self::Line(label) => ("line", label),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, label) = self.parts();
        write!(f, "{kind} {label}")
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.row, &self.place) {
            (Some(row), Some(place)) => write!(f, "row {row}, {place}")?,
            (Some(row), None) => write!(f, "row {row}")?,
            (None, Some(place)) => write!(f, "{place}")?,
            (None, None) => return Ok(()),
        }
        let numbered = |place: &Place| matches!(place.parts().1, Label::Number(_));
        if self.row.is_some() || self.place.as_ref().is_some_and(numbered) {
            f.write_str(" (counted from 0)")?;
        }
        Ok(())
    }
}

/// What counts rows: lengths and counters.
pub(crate) trait Row {
    fn number(self) -> u64;
}

impl Row for u64 {
    fn number(self) -> u64 {
        self
    }
}

impl Row for usize {
    fn number(self) -> u64 {
        self as u64
    }
}
