use super::options::without_scale;
use super::placing::Placing;
use super::remark::Remark;
use super::{Assessed, Assessment, Options, Quadrant};
use crate::Result;
use crate::error::{Error, Place, finite};
use crate::keyed::check_unique;
use crate::scale::Scale;

/// The scales on which importance and satisfaction were rated.
///
/// See the [example](crate::quadrant::Analysis).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RatingScales {
    /// The scale of importance; `None` if it has none: a correlation, a weight, points shared out.
    pub importance: Option<Scale>,
    /// The scale of satisfaction.
    pub satisfaction: Scale,
}

impl RatingScales {
    /// Creates the scales of ratings that were all asked on one scale.
    #[must_use]
    pub const fn same(scale: Scale) -> Self {
        Self {
            importance: Some(scale),
            satisfaction: scale,
        }
    }

    /// Creates the scales of importance that was not asked on a scale.
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

/// One attribute of the offer with its mean ratings.
///
/// See the [example](crate::quadrant::Analysis).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Attribute {
    /// Its name: price, network, advice.
    pub name: String,
    /// How important it is.
    pub importance: f64,
    /// How satisfied customers are with it.
    #[doc(alias = "performance")]
    pub satisfaction: f64,
}

impl Attribute {
    /// Creates an attribute from its name, its importance and its satisfaction.
    #[must_use]
    pub fn new(name: impl Into<String>, importance: f64, satisfaction: f64) -> Self {
        Self {
            name: name.into(),
            importance,
            satisfaction,
        }
    }
}

/// Attributes placed by importance and satisfaction: what to improve first, what to keep up, what
/// could do with less.
///
/// With a crosshair at the means or medians, a place is relative to the other attributes; otherwise it
/// is relative to the values you chose. It says nothing about a single customer, and nothing about
/// what would happen if a rating rose.
///
/// Source: Martilla, J. A. and James, J. C. (1977), *Journal of Marketing* 41(1): 77–79.
///
/// ```
/// use retention::quadrant::{Analysis, Attribute, Options, Quadrant, RatingScales};
/// use retention::scale::Scale;
///
/// let attributes = [
///     Attribute::new("right the first time", 3.83, 2.63),
///     Attribute::new("courteous", 3.41, 3.29),
///     Attribute::new("convenient to work", 2.43, 2.49),
///     Attribute::new("maintenance notices", 2.05, 3.33),
/// ];
/// let scales = RatingScales::same(Scale::ONE_TO_FOUR);
/// let analysis = Analysis::new(attributes, scales, Options::default())?;
/// let first = &analysis.attributes[0];
/// assert_eq!((first.quadrant, first.rank), (Quadrant::ConcentrateHere, 1));
/// assert_eq!(format!("{:.2}", first.gap.unwrap()), "-1.20");
/// assert_eq!(format!("{:.3}", analysis.importance_line), "2.930");
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
    /// The value that separates important attributes from the rest.
    pub importance_line: f64,
    /// The value that separates well rated attributes from the rest.
    pub satisfaction_line: f64,
    /// Mean satisfaction over all attributes, weighted by importance: `Σ(I · S) / Σ I`, on the scale
    /// of satisfaction. `None` if an importance is negative or all are 0.
    #[doc(alias = "CSI")]
    pub index: Option<f64>,
    /// The index as a share of the top of the scale; `None` without an index, and on a scale that
    /// goes below 0. It is not 0 at the low end of a scale that starts at 1.
    pub index_share_of_top: Option<f64>,
    /// The scales of the ratings.
    pub scales: RatingScales,
    /// How attributes were placed.
    pub options: Options,
}

/// One attribute of an [`Analysis`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Placed {
    /// Its name.
    pub name: String,
    /// How important it is.
    pub importance: f64,
    /// How satisfied customers are with it.
    pub satisfaction: f64,
    /// Its correlation with overall satisfaction, from −1 to 1, if importance was
    /// [derived](super::Assessed::correlation); `None` for stated importance and ready-made ratings.
    ///
    /// Read it beside a relative weight, which is never negative. If it is below 0, customers who rate
    /// the attribute higher are *less* satisfied. "Important" then means that it goes against
    /// satisfaction, and neither Keep Up nor Concentrate Here is advice to follow: see
    /// [`remark`](Self::remark).
    pub correlation: Option<f64>,
    /// What to know before the advice of its quadrant is followed: that it goes against the outcome.
    pub remark: Option<Remark>,
    /// Its quadrant by the two lines, whatever the [placement](super::Options::placement).
    pub quadrant: Quadrant,
    /// Its quadrant by the chosen [placement](super::Options::placement). `None` on and below the
    /// diagonal under [`Placement::Diagonal`](super::Placement::Diagonal).
    pub verdict: Option<Quadrant>,
    /// Satisfaction less importance, negative if it falls short; `None` unless both are on one scale.
    pub gap: Option<f64>,
    /// Whether importance exceeds satisfaction by more than rounding; `None` unless both are on one
    /// scale.
    pub above_diagonal: Option<bool>,
    /// Priority score; the attribute with the highest score ranks first.
    pub priority: f64,
    /// Its rank by priority, 1 first. Equal priorities share a rank, and the next rank counts all
    /// attributes before it.
    pub rank: usize,
}

impl Analysis {
    /// Places attributes by ready-made ratings.
    ///
    /// A single attribute lies on both lines if they are at the means.
    ///
    /// # Errors
    /// [`Error::Empty`] without attributes; [`Error::Duplicate`] for a name that occurs twice; with
    /// the attribute, [`Error::NotFinite`] for NaN and infinities and [`Error::OutOfRange`] for a
    /// rating that is not on its scale (or beyond ±10¹⁰⁰, without one). For options that do not go
    /// with the scales: [`Error::NotFinite`] and [`Error::OutOfRange`] for a crosshair that is not on
    /// them, [`Error::Unsupported`] for their centre if importance has no scale, and
    /// [`Error::Mismatch`] if equal scales are needed.
    pub fn new(
        attributes: impl IntoIterator<Item = Attribute>,
        scales: RatingScales,
        options: Options,
    ) -> Result<Self> {
        options.check(scales)?;
        let attributes: Vec<Attribute> = attributes.into_iter().collect();
        check_names(attributes.iter().map(|attribute| attribute.name.as_str()))?;
        for attribute in &attributes {
            scales
                .check_importance("importance", attribute.importance)
                .and_then(|_| scales.check_satisfaction("satisfaction", attribute.satisfaction))
                .map_err(|error| error.at_place(at_attribute(&attribute.name)))?;
        }
        Ok(Self::of_checked(attributes, [], scales, options))
    }

    /// Places at least one attribute whose ratings and options were checked, with its correlation
    /// where there is one.
    pub(super) fn of_checked(
        attributes: Vec<Attribute>,
        signs: impl IntoIterator<Item = (Option<f64>, Option<Remark>)>,
        scales: RatingScales,
        options: Options,
    ) -> Self {
        let importance: Vec<f64> = attributes.iter().map(|a| a.importance).collect();
        let satisfaction: Vec<f64> = attributes.iter().map(|a| a.satisfaction).collect();
        let placing = Placing::new(&importance, &satisfaction, scales, options);
        let priorities: Vec<f64> = attributes
            .iter()
            .map(|a| placing.priority(a.importance, a.satisfaction))
            .collect();
        let ranks = placing.ranks(&priorities);
        let index = index(&importance, &satisfaction, scales.satisfaction);
        let equal = scales.equal();
        let rows = attributes
            .into_iter()
            .zip(priorities.into_iter().zip(ranks));
        let signs = signs.into_iter().chain(std::iter::repeat((None, None)));
        let place = |((attribute, (priority, rank)), sign): ((Attribute, _), _)| {
            let (correlation, remark) = sign;
            let (i, s) = (attribute.importance, attribute.satisfaction);
            Placed {
                name: attribute.name,
                importance: i,
                satisfaction: s,
                correlation,
                remark,
                quadrant: placing.quadrant(i, s),
                verdict: placing.verdict(i, s),
                gap: equal.then_some(s - i),
                above_diagonal: equal.then(|| placing.is_above_diagonal(i, s)),
                priority,
                rank,
            }
        };
        let (importance_line, satisfaction_line) = placing.lines();
        Self {
            attributes: rows.zip(signs).map(place).collect(),
            importance_line,
            satisfaction_line,
            index,
            index_share_of_top: index.and_then(|index| share_of_top(index, scales.satisfaction)),
            scales,
            options,
        }
    }

    /// Returns the attribute of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Placed> {
        self.attributes.iter().find(|placed| placed.name == name)
    }

    /// Iterates over the attributes that the two lines place in this quadrant, in the order given.
    pub fn in_quadrant(&self, quadrant: Quadrant) -> impl Iterator<Item = &Placed> {
        let there = move |placed: &&Placed| placed.quadrant == quadrant;
        self.attributes.iter().filter(there)
    }

    /// Returns the attributes by rank; those of equal rank are in the order given.
    #[must_use]
    pub fn by_rank(&self) -> Vec<&Placed> {
        let mut attributes: Vec<&Placed> = self.attributes.iter().collect();
        attributes.sort_by_key(|placed| placed.rank);
        attributes
    }
}

/// Returns mean satisfaction by importance.
fn index(importance: &[f64], satisfaction: &[f64], scale: Scale) -> Option<f64> {
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
    Some(scale.clamp(sum / weights))
}

fn share_of_top(index: f64, scale: Scale) -> Option<f64> {
    (scale.low() >= 0.0).then(|| index / scale.high())
}

/// Returns the place of an attribute in an error.
pub(super) fn at_attribute(name: &str) -> Place {
    Place::Attribute(name.into())
}

/// Refuses no names, and a name that occurs twice.
pub(super) fn check_names<'a>(names: impl IntoIterator<Item = &'a str> + Clone) -> Result<()> {
    if names.clone().into_iter().next().is_none() {
        return Err(Error::empty("attribute"));
    }
    check_unique("name of an attribute", names)
        .map_err(|(error, position)| error.at_place(Place::Attribute(position.into())))
}

impl Assessment {
    /// Places the attributes by the importance and the satisfaction found.
    ///
    /// # Errors
    /// As [`Analysis::new`], for options that do not go with the scales.
    pub fn analysis(&self, options: Options) -> Result<Analysis> {
        options.check(self.scales)?;
        let attributes = self
            .attributes
            .iter()
            .map(|a| Attribute::new(a.name.as_str(), a.importance, a.satisfaction));
        let signed = self.method.importance.is_signed();
        let p_values = self.attributes.iter().map(|a| a.correlation_p_value);
        let p_values = self.method.adjustment.adjust_known(p_values)?;
        let sign = |(a, p): (&Assessed, Option<f64>)| {
            let importance = signed.then_some((a.importance, a.adjusted_p_value));
            let remark = Remark::of(importance, a.correlation.zip(p), options.confidence);
            (a.correlation, remark)
        };
        Ok(Analysis::of_checked(
            attributes.collect(),
            self.attributes.iter().zip(p_values).map(sign),
            self.scales,
            options,
        ))
    }
}
