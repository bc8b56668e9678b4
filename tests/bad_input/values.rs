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

fn overflow(operation: &'static str, value: &str, row: Option<usize>) -> Error {
    Error::Overflow {
        operation,
        value: value.to_owned(),
        row,
    }
}

fn duplicate(argument: &'static str, value: &str, row: usize) -> Error {
    Error::Duplicate {
        argument,
        value: value.to_owned(),
        row: Some(row),
    }
}

#[test]
fn a_profile_of_nothing() {
    assert_eq!(
        profile(vec![]),
        Err(Error::Empty {
            argument: "attribute"
        })
    );
    assert_eq!(
        profile(vec![one(100.0, 5.0, &[])]),
        Err(Error::Empty {
            argument: "competitor's rating"
        })
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
        with(-50.0, normalise),
        Err(out_of_range("weight", "-50", "0 or more", Some(1)))
    );
    for (weight, text) in NOT_FINITE {
        assert_eq!(
            with(weight, normalise),
            Err(not_finite("weight", text, Some(1)))
        );
    }
    assert_eq!(
        with(49.9, add_up),
        Err(Error::DoesNotAddUp {
            argument: "weights",
            value: "99.9".to_owned(),
            expected: "100".to_owned()
        })
    );
    assert_eq!(
        with(50.0, add_up.weighting(Weighting::AddUpTo1)),
        Err(Error::DoesNotAddUp {
            argument: "weights",
            value: "100".to_owned(),
            expected: "1".to_owned()
        })
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
        QualityProfile::new(TEN, zeros, &normalise),
        Err(out_of_range("sum of the weights", "0", "above 0", None))
    );
    let huge = ["a", "b"].map(|name| Attribute::new(name, f64::MAX, 5.0, [5.0]));
    assert_eq!(
        QualityProfile::new(TEN, huge, &normalise),
        Err(overflow("the sum of the weights", "inf", None))
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
        profile(vec![half("fresh", 5.0, 5.0), half("fresh", 6.0, 5.0)]),
        Err(duplicate("attribute", "fresh", 1))
    );
}

#[test]
fn ratings_off_the_scale() {
    for (ours, theirs, wrong) in [(0.9, 5.0, "0.9"), (5.0, 10.1, "10.1"), (-99.0, 5.0, "-99")] {
        assert_eq!(
            profile(vec![half("first", 5.0, 5.0), half("second", ours, theirs)]),
            Err(out_of_range("answer", wrong, "1 to 10", Some(1)))
        );
    }
    for (rating, text) in NOT_FINITE {
        assert_eq!(
            profile(vec![one(100.0, rating, &[5.0])]),
            Err(not_finite("answer", text, Some(0)))
        );
        assert_eq!(
            profile(vec![one(100.0, 5.0, &[5.0, rating])]),
            Err(not_finite("answer", text, Some(0)))
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
            QualityProfile::new(scale, attributes(), &ProfileOptions::default()),
            Err(out_of_range("low end of the scale", "0", allowed, None))
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
            QualityProfile::new(below, attributes(), &options),
            Err(out_of_range("low end of the scale", "-3", allowed, None))
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
        of(5.0, &[0.0, 0.0]),
        Err(out_of_range(
            "competitors' mean rating",
            "0",
            "above 0",
            Some(0)
        ))
    );
    assert_eq!(of(5.0, &[0.0, 5.0]).unwrap().quality_ratio(), 2.0);
    assert_eq!(of(0.0, &[5.0]).unwrap().quality_ratio(), 0.0);
    assert!(matches!(
        of(5.0, &[f64::MIN_POSITIVE / 4.0]),
        Err(Error::Overflow {
            operation: "a ratio of ratings",
            row: Some(0),
            ..
        })
    ));
    // No price is high enough.
    let price = PriceProfile::new(Scale::ZERO_TO_TEN, [one(100.0, 0.0, &[5.0])], &options);
    assert_eq!(
        price,
        Err(out_of_range("price competitiveness", "0", "above 0", None))
    );
    let price = PriceProfile::new(
        Scale::ZERO_TO_TEN,
        [one(100.0, f64::MIN_POSITIVE / 4.0, &[5.0])],
        &options,
    );
    assert_eq!(price, Err(not_finite("relative price", "inf", None)));
}

#[test]
fn a_value_of_what_is_no_quality_or_price() {
    assert_eq!(customer_value(1.0, 0.0).unwrap().value(), None);
    assert_eq!(customer_value(0.0, 0.0).unwrap().value(), None);
    assert_eq!(
        customer_value(-1.0, 1.0),
        Err(out_of_range("quality ratio", "-1", "0 or more", None))
    );
    assert_eq!(
        customer_value(1.0, -1.0),
        Err(out_of_range("relative price", "-1", "0 or more", None))
    );
    for (wrong, text) in NOT_FINITE {
        assert_eq!(
            customer_value(wrong, 1.0),
            Err(not_finite("quality ratio", text, None))
        );
        assert_eq!(
            customer_value(1.0, wrong),
            Err(not_finite("relative price", text, None))
        );
    }
    let profile = profile(vec![one(100.0, 6.0, &[5.0])]).unwrap();
    assert!(profile.customer_value(-1.0).is_err());
}

#[test]
fn prices_that_are_none() {
    assert_eq!(
        relative_price(dec!(5), &[]),
        Err(Error::Empty {
            argument: "competitor's price"
        })
    );
    for (price, text) in [(dec!(0), "0"), (dec!(-1.5), "-1.5")] {
        assert_eq!(
            relative_price(price, &[dec!(5)]),
            Err(out_of_range("our price", text, "above 0", None))
        );
        assert_eq!(
            relative_price(dec!(5), &[dec!(5), price]),
            Err(out_of_range("competitor's price", text, "above 0", Some(1)))
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
    assert_eq!(
        map(vec![], line),
        Err(Error::Empty {
            argument: "supplier"
        })
    );
    assert_eq!(
        map(vec![point("us", 1.0, 1.0), point("us", 1.1, 1.0)], line),
        Err(duplicate("supplier", "us", 1))
    );
    let second = |quality, price| map(vec![point("a", 1.0, 1.0), point("b", quality, price)], line);
    assert_eq!(
        second(-0.5, 1.0),
        Err(out_of_range("quality ratio", "-0.5", "0 or more", Some(1)))
    );
    assert_eq!(
        second(1.0, -0.5),
        Err(out_of_range("relative price", "-0.5", "0 or more", Some(1)))
    );
    assert_eq!(
        second(1.0, 0.0),
        Err(out_of_range("relative price", "0", "above 0", Some(1)))
    );
    assert_eq!(
        second(f64::MAX, 0.5),
        Err(overflow("customer value", &f64::MAX.to_string(), Some(1)))
    );
    for (wrong, text) in NOT_FINITE {
        assert_eq!(
            second(wrong, 1.0),
            Err(not_finite("quality ratio", text, Some(1)))
        );
        assert_eq!(
            second(1.0, wrong),
            Err(not_finite("relative price", text, Some(1)))
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
        with(50.0, 0.0),
        Err(out_of_range("weight of price", "0", "above 0", None))
    );
    assert_eq!(
        with(50.0, -50.0),
        Err(out_of_range("weight of price", "-50", "0 or more", None))
    );
    assert_eq!(
        with(-50.0, 50.0),
        Err(out_of_range("weight of quality", "-50", "0 or more", None))
    );
    for (wrong, text) in NOT_FINITE {
        assert_eq!(
            with(wrong, 1.0),
            Err(not_finite("weight of quality", text, None))
        );
        assert_eq!(
            with(1.0, wrong),
            Err(not_finite("weight of price", text, None))
        );
    }
    assert_eq!(
        with(f64::MAX, 0.5),
        Err(not_finite("slope of the fair-value line", "inf", None))
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
        map(vec![point("us", 9.0, 1.0)], steep),
        Err(overflow("a fair price", "9", None))
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
        map(points(|at| at as f64, 4), line),
        Err(out_of_range(
            "number of suppliers for a regression line",
            "4",
            "5 or more",
            None
        ))
    );
    let with = |minimum, count| {
        let options = MapOptions::default().minimum_suppliers(minimum);
        ValueMap::new(points(|at| at as f64, count), line, &options)
    };
    assert!(with(3, 3).is_ok());
    assert_eq!(
        with(2, 3),
        Err(out_of_range(
            "least number of suppliers for a regression",
            "2",
            "3 or more",
            None
        ))
    );
    assert_eq!(
        map(points(|_| 1.1, 6), line),
        Err(Error::Singular {
            argument: "quality ratios of the suppliers",
            value: "1.1".to_owned()
        })
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
    assert_eq!(
        market(&[]),
        Err(Error::Empty {
            argument: "supplier"
        })
    );
    let nothing: [&str; 0] = [];
    assert_eq!(
        Market::new(TEN, nothing, []),
        Err(Error::Empty {
            argument: "attribute"
        })
    );
    assert_eq!(
        Market::new(TEN, ["a", "a"], []),
        Err(duplicate("attribute", "a", 1))
    );
    assert_eq!(
        market(&[("us", &[5.0, 5.0]), ("us", &[6.0, 6.0])]),
        Err(duplicate("supplier", "us", 1))
    );
    assert_eq!(
        market(&[("us", &[5.0, 5.0]), ("Acme", &[6.0])]),
        Err(Error::LengthMismatch {
            argument: "ratings of a supplier",
            found: 1,
            expected: 2
        })
    );
    assert_eq!(
        market(&[("us", &[5.0, 5.0]), ("Acme", &[6.0, 11.0])]),
        Err(out_of_range("answer", "11", "1 to 10", Some(1)))
    );
    for (wrong, text) in NOT_FINITE {
        assert_eq!(
            market(&[("us", &[5.0, wrong])]),
            Err(not_finite("answer", text, Some(0)))
        );
    }
}

#[test]
fn questions_that_a_market_cannot_answer() {
    let two = market(&[("us", &[5.0, 5.0]), ("Acme", &[6.0, 5.0])]).unwrap();
    let weights = [("a", 50.0), ("b", 50.0)];
    let options = ProfileOptions::default();
    assert_eq!(
        two.quality_profile("Bolt", &weights, &options),
        Err(out_of_range("supplier", "Bolt", "us, Acme", None))
    );
    assert_eq!(
        two.quality_profile("us", &[("a", 50.0), ("c", 50.0)], &options),
        Err(out_of_range("attribute", "c", "a, b", None))
    );
    assert_eq!(
        two.quality_profile("us", &[("a", 50.0), ("a", 50.0)], &options),
        Err(duplicate("attribute", "a", 1))
    );
    assert_eq!(
        two.price_profile("us", &[], &options),
        Err(Error::Empty {
            argument: "attribute"
        })
    );
    assert_eq!((two.mean("us", "c"), two.mean("Bolt", "a")), (None, None));
    assert_eq!((two.estimate("us", "a"), two.respondents()), (None, None));
    assert_eq!(
        two.only(&[]),
        Err(Error::Empty {
            argument: "supplier"
        })
    );
    assert_eq!(two.only(&["us", "us"]), Err(duplicate("supplier", "us", 1)));
    assert_eq!(
        two.only(&["us", "Bolt"]),
        Err(out_of_range("supplier", "Bolt", "us, Acme", None))
    );

    let alone = two.only(&["us"]).unwrap();
    let lonely = out_of_range(
        "number of suppliers",
        "1",
        "2 or more, to be compared",
        None,
    );
    assert_eq!(
        alone.quality_profile("us", &weights, &options),
        Err(lonely.clone())
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
    assert_eq!(map(&alone, &[dec!(1)]), Err(lonely));
    assert_eq!(
        map(&two, &[dec!(1)]),
        Err(Error::LengthMismatch {
            argument: "prices",
            found: 1,
            expected: 2
        })
    );
    assert_eq!(
        map(&two, &[dec!(1), dec!(0)]),
        Err(out_of_range("price", "0", "above 0", Some(1)))
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
        Error::Empty {
            argument: "supplier"
        }
    );
    assert_eq!(
        MarketBuilder::new(TEN, ["us"], nothing).unwrap_err(),
        Error::Empty {
            argument: "attribute"
        }
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
        market.quality_profile("us", &[("a", 100.0)], &ProfileOptions::default()),
        Err(out_of_range(
            "answers",
            "none on a for us",
            "1 or more",
            None
        ))
    );
}

#[test]
fn a_refused_respondent_leaves_the_builder_as_it_was() {
    let good = [Some(5.0), Some(7.0)];
    let mut builder = builder();
    builder.push(0, &good).unwrap();
    assert_eq!(
        builder.push(2, &good),
        Err(out_of_range("supplier", "2", "0 to 1", None))
    );
    assert_eq!(
        builder.push(0, &good[..1]),
        Err(Error::LengthMismatch {
            argument: "ratings of a supplier",
            found: 1,
            expected: 2
        })
    );
    assert_eq!(
        builder.push(0, &[Some(5.0), Some(-99.0)]),
        Err(out_of_range("answer", "-99", "1 to 10", Some(1)))
    );
    for (wrong, text) in NOT_FINITE {
        assert_eq!(
            builder.push(0, &[Some(wrong), None]),
            Err(not_finite("answer", text, Some(0)))
        );
        assert_eq!(
            builder.push_weighted(0, &good, wrong),
            Err(not_finite("weight", text, None))
        );
    }
    assert_eq!(
        builder.push_weighted(0, &good, -1.0),
        Err(out_of_range("weight", "-1", "0 or more", None))
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
        builder.push_respondent(&[], 1.0),
        Err(Error::Empty {
            argument: "supplier rated"
        })
    );
    assert_eq!(
        builder.push_respondent(&[(1, &good), (1, &good)], 1.0),
        Err(duplicate("supplier rated", "1", 1))
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
    let mismatch = |argument, left: &str, right: &str| Error::Mismatch {
        argument,
        left: left.to_owned(),
        right: right.to_owned(),
    };
    let other = |scale, suppliers: [&str; 2], attributes: [&str; 2]| {
        MarketBuilder::new(scale, suppliers, attributes).unwrap()
    };
    let mut ours = builder();
    assert_eq!(
        ours.merge(other(Scale::ONE_TO_SEVEN, ["us", "Acme"], ["a", "b"])),
        Err(mismatch("scales of the ratings", "1 to 10", "1 to 7"))
    );
    assert_eq!(
        ours.merge(other(TEN, ["Acme", "us"], ["a", "b"])),
        Err(mismatch("suppliers", "us, Acme", "Acme, us"))
    );
    assert_eq!(
        ours.merge(other(TEN, ["us", "Acme"], ["a", "c"])),
        Err(mismatch("attributes", "a, b", "a, c"))
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
        of(5.0, &[]),
        Err(Error::Empty {
            argument: "competitor's mean worth"
        })
    );
    assert_eq!(
        of(0.5, &[5.0]),
        Err(out_of_range("answer", "0.5", "1 to 10", None))
    );
    assert_eq!(
        of(5.0, &[5.0, 10.5]),
        Err(out_of_range("answer", "10.5", "1 to 10", Some(1)))
    );
    for (wrong, text) in NOT_FINITE {
        assert_eq!(of(wrong, &[5.0]), Err(not_finite("answer", text, None)));
        assert_eq!(of(5.0, &[wrong]), Err(not_finite("answer", text, Some(0))));
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
        zero(&options().low_end(LowEnd::Zero)),
        Err(out_of_range(
            "competitors' mean worth",
            "0",
            "above 0",
            None
        ))
    );
}

#[test]
fn worth_from_answers_that_do_not_go_together() {
    let (five, three) = ([5.0, 6.0, 7.0, 8.0, 9.0], [5.0, 6.0, 7.0]);
    let ten = |column| TEN.full_answers(column).unwrap();
    let on_seven = [4.0, 5.0, 6.0];
    let seven = Scale::ONE_TO_SEVEN.full_answers(&on_seven).unwrap();
    let mismatch = Error::Mismatch {
        argument: "scales of the answers",
        left: "1 to 10".to_owned(),
        right: "1 to 7".to_owned(),
    };
    let from = CustomerValueAdded::from_samples;
    assert_eq!(
        from(&ten(&five), None, &seven, None, &options()),
        Err(mismatch.clone())
    );
    let pairs = CustomerValueAdded::from_pairs;
    assert_eq!(pairs(&ten(&three), &seven, None, &options()), Err(mismatch));
    assert_eq!(
        pairs(&ten(&five), &ten(&three), None, &options()),
        Err(Error::LengthMismatch {
            argument: "answers on the competitors' offers",
            found: 3,
            expected: 5
        })
    );
    // Asked on 1 to 7, stretched to 1 to 10: the ratio is no longer that of the answers.
    let stretched = seven.on(TEN);
    let asked = Error::Mismatch {
        argument: "scales on which the answers were asked and are read",
        left: "1 to 7".to_owned(),
        right: "1 to 10".to_owned(),
    };
    for (ours, theirs) in [
        (&ten(&three), &stretched),
        (&stretched, &ten(&three)),
        (&stretched, &stretched),
    ] {
        let samples = from(ours, None, theirs, None, &options());
        assert_eq!(samples, Err(asked.clone()));
        assert_eq!(pairs(ours, theirs, None, &options()), Err(asked.clone()));
    }
    let weights = Weights::new([1.0, 1.0]).unwrap();
    let wrong = Error::LengthMismatch {
        argument: "weights",
        found: 2,
        expected: 3,
    };
    assert_eq!(
        from(&ten(&five), None, &ten(&three), Some(&weights), &options()),
        Err(wrong.clone())
    );
    assert_eq!(
        pairs(&ten(&three), &ten(&three), Some(&weights), &options()),
        Err(wrong)
    );

    let nobody = TEN.answers(&[None, None, None]).unwrap();
    assert_eq!(
        from(&nobody, None, &ten(&five), None, &options()),
        Err(Error::Empty {
            argument: "answer on our offer"
        })
    );
    assert_eq!(
        from(&ten(&five), None, &nobody, None, &options()),
        Err(Error::Empty {
            argument: "answer on the competitors' offers"
        })
    );
    assert_eq!(
        pairs(&ten(&three), &nobody, None, &options()),
        Err(Error::Empty {
            argument: "respondent who rated both"
        })
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
        bands.parity_from(1.05).band(1.0),
        Err(Error::Unsorted {
            argument: "seams of the bands",
            value: "1.03".to_owned(),
            expected: "follows 1.05".to_owned(),
            row: Some(1)
        })
    );
    assert!(bands.parity_from(-0.1).band(1.0).is_err());
    for (wrong, text) in NOT_FINITE {
        assert_eq!(
            bands.world_class_above(wrong).band(1.0),
            Err(not_finite("seam of the bands", text, Some(2)))
        );
        assert_eq!(
            bands.band(wrong),
            Err(not_finite("customer value added", text, None))
        );
    }
    assert_eq!(
        bands.band(-1.0),
        Err(out_of_range(
            "customer value added",
            "-1",
            "0 or more",
            None
        ))
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
        DeliveredValue::new(negative, costs),
        Err(out_of_range("image", "-1", "0 or more", None))
    );
    let negative = Costs {
        psychological: dec!(-0.5),
        ..costs
    };
    assert_eq!(
        DeliveredValue::new(Benefits::default(), negative),
        Err(out_of_range("psychological", "-0.5", "0 or more", None))
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
        assert_eq!(nothing.levers(ValueForm::Ratio, per), Err(no_cost.clone()));
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
        price(dec!(-1), &[], dec!(0)),
        Err(out_of_range("reference price", "-1", "0 or more", None))
    );
    assert_eq!(
        price(dec!(1), &[], dec!(-1)),
        Err(out_of_range("discount", "-1", "0 or more", None))
    );
    assert_eq!(
        price(dec!(10), &[("worse", dec!(-4))], dec!(7)),
        Err(out_of_range(
            "discount",
            "7",
            "at most the perceived value, 6",
            None
        ))
    );
    assert_eq!(
        price(dec!(10), &[("same", dec!(1)), ("same", dec!(2))], dec!(0)),
        Err(duplicate("increment", "same", 1))
    );
    assert!(matches!(
        price(Decimal::MAX, &[("more", dec!(1))], dec!(0)),
        Err(Error::Overflow { .. })
    ));
    let nothing = price(dec!(0), &[], dec!(0)).unwrap();
    assert_eq!(nothing.price(), Decimal::ZERO);
    assert_eq!(
        nothing.supplier_profit(dec!(-1)),
        Err(out_of_range("cost", "-1", "0 or more", None))
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
    assert_eq!(trend([]), Err(Error::Empty { argument: "period" }));
    assert_eq!(
        trend([period("1")]),
        Err(out_of_range("number of periods", "1", "2 or more", None))
    );
    assert_eq!(
        trend([period("1"), period("2"), period("1")]),
        Err(duplicate("period", "1", 2))
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
        with(&other),
        Err(Error::Mismatch {
            argument: "attributes of the profiles",
            left: "a, b".to_owned(),
            right: "a, c".to_owned()
        })
    );
    assert_eq!(
        with(&seven),
        Err(Error::Mismatch {
            argument: "scales of the profiles",
            left: "1 to 10".to_owned(),
            right: "1 to 7".to_owned()
        })
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
        with(0.0, 1.0),
        Err(out_of_range("relative price", "0", "above 0", Some(1)))
    );
    assert_eq!(
        with(-1.0, 1.0),
        Err(out_of_range("relative price", "-1", "0 or more", Some(1)))
    );
    for (wrong, text) in NOT_FINITE {
        assert_eq!(
            with(wrong, 1.0),
            Err(not_finite("relative price", text, Some(1)))
        );
        assert_eq!(
            with(1.0, wrong),
            Err(not_finite("satisfaction", text, Some(1)))
        );
    }
    assert!(matches!(
        with(f64::MIN_POSITIVE / 4.0, 1.0),
        Err(Error::Overflow { row: Some(1), .. })
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
