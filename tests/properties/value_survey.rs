//! Customer value from respondents: a market's mean ratings and their errors, customer value added.

use proptest::prelude::*;
use retention::estimate::{Confidence, Estimate};
use retention::scale::{Scale, Weights};
use retention::value::added::{self, Band, CustomerValueAdded};
use retention::value::map::{self, FairValueLine, Standing};
use retention::value::market::{self, Market, Ratings};
use retention::value::profile::{self, QualityProfile};
use retention::value::trend::{self, PeriodValue, Signal};
use retention::{Accumulator, Weighted};
use rust_decimal::Decimal;

/// The quality ratio and the ratio of the scores of a profile.
const ESTIMATES: [fn(&QualityProfile) -> Option<Estimate>; 2] = [
    QualityProfile::quality_ratio_estimate,
    QualityProfile::ratio_of_scores_estimate,
];

use crate::cases;

/// Sums over a few dozen respondents of products of deviations below ten.
const ROUNDING: f64 = 1e-9;

pub fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= ROUNDING * (1.0 + a.abs().max(b.abs()))
}

pub const SUPPLIERS: [&str; 3] = ["us", "Acme", "Bolt"];
pub const ATTRIBUTES: [&str; 4] = ["a", "b", "c", "price"];
pub const QUALITY: [(&str, f64); 3] = [("a", 5.0), ("b", 2.0), ("c", 1.0)];
pub const PRICE: [(&str, f64); 1] = [("price", 1.0)];

/// One respondent: whom they rate, and how much they count for.
pub type Respondent = (Vec<(usize, Vec<Option<f64>>)>, f64);

/// Respondents who each rate one to three suppliers, with gaps; and then three of each supplier
/// without, so that every mean has an error.
pub fn respondents() -> impl Strategy<Value = Vec<Respondent>> {
    let rating = |gaps: u32| {
        prop_oneof![
            6 => (1_u8..=10).prop_map(|x| Some(f64::from(x))),
            gaps => Just(None),
            1 => (1.0_f64..=10.0).prop_map(Some),
        ]
    };
    let rows = (
        prop::sample::subsequence(vec![0_usize, 1, 2], 1..=3),
        prop::collection::vec(prop::collection::vec(rating(2), 4), 3),
        prop_oneof![Just(0.0), Just(1.0), 0.2_f64..3.0],
    )
        .prop_map(|(whom, rows, weight)| (whom.into_iter().zip(rows).collect(), weight));
    let full = prop::collection::vec(prop::collection::vec(rating(0), 4), 9).prop_map(|rows| {
        let rows = rows.into_iter().enumerate();
        rows.map(|(at, row)| (vec![(at % 3, row)], 1.0)).collect()
    });
    (prop::collection::vec(rows, 0..30), full).prop_map(
        |(mut rows, full): (Vec<Respondent>, Vec<Respondent>)| {
            rows.extend(full);
            rows
        },
    )
}

fn rated(&(whom, ref ratings): &(usize, Vec<Option<f64>>)) -> Ratings<'_> {
    Ratings {
        supplier: SUPPLIERS[whom],
        ratings,
    }
}

fn builder(respondents: &[Respondent]) -> market::Builder {
    let mut builder = market::Builder::new(Scale::ONE_TO_TEN, ATTRIBUTES, SUPPLIERS).unwrap();
    for (rows, weight) in respondents {
        let rows: Vec<Ratings<'_>> = rows.iter().map(rated).collect();
        builder.push_weighted(&rows, *weight).unwrap();
    }
    builder
}

pub fn finished(respondents: &[Respondent]) -> Market {
    builder(respondents).finish().unwrap()
}

pub fn options() -> profile::Options {
    profile::Options::default().add_up_to(None)
}

/// Figures of a market by mean ratings alone, supplier by supplier.
pub fn market_of(means: &[f64]) -> Market {
    let rows = SUPPLIERS.iter().zip(means.chunks(ATTRIBUTES.len()));
    let rows = rows.map(|(&name, means)| (name, means));
    // Wide enough for what is moved a little beyond the ends.
    Market::new(Scale::new(0.5, 20.0).unwrap(), ATTRIBUTES, rows).unwrap()
}

pub fn means_of(market: &Market) -> Vec<f64> {
    let ratings = market.ratings().iter();
    ratings.map(|rating| rating.mean.unwrap()).collect()
}

/// The standard error of a figure by its definition: the derivative by each mean, each respondent's
/// part in each mean, and the square root of the sum of squares over respondents.
pub fn error_by_definition(
    respondents: &[Respondent],
    means: &[f64],
    figure: impl Fn(&Market) -> f64,
) -> f64 {
    const STEP: f64 = 1e-5;
    let gradient: Vec<f64> = (0..means.len())
        .map(|at| {
            let moved = |by: f64| {
                let mut means = means.to_vec();
                means[at] += by;
                figure(&market_of(&means))
            };
            (moved(STEP) - moved(-STEP)) / (2.0 * STEP)
        })
        .collect();
    let counted = || respondents.iter().filter(|(_, weight)| *weight > 0.0);
    let answers = |cell: usize| {
        counted().filter_map(move |(rows, weight)| {
            let (whom, attribute) = (cell / ATTRIBUTES.len(), cell % ATTRIBUTES.len());
            let row = rows.iter().find(|(found, _)| *found == whom)?;
            row.1[attribute].map(|_| *weight)
        })
    };
    let factors: Vec<f64> = (0..means.len())
        .map(|cell| {
            let n = answers(cell).count() as f64;
            (n / (n - 1.0)).sqrt() / answers(cell).sum::<f64>()
        })
        .collect();
    let squares = counted().map(|(rows, weight)| {
        let parts = rows.iter().flat_map(|(whom, row)| {
            row.iter().enumerate().filter_map(move |(i, rating)| {
                rating.map(|rating| (whom * ATTRIBUTES.len() + i, rating))
            })
        });
        let part: f64 = parts
            .map(|(cell, rating)| gradient[cell] * factors[cell] * weight * (rating - means[cell]))
            .sum();
        part * part
    });
    squares.sum::<f64>().sqrt()
}

/// Numerical derivatives are good to about seven digits.
pub fn nearly(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * (1.0 + a.abs().max(b.abs()))
}

fn answers() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec((1_u8..=10).prop_map(f64::from), 2..60)
}

/// Whether anybody differs from another on one of two sides.
fn vary(ours: &[f64], theirs: &[f64]) -> bool {
    let varies = |side: &[f64]| side.iter().any(|rating| *rating != side[0]);
    varies(ours) || varies(theirs)
}

fn samples(ours: &[f64], theirs: &[f64], options: added::Options) -> CustomerValueAdded {
    let scale = Scale::ONE_TO_TEN;
    CustomerValueAdded::from_samples(
        &scale.full_answers(ours).unwrap(),
        None,
        &scale.full_answers(theirs).unwrap(),
        None,
        options,
    )
    .unwrap()
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn parts_of_a_survey_make_the_whole(
        respondents in respondents(), at in any::<prop::sample::Index>(),
    ) {
        let (left, right) = respondents.split_at(at.index(respondents.len() + 1));
        let whole = finished(&respondents);
        for (first, second) in [(left, right), (right, left)] {
            let mut merged = builder(first);
            merged.merge(builder(second)).unwrap();
            let merged = merged.finish().unwrap();
            prop_assert_eq!(merged.respondents(), whole.respondents());
            for (a, b) in merged.ratings().iter().zip(whole.ratings()) {
                prop_assert_eq!(a.answers, b.answers);
                prop_assert!(close(a.mean.unwrap(), b.mean.unwrap()));
                prop_assert!(close(a.standard_error.unwrap(), b.standard_error.unwrap()));
            }
            for supplier in SUPPLIERS {
                let error = |market: &Market| {
                    let profile = market.quality_profile(supplier, &QUALITY, options()).unwrap();
                    profile.quality_ratio_estimate().unwrap().standard_error()
                };
                prop_assert!(close(error(&merged), error(&whole)));
            }
        }
    }

    #[test]
    fn the_order_of_respondents_and_the_unit_of_weights_do_not_matter(
        (respondents, shuffled) in respondents()
            .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        factor in 0.01_f64..100.0,
    ) {
        let base = finished(&respondents);
        let scaled = shuffled
            .into_iter()
            .map(|(mut rows, weight)| {
                rows.reverse();
                (rows, weight * factor)
            })
            .collect::<Vec<_>>();
        let other = finished(&scaled);
        for supplier in SUPPLIERS {
            let profile = |market: &Market| {
                market.quality_profile(supplier, &QUALITY, options()).unwrap()
            };
            let (a, b) = (profile(&base), profile(&other));
            for estimate in ESTIMATES {
                let (a, b) = (estimate(&a).unwrap(), estimate(&b).unwrap());
                prop_assert!(close(a.value(), b.value()));
                prop_assert!(close(a.standard_error(), b.standard_error()));
            }
        }
    }

    #[test]
    fn with_equal_weights_a_mean_has_the_error_of_its_answers(respondents in respondents()) {
        let equal: Vec<Respondent> =
            respondents.into_iter().map(|(rows, _)| (rows, 0.7)).collect();
        let market = finished(&equal);
        for (whom, supplier) in SUPPLIERS.iter().enumerate() {
            for (i, attribute) in ATTRIBUTES.iter().enumerate() {
                let column: Vec<Option<f64>> = equal
                    .iter()
                    .flat_map(|(rows, _)| rows)
                    .filter(|(found, _)| *found == whom)
                    .map(|(_, row)| row[i])
                    .collect();
                let answers = Scale::ONE_TO_TEN.answers(&column).unwrap();
                let (found, expected) =
                    (market.estimate(supplier, attribute).unwrap(), answers.estimate().unwrap());
                prop_assert!(close(found.value(), expected.value()));
                prop_assert!(close(found.standard_error(), expected.standard_error()));
            }
        }
    }

    /// The delta method against its definition, with gaps, weights, and people who rate several.
    #[test]
    fn errors_are_those_of_the_delta_method_by_definition(respondents in respondents()) {
        let market = finished(&respondents);
        let means = means_of(&market);
        let line = FairValueLine::Weights { quality: 60.0, price: 40.0 };
        let map_options = map::Options::default().profile(options()).line(line);
        let map_of = |market: &Market| {
            market.value_map_from_ratings(&QUALITY, &PRICE, map_options).unwrap()
        };
        let map = map_of(&market);
        for supplier in SUPPLIERS {
            let profile = market.quality_profile(supplier, &QUALITY, options()).unwrap();
            let ratios: [fn(QualityProfile) -> f64; 2] =
                [|profile| profile.quality_ratio, |profile| profile.ratio_of_scores];
            for (ratio, estimate) in ratios.into_iter().zip(ESTIMATES) {
                let expected = error_by_definition(&respondents, &means, |market| {
                    ratio(market.quality_profile(supplier, &QUALITY, options()).unwrap())
                });
                let found = estimate(&profile).unwrap().standard_error();
                prop_assert!(nearly(found, expected), "{found} {expected}");
            }
            for (at, row) in profile.attributes.iter().enumerate() {
                let expected = error_by_definition(&respondents, &means, |market| {
                    let profile = market.quality_profile(supplier, &QUALITY, options()).unwrap();
                    profile.attributes[at].ratio
                });
                prop_assert!(nearly(row.ratio_error.unwrap(), expected));
            }
            let price = market.price_profile(supplier, &PRICE, options()).unwrap();
            let expected = error_by_definition(&respondents, &means, |market| {
                market.price_profile(supplier, &PRICE, options()).unwrap().relative_price
            });
            let found = price.relative_price_estimate().unwrap().standard_error();
            prop_assert!(nearly(found, expected), "{found} {expected}");

            let placed = map.get(supplier).unwrap();
            prop_assert!(nearly(placed.price_error.unwrap(), expected));
            let expected = error_by_definition(&respondents, &means, |market| {
                map_of(market).get(supplier).unwrap().value
            });
            let found = placed.value_error.unwrap();
            prop_assert!(nearly(found, expected), "{found} {expected}");

            let probability = |standing| placed.probability(standing).unwrap();
            let sum: f64 = Standing::ALL.iter().map(|&standing| probability(standing)).sum();
            prop_assert!(close(sum, 1.0));
            // How far below the fair price, less the tolerance, in standard errors of that.
            let below = |market: &Market| {
                let map = map_of(market);
                let point = map.get(supplier).unwrap();
                map.line_price + map.slope * (point.quality_ratio - map.line_quality)
                    - point.relative_price
            };
            let error = error_by_definition(&respondents, &means, below);
            for (found, distance) in [
                (probability(Standing::Better), below(&market) - map_options.tolerance),
                (probability(Standing::Worse), -below(&market) - map_options.tolerance),
            ] {
                let (level, errors) = ((2.0 * found - 1.0).abs(), distance / error);
                prop_assert_eq!(found > 0.5, distance > 0.0);
                if (0.001..0.999).contains(&level) {
                    let z = Confidence::new(level).unwrap().z();
                    prop_assert!((z - errors.abs()).abs() < 1e-3, "{z} {errors}");
                }
            }
        }
    }

    #[test]
    fn a_trend_has_the_errors_of_its_periods(
        first in respondents(), second in respondents(), prices in (0.5_f64..2.0, 0.5_f64..2.0),
    ) {
        let profile = |respondents: &[Respondent]| {
            finished(respondents).quality_profile("us", &QUALITY, options()).unwrap()
        };
        let (first, second) = (profile(&first), profile(&second));
        let periods = [
            PeriodValue::new("before", &first, prices.0),
            PeriodValue::new("after", &second, prices.1),
        ];
        let trend = trend::changes(periods, trend::Options::default()).unwrap();
        let error = |profile: &QualityProfile, price: f64| {
            profile.quality_ratio_estimate().unwrap().standard_error() / price
        };
        let expected = error(&first, prices.0).powi(2) + error(&second, prices.1).powi(2);
        let change = &trend[0];
        prop_assert!(close(change.standard_error.unwrap(), expected.sqrt()));
        prop_assert_eq!(change.estimate().unwrap().value(), change.change);

        // Satisfaction up: a warning needs a fall, and a sure one a fall beyond the errors.
        let signal = |options: trend::Options| {
            let periods = [
                PeriodValue::new("before", &first, prices.0).satisfaction(9.0),
                PeriodValue::new("after", &second, prices.1).satisfaction(9.0),
            ];
            trend::changes(periods, options).unwrap()[0].signal
        };
        let confidence = Confidence::default();
        let by_sign = signal(trend::Options::default().confidence(None));
        let sure = signal(trend::Options::default().confidence(Some(confidence)));
        let estimate = change.estimate().unwrap();
        let upper = match change.degrees_of_freedom {
            Some(degrees) => estimate.student_interval(confidence, degrees).unwrap().upper(),
            None => estimate.interval(confidence).upper(),
        };
        prop_assert_eq!(by_sign == Signal::DownDespiteSatisfaction, change.change < -1e-12);
        prop_assert_eq!(sure == Signal::NotDistinguished, by_sign != Signal::Quiet && upper >= 0.0);
        prop_assert_eq!(sure == Signal::Quiet, by_sign == Signal::Quiet);
    }

    /// Prices paid add nothing to what is uncertain.
    #[test]
    fn with_prices_paid_only_quality_is_uncertain(
        respondents in respondents(), cents in prop::array::uniform3(100_i64..10_000),
        minimum in 1_u64..20,
    ) {
        let market = finished(&respondents);
        let mut prices = SUPPLIERS.map(|name| (name, Decimal::ZERO));
        for ((_, price), cents) in prices.iter_mut().zip(cents) {
            *price = Decimal::new(cents, 2);
        }
        let options = map::Options::default().profile(options()).minimum_answers(minimum);
        let map = market
            .value_map_from_prices(&QUALITY, &prices, options)
            .unwrap();
        for point in map.offers {
            prop_assert_eq!(point.price_error, Some(0.0));
            let (value, quality) = (point.value_error.unwrap(), point.quality_error.unwrap());
            prop_assert!(close(value * point.relative_price, quality));
            let fewest = market
                .ratings()
                .iter()
                .filter(|rating| rating.supplier == point.supplier && rating.attribute != "price")
                .map(|rating| rating.answers.unwrap())
                .min();
            prop_assert_eq!(point.answers, fewest);
            prop_assert_eq!(point.sufficient, Some(fewest >= Some(minimum)));
            // The likeliest side is the one it is on, unless it is near an edge.
            let (below, tolerance) = (point.quality_ratio - point.relative_price, 0.07);
            let (better, worse) =
                (point.better_probability.unwrap(), point.worse_probability.unwrap());
            match point.standing {
                Some(Standing::Better) => prop_assert!(better >= 0.5),
                Some(Standing::Worse) => prop_assert!(worse >= 0.5),
                None => prop_assert!(false, "a line of weights decides"),
                Some(Standing::Fair) => {
                    prop_assert!(below.abs() <= tolerance + 1e-12);
                    prop_assert!(better <= 0.5 + 1e-9 && worse <= 0.5 + 1e-9);
                }
            }
        }
    }

    #[test]
    fn a_market_narrowed_is_a_market_asked_only_of_those(respondents in respondents()) {
        let narrowed = finished(&respondents).only(&["Bolt", "us"]).unwrap();
        let mut two =
            market::Builder::new(Scale::ONE_TO_TEN, ATTRIBUTES, ["Bolt", "us"]).unwrap();
        for (rows, weight) in &respondents {
            let rows: Vec<Ratings<'_>> =
                rows.iter().filter(|(whom, _)| *whom != 1).map(rated).collect();
            if !rows.is_empty() {
                two.push_weighted(&rows, *weight).unwrap();
            }
        }
        let two = two.finish().unwrap();
        for supplier in ["Bolt", "us"] {
            let estimate = |market: &Market| {
                let profile = market.quality_profile(supplier, &QUALITY, options()).unwrap();
                profile.quality_ratio_estimate().unwrap()
            };
            let (a, b) = (estimate(&narrowed), estimate(&two));
            prop_assert!(close(a.value(), b.value()));
            prop_assert!(close(a.standard_error(), b.standard_error()));
        }
    }

    /// Who rates everybody high, rates everybody high: pushed together, that cancels.
    #[test]
    fn the_same_people_on_both_make_a_ratio_more_certain_where_they_agree(
        moods in prop::collection::vec(0_u8..=4, 5..40),
    ) {
        prop_assume!(moods.iter().any(|mood| mood != &moods[0]));
        let names = ["us", "Acme"];
        let fresh = || market::Builder::new(Scale::ONE_TO_TEN, ["a"], names).unwrap();
        let (mut together, mut apart) = (fresh(), fresh());
        for &mood in &moods {
            let ratings = [Some(3.0 + f64::from(mood))];
            let both = names.map(|supplier| Ratings { supplier, ratings: &ratings });
            together.push(&both).unwrap();
            apart.extend(both.chunks(1)).unwrap();
        }
        let error = |builder: market::Builder| {
            let market = builder.finish().unwrap();
            let profile = market.quality_profile("us", &[("a", 100.0)], Default::default());
            profile.unwrap().quality_ratio_estimate().unwrap().standard_error()
        };
        prop_assert!(error(together) < 1e-7);
        prop_assert!(error(apart) > 1e-3);
    }

    #[test]
    fn a_ratio_of_means_lies_in_its_intervals_and_its_band(
        ours in answers(), theirs in answers(), level in 0.5_f64..0.999,
    ) {
        let confidence = Confidence::new(level).unwrap();
        let options = added::Options::default().confidence(confidence);
        let cva = samples(&ours, &theirs, options);
        prop_assert!(close(cva.ratio * cva.competitors, cva.ours));
        prop_assume!(vary(&ours, &theirs));
        let delta = cva.estimate().unwrap().interval(confidence);
        for interval in cva.interval.into_iter().chain([delta]) {
            prop_assert!(interval.contains(cva.ratio), "{interval} {}", cva.ratio);
            prop_assert_eq!(interval.confidence(), confidence);
        }
        let all = Band::ALL.iter().map(|&band| cva.probability(band).unwrap());
        prop_assert!(all.clone().all(|p| (0.0..=1.0).contains(&p)));
        prop_assert!(close(all.sum(), 1.0));
        prop_assert_eq!(Ok(cva.band), options.classify(cva.ratio));
        let enough = ours.len() >= 30 && theirs.len() >= 30;
        prop_assert_eq!(cva.sufficient, Some(enough));
    }

    #[test]
    fn the_other_side_of_a_ratio_is_its_inverse(ours in answers(), theirs in answers()) {
        let options = added::Options::default();
        let (there, back) = (samples(&ours, &theirs, options), samples(&theirs, &ours, options));
        prop_assert!(close(there.ratio * back.ratio, 1.0));
        // Fieller's ends turn over too, which the delta method's do not.
        if let (Some(a), Some(b)) = (there.interval, back.interval)
            && a.lower() > 0.0
            && b.lower() > 0.0
        {
            prop_assert!(close(a.lower() * b.upper(), 1.0) && close(a.upper() * b.lower(), 1.0));
        }
    }

    #[test]
    fn samples_weights_and_estimates_say_the_same(
        ours in answers(), theirs in answers(), factor in 0.01_f64..100.0,
    ) {
        let options = added::Options::default();
        let scale = Scale::ONE_TO_TEN;
        let base = samples(&ours, &theirs, options);
        let varied = vary(&ours, &theirs);
        let (ours, theirs) =
            (scale.full_answers(&ours).unwrap(), scale.full_answers(&theirs).unwrap());
        let equal = |count: usize| Weights::new(vec![factor; count]).unwrap();
        let (a, b) = (equal(ours.len()), equal(theirs.len()));
        let weighted =
            CustomerValueAdded::from_samples(&ours, Some(&a), &theirs, Some(&b), options).unwrap();
        prop_assert!(close(weighted.ratio, base.ratio));
        prop_assert_eq!(weighted.interval.is_some(), base.interval.is_some());
        prop_assert_eq!(base.standard_error.is_some(), varied);
        prop_assume!(varied);
        if let (Some(a), Some(b)) = (weighted.interval, base.interval) {
            prop_assert!((a.lower() - b.lower()).abs() < 1e-6 * (1.0 + b.lower().abs()));
            prop_assert!((a.upper() - b.upper()).abs() < 1e-6 * (1.0 + b.upper().abs()));
        }
        prop_assert!(close(weighted.standard_error.unwrap(), base.standard_error.unwrap()));
        let estimates = CustomerValueAdded::from_estimates(
            scale,
            ours.estimate().unwrap(),
            &[theirs.estimate().unwrap()],
            options,
        )
        .unwrap();
        prop_assert!(close(estimates.ratio, base.ratio));
        prop_assert!(close(estimates.standard_error.unwrap(), base.standard_error.unwrap()));
        match (estimates.interval, base.interval) {
            (Some(a), Some(b)) => {
                prop_assert!((a.lower() - b.lower()).abs() < 1e-6 * (1.0 + b.lower().abs()));
                prop_assert!((a.upper() - b.upper()).abs() < 1e-6 * (1.0 + b.upper().abs()));
            }
            (a, b) => prop_assert!(b.is_none(), "{:?}", a),
        }
        prop_assert_eq!(estimates.sufficient, None);
        let bare = CustomerValueAdded::from_means(
            scale,
            ours.mean().unwrap(),
            &[theirs.mean().unwrap(), theirs.mean().unwrap()],
            options,
        )
        .unwrap();
        prop_assert!(close(bare.ratio, base.ratio));
        prop_assert_eq!((bare.interval, bare.probability(Band::Parity)), (None, None));
    }

    /// The same people on both: the error of a ratio against its definition.
    #[test]
    fn pairs_have_the_error_of_what_is_left_of_each(
        pairs in prop::collection::vec(
            (prop::option::weighted(0.9, 1_u8..=10), prop::option::weighted(0.9, 1_u8..=10)), 3..50,
        ),
    ) {
        let (ours, theirs): (Vec<Option<f64>>, Vec<Option<f64>>) =
            pairs.iter().map(|&(a, b)| (a.map(f64::from), b.map(f64::from))).unzip();
        let scale = Scale::ONE_TO_TEN;
        let (ours, theirs) = (scale.answers(&ours).unwrap(), scale.answers(&theirs).unwrap());
        let both: Vec<(f64, f64)> =
            ours.iter().zip(theirs.iter()).filter_map(|(a, b)| a.zip(b)).collect();
        prop_assume!(both.len() > 1);
        let options = added::Options::default();
        let cva = CustomerValueAdded::from_pairs(&ours, &theirs, None, options).unwrap();
        prop_assert_eq!(cva.left_out as usize, pairs.len() - both.len());
        let n = both.len() as f64;
        let (a, b) = (
            both.iter().map(|pair| pair.0).sum::<f64>() / n,
            both.iter().map(|pair| pair.1).sum::<f64>() / n,
        );
        prop_assert!(close(cva.ratio, a / b));
        // Of ours − ratio · theirs, respondent by respondent, whose mean is zero.
        let squares: f64 = both.iter().map(|(x, y)| (x - a / b * y).powi(2)).sum();
        let expected = (squares / (n - 1.0) / n).sqrt() / b;
        match cva.standard_error {
            Some(found) => prop_assert!((found - expected).abs() < 1e-7, "{found} {expected}"),
            None => prop_assert!(expected < 1e-7, "{expected}"),
        }
        // Everybody against themselves does not vary, which tells nothing of others.
        let same = CustomerValueAdded::from_pairs(&ours, &ours, None, options).unwrap();
        prop_assert_eq!((same.ratio, same.band), (1.0, Band::Parity));
        prop_assert_eq!((same.standard_error, same.interval), (None, None));
    }
}
