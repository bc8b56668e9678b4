//! When silence means gone: Wübben, M. and von Wangenheim, F. (2008), *Journal of Marketing* 72(3):
//! 82–93; Novo, J. (2004), *Drilling Down*; Reinartz, W. and Kumar, V. (2002), *Harvard Business
//! Review* 80(7): 86–94.

use chrono::NaiveDate;
use retention::period::{Period, Ruler, Span};
use retention::purchases::lapse::{TripWire, active_until, has_lapsed, t_to_the_n};

use crate::assert_published;

#[test]
fn wubben_wangenheim_2008_hiatus_of_cdnow_six_months_as_commonly_reported() {
    // The last purchase at the end of March: six months later is the last of September.
    let date = |month, day| NaiveDate::from_ymd_opt(1997, month, day).unwrap();
    let hiatus = Span::new(6, Period::Month).unwrap();
    let lapsed = |last| has_lapsed(last, date(9, 30), hiatus);
    assert_eq!(active_until(date(3, 30), hiatus), Ok(date(9, 30)));
    assert_eq!(lapsed(date(3, 30)), Ok(false));
    assert_eq!(lapsed(date(3, 29)), Ok(true));
}

/// An airline's and an apparel retailer's managers take nine months.
#[test]
fn wubben_wangenheim_2008_hiatus_of_an_airline_nine_months_as_commonly_reported() {
    let date = |month, day| NaiveDate::from_ymd_opt(1997, month, day).unwrap();
    let hiatus = Span::new(9, Period::Month).unwrap();
    assert_eq!(hiatus.to_string(), "9 months");
    let lapsed = |as_of| has_lapsed(date(1, 31), as_of, hiatus);
    assert_eq!(active_until(date(1, 31), hiatus), Ok(date(10, 31)));
    assert_eq!(lapsed(date(10, 31)), Ok(false));
    assert_eq!(lapsed(date(11, 1)), Ok(true));
}

#[test]
fn novo_2004_trip_wire_after_three_events_trips_at_31_days_and_not_at_30() {
    let means = [90.0, 60.0, 30.0, 60.0, 90.0, 120.0, 150.0];
    let wire = TripWire::new(means, Ruler::Days).unwrap();
    assert_eq!(wire.trips(3, 31.0), Ok(Some(true)));
    assert_eq!(wire.trips(3, 30.0), Ok(Some(false)));
    // Every other step trips just beyond its own mean too.
    for (purchases, mean) in (1..).zip(means) {
        assert_eq!(wire.threshold(purchases), Some(mean));
        assert_eq!(wire.trips(purchases, mean), Ok(Some(false)));
        assert_eq!(wire.trips(purchases, mean + 1.0), Ok(Some(true)));
    }
    assert_eq!(wire.threshold(8), None);
}

/// Acceleration up to the fourth event, deceleration after it.
#[test]
fn novo_2004_latency_falls_to_the_fourth_event() {
    let means = [90.0, 60.0, 30.0, 60.0, 90.0, 120.0, 150.0];
    let wire = TripWire::new(means, Ruler::Days).unwrap();
    assert_eq!(wire.fastest(), Some(4));
}

#[test]
fn reinartz_kumar_2002_t_to_the_n_as_commonly_reported() {
    assert_published(t_to_the_n(4, 8.0, 12.0).unwrap(), "0.1975");
    assert_published(t_to_the_n(2, 8.0, 12.0).unwrap(), "0.4444");
    // One-timers score nothing.
    assert_eq!(t_to_the_n(1, 0.0, 12.0), Ok(0.0));
}
