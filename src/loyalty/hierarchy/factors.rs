use crate::Result;
use crate::error::{Error, finite};
use crate::loyalty::weighted::sum_of_sizes;
use crate::macros::named_enum;

named_enum! {
    /// What becomes of a negative weight.
    #[derive(Default)]
    pub enum NegativeWeights {
        /// It is an error: an index of loyalty that falls as an item gets better says that the item
        /// was asked the other way round, or does not belong. The default.
        #[default]
        Refuse = "refuse",
        /// Its item, or factor, is read from the other end, and counts for the size of the weight.
        ReadFromOtherEnd = "read_from_other_end",
    }
}

/// One factor of a [`Hierarchy`]. Weights count by their proportions.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Factor {
    /// Its name.
    pub name: String,
    /// What it counts among the factors.
    pub weight: f64,
    /// What it is made of.
    pub items: Vec<Item>,
}

/// One item of a [`Factor`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Item {
    /// Its name.
    pub name: String,
    /// What it counts within its factor.
    pub weight: f64,
}

impl Factor {
    /// A factor and its items, by name and weight.
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
                .map(|(name, weight)| Item {
                    name: name.into(),
                    weight,
                })
                .collect(),
        }
    }
}

/// Factors, their items, and the weights of both: names are unique among factors and within a
/// factor, and on each level the absolute values of the weights add up to 1.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawHierarchy"))]
pub struct Hierarchy {
    factors: Vec<Factor>,
    negative: NegativeWeights,
}

/// How a [`Hierarchy`] is read.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHierarchy {
    factors: Vec<Factor>,
    #[serde(default)]
    negative: NegativeWeights,
}

#[cfg(feature = "serde")]
impl TryFrom<RawHierarchy> for Hierarchy {
    type Error = Error;

    fn try_from(raw: RawHierarchy) -> Result<Self> {
        Self::with_negative(raw.factors, raw.negative)
    }
}

impl Hierarchy {
    /// Factors with their weights, none of them negative.
    ///
    /// # Errors
    /// [`Error::Empty`] without factors, and for a factor without items; [`Error::Duplicate`] for a
    /// name that occurs twice; [`Error::NotFinite`] and [`Error::OutOfRange`] for a weight that is
    /// not finite or is negative, and where all weights of a level are zero; [`Error::Overflow`]
    /// where their sum is too large for a number.
    pub fn new(factors: impl IntoIterator<Item = Factor>) -> Result<Self> {
        Self::with_negative(factors, NegativeWeights::Refuse)
    }

    /// Factors with their weights, of which some may be negative.
    ///
    /// # Errors
    /// As [`new`](Self::new), but for a negative weight only where these are refused.
    pub fn with_negative(
        factors: impl IntoIterator<Item = Factor>,
        negative: NegativeWeights,
    ) -> Result<Self> {
        let mut factors: Vec<Factor> = factors.into_iter().collect();
        if factors.is_empty() {
            return Err(Error::empty("factor"));
        }
        unique("factor", factors.iter().map(|factor| factor.name.as_str()))?;
        let weights = factors.iter_mut().map(|factor| &mut factor.weight);
        normalise("weight of a factor", weights.collect(), negative)?;
        for factor in &mut factors {
            if factor.items.is_empty() {
                return Err(Error::empty("item of a factor"));
            }
            unique(
                "item of a factor",
                factor.items.iter().map(|item| item.name.as_str()),
            )?;
            let weights = factor.items.iter_mut().map(|item| &mut item.weight);
            normalise("weight of an item", weights.collect(), negative)?;
        }
        Ok(Self { factors, negative })
    }

    /// The factors that a Chinese study of telecom customers names, all weights equal: it gives
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
    /// The picture with its items is lost; these are those of its text.
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
            negative: NegativeWeights::Refuse,
        }
    }

    /// The factors, with their weights as shares.
    #[must_use]
    pub fn factors(&self) -> &[Factor] {
        &self.factors
    }

    /// What negative weights mean.
    #[must_use]
    pub const fn negative(&self) -> NegativeWeights {
        self.negative
    }

    /// How many items there are in all: that many scores an index takes, factor by factor.
    #[must_use]
    pub fn items(&self) -> usize {
        self.factors.iter().map(|factor| factor.items.len()).sum()
    }
}

/// Weights that add up to 1 but for so much are shares already, and stay what they are.
const ROUNDING: f64 = 1e-12;

pub(super) fn unique<'a>(
    argument: &'static str,
    names: impl Iterator<Item = &'a str>,
) -> Result<()> {
    let mut sorted: Vec<(&str, usize)> = names.zip(0..).collect();
    sorted.sort_unstable();
    let twice = sorted
        .iter()
        .zip(sorted.iter().skip(1))
        .find(|((a, _), (b, _))| a == b);
    match twice {
        Some((_, &(name, row))) => Err(Error::duplicate(argument, name).at_row(row)),
        None => Ok(()),
    }
}

fn normalise(
    argument: &'static str,
    weights: Vec<&mut f64>,
    negative: NegativeWeights,
) -> Result<()> {
    for (row, weight) in weights.iter().enumerate() {
        let weight = finite(argument, **weight).map_err(|error| error.at_row(row))?;
        if weight < 0.0 && negative == NegativeWeights::Refuse {
            return Err(Error::out_of_range(argument, weight, "0 or more").at_row(row));
        }
    }
    let whole = sum_of_sizes(argument, weights.iter().map(|weight| **weight))?;
    if (whole - 1.0).abs() <= ROUNDING {
        return Ok(());
    }
    for weight in weights {
        *weight /= whole;
    }
    Ok(())
}
