use chrono::{Days, NaiveDate};

use super::Spell;
use crate::keyed::{CustomerRow, Keyed};
use crate::period::{Period, Ruler};
use crate::purchases::{History, Observed};
use crate::{Error, Result};

/// How long each customer of a log of purchases stayed, where a silence means that they had left.
///
/// See the [example](crate::survival::purchase_spells).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PurchaseSpells<Id> {
    /// One row for each customer who bought up to [`followed_until`](Self::followed_until).
    pub rows: Keyed<CustomerRow<Id, Spell>>,
    /// How many customers bought for the first time after it, and are left out.
    pub left_out: u64,
    /// The last day on which it can be told whether a purchase was the last.
    pub followed_until: NaiveDate,
    /// The silence that means that a customer has left, in days.
    pub silence: u32,
    /// The unit of tenure.
    pub ruler: Ruler,
}

impl<Id> PurchaseSpells<Id> {
    /// Iterates over the spells, as [`Survival::of`](super::Survival::of) takes them.
    pub fn spells(&self) -> impl Iterator<Item = Spell> {
        self.rows.iter().map(|row| row.result)
    }
}

/// Computes how long the customers of a log of purchases stayed: from the first purchase to the first one
/// that no other follows within so many days of silence.
///
/// ```text
/// followed until = end of the window − silence
/// left      if no purchase follows one of that day or earlier within the silence: at that purchase
/// ongoing   otherwise, up to the day followed until
/// ```
///
/// Whether a purchase was the last is known only after the silence. In the last days of the window
/// nobody can be seen to have left, so that counting them would make the latest customers look loyal.
/// Everybody is followed to the same day, and what happens later decides nothing but who had left by
/// then. Customers who came after it are left out, and counted.
///
/// Tenure is in whole units of the ruler, rounded down. It counts to the last purchase, not to the day
/// on which the silence proved it: whoever buys once has a tenure of 0. A customer who comes back after
/// the silence had left all the same, and later purchases are not counted. A shorter silence finds more
/// who left. Choose it with [`purchases::lapse`](crate::purchases::lapse).
///
/// The first purchase is the first *in the window*: let it begin where the records do. Refunds are no
/// purchases, unless the policy of the view says so.
///
/// # Errors
/// [`Error::OutOfRange`] for a silence of 0 or as long as the window; [`Error::Overflow`] if money
/// exceeds what a decimal holds, or a period reaches beyond the calendar.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::period::{Ruler, Window};
/// use retention::purchases::{Policy, Purchase, PurchaseLog};
/// use retention::survival::{Spell, purchase_spells};
/// use rust_decimal::dec;
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// let bought = |customer, date| Purchase { customer, date, amount: dec!(10) };
/// let log = PurchaseLog::from_rows([
///     bought("Ann", date(1, 1)), bought("Ann", date(3, 1)), bought("Ann", date(9, 1)),
///     bought("Ben", date(2, 1)), bought("Ben", date(4, 15)), bought("Ben", date(6, 15)),
///     bought("Cem", date(6, 1)),
/// ])?;
/// let first_half = log.observe(Window::new(date(1, 1), date(6, 30))?, Policy::default())?;
/// let spells = purchase_spells(&first_half, Ruler::Months, 90)?;
/// assert_eq!(spells.followed_until, date(4, 1));
/// let [ann, ben] = ["Ann", "Ben"].map(|id| spells.rows.get(id).unwrap().result);
/// assert_eq!((ann, ben), (Spell::ended(2), Spell::ongoing(2))); // 90 days of silence from March on
/// assert_eq!(spells.left_out, 1); // Cem came too late to tell
/// # Ok::<(), retention::Error>(())
/// ```
pub fn purchase_spells<Id: Clone>(
    observed: &Observed<'_, Id>,
    ruler: Ruler,
    silence: u32,
) -> Result<PurchaseSpells<Id>> {
    let window = observed.window();
    let days = Days::new(silence.into());
    let followed_until = window
        .to()
        .checked_sub_days(days)
        .filter(|day| silence > 0 && *day >= window.from())
        .ok_or_else(|| {
            let allowed = format_args!(
                "from 1 to less than the {} days of the window",
                window.days()
            );
            Error::out_of_range("silence", silence, allowed)
        })?;
    let (mut rows, mut left_out) = (Vec::with_capacity(observed.customers()), 0_u64);
    observed.for_each(
        |history| {
            let tenure = Tenure::of(history, days, followed_until)?;
            tenure.map(|tenure| tenure.spell(ruler)).transpose()
        },
        |id, spell| match spell {
            Some(spell) => rows.push(CustomerRow::new(id.clone(), spell)),
            None => left_out += 1,
        },
    )?;
    Ok(PurchaseSpells {
        rows: Keyed::from_sorted(rows),
        left_out,
        followed_until,
        silence,
        ruler,
    })
}

/// The days between which a customer was seen.
struct Tenure {
    first: NaiveDate,
    last: NaiveDate,
    ended: bool,
    /// Whether the customer came too late to tell.
    late: bool,
}

impl Tenure {
    /// The tenure of a history; `None` without a purchase.
    fn of(history: &History<'_>, silence: Days, followed_until: NaiveDate) -> Result<Option<Self>> {
        let mut tenure: Option<Self> = None;
        history.for_each_event(Period::Day, |event| {
            let tenure = tenure.get_or_insert(Self {
                first: event.start,
                last: event.start,
                ended: false,
                late: event.start > followed_until,
            });
            // After the end of the silence it is too late; no purchase changes an end.
            let too_late = tenure
                .last
                .checked_add_days(silence)
                .is_some_and(|end| event.start > end);
            tenure.ended |= too_late;
            if !tenure.ended {
                tenure.last = event.start;
            }
        })?;
        Ok(tenure.map(|tenure| tenure.seen_until(followed_until)))
    }

    /// What can be told of it by the day until which everybody is followed.
    fn seen_until(mut self, followed_until: NaiveDate) -> Self {
        // The last purchase was early enough for the whole silence to lie in the window.
        self.ended = self.last <= followed_until;
        self.last = self.last.min(followed_until);
        self
    }

    /// The spell; `None` for a customer who came too late.
    fn spell(&self, ruler: Ruler) -> Result<Option<Spell>> {
        if self.late {
            return Ok(None);
        }
        let tenure = ruler.measure(self.first, self.last)?;
        // Whole units, and no two dates are further apart than this holds.
        let tenure = tenure as u32;
        Ok(Some(if self.ended {
            Spell::ended(tenure)
        } else {
            Spell::ongoing(tenure)
        }))
    }
}
