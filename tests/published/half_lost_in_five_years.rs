//! "Companies lose half of their customers in five years": the rates that this amounts to.

use retention::churn::{LeavesAt, Rate};
use retention::period::{Period, Span};

use crate::assert_published;

fn five_years() -> Rate {
    Rate::from_retained(0.5, Span::new(5, Period::Year).unwrap()).unwrap()
}

#[test]
fn reichheld_1996_half_lost_in_five_years_by_year_and_month_as_commonly_reported() {
    let percent = |period| {
        let rate = five_years().over(Span::new(1, period).unwrap());
        100.0 * rate.lost()
    };
    assert_published(percent(Period::Year), "12.9449");
    assert_published(percent(Period::Month), "1.148598");
}

#[test]
fn half_lost_in_five_years_has_a_half_life_of_five_years_in_every_unit() {
    assert_published(five_years().half_life().unwrap(), "5.000000000");
    let month = five_years().over(Span::new(1, Period::Month).unwrap());
    assert_published(month.half_life().unwrap(), "60.000000000");
    let lifetime = five_years().expected_lifetime(LeavesAt::EndOfPeriod);
    assert_eq!(lifetime, Some(2.0));
}
