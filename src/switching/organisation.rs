use rust_decimal::Decimal;

use crate::numeric::money;
use crate::{Error, Result};

use super::cost::{Lines, not_negative};
use super::{Component, Computation, Cost};

/// What is known of the costs that an organisation would have by leaving.
///
/// ```text
/// cost = heads · cost of training one + replacement − salvage + periods · cost of running both
/// ```
///
/// What is not set is not part of the cost. Everything in it is exact. The components are those of
/// the [`Component`]s of an organisation; the form is ours.
///
/// ```
/// use retention::switching::{Facet, Organisation};
/// use rust_decimal::dec;
///
/// let cost = Organisation::default()
///     .retraining(12, dec!(350.00)) // heads, each
///     .replacement(dec!(8000.00), dec!(1500.00)) // price, salvage
///     .parallel_running(3, dec!(420.50)) // periods, each
///     .cost()?;
/// assert_eq!(cost.lines()[1].to_string(), "replacement: 6500.00 (8000.00 less 1500.00)");
/// assert_eq!(cost.facet(Facet::Learning), Some(dec!(4200.00)));
/// assert_eq!(cost.total(), dec!(11961.50));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct Organisation {
    /// Teaching the staff.
    pub retraining: Option<Units>,
    /// Other equipment.
    pub replacement: Option<Replacement>,
    /// Running the old and the new side by side.
    pub parallel_running: Option<Units>,
}

/// So many at the same cost: heads to train, periods to run both.
///
/// See the [example](crate::switching::Organisation).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Units {
    /// How many.
    pub units: u64,
    /// What each costs; not negative.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub each: Decimal,
}

/// Other equipment in place of the old.
///
/// See the [example](crate::switching::Organisation).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Replacement {
    /// What the new costs; not negative.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub price: Decimal,
    /// What the old brings; not negative. Where it is more than the price, the line is negative.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub salvage: Decimal,
}

impl Organisation {
    /// Sets how many have to be trained and what each costs.
    #[must_use]
    pub const fn retraining(mut self, heads: u64, each: Decimal) -> Self {
        self.retraining = Some(Units { units: heads, each });
        self
    }

    /// Sets what other equipment costs and what the old brings.
    #[must_use]
    pub const fn replacement(mut self, price: Decimal, salvage: Decimal) -> Self {
        self.replacement = Some(Replacement { price, salvage });
        self
    }

    /// Sets for how many periods both run and what each costs.
    #[must_use]
    pub const fn parallel_running(mut self, periods: u64, each: Decimal) -> Self {
        self.parallel_running = Some(Units {
            units: periods,
            each,
        });
        self
    }

    /// Computes the cost, line by line.
    ///
    /// # Errors
    /// [`Error::Empty`] where nothing is set; [`Error::OutOfRange`] for a negative amount;
    /// [`Error::Overflow`] where an amount or their sum exceeds what a decimal holds.
    pub fn cost(&self) -> Result<Cost> {
        let mut lines = Lines::default();
        let units = |component, argument, units: Option<Units>, lines: &mut Lines| {
            let Some(Units { units, each }) = units else {
                return Ok(());
            };
            let amount = times(not_negative(argument, each)?, units)?;
            lines.add(component, amount, Computation::Units { units, each })
        };
        units(
            Component::Retraining,
            "cost of training one",
            self.retraining,
            &mut lines,
        )?;
        if let Some(Replacement { price, salvage }) = self.replacement {
            let price = not_negative("price of the replacement", price)?;
            let salvage = not_negative("salvage", salvage)?;
            let amount = money::subtract(price, salvage)?;
            let computation = Computation::Net { price, salvage };
            lines.add(Component::Replacement, amount, computation)?;
        }
        units(
            Component::ParallelRunning,
            "cost of running both for a period",
            self.parallel_running,
            &mut lines,
        )?;
        lines.finish(None)
    }
}

/// So many times an amount, exactly.
fn times(amount: Decimal, units: u64) -> Result<Decimal> {
    let product = amount.mantissa().checked_mul(units.into());
    let product = product.ok_or_else(|| {
        Error::overflow(
            "a number of equal amounts",
            format_args!("{units} × {amount}"),
        )
    })?;
    money::to_decimal(product, amount.scale())
}
