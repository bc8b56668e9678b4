use super::Ranking;
use crate::Result;
use crate::error::{finite, non_negative};
use crate::estimate::Proportion;

/// What calling all cases from a score upwards gets right and wrong: a point of the ROC curve.
///
/// A case that is called is one that the event is expected of. Cases of one score are all called, or none
/// is.
///
/// ```
/// use retention::estimate::ranking::Ranking;
///
/// // Who is expected to leave: those with two complaints or more.
/// let complaints = [3.0, 2.0, 2.0, 1.0, 0.0, 0.0];
/// let left = [true, true, false, true, false, false];
/// let cut = Ranking::new(&complaints, &left)?.cut_at_score(2.0)?;
/// assert_eq!(cut.called.to_string(), "3 of 6");
/// assert_eq!(cut.recognised.to_string(), "2 of 3"); // of those who left
/// assert_eq!(cut.misled.to_string(), "1 of 3"); // of those called
/// assert_eq!(cut.false_alarms.to_string(), "1 of 3"); // of those who stayed
/// assert_eq!(cut.cost(4.0)?, 5.0); // one called wrongly at 4, one missed at 1
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Cut {
    /// The lowest score that is called; `None` where nobody is called.
    pub least_score: Option<f64>,
    /// Share of the cases that are called.
    pub called: Proportion,
    /// Share of the cases with the event that are called: the sensitivity, or recall. On the ROC curve it
    /// is the height.
    #[doc(alias = "sensitivity")]
    #[doc(alias = "recall")]
    pub recognised: Proportion,
    /// Share of the called cases that the event did not happen to: 1 less the precision.
    #[doc(alias = "precision")]
    pub misled: Proportion,
    /// Share of the cases without the event that are called: 1 less the specificity. On the ROC curve it is
    /// the distance from the left.
    #[doc(alias = "specificity")]
    pub false_alarms: Proportion,
}

impl Cut {
    fn of(ranking: &Ranking, least_score: Option<f64>, right: u64, wrong: u64) -> Self {
        let missed = ranking.events() - right;
        let spared = ranking.others() - wrong;
        Self {
            least_score,
            called: Proportion::of_parts(right + wrong, missed + spared),
            recognised: Proportion::of_parts(right, missed),
            misled: Proportion::of_parts(wrong, right),
            false_alarms: Proportion::of_parts(wrong, spared),
        }
    }

    /// Computes what the cut costs, where a case called wrongly costs `cost_ratio` and a missed case with
    /// the event costs 1.
    ///
    /// ```text
    /// cost = cost_ratio · called wrongly + missed
    /// ```
    ///
    /// # Errors
    /// [`Error::NotFinite`](crate::Error::NotFinite) and [`Error::OutOfRange`](crate::Error::OutOfRange)
    /// for a ratio that is not 0 or more.
    ///
    /// See the [example](crate::estimate::ranking::Cut).
    pub fn cost(&self, cost_ratio: f64) -> Result<f64> {
        let ratio = non_negative("cost ratio", cost_ratio)?;
        let missed = self.recognised.complement().numerator() as f64;
        let wrong = self.misled.numerator() as f64;
        Ok((ratio * wrong).min(f64::MAX) + missed)
    }
}

impl Ranking {
    /// Iterates over all cuts, from calling nobody to calling everybody: the ROC curve, with a step for each
    /// score.
    ///
    /// ```
    /// use retention::estimate::ranking::Ranking;
    ///
    /// let ranking = Ranking::new(&[3.0, 2.0, 2.0, 1.0], &[true, true, false, false])?;
    /// let points = ranking.roc().map(|cut| (cut.false_alarms.numerator(), cut.recognised.numerator()));
    /// assert!(points.eq([(0, 0), (0, 1), (1, 2), (2, 2)])); // both of score 2 at once
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn roc(&self) -> impl Iterator<Item = Cut> {
        let nobody = Cut::of(self, None, 0, 0);
        let cuts = self.steps().scan((0, 0), |(right, wrong), step| {
            *right += step.events;
            *wrong += step.others;
            Some(Cut::of(self, Some(step.score), *right, *wrong))
        });
        std::iter::once(nobody).chain(cuts)
    }

    /// Returns the cut that calls as many cases as it can, and no more than `called`. It calls fewer where
    /// cases of one score would be divided.
    ///
    /// See the [example](crate::estimate::ranking::Ranking::cuts).
    #[must_use]
    pub fn cut_at(&self, called: u64) -> Cut {
        let within = |cut: &Cut| cut.called.numerator() <= called;
        let found = self.roc().take_while(within).last();
        found.unwrap_or_else(|| Cut::of(self, None, 0, 0))
    }

    /// Returns the cuts that call these numbers of cases, as [`cut_at`](Self::cut_at) does: a table to choose
    /// from.
    ///
    /// ```
    /// use retention::estimate::ranking::Ranking;
    ///
    /// let ranking = Ranking::new(&[9.0, 7.0, 7.0, 3.0, 1.0], &[true, true, false, true, false])?;
    /// let table = ranking.cuts([1, 2, 3]);
    /// let called: Vec<u64> = table.iter().map(|cut| cut.called.numerator()).collect();
    /// assert_eq!(called, [1, 1, 3]); // two have the score 7
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn cuts(&self, called: impl IntoIterator<Item = u64>) -> Vec<Cut> {
        let all: Vec<Cut> = self.roc().collect();
        let at = |called: u64| {
            let above = all.partition_point(|cut| cut.called.numerator() <= called);
            all.get(above.checked_sub(1)?).copied()
        };
        called.into_iter().filter_map(at).collect()
    }

    /// Returns the cut that calls all cases with this score or a higher one.
    ///
    /// # Errors
    /// [`Error::NotFinite`](crate::Error::NotFinite) for a score that is NaN or infinite.
    ///
    /// See the [example](crate::estimate::ranking::Cut).
    pub fn cut_at_score(&self, least_score: f64) -> Result<Cut> {
        let least = finite("least score", least_score)?;
        let high = |cut: &Cut| cut.least_score.is_none_or(|score| score >= least);
        let found = self.roc().take_while(high).last();
        Ok(found.unwrap_or_else(|| Cut::of(self, None, 0, 0)))
    }

    /// Returns the cut with the lowest [cost](Cut::cost); of several the one that calls the fewest.
    ///
    /// It is the cheapest for the cases at hand. For others it costs a little more than it says, the more so
    /// the fewer cases there are.
    ///
    /// # Errors
    /// As [`Cut::cost`].
    ///
    /// See the [example](crate::estimate::ranking).
    pub fn cheapest_cut(&self, cost_ratio: f64) -> Result<Cut> {
        let mut best = Cut::of(self, None, 0, 0);
        let mut least = best.cost(cost_ratio)?;
        for cut in self.roc() {
            let cost = cut.cost(cost_ratio)?;
            if cost < least {
                (best, least) = (cut, cost);
            }
        }
        Ok(best)
    }
}
