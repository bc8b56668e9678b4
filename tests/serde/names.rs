//! Names of fieldless enums.

use retention::lifecycle::WithoutTrend;
use retention::switching;

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
    agree(Business::ALL, &["airline", "apparel", "cdnow"]);
    agree(Correction::ALL, &["none", "small_sample"]);
    agree(CutsOf::ALL, &["base_period", "each_period"]);
    agree(Direction::ALL, &["falling", "steady", "rising"]);
    agree(JudgedBy::ALL, &["own_rhythm", "population", "fixed_time"]);
    agree(MedianOf::ALL, &["returners", "everyone"]);
    agree(NonBuyer::ALL, &["prospect", "suspect", "rest_of_world"]);
    agree(Orientation::ALL, &["as_asked", "reversed"]);
    agree(
        Outcome::ALL,
        &["converged", "iteration_limit", "improper", "not_identified"],
    );
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
            "no_trend",
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
    agree(Steps::ALL, &["any", "whole"]);
    agree(Ties::ALL, &["together_up", "together_down", "by_key"]);
    agree(Treatment::ALL, &["net", "drop", "refuse"]);
    agree(
        curry::Law::ALL,
        &[
            "top_brings_revenue",
            "top_brings_profit",
            "existing_bring_revenue",
            "budget_on_non_customers",
            "upgrade_potential",
            "satisfaction_moves_up",
            "satisfied_defect",
            "marketing_is_responsible",
            "others_influence",
            "small_migration_pays",
        ],
    );
    agree(curry::Reading::ALL, &["at_least", "about"]);
    agree(curry::ExistingShare::ALL, &["up_to", "more_than"]);
    agree(curry::DecidedBy::ALL, &["figure", "interval"]);
    agree(
        curry::Measure::ALL,
        &[
            "revenue_of_top",
            "profit_of_top_by_profit",
            "profit_of_top_by_revenue",
            "revenue_from_existing",
            "budget_on_non_customers",
            "upgrade_potential",
            "satisfied_difference",
            "score_difference",
            "defectors",
            "revenue_change",
            "profit_change",
        ],
    );
    agree(
        curry::Untestable::ALL,
        &[
            "missing_revenue",
            "missing_profit",
            "missing_existing",
            "missing_budget",
            "missing_potential",
            "missing_satisfaction",
            "missing_defectors",
            "missing_what_if",
            "missing_profit_of_what_if",
            "other_share_moved",
            "nothing_of",
            "undecided",
            "not_about_data",
        ],
    );
}

#[test]
fn agree_for_every_enum_about_satisfaction() {
    use retention::satisfaction::*;

    agree(
        CoverageTarget::ALL,
        &["basic_unmet", "expected_unmet", "reached"],
    );
    agree(Decimals::ALL, &["refuse", "round_half_up", "as_reached"]);
    agree(Distinguish::ALL, &["multinomial", "fong"]);
    agree(Fulfilment::ALL, &["met", "unmet"]);
    agree(
        KanoAnswer::ALL,
        &["like", "must_be", "neutral", "live_with", "dislike"],
    );
    agree(
        KanoCategory::ALL,
        &[
            "must_be",
            "one_dimensional",
            "attractive",
            "indifferent",
            "reverse",
            "questionable",
        ],
    );
    agree(KanoTable::ALL, &["kano", "pouliot"]);
    agree(KanoTies::ALL, &["must_be_first", "undecided"]);
    agree(NpsGroup::ALL, &["promoter", "passive", "detractor"]);
    agree(NpsInterval::ALL, &["adjusted_wald", "wald"]);
    agree(
        RaterDimension::ALL,
        &[
            "reliability",
            "assurance",
            "tangibles",
            "empathy",
            "responsiveness",
        ],
    );
    agree(
        Satisfaction::ALL,
        &["dissatisfied", "satisfied", "delighted"],
    );
    agree(ServqualForm::ALL, &["gap", "perception"]);
}

#[test]
fn agree_for_every_enum_of_customer_value() {
    use retention::value::{
        Aggregation, Band, Component, Evidence, Favoured, IntervalMethod, LowEnd, OnTheCross, Per,
        Position, Signal, ValueForm, Weighting, Zone,
    };
    agree(Aggregation::ALL, &["weighted_ratio", "ratio_of_scores"]);
    agree(
        Band::ALL,
        &["below_parity", "parity", "above_parity", "world_class"],
    );
    agree(
        Component::ALL,
        &[
            "product",
            "services",
            "personnel",
            "image",
            "monetary",
            "time",
            "energy",
            "psychological",
        ],
    );
    agree(Evidence::ALL, &["insufficient", "sufficient"]);
    agree(Favoured::ALL, &["first", "second", "indifferent"]);
    agree(IntervalMethod::ALL, &["fieller", "delta"]);
    agree(LowEnd::ALL, &["above_zero", "zero"]);
    agree(OnTheCross::ALL, &["apart", "favourable", "unfavourable"]);
    agree(Per::ALL, &["unit", "percent"]);
    agree(Position::ALL, &["worse", "fair", "better"]);
    agree(
        Signal::ALL,
        &[
            "not_measured",
            "quiet",
            "satisfaction_up_value_down",
            "not_distinguished",
        ],
    );
    agree(ValueForm::ALL, &["difference", "ratio"]);
    agree(
        Weighting::ALL,
        &["add_up_to_100", "add_up_to_1", "normalise"],
    );
    agree(
        Zone::ALL,
        &["outstanding_value", "premium", "economy", "poor_value"],
    );
}

#[test]
fn agree_for_every_enum_of_switching_costs() {
    agree(switching::Anchors::ALL, &["agreement", "amount"]);
    agree(switching::Bond::ALL, &["financial", "social", "structural"]);
    agree(
        switching::BondStrategy::ALL,
        &[
            "regular_rebates",
            "holiday_offers",
            "extra_goods",
            "personal_service",
            "frequent_contact",
            "small_gifts",
            "shared_records",
            "customer_systems",
            "technical_support",
        ],
    );
    agree(
        switching::Component::ALL,
        &[
            "search",
            "set_up",
            "learning",
            "habits",
            "forgone_discounts",
            "fees",
            "economic_risk",
            "social_risk",
            "psychological_risk",
            "retraining",
            "replacement",
            "parallel_running",
        ],
    );
    agree(WithoutTrend::ALL, &["maturity", "growth", "acquisition"]);
    agree(
        switching::CostType::ALL,
        &["procedural", "financial", "relational"],
    );
    agree(switching::Coverage::ALL, &["complete", "available"]);
    agree(switching::Customer::ALL, &["individual", "organisation"]);
    agree(
        switching::Facet::ALL,
        &[
            "economic_risk",
            "evaluation",
            "learning",
            "set_up",
            "benefit_loss",
            "monetary_loss",
            "personal_relationship_loss",
            "brand_relationship_loss",
        ],
    );
    agree(
        switching::Jones2000::ALL,
        &[
            "interpersonal_relationships",
            "switching_costs",
            "attractiveness_of_alternatives",
        ],
    );
    agree(
        switching::Jones2002::ALL,
        &[
            "lost_performance",
            "uncertainty",
            "pre_switching_search_and_evaluation",
            "post_switching_behavioural_and_cognitive",
            "set_up",
            "sunk",
        ],
    );
    agree(
        switching::Klemperer::ALL,
        &["transaction", "learning", "artificial"],
    );
    agree(switching::Known::ALL, &["prices", "costs"]);
    agree(
        switching::Lever::ALL,
        &[
            "superior_value",
            "reward_points",
            "regular_discounts",
            "personal_closeness",
            "identification",
            "habit",
            "integrated_systems",
        ],
    );
    agree(switching::Timing::ALL, &["start", "end"]);
    agree(switching::Verdict::ALL, &["stays", "leaves"]);
    agree(switching::WhenEqual::ALL, &["leaves", "stays"]);
}
