//! Oliver, R. L. (1999), *Journal of Marketing* 63 (special issue): 33–44. The chain and its
//! vulnerabilities are the paper's; it publishes no cut.

use retention::loyalty::phases::{Phase, Vulnerability as V};

#[test]
fn oliver_1999_chain_is_cognitive_affective_conative_action_as_commonly_reported() {
    let mut chain = vec![Phase::Cognitive];
    while let Some(next) = chain.last().unwrap().next() {
        assert_eq!(next.previous(), chain.last().copied());
        chain.push(next);
    }
    assert_eq!(chain, Phase::ALL);
    assert_eq!(
        chain.iter().map(|phase| phase.name()).collect::<Vec<_>>(),
        ["cognitive", "affective", "conative", "action"]
    );
}

#[test]
fn oliver_1999_vulnerabilities_of_each_phase_as_commonly_reported() {
    for (phase, expected) in [
        (
            Phase::Cognitive,
            &[
                V::BetterCompetitor,
                V::Deterioration,
                V::VarietySeeking,
                V::Trial,
            ][..],
        ),
        (
            Phase::Affective,
            &[
                V::Dissatisfaction,
                V::LikingForCompetitors,
                V::VarietySeeking,
                V::Deterioration,
            ],
        ),
        (
            Phase::Conative,
            &[V::CounterArguments, V::InducedTrial, V::Deterioration],
        ),
        (
            Phase::Action,
            &[
                V::InducedUnavailability,
                V::IncreasedObstacles,
                V::Deterioration,
            ],
        ),
    ] {
        assert_eq!(phase.vulnerabilities(), expected, "{phase}");
        assert!(phase.source().contains("Oliver, R. L. (1999)"));
    }
    // Only deterioration threatens every phase, and no phase is safe.
    for &vulnerability in V::ALL {
        let threatened = Phase::ALL
            .iter()
            .filter(|p| p.vulnerabilities().contains(&vulnerability));
        let expected = match vulnerability {
            V::Deterioration => 4,
            V::VarietySeeking => 2,
            _ => 1,
        };
        assert_eq!(threatened.count(), expected, "{vulnerability}");
    }
}
