use chrono::NaiveDate;

use super::{Exit, Exits, Reason, ReasonCategory};
use crate::Result;
#[cfg(feature = "serde")]
use crate::estimate::Confidence;
use crate::estimate::Proportion;
use crate::period::{Span, Window};

/// How many of those who left for a reason, or for a category of reasons, came back.
///
/// It is written flat, as the `csv` crate takes a row: `reason`, `returned`, `of`, their `share` and the
/// ends of its 95 % interval as `share_lower` and `share_upper`.
///
/// See the [example](crate::churn::Exits::win_back).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReasonWinBack<C = Reason> {
    /// The reason, or the category.
    pub reason: C,
    /// Those who came back in time, of those who named it and were followed for long enough.
    pub returned: Proportion,
}

#[cfg(feature = "serde")]
impl<C: serde::Serialize> serde::Serialize for ReasonWinBack<C> {
    fn serialize<S: serde::Serializer>(
        &self,
        serializer: S,
    ) -> std::result::Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Row<'a, C> {
            reason: &'a C,
            returned: u64,
            of: u64,
            share: Option<f64>,
            share_lower: Option<f64>,
            share_upper: Option<f64>,
        }
        let interval = self.returned.wilson(Confidence::default());
        Row {
            reason: &self.reason,
            returned: self.returned.numerator(),
            of: self.returned.denominator(),
            share: self.returned.value(),
            share_lower: interval.map(|interval| interval.lower()),
            share_upper: interval.map(|interval| interval.upper()),
        }
        .serialize(serializer)
    }
}

/// The win-back rate: of the customers who left in a window, how many came back in time.
///
/// It says who came back, not why: without a control group, those who were contacted cannot be told from
/// those who would have come back by themselves.
///
/// See the [example](crate::churn::Exits::win_back).
#[doc(alias = "recovery rate")]
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct WinBack {
    /// The window of the exits.
    pub window: Window,
    /// The span from the exit within which a return counts.
    pub within: Span,
    /// The as-of date: what came after it is not known.
    pub as_of: NaiveDate,
    /// Exits with a return within the span, of those that were followed for the whole span.
    pub returned: Proportion,
    /// Exits with a return after the span, among those that were followed.
    pub returned_later: u64,
    /// Exits whose span was not over by the as-of date. They count nowhere, even if the customer has
    /// returned: of these the returns are known before the absences.
    pub not_followed: u64,
    /// Exits of customers who left again after the span and by the as-of date, though no return is on record:
    /// they have been back, but whether in time is not known. They count nowhere.
    pub undated: u64,
    /// Every reason in order. An exit with several reasons is in each of them.
    pub reasons: Vec<ReasonWinBack>,
    /// Every category in order. An exit with reasons of several categories is in each of them.
    pub categories: Vec<ReasonWinBack<ReasonCategory>>,
}

impl<Id: Ord> Exits<Id> {
    /// Computes the win-back rate of the exits of a window: how many of these customers were back within a
    /// span, all and by reason.
    ///
    /// ```text
    /// rate = exits with a return within the span / exits whose span is over by the as-of date
    /// ```
    ///
    /// The day of the exit is the first day of the span. Whoever left again within the span must have been
    /// back, even if no return is on record.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use retention::churn::{Exit, Exits, Reason};
    /// use retention::period::{Period, Span, Window};
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// let exits = Exits::from_rows([
    ///     Exit { returned: Some(date(2, 20)), ..Exit::new("Ann", date(1, 9), [Reason::Price]) },
    ///     Exit::new("Ben", date(1, 14), [Reason::Price]),
    ///     Exit { returned: Some(date(6, 3)), ..Exit::new("Cem", date(5, 30), [Reason::Price]) },
    /// ])?;
    /// let first_half = Window::new(date(1, 1), date(6, 30))?;
    /// let quarter = Span::new(3, Period::Month)?;
    /// let rate = exits.win_back(first_half, quarter, date(6, 30))?;
    /// // Cem has returned, but his quarter is not over.
    /// assert_eq!((rate.returned.to_string(), rate.not_followed), ("1 of 2".to_owned(), 1));
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Overflow`](crate::Error::Overflow) if a span reaches beyond the calendar.
    pub fn win_back(&self, window: Window, within: Span, as_of: NaiveDate) -> Result<WinBack> {
        let mut reasons = vec![Back::default(); Reason::ALL.len()];
        let mut categories = vec![Back::default(); ReasonCategory::ALL.len()];
        let mut all = Back::default();
        let (mut returned_later, mut not_followed, mut undated) = (0_u64, 0_u64, 0_u64);
        let rows = self.rows().iter().enumerate();
        for (row, exit) in rows.filter(|(_, exit)| window.contains(exit.date)) {
            let followed = within.starting(exit.date);
            let followed = followed.map_err(|error| error.at_row(row))?;
            if followed.to() > as_of {
                not_followed = not_followed.saturating_add(1);
                continue;
            }
            let next = self.rows().get(row.saturating_add(1));
            let again = next.filter(|it| it.customer == exit.customer && it.date <= as_of);
            let returned = match (exit.returned, again) {
                (None, Some(again)) if followed.contains(again.date) => Some(again.date),
                (None, Some(_)) => {
                    undated = undated.saturating_add(1);
                    continue;
                }
                (returned, _) => returned,
            };
            let back = returned.is_some_and(|day| followed.contains(day));
            let later = returned.is_some_and(|day| day <= as_of) && !back;
            returned_later = returned_later.saturating_add(later.into());
            all.add(back);
            add_by_reason(exit, back, &mut reasons, &mut categories);
        }
        let by_reason = Reason::ALL.iter().zip(reasons);
        let by_category = ReasonCategory::ALL.iter().zip(categories);
        Ok(WinBack {
            window,
            within,
            as_of,
            returned: all.proportion(),
            returned_later,
            not_followed,
            undated,
            reasons: by_reason
                .map(|(&reason, back)| ReasonWinBack {
                    reason,
                    returned: back.proportion(),
                })
                .collect(),
            categories: by_category
                .map(|(&reason, back)| ReasonWinBack {
                    reason,
                    returned: back.proportion(),
                })
                .collect(),
        })
    }
}

impl WinBack {
    /// Returns how many of those who left for a reason came back in time.
    #[must_use]
    pub fn of_reason(&self, reason: Reason) -> Proportion {
        let found = self.reasons.iter().find(|it| it.reason == reason);
        found.map_or(Proportion::of_parts(0, 0), |it| it.returned)
    }

    /// Returns how many of those who left for a category of reasons came back in time.
    #[must_use]
    pub fn of_category(&self, category: ReasonCategory) -> Proportion {
        let found = self.categories.iter().find(|it| it.reason == category);
        found.map_or(Proportion::of_parts(0, 0), |it| it.returned)
    }
}

/// Who came back in time, and who did not.
#[derive(Debug, Clone, Copy, Default)]
struct Back {
    yes: u64,
    no: u64,
}

impl Back {
    const fn add(&mut self, back: bool) {
        let count = if back { &mut self.yes } else { &mut self.no };
        *count = count.saturating_add(1);
    }

    const fn proportion(self) -> Proportion {
        Proportion::of_parts(self.yes, self.no)
    }
}

/// Adds an exit to each of its reasons, and once to each of their categories.
fn add_by_reason<Id>(exit: &Exit<Id>, back: bool, reasons: &mut [Back], categories: &mut [Back]) {
    let mut named = [false; ReasonCategory::ALL.len()];
    for &reason in &exit.reasons {
        if let Some(of_reason) = reasons.get_mut(reason as usize) {
            of_reason.add(back);
        }
        if let Some(named) = named.get_mut(reason.category() as usize) {
            *named = true;
        }
    }
    for (of_category, _) in categories.iter_mut().zip(named).filter(|(_, named)| *named) {
        of_category.add(back);
    }
}
