use super::check::{EXISTING, loosened};
use crate::error::{finite, fraction};
use crate::estimate::{Confidence, Estimate, Proportion, Share};
use crate::macros::options;
use crate::period::Window;
use crate::pyramid::{Concentration, Rounding, WhatIf};
use crate::{Error, Result};

/// The figures that the laws are checked against. All are optional.
///
/// ```
/// use retention::estimate::Proportion;
/// use retention::pyramid::laws::{Evidence, Rules, LawVerdict, check};
///
/// let evidence = Evidence::default().defectors(Proportion::new(42, 180)?);
/// let findings = check(&evidence, Rules::default())?;
/// assert_eq!(findings[6].verdict, LawVerdict::Holds);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub struct Evidence<'a> {
    /// Concentration of revenue, for law 1.
    pub revenue: Option<&'a Concentration>,
    /// Concentration of profit, with customers ranked by profit, for law 2.
    pub profit: Option<&'a Concentration>,
    /// Share of all profit that the top 20 % by revenue bring, for law 2. It is preferred to `profit`.
    pub profit_of_top: Option<Share>,
    /// Share of all revenue from customers who had bought before the window, for law 3.
    pub existing: Option<Share>,
    /// Share of the marketing budget spent on non-customers, for law 4.
    pub marketing_budget: Option<Share>,
    /// Customers who could move up, for law 5, such as the rate of an
    /// [`UpgradePotential`](crate::pyramid::UpgradePotential).
    pub upgrade_potential: Option<Proportion>,
    /// Satisfied customers among those who moved up, and among the others, for law 6. The groups must
    /// not share a customer. Ask before the move: satisfaction asked later may be its result.
    pub satisfied: Option<(Proportion, Proportion)>,
    /// Mean satisfaction of those who moved up, and of the others, on one scale, for law 6. It is used
    /// if `satisfied` is missing.
    pub scores: Option<(Estimate, Estimate)>,
    /// Customers who left, of those who had said that they are reasonably satisfied, for law 7.
    pub defectors: Option<Proportion>,
    /// Effect of moving 2 % of customers up, for law 10.
    pub what_if: Option<&'a WhatIf>,
    /// Window of all this. The window of a concentration or a what-if is preferred to it.
    pub window: Option<Window>,
}

macro_rules! setters {
    ($($field:ident: $type:ty),+ $(,)?) => {
        impl<'a> Evidence<'a> {
            $(
                #[doc = concat!("Sets [`", stringify!($field), "`](Self#structfield.", stringify!($field), ").")]
                #[must_use]
                pub const fn $field(mut self, $field: $type) -> Self {
                    self.$field = Some($field);
                    self
                }
            )+
        }
    };
}

setters! {
    revenue: &'a Concentration,
    profit: &'a Concentration,
    profit_of_top: Share,
    existing: Share,
    marketing_budget: Share,
    upgrade_potential: Proportion,
    satisfied: (Proportion, Proportion),
    scores: (Estimate, Estimate),
    defectors: Proportion,
    what_if: &'a WhatIf,
    window: Window,
}

options! {
    /// Options for checking the laws: tolerances and limits that the book does not state. The defaults
    /// are ours.
    ///
    /// ```
    /// use retention::pyramid::laws::Rules;
    ///
    /// // 76 to 84 % is 80 %; no other share is.
    /// let strict = Rules::default().about(true).tolerance(0.05);
    /// assert_eq!(strict.often, 0.1);
    /// ```
    ///
    /// As JSON, where a missing field takes its default:
    ///
    /// ```text
    /// {"tolerance": 0.1, "about": false, "existing_above": false, "bulk": 0.5, "difference": 0.0,
    ///  "often": 0.1, "confidence": 0.95, "rounding": "up"}
    /// ```
    #[derive(Copy)]
    pub struct Rules {
        /// Relative tolerance on round figures in laws 1, 3 and 10, 0 to 1. Default: 0.1 (72 % passes
        /// for 80 %).
        pub tolerance: f64 = 0.1,
        /// Whether laws 1 and 10 also have an upper bound. If true, 95 % does not pass for 80 %.
        /// Default: false.
        pub about: bool = false,
        /// Whether law 3 says *more than* 90 %, as a report of one of Curry's talks says, instead of
        /// *up to* 90 %, as in the book. Default: false.
        pub existing_above: bool = false,
        /// Share that counts as the bulk in laws 3 and 4, 0 to 1. For law 3 it must not exceed 90 %
        /// plus the tolerance. Default: 0.5.
        pub bulk: f64 = 0.5,
        /// Difference in satisfaction that law 6 requires, as a share or in points of the scale.
        /// Default: 0 (any difference).
        pub difference: f64 = 0.0,
        /// Rate of defection that counts as often in law 7, 0 to 1. Default: 0.1.
        pub often: f64 = 0.1,
        /// Confidence of intervals. Default: 95 %.
        pub confidence: Confidence = Confidence::default(),
        /// How the number of customers in the top 20 % is rounded. Default: up.
        pub rounding: Rounding = Rounding::Up,
    }
}

impl Rules {
    pub(super) fn checked(self) -> Result<Self> {
        fraction("tolerance", self.tolerance)?;
        fraction("bulk", self.bulk)?;
        let most = loosened(EXISTING, self.tolerance);
        if !self.existing_above && self.bulk > most {
            let allowed = format_args!("at most {most}, where law 3 ends");
            return Err(Error::out_of_range("bulk", self.bulk, allowed));
        }
        finite("difference", self.difference)?;
        fraction("often", self.often)?;
        Ok(self)
    }
}
