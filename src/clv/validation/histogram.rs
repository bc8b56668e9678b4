use std::collections::BTreeMap;

use super::validated::check_last_class;
#[cfg(doc)]
use crate::Error;
use crate::Result;
use crate::clv::{PurchaseCounts, PurchaseModel};
use crate::numeric::special::chi_square_upper;

/// How many customers made so many repeat purchases, and how many the model expects.
///
/// See the [example](crate::clv::PurchaseHistogram).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct HistogramClass {
    /// The number of repeat purchases, or the smallest of them in the last class.
    pub purchases: u32,
    /// Whether more purchases are in the class too, as in the last one.
    pub or_more: bool,
    /// What the customers of the class count for together: their number, unless they have weights.
    pub actual: f64,
    /// How many the model expects.
    pub expected: f64,
}

/// The customers by their number of repeat purchases, beside what a model fitted to them expects.
///
/// Each customer adds the model's distribution of purchases within their own age. The statistic is
///
/// ```text
/// χ² = Σ (actual − expected)² / expected
/// degrees of freedom = classes − 1 − parameters
/// ```
///
/// A small p-value says that the model does not describe these customers. A large one says that the numbers
/// of purchases do not contradict it; whether it foretells is for a [`HoldOut`](crate::clv::HoldOut). The
/// statistic is an approximation: it wants about 5 customers expected in each class, and a fit to the
/// numbers in the classes, where these models are fitted to the times as well.
///
/// Source: Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005), *Marketing Science* 24(2): 275–284.
///
/// ```
/// use retention::clv::{BgNbd, PurchaseCounts, PurchaseHistogram, PurchaseModel};
///
/// let shop = BgNbd::new(0.25, 4.4, 0.8, 2.4)?.simulate(vec![39.0; 2000], 7)?;
/// let counts = PurchaseCounts::of(&shop)?;
/// let model = BgNbd::fit(&counts, Default::default())?.converged()?;
/// let histogram = PurchaseHistogram::of(&model, &counts, 7)?;
/// let once = &histogram.classes[0];
/// assert!((once.actual / once.expected - 1.0).abs() < 0.05);
/// assert_eq!(histogram.degrees_of_freedom, Some(3));
/// assert!(histogram.p_value.unwrap() > 0.05);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "plot_period_transactions")]
pub struct PurchaseHistogram {
    /// One class for each number of purchases, the last with all larger numbers.
    pub classes: Vec<HistogramClass>,
    /// The statistic; `None` if the model expects nobody in one of the classes.
    pub chi_squared: Option<f64>,
    /// Its degrees of freedom; `None` if there are too few classes for the parameters.
    pub degrees_of_freedom: Option<u32>,
    /// The probability of a statistic as large if the model is right; `None` where one of the two is missing.
    pub p_value: Option<f64>,
}

impl PurchaseHistogram {
    /// Compares how often customers bought with what a model expects. From `last_class` purchases on,
    /// customers are one class, 1 to 1,000; the papers take 7.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a last class out of range; as [`PurchaseModel::purchase_distribution`].
    ///
    /// See the [example](crate::clv::PurchaseHistogram).
    pub fn of<M: PurchaseModel>(
        model: &M,
        counts: &PurchaseCounts,
        last_class: u32,
    ) -> Result<Self> {
        check_last_class(last_class)?;
        let mut classes = actual(counts, last_class);
        for (place, weight) in ages(counts) {
            let age = counts.table().times.get(place as usize).copied();
            let chances = model.purchase_distribution(age.unwrap_or(0.0), last_class - 1)?;
            let more = (1.0 - chances.iter().sum::<f64>()).max(0.0);
            for (class, chance) in classes.iter_mut().zip(chances.iter().chain([&more])) {
                class.expected += weight * chance;
            }
        }
        let part =
            |class: &HistogramClass| (class.actual - class.expected).powi(2) / class.expected;
        let statistic: f64 = classes.iter().map(part).sum();
        let chi_squared = Some(statistic).filter(|it| it.is_finite());
        let degrees = u32::try_from(M::NAMES.len()).ok();
        let degrees = degrees.and_then(|parameters| last_class.checked_sub(parameters));
        let degrees_of_freedom = degrees.filter(|&degrees| degrees > 0);
        let both = chi_squared.zip(degrees_of_freedom);
        Ok(Self {
            classes,
            chi_squared,
            degrees_of_freedom,
            p_value: both.map(|(it, degrees)| chi_square_upper(it, f64::from(degrees))),
        })
    }
}

/// What customers of each age count for, by the age's place in the table.
fn ages(counts: &PurchaseCounts) -> BTreeMap<u32, f64> {
    let mut ages = BTreeMap::new();
    for row in &counts.table().rows {
        *ages.entry(row.age).or_default() += row.weight;
    }
    ages
}

fn actual(counts: &PurchaseCounts, last: u32) -> Vec<HistogramClass> {
    let class = |purchases| HistogramClass {
        purchases,
        or_more: purchases == last,
        actual: 0.0,
        expected: 0.0,
    };
    let mut classes: Vec<HistogramClass> = (0..=last).map(class).collect();
    for &(frequency, weight) in &counts.table().frequencies {
        if let Some(class) = classes.get_mut(frequency.min(last) as usize) {
            class.actual += weight;
        }
    }
    classes
}
