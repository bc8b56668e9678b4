//! What a classifier says of one customer.

/// The class of a customer, or the evidence that is missing to determine it.
///
/// ```
/// use retention::Reading;
///
/// let known: Reading<&str, &str> = Reading::Known("loyal");
/// assert_eq!(known.class(), Some(&"loyal"));
/// let unknown: Reading<&str, &str> = Reading::Missing(vec!["satisfaction"]);
/// assert_eq!((unknown.class(), unknown.missing()), (None, ["satisfaction"].as_slice()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Reading<C, P> {
    /// The class is known.
    Known(C),
    /// The class cannot be told: these pieces of evidence would be needed.
    Missing(Vec<P>),
}

impl<C, P> Reading<C, P> {
    /// Returns the class, if it is known.
    #[must_use]
    pub const fn class(&self) -> Option<&C> {
        match self {
            Self::Known(class) => Some(class),
            Self::Missing(_) => None,
        }
    }

    /// Returns what would be needed to tell the class; nothing if it is known.
    #[must_use]
    pub fn missing(&self) -> &[P] {
        match self {
            Self::Known(_) => &[],
            Self::Missing(pieces) => pieces,
        }
    }
}
