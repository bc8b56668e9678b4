//! Scores of recency, frequency and monetary value, their options, maps of segments and grids.

use retention::purchases::{Policy, Purchase, PurchaseLog};
use retention::rfm::{
    Bins, Code, Codes, Grid, GridOptions, Monetary, Nesting, Options, Scores, Segments, Values,
};
use rust_decimal::{Decimal, dec};

use crate::expected::{
    at_row, duplicate, insufficient, mismatch, not_finite, out_of_range, refusal, unsorted,
};
use crate::{day, may};

fn values(days: u32, purchases: u32) -> Values {
    Values::new(days, purchases, dec!(10)).unwrap()
}

fn log(rows: &[(&'static str, u32, Decimal)]) -> PurchaseLog<&'static str> {
    let rows = rows.iter().map(|&(customer, on, amount)| Purchase {
        customer,
        date: day(on),
        amount,
    });
    PurchaseLog::from_rows(rows).unwrap()
}

#[test]
fn a_customer_without_a_purchase_has_no_values() {
    assert_eq!(
        refusal(Values::new(3, 0, dec!(0))),
        out_of_range("frequency", 0, "1 or more")
    );
}

#[test]
fn nobody_and_one_customer_are_scored_without_an_error() {
    let options = Options::default();
    let none = Scores::<u8>::from_values([], &options).unwrap();
    assert!(none.rows.is_empty());
    let counts = Segments::eleven().count(&none).unwrap();
    assert_eq!((counts.customers, counts.rows[0].mean_frequency), (0, None));
    assert_eq!(counts.rows[0].share_of_revenue, None);
    // One customer is the lowest of all, and the highest.
    let one = Scores::from_values([("Ann", values(3, 2))], &options).unwrap();
    assert_eq!(one.get("Ann").unwrap().code, Code::new(1, 1, 1));
}

#[test]
fn a_customer_in_two_rows_is_refused() {
    let rows = [
        ("Ann", values(3, 2)),
        ("Ben", values(1, 1)),
        ("Ann", values(4, 4)),
    ];
    assert_eq!(
        refusal(Scores::from_values(rows, &Options::default())),
        at_row(duplicate("customer", "rows 0 and 2"), 2)
    );
}

#[test]
fn options_outside_their_range_are_refused_everywhere() {
    let few = log(&[("Ann", 3, dec!(10))]);
    let observed = few.observe(may(), Policy::default()).unwrap();
    for (options, expected) in [
        (
            Options::default().recency(Bins::Quantiles(0)),
            out_of_range("recency", 0, "1 group or more"),
        ),
        (
            Options::default().frequency(Bins::Cuts(vec![dec!(2), dec!(1)])),
            at_row(unsorted("frequency", 1, "follows 2"), 1),
        ),
        (
            Options::default().monetary_value(Bins::Cuts(vec![dec!(0); 65_535])),
            out_of_range("monetary_value", 65_535, "at most 65534 cuts"),
        ),
        (
            Options::default().weights([1.0, f64::NAN, 1.0]),
            at_row(not_finite("weights", "NaN"), 1),
        ),
        (
            Options::default().weights([1.0, 1.0, f64::INFINITY]),
            at_row(not_finite("weights", "inf"), 2),
        ),
        (
            Options::default().weights([-1.0, 1.0, 1.0]),
            at_row(out_of_range("weights", -1, "0 or more"), 0),
        ),
    ] {
        assert_eq!(refusal(Scores::of(&observed, &options)), expected);
        assert_eq!(
            refusal(Scores::from_values([("Ann", values(3, 2))], &options)),
            expected
        );
        assert_eq!(refusal(options.score(values(3, 2))), expected);
    }
}

#[test]
fn one_customer_is_not_scored_by_quantiles() {
    assert_eq!(
        refusal(Options::default().score(values(3, 2))),
        "recency by quantiles is not possible with a single customer"
    );
    let nested = Options::default().nesting(Nesting::Nested);
    let scores = Scores::from_values([("Ann", values(3, 2))], &nested).unwrap();
    assert_eq!(scores.cuts(), None);
}

#[test]
fn cuts_beyond_all_values_are_not_reached_and_those_below_always_are() {
    let cuts = |cuts: Vec<Decimal>| Bins::Cuts(cuts);
    let options = Options::default()
        .recency(cuts(vec![Decimal::MIN, dec!(-1), dec!(2.5), Decimal::MAX]))
        .frequency(cuts(vec![Decimal::MIN, dec!(1.5), Decimal::MAX]))
        .monetary_value(cuts(vec![
            Decimal::MIN,
            dec!(9.999),
            dec!(10.001),
            Decimal::MAX,
        ]));
    let code = |days, purchases| options.score(values(days, purchases)).unwrap().code;
    assert_eq!(code(2, 2), Code::new(3, 3, 3));
    assert_eq!(code(3, 1), Code::new(2, 2, 3));
    assert_eq!(code(u32::MAX, u32::MAX), Code::new(2, 3, 3));
}

#[test]
fn amounts_that_no_64_bits_hold_are_scored_by_their_size() {
    let amounts = [
        Decimal::MAX,
        dec!(0.0000000000000000000000000001),
        Decimal::MIN,
        dec!(1),
    ];
    let population = (0..).zip(amounts);
    let population = population.map(|(id, amount)| (id, Values::new(1, 1, amount).unwrap()));
    let options = Options::default().monetary_value(Bins::Quantiles(4));
    let scores = Scores::from_values(population.clone(), &options).unwrap();
    let found: Vec<u16> = scores
        .rows
        .iter()
        .map(|row| row.result.code.monetary)
        .collect();
    assert_eq!(found, [4, 2, 1, 3]);
    assert_eq!(
        refusal(Segments::ten().count(&scores)),
        mismatch(
            "highest scores of map and options",
            "5, 5 and 5",
            "5, 5 and 4"
        )
    );
    // Their means have as many digits as a decimal holds.
    let means = options.monetary(Monetary::MeanPerPurchase);
    assert_eq!(
        Scores::from_values(population, &means).unwrap().rows,
        scores.rows
    );
}

#[test]
fn revenue_that_no_decimal_holds_is_an_overflow() {
    let rows = [1, 2].map(|id| (id, Values::new(1, 1, Decimal::MAX).unwrap()));
    let scores = Scores::from_values(rows, &Options::default()).unwrap();
    assert!(refusal(Segments::ten().count(&scores)).contains("overflow"));
}

#[test]
fn a_map_with_a_gap_an_overlap_or_codes_outside_is_refused() {
    let map = |blocks: Vec<Codes>| {
        let named = blocks.into_iter().enumerate();
        Segments::new(
            [2, 2, 1],
            named.map(|(name, codes)| (name.to_string(), vec![codes])),
        )
    };
    let block = |r: [u16; 2], f: [u16; 2]| Codes::new(r[0]..=r[1], f[0]..=f[1], 1..=1);
    assert_eq!(
        refusal(map(vec![])),
        out_of_range("code without a segment", "111, and 3 more", "none")
    );
    assert_eq!(
        refusal(map(vec![block([1, 1], [1, 2]), block([2, 2], [2, 2])])),
        out_of_range("code without a segment", "211, and 0 more", "none")
    );
    assert_eq!(
        refusal(map(vec![block([1, 2], [1, 2]), block([2, 2], [2, 2])])),
        duplicate("code", "221 of 0 and of 1")
    );
    let outside = "within 1 to 2, 1 to 2 and 1 to 1, lowest first";
    for codes in [
        block([0, 1], [1, 2]),
        block([1, 3], [1, 2]),
        block([2, 1], [1, 2]),
    ] {
        let refused = refusal(map(vec![codes]));
        assert!(refused.contains(outside), "{refused}");
    }
    let twice = [
        ("a", vec![block([1, 1], [1, 2])]),
        ("a", vec![block([2, 2], [1, 2])]),
    ];
    assert_eq!(
        refusal(Segments::new([2, 2, 1], twice)),
        at_row(duplicate("segment", "a"), 1)
    );
    let nothing: [(&str, Vec<Codes>); 0] = [];
    assert_eq!(
        refusal(Segments::new([2, 0, 1], nothing)),
        out_of_range("highest score", 0, "1 or more")
    );
}

#[test]
fn codes_and_names_that_a_map_does_not_have_are_refused() {
    let map = Segments::eleven();
    assert_eq!(
        refusal(map.segment_of(Code::new(6, 1, 1))),
        out_of_range("code", "611", "111 to 555")
    );
    assert!(map.segment_of(Code::new(0, 1, 1)).is_err());
    let scores = Scores::from_values([("Ann", values(3, 2))], &Options::default()).unwrap();
    let unknown = map.customers(&scores, "Champion").map(Iterator::count);
    assert!(refusal(unknown).contains("Champions, Loyal"));
}

#[test]
fn a_grid_needs_somebody_who_bought_twice_and_borders_that_ascend() {
    let once = log(&[
        ("Ann", 3, dec!(10)),
        ("Ann", 3, dec!(5)),
        ("Ben", 4, dec!(1)),
    ]);
    let observed = once.observe(may(), Policy::default()).unwrap();
    assert_eq!(
        refusal(Grid::of(&observed, &GridOptions::default())),
        insufficient("times between purchases", 0, 1)
    );
    let options = GridOptions::default();
    for (options, expected) in [
        (
            options.clone().multiples(vec![1.0, 1.0]),
            at_row(unsorted("multiples", 1, "follows 1"), 1),
        ),
        (
            options.clone().multiples(vec![0.0]),
            at_row(unsorted("multiples", 0, "follows 0"), 0),
        ),
        (
            options.clone().multiples(vec![f64::NAN]),
            at_row(not_finite("multiples", "NaN"), 0),
        ),
        (
            options.clone().purchases(vec![1]),
            at_row(unsorted("purchases", 1, "follows 1"), 0),
        ),
        (
            options.purchases(vec![4, 2]),
            at_row(unsorted("purchases", 2, "follows 4"), 1),
        ),
    ] {
        assert_eq!(refusal(Grid::of(&observed, &options)), expected);
    }
    let twice = log(&[
        ("Ann", 3, dec!(10)),
        ("Ann", 13, dec!(5)),
        ("Ben", 4, dec!(1)),
    ]);
    let observed = twice.observe(may(), Policy::default()).unwrap();
    let whole = GridOptions::default().multiples(vec![]).purchases(vec![]);
    let grid = Grid::of(&observed, &whole).unwrap();
    assert_eq!((grid.cells.len(), grid.cells[0].customers), (1, 2));
    assert_eq!((grid.cell(0, 1), grid.cell(1, 0)), (None, None));
}
