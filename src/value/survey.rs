use std::collections::BTreeMap;

use crate::error::non_negative;
use crate::numeric::linear::Matrix;
use crate::scale::Scale;
use crate::{Error, Result};

use super::Market;
use super::market::{Cell, check_names};
use super::products::{Products, Rows};
use super::spread::Spread;

/// Makes a [`Market`] from respondents, row by row: chunk by chunk, or on threads whose parts
/// [merge](Self::merge).
///
/// A row is one respondent's ratings of one supplier, one place for each attribute, `None` where
/// there is no answer; each mean is of those who answered. No row allocates, apart from the first
/// that brings something new: a supplier, two suppliers together, a gap.
///
/// # Who rated whom
///
/// Standard errors take different respondents to be independent. Where everybody rates one supplier,
/// [`push`](Self::push) is all there is. Where one rates several, give them together to
/// [`push_respondent`](Self::push_respondent): who rates one high tends to rate all high, which
/// cancels in a ratio of the two, and pushed row by row the error of the ratio comes out too large.
/// On threads, partition by respondent.
///
/// # Cost
///
/// Time for each respondent who rates *k* suppliers on *a* attributes grows with (*k a*)²; memory
/// with *a*² for each supplier, and for each two rated by the same people. It does not grow with
/// respondents.
///
/// ```
/// use retention::scale::Scale;
/// use retention::value::{Aggregation, MarketBuilder};
///
/// let mut builder = MarketBuilder::new(Scale::ONE_TO_TEN, ["us", "Acme"], ["fresh", "near"])?;
/// builder.push(0, &[Some(8.0), Some(7.0)])?;
/// builder.push(0, &[Some(10.0), None])?;
/// // One who knows both.
/// builder.push_respondent(&[(0, &[Some(9.0), Some(6.0)]), (1, &[Some(6.0), Some(5.0)])], 1.0)?;
/// builder.push(1, &[Some(6.0), Some(8.0)])?;
///
/// let market = builder.finish();
/// assert_eq!(market.mean("us", "fresh"), Some(9.0));
/// let weights = [("fresh", 80.0), ("near", 20.0)];
/// let profile = market.quality_profile("us", &weights, &Default::default())?;
/// let estimate = profile.estimate(Aggregation::WeightedRatio).unwrap();
/// assert_eq!(format!("{:.3}", estimate.value()), "1.400");
/// assert_eq!(format!("{:.3}", estimate.standard_error()), "0.080");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct MarketBuilder {
    scale: Scale,
    suppliers: Vec<String>,
    attributes: Vec<String>,
    respondents: u64,
    /// A cell for each supplier and attribute, supplier by supplier.
    sums: Vec<Sums>,
    own: Vec<Option<Products>>,
    cross: BTreeMap<(usize, usize), Products>,
    /// The rows at hand, kept so that they allocate nothing.
    rows: Rows,
}

/// The answers of one cell, counted from the first of them.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    answers: u64,
    first: f64,
    weight: f64,
    /// Weight times deviation from the first.
    deviations: f64,
}

impl Sums {
    fn add(&mut self, rating: f64, weight: f64) -> f64 {
        if self.answers == 0 {
            self.first = rating;
        }
        let deviation = rating - self.first;
        self.answers += 1;
        self.weight += weight;
        self.deviations += weight * deviation;
        deviation
    }

    /// The mean less the first answer.
    fn deviation(&self) -> f64 {
        if self.answers == 0 {
            0.0
        } else {
            self.deviations / self.weight
        }
    }

    /// By what a mean's error is multiplied, per unit of its sum of products: the weights, and the
    /// degree of freedom that the mean has used up. 0 where there is none left.
    fn factor(&self) -> f64 {
        if self.answers < 2 {
            return 0.0;
        }
        let n = self.answers as f64;
        (n / (n - 1.0)).sqrt() / self.weight
    }

    fn merge(&mut self, other: &Self) {
        if self.answers == 0 {
            *self = *other;
        } else if other.answers > 0 {
            self.answers += other.answers;
            self.weight += other.weight;
            self.deviations += other.deviations + (other.first - self.first) * other.weight;
        }
    }
}

impl MarketBuilder {
    /// For these suppliers, whom rows name by their positions, rated on these attributes, all on one
    /// scale. Attributes of the price may be among them.
    ///
    /// # Errors
    /// [`Error::Empty`] without suppliers or attributes; [`Error::Duplicate`] for a name that occurs
    /// twice.
    pub fn new<S: Into<String>, A: Into<String>>(
        scale: Scale,
        suppliers: impl IntoIterator<Item = S>,
        attributes: impl IntoIterator<Item = A>,
    ) -> Result<Self> {
        let suppliers: Vec<String> = suppliers.into_iter().map(Into::into).collect();
        let attributes: Vec<String> = attributes.into_iter().map(Into::into).collect();
        check_names("supplier", &suppliers)?;
        check_names("attribute", &attributes)?;
        Ok(Self {
            scale,
            respondents: 0,
            sums: vec![Sums::default(); suppliers.len() * attributes.len()],
            own: vec![None; suppliers.len()],
            cross: BTreeMap::new(),
            rows: Rows::default(),
            suppliers,
            attributes,
        })
    }

    /// Adds one respondent, who rates one supplier. An error leaves the builder as it was.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] where there is no such supplier; [`Error::LengthMismatch`] where there
    /// are more or fewer places than attributes; [`Error::NotFinite`] and [`Error::OutOfRange`], with
    /// the position of the attribute as the row, for what is not an answer on the scale.
    pub fn push(&mut self, supplier: usize, ratings: &[Option<f64>]) -> Result<()> {
        self.push_respondent(&[(supplier, ratings)], 1.0)
    }

    /// Adds one respondent, who rates one supplier and counts for `weight`.
    ///
    /// # Errors
    /// As [`push_respondent`](Self::push_respondent).
    pub fn push_weighted(
        &mut self,
        supplier: usize,
        ratings: &[Option<f64>],
        weight: f64,
    ) -> Result<()> {
        self.push_respondent(&[(supplier, ratings)], weight)
    }

    /// Adds all of these respondents, each of whom rates one supplier.
    ///
    /// # Errors
    /// As [`push`](Self::push). The respondents before the one at fault are then added, the rest
    /// not.
    pub fn extend<R: AsRef<[Option<f64>]>>(
        &mut self,
        respondents: impl IntoIterator<Item = (usize, R)>,
    ) -> Result<()> {
        respondents
            .into_iter()
            .try_for_each(|(supplier, ratings)| self.push(supplier, ratings.as_ref()))
    }

    /// Adds one respondent, who rates one supplier or several and counts for `weight`. One without
    /// weight is counted among the respondents, and in no answer. An error leaves the builder as it
    /// was.
    ///
    /// # Errors
    /// As [`push`](Self::push); [`Error::Empty`] where no supplier is rated; [`Error::Duplicate`],
    /// with its position among the ratings, for a supplier rated twice; [`Error::NotFinite`] and
    /// [`Error::OutOfRange`] for a weight that is not finite, is negative, or is so small or large
    /// that its square is no number: it is 0, or from 10⁻⁵⁰ to 10⁵⁰.
    pub fn push_respondent(
        &mut self,
        ratings: &[(usize, &[Option<f64>])],
        weight: f64,
    ) -> Result<()> {
        self.check(ratings, weight)?;
        self.respondents += 1;
        if weight == 0.0 {
            return Ok(());
        }
        let attributes = self.attributes.len();
        let Rows {
            deviations,
            answered,
        } = &mut self.rows;
        deviations.clear();
        answered.clear();
        for &(supplier, ratings) in ratings {
            let cells = self.sums.iter_mut().skip(supplier * attributes);
            for (cell, rating) in cells.zip(ratings) {
                deviations.push(rating.map_or(0.0, |rating| cell.add(rating, weight)));
                answered.push(f64::from(u8::from(rating.is_some())));
            }
        }
        let squared = weight * weight;
        for (at, &(supplier, _)) in ratings.iter().enumerate() {
            let row = self.rows.row(at, attributes);
            if let Some(own) = self.own.get_mut(supplier) {
                own.get_or_insert_with(|| Products::new(attributes))
                    .add_own(row, squared);
            }
            for (before, &(other, _)) in ratings.iter().enumerate().take(at) {
                let other_row = self.rows.row(before, attributes);
                let ((first, left), (second, right)) = if supplier < other {
                    ((supplier, row), (other, other_row))
                } else {
                    ((other, other_row), (supplier, row))
                };
                self.cross
                    .entry((first, second))
                    .or_insert_with(|| Products::new(attributes))
                    .add_cross(left, right, squared);
            }
        }
        Ok(())
    }

    fn check(&self, ratings: &[(usize, &[Option<f64>])], weight: f64) -> Result<()> {
        if ratings.is_empty() {
            return Err(Error::empty("supplier rated"));
        }
        if non_negative("weight", weight)? > 1e50 || weight > 0.0 && weight < 1e-50 {
            return Err(Error::out_of_range("weight", weight, "0, or 1e-50 to 1e50"));
        }
        for (at, &(supplier, row)) in ratings.iter().enumerate() {
            if supplier >= self.suppliers.len() {
                let last = self.suppliers.len().saturating_sub(1);
                return Err(Error::out_of_range(
                    "supplier",
                    supplier,
                    format_args!("0 to {last}"),
                ));
            }
            if ratings.iter().take(at).any(|&(other, _)| other == supplier) {
                return Err(Error::duplicate("supplier rated", supplier).at_row(at));
            }
            if row.len() != self.attributes.len() {
                return Err(Error::length(
                    "ratings of a supplier",
                    row.len(),
                    self.attributes.len(),
                ));
            }
            for (attribute, rating) in row.iter().enumerate() {
                if let Some(rating) = rating {
                    let checked = self.scale.check(*rating);
                    checked.map_err(|error| error.at_row(attribute))?;
                }
            }
        }
        Ok(())
    }

    /// Adds the respondents of another part, none of whom is in this one.
    ///
    /// # Errors
    /// [`Error::Mismatch`] where it has another scale, other suppliers or other attributes.
    pub fn merge(&mut self, other: Self) -> Result<()> {
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
                return Err(Error::mismatch(argument, left.join(", "), right.join(", ")));
            }
        }
        let attributes = self.attributes.len();
        // How far the other's origins lie above ours.
        let shifts: Vec<f64> = self
            .sums
            .iter()
            .zip(&other.sums)
            .map(|(ours, theirs)| match (ours.answers, theirs.answers) {
                (0, _) | (_, 0) => 0.0,
                _ => theirs.first - ours.first,
            })
            .collect();
        let of = |supplier: usize| {
            let range = supplier * attributes..(supplier + 1) * attributes;
            shifts.get(range).unwrap_or_default()
        };
        for (supplier, (ours, theirs)) in self.own.iter_mut().zip(other.own).enumerate() {
            if let Some(mut theirs) = theirs {
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
        for (ours, theirs) in self.sums.iter_mut().zip(&other.sums) {
            ours.merge(theirs);
        }
        self.respondents += other.respondents;
        Ok(())
    }

    /// The market of all respondents added.
    #[must_use]
    pub fn finish(self) -> Market {
        let attributes = self.attributes.len();
        let of = |supplier: usize, attribute: usize| {
            let cell = self.sums.get(supplier * attributes + attribute);
            cell.copied().unwrap_or_default()
        };
        // Σ w² (x − mean x)(y − mean y) over those who answered both.
        let covariance = |products: &Products, (left, i): (usize, usize), (right, j)| {
            let (x, y) = (of(left, i), of(right, j));
            let (lefts, rights, weights) = products.margins(i, j);
            let (a, b) = (x.deviation(), y.deviation());
            let sum = products.both.at(i, j) - a * rights - b * lefts + a * b * weights;
            sum * x.factor() * y.factor()
        };
        let nothing = Matrix::zeros(attributes);
        let own = self.own.iter().enumerate().map(|(supplier, products)| {
            let Some(products) = products else {
                return nothing.clone();
            };
            Matrix::from_fn(attributes, |i, j| {
                let (i, j) = (i.max(j), i.min(j));
                let found = covariance(products, (supplier, i), (supplier, j));
                // Rounding alone could make a variance negative.
                if i == j { found.max(0.0) } else { found }
            })
        });
        let own = own.collect();
        let cross = self.cross.iter().map(|(&(left, right), products)| {
            let cell = |i, j| covariance(products, (left, i), (right, j));
            ((left, right), Matrix::from_fn(attributes, cell))
        });
        let spread = Spread {
            own,
            cross: cross.collect(),
        };
        let cells = self
            .sums
            .iter()
            .map(|cell| Cell {
                mean: (cell.answers > 0).then(|| self.scale.clamp(cell.first + cell.deviation())),
                answers: Some(cell.answers),
            })
            .collect();
        Market::of(
            self.scale,
            self.suppliers,
            self.attributes,
            cells,
            Some((self.respondents, spread)),
        )
    }
}
