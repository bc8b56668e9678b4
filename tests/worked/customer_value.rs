//! Quality, price and value by the definitions of Gale (1994), on his example of chicken changed
//! and on small ones.

use retention::Accumulator;
use retention::estimate::Estimate;
use retention::scale::Scale;
use retention::value::map::{self, FairValueLine, Offer, Standing, ValueMap, ValueZone};
use retention::value::market::{self, Market, Ratings};
use retention::value::profile::{self, PriceProfile, QualityProfile, RatedAttribute};
use retention::value::trend::{self, PeriodValue, Satisfied, Signal};
use retention::value::{customer_value, relative_price};
use rust_decimal::dec;

use crate::assert_published;
use crate::chicken::{CHICKEN, chicken, profile};
use crate::surveys::{Survey, corp_rep};

/// The same cells, shifted by one: a ratio of ratings depends on where the scale starts.
#[test]
fn chicken_on_0_to_9_is_1_306_which_is_why_such_a_scale_must_be_asked_for() {
    let shifted = || {
        chicken().map(|mut attribute| {
            attribute.ours -= 1.0;
            attribute.competitors[0] -= 1.0;
            attribute
        })
    };
    let scale = Scale::new(0.0, 9.0).unwrap();
    let error = QualityProfile::new(scale, shifted(), Default::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "low end of the scale must be above 0, because a ratio depends on where the scale starts, \
         got 0"
    );
    let options = profile::Options::default().allow_zero(true);
    let profile = QualityProfile::new(scale, shifted(), options).unwrap();
    assert_published(profile.quality_ratio, "1.306");
}

/// The competitors' column is the mean over them.
#[test]
fn several_competitors_count_by_their_mean() {
    let several = chicken().map(|mut attribute| {
        let mean = attribute.competitors[0];
        attribute.competitors = vec![mean - 0.5, mean + 0.5];
        attribute
    });
    assert_published(profile(several).quality_ratio, "1.2593397655");

    let market = Market::new(
        Scale::ONE_TO_TEN,
        CHICKEN.map(|(name, ..)| name),
        [
            ("Perdue", CHICKEN.map(|(_, _, ours, _)| ours)),
            ("one", CHICKEN.map(|(.., theirs)| theirs - 0.5)),
            ("other", CHICKEN.map(|(.., theirs)| theirs + 0.5)),
        ],
    )
    .unwrap();
    let weights = CHICKEN.map(|(name, weight, ..)| (name, weight));
    let of_market = market
        .quality_profile("Perdue", &weights, Default::default())
        .unwrap();
    assert_published(of_market.quality_ratio, "1.2593397655");
    assert_eq!(of_market.quality_ratio_estimate(), None);
}

/// Weights as shares, and as any numbers.
#[test]
fn chicken_with_weights_in_other_units_is_the_same() {
    for (factor, add_up_to) in [(0.01, Some(1.0)), (0.01, None), (7.0, None)] {
        let attributes = chicken().map(|mut attribute| {
            attribute.weight *= factor;
            attribute
        });
        let options = profile::Options::default().add_up_to(add_up_to);
        let profile = QualityProfile::new(Scale::ONE_TO_TEN, attributes, options).unwrap();
        assert_published(profile.quality_ratio, "1.2593397655");
    }
}

/// With the names of the luxury-car example; its figures are not known.
#[test]
fn relative_price_is_one_over_price_competitiveness() {
    let attributes = [
        RatedAttribute::new("purchase price", 50.0, 6.0, [8.0]),
        RatedAttribute::new("trade-in allowance", 20.0, 9.0, [9.0]),
        RatedAttribute::new("resale price", 20.0, 9.0, [6.0]),
        RatedAttribute::new("finance rates", 10.0, 4.0, [8.0]),
    ];
    let price = PriceProfile::new(Scale::ONE_TO_TEN, attributes, Default::default()).unwrap();
    // 0.5 · 0.75 + 0.2 · 1 + 0.2 · 1.5 + 0.1 · 0.5
    assert_published(price.price_competitiveness, "0.925");
    assert_published(price.relative_price, "1.0810810811");
    assert_eq!(
        relative_price(dec!(21_000), &[dec!(18_000), dec!(22_000)]),
        Ok(1.05)
    );
    let value = profile(chicken())
        .customer_value(price.relative_price)
        .unwrap();
    assert_published(value.value().unwrap(), "1.1648892831");
}

#[test]
fn weights_60_and_40_with_1_2_and_1_25_are_better_though_the_value_is_0_96() {
    let line = FairValueLine::Weights {
        quality: 60.0,
        price: 40.0,
    };
    let map = ValueMap::new(
        [Offer::new("us", 1.2, 1.25)],
        map::Options::default().line(line).tolerance(0.02),
    )
    .unwrap();
    let us = map.get("us").unwrap();
    assert_published(us.fair_price.unwrap(), "1.3");
    assert_eq!(us.standing, Some(Standing::Better));
    assert_eq!(us.value, 0.96);
    assert!(us.value_and_line_disagree());
    assert_eq!(us.zone, Some(ValueZone::Premium));
    assert_eq!(customer_value(1.2, 1.25).unwrap().value(), Some(0.96));
    assert_eq!(map.options.line, line);
}

/// Whoever is asked about, the others are "them".
#[test]
fn us_against_them_can_be_asked_of_each_supplier() {
    let market = Market::new(
        Scale::ONE_TO_TEN,
        ["a", "b"],
        [
            ("one", [8.0, 6.0]),
            ("two", [6.0, 6.0]),
            ("three", [4.0, 9.0]),
        ],
    )
    .unwrap();
    let weights = [("a", 75.0), ("b", 25.0)];
    let map = market
        .value_map_from_prices(
            &weights,
            &[("three", dec!(8)), ("one", dec!(12)), ("two", dec!(10))],
            map::Options::default(),
        )
        .unwrap();
    // 0.75 · 8/5 + 0.25 · 6/7.5 and so on; 12 of 9, 10 of 10, 8 of 11.
    for (supplier, quality, price) in [
        ("one", "1.4000", "1.3333"),
        ("two", "0.9500", "1.0000"),
        ("three", "0.8036", "0.7273"),
    ] {
        let point = map.get(supplier).unwrap();
        assert_published(point.quality_ratio, quality);
        assert_published(point.relative_price, price);
    }
}

const QUALITY: [(&str, f64); 8] = [
    ("qual_1", 20.0),
    ("qual_2", 20.0),
    ("qual_3", 10.0),
    ("qual_4", 10.0),
    ("qual_5", 10.0),
    ("qual_6", 10.0),
    ("qual_7", 10.0),
    ("qual_8", 10.0),
];

/// Four mobile-phone providers, each rated by its own customers; one respondent left out, or none.
fn providers(survey: &Survey, left_out: Option<usize>) -> Market {
    let provider = survey.column("serviceprovider");
    let columns = QUALITY.map(|(name, _)| survey.column(name));
    let suppliers = ["1", "2", "3", "4"];
    let names = QUALITY.map(|(name, _)| name);
    let mut builder = market::Builder::new(Scale::ONE_TO_SEVEN, names, suppliers).unwrap();
    for (row, provider) in provider.iter().enumerate() {
        if Some(row) != left_out {
            let ratings = Ratings {
                supplier: suppliers[provider.unwrap() as usize - 1],
                ratings: &columns.map(|column| column[row]),
            };
            builder.push(&[ratings]).unwrap();
        }
    }
    builder.finish().unwrap()
}

/// The delta method's error against that of leaving each respondent out in turn, which knows nothing
/// of derivatives. The two differ by about one part in the number of respondents.
#[test]
fn quality_ratios_of_four_providers_have_the_errors_of_the_jackknife() {
    let ratios = |market: &Market| {
        ["1", "2", "3", "4"].map(|supplier| {
            let profile = market.quality_profile(supplier, &QUALITY, Default::default());
            profile.unwrap().quality_ratio
        })
    };
    let survey = corp_rep();
    let whole = providers(&survey, None);
    let provider: Vec<usize> = survey
        .column("serviceprovider")
        .iter()
        .map(|provider| provider.unwrap() as usize - 1)
        .collect();
    let without: Vec<[f64; 4]> = (0..provider.len())
        .map(|row| ratios(&providers(&survey, Some(row))))
        .collect();
    for (at, supplier) in ["1", "2", "3", "4"].into_iter().enumerate() {
        // Provider by provider, since their sizes are not left to chance.
        let variance: f64 = (0..4)
            .map(|stratum| {
                let values = || {
                    let rows = provider.iter().zip(&without);
                    rows.filter(|&(&found, _)| found == stratum)
                        .map(|(_, row)| row[at])
                };
                let n = values().count() as f64;
                let mean = values().sum::<f64>() / n;
                (n - 1.0) / n * values().map(|value| (value - mean).powi(2)).sum::<f64>()
            })
            .sum();
        let profile = whole
            .quality_profile(supplier, &QUALITY, Default::default())
            .unwrap();
        let estimate = profile.quality_ratio_estimate().unwrap();
        let ratio = estimate.standard_error() / variance.sqrt();
        assert!((ratio - 1.0).abs() < 0.02, "{supplier}: {ratio}");
    }
}

/// By hand: shares .2 and .8 become .4 and .6 while ratios stay 0.8 and 1.2, so that quality falls
/// from 1.12 to 1.04; 0.2 (0.8 − 1.08) = −0.056 and −0.2 (1.2 − 1.08) = −0.024.
#[test]
fn what_gains_weight_where_we_are_weak_costs_value() {
    let of = |first, second| {
        profile([
            RatedAttribute::new("network", first, 4.0, [5.0]),
            RatedAttribute::new("advice", second, 6.0, [5.0]),
        ])
    };
    let (before, after) = (of(20.0, 80.0), of(40.0, 60.0));
    for ratio_of_scores in [false, true] {
        let trend = trend::changes(
            [
                PeriodValue::new("1", &before, 1.0),
                PeriodValue::new("2", &after, 1.0),
            ],
            trend::Options::default().ratio_of_scores(ratio_of_scores),
        )
        .unwrap();
        let change = &trend[0];
        assert_published(change.change, "-0.080000000");
        assert_eq!(change.price_effect, 0.0);
        for (row, effect) in change
            .attributes
            .iter()
            .zip(["-0.056000000", "-0.024000000"])
        {
            assert_eq!((row.ratio_change, row.rating_effect), (0.0, 0.0));
            assert_published(row.weight_effect, effect);
            assert_published(row.value_change, effect);
        }
    }
}

fn period(ours: f64, theirs: f64) -> QualityProfile {
    profile([RatedAttribute::new("service", 100.0, ours, [theirs])])
}

/// Highly satisfied all the while, and yet value falls from 9/7 to 9/9.5.
#[test]
fn satisfaction_of_9_and_9_with_value_from_1_286_to_0_947_gives_the_alarm() {
    let (before, after) = (period(9.0, 7.0), period(9.0, 9.5));
    let changes = trend::changes(
        [
            PeriodValue::new("1", &before, 1.0)
                .satisfaction(9.0)
                .market_share(0.31),
            PeriodValue::new("2", &after, 1.0)
                .satisfaction(9.0)
                .market_share(0.27),
        ],
        trend::Options::default(),
    )
    .unwrap();
    let change = &changes[0];
    assert_published(change.before, "1.286");
    assert_published(change.after, "0.947");
    assert_eq!(change.signal, Signal::DownDespiteSatisfaction);
    assert_published(change.share_change.unwrap(), "-0.04");
    assert_eq!(change.share_signal, Signal::DownDespiteSatisfaction);
    // All of it is theirs; we did not get better.
    assert_eq!(
        (change.our_effect, change.they_got_better_faster),
        (0.0, Some(false))
    );
    assert_published(change.competitors_effect, "-0.3383458647");
}

/// Satisfaction rises, but nobody is satisfied: no alarm, though value falls.
#[test]
fn satisfaction_of_3_0_and_3_1_gives_no_alarm() {
    let (before, after) = (period(3.0, 2.5), period(3.1, 3.5));
    let periods = [
        PeriodValue::new("1", &before, 1.0).satisfaction(3.0),
        PeriodValue::new("2", &after, 1.0).satisfaction(3.1),
    ];
    let signal = |options| trend::changes(periods.clone(), options).unwrap()[0].signal;
    let options = trend::Options::default();
    assert_eq!(signal(options), Signal::Down);
    // Asked whether satisfaction fell, it is another question.
    let not_falling = options.satisfied(Satisfied::NotFalling);
    assert_eq!(signal(not_falling), Signal::DownDespiteSatisfaction);
    // And from 3.0 on a scale that ends at 4, most are satisfied.
    let four = Scale::new(1.0, 4.0).unwrap();
    let of_four = options.satisfaction_scale(Some(four)).high_from(0.7);
    assert_eq!(signal(of_four), Signal::DownDespiteSatisfaction);
}

/// A market share that falls from a sample of 400 to one of 400 may be chance.
#[test]
fn a_market_share_is_judged_with_its_error() {
    let profile = period(9.0, 9.0);
    let signal = |later: f64, error: f64| {
        let share = |value| Estimate::new(value, error).unwrap();
        let of = |name, value| {
            PeriodValue::new(name, &profile, 1.0)
                .satisfaction(9.0)
                .market_share_estimate(share(value))
        };
        let periods = [of("1", 0.30), of("2", later)];
        let changes = trend::changes(periods, trend::Options::default()).unwrap();
        assert_eq!(changes[0].signal, Signal::Quiet);
        assert_published(
            changes[0].share_change_error.unwrap(),
            &format!("{:.6}", error * 2_f64.sqrt()),
        );
        changes[0].share_signal
    };
    // √(0.3 · 0.7 / 400)
    assert_eq!(signal(0.25, 0.0229), Signal::NotDistinguished);
    assert_eq!(signal(0.20, 0.0229), Signal::DownDespiteSatisfaction);
    assert_eq!(signal(0.30, 0.0229), Signal::Quiet);
}

/// 6/6 to 8/4 at twice the price: ours first or theirs first, 1/2 (2/6 + 2/4), at the mean worth of 3/4.
/// Shapley's value of the three causes, which takes all six orders, would be 0.3056.
#[test]
fn owen_1977_splits_pair_within_pair() {
    let (before, after) = (period(6.0, 6.0), period(8.0, 4.0));
    let periods = [
        PeriodValue::new("1", &before, 1.0),
        PeriodValue::new("2", &after, 2.0),
    ];
    let change = trend::changes(periods, trend::Options::default()).unwrap();
    assert_published(change[0].our_effect, "0.3125");
    assert_published(change[0].competitors_effect, "0.4375");
    assert_published(change[0].price_effect, "-0.75");
}

/// 8/6 to 9/9: with theirs as they were, ours add 1/2 (1/6 + 1/9) of value; theirs take away the rest.
#[test]
fn they_got_better_faster_is_a_line_of_the_result() {
    let (before, after) = (period(8.0, 6.0), period(9.0, 9.0));
    let of = |options| {
        let periods = [
            PeriodValue::new("1", &before, 1.0),
            PeriodValue::new("2", &after, 0.8),
        ];
        trend::changes(periods, options).unwrap().remove(0)
    };
    for ratio_of_scores in [false, true] {
        let change = of(trend::Options::default().ratio_of_scores(ratio_of_scores));
        assert_eq!(change.they_got_better_faster, Some(true));
        // Worth of a unit of quality: the mean of 1 and 1.25.
        if !ratio_of_scores {
            assert_published(change.our_effect, "0.15625");
            assert_published(change.competitors_effect, "-0.53125");
        }
        assert_published(change.rating_effect, "-0.375");
        // Mean quality 7/6, times a quarter.
        assert_published(change.price_effect, "0.2916666667");
        assert_eq!(change.weight_effect, 0.0);
        assert_published(change.change, "-0.0833333333");
    }
}
