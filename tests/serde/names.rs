//! Names of fieldless enums.

use crate::*;

/// `Display`, `FromStr` and serde say the same of every variant, and no two share a name.
#[track_caller]
fn agree<T>(all: &[T], names: &[&str])
where
    T: Debug + Copy + PartialEq + Display + FromStr<Err = Error>,
    T: serde::Serialize + serde::de::DeserializeOwned,
{
    let shown: Vec<String> = all.iter().map(T::to_string).collect();
    assert_eq!(shown, names);
    for (&variant, name) in all.iter().zip(names) {
        assert_eq!(name.parse(), Ok(variant));
        assert_eq!(to_value(variant).unwrap(), json!(name));
        assert_eq!(round_trip(&variant), variant);
        // Escapes make the reader own the text; that must not matter.
        let escaped = format!("\"\\u{:04x}{}\"", u32::from(name.as_bytes()[0]), &name[1..]);
        assert_eq!(from_str::<T>(&escaped).unwrap(), variant);
    }
    assert!(refused::<T>(json!("nonesuch")).contains("has no variant \"nonesuch\""));
    assert!(refused::<T>(json!(0)).starts_with("invalid type: integer"));
}

#[test]
fn agree_for_every_enum() {
    agree(Basis::ALL, &["customers", "revenue", "amount"]);
    agree(Business::ALL, &["airline", "apparel", "cdnow"]);
    agree(Correction::ALL, &["none", "small_sample"]);
    agree(CutsOf::ALL, &["base_period", "each_period"]);
    agree(Direction::ALL, &["falling", "steady", "rising"]);
    agree(JudgedBy::ALL, &["own_rhythm", "population", "fixed_time"]);
    agree(MedianOf::ALL, &["returners", "everyone"]);
    agree(NonBuyer::ALL, &["prospect", "suspect", "rest_of_world"]);
    agree(Outside::ALL, &["count", "refuse"]);
    agree(RefundOnly::ALL, &["not_a_purchase", "purchase"]);
    agree(
        ReturnMeasure::ALL,
        &["chance_of_return", "share_of_returners"],
    );
    agree(Rounding::ALL, &["up", "nearest", "down"]);
    agree(
        Rule::ALL,
        &[
            "recorded_end",
            "lapsed",
            "silent",
            "falling",
            "few_purchases",
            "short_relationship",
            "rising",
            "steady",
        ],
    );
    agree(
        Ruler::ALL,
        &["days", "weeks", "months", "quarters", "years"],
    );
    agree(
        Stage::ALL,
        &[
            "acquisition",
            "growth",
            "maturity",
            "decline",
            "termination",
        ],
    );
    agree(
        Status::ALL,
        &["active", "inactive", "prospect", "suspect", "rest_of_world"],
    );
    agree(Ties::ALL, &["together_up", "together_down", "by_key"]);
    agree(Treatment::ALL, &["net", "drop", "refuse"]);
}
