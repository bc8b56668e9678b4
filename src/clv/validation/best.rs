use super::{HoldOut, HoldOutCustomer, ValidationOptions};
use crate::macros::named_enum;
use crate::numeric::money::decimal_to_f64;
use crate::{Error, Result};

named_enum! {
    /// By what the best customers of a hold-out period are told.
    ///
    /// See the [example](crate::clv::BestCustomers).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum BestBy {
        /// By the number of their purchases. The default.
        #[default]
        Purchases = "purchases",
        /// By what they spent.
        Spend = "spend",
    }
}

/// How many of tomorrow's best customers were found beforehand, by a score and by simple rules.
///
/// The best customers are those who bought most in the hold-out period. Customers equal to the last of them
/// are among them, and nobody is who bought nothing. A score finds as many customers as there are best ones:
/// those with the highest scores. Where it cannot choose among equal ones, they count as chance would choose.
///
/// A model is worth its trouble if it finds more of them than the past frequency and recency do. The gain may
/// be small: among the customers of CDNOW, of whom the best tenth and its equals are 382, Pareto/NBD finds 54 %,
/// frequency 50 %, recency 51 % and chance 16 %.
///
/// ```
/// use retention::clv::{BestBy, HoldOut, HoldOutCustomer, ValidationOptions};
/// use retention::purchases::Summary;
/// use rust_decimal::dec;
///
/// let customer = |frequency, last, later_purchases| {
///     let summary = Summary::new(frequency, last, 39.0)?;
///     retention::Result::Ok(HoldOutCustomer { summary, later_purchases, later_spend: dec!(10) })
/// };
/// // The second customer bought often but long ago.
/// let rows = vec![customer(4, 36.0, 5)?, customer(9, 12.0, 0)?, customer(0, 0.0, 0)?, customer(1, 38.0, 1)?];
/// let options = ValidationOptions::default().best_share(0.25);
/// let best = HoldOut::new(rows, 39.0)?.find_best(&[2.1, 0.1, 0.2, 1.4], options)?.unwrap();
/// assert_eq!((best.by, best.number, best.found), (BestBy::Purchases, 1, 1.0));
/// assert_eq!((best.found_by_frequency, best.found_by_recency, best.found_by_chance), (0.0, 0.0, 0.25));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct BestCustomers {
    /// By what they were told.
    pub by: BestBy,
    /// How many there are.
    pub number: u64,
    /// The share of them that the score finds, 0 to 1.
    pub found: f64,
    /// The share that those find who had bought most often before.
    pub found_by_frequency: f64,
    /// The share that those find who had bought last before.
    pub found_by_recency: f64,
    /// The share that chance would find.
    pub found_by_chance: f64,
}

impl HoldOut {
    /// Counts how many of the best customers of the hold-out period have the highest of these scores, one for
    /// each customer in the order of [`rows`](Self::rows); `None` if nobody bought.
    ///
    /// Any score will do: expected purchases, expected value, or a rule of one's own.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] for another number of scores; [`Error::NotFinite`] with the row for a score
    /// that is NaN or infinite; [`Error::OutOfRange`] and [`Error::NotFinite`] for a share that is not above
    /// 0 and at most 1.
    ///
    /// See the [example](crate::clv::BestCustomers).
    pub fn find_best(
        &self,
        scores: &[f64],
        options: ValidationOptions,
    ) -> Result<Option<BestCustomers>> {
        options.check()?;
        let rows = self.rows();
        if scores.len() != rows.len() {
            return Err(Error::length("scores", scores.len(), rows.len()));
        }
        for (row, &score) in scores.iter().enumerate() {
            crate::error::finite("score", score).map_err(|error| error.at_row(row))?;
        }
        let bought = |row: &HoldOutCustomer| match options.best_by {
            BestBy::Purchases => f64::from(row.later_purchases),
            BestBy::Spend => decimal_to_f64(row.later_spend),
        };
        let later: Vec<f64> = rows.iter().map(bought).collect();
        let is_best = best(&later, options.best_share);
        let number = is_best.iter().filter(|&&is_best| is_best).count();
        if number == 0 {
            return Ok(None);
        }
        let by = |score: fn(&HoldOutCustomer) -> f64| {
            let scores: Vec<f64> = rows.iter().map(score).collect();
            found(&scores, &is_best, number)
        };
        Ok(Some(BestCustomers {
            by: options.best_by,
            number: number as u64,
            found: found(scores, &is_best, number),
            found_by_frequency: by(|row| f64::from(row.summary.frequency())),
            found_by_recency: by(|row| row.summary.first_to_last() - row.summary.age()),
            found_by_chance: number as f64 / rows.len() as f64,
        }))
    }
}

/// Who is among the best: the top share, and whoever equals the last of it, if they bought.
fn best(later: &[f64], share: f64) -> Vec<bool> {
    let mut sorted = later.to_vec();
    sorted.sort_unstable_by(|a, b| b.total_cmp(a));
    let number = (share * sorted.len() as f64).ceil().max(1.0) as usize;
    let least = sorted.get(number - 1).copied().unwrap_or(0.0);
    later.iter().map(|&it| it >= least && it > 0.0).collect()
}

/// The share of the best among as many customers with the highest scores.
fn found(scores: &[f64], is_best: &[bool], number: usize) -> f64 {
    let mut sorted: Vec<(f64, bool)> = scores
        .iter()
        .copied()
        .zip(is_best.iter().copied())
        .collect();
    sorted.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    let Some(&(last, _)) = sorted.get(number - 1) else {
        return 0.0;
    };
    // The scores are sorted, so those above the last one called come first, and those equal to it next.
    let above = sorted.partition_point(|&(score, _)| score > last);
    let to = sorted.partition_point(|&(score, _)| score >= last);
    let right = |from: usize, to: usize| {
        let some = sorted.iter().take(to).skip(from);
        some.filter(|&&(_, is_best)| is_best).count() as f64
    };
    let places = (number - above) as f64 / (to - above) as f64;
    (right(0, above) + places * right(above, to)) / number as f64
}
