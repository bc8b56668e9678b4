//! Scores of recency, frequency and monetary value, and maps of segments.

use proptest::prelude::*;
use retention::purchases::PurchaseLog;
use retention::rfm::{
    Bins, Code, Codes, Grid, GridOptions, Monetary, Nesting, Options, Scored, Scores, Segments,
    Ties, Values,
};
use rust_decimal::Decimal;

use crate::cases;
use crate::rows::{amount, policy, rows, shuffled, window};

/// Few different values, so that many customers are equal.
fn values() -> impl Strategy<Value = Values> {
    let money = prop_oneof![
        3 => (-3_i64..9).prop_map(Decimal::from),
        1 => (-3_i64..9).prop_map(|amount| Decimal::new(amount * 100, 2)),
        1 => amount(),
    ];
    (0_u32..30, 1_u32..6, money)
        .prop_map(|(days, purchases, money)| Values::new(days, purchases, money).unwrap())
}

fn population() -> impl Strategy<Value = Vec<(u32, Values)>> {
    prop::collection::vec(values(), 1..60).prop_map(|all| (0..).zip(all).collect())
}

fn bins() -> impl Strategy<Value = Bins> {
    let cuts = prop::collection::vec(-2_i64..12, 0..5).prop_map(|mut cuts| {
        cuts.sort_unstable();
        Bins::Cuts(
            cuts.into_iter()
                .map(|cut| Decimal::new(cut * 5, 1))
                .collect(),
        )
    });
    prop_oneof![2 => (1_u16..12).prop_map(Bins::Quantiles), 1 => cuts]
}

fn options() -> impl Strategy<Value = Options> {
    (
        (bins(), bins(), bins()),
        prop::sample::select(Nesting::ALL),
        prop::sample::select(Ties::ALL),
        prop::sample::select(Monetary::ALL),
    )
        .prop_map(|((recency, frequency, money), nesting, ties, monetary)| {
            Options::default()
                .recency(recency)
                .frequency(frequency)
                .monetary_value(money)
                .nesting(nesting)
                .ties(ties)
                .monetary(monetary)
        })
}

fn scored(scores: &Scores<u32>) -> Vec<Scored> {
    scores.rows.iter().map(|row| row.result).collect()
}

/// The definition, counted directly.
fn score(keys: &[Decimal], key: Decimal, bins: u64, ties: Ties) -> u64 {
    let below = keys.iter().filter(|other| **other < key).count() as u64;
    let equal = keys.iter().filter(|other| **other == key).count() as u64;
    let twice = match ties {
        Ties::Lowest => 2 * below,
        Ties::Middle => 2 * below + equal - 1,
        _ => 2 * (below + equal - 1),
    };
    1 + bins * twice / (2 * keys.len() as u64)
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn equal_customers_score_alike_and_a_better_value_never_scores_lower(
        population in population(),
        options in options(),
    ) {
        let all = scored(&Scores::from_values(population, &options).unwrap());
        let nested = options.nesting == Nesting::Nested;
        for a in &all {
            for b in &all {
                let (x, y) = (a.values, b.values);
                if x == y {
                    prop_assert_eq!(a.code, b.code);
                }
                if x.recency_days() <= y.recency_days() {
                    prop_assert!(a.code.recency >= b.code.recency);
                }
                let alike = !nested || a.code.recency == b.code.recency;
                if alike && x.frequency() >= y.frequency() {
                    prop_assert!(a.code.frequency >= b.code.frequency);
                }
                let alike = alike && (!nested || a.code.frequency == b.code.frequency);
                if alike && x.monetary(options.monetary) >= y.monetary(options.monetary) {
                    prop_assert!(a.code.monetary >= b.code.monetary);
                }
            }
        }
    }

    #[test]
    fn scores_are_from_1_to_the_number_of_groups_and_add_up_by_weight(
        population in population(),
        options in options(),
        weights in prop::array::uniform3(0_u8..4),
    ) {
        let options = options.weights(weights.map(f64::from));
        for one in scored(&Scores::from_values(population, &options).unwrap()) {
            let code = one.code;
            prop_assert!((1..=options.recency.count()).contains(&code.recency));
            prop_assert!((1..=options.frequency.count()).contains(&code.frequency));
            prop_assert!((1..=options.monetary_value.count()).contains(&code.monetary));
            let parts = [code.recency, code.frequency, code.monetary].map(f64::from);
            let total: f64 = parts.iter().zip(options.weights).map(|(part, w)| part * w).sum();
            prop_assert_eq!(one.total, total);
        }
    }

    #[test]
    fn quantiles_are_those_of_the_definition(
        population in population(),
        bins in 1_u16..12,
        ties in prop::sample::select(Ties::ALL),
    ) {
        let options = Options::default()
            .recency(Bins::Quantiles(bins))
            .monetary_value(Bins::Quantiles(bins))
            .ties(ties);
        let days: Vec<Decimal> = population
            .iter()
            .map(|(_, one)| -Decimal::from(one.recency_days()))
            .collect();
        let money: Vec<Decimal> = population.iter().map(|(_, one)| one.revenue()).collect();
        let all = scored(&Scores::from_values(population, &options).unwrap());
        for (row, one) in all.iter().enumerate() {
            let expected = |keys: &[Decimal]| score(keys, keys[row], bins.into(), ties);
            prop_assert_eq!(u64::from(one.code.recency), expected(&days));
            prop_assert_eq!(u64::from(one.code.monetary), expected(&money));
        }
    }

    #[test]
    fn groups_of_different_values_differ_by_one_customer_at_most(
        customers in 1_u32..200,
        bins in 1_u16..20,
    ) {
        let population = (0..customers).map(|id| (id, Values::new(id, 1 + id, id.into()).unwrap()));
        let options = Options::default().frequency(Bins::Quantiles(bins));
        let all = scored(&Scores::from_values(population, &options).unwrap());
        let size = |score| all.iter().filter(|one| one.code.frequency == score).count() as u32;
        for score in 1..=bins {
            let even = customers / u32::from(bins);
            prop_assert!((even..=even + 1).contains(&size(score)));
        }
    }

    #[test]
    fn the_cuts_of_a_population_score_it_alike(
        population in population(),
        options in options(),
    ) {
        let scores = Scores::from_values(population.clone(), &options).unwrap();
        let nested = [&options.frequency, &options.monetary_value]
            .iter()
            .any(|bins| matches!(bins, Bins::Quantiles(_)))
            && options.nesting == Nesting::Nested;
        let Some(cuts) = scores.cuts() else {
            prop_assert!(nested);
            return Ok(());
        };
        for row in &scores.rows {
            prop_assert_eq!(cuts.score(row.result.values).unwrap(), row.result);
        }
        let again = Scores::from_values(population, &cuts).unwrap();
        prop_assert_eq!(again.rows, scores.rows);
    }

    #[test]
    fn order_does_not_matter_and_a_log_scores_as_its_rows_do(
        (rows, other) in shuffled(rows()),
        window in window(),
        policy in policy(),
        options in options(),
    ) {
        let [log, other] = [rows, other].map(|rows| PurchaseLog::from_rows(rows).unwrap());
        let observed = log.observe(window, policy).unwrap();
        let scores = Scores::of(&observed, &options).unwrap();
        let other = other.observe(window, policy).unwrap();
        prop_assert_eq!(&Scores::of(&other, &options).unwrap(), &scores);
        let values = scores.rows.iter().map(|row| (row.customer, row.result.values));
        prop_assert_eq!(Scores::from_values(values, &options).unwrap().rows, scores.rows.clone());
        let revenues = observed.revenues().unwrap();
        prop_assert_eq!(revenues.len(), scores.rows.len());
        for ((id, revenue), row) in revenues.into_iter().zip(&scores.rows) {
            prop_assert_eq!((*id, revenue), (row.customer, row.result.values.revenue()));
        }
        if let Ok(grid) = Grid::of(&observed, &GridOptions::default()) {
            let customers: u64 = grid.cells.iter().map(|cell| cell.customers).sum();
            prop_assert_eq!(customers, scores.rows.len() as u64);
            let revenue: Decimal = grid.cells.iter().map(|cell| cell.revenue).sum();
            prop_assert_eq!(revenue, observed.revenue().unwrap());
        }
    }

    #[test]
    fn a_map_cut_into_blocks_is_whole_and_neither_one_less_nor_one_more_is(
        scores in prop::array::uniform3(1_u16..6),
        cuts in prop::collection::vec((0_usize..64, 0_usize..3, any::<u16>()), 0..12),
        which in any::<prop::sample::Index>(),
    ) {
        let [r, f, m] = scores;
        let mut blocks = vec![Codes::new(1..=r, 1..=f, 1..=m)];
        for (block, measure, at) in cuts {
            let block = block % blocks.len();
            let mut ends = [blocks[block].recency, blocks[block].frequency, blocks[block].monetary];
            let [from, to] = ends[measure];
            if from == to {
                continue;
            }
            let cut = from + at % (to - from);
            let of = |[r, f, m]: [[u16; 2]; 3]| Codes::new(r[0]..=r[1], f[0]..=f[1], m[0]..=m[1]);
            ends[measure] = [from, cut];
            blocks[block] = of(ends);
            ends[measure] = [cut + 1, to];
            blocks.push(of(ends));
        }
        let map = |blocks: &[Codes]| {
            let named = blocks.iter().enumerate();
            Segments::new(scores, named.map(|(name, &codes)| (name.to_string(), vec![codes])))
        };
        let whole = map(&blocks).unwrap();
        let codes = (1..=r).flat_map(|r| {
            (1..=f).flat_map(move |f| (1..=m).map(move |m| Code::new(r, f, m)))
        });
        for code in codes {
            let with: Vec<usize> = (0..blocks.len()).filter(|&b| blocks[b].contains(code)).collect();
            prop_assert_eq!(with.len(), 1);
            prop_assert_eq!(whole.segment_of(code).unwrap(), with[0].to_string());
        }
        let one = which.index(blocks.len());
        let mut less = blocks.clone();
        let gone = less.remove(one);
        let refused = map(&less).unwrap_err().to_string();
        let first = Code::new(gone.recency[0], gone.frequency[0], gone.monetary[0]);
        prop_assert!(refused.contains(&first.to_string()), "{}", refused);
        let mut more = blocks.clone();
        more.push(gone);
        prop_assert!(map(&more).is_err());
    }
}
