use std::hash::Hash;

use chrono::NaiveDate;

use crate::keyed::{Keyed, check_sorted_keys, keyed_row};
use crate::macros::named_enum;
use crate::period::{Span, Window};
use crate::purchases::{Policy, PurchaseLog};
use crate::{Error, Result};

named_enum! {
    /// Relationship of a person to the business, from the closest: the base elements of Curry's
    /// pyramid.
    ///
    /// Source: Curry and Curry (2000), as commonly reported.
    ///
    /// See the [example](crate::pyramid::statuses()).
    #[doc(alias = "客户状态")]
    pub enum Status {
        /// Bought within the activity window.
        #[doc(alias = "活跃")]
        Active = "active",
        /// Bought before the activity window, not within it.
        #[doc(alias = "不活跃")]
        Inactive = "inactive",
        /// Never bought, but was in contact, for example asked for a quote or signed up.
        #[doc(alias = "潜在")]
        Prospect = "prospect",
        /// Never bought; could need the product, and has at most heard of the business.
        #[doc(alias = "持观望态度")]
        #[doc(alias = "观望")]
        Suspect = "suspect",
        /// Has no need of the product.
        #[doc(alias = "其他")]
        RestOfWorld = "rest_of_world",
    }
}

/// The status of everyone known on a day.
///
/// See the [example](crate::pyramid::statuses()).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Statuses<Id> {
    /// Everyone with a status.
    pub rows: Keyed<CustomerStatus<Id>>,
    /// Window in which a purchase makes a customer active; it ends on the day asked for.
    pub activity: Window,
    /// Policy that says what counts as a purchase.
    pub policy: Policy,
    /// Listed non-buyers who did buy; they are counted as active or inactive.
    pub bought_after_all: u64,
    /// Customers of the log with refunds only up to the day, and not listed. They bought before the
    /// records begin, at an unknown date, and have no status.
    pub refund_only: u64,
    /// Customers of the log without a row up to the day, and not listed. They have no status yet.
    pub not_yet: u64,
}

/// The status of one customer or other person, in [`Statuses`].
///
/// See the [example](crate::pyramid::statuses()).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CustomerStatus<Id> {
    /// The customer's key.
    pub customer: Id,
    /// The status.
    pub status: Status,
}

keyed_row!(CustomerStatus);

impl<Id> Statuses<Id> {
    /// Returns everyone with this status, sorted by key.
    pub fn with(&self, status: Status) -> impl Iterator<Item = &Id> {
        let rows = self.rows.iter().filter(move |row| row.status == status);
        rows.map(|row| &row.customer)
    }

    /// Returns how many have this status.
    #[must_use]
    pub fn count(&self, status: Status) -> u64 {
        self.with(status).count() as u64
    }
}

/// Returns the status, on the day `as_of`, of every customer of a log and of every listed non-buyer.
/// List non-buyers as prospect, suspect or rest of the world.
///
/// A customer is active if the last purchase lies within the span that ends on that day; Curry's is
/// twelve months. Later purchases are not known yet on that day, and are an error under
/// [`Outside::Refuse`](crate::purchases::Outside::Refuse). All rows of the log up to that day are read,
/// under the policy.
///
/// # Errors
/// [`Error::OutOfRange`], with the row, for someone listed as active or inactive, which the log says;
/// [`Error::Duplicate`], with the row, for someone listed twice; [`Error::Refused`] for a row of the
/// log that the policy refuses; [`Error::Overflow`] for a span that reaches beyond the calendar.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::period::{Period, Span};
/// use retention::purchases::{Policy, Purchase, PurchaseLog};
/// use retention::pyramid::{Status, statuses};
/// use rust_decimal::dec;
///
/// let date = |year, month| NaiveDate::from_ymd_opt(year, month, 15).unwrap();
/// let log = PurchaseLog::from_rows([
///     Purchase { customer: "Ann", date: date(2024, 3), amount: dec!(20) },
///     Purchase { customer: "Ben", date: date(2022, 9), amount: dec!(35) },
/// ])?;
/// let known = statuses(
///     &log,
///     date(2024, 6),
///     Span::new(12, Period::Month)?,
///     Policy::default(),
///     [("Cem", Status::Prospect)],
/// )?;
/// let status = |customer| known.rows.get(customer).map(|row| row.status);
/// assert_eq!(status("Ann"), Some(Status::Active));
/// assert_eq!(status("Ben"), Some(Status::Inactive));
/// assert_eq!(status("Cem"), Some(Status::Prospect));
/// # Ok::<(), retention::Error>(())
/// ```
pub fn statuses<Id: Ord + Hash + Clone>(
    log: &PurchaseLog<Id>,
    as_of: NaiveDate,
    activity: Span,
    policy: Policy,
    non_buyers: impl IntoIterator<Item = (Id, Status)>,
) -> Result<Statuses<Id>> {
    let activity = activity.ending(as_of)?;
    let known = Window::new(log.window().from().min(activity.from()), as_of)?;
    let observed = log.observe(known, policy)?;

    let mut rows = Vec::with_capacity(observed.customers());
    let mut refunded: Vec<&Id> = Vec::new();
    observed.for_each(
        |history| Ok(Some(history.last_purchase())),
        |customer, last| match last {
            Some(last) => rows.push(CustomerStatus {
                customer: customer.clone(),
                status: if activity.contains(last) {
                    Status::Active
                } else {
                    Status::Inactive
                },
            }),
            None => refunded.push(customer),
        },
    )?;
    let mut found = Statuses {
        rows: Keyed::from_sorted(rows),
        activity,
        policy,
        bought_after_all: 0,
        refund_only: observed.counts().refund_only_customers as _,
        not_yet: observed.counts().customers_outside as _,
    };
    found.list(listed(non_buyers)?, log, &refunded);
    Ok(found)
}

/// Those listed as not having bought, by key.
fn listed<Id: Ord>(
    rows: impl IntoIterator<Item = (Id, Status)>,
) -> Result<Vec<CustomerStatus<Id>>> {
    let mut listed = Vec::new();
    for (row, (customer, status)) in rows.into_iter().enumerate() {
        if matches!(status, Status::Active | Status::Inactive) {
            let allowed = "prospect, suspect or rest_of_world";
            let error = Error::out_of_range("status of a non-buyer", status, allowed);
            return Err(error.at_row(row).with_cure("buyers come from the log"));
        }
        listed.push((customer, row, status));
    }
    listed.sort_unstable_by(|(a, i, _), (b, j, _)| a.cmp(b).then(i.cmp(j)));
    check_sorted_keys(listed.iter().map(|(customer, row, _)| (customer, *row)))?;
    let rows = listed
        .into_iter()
        .map(|(customer, _, status)| CustomerStatus { customer, status });
    Ok(rows.collect())
}

impl<Id: Ord + Hash + Clone> Statuses<Id> {
    /// Adds those listed who did not buy.
    fn list(&mut self, listed: Vec<CustomerStatus<Id>>, log: &PurchaseLog<Id>, refunded: &[&Id]) {
        let buyers = std::mem::replace(&mut self.rows, Keyed::from_sorted(Vec::new()));
        let mut others = Vec::with_capacity(listed.len());
        for row in listed {
            if buyers.get(&row.customer).is_some() {
                self.bought_after_all += 1;
                continue;
            }
            if refunded.binary_search(&&row.customer).is_ok() {
                self.refund_only -= 1;
            } else if log.customers().binary_search(&row.customer).is_ok() {
                self.not_yet -= 1;
            }
            others.push(row);
        }
        let mut rows = buyers.into_vec();
        rows.append(&mut others);
        rows.sort_unstable_by(|a, b| a.customer.cmp(&b.customer));
        self.rows = Keyed::from_sorted(rows);
    }
}
