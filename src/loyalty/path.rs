//! The path in five steps: acceptance, satisfaction, trust, lock-in, loyal user.
//!
//! Trust is best asked by several items: [`ItemSet::scores`](crate::scale::ItemSet::scores) gives each
//! respondent's score, [`ItemSet::reliability`](crate::scale::ItemSet::reliability) says whether the
//! items measure one thing.

use crate::Result;
use crate::macros::{named_enum, options};

use super::evidence::{Evidence, Piece};
use super::score::{Score, Threshold};

named_enum! {
    /// A step of the path from a user to a loyal one, from the first.
    ///
    /// Satisfaction alone does not hold a customer. One who trusts the business can be locked in by it
    /// and become loyal.
    ///
    /// Source: a Chinese study of telecom customers; its picture is lost, and the steps are from its
    /// text.
    ///
    /// See the [example](crate::loyalty::path::Rules).
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

impl Step {
    /// Returns the piece of evidence that the step is read from.
    #[must_use]
    pub const fn piece(self) -> Piece {
        match self {
            Self::Acceptance => Piece::Accepted,
            Self::Satisfaction => Piece::Satisfaction,
            Self::Trust => Piece::Trust,
            Self::LockIn => Piece::SwitchingCost,
            Self::Loyal => Piece::Loyalty,
        }
    }
}

options! {
    /// The cuts from which each step of the path counts as taken.
    ///
    /// Steps are taken in order: a customer stands at the last step before the first that is not taken,
    /// or not known to be. Lock-in is read from the switching cost. No cut is published.
    ///
    /// ```
    /// use retention::loyalty::path::{Rules, Step};
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
    /// assert_eq!(found.next, Some(Step::Trust));
    /// assert_eq!((found.score, found.threshold), (Some(4.0), Some(5.0)));
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
        /// Whether a score exactly at a cut counts as high. Default: true; no source says.
        pub inclusive: bool = true,
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
            inclusive: self.inclusive,
        }
    }

    /// Returns where a customer stands, and what the next step lacks.
    ///
    /// # Errors
    /// [`Error::NotFinite`](crate::Error::NotFinite) for a cut that is no number; otherwise as
    /// [`Threshold::on`], for the scale of each score.
    pub fn classify(&self, evidence: &Evidence) -> Result<Progress> {
        let scored = [
            (
                Step::Satisfaction,
                "satisfaction",
                self.satisfaction,
                evidence.satisfaction,
            ),
            (Step::Trust, "trust", self.trust, evidence.trust),
            (
                Step::LockIn,
                "lock_in",
                self.lock_in,
                evidence.switching_cost,
            ),
            (Step::Loyal, "loyalty", self.loyalty, evidence.loyalty),
        ];
        let mut progress = Progress {
            reached: None,
            next: None,
            score: None,
            threshold: None,
            ahead: Vec::new(),
            missing: Vec::new(),
        };
        progress.take(Step::Acceptance, evidence.accepted);
        for (step, field, threshold, score) in scored {
            let taken = threshold.is_reached(field, score, self.inclusive)?;
            if progress.take(step, taken) {
                progress.score = score.map(Score::value);
                let scale = score.map(Score::scale);
                progress.threshold = scale.map(|scale| threshold.on(scale)).transpose()?;
            }
        }
        Ok(progress)
    }
}

/// Where a customer stands on the path, by [`Rules`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Progress {
    /// The last step taken in order; `None` if not even the first is.
    pub reached: Option<Step>,
    /// The next step: it is not taken, or is not known to be. `None` at the end of the path.
    pub next: Option<Step>,
    /// The score of the next step, on its own scale; `None` if it has none.
    pub score: Option<f64>,
    /// The cut that this score does not reach, on the same scale.
    pub threshold: Option<f64>,
    /// Steps taken although an earlier one is not, or is not known to be.
    pub ahead: Vec<Step>,
    /// The pieces that were not given.
    pub missing: Vec<Piece>,
}

impl Progress {
    /// Returns whether the customer is known to have got no further.
    #[must_use]
    pub fn is_final(&self) -> bool {
        let is_known = |step: Step| !self.missing.contains(&step.piece());
        self.next.is_none_or(is_known)
    }

    /// Adds a step, and returns whether it is the next one.
    fn take(&mut self, step: Step, taken: Option<bool>) -> bool {
        if taken.is_none() {
            self.missing.push(step.piece());
        }
        match (taken, self.next) {
            (Some(true), None) => self.reached = Some(step),
            (Some(true), Some(_)) => self.ahead.push(step),
            (_, None) => {
                self.next = Some(step);
                return true;
            }
            (_, Some(_)) => {}
        }
        false
    }
}
