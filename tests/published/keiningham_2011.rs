//! Keiningham, T. L., Aksoy, L., Buoye, A. and Cooil, B. (2011), "Customer Loyalty Isn't Enough. Grow Your
//! Share of Wallet", *Harvard Business Review* 89(10): 29–31.

use retention::economics::{wallet_allocation, wallet_allocations};

use crate::assert_published;

#[test]
fn keiningham_2011_shares_of_wallet_by_rank_and_number_of_brands_as_commonly_reported() {
    let table: [&[&str]; 4] = [
        &["0.6667", "0.3333"],
        &["0.5000", "0.3333", "0.1667"],
        &["0.4000", "0.3000", "0.2000", "0.1000"],
        &["0.3333", "0.2667", "0.2000", "0.1333", "0.0667"],
    ];
    for (brands, shares) in (2..).zip(table) {
        for (rank, expected) in (1..).zip(shares) {
            let share = wallet_allocation(f64::from(rank), brands).unwrap();
            assert_published(share, expected);
        }
        // The same from ratings, whatever their scale.
        let ratings: Vec<f64> = (0..brands).map(|rank| 9.5 - f64::from(rank)).collect();
        let shares_of_ratings = wallet_allocations(&ratings).unwrap();
        for (share, expected) in shares_of_ratings.into_iter().zip(shares) {
            assert_published(share, expected);
        }
    }
}

/// Brands that are tied have the mean of their ranks.
#[test]
fn keiningham_2011_ties_share_the_mean_rank_as_commonly_reported() {
    let shares = wallet_allocations(&[8.0, 8.0, 5.0]).unwrap();
    for (share, rank) in shares.into_iter().zip([1.5, 1.5, 3.0]) {
        assert_eq!(share, wallet_allocation(rank, 3).unwrap());
    }
}
