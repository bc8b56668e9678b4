use std::fmt;
use std::str::FromStr;

use super::super::Dimension;
use crate::lifecycle::Strategy;
use crate::macros::named_enum;
use crate::switching::{Bond, CostType};
use crate::{Error, Result};

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
/// It is written and read as text, in files too: the kind, and what it applies to.
///
/// ```
/// use retention::lifecycle::Strategy;
/// use retention::portrait::{Action, Approach, Improvement};
/// use retention::switching::Bond;
///
/// let call = Action::Contact(Approach::CareCall);
/// assert_eq!(call.to_string(), "contact: care_call");
/// assert_eq!("contact: care_call".parse(), Ok(call));
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
    /// These exclude each other:
    ///
    /// | one | other |
    /// |---|---|
    /// | let go, or invest nothing | whatever is spent on one customer: bonds, barriers, contacts, serving first, and the strategies that attract, keep, deepen or win back |
    /// | satisfy with each transaction only | whatever courts loyalty: bonds, attitude, loyalty marketing, partnership |
    /// | satisfy a customer who is held | what holds: barriers and bonds |
    /// | settle a complaint | cross-sell |
    #[must_use]
    pub const fn contradicts(self, other: Self) -> bool {
        self.excludes(other) || other.excludes(self)
    }

    const fn excludes(self, other: Self) -> bool {
        match self {
            Self::LetGo | Self::Strategy(Strategy::InvestNothing) => other.invests(),
            Self::Strategy(Strategy::TransactionalSatisfaction) => other.courts(),
            Self::Improve(Improvement::BeforeCompetition) => other.holds(),
            Self::Improve(Improvement::Complaint) => {
                matches!(other, Self::Strategy(Strategy::CrossSell))
            }
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

    /// Whether it holds the customer.
    const fn holds(self) -> bool {
        matches!(
            self,
            Self::BuildBond(_)
                | Self::RaiseBarrier(_)
                | Self::Strategy(Strategy::RaiseExitBarriers)
        )
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

/// What an action may be, for whoever wrote another.
const ALLOWED: &str = "let_go, serve_first; strategy, improve, build_bond, raise_barrier, contact or \
     find_out with what it applies to, as in contact: thanks";

impl FromStr for Action {
    type Err = Error;

    /// Reads what `Display` writes.
    fn from_str(text: &str) -> Result<Self> {
        let unknown = || Error::UnknownName {
            argument: "Action",
            value: text.to_owned(),
            allowed: ALLOWED.to_owned(),
        };
        let Some((kind, object)) = text.split_once(": ") else {
            let alone = [Self::LetGo, Self::ServeFirst];
            let found = alone.into_iter().find(|action| action.kind() == text);
            return found.ok_or_else(unknown);
        };
        Ok(match kind {
            "strategy" => Self::Strategy(object.parse()?),
            "improve" => Self::Improve(object.parse()?),
            "build_bond" => Self::BuildBond(object.parse()?),
            "raise_barrier" => Self::RaiseBarrier(object.parse()?),
            "contact" => Self::Contact(object.parse()?),
            "find_out" => Self::FindOut(object.parse()?),
            _ => return Err(unknown()),
        })
    }
}

/// A writer of CSV would write the object alone, and lose the kind.
#[cfg(feature = "serde")]
impl serde::Serialize for Action {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Action {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of every kind, every object.
    fn all() -> Vec<Action> {
        let mut all = vec![Action::LetGo, Action::ServeFirst];
        all.extend(Strategy::ALL.iter().map(|&one| Action::Strategy(one)));
        all.extend(Improvement::ALL.iter().map(|&one| Action::Improve(one)));
        all.extend(Bond::ALL.iter().map(|&one| Action::BuildBond(one)));
        all.extend(CostType::ALL.iter().map(|&one| Action::RaiseBarrier(one)));
        all.extend(Approach::ALL.iter().map(|&one| Action::Contact(one)));
        all.extend(Dimension::ALL.iter().map(|&one| Action::FindOut(one)));
        all
    }

    #[test]
    fn every_action_is_read_from_what_is_written() {
        for action in all() {
            assert_eq!(action.to_string().parse(), Ok(action));
        }
        for text in [
            "",
            "let_go: all",
            "contact",
            "contact: ",
            "contact:thanks",
            "thanks",
            "call: thanks",
            "contact: financial",
            "Contact: thanks",
        ] {
            let error = text.parse::<Action>().unwrap_err();
            assert!(
                matches!(error, Error::UnknownName { .. }),
                "{text}: {error}"
            );
        }
    }

    #[test]
    fn hostages_are_not_held_and_who_complains_is_sold_nothing_more() {
        let satisfy = Action::Improve(Improvement::BeforeCompetition);
        let settle = Action::Improve(Improvement::Complaint);
        for action in all() {
            let holds = matches!(action.kind(), "build_bond" | "raise_barrier")
                || action == Action::Strategy(Strategy::RaiseExitBarriers);
            assert_eq!(satisfy.contradicts(action), holds, "{action}");
            assert_eq!(action.contradicts(satisfy), holds, "{action}");
            let sells = action == Action::Strategy(Strategy::CrossSell);
            assert_eq!(settle.contradicts(action), sells, "{action}");
            assert!(!action.contradicts(action), "{action}");
        }
    }
}
