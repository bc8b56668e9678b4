//! Campaigns, their segments, and what loyal customers spend.

use retention::economics::{
    Assignment, Campaign, CampaignCounts, CampaignTerms, CampaignVerdict, ClaimVerdict,
    LoyalSpending, LoyalSpendingWarning, Uplift, UpliftOptions, break_even_lift,
};
use retention::estimate::Resampling;

use crate::*;

const NEAREST: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;

fn counts(treated: [u64; 2], control: [u64; 2]) -> CampaignCounts {
    let share = |[stayed, of]: [u64; 2]| Proportion::new(stayed, of).unwrap();
    CampaignCounts {
        treated: share(treated),
        control: share(control),
    }
}

fn campaign(counts: CampaignCounts, cost: Decimal, worth: Decimal) -> Result<Campaign, Error> {
    let terms = CampaignTerms {
        assignment: Assignment::Randomised,
        cost,
        worth,
    };
    Campaign::of(counts, terms, Confidence::default(), 2, NEAREST)
}

#[test]
fn a_campaign_has_two_groups_and_costs_that_are_not_negative() {
    let one = dec!(1);
    assert_eq!(
        refusal(campaign(counts([0, 0], [1, 2]), one, one)),
        expected::empty("treated customer")
    );
    assert_eq!(
        refusal(campaign(counts([1, 2], [0, 0]), one, one)),
        expected::empty("customer of the control group")
    );
    let both = counts([1, 2], [1, 2]);
    assert_eq!(
        refusal(campaign(both, dec!(-1), one)),
        expected::out_of_range("cost of the campaign", -1, "0 or more")
    );
    assert_eq!(
        refusal(campaign(both, one, dec!(-1))),
        expected::out_of_range("worth of a customer", -1, "0 or more")
    );
    assert!(campaign(counts([9, 9], [0, 9]), one, Decimal::MAX).is_err());
}

/// A campaign without effect, and one without an upper bound of what a kept customer costs.
#[test]
fn what_a_kept_customer_costs_may_have_no_bound() {
    let none = campaign(counts([5, 10], [5, 10]), dec!(100), dec!(10)).unwrap();
    assert_eq!((none.kept, none.cost_per_kept), (0.0, None));
    assert!(none.cost_per_kept_at_least.is_some() && none.cost_per_kept_at_most.is_none());
    assert_eq!((none.net, none.relative_lift), (dec!(-100), Some(0.0)));
    let lost = campaign(counts([0, 50], [50, 50]), dec!(100), dec!(10)).unwrap();
    assert_eq!((lost.kept, lost.cost_per_kept_at_least), (-50.0, None));
    let first = campaign(counts([5, 10], [0, 10]), dec!(0), dec!(10)).unwrap();
    assert_eq!(
        (first.relative_lift, first.cost_per_kept),
        (None, Some(dec!(0)))
    );
}

/// The verdict is that of the figures before amounts are rounded.
#[test]
fn rounding_upwards_makes_no_campaign_pay() {
    let upwards = |cost| {
        let terms = CampaignTerms {
            assignment: Assignment::Randomised,
            cost,
            worth: Decimal::ONE,
        };
        let counts = counts([900, 1000], [700, 1000]);
        let strategy = RoundingStrategy::ToPositiveInfinity;
        Campaign::of(counts, terms, Confidence::default(), 0, strategy).unwrap()
    };
    let kept = upwards(Decimal::ONE).kept_interval.lower();
    // A little more than the lower end brings, and less than that rounded upwards.
    let cost = Decimal::from(kept.ceil() as i64) - Decimal::new(1, 6);
    let campaign = upwards(cost);
    assert!(campaign.net_lower > Decimal::ZERO && kept < kept.ceil() - 1e-6);
    assert_eq!(campaign.verdict, CampaignVerdict::Undecided);
}

#[test]
fn a_break_even_needs_a_worth() {
    assert_eq!(
        refusal(break_even_lift(dec!(-1), dec!(10))),
        expected::out_of_range("cost per customer", -1, "0 or more")
    );
    assert_eq!(break_even_lift(dec!(1), dec!(0)), Ok(None));
    assert_eq!(break_even_lift(dec!(30), dec!(10)), Ok(Some(3.0)));
}

#[test]
fn segments_differ_and_have_enough_customers_or_say_nothing() {
    let nobody: [(u8, CampaignCounts); 0] = [];
    let options = UpliftOptions::default();
    assert_eq!(
        refusal(Uplift::of(nobody, options)),
        expected::empty("segment")
    );
    let both = counts([4, 9], [3, 9]);
    assert_eq!(
        refusal(Uplift::of([(1, both), (2, both), (1, both)], options)),
        expected::duplicate("segment", "number 2")
    );
    assert_eq!(
        refusal(Uplift::of([(1, both)], options.minimum(1))),
        expected::out_of_range("minimum", 1, "2 or more")
    );
    let few = Uplift::of([(1, both), (2, counts([0, 0], [1, 9]))], options).unwrap();
    assert_eq!((few.tested, few.comparisons.len()), (1, 0));
    let row = &few.rows[1];
    assert_eq!((row.treated, row.control, row.control_stayed), (0, 9, 1));
    assert_eq!((row.lift, row.lower, row.kept), (None, None, None));
    assert_eq!((row.p_value, row.adjusted), (None, None));
    let pair = [(1, both), (2, counts([8, 9], [3, 9]))];
    let apart = Uplift::of(pair, options.most_pairs(0)).unwrap();
    assert_eq!((apart.comparisons.len(), apart.pairs_left_out), (0, 1));
    let compared = Uplift::of(pair, options.most_pairs(1)).unwrap();
    assert_eq!(
        (compared.comparisons.len(), compared.pairs_left_out),
        (1, 0)
    );
    let none = Uplift::of([(1, both)], options.minimum(10)).unwrap();
    assert_eq!((none.tested, none.rows[0].lift), (0, None));
}

fn loyal(loyal: &[u32], claim: [f64; 2], draws: u32) -> Result<LoyalSpending, Error> {
    let rows = [1, 2, 3, 4].map(|id| row(id, 3, dec!(10)));
    let later = [(1, dec!(30)), (2, dec!(20)), (3, dec!(5)), (5, dec!(9))];
    let later = later.map(|(id, amount)| row(id, 20, amount));
    let log = log(&[&rows[..], &later[..]].concat());
    let view = |from, to| {
        let window = Window::new(day(from), day(to)).unwrap();
        log.observe(window, Policy::default()).unwrap()
    };
    let resampling = Resampling::default().draws(draws);
    let loyal = loyal.iter().copied();
    LoyalSpending::of(&view(1, 15), &view(16, 31), loyal, claim, resampling)
}

#[test]
fn a_claim_is_a_range_above_zero() {
    for (claim, message) in [
        (
            [0.0, 2.0],
            expected::out_of_range("lower end of the claim", 0, "above 0"),
        ),
        (
            [f64::NAN, 2.0],
            expected::not_finite("lower end of the claim", "NaN"),
        ),
        (
            [2.0, f64::INFINITY],
            expected::not_finite("upper end of the claim", "inf"),
        ),
        (
            [3.0, 2.0],
            expected::out_of_range("upper end of the claim", 2, "3 or more, the lower end"),
        ),
    ] {
        assert_eq!(refusal(loyal(&[1], claim, 9)), message);
    }
    assert_eq!(
        refusal(loyal(&[1], [2.0, 4.0], 0)),
        expected::out_of_range("draws", 0, "1 to 1000000")
    );
}

#[test]
fn both_the_loyal_and_the_others_bought_before() {
    for nobody in [&[][..], &[5], &[77]] {
        assert_eq!(
            refusal(loyal(nobody, [2.0, 4.0], 9)),
            expected::empty("loyal customer who bought in the first period")
        );
    }
    assert_eq!(
        refusal(loyal(&[1, 2, 3, 4], [2.0, 4.0], 9)),
        expected::empty("other customer who bought in the first period")
    );
}

/// By hand: the loyal spend 25 in the mean; the others 2.5, and 5 where they buy at all.
#[test]
fn a_list_of_loyal_customers_may_repeat_and_hold_strangers() {
    let found = loyal(&[2, 1, 1, 77], [2.0, 4.0], 99).unwrap();
    assert_eq!((found.loyal, found.others, found.left_out), (2, 2, 1));
    assert_eq!((found.loyal_buyers, found.other_buyers), (2, 1));
    assert_eq!(
        (found.ratio, found.ratio_of_buyers),
        (Some(10.0), Some(5.0))
    );
    // A single buyer has no interval, and without one nothing is decided.
    assert_eq!(
        (found.interval_of_buyers, found.verdict_on_buyers),
        (None, ClaimVerdict::Undecided)
    );
    assert_eq!(found.warnings, [LoyalSpendingWarning::Survivorship]);
    // Nobody of the others buys again.
    let gone = loyal(&[1, 2, 3], [2.0, 4.0], 9).unwrap();
    assert_eq!((gone.ratio, gone.interval), (None, None));
}
