use super::super::shared::{same_length, same_scale};
use super::{Builder, Dimension, Options, Rater, Respondent, Servqual};
use crate::accumulate::Accumulator;
use crate::error::Place;
use crate::estimate::Influence;
use crate::scale::{Answers, ItemSet, Weights};
use crate::{Error, Result};

/// A figure of a [`Servqual`] that a respondent has a score on, or that is made of such scores.
///
/// See the [example](Columns::influence).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Figure {
    /// The mean score of an item, counted from 0 in the order asked.
    Item(usize),
    /// The mean score of a dimension.
    Dimension(Dimension),
    /// The mean of the dimensions.
    Unweighted,
    /// The mean by the weights of the options.
    Weighted,
    /// The mean by each respondent's own points.
    OwnWeighted,
    /// The mean by the mean of the points.
    MeanWeighted,
}

/// The columns of a SERVQUAL survey, answered by the same respondents and in the order of the items.
///
/// The options say which items were asked the other way round: give their columns as asked.
///
/// See the [example](Self::influence).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Columns<'s, 'a> {
    /// What is perceived of each item.
    pub perceptions: &'s ItemSet<'a>,
    /// What is expected of each item; `None` for [SERVPERF](super::Form::Perception).
    pub expectations: Option<&'s ItemSet<'a>>,
    /// The points that each respondent gave the dimensions, `None` for one who gave none; `None` if they
    /// were not asked for.
    pub points: Option<&'s [Option<Rater<f64>>]>,
    /// The weight of each respondent; `None` if everyone counts for one.
    pub weights: Option<&'s Weights>,
}

impl Columns<'_, '_> {
    /// Computes the gaps or scores of all items and dimensions.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] if there are more or fewer items than the options have, or if items,
    /// points or weights differ in length; [`Error::Mismatch`] if items are read on another scale than
    /// that of the options; at its row, [`Error::NotFinite`] and [`Error::OutOfRange`] for points that
    /// are not finite, negative, or all 0; as [`Builder::new`].
    ///
    /// See the [example](Self::influence).
    pub fn assess(&self, options: &Options) -> Result<Servqual> {
        let mut builder = Builder::new(options)?;
        self.each(options, |respondent, weight| {
            builder.add(respondent, weight)
        })?;
        builder.finish()
    }

    /// Computes what each respondent contributes to a figure, so that segments and waves can be
    /// compared; `None` if nobody with weight has a score on it.
    ///
    /// # Errors
    /// As [`assess`](Self::assess); [`Error::OutOfRange`] for an item that there is not.
    ///
    /// ```
    /// use retention::estimate::Design;
    /// use retention::satisfaction::servqual::{Columns, Dimension, Figure, Options};
    /// use retention::scale::{Item, ItemSet, Scale};
    ///
    /// // Reliability and assurance, by one question each.
    /// let two = vec![Dimension::Reliability, Dimension::Assurance];
    /// let items = two.iter().copied().map(Item::as_asked).collect();
    /// let options = Options::default().items(items).dimensions(two);
    /// let scale = Scale::ONE_TO_SEVEN;
    /// let expectations = ItemSet::new([scale.full_answers(&[7.0, 6.0, 7.0, 6.0])?; 2])?;
    /// let perceptions = ItemSet::new([
    ///     scale.full_answers(&[4.0, 5.0, 5.0, 4.0])?,
    ///     scale.full_answers(&[6.0, 6.0, 7.0, 5.0])?,
    /// ])?;
    /// let columns = Columns {
    ///     perceptions: &perceptions,
    ///     expectations: Some(&expectations),
    ///     points: None,
    ///     weights: None,
    /// };
    /// let reliability = columns.influence(Figure::Dimension(Dimension::Reliability), &options)?;
    /// let assurance = columns.influence(Figure::Dimension(Dimension::Assurance), &options)?;
    /// let difference = reliability.unwrap().minus(&assurance.unwrap())?;
    /// assert_eq!(format!("{:.2}", difference.estimate(&Design::default())?), "-1.50 ± 0.29");
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn influence(&self, figure: Figure, options: &Options) -> Result<Option<Influence>> {
        let mut builder = Builder::new(options)?;
        if let Figure::Item(item) = figure
            && item >= options.items.len()
        {
            let allowed = format_args!("below the number of items, {}", options.items.len());
            let error = Error::out_of_range("item", item, allowed);
            return Err(error.at_place(Place::Item(item.into())));
        }
        if figure == Figure::MeanWeighted {
            return self.by_mean_points(builder, options);
        }
        let mut values = Vec::with_capacity(self.perceptions.respondents());
        self.each(options, |respondent, _| {
            let scored = builder.scored(respondent)?;
            values.push(match figure {
                Figure::Item(item) => builder.item_score(item),
                Figure::Dimension(dimension) => *scored.dimensions.get(dimension),
                Figure::Unweighted => scored.unweighted,
                Figure::Weighted => scored.weighted,
                Figure::OwnWeighted | Figure::MeanWeighted => scored.own_weighted,
            });
            Ok(())
        })?;
        Influence::of_mean(values, self.weights)
    }

    /// Of the mean scores and the mean shares, by their products.
    fn by_mean_points(&self, mut builder: Builder, options: &Options) -> Result<Option<Influence>> {
        let overall = options.overall()?;
        let mut columns = vec![(Vec::new(), Vec::new()); overall.len()];
        self.each(options, |respondent, _| {
            let both = builder.scored(respondent)?.both;
            for ((scores, shares), dimension) in columns.iter_mut().zip(overall.iter()) {
                let both = both.as_ref();
                scores.push(both.map(|(scores, _)| *scores.get(dimension)));
                shares.push(both.map(|(_, shares)| *shares.get(dimension)));
            }
            Ok(())
        })?;
        let mut pairs = Vec::with_capacity(columns.len());
        for (scores, shares) in columns {
            let scores = Influence::of_mean(scores, self.weights)?;
            let shares = Influence::of_mean(shares, self.weights)?;
            let (Some(scores), Some(shares)) = (scores, shares) else {
                return Ok(None);
            };
            pairs.push((scores, shares));
        }
        let value = pairs.iter().map(|(a, b)| a.value() * b.value()).sum();
        let parts = pairs
            .iter()
            .flat_map(|(a, b)| [(b.value(), a), (a.value(), b)]);
        Influence::of_function(value, &parts.collect::<Vec<_>>()).map(Some)
    }

    /// Refuses columns that are not those of the options.
    fn check(&self, options: &Options) -> Result<()> {
        let wanted = self.expectations.map_or(&[][..], ItemSet::items);
        options.same_lengths(self.perceptions.items().len(), wanted.len())?;
        let respondents = self.perceptions.respondents();
        same_scale(self.perceptions.scale(), options.scale)?;
        if let Some(expectations) = self.expectations {
            same_length("expectations", expectations.respondents(), respondents)?;
            same_scale(expectations.scale(), options.scale)?;
        }
        match self.points {
            Some(points) => same_length("points", points.len(), respondents),
            None => Ok(()),
        }
    }

    /// Visits the respondents in order, each with its weight as a share of the largest.
    fn each(
        &self,
        options: &Options,
        mut visit: impl FnMut(Respondent<'_>, f64) -> Result<()>,
    ) -> Result<()> {
        self.check(options)?;
        let weights = Weights::or_equal(self.weights, self.perceptions.respondents())?;
        let wanted = self.expectations.map_or(&[][..], ItemSet::items);
        let mut perceived = columns(self.perceptions.items());
        let mut wanted = columns(wanted);
        let (mut perception, mut expectation) = (Vec::new(), Vec::new());
        for (row, weight) in weights.enumerate() {
            perception.clear();
            perception.extend(perceived.iter_mut().map(|column| column.next().flatten()));
            expectation.clear();
            expectation.extend(wanted.iter_mut().map(|column| column.next().flatten()));
            let respondent = Respondent {
                perceived: &perception,
                expected: &expectation,
                points: self.points.and_then(|points| *points.get(row)?),
            };
            visit(respondent, weight).map_err(|error: Error| error.at_row(row))?;
        }
        Ok(())
    }
}

/// The answers of each item, to be read side by side.
fn columns<'a>(items: &[Answers<'a>]) -> Vec<impl Iterator<Item = Option<f64>> + use<'a>> {
    items.iter().map(Answers::iter).collect()
}
