use std::borrow::Borrow;
use std::hash::Hash;

use chrono::NaiveDate;

use crate::macros::named_enum;
use crate::period::{Span, Window};
use crate::purchases::{Policy, PurchaseLog};
use crate::{Error, Result};

named_enum! {
    /// How someone stands to the business: the base elements of Curry's pyramid, from the most to
    /// the least related.
    ///
    /// Source: Curry and Curry (2000), as commonly reported.
    #[doc(alias = "客户状态")]
    pub enum Status {
        /// Bought within the activity window.
        #[doc(alias = "活跃")]
        Active = "active",
        /// Bought before it, not within.
        #[doc(alias = "不活跃")]
        Inactive = "inactive",
        /// Never bought, but was in contact: asked for a quote, signed up.
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

named_enum! {
    /// What the business knows about someone who has not bought; a log cannot tell.
    pub enum NonBuyer {
        /// Was in contact.
        Prospect = "prospect",
        /// Could need the product.
        Suspect = "suspect",
        /// Has no need of it.
        RestOfWorld = "rest_of_world",
    }
}

impl From<NonBuyer> for Status {
    fn from(non_buyer: NonBuyer) -> Self {
        match non_buyer {
            NonBuyer::Prospect => Self::Prospect,
            NonBuyer::Suspect => Self::Suspect,
            NonBuyer::RestOfWorld => Self::RestOfWorld,
        }
    }
}

/// The status of everyone known on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Statuses<Id> {
    rows: Vec<(Id, Status)>,
    /// The window in which a purchase makes a customer active; it ends on the day asked for.
    pub activity: Window,
    /// The policy that says what is a purchase.
    pub policy: Policy,
    /// People listed as not having bought who had: they are active or inactive.
    pub bought_after_all: usize,
    /// Customers of the log with refunds only up to the day, and not listed: they bought before the
    /// records begin, nobody knows when, and have no status.
    pub refund_only: u64,
    /// Customers of the log without a row up to the day, and not listed: they have no status yet.
    pub not_yet: u64,
}

impl<Id> Statuses<Id> {
    /// Everyone with a status, by key.
    #[must_use]
    pub fn rows(&self) -> &[(Id, Status)] {
        &self.rows
    }

    /// The status of one; `None` for those without.
    #[must_use]
    pub fn get<Q: Ord + ?Sized>(&self, id: &Q) -> Option<Status>
    where
        Id: Borrow<Q>,
    {
        let at = self.rows.binary_search_by(|(row, _)| row.borrow().cmp(id));
        self.rows.get(at.ok()?).map(|&(_, status)| status)
    }

    /// Everyone with this status, by key.
    pub fn with(&self, status: Status) -> impl Iterator<Item = &Id> {
        self.rows
            .iter()
            .filter(move |(_, found)| *found == status)
            .map(|(id, _)| id)
    }

    /// How many have a status.
    #[must_use]
    pub fn count(&self, status: Status) -> usize {
        self.with(status).count()
    }
}

/// The status of every customer of a log, and of everyone listed as not having bought, on the day
/// `as_of`.
///
/// A customer is active whose last purchase lies within the span that ends on that day; Curry's is
/// twelve months. What was bought later is not known yet on that day (and is an
/// error under [`Outside::Refuse`](crate::purchases::Outside::Refuse)); everything before it is read,
/// from the first row of the log, and judged by the policy.
///
/// # Errors
/// [`Error::Duplicate`], with the row, for someone listed twice; [`Error::Refused`] for a row of
/// the log that the policy refuses; [`Error::Overflow`] for a span that reaches beyond the
/// calendar.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::period::{Period, Span};
/// use retention::purchases::{Policy, Purchase, PurchaseLog};
/// use retention::pyramid::{NonBuyer, Status, statuses};
/// use rust_decimal::dec;
///
/// let date = |year, month| NaiveDate::from_ymd_opt(year, month, 15).unwrap();
/// let log = PurchaseLog::from_rows([
///     Purchase { customer: "Ann", date: date(2024, 3), amount: dec!(20) },
///     Purchase { customer: "Ben", date: date(2022, 9), amount: dec!(35) },
/// ])?;
/// let statuses = statuses(
///     &log,
///     date(2024, 6),
///     Span::new(12, Period::Month)?,
///     Policy::default(),
///     [("Cem", NonBuyer::Prospect)],
/// )?;
/// assert_eq!(
///     statuses.rows(),
///     [("Ann", Status::Active), ("Ben", Status::Inactive), ("Cem", Status::Prospect)],
/// );
/// # Ok::<(), retention::Error>(())
/// ```
pub fn statuses<Id: Ord + Hash + Clone>(
    log: &PurchaseLog<Id>,
    as_of: NaiveDate,
    activity: Span,
    policy: Policy,
    non_buyers: impl IntoIterator<Item = (Id, NonBuyer)>,
) -> Result<Statuses<Id>> {
    let activity = activity.ending(as_of)?;
    let known = Window::new(log.window().from().min(activity.from()), as_of)?;
    let observed = log.observe(known, policy)?;

    let mut rows: Vec<(Id, Status)> = Vec::with_capacity(observed.customers());
    let mut refunded: Vec<&Id> = Vec::new();
    for (id, history) in observed.histories() {
        if let Some(last) = history.last_purchase() {
            let status = if activity.contains(last) {
                Status::Active
            } else {
                Status::Inactive
            };
            rows.push((id.clone(), status));
        } else {
            refunded.push(id);
        }
    }
    let buyers = rows.len();

    let mut listed: Vec<(Id, usize, NonBuyer)> = non_buyers
        .into_iter()
        .enumerate()
        .map(|(row, (id, kind))| (id, row, kind))
        .collect();
    listed.sort_unstable_by(|(a, i, _), (b, j, _)| a.cmp(b).then(i.cmp(j)));
    let twice = listed
        .iter()
        .zip(listed.iter().skip(1))
        .find(|((a, ..), (b, ..))| a == b);
    if let Some(((_, first, _), (_, row, _))) = twice {
        return Err(
            Error::duplicate("non-buyer", format_args!("rows {first} and {row}")).at_row(*row),
        );
    }

    let counts = observed.counts();
    let (mut refund_only, mut not_yet) = (counts.refund_only_customers, counts.customers_outside);
    let mut bought_after_all = 0;
    for (id, _, kind) in listed {
        let bought = rows
            .get(..buyers)
            .unwrap_or_default()
            .binary_search_by(|(buyer, _)| buyer.cmp(&id))
            .is_ok();
        if bought {
            bought_after_all += 1;
            continue;
        }
        if refunded.binary_search(&&id).is_ok() {
            refund_only -= 1;
        } else if log.customers().binary_search(&id).is_ok() {
            not_yet -= 1;
        }
        rows.push((id, kind.into()));
    }
    rows.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    Ok(Statuses {
        rows,
        activity,
        policy,
        bought_after_all,
        refund_only,
        not_yet,
    })
}
