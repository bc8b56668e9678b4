use crate::error::Place;
use crate::estimate::Estimate;
use crate::scale::Scale;
use crate::{Error, Result};

use super::names::Names;
use super::spread::Spread;

/// One mean rating of a [`Market`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct MeanRating {
    /// The supplier that was rated.
    pub supplier: String,
    /// The attribute on which it was rated.
    pub attribute: String,
    /// The mean. `None` if nobody answered.
    pub mean: Option<f64>,
    /// The standard error of the mean. `None` if the market was not made from respondents, or if
    /// fewer than two answered.
    pub standard_error: Option<f64>,
    /// How many answered. `None` if the market was not made from respondents.
    pub answers: Option<u64>,
}

/// What the customers of a market say about every supplier on every attribute: mean ratings on one
/// scale, with standard errors if they come from respondents.
///
/// "Us against them" can be asked for each supplier: its profile is against the mean of all the
/// others, each of which counts the same whatever its size. [`only`](Self::only) narrows the market,
/// for example to two suppliers for a head-to-head.
///
/// The standard errors are by linearisation (the delta method for ratios) and take the weights of the
/// respondents as given. They say nothing about who was not asked: if each supplier is rated by its own
/// customers only, everyone is rated by those who stayed.
///
/// ```
/// use retention::scale::Scale;
/// use retention::value::map::{self, Standing};
/// use retention::value::market::Market;
/// use retention::value::profile;
/// use rust_decimal::dec;
///
/// let market = Market::new(
///     Scale::ONE_TO_TEN,
///     ["coverage", "service"],
///     [("us", [8.0, 9.0]), ("Acme", [7.0, 6.0]), ("Bolt", [9.0, 6.0])],
/// )?;
/// let weights = [("coverage", 60.0), ("service", 40.0)];
/// let options = profile::Options::default();
/// let profile = market.quality_profile("us", &weights, options)?;
/// assert_eq!(format!("{:.2}", profile.quality_ratio), "1.20"); // 0.6 · 8/8 + 0.4 · 9/6
///
/// let prices = [("us", dec!(22)), ("Acme", dec!(20)), ("Bolt", dec!(20))];
/// let map = market.value_map_from_prices(&weights, &prices, map::Options::default())?;
/// assert_eq!(map.get("us").unwrap().standing, Standing::Better);
/// assert_eq!(map.get("Acme").unwrap().standing, Standing::Worse);
///
/// let head_to_head = market.only(&["us", "Acme"])?;
/// let profile = head_to_head.quality_profile("us", &weights, options)?;
/// assert_eq!(format!("{:.3}", profile.quality_ratio), "1.286");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[doc(alias = "served market")]
pub struct Market {
    pub(super) scale: Scale,
    respondents: Option<u64>,
    /// Supplier by supplier.
    ratings: Vec<MeanRating>,
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) attributes: Names,
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) suppliers: Names,
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) spread: Option<Spread>,
}

impl Market {
    /// Creates the market of suppliers whose mean ratings are known, as tables report them.
    ///
    /// A supplier is its name and its mean ratings, in the order of the attributes.
    ///
    /// # Errors
    /// [`Error::Empty`] without attributes or suppliers; [`Error::Duplicate`] for a name that occurs
    /// twice; at the supplier, [`Error::LengthMismatch`] for more or fewer ratings than attributes; at
    /// the attribute of the supplier, [`Error::NotFinite`] and [`Error::OutOfRange`] for a rating that
    /// is not on the scale.
    pub fn new<A: Into<String>, S: Into<String>, R: AsRef<[f64]>>(
        scale: Scale,
        attributes: impl IntoIterator<Item = A>,
        suppliers: impl IntoIterator<Item = (S, R)>,
    ) -> Result<Self> {
        let attributes = Names::attributes(attributes)?;
        let means = scale.continuous();
        let (mut names, mut found) = (Vec::new(), Vec::new());
        for (supplier, ratings) in suppliers {
            let (supplier, ratings) = (supplier.into(), ratings.as_ref());
            check_length(&supplier, ratings.len(), attributes.len())?;
            for (attribute, &rating) in attributes.iter().zip(ratings) {
                let mean = means.check(rating);
                found.push(Some(
                    mean.map_err(|error| error.at_place(cell(attribute, &supplier)))?,
                ));
            }
            names.push(supplier);
        }
        let suppliers = Names::suppliers(names)?;
        let ratings = found.into_iter().map(|mean| (mean, None, None));
        Ok(Self::of(scale, attributes, suppliers, ratings, None))
    }

    /// Creates the market of mean ratings, each with its standard error and answers, supplier by
    /// supplier.
    pub(super) fn of(
        scale: Scale,
        attributes: Names,
        suppliers: Names,
        ratings: impl Iterator<Item = (Option<f64>, Option<f64>, Option<u64>)>,
        survey: Option<(u64, Spread)>,
    ) -> Self {
        let names = suppliers
            .iter()
            .flat_map(|supplier| attributes.iter().map(move |name| (supplier, name)));
        let ratings = names
            .zip(ratings)
            .map(
                |((supplier, attribute), (mean, standard_error, answers))| MeanRating {
                    supplier: supplier.to_owned(),
                    attribute: attribute.to_owned(),
                    mean,
                    standard_error,
                    answers,
                },
            )
            .collect();
        let (respondents, spread) = survey.unzip();
        Self {
            scale,
            respondents,
            ratings,
            attributes,
            suppliers,
            spread,
        }
    }

    /// Returns the scale of the ratings.
    #[must_use]
    pub const fn scale(&self) -> Scale {
        self.scale
    }

    /// Iterates over the names of the suppliers, in the order given.
    pub fn suppliers(&self) -> impl Iterator<Item = &str> {
        self.suppliers.iter()
    }

    /// Iterates over the names of the attributes, in the order given.
    pub fn attributes(&self) -> impl Iterator<Item = &str> {
        self.attributes.iter()
    }

    /// Returns how many respondents there were, those of weight zero included. `None` if the market
    /// was not made from respondents. [`only`](Self::only) keeps the number of the whole market.
    #[must_use]
    pub const fn respondents(&self) -> Option<u64> {
        self.respondents
    }

    /// Returns every mean rating, supplier by supplier.
    #[must_use]
    pub fn ratings(&self) -> &[MeanRating] {
        &self.ratings
    }

    /// Returns one mean rating. `None` if nobody answered, or if there is no such supplier or
    /// attribute.
    #[must_use]
    pub fn mean(&self, supplier: &str, attribute: &str) -> Option<f64> {
        self.find(supplier, attribute)?.mean
    }

    /// Returns one mean rating with its standard error. `None` also if the market was not made from
    /// respondents, or if fewer than two answered.
    ///
    /// ```text
    /// standard error = √(n / (n − 1) · Σ w² (x − mean)²) / Σ w
    /// ```
    ///
    /// It is the linearised error of [`Summary::estimate`](crate::scale::Summary::estimate); with equal
    /// weights it is √(variance / n).
    #[must_use]
    pub fn estimate(&self, supplier: &str, attribute: &str) -> Option<Estimate> {
        let found = self.find(supplier, attribute)?;
        Estimate::new(found.mean?, found.standard_error?).ok()
    }

    fn find(&self, supplier: &str, attribute: &str) -> Option<&MeanRating> {
        self.rating(
            self.suppliers.position(supplier)?,
            self.attributes.position(attribute)?,
        )
    }

    pub(super) fn rating(&self, supplier: usize, attribute: usize) -> Option<&MeanRating> {
        let at = supplier * self.attributes.len() + attribute;
        self.ratings.get(at)
    }

    /// Returns the same market with these suppliers only, in this order.
    ///
    /// # Errors
    /// [`Error::Empty`] without suppliers; [`Error::OutOfRange`] for one that is not in the market;
    /// [`Error::Duplicate`] for one that occurs twice.
    pub fn only(&self, suppliers: &[&str]) -> Result<Self> {
        let names = Names::suppliers(suppliers.iter().copied())?;
        let positions = names
            .iter()
            .map(|name| self.suppliers.find("supplier", name))
            .collect::<Result<Vec<usize>>>()?;
        let ratings = positions
            .iter()
            .flat_map(|&at| (0..self.attributes.len()).filter_map(move |i| self.rating(at, i)))
            .cloned()
            .collect();
        let spread = self.spread.as_ref();
        Ok(Self {
            scale: self.scale,
            respondents: self.respondents,
            ratings,
            attributes: self.attributes.clone(),
            suppliers: names,
            spread: spread.map(|spread| spread.only(&positions)),
        })
    }
}

/// Refuses more or fewer ratings than attributes.
pub(super) fn check_length(supplier: &str, found: usize, attributes: usize) -> Result<()> {
    if found != attributes {
        let error = Error::length("ratings of a supplier", found, attributes);
        return Err(error.at_place(Place::Supplier(supplier.into())));
    }
    Ok(())
}

/// Names an attribute of a supplier.
pub(super) fn cell(attribute: &str, supplier: &str) -> Place {
    Place::Attribute(format!("{attribute} of {supplier}").into())
}
