//! Bands that hold the whole curve of survival.

use proptest::prelude::*;
use retention::estimate::Confidence;
use retention::survival::{Band, BandForm, Spell, Survival, Transform};

use statrs::distribution::{ContinuousCDF, Normal};

use crate::cases;
use crate::random::Mixed;
use crate::survival::{spells, whole};

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn a_band_holds_its_curve_and_that_of_equal_precision_every_interval(
        spells in spells(), (start, length) in (0_u32..20, 0_u32..20), level in 0.5_f64..0.99,
    ) {
        let (curve, confidence) = (whole(&spells), Confidence::new(level).unwrap());
        for transform in Transform::ALL {
            for form in BandForm::ALL {
                let Ok(band) = curve.band(*form, *transform, start..=start + length, confidence) else {
                    continue;
                };
                prop_assert!(start <= band.from && band.from <= band.until);
                prop_assert!(band.until <= start + length);
                for time in 0..45 {
                    let inside = (band.from..=band.until).contains(&time);
                    let held = band.at(time);
                    prop_assert_eq!(held.is_some(), inside, "{}", time);
                    let Some(held) = held else { continue };
                    prop_assert!(held.contains(curve.at(time).unwrap()));
                    prop_assert!(0.0 <= held.lower() && held.upper() <= 1.0);
                    let interval = curve.interval(time, *transform, confidence).unwrap();
                    if *form == BandForm::EqualPrecision {
                        prop_assert!(held.lower() <= interval.lower() + 1e-9);
                        prop_assert!(interval.upper() <= held.upper() + 1e-9);
                    }
                }
            }
        }
    }

    #[test]
    fn a_longer_range_never_has_a_narrower_band(spells in spells(), end in 1_u32..20) {
        let (curve, confidence) = (whole(&spells), Confidence::default());
        for form in BandForm::ALL {
            let value = |end| {
                let band = curve.band(*form, Transform::Log, 0..=end, confidence);
                band.ok().map(|band| band.critical_value)
            };
            if let (Some(short), Some(long)) = (value(end), value(end + 5)) {
                prop_assert!(short <= long + 1e-9, "{} {}", short, long);
            }
        }
    }
}

/// Skewed tenures in days, log-normal: half of them longer than 200, one in six longer than 660. Customers
/// are followed for one month to two years.
fn skewed(customers: u32, random: &mut Mixed) -> Survival {
    let spell = |_| {
        let radius = (-2.0 * random.unit().max(1e-300).ln()).sqrt();
        let normal = radius * (std::f64::consts::TAU * random.unit()).cos();
        let tenure = (200.0 * (1.2 * normal).exp()).ceil() as u32;
        let followed = 30 + (random.unit() * 690.0) as u32;
        if tenure <= followed {
            Spell::ended(tenure)
        } else {
            Spell::ongoing(followed)
        }
    };
    Survival::of((0..customers).map(spell).collect::<Vec<_>>()).unwrap()
}

/// The true shares, by day.
fn truth() -> Vec<f64> {
    let normal = Normal::standard();
    (0..=720)
        .map(|day| normal.sf((f64::from(day) / 200.0).ln() / 1.2))
        .collect()
}

/// Whether the truth lies in the band on every day. It falls, so that the first and the last day of each step
/// decide.
fn holds(band: &Band, truth: &[f64]) -> bool {
    let last = band.points.iter().skip(1).map(|point| point.time - 1);
    let lasts = last.chain([band.until]);
    band.points.iter().zip(lasts).all(|(point, last)| {
        let held = |day: u32| {
            let share = truth[day as usize];
            point.lower <= share && share <= point.upper
        };
        held(point.time) && held(last)
    })
}

/// The shares of simulated bands that hold the true curve everywhere, by form and transform.
fn coverage(customers: u32, tenures: (u32, u32), runs: u32) -> [[f64; 2]; 2] {
    let (mut held, mut random, truth) = ([[0_u32; 2]; 2], Mixed(17), truth());
    for _ in 0..runs {
        let curve = skewed(customers, &mut random);
        for (held, form) in held
            .iter_mut()
            .zip([BandForm::HallWellner, BandForm::EqualPrecision])
        {
            for (held, transform) in held.iter_mut().zip([Transform::LogLog, Transform::Arcsine]) {
                let band = curve.band(
                    form,
                    transform,
                    tenures.0..=tenures.1,
                    Confidence::default(),
                );
                *held += u32::from(holds(&band.unwrap(), &truth));
            }
        }
    }
    held.map(|form| form.map(|held| f64::from(held) / f64::from(runs)))
}

#[test]
fn bands_hold_the_whole_curve_as_often_as_they_claim() {
    for customers in [50, 200] {
        let found = coverage(customers, (30, 450), 250);
        for rate in found.as_flattened() {
            assert!((0.925..=0.985).contains(rate), "{customers}: {found:?}");
        }
    }
}

/// Critical values take tenure for continuous. In months the curve has few steps, and bands are wider
/// than they need be.
#[test]
fn bands_of_months_hold_the_whole_curve_more_often() {
    let (mut held, mut random) = ([0_u32; 2], Mixed(53));
    for _ in 0..300 {
        let spell = |_| {
            let tenure = 1 + (random.unit().ln() / 0.9_f64.ln()) as u32;
            let followed = 3 + (random.unit() * 18.0) as u32;
            if tenure <= followed {
                Spell::ended(tenure)
            } else {
                Spell::ongoing(followed)
            }
        };
        let curve = Survival::of((0..50).map(spell).collect::<Vec<_>>()).unwrap();
        for (held, form) in held.iter_mut().zip(BandForm::ALL) {
            let band = curve
                .band(*form, Transform::LogLog, 0..=15, Confidence::default())
                .unwrap();
            let truth = |month: u32| 0.9_f64.powf(month.into());
            let holds = |month| band.at(month).unwrap().contains(truth(month));
            *held += u32::from((band.from..=band.until).all(holds));
        }
    }
    assert!(
        held.iter().all(|held| (288..=300).contains(held)),
        "{held:?}"
    );
}

/// Why Hall and Wellner's form is the default: it may begin with the first customer who left.
#[test]
fn from_the_first_day_on_the_default_covers_and_equal_precision_does_not() {
    let [default, [equal_precision, _]] = coverage(50, (0, 600), 300);
    assert!(default.iter().all(|rate| *rate >= 0.93), "{default:?}");
    let least = default[0].min(default[1]);
    assert!(
        equal_precision + 0.01 < least,
        "{equal_precision} {default:?}"
    );
    assert!(equal_precision <= 0.935, "{equal_precision}");
}

/// Intervals of single tenures hold the whole curve far less often, which is what bands are for.
#[test]
fn intervals_of_all_days_do_not_hold_the_whole_curve() {
    let (mut held, mut random, truth) = (0, Mixed(19), truth());
    for _ in 0..200 {
        let curve = skewed(200, &mut random);
        held += u32::from((30..=450).all(|day| {
            let interval = curve.interval(day, Transform::LogLog, Confidence::default());
            interval.is_none_or(|interval| interval.contains(truth[day as usize]))
        }));
    }
    assert!(held < 140, "{held}");
}
