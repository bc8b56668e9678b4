use std::cmp::Reverse;

use rust_decimal::{Decimal, RoundingStrategy};

use super::{Classified, Rule, Stage, Stages};
use crate::error::same;
use crate::keyed::paired;
use crate::macros::named_enum;
use crate::numeric::money::{MoneySum, TOO_MANY_DIGITS};
use crate::numeric::rounding::{Rounding, product};
use crate::period::{Span, Window};
use crate::purchases::{Observed, Outside};
use crate::{Error, Result};

named_enum! {
    /// What ended and declining customers are ranked by.
    ///
    /// ```
    /// use retention::lifecycle::RankedBy;
    ///
    /// assert_eq!(RankedBy::default(), RankedBy::ExpectedLoss);
    /// assert_eq!("expected_return".parse::<RankedBy>()?, RankedBy::ExpectedReturn);
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Default)]
    pub enum RankedBy {
        /// Value times the chance of losing it. The default: it shows where the money is that silence puts
        /// at stake, and supposes nothing about who can be won back.
        ///
        /// Customers who are as good as lost come first, because nearly all their value is. Few of them
        /// answer a campaign.
        #[default]
        ExpectedLoss = "expected_loss",
        /// Value times the chance of a return. Customers who are as good as lost come last, and those come
        /// first who still bring much: for a team that keeps customers rather than winning them back.
        ExpectedReturn = "expected_return",
    }
}

/// The customers to act on: those in decline and termination, ranked by the money at stake.
///
/// ```text
/// chance of losing = 1 − chance of a return within the horizon
/// expected loss    = value · chance of losing
/// expected return  = value − expected loss
/// ```
///
/// Where the chance cannot be told, the last one that can be told is taken instead: the chance is at most
/// that, so the loss is at least what stands here. Where no chance is known at all, as under rules that judge
/// by days, the whole value stands as the loss, which is the most it can be. A customer whose contract ended
/// has left, so the whole value is lost. [`AtStakeTotal::untold`] counts these three.
///
/// Value at stake is not value saved: what a campaign saves only a group that was left alone can show.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::lifecycle::{AtStake, Given, RankedBy, Rules, Stages};
/// use retention::period::{Period, Span};
/// # use retention::purchases::{Policy, Purchase, PurchaseLog};
/// use rust_decimal::{RoundingStrategy, dec};
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// # let row = |customer, month, amount| Purchase { customer, date: date(month, 2), amount };
/// # let log = PurchaseLog::from_rows([
/// #     row("Ann", 1, dec!(150)), row("Ann", 2, dec!(150)), row("Ben", 1, dec!(100)), row("Ben", 3, dec!(100)),
/// #     row("Cem", 8, dec!(20)), row("Cem", 9, dec!(80)),
/// # ])?;
/// // Ann spent 300 and is as good as lost, Ben spent 200 and may return; Cem is not at risk.
/// let model = |id: &&str| Given::default().chance(Some(match *id {
///     "Ann" => 0.05,
///     "Ben" => 0.3,
///     _ => 0.9,
/// }));
/// let observed = log.observe(log.until(date(9, 30))?, Policy::default())?;
/// let stages = Stages::with(&observed, Rules::default(), model)?;
/// let year = Span::new(12, Period::Month)?;
/// let rank = |by| {
///     AtStake::of(&observed, &stages, year, by, 2, RoundingStrategy::MidpointNearestEven)
/// };
/// let list = rank(RankedBy::ExpectedLoss)?;
/// assert_eq!((list.rows[0].customer, list.rows[0].expected_loss), ("Ann", dec!(285.00)));
/// assert_eq!((list.all.customers, list.all.expected_loss), (2, dec!(425.00)));
/// let list = rank(RankedBy::ExpectedReturn)?;
/// assert_eq!((list.rows[0].customer, list.rows[0].expected_return), ("Ben", dec!(60.00)));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "revenue at risk")]
#[doc(alias = "value at stake")]
pub struct AtStake<Id> {
    /// The customers, with the most at stake first; equal ones by key.
    pub rows: Vec<AtStakeRow<Id>>,
    /// What they were ranked by.
    pub ranked_by: RankedBy,
    /// All of them together.
    pub all: AtStakeTotal,
    /// Those in decline.
    pub declining: AtStakeTotal,
    /// Those in termination.
    pub ended: AtStakeTotal,
    /// How many ended and declining customers are left out, because the caller gave them no value.
    pub left_out: u64,
    /// Decimal places to which money was rounded.
    pub places: u32,
    /// How it was rounded.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::serde_money::strategy::serialize")
    )]
    pub strategy: RoundingStrategy,
}

/// A customer to act on. See the example of [`AtStake`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct AtStakeRow<Id> {
    /// The customer.
    pub customer: Id,
    /// Decline or termination.
    pub stage: Stage,
    /// The rule that led to it.
    pub because: Rule,
    /// What the customer is worth, rounded.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub value: Decimal,
    /// The chance of a return within the horizon, 0 to 1; `None` where it cannot be told, and where the
    /// contract ended.
    pub chance: Option<f64>,
    /// What that chance is at most, and what the loss is computed by; `None` where nothing is known of it.
    pub chance_at_most: Option<f64>,
    /// Value times the chance of losing it, rounded.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub expected_loss: Decimal,
    /// The rest of the value.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub expected_return: Decimal,
}

/// What is at stake with some customers. Sums are rounded once, at the end. See the example of [`AtStake`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct AtStakeTotal {
    /// How many customers.
    pub customers: u64,
    /// How many of them have a loss that is not computed from a chance told for them.
    pub untold: u64,
    /// What they are worth.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub value: Decimal,
    /// The losses expected of them.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub expected_loss: Decimal,
    /// The rest of their value.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub expected_return: Decimal,
}

impl<Id: Ord + Clone> AtStake<Id> {
    /// Computes the list of ended and declining customers, each worth what they spent in the last `span` of
    /// the window, such as a year. The span may begin before the window. Whoever bought nothing in it is
    /// worth 0 there, so let it be longer than silences are. Money is rounded to `places` decimal places,
    /// 0 to 26.
    ///
    /// # Errors
    /// [`Error::Mismatch`] if the stages come from another window, policy or log than `observed`;
    /// [`Error::OutOfRange`] for more than 26 decimal places; [`Error::Overflow`] if money exceeds what a
    /// decimal holds, or the span reaches beyond the calendar.
    ///
    /// See the [example](crate::lifecycle::AtStake).
    pub fn of(
        observed: &Observed<'_, Id>,
        stages: &Stages<Id>,
        span: Span,
        ranked_by: RankedBy,
        places: u32,
        strategy: RoundingStrategy,
    ) -> Result<Self> {
        same(
            "windows of stages and log",
            &stages.window,
            &observed.window(),
        )?;
        same(
            "policies of stages and log",
            &stages.policy,
            &observed.policy(),
        )?;
        let (rows, customers) = (stages.rows.len(), observed.customers());
        same("customers of stages and log", &rows, &customers)?;
        let window = stages.window;
        let from = span.ending(window.to())?.from().max(window.from());
        // Rows before the span were let in when the stages were made.
        let policy = stages.policy.outside(Outside::Count);
        let recent = observed
            .log()
            .observe(Window::new(from, window.to())?, policy)?;
        let spent = recent.revenues()?;
        let pairs = paired(stages.rows.as_slice(), &spent, |row, (id, _)| {
            row.customer.cmp(id)
        });
        let valued = pairs.filter_map(|(row, spent)| {
            let value = spent.map_or(Decimal::ZERO, |&(_, spent)| spent);
            row.map(|row| (&row.customer, &row.result, Some(value)))
        });
        Self::ranked(valued, ranked_by, Rounding::new(places, strategy)?)
    }

    /// Computes the list of ended and declining customers by values of the caller's, such as margins or
    /// values to come. Whoever has none is left out. A value below 0 counts as it is: losing that customer
    /// gains money.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for more than 26 decimal places; [`Error::Overflow`] if money exceeds what a
    /// decimal holds.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// use retention::lifecycle::{AtStake, RankedBy, Rules, Silence, Stages};
    /// # use retention::purchases::{Policy, Purchase, PurchaseLog};
    /// use rust_decimal::{RoundingStrategy, dec};
    /// # let date = |month| NaiveDate::from_ymd_opt(2024, month, 2).unwrap();
    /// # let row = |customer, month| Purchase { customer, date: date(month), amount: dec!(10) };
    /// # let log = PurchaseLog::from_rows([row("Ann", 1), row("Ann", 2), row("Ben", 1), row("Ben", 3)])?;
    /// # let observed = log.observe(log.until(date(12))?, Policy::default())?;
    /// let rules = Rules::default().silence(Silence::MeanIntervals { decline: 2.0, lapse: 3.0 });
    /// let stages = Stages::of(&observed, rules)?; // both have ended
    /// let margin = |id: &&str| (*id == "Ann").then_some(dec!(40));
    /// let half_even = RoundingStrategy::MidpointNearestEven;
    /// let list = AtStake::with(&stages, margin, RankedBy::ExpectedLoss, 2, half_even)?;
    /// assert_eq!((list.rows.len(), list.left_out), (1, 1));
    /// // These rules know no chance of return, so all of it may be lost.
    /// assert_eq!((list.all.expected_loss, list.all.untold), (dec!(40.00), 1));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn with(
        stages: &Stages<Id>,
        value: impl Fn(&Id) -> Option<Decimal>,
        ranked_by: RankedBy,
        places: u32,
        strategy: RoundingStrategy,
    ) -> Result<Self> {
        let rounding = Rounding::new(places, strategy)?;
        let valued = stages.rows.iter();
        let valued = valued.map(|row| (&row.customer, &row.result, value(&row.customer)));
        Self::ranked(valued, ranked_by, rounding)
    }

    /// Ranks those at stake of customers in the order of their keys.
    fn ranked<'a>(
        customers: impl Iterator<Item = (&'a Id, &'a Classified, Option<Decimal>)>,
        ranked_by: RankedBy,
        rounding: Rounding,
    ) -> Result<Self>
    where
        Id: 'a,
    {
        let (mut rows, mut left_out) = (Vec::new(), 0);
        let [mut all, mut declining, mut ended] = <[Sums; 3]>::default();
        for (position, (customer, classified, value)) in customers.enumerate() {
            let of_stage = match classified.stage {
                Stage::Decline => &mut declining,
                Stage::Termination => &mut ended,
                _ => continue,
            };
            let Some(value) = value else {
                left_out += 1;
                continue;
            };
            let at_row = |error: Error| error.at_row(position);
            let exact = Exact::of(classified, value).map_err(at_row)?;
            let untold = exact.chance.is_none();
            for sums in [&mut all, of_stage] {
                sums.add(value, exact.loss, untold).map_err(at_row)?;
            }
            let row = exact.row(customer.clone(), classified, value, rounding);
            rows.push((exact.rank(ranked_by), row.map_err(at_row)?));
        }
        // Rows of the same rank stay in the order of their keys.
        rows.sort_by_key(|(rank, _)| Reverse(*rank));
        Ok(Self {
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            ranked_by,
            all: all.finish(rounding)?,
            declining: declining.finish(rounding)?,
            ended: ended.finish(rounding)?,
            left_out,
            places: rounding.places,
            strategy: rounding.strategy,
        })
    }
}

/// What is at stake with one customer, not yet rounded.
struct Exact {
    chance: Option<f64>,
    chance_at_most: Option<f64>,
    loss: Decimal,
    kept: Decimal,
}

impl Exact {
    fn of(classified: &Classified, value: Decimal) -> Result<Self> {
        let left = classified.because == Rule::RecordedEnd;
        let at_most = if left {
            Some(0.0)
        } else {
            classified.chance_at_most
        };
        let kept = product(value, at_most.unwrap_or(0.0));
        let kept = kept.map_err(|error| error.with_cure(TOO_MANY_DIGITS))?;
        Ok(Self {
            chance: classified.chance.filter(|_| !left),
            chance_at_most: at_most,
            loss: minus(value, kept)?,
            kept,
        })
    }

    const fn rank(&self, by: RankedBy) -> Decimal {
        match by {
            RankedBy::ExpectedLoss => self.loss,
            RankedBy::ExpectedReturn => self.kept,
        }
    }

    fn row<Id>(
        &self,
        customer: Id,
        classified: &Classified,
        value: Decimal,
        rounding: Rounding,
    ) -> Result<AtStakeRow<Id>> {
        let (value, expected_loss) = (rounded(value, rounding), rounded(self.loss, rounding));
        Ok(AtStakeRow {
            customer,
            stage: classified.stage,
            because: classified.because,
            value,
            chance: self.chance,
            chance_at_most: self.chance_at_most,
            expected_loss,
            expected_return: minus(value, expected_loss)?,
        })
    }
}

/// Exact sums over customers.
#[derive(Default)]
struct Sums {
    customers: u64,
    untold: u64,
    value: MoneySum,
    loss: MoneySum,
}

impl Sums {
    fn add(&mut self, value: Decimal, loss: Decimal, untold: bool) -> Result<()> {
        self.customers += 1;
        self.untold += u64::from(untold);
        self.value.add(value)?;
        self.loss.add(loss)
    }

    fn finish(self, rounding: Rounding) -> Result<AtStakeTotal> {
        let value = rounded(self.value.finish()?, rounding);
        let expected_loss = rounded(self.loss.finish()?, rounding);
        Ok(AtStakeTotal {
            customers: self.customers,
            untold: self.untold,
            value,
            expected_loss,
            expected_return: minus(value, expected_loss)?,
        })
    }
}

fn rounded(amount: Decimal, rounding: Rounding) -> Decimal {
    amount.round_dp_with_strategy(rounding.places, rounding.strategy)
}

/// The difference of two amounts, exact as long as a decimal holds it.
fn minus(amount: Decimal, other: Decimal) -> Result<Decimal> {
    let (mut difference, mut negative) = (MoneySum::default(), other);
    negative.set_sign_negative(other.is_sign_positive());
    difference.add(amount)?;
    difference.add(negative)?;
    difference.finish()
}
