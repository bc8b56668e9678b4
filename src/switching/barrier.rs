use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::Result;
use crate::estimate::Share;
use crate::macros::named_enum;
use crate::numeric::money;

use super::cost::not_negative;

named_enum! {
    /// Whether the customer stays or leaves, judged by money alone.
    #[derive(Default)]
    pub enum Verdict {
        /// The customer stays: leaving costs more than it brings.
        Stays = "stays",
        /// The customer leaves: leaving brings more than it costs. The default for a tie.
        #[default]
        Leaves = "leaves",
    }
}

/// A customer's choice between us and a competitor, in money.
///
/// All amounts cover the same span of time. Bring a monthly difference to a present value before you
/// compare it with a cost that is paid once, as [`ForgoneDiscounts`](super::ForgoneDiscounts) does.
///
/// Values are *delivered* values: what the customer gets, less all that they pay, in money. Customer
/// value as a ratio, V = Q/P, has no unit and cannot be compared with a cost. The types prevent it:
///
/// ```compile_fail
/// use retention::switching::{Choice, Verdict};
/// use rust_decimal::dec;
///
/// let ratio: f64 = 1.26;
/// let (their_value, switching_cost, price) = (dec!(1.10), dec!(40), dec!(20));
/// Choice { our_value: ratio, their_value, switching_cost, price, when_equal: Verdict::Leaves };
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Choice {
    /// Value of staying to the customer, less what they pay us.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub our_value: Decimal,
    /// Value of the competitor to the customer, less what they would pay there.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub their_value: Decimal,
    /// Cost of leaving, from a [`Cost`](super::Cost), a [`Market`](super::market::Market) or elsewhere;
    /// negative if the customer is paid to leave.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub switching_cost: Decimal,
    /// What the customer pays us, 0 or more.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub price: Decimal,
    /// What the customer does if leaving brings exactly what it costs. Default when read: leaves.
    #[cfg_attr(feature = "serde", serde(default))]
    pub when_equal: Verdict,
}

/// The barrier between a customer and a competitor: does the cost of leaving keep the customer?
///
/// ```text
/// gain      = their value − our value
/// margin    = switching cost − gain
/// verdict   = stays if margin > 0, leaves if margin < 0, `when_equal` if margin = 0
/// price cut = margin if positive, otherwise 0
/// strength  = switching cost / price
/// ```
///
/// This is arithmetic on the amounts entered, not a forecast: customers do not know their costs to the
/// penny. A customer with a positive gain who stays is held by the cost alone, and stays unwillingly.
///
/// ```
/// use retention::switching::{Barrier, Choice, Verdict};
/// use rust_decimal::dec;
///
/// let choice = Choice {
///     our_value: dec!(120),
///     their_value: dec!(150),
///     switching_cost: dec!(44),
///     price: dec!(240),
///     when_equal: Verdict::Leaves,
/// };
/// let barrier = Barrier::new(choice)?;
/// assert_eq!((barrier.gain, barrier.verdict), (dec!(30), Verdict::Stays));
/// assert_eq!(barrier.price_cut, dec!(14)); // what it would take to win them
/// assert_eq!(format!("{:.3}", barrier.strength.value().unwrap()), "0.183");
///
/// // A tie is decided by `when_equal`.
/// let even = Choice { switching_cost: dec!(30), ..choice };
/// assert_eq!(Barrier::new(even)?.verdict, Verdict::Leaves);
/// let loyal = Choice { when_equal: Verdict::Stays, ..even };
/// assert_eq!(Barrier::new(loyal)?.verdict, Verdict::Stays);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "转移障碍")]
#[doc(alias = "门槛")]
#[doc(alias = "switching barrier")]
pub struct Barrier {
    /// The amounts compared.
    pub choice: Choice,
    /// What leaving would bring before its cost; negative if we are worth more.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub gain: Decimal,
    /// Cost of leaving minus gain.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub margin: Decimal,
    /// Whether the customer stays or leaves.
    pub verdict: Verdict,
    /// Price cut by the competitor that makes cost and gain equal; 0 if the customer leaves anyway. If
    /// ties [stay](Choice::when_equal), winning the customer takes a little more.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub price_cut: Decimal,
    /// The switching cost as a share of the price; without a value if the price is 0.
    pub strength: Share,
}

impl Barrier {
    /// Computes the barrier from the customer's choice.
    ///
    /// # Errors
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for a negative price;
    /// [`Error::Overflow`](crate::Error::Overflow) if a difference exceeds what a decimal holds.
    pub fn new(choice: Choice) -> Result<Self> {
        let price = not_negative("price", choice.price)?;
        let gain = money::subtract(choice.their_value, choice.our_value)?;
        let margin = money::subtract(choice.switching_cost, gain)?;
        Ok(Self {
            choice,
            gain,
            margin,
            verdict: match margin.cmp(&Decimal::ZERO) {
                Ordering::Greater => Verdict::Stays,
                Ordering::Equal => choice.when_equal,
                Ordering::Less => Verdict::Leaves,
            },
            price_cut: margin.max(Decimal::ZERO),
            strength: Share::new(choice.switching_cost, price),
        })
    }
}
