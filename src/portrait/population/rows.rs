use super::{LoyalBy, LoyalShare, PortraitCounter, PortraitCounts};
use crate::accumulate::Accumulator;
use crate::keyed::{Keyed, keyed_row};
use crate::portrait::{Advice, Evidence, Explanation, Options, Portrait, StrategyTable, Wording};
use crate::{Error, Result};

/// One customer of [`Portraits`].
///
/// It is written flat, as a writer of CSV takes a row: the customer, a field for the level in each
/// dimension, `contradictions` as text, `leaving` as the index, `value_at_risk`, `profit`, and the expected
/// value and the chance of a return as `worth` and `chance`. Other evidence is not written.
///
/// See the example of [`Portraits`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct PortraitRow<Id> {
    /// The customer.
    pub customer: Id,
    /// What is known of the customer, as it was given.
    pub evidence: Evidence,
    /// What follows from it.
    pub portrait: Portrait,
}

keyed_row!(PortraitRow);

impl<Id> PortraitRow<Id> {
    /// Returns what a table of rules recommends for the customer.
    ///
    /// See the [example](crate::portrait#from-a-log-to-a-plan).
    #[must_use]
    pub fn advice<'a>(&self, table: &'a StrategyTable) -> Advice<'a> {
        table.advise(&self.portrait, &self.evidence)
    }

    /// Returns the portrait as a paragraph.
    ///
    /// See the [example](crate::portrait#from-a-log-to-a-plan).
    #[must_use]
    pub const fn explanation<'a>(&'a self, wording: &'a Wording) -> Explanation<'a> {
        Explanation::new(&self.evidence, &self.portrait, wording)
    }
}

#[cfg(feature = "serde")]
impl<Id: serde::Serialize> serde::Serialize for PortraitRow<Id> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;

        use crate::portrait::Dimension;
        use crate::serde_money::Money;

        let portrait = &self.portrait;
        let fields = Dimension::ALL.len() + 7;
        let mut row = serializer.serialize_struct("PortraitRow", fields)?;
        row.serialize_field("customer", &self.customer)?;
        for &dimension in Dimension::ALL {
            row.serialize_field(dimension.name(), portrait.levels.of(dimension))?;
        }
        row.serialize_field("contradictions", &portrait.contradictions.to_string())?;
        row.serialize_field("leaving", &portrait.leaving.map(|index| index.value))?;
        row.serialize_field("value_at_risk", &portrait.value_at_risk.map(Money))?;
        row.serialize_field("profit", &self.evidence.profit.map(Money))?;
        row.serialize_field("worth", &self.evidence.expected_value.map(Money))?;
        row.serialize_field("chance", &self.evidence.chance_of_return)?;
        row.end()
    }
}

/// Portraits of all customers of a business, by customer.
///
/// ```
/// use retention::lifecycle::Stage;
/// use retention::portrait::{Dimension, Evidence, LoyalBy, Options, Portraits};
/// use rust_decimal::dec;
///
/// let known = |stage, chance, profit| Evidence::default()
///     .stage(Some(stage))
///     .chance_of_return(Some(chance))
///     .expected_value(Some(dec!(100)))
///     .profit(Some(profit));
/// let portraits = Portraits::of(
///     [
///         ("Ben", known(Stage::Decline, 0.25, dec!(20))),
///         ("Ann", known(Stage::Growth, 0.9, dec!(60))),
///     ],
///     &Options::default(),
/// )?;
/// let ben = portraits.rows().get("Ben").unwrap();
/// assert_eq!(ben.portrait.value_at_risk, Some(dec!(75.00)));
/// let counts = portraits.counts(LoyalBy::default())?;
/// let declining = counts.level(Dimension::Stage, "decline").unwrap();
/// assert_eq!((declining.customers, declining.value_at_risk), (1, dec!(75.00)));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Portraits<Id> {
    rows: Keyed<PortraitRow<Id>>,
    options: Options,
}

impl<Id: Ord> Portraits<Id> {
    /// Makes the portraits of customers, in any order, each customer once.
    ///
    /// # Errors
    /// With its row: [`Error::Duplicate`] for a customer who stands twice, and those of
    /// [`Options::portrait`].
    pub fn of(
        customers: impl IntoIterator<Item = (Id, Evidence)>,
        options: &Options,
    ) -> Result<Self> {
        let checked = options.checked()?;
        let customers = customers.into_iter().enumerate();
        let rows = customers.map(|(row, (customer, evidence))| {
            let portrait = checked.portrait(&evidence);
            Ok(PortraitRow {
                customer,
                portrait: portrait.map_err(|error: Error| error.at_row(row))?,
                evidence,
            })
        });
        Ok(Self {
            rows: Keyed::from_unsorted(rows.collect::<Result<Vec<_>>>()?)?,
            options: *options,
        })
    }
}

impl<Id> Portraits<Id> {
    /// Returns the customers, by key.
    #[must_use]
    pub const fn rows(&self) -> &Keyed<PortraitRow<Id>> {
        &self.rows
    }

    /// Returns how the portraits were made.
    #[must_use]
    pub const fn options(&self) -> &Options {
        &self.options
    }

    /// Counts customers in each level of each dimension, contradictions, and loyal customers.
    ///
    /// # Errors
    /// [`Error::Overflow`] if a sum of money exceeds what a decimal holds.
    pub fn counts(&self, loyal_by: LoyalBy) -> Result<PortraitCounts> {
        let mut counter = PortraitCounter::new(self.options, loyal_by)?;
        for row in &self.rows {
            counter.count(&row.portrait, row.evidence.profit)?;
        }
        counter.finish()
    }

    /// Computes the share of loyal customers and their share of profit.
    ///
    /// # Errors
    /// As [`counts`](Self::counts).
    ///
    /// See the example of [`LoyalShare`].
    pub fn loyal(&self, loyal_by: LoyalBy) -> Result<LoyalShare> {
        Ok(self.counts(loyal_by)?.loyal)
    }
}
