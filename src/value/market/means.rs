use std::sync::Arc;

use crate::error::Place;
use crate::estimate::Estimate;
use crate::scale::Scale;
use crate::value::RelativeTo;
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
/// others, each of which counts the same whatever its size. [`relative_to`](Self::relative_to) compares
/// with the whole market, with the leader, or with one supplier instead, and lets suppliers count by
/// share. [`only`](Self::only) narrows the market.
///
/// The standard errors are by linearisation (the delta method for ratios) and take the weights of the
/// respondents as given. They say nothing about who was not asked: if each supplier is rated by its own
/// customers only, everyone is rated by those who stayed.
///
/// ```
/// use retention::scale::Scale;
/// use retention::value::map::{self, Standing};
/// use retention::value::RelativeTo;
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
/// assert_eq!(map.get("us").unwrap().standing, Some(Standing::Better));
/// assert_eq!(map.get("Acme").unwrap().standing, Some(Standing::Worse));
///
/// let head_to_head = market.relative_to(RelativeTo::Supplier("Acme".into()))?;
/// let profile = head_to_head.quality_profile("us", &weights, options)?;
/// assert_eq!(format!("{:.3}", profile.quality_ratio), "1.286");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[doc(alias = "served market")]
pub struct Market {
    pub(super) scale: Scale,
    /// How suppliers are compared.
    pub(super) relative_to: RelativeTo,
    respondents: Option<u64>,
    /// Supplier by supplier.
    ratings: Vec<MeanRating>,
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) attributes: Names,
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) suppliers: Names,
    /// The spread, with the masses by which suppliers are compared, unless that is with the leader.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) spread: Option<Arc<Spread>>,
    /// The weight of those who answered, supplier by supplier.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) weights: Vec<f64>,
}

/// What a market made from respondents knows beside its mean ratings.
pub(super) struct Survey {
    pub(super) respondents: u64,
    pub(super) spread: Arc<Spread>,
    /// The weight of those who answered, supplier by supplier.
    pub(super) weights: Vec<f64>,
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
        survey: Option<Survey>,
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
        Self {
            scale,
            relative_to: RelativeTo::default(),
            respondents: survey.as_ref().map(|survey| survey.respondents),
            ratings,
            attributes,
            suppliers,
            spread: survey.as_ref().map(|survey| Arc::clone(&survey.spread)),
            weights: survey.map(|survey| survey.weights).unwrap_or_default(),
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

    /// Returns the same market with these suppliers only, in this order. Shares by which suppliers
    /// count stay in proportion.
    ///
    /// # Errors
    /// [`Error::Empty`] without suppliers; [`Error::OutOfRange`] for one that is not in the market, and
    /// if the supplier that all are [compared with](Self::relative_to), or all that have a share, are
    /// left out;
    /// [`Error::Duplicate`] for one that occurs twice.
    pub fn only(&self, suppliers: &[&str]) -> Result<Self> {
        let names = Names::suppliers(suppliers.iter().copied())?;
        let positions = names
            .iter()
            .map(|name| self.suppliers.find("supplier", name))
            .collect::<Result<Vec<usize>>>()?;
        let relative_to = self.relative_to.only(names.iter());
        relative_to.check(names.iter(), self.respondents.is_some())?;
        let cells = || {
            let attributes = self.attributes.len();
            let rows = positions.iter();
            rows.flat_map(move |&at| at * attributes..(at + 1) * attributes)
        };
        let ratings = cells().filter_map(|cell| self.ratings.get(cell));
        let weights = cells().filter_map(|cell| self.weights.get(cell));
        let mut narrowed = Self {
            scale: self.scale,
            relative_to,
            respondents: self.respondents,
            ratings: ratings.cloned().collect(),
            attributes: self.attributes.clone(),
            suppliers: names,
            spread: None,
            weights: weights.copied().collect(),
        };
        let masses = || narrowed.masses().unwrap_or_default();
        let spread = self.spread.as_ref();
        narrowed.spread = spread.map(|spread| Arc::new(spread.only(&positions, masses())));
        Ok(narrowed)
    }

    /// Returns the same market with its suppliers compared in another way. Everything asked of it is
    /// then relative to that, and says so.
    ///
    /// See the [example](crate::value::RelativeTo).
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a supplier that is not in the market; [`Error::Empty`] for a supplier
    /// without a share; [`Error::NotFinite`] and [`Error::OutOfRange`] for a share that is not 0 or more;
    /// [`Error::OutOfRange`] if all shares are 0; [`Error::Overflow`] for shares whose sum is too large; [`Error::Unsupported`] for
    /// [`SupplierWeights::Respondents`](crate::value::SupplierWeights::Respondents) in a market that
    /// does not come from respondents.
    pub fn relative_to(&self, relative_to: RelativeTo) -> Result<Self> {
        relative_to.check(self.suppliers.iter(), self.respondents.is_some())?;
        let mut market = self.clone();
        market.relative_to = relative_to;
        market.spread = match market.masses() {
            Some(masses) => {
                let spread = self.spread.as_ref();
                spread.map(|spread| Arc::new(spread.with_masses(masses)))
            }
            None => self.spread.clone(),
        };
        Ok(market)
    }

    /// Returns how suppliers are compared.
    #[must_use]
    pub const fn compared_by(&self) -> &RelativeTo {
        &self.relative_to
    }

    /// Returns what each supplier counts on each attribute, supplier by supplier. `None` if the leader
    /// counts, who is not known before the weights are.
    pub(super) fn masses(&self) -> Option<Vec<f64>> {
        let attributes = self.attributes.len();
        let mut masses = Vec::with_capacity(self.suppliers.len() * attributes);
        for (at, name) in self.suppliers.iter().enumerate() {
            let weights = self.weights.iter().skip(at * attributes).take(attributes);
            match self.relative_to.mass(name) {
                Some(mass) => masses.extend(std::iter::repeat_n(mass, attributes)),
                None if self.relative_to == RelativeTo::Leader => return None,
                None => masses.extend(weights),
            }
        }
        Some(masses)
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
