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
//! | How does it read as a paragraph? | [`Explanation`] |
//! | What is recommended, by whom, and because of what? | [`StrategyTable::advise`], whose rules are data and are [checked](StrategyTable::check) |
//! | How is evidence joined from many sources? | [`EvidenceTable`], one call for each source |
//! | And of all customers? | [`Portraits`], [`LoyalShare`], [`RetentionPlan`], [`LeavingCustomers`], [`PortraitChanges`] |
//! | What told who stayed? | [`staying`] |
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
//! # One customer
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
//!
//! # From a log to a plan
//!
//! A shop of 300 customers, a survey that some of them answered, and a budget:
//!
//! ```
//! use retention::chrono::{Days, NaiveDate};
//! use retention::lifecycle::{Rules, Stages};
//! use retention::loyalty::Score;
//! use retention::period::Period;
//! use retention::portrait::{
//!     Action, EvidenceTable, Options, PlanOptions, Portraits, RetentionPlan, StrategyTable, Topic,
//!     Wording,
//! };
//! use retention::purchases::{HabitOptions, Policy, Purchase, PurchaseLog};
//! use retention::pyramid::{Cuts, Pyramid};
//! use retention::scale::Scale;
//! use rust_decimal::{Decimal, dec};
//!
//! // What they did: some bought once, some nine times, each at a rhythm of their own.
//! let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
//! let log = PurchaseLog::from_rows((0..300_u32).flat_map(|customer| {
//!     let (purchases, rhythm) = (1 + customer % 9, 10 + customer % 47);
//!     (0..purchases).map(move |number| Purchase {
//!         customer,
//!         date: first + Days::new(u64::from(customer * 7 % 90 + rhythm * number)),
//!         amount: Decimal::from(10 + customer),
//!     })
//! }))?;
//! let observed = log.observe(log.until(first + Days::new(365))?, Policy::default())?;
//! // What every second one says, if they answered: how satisfied they are, from 1 to 5.
//! let answer = |customer| (customer % 7 < 5).then_some(4.0);
//! let answers = (0..300).step_by(2).map(|customer| (customer, answer(customer)));
//! // What they are worth if they stay: here what they spent, for want of a model.
//! let spent = observed.revenues()?.into_iter().map(|(&customer, spent)| (customer, spent));
//!
//! // All of it by customer, one call for each source.
//! let known = EvidenceTable::new()
//!     .stages(&Stages::of(&observed, Rules::default())?)
//!     .pyramid(&Pyramid::of(&observed, &Cuts::curry())?)
//!     .habits(&observed.habits(Period::Day, HabitOptions::default())?)
//!     .join(answers, |evidence, answer| {
//!         Ok(evidence.satisfaction(Score::of_answer(Scale::ONE_TO_FIVE, answer)?))
//!     })?
//!     .join(spent, |evidence, spent| Ok(evidence.expected_value(Some(spent))))?;
//! let portraits = Portraits::of(known, &Options::default())?;
//!
//! // Whom to act on within a budget.
//! let table = StrategyTable::literature();
//! let cost = |action: Action| match action {
//!     Action::Contact(_) | Action::Strategy(_) => Some(dec!(8)),
//!     _ => None, // not done customer by customer
//! };
//! let budget = PlanOptions::default().budget(Some(dec!(100)));
//! let plan = RetentionPlan::by_table(&portraits, &table, cost, budget)?;
//! assert_eq!((plan.rows.len(), plan.cost), (12, dec!(96)));
//!
//! // Who is first, what is recommended, and because of what.
//! let row = portraits.rows().get(&plan.rows[0].customer).unwrap();
//! println!("{}\n{}", row.explanation(&Wording::default()), row.advice(&table));
//! assert_eq!(row.advice(&table).get(Topic::Relationship).unwrap().rule(), "decline");
//! # Ok::<(), retention::Error>(())
//! ```
//!
//! A plan needs the chance of a return and the expected value of a customer:
//! [`left_out_counts`](RetentionPlan::left_out_counts) says of how many they are not known, and why others
//! are not in it. A [model of buying](EvidenceTable::forecasts) tells the chance where the records cannot yet.
//!
//! Next:
//!
//! | to | look at |
//! |---|---|
//! | add contracts, reasons for leaving, forecasts, core customers | [`EvidenceTable`] |
//! | add rules of your own, and check them | [`StrategyTable::before`], [`StrategyTable::check`] |
//! | see what changed since the last time | keep the [`EvidenceTable`], as JSON for instance; [`PortraitChanges::between`] |
//! | see what told who stayed | [`Portraits::predictors_of_staying`] |

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
    DimensionChanges, EndedCustomers, EvidenceTable, LeavingCount, LeavingCustomers, LeavingRow,
    LeavingSign, LeftOut, LeftOutCount, LeftOutRow, Level, LevelCount, LoyalBy, LoyalShare,
    LoyalWarning, PlanOptions, PlanRow, PlanStep, PortraitChanges, PortraitCounter, PortraitCounts,
    PortraitRow, Portraits, RetentionPlan,
};
pub use strategy::{
    Action, Advice, Approach, DeadRule, Improvement, Recommendation, RuleConflict, StrategyRule,
    StrategyTable, TableCheck, Topic, TopicCover,
};
