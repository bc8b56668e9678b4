//! Switching costs in the survey of reputation, which asks four questions about them.
//!
//! Computed by `surveys.py`, with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1.

use retention::Accumulator;
use retention::scale::{Instrument, Item, Missing, Scale, Sheet};
use retention::switching::survey::{Builder, Options, Population, Scorer};
use retention::switching::{CostType, Facet};

use crate::assert_published;
use crate::surveys::corp_rep;

/// Which facet each of the four questions of the reputation survey asks about is this test's own
/// reading: the first three about setting up, the fourth about learning.
fn scorer() -> Scorer {
    about([Facet::SetUp, Facet::SetUp, Facet::SetUp, Facet::Learning])
}

fn about(facets: [Facet; 4]) -> Scorer {
    let items = facets.map(Item::as_asked);
    let instrument = Instrument::new(Scale::ONE_TO_FIVE, items, Missing::default()).unwrap();
    Scorer::new(instrument, Options::default()).unwrap()
}

fn sheet(columns: &[Vec<Option<f64>>; 4]) -> Sheet<'_> {
    let scale = Scale::ONE_TO_FIVE;
    Sheet::new(columns.iter().map(|column| scale.answers(column).unwrap())).unwrap()
}

/// The four columns of those who rate a provider, of all without one.
fn columns(provider: Option<f64>) -> [Vec<Option<f64>>; 4] {
    let survey = corp_rep();
    let rated = survey.column("serviceprovider");
    [1, 2, 3, 4].map(|item| {
        let column = survey.column(&format!("switch_{item}")).iter().zip(rated);
        column
            .filter(|(_, rated)| provider.is_none() || **rated == provider)
            .map(|(answer, _)| *answer)
            .collect()
    })
}

#[track_caller]
fn assert_means(
    population: &Population,
    count: usize,
    facets: [(&str, &str); 2],
    means: (&str, &str),
) {
    assert_eq!(population.respondents, count as u64);
    let rows = [
        (population.facet(Facet::Learning), facets[1]),
        (population.facet(Facet::SetUp), facets[0]),
        (population.cost_type(CostType::Procedural), means),
        (Some(&population.overall), means),
    ];
    for (summary, (mean, error)) in rows {
        let summary = summary.unwrap();
        assert_eq!((summary.answered, summary.missing), (count as u64, 0));
        let estimate = summary.estimate().unwrap();
        assert_published(estimate.value(), mean);
        assert_published(estimate.standard_error(), error);
    }
}

#[test]
fn switching_costs_in_the_reputation_survey_by_provider() {
    let scorer = scorer();
    for (provider, count, set_up, learning, procedural) in [
        (
            None,
            344,
            ("3.6656977", "0.0569404"),
            ("2.8372093", "0.0619537"),
            ("3.2514535", "0.0566627"),
        ),
        (
            Some(1.0),
            130,
            ("3.7487179", "0.0862249"),
            ("2.8846154", "0.0956007"),
            ("3.3166667", "0.0862557"),
        ),
        (
            Some(2.0),
            127,
            ("3.7795276", "0.0948053"),
            ("2.9291339", "0.1031809"),
            ("3.3543307", "0.0943301"),
        ),
        (
            Some(3.0),
            44,
            ("3.4621212", "0.1683202"),
            ("2.6590909", "0.1837568"),
            ("3.0606061", "0.1684272"),
        ),
        (
            Some(4.0),
            43,
            ("3.2868217", "0.1662347"),
            ("2.6046512", "0.1826940"),
            ("2.9457364", "0.1671938"),
        ),
    ] {
        let columns = columns(provider);
        let mut builder = Builder::new(scorer.clone());
        let rows = (0..count).map(|row| [0, 1, 2, 3].map(|item: usize| columns[item][row]));
        for answers in rows {
            builder.push(&answers).unwrap();
        }
        let by_rows = builder.finish().unwrap();
        assert_means(&by_rows, count, [set_up, learning], procedural);

        let by_columns = Population::of(&scorer, &sheet(&columns)).unwrap();
        assert_means(&by_columns, count, [set_up, learning], procedural);
        assert_eq!(by_columns, by_rows);
    }
}

#[test]
fn switching_costs_in_the_reputation_survey_as_one_facet() {
    let one = about([Facet::SetUp; 4]);
    for (provider, mean, error, alpha) in [
        (None, "3.4585756", "0.0560718", "0.8550038"),
        (Some(1.0), "3.5326923", "0.0850036", "0.8180362"),
        (Some(2.0), "3.5669291", "0.0933454", "0.8659956"),
        (Some(3.0), "3.2613636", "0.1663711", "0.8774366"),
        (Some(4.0), "3.1162791", "0.1647906", "0.8691048"),
    ] {
        let columns = columns(provider);
        let sheet = sheet(&columns);
        let population = Population::of(&one, &sheet).unwrap();
        let estimate = population.overall.estimate().unwrap();
        assert_published(estimate.value(), mean);
        assert_published(estimate.standard_error(), error);
        let items = one.items(&sheet, Facet::SetUp).unwrap().unwrap();
        let reliability = items.reliability(None).unwrap();
        assert_published(reliability.alpha.unwrap().value(), alpha);
        assert_eq!(one.items(&sheet, Facet::Learning), Ok(None));
    }
    let columns = columns(None);
    let set_up = scorer()
        .items(&sheet(&columns), Facet::SetUp)
        .unwrap()
        .unwrap();
    let set_up = set_up.reliability(None).unwrap();
    assert_published(set_up.alpha.unwrap().value(), "0.7696132");
}
