use std::collections::BTreeSet;

use crate::estimate::Estimate;
use crate::scale::Scale;
use crate::{Error, Result};

use super::spread::Spread;

/// One supplier's mean ratings, one for each attribute of a [`Market`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Supplier {
    /// Who, unlike any other in the market.
    pub name: String,
    /// Its mean ratings, in the order of the attributes.
    pub ratings: Vec<f64>,
}

impl Supplier {
    /// A supplier and its mean ratings.
    #[must_use]
    pub fn new(name: impl Into<String>, ratings: impl Into<Vec<f64>>) -> Self {
        Self {
            name: name.into(),
            ratings: ratings.into(),
        }
    }
}

/// One mean rating of a [`Market`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct MeanRating<'a> {
    /// Of whom.
    pub supplier: &'a str,
    /// On what.
    pub attribute: &'a str,
    /// The mean; `None` where nobody answered.
    pub mean: Option<f64>,
    /// Its standard error; `None` where the market was not made from respondents, or from fewer
    /// than two here.
    pub standard_error: Option<f64>,
    /// How many answered; `None` where not known.
    pub answers: Option<u64>,
}

/// One mean rating, as it is kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cell {
    pub(super) mean: Option<f64>,
    pub(super) answers: Option<u64>,
}

/// What the customers of a market say of every supplier on every attribute: mean ratings on one
/// scale, and where they come from respondents, how uncertain these are.
///
/// "Us against them" can be asked of each supplier: its profile is against the mean of all the
/// others, each counting the same whatever its size. [`only`](Self::only) narrows the market, to two
/// suppliers for a head-to-head.
///
/// From respondents, whose weights are taken as given, every standard error is by linearisation (the
/// delta method for ratios), and says nothing of who was not asked: with each supplier rated by its
/// own customers only, everyone is rated by those who stayed.
///
/// ```
/// use retention::scale::Scale;
/// use retention::value::{
///     FairValueLine, MapOptions, Market, MarketPrice, Position, Supplier,
/// };
/// use rust_decimal::dec;
///
/// let market = Market::new(
///     Scale::ONE_TO_TEN,
///     ["coverage", "service"],
///     [
///         Supplier::new("us", [8.0, 9.0]),
///         Supplier::new("Acme", [7.0, 6.0]),
///         Supplier::new("Bolt", [9.0, 6.0]),
///     ],
/// )?;
/// let weights = [("coverage", 60.0), ("service", 40.0)];
/// let profile = market.quality_profile("us", &weights, &Default::default())?;
/// assert_eq!(format!("{:.2}", profile.quality_ratio()), "1.20"); // 0.6 · 8/8 + 0.4 · 9/6
///
/// let prices = [dec!(22), dec!(20), dec!(20)];
/// let map = market.value_map(
///     &weights,
///     MarketPrice::Paid(&prices),
///     FairValueLine::default(),
///     &MapOptions::default(),
/// )?;
/// assert_eq!(map.get("us").unwrap().position, Position::Better);
/// assert_eq!(map.get("Acme").unwrap().position, Position::Worse);
///
/// let head_to_head = market.only(&["us", "Acme"])?;
/// let profile = head_to_head.quality_profile("us", &weights, &Default::default())?;
/// assert_eq!(format!("{:.3}", profile.quality_ratio()), "1.286");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(into = "WrittenMarket"))]
#[doc(alias = "served market")]
pub struct Market {
    pub(super) scale: Scale,
    pub(super) suppliers: Vec<String>,
    pub(super) attributes: Vec<String>,
    /// Supplier by supplier.
    cells: Vec<Cell>,
    pub(super) survey: Option<(u64, Spread)>,
}

/// How a [`Market`] is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct WrittenMarket {
    scale: Scale,
    respondents: Option<u64>,
    ratings: Vec<WrittenRating>,
}

/// How a [`MeanRating`] of a [`Market`] is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct WrittenRating {
    supplier: String,
    attribute: String,
    mean: Option<f64>,
    standard_error: Option<f64>,
    answers: Option<u64>,
}

#[cfg(feature = "serde")]
impl From<Market> for WrittenMarket {
    fn from(market: Market) -> Self {
        let ratings = market.ratings().map(|rating| WrittenRating {
            supplier: rating.supplier.to_owned(),
            attribute: rating.attribute.to_owned(),
            mean: rating.mean,
            standard_error: rating.standard_error,
            answers: rating.answers,
        });
        Self {
            scale: market.scale,
            respondents: market.respondents(),
            ratings: ratings.collect(),
        }
    }
}

/// Refuses no names, and names that occur twice.
pub(super) fn check_names(argument: &'static str, names: &[String]) -> Result<()> {
    if names.is_empty() {
        return Err(Error::empty(argument));
    }
    let mut known = BTreeSet::new();
    for (row, name) in names.iter().enumerate() {
        if !known.insert(name.as_str()) {
            return Err(Error::duplicate(argument, name.clone()).at_row(row));
        }
    }
    Ok(())
}

pub(super) fn find(argument: &'static str, names: &[String], name: &str) -> Result<usize> {
    names
        .iter()
        .position(|known| known == name)
        .ok_or_else(|| Error::out_of_range(argument, name, names.join(", ")))
}

impl Market {
    /// The market of suppliers whose mean ratings are known, as tables report them.
    ///
    /// # Errors
    /// [`Error::Empty`] without attributes or suppliers; [`Error::Duplicate`] for a name that occurs
    /// twice; [`Error::LengthMismatch`] for a supplier with more or fewer ratings than attributes;
    /// [`Error::NotFinite`] and [`Error::OutOfRange`], with the position of the supplier as the row,
    /// for a rating that is not on the scale.
    pub fn new<A: Into<String>>(
        scale: Scale,
        attributes: impl IntoIterator<Item = A>,
        suppliers: impl IntoIterator<Item = Supplier>,
    ) -> Result<Self> {
        let attributes: Vec<String> = attributes.into_iter().map(Into::into).collect();
        check_names("attribute", &attributes)?;
        let means = scale.continuous();
        let (mut names, mut cells) = (Vec::new(), Vec::new());
        for (row, supplier) in suppliers.into_iter().enumerate() {
            if supplier.ratings.len() != attributes.len() {
                return Err(Error::length(
                    "ratings of a supplier",
                    supplier.ratings.len(),
                    attributes.len(),
                ));
            }
            for rating in supplier.ratings {
                cells.push(Cell {
                    mean: Some(means.check(rating).map_err(|error| error.at_row(row))?),
                    answers: None,
                });
            }
            names.push(supplier.name);
        }
        check_names("supplier", &names)?;
        Ok(Self::of(scale, names, attributes, cells, None))
    }

    pub(super) const fn of(
        scale: Scale,
        suppliers: Vec<String>,
        attributes: Vec<String>,
        cells: Vec<Cell>,
        survey: Option<(u64, Spread)>,
    ) -> Self {
        Self {
            scale,
            suppliers,
            attributes,
            cells,
            survey,
        }
    }

    /// The scale of the ratings.
    #[must_use]
    pub const fn scale(&self) -> Scale {
        self.scale
    }

    /// The names of the suppliers, in the order given.
    pub fn suppliers(&self) -> impl Iterator<Item = &str> {
        self.suppliers.iter().map(String::as_str)
    }

    /// The names of the attributes, in the order given.
    pub fn attributes(&self) -> impl Iterator<Item = &str> {
        self.attributes.iter().map(String::as_str)
    }

    /// How many respondents there were, those without weight included; `None` where the market was
    /// not made from respondents. Of [some suppliers only](Self::only) it is still that of all.
    #[must_use]
    pub fn respondents(&self) -> Option<u64> {
        self.survey.as_ref().map(|&(respondents, _)| respondents)
    }

    /// Every mean rating, supplier by supplier.
    pub fn ratings(&self) -> impl Iterator<Item = MeanRating<'_>> {
        let names = self
            .suppliers
            .iter()
            .enumerate()
            .flat_map(|(at, supplier)| {
                let attributes = self.attributes.iter().enumerate();
                attributes.map(move |(i, attribute)| ((at, supplier), (i, attribute)))
            });
        names
            .zip(&self.cells)
            .map(|(((at, supplier), (i, attribute)), cell)| MeanRating {
                supplier,
                attribute,
                mean: cell.mean,
                standard_error: self.standard_error(at, i),
                answers: cell.answers,
            })
    }

    /// One mean rating; `None` where nobody answered, and where there is no such supplier or
    /// attribute.
    #[must_use]
    pub fn mean(&self, supplier: &str, attribute: &str) -> Option<f64> {
        let (supplier, attribute) = self.position(supplier, attribute)?;
        self.cell(supplier, attribute).mean
    }

    /// One mean rating with its standard error; `None` also where the market was not made from
    /// respondents, or from fewer than two here.
    ///
    /// ```text
    /// standard error = √(n / (n − 1) · Σ w² (x − mean)²) / Σ w
    /// ```
    ///
    /// With equal weights this is √(variance / n), as [`Answers`](crate::scale::Answers) have it;
    /// with others it does not take weights to have nothing to do with answers, as
    /// [`Summary::estimate`](crate::scale::Summary::estimate) does.
    #[must_use]
    pub fn estimate(&self, supplier: &str, attribute: &str) -> Option<Estimate> {
        let (supplier, attribute) = self.position(supplier, attribute)?;
        let error = self.standard_error(supplier, attribute)?;
        Estimate::new(self.cell(supplier, attribute).mean?, error).ok()
    }

    fn position(&self, supplier: &str, attribute: &str) -> Option<(usize, usize)> {
        let of = |names: &[String], name: &str| names.iter().position(|known| known == name);
        Some((
            of(&self.suppliers, supplier)?,
            of(&self.attributes, attribute)?,
        ))
    }

    pub(super) fn cell(&self, supplier: usize, attribute: usize) -> Cell {
        let at = supplier * self.attributes.len() + attribute;
        self.cells.get(at).copied().unwrap_or(Cell {
            mean: None,
            answers: None,
        })
    }

    fn standard_error(&self, supplier: usize, attribute: usize) -> Option<f64> {
        let (_, spread) = self.survey.as_ref()?;
        let variance = spread.own.get(supplier)?.at(attribute, attribute);
        (self.cell(supplier, attribute).answers? > 1).then(|| variance.sqrt())
    }

    /// The same market with these suppliers only, in this order.
    ///
    /// # Errors
    /// [`Error::Empty`] for none; [`Error::OutOfRange`] for one that is not in the market;
    /// [`Error::Duplicate`] for one that occurs twice.
    pub fn only(&self, suppliers: &[&str]) -> Result<Self> {
        let names: Vec<String> = suppliers.iter().map(|&name| name.to_owned()).collect();
        check_names("supplier", &names)?;
        let positions = names
            .iter()
            .map(|name| find("supplier", &self.suppliers, name))
            .collect::<Result<Vec<usize>>>()?;
        let cells = positions
            .iter()
            .flat_map(|&at| (0..self.attributes.len()).map(move |i| self.cell(at, i)))
            .collect();
        let survey = self.survey.as_ref();
        Ok(Self {
            scale: self.scale,
            suppliers: names,
            attributes: self.attributes.clone(),
            cells,
            survey: survey.map(|(respondents, spread)| (*respondents, spread.only(&positions))),
        })
    }
}
