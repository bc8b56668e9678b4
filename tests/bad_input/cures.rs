//! What to do about an error, where something can be done: the end of its message.

use retention::lifecycle::{Classifier, Given, Rules, StageChanges, Stages};
use retention::purchases::Steps;
use retention::quadrant::{Importance, Method, Survey};
use retention::satisfaction::nps;
use retention::scale::Scale;

use crate::expected::in_full;
use crate::*;

fn log() -> PurchaseLog<u32> {
    PurchaseLog::from_rows([row(1, 2, dec!(5)), row(2, 3, dec!(-1)), row(2, 3, dec!(0))]).unwrap()
}

fn least() -> Decimal {
    Decimal::from_i128_with_scale(1, 28)
}

#[test]
fn of_rows_that_the_policy_refuses() {
    let (log, policy) = (log(), Policy::default());
    let observed = |window, policy| in_full(log.observe(window, policy).map(drop));
    assert_eq!(
        observed(may(), policy.refunds(Treatment::Refuse)),
        "refund refused: -1 on 2024-05-03, in the sorted log at row 1 (counted from 0); \
         `Policy::refunds` can accept it"
    );
    assert_eq!(
        observed(may(), policy.zeros(Treatment::Refuse)),
        "purchase of zero refused: 0 on 2024-05-03, in the sorted log at row 2 (counted from 0); \
         `Policy::zeros` can accept it"
    );
    let late = Window::new(day(3), day(31)).unwrap();
    assert_eq!(
        observed(late, policy.outside(Outside::Refuse)),
        "purchase outside the window refused: 2024-05-02, outside 2024-05-03 to 2024-05-31, in the \
         sorted log at row 0 (counted from 0); widen the window, or set `Policy::outside` to count it"
    );
}

#[test]
fn of_amounts_with_too_many_digits() {
    let rows = [row(1, 1, Decimal::MAX), row(2, 2, least())];
    assert_eq!(
        in_full(PurchaseLog::from_rows(rows)),
        "a sum of amounts with so many digits overflows at 0.0000000000000000000000000001 at row 1 \
         (counted from 0); round each amount to the decimal places of the currency before adding"
    );
}

#[test]
fn of_windows_and_customers() {
    let log = log();
    let empty = Window::new(day(20), day(31)).unwrap();
    let observed = log.observe(empty, Policy::default()).unwrap();
    assert_eq!(
        in_full(Pyramid::of(&observed, &Cuts::curry())),
        "at least one purchase in the window is needed, got none; compare it with \
         `PurchaseLog::window`"
    );
    assert_eq!(
        in_full(log.until(day(1))),
        "as-of date must be 2024-05-02, the day of the first row, or later, got 2024-05-01"
    );
    assert_eq!(
        in_full(Pyramid::new(
            [(1, dec!(1)), (2, dec!(1)), (1, dec!(1))],
            &Cuts::curry()
        )),
        "customer occurs twice: rows 0 and 2 at row 2 (counted from 0); give each customer one row, \
         such as the sum of theirs"
    );
    let cuts = Cuts::by_revenue([("A", 0.8), ("B", 0.2)]).unwrap();
    assert_eq!(
        in_full(Pyramid::new([(1, dec!(-2))], &cuts)),
        "total amount must be more than 0 for cuts by shares of it, got -2; cut by \
         `Cuts::by_customers` or `Cuts::by_amount`"
    );
    let listed = [(7, Status::Active)];
    let months = Span::new(12, Period::Month).unwrap();
    assert_eq!(
        in_full(statuses(&log, day(31), months, Policy::default(), listed)),
        "status of a non-buyer must be prospect, suspect or rest_of_world, got active at row 0 \
         (counted from 0); buyers come from the log"
    );
}

/// Of two sets of rules the one field that differs is named, not both sets.
#[test]
fn of_results_made_by_different_rules() {
    let log = log();
    let observed = log.observe(may(), Policy::default()).unwrap();
    let stages = |rules| Stages::of(&observed, rules).unwrap();
    let changes = StageChanges::between(
        &stages(Rules::default()),
        &stages(Rules::default().trend_fall(0.1)),
    );
    assert_eq!(
        in_full(changes),
        "rules must be equal, got trend_fall: 0.5 and trend_fall: 0.1"
    );
    let by_month = observed
        .return_curves(Period::Month, Steps::default())
        .unwrap();
    assert_eq!(
        in_full(Classifier::new(Rules::default(), &by_month)),
        "grain of rules and curves must be equal, got day and month; `Rules::grain` sets that of the \
         rules"
    );
    let steps = Steps::new([1, 2]).unwrap().least_waits(7);
    let others = observed.return_curves(Period::Day, steps).unwrap();
    assert_eq!(
        in_full(Classifier::new(Rules::default(), &others)),
        "steps of rules and curves must be equal, got from 1, 2, 3, 4, 6 purchases on, of 50 waits or \
         more and from 1, 2 purchases on, of 7 waits or more; `Rules::steps` sets those of the rules"
    );
    let classifier = Classifier::of(&observed, Rules::default()).unwrap();
    let history = History::new(&[], &[], may()).unwrap();
    let history = history
        .with_policy(Policy::default().refunds(Treatment::Drop))
        .unwrap();
    let error = classifier.classify(&history, Given::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "policies of classifier and history must be equal, got refunds: Net and refunds: Drop; \
         `History::with_policy` sets that of a history"
    );
    assert_eq!(
        error.cure(),
        Some("`History::with_policy` sets that of a history")
    );
}

#[test]
fn of_answers() {
    assert_eq!(
        in_full(Scale::ONE_TO_SEVEN.answers(&[Some(6.0), Some(-99.0)])),
        "answer must be 1 to 7, got -99 at row 1 (counted from 0); `scale::without_codes` removes \
         codes of missing answers"
    );
    assert_eq!(
        in_full(nps::Options::default().classify(8.5)),
        "answer must be a whole step of the scale, got 8.5; `Options::allow_decimals` accepts others"
    );
}

/// An attribute that never changes and one that follows from others are told apart.
#[test]
fn of_attributes_that_cannot_be_told_apart() {
    let five = Scale::ONE_TO_FIVE;
    let first = [1.0, 2.0, 3.0, 4.0, 5.0, 3.0];
    let assess = |second: &[f64; 6]| {
        let columns = [
            ("first", five.full_answers(&first)),
            ("net", five.full_answers(second)),
        ];
        let columns = columns.map(|(name, column)| (name, column.unwrap()));
        let overall = five.full_answers(&[1.0, 3.0, 2.0, 5.0, 4.0, 3.0]).unwrap();
        let survey = Survey::new(columns).unwrap().overall(overall).unwrap();
        in_full(survey.assess(Method::from(Importance::Regression).minimum(0)))
    };
    assert_eq!(
        assess(&[3.0; 6]),
        "attributes cannot be told apart: net has the same rating from every respondent; leave it out"
    );
    assert_eq!(
        assess(&first),
        "attributes cannot be told apart: net follows from the others; leave it out, or take \
         `Importance::Pearson`"
    );
}
