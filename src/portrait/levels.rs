use std::fmt;

use super::dimension::{DIMENSIONS, Dimension, UNKNOWN};

/// A customer's level in every dimension.
///
/// ```
/// use retention::lifecycle::Stage;
/// use retention::portrait::{Dimension, Evidence, Options};
///
/// let evidence = Evidence::default().stage(Some(Stage::Decline)).value(Some(0.9));
/// let levels = Options::default().portrait(&evidence)?.levels;
/// assert_eq!(levels.of(Dimension::Stage), "decline");
/// assert_eq!(levels.of(Dimension::Trust), "unknown");
/// assert_eq!(levels.to_string(), "stage: decline, value: worse");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(into = "written::Known", try_from = "written::Known")
)]
pub struct Levels {
    positions: [u8; DIMENSIONS],
    /// Whether the type of portfolio was inferred.
    is_portfolio_inferred: bool,
}

impl Levels {
    /// Nothing is known.
    pub(super) const UNKNOWN: Self = Self {
        positions: [UNKNOWN; DIMENSIONS],
        is_portfolio_inferred: false,
    };

    /// Sets a level by its position among those of the dimension that are known, from 0.
    #[inline]
    pub(super) fn set(&mut self, dimension: Dimension, known: Option<usize>) {
        if let Some(known) = known
            && let Some(position) = self.positions.get_mut(dimension as usize)
        {
            *position = u8::try_from(known + 1).unwrap_or(UNKNOWN);
        }
    }

    pub(super) fn infer_portfolio(&mut self, known: Option<usize>) {
        self.set(Dimension::Portfolio, known);
        self.is_portfolio_inferred = known.is_some();
    }

    /// Returns the position of the level in [`Dimension::levels`]; 0 is unknown.
    #[inline]
    #[must_use]
    pub fn position(&self, dimension: Dimension) -> u8 {
        let position = self.positions.get(dimension as usize);
        position.copied().unwrap_or(UNKNOWN)
    }

    /// Returns the name of the level in this dimension, such as `decline`, or `unknown`.
    #[must_use]
    pub fn of(&self, dimension: Dimension) -> &'static str {
        let position = usize::from(self.position(dimension));
        let name = dimension.levels().get(position);
        name.copied().unwrap_or("unknown")
    }

    /// Returns whether something is known in this dimension.
    #[must_use]
    pub fn is_known(&self, dimension: Dimension) -> bool {
        self.position(dimension) != UNKNOWN
    }

    /// Returns whether the level was inferred from other evidence rather than given.
    #[must_use]
    pub fn is_inferred(&self, dimension: Dimension) -> bool {
        let inferred = self.is_portfolio_inferred && dimension == Dimension::Portfolio;
        (dimension.is_inferred() && self.is_known(dimension)) || inferred
    }

    /// Iterates over what is known: dimensions with their levels, in the order of the dimensions.
    pub fn known(&self) -> impl Iterator<Item = (Dimension, &'static str)> {
        let known = Dimension::ALL
            .iter()
            .filter(|&&dimension| self.is_known(dimension));
        known.map(|&dimension| (dimension, self.of(dimension)))
    }

    /// The position of a level by its name.
    pub(super) fn find(dimension: Dimension, name: &str) -> Option<usize> {
        dimension.levels().iter().position(|&level| level == name)
    }
}

/// Writes `Levels(stage: decline, value: worse)`.
impl fmt::Debug for Levels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Levels({self})")
    }
}

impl fmt::Display for Levels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (dimension, level)) in self.known().enumerate() {
            let comma = if place == 0 { "" } else { ", " };
            write!(f, "{comma}{dimension}: {level}")?;
        }
        Ok(())
    }
}

/// How levels are written: what is known, by name.
#[cfg(feature = "serde")]
mod written {
    use std::collections::BTreeMap;

    use super::{Dimension, Levels};
    use crate::Error;

    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Known {
        known: BTreeMap<Dimension, String>,
        is_portfolio_inferred: bool,
    }

    impl From<Levels> for Known {
        fn from(levels: Levels) -> Self {
            let known = levels
                .known()
                .map(|(dimension, level)| (dimension, level.to_owned()));
            Self {
                known: known.collect(),
                is_portfolio_inferred: levels.is_portfolio_inferred,
            }
        }
    }

    impl TryFrom<Known> for Levels {
        type Error = Error;

        fn try_from(read: Known) -> Result<Self, Error> {
            let mut levels = Self::UNKNOWN;
            for (dimension, name) in read.known {
                let position = Self::find(dimension, &name).and_then(|found| found.checked_sub(1));
                if position.is_none() {
                    return Err(unknown_level(dimension, &name));
                }
                levels.set(dimension, position);
            }
            levels.is_portfolio_inferred = read.is_portfolio_inferred;
            Ok(levels)
        }
    }

    fn unknown_level(dimension: Dimension, name: &str) -> Error {
        super::super::pattern::unknown_level(dimension, name)
    }
}
