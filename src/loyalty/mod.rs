//! Loyalty: how far it goes, what it is based on, and how much of it is false.
//!
//! Loyalty is not one number. A customer who buys again may do so from conviction, from habit, or for
//! want of a way out, and what threatens each differs. The literature has several systems that tell
//! them apart. Each is one module here, and names the evidence that it misses.
//!
//! | question | system | where |
//! |---|---|---|
//! | What is the loyalty based on? | Oliver's phases: cognitive, affective, conative, action | [`phases`] |
//! | How high does it go? | ladder: none, habitual or satisfied, preference, committed | [`ladder`] |
//! | How does it show? | three expressions: emotional, behavioural, intentional | [`expressions`] |
//! | What is it made of? | index of factors and items | [`hierarchy`] |
//! | What comes next? | path: acceptance, satisfaction, trust, lock-in, loyal user | [`path`] |
//! | Is repeat purchase backed by attitude? | attitude × patronage | [`conditions`] |
//! | Is loyalty backed by satisfaction? | loyalist, apostle, defector, terrorist, mercenary, hostage | [`types`] |
//! | Who leaves at which satisfaction? | zones of defection, indifference, affection | [`zones`] |
//! | How much of it is false? | hostages, at each combination of cuts | [`hostages`] |
//! | What does competition do to it? | curve of loyalty over satisfaction | [`curve`] |
//! | What follows from service? | five consequences, thirteen items | [`consequences`] |
//! | Does the customer act like one? | five traits; a score of behaviour | [`traits`], [`behaviour`] |
//! | Who are the core customers? | three overlapping questions | [`core_customers`] |
//! | What do all systems say of one customer? | | [`Assessment`] |
//!
//! The systems read one customer's [`Evidence`]. Their sources describe classes in words; only the
//! [`zones`] come with cuts, for whole answers on 1 to 5. All other cuts and weights are proposals: each
//! is a field of the system's `Rules`, [two thirds of the scale](Threshold) for most, and results carry
//! what was used. Missing evidence is
//! named and never filled in. A [`Counter`](crate::counted::Counter) counts a population by class,
//! with weights if there are any.
//!
//! A class describes answers given on one day. It does not say why, and the share of a group says
//! nothing about one person in it.
//!
//! Source: Oliver, R. L. (1999), *Journal of Marketing* 63 (special issue): 33–44; Aaker, D. A.
//! (1991), *Managing Brand Equity*; Dick, A. S. and Basu, K. (1994), *Journal of the Academy of
//! Marketing Science* 22(2): 99–113; Jones, T. O. and Sasser, W. E. (1995), *Harvard Business Review*
//! 73(6): 88–99; Heskett, J. L. and others (1994), *Harvard Business Review* 72(2): 164–174; Zeithaml,
//! V. A., Berry, L. L. and Parasuraman, A. (1996), *Journal of Marketing* 60(2): 31–46; Reichheld, F.
//! F. (1996), *Harvard Business Review* 74(2): 56–69; all as commonly reported.
//!
//! ```
//! use retention::loyalty::phases::{Phase, Profile, Rules, Vulnerability};
//! use retention::scale::Scale;
//!
//! // Believes the offer is best, likes it, has no firm intention, and buys.
//! let profile = Profile::new(Scale::ONE_TO_SEVEN, [Some(6.0), Some(5.5), Some(4.0), Some(6.5)])?;
//! let found = Rules::default().classify(&profile)?;
//! assert_eq!(found.reached, Some(Phase::Affective));
//! assert_eq!(found.failing(), Some(Phase::Conative));
//! assert!(found.vulnerabilities().contains(&Vulnerability::LikingForCompetitors));
//! # Ok::<(), retention::Error>(())
//! ```

mod assessment;
mod evidence;
mod index;
mod measures;
mod progress;
mod score;
mod share;

pub mod behaviour;
pub mod conditions;
pub mod consequences;
pub mod core_customers;
pub mod curve;
pub mod expressions;
pub mod hierarchy;
pub mod hostages;
pub mod ladder;
pub mod path;
pub mod phases;
pub mod traits;
pub mod types;
pub mod zones;

pub use assessment::{Assessment, Rules};
pub use evidence::{Evidence, Piece};
pub use index::{Index, IndexPart};
pub use measures::Measures;
pub use progress::Progress;
pub use score::{Score, Threshold};
pub use share::share_influence;
