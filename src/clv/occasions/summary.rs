use crate::{Error, Result};

/// What a customer did at the occasions since they came, as [`BgBb`](super::BgBb) needs it.
///
/// The purchase or gift that made somebody a customer is not counted, and the occasions begin after it.
///
/// ```
/// use retention::clv::OccasionSummary;
///
/// // Of six yearly appeals the donor gave at the first, the second and the fourth.
/// let donor = OccasionSummary::new(3, 4, 6)?;
/// assert_eq!((donor.purchases(), donor.last(), donor.occasions()), (3, 4, 6));
/// assert!(OccasionSummary::new(3, 2, 6).is_err());
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawSummary"))]
pub struct OccasionSummary {
    purchases: u32,
    last: u32,
    occasions: u32,
}

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSummary {
    purchases: u32,
    last: u32,
    occasions: u32,
}

#[cfg(feature = "serde")]
impl TryFrom<RawSummary> for OccasionSummary {
    type Error = Error;

    fn try_from(raw: RawSummary) -> Result<Self> {
        Self::new(raw.purchases, raw.last, raw.occasions)
    }
}

impl OccasionSummary {
    /// Creates a summary from the number of purchases, the occasion of the last one, counted from 1, and
    /// the number of occasions. Without a purchase both of the first are 0.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if the last purchase is after the last occasion, if there are more purchases
    /// than occasions up to the last one, and if one of the two is 0 but not the other.
    pub fn new(purchases: u32, last: u32, occasions: u32) -> Result<Self> {
        if last > occasions {
            let allowed = format_args!("at most the number of occasions, {occasions}").to_string();
            return Err(Error::out_of_range("last purchase", last, allowed));
        }
        if purchases > last {
            let allowed = format_args!("at most the last of them, {last}").to_string();
            return Err(Error::out_of_range("purchases", purchases, allowed));
        }
        if purchases == 0 && last > 0 {
            let allowed = "0 where there is no purchase";
            return Err(Error::out_of_range("last purchase", last, allowed));
        }
        Ok(Self {
            purchases,
            last,
            occasions,
        })
    }

    /// A summary of purchases that were counted in order.
    pub(super) const fn counted(purchases: u32, last: u32, occasions: u32) -> Self {
        Self {
            purchases,
            last,
            occasions,
        }
    }

    /// Returns the number of occasions at which the customer bought: x in the papers.
    #[must_use]
    #[doc(alias = "frequency")]
    pub const fn purchases(self) -> u32 {
        self.purchases
    }

    /// Returns the occasion of the last purchase, counted from 1; 0 without one.
    #[must_use]
    #[doc(alias = "recency")]
    pub const fn last(self) -> u32 {
        self.last
    }

    /// Returns the number of occasions since the customer came: n in the papers.
    #[must_use]
    pub const fn occasions(self) -> u32 {
        self.occasions
    }
}
