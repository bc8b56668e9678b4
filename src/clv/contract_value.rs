use rust_decimal::{Decimal, RoundingStrategy};

use super::Horizon;
use crate::error::fraction;
use crate::macros::{named_enum, options};
use crate::numeric::money;
use crate::numeric::rounding::Rounding;
use crate::{Error, Result};

named_enum! {
    /// When the first margin of a customer comes.
    ///
    /// Textbooks use both. The multiples differ by exactly 1 where margins do not grow, so say which one
    /// is meant.
    ///
    /// See the [example](crate::clv::ConstantRetention).
    #[derive(Default)]
    pub enum FirstMargin {
        /// After one period, if the customer stays: the first margin is already behind. The default.
        #[default]
        AfterOnePeriod = "after_one_period",
        /// At once, for certain: a new customer who pays in advance.
        AtOnce = "at_once",
    }
}

impl FirstMargin {
    pub(super) fn is_at_once(self) -> bool {
        self == Self::AtOnce
    }
}

options! {
    /// When the margins of a customer come, how they grow, and how long they count.
    ///
    /// See the [example](crate::clv::ConstantRetention).
    #[derive(Copy)]
    pub struct MarginStream {
        /// Growth of the margin per period: 0.02 for 2 % more each period; −1 or more. Default: 0.
        pub growth: f64 = 0.0,
        /// When the first margin comes. Default: after one period.
        pub first_margin: FirstMargin = FirstMargin::AfterOnePeriod,
        /// How far into the future margins and costs count. Default: without an end.
        pub horizon: Horizon = Horizon::Infinite,
    }
}

options! {
    /// What it costs to win a customer and to keep one.
    ///
    /// See the [example](crate::clv::ConstantRetention::value).
    #[derive(Copy)]
    pub struct RelationshipCosts {
        /// Cost of winning the customer, spent now; 0 or more. Default: 0.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
        pub acquisition: Decimal = Decimal::ZERO,
        /// Cost of keeping a customer, spent in every period on whoever is there when it begins; 0 or
        /// more. Default: 0.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
        pub retention: Decimal = Decimal::ZERO,
        /// Part of a period that has passed when its cost is spent, 0 to 1. Default: 0.5.
        pub paid_after: f64 = 0.5,
    }
}

impl RelationshipCosts {
    pub(super) fn check(self) -> Result<()> {
        for (argument, cost) in [
            ("acquisition cost", self.acquisition),
            ("retention cost", self.retention),
        ] {
            if cost < Decimal::ZERO {
                return Err(Error::out_of_range(argument, cost, "0 or more"));
            }
        }
        fraction("time of payment within a period", self.paid_after).map(|_| ())
    }
}

/// The lifetime value of one customer and the items it is made of, as present values.
///
/// See the [example](crate::clv::ConstantRetention::value).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ContractValue {
    /// Present value of all margins.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub margins: Decimal,
    /// Present value of what is spent on keeping the customer.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub retention_costs: Decimal,
    /// What was spent on winning the customer.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub acquisition_cost: Decimal,
    /// The lifetime value: margins less both costs.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub value: Decimal,
    /// Decimal places to which present values were rounded.
    pub places: u32,
    /// How they were rounded.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::serde_money::strategy::serialize")
    )]
    pub strategy: RoundingStrategy,
}

impl ContractValue {
    pub(super) fn of(
        margins: Decimal,
        retention_costs: Decimal,
        acquisition_cost: Decimal,
        rounding: Rounding,
    ) -> Result<Self> {
        let kept = money::subtract(margins, retention_costs)?;
        Ok(Self {
            margins,
            retention_costs,
            acquisition_cost,
            value: money::subtract(kept, acquisition_cost)?,
            places: rounding.places,
            strategy: rounding.strategy,
        })
    }
}

/// By how many per cent a lifetime value changes if one input changes by 1 %.
///
/// See the [example](crate::clv::ConstantRetention::elasticities).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Elasticities {
    /// For the retention rate: 80 % to 80.8 %.
    pub retention: f64,
    /// For the margin.
    pub margin: f64,
    /// For the discount rate: 10 % to 10.1 %. Not above 0 unless costs come later than margins.
    pub discount: f64,
    /// For the acquisition cost. Not above 0.
    pub acquisition_cost: f64,
    /// For the cost of keeping a customer. Not above 0.
    pub retention_cost: f64,
}

impl Elasticities {
    pub(super) fn checked(self, value: f64) -> Result<Self> {
        let all = [
            self.retention,
            self.margin,
            self.discount,
            self.acquisition_cost,
            self.retention_cost,
        ];
        if all.into_iter().all(f64::is_finite) {
            return Ok(self);
        }
        Err(Error::overflow("an elasticity of a lifetime value", value))
    }
}
