use crate::error::Place;
use crate::{Error, Result};

/// The most bins that [`Steps`] hold.
const MOST: usize = 16;

/// Bins of purchases after which a wait begins: which steps share one [return curve](super::ReturnCurve).
///
/// A wait of the bin "4 to 5" begins after the fourth or the fifth purchase; it ends with the next one. A
/// customer with six purchases therefore gives five waits that ended and one that did not. The more
/// purchases customers have made, the more likely they come back, so steps are told apart; the later
/// ones share bins, because few customers get there.
///
/// A bin with too few waits is pooled with the neighbour below, from the top down: see
/// [`least_waits`](Self::least_waits). The curves say which purchases they were made from.
///
/// Default: 1, 2, 3, 4 to 5, 6 and more purchases, of at least 50 waits each.
///
/// As JSON: `{"lower_bounds": [1, 2, 3, 4, 6], "least_waits": 50}`.
///
/// ```
/// use retention::purchases::Steps;
///
/// let steps = Steps::new([1, 2, 3, 4, 6])?;
/// assert_eq!(steps, Steps::default());
/// assert_eq!(steps.lower_bounds(), [1, 2, 3, 4, 6]);
/// assert!(Steps::new([2, 3]).is_err()); // the step after the first purchase is missing
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(into = "RawSteps", try_from = "RawSteps"))]
pub struct Steps {
    bounds: [u32; MOST],
    bins: usize,
    least_waits: u64,
}

impl Default for Steps {
    fn default() -> Self {
        let mut bounds = [0; MOST];
        for (place, bound) in bounds.iter_mut().zip([1, 2, 3, 4, 6]) {
            *place = bound;
        }
        Self {
            bounds,
            bins: 5,
            least_waits: LEAST_WAITS,
        }
    }
}

const LEAST_WAITS: u64 = 50;

impl Steps {
    /// Creates bins from their lower bounds, in purchases; the last bin has no upper bound.
    ///
    /// # Errors
    /// [`Error::Empty`] without a bound; [`Error::OutOfRange`] if the first is not 1, or for more than
    /// 16; [`Error::Unsorted`] if a bound is not above the one before it.
    pub fn new(lower_bounds: impl IntoIterator<Item = u32>) -> Result<Self> {
        let (mut bounds, mut bins) = ([0; MOST], 0);
        for bound in lower_bounds {
            let at = |error: Error| error.at_place(Place::Item(bins.into()));
            let Some(place) = bounds.get_mut(bins) else {
                let allowed = format_args!("at most {MOST} bounds");
                return Err(at(Error::out_of_range("steps", bound, allowed)));
            };
            *place = bound;
            match bins.checked_sub(1).and_then(|before| bounds.get(before)) {
                None if bound != 1 => {
                    return Err(at(Error::out_of_range("first step", bound, "1")));
                }
                Some(&before) if bound <= before => {
                    let follows = format_args!("follows {before}");
                    return Err(at(Error::unsorted("steps", bound, follows)));
                }
                _ => bins += 1,
            }
        }
        if bins == 0 {
            return Err(Error::empty("lower bound of the steps"));
        }
        Ok(Self {
            bounds,
            bins,
            least_waits: LEAST_WAITS,
        })
    }

    /// Sets the fewest waits that a curve is made from: a bin with fewer is pooled with the neighbour
    /// below. It begins with the highest bin, and a bin counts what was pooled with it. The two lowest
    /// bins stay, however few waits they have, so that one-time buyers are never judged by others.
    /// Default: 50, which tell a share to within 14 points.
    #[must_use]
    pub const fn least_waits(mut self, waits: u64) -> Self {
        self.least_waits = waits;
        self
    }

    /// Returns the lower bounds of the bins, in purchases.
    #[must_use]
    pub fn lower_bounds(&self) -> &[u32] {
        self.bounds.get(..self.bins).unwrap_or_default()
    }

    /// Returns the fewest waits that a curve is made from.
    #[must_use]
    pub const fn fewest_waits(&self) -> u64 {
        self.least_waits
    }

    /// Returns the position of the bin of a wait that begins after so many purchases.
    #[inline]
    pub(super) fn bin(&self, purchases: u32) -> usize {
        let below = self.lower_bounds().iter().skip(1);
        below.take_while(|&&bound| bound <= purchases).count()
    }
}

impl std::fmt::Display for Steps {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("from ")?;
        for (position, bound) in self.lower_bounds().iter().enumerate() {
            let comma = if position > 0 { ", " } else { "" };
            write!(f, "{comma}{bound}")?;
        }
        write!(f, " purchases on, of {} waits or more", self.least_waits)
    }
}

/// Bins as they are written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct RawSteps {
    lower_bounds: Vec<u32>,
    least_waits: u64,
}

#[cfg(feature = "serde")]
impl Default for RawSteps {
    fn default() -> Self {
        Steps::default().into()
    }
}

#[cfg(feature = "serde")]
impl From<Steps> for RawSteps {
    fn from(steps: Steps) -> Self {
        Self {
            lower_bounds: steps.lower_bounds().to_vec(),
            least_waits: steps.least_waits,
        }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<RawSteps> for Steps {
    type Error = Error;

    fn try_from(raw: RawSteps) -> Result<Self> {
        Ok(Self::new(raw.lower_bounds)?.least_waits(raw.least_waits))
    }
}
