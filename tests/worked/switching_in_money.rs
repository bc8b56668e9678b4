//! Switching costs in money. The form is this crate's; nobody has published one, so that the
//! figures here are worked by hand.

use retention::switching::{
    Barrier, Choice, Computation, CostType, Facet, ForgoneDiscounts, Individual, Organisation,
    RiskPremium, Timing, Units, Verdict,
};
use rust_decimal::{Decimal, RoundingStrategy, dec};

use crate::assert_published;

const NEAREST: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;

fn discounts(periods: u32, rate: f64, timing: Timing) -> ForgoneDiscounts {
    ForgoneDiscounts {
        discount: dec!(10),
        periods,
        rate,
        timing,
    }
}

/// 1/1.1 + 1/1.21 + 1/1.331 = (1.21 + 1.1 + 1) / 1.331 = 3.31 / 1.331.
#[test]
fn a_discount_of_10_over_three_periods_at_10_percent_is_worth_24_87_analytic() {
    let end = discounts(3, 0.1, Timing::End);
    assert_published(end.factor().unwrap(), "2.48685199098");
    assert_eq!(end.present_value(2, NEAREST), Ok(dec!(24.87)));
    // At the start of each: 3.31 / 1.21.
    let start = discounts(3, 0.1, Timing::Start);
    assert_published(start.factor().unwrap(), "2.73553719008");
    assert_eq!(start.present_value(2, NEAREST), Ok(dec!(27.36)));
    assert_eq!(
        start.present_value(2, RoundingStrategy::ToZero),
        Ok(dec!(27.35))
    );
}

#[test]
fn a_discount_at_no_rate_is_worth_its_sum_analytic() {
    for timing in [Timing::Start, Timing::End] {
        assert_eq!(
            discounts(24, 0.0, timing).present_value(2, NEAREST),
            Ok(dec!(240))
        );
        assert_eq!(
            discounts(0, 0.05, timing).present_value(2, NEAREST),
            Ok(dec!(0))
        );
        // A rate so small that 1 + rate is 1 comes to the same.
        assert_published(
            discounts(24, 1e-18, timing).factor().unwrap(),
            "24.000000000",
        );
    }
    // Below zero, later is worth more: 1/0.5 + 1/0.25.
    assert_published(
        discounts(2, -0.5, Timing::End).factor().unwrap(),
        "6.00000000000",
    );
}

#[test]
fn an_individuals_cost_is_the_sum_of_its_lines_analytic() {
    let cost = Individual::new(dec!(18.50))
        .search_hours(3.0) // 55.50
        .set_up_hours(0.75) // 13.875
        .learning_hours(2.0) // 37.00
        .habit_hours(1.25) // 23.125
        .discounts(discounts(3, 0.1, Timing::End)) // 24.8685…
        .fees(dec!(49.90))
        .economic_risk(RiskPremium::Expected {
            probability: 0.15,
            loss: dec!(120.10), // 18.015
        })
        .social_risk(RiskPremium::Stated(dec!(5)))
        .psychological_risk(RiskPremium::Stated(dec!(12.345)))
        .cost(2, NEAREST)
        .unwrap();
    let amounts: Vec<(&str, &str, Decimal)> = cost
        .lines()
        .iter()
        .map(|line| (line.component.name(), line.facet.name(), line.amount))
        .collect();
    assert_eq!(
        amounts,
        [
            ("search", "evaluation", dec!(55.50)),
            ("set_up", "set_up", dec!(13.88)),
            ("learning", "learning", dec!(37.00)),
            ("habits", "learning", dec!(23.13)),
            ("forgone_discounts", "benefit_loss", dec!(24.87)),
            ("fees", "monetary_loss", dec!(49.90)),
            ("economic_risk", "economic_risk", dec!(18.02)),
            ("social_risk", "brand_relationship_loss", dec!(5)),
            (
                "psychological_risk",
                "personal_relationship_loss",
                dec!(12.345)
            ),
        ]
    );
    assert_eq!(cost.total(), dec!(239.645));
    assert_eq!(cost.facet(Facet::Learning), Some(dec!(60.13)));
    assert_eq!(cost.cost_type(CostType::Procedural), Some(dec!(147.53)));
    assert_eq!(cost.cost_type(CostType::Financial), Some(dec!(74.77)));
    assert_eq!(cost.cost_type(CostType::Relational), Some(dec!(17.345)));
    assert_eq!(cost.rounding(), Some((2, NEAREST)));
    assert_eq!(
        cost.lines()[1].computation,
        Computation::Hours {
            hours: 0.75,
            wage: dec!(18.50)
        }
    );
    assert_eq!(
        cost.lines()[4].to_string(),
        "forgone_discounts: 24.87 (10 at the end of each of 3 periods at a rate of 0.1 a period, \
         factor 2.486852)"
    );
}

#[test]
fn an_organisations_cost_is_the_sum_of_its_lines_analytic() {
    let cost = Organisation::default()
        .retraining(Some(Units {
            units: 40,
            each: dec!(275.25),
        })) // 11010.00
        .replacement(Some(dec!(52000)))
        .salvage(Some(dec!(60000.50))) // the old brings more than the new costs
        .parallel_running(Some(Units {
            units: 2,
            each: dec!(1999.995),
        })) // 3999.990
        .cost()
        .unwrap();
    let lines: Vec<String> = cost.lines().iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "retraining: 11010.00 (40 at 275.25)",
            "replacement: -8000.50 (52000 less 60000.50)",
            "parallel_running: 3999.990 (2 at 1999.995)",
        ]
    );
    assert_eq!(cost.total(), dec!(7009.49));
    assert_eq!(cost.facet(Facet::MonetaryLoss), Some(dec!(-8000.50)));
    assert_eq!(cost.facet(Facet::SetUp), Some(dec!(3999.99)));
    assert_eq!(cost.facet(Facet::Evaluation), None);
    assert_eq!(cost.cost_type(CostType::Procedural), Some(dec!(15009.99)));
    assert_eq!(cost.cost_type(CostType::Relational), None);
    assert_eq!(cost.rounding(), None);
}

/// A customer stays where the cost is above the difference in delivered value, in money.
#[test]
fn a_customer_stays_where_the_cost_is_above_the_difference_in_value_analytic() {
    for (ours, theirs, cost, gain, cut, verdict) in [
        (
            dec!(100),
            dec!(130),
            dec!(45),
            dec!(30),
            dec!(15),
            Verdict::Stays,
        ),
        (
            dec!(100),
            dec!(130),
            dec!(30),
            dec!(30),
            dec!(0),
            Verdict::Leaves,
        ),
        (
            dec!(100),
            dec!(130),
            dec!(29.99),
            dec!(30),
            dec!(0),
            Verdict::Leaves,
        ),
        // We are worth more: even one paid for leaving stays, up to a point.
        (
            dec!(130),
            dec!(100),
            dec!(-20),
            dec!(-30),
            dec!(10),
            Verdict::Stays,
        ),
        (
            dec!(130),
            dec!(100),
            dec!(-31),
            dec!(-30),
            dec!(0),
            Verdict::Leaves,
        ),
    ] {
        let choice = Choice {
            our_value: ours,
            their_value: theirs,
            switching_cost: cost,
            price: dec!(60),
            when_equal: Verdict::default(),
        };
        let barrier = Barrier::new(choice).unwrap();
        assert_eq!((barrier.gain, barrier.price_cut), (gain, cut));
        assert_eq!(barrier.verdict, verdict, "{barrier:?}");
        assert_eq!(barrier.margin, cost - gain);
        assert_eq!(barrier.choice.when_equal, Verdict::Leaves);
    }
}

#[test]
fn the_strength_of_a_barrier_is_its_cost_over_the_price_analytic() {
    let choice = Choice {
        our_value: dec!(10),
        their_value: dec!(10),
        switching_cost: dec!(45),
        price: dec!(60),
        when_equal: Verdict::Stays,
    };
    let strength = |price| {
        let barrier = Barrier::new(Choice { price, ..choice }).unwrap();
        barrier.strength.value()
    };
    assert_eq!(strength(dec!(60)), Some(0.75));
    assert_eq!(strength(dec!(0)), None);
}
