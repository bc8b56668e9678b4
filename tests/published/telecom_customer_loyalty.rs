//! A Chinese study of the loyalty of telecom customers: five steps, five traits, three expressions,
//! and factors in two levels. It publishes neither cuts nor weights, and its pictures are lost.

use retention::estimate::Confidence;
use retention::loyalty::hierarchy::{Derived, FactorAnswers, Hierarchy, NegativeWeights};
use retention::loyalty::{
    Block, Expression, ExpressionWeights, Expressions, Incomplete, LoyalTrait, LoyalTraits, Path,
    PathEvidence, Score, Step, trust,
};
use retention::scale::{ItemSet, Missing, Scale};

use crate::assert_published;
use crate::loyalty_survey::{column, loyalty};

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
    let everything = PathEvidence {
        accepted: Some(true),
        satisfaction: score(6.0),
        trust: score(6.0),
        lock_in: score(6.0),
        loyalty: score(6.0),
    };
    let place = |evidence| Path::default().place(&evidence).unwrap();
    let loyal = place(everything);
    assert_eq!((loyal.reached, loyal.block), (Some(Step::Loyal), None));

    // Trust comes before loyalty: without it nobody is further than satisfied.
    let block = |step| {
        Some(Block::Below {
            step,
            score: 3.0,
            threshold: 5.0,
        })
    };
    let found = place(PathEvidence {
        trust: score(3.0),
        ..everything
    });
    assert_eq!(
        (found.reached, found.block),
        (Some(Step::Satisfaction), block(Step::Trust))
    );
    assert_eq!(found.ahead, [Step::LockIn, Step::Loyal]);
    let found = place(PathEvidence {
        lock_in: score(3.0),
        ..everything
    });
    assert_eq!(
        (found.reached, found.block),
        (Some(Step::Trust), block(Step::LockIn))
    );
    let found = place(PathEvidence {
        accepted: Some(false),
        ..everything
    });
    assert_eq!(
        (found.reached, found.block),
        (None, Some(Block::NotAccepted))
    );
    let found = place(PathEvidence {
        satisfaction: None,
        ..everything
    });
    assert_eq!(
        found.block,
        Some(Block::Unknown {
            step: Step::Satisfaction
        })
    );
    assert_eq!(
        (found.missing.as_slice(), found.is_final()),
        (&[Step::Satisfaction][..], false)
    );
}

#[test]
fn telecom_study_five_traits_of_a_loyal_customer() {
    assert_eq!(LoyalTrait::ALL.len(), 5);
    let all = LoyalTraits {
        repeats_often: Some(true),
        tries_new: Some(true),
        gives_advice: Some(true),
        recommends: Some(true),
        rejects_competitors: Some(true),
    };
    assert_eq!(all.shown().count(), 5);
    let found = LoyalTraits {
        rejects_competitors: Some(false),
        tries_new: None,
        ..all
    }
    .shown();
    assert_eq!((found.count(), found.at_most()), (3, 4));
    assert_eq!(found.absent, [LoyalTrait::RejectsCompetitors]);
    assert_eq!(found.unknown, [LoyalTrait::TriesNew]);
}

/// Equal weights are a design proposal.
#[test]
fn telecom_study_three_expressions_of_loyalty() {
    let found = Expressions {
        emotional: score(4.0),
        behavioural: Some(Score::rate(1.0).unwrap()),
        intentional: score(5.5),
    };
    let weights = ExpressionWeights::default();
    assert_eq!(weights.index(&found).unwrap().value, Some(0.75)); // of 0.5, 1 and 0.75
    let doing = weights.weight(Expression::Behavioural, 2.0);
    let index = doing.index(&found).unwrap();
    assert_eq!(
        (index.value, index.weights),
        (Some(0.8125), [0.25, 0.5, 0.25])
    );
}

/// The study names the factors; equal weights are a design proposal.
#[test]
fn telecom_study_factors_in_two_levels() {
    let hierarchy = Hierarchy::telecom();
    let names: Vec<&str> = hierarchy
        .factors()
        .iter()
        .map(|factor| factor.name.as_str())
        .collect();
    assert_eq!(
        names,
        ["price", "quality", "time", "consumer", "competitor"]
    );
    let quality = &hierarchy.factors()[1];
    let items: Vec<(&str, f64)> = quality
        .items
        .iter()
        .map(|item| (item.name.as_str(), item.weight))
        .collect();
    assert_eq!(items, [("communication", 0.5), ("service", 0.5)]);
    assert!(
        hierarchy
            .factors()
            .iter()
            .all(|factor| factor.weight == 0.2)
    );
    // Price 1, quality 1/2, time 0, consumer 1/4, competitor 3/4: half on average.
    let scores = [7.0, 7.0, 1.0, 1.0, 2.5, 2.5, 5.5, 5.5].map(score);
    let index = hierarchy.index(&scores, Incomplete::NoIndex).unwrap();
    assert_eq!(index.factors[1].score, Some(0.5));
    assert_published(index.value.unwrap(), "0.500000000000");
}

/// Weights derived from what goes with loyalty in the survey of 344 customers; the figures by a
/// program apart from the crate.
#[test]
fn telecom_survey_weights_derived_from_correlations_with_loyalty() {
    let loyalty =
        crate::loyalty_survey::scores(&["cusl_1", "cusl_2", "cusl_3"], SEVEN, Missing::default());
    let factors = [
        ("quality", &["qual_1", "qual_2", "qual_4", "qual_5"][..]),
        ("price", &["qual_3"]),
        ("likeability", &["like_1", "like_2", "like_3"]),
    ];
    let columns: Vec<Vec<(String, Vec<Option<f64>>)>> = factors
        .iter()
        .map(|(_, names)| {
            names
                .iter()
                .map(|name| (name.to_string(), column(name)))
                .collect()
        })
        .collect();
    let answers: Vec<FactorAnswers<'_>> = factors
        .iter()
        .zip(&columns)
        .map(|((name, _), columns)| FactorAnswers {
            name: name.to_string(),
            items: columns
                .iter()
                .map(|(name, column)| (name.clone(), SEVEN.answers(column).unwrap()))
                .collect(),
        })
        .collect();
    let outcome = SEVEN.answers(&loyalty).unwrap();
    let derived = Derived::of(&answers, &outcome, None, Confidence::default()).unwrap();
    assert_eq!(
        (derived.used, derived.left_out, derived.comparisons),
        (342, 2, 11)
    );
    let quality = &derived.factors[0];
    for (item, (r, weight)) in quality.items.iter().zip([
        ("0.325474", "0.200736"),
        ("0.382428", "0.235862"),
        ("0.439139", "0.270839"),
        ("0.474364", "0.292564"),
    ]) {
        assert_published(item.correlation.value.unwrap(), r);
        assert_published(item.weight.unwrap(), weight);
    }
    for (factor, (r, weight)) in derived.factors.iter().zip([
        ("0.525654", "0.321506"),
        ("0.497633", "0.304368"),
        ("0.611685", "0.374126"),
    ]) {
        assert_published(factor.correlation.value.unwrap(), r);
        assert_published(factor.weight.unwrap(), weight);
    }
    let price = derived.factors[1].correlation.interval.unwrap();
    assert_published(price.lower(), "0.41340");
    assert_published(price.upper(), "0.57342");
    assert_eq!(derived.negative().count(), 0);
    let hierarchy = derived.hierarchy(NegativeWeights::Refuse).unwrap();
    assert_published(hierarchy.factors()[2].weight, "0.374126");
}

/// Trust from two items of the survey, and who stands before which step with it.
#[test]
fn telecom_survey_trust_is_a_score_with_its_reliability() {
    let (trustworthy, reliable) = (column("qual_7"), column("qual_6"));
    let items = [&trustworthy, &reliable].map(|column| SEVEN.answers(column).unwrap());
    let trust = trust(&ItemSet::new(items).unwrap(), Missing::default(), None).unwrap();
    assert_eq!((trust.scores.len(), trust.reliability.used), (344, 344));
    assert_published(trust.reliability.alpha.unwrap().value(), TRUST_ALPHA);
    let (satisfaction, loyalty) = (column("cusa"), loyalty());
    let mut blocked = [0; 5];
    for row in 0..344 {
        let score = |column: &[Option<f64>]| column[row].map(|v| Score::new(SEVEN, v).unwrap());
        let place = Path::default()
            .place(&PathEvidence {
                accepted: Some(true),
                satisfaction: score(&satisfaction),
                trust: trust.score(row),
                lock_in: None,
                loyalty: score(&loyalty),
            })
            .unwrap();
        // Nothing is known of what holds anyone, so nobody is known to be beyond trust.
        assert_ne!(place.reached, Some(Step::LockIn));
        match place.block {
            Some(Block::Below {
                step: Step::Satisfaction,
                ..
            }) => blocked[0] += 1,
            Some(Block::Below {
                step: Step::Trust, ..
            }) => blocked[1] += 1,
            Some(Block::Unknown {
                step: Step::Satisfaction,
            }) => blocked[2] += 1,
            Some(Block::Unknown { step: Step::LockIn }) => blocked[3] += 1,
            _ => blocked[4] += 1,
        }
    }
    assert_eq!(blocked, TRUST_BLOCKS);
}

/// Counted apart from the crate.
const TRUST_ALPHA: &str = "0.651582";
const TRUST_BLOCKS: [u32; 5] = [62, 119, 1, 162, 0];
