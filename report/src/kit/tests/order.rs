//! The highest and the lowest of several figures.

use crate::kit::order::{Extremes, Measured, extremes};

const fn measured(value: f64, half: f64) -> Measured {
    Measured {
        value,
        lower: value - half,
        upper: value + half,
    }
}

#[test]
fn the_highest_and_the_lowest() {
    let far = [measured(2.0, 0.1), measured(1.0, 0.1), measured(3.0, 0.1)];
    let found = Extremes {
        lowest: 1,
        highest: 2,
        told: true,
    };
    assert_eq!(extremes(&far), Some(found));
    let near = far.map(|one| measured(one.value, 1.0));
    assert_eq!(extremes(&near).map(|found| found.told), Some(false));
    // Of equal ones it is the first, and there is nothing to tell of one.
    let equal = [measured(1.0, 0.0); 3];
    let found = extremes(&equal).unwrap();
    assert_eq!((found.lowest, found.highest, found.told), (0, 0, false));
    // Three answers that happen to be the same have an interval without width.
    let few = [measured(1.0, 0.0), measured(2.0, 0.1)];
    assert_eq!(extremes(&few).map(|found| found.told), Some(false));
    assert!(!measured(1.0, 0.0).is_told_from(0.0, 1));
    assert_eq!(extremes(&far[..1]), None);
    assert_eq!(extremes(&[]), None);
    assert_eq!(Measured::of(Some(1.0), None, Some(2.0)), None);
}

/// z at 0.9975 over z at 0.975 is 2.8070 over 1.9600.
#[test]
fn intervals_among_ten() {
    let wide = measured(5.0, 1.0).among(10);
    assert!(
        (wide.upper - wide.value - 1.432_186).abs() < 1e-5,
        "{wide:?}"
    );
    assert_eq!(measured(5.0, 1.0).among(1), measured(5.0, 1.0));
    let one = measured(5.0, 1.0);
    assert!(one.is_told_from(3.9, 1) && !one.is_told_from(3.9, 10));
    assert!(one.is_told_from(3.5, 10) && !one.is_told_from(4.1, 1));
}

/// Ten figures that are all the same but for chance: the simple rule, whether the two intervals keep
/// apart, errs in one comparison of nine, and this one in less than one of twenty.
#[test]
fn what_chance_sets_apart_is_not_told() {
    const RUNS: usize = 4000;
    let mut seed = 20_260_131_u64;
    let mut uniform = move || {
        // Knuth's multiplier; the high bits are the random ones.
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut normal = || (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
    let (mut told, mut apart) = (0, 0);
    for _ in 0..RUNS {
        let figures: Vec<Measured> = (0..10).map(|_| measured(normal(), 1.959_964)).collect();
        let found = extremes(&figures).unwrap();
        let (low, high) = (figures[found.lowest], figures[found.highest]);
        told += usize::from(found.told);
        apart += usize::from(low.upper < high.lower);
    }
    let (told, apart) = (told as f64 / RUNS as f64, apart as f64 / RUNS as f64);
    assert!(told <= 0.05, "{told}");
    assert!(apart > 0.09, "{apart}");
}

/// A difference that is there is found.
#[test]
fn a_difference_is_told() {
    let mut figures = [measured(0.0, 0.2); 10];
    figures[3] = measured(1.0, 0.2);
    let found = extremes(&figures).unwrap();
    assert_eq!((found.highest, found.told), (3, true));
}
