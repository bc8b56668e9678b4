use rust_decimal::Decimal;

use crate::macros::options;
use crate::numeric::money;
use crate::{Error, Result};

use super::cost::{Lines, not_negative};
use super::{Component, Computation, Cost};

options! {
    /// What leaving would cost an organisation, as far as it is known.
    ///
    /// ```text
    /// cost = heads · training of one + replacement − salvage + periods · running both
    /// ```
    ///
    /// A part that is not set is not part of the cost. All amounts are exact. The parts are the
    /// [components](Component) of an organisation; the formula is this crate's.
    ///
    /// ```
    /// use retention::switching::{Facet, Organisation, Units};
    /// use rust_decimal::dec;
    ///
    /// let cost = Organisation::default()
    ///     .retraining(Some(Units { units: 12, each: dec!(350.00) })) // 12 people
    ///     .replacement(Some(dec!(8000.00)))
    ///     .salvage(Some(dec!(1500.00)))
    ///     .parallel_running(Some(Units { units: 3, each: dec!(420.50) })) // 3 months
    ///     .cost()?;
    /// assert_eq!(cost.lines()[1].to_string(), "replacement: 6500.00 (8000.00 less 1500.00)");
    /// assert_eq!(cost.facet(Facet::Learning), Some(dec!(4200.00)));
    /// assert_eq!(cost.total(), dec!(11961.50));
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Copy, Eq, Hash)]
    pub struct Organisation {
        /// People to be trained, and the cost of training one. Default: not part of the cost.
        pub retraining: Option<Units> = None,
        /// Price of the new equipment, 0 or more. Default: not part of the cost.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
        pub replacement: Option<Decimal> = None,
        /// What the replaced equipment is sold for, 0 or more. It may exceed the price of the new
        /// equipment, and the line is then negative. Default: nothing.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
        pub salvage: Option<Decimal> = None,
        /// Periods in which the old and the new run side by side, and the cost of one period.
        /// Default: not part of the cost.
        pub parallel_running: Option<Units> = None,
    }
}

/// A number of equal costs, such as people to train or months to run two systems.
///
/// See the [example](crate::switching::Organisation).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Units {
    /// How many units there are.
    pub units: u64,
    /// Cost of one unit, 0 or more.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub each: Decimal,
}

impl Organisation {
    /// Computes the cost line by line.
    ///
    /// # Errors
    /// [`Error::Empty`] if nothing is set; [`Error::OutOfRange`] for a negative amount;
    /// [`Error::Unsupported`] for a salvage without a replacement; [`Error::Overflow`] if an amount or
    /// the sum exceeds what a decimal holds.
    pub fn cost(&self) -> Result<Cost> {
        let mut lines = Lines::default();
        if let Some(staff) = self.retraining {
            add_units(
                &mut lines,
                Component::Retraining,
                "cost of training one",
                staff,
            )?;
        }
        self.add_replacement(&mut lines)?;
        if let Some(periods) = self.parallel_running {
            let argument = "cost of running both for a period";
            add_units(&mut lines, Component::ParallelRunning, argument, periods)?;
        }
        lines.finish(None)
    }

    fn add_replacement(&self, lines: &mut Lines) -> Result<()> {
        let Some(price) = self.replacement else {
            return match self.salvage {
                None => Ok(()),
                Some(_) => Err(Error::unsupported("salvage", "no replacement")
                    .with_cure("set the price of the replacement, 0 if there is none")),
            };
        };
        let price = not_negative("price of the replacement", price)?;
        let salvage = not_negative("salvage", self.salvage.unwrap_or_default())?;
        let amount = money::subtract(price, salvage)?;
        let computation = Computation::Net { price, salvage };
        lines.add(Component::Replacement, amount, computation)
    }
}

fn add_units(
    lines: &mut Lines,
    component: Component,
    argument: &'static str,
    Units { units, each }: Units,
) -> Result<()> {
    let amount = times(not_negative(argument, each)?, units)?;
    lines.add(component, amount, Computation::Units { units, each })
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
