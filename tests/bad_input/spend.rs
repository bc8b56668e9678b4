//! Spend and lifetime value: parameters, customers, margins and horizons that are none.

use chrono::Weekday;
use retention::accumulate::Weighted;
use retention::clv::{
    BgNbd, CustomerLifetimeValue, DiscountRate, GammaGamma, Horizon, IndependenceOptions, Spend,
    SpendCounter, SpendCounts, SpendIndependence, SpendSource, ValueTerms,
};
use retention::fit::Outcome;
use retention::period::{Period, Ruler, Span};
use retention::purchases::Summary;
use retention::{Accumulator, Error};
use rust_decimal::{Decimal, dec};

use crate::expected::{not_finite, out_of_range, refusal};

fn customer(purchases: u32, total: Decimal) -> Summary {
    let last = f64::from(purchases.min(1));
    let customer = Summary::new(purchases, last, 39.0).unwrap();
    customer.with_repeat_value(total, purchases).unwrap()
}

fn model() -> GammaGamma {
    GammaGamma::new(6.25, 3.74, 15.44).unwrap()
}

#[test]
fn parameters_of_spend_out_of_range_are_refused_by_name() {
    assert_eq!(
        refusal(GammaGamma::new(f64::NAN, 1.0, 1.0)),
        not_finite("p", f64::NAN)
    );
    let refused = out_of_range("q", "-1e0", "1e-12 to 1e12");
    assert_eq!(refusal(GammaGamma::new(1.0, -1.0, 1.0)), refused);
    let refused = out_of_range("gamma", "0e0", "1e-12 to 1e12");
    assert_eq!(refusal(GammaGamma::new(1.0, 1.0, 0.0)), refused);
}

#[test]
fn customers_who_tell_nothing_of_spend_are_counted_apart() {
    let nobody: [Summary; 0] = [];
    for customers in [
        &nobody[..],
        &[
            customer(0, dec!(0)),
            customer(2, dec!(-3)),
            customer(1, dec!(0)),
        ],
    ] {
        assert!(matches!(
            SpendCounts::of(customers),
            Err(Error::Empty { .. })
        ));
    }
    let counts = SpendCounts::of(&[
        customer(0, dec!(0)),
        customer(2, dec!(-3)),
        customer(1, dec!(0)),
        customer(1, dec!(5)),
    ]);
    let counts = counts.unwrap();
    assert_eq!(
        (
            counts.without_value(),
            counts.not_positive(),
            counts.customers()
        ),
        (1, 2, 1)
    );
    for weight in [f64::NAN, f64::INFINITY, -1.0] {
        assert!(
            SpendCounter::new()
                .push_weighted(&customer(1, dec!(5)), weight)
                .is_err()
        );
    }
    let mut weightless = SpendCounter::new();
    weightless
        .push_weighted(&customer(1, dec!(5)), 0.0)
        .unwrap();
    assert!(matches!(weightless.finish(), Err(Error::Empty { .. })));
}

#[test]
fn refunds_and_one_time_buyers_are_expected_to_spend_as_new_customers() {
    let new = model().expected_spend().unwrap();
    for total in [dec!(-40), dec!(0)] {
        assert_eq!(model().expected_spend_of(&customer(2, total)).unwrap(), new);
    }
    assert_eq!(
        model().expected_spend_of(&customer(0, dec!(0))).unwrap(),
        new
    );
}

#[test]
fn a_tail_without_a_mean_is_refused_where_it_has_none() {
    for q in [0.5, 1.0] {
        let heavy = GammaGamma::new(0.6, q, 15.0).unwrap();
        assert!(matches!(heavy.expected_spend(), Err(Error::Refused { .. })));
        assert_eq!(heavy.spend_deviation(), None);
        assert!(heavy.expected_spend_of(&customer(1, dec!(30))).is_ok() == (0.6 + q > 1.0));
        assert!(heavy.spend_quantile(0.5).unwrap() > 0.0);
    }
}

#[test]
fn customers_who_all_spend_the_same_give_no_converged_fit_and_no_panic() {
    let same = SpendCounts::of(&[
        customer(1, dec!(5)),
        customer(2, dec!(10)),
        customer(3, dec!(15)),
    ]);
    let fitted = GammaGamma::fit(&same.unwrap(), Default::default()).unwrap();
    assert_ne!(fitted.outcome, Outcome::Converged);
    assert!(fitted.covariance.is_none());
    let one = SpendCounts::of(&[customer(1, dec!(0.0000000000000000000000000001))]).unwrap();
    if let Ok(fitted) = GammaGamma::fit(&one, Default::default()) {
        assert_ne!(fitted.outcome, Outcome::Converged);
    }
    let apart = [
        customer(1, dec!(0.0000000000000000000000000001)),
        customer(1, Decimal::MAX),
    ];
    if let Ok(fitted) = GammaGamma::fit(&SpendCounts::of(&apart).unwrap(), Default::default()) {
        assert_ne!(fitted.outcome, Outcome::Converged);
    }
}

#[test]
fn quantiles_at_the_ends_are_refused() {
    for level in [0.0, 1.0] {
        let refused = out_of_range("level", level, "strictly between 0 and 1");
        assert_eq!(refusal(model().spend_quantile(level)), refused);
    }
    assert_eq!(
        refusal(model().spend_quantile(f64::NAN)),
        not_finite("level", f64::NAN)
    );
}

#[test]
fn simulated_money_beyond_all_decimals_is_refused_at_its_row() {
    let rich = GammaGamma::new(1e12, 1e-3, 1e12).unwrap();
    let error = rich
        .simulate_spend([customer(0, dec!(0)), customer(3, dec!(0))], 1)
        .unwrap_err();
    assert!(matches!(error, Error::Overflow { .. }) && error.row() == Some(1));
}

#[test]
fn too_few_customers_or_all_alike_show_no_correlation() {
    let check = |customers: &[Summary]| {
        SpendIndependence::of(&SpendCounts::of(customers).unwrap(), Default::default())
    };
    assert!(matches!(
        check(&[customer(1, dec!(5))]),
        Err(Error::Insufficient { .. })
    ));
    let once: Vec<Summary> = (1..9).map(|spend: i32| customer(1, spend.into())).collect();
    assert!(matches!(check(&once), Err(Error::Singular { .. })));
    let alike: Vec<Summary> = (1..9).map(|n: u32| customer(n, (7 * n).into())).collect();
    assert!(matches!(check(&alike), Err(Error::Singular { .. })));
    // Only the one who is left out sets them apart.
    let mut one = once.clone();
    one.push(customer(2, dec!(1000)));
    assert!(matches!(check(&one), Err(Error::Singular { .. })));
    let line: Vec<Summary> = (1..9).map(|n: u32| customer(n, (n * n).into())).collect();
    let perfect = check(&line).unwrap();
    assert_eq!(
        (
            perfect.spearman.interval.lower(),
            perfect.spearman.interval.upper()
        ),
        (1.0, 1.0)
    );
    for (negligible, refused) in [
        (
            0.0,
            out_of_range("negligible", 0.0, "strictly between 0 and 1"),
        ),
        (f64::NAN, not_finite("negligible", f64::NAN)),
    ] {
        let options = IndependenceOptions::default().negligible(negligible);
        let counts = SpendCounts::of(&line).unwrap();
        assert_eq!(refusal(SpendIndependence::of(&counts, options)), refused);
    }
}

fn worth(
    spend: Spend,
    rate: f64,
    terms: ValueTerms,
) -> retention::Result<CustomerLifetimeValue<BgNbd>> {
    let purchases = BgNbd::new(0.243, 4.414, 0.793, 2.426).unwrap();
    let discount = DiscountRate::new(rate, Span::new(1, Period::Week(Weekday::Mon))?)?;
    CustomerLifetimeValue::new(purchases, spend, discount, Ruler::Weeks, terms)
}

#[test]
fn a_value_without_bound_or_sense_is_refused() {
    let terms = ValueTerms::default();
    assert!(matches!(
        worth(Spend::Same(30.0), 0.0, terms),
        Err(Error::Unsupported { .. })
    ));
    let refused = not_finite("spend", f64::NAN);
    assert_eq!(refusal(worth(Spend::Same(f64::NAN), 0.1, terms)), refused);
    let refused = not_finite("spend", f64::INFINITY);
    assert_eq!(
        refusal(worth(
            Spend::OwnMean {
                otherwise: f64::INFINITY
            },
            0.1,
            terms
        )),
        refused
    );
    for margin in [f64::NAN, -0.1, 1.1] {
        assert!(worth(Spend::Same(30.0), 0.1, terms.margin(margin)).is_err());
    }
    let refused = out_of_range("decimal places", 27, "0 to 26");
    assert_eq!(
        refusal(worth(Spend::Same(30.0), 0.1, terms.places(27))),
        refused
    );
    let heavy = Spend::GammaGamma(GammaGamma::new(0.1, 0.5, 15.0).unwrap());
    let valued = worth(heavy, 0.1, terms)
        .unwrap()
        .value_of(&customer(1, dec!(5)));
    assert!(matches!(valued, Err(Error::Refused { .. })));
    let rich = worth(Spend::Same(1e300), 0.1, terms).unwrap();
    assert!(matches!(
        rich.value_of(&customer(1, dec!(5))),
        Err(Error::Overflow { .. })
    ));
    assert!(matches!(
        rich.value_of_new_customer(),
        Err(Error::Overflow { .. })
    ));
}

#[test]
fn no_time_no_discount_and_refunds_have_a_value() {
    let now = ValueTerms::default().horizon(Horizon::Periods(0));
    let value = worth(Spend::Same(30.0), 0.0, now)
        .unwrap()
        .value_of(&customer(1, dec!(5)));
    let value = value.unwrap();
    assert_eq!((value.discounted_purchases, value.value), (0.0, dec!(0)));
    let year = ValueTerms::default().horizon(Horizon::Periods(52));
    let value = worth(Spend::Same(30.0), 0.0, year)
        .unwrap()
        .value_of(&customer(1, dec!(5)));
    let value = value.unwrap();
    assert_eq!(value.expected_purchases, Some(value.discounted_purchases));
    let own = worth(Spend::OwnMean { otherwise: 9.0 }, 0.1, year).unwrap();
    let refunded = own.value_of(&customer(1, dec!(-5))).unwrap();
    assert!(refunded.value < dec!(0) && refunded.spend_source == SpendSource::Customer);
    let once = own.value_of(&customer(0, dec!(0))).unwrap();
    assert_eq!(
        (once.spend_per_purchase, once.spend_source),
        (dec!(9), SpendSource::AllCustomers)
    );
    let drawn = worth(Spend::GammaGamma(model()), 0.1, year).unwrap();
    let refunded = drawn.value_of(&customer(1, dec!(-5))).unwrap();
    assert_eq!(refunded.spend_source, SpendSource::AllCustomers);
    // A customer who came today.
    let today = Summary::new(0, 0.0, 0.0).unwrap();
    assert!(drawn.value_of(&today).unwrap().value > dec!(0));
}
