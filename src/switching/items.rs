use crate::macros::named_enum;
use crate::scale::{Orientation, Scale};
use crate::{Error, Result};

use super::Facet;
use super::facets::ByFacet;

named_enum! {
    /// What the ends of an item's scale say.
    ///
    /// See the [example](crate::switching::Questionnaire).
    pub enum Anchors {
        /// From disagreement to agreement.
        Agreement = "agreement",
        /// From little or nothing to much.
        Amount = "amount",
    }
}

/// One item of the questionnaire of Burnham, Frels and Mahajan: what it asks and which way round.
///
/// See the [example](crate::switching::Questionnaire).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PublishedItem {
    /// The facet it asks about.
    pub facet: Facet,
    /// Its number within the facet, from 1.
    pub number: u8,
    /// What it asks, in our words. Field the wording of the source, not this.
    pub asks: &'static str,
    /// Reversed where agreement means a low cost.
    pub orientation: Orientation,
    /// What the ends of its scale say.
    pub anchors: Anchors,
}

const fn item(facet: Facet, number: u8, asks: &'static str) -> PublishedItem {
    PublishedItem {
        facet,
        number,
        asks,
        orientation: Orientation::AsAsked,
        anchors: Anchors::Agreement,
    }
}

const fn reversed(facet: Facet, number: u8, asks: &'static str) -> PublishedItem {
    PublishedItem {
        orientation: Orientation::Reversed,
        ..item(facet, number, asks)
    }
}

const fn amount(facet: Facet, number: u8, asks: &'static str) -> PublishedItem {
    PublishedItem {
        anchors: Anchors::Amount,
        ..item(facet, number, asks)
    }
}

/// The thirty items by which the eight facets were measured, facet by facet.
///
/// The items after the third of benefit loss are as commonly reported.
///
/// Source: Burnham, Frels and Mahajan (2003).
///
/// ```
/// use retention::scale::Orientation;
/// use retention::switching::{Facet, PUBLISHED_ITEMS};
///
/// let learning = PUBLISHED_ITEMS.iter().filter(|item| item.facet == Facet::Learning);
/// let reversed = learning.filter(|item| item.orientation == Orientation::Reversed);
/// assert_eq!(reversed.map(|item| item.number).collect::<Vec<_>>(), [2, 4]);
/// ```
// A table: one line an item.
#[rustfmt::skip]
pub const PUBLISHED_ITEMS: &[PublishedItem] = &[
    item(Facet::EconomicRisk, 1, "others may serve worse than hoped"),
    item(Facet::EconomicRisk, 2, "bad service for some time after a change"),
    item(Facet::EconomicRisk, 3, "charges that nobody mentioned"),
    item(Facet::EconomicRisk, 4, "trouble that nobody foresaw"),
    item(Facet::EconomicRisk, 5, "not knowing what a change would bring"),
    item(Facet::Evaluation, 1, "no time to find out enough about others"),
    amount(Facet::Evaluation, 2, "time and effort until one can judge others"),
    item(Facet::Evaluation, 3, "comparing is too much work even with the facts at hand"),
    item(Facet::Evaluation, 4, "others are hard to compare"),
    item(Facet::Learning, 1, "time until another's features are known as well"),
    reversed(Facet::Learning, 2, "another is understood with little trouble"),
    item(Facet::Learning, 3, "effort after the change until all goes as before"),
    reversed(Facet::Learning, 4, "another's ways are easy to get used to"),
    item(Facet::SetUp, 1, "the steps of a change take time"),
    item(Facet::SetUp, 2, "being sold to is unpleasant"),
    reversed(Facet::SetUp, 3, "a start with another is quick and easy"),
    item(Facet::SetUp, 4, "a change has many formalities"),
    item(Facet::BenefitLoss, 1, "points and credits would be lost or have to be replaced"),
    amount(Facet::BenefitLoss, 2, "how much in points, credits and paid services would be lost"),
    item(Facet::BenefitLoss, 3, "what only long-standing customers get would be lost"),
    item(Facet::MonetaryLoss, 1, "a change costs money at once, such as fees and deposits"),
    amount(Facet::MonetaryLoss, 2, "how much money all costs of a change come to"),
    item(Facet::PersonalRelationshipLoss, 1, "the people would be missed"),
    item(Facet::PersonalRelationshipLoss, 2, "these people are easier to be with than strangers"),
    item(Facet::PersonalRelationshipLoss, 3, "these people matter"),
    item(Facet::PersonalRelationshipLoss, 4, "talking to these people is a pleasure"),
    item(Facet::BrandRelationshipLoss, 1, "the provider's image is liked"),
    item(Facet::BrandRelationshipLoss, 2, "the provider deserves support as a firm"),
    item(Facet::BrandRelationshipLoss, 3, "pride in being its customer"),
    reversed(Facet::BrandRelationshipLoss, 4, "its name makes no difference"),
];

/// One item of a questionnaire: the facet it asks about, and which way round.
///
/// See the [example](crate::switching::Questionnaire).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Item {
    /// The facet.
    pub facet: Facet,
    /// Reversed where a high answer means a low cost.
    #[cfg_attr(feature = "serde", serde(default))]
    pub orientation: Orientation,
}

impl Item {
    /// Creates an item on which more is a higher cost.
    #[must_use]
    pub const fn as_asked(facet: Facet) -> Self {
        Self {
            facet,
            orientation: Orientation::AsAsked,
        }
    }

    /// Creates an item on which more is a lower cost.
    #[must_use]
    pub const fn reversed(facet: Facet) -> Self {
        Self {
            facet,
            orientation: Orientation::Reversed,
        }
    }

    /// An answer as given, as one on which more is a higher cost.
    pub(super) fn read(self, scale: Scale, answer: f64) -> Result<f64> {
        match self.orientation {
            Orientation::AsAsked => scale.check(answer),
            Orientation::Reversed => scale.reverse(answer),
        }
    }
}

impl From<&PublishedItem> for Item {
    fn from(item: &PublishedItem) -> Self {
        Self {
            facet: item.facet,
            orientation: item.orientation,
        }
    }
}

/// What a survey asked about switching costs: at least one item, all on one scale, in the order in
/// which answers come.
///
/// ```
/// use retention::scale::Scale;
/// use retention::switching::{Facet, Item, Questionnaire};
///
/// // Three questions of a telephone survey, the last one the other way round.
/// let short = Questionnaire::new(
///     Scale::ONE_TO_FIVE,
///     [
///         Item::as_asked(Facet::SetUp),
///         Item::as_asked(Facet::Learning),
///         Item::reversed(Facet::Learning),
///     ],
/// )?;
/// assert_eq!(short.asked(Facet::Learning), 2);
/// assert_eq!(Questionnaire::burnham(Scale::ONE_TO_SEVEN).items().len(), 30);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawQuestionnaire"))]
pub struct Questionnaire {
    scale: Scale,
    items: Vec<Item>,
}

/// How a [`Questionnaire`] is read.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
struct RawQuestionnaire {
    scale: Scale,
    items: Vec<Item>,
}

#[cfg(feature = "serde")]
impl TryFrom<RawQuestionnaire> for Questionnaire {
    type Error = Error;

    fn try_from(raw: RawQuestionnaire) -> Result<Self> {
        Self::new(raw.scale, raw.items)
    }
}

impl Questionnaire {
    /// Creates a questionnaire of items on one scale.
    ///
    /// # Errors
    /// [`Error::Empty`] without items.
    pub fn new(scale: Scale, items: impl IntoIterator<Item = Item>) -> Result<Self> {
        let items: Vec<Item> = items.into_iter().collect();
        if items.is_empty() {
            return Err(Error::empty("item"));
        }
        Ok(Self { scale, items })
    }

    /// Returns the [thirty items](PUBLISHED_ITEMS) of Burnham, Frels and Mahajan, in that order.
    #[must_use]
    pub fn burnham(scale: Scale) -> Self {
        Self {
            scale,
            items: PUBLISHED_ITEMS.iter().map(Item::from).collect(),
        }
    }

    /// Returns the scale.
    #[must_use]
    pub const fn scale(&self) -> Scale {
        self.scale
    }

    /// Returns the items, in the order of the answers.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Returns how many items ask about a facet.
    #[must_use]
    pub fn asked(&self, facet: Facet) -> usize {
        self.items.iter().filter(|item| item.facet == facet).count()
    }

    pub(super) fn all_asked(&self) -> ByFacet<usize> {
        let mut asked = ByFacet::default();
        for item in &self.items {
            if let Some(count) = asked.get_mut(item.facet) {
                *count += 1;
            }
        }
        asked
    }
}
