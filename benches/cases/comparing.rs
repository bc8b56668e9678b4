//! What figures are compared by: contributions of respondents, designs, segments, and what else is
//! computed from all answers for a standard error.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::ops::Range;

use retention::Accumulator;
use retention::estimate::ranking::Ranking;
use retention::estimate::{
    Adjustment, Base, Design, Errors, Estimate, Influence, Resampling, SingleCluster, compare_all,
    compare_influences,
};
use retention::loyalty::core_customers::{self, Facts};
use retention::loyalty::curve::{self, Sample};
use retention::loyalty::hierarchy::{Factor, Hierarchy};
use retention::loyalty::phases::{self, Phase};
use retention::loyalty::zones::{self, Zone};
use retention::loyalty::{
    Evidence, Score, behaviour, expressions, hostages, share_influence, traits,
};
use retention::quadrant::{Importance, Method, Survey, contrasts, logistic};
use retention::satisfaction::disconfirmation::{
    self, Disconfirmation, Experience, Satisfaction as Felt,
};
use retention::satisfaction::frequencies::{self, Frequencies};
use retention::satisfaction::index::{self, Items, SatisfactionIndex};
use retention::satisfaction::servqual::{self, Dimension, Figure, Rater};
use retention::satisfaction::{kano, nps, rating};
use retention::scale::{Coefficient, ItemSet, Missing, Scale, Sheet};
use retention::segment::{self, BySegment, compare};
use retention::switching::{CostType, Facet};
use retention::value::added::{self, CustomerValueAdded};
use retention::value::market::{Builder, Market, Ratings};
use retention::value::profile::{self, QualityProfile, RatedAttribute};
use retention::value::trend::{self, PeriodValue};
use retention::value::{RelativeTo, SupplierWeights, map, relative_prices};
use rust_decimal::Decimal;

use super::inputs::{ANSWERS, Random, answers, name};
use super::saying::{Columns, SEVEN, scorer, switching_sheet};
use super::{Case, TYPICAL};

pub fn cases() -> Vec<Case> {
    let mut cases = of_columns();
    cases.extend(of_designs());
    cases.extend(of_panels());
    cases.extend(of_scores());
    cases.extend(of_segments());
    cases.extend(of_markets());
    cases.extend(of_facts());
    cases
}

type OfColumns = fn(&Columns);

/// Functions of a kind share a case: callgrind takes more time to make the columns than to read them.
fn of_columns() -> Vec<Case> {
    let named: [(&'static str, OfColumns); 14] = [
        ("contributions to scores and boxes", |columns| {
            let weights = Some(&columns.weights);
            black_box(columns.gaps(0).influence(weights).unwrap());
            let answers = Scale::ZERO_TO_TEN.answers(&columns.gaps[0]).unwrap();
            let options = nps::Options::default();
            black_box(nps::NetPromoterScore::influence(&answers, weights, options).unwrap());
            let options = rating::Options::ces();
            black_box(rating::Rating::influence(&columns.gaps(0), weights, options).unwrap());
            let options = frequencies::Options::default().scale(SEVEN);
            black_box(Frequencies::net_influence(&columns.gaps(0), weights, options).unwrap());
        }),
        ("contributions to index, gaps and Kano", |columns| {
            let weights = Some(&columns.weights);
            let items = Items {
                overall: columns.gaps(0),
                expectations: columns.gaps(1),
                ideal: columns.gaps(2),
            };
            let options = index::Options::default().scale(SEVEN);
            black_box(SatisfactionIndex::influence(items, weights, options).unwrap());
            let experience = || Experience {
                perceived: columns.gaps(0),
                expected: columns.gaps(1),
            };
            black_box(Disconfirmation::gap_influence(experience(), weights).unwrap());
            let options = disconfirmation::Options::default();
            let felt = Felt::Dissatisfied;
            black_box(
                Disconfirmation::share_influence(felt, experience(), weights, options).unwrap(),
            );
            let pair = || kano::Pair {
                functional: &columns.kano.functional,
                dysfunctional: &columns.kano.dysfunctional,
            };
            let options = kano::Options::default;
            black_box(kano::Kano::better_influence(pair(), weights, options()).unwrap());
            black_box(kano::Kano::worse_influence(pair(), weights, options()).unwrap());
        }),
        ("frequencies", |columns| {
            let options = frequencies::Options::default().scale(SEVEN);
            let mut counter = frequencies::Counter::new(options).unwrap();
            counter.extend(columns.gaps[0].iter().copied()).unwrap();
            black_box(counter.finish().unwrap());
        }),
        ("contributions to SERVQUAL", |columns| {
            let options = servqual::Options::default();
            let items = |from: usize| {
                let items = (0..options.items.len()).map(|item| columns.gaps((item + from) % 16));
                ItemSet::new(items).unwrap()
            };
            let points = |&own: &Option<f64>| {
                own.map(|own| Rater {
                    reliability: own,
                    ..Rater::ZEITHAML_1990
                })
            };
            let points: Vec<_> = columns.gaps[15].iter().map(points).collect();
            let (perceptions, expectations) = (items(0), items(5));
            let asked = servqual::Columns {
                perceptions: &perceptions,
                expectations: Some(&expectations),
                points: Some(&points),
                weights: Some(&columns.weights),
            };
            let figures = [
                Figure::Item(3),
                Figure::Dimension(Dimension::Empathy),
                Figure::OwnWeighted,
                Figure::MeanWeighted,
            ];
            for figure in figures {
                black_box(asked.influence(figure, &options).unwrap());
            }
            black_box(asked.assess(&options).unwrap());
        }),
        ("contributions to alpha", |columns| {
            let weights = Some(&columns.weights);
            black_box(columns.set(7).alpha_influence(weights).unwrap());
        }),
        ("heterotrait-monotrait ratio", |columns| {
            let other = full_set(columns, 7..11);
            let weights = Some(&columns.weights);
            black_box(full_set(columns, 0..7).htmt(&other, weights).is_ok());
        }),
        // By nature the square of the number of different answers, here seven.
        ("ordinal reliability of three items", |columns| {
            let weights = Some(&columns.weights);
            black_box(full_set(columns, 0..3).ordinal_reliability(weights).is_ok());
        }),
        ("resampled reliability", |columns| {
            let weights = Some(&columns.weights);
            let draws = Resampling::default().draws(4);
            let set = full_set(columns, 0..4);
            black_box(set.bootstrap(Coefficient::Alpha, weights, draws).is_ok());
            let other = full_set(columns, 7..10);
            black_box(set.bootstrap_htmt(&other, weights, draws).is_ok());
        }),
        ("contributions to drivers", |columns| {
            let survey = survey(columns);
            // One respondent alone may decide where nearly all say the same.
            for importance in [Importance::Pearson, Importance::Regression] {
                black_box(survey.influence(Method::from(importance)).is_ok());
            }
        }),
        ("contributions to drivers by Spearman", |columns| {
            let method = Method::from(Importance::Spearman);
            black_box(survey(columns).influence(method).is_ok());
        }),
        ("penalties and rewards", |columns| {
            let options = contrasts::Options::default();
            black_box(survey(columns).contrasts(options).is_ok());
        }),
        ("drivers of an outcome", |columns| {
            let outcome: Vec<_> = columns.full[15]
                .iter()
                .map(|&answer| f64::from(u8::from(answer > 3.0)))
                .collect();
            let scale = Scale::new(0.0, 1.0).unwrap();
            let survey = Survey::new((0..6).map(|item| (name(item), columns.full(item))))
                .unwrap()
                .overall(scale.full_answers(&outcome).unwrap())
                .unwrap();
            // As many steps at every size: how many the search takes depends on the answers.
            let options = logistic::Options::default().iterations(3);
            black_box(survey.logistic(options).is_ok());
        }),
        ("contributions to loyalty", |columns| {
            let weights = Some(&columns.weights);
            let asked = [
                (Phase::Cognitive, columns.set(3)),
                (
                    Phase::Affective,
                    ItemSet::new([columns.gaps(4), columns.gaps(5)]).unwrap(),
                ),
            ];
            let (missing, rules) = (Missing::default(), phases::Rules::default());
            black_box(
                phases::influence(&asked, missing, weights, rules, Phase::Affective).unwrap(),
            );
            let (satisfaction, loyalty, cost) = (columns.gaps(0), columns.gaps(1), columns.gaps(2));
            let rules = hostages::Rules::default();
            black_box(
                rules
                    .influences(&satisfaction, &loyalty, Some(&cost), weights)
                    .unwrap(),
            );
            let factor = |at: usize| Factor::equal(name(at), [name(2 * at), name(2 * at + 1)]);
            let hierarchy = Hierarchy::new((0..4).map(factor)).unwrap();
            let sheet = Sheet::new((0..8).map(|item| columns.gaps(item))).unwrap();
            black_box(hierarchy.influence(&sheet, missing).unwrap());
            let sheet = switching_sheet(columns);
            let scorer = scorer();
            black_box(scorer.facet_influence(&sheet, Facet::ALL[0]).unwrap());
            black_box(scorer.type_influence(&sheet, CostType::ALL[0]).unwrap());
            black_box(scorer.overall_influence(&sheet).unwrap());
            let (ours, theirs) = (columns.gaps(0), columns.gaps(1));
            let options = added::Options::default();
            black_box(CustomerValueAdded::influence(&ours, &theirs, weights, options).unwrap());
        }),
        ("contributions to a curve of loyalty", |columns| {
            let (satisfaction, loyalty) = (columns.full(0), columns.full(1));
            let options = curve::Options::default();
            // Answers that have nothing in common have no curve.
            let weights = Some(&columns.weights);
            black_box(curve::influence(&satisfaction, &loyalty, weights, options).is_ok());
        }),
    ];
    let each = |(name, work): (&'static str, OfColumns)| {
        ANSWERS.map(|of| {
            Case::new(name, of, move |size| {
                let columns = Columns::new(size, of);
                Box::new(move || work(&columns))
            })
        })
    };
    let mut cases: Vec<_> = named.into_iter().flat_map(each).collect();
    // A slider: as many different answers as respondents, one for each ten of the size. Each step of the
    // search reads them all.
    for (input, falling) in [(TYPICAL, false), ("falling", true)] {
        cases.push(Case::new("both curves of a slider", input, move |size| {
            let size = size / 10;
            let at = |row: usize| {
                if falling {
                    size - row
                } else {
                    row * 7_919 % size
                }
            };
            let place = |row| (at(row) as f64 + 0.5) / (size + 1) as f64;
            let satisfaction: Vec<f64> = (0..size).map(|row| 1.0 + 6.0 * place(row)).collect();
            let wave = |row: usize| 0.05 * (row as f64).sin();
            let loyalty: Vec<f64> = (0..size)
                .map(|row| 1.0 + 6.0 * (place(row).powi(2) + wave(row)).clamp(0.0, 1.0))
                .collect();
            Box::new(move || {
                let satisfaction = SEVEN.full_answers(&satisfaction).unwrap();
                let loyalty = SEVEN.full_answers(&loyalty).unwrap();
                let sample = Sample::of(&satisfaction, &loyalty).unwrap();
                for method in [curve::Method::Respondents, curve::Method::FreeEnds] {
                    let options = curve::Options::default().method(method).max_iterations(4);
                    black_box(sample.fit(options).is_ok());
                }
            })
        }));
    }
    cases
}

/// Without gaps: who left one out of several is left out, and those who remain may all say the same.
fn full_set(columns: &Columns, items: Range<usize>) -> ItemSet<'_> {
    ItemSet::new(items.map(|item| columns.full(item))).unwrap()
}

fn survey(columns: &Columns) -> Survey<'_> {
    Survey::new((0..6).map(|item| (name(item), columns.full(item))))
        .unwrap()
        .overall(columns.full(15))
        .unwrap()
}

/// A mean of so many, of whom one in fifty took no part.
fn mean(size: usize, column: u64) -> Influence {
    let values = answers(size, TYPICAL, 7, column).into_iter().enumerate();
    let values = values.map(|(row, value)| (row % 50 != 7).then_some(value));
    Influence::of_mean(values, None).unwrap().unwrap()
}

type Codes = fn(usize, usize) -> u32;

/// The stratum and the cluster of a respondent, of so many.
fn of_designs() -> Vec<Case> {
    let inputs: [(&'static str, Codes, Codes); 6] = [
        (
            TYPICAL,
            |row, _| (row / 20 % 30) as u32,
            |row, _| (row / 20) as u32,
        ),
        ("one stratum, a cluster each", |_, _| 0, |row, _| row as u32),
        (
            "one cluster but for one",
            |_, _| 0,
            |row, _| u32::from(row == 0),
        ),
        (
            "a stratum each but for two",
            |row, size| row.min(size - 3) as u32,
            |row, _| row as u32,
        ),
        (
            "falling codes",
            |row, size| ((size - row) / 4) as u32,
            |row, size| (size - row) as u32,
        ),
        (
            "codes far apart",
            |row, _| (row as u32 / 3).wrapping_mul(2_654_435_761),
            |row, _| (row as u32).rotate_left(12),
        ),
    ];
    let each = |(input, stratum, cluster): (&'static str, Codes, Codes)| {
        Case::new("errors under a design", input, move |size| {
            let codes = |of: Codes| -> Vec<u32> { (0..size).map(|row| of(row, size)).collect() };
            let (strata, clusters) = (codes(stratum), codes(cluster));
            let populations: BTreeMap<u32, u64> =
                strata.iter().map(|&code| (code, u64::MAX)).collect();
            let whole = Design::default()
                .strata(Some(strata))
                .single_cluster(SingleCluster::Centred);
            let clustered = whole
                .clone()
                .clusters(Some(clusters))
                .populations(populations);
            let sampled = clustered.clone().base(Base::Sampled);
            let mean = mean(size, 0);
            Box::new(move || {
                for design in [&whole, &clustered, &sampled] {
                    black_box(mean.estimate(design).unwrap());
                }
                let kish = Design::default().errors(Errors::Kish);
                black_box(mean.estimate(&kish).unwrap());
            })
        })
    };
    let mut cases: Vec<_> = inputs.into_iter().map(each).collect();
    cases.push(Case::new("sums and quotients of means", TYPICAL, |size| {
        let [one, other] = [0, 1].map(|column| mean(size, column));
        Box::new(move || {
            black_box(one.minus(&other).unwrap());
            black_box(one.divided_by(&other).unwrap());
            let parts = [(1.5, &one), (-0.5, &other), (2.0, &one)];
            black_box(Influence::of_function(1.0, &parts).unwrap());
        })
    }));
    cases.push(Case::new("four questions compared", TYPICAL, |size| {
        let means = [0, 1, 2, 3].map(|column| (column, mean(size, column)));
        Box::new(move || {
            let design = Design::default();
            let rows = compare_influences(means.clone(), &design, Adjustment::default());
            black_box(rows.unwrap());
        })
    }));
    // Pairs grow with the square of the groups: here there are as many pairs as the size.
    for (input, value) in [
        (TYPICAL, (|at| (at * 7_919 % 97) as f64) as fn(usize) -> f64),
        ("all equal", |_| 5.0),
        ("rising", |at| at as f64),
    ] {
        cases.push(Case::new("all pairs of groups", input, move |size| {
            let groups = (2.0 * size as f64).sqrt() as usize;
            let group = |at| (at, Estimate::new(value(at), 10.0).unwrap());
            let groups: Vec<_> = (0..groups).map(group).collect();
            Box::new(move || {
                black_box(compare_all(groups.iter().copied(), Adjustment::Holm).unwrap());
            })
        }));
    }
    cases
}

type Key = fn(usize, usize) -> u64;

/// The keys of two waves, given the row and how many there are.
fn of_panels() -> Vec<Case> {
    let inputs: [(&'static str, Key, Key); 6] = [
        (
            TYPICAL,
            |row, _| (row as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15),
            |row, size| ((row + size / 2) as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15),
        ),
        ("all again", |row, _| row as u64, |row, _| row as u64),
        (
            "all again, reversed",
            |row, _| row as u64,
            |row, size| (size - 1 - row) as u64,
        ),
        (
            "nobody again",
            |row, _| row as u64,
            |row, size| (size + row) as u64,
        ),
        ("one key", |_, _| 7, |_, _| 7),
        (
            "keys far apart",
            |row, _| (row as u64) << 44,
            |row, _| (row as u64) << 40,
        ),
    ];
    let each = |(input, first, second): (&'static str, Key, Key)| {
        Case::new("two waves of a panel", input, move |size| {
            let keys = |of: Key| -> Vec<u64> { (0..size).map(|row| of(row, size)).collect() };
            let keys = [keys(first), keys(second)];
            let means = [0, 1].map(|column| mean(size, column));
            Box::new(move || {
                let [before, after] = &means;
                black_box(before.matched(&keys[0], after, &keys[1]).unwrap());
            })
        })
    };
    inputs.into_iter().map(each).collect()
}

/// Scores that are all different, and scores with many ties.
fn of_scores() -> Vec<Case> {
    let inputs: [(&'static str, Key); 3] = [
        (TYPICAL, |row, _| {
            (row as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 11
        }),
        ("few scores", |row, _| (row % 7) as u64),
        ("sorted", |row, _| row as u64),
    ];
    let each = |(input, score): (&'static str, Key)| {
        Case::new("ranking by scores", input, move |size| {
            // As shares of the largest, so that they are chances too.
            let most = (0..size)
                .map(|row| score(row, size))
                .max()
                .unwrap_or(1)
                .max(1) as f64;
            let scores: Vec<f64> = (0..size)
                .map(|row| score(row, size) as f64 / most)
                .collect();
            let events: Vec<bool> = (0..size).map(|row| row % 3 == 0).collect();
            Box::new(move || {
                let ranking = Ranking::new(&scores, &events).unwrap();
                black_box((ranking.auc(), ranking.roc().count(), ranking.influence()));
                black_box(ranking.cheapest_cut(4.0).unwrap());
                black_box(ranking.calibration(10).unwrap());
                black_box(ranking.difference(&ranking).unwrap());
                let draws = Resampling::default().draws(2);
                black_box(ranking.at_equal_number(&ranking, 1, draws).unwrap());
            })
        })
    };
    inputs.into_iter().map(each).collect()
}

fn of_segments() -> Vec<Case> {
    let mean = || rating::Builder::new(rating::Options::ces().measure(rating::Measure::Mean));
    let inputs: [(&'static str, Codes); 5] = [
        (TYPICAL, |row, _| (row * 7_919 % 20) as u32),
        ("a segment each", |row, _| {
            (row as u32).wrapping_mul(2_654_435_761)
        }),
        ("a segment each, sorted", |row, _| row as u32),
        ("a segment each, reversed", |row, size| (size - row) as u32),
        ("two segments, sorted", |row, size| {
            u32::from(row > size / 2)
        }),
    ];
    let each = |(input, segment): (&'static str, Codes)| {
        Case::new("segments, merged and compared", input, move |size| {
            let answers = answers(size, TYPICAL, 7, 0).into_iter().enumerate();
            let rows: Vec<_> = answers
                .map(|(row, answer)| (segment(row, size), Some(answer)))
                .collect();
            Box::new(move || {
                let (first, second) = rows.split_at(rows.len() / 2);
                let mut segments = BySegment::new(mean().unwrap());
                segments.extend(first.iter().copied()).unwrap();
                let mut others = segments.fresh();
                others.extend(second.iter().copied()).unwrap();
                segments.merge(others).unwrap();
                let segments = segments.finish().unwrap();
                // Pairs grow with the square of the segments.
                if segments.len() <= 20 {
                    black_box(compare(&segments, segment::Options::default()).unwrap());
                }
                black_box(segments);
            })
        })
    };
    inputs.into_iter().map(each).collect()
}

fn of_markets() -> Vec<Case> {
    let mut cases = Vec::new();
    for (input, many) in [(TYPICAL, false), ("many suppliers", true)] {
        cases.push(Case::new("contributions to value", input, move |size| {
            let count = if many { size / 4 } else { 20 };
            let suppliers: Vec<String> = (0..count).map(name).collect();
            let ratings: Vec<_> = answers(2 * 4 * size, TYPICAL, 7, 0)
                .into_iter()
                .map(Some)
                .collect();
            Box::new(move || {
                let supplier = |at: usize| suppliers[at % count].as_str();
                let pairs: Vec<[Ratings<'_>; 2]> = ratings
                    .chunks_exact(8)
                    .enumerate()
                    .map(|(row, own)| {
                        let (ours, theirs) = own.split_at(4);
                        [(supplier(row), ours), (supplier(row + 1), theirs)]
                            .map(|(supplier, ratings)| Ratings { supplier, ratings })
                    })
                    .collect();
                let mut builder = Builder::new(SEVEN, (0..4).map(name), suppliers.clone()).unwrap();
                for pair in &pairs {
                    builder.push(pair).unwrap();
                }
                let market = builder.finish().unwrap();
                let rows = || pairs.iter().map(<[_; 2]>::as_slice);
                let (first, second) = (name(0), name(1));
                let weights = [(first.as_str(), 60.0), (second.as_str(), 40.0)];
                let options = profile::Options::default;
                let (us, price) = (supplier(0), name(2));
                let price = [(price.as_str(), 100.0)];
                black_box(
                    market
                        .quality_influence(us, &weights, rows(), None, options())
                        .unwrap(),
                );
                black_box(
                    market
                        .scores_influence(us, &weights, rows(), None, options())
                        .unwrap(),
                );
                black_box(
                    market
                        .price_influence(us, &price, rows(), None, options())
                        .unwrap(),
                );
                let respondents = RelativeTo::WholeMarket(SupplierWeights::Respondents);
                let market = market.relative_to(respondents).unwrap();
                black_box(market.customer_value_added(us, price[0].0, added::Options::default()))
                    .unwrap();
            })
        }));
    }
    for (input, rating) in [
        (
            TYPICAL,
            (|at| 1.0 + (at * 7_919 % 900) as f64 / 100.0) as fn(usize) -> f64,
        ),
        ("all equal", |_| 5.0),
        ("rising", |at| 1.0 + at as f64 * 1e-5),
    ] {
        let relative = Case::new("market relative to", input, move |size| {
            let suppliers: Vec<_> = (0..size)
                .map(|at| (name(at), [rating(at), rating(at + 1)]))
                .collect();
            let prices: Vec<Decimal> = (0..size)
                .map(|at| Decimal::new((100.0 * rating(at)) as i64, 2))
                .collect();
            Box::new(move || {
                let market = Market::new(
                    Scale::ONE_TO_TEN,
                    ["one", "two"],
                    suppliers.iter().map(|(name, means)| (name, means)),
                )
                .unwrap();
                let names = || suppliers.iter().map(|(name, _)| name.as_str());
                let shares = SupplierWeights::shares(names().map(|name| (name, 1.5)));
                let ways = [
                    RelativeTo::default(),
                    RelativeTo::Others(shares.clone()),
                    RelativeTo::WholeMarket(shares),
                    RelativeTo::Leader,
                    RelativeTo::Supplier(name(suppliers.len() - 1)),
                ];
                for way in ways {
                    let market = market.relative_to(way).unwrap();
                    let options = profile::Options::default();
                    let weights = [("one", 50.0), ("two", 50.0)];
                    black_box(market.quality_profile("name 0", &weights, options).unwrap());
                }
                let prices: Vec<_> = names().zip(prices.iter().copied()).collect();
                black_box(relative_prices(&prices, &RelativeTo::default()).unwrap());
            })
        });
        cases.push(relative.takes_long());
        // Each supplier is compared with every other: here there are as many pairs as the size.
        cases.push(Case::new("value map by shares", input, move |size| {
            let count = (size as f64).sqrt() as usize;
            let suppliers: Vec<_> = (0..count)
                .map(|at| (name(at), [rating(at), rating(at + 1)]))
                .collect();
            Box::new(move || {
                let names = || suppliers.iter().map(|(name, _)| name.as_str());
                let rows = suppliers.iter().map(|(name, means)| (name, means));
                let market = Market::new(Scale::ONE_TO_TEN, ["one", "two"], rows).unwrap();
                let by_shares =
                    RelativeTo::Others(SupplierWeights::shares(names().map(|name| (name, 1.5))));
                let market = market.relative_to(by_shares.clone()).unwrap();
                let prices: Vec<_> = names().map(|name| (name, Decimal::TEN)).collect();
                black_box(relative_prices(&prices, &by_shares).unwrap());
                let (weights, options) = ([("one", 100.0)], map::Options::default());
                black_box(
                    market
                        .value_map_from_prices(&weights, &prices, options)
                        .unwrap(),
                );
            })
        }));
        cases.push(Case::new("trend of many attributes", input, move |size| {
            let profile = |shift: usize| {
                let weight = 100.0 / size as f64;
                let attribute = |at| {
                    let theirs = [rating(at + 1)];
                    RatedAttribute::new(name(at), weight, rating(at + shift), theirs)
                };
                let attributes = (0..size).map(attribute);
                let options = profile::Options::default();
                QualityProfile::new(Scale::ONE_TO_TEN, attributes, options).unwrap()
            };
            let profiles = [profile(0), profile(2)];
            Box::new(move || {
                let share = Estimate::new(0.3, 0.01).unwrap();
                let period = |(name, profile)| {
                    PeriodValue::new(name, profile, 1.0)
                        .price_error(0.02)
                        .market_share_estimate(share)
                };
                let periods = ["before", "after"].into_iter().zip(&profiles);
                let changes = trend::changes(periods.map(period), trend::Options::default());
                black_box(changes.unwrap());
            })
        }));
    }
    cases
}

/// What is known of each customer.
fn of_facts() -> Vec<Case> {
    let mut cases = Vec::new();
    for (input, key) in [
        (
            TYPICAL,
            (|at| at.wrapping_mul(2_654_435_761)) as fn(u32) -> u32,
        ),
        ("sorted", |at| at),
        ("reversed", |at| u32::MAX - at),
    ] {
        cases.push(Case::new("core customers from facts", input, move |size| {
            let mut random = Random::new();
            let mut share = || random.below(100) as f64 / 100.0;
            let facts: Vec<_> = (0..size as u32)
                .map(|at| {
                    let facts = Facts::default()
                        .price_paid(Some(90.0))
                        .list_price(Some(90.0 + 10.0 * share()))
                        .days_to_pay(Some(60.0 * share()))
                        .purchases(Some(u64::from(at % 9)))
                        .repeat_share(Some(share()))
                        .share_of_wallet(Some(share()))
                        .value_to_us(Some(share()))
                        .value_to_rival(Some(share()));
                    (key(at), facts)
                })
                .collect();
            Box::new(move || {
                let rules = core_customers::Rules::default();
                black_box(rules.nominees(facts.iter().cloned()).unwrap());
            })
        }));
    }
    for input in ANSWERS {
        cases.push(Case::new(
            "traits, zones and indices of evidence",
            input,
            move |size| {
                let answers = answers(size, input, 7, 0);
                let evidence: Vec<_> = answers
                    .iter()
                    .map(|&answer| {
                        let score = Score::new(SEVEN, answer).unwrap();
                        let share = answer / 7.0;
                        Evidence::default()
                            .satisfaction(Some(score))
                            .identification(Some(score))
                            .patronage(Some(score))
                            .intention(Some(score))
                            .repeat_rate(Some(share))
                            .share_of_wallet(Some(share))
                            .purchases(Some(answer))
                    })
                    .collect();
                Box::new(move || {
                    let rules = traits::Rules::at_mean(&answers).unwrap();
                    for one in &evidence {
                        black_box(rules.classify(one).unwrap());
                    }
                    let rules = zones::Rules::default();
                    let zones: Vec<_> = evidence
                        .iter()
                        .map(|one| rules.classify(one).unwrap())
                        .collect();
                    let classes = zones.iter().map(|zone| zone.class().copied());
                    black_box(share_influence(classes, Zone::Affection, None).unwrap());
                    black_box(
                        expressions::Rules::default()
                            .influence(&evidence, None)
                            .unwrap(),
                    );
                    black_box(
                        behaviour::Rules::default()
                            .influence(&evidence, None)
                            .unwrap(),
                    );
                })
            },
        ));
    }
    cases
}
