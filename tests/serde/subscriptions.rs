//! Subscriptions: rows, logs, builders and options.

use retention::subscriptions::{
    Builder, CountsAs, MonthInWeeks, Options, Recognised, Spread, Subscription, SubscriptionLog,
    Terms,
};

use crate::*;

fn rows() -> [Subscription<String>; 3] {
    let paid = |customer: &str, from, to, amount| {
        Subscription::monthly(customer.to_owned(), day(from), to, amount)
    };
    [
        Subscription {
            cancelled: Some(day(20)),
            billed: Span::new(1, Period::Year).unwrap(),
            terms: Terms::Paused,
            ..paid("Ben", 2, Some(day(30)), dec!(120.5))
        },
        paid("Ann", 4, None, dec!(20)),
        paid("Ann", 1, Some(day(3)), dec!(0)),
    ]
}

#[test]
fn a_row_needs_no_more_than_customer_first_day_and_amount() {
    let row: Subscription<String> =
        from_value(json!({"customer": "Ann", "from": "2024-05-04", "amount": "20"})).unwrap();
    assert_eq!(row, rows()[1]);
    assert_eq!(
        to_value(&rows()[0]).unwrap(),
        json!({
            "customer": "Ben", "from": "2024-05-02", "to": "2024-05-30", "cancelled": "2024-05-20",
            "amount": "120.5", "billed": {"count": 1, "period": "year"}, "terms": "paused"
        })
    );
    assert_eq!(round_trip(&rows()[0]), rows()[0]);
    assert!(
        refused::<Subscription<String>>(
            json!({"customer": "Ann", "from": "2024-05-04", "amount": 20})
        )
        .contains("an amount of money as a string")
    );
}

#[test]
fn a_log_comes_back_through_its_check() {
    let log = SubscriptionLog::from_rows(rows()).unwrap();
    assert_eq!(round_trip(&log), log);
    let written = to_value(&log).unwrap();
    let amounts: Vec<&Value> = written
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["amount"])
        .collect();
    assert_eq!(amounts, ["0.0", "20.0", "120.5"]);
    let mut backwards = written.clone();
    backwards.as_array_mut().unwrap().reverse();
    assert_eq!(
        from_value::<SubscriptionLog<String>>(backwards).unwrap(),
        log
    );
    let with = |field: &str, value: Value| {
        let mut rows = written.clone();
        rows[2][field] = value;
        refused::<SubscriptionLog<String>>(rows)
    };
    assert_eq!(
        with("amount", json!("-1")),
        "amount must be 0 or more, got -1 at row 2 (counted from 0); record a discount as a lower amount"
    );
    assert_eq!(
        with("to", json!("2024-05-01")),
        "last day in force must be 2024-05-02 or later, the first day in force, got 2024-05-01 at row 2 (counted from 0)"
    );
    assert!(
        with("terms", json!("leased"))
            .starts_with("Terms must be one of paid, trial, free, paused, past_due")
    );
    assert!(
        with("billed", json!({"count": 0, "period": "month"}))
            .starts_with("span must be 1 or more")
    );
    assert_eq!(
        refused::<SubscriptionLog<String>>(json!([])),
        "at least one subscription is needed, got none"
    );
}

#[test]
fn the_state_of_a_builder_of_subscriptions() {
    for kept in 0..=rows().len() {
        let mut builder = Builder::new();
        builder.extend(rows()[..kept].iter().cloned()).unwrap();
        let mut builder = round_trip(&builder);
        assert_eq!(builder.rows(), kept as u64);
        builder.extend(rows()[kept..].iter().cloned()).unwrap();
        assert_eq!(
            builder.finish().unwrap(),
            SubscriptionLog::from_rows(rows()).unwrap()
        );
    }
    let mut state = to_value(Builder::<String>::new()).unwrap();
    assert_eq!(state, json!({"version": 1, "rows": []}));
    state["tail"] = json!(1);
    assert!(refused::<Builder<String>>(state).contains("tail"));
    let bad = json!({"customer": "Ann", "from": "2024-05-04", "amount": "-1"});
    assert!(
        refused::<Builder<String>>(json!({"version": 1, "rows": [bad]}))
            .starts_with("amount must be 0 or more, got -1 at row 0")
    );
}

#[test]
fn options_of_accounts() {
    let options = Options::default()
        .gap(3)
        .trials(CountsAs::AtPrice)
        .free(CountsAs::AtZero)
        .pauses(CountsAs::NotACustomer)
        .zeros(CountsAs::AtAmountBefore)
        .recognised(Recognised::Notice)
        .spread(
            Spread::default()
                .per(Span::new(1, Period::Year).unwrap())
                .weeks(MonthInWeeks::MeanYear)
                .places(4)
                .rounding(RoundingStrategy::MidpointNearestEven),
        );
    let written = to_value(options).unwrap();
    assert_eq!(
        written,
        json!({
            "gap": 3,
            "grace": null,
            "trials": "at_price",
            "free": "at_zero",
            "pauses": "not_a_customer",
            "zeros": "at_amount_before",
            "recognised": "notice",
            "spread": {
                "per": {"count": 1, "period": "year"},
                "weeks": "mean_year",
                "places": 4,
                "rounding": "midpoint_nearest_even"
            }
        })
    );
    assert_eq!(from_value::<Options>(written).unwrap(), options);
    for strategy in [
        RoundingStrategy::MidpointNearestEven,
        RoundingStrategy::MidpointAwayFromZero,
        RoundingStrategy::MidpointTowardZero,
        RoundingStrategy::ToZero,
        RoundingStrategy::AwayFromZero,
        RoundingStrategy::ToNegativeInfinity,
        RoundingStrategy::ToPositiveInfinity,
    ] {
        let spread = Spread::default().rounding(strategy);
        assert_eq!(round_trip(&spread), spread);
    }
    assert_eq!(
        refused::<Spread>(json!({"rounding": "up"})),
        "a rounding strategy must be one of midpoint_nearest_even, midpoint_away_from_zero, \
         midpoint_toward_zero, to_zero, away_from_zero, to_negative_infinity, to_positive_infinity, \
         got \"up\""
    );
}

/// An account and its levels are written for others to read.
#[test]
fn an_account_is_written_with_its_levels() {
    let log = SubscriptionLog::from_rows(rows()).unwrap();
    let window = Window::new(day(1), day(31)).unwrap();
    let accounts = log.accounts(window, Options::default()).unwrap();
    assert_eq!(
        to_value(accounts.get("Ben").unwrap()).unwrap(),
        json!({
            "levels": [
                {"from": "2024-05-02", "amount": "0.00", "customer": true},
                {"from": "2024-05-31", "amount": "0.00", "customer": false}
            ],
            "as_of": "2024-05-31"
        })
    );
}

#[test]
fn transfers_between_plans_are_rows_of_a_file() {
    use retention::churn::PlanTransfers;

    let row = |customer, amount, to| Subscription::monthly(customer, day(1), to, amount);
    let log = SubscriptionLog::from_rows([row(1, dec!(5.50), None), row(2, dec!(8), Some(day(9)))]);
    let plans = log.unwrap().by_segment(|row| row.amount > dec!(6)).unwrap();
    let rest = Window::new(day(2), day(31)).unwrap();
    let table = PlanTransfers::of(&plans, rest, Options::default()).unwrap();
    let mut writer = csv::Writer::from_writer(Vec::new());
    table
        .cells
        .iter()
        .for_each(|cell| writer.serialize(cell).unwrap());
    let written = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    let expected = "from,to,customers,before,after\nfalse,false,1,5.50,5.50\ntrue,,1,8.00,0\n";
    assert_eq!(written, expected);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.serialize(table.plans[1]).unwrap();
    let written = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    assert!(written.ends_with("\ntrue,1,8.00,0,0\n"), "{written}");
}
