//! The path in five steps: acceptance, satisfaction, trust, lock-in, loyal user.
//!
//! Trust is best asked by several items: [`ItemSet::scores`](crate::scale::ItemSet::scores) gives each
//! respondent's score, [`ItemSet::reliability`](crate::scale::ItemSet::reliability) says whether the
//! items measure one thing.

use crate::Result;
use crate::macros::{named_enum, options};

use super::evidence::{Evidence, Piece};
use super::score::{AtCut, Threshold, missing};

named_enum! {
    /// A step of the path from a user to a loyal one, from the first.
    ///
    /// Satisfaction alone does not hold a customer. One who trusts the business can be locked in by it
    /// and become loyal.
    ///
    /// Source: a Chinese study of telecom customers; its picture is lost, and the steps are from its
    /// text.
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

options! {
    /// The cuts from which each step of the path counts as taken.
    ///
    /// Steps are taken in order: a customer stands at the last step before the first that is not taken,
    /// or not known to be. Lock-in is read from the switching cost. No cut is published.
    ///
    /// ```
    /// use retention::loyalty::path::{Block, Rules, Step};
    /// use retention::loyalty::{Evidence, Piece, Score};
    /// use retention::scale::Scale;
    ///
    /// let score = |value| Score::new(Scale::ONE_TO_SEVEN, value).map(Some);
    /// let evidence = Evidence::default()
    ///     .accepted(Some(true))
    ///     .satisfaction(score(6.0)?)
    ///     .trust(score(4.0)?)
    ///     .loyalty(score(6.0)?);
    /// let found = Rules::default().classify(&evidence)?;
    /// assert_eq!(found.reached, Some(Step::Satisfaction));
    /// assert_eq!(found.block, Some(Block::Below { step: Step::Trust, score: 4.0, threshold: 5.0 }));
    /// assert_eq!((found.ahead, found.missing), (vec![Step::Loyal], vec![Piece::SwitchingCost]));
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Copy)]
    pub struct Rules {
        /// Score from which a customer is satisfied. Default: two thirds of the scale.
        pub satisfaction: Threshold = Threshold::default(),
        /// Score from which a customer trusts. Default: two thirds of the scale.
        pub trust: Threshold = Threshold::default(),
        /// Switching cost from which a customer is locked in. Default: two thirds of the scale.
        pub lock_in: Threshold = Threshold::default(),
        /// Score from which a customer is loyal. Default: two thirds of the scale.
        pub loyalty: Threshold = Threshold::default(),
        /// Side of a score exactly at a cut. Default: high.
        pub at_cut: AtCut = AtCut::High,
    }
}

impl Rules {
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

    /// Returns where a customer stands, and what blocks the next step.
    ///
    /// # Errors
    /// [`Error::NotFinite`](crate::Error::NotFinite) for a cut that is no number; otherwise as
    /// [`Threshold::on`], for the scale of each score.
    pub fn classify(&self, evidence: &Evidence) -> Result<Progress> {
        let scored = [
            (
                (Step::Satisfaction, Piece::Satisfaction),
                ("satisfaction", self.satisfaction),
                evidence.satisfaction,
            ),
            (
                (Step::Trust, Piece::Trust),
                ("trust", self.trust),
                evidence.trust,
            ),
            (
                (Step::LockIn, Piece::SwitchingCost),
                ("lock_in", self.lock_in),
                evidence.switching_cost,
            ),
            (
                (Step::Loyal, Piece::Loyalty),
                ("loyalty", self.loyalty),
                evidence.loyalty,
            ),
        ];
        let mut progress = Progress {
            reached: None,
            block: None,
            ahead: Vec::new(),
            missing: missing([(Piece::Accepted, evidence.accepted.is_some())]),
        };
        progress.take(Step::Acceptance, evidence.accepted, || {
            Ok(Block::NotAccepted)
        })?;
        for ((step, piece), (field, threshold), score) in scored {
            let taken = threshold.is_reached(field, score, self.at_cut)?;
            if taken.is_none() {
                progress.missing.push(piece);
            }
            progress.take(step, taken, || match score {
                Some(score) => Ok(Block::Below {
                    step,
                    score: score.value(),
                    threshold: threshold.on(score.scale())?,
                }),
                None => Ok(Block::Unknown { step }),
            })?;
        }
        Ok(progress)
    }
}

/// What keeps a customer from the next step of the path.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Block {
    /// The customer does not use the product.
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
    /// The step is not known: the customer may have got further.
    Unknown {
        /// The step.
        step: Step,
    },
}

/// Where a customer stands on the path, by [`Rules`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Progress {
    /// The last step taken in order; `None` if not even the first is.
    pub reached: Option<Step>,
    /// What blocks the next one; `None` at the end of the path.
    pub block: Option<Block>,
    /// Steps taken although an earlier one is not, or is not known to be.
    pub ahead: Vec<Step>,
    /// The pieces that were not given.
    pub missing: Vec<Piece>,
}

impl Progress {
    /// Returns whether the customer is known to have got no further.
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
