use super::Scales;
use crate::Result;
use crate::error::{Error, finite};
use crate::macros::named_enum;

/// Where the two lines cross that cut the chart into quadrants.
///
/// The source, as commonly reported, calls it a matter of judgement, and the quadrants depend on it.
/// Medians are preferable in theory, since ratings are ordinal; its authors take means, since the two
/// are close. On their own data the medians put 4 of the 14 attributes (4, 8, 9 and 10) into another
/// quadrant than the means.
///
/// ```
/// use retention::quadrant::{Analysis, Attribute, Crosshair, Options, Quadrant, Scales};
/// use retention::scale::Scale;
///
/// let attributes = [
///     Attribute::new("price", 3.3, 2.0),
///     Attribute::new("speed", 3.6, 2.7),
///     Attribute::new("distance", 2.5, 3.1),
/// ];
/// let scales = Scales::same(Scale::ONE_TO_FOUR);
/// let speed = |crosshair| -> retention::Result<Quadrant> {
///     let options = Options::default().crosshair(crosshair);
///     Ok(Analysis::new(attributes.clone(), scales, &options)?.attributes[1].quadrant)
/// };
/// assert_eq!(speed(Crosshair::Mean)?, Quadrant::KeepUp); // 2.7 against 2.6
/// let at_three = Crosshair::Given { importance: 3.0, satisfaction: 3.0 };
/// assert_eq!(speed(at_three)?, Quadrant::ConcentrateHere);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Crosshair {
    /// At the means of the attributes. The default.
    #[default]
    Mean,
    /// At their medians; of an even number, half way between the middle two.
    Median,
    /// At the middle of the scales, whatever the attributes are rated. Attributes that are all
    /// important then all lie on one side. Not for importance without a scale.
    ScaleCentre,
    /// Where you say.
    Given {
        /// The line that cuts importance.
        importance: f64,
        /// The line that cuts satisfaction.
        satisfaction: f64,
    },
}

named_enum! {
    /// On which side an attribute lies that is on a line.
    #[derive(Default)]
    pub enum OnLine {
        /// On the high one, so that ratings which are all equal are not all low. The default.
        #[default]
        High = "high",
        /// On the low one.
        Low = "low",
    }
}

named_enum! {
    /// What places an attribute.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Model {
        /// The two lines: Martilla and James (1977). The default.
        #[default]
        Crosshair = "crosshair",
        /// The diagonal on which importance equals satisfaction: above it is Concentrate Here, and
        /// of the rest nothing is said. Hawes, J. M. and Rao, C. P. (1985); Bacon, D. R. (2003), as
        /// commonly reported.
        #[doc(alias = "iso-rating")]
        Diagonal = "diagonal",
        /// Above the diagonal is Concentrate Here, and the two lines place the rest. Abalo, J.,
        /// Varela, J. and Manzano, V. (2007), as commonly reported. Where the importance line is
        /// below the satisfaction line, they may find a Concentrate Here below the diagonal too.
        Combined = "combined",
    }
}

named_enum! {
    /// Which attributes come first. Nobody has published a rule.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Priority {
        /// By how far from the crosshair an attribute lies towards much importance and little
        /// satisfaction, each in standard deviations of the attributes. The default.
        ///
        /// ```text
        /// (I − line) / sd(I) − (S − line) / sd(S)
        /// ```
        ///
        /// The standard deviations divide by the number of attributes. Where all are equal, that
        /// part is 0.
        #[default]
        Crosshair = "crosshair",
        /// By how much importance exceeds satisfaction, `I − S`. Needs equal scales.
        Gap = "gap",
        /// By that, times importance: `I (I − S)`. Needs equal scales without negative values.
        WeightedGap = "weighted_gap",
    }
}

/// How attributes are placed.
///
/// ```
/// use retention::quadrant::{Crosshair, Model, Options};
///
/// let options = Options::default().crosshair(Crosshair::Median).model(Model::Combined);
/// assert_eq!(options.crosshair, Crosshair::Median);
/// ```
///
/// As JSON, in which what is missing is the default:
///
/// ```text
/// {"crosshair": {"given": {"importance": 3.0, "satisfaction": 3.0}}, "on_line": "high",
///  "model": "crosshair", "priority": "gap"}
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct Options {
    /// Where the lines cross.
    pub crosshair: Crosshair,
    /// On which side an attribute on a line lies.
    pub on_line: OnLine,
    /// What places an attribute.
    pub model: Model,
    /// Which attributes come first.
    pub priority: Priority,
}

impl Options {
    /// Sets where the lines cross.
    #[must_use]
    pub const fn crosshair(mut self, crosshair: Crosshair) -> Self {
        self.crosshair = crosshair;
        self
    }

    /// Sets on which side an attribute on a line lies.
    #[must_use]
    pub const fn on_line(mut self, on_line: OnLine) -> Self {
        self.on_line = on_line;
        self
    }

    /// Sets what places an attribute.
    #[must_use]
    pub const fn model(mut self, model: Model) -> Self {
        self.model = model;
        self
    }

    /// Sets which attributes come first.
    #[must_use]
    pub const fn priority(mut self, priority: Priority) -> Self {
        self.priority = priority;
        self
    }

    /// Whether ratings on these scales can be placed so.
    pub(super) fn check(self, scales: Scales) -> Result<()> {
        match self.crosshair {
            Crosshair::Given {
                importance,
                satisfaction,
            } => {
                scales.check_importance("importance line", importance)?;
                scales.check_satisfaction("satisfaction line", satisfaction)?;
            }
            Crosshair::ScaleCentre if scales.importance.is_none() => {
                return Err(Error::out_of_range(
                    "crosshair",
                    "the centre of the scales",
                    "mean, median or given, where importance has no scale",
                ));
            }
            Crosshair::Mean | Crosshair::Median | Crosshair::ScaleCentre => {}
        }
        let by_gap = matches!(self.priority, Priority::Gap | Priority::WeightedGap);
        if (by_gap || self.model != Model::Crosshair) && !scales.equal() {
            return Err(Error::mismatch(
                "scales of importance and satisfaction",
                scales
                    .importance
                    .map_or_else(|| "none".to_owned(), |scale| scale.to_string()),
                scales.satisfaction,
            ));
        }
        let low = scales.satisfaction.low();
        if self.priority == Priority::WeightedGap && low < 0.0 {
            return Err(Error::out_of_range(
                "low end of the scale",
                low,
                "0 or more, for a weighted gap",
            ));
        }
        Ok(())
    }
}

/// Beyond it squares are no numbers.
const LARGEST: f64 = 1e100;

/// Returns a weight or a correlation that can be reckoned with.
pub(super) fn without_scale(argument: &'static str, value: f64) -> Result<f64> {
    if finite(argument, value)?.abs() > LARGEST {
        return Err(Error::out_of_range(argument, value, "-1e100 to 1e100"));
    }
    Ok(value)
}
