use chrono::NaiveDate;

use super::{Backtest, Buyers};
use crate::estimate::Proportion;
use crate::estimate::ranking::Ranking;

/// How well a rule judged customers at a past date, in the figures to quote.
///
/// ```
/// # use chrono::NaiveDate;
/// use retention::lifecycle::{Backtest, Rules, Silence};
/// # use retention::period::Window;
/// # use retention::purchases::{Policy, Purchase, PurchaseLog};
/// # use rust_decimal::dec;
/// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// # let row = |customer, month, day| Purchase { customer, date: date(month, day), amount: dec!(10) };
/// # let ann = (1..=10).map(|month| row("Ann", month, 2));
/// # let ben = (1..=3).map(|month| row("Ben", month, 2));
/// # let log = PurchaseLog::from_rows(ann.chain(ben))?;
/// let rules = Rules::default().silence(Silence::MeanIntervals { decline: 2.0, lapse: 3.0 });
/// # let first_half = Window::new(date(1, 1), date(6, 30))?;
/// let backtest = Backtest::of(&log, first_half, date(12, 31), Policy::default(), rules)?;
/// let judgement = backtest.judgement();
/// assert_eq!(judgement.returned.to_string(), "1 of 2");
/// assert_eq!(judgement.called_ended.to_string(), "1 of 2");
/// assert_eq!(judgement.misled.to_string(), "0 of 1");
/// assert_eq!(judgement.ranked.map(|ranking| ranking.cases()), Some(2));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Judgement {
    /// The past date.
    pub as_of: NaiveDate,
    /// The last day on which purchases were looked for.
    pub until: NaiveDate,
    /// Share of the customers who bought again.
    pub returned: Proportion,
    /// Share of the customers who were put into termination.
    pub called_ended: Proportion,
    /// Share of those called ended who bought again.
    pub misled: Proportion,
    /// Share of those who stayed away that had been called ended.
    pub recognised: Proportion,
    /// Share of those who bought again that had been called ended.
    pub given_up: Proportion,
    /// How all customers were ranked, by the area under the ROC curve; `None` without a customer.
    pub ranked: Option<Ranking>,
    /// How customers with one purchase were ranked.
    pub one_time_buyers_ranked: Option<Ranking>,
    /// How customers with two or more purchases were ranked.
    pub repeat_buyers_ranked: Option<Ranking>,
}

impl Backtest {
    /// Returns how well the rule judged, in the figures to quote. It ranks all customers anew.
    ///
    /// See the [example](crate::lifecycle::Judgement).
    #[must_use]
    pub fn judgement(&self) -> Judgement {
        let (returned, called) = (self.returned(), self.misled().denominator());
        let not_called = returned.denominator().saturating_sub(called);
        Judgement {
            as_of: self.observed.to(),
            until: self.afterwards.to(),
            returned,
            called_ended: Proportion::of_parts(called, not_called),
            misled: self.misled(),
            recognised: self.recognised(),
            given_up: self.given_up(),
            ranked: self.ranking(Buyers::All),
            one_time_buyers_ranked: self.ranking(Buyers::OneTime),
            repeat_buyers_ranked: self.ranking(Buyers::Repeat),
        }
    }
}
