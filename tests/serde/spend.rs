//! Models of spend, their counts, and values.

use retention::Accumulator;
use retention::clv::{
    BgNbd, CustomerLifetimeValue, DiscountRate, GammaGamma, Horizon, Spend, SpendCounter,
    SpendCounts, ValueTerms,
};
use retention::period::Ruler;
use retention::purchases::Summary;
use rust_decimal::{Decimal, dec};
use serde_json::{json, to_value};

use crate::{refused, round_trip};

fn customer(purchases: u32, total: Decimal) -> Summary {
    let last = f64::from(purchases.min(1));
    let customer = Summary::new(purchases, last, 39.0).unwrap();
    customer.with_repeat_value(total, purchases).unwrap()
}

#[test]
fn models_of_spend_come_back_through_their_checks() {
    let model = GammaGamma::new(6.25, 3.74, 15.44).unwrap();
    assert_eq!(round_trip(&model), model);
    assert_eq!(
        to_value(model).unwrap(),
        json!({"p": 6.25, "q": 3.74, "gamma": 15.44})
    );
    assert!(refused::<GammaGamma>(json!({"p": 0.0, "q": 1.0, "gamma": 1.0})).contains("p must be"));
    assert!(refused::<GammaGamma>(json!({"p": 1.0, "q": 1.0, "v": 1.0})).contains("unknown field"));
}

#[test]
fn counts_of_spend_come_back_and_those_that_could_not_be_are_not_read() {
    let rows = [
        customer(2, dec!(9)),
        customer(0, dec!(0)),
        customer(1, dec!(-1)),
        customer(2, dec!(9)),
    ];
    let counts = SpendCounts::of(&rows).unwrap();
    assert_eq!(round_trip(&counts), counts);
    let written = to_value(&counts).unwrap();
    assert_eq!(
        (&written["rows"], &written["cells"]),
        (&json!(4), &json!([[2, 4.5, 2.0]]))
    );
    let altered = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut state = written.clone();
        change(&mut state);
        refused::<SpendCounts>(state.clone());
        refused::<SpendCounter>(state)
    };
    assert!(altered(&|state| state["rows"] = json!(2)).contains("rows"));
    assert!(altered(&|state| state["without_value"] = json!(u64::MAX)).contains("rows"));
    assert!(altered(&|state| state["cells"][0][0] = json!(0)).contains("purchases"));
    assert!(altered(&|state| state["cells"][0][1] = json!(-4.5)).contains("mean spend"));
    assert!(altered(&|state| state["cells"][0][1] = json!(0.0)).contains("mean spend"));
    assert!(altered(&|state| state["cells"][0][2] = json!(0.0)).contains("weight"));
    assert!(
        altered(&|state| state["cells"] = json!([[2, 4.5, 1.0], [2, 4.5, 1.0]])).contains("twice")
    );
    let nobody = to_value(SpendCounter::new()).unwrap();
    assert_eq!(round_trip(&SpendCounter::new()).rows(), 0);
    assert!(refused::<SpendCounts>(nobody).contains("worth more than 0"));
}

#[test]
fn values_are_written_item_by_item() {
    let purchases = BgNbd::new(0.243, 4.414, 0.793, 2.426).unwrap();
    let terms = ValueTerms::default()
        .margin(0.3)
        .horizon(Horizon::Periods(52));
    let discount = DiscountRate::yearly(0.1).unwrap();
    let worth =
        CustomerLifetimeValue::new(purchases, Spend::Same(30.0), discount, Ruler::Weeks, terms);
    let worth = worth.unwrap();
    let choices = to_value(&worth).unwrap();
    assert_eq!(
        (&choices["spend"], &choices["ruler"]),
        (&json!({"same": 30.0}), &json!("weeks"))
    );
    assert_eq!(
        round_trip(&Spend::OwnMean { otherwise: 9.5 }),
        Spend::OwnMean { otherwise: 9.5 }
    );
    let value = worth.value_of(&customer(2, dec!(9))).unwrap();
    let written = to_value(value).unwrap();
    assert_eq!(written["spend_source"], json!("all_customers"));
    let money = |name: &str| written[name].as_str().unwrap().parse::<Decimal>().unwrap();
    assert_eq!(money("spend_per_purchase"), dec!(30));
    assert_eq!(money("value"), value.value);
    assert_eq!(written["margin"], json!(0.3));
}
