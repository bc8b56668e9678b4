//! What keeping customers is worth: the arithmetic of winning against keeping, and what campaigns did.
//!
//! | question | look at |
//! |---|---|
//! | how much dearer is winning than keeping? | [`CostRatio`], [`ReplacementCost`] |
//! | how much may keeping a customer cost? | [`break_even_spend`] |
//! | what would five points of retention do? | [`RetentionGain`], [`ProfitStream::gain`] |
//! | when has a customer paid back what winning one cost? | [`Payback`], [`ProfitStream::break_even_year`] |
//! | is a customer worth what winning one costs? | [`lifetime_value_to_cost`] |
//! | where do winning and losing customers lead? | [`LeakyBucket`] |
//! | whom did a campaign keep, and at what cost? | [`Campaign`], [`Uplift`], [`break_even_lift`] |
//! | how much of what a customer spends is spent with us? | [`share_of_wallet`], [`Panel`], [`wallet_allocation`] |
//! | do loyal customers spend more? | [`LoyalSpending`] |
//! | whom should the budget be spent on? | [`BudgetAllocation`] |
//! | how far does the talk of customers reach? | [`WordOfMouth`] |
//! | do customers who were contacted spend more? | [`ContactEffect`], [`ContactComparison`] |
//!
//! None of these functions contains a figure from the literature: [`benchmarks`] has those, each with where it
//! comes from.
//!
//! ```
//! use retention::churn::Rate;
//! use retention::economics::{
//!     Assignment, BudgetAllocation, BudgetGroup, Campaign, CampaignCounts, CampaignTerms, CampaignVerdict,
//!     LeakyBucket, ResponseCurve, SpendUntil,
//! };
//! use retention::estimate::{Confidence, Proportion};
//! use retention::period::{Period, Span};
//! use rust_decimal::{RoundingStrategy, dec};
//!
//! // Did the calls of last spring keep anybody? Chance decided who was called.
//! let counts = CampaignCounts {
//!     treated: Proportion::new(4300, 5000)?, // stayed, of those called
//!     control: Proportion::new(4150, 5000)?,
//! };
//! let terms = CampaignTerms { assignment: Assignment::Randomised, cost: dec!(25000), worth: dec!(400) };
//! let nearest = RoundingStrategy::MidpointAwayFromZero;
//! let calls = Campaign::of(counts, terms, Confidence::default(), 2, nearest)?;
//! assert_eq!((calls.cost_per_kept, calls.verdict), (Some(dec!(166.67)), CampaignVerdict::Pays));
//!
//! // Where does it lead to win 300 customers a month and to lose 2 % of 12,000?
//! let monthly = Rate::new(0.02, Span::new(1, Period::Month)?)?;
//! let bucket = LeakyBucket::new(12000.0, 300.0, monthly)?;
//! assert_eq!(bucket.steady_state().map(f64::round), Some(15000.0));
//!
//! // On whom should the next 3,000 be spent, in units of 500?
//! let groups = [
//!     BudgetGroup { group: "top", worth: dec!(1000), response: ResponseCurve::saturating(12.0, 4.0)? },
//!     BudgetGroup { group: "others", worth: dec!(300), response: ResponseCurve::saturating(60.0, 10.0)? },
//! ];
//! let best = BudgetAllocation::of(groups, 6, dec!(500), SpendUntil::NothingPays, 2, nearest)?;
//! assert_eq!([best.rows[0].units, best.rows[1].units], [3, 3]);
//! # Ok::<(), retention::Error>(())
//! ```

pub mod benchmarks;
mod bucket;
mod budget;
mod campaign;
mod comparison;
mod contact;
mod gain;
mod groups;
mod loyal_spending;
mod panel;
mod payback;
mod stream;
mod uplift;
mod wallet;
mod winning;
mod word_of_mouth;

pub use bucket::{BucketPeriod, LeakyBucket};
pub use budget::{BudgetAllocation, BudgetGroup, BudgetRow, ResponseCurve, SpendUntil};
pub use campaign::{
    Arm, Campaign, CampaignCounter, CampaignCounts, CampaignCustomer, CampaignTerms,
    CampaignVerdict, Fate, break_even_lift,
};
pub use comparison::{Assignment, ContactComparison, ContactGroup, ContactWarning};
pub use contact::ContactEffect;
pub use gain::RetentionGain;
pub use loyal_spending::{ClaimVerdict, LoyalSpending, LoyalSpendingWarning};
pub use panel::{BrandRow, Panel, PanelBuilder, PanelPurchase, WalletRow};
pub use payback::{Payback, lifetime_value_to_cost};
pub use stream::{
    AfterLastYear, ProfitStream, ProfitYear, StreamGain, StreamLife, StreamOptions, StreamValue,
    YearProfit,
};
pub use uplift::{LiftMethod, SegmentUplift, Uplift, UpliftOptions};
pub use wallet::{share_of_wallet, spending_capacity, wallet_allocation, wallet_allocations};
pub use winning::{CostRatio, ReplacementCost, UnitCosts, break_even_spend};
pub use word_of_mouth::{Reach, WordOfMouth};
