use rust_decimal::{Decimal, RoundingStrategy};

use super::equations::{Rows, for_ever, identity, recurrent, to_horizon};
use crate::clv::{DiscountRate, Horizon};
use crate::error::fraction;
use crate::numeric::money::{decimal_to_f64, subtract};
use crate::numeric::rounding::Rounding;
use crate::{Error, Result};

/// What rounding of probabilities may leave between their sum and 1.
const SUM: f64 = 1e-9;

const ENDLESS: &str = "set a `Horizon::Periods`, or a discount rate above 0";

/// A state that customers can be in, for a [`MarkovMigration`]: what one brings there, and where the
/// customer may be a period later.
///
/// See the [example](crate::clv::MarkovMigration).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct CustomerState {
    /// Contribution of a customer who arrives in the state, received at the start of the period: after
    /// the cost of goods, before marketing. Negative for a loss.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub contribution: Decimal,
    /// Marketing spent on a customer in the state, at the start of the period; 0 or more.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub marketing: Decimal,
    /// Probability to be in each of the states one period later. They add up to 1.
    pub moves: Vec<f64>,
}

/// Lifetime value of customers who move between states, such as the time since their last purchase.
///
/// A shop without contracts cannot say who has left, but it knows how long each customer has been
/// silent, and how likely customers with such a silence are to buy. The chain turns that into a value for
/// every state, also where customers return after a silence, and says from which state on marketing costs
/// more than it brings ([`best_plan`](Self::best_plan)).
///
/// ```text
/// P = moves, R = contribution − marketing, d = discount rate per period
///
/// V to n periods   = R + P R / (1 + d) + … + Pⁿ R / (1 + d)ⁿ
/// V without an end = (I − P / (1 + d))⁻¹ R
/// ```
///
/// The value of a state includes what is received and spent on arriving in it. The period is the period
/// of the discount rate. States are counted from 0.
///
/// **What it assumes.** The state is all that matters: two customers of one state behave alike, however
/// they came there, and the probabilities do not change over time. If customers with the same recency
/// differ much by how often they bought before, give each combination a state of its own, or use a model
/// of buying.
///
/// Source: Pfeifer, P. E. and Carraway, R. L. (2000), *Journal of Interactive Marketing* 14(2): 43–55.
///
/// ```
/// use retention::clv::{DiscountRate, Horizon, MarkovMigration};
/// use rust_decimal::{RoundingStrategy, dec};
///
/// // Who bought last period buys again with 30 %; after one silent period 20 %, then 15 % and 5 %. A
/// // purchase brings 40, marketing costs 4 a period, and after four silent periods nothing is spent.
/// let discount = DiscountRate::yearly(0.2)?;
/// let chain = MarkovMigration::by_recency(&[0.3, 0.2, 0.15, 0.05], dec!(40), dec!(4), discount)?;
/// let values = chain.values(Horizon::Infinite, 2, RoundingStrategy::MidpointAwayFromZero)?;
/// assert_eq!(values, [dec!(52.32), dec!(5.55), dec!(1.25), dec!(-1.82), dec!(0)]);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawMigration"))]
#[doc(alias = "Markov chain")]
#[doc(alias = "customer migration model")]
pub struct MarkovMigration {
    states: Vec<CustomerState>,
    discount: DiscountRate,
}

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMigration {
    states: Vec<CustomerState>,
    discount: DiscountRate,
}

#[cfg(feature = "serde")]
impl TryFrom<RawMigration> for MarkovMigration {
    type Error = Error;

    fn try_from(raw: RawMigration) -> Result<Self> {
        Self::new(raw.states, raw.discount)
    }
}

impl MarkovMigration {
    /// Creates the chain from its states, in any order, and the discount rate per period.
    ///
    /// # Errors
    /// [`Error::Empty`] without a state. Of a state, with its row: [`Error::LengthMismatch`] unless it
    /// has one probability for each state, [`Error::NotFinite`] and [`Error::OutOfRange`] for a
    /// probability outside 0 to 1, [`Error::OutOfRange`] for a negative cost of marketing or
    /// probabilities that do not add up to 1 (within 10⁻⁹).
    ///
    /// ```
    /// use retention::clv::{CustomerState, DiscountRate, Horizon, MarkovMigration};
    /// use rust_decimal::{RoundingStrategy, dec};
    ///
    /// // A trial becomes a subscription with 40 %; nine of ten subscribers stay. Nothing ends in who left.
    /// let state = |contribution, moves: [f64; 3]| CustomerState {
    ///     contribution, marketing: dec!(0), moves: moves.to_vec(),
    /// };
    /// let chain = MarkovMigration::new([
    ///     state(dec!(-5), [0.0, 0.4, 0.6]),
    ///     state(dec!(20), [0.0, 0.9, 0.1]),
    ///     state(dec!(0), [0.0, 0.0, 1.0]),
    /// ], DiscountRate::yearly(0.0)?)?;
    /// let values = chain.values(Horizon::Infinite, 2, RoundingStrategy::MidpointAwayFromZero)?;
    /// assert_eq!(values, [dec!(75), dec!(200), dec!(0)]);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn new(
        states: impl IntoIterator<Item = CustomerState>,
        discount: DiscountRate,
    ) -> Result<Self> {
        let states: Vec<CustomerState> = states.into_iter().collect();
        if states.is_empty() {
            return Err(Error::empty("state"));
        }
        for (row, state) in states.iter().enumerate() {
            check(state, states.len()).map_err(|error| error.at_row(row))?;
        }
        Ok(Self { states, discount })
    }

    /// Creates the chain of customers known by recency: how many periods ago they last bought.
    ///
    /// State 0 holds those who have just bought. `purchase` has the probability to buy in the next
    /// period by recency, the most recent first. Whoever buys returns to state 0, whoever does not moves
    /// on by one. The last state, after as many silent periods as there are probabilities, is that of
    /// former customers: they never return, and nothing is spent on them.
    ///
    /// # Errors
    /// [`Error::Empty`] without a probability, otherwise as [`new`](Self::new).
    pub fn by_recency(
        purchase: &[f64],
        contribution: Decimal,
        marketing: Decimal,
        discount: DiscountRate,
    ) -> Result<Self> {
        if purchase.is_empty() {
            return Err(Error::empty("probability of a purchase"));
        }
        let former = purchase.len();
        let active = purchase.iter().enumerate().map(|(silent, &buys)| {
            let buys = fraction("probability of a purchase", buys)
                .map_err(|error| error.at_row(silent))?;
            let mut moves = vec![0.0; former + 1];
            for (to, share) in [(0, buys), (silent + 1, 1.0 - buys)] {
                if let Some(cell) = moves.get_mut(to) {
                    *cell = share;
                }
            }
            Ok(CustomerState {
                contribution: if silent == 0 {
                    contribution
                } else {
                    Decimal::ZERO
                },
                marketing,
                moves,
            })
        });
        let mut states = active.collect::<Result<Vec<_>>>()?;
        let mut stays = vec![0.0; former];
        stays.push(1.0);
        states.push(CustomerState {
            contribution: Decimal::ZERO,
            marketing: Decimal::ZERO,
            moves: stays,
        });
        Self::new(states, discount)
    }

    /// Returns the states.
    #[must_use]
    pub fn states(&self) -> &[CustomerState] {
        &self.states
    }

    /// Returns the discount rate, whose period is the period of the chain.
    #[must_use]
    pub const fn discount(&self) -> DiscountRate {
        self.discount
    }

    /// Computes the value of one customer in each state, rounded to `places`.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for more than 28 places, and for a discount rate of 0 without a horizon if
    /// customers go on bringing or costing money for ever. [`Error::Overflow`] if a value exceeds 28
    /// digits.
    pub fn values(
        &self,
        horizon: Horizon,
        places: u32,
        strategy: RoundingStrategy,
    ) -> Result<Vec<Decimal>> {
        let rounding = Rounding::of_products(places, strategy)?;
        let rewards = self.rewards()?;
        let values = match horizon {
            Horizon::Periods(periods) => {
                let column = rewards.into_iter().map(|reward| vec![reward]).collect();
                first_column(to_horizon(&self.discounted(), &column, periods))
            }
            Horizon::Infinite => self.continued(&rewards, &vec![false; self.states.len()])?,
        };
        rounded(&values, rounding)
    }

    /// Computes how often a customer of each state is in each of the states, later periods discounted:
    /// the fundamental matrix of the chain.
    ///
    /// ```text
    /// (I − P / (1 + d))⁻¹
    /// ```
    ///
    /// Row i has the visits of a customer who is in state i now; the first period counts. Multiplied by
    /// the contributions less the costs of marketing it gives the values, so it shows where a value
    /// comes from.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a discount rate of 0 without a horizon: some states are visited for
    /// ever. [`Error::Overflow`] if a count exceeds the largest `f64`.
    ///
    /// ```
    /// use retention::clv::{DiscountRate, Horizon, MarkovMigration};
    /// use rust_decimal::dec;
    ///
    /// let discount = DiscountRate::yearly(0.2)?;
    /// let chain = MarkovMigration::by_recency(&[0.3, 0.2, 0.15, 0.05], dec!(40), dec!(4), discount)?;
    /// let visits = chain.visits(Horizon::Infinite)?;
    /// assert_eq!(format!("{:.4}", visits[0][0]), "1.6872"); // purchases in present value, this one too
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[doc(alias = "fundamental matrix")]
    pub fn visits(&self, horizon: Horizon) -> Result<Vec<Vec<f64>>> {
        let size = self.states.len();
        let matrix = self.discounted();
        let visits = match horizon {
            Horizon::Periods(periods) => Some(to_horizon(&matrix, &identity(size), periods)),
            Horizon::Infinite if self.discount.rate() > 0.0 => {
                for_ever(&matrix, &identity(size), &vec![false; size])
            }
            Horizon::Infinite => None,
        };
        let visits = visits.ok_or_else(|| self.without_bound())?;
        match visits.iter().flatten().find(|count| !count.is_finite()) {
            Some(count) => Err(Error::overflow("a number of visits", count)),
            None => Ok(visits),
        }
    }

    /// The moves, discounted by one period.
    pub(super) fn discounted(&self) -> Rows {
        let factor = self.discount.factor();
        // A sum that rounding leaves above 1 would earn interest on its own: at a low rate values without
        // an end would be nonsense.
        let row = |state: &CustomerState| -> Vec<f64> {
            let sum: f64 = state.moves.iter().sum();
            state.moves.iter().map(|p| p / sum * factor).collect()
        };
        self.states.iter().map(row).collect()
    }

    fn rewards(&self) -> Result<Vec<f64>> {
        let net = |state: &CustomerState| subtract(state.contribution, state.marketing);
        let rewards = self
            .states
            .iter()
            .map(|state| net(state).map(decimal_to_f64));
        rewards.collect()
    }

    /// The values without an end if a customer in a state that is `stopped` brings the reward of that
    /// state and nothing after it.
    pub(super) fn continued(&self, rewards: &[f64], stopped: &[bool]) -> Result<Vec<f64>> {
        let matrix = self.discounted();
        let mut rewards = rewards.to_vec();
        let mut fixed = stopped.to_vec();
        if self.discount.rate() == 0.0 {
            // In a state that is never left for good, money would come or go for ever.
            for ((closed, reward), fixed) in recurrent(&matrix, stopped)
                .into_iter()
                .zip(&mut rewards)
                .zip(&mut fixed)
            {
                if closed && !*fixed {
                    if *reward != 0.0 {
                        return Err(self.without_bound());
                    }
                    *fixed = true;
                }
            }
        }
        let column = rewards.into_iter().map(|reward| vec![reward]).collect();
        for_ever(&matrix, &column, &fixed)
            .map(first_column)
            .ok_or_else(|| self.without_bound())
    }

    pub(super) fn net_rewards(&self) -> Result<Vec<f64>> {
        self.rewards()
    }

    fn without_bound(&self) -> Error {
        let rate = self.discount.rate();
        Error::out_of_range("discount rate", rate, "above 0 without a horizon").with_cure(ENDLESS)
    }
}

fn first_column(rows: Rows) -> Vec<f64> {
    rows.into_iter().flatten().collect()
}

pub(super) fn rounded(values: &[f64], rounding: Rounding) -> Result<Vec<Decimal>> {
    let rounded = values.iter().enumerate().map(|(state, &value)| {
        let rounded = rounding.times(Decimal::ONE, value);
        rounded.map_err(|error| error.at_row(state))
    });
    rounded.collect()
}

fn check(state: &CustomerState, states: usize) -> Result<()> {
    if state.moves.len() != states {
        return Err(Error::length("moves", state.moves.len(), states));
    }
    for &share in &state.moves {
        fraction("probability of a move", share)?;
    }
    let sum: f64 = state.moves.iter().sum();
    if (sum - 1.0).abs() > SUM {
        let argument = "sum of the probabilities of moves";
        return Err(Error::out_of_range(argument, sum, 1));
    }
    if state.marketing < Decimal::ZERO {
        return Err(Error::out_of_range(
            "cost of marketing",
            state.marketing,
            "0 or more",
        ));
    }
    Ok(())
}
