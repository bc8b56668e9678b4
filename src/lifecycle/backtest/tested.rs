use chrono::NaiveDate;

use super::Buyers;
use super::judged::{Horizon, Judged, Seen, later};
use crate::error::non_negative;
use crate::estimate::Proportion;
use crate::estimate::ranking::{Calibration, Ranking};
use crate::keyed::paired;
use crate::lifecycle::stages::Placed;
use crate::lifecycle::{Given, Rule, Rules, Stage};
use crate::period::Window;
use crate::purchases::{Policy, PurchaseLog};
use crate::{Error, Result};

/// Whether the stages judged well: customers are put into stages as of a past date, and their purchases
/// afterwards are counted. Each customer counts once.
///
/// Two questions are apart. How well does the score of a rule *rank* customers by whether they come back
/// ([`ranking`](Self::ranking), [`compare`](Self::compare))? And how often was it wrong to call those in
/// termination *ended* ([`misled`](Self::misled), [`given_up`](Self::given_up),
/// [`recognised`](Self::recognised), [`cost`](Self::cost))? The longer the time afterwards, the more of
/// those called ended come back, so quote the window with the figure, and compare rules over the same
/// window. With a grain coarser than a day, later rows in the period of the last purchase belong to that
/// purchase.
///
/// To compare with plain recency, back-test [`Silence::Hiatus`](crate::lifecycle::Silence::Hiatus), which
/// ranks by recency whatever its times; for three mean intervals,
/// [`Silence::MeanIntervals`](crate::lifecycle::Silence::MeanIntervals).
///
/// It is written with its rows and its [`Judgement`], without the customers.
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
/// let rules = Rules::default().silence(Silence::MeanIntervals { decline: 2.0, lapse: 3.0 });
/// let first_half = Window::new(date(1, 1), date(6, 30))?;
/// let backtest = Backtest::of(&log, first_half, date(12, 31), Policy::default(), rules)?;
/// assert_eq!(backtest.bought_again(Stage::Established).to_string(), "1 of 1"); // Ann
/// assert_eq!(backtest.misled().to_string(), "0 of 1"); // Ben was called ended, and stayed away
/// assert_eq!(backtest.recognised().to_string(), "1 of 1");
/// assert_eq!(backtest.cost(4.0)?, 0.0);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(into = "Written"))]
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
    /// Every customer, by key.
    pub(super) judged: Vec<Judged>,
}

/// How a [`Backtest`] is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct Written {
    rows: Vec<BacktestRow>,
    judgement: super::Judgement,
    rules: Rules,
    observed: Window,
    afterwards: Window,
    policy: Policy,
}

#[cfg(feature = "serde")]
impl From<Backtest> for Written {
    fn from(backtest: Backtest) -> Self {
        Self {
            judgement: backtest.judgement(),
            rows: backtest.rows,
            rules: backtest.rules,
            observed: backtest.observed,
            afterwards: backtest.afterwards,
            policy: backtest.policy,
        }
    }
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

impl Backtest {
    /// Computes the stages of customers by the purchases in `observed`, and counts who bought from the
    /// day after it until `until`. Let the records reach until then: who buys later counts as gone.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if `until` is not after `observed`; those of
    /// [`Stages::of`](crate::lifecycle::Stages::of) and of [`PurchaseLog::observe`].
    pub fn of<Id: Ord>(
        log: &PurchaseLog<Id>,
        observed: Window,
        until: NaiveDate,
        policy: Policy,
        rules: Rules,
    ) -> Result<Self> {
        Self::with(log, observed, until, policy, rules, |_| Given::default())
    }

    /// Tests the stages of customers of whom more is known than their purchases: contract ends, and chances of
    /// return from a model. `given` must say what was known at the past date, or the test flatters.
    ///
    /// A contract that ended calls the customer ended, for the surest of all reasons: the end ranks below
    /// every silence. If the customer bought again, that was wrong. An end recorded for a day after the past
    /// date counts as not yet known.
    ///
    /// # Errors
    /// As [`of`](Self::of); those of [`Stages::with`](crate::lifecycle::Stages::with).
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// use retention::lifecycle::{Backtest, Given, Rule, Rules};
    /// # use retention::period::Window;
    /// # use retention::purchases::{Policy, Purchase, PurchaseLog};
    /// # use rust_decimal::dec;
    /// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// # let row = |customer, month, day| Purchase { customer, date: date(month, day), amount: dec!(10) };
    /// # let ann = (1..=10).map(|month| row("Ann", month, 2));
    /// # let ben = (1..=3).map(|month| row("Ben", month, 2));
    /// # let log = PurchaseLog::from_rows(ann.chain(ben))?;
    /// // Ann cancelled in June, and came back in July.
    /// let ended = |id: &&str| Given::default().ended((*id == "Ann").then(|| date(6, 15)));
    /// let first_half = Window::new(date(1, 1), date(6, 30))?;
    /// let (policy, rules) = (Policy::default(), Rules::default());
    /// let backtest = Backtest::with(&log, first_half, date(12, 31), policy, rules, ended)?;
    /// assert_eq!(backtest.rows[0].because, Rule::RecordedEnd);
    /// assert_eq!(backtest.misled().to_string(), "1 of 1");
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn with<Id: Ord>(
        log: &PurchaseLog<Id>,
        observed: Window,
        until: NaiveDate,
        policy: Policy,
        rules: Rules,
        given: impl Fn(&Id) -> Given,
    ) -> Result<Self> {
        Self::tested(log, observed, until, policy, rules, given).map(|(backtest, _)| backtest)
    }

    /// Returns the test and the customers it is about, by key.
    pub(super) fn tested<Id: Ord>(
        log: &PurchaseLog<Id>,
        observed: Window,
        until: NaiveDate,
        policy: Policy,
        rules: Rules,
        given: impl Fn(&Id) -> Given,
    ) -> Result<(Self, Vec<&Id>)> {
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
        let placed = Placed::of(&view, rules, given, Seen::of, |id, seen| (id, seen))?.rows;
        let horizon = Horizon::of(&rules, observed.to(), afterwards)?;
        let buyers = later(&log.observe(afterwards, policy)?, rules.grain)?;
        let mut judged = Vec::with_capacity(placed.len());
        for (seen, later) in paired(&placed, &buyers, |(customer, _), (id, _)| customer.cmp(id)) {
            let later = later.map(|&(_, later)| later);
            judged.extend(seen.map(|(_, seen)| Judged::of(seen, later, horizon)));
        }
        let backtest = Self {
            rows: rows(&judged, &rules),
            rules,
            observed,
            afterwards,
            policy,
            judged,
        };
        Ok((backtest, placed.into_iter().map(|(id, _)| id).collect()))
    }

    /// Returns the share of the customers in a stage who bought again.
    #[must_use]
    pub fn bought_again(&self, stage: Stage) -> Proportion {
        let rows = self.rows.iter().filter(|row| row.stage == stage);
        rows.map(BacktestRow::bought_again)
            .fold(Proportion::of_parts(0, 0), plus)
    }

    /// Returns the share of all customers who bought again.
    #[must_use]
    pub fn returned(&self) -> Proportion {
        let rows = self.rows.iter().map(BacktestRow::bought_again);
        rows.fold(Proportion::of_parts(0, 0), plus)
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
        Proportion::of_parts(ended, self.returned().numerator().saturating_sub(ended))
    }

    /// Returns the share of the customers who stayed away that had been put into termination: ends that were
    /// recognised.
    #[must_use]
    pub fn recognised(&self) -> Proportion {
        let ended = self.misled().complement().numerator();
        let away = self.returned().complement().numerator();
        Proportion::of_parts(ended, away.saturating_sub(ended))
    }

    /// Computes what the calls cost, where giving up a customer who comes back costs `cost_ratio`, and
    /// pursuing one who stays away costs 1.
    ///
    /// ```text
    /// cost = cost_ratio · called ended and came back + not called ended and stayed away
    /// ```
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a ratio that is not 0 or more.
    ///
    /// See the [example](crate::lifecycle::Backtest).
    pub fn cost(&self, cost_ratio: f64) -> Result<f64> {
        let ratio = non_negative("cost ratio", cost_ratio)?;
        let pursued = self.recognised().complement().numerator() as f64;
        Ok((ratio * self.misled().numerator() as f64).min(f64::MAX) + pursued)
    }

    /// Returns how the rule ranks customers; `None` where there are none of the kind asked for.
    ///
    /// The event is that a customer *stayed away*, and the score is high where that was expected: the
    /// [score](crate::lifecycle::Classified::score) of the stages with its sign changed. A
    /// [cut](Ranking::cut_at) calls the customers least likely to come back ended.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// use retention::lifecycle::{Backtest, Buyers, Rules};
    /// # use retention::period::Window;
    /// # use retention::purchases::{Policy, Purchase, PurchaseLog};
    /// # use rust_decimal::dec;
    /// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// # let row = |customer, month, day| Purchase { customer, date: date(month, day), amount: dec!(10) };
    /// # let rows = [
    /// #     row(1, 1, 5), row(2, 1, 9), row(3, 2, 2), row(4, 2, 20), row(5, 3, 3), row(6, 3, 30),
    /// #     row(2, 9, 9), row(4, 8, 1), row(6, 7, 7), row(6, 11, 2),
    /// # ];
    /// # let log = PurchaseLog::from_rows(rows)?;
    /// // Six customers bought once in spring; three of them came back in the second half of the year.
    /// let first_half = Window::new(date(1, 1), date(6, 30))?;
    /// let (policy, rules) = (Policy::default(), Rules::default());
    /// let backtest = Backtest::of(&log, first_half, date(12, 31), policy, rules)?;
    /// let ranking = backtest.ranking(Buyers::OneTime).unwrap();
    /// assert_eq!(format!("{:.3}", ranking.auc().unwrap().value()), "0.667");
    /// // Of the three who were silent for longest, two stayed away.
    /// assert_eq!(ranking.cut_at(3).misled.to_string(), "1 of 3");
    /// assert!(backtest.ranking(Buyers::Repeat).is_none());
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn ranking(&self, buyers: Buyers) -> Option<Ranking> {
        let of = self.judged.iter().filter(|it| buyers.hold(it.purchases));
        let (scores, away): (Vec<f64>, Vec<bool>) = of.map(|it| (-it.score, !it.came_back)).unzip();
        Ranking::new(&scores, &away).ok()
    }

    /// Compares the chances of a return within the horizon with who came back within it, in so many groups of
    /// about one size.
    ///
    /// It is about the customers whose chance can be told, and whose contract had not ended. `None` where
    /// there are none: the rules know no chance, or the time afterwards is shorter than the horizon.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for no group.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// use retention::estimate::ranking::Calibration;
    /// use retention::lifecycle::{Backtest, Given, Rules};
    /// # use retention::period::Window;
    /// # use retention::purchases::{Policy, Purchase, PurchaseLog};
    /// # use rust_decimal::dec;
    /// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// # let row = |customer, month, day| Purchase { customer, date: date(month, day), amount: dec!(10) };
    /// # let rows = [row(1, 1, 5), row(2, 1, 9), row(3, 2, 2), row(4, 2, 20), row(2, 9, 9)];
    /// # let log = PurchaseLog::from_rows(rows)?;
    /// // A model gave each of four customers a chance of 0.3 to come back within 180 days. One did.
    /// let model = |_: &i32| Given::default().chance(Some(0.3));
    /// let first_half = Window::new(date(1, 1), date(6, 30))?;
    /// let (policy, rules) = (Policy::default(), Rules::default());
    /// let backtest = Backtest::with(&log, first_half, date(12, 31), policy, rules, model)?;
    /// let calibration = backtest.calibration(1)?.unwrap();
    /// assert_eq!((calibration.predicted, calibration.actual.to_string()), (0.3, "1 of 4".to_owned()));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn calibration(&self, groups: u32) -> Result<Option<Calibration>> {
        let told = self.judged.iter();
        let told = told.filter_map(|it| Some((it.chance?, it.within_horizon)));
        let (chances, back): (Vec<f64>, Vec<bool>) = told.unzip();
        let ranking = Ranking::new(&chances, &back).ok();
        ranking
            .map(|ranking| ranking.calibration(groups))
            .transpose()
    }
}

/// One-time and repeat buyers who came back, and who did not.
#[derive(Clone, Copy, Default)]
struct Tally {
    ones: (u64, u64),
    repeaters: (u64, u64),
}

impl Tally {
    fn add(&mut self, judged: &Judged) {
        let (again, not) = match judged.purchases {
            1 => (&mut self.ones.0, &mut self.ones.1),
            _ => (&mut self.repeaters.0, &mut self.repeaters.1),
        };
        *(if judged.came_back { again } else { not }) += 1;
    }
}

fn rows(judged: &[Judged], rules: &Rules) -> Vec<BacktestRow> {
    let mut tallies = vec![Tally::default(); Rule::ALL.len()];
    for judged in judged {
        if let Some(tally) = tallies.get_mut(judged.because as usize) {
            tally.add(judged);
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
        });
    rows.filter(|row| row.bought_again().denominator() > 0)
        .collect()
}

/// Adds two groups without a common customer; counts of a log's customers do not overflow.
const fn plus(a: Proportion, b: Proportion) -> Proportion {
    let without = a.complement().numerator() + b.complement().numerator();
    Proportion::of_parts(a.numerator() + b.numerator(), without)
}
