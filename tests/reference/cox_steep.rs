//! Cox regressions in which hazards differ by many powers of ten from stratum to stratum.
//!
//! Computed by `cox_steep.py`, with Python 3.11.7 and mpmath 1.4.1, in numbers of 60 digits.

use retention::fit::Outcome;
use retention::scale::Weights;
use retention::survival::Spell;
use retention::survival::cox::{Covariates, Options, StandardErrors, TiedEnds};

const TIME: [u32; 15] = [
    292, 145, 72, 61, 193, 432, 1000, 167, 206, 26, 889, 16, 69, 11, 198,
];
const LEFT: [u8; 15] = [1, 1, 0, 0, 1, 1, 0, 1, 1, 1, 0, 0, 1, 1, 0];
const STRATUM: [u32; 15] = [4, 7, 2, 1, 1, 4, 3, 5, 1, 1, 4, 6, 6, 7, 4];
const WEIGHT: [f64; 15] = [
    5.279, 0.808, 1.784, 0.814, 0.217, 0.721, 8.15, 0.647, 0.988, 1.837, 1.288, 2.575, 0.401,
    0.697, 2.645,
];
const PRICE: [f64; 15] = [
    0.967, 1.574, 0.732, 3.665, 0.869, 0.276, 0.512, 0.509, 1.351, 0.08, 1.657, 1.079, 0.287,
    4.391, 1.055,
];
const AGE: [f64; 15] = [
    0.854, 1.591, 0.413, 0.186, 0.464, 0.91, 0.331, 3.016, 0.645, 0.625, 0.344, 9.716, 4.957,
    1.891, 0.519,
];

#[test]
fn errors_where_the_hazards_of_one_stratum_hide_those_of_another() {
    let spell = |(time, left): (&u32, &u8)| match left {
        1 => Spell::ended(*time),
        _ => Spell::ongoing(*time),
    };
    let spells: Vec<Spell> = TIME.iter().zip(&LEFT).map(spell).collect();
    let weights = Weights::new(WEIGHT.to_vec()).unwrap();
    let columns = [("price", &PRICE[..]), ("age", &AGE[..])];
    let covariates = Covariates::new(&spells, columns).unwrap();
    let covariates = covariates.strata(&STRATUM).unwrap();
    let covariates = covariates.weights(&weights).unwrap();
    let options = Options::default().ties(TiedEnds::Breslow);
    let fit = covariates.fit(options.errors(StandardErrors::Classical));
    let cox = fit.unwrap().converged().unwrap();
    let expected = [
        (-0.134008375456, 0.670989514846),
        (6.1616834272, 5.03101972953),
    ];
    for (own, (coefficient, error)) in cox.covariates.iter().zip(expected) {
        assert!((own.coefficient / coefficient - 1.0).abs() < 1e-7);
        let found = own.classical_error.unwrap();
        assert!((found / error - 1.0).abs() < 1e-7, "{found} not {error}");
    }
}

/// Whoever left had the largest sum of some multiples of both covariates, by a linear program of scipy 1.17.1.
#[test]
fn a_fit_that_runs_away_at_once_is_separable() {
    let ended = [13, 6, 1, 2, 22, 34].map(Spell::ended);
    let spells: Vec<Spell> = ended
        .into_iter()
        .chain([55, 60].map(Spell::ongoing))
        .collect();
    let first = [0.742, 9.009, 1.413, 0.368, 1.078, 4.181, 1.046, 1.508];
    let second = [-0.929, 0.2, -0.961, 2.008, -1.557, 1.132, 0.416, 0.083];
    let strata = [1, 6, 7, 4, 5, 7, 7, 7];
    let weights = Weights::new(vec![1.3, 0.67, 2.09, 0.14, 2.69, 2.13, 0.74, 2.2]).unwrap();
    let columns = [("first", &first[..]), ("second", &second[..])];
    let covariates = Covariates::new(&spells, columns).unwrap();
    let covariates = covariates.strata(&strata).unwrap();
    let covariates = covariates.weights(&weights).unwrap();
    let fit = covariates.fit(Options::default()).unwrap();
    assert_eq!(fit.outcome, Outcome::Separable);
}
