//! Figures that the literature on retention quotes, each with where it comes from.
//!
//! They are data to compare your own figures with. No function of this crate uses one as a default, because
//! most of them were measured in one company or one trade, and some were never traced to a measurement.
//!
//! ```
//! use retention::economics::benchmarks::{self, Provenance};
//!
//! let five_points = benchmarks::PROFIT_OF_FIVE_POINTS;
//! assert_eq!((five_points.low, five_points.high), (0.25, 0.85));
//! let untraced = benchmarks::ALL.iter().filter(|quoted| quoted.provenance == Provenance::Untraced);
//! assert_eq!(untraced.count(), 8);
//!
//! let card = benchmarks::INDUSTRIES.iter().find(|row| row.industry == "credit card").unwrap();
//! assert_eq!((card.five_points, card.yearly[0]), (0.75, -51));
//! ```

use crate::macros::named_enum;

named_enum! {
    /// How far a quoted figure could be traced.
    ///
    /// See the [example](crate::economics::benchmarks).
    pub enum Provenance {
        /// Read in the source, or in a text that quotes it with its source.
        Read = "read",
        /// Reported alike by many texts; not read at its source.
        CommonlyReported = "commonly_reported",
        /// Repeated without a source. Treat it as folklore.
        Untraced = "untraced",
    }
}

/// A figure that the literature quotes.
///
/// See the [example](crate::economics::benchmarks).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Benchmark {
    /// What the figure measures.
    pub measure: &'static str,
    /// The figure, or the lower end of its range. A share is a fraction: 0.25 for 25 %.
    pub low: f64,
    /// The figure, or the upper end of its range.
    pub high: f64,
    /// Where it comes from.
    pub source: &'static str,
    /// How far it could be traced.
    pub provenance: Provenance,
}

/// What the 1990 study of profit and defection quotes for one trade.
///
/// See the [example](crate::economics::benchmarks).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct IndustryProfit {
    /// The trade.
    pub industry: &'static str,
    /// By what fraction the value of a customer rises if the defection rate falls by five points.
    pub five_points: f64,
    /// How far that figure could be traced.
    pub provenance: Provenance,
    /// The profit on a customer by year, in dollars of the time; empty if none was quoted. These figures
    /// are as commonly reported.
    pub yearly: &'static [i32],
    /// The year of the first of these profits: 0 if it is the cost of winning the customer, 1 otherwise.
    pub first_year: u8,
}

/// Source of [`INDUSTRIES`] and of [`PROFIT_OF_FIVE_POINTS`].
pub const REICHHELD_SASSER: &str = "Reichheld, F. F. and Sasser, W. E. (1990), Zero Defections: Quality Comes to Services, Harvard Business Review 68(5): 105–111";

const REICHHELD_1993: &str =
    "Reichheld, F. F. (1993), Loyalty-Based Management, Harvard Business Review 71(2), on MBNA";
const NO_SOURCE: &str = "Repeated in texts on marketing; no measurement was found";
const GUPTA_LEHMANN_STUART: &str =
    "Gupta, S., Lehmann, D. R. and Stuart, J. A. (2004), Journal of Marketing Research 41(1)";
const KAPLAN: &str =
    "Kaplan, R. S. and Cooper, R. (1998), Cost and Effect; Kaplan and Narayanan (2001)";

const fn quoted(
    measure: &'static str,
    [low, high]: [f64; 2],
    source: &'static str,
    provenance: Provenance,
) -> Benchmark {
    Benchmark {
        measure,
        low,
        high,
        source,
        provenance,
    }
}

/// What winning a customer costs, as a multiple of the cost of keeping one: 5 to 6.
pub const COST_OF_WINNING: Benchmark = quoted(
    "cost of winning a customer over the cost of keeping one",
    [5.0, 6.0],
    "Ascribed to TARP and the US Office of Consumer Affairs; no measurement was found",
    Provenance::Untraced,
);

/// What the same rise in sales costs with existing customers, as a share of its cost with new ones: 1/15.
pub const COST_OF_SAME_SALES: Benchmark = quoted(
    "cost of the same rise in sales with existing customers over that with new ones",
    [1.0 / 15.0, 1.0 / 15.0],
    NO_SOURCE,
    Provenance::Untraced,
);

/// How many new customers make up for one lost customer: 10.
pub const NEW_FOR_ONE_LOST: Benchmark = quoted(
    "new customers that make up for one lost customer",
    [10.0, 10.0],
    NO_SOURCE,
    Provenance::Untraced,
);

/// By what fraction five points of retention raise the value of a customer, over nine trades: 25 to 85 %.
/// The upper end was read at its source, the lower end is as commonly reported.
pub const PROFIT_OF_FIVE_POINTS: Benchmark = quoted(
    "rise in the value of a customer from five points less defection",
    [0.25, 0.85],
    REICHHELD_SASSER,
    Provenance::CommonlyReported,
);

/// By what fraction the profit of a credit card *company* grew by the fifth year: 60 %.
///
/// It is not the 75 % that [`INDUSTRIES`] has for credit cards, which is the value of one *customer*.
pub const COMPANY_PROFIT_OF_FIVE_POINTS: Benchmark = quoted(
    "rise in the profit of a credit card company by the fifth year, from 5 % more retention",
    [0.60, 0.60],
    REICHHELD_1993,
    Provenance::CommonlyReported,
);

/// By what fraction the profit of a credit card company rose as its defection rate fell from 10 to 5 %:
/// 125 %.
pub const COMPANY_PROFIT_OF_HALF_THE_DEFECTIONS: Benchmark = quoted(
    "rise in the profit of a credit card company whose defection rate of 10 % was halved",
    [1.25, 1.25],
    REICHHELD_SASSER,
    Provenance::Read,
);

/// In how many years companies lose half of their customers: 5.
pub const YEARS_TO_LOSE_HALF: Benchmark = quoted(
    "years in which a company loses half of its customers",
    [5.0, 5.0],
    "Reichheld, F. F. (1996), The Loyalty Effect",
    Provenance::CommonlyReported,
);

/// What a loyal customer spends, as a multiple of what a casual one spends: 2 to 4.
pub const LOYAL_SPENDING: Benchmark = quoted(
    "spending of a loyal customer over that of a casual one",
    [2.0, 4.0],
    NO_SOURCE,
    Provenance::Untraced,
);

/// Which share of his sales a car salesman of record made to customers who had bought before: 65 %.
///
/// Texts quote it of Joe Girard, beside 13,001 cars sold in 15 years. It is one salesman, and says of no trade
/// what is usual.
pub const SALES_TO_OLD_CUSTOMERS: Benchmark = quoted(
    "share of a car salesman's sales that were made to earlier customers",
    [0.65, 0.65],
    NO_SOURCE,
    Provenance::Untraced,
);

/// How many prospects one satisfied customer brings: 8.
pub const PROSPECTS_OF_SATISFIED: Benchmark = quoted(
    "prospects that one satisfied customer brings, of whom at least one buys",
    [8.0, 8.0],
    NO_SOURCE,
    Provenance::Untraced,
);

/// How many people one dissatisfied customer puts off: 25.
pub const DETERRED_BY_DISSATISFIED: Benchmark = quoted(
    "people whose intention to buy one dissatisfied customer affects",
    [25.0, 25.0],
    NO_SOURCE,
    Provenance::Untraced,
);

/// How many people a satisfied customer tells: 5.
pub const TOLD_BY_SATISFIED: Benchmark = quoted(
    "people whom a satisfied customer tells",
    [5.0, 5.0],
    "Ascribed to TARP, as commonly reported",
    Provenance::CommonlyReported,
);

/// How many people a dissatisfied customer tells: 9 to 10.
pub const TOLD_BY_DISSATISFIED: Benchmark = quoted(
    "people whom a dissatisfied customer tells",
    [9.0, 10.0],
    "Ascribed to TARP, as commonly reported",
    Provenance::CommonlyReported,
);

/// By how many per cent the value of a firm rises with 1 % better retention: 5.
pub const ELASTICITY_OF_RETENTION: Benchmark = quoted(
    "per cent of firm value from 1 % better retention",
    [5.0, 5.0],
    GUPTA_LEHMANN_STUART,
    Provenance::Read,
);

/// By how many per cent the value of a firm rises with 1 % more margin: 1.
pub const ELASTICITY_OF_MARGIN: Benchmark = quoted(
    "per cent of firm value from 1 % more margin",
    [1.0, 1.0],
    GUPTA_LEHMANN_STUART,
    Provenance::Read,
);

/// By how many per cent the value of a firm rises with 1 % lower costs of winning customers: 0.1.
pub const ELASTICITY_OF_ACQUISITION: Benchmark = quoted(
    "per cent of firm value from 1 % lower acquisition cost",
    [0.1, 0.1],
    GUPTA_LEHMANN_STUART,
    Provenance::Read,
);

/// What the most profitable fifth of customers earns, as a multiple of the whole profit: 1.5 to 3.
pub const PROFIT_OF_BEST_FIFTH: Benchmark = quoted(
    "profit of the most profitable 20 % of customers over the whole profit",
    [1.5, 3.0],
    KAPLAN,
    Provenance::CommonlyReported,
);

/// What the least profitable tenth to fifth loses, as a multiple of the whole profit: 0.5 to 2.
pub const LOSS_OF_WORST: Benchmark = quoted(
    "loss on the least profitable 10 to 20 % of customers over the whole profit",
    [0.5, 2.0],
    KAPLAN,
    Provenance::CommonlyReported,
);

/// What a customer should be worth, as a multiple of the cost of winning one: 3.
pub const VALUE_TO_COST: Benchmark = quoted(
    "lifetime value over acquisition cost of a healthy subscription business",
    [3.0, 3.0],
    "A rule of thumb of investors in software; no measurement was found",
    Provenance::Untraced,
);

/// Every benchmark.
pub const ALL: [Benchmark; 19] = [
    COST_OF_WINNING,
    COST_OF_SAME_SALES,
    NEW_FOR_ONE_LOST,
    PROFIT_OF_FIVE_POINTS,
    COMPANY_PROFIT_OF_FIVE_POINTS,
    COMPANY_PROFIT_OF_HALF_THE_DEFECTIONS,
    YEARS_TO_LOSE_HALF,
    LOYAL_SPENDING,
    SALES_TO_OLD_CUSTOMERS,
    PROSPECTS_OF_SATISFIED,
    DETERRED_BY_DISSATISFIED,
    TOLD_BY_SATISFIED,
    TOLD_BY_DISSATISFIED,
    ELASTICITY_OF_RETENTION,
    ELASTICITY_OF_MARGIN,
    ELASTICITY_OF_ACQUISITION,
    PROFIT_OF_BEST_FIFTH,
    LOSS_OF_WORST,
    VALUE_TO_COST,
];

/// Which share of their customers four companies had in each type of portfolio: butterflies, true friends,
/// strangers and barnacles, in this order. As commonly reported.
///
/// ```
/// use retention::economics::benchmarks::PORTFOLIO_SHARES;
///
/// let (company, [_, true_friends, ..]) = PORTFOLIO_SHARES[1];
/// assert_eq!((company, true_friends), ("grocery", 0.36));
/// ```
///
/// Source: Reinartz and Kumar (2002), *Harvard Business Review* 80(7): 86–94.
pub const PORTFOLIO_SHARES: [(&str, [f64; 4]); 4] = [
    ("corporate service", [0.20, 0.30, 0.29, 0.21]),
    ("grocery", [0.15, 0.36, 0.34, 0.15]),
    ("mail order", [0.19, 0.31, 0.29, 0.21]),
    ("direct brokerage", [0.18, 0.32, 0.33, 0.17]),
];

const fn trade(industry: &'static str, five_points: f64, provenance: Provenance) -> IndustryProfit {
    IndustryProfit {
        industry,
        five_points,
        provenance,
        yearly: &[],
        first_year: 1,
    }
}

/// Nine trades: what five points less defection add to the value of a customer, and the profit by year
/// where it was quoted.
///
/// The gains are quotations. Those of the credit card do not follow from its yearly profits by any discount rate
/// from 0 to 15 %.
///
/// Source: [`REICHHELD_SASSER`].
pub const INDUSTRIES: [IndustryProfit; 9] = {
    use Provenance::{CommonlyReported, Read};
    [
        IndustryProfit {
            yearly: &[25, 35, 70, 88, 88],
            ..trade("auto service", 0.30, Read)
        },
        trade("branch deposits", 0.85, Read),
        IndustryProfit {
            yearly: &[-51, 30, 42, 44, 49, 55],
            first_year: 0,
            ..trade("credit card", 0.75, CommonlyReported)
        },
        trade("credit insurance", 0.25, CommonlyReported),
        trade("insurance brokerage", 0.50, Read),
        IndustryProfit {
            yearly: &[45, 99, 121, 144, 168],
            ..trade("industrial distribution", 0.45, CommonlyReported)
        },
        IndustryProfit {
            yearly: &[144, 166, 192, 222, 256],
            ..trade("industrial laundry", 0.45, CommonlyReported)
        },
        trade("office-building management", 0.40, CommonlyReported),
        trade("software", 0.35, CommonlyReported),
    ]
};

/// The defection rate of a credit card company, the years that a customer then stays on average, and what
/// the customer is worth in dollars of the time. As commonly reported.
///
/// Source: [`REICHHELD_SASSER`].
pub const CREDIT_CARD_VALUES: [(f64, u8, u16); 3] =
    [(0.20, 5, 134), (0.10, 10, 300), (0.05, 20, 525)];
