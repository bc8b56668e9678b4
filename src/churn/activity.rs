use chrono::NaiveDate;

use super::BackTestedLoss;
use crate::Result;
use crate::estimate::Proportion;
use crate::lifecycle::{Classified, Rules, Stage, Stages};
use crate::period::{Period, Window};
use crate::purchases::{Observed, Policy};

/// Churn from purchases, where no contract says who has left: by period, how many customers went silent for
/// too long.
///
/// Somebody is a customer from the first purchase until a rule calls the relationship ended
/// ([`Stage::Termination`], by [`Rules`]). Such a verdict may be wrong: whoever buys again has not left. Each
/// period says how many verdicts it corrected, and how many of its own were corrected since.
///
/// The verdict comes late. A customer who stops in January is called ended when the silence has become too long,
/// months later, so that the rate tells of purchases missed before. Beside it,
/// [`expected`](ActivityPeriod::expected) looks ahead: how many of the customers at the start are expected not
/// to buy again within the horizon, doubted by as much as the same number was wrong one horizon earlier.
///
/// Each date is judged by what was known then. The curves are those of the records up to that day, so
/// early periods of a young shop call nobody ended.
///
/// See the [example](crate::churn::ActivityChurn::of).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ActivityChurn {
    /// The periods, in order.
    pub periods: Vec<ActivityPeriod>,
    /// The length of a period.
    pub period: Period,
    /// The window of the records; its last day is the as-of date.
    pub window: Window,
    /// The rules by which a silence is an end.
    pub rules: Rules,
    /// The policy that says what is a purchase.
    pub policy: Policy,
}

/// Churn from purchases in one period.
///
/// ```text
/// at start + joined + returned + judged anew − lost = at end
/// ```
///
/// It is written flat, as the `csv` crate takes a row: `from`, `to`, `complete` and so on, then what is
/// expected as `expected_told`, `expected_lost` with its error and 95 % interval, and what was expected one
/// horizon earlier as `back_test_expected`, with `back_test_lost`.
///
/// See the [example](crate::churn::ActivityChurn::of).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(into = "written::Row")
)]
#[non_exhaustive]
pub struct ActivityPeriod {
    /// The period.
    pub period: Window,
    /// Whether the records cover the whole period. The first and the last may be cut.
    pub complete: bool,
    /// Customers on the day before the period: bought once at least, not called ended.
    pub at_start: u64,
    /// Customers who bought for the first time, and are customers at the end.
    pub joined: u64,
    /// Customers who bought for the first time, and are called ended already.
    pub joined_and_lost: u64,
    /// Customers called ended at the start who bought again, and are customers at the end.
    pub returned: u64,
    /// Customers called ended at the start who did not buy, and are not called ended any more: more is known
    /// of how customers come back.
    pub judged_anew: u64,
    /// Customers of the start who are none at the end: called ended, or all their purchases taken back.
    pub lost: u64,
    /// Those of the lost who have bought again since, until the as-of date: the verdict was wrong.
    pub lost_returned: u64,
    /// Customers on the last day of the period, or on the as-of date.
    pub at_end: u64,
    /// Those called ended at the start.
    pub ended_at_start: u64,
    /// Those called ended at the start who bought in the period.
    pub bought_again: u64,
    /// How many of the customers of the start are expected not to come back within the horizon, held to what
    /// happened one horizon earlier. Its number is [`lost`](BackTestedLoss::lost).
    pub expected: BackTestedLoss,
}

/// How a row is written.
#[cfg(feature = "serde")]
mod written {
    use chrono::NaiveDate;

    use super::ActivityPeriod;
    use crate::estimate::{Confidence, Estimate};

    #[derive(serde::Serialize)]
    pub(super) struct Row {
        from: NaiveDate,
        to: NaiveDate,
        complete: bool,
        at_start: u64,
        joined: u64,
        joined_and_lost: u64,
        returned: u64,
        judged_anew: u64,
        lost: u64,
        lost_returned: u64,
        at_end: u64,
        ended_at_start: u64,
        bought_again: u64,
        expected_told: u64,
        expected_lost: Option<f64>,
        expected_lost_error: Option<f64>,
        expected_lost_lower: Option<f64>,
        expected_lost_upper: Option<f64>,
        expected_untold: u64,
        expected_untold_at_least: f64,
        back_test_as_of: Option<NaiveDate>,
        back_test_expected: Option<f64>,
        back_test_lost: Option<u64>,
    }

    impl From<ActivityPeriod> for Row {
        fn from(row: ActivityPeriod) -> Self {
            let expected = row.expected;
            let lost = expected.lost();
            let interval = lost.map(|lost| lost.interval(Confidence::default()));
            let then = expected.back_test;
            Self {
                from: row.period.from(),
                to: row.period.to(),
                complete: row.complete,
                at_start: row.at_start,
                joined: row.joined,
                joined_and_lost: row.joined_and_lost,
                returned: row.returned,
                judged_anew: row.judged_anew,
                lost: row.lost,
                lost_returned: row.lost_returned,
                at_end: row.at_end,
                ended_at_start: row.ended_at_start,
                bought_again: row.bought_again,
                expected_told: expected.now.told,
                expected_lost: lost.map(|lost| lost.value()),
                expected_lost_error: lost.map(|lost| lost.standard_error()),
                expected_lost_lower: interval.map(|interval| interval.lower()),
                expected_lost_upper: interval.map(|interval| interval.upper()),
                expected_untold: expected.now.untold,
                expected_untold_at_least: expected.now.untold_at_least,
                back_test_as_of: then.map(|then| then.as_of),
                back_test_expected: then
                    .and_then(|then| then.expected.lost.as_ref().map(Estimate::value)),
                back_test_lost: then.map(|then| then.lost),
            }
        }
    }
}

impl ActivityPeriod {
    /// Returns the churn rate: the lost, of the customers of the start.
    #[must_use]
    pub const fn churn(&self) -> Proportion {
        Proportion::of_parts(self.lost, self.at_start.saturating_sub(self.lost))
    }

    /// Returns the churn rate without the lost who have bought again since. It falls as time passes.
    #[must_use]
    pub const fn corrected_churn(&self) -> Proportion {
        let lost = self.lost.saturating_sub(self.lost_returned);
        Proportion::of_parts(lost, self.at_start.saturating_sub(lost))
    }

    /// Returns the retention rate: 1 less the churn rate.
    #[must_use]
    pub const fn retention(&self) -> Proportion {
        self.churn().complement()
    }

    /// Returns how many of those called ended at the start bought in the period.
    #[must_use]
    pub const fn recovery(&self) -> Proportion {
        let still_out = self.ended_at_start.saturating_sub(self.bought_again);
        Proportion::of_parts(self.bought_again, still_out)
    }
}

impl ActivityChurn {
    /// Computes churn from purchases for each period that the window of a view touches.
    ///
    /// All customers are judged again at the end of each period, and once more one horizon before it for
    /// the back-test.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use retention::churn::ActivityChurn;
    /// use retention::lifecycle::{Rules, Silence};
    /// use retention::period::{Period, Span, Window};
    /// # use retention::purchases::{Policy, Purchase, PurchaseLog};
    /// # use rust_decimal::dec;
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// # let row = |customer, month| Purchase { customer, date: date(month, 2), amount: dec!(10) };
    /// // Ann buys every month, Ben until May and again in October, Cem in February and March.
    /// # let ann = (1..=12).map(|month| row("Ann", month));
    /// # let ben = [1, 2, 3, 4, 5, 10].map(|month| row("Ben", month));
    /// # let cem = [2, 3].map(|month| row("Cem", month));
    /// # let log = PurchaseLog::from_rows(ann.chain(ben).chain(cem))?;
    /// let year = Window::new(date(1, 1), date(12, 31))?;
    /// let observed = log.observe(year, Policy::default())?;
    /// // Ninety days without a purchase are an end here.
    /// let [decline, lapse] = [60, 90].map(|days| Span::new(days, Period::Day));
    /// let rules = Rules::default().silence(Silence::Hiatus { decline: decline?, lapse: lapse? });
    /// let churn = ActivityChurn::of(&observed, Period::Quarter, rules)?;
    /// let third = churn.periods[2];
    /// assert_eq!((third.at_start, third.lost, third.at_end), (2, 1, 1)); // Ben
    /// assert_eq!(third.lost_returned, 1); // but he came back
    /// assert_eq!(churn.periods[3].recovery().to_string(), "1 of 2"); // Ben, not Cem
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Stages::of`]; [`Error::OutOfRange`](crate::Error::OutOfRange) for more than 4,096 periods.
    pub fn of<Id: Ord + Clone>(
        observed: &Observed<'_, Id>,
        period: Period,
        rules: Rules,
    ) -> Result<Self> {
        let (window, policy) = (observed.window(), observed.policy());
        let known = |as_of: NaiveDate| {
            let until = Window::new(window.from(), as_of)?;
            observed.log().observe(until, policy)
        };
        let mut base: Option<Stages<Id>> = None;
        let (mut periods, mut lost) = (Vec::new(), Vec::new());
        for period in crate::period::periods(window, period)? {
            let later = Stages::of(&known(period.to().min(window.to()))?, rules)?;
            let (mut row, of_period) = compare(period, base.as_ref(), &later);
            if let Some(base) = &base {
                let known = known(base.window.to())?;
                row.expected = BackTestedLoss::of(&known, base, |customer| !is_ended(customer))?;
            }
            periods.push(row);
            lost.push(of_period);
            base = Some(later);
        }
        if let Some(last) = &base {
            for (row, lost) in periods.iter_mut().zip(&lost) {
                row.complete = row.complete && row.period.to() <= window.to();
                row.lost_returned = bought_since(lost, last);
            }
        }
        Ok(Self {
            periods,
            period,
            window,
            rules,
            policy,
        })
    }
}

/// A customer called ended, with the purchases until then.
struct Lost<Id> {
    customer: Id,
    purchases: u32,
}

fn bought_since<Id: Ord>(lost: &[Lost<Id>], last: &Stages<Id>) -> u64 {
    let again = |it: &&Lost<Id>| {
        let now = last.get(&it.customer);
        now.is_some_and(|now| now.purchases > it.purchases)
    };
    lost.iter().filter(again).count() as u64
}

/// Compares the stages before a period with those at its end.
fn compare<Id: Ord + Clone>(
    period: Window,
    base: Option<&Stages<Id>>,
    later: &Stages<Id>,
) -> (ActivityPeriod, Vec<Lost<Id>>) {
    let mut found = ActivityPeriod {
        period,
        complete: later.window.from() <= period.from(),
        at_start: 0,
        joined: 0,
        joined_and_lost: 0,
        returned: 0,
        judged_anew: 0,
        lost: 0,
        lost_returned: 0,
        at_end: later
            .counts
            .placed
            .saturating_sub(later.count(Stage::Termination)),
        ended_at_start: 0,
        bought_again: 0,
        expected: BackTestedLoss::none(),
    };
    let mut lost = Vec::new();
    let Some(base) = base else {
        found.joined = found.at_end;
        found.joined_and_lost = later.count(Stage::Termination);
        return (found, lost);
    };
    for (from, to) in base.rows.paired(&later.rows) {
        let (before, after) = (from.map(|row| &row.result), to.map(|row| &row.result));
        let was_lost = found.add(before, after);
        if let Some(row) = to.or(from).filter(|_| was_lost) {
            lost.push(Lost {
                customer: row.customer.clone(),
                purchases: after.map_or(0, |after| after.purchases),
            });
        }
    }
    (found, lost)
}

fn is_ended(customer: &Classified) -> bool {
    customer.stage == Stage::Termination
}

impl ActivityPeriod {
    /// Adds a customer, and returns whether they were lost.
    fn add(&mut self, before: Option<&Classified>, after: Option<&Classified>) -> bool {
        let bought = |before: &Classified| after.is_some_and(|it| it.purchases > before.purchases);
        let is_customer = after.is_some_and(|after| !is_ended(after));
        let Some(before) = before else {
            let count = if is_customer {
                &mut self.joined
            } else {
                &mut self.joined_and_lost
            };
            *count = count.saturating_add(1);
            return false;
        };
        if !is_ended(before) {
            self.at_start = self.at_start.saturating_add(1);
            self.lost = self.lost.saturating_add((!is_customer).into());
            return !is_customer;
        }
        let again = bought(before);
        self.ended_at_start = self.ended_at_start.saturating_add(1);
        self.bought_again = self.bought_again.saturating_add(again.into());
        if is_customer {
            let count = if again {
                &mut self.returned
            } else {
                &mut self.judged_anew
            };
            *count = count.saturating_add(1);
        }
        false
    }
}
