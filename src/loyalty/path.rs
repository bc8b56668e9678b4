//! The path in five steps: acceptance, satisfaction, trust, lock-in, loyal user.
//!
//! Trust is best asked by several items: [`ItemSet::scores`](crate::scale::ItemSet::scores) gives each
//! respondent's score, [`ItemSet::reliability`](crate::scale::ItemSet::reliability) says whether the
//! items measure one thing.

use crate::Result;
use crate::macros::{named_enum, options};

use super::evidence::{Evidence, Piece};
use super::progress::Progress;
use super::score::{Score, Threshold};

named_enum! {
    /// A step of the path from a user of the product to a loyal user, from the first.
    ///
    /// Satisfaction alone does not hold a customer. A customer who trusts the business can be locked in
    /// and become loyal.
    ///
    /// Source: a Chinese study of telecom customers. Its picture is lost; the steps are from its text.
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
    /// A customer stands at the last step before the first that is not taken, or not known to be.
    /// Lock-in is read from the switching cost. The study gives no cut.
    ///
    /// ```
    /// use retention::loyalty::path::{Rules, Step};
    /// use retention::loyalty::{Evidence, Score};
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
    /// assert_eq!((found.failing(), found.distance()), (Some(Step::Trust), Some(1.0)));
    /// assert_eq!((found.ahead, found.missing), (vec![Step::Loyal], vec![Step::LockIn]));
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
        /// Whether a score exactly at a cut counts as high. Default: true, a proposal.
        pub cut_is_high: bool = true,
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
            cut_is_high: self.cut_is_high,
        }
    }

    /// Returns where a customer stands, and what the next step lacks.
    ///
    /// # Errors
    /// [`Error::NotFinite`](crate::Error::NotFinite) for a cut that is no number; otherwise as
    /// [`Threshold::on`], for the scale of each score.
    pub fn classify(&self, evidence: &Evidence) -> Result<Progress<Step>> {
        let mut progress = Progress::new();
        progress.add(Step::Acceptance, evidence.accepted, None);
        for (step, field, threshold, score) in self.scored(evidence) {
            let taken = threshold.is_reached(field, score, self.cut_is_high)?;
            let cut = |score: Score| Ok((score.value(), threshold.on(score.scale())?));
            progress.add(step, taken, score.map(cut).transpose()?);
        }
        Ok(progress)
    }

    /// The steps that have a score, with the field of each cut.
    fn scored(&self, evidence: &Evidence) -> [(Step, &'static str, Threshold, Option<Score>); 4] {
        let costs = evidence.switching_cost;
        [
            (
                Step::Satisfaction,
                "satisfaction",
                self.satisfaction,
                evidence.satisfaction,
            ),
            (Step::Trust, "trust", self.trust, evidence.trust),
            (Step::LockIn, "lock_in", self.lock_in, costs),
            (Step::Loyal, "loyalty", self.loyalty, evidence.loyalty),
        ]
    }
}
