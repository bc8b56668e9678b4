use super::{PortraitRow, Portraits};
use crate::Result;
use crate::accumulate::Accumulator;
use crate::error::same;
use crate::loyalty::Score;
use crate::numeric::money::decimal_to_f64;
use crate::portrait::staying::{
    Builder, Options, Predictor, PredictorsOfStaying, SurveyedCustomer,
};
use crate::portrait::{Dimension, Evidence};
use crate::scale::Scale;

impl<Id> Portraits<Id> {
    /// Finds out which dimensions of these portraits told who stayed afterwards.
    ///
    /// The portraits are of a date *before*; `stayed` says of each customer whether they were still there at
    /// a date after it, the same for all, or `None` for those who are to be left out. Ratings, value, its
    /// change, the chance of a return, the expected value and the rank of a tier count as numbers; every
    /// other dimension counts by its levels, and `unknown` is no answer. With stated or derived importances,
    /// or predictors of your own, use the [`Builder`] itself.
    ///
    /// # Errors
    /// Those of [`Builder`]; with the position of the customer, [`Error::Mismatch`](crate::Error::Mismatch) for
    /// ratings of one dimension on different scales.
    ///
    /// ```
    /// use retention::loyalty::Score;
    /// use retention::portrait::staying::{self, StayingVerdict};
    /// use retention::portrait::{Dimension, Evidence, Options, Portraits};
    /// use retention::scale::Scale;
    ///
    /// // A survey of 400 customers: satisfaction keeps them, and trust has nothing to do with it.
    /// let answers = (0..400_u32).map(|customer| {
    ///     let rated = |answer: u32| Score::new(Scale::ONE_TO_FIVE, f64::from(1 + answer % 5)).map(Some);
    ///     Ok((customer, Evidence::default().satisfaction(rated(customer)?).trust(rated(customer / 5)?)))
    /// });
    /// let survey = answers.collect::<retention::Result<Vec<_>>>()?;
    /// let portraits = Portraits::of(survey, &Options::default())?;
    /// let stayed = |customer: &u32| Some(customer * 7919 % 101 < 30 + 12 * (1 + customer % 5));
    /// let dimensions = [Dimension::Satisfaction, Dimension::Trust];
    /// let found = portraits.predictors_of_staying(dimensions, stayed, staying::Options::default())?;
    /// assert_eq!(found.get("satisfaction").unwrap().verdict, StayingVerdict::Tells);
    /// assert_ne!(found.get("trust").unwrap().verdict, StayingVerdict::Tells);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn predictors_of_staying(
        &self,
        dimensions: impl IntoIterator<Item = Dimension>,
        stayed: impl Fn(&Id) -> Option<bool>,
        options: Options,
    ) -> Result<PredictorsOfStaying> {
        let dimensions: Vec<Dimension> = dimensions.into_iter().collect();
        let predictors = dimensions.iter().map(|&dimension| predictor(dimension));
        let mut builder = Builder::new(predictors, options)?;
        let mut scales = vec![None; dimensions.len()];
        let (mut numbers, mut classes) = (Vec::new(), Vec::new());
        for (position, row) in self.rows().iter().enumerate() {
            let Some(stayed) = stayed(&row.customer) else {
                continue;
            };
            numbers.clear();
            classes.clear();
            for (&dimension, scale) in dimensions.iter().zip(&mut scales) {
                match value(&row.evidence, dimension) {
                    Value::Rating(score) => {
                        let number =
                            rating(score, scale).map_err(|error| error.at_row(position))?;
                        numbers.push(number);
                    }
                    Value::Number(number) => numbers.push(number),
                    Value::Level => classes.push(level(row, dimension)),
                }
            }
            let customer = SurveyedCustomer {
                stayed,
                numbers: &numbers,
                classes: &classes,
            };
            let added = builder.push(customer);
            // Of the customers here, not of those who were not left out.
            added.map_err(|error| error.at_row(position))?;
        }
        builder.finish()
    }
}

/// How a dimension predicts.
enum Value {
    Rating(Option<Score>),
    Number(Option<f64>),
    Level,
}

fn value(evidence: &Evidence, dimension: Dimension) -> Value {
    match dimension {
        Dimension::Satisfaction => Value::Rating(evidence.satisfaction),
        Dimension::Loyalty => Value::Rating(evidence.loyalty),
        Dimension::Trust => Value::Rating(evidence.trust),
        Dimension::SwitchingCost => Value::Rating(evidence.switching_cost),
        Dimension::Value => Value::Number(evidence.value),
        Dimension::ValueChange => Value::Number(evidence.value_change),
        Dimension::ChanceOfReturn => Value::Number(evidence.chance_of_return),
        Dimension::ExpectedValue => Value::Number(evidence.expected_value.map(decimal_to_f64)),
        Dimension::Tier => Value::Number(evidence.tier.map(|tier| f64::from(tier.rank()))),
        _ => Value::Level,
    }
}

fn predictor(dimension: Dimension) -> Predictor {
    match value(&Evidence::default(), dimension) {
        Value::Level => {
            let known = dimension.levels().iter().skip(1).copied();
            Predictor::levels(dimension.name(), known)
        }
        Value::Rating(_) | Value::Number(_) => Predictor::number(dimension.name()),
    }
}

/// The rating, on the scale of all others.
fn rating(score: Option<Score>, scale: &mut Option<Scale>) -> Result<Option<f64>> {
    let Some(score) = score else {
        return Ok(None);
    };
    let of_all = scale.get_or_insert(score.scale());
    same("scales of one dimension", of_all, &score.scale())?;
    Ok(Some(score.value()))
}

/// The position of the level among those that are known.
fn level<Id>(row: &PortraitRow<Id>, dimension: Dimension) -> Option<usize> {
    usize::from(row.portrait.levels.position(dimension)).checked_sub(1)
}
