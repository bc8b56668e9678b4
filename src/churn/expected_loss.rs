use crate::Result;
use crate::estimate::Estimate;
use crate::lifecycle::{Classified, Rule, Silence, Stages};
use crate::period::days_between;
use crate::purchases::ReturnCurve;

/// How many customers are expected not to come back within the horizon of the rules, by each one's chance
/// of a return.
///
/// A count of those whom a rule calls ended is a yes or no for each customer. This adds up how likely each
/// is, and so counts a doubtful customer in part.
///
/// ```text
/// lost              = Σ (1 − chance)
/// standard error²   = Σ chance (1 − chance) + Σ W(t)² d(t) / (n(t) (n(t) − d(t)))
/// ```
///
/// The first sum of the standard error is chance itself. The second is that the chances were estimated, by
/// Greenwood's formula: at each wait t of a return curve, d of n customers came back, and W is the sum of
/// 1 − chance over the customers who are to wait through t. Chances that the caller gave count as if they had
/// been found in the same way.
///
/// The standard error assumes that customers will come back as those before them with as many purchases did. A
/// season or a new competitor is not in it.
///
/// **Where customers leave at different rates, the number is too high and the interval too narrow.** Those
/// who leave soon are gone early, so that the customers of today are more loyal than those from whom the
/// return curves were learned. In simulated shops, and 95 % intervals:
///
/// | customers | how many | too high by | interval holds |
/// |---|---|---|---|
/// | alike | 250 | 0 to 3 % | 94 % |
/// | buy at different rates, leave at one | 250; 1,000 | 0 %; 0 % | 97 %; 100 % |
/// | buy at one rate, leave at different ones | 250; 1,000 | 6 %; 3 % | 88 %; 80 % |
/// | differ in both | 250; 1,000 | 4 %; 4 % | 86 %; 66 % |
/// | differ in both, and all joined on one day | 1,000 | 14 % | 2 % |
///
/// (Gamma laws of shape 0.8 for buying and 0.6 for leaving; 50 to 200 shops of each kind.) A back-test
/// shows how far off it was one horizon earlier, and its interval held in 97 % of shops or more of each kind:
/// [`back_tested`](Self::back_tested).
///
/// The number is nearer to what happened than a count of those who are silent for longer than 30, 60 or
/// 180 days. Some other fixed time may come nearer, but it differs from shop to shop, and is known only
/// afterwards.
///
/// See the [example](crate::churn::ExpectedLoss::of).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ExpectedLoss {
    /// Customers whose chance can be told.
    pub told: u64,
    /// How many of them are expected not to come back; `None` if no chance can be told, as under rules that
    /// know none.
    pub lost: Option<Estimate>,
    /// Customers whose chance cannot be told, because the records are too short for their silence.
    pub untold: u64,
    /// How many of the latter are expected not to come back at least, by the last chance that could be told
    /// of a shorter silence.
    pub untold_at_least: f64,
}

impl ExpectedLoss {
    /// Nobody is expected to be lost of nobody.
    pub(super) const fn none() -> Self {
        Self {
            told: 0,
            lost: None,
            untold: 0,
            untold_at_least: 0.0,
        }
    }

    /// Computes the expected loss among the customers for whom `counts` holds.
    ///
    /// ```
    /// # use chrono::{Days, NaiveDate};
    /// use retention::churn::ExpectedLoss;
    /// use retention::lifecycle::{Rules, Stages};
    /// # use retention::purchases::{Policy, Purchase, PurchaseLog};
    /// # use rust_decimal::dec;
    /// # let day = |days| NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + Days::new(days);
    /// # let row = |customer: u32, days| Purchase { customer, date: day(days), amount: dec!(10) };
    /// // Fifty customers bought on 1 January, and thirty of them came back within a month. Ten others
    /// // came in June.
    /// # let first = (1..=50).map(|customer| row(customer, 0));
    /// # let second = (1..=30).map(|days| row(days as u32, days));
    /// # let june = (51..=60).map(|customer| row(customer, 190));
    /// # let log = PurchaseLog::from_rows(first.chain(second).chain(june))?;
    /// let observed = log.observe(log.until(day(210))?, Policy::default())?;
    /// let stages = Stages::of(&observed, Rules::default())?;
    /// let new = ExpectedLoss::of(&stages, |customer| customer.first == day(190))?;
    /// // After twenty silent days, ten of the thirty who then were still out have come back.
    /// assert_eq!(format!("{:.3}", new.lost.unwrap().value()), "6.667");
    /// assert_eq!((new.told, new.untold), (10, 0));
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Overflow`](crate::Error::Overflow) if the horizon reaches beyond the calendar.
    pub fn of<Id: Ord>(stages: &Stages<Id>, counts: impl Fn(&Classified) -> bool) -> Result<Self> {
        let (mut told, mut untold) = (0_u64, 0_u64);
        let (mut lost, mut by_chance, mut untold_at_least) = (0.0_f64, 0.0_f64, 0.0_f64);
        let mut waiting: Vec<Waiting> = Vec::new();
        let customers = stages.rows.iter().map(|row| &row.result);
        for customer in customers.filter(|customer| counts(customer)) {
            if customer.because == Rule::RecordedEnd {
                told = told.saturating_add(1);
                lost += 1.0;
            } else if let Some(chance) = customer.chance {
                told = told.saturating_add(1);
                lost += 1.0 - chance;
                by_chance += chance * (1.0 - chance);
                waiting.push(Waiting::of(customer, chance));
            } else {
                untold = untold.saturating_add(1);
                untold_at_least += customer.chance_at_most.map_or(0.0, |most| 1.0 - most);
            }
        }
        let by_curves = variance_of_curves(stages, waiting)?;
        let error = (by_chance + by_curves).sqrt();
        let lost = (told > 0).then(|| Estimate::new(lost, error)).transpose()?;
        Ok(Self {
            told,
            lost,
            untold,
            untold_at_least,
        })
    }
}

/// A customer who is to wait from a silence on, with the chance of no return.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    purchases: u32,
    silence: u32,
    stays_out: f64,
}

impl Waiting {
    const fn of(customer: &Classified, chance: f64) -> Self {
        Self {
            purchases: customer.purchases,
            silence: customer.silence_days,
            stays_out: 1.0 - chance,
        }
    }
}

/// The variance of the expected number lost that comes from the return curves.
fn variance_of_curves<Id: Ord>(stages: &Stages<Id>, mut waiting: Vec<Waiting>) -> Result<f64> {
    let Silence::ChanceOfReturn { horizon, .. } = stages.rules.silence else {
        return Ok(0.0);
    };
    let as_of = stages.window.to();
    let from = horizon.period().before(as_of, horizon.count())?;
    let days = u32::try_from(days_between(from, as_of)).unwrap_or(u32::MAX);
    let step = |it: &Waiting| stages.curves.after(it.purchases).purchases();
    waiting.sort_by_key(|it| (step(it), it.silence));
    let curves = waiting.chunk_by(|a, b| step(a) == step(b));
    let variances = curves.filter_map(|customers| {
        let curve = stages.curves.after(customers.first()?.purchases).clone();
        let curve = curve.while_at_risk(stages.rules.least_at_risk);
        Some(variance_of_curve(&curve, customers, days))
    });
    Ok(variances.sum())
}

/// The same of one curve, for customers by silence.
fn variance_of_curve(curve: &ReturnCurve, customers: &[Waiting], horizon: u32) -> f64 {
    let mut begun = customers.iter().peekable();
    let mut over = customers.iter().peekable();
    let (mut weight, mut variance) = (0.0_f64, 0.0_f64);
    for point in curve.points() {
        while let Some(it) = begun.next_if(|it| it.silence < point.days) {
            weight += it.stays_out;
        }
        let ends = |it: &&Waiting| it.silence.saturating_add(horizon) < point.days;
        while let Some(it) = over.next_if(ends) {
            weight -= it.stays_out;
        }
        let stayed = point.at_risk.saturating_sub(point.returned);
        if stayed > 0 && point.returned > 0 {
            let (at_risk, returned) = (point.at_risk as f64, point.returned as f64);
            variance += weight * weight * returned / (at_risk * stayed as f64);
        }
    }
    variance
}
