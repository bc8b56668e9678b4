use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::numeric::money::{self, MoneySum};
use crate::numeric::rounding::Rounding;
use crate::{Error, Result};

use super::facets::{ByFacet, ByType};
use super::{Component, CostType, Facet, ForgoneDiscounts};

/// How the amount of a [`Line`] was computed.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Computation {
    /// It was stated.
    Stated,
    /// Hours at what an hour is worth.
    Hours {
        /// How many.
        hours: f64,
        /// What one is worth.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
        wage: Decimal,
    },
    /// The present value of discounts.
    PresentValue {
        /// Which.
        discounts: ForgoneDiscounts,
        /// What one unit of money each period is worth today.
        factor: f64,
    },
    /// The probability of a loss times the loss.
    ExpectedLoss {
        /// The probability, from 0 to 1.
        probability: f64,
        /// The loss.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
        loss: Decimal,
    },
    /// So many times the same.
    Units {
        /// How many: heads, periods.
        units: u64,
        /// What each costs.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
        each: Decimal,
    },
    /// A price less what the old brings.
    Net {
        /// The price.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
        price: Decimal,
        /// What the old brings.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
        salvage: Decimal,
    },
}

/// Writes `2.5 hours at 24.00`.
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
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Line {
    /// What costs.
    pub component: Component,
    /// The facet it is counted under: the first of [`Component::facets`].
    pub facet: Facet,
    /// How much.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub amount: Decimal,
    /// How that was computed.
    pub computation: Computation,
}

/// Writes `search: 60.00 (2.5 hours at 24.00)`.
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

/// What it would cost a customer to leave, line by line, so that each line can be argued about.
///
/// The total is the exact sum of the lines. Made by [`Individual::cost`](super::Individual::cost)
/// and [`Organisation::cost`](super::Organisation::cost).
///
/// An estimate of this kind puts a figure on what is known. What nobody entered is not in it, and
/// it is not what the customer believes: for that, ask them ([`survey`](super::survey)).
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

    /// Returns the sum of the lines counted under a facet; `None` where there is none.
    #[must_use]
    pub fn facet(&self, facet: Facet) -> Option<Decimal> {
        self.facets.get(facet).flatten()
    }

    /// Returns the sum of the lines of a type; `None` where there is none.
    #[must_use]
    pub fn cost_type(&self, cost_type: CostType) -> Option<Decimal> {
        self.types.get(cost_type).flatten()
    }

    /// Returns the decimal places and the strategy by which amounts made of hours, rates and
    /// probabilities were rounded; `None` where nothing was to be rounded.
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
    /// Lines, total, and how amounts were rounded.
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
