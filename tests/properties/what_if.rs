//! What-ifs, upgrade potential, the effect of contact.

use proptest::prelude::*;
use retention::economics::ContactEffect;
use retention::pyramid::{Assumptions, Cuts, Pyramid, UpgradePotential, Wallet, WhatIf};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::cases;
use crate::rows::{cuts_by_share, exact_sum};

const NEAREST: RoundingStrategy = RoundingStrategy::MidpointNearestEven;

/// Cents, some below zero and many equal, so that tiers are empty and uneven.
fn cents() -> impl Strategy<Value = Vec<i64>> {
    let cents = prop_oneof![4 => -500_i64..100_000, 1 => Just(700)];
    prop::collection::vec(cents, 1..80)
}

fn pyramid(cents: &[i64], cuts: &Cuts) -> Option<Pyramid<u32>> {
    let rows = (0..).zip(cents.iter().map(|&cents| Decimal::new(cents, 2)));
    // Shares of revenue need a revenue to share.
    Pyramid::new(rows, cuts).ok()
}

fn share(thousandths: u64) -> f64 {
    thousandths as f64 / 1000.0
}

/// The what-if, or `None` where more would move than can.
fn what_if(
    pyramid: &Pyramid<u32>,
    share: f64,
    assumptions: &Assumptions,
    places: u32,
) -> Option<WhatIf> {
    WhatIf::new(pyramid, share, assumptions, places, NEAREST).ok()
}

/// The mantissa of an amount at a scale that no amount here exceeds.
fn at_scale(amount: Decimal, scale: u32) -> i128 {
    amount.mantissa() * 10_i128.pow(scale - amount.scale())
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn movers_add_up_and_no_tier_gives_up_more_than_it_has(
        cents in cents(), cuts in cuts_by_share(), thousandths in 0_u64..=1000,
    ) {
        let Some(pyramid) = pyramid(&cents, &cuts) else { return Ok(()) };
        let n = cents.len() as u64;
        let wanted = (thousandths * n + 500) / 1000;
        let peopled: Vec<_> = pyramid.tiers().iter().filter(|tier| tier.customers > 0).collect();
        let movable: u64 = peopled[1..].iter().map(|tier| tier.customers).sum();
        let Some(what_if) = what_if(&pyramid, share(thousandths), &Assumptions::default(), 2)
        else {
            prop_assert!(wanted > movable, "{wanted} of {movable}");
            return Ok(());
        };
        prop_assert_eq!((what_if.moved.numerator(), what_if.moved.denominator()), (wanted, n));
        prop_assert_eq!(what_if.upgrades.len(), peopled.len() - 1);
        for (upgrade, pair) in what_if.upgrades.iter().zip(peopled.windows(2)) {
            prop_assert_eq!((upgrade.to, upgrade.from), (pair[0].tier, pair[1].tier));
            let movers = upgrade.movers;
            prop_assert_eq!(movers.denominator(), pair[1].customers);
            // Within one of the quota, movers · heads / all.
            let (got, quota) = (movers.numerator() * movable, wanted * pair[1].customers);
            prop_assert!(got.abs_diff(quota) < movable, "{got} {quota}");
        }
        let movers: u64 = what_if.upgrades.iter().map(|upgrade| upgrade.movers.numerator()).sum();
        prop_assert_eq!(movers, wanted);
    }

    /// Each change is within half of the last place of what fractions say, and the rest are sums.
    #[test]
    fn changes_are_those_of_exact_fractions(
        cents in cents(), cuts in cuts_by_share(), thousandths in 0_u64..=300, places in 0_u32..6,
    ) {
        let Some(pyramid) = pyramid(&cents, &cuts) else { return Ok(()) };
        let Some(what_if) = what_if(&pyramid, share(thousandths), &Assumptions::default(), places)
        else { return Ok(()) };
        for upgrade in &what_if.upgrades {
            let (to, from) =
                (&pyramid.tiers()[upgrade.to.index()], &pyramid.tiers()[upgrade.from.index()]);
            let (of_to, of_from) = (i128::from(to.customers), i128::from(from.customers));
            // As a fraction of units of 10⁻⁶.
            let numerator = i128::from(upgrade.movers.numerator())
                * (at_scale(to.revenue, 6) * of_from - at_scale(from.revenue, 6) * of_to);
            let denominator = of_to * of_from;
            let off = (at_scale(upgrade.revenue, 6) * denominator - numerator).abs();
            prop_assert!(2 * off <= denominator * 10_i128.pow(6 - places), "{upgrade:?}");
            prop_assert!(upgrade.revenue.scale() <= places);
        }
        let change = exact_sum(what_if.upgrades.iter().map(|upgrade| upgrade.revenue));
        prop_assert_eq!(what_if.revenue.change, change);
        prop_assert_eq!(what_if.revenue.before, pyramid.total());
        prop_assert_eq!(what_if.revenue.after, exact_sum([pyramid.total(), change]));
        prop_assert_eq!(what_if.profit, None);
    }

    /// Tiers are in order of amounts, so whoever moves up never brings less.
    #[test]
    fn moving_up_never_costs_revenue_and_nobody_changes_nothing(
        cents in cents(), cuts in cuts_by_share(), thousandths in 0_u64..=1000,
    ) {
        let Some(pyramid) = pyramid(&cents, &cuts) else { return Ok(()) };
        let nobody = what_if(&pyramid, 0.0, &Assumptions::default(), 2).unwrap();
        prop_assert_eq!(nobody.revenue.change, Decimal::ZERO);
        prop_assert_eq!(nobody.revenue.after, pyramid.total());
        for upgrade in &nobody.upgrades {
            prop_assert_eq!((upgrade.movers.numerator(), upgrade.revenue), (0, Decimal::ZERO));
        }
        let some = what_if(&pyramid, share(thousandths), &Assumptions::default(), 2);
        if let Some(some) = some {
            prop_assert!(some.revenue.change >= Decimal::ZERO);
            let cheapest = some.upgrades.iter().map(|upgrade| upgrade.revenue).min();
            prop_assert!(cheapest.is_none_or(|least| least >= Decimal::ZERO));
        }
    }

    #[test]
    fn ten_times_the_amounts_are_ten_times_the_change(
        cents in cents(), cuts in cuts_by_share(), thousandths in 0_u64..=300, places in 0_u32..6,
        margin in -100_i32..=100,
    ) {
        let tenfold: Vec<i64> = cents.iter().map(|cents| cents * 10).collect();
        let (Some(once), Some(tenfold)) = (pyramid(&cents, &cuts), pyramid(&tenfold, &cuts)) else {
            return Ok(());
        };
        let tiers = once.tiers().len();
        let margins = vec![f64::from(margin) / 100.0; tiers];
        let assumptions = Assumptions::default().margins(margins);
        let share = share(thousandths);
        // One place fewer of ten times as much.
        let (Some(once), Some(tenfold)) = (
            what_if(&once, share, &assumptions, places + 1),
            what_if(&tenfold, share, &assumptions, places),
        ) else { return Ok(()) };
        let ten = |amount: Decimal| amount.checked_mul(Decimal::TEN).unwrap();
        prop_assert_eq!(tenfold.revenue.change, ten(once.revenue.change));
        let (once_profit, profit) = (once.profit.unwrap(), tenfold.profit.unwrap());
        prop_assert_eq!(profit.before, ten(once_profit.before));
        prop_assert_eq!(profit.change, ten(once_profit.change));
        prop_assert_eq!(tenfold.revenue.relative(), once.revenue.relative());
    }

    /// Where all is left, profit is revenue; where every customer costs the same, it changes as revenue
    /// does; fixed costs change what it changes from, and not the change.
    #[test]
    fn profit_follows_revenue_where_customers_cost_alike(
        cents in cents(), cuts in cuts_by_share(), thousandths in 0_u64..=300,
        cost in 0_i64..9_999, fixed in 0_i64..999_999,
    ) {
        let Some(pyramid) = pyramid(&cents, &cuts) else { return Ok(()) };
        let (cost, fixed) = (Decimal::new(cost, 2), Decimal::new(fixed, 2));
        let tiers = pyramid.tiers().len();
        let alike = Assumptions::default().costs_per_customer(vec![cost; tiers]);
        for (assumptions, costs) in [
            (Assumptions::default().margins(vec![1.0; tiers]), Decimal::ZERO),
            (alike.clone(), cost.checked_mul(Decimal::from(cents.len())).unwrap()),
        ] {
            let share = share(thousandths);
            let Some(free) = what_if(&pyramid, share, &assumptions, 4) else { return Ok(()) };
            let profit = free.profit.unwrap();
            prop_assert_eq!(exact_sum([profit.before, costs]), pyramid.total());
            prop_assert_eq!(profit.change, free.revenue.change);
            let burdened = assumptions.fixed_costs(fixed);
            let burdened = what_if(&pyramid, share, &burdened, 4).unwrap().profit.unwrap();
            prop_assert_eq!(burdened.change, profit.change);
            prop_assert_eq!(exact_sum([burdened.before, fixed]), profit.before);
            prop_assert_eq!(exact_sum([burdened.after, fixed]), profit.after);
        }
    }

    /// A wallet given by its size, by a share that divides it, and by looking the size up in the
    /// pyramid are one.
    #[test]
    fn a_wallet_reaches_the_tier_of_its_size(
        customers in prop::collection::vec((1_i64..5_000, 0_usize..5), 1..40),
        cuts in cuts_by_share(), known in prop::collection::vec(any::<bool>(), 40),
    ) {
        // These shares of a wallet are exact, and so are the wallets.
        const SHARES: [(f64, i64); 5] = [(1.0, 1), (0.5, 2), (0.25, 4), (0.1, 10), (0.01, 100)];
        let amounts: Vec<i64> = customers.iter().map(|&(cents, _)| cents).collect();
        let Some(pyramid) = pyramid(&amounts, &cuts) else { return Ok(()) };
        let rows = || (0_u32..).zip(&customers).zip(&known).filter(|&(_, &known)| known);
        let size = |cents, at: usize| Decimal::new(cents * SHARES[at].1, 2);
        let by_share = UpgradePotential::new(
            &pyramid,
            rows().map(|((id, &(_, at)), _)| (id, Wallet::Share(SHARES[at].0))),
        ).unwrap();
        let by_size = UpgradePotential::new(
            &pyramid,
            rows().map(|((id, &(cents, at)), _)| (id, Wallet::Size(size(cents, at)))),
        ).unwrap();
        prop_assert_eq!(&by_share, &by_size);

        let asked = rows().count() as u64;
        prop_assert_eq!(by_share.rate.denominator(), asked);
        prop_assert_eq!(by_share.rate.numerator(), by_share.reaches.len() as u64);
        prop_assert_eq!(by_share.missing, customers.len() as u64 - asked);
        prop_assert_eq!(by_share.left_out, 0);
        for ((id, &(cents, at)), _) in rows() {
            let (own, reached) =
                (pyramid.tier_for(Decimal::new(cents, 2)), pyramid.tier_for(size(cents, at)));
            let row = by_share.reaches.get(&id);
            let stands = own.min(pyramid.tier_of(&id).unwrap());
            prop_assert_eq!(row.map(|row| row.tier), (reached < stands).then_some(reached));
        }
    }

    #[test]
    fn the_effect_of_contact_is_the_inverse_of_that_of_none(
        contacted in -0.99_f64..10.0, others in -0.99_f64..10.0,
    ) {
        // A handful of roundings of numbers of this size.
        const ROUNDING: f64 = 1e-9;
        let effect = ContactEffect::new(contacted, others).unwrap();
        let inverse = ContactEffect::new(others, contacted).unwrap();
        prop_assert!((effect.ratio() * inverse.ratio() - 1.0).abs() < ROUNDING);
        prop_assert!((effect.relative() - (effect.ratio() - 1.0)).abs() < ROUNDING);
        prop_assert_eq!(effect.difference(), -inverse.difference());
        prop_assert_eq!(effect.relative() > 0.0, contacted > others);
        let alike = ContactEffect::new(contacted, contacted).unwrap();
        prop_assert_eq!((alike.ratio(), alike.relative()), (1.0, 0.0));
    }
}

/// One brings 101, of which 33.3 % is left: 33.633. Twenty movers
/// who left nothing make that 672.66, not twenty times 34.
#[test]
fn profit_by_margins_is_rounded_once() {
    let rows = (0..41_u32).map(|id| {
        (
            id,
            if id == 0 {
                Decimal::from(101)
            } else {
                Decimal::ZERO
            },
        )
    });
    let cuts = Cuts::by_amount([("Top", Decimal::ONE)], "Low").unwrap();
    let pyramid = Pyramid::new(rows, &cuts).unwrap();
    let assumptions = Assumptions::default().margins([0.333, 0.0]);
    let half = RoundingStrategy::MidpointNearestEven;
    let what_if = WhatIf::new(&pyramid, 20.0 / 41.0, &assumptions, 0, half).unwrap();
    assert_eq!(what_if.moved.numerator(), 20);
    let profit = what_if.profit.unwrap();
    assert_eq!(profit.change, Decimal::from(673));
    assert_eq!(profit.before, Decimal::from(34));
}
