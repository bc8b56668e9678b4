//! Evidence, behaviour, hierarchies, derived weights.

use crate::expected::{self, refusal};
use retention::estimate::Confidence;
use retention::loyalty::hierarchy::{Association, Factor, Hierarchy};
use retention::loyalty::{Evidence, Piece, behaviour, expressions};
use retention::scale::{Answers, Missing, Scale, Sheet};

use super::{SEVEN, at_item, score};
use crate::{Error, NOT_FINITE, not_finite, out_of_range};

#[test]
fn weights_of_expressions_are_finite_and_not_all_zero() {
    let found = Evidence::default().identification(score(5.0));
    let index = |weights: expressions::Rules| weights.score(&found).map(|index| index.value);
    let with = |weight| expressions::Rules::default().behavioural(weight);
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(index(with(bad))),
            at_item(
                not_finite("weight of an expression", text, None),
                "behavioural"
            )
        );
    }
    assert_eq!(
        refusal(index(with(-0.5))),
        at_item(
            out_of_range("weight of an expression", "-0.5", "0 or more", None),
            "behavioural"
        )
    );
    let zero = expressions::Rules::default()
        .emotional(0.0)
        .behavioural(0.0)
        .intentional(0.0);
    assert_eq!(
        refusal(index(zero)),
        out_of_range("weights of the expressions", "0", "above 0 in sum", None)
    );
    let huge = with(f64::MAX).emotional(f64::MAX);
    assert!(matches!(index(huge), Err(Error::Overflow { .. })));
    let asks_for_four = expressions::Rules::default().missing(Missing::AtLeast(4));
    assert_eq!(
        refusal(index(asks_for_four)),
        out_of_range(
            "least number of items answered",
            "4",
            "1 to 3, the number of items",
            None
        )
    );
    // What has no weight need not be known.
    let emotional = with(0.0).intentional(0.0);
    assert_eq!(index(emotional), Ok(Some(2.0 / 3.0)));
}

#[test]
fn behaviour_lies_within_its_bounds() {
    let rules = behaviour::Rules::default()
        .full_tenure(Some(12.0))
        .full_referrals(Some(2));
    let score = |does: Evidence| rules.score(&does).map(|found| found.value);
    let nothing = Evidence::default();
    for (bad, text) in NOT_FINITE {
        for (does, argument) in [
            (nothing.repeat_rate(Some(bad)), "repeat rate"),
            (nothing.share_of_wallet(Some(bad)), "share of wallet"),
            (nothing.tenure(Some(bad)), "tenure"),
        ] {
            assert_eq!(refusal(score(does)), not_finite(argument, text, None));
        }
    }
    assert_eq!(
        refusal(score(nothing.share_of_wallet(Some(1.01)))),
        out_of_range("share of wallet", "1.01", "0 to 1", None)
    );
    assert_eq!(
        refusal(score(nothing.tenure(Some(-1.0)))),
        out_of_range("tenure", "-1", "0 or more", None)
    );
    let does = Evidence::default()
        .repeat_rate(Some(1.0))
        .share_of_wallet(Some(1.0))
        .tenure(Some(f64::MAX))
        .referrals(Some(u32::MAX));
    assert_eq!(score(does).unwrap(), Some(1.0));
}

#[test]
fn upper_ends_of_behaviour_are_above_zero() {
    let does = Evidence::default();
    let error = |argument| out_of_range(argument, "0", "above 0", None);
    let rules = behaviour::Rules::default();
    assert_eq!(
        refusal(rules.full_tenure(Some(0.0)).score(&does)),
        error("full tenure")
    );
    assert_eq!(
        refusal(rules.full_referrals(Some(0)).score(&does)),
        error("full referrals")
    );
    assert!(rules.full_tenure(Some(f64::INFINITY)).score(&does).is_err());
    assert_eq!(
        refusal(rules.tenure(f64::NAN).score(&does)),
        at_item(
            not_finite("weight of a part of behaviour", "NaN", None),
            "tenure"
        )
    );
    let zero = rules
        .repeat_rate(0.0)
        .share_of_wallet(0.0)
        .tenure(0.0)
        .referrals(0.0);
    assert!(matches!(
        zero.score(&does),
        Err(Error::OutOfRange {
            argument: "weights of behaviour",
            ..
        })
    ));
}

/// What is given and cannot be scored is stated, and not taken for missing.
#[test]
fn behaviour_without_an_upper_end_is_not_scored() {
    let does = Evidence::default()
        .repeat_rate(Some(0.5))
        .share_of_wallet(Some(0.25))
        .tenure(Some(30.0))
        .referrals(None);
    let found = behaviour::Rules::default().score(&does).unwrap();
    assert_eq!(found.value, Some(0.375));
    assert_eq!(found.left_out, [Piece::Tenure]);
    assert_eq!(found.missing, [Piece::Referrals]);
    let parts: Vec<_> = found.parts.iter().map(|part| part.score).collect();
    assert_eq!(parts, [Some(0.5), Some(0.25), None, None]);
    assert!(found.parts.iter().all(|part| part.weight == 0.25));
    let only = behaviour::Rules::default()
        .repeat_rate(0.0)
        .share_of_wallet(0.0);
    assert_eq!(only.score(&does).unwrap().value, None);
}

fn factor(name: &str, weight: f64, items: &[(&str, f64)]) -> Factor {
    Factor::new(name, weight, items.iter().copied())
}

#[test]
fn a_hierarchy_has_factors_and_each_has_items() {
    assert_eq!(refusal(Hierarchy::new([])), expected::empty("factor"));
    assert_eq!(
        refusal(Hierarchy::new([factor("price", 1.0, &[])])),
        expected::empty("item of a factor")
    );
    let twice = |argument, value: &str, place| {
        format!(
            "{} at {place} 1 (counted from 0)",
            expected::duplicate(argument, value)
        )
    };
    let price = factor("price", 1.0, &[("tariffs", 1.0)]);
    assert_eq!(
        refusal(Hierarchy::new([price.clone(), price])),
        twice("factor", "price", "factor")
    );
    let items = [("tariffs", 1.0), ("tariffs", 2.0)];
    assert_eq!(
        refusal(Hierarchy::new([factor("price", 1.0, &items)])),
        twice("item of a factor", "tariffs", "item")
    );
}

#[test]
fn weights_of_a_hierarchy_are_finite_and_negative_only_on_request() {
    let one = |weight| [factor("price", weight, &[("tariffs", 1.0)])];
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(Hierarchy::new(one(bad))),
            format!(
                "{} at factor \"price\"",
                not_finite("weight of a factor", text, None)
            )
        );
    }
    assert_eq!(
        refusal(Hierarchy::new(one(-1.0))),
        format!(
            "{} at factor \"price\"",
            out_of_range("weight of a factor", "-1", "0 or more", None)
        )
    );
    assert_eq!(
        refusal(Hierarchy::new(one(0.0))),
        out_of_range("weight of a factor", "0", "above 0 in sum", None)
    );
    let items = [("tariffs", 3.0), ("contracts", -1.0)];
    assert_eq!(
        refusal(Hierarchy::new([factor("price", 1.0, &items)])),
        at_item(
            out_of_range("weight of an item", "-1", "0 or more", None),
            "contracts"
        )
    );
    // Read from its other end, the item counts for a quarter.
    let signed = Hierarchy::with_negative([factor("price", 1.0, &items)]).unwrap();
    assert!(signed.allows_negative());
    assert_eq!(
        signed.factors()[0].items().nth(1),
        Some(("contracts", -0.25))
    );
    let index = |a, b| {
        signed
            .score(&[score(a), score(b)], Missing::Listwise)
            .unwrap()
            .value
    };
    assert_eq!(index(7.0, 1.0), Some(1.0));
    assert_eq!(index(7.0, 7.0), Some(0.75));
    assert_eq!(index(1.0, 7.0), Some(0.0));
}

#[test]
fn an_index_takes_one_score_for_each_item_and_says_which_are_missing() {
    let hierarchy = Hierarchy::telecom();
    assert_eq!(
        refusal(hierarchy.score(&[], Missing::Listwise)),
        expected::length("scores of the items", 0, 8)
    );
    let mut scores = [score(7.0); 8];
    scores[2] = None;
    let strict = hierarchy.score(&scores, Missing::Listwise).unwrap();
    assert_eq!((strict.value, strict.parts[1].score), (None, None));
    assert_eq!(strict.missing, ["quality: service"]);
    assert_eq!(strict.parts[0].score, Some(1.0));
    let rest = hierarchy.score(&scores, Missing::AtLeast(1)).unwrap();
    assert_eq!((rest.value, rest.missing.len()), (Some(1.0), 1));
    let none = hierarchy.score(&[None; 8], Missing::AtLeast(1)).unwrap();
    assert_eq!((none.value, none.missing.len()), (None, 8));
}

/// Weights derived from the answers to the items of each factor.
fn derive(
    factors: &[(&str, &[(&str, Answers<'_>)])],
    outcome: &Answers<'_>,
) -> retention::Result<Vec<Association>> {
    let named = factors.iter().map(|(factor, items)| {
        let names = items.iter().map(|(name, _)| *name);
        Factor::equal(*factor, names)
    });
    let columns = factors.iter().flat_map(|(_, items)| items.iter());
    let sheet = Sheet::new(columns.map(|(_, answers)| *answers))?;
    Hierarchy::new(named)?.associations(&sheet, outcome, Confidence::default())
}

fn row<'a>(rows: &'a [Association], factor: &str, item: Option<&str>) -> &'a Association {
    let mut rows = rows.iter();
    let found = rows.find(|row| row.factor == factor && row.item.as_deref() == item);
    found.unwrap()
}

#[test]
fn derived_weights_need_a_column_for_each_item_and_one_length() {
    let (three, two) = ([4.0, 5.0, 7.0], [4.0, 5.0]);
    let (three, two) = (
        SEVEN.full_answers(&three).unwrap(),
        SEVEN.full_answers(&two).unwrap(),
    );
    let asked = Hierarchy::new([Factor::equal("price", ["tariffs"])]).unwrap();
    let derive = |columns: &[Answers<'_>], outcome: &Answers<'_>| {
        let sheet = Sheet::new(columns.iter().copied()).unwrap();
        asked.associations(&sheet, outcome, Confidence::default())
    };
    assert_eq!(
        refusal(derive(&[three, three], &three)),
        expected::length("columns", 2, 1)
    );
    assert_eq!(
        refusal(derive(&[three], &two)),
        expected::length("outcome", 2, 3)
    );
    assert!(derive(&[three], &three).is_ok());
}

/// An item that never changes goes with nothing; what rests on it is undefined, the rest is not.
#[test]
fn an_item_that_never_changes_has_no_weight() {
    let (outcome, rises, same) = ([2.0, 4.0, 5.0, 7.0], [1.0, 3.0, 4.0, 6.0], [4.0; 4]);
    let column = |column| SEVEN.full_answers(column).unwrap();
    let quality = [("network", column(&rises)), ("service", column(&same))];
    let price = [("tariffs", column(&rises))];
    let factors = [("quality", &quality[..]), ("price", &price)];
    let derived = derive(&factors, &column(&outcome)).unwrap();
    let of = |factor, item| row(&derived, factor, item);
    let network = of("quality", Some("network"));
    // Exactly together: the interval of a correlation of 1 is none.
    assert_eq!((network.correlation, network.interval), (Some(1.0), None));
    assert_eq!(of("quality", Some("service")).correlation, None);
    assert_eq!((network.weight, of("quality", None).weight), (None, None));
    assert_eq!(of("price", Some("tariffs")).weight, Some(1.0));
    assert_eq!(derived.len(), 5);
    assert_eq!(
        refusal(Factor::of(&derived)),
        expected::singular(
            "weights",
            "network",
            "never changes or follows from the others"
        )
    );
}

#[test]
fn one_respondent_correlates_nothing() {
    let (outcome, item) = ([Some(4.0), None], [Some(3.0), Some(3.0)]);
    let items = [("tariffs", SEVEN.answers(&item).unwrap())];
    let outcome = SEVEN.answers(&outcome).unwrap();
    let derived = derive(&[("price", &items)], &outcome).unwrap();
    assert_eq!((derived[0].used, derived[0].left_out), (1, 1));
    assert_eq!(derived[0].correlation, None);
    assert!(Factor::of(&derived).is_err());
}

#[test]
fn negative_weights_are_shown_and_refused() {
    let (outcome, falls) = ([2.0, 4.0, 5.0, 7.0, 6.0], [6.0, 5.0, 4.0, 2.0, 1.0]);
    let column = |column| SEVEN.full_answers(column).unwrap();
    let items = [("tariffs", column(&falls))];
    let derived = derive(&[("price", &items)], &column(&outcome)).unwrap();
    let negative: Vec<_> = derived
        .iter()
        .filter(|row| row.correlation.unwrap() < 0.0)
        .map(|row| (row.factor.as_str(), row.item.as_deref()))
        .collect();
    assert_eq!(negative, [("price", Some("tariffs"))]);
    let factors = Factor::of(&derived).unwrap();
    assert_eq!(
        refusal(Hierarchy::new(factors.clone())),
        at_item(
            out_of_range("weight of an item", "-1", "0 or more", None),
            "tariffs"
        )
    );
    let hierarchy = Hierarchy::with_negative(factors).unwrap();
    let index = hierarchy.score(&[score(1.0)], Missing::Listwise).unwrap();
    assert_eq!(index.value, Some(1.0));
}

#[test]
fn an_item_follows_its_factor() {
    let (outcome, rises) = ([2.0, 4.0, 5.0, 7.0, 6.0], [1.0, 2.0, 4.0, 6.0, 5.0]);
    let column = |column| SEVEN.full_answers(column).unwrap();
    let items = [("tariffs", column(&rises))];
    let derived = derive(&[("price", &items)], &column(&outcome)).unwrap();
    assert_eq!(
        refusal(Factor::of(&derived[1..])),
        at_item(expected::empty("row of its factor"), "tariffs")
    );
}

/// A scale may be so wide that the product of two variances is no number.
#[test]
fn correlations_do_not_depend_on_the_width_of_the_scale() {
    let (outcome, rises) = ([2.0, 4.0, 5.0, 7.0, 1.0], [1.0, 3.0, 6.0, 4.0, 2.0]);
    let correlation = |by: f64| {
        let scale = Scale::new(0.0, 10.0 * by).unwrap();
        let (outcome, rises) = (outcome.map(|x| x * by), rises.map(|x| x * by));
        let item = scale.full_answers(&rises).unwrap();
        let outcome = scale.full_answers(&outcome).unwrap();
        let derived = derive(&[("price", &[("tariffs", item)])], &outcome).unwrap();
        derived[0].correlation.unwrap()
    };
    for by in [1e-90, 1e90] {
        assert!((correlation(by) - correlation(1.0)).abs() < 1e-12, "{by}");
    }
    // A hair's breadth of a wide scale: variances of about 1e-198 each.
    let scale = Scale::new(0.0, 1e100).unwrap();
    let item = scale.full_answers(&rises).unwrap();
    let outcome = scale.full_answers(&outcome).unwrap();
    let derived = derive(&[("price", &[("tariffs", item)])], &outcome).unwrap();
    let found = derived[0].correlation.unwrap();
    assert!((found - correlation(1.0)).abs() < 1e-12, "{found}");
}
