//! From respondents to what the resamples say.

use super::Bootstrap;
use super::draws::Draws;
use super::products::LANES;
use super::result::Tally;
use super::sums::Plan;
use crate::Result;
use crate::estimate::Resampling;
use crate::quadrant::survey::Rows;
use crate::quadrant::{self, Method, Survey};
use crate::threads;

impl Survey<'_> {
    /// Computes the analysis of the survey, and repeats it on resamples of the respondents to see how
    /// certain each quadrant is.
    ///
    /// Each resample draws as many respondents as rated any attribute, with replacement and with their
    /// weights, and computes importance, satisfaction, crosshair and places anew. The same seed gives the same
    /// figures if the respondents come in the same order. It takes memory for a few copies of the
    /// answers.
    ///
    /// Source: Efron, B. and Tibshirani, R. J. (1993), *An Introduction to the Bootstrap*, Chapman
    /// & Hall. An example is [here](crate::quadrant::bootstrap).
    ///
    /// # Errors
    /// As [`assess`](Self::assess) and [`Assessment::analysis`](quadrant::Assessment::analysis);
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for no draws or more than a million.
    pub fn bootstrap(
        &self,
        method: Method,
        options: quadrant::Options,
        resampling: Resampling,
    ) -> Result<Bootstrap> {
        resampling.check()?;
        let assessment = self.assess(method)?;
        let analysis = assessment.analysis(options)?;
        let rows = Rows::all(self, method)?;
        let plan = Plan::new(self, method, &rows)?;
        let mut tallies = vec![Tally::default(); analysis.attributes.len()];
        let mut undefined = 0;
        for seeds in Draws::new(resampling) {
            let blocks = seeds.chunks(LANES).collect();
            let found = threads::map(blocks, |seeds| plan.resample(seeds, &rows));
            for figures in found.into_iter().flatten() {
                match figures {
                    Some(figures) => Tally::add(&mut tallies, &analysis, figures),
                    None => undefined += 1,
                }
            }
        }
        let attributes = tallies.into_iter().zip(&analysis.attributes);
        let finish = |(tally, placed): (Tally, _)| tally.finish(placed, resampling.confidence);
        Ok(Bootstrap {
            attributes: attributes.map(finish).collect(),
            analysis,
            assessment,
            options: resampling,
            undefined,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::draws::{Draws, multiplicities};
    use super::*;
    use crate::numeric::percentiles::percentiles;
    use crate::numeric::random::Random;
    use crate::quadrant;
    use crate::quadrant::{Crosshair, Deletion, Importance, Placement, Quadrant};
    use crate::scale::{Answers, Scale, Weights};

    /// Sums in another order, and quotients of them.
    const ROUNDING: f64 = 1e-9;

    struct Sample {
        attributes: Vec<Vec<Option<f64>>>,
        stated: Vec<Vec<Option<f64>>>,
        overall: Vec<Option<f64>>,
        weights: Vec<f64>,
    }

    impl Sample {
        /// Answers from 1 to 7 that have something in common, one in so many left out.
        fn new(respondents: usize, gaps: u64) -> Self {
            let mut random = Random::new(5);
            let mut rows = Self {
                attributes: vec![Vec::new(); 4],
                stated: vec![Vec::new(); 4],
                overall: Vec::new(),
                weights: Vec::new(),
            };
            for _ in 0..respondents {
                let common = random.below(4);
                let mut answer = |common: u64| {
                    let answer = (1 + common + random.below(4)) as f64;
                    (random.below(gaps) > 0).then_some(answer)
                };
                for column in rows.attributes.iter_mut().chain([&mut rows.overall]) {
                    column.push(answer(common));
                }
                for (at, column) in (0..).zip(&mut rows.stated) {
                    column.push(answer(at % 3));
                }
                rows.weights.push(random.below(4) as f64 * 0.5);
            }
            rows
        }

        /// The rows at these positions.
        fn take(&self, at: &[usize]) -> Self {
            let pick = |column: &Vec<Option<f64>>| at.iter().map(|&row| column[row]).collect();
            Self {
                attributes: self.attributes.iter().map(pick).collect(),
                stated: self.stated.iter().map(pick).collect(),
                overall: pick(&self.overall),
                weights: at.iter().map(|&row| self.weights[row]).collect(),
            }
        }

        fn with<T>(&self, of: impl FnOnce(&Survey<'_>) -> T) -> T {
            let scale = Scale::ONE_TO_SEVEN;
            let weights = Weights::new(self.weights.clone()).unwrap();
            let names = ["a", "b", "c", "d"];
            let survey = Survey::new(names.into_iter().zip(columns(&self.attributes)))
                .unwrap()
                .overall(scale.answers(&self.overall).unwrap())
                .unwrap()
                .stated(columns(&self.stated))
                .unwrap()
                .weights(&weights)
                .unwrap();
            of(&survey)
        }
    }

    fn columns(columns: &[Vec<Option<f64>>]) -> impl Iterator<Item = Answers<'_>> {
        let scale = Scale::ONE_TO_SEVEN;
        columns.iter().map(move |c| scale.answers(c).unwrap())
    }

    /// The same by the public functions alone, once for each draw of those who are used.
    fn naively(
        rows: &Sample,
        method: Method,
        options: quadrant::Options,
        resampling: Resampling,
    ) -> u64 {
        let used: Vec<usize> = rows.with(|survey| {
            let pairwise = method.deletion(Deletion::Pairwise);
            let used = survey.used(pairwise).unwrap();
            let weighted = used.iter().zip(&rows.weights).enumerate();
            let kept = weighted.filter(|(_, (used, weight))| **used && **weight > 0.0);
            kept.map(|(row, _)| row).collect()
        });
        let mut values = vec![(Vec::new(), Vec::new(), [0; 4]); 4];
        let mut undefined = 0;
        let seeds: Vec<u64> = Draws::new(resampling).flatten().collect();
        for seeds in seeds.chunks(LANES) {
            for counts in &multiplicities(seeds, used.len())[..seeds.len()] {
                assert_eq!(
                    counts.iter().map(|&n| usize::from(n)).sum::<usize>(),
                    used.len()
                );
                let drawn: Vec<usize> = used
                    .iter()
                    .zip(counts)
                    .flat_map(|(&row, &n)| std::iter::repeat_n(row, usize::from(n)))
                    .collect();
                let analysis = rows
                    .take(&drawn)
                    .with(|survey| survey.assess(method.minimum(1))?.analysis(options));
                let Ok(analysis) = analysis else {
                    undefined += 1;
                    continue;
                };
                for (placed, (i, s, places)) in analysis.attributes.iter().zip(&mut values) {
                    i.push(placed.importance);
                    s.push(placed.satisfaction);
                    for (at, quadrant) in Quadrant::ALL.iter().enumerate() {
                        places[at] += u64::from(placed.verdict == Some(*quadrant));
                    }
                }
            }
        }
        let found = rows
            .with(|survey| survey.bootstrap(method, options, resampling))
            .unwrap();
        assert_eq!(found.undefined, undefined, "{method:?}");
        for (resampled, (i, s, places)) in found.attributes.iter().zip(values) {
            for (quadrant, times) in Quadrant::ALL.iter().zip(places) {
                assert_eq!(resampled.share(*quadrant).numerator(), times, "{method:?}");
                assert_eq!(
                    resampled.share(*quadrant).denominator(),
                    u64::from(resampling.draws) - undefined
                );
            }
            if let Some(verdict) = resampled.verdict {
                assert_eq!(resampled.same, resampled.share(verdict));
            }
            for (interval, values) in [(resampled.importance, i), (resampled.satisfaction, s)] {
                let expected = percentiles(values, resampling.confidence).unwrap();
                let interval = interval.unwrap();
                assert!(
                    (interval.lower() - expected.lower()).abs() <= ROUNDING,
                    "{method:?}"
                );
                assert!(
                    (interval.upper() - expected.upper()).abs() <= ROUNDING,
                    "{method:?}"
                );
            }
        }
        undefined
    }

    #[test]
    fn it_is_what_running_the_analysis_again_and_again_gives() {
        let resampling = Resampling::default().draws(37).seed(3);
        // More than a block of rows, and few enough for draws without a value.
        for (respondents, gaps) in [(300, 12), (9, 100)] {
            let mut undefined = 0;
            let rows = Sample::new(respondents, gaps);
            for &importance in Importance::ALL {
                for &deletion in Deletion::ALL {
                    if importance.is_joint() && deletion == Deletion::Pairwise {
                        continue;
                    }
                    let method = Method::from(importance).deletion(deletion).minimum(1);
                    undefined += naively(&rows, method, quadrant::Options::default(), resampling);
                }
            }
            assert_eq!(undefined > 0, respondents == 9);
        }
        let rows = Sample::new(200, 30);
        let method = Method::from(Importance::Stated);
        for &model in Placement::ALL {
            let options = quadrant::Options::default()
                .placement(model)
                .crosshair(Crosshair::Median);
            naively(&rows, method, options, resampling);
        }
    }
}
