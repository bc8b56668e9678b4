//! Examples from the literature, for what the surveys do not hold: a price.

use retention::Result;
use retention::scale::Scale;
use retention::value::map::{
    self, FairValueLine, Offer, PlacedOffer, Standing, ValueMap, ValueZone,
};
use retention::value::pricing::PerceivedValuePricing;
use retention::value::profile::{self, QualityProfile, RatedAttribute};
use rust_decimal::Decimal;
use rust_decimal::dec;
use rust_decimal::prelude::ToPrimitive;
use serde::{Serialize, Serializer};

/// Weight, Perdue, average competitor: after Gale (1994), as commonly reported.
const CHICKEN: [(&str, f64, f64, f64); 6] = [
    ("Yellow bird", 10.0, 8.1, 7.2),
    ("Meat-to-bone", 20.0, 9.0, 7.3),
    ("No pinfeathers", 20.0, 9.2, 6.5),
    ("Fresh", 15.0, 8.0, 8.0),
    ("Availability", 10.0, 8.0, 8.0),
    ("Brand image", 25.0, 9.4, 6.4),
];
/// Weight, and what both sides were rated, before Perdue.
const COMMODITY: [(f64, f64); 6] = [
    (5.0, 7.0),
    (10.0, 6.0),
    (15.0, 5.0),
    (15.0, 7.0),
    (55.0, 8.0),
    (0.0, 6.0),
];

/// The lines of the map: as steep as quality weighs against price.
const LINES: [Weights; 2] = [
    Weights {
        quality: 50.0,
        price: 50.0,
    },
    Weights {
        quality: 60.0,
        price: 40.0,
    },
];

#[derive(Debug, Serialize)]
pub struct Published {
    pub quality_profile: Chicken,
    pub value_map: Map,
    pub delivered_value: Caterpillar,
}

/// Gale's chicken business.
#[derive(Debug, Serialize)]
pub struct Chicken {
    pub source: &'static str,
    pub attributes: Vec<Row>,
    pub quality_ratio: f64,
    pub ratio_of_scores: f64,
    pub score: f64,
    pub competitors_score: f64,
    /// The same while chicken was a commodity.
    pub commodity_quality_ratio: f64,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub name: String,
    /// In percent.
    pub weight: f64,
    pub ours: f64,
    pub competitors: f64,
    pub ratio: f64,
    /// In percent, as the weight.
    pub contribution: f64,
}

#[derive(Debug, Serialize)]
pub struct Map {
    pub tolerance: f64,
    /// The line that is drawn.
    pub line: Weights,
    pub other_line: Weights,
    pub points: Vec<Point>,
    /// Of a quality that is reported without a price.
    pub without_price: Vec<Quality>,
}

/// What quality and price weigh in the purchase.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Weights {
    pub quality: f64,
    pub price: f64,
}

impl Weights {
    pub const fn slope(self) -> f64 {
        self.quality / self.price
    }
}

#[derive(Debug, Serialize)]
pub struct Point {
    pub name: String,
    pub source: &'static str,
    pub quality_ratio: f64,
    pub relative_price: f64,
    pub value: f64,
    pub zone: Option<ValueZone>,
    pub fair_price: f64,
    pub position: Standing,
    pub position_by_other_line: Standing,
    pub value_and_line_disagree: bool,
}

#[derive(Debug, Serialize)]
pub struct Quality {
    pub name: String,
    pub source: &'static str,
    pub quality_ratio: f64,
    pub fair_price: f64,
    pub fair_price_by_other_line: f64,
}

/// Caterpillar's perceived-value pricing.
#[derive(Debug, Serialize)]
pub struct Caterpillar {
    pub source: &'static str,
    #[serde(serialize_with = "money")]
    pub reference_price: Decimal,
    pub increments: Vec<Increment>,
    #[serde(serialize_with = "money")]
    pub perceived_value: Decimal,
    #[serde(serialize_with = "money")]
    pub discount: Decimal,
    #[serde(serialize_with = "money")]
    pub price: Decimal,
    #[serde(serialize_with = "money")]
    pub extra_value: Decimal,
    #[serde(serialize_with = "money")]
    pub premium: Decimal,
    #[serde(serialize_with = "money")]
    pub customer_surplus: Decimal,
}

#[derive(Debug, Serialize)]
pub struct Increment {
    pub name: String,
    #[serde(serialize_with = "money")]
    pub amount: Decimal,
}

const GALE: &str = "Gale with Wood (1994), Managing Customer Value, as commonly reported";
const KOTLER: &str = "Kotler and Keller (2012), Marketing Management, 14th edition, pp. 398–399";
const ILLUSTRATION: &str = "an illustration, from no source";

impl Published {
    /// # Errors
    /// Those of the library.
    pub fn of() -> Result<Self> {
        let chicken = profile(CHICKEN.iter().map(|&(name, weight, ours, theirs)| {
            RatedAttribute::new(name, weight, ours, [theirs])
        }))?;
        let commodity = profile(
            COMMODITY
                .iter()
                .zip(CHICKEN)
                .map(|(&(weight, both), (name, ..))| {
                    RatedAttribute::new(name, weight, both, [both])
                }),
        )?;
        let delivered = PerceivedValuePricing::new(
            dec!(90_000),
            [
                ("Durability", dec!(7_000)),
                ("Reliability", dec!(6_000)),
                ("Service", dec!(5_000)),
                ("Warranty", dec!(2_000)),
            ],
            dec!(10_000),
        )?;
        Ok(Self {
            value_map: Map::of(&chicken, &commodity, &delivered)?,
            quality_profile: Chicken::of(&chicken, &commodity),
            delivered_value: Caterpillar::of(&delivered),
        })
    }
}

fn profile(attributes: impl Iterator<Item = RatedAttribute>) -> Result<QualityProfile> {
    QualityProfile::new(Scale::ONE_TO_TEN, attributes, profile::Options::default())
}

impl Chicken {
    fn of(profile: &QualityProfile, commodity: &QualityProfile) -> Self {
        Self {
            source: GALE,
            attributes: profile
                .attributes
                .iter()
                .map(|row| Row {
                    name: row.name.clone(),
                    weight: (row.weight * 1e4).round() / 100.0,
                    ours: row.ours,
                    competitors: row.competitors,
                    ratio: row.ratio,
                    contribution: row.contribution * 100.0,
                })
                .collect(),
            quality_ratio: profile.quality_ratio,
            ratio_of_scores: profile.ratio_of_scores,
            score: profile.quality_score,
            competitors_score: profile.competitors_score,
            commodity_quality_ratio: commodity.quality_ratio,
        }
    }
}

impl Map {
    fn of(
        chicken: &QualityProfile,
        commodity: &QualityProfile,
        caterpillar: &PerceivedValuePricing,
    ) -> Result<Self> {
        let reference = caterpillar.reference_price();
        let over = |amount: Decimal| {
            let ratio = amount
                .checked_div(reference)
                .and_then(|ratio| ratio.to_f64());
            ratio.unwrap_or(f64::NAN)
        };
        let points = [
            // A commodity sells at the price of the market; that is what makes it one.
            ("Chicken as a commodity", GALE, commodity.quality_ratio, 1.0),
            (
                "Caterpillar's tractor",
                KOTLER,
                over(caterpillar.perceived_value()),
                over(caterpillar.price()),
            ),
            // By 60 and 40 better than fair, and yet the value is below 1.
            ("Illustration", ILLUSTRATION, 1.20, 1.25),
        ];
        // Near the line, because the illustration is of a value and a line that disagree.
        let options = map::Options::default().tolerance(0.02);
        let map = |Weights { quality, price }| {
            let points = points
                .iter()
                .map(|&(name, _, quality, price)| Offer::new(name, quality, price));
            ValueMap::new(
                points,
                options.line(FairValueLine::Weights { quality, price }),
            )
        };
        let [line, other_line] = LINES;
        let (drawn, other) = (map(line)?, map(other_line)?);
        let quality = chicken.quality_ratio;
        Ok(Self {
            tolerance: options.tolerance,
            line,
            other_line,
            points: drawn
                .offers
                .iter()
                .zip(&other.offers)
                .zip(points)
                .filter_map(|((point, other), (_, source, ..))| Point::of(point, other, source))
                .collect(),
            without_price: drawn
                .fair_price(quality)
                .zip(other.fair_price(quality))
                .map(|(fair, by_other)| Quality {
                    name: "Perdue's chicken".to_owned(),
                    source: GALE,
                    quality_ratio: quality,
                    fair_price: fair,
                    fair_price_by_other_line: by_other,
                })
                .into_iter()
                .collect(),
        })
    }
}

impl Point {
    /// `None` where no price would be fair, so that the point has no place beside a line.
    fn of(point: &PlacedOffer, other: &PlacedOffer, source: &'static str) -> Option<Self> {
        Some(Self {
            name: point.supplier.clone(),
            source,
            quality_ratio: point.quality_ratio,
            relative_price: point.relative_price,
            value: point.value,
            zone: point.zone,
            fair_price: point.fair_price?,
            position: point.standing?,
            position_by_other_line: other.standing?,
            value_and_line_disagree: other.value_and_line_disagree(),
        })
    }
}

impl Caterpillar {
    fn of(pricing: &PerceivedValuePricing) -> Self {
        Self {
            source: KOTLER,
            reference_price: pricing.reference_price(),
            increments: pricing
                .increments()
                .iter()
                .map(|(name, amount)| Increment {
                    name: name.clone(),
                    amount: *amount,
                })
                .collect(),
            perceived_value: pricing.perceived_value(),
            discount: pricing.discount(),
            price: pricing.price(),
            extra_value: pricing.extra_value(),
            premium: pricing.premium(),
            customer_surplus: pricing.customer_surplus(),
        }
    }
}

/// Money is a string, so that no digit of it is lost.
fn money<S: Serializer>(amount: &Decimal, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_str(amount)
}
