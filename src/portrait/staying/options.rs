use crate::error::{Error, Result, non_negative};
use crate::estimate::{Adjustment, Confidence};
use crate::macros::{named_enum, options};

named_enum! {
    /// What the answers to one question, or one fact, say of who stayed.
    ///
    /// See the [example](crate::portrait::staying).
    #[non_exhaustive]
    pub enum StayingVerdict {
        /// Customers who stayed differ from those who left: the adjusted p-value is below the level.
        Tells = "tells",
        /// The middle third stayed at another rate than the outer thirds, while higher values went with
        /// staying no more than lower values did.
        TellsInTheMiddle = "tells_in_the_middle",
        /// No difference was found, and the upper end of the area's interval is below
        /// [`Options::negligible`].
        DoesNotTell = "does_not_tell",
        /// No difference was found, and one that matters is not ruled out.
        Undecided = "undecided",
        /// Too few customers left or stayed, or all of them have one value.
        Insufficient = "insufficient",
    }
}

named_enum! {
    /// How the revealed importance was shared out.
    ///
    /// See the [example](crate::portrait::staying::Options).
    #[non_exhaustive]
    pub enum Sharing {
        /// The average gain of a predictor over all orders in which the predictors may join.
        #[doc(alias = "Shapley")]
        #[doc(alias = "LMG")]
        AllOrders = "all_orders",
        /// The gain of a predictor that joins last.
        JoinsLast = "joins_last",
    }
}

options! {
    /// How it is found out what told who stayed.
    ///
    /// ```
    /// use retention::estimate::Adjustment;
    /// use retention::portrait::staying::{Options, Sharing};
    ///
    /// let options = Options::default().folds(10).adjustment(Adjustment::BenjaminiHochberg);
    /// assert_eq!((options.leavers, options.shared), (30, 6));
    /// // With more than `shared` predictors, the revealed importance is what each adds as the last.
    /// assert_eq!(Sharing::JoinsLast.name(), "joins_last");
    /// ```
    ///
    /// As JSON, where a missing field takes its default:
    ///
    /// ```text
    /// {"folds": 5, "seed": 0, "confidence": 0.95, "adjustment": "holm", "leavers": 30, "stayers": 30,
    ///  "negligible": 0.6, "prior": 5.0, "per_coefficient": 5, "level": 10, "shared": 6, "iterations": 50}
    /// ```
    #[derive(Copy)]
    pub struct Options {
        /// The number of parts, 2 to 20, each of which is predicted from all others. Default: 5.
        pub folds: u32 = 5,
        /// The seed by which customers fall into parts; the same seed gives the same figures. Default: 0.
        pub seed: u64 = 0,
        /// The confidence level of intervals; a p-value below 1 less this level counts. Default: 95 %.
        pub confidence: Confidence = Confidence::default(),
        /// How p-values are adjusted for testing several predictors. Default: Holm's method.
        pub adjustment: Adjustment = Adjustment::Holm,
        /// Minimum number of customers who left, for a predictor to be judged; at least one for each fold.
        /// Default: 30.
        pub leavers: u64 = 30,
        /// Minimum number of customers who stayed, for a predictor to be judged; at least one for each fold.
        /// Default: 30.
        pub stayers: u64 = 30,
        /// The area under the ROC curve, 0.5 to 1, below which a predictor counts as telling nothing. It is a
        /// convention, about midway between Cohen's small (0.556) and medium (0.638) differences.
        /// Default: 0.6.
        pub negligible: f64 = 0.6,
        /// How strongly the rate of a class is drawn to that of all customers when it predicts others: as if
        /// so many more of the class had been seen at the overall rate. Default: 5.
        pub prior: f64 = 5.0,
        /// Minimum number of customers of the rarer outcome for each coefficient of the joint model. Source:
        /// Vittinghoff, E. and McCulloch, C. E. (2007), *American Journal of Epidemiology* 165: 710–718.
        /// Default: 5.
        pub per_coefficient: u64 = 5,
        /// Minimum number of customers of a class in the joint model. The customers of a rarer class, and of
        /// one that all stayed or all left, count as without an answer there. Default: 10.
        pub level: u64 = 10,
        /// The most predictors among which the gain is shared over all orders, at most 12: the work doubles
        /// with each. With more, it is what each adds as the last. Default: 6.
        pub shared: u32 = 6,
        /// The most steps of a fit. Default: 50.
        pub iterations: u32 = 50,
    }
}

/// The most predictors that are shared over all orders.
const MOST_SHARED: u32 = 12;
const MOST_FOLDS: u32 = 20;

impl Options {
    pub(super) fn check(self) -> Result<()> {
        if !(2..=MOST_FOLDS).contains(&self.folds) {
            let allowed = format_args!("2 to {MOST_FOLDS}");
            return Err(Error::out_of_range("folds", self.folds, allowed));
        }
        let least = u64::from(self.folds);
        for (argument, minimum) in [
            ("minimum of leavers", self.leavers),
            ("minimum of stayers", self.stayers),
        ] {
            if minimum < least {
                let allowed = format_args!("at least {least}, one for each fold");
                return Err(Error::out_of_range(argument, minimum, allowed));
            }
        }
        if !(0.5..=1.0).contains(&self.negligible) {
            return Err(Error::out_of_range(
                "negligible area",
                self.negligible,
                "0.5 to 1",
            ));
        }
        non_negative("prior", self.prior)?;
        for (argument, number) in [
            ("customers per coefficient", self.per_coefficient),
            ("customers of a class", self.level),
            ("iterations", u64::from(self.iterations)),
        ] {
            if number == 0 {
                return Err(Error::out_of_range(argument, 0, "at least 1"));
            }
        }
        if self.shared > MOST_SHARED {
            let allowed = format_args!("at most {MOST_SHARED}");
            return Err(Error::out_of_range(
                "shared predictors",
                self.shared,
                allowed,
            ));
        }
        Ok(())
    }

    /// The level below which a p-value counts.
    pub(super) fn alpha(self) -> f64 {
        1.0 - self.confidence.level()
    }
}
