use crate::Result;
use crate::error::{Error, Label, Place, finite};
use crate::keyed::check_unique;
use crate::loyalty::index::sum_of_sizes;

/// One factor of a [`Hierarchy`]. Weights count by their proportions.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Factor {
    /// Its name.
    pub name: String,
    /// Its weight among the factors.
    pub weight: f64,
    /// Its items.
    pub items: Vec<WeightedItem>,
}

/// One item of a [`Factor`].
///
/// See the [example](crate::loyalty::hierarchy).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct WeightedItem {
    /// Its name.
    pub name: String,
    /// Its weight within its factor.
    pub weight: f64,
}

impl Factor {
    /// Creates a factor from its items, by name and weight.
    #[must_use]
    pub fn new<N: Into<String>>(
        name: impl Into<String>,
        weight: f64,
        items: impl IntoIterator<Item = (N, f64)>,
    ) -> Self {
        Self {
            name: name.into(),
            weight,
            items: items
                .into_iter()
                .map(|(name, weight)| WeightedItem {
                    name: name.into(),
                    weight,
                })
                .collect(),
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
}

/// Factors, their items, and the weights of both.
///
/// Names are unique among factors and within a factor. On each level the absolute values of the
/// weights add up to 1.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawHierarchy"))]
pub struct Hierarchy {
    factors: Vec<Factor>,
    /// Whether a weight may be negative.
    negative: bool,
}

/// How a [`Hierarchy`] is read.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHierarchy {
    factors: Vec<Factor>,
    #[serde(default)]
    negative: bool,
}

#[cfg(feature = "serde")]
impl TryFrom<RawHierarchy> for Hierarchy {
    type Error = Error;

    fn try_from(raw: RawHierarchy) -> Result<Self> {
        Self::checked(raw.factors, raw.negative)
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
        Self::checked(factors, false)
    }

    /// Creates a hierarchy from factors of which some may have negative weights.
    ///
    /// A factor or item with a negative weight is read from the other end and counts for the size of
    /// the weight. Check first whether it was asked the other way round, or does not belong.
    ///
    /// # Errors
    /// As [`new`](Self::new), but not for negative weights.
    pub fn with_negative(factors: impl IntoIterator<Item = Factor>) -> Result<Self> {
        Self::checked(factors, true)
    }

    fn checked(factors: impl IntoIterator<Item = Factor>, negative: bool) -> Result<Self> {
        let mut factors: Vec<Factor> = factors.into_iter().collect();
        if factors.is_empty() {
            return Err(Error::empty("factor"));
        }
        check_unique("factor", factors.iter().map(|factor| factor.name.as_str()))
            .map_err(|(error, at)| error.at_place(Place::Factor(at.into())))?;
        let weights = factors
            .iter_mut()
            .map(|factor| (factor.name.as_str(), &mut factor.weight));
        normalise(
            "weight of a factor",
            Place::Factor,
            weights.collect(),
            negative,
        )?;
        for factor in &mut factors {
            if factor.items.is_empty() {
                return Err(Error::empty("item of a factor"));
            }
            check_unique(
                "item of a factor",
                factor.items.iter().map(|item| item.name.as_str()),
            )
            .map_err(|(error, at)| error.at_place(Place::Item(at.into())))?;
            let weights = factor
                .items
                .iter_mut()
                .map(|item| (item.name.as_str(), &mut item.weight));
            normalise(
                "weight of an item",
                Place::Item,
                weights.collect(),
                negative,
            )?;
        }
        Ok(Self { factors, negative })
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
            negative: false,
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
        self.negative
    }

    /// Returns the number of items of all factors, which is the number of scores an index takes.
    #[must_use]
    pub fn items(&self) -> usize {
        self.factors.iter().map(|factor| factor.items.len()).sum()
    }
}

/// Weights that add up to 1 but for so much are shares already, and stay what they are.
const ROUNDING: f64 = 1e-12;

/// Makes weights, each with the name of what it belongs to, shares of their sum.
fn normalise(
    argument: &'static str,
    place: fn(Label) -> Place,
    mut weights: Vec<(&str, &mut f64)>,
    negative: bool,
) -> Result<()> {
    for (name, weight) in &weights {
        let at = |error: Error| error.at_place(place((*name).into()));
        let weight = finite(argument, **weight).map_err(at)?;
        if weight < 0.0 && !negative {
            return Err(at(Error::out_of_range(argument, weight, "0 or more")));
        }
    }
    let whole = sum_of_sizes(argument, weights.iter().map(|(_, weight)| **weight))?;
    if (whole - 1.0).abs() > ROUNDING {
        for (_, weight) in &mut weights {
            **weight /= whole;
        }
    }
    Ok(())
}
