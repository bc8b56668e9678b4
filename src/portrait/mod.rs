//! What is known of each customer, in one place, and what to do next.
//!
//! Customers are measured in many ways: what they say, what they do, what models expect of them. A
//! portrait puts these side by side for one customer:
//!
//! | question | answer |
//! |---|---|
//! | What is known? | [`Levels`]: the customer's level in every [`Dimension`] |
//! | What follows? | the type by satisfaction and loyalty, the condition of loyalty, the type of portfolio, whether the customer is a core customer |
//! | What does not fit together? | [`Contradictions`], such as satisfied and leaving |
//! | How much speaks for leaving? | [`LeavingIndex`], with its parts |
//! | What is at risk? | [`Portrait::value_at_risk`] |
//! | What does it say, in a paragraph? | [`Explanation`] |
//! | What is recommended, by whom, and because of what? | [`StrategyTable::advise`], whose rules are data and are [checked](StrategyTable::check) |
//! | And of all customers? | [`Portraits`], [`LoyalShare`], [`RetentionPlan`], [`LeavingCustomers`], [`PortraitChanges`] |
//! | Which of what was known told who stayed? | [`staying`] |
//!
//! The default table of what is recommended holds to a few principles, and a test holds it to them:
//!
//! - What is wrong comes before what is sold. Whoever is dissatisfied, warns others, or leaves for poor service
//!   and the like gets no loyalty marketing, no cross-selling and no thanks before it is settled, and is held by no
//!   bond and no barrier.
//! - Nobody who gets worse value than elsewhere is held by a barrier.
//! - Hostages are satisfied before competition lets them go, also where the relationship earns no investment.
//! - Money goes to true friends, and to customers of whom no portfolio is known. Butterflies who leave are not
//!   followed, barnacles cost little, and strangers nothing, as Reinartz and Kumar (2002) advise.
//! - Whoever leaves and brings no profit is let go; what they warn others of is settled all the same. A core
//!   customer is let go only for reasons that nobody can change.
//!
//! [`Evidence`] is what you have, from the other modules or from elsewhere. Missing evidence stays
//! missing: it is a level of its own, `unknown`, and nothing is filled in.
//!
//! ```
//! use retention::lifecycle::Stage;
//! use retention::loyalty::Score;
//! use retention::portrait::{Contradiction, Evidence, Options};
//! use retention::scale::Scale;
//! use rust_decimal::dec;
//!
//! let evidence = Evidence::default()
//!     .stage(Some(Stage::Decline))
//!     .satisfaction(Some(Score::new(Scale::ONE_TO_FIVE, 5.0)?))
//!     .chance_of_return(Some(0.35))
//!     .expected_value(Some(dec!(200)));
//! let portrait = Options::default().portrait(&evidence)?;
//! assert!(portrait.contradictions.contains(Contradiction::SatisfiedLeaving));
//! assert_eq!(portrait.value_at_risk, Some(dec!(130.00)));
//! # Ok::<(), retention::Error>(())
//! ```

mod bands;
mod contradiction;
mod dimension;
mod evidence;
mod explanation;
mod leaving;
mod levels;
mod nominee;
mod options;
mod pattern;
mod population;
pub mod staying;
mod strategy;

pub use bands::Bands;
pub use contradiction::{Contradiction, Contradictions};
pub use dimension::Dimension;
pub use evidence::{Contract, Evidence, ProfitGroup};
pub use explanation::{Explanation, Terms, Wording};
pub use leaving::{LeavingIndex, LeavingPart, LeavingWeights};
pub use levels::Levels;
pub use options::{Options, Portrait};
pub use pattern::Pattern;
pub use population::{
    ActionTotal, Change, ChangeOptions, ChangeRow, ChangeWarning, ContradictionCount,
    DimensionChanges, EndedCustomers, LeavingCount, LeavingCustomers, LeavingRow, LeavingSign,
    LeftOut, LeftOutCount, LeftOutRow, Level, LevelCount, LoyalBy, LoyalShare, LoyalWarning,
    PlanOptions, PlanRow, PlanStep, PortraitChanges, PortraitCounter, PortraitCounts, PortraitRow,
    Portraits, RetentionPlan,
};
pub use strategy::{
    Action, Advice, Approach, DeadRule, Improvement, Recommendation, RuleConflict, StrategyRule,
    StrategyTable, TableCheck, Topic, TopicCover,
};
