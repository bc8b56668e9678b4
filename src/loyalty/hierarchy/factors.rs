use crate::Result;
use crate::error::{Error, Label, Place, finite};
use crate::keyed::check_unique;
use crate::loyalty::index::sum_of_sizes;

use super::Association;

/// A factor of a [`Hierarchy`]: its name, its weight, and its items with theirs.
///
/// Weights count by their proportions.
///
/// ```
/// use retention::loyalty::hierarchy::Factor;
///
/// let quality = Factor::new("quality", 3.0, [("network", 2.0), ("service", 1.0)]);
/// assert_eq!((quality.name(), quality.weight()), ("quality", 3.0));
/// assert_eq!(quality.items().next(), Some(("network", 2.0)));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Factor {
    name: String,
    weight: f64,
    items: Vec<Item>,
}

/// One item of a [`Factor`].
///
/// See the [example](crate::loyalty::hierarchy).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Item {
    name: String,
    weight: f64,
}

impl Factor {
    /// Creates a factor from its items, by name and weight.
    #[must_use]
    pub fn new<N: Into<String>>(
        name: impl Into<String>,
        weight: f64,
        items: impl IntoIterator<Item = (N, f64)>,
    ) -> Self {
        let item = |(name, weight): (N, f64)| Item {
            name: name.into(),
            weight,
        };
        Self {
            name: name.into(),
            weight,
            items: items.into_iter().map(item).collect(),
        }
    }

    /// Creates a factor of weight 1 from the names of its items, each of weight 1.
    #[must_use]
    pub fn equal<N: Into<String>>(
        name: impl Into<String>,
        items: impl IntoIterator<Item = N>,
    ) -> Self {
        Self::new(name, 1.0, items.into_iter().map(|item| (item, 1.0)))
    }

    /// Creates factors with the weights of their [associations](Hierarchy::associations) with an
    /// outcome, whose rows are read in order.
    ///
    /// # Errors
    /// [`Error::Singular`] if a weight is undefined, because an item never changes or no item
    /// correlates with the outcome; [`Error::Empty`] for an item that does not follow its factor.
    pub fn of(associations: &[Association]) -> Result<Vec<Self>> {
        let weight = |row: &Association| {
            let name = row.item.as_ref().unwrap_or(&row.factor);
            row.weight.ok_or_else(|| Error::singular("weights", name))
        };
        // A factor has no weight if one of its items has none, so items are looked at first.
        let mut items = associations.iter().filter(|row| row.item.is_some());
        items.try_for_each(|row| weight(row).map(|_| ()))?;
        let mut factors: Vec<Self> = Vec::new();
        for row in associations {
            let weight = weight(row)?;
            let Some(item) = &row.item else {
                factors.push(Self {
                    name: row.factor.clone(),
                    weight,
                    items: Vec::new(),
                });
                continue;
            };
            let own = factors.last_mut().filter(|last| last.name == row.factor);
            let own = own.ok_or_else(|| without_its_factor(item))?;
            own.items.push(Item {
                name: item.clone(),
                weight,
            });
        }
        Ok(factors)
    }

    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the weight among the factors.
    #[must_use]
    pub const fn weight(&self) -> f64 {
        self.weight
    }

    /// Returns the name of each item with its weight within the factor.
    #[must_use]
    pub fn items(&self) -> impl ExactSizeIterator<Item = (&str, f64)> {
        let items = self.items.iter();
        items.map(|item| (item.name.as_str(), item.weight))
    }
}

fn without_its_factor(item: &str) -> Error {
    Error::empty("row of its factor").at_place(Place::Item(item.into()))
}

/// Factors and their items, with the weights of both.
///
/// Names are unique among factors and within a factor. On each level the absolute values of the
/// weights add up to 1.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawHierarchy"))]
pub struct Hierarchy {
    factors: Vec<Factor>,
    allows_negative: bool,
}

/// How a [`Hierarchy`] is read.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHierarchy {
    factors: Vec<Factor>,
    #[serde(default)]
    allows_negative: bool,
}

#[cfg(feature = "serde")]
impl TryFrom<RawHierarchy> for Hierarchy {
    type Error = Error;

    fn try_from(raw: RawHierarchy) -> Result<Self> {
        if raw.allows_negative {
            Self::with_negative(raw.factors)
        } else {
            Self::new(raw.factors)
        }
    }
}

impl Hierarchy {
    /// Creates a hierarchy from factors whose weights are not negative.
    ///
    /// # Errors
    /// [`Error::Empty`] without factors, and for a factor without items; [`Error::Duplicate`] for a
    /// name that occurs twice; [`Error::NotFinite`] and [`Error::OutOfRange`] for a weight that is
    /// not finite or is negative, and if all weights of a level are zero; [`Error::Overflow`]
    /// if their sum is too large for an `f64`.
    pub fn new(factors: impl IntoIterator<Item = Factor>) -> Result<Self> {
        Ok(Self {
            factors: checked(factors, not_negative)?,
            allows_negative: false,
        })
    }

    /// Creates a hierarchy from factors and items whose weights may be negative.
    ///
    /// A factor or item with a negative weight is read from the other end of its scale and counts for
    /// the size of the weight. Check first whether it was asked the other way round, or does not belong.
    ///
    /// # Errors
    /// As [`new`](Self::new), but not for negative weights.
    pub fn with_negative(factors: impl IntoIterator<Item = Factor>) -> Result<Self> {
        Ok(Self {
            factors: checked(factors, finite)?,
            allows_negative: true,
        })
    }

    /// Returns the factors of a Chinese study of telecom customers, with equal weights: the study gives
    /// none.
    ///
    /// | factor | items |
    /// |---|---|
    /// | price | tariffs |
    /// | quality | communication, service |
    /// | time | length of use |
    /// | consumer | size of the account, age |
    /// | competitor | substitutes, competitors' actions |
    ///
    /// The picture with its items is lost; these are from its text.
    #[must_use]
    pub fn telecom() -> Self {
        let factor = |name: &str, items: &[&str]| {
            let share = 1.0 / items.len() as f64;
            Factor::new(name, 0.2, items.iter().map(|&item| (item, share)))
        };
        Self {
            factors: vec![
                factor("price", &["tariffs"]),
                factor("quality", &["communication", "service"]),
                factor("time", &["length of use"]),
                factor("consumer", &["size of the account", "age"]),
                factor("competitor", &["substitutes", "competitors' actions"]),
            ],
            allows_negative: false,
        }
    }

    /// Returns the factors, with their weights as shares.
    #[must_use]
    pub fn factors(&self) -> &[Factor] {
        &self.factors
    }

    /// Returns whether weights may be negative.
    #[must_use]
    pub const fn allows_negative(&self) -> bool {
        self.allows_negative
    }

    /// Returns the number of items of all factors, which is the number of scores an index takes.
    #[must_use]
    pub fn items(&self) -> usize {
        self.factors.iter().map(|factor| factor.items.len()).sum()
    }
}

/// Weights whose sum differs from 1 by no more than this are shares already, and stay as they are.
const ROUNDING: f64 = 1e-12;

/// Checks one weight, which is named by its argument.
type Check = fn(&'static str, f64) -> Result<f64>;

fn not_negative(argument: &'static str, weight: f64) -> Result<f64> {
    let weight = finite(argument, weight)?;
    if weight < 0.0 {
        return Err(Error::out_of_range(argument, weight, "0 or more"));
    }
    Ok(weight)
}

/// Factors whose names are unique, with their weights as shares.
fn checked(factors: impl IntoIterator<Item = Factor>, check: Check) -> Result<Vec<Factor>> {
    let mut factors: Vec<Factor> = factors.into_iter().collect();
    if factors.is_empty() {
        return Err(Error::empty("factor"));
    }
    check_unique("factor", factors.iter().map(Factor::name))
        .map_err(|(error, at)| error.at_place(Place::Factor(at.into())))?;
    let weights = factors
        .iter_mut()
        .map(|factor| (factor.name.as_str(), &mut factor.weight));
    normalise(
        "weight of a factor",
        Place::Factor,
        weights.collect(),
        check,
    )?;
    for factor in &mut factors {
        if factor.items.is_empty() {
            return Err(Error::empty("item of a factor"));
        }
        check_unique("item of a factor", factor.items().map(|(name, _)| name))
            .map_err(|(error, at)| error.at_place(Place::Item(at.into())))?;
        let items = factor.items.iter_mut();
        let weights = items.map(|item| (item.name.as_str(), &mut item.weight));
        normalise("weight of an item", Place::Item, weights.collect(), check)?;
    }
    Ok(factors)
}

/// Makes weights, each with the name of what it belongs to, shares of their sum.
fn normalise(
    argument: &'static str,
    place: fn(Label) -> Place,
    mut weights: Vec<(&str, &mut f64)>,
    check: Check,
) -> Result<()> {
    for (name, weight) in &weights {
        check(argument, **weight).map_err(|error| error.at_place(place((*name).into())))?;
    }
    let whole = sum_of_sizes(argument, weights.iter().map(|(_, weight)| **weight))?;
    if (whole - 1.0).abs() > ROUNDING {
        for (_, weight) in &mut weights {
            **weight /= whole;
        }
    }
    Ok(())
}
