//! Customer value added of four mobile-phone providers, each relative to the others and to the whole
//! market, with suppliers equal and by respondents.
//!
//! Computed by `value_base.py`, with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1.

use retention::Accumulator;
use retention::estimate::{Confidence, Design};
use retention::scale::Scale;
use retention::value::added::{Band, Options};
use retention::value::market::{Builder, Market, Ratings};
use retention::value::{RelativeTo, SupplierWeights, profile};

use crate::assert_published;
use crate::surveys::corp_rep;

const PROVIDERS: [&str; 4] = ["1", "2", "3", "4"];

/// The provider of each respondent, and whether its service is worth its price.
fn answers() -> Vec<(usize, [Option<f64>; 1])> {
    let survey = corp_rep();
    let provider = survey.column("serviceprovider").iter();
    let worth = survey.column("qual_3").iter();
    let rows = provider.zip(worth);
    rows.map(|(provider, worth)| (provider.unwrap() as usize - 1, [*worth]))
        .collect()
}

fn rows(answers: &[(usize, [Option<f64>; 1])]) -> Vec<[Ratings<'_>; 1]> {
    let rated = answers.iter().map(|(provider, ratings)| Ratings {
        supplier: PROVIDERS[*provider],
        ratings,
    });
    rated.map(|rated| [rated]).collect()
}

fn market(rows: &[[Ratings<'_>; 1]]) -> Market {
    let mut builder = Builder::new(Scale::ONE_TO_SEVEN, ["worth"], PROVIDERS).unwrap();
    builder.extend(rows.iter().map(<[_; 1]>::as_slice)).unwrap();
    builder.finish().unwrap()
}

fn ways() -> [RelativeTo; 4] {
    [
        RelativeTo::Others(SupplierWeights::Equal),
        RelativeTo::WholeMarket(SupplierWeights::Equal),
        RelativeTo::Others(SupplierWeights::Respondents),
        RelativeTo::WholeMarket(SupplierWeights::Respondents),
    ]
}

#[test]
fn the_second_of_four_providers_is_above_parity_or_at_parity_by_whom_it_is_compared_with() {
    let answers = answers();
    let market = market(&rows(&answers));
    let expected = [
        (
            "1.0377767819",
            "0.0354323233",
            "238.0047581769",
            Band::AboveParity,
        ),
        (
            "1.0280675114",
            "0.0260793200",
            "238.0047581769",
            Band::Parity,
        ),
        (
            "1.0264486170",
            "0.0332012682",
            "265.6404245916",
            Band::Parity,
        ),
        (
            "1.0165228202",
            "0.0205407266",
            "265.6404245916",
            Band::Parity,
        ),
    ];
    for (to, (ratio, error, degrees, band)) in ways().into_iter().zip(expected) {
        let market = market.relative_to(to.clone()).unwrap();
        let options = Options::default();
        let found = market.customer_value_added("2", "worth", options).unwrap();
        assert_published(found.ratio, ratio);
        assert_published(found.standard_error.unwrap(), error);
        assert_published(found.degrees_of_freedom.unwrap(), degrees);
        assert_eq!((found.band, &found.relative_to), (band, &to));
        // As a profile of that one attribute.
        let options = profile::Options::default();
        let profile = market
            .quality_profile("2", &[("worth", 100.0)], options)
            .unwrap();
        let estimate = profile.quality_ratio_estimate().unwrap();
        assert_published(estimate.value(), ratio);
        assert_published(estimate.standard_error(), error);
        assert_published(estimate.degrees_of_freedom().unwrap(), degrees);
    }
}

#[test]
fn the_fourth_provider_is_below_parity_or_at_parity() {
    let answers = answers();
    let market = market(&rows(&answers));
    let of = |to| {
        let market = market.relative_to(to).unwrap();
        let found = market.customer_value_added("4", "worth", Options::default());
        found.unwrap()
    };
    let [others, whole, ..] = ways();
    let (others, whole) = (of(others), of(whole));
    assert_published(others.ratio, "0.9751828073");
    assert_published(whole.ratio, "0.9812709046");
    assert_eq!((others.band, whole.band), (Band::BelowParity, Band::Parity));
}

/// Contributions of respondents with the suppliers as strata have the errors of the market.
#[test]
fn contributions_of_respondents_have_the_same_errors() {
    let answers = answers();
    let rows = rows(&answers);
    let strata = answers
        .iter()
        .map(|&(provider, _)| provider as u32)
        .collect();
    let design = Design::default().strata(Some(strata));
    for to in ways() {
        let market = market(&rows).relative_to(to).unwrap();
        let influence = market
            .quality_influence(
                "2",
                &[("worth", 100.0)],
                rows.iter().map(<[_; 1]>::as_slice),
                None,
                profile::Options::default(),
            )
            .unwrap();
        let estimate = influence.estimate(&design).unwrap();
        let found = market
            .customer_value_added("2", "worth", Options::default())
            .unwrap();
        assert!((estimate.value() - found.ratio).abs() < 1e-12);
        let error = found.standard_error.unwrap();
        assert!((estimate.standard_error() / error - 1.0).abs() < 1e-12);
        let delta = found.estimate().unwrap().interval(Confidence::default());
        assert!(delta.contains(1.0));
    }
}
