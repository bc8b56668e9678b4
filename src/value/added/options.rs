use std::cmp::Ordering;

use crate::error::non_negative;
use crate::estimate::Confidence;
use crate::macros::{named_enum, options};
use crate::value::profile::LowEnd;
use crate::value::ratio::compare;
use crate::{Error, Result};

named_enum! {
    /// How a business stands by its [customer value added](super::CustomerValueAdded), from the worst
    /// to the best: a greater band is a better one.
    ///
    /// Source: as commonly reported of the PIMS data: below 98, 98 to 102, 103 to 110, above 110, out
    /// of a parity of 100. The seams between these are ours.
    pub enum Band {
        /// Customers find less worth here than elsewhere.
        BelowParity = "below_parity",
        /// Customers find about as much worth here as elsewhere.
        Parity = "parity",
        /// Customers find more worth here than elsewhere.
        AboveParity = "above_parity",
        /// Customers find much more worth here than elsewhere.
        WorldClass = "world_class",
    }
}

impl Band {
    /// Returns the share of businesses in this band, as commonly reported of the PIMS calibration: 40,
    /// 20, 25 and 15 % from the worst to the best.
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

named_enum! {
    /// How the interval of a ratio of two means is computed, see [`Options::interval`].
    ///
    /// See the [example](crate::value::added::Options).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum IntervalMethod {
        /// Fieller's method: the ratios that the two means do not refute. The interval leans to the
        /// side on which the ratio is less certain. It does not exist if the competitors' mean is too
        /// uncertain for any bound. The default.
        ///
        /// Source: Fieller, E. C. (1954), *Journal of the Royal Statistical Society* B 16: 175–185.
        #[default]
        Fieller = "fieller",
        /// The ratio ± z standard errors by the delta method.
        Delta = "delta",
    }
}

options! {
    /// How a [`CustomerValueAdded`](super::CustomerValueAdded) is judged, and where the [`Band`]s meet.
    ///
    /// The published bands leave gaps, so the seams are yours to move:
    ///
    /// ```text
    /// below parity   less than parity_from
    /// parity         parity_from to less than above_parity_from
    /// above parity   above_parity_from to world_class_above, which is included
    /// world class    more than world_class_above
    /// ```
    ///
    /// A ratio that only rounding separates from a seam lies on it.
    ///
    /// ```
    /// use retention::value::added::{Band, IntervalMethod, Options};
    ///
    /// let options = Options::default().interval(IntervalMethod::Delta).minimum(100);
    /// assert_eq!(options.classify(7.7 / 7.0)?, Band::AboveParity);
    /// assert_eq!(options.classify(7.8 / 7.0)?, Band::WorldClass);
    /// assert!(options.classify(0.99)? < Band::AboveParity);
    /// assert_eq!(Band::Parity.share_of_businesses(), 0.2);
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Copy)]
    pub struct Options {
        /// The smallest ratio at parity. Default: 0.98.
        pub parity_from: f64 = 0.98,
        /// The smallest ratio above parity. Default: 1.03.
        pub above_parity_from: f64 = 1.03,
        /// The largest ratio that is not yet world class. Default: 1.10.
        pub world_class_above: f64 = 1.10,
        /// How the interval is computed. Default: Fieller's method.
        pub interval: IntervalMethod = IntervalMethod::Fieller,
        /// The confidence of the interval. Default: 95 %.
        pub confidence: Confidence = Confidence::default(),
        /// How many respondents each side needs before its band is more than a guess. The effective
        /// number counts, weights taken into account. A side with fewer is marked, not refused. Nobody
        /// has published a number. Default: 30.
        pub minimum: u64 = 30,
        /// Whether the scale may start at zero. Default: it must start above zero.
        pub low_end: LowEnd = LowEnd::AboveZero,
    }
}

impl Options {
    /// Classifies a ratio of ours over theirs.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a ratio or a seam that is not a number of 0
    /// or more; [`Error::Unsorted`] for seams that fall.
    pub fn classify(&self, ratio: f64) -> Result<Band> {
        let ratio = non_negative("customer value added", ratio)?;
        let mut before = 0.0;
        for (name, seam) in [
            ("parity_from", self.parity_from),
            ("above_parity_from", self.above_parity_from),
            ("world_class_above", self.world_class_above),
        ] {
            if non_negative(name, seam)? < before {
                return Err(Error::unsorted(
                    name,
                    seam,
                    format_args!("follows {before}"),
                ));
            }
            before = seam;
        }
        Ok(self.band(ratio))
    }

    /// Returns the band of a ratio by seams that were checked.
    pub(super) fn band(&self, ratio: f64) -> Band {
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
}
