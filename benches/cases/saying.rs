//! What customers say: functions of columns of answers, and of tables that may be long.

use std::hint::black_box;

use retention::Accumulator;
use retention::estimate::{Confidence, Resampling};
use retention::loyalty::curve::{self, Sample};
use retention::loyalty::hierarchy::{Factor, Hierarchy};
use retention::loyalty::phases::{self, HARRIS_GOODE, profiles};
use retention::loyalty::{
    Measures, conditions,
    core_customers::{Nominations, Rules},
    hostages,
};
use retention::quadrant::{self, Analysis, Attribute, Importance, Method, RatingScales, Survey};
use retention::satisfaction::disconfirmation::{self, Disconfirmation, Experience};
use retention::satisfaction::index::{self, Items, SatisfactionIndex};
use retention::satisfaction::{kano, nps, rating, servqual};
use retention::scale::{Answers, ItemSet, Missing, Orientation, Scale, Sheet, Weights};
use retention::segment::BySegment;
use retention::switching::market::{self, MarketShare, Supplier};
use retention::switching::survey::{self, Population, Scorer};
use retention::value::added::{self, CustomerValueAdded};
use retention::value::map::{self, Offer, ValueMap};
use retention::value::market::{Market, Ratings};
use retention::value::pricing::PerceivedValuePricing;
use retention::value::profile::{self, QualityProfile, RatedAttribute};
use retention::value::trend::{self, PeriodValue};
use rust_decimal::Decimal;

use super::inputs::{ANSWERS, answers, gaps, name};
use super::{Case, TYPICAL};

pub const SEVEN: Scale = Scale::ONE_TO_SEVEN;

pub fn cases() -> Vec<Case> {
    let mut cases = of_columns();
    cases.extend(of_surveys());
    cases.extend(of_many_attributes());
    cases.extend(of_tables());
    cases
}

/// The columns of a questionnaire of sixteen items: with all answers, and with gaps.
pub struct Columns {
    pub full: Vec<Vec<f64>>,
    pub gaps: Vec<Vec<Option<f64>>>,
    pub kano: kano::Pair<Vec<Option<kano::Answer>>>,
    pub weights: Weights,
}

impl Columns {
    pub fn new(size: usize, of: &str) -> Self {
        let items = 0..16;
        let kano = |item| {
            let codes = answers(size, of, 5, item).into_iter();
            codes
                .map(|code| kano::Answer::from_code(code as u8).ok())
                .collect()
        };
        Self {
            kano: kano::Pair {
                functional: kano(0),
                dysfunctional: kano(1),
            },
            full: items
                .clone()
                .map(|item| answers(size, of, 7, item))
                .collect(),
            gaps: items.map(|item| gaps(size, of, 7, item)).collect(),
            weights: Weights::new((0..size).map(|at| (at % 4 + 1) as f64).collect::<Vec<_>>())
                .unwrap(),
        }
    }

    pub fn full(&self, item: usize) -> Answers<'_> {
        SEVEN.full_answers(&self.full[item]).unwrap()
    }

    pub fn gaps(&self, item: usize) -> Answers<'_> {
        SEVEN.answers(&self.gaps[item]).unwrap()
    }

    pub fn set(&self, items: usize) -> ItemSet<'_> {
        ItemSet::new((0..items).map(|item| self.gaps(item))).unwrap()
    }
}

type OfColumns = fn(&Columns);

fn of_columns() -> Vec<Case> {
    let named: [(&'static str, OfColumns); 24] = [
        ("checked answers", |columns| {
            black_box((columns.full(0), columns.gaps(1)));
        }),
        ("summary of answers", |columns| {
            black_box(columns.gaps(0).summary(Some(&columns.weights)).unwrap());
        }),
        ("weights", |columns| {
            let weights = Weights::new(columns.weights.as_slice()).unwrap();
            black_box(weights.effective_sample_size());
        }),
        ("scores of seven items", |columns| {
            black_box(columns.set(7).scores(Missing::default()).unwrap());
        }),
        ("reliability of seven items", |columns| {
            black_box(columns.set(7).reliability(Some(&columns.weights)).unwrap());
        }),
        ("NPS of all answers", |columns| {
            let answers = Scale::ZERO_TO_TEN.full_answers(&columns.full[0]).unwrap();
            black_box(nps::NetPromoterScore::of(&answers, None, nps::Options::default()).unwrap());
        }),
        ("NPS with gaps and weights", |columns| {
            let answers = Scale::ZERO_TO_TEN.answers(&columns.gaps[0]).unwrap();
            let weights = Some(&columns.weights);
            let nps = nps::NetPromoterScore::of(&answers, weights, nps::Options::default());
            black_box(nps.unwrap());
        }),
        ("top boxes", |columns| {
            let options = rating::Options::ces();
            black_box(rating::Rating::of(&columns.gaps(0), None, options).unwrap());
        }),
        ("means by segment", |columns| {
            let mean = rating::Options::ces();
            let mut segments = BySegment::new(rating::Builder::new(mean).unwrap());
            let rows = columns.gaps[0].iter().zip(&columns.full[1]);
            for (&answer, &segment) in rows {
                segments.push((segment as u8, answer)).unwrap();
            }
            black_box(segments.finish().unwrap());
        }),
        ("Kano", |columns| {
            let pair = kano::Pair {
                functional: &columns.kano.functional,
                dysfunctional: &columns.kano.dysfunctional,
            };
            black_box(kano::Kano::of(pair, None, kano::Options::default()).unwrap());
        }),
        ("disconfirmation", |columns| {
            let experience = Experience {
                perceived: columns.gaps(0),
                expected: columns.gaps(1),
            };
            let options = disconfirmation::Options::default();
            black_box(Disconfirmation::of(experience, None, options).unwrap());
        }),
        ("SERVQUAL", |columns| {
            let options = servqual::Options::default();
            let items = |from: usize| {
                let items = (0..options.items.len()).map(|item| columns.gaps((item + from) % 16));
                ItemSet::new(items).unwrap()
            };
            black_box(servqual::Servqual::of(&items(0), Some(&items(5)), None, &options).unwrap());
        }),
        ("satisfaction index", |columns| {
            let items = Items {
                overall: columns.gaps(0),
                expectations: columns.gaps(1),
                ideal: columns.gaps(2),
            };
            let options = index::Options::default().scale(SEVEN);
            black_box(SatisfactionIndex::of(items, None, options).unwrap());
        }),
        ("phases of loyalty", |columns| {
            let sets: Vec<_> = phases::Phase::ALL
                .iter()
                .map(|&phase| {
                    let items = HARRIS_GOODE.iter().enumerate();
                    let items = items.filter(|(_, item)| item.facet == phase);
                    let turned = items.map(|(at, item)| match item.orientation {
                        Orientation::AsAsked => columns.full(at),
                        Orientation::Reversed => columns.full(at).reversed(),
                    });
                    (phase, ItemSet::new(turned).unwrap())
                })
                .collect();
            let mut counter = phases::Counter::new(SEVEN, phases::Rules::default()).unwrap();
            counter
                .extend(profiles(&sets, Missing::default()).unwrap())
                .unwrap();
            black_box(counter.finish().unwrap());
        }),
        ("conditions of loyalty at the medians", |columns| {
            let (attitude, patronage) = (columns.gaps(0), columns.gaps(1));
            let rules = conditions::Rules::at_medians(&attitude, &patronage).unwrap();
            black_box(rules.classify_columns(&attitude, &patronage).unwrap());
        }),
        ("hostages", |columns| {
            let scales = Measures {
                satisfaction: SEVEN,
                loyalty: SEVEN,
                switching_cost: SEVEN,
            };
            let rules = hostages::Rules::default();
            let mut counter = hostages::Counter::new(scales, &rules).unwrap();
            let columns = [0, 1, 2].map(|item| columns.gaps[item].as_slice());
            let rows = columns[0].iter().zip(columns[1]).zip(columns[2]);
            let rows = rows.map(|((&satisfaction, &loyalty), &switching_cost)| Measures {
                satisfaction,
                loyalty,
                switching_cost,
            });
            counter.extend(rows).unwrap();
            black_box(counter.finish().unwrap());
        }),
        ("curve of loyalty", |columns| {
            let sample = Sample::of(&columns.gaps(0), &columns.gaps(1)).unwrap();
            // Answers that have nothing in common have no curve.
            black_box(sample.fit(curve::Options::default()).is_ok());
        }),
        ("associations of a hierarchy", |columns| {
            let factor = |at: usize| {
                let items = [0, 1, 2].map(|item| name(3 * at + item));
                Factor::equal(name(at), items)
            };
            let asked = Hierarchy::new((0..4).map(factor)).unwrap();
            let items = Sheet::new((0..12).map(|item| columns.gaps(item))).unwrap();
            let outcome = columns.gaps(15);
            black_box(
                asked
                    .associations(&items, &outcome, Confidence::default())
                    .unwrap(),
            );
        }),
        ("switching costs, population", |columns| {
            let scorer = scorer();
            black_box(Population::of(&scorer, &switching_sheet(columns)).unwrap());
        }),
        ("switching costs, scores", |columns| {
            let scorer = scorer();
            let sheet = switching_sheet(columns);
            let scores = scorer.scores(&sheet).unwrap();
            black_box(
                scores
                    .filter(|row| row.as_ref().unwrap().overall().is_some())
                    .count(),
            );
        }),
        ("value added from two samples", |columns| {
            let (ours, theirs) = (columns.gaps(0), columns.gaps(1));
            let options = added::Options::default();
            black_box(
                CustomerValueAdded::from_samples(&ours, None, &theirs, None, options).unwrap(),
            );
        }),
        ("value added from pairs", |columns| {
            let (ours, theirs) = (columns.gaps(0), columns.gaps(1));
            let (weights, options) = (Some(&columns.weights), added::Options::default());
            black_box(CustomerValueAdded::from_pairs(&ours, &theirs, weights, options).unwrap());
        }),
        ("market of suppliers", |columns| {
            let suppliers: Vec<String> = (0..50).map(name).collect();
            let attributes = (0..8).map(name);
            let mut builder =
                retention::value::market::Builder::new(SEVEN, attributes, suppliers.clone())
                    .unwrap();
            for (respondent, eight) in columns.gaps[0].chunks_exact(8).enumerate() {
                let rated = Ratings {
                    supplier: &suppliers[respondent % suppliers.len()],
                    ratings: eight,
                };
                builder.push(&[rated]).unwrap();
            }
            black_box(builder.finish().unwrap());
        }),
        ("a resampled survey", |columns| {
            let survey = Survey::new((0..8).map(|item| (name(item), columns.gaps(item))))
                .unwrap()
                .overall(columns.gaps(15))
                .unwrap();
            let method = Method::from(Importance::Pearson);
            let draws = Resampling::default().draws(8);
            let resampled = survey.bootstrap(method, quadrant::Options::default(), draws);
            black_box(resampled.is_ok());
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
    named.into_iter().flat_map(each).collect()
}

pub fn scorer() -> Scorer {
    let instrument = survey::instrument(SEVEN, Missing::default()).unwrap();
    Scorer::new(instrument, survey::Options::default()).unwrap()
}

pub fn switching_sheet(columns: &Columns) -> Sheet<'_> {
    Sheet::new((0..survey::ITEMS.len()).map(|item| columns.gaps(item % 16))).unwrap()
}

fn of_surveys() -> Vec<Case> {
    let methods: [(&'static str, Importance, usize); 7] = [
        ("drivers by Pearson", Importance::Pearson, 24),
        ("drivers by Spearman", Importance::Spearman, 24),
        ("drivers by regression", Importance::Regression, 24),
        ("drivers by partial correlations", Importance::Partial, 24),
        ("drivers by Deng", Importance::Deng, 24),
        (
            "drivers by relative weights",
            Importance::RelativeWeights,
            24,
        ),
        ("drivers by dominance", Importance::Dominance, 9),
    ];
    let each = |(title, importance, items): (&'static str, Importance, usize)| {
        ANSWERS.map(|of| {
            Case::new(title, of, move |size| {
                let columns: Vec<_> = (0..=items as u64)
                    .map(|item| answers(size, of, 7, item))
                    .collect();
                Box::new(move || {
                    let answers = |item: usize| SEVEN.full_answers(&columns[item]).unwrap();
                    let survey = Survey::new((0..items).map(|item| (name(item), answers(item))))
                        .unwrap()
                        .overall(answers(items))
                        .unwrap();
                    let assessment = survey.assess(Method::from(importance)).unwrap();
                    black_box(assessment.analysis(quadrant::Options::default()).unwrap());
                })
            })
        })
    };
    methods.into_iter().flat_map(each).collect()
}

/// The size is the number of attributes.
fn of_many_attributes() -> Vec<Case> {
    let mut cases = Vec::new();
    for (input, rating) in [
        (
            TYPICAL,
            (|at| 1.0 + (at * 7_919 % 900) as f64 / 100.0) as fn(usize) -> f64,
        ),
        ("all equal", |_| 5.0),
        ("rising", |at| 1.0 + at as f64 * 1e-7),
    ] {
        cases.push(Case::new(
            "quadrants of many attributes",
            input,
            move |size| {
                let attribute = |at| Attribute::new(name(at), rating(at), rating(at + 1));
                let attributes: Vec<_> = (0..size).map(attribute).collect();
                Box::new(move || {
                    let scales = RatingScales::same(Scale::ONE_TO_TEN);
                    let options = quadrant::Options::default();
                    let analysis =
                        Analysis::new(attributes.iter().cloned(), scales, options).unwrap();
                    black_box(analysis.by_rank());
                    black_box(analysis.get(&name(attributes.len() - 1)));
                })
            },
        ));
        cases.push(Case::new(
            "quality profile of many attributes",
            input,
            move |size| {
                let attributes: Vec<_> = (0..size)
                    .map(|at| {
                        let weight = 100.0 / size as f64;
                        RatedAttribute::new(name(at), weight, rating(at), [rating(at + 1)])
                    })
                    .collect();
                Box::new(move || {
                    let attributes = attributes.iter().cloned();
                    let options = profile::Options::default();
                    black_box(QualityProfile::new(Scale::ONE_TO_TEN, attributes, options).unwrap());
                })
            },
        ));
        cases.push(Case::new(
            "value map of many suppliers",
            input,
            move |size| {
                let ratio = |at| rating(at) / 5.0;
                let offer = |at| Offer::new(name(at), ratio(at), ratio(at + 3));
                let offers: Vec<_> = (0..size).map(offer).collect();
                Box::new(move || {
                    let offers = offers.iter().cloned();
                    black_box(ValueMap::new(offers, map::Options::default()).unwrap());
                })
            },
        ));
        cases.push(Case::new("value over many periods", input, move |size| {
            let attribute = RatedAttribute::new("all", 100.0, 5.0, [6.0]);
            let options = profile::Options::default();
            let profile = QualityProfile::new(Scale::ONE_TO_TEN, [attribute], options).unwrap();
            let names: Vec<_> = (0..size).map(name).collect();
            Box::new(move || {
                let periods = names.iter().enumerate();
                let period = |(at, name): (usize, &String)| {
                    PeriodValue::new(name, &profile, rating(at)).satisfaction(rating(at + 1))
                };
                let changes = trend::changes(periods.map(period), trend::Options::default());
                black_box(changes.unwrap());
            })
        }));
        cases.push(Case::new("market of many suppliers", input, move |size| {
            let suppliers: Vec<_> = (0..size)
                .map(|at| (name(at), [rating(at), rating(at + 1)]))
                .collect();
            Box::new(move || {
                let attributes = ["one", "two"];
                let suppliers = suppliers.iter().map(|(name, means)| (name, means));
                let market = Market::new(Scale::ONE_TO_TEN, attributes, suppliers).unwrap();
                let weights = [("one", 50.0), ("two", 50.0)];
                let options = profile::Options::default();
                black_box(market.quality_profile("name 0", &weights, options).unwrap());
            })
        }));
    }
    for (input, distinct) in [(TYPICAL, 200), ("few attributes", 24)] {
        cases.push(Case::new(
            "drivers by Pearson, many attributes",
            input,
            move |size| {
                // So many answers in all.
                let attributes = if input == TYPICAL {
                    size / distinct
                } else {
                    distinct
                };
                let respondents = size / attributes;
                let of = |item| answers(respondents, TYPICAL, 7, item as u64);
                let columns: Vec<_> = (0..=attributes).map(of).collect();
                Box::new(move || {
                    let answers = |item: usize| SEVEN.full_answers(&columns[item]).unwrap();
                    let survey =
                        Survey::new((0..attributes).map(|item| (name(item), answers(item))))
                            .unwrap()
                            .overall(answers(attributes))
                            .unwrap();
                    black_box(survey.assess(Method::default()).unwrap());
                })
            },
        ));
    }
    cases
}

/// Tables that are short as a rule.
fn of_tables() -> Vec<Case> {
    let nominations = |input: &'static str, customer: fn(u32) -> u32| {
        Case::new("core customers", input, move |size| {
            let size = size as u32;
            let named = Nominations {
                profitable_and_loyal: (0..size).map(customer).collect(),
                largest_share: (size / 2..size).map(customer).collect(),
                worth_more_to_us: (0..size / 2).map(customer).collect(),
            };
            Box::new(move || {
                black_box(named.clone().nominees(&Rules::default()).unwrap());
            })
        })
    };
    let suppliers = |input: &'static str, share: fn(u64) -> u64| {
        Case::new("switching costs of a market", input, move |size| {
            let supplier = |at| Supplier {
                supplier: at,
                share: MarketShare::Customers(share(at)),
                amount: Decimal::new(at as i64 % 900 + 100, 2),
            };
            let suppliers: Vec<_> = (0..size as u64).map(supplier).collect();
            Box::new(move || {
                black_box(
                    market::Market::from_prices(suppliers.iter().copied(), market::Ties::default())
                        .unwrap(),
                );
            })
        })
    };
    vec![
        nominations(TYPICAL, |at| at.wrapping_mul(2_654_435_761)),
        nominations("sorted", |at| at),
        nominations("reversed", |at| u32::MAX - at),
        suppliers(TYPICAL, |at| {
            at.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20 | 1
        }),
        suppliers("sorted", |at| at + 1),
        Case::new("perceived-value pricing", TYPICAL, |size| {
            let names: Vec<_> = (0..size).map(name).collect();
            Box::new(move || {
                let increments = names.iter().map(|name| (name.as_str(), Decimal::ONE));
                let price = Decimal::ONE_HUNDRED;
                black_box(PerceivedValuePricing::new(price, increments, Decimal::ONE).unwrap());
            })
        }),
        Case::new("hierarchy of many factors", TYPICAL, |size| {
            Box::new(move || {
                let factor = |at| Factor::equal(name(at), [name(at)]);
                black_box(Hierarchy::new((0..size).map(factor)).unwrap());
            })
        }),
        Case::new("hierarchy of many items", TYPICAL, |size| {
            Box::new(move || {
                let factor = Factor::equal("all", (0..size).map(name));
                black_box(Hierarchy::new([factor]).unwrap());
            })
        }),
    ]
}
