use crate::Result;
use crate::error::non_negative;
use crate::estimate::Confidence;
use crate::macros::options;
use crate::value::profile;

use super::FairValueLine;

options! {
    /// How a [`ValueMap`](super::ValueMap) is read.
    ///
    /// ```
    /// use retention::value::map::Options;
    ///
    /// let options = Options::default().tolerance(0.02);
    /// assert_eq!(options.minimum_suppliers, 5);
    /// ```
    #[derive(Copy)]
    pub struct Options {
        /// Which price is fair for which quality. Default: a line at 45 degrees through the centre.
        pub line: FairValueLine = FairValueLine::default(),
        /// How far a relative price may be from the fair price and still be fair. Default: 0.07, which
        /// the published map of fifteen toasters needs for those that its text calls fair.
        pub tolerance: f64 = 0.07,
        /// The confidence with which the slope of a regression line must be above zero. If it is not,
        /// no supplier has a standing. Default: 95 %.
        pub confidence: Confidence = Confidence::default(),
        /// How many suppliers a regression line needs, at least 3. Default: 5.
        pub minimum_suppliers: u64 = 5,
        /// How many answers a supplier needs on each attribute with weight. A supplier with fewer is
        /// marked, not refused. Answers are counted as they are, whatever they weigh. Nobody has
        /// published a number. Default: 30.
        pub minimum_answers: u64 = 30,
        /// Whether the ratio of the scores of a [`Market`](crate::value::market::Market) is put on the
        /// map, instead of Gale's quality ratio. Default: no.
        pub ratio_of_scores: bool = false,
        /// How weights and ratings of a [`Market`](crate::value::market::Market) are read. Default:
        /// weights add up to 100, on a scale that starts above zero.
        pub profile: profile::Options = profile::Options::default(),
    }
}

impl Options {
    /// Refuses options that are not numbers.
    pub(super) fn check(&self) -> Result<()> {
        non_negative("tolerance", self.tolerance)?;
        self.profile.check()
    }
}
