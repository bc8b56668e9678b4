//! Windows, spans, the ends of the calendar.

use chrono::Month;

use crate::*;

#[test]
fn a_period_is_read_as_it_is_written() {
    for period in PERIODS {
        assert_eq!(period.to_string().parse(), Ok(period));
    }
    for bad in ["", "Day", "week", "week from", "week from Mox", "days"] {
        assert_eq!(
            refusal(bad.parse::<Period>()),
            expected::unknown_name(
                "Period",
                bad,
                "day, week from Mon, month, quarter, year, quarter from April, year from April"
            )
        );
    }
}

#[test]
fn the_day_of_a_moment_is_that_of_the_shop() {
    use chrono::{DateTime, FixedOffset, Utc};
    use retention::period::day_of;

    let east = FixedOffset::east_opt(2 * 3600).unwrap();
    let west = FixedOffset::west_opt(5 * 3600).unwrap();
    let late: DateTime<Utc> = "2024-05-31T22:30:00Z".parse().unwrap();
    assert_eq!(day_of(&late, &Utc), Ok(day(31)));
    assert_eq!(day_of(&late, &east), Ok(day(31).succ_opt().unwrap()));
    // However it was written down.
    assert_eq!(
        day_of(&late.with_timezone(&west), &east),
        day_of(&late, &east)
    );
    for (moment, shop) in [
        (DateTime::<Utc>::MAX_UTC, east),
        (DateTime::<Utc>::MIN_UTC, west),
    ] {
        assert!(matches!(
            day_of(&moment, &shop),
            Err(Error::Overflow {
                operation: "the calendar",
                ..
            })
        ));
    }
}

#[test]
fn a_window_does_not_end_before_it_starts() {
    assert_eq!(
        refusal(Window::new(day(2), day(1))),
        out_of_range(
            "end of the window",
            "2024-05-01",
            "2024-05-02 or later, where the window starts",
            None
        )
    );
    assert_eq!(Window::new(day(1), day(1)).unwrap().days(), 1);
}

#[test]
fn the_window_of_all_days_has_them_all() {
    let all = Window::new(NaiveDate::MIN, NaiveDate::MAX).unwrap();
    assert_eq!(
        all.days(),
        NaiveDate::MAX
            .signed_duration_since(NaiveDate::MIN)
            .num_days()
            + 1
    );
    assert!(all.contains(NaiveDate::MIN) && all.contains(NaiveDate::MAX));
    assert_eq!(all.intersection(may()), Some(may()));
}

#[test]
fn a_span_has_at_least_one_period() {
    assert_eq!(
        refusal(Span::new(0, Period::Month)),
        out_of_range("span", "0", "1 or more periods", None)
    );
}

fn beyond(date: NaiveDate) -> String {
    expected::overflow("the calendar", date)
}

const PERIODS: [Period; 7] = [
    Period::Day,
    Period::Week(Weekday::Mon),
    Period::Month,
    Period::Quarter,
    Period::Year,
    Period::FiscalQuarter(Month::April),
    Period::FiscalYear(Month::November),
];

#[test]
fn a_span_beyond_the_calendar_overflows() {
    for period in PERIODS {
        let span = Span::new(u32::MAX, period).unwrap();
        assert_eq!(refusal(span.starting(day(1))), beyond(day(1)), "{period}");
        assert_eq!(refusal(span.ending(day(1))), beyond(day(2)), "{period}");
        assert_eq!(
            refusal(period.after(day(1), u32::MAX)),
            beyond(day(1)),
            "{period}"
        );
        assert_eq!(
            refusal(period.before(day(1), u32::MAX)),
            beyond(day(1)),
            "{period}"
        );
        assert_eq!(
            refusal(period.after(NaiveDate::MAX, 1)),
            beyond(NaiveDate::MAX)
        );
        assert_eq!(
            refusal(period.before(NaiveDate::MIN, 1)),
            beyond(NaiveDate::MIN)
        );
    }
}

#[test]
fn a_week_that_begins_before_the_calendar_overflows() {
    // The calendar begins on one day of the week, so weeks from the other six begin before it.
    let overflows = (0..7_u8)
        .map(|day| Period::Week(Weekday::try_from(day).unwrap()).start_of(NaiveDate::MIN))
        .filter(|start| {
            start
                .as_ref()
                .is_err_and(|error| error.to_string() == beyond(NaiveDate::MIN))
        })
        .count();
    assert_eq!(overflows, 6);
    for period in [Period::Day, Period::Month, Period::Quarter, Period::Year] {
        assert_eq!(
            period.start_of(NaiveDate::MIN),
            Ok(NaiveDate::MIN),
            "{period}"
        );
    }
}

#[test]
fn a_fiscal_year_that_begins_before_the_calendar_overflows() {
    for month in 1..=12 {
        let month = Month::try_from(month).unwrap();
        let start = Period::FiscalYear(month).start_of(NaiveDate::MIN);
        match month {
            Month::January => assert_eq!(start, Ok(NaiveDate::MIN)),
            _ => assert_eq!(refusal(start), beyond(NaiveDate::MIN), "{}", month.name()),
        }
    }
}

/// The last day, month and year lie within the calendar, so they do not reach beyond it.
#[test]
fn the_last_periods_of_the_calendar_end_with_it() {
    for period in [Period::Day, Period::Month, Period::Quarter, Period::Year] {
        let last = period.containing(NaiveDate::MAX).map(Window::to);
        assert_eq!(last, Ok(NaiveDate::MAX), "{period}");
    }
    let two_days = Window::new(NaiveDate::MAX.pred_opt().unwrap(), NaiveDate::MAX).unwrap();
    assert_eq!(Period::Day.over(two_days).unwrap().count(), 2);
}

#[test]
fn whole_periods_between_the_ends_of_the_calendar() {
    for (period, per_year) in [(Period::Month, 12), (Period::Quarter, 4), (Period::Year, 1)] {
        // From 1 January of the first year to 31 December of the last, one day short of whole.
        let years = 262_142 + 262_143 + 1;
        assert_eq!(
            period.whole_between(NaiveDate::MIN, NaiveDate::MAX),
            Ok(years * per_year - 1),
            "{period}"
        );
    }
    let days = NaiveDate::MAX
        .signed_duration_since(NaiveDate::MIN)
        .num_days();
    assert_eq!(
        Period::Day
            .whole_between(NaiveDate::MIN, NaiveDate::MAX)
            .map(i64::from),
        Ok(days)
    );
}

#[test]
fn time_does_not_run_backwards() {
    let error = out_of_range("date", "2024-05-01", "not before 2024-05-02", None);
    for period in PERIODS {
        assert_eq!(
            refusal(period.whole_between(day(2), day(1))),
            error.clone(),
            "{period}"
        );
    }
    for &ruler in Ruler::ALL {
        assert_eq!(
            refusal(ruler.measure(day(2), day(1))),
            error.clone(),
            "{ruler}"
        );
    }
    assert!(matches!(
        Ruler::Days.measure(NaiveDate::MAX, NaiveDate::MIN),
        Err(Error::OutOfRange {
            argument: "date",
            ..
        })
    ));
}

#[test]
fn a_ruler_measures_from_the_first_day_of_the_calendar() {
    for &ruler in Ruler::ALL {
        assert_eq!(
            ruler.measure(NaiveDate::MIN, NaiveDate::MIN),
            Ok(0.0),
            "{ruler}"
        );
    }
    // The month after the last has no end.
    assert!(matches!(
        Ruler::Months.measure(day(1), NaiveDate::MAX),
        Err(Error::Overflow {
            operation: "the calendar",
            ..
        })
    ));
}

#[test]
fn an_unknown_name_lists_the_known() {
    assert_eq!(
        refusal("fortnights".parse::<Ruler>()),
        expected::unknown_name(
            "Ruler",
            "fortnights",
            "days, weeks, months, quarters, years"
        )
    );
    // Names are exact: neither case nor blanks are forgiven.
    for word in ["", "Days", " days", "days "] {
        assert!(
            matches!(word.parse::<Ruler>(), Err(Error::UnknownName { .. })),
            "{word:?}"
        );
    }
}
