use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::f64::consts::LN_2;

use rust_decimal::{Decimal, RoundingStrategy};

use super::winning::not_negative;
use crate::error::{finite, non_negative};
use crate::macros::named_enum;
use crate::numeric::money::{self, decimal_to_f64};
use crate::numeric::rounding::Rounding;
use crate::{Error, Result};

/// More units would take too long, and a larger unit says the same.
const MOST_UNITS: u32 = 10_000_000;

/// How many customers of a group are kept by spending so many units of budget on it. Each unit adds no more
/// than the one before.
///
/// The curve is an assumption of yours, or comes from campaigns of several sizes against control groups.
///
/// ```
/// use retention::economics::ResponseCurve;
///
/// // At most 100 customers can be kept, half of them with 10 units.
/// let fades = ResponseCurve::saturating(100.0, 10.0)?;
/// assert_eq!((fades.kept(10), format!("{:.1}", fades.kept(30))), (50.0, "75.0".into()));
/// let faster = ResponseCurve::exponential(100.0, 10.0)?;
/// assert_eq!(format!("{:.1} {:.1}", faster.kept(10), faster.kept(30)), "50.0 87.5");
/// // As measured: the first unit kept 8, the second 5, and a third nobody.
/// let measured = ResponseCurve::stepwise([8.0, 5.0])?;
/// assert_eq!((measured.kept(1), measured.kept(2), measured.kept(9)), (8.0, 13.0, 13.0));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Form", into = "Form"))]
pub struct ResponseCurve {
    form: Form,
}

#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
enum Form {
    Saturating { most: f64, half_at: f64 },
    Exponential { most: f64, half_at: f64 },
    Stepwise(Vec<f64>),
}

#[cfg(feature = "serde")]
impl From<ResponseCurve> for Form {
    fn from(curve: ResponseCurve) -> Self {
        curve.form
    }
}

#[cfg(feature = "serde")]
impl TryFrom<Form> for ResponseCurve {
    type Error = Error;

    fn try_from(form: Form) -> Result<Self> {
        match form {
            Form::Saturating { most, half_at } => Self::saturating(most, half_at),
            Form::Exponential { most, half_at } => Self::exponential(most, half_at),
            Form::Stepwise(steps) => Self::stepwise(steps),
        }
    }
}

impl ResponseCurve {
    /// Creates a curve that rises to `most` customers, and reaches half of them with `half_at` units.
    ///
    /// ```text
    /// kept(x) = most · x / (half_at + x)
    /// ```
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a number of customers below 0 and for units that are
    /// not above 0.
    pub fn saturating(most: f64, half_at: f64) -> Result<Self> {
        let [most, half_at] = checked(most, half_at)?;
        let form = Form::Saturating { most, half_at };
        Ok(Self { form })
    }

    /// Creates a curve that rises to `most` customers, and halves what is missing with each `half_at` units.
    ///
    /// ```text
    /// kept(x) = most · (1 − 0.5^(x / half_at))
    /// ```
    ///
    /// # Errors
    /// As [`saturating`](Self::saturating); [`Error::OutOfRange`] also for a `half_at` so small that its inverse
    /// overflows.
    pub fn exponential(most: f64, half_at: f64) -> Result<Self> {
        let [most, half_at] = checked(most, half_at)?;
        if !(LN_2 / half_at).is_finite() {
            let allowed = "a number whose inverse is finite";
            return Err(Error::out_of_range(
                "units for half of them",
                half_at,
                allowed,
            ));
        }
        let form = Form::Exponential { most, half_at };
        Ok(Self { form })
    }

    /// Creates a curve from the customers that each further unit keeps, the first unit first. Units beyond
    /// the last keep nobody.
    ///
    /// # Errors
    /// With its row, [`Error::NotFinite`] and [`Error::OutOfRange`] for a number of customers below 0, and
    /// [`Error::Unsorted`] for a unit that keeps more than the one before: then the best allocation is not
    /// found by going from unit to unit; [`Error::Overflow`] if they add up to more than all numbers.
    pub fn stepwise(kept_by_unit: impl IntoIterator<Item = f64>) -> Result<Self> {
        let steps: Vec<f64> = kept_by_unit.into_iter().collect();
        let (mut before, mut sum) = (f64::INFINITY, 0.0);
        for (row, &kept) in steps.iter().enumerate() {
            non_negative("customers kept by a unit", kept).map_err(|error| error.at_row(row))?;
            if kept > before {
                let most = format_args!("is more than the {before} that the unit before keeps,");
                let error = Error::unsorted("customers kept by a unit", kept, most);
                return Err(error.at_row(row));
            }
            before = kept;
            sum += kept;
        }
        if f64::is_infinite(sum) {
            return Err(Error::overflow("the customers kept by all units", sum));
        }
        let form = Form::Stepwise(steps);
        Ok(Self { form })
    }

    /// Computes how many customers so many units keep.
    #[must_use]
    pub fn kept(&self, units: u32) -> f64 {
        let spent = f64::from(units);
        match &self.form {
            Form::Saturating { most, half_at } => most * (spent / (half_at + spent)),
            Form::Exponential { most, half_at } => {
                -most * (-std::f64::consts::LN_2 * spent / half_at).exp_m1()
            }
            // An empty sum of `f64` is −0.
            Form::Stepwise(steps) => steps
                .iter()
                .take(units as usize)
                .fold(0.0, |sum, kept| sum + kept),
        }
    }

    /// Computes how many customers one more unit keeps, from closed forms, so that rounding does not make a
    /// later unit look better than an earlier one.
    fn next(&self, units: u32) -> f64 {
        let spent = f64::from(units);
        match &self.form {
            Form::Saturating { most, half_at } => {
                most * (half_at / (half_at + spent)) / (half_at + spent + 1.0)
            }
            Form::Exponential { most, half_at } => {
                let per_unit = std::f64::consts::LN_2 / half_at;
                -most * (-per_unit * spent).exp() * (-per_unit).exp_m1()
            }
            Form::Stepwise(steps) => steps.get(units as usize).copied().unwrap_or_default(),
        }
    }
}

fn checked(most: f64, half_at: f64) -> Result<[f64; 2]> {
    non_negative("customers kept at most", most)?;
    if finite("units for half of them", half_at)? <= 0.0 {
        return Err(Error::out_of_range(
            "units for half of them",
            half_at,
            "above 0",
        ));
    }
    Ok([most, half_at])
}

/// A group of customers that budget can be spent on: a tier, a segment, a stage.
///
/// See the [example](crate::economics::BudgetAllocation).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct BudgetGroup<G> {
    /// The name of the group.
    pub group: G,
    /// What a customer of the group who is kept is worth, 0 or more.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub worth: Decimal,
    /// How many customers are kept by so many units.
    pub response: ResponseCurve,
}

named_enum! {
    /// When to stop spending.
    ///
    /// See the [example](crate::economics::BudgetAllocation).
    #[derive(Default)]
    pub enum SpendUntil {
        /// When the next unit would bring less than it costs, or the budget is spent. The default.
        #[default]
        NothingPays = "nothing_pays",
        /// When the budget is spent, as long as a unit keeps anybody.
        BudgetIsSpent = "budget_is_spent",
    }
}

/// What one group gets of a budget. A row of plain fields that a CSV writer takes.
///
/// See the [example](crate::economics::BudgetAllocation).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct BudgetRow<G> {
    /// The group.
    pub group: G,
    /// Units spent on it.
    pub units: u32,
    /// What they cost.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub spent: Decimal,
    /// Customers kept.
    pub kept: f64,
    /// What they are worth.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub brought: Decimal,
    /// What the next unit would bring.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub next: Decimal,
}

/// Which groups of customers to spend a budget on, so that as much value as possible is kept.
///
/// The budget is spent unit by unit, each on the group where it brings most at that point. Where each further
/// unit of a group keeps no more than the one before, no other allocation of whole units brings more.
///
/// ```text
/// next(group) = worth · (kept(units + 1) − kept(units))
/// ```
///
/// Not the most valuable customers get most, but those whom a unit moves. The result is as good as the
/// response curves: it says what would follow from them.
///
/// Source of the method: Gross, O. (1956), *A Class of Discrete-Type Minimization Problems*, RAND RM-1644;
/// Fox, B. (1966), *Management Science* 13(3): 210–216.
///
/// ```
/// use retention::economics::{BudgetAllocation, BudgetGroup, ResponseCurve, SpendUntil};
/// use rust_decimal::{RoundingStrategy, dec};
///
/// let group = |group, worth, response| BudgetGroup { group, worth, response };
/// let groups = [
///     group("top", dec!(1000), ResponseCurve::stepwise([3.0, 0.5])?),
///     group("middle", dec!(300), ResponseCurve::stepwise([8.0, 6.0, 4.0, 2.0])?),
///     group("small", dec!(40), ResponseCurve::stepwise([20.0, 10.0])?),
/// ];
/// // Six units of 500.
/// let nearest = RoundingStrategy::MidpointAwayFromZero;
/// let best = BudgetAllocation::of(groups, 6, dec!(500), SpendUntil::NothingPays, 2, nearest)?;
/// let units: Vec<u32> = best.rows.iter().map(|row| row.units).collect();
/// assert_eq!(units, [1, 4, 1]);
/// assert_eq!((best.spent, best.brought, best.net), (dec!(3000), dec!(9800.00), dec!(6800.00)));
/// // The next unit would go to the top tier, and bring no more than it costs.
/// assert_eq!((best.next, best.rows[0].next), (Some("top"), dec!(500.00)));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct BudgetAllocation<G> {
    /// The groups, in the order given.
    pub rows: Vec<BudgetRow<G>>,
    /// Units spent in all.
    pub units: u32,
    /// What they cost.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub spent: Decimal,
    /// What the customers kept are worth.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub brought: Decimal,
    /// What was brought less what was spent.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub net: Decimal,
    /// The group on which a further unit would bring most; `None` if it would keep nobody anywhere. Equal
    /// groups go in the order given.
    pub next: Option<G>,
    /// When to stop, as given.
    pub until: SpendUntil,
}

/// What the next unit of a group would bring. The greatest comes first, and of equal ones the first group.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Candidate {
    brings: f64,
    at: usize,
}

impl Eq for Candidate {}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        let brings = self.brings.total_cmp(&other.brings);
        brings.then_with(|| other.at.cmp(&self.at))
    }
}

impl<G: Clone + PartialEq> BudgetAllocation<G> {
    /// Finds where to spend at most so many units, each of this cost. What customers are worth is rounded to
    /// `places`.
    ///
    /// # Errors
    /// [`Error::Empty`] without groups, [`Error::Duplicate`] for a group that stands twice;
    /// [`Error::OutOfRange`] for a negative worth, with its row, a negative cost, more than 10,000,000 units
    /// or more than 28 places; [`Error::Overflow`] for amounts beyond 28 digits.
    pub fn of(
        groups: impl IntoIterator<Item = BudgetGroup<G>>,
        units: u32,
        cost: Decimal,
        until: SpendUntil,
        places: u32,
        strategy: RoundingStrategy,
    ) -> Result<Self> {
        let rounding = Rounding::of_products(places, strategy)?;
        let groups: Vec<BudgetGroup<G>> = groups.into_iter().collect();
        check_groups(&groups)?;
        not_negative("cost of a unit", cost)?;
        if units > MOST_UNITS {
            let allowed = format_args!("at most {MOST_UNITS}");
            return Err(Error::out_of_range("units", units, allowed));
        }
        let (given, next) = allocate(&groups, units, decimal_to_f64(cost), until);
        let exactly = Rounding::of_products(Decimal::MAX_SCALE, strategy)?;
        let spent = |units: u32| exactly.times(cost, units.into());
        let row = |(group, &units): (&BudgetGroup<G>, &u32)| {
            let kept = group.response.kept(units);
            Ok(BudgetRow {
                group: group.group.clone(),
                units,
                spent: spent(units)?,
                kept,
                brought: rounding.times(group.worth, kept)?,
                next: rounding.times(group.worth, group.response.next(units))?,
            })
        };
        let rows = groups.iter().zip(&given).map(row);
        let rows: Vec<BudgetRow<G>> = rows.collect::<Result<_>>()?;
        let units = given.iter().sum();
        let (spent, brought) = (
            spent(units)?,
            money::sum(rows.iter().map(|row| row.brought))?,
        );
        Ok(Self {
            next: next.and_then(|at| groups.get(at).map(|group| group.group.clone())),
            rows,
            units,
            net: money::subtract(brought, spent)?,
            spent,
            brought,
            until,
        })
    }
}

fn check_groups<G: PartialEq>(groups: &[BudgetGroup<G>]) -> Result<()> {
    if groups.is_empty() {
        return Err(Error::empty("group"));
    }
    for (row, group) in groups.iter().enumerate() {
        not_negative("worth of a customer", group.worth).map_err(|error| error.at_row(row))?;
        if groups
            .iter()
            .take(row)
            .any(|other| other.group == group.group)
        {
            return Err(Error::duplicate("group", format_args!("number {row}")).at_row(row));
        }
    }
    Ok(())
}

/// A number to twelve digits: products that differ by their rounding are equal.
fn settled(value: f64) -> f64 {
    const HALF: u64 = 1 << 11;
    if !(f64::MIN_POSITIVE..0.5 * f64::MAX).contains(&value) {
        return value;
    }
    f64::from_bits((value.to_bits() + HALF) & !(2 * HALF - 1))
}

/// The units of each group, and where the next one would go.
fn allocate<G>(
    groups: &[BudgetGroup<G>],
    units: u32,
    cost: f64,
    until: SpendUntil,
) -> (Vec<u32>, Option<usize>) {
    let worths: Vec<f64> = groups
        .iter()
        .map(|group| decimal_to_f64(group.worth))
        .collect();
    let brings = |at: usize, units: u32| match (groups.get(at), worths.get(at)) {
        (Some(group), Some(worth)) => settled(worth * group.response.next(units)),
        _ => 0.0,
    };
    let candidate = |at, units| Candidate {
        brings: brings(at, units),
        at,
    };
    let least = match until {
        SpendUntil::NothingPays => settled(cost),
        SpendUntil::BudgetIsSpent => 0.0,
    };
    let mut given = vec![0_u32; groups.len()];
    let mut heap: BinaryHeap<Candidate> = (0..groups.len()).map(|at| candidate(at, 0)).collect();
    for _ in 0..units {
        // A unit that brings just what it costs is not spent.
        let Some(best) = heap.peek().copied().filter(|best| best.brings > least) else {
            break;
        };
        heap.pop();
        if let Some(own) = given.get_mut(best.at) {
            *own += 1;
            heap.push(candidate(best.at, *own));
        }
    }
    let next = heap.peek().filter(|best| best.brings > 0.0);
    (given, next.map(|best| best.at))
}
