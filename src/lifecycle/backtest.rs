use chrono::NaiveDate;

use super::{Rule, Rules, Stage, Stages};
use crate::estimate::Proportion;
use crate::keyed::paired;
use crate::period::Window;
use crate::purchases::{Policy, PurchaseLog};
use crate::{Error, Result};

/// How often the stages misled: customers are put into stages as of a past date, and what they did
/// afterwards is counted.
///
/// A customer called ended who buys again was called so wrongly. The longer the time afterwards, the
/// more of them there are, so quote the window with the figure, and compare rules over the same one.
/// With a grain coarser than a day, the rest of the period of the last purchase is that purchase, and
/// not another one.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::lifecycle::{Backtest, Rules, Stage};
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
/// let backtest = Backtest::of(&log, first_half, date(12, 31), Policy::default(), &Rules::default())?;
/// assert_eq!(backtest.bought_again(Stage::Maturity).value(), Some(1.0)); // Ann
/// assert_eq!(backtest.bought_again(Stage::Decline).value(), Some(0.0)); // Ben
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Backtest {
    rows: Vec<BacktestRow>,
    /// The rules that were tested.
    pub rules: Rules,
    /// What the stages were made from; they are those of its last day.
    pub observed: Window,
    /// The time afterwards in which purchases were looked for.
    pub afterwards: Window,
    /// The policy that says what is a purchase.
    pub policy: Policy,
}

/// The customers put into one stage by one rule, and those of them who bought again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct BacktestRow {
    /// The stage.
    pub stage: Stage,
    /// The rule that led to it.
    pub because: Rule,
    /// Customers with one purchase, and those of them who bought again.
    pub one_time_buyers: Proportion,
    /// Customers with two purchases or more, and those of them who bought again.
    pub repeat_buyers: Proportion,
}

impl BacktestRow {
    /// All its customers, and those of them who bought again.
    #[must_use]
    pub const fn bought_again(&self) -> Proportion {
        plus(self.one_time_buyers, self.repeat_buyers)
    }
}

/// One-time and repeat buyers who came back, and who did not.
#[derive(Clone, Copy, Default)]
struct Tally {
    ones: (u64, u64),
    repeaters: (u64, u64),
}

impl Backtest {
    /// Puts customers into stages by what `observed` shows, and looks for purchases from the day
    /// after it until `until`.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] where `until` is not after `observed`; those of [`Stages::of`] and of
    /// [`PurchaseLog::observe`].
    pub fn of<Id: Ord>(
        log: &PurchaseLog<Id>,
        observed: Window,
        until: NaiveDate,
        policy: Policy,
        rules: &Rules,
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
        let stages = Stages::of(&view, rules)?;
        let later = log.observe(afterwards, policy)?;
        let mut buyers = Vec::with_capacity(later.counts().customers);
        for (id, history) in later.histories() {
            if let Some(day) = history.last_purchase() {
                buyers.push((id, rules.grain.start_of(day)?));
            }
        }
        let mut tallies = vec![Tally::default(); Rule::ALL.len()];
        for (classified, later) in paired(stages.rows(), &buyers, |(a, _), (b, _)| a.cmp(b)) {
            let Some((_, classified)) = classified else {
                continue;
            };
            if let Some(tally) = tallies.get_mut(classified.because as usize) {
                let (again, not) = match classified.purchases {
                    1 => (&mut tally.ones.0, &mut tally.ones.1),
                    _ => (&mut tally.repeaters.0, &mut tally.repeaters.1),
                };
                // What falls into the period of the last purchase is still that purchase.
                let bought = later.is_some_and(|&(_, period)| period > classified.last);
                *(if bought { again } else { not }) += 1;
            }
        }
        let rows = Rule::ALL
            .iter()
            .zip(tallies)
            .map(|(&because, tally)| BacktestRow {
                stage: rules.stage_of(because),
                because,
                one_time_buyers: Proportion::of_parts(tally.ones.0, tally.ones.1),
                repeat_buyers: Proportion::of_parts(tally.repeaters.0, tally.repeaters.1),
            })
            .filter(|row| row.bought_again().denominator() > 0)
            .collect();
        Ok(Self {
            rows,
            rules: *rules,
            observed,
            afterwards,
            policy,
        })
    }

    /// The rules that put anyone into a stage, in the order in which they are tried.
    #[must_use]
    pub fn rows(&self) -> &[BacktestRow] {
        &self.rows
    }

    /// Customers who were in a stage, and those of them who bought again.
    #[must_use]
    pub fn bought_again(&self, stage: Stage) -> Proportion {
        let rows = self.rows.iter().filter(|row| row.stage == stage);
        rows.map(BacktestRow::bought_again)
            .fold(Proportion::of_parts(0, 0), plus)
    }

    /// Customers called ended, and those of them who bought again: for them the stages misled.
    #[must_use]
    pub fn misled(&self) -> Proportion {
        self.bought_again(Stage::Termination)
    }

    /// Customers who bought again, and those of them who had been called ended: whom the business
    /// would have given up.
    #[must_use]
    pub fn given_up(&self) -> Proportion {
        let ended = self.misled().numerator();
        let again = self.rows.iter().map(|row| row.bought_again().numerator());
        Proportion::of_parts(ended, again.sum::<u64>().saturating_sub(ended))
    }
}

/// Two groups without a common customer; counts of a log's customers do not overflow.
const fn plus(a: Proportion, b: Proportion) -> Proportion {
    let without = a.complement().numerator() + b.complement().numerator();
    Proportion::of_parts(a.numerator() + b.numerator(), without)
}
