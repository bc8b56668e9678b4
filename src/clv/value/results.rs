use rust_decimal::Decimal;

use super::ValueTerms;
use crate::clv::DiscountRate;
use crate::keyed::{CustomerRow, Keyed};
use crate::macros::named_enum;
use crate::period::Ruler;

named_enum! {
    /// From whose purchases it is told what a customer spends.
    ///
    /// See the [example](crate::clv::CustomerLifetimeValue).
    pub enum SpendSource {
        /// From the customer's own repeat purchases, drawn to those of all customers if the model does so.
        Customer = "customer",
        /// From all customers alone: of this one nothing is known, or a mean of 0 or less.
        AllCustomers = "all_customers",
    }
}

/// What a known customer will be worth, item by item.
///
/// ```text
/// revenue = spend per purchase × discounted purchases
/// value   = revenue × margin
/// ```
///
/// Each amount is rounded, and the next is made of the rounded one: so the items can be multiplied by hand.
///
/// See the [example](crate::clv::CustomerLifetimeValue).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CustomerValue {
    /// The probability that the customer has not left by the end of the window.
    pub probability_alive: f64,
    /// The expected purchases within the horizon, not discounted; `None` without an end.
    pub expected_purchases: Option<f64>,
    /// The expected purchases within the horizon, each counted at what 1 at its time is worth now.
    pub discounted_purchases: f64,
    /// What the customer is expected to spend on a purchase.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub spend_per_purchase: Decimal,
    /// From whose purchases that is told.
    pub spend_source: SpendSource,
    /// The present value of what the customer will spend.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub revenue: Decimal,
    /// The share of revenue that counts.
    pub margin: f64,
    /// The present value of the margins to come: the customer's residual lifetime value.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub value: Decimal,
}

/// What a customer is worth who makes the first purchase now, item by item.
///
/// See the [example](crate::clv::CustomerLifetimeValue::value_of_new_customer).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct NewCustomerValue {
    /// The expected repeat purchases within the horizon, each counted at what 1 at its time is worth now.
    pub discounted_purchases: f64,
    /// What a new customer is expected to spend on a purchase.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub spend_per_purchase: Decimal,
    /// The share of revenue that counts.
    pub margin: f64,
    /// The margin of the first purchase, taken to be as large as a repeat purchase.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub value_of_first_purchase: Decimal,
    /// The present value of the margins of repeat purchases.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub value_of_repeat_purchases: Decimal,
    /// Both together: what may at most be spent on winning the customer.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub value: Decimal,
}

/// What the customers of a population will be worth, with the choices that the values depend on.
///
/// See the [example](crate::clv::CustomerLifetimeValue).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CustomerValues<Id> {
    /// One row for each customer, sorted by customer.
    pub rows: Keyed<CustomerRow<Id, CustomerValue>>,
    /// The sum of the values.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub total: Decimal,
    /// The discount rate with its period.
    pub discount: DiscountRate,
    /// The unit of the model's times and of the horizon.
    pub ruler: Ruler,
    /// The margin, the horizon and the rounding.
    pub terms: ValueTerms,
}
