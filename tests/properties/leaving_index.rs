//! Whether the leaving index ranks better than the simplest rule, silence alone, in simulated shops.

use retention::estimate::ranking::Ranking;
use retention::loyalty::Score;
use retention::portrait::{Evidence, LeavingIndex, LeavingPart, LeavingWeights, Options};
use retention::scale::Scale;

use crate::random::Mixed;

const SHOPS: u32 = 50;
const CUSTOMERS: usize = 400;

struct Shop {
    evidence: Vec<Evidence>,
    left: Vec<bool>,
}

fn normal(random: &mut Mixed) -> f64 {
    // Twelve uniform numbers have variance 1.
    (0..12).map(|_| random.unit()).sum::<f64>() - 6.0
}

fn between(random: &mut Mixed, [low, high]: [f64; 2]) -> f64 {
    low + (high - low) * random.unit()
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// A rating on 1 to 5 of what a customer thinks, with an error.
fn rating(random: &mut Mixed, thinks: f64) -> Option<Score> {
    let rated = (3.0 + thinks + 0.5 * normal(random))
        .round()
        .clamp(1.0, 5.0);
    Some(Score::new(Scale::ONE_TO_FIVE, rated).unwrap())
}

/// Leaving depends on silence, dissatisfaction and worse value, by weights that are drawn for each shop.
/// Trust, loyalty and switching cost go with satisfaction, and change nothing.
fn shop(random: &mut Mixed, silence: [f64; 2], ratings: [f64; 2]) -> Shop {
    let weights = [silence, ratings, ratings].map(|range| between(random, range));
    let (mut evidence, mut left) = (Vec::new(), Vec::new());
    for _ in 0..CUSTOMERS {
        let [silent, dissatisfied, worse] = [(); 3].map(|()| normal(random));
        let speaks = weights[0] * silent + weights[1] * dissatisfied + weights[2] * worse;
        left.push(random.unit() < logistic(speaks - 1.0));
        let mut bystander = || -0.5 * dissatisfied + 0.75_f64.sqrt() * normal(random);
        let thinks = [bystander(), bystander(), bystander()];
        let chance = logistic(0.3 - 1.2 * (silent + 0.5 * normal(random)));
        let value = 1.0 - 0.1 * (worse + 0.5 * normal(random));
        let [trust, loyalty, cost] = thinks.map(|thinks| rating(random, thinks));
        evidence.push(
            Evidence::default()
                .chance_of_return(Some(chance))
                .satisfaction(rating(random, -dissatisfied))
                .value(Some(value))
                .trust(trust)
                .loyalty(loyalty)
                .switching_cost(cost),
        );
    }
    Shop { evidence, left }
}

fn area(shop: &Shop, scores: &[f64]) -> f64 {
    let ranking = Ranking::new(scores, &shop.left).unwrap();
    ranking.auc().unwrap().value()
}

fn indices(shop: &Shop, weights: LeavingWeights) -> Vec<LeavingIndex> {
    let options = Options::default().leaving(weights);
    let of = |evidence| options.portrait(evidence).unwrap().leaving.unwrap();
    shop.evidence.iter().map(of).collect()
}

/// The areas under the ROC curve of silence alone, and of the part that turns out to be best.
fn simplest(shop: &Shop) -> [f64; 2] {
    let indices = indices(shop, LeavingWeights::default());
    let known = LeavingPart::ALL
        .iter()
        .filter(|&&part| part != LeavingPart::ContractEnd);
    let areas = known.map(|&part| {
        let scores: Vec<f64> = indices.iter().map(|it| it.part(part).unwrap()).collect();
        area(shop, &scores)
    });
    let areas: Vec<f64> = areas.collect();
    [
        areas[LeavingPart::Silence as usize],
        areas.iter().copied().fold(0.0, f64::max),
    ]
}

/// Mean difference to a rule, and in how many shops it is above 0.
#[derive(Default)]
struct Against {
    sum: f64,
    better: u32,
}

impl Against {
    fn add(&mut self, difference: f64) {
        self.sum += difference;
        self.better += u32::from(difference > 0.0);
    }

    fn text(&self) -> String {
        format!("{:+.3} in {}", self.sum / f64::from(SHOPS), self.better)
    }
}

/// The index by its default weights and by equal ones, each against silence alone and against the part that
/// turns out to be best.
fn compared(silence: [f64; 2], ratings: [f64; 2]) -> [String; 4] {
    let mut random = Mixed(79);
    let mut against: [Against; 4] = Default::default();
    for _ in 0..SHOPS {
        let shop = shop(&mut random, silence, ratings);
        let default = LeavingWeights::default();
        let [silence, best] = simplest(&shop);
        for (place, weights) in [default, default.silence(1.0)].into_iter().enumerate() {
            let scores: Vec<f64> = indices(&shop, weights).iter().map(|it| it.value).collect();
            let index = area(&shop, &scores);
            against[2 * place].add(index - silence);
            against[2 * place + 1].add(index - best);
        }
    }
    against.map(|rule| rule.text())
}

#[test]
fn the_leaving_index_ranks_better_than_silence_alone_where_silence_counts_for_more() {
    let found = compared([0.4, 1.6], [0.1, 1.0]);
    assert_eq!(
        found,
        [
            "+0.033 in 38",
            "+0.014 in 31",
            "-0.019 in 21",
            "-0.038 in 14"
        ]
    );
}

#[test]
fn the_leaving_index_ranks_better_than_silence_alone_where_all_count_alike() {
    let found = compared([0.1, 1.6], [0.1, 1.6]);
    assert_eq!(
        found,
        [
            "+0.066 in 43",
            "-0.005 in 30",
            "+0.050 in 36",
            "-0.020 in 24"
        ]
    );
}

/// Here the simplest rule is hard to beat.
#[test]
fn the_leaving_index_ranks_no_better_than_silence_alone_where_silence_is_nearly_all() {
    let found = compared([1.0, 2.0], [0.1, 0.6]);
    assert_eq!(
        found,
        ["-0.013 in 15", "-0.013 in 15", "-0.124 in 1", "-0.124 in 1"]
    );
}
