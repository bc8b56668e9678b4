//! What holding a verdict back is worth, in simulated shops: against the simplest rule, a silence of
//! half a year, at the cost that the default is made for.

use chrono::{Days, NaiveDate};
use retention::lifecycle::{Backtest, Rules, Silence, Stage, Stages};
use retention::period::{Period, Span, Window};
use retention::purchases::{Policy, Purchase, PurchaseLog};
use rust_decimal::Decimal;

use crate::random::Mixed;
use crate::shops::{Shop, first_day};

/// Ended after half a year, in decline after a quarter.
fn half_a_year() -> Rules {
    let days = |count| Span::new(count, Period::Day).unwrap();
    Rules::default().silence(Silence::Hiatus {
        decline: days(90),
        lapse: days(180),
    })
}

fn day(days: u64) -> NaiveDate {
    first_day() + Days::new(days)
}

/// What giving up returners costs, and pursuing those who are gone, within 180 days after a day; and what
/// it costs to give nobody up.
fn costs(log: &PurchaseLog<u32>, as_of: u64, rules: Rules) -> (f64, f64) {
    let known = Window::new(day(0), day(as_of)).unwrap();
    let test = Backtest::of(log, known, day(as_of + 180), Policy::default(), rules).unwrap();
    let gone = test.returned().complement().numerator();
    (test.cost(4.0).unwrap(), gone as f64)
}

/// Of a thousand customers who buy before Christmas two in three come back each year. In October the
/// default costs less than calling nobody ended, and less than half of what half a year of silence does.
#[test]
fn yearly_buyers_are_not_given_up_in_october() {
    let mut random = Mixed(3);
    let mut rows = Vec::new();
    for customer in 0..1_000 {
        let mut season = f64::from(customer % 3);
        loop {
            let on = 365.0 * season + 335.0 + (20.0 * random.unit()).floor();
            rows.push(Purchase {
                customer,
                date: day(on as u64),
                amount: Decimal::ONE,
            });
            season += 1.0;
            if season > 4.0 || random.unit() > 0.67 {
                break;
            }
        }
    }
    let log = PurchaseLog::from_rows(rows).unwrap();
    // Ten months after the fourth season.
    let as_of = 4 * 365 + 275;
    let (ours, nobody) = costs(&log, as_of, Rules::default());
    let (theirs, _) = costs(&log, as_of, half_a_year());
    assert!(ours < nobody, "{ours}, {nobody}");
    assert!(2.0 * ours < theirs, "{ours}, {theirs}");
}

/// Where nobody leaves, fewer customers are called ended or in decline than by silence alone.
#[test]
fn where_nobody_leaves_fewer_are_called_than_by_silence_alone() {
    // Rates that differ little, and much: of the second base many buy less than once in half a year.
    for buying in [(2.0, 60.0), (0.7, 40.0)] {
        let shop = Shop {
            customers: 2_000,
            joining: 540.0,
            open: 730.0,
            buying,
            leaving: (1.0, 1e9),
        };
        let log = shop.log(5);
        let observed = log.observe(log.window(), Policy::default()).unwrap();
        let called = |rules| {
            let stages = Stages::of(&observed, rules).unwrap();
            let ended = stages.count(Stage::Termination);
            (ended, ended + stages.count(Stage::Decline))
        };
        let (ended, called_by_us) = called(Rules::default());
        let (ended_by_them, called_by_them) = called(half_a_year());
        assert!(2 * ended < ended_by_them, "{ended}, {ended_by_them}");
        assert!(
            4 * called_by_us < 3 * called_by_them,
            "{called_by_us}, {called_by_them}"
        );
    }
}
