//! Satisfaction: ranges, order of respondents, parts and the whole, unit of weights, direction.

mod contributions;
mod disconfirmation;
mod extremes;
mod index;
mod kano;
mod nps;
mod promoters;
mod ratings;
mod servqual;

use proptest::prelude::*;
use retention::estimate::WeightedProportion;
use retention::scale::{Scale, Summary};

use crate::cases;

/// Sums of a few hundred numbers, and quotients of them; nothing cancels, since what they are
/// compared with is of the size of the scale.
const ROUNDING: f64 = 1e-9;

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= ROUNDING * (1.0 + a.abs().max(b.abs()))
}

fn both_close(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => close(a, b),
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// Equal but for rounding.
fn same_share(a: WeightedProportion, b: WeightedProportion) -> bool {
    a.counts() == b.counts()
        && both_close(a.value(), b.value())
        && close(a.effective_sample_size(), b.effective_sample_size())
}

/// Equal but for rounding.
fn same_summary(a: &Summary, b: &Summary) -> bool {
    (a.answered, a.missing) == (b.answered, b.missing)
        && both_close(a.mean, b.mean)
        && both_close(a.variance, b.variance)
        && close(a.effective_sample_size, b.effective_sample_size)
}

/// A whole answer on 1 to `high` or from 0, left out one time in ten.
fn answer(low: u8, high: u8) -> impl Strategy<Value = Option<f64>> {
    prop_oneof![9 => (low..=high).prop_map(|x| Some(f64::from(x))), 1 => Just(None)]
}

fn weight() -> impl Strategy<Value = f64> {
    prop_oneof![4 => 0.1_f64..10.0, 1 => Just(0.0)]
}

/// Rows, the same in another order, and where to split them.
fn shuffled<T: Clone + std::fmt::Debug>(
    row: impl Strategy<Value = T>,
) -> impl Strategy<Value = (Vec<T>, Vec<T>, usize)> {
    prop::collection::vec(row, 1..60).prop_flat_map(|rows| {
        let split = 0..=rows.len();
        (Just(rows.clone()), Just(rows).prop_shuffle(), split)
    })
}
