use std::collections::BTreeMap;
use std::sync::Arc;

use crate::accumulate::{Accumulator, Version, Weighted, more_rows};
use crate::error::Place;
use crate::macros::checked_state;
use crate::numeric::linear::Matrix;
use crate::numeric::moments::One;
use crate::scale::{Scale, respondent_weight};
use crate::{Error, Result};

use super::Market;
use super::means::{Survey, cell, check_length};
use super::names::Names;
use super::products::{Products, Rows};
use super::spread::Spread;

/// By which part of the scale rounding may move a mean beyond its ends.
#[cfg(feature = "serde")]
const ROUNDING: f64 = 1e-6;

/// One respondent's ratings of one supplier.
///
/// See the [example](crate::value::market::Builder).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratings<'r> {
    /// The name of the supplier.
    pub supplier: &'r str,
    /// One rating for each attribute, in the order of the attributes. `None` is no answer.
    pub ratings: &'r [Option<f64>],
}

/// Makes a [`Market`] from respondents: row by row, chunk by chunk, or on threads whose parts merge.
///
/// A row is one respondent: the [`Ratings`] of each supplier that the respondent knows. Each mean is
/// over those who answered. A row allocates only if it brings something new: a supplier, two suppliers
/// together, a gap.
///
/// # Who rated whom
///
/// Standard errors take different rows to be independent. Give all ratings of one person in one row:
/// who rates one supplier high tends to rate all high, which cancels in a ratio of the two. Given in
/// several rows, the error of the ratio comes out too large. On threads, partition by respondent.
///
/// # Cost
///
/// The time for a respondent who rates *k* suppliers on *a* attributes grows with (*k a*)². Memory does
/// not grow with respondents. It is about 8 *a*² bytes for each supplier and for each pair of suppliers
/// that somebody rated together, and four times as much once one of their answers was missing.
///
/// Pairs are what costs memory in a market of several hundred suppliers. One respondent who rates 800
/// suppliers on 10 attributes makes 319,600 pairs, about 300 MB, or 1 GB with gaps. A respondent who
/// rates ten of the 800 makes 45 pairs. If memory is short, give each supplier in a row of its own:
/// that makes no pairs, means stay the same, and errors come out too large.
///
/// ```
/// use retention::Accumulator;
/// use retention::scale::Scale;
/// use retention::value::market::{Builder, Ratings};
/// use retention::value::profile;
///
/// let mut builder = Builder::new(Scale::ONE_TO_TEN, ["fresh", "near"], ["us", "Acme"])?;
/// builder.push(&[Ratings { supplier: "us", ratings: &[Some(8.0), Some(7.0)] }])?;
/// builder.push(&[Ratings { supplier: "us", ratings: &[Some(10.0), None] }])?;
/// // A respondent who knows both.
/// builder.push(&[
///     Ratings { supplier: "us", ratings: &[Some(9.0), Some(6.0)] },
///     Ratings { supplier: "Acme", ratings: &[Some(6.0), Some(5.0)] },
/// ])?;
/// builder.push(&[Ratings { supplier: "Acme", ratings: &[Some(6.0), Some(8.0)] }])?;
///
/// let market = builder.finish()?;
/// assert_eq!(market.mean("us", "fresh"), Some(9.0));
/// let weights = [("fresh", 80.0), ("near", 20.0)];
/// let profile = market.quality_profile("us", &weights, profile::Options::default())?;
/// let estimate = profile.quality_ratio_estimate().unwrap();
/// assert_eq!(format!("{:.3}", estimate.value()), "1.400");
/// assert_eq!(format!("{:.3}", estimate.standard_error()), "0.080");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", deny_unknown_fields)
)]
pub struct Builder {
    version: Version<2>,
    scale: Scale,
    attributes: Names,
    suppliers: Names,
    respondents: u64,
    /// The answers of each supplier on each attribute, supplier by supplier.
    cells: Vec<One>,
    own: Vec<Option<Products>>,
    #[cfg_attr(feature = "serde", serde(with = "pairs"))]
    cross: BTreeMap<(usize, usize), Products>,
    /// The row at hand, kept so that it allocates nothing.
    #[cfg_attr(feature = "serde", serde(skip))]
    row: Rows,
}

checked_state!(Builder);

/// Writes what belongs to pairs of suppliers as a list, since keys must be text in JSON.
#[cfg(feature = "serde")]
mod pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serializer};

    use super::Products;

    type Pairs = BTreeMap<(usize, usize), Products>;

    pub(super) fn serialize<S: Serializer>(
        pairs: &Pairs,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(pairs)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Pairs, D::Error> {
        let pairs = Vec::<((usize, usize), Products)>::deserialize(deserializer)?;
        Ok(pairs.into_iter().collect())
    }
}

/// Adds a rating and returns its deviation from the first.
fn add(cell: &mut One, rating: f64, weight: f64) -> f64 {
    cell.push(rating, weight);
    rating - cell.origin()
}

/// Returns the factor that makes the error of a mean from a sum of products: the weights, and the
/// degree of freedom that the mean has used up. 0 if there is none left.
fn factor(cell: &One) -> f64 {
    if cell.rows() < 2 {
        return 0.0;
    }
    let n = cell.rows() as f64;
    (n / (n - 1.0)).sqrt() / cell.weight()
}

impl Builder {
    /// Creates a builder for these attributes and suppliers, all rated on one scale. Attributes of the
    /// price may be among them.
    ///
    /// Rows name their suppliers, so attributes and suppliers that were exchanged here are refused at
    /// the first row.
    ///
    /// # Errors
    /// [`Error::Empty`] without attributes or suppliers; [`Error::Duplicate`] for a name that occurs
    /// twice.
    pub fn new<A: Into<String>, S: Into<String>>(
        scale: Scale,
        attributes: impl IntoIterator<Item = A>,
        suppliers: impl IntoIterator<Item = S>,
    ) -> Result<Self> {
        let attributes = Names::attributes(attributes)?;
        Ok(Self::empty(scale, attributes, Names::suppliers(suppliers)?))
    }

    fn empty(scale: Scale, attributes: Names, suppliers: Names) -> Self {
        Self {
            version: Version,
            scale,
            respondents: 0,
            cells: vec![One::default(); suppliers.len() * attributes.len()],
            own: vec![None; suppliers.len()],
            cross: BTreeMap::new(),
            row: Rows::default(),
            attributes,
            suppliers,
        }
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        use crate::error::same;
        let (attributes, suppliers) = (self.attributes.len(), self.suppliers.len());
        same(
            "numbers of cells",
            &self.cells.len(),
            &(suppliers * attributes),
        )?;
        same("numbers of suppliers", &self.own.len(), &suppliers)?;
        for (cells, own) in self.cells.chunks(attributes).zip(&self.own) {
            for cell in cells {
                self.check_cell(cell, own.is_some())?;
            }
        }
        for products in self.own.iter().flatten().chain(self.cross.values()) {
            products.check(attributes)?;
        }
        for &(left, right) in self.cross.keys() {
            if left >= right || right >= suppliers {
                let pair = format_args!("{left} and {right}");
                let allowed = "two suppliers, the earlier first";
                return Err(Error::out_of_range("pair of suppliers", pair, allowed));
            }
        }
        let width = self.scale.width();
        for (supplier, own) in self.own.iter().enumerate() {
            let cells = self.cells(supplier);
            own.iter()
                .try_for_each(|own| own.check_sums(cells, cells, true, width))?;
        }
        for (&(left, right), products) in &self.cross {
            products.check_sums(self.cells(left), self.cells(right), false, width)?;
        }
        Ok(self)
    }

    #[cfg(feature = "serde")]
    fn check_cell(&self, cell: &One, rated: bool) -> Result<()> {
        cell.check()?;
        let most = if rated { self.respondents } else { 0 };
        if cell.rows() > most {
            let allowed = format_args!("at most {most}");
            return Err(Error::out_of_range("answers", cell.rows(), allowed));
        }
        if let Some(mean) = cell.mean() {
            self.scale.check(cell.origin())?;
            let beyond = (mean - self.scale.clamp(mean)).abs();
            let width = self.scale.high() - self.scale.low();
            if cell.weight() <= 0.0 || beyond > ROUNDING * width {
                return Err(Error::out_of_range("mean rating", mean, self.scale));
            }
        }
        Ok(())
    }

    /// Reads the positions of the suppliers of a row, and refuses what is wrong with it.
    fn check(&self, ratings: &[Ratings<'_>], suppliers: &mut Vec<usize>) -> Result<()> {
        if ratings.is_empty() {
            return Err(Error::empty("supplier rated"));
        }
        suppliers.clear();
        for (at, rated) in ratings.iter().enumerate() {
            let supplier = self.suppliers.find("supplier", rated.supplier)?;
            if suppliers.contains(&supplier) {
                let error = Error::duplicate("supplier rated", rated.supplier);
                return Err(error.at_place(Place::Supplier(at.into())));
            }
            suppliers.push(supplier);
            check_length(rated.supplier, rated.ratings.len(), self.attributes.len())?;
            let mut given = rated.ratings.iter().flatten();
            if !given.all(|&rating| self.scale.contains(rating)) {
                self.refuse(rated)?;
            }
        }
        Ok(())
    }

    /// Refuses the first rating that is not an answer.
    #[cold]
    fn refuse(&self, rated: &Ratings<'_>) -> Result<()> {
        for (attribute, rating) in rated.ratings.iter().enumerate() {
            if let Some(rating) = *rating {
                let checked = self.scale.check(rating);
                checked.map_err(|error| {
                    error.at_place(cell(self.attributes.get(attribute), rated.supplier))
                })?;
            }
        }
        Ok(())
    }

    /// Adds what a checked row says.
    fn add(&mut self, ratings: &[Ratings<'_>], row: &mut Rows, weight: f64) {
        let attributes = self.attributes.len();
        row.deviations.clear();
        row.answered.clear();
        for (rated, &supplier) in ratings.iter().zip(&row.suppliers) {
            let cells = self.cells.iter_mut().skip(supplier * attributes);
            for (cell, rating) in cells.zip(rated.ratings) {
                let deviation = rating.map_or(0.0, |rating| add(cell, rating, weight));
                row.deviations.push(deviation);
                row.answered.push(f64::from(u8::from(rating.is_some())));
            }
        }
        let squared = weight * weight;
        for (at, &supplier) in row.suppliers.iter().enumerate() {
            let ratings = row.row(at, attributes);
            if let Some(own) = self.own.get_mut(supplier) {
                own.get_or_insert_with(|| Products::new(attributes))
                    .add_own(ratings, squared);
            }
            for (before, &other) in row.suppliers.iter().enumerate().take(at) {
                let others = row.row(before, attributes);
                let ((first, left), (second, right)) = if supplier < other {
                    ((supplier, ratings), (other, others))
                } else {
                    ((other, others), (supplier, ratings))
                };
                self.cross
                    .entry((first, second))
                    .or_insert_with(|| Products::new(attributes))
                    .add_cross(left, right, squared);
            }
        }
    }

    /// Returns the cells of a supplier.
    fn cells(&self, supplier: usize) -> &[One] {
        let attributes = self.attributes.len();
        let range = supplier * attributes..(supplier + 1) * attributes;
        self.cells.get(range).unwrap_or_default()
    }

    /// Returns the covariance of two means: Σ w² (x − mean x)(y − mean y) over those who answered both.
    fn covariance(
        &self,
        products: &Products,
        (left, i): (usize, usize),
        (right, j): (usize, usize),
    ) -> f64 {
        let of = |supplier: usize, attribute: usize| {
            let cell = self.cells(supplier).get(attribute);
            cell.copied().unwrap_or_default()
        };
        let (x, y) = (of(left, i), of(right, j));
        let (lefts, rights, weights) = products.margins(i, j);
        let (a, b) = (x.offset(), y.offset());
        let sum = products.both.at(i, j) - a * rights - b * lefts + a * b * weights;
        sum * factor(&x) * factor(&y)
    }

    fn spread(&self) -> Spread {
        let attributes = self.attributes.len();
        let own = self.own.iter().enumerate().map(|(supplier, products)| {
            let Some(products) = products else {
                return Matrix::zeros(attributes);
            };
            Matrix::from_fn(attributes, |i, j| {
                let (i, j) = (i.max(j), i.min(j));
                let found = self.covariance(products, (supplier, i), (supplier, j));
                // Rounding alone could make a variance negative.
                if i == j && found < 0.0 { 0.0 } else { found }
            })
        });
        let cross = self.cross.iter().map(|(&(left, right), products)| {
            let cell = |i, j| self.covariance(products, (left, i), (right, j));
            ((left, right), Matrix::from_fn(attributes, cell))
        });
        let masses = vec![1.0; self.cells.len()];
        Spread::new(own.collect(), cross.collect(), masses)
    }

    /// Refuses a part that was created for another scale or other names.
    fn check_same(&self, other: &Self) -> Result<()> {
        if self.scale != other.scale {
            return Err(Error::mismatch(
                "scales of the ratings",
                self.scale,
                other.scale,
            ));
        }
        for (argument, left, right) in [
            ("suppliers", &self.suppliers, &other.suppliers),
            ("attributes", &self.attributes, &other.attributes),
        ] {
            if left != right {
                return Err(Error::mismatch(argument, left, right));
            }
        }
        Ok(())
    }

    /// Moves the other part's products to our first answers, and adds them.
    fn merge_products(&mut self, mut other: Self) {
        let attributes = self.attributes.len();
        // How far the other's first answers lie above ours.
        let shift = |(ours, theirs): (&One, &One)| match (ours.rows(), theirs.rows()) {
            (0, _) | (_, 0) => 0.0,
            _ => theirs.origin() - ours.origin(),
        };
        let shifts: Vec<f64> = self.cells.iter().zip(&other.cells).map(shift).collect();
        let of = |supplier: usize| {
            let range = supplier * attributes..(supplier + 1) * attributes;
            shifts.get(range).unwrap_or_default()
        };
        let own = self.own.iter_mut().zip(&mut other.own);
        for (supplier, (ours, theirs)) in own.enumerate() {
            if let Some(mut theirs) = theirs.take() {
                theirs.shift(of(supplier), of(supplier));
                match ours {
                    Some(ours) => ours.merge(theirs),
                    None => *ours = Some(theirs),
                }
            }
        }
        for ((left, right), mut theirs) in other.cross {
            theirs.shift(of(left), of(right));
            match self.cross.get_mut(&(left, right)) {
                Some(ours) => ours.merge(theirs),
                None => {
                    self.cross.insert((left, right), theirs);
                }
            }
        }
        for (ours, theirs) in self.cells.iter_mut().zip(&other.cells) {
            ours.merge(theirs);
        }
    }
}

impl crate::sealed::Sealed for Builder {}

impl Accumulator for Builder {
    type Row<'r> = &'r [Ratings<'r>];
    type Output = Market;
    /// Large, because a part allocates anew for each pair of suppliers.
    const BLOCK: usize = 1 << 16;

    fn fresh(&self) -> Self {
        Self::empty(self.scale, self.attributes.clone(), self.suppliers.clone())
    }

    fn rows(&self) -> u64 {
        self.respondents
    }

    /// Adds one respondent of weight 1.
    ///
    /// # Errors
    /// As [`push_weighted`](Weighted::push_weighted).
    fn push(&mut self, ratings: &[Ratings<'_>]) -> Result<()> {
        self.push_weighted(ratings, 1.0)
    }

    /// Adds the respondents of another part, none of whom is in this one.
    fn merge(&mut self, other: Self) -> Result<()> {
        self.check_same(&other)?;
        self.respondents = more_rows(self.respondents, other.respondents)?;
        self.merge_products(other);
        Ok(())
    }

    /// Returns the market. It never fails.
    fn finish(self) -> Result<Market> {
        let spread = self.spread();
        let ratings = self.cells.iter().enumerate().map(|(at, cell)| {
            let (supplier, i) = (at / self.attributes.len(), at % self.attributes.len());
            (
                cell.mean().map(|mean| self.scale.clamp(mean)),
                spread.error(supplier, i).filter(|_| cell.rows() > 1),
                Some(cell.rows()),
            )
        });
        let ratings: Vec<_> = ratings.collect();
        Ok(Market::of(
            self.scale,
            self.attributes,
            self.suppliers,
            ratings.into_iter(),
            Some(Survey {
                respondents: self.respondents,
                spread: Arc::new(spread),
                weights: self.cells.iter().map(One::weight).collect(),
            }),
        ))
    }
}

impl Weighted for Builder {
    /// Adds one respondent who counts for `weight`. A respondent of weight 0 is counted among the
    /// respondents, but not in any mean or its answers.
    ///
    /// # Errors
    /// At the row, [`Error::Empty`] without a supplier; [`Error::OutOfRange`] for a supplier that the
    /// builder does not know; [`Error::Duplicate`] for a supplier rated twice, and
    /// [`Error::LengthMismatch`] for more or fewer ratings than attributes, with the supplier;
    /// [`Error::NotFinite`] and [`Error::OutOfRange`], with the attribute and the supplier, for a
    /// rating that is not an answer on the scale; [`Error::NotFinite`] and [`Error::OutOfRange`] for
    /// the weight; [`Error::Overflow`] beyond 2⁶⁴ − 1 respondents.
    fn push_weighted(&mut self, ratings: &[Ratings<'_>], weight: f64) -> Result<()> {
        let mut row = std::mem::take(&mut self.row);
        let checked = self
            .check(ratings, &mut row.suppliers)
            .and_then(|()| respondent_weight(weight))
            .and_then(|_| more_rows(self.respondents, 1))
            .map_err(|error| error.at_row(self.respondents));
        if checked.is_ok() && weight > 0.0 {
            self.add(ratings, &mut row, weight);
        }
        self.row = row;
        self.respondents = checked?;
        Ok(())
    }
}
