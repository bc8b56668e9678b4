use super::analysis::{at_attribute, check_names};
use super::{Deletion, Importance, Method};
use crate::Result;
use crate::error::Error;
use crate::scale::{Answers, Scale, Sheet, Weights};

/// Respondents' answers about several attributes of the offer, in columns.
///
/// There is one column for each attribute, all on one scale and of one length, and columns of overall
/// satisfaction and of stated importance where they were asked.
///
/// A survey borrows its columns, so it cannot be returned from the function that reads them. Return
/// the [`Assessment`](super::Assessment), which owns its figures, or push respondents into a
/// [`Builder`](super::Builder), which owns its sums.
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
/// let assessment = survey.assess(method)?;
/// let price = &assessment.attributes[0];
/// assert_eq!(format!("{:.3} {}", price.importance, price.satisfaction), "0.971 3");
///
/// let analysis = assessment.analysis(Options::default())?;
/// assert_eq!(analysis.by_rank()[0].name, "price");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Survey<'a> {
    pub(super) names: Vec<String>,
    /// What respondents rate each attribute, and their weights.
    pub(super) sheet: Sheet<'a>,
    pub(super) scale: Scale,
    overall: Option<Answers<'a>>,
    stated: Option<Stated<'a>>,
}

/// What respondents say of the importance of each attribute.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stated<'a> {
    pub(super) columns: Vec<Answers<'a>>,
    pub(super) scale: Scale,
}

impl<'a> Survey<'a> {
    /// Creates a survey from the names of the attributes, each with its ratings.
    ///
    /// # Errors
    /// [`Error::Empty`] without attributes; [`Error::Duplicate`] for a name that occurs twice;
    /// [`Error::LengthMismatch`], with the attribute, if it has more or fewer respondents than the
    /// first; [`Error::Mismatch`] if one is on another scale than the first: read it
    /// [on](Answers::on) that scale.
    pub fn new<N: Into<String>>(
        attributes: impl IntoIterator<Item = (N, Answers<'a>)>,
    ) -> Result<Self> {
        let (names, columns): (Vec<String>, Vec<Answers<'a>>) = attributes
            .into_iter()
            .map(|(name, answers)| (name.into(), answers))
            .unzip();
        check_names(names.iter().map(String::as_str))?;
        let first = columns.first().ok_or(Error::empty("attribute"))?;
        let (scale, respondents) = (first.scale().continuous(), first.len());
        check_lengths("ratings", &names, &columns, respondents)?;
        check_scales("scales of the attributes", &columns, scale)?;
        Ok(Self {
            names,
            sheet: Sheet::new(columns)?,
            scale,
            overall: None,
            stated: None,
        })
    }

    /// Sets how satisfied respondents are overall, on a scale that may differ from that of the
    /// attributes. Derived importance needs it.
    ///
    /// Loyalty, or any other outcome that attributes may matter for, can stand in its place.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] if there are more or fewer respondents.
    pub fn overall(mut self, overall: Answers<'a>) -> Result<Self> {
        if overall.len() != self.respondents() {
            let found = overall.len();
            return Err(Error::length("overall answers", found, self.respondents()));
        }
        self.overall = Some(overall);
        Ok(self)
    }

    /// Sets how important respondents say each attribute is, in the order of the attributes, all on
    /// one scale. It may differ from the scale of satisfaction.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] if there are more or fewer columns than attributes, or, with the
    /// attribute, if a column has more or fewer respondents; [`Error::Mismatch`] if one is on another
    /// scale than the first.
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
        let respondents = self.respondents();
        check_lengths("stated importance", &self.names, &columns, respondents)?;
        check_scales("scales of the stated importance", &columns, scale)?;
        self.stated = Some(Stated { columns, scale });
        Ok(self)
    }

    /// Sets the weight of each respondent. Default: 1 for each.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] if there are more or fewer weights than respondents.
    pub fn weights(mut self, weights: &'a Weights) -> Result<Self> {
        self.sheet = self.sheet.weights(weights)?;
        Ok(self)
    }

    /// Iterates over the names of the attributes, in the order given.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Returns how many respondents were asked, whether they answered or not.
    #[must_use]
    pub const fn respondents(&self) -> usize {
        self.sheet.respondents()
    }

    pub(super) fn overall_answers(&self) -> Result<&Answers<'a>> {
        let none = Error::empty("overall answer")
            .with_cure("call `Survey::overall`, or take `Importance::Stated`");
        self.overall.as_ref().ok_or(none)
    }

    pub(super) fn stated_answers(&self) -> Result<&Stated<'a>> {
        let none = Error::empty("stated importance").with_cure("set it by `Survey::stated`");
        self.stated.as_ref().ok_or(none)
    }

    /// Returns whether each respondent rated any attribute.
    fn rated_any(&self) -> Vec<bool> {
        let rated = self.sheet.columns();
        if rated.iter().any(|column| column.missing() == 0) {
            return vec![true; self.respondents()];
        }
        let any = |row| rated.iter().any(|column| column.get(row).is_some());
        (0..self.respondents()).map(any).collect()
    }

    /// Returns whether each respondent is used for importance: with listwise deletion those who answered all that
    /// the method needs, otherwise those who rated any attribute.
    pub(super) fn used(&self, method: Method) -> Result<Vec<bool>> {
        let rated = self.sheet.columns();
        if method.deletion == Deletion::Pairwise {
            return Ok(self.rated_any());
        }
        let mut needed: Vec<&Answers<'a>> = rated.iter().collect();
        match method.importance {
            Importance::Stated => needed.extend(&self.stated_answers()?.columns),
            _ => needed.push(self.overall_answers()?),
        }
        let mut used = vec![true; self.respondents()];
        for column in needed.into_iter().filter(|column| column.missing() > 0) {
            for (used, answer) in used.iter_mut().zip(column.iter()) {
                *used &= answer.is_some();
            }
        }
        Ok(used)
    }
}

/// Respondents with weight.
#[derive(Debug)]
pub(super) struct Rows {
    kept: Vec<bool>,
    /// Whether each respondent kept counts for importance; `None` if all do.
    counted: Option<Vec<bool>>,
    /// The weight of each respondent kept.
    pub(super) weights: Vec<f64>,
    /// How many are used, those without weight included.
    pub(super) used: u64,
}

impl Rows {
    /// Those who are used for importance.
    pub(super) fn new(survey: &Survey<'_>, method: Method) -> Result<Self> {
        Self::of_used(survey, survey.used(method)?)
    }

    /// Those who rated any attribute, all of whom count for satisfaction.
    pub(super) fn everyone(survey: &Survey<'_>) -> Result<Self> {
        Self::of_used(survey, survey.rated_any())
    }

    /// Those who rated any attribute, of whom some may not count for importance.
    pub(super) fn all(survey: &Survey<'_>, method: Method) -> Result<Self> {
        let mut rows = Self::everyone(survey)?;
        let used = survey.used(method)?.into_iter().zip(&rows.kept);
        let used: Vec<bool> = used
            .filter_map(|(used, kept)| kept.then_some(used))
            .collect();
        rows.counted = used.contains(&false).then_some(used);
        Ok(rows)
    }

    fn of_used(survey: &Survey<'_>, mut kept: Vec<bool>) -> Result<Self> {
        let all: Vec<f64> = survey.sheet.each_weight()?.collect();
        let used = kept.iter().filter(|&&used| used).count() as u64;
        for (kept, weight) in kept.iter_mut().zip(&all) {
            *kept &= *weight > 0.0;
        }
        let rows = kept.iter().zip(all).filter(|(kept, _)| **kept);
        Ok(Self {
            weights: rows.map(|(_, weight)| weight).collect(),
            kept,
            counted: None,
            used,
        })
    }

    /// Returns their answers.
    pub(super) fn of(&self, answers: &Answers<'_>) -> Vec<Option<f64>> {
        if self.weights.len() == self.kept.len() {
            return answers.iter().collect();
        }
        let rows = answers.iter().zip(&self.kept);
        rows.filter_map(|(answer, kept)| kept.then_some(answer))
            .collect()
    }

    /// Returns their answers as far as they count for importance.
    pub(super) fn counted(&self, answers: &Answers<'_>) -> Vec<Option<f64>> {
        let mut answers = self.of(answers);
        for (answer, counts) in answers.iter_mut().zip(self.counted.iter().flatten()) {
            *answer = answer.filter(|_| *counts);
        }
        answers
    }

    /// Returns what each respondent adds to the mean of these answers.
    pub(super) fn contributions_to_mean(
        &self,
        answers: &Answers<'_>,
        mean: f64,
    ) -> Vec<Option<f64>> {
        let answers = self.of(answers);
        let given = answers.iter().zip(&self.weights);
        let sum: f64 = given
            .clone()
            .filter_map(|(answer, w)| answer.map(|_| w))
            .sum();
        let own = given.map(|(answer, w)| answer.map(|answer| w / sum * (answer - mean)));
        self.among_all(own.collect())
    }

    /// Puts what belongs to each of them at its place among all respondents.
    pub(super) fn among_all(&self, own: Vec<Option<f64>>) -> Vec<Option<f64>> {
        let mut own = own.into_iter();
        let all = self.kept.iter();
        all.map(|kept| if *kept { own.next().flatten() } else { None })
            .collect()
    }

    /// Whether some of them do not count for importance.
    pub(super) const fn differ(&self) -> bool {
        self.counted.is_some()
    }

    /// Returns the linearised standard error of the mean of their answers; `None` of fewer than two.
    ///
    /// ```text
    /// √(n / (n − 1) · Σ w² (y − mean)²) / Σw
    /// ```
    pub(super) fn error_of_mean(&self, answers: &Answers<'_>, mean: Option<f64>) -> Option<f64> {
        let mean = mean?;
        let (mut rows, mut sum, mut squares) = (0.0, 0.0, 0.0);
        for (answer, weight) in self.of(answers).iter().zip(&self.weights) {
            let Some(answer) = answer else { continue };
            rows += 1.0;
            sum += weight;
            squares += (weight * (answer - mean)).powi(2);
        }
        (rows > 1.0).then(|| (rows / (rows - 1.0) * squares).sqrt() / sum)
    }
}

/// Refuses a column with more or fewer respondents, and names its attribute.
fn check_lengths(
    argument: &'static str,
    names: &[String],
    columns: &[Answers<'_>],
    respondents: usize,
) -> Result<()> {
    let other = |(_, column): &(&String, &Answers<'_>)| column.len() != respondents;
    match names.iter().zip(columns).find(other) {
        Some((name, column)) => {
            let error = Error::length(argument, column.len(), respondents);
            Err(error.at_place(at_attribute(name)))
        }
        None => Ok(()),
    }
}

fn check_scales(argument: &'static str, columns: &[Answers<'_>], scale: Scale) -> Result<()> {
    let other = |column: &&Answers<'_>| !column.scale().same_ends(scale);
    match columns.iter().find(other) {
        Some(column) => {
            let found = column.scale().continuous();
            Err(Error::mismatch(argument, scale, found))
        }
        None => Ok(()),
    }
}
