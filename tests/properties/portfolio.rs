//! Butterflies, true friends, strangers and barnacles.

use proptest::prelude::*;
use retention::lifecycle::{Outlook, Portfolio, PortfolioType, RelationshipSign, RelationshipType};
use rust_decimal::Decimal;

use crate::cases;

fn customers() -> impl Strategy<Value = Vec<Outlook<usize>>> {
    prop::collection::vec((0_u32..60, -500_i64..500), 1..40).prop_map(|rows| {
        let rows = rows.into_iter().enumerate();
        rows.map(|(customer, (duration, profit))| Outlook {
            customer,
            duration: f64::from(duration),
            profit: Decimal::new(profit, 1),
        })
        .collect()
    })
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn every_customer_has_one_kind_whatever_the_order(rows in customers(), seed in any::<u64>()) {
        let portfolio = Portfolio::of(rows.clone()).unwrap();
        prop_assert_eq!(portfolio.rows.len(), rows.len());
        let heads: u64 = PortfolioType::ALL.iter().map(|&kind| portfolio.share(kind).numerator()).sum();
        prop_assert_eq!(heads, rows.len() as u64);

        let mut other = rows.clone();
        other.sort_by_key(|row| (row.customer as u64).wrapping_mul(seed | 1));
        prop_assert_eq!(&Portfolio::of(other).unwrap(), &portfolio);
    }

    /// At least half are at the median or above it, and at least half at it or below.
    #[test]
    fn the_median_has_half_on_each_side(rows in customers()) {
        let portfolio = Portfolio::of(rows.clone()).unwrap();
        let long = rows.iter().filter(|row| row.duration >= portfolio.long_from).count();
        let short = rows.iter().filter(|row| row.duration <= portfolio.long_from).count();
        let high = rows.iter().filter(|row| row.profit >= portfolio.high_from).count();
        let low = rows.iter().filter(|row| row.profit <= portfolio.high_from).count();
        for side in [long, short, high, low] {
            prop_assert!(side * 2 >= rows.len());
        }
    }

    /// The kind is that of the two comparisons with the cuts, which given again give the same.
    #[test]
    fn cuts_found_and_given_agree(rows in customers()) {
        let found = Portfolio::of(rows.clone()).unwrap();
        let again = Portfolio::new(rows.clone(), found.long_from, found.high_from).unwrap();
        prop_assert_eq!(&found.rows, &again.rows);
        for row in rows {
            let kind = found.get(&row.customer).unwrap();
            let long = matches!(kind, PortfolioType::TrueFriend | PortfolioType::Barnacle);
            let high = matches!(kind, PortfolioType::TrueFriend | PortfolioType::Butterfly);
            prop_assert_eq!(long, row.duration >= found.long_from);
            prop_assert_eq!(high, row.profit >= found.high_from);
        }
    }

    #[test]
    fn another_sign_never_loosens_a_relationship(signs in prop::collection::vec(0_usize..6, 0..8), more in 0_usize..6) {
        let of = |signs: &[usize]| RelationshipType::classify(signs.iter().map(|&at| RelationshipSign::ALL[at]));
        let before = of(&signs);
        let after = of(&[signs, vec![more]].concat());
        prop_assert!(after >= before);
        prop_assert!(after >= RelationshipSign::ALL[more].shows());
    }
}
