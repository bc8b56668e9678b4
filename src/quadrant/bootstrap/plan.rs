//! Which sums the importance and satisfaction of a resample take.

use super::products::{Products, Sums, Term};
use super::ranks::Ranked;
use crate::Result;
use crate::numeric::linear::Matrix;
use crate::quadrant::derive;
use crate::quadrant::survey::Survey;
use crate::quadrant::{Deletion, Importance, Method};
use crate::scale::{Answers, Scale};

/// A variance below this share of the mean square is nothing but rounding: answers are counted from
/// their mean in the whole sample, from which a resample's is not far.
const NOTHING: f64 = 1e-12;

/// Deviations of whole answers up to here are left as they are.
const LARGEST: f64 = 1000.0;

/// Importance and satisfaction of all attributes in one resample; `None` where an attribute has no
/// answer or does not vary, or follows from others.
pub(super) type Figures = Option<(Vec<f64>, Vec<f64>)>;

/// The sums, and what is made of them.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) products: Products,
    satisfaction: Vec<MeanOf>,
    importance: ImportanceOf,
}

/// A mean: `centre + unit · sum / weight`.
#[derive(Debug, Clone, Copy)]
struct MeanOf {
    weight: Term,
    sum: Term,
    centre: f64,
    unit: f64,
    scale: Scale,
}

#[derive(Debug)]
enum ImportanceOf {
    Means(Vec<MeanOf>),
    Correlations(Vec<CovarianceOf>),
    /// Which takes more than sums of products.
    Ranks(Vec<Ranked>),
    Joint {
        importance: Importance,
        weight: Term,
        /// Of each variable, the overall answers last.
        sums: Vec<Term>,
        /// Of each pair, row by row of the lower triangle.
        products: Vec<Term>,
    },
}

/// The variances of two variables, and their covariance.
#[derive(Debug, Clone, Copy)]
struct CovarianceOf {
    weight: Term,
    x: Term,
    y: Term,
    xx: Term,
    xy: Term,
    yy: Term,
}

/// Answers counted from about their mean, and square roots of weights, so that products of two
/// columns are weighted. Nothing where there is no answer.
struct Column {
    answers: Vec<Option<f64>>,
    centre: f64,
    unit: f64,
}

impl Column {
    fn new(answers: impl Iterator<Item = Option<f64>>) -> Self {
        let answers: Vec<Option<f64>> = answers.collect();
        let given = || answers.iter().flatten();
        let mean = given().sum::<f64>() / given().count().max(1) as f64;
        // Whole answers stay whole.
        let whole = given().all(|answer| answer.fract() == 0.0);
        let centre = if whole { mean.round() } else { mean };
        let largest = given().fold(0.0_f64, |most, answer| most.max((answer - centre).abs()));
        // The others are in units of the largest deviation, so that squares are numbers.
        let unit = if largest == 0.0 || whole && largest <= LARGEST {
            1.0
        } else {
            largest
        };
        Self {
            answers,
            centre,
            unit,
        }
    }

    /// The scaled answers of those who have `with` as well, and the roots of their weights.
    fn parts(&self, roots: &[f64], with: Option<&Self>) -> (Vec<f64>, Vec<f64>) {
        let rows = self.answers.iter().zip(roots).enumerate();
        rows.map(|(row, (answer, root))| {
            let both = with.is_none_or(|with| matches!(with.answers.get(row), Some(Some(_))));
            match answer {
                Some(answer) if both => ((answer - self.centre) / self.unit * root, *root),
                _ => (0.0, 0.0),
            }
        })
        .unzip()
    }
}

impl Plan {
    /// For the respondents at `rows`, of whom each has weight.
    pub(super) fn new(survey: &Survey<'_>, method: &Method, rows: &Rows) -> Result<Self> {
        let mut products = Products::default();
        let column = |answers: &Answers<'_>| Column::new(rows.of(answers));
        let rated: Vec<Column> = survey.attributes.iter().map(column).collect();
        let roots = rows.roots.as_slice();
        let listwise = method.deletion == Deletion::Listwise;
        // With listwise deletion everyone answered everything, and one column of weights will do.
        let shared = listwise.then(|| products.column(roots.to_vec()));
        let add = |products: &mut Products, column: &Column, with: Option<&Column>| {
            let (answers, weights) = column.parts(roots, with);
            let answers = products.column(answers);
            (answers, shared.unwrap_or_else(|| products.column(weights)))
        };
        let mean = |products: &mut Products, column: &Column, scale: Scale| {
            let (answers, weights) = add(products, column, None);
            let mean = MeanOf {
                weight: products.term(weights, weights),
                sum: products.term(weights, answers),
                centre: column.centre,
                unit: column.unit,
                scale,
            };
            (mean, answers)
        };
        let (satisfaction, answers): (Vec<MeanOf>, Vec<usize>) = rated
            .iter()
            .map(|column| mean(&mut products, column, survey.scale))
            .unzip();

        let importance = if method.importance == Importance::Stated {
            let stated = survey.stated_answers()?;
            let means = stated
                .columns
                .iter()
                .map(|said| mean(&mut products, &column(said), stated.scale).0);
            ImportanceOf::Means(means.collect())
        } else if method.importance.is_joint() {
            let overall = column(survey.overall_answers()?);
            let (overall, weights) = add(&mut products, &overall, None);
            let mut variables = answers;
            if method.importance == Importance::Deng {
                variables = survey
                    .attributes
                    .iter()
                    .map(|rated| {
                        let logarithms = rows.of(rated).map(|rating| Some(rating?.ln()));
                        add(&mut products, &Column::new(logarithms), None).0
                    })
                    .collect();
            }
            variables.push(overall);
            let mut pairs = Vec::new();
            for (i, &a) in variables.iter().enumerate() {
                for &b in variables.iter().take(i + 1) {
                    pairs.push(products.term(a, b));
                }
            }
            ImportanceOf::Joint {
                importance: method.importance,
                weight: products.term(weights, weights),
                sums: variables
                    .iter()
                    .map(|&variable| products.term(weights, variable))
                    .collect(),
                products: pairs,
            }
        } else if method.importance == Importance::Spearman {
            let overall = survey.overall_answers()?;
            let attributes = survey.attributes.iter();
            ImportanceOf::Ranks(
                attributes
                    .map(|rated| Ranked::new(rows.of(rated), rows.of(overall)))
                    .collect(),
            )
        } else {
            let overall = column(survey.overall_answers()?);
            let whole = shared.map(|_| add(&mut products, &overall, None));
            let pairs = rated.iter().zip(answers).map(|(column, answers)| {
                // Those who answered both; with listwise deletion, everyone.
                let ((x, weights), (y, _)) = match whole {
                    Some(overall) => ((answers, overall.1), overall),
                    None => {
                        let both = add(&mut products, column, Some(&overall));
                        let (y, _) = overall.parts(roots, Some(column));
                        (both, (products.column(y), both.1))
                    }
                };
                CovarianceOf {
                    weight: products.term(weights, weights),
                    x: products.term(weights, x),
                    y: products.term(weights, y),
                    xx: products.term(x, x),
                    xy: products.term(x, y),
                    yy: products.term(y, y),
                }
            });
            ImportanceOf::Correlations(pairs.collect())
        };
        Ok(Self {
            products: products.complete(),
            satisfaction,
            importance,
        })
    }

    /// What the sums of one resample say, and how much each respondent counts in it.
    pub(super) fn figures(
        &self,
        sums: &Sums,
        lane: usize,
        weights: impl FnOnce() -> Vec<f64>,
    ) -> Figures {
        let at = |term| sums.at(term, lane);
        let satisfaction: Option<Vec<f64>> =
            self.satisfaction.iter().map(|mean| mean.of(&at)).collect();
        let importance: Option<Vec<f64>> = match &self.importance {
            ImportanceOf::Means(means) => means.iter().map(|mean| mean.of(&at)).collect(),
            ImportanceOf::Correlations(pairs) => {
                pairs.iter().map(|pair| pair.correlation(&at)).collect()
            }
            ImportanceOf::Ranks(ranked) => {
                let weights = weights();
                ranked.iter().map(|r| r.correlation(&weights)).collect()
            }
            ImportanceOf::Joint {
                importance,
                weight,
                sums,
                products,
            } => covariances(at(*weight), sums, products, &at)
                .and_then(|covariances| derive::weigh(*importance, &covariances).ok())
                .map(|weighed| weighed.importance),
        };
        importance.zip(satisfaction)
    }
}

impl MeanOf {
    fn of(&self, at: &impl Fn(Term) -> f64) -> Option<f64> {
        let weight = at(self.weight);
        let mean = || self.centre + self.unit * (at(self.sum) / weight);
        (weight > 0.0).then(|| self.scale.clamp(mean()))
    }
}

impl CovarianceOf {
    fn correlation(&self, at: &impl Fn(Term) -> f64) -> Option<f64> {
        let weight = at(self.weight);
        let (x, y) = (at(self.x), at(self.y));
        let xx = variance(weight, x, at(self.xx))?;
        let yy = variance(weight, y, at(self.yy))?;
        let xy = at(self.xy) - x * (y / weight);
        Some((xy / (xx.sqrt() * yy.sqrt())).clamp(-1.0, 1.0))
    }
}

/// The sum of squared deviations; `None` without any.
fn variance(weight: f64, sum: f64, squares: f64) -> Option<f64> {
    let deviations = squares - sum * (sum / weight);
    // False for the NaN of no weight, too.
    (deviations > NOTHING * squares).then_some(deviations)
}

/// Sums of products of deviations; `None` where a variable does not vary.
fn covariances(
    weight: f64,
    sums: &[Term],
    products: &[Term],
    at: &impl Fn(Term) -> f64,
) -> Option<Matrix> {
    let sums: Vec<f64> = sums.iter().map(|&term| at(term)).collect();
    let mut matrix = Matrix::zeros(sums.len());
    let mut products = products.iter().map(|&term| at(term));
    for (i, a) in sums.iter().enumerate() {
        for (j, b) in sums.iter().take(i + 1).enumerate() {
            let product = products.next()?;
            let cell = if i == j {
                variance(weight, *a, product)?
            } else {
                product - a * (b / weight)
            };
            matrix.set(i, j, cell);
            matrix.set(j, i, cell);
        }
    }
    Some(matrix)
}

/// The respondents that are resampled: those whose answers were used and who have weight.
#[derive(Debug)]
pub(super) struct Rows {
    kept: Vec<bool>,
    /// The weights.
    pub(super) weights: Vec<f64>,
    /// Their square roots.
    roots: Vec<f64>,
}

impl Rows {
    pub(super) fn new(survey: &Survey<'_>, method: &Method) -> Result<Self> {
        let all: Vec<f64> = survey.relative_weights()?.collect();
        let mut kept = survey.counted(method)?;
        for (kept, weight) in kept.iter_mut().zip(&all) {
            *kept &= *weight > 0.0;
        }
        let rows = kept.iter().zip(all).filter(|(kept, _)| **kept);
        let weights: Vec<f64> = rows.map(|(_, weight)| weight).collect();
        Ok(Self {
            roots: weights.iter().map(|weight| weight.sqrt()).collect(),
            weights,
            kept,
        })
    }

    pub(super) fn len(&self) -> usize {
        self.weights.len()
    }

    /// Their answers.
    pub(super) fn of<'a>(
        &self,
        answers: &Answers<'a>,
    ) -> impl Iterator<Item = Option<f64>> + use<'_, 'a> {
        let rows = answers.iter().zip(&self.kept);
        rows.filter_map(|(answer, kept)| kept.then_some(answer))
    }
}
