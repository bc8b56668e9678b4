use rust_decimal::Decimal;

use super::{Code, Codes, Scored, Scores, Segments};
use crate::estimate::Proportion;
use crate::keyed::CustomerRow;
use crate::numeric::money::{add, ratio};
use crate::{Error, Result};

/// How many customers stand in each segment, and what they bring.
///
/// ```
/// # use retention::rfm::{Options, Scores, Values};
/// use retention::rfm::Segments;
/// # use rust_decimal::dec;
/// # let values = (1..=10_u32).map(|i| {
/// #     Ok((i, Values::new(100 - 9 * i, 2 * i, (i * i * 10).into())?))
/// # }).collect::<retention::Result<Vec<_>>>()?;
/// let scores = Scores::from_values(values, &Options::default())?;
/// let map = Segments::eleven();
/// let counts = map.count(&scores)?;
/// let champions = &counts.rows[0];
/// assert_eq!((champions.segment.as_str(), champions.customers.numerator()), ("Champions", 2));
/// assert_eq!(champions.revenue, dec!(1810));
/// assert!(map.customers(&scores, "Champions")?.map(|row| row.customer).eq(9..=10));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct SegmentCounts {
    /// One row for each segment, in the order of the map; those without a customer too.
    pub rows: Vec<SegmentCount>,
    /// All customers.
    pub customers: u64,
    /// What all customers bring, exactly.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub revenue: Decimal,
}

/// How many customers stand in one segment, and what they bring. See the example of
/// [`SegmentCounts`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct SegmentCount {
    /// The name of the segment.
    pub segment: String,
    /// Share of its customers among all.
    pub customers: Proportion,
    /// What its customers bring, exactly.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub revenue: Decimal,
    /// What its customers bring, as a fraction of all revenue; `None` if that is not positive.
    pub share_of_revenue: Option<f64>,
    /// Days since the last purchase, on average; `None` without a customer.
    pub mean_recency_days: Option<f64>,
    /// Purchases of a customer, on average; `None` without a customer.
    pub mean_frequency: Option<f64>,
}

/// The sums of a segment.
#[derive(Clone, Copy, Default)]
struct Sums {
    customers: u64,
    days: u64,
    purchases: u64,
    revenue: Decimal,
}

impl Sums {
    fn mean(self, sum: u64) -> Option<f64> {
        (self.customers > 0).then(|| sum as f64 / self.customers as f64)
    }
}

impl Segments {
    /// Counts the customers of each segment.
    ///
    /// # Errors
    /// [`Error::Mismatch`] if the scores have other highest scores than the map;
    /// [`Error::Overflow`] if the revenue exceeds what a decimal holds.
    pub fn count<Id>(&self, scores: &Scores<Id>) -> Result<SegmentCounts> {
        self.same_scores(scores)?;
        let mut sums = vec![Sums::default(); self.names.len()];
        let places = self.places();
        for row in &scores.rows {
            let Scored { values, code, .. } = row.result;
            let segment = self.place(&places, code)?;
            if let Some(sums) = sums.get_mut(segment) {
                sums.customers += 1;
                sums.days += u64::from(values.recency_days());
                sums.purchases += u64::from(values.frequency());
                sums.revenue = add(sums.revenue, values.revenue())?;
            }
        }
        let customers = scores.rows.len() as u64;
        let revenue = crate::numeric::money::sum(sums.iter().map(|sums| sums.revenue))?;
        let rows = self
            .names
            .iter()
            .zip(sums)
            .map(|(name, sums)| SegmentCount {
                segment: name.clone(),
                customers: Proportion::of_parts(
                    sums.customers,
                    customers.saturating_sub(sums.customers),
                ),
                revenue: sums.revenue,
                share_of_revenue: ratio(sums.revenue, revenue).filter(|_| revenue > Decimal::ZERO),
                mean_recency_days: sums.mean(sums.days),
                mean_frequency: sums.mean(sums.purchases),
            });
        Ok(SegmentCounts {
            rows: rows.collect(),
            customers,
            revenue,
        })
    }

    /// Iterates over the customers of a segment, by key.
    ///
    /// # Errors
    /// [`Error::UnknownName`] for a name that is none of the map's; [`Error::Mismatch`] as
    /// [`count`](Self::count).
    pub fn customers<'s, Id>(
        &'s self,
        scores: &'s Scores<Id>,
        segment: &str,
    ) -> Result<impl Iterator<Item = &'s CustomerRow<Id, Scored>>> {
        self.same_scores(scores)?;
        let Some(wanted) = self.names.iter().position(|name| name == segment) else {
            return Err(Error::UnknownName {
                argument: "segment",
                value: segment.to_owned(),
                allowed: self.names.join(", "),
            });
        };
        let within =
            move |row: &&CustomerRow<Id, Scored>| self.position_of(row.result.code) == Ok(wanted);
        Ok(scores.rows.iter().filter(within))
    }

    fn same_scores<Id>(&self, scores: &Scores<Id>) -> Result<()> {
        let options = &scores.options;
        let made = [
            &options.recency,
            &options.frequency,
            &options.monetary_value,
        ];
        let made = made.map(|bins| bins.count());
        if made == self.scores {
            return Ok(());
        }
        let written = |[r, f, m]: [u16; 3]| format!("{r}, {f} and {m}");
        let (map, made) = (written(self.scores), written(made));
        let error = Error::mismatch("highest scores of map and options", map, made);
        Err(error.with_cure("give the options as many groups as the map has scores"))
    }

    /// The segment of each code, if the codes are few enough for a table.
    fn places(&self) -> Vec<usize> {
        const MOST: u64 = 1 << 16;
        let [r, f, m] = self.scores;
        let all = Codes::new(1..=r, 1..=f, 1..=m).count();
        if all > MOST {
            return Vec::new();
        }
        let codes = (1..=r)
            .flat_map(|r| (1..=f).flat_map(move |f| (1..=m).map(move |m| Code::new(r, f, m))));
        codes
            .map(|code| self.position_of(code).unwrap_or_default())
            .collect()
    }

    fn place(&self, places: &[usize], code: Code) -> Result<usize> {
        let [_, f, m] = self.scores.map(usize::from);
        let [recency, frequency, monetary] = code.scores().map(usize::from);
        let at = |score: usize| score.saturating_sub(1);
        let place = (at(recency) * f + at(frequency)) * m + at(monetary);
        match places.get(place) {
            Some(&segment) => Ok(segment),
            None => self.position_of(code),
        }
    }
}
