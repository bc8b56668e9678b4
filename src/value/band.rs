use std::cmp::Ordering;

use crate::error::{finite, non_negative};
use crate::macros::named_enum;
use crate::{Error, Result};

use super::quotient::Means;
use super::ratio::compare;

named_enum! {
    /// How a business stands by its [customer value added](super::CustomerValueAdded), from the
    /// worst to the best, so that a greater band is a better one.
    ///
    /// Source: as commonly reported of the PIMS data: below 98, 98 to 102, 103 to 110, above 110, of a
    /// parity of 100; the seams between these are ours.
    pub enum Band {
        /// Customers find less worth here than elsewhere.
        BelowParity = "below_parity",
        /// About as much.
        Parity = "parity",
        /// More.
        AboveParity = "above_parity",
        /// Much more.
        WorldClass = "world_class",
    }
}

impl Band {
    /// The share of businesses in this band, as commonly reported of the PIMS calibration: 40, 20,
    /// 25 and 15 % from the worst to the best.
    #[must_use]
    #[doc(alias = "PIMS")]
    pub const fn share_of_businesses(self) -> f64 {
        match self {
            Self::BelowParity => 0.40,
            Self::Parity => 0.20,
            Self::AboveParity => 0.25,
            Self::WorldClass => 0.15,
        }
    }
}

/// Where the [`Band`]s meet. What is published leaves gaps between them, so that the seams are
/// yours to move.
///
/// ```text
/// below parity   less than parity_from
/// parity         parity_from to less than above_parity_from
/// above parity   above_parity_from to world_class_above, which is included
/// world class    more than world_class_above
/// ```
///
/// A ratio that rounding alone separates from a seam lies on it.
///
/// ```
/// use retention::value::{Band, Bands};
///
/// let bands = Bands::default();
/// assert_eq!(bands.band(7.7 / 7.0)?, Band::AboveParity);
/// assert_eq!(bands.band(7.8 / 7.0)?, Band::WorldClass);
/// assert!(bands.band(0.99)? < Band::AboveParity);
/// assert_eq!(Band::Parity.share_of_businesses(), 0.2);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct Bands {
    /// The least ratio at parity; 0.98 by default.
    pub parity_from: f64,
    /// The least ratio above parity; 1.03 by default.
    pub above_parity_from: f64,
    /// The largest ratio that is not yet world class; 1.10 by default.
    pub world_class_above: f64,
}

impl Default for Bands {
    fn default() -> Self {
        Self {
            parity_from: 0.98,
            above_parity_from: 1.03,
            world_class_above: 1.10,
        }
    }
}

impl Bands {
    /// Sets the least ratio at parity.
    #[must_use]
    pub const fn parity_from(mut self, ratio: f64) -> Self {
        self.parity_from = ratio;
        self
    }

    /// Sets the least ratio above parity.
    #[must_use]
    pub const fn above_parity_from(mut self, ratio: f64) -> Self {
        self.above_parity_from = ratio;
        self
    }

    /// Sets the largest ratio that is not yet world class.
    #[must_use]
    pub const fn world_class_above(mut self, ratio: f64) -> Self {
        self.world_class_above = ratio;
        self
    }

    /// The band of a ratio of ours over theirs.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a ratio or a seam that is not a number of
    /// 0 or more; [`Error::Unsorted`] for seams that fall.
    pub fn band(&self, ratio: f64) -> Result<Band> {
        let ratio = non_negative("customer value added", ratio)?;
        self.check()?;
        Ok(self.of(ratio))
    }

    fn of(&self, ratio: f64) -> Band {
        if compare(ratio, self.world_class_above) == Ordering::Greater {
            Band::WorldClass
        } else if compare(ratio, self.above_parity_from) != Ordering::Less {
            Band::AboveParity
        } else if compare(ratio, self.parity_from) != Ordering::Less {
            Band::Parity
        } else {
            Band::BelowParity
        }
    }

    fn check(&self) -> Result<()> {
        let seams = [
            self.parity_from,
            self.above_parity_from,
            self.world_class_above,
        ];
        let mut before = 0.0;
        for (row, &seam) in seams.iter().enumerate() {
            finite("seam of the bands", seam).map_err(|error| error.at_row(row))?;
            if seam < before {
                return Err(Error::unsorted(
                    "seams of the bands",
                    seam,
                    format_args!("follows {before}"),
                )
                .at_row(row));
            }
            before = seam;
        }
        Ok(())
    }
}

/// How probable each [`Band`] is, given how uncertain the two means are; together 1.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct BandProbabilities {
    /// Of [`Band::BelowParity`].
    pub below_parity: f64,
    /// Of [`Band::Parity`].
    pub parity: f64,
    /// Of [`Band::AboveParity`].
    pub above_parity: f64,
    /// Of [`Band::WorldClass`].
    pub world_class: f64,
}

impl BandProbabilities {
    /// `None` where a variance is too large for a number.
    pub(super) fn new(means: Means, bands: &Bands) -> Option<Self> {
        if means.certain() {
            let found = bands.of(means.ratio());
            let of = |band| f64::from(u8::from(band == found));
            return Some(Self {
                below_parity: of(Band::BelowParity),
                parity: of(Band::Parity),
                above_parity: of(Band::AboveParity),
                world_class: of(Band::WorldClass),
            });
        }
        // Rising, which the exact ones are but for the chance that the mean below is negative.
        let below = means.below(bands.parity_from);
        let parity = means.below(bands.above_parity_from).max(below);
        let above = means.below(bands.world_class_above).max(parity);
        (below + parity + above).is_finite().then_some(Self {
            below_parity: below,
            parity: parity - below,
            above_parity: above - parity,
            world_class: 1.0 - above,
        })
    }

    /// The probability of one band.
    #[must_use]
    pub const fn of(&self, band: Band) -> f64 {
        match band {
            Band::BelowParity => self.below_parity,
            Band::Parity => self.parity,
            Band::AboveParity => self.above_parity,
            Band::WorldClass => self.world_class,
        }
    }
}
