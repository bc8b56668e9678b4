//! Cox regressions of rows that are none, say nothing, or say too much.

use retention::fit::Outcome;
use retention::scale::Weights;
use retention::survival::Spell;
use retention::survival::cox::{
    Covariates, Cox, Information, Options, StandardErrors, TimeTransform, indicators,
};

use crate::expected::{
    duplicate, empty, insufficient, length, not_finite, out_of_range, refusal, refused, singular,
    unknown_name,
};

const TIMES: [u32; 8] = [1, 2, 3, 4, 5, 6, 7, 8];
const COLUMN: [f64; 8] = [1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0];
const OTHER: [f64; 8] = [2.0, 7.0, 1.0, 8.0, 2.0, 8.0, 1.0, 8.0];
const TELL: &str = "never changes among those at risk together, or follows from the others";

fn ended() -> [Spell; 8] {
    TIMES.map(Spell::ended)
}

fn one<'a>(spells: &'a [Spell], column: &'a [f64]) -> Covariates<'a> {
    Covariates::new(spells, [("discount", column)]).unwrap()
}

fn cox(covariates: &Covariates<'_>) -> Cox {
    let fit = covariates.fit(Options::default()).unwrap();
    fit.converged().unwrap()
}

#[test]
fn rows_and_columns_that_do_not_fit_are_refused() {
    let spells = ended();
    let none: [(&str, &[f64]); 0] = [];
    assert_eq!(refusal(Covariates::new(&[], none)), empty("spell"));
    assert_eq!(refusal(Covariates::new(&spells, none)), empty("covariate"));
    let twice = [("discount", &COLUMN[..]), ("discount", &OTHER[..])];
    assert_eq!(
        refusal(Covariates::new(&spells, twice)),
        duplicate("covariate", "discount")
    );
    assert_eq!(
        refusal(Covariates::new(&spells, [("discount", &COLUMN[..5])])),
        format!("{} at column \"discount\"", length("covariate", 5, 8))
    );
    for (value, name) in [
        (f64::NAN, "NaN"),
        (f64::INFINITY, "inf"),
        (f64::NEG_INFINITY, "-inf"),
    ] {
        let mut column = COLUMN;
        column[6] = value;
        let message = refusal(Covariates::new(&spells, [("discount", &column[..])]));
        assert!(
            message.starts_with(&not_finite("covariate", name)) && message.contains("row 6"),
            "{message}"
        );
    }
}

#[test]
fn weights_strata_and_clusters_of_another_length_are_refused() {
    let spells = ended();
    let weights = Weights::new([1.0, 2.0]).unwrap();
    let covariates = || one(&spells, &COLUMN);
    assert_eq!(
        refusal(covariates().weights(&weights)),
        length("weights", 2, 8)
    );
    assert_eq!(
        refusal(covariates().strata(&[1, 2])),
        length("strata", 2, 8)
    );
    assert_eq!(
        refusal(covariates().clusters(&[])),
        length("clusters", 0, 8)
    );
}

#[test]
fn nobody_who_left_and_one_who_did_say_nothing() {
    let here = TIMES.map(Spell::ongoing);
    let nobody = insufficient("spells that ended", 0, 1);
    assert_eq!(refusal(one(&here, &COLUMN).fit(Options::default())), nobody);
    // The only one who left has no weight.
    let mut spells = here;
    spells[2] = Spell::ended(3);
    let weights = Weights::new([1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0]).unwrap();
    let weighted = one(&spells, &COLUMN).weights(&weights).unwrap();
    assert_eq!(refusal(weighted.fit(Options::default())), nobody);
    let told = singular("covariates", "discount", TELL);
    let alone = [Spell::ended(3)];
    assert_eq!(refusal(one(&alone, &[1.0]).fit(Options::default())), told);
    // The last of all is alone when leaving.
    let mut spells = here;
    spells[7] = Spell::ended(8);
    assert_eq!(refusal(one(&spells, &COLUMN).fit(Options::default())), told);
}

#[test]
fn covariates_that_cannot_be_told_apart_are_named() {
    let spells = ended();
    let told = |name| singular("covariates", name, TELL);
    for constant in [0.0, 7.5, 1e300, -1e-300] {
        let column = [constant; 8];
        assert_eq!(
            refusal(one(&spells, &column).fit(Options::default())),
            told("discount")
        );
    }
    let sum: Vec<f64> = COLUMN.iter().zip(OTHER).map(|(a, b)| 3.0 * a - b).collect();
    let columns = [("a", &COLUMN[..]), ("b", &OTHER[..]), ("sum", &sum[..])];
    let covariates = Covariates::new(&spells, columns).unwrap();
    assert_eq!(refusal(covariates.fit(Options::default())), told("sum"));
    // The same within each stratum, and different between them.
    let strata = COLUMN.map(|value| value as u32);
    let covariates = one(&spells, &COLUMN).strata(&strata).unwrap();
    assert_eq!(
        refusal(covariates.fit(Options::default())),
        told("discount")
    );
    // Nobody was ever at risk together with another.
    let apart = TIMES.map(|time| Spell::ended(time).entered(time - 1).unwrap());
    assert_eq!(
        refusal(one(&apart, &OTHER).fit(Options::default())),
        told("discount")
    );
}

#[test]
fn a_covariate_of_all_who_left_has_no_limit() {
    let left = [1, 2, 3, 4].map(Spell::ended);
    let here = [3, 4, 5, 6].map(Spell::ongoing);
    let spells: Vec<Spell> = left.into_iter().chain(here).collect();
    let marks = [1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0];
    let order = [8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0];
    for column in [marks, order, order.map(|value| -value)] {
        let rows = one(&spells, &column);
        let fit = rows.fit(Options::default()).unwrap();
        assert_eq!(fit.outcome, Outcome::Separable, "{column:?}");
        let found = &fit.model.covariates[0];
        assert!(found.estimate.is_none() && found.p_value.is_none());
        assert!(fit.model.covariance.is_none() && fit.model.wald.is_none());
        let concordance = rows.concordance(&fit.model).unwrap();
        assert_eq!(concordance.map(|c| c > 0.7), Some(true));
        assert!(fit.converged().is_err());
    }
    // Beside a covariate that has a limit, under late entry too.
    let entered: Vec<Spell> = spells
        .iter()
        .map(|spell| spell.entered(0).unwrap())
        .collect();
    let other = [2.0, 7.0, 1.0, 8.0, 2.0, 8.0, 1.0, 8.0];
    let both = [("marks", &marks[..]), ("other", &other[..])];
    for spells in [&spells, &entered] {
        let fit = Covariates::new(spells, both).unwrap();
        let fit = fit.fit(Options::default()).unwrap();
        assert_eq!(fit.outcome, Outcome::Separable);
    }
    // Of those who left one was another: there is a limit.
    let mut mixed = marks;
    (mixed[1], mixed[6]) = (0.0, 1.0);
    let fit = one(&spells, &mixed).fit(Options::default()).unwrap();
    assert_eq!(fit.outcome, Outcome::Converged);
}

/// Every row is what was expected of it: what is left is rounding, and no error.
#[test]
fn where_all_at_risk_leave_together_robust_errors_are_not_told() {
    let spells = [Spell::ended(1); 8];
    let covariates = one(&spells, &OTHER);
    for &errors in StandardErrors::ALL {
        let fit = covariates.fit(Options::default().errors(errors)).unwrap();
        let cox = fit.converged().unwrap();
        let told = errors == StandardErrors::Classical;
        let found = &cox.covariates[0];
        assert!(found.coefficient.abs() < 1e-12 && found.classical_error.unwrap() > 0.1);
        assert_eq!(
            (found.estimate.is_some(), found.p_value.is_some()),
            (told, told)
        );
        assert_eq!(cox.wald.is_some(), told);
    }
}

#[test]
fn options_that_do_not_go_together_are_refused() {
    let spells = ended();
    let clusters = [1, 1, 2, 2, 3, 3, 4, 4];
    let covariates = one(&spells, &COLUMN);
    let no_steps = Options::default().iterations(0);
    assert_eq!(
        refusal(covariates.fit(no_steps)),
        out_of_range("iterations", 0, "at least 1")
    );
    let classical = Options::default().errors(StandardErrors::Classical);
    let clustered = one(&spells, &COLUMN).clusters(&clusters).unwrap();
    let error = clustered.fit(classical).unwrap_err();
    assert!(error.to_string().contains("classical errors"), "{error}");
    assert!(error.cure().is_some());
    let short = covariates.fit(Options::default().iterations(1)).unwrap();
    assert_eq!(
        (short.outcome, short.iterations),
        (Outcome::IterationLimit, 1)
    );
    // What a single cluster adds is nothing, whatever the ratio.
    for codes in [[7; 8], [7, 7, 7, 7, 7, 7, 7, 8]] {
        let alone = one(&spells, &COLUMN).clusters(&codes).unwrap();
        let found = alone.fit(Options::default());
        if codes[7] == 7 {
            assert_eq!(refusal(found), insufficient("clusters", 1, 2));
        } else {
            assert_eq!(found.unwrap().model.clusters, Some(2));
        }
    }
}

#[test]
fn numbers_at_the_ends_of_what_a_number_holds_give_the_same_regression() {
    let spells = ended();
    let expected = cox(&one(&spells, &COLUMN)).covariates[0].estimate.unwrap();
    for (low, high) in [
        (-1.7e308, 1.7e308),
        (0.0, 1e-300),
        (1e300, 2e300),
        (1e15, 1e15 + 1.0),
    ] {
        let column = COLUMN.map(|mark| if mark > 0.0 { high } else { low });
        let found = one(&spells, &column).fit(Options::default());
        let found = found.unwrap().converged().unwrap();
        let test = found.covariates[0].estimate.unwrap().test(0.0);
        let z = expected.value() / expected.standard_error();
        let found = test.unwrap().unwrap().statistic;
        assert!((found / z - 1.0).abs() < 1e-9, "{low} {high}: {found} {z}");
    }
    // Its hazard ratio is beyond all numbers.
    let column = COLUMN.map(|mark| mark * 1e-310);
    let error = one(&spells, &column)
        .fit(Options::default())
        .unwrap_err()
        .to_string();
    assert!(error.contains("overflows"), "{error}");
}

#[test]
fn weights_of_any_size_give_the_same_ratios() {
    let spells = ended();
    let plain = cox(&one(&spells, &COLUMN)).covariates[0].estimate.unwrap();
    for size in [1e-200, 1e-3, 1e250] {
        let weights = Weights::new([size; 8]).unwrap();
        let weighted = one(&spells, &COLUMN).weights(&weights).unwrap();
        let found = cox(&weighted).covariates[0].estimate.unwrap();
        assert!((found.value() - plain.value()).abs() < 1e-12);
        assert!((found.standard_error() - plain.standard_error()).abs() < 1e-12);
    }
}

#[test]
fn customers_and_strata_that_a_regression_does_not_know_are_refused() {
    let spells = ended();
    let found = cox(&one(&spells, &COLUMN));
    assert_eq!(refusal(found.score(&[])), length("covariates", 0, 1));
    assert_eq!(
        refusal(found.score(&[f64::NAN])),
        format!("{} at column \"discount\"", not_finite("covariate", "NaN"))
    );
    assert_eq!(
        refusal(found.survival(&[1.0], 3, 1)),
        refused("stratum that the data do not have", 3)
    );
    assert_eq!(found.survival(&[1.0], 0, 0).unwrap(), Some(1.0));
    assert_eq!(found.survival(&[1.0], 0, 9).unwrap(), None);
    // Hazards without end are none that are no number.
    for value in [f64::MAX, f64::MIN] {
        assert!(found.score(&[value]).unwrap().is_finite());
        let share = found.survival(&[value], 0, 4).unwrap().unwrap();
        assert!((0.0..=1.0).contains(&share));
    }
    let late: Vec<Spell> = TIMES[3..]
        .iter()
        .map(|&time| Spell::ended(time).entered(2).unwrap())
        .collect();
    let found = cox(&one(&late, &COLUMN[3..]));
    assert_eq!(found.survival(&[1.0], 0, 1).unwrap(), None);
    assert_eq!(found.survival(&[1.0], 0, 2).unwrap(), Some(1.0));
}

#[test]
fn a_test_of_proportional_hazards_needs_its_rows_and_two_tenures() {
    let spells = ended();
    let covariates = one(&spells, &COLUMN);
    let found = cox(&covariates);
    let test = |covariates: &Covariates<'_>, cox: &Cox, transform| {
        covariates.proportional_hazards(cox, transform, Information::default())
    };
    let other = Covariates::new(&spells, [("price", &OTHER[..])]).unwrap();
    for covariates in [&other, &one(&spells, &OTHER)] {
        let message = refusal(test(covariates, &found, TimeTransform::Rank));
        assert!(message.contains("must be equal"), "{message}");
    }
    let together = [1, 1, 1, 1, 1, 1, 2, 3].map(|time| match time {
        1 => Spell::ended(1),
        time => Spell::ongoing(time),
    });
    let at_once = one(&together, &COLUMN);
    assert_eq!(
        refusal(test(&at_once, &cox(&at_once), TimeTransform::Rank)),
        insufficient("tenures at which customers left", 1, 2)
    );
    let from_nothing = TIMES.map(|time| Spell::ended(time - 1));
    let from_nothing = one(&from_nothing, &COLUMN);
    assert_eq!(
        refusal(test(&from_nothing, &cox(&from_nothing), TimeTransform::Log)),
        out_of_range("tenures at which customers left", 0, "above 0")
    );
    for transform in TimeTransform::ALL {
        for information in Information::ALL {
            let found = covariates.proportional_hazards(&found, *transform, *information);
            assert!((0.0..=1.0).contains(&found.unwrap().all.p_value));
        }
    }
}

#[test]
fn labels_without_a_reference_are_refused() {
    let none: [&str; 0] = [];
    assert_eq!(refusal(indicators(&none, "monthly")), empty("label"));
    assert_eq!(
        refusal(indicators(&["monthly", "yearly"], "weekly")),
        unknown_name("reference", "weekly", "monthly, yearly")
    );
    assert_eq!(
        refusal(indicators(&["monthly", "monthly"], "monthly")),
        insufficient("levels", 1, 2)
    );
}
