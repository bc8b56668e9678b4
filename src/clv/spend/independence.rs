use super::SpendCounts;
use crate::estimate::{Confidence, Estimate, Interval};
use crate::macros::{named_enum, options};
use crate::numeric::ranks::{Levels, Pairs};
use crate::{Error, Result};

/// An interval of a correlation needs more customers than this.
const FEWEST: f64 = 4.0;

named_enum! {
    /// Whether customers who buy often spend more or less on a purchase, as far as the data tell.
    ///
    /// See the [example](crate::clv::SpendIndependence).
    pub enum SpendVerdict {
        /// The relation is too weak to matter: spend and number of purchases may be multiplied.
        Unrelated = "unrelated",
        /// The data do not tell: too few customers, or a relation near the bound.
        Unclear = "unclear",
        /// The relation matters: a value that multiplies the two is off.
        Related = "related",
    }
}

impl SpendVerdict {
    /// Returns what the verdict means for expected values, in a sentence.
    #[must_use]
    pub const fn consequence(self) -> &'static str {
        match self {
            Self::Unrelated => {
                "expected spend times expected purchases is the expected revenue of a customer"
            }
            Self::Unclear => {
                "the data do not tell whether one mean spend for all customers is good enough: use the \
                 spend expected of each customer"
            }
            Self::Related => {
                "one mean spend for all customers misses the revenue by `purchase_over_customer`; the spend \
                 expected of each customer misses little in total, but is off for customers with one \
                 purchase: fit segments of customers apart"
            }
        }
    }
}

options! {
    /// When a relation between spend and number of purchases is too weak to matter.
    ///
    /// ```
    /// use retention::clv::IndependenceOptions;
    ///
    /// assert_eq!(IndependenceOptions::default().negligible, 0.1);
    /// ```
    ///
    /// As JSON, where a missing field takes its default:
    ///
    /// ```text
    /// {"negligible": 0.1, "confidence": 0.95}
    /// ```
    #[derive(Copy)]
    pub struct IndependenceOptions {
        /// The rank correlation below which a relation does not matter, above 0 and below 1: 0.1 is what
        /// Cohen (1988) calls small. Default: 0.1.
        pub negligible: f64 = 0.1,
        /// The confidence level of the intervals. Default: 95 %.
        pub confidence: Confidence = Confidence::default(),
    }
}

/// A correlation between the number of repeat purchases and their mean, with its interval.
///
/// See the [example](crate::clv::SpendIndependence).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct SpendCorrelation {
    /// The correlation, −1 to 1, with its standard error.
    pub estimate: Estimate,
    /// Its interval, by Fisher's transformation.
    pub interval: Interval,
}

/// The check that a model of spend needs: whether customers who buy often spend more on a purchase, or less.
///
/// A lifetime value multiplies expected purchases by expected spend, and the Gamma-Gamma model is fitted as
/// if the two had nothing to do with each other.
///
/// Where they have, it matters how spend is valued. In a simulation customers bought as CDNOW's do, and spent
/// more the more often they bought, up to a rank correlation of 0.2. One mean for all customers then understated
/// the revenue by 10 %, as `purchase_over_customer` tells. The spend that the Gamma-Gamma model expects of each
/// customer missed the total by less than 1 %, with parameters that were known and not fitted.
///
/// ```text
/// Pearson's and Spearman's correlation of x and z̄ over customers with repeat purchases
/// standard error² = Σ w u² / W²,  u what a customer adds to the correlation
/// purchase over customer = (Σ w x z̄ / Σ w x) / (Σ w z̄ / W)
/// ```
///
/// The standard errors hold whatever the distributions. The verdict is by Spearman's correlation, which no
/// single customer can move far: it is [`Unrelated`](SpendVerdict::Unrelated) if the whole interval is within
/// ± `negligible`, and [`Related`](SpendVerdict::Related) if the whole interval is outside. Means of few
/// purchases are more skewed, so Spearman's correlation lies a little above 0 for independent customers too:
/// near 0.04 in the simulated shops.
///
/// Sources: Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005), *Journal of Marketing Research* 42(4):
/// 415–430, who report 0.11 and, without one customer, 0.06; Cohen, J. (1988), *Statistical Power Analysis
/// for the Behavioral Sciences*.
///
/// ```
/// use retention::clv::{GammaGamma, SpendCounts, SpendIndependence, SpendVerdict};
/// use retention::purchases::Summary;
///
/// let customers = (0..4000).map(|row| Summary::new(1 + row % 7, 30.0, 39.0));
/// let customers = customers.collect::<Result<Vec<_>, _>>()?;
/// let shop = GammaGamma::new(6.25, 3.74, 15.44)?.simulate_spend(customers, 3)?;
/// let check = SpendIndependence::of(&SpendCounts::of(&shop)?, Default::default())?;
/// assert_eq!(check.verdict, SpendVerdict::Unrelated);
/// assert!((check.purchase_over_customer - 1.0).abs() < 0.05);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct SpendIndependence {
    /// The number of customers with a repeat purchase and a mean above 0.
    pub customers: u64,
    /// Pearson's correlation, which single big spenders may make.
    pub pearson: SpendCorrelation,
    /// Pearson's correlation without the one customer who adds most to it, up or down.
    pub pearson_without_one: SpendCorrelation,
    /// Spearman's correlation, of ranks.
    pub spearman: SpendCorrelation,
    /// The number of repeat purchases of the customer left out of `pearson_without_one`.
    pub left_out_purchases: u32,
    /// The mean spend of that customer.
    pub left_out_spend: f64,
    /// The mean of a repeat purchase over the mean of the customers' means: 1.1 says that counting the
    /// average customer's spend for each purchase understates the revenue by a tenth.
    pub purchase_over_customer: f64,
    /// What this says of the assumption that spend and frequency are independent.
    pub verdict: SpendVerdict,
    /// The rank correlation below which a relation does not matter.
    pub negligible: f64,
}

impl SpendIndependence {
    /// Checks whether customers who buy often spend more on a purchase, or less.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] and [`Error::NotFinite`] for a `negligible` outside 0 to 1 or at either end;
    /// [`Error::Insufficient`] for fewer than five customers; [`Error::Singular`] if all bought equally
    /// often, or all spend the same.
    pub fn of(counts: &SpendCounts, options: IndependenceOptions) -> Result<Self> {
        let negligible = crate::error::inner_fraction("negligible", options.negligible)?;
        if counts.weight() <= FEWEST || counts.customers() < 5 {
            return Err(Error::insufficient(
                "customers with repeat purchases",
                counts.customers(),
                5,
            ));
        }
        let mut cells = counts.cells().to_vec();
        let (pearson, influences) = pearson(&cells, options.confidence)?;
        let spearman = spearman(&cells, options.confidence)?;
        let (total, purchases) = cells.iter().fold((0.0, 0.0), |(total, purchases), cell| {
            let bought = f64::from(cell.0) * cell.2;
            (
                total + bought * (cell.1 / counts.mean_spend()),
                purchases + bought,
            )
        });
        let strongest = influences.iter().zip(&mut cells);
        let strongest = strongest.max_by(|(a, _), (b, _)| a.abs().total_cmp(&b.abs()));
        let mut left_out = (0, 0.0);
        if let Some((_, cell)) = strongest {
            left_out = (cell.0, cell.1);
            cell.2 = (cell.2 - 1.0).max(0.0);
        }
        cells.retain(|cell| cell.2 > 0.0);
        let (pearson_without_one, _) = self::pearson(&cells, options.confidence)?;
        Ok(Self {
            customers: counts.customers(),
            pearson,
            pearson_without_one,
            spearman,
            left_out_purchases: left_out.0,
            left_out_spend: left_out.1,
            purchase_over_customer: total / purchases,
            verdict: verdict(spearman.interval, negligible),
            negligible,
        })
    }
}

fn verdict(interval: Interval, negligible: f64) -> SpendVerdict {
    let (low, high) = (interval.lower(), interval.upper());
    if low > -negligible && high < negligible {
        SpendVerdict::Unrelated
    } else if low > negligible || high < -negligible {
        SpendVerdict::Related
    } else {
        SpendVerdict::Unclear
    }
}

type Cell = (u32, f64, f64);

/// Pearson's correlation, and what a customer of each cell adds to it.
fn pearson(cells: &[Cell], confidence: Confidence) -> Result<(SpendCorrelation, Vec<f64>)> {
    let weight: f64 = cells.iter().map(|cell| cell.2).sum();
    let standardised = |value: &dyn Fn(&Cell) -> f64| -> Option<Vec<f64>> {
        let mean =
            |of: &dyn Fn(&Cell) -> f64| cells.iter().map(|c| c.2 / weight * of(c)).sum::<f64>();
        let centre = mean(&|cell| value(cell));
        let deviation = mean(&|cell| (value(cell) - centre).powi(2)).sqrt();
        // Rounding leaves a spread to values that are all alike.
        let is_spread = deviation > 1e-12 * centre;
        is_spread.then(|| {
            cells
                .iter()
                .map(|c| (value(c) - centre) / deviation)
                .collect()
        })
    };
    // In units of the largest mean, so that no square is more than a number can be.
    let largest = cells.iter().map(|cell| cell.1).fold(0.0, f64::max);
    let bought = standardised(&|cell| f64::from(cell.0)).ok_or_else(one_frequency)?;
    let spent = standardised(&|cell| cell.1 / largest).ok_or_else(one_spend)?;
    let pairs = bought.iter().zip(&spent);
    let products = pairs
        .clone()
        .zip(cells)
        .map(|((x, z), cell)| cell.2 / weight * x * z);
    let r = products.sum::<f64>().clamp(-1.0, 1.0);
    let influences: Vec<f64> = pairs
        .map(|(x, z)| x * z - 0.5 * r * (x * x + z * z))
        .collect();
    Ok((correlation(r, &influences, cells, confidence)?, influences))
}

fn spearman(cells: &[Cell], confidence: Confidence) -> Result<SpendCorrelation> {
    let levels = |value: &dyn Fn(&Cell) -> f64| {
        Levels::new(
            &cells
                .iter()
                .map(|cell| Some(value(cell)))
                .collect::<Vec<_>>(),
        )
    };
    let pairs = Pairs::new(&levels(&|cell| f64::from(cell.0)), &levels(&|cell| cell.1));
    let weights: Vec<f64> = cells.iter().map(|cell| cell.2).collect();
    let which = |place: usize| {
        if place == 0 {
            one_frequency()
        } else {
            one_spend()
        }
    };
    let r = pairs.correlation(&weights).map_err(which)?;
    let influences = pairs.influence(&weights).ok_or_else(one_spend)?;
    let influences: Vec<f64> = influences
        .into_iter()
        .map(Option::unwrap_or_default)
        .collect();
    correlation(r, &influences, cells, confidence)
}

/// A correlation with its error, from what a customer of each cell adds to it.
fn correlation(
    r: f64,
    influences: &[f64],
    cells: &[Cell],
    confidence: Confidence,
) -> Result<SpendCorrelation> {
    let weight: f64 = cells.iter().map(|cell| cell.2).sum();
    let squares = influences.iter().zip(cells).map(|(u, cell)| cell.2 * u * u);
    let error = squares.sum::<f64>().sqrt() / weight;
    let reach = confidence.z() * error / (1.0 - r * r);
    // A perfect correlation leaves nothing to doubt.
    let end = |by: f64| {
        if r.abs() < 1.0 {
            (r.atanh() + by).tanh()
        } else {
            r
        }
    };
    Ok(SpendCorrelation {
        estimate: Estimate::new(r, error)?,
        interval: Interval::between(end(-reach), end(reach), confidence),
    })
}

fn one_frequency() -> Error {
    Error::singular("frequency", "the same of all customers")
}

fn one_spend() -> Error {
    Error::singular("mean spend", "the same of all customers")
}
