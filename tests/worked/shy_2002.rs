//! Shy, O. (2002), "A quick-and-easy method for estimating switching costs", *International Journal
//! of Industrial Organization* 20(1): 71–87.
//!
//! Its tables of Israeli telephones and Finnish banks were not to be had, so that the figures here
//! are what the formulas say.

use retention::switching::market::{Market, MarketShare, Position, Supplier, Ties};
use rust_decimal::{Decimal, dec};

/// The last of 28 digits, and what divisions lose before it.
const ROUNDING: Decimal = dec!(0.000000000000000000000001);

fn counted(supplier: u32, customers: u64, price: Decimal) -> Supplier<u32> {
    Supplier {
        supplier,
        share: MarketShare::Customers(customers),
        amount: price,
    }
}

fn costs<Id: Ord + Clone>(market: &Market<Id>) -> Vec<Decimal> {
    market.suppliers.iter().map(|row| row.cost).collect()
}

fn prices<Id: Ord + Clone>(market: &Market<Id>) -> Vec<Decimal> {
    market.suppliers.iter().map(|row| row.price).collect()
}

fn from_common_cost(cost: Decimal, customers: &[u64]) -> Vec<Decimal> {
    let shares = customers.iter().map(|&n| MarketShare::Customers(n));
    prices(&Market::from_common_cost(cost, (0..).zip(shares), Ties::default()).unwrap())
}

#[test]
fn shy_2002_equal_shares_and_a_cost_of_1_make_prices_of_2_analytic() {
    assert_eq!(from_common_cost(dec!(1), &[500, 500]), [dec!(2), dec!(2)]);
    let halves = [
        ("A", MarketShare::Fraction(0.5)),
        ("B", MarketShare::Fraction(0.5)),
    ];
    let market = Market::from_common_cost(dec!(1), halves, Ties::default()).unwrap();
    assert_eq!(prices(&market), [dec!(2), dec!(2)]);
    // And back: the cost is half the price.
    let back = market.suppliers.iter().map(|row| Supplier {
        supplier: row.supplier,
        share: row.share,
        amount: row.price,
    });
    let back = Market::from_prices(back, Ties::default()).unwrap();
    assert_eq!(costs(&back), [dec!(1), dec!(1)]);
    let shares = back
        .suppliers
        .iter()
        .map(|row| row.share_of_price().value());
    assert!(shares.eq([Some(0.5), Some(0.5)]));
    assert_eq!(
        (
            back.suppliers.get("A").unwrap().fears,
            back.suppliers.get("B").unwrap().fears
        ),
        ("B", "A")
    );
}

/// `p_A = S (N_A + N_B)(N_A + 2 N_B) / (N_A² + N_A N_B + N_B²)`, and the other by symmetry.
#[test]
fn shy_2002_a_common_cost_between_two_follows_the_closed_form_analytic() {
    for (a, b) in [(600_u64, 400_u64), (1, 1), (900, 100), (7, 2)] {
        let form = |own: u64, other: u64| {
            let above = Decimal::from((own + other) * (own + 2 * other));
            let below = Decimal::from(own * own + own * other + other * other);
            dec!(12.50) * above / below
        };
        let found = from_common_cost(dec!(12.50), &[a, b]);
        for (found, expected) in found.iter().zip([form(a, b), form(b, a)]) {
            assert!(
                (found - expected).abs() < ROUNDING,
                "{found} not {expected}"
            );
        }
    }
}

#[test]
fn shy_2002_shares_of_6_and_4_tenths_at_100_and_80_imply_costs_of_68_and_20_analytic() {
    let at = |supplier, share, price| Supplier {
        supplier,
        share: MarketShare::Fraction(share),
        amount: price,
    };
    // In either order.
    let (a, b) = (at('A', 0.6, dec!(100)), at('B', 0.4, dec!(80)));
    for suppliers in [[a, b], [b, a]] {
        let market = Market::from_prices(suppliers, Ties::default()).unwrap();
        assert_eq!(costs(&market), [dec!(68), dec!(20)]);
        assert_eq!((market.largest, market.smallest), ('A', 'B'));
    }
}

#[test]
fn shy_2002_three_suppliers_imply_costs_of_35_and_28_5_and_minus_3_and_a_third_analytic() {
    let market = Market::from_prices(
        [
            counted(3, 200, dec!(30)),
            counted(1, 1000, dec!(40)),
            counted(2, 600, dec!(36)),
        ],
        Ties::default(),
    )
    .unwrap();
    let rows: Vec<(u32, Decimal, u32)> = market
        .suppliers
        .iter()
        .map(|row: &Position<u32>| (row.supplier, row.cost.round_dp(24), row.fears))
        .collect();
    assert_eq!(
        rows,
        [
            (1, dec!(35), 3),
            (2, dec!(28.5), 3),
            (3, dec!(-3.333333333333333333333333), 1)
        ]
    );
    let share = market.suppliers.as_slice()[2]
        .share_of_price()
        .value()
        .unwrap();
    assert_eq!(format!("{share:.6}"), "-0.111111");
    // The largest supplier's customers have the highest cost.
    assert_eq!(market.largest, 1);

    let back = Market::from_costs(
        market.suppliers.iter().map(|row| Supplier {
            supplier: row.supplier,
            share: row.share,
            amount: row.cost,
        }),
        Ties::default(),
    )
    .unwrap();
    let found = prices(&back);
    for (found, expected) in found.iter().zip([dec!(40), dec!(36), dec!(30)]) {
        assert!(
            (found - expected).abs() < ROUNDING,
            "{found} not {expected}"
        );
    }
    let fears: Vec<u32> = back.suppliers.iter().map(|row| row.fears).collect();
    assert_eq!(fears, [3, 3, 1]);
}

/// The source has no equals. Of those of one size the cheapest gains most by undercutting: with it every
/// condition `p_j N_j ≥ (p_i − S_i)(N_i + N_j)` of the model holds.
#[test]
fn shy_2002_of_equal_sizes_the_cheapest_binds() {
    let suppliers = [
        counted(1, 900, dec!(44)),
        counted(2, 300, dec!(32)),
        counted(3, 300, dec!(36)),
        counted(4, 900, dec!(40)),
        counted(5, 500, dec!(38)),
    ];
    assert!(Market::from_prices(suppliers, Ties::Refuse).is_err());
    let market = Market::from_prices(suppliers, Ties::Cheapest).unwrap();
    assert_eq!(
        (market.largest, market.smallest, market.ties),
        (4, 2, Ties::Cheapest)
    );
    let fears: Vec<u32> = market.suppliers.iter().map(|row| row.fears).collect();
    assert_eq!(fears, [2, 4, 2, 2, 2]);
    let customers = |row: &Position<u32>| match row.share {
        MarketShare::Customers(customers) => Decimal::from(customers),
        MarketShare::Fraction(_) => panic!("counted"),
    };
    for feared in market
        .suppliers
        .iter()
        .filter(|row| customers(row) == dec!(300))
    {
        for row in market
            .suppliers
            .iter()
            .filter(|row| row.supplier != 2 && row.supplier != feared.supplier)
        {
            let gained = (row.price - row.cost) * (customers(row) + customers(feared));
            assert!(
                feared.price * customers(feared) >= gained - ROUNDING,
                "{row:?} {feared:?}"
            );
        }
    }
    // By key the dearer one is feared, and a cheaper rival would gain by undercutting.
    let by_key = Market::from_prices(suppliers, Ties::ByKey).unwrap();
    assert_eq!((by_key.largest, by_key.smallest), (1, 3));

    // All of one size: the cheapest is the smallest, the next the largest.
    let equal = [
        counted(1, 5, dec!(9)),
        counted(2, 5, dec!(7)),
        counted(3, 5, dec!(8)),
    ];
    let market = Market::from_prices(equal, Ties::Cheapest).unwrap();
    assert_eq!((market.largest, market.smallest), (3, 2));
    let market = Market::from_costs(equal, Ties::Cheapest).unwrap();
    assert_eq!((market.largest, market.smallest), (3, 2));
}
