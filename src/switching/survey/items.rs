use crate::Result;
use crate::scale::{Instrument, Item, Missing, Scale};
use crate::switching::Facet::{
    self, BenefitLoss, BrandRelationshipLoss, EconomicRisk, Evaluation, Learning, MonetaryLoss,
    PersonalRelationshipLoss, SetUp,
};

/// The facets of the thirty items by which Burnham, Frels and Mahajan measured switching costs.
///
/// The table says in this crate's words what each item asks; ask your customers in the wording of the
/// source. The ends of a scale say how far the customer agrees, or how much there is of the thing.
///
/// | facet | items, in order |
/// |---|---|
/// | economic risk | others may serve worse than hoped; bad service for some time after a change; charges that nobody mentioned; trouble that nobody foresaw; not knowing what a change would bring |
/// | evaluation | no time to find out enough about others; time and effort until others can be judged (how much); comparing is too much work even with the facts at hand; others are hard to compare |
/// | learning | it takes time to know another's features as well; another is understood with little trouble (reversed); effort until all goes as before; another's ways are easy to get used to (reversed) |
/// | set-up | the steps of a change take time; the sales talk is unpleasant; a start with another is quick and easy (reversed); a change has many formalities |
/// | benefit loss | points and credits would be lost or have to be replaced; how much in points, credits and paid services would be lost (how much); what only long-standing customers get would be lost |
/// | monetary loss | a change costs money at once, such as fees and deposits; what all costs of a change come to (how much) |
/// | personal relationship loss | the people would be missed; these people are easier to be with than strangers; these people matter; talking to these people is a pleasure |
/// | brand relationship loss | the provider's image is liked; the provider deserves support as a firm; pride in being its customer; its name makes no difference (reversed) |
///
/// Items after the third on benefit loss are as commonly reported.
///
/// Source: Burnham, T. A., Frels, J. K. and Mahajan, V. (2003), *Journal of the Academy of Marketing
/// Science* 31(2): 109–126.
pub const ITEMS: [Item<Facet>; 30] = [
    Item::as_asked(EconomicRisk),
    Item::as_asked(EconomicRisk),
    Item::as_asked(EconomicRisk),
    Item::as_asked(EconomicRisk),
    Item::as_asked(EconomicRisk),
    Item::as_asked(Evaluation),
    Item::as_asked(Evaluation),
    Item::as_asked(Evaluation),
    Item::as_asked(Evaluation),
    Item::as_asked(Learning),
    Item::reversed(Learning),
    Item::as_asked(Learning),
    Item::reversed(Learning),
    Item::as_asked(SetUp),
    Item::as_asked(SetUp),
    Item::reversed(SetUp),
    Item::as_asked(SetUp),
    Item::as_asked(BenefitLoss),
    Item::as_asked(BenefitLoss),
    Item::as_asked(BenefitLoss),
    Item::as_asked(MonetaryLoss),
    Item::as_asked(MonetaryLoss),
    Item::as_asked(PersonalRelationshipLoss),
    Item::as_asked(PersonalRelationshipLoss),
    Item::as_asked(PersonalRelationshipLoss),
    Item::as_asked(PersonalRelationshipLoss),
    Item::as_asked(BrandRelationshipLoss),
    Item::as_asked(BrandRelationshipLoss),
    Item::as_asked(BrandRelationshipLoss),
    Item::reversed(BrandRelationshipLoss),
];

/// Creates the questionnaire of the thirty [`ITEMS`].
///
/// # Errors
/// [`Error::OutOfRange`](crate::Error::OutOfRange) if `missing` asks for more items than a facet has.
///
/// ```
/// use retention::scale::{Missing, Scale};
/// use retention::switching::{Facet, survey};
///
/// let thirty = survey::instrument(Scale::ONE_TO_SEVEN, Missing::default())?;
/// assert_eq!((thirty.items().len(), thirty.asked(&Facet::Learning)), (30, 4));
/// # Ok::<(), retention::Error>(())
/// ```
pub fn instrument(scale: Scale, missing: Missing) -> Result<Instrument<Facet>> {
    Instrument::new(scale, ITEMS, missing)
}
