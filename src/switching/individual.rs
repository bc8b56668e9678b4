use rust_decimal::{Decimal, RoundingStrategy};

use crate::error::{finite, fraction, non_negative};
use crate::macros::named_enum;
use crate::numeric::rounding::Rounding;
use crate::{Error, Result};

use super::cost::{Lines, not_negative};
use super::{Component, Computation, Cost};

named_enum! {
    /// When in a period money changes hands.
    ///
    /// See the [example](crate::switching::ForgoneDiscounts).
    #[derive(Default)]
    pub enum Timing {
        /// At the start of a period: the first amount is not discounted.
        Start = "start",
        /// At the end of a period. The default.
        #[default]
        End = "end",
    }
}

/// Discounts that a customer would lose by leaving, and their present value.
///
/// ```text
/// at the end of each period:    discount · Σ (1 + rate)^−t,  t = 1 … periods
/// at the start:                 the same times 1 + rate
/// ```
///
/// ```
/// use retention::switching::{ForgoneDiscounts, Timing};
/// use rust_decimal::{RoundingStrategy::MidpointAwayFromZero, dec};
///
/// let discounts = ForgoneDiscounts {
///     discount: dec!(5.00), // a month
///     periods: 12,
///     rate: 0.01, // a month
///     timing: Timing::End,
/// };
/// assert_eq!(discounts.present_value(2, MidpointAwayFromZero)?, dec!(56.28));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[doc(alias = "放弃折扣优惠")]
pub struct ForgoneDiscounts {
    /// Discount in one period, 0 or more.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub discount: Decimal,
    /// Number of periods for which the discount would continue; with 0 it is worth nothing.
    pub periods: u32,
    /// Discount rate of one period as a fraction, above −1; 0.01 is 1 %.
    pub rate: f64,
    /// When in the period the discount is received. Default when read: at the end.
    #[cfg_attr(feature = "serde", serde(default))]
    pub timing: Timing,
}

impl ForgoneDiscounts {
    /// Computes the present value of one unit of money in each period.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a rate that is NaN, infinite, or not
    /// above −1; [`Error::Overflow`] if the factor exceeds the largest `f64`.
    #[doc(alias = "annuity factor")]
    pub fn factor(&self) -> Result<f64> {
        let rate = finite("discount rate", self.rate)?;
        if rate <= -1.0 {
            return Err(Error::out_of_range("discount rate", rate, "above -1"));
        }
        let periods = f64::from(self.periods);
        let end = if rate == 0.0 {
            periods
        } else {
            // (1 − (1 + rate)^−periods) / rate, without loss for small rates.
            -(-periods * rate.ln_1p()).exp_m1() / rate
        };
        let factor = match self.timing {
            Timing::End => end,
            Timing::Start => end * (1.0 + rate),
        };
        if factor.is_finite() {
            Ok(factor)
        } else {
            Err(Error::overflow(
                "a present value",
                format_args!("rate {rate}"),
            ))
        }
    }

    /// Computes the present value of the discounts, rounded to `places` decimal places.
    ///
    /// # Errors
    /// As [`factor`](Self::factor); [`Error::OutOfRange`] for a negative discount and for more than
    /// 28 decimal places; [`Error::Overflow`] if the value exceeds what a decimal holds.
    pub fn present_value(&self, places: u32, strategy: RoundingStrategy) -> Result<Decimal> {
        self.rounded(Rounding::of_products(places, strategy)?)
    }

    fn rounded(&self, rounding: Rounding) -> Result<Decimal> {
        let discount = not_negative("discount", self.discount)?;
        rounding.times(discount, self.factor()?)
    }
}

/// The cost of a risk, computed from a probability or stated by the customer.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum RiskPremium {
    /// Probability of a loss times the loss: the average cost, without any aversion to risk.
    Expected {
        /// Probability, from 0 to 1.
        probability: f64,
        /// Loss, 0 or more.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
        loss: Decimal,
    },
    /// What the customer would pay to avoid the risk, 0 or more.
    Stated(#[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))] Decimal),
}

/// What leaving would cost a person, as far as it is known.
///
/// ```text
/// cost = hours · wage + present value of discounts + fees + risk premia
/// ```
///
/// A part that is not set is not part of the cost. All amounts are in one currency, and the cost is
/// paid once. The parts are the [components](Component) of a person; the formula is this crate's.
///
/// ```
/// use retention::switching::{CostType, Facet, ForgoneDiscounts, Individual, RiskPremium, Timing};
/// use rust_decimal::{RoundingStrategy::MidpointAwayFromZero, dec};
///
/// let cost = Individual::new(dec!(24.00)) // an hour of theirs
///     .search_hours(2.5)
///     .habit_hours(4.0)
///     .discounts(ForgoneDiscounts {
///         discount: dec!(5.00),
///         periods: 12,
///         rate: 0.01,
///         timing: Timing::End,
///     })
///     .economic_risk(RiskPremium::Expected { probability: 0.1, loss: dec!(80.00) })
///     .cost(2, MidpointAwayFromZero)?;
///
/// let lines: Vec<String> = cost.lines().iter().map(|line| line.to_string()).collect();
/// assert_eq!(lines[0], "search: 60.00 (2.5 hours at 24.00)");
/// assert_eq!(lines[3], "economic_risk: 8.00 (probability 0.1 of losing 80.00)");
/// assert_eq!(cost.total(), dec!(220.28));
/// assert_eq!(cost.facet(Facet::BenefitLoss), Some(dec!(56.28)));
/// assert_eq!(cost.cost_type(CostType::Procedural), Some(dec!(164.00)));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Individual {
    /// Worth of an hour of the person's time, 0 or more.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub wage: Decimal,
    /// Hours to find, compare and contact other providers.
    #[cfg_attr(feature = "serde", serde(default))]
    pub search_hours: Option<f64>,
    /// Hours for the formal steps of the change, if they are not part of the search.
    #[cfg_attr(feature = "serde", serde(default))]
    pub set_up_hours: Option<f64>,
    /// Hours to learn how the new product works.
    #[cfg_attr(feature = "serde", serde(default))]
    pub learning_hours: Option<f64>,
    /// Hours lost to old habits until new ones have formed.
    #[cfg_attr(feature = "serde", serde(default))]
    pub habit_hours: Option<f64>,
    /// Discounts that end with the relationship.
    #[cfg_attr(feature = "serde", serde(default))]
    pub discounts: Option<ForgoneDiscounts>,
    /// Fees and deposits due at once, 0 or more.
    #[cfg_attr(feature = "serde", serde(default, with = "crate::serde_money::option"))]
    pub fees: Option<Decimal>,
    /// Risk that the new provider is worse, or dearer than expected.
    #[cfg_attr(feature = "serde", serde(default))]
    pub economic_risk: Option<RiskPremium>,
    /// Risk of disapproval by others, and of losing people the person knows.
    #[cfg_attr(feature = "serde", serde(default))]
    pub social_risk: Option<RiskPremium>,
    /// Cost of the discomfort of leaving.
    #[cfg_attr(feature = "serde", serde(default))]
    pub psychological_risk: Option<RiskPremium>,
}

impl Individual {
    /// Creates an estimate with this hourly wage and no other costs.
    #[must_use]
    pub const fn new(wage: Decimal) -> Self {
        Self {
            wage,
            search_hours: None,
            set_up_hours: None,
            learning_hours: None,
            habit_hours: None,
            discounts: None,
            fees: None,
            economic_risk: None,
            social_risk: None,
            psychological_risk: None,
        }
    }

    /// Sets the hours of search.
    #[must_use]
    pub const fn search_hours(mut self, hours: f64) -> Self {
        self.search_hours = Some(hours);
        self
    }

    /// Sets the hours for the formal steps of the change.
    #[must_use]
    pub const fn set_up_hours(mut self, hours: f64) -> Self {
        self.set_up_hours = Some(hours);
        self
    }

    /// Sets the hours of learning.
    #[must_use]
    pub const fn learning_hours(mut self, hours: f64) -> Self {
        self.learning_hours = Some(hours);
        self
    }

    /// Sets the hours lost to old habits.
    #[must_use]
    pub const fn habit_hours(mut self, hours: f64) -> Self {
        self.habit_hours = Some(hours);
        self
    }

    /// Sets the discounts that end with the relationship.
    #[must_use]
    pub const fn discounts(mut self, discounts: ForgoneDiscounts) -> Self {
        self.discounts = Some(discounts);
        self
    }

    /// Sets the fees and deposits due at once.
    #[must_use]
    pub const fn fees(mut self, fees: Decimal) -> Self {
        self.fees = Some(fees);
        self
    }

    /// Sets the cost of economic risk.
    #[must_use]
    pub const fn economic_risk(mut self, premium: RiskPremium) -> Self {
        self.economic_risk = Some(premium);
        self
    }

    /// Sets the cost of social risk.
    #[must_use]
    pub const fn social_risk(mut self, premium: RiskPremium) -> Self {
        self.social_risk = Some(premium);
        self
    }

    /// Sets the cost of psychological risk.
    #[must_use]
    pub const fn psychological_risk(mut self, premium: RiskPremium) -> Self {
        self.psychological_risk = Some(premium);
        self
    }

    /// Computes the cost line by line.
    ///
    /// Each amount from hours, rates or probabilities is rounded to `places` decimal places on its
    /// own; stated amounts stay as they are.
    ///
    /// # Errors
    /// [`Error::Empty`] if nothing is set; [`Error::NotFinite`] and [`Error::OutOfRange`] for
    /// hours or amounts that are NaN, infinite or negative, a probability outside 0 to 1, a
    /// discount rate not above −1, or more than 28 decimal places; [`Error::Overflow`] if an
    /// amount or the sum exceeds what a decimal holds.
    pub fn cost(&self, places: u32, strategy: RoundingStrategy) -> Result<Cost> {
        let rounding = Rounding::of_products(places, strategy)?;
        let mut lines = Lines::default();
        self.add_hours(&mut lines, rounding)?;
        if let Some(discounts) = self.discounts {
            let amount = discounts.rounded(rounding)?;
            let factor = discounts.factor()?;
            let computation = Computation::PresentValue { discounts, factor };
            lines.add(Component::ForgoneDiscounts, amount, computation)?;
        }
        if let Some(fees) = self.fees {
            let fees = not_negative("fees", fees)?;
            lines.add(Component::Fees, fees, Computation::Stated)?;
        }
        self.add_risks(&mut lines, rounding)?;
        lines.finish(Some(rounding))
    }

    fn add_hours(&self, lines: &mut Lines, rounding: Rounding) -> Result<()> {
        use Component::{Habits, Learning, Search, SetUp};

        let wage = not_negative("wage", self.wage)?;
        for (component, argument, hours) in [
            (Search, "hours of search", self.search_hours),
            (SetUp, "hours of setting up", self.set_up_hours),
            (Learning, "hours of learning", self.learning_hours),
            (Habits, "hours of old habits", self.habit_hours),
        ] {
            if let Some(hours) = hours {
                let hours = non_negative(argument, hours)?;
                let amount = rounding.times(wage, hours)?;
                lines.add(component, amount, Computation::Hours { hours, wage })?;
            }
        }
        Ok(())
    }

    fn add_risks(&self, lines: &mut Lines, rounding: Rounding) -> Result<()> {
        for (component, premium) in [
            (Component::EconomicRisk, self.economic_risk),
            (Component::SocialRisk, self.social_risk),
            (Component::PsychologicalRisk, self.psychological_risk),
        ] {
            if let Some(premium) = premium {
                let (amount, computation) = premium.cost(rounding)?;
                lines.add(component, amount, computation)?;
            }
        }
        Ok(())
    }
}

impl RiskPremium {
    fn cost(self, rounding: Rounding) -> Result<(Decimal, Computation)> {
        match self {
            Self::Expected { probability, loss } => {
                let probability = fraction("probability of a loss", probability)?;
                let amount = rounding.times(not_negative("loss", loss)?, probability)?;
                Ok((amount, Computation::ExpectedLoss { probability, loss }))
            }
            Self::Stated(amount) => {
                let amount = not_negative("risk premium", amount)?;
                Ok((amount, Computation::Stated))
            }
        }
    }
}
