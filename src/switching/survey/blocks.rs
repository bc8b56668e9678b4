use std::ops::Range;

use crate::scale::{Answers, BlockMeans, Orientation, Scale, Sheet};
use crate::switching::facets::{ByFacet, ByType};

use super::{Scorer, Scores};

/// The columns of a sheet by facet of the questionnaire, reversed items turned round.
pub(super) struct Columns<'a>(Vec<Vec<Answers<'a>>>);

impl<'a> Columns<'a> {
    pub(super) fn new(scorer: &Scorer, sheet: &Sheet<'a>) -> Self {
        let instrument = scorer.instrument();
        let of_facet = |facet| {
            let items = instrument.items().iter().zip(sheet.columns());
            let items = items.filter(move |(item, _)| item.facet == facet);
            items.map(|(item, column)| match item.orientation {
                Orientation::AsAsked => *column,
                Orientation::Reversed => column.reversed(),
            })
        };
        let facets = instrument.facets().iter();
        Self(facets.map(|&facet| of_facet(facet).collect()).collect())
    }
}

/// The scores of a block of respondents: a column for each facet of the questionnaire, for each type,
/// and for the overall score; NaN where there is none.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) facets: Vec<Vec<f64>>,
    pub(super) types: ByType<Vec<f64>>,
    pub(super) overall: Vec<f64>,
    items: BlockMeans,
    parts: Parts,
}

impl Block {
    pub(super) fn new(scorer: &Scorer) -> Self {
        Self {
            facets: vec![Vec::new(); scorer.instrument().facets().len()],
            types: ByType([const { Vec::new() }; 3]),
            overall: Vec::new(),
            items: BlockMeans::default(),
            parts: Parts::default(),
        }
    }

    /// Scores the respondents in these rows of a sheet whose answers were checked.
    pub(super) fn score(&mut self, scorer: &Scorer, columns: &Columns<'_>, rows: &Range<usize>) {
        let (scale, least) = (scorer.instrument().scale(), scorer.instrument().least());
        for ((items, place), &least) in columns.0.iter().zip(&mut self.facets).zip(least) {
            self.items.clear(rows.len());
            for item in items {
                self.items.add(item, rows.clone());
            }
            place.resize(rows.len(), 0.0);
            self.items.write(least, scale, place);
        }
        self.combine(scorer, rows.len());
    }

    /// Computes the scores of types and the overall score from those of facets.
    fn combine(&mut self, scorer: &Scorer, rows: usize) {
        let scale = scorer.instrument().scale();
        let (least_facets, least_types, weights) = scorer.rules();
        for ((cost_type, least), place) in least_facets.iter().zip(&mut self.types.0) {
            self.parts.clear(rows);
            let facets = scorer.instrument().facets().iter().zip(&self.facets);
            for (_, scores) in facets.filter(|(facet, _)| facet.cost_type() == cost_type) {
                self.parts.add(scores, 1.0);
            }
            self.parts.write(least, scale, place);
        }
        self.parts.clear(rows);
        for (scores, weight) in self.types.0.iter().zip(weights.0) {
            if weight > 0.0 {
                self.parts.add(scores, weight);
            }
        }
        self.parts.write(least_types, scale, &mut self.overall);
    }

    /// Returns the scores of one respondent of the block.
    #[inline]
    pub(super) fn get(&self, scorer: &Scorer, place: usize) -> Scores {
        let at = |column: &[f64]| {
            let score = column.get(place).copied();
            score.filter(|score| !score.is_nan())
        };
        let mut facets = ByFacet::default();
        for (&facet, scores) in scorer.instrument().facets().iter().zip(&self.facets) {
            if let Some(place) = facets.get_mut(facet) {
                *place = at(scores);
            }
        }
        Scores {
            facets,
            types: ByType(self.types.0.each_ref().map(|scores| at(scores))),
            overall: at(&self.overall),
        }
    }
}

/// Weighted means of scores in the making, one for each respondent of a block.
#[derive(Debug, Clone, Default)]
struct Parts {
    sums: Vec<f64>,
    weights: Vec<f64>,
    counts: Vec<f64>,
}

impl Parts {
    fn clear(&mut self, rows: usize) {
        for places in [&mut self.sums, &mut self.weights, &mut self.counts] {
            places.clear();
            places.resize(rows, 0.0);
        }
    }

    fn add(&mut self, scores: &[f64], weight: f64) {
        let places = self.sums.iter_mut().zip(&mut self.weights);
        for (((sum, weights), count), &score) in places.zip(&mut self.counts).zip(scores) {
            let is_given = !score.is_nan();
            *sum += if is_given { weight * score } else { 0.0 };
            *weights += if is_given { weight } else { 0.0 };
            *count += if is_given { 1.0 } else { 0.0 };
        }
    }

    /// Writes the mean of the parts if there are enough of them, at least one.
    fn write(&self, least: usize, scale: Scale, means: &mut Vec<f64>) {
        let least = least.max(1) as f64;
        means.resize(self.sums.len(), 0.0);
        let places = means.iter_mut().zip(&self.sums).zip(&self.weights);
        for (((mean, sum), weight), &count) in places.zip(&self.counts) {
            let within = scale.clamp(sum / weight);
            *mean = if count >= least { within } else { f64::NAN };
        }
    }
}
