use std::cmp::Ordering;

use crate::error::{Place, non_negative};
use crate::keyed::check_unique;
use crate::value::RelativeTo;
use crate::value::ratio::{compare, sufficient};
use crate::{Error, Result};

use super::line::Line;
use super::{Options, Standing, ValueZone};

/// The quality and price of one supplier against the others, to be put on a [`ValueMap`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Offer {
    /// The supplier's name, different from that of every other on the map.
    pub supplier: String,
    /// Its quality ratio, 0 or more.
    pub quality_ratio: f64,
    /// Its relative price, above 0.
    pub relative_price: f64,
}

impl Offer {
    /// Creates an offer from its supplier, quality ratio and relative price.
    #[must_use]
    pub fn new(supplier: impl Into<String>, quality_ratio: f64, relative_price: f64) -> Self {
        Self {
            supplier: supplier.into(),
            quality_ratio,
            relative_price,
        }
    }
}

/// One supplier on a [`ValueMap`].
///
/// Standard errors and probabilities are by the delta method. They are `None` if the figures do not
/// come from respondents, or come from too few.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PlacedOffer {
    /// The supplier's name.
    pub supplier: String,
    /// Its quality ratio, across the map.
    pub quality_ratio: f64,
    /// Its relative price, up the map.
    pub relative_price: f64,
    /// Customer value V: quality ratio over relative price.
    pub value: f64,
    /// The relative price that would be fair for its quality. `None` if the line is at zero or below
    /// for that quality, so that no price is fair.
    pub fair_price: Option<f64>,
    /// On which side of the fair-value line it is. `None` if that is not decided, because a regression
    /// line falls or is not [told from level](Options::confidence).
    pub standing: Option<Standing>,
    /// Its zone, without a tolerance: a quality of 1.001 is better. `None` at a quality ratio or a
    /// relative price of 1.
    pub zone: Option<ValueZone>,
    /// The standard error of the quality ratio.
    pub quality_error: Option<f64>,
    /// The standard error of the relative price. 0 for prices paid, which are taken as known.
    pub price_error: Option<f64>,
    /// The standard error of the value.
    pub value_error: Option<f64>,
    /// The probability that its standing is worse than fair, if the figures are normal with their
    /// standard errors. The three probabilities add up to 1. They are `None` also with a regression
    /// line, which is itself uncertain.
    pub worse_probability: Option<f64>,
    /// The probability that its standing is fair.
    pub fair_probability: Option<f64>,
    /// The probability that its standing is better than fair.
    pub better_probability: Option<f64>,
    /// The fewest answers that it has on any attribute with weight. `None` if not known.
    pub answers: Option<u64>,
    /// Whether these answers are [enough](Options::minimum_answers). `None` if not known.
    pub sufficient: Option<bool>,
}

impl PlacedOffer {
    /// Returns whether value and line disagree: a value below 1 on the better side of the line, or
    /// above 1 on the worse.
    ///
    /// Neither is wrong. The value gives quality and price the same weight, the line gives them the
    /// weights that customers give them.
    #[must_use]
    pub fn value_and_line_disagree(&self) -> bool {
        matches!(
            (self.standing, compare(self.value, 1.0)),
            (Some(Standing::Better), Ordering::Less) | (Some(Standing::Worse), Ordering::Greater)
        )
    }

    /// Returns the probability of a standing. `None` if it is not known.
    #[must_use]
    pub const fn probability(&self, standing: Standing) -> Option<f64> {
        match standing {
            Standing::Worse => self.worse_probability,
            Standing::Fair => self.fair_probability,
            Standing::Better => self.better_probability,
        }
    }
}

/// The variances of a quality ratio and a relative price, and their covariance.
#[derive(Debug, Clone, Copy)]
pub(in crate::value) struct Uncertainty {
    pub(in crate::value) quality: f64,
    pub(in crate::value) price: f64,
    pub(in crate::value) both: f64,
}

/// What an offer rests on, as far as it is known.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::value) struct Evidence {
    pub(in crate::value) uncertainty: Option<Uncertainty>,
    pub(in crate::value) answers: Option<u64>,
}

/// The value map: a market's suppliers by quality and price, and a line that says which price is
/// fair for which quality.
///
/// ```text
/// standing   Better  relative price < fair price − tolerance
///            Worse   relative price > fair price + tolerance
///            Fair    between
///            none    the line is a regression that does not rise, or is not told from level
/// value      V = quality ratio / relative price
/// ```
///
/// The line and the value can disagree: with weights of 60 for quality and 40 for price, a quality of
/// 1.2 at a price of 1.25 is better than fair, and yet its value is 0.96. The map gives both.
///
/// The map says where suppliers are, not where they will go.
///
/// Source: Gale, B. T. with Wood, R. C. (1994), *Managing Customer Value*, Free Press.
///
/// ```
/// use retention::value::map::{FairValueLine, Offer, Options, Standing, ValueMap, ValueZone};
///
/// let line = FairValueLine::Weights { quality: 60.0, price: 40.0 };
/// let map = ValueMap::new(
///     [
///         Offer::new("Ours", 1.20, 1.25),
///         Offer::new("Acme", 0.95, 1.05),
///         Offer::new("Bolt", 1.00, 1.00),
///     ],
///     Options::default().line(line).tolerance(0.02),
/// )?;
/// let ours = map.get("Ours").unwrap();
/// assert_eq!((ours.standing, ours.zone), (Some(Standing::Better), Some(ValueZone::Premium)));
/// assert_eq!((ours.value, ours.value_and_line_disagree()), (0.96, true));
/// assert_eq!(map.get("Acme").unwrap().zone, Some(ValueZone::PoorValue));
/// // At the market's quality and price: fair, and in no zone.
/// let bolt = map.get("Bolt").unwrap();
/// assert_eq!((bolt.standing, bolt.zone), (Some(Standing::Fair), None));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "价值图")]
#[doc(alias = "fair-value line")]
pub struct ValueMap {
    /// The suppliers, in the order given.
    pub offers: Vec<PlacedOffer>,
    /// By how much the fair relative price rises for one unit of quality ratio.
    pub slope: f64,
    /// The quality ratio of a point on the line: 1, or the mean over the suppliers for a regression.
    pub line_quality: f64,
    /// The relative price of that point.
    pub line_price: f64,
    /// The standard error of the slope of a regression line, as if the suppliers were independent and
    /// their qualities known. For an interval take Student's t with two degrees of freedom less than
    /// suppliers. `None` without a regression.
    pub slope_error: Option<f64>,
    /// The p-value of a level regression line, two-sided, by Student's test. `None` without a
    /// regression.
    pub slope_p_value: Option<f64>,
    /// The standard deviation of relative prices around a regression line, with two degrees of freedom
    /// less than suppliers. `None` without a regression.
    pub residual_standard_error: Option<f64>,
    /// The share of the variation in relative prices that goes with quality, 0 to 1. `None` without a
    /// regression, or if prices do not vary.
    pub r_squared: Option<f64>,
    /// Whom the suppliers are compared with. `None` if the offers were given with their ratios.
    pub relative_to: Option<RelativeTo>,
    /// How the map is read.
    pub options: Options,
}

impl ValueMap {
    /// Creates the map of suppliers whose quality ratios and relative prices are known.
    ///
    /// # Errors
    /// [`Error::Empty`] without suppliers; at the supplier, [`Error::Duplicate`] for one that occurs
    /// twice, [`Error::NotFinite`] and [`Error::OutOfRange`] for a quality ratio that is not 0 or more
    /// and a relative price that is not above 0, and [`Error::Overflow`] for a value or a fair price
    /// that is too large; [`Error::NotFinite`] and [`Error::OutOfRange`] for a tolerance that is not 0
    /// or more, and for weights of the line that are negative, or zero for the price;
    /// [`Error::Insufficient`] for fewer suppliers than a regression needs; [`Error::Singular`] if a
    /// regression finds all qualities equal; [`Error::Overflow`] for a line that is too steep.
    pub fn new(offers: impl IntoIterator<Item = Offer>, options: Options) -> Result<Self> {
        let offers = offers.into_iter().map(|offer| (offer, Evidence::default()));
        Self::with_evidence(offers.collect(), None, options)
    }

    /// Creates the map of offers, each with what it rests on.
    pub(in crate::value) fn with_evidence(
        offers: Vec<(Offer, Evidence)>,
        relative_to: Option<RelativeTo>,
        options: Options,
    ) -> Result<Self> {
        options.check()?;
        if offers.is_empty() {
            return Err(Error::empty("supplier"));
        }
        check_unique(
            "supplier",
            offers.iter().map(|(offer, _)| offer.supplier.as_str()),
        )
        .map_err(|(error, at)| error.at_place(Place::Supplier(at.into())))?;
        let points = offers
            .iter()
            .map(|(offer, _)| offer.point())
            .collect::<Result<Vec<_>>>()?;
        let line = options.line.line(&points, options.minimum_suppliers)?;
        let offers = offers
            .into_iter()
            .map(|(offer, evidence)| PlacedOffer::new(offer, evidence, &line, &options))
            .collect::<Result<_>>()?;
        Ok(Self {
            offers,
            slope: line.slope,
            line_quality: line.quality,
            line_price: line.price,
            slope_error: line.fit.map(|fit| fit.slope_error),
            slope_p_value: line.fit.map(|fit| fit.p_value),
            residual_standard_error: line.fit.map(|fit| fit.residual_standard_error),
            r_squared: line.fit.and_then(|fit| fit.r_squared),
            relative_to,
            options,
        })
    }

    /// Returns one supplier. `None` if it is not on the map.
    #[must_use]
    pub fn get(&self, supplier: &str) -> Option<&PlacedOffer> {
        self.offers.iter().find(|offer| offer.supplier == supplier)
    }

    /// Returns the relative price that is fair for a quality ratio. `None` if the line is at zero or
    /// below there, or beyond the largest number, so that no price is fair.
    #[must_use]
    pub fn fair_price(&self, quality_ratio: f64) -> Option<f64> {
        let line = Line {
            slope: self.slope,
            quality: self.line_quality,
            price: self.line_price,
            fit: None,
        };
        fair(line.at(quality_ratio))
    }
}

/// Returns a height of the line if it can be a price.
fn fair(price: f64) -> Option<f64> {
    (price > 0.0 && price.is_finite()).then_some(price)
}

impl Offer {
    /// Returns where the offer is, if it is on a map.
    fn point(&self) -> Result<(f64, f64)> {
        let point = || {
            let quality = non_negative("quality ratio", self.quality_ratio)?;
            let price = non_negative("relative price", self.relative_price)?;
            if price == 0.0 {
                return Err(Error::out_of_range("relative price", price, "above 0"));
            }
            if !(quality / price).is_finite() {
                return Err(Error::overflow("customer value", quality));
            }
            Ok((quality, price))
        };
        point().map_err(|error| self.at(error))
    }

    fn at(&self, error: Error) -> Error {
        error.at_place(Place::Supplier(self.supplier.as_str().into()))
    }
}

impl PlacedOffer {
    fn new(offer: Offer, evidence: Evidence, line: &Line, options: &Options) -> Result<Self> {
        let (quality, price) = (offer.quality_ratio, offer.relative_price);
        let (fair_price, tolerance) = (line.at(quality), options.tolerance);
        let below = fair_price - price;
        if !below.is_finite() {
            return Err(offer.at(Error::overflow("a fair price", quality)));
        }
        let errors = evidence
            .uncertainty
            .and_then(|found| found.errors(quality, price));
        let probabilities = match (errors, evidence.uncertainty, line.fit) {
            (Some(_), Some(found), None) => {
                Standing::probabilities(below, found.error(line.slope, -1.0), tolerance)
            }
            _ => None,
        };
        Ok(Self {
            supplier: offer.supplier,
            quality_ratio: quality,
            relative_price: price,
            value: quality / price,
            fair_price: fair(fair_price),
            standing: line
                .decides(options.confidence)
                .then(|| Standing::of(below, tolerance)),
            zone: ValueZone::of(quality, price),
            quality_error: errors.map(|[quality, ..]| quality),
            price_error: errors.map(|[_, price, _]| price),
            value_error: errors.map(|[.., value]| value),
            worse_probability: probabilities.map(|[worse, ..]| worse),
            fair_probability: probabilities.map(|[_, fair, _]| fair),
            better_probability: probabilities.map(|[.., better]| better),
            answers: evidence.answers,
            sufficient: evidence
                .answers
                .map(|answers| sufficient(answers as f64, options.minimum_answers)),
        })
    }
}

impl Uncertainty {
    /// Returns the standard error of `a · quality + b · price`.
    fn error(self, a: f64, b: f64) -> f64 {
        let variance = a * a * self.quality + b * b * self.price + 2.0 * a * b * self.both;
        if variance < 0.0 { 0.0 } else { variance.sqrt() }
    }

    /// Returns the standard errors of quality ratio, relative price and value, if they are numbers.
    fn errors(self, quality: f64, price: f64) -> Option<[f64; 3]> {
        let errors = [
            self.error(1.0, 0.0),
            self.error(0.0, 1.0),
            self.error(1.0 / price, -(quality / price) / price),
        ];
        errors.iter().sum::<f64>().is_finite().then_some(errors)
    }
}
