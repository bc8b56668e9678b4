use rust_decimal::Decimal;

use crate::error::Place;
use crate::value::map::{self, Evidence, Offer, Uncertainty, ValueMap};
use crate::value::profile::{self, AttributeRatio, PriceProfile, QualityProfile, RatedAttribute};
use crate::value::ratio::{positive, relative_prices};
use crate::{Error, Result};

use super::Market;
use super::spread::Gradient;

/// Attributes of a market with their weights in a profile.
struct Picked {
    rows: Vec<PickedAttribute>,
}

struct PickedAttribute {
    position: usize,
    weight: f64,
    /// Whether every supplier has the two answers that a variance needs.
    enough: bool,
}

impl Picked {
    fn with_weight(&self) -> impl Iterator<Item = &PickedAttribute> {
        self.rows.iter().filter(|row| row.weight > 0.0)
    }

    /// Returns whether the variance of each attribute with weight is known.
    fn enough(&self) -> bool {
        self.with_weight().all(|row| row.enough)
    }
}

/// How the figures of a profile change with the mean ratings.
struct Gradients {
    weighted_ratio: Gradient,
    ratio_of_scores: Gradient,
}

impl Gradients {
    /// Returns how the quality ratio of a value map changes.
    const fn on_map(&self, options: &map::Options) -> &Gradient {
        if options.ratio_of_scores {
            &self.ratio_of_scores
        } else {
            &self.weighted_ratio
        }
    }
}

/// The relative prices of a value map.
enum Prices {
    /// One for each supplier, taken as known.
    Known(Vec<f64>),
    Perceived(Picked),
}

impl Market {
    /// Returns the quality profile of one supplier against the mean of all the others.
    ///
    /// `weights` are the attributes that count, by name; the rest play no part. [`Market`] has an
    /// example.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a supplier or an attribute that is not in the market, for a market of
    /// one supplier, and for an attribute on which a supplier has no answer; the errors of
    /// [`QualityProfile::new`].
    pub fn quality_profile(
        &self,
        supplier: &str,
        weights: &[(&str, f64)],
        options: profile::Options,
    ) -> Result<QualityProfile> {
        let supplier = self.suppliers.find("supplier", supplier)?;
        let picked = self.pick(weights)?;
        Ok(self.quality(supplier, &picked, options)?.0)
    }

    /// Returns the price profile of one supplier against the mean of all the others, from attributes
    /// that ask how satisfied customers are with the price. [`PriceProfile`] has an example of one.
    ///
    /// # Errors
    /// As [`quality_profile`](Self::quality_profile) and [`PriceProfile::new`].
    pub fn price_profile(
        &self,
        supplier: &str,
        weights: &[(&str, f64)],
        options: profile::Options,
    ) -> Result<PriceProfile> {
        let supplier = self.suppliers.find("supplier", supplier)?;
        let picked = self.pick(weights)?;
        Ok(self.price(supplier, &picked, options)?.0)
    }

    /// Returns the value map of all suppliers, each against the mean of the others, with the prices
    /// that are paid.
    ///
    /// `weights` are the attributes of quality, and `prices` the price of every supplier, by name: above
    /// 0, for the same thing, in one currency. Prices are taken as known, so they add nothing to the
    /// standard errors. [`Market`] has an example. Time grows with attributes and the square of the
    /// number of suppliers.
    ///
    /// # Errors
    /// As [`quality_profile`](Self::quality_profile) and [`ValueMap::new`]; at the supplier,
    /// [`Error::Empty`] without a price, [`Error::Duplicate`] for two prices and [`Error::OutOfRange`]
    /// for a price that is not above 0; [`Error::OutOfRange`] for the price of a supplier that is not in
    /// the market; [`Error::Overflow`] if a sum of prices exceeds what a decimal holds.
    pub fn value_map_from_prices(
        &self,
        weights: &[(&str, f64)],
        prices: &[(&str, Decimal)],
        options: map::Options,
    ) -> Result<ValueMap> {
        let picked = self.pick(weights)?;
        let prices = relative_prices(&self.prices(prices)?)?;
        self.value_map(&picked, &Prices::Known(prices), options)
    }

    /// Returns the value map of all suppliers, each against the mean of the others, with the prices as
    /// customers see them.
    ///
    /// `weights` are the attributes of quality, and `price_weights` those of the price, as for
    /// [`price_profile`](Self::price_profile). Time grows with attributes and the square of the number of
    /// suppliers.
    ///
    /// ```
    /// use retention::scale::Scale;
    /// use retention::value::map;
    /// use retention::value::market::Market;
    ///
    /// let market = Market::new(
    ///     Scale::ONE_TO_TEN,
    ///     ["service", "satisfaction with the price"],
    ///     [("us", [9.0, 6.0]), ("Acme", [6.0, 8.0])],
    /// )?;
    /// let map = market.value_map_from_ratings(
    ///     &[("service", 100.0)],
    ///     &[("satisfaction with the price", 100.0)],
    ///     map::Options::default(),
    /// )?;
    /// let us = map.get("us").unwrap();
    /// assert_eq!(format!("{:.3}", us.relative_price), "1.333");
    /// assert_eq!(format!("{:.3}", us.value), "1.125");
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`quality_profile`](Self::quality_profile), [`price_profile`](Self::price_profile) and
    /// [`ValueMap::new`].
    pub fn value_map_from_ratings(
        &self,
        weights: &[(&str, f64)],
        price_weights: &[(&str, f64)],
        options: map::Options,
    ) -> Result<ValueMap> {
        let picked = self.pick(weights)?;
        let prices = Prices::Perceived(self.pick(price_weights)?);
        self.value_map(&picked, &prices, options)
    }

    fn value_map(
        &self,
        picked: &Picked,
        prices: &Prices,
        options: map::Options,
    ) -> Result<ValueMap> {
        let mut offers = Vec::with_capacity(self.suppliers.len());
        for (supplier, name) in self.suppliers.iter().enumerate() {
            let (quality, gradients) = self.quality(supplier, picked, options.profile)?;
            let (relative_price, price_gradient) =
                self.relative_price(supplier, prices, options.profile)?;
            let offer = Offer {
                supplier: name.to_owned(),
                quality_ratio: if options.ratio_of_scores {
                    quality.ratio_of_scores
                } else {
                    quality.quality_ratio
                },
                relative_price,
            };
            let uncertainty = gradients.zip(price_gradient).zip(self.spread.as_ref());
            let uncertainty = uncertainty.map(|((quality, price), spread)| {
                let quality = quality.on_map(&options);
                Uncertainty {
                    quality: spread.variance(supplier, quality),
                    price: spread.variance(supplier, &price),
                    both: spread.covariance(supplier, quality, &price),
                }
            });
            let answers = self.fewest_answers(supplier, picked, prices);
            offers.push((
                offer,
                Evidence {
                    uncertainty,
                    answers,
                },
            ));
        }
        ValueMap::with_evidence(offers, options)
    }

    fn relative_price(
        &self,
        supplier: usize,
        prices: &Prices,
        options: profile::Options,
    ) -> Result<(f64, Option<Gradient>)> {
        match prices {
            Prices::Known(prices) => {
                let price = prices.get(supplier).copied().unwrap_or(f64::NAN);
                Ok((price, Some(Gradient::default())))
            }
            Prices::Perceived(picked) => {
                let (profile, gradient) = self.price(supplier, picked, options)?;
                Ok((profile.relative_price, gradient))
            }
        }
    }

    fn fewest_answers(&self, supplier: usize, picked: &Picked, prices: &Prices) -> Option<u64> {
        let perceived = match prices {
            Prices::Known(_) => None,
            Prices::Perceived(picked) => Some(picked),
        };
        let attributes = picked
            .with_weight()
            .chain(perceived.into_iter().flat_map(Picked::with_weight));
        attributes
            .filter_map(|row| self.rating(supplier, row.position)?.answers)
            .min()
    }

    /// Returns the prices in the order of the suppliers.
    fn prices(&self, prices: &[(&str, Decimal)]) -> Result<Vec<Decimal>> {
        let at = |name: &str| Place::Supplier(name.into());
        let mut found = vec![None; self.suppliers.len()];
        for &(name, price) in prices {
            let supplier = self.suppliers.find("supplier of a price", name)?;
            positive("price", price).map_err(|error| error.at_place(at(name)))?;
            let place = found
                .get_mut(supplier)
                .and_then(|known| known.replace(price));
            if place.is_some() {
                return Err(Error::duplicate("price", price).at_place(at(name)));
            }
        }
        found
            .into_iter()
            .zip(self.suppliers.iter())
            .map(|(price, name)| price.ok_or_else(|| Error::empty("price").at_place(at(name))))
            .collect()
    }

    /// Finds the attributes listed, on each of which every supplier must have answers.
    fn pick(&self, weights: &[(&str, f64)]) -> Result<Picked> {
        let count = self.suppliers.len();
        if count < 2 {
            return Err(Error::out_of_range(
                "number of suppliers",
                count,
                "2 or more, to be compared",
            ));
        }
        let rows = weights.iter().map(|&(name, weight)| {
            let position = self.attributes.find("attribute", name)?;
            let mut enough = true;
            for (at, supplier) in self.suppliers.iter().enumerate() {
                let rating = self.rating(at, position);
                if rating.is_none_or(|rating| rating.mean.is_none()) {
                    return Err(Error::out_of_range(
                        "answers",
                        format_args!("none on {name} for {supplier}"),
                        "1 or more",
                    ));
                }
                enough &= rating
                    .and_then(|rating| rating.answers)
                    .is_some_and(|answers| answers > 1);
            }
            Ok(PickedAttribute {
                position,
                weight,
                enough,
            })
        });
        Ok(Picked {
            rows: rows.collect::<Result<_>>()?,
        })
    }

    fn rated(&self, supplier: usize, picked: &Picked) -> Vec<RatedAttribute> {
        let mean = |at, attribute| {
            let rating = self.rating(at, attribute);
            rating.and_then(|rating| rating.mean).unwrap_or(f64::NAN)
        };
        let rated = |row: &PickedAttribute| {
            let others = (0..self.suppliers.len()).filter(|&other| other != supplier);
            let competitors: Vec<f64> = others.map(|other| mean(other, row.position)).collect();
            let name = self.attributes.get(row.position);
            RatedAttribute::new(name, row.weight, mean(supplier, row.position), competitors)
        };
        picked.rows.iter().map(rated).collect()
    }

    fn quality(
        &self,
        supplier: usize,
        picked: &Picked,
        options: profile::Options,
    ) -> Result<(QualityProfile, Option<Gradients>)> {
        let rated = self.rated(supplier, picked);
        let mut profile = QualityProfile::new(self.scale, rated, options)?;
        let gradients = Gradients {
            weighted_ratio: self.weighted_ratio(&profile.attributes, picked),
            ratio_of_scores: self.ratio_of_scores(&profile, picked),
        };
        self.set_errors(&mut profile.attributes, supplier, picked);
        let of = |gradient| self.error(gradient, supplier).filter(|_| picked.enough());
        profile.quality_ratio_error = of(&gradients.weighted_ratio);
        profile.ratio_of_scores_error = of(&gradients.ratio_of_scores);
        Ok((profile, picked.enough().then_some(gradients)))
    }

    fn price(
        &self,
        supplier: usize,
        picked: &Picked,
        options: profile::Options,
    ) -> Result<(PriceProfile, Option<Gradient>)> {
        let rated = self.rated(supplier, picked);
        let mut profile = PriceProfile::new(self.scale, rated, options)?;
        let mut gradient = self.weighted_ratio(&profile.attributes, picked);
        self.set_errors(&mut profile.attributes, supplier, picked);
        // Of one over the competitiveness.
        let factor = profile.relative_price.powi(2);
        let found = self.error(&gradient, supplier).filter(|_| picked.enough());
        profile.price_competitiveness_error = found;
        profile.relative_price_error = found
            .map(|error| factor * error)
            .filter(|error| error.is_finite());
        for (_, change) in gradient.own.iter_mut().chain(&mut gradient.others) {
            *change *= -factor;
        }
        Ok((profile, picked.enough().then_some(gradient)))
    }

    /// Returns the number of competitors of each supplier.
    fn others(&self) -> f64 {
        (self.suppliers.len() - 1) as f64
    }

    /// Computes how a ratio changes with our mean rating and with each competitor's.
    fn ratio(&self, row: &AttributeRatio) -> (f64, f64) {
        let other = -row.ratio / row.competitors / self.others();
        (1.0 / row.competitors, other)
    }

    /// Computes how the weighted mean of the ratios changes with the mean ratings.
    fn weighted_ratio(&self, rows: &[AttributeRatio], picked: &Picked) -> Gradient {
        let mut found = Gradient::default();
        for (row, picked) in rows.iter().zip(&picked.rows) {
            let (own, other) = self.ratio(row);
            found.own.push((picked.position, row.weight * own));
            found.others.push((picked.position, row.weight * other));
        }
        found
    }

    /// Computes how the ratio of the scores changes with the mean ratings.
    fn ratio_of_scores(&self, profile: &QualityProfile, picked: &Picked) -> Gradient {
        let (ratio, theirs) = (profile.ratio_of_scores, profile.competitors_score);
        let mut found = Gradient::default();
        for (row, picked) in profile.attributes.iter().zip(&picked.rows) {
            found.own.push((picked.position, row.weight / theirs));
            let other = -row.weight * ratio / theirs / self.others();
            found.others.push((picked.position, other));
        }
        found
    }

    /// Sets the standard errors of the ratios.
    fn set_errors(&self, rows: &mut [AttributeRatio], supplier: usize, picked: &Picked) {
        for (row, picked) in rows.iter_mut().zip(&picked.rows) {
            if picked.enough {
                let (own, other) = self.ratio(row);
                let gradient = Gradient {
                    own: vec![(picked.position, own)],
                    others: vec![(picked.position, other)],
                };
                row.ratio_error = self.error(&gradient, supplier);
            }
        }
    }

    /// Computes the standard error of a figure, if it is a number.
    fn error(&self, gradient: &Gradient, supplier: usize) -> Option<f64> {
        let variance = self.spread.as_ref()?.variance(supplier, gradient);
        variance.is_finite().then(|| variance.sqrt())
    }
}
