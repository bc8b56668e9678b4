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
//! use retention::economics::ContactEffect;
//!
//! let effect = ContactEffect::CURRY;
//! assert_eq!(format!("{:.6}", effect.ratio()), "1.152174");
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
