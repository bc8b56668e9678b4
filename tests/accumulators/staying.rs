//! Customers with answers and what they did later.

use retention::portrait::staying::{self, Options, Predictor, SurveyedCustomer};

use crate::promises::Case;
use crate::{answer, leaked, scattered};

#[test]
fn predictors_of_staying() {
    let numbers = leaked((0..240).map(|row| vec![answer(row, 0), answer(row, 1)]));
    let classes = leaked((0..240).map(|row| vec![Some(scattered(row, 2, 3) as usize)]));
    let rows = numbers.iter().zip(&classes).enumerate();
    let rows = rows.map(|(row, (numbers, classes))| SurveyedCustomer {
        stayed: scattered(row, 3, 3) > 0,
        numbers,
        classes,
    });
    let new = || {
        let predictors = [
            Predictor::number("trust").stated(3.0),
            Predictor::levels("plan", ["basic", "full", "free"]),
            Predictor::number("value"),
        ];
        staying::Builder::new(predictors, Options::default().folds(2)).unwrap()
    };
    let bad = SurveyedCustomer {
        stayed: true,
        numbers: &[Some(1.0), Some(f64::NAN)],
        classes: &[None],
    };
    Case::new(new, rows.collect()).refuses(bad, Some("column \"value\""));
}
