//! Churn: rates, exits, their builder and rules.

use retention::churn::{
    ActivityChurn, Bridge, ContactOutcome, CountedReasons, CustomerBase, CustomerValueIntervals,
    Exit, Exits, ExitsBuilder, Movements, Rate, Reason, ReasonCodes, RevenueIntervals, RevenueRate,
    WinnableRules, moved,
};
use retention::lifecycle::Rules;
use retention::subscriptions::{self, Subscription, SubscriptionLog};
use rust_decimal::dec;

use crate::*;

fn exits() -> [Exit<String>; 2] {
    let left = |customer: &str, on| Exit::new(customer.to_owned(), day(on), []);
    [
        Exit {
            reasons: vec![Reason::Price, Reason::PoorService],
            value: Some(dec!(120.50)),
            joined: Some(day(1)),
            contacted: Some(day(21)),
            outcome: Some(ContactOutcome::Undecided),
            returned: Some(day(28)),
            ..left("Ben", 20)
        },
        left("Ann", 9),
    ]
}

#[test]
fn a_rate_comes_back_through_its_constructor() {
    let rate = Rate::new(0.125, Span::new(3, Period::Month).unwrap()).unwrap();
    let written = json!({"lost": 0.125, "span": {"count": 3, "period": "month"}});
    assert_eq!(to_value(rate).unwrap(), written);
    assert_eq!(round_trip(&rate), rate);
    let too_high = json!({"lost": 1.5, "span": {"count": 3, "period": "month"}});
    assert!(refused::<Rate>(too_high).contains("lost must be 0 to 1, got 1.5"));
}

#[test]
fn an_exit_needs_no_more_than_customer_and_day() {
    let row: Exit<String> = from_value(json!({"customer": "Ann", "date": "2024-05-09"})).unwrap();
    assert_eq!(row, exits()[1]);
    assert_eq!(
        to_value(&exits()[0]).unwrap(),
        json!({
            "customer": "Ben", "date": "2024-05-20", "reasons": "price;poor_service",
            "value": "120.50", "joined": "2024-05-01", "contacted": "2024-05-21",
            "outcome": "undecided", "returned": "2024-05-28"
        })
    );
    assert_eq!(round_trip(&exits()[0]), exits()[0]);
    let list = json!({"customer": "Ann", "date": "2024-05-09", "reasons": ["price", "bankrupt"]});
    let of_list: Exit<String> = from_value(list).unwrap();
    assert_eq!(of_list.reasons, [Reason::Price, Reason::Bankrupt]);
    let wrong = json!({"customer": "Ann", "date": "2024-05-09", "reasons": "price;dear"});
    assert!(refused::<Exit<String>>(wrong).contains("dear"));
    let unknown = json!({"customer": "Ann", "date": "2024-05-09", "why": "price"});
    assert!(refused::<Exit<String>>(unknown).contains("why"));
}

#[test]
fn exits_and_their_builder_come_back_through_their_checks() {
    let all = Exits::from_rows(exits()).unwrap();
    assert_eq!(round_trip(&all), all);
    let mut builder = ExitsBuilder::new();
    builder.extend(exits()).unwrap();
    assert_eq!(round_trip(&builder), builder);
    let twice = json!([
        {"customer": "Ann", "date": "2024-05-09"}, {"customer": "Ann", "date": "2024-05-09"}
    ]);
    assert!(refused::<Exits<String>>(twice).contains("2024-05-09"));
    let wrong = json!({"version": 1, "rows": [
        {"customer": "Ann", "date": "2024-05-09", "joined": "2024-06-01"}
    ]});
    assert!(refused::<ExitsBuilder<String>>(wrong).contains("first day must be"));
}

#[test]
fn money_of_tallies_and_rules_is_written_as_strings() {
    let all = Exits::from_rows(exits()).unwrap();
    let tally = all.tally(Window::new(day(1), day(31)).unwrap(), CountedReasons::All);
    let written = to_value(tally.unwrap()).unwrap();
    assert_eq!(written["value"], "120.50");
    assert_eq!(written["reasons"][0]["reason"], "price");
    assert_eq!(written["reasons"][0]["value"], "120.50");
    assert_eq!(written["categories"][0]["reason"], "pricing");
    let rules = WinnableRules::default().least_value(dec!(9.5));
    assert_eq!(to_value(rules).unwrap()["least_value"], "9.5");
    assert_eq!(round_trip(&rules), rules);
    let found = all.winnable(day(25), rules).unwrap();
    let written = to_value(found).unwrap();
    assert_eq!(written["customers"][0]["value"], "120.50");
    assert_eq!(written["customers"][0]["customer"], "Ben");
    assert_eq!(written["value"], "120.50");
}

#[test]
fn reason_codes_come_back_through_their_check() {
    let codes = ReasonCodes::new([("too dear", Reason::Price), ("moved", Reason::MovedAway)]);
    let codes = codes.unwrap();
    let written = json!([
        {"text": "moved", "reason": "moved_away"}, {"text": "too dear", "reason": "price"}
    ]);
    assert_eq!(to_value(&codes).unwrap(), written);
    assert_eq!(round_trip(&codes), codes);
    let twice = json!([{"text": "x", "reason": "price"}, {"text": "x", "reason": "bankrupt"}]);
    assert!(refused::<ReasonCodes>(twice).contains("text"));
    assert!(refused::<ReasonCodes>(json!([])).contains("at least one text of a reason"));
}

#[test]
fn a_period_of_a_bridge_is_a_row_of_a_file() {
    let row = Subscription::monthly("Ann", day(3), None, dec!(20.50));
    let log = SubscriptionLog::from_rows([row]).unwrap();
    let may = Window::new(day(1), day(31)).unwrap();
    let accounts = log
        .accounts(may, subscriptions::Options::default())
        .unwrap();
    let bridge = Bridge::of(&accounts, Period::Month, Movements::AtEnds).unwrap();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.serialize(bridge.periods[0]).unwrap();
    let written = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    let (header, row) = written.trim_end().split_once('\n').unwrap();
    let cell = |name: &str| {
        let at = header.split(',').position(|column| column == name).unwrap();
        row.split(',').nth(at).unwrap()
    };
    assert_eq!(
        (cell("from"), cell("to"), cell("complete")),
        ("2024-05-01", "2024-05-31", "true")
    );
    assert_eq!((cell("new_customers"), cell("new_amount")), ("1", "20.50"));
    assert_eq!(
        (cell("end_amount"), cell("churn_customers"), cell("kept")),
        ("20.50", "0", "0")
    );
    assert_eq!(header.split(',').count(), 26);
}

#[test]
fn exits_go_to_a_file_and_come_back_with_their_reasons() {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let all = exits();
    all.iter().for_each(|exit| writer.serialize(exit).unwrap());
    let written = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    assert_eq!(
        written,
        "customer,date,reasons,value,joined,contacted,outcome,returned\n\
         Ben,2024-05-20,price;poor_service,120.50,2024-05-01,2024-05-21,undecided,2024-05-28\n\
         Ann,2024-05-09,,,,,,\n"
    );
    let mut reader = csv::Reader::from_reader(written.as_bytes());
    let read: Vec<Exit<String>> = reader.deserialize().map(Result::unwrap).collect();
    assert_eq!(read, all);
    let short = "customer,date,reasons\nCem,2024-05-11,\"price; bankrupt\"\n";
    let mut reader = csv::Reader::from_reader(short.as_bytes());
    let read: Exit<String> = reader.deserialize().next().unwrap().unwrap();
    assert_eq!(read.reasons, [Reason::Price, Reason::Bankrupt]);
}

#[test]
fn counts_of_reasons_are_rows_of_a_file() {
    let all = Exits::from_rows(exits()).unwrap();
    let tally = all.tally(Window::new(day(1), day(31)).unwrap(), CountedReasons::All);
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in &tally.unwrap().reasons[..2] {
        writer.serialize(row).unwrap();
    }
    let written = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    let lines: Vec<&str> = written.lines().collect();
    assert_eq!(
        lines[0],
        "reason,exits,of,share,share_lower,share_upper,value"
    );
    assert!(lines[1].starts_with("price,1,1,1.0,0.2065"), "{written}");
    assert!(lines[1].ends_with(",1.0,120.50"), "{written}");
    assert!(
        lines[2].starts_with("inconvenience,0,1,0.0,0.0,0.7934"),
        "{written}"
    );
}

/// The header of a file of one row, and its cells by name.
fn of_file(row: impl serde::Serialize) -> (String, impl Fn(&str) -> String) {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.serialize(row).unwrap();
    let written = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    let (header, row) = written.trim_end().split_once('\n').unwrap();
    let header = header.to_owned();
    let names: Vec<String> = header.split(',').map(str::to_owned).collect();
    let cells: Vec<String> = row.split(',').map(str::to_owned).collect();
    let cell = move |name: &str| {
        let at = names.iter().position(|column| column == name).unwrap();
        cells[at].clone()
    };
    (header, cell)
}

#[test]
fn rates_of_win_back_are_rows_of_a_file() {
    let all = Exits::from_rows(exits()).unwrap();
    let month = Span::new(10, Period::Day).unwrap();
    let found = all.win_back(Window::new(day(1), day(31)).unwrap(), month, day(31));
    let (header, cell) = of_file(found.unwrap().reasons[0]);
    assert_eq!(header, "reason,returned,of,share,share_lower,share_upper");
    let cells = ["reason", "returned", "of", "share", "share_upper"].map(cell);
    assert_eq!(cells, ["price", "1", "1", "1.0", "1.0"]);
}

#[test]
fn intervals_of_revenue_and_value_are_rows_of_a_file() {
    let row = |customer: u32| {
        let to = customer.is_multiple_of(5).then(|| day(9));
        let joined = day(1).pred_opt().unwrap();
        Subscription::monthly(customer, joined, to, Decimal::from(10 + customer))
    };
    let log = SubscriptionLog::from_rows((0..20).map(row)).unwrap();
    let may = Window::new(day(1), day(31)).unwrap();
    let accounts = log.accounts(may, subscriptions::Options::default());
    let accounts = accounts.unwrap();
    let (month, draws) = (Period::Month, Resampling::default().draws(50));
    let rate = RevenueRate::GrossRetention;
    let found = RevenueIntervals::of(&accounts, month, Movements::AtEnds, rate, draws).unwrap();
    let (header, cell) = of_file(found.periods[0]);
    assert_eq!(header, "from,to,complete,customers,value,lower,upper");
    let interval = found.periods[0].interval.unwrap();
    let cells = ["from", "to", "complete", "customers", "lower"].map(cell);
    let lower = interval.lower().to_string();
    assert_eq!(cells, ["2024-05-01", "2024-05-31", "true", "20", &lower]);

    let base = CustomerBase::AtStart;
    let found = CustomerValueIntervals::of(&accounts, month, base, 0.5, draws).unwrap();
    let (header, cell) = of_file(found.periods[0]);
    assert_eq!(
        header,
        "from,to,complete,customers,average,average_lower,average_upper,lifetime_value,\
         lifetime_value_lower,lifetime_value_upper"
    );
    let upper = found.periods[0].lifetime_value_interval.unwrap().upper();
    let cells = ["average", "lifetime_value_upper"].map(cell);
    assert_eq!(cells, ["19.5".to_owned(), upper.to_string()]);
}

#[test]
fn churn_from_purchases_is_rows_of_a_file() {
    let log = crate::log();
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    let churn = ActivityChurn::of(&observed, Period::Day, Rules::default()).unwrap();
    let last = churn.periods.len() - 1;
    let (header, cell) = of_file(churn.periods[last]);
    assert_eq!(header.split(',').count(), 23);
    let cells = ["from", "at_end", "expected_lost", "back_test_as_of"].map(cell);
    assert_eq!(cells, ["2024-05-09", "2", "", ""]);
}

#[test]
fn customers_behind_movements_and_ends_of_plans_are_rows_of_a_file() {
    let row = Subscription::monthly("Ann", day(3), None, dec!(20.50));
    let log = SubscriptionLog::from_rows([row]).unwrap();
    let may = Window::new(day(1), day(31)).unwrap();
    let options = subscriptions::Options::default();
    let accounts = log.accounts(may, options).unwrap();
    let behind = moved(&accounts, Period::Month, Movements::AtEnds).unwrap();
    let (header, cell) = of_file(&behind[0]);
    assert_eq!(header, "customer,period,movement,before,after");
    assert_eq!(
        ["customer", "movement", "before", "after"].map(cell),
        ["Ann", "new", "", "20.50"]
    );
    let all = Exits::from_rows(exits()).unwrap();
    let found = all.winnable(day(25), WinnableRules::default()).unwrap();
    let (header, cell) = of_file(&found.customers[0]);
    assert_eq!(header, "customer,date,reason,value,contacted,outcome");
    assert_eq!(["customer", "reason"].map(cell), ["Ben", "price"]);
}
