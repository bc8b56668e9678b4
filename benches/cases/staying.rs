//! What told who stayed: numbers and a class, and numbers that are all but one value.

use std::hint::black_box;

use retention::Accumulator;
use retention::portrait::staying::{Builder, Options, Predictor, SurveyedCustomer};

use super::{Case, TYPICAL};

pub fn cases() -> Vec<Case> {
    let cases = [TYPICAL, "few values"].map(|input| {
        Case::new("predictors of staying", input, move |size| {
            let values = if input == TYPICAL { 1_000 } else { 2 };
            let number = |row: usize, factor: usize| (row.wrapping_mul(factor) >> 7) % values;
            let rows: Vec<[Option<f64>; 2]> = (0..size)
                .map(|row| [2_654_435_761, 2_246_822_519].map(|by| Some(number(row, by) as f64)))
                .collect();
            Box::new(move || {
                let names = ["satisfaction", "trust"].map(Predictor::number);
                let plan = Predictor::levels("plan", ["basic", "full", "free"]);
                let predictors = names.into_iter().chain([plan]);
                let mut builder = Builder::new(predictors, Options::default()).unwrap();
                for (row, numbers) in rows.iter().enumerate() {
                    let stayed = row.wrapping_mul(0x9e37_79b9) >> 9 & 7 > 1;
                    let classes = [Some(row % 3)];
                    let numbers = &numbers[..];
                    builder
                        .push(SurveyedCustomer {
                            stayed,
                            numbers,
                            classes: &classes,
                        })
                        .unwrap();
                }
                black_box(builder.finish().unwrap());
            })
        })
        .takes_long()
    });
    cases.into()
}
