use rust_decimal::Decimal;

use crate::{Error, Result};

use super::map::Uncertainty;
use super::market::find;
use super::profile::ProfileErrors;
use super::ratio::relative_prices;
use super::spread::{Against, Gradient};
use super::{
    Aggregation, Attribute, AttributeRatio, FairValueLine, MapOptions, Market, MarketPoint,
    PriceProfile, ProfileOptions, QualityProfile, ValueMap,
};

/// Where a [`ValueMap`] of a [`Market`] takes prices from.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum MarketPrice<'a> {
    /// What is paid: a price above 0 for each supplier, in the order of the suppliers, of the same
    /// thing in one currency. Taken as known.
    Paid(&'a [Decimal]),
    /// What customers say of it: attributes of the price and their weights, as for
    /// [`Market::price_profile`].
    Perceived(&'a [(&'a str, f64)]),
}

/// Attributes of a market with their weights in a profile.
struct Picked {
    attributes: Vec<usize>,
    weights: Vec<f64>,
}

impl Picked {
    /// The positions of those that count.
    fn with_weight(&self) -> impl Iterator<Item = usize> {
        self.attributes
            .iter()
            .zip(&self.weights)
            .filter(|&(_, &weight)| weight > 0.0)
            .map(|(&attribute, _)| attribute)
    }
}

/// How the figures of a profile change with the mean ratings.
#[derive(Default)]
struct Gradients {
    ratios: Vec<Gradient>,
    weighted_ratio: Gradient,
    ratio_of_scores: Gradient,
}

impl Gradients {
    const fn of(&self, aggregation: Aggregation) -> &Gradient {
        match aggregation {
            Aggregation::WeightedRatio => &self.weighted_ratio,
            Aggregation::RatioOfScores => &self.ratio_of_scores,
        }
    }
}

impl Market {
    /// The quality profile of one supplier against the mean of all the others, from the attributes
    /// listed with their weights; the rest play no part.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a supplier or an attribute that is not in the market, for a market
    /// of one supplier, and for an attribute on which somebody has no answer; the errors of
    /// [`QualityProfile::new`], whose rows are positions among the weights.
    pub fn quality_profile(
        &self,
        supplier: &str,
        weights: &[(&str, f64)],
        options: &ProfileOptions,
    ) -> Result<QualityProfile> {
        let supplier = find("supplier", &self.suppliers, supplier)?;
        let against = self.against();
        let picked = self.pick(weights)?;
        Ok(self
            .quality(supplier, &picked, options, against.as_ref())?
            .0)
    }

    /// The price profile of one supplier against the mean of all the others, from attributes that
    /// ask how satisfied customers are with the price.
    ///
    /// # Errors
    /// As [`quality_profile`](Self::quality_profile) and [`PriceProfile::new`].
    pub fn price_profile(
        &self,
        supplier: &str,
        weights: &[(&str, f64)],
        options: &ProfileOptions,
    ) -> Result<PriceProfile> {
        let supplier = find("supplier", &self.suppliers, supplier)?;
        let against = self.against();
        let picked = self.pick(weights)?;
        Ok(self.price(supplier, &picked, options, against.as_ref())?.0)
    }

    /// The value map of all suppliers, each against the mean of the others.
    ///
    /// Time grows with attributes and the square of the number of suppliers.
    ///
    /// # Errors
    /// As [`quality_profile`](Self::quality_profile), [`price_profile`](Self::price_profile),
    /// [`relative_price`](super::relative_price) and [`ValueMap::new`]; [`Error::LengthMismatch`]
    /// where there are more or fewer prices than suppliers.
    pub fn value_map(
        &self,
        weights: &[(&str, f64)],
        price: MarketPrice<'_>,
        line: FairValueLine,
        options: &MapOptions,
    ) -> Result<ValueMap> {
        let against = self.against();
        let against = against.as_ref();
        let picked = self.pick(weights)?;
        let (paid, perceived) = match price {
            MarketPrice::Paid(prices) => {
                if prices.len() != self.suppliers.len() {
                    return Err(Error::length("prices", prices.len(), self.suppliers.len()));
                }
                self.at_least_two()?;
                (relative_prices(prices)?, None)
            }
            MarketPrice::Perceived(weights) => (Vec::new(), Some(self.pick(weights)?)),
        };
        let mut paid = paid.into_iter();
        let (mut points, mut evidence) = (Vec::new(), Vec::new());
        for (supplier, name) in self.suppliers.iter().enumerate() {
            let (quality, gradients) =
                self.quality(supplier, &picked, &options.profile, against)?;
            let (relative_price, price_gradient) = match &perceived {
                Some(picked) => {
                    let (profile, gradient) =
                        self.price(supplier, picked, &options.profile, against)?;
                    (profile.relative_price(), gradient)
                }
                None => (paid.next().unwrap_or(f64::NAN), Some(Gradient::default())),
            };
            points.push(MarketPoint::new(
                name,
                quality.ratio(options.aggregation),
                relative_price,
            ));
            let uncertainty = gradients.zip(price_gradient).zip(against);
            let uncertainty = uncertainty.map(|((quality, price), against)| {
                let quality = quality.of(options.aggregation);
                Uncertainty {
                    quality: against.variance(supplier, quality),
                    price: against.variance(supplier, &price),
                    both: against.covariance(supplier, quality, &price),
                }
            });
            let price_attributes = perceived.iter().flat_map(Picked::with_weight);
            let answers = picked
                .with_weight()
                .chain(price_attributes)
                .filter_map(|attribute| self.cell(supplier, attribute).answers)
                .min();
            evidence.push((uncertainty, answers));
        }
        ValueMap::with_evidence(points, &evidence, line, options)
    }

    fn against(&self) -> Option<Against<'_>> {
        self.survey.as_ref().map(|(_, spread)| spread.against())
    }

    fn at_least_two(&self) -> Result<()> {
        let count = self.suppliers.len();
        if count < 2 {
            return Err(Error::out_of_range(
                "number of suppliers",
                count,
                "2 or more, to be compared",
            ));
        }
        Ok(())
    }

    /// The attributes listed, every supplier having answers on each.
    fn pick(&self, weights: &[(&str, f64)]) -> Result<Picked> {
        self.at_least_two()?;
        let attributes = weights
            .iter()
            .map(|&(name, _)| find("attribute", &self.attributes, name))
            .collect::<Result<Vec<usize>>>()?;
        for (&attribute, (name, _)) in attributes.iter().zip(weights) {
            for (at, supplier) in self.suppliers.iter().enumerate() {
                if self.cell(at, attribute).mean.is_none() {
                    return Err(Error::out_of_range(
                        "answers",
                        format_args!("none on {name} for {supplier}"),
                        "1 or more",
                    ));
                }
            }
        }
        Ok(Picked {
            attributes,
            weights: weights.iter().map(|&(_, weight)| weight).collect(),
        })
    }

    fn rated(&self, supplier: usize, picked: &Picked) -> Vec<Attribute> {
        let mean = |at, attribute| self.cell(at, attribute).mean.unwrap_or(f64::NAN);
        let pairs = picked.attributes.iter().zip(&picked.weights);
        pairs
            .map(|(&attribute, &weight)| {
                let others = (0..self.suppliers.len()).filter(|&other| other != supplier);
                let competitors: Vec<f64> = others.map(|other| mean(other, attribute)).collect();
                let name = self.attributes.get(attribute);
                let name = name.map(String::as_str).unwrap_or_default();
                Attribute::new(name, weight, mean(supplier, attribute), competitors)
            })
            .collect()
    }

    fn quality(
        &self,
        supplier: usize,
        picked: &Picked,
        options: &ProfileOptions,
        against: Option<&Against<'_>>,
    ) -> Result<(QualityProfile, Option<Gradients>)> {
        let profile = QualityProfile::new(self.scale, self.rated(supplier, picked), options)?;
        let scores = (profile.quality_score(), profile.competitors_score());
        let gradients = self.gradients(profile.attributes(), scores, picked);
        let errors = self.errors(supplier, picked, against, &gradients);
        let gradients = self.enough(picked.with_weight()).then_some(gradients);
        Ok((profile.with_errors(errors), gradients))
    }

    fn price(
        &self,
        supplier: usize,
        picked: &Picked,
        options: &ProfileOptions,
        against: Option<&Against<'_>>,
    ) -> Result<(PriceProfile, Option<Gradient>)> {
        let profile = PriceProfile::new(self.scale, self.rated(supplier, picked), options)?;
        let gradients = self.gradients(profile.attributes(), profile.scores(), picked);
        let errors = self.errors(supplier, picked, against, &gradients);
        // Of one over the competitiveness.
        let factor = -profile.relative_price().powi(2);
        let mut gradient = gradients.weighted_ratio;
        for (_, change) in gradient.own.iter_mut().chain(&mut gradient.others) {
            *change *= factor;
        }
        let gradient = self.enough(picked.with_weight()).then_some(gradient);
        Ok((profile.with_errors(errors), gradient))
    }

    /// Whether every supplier has the two answers on each attribute that a variance needs.
    fn enough(&self, mut attributes: impl Iterator<Item = usize>) -> bool {
        let suppliers = self.suppliers.len();
        attributes.all(|i| (0..suppliers).all(|at| self.cell(at, i).answers.is_some_and(|n| n > 1)))
    }

    /// How the figures of a profile change with the mean ratings.
    fn gradients(
        &self,
        rows: &[AttributeRatio],
        (score, competitors_score): (f64, f64),
        picked: &Picked,
    ) -> Gradients {
        let others = (self.suppliers.len() - 1) as f64;
        let mut found = Gradients::default();
        for (row, &attribute) in rows.iter().zip(&picked.attributes) {
            let own = 1.0 / row.competitors;
            let other = -row.ratio / row.competitors / others;
            found.ratios.push(Gradient {
                own: vec![(attribute, own)],
                others: vec![(attribute, other)],
            });
            let weighted = &mut found.weighted_ratio;
            weighted.own.push((attribute, row.weight * own));
            weighted.others.push((attribute, row.weight * other));
            let scores = &mut found.ratio_of_scores;
            scores.own.push((attribute, row.weight / competitors_score));
            let ratio = score / competitors_score;
            let other = -row.weight * ratio / competitors_score / others;
            scores.others.push((attribute, other));
        }
        found
    }

    fn errors(
        &self,
        supplier: usize,
        picked: &Picked,
        against: Option<&Against<'_>>,
        gradients: &Gradients,
    ) -> ProfileErrors {
        let Some(against) = against else {
            return ProfileErrors::default();
        };
        let error = |gradient: &Gradient| {
            let variance = against.variance(supplier, gradient);
            variance.is_finite().then(|| variance.sqrt())
        };
        let of_row = |(gradient, &attribute): (&Gradient, &usize)| {
            let enough = self.enough(std::iter::once(attribute));
            enough.then(|| error(gradient)).flatten()
        };
        let all = self.enough(picked.with_weight());
        let of_all = |gradient| if all { error(gradient) } else { None };
        ProfileErrors {
            ratios: gradients
                .ratios
                .iter()
                .zip(&picked.attributes)
                .map(of_row)
                .collect(),
            weighted_ratio: of_all(&gradients.weighted_ratio),
            ratio_of_scores: of_all(&gradients.ratio_of_scores),
        }
    }
}
