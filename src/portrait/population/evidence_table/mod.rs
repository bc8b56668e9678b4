use std::borrow::Borrow;

use crate::keyed::{CustomerRow, Keyed, check_sorted_keys};
use crate::portrait::Evidence;
use crate::{Error, Result};

mod contracts;
mod sources;

/// What is known of many customers, joined by their keys from as many sources as there are.
///
/// Each source is one call. A customer whom any source names is in the table, and what no source says of
/// them stays not known. Where two sources tell the same thing, the later call takes precedence; a source
/// that does not know something leaves what is there.
///
/// | what you have | call | what it tells |
/// |---|---|---|
/// | a survey, or any table of your own | [`join`](Self::join) | whatever you make of it |
/// | [`Stages`](crate::lifecycle::Stages) | [`stages`](Self::stages) | stage, chance of a return |
/// | [`Pyramid`](crate::pyramid::Pyramid) | [`pyramid`](Self::pyramid) | tier |
/// | a pyramid of profits | [`profits`](Self::profits) | profit, group by profit |
/// | [`Statuses`](crate::pyramid::Statuses) | [`statuses`](Self::statuses) | status |
/// | [`CustomerHabits`](crate::purchases::CustomerHabits) | [`habits`](Self::habits) | habits of buying, whether the next purchase is overdue |
/// | [`Accounts`](crate::subscriptions::Accounts) | [`contracts`](Self::contracts) | where the contract stands |
/// | [`Exits`](crate::churn::Exits) | [`exits`](Self::exits) | reason for leaving |
/// | [`Relationships`](crate::lifecycle::Relationships) | [`relationships`](Self::relationships) | what the relationship is centred on |
/// | [`Portfolio`](crate::lifecycle::Portfolio) | [`portfolio`](Self::portfolio) | butterfly, true friend, stranger, barnacle |
/// | [nominees](crate::loyalty::core_customers) | [`core_customers`](Self::core_customers) | whether a core customer |
/// | a [model of buying](crate::clv::PurchaseModel) | [`forecasts`](Self::forecasts) | chance of a return |
/// | [`CustomerValues`](crate::clv::CustomerValues) | [`lifetime_values`](Self::lifetime_values) | expected value |
///
/// It is written as a list of customers with their evidence, and read through the same checks: keep it to
/// compare the portraits of two dates.
///
/// ```
/// use retention::loyalty::Score;
/// use retention::portrait::{EvidenceTable, Options, Portraits, ProfitGroup};
/// use retention::pyramid::{Cuts, Pyramid};
/// use retention::scale::Scale;
/// use rust_decimal::dec;
///
/// // Customers with their satisfaction, where they answered.
/// let answers = [("Ann", Some(5.0)), ("Cem", None)];
/// let profits = [("Ann", dec!(90)), ("Ben", dec!(-4))];
/// let profits = Pyramid::new(profits, &Cuts::differential())?;
/// let known = EvidenceTable::new().profits(&profits)?.join(answers, |evidence, answer| {
///     Ok(evidence.satisfaction(Score::of_answer(Scale::ONE_TO_FIVE, answer)?))
/// })?;
/// assert_eq!(known.rows().len(), 3);
/// let ann = known.rows().get("Ann").unwrap().result;
/// assert_eq!((ann.profit, ann.profit_group), (Some(dec!(90)), Some(ProfitGroup::High)));
/// assert_eq!(ann.satisfaction.map(|score| score.value()), Some(5.0));
/// let ben = known.rows().get("Ben").unwrap().result;
/// assert_eq!((ben.satisfaction, ben.profit_group), (None, Some(ProfitGroup::NoProfit)));
/// let portraits = Portraits::of(known, &Options::default())?;
/// assert_eq!(portraits.rows().len(), 3);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(
        into = "Vec<written::Known<Id>>",
        try_from = "Vec<written::Known<Id>>",
        bound(
            serialize = "Id: Clone + serde::Serialize",
            deserialize = "Id: Ord + serde::Deserialize<'de>"
        )
    )
)]
pub struct EvidenceTable<Id> {
    rows: Keyed<CustomerRow<Id, Evidence>>,
}

impl<Id> Default for EvidenceTable<Id> {
    fn default() -> Self {
        Self::new()
    }
}

impl<Id> EvidenceTable<Id> {
    /// Creates a table without customers.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            rows: Keyed::from_sorted(Vec::new()),
        }
    }

    /// Returns the customers by key, with what is known of them.
    #[must_use]
    pub const fn rows(&self) -> &Keyed<CustomerRow<Id, Evidence>> {
        &self.rows
    }
}

impl<Id: Ord + Clone> EvidenceTable<Id> {
    /// Joins a table of your own: for each of its customers, `add` returns the evidence with what the row
    /// adds to it. Rows may be in any order, one for each customer.
    ///
    /// # Errors
    /// With the row, [`Error::Duplicate`] for a customer who stands twice, and those of `add`.
    ///
    /// ```
    /// use retention::portrait::EvidenceTable;
    /// use retention::survival::{Spell, Survival};
    ///
    /// // The chance of a renewal by a survival curve: of ten customers four left in month 12.
    /// let spells = (0..10).map(|row| if row < 4 { Spell::ended(12) } else { Spell::ongoing(13) });
    /// let renewal = Survival::of(spells)?.at(12);
    /// let known = EvidenceTable::new().join([("Ann", renewal), ("Ben", renewal)], |evidence, chance| {
    ///     Ok(evidence.chance_of_return(chance))
    /// })?;
    /// assert_eq!(known.rows().get("Ben").unwrap().result.chance_of_return, Some(0.6));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn join<T>(
        self,
        rows: impl IntoIterator<Item = (Id, T)>,
        mut add: impl FnMut(Evidence, T) -> Result<Evidence>,
    ) -> Result<Self> {
        let rows = rows.into_iter().zip(0_usize..);
        let mut rows: Vec<_> = rows
            .map(|((customer, row), position)| (customer, (row, position)))
            .collect();
        rows.sort_by(|(a, _), (b, _)| a.cmp(b));
        check_sorted_keys(
            rows.iter()
                .map(|(customer, (_, position))| (customer, *position)),
        )?;
        let own = |customer| customer;
        self.merged(rows, own, |evidence, (row, position)| {
            add(evidence, row).map_err(|error: Error| error.at_row(position))
        })
    }

    /// Takes rows in the order of their keys, each key once.
    fn merged<K: Borrow<Id>, T, E>(
        self,
        found: impl IntoIterator<Item = (K, T)>,
        own: impl Fn(K) -> Id,
        mut add: impl FnMut(Evidence, T) -> Result<Evidence, E>,
    ) -> Result<Self, E> {
        let mut rows = self.rows.into_vec();
        let mut new = Vec::new();
        let mut known = rows.iter_mut().peekable();
        for (key, value) in found {
            let customer = key.borrow();
            while known.next_if(|row| row.customer < *customer).is_some() {}
            match known.peek_mut().filter(|row| row.customer == *customer) {
                Some(row) => row.result = add(row.result, value)?,
                None => {
                    let evidence = add(Evidence::default(), value)?;
                    new.push(CustomerRow::new(own(key), evidence));
                }
            }
        }
        if !new.is_empty() {
            rows.append(&mut new);
            // Two runs, each in order: a stable sort only merges them.
            rows.sort_by(|a, b| a.customer.cmp(&b.customer));
        }
        Ok(Self {
            rows: Keyed::from_sorted(rows),
        })
    }
}

impl<Id> IntoIterator for EvidenceTable<Id> {
    type Item = (Id, Evidence);
    type IntoIter = std::iter::Map<
        std::vec::IntoIter<CustomerRow<Id, Evidence>>,
        fn(CustomerRow<Id, Evidence>) -> (Id, Evidence),
    >;

    /// Iterates over customers and what is known of them, as [`Portraits::of`](super::Portraits::of) takes
    /// them.
    fn into_iter(self) -> Self::IntoIter {
        self.rows.into_iter().map(|row| (row.customer, row.result))
    }
}

/// How a table is written: a list of customers with their evidence.
#[cfg(feature = "serde")]
mod written {
    use super::{CustomerRow, EvidenceTable, Keyed};
    use crate::Error;
    use crate::portrait::Evidence;

    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Known<Id> {
        customer: Id,
        evidence: Evidence,
    }

    impl<Id> From<EvidenceTable<Id>> for Vec<Known<Id>> {
        fn from(table: EvidenceTable<Id>) -> Self {
            let known = |(customer, evidence)| Known { customer, evidence };
            table.into_iter().map(known).collect()
        }
    }

    impl<Id: Ord> TryFrom<Vec<Known<Id>>> for EvidenceTable<Id> {
        type Error = Error;

        fn try_from(rows: Vec<Known<Id>>) -> Result<Self, Error> {
            let rows = rows.into_iter();
            let rows = rows.map(|known| CustomerRow::new(known.customer, known.evidence));
            Ok(Self {
                rows: Keyed::from_unsorted(rows)?,
            })
        }
    }
}
