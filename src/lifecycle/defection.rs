use crate::error::same;
use crate::estimate::Proportion;
use crate::keyed::{CustomerRow, Keyed};
use crate::macros::{named_enum, options};
use crate::numeric::moments::One;
use crate::period::{Period, Ruler, Window};
use crate::purchases::{Intervals, Observed, Policy};
use crate::{Error, Result};

named_enum! {
    /// How the regularity of a customer's purchases is measured.
    ///
    /// See the [example](crate::lifecycle::LoyaltyRules).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Regularity {
        /// By standard deviation over mean of the intervals, as published. Customers with two or three
        /// intervals then look regular by chance. The default.
        #[default]
        Variation = "variation",
        /// By the same quotient divided by what random buying gives with as many intervals:
        /// [`Intervals::relative_variation`].
        RelativeToRandom = "relative_to_random",
    }
}

options! {
    /// What makes a customer behaviourally loyal.
    ///
    /// ```
    /// use retention::lifecycle::{LoyaltyRules, Regularity};
    ///
    /// let rules = LoyaltyRules::default().regularity(Regularity::RelativeToRandom);
    /// assert_eq!(rules.fewest_intervals, 2);
    /// ```
    ///
    /// As JSON, in which a missing field has its default:
    ///
    /// ```text
    /// {"grain": "day", "regularity": "relative_to_random", "fewest_intervals": 2, "length_tolerance": 0.05}
    /// ```
    #[derive(Copy)]
    pub struct LoyaltyRules {
        /// Calendar period of a purchase: all rows of a customer in one period count as one purchase.
        /// Default: a day.
        pub grain: Period = Period::Day,
        /// How regularity is measured. Default: by standard deviation over mean, as published.
        pub regularity: Regularity = Regularity::Variation,
        /// The fewest intervals that tell how regularly a customer buys, 2 or more. Default: 2.
        pub fewest_intervals: u64 = 2,
        /// How far the lengths of two periods that are compared may differ, as a share of the longer; from
        /// 0 to 1. Half-years and quarters differ by up to 0.03, months by up to 0.1. Only
        /// [`PartialDefection`](super::PartialDefection) uses it. Default: 0.05.
        pub length_tolerance: f64 = 0.05,
    }
}

/// The behaviourally loyal customers of a period: they bought more often than average, and at more
/// regular intervals than average.
///
/// ```text
/// loyal if purchases > mean purchases
///      and sd of intervals / mean interval < mean of that quotient
/// ```
///
/// Both means are those of the period itself: the mean number of purchases over all its customers, the
/// mean quotient over those with two intervals or more. Customers with fewer intervals are not loyal by
/// this rule, because it is not known how regularly they buy.
///
/// # How much of it is chance
///
/// Few intervals say little about a customer, so many are loyal in one period and not in the next though
/// nothing has changed. In a simulated business where everybody buys at random at a steady rate, some
/// often and some rarely, and nobody changes or leaves, 68 % of the loyal of one half-year are not loyal in
/// the next; where the customers differ in regularity too, 41 %. Read
/// [`partial_defection`](Self::partial_defection) beside the share that chance explains:
/// [`PartialDefection`](super::PartialDefection) has both. With [`Regularity::RelativeToRandom`] the two
/// shares are 57 % and 39 %.
///
/// Source: Buckinx, W. and Van den Poel, D. (2005), *European Journal of Operational Research* 164:
/// 252–268, as commonly reported.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::lifecycle::BehaviouralLoyalty;
/// use retention::period::{Period, Window};
/// # use retention::purchases::{Policy, Purchase, PurchaseLog};
/// # use rust_decimal::dec;
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// # let row = |customer, month, day| Purchase { customer, date: date(month, day), amount: dec!(10) };
/// // Ann buys every month until August; Ben at odd times, Cem once in each half-year.
/// # let ann = (1..=8).map(|month| row("Ann", month, 2));
/// # let ben = [(1, 1), (1, 3), (6, 1), (7, 9), (12, 1)].map(|(month, day)| row("Ben", month, day));
/// # let cem = [(2, 1), (8, 1)].map(|(month, day)| row("Cem", month, day));
/// # let log = PurchaseLog::from_rows(ann.chain(ben).chain(cem))?;
/// # let policy = Policy::default();
/// let first = log.observe(Window::new(date(1, 1), date(6, 30))?, policy)?;
/// let second = log.observe(Window::new(date(7, 1), date(12, 31))?, policy)?;
/// let before = BehaviouralLoyalty::of(&first, Period::Day)?;
/// let after = BehaviouralLoyalty::of(&second, Period::Day)?;
/// assert_eq!(before.rows.as_slice()[0].customer, "Ann");
/// assert_eq!(before.partial_defection(&after)?.numerator(), 1);
/// assert_eq!(before.partial_defectors(&after)?, [&"Ann"]); // too few intervals since
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct BehaviouralLoyalty<Id> {
    /// One row for each loyal customer, with the times between purchases in days.
    pub rows: Keyed<CustomerRow<Id, Intervals>>,
    /// The mean number of purchases of a customer; `None` if nobody bought.
    pub mean_purchases: Option<f64>,
    /// The mean quotient of standard deviation and mean of the intervals; `None` if nobody has two
    /// intervals.
    pub mean_variation: Option<f64>,
    /// Share of loyal customers among all customers with a purchase.
    pub share: Proportion,
    /// Calendar period of a purchase: all rows of a customer in one period count as one purchase.
    pub grain: Period,
    /// The period.
    pub window: Window,
    /// The policy that says what is a purchase.
    pub policy: Policy,
    /// How regularity was measured; `mean_variation` is the mean of that measure.
    pub regularity: Regularity,
    /// The fewest intervals that were enough.
    pub fewest_intervals: u64,
    /// Whether the means are those of the period itself; otherwise they are those of another period.
    pub own_means: bool,
}

impl<Id: Ord + Clone> BehaviouralLoyalty<Id> {
    /// Returns the behaviourally loyal customers of a view.
    ///
    /// # Errors
    /// Those of [`Observed::rhythms`].
    pub fn of(observed: &Observed<'_, Id>, grain: Period) -> Result<Self> {
        Self::with(observed, LoyaltyRules::default().grain(grain))
    }

    /// Returns the behaviourally loyal customers of a view by rules of one's own.
    ///
    /// # Errors
    /// Those of [`Observed::rhythms`], and [`Error::OutOfRange`] for fewer than two intervals.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use retention::purchases::{Policy, Purchase, PurchaseLog};
    /// # use rust_decimal::dec;
    /// use retention::lifecycle::{BehaviouralLoyalty, LoyaltyRules};
    ///
    /// # let row = |customer, day| Purchase {
    /// #     customer, date: NaiveDate::from_ymd_opt(2024, 5, day).unwrap(), amount: dec!(10),
    /// # };
    /// // Ann buys every week, Ben three times in a row, Cem once.
    /// # let log = PurchaseLog::from_rows([
    /// #     row("Ann", 2), row("Ann", 9), row("Ann", 16), row("Ann", 23), row("Ann", 30),
    /// #     row("Ben", 2), row("Ben", 3), row("Ben", 20), row("Cem", 8),
    /// # ])?;
    /// # let observed = log.observe(log.window(), Policy::default())?;
    /// let loyal = BehaviouralLoyalty::with(&observed, LoyaltyRules::default().fewest_intervals(3))?;
    /// assert_eq!((loyal.rows.len(), loyal.mean_variation), (0, Some(0.0))); // of Ann alone
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn with(observed: &Observed<'_, Id>, rules: LoyaltyRules) -> Result<Self> {
        let rhythms = rhythms(observed, rules)?;
        let means = (mean_purchases(&rhythms), mean_variation(&rhythms, rules));
        Ok(Self::cut(observed, rhythms, means, rules, true))
    }

    /// Returns the behaviourally loyal customers of a view by the rules and the means of `base`, another
    /// period of about the same length. If everybody buys less, fewer are then loyal, while a period's own
    /// means fall with its customers.
    ///
    /// # Errors
    /// Those of [`Observed::rhythms`].
    pub fn by_means_of(base: &Self, observed: &Observed<'_, Id>) -> Result<Self> {
        let rules = LoyaltyRules {
            grain: base.grain,
            regularity: base.regularity,
            fewest_intervals: base.fewest_intervals,
            ..LoyaltyRules::default()
        };
        let means = (base.mean_purchases, base.mean_variation);
        Ok(Self::cut(
            observed,
            rhythms(observed, rules)?,
            means,
            rules,
            false,
        ))
    }

    fn cut(
        observed: &Observed<'_, Id>,
        rhythms: Keyed<CustomerRow<Id, Intervals>>,
        (mean_purchases, mean_variation): (Option<f64>, Option<f64>),
        rules: LoyaltyRules,
        own_means: bool,
    ) -> Self {
        let all = rhythms.len() as u64;
        let is_loyal = |rhythm: &Intervals| {
            let often = mean_purchases.is_some_and(|mean| purchases(rhythm) as f64 > mean);
            let regular = variation(rhythm, rules).zip(mean_variation);
            often && regular.is_some_and(|(variation, mean)| variation < mean)
        };
        let loyal: Vec<_> = rhythms
            .into_iter()
            .filter(|row| is_loyal(&row.result))
            .collect();
        let found = loyal.len() as u64;
        Self {
            rows: Keyed::from_sorted(loyal),
            mean_purchases,
            mean_variation,
            share: Proportion::of_parts(found, all.saturating_sub(found)),
            grain: rules.grain,
            window: observed.window(),
            policy: observed.policy(),
            regularity: rules.regularity,
            fewest_intervals: rules.fewest_intervals,
            own_means,
        }
    }
}

impl<Id: Ord> BehaviouralLoyalty<Id> {
    /// Returns the share of loyal customers who are no longer loyal in the next period. They are
    /// partial defectors: they may still buy.
    ///
    /// # Errors
    /// [`Error::Mismatch`] if grain or policy differ; [`Error::OutOfRange`] if the next period does not
    /// begin after this one.
    pub fn partial_defection(&self, next: &Self) -> Result<Proportion> {
        let left = self.partial_defectors(next)?.len() as u64;
        let loyal = self.rows.len() as u64;
        Ok(Proportion::of_parts(left, loyal.saturating_sub(left)))
    }

    /// Returns which of the loyal are no longer loyal in the next period, by key.
    ///
    /// # Errors
    /// As [`partial_defection`](Self::partial_defection).
    pub fn partial_defectors(&self, next: &Self) -> Result<Vec<&Id>> {
        if self.grain != next.grain {
            return Err(Error::mismatch(
                "grains of the two periods",
                self.grain,
                next.grain,
            ));
        }
        same("measures of regularity", &self.regularity, &next.regularity)?;
        same(
            "fewest intervals",
            &self.fewest_intervals,
            &next.fewest_intervals,
        )?;
        same("policies", &self.policy, &next.policy)?;
        if next.window.from() <= self.window.to() {
            return Err(Error::out_of_range(
                "next period",
                next.window,
                format_args!("after {}", self.window),
            ));
        }
        let pairs = self.rows.paired(&next.rows);
        let left = pairs.filter_map(|(now, later)| now.filter(|_| later.is_none()));
        Ok(left.map(|row| &row.customer).collect())
    }
}

const fn purchases(rhythm: &Intervals) -> u64 {
    rhythm.count.saturating_add(1)
}

/// Returns the mean number of purchases, of whole numbers, so that nobody is above it by rounding.
fn mean_purchases<Id>(rhythms: &Keyed<CustomerRow<Id, Intervals>>) -> Option<f64> {
    let all: u64 = rhythms.iter().map(|row| purchases(&row.result)).sum();
    (!rhythms.is_empty()).then(|| all as f64 / rhythms.len() as f64)
}

fn mean_variation<Id>(
    rhythms: &Keyed<CustomerRow<Id, Intervals>>,
    rules: LoyaltyRules,
) -> Option<f64> {
    let mut moments = One::default();
    for variation in rhythms
        .iter()
        .filter_map(|row| variation(&row.result, rules))
    {
        moments.push(variation, 1.0);
    }
    moments.mean()
}

/// How irregular a customer is; `None` with too few intervals to tell.
fn variation(rhythm: &Intervals, rules: LoyaltyRules) -> Option<f64> {
    let rhythm = Some(*rhythm).filter(|rhythm| rhythm.count >= rules.fewest_intervals)?;
    match rules.regularity {
        Regularity::Variation => rhythm.variation(),
        Regularity::RelativeToRandom => rhythm.relative_variation(),
    }
}

fn rhythms<Id: Ord + Clone>(
    observed: &Observed<'_, Id>,
    rules: LoyaltyRules,
) -> Result<Keyed<CustomerRow<Id, Intervals>>> {
    if rules.fewest_intervals < 2 {
        let found = rules.fewest_intervals;
        return Err(Error::out_of_range("fewest_intervals", found, "2 or more"));
    }
    observed.rhythms(rules.grain, Ruler::Days)
}
