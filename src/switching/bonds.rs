use std::fmt;

use crate::macros::named_enum;

named_enum! {
    /// What ties a customer to a supplier, from the least durable bond to the most.
    ///
    /// A much lower price elsewhere is said to break financial and social bonds; poor service breaks
    /// social bonds too. The means below are recommended (MBA智库百科, 顾客维系, after 申卓,
    /// 沃尔玛(北京)客户维系系统调查), not measured:
    ///
    /// | bond | how to tie it |
    /// |---|---|
    /// | financial | rebates for regular customers, offers at holidays, extra goods |
    /// | social | personal service, frequent contact to learn how needs change, cards and small presents, one record of the customer that every branch can see |
    /// | structural | equipment or a network through which the customer orders, maintains and pays; technical support of business customers |
    ///
    /// Source: Berry, L. L. and Parasuraman, A. (1991), *Marketing Services*, Free Press; Berry
    /// (1995), *Journal of the Academy of Marketing Science* 23(4): 236–245; as commonly reported.
    ///
    /// ```
    /// use retention::switching::Bond;
    ///
    /// assert!(Bond::Financial < Bond::Social && Bond::Social < Bond::Structural);
    /// assert_eq!(Bond::Structural.level(), 3);
    /// ```
    pub enum Bond {
        /// Price: discounts and rewards. Easily copied.
        #[doc(alias = "财务性联系")]
        Financial = "financial",
        /// People: being known, service in person.
        #[doc(alias = "社会性联系")]
        Social = "social",
        /// Systems that do part of the customer's work. Competitors need years to copy them.
        #[doc(alias = "结构性联系")]
        Structural = "structural",
    }
}

impl Bond {
    /// Returns the level of the bond, from 1 to 3; a higher level is more durable.
    #[must_use]
    pub const fn level(self) -> u8 {
        match self {
            Self::Financial => 1,
            Self::Social => 2,
            Self::Structural => 3,
        }
    }
}

/// The bonds between one customer and the business: any of the three, or none.
///
/// The customer's level of retention is the level of the [highest](Self::highest) bond. In the source
/// the levels build on each other: level 2 has financial and social bonds, level 3 has all three.
/// [`lacking`](Self::lacking) returns the lower bonds that a customer does not have.
///
/// ```
/// use retention::switching::{Bond, Bonds};
///
/// let bonds: Bonds = [Bond::Financial, Bond::Structural].into_iter().collect();
/// assert_eq!(bonds.highest(), Some(Bond::Structural));
/// assert_eq!(bonds.lacking().collect::<Vec<_>>(), [Bond::Social]);
/// assert_eq!(Bonds::default().highest(), None);
/// assert_eq!(bonds.to_string(), "financial, structural");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "Vec<Bond>", into = "Vec<Bond>"))]
pub struct Bonds {
    present: [bool; 3],
}

impl FromIterator<Bond> for Bonds {
    /// Collects bonds; a bond given twice counts once.
    fn from_iter<I: IntoIterator<Item = Bond>>(bonds: I) -> Self {
        bonds.into_iter().fold(Self::default(), Self::with)
    }
}

impl From<Vec<Bond>> for Bonds {
    fn from(bonds: Vec<Bond>) -> Self {
        bonds.into_iter().collect()
    }
}

impl From<Bonds> for Vec<Bond> {
    fn from(bonds: Bonds) -> Self {
        bonds.iter().collect()
    }
}

impl Bonds {
    /// Adds a bond.
    #[must_use]
    pub fn with(mut self, bond: Bond) -> Self {
        if let Some(present) = self.present.get_mut(bond as usize) {
            *present = true;
        }
        self
    }

    /// Returns whether the customer has this bond.
    #[must_use]
    pub fn contains(self, bond: Bond) -> bool {
        self.present.get(bond as usize).copied().unwrap_or_default()
    }

    /// Iterates over the customer's bonds, the least durable first.
    #[must_use]
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Bond> {
        let bonds = Bond::ALL.iter().copied();
        bonds.filter(move |&bond| self.contains(bond))
    }

    /// Returns the most durable bond, whose level is the customer's; `None` without bonds.
    #[must_use]
    pub fn highest(self) -> Option<Bond> {
        self.iter().next_back()
    }

    /// Iterates over the bonds below the highest that the customer does not have.
    pub fn lacking(self) -> impl Iterator<Item = Bond> {
        let below = move |&bond: &Bond| Some(bond) < self.highest() && !self.contains(bond);
        Bond::ALL.iter().copied().filter(below)
    }
}

/// Writes `financial, social`, or `none`.
impl fmt::Display for Bonds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.iter().map(Bond::name).collect();
        f.pad(&if names.is_empty() {
            "none".to_owned()
        } else {
            names.join(", ")
        })
    }
}
