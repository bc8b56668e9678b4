use std::collections::BTreeSet;

use super::options::without_scale;
use super::placing::Placing;
use super::{Assessment, Options, Quadrant};
use crate::Result;
use crate::error::{Error, finite};
use crate::macros::named_enum;
use crate::scale::Scale;

/// The scales on which attributes were rated.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Scales {
    /// Of importance; `None` where it has none: a correlation, a weight, points shared out.
    pub importance: Option<Scale>,
    /// Of satisfaction.
    pub satisfaction: Scale,
}

impl Scales {
    /// Importance and satisfaction were asked on one scale.
    #[must_use]
    pub const fn same(scale: Scale) -> Self {
        Self::each(scale, scale)
    }

    /// Each was asked on a scale of its own.
    #[must_use]
    pub const fn each(importance: Scale, satisfaction: Scale) -> Self {
        Self {
            importance: Some(importance),
            satisfaction,
        }
    }

    /// Importance was not asked on a scale.
    #[must_use]
    pub const fn derived(satisfaction: Scale) -> Self {
        Self {
            importance: None,
            satisfaction,
        }
    }

    /// Whether a difference of the two means anything.
    pub(super) fn equal(self) -> bool {
        self.importance
            .is_some_and(|scale| scale.same_ends(self.satisfaction))
    }

    pub(super) fn check_importance(self, argument: &'static str, value: f64) -> Result<f64> {
        match self.importance {
            Some(scale) => on_scale(argument, value, scale),
            None => without_scale(argument, value),
        }
    }

    pub(super) fn check_satisfaction(self, argument: &'static str, value: f64) -> Result<f64> {
        on_scale(argument, value, self.satisfaction)
    }
}

/// Returns a mean of answers on the scale, which need not be whole.
fn on_scale(argument: &'static str, value: f64, scale: Scale) -> Result<f64> {
    let scale = scale.continuous();
    if scale.contains(finite(argument, value)?) {
        Ok(value)
    } else {
        Err(Error::out_of_range(argument, value, scale))
    }
}

/// One attribute of the offer, with what it is rated on average.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Attribute {
    /// What it is: price, network, advice.
    pub name: String,
    /// How important it is.
    pub importance: f64,
    /// How satisfied customers are with it.
    #[doc(alias = "performance")]
    pub satisfaction: f64,
}

impl Attribute {
    /// A name and the two ratings.
    #[must_use]
    pub fn new(name: impl Into<String>, importance: f64, satisfaction: f64) -> Self {
        Self {
            name: name.into(),
            importance,
            satisfaction,
        }
    }
}

named_enum! {
    /// On which side of the diagonal, on which importance equals satisfaction.
    pub enum Side {
        /// Importance exceeds satisfaction.
        Above = "above",
        /// The two are equal.
        On = "on",
        /// Satisfaction exceeds importance.
        Below = "below",
    }
}

/// Attributes placed by importance and satisfaction: what to improve first, what to keep up, what
/// could do with less.
///
/// A place is relative: to the other attributes with a crosshair at their means, and to where you
/// put it otherwise. It says nothing about a single customer, and nothing about what would happen if
/// a rating rose.
///
/// Source: Martilla, J. A. and James, J. C. (1977), *Journal of Marketing* 41(1): 77–79.
///
/// ```
/// use retention::quadrant::{Analysis, Attribute, Options, Quadrant, Scales};
/// use retention::scale::Scale;
///
/// let attributes = [
///     Attribute::new("right the first time", 3.83, 2.63),
///     Attribute::new("courteous", 3.41, 3.29),
///     Attribute::new("convenient to work", 2.43, 2.49),
///     Attribute::new("maintenance notices", 2.05, 3.33),
/// ];
/// let analysis = Analysis::new(attributes, Scales::same(Scale::ONE_TO_FOUR), &Options::default())?;
/// let first = &analysis.attributes[0];
/// assert_eq!((first.quadrant, first.rank), (Quadrant::ConcentrateHere, 1));
/// assert_eq!(format!("{:.2}", first.gap.unwrap()), "-1.20");
/// assert_eq!(format!("{:.3}", analysis.lines.importance), "2.930");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "IPA")]
#[doc(alias = "importance-performance analysis")]
#[doc(alias = "重要性–满意度象限")]
pub struct Analysis {
    /// The attributes, in the order given.
    pub attributes: Vec<Placed>,
    /// Where the lines are.
    pub lines: Lines,
    /// Satisfaction over all attributes, by their importance; `None` where an importance is
    /// negative, or all are 0, so that they weigh nothing.
    pub index: Option<Index>,
    /// The scales of the ratings.
    pub scales: Scales,
    /// How attributes were placed.
    pub options: Options,
}

/// The values at which the lines stand.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Lines {
    /// What separates the important from the rest.
    pub importance: f64,
    /// What separates the well rated from the rest.
    pub satisfaction: f64,
}

/// One attribute of an [`Analysis`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Placed {
    /// What it is.
    pub name: String,
    /// How important.
    pub importance: f64,
    /// How well rated.
    pub satisfaction: f64,
    /// Where the two lines place it, whatever the model.
    pub quadrant: Quadrant,
    /// Where the [model](super::Model) places it; `None` where it says nothing, which is on and
    /// below the diagonal of [`Model::Diagonal`](super::Model::Diagonal).
    pub verdict: Option<Quadrant>,
    /// Satisfaction less importance, negative where it falls short; `None` unless both are on one
    /// scale.
    pub gap: Option<f64>,
    /// On which side of the diagonal; `None` unless both are on one scale.
    pub side: Option<Side>,
    /// What its rank was made from; the more, the sooner.
    pub priority: f64,
    /// Its rank by priority, 1 first; equal ones share a rank, and the next is as far down as there
    /// are attributes before it.
    pub rank: usize,
}

/// Satisfaction over all attributes, each counted by its importance.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "CSI")]
pub struct Index {
    /// On the scale of satisfaction.
    ///
    /// ```text
    /// Σ(I · S) / Σ I
    /// ```
    pub value: f64,
    /// As a share of the top of the scale, `value / high`; `None` where the scale goes below 0, of
    /// which a share says nothing. It is not 0 at the low end of a scale that starts at 1.
    pub share_of_top: Option<f64>,
}

impl Analysis {
    /// Places attributes by ready-made ratings. With one attribute and a crosshair at the mean, it
    /// lies on both lines.
    ///
    /// # Errors
    /// [`Error::Empty`] without attributes; with its row, [`Error::NotFinite`] for NaN and
    /// infinities, [`Error::OutOfRange`] for a rating that is not on its scale (or beyond ±10¹⁰⁰,
    /// without one), [`Error::Duplicate`] for a name that occurs twice; for options that these
    /// scales do not allow, [`Error::NotFinite`] and [`Error::OutOfRange`] for a crosshair and
    /// [`Error::Mismatch`] where they need equal scales.
    pub fn new(
        attributes: impl IntoIterator<Item = Attribute>,
        scales: Scales,
        options: &Options,
    ) -> Result<Self> {
        options.check(scales)?;
        let attributes: Vec<Attribute> = attributes.into_iter().collect();
        check_names(attributes.iter().map(|attribute| attribute.name.as_str()))?;
        for (row, attribute) in attributes.iter().enumerate() {
            scales
                .check_importance("importance", attribute.importance)
                .and_then(|_| scales.check_satisfaction("satisfaction", attribute.satisfaction))
                .map_err(|error| error.at_row(row))?;
        }
        Ok(Self::of_checked(attributes, scales, *options))
    }

    /// Of at least one attribute; all is as it should be.
    fn of_checked(attributes: Vec<Attribute>, scales: Scales, options: Options) -> Self {
        let importance: Vec<f64> = attributes.iter().map(|a| a.importance).collect();
        let satisfaction: Vec<f64> = attributes.iter().map(|a| a.satisfaction).collect();
        let placing = Placing::new(&importance, &satisfaction, scales, options);
        let priorities: Vec<f64> = attributes
            .iter()
            .map(|a| placing.priority(a.importance, a.satisfaction))
            .collect();
        let ranks = placing.ranks(&priorities);
        let index = Index::of(&importance, &satisfaction, scales.satisfaction);
        let equal = scales.equal();
        let attributes = attributes
            .into_iter()
            .zip(priorities.into_iter().zip(ranks))
            .map(|(attribute, (priority, rank))| {
                let (i, s) = (attribute.importance, attribute.satisfaction);
                Placed {
                    name: attribute.name,
                    importance: i,
                    satisfaction: s,
                    quadrant: placing.quadrant(i, s),
                    verdict: placing.verdict(i, s),
                    gap: equal.then_some(s - i),
                    side: equal.then(|| placing.side(i, s)),
                    priority,
                    rank,
                }
            })
            .collect();
        Self {
            attributes,
            lines: placing.lines(),
            index,
            scales,
            options,
        }
    }

    /// The attribute of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Placed> {
        self.attributes.iter().find(|placed| placed.name == name)
    }

    /// The attributes that the two lines place there, in the order given.
    pub fn in_quadrant(&self, quadrant: Quadrant) -> impl Iterator<Item = &Placed> {
        let there = move |placed: &&Placed| placed.quadrant == quadrant;
        self.attributes.iter().filter(there)
    }

    /// The attributes by rank, those of equal rank in the order given.
    #[must_use]
    pub fn by_rank(&self) -> Vec<&Placed> {
        let mut attributes: Vec<&Placed> = self.attributes.iter().collect();
        attributes.sort_by_key(|placed| placed.rank);
        attributes
    }
}

impl Index {
    fn of(importance: &[f64], satisfaction: &[f64], scale: Scale) -> Option<Self> {
        let largest = importance.iter().copied().fold(0.0, f64::max);
        if largest <= 0.0 || importance.iter().any(|&weight| weight < 0.0) {
            return None;
        }
        // As shares of the largest, so that products stay numbers.
        let (mut weights, mut sum) = (0.0, 0.0);
        for (importance, satisfaction) in importance.iter().zip(satisfaction) {
            weights += importance / largest;
            sum += importance / largest * satisfaction;
        }
        let value = scale.clamp(sum / weights);
        Some(Self {
            value,
            share_of_top: (scale.low() >= 0.0).then(|| value / scale.high()),
        })
    }
}

/// At least one, and no two alike.
pub(super) fn check_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<()> {
    let mut known = BTreeSet::new();
    for (row, name) in names.into_iter().enumerate() {
        if !known.insert(name) {
            return Err(Error::duplicate("name of an attribute", name).at_row(row));
        }
    }
    if known.is_empty() {
        return Err(Error::empty("attribute"));
    }
    Ok(())
}

impl Assessment {
    /// Places the attributes by the importance and the satisfaction found.
    ///
    /// # Errors
    /// As [`Analysis::new`], for options that the scales do not allow.
    pub fn analysis(&self, options: &Options) -> Result<Analysis> {
        options.check(self.scales)?;
        let attributes = self.attributes.iter().map(|assessed| {
            Attribute::new(
                assessed.name.clone(),
                assessed.importance,
                assessed.satisfaction,
            )
        });
        Ok(Analysis::of_checked(
            attributes.collect(),
            self.scales,
            *options,
        ))
    }
}
