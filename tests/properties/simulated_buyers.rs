//! What intervals cover, and what chance alone brings about, among simulated customers.

use retention::economics::{Assignment, ContactComparison, ContactWarning};
use retention::estimate::{Confidence, Design, Resampling};
use retention::lifecycle::{LoyaltyRules, PartialDefection, Regularity};
use retention::period::{Period, Ruler, Window};
use retention::purchases::{History, Policy, Purchase, PurchaseLog};
use retention::pyramid::{Concentration, Cuts, Migration, Pyramid, gini, gini_interval};
use retention::scale::Weights;
use rust_decimal::{Decimal, dec};

use crate::buyers::{cents, day, exponential, lognormal, normal, pareto, share, steady};
use crate::random::Mixed;

fn half(number: u64) -> Window {
    Window::new(day(182 * number), day(182 * number + 181)).unwrap()
}

fn concentration(amounts: &[Decimal]) -> Concentration {
    Concentration::new(amounts.iter().copied()).unwrap()
}

/// The usual interval: 2.5 % of resamples lie below it and as many above.
fn percentiles_hold(
    random: &mut Mixed,
    amounts: &[Decimal],
    draws: usize,
    figure: impl Fn(&Concentration) -> f64,
    truth: f64,
) -> bool {
    let mut figures: Vec<f64> = (0..draws)
        .map(|_| {
            let drawn = (0..amounts.len())
                .map(|_| amounts[(random.unit() * amounts.len() as f64) as usize]);
            figure(&Concentration::new(drawn).unwrap())
        })
        .collect();
    figures.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| figures[(share * (draws - 1) as f64) as usize];
    at(0.025) <= truth && truth <= at(0.975)
}

/// Lognormal amounts with σ = 1 have a Gini coefficient of 2Φ(1/√2) − 1 = 0.5205.
#[test]
fn the_interval_of_gini_covers_skewed_amounts_better_than_percentiles() {
    let truth = 0.520_499_9;
    let mut random = Mixed(11);
    let resampling = Resampling::default().draws(199);
    let mut percentiles = 0;
    let samples = 120;
    let covered = share(samples, || {
        let amounts: Vec<Decimal> = (0..50).map(|_| lognormal(&mut random, 1.0)).collect();
        let gini = |found: &Concentration| found.gini().unwrap();
        percentiles += u32::from(percentiles_hold(&mut random, &amounts, 99, gini, truth));
        let interval = concentration(&amounts).gini_interval(resampling).unwrap();
        interval.unwrap().contains(truth)
    });
    let percentiles = f64::from(percentiles) / f64::from(samples);
    assert!(covered >= 0.84, "{covered}");
    assert!(covered >= percentiles + 0.05, "{covered} {percentiles}");
}

/// The Gini coefficient of a Pareto law with α = 3 is 1/5; that of exponential amounts 1/2.
#[test]
fn the_interval_of_gini_covers_200_and_1000_customers() {
    let resampling = Resampling::default().draws(100);
    let mut random = Mixed(12);
    let covered = share(100, || {
        let amounts: Vec<Decimal> = (0..200).map(|_| pareto(&mut random, 3.0)).collect();
        let interval = concentration(&amounts).gini_interval(resampling).unwrap();
        interval.unwrap().contains(0.2)
    });
    assert!(covered >= 0.88, "{covered}");
    let covered = share(40, || {
        let amounts: Vec<Decimal> = (0..1000)
            .map(|_| cents(50.0 * exponential(&mut random)))
            .collect();
        let interval = concentration(&amounts).gini_interval(resampling).unwrap();
        interval.unwrap().contains(0.5)
    });
    assert!(covered >= 0.88, "{covered}");
}

/// The top 20 % of lognormal amounts with σ = 1 bring Φ(1 − 0.8416) = 0.5629.
#[test]
fn the_interval_of_a_top_share_covers_skewed_amounts_better_than_percentiles() {
    let truth = 0.562_93;
    let mut random = Mixed(13);
    let resampling = Resampling::default().draws(199);
    let mut percentiles = 0;
    let samples = 120;
    let covered = share(samples, || {
        let amounts: Vec<Decimal> = (0..60).map(|_| lognormal(&mut random, 1.0)).collect();
        let top = |found: &Concentration| found.top_share(0.2).unwrap().unwrap();
        percentiles += u32::from(percentiles_hold(&mut random, &amounts, 99, top, truth));
        let found = concentration(&amounts);
        let interval = found.top_share_interval(0.2, resampling).unwrap();
        interval.unwrap().contains(truth)
    });
    let percentiles = f64::from(percentiles) / f64::from(samples);
    assert!(covered >= 0.84, "{covered}");
    assert!(covered >= percentiles + 0.03, "{covered} {percentiles}");
}

/// A sample in which large customers are drawn four times as often, and count for a quarter each.
#[test]
fn the_weighted_interval_of_gini_covers() {
    let truth = 0.520_499_9;
    let mut random = Mixed(14);
    let resampling = Resampling::default().draws(100);
    let mut unweighted = 0;
    let covered = share(60, || {
        let (mut amounts, mut weights) = (Vec::new(), Vec::new());
        while amounts.len() < 200 {
            let amount = lognormal(&mut random, 1.0);
            let large = amount > dec!(40);
            if large || random.unit() < 0.25 {
                amounts.push(amount);
                weights.push(if large { 1.0 } else { 4.0 });
            }
        }
        let weights = Weights::new(weights).unwrap();
        let of = |weights| {
            let interval = gini_interval(amounts.iter().copied(), weights, resampling);
            interval.unwrap().unwrap().contains(truth)
        };
        unweighted += u32::from(of(None));
        of(Some(&weights))
    });
    assert!(covered >= 0.86, "{covered}");
    // Large customers are too many, if nobody says so.
    assert!(unweighted < 40, "{unweighted}");
}

#[test]
fn a_weight_of_two_is_two_customers_to_gini() {
    let mut random = Mixed(15);
    let amounts: Vec<Decimal> = (0..40).map(|_| lognormal(&mut random, 1.2)).collect();
    let twice = amounts.iter().chain(&amounts[..10]).copied();
    let weights = Weights::new(
        (0..40)
            .map(|row| if row < 10 { 2.0 } else { 1.0 })
            .collect::<Vec<_>>(),
    );
    let weights = weights.unwrap();
    let weighted = gini(amounts.iter().copied(), Some(&weights))
        .unwrap()
        .unwrap();
    let repeated = gini(twice.clone(), None).unwrap().unwrap();
    assert!((weighted.value() - repeated.value()).abs() < 1e-12);
    let plain = concentration(&twice.collect::<Vec<_>>()).gini().unwrap();
    assert!((repeated.value() - plain).abs() < 1e-12);
    let sum: f64 = weighted.contributions().flatten().sum();
    assert!(sum.abs() < 1e-12, "{sum}");
}

/// The jackknife needs no formula.
#[test]
fn contributions_to_gini_are_about_what_leaving_a_customer_out_changes() {
    let mut random = Mixed(16);
    let amounts: Vec<Decimal> = (0..300).map(|_| lognormal(&mut random, 1.0)).collect();
    let all = gini(amounts.iter().copied(), None).unwrap().unwrap();
    let without: Vec<f64> = (0..300)
        .map(|out| {
            let others = amounts.iter().enumerate().filter(|&(row, _)| row != out);
            gini(others.map(|(_, amount)| *amount), None)
                .unwrap()
                .unwrap()
                .value()
        })
        .collect();
    let mean = without.iter().sum::<f64>() / 300.0;
    let jackknife =
        (without.iter().map(|one| (one - mean).powi(2)).sum::<f64>() * 299.0 / 300.0).sqrt();
    let error = all.estimate(&Design::default()).unwrap().standard_error();
    assert!(
        (error / jackknife - 1.0).abs() < 0.02,
        "{error} {jackknife}"
    );
}

/// Nobody changes: the share that ceased to be loyal is what chance explains.
#[test]
fn in_a_steady_base_68_percent_of_the_loyal_defect_as_chance_explains() {
    let mut random = Mixed(21);
    let mut sums = [0.0; 4];
    let (tries, mut held) = (6, 0);
    for _ in 0..tries {
        let log = PurchaseLog::from_rows(steady(&mut random, 1500, 6.0, |_| false)).unwrap();
        let view = |number| log.observe(half(number), Policy::default()).unwrap();
        let found = PartialDefection::of(&view(1), &view(2), LoyaltyRules::default()).unwrap();
        let relative = LoyaltyRules::default().regularity(Regularity::RelativeToRandom);
        let corrected = PartialDefection::of(&view(1), &view(2), relative).unwrap();
        let excess = found.excess.unwrap();
        held += u32::from(excess.interval(Confidence::default()).contains(0.0));
        for (sum, figure) in sums.iter_mut().zip([
            found.share.value().unwrap(),
            found.by_chance.unwrap(),
            excess.value(),
            corrected.share.value().unwrap(),
        ]) {
            *sum += figure / f64::from(tries);
        }
    }
    let [share, by_chance, excess, corrected] = sums;
    assert!((0.63..0.73).contains(&share), "{share}");
    assert!((share - by_chance).abs() < 0.05, "{share} {by_chance}");
    assert!(excess.abs() < 0.05 && held >= 5, "{excess} {held}");
    assert!(corrected < share - 0.05, "{corrected} {share}");
}

#[test]
fn real_defection_exceeds_what_chance_explains() {
    let mut random = Mixed(22);
    let rows = steady(&mut random, 2000, 6.0, |customer| customer % 10 < 3);
    let log = PurchaseLog::from_rows(rows).unwrap();
    let view = |number| log.observe(half(number), Policy::default()).unwrap();
    let found = PartialDefection::of(&view(1), &view(2), LoyaltyRules::default()).unwrap();
    let excess = found.excess.unwrap();
    assert!(excess.value() > 0.12, "{excess:.3}");
    assert!(
        excess.test(0.0).unwrap().unwrap().p_value < 0.01,
        "{excess:.3}"
    );
}

/// Among simulated customers who buy at random the tabled means are found again.
#[test]
fn the_variation_of_random_buying_is_that_of_simulated_customers() {
    let mut random = Mixed(23);
    let tries = 6000;
    for intervals in [2_u32, 3, 5, 14, 40] {
        let (mut sum, mut squares, mut tabled) = (0.0, 0.0, 0.0);
        for _ in 0..tries / intervals.min(10) {
            let mut at = 0.0;
            // Waits of thousands of days, so that whole days round little.
            let mut dates = vec![day(0)];
            for _ in 0..intervals {
                at += 1000.0 * exponential(&mut random);
                dates.push(day(at as u64));
            }
            let window = Window::new(dates[0], *dates.last().unwrap()).unwrap();
            let amounts = vec![dec!(1); dates.len()];
            let history = History::new(&dates, &amounts, window).unwrap();
            let rhythm = history.rhythm(Period::Day, Ruler::Days).unwrap();
            if rhythm.count == u64::from(intervals) {
                let variation = rhythm.variation().unwrap();
                sum += variation;
                squares += variation * variation;
                tabled = rhythm.random_variation().unwrap();
            }
        }
        let n = f64::from(tries / intervals.min(10));
        let mean = sum / n;
        let error = ((squares / n - mean * mean) / n).sqrt();
        assert!(
            (mean - tabled).abs() < 4.0 * error + 0.002,
            "{intervals}: {mean} {tabled}"
        );
    }
}

fn tiers(log: &PurchaseLog<u32>, number: u64) -> Pyramid<u32> {
    Pyramid::of(
        &log.observe(half(number), Policy::default()).unwrap(),
        &Cuts::curry(),
    )
    .unwrap()
}

/// Nobody changes, and yet the index is far from 0. Its value for the whole business is taken from many
/// customers.
#[test]
fn the_mobility_of_a_steady_base_is_covered_and_far_from_0() {
    let mut random = Mixed(24);
    let index = |random: &mut Mixed, customers| {
        let log = PurchaseLog::from_rows(steady(random, customers, 6.0, |_| false)).unwrap();
        let migration = Migration::between(&tiers(&log, 0), &tiers(&log, 1)).unwrap();
        migration.mobility(Confidence::default()).unwrap()
    };
    let truth = index(&mut random, 15_000).index;
    assert!((0.65..0.85).contains(&truth), "{truth}");
    let covered = share(60, || index(&mut random, 250).interval.contains(truth));
    assert!(covered >= 0.88, "{covered}");
}

/// Spending of customers in two years: each has a level, and chance each year. `effect` multiplies the
/// second year of those contacted.
fn two_years(
    random: &mut Mixed,
    customers: u32,
    effect: f64,
    contacted: impl Fn(u32) -> bool,
) -> PurchaseLog<u32> {
    let rows = (0..customers).flat_map(|customer| {
        let level = 0.7 * normal(random);
        [0, 1].map(|year| {
            let factor = if year == 1 && contacted(customer) {
                effect
            } else {
                1.0
            };
            Purchase {
                customer,
                date: day(182 * year),
                amount: cents(factor * 50.0 * (level + 0.7 * normal(random)).exp()),
            }
        })
    });
    PurchaseLog::from_rows(rows.collect::<Vec<_>>()).unwrap()
}

fn compared(
    log: &PurchaseLog<u32>,
    contacted: impl IntoIterator<Item = u32>,
    assignment: Assignment,
    draws: u32,
) -> ContactComparison {
    let view = |number| log.observe(half(number), Policy::default()).unwrap();
    let resampling = Resampling::default().draws(draws);
    ContactComparison::of(&view(0), &view(1), contacted, assignment, resampling).unwrap()
}

#[test]
fn the_interval_of_a_randomised_contact_covers_its_effect() {
    let mut random = Mixed(31);
    let is_contacted = |customer: u32| customer.is_multiple_of(3);
    let mut differ = 0;
    let covered = share(200, || {
        let log = two_years(&mut random, 120, 1.15, is_contacted);
        let contacted = (0..120).filter(|&customer| is_contacted(customer));
        let found = compared(&log, contacted, Assignment::Randomised, 99);
        differ += found.warnings.len();
        found.ratio.unwrap().contains(1.15)
    });
    assert!(covered >= 0.9, "{covered}");
    // Only by chance do the groups differ from the start: in 11 % of samples as small and skewed as these.
    assert!(differ <= 28, "{differ}");
}

/// Contact does nothing, and the best or the worst of one year return to their average.
#[test]
fn contacting_the_best_or_the_worst_looks_like_an_effect() {
    let mut random = Mixed(32);
    let log = two_years(&mut random, 2000, 1.0, |_| false);
    let first = log.observe(half(0), Policy::default()).unwrap();
    let mut ranked = first.revenues().unwrap();
    ranked.sort_unstable_by_key(|(_, amount)| *amount);
    let ids: Vec<u32> = ranked.into_iter().map(|(id, _)| *id).collect();
    let best = compared(&log, ids[1800..].to_vec(), Assignment::Chosen, 99);
    let worst = compared(&log, ids[..200].to_vec(), Assignment::Chosen, 99);
    let ratio = |found: &ContactComparison| found.effect.unwrap().ratio();
    assert!((0.4..0.7).contains(&ratio(&best)), "{}", ratio(&best));
    assert!(ratio(&worst) > 1.6, "{}", ratio(&worst));
    assert!(best.ratio.unwrap().upper() < 1.0);
    use ContactWarning::{Chosen, SpentLessBefore, SpentMoreBefore};
    assert_eq!(best.warnings, [Chosen, SpentMoreBefore]);
    assert_eq!(worst.warnings, [Chosen, SpentLessBefore]);
}
