//! Models of how long customers with a contract stay.

use proptest::prelude::*;
use retention::Accumulator;
use retention::accumulate::Weighted;
use retention::clv::{
    BetaDiscreteWeibull, ContractModel, DiscountRate, FitOptions, Fitted, Horizon, Parametric,
    ShiftedBetaGeometric,
};
use retention::estimate::Confidence;
use retention::fit::Outcome;
use retention::survival::{Builder, Spell, Survival};

use crate::cases;

/// Logarithms of gamma functions of arguments up to a million.
const CLOSE: f64 = 1e-9;

fn close(left: f64, right: f64) -> bool {
    (left - right).abs() <= CLOSE * left.abs().max(right.abs()).max(1e-3)
}

/// From 0.001 to 1000, as often below 1 as above.
fn parameter() -> impl Strategy<Value = f64> {
    (-7.0..7.0_f64).prop_map(f64::exp)
}

fn geometric() -> impl Strategy<Value = ShiftedBetaGeometric> {
    (parameter(), parameter()).prop_map(|(a, b)| ShiftedBetaGeometric::new(a, b).unwrap())
}

fn weibull() -> impl Strategy<Value = BetaDiscreteWeibull> {
    (parameter(), parameter(), 0.3..2.5_f64)
        .prop_map(|(gamma, delta, c)| BetaDiscreteWeibull::new(gamma, delta, c).unwrap())
}

fn yearly(rate: f64) -> DiscountRate {
    DiscountRate::yearly(rate).unwrap()
}

proptest! {
    #![proptest_config(cases(64))]

    /// With c = 1 the longer model is the shorter one.
    #[test]
    fn with_c_1_both_models_are_the_same(
        short in geometric(), t in 0_u32..2000, tenure in 0_u32..500, rate in 1e-4..0.5_f64,
        horizon in prop_oneof![Just(Horizon::Infinite), (0_u32..5000).prop_map(Horizon::Periods)],
    ) {
        let long = BetaDiscreteWeibull::new(short.alpha(), short.beta(), 1.0).unwrap();
        prop_assert!(close(long.survival(t), short.survival(t)));
        prop_assert!(close(long.leaving(t), short.leaving(t)));
        // One is summed term by term and by an integral, the other by Gauss's function.
        let residual = |lifetime: retention::Result<f64>| lifetime.unwrap();
        let of_long = residual(long.discounted_residual_lifetime(tenure, yearly(rate), horizon));
        let of_short = residual(short.discounted_residual_lifetime(tenure, yearly(rate), horizon));
        prop_assert!(close(of_long, of_short), "{of_long} {of_short}");
    }

    /// The recursions of the paper.
    #[test]
    fn a_retention_rate_is_that_of_the_paper_and_rises(model in geometric(), period in 1_u32..3000) {
        let (a, b) = (model.alpha(), model.beta());
        let t = f64::from(period);
        let expected = (b + t - 1.0) / (a + b + t - 1.0);
        prop_assert!(close(model.retention_rate(period), expected));
        prop_assert!(model.retention_rate(period + 1) >= model.retention_rate(period) - CLOSE);
        prop_assert!(close(model.leaving(1), a / (a + b)));
    }

    #[test]
    fn shares_of_those_who_leave_add_up(model in weibull(), until in 1_u32..100) {
        let left: f64 = (0..=until).map(|t| model.leaving(t)).sum();
        prop_assert!(close(left + model.survival(until), 1.0), "{left}");
        let stayed: f64 = (1..=until).map(|t| model.retention_rate(t)).product();
        prop_assert!((stayed - model.survival(until)).abs() < CLOSE);
        let half = until / 2;
        let in_two = model.survival(half) * model.survival_after(half, until - half);
        prop_assert!((in_two - model.survival(until)).abs() < CLOSE);
    }

    /// One period at a time: the next renewal, and then as a customer of one period more.
    #[test]
    fn a_residual_lifetime_is_the_next_renewal_and_the_rest(
        model in weibull(), tenure in 0_u32..50, rate in 0.001..0.5_f64,
        horizon in prop_oneof![Just(None), (1_u32..1500).prop_map(Some)],
    ) {
        let [now, next] = [(tenure, 0), (tenure + 1, 1)].map(|(tenure, passed)| {
            let to = horizon.map_or(Horizon::Infinite, |periods| Horizon::Periods(periods - passed));
            model.discounted_residual_lifetime(tenure, yearly(rate), to).unwrap()
        });
        let first = model.retention_rate(tenure);
        let expected = first * (1.0 + next / (1.0 + rate));
        prop_assert!(close(now, expected), "{now} {expected}");
    }

}

proptest! {
    #![proptest_config(cases(16))]

    /// In any order, in parts, as a table and by weight: the same customers are the same fit.
    #[test]
    fn a_fit_is_of_the_customers_however_they_are_counted(
        spells in prop::collection::vec((1_u32..9, any::<bool>()), 30..80), cut in 0_usize..30,
    ) {
        let spell = |(time, ended): (u32, bool)| {
            if ended { Spell::ended(time) } else { Spell::ongoing(time) }
        };
        let spells: Vec<Spell> = spells.into_iter().map(spell).collect();
        let fit = |curve: &Survival| ShiftedBetaGeometric::fit(curve, FitOptions::default()).unwrap();
        let whole = fit(&Survival::of(spells.iter().copied()).unwrap());
        let backwards = fit(&Survival::of(spells.iter().rev().copied()).unwrap());
        prop_assert_eq!(&whole, &backwards);
        let [mut first, mut second] = [(); 2].map(|()| Builder::new());
        first.extend(spells[..cut].iter().copied()).unwrap();
        second.extend(spells[cut..].iter().copied()).unwrap();
        first.merge(second).unwrap();
        prop_assert_eq!(&fit(&first.finish().unwrap()), &whole);
        // Four of each: the same parameters, half the error.
        let mut weighted = Builder::new();
        for &spell in &spells {
            weighted.push_weighted(spell, 4.0).unwrap();
        }
        let fourfold = fit(&weighted.finish().unwrap());
        prop_assert_eq!(fourfold.outcome, whole.outcome);
        if whole.outcome == Outcome::Converged {
            let pairs = fourfold.parameters.iter().zip(&whole.parameters);
            for (four, one) in pairs {
                prop_assert!((four.value / one.value - 1.0).abs() < 1e-6);
                let errors = four.standard_error.unwrap() / one.standard_error.unwrap();
                prop_assert!((errors - 0.5).abs() < 1e-6);
            }
        }
    }
}

/// Terms that an integral adds up are those that are there one by one.
#[test]
fn a_long_sum_is_the_sum_of_its_terms() {
    for (gamma, delta, c, rate, tenure) in [
        (0.26, 1.72, 1.58, 0.002_f64, 0),
        (0.5, 3.0, 0.6, 0.002, 4),
        (3.0, 9000.0, 1.2, 0.001, 700),
        (1e-4, 0.5, 1.0, 0.001, 0),
    ] {
        let model = BetaDiscreteWeibull::new(gamma, delta, c).unwrap();
        let given = if tenure == 0 {
            1.0
        } else {
            model.survival(tenure - 1)
        };
        for horizon in [Some(5000), None] {
            let (to, last) = match horizon {
                Some(periods) => (Horizon::Periods(periods), periods),
                None => (Horizon::Infinite, (40.0 / rate) as u32),
            };
            let term = |t: u32| model.survival(tenure + t) / (1.0 + rate).powi(t as i32);
            let sum = (0..=last).map(term).sum::<f64>() / given;
            let found = model
                .discounted_residual_lifetime(tenure, yearly(rate), to)
                .unwrap();
            assert!(
                (found / sum - 1.0).abs() < 1e-11,
                "{gamma} {horizon:?}: {found}, not {sum}"
            );
        }
    }
}

fn fitted<M: ContractModel>(spells: &[Spell]) -> Fitted<M> {
    let curve = Survival::of(spells.iter().copied()).unwrap();
    M::fit(&curve, FitOptions::default()).unwrap()
}

#[test]
fn parameters_of_simulated_customers_are_recovered() {
    let short = ShiftedBetaGeometric::new(0.7, 1.9).unwrap();
    let long = BetaDiscreteWeibull::new(0.6, 2.5, 1.4).unwrap();
    // Cohorts that began at different times.
    let observed = || (0..60_000_u32).map(|customer| 1 + customer % 12);
    let of_short = fitted::<ShiftedBetaGeometric>(&short.simulate(observed(), 11));
    let of_long = fitted::<BetaDiscreteWeibull>(&long.simulate(observed(), 12));
    for (truth, found) in [
        (short.values(), &of_short.parameters),
        (long.values(), &of_long.parameters),
    ] {
        for (truth, found) in truth.iter().zip(found) {
            let errors = (found.value - truth) / found.standard_error.unwrap();
            assert!(errors.abs() < 3.0, "{found:?} is not {truth}");
            assert!(
                (found.value / truth - 1.0).abs() < 0.15,
                "{found:?} is not {truth}"
            );
        }
    }
}

/// Customers who had left before observation began are missing; with the tenure at which the others came
/// under observation the fit is right, without it customers seem to stay for longer.
#[test]
fn customers_who_were_there_before_count_from_when_they_were_first_seen() {
    let model = ShiftedBetaGeometric::new(0.8, 1.5).unwrap();
    let seen = |entry: u32| {
        let everyone = model.simulate(vec![entry + 6; 20_000], 100 + u64::from(entry));
        everyone
            .into_iter()
            .filter(move |spell| spell.time() > entry)
    };
    let all = (0..5).flat_map(|entry| seen(entry).map(move |spell| (entry, spell)));
    let all: Vec<(u32, Spell)> = all.collect();
    let entered = |&(entry, spell): &(u32, Spell)| match entry {
        0 => spell,
        entry => spell.entered(entry).unwrap(),
    };
    let with: Vec<Spell> = all.iter().map(entered).collect();
    let without: Vec<Spell> = all.iter().map(|&(_, spell)| spell).collect();
    let (with, without) = (
        fitted::<ShiftedBetaGeometric>(&with).model,
        fitted::<ShiftedBetaGeometric>(&without).model,
    );
    assert!(
        (with.survival(1) / model.survival(1) - 1.0).abs() < 0.01,
        "{with:?}"
    );
    assert!(
        (with.survival(10) / model.survival(10) - 1.0).abs() < 0.03,
        "{with:?}"
    );
    assert!(
        without.survival(1) > 1.05 * model.survival(1),
        "{without:?}"
    );
}

/// Intervals hold the truth as often as they claim: of the parameters, and of what is projected from
/// them, also where customers differ so much that the distribution is far from a bell.
#[test]
fn intervals_cover_what_they_claim() {
    for (alpha, beta, seed) in [(0.668, 3.806, 1), (0.3, 0.5, 2000)] {
        let model = ShiftedBetaGeometric::new(alpha, beta).unwrap();
        let (mut inside, mut projected, mut fits) = (0_u32, 0_u32, 0_u32);
        for draw in 0..150 {
            let found = fitted::<ShiftedBetaGeometric>(&model.simulate(vec![7; 1000], seed + draw));
            assert_eq!(found.outcome, Outcome::Converged);
            fits += 1;
            inside += u32::from(found.parameters[0].interval.unwrap().contains(alpha));
            let later = found.estimate(|model| Ok(model.survival(12))).unwrap();
            let interval = later.interval(Confidence::default());
            projected += u32::from(interval.contains(model.survival(12)));
        }
        // 95 % of 150 is 142.5; three standard errors are 8.
        assert!((135..=149).contains(&inside), "{inside} of {fits}");
        assert!((135..=149).contains(&projected), "{projected} of {fits}");
    }
}
