use std::fmt;

use crate::{Error, Result};

/// A tier of a pyramid, by its rank: 1 is the top. Its name belongs to the [`Cuts`](super::Cuts) that made it.
///
/// Tiers order by rank, so the top tier is the least.
///
/// ```
/// use retention::pyramid::{Cuts, Pyramid};
/// use rust_decimal::dec;
///
/// let pyramid = Pyramid::new([("Ann", dec!(90)), ("Ben", dec!(8))], &Cuts::curry())?;
/// let (ann, ben) = (pyramid.tier_of(&"Ann").unwrap(), pyramid.tier_of(&"Ben").unwrap());
/// assert_eq!((ann.rank(), ben.rank()), (1, 4));
/// assert_eq!(pyramid.tier_name(ben), "Small");
/// assert!(ann < ben);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "u8"))]
pub struct Tier(u8);

impl TryFrom<u8> for Tier {
    type Error = Error;

    /// Creates a tier from its rank, as [`Tier::new`] does.
    fn try_from(rank: u8) -> Result<Self> {
        Self::new(rank)
    }
}

impl Tier {
    /// Creates a tier from its rank, 1 for the top, where the tiers come from elsewhere.
    ///
    /// ```
    /// use retention::pyramid::Tier;
    ///
    /// assert_eq!(Tier::new(2)?.rank(), 2);
    /// assert!(Tier::new(0).is_err());
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a rank of 0.
    pub fn new(rank: u8) -> Result<Self> {
        if rank == 0 {
            return Err(Error::out_of_range("rank of a tier", rank, "1 or more"));
        }
        Ok(Self(rank))
    }

    pub(in crate::pyramid) const fn at(index: u8) -> Self {
        Self(index.saturating_add(1))
    }

    /// Returns the rank, from 1 at the top.
    #[must_use]
    pub const fn rank(self) -> u8 {
        self.0
    }

    /// Returns the position in [`Cuts::names`](super::Cuts::names) and [`Pyramid::tiers`](crate::pyramid::Pyramid::tiers), from 0.
    #[must_use]
    pub const fn index(self) -> usize {
        (self.0 as usize).saturating_sub(1)
    }
}

impl crate::counted::Positioned for Tier {
    #[inline]
    fn position(self) -> usize {
        self.index()
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
