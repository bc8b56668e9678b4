use crate::error::finite;
use crate::estimate::{Confidence, Estimate, Interval};
use crate::macros::named_enum;
use crate::numeric::moments::{Centre, Moments};
use crate::scale::{Answers, Scale, Weights};
use crate::{Error, Result};

use super::quotient::Means;
use super::{Band, BandProbabilities, Bands, Evidence, LowEnd};

named_enum! {
    /// How the interval of a ratio of two means is made.
    #[derive(Default)]
    pub enum IntervalMethod {
        /// Fieller's: the ratios that the two means do not refute. It leans to the side on which the
        /// ratio is less certain, and says so where the competitors' mean is too uncertain for any
        /// bound. The default.
        ///
        /// Source: Fieller, E. C. (1954), *Journal of the Royal Statistical Society* B 16: 175–185.
        #[default]
        Fieller = "fieller",
        /// The ratio ± z standard errors by the delta method.
        Delta = "delta",
    }
}

/// How a [`CustomerValueAdded`] is judged.
///
/// ```
/// use retention::value::{AddedOptions, IntervalMethod};
///
/// let options = AddedOptions::default().interval(IntervalMethod::Delta).minimum(100);
/// assert_eq!(options.bands.world_class_above, 1.10);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct AddedOptions {
    /// Where the bands meet.
    pub bands: Bands,
    /// How the interval is made; [`IntervalMethod::Fieller`] by default.
    pub interval: IntervalMethod,
    /// How sure the interval is to be; 95 % by default.
    pub confidence: Confidence,
    /// How many respondents each side needs before its band is more than a guess; 30 by default.
    /// Nobody has published a number. It is the effective number that counts, weights taken into
    /// account; fewer are marked [`Evidence::Insufficient`], not refused.
    pub minimum: u64,
    /// Whether the scale may start at zero; [`LowEnd::AboveZero`] by default.
    pub low_end: LowEnd,
}

impl Default for AddedOptions {
    fn default() -> Self {
        Self {
            bands: Bands::default(),
            interval: IntervalMethod::default(),
            confidence: Confidence::default(),
            minimum: 30,
            low_end: LowEnd::default(),
        }
    }
}

impl AddedOptions {
    /// Sets where the bands meet.
    #[must_use]
    pub const fn bands(mut self, bands: Bands) -> Self {
        self.bands = bands;
        self
    }

    /// Sets how the interval is made.
    #[must_use]
    pub const fn interval(mut self, interval: IntervalMethod) -> Self {
        self.interval = interval;
        self
    }

    /// Sets how sure the interval is to be.
    #[must_use]
    pub const fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = confidence;
        self
    }

    /// Sets how many respondents each side needs.
    #[must_use]
    pub const fn minimum(mut self, minimum: u64) -> Self {
        self.minimum = minimum;
        self
    }

    /// Sets whether the scale may start at zero.
    #[must_use]
    pub const fn low_end(mut self, low_end: LowEnd) -> Self {
        self.low_end = low_end;
        self
    }
}

/// Customer value added: how much customers find our offer worth what they paid for it, over how
/// much they find the competitors' worth what those ask.
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
/// Respondents are taken to be independent and means to be normal, which holds for more than a few
/// dozen.
///
/// Source: Laitamäki, J. and Kordupleski, R. (1997), *European Management Journal* 15(2); the bands
/// as commonly reported of the PIMS calibration.
///
/// ```
/// use retention::scale::Scale;
/// use retention::value::{AddedOptions, Band, CustomerValueAdded, Evidence};
///
/// // Thirty-six of our customers, and forty of the competitors', on 1 to 10.
/// let ours = [8.0, 7.0, 9.0, 8.0, 6.0, 9.0, 8.0, 7.0, 10.0].repeat(4);
/// let theirs = [7.0, 6.0, 9.0, 7.0, 8.0, 6.0, 7.0, 8.0].repeat(5);
/// let cva = CustomerValueAdded::from_samples(
///     &Scale::ONE_TO_TEN.full_answers(&ours)?,
///     None,
///     &Scale::ONE_TO_TEN.full_answers(&theirs)?,
///     None,
///     &AddedOptions::default(),
/// )?;
/// assert_eq!(format!("{:.3}", cva.ratio), "1.103");
/// assert_eq!((cva.band, cva.evidence), (Band::WorldClass, Some(Evidence::Sufficient)));
/// // World class; but whether that or only above parity is little better than a coin's toss.
/// assert_eq!(format!("{:.2}", cva.interval.unwrap()), "1.04 to 1.18");
/// assert_eq!(format!("{:.2}", cva.probabilities.unwrap().of(Band::WorldClass)), "0.54");
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
    /// Ours over theirs: 1 is parity.
    pub ratio: f64,
    /// The standard error of the ratio, by the delta method; `None` where the means are bare, or
    /// come from fewer than two respondents.
    pub standard_error: Option<f64>,
    /// The interval of the ratio; `None` as for the standard error, and, by Fieller's method, where
    /// it has no bound because the competitors' mean is not told from zero.
    pub interval: Option<Interval>,
    /// The band of the ratio.
    pub band: Band,
    /// How probable each band is, were both means normal with their standard errors: the
    /// probability of a ratio below `c` is that of `ours − c · theirs` being negative, whichever
    /// interval was asked for. `None` as for the standard error.
    pub probabilities: Option<BandProbabilities>,
    /// Whether there are respondents enough to speak of a band; `None` where their number is not
    /// known.
    pub evidence: Option<Evidence>,
    /// Respondents left out because they rated only one of the two, or neither; 0 unless both were
    /// asked of the same people.
    pub left_out: u64,
    /// On what our mean rests; `None` where only means were given.
    pub our_sample: Option<Sample>,
    /// On what the competitors' mean rests; `None` where only means were given.
    pub competitors_sample: Option<Sample>,
    /// How it was judged.
    pub options: AddedOptions,
}

/// The respondents behind one mean of a [`CustomerValueAdded`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Sample {
    /// Who answered, those without weight included; of pairs, who answered both.
    pub answered: u64,
    /// Who did not.
    pub missing: u64,
    /// How many respondents of equal weight would say as much as those who answered.
    pub effective_sample_size: f64,
}

/// One side: a mean, its variance, and the respondents behind it.
struct Side {
    mean: f64,
    variance: Option<f64>,
    sample: Sample,
}

impl Side {
    fn of(who: &'static str, answers: &Answers<'_>, weights: Option<&Weights>) -> Result<Self> {
        let summary = answers.summary(weights)?;
        Ok(Self {
            mean: summary.mean.ok_or(Error::empty(who))?,
            variance: summary
                .estimate()
                .map(|estimate| estimate.standard_error().powi(2)),
            sample: Sample::of(
                answers.iter().flatten().count(),
                answers.len(),
                summary.effective_sample_size,
            ),
        })
    }
}

impl Sample {
    fn of(answered: usize, asked: usize, effective_sample_size: f64) -> Self {
        Self {
            answered: answered as u64,
            missing: asked.saturating_sub(answered) as u64,
            effective_sample_size,
        }
    }
}

impl CustomerValueAdded {
    /// From bare means on `scale`, as tables report them: ours, and that of one or several
    /// competitors, of which the mean counts. It has no interval.
    ///
    /// # Errors
    /// [`Error::Empty`] without competitors; [`Error::NotFinite`] and [`Error::OutOfRange`] for a
    /// mean that is not on the scale, a competitor's with its row, for a competitors' mean of zero,
    /// and for a scale that starts where the options do not allow; the errors of [`Bands::band`].
    ///
    /// ```
    /// use retention::scale::Scale;
    /// use retention::value::{AddedOptions, Band, CustomerValueAdded};
    ///
    /// let options = AddedOptions::default();
    /// let cva = CustomerValueAdded::from_means(Scale::ONE_TO_TEN, 7.7, &[7.0], &options)?;
    /// assert_eq!((cva.band, cva.interval), (Band::AboveParity, None));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn from_means(
        scale: Scale,
        ours: f64,
        competitors: &[f64],
        options: &AddedOptions,
    ) -> Result<Self> {
        let means = options.low_end.check(scale)?;
        let ours = means.check(ours)?;
        for (row, &mean) in competitors.iter().enumerate() {
            means.check(mean).map_err(|error| error.at_row(row))?;
        }
        let theirs = mean_of(competitors.iter().copied())?;
        Self::new(ours, means.clamp(theirs), None, options)
    }

    /// From means with their standard errors, on `scale`: ours, and that of one or several
    /// competitors, all from different respondents.
    ///
    /// # Errors
    /// As [`from_means`](Self::from_means).
    pub fn from_estimates(
        scale: Scale,
        ours: Estimate,
        competitors: &[Estimate],
        options: &AddedOptions,
    ) -> Result<Self> {
        let means: Vec<f64> = competitors.iter().map(Estimate::value).collect();
        let bare = Self::from_means(scale, ours.value(), &means, options)?;
        let variances: f64 = competitors
            .iter()
            .map(|mean| mean.standard_error().powi(2))
            .sum();
        let count = competitors.len() as f64;
        let means = Means {
            above: bare.ours,
            below: bare.competitors,
            above_variance: ours.standard_error().powi(2),
            below_variance: variances / (count * count),
            covariance: 0.0,
        };
        Self::new(bare.ours, bare.competitors, Some(means), options)
    }

    /// From two samples of different people: our customers on our offer, the competitors' customers
    /// on theirs. Customers of several competitors can go into one column, where each competitor
    /// counts by its respondents. To give each its due, pass the mean and error of each to
    /// [`from_estimates`](Self::from_estimates) instead: weights in one column would take what the
    /// competitors differ by for what their customers do, and the standard error would be wrong.
    ///
    /// Who did not answer is left out of the means, and counted.
    ///
    /// # Errors
    /// [`Error::Mismatch`] where the answers are on different scales, or were asked on another than
    /// they are [read on](Answers::on): a ratio depends on where the scale starts; [`Error::LengthMismatch`]
    /// where there are more or fewer weights than respondents; [`Error::Empty`] where nobody with
    /// weight answered; [`Error::OutOfRange`] for a competitors' mean of zero, and for a scale that
    /// starts where the options do not allow; the errors of [`Bands::band`].
    pub fn from_samples(
        ours: &Answers<'_>,
        our_weights: Option<&Weights>,
        competitors: &Answers<'_>,
        their_weights: Option<&Weights>,
        options: &AddedOptions,
    ) -> Result<Self> {
        one_scale(ours, competitors, options)?;
        let ours = Side::of("answer on our offer", ours, our_weights)?;
        let theirs = Side::of(
            "answer on the competitors' offers",
            competitors,
            their_weights,
        )?;
        let means = ours.variance.zip(theirs.variance);
        let means = means.map(|(above_variance, below_variance)| Means {
            above: ours.mean,
            below: theirs.mean,
            above_variance,
            below_variance,
            covariance: 0.0,
        });
        let mut added = Self::new(ours.mean, theirs.mean, means, options)?;
        let respondents = ours.sample.effective_sample_size;
        let respondents = respondents.min(theirs.sample.effective_sample_size);
        added.evidence = Some(Evidence::of(respondents, options.minimum));
        (added.our_sample, added.competitors_sample) = (Some(ours.sample), Some(theirs.sample));
        Ok(added)
    }

    /// From people who were asked about both, one place each in both columns. Who rates one high
    /// tends to rate the other high, so that the ratio is more certain than from as many different
    /// people. Those who answered only one are left out and counted.
    ///
    /// # Errors
    /// As [`from_samples`](Self::from_samples); [`Error::LengthMismatch`] where the columns differ
    /// in length; [`Error::Empty`] where nobody with weight answered both.
    pub fn from_pairs(
        ours: &Answers<'_>,
        competitors: &Answers<'_>,
        weights: Option<&Weights>,
        options: &AddedOptions,
    ) -> Result<Self> {
        one_scale(ours, competitors, options)?;
        if ours.len() != competitors.len() {
            return Err(Error::length(
                "answers on the competitors' offers",
                competitors.len(),
                ours.len(),
            ));
        }
        let weights = Weights::or_equal(weights, ours.len())?;
        let mut moments = Moments::new(2);
        let (asked, mut left_out) = (ours.len(), 0_usize);
        for ((our, their), weight) in ours.iter().zip(competitors.iter()).zip(weights) {
            match our.zip(their) {
                Some((our, their)) => moments.push(&[our, their], weight),
                None => left_out += 1,
            }
        }
        let (Some(our), Some(their)) = (moments.mean(0), moments.mean(1)) else {
            return Err(Error::empty("respondent who rated both"));
        };
        let (our, their) = (ours.scale().clamp(our), ours.scale().clamp(their));
        let respondents = moments.effective_sample_size();
        let means = moments.covariances().map(|covariances| Means {
            above: our,
            below: their,
            above_variance: covariances.at(0, 0) / respondents,
            below_variance: covariances.at(1, 1) / respondents,
            covariance: covariances.at(1, 0) / respondents,
        });
        let mut added = Self::new(our, their, means, options)?;
        added.evidence = Some(Evidence::of(respondents, options.minimum));
        added.left_out = left_out as u64;
        let both = Sample::of(asked.saturating_sub(left_out), asked, respondents);
        (added.our_sample, added.competitors_sample) = (Some(both), Some(both));
        Ok(added)
    }

    fn new(
        ours: f64,
        competitors: f64,
        means: Option<Means>,
        options: &AddedOptions,
    ) -> Result<Self> {
        if competitors <= 0.0 {
            return Err(Error::out_of_range(
                "competitors' mean worth",
                competitors,
                "above 0",
            ));
        }
        let ratio = finite("customer value added", ours / competitors)?;
        let estimate = means.and_then(|means| Estimate::new(ratio, means.standard_error()).ok());
        let interval = match options.interval {
            IntervalMethod::Fieller => means.and_then(|means| means.fieller(options.confidence)),
            IntervalMethod::Delta => estimate.map(|found| found.interval(options.confidence)),
        };
        Ok(Self {
            ours,
            competitors,
            ratio,
            standard_error: estimate.map(|found| found.standard_error()),
            interval,
            band: options.bands.band(ratio)?,
            probabilities: means.and_then(|means| BandProbabilities::new(means, &options.bands)),
            evidence: None,
            left_out: 0,
            our_sample: None,
            competitors_sample: None,
            options: *options,
        })
    }
}

fn mean_of(means: impl Iterator<Item = f64>) -> Result<f64> {
    Centre::of(means.map(|mean| (mean, 1.0)))
        .mean
        .ok_or(Error::empty("competitor's mean worth"))
}

fn one_scale(ours: &Answers<'_>, competitors: &Answers<'_>, options: &AddedOptions) -> Result<()> {
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
    options.low_end.check(ours.scale()).map(|_| ())
}
