use super::{Law, Rules};
use crate::estimate::{Difference, Estimate, Interval, Proportion, Share};
use crate::macros::named_enum;
use crate::period::Window;
use crate::pyramid::Change;

/// What the data say of a law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Verdict {
    /// It is so, among these customers in this window.
    Holds,
    /// It is not so.
    DoesNotHold,
    /// Nothing can be said, and why.
    NotTestable(Untestable),
}

named_enum! {
    /// Why nothing can be said of a law.
    #[non_exhaustive]
    pub enum Untestable {
        /// There is no concentration of revenue.
        MissingRevenue = "missing_revenue",
        /// There is no concentration of profit, nor the profit of the top by revenue.
        MissingProfit = "missing_profit",
        /// The share of revenue from existing customers is not known.
        MissingExisting = "missing_existing",
        /// The share of the marketing budget that goes to non-customers is not known.
        MissingBudget = "missing_budget",
        /// Nobody said how many could move up.
        MissingPotential = "missing_potential",
        /// The satisfaction of those who moved up, and of the others, is not known.
        MissingSatisfaction = "missing_satisfaction",
        /// It is not known how many satisfied customers left.
        MissingDefectors = "missing_defectors",
        /// There is no what-if.
        MissingWhatIf = "missing_what_if",
        /// The what-if has no profit, and its revenue alone does not refute the law.
        MissingProfitOfWhatIf = "missing_profit_of_what_if",
        /// The what-if moves another share than the law speaks of.
        OtherShareMoved = "other_share_moved",
        /// There is nothing to take a share of: no customers, nobody who moves, or a total that is not
        /// positive.
        NothingOf = "nothing_of",
        /// The interval reaches across what was asked: so few customers do not decide it.
        Undecided = "undecided",
        /// The law says who is responsible, which no data show.
        NotAboutData = "not_about_data",
    }
}

named_enum! {
    /// What was measured.
    #[non_exhaustive]
    pub enum Measure {
        /// The share of revenue of the top 20 % of customers by revenue.
        RevenueOfTop = "revenue_of_top",
        /// The share of profit of the top 20 % of customers by profit.
        ProfitOfTopByProfit = "profit_of_top_by_profit",
        /// The share of profit of the top 20 % of customers by revenue.
        ProfitOfTopByRevenue = "profit_of_top_by_revenue",
        /// The share of revenue from existing customers.
        RevenueFromExisting = "revenue_from_existing",
        /// The share of the marketing budget spent on non-customers.
        BudgetOnNonCustomers = "budget_on_non_customers",
        /// The rate of customers who could move up.
        UpgradePotential = "upgrade_potential",
        /// The rate of satisfied customers among those who moved up, less that among the others.
        SatisfiedDifference = "satisfied_difference",
        /// The mean score of those who moved up, less that of the others.
        ScoreDifference = "score_difference",
        /// The rate of defectors among reasonably satisfied customers.
        Defectors = "defectors",
        /// The relative change of revenue if 2 % of customers moved up.
        RevenueChange = "revenue_change",
        /// The relative change of profit if 2 % of customers moved up.
        ProfitChange = "profit_change",
    }
}

named_enum! {
    /// What a verdict was decided by.
    pub enum DecidedBy {
        /// The figure itself: money is taken as it was counted, and carries no interval. Where there
        /// is an interval, it takes the customers counted for a draw from those to come.
        Figure = "figure",
        /// The interval of the figure.
        Interval = "interval",
    }
}

/// A figure, with what it was computed from.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Figure {
    /// A share of money, and the customers who bring it.
    Top {
        /// These, of all customers.
        customers: Proportion,
        /// What they bring, of all.
        share: Share,
    },
    /// A share of money.
    Share(Share),
    /// A rate of customers.
    Rate {
        /// So many of so many.
        rate: Proportion,
        /// Wilson's interval.
        interval: Interval,
    },
    /// A difference of two rates, with Newcombe's interval.
    Rates(Difference),
    /// A difference of two means.
    Means {
        /// The difference and its standard error.
        difference: Estimate,
        /// Its normal interval.
        interval: Interval,
    },
    /// A change of money.
    Change(Change),
}

impl Figure {
    /// The number that is held against what the law asks.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        match self {
            Self::Top { share, .. } | Self::Share(share) => share.value(),
            Self::Rate { rate, .. } => rate.value(),
            Self::Rates(difference) => Some(difference.value()),
            Self::Means { difference, .. } => Some(difference.value()),
            Self::Change(change) => change.relative(),
        }
    }

    /// Its interval, where it is counted in customers; money has none.
    #[must_use]
    pub const fn interval(&self) -> Option<Interval> {
        match self {
            Self::Top { .. } | Self::Share(_) | Self::Change(_) => None,
            Self::Rate { interval, .. } | Self::Means { interval, .. } => Some(*interval),
            Self::Rates(difference) => Some(difference.interval()),
        }
    }
}

/// What a law asks of a figure, the tolerance already in it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Required {
    /// So much or more.
    AtLeast(f64),
    /// More than so much.
    MoreThan(f64),
    /// From the one to the other, both included.
    Within {
        /// The least.
        least: f64,
        /// The most.
        most: f64,
    },
}

impl Required {
    /// Whether a figure that lies somewhere between these is what is asked; `None` where it depends.
    fn met(self, lower: f64, upper: f64) -> Option<bool> {
        let (all, some) = match self {
            Self::AtLeast(least) => (lower >= least, upper >= least),
            Self::MoreThan(bound) => (lower > bound, upper > bound),
            Self::Within { least, most } => (
                lower >= least && upper <= most,
                upper >= least && lower <= most,
            ),
        };
        (all == some).then_some(all)
    }
}

/// One figure that a law was held against.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Measured {
    /// What was measured.
    pub measure: Measure,
    /// The figure.
    pub figure: Figure,
    /// What was asked of it.
    pub required: Required,
    /// Whether the figure decided or its interval.
    pub decided_by: DecidedBy,
    /// The window it was measured in, where it is known.
    pub window: Option<Window>,
}

impl Measured {
    pub(super) fn new(
        measure: Measure,
        figure: Figure,
        required: Required,
        window: Option<Window>,
    ) -> Self {
        let decided_by = match figure.interval() {
            Some(_) => DecidedBy::Interval,
            None => DecidedBy::Figure,
        };
        Self {
            measure,
            figure,
            required,
            decided_by,
            window,
        }
    }

    pub(super) fn verdict(&self) -> Verdict {
        let ends = match self.figure.interval() {
            Some(interval) => Some((interval.lower(), interval.upper())),
            None => self.figure.value().map(|value| (value, value)),
        };
        let Some((lower, upper)) = ends else {
            return Verdict::NotTestable(Untestable::NothingOf);
        };
        match self.required.met(lower, upper) {
            Some(true) => Verdict::Holds,
            Some(false) => Verdict::DoesNotHold,
            None => Verdict::NotTestable(Untestable::Undecided),
        }
    }
}

/// What the data say of one law, and by which figures.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Finding {
    /// The law.
    pub law: Law,
    /// What it claims.
    pub claim: &'static str,
    /// Whether that is so.
    pub verdict: Verdict,
    /// The figures it was held against, all of which must be as asked: two for law 10, none where the
    /// evidence is missing, one for the others.
    pub measured: Vec<Measured>,
}

impl Finding {
    pub(super) fn missing(law: Law, why: Untestable) -> Self {
        Self {
            law,
            claim: law.claim(),
            verdict: Verdict::NotTestable(why),
            measured: Vec::new(),
        }
    }

    pub(super) fn of(law: Law, measured: Measured) -> Self {
        Self {
            law,
            claim: law.claim(),
            verdict: measured.verdict(),
            measured: vec![measured],
        }
    }
}

/// What the data say of all ten laws.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Findings {
    pub(super) rows: Vec<Finding>,
    /// How the laws were read.
    pub rules: Rules,
}

impl Findings {
    /// One finding a law, by number.
    #[must_use]
    pub fn rows(&self) -> &[Finding] {
        &self.rows
    }

    /// The finding on one law.
    #[must_use]
    pub fn get(&self, law: Law) -> Option<&Finding> {
        self.rows.iter().find(|finding| finding.law == law)
    }

    /// How many laws hold.
    #[must_use]
    pub fn hold(&self) -> usize {
        let holds = |finding: &&Finding| finding.verdict == Verdict::Holds;
        self.rows.iter().filter(holds).count()
    }

    /// How many laws hold or do not hold.
    #[must_use]
    pub fn tested(&self) -> usize {
        let tested = |finding: &&Finding| !matches!(finding.verdict, Verdict::NotTestable(_));
        self.rows.iter().filter(tested).count()
    }
}
