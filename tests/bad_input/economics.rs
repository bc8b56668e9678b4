//! The arithmetic of winning and keeping.

use retention::churn::Rate;
use retention::clv::{ConstantRetention, DiscountRate, Horizon, MarginStream, RelationshipCosts};
use retention::economics::{
    AfterLastYear, CostRatio, LeakyBucket, Payback, ProfitStream, ReplacementCost, RetentionGain,
    StreamLife, StreamOptions, UnitCosts, WordOfMouth, YearProfit, break_even_spend,
    lifetime_value_to_cost,
};

use crate::*;

const NEAREST: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;

fn year() -> Span {
    Span::new(1, Period::Year).unwrap()
}

fn model(retention: f64) -> ConstantRetention {
    let discount = DiscountRate::yearly(0.1).unwrap();
    ConstantRetention::new(retention, discount, MarginStream::default()).unwrap()
}

#[test]
fn a_cost_ratio_is_above_zero() {
    for (ratio, shown) in NOT_FINITE {
        let message = expected::not_finite("cost ratio", shown);
        assert_eq!(refusal(CostRatio::new(ratio)), message);
    }
    for (ratio, shown) in [(0.0, "0"), (-5.0, "-5")] {
        let message = expected::out_of_range("cost ratio", shown, "above 0");
        assert_eq!(refusal(CostRatio::new(ratio)), message);
    }
    assert!(CostRatio::new(5e-324).is_err());
    for (winning, keeping, argument) in [
        (dec!(0), dec!(1), "cost of winning"),
        (dec!(1), dec!(0), "cost of keeping"),
    ] {
        let message = expected::out_of_range(argument, 0, "above 0");
        assert_eq!(refusal(CostRatio::of(winning, keeping)), message);
    }
    let ratio = CostRatio::new(5.0).unwrap();
    assert_eq!(
        refusal(ratio.keeping(dec!(-1), 2, NEAREST)),
        expected::out_of_range("cost of winning", -1, "0 or more")
    );
    assert!(ratio.keeping(dec!(1), 29, NEAREST).is_err());
    let dear = CostRatio::new(1e-30).unwrap();
    assert!(dear.keeping(Decimal::MAX, 2, NEAREST).is_err());
}

#[test]
fn replacing_needs_customers_and_costs_that_are_not_negative() {
    let costs = |winning, keeping| UnitCosts { winning, keeping };
    let fair = costs(dec!(5), dec!(1));
    let of = |lost, per, costs| refusal(ReplacementCost::of(lost, per, costs, 2, NEAREST));
    assert_eq!(
        of(f64::NAN, 1.0, fair),
        expected::not_finite("lost customers", "NaN")
    );
    assert_eq!(
        of(1.0, -1.0, fair),
        expected::out_of_range("new customers per lost one", -1, "0 or more")
    );
    assert_eq!(
        of(1.0, 1.0, costs(dec!(-1), dec!(1))),
        expected::out_of_range("cost of winning", -1, "0 or more")
    );
    assert_eq!(
        of(1.0, 1.0, costs(dec!(1), dec!(-1))),
        expected::out_of_range("cost of keeping", -1, "0 or more")
    );
    assert!(ReplacementCost::of(1e300, 1e300, fair, 2, NEAREST).is_err());
    let points = |points| ReplacementCost::of_points(10, points, 1.0, fair, 2, NEAREST);
    assert_eq!(
        refusal(points(101.0)),
        expected::out_of_range("points of retention", 101, "0 to 100")
    );
    assert_eq!(points(0.0).unwrap().hidden, dec!(0));
    // Where winning is cheaper, nothing is hidden.
    let cheap = ReplacementCost::of(1.0, 1.0, costs(dec!(1), dec!(5)), 2, NEAREST).unwrap();
    assert_eq!(cheap.hidden, dec!(-4));
}

#[test]
fn rates_of_a_break_even_are_fractions() {
    let most = |before, after| break_even_spend(dec!(100), before, after, 2, NEAREST);
    assert_eq!(
        refusal(most(1.5, 0.5)),
        expected::out_of_range("retention before", 1.5, "0 to 1")
    );
    assert_eq!(
        refusal(most(0.5, f64::INFINITY)),
        expected::not_finite("retention after", "inf")
    );
    assert_eq!(most(0.9, 0.8), Ok(dec!(-10)));
    assert_eq!(
        refusal(RetentionGain::of(
            &model(0.8),
            -0.1,
            dec!(1),
            RelationshipCosts::default(),
            2,
            NEAREST
        )),
        expected::out_of_range("retention rate", -0.1, "0 to 1")
    );
}

/// A value that is not above 0 has no relative gain.
#[test]
fn a_worthless_customer_has_no_relative_gain() {
    let costs = RelationshipCosts::default().acquisition(dec!(1000));
    let gain = RetentionGain::of(&model(0.8), 0.85, dec!(100), costs, 2, NEAREST).unwrap();
    assert_eq!((gain.gain, gain.relative), (dec!(73.33), None));
}

#[test]
fn talk_has_parameters_that_are_not_negative() {
    assert_eq!(
        refusal(WordOfMouth::new(-1.0, 0.1, 1.0)),
        expected::out_of_range("leads per satisfied customer", -1, "0 or more")
    );
    assert_eq!(
        refusal(WordOfMouth::new(1.0, 1.1, 1.0)),
        expected::out_of_range("conversion", 1.1, "0 to 1")
    );
    assert_eq!(
        refusal(WordOfMouth::new(1.0, 0.1, f64::NAN)),
        expected::not_finite("deterred per dissatisfied customer", "NaN")
    );
    let silent = WordOfMouth::new(0.0, 0.5, 0.0).unwrap();
    assert_eq!(silent.neutral_share(), None);
    assert_eq!(
        refusal(WordOfMouth::new(1e289, 1.0, 1.0)),
        expected::out_of_range("leads per satisfied customer", 1e289, "from 0 to 1e288")
    );
    let most = WordOfMouth::new(1e288, 1.0, 1e288).unwrap();
    assert_eq!(most.neutral_share(), Some(0.5));
    let reach = WordOfMouth::QUOTED.reach(1, 1);
    assert_eq!(
        refusal(reach.lost_prospects(2.0, dec!(1), 2, NEAREST)),
        expected::out_of_range("share who would have bought", 2, "0 to 1")
    );
    assert_eq!(
        refusal(reach.lost_prospects(0.5, dec!(-1), 2, NEAREST)),
        expected::out_of_range("worth of a customer", -1, "0 or more")
    );
    let endless = most.reach(u64::MAX, u64::MAX);
    assert!(endless.lost_prospects(0.5, dec!(1), 2, NEAREST).is_err());
}

#[test]
fn a_bucket_without_a_leak_has_no_level() {
    let rate = |lost| Rate::new(lost, year()).unwrap();
    assert_eq!(
        refusal(LeakyBucket::new(-1.0, 0.0, rate(0.1))),
        expected::out_of_range("customers", -1, "0 or more")
    );
    assert_eq!(
        refusal(LeakyBucket::new(1.0, f64::NAN, rate(0.1))),
        expected::not_finite("customers won", "NaN")
    );
    let tight = LeakyBucket::new(10.0, 5.0, rate(0.0)).unwrap();
    assert_eq!((tight.steady_state(), tight.half_life()), (None, None));
    assert_eq!(tight.after(4), 30.0);
    // Without customers and without a leak there is no level either.
    assert_eq!(
        LeakyBucket::new(0.0, 0.0, rate(0.0))
            .unwrap()
            .steady_state(),
        None
    );
    // So small a leak that no number is the level.
    let error = LeakyBucket::new(1.0, 1e200, rate(1e-200)).unwrap_err();
    assert!(matches!(error, Error::Overflow { .. }), "{error}");
    let open = LeakyBucket::new(10.0, 5.0, rate(1.0)).unwrap();
    assert_eq!(
        (open.after(0), open.after(1), open.after(9)),
        (10.0, 5.0, 5.0)
    );
}

#[test]
fn a_stream_has_a_year_and_a_cost_that_is_not_negative() {
    let one = |profit| [YearProfit::whole(profit)];
    assert_eq!(
        refusal(ProfitStream::new(dec!(1), [])),
        expected::empty("year of profits")
    );
    assert_eq!(
        refusal(ProfitStream::new(dec!(-1), one(dec!(1)))),
        expected::out_of_range("acquisition cost", -1, "0 or more")
    );
    let large = YearProfit {
        base: Decimal::MAX,
        purchases: Decimal::MAX,
        ..YearProfit::default()
    };
    let error = ProfitStream::new(dec!(0), [YearProfit::default(), large]).unwrap_err();
    assert!(
        matches!(error, Error::Overflow { .. }) && error.row() == Some(1),
        "{error}"
    );
    let never = ProfitStream::new(dec!(9), one(dec!(-1))).unwrap();
    assert_eq!(never.break_even_year(), Ok(None));
    let free = ProfitStream::new(dec!(0), one(dec!(1))).unwrap();
    assert_eq!(free.break_even_year(), Ok(Some(0)));
}

#[test]
fn a_stream_without_an_end_needs_a_discount_or_a_leak() {
    let stream = ProfitStream::new(dec!(0), [YearProfit::whole(dec!(10))]).unwrap();
    let value = |retention, rate, life, after_last| {
        let options = StreamOptions::default().life(life).after_last(after_last);
        let discount = DiscountRate::yearly(rate).unwrap();
        stream.value(retention, discount, options, 2, NEAREST)
    };
    for &life in StreamLife::ALL {
        for (rate, shown) in NOT_FINITE {
            assert_eq!(
                refusal(value(rate, 0.1, life, AfterLastYear::Ends)),
                expected::not_finite("retention rate", shown)
            );
        }
        let endless = value(1.0, 0.0, life, AfterLastYear::Continues);
        assert_eq!(
            refusal(endless),
            expected::out_of_range("retention rate", 1, "below 1")
        );
        // A perpetuity of 10 at 10 %, and a single year.
        let whole = value(1.0, 0.1, life, AfterLastYear::Continues).unwrap();
        assert_eq!(whole.value, dec!(100));
        let single = value(1.0, 0.0, life, AfterLastYear::Ends).unwrap();
        assert_eq!(single.value, dec!(10));
        // Who leaves at once stays for the first year.
        let first = value(0.0, 0.0, life, AfterLastYear::Continues).unwrap();
        assert_eq!(first.value, dec!(10));
    }
    let discount = DiscountRate::yearly(0.1).unwrap();
    let options = StreamOptions::default();
    assert!(stream.value(0.5, discount, options, 29, NEAREST).is_err());
    assert_eq!(
        refusal(stream.payback_year(1.5, discount)),
        expected::out_of_range("retention rate", 1.5, "0 to 1")
    );
    // Nothing that goes on for ever is nothing.
    let years = [dec!(10), dec!(0)].map(YearProfit::whole);
    let ends = ProfitStream::new(dec!(0), years).unwrap();
    let free = DiscountRate::yearly(0.0).unwrap();
    let found = ends.value(1.0, free, options, 2, NEAREST).unwrap();
    assert_eq!((found.value, found.value_to_cost()), (dec!(10), None));
}

/// 11 and 12.1 at 10 % are 10 each, though 1/1.1 is no decimal.
#[test]
fn a_sum_is_rounded_up_once() {
    let years = [dec!(11), dec!(12.1)].map(YearProfit::whole);
    let stream = ProfitStream::new(dec!(0), years).unwrap();
    let discount = DiscountRate::yearly(0.1).unwrap();
    let options = StreamOptions::default().after_last(AfterLastYear::Ends);
    for strategy in [
        RoundingStrategy::AwayFromZero,
        RoundingStrategy::ToZero,
        NEAREST,
    ] {
        let found = stream.value(1.0, discount, options, 2, strategy).unwrap();
        assert_eq!(found.profits, dec!(20));
    }
}

#[test]
fn what_never_pays_back_is_none() {
    let payback = |cost, margin, model: &ConstantRetention| {
        let found = Payback::of(cost, margin, model).unwrap();
        (found.simple, found.expected, found.discounted)
    };
    assert_eq!(
        refusal(Payback::of(dec!(-1), dec!(1), &model(0.8))),
        expected::out_of_range("acquisition cost", -1, "0 or more")
    );
    let never = (None, None, None);
    assert_eq!(payback(dec!(10), dec!(0), &model(0.8)), never);
    assert_eq!(payback(dec!(10), dec!(-1), &model(0.8)), never);
    assert_eq!(
        payback(dec!(0), dec!(1), &model(0.8)),
        (Some(0.0), Some(0), Some(0))
    );
    // 0.8 + 0.64 + … is 4; the discounted sum is 2.67.
    assert_eq!(
        payback(dec!(4), dec!(1), &model(0.8)),
        (Some(4.0), None, None)
    );
    assert_eq!(
        payback(dec!(1), dec!(1), &model(0.0)),
        (Some(1.0), None, None)
    );
    assert_eq!(payback(dec!(2.5), dec!(1), &model(0.8)).1, Some(5));
    let discount = DiscountRate::yearly(0.0).unwrap();
    let short = MarginStream::default().horizon(Horizon::Periods(3));
    let loyal = ConstantRetention::new(1.0, discount, short).unwrap();
    assert_eq!(
        payback(dec!(3), dec!(1), &loyal),
        (Some(3.0), Some(3), Some(3))
    );
    assert_eq!(payback(dec!(3.01), dec!(1), &loyal).1, None);
    // Of margins that shrink by 2^-41 a period 1,000,227,443 make a thousand million.
    let free = MarginStream::default();
    let faithful = ConstantRetention::new(1.0 - 0.5_f64.powi(41), discount, free).unwrap();
    let many = payback(dec!(1000000000), dec!(1), &faithful);
    assert_eq!(many.1, Some(1_000_227_443));
    let value = model(0.8).value(dec!(100), RelationshipCosts::default(), 2, NEAREST);
    assert_eq!(lifetime_value_to_cost(&value.unwrap()), Ok(None));
}

#[test]
fn a_bucket_never_holds_more_than_all_numbers() {
    let rate = |lost| Rate::new(lost, year()).unwrap();
    let allowed = "from 0 to 1e288";
    assert_eq!(
        refusal(LeakyBucket::new(1e300, 0.0, rate(0.0))),
        expected::out_of_range("customers", 1e300, allowed)
    );
    assert_eq!(
        refusal(LeakyBucket::new(0.0, 1e300, rate(0.0))),
        expected::out_of_range("customers won", 1e300, allowed)
    );
    let most = LeakyBucket::new(1e288, 1e288, rate(0.0)).unwrap();
    assert!(most.after(u32::MAX).is_finite());
    // A leak too small to be told from none loses nobody, and whoever is won stays.
    let slow = LeakyBucket::new(10.0, 5.0, rate(1e-200)).unwrap();
    assert_eq!(
        (slow.after(0), slow.after(1), slow.after(4)),
        (10.0, 15.0, 30.0)
    );
    let all = LeakyBucket::new(10.0, 5.0, rate(1.0)).unwrap();
    assert_eq!((all.after(0), all.after(1), all.after(9)), (10.0, 5.0, 5.0));
}
