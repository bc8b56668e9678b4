use crate::error::{Place, finite};
use crate::estimate::{Estimate, Influence, Interval};
use crate::numeric::degrees::satterthwaite;
use crate::numeric::moments::{Moments, One};
use crate::scale::{Answers, Scale, Summary, Weights};
use crate::value::RelativeTo;
use crate::value::profile::ratio_scale;
use crate::value::ratio::{student, sufficient};
use crate::{Error, Result};

use super::quotient::Means;
use super::{Band, Options};

/// Customer value added: how much customers find our offer worth what they paid for it, over how
/// much the competitors' customers find theirs.
///
/// ```text
/// CVA = mean worth of our offer / mean worth of the competitors' offers
/// ```
///
/// The question: "Considering the products and services you purchased, how would you rate them as
/// being worth what you paid for them?" Our offer is rated by our customers, each competitor's by
/// its own.
///
/// It is a ratio of two means from samples. With a few dozen respondents nearly every band is
/// indistinguishable from parity: read the interval and the probabilities before the band.
/// Respondents are taken to be independent. Intervals and probabilities are Student's, with the degrees of
/// freedom of Welch and Satterthwaite. From ten respondents a side a normal interval covers 93.6 % instead
/// of 95 %, Student's 95.2 %. From ten against forty skewed ratings they cover 90 and 92 %.
///
/// The standard error, the interval and the four probabilities are `None` if only bare means are given, if
/// a side has fewer than two respondents, or if a variance is too large for a number. They are `None` too
/// if everybody says the same, for then a sample tells nothing of its error.
///
/// Source: Laitamäki, J. and Kordupleski, R. (1997), *European Management Journal* 15(2); the bands
/// as commonly reported of the PIMS calibration; Fieller, E. C. (1954), *Journal of the Royal
/// Statistical Society* B 16: 175–185, for the interval.
///
/// ```
/// use retention::scale::Scale;
/// use retention::value::added::{Band, CustomerValueAdded, Options};
///
/// // Thirty-six of our customers, and forty of the competitors', on 1 to 10.
/// let ours = [8.0, 7.0, 9.0, 8.0, 6.0, 9.0, 8.0, 7.0, 10.0].repeat(4);
/// let theirs = [7.0, 6.0, 9.0, 7.0, 8.0, 6.0, 7.0, 8.0].repeat(5);
/// let cva = CustomerValueAdded::from_samples(
///     &Scale::ONE_TO_TEN.full_answers(&ours)?,
///     None,
///     &Scale::ONE_TO_TEN.full_answers(&theirs)?,
///     None,
///     Options::default(),
/// )?;
/// assert_eq!(format!("{:.3}", cva.ratio), "1.103");
/// assert_eq!((cva.band, cva.sufficient), (Band::WorldClass, Some(true)));
/// // World class; but that it is not only above parity is little better than a coin's toss.
/// assert_eq!(format!("{:.2}", cva.interval.unwrap()), "1.03 to 1.18");
/// assert_eq!(format!("{:.2}", cva.probability(Band::WorldClass).unwrap()), "0.54");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "CVA")]
#[doc(alias = "WWPF")]
#[doc(alias = "worth what paid for")]
#[doc(alias = "物有所值")]
#[doc(alias = "物超所值")]
pub struct CustomerValueAdded {
    /// The mean worth of our offer, on the scale.
    pub ours: f64,
    /// The mean worth of the competitors' offers, on the scale.
    pub competitors: f64,
    /// Our mean over theirs: 1 is parity.
    pub ratio: f64,
    /// The standard error of the ratio, by the delta method.
    pub standard_error: Option<f64>,
    /// The interval of the ratio by Fieller's method: the ratios that the two means do not refute. It
    /// leans to the side on which the ratio is less certain. `None` also if it has no bound, because the
    /// competitors' mean is not told from zero.
    pub interval: Option<Interval>,
    /// The degrees of freedom of the standard error. `None` if not known, and then interval and
    /// probabilities are normal.
    pub degrees_of_freedom: Option<f64>,
    /// The band of the ratio.
    pub band: Band,
    /// The probability that the true ratio is below parity. The four probabilities add up to 1.
    pub below_parity_probability: Option<f64>,
    /// The probability that the true ratio is at parity.
    pub parity_probability: Option<f64>,
    /// The probability that the true ratio is above parity, but not world class.
    pub above_parity_probability: Option<f64>,
    /// The probability that the true ratio is world class.
    pub world_class_probability: Option<f64>,
    /// Whether both sides have [enough](Options::minimum) respondents to speak of a band. `None` if
    /// their number is not known.
    pub sufficient: Option<bool>,
    /// Respondents left out because they rated only one of the two, or neither. 0 unless the same
    /// people rated both.
    pub left_out: u64,
    /// The answers behind our mean. `None` if only means are given.
    pub our_answers: Option<Summary>,
    /// The answers behind the competitors' mean. `None` if only means are given.
    pub competitors_answers: Option<Summary>,
    /// Whom our offer is compared with.
    pub relative_to: RelativeTo,
    /// How it was judged.
    pub options: Options,
}

impl CustomerValueAdded {
    /// Computes customer value added from bare means on `scale`, as tables report them: ours, and that
    /// of one or more competitors, whose mean counts. It has no interval.
    ///
    /// # Errors
    /// [`Error::Empty`] without competitors; [`Error::NotFinite`] and [`Error::OutOfRange`] for a
    /// mean that is not on the scale, at the supplier for a competitor's, for a competitors' mean of
    /// zero, and for a scale that starts where the options do not allow; the errors of
    /// [`Options::classify`].
    ///
    /// ```
    /// use retention::scale::Scale;
    /// use retention::value::added::{Band, CustomerValueAdded, Options};
    ///
    /// let options = Options::default();
    /// let cva = CustomerValueAdded::from_means(Scale::ONE_TO_TEN, 7.7, &[7.0], options)?;
    /// assert_eq!((cva.band, cva.interval), (Band::AboveParity, None));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn from_means(
        scale: Scale,
        ours: f64,
        competitors: &[f64],
        options: Options,
    ) -> Result<Self> {
        let means = ratio_scale(scale, options.allow_zero)?;
        let ours = means.check(ours)?;
        let mut theirs = One::default();
        for (at, &mean) in competitors.iter().enumerate() {
            let mean = means
                .check(mean)
                .map_err(|error| error.at_place(Place::Supplier(at.into())))?;
            theirs.push(mean, 1.0);
        }
        let theirs = theirs
            .mean()
            .ok_or(Error::empty("competitor's mean worth"))?;
        Self::new(ours, means.clamp(theirs), None, options)
    }

    /// Computes customer value added from means with their standard errors, on `scale`: ours, and that
    /// of one or more competitors, all from different respondents. Estimates with degrees of freedom
    /// make interval and probabilities Student's.
    ///
    /// # Errors
    /// As [`from_means`](Self::from_means).
    pub fn from_estimates(
        scale: Scale,
        ours: Estimate,
        competitors: &[Estimate],
        options: Options,
    ) -> Result<Self> {
        let means: Vec<f64> = competitors.iter().map(Estimate::value).collect();
        let bare = Self::from_means(scale, ours.value(), &means, options)?;
        let variances: f64 = competitors
            .iter()
            .map(|mean| mean.standard_error().powi(2))
            .sum();
        let count = competitors.len() as f64;
        // Of the difference at the ratio, each mean by its slope.
        let slope = bare.ratio / count;
        let theirs = competitors.iter().map(|mean| (slope, mean));
        let of_each = [(1.0, &ours)]
            .into_iter()
            .chain(theirs)
            .map(|(slope, mean)| {
                let variance = (slope * mean.standard_error()).powi(2);
                (variance, mean.degrees_of_freedom())
            });
        let means = Means {
            above: bare.ours,
            below: bare.competitors,
            above_variance: ours.standard_error().powi(2),
            below_variance: variances / (count * count),
            covariance: 0.0,
            degrees: satterthwaite(of_each),
        };
        Self::new(bare.ours, bare.competitors, Some(means), options)
    }

    /// Computes customer value added from two samples of different people: our customers on our offer,
    /// the competitors' customers on theirs. To compare with the whole market, or by share, ask a
    /// [`Market`](crate::value::market::Market::customer_value_added).
    ///
    /// Customers of several competitors can go into one column, where each competitor counts by its
    /// respondents. To let each competitor count the same, pass their means and errors to
    /// [`from_estimates`](Self::from_estimates) instead. Weights in one column would be wrong: they
    /// would take differences between competitors for differences between customers.
    ///
    /// Who did not answer is left out of the means, and counted.
    ///
    /// # Errors
    /// [`Error::Mismatch`] if the answers are on different scales, or are read
    /// [on another scale](Answers::on) than they were asked on, because a ratio depends on where the
    /// scale starts; [`Error::LengthMismatch`] for more or fewer weights than respondents;
    /// [`Error::Empty`] if nobody with weight answered; [`Error::OutOfRange`] for a competitors' mean
    /// of zero, and for a scale that starts where the options do not allow; the errors of
    /// [`Options::classify`].
    pub fn from_samples(
        ours: &Answers<'_>,
        our_weights: Option<&Weights>,
        competitors: &Answers<'_>,
        their_weights: Option<&Weights>,
        options: Options,
    ) -> Result<Self> {
        check_scales(ours, competitors, options)?;
        let ours = ours.summary(our_weights)?;
        let theirs = competitors.summary(their_weights)?;
        let our_mean = ours.mean.ok_or(Error::empty("answer on our offer"))?;
        let their_mean = theirs
            .mean
            .ok_or(Error::empty("answer on the competitors' offers"))?;
        let variance = |summary: &Summary| Some(summary.estimate()?.standard_error().powi(2));
        let means = variance(&ours).zip(variance(&theirs));
        let means = means.map(|(above_variance, below_variance)| Means {
            above: our_mean,
            below: their_mean,
            above_variance,
            below_variance,
            covariance: 0.0,
            degrees: welch(
                our_mean / their_mean,
                [
                    (above_variance, ours.effective_sample_size),
                    (below_variance, theirs.effective_sample_size),
                ],
            ),
        });
        let means = means.and_then(Means::of_sample);
        Ok(Self::new(our_mean, their_mean, means, options)?.with_answers(ours, theirs))
    }

    /// Computes customer value added from people who rated both, one place each in both columns.
    ///
    /// Who rates one high tends to rate the other high, so the ratio is more certain than from as many
    /// different people. People who rated only one are left out, and counted.
    ///
    /// # Errors
    /// As [`from_samples`](Self::from_samples); [`Error::LengthMismatch`] for columns of different
    /// lengths; [`Error::Empty`] if nobody with weight rated both.
    pub fn from_pairs(
        ours: &Answers<'_>,
        competitors: &Answers<'_>,
        weights: Option<&Weights>,
        options: Options,
    ) -> Result<Self> {
        check_scales(ours, competitors, options)?;
        check_lengths(ours, competitors)?;
        let weights = Weights::or_equal(weights, ours.len())?;
        let mut moments = Moments::new(2);
        // Ours, theirs, and both added up, whose variance has their covariance.
        let mut sides = [One::default(); 3];
        let (asked, mut left_out) = (ours.len(), 0_usize);
        for ((our, their), weight) in ours.iter().zip(competitors.iter()).zip(weights) {
            match our.zip(their) {
                Some((our, their)) => {
                    moments.push(&[our, their], weight);
                    sides[0].push(our, weight);
                    sides[1].push(their, weight);
                    sides[2].push(our + their, weight);
                }
                None => left_out += 1,
            }
        }
        let (Some(our), Some(their)) = (moments.mean(0), moments.mean(1)) else {
            return Err(Error::empty("respondent who rated both"));
        };
        let (our, their) = (ours.scale().clamp(our), ours.scale().clamp(their));
        let effective_sample_size = moments.effective_sample_size();
        let covariances = linearised(&sides, effective_sample_size);
        let means = covariances.as_ref().map(|covariances| Means {
            above: our,
            below: their,
            above_variance: covariances.at(0, 0) / effective_sample_size,
            below_variance: covariances.at(1, 1) / effective_sample_size,
            covariance: covariances.at(1, 0) / effective_sample_size,
            degrees: Some((effective_sample_size - 1.0).max(0.0)),
        });
        let means = means.and_then(Means::of_sample);
        let summary = |side: &One, mean: f64| Summary {
            answered: asked.saturating_sub(left_out) as u64,
            missing: left_out as u64,
            weighted: side.rows(),
            effective_sample_size,
            mean: Some(mean),
            variance: side.variance(),
            standard_error: side.mean_variance().map(f64::sqrt),
        };
        let mut added = Self::new(our, their, means, options)?
            .with_answers(summary(&sides[0], our), summary(&sides[1], their));
        added.left_out = left_out as u64;
        Ok(added)
    }

    /// Returns what each respondent contributes to the ratio, so that segments and waves can be compared,
    /// also if the same people answered.
    ///
    /// Both columns have a place for each respondent. Who rated only one of the two counts for that one, as
    /// customers of different suppliers do. If these were sampled apart, give their suppliers as strata of
    /// the [`Design`](crate::estimate::Design): then the standard error is that of
    /// [`from_samples`](Self::from_samples).
    ///
    /// ```
    /// use retention::estimate::Design;
    /// use retention::scale::Scale;
    /// use retention::value::added::{CustomerValueAdded, Options};
    ///
    /// let column = |answers: [f64; 5]| answers.map(Some);
    /// let (ours, theirs) = (column([8.0, 9.0, 6.0, 7.0, 9.0]), column([7.0, 8.0, 7.0, 6.0, 9.0]));
    /// let scale = Scale::ONE_TO_TEN;
    /// let influence = CustomerValueAdded::influence(
    ///     &scale.answers(&ours)?,
    ///     &scale.answers(&theirs)?,
    ///     None,
    ///     Options::default(),
    /// )?;
    /// let estimate = influence.estimate(&Design::default())?;
    /// assert_eq!(format!("{estimate:.3}"), "1.054 ± 0.055");
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`from_pairs`](Self::from_pairs); [`Error::Empty`] if nobody with weight rated one of the two.
    pub fn influence(
        ours: &Answers<'_>,
        competitors: &Answers<'_>,
        weights: Option<&Weights>,
        options: Options,
    ) -> Result<Influence> {
        check_scales(ours, competitors, options)?;
        check_lengths(ours, competitors)?;
        let mean = |answers: &Answers<'_>, nobody| {
            let influence = Influence::of_mean(answers.iter(), weights)?;
            influence.ok_or_else(|| Error::empty(nobody))
        };
        let above = mean(ours, "answer on our offer")?;
        let below = mean(competitors, "answer on the competitors' offers")?;
        // Refuses what has no ratio.
        Self::new(above.value(), below.value(), None, options)?;
        above.divided_by(&below)
    }

    fn new(ours: f64, competitors: f64, means: Option<Means>, options: Options) -> Result<Self> {
        if competitors <= 0.0 {
            return Err(Error::out_of_range(
                "competitors' mean worth",
                competitors,
                "above 0",
            ));
        }
        let ratio = finite("customer value added", ours / competitors)?;
        let band = options.classify(ratio)?;
        let means = means.and_then(Means::known);
        let estimate = means.and_then(|means| Estimate::new(ratio, means.standard_error()).ok());
        let interval = means.and_then(|means| means.fieller(options.confidence));
        let probabilities = means.and_then(|means| means.probabilities(&options));
        Ok(Self {
            ours,
            competitors,
            ratio,
            standard_error: estimate.map(|found| found.standard_error()),
            interval,
            degrees_of_freedom: estimate.and(means).and_then(|means| means.degrees),
            band,
            below_parity_probability: probabilities.map(|[found, ..]| found),
            parity_probability: probabilities.map(|[_, found, ..]| found),
            above_parity_probability: probabilities.map(|[.., found, _]| found),
            world_class_probability: probabilities.map(|[.., found]| found),
            sufficient: None,
            left_out: 0,
            our_answers: None,
            competitors_answers: None,
            relative_to: RelativeTo::default(),
            options,
        })
    }

    /// Computes customer value added from two means of a market, and how they vary.
    pub(in crate::value) fn of_market(
        scale: Scale,
        (ours, compared_with): (f64, f64),
        means: Option<Means>,
        fewest: Option<u64>,
        relative_to: RelativeTo,
        options: Options,
    ) -> Result<Self> {
        ratio_scale(scale, options.allow_zero)?;
        let mut added = Self::new(ours, compared_with, means, options)?;
        added.sufficient = fewest.map(|fewest| fewest >= options.minimum);
        added.relative_to = relative_to;
        Ok(added)
    }

    fn with_answers(mut self, ours: Summary, theirs: Summary) -> Self {
        let fewest = ours.effective_sample_size.min(theirs.effective_sample_size);
        self.sufficient = Some(sufficient(fewest, self.options.minimum));
        self.our_answers = Some(ours);
        self.competitors_answers = Some(theirs);
        self
    }

    /// Returns the ratio with its standard error by the delta method, whose interval lies evenly around
    /// the ratio. `None` if it is not known.
    #[must_use]
    pub fn estimate(&self) -> Option<Estimate> {
        student(self.ratio, self.standard_error?, self.degrees_of_freedom)
    }

    /// Returns the probability of a band. `None` if it is not known.
    #[must_use]
    pub const fn probability(&self, band: Band) -> Option<f64> {
        match band {
            Band::BelowParity => self.below_parity_probability,
            Band::Parity => self.parity_probability,
            Band::AboveParity => self.above_parity_probability,
            Band::WorldClass => self.world_class_probability,
        }
    }
}

/// Returns the degrees of freedom of the difference at a ratio of two means from different people.
fn welch(ratio: f64, [(above, ours), (below, theirs)]: [(f64, f64); 2]) -> Option<f64> {
    let degrees = |answers: f64| Some((answers - 1.0).max(0.0));
    let below = ratio * ratio * below;
    satterthwaite([(above, degrees(ours)), (below, degrees(theirs))].into_iter())
}

/// Refuses columns of different respondents.
fn check_lengths(ours: &Answers<'_>, competitors: &Answers<'_>) -> Result<()> {
    if ours.len() != competitors.len() {
        return Err(Error::length(
            "answers on the competitors' offers",
            competitors.len(),
            ours.len(),
        ));
    }
    Ok(())
}

/// Refuses answers of which a ratio says nothing.
/// The linearised variances and covariance of two means, times the sample size that they are divided by.
fn linearised(sides: &[One; 3], size: f64) -> Option<crate::numeric::linear::Matrix> {
    use crate::numeric::linear::Matrix;
    let [ours, theirs, both] = sides.each_ref().map(One::mean_variance);
    let (ours, theirs, both) = (ours?, theirs?, both?);
    Some(Matrix::from_fn(2, |i, j| match (i, j) {
        (0, 0) => size * ours,
        (1, 1) => size * theirs,
        _ => size * ((both - ours) - theirs) / 2.0,
    }))
}

fn check_scales(ours: &Answers<'_>, competitors: &Answers<'_>, options: Options) -> Result<()> {
    if !ours.scale().same_ends(competitors.scale()) {
        return Err(Error::mismatch(
            "scales of the answers",
            ours.scale().continuous(),
            competitors.scale().continuous(),
        ));
    }
    // Stretched to another scale, answers have lost where theirs started.
    for answers in [ours, competitors] {
        if !answers.asked_on().same_ends(answers.scale()) {
            return Err(Error::mismatch(
                "scales on which the answers were asked and are read",
                answers.asked_on().continuous(),
                answers.scale().continuous(),
            ));
        }
    }
    ratio_scale(ours.scale(), options.allow_zero).map(|_| ())
}
