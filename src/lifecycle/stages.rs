use std::borrow::Borrow;

use chrono::NaiveDate;

use super::facts::{Day, Facts};
use super::{Classified, Classifier, Given, Rules, Stage};
use crate::counted::Counted;
use crate::estimate::Proportion;
use crate::keyed::{CustomerRow, Keyed};
use crate::period::Window;
use crate::purchases::{Found, History, Observed, Policy, ReturnCurves, StepWaits, Steps, Tally};
use crate::threads;
use crate::{Error, Result};

/// The stage of every customer of a view, at the end of its window.
///
/// To classify further customers by the same rules and the same population, create a [`Classifier`] from
/// `rules` and `curves`.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::lifecycle::{Rules, Silence, Stage, Stages};
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
/// // Two customers are too few to judge by; where all buy once a month, three months are an end.
/// let rules = Rules::default().silence(Silence::MeanIntervals { decline: 2.0, lapse: 3.0 });
/// let stages = Stages::of(&observed, rules)?;
/// assert_eq!(stages.get("Ann").unwrap().stage, Stage::Maturity);
/// assert_eq!(stages.get("Ben").unwrap().stage, Stage::Termination);
/// assert!(stages.get("Cem").is_none()); // not a customer yet
///
/// // A contract that ended is told apart from an end that is inferred from silence.
/// let ends = |id: &&str| (*id == "Ann").then(|| date(10, 15));
/// let stages = Stages::with_ends(&observed, rules, ends)?;
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
    /// How the population came back after each of its purchases: what silence is judged by.
    pub curves: ReturnCurves,
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
    curves: ReturnCurves,
    day: Day,
}

/// The facts of some customers, and what else is given of them: nothing if it is empty.
type Block = (Found<Facts>, Vec<Given>);

impl<R> Placed<R> {
    /// Classifies every customer of a view, and makes a row of what `kept` keeps of it.
    pub(super) fn of<'a, Id, T: Send>(
        observed: &Observed<'a, Id>,
        rules: Rules,
        given: impl Fn(&Id) -> Given,
        kept: impl Fn(Classified) -> T + Send + Sync,
        row_of: impl Fn(&'a Id, T) -> R,
    ) -> Result<Self> {
        let day = Day::new(&rules, observed.window().to())?;
        let (waits, blocks) = facts(observed, &day, rules.steps, given)?;
        let curves = waits.curves(rules.grain, observed.window(), observed.policy());
        let classifier = Classifier::by(rules, curves)?;
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
            curves: classifier.into_curves(),
            day,
        })
    }
}

/// Gathers the facts of every customer, and how long each waited from purchase to purchase.
fn facts<Id>(
    observed: &Observed<'_, Id>,
    day: &Day,
    steps: Steps,
    given: impl Fn(&Id) -> Given,
) -> Result<(StepWaits, Vec<Block>)> {
    let customers = observed.log().customers();
    let (mut waits, mut blocks) = (StepWaits::new(steps), Vec::new());
    let of_one = |history: &History<'_>, waits: &mut Tally| {
        let facts = Facts::of(history, day, |before, days| waits.returned(before, days))?;
        if let Some(facts) = &facts {
            waits.waiting(facts.purchases, facts.silence);
        }
        Ok(facts)
    };
    let window = observed.window();
    let fresh = || Tally::new(steps, window);
    observed.for_each_block_with(fresh, of_one, |found, of_block| {
        of_block.add_to(&mut waits);
        // Here, because the caller's closure may not be fit for threads.
        let known = given_of(&found, |customer| customers.get(customer).map(&given));
        blocks.push((found, known));
        Ok(())
    })?;
    Ok((waits, blocks))
}

/// Returns what is given of customers, one by one; nothing if nothing is given of any.
fn given_of(found: &Found<Facts>, given: impl Fn(usize) -> Option<Given>) -> Vec<Given> {
    let mut all = Vec::new();
    for (place, &(customer, _)) in found.iter().enumerate() {
        let known = given(customer).unwrap_or_default();
        if all.is_empty() && known == Given::default() {
            continue;
        }
        if all.is_empty() {
            all.reserve_exact(found.len());
            all.resize(place, Given::default());
        }
        all.push(known);
    }
    all
}

/// Calls `f` with the position and the stage of some customers; an error comes with the position.
fn decide(
    classifier: &Classifier,
    day: &Day,
    block: &Block,
    mut f: impl FnMut(usize, Classified),
) -> Result<(), (usize, Error)> {
    let (found, known) = block;
    let mut known = known.iter().copied();
    for &(customer, ref facts) in found {
        let given = known.next().unwrap_or_default();
        match classifier.decide(facts, day, given) {
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
    /// begin. Silence is judged by the return curves of the same view.
    ///
    /// # Errors
    /// Those of [`Classifier::new`]; [`Error::Overflow`](crate::Error::Overflow), with the position of
    /// the customer's first row, if money exceeds what a decimal holds or a period reaches beyond the
    /// calendar.
    pub fn of(observed: &Observed<'_, Id>, rules: Rules) -> Result<Self> {
        Self::with(observed, rules, |_| Given::default())
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
        Self::with(observed, rules, |id| Given::default().ended(ended(id)))
    }

    /// Classifies every customer of a view, by what the caller knows beside the purchases: contract
    /// ends, and chances of return from a model.
    ///
    /// # Errors
    /// As [`of`](Self::of); with the position of the customer's first row, [`Error::OutOfRange`] and
    /// [`Error::NotFinite`] for a chance that is not between 0 and 1, and [`Error::Unsupported`] for a
    /// chance under another rule than [`Silence::ChanceOfReturn`](super::Silence::ChanceOfReturn).
    ///
    /// ```
    /// use retention::lifecycle::{Given, Rule, Rules, Stages};
    /// # use chrono::NaiveDate;
    /// # use retention::purchases::{Policy, Purchase, PurchaseLog};
    /// # use rust_decimal::dec;
    /// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// # let row = |customer, month, day| Purchase { customer, date: date(month, day), amount: dec!(10) };
    /// // A model gives Ann a chance of 0.9 to buy again within 180 days, and Ben one of 0.1.
    /// # let log = PurchaseLog::from_rows([
    /// #     row("Ann", 1, 2), row("Ann", 5, 2), row("Ben", 1, 7), row("Ben", 3, 2),
    /// # ])?;
    /// let observed = log.observe(log.until(date(9, 30))?, Policy::default())?;
    /// let model = |id: &&str| Given::default().chance(Some(if *id == "Ann" { 0.9 } else { 0.1 }));
    /// let stages = Stages::with(&observed, Rules::default(), model)?;
    /// assert_eq!(stages.get("Ben").unwrap().because, Rule::Lapsed);
    /// assert_eq!(stages.get("Ann").unwrap().chance, Some(0.9));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn with(
        observed: &Observed<'_, Id>,
        rules: Rules,
        given: impl Fn(&Id) -> Given,
    ) -> Result<Self> {
        let row_of = |id: &Id, classified| CustomerRow::new(id.clone(), classified);
        let placed = Placed::of(observed, rules, given, |classified| classified, row_of)?;
        let day = placed.day;
        Ok(Self {
            rows: Keyed::from_sorted(placed.rows),
            counts: placed.counts,
            curves: placed.curves,
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
    pub fn in_stage(&self, stage: Stage) -> impl Iterator<Item = &CustomerRow<Id, Classified>> {
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
