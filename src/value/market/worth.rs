use crate::error::Place;
use crate::numeric::degrees::satterthwaite;
use crate::numeric::moments::One;
use crate::value::added::{self, CustomerValueAdded, Means};
use crate::{Error, Result};

use super::Market;
use super::frame::Frame;
use super::spread::Gradient;

impl Market {
    /// Returns the customer value added of one supplier: its mean worth for the price over the mean of
    /// those that the market is [relative to](Self::relative_to).
    ///
    /// `worth` is the attribute that asks whether the offer is worth its price. With one row for each
    /// respondent, people who rated several suppliers are allowed for.
    ///
    /// ```
    /// use retention::Accumulator;
    /// use retention::scale::Scale;
    /// use retention::value::added;
    /// use retention::value::market::{Builder, Ratings};
    /// use retention::value::{RelativeTo, SupplierWeights};
    ///
    /// let mut builder = Builder::new(Scale::ONE_TO_TEN, ["worth"], ["us", "Acme"])?;
    /// for (supplier, worth) in [("us", 8.0), ("us", 9.0), ("us", 7.0), ("Acme", 6.0), ("Acme", 8.0)] {
    ///     builder.push(&[Ratings { supplier, ratings: &[Some(worth)] }])?;
    /// }
    /// let market = builder.finish()?;
    /// let options = added::Options::default();
    /// let against_others = market.customer_value_added("us", "worth", options)?;
    /// assert_eq!(format!("{:.3}", against_others.ratio), "1.143"); // 8 / 7
    /// let whole = market.relative_to(RelativeTo::WholeMarket(SupplierWeights::Respondents))?;
    /// let against_all = whole.customer_value_added("us", "worth", options)?;
    /// assert_eq!(format!("{:.3}", against_all.ratio), "1.053"); // 8 / 7.6
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`quality_profile`](Self::quality_profile); the errors of
    /// [`added::Options::classify`].
    pub fn customer_value_added(
        &self,
        supplier: &str,
        worth: &str,
        options: added::Options,
    ) -> Result<CustomerValueAdded> {
        let (supplier, frame, picked) = self.asked(supplier, &[(worth, 1.0)])?;
        let rated = self.rated(supplier, &frame, &picked)?;
        let Some((row, seat)) = rated.rows.first().zip(rated.seats.first()) else {
            return Err(Error::empty("attribute"));
        };
        let mut mean = One::default();
        for &(rating, mass) in &row.compared_with {
            mean.push(rating, mass);
        }
        let at = || Place::Attribute(worth.into());
        let compared_with = mean
            .mean()
            .ok_or_else(|| Error::empty("rating").at_place(at()))?;
        let compared_with = self.scale.clamp(compared_with);
        let ours = Gradient {
            own: vec![(seat.position, 1.0)],
            others: Vec::new(),
        };
        let theirs = Gradient {
            own: vec![(seat.position, seat.own_share)],
            others: vec![(seat.position, 1.0 / seat.sum)],
        };
        let ratio = row.ours / compared_with;
        let difference = Gradient {
            own: vec![(seat.position, 1.0 - ratio * seat.own_share)],
            others: vec![(seat.position, -ratio / seat.sum)],
        };
        let spread = frame.spread.as_ref().filter(|_| seat.enough);
        let means = spread.map(|spread| Means {
            above: row.ours,
            below: compared_with,
            above_variance: spread.variance(supplier, &ours),
            below_variance: spread.variance(supplier, &theirs),
            covariance: spread.covariance(supplier, &ours, &theirs),
            degrees: self.degrees(supplier, &frame, &difference),
        });
        // Against itself a supplier is at 1 whatever anybody says.
        let itself = seat.own_share == 1.0;
        let means = means.and_then(|means| {
            if itself {
                Some(means)
            } else {
                means.of_sample()
            }
        });
        CustomerValueAdded::of_market(
            self.scale,
            (row.ours, compared_with),
            means,
            self.fewest(supplier, &frame, seat.position),
            self.relative_to.clone(),
            options,
        )
    }

    /// Returns the fewest answers on an attribute of those who are compared.
    fn fewest(&self, supplier: usize, frame: &Frame, attribute: usize) -> Option<u64> {
        let counts = |&other: &usize| other == supplier || frame.mass(self, other, attribute) > 0.0;
        let compared = (0..self.suppliers.len()).filter(counts);
        let answers = compared.map(|other| self.rating(other, attribute)?.answers);
        answers.min().flatten()
    }

    /// Returns the degrees of freedom of a figure's variance, by Welch and Satterthwaite. If the same
    /// people rated several suppliers, it is one less than the fewest answers. `None` if a figure does
    /// not vary, or does not come from respondents.
    pub(super) fn degrees(
        &self,
        supplier: usize,
        frame: &Frame,
        gradient: &Gradient,
    ) -> Option<f64> {
        let spread = frame.spread.as_ref()?;
        let attributes = || gradient.own.iter().chain(&gradient.others);
        let least = |other: usize| {
            let answers = attributes().map(|&(i, _)| self.rating(other, i)?.answers);
            let least = answers.min().flatten()?.checked_sub(1)?;
            Some(least as f64)
        };
        let parts = (0..self.suppliers.len())
            .map(|other| (spread.part(supplier, other, gradient), least(other)));
        if spread.overlaps() {
            let counted = parts.filter(|&(variance, _)| variance > 0.0);
            let fewest = counted.map(|(_, degrees)| degrees.unwrap_or(0.0));
            return fewest.min_by(f64::total_cmp);
        }
        satterthwaite(parts)
    }
}
