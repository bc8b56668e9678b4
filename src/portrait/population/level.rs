use std::fmt;

use crate::Result;
use crate::counted::Positioned;
use crate::portrait::pattern::unknown_level;
use crate::portrait::{Dimension, Levels};

/// A level of a dimension, `unknown` included. Levels of one dimension are in its order.
///
/// ```
/// use retention::portrait::{Dimension, Level};
///
/// let declining = Level::new(Dimension::Stage, "decline")?;
/// assert_eq!(declining.name(), "decline");
/// assert!(declining > Level::new(Dimension::Stage, "growth")?);
/// assert!(Level::new(Dimension::Stage, "low").is_err());
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level {
    dimension: Dimension,
    position: u8,
}

impl Level {
    /// Returns the level of this name.
    ///
    /// # Errors
    /// [`Error::UnknownName`](crate::Error::UnknownName) if the dimension has no such level.
    pub fn new(dimension: Dimension, name: &str) -> Result<Self> {
        let found = Levels::find(dimension, name).and_then(|place| u8::try_from(place).ok());
        let position = found.ok_or_else(|| unknown_level(dimension, name))?;
        Ok(Self {
            dimension,
            position,
        })
    }

    pub(super) fn of(levels: &Levels, dimension: Dimension) -> Self {
        Self {
            dimension,
            position: levels.position(dimension),
        }
    }

    /// The levels of a dimension, in order.
    pub(super) fn all(dimension: Dimension) -> Vec<Self> {
        let positions = (0_u8..).take(dimension.levels().len());
        positions
            .map(|position| Self {
                dimension,
                position,
            })
            .collect()
    }

    /// Returns the dimension.
    #[must_use]
    pub const fn dimension(self) -> Dimension {
        self.dimension
    }

    /// Returns the name, such as `decline`.
    #[must_use]
    pub fn name(self) -> &'static str {
        let name = self.dimension.levels().get(usize::from(self.position));
        name.copied().unwrap_or("unknown")
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Positioned for Level {
    #[inline]
    fn position(self) -> usize {
        usize::from(self.position)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Level {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
