//! Retention economics.

use proptest::prelude::*;
use retention::churn::Rate;
use retention::clv::{
    ConstantRetention, DiscountRate, FirstMargin, MarginStream, RelationshipCosts,
};
use retention::economics::{
    AfterLastYear, LeakyBucket, Payback, ProfitStream, RetentionGain, StreamLife, StreamOptions,
    WordOfMouth, YearProfit, break_even_spend,
};
use retention::period::{Period, Span};
use rust_decimal::{Decimal, RoundingStrategy, dec};

use crate::cases;

const NEAREST: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;
/// Sums of up to a few hundred terms.
const CLOSE: f64 = 1e-9;

fn number(amount: Decimal) -> f64 {
    amount.to_string().parse().unwrap()
}

fn stream(profits: &[i32]) -> ProfitStream {
    let years = profits
        .iter()
        .map(|&profit| YearProfit::whole(profit.into()));
    ProfitStream::new(dec!(50), years).unwrap()
}

/// The years until as many customers are left as a sum needs for its last digit.
const MANY: usize = 3000;

proptest! {
    #![proptest_config(cases(96))]

    /// The closed forms are the sums that they stand for.
    #[test]
    fn the_value_of_a_stream_is_its_sum_year_by_year(
        profits in prop::collection::vec(-100..1000_i32, 1..8),
        (retention, rate) in (0.0..0.98_f64, 0.0..0.3_f64),
        ends in any::<bool>(),
    ) {
        let after_last = if ends { AfterLastYear::Ends } else { AfterLastYear::Continues };
        for &life in StreamLife::ALL {
            let options = StreamOptions::default().life(life).after_last(after_last);
            let discount = DiscountRate::yearly(rate).unwrap();
            let found = stream(&profits).value(retention, discount, options, 10, NEAREST).unwrap();
            let mut sum = 0.0;
            for year in 0..MANY {
                let last = profits.len() - 1;
                let profit = if year > last && ends { 0 } else { profits[year.min(last)] };
                let before = year as f64;
                let there = match life {
                    StreamLife::Survival => retention.powf(before),
                    StreamLife::AverageLife => (1.0 / (1.0 - retention) - before).clamp(0.0, 1.0),
                };
                sum += there * f64::from(profit) / (1.0 + rate).powf(before + 1.0);
            }
            prop_assert!((number(found.profits) - sum).abs() < 1e-8 * sum.abs().max(1000.0), "{life}: {} {sum}", found.profits);
            prop_assert_eq!(found.value + dec!(50), found.profits);
        }
    }

    /// With a level profit and without an end a stream is the model of a constant margin.
    #[test]
    fn a_level_stream_is_a_margin_multiple(retention in 0.0..0.99_f64, rate in 0.0..0.3_f64) {
        let discount = DiscountRate::yearly(rate).unwrap();
        let value = stream(&[100, 100, 100]).value(retention, discount, StreamOptions::default(), 8, NEAREST).unwrap();
        // The first profit is certain and comes after a year.
        let at_once = MarginStream::default().first_margin(FirstMargin::AtOnce);
        let model = ConstantRetention::new(retention, discount, at_once).unwrap();
        let expected = 100.0 * model.margin_multiple() / (1.0 + rate);
        prop_assert!((number(value.profits) - expected).abs() < 1e-6 * expected);
    }

    /// More retention is worth more where every profit is positive, and a gain is the difference of values.
    #[test]
    fn more_retention_of_a_paying_customer_is_worth_more(
        profits in prop::collection::vec(1..1000_i32, 1..6),
        (before, more, rate) in (0.0..0.9_f64, 0.001..0.09_f64, 0.0..0.3_f64),
    ) {
        let discount = DiscountRate::yearly(rate).unwrap();
        let rates = [before, before + more];
        let gain = stream(&profits).gain(rates, discount, StreamOptions::default(), 4, NEAREST).unwrap();
        prop_assert!(gain.gain > Decimal::ZERO);
        prop_assert_eq!(gain.before.value + gain.gain, gain.after.value);
        let model = ConstantRetention::new(before, discount, MarginStream::default()).unwrap();
        let costs = RelationshipCosts::default();
        let level = RetentionGain::of(&model, before + more, dec!(10000), costs, 4, NEAREST).unwrap();
        prop_assert!(level.gain > Decimal::ZERO && level.multiple_after > level.multiple_before);
    }

    /// Cumulative profits add up to the whole, whatever the parts.
    #[test]
    fn years_add_up(parts in prop::collection::vec([-500..500_i64, 0..500, 0..500, 0..500, 0..500], 1..10)) {
        let years = parts.iter().map(|&[base, purchases, cost_savings, referrals, price_premium]| YearProfit {
            base: base.into(),
            purchases: purchases.into(),
            cost_savings: cost_savings.into(),
            referrals: referrals.into(),
            price_premium: price_premium.into(),
        });
        let stream = ProfitStream::new(dec!(700), years).unwrap();
        let rows = stream.rows().unwrap();
        let whole: i64 = parts.iter().flatten().sum();
        prop_assert_eq!(rows.last().unwrap().cumulative, Decimal::from(whole - 700));
        let even = stream.break_even_year().unwrap();
        let first = rows.iter().position(|row| row.cumulative >= Decimal::ZERO);
        prop_assert_eq!(even.map(|year| year as usize), first);
    }

    /// The closed form is the recurrence, and the distance to the level halves with the half-life.
    #[test]
    fn a_bucket_tends_to_its_level(
        (customers, won) in (0.0..1e6_f64, 0.0..1e5_f64),
        lost in 0.001..1.0_f64,
        periods in 0..200_u32,
    ) {
        let span = Span::new(1, Period::Month).unwrap();
        let bucket = LeakyBucket::new(customers, won, Rate::new(lost, span).unwrap()).unwrap();
        let level = bucket.steady_state().unwrap();
        let last = bucket.periods().nth(periods as usize).unwrap();
        prop_assert!((bucket.after(periods) - last.before).abs() < CLOSE * (customers + level));
        prop_assert!((bucket.after(periods + 1) - last.after).abs() < CLOSE * (customers + level));
        prop_assert!((last.before - last.lost + last.won - last.after).abs() < CLOSE * (customers + level));
        let held = LeakyBucket::new(customers, bucket.won_to_hold(), Rate::new(lost, span).unwrap()).unwrap();
        prop_assert!((held.after(periods) - customers).abs() <= CLOSE * customers);
        let halved = customers.mul_add(0.5, level * 0.5);
        let by = (1.0 - lost).powf(bucket.half_life().unwrap());
        prop_assert!((level + (customers - level) * by - halved).abs() < CLOSE * (customers + level));
    }

    /// The payback is the first margin at which the sum reaches the cost.
    #[test]
    fn a_payback_is_the_first_that_pays(
        (retention, rate, growth) in (0.0..1.0_f64, 0.001..0.3_f64, -0.2..0.0_f64),
        (cost, at_once) in (1..3000_i64, any::<bool>()),
    ) {
        let discount = DiscountRate::yearly(rate).unwrap();
        let first = if at_once { FirstMargin::AtOnce } else { FirstMargin::AfterOnePeriod };
        let terms = MarginStream::default().first_margin(first).growth(growth);
        let model = ConstantRetention::new(retention, discount, terms).unwrap();
        let found = Payback::of(cost.into(), dec!(100), &model).unwrap();
        for (factor, found) in [(1.0, found.expected), (1.0 / (1.0 + rate), found.discounted)] {
            let (mut sum, mut margin) = (0.0, 100.0);
            if !at_once {
                margin *= retention * factor;
            }
            let begins = u32::from(!at_once);
            let paid = (begins..3000).find(|_| {
                sum += margin;
                margin *= retention * (1.0 + growth) * factor;
                sum >= cost as f64
            });
            // Sums that meet the cost to the last digit may fall either way.
            prop_assert!(found == paid || (sum - cost as f64).abs() < 1e-6, "{found:?} {paid:?}");
        }
    }

    /// Talk adds up, and is neutral at the neutral share.
    #[test]
    fn talk_adds_up(
        (leads, conversion, deterred) in (0.1..20.0_f64, 0.0..1.0_f64, 0.1..50.0_f64),
        customers in 1..10_000_u64,
    ) {
        let talk = WordOfMouth::new(leads, conversion, deterred).unwrap();
        let share = talk.neutral_share().unwrap();
        prop_assert!((share * leads - (1.0 - share) * deterred).abs() < CLOSE * deterred);
        let [one, twice] = [customers, 2 * customers].map(|number| talk.reach(number, number));
        prop_assert!((twice.net - 2.0 * one.net).abs() <= CLOSE * one.net.abs());
        prop_assert!(one.deals <= one.leads);
    }

    /// What may be spent grows with what is won, and is nothing for nothing.
    #[test]
    fn what_may_be_spent_is_in_proportion(worth in 0..100_000_i64, points in 0..100_u32) {
        let rate = f64::from(points) / 100.0;
        let most = break_even_spend(worth.into(), 0.0, rate, 4, NEAREST).unwrap();
        prop_assert_eq!(most, Decimal::new(worth * i64::from(points), 2));
        let back = break_even_spend(worth.into(), rate, 0.0, 4, NEAREST).unwrap();
        prop_assert_eq!(most + back, Decimal::ZERO);
    }
}
