//! Customer value: profiles, prices, the value map, delivered value, value over time.

use std::cmp::Ordering;

use proptest::prelude::*;
use retention::scale::Scale;
use retention::value::delivered::{DeliveredValue, ValueComponent, ValueForm};
use retention::value::map::{self, FairValueLine, Offer, Standing, ValueMap, ValueZone};
use retention::value::market::Market;
use retention::value::pricing::PerceivedValuePricing;
use retention::value::profile::{self, PriceProfile, QualityProfile, RatedAttribute};
use retention::value::trend::{self, PeriodValue, Signal};
use retention::value::{customer_value, relative_price};
use rust_decimal::Decimal;

use crate::cases;
use crate::rows::exact_sum;

/// Sums of a dozen products of ratios below ten.
const ROUNDING: f64 = 1e-12;

/// How high the line is, whether or not a price can be.
fn height(map: &ValueMap, quality_ratio: f64) -> f64 {
    map.line_price + map.slope * (quality_ratio - map.line_quality)
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= ROUNDING * (1.0 + a.abs().max(b.abs()))
}

fn rating() -> impl Strategy<Value = f64> {
    prop_oneof![
        3 => (10_u32..=100).prop_map(|tenths| f64::from(tenths) / 10.0),
        1 => 1.0_f64..=10.0,
    ]
}

/// Weights of which at least one counts; ratings of one to four competitors.
fn attributes() -> impl Strategy<Value = Vec<RatedAttribute>> {
    let weight = prop_oneof![1 => Just(0.0), 6 => 0.01_f64..100.0];
    let rows = (1_usize..5).prop_flat_map(move |competitors| {
        let row = (
            weight.clone(),
            rating(),
            prop::collection::vec(rating(), competitors),
        );
        prop::collection::vec(row, 1..12)
    });
    rows.prop_map(|rows| {
        let rows = rows.into_iter().enumerate();
        let mut rows: Vec<RatedAttribute> = rows
            .map(|(at, (weight, ours, theirs))| {
                RatedAttribute::new(format!("attribute {at}"), weight, ours, theirs)
            })
            .collect();
        rows[0].weight += 1.0;
        rows
    })
}

fn shuffled() -> impl Strategy<Value = (Vec<RatedAttribute>, Vec<RatedAttribute>)> {
    attributes().prop_flat_map(|rows| {
        let other = Just(rows.clone()).prop_shuffle().prop_map(|mut rows| {
            for row in &mut rows {
                row.competitors.reverse();
            }
            rows
        });
        (Just(rows), other)
    })
}

fn normalise() -> profile::Options {
    profile::Options::default().add_up_to(None)
}

fn profile(rows: &[RatedAttribute]) -> QualityProfile {
    QualityProfile::new(Scale::ONE_TO_TEN, rows.iter().cloned(), normalise()).unwrap()
}

fn points() -> impl Strategy<Value = Vec<Offer>> {
    prop::collection::vec((0.3_f64..3.0, 0.3_f64..3.0), 1..20).prop_map(|places| {
        let places = places.into_iter().enumerate();
        places
            .map(|(at, (quality, price))| Offer::new(format!("{at}"), quality, price))
            .collect()
    })
}

fn price() -> impl Strategy<Value = Decimal> {
    (1_i64..1_000_000, 0_u32..4).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale))
}

fn amount() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        1 => Just(Decimal::ZERO),
        5 => (0_i64..1_000_000, 0_u32..4).prop_map(|(m, scale)| Decimal::new(m, scale)),
    ]
}

fn offer() -> impl Strategy<Value = DeliveredValue> {
    prop::array::uniform8(amount()).prop_map(|amounts| offer_of(&amounts))
}

fn offer_of(amounts: &[Decimal; 8]) -> DeliveredValue {
    DeliveredValue::new(ValueComponent::ALL.iter().copied().zip(*amounts)).unwrap()
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_quality_ratio_does_not_depend_on_the_unit_of_the_weights(
        rows in attributes(), factor in 1e-6_f64..1e6,
    ) {
        let base = profile(&rows);
        let mut scaled = rows;
        for row in &mut scaled {
            row.weight *= factor;
        }
        let scaled = profile(&scaled);
        prop_assert!(close(base.quality_ratio, scaled.quality_ratio));
        prop_assert!(close(base.ratio_of_scores, scaled.ratio_of_scores));
    }

    #[test]
    fn equal_ratings_are_parity_to_the_last_digit(
        weights in prop::collection::vec(0.01_f64..100.0, 1..12),
        ratings in prop::collection::vec(rating(), 12),
        competitors in 1_usize..9,
    ) {
        let rows: Vec<RatedAttribute> = weights
            .iter()
            .zip(&ratings)
            .enumerate()
            .map(|(at, (&weight, &rating))| {
                RatedAttribute::new(at.to_string(), weight, rating, vec![rating; competitors])
            })
            .collect();
        let profile = profile(&rows);
        prop_assert_eq!(profile.quality_ratio, 1.0);
        prop_assert_eq!(profile.ratio_of_scores, 1.0);
        prop_assert_eq!(profile.quality_score, profile.competitors_score);
    }

    #[test]
    fn the_order_of_attributes_and_competitors_does_not_matter((rows, other) in shuffled()) {
        let (a, b) = (profile(&rows), profile(&other));
        prop_assert!(close(a.quality_ratio, b.quality_ratio));
        prop_assert!(close(a.ratio_of_scores, b.ratio_of_scores));
        prop_assert!(close(a.quality_score, b.quality_score));
        for row in a.attributes {
            let same = b.attributes.iter().find(|other| other.name == row.name).unwrap();
            prop_assert!(close(row.ratio, same.ratio) && close(row.weight, same.weight));
        }
    }

    #[test]
    fn a_better_rating_never_lowers_the_quality_ratio(
        rows in attributes(), at in any::<prop::sample::Index>(), better in rating(),
    ) {
        let at = at.index(rows.len());
        let base = profile(&rows);
        let mut ours = rows.clone();
        ours[at].ours = ours[at].ours.max(better);
        let ours = profile(&ours);
        prop_assert!(ours.quality_ratio >= base.quality_ratio);
        prop_assert!(ours.ratio_of_scores >= base.ratio_of_scores);
        let mut theirs = rows;
        let first = &mut theirs[at].competitors[0];
        *first = first.max(better);
        let theirs = profile(&theirs);
        prop_assert!(theirs.quality_ratio <= base.quality_ratio + ROUNDING);
        prop_assert!(theirs.ratio_of_scores <= base.ratio_of_scores + ROUNDING);
    }

    #[test]
    fn a_profile_adds_up_and_lies_between_its_ratios(rows in attributes()) {
        let profile = profile(&rows);
        let weights: f64 = profile.attributes.iter().map(|row| row.weight).sum();
        let contributions: f64 = profile.attributes.iter().map(|row| row.contribution).sum();
        prop_assert!(close(weights, 1.0));
        prop_assert!(close(contributions, profile.quality_ratio));
        let counted = || profile.attributes.iter().filter(|row| row.weight > 0.0);
        let least = counted().map(|row| row.ratio).fold(f64::INFINITY, f64::min);
        let most = counted().map(|row| row.ratio).fold(0.0, f64::max);
        for ratio in [profile.quality_ratio, profile.ratio_of_scores] {
            prop_assert!(least - ROUNDING <= ratio && ratio <= most + ROUNDING, "{ratio}");
        }
        prop_assert_eq!(profile.quality_ratio_estimate(), None);
        prop_assert_eq!(profile.ratio_of_scores_estimate(), None);
    }

    #[test]
    fn a_price_profile_is_a_quality_profile_turned_over(rows in attributes()) {
        let price =
            PriceProfile::new(Scale::ONE_TO_TEN, rows.iter().cloned(), normalise()).unwrap();
        let quality = profile(&rows);
        prop_assert_eq!(price.price_competitiveness, quality.quality_ratio);
        prop_assert!(close(price.relative_price * price.price_competitiveness, 1.0));
        // Rated alike on quality and price, the value is the square.
        let value = quality.customer_value(price.relative_price).unwrap().value().unwrap();
        prop_assert!(close(value, quality.quality_ratio.powi(2)));
    }

    #[test]
    fn relative_prices_of_two_are_each_others_inverse_and_of_one_currency(
        a in price(), b in price(), others in prop::collection::vec(price(), 1..9),
        factor in 1_i64..1000,
    ) {
        let of = |ours, theirs| relative_price(ours, &[theirs]).unwrap();
        prop_assert!(close(of(a, b) * of(b, a), 1.0));
        let factor = Decimal::new(factor, 1);
        let scaled: Vec<Decimal> =
            others.iter().map(|&price| price.checked_mul(factor).unwrap()).collect();
        let base = relative_price(a, &others).unwrap();
        prop_assert_eq!(base, relative_price(a.checked_mul(factor).unwrap(), &scaled).unwrap());
        let mut turned = others.clone();
        turned.reverse();
        prop_assert_eq!(base, relative_price(a, &turned).unwrap());
        prop_assert_eq!(relative_price(a, &vec![a; others.len()]).unwrap(), 1.0);
    }

    #[test]
    fn a_market_asks_each_supplier_as_a_profile_would(
        ratings in (2_usize..6, 1_usize..5).prop_flat_map(|(suppliers, attributes)| {
            prop::collection::vec(prop::collection::vec(rating(), attributes), suppliers)
        }),
        weights in prop::collection::vec(0.1_f64..9.0, 5),
        prices in prop::collection::vec(price(), 6),
    ) {
        let names = ["a", "b", "c", "d", "e"];
        let attributes = &names[..ratings[0].len()];
        let label = |at: usize| format!("supplier {at}");
        let suppliers = ratings.iter().enumerate();
        let suppliers = suppliers.map(|(at, means)| (label(at), means));
        let market =
            Market::new(Scale::ONE_TO_TEN, attributes.iter().copied(), suppliers).unwrap();
        let weights: Vec<(&str, f64)> =
            attributes.iter().copied().zip(weights.iter().copied()).collect();
        let prices = &prices[..ratings.len()];
        let options = map::Options::default().profile(normalise());
        let labels: Vec<String> = (0..prices.len()).map(label).collect();
        let named: Vec<(&str, Decimal)> =
            labels.iter().map(String::as_str).zip(prices.iter().copied()).collect();
        let map = market.value_map_from_prices(&weights, &named, options).unwrap();
        for at in 0..ratings.len() {
            let others = || (0..ratings.len()).filter(|&other| other != at);
            let rows: Vec<RatedAttribute> = weights
                .iter()
                .enumerate()
                .map(|(i, &(name, weight))| {
                    let theirs: Vec<f64> = others().map(|other| ratings[other][i]).collect();
                    RatedAttribute::new(name, weight, ratings[at][i], theirs)
                })
                .collect();
            let expected = profile(&rows);
            let found = market.quality_profile(&label(at), &weights, normalise()).unwrap();
            prop_assert_eq!(&found, &expected);
            let theirs: Vec<Decimal> = others().map(|other| prices[other]).collect();
            let point = map.get(&label(at)).unwrap();
            prop_assert_eq!(point.quality_ratio, expected.quality_ratio);
            prop_assert_eq!(point.relative_price, relative_price(prices[at], &theirs).unwrap());
            prop_assert_eq!((point.value_error, point.sufficient), (None, None));
            prop_assert_eq!(point.probability(Standing::Fair), None);
        }
        // In another order, and without the last, where that leaves two.
        let turned: Vec<String> = (0..ratings.len()).rev().map(label).collect();
        let turned: Vec<&str> = turned.iter().map(String::as_str).collect();
        let other = market.only(&turned).unwrap();
        for supplier in &turned {
            let of = |market: &Market| {
                market.quality_profile(supplier, &weights, normalise()).unwrap().quality_ratio
            };
            prop_assert!(close(of(&market), of(&other)));
        }
        let pair = market.only(&[&label(1), &label(0)]).unwrap();
        for &(name, _) in &weights {
            prop_assert_eq!(pair.mean(&label(0), name), market.mean(&label(0), name));
        }
        prop_assert_eq!(pair.suppliers().count(), 2);
    }

    #[test]
    fn a_map_says_the_same_of_a_supplier_whoever_else_is_on_it(
        points in points(), quality in 0.0_f64..90.0, price in 1.0_f64..90.0,
    ) {
        let line = FairValueLine::Weights { quality, price };
        let options = map::Options::default().line(line);
        let map = ValueMap::new(points.iter().cloned(), options).unwrap();
        let turned = ValueMap::new(points.iter().rev().cloned(), options).unwrap();
        for point in &points {
            let alone = ValueMap::new([point.clone()], options).unwrap();
            let found = map.get(&point.supplier);
            prop_assert_eq!(found, alone.get(&point.supplier));
            prop_assert_eq!(found, turned.get(&point.supplier));
            let found = found.unwrap();
            let value = customer_value(point.quality_ratio, point.relative_price).unwrap();
            prop_assert_eq!(Some(found.value), value.value());
        }
        let order: Vec<&str> = map.offers.iter().map(|point| point.supplier.as_str()).collect();
        let given: Vec<&str> = points.iter().map(|point| point.supplier.as_str()).collect();
        prop_assert_eq!(order, given);
    }

    #[test]
    fn cheaper_or_better_is_never_a_worse_position(
        quality in 0.3_f64..3.0, price in 0.3_f64..3.0, cheaper in 0.0_f64..0.2,
        better in 0.0_f64..0.2, weight in 0.0_f64..200.0, tolerance in 0.0_f64..0.1,
    ) {
        let line = FairValueLine::Weights { quality: weight, price: 100.0 };
        let points = [
            Offer::new("base", quality, price),
            Offer::new("cheaper", quality, price - cheaper),
            Offer::new("better", quality + better, price),
        ];
        let map = ValueMap::new(points, map::Options::default().line(line).tolerance(tolerance)).unwrap();
        let of = |name: &str| map.get(name).unwrap();
        prop_assert!(of("cheaper").standing >= of("base").standing);
        prop_assert!(of("better").standing >= of("base").standing);
        prop_assert!(of("cheaper").value >= of("base").value);
        prop_assert!(of("better").value >= of("base").value);
        let fair = height(&map, of("base").quality_ratio);
        prop_assert_eq!(of("base").fair_price, Some(fair).filter(|&fair| fair > 0.0));
        let below = fair - price;
        let expected = if below > tolerance {
            Standing::Better
        } else if -below > tolerance {
            Standing::Worse
        } else {
            Standing::Fair
        };
        prop_assert_eq!(of("base").standing, Some(expected));
    }

    #[test]
    fn zones_are_the_quarters_of_the_map(quality in 0.3_f64..3.0, price in 0.3_f64..3.0) {
        for (x, y) in [(quality, price), (1.0, price), (quality, 1.0), (1.0, 1.0)] {
            let point = [Offer::new("us", x, y)];
            let zone = ValueMap::new(point, map::Options::default()).unwrap().offers[0].zone;
            let quarter = |better: bool, dearer: bool| match (better, dearer) {
                (true, false) => ValueZone::OutstandingValue,
                (true, true) => ValueZone::Premium,
                (false, false) => ValueZone::Economy,
                (false, true) => ValueZone::PoorValue,
            };
            let on_it = x == 1.0 || y == 1.0;
            prop_assert_eq!(zone, (!on_it).then(|| quarter(x > 1.0, y > 1.0)));
        }
    }

    #[test]
    fn a_regression_line_leaves_residuals_that_go_with_nothing(
        places in prop::collection::vec((0.3_f64..3.0, 0.3_f64..3.0), 5..30),
        slope in -3.0_f64..3.0, up in 0.0_f64..5.0,
    ) {
        let options = map::Options::default().line(FairValueLine::Regression);
        let map = |places: &[(f64, f64)]| {
            let points = places.iter().enumerate();
            let points = points.map(|(at, &(x, y))| Offer::new(at.to_string(), x, y));
            ValueMap::new(points, options).unwrap()
        };
        let found = map(&places);
        let residual = |at: usize| found.offers[at].relative_price - height(&found, places[at].0);
        let sum: f64 = (0..places.len()).map(residual).sum();
        let product: f64 = (0..places.len()).map(|at| residual(at) * places[at].0).sum();
        prop_assert!(sum.abs() < 1e-9 && product.abs() < 1e-9, "{sum} {product}");
        prop_assert!((0.0..=1.0).contains(&found.r_squared.unwrap()));
        // Prices on a line are found to be on it.
        let exact: Vec<(f64, f64)> =
            places.iter().map(|&(x, _)| (x, 10.0 + up + slope * x)).collect();
        let exact = map(&exact);
        prop_assume!(found.slope_error.unwrap() < 1e3);
        prop_assert!((exact.slope - slope).abs() < 1e-6, "{}", exact.slope);
        // Only a line that rises says which price is fair.
        let expected = (exact.slope > 0.0).then_some(Standing::Fair);
        prop_assume!(slope.abs() > 1e-3);
        prop_assert!(exact.slope_p_value.unwrap() < 1e-6);
        prop_assert!(exact.offers.iter().all(|point| point.standing == expected));
        let told = found.slope_p_value.unwrap() <= 0.05 && found.slope > 0.0;
        prop_assert!(found.offers.iter().all(|point| point.standing.is_some() == told));
    }

    #[test]
    fn delivered_value_adds_up(amounts in prop::array::uniform8(amount())) {
        let offer = offer_of(&amounts);
        let (benefit, cost) =
            (exact_sum(amounts[..4].iter().copied()), exact_sum(amounts[4..].iter().copied()));
        prop_assert_eq!((offer.total_benefit(), offer.total_cost()), (benefit, cost));
        prop_assert_eq!(exact_sum([offer.difference(), cost]), benefit);
        let share = offer.ratio();
        prop_assert_eq!((share.part(), share.whole()), (benefit, cost));
        prop_assert_eq!(share.value().is_some(), !cost.is_zero());
    }

    #[test]
    fn a_preference_is_the_same_from_the_other_side(a in offer(), b in offer()) {
        for &form in ValueForm::ALL {
            let (Ok(there), Ok(back)) = (a.compare(&b, form), b.compare(&a, form)) else {
                prop_assert!(a.total_cost().is_zero() || b.total_cost().is_zero());
                prop_assert_eq!(form, ValueForm::Ratio);
                continue;
            };
            prop_assert_eq!(there, back.reverse());
            let (ratio, other) = (a.value_over(&b, form), b.value_over(&a, form));
            prop_assert_eq!(ratio.is_some(), other.is_some());
            if let (Some(ratio), Some(other)) = (ratio, other) {
                prop_assert!(close(ratio * other, 1.0));
                // Kotler's rule, but for what rounding makes of a ratio of nearly 1.
                let by_rule = match there {
                    Ordering::Greater => ratio >= 1.0 - ROUNDING,
                    Ordering::Less => ratio <= 1.0 + ROUNDING,
                    Ordering::Equal => close(ratio, 1.0),
                };
                prop_assert!(by_rule, "{:?}", there);
            }
        }
        prop_assert_eq!(a.compare(&a, ValueForm::Difference).unwrap(), Ordering::Equal);
    }

    /// What a lever promises for a percent is what a percent of a percent brings, a hundred times.
    #[test]
    fn levers_say_what_happens(amounts in prop::array::uniform8(1_i64..100_000)) {
        let amounts = amounts.map(|cents| Decimal::new(cents, 2));
        let offer = offer_of(&amounts);
        let value = |offer: &DeliveredValue, form| match form {
            ValueForm::Difference => {
                exact_sum([offer.difference()]).to_string().parse::<f64>().unwrap()
            }
            ValueForm::Ratio => offer.ratio().value().unwrap(),
        };
        for &form in ValueForm::ALL {
            let levers = offer.levers(form).unwrap();
            let mut all = levers.clone();
            all.sort_unstable();
            prop_assert_eq!(all, ValueComponent::ALL);
            let percent = |&lever: &ValueComponent| offer.effect_of_percent(lever, form).unwrap();
            prop_assert!(levers.is_sorted_by(|a, b| percent(a) >= percent(b)));
            for (at, &lever) in ValueComponent::ALL.iter().enumerate() {
                prop_assert_eq!(offer.amount(lever), amounts[at]);
                let millionth = amounts[at].checked_mul(Decimal::new(1, 6)).unwrap();
                for (effect, step, steps) in [
                    (percent(&lever), millionth, 1e4),
                    (offer.effect_of_unit(lever, form).unwrap(), Decimal::new(1, 6), 1e6),
                ] {
                    let signed = if lever.is_benefit() {
                        step
                    } else {
                        Decimal::ZERO.checked_sub(step).unwrap()
                    };
                    let mut moved = amounts;
                    moved[at] = exact_sum([moved[at], signed]);
                    let change = value(&offer_of(&moved), form) - value(&offer, form);
                    // To first order, of a step of a millionth; and the difference cancels digits.
                    let bound = 1e-3 * (1e-3 + effect.abs());
                    let size = value(&offer, form).abs();
                    prop_assert!(
                        (change * steps - effect).abs() <= bound + 1e-15 * size * steps,
                        "{:?} {:?} {}: {}", form, lever, effect, change * steps
                    );
                }
            }
        }
    }

    #[test]
    fn a_price_shares_the_value_between_customer_and_supplier(
        reference in amount(), increments in prop::collection::vec(amount(), 0..6),
        share in 0_i64..=100, cost in amount(),
    ) {
        let value = exact_sum(increments.iter().copied().chain([reference])).normalize();
        let discount = value.checked_mul(Decimal::new(share, 2)).unwrap();
        let named = increments.iter().enumerate().map(|(at, &more)| (at.to_string(), more));
        let pricing = PerceivedValuePricing::new(reference, named, discount).unwrap();
        let sum = |parts: &[Decimal]| exact_sum(parts.iter().copied());
        prop_assert_eq!(pricing.perceived_value(), value);
        prop_assert_eq!(sum(&[pricing.price(), pricing.customer_surplus()]), value);
        prop_assert_eq!(sum(&[pricing.reference_price(), pricing.premium()]), pricing.price());
        prop_assert_eq!(sum(&[pricing.premium(), discount]), pricing.extra_value());
        let profit = pricing.supplier_profit(cost).unwrap();
        // What is gained is the value less the cost, however it is shared.
        prop_assert_eq!(sum(&[profit, pricing.customer_surplus(), cost]), value);
    }

    #[test]
    fn a_trend_adds_up(
        periods in prop::collection::vec(
            (prop::collection::vec((0.1_f64..9.0, rating(), rating()), 4), 0.3_f64..3.0,
             prop::option::of(1.0_f64..10.0)),
            2..6,
        ),
        ratio_of_scores in any::<bool>(),
    ) {
        let profiles: Vec<QualityProfile> = periods
            .iter()
            .map(|(rows, ..)| {
                let rows = rows.iter().enumerate();
                let rows: Vec<RatedAttribute> = rows
                    .map(|(at, &(weight, ours, theirs))| {
                        RatedAttribute::new(at.to_string(), weight, ours, [theirs])
                    })
                    .collect();
                profile(&rows)
            })
            .collect();
        let labelled = profiles.iter().zip(&periods).enumerate();
        let labelled = labelled.map(|(at, (profile, &(_, price, satisfaction)))| PeriodValue {
            satisfaction,
            ..PeriodValue::new(at.to_string(), profile, price)
        });
        let options = trend::Options::default().ratio_of_scores(ratio_of_scores);
        let trend = trend::changes(labelled, options).unwrap();
        prop_assert_eq!(trend.len(), periods.len() - 1);
        let mut sum = 0.0;
        for (at, change) in trend.iter().enumerate() {
            let of_attributes: f64 = change.attributes.iter().map(|row| row.value_change).sum();
            prop_assert!(close(of_attributes + change.price_effect, change.change));
            for row in &change.attributes {
                prop_assert_eq!(row.rating_effect + row.weight_effect, row.value_change);
            }
            prop_assert_eq!(change.change, change.after - change.before);
            let expected = match periods[at + 1].2 {
                None => Signal::NotMeasured,
                Some(_) if change.change >= -ROUNDING => Signal::Quiet,
                // Three quarters of the way from 1 to 10.
                Some(high) if high >= 7.75 => Signal::DownDespiteSatisfaction,
                Some(_) => Signal::Down,
            };
            prop_assert_eq!(change.signal, expected);
            prop_assert_eq!(change.share_signal, Signal::NotMeasured);
            let parts = [change.our_effect, change.competitors_effect, change.weight_effect,
                change.price_effect];
            prop_assert!(close(parts.iter().sum(), change.change));
            prop_assert!(close(change.our_effect + change.competitors_effect, change.rating_effect));
            prop_assert_eq!(
                change.they_got_better_faster,
                Some(change.our_effect > ROUNDING && change.rating_effect < -ROUNDING)
            );
            let errors = [change.our_effect_error, change.price_effect_error];
            prop_assert_eq!(errors, [None, None]);
            prop_assert_eq!(change.standard_error, None);
            sum += change.change;
        }
        let value = |at: usize| {
            let profile = &profiles[at];
            let ratio = if ratio_of_scores { profile.ratio_of_scores } else { profile.quality_ratio };
            ratio / periods[at].1
        };
        prop_assert!(close(sum, value(periods.len() - 1) - value(0)));
    }

    #[test]
    fn a_trend_does_not_mind_the_order_of_attributes(
        (rows, other) in shuffled(), prices in (0.3_f64..3.0, 0.3_f64..3.0),
        better in rating(),
    ) {
        let mut later = rows.clone();
        later[0].ours = better;
        let (first, second, turned) = (profile(&rows), profile(&later), {
            let mut turned = other;
            for row in &mut turned {
                if row.name == later[0].name {
                    row.ours = better;
                }
            }
            profile(&turned)
        });
        let trend = |second| {
            let periods = [
                PeriodValue::new("before", &first, prices.0),
                PeriodValue::new("after", second, prices.1),
            ];
            trend::changes(periods, trend::Options::default()).unwrap()
        };
        let (a, b) = (trend(&second), trend(&turned));
        let (a, b) = (&a[0], &b[0]);
        prop_assert!(close(a.change, b.change));
        for (x, y) in a.attributes.iter().zip(&b.attributes) {
            prop_assert_eq!(&x.name, &y.name);
            prop_assert!((x.value_change - y.value_change).abs() < 1e-11);
        }
    }
}
