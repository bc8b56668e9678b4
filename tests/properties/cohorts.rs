//! Cohort tables.

use std::collections::BTreeMap;

use chrono::{Month, NaiveDate, Weekday};
use proptest::prelude::*;
use retention::cohort::{Cohorts, Options, Retained};
use retention::period::{Period, Window};
use retention::purchases::{Policy, PurchaseLog};
use rust_decimal::Decimal;

use crate::cases;
use crate::rows::{Row, policy, rows, shuffled, split, window};

fn period() -> impl Strategy<Value = Period> {
    prop::sample::select(vec![
        Period::Day,
        Period::Week(Weekday::Sun),
        Period::Week(Weekday::Wed),
        Period::Month,
        Period::Quarter,
        Period::FiscalQuarter(Month::February),
        Period::FiscalYear(Month::April),
    ])
}

fn options() -> impl Strategy<Value = Options> {
    (period(), prop::sample::select(Retained::ALL))
        .prop_map(|(period, retained)| Options::default().period(period).retained(retained))
}

fn table(rows: &[Row], window: Window, policy: Policy, options: Options) -> Cohorts {
    let log = PurchaseLog::from_rows(rows.iter().copied()).unwrap();
    Cohorts::of(&log.observe(window, policy).unwrap(), options).unwrap()
}

/// Cohorts, ages and money of purchases without refunds, by the definition.
fn counted(
    rows: &[Row],
    window: Window,
    period: Period,
) -> BTreeMap<(NaiveDate, NaiveDate), (std::collections::BTreeSet<u8>, Decimal)> {
    let inside: Vec<&Row> = rows
        .iter()
        .filter(|row| window.contains(row.date))
        .collect();
    let mut first: BTreeMap<u8, NaiveDate> = BTreeMap::new();
    for row in &inside {
        let first = first.entry(row.customer).or_insert(row.date);
        *first = row.date.min(*first);
    }
    let mut cells = BTreeMap::<_, (std::collections::BTreeSet<u8>, Decimal)>::new();
    for row in inside {
        let start = |date| period.start_of(date).unwrap();
        let cell = (start(first[&row.customer]), start(row.date));
        let (customers, money) = cells.entry(cell).or_default();
        customers.insert(row.customer);
        *money += row.amount;
    }
    cells
}

proptest! {
    #![proptest_config(cases(192))]

    #[test]
    fn every_customer_is_in_one_cohort_and_every_cent_in_one_cell(
        (rows, other) in shuffled(rows()),
        window in window(),
        policy in policy(),
        options in options(),
    ) {
        let log = PurchaseLog::from_rows(rows.iter().copied()).unwrap();
        let observed = log.observe(window, policy).unwrap();
        let made = Cohorts::of(&observed, options).unwrap();
        let customers: u64 = made.rows.iter().map(|cohort| cohort.customers).sum();
        prop_assert_eq!(customers, observed.counts().customers);
        let cells = || made.rows.iter().flat_map(|cohort| &cohort.cells);
        let revenue: Decimal = cells().map(|cell| cell.revenue).sum();
        prop_assert_eq!(revenue, observed.revenue().unwrap());
        let periods = made.rows.len();
        for (index, cohort) in made.rows.iter().enumerate() {
            prop_assert_eq!(cohort.cells.len(), periods - index);
            prop_assert_eq!(cohort.cells[0].retention.numerator(), cohort.customers);
            prop_assert_eq!(cohort.cells[0].period, cohort.period);
            let last = cohort.cells.last().unwrap();
            let money: Decimal = cohort.cells.iter().map(|cell| cell.revenue).sum();
            prop_assert_eq!(last.cumulative_revenue, money);
        }
        prop_assert_eq!((made.without_cohort, made.purchases_before), (0, 0));
        prop_assert_eq!(table(&other, window, policy, options), made);
    }

    #[test]
    fn cells_are_those_of_the_definition(
        rows in rows(),
        window in window(),
        period in period(),
    ) {
        // Every row a purchase.
        let rows: Vec<Row> = rows
            .into_iter()
            .map(|row| Row { amount: row.amount.abs() + Decimal::ONE, ..row })
            .collect();
        let made = table(&rows, window, Policy::default(), Options::default().period(period));
        let expected = counted(&rows, window, period);
        let mut found = 0;
        for cohort in &made.rows {
            for cell in &cohort.cells {
                let key = (cohort.period.from(), cell.period.from());
                let (customers, money) = expected.get(&key).cloned().unwrap_or_default();
                prop_assert_eq!(cell.retention.numerator(), customers.len() as u64);
                prop_assert_eq!(cell.revenue, money);
                found += usize::from(!customers.is_empty());
            }
        }
        prop_assert_eq!(found, expected.len());
    }

    #[test]
    fn not_lost_never_rises_and_is_never_below_those_who_bought(
        rows in rows(),
        window in window(),
        policy in policy(),
        period in period(),
    ) {
        let options = Options::default().period(period);
        let bought = table(&rows, window, policy, options);
        let kept = table(&rows, window, policy, options.retained(Retained::OnOrAfter));
        for (bought, kept) in bought.rows.iter().zip(&kept.rows) {
            let kept: Vec<u64> = kept.cells.iter().map(|cell| cell.retention.numerator()).collect();
            prop_assert!(kept.is_sorted_by(|a, b| a >= b));
            for (cell, kept) in bought.cells.iter().zip(&kept) {
                prop_assert!(cell.retention.numerator() <= *kept);
            }
            let last = bought.cells.last().unwrap().retention.numerator();
            prop_assert_eq!(kept.last(), Some(&last));
        }
    }

    #[test]
    fn parts_of_the_customers_merge_into_the_whole(
        (left, right) in split(rows()),
        window in window(),
        policy in policy(),
        options in options(),
    ) {
        // Whole customers: those of odd numbers apart.
        let all: Vec<Row> = left.into_iter().chain(right).collect();
        let part = |odd| all.iter().filter(|row| row.customer % 2 == odd).copied().collect::<Vec<_>>();
        let [even, odd] = [part(0), part(1)];
        if even.is_empty() || odd.is_empty() {
            return Ok(());
        }
        let whole = table(&all, window, policy, options);
        let merged = table(&even, window, policy, options);
        let merged = merged.merge(table(&odd, window, policy, options)).unwrap();
        prop_assert_eq!(merged, whole);
    }

    #[test]
    fn the_day_of_the_first_purchase_as_the_date_makes_the_same_table(
        rows in rows(),
        window in window(),
        policy in policy(),
        options in options(),
    ) {
        let log = PurchaseLog::from_rows(rows.iter().copied()).unwrap();
        let observed = log.observe(window, policy).unwrap();
        let first = |history: retention::purchases::History<'_>| {
            Some(history.events(Period::Day).unwrap().first()?.start)
        };
        let anchors: Vec<(u8, NaiveDate)> = observed
            .histories()
            .filter_map(|(id, history)| Some((*id, first(history)?)))
            .collect();
        let made = Cohorts::of(&observed, options).unwrap();
        prop_assert_eq!(Cohorts::from_anchors(&observed, anchors, options).unwrap(), made);
    }

    #[test]
    fn averages_follow_the_same_whole_cohorts(
        rows in rows(),
        window in window(),
        period in period(),
        through in 0_u32..12,
    ) {
        let made = table(&rows, window, Policy::default(), Options::default().period(period));
        let Ok(averages) = made.averages(through) else {
            prop_assert!(through as usize >= made.rows.len());
            return Ok(());
        };
        prop_assert_eq!(averages.len(), through as usize + 1);
        let whole: Vec<_> = made
            .rows
            .iter()
            .filter(|cohort| cohort.customers > 0)
            .filter(|cohort| cohort.cells.len() > through as usize)
            .filter(|cohort| cohort.cells[..=through as usize].iter().all(|cell| cell.complete))
            .collect();
        for (age, average) in averages.iter().enumerate() {
            let kept: u64 = whole.iter().map(|cohort| cohort.cells[age].retention.numerator()).sum();
            prop_assert_eq!(average.cohorts, whole.len() as u64);
            prop_assert_eq!(average.weighted.numerator(), kept);
            prop_assert_eq!(average.simple.is_some(), !whole.is_empty());
        }
    }
}

#[test]
fn an_average_over_different_cohorts_rises_where_that_of_the_same_cohorts_does_not() {
    // Month after month the cohorts get worse: of ten customers 9, then 6, then 3 buy every month.
    let mut rows = Vec::new();
    for (cohort, stay) in [9_u8, 6, 3].into_iter().enumerate() {
        for member in 0..10_u8 {
            for month in cohort..3 {
                if month == cohort || member < stay {
                    let date = NaiveDate::from_ymd_opt(2024, 1 + month as u32, 5).unwrap();
                    let customer = 10 * cohort as u8 + member;
                    rows.push(Row {
                        customer,
                        date,
                        amount: Decimal::ONE,
                    });
                }
            }
        }
    }
    let window = Window::new(
        NaiveDate::from_ymd_opt(2024, 1, 1).unwrap(),
        NaiveDate::from_ymd_opt(2024, 3, 31).unwrap(),
    )
    .unwrap();
    let made = table(&rows, window, Policy::default(), Options::default());
    let of_all = |age: usize| {
        let cells = made.rows.iter().filter_map(|cohort| cohort.cells.get(age));
        let rates: Vec<f64> = cells.filter_map(|cell| cell.retention.value()).collect();
        rates.iter().sum::<f64>() / rates.len() as f64
    };
    assert!(of_all(2) > of_all(1));
    let averages = made.averages(2).unwrap();
    assert_eq!(averages[1].simple, averages[2].simple);
}
