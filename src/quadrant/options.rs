use super::RatingScales;
use crate::Result;
use crate::error::{Error, finite};
use crate::estimate::Confidence;
use crate::macros::{named_enum, options};

/// Where the two lines cross that cut the chart into quadrants.
///
/// The choice is a matter of judgement, and the quadrants depend on it. Martilla and James (1977), as
/// commonly reported, prefer medians in theory, since ratings are ordinal, and take means, since the
/// two are close. On their own data the medians put 4 of the 14 attributes (4, 8, 9 and 10) into
/// another quadrant than the means.
///
/// ```
/// use retention::quadrant::{Analysis, Attribute, Crosshair, Options, Quadrant, RatingScales};
/// use retention::scale::Scale;
///
/// let attributes = [
///     Attribute::new("price", 3.3, 2.0),
///     Attribute::new("speed", 3.6, 2.7),
///     Attribute::new("distance", 2.5, 3.1),
/// ];
/// let scales = RatingScales::same(Scale::ONE_TO_FOUR);
/// let speed = |crosshair| -> retention::Result<Quadrant> {
///     let options = Options::default().crosshair(crosshair);
///     Ok(Analysis::new(attributes.clone(), scales, options)?.attributes[1].quadrant)
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
    /// At the medians of the attributes; with an even number, half way between the middle two.
    Median,
    /// At the middle of the scales, whatever the ratings. If all attributes are important, they all
    /// lie on one side. Not possible if importance has no scale.
    ScaleCentre,
    /// At values that you choose.
    Given {
        /// The value that separates important attributes from the rest.
        importance: f64,
        /// The value that separates well rated attributes from the rest.
        satisfaction: f64,
    },
    /// Importance at the mean of the attributes, performance at 1, where it is as good as the
    /// competitors'. Only for performance
    /// [relative to competitors](crate::quadrant::Analysis::against_competitors).
    Parity,
}

named_enum! {
    /// Which side an attribute exactly on a line belongs to.
    ///
    /// See the [example](crate::quadrant::Options).
    #[derive(Default)]
    pub enum OnLine {
        /// On the high side, so that equal ratings are not all low. The default.
        #[default]
        High = "high",
        /// On the low side.
        Low = "low",
    }
}

named_enum! {
    /// What decides the verdict on an attribute: the two lines, the diagonal, or both.
    ///
    /// See the [example](crate::quadrant::Options).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Placement {
        /// The two lines. Source: Martilla and James (1977). The default.
        #[default]
        Crosshair = "crosshair",
        /// The diagonal on which importance equals satisfaction: attributes above it are Concentrate
        /// Here, the others get no verdict. Source: Hawes, J. M. and Rao, C. P. (1985); Bacon, D. R.
        /// (2003), as commonly reported.
        #[doc(alias = "iso-rating")]
        Diagonal = "diagonal",
        /// Attributes above the diagonal are Concentrate Here, and the two lines place the others.
        /// If the importance line is below the satisfaction line, the two lines may find a
        /// Concentrate Here below the diagonal too. Source: Abalo, J., Varela, J. and Manzano, V.
        /// (2007), as commonly reported.
        Combined = "combined",
    }
}

named_enum! {
    /// How attributes are ranked for improvement.
    ///
    /// See the [example](crate::quadrant::Options).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Priority {
        /// By the distance from the crosshair towards high importance and low satisfaction, each in
        /// standard deviations of the attributes. The default.
        ///
        /// ```text
        /// (I − line) / sd(I) − (S − line) / sd(S)
        /// ```
        ///
        /// The standard deviations divide by the number of attributes. A part whose standard
        /// deviation is 0 counts 0.
        #[default]
        Crosshair = "crosshair",
        /// By how much importance exceeds satisfaction, `I − S`. Needs equal scales.
        Gap = "gap",
        /// By that gap times importance: `I (I − S)`. Needs equal scales without negative values.
        WeightedGap = "weighted_gap",
        /// By Ulwick's opportunity score: `I + max(I − S, 0)`. What is important comes first even where
        /// it is well served, and more so where it is not. Needs equal scales.
        ///
        /// Source: Ulwick, A. W. (2002), *Harvard Business Review* 80(1): 91–97, as commonly reported.
        #[doc(alias = "Ulwick")]
        #[doc(alias = "opportunity algorithm")]
        Opportunity = "opportunity",
    }
}

options! {
    /// How attributes are placed and ranked.
    ///
    /// ```
    /// use retention::quadrant::{Crosshair, Options, Placement};
    ///
    /// let options = Options::default()
    ///     .crosshair(Crosshair::Median)
    ///     .placement(Placement::Combined);
    /// assert_eq!(options.crosshair, Crosshair::Median);
    /// ```
    ///
    /// As JSON, where a missing field takes its default:
    ///
    /// ```text
    /// {"crosshair": {"given": {"importance": 3.0, "satisfaction": 3.0}}, "on_line": "high",
    ///  "placement": "crosshair", "priority": "gap", "confidence": 0.95}
    /// ```
    #[derive(Copy)]
    pub struct Options {
        /// Where the two lines cross. Default: at the means.
        pub crosshair: Crosshair = Crosshair::Mean,
        /// On which side an attribute on a line counts. Default: the high side.
        pub on_line: OnLine = OnLine::High,
        /// What decides the verdict. Default: the two lines.
        pub placement: Placement = Placement::Crosshair,
        /// Which attributes come first. Default: by the distance from the crosshair.
        pub priority: Priority = Priority::Crosshair,
        /// The confidence at which a sign is told from chance before there is a
        /// [remark](super::Remark) on it. Default: 95 %.
        pub confidence: Confidence = Confidence::default(),
    }
}

impl Options {
    /// Refuses options that ratings on these scales do not allow.
    pub(super) fn check(self, scales: RatingScales) -> Result<()> {
        self.check_crosshair(scales)?;
        let by_gap = self.priority != Priority::Crosshair;
        if (by_gap || self.placement != Placement::Crosshair) && !scales.equal() {
            let none = || "none".to_owned();
            let importance = scales
                .importance
                .map_or_else(none, |scale| scale.to_string());
            let error = Error::mismatch(
                "scales of importance and satisfaction",
                importance,
                scales.satisfaction,
            );
            return Err(error.with_cure(
                "the diagonal and gaps compare the two; take `Placement::Crosshair` and \
                 `Priority::Crosshair` otherwise",
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

    fn check_crosshair(self, scales: RatingScales) -> Result<()> {
        match self.crosshair {
            Crosshair::Given {
                importance,
                satisfaction,
            } => {
                scales.check_importance("importance line", importance)?;
                scales.check_satisfaction("satisfaction line", satisfaction)?;
                Ok(())
            }
            Crosshair::ScaleCentre if scales.importance.is_none() => Err(Error::unsupported(
                "a crosshair at the centre of the scales",
                "importance that has no scale",
            )
            .with_cure("use the mean, the median or given values")),
            Crosshair::Parity => Err(Error::unsupported(
                "a crosshair at parity",
                "performance that is not relative to competitors",
            )
            .with_cure("use `Analysis::against_competitors`, or another crosshair")),
            Crosshair::Mean | Crosshair::Median | Crosshair::ScaleCentre => Ok(()),
        }
    }
}

/// Squares of larger values overflow `f64`.
const LARGEST: f64 = 1e100;

/// Returns a weight or a correlation whose square is a number.
pub(super) fn without_scale(argument: &'static str, value: f64) -> Result<f64> {
    if finite(argument, value)?.abs() > LARGEST {
        return Err(Error::out_of_range(argument, value, "-1e100 to 1e100"));
    }
    Ok(value)
}
