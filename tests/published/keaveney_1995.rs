//! Keaveney, S. M. (1995), "Customer Switching Behavior in Service Industries", Journal of Marketing
//! 59(2): 71–82: how many of the incidents name each category, in percent, as commonly reported. Beside
//! it, a table of unknown origin that many texts repeat.

use chrono::NaiveDate;
use retention::churn::{CountedReasons, Exit, Exits, Reason, ReasonCategory};
use retention::estimate::Confidence;
use retention::period::Window;

use crate::assert_published;

/// The categories in the order in which the figures are printed, each by one of its reasons.
const SHARES: [(Reason, u64); 8] = [
    (Reason::InferiorProduct, 44),
    (Reason::PoorService, 34),
    (Reason::Price, 30),
    (Reason::Inconvenience, 21),
    (Reason::UnresolvedComplaint, 17),
    (Reason::BetterProductElsewhere, 10),
    (Reason::UnethicalConduct, 7),
    (Reason::MovedAway, 6),
];

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(1995, 4, 1).unwrap()
}

fn exits(reasons: Vec<Vec<Reason>>) -> Exits<u32> {
    let rows = reasons.into_iter().zip(0..);
    Exits::from_rows(rows.map(|(reasons, customer)| Exit::new(customer, day(), reasons))).unwrap()
}

/// A hundred incidents, 45 with one category and 55 with several, as published.
fn incidents() -> Exits<u32> {
    let mut reasons = vec![Vec::new(); 100];
    let mut slots = (0..100).chain(0..55).chain(0..14);
    for (reason, share) in SHARES {
        for slot in slots.by_ref().take(share as usize) {
            reasons[slot].push(reason);
        }
    }
    assert_eq!(slots.next(), None);
    exits(reasons)
}

#[test]
fn shares_of_the_eight_categories_add_up_to_169_percent_as_commonly_reported() {
    let window = Window::new(day(), day()).unwrap();
    let tally = incidents().tally(window, CountedReasons::All).unwrap();
    let mut sum = 0;
    for (reason, share) in SHARES {
        let found = tally.of_category(reason.category()).exits;
        assert_eq!((found.numerator(), found.denominator()), (share, 100));
        sum += found.numerator();
    }
    assert_eq!(sum, 169);
    assert_eq!(tally.several.to_string(), "55 of 100");
    // All but those who had to leave.
    assert_eq!(tally.controllable.to_string(), "94 of 100");
    let core = tally.of_category(ReasonCategory::CoreServiceFailure).exits;
    let interval = core.wilson(Confidence::default()).unwrap();
    assert_published(interval.lower(), "0.3467");
    assert_published(interval.upper(), "0.5377");
}

#[test]
fn the_main_reasons_add_up_to_all_incidents() {
    let window = Window::new(day(), day()).unwrap();
    let tally = incidents().tally(window, CountedReasons::First).unwrap();
    let named = tally.categories.iter().map(|it| it.exits.numerator());
    assert_eq!(named.sum::<u64>(), 100);
    assert_eq!(tally.several.numerator(), 0);
}

/// "1 % die, 3 % move away, 5 % take to other friends, 9 % go to a competitor, 14 % dislike the product, 68 %
/// leave for the indifference of one employee": printed in many books and slides since the 1960s, with no
/// study behind it that anybody has shown. It is a fixture here, and no claim of the crate.
#[test]
fn table_of_unknown_origin_is_reproduced_as_a_tally() {
    let table = [
        (Reason::ChangedTrade, 1),
        (Reason::MovedAway, 3),
        (Reason::UnattractiveProduct, 5),
        (Reason::BetterProductElsewhere, 9),
        (Reason::InferiorProduct, 14),
        (Reason::PoorService, 68),
    ];
    let each = table.map(|(reason, share)| vec![vec![reason]; share]);
    let window = Window::new(day(), day()).unwrap();
    let tally = exits(each.concat()).tally(window, CountedReasons::All);
    let tally = tally.unwrap();
    assert_eq!(tally.exits, 100);
    for (reason, share) in table {
        assert_eq!(tally.of_reason(reason).exits.numerator(), share as u64);
    }
    assert_eq!(tally.controllable.to_string(), "96 of 100");
}
