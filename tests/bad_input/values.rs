//! Customer value: profiles, prices, maps, markets, value added, delivered value, trends.

use retention::scale::{Scale, Weights};
use retention::value::{
    AddedOptions, Aggregation, Attribute, Band, Bands, Benefits, Costs, CustomerValueAdded,
    DeliveredValue, Evidence, FairValueLine, IntervalMethod, LowEnd, MapOptions, Market,
    MarketBuilder, MarketPoint, MarketPrice, Per, PerceivedValuePricing, PeriodValue, Position,
    PriceProfile, ProfileOptions, QualityProfile, Sample, Signal, Supplier, TrendOptions,
    ValueForm, ValueMap, ValueTrend, Weighting, customer_value, relative_price,
};

use crate::*;

const TEN: Scale = Scale::ONE_TO_TEN;

fn profile(attributes: Vec<Attribute>) -> Result<QualityProfile, Error> {
    QualityProfile::new(TEN, attributes, &ProfileOptions::default())
}

fn half(name: &str, ours: f64, theirs: f64) -> Attribute {
    Attribute::new(name, 50.0, ours, [theirs])
}

fn one(weight: f64, ours: f64, theirs: &[f64]) -> Attribute {
    Attribute::new("only", weight, ours, theirs)
}

fn zero_allowed() -> ProfileOptions {
    ProfileOptions::default().low_end(LowEnd::Zero)
}

fn overflow(operation: &'static str, value: &str, row: Option<usize>) -> String {
    expected::at(expected::overflow(operation, value), row)
}

fn duplicate(argument: &'static str, value: &str, row: usize) -> String {
    expected::at_row(expected::duplicate(argument, value), row)
}

#[test]
fn a_profile_of_nothing() {
    assert_eq!(refusal(profile(vec![])), expected::empty("attribute"));
    assert_eq!(
        refusal(profile(vec![one(100.0, 5.0, &[])])),
        expected::empty("competitor's rating")
    );
}

#[test]
fn a_profile_of_one_attribute_and_one_competitor_is_one() {
    let profile = profile(vec![one(100.0, 6.0, &[5.0])]).unwrap();
    assert_eq!(
        (profile.quality_ratio(), profile.ratio_of_scores()),
        (1.2, 1.2)
    );
}

#[test]
fn weights_of_a_profile() {
    let with = |weight, options: ProfileOptions| {
        let attributes = [half("first", 5.0, 5.0), one(weight, 5.0, &[5.0])];
        QualityProfile::new(TEN, attributes, &options)
    };
    let add_up = ProfileOptions::default();
    let normalise = add_up.weighting(Weighting::Normalise);
    assert_eq!(
        refusal(with(-50.0, normalise)),
        out_of_range("weight", "-50", "0 or more", Some(1))
    );
    for (weight, text) in NOT_FINITE {
        assert_eq!(
            refusal(with(weight, normalise)),
            not_finite("weight", text, Some(1))
        );
    }
    assert_eq!(
        refusal(with(49.9, add_up)),
        expected::does_not_add_up("weights", "99.9", "100")
    );
    assert_eq!(
        refusal(with(50.0, add_up.weighting(Weighting::AddUpTo1))),
        expected::does_not_add_up("weights", "100", "1")
    );
    // Within a tolerance of one percent; parity stays parity.
    let rounded = with(49.0, add_up.tolerance(0.01)).unwrap();
    assert_eq!(rounded.quality_ratio(), 1.0);
    for tolerance in [-0.1, f64::NAN, f64::INFINITY] {
        assert!(with(50.0, add_up.tolerance(tolerance)).is_err());
    }
    assert_eq!(
        with(-0.0, normalise).unwrap().attributes()[1].weight.abs(),
        0.0
    );

    let zeros = [one(0.0, 5.0, &[5.0])];
    assert_eq!(
        refusal(QualityProfile::new(TEN, zeros, &normalise)),
        out_of_range("sum of the weights", "0", "above 0", None)
    );
    let huge = ["a", "b"].map(|name| Attribute::new(name, f64::MAX, 5.0, [5.0]));
    assert_eq!(
        refusal(QualityProfile::new(TEN, huge, &normalise)),
        overflow("the sum of the weights", "inf", None)
    );
    // The smallest and the largest together.
    let apart = [("a", f64::MIN_POSITIVE, 10.0), ("b", f64::MAX, 5.0)];
    let apart = apart.map(|(name, weight, ours)| Attribute::new(name, weight, ours, [5.0]));
    let apart = QualityProfile::new(TEN, apart, &normalise).unwrap();
    assert_eq!(apart.quality_ratio(), 1.0);
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
            out_of_range("answer", wrong, "1 to 10", Some(1))
        );
    }
    for (rating, text) in NOT_FINITE {
        assert_eq!(
            refusal(profile(vec![one(100.0, rating, &[5.0])])),
            not_finite("answer", text, Some(0))
        );
        assert_eq!(
            refusal(profile(vec![one(100.0, 5.0, &[5.0, rating])])),
            not_finite("answer", text, Some(0))
        );
    }
    // A mean of whole answers need not be whole.
    let whole = TEN.whole().unwrap();
    let profile = QualityProfile::new(whole, [one(100.0, 7.25, &[5.0])], &Default::default());
    assert_eq!(profile.unwrap().quality_ratio(), 1.45);
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
                &ProfileOptions::default()
            )),
            out_of_range("low end of the scale", "0", allowed, None)
        );
        let allowed = QualityProfile::new(scale, attributes(), &zero_allowed());
        assert_eq!(allowed.unwrap().quality_ratio(), 2.0);
    }
    let below = Scale::new(-3.0, 3.0).unwrap();
    for (options, allowed) in [
        (ProfileOptions::default(), allowed),
        (
            zero_allowed(),
            "0 or more, because a ratio depends on where the scale starts",
        ),
    ] {
        assert_eq!(
            refusal(QualityProfile::new(below, attributes(), &options)),
            out_of_range("low end of the scale", "-3", allowed, None)
        );
    }
}

#[test]
fn competitors_rated_zero() {
    let options = zero_allowed();
    let of = |ours, theirs: &[f64]| {
        QualityProfile::new(Scale::ZERO_TO_TEN, [one(100.0, ours, theirs)], &options)
    };
    assert_eq!(
        refusal(of(5.0, &[0.0, 0.0])),
        out_of_range("competitors' mean rating", "0", "above 0", Some(0))
    );
    assert_eq!(of(5.0, &[0.0, 5.0]).unwrap().quality_ratio(), 2.0);
    assert_eq!(of(0.0, &[5.0]).unwrap().quality_ratio(), 0.0);
    assert!(matches!(
        of(5.0, &[f64::MIN_POSITIVE / 4.0]),
        Err(Error::Overflow {
            operation: "a ratio of ratings",
            at: Some(retention::error::At { row: Some(0), .. }),
            ..
        })
    ));
    // No price is high enough.
    let price = PriceProfile::new(Scale::ZERO_TO_TEN, [one(100.0, 0.0, &[5.0])], &options);
    assert_eq!(
        refusal(price),
        out_of_range("price competitiveness", "0", "above 0", None)
    );
    let price = PriceProfile::new(
        Scale::ZERO_TO_TEN,
        [one(100.0, f64::MIN_POSITIVE / 4.0, &[5.0])],
        &options,
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
            out_of_range("competitor's price", text, "above 0", Some(1))
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

fn map(points: Vec<MarketPoint>, line: FairValueLine) -> Result<ValueMap, Error> {
    ValueMap::new(points, line, &MapOptions::default())
}

fn point(name: &str, quality: f64, price: f64) -> MarketPoint {
    MarketPoint::new(name, quality, price)
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
        out_of_range("quality ratio", "-0.5", "0 or more", Some(1))
    );
    assert_eq!(
        refusal(second(1.0, -0.5)),
        out_of_range("relative price", "-0.5", "0 or more", Some(1))
    );
    assert_eq!(
        refusal(second(1.0, 0.0)),
        out_of_range("relative price", "0", "above 0", Some(1))
    );
    assert_eq!(
        refusal(second(f64::MAX, 0.5)),
        overflow("customer value", &f64::MAX.to_string(), Some(1))
    );
    for (wrong, text) in NOT_FINITE {
        assert_eq!(
            refusal(second(wrong, 1.0)),
            not_finite("quality ratio", text, Some(1))
        );
        assert_eq!(
            refusal(second(1.0, wrong)),
            not_finite("relative price", text, Some(1))
        );
    }
    assert_eq!(second(0.0, 1.0).unwrap().points()[1].value, 0.0);
    for tolerance in [-0.01, f64::NAN, f64::INFINITY] {
        let options = MapOptions::default().tolerance(tolerance);
        assert!(ValueMap::new([point("us", 1.0, 1.0)], line, &options).is_err());
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
    for (found, quality) in low.points().iter().zip([0.25, 0.5]) {
        assert_eq!((found.fair_price, found.position), (None, Position::Worse));
        assert_eq!(low.line.fair_price(quality), None);
    }
    // Where quality does not matter, the fair price is the market's.
    assert_eq!(with(0.0, 1.0).unwrap().points()[0].fair_price, Some(1.0));
    let steep = FairValueLine::Weights {
        quality: f64::MAX,
        price: 1.0,
    };
    assert_eq!(
        refusal(map(vec![point("us", 9.0, 1.0)], steep)),
        overflow("a fair price", "9", None)
    );
}

#[test]
fn regressions_without_a_line() {
    let points = |quality: fn(usize) -> f64, count: usize| -> Vec<MarketPoint> {
        (0..count)
            .map(|at| point(&at.to_string(), quality(at), 1.0 + at as f64 / 10.0))
            .collect()
    };
    let line = FairValueLine::Regression;
    assert_eq!(
        refusal(map(points(|at| at as f64, 4), line)),
        out_of_range(
            "number of suppliers for a regression line",
            "4",
            "5 or more",
            None
        )
    );
    let with = |minimum, count| {
        let options = MapOptions::default().minimum_suppliers(minimum);
        ValueMap::new(points(|at| at as f64, count), line, &options)
    };
    assert!(with(3, 3).is_ok());
    assert_eq!(
        refusal(with(2, 3)),
        out_of_range(
            "least number of suppliers for a regression",
            "2",
            "3 or more",
            None
        )
    );
    assert_eq!(
        refusal(map(points(|_| 1.1, 6), line)),
        expected::singular("quality ratios of the suppliers", "1.1")
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
    let fit = flat.line.fit.unwrap();
    assert_eq!((flat.line.slope, fit.r_squared), (0.0, None));
    assert_eq!(fit.residual_standard_error, 0.0);
}

fn market(ratings: &[(&str, &[f64])]) -> Result<Market, Error> {
    let suppliers = ratings.iter();
    let suppliers = suppliers.map(|&(name, ratings)| Supplier::new(name, ratings));
    Market::new(TEN, ["a", "b"], suppliers)
}

#[test]
fn markets_that_are_none() {
    assert_eq!(refusal(market(&[])), expected::empty("supplier"));
    let nothing: [&str; 0] = [];
    assert_eq!(
        refusal(Market::new(TEN, nothing, [])),
        expected::empty("attribute")
    );
    assert_eq!(
        refusal(Market::new(TEN, ["a", "a"], [])),
        duplicate("attribute", "a", 1)
    );
    assert_eq!(
        refusal(market(&[("us", &[5.0, 5.0]), ("us", &[6.0, 6.0])])),
        duplicate("supplier", "us", 1)
    );
    assert_eq!(
        refusal(market(&[("us", &[5.0, 5.0]), ("Acme", &[6.0])])),
        expected::length("ratings of a supplier", 1, 2)
    );
    assert_eq!(
        refusal(market(&[("us", &[5.0, 5.0]), ("Acme", &[6.0, 11.0])])),
        out_of_range("answer", "11", "1 to 10", Some(1))
    );
    for (wrong, text) in NOT_FINITE {
        assert_eq!(
            refusal(market(&[("us", &[5.0, wrong])])),
            not_finite("answer", text, Some(0))
        );
    }
}

#[test]
fn questions_that_a_market_cannot_answer() {
    let two = market(&[("us", &[5.0, 5.0]), ("Acme", &[6.0, 5.0])]).unwrap();
    let weights = [("a", 50.0), ("b", 50.0)];
    let options = ProfileOptions::default();
    assert_eq!(
        refusal(two.quality_profile("Bolt", &weights, &options)),
        out_of_range("supplier", "Bolt", "us, Acme", None)
    );
    assert_eq!(
        refusal(two.quality_profile("us", &[("a", 50.0), ("c", 50.0)], &options)),
        out_of_range("attribute", "c", "a, b", None)
    );
    assert_eq!(
        refusal(two.quality_profile("us", &[("a", 50.0), ("a", 50.0)], &options)),
        duplicate("attribute", "a", 1)
    );
    assert_eq!(
        refusal(two.price_profile("us", &[], &options)),
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
        out_of_range("supplier", "Bolt", "us, Acme", None)
    );

    let alone = two.only(&["us"]).unwrap();
    let lonely = out_of_range(
        "number of suppliers",
        "1",
        "2 or more, to be compared",
        None,
    );
    assert_eq!(
        refusal(alone.quality_profile("us", &weights, &options)),
        lonely.clone()
    );
    let map = |market: &Market, prices: &[Decimal]| {
        let line = FairValueLine::default();
        market.value_map(
            &weights,
            MarketPrice::Paid(prices),
            line,
            &MapOptions::default(),
        )
    };
    assert_eq!(refusal(map(&alone, &[dec!(1)])), lonely);
    assert_eq!(
        refusal(map(&two, &[dec!(1)])),
        expected::length("prices", 1, 2)
    );
    assert_eq!(
        refusal(map(&two, &[dec!(1), dec!(0)])),
        out_of_range("price", "0", "above 0", Some(1))
    );
}

#[test]
fn a_market_on_a_scale_from_zero_needs_to_be_asked_for() {
    let suppliers = [("us", 5.0), ("Acme", 4.0)];
    let suppliers = suppliers.map(|(name, rating)| Supplier::new(name, [rating]));
    let market = Market::new(Scale::ZERO_TO_TEN, ["a"], suppliers).unwrap();
    let weights = [("a", 100.0)];
    let refused = market.quality_profile("us", &weights, &ProfileOptions::default());
    assert!(matches!(refused, Err(Error::OutOfRange { .. })));
    let profile = market.quality_profile("us", &weights, &zero_allowed());
    assert_eq!(profile.unwrap().quality_ratio(), 1.25);
}

fn builder() -> MarketBuilder {
    MarketBuilder::new(TEN, ["us", "Acme"], ["a", "b"]).unwrap()
}

#[test]
fn a_builder_of_nothing() {
    let nothing: [&str; 0] = [];
    assert_eq!(
        MarketBuilder::new(TEN, nothing, ["a"]).unwrap_err(),
        expected::empty("supplier")
    );
    assert_eq!(
        MarketBuilder::new(TEN, ["us"], nothing).unwrap_err(),
        expected::empty("attribute")
    );
    assert_eq!(
        MarketBuilder::new(TEN, ["us", "us"], ["a"]).unwrap_err(),
        duplicate("supplier", "us", 1)
    );
    let market = builder().finish();
    assert_eq!(market.respondents(), Some(0));
    for rating in market.ratings() {
        assert_eq!((rating.mean, rating.standard_error), (None, None));
        assert_eq!(rating.answers, Some(0));
    }
    assert_eq!(
        refusal(market.quality_profile("us", &[("a", 100.0)], &ProfileOptions::default())),
        out_of_range("answers", "none on a for us", "1 or more", None)
    );
}

#[test]
fn a_refused_respondent_leaves_the_builder_as_it_was() {
    let good = [Some(5.0), Some(7.0)];
    let mut builder = builder();
    builder.push(0, &good).unwrap();
    assert_eq!(
        refusal(builder.push(2, &good)),
        out_of_range("supplier", "2", "0 to 1", None)
    );
    assert_eq!(
        refusal(builder.push(0, &good[..1])),
        expected::length("ratings of a supplier", 1, 2)
    );
    assert_eq!(
        refusal(builder.push(0, &[Some(5.0), Some(-99.0)])),
        out_of_range("answer", "-99", "1 to 10", Some(1))
    );
    for (wrong, text) in NOT_FINITE {
        assert_eq!(
            refusal(builder.push(0, &[Some(wrong), None])),
            not_finite("answer", text, Some(0))
        );
        assert_eq!(
            refusal(builder.push_weighted(0, &good, wrong)),
            not_finite("weight", text, None)
        );
    }
    assert_eq!(
        refusal(builder.push_weighted(0, &good, -1.0)),
        out_of_range("weight", "-1", "0 or more", None)
    );
    for weight in [1e-51, 1e51] {
        assert!(matches!(
            builder.push_weighted(0, &good, weight),
            Err(Error::OutOfRange {
                argument: "weight",
                ..
            })
        ));
    }
    assert_eq!(
        refusal(builder.push_respondent(&[], 1.0)),
        expected::empty("supplier rated")
    );
    assert_eq!(
        refusal(builder.push_respondent(&[(1, &good), (1, &good)], 1.0)),
        duplicate("supplier rated", "1", 1)
    );
    // The second supplier's ratings are wrong, so that the first's are not added either.
    assert!(
        builder
            .push_respondent(&[(0, &good), (1, &[Some(5.0), Some(0.0)])], 1.0)
            .is_err()
    );
    let market = builder.finish();
    assert_eq!(market.respondents(), Some(1));
    assert_eq!(market.mean("us", "b"), Some(7.0));
    assert_eq!(market.mean("Acme", "b"), None);
}

#[test]
fn respondents_without_weight_or_answers_are_counted_and_no_more() {
    let mut builder = builder();
    builder
        .push_weighted(0, &[Some(5.0), Some(7.0)], 0.0)
        .unwrap();
    builder.push(0, &[None, None]).unwrap();
    let market = builder.finish();
    assert_eq!(market.respondents(), Some(2));
    assert!(market.ratings().all(|rating| rating.answers == Some(0)));
}

#[test]
fn one_answer_has_a_mean_and_no_error() {
    let mut builder = builder();
    builder.push(0, &[Some(6.0), Some(7.0)]).unwrap();
    builder.push(0, &[Some(8.0), None]).unwrap();
    builder.push(1, &[Some(5.0), Some(7.0)]).unwrap();
    builder.push(1, &[Some(5.0), Some(7.0)]).unwrap();
    let market = builder.finish();
    assert_eq!(market.estimate("us", "a").unwrap().standard_error(), 1.0);
    assert_eq!(market.mean("us", "b"), Some(7.0));
    assert_eq!(market.estimate("us", "b"), None);
    let options = ProfileOptions::default();
    let both = [("a", 50.0), ("b", 50.0)];
    let profile = market.quality_profile("us", &both, &options).unwrap();
    assert_eq!(profile.quality_ratio(), 1.2);
    assert_eq!(profile.estimate(Aggregation::WeightedRatio), None);
    let error = profile.attributes()[0].ratio_error.unwrap();
    assert_eq!(format!("{error:.12}"), "0.200000000000");
    assert_eq!(profile.attributes()[1].ratio_error, None);
    // Without weight it does not matter.
    let first = [("a", 100.0), ("b", 0.0)];
    let profile = market.quality_profile("us", &first, &options).unwrap();
    let estimate = profile.estimate(Aggregation::WeightedRatio).unwrap();
    assert_eq!((estimate.value(), estimate.standard_error()), (1.4, error));
    let map = market
        .value_map(
            &both,
            MarketPrice::Paid(&[dec!(1), dec!(1)]),
            FairValueLine::default(),
            &MapOptions::default(),
        )
        .unwrap();
    let us = map.get("us").unwrap();
    assert_eq!((us.errors, us.answers), (None, Some(1)));
    assert_eq!(us.evidence, Some(Evidence::Insufficient));
}

/// Everybody says the same: means are certain, and so is the position.
#[test]
fn equal_answers_have_no_error() {
    let mut builder = builder();
    for _ in 0..50 {
        builder.push(0, &[Some(9.3), Some(7.1)]).unwrap();
        builder.push(1, &[Some(6.2), Some(7.1)]).unwrap();
    }
    let market = builder.finish();
    let map = market
        .value_map(
            &[("a", 50.0), ("b", 50.0)],
            MarketPrice::Paid(&[dec!(1), dec!(1)]),
            FairValueLine::default(),
            &MapOptions::default(),
        )
        .unwrap();
    let us = map.get("us").unwrap();
    assert_eq!((us.quality_ratio, us.position), (1.25, Position::Better));
    let errors = us.errors.unwrap();
    assert_eq!((errors.quality_ratio, errors.value), (0.0, 0.0));
    assert_eq!(errors.position.unwrap().of(Position::Better), 1.0);
    assert_eq!(us.evidence, Some(Evidence::Sufficient));
}

#[test]
fn markets_that_do_not_merge() {
    let mismatch = |argument, left: &str, right: &str| expected::mismatch(argument, left, right);
    let other = |scale, suppliers: [&str; 2], attributes: [&str; 2]| {
        MarketBuilder::new(scale, suppliers, attributes).unwrap()
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

fn options() -> AddedOptions {
    AddedOptions::default()
}

#[test]
fn worth_that_is_none() {
    let of = |ours, theirs: &[f64]| CustomerValueAdded::from_means(TEN, ours, theirs, &options());
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
        out_of_range("answer", "10.5", "1 to 10", Some(1))
    );
    for (wrong, text) in NOT_FINITE {
        assert_eq!(refusal(of(wrong, &[5.0])), not_finite("answer", text, None));
        assert_eq!(
            refusal(of(5.0, &[wrong])),
            not_finite("answer", text, Some(0))
        );
    }
    let zero = |options: &AddedOptions| {
        CustomerValueAdded::from_means(Scale::ZERO_TO_TEN, 5.0, &[0.0], options)
    };
    assert!(matches!(
        zero(&options()),
        Err(Error::OutOfRange {
            argument: "low end of the scale",
            ..
        })
    ));
    assert_eq!(
        refusal(zero(&options().low_end(LowEnd::Zero))),
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
        refusal(from(&ten(&five), None, &seven, None, &options())),
        mismatch.clone()
    );
    let pairs = CustomerValueAdded::from_pairs;
    assert_eq!(
        refusal(pairs(&ten(&three), &seven, None, &options())),
        mismatch
    );
    assert_eq!(
        refusal(pairs(&ten(&five), &ten(&three), None, &options())),
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
        let samples = from(ours, None, theirs, None, &options());
        assert_eq!(refusal(samples), asked.clone());
        assert_eq!(
            refusal(pairs(ours, theirs, None, &options())),
            asked.clone()
        );
    }
    let weights = Weights::new([1.0, 1.0]).unwrap();
    let wrong = expected::length("weights", 2, 3);
    assert_eq!(
        refusal(from(
            &ten(&five),
            None,
            &ten(&three),
            Some(&weights),
            &options()
        )),
        wrong.clone()
    );
    assert_eq!(
        refusal(pairs(
            &ten(&three),
            &ten(&three),
            Some(&weights),
            &options()
        )),
        wrong
    );

    let nobody = TEN.answers(&[None, None, None]).unwrap();
    assert_eq!(
        refusal(from(&nobody, None, &ten(&five), None, &options())),
        expected::empty("answer on our offer")
    );
    assert_eq!(
        refusal(from(&ten(&five), None, &nobody, None, &options())),
        expected::empty("answer on the competitors' offers")
    );
    assert_eq!(
        refusal(pairs(&ten(&three), &nobody, None, &options())),
        expected::empty("respondent who rated both")
    );
}

#[test]
fn worth_from_one_respondent_has_no_interval() {
    let (one, two) = ([8.0], [7.0, 9.0]);
    let ten = |column| TEN.full_answers(column).unwrap();
    let (one, two) = (ten(&one), ten(&two));
    for cva in [
        CustomerValueAdded::from_samples(&one, None, &two, None, &options()).unwrap(),
        CustomerValueAdded::from_pairs(&one, &one, None, &options()).unwrap(),
    ] {
        assert_eq!((cva.ratio, cva.band), (1.0, Band::Parity));
        assert_eq!((cva.standard_error, cva.interval), (None, None));
        assert_eq!(cva.probabilities, None);
        assert_eq!(cva.evidence, Some(Evidence::Insufficient));
    }
}

#[test]
fn worth_without_answers_is_counted() {
    let ours = TEN
        .answers(&[Some(8.0), None, Some(7.0), Some(9.0)])
        .unwrap();
    let theirs = TEN.answers(&[None, None, Some(7.0), Some(5.0)]).unwrap();
    let weights = Weights::new([1.0, 1.0, 1.0, 0.0]).unwrap();
    let counts = |sample: Option<Sample>| {
        let sample = sample.unwrap();
        (
            sample.answered,
            sample.missing,
            sample.effective_sample_size,
        )
    };
    let two = CustomerValueAdded::from_samples(&ours, Some(&weights), &theirs, None, &options());
    let two = two.unwrap();
    assert_eq!(counts(two.our_sample), (3, 1, 2.0));
    assert_eq!(counts(two.competitors_sample), (2, 2, 2.0));
    assert_eq!(two.left_out, 0);
    let pairs = CustomerValueAdded::from_pairs(&ours, &theirs, None, &options()).unwrap();
    assert_eq!(counts(pairs.our_sample), (2, 2, 2.0));
    assert_eq!(pairs.competitors_sample, pairs.our_sample);
    assert_eq!(pairs.left_out, 2);
    let means = CustomerValueAdded::from_means(TEN, 8.0, &[7.0], &options()).unwrap();
    assert_eq!((means.our_sample, means.competitors_sample), (None, None));
}

#[test]
fn worth_that_everybody_agrees_on_is_certain() {
    let cva = CustomerValueAdded::from_estimates(
        TEN,
        Estimate::new(7.7, 0.0).unwrap(),
        &[Estimate::new(7.0, 0.0).unwrap()],
        &options(),
    )
    .unwrap();
    let interval = cva.interval.unwrap();
    assert_eq!((interval.lower(), interval.upper()), (cva.ratio, cva.ratio));
    // On the seam, and so in the band that includes it, for certain.
    assert_eq!(cva.probabilities.unwrap().of(Band::AboveParity), 1.0);
}

#[test]
fn a_competitors_mean_not_told_from_zero_has_no_bound() {
    let of = |method| {
        CustomerValueAdded::from_estimates(
            TEN,
            Estimate::new(7.0, 0.1).unwrap(),
            &[Estimate::new(2.0, 1.5).unwrap()],
            &options().interval(method),
        )
        .unwrap()
    };
    let fieller = of(IntervalMethod::Fieller);
    assert_eq!(fieller.interval, None);
    assert!(fieller.standard_error.is_some() && fieller.probabilities.is_some());
    assert!(of(IntervalMethod::Delta).interval.is_some());
}

#[test]
fn bands_that_do_not_rise() {
    let bands = Bands::default();
    assert_eq!(
        refusal(bands.parity_from(1.05).band(1.0)),
        expected::at_row(
            expected::unsorted("seams of the bands", "1.03", "follows 1.05"),
            1
        )
    );
    assert!(bands.parity_from(-0.1).band(1.0).is_err());
    for (wrong, text) in NOT_FINITE {
        assert_eq!(
            refusal(bands.world_class_above(wrong).band(1.0)),
            not_finite("seam of the bands", text, Some(2))
        );
        assert_eq!(
            refusal(bands.band(wrong)),
            not_finite("customer value added", text, None)
        );
    }
    assert_eq!(
        refusal(bands.band(-1.0)),
        out_of_range("customer value added", "-1", "0 or more", None)
    );
    let added = options().bands(bands.above_parity_from(9.0));
    assert!(CustomerValueAdded::from_means(TEN, 5.0, &[5.0], &added).is_err());
    // Seams that coincide leave a band empty.
    let narrow = bands.parity_from(1.0).above_parity_from(1.0);
    assert_eq!(narrow.band(1.0), Ok(Band::AboveParity));
    assert_eq!(narrow.band(0.999), Ok(Band::BelowParity));
}

#[test]
fn amounts_of_delivered_value() {
    let costs = Costs {
        monetary: dec!(5),
        ..Costs::default()
    };
    let negative = Benefits {
        image: dec!(-1),
        ..Benefits::default()
    };
    assert_eq!(
        refusal(DeliveredValue::new(negative, costs)),
        out_of_range("image", "-1", "0 or more", None)
    );
    let negative = Costs {
        psychological: dec!(-0.5),
        ..costs
    };
    assert_eq!(
        refusal(DeliveredValue::new(Benefits::default(), negative)),
        out_of_range("psychological", "-0.5", "0 or more", None)
    );
    let huge = Benefits {
        product: Decimal::MAX,
        services: Decimal::MAX,
        ..Benefits::default()
    };
    assert!(matches!(
        DeliveredValue::new(huge, costs),
        Err(Error::Overflow { .. })
    ));
    let nothing = DeliveredValue::new(Benefits::default(), Costs::default()).unwrap();
    assert_eq!(nothing.difference(), Decimal::ZERO);
    assert_eq!(nothing.ratio().value(), None);
    let no_cost = out_of_range("total cost", "0", "above 0, to be compared by ratio", None);
    for &per in Per::ALL {
        assert_eq!(
            refusal(nothing.levers(ValueForm::Ratio, per)),
            no_cost.clone()
        );
    }
    let levers = nothing.levers(ValueForm::Difference, Per::Unit).unwrap();
    // Every benefit can be raised; a cost that is not there cannot be cut.
    assert!(levers[..4].iter().all(|lever| lever.effect == 1.0));
    assert!(levers[4..].iter().all(|lever| lever.effect == 0.0));
    let something = DeliveredValue::new(Benefits::default(), costs).unwrap();
    let no_cost = Err(out_of_range(
        "total cost",
        "0",
        "above 0, to be compared by ratio",
        None,
    ));
    assert_eq!(something.preference(&nothing, ValueForm::Ratio), no_cost);
    assert_eq!(nothing.preference(&something, ValueForm::Ratio), no_cost);
    // Too far apart to be brought to one scale.
    let costs = Costs {
        time: least(),
        ..Costs::default()
    };
    let benefits = Benefits {
        product: Decimal::MAX,
        ..Benefits::default()
    };
    assert!(DeliveredValue::new(benefits, costs).is_err());
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

fn trend<'a>(periods: impl IntoIterator<Item = PeriodValue<'a>>) -> Result<ValueTrend, Error> {
    ValueTrend::new(periods, &TrendOptions::default())
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
    let change = &changes.changes()[0];
    assert_eq!((change.change, change.signal), (0.0, Signal::NotMeasured));
}

#[test]
fn trends_of_what_does_not_go_together() {
    let (a, b) = (half("a", 6.0, 5.0), half("b", 6.0, 5.0));
    let first = profile(vec![a.clone(), b.clone()]).unwrap();
    let other = profile(vec![a.clone(), half("c", 6.0, 5.0)]).unwrap();
    let seven = QualityProfile::new(Scale::ONE_TO_SEVEN, [b, a], &Default::default()).unwrap();
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
        let later = PeriodValue::new("2", &profile, price).with_satisfaction(satisfaction);
        trend([PeriodValue::new("1", &profile, 1.0), later])
    };
    assert_eq!(
        refusal(with(0.0, 1.0)),
        out_of_range("relative price", "0", "above 0", Some(1))
    );
    assert_eq!(
        refusal(with(-1.0, 1.0)),
        out_of_range("relative price", "-1", "0 or more", Some(1))
    );
    for (wrong, text) in NOT_FINITE {
        assert_eq!(
            refusal(with(wrong, 1.0)),
            not_finite("relative price", text, Some(1))
        );
        assert_eq!(
            refusal(with(1.0, wrong)),
            not_finite("satisfaction", text, Some(1))
        );
    }
    assert!(matches!(
        with(f64::MIN_POSITIVE / 4.0, 1.0),
        Err(Error::Overflow {
            at: Some(retention::error::At { row: Some(1), .. }),
            ..
        })
    ));
    let extreme = [-f64::MAX, f64::MAX].map(|satisfaction| {
        PeriodValue::new(satisfaction.to_string(), &profile, 1.0).with_satisfaction(satisfaction)
    });
    assert!(matches!(trend(extreme), Err(Error::Overflow { .. })));
    let options = TrendOptions::default();
    for wrong in [options.least_rise(-1.0), options.least_fall(f64::NAN)] {
        let periods = ["1", "2"].map(|name| PeriodValue::new(name, &profile, 1.0));
        assert!(ValueTrend::new(periods, &wrong).is_err());
    }
}
