use rust_decimal::Decimal;

use crate::Result;
use crate::estimate::Share;
use crate::macros::named_enum;
use crate::numeric::money;

use super::cost::not_negative;

named_enum! {
    /// What a customer does whom leaving costs exactly as much as it brings.
    #[derive(Default)]
    pub enum WhenEqual {
        /// They leave: only a cost above the difference keeps them. The default.
        #[default]
        Leaves = "leaves",
        /// They stay.
        Stays = "stays",
    }
}

named_enum! {
    /// What the money says a customer does.
    pub enum Verdict {
        /// Leaving costs more than it brings.
        Stays = "stays",
        /// Leaving brings more than it costs.
        Leaves = "leaves",
    }
}

/// A customer's choice between us and a competitor, in money.
///
/// Everything is for one span of time: a difference of 5 a month and a cost that is paid once do
/// not compare. Bring the monthly difference to a present value first, as
/// [`ForgoneDiscounts`](super::ForgoneDiscounts) does.
///
/// The values are *delivered* values: what the customer gets from each, less all that they pay,
/// both in money. Customer value as a ratio, V = Q/P, has no unit and cannot be compared with a
/// cost, so it does not fit here:
///
/// ```compile_fail
/// use retention::switching::Choice;
/// use rust_decimal::dec;
///
/// let ratio: f64 = 1.26;
/// Choice { our_value: ratio, their_value: 1.10, switching_cost: dec!(40), price: dec!(20) };
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Choice {
    /// What staying is worth to the customer, less what they pay us.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub our_value: Decimal,
    /// What the competitor would be worth to them, less what they would pay there.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub their_value: Decimal,
    /// What leaving costs them, from a [`Cost`](super::Cost), a [`Market`](super::Market) or
    /// elsewhere; below zero where they are paid for it.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub switching_cost: Decimal,
    /// What they pay us; not negative.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub price: Decimal,
}

/// How high the barrier is that keeps a customer from a competitor.
///
/// ```text
/// gain      = their value − our value
/// margin    = switching cost − gain
/// stays     where margin > 0; leaves where margin < 0; as the rule says where it is 0
/// price cut = margin where that is positive, otherwise 0
/// strength  = switching cost / price
/// ```
///
/// It is arithmetic on what was entered, not a forecast: customers do not know their costs to the
/// penny. A customer kept by the cost alone, who would gain by leaving, stays unwillingly.
///
/// ```
/// use retention::switching::{Barrier, Choice, Verdict, WhenEqual};
/// use rust_decimal::dec;
///
/// let choice = Choice {
///     our_value: dec!(120),
///     their_value: dec!(150),
///     switching_cost: dec!(44),
///     price: dec!(240),
/// };
/// let barrier = Barrier::new(choice, WhenEqual::default())?;
/// assert_eq!((barrier.gain, barrier.verdict), (dec!(30), Verdict::Stays));
/// assert_eq!(barrier.price_cut, dec!(14)); // what it would take to win them
/// assert_eq!(format!("{:.3}", barrier.strength.value().unwrap()), "0.183");
///
/// // At exactly the difference, it is the rule that says.
/// let even = Choice { switching_cost: dec!(30), ..choice };
/// assert_eq!(Barrier::new(even, WhenEqual::Leaves)?.verdict, Verdict::Leaves);
/// assert_eq!(Barrier::new(even, WhenEqual::Stays)?.verdict, Verdict::Stays);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "转移障碍")]
#[doc(alias = "门槛")]
#[doc(alias = "switching barrier")]
pub struct Barrier {
    /// What it is made of.
    pub choice: Choice,
    /// What happens where cost and gain are equal.
    pub when_equal: WhenEqual,
    /// What leaving would bring, before its cost; negative where we are worth more.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub gain: Decimal,
    /// By how much the cost exceeds the gain.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub margin: Decimal,
    /// What the money says the customer does.
    pub verdict: Verdict,
    /// By how much the competitor must cut its price to make cost and gain equal; zero where they
    /// leave without. Where those who break even [stay](WhenEqual::Stays), it takes more than that.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub price_cut: Decimal,
    /// The switching cost as a share of what they pay us; without a value where they pay nothing.
    pub strength: Share,
}

impl Barrier {
    /// Compares the cost of leaving against what it brings.
    ///
    /// # Errors
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for a negative price;
    /// [`Error::Overflow`](crate::Error::Overflow) where a difference exceeds what a decimal holds.
    pub fn new(choice: Choice, when_equal: WhenEqual) -> Result<Self> {
        let price = not_negative("price", choice.price)?;
        let gain = money::subtract(choice.their_value, choice.our_value)?;
        let margin = money::subtract(choice.switching_cost, gain)?;
        let stays =
            margin > Decimal::ZERO || margin == Decimal::ZERO && when_equal == WhenEqual::Stays;
        Ok(Self {
            choice,
            when_equal,
            gain,
            margin,
            verdict: if stays {
                Verdict::Stays
            } else {
                Verdict::Leaves
            },
            price_cut: margin.max(Decimal::ZERO),
            strength: Share::new(choice.switching_cost, price),
        })
    }
}
