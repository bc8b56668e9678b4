//! Names of fieldless enums.

use retention::loyalty;

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
    agree(Adjustment::ALL, &["none", "holm", "benjamini_hochberg"]);
    agree(Basis::ALL, &["customers", "revenue", "amount"]);
    agree(Correction::ALL, &["none", "small_sample"]);
    agree(CutsOf::ALL, &["base_period", "each_period"]);
    agree(
        curve::Barrier::ALL,
        &[
            "regulation",
            "switching_cost",
            "proprietary_technology",
            "loyalty_programme",
        ],
    );
    agree(
        curve::Competition::ALL,
        &["high", "low", "undetermined", "insufficient"],
    );
    agree(
        curve::Method::ALL,
        &["respondents", "free_ends", "cell_means", "log_log"],
    );
    agree(
        curve::Outcome::ALL,
        &["converged", "iteration_limit", "boundary", "not_identified"],
    );
    agree(curve::StandardErrors::ALL, &["sandwich", "classical"]);
    agree(
        hierarchy::NegativeWeights::ALL,
        &["refuse", "read_from_other_end"],
    );
    agree(
        loyalty::AakerLevel::ALL,
        &[
            "switcher",
            "habitual",
            "satisfied_with_switching_cost",
            "friend",
            "committed",
        ],
    );
    agree(loyalty::AtCut::ALL, &["high", "low"]);
    agree(
        loyalty::BehaviourPiece::ALL,
        &["repeat_rate", "share_of_wallet", "tenure", "referrals"],
    );
    agree(
        loyalty::Condition::ALL,
        &["loyalty", "latent", "spurious", "none"],
    );
    agree(
        loyalty::Consequence::ALL,
        &[
            "loyalty",
            "switch",
            "pay_more",
            "external_response",
            "internal_response",
        ],
    );
    agree(
        loyalty::CoreQuestion::ALL,
        &["profitable_and_loyal", "largest_share", "worth_more_to_us"],
    );
    agree(
        loyalty::CustomerType::ALL,
        &[
            "loyalist",
            "apostle",
            "defector",
            "terrorist",
            "mercenary",
            "hostage",
        ],
    );
    agree(
        loyalty::Expression::ALL,
        &["emotional", "behavioural", "intentional"],
    );
    agree(loyalty::Incomplete::ALL, &["no_index", "rest"]);
    agree(
        loyalty::LadderPiece::ALL,
        &[
            "commitment",
            "repeat",
            "relative_attitude",
            "satisfaction",
            "switching_cost",
        ],
    );
    agree(
        loyalty::Level::ALL,
        &["none", "habitual_or_satisfied", "preference", "committed"],
    );
    agree(
        loyalty::LoyalTrait::ALL,
        &[
            "repeats_often",
            "tries_new",
            "gives_advice",
            "recommends",
            "rejects_competitors",
        ],
    );
    agree(loyalty::Origin::ALL, &["survey", "behaviour"]);
    agree(
        loyalty::Piece::ALL,
        &[
            "cognitive_phase",
            "affective_phase",
            "conative_phase",
            "action_phase",
            "satisfaction",
            "trust",
            "commitment",
            "relative_attitude",
            "switching_cost",
            "identification",
            "intention",
            "loyalty",
            "patronage",
            "repeat",
            "accepted",
            "recommends",
            "warns",
        ],
    );
    agree(
        loyalty::Step::ALL,
        &["acceptance", "satisfaction", "trust", "lock_in", "loyal"],
    );
    agree(
        loyalty::TypePiece::ALL,
        &["satisfaction", "loyalty", "recommends", "warns"],
    );
    agree(
        loyalty::Zone::ALL,
        &["defection", "indifference", "affection"],
    );
    agree(
        phases::Inversion::ALL,
        &[
            "liking_without_belief",
            "intention_without_belief",
            "intention_without_liking",
            "action_without_belief",
            "inertia",
            "habit",
        ],
    );
    agree(
        phases::Phase::ALL,
        &["cognitive", "affective", "conative", "action"],
    );
    agree(
        phases::Vulnerability::ALL,
        &[
            "better_competitor",
            "deterioration",
            "variety_seeking",
            "trial",
            "dissatisfaction",
            "liking_for_competitors",
            "counter_arguments",
            "induced_trial",
            "induced_unavailability",
            "increased_obstacles",
        ],
    );
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
