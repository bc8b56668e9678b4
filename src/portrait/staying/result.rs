use std::fmt;

use super::{Options, Sharing, StayingVerdict};
use crate::estimate::{Estimate, Proportion};

/// What told who stayed, of what was known of customers before.
///
/// All of it is association: customers who were satisfied and stayed may have stayed for another reason.
///
/// See the [example](crate::portrait::staying).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PredictorsOfStaying {
    /// How many of all customers stayed.
    pub stayed: Proportion,
    /// Each predictor alone, in the order given.
    pub predictors: Vec<PredictorOfStaying>,
    /// The rates of staying by thirds of each number and by class.
    pub groups: Vec<RateByGroup>,
    /// All predictors together.
    pub joint: Joint,
    /// How important each predictor is by what customers say, by what goes with satisfaction, and by who stayed.
    pub importances: Vec<ImportanceBySource>,
    /// How many tests the p-values of the predictors alone are adjusted for.
    pub tests: u64,
    /// How it was found.
    pub options: Options,
}

impl PredictorsOfStaying {
    /// Returns the predictor of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&PredictorOfStaying> {
        self.predictors.iter().find(|it| it.name == name)
    }
}

/// One predictor alone, on all customers who have a value of it.
///
/// See the [example](crate::portrait::staying).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PredictorOfStaying {
    /// Its name.
    pub name: String,
    /// What one more of it is called; `None` for classes.
    pub unit: Option<String>,
    /// What it says of who stayed.
    pub verdict: StayingVerdict,
    /// How many of the customers with a value stayed.
    pub answered: Proportion,
    /// How many of the customers without a value stayed.
    pub missing: Proportion,
    /// The p-value of a chi-square test that both stayed at the same rate, not adjusted. If it is small, what
    /// is found of those who answered may not hold for the others. `None` where too few are expected in a cell.
    pub missing_p_value: Option<f64>,
    /// The chance that a customer who stayed has a higher value than one who left, with DeLong's error:
    /// below 0.5, lower values went with staying. `None` for classes and if insufficient.
    pub concordance: Option<Estimate>,
    /// How well it ranks customers by whether they stay, out of sample. `None` if insufficient.
    pub area: Option<StayingArea>,
    /// The p-value that it tells nothing: of a concordance of 0.5 for a number, of equal rates for
    /// classes (chi-square, the smallest classes put together until five of each outcome are expected).
    pub p_value: Option<f64>,
    /// The p-value adjusted for all predictors and bends.
    pub adjusted_p_value: Option<f64>,
    /// The rate of staying in the middle third less the mean rate of the outer thirds: far from 0 where both
    /// much and little go with leaving. `None` for classes, and where a third has fewer than
    /// [`Options::level`] customers.
    pub bend: Option<Estimate>,
    /// The p-value of a bend of 0, adjusted for all predictors and bends.
    pub bend_adjusted_p_value: Option<f64>,
    /// The difference in the chance of staying that went with one unit more, on average over customers: the
    /// average marginal effect of a logistic regression on this predictor alone. It is a slope: where customers
    /// differ by less than a unit, as in a chance, it may be beyond −1 to 1. `None` for classes, if
    /// insufficient, and where there is no best fit.
    pub alone: Option<Estimate>,
    /// The same with the other predictors held constant, from the joint model.
    pub together: Option<Estimate>,
}

/// Writes what it told in a sentence.
impl fmt::Display for PredictorOfStaying {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        let counts = self.answered;
        match self.verdict {
            StayingVerdict::Tells => write!(f, "{name} told who stayed")?,
            StayingVerdict::TellsInTheMiddle => {
                write!(
                    f,
                    "{name} told who stayed, but not in the order of its values"
                )?;
            }
            StayingVerdict::DoesNotTell => {
                write!(f, "{name} told little or nothing of who stayed")?
            }
            StayingVerdict::Undecided => write!(f, "whether {name} tells who stays is open")?,
            StayingVerdict::Insufficient => {
                let left = counts.complement().numerator();
                let stayed = counts.numerator();
                return write!(
                    f,
                    "{name}: too little to tell ({left} left and {stayed} stayed, or all have one value)"
                );
            }
        }
        if let Some(area) = self.area {
            let StayingArea {
                value,
                lower,
                upper,
                ..
            } = area;
            write!(
                f,
                " (area {value:.2} out of sample, {lower:.2} to {upper:.2}"
            )?;
            match self.adjusted_p_value {
                Some(p) if p < 0.001 => f.write_str("; adjusted p below 0.001)")?,
                Some(p) => write!(f, "; adjusted p {p:.3})")?,
                None => f.write_str(")")?,
            }
        }
        let Some(unit) = &self.unit else {
            return Ok(());
        };
        let step = step([self.alone, self.together]);
        if let Some(alone) = self.alone {
            f.write_str("; ")?;
            match step {
                1.0 => f.write_str("one")?,
                _ => write!(f, "{step}")?,
            }
            let of_hundred = 100.0 * step * alone.value();
            write!(
                f,
                " {unit} more went with {of_hundred:+.1} of 100 who stayed"
            )?;
        }
        if let Some(together) = self.together {
            let of_hundred = 100.0 * step * together.value();
            write!(f, ", {of_hundred:+.1} with the others held")?;
        }
        Ok(())
    }
}

/// One unit, or the largest power of ten below it that goes with no more than all customers: of a chance or a
/// ratio, a whole unit is more than customers differ by.
fn step(slopes: [Option<Estimate>; 2]) -> f64 {
    let values = slopes
        .into_iter()
        .flatten()
        .map(|slope| slope.value().abs());
    let most = values.fold(0.0, f64::max);
    let powers = (0..=i32::from(i16::MAX)).map(|power| 10_f64.powi(-power));
    let mut fitting = powers
        .take_while(|step| *step > 0.0)
        .filter(|step| most * step <= 1.0);
    fitting.next().unwrap_or(1.0)
}

/// How well something ranks customers by whether they stay: the area under the ROC curve, or by how much that
/// grows.
///
/// Of an area, 0.5 is chance and 1 is perfect. Below 0.5, what was learned on some customers misled on others.
/// Of a growth, 0 is none, and below 0 the larger model misled.
///
/// See the [example](crate::portrait::staying).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct StayingArea {
    /// The area on customers other than those it was learned on.
    pub value: f64,
    /// The lower end of its interval: that of the area on other customers, and at most chance, or no growth, where
    /// a test that nothing is told does not reject.
    pub lower: f64,
    /// The upper end of its interval: that of the area on the same customers.
    pub upper: f64,
    /// The area on the same customers that it was learned on, which flatters.
    pub apparent: f64,
}

/// The rate of staying in a third of a number, or in a class.
///
/// Ties are not divided, so thirds of few different values differ in size and one may be missing.
///
/// See the [example](crate::portrait::staying).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct RateByGroup {
    /// The name of the predictor.
    pub predictor: String,
    /// `low`, `middle`, `high`, or the class.
    pub group: String,
    /// The lowest value in the third.
    pub from: Option<f64>,
    /// The highest value in the third.
    pub to: Option<f64>,
    /// Customers in the group.
    pub customers: u64,
    /// Of them, those who stayed.
    pub stayed: u64,
    /// The share of those who stayed.
    pub rate: Option<f64>,
    /// The lower end of its Wilson interval.
    pub lower: Option<f64>,
    /// The upper end of its Wilson interval.
    pub upper: Option<f64>,
}

/// How the joint model came out.
///
/// See the [example](crate::portrait::staying).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Joint {
    /// It was fitted.
    Fitted(JointModel),
    /// Too few customers with all answers left, or stayed.
    TooFew {
        /// How many of the customers with all answers stayed.
        stayed: Proportion,
        /// How many of each kind are needed.
        needed: u64,
    },
    /// A predictor follows from the others, so that none of their parts is defined.
    Collinear {
        /// Its name.
        predictor: String,
    },
    /// The predictors tell of all customers, or of some, without error who stayed, so that there is no best
    /// fit.
    Separable,
    /// The search ran out of steps.
    NotSettled,
    /// No predictor has enough customers to be judged.
    NoPredictors,
}

impl Joint {
    /// Returns the model, if it was fitted.
    #[must_use]
    pub const fn fitted(&self) -> Option<&JointModel> {
        match self {
            Self::Fitted(model) => Some(model),
            _ => None,
        }
    }
}

/// All predictors together, on the customers who have a value of each.
///
/// See the [example](crate::portrait::staying).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct JointModel {
    /// How many of the customers with all answers stayed.
    pub stayed: Proportion,
    /// How many of the customers left out stayed: an answer is missing, or their class is rare.
    pub left_out: Proportion,
    /// The p-value of a chi-square test that both stayed at the same rate. `None` where too few are expected
    /// in a cell.
    pub left_out_p_value: Option<f64>,
    /// Predictors left out, because they alone are insufficient.
    pub not_used: Vec<String>,
    /// The coefficients.
    pub effects: Vec<JointEffect>,
    /// What each predictor adds to the others.
    pub predictors: Vec<Joined>,
    /// The p-value that all predictors together tell nothing, by a likelihood ratio test.
    pub p_value: f64,
    /// How well all of them together rank customers, out of sample. `None` where a fit without one part of
    /// the customers did not settle; then nothing is known of what each adds either.
    pub area: Option<StayingArea>,
    /// The gain in the mean logarithm of the likelihood of other customers, over their share who stayed.
    /// Below 0, the predictors foretell worse than nothing.
    pub gain: Option<Estimate>,
    /// How the gain was shared out.
    pub sharing: Option<Sharing>,
}

impl JointModel {
    /// Returns what the predictor of this name adds.
    #[must_use]
    pub fn get(&self, predictor: &str) -> Option<&Joined> {
        self.predictors.iter().find(|it| it.predictor == predictor)
    }
}

/// A coefficient of the joint model.
///
/// See the [example](crate::portrait::staying).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct JointEffect {
    /// The name of the predictor.
    pub predictor: String,
    /// The class, against the reference; `None` for a number.
    pub level: Option<String>,
    /// By how much a standard deviation more, or the class, multiplies the odds of staying, as a logarithm;
    /// the others held constant.
    pub coefficient: f64,
    /// Its robust standard error. `None` if one customer alone decides it.
    pub standard_error: Option<f64>,
    /// The p-value of a coefficient of 0, not adjusted.
    pub p_value: Option<f64>,
}

/// What a predictor adds to the others in the joint model.
///
/// See the [example](crate::portrait::staying).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Joined {
    /// The name of the predictor.
    pub predictor: String,
    /// The class that the others are compared with; `None` for a number.
    pub reference: Option<String>,
    /// The p-value that it adds nothing: by the robust error for a number, by a likelihood ratio test of all
    /// its classes at once for classes.
    pub p_value: Option<f64>,
    /// The p-value adjusted for all predictors of the joint model.
    pub adjusted_p_value: Option<f64>,
    /// By how much the area grows when it joins last, −1 to 1. The interval counts that the customers are a
    /// sample and that the coefficients were learned from them, and holds 0 where
    /// [`p_value`](Self::p_value) does not reject.
    pub adds: Option<StayingArea>,
    /// Its revealed importance: its part of [`JointModel::gain`], never clipped. The error counts that the
    /// customers are a sample, not that the coefficients were learned from others.
    pub share: Option<Estimate>,
    /// The same as a part of the gain; `None` unless that is above 0.
    pub part: Option<f64>,
}

/// How important a predictor is by what customers say, by what goes with their satisfaction, and by who stayed.
///
/// Ranks count from 1, the most important, among the predictors that have every importance given for any.
/// Equal importances share the better rank. Where all predictors together tell nothing, by
/// [`JointModel::p_value`], the revealed ranks are those of chance.
///
/// See the [example](crate::portrait::staying).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ImportanceBySource {
    /// The name of the predictor.
    pub predictor: String,
    /// How important customers say it is.
    pub stated: Option<f64>,
    /// Its importance derived from overall satisfaction or loyalty.
    pub derived: Option<f64>,
    /// Its part in telling who stayed: [`Joined::share`].
    pub revealed: Option<f64>,
    /// The standard error of that.
    pub revealed_error: Option<f64>,
    /// Its rank by what customers say.
    pub stated_rank: Option<u64>,
    /// Its rank by what goes with satisfaction.
    pub derived_rank: Option<u64>,
    /// Its rank by who stayed.
    pub revealed_rank: Option<u64>,
    /// How far its ranks lie apart at most; `None` with fewer than two.
    pub ranks_apart: Option<u64>,
}
