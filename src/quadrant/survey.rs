use super::analysis::check_names;
use super::{
    Assessment, Bootstrap, Builder, Deletion, Importance, Method, Options, Resampling, bootstrap,
    columns,
};
use crate::Result;
use crate::error::Error;
use crate::scale::{Answers, Scale, Weights};

/// Respondents' answers about several attributes of the offer: a column for each, all on one scale
/// and of one length, and columns of overall satisfaction and of stated importance where they were
/// asked.
///
/// ```
/// use retention::quadrant::{Importance, Method, Options, Survey};
/// use retention::scale::Scale;
///
/// let scale = Scale::ONE_TO_FIVE;
/// let survey = Survey::new([
///     ("price", scale.full_answers(&[5.0, 2.0, 4.0, 1.0, 3.0])?),
///     ("network", scale.full_answers(&[4.0, 5.0, 5.0, 4.0, 3.0])?),
/// ])?
/// .overall(scale.full_answers(&[4.0, 2.0, 3.0, 1.0, 3.0])?)?;
///
/// let method = Method::from(Importance::Pearson).minimum(5);
/// let assessment = survey.assess(&method)?;
/// let price = &assessment.attributes[0];
/// assert_eq!(format!("{:.3} {}", price.importance, price.satisfaction), "0.971 3");
///
/// let analysis = assessment.analysis(&Options::default())?;
/// assert_eq!(analysis.by_rank()[0].name, "price");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Survey<'a> {
    pub(super) names: Vec<String>,
    pub(super) attributes: Vec<Answers<'a>>,
    pub(super) scale: Scale,
    pub(super) respondents: usize,
    pub(super) overall: Option<Answers<'a>>,
    pub(super) stated: Option<Stated<'a>>,
    pub(super) weights: Option<&'a Weights>,
}

/// What respondents say of the importance of each attribute.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stated<'a> {
    pub(super) columns: Vec<Answers<'a>>,
    pub(super) scale: Scale,
}

impl<'a> Survey<'a> {
    /// Names of attributes, each with what respondents rate it.
    ///
    /// # Errors
    /// [`Error::Empty`] without attributes; [`Error::Duplicate`] for a name that occurs twice;
    /// [`Error::LengthMismatch`] where one has more or fewer respondents than the first;
    /// [`Error::Mismatch`] where one is on another scale than the first: read it
    /// [on](Answers::on) one.
    pub fn new<N: Into<String>>(
        attributes: impl IntoIterator<Item = (N, Answers<'a>)>,
    ) -> Result<Self> {
        let (names, attributes): (Vec<String>, Vec<Answers<'a>>) = attributes
            .into_iter()
            .map(|(name, answers)| (name.into(), answers))
            .unzip();
        check_names(names.iter().map(String::as_str))?;
        let first = attributes.first().ok_or(Error::empty("attribute"))?;
        let (scale, respondents) = (first.scale().continuous(), first.len());
        check_columns(
            &attributes,
            respondents,
            scale,
            ("attribute", "scales of the attributes"),
        )?;
        Ok(Self {
            names,
            attributes,
            scale,
            respondents,
            overall: None,
            stated: None,
            weights: None,
        })
    }

    /// Adds how satisfied respondents are overall, on a scale that may be another; derived
    /// importance needs it. Loyalty will do as well, or whatever attributes are to matter for.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] where there are more or fewer respondents.
    pub fn overall(mut self, overall: Answers<'a>) -> Result<Self> {
        self.check_length("overall answers", overall.len())?;
        self.overall = Some(overall);
        Ok(self)
    }

    /// Adds how important respondents say each attribute is, in the order of the attributes, on
    /// one scale that may be another than that of satisfaction.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] where there are more or fewer columns than attributes, or a column
    /// has more or fewer respondents; [`Error::Mismatch`] where one is on another scale than the
    /// first.
    pub fn stated(mut self, importance: impl IntoIterator<Item = Answers<'a>>) -> Result<Self> {
        let columns: Vec<Answers<'a>> = importance.into_iter().collect();
        let (Some(first), true) = (columns.first(), columns.len() == self.names.len()) else {
            return Err(Error::length(
                "columns of stated importance",
                columns.len(),
                self.names.len(),
            ));
        };
        let scale = first.scale().continuous();
        let names = ("stated importance", "scales of the stated importance");
        check_columns(&columns, self.respondents, scale, names)?;
        self.stated = Some(Stated { columns, scale });
        Ok(self)
    }

    /// Counts each respondent by weight.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] where there are more or fewer weights than respondents.
    pub fn weights(mut self, weights: &'a Weights) -> Result<Self> {
        self.check_length("weights", weights.len())?;
        self.weights = Some(weights);
        Ok(self)
    }

    fn check_length(&self, argument: &'static str, found: usize) -> Result<()> {
        if found != self.respondents {
            return Err(Error::length(argument, found, self.respondents));
        }
        Ok(())
    }

    /// The names of the attributes, in the order given.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// How many were asked, whether they answered or not.
    #[must_use]
    pub const fn respondents(&self) -> usize {
        self.respondents
    }

    /// Importance and satisfaction of each attribute.
    ///
    /// # Errors
    /// [`Error::Empty`] where the method needs overall answers or stated importance and there are
    /// none; [`Error::OutOfRange`] for a method that does not allow pairwise deletion, for
    /// logarithms of a scale that is not above 0, and where all overall answers are alike;
    /// [`Error::Insufficient`] with fewer respondents than the method's
    /// [minimum](Method::minimum); [`Error::Singular`] for an attribute that everybody rated alike,
    /// or, where the method enters all at once, that is a combination of those before it.
    pub fn assess(&self, method: &Method) -> Result<Assessment> {
        method.check(self.scale)?;
        match method.importance {
            Importance::Stated => columns::stated(self, method),
            Importance::Spearman => columns::ranked(self, method),
            _ => {
                let overall = self.overall_answers()?;
                let names = self.names.iter().map(String::as_str);
                let mut builder = Builder::new(names, self.scale, overall.scale(), method)?;
                let mut columns: Vec<_> = self.attributes.iter().map(Answers::iter).collect();
                for (overall, weight) in overall.iter().zip(self.relative_weights()?) {
                    let ratings = columns.iter_mut().map(|column| column.next().flatten());
                    builder.add_checked(ratings, overall, weight);
                }
                builder.finish()
            }
        }
    }

    /// Places the attributes, and says how sure the places are: the same for resamples of the
    /// respondents.
    ///
    /// Each resample draws as many respondents as were used, each as likely as every other, with
    /// replacement and with their weights, and computes importance, satisfaction, crosshair and
    /// places anew, by any method. The same seed gives the same figures, as long as the respondents
    /// come in the same order. It takes memory for a few copies of the answers.
    ///
    /// Source: Efron, B. and Tibshirani, R. J. (1993), *An Introduction to the Bootstrap*, Chapman
    /// & Hall.
    ///
    /// # Errors
    /// As [`assess`](Self::assess) and [`Assessment::analysis`]; [`Error::OutOfRange`] for no draws
    /// or more than a million.
    pub fn bootstrap(
        &self,
        method: &Method,
        options: &Options,
        resampling: &Resampling,
    ) -> Result<Bootstrap> {
        bootstrap::run(self, method, options, resampling)
    }

    pub(super) fn overall_answers(&self) -> Result<&Answers<'a>> {
        self.overall.as_ref().ok_or(Error::empty("overall answers"))
    }

    pub(super) fn stated_answers(&self) -> Result<&Stated<'a>> {
        self.stated
            .as_ref()
            .ok_or(Error::empty("stated importance"))
    }

    /// As shares of the largest.
    pub(super) fn relative_weights(&self) -> Result<impl Iterator<Item = f64> + Clone> {
        Weights::or_equal(self.weights, self.respondents)
    }

    /// Whether each respondent is counted: with listwise deletion those who answered all that the
    /// method needs, otherwise those who rated any attribute.
    pub(super) fn counted(&self, method: &Method) -> Result<Vec<bool>> {
        let mut needed: Vec<&Answers<'a>> = self.attributes.iter().collect();
        match (method.deletion, method.importance) {
            (Deletion::Pairwise, _) => {
                return Ok((0..self.respondents)
                    .map(|row| needed.iter().any(|column| column.get(row).is_some()))
                    .collect());
            }
            (Deletion::Listwise, Importance::Stated) => {
                needed.extend(&self.stated_answers()?.columns);
            }
            (Deletion::Listwise, _) => needed.push(self.overall_answers()?),
        }
        let mut counted = vec![true; self.respondents];
        for column in needed {
            if column.missing() > 0 {
                for (counted, answer) in counted.iter_mut().zip(column.iter()) {
                    *counted &= answer.is_some();
                }
            }
        }
        Ok(counted)
    }
}

/// Whether all columns have one length and one scale.
fn check_columns(
    columns: &[Answers<'_>],
    respondents: usize,
    scale: Scale,
    (one, scales): (&'static str, &'static str),
) -> Result<()> {
    for column in columns {
        if column.len() != respondents {
            return Err(Error::length(one, column.len(), respondents));
        }
        if !column.scale().same_ends(scale) {
            return Err(Error::mismatch(scales, scale, column.scale().continuous()));
        }
    }
    Ok(())
}
