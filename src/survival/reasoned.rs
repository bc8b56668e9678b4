use chrono::NaiveDate;

use super::subscribed::{spell, stays};
use super::{Spell, WhichSpells};
use crate::period::{Period, Window, days_between};
use crate::subscriptions::{Account, Accounts};

/// The time that a customer stayed, and why the customer left.
///
/// It is written flat, as the `csv` crate takes a row: `customer`, `entry`, `time`, `ended`, `reason`.
///
/// See the [example](crate::subscriptions::Accounts::spells_by_reason).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ReasonedSpell<Id, R> {
    /// The customer.
    pub customer: Id,
    /// The time that the customer stayed.
    pub spell: Spell,
    /// Why the customer left. `None` for a customer who is still here, and where no reason is stated.
    pub reason: Option<R>,
}

#[cfg(feature = "serde")]
impl<Id: serde::Serialize, R: serde::Serialize> serde::Serialize for ReasonedSpell<Id, R> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Row<'a, Id, R> {
            customer: &'a Id,
            entry: Option<u32>,
            time: u32,
            ended: bool,
            reason: &'a Option<R>,
        }
        Row {
            customer: &self.customer,
            entry: self.spell.entry(),
            time: self.spell.time(),
            ended: self.spell.has_ended(),
            reason: &self.reason,
        }
        .serialize(serializer)
    }
}

/// The times that customers stayed joined with records of why they left, and what found no partner.
///
/// No end and no record is dropped:
///
/// ```text
/// ends    = stated + without reason + without exit
/// exits   = stated + without reason + repeated + left out + without end + unknown customer + later
/// ```
///
/// See the [example](crate::subscriptions::Accounts::spells_by_reason).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct SpellsByReason<Id, R> {
    /// The spells, by customer and in the order of time.
    pub rows: Vec<ReasonedSpell<Id, R>>,
    /// Ends with a reason.
    pub stated: u64,
    /// Ends whose exit is on record without a reason.
    pub without_reason: u64,
    /// Ends without an exit on record.
    pub without_exit: u64,
    /// Further exits of an end: the nearest one counts.
    pub repeated: u64,
    /// Exits of an end that is not among the rows: a later one than the first, or not observed.
    pub left_out: u64,
    /// Exits with no end near enough.
    pub without_end: u64,
    /// Exits of customers who have no row in the log.
    pub unknown_customer: u64,
    /// Exits after the as-of date.
    pub later: u64,
    /// How many days an exit may lie before or after the end.
    pub within: u32,
    /// The unit of tenure.
    pub period: Period,
    /// Which stays are counted.
    pub which: WhichSpells,
    /// The window; its last day is the as-of date.
    pub window: Window,
}

impl<Id, R: Clone> SpellsByReason<Id, R> {
    /// Iterates over the spells with their reasons, as
    /// [`CumulativeIncidence::of`](super::CumulativeIncidence::of) takes them. The reason of an end is
    /// `None` where none is stated, which is a reason of its own.
    ///
    /// See the [example](crate::subscriptions::Accounts::spells_by_reason).
    pub fn spells(&self) -> impl Iterator<Item = (Spell, Option<Option<R>>)> {
        self.rows.iter().map(|row| {
            let left = row.spell.has_ended().then(|| row.reason.clone());
            (row.spell, left)
        })
    }
}

/// A record of an exit: who, the first day without them, and why.
type Record<'e, Id, R> = (&'e Id, NaiveDate, Option<R>);

impl<Id> Accounts<'_, Id> {
    /// Joins the times that customers stayed with records of why they left.
    ///
    /// An exit belongs to the end of that customer that is nearest to its date, if it lies within so many
    /// days of it, before or after. Of two ends as near it is the earlier, and of two exits as near the later.
    /// Take 0 days where both come from one system. Where a form is filled in at notice and
    /// the paid time runs on, take the days of a billing period. The spells are those of
    /// [`spells`](Self::spells).
    ///
    /// Each exit is a customer, the first day without them, and the reason if there is one. Those of
    /// [`churn::Exits`](crate::churn::Exits) come from
    /// [`main_reasons`](crate::churn::Exits::main_reasons).
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use retention::churn::{Exit, Exits, Reason};
    /// use retention::period::{Period, Window};
    /// use retention::subscriptions::{Options, Subscription, SubscriptionLog};
    /// use retention::survival::{CumulativeIncidence, WhichSpells};
    /// use rust_decimal::dec;
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// let row = |customer, to| Subscription::monthly(customer, date(1, 1), to, dec!(8));
    /// let log = SubscriptionLog::from_rows([
    ///     row("Ann", Some(date(3, 31))),
    ///     row("Ben", Some(date(4, 30))),
    ///     row("Cem", Some(date(5, 31))),
    ///     row("Dea", None),
    /// ])?;
    /// let accounts = log.accounts(Window::new(date(1, 1), date(8, 31))?, Options::default())?;
    /// let exits = Exits::from_rows([
    ///     Exit::new("Ann", date(3, 12), [Reason::Price]), // the day of notice
    ///     Exit::new("Ben", date(5, 1), [Reason::MovedAway]),
    ///     Exit::new("Eva", date(5, 1), [Reason::Price]),
    /// ])?;
    ///
    /// let joined =
    ///     accounts.spells_by_reason(Period::Month, WhichSpells::First, exits.main_reasons(), 31);
    /// let leaving = CumulativeIncidence::of(joined.spells())?;
    /// assert_eq!(leaving.at(&Some(Reason::Price), 6), Some(0.25));
    /// assert_eq!(leaving.at(&None, 6), Some(0.25)); // Cem did not say why
    /// assert_eq!((joined.stated, joined.without_exit, joined.unknown_customer), (2, 1, 1));
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn spells_by_reason<'e, R>(
        &self,
        period: Period,
        which: WhichSpells,
        exits: impl IntoIterator<Item = (&'e Id, NaiveDate, Option<R>)>,
        within: u32,
    ) -> SpellsByReason<Id, R>
    where
        Id: Ord + Clone + 'e,
    {
        let mut found = SpellsByReason {
            rows: Vec::new(),
            stated: 0,
            without_reason: 0,
            without_exit: 0,
            repeated: 0,
            left_out: 0,
            without_end: 0,
            unknown_customer: 0,
            later: 0,
            within,
            period,
            which,
            window: self.window(),
        };
        let as_of = found.window.to();
        let mut records: Vec<Record<'_, Id, R>> = exits.into_iter().collect();
        let given = records.len();
        records.retain(|(_, date, _)| *date <= as_of);
        found.later = given.saturating_sub(records.len()) as u64;
        records.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
        let mut records = records.into_iter().peekable();
        for (id, account) in self.iter() {
            while records.next_if(|record| record.0 < id).is_some() {
                found.unknown_customer += 1;
            }
            let own = std::iter::from_fn(|| records.next_if(|record| record.0 == id));
            found.add(id, &account, own);
        }
        found.unknown_customer += records.count() as u64;
        found
    }
}

impl<Id: Clone, R> SpellsByReason<Id, R> {
    /// Adds the stays of a customer, with the exits in the order of time.
    fn add<'e>(
        &mut self,
        customer: &Id,
        account: &Account,
        exits: impl Iterator<Item = Record<'e, Id, R>>,
    ) where
        Id: 'e,
    {
        let mut stays: Vec<Stay<R>> = stays(account, WhichSpells::Every)
            .into_iter()
            .map(|(from, gone)| Stay {
                from,
                gone,
                exit: None,
            })
            .collect();
        for (_, date, reason) in exits {
            let ended = stays.iter_mut().filter(|stay| stay.gone.is_some());
            let nearest = ended.min_by_key(|stay| stay.days_from(date));
            match nearest.filter(|stay| stay.days_from(date) <= self.within.into()) {
                Some(stay) => self.repeated += u64::from(stay.take(date, reason)),
                None => self.without_end += 1,
            }
        }
        let counted = match self.which {
            WhichSpells::First => 1,
            WhichSpells::Every => stays.len(),
        };
        for (place, stay) in stays.into_iter().enumerate() {
            let observed = spell(self.period, self.window, stay.from, stay.gone);
            match observed.filter(|_| place < counted) {
                Some(spell) => self.push(customer, spell, stay.exit),
                None => self.left_out += u64::from(stay.exit.is_some()),
            }
        }
    }

    fn push(&mut self, customer: &Id, spell: Spell, exit: Option<(NaiveDate, Option<R>)>) {
        if spell.has_ended() {
            let count = match &exit {
                None => &mut self.without_exit,
                Some((_, None)) => &mut self.without_reason,
                Some((_, Some(_))) => &mut self.stated,
            };
            *count += 1;
        }
        self.rows.push(ReasonedSpell {
            customer: customer.clone(),
            spell,
            reason: exit.and_then(|(_, reason)| reason),
        });
    }
}

/// A stay with the exit that is nearest to its end.
struct Stay<R> {
    from: NaiveDate,
    gone: Option<NaiveDate>,
    exit: Option<(NaiveDate, Option<R>)>,
}

impl<R> Stay<R> {
    /// The days between the end and another day.
    fn days_from(&self, date: NaiveDate) -> u64 {
        let days = self.gone.map(|gone| days_between(gone, date));
        days.map_or(u64::MAX, i64::unsigned_abs)
    }

    /// Takes an exit, later than those before it, unless another is nearer. Returns whether there was
    /// another.
    fn take(&mut self, date: NaiveDate, reason: Option<R>) -> bool {
        let other = self.exit.as_ref().map(|(other, _)| self.days_from(*other));
        if other.is_none_or(|other| self.days_from(date) <= other) {
            self.exit = Some((date, reason));
        }
        other.is_some()
    }
}
