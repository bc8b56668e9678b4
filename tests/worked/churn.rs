//! Churn, by hand.

use chrono::NaiveDate;
use retention::churn::{
    ActivityChurn, ContactOutcome, CountedReasons, Exit, Exits, LeavesAt, Rate, Reason,
    ReasonCategory, WinnableReasons, WinnableRules, YearInDays,
};
use retention::lifecycle::{Rules, Silence};
use retention::period::{Period, Span, Window};
use retention::purchases::{Policy, Purchase, PurchaseLog};
use rust_decimal::dec;

use crate::assert_published;

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, month, day).unwrap()
}

fn span(count: u32, period: Period) -> Span {
    Span::new(count, period).unwrap()
}

#[test]
fn a_month_of_five_percent_is_a_year_of_forty_six_and_not_of_sixty() {
    let month = Rate::new(0.05, span(1, Period::Month)).unwrap();
    let of = |count, period| month.over(span(count, period)).lost();
    assert_published(of(1, Period::Quarter), "0.142625"); // 1 − 0.95³
    assert_published(of(1, Period::Year), "0.45964"); // 1 − 0.95¹²
    assert_eq!(of(12, Period::Month), of(1, Period::Year));
    assert_eq!(of(1, Period::Month), 0.05);
    assert_eq!(month.expected_lifetime(LeavesAt::EndOfPeriod), Some(20.0));
    assert_published(month.half_life().unwrap(), "13.5134");
    // Twice as long a span, half as many spans.
    let both = Rate::from_retained(0.95 * 0.95, span(2, Period::Month)).unwrap();
    assert_published(both.half_life().unwrap(), "13.5134");
}

#[test]
fn a_rate_of_days_becomes_one_of_a_year_by_365_over_the_days() {
    // 1 − (1 − 0.04)^(365/45)
    let measured = Rate::new(0.04, span(45, Period::Day)).unwrap();
    let year = measured.over_by(span(1, Period::Year), YearInDays::Common);
    assert_published(year.lost(), "0.281875");
    let mean = measured.over_by(span(1, Period::Year), YearInDays::Mean);
    assert_published(mean.lost(), "0.282033");
}

fn exits() -> Exits<&'static str> {
    use Reason::{
        BetterProductElsewhere, InferiorProduct, MovedAway, PaymentFailed, PoorService, Price,
        SupplierProblem,
    };
    let left = |customer, on, reasons: &[Reason], value| Exit {
        value: Some(value),
        ..Exit::new(customer, on, reasons.iter().copied())
    };
    Exits::from_rows([
        Exit {
            contacted: Some(date(2, 1)),
            outcome: Some(ContactOutcome::Agreed),
            returned: Some(date(3, 1)),
            ..left("Ann", date(1, 10), &[Price, PoorService], dec!(300))
        },
        // Ann leaves again.
        left("Ann", date(5, 20), &[Price], dec!(250)),
        left("Ben", date(1, 31), &[MovedAway, Price], dec!(900)),
        Exit {
            contacted: Some(date(5, 2)),
            outcome: Some(ContactOutcome::Refused),
            ..left("Cem", date(4, 30), &[BetterProductElsewhere], dec!(400))
        },
        left(
            "Dea",
            date(5, 1),
            &[InferiorProduct, SupplierProblem],
            dec!(120),
        ),
        left("Eva", date(5, 2), &[PaymentFailed], dec!(60)),
        left("Fay", date(5, 3), &[], dec!(70)),
        Exit::new("Gil", date(5, 4), [Price]),
        left("Hal", date(5, 5), &[Price], dec!(9.99)),
    ])
    .unwrap()
}

#[test]
fn reasons_are_tallied_by_reason_and_category() {
    let year = Window::new(date(1, 1), date(6, 30)).unwrap();
    let tally = exits().tally(year, CountedReasons::All).unwrap();
    assert_eq!((tally.exits, tally.missing, tally.without_value), (9, 1, 1));
    assert_eq!(tally.value, dec!(2109.99));
    let price = tally.of_reason(Reason::Price);
    assert_eq!(
        (price.exits.to_string(), price.value),
        ("5 of 8".into(), dec!(1459.99))
    );
    // Two reasons of one category are one.
    let core = tally.of_category(ReasonCategory::CoreServiceFailure);
    assert_eq!(
        (core.exits.to_string(), core.value),
        ("1 of 8".into(), dec!(120))
    );
    assert_eq!(tally.several.to_string(), "2 of 8"); // Ann's first, Ben's
    assert_eq!(tally.controllable.to_string(), "7 of 8"); // not Ben's
    assert_eq!(tally.voluntary.to_string(), "6 of 8"); // nor Eva's
    let first = exits().tally(year, CountedReasons::First).unwrap();
    assert_eq!(first.of_reason(Reason::Price).exits.to_string(), "4 of 8");
    let months = exits()
        .tallies(year, Period::Month, CountedReasons::All)
        .unwrap();
    let counts: Vec<u64> = months.iter().map(|it| it.exits).collect();
    assert_eq!(counts, [2, 0, 0, 1, 6, 0]);
}

#[test]
fn the_most_valuable_of_those_who_can_be_won_back_come_first() {
    let rules = WinnableRules::default().least_value(dec!(10));
    let names = |rules| {
        let found = exits().winnable(date(6, 30), rules).unwrap();
        let names: Vec<&str> = found.customers.iter().map(|it| it.customer).collect();
        (names, found.value)
    };
    assert_eq!(names(rules), (vec!["Ann", "Dea"], dec!(370)));
    let controllable = rules.reasons(WinnableReasons::Controllable);
    assert_eq!(names(controllable), (vec!["Ann", "Dea", "Eva"], dec!(430)));
    let any = rules.reasons(WinnableReasons::Any);
    assert_eq!(
        names(any),
        (vec!["Ben", "Ann", "Dea", "Fay", "Eva"], dec!(1400))
    );
    let found = exits().winnable(date(6, 30), rules).unwrap();
    assert_eq!(
        (found.returned, found.refused, found.other_reasons),
        (1, 1, 2)
    );
    assert_eq!(
        (found.without_reason, found.without_value, found.too_little),
        (1, 1, 1)
    );
    // The last day of six months from 31 January is 30 July.
    let last = exits().winnable(date(7, 30), any).unwrap();
    assert!(last.customers.iter().any(|it| it.customer == "Ben"));
    let over = exits().winnable(date(7, 31), any).unwrap();
    assert_eq!(over.too_long_ago, 1);
    // As of a day, what came later is not known.
    let early = exits().winnable(date(1, 20), rules).unwrap();
    assert_eq!(
        (early.customers[0].customer, early.customers[0].contacted),
        ("Ann", None)
    );
    assert_eq!((early.customers[0].outcome, early.later), (None, 8));
}

#[test]
fn a_win_back_rate_counts_those_who_were_followed() {
    let half = Window::new(date(1, 1), date(6, 30)).unwrap();
    let rate = exits()
        .win_back(half, span(2, Period::Month), date(6, 30))
        .unwrap();
    // Followed for two months: Ann's first exit, Ben and Cem, whose last day was 29 June; Dea's is 30 June.
    assert_eq!(
        (rate.returned.to_string(), rate.not_followed),
        ("1 of 4".into(), 5)
    );
    assert_eq!(rate.of_reason(Reason::Price).to_string(), "1 of 2");
    assert_eq!(
        rate.of_category(ReasonCategory::CoreServiceFailure)
            .to_string(),
        "0 of 1"
    );
    // Ann came back after 51 days.
    let month = exits()
        .win_back(half, span(1, Period::Month), date(6, 30))
        .unwrap();
    assert_eq!((month.returned.numerator(), month.returned_later), (0, 1));
}

/// Eva left on 9 January and again on 20 February: she must have been back in between. Fay left on 9 January
/// and again on 20 May: when she came back is not known. Gil never came back.
#[test]
fn who_leaves_again_without_a_return_on_record_has_been_back() {
    let exits = Exits::from_rows([
        Exit::new("Eva", date(1, 9), [Reason::Price]),
        Exit::new("Eva", date(2, 20), [Reason::Price]),
        Exit::new("Fay", date(1, 9), [Reason::Price]),
        Exit::new("Fay", date(5, 20), [Reason::Price]),
        Exit::new("Gil", date(1, 9), [Reason::Price]),
    ])
    .unwrap();
    let january = Window::new(date(1, 1), date(1, 31)).unwrap();
    let rate = |as_of| {
        let rate = exits.win_back(january, span(2, Period::Month), as_of);
        let rate = rate.unwrap();
        (
            rate.of_reason(Reason::Price).to_string(),
            rate.undated,
            rate.returned_later,
        )
    };
    assert_eq!(rate(date(6, 30)), ("1 of 2".into(), 1, 0));
    // In April nobody knew that Fay would leave again.
    assert_eq!(rate(date(4, 30)), ("1 of 3".into(), 0, 0));
}

#[test]
fn a_verdict_of_silence_is_corrected_by_a_purchase() {
    let row = |customer, month, day| Purchase {
        customer,
        date: date(month, day),
        amount: dec!(10),
    };
    let log = PurchaseLog::from_rows([
        row("Ann", 1, 5),
        row("Ann", 2, 25),
        row("Ann", 3, 20),
        // Silent from 10 January to 20 March: called ended in February.
        row("Ben", 1, 10),
        row("Ben", 3, 20),
        // Joins and is called ended within a month.
        row("Cem", 1, 1),
        row("Dea", 3, 12),
    ])
    .unwrap();
    let quarter = Window::new(date(1, 1), date(3, 31)).unwrap();
    let observed = log.observe(quarter, Policy::default()).unwrap();
    let hiatus = Silence::Hiatus {
        decline: span(20, Period::Day),
        lapse: span(28, Period::Day),
    };
    let churn = ActivityChurn::of(&observed, Period::Month, Rules::default().silence(hiatus));
    let churn = churn.unwrap();
    let [january, february, march] = [0, 1, 2].map(|index| churn.periods[index]);
    assert_eq!(
        (january.joined, january.joined_and_lost, january.at_end),
        (2, 1, 2)
    );
    assert_eq!(
        (february.at_start, february.lost, february.at_end),
        (2, 1, 1)
    );
    assert_eq!((february.lost_returned, february.ended_at_start), (1, 1));
    assert_eq!(february.churn().to_string(), "1 of 2");
    assert_eq!(february.corrected_churn().to_string(), "0 of 2");
    assert_eq!(
        (march.at_start, march.joined, march.returned, march.at_end),
        (1, 1, 1, 3)
    );
    assert_eq!(
        (march.lost, march.recovery().to_string()),
        (0, "1 of 2".into())
    );
}
