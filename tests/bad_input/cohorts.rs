//! Cohort tables.

use chrono::NaiveDate;
use retention::cohort::{Cohorts, Options, Retained};
use retention::period::{Period, Window};
use retention::purchases::{Policy, Purchase, PurchaseLog};
use rust_decimal::{Decimal, dec};

use crate::expected::{at_row, duplicate, out_of_range, overflow, refusal};

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, month, day).unwrap()
}

fn log(rows: &[(&'static str, NaiveDate, Decimal)]) -> PurchaseLog<&'static str> {
    let rows = rows.iter().map(|&(customer, date, amount)| Purchase {
        customer,
        date,
        amount,
    });
    PurchaseLog::from_rows(rows).unwrap()
}

fn spring() -> Window {
    Window::new(date(2, 10), date(5, 20)).unwrap()
}

#[test]
fn a_window_without_a_purchase_has_cohorts_of_nobody() {
    let log = log(&[("Ann", date(12, 1), dec!(5))]);
    let observed = log.observe(spring(), Policy::default()).unwrap();
    let table = Cohorts::of(&observed, Options::default()).unwrap();
    assert_eq!(table.rows.len(), 4);
    let cell = table.rows[0].cells[0];
    assert_eq!((cell.retention.value(), cell.average_order()), (None, None));
    assert_eq!(cell.revenue_per_customer(), None);
    assert_eq!(cell.cumulative_revenue_per_customer(), None);
    let average = table.averages(1).unwrap()[1];
    assert_eq!((average.cohorts, average.simple), (0, None));
    assert_eq!(
        (average.weighted.value(), average.revenue_per_customer),
        (None, None)
    );
}

#[test]
fn periods_that_the_window_cuts_are_marked() {
    let log = log(&[("Ann", date(2, 10), dec!(5)), ("Ben", date(3, 1), dec!(5))]);
    let observed = log.observe(spring(), Policy::default()).unwrap();
    let table = Cohorts::of(&observed, Options::default()).unwrap();
    let whole: Vec<bool> = table.rows.iter().map(|cohort| cohort.complete).collect();
    assert_eq!(whole, [false, true, true, false]);
    let cells: Vec<bool> = table.rows[1]
        .cells
        .iter()
        .map(|cell| cell.complete)
        .collect();
    assert_eq!(cells, [true, true, false]);
    // Of March alone, up to April.
    assert_eq!(table.averages(1).unwrap()[1].cohorts, 1);
    assert_eq!(table.averages(2).unwrap()[1].cohorts, 0);
    assert_eq!(
        refusal(table.averages(4)),
        out_of_range("age", 4, "at most 3")
    );
    assert_eq!(
        refusal(table.averages(u32::MAX)),
        out_of_range("age", u32::MAX, "at most 3")
    );
}

#[test]
fn dates_outside_the_window_and_purchases_before_the_date_are_counted_apart() {
    let log = log(&[
        ("Ann", date(2, 12), dec!(5)),
        ("Ann", date(4, 2), dec!(7)),
        ("Ben", date(3, 1), dec!(5)),
        ("Cem", date(3, 1), dec!(5)),
        ("Dea", date(3, 1), dec!(5)),
    ]);
    let observed = log.observe(spring(), Policy::default()).unwrap();
    let dates = [
        ("Dea", date(5, 21)), // a day after the window, in a period that it touches
        ("Cem", date(1, 31)), // before the first period
        ("Ann", date(3, 5)),  // after a purchase
        ("Eva", date(2, 1)),  // never bought
    ];
    let table = Cohorts::from_anchors(&observed, dates, Options::default()).unwrap();
    assert_eq!((table.without_cohort, table.purchases_before), (3, 1));
    let customers: Vec<u64> = table.rows.iter().map(|cohort| cohort.customers).collect();
    assert_eq!(customers, [1, 1, 0, 0]);
    assert_eq!(table.rows[0].cells[0].retention.to_string(), "0 of 1");
    assert_eq!(table.rows[1].cells[1].revenue, dec!(7));

    let twice = [
        ("Ann", date(3, 5)),
        ("Ben", date(3, 5)),
        ("Ann", date(3, 6)),
    ];
    assert_eq!(
        refusal(Cohorts::from_anchors(&observed, twice, Options::default())),
        at_row(duplicate("customer", "rows 0 and 2"), 2)
    );
}

#[test]
fn more_periods_than_a_table_can_hold_are_refused() {
    let log = log(&[("Ann", date(2, 12), dec!(5))]);
    let years = |years: i32| {
        Window::new(
            date(1, 1),
            NaiveDate::from_ymd_opt(2024 + years, 1, 1).unwrap(),
        )
        .unwrap()
    };
    let daily = Options::default().period(Period::Day);
    let observed = log.observe(years(12), Policy::default()).unwrap();
    assert_eq!(
        refusal(Cohorts::of(&observed, daily)),
        out_of_range("periods", "2024-01-01 to 2036-01-01 by day", "at most 4096")
    );
    assert!(Cohorts::of(&observed, Options::default()).is_ok());
}

#[test]
fn money_that_no_decimal_holds_is_an_overflow() {
    let rows = [
        ("Ann", date(3, 1), Decimal::MAX),
        ("Ben", date(3, 2), Decimal::MAX),
    ];
    let log = log(&rows);
    let observed = log.observe(spring(), Policy::default()).unwrap();
    let refused = refusal(Cohorts::of(&observed, Options::default()));
    assert!(refused.contains("overflow"), "{refused}");
    // A period beyond the calendar.
    let edge = Window::new(NaiveDate::MIN, NaiveDate::MIN).unwrap();
    let weekly = Options::default().period(Period::FiscalYear(chrono::Month::April));
    let observed = log.observe(edge, Policy::default()).unwrap();
    assert_eq!(
        refusal(Cohorts::of(&observed, weekly)),
        overflow("the calendar", NaiveDate::MIN)
    );
}

#[test]
fn tables_of_other_choices_do_not_merge() {
    let log = log(&[("Ann", date(2, 12), dec!(5))]);
    let table = |window, options| {
        Cohorts::of(&log.observe(window, Policy::default()).unwrap(), options).unwrap()
    };
    let options = Options::default();
    let ours = table(spring(), options);
    let later = table(spring(), options.retained(Retained::OnOrAfter));
    assert!(refusal(ours.clone().merge(later)).contains("options"));
    let longer = Window::new(date(2, 10), date(5, 21)).unwrap();
    assert!(refusal(ours.merge(table(longer, options))).contains("window"));
}
