use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::error::non_negative;
use crate::{Error, Result};

use super::ratio::compare;
use super::{
    Aggregation, Evidence, FairValueLine, Line, OnTheCross, Position, PositionProbabilities,
    ProfileOptions, Zone,
};

/// How a [`ValueMap`] is read.
///
/// ```
/// use retention::value::{MapOptions, OnTheCross};
///
/// let options = MapOptions::default().tolerance(0.05).on_the_cross(OnTheCross::Favourable);
/// assert_eq!(options.minimum_suppliers, 5);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct MapOptions {
    /// How far from the fair price a relative price is still fair; 0.02 by default, as parity is 98
    /// to 102 of 100 in the PIMS calibration.
    pub tolerance: f64,
    /// The zone of a supplier at the market's quality or price; [`OnTheCross::Apart`] by default.
    pub on_the_cross: OnTheCross,
    /// How many suppliers a regression line needs; 5 by default, at least 3.
    pub minimum_suppliers: usize,
    /// How many answers on each attribute a supplier needs; 30 by default. Nobody has published a
    /// number. Answers are counted as they are, whatever they weigh, unlike for
    /// [`AddedOptions::minimum`](super::AddedOptions::minimum); a supplier of fewer is marked
    /// [`Evidence::Insufficient`], not refused.
    pub minimum_answers: u64,
    /// Which quality ratio a [`Market`](super::Market) is mapped by;
    /// [`Aggregation::WeightedRatio`] by default.
    pub aggregation: Aggregation,
    /// How a [`Market`](super::Market) reads weights and ratings.
    pub profile: ProfileOptions,
}

impl Default for MapOptions {
    fn default() -> Self {
        Self {
            tolerance: 0.02,
            on_the_cross: OnTheCross::default(),
            minimum_suppliers: 5,
            minimum_answers: 30,
            aggregation: Aggregation::default(),
            profile: ProfileOptions::default(),
        }
    }
}

impl MapOptions {
    /// Sets how far from the fair price a relative price is still fair.
    #[must_use]
    pub const fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Sets the zone of a supplier at the market's quality or price.
    #[must_use]
    pub const fn on_the_cross(mut self, on_the_cross: OnTheCross) -> Self {
        self.on_the_cross = on_the_cross;
        self
    }

    /// Sets how many suppliers a regression line needs.
    #[must_use]
    pub const fn minimum_suppliers(mut self, suppliers: usize) -> Self {
        self.minimum_suppliers = suppliers;
        self
    }

    /// Sets how many answers on each attribute a supplier needs.
    #[must_use]
    pub const fn minimum_answers(mut self, answers: u64) -> Self {
        self.minimum_answers = answers;
        self
    }

    /// Sets which quality ratio a market is mapped by.
    #[must_use]
    pub const fn aggregation(mut self, aggregation: Aggregation) -> Self {
        self.aggregation = aggregation;
        self
    }

    /// Sets how a market reads weights and ratings.
    #[must_use]
    pub const fn profile(mut self, profile: ProfileOptions) -> Self {
        self.profile = profile;
        self
    }
}

/// One supplier to be put on a [`ValueMap`]: quality and price against the others.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct MarketPoint {
    /// Who, unlike any other on the map.
    pub supplier: String,
    /// Its quality ratio, 0 or more.
    pub quality_ratio: f64,
    /// Its relative price, above 0.
    pub relative_price: f64,
}

impl MarketPoint {
    /// A supplier and where it is.
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
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct MapPoint {
    /// Who.
    pub supplier: String,
    /// Its quality ratio, across the map.
    pub quality_ratio: f64,
    /// Its relative price, up the map.
    pub relative_price: f64,
    /// Customer value V: quality ratio over relative price.
    pub value: f64,
    /// The relative price that would be fair for its quality; `None` where the line is at zero or
    /// below there, so that no price would be fair.
    pub fair_price: Option<f64>,
    /// On which side of the fair-value line it is.
    pub position: Position,
    /// In which zone; `None` on the cross, unless the options put it in one. It is the sign of two
    /// differences from 1 and knows no tolerance: a quality of 1.001 is better.
    pub zone: Option<Zone>,
    /// How uncertain all this is; `None` where the figures are not known to come from respondents,
    /// or come from too few.
    pub errors: Option<MapErrors>,
    /// The fewest answers it has on any attribute with weight; `None` where not known.
    pub answers: Option<u64>,
    /// Whether these are enough; `None` where not known.
    pub evidence: Option<Evidence>,
}

impl MapPoint {
    /// Whether value and line say opposite things: a value below 1 on the better side of the line,
    /// or above 1 on the worse.
    ///
    /// Neither is wrong. The ratio gives quality and price the same weight, the line those that
    /// customers give them.
    #[must_use]
    pub fn value_and_line_disagree(&self) -> bool {
        matches!(
            (self.position, compare(self.value, 1.0)),
            (Position::Better, Ordering::Less) | (Position::Worse, Ordering::Greater)
        )
    }
}

/// How uncertain a [`MapPoint`] is, by the delta method.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct MapErrors {
    /// The standard error of the quality ratio.
    pub quality_ratio: f64,
    /// The standard error of the relative price; 0 for prices paid, which are taken as known.
    pub relative_price: f64,
    /// The standard error of the value.
    pub value: f64,
    /// How probable each position is; `None` with a regression line, which is itself uncertain.
    pub position: Option<PositionProbabilities>,
}

/// The variances of a quality ratio and a relative price, and how they vary together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Uncertainty {
    pub(super) quality: f64,
    pub(super) price: f64,
    pub(super) both: f64,
}

/// The value map: a market's suppliers by quality and price, and a line that says which price is
/// fair for which quality.
///
/// ```text
/// position   Better  relative price < fair price − tolerance
///            Worse   relative price > fair price + tolerance
///            Fair    between
/// value      V = quality ratio / relative price
/// ```
///
/// The line and the value can disagree: with quality at 60 and price at 40, a quality of 1.2 at a
/// price of 1.25 is better than fair, and yet the value is 0.96. Both stand here, neither in place of
/// the other.
///
/// The map says where suppliers are, not where they will go.
///
/// Source: Gale, B. T. with Wood, R. C. (1994), *Managing Customer Value*, Free Press.
///
/// ```
/// use retention::value::{FairValueLine, MapOptions, MarketPoint, Position, ValueMap, Zone};
///
/// let line = FairValueLine::Weights { quality: 60.0, price: 40.0 };
/// let map = ValueMap::new(
///     [
///         MarketPoint::new("Ours", 1.20, 1.25),
///         MarketPoint::new("Acme", 0.95, 1.05),
///         MarketPoint::new("Bolt", 1.00, 1.00),
///     ],
///     line,
///     &MapOptions::default(),
/// )?;
/// let ours = map.get("Ours").unwrap();
/// assert_eq!((ours.position, ours.zone), (Position::Better, Some(Zone::Premium)));
/// assert_eq!((ours.value, ours.value_and_line_disagree()), (0.96, true));
/// assert_eq!(map.get("Acme").unwrap().zone, Some(Zone::PoorValue));
/// // At the market's quality and price: fair, and in no zone.
/// let bolt = map.get("Bolt").unwrap();
/// assert_eq!((bolt.position, bolt.zone), (Position::Fair, None));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "价值图")]
#[doc(alias = "fair-value line")]
pub struct ValueMap {
    points: Vec<MapPoint>,
    /// The line as computed.
    pub line: Line,
    /// The line asked for.
    pub fair_value_line: FairValueLine,
    /// How it is read.
    pub options: MapOptions,
}

impl ValueMap {
    /// The map of suppliers whose quality ratios and relative prices are known.
    ///
    /// # Errors
    /// [`Error::Empty`] without suppliers; with its row, [`Error::Duplicate`] for one that occurs
    /// twice, [`Error::NotFinite`] and [`Error::OutOfRange`] for a quality ratio that is not 0 or
    /// more and a relative price that is not above 0; [`Error::Overflow`] for a value, a line or a fair
    /// price too large for a number; [`Error::OutOfRange`] for weights of the line that are negative, or zero for the
    /// price, for a tolerance below 0, and for fewer suppliers than a regression needs;
    /// [`Error::Singular`] where a regression finds all qualities equal.
    pub fn new(
        points: impl IntoIterator<Item = MarketPoint>,
        line: FairValueLine,
        options: &MapOptions,
    ) -> Result<Self> {
        Self::with_evidence(points.into_iter().collect(), &[], line, options)
    }

    /// The map of points, each with its uncertainty and its answers, as far as these are known.
    pub(super) fn with_evidence(
        points: Vec<MarketPoint>,
        evidence: &[(Option<Uncertainty>, Option<u64>)],
        fair_value_line: FairValueLine,
        options: &MapOptions,
    ) -> Result<Self> {
        let tolerance = non_negative("tolerance", options.tolerance)?;
        if points.is_empty() {
            return Err(Error::empty("supplier"));
        }
        let mut names = BTreeSet::new();
        let mut places = Vec::with_capacity(points.len());
        for (row, point) in points.iter().enumerate() {
            let place = Self::place(point).map_err(|error| error.at_row(row))?;
            places.push(place);
            if !names.insert(point.supplier.as_str()) {
                return Err(Error::duplicate("supplier", point.supplier.clone()).at_row(row));
            }
        }
        let line = fair_value_line.line(&places, options.minimum_suppliers)?;
        let known = evidence.iter().copied();
        let points = points
            .into_iter()
            .zip(known.chain(std::iter::repeat((None, None))))
            .map(|(point, (uncertainty, answers))| {
                let (quality, price) = (point.quality_ratio, point.relative_price);
                let value = quality / price;
                let below = line.at(quality) - price;
                if !below.is_finite() {
                    return Err(Error::overflow("a fair price", quality));
                }
                Ok(MapPoint {
                    supplier: point.supplier,
                    quality_ratio: quality,
                    relative_price: price,
                    value,
                    fair_price: line.fair_price(quality),
                    position: Position::of(below, tolerance),
                    zone: Zone::of(quality, price, options.on_the_cross),
                    errors: uncertainty
                        .and_then(|found| found.errors(quality, price, below, &line, tolerance)),
                    answers,
                    evidence: answers
                        .map(|answers| Evidence::of(answers as f64, options.minimum_answers)),
                })
            })
            .collect::<Result<_>>()?;
        Ok(Self {
            points,
            line,
            fair_value_line,
            options: *options,
        })
    }

    fn place(point: &MarketPoint) -> Result<(f64, f64)> {
        let quality = non_negative("quality ratio", point.quality_ratio)?;
        let price = non_negative("relative price", point.relative_price)?;
        if price == 0.0 {
            return Err(Error::out_of_range("relative price", price, "above 0"));
        }
        if !(quality / price).is_finite() {
            return Err(Error::overflow("customer value", quality));
        }
        Ok((quality, price))
    }

    /// The suppliers, in the order given.
    #[must_use]
    pub fn points(&self) -> &[MapPoint] {
        &self.points
    }

    /// One supplier; `None` where it is not on the map.
    #[must_use]
    pub fn get(&self, supplier: &str) -> Option<&MapPoint> {
        self.points.iter().find(|point| point.supplier == supplier)
    }
}

impl Uncertainty {
    fn errors(
        self,
        quality: f64,
        price: f64,
        below_fair_price: f64,
        line: &Line,
        tolerance: f64,
    ) -> Option<MapErrors> {
        // Of a·quality + b·price.
        let error = |a: f64, b: f64| {
            let variance = a * a * self.quality + b * b * self.price + 2.0 * a * b * self.both;
            variance.max(0.0).sqrt()
        };
        let errors = MapErrors {
            quality_ratio: error(1.0, 0.0),
            relative_price: error(0.0, 1.0),
            value: error(1.0 / price, -(quality / price) / price),
            position: match line.fit {
                Some(_) => None,
                None => {
                    PositionProbabilities::new(below_fair_price, error(line.slope, -1.0), tolerance)
                }
            },
        };
        let all = errors.quality_ratio + errors.relative_price + errors.value;
        all.is_finite().then_some(errors)
    }
}
