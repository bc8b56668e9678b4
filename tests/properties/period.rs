//! The calendar: periods, spans, windows, rulers.

use chrono::{Datelike, Days, Month, NaiveDate, Weekday};
use proptest::prelude::*;
use retention::period::{Period, Ruler, Span, Window};

use crate::cases;

/// 1900 to 2100, with the ends of months as often as all other days.
fn date() -> impl Strategy<Value = NaiveDate> {
    let any_day =
        (693_596_i32..766_645).prop_map(|days| NaiveDate::from_num_days_from_ce_opt(days).unwrap());
    let end_of_month = (1900_i32..2100, 1_u32..=12, 28_u32..=31).prop_map(|(year, month, day)| {
        (28..=day)
            .rev()
            .find_map(|day| NaiveDate::from_ymd_opt(year, month, day))
            .unwrap()
    });
    prop_oneof![any_day, end_of_month]
}

fn period() -> impl Strategy<Value = Period> {
    prop_oneof![
        Just(Period::Day),
        (0_u8..7).prop_map(|day| Period::Week(Weekday::try_from(day).unwrap())),
        Just(Period::Month),
        Just(Period::Quarter),
        Just(Period::Year),
        (1_u8..=12).prop_map(|month| Period::FiscalQuarter(Month::try_from(month).unwrap())),
        (1_u8..=12).prop_map(|month| Period::FiscalYear(Month::try_from(month).unwrap())),
    ]
}

fn later(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap()
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_date_lies_in_its_period(date in date(), period in period()) {
        let window = period.containing(date).unwrap();
        let start = period.start_of(date).unwrap();
        prop_assert!(start <= date && date <= window.to());
        prop_assert_eq!(window.from(), start);
        // Every day of a period has the same one.
        prop_assert_eq!(period.containing(window.from()).unwrap(), window);
        prop_assert_eq!(period.containing(window.to()).unwrap(), window);
        let lengths = match period {
            Period::Day => 1..=1,
            Period::Week(first) => {
                prop_assert_eq!(start.weekday(), first);
                7..=7
            }
            Period::Month => 28..=31,
            Period::Quarter => 90..=92,
            Period::FiscalQuarter(first) => {
                prop_assert_eq!((start.month() + 12 - first.number_from_month()) % 3, 0);
                89..=92
            }
            Period::FiscalYear(first) => {
                prop_assert_eq!((start.day(), start.month()), (1, first.number_from_month()));
                365..=366
            }
            _ => 365..=366,
        };
        prop_assert!(lengths.contains(&window.days()));
    }

    #[test]
    fn the_periods_over_a_window_tile_it(
        from in date(), days in 0_u64..500, period in period(),
    ) {
        let window = Window::new(from, later(from, days)).unwrap();
        let tiles: Vec<Window> = period.over(window).unwrap().collect();
        prop_assert!(tiles[0].contains(window.from()));
        prop_assert!(tiles.last().unwrap().contains(window.to()));
        for pair in tiles.windows(2) {
            prop_assert_eq!(pair[0].to().succ_opt(), Some(pair[1].from()));
        }
        let inside: i64 = tiles
            .iter()
            .filter_map(|tile| tile.intersection(window))
            .map(Window::days)
            .sum();
        prop_assert_eq!(inside, window.days());
    }

    #[test]
    fn counting_whole_periods_undoes_going_on_by_them(
        anchor in date(), count in 0_u32..600, period in period(),
    ) {
        let reached = period.after(anchor, count).unwrap();
        prop_assert_eq!(period.whole_between(anchor, reached), Ok(count));
        prop_assert!(period.before(reached, count).unwrap() <= anchor);
        if count > 0 {
            let eve = reached.pred_opt().unwrap();
            prop_assert_eq!(period.whole_between(anchor, eve), Ok(count - 1));
        }
    }

    #[test]
    fn whole_periods_are_as_many_as_fit(
        anchor in date(), days in 0_u64..3000, period in period(),
    ) {
        let date = later(anchor, days);
        let whole = period.whole_between(anchor, date).unwrap();
        prop_assert!(period.after(anchor, whole).unwrap() <= date);
        prop_assert!(period.after(anchor, whole + 1).unwrap() > date);
    }

    #[test]
    fn a_longer_time_never_measures_less(
        from in date(), days in 0_u64..3000, more in 1_u64..60,
    ) {
        for &ruler in Ruler::ALL {
            let measure = |days| ruler.measure(from, later(from, days)).unwrap();
            prop_assert!(measure(days) < measure(days + more), "{}", ruler);
            prop_assert_eq!(measure(0), 0.0);
        }
    }

    #[test]
    fn at_its_anchors_a_ruler_reads_whole_numbers(from in date(), count in 0_u32..300) {
        for (ruler, period) in [
            (Ruler::Days, Period::Day),
            (Ruler::Weeks, Period::Week(Weekday::Mon)),
            (Ruler::Months, Period::Month),
            (Ruler::Quarters, Period::Quarter),
            (Ruler::Years, Period::Year),
        ] {
            let to = period.after(from, count).unwrap();
            prop_assert_eq!(ruler.measure(from, to), Ok(f64::from(count)), "{}", ruler);
        }
    }

    #[test]
    fn a_ruler_and_its_period_agree_on_what_is_whole(from in date(), days in 0_u64..3000) {
        let to = later(from, days);
        for (ruler, period) in [
            (Ruler::Weeks, Period::Week(Weekday::Sun)),
            (Ruler::Months, Period::Month),
            (Ruler::Quarters, Period::Quarter),
            (Ruler::Years, Period::Year),
        ] {
            let measured = ruler.measure(from, to).unwrap();
            let whole = period.whole_between(from, to).unwrap();
            prop_assert_eq!(measured.floor(), f64::from(whole), "{}", ruler);
        }
    }

    #[test]
    fn spans_on_either_side_of_a_day_adjoin(day in date(), count in 1_u32..60, period in period()) {
        let span = Span::new(count, period).unwrap();
        let on = span.starting(day).unwrap();
        prop_assert_eq!(on.from(), day);
        prop_assert_eq!(on.to().succ_opt().unwrap(), period.after(day, count).unwrap());
        let until = span.ending(day).unwrap();
        prop_assert_eq!(until.to(), day);
        let eve = until.from().pred_opt().unwrap();
        // The window of the span before it ends the day before it starts.
        prop_assert_eq!(span.ending(eve).unwrap().to(), eve);
        prop_assert!(!until.contains(eve));
    }

    #[test]
    fn what_two_windows_share_lies_in_both(
        a in date(), b in date(), days in (0_u64..40_000, 0_u64..40_000), probe in date(),
    ) {
        let (a, b) = (
            Window::new(a, later(a, days.0)).unwrap(),
            Window::new(b, later(b, days.1)).unwrap(),
        );
        prop_assert_eq!(a.intersection(b), b.intersection(a));
        let both = a.contains(probe) && b.contains(probe);
        prop_assert_eq!(a.intersection(b).is_some_and(|shared| shared.contains(probe)), both);
        prop_assert_eq!(a.intersection(a), Some(a));
    }
}

/// The year before 28 February of a leap year has no 28 February of its own.
#[test]
fn a_span_that_ends_before_a_leap_day_has_no_day_twice() {
    let date = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    let year = Span::new(12, Period::Month).unwrap();
    let window = year.ending(date(2024, 2, 28)).unwrap();
    assert_eq!(window.from(), date(2023, 3, 1));
    let month = Span::new(1, Period::Month).unwrap();
    let starts: Vec<NaiveDate> = (27..=31)
        .map(|day| month.ending(date(2023, 3, day)).unwrap().from())
        .collect();
    let expected = [
        date(2023, 2, 28),
        date(2023, 3, 1),
        date(2023, 3, 1),
        date(2023, 3, 1),
        date(2023, 3, 1),
    ];
    assert_eq!(starts, expected);
}
