use crate::Result;
use crate::macros::named_enum;
use crate::scale::{ItemSet, Missing, Reliability, Scale, Weights};

use super::counted::class;
use super::score::{AtCut, Score, Threshold, missing};

named_enum! {
    /// A step of the path from a user to a loyal one, from the first.
    ///
    /// Satisfaction alone does not hold anybody: a customer who has come to trust the business can be
    /// locked in by it and become loyal. Trust is the forerunner of loyalty.
    ///
    /// Source: the path of a Chinese study of telecom customers, whose picture is lost; the steps
    /// are those that its text names.
    pub enum Step {
        /// Uses the product.
        #[doc(alias = "接受")]
        Acceptance = "acceptance",
        /// Is satisfied with it.
        #[doc(alias = "满意")]
        Satisfaction = "satisfaction",
        /// Trusts the business.
        #[doc(alias = "信赖")]
        Trust = "trust",
        /// Has reasons not to leave.
        #[doc(alias = "锁定")]
        LockIn = "lock_in",
        /// Is loyal.
        #[doc(alias = "忠实用户")]
        Loyal = "loyal",
    }
}

/// What is known of one customer for the [`Path`]; `None` is not known.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct PathEvidence {
    /// Whether the customer uses the product.
    pub accepted: Option<bool>,
    /// Satisfaction.
    pub satisfaction: Option<Score>,
    /// Trust, such as one of the [`trust`] scores.
    pub trust: Option<Score>,
    /// What holds the customer: a switching cost, a commitment.
    pub lock_in: Option<Score>,
    /// Loyalty.
    pub loyalty: Option<Score>,
}

/// The path in five steps: acceptance, satisfaction, trust, lock-in, loyal user; with what counts
/// as having taken each.
///
/// Steps are taken in order: a customer stands at the last step before the first that is not taken,
/// or not known to be. No cut is published; each is by default
/// [two thirds of the scale](Threshold).
///
/// ```
/// use retention::loyalty::{Block, Path, PathEvidence, Score, Step};
/// use retention::scale::Scale;
///
/// let score = |value| Score::new(Scale::ONE_TO_SEVEN, value).map(Some);
/// let place = Path::default().place(&PathEvidence {
///     accepted: Some(true),
///     satisfaction: score(6.0)?,
///     trust: score(4.0)?,
///     lock_in: None,
///     loyalty: score(6.0)?,
/// })?;
/// assert_eq!(place.reached, Some(Step::Satisfaction));
/// assert_eq!(place.block, Some(Block::Below { step: Step::Trust, score: 4.0, threshold: 5.0 }));
/// assert_eq!((place.ahead, place.missing), (vec![Step::Loyal], vec![Step::LockIn]));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct Path {
    /// Where satisfaction begins.
    pub satisfaction: Threshold,
    /// Where trust begins.
    pub trust: Threshold,
    /// Where lock-in begins.
    pub lock_in: Threshold,
    /// Where loyalty begins.
    pub loyalty: Threshold,
    /// The side of a score exactly at a cut.
    pub at_cut: AtCut,
}

impl Path {
    /// Sets one cut for every scored step.
    #[must_use]
    pub const fn threshold(self, threshold: Threshold) -> Self {
        Self {
            satisfaction: threshold,
            trust: threshold,
            lock_in: threshold,
            loyalty: threshold,
            at_cut: self.at_cut,
        }
    }

    /// Sets the cut of one step; acceptance is a fact and has none.
    #[must_use]
    pub const fn step(mut self, step: Step, threshold: Threshold) -> Self {
        match step {
            Step::Acceptance => {}
            Step::Satisfaction => self.satisfaction = threshold,
            Step::Trust => self.trust = threshold,
            Step::LockIn => self.lock_in = threshold,
            Step::Loyal => self.loyalty = threshold,
        }
        self
    }

    /// Sets the side of a score exactly at a cut.
    #[must_use]
    pub const fn at_cut(mut self, at_cut: AtCut) -> Self {
        self.at_cut = at_cut;
        self
    }

    /// Where a customer stands, and what blocks the next step.
    ///
    /// # Errors
    /// As [`Threshold::on`], for the scale of each score.
    pub fn place(&self, evidence: &PathEvidence) -> Result<PathPlace> {
        let scored = [
            (Step::Satisfaction, self.satisfaction, evidence.satisfaction),
            (Step::Trust, self.trust, evidence.trust),
            (Step::LockIn, self.lock_in, evidence.lock_in),
            (Step::Loyal, self.loyalty, evidence.loyalty),
        ];
        let mut place = PathPlace {
            reached: None,
            block: None,
            ahead: Vec::new(),
            missing: missing([(Step::Acceptance, evidence.accepted.is_some())]),
        };
        place.take(Step::Acceptance, evidence.accepted, || {
            Ok(Block::NotAccepted)
        })?;
        for (step, threshold, score) in scored {
            let taken = threshold.is_reached(score, self.at_cut)?;
            if taken.is_none() {
                place.missing.push(step);
            }
            place.take(step, taken, || match score {
                Some(score) => Ok(Block::Below {
                    step,
                    score: score.value(),
                    threshold: threshold.on(score.scale())?,
                }),
                None => Ok(Block::Unknown { step }),
            })?;
        }
        Ok(place)
    }
}

/// What keeps a customer from the next step of the [`Path`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Block {
    /// Does not use the product.
    NotAccepted,
    /// The step scores too low.
    Below {
        /// The step.
        step: Step,
        /// Its score, on its own scale.
        score: f64,
        /// The cut it does not reach, on the same scale.
        threshold: f64,
    },
    /// Nothing is known of the step: the customer may have got further.
    Unknown {
        /// The step.
        step: Step,
    },
}

/// Where a customer stands on the [`Path`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PathPlace {
    /// The last step taken in order; `None` where not even the first is known to be.
    pub reached: Option<Step>,
    /// What blocks the next one; `None` at the end of the path.
    pub block: Option<Block>,
    /// Steps taken although one before them is not, or is not known to be.
    pub ahead: Vec<Step>,
    /// Steps of which nothing was given.
    pub missing: Vec<Step>,
}

impl PathPlace {
    /// Whether it is known that the customer got no further.
    #[must_use]
    pub const fn is_final(&self) -> bool {
        !matches!(self.block, Some(Block::Unknown { .. }))
    }

    fn take(
        &mut self,
        step: Step,
        taken: Option<bool>,
        block: impl FnOnce() -> Result<Block>,
    ) -> Result<()> {
        match (taken, self.block) {
            (Some(true), None) => self.reached = Some(step),
            (Some(true), Some(_)) => self.ahead.push(step),
            (None, None) => self.block = Some(Block::Unknown { step }),
            (Some(false), None) => self.block = Some(block()?),
            (_, Some(_)) => {}
        }
        Ok(())
    }
}

/// Each respondent's trust, from several items, and whether they measure one thing.
///
/// ```
/// use retention::loyalty::trust;
/// use retention::scale::{ItemSet, Missing, Scale};
///
/// let scale = Scale::ONE_TO_SEVEN;
/// let keeps_promises = scale.full_answers(&[6.0, 2.0, 5.0, 7.0])?;
/// let honest = scale.full_answers(&[7.0, 3.0, 5.0, 6.0])?;
/// let trust = trust(&ItemSet::new([keeps_promises, honest])?, Missing::default(), None)?;
/// assert_eq!(trust.scores, [Some(6.5), Some(2.5), Some(5.0), Some(6.5)]);
/// assert_eq!(format!("{:.2}", trust.reliability.alpha.unwrap().value()), "0.94");
/// # Ok::<(), retention::Error>(())
/// ```
///
/// # Errors
/// [`Error::OutOfRange`](crate::Error::OutOfRange) where `missing` asks for more items than there
/// are; [`Error::LengthMismatch`](crate::Error::LengthMismatch) where there are more or fewer weights
/// than respondents.
#[doc(alias = "信赖")]
#[doc(alias = "信任")]
pub fn trust(items: &ItemSet<'_>, missing: Missing, weights: Option<&Weights>) -> Result<Trust> {
    Ok(Trust {
        scores: items.scores(missing)?,
        scale: items.scale(),
        missing,
        reliability: items.reliability(weights)?,
    })
}

/// Respondents' trust: [`trust`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Trust {
    /// Each respondent's score, in order; `None` for those who answered too few items.
    pub scores: Vec<Option<f64>>,
    /// The scale of the scores.
    pub scale: Scale,
    /// Who has a score.
    pub missing: Missing,
    /// Whether the items go together.
    pub reliability: Reliability,
}

impl Trust {
    /// The score of the respondent at `row`, for [`PathEvidence::trust`]; `None` where there is
    /// none.
    #[must_use]
    pub fn score(&self, row: usize) -> Option<Score> {
        let value = self.scores.get(row).copied().flatten()?;
        Score::new(self.scale, value).ok()
    }
}

class!(Step);
