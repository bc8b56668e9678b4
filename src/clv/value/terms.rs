use rust_decimal::RoundingStrategy;

use crate::Result;
use crate::clv::{GammaGamma, Horizon};
use crate::error::{finite, fraction};
use crate::macros::options;
use crate::numeric::rounding::Rounding;
use crate::purchases::Summary;

use super::SpendSource;

/// What a customer is taken to spend on a purchase to come.
///
/// See the [example](crate::clv::CustomerLifetimeValue).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Spend {
    /// What the model expects of each customer: the mean of few purchases is drawn to that of all customers.
    GammaGamma(GammaGamma),
    /// The mean of the customer's own repeat purchases, also of a single one, and also below 0.
    OwnMean {
        /// The spend of customers without a repeat purchase that has a value, and of new ones.
        otherwise: f64,
    },
    /// The same for all customers.
    Same(f64),
}

impl Spend {
    pub(super) fn check(&self) -> Result<()> {
        match self {
            Self::GammaGamma(_) => Ok(()),
            Self::OwnMean { otherwise: spend } | Self::Same(spend) => {
                finite("spend", *spend).map(|_| ())
            }
        }
    }

    /// What a new customer spends.
    pub(super) fn of_new(&self) -> Result<f64> {
        match self {
            Self::GammaGamma(model) => model.expected_spend(),
            Self::OwnMean { otherwise: spend } | Self::Same(spend) => Ok(*spend),
        }
    }

    /// What a customer spends, and from whose purchases that is told.
    pub(super) fn of(&self, customer: &Summary) -> Result<(f64, SpendSource)> {
        let own = customer.mean_repeat_value();
        match (self, own) {
            (Self::GammaGamma(model), Some(mean)) if mean > 0.0 => {
                Ok((model.expected_spend_of(customer)?, SpendSource::Customer))
            }
            (Self::OwnMean { .. }, Some(mean)) => Ok((mean, SpendSource::Customer)),
            _ => Ok((self.of_new()?, SpendSource::AllCustomers)),
        }
    }
}

options! {
    /// What share of the revenue counts, how far into the future, and how money is rounded.
    ///
    /// See the [example](crate::clv::CustomerLifetimeValue).
    #[derive(Copy)]
    pub struct ValueTerms {
        /// The share of revenue that is left after what a purchase costs, 0 to 1. Default: 1.
        pub margin: f64 = 1.0,
        /// How far into the future purchases count, in units of the ruler. Default: without an end.
        pub horizon: Horizon = Horizon::Infinite,
        /// Decimal places of money, 0 to 26. Default: 2.
        pub places: u32 = 2,
        /// How money is rounded to them. Default: halves away from zero.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::strategy"))]
        pub rounding: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero,
    }
}

impl ValueTerms {
    pub(super) fn check(&self) -> Result<Rounding> {
        fraction("margin", self.margin)?;
        Rounding::new(self.places, self.rounding)
    }
}
