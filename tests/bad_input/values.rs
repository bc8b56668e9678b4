//! Customer value: profiles, prices, maps, markets, value added, delivered value, trends.

use retention::scale::{Scale, Summary, Weights};
use retention::value::added::{self, Band, CustomerValueAdded};
use retention::value::delivered::{DeliveredValue, ValueComponent, ValueForm};
use retention::value::map::{self, FairValueLine, Offer, Standing, ValueMap};
use retention::value::market::{self, Market, Ratings};
use retention::value::pricing::PerceivedValuePricing;
use retention::value::profile::{self, PriceProfile, QualityProfile, RatedAttribute};
use retention::value::trend::{self, PeriodValue, Satisfied, Signal, ValueChange};
use retention::value::{RelativeTo, customer_value, relative_price};
use retention::{Accumulator, Weighted};

use crate::*;

const TEN: Scale = Scale::ONE_TO_TEN;

fn profile(attributes: Vec<RatedAttribute>) -> Result<QualityProfile, Error> {
    QualityProfile::new(TEN, attributes, profile::Options::default())
}

fn half(name: &str, ours: f64, theirs: f64) -> RatedAttribute {
    RatedAttribute::new(name, 50.0, ours, [theirs])
}

fn one(weight: f64, ours: f64, theirs: &[f64]) -> RatedAttribute {
    RatedAttribute::new("only", weight, ours, theirs)
}

fn zero_allowed() -> profile::Options {
    profile::Options::default().allow_zero(true)
}

/// A message at a place that has a name.
fn at(message: String, kind: &str, name: &str) -> String {
    format!("{message} at {kind} {name:?}")
}

/// A second name, at the place of its kind.
fn duplicate(argument: &'static str, value: &str, place: usize) -> String {
    let kind = match argument {
        "increment" => "line",
        other => other,
    };
    let message = expected::duplicate(argument, value);
    format!("{message} at {kind} {place} (counted from 0)")
}

fn refused_range(argument: &'static str, value: &str, allowed: &str) -> String {
    out_of_range(argument, value, allowed, None)
}

#[test]
fn a_profile_of_nothing() {
    assert_eq!(refusal(profile(vec![])), expected::empty("attribute"));
    assert_eq!(
        refusal(profile(vec![one(100.0, 5.0, &[])])),
        at(expected::empty("competitor's rating"), "attribute", "only")
    );
}

#[test]
fn a_profile_of_one_attribute_and_one_competitor_is_one() {
    let profile = profile(vec![one(100.0, 6.0, &[5.0])]).unwrap();
    assert_eq!((profile.quality_ratio, profile.ratio_of_scores), (1.2, 1.2));
}

#[test]
fn weights_of_a_profile() {
    let with = |weight, options: profile::Options| {
        let attributes = [half("first", 5.0, 5.0), one(weight, 5.0, &[5.0])];
        QualityProfile::new(TEN, attributes, options)
    };
    let add_up = profile::Options::default();
    let normalise = add_up.add_up_to(None);
    assert_eq!(
        refusal(with(-50.0, normalise)),
        at(
            refused_range("weight", "-50", "0 or more"),
            "attribute",
            "only"
        )
    );
    for (weight, text) in NOT_FINITE {
        assert_eq!(
            refusal(with(weight, normalise)),
            at(not_finite("weight", text, None), "attribute", "only")
        );
    }
    assert_eq!(
        refusal(with(49.9, add_up)),
        expected::does_not_add_up("weights", "99.9", "100")
    );
    assert_eq!(
        refusal(with(50.0, add_up.add_up_to(Some(1.0)))),
        expected::does_not_add_up("weights", "100", "1")
    );
    // Within a tolerance of one percent; parity stays parity.
    let rounded = with(49.0, add_up.tolerance(0.01)).unwrap();
    assert_eq!(rounded.quality_ratio, 1.0);
    assert!(with(50.0, add_up.tolerance(-0.1)).is_err());
    for whole in [0.0, -1.0] {
        assert!(with(50.0, add_up.add_up_to(Some(whole))).is_err());
    }
    for (wrong, text) in NOT_FINITE {
        assert_eq!(
            refusal(with(50.0, add_up.tolerance(wrong))),
            not_finite("tolerance of the weights", text, None)
        );
        assert_eq!(
            refusal(with(50.0, add_up.add_up_to(Some(wrong)))),
            not_finite("sum that the weights must have", text, None)
        );
    }
    assert_eq!(
        with(-0.0, normalise).unwrap().attributes[1].weight.abs(),
        0.0
    );

    let zeros = [one(0.0, 5.0, &[5.0])];
    assert_eq!(
        refusal(QualityProfile::new(TEN, zeros, normalise)),
        out_of_range("sum of the weights", "0", "above 0", None)
    );
    let huge = ["a", "b"].map(|name| RatedAttribute::new(name, f64::MAX, 5.0, [5.0]));
    assert_eq!(
        refusal(QualityProfile::new(TEN, huge, normalise)),
        expected::overflow("the sum of the weights", "inf")
    );
    // The smallest and the largest together.
    let apart = [("a", f64::MIN_POSITIVE, 10.0), ("b", f64::MAX, 5.0)];
    let apart = apart.map(|(name, weight, ours)| RatedAttribute::new(name, weight, ours, [5.0]));
    let apart = QualityProfile::new(TEN, apart, normalise).unwrap();
    assert_eq!(apart.quality_ratio, 1.0);
}

#[test]
fn an_attribute_twice() {
    assert_eq!(
        refusal(profile(vec![
            half("fresh", 5.0, 5.0),
            half("fresh", 6.0, 5.0)
        ])),
        duplicate("attribute", "fresh", 1)
    );
}

#[test]
fn ratings_off_the_scale() {
    for (ours, theirs, wrong) in [(0.9, 5.0, "0.9"), (5.0, 10.1, "10.1"), (-99.0, 5.0, "-99")] {
        assert_eq!(
            refusal(profile(vec![
                half("first", 5.0, 5.0),
                half("second", ours, theirs)
            ])),
            at(
                refused_range("answer", wrong, "1 to 10"),
                "attribute",
                "second"
            )
        );
    }
    for (rating, text) in NOT_FINITE {
        let message = at(not_finite("answer", text, None), "attribute", "only");
        assert_eq!(refusal(profile(vec![one(100.0, rating, &[5.0])])), message);
        assert_eq!(
            refusal(profile(vec![one(100.0, 5.0, &[5.0, rating])])),
            message
        );
    }
    // A mean of whole answers need not be whole.
    let whole = TEN.whole().unwrap();
    let profile = QualityProfile::new(whole, [one(100.0, 7.25, &[5.0])], Default::default());
    assert_eq!(profile.unwrap().quality_ratio, 1.45);
}

#[test]
fn scales_of_which_ratios_say_nothing() {
    let attributes = || [one(100.0, 0.5, &[0.25])];
    let allowed = "above 0, because a ratio depends on where the scale starts";
    for scale in [Scale::new(0.0, 1.0).unwrap(), Scale::ZERO_TO_TEN] {
        assert_eq!(
            refusal(QualityProfile::new(
                scale,
                attributes(),
                profile::Options::default()
            )),
            out_of_range("low end of the scale", "0", allowed, None)
        );
        let allowed = QualityProfile::new(scale, attributes(), zero_allowed());
        assert_eq!(allowed.unwrap().quality_ratio, 2.0);
    }
    let below = Scale::new(-3.0, 3.0).unwrap();
    for (options, allowed) in [
        (profile::Options::default(), allowed),
        (
            zero_allowed(),
            "0 or more, because a ratio depends on where the scale starts",
        ),
    ] {
        assert_eq!(
            refusal(QualityProfile::new(below, attributes(), options)),
            out_of_range("low end of the scale", "-3", allowed, None)
        );
    }
}

#[test]
fn competitors_rated_zero() {
    let options = zero_allowed();
    let of = |ours, theirs: &[f64]| {
        QualityProfile::new(Scale::ZERO_TO_TEN, [one(100.0, ours, theirs)], options)
    };
    assert_eq!(
        refusal(of(5.0, &[0.0, 0.0])),
        at(
            refused_range("competitors' mean rating", "0", "above 0"),
            "attribute",
            "only"
        )
    );
    assert_eq!(of(5.0, &[0.0, 5.0]).unwrap().quality_ratio, 2.0);
    assert_eq!(of(0.0, &[5.0]).unwrap().quality_ratio, 0.0);
    assert!(matches!(
        of(5.0, &[f64::MIN_POSITIVE / 4.0]),
        Err(Error::Overflow {
            operation: "a ratio of ratings",
            at: Some(_),
            ..
        })
    ));
    // No price is high enough.
    let price = PriceProfile::new(Scale::ZERO_TO_TEN, [one(100.0, 0.0, &[5.0])], options);
    assert_eq!(
        refusal(price),
        out_of_range("price competitiveness", "0", "above 0", None)
    );
    let price = PriceProfile::new(
        Scale::ZERO_TO_TEN,
        [one(100.0, f64::MIN_POSITIVE / 4.0, &[5.0])],
        options,
    );
    assert_eq!(refusal(price), not_finite("relative price", "inf", None));
}

#[test]
fn a_value_of_what_is_no_quality_or_price() {
    assert_eq!(customer_value(1.0, 0.0).unwrap().value(), None);
    assert_eq!(customer_value(0.0, 0.0).unwrap().value(), None);
    assert_eq!(
        refusal(customer_value(-1.0, 1.0)),
        out_of_range("quality ratio", "-1", "0 or more", None)
    );
    assert_eq!(
        refusal(customer_value(1.0, -1.0)),
        out_of_range("relative price", "-1", "0 or more", None)
    );
    for (wrong, text) in NOT_FINITE {
        assert_eq!(
            refusal(customer_value(wrong, 1.0)),
            not_finite("quality ratio", text, None)
        );
        assert_eq!(
            refusal(customer_value(1.0, wrong)),
            not_finite("relative price", text, None)
        );
    }
    let profile = profile(vec![one(100.0, 6.0, &[5.0])]).unwrap();
    assert!(profile.customer_value(-1.0).is_err());
}

#[test]
fn prices_that_are_none() {
    assert_eq!(
        refusal(relative_price(dec!(5), &[])),
        expected::empty("competitor's price")
    );
    for (price, text) in [(dec!(0), "0"), (dec!(-1.5), "-1.5")] {
        assert_eq!(
            refusal(relative_price(price, &[dec!(5)])),
            out_of_range("our price", text, "above 0", None)
        );
        assert_eq!(
            refusal(relative_price(dec!(5), &[dec!(5), price])),
            refused_range("competitor's price", text, "above 0")
                + " at supplier 1 (counted from 0)"
        );
    }
    assert!(matches!(
        relative_price(dec!(5), &[Decimal::MAX, Decimal::MAX]),
        Err(Error::Overflow { .. })
    ));
    assert!(matches!(
        relative_price(Decimal::MAX, &[dec!(5), dec!(5)]),
        Err(Error::Overflow { .. })
    ));
    assert_eq!(relative_price(Decimal::MAX, &[Decimal::MAX]), Ok(1.0));
    assert_eq!(relative_price(least(), &[least(), least()]), Ok(1.0));
}

fn map(points: Vec<Offer>, line: FairValueLine) -> Result<ValueMap, Error> {
    ValueMap::new(points, map::Options::default().line(line))
}

fn point(name: &str, quality: f64, price: f64) -> Offer {
    Offer::new(name, quality, price)
}

#[test]
fn points_that_are_not_on_a_map() {
    let line = FairValueLine::default();
    assert_eq!(refusal(map(vec![], line)), expected::empty("supplier"));
    assert_eq!(
        refusal(map(
            vec![point("us", 1.0, 1.0), point("us", 1.1, 1.0)],
            line
        )),
        duplicate("supplier", "us", 1)
    );
    let second = |quality, price| map(vec![point("a", 1.0, 1.0), point("b", quality, price)], line);
    assert_eq!(
        refusal(second(-0.5, 1.0)),
        at(
            refused_range("quality ratio", "-0.5", "0 or more"),
            "supplier",
            "b"
        )
    );
    assert_eq!(
        refusal(second(1.0, -0.5)),
        at(
            refused_range("relative price", "-0.5", "0 or more"),
            "supplier",
            "b"
        )
    );
    assert_eq!(
        refusal(second(1.0, 0.0)),
        at(
            refused_range("relative price", "0", "above 0"),
            "supplier",
            "b"
        )
    );
    assert_eq!(
        refusal(second(f64::MAX, 0.5)),
        at(
            expected::overflow("customer value", f64::MAX),
            "supplier",
            "b"
        )
    );
    for (wrong, text) in NOT_FINITE {
        assert_eq!(
            refusal(second(wrong, 1.0)),
            at(not_finite("quality ratio", text, None), "supplier", "b")
        );
        assert_eq!(
            refusal(second(1.0, wrong)),
            at(not_finite("relative price", text, None), "supplier", "b")
        );
    }
    assert_eq!(second(0.0, 1.0).unwrap().offers[1].value, 0.0);
    let with = |options| ValueMap::new([point("us", 1.0, 1.0)], options);
    assert_eq!(
        refusal(with(map::Options::default().tolerance(-0.01))),
        refused_range("tolerance", "-0.01", "0 or more")
    );
    for (wrong, text) in NOT_FINITE {
        assert_eq!(
            refusal(with(map::Options::default().tolerance(wrong))),
            not_finite("tolerance", text, None)
        );
        let profile = profile::Options::default().tolerance(wrong);
        assert_eq!(
            refusal(with(map::Options::default().profile(profile))),
            not_finite("tolerance of the weights", text, None)
        );
    }
}

#[test]
fn weights_of_a_fair_value_line() {
    let with = |quality, price| {
        map(
            vec![point("us", 2.0, 1.0)],
            FairValueLine::Weights { quality, price },
        )
    };
    assert_eq!(
        refusal(with(50.0, 0.0)),
        out_of_range("weight of price", "0", "above 0", None)
    );
    assert_eq!(
        refusal(with(50.0, -50.0)),
        out_of_range("weight of price", "-50", "0 or more", None)
    );
    assert_eq!(
        refusal(with(-50.0, 50.0)),
        out_of_range("weight of quality", "-50", "0 or more", None)
    );
    for (wrong, text) in NOT_FINITE {
        assert_eq!(
            refusal(with(wrong, 1.0)),
            not_finite("weight of quality", text, None)
        );
        assert_eq!(
            refusal(with(1.0, wrong)),
            not_finite("weight of price", text, None)
        );
    }
    assert_eq!(
        refusal(with(f64::MAX, 0.5)),
        not_finite("slope of the fair-value line", "inf", None)
    );
    // Of a quality so low that not even for nothing would it do.
    let low = map(
        vec![point("us", 0.25, 0.1), point("them", 0.5, 0.1)],
        FairValueLine::Weights {
            quality: 80.0,
            price: 40.0,
        },
    )
    .unwrap();
    for (found, quality) in low.offers.iter().zip([0.25, 0.5]) {
        assert_eq!(
            (found.fair_price, found.standing),
            (None, Some(Standing::Worse))
        );
        assert_eq!(low.fair_price(quality), None);
    }
    // Where quality does not matter, the fair price is the market's.
    assert_eq!(with(0.0, 1.0).unwrap().offers[0].fair_price, Some(1.0));
    let steep = FairValueLine::Weights {
        quality: f64::MAX,
        price: 1.0,
    };
    assert_eq!(
        refusal(map(vec![point("us", 9.0, 1.0)], steep)),
        at(expected::overflow("a fair price", "9"), "supplier", "us")
    );
    // Beyond the largest number no price is fair either.
    let steep = FairValueLine::Weights {
        quality: 1e10,
        price: 1.0,
    };
    let steep = map(vec![point("us", 1.0, 1.0)], steep).unwrap();
    assert_eq!(steep.fair_price(1.0), Some(1.0));
    for quality in [1e308, f64::MAX, f64::INFINITY, f64::NAN, -1e308] {
        assert_eq!(steep.fair_price(quality), None);
    }
}

#[test]
fn regressions_without_a_line() {
    let points = |quality: fn(usize) -> f64, count: usize| -> Vec<Offer> {
        (0..count)
            .map(|at| point(&at.to_string(), quality(at), 1.0 + at as f64 / 10.0))
            .collect()
    };
    let line = FairValueLine::Regression;
    assert_eq!(
        refusal(map(points(|at| at as f64, 4), line)),
        expected::insufficient("suppliers on a regression line", 4, 5)
    );
    let with = |minimum, count| {
        let options = map::Options::default()
            .minimum_suppliers(minimum)
            .line(line);
        ValueMap::new(points(|at| at as f64, count), options)
    };
    assert!(with(3, 3).is_ok());
    assert_eq!(
        refusal(with(2, 3)),
        out_of_range("minimum number of suppliers", "2", "3 or more", None)
    );
    assert_eq!(
        refusal(map(points(|_| 1.1, 6), line)),
        expected::singular(
            "quality ratios of the suppliers",
            "1.1",
            "is the ratio of every supplier"
        )
    );
    let huge = points(|at| (at as f64 + 1.0) * 1e200, 6);
    assert!(matches!(
        map(huge, line),
        Err(Error::Overflow {
            operation: "a regression line",
            ..
        })
    ));
    // Prices that are all the same are on a flat line, of which no share is explained.
    let flat = (0..5).map(|at| point(&at.to_string(), 1.0 + f64::from(at), 1.25));
    let flat = map(flat.collect(), line).unwrap();
    assert_eq!((flat.slope, flat.r_squared), (0.0, None));
    assert_eq!(flat.residual_standard_error, Some(0.0));
}

fn market(ratings: &[(&str, &[f64])]) -> Result<Market, Error> {
    Market::new(TEN, ["a", "b"], ratings.iter().copied())
}

#[test]
fn markets_that_are_none() {
    assert_eq!(refusal(market(&[])), expected::empty("supplier"));
    let (nothing, nobody): ([&str; 0], [(&str, [f64; 0]); 0]) = ([], []);
    assert_eq!(
        refusal(Market::new(TEN, nothing, nobody)),
        expected::empty("attribute")
    );
    assert_eq!(
        refusal(Market::new(TEN, ["a", "a"], nobody)),
        duplicate("attribute", "a", 1)
    );
    assert_eq!(
        refusal(market(&[("us", &[5.0, 5.0]), ("us", &[6.0, 6.0])])),
        duplicate("supplier", "us", 1)
    );
    assert_eq!(
        refusal(market(&[("us", &[5.0, 5.0]), ("Acme", &[6.0])])),
        at(
            expected::length("ratings of a supplier", 1, 2),
            "supplier",
            "Acme"
        )
    );
    assert_eq!(
        refusal(market(&[("us", &[5.0, 5.0]), ("Acme", &[6.0, 11.0])])),
        at(
            refused_range("answer", "11", "1 to 10"),
            "attribute",
            "b of Acme"
        )
    );
    for (wrong, text) in NOT_FINITE {
        assert_eq!(
            refusal(market(&[("us", &[5.0, wrong])])),
            at(not_finite("answer", text, None), "attribute", "b of us")
        );
    }
}

#[test]
fn questions_that_a_market_cannot_answer() {
    let two = market(&[("us", &[5.0, 5.0]), ("Acme", &[6.0, 5.0])]).unwrap();
    let weights = [("a", 50.0), ("b", 50.0)];
    let options = profile::Options::default();
    assert_eq!(
        refusal(two.quality_profile("Bolt", &weights, options)),
        refused_range("supplier", "Bolt", "one of us, Acme")
    );
    assert_eq!(
        refusal(two.quality_profile("us", &[("a", 50.0), ("c", 50.0)], options)),
        refused_range("attribute", "c", "one of a, b")
    );
    assert_eq!(
        refusal(two.quality_profile("us", &[("a", 50.0), ("a", 50.0)], options)),
        duplicate("attribute", "a", 1)
    );
    assert_eq!(
        refusal(two.price_profile("us", &[], options)),
        expected::empty("attribute")
    );
    assert_eq!((two.mean("us", "c"), two.mean("Bolt", "a")), (None, None));
    assert_eq!((two.estimate("us", "a"), two.respondents()), (None, None));
    assert_eq!(refusal(two.only(&[])), expected::empty("supplier"));
    assert_eq!(
        refusal(two.only(&["us", "us"])),
        duplicate("supplier", "us", 1)
    );
    assert_eq!(
        refusal(two.only(&["us", "Bolt"])),
        refused_range("supplier", "Bolt", "one of us, Acme")
    );

    let alone = two.only(&["us"]).unwrap();
    let lonely = out_of_range(
        "number of suppliers",
        "1",
        "2 or more, to be compared",
        None,
    );
    assert_eq!(
        refusal(alone.quality_profile("us", &weights, options)),
        lonely.clone()
    );
    let map = |market: &Market, prices: &[(&str, Decimal)]| {
        market.value_map_from_prices(&weights, prices, map::Options::default())
    };
    assert_eq!(refusal(map(&alone, &[("us", dec!(1))])), lonely);
    assert_eq!(
        refusal(map(&two, &[("Acme", dec!(1))])),
        at(expected::empty("price"), "supplier", "us")
    );
    assert_eq!(
        refusal(map(&two, &[("us", dec!(1)), ("Acme", dec!(0))])),
        at(refused_range("price", "0", "above 0"), "supplier", "Acme")
    );
    assert_eq!(
        refusal(map(&two, &[("us", dec!(1)), ("us", dec!(2))])),
        at(expected::duplicate("price", "2"), "supplier", "us")
    );
    assert_eq!(
        refusal(map(&two, &[("Bolt", dec!(1))])),
        refused_range("supplier of a price", "Bolt", "one of us, Acme")
    );
    // By name, in whatever order.
    let prices = [("Acme", dec!(1)), ("us", dec!(2))];
    let found = map(&two, &prices).unwrap();
    assert_eq!(found.get("us").unwrap().relative_price, 2.0);
}

#[test]
fn a_market_on_a_scale_from_zero_needs_to_be_asked_for() {
    let suppliers = [("us", 5.0), ("Acme", 4.0)];
    let suppliers = suppliers.map(|(name, rating)| (name, [rating]));
    let market = Market::new(Scale::ZERO_TO_TEN, ["a"], suppliers).unwrap();
    let weights = [("a", 100.0)];
    let refused = market.quality_profile("us", &weights, profile::Options::default());
    assert!(matches!(refused, Err(Error::OutOfRange { .. })));
    let profile = market.quality_profile("us", &weights, zero_allowed());
    assert_eq!(profile.unwrap().quality_ratio, 1.25);
}

const ONE_EACH: [(&str, Decimal); 2] = [("us", Decimal::ONE), ("Acme", Decimal::ONE)];

fn builder() -> market::Builder {
    market::Builder::new(TEN, ["a", "b"], ["us", "Acme"]).unwrap()
}

fn of<'r>(supplier: &'r str, ratings: &'r [Option<f64>]) -> Ratings<'r> {
    Ratings { supplier, ratings }
}

#[test]
fn a_builder_of_nothing() {
    let nothing: [&str; 0] = [];
    assert_eq!(
        refusal(market::Builder::new(TEN, ["a"], nothing)),
        expected::empty("supplier")
    );
    assert_eq!(
        refusal(market::Builder::new(TEN, nothing, ["us"])),
        expected::empty("attribute")
    );
    assert_eq!(
        refusal(market::Builder::new(TEN, ["a"], ["us", "us"])),
        duplicate("supplier", "us", 1)
    );
    let market = builder().finish().unwrap();
    assert_eq!(market.respondents(), Some(0));
    for rating in market.ratings() {
        assert_eq!((rating.mean, rating.standard_error), (None, None));
        assert_eq!(rating.answers, Some(0));
    }
    assert_eq!(
        refusal(market.quality_profile("us", &[("a", 100.0)], profile::Options::default())),
        out_of_range("answers", "none on a for us", "1 or more", None)
    );
}

#[test]
fn a_refused_respondent_leaves_the_builder_as_it_was() {
    let good = [Some(5.0), Some(7.0)];
    let mut builder = builder();
    builder.push(&[of("us", &good)]).unwrap();
    let at_second =
        |message: String, place: &str| format!("{message} at row 1, {place} (counted from 0)");
    assert_eq!(
        refusal(builder.push(&[of("Bolt", &good)])),
        out_of_range("supplier", "Bolt", "one of us, Acme", Some(1))
    );
    assert_eq!(
        refusal(builder.push(&[of("us", &good[..1])])),
        at_second(
            expected::length("ratings of a supplier", 1, 2),
            "supplier \"us\""
        )
    );
    assert_eq!(
        refusal(builder.push(&[of("us", &[Some(5.0), Some(-99.0)])])),
        at_second(
            refused_range("answer", "-99", "1 to 10"),
            "attribute \"b of us\""
        )
    );
    for (wrong, text) in NOT_FINITE {
        assert_eq!(
            refusal(builder.push(&[of("us", &[Some(wrong), None])])),
            at_second(not_finite("answer", text, None), "attribute \"a of us\"")
        );
        assert_eq!(
            refusal(builder.push_weighted(&[of("us", &good)], wrong)),
            not_finite("weight", text, Some(1))
        );
    }
    assert_eq!(
        refusal(builder.push_weighted(&[of("us", &good)], -1.0)),
        out_of_range("weight", "-1", "0 or more", Some(1))
    );
    for weight in [1e-101, 1e101] {
        assert!(matches!(
            builder.push_weighted(&[of("us", &good)], weight),
            Err(Error::OutOfRange {
                argument: "weight",
                ..
            })
        ));
    }
    assert_eq!(
        refusal(builder.push(&[])),
        expected::at_row(expected::empty("supplier rated"), 1)
    );
    assert_eq!(
        refusal(builder.push(&[of("Acme", &good), of("Acme", &good)])),
        at_second(expected::duplicate("supplier rated", "Acme"), "supplier 1")
    );
    // The second supplier's ratings are wrong, so that the first's are not added either.
    assert!(
        builder
            .push(&[of("us", &good), of("Acme", &[Some(5.0), Some(0.0)])])
            .is_err()
    );
    let market = builder.finish().unwrap();
    assert_eq!(market.respondents(), Some(1));
    assert_eq!(market.mean("us", "b"), Some(7.0));
    assert_eq!(market.mean("Acme", "b"), None);
}

/// Attributes given as suppliers do not pass in silence.
#[test]
fn attributes_and_suppliers_exchanged_are_refused_at_the_first_row() {
    let mut swapped = market::Builder::new(TEN, ["us", "Acme"], ["a", "b"]).unwrap();
    assert_eq!(
        refusal(swapped.push(&[of("us", &[Some(5.0), Some(7.0)])])),
        out_of_range("supplier", "us", "one of a, b", Some(0))
    );
}

#[test]
fn an_error_of_many_respondents_names_the_one_at_fault() {
    let (good, bad) = ([Some(5.0), Some(7.0)], [Some(5.0), Some(0.0)]);
    let rows: Vec<Ratings<'_>> = (0..500)
        .map(|row| of("us", if row == 400 { &bad } else { &good }))
        .collect();
    let mut builder = builder();
    let error = builder.extend(rows.chunks(1)).unwrap_err();
    assert_eq!(error.row(), Some(400));
    assert_eq!(error.place().unwrap().to_string(), "attribute \"b of us\"");
    assert_eq!(builder.rows(), 400);
}

#[test]
fn an_error_lists_the_first_of_many_suppliers() {
    let suppliers = (0..800).map(|at| format!("s{at}"));
    let mut many = market::Builder::new(TEN, ["a"], suppliers).unwrap();
    let refused = refusal(many.push(&[of("us", &[Some(5.0)])]));
    assert_eq!(
        refused,
        out_of_range(
            "supplier",
            "us",
            "one of s0, s1, s2, s3, s4, s5, s6, s7, s8, s9 and 790 more",
            Some(0)
        )
    );
}

#[test]
fn a_market_of_more_respondents_than_can_be_counted_does_not_merge() {
    let mut builder = builder();
    builder.push(&[of("us", &[Some(5.0), Some(7.0)])]).unwrap();
    for _ in 0..63 {
        builder.merge(builder.clone()).unwrap();
    }
    let before = builder.clone();
    assert!(matches!(
        builder.merge(before.clone()),
        Err(Error::Overflow { .. })
    ));
    assert_eq!(builder, before);
}

#[test]
fn respondents_without_weight_or_answers_are_counted_and_no_more() {
    let mut builder = builder();
    builder
        .push_weighted(&[of("us", &[Some(5.0), Some(7.0)])], 0.0)
        .unwrap();
    builder.push(&[of("us", &[None, None])]).unwrap();
    let market = builder.finish().unwrap();
    assert_eq!(market.respondents(), Some(2));
    assert!(
        market
            .ratings()
            .iter()
            .all(|rating| rating.answers == Some(0))
    );
}

#[test]
fn one_answer_has_a_mean_and_no_error() {
    let mut builder = builder();
    for (supplier, ratings) in [
        ("us", [Some(6.0), Some(7.0)]),
        ("us", [Some(8.0), None]),
        ("Acme", [Some(5.0), Some(7.0)]),
        ("Acme", [Some(5.0), Some(7.0)]),
    ] {
        builder.push(&[of(supplier, &ratings)]).unwrap();
    }
    let market = builder.finish().unwrap();
    assert_eq!(market.estimate("us", "a").unwrap().standard_error(), 1.0);
    assert_eq!(market.mean("us", "b"), Some(7.0));
    assert_eq!(market.estimate("us", "b"), None);
    let options = profile::Options::default();
    let both = [("a", 50.0), ("b", 50.0)];
    let profile = market.quality_profile("us", &both, options).unwrap();
    assert_eq!(profile.quality_ratio, 1.2);
    assert_eq!(profile.quality_ratio_estimate(), None);
    let error = profile.attributes[0].ratio_error.unwrap();
    assert_eq!(format!("{error:.12}"), "0.200000000000");
    assert_eq!(profile.attributes[1].ratio_error, None);
    // Without weight it does not matter.
    let first = [("a", 100.0), ("b", 0.0)];
    let profile = market.quality_profile("us", &first, options).unwrap();
    let estimate = profile.quality_ratio_estimate().unwrap();
    assert_eq!((estimate.value(), estimate.standard_error()), (1.4, error));
    let map = market
        .value_map_from_prices(&both, &ONE_EACH, map::Options::default())
        .unwrap();
    let us = map.get("us").unwrap();
    assert_eq!((us.quality_error, us.price_error), (None, None));
    assert_eq!((us.value_error, us.answers), (None, Some(1)));
    assert_eq!(us.sufficient, Some(false));
}

/// Everybody says the same: means are certain, and so is the position.
#[test]
fn equal_answers_have_no_error() {
    let mut builder = builder();
    for _ in 0..50 {
        builder.push(&[of("us", &[Some(9.3), Some(7.1)])]).unwrap();
        builder
            .push(&[of("Acme", &[Some(6.2), Some(7.1)])])
            .unwrap();
    }
    let market = builder.finish().unwrap();
    let map = market
        .value_map_from_prices(
            &[("a", 50.0), ("b", 50.0)],
            &ONE_EACH,
            map::Options::default(),
        )
        .unwrap();
    let us = map.get("us").unwrap();
    assert_eq!(
        (us.quality_ratio, us.standing),
        (1.25, Some(Standing::Better))
    );
    assert_eq!((us.quality_error, us.value_error), (Some(0.0), Some(0.0)));
    assert_eq!(us.probability(Standing::Better), Some(1.0));
    assert_eq!(us.sufficient, Some(true));
}

#[test]
fn markets_that_do_not_merge() {
    let mismatch = |argument, left: &str, right: &str| expected::mismatch(argument, left, right);
    let other = |scale, suppliers: [&str; 2], attributes: [&str; 2]| {
        market::Builder::new(scale, attributes, suppliers).unwrap()
    };
    let mut ours = builder();
    assert_eq!(
        refusal(ours.merge(other(Scale::ONE_TO_SEVEN, ["us", "Acme"], ["a", "b"]))),
        mismatch("scales of the ratings", "1 to 10", "1 to 7")
    );
    assert_eq!(
        refusal(ours.merge(other(TEN, ["Acme", "us"], ["a", "b"]))),
        mismatch("suppliers", "us, Acme", "Acme, us")
    );
    assert_eq!(
        refusal(ours.merge(other(TEN, ["us", "Acme"], ["a", "c"]))),
        mismatch("attributes", "a, b", "a, c")
    );
    assert_eq!(ours.merge(builder()), Ok(()));
}

fn options() -> added::Options {
    added::Options::default()
}

#[test]
fn worth_that_is_none() {
    let of = |ours, theirs: &[f64]| CustomerValueAdded::from_means(TEN, ours, theirs, options());
    assert_eq!(
        refusal(of(5.0, &[])),
        expected::empty("competitor's mean worth")
    );
    assert_eq!(
        refusal(of(0.5, &[5.0])),
        out_of_range("answer", "0.5", "1 to 10", None)
    );
    assert_eq!(
        refusal(of(5.0, &[5.0, 10.5])),
        refused_range("answer", "10.5", "1 to 10") + " at supplier 1 (counted from 0)"
    );
    for (wrong, text) in NOT_FINITE {
        let message = not_finite("answer", text, None);
        assert_eq!(refusal(of(wrong, &[5.0])), message);
        assert_eq!(
            refusal(of(5.0, &[wrong])),
            message + " at supplier 0 (counted from 0)"
        );
    }
    let zero = |options: added::Options| {
        CustomerValueAdded::from_means(Scale::ZERO_TO_TEN, 5.0, &[0.0], options)
    };
    assert!(matches!(
        zero(options()),
        Err(Error::OutOfRange {
            argument: "low end of the scale",
            ..
        })
    ));
    assert_eq!(
        refusal(zero(options().allow_zero(true))),
        out_of_range("competitors' mean worth", "0", "above 0", None)
    );
}

#[test]
fn worth_from_answers_that_do_not_go_together() {
    let (five, three) = ([5.0, 6.0, 7.0, 8.0, 9.0], [5.0, 6.0, 7.0]);
    let ten = |column| TEN.full_answers(column).unwrap();
    let on_seven = [4.0, 5.0, 6.0];
    let seven = Scale::ONE_TO_SEVEN.full_answers(&on_seven).unwrap();
    let mismatch = expected::mismatch("scales of the answers", "1 to 10", "1 to 7");
    let from = CustomerValueAdded::from_samples;
    assert_eq!(
        refusal(from(&ten(&five), None, &seven, None, options())),
        mismatch.clone()
    );
    let pairs = CustomerValueAdded::from_pairs;
    assert_eq!(
        refusal(pairs(&ten(&three), &seven, None, options())),
        mismatch
    );
    assert_eq!(
        refusal(pairs(&ten(&five), &ten(&three), None, options())),
        expected::length("answers on the competitors' offers", 3, 5)
    );
    // Asked on 1 to 7, stretched to 1 to 10: the ratio is no longer that of the answers.
    let stretched = seven.on(TEN);
    let asked = expected::mismatch(
        "scales on which the answers were asked and are read",
        "1 to 7",
        "1 to 10",
    );
    for (ours, theirs) in [
        (&ten(&three), &stretched),
        (&stretched, &ten(&three)),
        (&stretched, &stretched),
    ] {
        let samples = from(ours, None, theirs, None, options());
        assert_eq!(refusal(samples), asked.clone());
        assert_eq!(refusal(pairs(ours, theirs, None, options())), asked.clone());
    }
    let weights = Weights::new([1.0, 1.0]).unwrap();
    let wrong = expected::length("weights", 2, 3);
    assert_eq!(
        refusal(from(
            &ten(&five),
            None,
            &ten(&three),
            Some(&weights),
            options()
        )),
        wrong.clone()
    );
    assert_eq!(
        refusal(pairs(&ten(&three), &ten(&three), Some(&weights), options())),
        wrong
    );

    let nobody = TEN.answers(&[None, None, None]).unwrap();
    assert_eq!(
        refusal(from(&nobody, None, &ten(&five), None, options())),
        expected::empty("answer on our offer")
    );
    assert_eq!(
        refusal(from(&ten(&five), None, &nobody, None, options())),
        expected::empty("answer on the competitors' offers")
    );
    assert_eq!(
        refusal(pairs(&ten(&three), &nobody, None, options())),
        expected::empty("respondent who rated both")
    );
}

#[test]
fn worth_from_one_respondent_has_no_interval() {
    let (one, two) = ([8.0], [7.0, 9.0]);
    let ten = |column| TEN.full_answers(column).unwrap();
    let (one, two) = (ten(&one), ten(&two));
    for cva in [
        CustomerValueAdded::from_samples(&one, None, &two, None, options()).unwrap(),
        CustomerValueAdded::from_pairs(&one, &one, None, options()).unwrap(),
    ] {
        assert_eq!((cva.ratio, cva.band), (1.0, Band::Parity));
        assert_eq!((cva.standard_error, cva.interval), (None, None));
        assert!(
            Band::ALL
                .iter()
                .all(|&band| cva.probability(band).is_none())
        );
        assert_eq!(cva.sufficient, Some(false));
    }
}

#[test]
fn worth_without_answers_is_counted() {
    let ours = TEN
        .answers(&[Some(8.0), None, Some(7.0), Some(9.0)])
        .unwrap();
    let theirs = TEN.answers(&[None, None, Some(7.0), Some(5.0)]).unwrap();
    let weights = Weights::new([1.0, 1.0, 1.0, 0.0]).unwrap();
    let counts = |sample: Option<Summary>| {
        let sample = sample.unwrap();
        (
            sample.answered,
            sample.missing,
            sample.effective_sample_size,
        )
    };
    let two = CustomerValueAdded::from_samples(&ours, Some(&weights), &theirs, None, options());
    let two = two.unwrap();
    assert_eq!(counts(two.our_answers), (3, 1, 2.0));
    assert_eq!(counts(two.competitors_answers), (2, 2, 2.0));
    assert_eq!(two.left_out, 0);
    let pairs = CustomerValueAdded::from_pairs(&ours, &theirs, None, options()).unwrap();
    assert_eq!(counts(pairs.our_answers), (2, 2, 2.0));
    assert_eq!(counts(pairs.competitors_answers), (2, 2, 2.0));
    let mean = |sample: Option<Summary>| sample.unwrap().mean;
    assert_eq!(mean(pairs.our_answers), Some(pairs.ours));
    assert_eq!(mean(pairs.competitors_answers), Some(pairs.competitors));
    assert_eq!(pairs.left_out, 2);
    let means = CustomerValueAdded::from_means(TEN, 8.0, &[7.0], options()).unwrap();
    assert_eq!((means.our_answers, means.competitors_answers), (None, None));
}

#[test]
fn worth_that_everybody_agrees_on_is_certain() {
    let cva = CustomerValueAdded::from_estimates(
        TEN,
        Estimate::new(7.7, 0.0).unwrap(),
        &[Estimate::new(7.0, 0.0).unwrap()],
        options(),
    )
    .unwrap();
    let interval = cva.interval.unwrap();
    assert_eq!((interval.lower(), interval.upper()), (cva.ratio, cva.ratio));
    // On the seam, and so in the band that includes it, for certain.
    assert_eq!(cva.probability(Band::AboveParity), Some(1.0));
}

/// Five who say 8, and five who say 7, tell nothing of how much ten others would differ.
#[test]
fn worth_on_which_a_sample_agrees_is_not_certain() {
    let (eights, sevens, mixed) = ([8.0; 5], [7.0; 5], [7.0, 8.0, 9.0, 6.0, 8.0]);
    let samples = |ours: &[f64], theirs: &[f64]| {
        let (ours, theirs) = (
            TEN.full_answers(ours).unwrap(),
            TEN.full_answers(theirs).unwrap(),
        );
        CustomerValueAdded::from_samples(&ours, None, &theirs, None, options()).unwrap()
    };
    let pairs = |ours: &[f64], theirs: &[f64]| {
        let (ours, theirs) = (
            TEN.full_answers(ours).unwrap(),
            TEN.full_answers(theirs).unwrap(),
        );
        CustomerValueAdded::from_pairs(&ours, &theirs, None, options()).unwrap()
    };
    let market = |suppliers: &[&'static str], columns: &[&[f64]], together: bool| {
        let mut builder = market::Builder::new(TEN, ["worth"], suppliers.iter().copied()).unwrap();
        for at in 0..5 {
            let ratings: Vec<[Option<f64>; 1]> = columns.iter().map(|of| [Some(of[at])]).collect();
            let rated = suppliers.iter().zip(&ratings);
            let row: Vec<market::Ratings<'_>> = rated
                .map(|(supplier, ratings)| market::Ratings { supplier, ratings })
                .collect();
            builder
                .extend(row.chunks(if together { 2 } else { 1 }))
                .unwrap();
        }
        builder.finish().unwrap()
    };
    let of = |market: &Market| {
        market
            .customer_value_added("us", "worth", options())
            .unwrap()
    };
    let names = ["us", "Acme"];
    // Pairs of whom each says the same of both do not vary against each other.
    let unknown = [
        samples(&eights, &sevens),
        pairs(&eights, &sevens),
        pairs(&mixed, &mixed),
        of(&market(&names, &[&eights, &sevens], false)),
        of(&market(&names, &[&eights, &sevens], true)),
        of(&market(&names, &[&mixed, &mixed], true)),
    ];
    for cva in &unknown {
        assert!(cva.ratio > 0.99);
        assert_eq!((cva.standard_error, cva.interval), (None, None));
        assert_eq!((cva.degrees_of_freedom, cva.estimate()), (None, None));
        assert!(
            Band::ALL
                .iter()
                .all(|&band| cva.probability(band).is_none())
        );
    }
    // If one side varies, its error is known.
    for cva in [
        samples(&mixed, &sevens),
        samples(&eights, &mixed),
        pairs(&mixed, &sevens),
        of(&market(&names, &[&eights, &mixed], false)),
    ] {
        assert!(cva.standard_error.unwrap() > 0.0 && cva.interval.is_some());
    }
    // The leader is at parity with itself whatever anybody says.
    let leader = market(&names, &[&eights, &sevens], false)
        .relative_to(RelativeTo::Leader)
        .unwrap();
    assert_eq!(of(&leader).probability(Band::Parity), Some(1.0));
}

#[test]
fn a_competitors_mean_not_told_from_zero_has_no_bound() {
    let cva = CustomerValueAdded::from_estimates(
        TEN,
        Estimate::new(7.0, 0.1).unwrap(),
        &[Estimate::new(2.0, 1.5).unwrap()],
        options(),
    )
    .unwrap();
    assert_eq!(cva.interval, None);
    assert!(cva.standard_error.is_some());
    assert!(cva.probability(Band::Parity).is_some());
    // The delta method has an interval all the same.
    assert!(cva.estimate().is_some());
}

/// Where squares of the errors are no numbers, nothing is known of the ratio, rather than everything.
#[test]
fn errors_too_large_for_their_squares_have_no_interval() {
    let estimate = |value, error| Estimate::new(value, error).unwrap();
    let (known, unknown) = (estimate(7.0, 0.0), estimate(8.0, 1e200));
    let large = estimate(7.0, 1e153);
    for (ours, theirs) in [
        (unknown, vec![known]),
        (known, vec![unknown]),
        (unknown, vec![unknown]),
        (known, vec![large, unknown]),
    ] {
        let cva = CustomerValueAdded::from_estimates(TEN, ours, &theirs, options()).unwrap();
        assert_eq!((cva.standard_error, cva.interval), (None, None));
        assert_eq!(cva.estimate(), None);
        for &band in Band::ALL {
            assert_eq!(cva.probability(band), None);
        }
    }
}

#[test]
fn bands_that_do_not_rise() {
    let bands = options();
    assert_eq!(
        refusal(bands.parity_from(1.05).classify(1.0)),
        expected::unsorted("above_parity_from", "1.03", "follows 1.05")
    );
    assert!(bands.parity_from(-0.1).classify(1.0).is_err());
    for (wrong, text) in NOT_FINITE {
        assert_eq!(
            refusal(bands.world_class_above(wrong).classify(1.0)),
            not_finite("world_class_above", text, None)
        );
        assert_eq!(
            refusal(bands.classify(wrong)),
            not_finite("customer value added", text, None)
        );
    }
    assert_eq!(
        refusal(bands.classify(-1.0)),
        out_of_range("customer value added", "-1", "0 or more", None)
    );
    let added = bands.above_parity_from(9.0);
    assert!(CustomerValueAdded::from_means(TEN, 5.0, &[5.0], added).is_err());
    // Seams that coincide leave a band empty.
    let narrow = bands.parity_from(1.0).above_parity_from(1.0);
    assert_eq!(narrow.classify(1.0), Ok(Band::AboveParity));
    assert_eq!(narrow.classify(0.999), Ok(Band::BelowParity));
}

#[test]
fn amounts_of_delivered_value() {
    use ValueComponent::{Image, Monetary, Product, Psychological, Services, Time};
    let of = |amounts: &[(ValueComponent, Decimal)]| DeliveredValue::new(amounts.iter().copied());
    let cost = (Monetary, dec!(5));
    assert_eq!(
        refusal(of(&[(Image, dec!(-1)), cost])),
        refused_range("image", "-1", "0 or more")
    );
    assert_eq!(
        refusal(of(&[(Psychological, dec!(-0.5)), cost])),
        refused_range("psychological", "-0.5", "0 or more")
    );
    assert_eq!(
        refusal(of(&[cost, (Product, dec!(9)), cost])),
        expected::duplicate("component", "monetary")
    );
    assert!(matches!(
        of(&[(Product, Decimal::MAX), (Services, Decimal::MAX), cost]),
        Err(Error::Overflow { .. })
    ));
    let nothing = of(&[]).unwrap();
    assert_eq!(nothing.difference(), Decimal::ZERO);
    assert_eq!(nothing.ratio().value(), None);
    let no_cost = refused_range("total cost", "0", "above 0, to be compared by ratio");
    assert_eq!(refusal(nothing.levers(ValueForm::Ratio)), no_cost);
    for &component in ValueComponent::ALL {
        let unit = |form| nothing.effect_of_unit(component, form);
        assert_eq!(refusal(unit(ValueForm::Ratio)), no_cost);
        assert_eq!(
            refusal(nothing.effect_of_percent(component, ValueForm::Ratio)),
            no_cost
        );
        // Every benefit can be raised; a cost that is not there cannot be cut.
        let expected = f64::from(u8::from(component.is_benefit()));
        assert_eq!(unit(ValueForm::Difference), Ok(expected));
    }
    let something = of(&[cost]).unwrap();
    assert_eq!(
        refusal(something.compare(&nothing, ValueForm::Ratio)),
        no_cost
    );
    assert_eq!(
        refusal(nothing.compare(&something, ValueForm::Ratio)),
        no_cost
    );
    assert_eq!(something.value_over(&nothing, ValueForm::Ratio), None);
    // Too far apart to be brought to one scale.
    assert!(of(&[(Product, Decimal::MAX), (Time, least())]).is_err());
}

#[test]
fn prices_that_cannot_be_argued() {
    let price = |reference, increments: &[(&str, Decimal)], discount| {
        PerceivedValuePricing::new(reference, increments.iter().copied(), discount)
    };
    assert_eq!(
        refusal(price(dec!(-1), &[], dec!(0))),
        out_of_range("reference price", "-1", "0 or more", None)
    );
    assert_eq!(
        refusal(price(dec!(1), &[], dec!(-1))),
        out_of_range("discount", "-1", "0 or more", None)
    );
    assert_eq!(
        refusal(price(dec!(10), &[("worse", dec!(-4))], dec!(7))),
        out_of_range("discount", "7", "at most the perceived value, 6", None)
    );
    assert_eq!(
        refusal(price(
            dec!(10),
            &[("same", dec!(1)), ("same", dec!(2))],
            dec!(0)
        )),
        duplicate("increment", "same", 1)
    );
    assert!(matches!(
        price(Decimal::MAX, &[("more", dec!(1))], dec!(0)),
        Err(Error::Overflow { .. })
    ));
    let nothing = price(dec!(0), &[], dec!(0)).unwrap();
    assert_eq!(nothing.price(), Decimal::ZERO);
    assert_eq!(
        refusal(nothing.supplier_profit(dec!(-1))),
        out_of_range("cost", "-1", "0 or more", None)
    );
    assert_eq!(nothing.supplier_profit(dec!(3)), Ok(dec!(-3)));
}

fn trend<'a>(
    periods: impl IntoIterator<Item = PeriodValue<'a>>,
) -> Result<Vec<ValueChange>, Error> {
    trend::changes(periods, trend::Options::default())
}

#[test]
fn trends_of_too_little() {
    let profile = profile(vec![one(100.0, 6.0, &[5.0])]).unwrap();
    let period = |name: &str| PeriodValue::new(name, &profile, 1.0);
    assert_eq!(refusal(trend([])), expected::empty("period"));
    assert_eq!(
        refusal(trend([period("1")])),
        out_of_range("number of periods", "1", "2 or more", None)
    );
    assert_eq!(
        refusal(trend([period("1"), period("2"), period("1")])),
        duplicate("period", "1", 2)
    );
    let changes = trend([period("1"), period("2")]).unwrap();
    let change = &changes[0];
    assert_eq!((change.change, change.signal), (0.0, Signal::NotMeasured));
}

#[test]
fn trends_of_what_does_not_go_together() {
    let (a, b) = (half("a", 6.0, 5.0), half("b", 6.0, 5.0));
    let first = profile(vec![a.clone(), b.clone()]).unwrap();
    let other = profile(vec![a.clone(), half("c", 6.0, 5.0)]).unwrap();
    let seven = QualityProfile::new(Scale::ONE_TO_SEVEN, [b, a], Default::default()).unwrap();
    let with = |later| {
        trend([
            PeriodValue::new("1", &first, 1.0),
            PeriodValue::new("2", later, 1.0),
        ])
    };
    assert_eq!(
        refusal(with(&other)),
        expected::mismatch("attributes of the profiles", "a, b", "a, c")
    );
    assert_eq!(
        refusal(with(&seven)),
        expected::mismatch("scales of the profiles", "1 to 10", "1 to 7")
    );
}

#[test]
fn trends_of_what_is_no_price_or_satisfaction() {
    let profile = profile(vec![one(100.0, 6.0, &[5.0])]).unwrap();
    let with = |price: f64, satisfaction: f64| {
        let later = PeriodValue::new("2", &profile, price).satisfaction(satisfaction);
        trend([PeriodValue::new("1", &profile, 1.0), later])
    };
    assert_eq!(
        refusal(with(0.0, 1.0)),
        at(
            refused_range("relative price", "0", "above 0"),
            "period",
            "2"
        )
    );
    assert_eq!(
        refusal(with(-1.0, 1.0)),
        at(
            refused_range("relative price", "-1", "0 or more"),
            "period",
            "2"
        )
    );
    for (wrong, text) in NOT_FINITE {
        assert_eq!(
            refusal(with(wrong, 1.0)),
            at(not_finite("relative price", text, None), "period", "2")
        );
        assert_eq!(
            refusal(with(1.0, wrong)),
            at(not_finite("satisfaction", text, None), "period", "2")
        );
    }
    assert!(matches!(
        with(f64::MIN_POSITIVE / 4.0, 1.0),
        Err(Error::Overflow { at: Some(_), .. })
    ));
    let options = trend::Options::default();
    let extreme = [-f64::MAX, f64::MAX].map(|satisfaction| {
        PeriodValue::new(satisfaction.to_string(), &profile, 1.0).satisfaction(satisfaction)
    });
    let not_falling = options.satisfied(Satisfied::NotFalling);
    let changes = trend::changes(extreme, not_falling);
    assert!(matches!(changes, Err(Error::Overflow { .. })));
    // Whether 72 is high depends on its scale.
    assert_eq!(
        refusal(with(1.0, 72.0)),
        at(
            refused_range("satisfaction", "72", "1 to 10"),
            "period",
            "2"
        )
    );
    let cure = with(1.0, 72.0).unwrap_err();
    assert!(
        cure.to_string()
            .ends_with("; set `satisfaction_scale` to the scale that was asked")
    );
    let hundred = options.satisfaction_scale(Some(Scale::new(0.0, 100.0).unwrap()));
    for options in [hundred, not_falling] {
        let period = |name: &str| PeriodValue::new(name, &profile, 1.0).satisfaction(72.0);
        let changes = trend::changes([period("1"), period("2")], options).unwrap();
        assert_eq!(changes[0].signal, Signal::Quiet);
    }
    let with = |change: fn(PeriodValue<'_>) -> PeriodValue<'_>| {
        let period = |name: &str| PeriodValue::new(name, &profile, 1.0);
        refusal(trend([period("1"), change(period("2"))]))
    };
    for (found, expected) in [
        (
            with(|period| period.market_share(31.0)),
            refused_range("market share", "31", "0 to 1"),
        ),
        (
            with(|period| PeriodValue {
                share_error: Some(-0.1),
                ..period
            }),
            refused_range("standard error of the market share", "-0.1", "0 or more"),
        ),
        (
            with(|period| period.price_error(-0.1)),
            refused_range("standard error of the relative price", "-0.1", "0 or more"),
        ),
        (
            with(|period| period.price_error(f64::NAN)),
            not_finite("standard error of the relative price", "NaN", None),
        ),
    ] {
        assert_eq!(found, at(expected, "period", "2"));
    }
    let with = |options| {
        let periods = ["1", "2"].map(|name| PeriodValue::new(name, &profile, 1.0));
        refusal(trend::changes(periods, options))
    };
    assert_eq!(
        with(options.least_share_fall(-1.0)),
        refused_range("least_share_fall", "-1", "0 or more")
    );
    for (wrong, text) in NOT_FINITE {
        assert_eq!(
            with(options.high_from(wrong)),
            not_finite("high_from", text, None)
        );
        assert_eq!(
            with(options.least_fall(wrong)),
            not_finite("least_fall", text, None)
        );
    }
}
