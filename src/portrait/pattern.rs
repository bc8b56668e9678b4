use std::fmt;

use super::Levels;
use super::dimension::{DIMENSIONS, Dimension};
use crate::{Error, Result};

/// Sets of levels that a portrait may have, one set for each dimension: a conjunction.
///
/// A dimension that is not named may have any level, `unknown` too. A dimension that is named with its
/// known levels leaves out customers of whom it is not known.
///
/// ```
/// use retention::lifecycle::Stage;
/// use retention::portrait::{Dimension, Evidence, Options, Pattern};
///
/// let leaving = Pattern::any()
///     .with(Dimension::Stage, ["decline", "termination"])?
///     .with(Dimension::Value, ["worse", "unknown"])?;
/// let evidence = Evidence::default().stage(Some(Stage::Decline));
/// let portrait = Options::default().portrait(&evidence)?;
/// assert!(leaving.matches(&portrait.levels));
/// assert_eq!(leaving.to_string(), "stage: decline or termination; value: unknown or worse");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(into = "written::Sets", try_from = "written::Sets")
)]
pub struct Pattern {
    /// One bit for each level.
    masks: [u16; DIMENSIONS],
}

impl Default for Pattern {
    fn default() -> Self {
        Self::any()
    }
}

/// The bits of all levels of a dimension.
pub(super) const fn full(dimension: Dimension) -> u16 {
    // At most 16 levels, as a test holds.
    u16::MAX >> 16_u32.saturating_sub(dimension.levels().len() as u32)
}

impl Pattern {
    /// Returns the pattern that every portrait matches.
    #[must_use]
    pub fn any() -> Self {
        let mut masks = [0; DIMENSIONS];
        for (mask, &dimension) in masks.iter_mut().zip(Dimension::ALL) {
            *mask = full(dimension);
        }
        Self { masks }
    }

    /// Sets the levels that a dimension may have, by their names in [`Dimension::levels`].
    ///
    /// # Errors
    /// [`Error::UnknownName`] for a level that the dimension does not have; [`Error::Empty`] without
    /// levels.
    pub fn with<'a>(
        mut self,
        dimension: Dimension,
        levels: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self> {
        let mut mask = 0_u16;
        for name in levels {
            let position = Levels::find(dimension, name);
            let position = position.ok_or_else(|| unknown_level(dimension, name))?;
            mask |= 1 << position;
        }
        if mask == 0 {
            return Err(Error::empty("level"));
        }
        self.restrict(dimension, mask);
        Ok(self)
    }

    pub(super) fn restrict(&mut self, dimension: Dimension, mask: u16) {
        if let Some(place) = self.masks.get_mut(dimension as usize) {
            *place = mask;
        }
    }

    /// The bits of the levels that a dimension may have.
    #[inline]
    pub(super) fn mask(&self, dimension: Dimension) -> u16 {
        let mask = self.masks.get(dimension as usize);
        mask.copied().unwrap_or_default()
    }

    /// Returns whether a customer's levels lie in all sets.
    #[inline]
    #[must_use]
    pub fn matches(&self, levels: &Levels) -> bool {
        let masks = self.masks.iter().zip(Dimension::ALL);
        masks
            .map(|(mask, &dimension)| mask >> levels.position(dimension) & 1)
            .fold(1, |all, one| all & one)
            == 1
    }

    /// Iterates over the dimensions that the pattern restricts, with the names of their levels.
    pub fn restricted(&self) -> impl Iterator<Item = (Dimension, Vec<&'static str>)> {
        let restricted = Dimension::ALL
            .iter()
            .filter(|&&dimension| self.mask(dimension) != full(dimension));
        restricted.map(|&dimension| (dimension, self.names(dimension)))
    }

    fn names(&self, dimension: Dimension) -> Vec<&'static str> {
        let mask = self.mask(dimension);
        let levels = dimension.levels().iter().enumerate();
        let inside = levels.filter(|(position, _)| mask >> position & 1 == 1);
        inside.map(|(_, &name)| name).collect()
    }
}

/// What is wrong with a level that a dimension does not have.
pub(super) fn unknown_level(dimension: Dimension, name: &str) -> Error {
    Error::UnknownName {
        argument: "level",
        value: format!("{name} of {dimension}"),
        allowed: dimension.levels().join(", "),
    }
}

/// Writes `Pattern(stage: decline or termination)`.
impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pattern({self})")
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut is_first = true;
        for (dimension, levels) in self.restricted() {
            let semicolon = if is_first { "" } else { "; " };
            write!(f, "{semicolon}{dimension}: {}", levels.join(" or "))?;
            is_first = false;
        }
        if is_first {
            f.write_str("any")?;
        }
        Ok(())
    }
}

/// How patterns are written: the levels of each dimension that is restricted.
#[cfg(feature = "serde")]
pub(super) mod written {
    use std::collections::BTreeMap;

    use std::fmt;
    use std::marker::PhantomData;

    use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

    use super::{Dimension, Pattern};
    use crate::Error;

    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(transparent)]
    pub(super) struct Sets(
        #[serde(deserialize_with = "each_once")] BTreeMap<Dimension, Vec<String>>,
    );

    /// Reads a map, and refuses a key that stands twice: a map of `std` would keep the last and say nothing.
    pub(in crate::portrait) fn each_once<'de, D, K, V>(
        deserializer: D,
    ) -> Result<BTreeMap<K, V>, D::Error>
    where
        D: Deserializer<'de>,
        K: Deserialize<'de> + Ord + Copy + fmt::Display,
        V: Deserialize<'de>,
    {
        deserializer.deserialize_map(EachOnce(PhantomData))
    }

    struct EachOnce<K, V>(PhantomData<(K, V)>);

    impl<'de, K, V> Visitor<'de> for EachOnce<K, V>
    where
        K: Deserialize<'de> + Ord + Copy + fmt::Display,
        V: Deserialize<'de>,
    {
        type Value = BTreeMap<K, V>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a map")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut read: A) -> Result<Self::Value, A::Error> {
            let mut map = BTreeMap::new();
            while let Some((key, value)) = read.next_entry::<K, V>()? {
                if map.insert(key, value).is_some() {
                    let twice = Error::duplicate("dimension or part", key);
                    return Err(serde::de::Error::custom(twice));
                }
            }
            Ok(map)
        }
    }

    impl From<Pattern> for Sets {
        fn from(pattern: Pattern) -> Self {
            let owned = |levels: Vec<&str>| levels.into_iter().map(str::to_owned).collect();
            let sets = pattern.restricted();
            Self(
                sets.map(|(dimension, levels)| (dimension, owned(levels)))
                    .collect(),
            )
        }
    }

    impl TryFrom<Sets> for Pattern {
        type Error = Error;

        fn try_from(Sets(sets): Sets) -> Result<Self, Error> {
            let mut pattern = Self::any();
            for (dimension, levels) in sets {
                pattern = pattern.with(dimension, levels.iter().map(String::as_str))?;
            }
            Ok(pattern)
        }
    }
}
