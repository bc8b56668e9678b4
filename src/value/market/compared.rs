use std::sync::Arc;

use rust_decimal::Decimal;

use crate::error::Place;
use crate::value::map::{self, Evidence, Offer, Uncertainty, ValueMap};
use crate::value::profile::{self, PriceProfile, QualityProfile, Row};
use crate::value::ratio::{nobody_counts, positive, prices_over};
use crate::{Error, Result};

use super::Market;
use super::frame::{Frame, Rated, Seat, ratio_of_scores, weighted_ratio};
use super::spread::Gradient;

/// Attributes of a market with their weights in a profile.
pub(super) struct Picked {
    rows: Vec<PickedAttribute>,
}

pub(super) struct PickedAttribute {
    position: usize,
    weight: f64,
}

impl Picked {
    fn with_weight(&self) -> impl Iterator<Item = &PickedAttribute> {
        self.rows.iter().filter(|row| row.weight > 0.0)
    }
}

/// How the figures of a profile change with the mean ratings.
pub(super) struct Gradients {
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
    /// Returns the quality profile of one supplier against the mean of all the others, or against
    /// whatever the market is [relative to](Self::relative_to).
    ///
    /// `weights` are the attributes that count, by name; the rest play no part. [`Market`] has an
    /// example.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a supplier or an attribute that is not in the market, for a market of
    /// one supplier, for an attribute on which a supplier that counts has no answer, and if nobody
    /// compared with has a share; the errors of [`QualityProfile::new`].
    pub fn quality_profile(
        &self,
        supplier: &str,
        weights: &[(&str, f64)],
        options: profile::Options,
    ) -> Result<QualityProfile> {
        let (supplier, frame, picked) = self.asked(supplier, weights)?;
        let (mut profile, gradients, rated) = self.quality(supplier, &frame, &picked, options)?;
        if let Some(gradients) = gradients {
            profile.covariances = frame.covariances(supplier, &rated.seats);
            let degrees = |gradient| self.degrees(supplier, &frame, gradient);
            profile.ratio_degrees = degrees(&gradients.weighted_ratio);
            profile.scores_degrees = degrees(&gradients.ratio_of_scores);
        }
        Ok(profile)
    }

    /// Returns the price profile of one supplier against the mean of all the others, or against whatever
    /// the market is [relative to](Self::relative_to), from attributes that ask how satisfied customers
    /// are with the price. [`PriceProfile`] has an example of one.
    ///
    /// # Errors
    /// As [`quality_profile`](Self::quality_profile) and [`PriceProfile::new`].
    pub fn price_profile(
        &self,
        supplier: &str,
        weights: &[(&str, f64)],
        options: profile::Options,
    ) -> Result<PriceProfile> {
        let (supplier, frame, picked) = self.asked(supplier, weights)?;
        let (mut profile, gradient) =
            self.price_and_gradient(supplier, &frame, &picked, options)?;
        if profile.relative_price_error.is_some() {
            profile.degrees = self.degrees(supplier, &frame, &gradient);
        }
        Ok(profile)
    }

    /// Returns the value map of all suppliers, each against the mean of the others, with the prices
    /// that are paid. Quality and price are [relative to](Self::relative_to) the same.
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
        let frame = self.frame(&picked)?;
        let masses = self.price_masses(&frame, &picked);
        let prices = prices_over(&self.prices(prices)?, &masses, &self.relative_to)?;
        self.value_map(&frame, &picked, &Prices::Known(prices), options)
    }

    /// Returns the value map of all suppliers, each against the mean of the others, with the prices as
    /// customers see them. Quality and price are [relative to](Self::relative_to) the same.
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
        let frame = self.frame(&picked)?;
        self.value_map(&frame, &picked, &prices, options)
    }

    fn value_map(
        &self,
        frame: &Frame,
        picked: &Picked,
        prices: &Prices,
        options: map::Options,
    ) -> Result<ValueMap> {
        let mut offers = Vec::with_capacity(self.suppliers.len());
        for (supplier, name) in self.suppliers.iter().enumerate() {
            let (quality, gradients, _) = self.quality(supplier, frame, picked, options.profile)?;
            let (relative_price, price_gradient) =
                self.relative_price(supplier, frame, prices, options.profile)?;
            let offer = Offer {
                supplier: name.to_owned(),
                quality_ratio: if options.ratio_of_scores {
                    quality.ratio_of_scores
                } else {
                    quality.quality_ratio
                },
                relative_price,
            };
            let uncertainty = gradients.zip(price_gradient).zip(frame.spread.as_ref());
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
        let relative_to = Some(self.relative_to.clone());
        ValueMap::with_evidence(offers, relative_to, options)
    }

    fn relative_price(
        &self,
        supplier: usize,
        frame: &Frame,
        prices: &Prices,
        options: profile::Options,
    ) -> Result<(f64, Option<Gradient>)> {
        match prices {
            Prices::Known(prices) => {
                let price = prices.get(supplier).copied().unwrap_or(f64::NAN);
                Ok((price, Some(Gradient::default())))
            }
            Prices::Perceived(picked) => {
                let (profile, gradient) = self.price(supplier, frame, picked, options)?;
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

    /// Finds what a question is about.
    pub(super) fn asked(
        &self,
        supplier: &str,
        weights: &[(&str, f64)],
    ) -> Result<(usize, Frame, Picked)> {
        let supplier = self.suppliers.find("supplier", supplier)?;
        let picked = self.pick(weights)?;
        let frame = self.frame(&picked)?;
        Ok((supplier, frame, picked))
    }

    /// Finds the attributes listed.
    pub(super) fn pick(&self, weights: &[(&str, f64)]) -> Result<Picked> {
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
            Ok(PickedAttribute { position, weight })
        });
        Ok(Picked {
            rows: rows.collect::<Result<_>>()?,
        })
    }

    /// Returns a mean rating, which there must be.
    fn answered(&self, supplier: usize, attribute: usize) -> Result<(f64, bool)> {
        let rating = self.rating(supplier, attribute);
        let mean = rating.and_then(|rating| rating.mean);
        let answers = rating.and_then(|rating| rating.answers);
        let mean = mean.ok_or_else(|| {
            let (name, supplier) = (self.attributes.get(attribute), self.suppliers.get(supplier));
            let found = format_args!("none on {name} for {supplier}");
            Error::out_of_range("answers", found, "1 or more")
        })?;
        Ok((mean, answers.is_some_and(|answers| answers > 1)))
    }

    /// Returns what everybody counts by these weights.
    pub(super) fn frame(&self, picked: &Picked) -> Result<Frame> {
        if let Some(masses) = self.masses() {
            let spread = self.spread.clone();
            return Ok(Frame { masses, spread });
        }
        let (mut best, mut leader) = (f64::NEG_INFINITY, 0);
        for supplier in 0..self.suppliers.len() {
            let mut score = 0.0;
            for row in picked.with_weight() {
                score += row.weight * self.answered(supplier, row.position)?.0;
            }
            if score > best {
                (best, leader) = (score, supplier);
            }
        }
        let attributes = self.attributes.len();
        let cells = 0..self.suppliers.len() * attributes;
        let masses: Vec<f64> = cells
            .map(|cell| f64::from(u8::from(cell / attributes == leader)))
            .collect();
        let spread = self.spread.as_ref();
        Ok(Frame {
            spread: spread.map(|spread| Arc::new(spread.with_masses(masses.clone()))),
            masses,
        })
    }

    /// Returns what the price of each supplier counts: its mass, on the mean over attributes by weight.
    fn price_masses(&self, frame: &Frame, picked: &Picked) -> Vec<f64> {
        let largest = picked
            .with_weight()
            .map(|row| row.weight)
            .fold(0.0, f64::max);
        let of = |(supplier, name): (usize, &str)| {
            self.relative_to.mass(name).unwrap_or_else(|| {
                let rows = picked.with_weight();
                rows.map(|row| row.weight / largest * frame.mass(self, supplier, row.position))
                    .sum()
            })
        };
        self.suppliers.iter().enumerate().map(of).collect()
    }

    pub(super) fn rated(&self, supplier: usize, frame: &Frame, picked: &Picked) -> Result<Rated> {
        let mut rated = Rated {
            rows: Vec::with_capacity(picked.rows.len()),
            seats: Vec::with_capacity(picked.rows.len()),
        };
        for row in &picked.rows {
            let (row, seat) = self.seat(supplier, frame, row)?;
            rated.rows.push(row);
            rated.seats.push(seat);
        }
        Ok(rated)
    }

    fn seat(
        &self,
        supplier: usize,
        frame: &Frame,
        picked: &PickedAttribute,
    ) -> Result<(Row, Seat)> {
        let position = picked.position;
        let (mut ours, mut enough, mut sum, mut own) = (f64::NAN, true, 0.0, 0.0);
        let mut compared_with = Vec::with_capacity(self.suppliers.len());
        for other in 0..self.suppliers.len() {
            let (us, mass) = (other == supplier, frame.mass(self, other, position));
            if !us && mass <= 0.0 {
                continue;
            }
            let (mean, two) = self.answered(other, position)?;
            enough &= two;
            if us {
                ours = mean;
            }
            if mass > 0.0 && (!us || self.relative_to.includes_us()) {
                compared_with.push((mean, mass));
                sum += mass;
                own = if us { mass } else { own };
            }
        }
        if sum <= 0.0 {
            return Err(nobody_counts(self.suppliers.get(supplier)));
        }
        let own_share = own / sum;
        let row = Row {
            name: self.attributes.get(position).to_owned(),
            weight: picked.weight,
            ours,
            compared_with,
            own_share,
        };
        let seat = Seat {
            position,
            sum,
            own_share,
            enough,
        };
        Ok((row, seat))
    }

    pub(super) fn quality(
        &self,
        supplier: usize,
        frame: &Frame,
        picked: &Picked,
        options: profile::Options,
    ) -> Result<(QualityProfile, Option<Gradients>, Rated)> {
        let mut rated = self.rated(supplier, frame, picked)?;
        let enough = rated.enough();
        let (rows, relative_to) = (std::mem::take(&mut rated.rows), self.relative_to.clone());
        let mut profile = QualityProfile::of_rows(self.scale, rows, relative_to, options)?;
        let gradients = Gradients {
            weighted_ratio: weighted_ratio(&profile.attributes, &rated.seats),
            ratio_of_scores: ratio_of_scores(&profile, &rated.seats),
        };
        frame.set_errors(&mut profile.attributes, supplier, &rated.seats);
        let of = |gradient| frame.error(gradient, supplier).filter(|_| enough);
        profile.quality_ratio_error = of(&gradients.weighted_ratio);
        profile.ratio_of_scores_error = of(&gradients.ratio_of_scores);
        Ok((profile, enough.then_some(gradients), rated))
    }

    fn price(
        &self,
        supplier: usize,
        frame: &Frame,
        picked: &Picked,
        options: profile::Options,
    ) -> Result<(PriceProfile, Option<Gradient>)> {
        let (profile, gradient) = self.price_and_gradient(supplier, frame, picked, options)?;
        let known = profile.price_competitiveness_error.is_some();
        Ok((profile, known.then_some(gradient)))
    }

    pub(super) fn price_and_gradient(
        &self,
        supplier: usize,
        frame: &Frame,
        picked: &Picked,
        options: profile::Options,
    ) -> Result<(PriceProfile, Gradient)> {
        let rated = self.rated(supplier, frame, picked)?;
        let (enough, seats) = (rated.enough(), rated.seats);
        let relative_to = self.relative_to.clone();
        let mut profile = PriceProfile::of_rows(self.scale, rated.rows, relative_to, options)?;
        let mut gradient = weighted_ratio(&profile.attributes, &seats);
        frame.set_errors(&mut profile.attributes, supplier, &seats);
        // Of one over the competitiveness.
        let factor = profile.relative_price.powi(2);
        let found = frame.error(&gradient, supplier).filter(|_| enough);
        profile.price_competitiveness_error = found;
        profile.relative_price_error = found
            .map(|error| factor * error)
            .filter(|error| error.is_finite());
        for (_, change) in gradient.own.iter_mut().chain(&mut gradient.others) {
            *change *= -factor;
        }
        Ok((profile, gradient))
    }
}
