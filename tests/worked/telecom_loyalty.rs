//! Steps, traits, expressions and factors of loyalty in a Chinese study of telecom customers, which
//! publishes neither cuts nor weights.

use retention::loyalty::hierarchy::{Factor, Hierarchy};
use retention::loyalty::path::Step;
use retention::loyalty::{Evidence, Piece, Progress, Score, expressions, path, traits};
use retention::scale::{Missing, Scale};

use crate::assert_published;

const SEVEN: Scale = Scale::ONE_TO_SEVEN;

fn score(value: f64) -> Option<Score> {
    Some(Score::new(SEVEN, value).unwrap())
}

#[test]
fn telecom_study_five_steps_from_acceptance_to_loyal_user() {
    let names: Vec<&str> = Step::ALL.iter().map(|step| step.name()).collect();
    assert_eq!(
        names,
        ["acceptance", "satisfaction", "trust", "lock_in", "loyal"]
    );
    let everything = Evidence::default()
        .accepted(Some(true))
        .satisfaction(score(6.0))
        .trust(score(6.0))
        .switching_cost(score(6.0))
        .loyalty(score(6.0));
    let place = |evidence| path::Rules::default().classify(&evidence).unwrap();
    let loyal = place(everything);
    assert_eq!((loyal.reached, loyal.next), (Some(Step::Loyal), None));

    // Trust comes before loyalty: without it nobody is further than satisfied.
    let lacking = |found: &Progress<Step>| (found.next, found.score, found.threshold);
    let three_of_five = |step| (Some(step), Some(3.0), Some(5.0));
    let found = place(everything.trust(score(3.0)));
    assert_eq!(
        (found.reached, lacking(&found)),
        (Some(Step::Satisfaction), three_of_five(Step::Trust))
    );
    assert_eq!(found.ahead, [Step::LockIn, Step::Loyal]);
    let found = place(everything.switching_cost(score(3.0)));
    assert_eq!(
        (found.reached, lacking(&found)),
        (Some(Step::Trust), three_of_five(Step::LockIn))
    );
    let found = place(everything.accepted(Some(false)));
    assert_eq!(
        (found.reached, lacking(&found)),
        (None, (Some(Step::Acceptance), None, None))
    );
    assert!(found.is_final());
    let found = place(everything.satisfaction(None));
    assert_eq!(lacking(&found), (Some(Step::Satisfaction), None, None));
    assert_eq!(
        (found.missing.as_slice(), found.is_final()),
        (&[Step::Satisfaction][..], false)
    );
}

#[test]
fn telecom_study_five_traits_of_a_loyal_customer() {
    let all = Evidence::default()
        .repeats_often(Some(true))
        .tries_new(Some(true))
        .gives_advice(Some(true))
        .recommends(Some(true))
        .rejects_competitors(Some(true));
    let which = |evidence: Evidence, is: Option<bool>| -> Vec<Piece> {
        let traits = traits::Rules::default()
            .classify(&evidence)
            .unwrap()
            .into_iter();
        traits
            .filter(|(_, shown)| *shown == is)
            .map(|(piece, _)| piece)
            .collect()
    };
    assert_eq!(which(all, Some(true)).len(), 5);
    let found = all.rejects_competitors(Some(false)).tries_new(None);
    assert_eq!(which(found, Some(true)).len(), 3);
    assert_eq!(which(found, Some(false)), [Piece::RejectsCompetitors]);
    assert_eq!(which(found, None), [Piece::TriesNew]);
}

/// Repeat purchase and its frequency are what the customer does, where that is known; the cuts are a
/// design proposal.
#[test]
fn telecom_study_a_loyal_customer_repeats_often_by_what_they_do() {
    let repeats = |rules: traits::Rules, evidence: Evidence| {
        rules.classify(&evidence).unwrap()[&Piece::RepeatsOften]
    };
    let rules = traits::Rules::default();
    let says = Evidence::default().repeats_often(Some(true));
    assert_eq!(repeats(rules, says), Some(true));
    assert_eq!(repeats(rules, says.repeat_rate(Some(0.49))), Some(false));
    assert_eq!(
        repeats(
            rules,
            says.repeats_often(Some(false)).repeat_rate(Some(0.5))
        ),
        Some(true)
    );
    // Of 2, 4 and 12 purchases the mean is 6.
    let frequent = traits::Rules::at_mean(&[2.0, 4.0, 12.0]).unwrap();
    let does = Evidence::default().repeat_rate(Some(0.9));
    assert_eq!(repeats(frequent, does), None);
    assert_eq!(
        repeats(frequent, does.repeats_often(Some(false))),
        Some(false)
    );
    assert_eq!(repeats(frequent, does.purchases(Some(6.0))), Some(true));
    assert_eq!(repeats(frequent, does.purchases(Some(5.0))), Some(false));
    // Seldom is not often, whatever the rate.
    assert_eq!(
        repeats(frequent, Evidence::default().purchases(Some(1.0))),
        Some(false)
    );
}

/// Equal weights are a design proposal.
#[test]
fn telecom_study_three_expressions_of_loyalty() {
    let found = Evidence::default()
        .identification(score(4.0))
        .patronage(Some(Score::rate(1.0).unwrap()))
        .intention(score(5.5));
    let weights = expressions::Rules::default();
    assert_eq!(weights.score(&found).unwrap().value, Some(0.75)); // of 0.5, 1 and 0.75
    let doing = weights.behavioural(2.0);
    let index = doing.score(&found).unwrap();
    let weights: Vec<f64> = index.parts.iter().map(|part| part.weight).collect();
    assert_eq!(
        (index.value, weights),
        (Some(0.8125), vec![0.25, 0.5, 0.25])
    );
}

/// The study names the factors; equal weights are a design proposal.
#[test]
fn telecom_study_factors_in_two_levels() {
    let hierarchy = Hierarchy::telecom();
    let names: Vec<&str> = hierarchy.factors().iter().map(Factor::name).collect();
    assert_eq!(
        names,
        ["price", "quality", "time", "consumer", "competitor"]
    );
    let quality = &hierarchy.factors()[1];
    let items: Vec<(&str, f64)> = quality.items().collect();
    assert_eq!(items, [("communication", 0.5), ("service", 0.5)]);
    assert!(
        hierarchy
            .factors()
            .iter()
            .all(|factor| factor.weight() == 0.2)
    );
    // Price 1, quality 1/2, time 0, consumer 1/4, competitor 3/4: half on average.
    let scores = [7.0, 7.0, 1.0, 1.0, 2.5, 2.5, 5.5, 5.5].map(score);
    let index = hierarchy.score(&scores, Missing::Listwise).unwrap();
    assert_eq!(index.parts[1].score, Some(0.5));
    assert_published(index.value.unwrap(), "0.500000000000");
}
