use std::fmt;

use crate::macros::named_enum;

/// An encyclopaedia article on customer retention.
const RETENTION: &str = "MBA智库百科, 顾客维系, after 申卓, 沃尔玛(北京)客户维系系统调查";

named_enum! {
    /// What ties a customer to a supplier, from the least durable bond to the most.
    ///
    /// Against a large difference in price neither financial nor social bonds are said to hold, and
    /// social bonds not against poor service either.
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
    /// Returns its level, from 1 to 3; the higher, the more durable.
    #[must_use]
    pub const fn level(self) -> u8 {
        match self {
            Self::Financial => 1,
            Self::Social => 2,
            Self::Structural => 3,
        }
    }

    /// Returns what the literature recommends to tie this bond.
    pub fn strategies(self) -> impl Iterator<Item = BondStrategy> {
        let ties = move |strategy: &BondStrategy| strategy.bond() == self;
        BondStrategy::ALL.iter().copied().filter(ties)
    }
}

/// The bonds between one customer and the business: any of the three, or none.
///
/// The level is that of the highest bond present. In the source the levels build on each other: the
/// second has financial and social bonds, the third all. Which of the lower are
/// [lacking](Self::lacking) is said beside it.
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
    /// A bond named twice is there once.
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

    /// Returns whether a bond exists.
    #[must_use]
    pub fn contains(self, bond: Bond) -> bool {
        self.present.get(bond as usize).copied().unwrap_or_default()
    }

    /// Returns the bonds that exist, the least durable first.
    #[must_use]
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Bond> {
        let bonds = Bond::ALL.iter().copied();
        bonds.filter(move |&bond| self.contains(bond))
    }

    /// Returns the most durable bond, which is the level of retention; `None` without bonds.
    #[must_use]
    pub fn highest(self) -> Option<Bond> {
        self.iter().next_back()
    }

    /// Returns the missing bonds below the highest.
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

named_enum! {
    /// What the literature recommends to tie customers.
    ///
    /// ```
    /// use retention::switching::{Bond, BondStrategy};
    ///
    /// assert_eq!(BondStrategy::CustomerSystems.bond(), Bond::Structural);
    /// assert_eq!(Bond::Financial.strategies().count(), 3);
    /// ```
    #[non_exhaustive]
    pub enum BondStrategy {
        /// Money back for regular customers.
        RegularRebates = "regular_rebates",
        /// Offers at holidays.
        HolidayOffers = "holiday_offers",
        /// Something on top of what is bought.
        ExtraGoods = "extra_goods",
        /// Service fitted to the person.
        PersonalService = "personal_service",
        /// Staying in touch, to learn how needs change.
        FrequentContact = "frequent_contact",
        /// Cards and small presents at festivals.
        SmallGifts = "small_gifts",
        /// One record of the customer, so that they are known wherever they come.
        SharedRecords = "shared_records",
        /// Equipment or a network by which the customer orders, maintains and pays.
        CustomerSystems = "customer_systems",
        /// Technical service and help that a business customer needs.
        TechnicalSupport = "technical_support",
    }
}

impl BondStrategy {
    /// Returns the bond that it ties.
    #[must_use]
    pub const fn bond(self) -> Bond {
        match self {
            Self::RegularRebates | Self::HolidayOffers | Self::ExtraGoods => Bond::Financial,
            Self::PersonalService
            | Self::FrequentContact
            | Self::SmallGifts
            | Self::SharedRecords => Bond::Social,
            Self::CustomerSystems | Self::TechnicalSupport => Bond::Structural,
        }
    }

    /// Returns who recommends it.
    #[must_use]
    pub const fn source(self) -> &'static str {
        RETENTION
    }
}
