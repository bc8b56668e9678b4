use super::facts::{Day, Facts};
use super::judge::{Judge, Silent, Verdict};
use super::{Classified, Given, Rule, Rules, Thresholds, Trend};
use crate::accumulate::Version;
use crate::numeric::money::to_decimal;
use crate::purchases::{History, Observed, ReturnCurves};
use crate::{Error, Result};

/// Classifies single customers into lifecycle stages, by [`Rules`] and by the return times of a
/// population.
///
/// The rules are tried in order and the first that fires decides: every customer with a purchase has
/// exactly one stage.
///
/// ```text
/// recorded end        the contract ended, and no purchase came after        termination
/// too young           silence cannot be judged yet, no shorter one was too
///                     long, and tenure < horizon                            acquisition
/// lapsed              chance of a return below 1/(1 + cost ratio), 0.2, and
///                     silent for longer than half of the returners take     termination (inferred)
/// silent              the same, for a chance below 0.4                      decline
/// few purchases       one purchase                                          acquisition
/// falling             buys less than before, by a test at a rate of 0.10    decline
/// few purchases       fewer than 2                                          acquisition
/// short relationship  tenure < median time to the second purchase           acquisition
/// rising              buys more than before, by a test at a rate of 0.10    growth
/// no trend            neither a change nor its absence can be told          established
/// steady              the change is told to be small                        maturity
/// ```
///
/// The chance is that of customers with as many purchases who were silent for as long. A young shop
/// cannot tell it, and calls nobody ended: see [`Silence::ChanceOfReturn`](super::Silence::ChanceOfReturn).
/// A one-time buyer is in acquisition before silence makes a decline of it. Under another rule for
/// [silence](super::Silence), *lapsed* and *silent* compare days.
///
/// A customer has no trend who was not yet a customer when the compared periods began, who bought too
/// rarely in them, or whose change chance alone explains: see [`Trend`]. [`Rules::without_trend`] sets
/// another stage for them.
///
/// The figures above are the defaults. No source publishes such rules: the thresholds are the fields
/// of [`Rules`], and a [`Backtest`](super::Backtest) says how often they mislead on your data.
///
/// With the feature `serde` a classifier can be serialised and deserialised: a nightly job makes it
/// from the log, and a web server classifies one customer at a time with it.
///
/// ```
/// use chrono::{Days, NaiveDate};
/// use retention::lifecycle::{Classifier, Given, Rule, Rules, Stage};
/// use retention::period::Window;
/// # use retention::purchases::{History, Policy, Purchase, PurchaseLog};
/// # use rust_decimal::dec;
/// # let day = |days| NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + Days::new(days);
/// # let row = |customer: u32, days| Purchase { customer, date: day(days), amount: dec!(10) };
/// // Fifty customers bought on 1 January. Thirty came back within as many days, twenty never.
/// # let first = (1..=50).map(|customer| row(customer, 0));
/// # let log = PurchaseLog::from_rows(first.chain((1..=30).map(|days| row(days as u32, days))))?;
/// # let observed = log.observe(log.until(day(210))?, Policy::default())?;
/// let classifier = Classifier::of(&observed, Rules::default())?;
///
/// // Another customer bought once, and has been silent for ten days: of 40 still out after so long,
/// // 20 came back within half a year.
/// let dates = [day(200)];
/// let history = History::new(&dates, &[dec!(20)], Window::new(day(0), day(210))?)?;
/// let one = classifier.classify(&history, Given::default())?.unwrap();
/// assert_eq!((one.stage, one.because), (Stage::Acquisition, Rule::FewPurchases));
/// assert_eq!(format!("{:.2} after {} days", one.chance.unwrap(), one.silence_days), "0.50 after 10 days");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "RawClassifier")
)]
pub struct Classifier {
    version: Version<2>,
    rules: Rules,
    curves: ReturnCurves,
    #[cfg_attr(feature = "serde", serde(skip))]
    judge: Judge,
    #[cfg_attr(feature = "serde", serde(skip))]
    established_days: Option<u32>,
}

/// A classifier as it is read.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawClassifier {
    #[serde(rename = "version")]
    _version: Version<2>,
    rules: Rules,
    curves: ReturnCurves,
}

#[cfg(feature = "serde")]
impl TryFrom<RawClassifier> for Classifier {
    type Error = Error;

    fn try_from(raw: RawClassifier) -> Result<Self> {
        Self::by(raw.rules, raw.curves)
    }
}

impl Classifier {
    /// Creates a classifier from a view of a log. Customers are judged by how the customers of this view
    /// came back after as many purchases.
    ///
    /// # Errors
    /// As [`new`](Self::new) and [`Observed::return_curves`].
    pub fn of<Id>(observed: &Observed<'_, Id>, rules: Rules) -> Result<Self> {
        Self::by(rules, observed.return_curves(rules.grain, rules.steps)?)
    }

    /// Creates a classifier from the return curves of the population that the customers belong to.
    ///
    /// # Errors
    /// [`Error::Mismatch`] if the curves have another grain or other steps than the rules;
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for thresholds outside their range or out of
    /// order; [`Error::Overflow`] if the periods of the trend or the horizon reach beyond the calendar.
    pub fn new(rules: Rules, curves: &ReturnCurves) -> Result<Self> {
        Self::by(rules, curves.clone())
    }

    pub(super) fn by(rules: Rules, curves: ReturnCurves) -> Result<Self> {
        if curves.grain() != rules.grain {
            let error = Error::mismatch("grain of rules and curves", rules.grain, curves.grain());
            return Err(error.with_cure("`Rules::grain` sets that of the rules"));
        }
        if curves.steps() != rules.steps {
            let (ours, theirs) = (rules.steps, curves.steps());
            let error = Error::mismatch("steps of rules and curves", ours, theirs);
            return Err(error.with_cure("`Rules::steps` sets those of the rules"));
        }
        Day::new(&rules, curves.window().to())?;
        let first = curves.first_step();
        let enough = first.returned().numerator() >= rules.least_returns;
        Ok(Self {
            version: Version,
            judge: Judge::new(&rules, &curves)?,
            established_days: first.median(rules.established_after).filter(|_| enough),
            rules,
            curves,
        })
    }

    /// Returns the rules.
    #[must_use]
    pub const fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Returns how the population came back after each of its purchases.
    #[must_use]
    pub const fn curves(&self) -> &ReturnCurves {
        &self.curves
    }

    /// Returns what the silence of customers with so many purchases is compared with. `None` if it
    /// depends on the customer's own intervals or dates, if there are too few customers to judge by, and
    /// for 0 purchases.
    ///
    /// Under [`Silence::FalseAlarm`](super::Silence::FalseAlarm) this is for one-time buyers. If so few
    /// come back that their chance of return is low from the first day on, the thresholds are made from
    /// the times that those few took, and say so: see [`Rules::one_time_buyers`].
    #[must_use]
    pub fn thresholds_after(&self, purchases: u32) -> Option<Thresholds> {
        let any = purchases > 0;
        any.then(|| self.judge.thresholds_after(purchases, &self.curves))?
    }

    pub(super) fn into_curves(self) -> ReturnCurves {
        self.curves
    }

    /// Returns the shortest relationship, in days, that counts as established; `None` if the population
    /// cannot tell.
    #[must_use]
    pub const fn established_days(&self) -> Option<u32> {
        self.established_days
    }

    /// Returns the stage of one customer at the end of the history's window; `None` without a purchase.
    ///
    /// `given` is what else is known of the customer: `Given::default()` if nothing is.
    ///
    /// # Errors
    /// [`Error::Mismatch`] if the history is read under another policy than the population;
    /// [`Error::OutOfRange`] and [`Error::NotFinite`] for a chance that is not between 0 and 1;
    /// [`Error::Unsupported`] for a chance under another rule than
    /// [`Silence::ChanceOfReturn`](super::Silence::ChanceOfReturn); [`Error::OutOfRange`] if the times of
    /// a [`Silence::Hiatus`](super::Silence::Hiatus) are out of order at this date, as thirty days and a
    /// month are at some; [`Error::Overflow`] if money exceeds what a decimal holds, or a period reaches
    /// beyond the calendar.
    pub fn classify(&self, history: &History<'_>, given: Given) -> Result<Option<Classified>> {
        history.check_policy("policies of classifier and history", self.curves.policy())?;
        let day = Day::new(&self.rules, history.window().to())?;
        Facts::of(history, &day, |_, _| ())?
            .map(|facts| self.decide(&facts, &day, given))
            .transpose()
    }

    pub(super) fn decide(&self, facts: &Facts, day: &Day, given: Given) -> Result<Classified> {
        let silent = Silent::of(facts);
        let verdict = match (&self.judge, given.chance) {
            // The most frequent of all, and it cannot fail.
            (Judge::Chance(chances), None) => {
                chances.judge(&silent, self.curves.position(silent.purchases))
            }
            _ => self.judge.judge(&silent, &self.curves, given)?,
        };
        let trend = Trend::of(facts, day)?;
        let ended = given.ended;
        let recorded_end = ended.filter(|&end| end <= day.as_of && facts.last_day <= end);
        let spending = trend.map_or(Rule::NoTrend, |trend| trend.rule);
        let because = if recorded_end.is_some() {
            Rule::RecordedEnd
        } else {
            self.because(&silent, &verdict, spending)
        };
        Ok(Classified {
            stage: self.rules.stage_of(because),
            because,
            purchases: facts.purchases,
            revenue: to_decimal(facts.revenue, facts.scale)?,
            first: facts.first,
            last: facts.last,
            tenure_days: silent.tenure,
            silence_days: silent.silence,
            mean_interval_days: silent.mean,
            chance: verdict.chance,
            chance_at_most: verdict.chance_at_most,
            score: verdict.score,
            thresholds: verdict.thresholds,
            trend,
            established_days: self.established_days,
            recorded_end,
        })
    }

    /// Returns the first rule that fires for a customer without a recorded end.
    #[inline]
    fn because(&self, silent: &Silent, verdict: &Verdict, spending: Rule) -> Rule {
        let few = silent.purchases < self.rules.established_purchases;
        if verdict.too_young {
            Rule::TooYoung
        } else if verdict.lapsed {
            Rule::Lapsed
        } else if verdict.silent {
            Rule::Silent
        } else if few && silent.purchases == 1 {
            // One purchase has no trend that could fall.
            Rule::FewPurchases
        } else if spending == Rule::Falling {
            Rule::Falling
        } else if few {
            Rule::FewPurchases
        } else if self
            .established_days
            .is_some_and(|days| silent.tenure < days)
        {
            Rule::ShortRelationship
        } else {
            spending
        }
    }
}
