//! Shares of wallet.

use proptest::prelude::*;
use retention::economics::{
    Panel, PanelPurchase, share_of_wallet, spending_capacity, wallet_allocations,
};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::cases;

/// Sums and products of a few numbers.
const CLOSE: f64 = 1e-9;

fn rows() -> impl Strategy<Value = Vec<PanelPurchase<u8, u8>>> {
    let row =
        (0..20_u8, 0..5_u8, 1..100_000_i64).prop_map(|(customer, brand, cents)| PanelPurchase {
            customer,
            brand,
            amount: Decimal::new(cents, 2),
        });
    prop::collection::vec(row, 1..120)
}

proptest! {
    #![proptest_config(cases(128))]

    /// Market share is penetration times share of requirements times usage; shares add up to 1.
    #[test]
    fn the_parts_of_a_market_share_multiply(rows in rows()) {
        let panel = Panel::from_rows(rows.clone()).unwrap();
        let mut shares = 0.0;
        for brand in panel.brands() {
            let share = brand.market_share().value().unwrap();
            let penetration = brand.penetration().value().unwrap();
            let requirements = brand.share_of_requirements().value().unwrap();
            prop_assert!((penetration * requirements * brand.usage_index() - share).abs() < CLOSE);
            prop_assert!(requirements >= share - CLOSE && requirements <= 1.0);
            prop_assert!(brand.sole_loyalty().value().unwrap() <= brand.mean_share_of_wallet + CLOSE);
            prop_assert!(brand.mean_share_of_wallet <= 1.0 + CLOSE);
            shares += share;
        }
        prop_assert!((shares - 1.0).abs() < CLOSE);
        let whole: Decimal = rows.iter().map(|row| row.amount).sum();
        prop_assert_eq!(panel.spent(), whole);
        prop_assert_eq!(panel.brands().iter().map(|brand| brand.spent).sum::<Decimal>(), whole);
        prop_assert_eq!(panel.wallets().iter().map(|row| row.spent).sum::<Decimal>(), whole);
    }

    /// Counted anew, the slow way.
    #[test]
    fn brands_are_counted_as_they_are_defined(rows in rows()) {
        let panel = Panel::from_rows(rows.clone()).unwrap();
        for brand in panel.brands() {
            let buys = |customer: u8, brand: u8| rows.iter().any(|row| (row.customer, row.brand) == (customer, brand));
            let buyers: Vec<u8> = (0..20).filter(|&customer| buys(customer, brand.brand)).collect();
            prop_assert_eq!(brand.buyers, buyers.len() as u64);
            let sole = buyers.iter().filter(|&&id| (0..5).all(|other| other == brand.brand || !buys(id, other)));
            prop_assert_eq!(brand.sole_buyers, sole.count() as u64);
            let of_buyers = rows.iter().filter(|row| buyers.contains(&row.customer));
            prop_assert_eq!(brand.wallets_of_buyers, of_buyers.map(|row| row.amount).sum::<Decimal>());
        }
    }

    /// Shares by the rule add up to 1 and follow the ratings, whatever the ties.
    #[test]
    fn allocations_follow_the_ratings(ratings in prop::collection::vec(1..6_i32, 1..12)) {
        let ratings: Vec<f64> = ratings.into_iter().map(f64::from).collect();
        let shares = wallet_allocations(&ratings).unwrap();
        prop_assert!((shares.iter().sum::<f64>() - 1.0).abs() < CLOSE);
        for (first, one) in ratings.iter().zip(&shares) {
            for (second, other) in ratings.iter().zip(&shares) {
                prop_assert_eq!(first.total_cmp(second), one.total_cmp(other));
            }
        }
    }

    /// A capacity is the whole that a share is of.
    #[test]
    fn a_capacity_is_the_wallet(with_us in 1..1_000_000_i64, elsewhere in 0..1_000_000_i64) {
        let in_all = Decimal::from(with_us + elsewhere);
        let share = share_of_wallet(with_us.into(), in_all).unwrap().value().unwrap();
        let nearest = RoundingStrategy::MidpointAwayFromZero;
        prop_assert_eq!(spending_capacity(with_us.into(), share, 2, nearest).unwrap(), in_all);
    }
}
