//! What the report says by itself, held against cohorts whose future is known.

use retention::clv::{BetaDiscreteWeibull, ContractModel, ShiftedBetaGeometric};
use retention::survival::Survival;

use crate::subscribers::figures::contract::chosen;
use crate::subscribers::figures::laws::{self, Law, Name};

const CUSTOMERS: u64 = 1000;
const FITTED: u32 = 7;
const LAST: u32 = 12;
const COHORTS: u64 = 100;

/// Of simulated cohorts that were fitted on seven periods: how often the interval of the chosen model holds the
/// share after twelve, and how far on average the chosen model and the two constant rates are off.
fn judged(shop: &impl ContractModel) -> (f64, [f64; 3]) {
    let (mut held, mut told, mut off) = (0.0, 0.0, [0.0; 3]);
    let truth = shop.survival(LAST);
    for seed in 0..COHORTS {
        let spells = shop.simulate(vec![FITTED; CUSTOMERS as usize], seed);
        let curve = Survival::of(spells).unwrap();
        let left = (0..=FITTED).map(|period| {
            let share = curve.at(period).unwrap();
            (share * CUSTOMERS as f64).round() as u64
        });
        let laws = laws::all(&left.collect::<Vec<_>>()).unwrap();
        let models: Vec<_> = laws.iter().map(|law| law.model("", FITTED)).collect();
        let best = chosen(&laws, &models);
        let share = |law: &Law| law.survival(LAST).unwrap();
        let said = share(&laws[best]);
        if let Some((lower, upper)) = said.lower.zip(said.upper) {
            told += 1.0;
            held += f64::from(u8::from(lower <= truth && truth <= upper));
        }
        let named = |name: Name| laws.iter().find(|law| law.name() == name).unwrap();
        let rules = [Name::ConstantMeanRate, Name::ConstantLastRate].map(named);
        for (off, law) in off.iter_mut().zip([&laws[best], rules[0], rules[1]]) {
            *off += (share(law).survival - truth).abs() / COHORTS as f64;
        }
    }
    (held / told, off)
}

/// Off by half of what the better of the two constant rates is, or less.
#[test]
fn the_chosen_model_beats_constant_rates_and_its_interval_covers() {
    // As in the two published segments: customers who differ a little, and much.
    for (alpha, beta, expected) in [(0.67, 3.8, 0.99), (0.7, 1.18, 0.93)] {
        let shop = ShiftedBetaGeometric::new(alpha, beta).unwrap();
        let (held, [model, mean, last]) = judged(&shop);
        assert_eq!(held, expected);
        assert!(last < mean && model < 0.5 * last, "{model} {mean} {last}");
    }
    // Customers who tire of a service.
    let shop = BetaDiscreteWeibull::new(0.21, 1.43, 1.72).unwrap();
    let (held, [model, mean, last]) = judged(&shop);
    assert_eq!(held, 0.92);
    assert!(last < mean && model < 0.51 * last, "{model} {mean} {last}");
}
