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
    /// One bit for each dimension that may be given and was inferred.
    inferred: u32,
}

impl Levels {
    /// Nothing is known.
    pub(super) const UNKNOWN: Self = Self {
        positions: [UNKNOWN; DIMENSIONS],
        inferred: 0,
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

    /// Sets a level that was not given, as [`set`](Self::set) does.
    #[inline]
    pub(super) fn infer(&mut self, dimension: Dimension, known: Option<usize>) {
        self.set(dimension, known);
        self.inferred |= u32::from(known.is_some()) << dimension as u32;
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
        let is_inferred = self.inferred >> dimension as u32 & 1 == 1;
        (dimension.is_inferred() && self.is_known(dimension)) || is_inferred
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
        #[serde(deserialize_with = "super::super::pattern::written::each_once")]
        known: BTreeMap<Dimension, String>,
        /// Those that may be given, and were inferred.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        inferred: Vec<Dimension>,
    }

    impl From<Levels> for Known {
        fn from(levels: Levels) -> Self {
            let known = levels
                .known()
                .map(|(dimension, level)| (dimension, level.to_owned()));
            let inferred = Dimension::ALL
                .iter()
                .copied()
                .filter(|dimension| dimension.may_be_inferred() && levels.is_inferred(*dimension));
            Self {
                known: known.collect(),
                inferred: inferred.collect(),
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
            for dimension in read.inferred {
                let known = usize::from(levels.position(dimension)).checked_sub(1);
                if known.is_none() || !dimension.may_be_inferred() {
                    let allowed = "portfolio or core, where it is known".to_owned();
                    return Err(Error::UnknownName {
                        argument: "inferred dimension",
                        value: dimension.to_string(),
                        allowed,
                    });
                }
                levels.infer(dimension, known);
            }
            Ok(levels)
        }
    }

    fn unknown_level(dimension: Dimension, name: &str) -> Error {
        super::super::pattern::unknown_level(dimension, name)
    }
}
