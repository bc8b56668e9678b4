//! Customer value: whom suppliers are compared with, ratios as given, lines that decide nothing, and
//! contributions of respondents.

use retention::estimate::{Confidence, Estimate, Influence};
use retention::scale::{Scale, Weights};
use retention::value::added::{self, CustomerValueAdded};
use retention::value::map::{FairValueLine, Offer, Options, ValueMap};
use retention::value::market::{Builder, Market, Ratings};
use retention::value::profile::{self, GivenRatio, RatioProfile};
use retention::value::{RelativeTo, SupplierWeights, relative_prices};
use retention::{Accumulator, Error, Result, Weighted};
use rust_decimal::{Decimal, dec};

use crate::*;

fn bare() -> Market {
    let suppliers = [
        ("us", [8.0, 6.0]),
        ("Acme", [6.0, 7.0]),
        ("Bolt", [4.0, 9.0]),
    ];
    Market::new(Scale::ONE_TO_TEN, ["a", "b"], suppliers).unwrap()
}

/// A survey in which nobody rated Bolt on `b`, and one person rated Acme on it.
fn survey(bolt: Option<f64>) -> Market {
    let mut builder = Builder::new(Scale::ONE_TO_TEN, ["a", "b"], ["us", "Acme", "Bolt"]).unwrap();
    for (supplier, ratings) in &answers(bolt) {
        builder.push(&[Ratings { supplier, ratings }]).unwrap();
    }
    builder.finish().unwrap()
}

fn answers(bolt: Option<f64>) -> [(&'static str, [Option<f64>; 2]); 6] {
    [
        ("us", [Some(8.0), Some(6.0)]),
        ("us", [Some(7.0), Some(7.0)]),
        ("Acme", [Some(6.0), Some(5.0)]),
        ("Acme", [Some(8.0), None]),
        ("Bolt", [Some(5.0), bolt]),
        ("Bolt", [Some(4.0), None]),
    ]
}

fn shares(shares: &[(&str, f64)]) -> SupplierWeights {
    SupplierWeights::shares(shares.iter().copied())
}

fn ratio(market: &Market, supplier: &str) -> Result<f64> {
    let weights = [("a", 50.0), ("b", 50.0)];
    let profile = market.quality_profile(supplier, &weights, profile::Options::default())?;
    Ok(profile.quality_ratio)
}

#[test]
fn comparisons_with_nobody() {
    let market = bare();
    let to = |to| market.relative_to(to).map(|_| ());
    assert_eq!(
        refusal(to(RelativeTo::Supplier("Nobody".into()))),
        "supplier compared with must be in the market, got Nobody"
    );
    let of = |found: &[(&str, f64)]| refusal(to(RelativeTo::Others(shares(found))));
    assert_eq!(
        of(&[("us", 1.0), ("Nobody", 1.0)]),
        "supplier of a share must be in the market, got Nobody"
    );
    assert_eq!(
        of(&[("us", 50.0), ("Acme", 50.0)]),
        "at least one share is needed, got none at supplier \"Bolt\""
    );
    assert_eq!(
        of(&[("us", -1.0), ("Acme", 50.0), ("Bolt", 1.0)]),
        "share must be 0 or more, got -1 at supplier \"us\""
    );
    for (wrong, text) in [(f64::NAN, "NaN"), (f64::INFINITY, "inf")] {
        assert_eq!(
            of(&[("us", wrong), ("Acme", 50.0), ("Bolt", 1.0)]),
            format!("share must be finite, got {text} at supplier \"us\"")
        );
    }
    let most = [("us", f64::MAX), ("Acme", f64::MAX), ("Bolt", 1.0)];
    let found = to(RelativeTo::WholeMarket(shares(&most)));
    assert!(matches!(found, Err(Error::Overflow { .. })));
    let found = to(RelativeTo::WholeMarket(SupplierWeights::Respondents));
    let error = found.unwrap_err();
    assert!(matches!(error, Error::Unsupported { .. }));
    assert_eq!(
        error.cure(),
        Some("give their shares by `SupplierWeights::Shares`")
    );
}

/// With all the market ours there is nobody to compare us with, though others have.
#[test]
fn shares_of_which_none_is_of_anybody_else() {
    let ours = shares(&[("us", 1.0), ("Acme", 0.0), ("Bolt", 0.0)]);
    let market = bare()
        .relative_to(RelativeTo::Others(ours.clone()))
        .unwrap();
    assert_eq!(
        refusal(ratio(&market, "us")),
        "sum of the shares compared with must be above 0, got 0 at supplier \"us\""
    );
    assert_eq!(ratio(&market, "Acme"), Ok(0.5 * (6.0 / 8.0 + 7.0 / 6.0)));
    let whole = bare().relative_to(RelativeTo::WholeMarket(ours)).unwrap();
    assert_eq!(ratio(&whole, "us"), Ok(1.0));
    let none = shares(&[("us", 0.0), ("Acme", 0.0), ("Bolt", 0.0)]);
    for to in [
        RelativeTo::Others(none.clone()),
        RelativeTo::WholeMarket(none),
    ] {
        let error = bare().relative_to(to).unwrap_err();
        assert!(matches!(
            error,
            Error::OutOfRange {
                argument: "sum of the shares",
                ..
            }
        ));
        assert_eq!(
            error.cure(),
            Some("use `SupplierWeights::Equal` if all count the same")
        );
    }
}

#[test]
fn a_market_without_the_supplier_that_all_are_compared_with() {
    let to = RelativeTo::Supplier("Acme".into());
    let market = bare().relative_to(to.clone()).unwrap();
    assert_eq!(
        refusal(market.only(&["us", "Bolt"])),
        "supplier compared with must be in the market, got Acme"
    );
    let two = market.only(&["Acme", "us"]).unwrap();
    assert_eq!(two.compared_by(), &to);
    let found = shares(&[("us", 20.0), ("Acme", 30.0), ("Bolt", 50.0)]);
    let market = bare().relative_to(RelativeTo::WholeMarket(found)).unwrap();
    let two = market.only(&["Acme", "us"]).unwrap();
    let left = shares(&[("us", 20.0), ("Acme", 30.0)]);
    assert_eq!(two.compared_by(), &RelativeTo::WholeMarket(left));
}

/// A supplier that does not count need not have answers, and one without two does not silence the errors.
#[test]
fn suppliers_without_answers_who_do_not_count() {
    let market = survey(None);
    assert_eq!(
        refusal(ratio(&market, "us")),
        "answers must be 1 or more, got none on b for Bolt"
    );
    for to in [
        RelativeTo::Supplier("Acme".into()),
        RelativeTo::Others(SupplierWeights::Respondents),
        RelativeTo::WholeMarket(shares(&[("us", 1.0), ("Acme", 1.0), ("Bolt", 0.0)])),
    ] {
        let market = market.relative_to(to).unwrap();
        assert!(ratio(&market, "us").is_ok());
        assert!(ratio(&market, "Bolt").is_err());
    }
    // Who leads is not known before all have answers.
    let leader = market.relative_to(RelativeTo::Leader).unwrap();
    assert!(ratio(&leader, "us").is_err());
    let market = survey(Some(3.0));
    let error = |to| {
        let market = market.relative_to(to).unwrap();
        let weights = [("a", 100.0)];
        let profile = market.quality_profile("us", &weights, profile::Options::default());
        profile.unwrap().quality_ratio_error
    };
    assert!(error(RelativeTo::Leader).is_some());
    let of_b = |to| {
        let market = market.relative_to(to).unwrap();
        let options = added::Options::default();
        market.customer_value_added("us", "b", options).unwrap()
    };
    let found = of_b(RelativeTo::Supplier("us".into()));
    assert_eq!((found.ratio, found.standard_error), (1.0, Some(0.0)));
    assert_eq!(found.sufficient, Some(false));
    let found = of_b(RelativeTo::default());
    assert_eq!((found.standard_error, found.interval), (None, None));
}

#[test]
fn relative_prices_of_nothing() {
    let others = RelativeTo::default();
    let prices = [("us", dec!(2)), ("Acme", dec!(1))];
    let with = |prices: &[(&str, Decimal)], to: &RelativeTo| refusal(relative_prices(prices, to));
    assert_eq!(with(&[], &others), expected::empty("price"));
    assert_eq!(
        with(&[("us", dec!(2)), ("us", dec!(2))], &others),
        "supplier occurs twice: us at supplier 1 (counted from 0)"
    );
    assert_eq!(
        with(&[("us", dec!(2)), ("Acme", dec!(0))], &others),
        "price must be above 0, got 0 at supplier \"Acme\""
    );
    assert_eq!(
        with(&[("us", dec!(2))], &others),
        "number of suppliers must be 2 or more, to be compared, got 1"
    );
    let alone = RelativeTo::WholeMarket(SupplierWeights::Equal);
    assert_eq!(relative_prices(&[("us", dec!(2))], &alone), Ok(vec![1.0]));
    for to in [
        RelativeTo::Leader,
        RelativeTo::Others(SupplierWeights::Respondents),
    ] {
        let found = relative_prices(&prices, &to);
        assert!(matches!(found, Err(Error::Unsupported { .. })), "{to:?}");
    }
    let ours = RelativeTo::Others(shares(&[("us", 1.0), ("Acme", 0.0)]));
    assert_eq!(
        with(&prices, &ours),
        "sum of the shares compared with must be above 0, got 0 at supplier 0 (counted from 0)"
    );
    assert!(relative_prices(&prices, &RelativeTo::Supplier("Bolt".into())).is_err());
    let far = [
        ("us", Decimal::MAX),
        ("Acme", Decimal::MAX),
        ("Bolt", Decimal::new(1, 28)),
    ];
    assert!(matches!(
        relative_prices(&far, &others),
        Err(Error::Overflow { .. })
    ));
    // One by one they are compared all the same.
    let by_bolt = relative_prices(&far, &RelativeTo::Supplier("Bolt".into())).unwrap();
    assert!(by_bolt[0] > 7e56 && by_bolt[2] == 1.0);
}

#[test]
fn ratios_as_given_that_are_none() {
    let with = |rows: &[(&str, f64, f64)]| {
        let rows = rows.iter();
        let rows = rows.map(|&(name, weight, ratio)| GivenRatio::new(name, weight, ratio));
        RatioProfile::new(rows, profile::Options::default())
    };
    assert_eq!(refusal(with(&[])), expected::empty("attribute"));
    assert_eq!(
        refusal(with(&[("a", 50.0, 1.0), ("a", 50.0, 1.0)])),
        "attribute occurs twice: a at attribute 1 (counted from 0)"
    );
    assert_eq!(
        refusal(with(&[("a", 50.0, 1.0)])),
        "weights must add up to 100, got 50"
    );
    assert_eq!(
        refusal(with(&[("a", 100.0, -1.0)])),
        "ratio must be 0 or more, got -1 at attribute \"a\""
    );
    for (wrong, text) in [(f64::NAN, "NaN"), (f64::INFINITY, "inf")] {
        assert_eq!(
            refusal(with(&[("a", 100.0, wrong)])),
            format!("ratio must be finite, got {text} at attribute \"a\"")
        );
        assert!(with(&[("a", wrong, 1.0)]).is_err());
    }
    let most = with(&[("a", 50.0, f64::MAX), ("b", 50.0, f64::MAX)]).unwrap();
    assert_eq!(most.quality_ratio, f64::MAX);
    assert!(most.customer_value(-1.0).is_err());
    assert_eq!(most.customer_value(0.0).unwrap().value(), None);
    assert_eq!(with(&[("a", 100.0, 0.0)]).unwrap().quality_ratio, 0.0);
}

/// Prices that have nothing to do with quality, or fall with it, say nothing of what is fair.
#[test]
fn regression_lines_that_decide_nothing() {
    let map = |prices: [f64; 6], options: Options| {
        let qualities = [0.8, 0.9, 1.0, 1.1, 1.2, 1.3];
        let offers = qualities.iter().zip(prices).zip(1..);
        let offers = offers.map(|((&x, y), at)| Offer::new(at.to_string(), x, y));
        ValueMap::new(offers, options.line(FairValueLine::Regression)).unwrap()
    };
    let by_default = Options::default();
    let decided = |map: &ValueMap| map.offers.iter().any(|offer| offer.standing.is_some());
    let noise = map([1.1, 0.8, 1.2, 0.9, 1.3, 0.95], by_default);
    assert!(noise.slope > 0.0 && noise.slope_p_value.unwrap() > 0.5);
    assert!(!decided(&noise));
    let falling = map([1.3, 1.2, 1.1, 1.0, 0.9, 0.8], by_default);
    assert!(falling.slope_p_value.unwrap() < 1e-9);
    assert!(!decided(&falling) && !falling.offers[0].value_and_line_disagree());
    let level = map([1.0; 6], by_default);
    assert!(level.slope.abs() < 1e-12);
    assert_eq!(level.slope_p_value, Some(1.0));
    assert!(!decided(&level));
    let rising = map([0.8, 1.0, 0.9, 1.2, 1.05, 1.3], by_default);
    let p = rising.slope_p_value.unwrap();
    assert!((0.01..0.05).contains(&p), "{p}");
    assert!(decided(&rising) && rising.offers.iter().all(|offer| offer.standing.is_some()));
    let strict = by_default.confidence(Confidence::new(0.99).unwrap());
    assert!(!decided(&map([0.8, 1.0, 0.9, 1.2, 1.05, 1.3], strict)));
}

#[test]
fn contributions_of_other_respondents() {
    let market = survey(Some(3.0));
    let ratings = [Some(8.0), Some(6.0)];
    let of = |supplier| {
        [Ratings {
            supplier,
            ratings: &ratings,
        }]
    };
    let (us, nobody) = (of("us"), of("Nobody"));
    let (weights, options) = ([("a", 100.0)], profile::Options::default());
    let with = |rows: &[&[Ratings<'_>]], respondent_weights: Option<&Weights>| {
        let rows = rows.iter().copied();
        market.quality_influence("us", &weights, rows, respondent_weights, options)
    };
    assert_eq!(
        refusal(with(&[&us], None)),
        expected::mismatch("numbers of respondents", "1", "6")
    );
    let asked = answers(Some(3.0));
    let asked = asked
        .each_ref()
        .map(|(supplier, ratings)| [Ratings { supplier, ratings }]);
    let rows: Vec<&[Ratings<'_>]> = asked.iter().map(|row| &row[..]).collect();
    assert!(with(&rows, None).is_ok());
    // As many people, but not these.
    assert!(matches!(
        with(&[&us[..]; 6], None),
        Err(Error::Mismatch { .. })
    ));
    let mut one_said_more = rows.clone();
    let more = [Some(9.0), Some(7.0)];
    let more = [Ratings {
        supplier: "us",
        ratings: &more,
    }];
    one_said_more[1] = &more;
    assert_eq!(
        refusal(with(&one_said_more, None)),
        expected::mismatch("mean ratings of the respondents", "8.5", "7.5")
            + " at attribute \"a of us\""
    );
    let few = Weights::new(vec![1.0; 5]).unwrap();
    assert!(matches!(
        with(&rows, Some(&few)),
        Err(Error::LengthMismatch { .. })
    ));
    let mut others = rows.clone();
    others[4] = &nobody;
    let error = with(&others, None).unwrap_err();
    assert_eq!(error.row(), Some(4));
    let short = [Ratings {
        supplier: "us",
        ratings: &[Some(1.0)],
    }];
    others[4] = &short;
    assert!(matches!(
        with(&others, None),
        Err(Error::LengthMismatch { .. })
    ));
    let from_means = bare().quality_influence("us", &weights, [], None, options);
    assert!(matches!(from_means, Err(Error::Unsupported { .. })));
}

/// Weights that the market had and that were forgotten, or others than it had; any unit will do.
#[test]
fn contributions_by_other_weights() {
    let asked = answers(Some(3.0));
    let rows = asked
        .each_ref()
        .map(|(supplier, ratings)| [Ratings { supplier, ratings }]);
    let made_with = [1.0, 3.0, 2.0, 1.0, 0.5, 0.0];
    let mut builder = Builder::new(Scale::ONE_TO_TEN, ["a", "b"], ["us", "Acme", "Bolt"]).unwrap();
    for (row, weight) in rows.iter().zip(made_with) {
        builder.push_weighted(row, weight).unwrap();
    }
    let market = builder.finish().unwrap();
    let (weights, options) = ([("a", 100.0)], profile::Options::default());
    let contributions = |by: Option<[f64; 6]>| {
        let by = by.map(|by| Weights::new(by).unwrap());
        let [quality, scores] =
            [Market::quality_influence, Market::scores_influence].map(|influence| {
                let rows = rows.iter().map(|row| &row[..]);
                influence(&market, "us", &weights, rows, by.as_ref(), options)
            });
        let rows = rows.iter().map(|row| &row[..]);
        let price = market.price_influence("us", &weights, rows, by.as_ref(), options);
        [quality, scores, price]
    };
    let of = |influence: Result<Influence>| -> Vec<f64> {
        let influence = influence.unwrap();
        influence.contributions().flatten().collect()
    };
    let in_hundreds = made_with.map(|weight| 100.0 * weight);
    for (one, hundred) in contributions(Some(made_with))
        .into_iter()
        .zip(contributions(Some(in_hundreds)))
    {
        let (one, hundred) = (of(one), of(hundred));
        assert_eq!(one.len(), hundred.len());
        let mut pairs = one.iter().zip(&hundred);
        assert!(pairs.all(|(a, b)| (a - b).abs() < 1e-12));
    }
    let exchanged = [3.0, 1.0, 2.0, 1.0, 0.5, 0.0];
    for wrong in [
        None,
        Some([1.0; 6]),
        Some(exchanged),
        Some([1.0, 3.0, 2.0, 1.0, 0.5, 0.1]),
    ] {
        for influence in contributions(wrong) {
            let error = influence.unwrap_err();
            assert!(
                matches!(error, Error::Mismatch { .. }),
                "{wrong:?}: {error}"
            );
            assert!(
                error.to_string().contains("`respondent_weights`"),
                "{error}"
            );
        }
    }
    // Asked of some suppliers, it goes by the answers on these.
    let two = market.only(&["us", "Acme"]).unwrap();
    let by = Weights::new(made_with).unwrap();
    let rows = rows.iter().enumerate();
    let rows: Vec<&[Ratings<'_>]> = rows
        .map(|(at, row)| if at < 4 { &row[..] } else { &[] })
        .collect();
    let found = two.quality_influence("us", &weights, rows.iter().copied(), Some(&by), options);
    assert!(found.is_ok(), "{found:?}");
    let forgotten = two.quality_influence("us", &weights, rows, None, options);
    assert!(forgotten.is_err());
}

/// Weights 1, 1, 3, 3 and 2, 2, 2, 2 have one sum and one mean here, but not one error.
#[test]
fn contributions_by_weights_that_give_the_same_means() {
    let ratings = [6.0, 8.0, 6.0, 8.0].map(|rating| [Some(rating)]);
    let rows: Vec<Vec<Ratings<'_>>> = ratings
        .iter()
        .flat_map(|ratings| ["us", "Acme"].map(|supplier| vec![Ratings { supplier, ratings }]))
        .collect();
    let made_with = [1.0, 1.0, 1.0, 1.0, 3.0, 3.0, 3.0, 3.0];
    let mut builder = Builder::new(Scale::ONE_TO_TEN, ["a"], ["us", "Acme"]).unwrap();
    for (row, weight) in rows.iter().zip(made_with) {
        builder.push_weighted(row, weight).unwrap();
    }
    let market = builder.finish().unwrap();
    let with = |by: Option<&Weights>| {
        let rows = rows.iter().map(Vec::as_slice);
        market.quality_influence("us", &[("a", 100.0)], rows, by, profile::Options::default())
    };
    assert!(with(Some(&Weights::new(made_with).unwrap())).is_ok());
    let error = with(None).unwrap_err();
    let of = "standard errors of the respondents' mean ratings";
    assert!(error.to_string().starts_with(of), "{error}");
}

#[test]
fn contributions_to_worth_that_is_none() {
    let scale = Scale::ONE_TO_TEN;
    let influence = |ours: &[Option<f64>], theirs: &[Option<f64>]| {
        CustomerValueAdded::influence(
            &scale.answers(ours).unwrap(),
            &scale.answers(theirs).unwrap(),
            None,
            added::Options::default(),
        )
    };
    assert_eq!(
        refusal(influence(&[None], &[Some(1.0)])),
        expected::empty("answer on our offer")
    );
    assert_eq!(
        refusal(influence(&[Some(1.0)], &[None])),
        expected::empty("answer on the competitors' offers")
    );
    assert!(influence(&[Some(1.0)], &[Some(1.0), None]).is_err());
    assert!(influence(&[Some(1.0)], &[Some(1.0)]).is_ok());
}

/// Estimates that know how many answered make Student's interval, others a normal one.
#[test]
fn worth_from_estimates_with_and_without_degrees_of_freedom() {
    let of = |value, degrees: Option<f64>| {
        let estimate = Estimate::new(value, 0.3).unwrap();
        degrees.map_or(estimate, |degrees| {
            estimate.with_degrees_of_freedom(degrees).unwrap()
        })
    };
    let width = |ours, theirs| {
        let options = added::Options::default();
        let scale = Scale::ONE_TO_TEN;
        let found = CustomerValueAdded::from_estimates(scale, ours, &[theirs], options).unwrap();
        found.interval.map(|interval| interval.width())
    };
    let normal = width(of(8.0, None), of(7.0, None)).unwrap();
    let few = width(of(8.0, Some(9.0)), of(7.0, Some(9.0))).unwrap();
    let one = width(of(8.0, Some(9.0)), of(7.0, None)).unwrap();
    assert!(normal < one && one < few);
    assert_eq!(width(of(8.0, Some(1e-9)), of(7.0, Some(1e-9))), None);
}
