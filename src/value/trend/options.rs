use crate::Result;
use crate::error::{fraction, non_negative};
use crate::estimate::Confidence;
use crate::macros::{named_enum, options};
use crate::scale::Scale;

named_enum! {
    /// What it takes for customers to count as satisfied while value falls.
    ///
    /// See the [example](crate::value::trend::changes).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Satisfied {
        /// Satisfaction of the later period is [high](Options::high_from). The default: it is the case
        /// that is reported, of customers who are highly satisfied, and leave.
        #[default]
        High = "high",
        /// Satisfaction did not fall from the earlier period, however low it is.
        NotFalling = "not_falling",
    }
}

options! {
    /// When a fall counts, and when customers count as satisfied. Nobody has published thresholds.
    ///
    /// ```
    /// use retention::value::trend::{Options, Satisfied};
    ///
    /// let options = Options::default().least_fall(0.02);
    /// assert_eq!(options.satisfied, Satisfied::High);
    /// assert_eq!(options.confidence.unwrap().level(), 0.99);
    /// ```
    #[derive(Copy)]
    pub struct Options {
        /// What it takes for customers to count as satisfied. Default: satisfaction is high.
        pub satisfied: Satisfied = Satisfied::High,
        /// From which part of its scale satisfaction is high, 0 to 1: 0.75 is 7.75 on 1 to 10, 4 on 1 to
        /// 5 and 75 on 0 to 100. Default: 0.75.
        pub high_from: f64 = 0.75,
        /// The scale of satisfaction, if it is not that of the profiles. Default: none, it is.
        pub satisfaction_scale: Option<Scale> = None,
        /// Value is down if it falls by more than this. Default: 0.
        pub least_fall: f64 = 0.0,
        /// Market share is down if it falls by more than this, as a fraction. Default: 0.
        pub least_share_fall: f64 = 0.0,
        /// The confidence with which value or market share must have fallen. If the interval of the
        /// change reaches up to the least fall, the signal is
        /// [`Signal::NotDistinguished`](super::Signal::NotDistinguished). A change without a standard
        /// error goes by its sign, and so does every change if this is none. Default: 99 %. Two waves in
        /// which nothing changed then give an alarm in about 1 of 200, by signs in half of them.
        /// Whether [they got better faster](super::ValueChange::they_got_better_faster) is told by it too.
        pub confidence: Option<Confidence> = Confidence::new(0.99).ok(),
        /// Whether value is made of the ratio of the scores, instead of Gale's quality ratio. Default:
        /// no.
        pub ratio_of_scores: bool = false,
    }
}

impl Options {
    /// Refuses options that are not numbers.
    pub(super) fn check(self) -> Result<()> {
        fraction("high_from", self.high_from)?;
        non_negative("least_fall", self.least_fall)?;
        non_negative("least_share_fall", self.least_share_fall)?;
        Ok(())
    }
}
