//! Lifetime values by formula and by states, and discount rates.

use retention::clv::{
    ConstantRetention, CustomerState, DiscountRate, FirstMargin, Horizon, MarginStream,
    MarkovMigration, RelationshipCosts,
};

use crate::*;

const NEAREST: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;

fn yearly(rate: f64) -> DiscountRate {
    DiscountRate::yearly(rate).unwrap()
}

fn steady(retention: f64, rate: f64, stream: MarginStream) -> retention::Result<ConstantRetention> {
    ConstantRetention::new(retention, yearly(rate), stream)
}

fn eighty() -> ConstantRetention {
    steady(0.8, 0.1, MarginStream::default()).unwrap()
}

#[test]
fn a_discount_rate_is_finite_and_not_negative() {
    for (bad, text) in NOT_FINITE {
        let error = not_finite("discount rate", text, None);
        assert_eq!(refusal(DiscountRate::yearly(bad)), error);
        let continuous = DiscountRate::continuous(bad, Span::new(1, Period::Year).unwrap());
        assert_eq!(refusal(continuous), error);
    }
    let error = out_of_range("discount rate", "-0.1", "0 or more", None);
    assert_eq!(refusal(DiscountRate::yearly(-0.1)), error);
    let year = Span::new(1, Period::Year).unwrap();
    let error = expected::overflow("a discount rate over another period", 800);
    assert_eq!(refusal(DiscountRate::continuous(800.0, year)), error);
    let century = Span::new(u32::MAX, Period::Year).unwrap();
    assert_eq!(
        refusal(yearly(1.0).over(century)),
        expected::overflow("a discount rate over another period", 1)
    );
    // At 0 money keeps its value over any time.
    assert_eq!(yearly(0.0).over(century).unwrap().rate(), 0.0);
}

#[test]
fn a_retention_rate_is_a_share_and_growth_is_not_below_minus_1() {
    for (bad, text) in NOT_FINITE {
        let found = steady(bad, 0.1, MarginStream::default());
        assert_eq!(refusal(found), not_finite("retention rate", text, None));
        let found = steady(0.8, 0.1, MarginStream::default().growth(bad));
        assert_eq!(
            refusal(found),
            not_finite("growth of the margin", text, None)
        );
    }
    for (bad, text) in [(-0.1, "-0.1"), (80.0, "80")] {
        let error = out_of_range("retention rate", text, "0 to 1", None);
        assert_eq!(refusal(steady(bad, 0.1, MarginStream::default())), error);
    }
    let error = out_of_range("growth of the margin", "-1.5", "-1 or more", None);
    let found = steady(0.8, 0.1, MarginStream::default().growth(-1.5));
    assert_eq!(refusal(found), error);
    // Margins that vanish after the first one.
    let once = steady(0.8, 0.1, MarginStream::default().growth(-1.0)).unwrap();
    assert_eq!(once.margin_multiple(), 0.8 / 1.1);
    let nobody = steady(0.0, 0.1, MarginStream::default()).unwrap();
    assert_eq!(nobody.margin_multiple(), 0.0);
    assert_eq!(nobody.expected_lifetime(), Ok(0.0));
}

#[test]
fn margins_that_grow_as_fast_as_money_are_worth_without_bound_unless_they_end() {
    let growing = MarginStream::default().growth(0.375);
    let error = steady(0.8, 0.1, growing).unwrap_err();
    assert_eq!(
        error.to_string(),
        "retention rate × (1 + growth) must be below 1 + the discount rate, 1.1, got 1.1; \
         set a `Horizon::Periods`, or a higher discount rate"
    );
    assert!(steady(1.0, 0.0, MarginStream::default()).is_err());
    // A margin that falls does not hide that the cost of keeping a customer never ends.
    assert!(steady(1.0, 0.0, MarginStream::default().growth(-0.5)).is_err());
    let ten = Horizon::Periods(10);
    let model = steady(1.0, 0.0, MarginStream::default().horizon(ten)).unwrap();
    assert_eq!(
        (model.margin_multiple(), model.expected_lifetime()),
        (10.0, Ok(10.0))
    );
    let model = steady(0.8, 0.1, growing.horizon(ten)).unwrap();
    assert!((model.margin_multiple() - 8.0 / 1.1).abs() < 1e-12);
    let for_ever = steady(1.0, 0.1, MarginStream::default()).unwrap();
    assert_eq!(
        refusal(for_ever.expected_lifetime()),
        out_of_range("retention rate", "1", "below 1", None)
    );
    let exploding = MarginStream::default()
        .growth(9.0)
        .horizon(Horizon::Periods(u32::MAX));
    assert_eq!(
        refusal(steady(1.0, 0.0, exploding)),
        expected::overflow("a margin multiple", 1)
    );
}

#[test]
fn no_period_has_no_margin_unless_it_comes_at_once() {
    let none = MarginStream::default().horizon(Horizon::Periods(0));
    let model = steady(0.8, 0.1, none).unwrap();
    assert_eq!(
        (model.margin_multiple(), model.expected_lifetime()),
        (0.0, Ok(0.0))
    );
    assert_eq!(
        model.elasticities(dec!(10), RelationshipCosts::default()),
        Ok(None)
    );
    let one = none.first_margin(FirstMargin::AtOnce);
    assert_eq!(steady(0.8, 0.1, one).unwrap().margin_multiple(), 1.0);
}

#[test]
fn costs_are_not_negative_and_are_paid_within_their_period() {
    let value = |costs| eighty().value(dec!(100), costs, 2, NEAREST);
    let costs = RelationshipCosts::default();
    let least = least();
    for (costs, argument) in [
        (costs.acquisition(-least), "acquisition cost"),
        (costs.retention(-least), "retention cost"),
    ] {
        let error = out_of_range(argument, &(-least).to_string(), "0 or more", None);
        assert_eq!(refusal(value(costs)), error);
        assert_eq!(refusal(eighty().elasticities(dec!(1), costs)), error);
    }
    let argument = "time of payment within a period";
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(value(costs.paid_after(bad))),
            not_finite(argument, text, None)
        );
    }
    let error = out_of_range(argument, "2", "0 to 1", None);
    assert_eq!(refusal(value(costs.paid_after(2.0))), error);
    let places = eighty().value(dec!(100), costs, 29, NEAREST);
    assert_eq!(
        refusal(places),
        out_of_range("decimal places", "29", "0 to 28", None)
    );
    let most = eighty().value(Decimal::MAX, costs, 2, NEAREST).unwrap_err();
    assert!(matches!(most, Error::Overflow { .. }), "{most}");
    let most = value(costs.acquisition(Decimal::MAX)).unwrap_err();
    assert!(matches!(most, Error::Overflow { .. }), "{most}");
    // A customer who is worth nothing, or less, has no elasticities.
    for margin in [dec!(0), dec!(-5)] {
        assert_eq!(eighty().elasticities(margin, costs), Ok(None));
        assert!(eighty().value(margin, costs, 2, NEAREST).is_ok());
    }
}

fn state(moves: &[f64]) -> CustomerState {
    CustomerState {
        contribution: dec!(1),
        marketing: dec!(0),
        moves: moves.to_vec(),
    }
}

fn chain(states: &[CustomerState]) -> retention::Result<MarkovMigration> {
    MarkovMigration::new(states.iter().cloned(), yearly(0.1))
}

#[test]
fn a_chain_has_states_whose_moves_add_up_to_1() {
    assert_eq!(refusal(chain(&[])), expected::empty("state"));
    let short = [state(&[0.5, 0.5]), state(&[1.0])];
    assert_eq!(
        refusal(chain(&short)),
        expected::at_row(expected::length("moves", 1, 2), 1)
    );
    for (bad, text) in NOT_FINITE {
        let states = [state(&[0.5, 0.5]), state(&[0.5, bad])];
        let error = not_finite("probability of a move", text, Some(1));
        assert_eq!(refusal(chain(&states)), error);
    }
    for (bad, text) in [(-0.5, "-0.5"), (1.5, "1.5")] {
        let error = out_of_range("probability of a move", text, "0 to 1", Some(0));
        assert_eq!(
            refusal(chain(&[state(&[bad, 0.0]), state(&[0.0, 1.0])])),
            error
        );
    }
    let argument = "sum of the probabilities of moves";
    let error = out_of_range(argument, "0.75", "1", Some(1));
    assert_eq!(
        refusal(chain(&[state(&[0.5, 0.5]), state(&[0.5, 0.25])])),
        error
    );
    // Thirds are not exact, and need not be.
    assert!(chain(&[state(&[1.0 / 3.0, 2.0 / 3.0]), state(&[0.1, 0.9])]).is_ok());
    let paid = CustomerState {
        marketing: dec!(-1),
        ..state(&[1.0])
    };
    let error = out_of_range("cost of marketing", "-1", "0 or more", Some(0));
    assert_eq!(refusal(chain(&[paid])), error);
}

/// The sum of a row may be off by rounding; that must not be a rate of interest of its own.
#[test]
fn what_rounding_leaves_of_a_sum_is_worth_nothing() {
    for off in [0.9e-9, -0.9e-9, 1e-12] {
        let rows = [state(&[0.5, 0.5 + off]), state(&[0.5, 0.5 + off])];
        let values = |rate: f64, horizon| {
            let chain = MarkovMigration::new(rows.iter().cloned(), yearly(rate)).unwrap();
            chain
                .values(horizon, 2, RoundingStrategy::MidpointAwayFromZero)
                .unwrap()
        };
        // One in every period: 1 + 1 / rate.
        for value in values(1e-10, Horizon::Infinite) {
            let found: f64 = value.to_string().parse().unwrap();
            assert!((found / 1e10 - 1.0).abs() < 1e-5, "{off}: {found}");
        }
        let periods = values(0.0, Horizon::Periods(999_999_999));
        assert!(
            (periods[0] - dec!(1_000_000_000)).abs() < dec!(1000),
            "{periods:?}"
        );
    }
}

#[test]
fn chances_by_recency_are_shares() {
    let by = |chances: &[f64]| MarkovMigration::by_recency(chances, dec!(40), dec!(4), yearly(0.2));
    assert_eq!(
        refusal(by(&[])),
        expected::empty("probability of a purchase")
    );
    for (bad, text) in NOT_FINITE {
        let error = not_finite("probability of a purchase", text, Some(1));
        assert_eq!(refusal(by(&[0.3, bad])), error);
    }
    let error = out_of_range("probability of a purchase", "30", "0 to 1", Some(0));
    assert_eq!(refusal(by(&[30.0])), error);
    // Nobody ever buys again.
    let values = by(&[0.0]).unwrap().values(Horizon::Infinite, 2, NEAREST);
    assert_eq!(values, Ok(vec![dec!(36), dec!(0)]));
}

#[test]
fn money_for_ever_without_a_discount_has_no_value() {
    let stays = MarkovMigration::new([state(&[1.0])], yearly(0.0)).unwrap();
    let error = out_of_range("discount rate", "0", "above 0 without a horizon", None);
    assert_eq!(refusal(stays.values(Horizon::Infinite, 2, NEAREST)), error);
    assert_eq!(refusal(stays.visits(Horizon::Infinite)), error);
    assert_eq!(refusal(stays.best_plan(2, NEAREST)), error);
    assert_eq!(
        stays.values(Horizon::Periods(4), 2, NEAREST),
        Ok(vec![dec!(5)])
    );
    assert_eq!(stays.visits(Horizon::Periods(4)), Ok(vec![vec![5.0]]));
    // Two states that lead to each other, and one that leads to them.
    let free = |moves: &[f64]| CustomerState {
        contribution: dec!(0),
        ..state(moves)
    };
    let circle = [
        state(&[0.5, 0.5, 0.0]),
        free(&[0.0, 0.0, 1.0]),
        free(&[0.0, 1.0, 0.0]),
    ];
    let circle = MarkovMigration::new(circle, yearly(0.0)).unwrap();
    assert_eq!(
        circle.values(Horizon::Infinite, 2, NEAREST),
        Ok(vec![dec!(2), dec!(0), dec!(0)])
    );
}

#[test]
fn values_beyond_28_digits_overflow_at_their_state() {
    let rich = CustomerState {
        contribution: Decimal::MAX,
        ..state(&[0.0, 1.0])
    };
    let chain = chain(&[state(&[0.0, 1.0]), rich]).unwrap();
    let error = chain.values(Horizon::Infinite, 2, NEAREST).unwrap_err();
    assert!(matches!(error, Error::Overflow { .. }), "{error}");
    assert_eq!(error.row(), Some(0));
    let places = chain.values(Horizon::Infinite, 29, NEAREST);
    assert_eq!(
        refusal(places),
        out_of_range("decimal places", "29", "0 to 28", None)
    );
    let visits = chain.visits(Horizon::Periods(u32::MAX)).unwrap();
    assert!((visits[0][1] - 10.0).abs() < 1e-9);
}
