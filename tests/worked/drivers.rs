//! Priorities, penalties and rewards, and shares of variance, worked by hand.

use retention::estimate::Confidence;
use retention::quadrant::contrasts::{self, Factor};
use retention::quadrant::{
    Analysis, Attribute, Builder, Importance, Method, Options, Priority, RatingScales, Respondent,
    Survey,
};
use retention::scale::Scale;
use retention::{Accumulator, quadrant::Remark};

use crate::assert_published;

/// Importance 8 and satisfaction 3 make 8 + 5; well served, importance is all that counts.
#[test]
fn ulwick_2002_opportunity_is_importance_and_what_satisfaction_lacks_of_it() {
    let attributes = [
        Attribute::new("fix at the first visit", 8.0, 3.0),
        Attribute::new("price", 9.0, 9.5),
        Attribute::new("app", 5.0, 1.0),
        Attribute::new("letters", 2.0, 2.0),
    ];
    let scales = RatingScales::same(Scale::ZERO_TO_TEN);
    let options = Options::default().priority(Priority::Opportunity);
    let analysis = Analysis::new(attributes, scales, options).unwrap();
    let found: Vec<_> = analysis
        .attributes
        .iter()
        .map(|a| (a.priority, a.rank))
        .collect();
    // Two of 9 share a rank.
    assert_eq!(found, [(13.0, 1), (9.0, 2), (9.0, 2), (2.0, 4)]);
}

#[test]
fn green_1991_asks_for_122_respondents_with_nine_attributes_as_commonly_reported() {
    // 50 + 8 m is more than 104 + m from eight attributes on.
    for (attributes, respondents) in [(1, 105), (7, 111), (8, 114), (9, 122), (23, 234)] {
        assert_eq!(Method::green_minimum(attributes), respondents);
    }
    assert_eq!(Method::green_minimum(u64::MAX), u64::MAX);
}

/// R² 0.876 of 23 attributes and 31 respondents is 1 − 0.124 · 30 / 7 = 0.469 adjusted.
#[test]
fn r_squared_of_many_attributes_stands_beside_its_adjusted_value() {
    let mut state = 7_u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        ((state >> 33) % 10) as f64 + 1.0
    };
    let columns: Vec<Vec<f64>> = (0..24).map(|_| (0..31).map(|_| next()).collect()).collect();
    let scale = Scale::ONE_TO_TEN;
    let survey = Survey::new(
        columns[..23]
            .iter()
            .enumerate()
            .map(|(at, column)| (at.to_string(), scale.full_answers(column).unwrap())),
    );
    let survey = survey
        .unwrap()
        .overall(scale.full_answers(&columns[23]).unwrap())
        .unwrap();
    let found = survey.assess(Importance::Regression.into()).unwrap();
    let (r, adjusted) = (found.r_squared.unwrap(), found.adjusted_r_squared.unwrap());
    // Ratings that have nothing to do with each other explain three quarters of the variance.
    assert!(r > 0.6, "{r}");
    assert!((adjusted - (1.0 - (1.0 - r) * 30.0 / 7.0)).abs() < 1e-12);
    assert_published(1.0 - (1.0 - 0.876) * 30.0 / 7.0, "0.469");
}

/// Low ratings 1 and 2 have overall answers 1, 3, 2, 2; middling 6, 8, 7, 7; high 8, 6, 7, 7. The means are
/// 2, 7 and 7. Leverages are 1/4 in each group and residuals −1, 1, 0, 0, so that the variance of each
/// mean is (2 / (3/4)²) / 16 = 2/9.
#[test]
fn one_attribute_has_the_means_of_its_groups() {
    let scale = Scale::ONE_TO_TEN;
    let rated = [1.0, 1.0, 2.0, 2.0, 7.0, 7.0, 8.0, 8.0, 9.0, 9.0, 10.0, 10.0];
    let overall = [1.0, 3.0, 2.0, 2.0, 6.0, 8.0, 7.0, 7.0, 8.0, 6.0, 7.0, 7.0];
    let survey = Survey::new([("bills", scale.full_answers(&rated).unwrap())]).unwrap();
    let survey = survey
        .overall(scale.full_answers(&overall).unwrap())
        .unwrap();
    let options = contrasts::Options::default().minimum(12).fewest(4);
    let found = survey.contrasts(options).unwrap();
    let bills = found.get("bills").unwrap();
    assert_eq!(
        (bills.low, bills.high, found.degrees_of_freedom),
        (4, 4, 9.0)
    );
    assert_published(found.constant, "7.0000");
    let figures = [bills.penalty, bills.reward, bills.asymmetry].map(Option::unwrap);
    // Two means; of the asymmetry low + high − 2 · middling, 6 times as much as one.
    for (found, (value, variance)) in figures.iter().zip([(-5.0, 4.0), (0.0, 4.0), (-5.0, 12.0)]) {
        assert!((found.value() - value).abs() < 1e-12);
        assert!((found.standard_error() - f64::sqrt(variance / 9.0)).abs() < 1e-12);
    }
    assert_eq!(bills.factor, Some(Factor::Basic));
    // Turned round, what cost brings.
    let overall = overall.map(|x| 9.0 - x);
    let rated = rated.map(|x| 11.0 - x);
    let options = options.low(Some(2.0)).high(Some(9.0));
    let survey = Survey::new([("bills", scale.full_answers(&rated).unwrap())]).unwrap();
    let survey = survey
        .overall(scale.full_answers(&overall).unwrap())
        .unwrap();
    let turned = survey.contrasts(options).unwrap();
    assert_eq!(turned.attributes[0].factor, Some(Factor::Excitement));
    // At a confidence that nothing reaches, nothing is decided.
    let sure = options.confidence(Confidence::new(0.999_999_9).unwrap());
    assert_eq!(survey.contrasts(sure).unwrap().attributes[0].factor, None);
}

/// A rating counts for satisfaction whether or not the rest was answered: (2 + 4 + 3 + 5 + 1) / 5.
#[test]
fn satisfaction_is_of_everyone_who_rated_the_attribute() {
    let scale = Scale::ONE_TO_FIVE;
    let price = [Some(2.0), Some(4.0), Some(3.0), Some(5.0), Some(1.0), None];
    let network = [Some(1.0), Some(3.0), Some(2.0), None, Some(1.0), Some(5.0)];
    let overall = [Some(1.0), Some(4.0), Some(2.0), Some(4.0), None, Some(3.0)];
    let survey = Survey::new([
        ("price", scale.answers(&price).unwrap()),
        ("network", scale.answers(&network).unwrap()),
    ]);
    let survey = survey
        .unwrap()
        .overall(scale.answers(&overall).unwrap())
        .unwrap();
    let method = Method::from(Importance::Pearson).minimum(3);
    let found = survey.assess(method).unwrap();
    assert_eq!((found.used, found.left_out), (3, 3));
    let mut builder = Builder::new(["price", "network"], scale, method).unwrap();
    for row in 0..6 {
        let ratings = &[price[row], network[row]];
        let overall = overall[row];
        builder.push(Respondent { ratings, overall }).unwrap();
    }
    for found in [found, builder.finish().unwrap()] {
        let each: Vec<_> = found
            .attributes
            .iter()
            .map(|a| (a.satisfaction, a.answered, a.used))
            .collect();
        assert_eq!(each, [(3.0, 5, 3), (2.4, 5, 3)]);
    }
}

/// As `calls` of which the more there are the less satisfied customers are.
#[test]
fn what_goes_against_the_outcome_says_so() {
    let scale = Scale::ONE_TO_FIVE;
    let calls = [1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 4.0, 5.0, 5.0, 5.0, 2.0];
    let advice = [2.0, 4.0, 3.0, 5.0, 1.0, 4.0, 2.0, 5.0, 1.0, 3.0, 4.0, 2.0];
    let overall = [5.0, 5.0, 4.0, 5.0, 3.0, 3.0, 2.0, 3.0, 1.0, 1.0, 2.0, 4.0];
    let survey = Survey::new([
        ("calls", scale.full_answers(&calls).unwrap()),
        ("advice", scale.full_answers(&advice).unwrap()),
    ]);
    let survey = survey
        .unwrap()
        .overall(scale.full_answers(&overall).unwrap())
        .unwrap();
    for &importance in Importance::ALL {
        if importance == Importance::Stated {
            continue;
        }
        let found = survey.assess(Method::from(importance).minimum(12)).unwrap();
        let analysis = found.analysis(Options::default()).unwrap();
        let remarks: Vec<_> = analysis.attributes.iter().map(|a| a.remark).collect();
        assert_eq!(
            remarks,
            [Some(Remark::AgainstOutcome), None],
            "{importance}"
        );
        let advice = analysis.attributes[1].recommended();
        assert_eq!(
            advice,
            analysis.attributes[1].verdict.map(|q| q.recommended())
        );
    }
}
