//! Names of fieldless enums.

use crate::*;

/// `Display`, `FromStr` and serde say the same of every variant, and no two share a name.
#[track_caller]
pub fn agree<T>(all: &[T], names: &[&str])
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
    agree(Adjustment::ALL, &["none", "holm", "benjamini_hochberg"]);
    agree(Basis::ALL, &["customers", "revenue", "amount"]);
    agree(Correction::ALL, &["none", "small_sample"]);
    agree(CutsOf::ALL, &["base_period", "each_period"]);
    agree(NonBuyer::ALL, &["prospect", "suspect", "rest_of_world"]);
    agree(Orientation::ALL, &["as_asked", "reversed"]);
    agree(
        Outcome::ALL,
        &["converged", "iteration_limit", "improper", "not_identified"],
    );
    agree(Outside::ALL, &["count", "refuse"]);
    agree(RefundOnly::ALL, &["not_a_purchase", "purchase"]);
    agree(Rounding::ALL, &["up", "nearest", "down"]);
    agree(
        Ruler::ALL,
        &["days", "weeks", "months", "quarters", "years"],
    );
    agree(
        Status::ALL,
        &["active", "inactive", "prospect", "suspect", "rest_of_world"],
    );
    agree(Steps::ALL, &["any", "whole"]);
    agree(Ties::ALL, &["together_up", "together_down", "by_key"]);
    agree(Treatment::ALL, &["net", "drop", "refuse"]);
}
