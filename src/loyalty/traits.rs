//! Five traits of a loyal customer: repeats often, tries new products, gives advice, recommends, rejects
//! competitors.
//!
//! Whether a customer repeats often is read from what they do, where that is known; the other traits
//! are what they say. Of how many traits make a customer loyal the study says nothing.
//!
//! Source: a Chinese study of telecom customers.

use std::collections::BTreeMap;

use crate::Result;
use crate::error::{Error, fraction, non_negative};
use crate::macros::options;

use super::evidence::{Evidence, Piece};
use super::score::all;

options! {
    /// The cuts from which a customer buys again, and often.
    ///
    /// ```text
    /// repeats often = repeat rate ≥ cut, and purchases ≥ cut if there is one
    /// ```
    ///
    /// What the customer says, [`Evidence::repeats_often`], counts only where this is not known. The
    /// study speaks of a relatively high frequency and gives no figure: the mean of all customers,
    /// [`at_mean`](Self::at_mean), is one that Buckinx and Van den Poel (2005, *European Journal of
    /// Operational Research* 164: 252–268) use.
    ///
    /// ```
    /// use retention::loyalty::traits::Rules;
    /// use retention::loyalty::{Evidence, Piece};
    ///
    /// let rules = Rules::at_mean(&[1.0, 2.0, 9.0])?;
    /// assert_eq!(rules.purchases, Some(4.0));
    /// let evidence = Evidence::default().repeat_rate(Some(0.8)).purchases(Some(9.0));
    /// let traits = rules.classify(&evidence.recommends(Some(true)))?;
    /// assert_eq!(traits[&Piece::RepeatsOften], Some(true));
    /// assert_eq!(traits[&Piece::Recommends], Some(true));
    /// assert_eq!(traits[&Piece::GivesAdvice], None);
    /// assert_eq!(traits.values().filter(|shown| **shown == Some(true)).count(), 2);
    ///
    /// // What they do weighs more than what they say.
    /// let seldom = evidence.purchases(Some(2.0)).repeats_often(Some(true));
    /// assert_eq!(rules.classify(&seldom)?[&Piece::RepeatsOften], Some(false));
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Copy)]
    pub struct Rules {
        /// Repeat rate from which a customer buys again, 0 to 1. Default: 0.5, a proposal.
        pub repeat_rate: f64 = 0.5,
        /// Number of purchases from which a customer buys often, in the period of
        /// [`Evidence::purchases`]. Default: none; the frequency is then not asked.
        pub purchases: Option<f64> = None,
    }
}

impl Rules {
    /// Creates rules by which a customer buys often who buys at least as often as the mean customer,
    /// from the number of purchases of each in the same period.
    ///
    /// # Errors
    /// [`Error::Empty`] without customers; at the customer, [`Error::NotFinite`] for NaN and
    /// infinities and [`Error::OutOfRange`] for a negative number; [`Error::Overflow`] if the sum is
    /// too large for an `f64`.
    pub fn at_mean(purchases: &[f64]) -> Result<Self> {
        let mut sum = 0.0;
        for (row, &one) in purchases.iter().enumerate() {
            sum += non_negative("purchases", one).map_err(|error| error.at_row(row))?;
        }
        if purchases.is_empty() {
            return Err(Error::empty("customer with purchases"));
        }
        if !f64::is_finite(sum) {
            return Err(Error::overflow("the sum of purchases", sum));
        }
        let mean = sum / purchases.len() as f64;
        Ok(Self::default().purchases(Some(mean)))
    }

    /// Returns five traits, each with whether this customer shows it; `None` is not known.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a repeat rate outside 0 to 1 and a negative
    /// number of purchases, in the rules or in the evidence.
    #[doc(alias = "特征")]
    pub fn classify(&self, evidence: &Evidence) -> Result<BTreeMap<Piece, Option<bool>>> {
        Ok(BTreeMap::from([
            (
                Piece::RepeatsOften,
                self.repeats_often(evidence)?.or(evidence.repeats_often),
            ),
            (Piece::TriesNew, evidence.tries_new),
            (Piece::GivesAdvice, evidence.gives_advice),
            (Piece::Recommends, evidence.recommends),
            (Piece::RejectsCompetitors, evidence.rejects_competitors),
        ]))
    }

    /// Whether the customer repeats often, by what they do.
    fn repeats_often(&self, does: &Evidence) -> Result<Option<bool>> {
        let least_rate = fraction("repeat_rate", self.repeat_rate)?;
        let least = self.purchases.map(|least| non_negative("purchases", least));
        let least = least.transpose()?;
        let rate = does.repeat_rate.map(|rate| fraction("repeat rate", rate));
        let purchases = does
            .purchases
            .map(|number| non_negative("purchases", number));
        let (rate, purchases) = (rate.transpose()?, purchases.transpose()?);
        Ok(all([
            rate.map(|rate| rate >= least_rate),
            match least {
                Some(least) => purchases.map(|number| number >= least),
                None => Some(true),
            },
        ]))
    }
}
