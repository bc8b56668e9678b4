//! Loyalty: how far it goes, what it rests on, and how much of it is false.
//!
//! Loyalty is not one number. A customer who buys again may do so from conviction, from habit, or for
//! want of a way out, and what threatens each differs. The literature has several systems that tell
//! them apart; here each is one of its own, and says what it could not tell.
//!
//! | question | system | where |
//! |---|---|---|
//! | What does the loyalty rest on? | Oliver's phases: cognitive, affective, conative, action | [`phases`] |
//! | How high does it go? | ladder: none, habitual or satisfied, preference, committed | [`Ladder`] |
//! | How does it show? | three expressions: emotional, behavioural, intentional | [`Expressions`] |
//! | What is it made of? | index of factors and items | [`hierarchy`] |
//! | What comes next? | path: acceptance, satisfaction, [trust](trust()), lock-in, loyal user | [`Path`] |
//! | Does the attitude bear it? | attitude × patronage | [`Conditions`] |
//! | Does satisfaction bear it? | loyalist, apostle, defector, terrorist, mercenary, hostage | [`CustomerTypes`] |
//! | Who leaves at which satisfaction? | zones of defection, indifference, affection | [`Zones`] |
//! | How much of it is false? | hostages, and how their count moves with the cuts | [`Hostages`] |
//! | What does competition do to it? | curve of loyalty over satisfaction | [`curve`] |
//! | What follows from service? | five consequences, thirteen items | [`Consequences`] |
//! | Does the customer act like one? | five traits; a score of behaviour | [`LoyalTraits`], [`BehaviourRules`] |
//! | Who is core? | three overlapping questions | [`CoreCustomers`] |
//! | All of it, from survey and behaviour | | [`Assessment`] |
//!
//! No source publishes cuts or weights for any of them. Each is a parameter here, with a default that
//! is a proposal, [two thirds of the scale](Threshold) for most, and the results carry what was used.
//! Missing evidence is stated, and never filled in. [`Counted`] counts a population by class.
//!
//! A class is a reading of answers on a day. It says nothing of why, and a group's share is not a
//! statement about a person in it.
//!
//! Source: Oliver, R. L. (1999), *Journal of Marketing* 63 (special issue): 33–44; Aaker, D. A.
//! (1991), *Managing Brand Equity*; Dick, A. S. and Basu, K. (1994), *Journal of the Academy of
//! Marketing Science* 22(2): 99–113; Jones, T. O. and Sasser, W. E. (1995), *Harvard Business Review*
//! 73(6): 88–99; Heskett, J. L. and others (1994), *Harvard Business Review* 72(2): 164–174; Zeithaml,
//! V. A., Berry, L. L. and Parasuraman, A. (1996), *Journal of Marketing* 60(2): 31–46; Reichheld, F.
//! F. (1993), *Harvard Business Review* 71(2): 64–73; all as commonly reported.
//!
//! ```
//! use retention::loyalty::phases::{Gate, Phase, Profile, Vulnerability};
//! use retention::scale::Scale;
//!
//! // Thinks the offer the best, likes it, has not made up their mind, and buys.
//! let profile = Profile::new(Scale::ONE_TO_SEVEN, [Some(6.0), Some(5.5), Some(4.0), Some(6.5)])?;
//! let found = Gate::default().infer(&profile)?;
//! assert_eq!(found.attained, Some(Phase::Affective));
//! assert_eq!(found.failing(), Some(Phase::Conative));
//! assert!(found.vulnerabilities().contains(&Vulnerability::LikingForCompetitors));
//! # Ok::<(), retention::Error>(())
//! ```

mod assessment;
mod behaviour;
mod conditions;
mod consequences;
mod core_customers;
mod counted;
mod expressions;
mod hostages;
mod ladder;
mod path;
mod score;
mod traits;
mod types;
mod weighted;
mod zones;

pub mod curve;
pub mod hierarchy;
pub mod phases;

pub use assessment::{Assessment, Evidence, Origin, Piece, Rules};
pub use behaviour::{Behaviour, BehaviourPiece, BehaviourRules, BehaviourScore};
pub use conditions::{Condition, ConditionTable, Conditioned, Conditions, Split};
pub use consequences::{CONSEQUENCE_ITEMS, Consequence, ConsequenceItem, Consequences};
pub use core_customers::{CoreAnswers, CoreCustomer, CoreCustomers, CoreQuestion};
pub use counted::{Class, Counted};
pub use expressions::{Expression, ExpressionIndex, ExpressionWeights, Expressions};
pub use hostages::{
    Holding, HostageCounter, HostageCuts, HostageEvidence, HostageRow, HostageScales, Hostages,
};
pub use ladder::{AakerLevel, Ladder, LadderEvidence, LadderPiece, Level, Rung};
pub use path::{Block, Path, PathEvidence, PathPlace, Step, Trust, trust};
pub use score::{AtCut, Score, Threshold};
pub use traits::{LoyalTrait, LoyalTraits, TraitsShown};
pub use types::{CustomerType, CustomerTypes, TypeEvidence, TypePiece, Typed};
pub use weighted::Incomplete;
pub use zones::{Zone, Zones};
