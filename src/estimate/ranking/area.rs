//! The area under the ROC curve, with its error.

use super::Ranking;
use crate::Result;
use crate::estimate::{Confidence, Estimate, Influence, Interval};
use crate::numeric::degrees::satterthwaite;

/// What the cases with the event, and those without, say of a mean: both means are the same area.
#[derive(Default)]
struct Sides {
    events: f64,
    others: f64,
}

impl Ranking {
    /// Computes the area under the ROC curve, with DeLong's standard error: the chance that a case with
    /// the event has a higher score than a case without it. 0.5 is what chance gives, 1 is perfect, and
    /// below 0.5 a low score goes with the event. `None` with fewer than two cases with the event, or
    /// fewer than two without it, whose error nobody can tell.
    ///
    /// ```text
    /// share(i)  = of a case with the event: the share of cases without it that score lower
    ///             of a case without:        the share of cases with it that score higher
    ///             (a tie counts as half)
    /// area      = mean of share(i) over the cases with the event = mean over those without
    /// error²    = variance(share, with) / n with + variance(share, without) / n without
    /// ```
    ///
    /// Its degrees of freedom are Satterthwaite's for these two variances. The interval of the estimate is
    /// symmetric and may leave 0 to 1: [`interval`](Self::interval) does not, and covers better. Two
    /// rankings of different cases are compared by [`Estimate::minus`], two of the same cases by
    /// [`difference`](Self::difference).
    ///
    /// Sources: DeLong, E. R., DeLong, D. M. and Clarke-Pearson, D. L. (1988), *Biometrics* 44: 837–845;
    /// the degrees of freedom: Brunner, E. and Munzel, U. (2000), *Biometrical Journal* 42: 17–25.
    ///
    /// See the [example](crate::estimate::ranking::Ranking).
    #[must_use]
    #[doc(alias = "AUC")]
    #[doc(alias = "AUROC")]
    #[doc(alias = "c-statistic")]
    #[doc(alias = "Mann-Whitney")]
    #[doc(alias = "DeLong")]
    pub fn auc(&self) -> Option<Estimate> {
        let area = self.area()?;
        let mut squares = Sides::default();
        self.each_share(|rows, of_events, of_others| {
            let (events, others) = rows;
            squares.events += events as f64 * (of_events - area).powi(2);
            squares.others += others as f64 * (of_others - area).powi(2);
        });
        self.estimate(area, &squares)
    }

    /// Computes an interval for the area under the ROC curve, within 0 to 1; `None` where there is no
    /// [area with an error](Self::auc).
    ///
    /// ```text
    /// logit(area) ± t · error / (area · (1 − area))
    /// ```
    ///
    /// with the error and the degrees of freedom of [`auc`](Self::auc), carried back from the logit. Where
    /// every case with the event scores higher than every case without it, or lower, or where no score
    /// differs from another, that error is 0 and says nothing. The interval is then Newcombe's: all areas
    /// whose Hanley–McNeil error would allow for the area found.
    ///
    /// It covers what it claims with a hundred cases or so of each kind. With ten of the one kind and an
    /// area above 0.9, or with outliers among them, a 95 % interval covers the true area in some 85 to 95 %
    /// of samples.
    ///
    /// Sources: Pohar Perme, M. and Manevski, D. (2019), *Statistical Methods in Medical Research* 28:
    /// 3755–3768 (the logit); Newcombe, R. G. (2006), *Statistics in Medicine* 25: 559–573, method 5;
    /// Hanley, J. A. and McNeil, B. J. (1982), *Radiology* 143: 29–36 (the error).
    ///
    /// ```
    /// use retention::estimate::Confidence;
    /// use retention::estimate::ranking::Ranking;
    ///
    /// // All who left had complained more often than all who stayed.
    /// let ranking = Ranking::new(&[5.0, 4.0, 3.0, 1.0, 0.0], &[true, true, true, false, false])?;
    /// assert_eq!(ranking.auc().unwrap().standard_error(), 0.0);
    /// let interval = ranking.interval(Confidence::default()).unwrap();
    /// assert_eq!(format!("{interval:.3}"), "0.439 to 1.000");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn interval(&self, confidence: Confidence) -> Option<Interval> {
        let auc = self.auc()?;
        let area = auc.value();
        if auc.standard_error() == 0.0 {
            return Some(self.separated(area, confidence));
        }
        let (odds, error) = (
            area / (1.0 - area),
            auc.standard_error() / (area * (1.0 - area)),
        );
        let logit = Estimate::new(odds.ln(), error).ok()?;
        let logit = match auc.degrees_of_freedom() {
            Some(degrees) => logit.student_interval(confidence, degrees).ok()?,
            None => logit.interval(confidence),
        };
        let back = |logit: f64| 1.0 / (1.0 + (-logit).exp());
        Some(Interval::between(
            back(logit.lower()),
            back(logit.upper()),
            confidence,
        ))
    }

    /// Computes this ranking's area under the ROC curve minus another's of the same cases, with DeLong's
    /// standard error for pairs. `None` where there is no [area with an error](Self::auc).
    ///
    /// Both rank the same cases, so their areas rise and fall together and the difference is told better
    /// than between two samples. [`Estimate::test`] of 0 gives the p-value. Where the two rank all
    /// cases alike, the standard error is 0.
    ///
    /// Source: DeLong, DeLong and Clarke-Pearson (1988), as [`auc`](Self::auc).
    ///
    /// # Errors
    /// [`Error::LengthMismatch`](crate::Error::LengthMismatch) if the other has more or fewer cases,
    /// [`Error::Mismatch`](crate::Error::Mismatch) at the row of a case whose outcomes differ.
    ///
    /// ```
    /// use retention::estimate::ranking::Ranking;
    ///
    /// let left = [true, true, true, false, false, false, true, false];
    /// let model = Ranking::new(&[0.9, 0.8, 0.4, 0.5, 0.3, 0.2, 0.7, 0.1], &left)?;
    /// let silence = Ranking::new(&[30.0, 5.0, 9.0, 12.0, 8.0, 2.0, 40.0, 3.0], &left)?;
    /// let gain = model.difference(&silence)?.unwrap();
    /// assert_eq!(format!("{gain:.3}"), "0.125 ± 0.144");
    /// assert_eq!(format!("{:.2}", gain.test(0.0)?.unwrap().p_value), "0.43");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[doc(alias = "paired")]
    pub fn difference(&self, other: &Self) -> Result<Option<Estimate>> {
        self.same_cases(other)?;
        let (Some(ours), Some(theirs)) = (self.area(), other.area()) else {
            return Ok(None);
        };
        let difference = ours - theirs;
        let mut squares = Sides::default();
        let shares = self.shares().into_iter().zip(other.shares());
        for (case, (ours, theirs)) in self.rows().iter().zip(shares) {
            let square = (ours - theirs - difference).powi(2);
            *(if case.event {
                &mut squares.events
            } else {
                &mut squares.others
            }) += square;
        }
        Ok(self.estimate(difference, &squares))
    }

    /// Returns what each case contributes to the area under the ROC curve, in the order of the cases; `None`
    /// where there is no case with the event, or none without it.
    ///
    /// With it an area is compared with any other statistic of the same cases, and customers who were
    /// scored several times count once, as clusters of a [`Design`](crate::estimate::Design). With the
    /// outcomes as strata the error is DeLong's.
    ///
    /// ```
    /// use retention::estimate::Design;
    /// use retention::estimate::ranking::Ranking;
    ///
    /// let left = [true, true, false, true, false, false];
    /// let ranking = Ranking::new(&[3.0, 2.0, 2.0, 1.0, 0.0, 0.0], &left)?;
    /// let strata = left.iter().map(|&left| u32::from(left)).collect();
    /// let by_outcome = Design::default().strata(Some(strata));
    /// let estimate = ranking.influence().unwrap().estimate(&by_outcome)?;
    /// let delong = ranking.auc().unwrap();
    /// assert!((estimate.standard_error() - delong.standard_error()).abs() < 1e-15);
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn influence(&self) -> Option<Influence> {
        let area = self.area()?;
        let (events, others) = (self.events() as f64, self.others() as f64);
        let shares = self.rows().iter().zip(self.shares());
        let contributions = shares.map(|(case, share)| {
            let cases = if case.event { events } else { others };
            Some((share - area) / cases)
        });
        Influence::from_contributions(area, contributions.collect()).ok()
    }

    /// The area alone; `None` without a case of each kind.
    fn area(&self) -> Option<f64> {
        let (events, others) = (u128::from(self.events()), u128::from(self.others()));
        let mut below = others;
        // Twice the number of pairs in order, so that ties are whole numbers.
        let mut pairs = 0_u128;
        for step in self.steps() {
            below -= u128::from(step.others);
            pairs += u128::from(step.events) * (2 * below + u128::from(step.others));
        }
        let all = 2 * events * others;
        (all > 0).then(|| pairs as f64 / all as f64)
    }

    /// Calls `f` for each group of equal scores with its cases with and without the event, and the share of
    /// a case of each.
    fn each_share(&self, mut f: impl FnMut((u64, u64), f64, f64)) {
        let (events, others) = (self.events() as f64, self.others() as f64);
        let (mut events_above, mut others_above) = (0, 0);
        for step in self.steps() {
            let above = others_above as f64 + 0.5 * step.others as f64;
            let of_events = (others - above) / others;
            let of_others = (events_above as f64 + 0.5 * step.events as f64) / events;
            f((step.events, step.others), of_events, of_others);
            events_above += step.events;
            others_above += step.others;
        }
    }

    /// The share of each case, in the order of the input.
    fn shares(&self) -> Vec<f64> {
        let mut of_steps = Vec::new();
        self.each_share(|_, of_events, of_others| of_steps.push((of_events, of_others)));
        let mut shares = vec![0.0; self.rows().len()];
        for (step, (of_events, of_others)) in self.steps().zip(of_steps) {
            for &row in step.rows {
                if let (Some(share), Some(case)) = (shares.get_mut(row), self.rows().get(row)) {
                    *share = if case.event { of_events } else { of_others };
                }
            }
        }
        shares
    }

    /// The estimate of an area, or of a difference of two, from the sums of squared deviations.
    fn estimate(&self, value: f64, squares: &Sides) -> Option<Estimate> {
        let variance = |squares: f64, cases: u64| {
            let freedom = cases.checked_sub(1).filter(|&freedom| freedom > 0)? as f64;
            Some((squares / freedom / cases as f64, Some(freedom)))
        };
        let events = variance(squares.events, self.events())?;
        let others = variance(squares.others, self.others())?;
        let error = (events.0 + others.0).sqrt();
        let estimate = Estimate::new(value, error).ok()?;
        match satterthwaite([events, others].into_iter()) {
            Some(degrees) => estimate.with_degrees_of_freedom(degrees).ok(),
            None => Some(estimate),
        }
    }

    /// Newcombe's interval: where the area found lies `z` errors from the area assumed.
    ///
    /// ```text
    /// error² = a (1 − a) (1 + N (1 − a)/(2 − a) + N a/(1 + a)) / (with · without),   N = (with + without)/2 − 1
    /// ```
    fn separated(&self, area: f64, confidence: Confidence) -> Interval {
        let (events, others) = (self.events() as f64, self.others() as f64);
        let more = 0.5 * (events + others) - 1.0;
        let error = |a: f64| {
            let both = 1.0 + more * (1.0 - a) / (2.0 - a) + more * a / (1.0 + a);
            (a * (1.0 - a) * both / (events * others)).sqrt()
        };
        let z = confidence.z();
        let end = |outermost: f64| {
            let (mut allowed, mut beyond) = (area, outermost);
            // Each step halves the distance, of which nothing is left.
            for _ in 0..f64::MANTISSA_DIGITS {
                let middle = 0.5 * (allowed + beyond);
                if (middle - area).abs() > z * error(middle) {
                    beyond = middle;
                } else {
                    allowed = middle;
                }
            }
            beyond
        };
        Interval::between(end(0.0), end(1.0), confidence)
    }
}
