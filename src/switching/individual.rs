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
        /// At its start: the first amount is not discounted.
        Start = "start",
        /// At its end. The default.
        #[default]
        End = "end",
    }
}

/// Discounts that a customer has and would give up.
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
    /// The discount in one period.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub discount: Decimal,
    /// In how many periods it would still be had; none is worth nothing.
    pub periods: u32,
    /// The rate by which a later discount is worth less, for one period; above −1.
    pub rate: f64,
    /// When in the period it is had.
    #[cfg_attr(feature = "serde", serde(default))]
    pub timing: Timing,
}

impl ForgoneDiscounts {
    /// Computes what one unit of money each period is worth today.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a rate that is NaN, infinite, or not
    /// above −1; [`Error::Overflow`] where the factor is too large for a number.
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

    /// Computes what all of them are worth today, rounded to this many decimal places.
    ///
    /// # Errors
    /// As [`factor`](Self::factor); [`Error::OutOfRange`] for a negative discount and for more than
    /// 28 decimal places; [`Error::Overflow`] where the value exceeds what a decimal holds.
    pub fn present_value(&self, places: u32, strategy: RoundingStrategy) -> Result<Decimal> {
        self.rounded(Rounding::of_products(places, strategy)?)
    }

    fn rounded(&self, rounding: Rounding) -> Result<Decimal> {
        let discount = not_negative("discount", self.discount)?;
        rounding.times(discount, self.factor()?)
    }
}

/// What a risk is worth avoiding.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum RiskPremium {
    /// The probability of a loss times the loss: what it costs on average, without any dislike of
    /// risk.
    Expected {
        /// The probability, from 0 to 1.
        probability: f64,
        /// The loss, not negative.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
        loss: Decimal,
    },
    /// An amount, not negative: what the customer said they would pay to be spared it.
    Stated(#[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))] Decimal),
}

/// What is known of the costs that a person would have by leaving.
///
/// ```text
/// cost = hours · wage + present value of discounts + fees + risk premia
/// ```
///
/// What is not set is not part of the cost. All amounts are in one currency, and the cost is paid
/// once. The components are those of the [`Component`]s of a person; the form is ours.
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
    /// What an hour of their time is worth; not negative.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub wage: Decimal,
    /// Hours to find others and to know and approach them.
    #[cfg_attr(feature = "serde", serde(default))]
    pub search_hours: Option<f64>,
    /// Hours for the steps of the change, where they are not part of the search.
    #[cfg_attr(feature = "serde", serde(default))]
    pub set_up_hours: Option<f64>,
    /// Hours until another's product is understood.
    #[cfg_attr(feature = "serde", serde(default))]
    pub learning_hours: Option<f64>,
    /// Hours that old habits cost until there are new ones.
    #[cfg_attr(feature = "serde", serde(default))]
    pub habit_hours: Option<f64>,
    /// Discounts that come to an end.
    #[cfg_attr(feature = "serde", serde(default))]
    pub discounts: Option<ForgoneDiscounts>,
    /// What has to be paid at once; not negative.
    #[cfg_attr(feature = "serde", serde(default, with = "crate::serde_money::option"))]
    pub fees: Option<Decimal>,
    /// That another may be worse, or may cost more than expected.
    #[cfg_attr(feature = "serde", serde(default))]
    pub economic_risk: Option<RiskPremium>,
    /// What others may think, and whom one may lose.
    #[cfg_attr(feature = "serde", serde(default))]
    pub social_risk: Option<RiskPremium>,
    /// The discomfort of leaving.
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

    /// Sets the hours of setting up.
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

    /// Sets the hours that old habits cost.
    #[must_use]
    pub const fn habit_hours(mut self, hours: f64) -> Self {
        self.habit_hours = Some(hours);
        self
    }

    /// Sets the discounts that come to an end.
    #[must_use]
    pub const fn discounts(mut self, discounts: ForgoneDiscounts) -> Self {
        self.discounts = Some(discounts);
        self
    }

    /// Sets what has to be paid at once.
    #[must_use]
    pub const fn fees(mut self, fees: Decimal) -> Self {
        self.fees = Some(fees);
        self
    }

    /// Sets the premium on economic risk.
    #[must_use]
    pub const fn economic_risk(mut self, premium: RiskPremium) -> Self {
        self.economic_risk = Some(premium);
        self
    }

    /// Sets the premium on social risk.
    #[must_use]
    pub const fn social_risk(mut self, premium: RiskPremium) -> Self {
        self.social_risk = Some(premium);
        self
    }

    /// Sets the premium on psychological risk.
    #[must_use]
    pub const fn psychological_risk(mut self, premium: RiskPremium) -> Self {
        self.psychological_risk = Some(premium);
        self
    }

    /// Computes the cost line by line. Amounts made of hours, rates and probabilities are rounded
    /// to so many decimal places, each line by itself; stated amounts stay as they are.
    ///
    /// # Errors
    /// [`Error::Empty`] where nothing is set; [`Error::NotFinite`] and [`Error::OutOfRange`] for
    /// hours or amounts that are NaN, infinite or negative, a probability outside 0 to 1, a
    /// discount rate not above −1, or more than 28 decimal places; [`Error::Overflow`] where an
    /// amount or their sum exceeds what a decimal holds.
    pub fn cost(&self, places: u32, strategy: RoundingStrategy) -> Result<Cost> {
        let rounding = Rounding::of_products(places, strategy)?;
        let wage = not_negative("wage", self.wage)?;
        let mut lines = Lines::default();
        for (component, argument, hours) in [
            (Component::Search, "hours of search", self.search_hours),
            (Component::SetUp, "hours of setting up", self.set_up_hours),
            (
                Component::Learning,
                "hours of learning",
                self.learning_hours,
            ),
            (Component::Habits, "hours of old habits", self.habit_hours),
        ] {
            if let Some(hours) = hours {
                let hours = non_negative(argument, hours)?;
                let amount = rounding.times(wage, hours)?;
                lines.add(component, amount, Computation::Hours { hours, wage })?;
            }
        }
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
        for (component, premium) in [
            (Component::EconomicRisk, self.economic_risk),
            (Component::SocialRisk, self.social_risk),
            (Component::PsychologicalRisk, self.psychological_risk),
        ] {
            match premium {
                Some(RiskPremium::Expected { probability, loss }) => {
                    let probability = fraction("probability of a loss", probability)?;
                    let amount = rounding.times(not_negative("loss", loss)?, probability)?;
                    let computation = Computation::ExpectedLoss { probability, loss };
                    lines.add(component, amount, computation)?;
                }
                Some(RiskPremium::Stated(amount)) => {
                    let amount = not_negative("risk premium", amount)?;
                    lines.add(component, amount, Computation::Stated)?;
                }
                None => {}
            }
        }
        lines.finish(Some(rounding))
    }
}
