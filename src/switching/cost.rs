use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::numeric::money::{self, MoneySum};
use crate::numeric::rounding::Rounding;
use crate::{Error, Result};

use super::facets::{ByFacet, ByType};
use super::{Component, CostType, Facet, ForgoneDiscounts};

/// How the amount of a [`Line`] was computed.
///
/// See the [example](crate::switching::Organisation).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Computation {
    /// The amount was given as it is.
    Stated,
    /// Hours of the customer's time, at an hourly wage.
    Hours {
        /// Number of hours.
        hours: f64,
        /// Worth of one hour.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
        wage: Decimal,
    },
    /// Present value of discounts.
    PresentValue {
        /// The discounts.
        discounts: ForgoneDiscounts,
        /// Present value of one unit of money in each period.
        factor: f64,
    },
    /// Probability of a loss times the loss.
    ExpectedLoss {
        /// Probability, from 0 to 1.
        probability: f64,
        /// Loss.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
        loss: Decimal,
    },
    /// A number of equal costs.
    Units {
        /// Number of units, such as people or periods.
        units: u64,
        /// Cost of one unit.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
        each: Decimal,
    },
    /// A price, less what the replaced equipment is sold for.
    Net {
        /// Price of the new equipment.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
        price: Decimal,
        /// What the replaced equipment is sold for.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
        salvage: Decimal,
    },
}

/// Writes the computation in words, such as `2.5 hours at 24.00`.
impl fmt::Display for Computation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stated => f.write_str("as stated"),
            Self::Hours { hours, wage } => write!(f, "{hours} hours at {wage}"),
            Self::PresentValue { discounts, factor } => write!(
                f,
                "{} at the {} of each of {} periods at a rate of {} a period, factor {factor:.6}",
                discounts.discount, discounts.timing, discounts.periods, discounts.rate,
            ),
            Self::ExpectedLoss { probability, loss } => {
                write!(f, "probability {probability} of losing {loss}")
            }
            Self::Units { units, each } => write!(f, "{units} at {each}"),
            Self::Net { price, salvage } => write!(f, "{price} less {salvage}"),
        }
    }
}

/// One line of a [`Cost`].
///
/// See the [example](crate::switching::Organisation).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Line {
    /// Part of the cost.
    pub component: Component,
    /// Facet under which it is counted, the first of [`Component::facets`].
    pub facet: Facet,
    /// Amount of the line.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub amount: Decimal,
    /// How the amount was computed.
    pub computation: Computation,
}

/// Writes the line in words, such as `search: 60.00 (2.5 hours at 24.00)`.
impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            component,
            amount,
            computation,
            ..
        } = self;
        write!(f, "{component}: {amount} ({computation})")
    }
}

/// What leaving would cost a customer in money, line by line.
///
/// The total is the exact sum of the lines. [`Individual::cost`](super::Individual::cost) and
/// [`Organisation::cost`](super::Organisation::cost) compute it.
///
/// The estimate covers only what was entered. It is not what the customer believes; to learn that, ask
/// customers and score their answers ([`survey`](super::survey)).
///
/// See the [example](crate::switching::Organisation).
#[derive(Debug, Clone, PartialEq)]
#[doc(alias = "转换成本")]
#[doc(alias = "转移成本")]
#[doc(alias = "改购代价")]
#[doc(alias = "switching cost")]
pub struct Cost {
    lines: Vec<Line>,
    total: Decimal,
    facets: ByFacet<Option<Decimal>>,
    types: ByType<Option<Decimal>>,
    rounding: Option<Rounding>,
}

impl Cost {
    /// Returns the lines, in the order of the components.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Returns the sum of the lines.
    #[must_use]
    pub const fn total(&self) -> Decimal {
        self.total
    }

    /// Returns the sum of the lines counted under a facet; `None` without such lines.
    #[must_use]
    pub fn facet(&self, facet: Facet) -> Option<Decimal> {
        self.facets.get(facet).flatten()
    }

    /// Returns the sum of the lines of a type; `None` without such lines.
    #[must_use]
    pub fn cost_type(&self, cost_type: CostType) -> Option<Decimal> {
        self.types.get(cost_type).flatten()
    }

    /// Returns the decimal places and the strategy by which amounts from hours, rates and probabilities
    /// were rounded; `None` if the cost is exact, as an organisation's is.
    #[must_use]
    pub fn rounding(&self) -> Option<(u32, RoundingStrategy)> {
        self.rounding
            .map(|Rounding { places, strategy }| (places, strategy))
    }

    pub(super) fn of(lines: Vec<Line>, rounding: Option<Rounding>) -> Result<Self> {
        if lines.is_empty() {
            return Err(Error::empty("component of the switching cost"));
        }
        let total = money::sum(lines.iter().map(|line| line.amount))?;
        let sum = |belongs: &dyn Fn(Facet) -> bool| -> Result<Option<Decimal>> {
            let mut sum = None;
            for line in lines.iter().filter(|line| belongs(line.facet)) {
                sum.get_or_insert_with(MoneySum::default).add(line.amount)?;
            }
            sum.map(MoneySum::finish).transpose()
        };
        let mut facets = ByFacet::default();
        for (&facet, place) in Facet::ALL.iter().zip(&mut facets.0) {
            *place = sum(&|found| found == facet)?;
        }
        let mut types = ByType::default();
        for (&cost_type, place) in CostType::ALL.iter().zip(&mut types.0) {
            *place = sum(&|found| found.cost_type() == cost_type)?;
        }
        Ok(Self {
            lines,
            total,
            facets,
            types,
            rounding,
        })
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Cost {
    /// Writes lines, total, and how amounts were rounded.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;

        #[derive(serde::Serialize)]
        struct Money(#[serde(with = "crate::serde_money")] Decimal);

        let mut cost = serializer.serialize_struct("Cost", 4)?;
        cost.serialize_field("lines", &self.lines)?;
        cost.serialize_field("total", &Money(self.total))?;
        cost.serialize_field("places", &self.rounding.map(|rounding| rounding.places))?;
        let strategy = |rounding: Rounding| crate::serde_money::strategy::name(rounding.strategy);
        cost.serialize_field("strategy", &self.rounding.map(strategy))?;
        cost.end()
    }
}

/// The lines of a [`Cost`] in the making.
#[derive(Debug, Default)]
pub(super) struct Lines(Vec<Line>);

impl Lines {
    pub(super) fn add(
        &mut self,
        component: Component,
        amount: Decimal,
        computation: Computation,
    ) -> Result<()> {
        // Every component has a facet.
        let facet = component.facets().first().copied();
        let facet = facet.ok_or(Error::empty("facet"))?;
        self.0.push(Line {
            component,
            facet,
            amount,
            computation,
        });
        Ok(())
    }

    pub(super) fn finish(self, rounding: Option<Rounding>) -> Result<Cost> {
        Cost::of(self.0, rounding)
    }
}

/// Returns `amount` if it is not negative.
pub(super) fn not_negative(argument: &'static str, amount: Decimal) -> Result<Decimal> {
    if amount < Decimal::ZERO {
        return Err(Error::out_of_range(argument, amount, "0 or more"));
    }
    Ok(amount)
}
