//! Dominance, robust errors, contrasts, a logistic outcome, and performance against competitors.

use retention::estimate::Design;
use retention::fit::Outcome;
use retention::quadrant::{
    Analysis, Builder, Compared, Crosshair, Importance, Method, Options, Priority, StandardErrors,
    Survey, contrasts, logistic,
};
use retention::scale::{Answers, Scale, Weights};

use crate::expected;
use crate::expected::{at_row, refusal};

const FIVE: Scale = Scale::ONE_TO_FIVE;

fn answers(column: &[f64]) -> Answers<'_> {
    FIVE.full_answers(column).unwrap()
}

const PRICE: [f64; 8] = [5.0, 2.0, 4.0, 1.0, 3.0, 2.0, 4.0, 1.0];
const NETWORK: [f64; 8] = [4.0, 5.0, 5.0, 4.0, 3.0, 1.0, 2.0, 2.0];
const OVERALL: [f64; 8] = [4.0, 2.0, 3.0, 1.0, 3.0, 1.0, 5.0, 1.0];

fn survey() -> Survey<'static> {
    let survey = Survey::new([("price", answers(&PRICE)), ("network", answers(&NETWORK))]);
    survey.unwrap().overall(answers(&OVERALL)).unwrap()
}

#[test]
fn dominance_takes_at_most_20_attributes() {
    let columns: Vec<Vec<f64>> = (0..21_u64)
        .map(|at| {
            (0..30_u64)
                .map(|row| ((row * (at + 7) + row * row) % 5 + 1) as f64)
                .collect()
        })
        .collect();
    let named = columns.iter().enumerate();
    let survey = Survey::new(named.map(|(at, column)| (at.to_string(), answers(column)))).unwrap();
    let survey = survey.overall(answers(&columns[3])).unwrap();
    let message = expected::out_of_range("number of attributes", 21, "at most 20 for dominance");
    assert_eq!(
        refusal(survey.assess(Importance::Dominance.into())),
        message
    );
    let names = (0..21).map(|at| at.to_string());
    assert_eq!(
        refusal(Builder::new(names, FIVE, Importance::Dominance.into())),
        message
    );
}

/// One respondent alone has another rating: the error of its importance is not known, and a classical
/// one is.
#[test]
fn one_respondent_who_decides_alone_leaves_no_robust_error() {
    let mut price = [2.0; 8];
    price[0] = 5.0;
    let survey = Survey::new([("price", answers(&price)), ("network", answers(&NETWORK))]).unwrap();
    let survey = survey.overall(answers(&OVERALL)).unwrap();
    for importance in [
        Importance::Pearson,
        Importance::Regression,
        Importance::Partial,
    ] {
        let method = Method::from(importance).minimum(8);
        let price = &survey.assess(method).unwrap().attributes[0];
        assert_eq!(
            (price.standard_error, price.p_value, price.estimate()),
            (None, None, None)
        );
        assert_eq!(price.interval(Default::default()), None);
        let classical = method.standard_errors(StandardErrors::Classical);
        assert!(survey.assess(classical).unwrap().attributes[0].standard_error > Some(0.0));
        let influence = survey.influence(method).unwrap();
        assert_eq!(influence.first(), Some(&None));
    }
    let ranks = Method::from(Importance::Spearman).minimum(8);
    assert!(survey.assess(ranks).unwrap().attributes[0].standard_error > Some(0.0));
}

#[test]
fn weights_that_cannot_be_negative_have_no_contributions() {
    for importance in [Importance::RelativeWeights, Importance::Dominance] {
        let found = survey().influence(Method::from(importance).minimum(8));
        let message = format!("{importance} is not possible with a comparison by contributions");
        assert_eq!(refusal(found), message);
    }
}

/// Those without weight or without an answer take no part.
#[test]
fn who_takes_no_part_contributes_nothing() {
    let weights = Weights::new([1.0, 1.0, 0.0, 2.0, 1.0, 1.0, 1.0, 3.0]).unwrap();
    let gaps: Vec<Option<f64>> = OVERALL
        .iter()
        .enumerate()
        .map(|(at, x)| (at != 4).then_some(*x))
        .collect();
    let survey = survey().overall(FIVE.answers(&gaps).unwrap()).unwrap();
    let survey = survey.stated([answers(&NETWORK), answers(&PRICE)]).unwrap();
    let survey = survey.weights(&weights).unwrap();
    for importance in [
        Importance::Stated,
        Importance::Pearson,
        Importance::Spearman,
        Importance::Regression,
        Importance::Partial,
        Importance::Deng,
    ] {
        let found = survey
            .influence(Method::from(importance).minimum(6))
            .unwrap();
        for own in found.into_iter().flatten() {
            let part: Vec<bool> = own.contributions().map(|own| own.is_some()).collect();
            let stated = importance == Importance::Stated;
            assert_eq!(part, [true, true, false, true, stated, true, true, true]);
            assert!(own.estimate(&Design::default()).unwrap().standard_error() > 0.0);
        }
    }
}

#[test]
fn cuts_of_contrasts_lie_on_the_scale_and_in_order() {
    let options = contrasts::Options::default().minimum(8).fewest(1);
    for (cut, shown) in [(f64::NAN, "NaN"), (f64::INFINITY, "inf")] {
        let found = survey().contrasts(options.low(Some(cut)));
        assert_eq!(
            refusal(found),
            expected::not_finite("highest low rating", shown)
        );
        let found = survey().contrasts(options.high(Some(cut)));
        assert_eq!(
            refusal(found),
            expected::not_finite("lowest high rating", shown)
        );
    }
    let found = survey().contrasts(options.low(Some(0.0)));
    assert_eq!(
        refusal(found),
        expected::out_of_range("highest low rating", 0, "1 to 5")
    );
    let found = survey().contrasts(options.low(Some(4.0)).high(Some(4.0)));
    let allowed = "below the lowest high rating, 4";
    assert_eq!(
        refusal(found),
        expected::out_of_range("highest low rating", 4, allowed)
    );
}

#[test]
fn contrasts_need_respondents_and_ratings_told_apart() {
    let options = contrasts::Options::default().low(Some(2.0)).high(Some(5.0));
    let found = survey().contrasts(options);
    assert_eq!(refusal(found), "at least 30 respondents are needed, got 8");
    let alone = Survey::new([("price", answers(&PRICE))]).unwrap();
    assert_eq!(
        refusal(alone.contrasts(options)),
        expected::empty("overall answer")
    );
    // A copy follows from the first.
    let copies = Survey::new([("price", answers(&PRICE)), ("copy", answers(&PRICE))]).unwrap();
    let copies = copies.overall(answers(&OVERALL)).unwrap();
    let message = refusal(copies.contrasts(options.minimum(8).fewest(1)));
    assert!(
        message.contains("copy") && message.contains("follow from those of the others"),
        "{message}"
    );
    // Too few low ratings, or one that decides alone: no contrast, and no factor.
    let few = survey().contrasts(options.minimum(8).fewest(5)).unwrap();
    assert!(
        few.attributes
            .iter()
            .all(|a| a.penalty.is_none() && a.reward.is_none())
    );
    assert!(few.attributes.iter().all(|a| a.factor.is_none()));
    let one = survey().contrasts(options.minimum(8).fewest(1)).unwrap();
    assert_eq!(
        (one.attributes[0].high, one.attributes[0].reward),
        (1, None)
    );
    // Nothing varies.
    let same = survey().overall(answers(&[3.0; 8])).unwrap();
    let same = same.contrasts(options.minimum(8).fewest(4)).unwrap();
    assert_eq!((same.r_squared, same.adjusted_r_squared), (None, None));
}

fn outcome(column: &[f64]) -> Survey<'_> {
    let scale = Scale::new(0.0, 2.0).unwrap();
    survey()
        .overall(scale.full_answers(column).unwrap())
        .unwrap()
}

#[test]
fn a_logistic_outcome_is_0_or_1_and_both_occur() {
    let options = logistic::Options::default().minimum(8);
    let found = outcome(&[0.0, 1.0, 0.0, 1.0, 0.5, 0.0, 1.0, 0.0]).logistic(options);
    let message = expected::out_of_range("outcome", 0.5, "0 or 1");
    assert_eq!(refusal(found), at_row(message, 4));
    for (column, events) in [([0.0; 8], 0), ([1.0; 8], 8)] {
        let found = outcome(&column).logistic(options);
        let message =
            expected::out_of_range("respondents with the outcome 1", events, "from 1 to 7");
        assert_eq!(refusal(found), message);
    }
    let alone = Survey::new([("price", answers(&PRICE))]).unwrap();
    assert_eq!(
        refusal(alone.logistic(options)),
        expected::empty("overall answer")
    );
}

#[test]
fn a_logistic_model_needs_respondents_and_a_method_it_knows() {
    let column = [0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0];
    let options = logistic::Options::default().minimum(8);
    let found = outcome(&column).logistic(logistic::Options::default());
    assert_eq!(refusal(found), "at least 30 respondents are needed, got 8");
    let found = outcome(&column).logistic(options.iterations(0));
    assert_eq!(
        refusal(found),
        expected::out_of_range("iterations", 0, "at least 1")
    );
    let found = outcome(&column).logistic(options.importance(Importance::Spearman));
    assert_eq!(
        refusal(found),
        "spearman is not possible with a logistic outcome"
    );
    let same = Survey::new([("price", answers(&PRICE)), ("same", answers(&[3.0; 8]))]).unwrap();
    let scale = Scale::new(0.0, 1.0).unwrap();
    let same = same.overall(scale.full_answers(&column).unwrap()).unwrap();
    assert!(refusal(same.logistic(options)).contains("same rating from every respondent"));
    let copies = Survey::new([("price", answers(&PRICE)), ("copy", answers(&PRICE))]).unwrap();
    let copies = copies
        .overall(scale.full_answers(&column).unwrap())
        .unwrap();
    assert!(refusal(copies.logistic(options)).contains("follows from the others"));
    let thirteen: Vec<Vec<f64>> = (0..13_u64)
        .map(|at| {
            (0..40_u64)
                .map(|row| ((row * (at + 3) + row * row) % 5 + 1) as f64)
                .collect()
        })
        .collect();
    let named = thirteen.iter().enumerate();
    let many = Survey::new(named.map(|(at, column)| (at.to_string(), answers(column)))).unwrap();
    let column: Vec<f64> = (0..40).map(|row| f64::from(row % 2)).collect();
    let many = many.overall(scale.full_answers(&column).unwrap()).unwrap();
    let found = many.logistic(options.importance(Importance::Dominance));
    let message = expected::out_of_range("number of attributes", 13, "at most 12 for dominance");
    assert_eq!(refusal(found), message);
}

/// Who rates the price above 2 stayed: no best fit, no errors, no importance, and nothing is placed.
#[test]
fn a_design_that_predicts_without_error_is_separable() {
    let column: Vec<f64> = PRICE
        .iter()
        .map(|&price| f64::from(u8::from(price > 2.0)))
        .collect();
    for importance in [
        Importance::Regression,
        Importance::Partial,
        Importance::Dominance,
    ] {
        let options = logistic::Options::default()
            .minimum(8)
            .importance(importance);
        let fit = outcome(&column).logistic(options).unwrap();
        assert_eq!(fit.outcome, Outcome::Separable);
        let price = fit.model.get("price").unwrap();
        assert_eq!(
            (price.importance, price.standard_error, price.marginal),
            (None, None, None)
        );
        assert_eq!((price.p_value, price.adjusted_p_value), (None, None));
        let found = fit.model.analysis(Options::default());
        assert!(refusal(found).starts_with("fit that did not converge refused"));
        assert!(refusal(fit.converged()).contains("separable"));
    }
    let options = logistic::Options::default().minimum(8).iterations(1);
    let column = [0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0];
    let fit = outcome(&column).logistic(options).unwrap();
    assert_eq!((fit.outcome, fit.iterations), (Outcome::IterationLimit, 1));
}

#[test]
fn competitors_have_ratings_to_divide_by() {
    let parity = Options::default().crosshair(Crosshair::Parity);
    let place = |compared: Vec<Compared>, options| {
        Analysis::against_competitors(compared, Scale::ZERO_TO_TEN, options)
    };
    assert_eq!(refusal(place(vec![], parity)), expected::empty("attribute"));
    let one = |ours, theirs| vec![Compared::new("price", 30.0, ours, theirs)];
    let message = |message: String| format!("{message} at attribute \"price\"");
    let zero = expected::out_of_range("competitors' rating", 0, "more than 0, to divide by it");
    assert_eq!(refusal(place(one(5.0, 0.0), parity)), message(zero));
    let nan = expected::not_finite("our rating", "NaN");
    assert_eq!(refusal(place(one(f64::NAN, 5.0), parity)), message(nan));
    let eleven = expected::out_of_range("our rating", 11, "0 to 10");
    assert_eq!(refusal(place(one(11.0, 5.0), parity)), message(eleven));
    let tiny = refusal(place(one(5.0, 1e-300), parity));
    assert!(tiny.starts_with("ratio of ratings must be"), "{tiny}");
    let gap = refusal(place(one(5.0, 5.0), parity.priority(Priority::Opportunity)));
    assert!(
        gap.starts_with("scales of importance and satisfaction must be equal"),
        "{gap}"
    );
    let centre = place(one(5.0, 5.0), parity.crosshair(Crosshair::ScaleCentre));
    assert!(refusal(centre).contains("importance that has no scale"));
    // Parity is no place on a scale of ratings.
    let own = survey()
        .assess(Method::default().minimum(8))
        .unwrap()
        .analysis(parity);
    let message = "a crosshair at parity is not possible with performance that is not relative to competitors";
    assert_eq!(refusal(own), message);
}
