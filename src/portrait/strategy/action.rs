use std::fmt;

use super::super::Dimension;
use crate::lifecycle::Strategy;
use crate::macros::named_enum;
use crate::switching::{Bond, CostType};

named_enum! {
    /// What to improve for a customer.
    ///
    /// See the [example](Action) of an action.
    #[non_exhaustive]
    pub enum Improvement {
        /// The attribute that is important and poorly rated:
        /// [`item_to_fix`](crate::portrait::Evidence::item_to_fix).
        Attribute = "attribute",
        /// The value relative to competitors, by quality or by price.
        Value = "value",
        /// What the customer names as the reason for leaving.
        Cause = "cause",
        /// What the customer complains of.
        #[doc(alias = "客户投诉")]
        Complaint = "complaint",
        /// Satisfaction, while competition is still low.
        #[doc(alias = "虚假忠诚")]
        BeforeCompetition = "before_competition",
        /// The attitude towards the business, of those who buy out of habit.
        Attitude = "attitude",
        /// What keeps a customer who favours the business from buying.
        Obstacle = "obstacle",
        /// Trust.
        #[doc(alias = "信赖")]
        Trust = "trust",
        /// A payment that failed.
        Payment = "payment",
    }
}

named_enum! {
    /// The occasion on which to contact a customer.
    ///
    /// See the [example](Action) of an action.
    #[non_exhaustive]
    pub enum Approach {
        /// A call or visit to ask how the customer is served.
        CareCall = "care_call",
        /// A talk before the contract can be left.
        ContractTalk = "contract_talk",
        /// Thanks, such as for a recommendation.
        Thanks = "thanks",
        /// The first contact with somebody who may become a customer.
        Introduction = "introduction",
    }
}

/// A recommendation, as a value that a program can act on. It is advice for a group, not a promise of an
/// effect.
///
/// ```
/// use retention::lifecycle::Strategy;
/// use retention::portrait::{Action, Approach, Improvement};
/// use retention::switching::Bond;
///
/// let call = Action::Contact(Approach::CareCall);
/// assert_eq!(call.to_string(), "contact: care_call");
/// assert_eq!(call.advice(), "call or visit, and ask how the customer is served");
/// assert!(call.contradicts(Action::LetGo) && Action::LetGo.contradicts(call));
///
/// let attribute = Action::Improve(Improvement::Attribute);
/// assert!(attribute.source().starts_with("Martilla and James (1977)"));
/// assert!(!attribute.contradicts(Action::BuildBond(Bond::Social)));
/// // A lifecycle strategy keeps its own words and its own source.
/// let win_back = Action::Strategy(Strategy::WinBack);
/// assert_eq!(win_back.advice(), Strategy::WinBack.advice());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Action {
    /// A strategy by stage, relationship or portfolio. Winning back is one of them.
    Strategy(Strategy),
    /// Improve something.
    Improve(Improvement),
    /// Tie this bond.
    BuildBond(Bond),
    /// Raise this type of switching cost.
    RaiseBarrier(CostType),
    /// Spend nothing on keeping the customer or on winning them back.
    LetGo,
    /// Serve the customer before others.
    ServeFirst,
    /// Contact the customer.
    Contact(Approach),
    /// Find out what is not known.
    FindOut(Dimension),
}

impl Action {
    /// Returns the kind of action, such as `build_bond`.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Strategy(_) => "strategy",
            Self::Improve(_) => "improve",
            Self::BuildBond(_) => "build_bond",
            Self::RaiseBarrier(_) => "raise_barrier",
            Self::LetGo => "let_go",
            Self::ServeFirst => "serve_first",
            Self::Contact(_) => "contact",
            Self::FindOut(_) => "find_out",
        }
    }

    /// Returns what the action applies to, such as `social` for a bond; `None` where the kind says all.
    #[must_use]
    pub const fn object(self) -> Option<&'static str> {
        Some(match self {
            Self::Strategy(strategy) => strategy.name(),
            Self::Improve(improvement) => improvement.name(),
            Self::BuildBond(bond) => bond.name(),
            Self::RaiseBarrier(cost) => cost.name(),
            Self::Contact(approach) => approach.name(),
            Self::FindOut(dimension) => dimension.name(),
            Self::LetGo | Self::ServeFirst => return None,
        })
    }

    /// Returns whether the two cannot be recommended for the same customer.
    ///
    /// Three pairs of kinds exclude each other:
    ///
    /// | one | other |
    /// |---|---|
    /// | let go, or invest nothing | whatever is spent on one customer: bonds, barriers, contacts, serving first, and the strategies that attract, keep, deepen or win back |
    /// | satisfy with each transaction only | whatever courts loyalty: bonds, attitude, loyalty marketing, partnership |
    /// | satisfy a customer who is held | raise the barriers that hold |
    #[must_use]
    pub const fn contradicts(self, other: Self) -> bool {
        self.excludes(other) || other.excludes(self)
    }

    const fn excludes(self, other: Self) -> bool {
        match self {
            Self::LetGo | Self::Strategy(Strategy::InvestNothing) => other.invests(),
            Self::Strategy(Strategy::TransactionalSatisfaction) => other.courts(),
            Self::Improve(Improvement::BeforeCompetition) => matches!(
                other,
                Self::RaiseBarrier(_) | Self::Strategy(Strategy::RaiseExitBarriers)
            ),
            _ => false,
        }
    }

    /// Whether it spends on this one customer.
    const fn invests(self) -> bool {
        match self {
            Self::BuildBond(_) | Self::RaiseBarrier(_) | Self::ServeFirst | Self::Contact(_) => {
                true
            }
            Self::Strategy(strategy) => matches!(
                strategy,
                Strategy::Attract
                    | Strategy::ConvertCasualBuyers
                    | Strategy::LoyaltyMarketing
                    | Strategy::ConvertToPartners
                    | Strategy::CancellationPrevention
                    | Strategy::RaiseExitBarriers
                    | Strategy::WinBack
                    | Strategy::CrossSell
                    | Strategy::BuildLoyalty
                    | Strategy::DelightAndDefend
            ),
            _ => false,
        }
    }

    /// Whether it asks for the customer's loyalty.
    const fn courts(self) -> bool {
        matches!(
            self,
            Self::BuildBond(_)
                | Self::Improve(Improvement::Attitude)
                | Self::Strategy(
                    Strategy::LoyaltyMarketing
                        | Strategy::ConvertToPartners
                        | Strategy::BuildLoyalty
                )
        )
    }
}

/// Writes the kind and what it applies to, as in `build_bond: social`.
impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.object() {
            Some(object) => f.pad(&format!("{}: {object}", self.kind())),
            None => f.pad(self.kind()),
        }
    }
}
