//! Switching costs: questionnaires and answers, money, markets, barriers.

use retention::scale::{Answers, Instrument, Item, Missing, Scale, Sheet, Weights};
use retention::switching::market::{Market, MarketShare, Supplier, Ties};
use retention::switching::survey::{Builder, Options, Population, Scorer};
use retention::switching::{
    Barrier, Bonds, Choice, CostType, Facet, ForgoneDiscounts, Individual, Organisation,
    RiskPremium, Timing, Units, Verdict,
};
use retention::{Accumulator, Weighted};
use rust_decimal::RoundingStrategy::MidpointAwayFromZero;

use crate::*;

const FIVE: Scale = Scale::ONE_TO_FIVE;

/// Two items on learning, the second reversed, and one on benefits lost.
const ITEMS: [Item<Facet>; 3] = [
    Item::as_asked(Facet::Learning),
    Item::reversed(Facet::Learning),
    Item::as_asked(Facet::BenefitLoss),
];

fn instrument() -> Instrument<Facet> {
    Instrument::new(FIVE, ITEMS, Missing::default()).unwrap()
}

fn with(options: Options) -> retention::Result<Scorer> {
    Scorer::new(instrument(), options)
}

fn scorer() -> Scorer {
    with(Options::default()).unwrap()
}

fn weights(procedural: f64, financial: f64, relational: f64) -> Options {
    Options::default()
        .procedural_weight(procedural)
        .financial_weight(financial)
        .relational_weight(relational)
}

#[test]
fn weights_of_types_are_finite_not_negative_and_not_all_zero() {
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(with(weights(1.0, bad, 1.0))),
            not_finite("weight of financial costs", text, None)
        );
    }
    // Those of a type that nobody was asked about too.
    assert_eq!(
        refusal(with(weights(1.0, 1.0, -0.5))),
        out_of_range("weight of relational costs", "-0.5", "0 or more", None)
    );
    for none_asked in [weights(0.0, 0.0, 0.0), weights(0.0, 0.0, 1.0)] {
        assert_eq!(
            refusal(with(none_asked)),
            out_of_range("largest weight of a type asked about", "0", "above 0", None)
        );
    }
    // Only their proportions matter, however large they are.
    let huge = with(weights(f64::MAX, f64::MAX, f64::MAX)).unwrap();
    let scores = huge.score(&[Some(5.0), Some(1.0), Some(1.0)]).unwrap();
    assert_eq!(scores.overall(), Some(3.0));
}

#[test]
fn options_must_fit_what_was_asked() {
    // One facet of each of two types.
    for least in [0, 2] {
        assert_eq!(
            refusal(with(Options::default().facets(Missing::AtLeast(least)))),
            out_of_range(
                "least number of facets of a type",
                &least.to_string(),
                "1 to 1, the number of facets asked about",
                None
            )
        );
    }
    for least in [0, 3] {
        assert_eq!(
            refusal(with(Options::default().types(Missing::AtLeast(least)))),
            out_of_range(
                "least number of types",
                &least.to_string(),
                "1 to 2, the number of types with a weight",
                None
            )
        );
    }
    let one = weights(1.0, 0.0, 0.0);
    assert!(with(one.types(Missing::AtLeast(2))).is_err());
    assert!(with(one.types(Missing::AtLeast(1))).is_ok());
}

#[test]
fn what_nobody_could_have_answered_is_refused_with_its_item() {
    let scorer = scorer();
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(scorer.score(&[None, Some(bad), None])),
            format!("answer must be finite, got {text} at item 1 (counted from 0)")
        );
    }
    for (bad, text) in [(0.0, "0"), (5.5, "5.5"), (-99.0, "-99")] {
        assert_eq!(
            refusal(scorer.score(&[Some(1.0), None, Some(bad)])),
            format!("answer must be 1 to 5, got {text} at item 2 (counted from 0)")
        );
    }
    for answers in [&[][..], &[Some(1.0); 2], &[Some(1.0); 4]] {
        assert_eq!(
            refusal(scorer.score(answers)),
            expected::length("answers of a respondent", answers.len(), 3)
        );
    }
    let items = [Item::as_asked(Facet::SetUp)];
    let whole = Instrument::new(FIVE.whole().unwrap(), items, Missing::default()).unwrap();
    let whole = Scorer::new(whole, Options::default()).unwrap();
    assert_eq!(
        refusal(whole.score(&[Some(2.5)])),
        "answer must be 1 to 5 in steps of one, got 2.5 at item 0 (counted from 0)"
    );
    // In columns, with the respondent too.
    let column = FIVE.full_answers(&[2.0, 2.5]).unwrap();
    assert_eq!(
        refusal(Population::of(&whole, &Sheet::new([column]).unwrap())),
        "answer must be 1 to 5 in steps of one, got 2.5 at row 1, item 0 (counted from 0)"
    );
}

#[test]
fn who_answered_nothing_has_no_score() {
    for least in [Missing::Listwise, Missing::AtLeast(1)] {
        let scorer = with(Options::default().facets(least).types(least)).unwrap();
        let scores = scorer.score(&[None; 3]).unwrap();
        assert!(
            Facet::ALL
                .iter()
                .all(|&facet| scores.facet(facet).is_none())
        );
        assert!(CostType::ALL.iter().all(|&t| scores.cost_type(t).is_none()));
        assert_eq!(scores.overall(), None);
    }
}

#[test]
fn a_refused_respondent_leaves_the_population_as_it_was() {
    let mut builder = Builder::new(scorer());
    builder.push(&[Some(4.0), Some(2.0), Some(1.0)]).unwrap();
    assert!(builder.push(&[Some(4.0), Some(2.0), Some(9.0)]).is_err());
    assert!(builder.push(&[Some(4.0)]).is_err());
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(builder.push_weighted(&[None; 3], bad)),
            not_finite("weight", text, Some(1))
        );
    }
    assert_eq!(
        refusal(builder.push_weighted(&[None; 3], -1.0)),
        out_of_range("weight", "-1", "0 or more", Some(1))
    );
    for extreme in [1e101, 1e-101] {
        assert!(builder.push_weighted(&[Some(1.0); 3], extreme).is_err());
    }
    let population = builder.finish().unwrap();
    assert_eq!(population.respondents, 1);
    // One has no spread.
    let learning = population.facet(Facet::Learning).unwrap();
    assert_eq!((learning.mean, learning.variance), (Some(4.0), None));
    assert_eq!(learning.estimate(), None);
    assert_eq!(population.facet(Facet::SetUp), None);
}

#[test]
fn a_population_has_respondents_and_parts_of_one_kind() {
    let empty = expected::empty("respondent");
    assert_eq!(refusal(Builder::new(scorer()).finish()), empty);
    // Nobody answered, which is not the same.
    let mut silent = Builder::new(scorer());
    silent.extend([&[None; 3][..]; 2]).unwrap();
    let silent = silent.finish().unwrap();
    assert_eq!((silent.overall.mean, silent.overall.missing), (None, 2));
    assert_eq!(silent.overall.effective_sample_size, 0.0);

    let differ = |scale, items: &[Item<Facet>], missing, options, expected: &str| {
        let other = Instrument::new(scale, items.iter().copied(), missing).unwrap();
        let other = Scorer::new(other, options).unwrap();
        let merged = Builder::new(scorer()).merge(Builder::new(other));
        let error = merged.unwrap_err();
        assert!(error.to_string().starts_with(expected), "{error}");
    };
    let (half, usual) = (Missing::default(), Options::default());
    differ(
        Scale::ONE_TO_SEVEN,
        &ITEMS,
        half,
        usual,
        "scales of the items must be equal, got 1 to 5 and 1 to 7",
    );
    differ(
        FIVE,
        &ITEMS[..2],
        half,
        usual,
        "items must be equal, got learning as_asked, learning reversed, benefit_loss as_asked and learning \
         as_asked, learning reversed",
    );
    differ(
        FIVE,
        &ITEMS,
        Missing::Listwise,
        usual,
        "rules for missing answers must be equal, got AtLeastHalf and Listwise",
    );
    differ(
        FIVE,
        &ITEMS,
        half,
        usual.types(Missing::AtLeast(1)),
        "options must be equal, got types: Listwise and types: AtLeast",
    );
}

#[test]
fn columns_of_a_survey_are_the_items_as_asked() {
    let scorer = scorer();
    let item = FIVE.full_answers(&[1.0, 2.0]).unwrap();
    let seven = Scale::ONE_TO_SEVEN.full_answers(&[1.0, 2.0]).unwrap();
    let sheet = |columns: &[Answers<'static>]| Sheet::new(columns.iter().copied()).unwrap();
    let refused = |columns: &[Answers<'static>]| {
        let sheet = sheet(columns);
        let error = refusal(Population::of(&scorer, &sheet));
        assert_eq!(scorer.scores(&sheet).err().unwrap().to_string(), error);
        assert_eq!(refusal(scorer.items(&sheet, Facet::Learning)), error);
        error
    };
    assert_eq!(refused(&[item, item]), expected::length("columns", 2, 3));
    assert_eq!(
        refused(&[item, item.reversed(), item]),
        "orientation must be as_asked, because the questionnaire says which items to reverse, got reversed \
         at column 1 (counted from 0)"
    );
    assert_eq!(
        refused(&[item, item, seven]),
        "scales of the items must be equal, got 1 to 5 and 1 to 7 at column 2 (counted from 0)"
    );
    // Read on the questionnaire's scale, answers on another do.
    let sheet = sheet(&[item, seven.on(FIVE), item]);
    assert!(Population::of(&scorer, &sheet).is_ok());
    assert_eq!(scorer.items(&sheet, Facet::SetUp), Ok(None));
    let learning = scorer.items(&sheet, Facet::Learning).unwrap().unwrap();
    let weights = Weights::new([1.0; 3]).unwrap();
    assert_eq!(
        refusal(learning.reliability(Some(&weights))),
        expected::length("weights", 3, 2)
    );
}

fn discounts(discount: Decimal, rate: f64) -> ForgoneDiscounts {
    ForgoneDiscounts {
        discount,
        periods: 12,
        rate,
        timing: Timing::End,
    }
}

#[test]
fn a_present_value_needs_a_rate_above_minus_one() {
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(discounts(dec!(1), bad).factor()),
            not_finite("discount rate", text, None)
        );
    }
    for (bad, text) in [(-1.0, "-1"), (-1.5, "-1.5")] {
        assert_eq!(
            refusal(discounts(dec!(1), bad).present_value(2, MidpointAwayFromZero)),
            out_of_range("discount rate", text, "above -1", None)
        );
    }
    assert_eq!(
        refusal(discounts(dec!(-0.01), 0.1).present_value(2, MidpointAwayFromZero)),
        out_of_range("discount", "-0.01", "0 or more", None)
    );
    assert_eq!(
        refusal(discounts(dec!(1), 0.1).present_value(29, MidpointAwayFromZero)),
        out_of_range("decimal places", "29", "0 to 28", None)
    );
    let vast = ForgoneDiscounts {
        periods: u32::MAX,
        ..discounts(dec!(1), -0.9)
    };
    assert!(matches!(vast.factor(), Err(Error::Overflow { .. })));
    assert!(matches!(
        discounts(Decimal::MAX, 0.0).present_value(2, MidpointAwayFromZero),
        Err(Error::Overflow { .. })
    ));
    // The largest rate leaves the first amount at most.
    assert_eq!(
        discounts(dec!(1), f64::MAX).present_value(2, MidpointAwayFromZero),
        Ok(dec!(0))
    );
}

#[test]
fn an_individuals_cost_has_parts_that_are_not_negative() {
    let person = Individual::new(dec!(20));
    let cost = |person: Individual| person.cost(2, MidpointAwayFromZero);
    assert_eq!(
        refusal(cost(person)),
        expected::empty("component of the switching cost")
    );
    assert_eq!(
        refusal(cost(Individual::new(dec!(-1)).search_hours(1.0))),
        out_of_range("wage", "-1", "0 or more", None)
    );
    type Set = fn(Individual, f64) -> Individual;
    let hours: [(&'static str, Set); 4] = [
        ("hours of search", Individual::search_hours),
        ("hours of setting up", Individual::set_up_hours),
        ("hours of learning", Individual::learning_hours),
        ("hours of old habits", Individual::habit_hours),
    ];
    for (argument, set) in hours {
        for (bad, text) in NOT_FINITE {
            assert_eq!(
                refusal(cost(set(person, bad))),
                not_finite(argument, text, None)
            );
        }
        assert_eq!(
            refusal(cost(set(person, -0.5))),
            out_of_range(argument, "-0.5", "0 or more", None)
        );
        assert!(matches!(
            cost(set(person, 1e30)),
            Err(Error::Overflow { .. })
        ));
        assert_eq!(cost(set(person, 0.0)).unwrap().total(), dec!(0));
    }
    assert_eq!(
        refusal(cost(person.fees(dec!(-2)))),
        out_of_range("fees", "-2", "0 or more", None)
    );
    type Premium = fn(Individual, RiskPremium) -> Individual;
    let risks: [Premium; 3] = [
        Individual::economic_risk,
        Individual::social_risk,
        Individual::psychological_risk,
    ];
    let expected = |probability, loss| RiskPremium::Expected { probability, loss };
    for set in risks {
        for (bad, text) in NOT_FINITE {
            assert_eq!(
                refusal(cost(set(person, expected(bad, dec!(1))))),
                not_finite("probability of a loss", text, None)
            );
        }
        for (bad, text) in [(-0.1, "-0.1"), (1.1, "1.1")] {
            assert_eq!(
                refusal(cost(set(person, expected(bad, dec!(1))))),
                out_of_range("probability of a loss", text, "0 to 1", None)
            );
        }
        assert_eq!(
            refusal(cost(set(person, expected(0.5, dec!(-1))))),
            out_of_range("loss", "-1", "0 or more", None)
        );
        assert_eq!(
            refusal(cost(set(person, RiskPremium::Stated(dec!(-1))))),
            out_of_range("risk premium", "-1", "0 or more", None)
        );
    }
    assert_eq!(
        refusal(person.search_hours(1.0).cost(29, MidpointAwayFromZero)),
        out_of_range("decimal places", "29", "0 to 28", None)
    );
    assert!(cost(person.discounts(discounts(dec!(1), f64::NAN))).is_err());
    let too_much = person
        .fees(Decimal::MAX)
        .social_risk(RiskPremium::Stated(Decimal::MAX));
    assert!(matches!(cost(too_much), Err(Error::Overflow { .. })));
}

#[test]
fn an_organisations_cost_has_parts_that_are_not_negative() {
    let firm = Organisation::default();
    assert_eq!(
        refusal(firm.cost()),
        expected::empty("component of the switching cost")
    );
    for (bad, argument) in [
        (
            firm.retraining(Some(Units {
                units: 3,
                each: dec!(-1),
            })),
            "cost of training one",
        ),
        (
            firm.replacement(Some(dec!(-1))).salvage(Some(dec!(0))),
            "price of the replacement",
        ),
        (
            firm.replacement(Some(dec!(0))).salvage(Some(dec!(-1))),
            "salvage",
        ),
        (
            firm.parallel_running(Some(Units {
                units: 3,
                each: dec!(-1),
            })),
            "cost of running both for a period",
        ),
    ] {
        assert_eq!(
            refusal(bad.cost()),
            out_of_range(argument, "-1", "0 or more", None)
        );
    }
    assert_eq!(
        expected::in_full(firm.salvage(Some(dec!(1))).cost()),
        "salvage is not possible with no replacement; set the price of the replacement, 0 if there is none"
    );
    assert_eq!(
        firm.retraining(Some(Units {
            units: 0,
            each: dec!(9)
        }))
        .cost()
        .unwrap()
        .total(),
        dec!(0)
    );
    for vast in [
        firm.retraining(Some(Units {
            units: 2,
            each: Decimal::MAX,
        })),
        firm.retraining(Some(Units {
            units: u64::MAX,
            each: Decimal::MAX,
        })),
        firm.replacement(Some(Decimal::MAX))
            .salvage(Some(dec!(0)))
            .retraining(Some(Units {
                units: 1,
                each: dec!(1),
            })),
        // 29 digits that are not to be had.
        firm.replacement(Some(Decimal::MAX)).salvage(Some(least())),
    ] {
        assert!(matches!(vast.cost(), Err(Error::Overflow { .. })));
    }
}

fn priced(supplier: u32, share: MarketShare, price: Decimal) -> Supplier<u32> {
    Supplier {
        supplier,
        share,
        amount: price,
    }
}

fn at_supplier(message: String, supplier: usize) -> String {
    format!("{message} at supplier {supplier} (counted from 0)")
}

/// The costs that prices of 10 imply, or why not.
fn market(shares: &[MarketShare]) -> retention::Result<Market<u32>> {
    let priced = (0..)
        .zip(shares)
        .map(|(id, &share)| priced(id, share, dec!(10)));
    let costed = (0..).zip(shares).map(|(supplier, &share)| Supplier {
        supplier,
        share,
        amount: dec!(10),
    });
    let (forth, back) = (
        Market::from_prices(priced, Ties::default()),
        Market::from_costs(costed, Ties::default()),
    );
    assert_eq!(forth.as_ref().err(), back.as_ref().err());
    forth
}

#[test]
fn a_market_has_two_suppliers_with_customers() {
    use MarketShare::{Customers, Fraction};
    assert_eq!(refusal(market(&[])), expected::empty("supplier"));
    assert_eq!(
        refusal(market(&[Customers(5)])),
        out_of_range("number of suppliers", "1", "2 or more", None)
    );
    assert_eq!(
        refusal(market(&[Customers(5), Customers(0)])),
        at_supplier(
            out_of_range("customers of a supplier", "0", "1 or more", None),
            1
        )
    );
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(market(&[Fraction(0.5), Fraction(bad)])),
            at_supplier(not_finite("market share", text, None), 1)
        );
    }
    for (bad, text) in [
        (0.0, "0"),
        (-0.2, "-0.2"),
        (1.5, "1.5"),
        (1e-13, "0.0000000000001"),
    ] {
        assert_eq!(
            refusal(market(&[Fraction(0.5), Fraction(bad)])),
            at_supplier(out_of_range("market share", text, "1e-12 to 1", None), 1)
        );
    }
    assert_eq!(
        refusal(market(&[Fraction(0.6), Fraction(0.3), Fraction(0.2)])),
        expected::does_not_add_up("market shares", "1.1", "at most 1")
    );
    assert_eq!(
        refusal(market(&[Fraction(0.6), Customers(3)])),
        at_supplier(
            expected::mismatch("forms of market shares", "fraction", "customers"),
            1
        )
    );
    // Sevenths are no decimals, and add up all the same; part of a market is a market.
    assert!(market(&[4.0, 2.0, 1.0].map(|n| Fraction(n / 7.0))).is_ok());
    assert!(market(&[Fraction(0.2), Fraction(0.1)]).is_ok());
}

/// Who would be afraid of whom is not said where two are the smallest, or two the largest.
#[test]
fn equal_shares_at_either_end_of_a_market_are_refused() {
    let customers = |counts: &[u64]| {
        let shares: Vec<_> = counts.iter().map(|&n| MarketShare::Customers(n)).collect();
        market(&shares)
    };
    assert_eq!(
        refusal(customers(&[200, 900, 200])),
        at_supplier(
            expected::duplicate("smallest market share", "200 customers, suppliers 0 and 2"),
            2
        )
    );
    assert_eq!(
        customers(&[900, 200, 400, 900]).unwrap_err().to_string(),
        "largest market share occurs twice: 900 customers, suppliers 0 and 3 at supplier 3 (counted from 0); choose another rule for ties"
    );
    assert_eq!(
        refusal(market(&[0.25, 0.5, 0.25].map(MarketShare::Fraction))),
        at_supplier(
            expected::duplicate("smallest market share", "0.25, suppliers 0 and 2"),
            2
        )
    );
    assert!(customers(&[5, 5, 5]).is_err());
    // Between the ends it does not matter, and two fear each other anyway.
    assert!(customers(&[900, 400, 400, 200]).is_ok());
    assert!(customers(&[5, 5]).is_ok());
}

#[test]
fn a_supplier_stands_once_and_charges_what_a_decimal_holds() {
    let share = MarketShare::Customers;
    assert_eq!(
        refusal(Market::from_prices(
            [
                priced(7, share(3), dec!(1)),
                priced(8, share(2), dec!(1)),
                priced(7, share(1), dec!(1)),
            ],
            Ties::default()
        )),
        at_supplier(expected::duplicate("supplier", "suppliers 0 and 2"), 2)
    );
    assert_eq!(
        refusal(Market::from_prices(
            [priced(1, share(3), dec!(1)), priced(2, share(1), dec!(-1))],
            Ties::default()
        )),
        at_supplier(out_of_range("price", "-1", "0 or more", None), 1)
    );
    assert!(matches!(
        Market::from_prices(
            [
                priced(1, share(3), Decimal::MAX),
                priced(2, share(1), Decimal::MAX)
            ],
            Ties::default()
        ),
        Err(Error::Overflow {
            operation: "a switching cost",
            ..
        })
    ));
    assert!(matches!(
        Market::from_common_cost(Decimal::MAX, [(1, share(3)), (2, share(1))], Ties::default()),
        Err(Error::Overflow {
            operation: "a price",
            at: Some(at),
            ..
        }) if at.row.is_none() && matches!(at.place, Some(retention::error::Place::Supplier(_)))
    ));
    // A price of nothing is a price, of which a cost is no share.
    let free = Market::from_prices(
        [
            priced(1, share(3), dec!(0)),
            priced(2, share(u64::MAX), dec!(0)),
        ],
        Ties::default(),
    );
    let free = free.unwrap();
    assert_eq!(free.suppliers.as_slice()[0].cost, dec!(0));
    assert_eq!(free.suppliers.as_slice()[0].share_of_price().value(), None);
    assert_eq!(free.suppliers.get(&3), None);
    // Costs that no prices bear out.
    let paid = Market::from_common_cost(dec!(-1), [(1, share(3)), (2, share(1))], Ties::default())
        .unwrap();
    assert!(paid.suppliers.iter().all(|row| row.price < dec!(0)));
    assert_eq!(paid.suppliers.as_slice()[0].share_of_price().value(), None);
}

#[test]
fn a_barrier_needs_a_price_and_differences_that_fit() {
    let choice = Choice {
        our_value: dec!(1),
        their_value: dec!(1),
        switching_cost: dec!(1),
        price: dec!(-0.01),
        when_equal: Verdict::Leaves,
    };
    assert_eq!(
        refusal(Barrier::new(choice)),
        out_of_range("price", "-0.01", "0 or more", None)
    );
    let vast = Choice {
        our_value: Decimal::MIN,
        their_value: Decimal::MAX,
        price: dec!(1),
        ..choice
    };
    assert!(matches!(Barrier::new(vast), Err(Error::Overflow { .. })));
    let vast = Choice {
        our_value: Decimal::MAX,
        their_value: dec!(0),
        switching_cost: Decimal::MAX,
        price: dec!(1),
        when_equal: Verdict::Leaves,
    };
    assert!(matches!(Barrier::new(vast), Err(Error::Overflow { .. })));
}

#[test]
fn no_bonds_are_no_level() {
    assert_eq!(Bonds::default().highest(), None);
    assert_eq!(Bonds::default().lacking().count(), 0);
    assert_eq!(Bonds::default().to_string(), "none");
}
