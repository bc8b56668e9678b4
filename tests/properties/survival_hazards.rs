//! Hazards by tenure, and their peaks.

use proptest::prelude::*;
use retention::estimate::Adjustment;
use retention::survival::{Hazard, HazardBin, HazardOptions, Spell, Survival};

use crate::cases;
use crate::random::Mixed;
use crate::survival::{spells, whole};

fn everyone() -> HazardOptions {
    HazardOptions::default().min_at_risk(0.0)
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn bins_hold_everyone_who_was_there_whatever_their_width(spells in spells(), width in 1_u32..8) {
        let curve = whole(&spells);
        let hazard = curve.hazard(everyone().width(width)).unwrap();
        let ended = spells.iter().filter(|spell| spell.has_ended()).count() as f64;
        let sum = |of: fn(&(f64, f64)) -> f64| {
            let bins = hazard.bins.iter().map(|bin| (bin.exposure, bin.ended));
            bins.map(|bin| of(&bin)).sum::<f64>()
        };
        prop_assert_eq!(sum(|bin| bin.1), ended);
        // Tenure 0 is told only where somebody left at it.
        let at_0 = spells.iter().any(|spell| spell.has_ended() && spell.time() == 0);
        let started = spells.iter().filter(|spell| spell.entry().is_none()).count() as f64;
        let there: u32 = spells.iter().map(|spell| spell.time() - spell.entry().unwrap_or(0)).sum();
        let expected = f64::from(there) + if at_0 { started } else { 0.0 };
        prop_assert_eq!(sum(|bin| bin.0), expected);
        for pair in hazard.bins.windows(2) {
            prop_assert_eq!(pair[0].to + 1, pair[1].from);
        }
    }

    #[test]
    fn single_tenures_are_the_steps_of_the_curve_with_intervals_around_them(spells in spells()) {
        let curve = whole(&spells);
        let hazard = curve.hazard(everyone()).unwrap();
        for point in &curve.points {
            let bin = hazard.bins.iter().find(|bin| bin.from == point.time).unwrap();
            prop_assert_eq!((bin.exposure, bin.ended), (point.at_risk, point.ended));
        }
        for bin in &hazard.bins {
            prop_assert_eq!(bin.hazard.is_some(), bin.exposure > 0.0);
            let Some(share) = bin.hazard else { continue };
            let (lower, upper) = (bin.lower.unwrap(), bin.upper.unwrap());
            prop_assert!(0.0 <= lower && lower <= share && share <= upper && upper <= 1.0);
            prop_assert_eq!(bin.p_value.is_some(), bin.around.is_some());
            if let Some(p) = bin.p_value {
                prop_assert!((0.0..=1.0).contains(&p) && p <= bin.adjusted.unwrap());
                // No bin stands out that is no higher than one of its sides.
                if bin.excess().unwrap() <= 0.0 {
                    prop_assert!(p > 0.3, "{}", p);
                }
            }
        }
        prop_assert_eq!(hazard.compared, hazard.bins.iter().filter(|bin| bin.p_value.is_some()).count() as u64);
    }
}

/// The tenures of so many customers with this hazard in each month, followed for 6 to 48 months.
fn with_hazard(customers: u32, hazard: impl Fn(u32) -> f64, random: &mut Mixed) -> Hazard {
    told(customers, hazard, random, HazardOptions::default())
}

fn told(
    customers: u32,
    hazard: impl Fn(u32) -> f64,
    random: &mut Mixed,
    options: HazardOptions,
) -> Hazard {
    let mut spell = |_| {
        let followed = 6 + (random.unit() * 43.0) as u32;
        let left = (1..=followed).find(|&month| random.unit() < hazard(month));
        left.map_or(Spell::ongoing(followed), Spell::ended)
    };
    let spells: Vec<Spell> = (0..customers).map(&mut spell).collect();
    Survival::of(spells).unwrap().hazard(options).unwrap()
}

/// In how many of so many samples some month is called a peak.
fn false_alarms(customers: u32, runs: u32, hazard: fn(u32) -> f64, options: HazardOptions) -> f64 {
    let mut random = Mixed(23);
    let alarms = (0..runs).filter(|_| {
        told(customers, hazard, &mut random, options)
            .peaks()
            .count()
            > 0
    });
    alarms.count() as f64 / f64::from(runs)
}

const SMOOTH: [fn(u32) -> f64; 4] = [
    |_| 0.04,
    // Falling steeply: a third in the first month, 3 % in the last.
    |month| 0.4 / f64::from(month + 1).powf(0.7),
    // Rising.
    |month| 0.005 + 0.002 * f64::from(month),
    // Rising and falling again, slowly.
    |month| 0.02 + 0.03 * (-((f64::from(month) - 15.0) / 10.0).powi(2)).exp(),
];

#[test]
fn smooth_hazards_have_no_peaks() {
    for (shape, hazard) in SMOOTH.into_iter().enumerate() {
        let rate = false_alarms(400, 150, hazard, HazardOptions::default());
        assert!(rate <= 0.02, "shape {shape}: {rate}");
    }
    // Quarters, and without the correction the rate of each month.
    let quarters = HazardOptions::default().width(3);
    assert!(false_alarms(400, 150, SMOOTH[0], quarters) <= 0.02);
    let alone = HazardOptions::default().adjustment(Adjustment::None);
    let mut random = Mixed(29);
    let (mut called, mut compared) = (0, 0);
    for _ in 0..100 {
        let hazard = told(400, SMOOTH[0], &mut random, alone);
        called += hazard.peaks().count();
        compared += hazard.compared;
    }
    let rate = called as f64 / compared as f64;
    assert!(rate <= 0.05 && rate > 0.001, "{rate}");
}

/// The rule that comes to mind calls a peak whatever lies above its neighbours with 95 % confidence. It
/// sees one in most samples without any.
#[test]
fn a_month_above_its_neighbours_is_mostly_no_peak() {
    for hazard in SMOOTH {
        let (mut random, mut alarms) = (Mixed(47), 0);
        for _ in 0..100 {
            let hazard = with_hazard(400, hazard, &mut random);
            let above =
                |bin: &HazardBin| bin.around.is_some_and(|around| bin.lower.unwrap() > around);
            alarms += u32::from(hazard.bins.iter().any(above));
        }
        assert!(alarms >= 30, "{alarms}");
    }
}

#[test]
fn the_end_of_a_contract_of_twelve_months_is_found() {
    // The share of customers who leave at the end, and in the month after it.
    for (customers, at_the_end, after, least) in [
        (400, 0.15, 0.03, 0.9),
        (1500, 0.08, 0.03, 0.9),
        (400, 0.2, 0.1, 0.9),
    ] {
        let mut random = Mixed(31);
        let (mut found, mut elsewhere) = (0, 0);
        for _ in 0..100 {
            let hazard = |month| match month {
                12 => at_the_end,
                13 => after,
                _ => 0.03,
            };
            let hazard = with_hazard(customers, hazard, &mut random);
            found += u32::from(hazard.peaks().any(|bin| bin.from == 12));
            elsewhere += u32::from(hazard.peaks().any(|bin| bin.from != 12));
        }
        let share = f64::from(found) / 100.0;
        assert!(
            share >= least && elsewhere <= 3,
            "{customers}: {share}, elsewhere {elsewhere}"
        );
    }
}

#[test]
fn intervals_of_hazards_cover_what_they_claim() {
    let (mut random, mut covered, mut all) = (Mixed(37), [0; 3], 0);
    for _ in 0..600 {
        let hazard = with_hazard(60, |month| 0.3 / f64::from(month), &mut random);
        all += 1;
        for (covered, month) in covered.iter_mut().zip([1_u32, 3, 6]) {
            let bin = hazard.bins.iter().find(|bin| bin.from == month).unwrap();
            let truth = 0.3 / f64::from(month);
            *covered += u32::from(bin.lower.unwrap() <= truth && truth <= bin.upper.unwrap());
        }
    }
    for covered in covered {
        let rate = f64::from(covered) / f64::from(all);
        assert!((0.92..=0.98).contains(&rate), "{rate}");
    }
}
