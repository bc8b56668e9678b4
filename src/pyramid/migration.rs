use rust_decimal::Decimal;

use super::{Placed, Pyramid, Tier};
use crate::estimate::Proportion;
use crate::keyed::paired;
use crate::macros::named_enum;
use crate::numeric::money::MoneySum;
use crate::period::Window;
use crate::{Error, Result};

named_enum! {
    /// Whose cuts say which tier an amount of the later period is in.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum CutsOf {
        /// The amounts that marked the cuts of the base period, so that the customer base can rise
        /// or fall as a whole. The default.
        #[default]
        BasePeriod = "base_period",
        /// Each period's own cuts. With cuts by shares of customers the tiers then keep their
        /// sizes, so moves up and down nearly cancel whatever happens to the business.
        EachPeriod = "each_period",
    }
}

/// Where a customer stands in one period: in a tier, or not among those who bought. Places order
/// from the top down, those absent last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Place {
    /// In this tier.
    In(Tier),
    /// Not in the pyramid.
    Absent,
}

/// Who moved between the pyramids of two periods.
///
/// The matrix has a row and a column for each tier, and one for those absent in the period, so that
/// staying, entering and leaving all have their cells; its customers and its revenue add up to those
/// of both pyramids exactly. It has no cell for those absent in both.
///
/// # Regression to the mean
///
/// Whoever stood at the top stood there partly by chance, and the next period draws again: of the 24
/// Top customers of CDNOW in the first half of 1997, 5 reach the same amount in the second, and 3
/// are Top by its own cuts. A fall from the top
/// tier is not by itself a sign of dissatisfaction, nor a rise from the bottom one of success.
///
/// Source: Curry, J. and Curry, A. (2000), *The Customer Marketing Method*, Free Press.
///
/// ```
/// use retention::pyramid::{Cuts, CutsOf, Migration, Place, Pyramid};
/// use rust_decimal::dec;
///
/// let cuts = Cuts::by_customers([("Top", 0.5), ("Rest", 0.5)])?;
/// let base = Pyramid::new([("Ann", dec!(90)), ("Ben", dec!(10))], &cuts)?;
/// let later = Pyramid::new([("Ben", dec!(95)), ("Cem", dec!(20))], &cuts)?;
///
/// let migration = Migration::between(&base, &later, CutsOf::BasePeriod)?;
/// assert_eq!(migration.upward().numerator(), 1); // Ben, of two customers at the start
/// assert_eq!(migration.net(), 1);
/// assert_eq!((migration.left().numerator(), migration.entered()), (1, 1));
/// let ben = &migration.moves()[1];
/// assert_eq!((ben.before, ben.after), (Some(dec!(10)), Some(dec!(95))));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[doc(alias = "金字塔升级")]
#[doc(alias = "upward migration")]
pub struct Migration<Id> {
    base: Option<Window>,
    later: Option<Window>,
    cuts_of: CutsOf,
    tiers: Vec<String>,
    cells: Vec<Cell>,
    moves: Vec<Move<Id>>,
}

/// One cell of a [`Migration`] matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Cell {
    /// Where its customers were in the base period.
    pub from: Place,
    /// Where they are in the later one.
    pub to: Place,
    /// How many they are.
    pub customers: u64,
    /// What they brought in the base period; zero for those absent.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub before: Decimal,
    /// What they brought in the later one; zero for those absent.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub after: Decimal,
}

/// A customer who changed place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Move<Id> {
    /// Who.
    pub customer: Id,
    /// Where in the base period.
    pub from: Place,
    /// Where in the later one.
    pub to: Place,
    /// The amount of the base period; `None` for one who was absent.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
    pub before: Option<Decimal>,
    /// The amount of the later one; `None` for one who is absent.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
    pub after: Option<Decimal>,
}

/// A customer's tier and amount in one period; `None` for one who was absent.
type Found = Option<(Tier, Decimal)>;

/// A cell while it is counted.
#[derive(Clone, Copy, Default)]
struct Count {
    customers: u64,
    before: MoneySum,
    after: MoneySum,
}

impl<Id: Ord + Clone> Migration<Id> {
    /// Compares two pyramids made with the same cuts, most often of two windows of one log.
    ///
    /// # Errors
    /// [`Error::Mismatch`] where the cuts differ; [`Error::Overflow`] where a sum exceeds what a
    /// decimal holds.
    pub fn between(base: &Pyramid<Id>, later: &Pyramid<Id>, cuts_of: CutsOf) -> Result<Self> {
        if base.cuts() != later.cuts() {
            let names = |pyramid: &Pyramid<Id>| {
                let names: Vec<&str> = pyramid.cuts().names().collect();
                format!("{} by {}", names.join(", "), pyramid.cuts().basis())
            };
            return Err(Error::mismatch("cuts", names(base), names(later)));
        }
        let places: Vec<Place> = base
            .tiers()
            .iter()
            .map(|summary| Place::In(summary.tier))
            .chain([Place::Absent])
            .collect();
        let mut counts = vec![Count::default(); places.len() * places.len()];
        let mut moves = Vec::new();
        let place = |found: Found| found.map_or(Place::Absent, |(tier, _)| Place::In(tier));
        let absent = places.len() - 1;
        let index = |found: Found| found.map_or(absent, |(tier, _)| tier.index());
        let mut record = |customer: &Id, before: Found, after: Found| -> Result<()> {
            if let Some(count) = counts.get_mut(index(before) * places.len() + index(after)) {
                count.customers += 1;
                if let Some((_, amount)) = before {
                    count.before.add(amount)?;
                }
                if let Some((_, amount)) = after {
                    count.after.add(amount)?;
                }
            }
            if place(before) != place(after) {
                moves.push(Move {
                    customer: customer.clone(),
                    from: place(before),
                    to: place(after),
                    before: before.map(|(_, amount)| amount),
                    after: after.map(|(_, amount)| amount),
                });
            }
            Ok(())
        };

        // Both are sorted by key, so one walk meets everyone.
        let by_key = |a: &Placed<Id>, b: &Placed<Id>| a.customer.cmp(&b.customer);
        for (before, after) in paired(base.rows(), later.rows(), by_key) {
            let Some(customer) = before.or(after).map(|row| &row.customer) else {
                break;
            };
            record(
                customer,
                before.map(|row| (row.tier, row.amount)),
                after.map(|row| match cuts_of {
                    CutsOf::BasePeriod => (base.tier_for(row.amount), row.amount),
                    CutsOf::EachPeriod => (row.tier, row.amount),
                }),
            )?;
        }

        let pairs = places
            .iter()
            .flat_map(|&from| places.iter().map(move |&to| (from, to)));
        let cells = pairs
            .zip(counts)
            .filter(|&(pair, _)| pair != (Place::Absent, Place::Absent))
            .map(|((from, to), count)| {
                Ok(Cell {
                    from,
                    to,
                    customers: count.customers,
                    before: count.before.finish()?,
                    after: count.after.finish()?,
                })
            })
            .collect::<Result<_>>()?;
        Ok(Self {
            base: base.window(),
            later: later.window(),
            cuts_of,
            tiers: base.cuts().names().map(str::to_owned).collect(),
            cells,
            moves,
        })
    }
}

impl<Id> Migration<Id> {
    /// The cells of the matrix, by place in the base period, then in the later one, from the top
    /// down, those absent last.
    #[must_use]
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// One cell; `None` for a tier that is not of these cuts, and for those absent in both periods.
    #[must_use]
    pub fn cell(&self, from: Place, to: Place) -> Option<&Cell> {
        self.cells
            .iter()
            .find(|cell| cell.from == from && cell.to == to)
    }

    /// Everyone who changed place, those who entered or left among them, by key.
    #[must_use]
    pub fn moves(&self) -> &[Move<Id>] {
        &self.moves
    }

    /// The names of the tiers, from the top down.
    pub fn tiers(&self) -> impl Iterator<Item = &str> {
        self.tiers.iter().map(String::as_str)
    }

    /// Whose cuts were used.
    #[must_use]
    pub const fn cuts_of(&self) -> CutsOf {
        self.cuts_of
    }

    /// The windows of the base period and the later one, where the pyramids have them.
    #[must_use]
    pub const fn windows(&self) -> (Option<Window>, Option<Window>) {
        (self.base, self.later)
    }

    fn count(&self, of: impl Fn(Place, Place) -> bool) -> u64 {
        self.cells
            .iter()
            .filter(|cell| of(cell.from, cell.to))
            .map(|cell| cell.customers)
            .sum()
    }

    /// Of the customers of the base period, those for whom `of` holds.
    fn of_base(&self, of: impl Fn(Place, Place) -> bool) -> Proportion {
        let found = self.count(|from, to| from != Place::Absent && of(from, to));
        let all = self.count(|from, _| from != Place::Absent);
        Proportion::of_parts(found, all.saturating_sub(found))
    }

    /// Customers in a higher tier than before, of all at the start.
    #[must_use]
    pub fn upward(&self) -> Proportion {
        self.of_base(|from, to| to < from)
    }

    /// Customers in a lower tier than before, of all at the start. Who left is not among them.
    #[must_use]
    pub fn downward(&self) -> Proportion {
        self.of_base(|from, to| to > from && to != Place::Absent)
    }

    /// Net migration: customers in a higher tier than before less those in a lower one. Who entered
    /// or left is in neither.
    ///
    /// With each period's own cuts by shares of customers it is near zero whatever happens to the
    /// business; with those of the base period it can rise and fall.
    ///
    /// ```text
    /// net migration = up − down
    /// ```
    #[must_use]
    pub fn net(&self) -> i64 {
        let count = |moved: Proportion| i64::try_from(moved.numerator()).unwrap_or(i64::MAX);
        count(self.upward()).saturating_sub(count(self.downward()))
    }

    /// Customers in the tier they were in, of all at the start.
    #[must_use]
    pub fn stayed(&self) -> Proportion {
        self.of_base(|from, to| to == from)
    }

    /// Customers who did not buy in the later period, of all at the start.
    #[must_use]
    pub fn left(&self) -> Proportion {
        self.of_base(|_, to| to == Place::Absent)
    }

    /// Customers of the later period who were absent in the base period.
    #[must_use]
    pub fn entered(&self) -> u64 {
        self.count(|from, _| from == Place::Absent)
    }
}
