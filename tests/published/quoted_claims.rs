//! Figures that texts on retention repeat without a source, and what they amount to.

use retention::churn::Rate;
use retention::clv::{ConstantRetention, DiscountRate, MarginStream, RelationshipCosts};
use retention::economics::benchmarks::{
    COST_OF_SAME_SALES, COST_OF_WINNING, DETERRED_BY_DISSATISFIED, LOSS_OF_WORST, LOYAL_SPENDING,
    NEW_FOR_ONE_LOST, PORTFOLIO_SHARES, PROFIT_OF_BEST_FIFTH, PROSPECTS_OF_SATISFIED, Provenance,
    SALES_TO_OLD_CUSTOMERS, TOLD_BY_DISSATISFIED, TOLD_BY_SATISFIED, YEARS_TO_LOSE_HALF,
};
use retention::economics::{
    CostRatio, LeakyBucket, ReplacementCost, RetentionGain, UnitCosts, WordOfMouth,
};
use retention::period::{Period, Span};
use rust_decimal::{RoundingStrategy, dec};

use crate::assert_published;

const NEAREST: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;

#[test]
fn winning_costs_five_or_six_times_as_much_as_keeping_as_commonly_reported() {
    assert_eq!((COST_OF_WINNING.low, COST_OF_WINNING.high), (5.0, 6.0));
    assert_eq!(COST_OF_WINNING.provenance, Provenance::Untraced);
    for (ratio, saving) in [(5.0, "80.00"), (6.0, "83.33")] {
        assert_published(100.0 * CostRatio::new(ratio).unwrap().saving(), saving);
    }
}

#[test]
fn the_same_sales_cost_a_fifteenth_with_old_customers_as_commonly_reported() {
    assert_published(1.0 / COST_OF_SAME_SALES.low, "15");
    assert_eq!(COST_OF_SAME_SALES.provenance, Provenance::Untraced);
}

#[test]
fn half_of_the_customers_are_lost_in_five_years_as_commonly_reported() {
    let years = Span::new(YEARS_TO_LOSE_HALF.low as u32, Period::Year).unwrap();
    let rate = Rate::from_retained(0.5, years).unwrap();
    let yearly = rate.over(Span::new(1, Period::Year).unwrap());
    assert_published(yearly.retained(), "0.8705506");
    let bucket = LeakyBucket::new(1000.0, 0.0, yearly).unwrap();
    assert_published(bucket.half_life().unwrap(), "5.000000");
    assert_published(bucket.after(5), "500.000000");
}

#[test]
fn a_satisfied_customer_brings_8_and_a_dissatisfied_one_deters_25_as_commonly_reported() {
    let talk = WordOfMouth::QUOTED;
    let reach = talk.reach(1, 1);
    assert_eq!(
        (reach.leads, reach.deals, reach.deterred, reach.net),
        (8.0, 1.0, 25.0, -17.0)
    );
    assert_eq!(reach.leads, PROSPECTS_OF_SATISFIED.low);
    assert_eq!(reach.deterred, DETERRED_BY_DISSATISFIED.low);
    assert_published(talk.neutral_share().unwrap(), "0.757576");
    assert_eq!(talk, WordOfMouth::new(8.0, 1.0 / 8.0, 25.0).unwrap());
}

#[test]
fn tarp_satisfied_customers_tell_5_and_dissatisfied_ones_9_to_10_as_commonly_reported() {
    let told = (TOLD_BY_DISSATISFIED.low, TOLD_BY_DISSATISFIED.high);
    assert_eq!((TOLD_BY_SATISFIED.low, told), (5.0, (9.0, 10.0)));
}

#[test]
fn loyal_customers_spend_two_to_four_times_as_much_as_commonly_reported() {
    assert_eq!((LOYAL_SPENDING.low, LOYAL_SPENDING.high), (2.0, 4.0));
    assert_eq!(LOYAL_SPENDING.provenance, Provenance::Untraced);
}

/// Of 13,001 cars that one salesman sold in 15 years.
#[test]
fn girard_sold_65_percent_to_customers_who_had_bought_before_as_commonly_reported() {
    let (low, high) = (SALES_TO_OLD_CUSTOMERS.low, SALES_TO_OLD_CUSTOMERS.high);
    assert_eq!((low, high), (0.65, 0.65));
    assert_eq!(SALES_TO_OLD_CUSTOMERS.provenance, Provenance::Untraced);
    // Cars sold again to earlier customers, and cars by year.
    assert_published(13_001.0 * low, "8450.65");
    assert_published(13_001.0 / 15.0, "866.73");
}

/// About as many customers stay long without much profit as bring profit for a short time.
#[test]
fn reinartz_kumar_2002_shares_of_the_four_portfolios_as_commonly_reported() {
    for ((company, shares), expected) in PORTFOLIO_SHARES.into_iter().zip([
        ("corporate service", [20.0, 30.0, 29.0, 21.0]),
        ("grocery", [15.0, 36.0, 34.0, 15.0]),
        ("mail order", [19.0, 31.0, 29.0, 21.0]),
        ("direct brokerage", [18.0, 32.0, 33.0, 17.0]),
    ]) {
        let per_cent = shares.map(|share| (100.0 * share).round());
        assert_eq!((company, per_cent), expected);
        assert_eq!(per_cent.iter().sum::<f64>(), 100.0);
        let [butterflies, _, _, barnacles] = per_cent;
        assert!((butterflies - barnacles).abs() <= 2.0, "{company}");
    }
}

#[test]
fn ten_new_customers_make_up_for_one_lost_as_commonly_reported() {
    let costs = UnitCosts {
        winning: dec!(500),
        keeping: dec!(100),
    };
    let per_lost = NEW_FOR_ONE_LOST.low;
    let cost = ReplacementCost::of(1.0, per_lost, costs, 2, NEAREST).unwrap();
    assert_eq!(
        (cost.needed, cost.winning, cost.hidden),
        (10.0, dec!(5000), dec!(4900))
    );
}

#[test]
fn kaplan_cooper_1998_whale_curve_as_commonly_reported() {
    assert_eq!(
        (PROFIT_OF_BEST_FIFTH.low, PROFIT_OF_BEST_FIFTH.high),
        (1.5, 3.0)
    );
    assert_eq!((LOSS_OF_WORST.low, LOSS_OF_WORST.high), (0.5, 2.0));
}

/// A hundred lost and a hundred won a week.
#[test]
fn leaky_bucket_100_lost_and_100_won_a_week_hides_40_000() {
    let week = Span::new(1, Period::Week(chrono::Weekday::Mon)).unwrap();
    for (lost, level) in [(0.1, "1000.000000"), (0.05, "2000.000000")] {
        let rate = Rate::new(lost, week).unwrap();
        let bucket = LeakyBucket::new(1000.0, 100.0, rate).unwrap();
        assert_published(bucket.steady_state().unwrap(), level);
    }
    let ratio = CostRatio::new(5.0).unwrap();
    let costs = UnitCosts {
        winning: dec!(500),
        keeping: ratio.keeping(dec!(500), 2, NEAREST).unwrap(),
    };
    let cost = ReplacementCost::of(100.0, 1.0, costs, 2, NEAREST).unwrap();
    assert_eq!(cost.hidden, dec!(40000));
}

/// By the formula of Gupta and Lehmann (2003), with a discount rate of 10 %.
#[test]
fn five_points_of_retention_add_20_to_41_per_cent_by_the_simple_formula() {
    for (before, expected) in [
        (0.60, "20.37"),
        (0.70, "22.45"),
        (0.80, "27.50"),
        (0.85, "32.35"),
        (0.90, "40.74"),
    ] {
        let discount = DiscountRate::yearly(0.1).unwrap();
        let model = ConstantRetention::new(before, discount, MarginStream::default()).unwrap();
        let costs = RelationshipCosts::default();
        let gain = RetentionGain::of(&model, before + 0.05, dec!(1000000), costs, 2, NEAREST);
        assert_published(100.0 * gain.unwrap().relative.unwrap(), expected);
    }
}
