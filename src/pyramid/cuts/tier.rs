use std::fmt;

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
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Tier(u8);

impl Tier {
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
