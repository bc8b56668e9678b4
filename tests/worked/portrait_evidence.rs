//! Evidence joined by customer, worked by hand.

use retention::chrono::NaiveDate;
use retention::churn::{Exit, Exits, Reason};
use retention::clv::{
    CustomerLifetimeValue, DiscountRate, Horizon, ParetoNbd, PurchaseModel, Spend, ValueTerms,
};
use retention::lifecycle::{Given, Rules, Stage, Stages};
use retention::period::{Period, Ruler, Span};
use retention::portrait::staying;
use retention::portrait::{
    Contract, Dimension, Evidence, EvidenceTable, Options, Portraits, StrategyTable, Wording,
};
use retention::purchases::{HabitOptions, Policy, Purchase, PurchaseLog};
use retention::pyramid::{Cuts, Pyramid, Status, statuses};
use retention::subscriptions::{Subscription, SubscriptionLog, Terms};
use rust_decimal::{Decimal, dec};

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, month, day).unwrap()
}

fn of(table: &EvidenceTable<&'static str>, customer: &str) -> Evidence {
    table.rows().get(customer).unwrap().result
}

/// Ann buys every 20 days, Ben bought twice in January, Cem once in June.
fn log() -> PurchaseLog<&'static str> {
    let bought = |customer, month, on, amount| Purchase {
        customer,
        date: day(month, on),
        amount,
    };
    PurchaseLog::from_rows([
        bought("Ann", 1, 1, dec!(50)),
        bought("Ann", 1, 21, dec!(60)),
        bought("Ann", 2, 10, dec!(70)),
        bought("Ben", 1, 5, dec!(10)),
        bought("Ben", 1, 9, dec!(30)),
        bought("Cem", 6, 20, dec!(5)),
    ])
    .unwrap()
}

#[test]
fn each_source_adds_what_it_knows_and_leaves_the_rest() {
    let add = |evidence: Evidence, chance| Ok(evidence.chance_of_return(chance));
    let one = [("Ben", Some(0.5)), ("Ann", Some(0.25))];
    let two = [("Cem", Some(0.75)), ("Ann", Some(1.0))];
    let table = EvidenceTable::new().join(one, add).unwrap();
    let table = table
        .join([("Ben", Status::Active)], |evidence, status| {
            Ok(evidence.status(Some(status)))
        })
        .unwrap();
    let table = table.join(two, add).unwrap();
    let customers: Vec<_> = table.rows().iter().map(|row| row.customer).collect();
    assert_eq!(customers, ["Ann", "Ben", "Cem"]);
    // The later source takes precedence where it knows.
    assert_eq!(of(&table, "Ann").chance_of_return, Some(1.0));
    let ben = Evidence::default().status(Some(Status::Active));
    assert_eq!(of(&table, "Ben"), ben.chance_of_return(Some(0.5)));
    assert_eq!(of(&table, "Cem").status, None);
    let pairs: Vec<_> = table.clone().into_iter().collect();
    assert_eq!(pairs[1], ("Ben", of(&table, "Ben")));
}

#[test]
fn what_a_log_tells_is_joined_as_its_modules_return_it() {
    let log = log();
    let observed = log
        .observe(log.until(day(6, 30)).unwrap(), Policy::default())
        .unwrap();
    // The chance is told of Ann only.
    let chance = |id: &&str| Given::default().chance((*id == "Ann").then_some(0.1));
    let stages = Stages::with(&observed, Rules::default(), chance).unwrap();
    let pyramid = Pyramid::of(&observed, &Cuts::curry()).unwrap();
    let habits = observed
        .habits(Period::Day, HabitOptions::default())
        .unwrap();
    let quarter = Span::new(3, Period::Month).unwrap();
    let known = statuses(
        &log,
        day(6, 30),
        quarter,
        Policy::default(),
        [("Dan", Status::Prospect)],
    )
    .unwrap();
    let before = [("Ben", Some(0.5)), ("Ann", Some(0.5))];
    let table = EvidenceTable::new()
        .join(before, |evidence, chance| {
            Ok(evidence.chance_of_return(chance))
        })
        .unwrap()
        .stages(&stages)
        .pyramid(&pyramid)
        .habits(&habits)
        .statuses(&known);
    for row in &stages.rows {
        let evidence = of(&table, row.customer);
        assert_eq!(evidence.stage, Some(row.result.stage));
        assert_eq!(evidence.tier, pyramid.tier_of(row.customer));
        assert_eq!(evidence.habits.as_ref(), habits.get(row.customer));
    }
    // A source that does not know leaves what is there.
    assert_eq!(stages.get("Ben").unwrap().chance, None);
    assert_eq!(of(&table, "Ben").chance_of_return, Some(0.5));
    assert_eq!(of(&table, "Ann").chance_of_return, Some(0.1));
    let all = ["Ann", "Ben", "Cem", "Dan"].map(|customer| of(&table, customer).status.unwrap());
    assert_eq!(
        all,
        [
            Status::Inactive,
            Status::Inactive,
            Status::Active,
            Status::Prospect
        ]
    );
    assert_eq!(of(&table, "Dan").stage, None);

    // What a row of the portraits says is what the parts say.
    let portraits = Portraits::of(table, &Options::default()).unwrap();
    let ann = portraits.rows().get("Ann").unwrap();
    let rules = StrategyTable::literature();
    assert_eq!(ann.portrait.levels.of(Dimension::Stage), "termination");
    assert_eq!(
        ann.advice(&rules),
        rules.advise(&ann.portrait, &ann.evidence)
    );
    let wording = Wording::default().name("Ann".to_owned());
    assert!(ann.explanation(&wording).to_string().starts_with("Ann is"));
}

#[test]
fn a_contract_stands_where_it_stood_on_that_day() {
    let monthly = |customer, from, to| Subscription::monthly(customer, from, to, dec!(20));
    let log = SubscriptionLog::from_rows([
        monthly("runs", day(1, 1), None),
        monthly("ends on the last day", day(1, 1), Some(day(7, 31))),
        monthly("ends a day later", day(1, 1), Some(day(8, 1))),
        // The notice was given after the day on which it is asked.
        Subscription {
            cancelled: Some(day(7, 2)),
            ..monthly("notice not known yet", day(1, 1), Some(day(7, 15)))
        },
        Subscription {
            cancelled: Some(day(6, 30)),
            ..monthly("notice given", day(1, 1), Some(day(7, 15)))
        },
        monthly("has two", day(1, 1), Some(day(7, 5))),
        monthly("has two", day(3, 1), None),
        monthly("ended", day(1, 1), Some(day(6, 29))),
        monthly("last day today", day(1, 1), Some(day(6, 30))),
        monthly("begins later", day(7, 1), None),
        monthly("returns later", day(1, 1), Some(day(3, 1))),
        monthly("returns later", day(8, 1), None),
        Subscription {
            terms: Terms::Trial,
            ..monthly("only tries", day(6, 1), Some(day(7, 10)))
        },
        // A trial of another product is no contract that goes on.
        monthly("ends and tries", day(1, 1), Some(day(7, 5))),
        Subscription {
            terms: Terms::Trial,
            ..monthly("ends and tries", day(6, 1), Some(day(9, 30)))
        },
        // A pause, by default, is one.
        monthly("ends and pauses", day(1, 1), Some(day(7, 5))),
        Subscription {
            terms: Terms::Paused,
            ..monthly("ends and pauses", day(6, 1), Some(day(9, 30)))
        },
    ])
    .unwrap();
    let options = retention::subscriptions::Options::default();
    let accounts = log
        .accounts(log.until(day(6, 30)).unwrap(), options)
        .unwrap();
    let month = Span::new(1, Period::Month).unwrap();
    let table = EvidenceTable::new().contracts(&accounts, month).unwrap();
    let stands = |customer| {
        let row = table.rows().get(customer);
        row.and_then(|row| row.result.contract)
    };
    for (customer, expected) in [
        ("runs", Some(Contract::Running)),
        ("ends on the last day", Some(Contract::EndsSoon)),
        ("ends a day later", Some(Contract::Running)),
        ("notice not known yet", Some(Contract::Running)),
        ("notice given", Some(Contract::EndsSoon)),
        ("has two", Some(Contract::Running)),
        ("ended", Some(Contract::Ended)),
        ("last day today", Some(Contract::EndsSoon)),
        ("begins later", None),
        ("returns later", Some(Contract::Ended)),
        ("only tries", None),
        ("ends and tries", Some(Contract::EndsSoon)),
        ("ends and pauses", Some(Contract::Running)),
    ] {
        assert_eq!(stands(customer), expected, "{customer}");
    }
}

#[test]
fn the_reason_is_that_of_the_last_exit_from_which_nobody_came_back() {
    let back = Exit {
        returned: Some(day(3, 1)),
        ..Exit::new("Ann", day(2, 1), [Reason::Price])
    };
    let exits = Exits::from_rows([
        back.clone(),
        Exit {
            customer: "Ben",
            ..back
        },
        Exit::new("Ben", day(5, 1), [Reason::PoorService, Reason::Price]),
        Exit::new("Cem", day(7, 1), [Reason::MovedAway]),
        Exit::new("Dan", day(5, 1), []),
    ])
    .unwrap();
    let reason = |as_of, customer: &str| {
        let table = EvidenceTable::new().exits(&exits, as_of);
        let row = table.rows().get(customer).map(|row| row.result);
        row.and_then(|evidence| evidence.churn_reason)
    };
    assert_eq!(reason(day(2, 28), "Ann"), Some(Reason::Price)); // not back yet
    assert_eq!(reason(day(6, 30), "Ann"), None);
    assert_eq!(reason(day(6, 30), "Ben"), Some(Reason::PoorService));
    assert_eq!(reason(day(6, 30), "Cem"), None); // not known yet
    assert_eq!(reason(day(7, 1), "Cem"), Some(Reason::MovedAway));
    assert_eq!(reason(day(6, 30), "Dan"), None);
}

/// What is expected of a customer who may have left is that chance times what is expected if not.
#[test]
fn the_value_at_risk_takes_the_chance_of_having_left_off_once() {
    let log = log();
    let observed = log
        .observe(log.until(day(6, 30)).unwrap(), Policy::default())
        .unwrap();
    let known = observed.summaries(Period::Day, Ruler::Weeks).unwrap();
    let model = ParetoNbd::new(0.553, 10.578, 0.606, 11.669).unwrap();
    let terms = ValueTerms::default()
        .margin(0.5)
        .horizon(Horizon::Periods(26))
        .places(6);
    let worth = CustomerLifetimeValue::new(
        model,
        Spend::Same(40.0),
        DiscountRate::yearly(0.1).unwrap(),
        Ruler::Weeks,
        terms,
    )
    .unwrap();
    let values = worth.values(&known.rows).unwrap();
    let table = EvidenceTable::new().lifetime_values(&values).unwrap();
    let table = table.forecasts(&known, &model, 26.0).unwrap();
    for row in &values.rows {
        let evidence = of(&table, row.customer);
        let summary = known.get(row.customer).unwrap();
        let chance = model.probability_of_purchase(summary, 26.0).unwrap();
        assert_eq!(evidence.chance_of_return, Some(chance));
        let alive = Decimal::try_from(row.result.probability_alive).unwrap();
        let again = evidence.expected_value.unwrap() * alive;
        let difference = (again - row.result.value).abs();
        assert!(difference < dec!(0.00001), "{}: {difference}", row.customer);
    }
    // Ben has been silent for 24 weeks: little is expected, and much more if he has not left.
    let ben = values.rows.get("Ben").unwrap().result;
    assert!(of(&table, "Ben").expected_value.unwrap() > dec!(3) * ben.value);
}

/// As the builder of predictors finds it, whatever the way the rows came.
#[test]
fn portraits_tell_who_stayed_as_the_builder_does() {
    use retention::Accumulator;
    use staying::{Builder, Predictor, SurveyedCustomer};

    let stages = [Stage::Growth, Stage::Maturity, Stage::Decline];
    let rows = (0..120_usize).map(|customer| {
        let value = (customer % 11 > 0).then_some(0.8 + 0.05 * (customer % 9) as f64);
        let stage = (customer % 7 > 0).then(|| stages[customer % 3]);
        (customer, value, stage)
    });
    let stayed = |customer: usize| customer * 31 % 17 < 4 + customer % 9;
    let stage_names = Dimension::Stage.levels()[1..].iter().copied();
    let predictors = [
        Predictor::number("value"),
        Predictor::levels("stage", stage_names),
    ];
    let mut builder = Builder::new(predictors, staying::Options::default()).unwrap();
    for (customer, value, stage) in rows.clone().filter(|row| row.0 != 50) {
        let customer = SurveyedCustomer {
            stayed: stayed(customer),
            numbers: &[value],
            classes: &[stage.map(|stage| stage as usize)],
        };
        builder.push(customer).unwrap();
    }
    let evidence = rows
        .map(|(customer, value, stage)| (customer, Evidence::default().value(value).stage(stage)));
    let portraits = Portraits::of(evidence, &Options::default()).unwrap();
    let found = portraits.predictors_of_staying(
        [Dimension::Value, Dimension::Stage],
        |&customer| (customer != 50).then(|| stayed(customer)),
        staying::Options::default(),
    );
    assert_eq!(found.unwrap(), builder.finish().unwrap());
}
