//! How many respondents a comparison needs, and how small a difference so many can tell.
//!
//! A wave that cannot tell the change it was bought for is best found out before it is paid for. All
//! tests are two-sided.
//!
//! ```
//! use retention::estimate::power::{Options, detect_net_promoters, plan_net_promoters};
//!
//! // A score of 30, of half promoters and a fifth detractors, is to be told from one of 35.
//! let sizes = plan_net_promoters(0.5, 0.2, 5.0, Options::default())?;
//! assert_eq!((sizes.first, sizes.second), (3832, 3832));
//! // Two waves of 400 tell changes of some fifteen points.
//! let points = detect_net_promoters(0.5, 0.2, 400, Options::default())?;
//! assert_eq!(format!("{points:.1}"), "15.5");
//! # Ok::<(), retention::Error>(())
//! ```

use super::Confidence;
use crate::Result;
use crate::error::{Error, finite, fraction, inner_fraction};
use crate::macros::options;
use crate::numeric::normal::{cdf, two_sided_quantile};
use crate::numeric::special::student_quantile;

/// With as many degrees of freedom Student's test is the normal one.
const MANY: f64 = 1e6;
/// The most respondents a plan may ask for.
const MOST: f64 = 1e15;
/// How far from its mean, in standard deviations, an estimated spread is looked for.
const FAR: f64 = 10.0;
/// Into how many steps that range is cut; Simpson's rule has an error below 1e-9 with so many.
const STEPS: u32 = 400;

options! {
    /// How sure a comparison of two groups is to be.
    ///
    /// ```
    /// use retention::estimate::Confidence;
    /// use retention::estimate::power::{Options, plan_means};
    ///
    /// // Half a standard deviation, as Cohen (1992) calls a medium effect.
    /// assert_eq!(plan_means(1.0, 0.5, Options::default())?.first, 64);
    /// // Three controls for each respondent, and a sample of shops rather than of customers.
    /// let options = Options::default().ratio(3.0).design_effect(1.5);
    /// let sizes = plan_means(1.0, 0.5, options.confidence(Confidence::new(0.9)?))?;
    /// assert_eq!((sizes.first, sizes.second), (50, 150));
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Copy)]
    pub struct Options {
        /// The confidence of the test: 1 less the chance of a difference where there is none. Default:
        /// 95 %.
        pub confidence: Confidence = Confidence::default(),
        /// The chance of telling the difference if there is one. Default: 0.8.
        pub power: f64 = 0.8,
        /// How many times the first group the second is. Default: 1.
        pub ratio: f64 = 1.0,
        /// By what factor the design enlarges variances: more than 1 with clusters or unequal weights, see
        /// [`Weights::design_effect`](crate::scale::Weights::design_effect). Default: 1.
        pub design_effect: f64 = 1.0,
    }
}

impl Options {
    fn checked(self) -> Result<Self> {
        inner_fraction("power", self.power)?;
        if self.power <= 1.0 - self.confidence.level() {
            let allowed = format_args!("above 1 − confidence, {}", 1.0 - self.confidence.level());
            return Err(Error::out_of_range("power", self.power, allowed));
        }
        positive("ratio", self.ratio)?;
        positive("design effect", self.design_effect)?;
        Ok(self)
    }

    /// The chance of telling a difference of so many standard deviations.
    fn power_of(&self, difference: f64, first: f64) -> f64 {
        let degrees = first * (1.0 + self.ratio) - 2.0;
        power(difference / self.error(first), degrees, self.confidence)
    }

    /// The standard error of a difference of two means, in standard deviations.
    fn error(&self, first: f64) -> f64 {
        (self.design_effect * (1.0 + 1.0 / self.ratio) / first).sqrt()
    }

    /// Two respondents in the smaller group.
    fn fewest(&self) -> f64 {
        2.0_f64.max(2.0 / self.ratio)
    }

    fn sizes(&self, exact: f64) -> Result<Sizes> {
        let up = |size: f64| {
            if size.is_finite() && size * self.ratio.max(1.0) <= MOST {
                // A size that is whole but for rounding is whole.
                Ok((size * (1.0 - 1e-12)).ceil() as u64)
            } else {
                Err(Error::overflow("the sample size", format_args!("{size:e}")))
            }
        };
        Ok(Sizes {
            first: up(exact)?,
            second: up(exact * self.ratio)?,
            exact,
        })
    }
}

fn positive(argument: &'static str, value: f64) -> Result<f64> {
    if finite(argument, value)? <= 0.0 {
        return Err(Error::out_of_range(argument, value, "above 0"));
    }
    Ok(value)
}

/// The respondents that each of two groups needs.
///
/// See the [example](crate::estimate::power::Options).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Sizes {
    /// Respondents of the first group.
    pub first: u64,
    /// Respondents of the second group.
    pub second: u64,
    /// The size of the first group before it was rounded up, as tables round it.
    pub exact: f64,
}

/// Computes how many respondents tell a difference of two means, with answers of this standard deviation
/// in each group.
///
/// ```text
/// power = P(|T| > t),   T is noncentral Student's, with n₁ + n₂ − 2 degrees of freedom and
///                       difference / (standard deviation · √(deff (1/n₁ + 1/n₂)))
/// ```
///
/// Source: Cohen, J. (1988), *Statistical Power Analysis for the Behavioral Sciences*, 2nd edition,
/// chapter 2, as commonly reported.
///
/// # Errors
/// [`Error::NotFinite`] and [`Error::OutOfRange`] for a standard deviation, ratio or design effect that
/// is not above 0, a difference of 0, and a power that is not between 1 − confidence and 1;
/// [`Error::Overflow`] beyond 10¹⁵ respondents.
///
/// See the [example](crate::estimate::power::Options).
#[doc(alias = "power analysis")]
#[doc(alias = "sample size")]
pub fn plan_means(standard_deviation: f64, difference: f64, options: Options) -> Result<Sizes> {
    let options = options.checked()?;
    let spread = positive("standard deviation", standard_deviation)?;
    let effect = (finite("difference", difference)? / spread).abs();
    if effect == 0.0 {
        return Err(Error::out_of_range(
            "difference",
            difference,
            "other than 0",
        ));
    }
    let enough = |first: f64| options.power_of(effect, first) >= options.power;
    let mut low = options.fewest();
    if enough(low) {
        return options.sizes(low);
    }
    let mut high = 2.0 * low;
    while !enough(high) {
        if high > MOST {
            return Err(Error::overflow("the sample size", format_args!("{high:e}")));
        }
        (low, high) = (high, 2.0 * high);
    }
    options.sizes(halved(low, high, enough))
}

/// Computes the smallest difference of two means that so many respondents in the first group tell.
///
/// # Errors
/// As [`plan_means`]; [`Error::Insufficient`] for fewer than two respondents in a group, and
/// [`Error::Overflow`] for a ratio so small that two in the second group take over 10¹⁵ in the first.
///
/// ```
/// use retention::estimate::power::{Options, detect_means};
///
/// // Two waves of 100 on a scale of 1 to 10, with a standard deviation of 2.
/// let difference = detect_means(2.0, 100, Options::default())?;
/// assert_eq!(format!("{difference:.2}"), "0.80");
/// # Ok::<(), retention::Error>(())
/// ```
#[doc(alias = "minimum detectable effect")]
#[doc(alias = "MDE")]
pub fn detect_means(standard_deviation: f64, first: u64, options: Options) -> Result<f64> {
    let options = options.checked()?;
    let spread = positive("standard deviation", standard_deviation)?;
    let size = checked_size(first, &options)?;
    let degrees = size * (1.0 + options.ratio) - 2.0;
    let enough = |shift: f64| power(shift, degrees, options.confidence) >= options.power;
    let mut high = 1.0;
    while !enough(high) {
        high *= 2.0;
        if high > MOST {
            return Err(Error::overflow("the detectable difference", high));
        }
    }
    finite(
        "detectable difference",
        halved(0.0, high, enough) * options.error(size) * spread,
    )
}

fn checked_size(first: u64, options: &Options) -> Result<f64> {
    let size = first as f64;
    let fewest = options.fewest();
    if size < fewest && fewest > MOST {
        let operation = "the first group that leaves two respondents in the second";
        return Err(Error::overflow(operation, format_args!("{fewest:e}"))
            .with_cure("raise `ratio`, the second group's share of the first"));
    }
    if size < fewest {
        let least = options.fewest().ceil() as u64;
        return Err(Error::insufficient(
            "respondents of the first group",
            first,
            least,
        ));
    }
    Ok(size)
}

/// Computes how many respondents tell two shares apart.
///
/// ```text
/// n₁ = deff · (z √((1 + 1/k) p̄ (1 − p̄)) + z' √(p₁ (1 − p₁) + p₂ (1 − p₂) / k))² / (p₁ − p₂)²
/// ```
///
/// with k the ratio of the groups, p̄ the share of both together, z of the confidence and z' of the
/// power. It has no correction for continuity, which tests of shares in large samples do not make either.
///
/// Source: Fleiss, J. L. (1981), *Statistical Methods for Rates and Proportions*, 2nd edition, section
/// 3.2, as commonly reported.
///
/// # Errors
/// [`Error::NotFinite`] and [`Error::OutOfRange`] for a share that is not between 0 and 1, and for equal
/// shares; otherwise as [`plan_means`].
///
/// ```
/// use retention::estimate::power::{Options, plan_proportions};
///
/// // A share of top boxes of 60 % is to be told from 65 %.
/// assert_eq!(plan_proportions(0.60, 0.65, Options::default())?.first, 1471);
/// # Ok::<(), retention::Error>(())
/// ```
pub fn plan_proportions(first: f64, second: f64, options: Options) -> Result<Sizes> {
    let options = options.checked()?;
    let shares = [fraction("share", first)?, fraction("share", second)?];
    if first == second {
        return Err(Error::out_of_range(
            "second share",
            second,
            "other than the first",
        ));
    }
    options.sizes(size_for_shares(shares, &options).max(options.fewest()))
}

fn size_for_shares([p, q]: [f64; 2], options: &Options) -> f64 {
    let k = options.ratio;
    let together = (p + k * q) / (1.0 + k);
    // P(Z ≤ z') is the power.
    let reach = match options.power {
        power if power >= 0.5 => two_sided_quantile_of(2.0 * power - 1.0),
        power => -two_sided_quantile_of(1.0 - 2.0 * power),
    };
    let equal = ((1.0 + 1.0 / k) * together * (1.0 - together)).sqrt();
    let apart = (p * (1.0 - p) + q * (1.0 - q) / k).sqrt();
    let sum = (options.confidence.z() * equal + reach * apart).max(0.0);
    options.design_effect * (sum / (p - q)).powi(2)
}

fn two_sided_quantile_of(level: f64) -> f64 {
    if level > 0.0 {
        two_sided_quantile(level)
    } else {
        0.0
    }
}

/// Computes the smallest rise of a share that so many respondents in the first group tell; `None` if
/// they do not even tell it from 1. For a fall give 1 minus the share.
///
/// # Errors
/// As [`plan_proportions`]; [`Error::Insufficient`] for fewer than two respondents in a group.
///
/// ```
/// use retention::estimate::power::{Options, detect_proportions};
///
/// let rise = detect_proportions(0.60, 400, Options::default())?.unwrap();
/// assert_eq!(format!("{rise:.3}"), "0.095");
/// # Ok::<(), retention::Error>(())
/// ```
pub fn detect_proportions(share: f64, first: u64, options: Options) -> Result<Option<f64>> {
    let options = options.checked()?;
    let share = fraction("share", share)?;
    let size = checked_size(first, &options)?;
    let enough = |rise: f64| size_for_shares([share, share + rise], &options) <= size;
    let most = 1.0 - share;
    Ok((most > 0.0 && enough(most)).then(|| halved(0.0, most, enough)))
}

/// Computes how many respondents tell a difference of so many points of a Net Promoter Score, with these
/// shares of promoters and detractors in both groups.
///
/// ```text
/// standard deviation = 100 √(p + d − (p − d)²)
/// ```
///
/// # Errors
/// [`Error::NotFinite`] and [`Error::OutOfRange`] for shares that are not between 0 and 1, add up to more
/// than 1, or leave nothing to chance; otherwise as [`plan_means`].
///
/// See the [example](crate::estimate::power).
#[doc(alias = "NPS")]
pub fn plan_net_promoters(
    promoters: f64,
    detractors: f64,
    points: f64,
    options: Options,
) -> Result<Sizes> {
    plan_means(deviation(promoters, detractors)?, points, options)
}

/// Computes the smallest difference of two Net Promoter Scores, in points, that so many respondents in the
/// first group tell, with these shares of promoters and detractors in both groups.
///
/// # Errors
/// As [`plan_net_promoters`]; [`Error::Insufficient`] for fewer than two respondents in a group.
///
/// See the [example](crate::estimate::power).
pub fn detect_net_promoters(
    promoters: f64,
    detractors: f64,
    first: u64,
    options: Options,
) -> Result<f64> {
    detect_means(deviation(promoters, detractors)?, first, options)
}

fn deviation(promoters: f64, detractors: f64) -> Result<f64> {
    let (p, d) = (
        fraction("share of promoters", promoters)?,
        fraction("share of detractors", detractors)?,
    );
    if p + d > 1.0 {
        let together = "shares of promoters and detractors together";
        return Err(Error::out_of_range(together, p + d, "at most 1"));
    }
    positive(
        "standard deviation",
        100.0 * (p + d - (p - d).powi(2)).max(0.0).sqrt(),
    )
}

/// The least value that is enough, of a range whose upper end is.
fn halved(mut low: f64, mut high: f64, enough: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if enough(middle) {
            high = middle
        } else {
            low = middle
        }
    }
    high
}

/// The chance that |T| exceeds the quantile of the confidence, where T is noncentral Student's.
fn power(shift: f64, degrees: f64, confidence: Confidence) -> f64 {
    if degrees >= MANY {
        let z = confidence.z();
        return cdf(shift - z) + cdf(-shift - z);
    }
    let t = student_quantile(confidence.level(), degrees);
    // T = (Z + shift) / S, with S² a chi-square over its degrees of freedom.
    let beyond = |spread: f64| cdf(shift - t * spread) + cdf(-shift - t * spread);
    let deviation = (0.5 / degrees).sqrt();
    let (low, high) = ((1.0 - FAR * deviation).max(0.0), 1.0 + FAR * deviation);
    let half = 0.5 * degrees;
    let constant = std::f64::consts::LN_2 + half * half.ln() - libm::lgamma(half);
    let density = |spread: f64| {
        if spread <= 0.0 {
            return 0.0;
        }
        (constant + (degrees - 1.0) * spread.ln() - half * spread * spread).exp()
    };
    let step = (high - low) / f64::from(STEPS);
    let mut sums = [0.0; 2];
    for at in 0..=STEPS {
        let spread = low + step * f64::from(at);
        let times = match at {
            0 | STEPS => 1.0,
            odd if odd % 2 == 1 => 4.0,
            _ => 2.0,
        };
        let weight = times * density(spread);
        sums[0] += weight * beyond(spread);
        sums[1] += weight;
    }
    // What lies outside the range is left out of both.
    sums[0] / sums[1]
}
