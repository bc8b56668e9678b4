//! A rating beside another: its standard error, and what each respondent contributes to it.

use super::super::shared::asked_on;
use super::{Measure, Options, Rating};
use crate::Result;
use crate::estimate::{Errors, Estimate, Influence};
use crate::scale::{Answers, Weights};

impl Rating {
    /// Returns the figure with its linearised standard error; `None` if nobody with weight answered, and
    /// for a mean with fewer than two.
    ///
    /// The normal interval of a share may leave 0 to 1, which [`interval`](Self::interval) does not.
    ///
    /// ```
    /// use retention::satisfaction::rating::{Options, Rating};
    /// use retention::scale::Scale;
    ///
    /// let answers = Scale::ONE_TO_FIVE.full_answers(&[5.0, 4.0, 4.0, 2.0, 5.0])?;
    /// let csat = Rating::of(&answers, None, Options::csat())?;
    /// let target = csat.estimate().unwrap().test(0.9)?.unwrap();
    /// assert_eq!(format!("{:.2}", target.p_value), "0.58");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn estimate(&self) -> Option<Estimate> {
        self.estimate_by(Errors::Linearised)
    }

    /// Returns the figure with its standard error in the way chosen; `None` as for
    /// [`estimate`](Self::estimate).
    ///
    /// See the [example](Self::estimate).
    #[must_use]
    pub fn estimate_by(&self, errors: Errors) -> Option<Estimate> {
        match self.share {
            Some(share) => share.estimate_by(errors),
            None => self.mean?.estimate_by(errors),
        }
    }

    /// Computes the figure with what each respondent contributes to it, for comparing it with other
    /// figures of the same respondents, with another wave of a panel, or under a design; `None` if
    /// nobody with weight answered.
    ///
    /// # Errors
    /// As [`of`](Self::of).
    ///
    /// ```
    /// use retention::estimate::Design;
    /// use retention::satisfaction::rating::{Options, Rating};
    /// use retention::scale::Scale;
    ///
    /// let scale = Scale::ONE_TO_FIVE;
    /// let hotline = scale.full_answers(&[5.0, 4.0, 3.0, 2.0, 5.0, 4.0])?;
    /// let branch = scale.full_answers(&[5.0, 3.0, 3.0, 2.0, 4.0, 3.0])?;
    /// let satisfied = |answers| Rating::influence(answers, None, Options::csat());
    /// let (hotline, branch) = (satisfied(&hotline)?.unwrap(), satisfied(&branch)?.unwrap());
    /// let difference = hotline.minus(&branch)?.estimate(&Design::default())?;
    /// assert_eq!(format!("{difference:.2}"), "0.33 ± 0.21");
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn influence(
        answers: &Answers<'_>,
        weights: Option<&Weights>,
        options: Options,
    ) -> Result<Option<Influence>> {
        let (scale, cut) = options.measure.on(options.scale)?;
        asked_on(answers, options.scale)?;
        let mut figures = Vec::with_capacity(answers.len());
        for (row, answer) in answers.iter().enumerate() {
            let answer = answer.map(|answer| scale.check(answer)).transpose();
            let answer = answer.map_err(|error| error.at_row(row))?;
            figures.push(answer.map(|answer| match (cut, options.measure) {
                (Some(cut), _) => f64::from(u8::from(answer >= cut)),
                (None, Measure::Percent) => 100.0 * (answer - scale.low()) / scale.width(),
                (None, _) => answer,
            }));
        }
        Influence::of_mean(figures, weights)
    }
}
