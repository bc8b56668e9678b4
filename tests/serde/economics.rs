//! The arithmetic of winning and keeping.

use retention::economics::{
    BudgetGroup, CampaignCounter, CampaignCounts, CostRatio, LeakyBucket, Panel, PanelPurchase,
    ProfitStream, ResponseCurve, UnitCosts, WordOfMouth, YearProfit,
};

use crate::*;

#[test]
fn parameters_are_read_through_their_constructors() {
    let ratio = CostRatio::new(5.0).unwrap();
    assert_eq!(to_value(ratio).unwrap(), json!(5.0));
    assert_eq!(round_trip(&ratio), ratio);
    assert_eq!(
        refused::<CostRatio>(json!(0.0)),
        "cost ratio must be above 0, got 0"
    );
    assert_eq!(round_trip(&WordOfMouth::QUOTED), WordOfMouth::QUOTED);
    assert_eq!(
        refused::<WordOfMouth>(json!({"leads": 8.0, "conversion": 2.0, "deterred": 25.0})),
        "conversion must be 0 to 1, got 2"
    );
    let span = Span::new(1, Period::Year).unwrap();
    let churn = retention::churn::Rate::new(0.2, span).unwrap();
    let bucket = LeakyBucket::new(10.0, 2.0, churn).unwrap();
    assert_eq!(round_trip(&bucket), bucket);
    assert_eq!(
        refused::<LeakyBucket>(json!({"customers": -1.0, "won": 2.0, "churn": churn})),
        "customers must be 0 or more, got -1"
    );
}

#[test]
fn a_stream_keeps_its_money_as_text() {
    let year = YearProfit {
        purchases: dec!(2.50),
        ..YearProfit::whole(dec!(30))
    };
    let stream = ProfitStream::new(dec!(51), [year]).unwrap();
    let written = to_value(&stream).unwrap();
    assert_eq!(
        (&written["acquisition"], &written["years"][0]["purchases"]),
        (&json!("51"), &json!("2.50"))
    );
    assert_eq!(round_trip(&stream), stream);
    assert_eq!(
        refused::<ProfitStream>(json!({"acquisition": "-1", "years": [{"base": "1"}]})),
        "acquisition cost must be 0 or more, got -1"
    );
    let costs = UnitCosts {
        winning: dec!(5),
        keeping: dec!(1),
    };
    assert_eq!(round_trip(&costs), costs);
    assert!(
        refused::<UnitCosts>(json!({"winning": 5.0, "keeping": "1"})).starts_with("invalid type")
    );
}

#[test]
fn a_response_is_read_through_its_constructor() {
    for response in [
        ResponseCurve::saturating(10.0, 2.0).unwrap(),
        ResponseCurve::exponential(10.0, 2.0).unwrap(),
        ResponseCurve::stepwise([3.0, 1.0]).unwrap(),
    ] {
        assert_eq!(round_trip(&response), response);
        let group = BudgetGroup {
            group: "top".to_owned(),
            worth: dec!(9),
            response,
        };
        assert_eq!(round_trip(&group), group);
    }
    let written = to_value(ResponseCurve::stepwise([3.0, 1.0]).unwrap()).unwrap();
    assert_eq!(written, json!({"stepwise": [3.0, 1.0]}));
    assert!(refused::<ResponseCurve>(json!({"stepwise": [1.0, 3.0]})).contains("out of order"));
    assert_eq!(
        refused::<ResponseCurve>(json!({"saturating": {"most": 1.0, "half_at": 0.0}})),
        "units for half of them must be above 0, got 0"
    );
}

#[test]
fn counts_of_a_campaign_are_kept_and_those_that_cannot_be_are_refused() {
    let counts = CampaignCounts {
        treated: Proportion::new(3, 4).unwrap(),
        control: Proportion::new(1, 2).unwrap(),
    };
    assert_eq!(round_trip(&counts), counts);
    let most = u64::MAX;
    let state = json!({"version": 1, "treated": [most, 1], "control": [0, 0]});
    assert_eq!(
        refused::<CampaignCounter>(state),
        format!("counting rows overflows at {}", 1)
    );
}

#[test]
fn a_panel_is_written_with_its_money_as_text() {
    let row = PanelPurchase {
        customer: "Ann".to_owned(),
        brand: "ours".to_owned(),
        amount: dec!(2.50),
    };
    assert_eq!(round_trip(&row), row);
    let written = to_value(Panel::from_rows([row]).unwrap()).unwrap();
    assert_eq!(written["spent"], json!("2.50"));
    assert_eq!(written["brands"][0]["wallets_of_buyers"], json!("2.50"));
    assert_eq!(written["wallets"][0]["brand"], json!("ours"));
}
