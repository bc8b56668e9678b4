use chrono::NaiveDate;

use super::Spell;
use crate::macros::named_enum;
use crate::period::{Period, Window};
use crate::subscriptions::{Account, Accounts};

named_enum! {
    /// Which stays of a customer who left and came back are counted.
    ///
    /// See the [example](crate::subscriptions::Accounts::spells).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum WhichSpells {
        /// The first: until the customer leaves for the first time. The default.
        #[default]
        First = "first",
        /// Each, as if it were a customer of its own. Stays of one customer are then taken for independent,
        /// and standard errors come out a little too small.
        Every = "every",
    }
}

impl<'a, Id> Accounts<'a, Id> {
    /// Iterates over the times that customers stayed, in whole periods, as survival curves take them.
    ///
    /// Tenure counts from the first day as a customer, which the log knows as far as its rows reach back.
    /// Give older customers their true first day, even if the records begin later. A stay ends on the first
    /// day on which the customer is gone, and goes on until the as-of date otherwise.
    ///
    /// Whoever was a customer before the window began
    /// [entered](crate::survival::Spell::entered) late, at the tenure reached on the day before it. Those who
    /// had left before are left out, and so are those who were not observed for a whole period since.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use retention::Accumulator;
    /// use retention::period::{Period, Window};
    /// use retention::segment::BySegment;
    /// use retention::subscriptions::{Options, Subscription, SubscriptionLog};
    /// use retention::survival::{self, WhichSpells};
    /// use rust_decimal::dec;
    ///
    /// let date = |year, month| NaiveDate::from_ymd_opt(year, month, 1).unwrap();
    /// let log = SubscriptionLog::from_rows([
    ///     Subscription::monthly("Ann", date(2023, 1), date(2024, 4).pred_opt(), dec!(20)),
    ///     Subscription::monthly("Ben", date(2024, 2), date(2024, 5).pred_opt(), dec!(8)),
    ///     Subscription::monthly("Cem", date(2024, 3), None, dec!(8)),
    ///     Subscription::monthly("Dea", date(2023, 6), None, dec!(20)),
    /// ])?;
    /// let year = Window::new(date(2024, 1), date(2024, 12))?;
    /// let accounts = log.accounts(year, Options::default())?;
    /// let plan = |customer: &str| if matches!(customer, "Ann" | "Dea") { "pro" } else { "basic" };
    ///
    /// let mut plans = BySegment::new(survival::Builder::new());
    /// for (customer, spell) in accounts.spells(Period::Month, WhichSpells::First) {
    ///     plans.push((plan(customer), spell))?;
    /// }
    /// let curves = plans.finish()?;
    /// let basic = curves.get("basic").unwrap().output.as_ref().unwrap();
    /// assert_eq!((basic.at(3), basic.median()), (Some(0.5), Some(3))); // Ben left after 3 months
    /// // Ann entered at 11 months and left after 15; Dea entered at 6.
    /// let pro = curves.get("pro").unwrap().output.as_ref().unwrap();
    /// assert_eq!((pro.at(14), pro.at(15)), (Some(1.0), Some(0.5)));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn spells(
        &self,
        period: Period,
        which: WhichSpells,
    ) -> impl Iterator<Item = (&'a Id, Spell)> {
        let window = self.window();
        self.iter().flat_map(move |(id, account)| {
            let stays = stays(&account, which);
            let spells = stays
                .into_iter()
                .filter_map(|(from, gone)| spell(period, window, from, gone));
            spells.map(|spell| (id, spell)).collect::<Vec<_>>()
        })
    }
}

/// The first day of each stay, and the first day after it.
pub(super) fn stays(account: &Account, which: WhichSpells) -> Vec<(NaiveDate, Option<NaiveDate>)> {
    let mut stays = Vec::new();
    let mut from = None;
    for level in account.levels() {
        match (from, level.customer) {
            (None, true) => from = Some(level.from),
            (Some(first), false) => {
                stays.push((first, Some(level.from)));
                from = None;
            }
            _ => {}
        }
    }
    stays.extend(from.map(|first| (first, None)));
    if which == WhichSpells::First {
        stays.truncate(1);
    }
    stays
}

/// The stay of a customer as observed in a window. At the end of the first day tenure is 0.
pub(super) fn spell(
    period: Period,
    window: Window,
    from: NaiveDate,
    gone: Option<NaiveDate>,
) -> Option<Spell> {
    let reached = |day| period.whole_between(from, day).ok();
    let spell = match gone {
        Some(gone) => Spell::ended(reached(gone)?),
        None => Spell::ongoing(reached(window.to())?),
    };
    if from >= window.from() {
        return Some(spell);
    }
    spell.entered(reached(window.from().pred_opt()?)?).ok()
}
