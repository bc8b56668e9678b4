#[cfg(any(doc, feature = "serde"))]
use crate::Error;
use crate::Result;
use crate::keyed::{levels_but, unknown_level};
use crate::macros::checked_state;

/// A category, such as the channel by which customers came, as covariates of 1 and 0.
///
/// There is one covariate for each level but the reference, in order of their names, called by the column and the
/// level. What it does is against the reference. Another reference changes the parameters and no prediction.
///
/// ```
/// use retention::clv::CovariateLevels;
///
/// let labels = ["web", "shop", "friend", "shop"];
/// let channel = CovariateLevels::of("channel", &labels, "shop")?;
/// assert_eq!(channel.names(), ["channel: friend", "channel: web"]);
/// let columns = channel.columns(&labels)?;
/// assert_eq!(columns[1], ("channel: web".to_owned(), vec![1.0, 0.0, 0.0, 0.0]));
/// // A new customer; a channel that nobody has come by so far is refused.
/// assert_eq!(channel.values("friend")?, [1.0, 0.0]);
/// assert!(channel.values("telephone").is_err());
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", deny_unknown_fields)
)]
pub struct CovariateLevels {
    column: String,
    reference: String,
    others: Vec<String>,
}

checked_state!(CovariateLevels);

impl CovariateLevels {
    /// Creates them from the labels that occur in a column, one of which is the reference.
    ///
    /// # Errors
    /// [`Error::Empty`] without labels; [`Error::UnknownName`] if no label is the reference;
    /// [`Error::Insufficient`] if all are.
    pub fn of<L: AsRef<str>>(
        column: impl Into<String>,
        labels: &[L],
        reference: &str,
    ) -> Result<Self> {
        let others = levels_but(labels, reference)?;
        Ok(Self {
            column: column.into(),
            reference: reference.to_owned(),
            others: others.into_iter().map(str::to_owned).collect(),
        })
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        let labels: Vec<&String> = self.others.iter().chain([&self.reference]).collect();
        let made = Self::of(self.column.as_str(), &labels, &self.reference)?;
        if made.others == self.others {
            return Ok(self);
        }
        let found = self.others.join(", ");
        Err(Error::unsorted(
            "levels",
            found,
            "must be sorted and unique",
        ))
    }

    /// Returns the level that the others are compared with.
    #[must_use]
    pub fn reference(&self) -> &str {
        &self.reference
    }

    /// Returns the names of the covariates.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let name = |level: &String| format!("{}: {level}", self.column);
        self.others.iter().map(name).collect()
    }

    /// Returns the covariates of one customer, in the order of the names.
    ///
    /// # Errors
    /// [`Error::UnknownName`] for a level that did not occur.
    pub fn values(&self, label: &str) -> Result<Vec<f64>> {
        let values: Vec<f64> = self
            .others
            .iter()
            .map(|level| f64::from(level == label))
            .collect();
        if label != self.reference && values.iter().all(|value| *value == 0.0) {
            let known = self.others.iter().map(String::as_str);
            let known = std::iter::once(self.reference()).chain(known);
            return Err(unknown_level("level", label, known));
        }
        Ok(values)
    }

    /// Returns the covariates of many customers, as columns with their names.
    ///
    /// # Errors
    /// As [`values`](Self::values).
    pub fn columns<L: AsRef<str>>(&self, labels: &[L]) -> Result<Vec<(String, Vec<f64>)>> {
        let mut columns = vec![Vec::with_capacity(labels.len()); self.others.len()];
        for label in labels {
            for (column, value) in columns.iter_mut().zip(self.values(label.as_ref())?) {
                column.push(value);
            }
        }
        Ok(self.names().into_iter().zip(columns).collect())
    }
}
