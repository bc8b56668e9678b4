use super::Reliability;
use super::contributions::{Contributions, Products};
use crate::Result;
use crate::accumulate::{Accumulator, Version, Weighted, more_rows};
#[cfg(feature = "serde")]
use crate::error::same;
use crate::error::{Error, Place};
use crate::macros::checked_state;
use crate::numeric::moments::Moments;
use crate::scale::{Scale, respondent_weight};

/// Computes a [`Reliability`] respondent by respondent, without keeping the columns.
///
/// A row holds one place for each item, reversed where the item was asked the other way round.
///
/// ```
/// use retention::Accumulator;
/// use retention::scale::{ReliabilityBuilder, Scale};
///
/// let mut builder = ReliabilityBuilder::new(Scale::ONE_TO_FIVE, 2)?;
/// for answers in [[Some(4.0), Some(5.0)], [Some(2.0), Some(2.0)], [Some(3.0), None]] {
///     builder.push(&answers)?;
/// }
/// let reliability = builder.finish()?;
/// assert_eq!((reliability.used, reliability.left_out), (2, 1));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", deny_unknown_fields)
)]
pub struct ReliabilityBuilder {
    #[cfg_attr(
        not(feature = "serde"),
        expect(dead_code, reason = "written with the state")
    )]
    version: Version<2>,
    scale: Scale,
    moments: Moments,
    products: Products,
    used: u64,
    left_out: u64,
    #[cfg_attr(feature = "serde", serde(skip))]
    row: Vec<f64>,
}

checked_state!(ReliabilityBuilder);

impl ReliabilityBuilder {
    /// Creates an accumulator for this number of items, all on one scale.
    ///
    /// # Errors
    /// [`Error::Empty`] for no items.
    pub fn new(scale: Scale, items: usize) -> Result<Self> {
        if items == 0 {
            return Err(Error::empty("item"));
        }
        Ok(Self {
            version: Version,
            scale,
            moments: Moments::new(items),
            products: Products::new(items),
            used: 0,
            left_out: 0,
            row: Vec::with_capacity(items),
        })
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        more_rows(self.used, self.left_out)?;
        self.moments.check(self.moments.variables().max(1))?;
        // Respondents without weight are not among the moments.
        if self.moments.rows() > self.used {
            let most = format_args!("at most the respondents used, {}", self.used);
            let found = self.moments.rows();
            return Err(Error::out_of_range("respondents with weight", found, most));
        }
        self.products.check(self.moments.variables())?;
        same(
            "respondents with weight",
            &self.products.rows(),
            &self.moments.rows(),
        )?;
        Ok(self)
    }

    fn add(&mut self, answers: &[Option<f64>], weight: f64) -> Result<()> {
        let expected = self.moments.variables();
        if answers.len() != expected {
            let argument = "answers of a respondent";
            return Err(Error::length(argument, answers.len(), expected));
        }
        let weight = respondent_weight(weight)?;
        more_rows(self.rows(), 1)?;
        self.row.clear();
        for (item, answer) in answers.iter().enumerate() {
            if let Some(answer) = answer {
                let answer = self.scale.check(*answer);
                let place = |error: Error| error.at_place(Place::Item(item.into()));
                self.row.push(answer.map_err(place)?);
            }
        }
        if self.row.len() == expected {
            self.moments.push(&self.row, weight);
            self.products.push(&self.row, self.scale, weight);
            self.used += 1;
        } else {
            self.left_out += 1;
        }
        Ok(())
    }
}

impl crate::sealed::Sealed for ReliabilityBuilder {}

impl Accumulator for ReliabilityBuilder {
    type Row<'r> = &'r [Option<f64>];
    type Output = Reliability;

    fn fresh(&self) -> Self {
        let items = self.moments.variables();
        Self {
            version: Version,
            scale: self.scale,
            moments: Moments::new(items),
            products: Products::new(items),
            used: 0,
            left_out: 0,
            row: Vec::with_capacity(items),
        }
    }

    fn rows(&self) -> u64 {
        self.used + self.left_out
    }

    /// Adds one respondent's answers, one place for each item.
    ///
    /// # Errors
    /// At the respondent, [`Error::LengthMismatch`] if there are more or fewer places than items; at
    /// the item too, [`Error::NotFinite`] and [`Error::OutOfRange`] for what is not an answer on the
    /// scale. [`Error::Overflow`] beyond 2⁶⁴ − 1 respondents.
    fn push(&mut self, answers: &[Option<f64>]) -> Result<()> {
        self.push_weighted(answers, 1.0)
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        if self.scale != other.scale {
            return Err(Error::mismatch(
                "scales of the items",
                self.scale,
                other.scale,
            ));
        }
        let (left, right) = (self.moments.variables(), other.moments.variables());
        if left != right {
            return Err(Error::mismatch("numbers of items", left, right));
        }
        more_rows(self.rows(), other.rows())?;
        self.moments.merge(&other.moments);
        self.products.merge(&other.products);
        self.used += other.used;
        self.left_out += other.left_out;
        Ok(())
    }

    /// Returns the reliability of the items over all respondents added. It never fails.
    fn finish(self) -> Result<Reliability> {
        let Self {
            moments, products, ..
        } = &self;
        let variance = |of: &Contributions| products.variance(of, self.scale);
        Ok(Reliability::of(moments, self.used, self.left_out, variance))
    }
}

impl Weighted for ReliabilityBuilder {
    fn push_weighted(&mut self, answers: &[Option<f64>], weight: f64) -> Result<()> {
        let row = self.rows();
        self.add(answers, weight).map_err(|error| error.at_row(row))
    }
}
