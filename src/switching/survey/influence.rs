use crate::Result;
use crate::estimate::Influence;
use crate::scale::Sheet;
use crate::switching::{CostType, Facet};

use super::{Scorer, Scores};

impl Scorer {
    /// Computes the mean score of a facet, with what each respondent contributes, so that segments and
    /// waves can be compared; `None` if nobody with weight has the score.
    ///
    /// The value is the mean of [`Population::facet`](super::Population::facet).
    ///
    /// ```
    /// use retention::estimate::Design;
    /// use retention::scale::{Instrument, Item, Missing, Scale, Sheet};
    /// use retention::switching::Facet;
    /// use retention::switching::survey::{Options, Scorer};
    ///
    /// let scale = Scale::ONE_TO_FIVE;
    /// let items = [Item::as_asked(Facet::SetUp), Item::as_asked(Facet::BenefitLoss)];
    /// let instrument = Instrument::new(scale, items, Missing::default())?;
    /// let scorer = Scorer::new(instrument, Options::default())?;
    /// let takes_time = scale.full_answers(&[4.0, 2.0, 5.0])?;
    /// let would_lose_points = scale.full_answers(&[3.0, 3.0, 1.0])?;
    /// let sheet = Sheet::new([takes_time, would_lose_points])?;
    /// // Both were asked of the same customers, so the difference sees that.
    /// let set_up = scorer.facet_influence(&sheet, Facet::SetUp)?.unwrap();
    /// let benefits = scorer.facet_influence(&sheet, Facet::BenefitLoss)?.unwrap();
    /// let difference = set_up.minus(&benefits)?.estimate(&Design::default())?;
    /// assert_eq!(format!("{difference:.2}"), "1.33 ± 1.45");
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`scores`](Self::scores).
    pub fn facet_influence(&self, sheet: &Sheet<'_>, facet: Facet) -> Result<Option<Influence>> {
        self.mean_of(sheet, |scores| scores.facet(facet))
    }

    /// Computes the mean score of a type of cost, with what each respondent contributes; `None` if
    /// nobody with weight has the score.
    ///
    /// The value is the mean of [`Population::cost_type`](super::Population::cost_type).
    ///
    /// # Errors
    /// As [`scores`](Self::scores).
    ///
    /// See the [example](Self::facet_influence).
    pub fn type_influence(
        &self,
        sheet: &Sheet<'_>,
        cost_type: CostType,
    ) -> Result<Option<Influence>> {
        self.mean_of(sheet, |scores| scores.cost_type(cost_type))
    }

    /// Computes the mean overall score, with what each respondent contributes; `None` if nobody with
    /// weight has the score.
    ///
    /// The value is the mean of [`Population::overall`](super::Population).
    ///
    /// # Errors
    /// As [`scores`](Self::scores).
    ///
    /// See the [example](Self::facet_influence).
    pub fn overall_influence(&self, sheet: &Sheet<'_>) -> Result<Option<Influence>> {
        self.mean_of(sheet, |scores| scores.overall())
    }

    fn mean_of(
        &self,
        sheet: &Sheet<'_>,
        score: impl Fn(Scores) -> Option<f64>,
    ) -> Result<Option<Influence>> {
        let scores = self.scores(sheet)?;
        let column = scores.map(|scores| scores.map(&score));
        Influence::of_mean(column.collect::<Result<Vec<_>>>()?, sheet.given_weights())
    }
}
