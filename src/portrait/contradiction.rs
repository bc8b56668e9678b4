use std::fmt;

use super::dimension::Dimension;
use super::{Levels, Pattern};
use crate::macros::named_enum;

named_enum! {
    /// Two pieces of evidence about one customer that point in different directions.
    ///
    /// None of them is an error in the data. Each names a customer whom one of the measures alone would
    /// judge wrongly.
    ///
    /// ```
    /// use retention::portrait::{Contradiction, Pattern};
    ///
    /// let pattern = Contradiction::SatisfiedValueFalling.pattern();
    /// assert_eq!(pattern.to_string(), "satisfaction: high; value_change: falling");
    /// ```
    #[non_exhaustive]
    pub enum Contradiction {
        /// Satisfied, though the value relative to competitors falls. Value is judged anew as needs and rivals
        /// change, so that satisfied customers are lost to better value: Gale (1994), as commonly reported.
        SatisfiedValueFalling = "satisfied_value_falling",
        /// Satisfied, though competitors give more value.
        SatisfiedWorseValue = "satisfied_worse_value",
        /// Satisfied, and leaving. Satisfaction alone does not keep customers: Jones and Sasser (1995).
        SatisfiedLeaving = "satisfied_leaving",
        /// Dissatisfied, and buying more, or as much as ever: held by something, as the hostages of Jones and
        /// Sasser (1995), or not yet gone.
        DissatisfiedStaying = "dissatisfied_staying",
        /// Buys again and again without a favourable attitude: the spurious loyalty of Dick and Basu (1994).
        #[doc(alias = "虚假忠诚")]
        LoyalInBehaviourOnly = "loyal_in_behaviour_only",
        /// Favours the business, and buys little: the latent loyalty of Dick and Basu.
        LoyalInAttitudeOnly = "loyal_in_attitude_only",
        /// Calls themselves loyal, and is leaving.
        LoyalLeaving = "loyal_leaving",
        /// Calls themselves loyal, though leaving would pay.
        LoyalThoughLeavingPays = "loyal_though_leaving_pays",
        /// Recommends, and is dissatisfied.
        DissatisfiedRecommends = "dissatisfied_recommends",
        /// Satisfied, and warns others.
        SatisfiedWarns = "satisfied_warns",
        /// Counted as active, though the relationship has ended.
        ActiveEnded = "active_ended",
        /// Under contract, with a low chance of staying.
        UnderContractLeaving = "under_contract_leaving",
        /// In an upper tier of the pyramid, and brings no profit.
        UpperTierNoProfit = "upper_tier_no_profit",
        /// A core customer who is leaving.
        CoreLeaving = "core_leaving",
    }
}

/// Positions of levels that conditions name.
const LOW: u8 = 1;
const HIGH: u8 = 3;
const BUYING: &[u8] = &[2, 3, 4];
const LEAVING: &[u8] = &[5, 6];

impl Contradiction {
    /// The levels that make it, by their positions.
    const fn table(self) -> &'static [(Dimension, &'static [u8])] {
        use Dimension as D;
        match self {
            Self::SatisfiedValueFalling => &[(D::Satisfaction, &[HIGH]), (D::ValueChange, &[1])],
            Self::SatisfiedWorseValue => &[(D::Satisfaction, &[HIGH]), (D::Value, &[1])],
            Self::SatisfiedLeaving => &[(D::Satisfaction, &[HIGH]), (D::Stage, LEAVING)],
            Self::DissatisfiedStaying => &[(D::Satisfaction, &[LOW]), (D::Stage, BUYING)],
            Self::LoyalInBehaviourOnly => &[(D::LoyaltyCondition, &[3])],
            Self::LoyalInAttitudeOnly => &[(D::LoyaltyCondition, &[2])],
            Self::LoyalLeaving => &[(D::Loyalty, &[HIGH]), (D::Stage, LEAVING)],
            Self::LoyalThoughLeavingPays => &[(D::Loyalty, &[HIGH]), (D::Barrier, &[2])],
            Self::DissatisfiedRecommends => &[(D::Satisfaction, &[LOW]), (D::Voice, &[1, 3])],
            Self::SatisfiedWarns => &[(D::Satisfaction, &[HIGH]), (D::Voice, &[2, 3])],
            Self::ActiveEnded => &[(D::Status, &[1]), (D::Stage, &[6])],
            Self::UnderContractLeaving => &[(D::Contract, &[2]), (D::ChanceOfReturn, &[LOW])],
            Self::UpperTierNoProfit => &[(D::Tier, &[1]), (D::ProfitGroup, &[4])],
            Self::CoreLeaving => &[(D::Core, &[1]), (D::Stage, LEAVING)],
        }
    }

    /// Returns the levels that make it.
    #[must_use]
    pub fn pattern(self) -> Pattern {
        let mut pattern = Pattern::any();
        for &(dimension, levels) in self.table() {
            let mask = levels.iter().fold(0, |mask, &level| mask | 1 << level);
            pattern.restrict(dimension, mask);
        }
        pattern
    }

    fn holds(self, levels: &Levels) -> bool {
        let mut conditions = self.table().iter();
        conditions.all(|(dimension, among)| among.contains(&levels.position(*dimension)))
    }

    /// Whether it may hold for all that is known: nothing known speaks against it.
    pub(super) fn may_hold(self, levels: &Levels) -> bool {
        let mut conditions = self.table().iter();
        conditions.all(|&(dimension, among)| {
            !levels.is_known(dimension) || among.contains(&levels.position(dimension))
        })
    }

    /// Returns what it says of a customer, in words that complete "the customer …".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::SatisfiedValueFalling => {
                "is satisfied, though the value they get relative to competitors falls"
            }
            Self::SatisfiedWorseValue => "is satisfied, though competitors give more value",
            Self::SatisfiedLeaving => "is satisfied, and leaving all the same",
            Self::DissatisfiedStaying => "is dissatisfied, and buys on",
            Self::LoyalInBehaviourOnly => "is loyal in behaviour only",
            Self::LoyalInAttitudeOnly => "is loyal in attitude only",
            Self::LoyalLeaving => "calls themselves loyal, and is leaving all the same",
            Self::LoyalThoughLeavingPays => "is loyal, though leaving would pay",
            Self::DissatisfiedRecommends => "is dissatisfied, and recommends all the same",
            Self::SatisfiedWarns => "is satisfied, and warns others all the same",
            Self::ActiveEnded => "counts as active, though the relationship has ended",
            Self::UnderContractLeaving => "is under contract, and unlikely to stay",
            Self::UpperTierNoProfit => "is in an upper tier, and brings no profit",
            Self::CoreLeaving => "is a core customer, and leaving",
        }
    }
}

/// The contradictions in one portrait: any of them, or none.
///
/// ```
/// use retention::lifecycle::Stage;
/// use retention::loyalty::Score;
/// use retention::portrait::{Contradiction, Evidence, Options};
/// use retention::scale::Scale;
///
/// let evidence = Evidence::default()
///     .stage(Some(Stage::Decline))
///     .satisfaction(Some(Score::new(Scale::ONE_TO_FIVE, 5.0)?))
///     .value_change(Some(-0.1));
/// let found = Options::default().portrait(&evidence)?.contradictions;
/// assert!(found.contains(Contradiction::SatisfiedLeaving));
/// assert_eq!(found.to_string(), "satisfied_value_falling, satisfied_leaving");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(from = "Vec<Contradiction>", into = "Vec<Contradiction>")
)]
pub struct Contradictions {
    /// One bit for each.
    present: u32,
}

impl Contradictions {
    pub(super) fn of(levels: &Levels) -> Self {
        let all = Contradiction::ALL.iter().copied();
        all.filter(|contradiction| contradiction.holds(levels))
            .collect()
    }

    /// Returns whether this contradiction is among them.
    #[must_use]
    pub const fn contains(self, contradiction: Contradiction) -> bool {
        self.present >> contradiction as u32 & 1 == 1
    }

    /// Iterates over the contradictions.
    pub fn iter(self) -> impl Iterator<Item = Contradiction> {
        let all = Contradiction::ALL.iter().copied();
        all.filter(move |&contradiction| self.contains(contradiction))
    }

    /// Returns how many there are.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.present.count_ones()
    }

    /// Returns whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.present == 0
    }
}

/// Writes the contradictions as a set.
impl fmt::Debug for Contradictions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl FromIterator<Contradiction> for Contradictions {
    /// Collects contradictions; one given twice counts once.
    fn from_iter<I: IntoIterator<Item = Contradiction>>(contradictions: I) -> Self {
        let bits = contradictions
            .into_iter()
            .map(|contradiction| 1 << contradiction as u32);
        Self {
            present: bits.fold(0, |all, bit: u32| all | bit),
        }
    }
}

impl From<Vec<Contradiction>> for Contradictions {
    fn from(contradictions: Vec<Contradiction>) -> Self {
        contradictions.into_iter().collect()
    }
}

impl From<Contradictions> for Vec<Contradiction> {
    fn from(contradictions: Contradictions) -> Self {
        contradictions.iter().collect()
    }
}

impl fmt::Display for Contradictions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, contradiction) in self.iter().enumerate() {
            let comma = if place == 0 { "" } else { ", " };
            write!(f, "{comma}{contradiction}")?;
        }
        Ok(())
    }
}
