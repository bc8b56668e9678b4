use rust_decimal::{Decimal, RoundingStrategy};

use super::winning::not_negative;
use crate::error::{fraction, non_negative};
use crate::numeric::rounding::Rounding;
use crate::{Error, Result};

/// How far the talk of satisfied and dissatisfied customers reaches.
///
/// ```text
/// leads    = leads per satisfied customer · satisfied
/// deals    = conversion · leads
/// deterred = deterred per dissatisfied customer · dissatisfied
/// net      = leads − deterred
/// ```
///
/// The parameters are yours: a survey that asks how many people a customer told gives them.
/// [`QUOTED`](Self::QUOTED) has the figures that texts on retention repeat.
///
/// ```
/// use retention::economics::WordOfMouth;
/// use rust_decimal::{RoundingStrategy, dec};
///
/// let talk = WordOfMouth::QUOTED;
/// let reach = talk.reach(800, 200);
/// assert_eq!((reach.leads, reach.deals, reach.deterred), (6400.0, 800.0, 5000.0));
/// // Good and bad talk reach as many people if three of four customers are satisfied.
/// assert_eq!(format!("{:.6}", talk.neutral_share().unwrap()), "0.757576");
/// // One in a hundred of those put off would have bought for 300.
/// let lost = reach.lost_prospects(0.01, dec!(300), 2, RoundingStrategy::MidpointAwayFromZero)?;
/// assert_eq!(lost, dec!(15000));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawWordOfMouth"))]
#[doc(alias = "口碑")]
#[doc(alias = "referral")]
pub struct WordOfMouth {
    leads: f64,
    conversion: f64,
    deterred: f64,
}

/// How a [`WordOfMouth`] is read.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWordOfMouth {
    leads: f64,
    conversion: f64,
    deterred: f64,
}

#[cfg(feature = "serde")]
impl TryFrom<RawWordOfMouth> for WordOfMouth {
    type Error = crate::Error;

    fn try_from(raw: RawWordOfMouth) -> Result<Self> {
        Self::new(raw.leads, raw.conversion, raw.deterred)
    }
}

impl WordOfMouth {
    /// The figures that texts on retention repeat: a satisfied customer brings 8 prospects, of whom at least
    /// one buys, and a dissatisfied one puts off 25 people.
    ///
    /// They were not traced to a measurement, see
    /// [`PROSPECTS_OF_SATISFIED`](super::benchmarks::PROSPECTS_OF_SATISFIED) and
    /// [`DETERRED_BY_DISSATISFIED`](super::benchmarks::DETERRED_BY_DISSATISFIED).
    pub const QUOTED: Self = Self {
        leads: 8.0,
        conversion: 0.125,
        deterred: 25.0,
    };

    /// Creates the parameters: prospects per satisfied customer, the share of prospects who buy, and people
    /// put off per dissatisfied customer.
    ///
    /// # Errors
    /// [`Error::NotFinite`](crate::Error::NotFinite) for NaN and infinities,
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for negative numbers, for a conversion above 1 and
    /// for numbers of people above 1e288.
    pub fn new(leads: f64, conversion: f64, deterred: f64) -> Result<Self> {
        Ok(Self {
            leads: reachable("leads per satisfied customer", leads)?,
            conversion: fraction("conversion", conversion)?,
            deterred: reachable("deterred per dissatisfied customer", deterred)?,
        })
    }

    /// Computes how many people so many satisfied and dissatisfied customers reach.
    #[must_use]
    pub fn reach(self, satisfied: u64, dissatisfied: u64) -> Reach {
        let leads = self.leads * satisfied as f64;
        let deterred = self.deterred * dissatisfied as f64;
        Reach {
            satisfied,
            dissatisfied,
            leads,
            deals: self.conversion * leads,
            deterred,
            net: leads - deterred,
        }
    }

    /// Computes the share of satisfied customers, among the satisfied and the dissatisfied, at which good and
    /// bad talk reach as many people; `None` if nobody talks.
    ///
    /// ```text
    /// share = deterred / (leads + deterred)    per customer
    /// ```
    #[must_use]
    pub fn neutral_share(self) -> Option<f64> {
        // In halves, which cannot overflow.
        let both = 0.5 * self.leads + 0.5 * self.deterred;
        (both > 0.0).then(|| 0.5 * self.deterred / both)
    }
}

/// As many customers as can be counted do not overflow what this is multiplied with.
const MOST: f64 = 1e288;

pub(super) fn reachable(argument: &'static str, people: f64) -> Result<f64> {
    if non_negative(argument, people)? > MOST {
        return Err(Error::out_of_range(argument, people, "from 0 to 1e288"));
    }
    Ok(people)
}

/// How many people the talk of customers reaches.
///
/// See the [example](crate::economics::WordOfMouth).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Reach {
    /// Satisfied customers.
    pub satisfied: u64,
    /// Dissatisfied customers.
    pub dissatisfied: u64,
    /// Prospects whom the satisfied bring.
    pub leads: f64,
    /// Prospects who buy.
    pub deals: f64,
    /// People whom the dissatisfied put off.
    pub deterred: f64,
    /// Prospects less people put off.
    pub net: f64,
}

impl Reach {
    /// Computes what the people who were put off would have brought.
    ///
    /// ```text
    /// lost = deterred · share who would have bought · worth of a customer
    /// ```
    ///
    /// Both parameters are assumptions: nobody observes who would have bought.
    ///
    /// # Errors
    /// [`Error::NotFinite`](crate::Error::NotFinite) and [`Error::OutOfRange`](crate::Error::OutOfRange) for
    /// a share outside 0 to 1, the latter also for a negative worth or more than 28 places;
    /// [`Error::Overflow`](crate::Error::Overflow) for amounts beyond 28 digits.
    pub fn lost_prospects(
        &self,
        would_have_bought: f64,
        worth: Decimal,
        places: u32,
        strategy: RoundingStrategy,
    ) -> Result<Decimal> {
        let share = fraction("share who would have bought", would_have_bought)?;
        not_negative("worth of a customer", worth)?;
        Rounding::of_products(places, strategy)?.times(worth, self.deterred * share)
    }
}
