//! Habits of buying.

use chrono::{Month, Weekday};
use retention::purchases::{HabitOptions, Habits, Season, ShopHabits};
use rust_decimal::dec;
use serde_json::{json, to_value};

use crate::{Period, Policy, day, log, refused, round_trip};

fn friday() -> Habits {
    let habits = Habits::new(5, day(3), day(14)).unwrap();
    let habits = habits.with_interval(7.2).unwrap().with_spread(2.5).unwrap();
    let habits = habits.with_overdue_after(day(20)).unwrap();
    let habits = habits.with_basket(dec!(19.90)).with_weekday(Weekday::Fri);
    habits
        .with_month(Month::May)
        .with_season(Season::MarchToMay)
}

#[test]
fn habits_come_back_through_their_checks() {
    let bare = Habits::new(1, day(3), day(14)).unwrap();
    assert_eq!((round_trip(&friday()), round_trip(&bare)), (friday(), bare));
    let written = to_value(friday()).unwrap();
    let expected = json!({
        "purchases": 5, "last": "2024-05-03", "as_of": "2024-05-14", "interval": 7.2, "spread": 2.5,
        "basket": "19.90", "weekday": "Fri", "month": "May", "season": "march_to_may",
        "next": "2024-05-10", "overdue_after": "2024-05-20",
    });
    assert_eq!(written, expected);
    let altered = |field: &str, value: serde_json::Value| {
        let mut state = written.clone();
        state[field] = value;
        refused::<Habits>(state)
    };
    assert!(altered("purchases", json!(0)).contains("purchases must be"));
    assert!(altered("next", json!("2024-05-11")).contains("next"));
    assert!(altered("next", json!(null)).contains("next"));
    assert!(altered("interval", json!(-1.0)).contains("interval must be"));
    assert!(altered("overdue_after", json!("2024-05-04")).contains("overdue after"));
    assert!(altered("basket", json!(19.9)).contains("string"));
    assert!(altered("habit", json!(1)).contains("unknown field"));
}

#[test]
fn a_shop_comes_back_through_its_checks() {
    let shop = ShopHabits::new(27.5, 1.2, 0.4).unwrap();
    let shop = shop
        .with_weekdays([0.1, 0.1, 0.1, 0.1, 0.2, 0.3, 0.1])
        .unwrap();
    let unknown = ShopHabits::default();
    assert_eq!((round_trip(&shop), round_trip(&unknown)), (shop, unknown));
    let altered = |field: &str, value: serde_json::Value| {
        let mut state = to_value(shop).unwrap();
        state[field] = value;
        refused::<ShopHabits>(state)
    };
    assert!(altered("interval", json!(null)).contains("between"));
    assert!(altered("between", json!(null)).contains("interval"));
    assert!(altered("within", json!(-1.0)).contains("within must be"));
    assert!(altered("weekdays", json!([1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0])).contains("weekdays"));
}

#[test]
fn habits_of_customers_carry_their_choices_and_make_lines_of_csv() {
    let log = log();
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    let habits = observed
        .habits(Period::Day, HabitOptions::default())
        .unwrap();
    let written = to_value(&habits).unwrap();
    assert_eq!(written["options"]["rate"], json!(0.05));
    assert_eq!(written["window"], to_value(log.window()).unwrap());
    assert_eq!(written["rows"][0]["customer"], json!("Ann"));
    let mut csv = csv::Writer::from_writer(Vec::new());
    for row in habits.rows.iter() {
        csv.serialize(row).unwrap();
    }
    let text = String::from_utf8(csv.into_inner().unwrap()).unwrap();
    let header = "customer,purchases,last,as_of,interval,spread,basket,weekday,month,season,next,overdue_after";
    assert_eq!(text.lines().next(), Some(header));
    assert!(text.lines().nth(1).unwrap().starts_with("Ann,"), "{text}");
}
