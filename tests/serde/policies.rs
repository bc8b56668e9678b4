//! Policies.

use crate::*;

#[test]
fn a_policy_with_missing_fields_uses_the_defaults() {
    assert_eq!(from_str::<Policy>("{}").unwrap(), Policy::default());
    assert_eq!(
        from_value::<Policy>(json!({"refunds": "drop"})).unwrap(),
        Policy::default().refunds(Treatment::Drop)
    );
    assert_eq!(
        from_value::<Policy>(json!({"refund_only": "purchase", "outside": "refuse"})).unwrap(),
        Policy::default()
            .refund_only(RefundOnly::Purchase)
            .outside(Outside::Refuse)
    );
}

#[test]
fn a_policy_is_written_whole() {
    assert_eq!(
        to_value(Policy::default()).unwrap(),
        json!({
            "refunds": "net", "zeros": "net", "refund_only": "not_a_purchase",
            "outside": "count"
        })
    );
    for &refunds in Treatment::ALL {
        for &zeros in Treatment::ALL {
            let policy = Policy::default().refunds(refunds).zeros(zeros);
            assert_eq!(round_trip(&policy), policy);
        }
    }
}

#[test]
fn an_unknown_choice_is_refused() {
    assert_eq!(
        refused::<Policy>(json!({"refunds": "ignore"})),
        "Treatment must be one of net, drop, refuse, got \"ignore\""
    );
}
