use crate::macros::{named_enum, options};

use super::phases::Profile;
use super::score::Score;

named_enum! {
    /// A piece of [`Evidence`]: what is known or not known of a customer.
    #[non_exhaustive]
    pub enum Piece {
        /// The score of the cognitive phase.
        CognitivePhase = "cognitive_phase",
        /// The score of the affective phase.
        AffectivePhase = "affective_phase",
        /// The score of the conative phase.
        ConativePhase = "conative_phase",
        /// The score of the action phase, from its [origin](super::Rules::action_is_observed).
        ActionPhase = "action_phase",
        /// Satisfaction.
        Satisfaction = "satisfaction",
        /// Trust.
        Trust = "trust",
        /// Commitment.
        Commitment = "commitment",
        /// Attitude relative to competitors.
        RelativeAttitude = "relative_attitude",
        /// What switching would cost.
        SwitchingCost = "switching_cost",
        /// Identification.
        Identification = "identification",
        /// The intention to buy again.
        Intention = "intention",
        /// Loyalty as a score of its own.
        Loyalty = "loyalty",
        /// Patronage, from its [origin](super::Rules::patronage_is_stated).
        Patronage = "patronage",
        /// Repeat buying, from the same origin: the repeat rate or stated patronage.
        Repeat = "repeat",
        /// Whether the customer uses the product.
        Accepted = "accepted",
        /// Whether the customer recommends to others.
        Recommends = "recommends",
        /// Whether the customer warns others.
        Warns = "warns",
        /// Whether the customer buys again, and often.
        RepeatsOften = "repeats_often",
        /// Whether the customer tries new products and services.
        TriesNew = "tries_new",
        /// Whether the customer gives advice, and may be referred to.
        GivesAdvice = "gives_advice",
        /// Whether the customer rejects what competitors offer.
        RejectsCompetitors = "rejects_competitors",
        /// The share of occasions on which the customer bought again.
        RepeatRate = "repeat_rate",
        /// The share of the customer's spending in the category that is with us.
        ShareOfWallet = "share_of_wallet",
        /// How long they have been a customer.
        Tenure = "tenure",
        /// How many customers they have brought.
        Referrals = "referrals",
        /// How many purchases they made in a period.
        Purchases = "purchases",
    }
}

options! {
    /// What is known of one customer, from a survey and from behaviour; `None` is not known.
    ///
    /// Every classifier of [loyalty](super) reads the pieces it needs. Missing evidence is never
    /// filled in.
    ///
    /// ```
    /// use retention::loyalty::{Evidence, Score};
    /// use retention::scale::Scale;
    ///
    /// let evidence = Evidence::default()
    ///     .satisfaction(Some(Score::new(Scale::ONE_TO_SEVEN, 6.0)?))
    ///     .recommends(Some(true));
    /// assert_eq!(evidence.loyalty, None);
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Copy)]
    pub struct Evidence {
        /// Scores on Oliver's phases. Default: not known.
        pub phases: Option<Profile> = None,
        /// Satisfaction. Default: not known.
        pub satisfaction: Option<Score> = None,
        /// Trust, such as the mean of several [items](crate::scale::ItemSet). Default: not known.
        pub trust: Option<Score> = None,
        /// Commitment to the product. Default: not known.
        pub commitment: Option<Score> = None,
        /// Attitude relative to competitors. Default: not known.
        pub relative_attitude: Option<Score> = None,
        /// What switching would cost. Default: not known.
        pub switching_cost: Option<Score> = None,
        /// Identification with the business: how the customer feels about it. Default: not known.
        pub identification: Option<Score> = None,
        /// The intention to buy again. Default: not known.
        pub intention: Option<Score> = None,
        /// Loyalty as a score of its own. Default: not known.
        pub loyalty: Option<Score> = None,
        /// Repeat buying: what the customer says, or a [rate](Score::rate). Default: not known.
        pub patronage: Option<Score> = None,
        /// Whether the customer uses the product. Default: not known.
        pub accepted: Option<bool> = None,
        /// Whether the customer tells others of a bad experience. Default: not known.
        pub warns: Option<bool> = None,
        /// Whether the customer buys again, and often. Default: not known.
        pub repeats_often: Option<bool> = None,
        /// Whether the customer tries new products and services. Default: not known.
        pub tries_new: Option<bool> = None,
        /// Whether the customer gives advice, and may be referred to. Default: not known.
        pub gives_advice: Option<bool> = None,
        /// Whether the customer recommends to others. Default: not known.
        pub recommends: Option<bool> = None,
        /// Whether the customer rejects what competitors offer. Default: not known.
        pub rejects_competitors: Option<bool> = None,
        /// Share of occasions on which the customer bought again, 0 to 1. Default: not known.
        pub repeat_rate: Option<f64> = None,
        /// Number of purchases, 0 or more, in a period that is the same for all customers. Default: not
        /// known.
        pub purchases: Option<f64> = None,
        /// Share of the customer's spending in the category that is with us, 0 to 1. Default: not
        /// known.
        pub share_of_wallet: Option<f64> = None,
        /// Time as a customer, in the unit of [`full_tenure`](super::behaviour::Rules::full_tenure).
        /// Default: not known.
        pub tenure: Option<f64> = None,
        /// Number of customers brought by this one. Default: not known.
        pub referrals: Option<u32> = None,
    }
}
