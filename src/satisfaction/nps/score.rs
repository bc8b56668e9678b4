use super::{Counter, Group, IntervalMethod, Options};
use crate::Result;
use crate::accumulate::Accumulator;
use crate::counted::Tally;
use crate::error::same;
use crate::estimate::{Confidence, Estimate, Interval, WeightedProportion};
use crate::scale::{Answers, Weights};

/// The share of promoters minus the share of detractors, in points from −100 to 100.
///
/// ```text
/// score          = 100 (p − d)          p, d: shares of promoters and detractors
/// variance       = 100² (p + d − (p − d)²)
/// standard error = √(variance / n)
/// ```
///
/// It is written to JSON with its standard error and the 95 % interval, `lower` to `upper`.
///
/// It reports what customers say they would do. Few answers make wide intervals: with 100 answers,
/// chance alone moves a score by some 15 points in either direction.
///
/// Source: Reichheld, F. F. (2003), *Harvard Business Review* 81(12): 46–54.
///
/// ```
/// use retention::estimate::Confidence;
/// use retention::satisfaction::nps;
/// use retention::scale::Scale;
///
/// let answers = Scale::ZERO_TO_TEN.answers(&[Some(10.0), Some(9.0), Some(8.0), Some(2.0), None])?;
/// let nps = nps::NetPromoterScore::of(&answers, None, nps::Options::default())?;
/// assert_eq!((nps.answered, nps.missing, nps.score), (4, 1, Some(25.0)));
/// let interval = nps.interval(Confidence::default()).unwrap();
/// assert_eq!(format!("{interval:.0}"), "-44 to 73");
///
/// // A scale of 1 to 5 makes no Net Promoter Score.
/// let five = Scale::ONE_TO_FIVE.full_answers(&[5.0, 4.0])?;
/// let error = nps::NetPromoterScore::of(&five, None, nps::Options::default()).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "scales of the answers and of the definition must be equal, got 1 to 5 and 0 to 10",
/// );
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(into = "Written"))]
#[non_exhaustive]
#[doc(alias = "NPS")]
#[doc(alias = "净推荐值")]
pub struct NetPromoterScore {
    /// The question, its scale and its cuts, and the other choices.
    pub options: Options,
    /// Respondents with an answer.
    pub answered: u64,
    /// Respondents without an answer.
    pub missing: u64,
    /// The number of equally weighted answers that would give the same precision: `(Σw)² / Σw²`.
    pub effective_sample_size: f64,
    /// The share of promoters among those who answered.
    pub promoters: WeightedProportion,
    /// The share of passives.
    pub passives: WeightedProportion,
    /// The share of detractors.
    pub detractors: WeightedProportion,
    /// The score, from −100 to 100; `None` if nobody with weight answered.
    pub score: Option<f64>,
}

/// How a [`NetPromoterScore`] is written: with the interval at 95 %.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct Written {
    options: Options,
    answered: u64,
    missing: u64,
    effective_sample_size: f64,
    promoters: WeightedProportion,
    passives: WeightedProportion,
    detractors: WeightedProportion,
    score: Option<f64>,
    standard_error: Option<f64>,
    lower: Option<f64>,
    upper: Option<f64>,
}

#[cfg(feature = "serde")]
impl From<NetPromoterScore> for Written {
    fn from(nps: NetPromoterScore) -> Self {
        let interval = nps.interval(Confidence::default());
        Self {
            options: nps.options,
            answered: nps.answered,
            missing: nps.missing,
            effective_sample_size: nps.effective_sample_size,
            promoters: nps.promoters,
            passives: nps.passives,
            detractors: nps.detractors,
            score: nps.score,
            standard_error: nps.standard_error(),
            lower: interval.map(|interval| interval.lower()),
            upper: interval.map(|interval| interval.upper()),
        }
    }
}

/// A share of one customer, in points.
const POINTS: f64 = 100.0;

/// Part of a whole, in points.
fn points(net: f64, whole: f64) -> f64 {
    let points = if net.fract() == 0.0 && whole.fract() == 0.0 {
        // Divided last, so that 50 less 20 of 100 is 30 to the last digit.
        POINTS * net / whole
    } else {
        // Multiplied last, so that all of any weight is 100.
        POINTS * (net / whole)
    };
    points.clamp(-POINTS, POINTS)
}

/// What the adjusted interval adds: answers in all, and promoters and detractors among them.
const PSEUDO_ANSWERS: f64 = 3.0;
const PSEUDO_EXTREMES: f64 = 0.75;

/// Shares of promoters and detractors among so many.
#[derive(Clone, Copy)]
struct Shares {
    promoters: f64,
    detractors: f64,
    answers: f64,
}

impl Shares {
    fn score(self) -> f64 {
        POINTS * (self.promoters - self.detractors)
    }

    fn variance(self) -> f64 {
        let net = self.promoters - self.detractors;
        POINTS * POINTS * (self.promoters + self.detractors - net * net).max(0.0)
    }

    fn standard_error(self) -> f64 {
        (self.variance() / self.answers).sqrt()
    }

    fn adjusted(self) -> Self {
        let answers = self.answers + PSEUDO_ANSWERS;
        let with = |share: f64| (self.answers * share + PSEUDO_EXTREMES) / answers;
        Self {
            promoters: with(self.promoters),
            detractors: with(self.detractors),
            answers,
        }
    }
}

impl NetPromoterScore {
    /// Computes the score of one column of answers.
    ///
    /// # Errors
    /// [`Error::Mismatch`](crate::Error::Mismatch) if the answers were asked or are read on another
    /// scale than that of the question; [`Error::OutOfRange`](crate::Error::OutOfRange), at its row,
    /// for an answer between whole steps unless [`decimals`](Options::decimals) allows it;
    /// [`Error::LengthMismatch`](crate::Error::LengthMismatch) if there are more or fewer weights than
    /// respondents; as [`Counter::new`].
    pub fn of(answers: &Answers<'_>, weights: Option<&Weights>, options: Options) -> Result<Self> {
        Counter::of(answers, weights, options)?.finish()
    }

    pub(super) fn new(options: Options, tally: &Tally) -> Self {
        let [promoters, detractors] =
            [Group::Promoter, Group::Detractor].map(|group| tally.weight(group as usize));
        let total = tally.total();
        Self {
            options,
            answered: tally.answered(),
            missing: tally.missing(),
            effective_sample_size: tally.effective_sample_size(),
            promoters: tally.share(Group::Promoter as usize),
            passives: tally.share(Group::Passive as usize),
            detractors: tally.share(Group::Detractor as usize),
            score: (total > 0.0).then(|| points(promoters - detractors, total)),
        }
    }

    /// Returns the share of one group.
    #[must_use]
    pub const fn share(&self, of: Group) -> WeightedProportion {
        match of {
            Group::Promoter => self.promoters,
            Group::Passive => self.passives,
            Group::Detractor => self.detractors,
        }
    }

    fn shares(&self) -> Option<Shares> {
        Some(Shares {
            promoters: self.promoters.value()?,
            detractors: self.detractors.value()?,
            answers: self.effective_sample_size,
        })
    }

    /// What the interval is centred on, and its standard error.
    fn for_interval(&self) -> Option<(f64, f64)> {
        let shares = self.shares()?;
        Some(match self.options.interval {
            IntervalMethod::AdjustedWald => {
                let adjusted = shares.adjusted();
                (adjusted.score(), adjusted.standard_error())
            }
            IntervalMethod::Wald => (self.score?, shares.standard_error()),
        })
    }

    /// Computes the variance of one answer that counts as 100, 0 or −100: from 0 to 10,000. `None`
    /// if nobody with weight answered.
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        self.shares().map(Shares::variance)
    }

    /// Computes the standard error of the score in points, with the effective sample size as n;
    /// `None` if nobody with weight answered. It is 0 if everyone is a promoter;
    /// [the interval](Self::interval) corrects for that.
    #[must_use]
    pub fn standard_error(&self) -> Option<f64> {
        self.shares().map(Shares::standard_error)
    }

    /// Returns the score with its standard error.
    #[must_use]
    pub fn estimate(&self) -> Option<Estimate> {
        Estimate::new(self.score?, self.standard_error()?).ok()
    }

    /// Computes the interval by the method of the [options](Options::interval), cut off at ±100; `None`
    /// if nobody with weight answered.
    ///
    /// The adjusted interval is centred on the score with the pseudo-answers, which is a little nearer
    /// to 0. At a low confidence or with a handful of answers it may not contain a score near ±100.
    /// With weights, the effective sample size replaces n; this assumes that weights are unrelated to
    /// answers.
    #[must_use]
    pub fn interval(&self, confidence: Confidence) -> Option<Interval> {
        let (centre, standard_error) = self.for_interval()?;
        let half = confidence.z() * standard_error;
        Some(Interval::between(
            (centre - half).clamp(-POINTS, POINTS),
            (centre + half).clamp(-POINTS, POINTS),
            confidence,
        ))
    }

    /// Computes this score minus `other`, with an interval; `None` if either has no answers.
    ///
    /// ```text
    /// (score₁ − score₂) ± z · √(standard error₁² + standard error₂²)
    /// ```
    ///
    /// Under [`IntervalMethod::AdjustedWald`] the interval uses the scores and errors with the
    /// pseudo-answers. Adding them to each of two groups is our extension: the source adjusts one score
    /// only. The two groups must share no respondent.
    ///
    /// # Errors
    /// [`Error::Mismatch`](crate::Error::Mismatch) if the two have different options.
    ///
    /// ```
    /// use retention::Accumulator;
    /// use retention::estimate::Confidence;
    /// use retention::satisfaction::nps;
    ///
    /// let score = |promoters, passives, detractors| {
    ///     let mut counts = nps::Counter::new(nps::Options::default())?;
    ///     counts.add(nps::Group::Promoter, promoters)?;
    ///     counts.add(nps::Group::Passive, passives)?;
    ///     counts.add(nps::Group::Detractor, detractors)?;
    ///     counts.finish()
    /// };
    /// let (now, before) = (score(50, 30, 20)?, score(42, 35, 23)?);
    /// let change = now.difference(&before, Confidence::default())?.unwrap();
    /// assert_eq!(change.value, 11.0);
    /// // Eleven points of a hundred answers each may be chance.
    /// assert!(change.interval.contains(0.0));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn difference(&self, other: &Self, confidence: Confidence) -> Result<Option<Difference>> {
        same("options", &self.options, &other.options)?;
        Ok(self.less(other, confidence))
    }

    fn less(&self, other: &Self, confidence: Confidence) -> Option<Difference> {
        let ((ours, our_error), (theirs, their_error)) =
            (self.for_interval()?, other.for_interval()?);
        let centre = ours - theirs;
        let half = confidence.z() * our_error.hypot(their_error);
        let most = 2.0 * POINTS;
        Some(Difference {
            first: self.score?,
            second: other.score?,
            value: self.score? - other.score?,
            standard_error: self.standard_error()?.hypot(other.standard_error()?),
            interval: Interval::between(
                (centre - half).clamp(-most, most),
                (centre + half).clamp(-most, most),
                confidence,
            ),
            method: self.options.interval,
        })
    }
}

/// The difference of two Net Promoter Scores of different people, in points from −200 to 200.
///
/// See the [example](crate::satisfaction::nps::NetPromoterScore::difference).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Difference {
    /// The first score.
    pub first: f64,
    /// The second score, which is subtracted.
    pub second: f64,
    /// The first score minus the second.
    pub value: f64,
    /// The standard error of the difference, from the answers as they are, without pseudo-answers.
    pub standard_error: f64,
    /// The interval of the difference.
    pub interval: Interval,
    /// How the interval was computed.
    pub method: IntervalMethod,
}
