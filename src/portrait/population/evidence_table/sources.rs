use std::convert::Infallible;

use chrono::NaiveDate;

use super::EvidenceTable;
use crate::churn::Exits;
use crate::clv::{CustomerValues, PurchaseModel};
use crate::error::same;
use crate::keyed::Keyed;
use crate::lifecycle::{Portfolio, Relationships, Stages};
use crate::loyalty::core_customers::Nominee;
use crate::numeric::rounding::Rounding;
use crate::portrait::{Evidence, ProfitGroup};
use crate::purchases::{CustomerHabits, Summaries};
use crate::pyramid::{Pyramid, Statuses};
use crate::{Error, Result};

impl<Id: Ord + Clone> EvidenceTable<Id> {
    /// Joins rows that are in the order of their keys, each key once, and that cannot fail.
    pub(super) fn with<'a, T>(
        self,
        rows: impl IntoIterator<Item = (&'a Id, T)>,
        add: impl Fn(&mut Evidence, T),
    ) -> Self
    where
        Id: 'a,
    {
        let joined = self.merged(rows, Id::clone, |mut evidence, row| {
            add(&mut evidence, row);
            Ok::<_, Infallible>(evidence)
        });
        match joined {
            Ok(joined) => joined,
            Err(never) => match never {},
        }
    }

    /// Joins the stages of the lifecycle, and the chance of a return where the records tell it.
    ///
    /// See the [example](crate::portrait#from-a-log-to-a-plan).
    #[must_use]
    pub fn stages(self, stages: &Stages<Id>) -> Self {
        let rows = stages.rows.iter().map(|row| (&row.customer, &row.result));
        self.with(rows, |evidence, found| {
            evidence.stage = Some(found.stage);
            evidence.chance_of_return = found.chance.or(evidence.chance_of_return);
        })
    }

    /// Joins the tiers of the customer pyramid.
    ///
    /// See the [example](crate::portrait#from-a-log-to-a-plan).
    #[must_use]
    pub fn pyramid(self, pyramid: &Pyramid<Id>) -> Self {
        let rows = pyramid.rows().iter().map(|row| (&row.customer, row.tier));
        self.with(rows, |evidence, tier| evidence.tier = Some(tier))
    }

    /// Joins the profit of each customer, and the group by profit, from a pyramid of profits that
    /// [`Cuts::differential`](crate::pyramid::Cuts::differential) made, or other cuts into three tiers with
    /// those [without profit apart](crate::pyramid::Cuts::no_profit_apart).
    ///
    /// # Errors
    /// [`Error::Mismatch`] for other cuts, whose tiers are not these groups.
    ///
    /// See the [example](Self) of the table.
    pub fn profits(self, pyramid: &Pyramid<Id>) -> Result<Self> {
        let (groups, cuts) = (ProfitGroup::ALL.len(), pyramid.cuts());
        same(
            "numbers of groups by profit and of tiers",
            &groups,
            &cuts.names().count(),
        )?;
        if !cuts.sets_no_profit_apart() {
            let error =
                Error::refused("cuts", "tiers without a group of those who bring no profit");
            return Err(error.with_cure("use Cuts::differential, or Cuts::no_profit_apart"));
        }
        let rows = pyramid.rows().iter().map(|row| (&row.customer, row));
        Ok(self.with(rows, |evidence, row| {
            evidence.profit = Some(row.amount);
            evidence.profit_group = ProfitGroup::of(row.tier);
        }))
    }

    /// Joins the statuses: active, inactive, prospect, suspect.
    ///
    /// See the [example](crate::pyramid::statuses()) of statuses.
    #[must_use]
    pub fn statuses(self, statuses: &Statuses<Id>) -> Self {
        let rows = statuses.rows.iter().map(|row| (&row.customer, row.status));
        self.with(rows, |evidence, status| evidence.status = Some(status))
    }

    /// Joins the habits of buying, which also tell whether the next purchase is overdue unless a
    /// [`join`](Self::join) says so outright.
    ///
    /// See the [example](crate::portrait#from-a-log-to-a-plan).
    #[must_use]
    pub fn habits(self, habits: &CustomerHabits<Id>) -> Self {
        let rows = habits.rows.iter().map(|row| (&row.customer, row.result));
        self.with(rows, |evidence, found| evidence.habits = Some(found))
    }

    /// Joins what each relationship is centred on, where a record tells it.
    ///
    /// See the [example](crate::lifecycle::Relationships) of relationships.
    #[must_use]
    pub fn relationships(self, relationships: &Relationships<Id>) -> Self {
        let rows = relationships.rows.iter();
        self.with(
            rows.map(|row| (&row.customer, row.relationship)),
            |evidence, found| {
                evidence.relationship = found.or(evidence.relationship);
            },
        )
    }

    /// Joins the types of portfolio: butterfly, true friend, stranger, barnacle.
    ///
    /// See the [example](crate::lifecycle::Portfolio) of a portfolio.
    #[must_use]
    pub fn portfolio(self, portfolio: &Portfolio<Id>) -> Self {
        let rows = portfolio.rows.iter().map(|row| (&row.customer, row.result));
        self.with(rows, |evidence, found| evidence.portfolio = Some(found))
    }

    /// Joins whether customers are core customers, where the three questions tell it.
    ///
    /// See the [example](crate::loyalty::core_customers) of core customers.
    #[must_use]
    pub fn core_customers(self, nominees: &Keyed<Nominee<Id>>) -> Self {
        let rows = nominees.iter().map(|row| (&row.customer, row.is_core));
        self.with(rows, |evidence, found| {
            evidence.is_core = found.or(evidence.is_core);
        })
    }

    /// Joins the main reason of the last exit up to `as_of`, of those who had not come back by then.
    ///
    /// See the [example](Self::contracts).
    #[must_use]
    pub fn exits(self, exits: &Exits<Id>, as_of: NaiveDate) -> Self {
        let known = exits.rows().iter().filter(|exit| exit.date <= as_of);
        let known: Vec<_> = known.collect();
        // Sorted by customer and day: the last of each customer is the latest.
        let each = known.chunk_by(|a, b| a.customer == b.customer);
        let gone = each.filter_map(|exits| {
            let last = exits.last()?;
            let is_back = last.returned.is_some_and(|day| day <= as_of);
            (!is_back).then_some((&last.customer, last.reasons.first().copied()))
        });
        self.with(gone, |evidence, reason| {
            evidence.churn_reason = reason.or(evidence.churn_reason);
        })
    }

    /// Joins the chance that each customer buys within `time` after the window, by a model of buying. The
    /// time is in the unit of the summaries.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a time that is NaN, infinite or negative.
    ///
    /// See the [example](Self::lifetime_values).
    pub fn forecasts(
        self,
        summaries: &Summaries<Id>,
        model: &impl PurchaseModel,
        time: f64,
    ) -> Result<Self> {
        let rows = summaries
            .rows
            .iter()
            .map(|row| (&row.customer, &row.result));
        self.merged(rows, Id::clone, |evidence, summary| {
            let chance = model.probability_of_purchase(summary, time)?;
            // Rounding may lead beyond.
            Ok(evidence.chance_of_return(Some(chance.clamp(0.0, 1.0))))
        })
    }

    /// Joins what customers will be worth if they have not left.
    ///
    /// A lifetime value is already less for those who may have left. The value at risk takes that chance off
    /// once more, so it is put back here:
    ///
    /// ```text
    /// expected value = spend per purchase · discounted purchases / probability of not having left · margin
    /// ```
    ///
    /// It is rounded as the lifetime values are. Of a customer who has certainly left, it tells nothing.
    ///
    /// # Errors
    /// [`Error::Overflow`] if an amount exceeds what a decimal holds.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use retention::clv::{BgNbd, CustomerLifetimeValue, DiscountRate, Horizon, Spend, ValueTerms};
    /// use retention::period::{Period, Ruler};
    /// use retention::portrait::EvidenceTable;
    /// use retention::purchases::{Policy, Purchase, PurchaseLog};
    /// use rust_decimal::dec;
    ///
    /// let day = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// let bought = |month, on| Purchase { customer: "Ann", date: day(month, on), amount: dec!(40) };
    /// let log = PurchaseLog::from_rows([bought(1, 1), bought(2, 9), bought(4, 1)])?;
    /// let observed = log.observe(log.until(day(6, 30))?, Policy::default())?;
    /// let known = observed.summaries(Period::Day, Ruler::Weeks)?;
    ///
    /// // A model, as fitted to a shop in weeks; a year ahead.
    /// let model = BgNbd::new(0.243, 4.414, 0.793, 2.426)?;
    /// let terms = ValueTerms::default().margin(0.5).horizon(Horizon::Periods(52));
    /// let spend = Spend::OwnMean { otherwise: 40.0 };
    /// let worth = CustomerLifetimeValue::new(model, spend, DiscountRate::yearly(0.1)?, Ruler::Weeks, terms)?;
    /// let values = worth.values(&known.rows)?;
    /// let table = EvidenceTable::new().forecasts(&known, &model, 52.0)?.lifetime_values(&values)?;
    ///
    /// let ann = table.rows().get("Ann").unwrap().result;
    /// let value = values.rows.get("Ann").unwrap().result;
    /// assert_eq!((value.value, ann.expected_value), (dec!(30.37), Some(dec!(54.66))));
    /// assert_eq!(format!("{:.2}", value.probability_alive), "0.56"); // 30.37 / 54.66
    /// assert!(ann.chance_of_return.unwrap() < value.probability_alive);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn lifetime_values(self, values: &CustomerValues<Id>) -> Result<Self> {
        let rounding = Rounding::new(values.terms.places, values.terms.rounding)?;
        let rows = values.rows.iter().map(|row| (&row.customer, &row.result));
        self.merged(rows, Id::clone, |evidence, value| {
            if value.probability_alive <= 0.0 {
                return Ok(evidence);
            }
            let purchases = value.discounted_purchases / value.probability_alive;
            let worth = rounding.times(value.spend_per_purchase, purchases * value.margin)?;
            Ok(evidence.expected_value(Some(worth)))
        })
    }
}
