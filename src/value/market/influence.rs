use crate::error::same;
use crate::estimate::Influence;
use crate::numeric::moments::One;
use crate::scale::Weights;
use crate::value::profile;
use crate::{Error, Result};

use super::Market;
use super::builder::Ratings;
use super::frame::{Frame, ratio_of_scores, weighted_ratio};
use super::means::{cell, check_length};
use super::spread::Gradient;

/// How nearly sums over the same respondents agree, in another order and in another unit.
const CLOSE: f64 = 1e-9;
/// How nearly their standard errors do, which are roots of differences.
const CLOSE_ERROR: f64 = 1e-5;

impl Market {
    /// Returns what each respondent contributes to the quality ratio of one supplier, so that suppliers,
    /// segments and waves can be compared even if the same people answered.
    ///
    /// `respondents` are those that the market was made from, and `respondent_weights` their weights if they
    /// had any, in whatever unit. With an attribute that asks about the worth for the price, as the only
    /// one, it is that of the [customer value added](Self::customer_value_added).
    ///
    /// For one segment of a survey, make the market with a weight of 0 for everybody else. Two waves of a
    /// panel are put side by side by [`Influence::matched`].
    ///
    /// The default [`Design`](crate::estimate::Design) takes all respondents for one sample. If each
    /// supplier's customers were sampled apart, give their suppliers as strata: then the standard error is
    /// that of the [profile](Self::quality_profile).
    ///
    /// ```
    /// use retention::Accumulator;
    /// use retention::estimate::Design;
    /// use retention::scale::Scale;
    /// use retention::value::market::{Builder, Ratings};
    /// use retention::value::profile;
    ///
    /// let answers = [[9.0, 6.0, 7.0], [8.0, 7.0, 7.0], [9.0, 8.0, 6.0], [7.0, 5.0, 6.0]];
    /// let answers = answers.map(|row| row.map(|rating| [Some(rating)]));
    /// let names = ["us", "Acme", "Bolt"];
    /// let mut builder = Builder::new(Scale::ONE_TO_TEN, ["service"], names)?;
    /// let rows: Vec<Vec<Ratings>> = answers
    ///     .iter()
    ///     .map(|row| {
    ///         let rated = names.iter().zip(row);
    ///         rated.map(|(supplier, ratings)| Ratings { supplier, ratings }).collect()
    ///     })
    ///     .collect();
    /// for row in &rows {
    ///     builder.push(row)?;
    /// }
    /// let market = builder.finish()?;
    /// let quality = |supplier: &str| {
    ///     let (rows, options) = (rows.iter().map(Vec::as_slice), profile::Options::default());
    ///     market.quality_influence(supplier, &[("service", 100.0)], rows, None, options)
    /// };
    /// // Are we better than Acme, told by the same four people?
    /// let lead = quality("us")?.minus(&quality("Acme")?)?.estimate(&Design::default())?;
    /// assert_eq!(format!("{lead:.3}"), "0.388 ± 0.109");
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`quality_profile`](Self::quality_profile); [`Error::Mismatch`] if respondents are more or fewer
    /// than those of the market, or if their weights and ratings do not give its mean ratings and their
    /// errors; [`Error::LengthMismatch`] for more or fewer weights than respondents, and for more or fewer
    /// ratings than attributes; [`Error::OutOfRange`] for a supplier that the market does not have;
    /// [`Error::Unsupported`] if the market does not come from respondents.
    pub fn quality_influence<'r>(
        &self,
        supplier: &str,
        weights: &[(&str, f64)],
        respondents: impl IntoIterator<Item = &'r [Ratings<'r>]>,
        respondent_weights: Option<&Weights>,
        options: profile::Options,
    ) -> Result<Influence> {
        let (supplier, frame, picked) = self.asked(supplier, weights)?;
        let (profile, _, rated) = self.quality(supplier, &frame, &picked, options)?;
        let gradient = weighted_ratio(&profile.attributes, &rated.seats);
        let slopes = self.slopes(supplier, &frame, &gradient);
        let value = profile.quality_ratio;
        self.influence(value, &slopes, respondents, respondent_weights)
    }

    /// Returns what each respondent contributes to the ratio of the scores of one supplier, as
    /// [`quality_influence`](Self::quality_influence) does for Gale's quality ratio.
    ///
    /// # Errors
    /// As [`quality_influence`](Self::quality_influence).
    pub fn scores_influence<'r>(
        &self,
        supplier: &str,
        weights: &[(&str, f64)],
        respondents: impl IntoIterator<Item = &'r [Ratings<'r>]>,
        respondent_weights: Option<&Weights>,
        options: profile::Options,
    ) -> Result<Influence> {
        let (supplier, frame, picked) = self.asked(supplier, weights)?;
        let (profile, _, rated) = self.quality(supplier, &frame, &picked, options)?;
        let gradient = ratio_of_scores(&profile, &rated.seats);
        let slopes = self.slopes(supplier, &frame, &gradient);
        let value = profile.ratio_of_scores;
        self.influence(value, &slopes, respondents, respondent_weights)
    }

    /// Returns what each respondent contributes to the relative price of one supplier as customers see
    /// it. The quality ratio [divided by](Influence::divided_by) it is customer value; for a price paid,
    /// multiply the quality ratio by one over the price.
    ///
    /// # Errors
    /// As [`quality_influence`](Self::quality_influence) and [`price_profile`](Self::price_profile).
    pub fn price_influence<'r>(
        &self,
        supplier: &str,
        weights: &[(&str, f64)],
        respondents: impl IntoIterator<Item = &'r [Ratings<'r>]>,
        respondent_weights: Option<&Weights>,
        options: profile::Options,
    ) -> Result<Influence> {
        let (supplier, frame, picked) = self.asked(supplier, weights)?;
        let (profile, gradient) = self.price_and_gradient(supplier, &frame, &picked, options)?;
        let slopes = self.slopes(supplier, &frame, &gradient);
        let value = profile.relative_price;
        self.influence(value, &slopes, respondents, respondent_weights)
    }

    /// Returns how a figure changes with each mean rating, supplier by supplier.
    fn slopes(&self, supplier: usize, frame: &Frame, gradient: &Gradient) -> Vec<f64> {
        let attributes = self.attributes.len();
        let mut slopes = vec![0.0; self.suppliers.len() * attributes];
        for (at, row) in slopes.chunks_mut(attributes).enumerate() {
            let parts = if at == supplier {
                &gradient.own
            } else {
                &gradient.others
            };
            for &(attribute, slope) in parts {
                let mass = if at == supplier {
                    1.0
                } else {
                    frame.mass(self, at, attribute)
                };
                if let Some(cell) = row.get_mut(attribute) {
                    *cell += slope * mass;
                }
            }
        }
        slopes
    }

    /// Adds up what each respondent contributes to the means, each by its slope. A respondent without an
    /// answer that plays a part contributes nothing.
    fn influence<'r>(
        &self,
        value: f64,
        slopes: &[f64],
        respondents: impl IntoIterator<Item = &'r [Ratings<'r>]>,
        respondent_weights: Option<&Weights>,
    ) -> Result<Influence> {
        let Some(asked) = self.respondents() else {
            return Err(Error::unsupported(
                "contributions of respondents",
                "figures that do not come from respondents",
            ));
        };
        let respondents: Vec<&[Ratings<'_>]> = respondents.into_iter().collect();
        same(
            "numbers of respondents",
            &(respondents.len() as u64),
            &asked,
        )?;
        let weights = Weights::or_equal(respondent_weights, respondents.len())?;
        let weights: Vec<f64> = weights.collect();
        let mut cells = Vec::with_capacity(respondents.len());
        for (at, row) in respondents.into_iter().enumerate() {
            let found = self.cells_of(row).map_err(|error| error.at_row(at))?;
            cells.push(found);
        }
        // By the weights at hand, which may be in another unit than those of the market.
        let mut found = vec![One::default(); slopes.len()];
        for (row, &weight) in cells.iter().zip(&weights) {
            for &(cell, rating) in row {
                if let Some(found) = found.get_mut(cell) {
                    found.push(rating, weight);
                }
            }
        }
        self.check_made_from(&found)?;
        // The leader against itself is at 1 whatever anybody says.
        let certain = slopes.iter().all(|slope| *slope == 0.0);
        let contributions = cells.iter().zip(&weights).map(|(row, &weight)| {
            let mut sum = None;
            for &(cell, rating) in row {
                let slope = slopes.get(cell).copied().unwrap_or_default();
                let mean = self.ratings().get(cell).and_then(|rating| rating.mean);
                if let (Some(mean), Some(of)) = (mean, found.get(cell))
                    && (slope != 0.0 || certain)
                    && weight > 0.0
                {
                    *sum.get_or_insert(0.0) += slope * weight * (rating - mean) / of.weight();
                }
            }
            sum
        });
        Influence::from_weighted(value, contributions.collect(), respondent_weights)
    }

    /// Refuses respondents whose weights, up to one factor, whose mean ratings or whose errors of these are
    /// not those of the market: then what they contribute is not to its figures.
    fn check_made_from(&self, found: &[One]) -> Result<()> {
        let all: f64 = found.iter().map(One::weight).sum();
        let unit = self.weights.iter().sum::<f64>() / all;
        let width = self.scale.high() - self.scale.low();
        for ((found, &weight), rating) in found.iter().zip(&self.weights).zip(self.ratings()) {
            let error = found.mean_variance().map(f64::sqrt);
            let pairs = [
                (
                    "sums of the respondents' weights",
                    Some(found.weight() * unit),
                    Some(weight),
                    CLOSE * weight,
                ),
                (
                    "mean ratings of the respondents",
                    found.mean(),
                    rating.mean,
                    CLOSE * width,
                ),
                (
                    "standard errors of the respondents' mean ratings",
                    error,
                    rating.standard_error,
                    CLOSE_ERROR * width,
                ),
            ];
            for (argument, found, expected, close) in pairs {
                let Some((found, expected)) = found.zip(expected) else {
                    continue;
                };
                // What is not a number agrees with nothing.
                let agrees = (found - expected).abs() <= close;
                if !agrees {
                    let error = Error::mismatch(argument, found, expected);
                    let at = cell(&rating.attribute, &rating.supplier);
                    return Err(error.at_place(at).with_cure(
                        "give the respondents, and as `respondent_weights` the weights, that the market \
                         was made from",
                    ));
                }
            }
        }
        Ok(())
    }

    /// Returns what one respondent answered, each rating with its place among all mean ratings.
    fn cells_of(&self, row: &[Ratings<'_>]) -> Result<Vec<(usize, f64)>> {
        let attributes = self.attributes.len();
        let mut found = Vec::new();
        for rated in row {
            let supplier = self.suppliers.find("supplier", rated.supplier)?;
            check_length(rated.supplier, rated.ratings.len(), attributes)?;
            let given = rated.ratings.iter().enumerate();
            found.extend(given.filter_map(|(attribute, rating)| {
                Some((supplier * attributes + attribute, (*rating)?))
            }));
        }
        Ok(found)
    }
}
