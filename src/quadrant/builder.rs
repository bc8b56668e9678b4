use super::analysis::{at_attribute, check_names};
use super::sums::Sums;
use super::{Assessment, Importance, Method};
use crate::Result;
use crate::accumulate::{Accumulator, Version, Weighted, more_rows};
use crate::error::{Error, Place, same};
use crate::macros::checked_state;
use crate::scale::{Scale, respondent_weight};

/// Accumulates an [`Assessment`] respondent by respondent, without holding the answers.
///
/// A row is a [`Respondent`]. [`Spearman`](Importance::Spearman), which ranks all answers, and
/// [`Stated`](Importance::Stated) importance need a [`Survey`](super::Survey) instead.
///
/// ```
/// use retention::Accumulator;
/// use retention::quadrant::{Builder, Importance, Method, Respondent};
/// use retention::scale::Scale;
///
/// let scale = Scale::ONE_TO_FIVE;
/// let method = Method::from(Importance::Pearson).minimum(4);
/// let mut builder = Builder::new(["price", "network"], scale, method)?;
/// for (ratings, overall) in [([5.0, 4.0], 4.0), ([2.0, 3.0], 2.0), ([4.0, 1.0], 3.0)] {
///     let ratings = ratings.map(Some);
///     builder.push(Respondent { ratings: &ratings, overall: Some(overall) })?;
/// }
/// let mut more = Builder::new(["price", "network"], scale, method)?;
/// more.push(Respondent { ratings: &[Some(1.0), Some(2.0)], overall: Some(1.0) })?;
/// more.push(Respondent { ratings: &[Some(1.0), None], overall: Some(1.0) })?;
/// builder.merge(more)?;
///
/// let assessment = builder.finish()?;
/// assert_eq!((assessment.used, assessment.left_out), (4, 1));
/// assert_eq!(format!("{:.3}", assessment.attributes[0].importance), "0.990");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", deny_unknown_fields)
)]
pub struct Builder {
    #[cfg_attr(
        not(feature = "serde"),
        expect(dead_code, reason = "written with the state")
    )]
    version: Version<2>,
    names: Vec<String>,
    scale: Scale,
    overall: Scale,
    method: Method,
    sums: Sums,
    used: u64,
    left_out: u64,
    /// The respondent at hand; kept so that a row allocates nothing.
    #[cfg_attr(feature = "serde", serde(skip))]
    row: Vec<Option<f64>>,
    #[cfg_attr(feature = "serde", serde(skip))]
    variables: Vec<f64>,
}

/// One respondent's answers.
///
/// See the [example](crate::quadrant::Builder).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Respondent<'r> {
    /// The rating of each attribute, in order; `None` where there is no answer.
    pub ratings: &'r [Option<f64>],
    /// Overall satisfaction.
    pub overall: Option<f64>,
}

impl Builder {
    /// Creates an empty builder for these attributes, all rated on `scale`. Overall satisfaction is on
    /// the same scale unless [`overall`](Self::overall) names another.
    ///
    /// # Errors
    /// [`Error::Empty`] without attributes; [`Error::Duplicate`] for a name that occurs twice;
    /// [`Error::Unsupported`] for a method that needs the columns, and for pairwise deletion with a
    /// method that enters all attributes at once; [`Error::OutOfRange`] for logarithms of a scale that
    /// is not above 0.
    pub fn new<N: Into<String>>(
        names: impl IntoIterator<Item = N>,
        scale: Scale,
        method: Method,
    ) -> Result<Self> {
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        check_definition(&names, scale, method)?;
        Ok(Self {
            version: Version,
            row: Vec::with_capacity(names.len()),
            variables: Vec::with_capacity(names.len() + 1),
            sums: Sums::new(method.deletion, names.len()),
            names,
            scale,
            overall: scale,
            method,
            used: 0,
            left_out: 0,
        })
    }

    /// Sets the scale of overall satisfaction. Default: the scale of the attributes.
    ///
    /// # Errors
    /// [`Error::Unsupported`] after the first respondent, whose answer was on the scale of before.
    pub fn overall(mut self, scale: Scale) -> Result<Self> {
        if self.rows() > 0 {
            let error = Error::unsupported("another scale", "respondents who have been added");
            return Err(error.with_cure("set it before the first respondent"));
        }
        self.overall = scale;
        Ok(self)
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        check_definition(&self.names, self.scale, self.method)?;
        more_rows(self.used, self.left_out)?;
        self.sums
            .check(self.method.deletion, self.names.len(), self.used)?;
        Ok(self)
    }

    fn check(&self, respondent: Respondent<'_>, weight: f64) -> Result<()> {
        let found = respondent.ratings.len();
        if found != self.names.len() {
            return Err(Error::length("ratings", found, self.names.len()));
        }
        respondent_weight(weight)?;
        for (name, rating) in self.names.iter().zip(respondent.ratings) {
            if let Some(rating) = rating {
                let rating = self.scale.check(*rating);
                rating.map_err(|error| error.at_place(at_attribute(name)))?;
            }
        }
        if let Some(overall) = respondent.overall {
            let overall = self.overall.check(overall);
            overall.map_err(|error| {
                error
                    .at_place(Place::Column("overall".into()))
                    .with_cure("`Builder::overall` sets another scale for these answers")
            })?;
        }
        more_rows(self.rows(), 1)?;
        Ok(())
    }

    /// Adds the row, and says whether it is used.
    fn add(&mut self, overall: Option<f64>, weight: f64) -> bool {
        match &mut self.sums {
            Sums::Listwise { moments, means } => {
                self.variables.clear();
                self.variables.extend(self.row.iter().flatten());
                let complete = self.variables.len() == self.row.len();
                let (true, Some(overall)) = (complete, overall) else {
                    return false;
                };
                if self.method.importance == Importance::Deng {
                    for (mean, rating) in means.iter_mut().zip(&mut self.variables) {
                        mean.push(*rating, weight);
                        *rating = rating.ln();
                    }
                }
                self.variables.push(overall);
                moments.push(&self.variables, weight);
                true
            }
            Sums::Pairwise { means, pairs } => {
                for ((mean, pair), rating) in means.iter_mut().zip(pairs).zip(&self.row) {
                    let Some(rating) = *rating else { continue };
                    mean.push(rating, weight);
                    if let Some(overall) = overall {
                        pair.push(&[rating, overall], weight);
                    }
                }
                self.row.iter().any(Option::is_some)
            }
        }
    }
}

fn check_definition(names: &[String], scale: Scale, method: Method) -> Result<()> {
    check_names(names.iter().map(String::as_str))?;
    method.check(scale)?;
    if matches!(method.importance, Importance::Stated | Importance::Spearman) {
        let error = Error::unsupported(method.importance, "a builder");
        return Err(error.with_cure("use a `Survey`, which holds the answers"));
    }
    Ok(())
}

checked_state!(Builder);

impl crate::sealed::Sealed for Builder {}

impl Accumulator for Builder {
    type Row<'r> = Respondent<'r>;
    type Output = Assessment;

    fn fresh(&self) -> Self {
        Self {
            version: Version,
            names: self.names.clone(),
            sums: Sums::new(self.method.deletion, self.names.len()),
            used: 0,
            left_out: 0,
            row: Vec::with_capacity(self.names.len()),
            variables: Vec::with_capacity(self.names.len() + 1),
            ..*self
        }
    }

    fn rows(&self) -> u64 {
        self.used.saturating_add(self.left_out)
    }

    /// Adds one respondent.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] if there are more or fewer ratings than attributes;
    /// [`Error::NotFinite`] and [`Error::OutOfRange`], with the attribute or `overall`, for what is
    /// not an answer on its scale; [`Error::Overflow`] beyond 2⁶⁴ − 1 respondents.
    fn push(&mut self, respondent: Respondent<'_>) -> Result<()> {
        self.push_weighted(respondent, 1.0)
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        same("attributes", &self.names, &other.names)?;
        for (argument, left, right) in [
            ("scales of the attributes", self.scale, other.scale),
            ("scales of the overall answers", self.overall, other.overall),
        ] {
            if left != right {
                return Err(Error::mismatch(argument, left, right));
            }
        }
        same("methods", &self.method, &other.method)?;
        more_rows(self.rows(), other.rows())?;
        self.sums.merge(&other.sums);
        self.used += other.used;
        self.left_out += other.left_out;
        Ok(())
    }

    /// Returns importance and satisfaction over all respondents added.
    ///
    /// # Errors
    /// [`Error::Insufficient`] with fewer respondents than the method's
    /// [minimum](Method::minimum); [`Error::Singular`] for an attribute that everybody rated alike,
    /// or, if the method enters all at once, one that follows from the others: with a variance
    /// inflation above [`Method::LARGEST_INFLATION`]; [`Error::OutOfRange`] if all overall answers are
    /// equal.
    fn finish(self) -> Result<Assessment> {
        let Self {
            method,
            names,
            scale,
            sums,
            used,
            left_out,
            ..
        } = self;
        sums.assessment(method, &names, scale, [used, left_out])
    }
}

impl Weighted for Builder {
    fn push_weighted(&mut self, respondent: Respondent<'_>, weight: f64) -> Result<()> {
        self.check(respondent, weight)
            .map_err(|error| error.at_row(self.rows()))?;
        self.row.clear();
        self.row.extend_from_slice(respondent.ratings);
        if self.add(respondent.overall, weight) {
            self.used += 1;
        } else {
            self.left_out += 1;
        }
        Ok(())
    }
}
