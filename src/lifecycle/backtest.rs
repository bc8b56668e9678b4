use chrono::NaiveDate;

use super::stages::Placed;
use super::{Classified, Given, Rule, Rules, Stage};
use crate::estimate::Proportion;
use crate::keyed::paired;
use crate::period::{Period, Window};
use crate::purchases::{Observed, Policy, PurchaseLog};
use crate::{Error, Result};

/// How often the stages misled: customers are put into stages as of a past date, and their purchases
/// afterwards are counted.
///
/// A customer who was put into termination and bought again counts as misled. The longer the time
/// afterwards, the more such customers there are, so quote the window with the figure, and compare
/// rules over the same window. With a grain coarser than a day, later rows in the period of the last
/// purchase belong to that purchase.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::lifecycle::{Backtest, Rules, Silence, Stage};
/// # use retention::period::Window;
/// # use retention::purchases::{Policy, Purchase, PurchaseLog};
/// # use rust_decimal::dec;
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// # let row = |customer, month, day| Purchase { customer, date: date(month, day), amount: dec!(10) };
/// // Ann bought on the second of each month, Ben only until March.
/// # let ann = (1..=10).map(|month| row("Ann", month, 2));
/// # let ben = (1..=3).map(|month| row("Ben", month, 2));
/// # let log = PurchaseLog::from_rows(ann.chain(ben))?;
/// let first_half = Window::new(date(1, 1), date(6, 30))?;
/// let rules = Rules::default().silence(Silence::MeanIntervals { decline: 2.0, lapse: 4.0 });
/// let backtest = Backtest::of(&log, first_half, date(12, 31), Policy::default(), rules)?;
/// assert_eq!(backtest.bought_again(Stage::Established).value(), Some(1.0)); // Ann
/// assert_eq!(backtest.bought_again(Stage::Decline).value(), Some(0.0)); // Ben
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Backtest {
    /// The rules that put anyone into a stage, in the order in which they are tried.
    pub rows: Vec<BacktestRow>,
    /// The rules that were tested.
    pub rules: Rules,
    /// The window that the stages were computed from, as of its last day.
    pub observed: Window,
    /// The time afterwards in which purchases were looked for.
    pub afterwards: Window,
    /// The policy that says what is a purchase.
    pub policy: Policy,
}

/// The customers whom one rule put into a stage, and how many of them bought again. See the example of
/// [`Backtest`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct BacktestRow {
    /// The stage.
    pub stage: Stage,
    /// The rule that led to it.
    pub because: Rule,
    /// Share of the customers with one purchase who bought again.
    pub one_time_buyers: Proportion,
    /// Share of the customers with two or more purchases who bought again.
    pub repeat_buyers: Proportion,
}

impl BacktestRow {
    /// Returns the share of the rule's customers who bought again.
    #[must_use]
    pub const fn bought_again(&self) -> Proportion {
        plus(self.one_time_buyers, self.repeat_buyers)
    }
}

/// What a back-test keeps of a classified customer: far less than all of it.
struct Seen {
    because: Rule,
    purchases: u32,
    last: NaiveDate,
}

impl Seen {
    fn of(classified: Classified) -> Self {
        Self {
            because: classified.because,
            purchases: classified.purchases,
            last: classified.last,
        }
    }
}

/// One-time and repeat buyers who came back, and who did not.
#[derive(Clone, Copy, Default)]
struct Tally {
    ones: (u64, u64),
    repeaters: (u64, u64),
}

impl Tally {
    fn add(&mut self, seen: &Seen, later: Option<NaiveDate>) {
        let (again, not) = match seen.purchases {
            1 => (&mut self.ones.0, &mut self.ones.1),
            _ => (&mut self.repeaters.0, &mut self.repeaters.1),
        };
        // What falls into the period of the last purchase is still that purchase.
        let bought = later.is_some_and(|period| period > seen.last);
        *(if bought { again } else { not }) += 1;
    }
}

impl Backtest {
    /// Computes the stages of customers by the purchases in `observed`, and counts who bought from the
    /// day after it until `until`.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if `until` is not after `observed`; those of
    /// [`Stages::of`](super::Stages::of) and of [`PurchaseLog::observe`].
    pub fn of<Id: Ord>(
        log: &PurchaseLog<Id>,
        observed: Window,
        until: NaiveDate,
        policy: Policy,
        rules: Rules,
    ) -> Result<Self> {
        let next = observed.to().succ_opt();
        let afterwards = next.and_then(|next| Window::new(next, until).ok());
        let Some(afterwards) = afterwards else {
            return Err(Error::out_of_range(
                "until",
                until,
                format_args!("after the days observed, {observed}"),
            ));
        };
        let view = log.observe(observed, policy)?;
        let placed = Placed::of(
            &view,
            rules,
            |_| Given::default(),
            Seen::of,
            |id, seen| (id, seen),
        )?
        .rows;
        let buyers = last_periods(&log.observe(afterwards, policy)?, rules.grain)?;
        let mut tallies = vec![Tally::default(); Rule::ALL.len()];
        for (seen, later) in paired(&placed, &buyers, |(customer, _), (id, _)| customer.cmp(id)) {
            if let Some((_, seen)) = seen
                && let Some(tally) = tallies.get_mut(seen.because as usize)
            {
                tally.add(seen, later.map(|&(_, period)| period));
            }
        }
        Ok(Self {
            rows: rows(&tallies, &rules),
            rules,
            observed,
            afterwards,
            policy,
        })
    }

    /// Returns the share of the customers in a stage who bought again.
    #[must_use]
    pub fn bought_again(&self, stage: Stage) -> Proportion {
        let rows = self.rows.iter().filter(|row| row.stage == stage);
        rows.map(BacktestRow::bought_again)
            .fold(Proportion::of_parts(0, 0), plus)
    }

    /// Returns the share of the customers in termination who bought again, so that the stages misled
    /// about them.
    #[must_use]
    pub fn misled(&self) -> Proportion {
        self.bought_again(Stage::Termination)
    }

    /// Returns the share of the customers who bought again that had been put into termination:
    /// customers wrongly given up.
    #[must_use]
    pub fn given_up(&self) -> Proportion {
        let ended = self.misled().numerator();
        let again = self.rows.iter().map(|row| row.bought_again().numerator());
        Proportion::of_parts(ended, again.sum::<u64>().saturating_sub(ended))
    }
}

/// Returns the period of the last purchase of everyone who bought, by key.
fn last_periods<'a, Id>(
    observed: &Observed<'a, Id>,
    grain: Period,
) -> Result<Vec<(&'a Id, NaiveDate)>> {
    let mut buyers = Vec::with_capacity(observed.customers());
    observed.for_each(
        |history| {
            let last = history.last_purchase();
            last.map(|day| grain.start_of(day)).transpose()
        },
        |id, period| buyers.push((id, period)),
    )?;
    Ok(buyers)
}

fn rows(tallies: &[Tally], rules: &Rules) -> Vec<BacktestRow> {
    let rows = Rule::ALL
        .iter()
        .zip(tallies)
        .map(|(&because, tally)| BacktestRow {
            stage: rules.stage_of(because),
            because,
            one_time_buyers: Proportion::of_parts(tally.ones.0, tally.ones.1),
            repeat_buyers: Proportion::of_parts(tally.repeaters.0, tally.repeaters.1),
        });
    rows.filter(|row| row.bought_again().denominator() > 0)
        .collect()
}

/// Adds two groups without a common customer; counts of a log's customers do not overflow.
const fn plus(a: Proportion, b: Proportion) -> Proportion {
    let without = a.complement().numerator() + b.complement().numerator();
    Proportion::of_parts(a.numerator() + b.numerator(), without)
}
