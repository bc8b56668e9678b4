//! Customer value relative to the others, the whole market, the leader and one supplier, and the parts of
//! a change of value: what holds, and their errors against the definition of the delta method.

use proptest::prelude::*;
use retention::estimate::Design;
use retention::scale::{Scale, Weights};
use retention::value::added::{self, CustomerValueAdded};
use retention::value::map::{self, Standing};
use retention::value::market::{Market, Ratings};
use retention::value::trend::{self, PeriodValue, ValueChange};
use retention::value::{RelativeTo, SupplierWeights, relative_prices};
use rust_decimal::Decimal;

use crate::cases;
use crate::value_survey::{
    ATTRIBUTES, PRICE, QUALITY, Respondent, SUPPLIERS, close, error_by_definition, finished,
    market_of, means_of, nearly, options, respondents,
};

fn shares() -> SupplierWeights {
    SupplierWeights::shares([("us", 20.0), ("Acme", 50.0), ("Bolt", 30.0)])
}

/// What can be asked of mean ratings alone.
fn ways() -> [RelativeTo; 6] {
    [
        RelativeTo::Others(SupplierWeights::Equal),
        RelativeTo::Others(shares()),
        RelativeTo::WholeMarket(SupplierWeights::Equal),
        RelativeTo::WholeMarket(shares()),
        RelativeTo::Leader,
        RelativeTo::Supplier("Acme".to_owned()),
    ]
}

fn added(market: &Market, supplier: &str) -> CustomerValueAdded {
    let options = added::Options::default();
    market
        .customer_value_added(supplier, "price", options)
        .unwrap()
}

/// Whether moving a mean a little changes who leads, in quality or in price.
fn close_race(market: &Market) -> bool {
    let close = |attributes: &[(&str, f64)]| {
        let score = |supplier| -> f64 {
            let rows = attributes.iter();
            rows.map(|&(name, weight)| weight * market.mean(supplier, name).unwrap())
                .sum()
        };
        let mut scores = SUPPLIERS.map(score);
        scores.sort_by(f64::total_cmp);
        scores[2] - scores[1] < 1e-3
    };
    close(&QUALITY) || close(&PRICE)
}

fn change(first: &Market, second: &Market, ratio_of_scores: bool) -> ValueChange {
    let profile = |market: &Market| market.quality_profile("us", &QUALITY, options()).unwrap();
    let (first, second) = (profile(first), profile(second));
    let periods = [
        PeriodValue::new("before", &first, 1.1),
        PeriodValue::new("after", &second, 0.9),
    ];
    let options = trend::Options::default().ratio_of_scores(ratio_of_scores);
    trend::changes(periods, options).unwrap().remove(0)
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn errors_are_those_of_the_delta_method_whoever_is_compared_with(
        respondents in respondents(), at in any::<prop::sample::Index>(),
    ) {
        let survey = finished(&respondents);
        let means = means_of(&survey);
        prop_assume!(!close_race(&survey));
        let to = ways()[at.index(6)].clone();
        let market = survey.relative_to(to.clone()).unwrap();
        let by = |market: &Market| market.relative_to(to.clone()).unwrap();
        for supplier in SUPPLIERS {
            let profile = market.quality_profile(supplier, &QUALITY, options()).unwrap();
            prop_assert_eq!(&profile.relative_to, &to);
            let of = |market: &Market| {
                by(market).quality_profile(supplier, &QUALITY, options()).unwrap()
            };
            for (found, expected) in [
                (
                    profile.quality_ratio_error.unwrap(),
                    error_by_definition(&respondents, &means, |m| of(m).quality_ratio),
                ),
                (
                    profile.ratio_of_scores_error.unwrap(),
                    error_by_definition(&respondents, &means, |m| of(m).ratio_of_scores),
                ),
                (
                    added(&market, supplier).standard_error.unwrap(),
                    error_by_definition(&respondents, &means, |m| added(&by(m), supplier).ratio),
                ),
            ] {
                prop_assert!(nearly(found, expected), "{to:?} {supplier}: {found} {expected}");
            }
        }
        let map_options = map::Options::default().profile(options());
        let map_of = |market: &Market| {
            market.value_map_from_ratings(&QUALITY, &PRICE, map_options).unwrap()
        };
        let map = map_of(&market);
        prop_assert_eq!(map.relative_to.as_ref(), Some(&to));
        let expected = error_by_definition(&respondents, &means, |m| {
            map_of(&by(m)).get("us").unwrap().value
        });
        let found = map.get("us").unwrap().value_error.unwrap();
        prop_assert!(nearly(found, expected), "{to:?}: {found} {expected}");
    }

    /// The parts of a change, and each with the error that it has by definition.
    #[test]
    fn parts_of_a_change_add_up_and_have_the_errors_of_the_delta_method(
        first in respondents(), second in respondents(), ratio_of_scores in any::<bool>(),
        at in any::<prop::sample::Index>(),
    ) {
        let (before, after) = (finished(&first), finished(&second));
        let (means_before, means_after) = (means_of(&before), means_of(&after));
        prop_assume!(!close_race(&before) && !close_race(&after));
        let to = ways()[at.index(6)].clone();
        let by = |market: &Market| market.relative_to(to.clone()).unwrap();
        let found = change(&by(&before), &by(&after), ratio_of_scores);
        let sum = found.our_effect + found.competitors_effect + found.weight_effect
            + found.price_effect;
        prop_assert!(close(sum, found.change), "{to:?}");
        let error_of = |part: fn(&ValueChange) -> f64| {
            let (earlier, later) = (by(&market_of(&means_before)), by(&market_of(&means_after)));
            let of_first = error_by_definition(&first, &means_before, |moved| {
                part(&change(&by(moved), &later, ratio_of_scores))
            });
            let of_second = error_by_definition(&second, &means_after, |moved| {
                part(&change(&earlier, &by(moved), ratio_of_scores))
            });
            of_first.hypot(of_second)
        };
        for (error, expected) in [
            (found.our_effect_error, error_of(|change| change.our_effect)),
            (found.competitors_effect_error, error_of(|change| change.competitors_effect)),
            (found.rating_effect_error, error_of(|change| change.rating_effect)),
            (found.weight_effect_error, error_of(|change| change.weight_effect)),
            (found.price_effect_error, error_of(|change| change.price_effect)),
            (found.standard_error, error_of(|change| change.change)),
        ] {
            let error = error.unwrap();
            prop_assert!(nearly(error, expected), "{to:?}: {error} {expected}");
        }
    }

    /// Each respondent's contribution by its definition: derivatives by the means, times what the respondent
    /// adds to these.
    #[test]
    fn contributions_are_those_of_the_linearised_figure(
        respondents in respondents(), at in any::<prop::sample::Index>(),
    ) {
        const STEP: f64 = 1e-5;
        let survey = finished(&respondents);
        let means = means_of(&survey);
        prop_assume!(!close_race(&survey));
        let to = ways()[at.index(6)].clone();
        let market = survey.relative_to(to.clone()).unwrap();
        let rows: Vec<Vec<Ratings<'_>>> = respondents
            .iter()
            .map(|(rows, _)| {
                let rated = rows.iter().map(|(whom, ratings)| Ratings {
                    supplier: SUPPLIERS[*whom],
                    ratings,
                });
                rated.collect()
            })
            .collect();
        let weights = Weights::new(respondents.iter().map(|row| row.1).collect::<Vec<_>>()).unwrap();
        let slices = || rows.iter().map(Vec::as_slice);
        let by = Some(&weights);
        let quality = market.quality_influence("us", &QUALITY, slices(), by, options()).unwrap();
        let scores = market.scores_influence("us", &QUALITY, slices(), by, options()).unwrap();
        let price = market.price_influence("us", &PRICE, slices(), by, options()).unwrap();
        let value = quality.divided_by(&price).unwrap();
        let figure = |means: &[f64]| -> [f64; 4] {
            let market = market_of(means).relative_to(to.clone()).unwrap();
            let profile = market.quality_profile("us", &QUALITY, options()).unwrap();
            let price = market.price_profile("us", &PRICE, options()).unwrap();
            [
                profile.quality_ratio,
                profile.ratio_of_scores,
                price.relative_price,
                profile.quality_ratio / price.relative_price,
            ]
        };
        let slopes: Vec<[f64; 4]> = (0..means.len())
            .map(|cell| {
                let moved = |by: f64| {
                    let mut means = means.clone();
                    means[cell] += by;
                    figure(&means)
                };
                let (up, down) = (moved(STEP), moved(-STEP));
                std::array::from_fn(|i| (up[i] - down[i]) / (2.0 * STEP))
            })
            .collect();
        let cells = |row: &Respondent| -> Vec<(usize, f64)> {
            let rows = row.0.iter().flat_map(|(whom, ratings)| {
                let cell = move |i: usize| whom * ATTRIBUTES.len() + i;
                let given = ratings.iter().enumerate();
                given.filter_map(move |(i, rating)| Some((cell(i), (*rating)?)))
            });
            rows.collect()
        };
        let mut sums = vec![0.0; means.len()];
        for row in &respondents {
            for (cell, _) in cells(row) {
                sums[cell] += row.1;
            }
        }
        // Alone, prices are relative to the leader in prices.
        let figures = figure(&means);
        for (i, influence) in [&quality, &scores, &price, &value].into_iter().enumerate() {
            if to == RelativeTo::Leader && i > 1 {
                continue;
            }
            prop_assert!(close(influence.value(), figures[i]));
            prop_assert!(influence.contributions().flatten().sum::<f64>().abs() < 1e-9);
            for (row, found) in respondents.iter().zip(influence.contributions()) {
                let parts = cells(row).into_iter();
                let expected: f64 = parts
                    .map(|(cell, x)| slopes[cell][i] * row.1 * (x - means[cell]) / sums[cell])
                    .sum();
                prop_assert!(nearly(found.unwrap_or(0.0), expected), "{to:?} {i}: {found:?} {expected}");
            }
        }
        // One sample of people who rate several: about the error of the profile.
        let estimate = quality.estimate(&Design::default()).unwrap();
        let profile = market.quality_profile("us", &QUALITY, options()).unwrap();
        let error = profile.quality_ratio_error.unwrap();
        prop_assert!((0.5..=1.5).contains(&(estimate.standard_error() / error)) || error < 1e-9);
    }

    /// With one name for all: who is compared with itself is at the centre.
    #[test]
    fn on_a_map_relative_to_one_supplier_that_one_is_at_the_centre(
        ratings in prop::array::uniform12(1.0_f64..10.0), cents in prop::array::uniform3(1_i64..9999),
    ) {
        let market = market_of(&ratings);
        let prices: Vec<(&str, Decimal)> =
            SUPPLIERS.iter().copied().zip(cents.map(|cents| Decimal::new(cents, 2))).collect();
        let map_options = map::Options::default().profile(options());
        for (to, at) in [
            (RelativeTo::Supplier("Bolt".to_owned()), Some("Bolt")),
            (RelativeTo::Leader, None),
        ] {
            let market = market.relative_to(to.clone()).unwrap();
            let map = market.value_map_from_prices(&QUALITY, &prices, map_options).unwrap();
            let centre = map.offers.iter().find(|offer| {
                at.map_or(offer.quality_ratio == 1.0, |name| offer.supplier == name)
            });
            let centre = centre.unwrap();
            prop_assert_eq!((centre.quality_ratio, centre.relative_price), (1.0, 1.0));
            prop_assert_eq!(centre.standing, Some(Standing::Fair));
            if to == RelativeTo::Leader {
                // By the score, which nobody exceeds.
                let profile = |name| market.quality_profile(name, &QUALITY, options()).unwrap();
                for name in SUPPLIERS {
                    prop_assert!(profile(name).ratio_of_scores <= 1.0 + 1e-12);
                }
            }
        }
    }

    #[test]
    fn equal_shares_are_equal_weights_and_the_whole_market_is_nearer_than_the_others(
        ratings in prop::array::uniform12(1.0_f64..10.0), share in 0.1_f64..90.0,
        cents in prop::array::uniform3(1_i64..9999),
    ) {
        let market = market_of(&ratings);
        let equal = || SupplierWeights::shares(SUPPLIERS.map(|name| (name, share)));
        let prices: Vec<(&str, Decimal)> =
            SUPPLIERS.iter().copied().zip(cents.map(|cents| Decimal::new(cents, 2))).collect();
        let ratio = |to: RelativeTo, supplier| {
            let market = market.relative_to(to).unwrap();
            market.quality_profile(supplier, &[("a", 1.0)], options()).unwrap().quality_ratio
        };
        for (weights, by_share) in [
            (RelativeTo::default(), RelativeTo::Others(equal())),
            (RelativeTo::WholeMarket(SupplierWeights::Equal), RelativeTo::WholeMarket(equal())),
        ] {
            for supplier in SUPPLIERS {
                prop_assert!(close(ratio(weights.clone(), supplier), ratio(by_share.clone(), supplier)));
            }
            let relative = |to| relative_prices(&prices, to).unwrap();
            for (a, b) in relative(&weights).iter().zip(relative(&by_share)) {
                prop_assert!(close(*a, b));
            }
        }
        for supplier in SUPPLIERS {
            let others = ratio(RelativeTo::default(), supplier);
            let whole = ratio(RelativeTo::WholeMarket(SupplierWeights::Equal), supplier);
            prop_assert!((whole - 1.0).abs() <= (others - 1.0).abs() + 1e-12);
            // a / ((a + 2 t) / 3) of a / t.
            prop_assert!(close(whole, 3.0 * others / (others + 2.0)));
        }
    }

    /// By respondents, the base is the mean of everybody's answers together.
    #[test]
    fn by_respondents_the_whole_market_is_one_pool_of_answers(respondents in respondents()) {
        let survey = finished(&respondents);
        let all = survey
            .relative_to(RelativeTo::WholeMarket(SupplierWeights::Respondents))
            .unwrap();
        for (i, attribute) in ATTRIBUTES.iter().enumerate() {
            let (mut sum, mut weights) = (0.0, 0.0);
            for (rows, weight) in &respondents {
                for rating in rows.iter().filter_map(|(_, row)| row[i]) {
                    sum += weight * rating;
                    weights += weight;
                }
            }
            let profile = all.quality_profile("us", &[(attribute, 1.0)], options()).unwrap();
            prop_assert!(close(profile.competitors_score, sum / weights));
            let added = all
                .customer_value_added("us", attribute, added::Options::default())
                .unwrap();
            prop_assert!(close(added.ratio, profile.quality_ratio));
            prop_assert!(close(
                added.standard_error.unwrap(),
                profile.quality_ratio_error.unwrap()
            ));
        }
        // Of two of the three, it is one pool of theirs.
        let two = all.only(&["Bolt", "us"]).unwrap();
        let apart: Vec<Respondent> = respondents
            .iter()
            .map(|(rows, weight)| {
                let rows = rows.iter().filter(|(whom, _)| *whom != 1);
                (rows.cloned().collect(), *weight)
            })
            .filter(|(rows, _): &Respondent| !rows.is_empty())
            .collect();
        let apart = finished(&apart)
            .only(&["Bolt", "us"])
            .unwrap()
            .relative_to(RelativeTo::WholeMarket(SupplierWeights::Respondents))
            .unwrap();
        let estimate = |market: &Market| {
            let profile = market.quality_profile("us", &QUALITY, options()).unwrap();
            profile.quality_ratio_estimate().unwrap()
        };
        prop_assert!(close(estimate(&two).value(), estimate(&apart).value()));
        prop_assert!(close(estimate(&two).standard_error(), estimate(&apart).standard_error()));
    }

    /// Asked of a market or of two columns: the same worth, error, interval and probabilities.
    #[test]
    fn value_added_of_a_market_of_two_is_that_of_two_samples(respondents in respondents()) {
        let equal: Vec<Respondent> = respondents
            .into_iter()
            .flat_map(|(rows, _)| rows.into_iter().map(|row| (vec![row], 1.0)))
            .collect();
        let column = |whom: usize| -> Vec<f64> {
            let rows = equal.iter().flat_map(|(rows, _)| rows);
            rows.filter(|(found, _)| *found == whom).filter_map(|(_, row)| row[3]).collect()
        };
        let scale = Scale::ONE_TO_TEN;
        let (ours, theirs) = (column(0), column(1));
        let (ours, theirs) =
            (scale.full_answers(&ours).unwrap(), scale.full_answers(&theirs).unwrap());
        let options = added::Options::default();
        let samples =
            CustomerValueAdded::from_samples(&ours, None, &theirs, None, options).unwrap();
        let market = finished(&equal).only(&["us", "Acme"]).unwrap();
        let found = added(&market, "us");
        prop_assert!(close(found.ratio, samples.ratio));
        prop_assert_eq!(found.sufficient, samples.sufficient);
        prop_assert_eq!(found.standard_error.is_some(), samples.standard_error.is_some());
        prop_assume!(found.standard_error.is_some());
        prop_assert!(close(found.standard_error.unwrap(), samples.standard_error.unwrap()));
        prop_assert_eq!(found.degrees_of_freedom.is_some(), samples.degrees_of_freedom.is_some());
        if let (Some(a), Some(b)) = (found.degrees_of_freedom, samples.degrees_of_freedom) {
            prop_assert!((a - b).abs() < 1e-6 * b);
        }
        prop_assert_eq!(found.interval.is_some(), samples.interval.is_some());
        if let (Some(a), Some(b)) = (found.interval, samples.interval) {
            prop_assert!((a.upper() - b.upper()).abs() < 1e-6 * (1.0 + b.upper().abs()));
        }
        for (a, b) in [
            (found.below_parity_probability, samples.below_parity_probability),
            (found.world_class_probability, samples.world_class_probability),
        ] {
            prop_assert!((a.unwrap() - b.unwrap()).abs() < 1e-6);
        }
    }
}
