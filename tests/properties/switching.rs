//! Switching costs: scores, costs in money, markets, barriers.

use proptest::prelude::*;
use retention::scale::{Instrument, Item, Missing, Orientation, Scale, Sheet, Weights};
use retention::switching::market::{Market, MarketShare, Supplier, Ties};
use retention::switching::survey::{Builder, Options, Population, Scorer, Scores};
use retention::switching::{
    Barrier, Bond, Bonds, Choice, CostType, Facet, ForgoneDiscounts, Individual, Organisation,
    RiskPremium, Timing, Units, Verdict,
};
use retention::{Accumulator, Weighted};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::cases;

/// Sums of a few dozen answers, and quotients of them.
const ROUNDING: f64 = 1e-9;

/// What divisions carried to 28 digits lose, for amounts below a million: four of them, each wrong
/// by a few of the last digits of a number of six digits before the point.
const DIVISIONS: Decimal = Decimal::from_parts(10_000, 0, 0, false, 24);

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= ROUNDING * (1.0 + a.abs().max(b.abs()))
}

fn both_close(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => close(a, b),
        (a, b) => a.is_none() && b.is_none(),
    }
}

fn facet() -> impl Strategy<Value = Facet> {
    prop::sample::select(Facet::ALL)
}

fn item() -> impl Strategy<Value = Item<Facet>> {
    let orientation = prop::sample::select(Orientation::ALL);
    (facet(), orientation).prop_map(|(facet, orientation)| Item { facet, orientation })
}

fn items() -> impl Strategy<Value = Vec<Item<Facet>>> {
    prop::collection::vec(item(), 1..20)
}

/// How many items of a facet must be answered, and how scores of facets become others.
type Rules = (Missing, Options);

fn rules() -> impl Strategy<Value = Rules> {
    let missing = prop::sample::select(vec![
        Missing::Listwise,
        Missing::AtLeastHalf,
        Missing::AtLeast(1),
    ]);
    let coverage = || {
        let some = vec![Missing::Listwise, Missing::AtLeastHalf, Missing::AtLeast(1)];
        prop::sample::select(some)
    };
    let weight = || 0.1_f64..10.0;
    let weights = (weight(), weight(), weight());
    (missing, coverage(), coverage(), weights).prop_map(|(missing, facets, types, (p, f, r))| {
        let options = Options::default()
            .facets(facets)
            .types(types)
            .procedural_weight(p)
            .financial_weight(f)
            .relational_weight(r);
        (missing, options)
    })
}

fn scorer(items: impl IntoIterator<Item = Item<Facet>>, (missing, options): Rules) -> Scorer {
    let instrument = Instrument::new(Scale::ONE_TO_SEVEN, items, missing).unwrap();
    Scorer::new(instrument, options).unwrap()
}

fn answer() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![4 => (1_u8..=7).prop_map(|x| Some(f64::from(x))), 1 => Just(None)]
}

type Row = Vec<Option<f64>>;

/// The items of a questionnaire, rules for scores, and so many respondents' answers.
fn survey(
    respondents: impl Into<prop::collection::SizeRange> + Clone,
) -> impl Strategy<Value = (Vec<Item<Facet>>, Rules, Vec<Row>)> {
    (items(), rules()).prop_flat_map(move |(items, rules)| {
        let row = prop::collection::vec(answer(), items.len());
        let rows = prop::collection::vec(row, respondents.clone());
        (Just(items), Just(rules), rows)
    })
}

/// The columns of a table of rows.
fn columns(rows: &[Row]) -> Vec<Row> {
    (0..rows[0].len())
        .map(|item| rows.iter().map(|row| row[item]).collect())
        .collect()
}

fn sheet(columns: &[Row]) -> Sheet<'_> {
    let scale = Scale::ONE_TO_SEVEN;
    Sheet::new(columns.iter().map(|column| scale.answers(column).unwrap())).unwrap()
}

/// Every figure of a respondent.
fn figures(scores: &Scores) -> Vec<Option<f64>> {
    let facets = Facet::ALL.iter().map(|&facet| scores.facet(facet));
    let types = CostType::ALL.iter().map(|&t| scores.cost_type(t));
    facets.chain(types).chain([scores.overall()]).collect()
}

fn same(a: &Scores, b: &Scores) -> bool {
    let pairs = figures(a).into_iter().zip(figures(b));
    pairs.into_iter().all(|(a, b)| both_close(a, b))
}

/// Equal but for rounding.
fn same_population(a: &Population, b: &Population) -> bool {
    let summaries = |p: &Population| {
        let facets = p.facets.iter().map(|row| row.summary);
        let types = p.types.iter().map(|row| row.summary);
        facets.chain(types).chain([p.overall]).collect::<Vec<_>>()
    };
    a.respondents == b.respondents
        && summaries(a).iter().zip(&summaries(b)).all(|(a, b)| {
            (a.answered, a.missing) == (b.answered, b.missing)
                && both_close(a.mean, b.mean)
                && both_close(a.variance, b.variance)
                && close(a.effective_sample_size, b.effective_sample_size)
        })
}

/// An amount of up to a million with cents.
fn amount() -> impl Strategy<Value = Decimal> {
    (0_i64..100_000_000).prop_map(|cents| Decimal::new(cents, 2))
}

/// Customers of two or more suppliers, no two of whom have as many.
fn customers() -> impl Strategy<Value = Vec<u64>> {
    let counts = prop::collection::btree_set(1_u64..1_000_000, 2..9);
    counts.prop_flat_map(|counts| Just(counts.into_iter().collect::<Vec<_>>()).prop_shuffle())
}

/// Suppliers by number, each with customers and a price.
fn suppliers() -> impl Strategy<Value = Vec<Supplier<usize>>> {
    customers().prop_flat_map(|customers| {
        let prices = prop::collection::vec(amount(), customers.len());
        prices.prop_map(move |prices| {
            let rows = customers.iter().zip(prices).enumerate();
            rows.map(|(supplier, (&customers, price))| Supplier {
                supplier,
                share: MarketShare::Customers(customers),
                amount: price,
            })
            .collect()
        })
    })
}

fn premium() -> impl Strategy<Value = RiskPremium> {
    prop_oneof![
        amount().prop_map(RiskPremium::Stated),
        (0.0_f64..=1.0, amount())
            .prop_map(|(probability, loss)| RiskPremium::Expected { probability, loss }),
    ]
}

fn discounts() -> impl Strategy<Value = ForgoneDiscounts> {
    let timing = prop::sample::select(Timing::ALL);
    (amount(), 0_u32..600, 0.0_f64..0.5, timing).prop_map(|(discount, periods, rate, timing)| {
        ForgoneDiscounts {
            discount,
            periods,
            rate,
            timing,
        }
    })
}

fn individual() -> impl Strategy<Value = Individual> {
    let hours = || prop::option::of(0.0_f64..1000.0);
    let risk = || prop::option::of(premium());
    (
        amount(),
        [hours(), hours(), hours(), hours()],
        prop::option::of(discounts()),
        amount(),
        [risk(), risk(), risk()],
    )
        .prop_map(|(wage, hours, discounts, fees, risks)| {
            let mut person = Individual::new(wage).fees(fees);
            [
                person.search_hours,
                person.set_up_hours,
                person.learning_hours,
                person.habit_hours,
            ] = hours;
            person.discounts = discounts;
            [
                person.economic_risk,
                person.social_risk,
                person.psychological_risk,
            ] = risks;
            person
        })
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn scores_lie_on_the_scale_and_rows_score_as_columns_do(
        (items, rules, rows) in survey(1..12),
    ) {
        let scorer = scorer(items, rules);
        let columns = columns(&rows);
        let sheet = sheet(&columns);
        let scale = Scale::ONE_TO_SEVEN;
        let by_columns: Vec<Scores> =
            scorer.scores(&sheet).unwrap().map(|scores| scores.unwrap()).collect();
        prop_assert_eq!(by_columns.len(), rows.len());
        for (row, by_column) in rows.iter().zip(&by_columns) {
            let by_row = scorer.score(row).unwrap();
            prop_assert_eq!(&by_row, by_column);
            prop_assert!(figures(&by_row).into_iter().flatten().all(|x| scale.contains(x)));
        }
        let mut builder = Builder::new(scorer.clone());
        builder.extend(rows.iter().map(Vec::as_slice)).unwrap();
        prop_assert_eq!(Population::of(&scorer, &sheet).unwrap(), builder.finish().unwrap());
    }

    /// The mean of a facet by its definition.
    #[test]
    fn a_facet_is_the_mean_of_its_items((items, _, rows) in survey(1)) {
        let rules = (Missing::AtLeast(1), Options::default());
        let scores = scorer(items.clone(), rules).score(&rows[0]).unwrap();
        for &facet in Facet::ALL {
            let read: Vec<f64> = items
                .iter()
                .zip(&rows[0])
                .filter(|(item, _)| item.facet == facet)
                .filter_map(|(item, answer)| match item.orientation {
                    Orientation::AsAsked => *answer,
                    Orientation::Reversed => answer.map(|answer| 8.0 - answer),
                })
                .collect();
            let mean = read.iter().sum::<f64>() / read.len() as f64;
            prop_assert!(both_close(scores.facet(facet), (!read.is_empty()).then_some(mean)));
        }
    }

    /// To turn every item round is to turn every score round.
    #[test]
    fn reversal_is_symmetric((items, rules, rows) in survey(1)) {
        let turned = items.iter().map(|item| match item.orientation {
            Orientation::AsAsked => Item::reversed(item.facet),
            Orientation::Reversed => Item::as_asked(item.facet),
        });
        let turned = scorer(turned, rules);
        let scores = scorer(items.clone(), rules).score(&rows[0]).unwrap();
        let others = turned.score(&rows[0]).unwrap();
        for (a, b) in figures(&scores).into_iter().zip(figures(&others)) {
            prop_assert!(both_close(a.map(|a| 8.0 - a), b));
        }
        // And to turn the answers as well is to do nothing.
        let answers: Row = rows[0].iter().map(|answer| answer.map(|x| 8.0 - x)).collect();
        let twice = turned.score(&answers).unwrap();
        prop_assert!(same(&scores, &twice));
    }

    #[test]
    fn a_missing_answer_changes_no_other_facet(
        (items, rules, rows) in survey(1), at in any::<prop::sample::Index>(),
    ) {
        let scorer = scorer(items.clone(), rules);
        let before = scorer.score(&rows[0]).unwrap();
        let at = at.index(rows[0].len());
        let mut answers = rows[0].clone();
        answers[at] = None;
        let after = scorer.score(&answers).unwrap();
        let touched = items[at].facet;
        for &facet in Facet::ALL.iter().filter(|&&facet| facet != touched) {
            prop_assert_eq!(before.facet(facet), after.facet(facet));
        }
        for &cost_type in CostType::ALL.iter().filter(|&&t| t != touched.cost_type()) {
            prop_assert_eq!(before.cost_type(cost_type), after.cost_type(cost_type));
        }
    }

    /// In whatever order the items come.
    #[test]
    fn the_order_of_items_does_not_matter(
        ((items, rules, rows), order) in survey(1).prop_flat_map(|survey| {
            let order: Vec<usize> = (0..survey.0.len()).collect();
            (Just(survey), Just(order).prop_shuffle())
        }),
    ) {
        let other = scorer(order.iter().map(|&at| items[at]), rules);
        let answers: Row = order.iter().map(|&at| rows[0][at]).collect();
        let scores = scorer(items, rules).score(&rows[0]).unwrap();
        let others = other.score(&answers).unwrap();
        prop_assert!(same(&scores, &others));
    }

    #[test]
    fn parts_of_a_population_merge_to_the_whole(
        (items, rules, rows) in survey(2..20), cut in any::<prop::sample::Index>(),
        weights in prop::collection::vec(0.1_f64..10.0, 20),
    ) {
        let scorer = scorer(items, rules);
        let (left, right) = rows.split_at(cut.index(rows.len()));
        let build = |rows: &[Row], weights: &[f64]| {
            let mut builder = Builder::new(scorer.clone());
            for (row, &weight) in rows.iter().zip(weights) {
                builder.push_weighted(row, weight).unwrap();
            }
            builder
        };
        let whole = build(&rows, &weights).finish().unwrap();
        let mut merged = build(left, &weights);
        merged.merge(build(right, &weights[left.len()..])).unwrap();
        prop_assert!(same_population(&merged.finish().unwrap(), &whole));
        let backwards: Vec<Row> = rows.iter().rev().cloned().collect();
        let turned: Vec<f64> = weights[..rows.len()].iter().rev().copied().collect();
        let backwards = build(&backwards, &turned).finish().unwrap();
        prop_assert!(same_population(&backwards, &whole));

        let columns = columns(&rows);
        let weights = Weights::new(&weights[..rows.len()]).unwrap();
        let sheet = sheet(&columns).weights(&weights).unwrap();
        let weighted = Population::of(&scorer, &sheet).unwrap();
        prop_assert!(same_population(&weighted, &whole));
    }

    #[test]
    fn the_lines_of_a_cost_add_up(person in individual(), places in 0_u32..5) {
        let cost = person.cost(places, RoundingStrategy::MidpointAwayFromZero).unwrap();
        let sum: Decimal = cost.lines().iter().map(|line| line.amount).sum();
        prop_assert_eq!(cost.total(), sum);
        let facets: Decimal = Facet::ALL.iter().filter_map(|&facet| cost.facet(facet)).sum();
        let types: Decimal = CostType::ALL.iter().filter_map(|&t| cost.cost_type(t)).sum();
        prop_assert_eq!((facets, types), (sum, sum));
        prop_assert!(cost.lines().iter().all(|line| line.amount >= Decimal::ZERO));
        prop_assert!(cost.lines().is_sorted_by_key(|line| line.component));
    }

    #[test]
    fn an_organisations_lines_add_up(
        (heads, training) in (0_u64..10_000, amount()), (price, salvage) in (amount(), amount()),
        (periods, running) in (0_u64..100, amount()),
    ) {
        let cost = Organisation::default()
            .retraining(Some(Units { units: heads, each: training }))
            .replacement(Some(price)).salvage(Some(salvage))
            .parallel_running(Some(Units { units: periods, each: running }))
            .cost()
            .unwrap();
        let expected = Decimal::from(heads) * training + price - salvage
            + Decimal::from(periods) * running;
        prop_assert_eq!(cost.total(), expected);
    }

    /// By adding up period by period.
    #[test]
    fn a_present_value_is_the_sum_of_its_periods(discounts in discounts()) {
        let factor = discounts.factor().unwrap();
        let periods = match discounts.timing {
            Timing::Start => 0..discounts.periods,
            Timing::End => 1..discounts.periods + 1,
        };
        let sum: f64 = periods
            .map(|period| (1.0 + discounts.rate).powi(-(period as i32)))
            .sum();
        prop_assert!(close(factor, sum), "{} not {}", factor, sum);
        let later = ForgoneDiscounts { timing: Timing::End, ..discounts };
        prop_assert!(later.factor().unwrap() <= factor);
    }

    #[test]
    fn prices_come_back_from_the_costs_they_imply(suppliers in suppliers()) {
        let market = Market::from_prices(suppliers.clone(), Ties::default()).unwrap();
        let back = Market::from_costs(market.suppliers.iter().map(|row| Supplier {
            supplier: row.supplier,
            share: row.share,
            amount: row.cost,
        }), Ties::default())
        .unwrap();
        for (there, back) in market.suppliers.iter().zip(&back.suppliers) {
            prop_assert!(
                (there.price - back.price).abs() <= DIVISIONS, "{} not {}", back.price, there.price
            );
            prop_assert_eq!((back.cost, back.fears), (there.cost, there.fears));
        }
        prop_assert_eq!((market.largest, market.smallest), (back.largest, back.smallest));
    }

    #[test]
    fn suppliers_fear_the_smallest_and_the_smallest_the_largest(suppliers in suppliers()) {
        let market = Market::from_prices(suppliers.clone(), Ties::default()).unwrap();
        let customers = |supplier: usize| match suppliers[supplier].share {
            MarketShare::Customers(customers) => customers,
            MarketShare::Fraction(_) => 0,
        };
        let most = suppliers.iter().map(|row| customers(row.supplier)).max().unwrap();
        let least = suppliers.iter().map(|row| customers(row.supplier)).min().unwrap();
        for row in &market.suppliers {
            let expected = if row.supplier == market.smallest { most } else { least };
            prop_assert_eq!(customers(row.fears), expected);
            // A supplier's customers cost it no more to leave than what it charges.
            prop_assert!(row.cost <= row.price);
        }
        // In whatever order they come.
        let backwards = Market::from_prices(suppliers.into_iter().rev(), Ties::default()).unwrap();
        prop_assert_eq!(backwards, market);
    }

    #[test]
    fn scaled_prices_imply_scaled_costs(suppliers in suppliers(), factor in 1_u32..1000) {
        let factor = Decimal::from(factor);
        let market = Market::from_prices(suppliers.clone(), Ties::default()).unwrap();
        let scaled = suppliers.into_iter().map(|row| Supplier { amount: row.amount * factor, ..row });
        let scaled = Market::from_prices(scaled, Ties::default()).unwrap();
        for (one, many) in market.suppliers.iter().zip(&scaled.suppliers) {
            let off = (one.cost * factor - many.cost).abs();
            prop_assert!(off <= DIVISIONS * factor, "{} times {}", one.cost, factor);
        }
    }

    /// Counted or in fractions of the whole, and with all counts doubled.
    #[test]
    fn only_proportions_of_shares_matter(customers in customers(), price in amount()) {
        let costs = |share: &dyn Fn(u64) -> MarketShare| -> Vec<Decimal> {
            let rows = customers.iter().enumerate().map(|(supplier, &customers)| Supplier {
                supplier,
                share: share(customers),
                amount: price + Decimal::from(supplier),
            });
            let market = Market::from_prices(rows, Ties::default()).unwrap();
            market.suppliers.iter().map(|row| row.cost).collect()
        };
        let counted = costs(&MarketShare::Customers);
        prop_assert_eq!(&counted, &costs(&|n| MarketShare::Customers(2 * n)));
        let all: u64 = customers.iter().sum();
        // A share is kept to twelve places, of which the smallest may use half.
        let fractions = costs(&|n| MarketShare::Fraction(n as f64 / all as f64));
        for (a, b) in counted.iter().zip(fractions) {
            prop_assert!((a - b).abs() <= (price + Decimal::TEN) / Decimal::from(10_000));
        }
    }

    #[test]
    fn a_barrier_rises_with_its_cost(
        (ours, theirs) in (amount(), amount()), cost in amount(), more in amount(),
        when_equal in prop::sample::select(Verdict::ALL),
    ) {
        let barrier = |switching_cost| {
            let choice = Choice {
                our_value: ours,
                their_value: theirs,
                switching_cost,
                price: Decimal::ONE_HUNDRED,
                when_equal,
            };
            Barrier::new(choice).unwrap()
        };
        let (low, high) = (barrier(cost), barrier(cost + more));
        prop_assert_eq!(high.margin - low.margin, more);
        prop_assert!(low.price_cut <= high.price_cut);
        prop_assert!(low.strength.value() <= high.strength.value());
        // Who stays at a low cost stays at a higher one.
        prop_assert!(low.verdict == Verdict::Leaves || high.verdict == Verdict::Stays);
        for barrier in [low, high] {
            prop_assert_eq!(barrier.margin + barrier.gain, barrier.choice.switching_cost);
            // A cut of that much makes cost and gain equal, where they are not beyond it.
            let choice = Choice {
                their_value: theirs + barrier.price_cut,
                ..barrier.choice
            };
            let cut = Barrier::new(choice).unwrap();
            prop_assert!(cut.margin <= Decimal::ZERO);
            if barrier.price_cut > Decimal::ZERO {
                prop_assert_eq!(cut.margin, Decimal::ZERO);
                prop_assert_eq!(cut.verdict == Verdict::Stays, when_equal == Verdict::Stays);
            }
        }
    }

    #[test]
    fn a_bond_more_never_lowers_the_level(
        bonds in prop::collection::vec(prop::sample::select(Bond::ALL), 0..5),
        more in prop::sample::select(Bond::ALL),
    ) {
        let fewer: Bonds = bonds.iter().copied().collect();
        let all = fewer.with(more);
        prop_assert!(all.highest() >= fewer.highest() && all.highest() >= Some(more));
        prop_assert_eq!(fewer.highest(), bonds.iter().copied().max());
        let below = Bond::ALL.iter().filter(|&&bond| Some(bond) <= all.highest()).count();
        prop_assert_eq!(all.iter().count() + all.lacking().count(), below);
    }
}
