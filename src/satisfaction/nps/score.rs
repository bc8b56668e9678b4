use super::super::shared::asked_on;
use super::{Counter, Group, Options};
use crate::Result;
use crate::accumulate::Accumulator;
use crate::counted::Tally;
use crate::error::same;
use crate::estimate::{Confidence, Errors, Estimate, Influence, Interval, WeightedProportion};
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
    /// The share of passives among those who answered.
    pub passives: WeightedProportion,
    /// The share of detractors among those who answered.
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

/// What the adjusted interval adds at 95 %: answers in all, and promoters and detractors among them.
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

    fn adjusted(self, confidence: Confidence) -> Self {
        // As many times those of 95 % as Wilson's centre moves, with the square of z.
        let times = (confidence.z() / Confidence::default().z()).powi(2);
        let answers = self.answers + times * PSEUDO_ANSWERS;
        let with = |share: f64| (self.answers * share + times * PSEUDO_EXTREMES) / answers;
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
    /// for an answer between whole steps unless [`allow_decimals`](Options::allow_decimals) is set;
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

    fn shares(&self, answers: f64) -> Option<Shares> {
        Some(Shares {
            promoters: self.promoters.value()?,
            detractors: self.detractors.value()?,
            answers,
        })
    }

    /// With the pseudo-answers added to as many answers as their weights leave.
    fn adjusted(&self, confidence: Confidence) -> Option<Shares> {
        let shares = self.shares(self.implied_sample_size()?)?;
        Some(shares.adjusted(confidence))
    }

    /// Computes the number of equally weighted answers whose score would have the same linearised standard
    /// error; `None` if nobody with weight answered. Without weights it is the number of answers.
    ///
    /// It is at most the number of answers: where only the lightest differ from the others, the linearised
    /// error is next to 0 and would stand for more answers than there are.
    #[must_use]
    pub fn implied_sample_size(&self) -> Option<f64> {
        let linearised = self.linearised_sample_size()?;
        Some(linearised.min(self.answered as f64))
    }

    /// As the implied one, but not capped: that of the linearised standard error itself.
    fn linearised_sample_size(&self) -> Option<f64> {
        let groups = [self.promoters, self.detractors, self.passives];
        let alike = |group: &WeightedProportion| {
            group.linearised_sample_size() == group.effective_sample_size()
        };
        if groups.iter().all(alike) {
            return Some(self.effective_sample_size);
        }
        // Contributions to the three shares add up to 0, so that
        // var(p − d) = 2 var(p) + 2 var(d) − var(p + d), and p + d varies as the passives do.
        let of_group =
            |group: &WeightedProportion| Some(group.estimate()?.standard_error().powi(2));
        let [p, d, passives] = groups.each_ref().map(of_group);
        let of_score = 2.0 * (p? + d?) - passives?;
        let one = self.variance()? / (POINTS * POINTS);
        let implied = one / of_score;
        Some(if implied.is_finite() && implied > 0.0 {
            implied
        } else {
            self.effective_sample_size
        })
    }

    /// Computes the variance of one answer that counts as 100, 0 or −100: from 0 to 10,000. `None`
    /// if nobody with weight answered.
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        self.promoters
            .value()
            .zip(self.detractors.value())
            .map(|(promoters, detractors)| {
                let answers = self.effective_sample_size;
                Shares {
                    promoters,
                    detractors,
                    answers,
                }
                .variance()
            })
    }

    /// Computes the linearised standard error of the score in points; `None` if nobody with weight
    /// answered. It is 0 if everyone is a promoter; [the interval](Self::interval) corrects for that.
    ///
    /// ```text
    /// √(Σ w² (x − score)²) / Σ w        x is 100, 0 or −100
    /// ```
    #[must_use]
    pub fn standard_error(&self) -> Option<f64> {
        let shares = self.shares(self.linearised_sample_size()?)?;
        Some(shares.standard_error())
    }

    /// Returns the score with its standard error. Its normal interval is Wald's, which is too narrow
    /// with few answers and has no width if everyone is a promoter; [`interval`](Self::interval)
    /// corrects for both.
    #[must_use]
    pub fn estimate(&self) -> Option<Estimate> {
        self.estimate_by(Errors::Linearised)
    }

    /// Returns the score with its standard error in the way chosen. By Kish it assumes weights that are
    /// unrelated to answers, with the effective sample size as n.
    ///
    /// ```
    /// use retention::estimate::Errors;
    /// use retention::satisfaction::nps;
    /// use retention::scale::{Scale, Weights};
    ///
    /// // Key accounts are half of the sample and a tenth of the customers.
    /// let answers = [9.0, 10.0, 10.0, 8.0, 6.0, 9.0, 3.0, 7.0];
    /// let answers = Scale::ZERO_TO_TEN.full_answers(&answers)?;
    /// let weights = Weights::new([0.2, 0.2, 0.2, 0.2, 1.8, 1.8, 1.8, 1.8])?;
    /// let nps = nps::NetPromoterScore::of(&answers, Some(&weights), nps::Options::default())?;
    /// assert_eq!(format!("{:.0}", nps.estimate().unwrap()), "-15 ± 38");
    /// assert_eq!(format!("{:.0}", nps.estimate_by(Errors::Kish).unwrap()), "-15 ± 39");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn estimate_by(&self, errors: Errors) -> Option<Estimate> {
        let answers = match errors {
            Errors::Linearised => self.linearised_sample_size()?,
            Errors::Kish => self.effective_sample_size,
        };
        let error = self.shares(answers)?.standard_error();
        Estimate::new(self.score?, error).ok()
    }

    /// Computes the score as comparisons judge it, with the three pseudo-answers of
    /// [`interval`](Self::interval) at 95 % added; `None` if nobody with weight answered.
    ///
    /// Its error is not 0 if everyone is a promoter. It has n + 2 degrees of freedom, n the
    /// [implied sample size](Self::implied_sample_size): without them three answers are told from 200 of
    /// the same customers in up to 7 % of surveys instead of 5 %. What the difference of two such scores
    /// tells from 0 at the 5 % level, the 95 % [`difference_interval`](Self::difference_interval) tells
    /// too.
    ///
    /// See the [example](crate::segment::compare).
    #[must_use]
    pub fn compared(&self) -> Option<Estimate> {
        let adjusted = self.adjusted(Confidence::default())?;
        let estimate = Estimate::new(adjusted.score(), adjusted.standard_error()).ok()?;
        estimate
            .with_degrees_of_freedom(adjusted.answers - 1.0)
            .ok()
    }

    /// Computes the score with what each respondent contributes to it, for comparing it with other
    /// figures of the same respondents, with another wave of a panel, or under a design; `None` if
    /// nobody with weight answered.
    ///
    /// Its standard error divides by n − 1 where [`standard_error`](Self::standard_error) divides by n.
    ///
    /// # Errors
    /// As [`of`](Self::of).
    ///
    /// ```
    /// use retention::estimate::Design;
    /// use retention::satisfaction::nps::{NetPromoterScore, Options};
    /// use retention::scale::Scale;
    ///
    /// let scale = Scale::ZERO_TO_TEN;
    /// let (spring, autumn) = ([9.0, 7.0, 3.0, 6.0, 8.0], [9.0, 9.0, 7.0, 6.0, 9.0]);
    /// let score = |answers: &[f64]| {
    ///     NetPromoterScore::influence(&scale.full_answers(answers)?, None, Options::default())
    /// };
    /// let (spring, autumn) = (score(&spring)?.unwrap(), score(&autumn)?.unwrap());
    /// // The same five customers, in the same order.
    /// let change = autumn.minus(&spring)?.estimate(&Design::default())?;
    /// assert_eq!(format!("{change:.0}"), "60 ± 24");
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn influence(
        answers: &Answers<'_>,
        weights: Option<&Weights>,
        options: Options,
    ) -> Result<Option<Influence>> {
        let options = options.checked()?;
        asked_on(answers, options.question.scale())?;
        let mut points = Vec::with_capacity(answers.len());
        for (row, answer) in answers.iter().enumerate() {
            let group = answer.map(|answer| options.group(answer)).transpose();
            let group = group.map_err(|error| error.at_row(row))?;
            points.push(group.map(|group| match group {
                Group::Promoter => POINTS,
                Group::Passive => 0.0,
                Group::Detractor => -POINTS,
            }));
        }
        Influence::of_mean(points, weights)
    }

    /// Computes the adjusted Wald interval, cut off at ±100; `None` if nobody with weight answered.
    ///
    /// It is Wald's interval after adding pseudo-answers, at 95 % three: ¾ of a promoter, ¾ of a
    /// detractor and 1½ passives. At other levels it adds so many times `(z / 1.96)²`, as Wilson's
    /// interval moves its centre; without that an all-promoter sample misses its own score at 80 %. It
    /// reaches to the score itself, which the centre of one or two answers can leave outside.
    /// With weights, the [implied sample size](Self::implied_sample_size) replaces n.
    ///
    /// Source: Rocks, B. (2016), *The American Statistician* 70(4): 365–372, as commonly reported, at
    /// 95 %.
    #[must_use]
    pub fn interval(&self, confidence: Confidence) -> Option<Interval> {
        let adjusted = self.adjusted(confidence)?;
        let (centre, error) = (adjusted.score(), adjusted.standard_error());
        Some(within(POINTS, self.score?, [centre, error], confidence))
    }

    /// Computes this score minus `other` with its standard error, from −200 to 200 points; `None` if
    /// either has no answers.
    ///
    /// ```text
    /// standard error = √(standard error₁² + standard error₂²)
    /// ```
    ///
    /// The error is 0 if everyone of both groups answers alike, and too small with few answers: whether a
    /// difference may be chance is told by [`difference_interval`](Self::difference_interval), and by
    /// [`compared`](Self::compared). The two groups must share no respondent;
    /// [`influence`](Self::influence) compares those that do.
    ///
    /// # Errors
    /// [`Error::Mismatch`](crate::Error::Mismatch) if the two have different options.
    pub fn difference(&self, other: &Self) -> Result<Option<Estimate>> {
        same("options", &self.options, &other.options)?;
        let estimates = self.estimate().zip(other.estimate());
        estimates
            .map(|(ours, theirs)| ours.minus(&theirs))
            .transpose()
    }

    /// Computes the interval of this score minus `other`, cut off at ±200; `None` if either has no
    /// answers.
    ///
    /// It adds the pseudo-answers of [`interval`](Self::interval) to each of the two groups, which must
    /// share no respondent.
    ///
    /// Source: Lewis, J. R. and Sauro, J., as commonly reported.
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
    /// let change = now.difference(&before)?.unwrap();
    /// assert_eq!(change.value(), 11.0);
    /// // Eleven points of a hundred answers each may be chance.
    /// let interval = now.difference_interval(&before, Confidence::default())?.unwrap();
    /// assert!(interval.contains(0.0));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn difference_interval(
        &self,
        other: &Self,
        confidence: Confidence,
    ) -> Result<Option<Interval>> {
        same("options", &self.options, &other.options)?;
        let both = self.adjusted(confidence).zip(other.adjusted(confidence));
        let found = self.score.zip(other.score);
        Ok(both.zip(found).map(|((ours, theirs), (our, their))| {
            let centre = ours.score() - theirs.score();
            let error = ours.standard_error().hypot(theirs.standard_error());
            within(2.0 * POINTS, our - their, [centre, error], confidence)
        }))
    }
}

/// The normal interval, which holds what was found, cut off at ±`most`.
fn within(most: f64, found: f64, [centre, error]: [f64; 2], confidence: Confidence) -> Interval {
    let half = confidence.z() * error;
    Interval::between(
        (centre - half).min(found).clamp(-most, most),
        (centre + half).max(found).clamp(-most, most),
        confidence,
    )
}
