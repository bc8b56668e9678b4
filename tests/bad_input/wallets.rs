//! Shares of wallet.

use retention::economics::{
    Panel, PanelPurchase, share_of_wallet, spending_capacity, wallet_allocation, wallet_allocations,
};

use crate::*;

const NEAREST: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;

fn bought(customer: u8, brand: u8, amount: Decimal) -> PanelPurchase<u8, u8> {
    PanelPurchase {
        customer,
        brand,
        amount,
    }
}

#[test]
fn a_wallet_holds_what_is_taken_from_it() {
    assert_eq!(
        refusal(share_of_wallet(dec!(-1), dec!(5))),
        expected::out_of_range("spending with us", -1, "0 or more")
    );
    assert_eq!(
        refusal(share_of_wallet(dec!(6), dec!(5))),
        expected::out_of_range("spending with us", 6, "at most 5, the spending in all")
    );
    assert_eq!(share_of_wallet(dec!(0), dec!(0)).unwrap().value(), None);
    let capacity = |share| spending_capacity(dec!(10), share, 2, NEAREST);
    for (share, shown) in [(0.0, "0"), (1.5, "1.5")] {
        assert_eq!(
            refusal(capacity(share)),
            expected::out_of_range("share of wallet", shown, "above 0 and at most 1")
        );
    }
    assert_eq!(
        refusal(capacity(f64::NAN)),
        expected::not_finite("share of wallet", "NaN")
    );
    assert!(capacity(1e-300).is_err());
    assert!(spending_capacity(dec!(-1), 0.5, 2, NEAREST).is_err());
}

#[test]
fn a_rank_is_one_of_the_brands() {
    assert_eq!(
        refusal(wallet_allocation(1.0, 0)),
        expected::out_of_range("brands", 0, "1 or more")
    );
    for (rank, shown) in [(0.5, "0.5"), (4.0, "4")] {
        assert_eq!(
            refusal(wallet_allocation(rank, 3)),
            expected::out_of_range("rank", shown, "1 to 3")
        );
    }
    assert_eq!(
        refusal(wallet_allocation(f64::NAN, 3)),
        expected::not_finite("rank", "NaN")
    );
    assert_eq!(wallet_allocation(1.0, 1), Ok(1.0));
    assert_eq!(refusal(wallet_allocations(&[])), expected::empty("rating"));
    assert_eq!(
        refusal(wallet_allocations(&[1.0, f64::INFINITY])),
        not_finite("rating", "inf", Some(1))
    );
}

#[test]
fn a_panel_has_purchases_above_zero() {
    assert_eq!(
        refusal(Panel::<u8, u8>::from_rows([])),
        expected::empty("row")
    );
    for amount in [dec!(0), dec!(-3)] {
        assert_eq!(
            refusal(Panel::from_rows([
                bought(1, 1, dec!(1)),
                bought(1, 1, amount)
            ])),
            out_of_range("amount", &amount.to_string(), "above 0", Some(1))
        );
    }
    let large = [bought(1, 1, Decimal::MAX), bought(2, 1, Decimal::MAX)];
    let error = Panel::from_rows(large).unwrap_err();
    assert!(matches!(error, Error::Overflow { .. }), "{error}");
    let one = Panel::from_rows([bought(1, 2, dec!(5))]).unwrap();
    assert_eq!(one.brand(&1), None);
    let brand = one.brand(&2).unwrap();
    assert_eq!(
        (brand.usage_index(), brand.mean_share_of_wallet),
        (1.0, 1.0)
    );
    assert_eq!(brand.sole_loyalty().to_string(), "1 of 1");
}
