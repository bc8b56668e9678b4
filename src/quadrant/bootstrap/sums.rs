//! Which sums the importance and satisfaction of a resample take.

use super::draws::multiplicities;
use super::products::{Products, Sums, Term, is_whole};
use crate::Result;
use crate::numeric::linear::Matrix;
use crate::quadrant::ranked::Ranks;
use crate::quadrant::survey::Rows;
use crate::quadrant::{Importance, Method, Survey, derive};
use crate::scale::Scale;

/// A variance below this share of the mean square is rounding: answers are counted from their mean in
/// the whole sample, and the mean of a resample is not far from it.
const NOTHING: f64 = 1e-12;

/// Deviations of whole answers up to here are left as they are.
const LARGEST: f64 = 1000.0;

/// Importance and satisfaction of all attributes.
pub(super) type Figures = (Vec<f64>, Vec<f64>);

/// The sums, and what is made of them.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) products: Products,
    satisfaction: Vec<Group>,
    importance: Source,
}

#[derive(Debug)]
enum Source {
    Means(Vec<Group>),
    /// Each attribute with the overall answers, or all attributes at once with them.
    Moments(Importance, Vec<Group>),
    Ranks(Ranks),
}

/// Answers, counted from about their mean.
struct Variable {
    /// The column of them; 0 where there is no answer.
    column: usize,
    /// Who answered; `None` if everybody did.
    present: Option<Vec<bool>>,
    mean: MeanOf,
}

/// How a sum of answers becomes their mean: `centre + unit · sum / weight`.
#[derive(Debug, Clone, Copy)]
struct MeanOf {
    centre: f64,
    unit: f64,
    scale: Scale,
}

impl MeanOf {
    fn new(answers: &[Option<f64>], scale: Scale) -> Self {
        let given = || answers.iter().flatten();
        let mean = given().sum::<f64>() / given().count().max(1) as f64;
        // Whole answers stay whole.
        let whole = given().all(|&answer| is_whole(answer));
        let centre = if whole { mean.round() } else { mean };
        let largest = given().fold(0.0_f64, |most, answer| most.max((answer - centre).abs()));
        // The others are in units of the largest deviation, so that squares are numbers.
        let plain = largest == 0.0 || whole && largest <= LARGEST;
        Self {
            centre,
            unit: if plain { 1.0 } else { largest },
            scale,
        }
    }
}

/// Weighted sums and products of variables, over the respondents who have all of them.
#[derive(Debug)]
struct Group {
    weight: Term,
    sums: Vec<Term>,
    /// Row by row of the lower triangle.
    products: Vec<Vec<Term>>,
    /// Of the first variable.
    mean: Option<MeanOf>,
}

/// The columns, and square roots of the weights of respondents, so that products are weighted.
struct Columns {
    products: Products,
    roots: Vec<f64>,
    /// The column of them.
    weight: usize,
}

impl Columns {
    fn new(rows: &Rows) -> Self {
        let roots: Vec<f64> = rows.weights.iter().map(|weight| weight.sqrt()).collect();
        let mut products = Products::default();
        Self {
            weight: products.column(roots.clone()),
            products,
            roots,
        }
    }

    fn variable(&mut self, answers: &[Option<f64>], scale: Scale) -> Variable {
        let mean = MeanOf::new(answers, scale);
        let scaled = |(answer, root): (&Option<f64>, &f64)| {
            answer.map_or(0.0, |x| (x - mean.centre) / mean.unit * root)
        };
        let column = answers.iter().zip(&self.roots).map(scaled).collect();
        let gaps = answers.iter().any(Option::is_none);
        Variable {
            column: self.products.column(column),
            present: gaps.then(|| answers.iter().map(Option::is_some).collect()),
            mean,
        }
    }

    fn logarithms(&mut self, survey: &Survey<'_>, rows: &Rows) -> Vec<Variable> {
        let rated = survey.sheet.columns().iter();
        rated
            .map(|rated| {
                let rated = rows.counted(rated).into_iter();
                let logarithms: Vec<_> = rated.map(|rating| rating.map(f64::ln)).collect();
                self.variable(&logarithms, survey.scale)
            })
            .collect()
    }

    /// Ratings of those who count for importance.
    fn counted(&mut self, survey: &Survey<'_>, rows: &Rows) -> Vec<Variable> {
        let rated = survey.sheet.columns().iter();
        rated
            .map(|rated| self.variable(&rows.counted(rated), survey.scale))
            .collect()
    }

    fn group(&mut self, variables: &[&Variable]) -> Group {
        let masks = variables.iter().filter_map(|v| v.present.as_deref());
        let all = |left: Vec<bool>, right: &[bool]| {
            let both = left.iter().zip(right);
            both.map(|(left, right)| *left && *right).collect()
        };
        let mask = masks.fold(None, |mask: Option<Vec<bool>>, next| {
            Some(mask.map_or_else(|| next.to_vec(), |mask| all(mask, next)))
        });
        let mut masked = |column| self.products.masked(column, mask.as_deref());
        let weight = masked(self.weight);
        let columns: Vec<usize> = variables.iter().map(|v| masked(v.column)).collect();
        let mut term = |a: &usize, b: &usize| self.products.term(*a, *b);
        let mut triangle = |(row, a): (usize, &usize)| {
            let before = columns.iter().take(row + 1);
            before.map(|b| term(a, b)).collect()
        };
        // A mean takes no products.
        let wanted = if columns.len() > 1 { columns.len() } else { 0 };
        let products = columns.iter().enumerate().take(wanted);
        Group {
            products: products.map(&mut triangle).collect(),
            weight: term(&weight, &weight),
            sums: columns.iter().map(|a| term(&weight, a)).collect(),
            mean: variables.first().map(|first| first.mean),
        }
    }
}

impl Group {
    /// The mean of the first variable.
    fn mean(&self, at: &impl Fn(Term) -> f64) -> Option<f64> {
        let (weight, mean) = (at(self.weight), self.mean?);
        let sum = at(*self.sums.first()?);
        let value = || mean.centre + mean.unit * (sum / weight);
        (weight > 0.0).then(|| mean.scale.clamp(value()))
    }

    /// The sums of products of deviations; `None` where a variable does not vary.
    fn scatter(&self, at: &impl Fn(Term) -> f64) -> Option<Matrix> {
        let weight = at(self.weight);
        let sums: Vec<f64> = self.sums.iter().map(|&term| at(term)).collect();
        let mut matrix = Matrix::zeros(sums.len());
        for (i, (a, products)) in sums.iter().zip(&self.products).enumerate() {
            for (j, (b, &product)) in sums.iter().zip(products).enumerate() {
                let product = at(product);
                let cell = product - a * (b / weight);
                // False for the NaN of no weight, too.
                let varies = cell > NOTHING * product;
                if i == j && !varies {
                    return None;
                }
                matrix.set(i, j, cell);
                matrix.set(j, i, cell);
            }
        }
        Some(matrix)
    }
}

impl Plan {
    pub(super) fn new(survey: &Survey<'_>, method: Method, rows: &Rows) -> Result<Self> {
        let mut columns = Columns::new(rows);
        let rated = survey.sheet.columns().iter();
        let rated: Vec<Variable> = rated
            .map(|rated| columns.variable(&rows.of(rated), survey.scale))
            .collect();
        let satisfaction = rated.iter().map(|rated| columns.group(&[rated])).collect();
        let importance = match method.importance {
            Importance::Stated => {
                let stated = survey.stated_answers()?;
                let said = stated.columns.iter().map(|said| {
                    let said = columns.variable(&rows.counted(said), stated.scale);
                    columns.group(&[&said])
                });
                Source::Means(said.collect())
            }
            Importance::Spearman => Source::Ranks(Ranks::new(survey, rows)?),
            derived => {
                let answers = survey.overall_answers()?;
                let overall = columns.variable(&rows.counted(answers), answers.scale());
                let entered = match derived {
                    Importance::Deng => columns.logarithms(survey, rows),
                    _ if rows.differ() => columns.counted(survey, rows),
                    _ => rated,
                };
                let groups = if derived.is_joint() {
                    let all: Vec<_> = entered.iter().chain([&overall]).collect();
                    vec![columns.group(&all)]
                } else {
                    let pairs = entered.iter();
                    pairs
                        .map(|rated| columns.group(&[rated, &overall]))
                        .collect()
                };
                Source::Moments(derived, groups)
            }
        };
        Ok(Self {
            products: columns.products.complete(),
            satisfaction,
            importance,
        })
    }

    /// Returns importance and satisfaction of all attributes in each resample with these seeds; `None`
    /// where an attribute has no answer, does not vary, or follows from others.
    pub(super) fn resample(&self, seeds: &[u64], rows: &Rows) -> Vec<Option<Figures>> {
        let multiplicities = multiplicities(seeds, rows.weights.len());
        let sums = self.products.sums(&multiplicities);
        let drawn = multiplicities.iter().enumerate().take(seeds.len());
        let figures = drawn.map(|(lane, counts)| {
            self.figures(&sums, lane, || {
                let pairs = counts.iter().zip(&rows.weights);
                pairs.map(|(&n, weight)| f64::from(n) * weight).collect()
            })
        });
        figures.collect()
    }

    /// Returns the figures of one resample, in which each respondent counts `weights`.
    fn figures(
        &self,
        sums: &Sums,
        lane: usize,
        weights: impl FnOnce() -> Vec<f64>,
    ) -> Option<Figures> {
        let at = |term| sums.at(term, lane);
        let means = |groups: &[Group]| groups.iter().map(|group| group.mean(&at)).collect();
        let satisfaction: Option<Vec<f64>> = means(&self.satisfaction);
        let importance: Option<Vec<f64>> = match &self.importance {
            Source::Means(groups) => means(groups),
            Source::Moments(importance, groups) => {
                let weigh = |group: &Group| derive::weigh(*importance, &group.scatter(&at)?).ok();
                let weighed: Option<Vec<_>> = groups.iter().map(weigh).collect();
                weighed.map(|all| all.into_iter().flat_map(|one| one.importance).collect())
            }
            Source::Ranks(ranks) => derive::correlations(ranks.correlations(&weights()))
                .ok()
                .map(|weighed| weighed.importance),
        };
        importance.zip(satisfaction)
    }
}
