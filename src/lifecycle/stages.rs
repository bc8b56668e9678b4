use std::borrow::Borrow;

use chrono::NaiveDate;

use super::facts::{Day, Facts};
use super::{Classified, Classifier, Rules, Stage};
use crate::counted::Counted;
use crate::estimate::Proportion;
use crate::keyed::{CustomerRow, Keyed};
use crate::period::Window;
use crate::purchases::{Found, History, Observed, Policy, ReturnCurve, Waits};
use crate::threads;
use crate::{Error, Result};

/// The stage of every customer of a view, at the end of its window.
///
/// To classify further customers by the same rules and the same population, create a [`Classifier`] from
/// `rules` and `curve`.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::lifecycle::{Rules, Stage, Stages};
/// # use retention::purchases::{Policy, Purchase, PurchaseLog};
/// # use rust_decimal::dec;
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// # let row = |customer, month, day| Purchase { customer, date: date(month, day), amount: dec!(10) };
/// // Ann bought on the second of each month until October, Ben until May; Cem came in December.
/// # let ann = (1..=10).map(|month| row("Ann", month, 2));
/// # let ben = (1..=5).map(|month| row("Ben", month, 2));
/// # let log = PurchaseLog::from_rows(ann.chain(ben).chain([row("Cem", 12, 20)]))?;
/// let observed = log.observe(log.until(date(10, 31))?, Policy::default())?;
/// let stages = Stages::of(&observed, Rules::default())?;
/// assert_eq!(stages.get("Ann").unwrap().stage, Stage::Maturity);
/// assert_eq!(stages.get("Ben").unwrap().stage, Stage::Termination);
/// assert!(stages.get("Cem").is_none()); // not a customer yet
///
/// // A contract that ended is told apart from an end that is inferred from silence.
/// let ends = |id: &&str| (*id == "Ann").then(|| date(10, 15));
/// let stages = Stages::with_ends(&observed, Rules::default(), ends)?;
/// assert_eq!(stages.count(Stage::Termination), 2);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Stages<Id> {
    /// One row for each customer with a purchase in the window.
    pub rows: Keyed<CustomerRow<Id, Classified>>,
    /// How many customers stand in each stage.
    pub counts: Counted<Stage>,
    /// How the population came back after its first purchase: what one-time buyers are judged by.
    pub curve: ReturnCurve,
    /// The rules that were used.
    pub rules: Rules,
    /// The window; stages are as of its last day.
    pub window: Window,
    /// The earlier of the two spans whose spending was compared.
    pub before: Window,
    /// The later of the two spans whose spending was compared.
    pub recent: Window,
    /// The policy that says what is a purchase.
    pub policy: Policy,
    /// Customers of the log without a purchase in the window: they have no stage.
    pub without_purchase: u64,
}

/// Customers with their stages, a row for each, and what the stages were made from.
pub(super) struct Placed<R> {
    pub(super) rows: Vec<R>,
    counts: Counted<Stage>,
    curve: ReturnCurve,
    day: Day,
}

/// The facts of some customers, and when their contracts ended.
type Block = Found<(Facts, Option<NaiveDate>)>;

impl<R> Placed<R> {
    /// Classifies every customer of a view, and makes a row of what `kept` keeps of it.
    pub(super) fn of<'a, Id, T: Send>(
        observed: &Observed<'a, Id>,
        rules: Rules,
        ended: impl Fn(&Id) -> Option<NaiveDate>,
        kept: impl Fn(Classified) -> T + Send + Sync,
        row_of: impl Fn(&'a Id, T) -> R,
    ) -> Result<Self> {
        let day = Day::new(&rules, observed.window().to())?;
        let (waits, blocks) = facts(observed, &day, ended)?;
        let curve = waits.curve(1, rules.grain, observed.window(), observed.policy());
        let classifier = Classifier::new(rules, &curve)?;
        let customers = observed.log().customers();
        let mut rows = Vec::with_capacity(observed.customers());
        let mut counts = vec![0_u64; Stage::ALL.len()];
        threads::one_by_one(
            blocks,
            |block, found| {
                decide(&classifier, &day, &block, |customer, classified| {
                    found((customer, classified.stage, kept(classified)));
                })
            },
            |(customer, stage, kept)| {
                if let Some(count) = counts.get_mut(stage as usize) {
                    *count += 1;
                }
                rows.extend(customers.get(customer).map(|id| row_of(id, kept)));
            },
        )
        .map_err(|(customer, error)| observed.at_first_row(customer, error))?;
        Ok(Self {
            rows,
            counts: Counted::of_counts(&counts)?,
            curve,
            day,
        })
    }
}

/// Gathers the facts of every customer, and how long each took for the second purchase.
fn facts<Id>(
    observed: &Observed<'_, Id>,
    day: &Day,
    ended: impl Fn(&Id) -> Option<NaiveDate>,
) -> Result<(Waits, Vec<Block>)> {
    let customers = observed.log().customers();
    let (mut waits, mut blocks) = (Waits::default(), Vec::new());
    let of_one = |history: &History<'_>| Ok(Facts::of(history, day)?.map(|facts| (facts, None)));
    observed.for_each_block(of_one, |mut block| {
        for (customer, (facts, end)) in &mut block {
            match facts.second_after() {
                Some(days) => waits.push(days, true),
                None => waits.push(facts.silence(day), false),
            }
            // Here, because the caller's closure may not be fit for threads.
            *end = customers.get(*customer).and_then(&ended);
        }
        blocks.push(block);
        Ok(())
    })?;
    Ok((waits, blocks))
}

/// Calls `f` with the position and the stage of some customers; an error comes with the position.
fn decide(
    classifier: &Classifier,
    day: &Day,
    block: &Block,
    mut f: impl FnMut(usize, Classified),
) -> Result<(), (usize, Error)> {
    for &(customer, (ref facts, end)) in block {
        match classifier.decide(facts, day, end) {
            Ok(classified) => f(customer, classified),
            Err(error) => return Err((customer, error)),
        }
    }
    Ok(())
}

impl<Id: Ord + Clone> Stages<Id> {
    /// Classifies every customer of a view, for a business without contracts: the end of a relationship
    /// is inferred from silence.
    ///
    /// The first purchase is the first *in the window*, so let the window begin where the records
    /// begin. One-time buyers are judged by the return curve of the same view.
    ///
    /// # Errors
    /// Those of [`Classifier::new`]; [`Error::Overflow`](crate::Error::Overflow), with the position of
    /// the customer's first row, if money exceeds what a decimal holds or a period reaches beyond the
    /// calendar.
    pub fn of(observed: &Observed<'_, Id>, rules: Rules) -> Result<Self> {
        Self::with_ends(observed, rules, |_| None)
    }

    /// Classifies every customer of a view, for a business with contracts. `ended` returns the day on
    /// which a customer's contract ended, or `None` if it has not.
    ///
    /// # Errors
    /// As [`of`](Self::of).
    pub fn with_ends(
        observed: &Observed<'_, Id>,
        rules: Rules,
        ended: impl Fn(&Id) -> Option<NaiveDate>,
    ) -> Result<Self> {
        let row_of = |id: &Id, classified| CustomerRow::new(id.clone(), classified);
        let placed = Placed::of(observed, rules, ended, |classified| classified, row_of)?;
        let day = placed.day;
        Ok(Self {
            rows: Keyed::from_sorted(placed.rows),
            counts: placed.counts,
            curve: placed.curve,
            rules,
            window: observed.window(),
            before: day.before,
            recent: day.recent,
            policy: observed.policy(),
            without_purchase: observed.without_purchase(),
        })
    }
}

impl<Id: Ord> Stages<Id> {
    /// Returns the stage of one customer; `None` without a purchase in the window.
    #[must_use]
    pub fn get<Q: Ord + ?Sized>(&self, customer: &Q) -> Option<&Classified>
    where
        Id: Borrow<Q>,
    {
        self.rows.get(customer).map(|row| &row.result)
    }

    /// Iterates over the customers in a stage, by key.
    pub fn with(&self, stage: Stage) -> impl Iterator<Item = &CustomerRow<Id, Classified>> {
        self.rows
            .iter()
            .filter(move |row| row.result.stage == stage)
    }

    /// Returns how many customers are in a stage.
    #[must_use]
    pub fn count(&self, stage: Stage) -> u64 {
        self.counts.count(stage)
    }

    /// Returns the share of customers in a stage, among all with a purchase in the window.
    #[must_use]
    pub fn share(&self, stage: Stage) -> Proportion {
        let found = self.count(stage);
        Proportion::of_parts(found, self.counts.placed.saturating_sub(found))
    }
}
