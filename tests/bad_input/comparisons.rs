//! Contributions, designs, and tables of differences.

use retention::estimate::{
    Base, Comparison, Design, Errors, Influence, SingleCluster, compare_all, compare_differences,
    compare_influences,
};
use retention::scale::Weights;

use crate::expected::{at_row, duplicate, empty, length, not_finite, overflow, refusal};
use crate::{Adjustment, Confidence, Estimate, NOT_FINITE, expected};

fn mean(values: &[f64]) -> Influence {
    let values = values.iter().copied().map(Some);
    Influence::of_mean(values, None).unwrap().unwrap()
}

fn estimate(value: f64, standard_error: f64) -> Estimate {
    Estimate::new(value, standard_error).unwrap()
}

#[test]
fn degrees_of_freedom_are_above_0() {
    for (degrees, text) in NOT_FINITE {
        let refused = estimate(1.0, 1.0).with_degrees_of_freedom(degrees);
        assert_eq!(refusal(refused), not_finite("degrees of freedom", text));
    }
    for (degrees, allowed) in [(0.0, "above 0"), (-1.0, "0 or more")] {
        let refused = estimate(1.0, 1.0).with_degrees_of_freedom(degrees);
        assert_eq!(
            refusal(refused),
            expected::out_of_range("degrees of freedom", degrees, allowed)
        );
    }
    let nearly_none = estimate(1.0, 1.0).with_degrees_of_freedom(1e-9).unwrap();
    assert_eq!(
        nearly_none.interval(Confidence::default()).upper(),
        f64::MAX
    );
    assert!(nearly_none.test(0.0).unwrap().unwrap().p_value > 0.99);
}

#[test]
fn a_target_is_finite_and_an_error_of_0_tests_nothing() {
    for (target, text) in NOT_FINITE {
        let refused = estimate(1.0, 1.0).test(target);
        assert_eq!(refusal(refused), not_finite("target", text));
    }
    assert_eq!(estimate(1.0, 0.0).test(1.0), Ok(None));
    // No p-value is 0 where the statistic is a number.
    let far = estimate(f64::MAX, 1e-300).test(f64::MIN).unwrap().unwrap();
    assert_eq!((far.statistic, far.p_value), (f64::MAX, f64::from_bits(1)));
}

#[test]
fn a_difference_beyond_all_numbers_overflows() {
    let (most, least) = (estimate(f64::MAX, 1.0), estimate(f64::MIN, 1.0));
    assert_eq!(
        refusal(most.minus(&least)),
        overflow("the difference of two estimates", "inf")
    );
    let unsure = estimate(0.0, f64::MAX);
    assert_eq!(
        refusal(unsure.minus(&unsure)),
        overflow("the difference of two estimates", "0")
    );
}

#[test]
fn a_difference_of_errors_of_0_or_of_extreme_ratio_has_degrees() {
    let degrees = |a: (f64, Option<f64>), b: (f64, Option<f64>)| {
        let made = |(error, degrees): (f64, Option<f64>)| {
            let plain = estimate(1.0, error);
            degrees.map_or(plain, |degrees| {
                plain.with_degrees_of_freedom(degrees).unwrap()
            })
        };
        made(a).minus(&made(b)).unwrap().degrees_of_freedom()
    };
    assert_eq!(degrees((0.0, Some(4.0)), (0.0, Some(9.0))), Some(4.0));
    assert_eq!(degrees((0.0, None), (0.0, Some(9.0))), Some(9.0));
    assert_eq!(degrees((1.0, None), (1.0, None)), None);
    assert_eq!(degrees((1.0, Some(4.0)), (1e-200, Some(9.0))), Some(4.0));
    assert_eq!(degrees((1e200, Some(4.0)), (1e-200, None)), Some(4.0));
}

#[test]
fn values_are_finite_and_as_many_as_weights() {
    for (value, text) in NOT_FINITE {
        let refused = Influence::of_mean([Some(1.0), None, Some(value)], None);
        assert_eq!(refusal(refused), at_row(not_finite("value", text), 2));
        let refused = Influence::from_contributions(0.0, vec![Some(value)]);
        assert_eq!(
            refusal(refused),
            at_row(not_finite("contribution", text), 0)
        );
        let refused = Influence::from_contributions(value, vec![Some(1.0)]);
        assert_eq!(refusal(refused), not_finite("value", text));
        let refused = mean(&[1.0, 2.0]).times(value);
        assert_eq!(refusal(refused), not_finite("factor", text));
        let one = mean(&[1.0, 2.0]);
        let refused = Influence::of_function(0.0, &[(value, &one)]);
        assert_eq!(refusal(refused), not_finite("derivative", text));
        let refused = Influence::of_function(value, &[(1.0, &one)]);
        assert_eq!(refusal(refused), not_finite("value", text));
    }
    let weights = Weights::new([1.0, 2.0]).unwrap();
    assert_eq!(
        refusal(Influence::of_mean([Some(1.0)], Some(&weights))),
        length("weights", 2, 1)
    );
    assert_eq!(
        refusal(mean(&[1.0, 2.0, 3.0]).with_weights(&weights)),
        length("weights", 2, 3)
    );
}

#[test]
fn nobody_has_no_mean_and_no_contributions() {
    assert_eq!(Influence::of_mean([], None), Ok(None));
    assert_eq!(Influence::of_mean([None, None], None), Ok(None));
    let weights = Weights::new([0.0, 1.0]).unwrap();
    assert_eq!(
        Influence::of_mean([Some(3.0), None], Some(&weights)),
        Ok(None)
    );
    assert_eq!(
        refusal(Influence::from_contributions(1.0, vec![None])),
        empty("contribution")
    );
    assert_eq!(refusal(Influence::of_function(1.0, &[])), empty("part"));
}

#[test]
fn one_respondent_has_a_value_and_no_error() {
    let one = Influence::of_mean([Some(3.0), None], None)
        .unwrap()
        .unwrap();
    assert_eq!((one.value(), one.rows(), one.counted()), (3.0, 2, 1));
    let too_few = |design: &Design| refusal(one.estimate(design));
    assert_eq!(
        too_few(&Design::default()),
        expected::insufficient("clusters in a stratum", 1, 2)
    );
    let clusters = "clusters (respondents, where there are none)";
    for single in [SingleCluster::Centred, SingleCluster::Certain] {
        let design = Design::default().single_cluster(single);
        assert_eq!(too_few(&design), expected::insufficient(clusters, 1, 2));
    }
    let kish = Design::default().errors(Errors::Kish);
    assert_eq!(too_few(&kish), expected::insufficient(clusters, 1, 2));
    // Of all that were sampled there are two.
    let sampled = Design::default().base(Base::Sampled);
    assert_eq!(one.estimate(&sampled).unwrap().standard_error(), 0.0);
}

#[test]
fn influences_of_other_respondents_or_beyond_all_numbers_do_not_combine() {
    let (two, three) = (mean(&[1.0, 2.0]), mean(&[1.0, 2.0, 3.0]));
    for refused in [two.minus(&three), two.plus(&three), two.divided_by(&three)] {
        assert_eq!(refusal(refused), length("contributions", 3, 2));
    }
    let zero = mean(&[-1.0, 1.0]);
    assert_eq!(
        refusal(two.divided_by(&zero)),
        expected::out_of_range("denominator", 0, "other than 0")
    );
    let huge = mean(&[f64::MAX / 2.0, f64::MAX / 2.0]);
    assert_eq!(
        refusal(huge.times(4.0)),
        overflow("what respondents contribute", "inf")
    );
    assert_eq!(
        refusal(huge.times(1.5).unwrap().plus(&huge.times(1.5).unwrap())),
        overflow("combining two estimates", "inf")
    );
    let opposite = Influence::of_mean([f64::MIN, f64::MAX, f64::MAX].map(Some), None);
    assert_eq!(
        refusal(opposite),
        overflow("what respondents contribute", "-inf")
    );
}

#[test]
fn keys_are_as_many_as_respondents() {
    let (two, three) = (mean(&[1.0, 2.0]), mean(&[1.0, 2.0, 3.0]));
    assert_eq!(
        refusal(two.matched(&["a"], &three, &["a", "b", "c"])),
        length("keys", 1, 2)
    );
    assert_eq!(
        refusal(two.matched(&["a", "b"], &three, &["a", "b"])),
        length("keys", 2, 3)
    );
}

#[test]
fn a_key_that_stands_twice_is_one_customer() {
    let [first, second] = mean(&[1.0, 2.0, 6.0])
        .matched(&["a", "b", "a"], &mean(&[1.0]), &["c"])
        .unwrap();
    assert_eq!((first.rows(), first.counted()), (3, 2));
    assert_eq!(
        second.contributions().collect::<Vec<_>>(),
        [None, None, Some(0.0)]
    );
    let own: Vec<f64> = first.contributions().flatten().collect();
    assert!((own[0] - 1.0 / 3.0).abs() < 1e-15 && (own[1] + 1.0 / 3.0).abs() < 1e-15);
}

#[test]
fn a_design_has_a_code_for_each_respondent() {
    let two = mean(&[1.0, 2.0]);
    let strata = Design::default().strata(Some(vec![1]));
    assert_eq!(refusal(two.estimate(&strata)), length("strata", 1, 2));
    let clusters = Design::default().clusters(Some(vec![1, 2, 3]));
    assert_eq!(refusal(two.estimate(&clusters)), length("clusters", 3, 2));
}

#[test]
fn a_cluster_lies_in_one_stratum() {
    let design = Design::default()
        .strata(Some(vec![1, 1, 2, 2]))
        .clusters(Some(vec![1, 2, 1, 2]));
    assert_eq!(
        mean(&[1.0, 2.0, 3.0, 5.0])
            .estimate(&design)
            .unwrap_err()
            .to_string(),
        "strata of a cluster must be equal, got 1 and 2 at row 2 (counted from 0); \
         number the clusters of all strata apart"
    );
}

#[test]
fn a_single_cluster_is_refused_unless_the_design_says_what_it_is() {
    let four = mean(&[1.0, 2.0, 3.0, 6.0]);
    let design = Design::default().strata(Some(vec![1, 1, 1, 2]));
    assert_eq!(
        four.estimate(&design).unwrap_err().to_string(),
        "at least 2 clusters in a stratum are needed, got 1; \
         merge the stratum with another, or set `Design::single_cluster`"
    );
    let squared = |design: &Design| four.estimate(design).unwrap().standard_error().powi(2);
    // Of deviations −2, −1, 0 and 3: 3/2 · 2 = 3 within the first stratum, and 9 of the second.
    let certain = design.clone().single_cluster(SingleCluster::Certain);
    assert!((squared(&certain) - 3.0 / 16.0).abs() < 1e-15);
    let centred = design.clone().single_cluster(SingleCluster::Centred);
    assert!((squared(&centred) - 12.0 / 16.0).abs() < 1e-15);
    // A stratum of one customer, who was asked, leaves nothing to chance.
    let all_asked = design.populations([(1, u64::MAX), (2, 1)].into());
    assert!((squared(&all_asked) - 3.0 / 16.0).abs() < 1e-15);
}

#[test]
fn a_population_is_at_least_its_sample() {
    let two = mean(&[1.0, 2.0]);
    let of = |populations: &[(u32, u64)]| {
        let design = Design::default().populations(populations.iter().copied().collect());
        two.estimate(&design)
    };
    assert_eq!(
        refusal(of(&[(0, 1)])),
        expected::out_of_range(
            "population",
            "1 in stratum 0",
            "at least the 2 that were asked"
        )
    );
    assert_eq!(
        refusal(of(&[(7, 100)])),
        expected::out_of_range("populations", "none for stratum 0", "one for each stratum")
    );
    // All were asked.
    assert_eq!(of(&[(0, 2)]).unwrap().standard_error(), 0.0);
}

#[test]
fn kish_is_for_weights_alone() {
    let two = mean(&[1.0, 2.0]);
    let kish = Design::default().errors(Errors::Kish);
    let refused = |influence: &Influence, design: &Design, with: &str| {
        assert_eq!(
            influence.estimate(design).unwrap_err().to_string(),
            format!(
                "Kish's effective sample size is not possible with {with}; use linearised errors"
            )
        );
    };
    let either = "strata or clusters";
    refused(&two, &kish.clone().strata(Some(vec![1, 1])), either);
    refused(&two, &kish.clone().clusters(Some(vec![1, 2])), either);
    let sampled = kish.clone().base(Base::Sampled);
    refused(&two, &sampled, "all sampled clusters as the base");
    let weights = Weights::new([1.0, 2.0]).unwrap();
    let mixed = two
        .minus(&two.clone().with_weights(&weights).unwrap())
        .unwrap();
    refused(&mixed, &kish, "estimates of different weights");
    assert_eq!(
        mixed.estimate(&Design::default()).unwrap().standard_error(),
        0.0
    );
}

#[test]
fn a_table_of_differences_needs_two_different_names() {
    let one = || [("a", estimate(1.0, 1.0))];
    let none = Vec::<(&str, Estimate)>::new();
    let compared = |rows: Vec<(&'static str, Estimate)>| compare_all(rows, Adjustment::Holm);
    assert_eq!(
        refusal(compared(none)),
        expected::insufficient("estimates", 0, 2)
    );
    assert_eq!(
        refusal(compared(one().into())),
        expected::insufficient("estimates", 1, 2)
    );
    assert_eq!(
        refusal(compared([one(), one()].concat())),
        duplicate("name", "that of estimate 0")
    );
    let nothing = Vec::<(&str, &str, Estimate)>::new();
    assert_eq!(
        refusal(compare_differences(nothing, Adjustment::Holm)),
        empty("difference")
    );
    let (two, three) = (mean(&[1.0, 2.0]), mean(&[1.0, 2.0, 3.0]));
    let rows = [("a", two), ("b", three)];
    assert_eq!(
        refusal(compare_influences(
            rows,
            &Design::default(),
            Adjustment::Holm
        )),
        length("contributions", 3, 2)
    );
}

#[test]
fn a_difference_without_error_has_no_p_value_and_is_not_counted() {
    let rows = [
        ("a", "b", estimate(1.0, 0.0)),
        ("a", "c", estimate(1.0, 0.5)),
    ];
    let rows: Vec<Comparison<&str>> = compare_differences(rows, Adjustment::Holm).unwrap();
    assert_eq!((rows[0].p_value, rows[0].adjusted), (None, None));
    assert_eq!(rows[1].adjusted, rows[1].p_value);
    let all = [("a", "b", estimate(1.0, 0.0))];
    let rows = compare_differences(all, Adjustment::Holm).unwrap();
    assert_eq!(rows[0].adjusted, None);
}
