//! Campaigns against control groups, and what loyal customers spend.

use proptest::prelude::*;
use retention::economics::{
    Assignment, Campaign, CampaignCounts, CampaignTerms, CampaignVerdict, ClaimVerdict,
    LoyalSpending, LoyalSpendingWarning, Uplift, UpliftOptions,
};
use retention::estimate::{Adjustment, Confidence, Proportion, Resampling};
use retention::period::Window;
use retention::purchases::{Policy, Purchase, PurchaseLog};
use rust_decimal::{Decimal, RoundingStrategy, dec};

use crate::buyers::{day, lognormal, share};
use crate::cases;
use crate::random::Mixed;

const NEAREST: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;

fn stayed(random: &mut Mixed, of: u64, share: f64) -> Proportion {
    let stayed = (0..of).filter(|_| random.unit() < share).count();
    Proportion::new(stayed as u64, of).unwrap()
}

fn counts(random: &mut Mixed, [treated, control]: [f64; 2], size: u64) -> CampaignCounts {
    CampaignCounts {
        treated: stayed(random, size, treated),
        control: stayed(random, size, control),
    }
}

fn terms(cost: i64, worth: i64) -> CampaignTerms {
    CampaignTerms {
        assignment: Assignment::Randomised,
        cost: cost.into(),
        worth: worth.into(),
    }
}

/// The interval of the customers kept covers the truth, and a campaign that just breaks even is seldom
/// said to pay.
#[test]
fn kept_customers_are_covered_and_verdicts_are_seldom_wrong() {
    let mut random = Mixed(51);
    let (mut covered, mut wrong, runs) = (0, 0, 1000);
    for _ in 0..runs {
        let counts = counts(&mut random, [0.85, 0.80], 400);
        // 20 customers worth 100 each were kept, for 2000.
        let found =
            Campaign::of(counts, terms(2000, 100), Confidence::default(), 2, NEAREST).unwrap();
        covered += u32::from(found.kept_interval.contains(20.0));
        wrong += u32::from(found.verdict != CampaignVerdict::Undecided);
    }
    let of_runs = |number: u32| f64::from(number) / f64::from(runs);
    assert!(
        (0.935..0.97).contains(&of_runs(covered)),
        "{}",
        of_runs(covered)
    );
    assert!(of_runs(wrong) < 0.065, "{}", of_runs(wrong));
}

/// Where a campaign does nothing, twenty segments show an effect in two of three campaigns if the number of
/// tests is forgotten, and in one of twenty if it is not.
#[test]
fn segments_of_a_campaign_that_does_nothing() {
    let mut random = Mixed(52);
    let (mut plain, mut corrected, runs) = (0, 0, 200);
    for _ in 0..runs {
        let segments: Vec<(u32, CampaignCounts)> = (0..20)
            .map(|segment| (segment, counts(&mut random, [0.7, 0.7], 150)))
            .collect();
        let found = Uplift::of(segments, UpliftOptions::default()).unwrap();
        let below = |p: Option<f64>| p.is_some_and(|p| p < 0.05);
        plain += u32::from(found.rows.iter().any(|row| below(row.p_value)));
        corrected += u32::from(found.rows.iter().any(|row| below(row.adjusted)));
    }
    let of_runs = |number: u32| f64::from(number) / f64::from(runs);
    assert!((0.5..0.75).contains(&of_runs(plain)), "{}", of_runs(plain));
    assert!(of_runs(corrected) < 0.08, "{}", of_runs(corrected));
}

/// Two periods of a business where nobody is loyal: each customer spends the same in the mean, at random.
fn nobody_is_loyal(random: &mut Mixed, customers: u32) -> PurchaseLog<u32> {
    let rows = (0..customers).flat_map(|customer| {
        let amounts = [0, 1, 2, 3].map(|_| lognormal(random, 1.0));
        let dates = [10, 100, 200, 300].map(day);
        let rows = dates.into_iter().zip(amounts);
        rows.map(|(date, amount)| Purchase {
            customer,
            date,
            amount,
        })
        .collect::<Vec<_>>()
    });
    PurchaseLog::from_rows(rows).unwrap()
}

/// The best third of a period, called loyal, spend two to four times as much in that period by definition,
/// and as much as the others in the next.
#[test]
fn loyalty_judged_by_the_same_purchases_is_a_large_ratio_in_any_business() {
    let mut random = Mixed(53);
    let log = nobody_is_loyal(&mut random, 900);
    let view = |from, to| {
        let window = Window::new(day(from), day(to)).unwrap();
        log.observe(window, Policy::default()).unwrap()
    };
    let (first, second) = (view(0, 150), view(151, 364));
    let mut ranked = first.revenues().unwrap();
    ranked.sort_unstable_by_key(|(_, amount)| std::cmp::Reverse(*amount));
    let best: Vec<u32> = ranked.into_iter().take(300).map(|(id, _)| *id).collect();
    let found = |spent| {
        let resampling = Resampling::default().draws(99);
        LoyalSpending::of(&first, spent, best.clone(), [2.0, 4.0], resampling).unwrap()
    };
    let same = found(&first);
    use LoyalSpendingWarning::{SamePurchases, Survivorship};
    assert_eq!(same.warnings, [Survivorship, SamePurchases]);
    assert!(same.ratio.unwrap() > 2.0, "{:?}", same.ratio);
    let later = found(&second);
    assert_eq!(later.warnings, [Survivorship]);
    let ratio = later.ratio.unwrap();
    assert!((0.8..1.25).contains(&ratio), "{ratio}");
    assert_eq!(later.verdict, ClaimVerdict::Below);
    assert_eq!((later.loyal, later.others), (300, 600));
}

/// Every third customer is loyal and spends twice as much as the others.
#[test]
fn the_interval_of_loyal_spending_covers_the_truth() {
    let mut random = Mixed(54);
    let covered = share(100, || {
        let rows = (0..180_u32).flat_map(|customer| {
            let times = if customer % 3 == 0 { dec!(2) } else { dec!(1) };
            [0, 200].map(|on| Purchase {
                customer,
                date: day(on),
                amount: times * lognormal(&mut random, 0.7),
            })
        });
        let log = PurchaseLog::from_rows(rows.collect::<Vec<_>>()).unwrap();
        let view = |from| {
            let window = Window::new(day(from), day(from + 150)).unwrap();
            log.observe(window, Policy::default()).unwrap()
        };
        let loyal = (0..180).filter(|customer| customer % 3 == 0);
        let resampling = Resampling::default().draws(99);
        let found = LoyalSpending::of(&view(0), &view(151), loyal, [2.0, 4.0], resampling);
        found.unwrap().interval.unwrap().contains(2.0)
    });
    // 92 % of many samples; of a hundred, two or three standard errors fewer.
    assert!(covered >= 0.86, "{covered}");
}

proptest! {
    #![proptest_config(cases(96))]

    /// Money follows the counts, and swapping the groups turns the sign.
    #[test]
    fn a_campaign_adds_up(
        treated in (1..500_u64).prop_flat_map(|of| (0..=of, Just(of))),
        control in (1..500_u64).prop_flat_map(|of| (0..=of, Just(of))),
        (cost, worth) in (0..10_000_i64, 0..1000_i64),
    ) {
        let share = |(stayed, of): (u64, u64)| Proportion::new(stayed, of).unwrap();
        let counts = CampaignCounts { treated: share(treated), control: share(control) };
        let found = Campaign::of(counts, terms(cost, worth), Confidence::default(), 6, NEAREST).unwrap();
        prop_assert!(found.net_lower <= found.net && found.net <= found.net_upper);
        prop_assert!(found.kept_interval.lower() <= found.kept && found.kept <= found.kept_interval.upper());
        let number = |amount: Decimal| amount.to_string().parse::<f64>().unwrap();
        prop_assert!((number(found.net) + cost as f64 - found.kept * worth as f64).abs() < 1e-5);
        prop_assert_eq!(found.cost_per_kept.is_some(), found.kept > 0.0);
        if let (Some(least), Some(each)) = (found.cost_per_kept_at_least, found.cost_per_kept) {
            prop_assert!(least <= each);
            prop_assert!(found.cost_per_kept_at_most.is_none_or(|most| each <= most));
        }
        let turned = CampaignCounts { treated: counts.control, control: counts.treated };
        let turned = Campaign::of(turned, terms(0, worth), Confidence::default(), 2, NEAREST).unwrap();
        prop_assert_eq!(turned.lift.value(), -found.lift.value());
    }

    /// Segments are tested as each would be alone, and corrected upwards.
    #[test]
    fn uplift_rows_are_those_of_each_segment(shares in prop::collection::vec((0..=50_u64, 0..=60_u64), 2..6)) {
        let segments = shares.iter().enumerate().map(|(segment, &(treated, control))| {
            let treated = Proportion::new(treated, 50).unwrap();
            (segment, CampaignCounts { treated, control: Proportion::new(control, 60).unwrap() })
        });
        let segments: Vec<_> = segments.collect();
        let found = Uplift::of(segments.clone(), UpliftOptions::default()).unwrap();
        prop_assert_eq!(found.tested, shares.len() as u64);
        prop_assert_eq!(found.comparisons.len(), shares.len() * (shares.len() - 1) / 2);
        for (row, segment) in found.rows.iter().zip(segments) {
            let counts = segment.1;
            let alone = Uplift::of([segment], UpliftOptions::default().adjustment(Adjustment::None)).unwrap();
            prop_assert_eq!(row.p_value, alone.rows[0].adjusted);
            prop_assert!(row.adjusted >= row.p_value);
            let campaign = Campaign::of(counts, terms(1, 1), Confidence::default(), 2, NEAREST).unwrap();
            prop_assert_eq!(row.lift, Some(campaign.lift.value()));
            prop_assert_eq!(row.kept, Some(campaign.kept));
        }
    }
}

#[test]
fn a_chosen_group_has_no_verdict() {
    let counts = CampaignCounts {
        treated: Proportion::new(99, 100).unwrap(),
        control: Proportion::new(1, 100).unwrap(),
    };
    let chosen = CampaignTerms {
        assignment: Assignment::Chosen,
        ..terms(0, 1)
    };
    let found = Campaign::of(counts, chosen, Confidence::default(), 2, NEAREST).unwrap();
    assert_eq!(found.verdict, CampaignVerdict::NotRandomised);
    assert_eq!(found.net, dec!(98.00));
}
