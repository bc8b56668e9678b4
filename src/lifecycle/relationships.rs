use super::{RelationshipSign, RelationshipType};
use crate::Result;
use crate::counted::Counted;
use crate::keyed::{Keyed, keyed_row};
use crate::period::{Period, Ruler, Window};
use crate::purchases::{Observed, Policy};

/// The relationship types of all customers of a view, from recorded signs and, where it can tell, from the
/// log.
///
/// | the customer | type |
/// |---|---|
/// | has a sign | the closest that a sign shows |
/// | has none, bought once | price-centred: so far the relationship ended with the purchase |
/// | has none, came back | not known |
///
/// A log holds dates and amounts. It cannot tell a casual buyer who comes back for the price from a
/// customer whose contacts nobody recorded, so it does not guess: see
/// [`RelationshipSign::record`] for the records that show each sign. For what a log does tell of those who
/// came back see [`BehaviouralLoyalty`](super::BehaviouralLoyalty); for core customers, which also
/// need prices, wallets and service records, see [`loyalty::core_customers`](crate::loyalty::core_customers).
///
/// ```
/// use chrono::NaiveDate;
/// use retention::lifecycle::{RelationshipSign, RelationshipType, Relationships};
/// use retention::period::Period;
/// # use retention::purchases::{Policy, Purchase, PurchaseLog};
/// # use rust_decimal::dec;
///
/// # let row = |customer, day| Purchase {
/// #     customer, date: NaiveDate::from_ymd_opt(2024, 5, day).unwrap(), amount: dec!(10),
/// # };
/// // Ann and Cem came back, Ben bought once.
/// # let log = PurchaseLog::from_rows([
/// #     row("Ann", 2), row("Ann", 9), row("Ben", 3), row("Cem", 4), row("Cem", 20),
/// # ])?;
/// let observed = log.observe(log.window(), Policy::default())?;
/// let signs = [("Ann", RelationshipSign::MadeToOrder), ("Ann", RelationshipSign::Contact)];
/// let found = Relationships::of(&observed, Period::Day, signs)?;
/// let of = |customer| found.rows.get(customer).and_then(|row| row.relationship);
/// assert_eq!(of("Ann"), Some(RelationshipType::ProductCentred));
/// assert_eq!(of("Ben"), Some(RelationshipType::PriceCentred));
/// assert_eq!((of("Cem"), found.counts.missing), (None, 1));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Relationships<Id> {
    /// Each customer with a purchase, and the type; `None` where no record tells.
    pub rows: Keyed<CustomerRelationship<Id>>,
    /// How many customers are of each type, and of how many it is not known.
    pub counts: Counted<RelationshipType>,
    /// Signs of somebody without a purchase in the view. They are left out.
    pub left_out: u64,
    /// Calendar period of a purchase: all rows of a customer in one period count as one purchase.
    pub grain: Period,
    /// The window of the view.
    pub window: Window,
    /// The policy that says what is a purchase.
    pub policy: Policy,
}

/// The relationship type of one customer, in [`Relationships`].
///
/// See the [example](crate::lifecycle::Relationships).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CustomerRelationship<Id> {
    /// The customer's key.
    pub customer: Id,
    /// The type; `None` where no record tells.
    pub relationship: Option<RelationshipType>,
}

keyed_row!(CustomerRelationship);

impl<Id: Ord + Clone> Relationships<Id> {
    /// Classifies everyone with a purchase in the view, from signs in any order. A customer may have
    /// several signs, and the same one several times.
    ///
    /// # Errors
    /// Those of [`Observed::rhythms`].
    pub fn of(
        observed: &Observed<'_, Id>,
        grain: Period,
        signs: impl IntoIterator<Item = (Id, RelationshipSign)>,
    ) -> Result<Self> {
        let rhythms = observed.rhythms(grain, Ruler::Days)?;
        let signs: Vec<(Id, RelationshipSign)> = signs.into_iter().collect();
        let is_nobody = |(id, _): &&(Id, RelationshipSign)| rhythms.position(id).is_none();
        let left_out = signs.iter().filter(is_nobody).count() as u64;
        let mut closest: Vec<(Id, RelationshipType)> = signs
            .into_iter()
            .map(|(id, sign)| (id, sign.shows()))
            .collect();
        // The closest type comes first of each customer.
        closest.sort_unstable_by(|(a, ours), (b, theirs)| a.cmp(b).then(theirs.cmp(ours)));
        closest.dedup_by(|(later, _), (first, _)| later == first);
        let rows = rhythms.into_iter().map(|row| {
            let sign = closest.binary_search_by(|(id, _)| id.cmp(&row.customer));
            let shown = sign.ok().and_then(|at| closest.get(at));
            let once = (row.result.count == 0).then_some(RelationshipType::PriceCentred);
            CustomerRelationship {
                customer: row.customer,
                relationship: shown.map(|&(_, shown)| shown).or(once),
            }
        });
        let rows = Keyed::from_sorted(rows.collect());
        Ok(Self {
            counts: Counted::of_classes(rows.iter().map(|row| row.relationship))?,
            rows,
            left_out,
            grain,
            window: observed.window(),
            policy: observed.policy(),
        })
    }
}
