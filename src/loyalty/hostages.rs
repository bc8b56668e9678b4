use crate::Result;
use crate::error::Error;
use crate::estimate::Proportion;
use crate::scale::{Answers, Scale};

use super::score::{AtCut, Bar, Threshold, all};

/// What holds a hostage, as part of the definition.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Holding {
    /// A switching cost from this cut on. The default, with two thirds of the scale.
    SwitchingCost(Threshold),
    /// Nothing is asked about: whoever is loyal and not satisfied counts, for whatever reason.
    NotAsked,
}

impl Default for Holding {
    fn default() -> Self {
        Self::SwitchingCost(Threshold::default())
    }
}

/// Which customers are hostages: the cuts to be compared.
///
/// ```text
/// hostage = loyal (≥ cut), not satisfied (< cut), and held by a switching cost (≥ cut)
/// ```
///
/// Nobody has published cuts, and the count moves with them, so each is a list, and the table has a
/// row for each combination. Each list has by default one cut, at
/// [two thirds of the scale](Threshold).
///
/// ```
/// use retention::loyalty::{Hostages, HostageCuts, Holding, Threshold};
/// use retention::scale::Scale;
///
/// let scale = Scale::ONE_TO_SEVEN;
/// let satisfaction = scale.answers(&[Some(2.0), Some(6.0), Some(4.0), None])?;
/// let loyalty = scale.answers(&[Some(6.0), Some(6.0), Some(5.0), Some(7.0)])?;
/// let switching_cost = scale.answers(&[Some(6.0), Some(7.0), Some(2.0), Some(6.0)])?;
/// let cuts = HostageCuts::default().satisfaction([Threshold::Value(5.0), Threshold::Value(7.0)]);
/// let table = Hostages::of(&satisfaction, &loyalty, Some(&switching_cost), &cuts)?;
///
/// // Four are loyal. Of one it is not known whether they are satisfied.
/// let row = table.rows()[0];
/// assert_eq!((row.loyal, row.undecided), (4, 1));
/// assert_eq!((row.hostages.numerator(), row.hostages.denominator()), (1, 3));
/// assert_eq!(table.rows()[1].hostages.numerator(), 2);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct HostageCuts {
    /// Where loyal begins.
    pub loyalty: Vec<Threshold>,
    /// Below what a customer is not satisfied.
    pub satisfaction: Vec<Threshold>,
    /// What holds a hostage.
    pub holding: Vec<Holding>,
    /// The side of a score exactly at a cut.
    pub at_cut: AtCut,
}

impl Default for HostageCuts {
    fn default() -> Self {
        Self {
            loyalty: vec![Threshold::default()],
            satisfaction: vec![Threshold::default()],
            holding: vec![Holding::default()],
            at_cut: AtCut::default(),
        }
    }
}

impl HostageCuts {
    /// Sets where loyal begins.
    #[must_use]
    pub fn loyalty(mut self, cuts: impl Into<Vec<Threshold>>) -> Self {
        self.loyalty = cuts.into();
        self
    }

    /// Sets below what a customer is not satisfied.
    #[must_use]
    pub fn satisfaction(mut self, cuts: impl Into<Vec<Threshold>>) -> Self {
        self.satisfaction = cuts.into();
        self
    }

    /// Sets what holds a hostage.
    #[must_use]
    pub fn holding(mut self, holding: impl Into<Vec<Holding>>) -> Self {
        self.holding = holding.into();
        self
    }

    /// Sets the side of a score exactly at a cut.
    #[must_use]
    pub const fn at_cut(mut self, at_cut: AtCut) -> Self {
        self.at_cut = at_cut;
        self
    }
}

/// The scales of the three answers that [`HostageCounter`] reads.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct HostageScales {
    /// Of satisfaction.
    pub satisfaction: Scale,
    /// Of loyalty.
    pub loyalty: Scale,
    /// Of the switching cost.
    pub switching_cost: Scale,
}

/// One customer for [`HostageCounter`], each value on its scale; `None` is not known.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct HostageEvidence {
    /// Satisfaction.
    pub satisfaction: Option<f64>,
    /// Loyalty.
    pub loyalty: Option<f64>,
    /// What switching would cost.
    pub switching_cost: Option<f64>,
}

/// Counts hostages at every combination of cuts: row by row, in chunks, or on threads whose parts
/// [merge](Self::merge).
#[derive(Debug, Clone, PartialEq)]
pub struct HostageCounter {
    scales: HostageScales,
    bars: Vec<Bars>,
    table: Hostages,
}

/// One combination of cuts.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Bars {
    loyalty: Bar,
    satisfaction: Bar,
    switching_cost: Option<Bar>,
}

impl HostageCounter {
    /// For answers on these scales.
    ///
    /// # Errors
    /// [`Error::Empty`] for a list without cuts; otherwise as [`Threshold::on`].
    pub fn new(scales: HostageScales, cuts: &HostageCuts) -> Result<Self> {
        for (argument, length) in [
            ("cut of loyalty", cuts.loyalty.len()),
            ("cut of satisfaction", cuts.satisfaction.len()),
            ("holding", cuts.holding.len()),
        ] {
            if length == 0 {
                return Err(Error::empty(argument));
            }
        }
        let bar = |threshold, scale| Bar::new(threshold, cuts.at_cut, scale);
        let mut bars = Vec::new();
        for &loyalty in &cuts.loyalty {
            for &satisfaction in &cuts.satisfaction {
                for &holding in &cuts.holding {
                    bars.push(Bars {
                        loyalty: bar(loyalty, scales.loyalty)?,
                        satisfaction: bar(satisfaction, scales.satisfaction)?,
                        switching_cost: match holding {
                            Holding::SwitchingCost(cut) => Some(bar(cut, scales.switching_cost)?),
                            Holding::NotAsked => None,
                        },
                    });
                }
            }
        }
        let rows = bars
            .iter()
            .map(|bars| HostageRow {
                loyalty_cut: bars.loyalty.cut,
                satisfaction_cut: bars.satisfaction.cut,
                switching_cost_cut: bars.switching_cost.map(|bar| bar.cut),
                loyal: 0,
                hostages: Proportion::of_parts(0, 0),
                undecided: 0,
            })
            .collect();
        Ok(Self {
            scales,
            bars,
            table: Hostages {
                rows,
                customers: 0,
                without_loyalty: 0,
                at_cut: cuts.at_cut,
            },
        })
    }

    /// Adds a customer. An error leaves the counter as it was.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for what does not lie on its scale.
    pub fn push(&mut self, customer: HostageEvidence) -> Result<()> {
        let check = |scale: Scale, value: Option<f64>| {
            value
                .map(|value| scale.continuous().check(value))
                .transpose()
        };
        let satisfaction = check(self.scales.satisfaction, customer.satisfaction)?;
        let loyalty = check(self.scales.loyalty, customer.loyalty)?;
        let switching_cost = check(self.scales.switching_cost, customer.switching_cost)?;
        self.table.customers += 1;
        let Some(loyalty) = loyalty else {
            self.table.without_loyalty += 1;
            return Ok(());
        };
        for (bars, row) in self.bars.iter().zip(&mut self.table.rows) {
            if !bars.loyalty.is_high(loyalty) {
                continue;
            }
            let dissatisfied = satisfaction.map(|value| !bars.satisfaction.is_high(value));
            let held = match bars.switching_cost {
                Some(bar) => switching_cost.map(|value| bar.is_high(value)),
                None => Some(true),
            };
            row.loyal += 1;
            let (yes, all_decided) = (row.hostages.numerator(), row.hostages.denominator());
            match all([dissatisfied, held]) {
                Some(true) => row.hostages = Proportion::of_parts(yes + 1, all_decided - yes),
                Some(false) => row.hostages = Proportion::of_parts(yes, all_decided - yes + 1),
                None => row.undecided += 1,
            }
        }
        Ok(())
    }

    /// Adds all of these customers.
    ///
    /// # Errors
    /// As [`push`](Self::push), with the customer's row. The customers before the one at fault are
    /// then added, the rest not.
    pub fn extend(&mut self, customers: impl IntoIterator<Item = HostageEvidence>) -> Result<()> {
        for (row, customer) in customers.into_iter().enumerate() {
            self.push(customer).map_err(|error| error.at_row(row))?;
        }
        Ok(())
    }

    /// Adds the customers of another part, none of whom is in this one.
    ///
    /// # Errors
    /// [`Error::Mismatch`] where it has other scales or other cuts; [`Error::Overflow`] where counts
    /// exceed 64 bits. Nothing is then added.
    pub fn merge(&mut self, other: Self) -> Result<()> {
        if self.scales != other.scales || self.bars != other.bars {
            let cuts = |counter: &Self| format!("{:?} on {:?}", counter.bars, counter.scales);
            return Err(Error::mismatch(
                "cuts of hostages",
                cuts(self),
                cuts(&other),
            ));
        }
        let customers = self.table.customers.checked_add(other.table.customers);
        let customers = customers.ok_or_else(|| Error::overflow("counting customers", u64::MAX))?;
        for (ours, theirs) in self.table.rows.iter_mut().zip(other.table.rows) {
            ours.hostages = ours.hostages.merge(theirs.hostages)?;
            ours.loyal += theirs.loyal;
            ours.undecided += theirs.undecided;
        }
        self.table.customers = customers;
        self.table.without_loyalty += other.table.without_loyalty;
        Ok(())
    }

    /// The table.
    #[must_use]
    pub fn finish(self) -> Hostages {
        self.table
    }
}

/// How many hostages there are among the loyal, and how the count moves with the cuts.
///
/// The count says how much of the loyalty goes with little satisfaction and a high cost of switching,
/// and so may be false. It says nothing of a person in it, nor of why they stay.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "FalseLoyalty")]
#[doc(alias = "虚假忠诚")]
pub struct Hostages {
    rows: Vec<HostageRow>,
    /// How many customers there are.
    pub customers: u64,
    /// Customers of whose loyalty nothing is known; they are in no row.
    pub without_loyalty: u64,
    /// The side of a score exactly at a cut.
    pub at_cut: AtCut,
}

/// One combination of cuts of [`Hostages`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct HostageRow {
    /// Loyal from here.
    pub loyalty_cut: f64,
    /// Not satisfied below here.
    pub satisfaction_cut: f64,
    /// Held from here; `None` where it was not asked.
    pub switching_cost_cut: Option<f64>,
    /// How many are loyal.
    pub loyal: u64,
    /// The hostages, of the loyal of whom it is known whether they are.
    pub hostages: Proportion,
    /// The loyal of whom it is not: satisfaction or switching cost is missing, and what is known does
    /// not rule it out.
    pub undecided: u64,
}

impl Hostages {
    /// Counts hostages in columns of the same customers in the same order. The column of switching
    /// costs may be left out where [nobody asks](Holding::NotAsked) about them.
    ///
    /// # Errors
    /// [`Error::Empty`] without switching costs where a definition needs them;
    /// [`Error::LengthMismatch`] where columns differ in length; otherwise as
    /// [`HostageCounter::new`].
    pub fn of(
        satisfaction: &Answers<'_>,
        loyalty: &Answers<'_>,
        switching_cost: Option<&Answers<'_>>,
        cuts: &HostageCuts,
    ) -> Result<Self> {
        let expected = satisfaction.len();
        let lengths = [
            ("loyalty", Some(loyalty.len())),
            ("switching cost", switching_cost.map(Answers::len)),
        ];
        for (argument, found) in lengths {
            if let Some(found) = found.filter(|&found| found != expected) {
                return Err(Error::length(argument, found, expected));
            }
        }
        let asked = cuts.holding.iter().any(|&held| held != Holding::NotAsked);
        if asked && switching_cost.is_none() {
            return Err(Error::empty("switching cost"));
        }
        let scales = HostageScales {
            satisfaction: satisfaction.scale(),
            loyalty: loyalty.scale(),
            // Without a column nothing is read on it.
            switching_cost: switching_cost.map_or(satisfaction.scale(), Answers::scale),
        };
        let mut counter = HostageCounter::new(scales, cuts)?;
        counter.extend((0..expected).map(|row| HostageEvidence {
            satisfaction: satisfaction.get(row),
            loyalty: loyalty.get(row),
            switching_cost: switching_cost.and_then(|column| column.get(row)),
        }))?;
        Ok(counter.finish())
    }

    /// A row for each combination of cuts: by loyalty, then satisfaction, then holding, in the order
    /// of the lists.
    #[must_use]
    pub fn rows(&self) -> &[HostageRow] {
        &self.rows
    }
}
