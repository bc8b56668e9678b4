//! Hostages: customers who are loyal, not satisfied, and held by a switching cost.
//!
//! This is the one definition of the crate: [`types`](super::types) names a customer a hostage by the
//! same rule, and by the same cuts unless others are set.

use crate::Result;
use crate::accumulate::{Accumulator, Version, Weighted, more_rows};
use crate::counted::Tally;
use crate::error::{Error, Place};
use crate::estimate::{Influence, WeightedProportion};
use crate::macros::{checked_state, options};
use crate::scale::{Answers, Scale, Weights, respondent_weight};

use super::measures::Measures;
use super::score::{Bar, Threshold, all, check_answer};

options! {
    /// The cuts that define a hostage, as lists to be compared.
    ///
    /// ```text
    /// hostage = loyal (≥ cut), not satisfied (< cut), and held by a switching cost (≥ cut)
    /// ```
    ///
    /// Jones and Sasser give no cuts, and the count depends on them. So each is a list, and the result
    /// has a row for each combination. The default cuts are those of the
    /// [types](super::types::Rules), which say why a hostage is dissatisfied by default, though the
    /// article, as commonly reported, also has medium satisfaction.
    ///
    /// ```
    /// use retention::loyalty::Threshold;
    /// use retention::loyalty::hostages::Rules;
    /// use retention::scale::Scale;
    ///
    /// let scale = Scale::ONE_TO_SEVEN;
    /// let satisfaction = scale.answers(&[Some(2.0), Some(6.0), Some(4.0), None])?;
    /// let loyalty = scale.answers(&[Some(6.0), Some(6.0), Some(5.0), Some(7.0)])?;
    /// let switching_cost = scale.answers(&[Some(6.0), Some(7.0), Some(2.0), Some(6.0)])?;
    /// let cuts = Rules::default()
    ///     .loyalty(vec![Threshold::Value(5.0)])
    ///     .satisfaction(vec![Threshold::Value(5.0), Threshold::Value(7.0)]);
    /// let rows = cuts.count(&satisfaction, &loyalty, Some(&switching_cost))?;
    ///
    /// // Four are loyal. Whether one of them is satisfied is not known.
    /// assert_eq!((rows[0].loyal, rows[0].undecided), (4, 1));
    /// let share = rows[0].share.counts();
    /// assert_eq!((share.numerator(), share.denominator()), (1, 3));
    /// assert_eq!(rows[1].share.counts().numerator(), 2);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub struct Rules {
        /// Cuts from which a customer is loyal. Default: one, at 0.875 of the scale, 4.5 on 1 to 5.
        pub loyalty: Vec<Threshold> = vec![Threshold::NEAREST_TOP],
        /// Cuts below which a customer is not satisfied. Default: one, at 0.375 of the scale, 2.5 on 1
        /// to 5.
        pub satisfaction: Vec<Threshold> = vec![Threshold::NEAREST_MIDDLE],
        /// Cuts from which a switching cost holds a customer. `None` does not ask: every loyal customer
        /// who is not satisfied then counts. Default: one, at two thirds of the scale.
        pub switching_cost: Vec<Option<Threshold>> = vec![Some(Threshold::TWO_THIRDS)],
        /// Whether a score exactly at a cut counts as high. Default: true, since the article does not
        /// say.
        pub cut_is_high: bool = true,
    }
}

/// Counts hostages at every combination of cuts.
///
/// ```
/// use retention::Accumulator;
/// use retention::loyalty::hostages::{Counter, Rules};
/// use retention::loyalty::Measures;
/// use retention::scale::Scale;
///
/// let seven = Scale::ONE_TO_SEVEN;
/// let scales = Measures { satisfaction: seven, loyalty: seven, switching_cost: seven };
/// let mut counter = Counter::new(scales, &Rules::default())?;
/// counter.push(Measures { satisfaction: Some(2.0), loyalty: Some(7.0), switching_cost: Some(6.0) })?;
/// counter.push(Measures { satisfaction: Some(6.0), loyalty: Some(7.0), switching_cost: None })?;
/// assert_eq!(counter.finish()?[0].share.value(), Some(0.5));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", deny_unknown_fields)
)]
pub struct Counter {
    version: Version,
    scales: Measures<Scale>,
    rules: Rules,
    #[cfg_attr(feature = "serde", serde(skip))]
    bars: Vec<Bars>,
    /// The loyal of each combination: not a hostage, or one.
    loyal: Vec<Tally>,
    customers: u64,
    without_loyalty: u64,
}

checked_state!(Counter);

/// One combination of cuts.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Bars {
    loyalty: Bar,
    satisfaction: Bar,
    switching_cost: Option<Bar>,
}

/// The class of hostages among the loyal.
const HOSTAGE: usize = 1;

impl Rules {
    /// Counts hostages in columns of the same customers in the same order, with a row for each
    /// combination of cuts: by loyalty, then satisfaction, then switching cost, in the order of the
    /// lists.
    ///
    /// The column of switching costs may be left out if no rule asks about them.
    ///
    /// # Errors
    /// [`Error::Empty`] without switching costs if a cut needs them; [`Error::LengthMismatch`] if
    /// columns differ in length; otherwise as [`Counter::new`].
    pub fn count(
        &self,
        satisfaction: &Answers<'_>,
        loyalty: &Answers<'_>,
        switching_cost: Option<&Answers<'_>>,
    ) -> Result<Vec<Hostages>> {
        let scales = self.scales(satisfaction, loyalty, switching_cost)?;
        let mut counter = Counter::new(scales, self)?;
        counter.extend(rows(satisfaction, loyalty, switching_cost))?;
        counter.finish()
    }

    /// Computes the share of hostages among the loyal at each combination of cuts, with what each customer
    /// contributes, so that segments and waves can be compared; `None` where nobody with weight is loyal
    /// and decided.
    ///
    /// Values and their order are those of [`count`](Self::count).
    ///
    /// ```
    /// use retention::estimate::Design;
    /// use retention::loyalty::Threshold;
    /// use retention::loyalty::hostages::Rules;
    /// use retention::scale::Scale;
    ///
    /// let scale = Scale::ONE_TO_SEVEN;
    /// let satisfaction = scale.full_answers(&[2.0, 6.0, 3.0, 7.0, 1.0])?;
    /// let loyalty = scale.full_answers(&[7.0, 7.0, 7.0, 7.0, 2.0])?;
    /// let rules = Rules::default().switching_cost(vec![None]);
    /// let shares = rules.influences(&satisfaction, &loyalty, None, None)?;
    /// let share = shares[0].as_ref().unwrap().estimate(&Design::default())?;
    /// assert_eq!(format!("{share:.2}"), "0.50 ± 0.29");
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`count`](Self::count); [`Error::LengthMismatch`] if there are more or fewer weights than
    /// customers.
    pub fn influences(
        &self,
        satisfaction: &Answers<'_>,
        loyalty: &Answers<'_>,
        switching_cost: Option<&Answers<'_>>,
        weights: Option<&Weights>,
    ) -> Result<Vec<Option<Influence>>> {
        let bars = self.on(self.scales(satisfaction, loyalty, switching_cost)?)?;
        let share = |bars: &Bars| {
            let rows = rows(satisfaction, loyalty, switching_cost);
            let hostages = rows.map(|row| {
                let hostage = bars.is_hostage(row.loyalty?, &row)??;
                Some(f64::from(u8::from(hostage)))
            });
            Influence::of_mean(hostages, weights)
        };
        bars.iter().map(share).collect()
    }

    /// The scales of columns of one length.
    fn scales(
        &self,
        satisfaction: &Answers<'_>,
        loyalty: &Answers<'_>,
        switching_cost: Option<&Answers<'_>>,
    ) -> Result<Measures<Scale>> {
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
        let is_asked = self.switching_cost.iter().any(Option::is_some);
        if is_asked && switching_cost.is_none() {
            return Err(Error::empty("switching cost")
                .with_cure("give their column, or set switching_cost to vec![None]"));
        }
        Ok(Measures {
            satisfaction: satisfaction.scale(),
            loyalty: loyalty.scale(),
            // Without a column nothing is read on it.
            switching_cost: switching_cost.map_or(satisfaction.scale(), Answers::scale),
        })
    }

    /// Every combination of cuts, on these scales.
    fn on(&self, scales: Measures<Scale>) -> Result<Vec<Bars>> {
        for (argument, length) in [
            ("threshold of loyalty", self.loyalty.len()),
            ("threshold of satisfaction", self.satisfaction.len()),
            ("threshold of switching_cost", self.switching_cost.len()),
        ] {
            if length == 0 {
                return Err(Error::empty(argument));
            }
        }
        let bar = |field, threshold: Threshold, scale| {
            let bar = Bar::new(threshold.checked(field)?, self.cut_is_high, scale);
            bar.map_err(|error| error.at_place(Place::Column(field.into())))
        };
        let mut bars = Vec::new();
        for &loyalty in &self.loyalty {
            for &satisfaction in &self.satisfaction {
                for &cost in &self.switching_cost {
                    let cost = cost.map(|cut| bar("switching_cost", cut, scales.switching_cost));
                    bars.push(Bars {
                        loyalty: bar("loyalty", loyalty, scales.loyalty)?,
                        satisfaction: bar("satisfaction", satisfaction, scales.satisfaction)?,
                        switching_cost: cost.transpose()?,
                    });
                }
            }
        }
        Ok(bars)
    }
}

/// The customers of columns of one length.
fn rows<'a>(
    satisfaction: &'a Answers<'_>,
    loyalty: &'a Answers<'_>,
    switching_cost: Option<&'a Answers<'_>>,
) -> impl Iterator<Item = Measures<Option<f64>>> + 'a {
    (0..satisfaction.len()).map(move |row| Measures {
        satisfaction: satisfaction.get(row),
        loyalty: loyalty.get(row),
        switching_cost: switching_cost.and_then(|column| column.get(row)),
    })
}

impl Bars {
    /// Whether a loyal customer is a hostage, as far as it is known; `None` if the customer is not loyal.
    #[inline]
    fn is_hostage(&self, loyalty: f64, customer: &Measures<Option<f64>>) -> Option<Option<bool>> {
        let dissatisfied = customer
            .satisfaction
            .map(|value| !self.satisfaction.is_high(value));
        let held = self
            .switching_cost
            .map(|bar| customer.switching_cost.map(|value| bar.is_high(value)));
        is_hostage(self.loyalty.is_high(loyalty), dissatisfied, held)
    }
}

/// Whether a loyal customer is a hostage, as far as it is known; `None` if the customer is not loyal.
/// What holds the customer is asked if there is a cut for it.
#[inline]
pub(super) fn is_hostage(
    loyal: bool,
    dissatisfied: Option<bool>,
    held: Option<Option<bool>>,
) -> Option<Option<bool>> {
    loyal.then(|| all([dissatisfied, held.unwrap_or(Some(true))]))
}

impl Counter {
    /// Creates an empty counter for answers on these scales.
    ///
    /// # Errors
    /// [`Error::Empty`] for a list without cuts; otherwise as [`Threshold::on`].
    pub fn new(scales: Measures<Scale>, rules: &Rules) -> Result<Self> {
        let bars = rules.on(scales)?;
        Ok(Self {
            version: Version,
            scales,
            rules: rules.clone(),
            loyal: vec![Tally::new(2); bars.len()],
            bars,
            customers: 0,
            without_loyalty: 0,
        })
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        let bars = self.rules.on(self.scales)?;
        crate::error::same("numbers of combinations", &self.loyal.len(), &bars.len())?;
        for tally in &self.loyal {
            tally.check(2)?;
            let least = more_rows(tally.respondents(), self.without_loyalty)?;
            if least > self.customers {
                return Err(Error::does_not_add_up("customers", self.customers, least));
            }
        }
        Ok(Self { bars, ..self })
    }

    /// Adds a customer of a weight that has been checked.
    #[inline]
    fn add(&mut self, customer: Measures<Option<f64>>, weight: f64) -> Result<()> {
        for (name, scale, value) in [
            (
                "satisfaction",
                self.scales.satisfaction,
                customer.satisfaction,
            ),
            ("loyalty", self.scales.loyalty, customer.loyalty),
            (
                "switching_cost",
                self.scales.switching_cost,
                customer.switching_cost,
            ),
        ] {
            check_answer(name, scale.continuous(), value)?;
        }
        let customers = more_rows(self.customers, 1)?;
        match customer.loyalty {
            Some(loyalty) => self.count(loyalty, &customer, weight)?,
            None => self.without_loyalty += 1,
        }
        self.customers = customers;
        Ok(())
    }

    #[inline]
    fn count(&mut self, loyalty: f64, customer: &Measures<Option<f64>>, weight: f64) -> Result<()> {
        for (bars, tally) in self.bars.iter().zip(&mut self.loyal) {
            if let Some(hostage) = bars.is_hostage(loyalty, customer) {
                tally.add(hostage.map(usize::from), 1, weight)?;
            }
        }
        Ok(())
    }
}

impl crate::sealed::Sealed for Counter {}

impl Accumulator for Counter {
    type Row<'r> = Measures<Option<f64>>;
    type Output = Vec<Hostages>;

    fn fresh(&self) -> Self {
        Self {
            version: Version,
            scales: self.scales,
            rules: self.rules.clone(),
            loyal: vec![Tally::new(2); self.bars.len()],
            bars: self.bars.clone(),
            customers: 0,
            without_loyalty: 0,
        }
    }

    fn rows(&self) -> u64 {
        self.customers
    }

    /// Adds one customer.
    ///
    /// # Errors
    /// At the customer, [`Error::NotFinite`] and [`Error::OutOfRange`] for what does not lie on its
    /// scale.
    fn push(&mut self, customer: Measures<Option<f64>>) -> Result<()> {
        let added = self.add(customer, 1.0);
        added.map_err(|error| error.at_row(self.customers))
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        if self.scales != other.scales || self.rules != other.rules {
            let cuts = |counter: &Self| format!("{:?} on {:?}", counter.rules, counter.scales);
            return Err(Error::mismatch(
                "rules for hostages",
                cuts(self),
                cuts(&other),
            ));
        }
        self.customers = more_rows(self.customers, other.customers)?;
        self.without_loyalty += other.without_loyalty;
        // No tally has more respondents than there are customers.
        for (ours, theirs) in self.loyal.iter_mut().zip(&other.loyal) {
            ours.merge(theirs)?;
        }
        Ok(())
    }

    /// Returns a row for each combination of cuts, as [`Rules::count`] does. It never fails.
    fn finish(self) -> Result<Vec<Hostages>> {
        let rows = self.bars.iter().zip(&self.loyal);
        Ok(rows
            .map(|(bars, tally)| Hostages {
                loyalty_cut: bars.loyalty.cut,
                satisfaction_cut: bars.satisfaction.cut,
                switching_cost_cut: bars.switching_cost.map(|bar| bar.cut),
                cut_is_high: self.rules.cut_is_high,
                customers: self.customers,
                without_loyalty: self.without_loyalty,
                loyal: tally.respondents(),
                undecided: tally.missing(),
                share: tally.share(HOSTAGE),
            })
            .collect())
    }
}

impl Weighted for Counter {
    fn push_weighted(&mut self, customer: Measures<Option<f64>>, weight: f64) -> Result<()> {
        let added = respondent_weight(weight).and_then(|weight| self.add(customer, weight));
        added.map_err(|error| error.at_row(self.customers))
    }
}

/// How many loyal customers are hostages, at one combination of cuts.
///
/// The count says how much loyalty goes with little satisfaction and a high switching cost, and so may
/// be false. It does not say why a person stays.
///
/// See the [example](crate::loyalty::hostages::Counter).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "FalseLoyalty")]
#[doc(alias = "虚假忠诚")]
pub struct Hostages {
    /// Score from which a customer is loyal.
    pub loyalty_cut: f64,
    /// Score below which a customer is not satisfied.
    pub satisfaction_cut: f64,
    /// Switching cost from which a customer is held; `None` if the rule does not ask.
    pub switching_cost_cut: Option<f64>,
    /// Whether a score exactly at a cut counts as high.
    pub cut_is_high: bool,
    /// Number of all customers.
    pub customers: u64,
    /// Customers whose loyalty is not known.
    pub without_loyalty: u64,
    /// Number of loyal customers.
    pub loyal: u64,
    /// Loyal customers who may be hostages: satisfaction or switching cost is missing, and what is known
    /// does not rule it out.
    pub undecided: u64,
    /// Share of hostages among the loyal customers who are decided.
    pub share: WeightedProportion,
}
