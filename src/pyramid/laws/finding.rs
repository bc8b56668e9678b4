use crate::estimate::{Interval, Proportion, Share};
use crate::macros::named_enum;
use crate::period::Window;

named_enum! {
    /// What the data say about a law, or why they say nothing.
    ///
    /// ```
    /// use retention::pyramid::laws::LawVerdict;
    ///
    /// assert!(LawVerdict::DoesNotHold.is_tested() && !LawVerdict::Undecided.is_tested());
    /// assert_eq!("does_not_hold".parse(), Ok(LawVerdict::DoesNotHold));
    /// ```
    #[non_exhaustive]
    pub enum LawVerdict {
        /// The law holds among these customers in this window.
        Holds = "holds",
        /// The law does not hold.
        DoesNotHold = "does_not_hold",
        /// The interval contains the required figure: there are too few customers to decide.
        Undecided = "undecided",
        /// The evidence is missing; [`Finding::missing`] names it.
        MissingEvidence = "missing_evidence",
        /// There are no customers, nobody moves, or a total is not positive.
        NothingMeasured = "nothing_measured",
        /// The what-if moves another share of customers than the law's 2 %.
        OtherShareMoved = "other_share_moved",
        /// The law says who is responsible, which data on customers do not show.
        NotAboutData = "not_about_data",
    }
}

impl LawVerdict {
    /// Returns whether the law was decided: it holds or does not hold.
    #[must_use]
    pub const fn is_tested(self) -> bool {
        matches!(self, Self::Holds | Self::DoesNotHold)
    }
}

/// What the data say about one law. See [`check`](super::check) for an example.
///
/// See the [example](crate::pyramid::laws::check()).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Finding {
    /// Number of the law in the book, 1 to 10.
    pub number: u8,
    /// Name of the law, such as `top_brings_revenue`.
    pub law: &'static str,
    /// What the law claims, as the book has it.
    pub claim: &'static str,
    /// Whether the law holds.
    pub verdict: LawVerdict,
    /// The piece of [`Evidence`](super::Evidence) that is missing, if one is.
    pub missing: Option<&'static str>,
    /// The figures measured, all of which must meet their requirement: two for law 10, none without
    /// evidence, otherwise one.
    pub figures: Vec<LawFigure>,
}

/// A figure that a law was checked against, and what was required of it.
///
/// The interval decides if there is one: it treats the customers counted as a sample of those to
/// come. Money is taken as counted and has no interval.
///
/// See the [example](crate::pyramid::laws::check()).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct LawFigure {
    /// What was measured, such as `revenue_of_top`.
    pub measure: &'static str,
    /// Its value: a share, a rate, a relative change, or a difference. `None` if there is nothing to
    /// divide by.
    pub value: Option<f64>,
    /// Its interval, for figures counted in customers.
    pub interval: Option<Interval>,
    /// The least that the law requires, tolerance included.
    pub least: Option<f64>,
    /// Whether the value must exceed `least`; otherwise it may equal it.
    pub exceeds: bool,
    /// The most that the law allows, tolerance included.
    pub most: Option<f64>,
    /// The customers behind the figure: the top 20 % of all, or those counted of those asked.
    pub customers: Option<Proportion>,
    /// The money behind the figure: the part and the whole, or the change and the amount before.
    pub money: Option<Share>,
    /// Window of the figure, if it is known.
    pub window: Option<Window>,
}

impl LawFigure {
    pub(super) const fn new(measure: &'static str, value: Option<f64>) -> Self {
        Self {
            measure,
            value,
            interval: None,
            least: None,
            exceeds: false,
            most: None,
            customers: None,
            money: None,
            window: None,
        }
    }

    /// Returns what the figure alone says.
    pub(super) fn verdict(&self) -> LawVerdict {
        let ends = self.interval.map(|found| (found.lower(), found.upper()));
        let Some((lower, upper)) = ends.or(self.value.map(|value| (value, value))) else {
            return LawVerdict::NothingMeasured;
        };
        let enough = |value: f64| match self.least {
            Some(least) if self.exceeds => value > least,
            Some(least) => value >= least,
            None => true,
        };
        let not_too_much = |value: f64| self.most.is_none_or(|most| value <= most);
        if enough(lower) && not_too_much(upper) {
            LawVerdict::Holds
        } else if enough(upper) && not_too_much(lower) {
            LawVerdict::Undecided
        } else {
            LawVerdict::DoesNotHold
        }
    }
}
