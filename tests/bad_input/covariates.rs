//! Models of buying with covariates: names, values, effects and options that are none.

use retention::accumulate::Weighted;
use retention::clv::{
    BgNbd, CovariateCounter, CovariateCounts, CovariateLevels, CovariateModel, CovariateOptions,
    CovariateTarget, CustomerLifetimeValue, DescribedCustomer, DiscountRate, FitOptions,
    FittedCovariates, Horizon, MbgNbd, ParetoNbd, PurchaseModel, Spend, ValueTerms,
};
use retention::fit::Outcome;
use retention::period::Ruler;
use retention::purchases::Summary;
use retention::{Accumulator, Result};

use crate::expected::{
    at_row, duplicate, empty, in_full, insufficient, length, not_finite, out_of_range, overflow,
    refusal, refused, singular, unknown_name,
};

fn customer(frequency: u32) -> Summary {
    let last = if frequency == 0 { 0.0 } else { 20.0 };
    Summary::new(frequency, last, 39.0).unwrap()
}

fn base() -> BgNbd {
    BgNbd::new(0.6, 4.0, 0.8, 2.4).unwrap()
}

fn at_column(message: String, name: &str) -> String {
    format!("{message} at column \"{name}\"")
}

/// The value of each row.
type Column = fn(usize) -> f64;

/// Customers by a model, with these covariates.
fn counts(columns: &[(&str, Column)]) -> CovariateCounts {
    let shop = base().simulate(vec![39.0; 300], 1).unwrap();
    let columns = columns
        .iter()
        .map(|(name, value)| (*name, (0..300).map(value).collect::<Vec<f64>>()));
    CovariateCounts::of(&shop, columns).unwrap()
}

fn parity(row: usize) -> f64 {
    (row % 2) as f64
}

fn third(row: usize) -> f64 {
    (row % 3) as f64
}

fn fit(counts: &CovariateCounts, options: CovariateOptions) -> Result<FittedCovariates<BgNbd>> {
    CovariateModel::fit(counts, options)
}

#[test]
fn names_that_are_none_are_refused() {
    let none: [&str; 0] = [];
    assert_eq!(refusal(CovariateCounter::new(none)), empty("covariate"));
    assert_eq!(
        refusal(CovariateCounter::new(["web", ""])),
        empty("character of a covariate's name")
    );
    assert_eq!(
        refusal(CovariateCounter::new(["web", "age", "web"])),
        duplicate("covariate", "web")
    );
    let model = CovariateModel::new(base(), none, []);
    assert_eq!(refusal(model), empty("covariate"));
}

#[test]
fn rows_and_columns_that_do_not_fit_are_refused() {
    let shop = [customer(0), customer(2)];
    let of = |column: &[f64]| CovariateCounts::of(&shop, [("age", column)]);
    assert_eq!(
        refusal(of(&[1.0])),
        at_column(length("covariate", 1, 2), "age")
    );
    let nobody: [f64; 0] = [];
    assert_eq!(
        refusal(CovariateCounts::of(&[], [("age", nobody)])),
        empty("customers")
    );
    for (value, name) in [(f64::NAN, "NaN"), (f64::NEG_INFINITY, "-inf")] {
        let error = of(&[1.0, value]).unwrap_err();
        assert_eq!(error.row(), Some(1));
        assert!(
            error
                .to_string()
                .starts_with(&not_finite("covariate", name))
        );
        assert!(error.to_string().contains("column \"age\""));
    }
    let mut counter = CovariateCounter::new(["age"]).unwrap();
    let summary = &shop[1];
    let row = |covariates| DescribedCustomer {
        summary,
        covariates,
    };
    assert_eq!(
        refusal(counter.push(row(&[1.0, 2.0]))),
        at_row(length("covariates", 2, 1), 0)
    );
    assert_eq!(
        refusal(counter.push_weighted(row(&[1.0]), -1.0)),
        at_row(out_of_range("weight", -1.0, "0 or more"), 0)
    );
    // Who counts for nothing is a row and no customer.
    counter.push_weighted(row(&[1.0]), 0.0).unwrap();
    assert_eq!(counter.rows(), 1);
    let others = CovariateCounter::new(["price"]).unwrap();
    assert!(refusal(counter.merge(others)).contains("names must be equal"));
    assert_eq!(refusal(counter.finish()), empty("customers"));
}

#[test]
fn levels_that_are_none_are_refused() {
    let none: [&str; 0] = [];
    assert_eq!(
        refusal(CovariateLevels::of("channel", &none, "web")),
        empty("label")
    );
    assert_eq!(
        refusal(CovariateLevels::of("channel", &["web", "shop"], "mail")),
        unknown_name("reference", "mail", "shop, web")
    );
    assert_eq!(
        refusal(CovariateLevels::of("channel", &["web"; 3], "web")),
        insufficient("levels", 1, 2)
    );
    let levels = CovariateLevels::of("channel", &["web", "shop"], "web").unwrap();
    assert_eq!(
        refusal(levels.columns(&["shop", "mail"])),
        unknown_name("level", "mail", "web, shop")
    );
}

#[test]
fn effects_that_are_none_are_refused() {
    use CovariateTarget::{Alikeness, Buying, Staying};
    let model = |effects: &[(CovariateTarget, Vec<f64>)]| {
        CovariateModel::new(base(), ["web", "age"], effects.to_vec())
    };
    assert_eq!(
        refusal(model(&[(Buying, vec![1.0])])),
        length("coefficients", 1, 2)
    );
    assert_eq!(
        refusal(model(&[(Buying, vec![1.0, f64::NAN])])),
        not_finite("coefficient", f64::NAN)
    );
    let once = (Buying, vec![0.0; 2]);
    assert_eq!(
        refusal(model(&[once.clone(), once])),
        duplicate("target", "buying")
    );
    let pareto = ParetoNbd::new(0.6, 4.0, 0.8, 12.0).unwrap();
    for on in [Staying, Alikeness] {
        let error = CovariateModel::new(pareto, ["web"], [(on, vec![0.1])]);
        let message = refusal(error);
        assert!(
            message.contains(&format!("a covariate on {on}")),
            "{message}"
        );
        let coins = MbgNbd::new(0.6, 4.0, 0.8, 2.4).unwrap();
        assert!(CovariateModel::new(coins, ["web"], [(on, vec![0.1])]).is_ok());
    }
    let model = model(&[(Buying, vec![1.0, 2.0])]).unwrap();
    assert_eq!(refusal(model.model_of(&[1.0])), length("covariates", 1, 2));
    assert_eq!(
        refusal(model.model_of(&[1.0, f64::INFINITY])),
        at_column(not_finite("covariate", "inf"), "age")
    );
    // e⁻²⁰⁰ of a unit of time.
    let message = refusal(model.model_of(&[0.0, 100.0]));
    assert!(
        message.starts_with("alpha must be 1e-12 to 1e12"),
        "{message}"
    );
    assert_eq!(
        refusal(model.clone().with_origin(vec![1.0])),
        length("covariates", 1, 2)
    );
    assert_eq!(model.coefficient(Buying, "age"), Some(2.0));
    assert_eq!(model.coefficient(Staying, "age"), None);
    assert_eq!(model.coefficient(Buying, "price"), None);
}

#[test]
fn covariates_that_say_nothing_of_their_own_are_refused_by_name() {
    let plain = CovariateOptions::default;
    let constant = counts(&[("parity", parity), ("shop", |_| 3.0)]);
    assert_eq!(
        refusal(fit(&constant, plain())),
        singular("covariates", "shop", "is the same for all customers")
    );
    // It acts on nothing.
    let only = |name: &str| Some(vec![name.to_owned()]);
    let options = plain().buying(only("parity")).leaving(only("parity"));
    assert!(fit(&constant, options).is_ok());
    let twice = counts(&[
        ("parity", parity),
        ("third", third),
        ("both", |row| 2.0 * parity(row) - third(row) + 7.0),
    ]);
    assert_eq!(
        refusal(fit(&twice, plain())),
        singular("covariates", "both", "follows from those before it")
    );
    // Neither part has all three.
    let options = plain()
        .buying(Some(vec!["parity".into(), "both".into()]))
        .leaving(only("third"));
    assert_eq!(fit(&twice, options).unwrap().effects.len(), 4);
    for huge in [1e200, 1e-200] {
        let counts = {
            let shop = base().simulate(vec![39.0; 300], 1).unwrap();
            let column: Vec<f64> = (0..300).map(|row| huge * parity(row)).collect();
            CovariateCounts::of(&shop, [("huge", column)]).unwrap()
        };
        let value = if huge > 1.0 { f64::INFINITY } else { 0.0 };
        assert_eq!(
            refusal(fit(&counts, plain())),
            at_column(overflow("the variance of a covariate", value), "huge")
        );
    }
}

#[test]
fn options_that_name_what_is_not_there_are_refused() {
    let counts = counts(&[("parity", parity), ("third", third)]);
    let names = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect());
    let plain = CovariateOptions::default;
    assert_eq!(
        refusal(fit(&counts, plain().buying(names(&["age"])))),
        unknown_name("buying", "age", "parity, third")
    );
    assert_eq!(
        refusal(fit(&counts, plain().leaving(names(&["third", "third"])))),
        duplicate("leaving", "third")
    );
    let nothing = plain().buying(names(&[])).leaving(names(&[]));
    assert_eq!(
        in_full(fit(&counts, nothing)),
        format!("{}; name one for buying or for leaving", empty("covariate"))
    );
    let options = plain().fit(FitOptions::default().iterations(0));
    assert_eq!(
        refusal(fit(&counts, options)),
        out_of_range("iterations", 0, "1 or more")
    );
    let nobody_twice = CovariateCounts::of(&[customer(0); 4], [("web", [0.0, 1.0, 0.0, 1.0])]);
    assert_eq!(
        refusal(fit(&nobody_twice.unwrap(), plain())),
        refused("customers without a repeat purchase", 4)
    );
}

#[test]
fn a_base_far_from_all_customers_says_what_to_do() {
    // The older half buys a tenth as often: by the year 0 nobody waits.
    let [young, old] = [4.0, 40.0].map(|alpha| BgNbd::new(1.0, alpha, 0.8, 2.4).unwrap());
    let mut shop = young.simulate(vec![39.0; 200], 1).unwrap();
    shop.extend(old.simulate(vec![39.0; 200], 2).unwrap());
    let year = [vec![1990.0; 200], vec![1980.0; 200]].concat();
    let counts = CovariateCounts::of(&shop, [("year", year)]).unwrap();
    let message = in_full(fit(&counts, CovariateOptions::default()));
    assert!(
        message.ends_with("take `CovariateOrigin::Mean`"),
        "{message}"
    );
}

#[test]
fn a_fit_that_did_not_converge_gives_no_errors() {
    let counts = counts(&[("parity", parity)]);
    let short = CovariateOptions::default().fit(FitOptions::default().iterations(1));
    let fitted = fit(&counts, short).unwrap();
    assert_eq!(fitted.outcome, Outcome::IterationLimit);
    assert_eq!(fitted.effects[0].standard_error, None);
    assert!(refusal(fitted.estimate(|_| Ok(1.0))).contains("fit without standard errors"));
    assert!(fitted.converged().is_err());
}

/// Each customer counts for 10³⁰, and a covariate is measured in units of 10⁻¹³⁷: its error is near the smallest
/// number whose square is one.
#[test]
fn a_figure_has_an_error_also_where_that_of_a_coefficient_is_tiny() {
    let shop = base().simulate(vec![39.0; 300], 1).unwrap();
    let mut counter = CovariateCounter::new(["parity"]).unwrap();
    for (row, summary) in shop.iter().enumerate() {
        let covariates = &[1e137 * parity(row)];
        let customer = DescribedCustomer {
            summary,
            covariates,
        };
        counter.push_weighted(customer, 1e30).unwrap();
    }
    let fitted = fit(&counter.finish().unwrap(), CovariateOptions::default()).unwrap();
    let error = fitted.effects[0].standard_error.unwrap();
    assert!((1e-154..1e-151).contains(&error), "{error}");
    let expected = |model: &CovariateModel<BgNbd>, covariate: f64| {
        model.model_of(&[covariate])?.expected_purchases(39.0)
    };
    for covariate in [0.0, 1e137] {
        let estimate = fitted.estimate(|model| expected(model, covariate)).unwrap();
        let value = expected(&fitted.model, covariate).unwrap();
        assert_eq!(estimate.value(), value);
        // Slopes are differences, good to twelve digits.
        assert!(estimate.standard_error() < 1e-11 * value);
    }
}

#[test]
fn the_value_of_a_customer_without_their_covariates_is_refused_at_the_row() {
    let counts = counts(&[("parity", parity)]);
    let fitted = fit(&counts, CovariateOptions::default()).unwrap();
    let (terms, discount) = (
        ValueTerms::default().horizon(Horizon::Periods(26)),
        DiscountRate::yearly(0.1).unwrap(),
    );
    let worth =
        CustomerLifetimeValue::new(base(), Spend::Same(20.0), discount, Ruler::Weeks, terms);
    let worth = worth.unwrap();
    let summary = &customer(2);
    let of = |covariates: &[f64]| {
        let described = [&[1.0][..], covariates].map(|covariates| DescribedCustomer {
            summary,
            covariates,
        });
        worth.estimate_described_value(&fitted, None, &described)
    };
    assert_eq!(refusal(of(&[])), at_row(length("covariates", 0, 1), 1));
    let nan = refusal(of(&[f64::NAN]));
    assert!(
        nan.contains(&not_finite("covariate", f64::NAN)) && nan.contains("row 1"),
        "{nan}"
    );
    assert_eq!(
        worth
            .estimate_described_value(&fitted, None, &[])
            .unwrap()
            .value(),
        0.0
    );
}
