use super::{Answers, Weights};
use crate::error::Place;
use crate::{Error, Result};

/// Columns of answers of the same respondents, each on its own scale, with weights if there are any.
///
/// ```
/// use retention::scale::{Scale, Sheet, Weights};
///
/// let service = Scale::ONE_TO_FIVE.full_answers(&[4.0, 2.0, 5.0])?;
/// let overall = Scale::ZERO_TO_TEN.full_answers(&[9.0, 3.0, 10.0])?;
/// let weights = Weights::new([1.0, 2.0, 1.0])?;
/// let sheet = Sheet::new([service, overall])?.weights(&weights)?;
/// assert_eq!((sheet.columns().len(), sheet.respondents()), (2, 3));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet<'a> {
    columns: Vec<Answers<'a>>,
    weights: Option<&'a Weights>,
    respondents: usize,
}

impl<'a> Sheet<'a> {
    /// Creates a sheet from columns of one length.
    ///
    /// # Errors
    /// [`Error::Empty`] without columns; [`Error::LengthMismatch`], with the position of the column,
    /// if one has more or fewer respondents than the first.
    pub fn new(columns: impl IntoIterator<Item = Answers<'a>>) -> Result<Self> {
        let columns: Vec<Answers<'a>> = columns.into_iter().collect();
        let first = columns.first().ok_or(Error::empty("column"))?;
        let respondents = first.len();
        for (position, column) in columns.iter().enumerate() {
            if column.len() != respondents {
                let error = Error::length("column", column.len(), respondents);
                return Err(error.at_place(Place::Column(position.into())));
            }
        }
        Ok(Self {
            columns,
            weights: None,
            respondents,
        })
    }

    /// Sets the weights of the respondents. Default: everyone counts for one.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] if there are more or fewer weights than respondents.
    pub fn weights(mut self, weights: &'a Weights) -> Result<Self> {
        if weights.len() != self.respondents {
            return Err(Error::length("weights", weights.len(), self.respondents));
        }
        self.weights = Some(weights);
        Ok(self)
    }

    /// Returns the columns, in the order given.
    #[must_use]
    pub fn columns(&self) -> &[Answers<'a>] {
        &self.columns
    }

    /// Returns how many respondents there are, whether they answered or not.
    #[must_use]
    pub const fn respondents(&self) -> usize {
        self.respondents
    }

    /// Returns the weights of the respondents, if they have any.
    pub(crate) const fn given_weights(&self) -> Option<&'a Weights> {
        self.weights
    }

    /// Returns the weight of each respondent, as a share of the largest; 1 for each without weights.
    pub(crate) fn each_weight(&self) -> Result<impl Iterator<Item = f64> + Clone> {
        Weights::or_equal(self.weights, self.respondents)
    }

    /// Returns the weight of each respondent, as a share of the largest; `None` without weights.
    pub(crate) fn relative_weights(&self) -> Result<Option<Vec<f64>>> {
        let given = |weights: &Weights| {
            let weights = weights.of_respondents(self.respondents)?;
            Ok(weights.collect())
        };
        self.weights.map(given).transpose()
    }
}
