use crate::accumulate::{Accumulator, Version, Weighted, more_rows};
use crate::error::same;
use crate::macros::checked_state;
use crate::scale::{
    Averaged, Instrument, Missing, Scale, Sheet, Summary, blocks, parts, respondent_weight,
};
use crate::switching::{CostType, Facet};
use crate::{Error, Result, threads};

use super::blocks::{Block, Columns};
use super::{Options, Scorer, Scores};

/// Mean switching costs of a population, by facet, by type and overall.
///
/// A mean is over the respondents who have the score; the number of those who have none stands beside
/// it. Standard errors assume that respondents are independent, and that those without a score do not
/// differ from the others.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Population {
    /// How many respondents were asked.
    pub respondents: u64,
    /// The scale of the scores.
    pub scale: Scale,
    /// How many items of a facet a respondent had to answer.
    pub missing: Missing,
    /// How scores of facets became scores of types and an overall score.
    pub options: Options,
    /// The facets asked about, in order.
    pub facets: Vec<PartSummary<Facet>>,
    /// The types asked about, in order.
    pub types: Vec<PartSummary<CostType>>,
    /// The overall score.
    pub overall: Summary,
}

impl Population {
    /// Computes the means over a sheet: a column for each item of the scorer's questionnaire, in its
    /// order and as asked. Weights of the sheet count.
    ///
    /// # Errors
    /// As [`Scorer::scores`].
    ///
    /// ```
    /// use retention::scale::{Instrument, Item, Missing, Scale, Sheet, Weights};
    /// use retention::switching::Facet;
    /// use retention::switching::survey::{Options, Population, Scorer};
    ///
    /// let scale = Scale::ONE_TO_FIVE;
    /// let items = [Item::as_asked(Facet::SetUp), Item::as_asked(Facet::BenefitLoss)];
    /// let instrument = Instrument::new(scale, items, Missing::default())?;
    /// let scorer = Scorer::new(instrument, Options::default())?;
    /// let takes_time = scale.full_answers(&[4.0, 2.0, 5.0])?;
    /// let would_lose_points = scale.answers(&[Some(3.0), None, Some(1.0)])?;
    /// let weights = Weights::new([1.0, 2.0, 1.0])?;
    /// let sheet = Sheet::new([takes_time, would_lose_points])?.weights(&weights)?;
    /// let population = Population::of(&scorer, &sheet)?;
    /// assert_eq!(population.facet(Facet::SetUp).unwrap().mean, Some(3.25));
    /// assert_eq!(population.overall.missing, 1);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn of(scorer: &Scorer, sheet: &Sheet<'_>) -> Result<Self> {
        scorer.check(sheet)?;
        scorer.check_answers(sheet)?;
        let columns = Columns::new(scorer, sheet);
        let weights = sheet.given_weights();
        let summed = threads::map(parts(sheet.respondents()), |part| {
            let (mut sums, mut block) = (Sums::new(scorer), Block::new(scorer));
            let mut room = Vec::new();
            for rows in blocks(part) {
                block.score(scorer, &columns, &rows);
                sums.push_block(
                    scorer,
                    &block,
                    weights.map(|weights| weights.block(rows, &mut room)),
                );
            }
            sums
        });
        let mut sums = Sums::new(scorer);
        for part in &summed {
            sums.merge(part)?;
        }
        Ok(sums.finish(scorer))
    }

    /// Returns the summary of a facet; `None` if it was not asked about.
    #[must_use]
    pub fn facet(&self, facet: Facet) -> Option<&Summary> {
        let found = self.facets.iter().find(|row| row.part == facet)?;
        Some(&found.summary)
    }

    /// Returns the summary of a type; `None` if it was not asked about.
    #[must_use]
    pub fn cost_type(&self, cost_type: CostType) -> Option<&Summary> {
        let found = self.types.iter().find(|row| row.part == cost_type)?;
        Some(&found.summary)
    }
}

/// Mean and variance of the scores on one facet or one type of a [`Population`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PartSummary<P> {
    /// The facet or the type.
    pub part: P,
    /// How many items asked about the facet, or how many facets of the type were asked about.
    pub asked: u64,
    /// Mean and variance, with the numbers of respondents with and without a score.
    pub summary: Summary,
}

/// The scores of a population, added up: a place for each facet and each type asked about, in order.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Sums {
    facets: Vec<Averaged>,
    types: Vec<Averaged>,
    overall: Averaged,
}

impl Sums {
    fn new(scorer: &Scorer) -> Self {
        Self {
            facets: vec![Averaged::new(); scorer.instrument().facets().len()],
            types: vec![Averaged::new(); types(scorer).count()],
            overall: Averaged::new(),
        }
    }

    fn push(&mut self, scorer: &Scorer, scores: &Scores, weight: f64) {
        for (sum, &facet) in self.facets.iter_mut().zip(scorer.instrument().facets()) {
            sum.push(scores.facet(facet), weight);
        }
        for (sum, (cost_type, _)) in self.types.iter_mut().zip(types(scorer)) {
            sum.push(scores.cost_type(cost_type), weight);
        }
        self.overall.push(scores.overall(), weight);
    }

    /// Adds a block of respondents, with weights if there are any.
    fn push_block(&mut self, scorer: &Scorer, block: &Block, weights: Option<&[f64]>) {
        let facets = block.facets.iter().map(Vec::as_slice);
        let types = types(scorer).map(|(cost_type, _)| block.types.column(cost_type));
        let sums = self.facets.iter_mut().chain(&mut self.types);
        let sums = sums.chain([&mut self.overall]);
        let mut places = sums.zip(facets.chain(types).chain([block.overall.as_slice()]));
        // Four at a time, so that no running mean waits for the others.
        while let Some(first) = places.next() {
            match (places.next(), places.next(), places.next()) {
                (Some(second), Some(third), Some(fourth)) => {
                    Averaged::push_block([first, second, third, fourth], weights);
                }
                (second, third, fourth) => {
                    for place in [Some(first), second, third, fourth].into_iter().flatten() {
                        Averaged::push_block([place], weights);
                    }
                }
            }
        }
    }

    #[cfg(feature = "serde")]
    fn each(&self) -> impl Iterator<Item = &Averaged> {
        let parts = self.facets.iter().chain(&self.types);
        parts.chain([&self.overall])
    }

    /// Adds the sums of another part with the same scorer.
    fn merge(&mut self, other: &Self) -> Result<()> {
        // All have the same respondents, so if any count overflows it is this one.
        self.overall.merge(&other.overall)?;
        let parts = self.facets.iter_mut().chain(&mut self.types);
        for (sum, other) in parts.zip(other.facets.iter().chain(&other.types)) {
            sum.merge(other)?;
        }
        Ok(())
    }

    fn finish(self, scorer: &Scorer) -> Population {
        let instrument = scorer.instrument();
        // Means of whole answers need not be whole.
        let scale = instrument.scale().continuous();
        let facets = instrument.facets().iter().zip(&self.facets);
        let types = types(scorer).zip(&self.types);
        Population {
            respondents: self.overall.respondents(),
            scale,
            missing: instrument.missing(),
            options: scorer.options(),
            facets: facets
                .map(|(&facet, sum)| PartSummary {
                    part: facet,
                    asked: instrument.asked(&facet) as u64,
                    summary: sum.summary(Some(scale)),
                })
                .collect(),
            types: types
                .map(|((cost_type, facets), sum)| PartSummary {
                    part: cost_type,
                    asked: facets as u64,
                    summary: sum.summary(Some(scale)),
                })
                .collect(),
            overall: self.overall.summary(Some(scale)),
        }
    }
}

/// The types asked about, each with its number of facets.
fn types(scorer: &Scorer) -> impl Iterator<Item = (CostType, usize)> {
    scorer.asked().iter().filter(|&(_, facets)| facets > 0)
}

/// Computes a [`Population`] respondent by respondent.
///
/// ```
/// use retention::Accumulator;
/// use retention::scale::{Instrument, Item, Missing, Scale};
/// use retention::switching::Facet;
/// use retention::switching::survey::{Builder, Options, Scorer};
///
/// let items = [Item::as_asked(Facet::Learning), Item::reversed(Facet::Learning)];
/// let instrument = Instrument::new(Scale::ONE_TO_FIVE, items, Missing::default())?;
/// let mut builder = Builder::new(Scorer::new(instrument, Options::default())?);
/// for answers in [[Some(4.0), Some(1.0)], [Some(2.0), None], [None, None]] {
///     builder.push(&answers)?;
/// }
/// let population = builder.finish()?;
/// let learning = population.facet(Facet::Learning).unwrap();
/// assert_eq!((learning.answered, learning.missing), (2, 1));
/// assert_eq!(learning.mean, Some(3.25)); // 4.5 and 2
/// assert_eq!(learning.estimate().unwrap().standard_error(), 1.25);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", deny_unknown_fields)
)]
pub struct Builder {
    #[cfg_attr(
        not(feature = "serde"),
        expect(dead_code, reason = "written with the state")
    )]
    version: Version<2>,
    scorer: Scorer,
    sums: Sums,
}

checked_state!(Builder);

impl Builder {
    /// Creates an empty accumulator.
    #[must_use]
    pub fn new(scorer: Scorer) -> Self {
        Self {
            version: Version,
            sums: Sums::new(&scorer),
            scorer,
        }
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        let expected = Sums::new(&self.scorer);
        let (found, expected) = (&self.sums, &expected);
        same(
            "numbers of facets",
            &found.facets.len(),
            &expected.facets.len(),
        )?;
        same(
            "numbers of types",
            &found.types.len(),
            &expected.types.len(),
        )?;
        for sum in self.sums.each() {
            sum.check()?;
            same("numbers of rows", &sum.respondents(), &self.rows())?;
        }
        Ok(self)
    }
}

impl crate::sealed::Sealed for Builder {}

impl Accumulator for Builder {
    type Row<'r> = &'r [Option<f64>];
    type Output = Population;

    fn fresh(&self) -> Self {
        Self::new(self.scorer.clone())
    }

    fn rows(&self) -> u64 {
        self.sums.overall.respondents()
    }

    /// Adds one respondent's answers: one place for each item, `None` for a missing answer.
    ///
    /// # Errors
    /// At the respondent, as [`Scorer::score`].
    fn push(&mut self, answers: &[Option<f64>]) -> Result<()> {
        self.push_weighted(answers, 1.0)
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        let (ours, theirs) = (self.scorer.instrument(), other.scorer.instrument());
        if ours.scale() != theirs.scale() {
            let argument = "scales of the items";
            return Err(Error::mismatch(argument, ours.scale(), theirs.scale()));
        }
        if ours.items() != theirs.items() {
            return Err(Error::mismatch("items", items(ours), items(theirs)));
        }
        let argument = "rules for missing answers";
        same(argument, &ours.missing(), &theirs.missing())?;
        same("options", &self.scorer.options(), &other.scorer.options())?;
        self.sums.merge(&other.sums)
    }

    /// Returns the means over all respondents added.
    ///
    /// # Errors
    /// [`Error::Empty`] without respondents.
    fn finish(self) -> Result<Population> {
        if self.rows() == 0 {
            return Err(Error::empty("respondent"));
        }
        Ok(self.sums.finish(&self.scorer))
    }
}

/// The items in words, for an error.
fn items(instrument: &Instrument<Facet>) -> String {
    let items = instrument.items().iter();
    let names = items.map(|item| format!("{} {}", item.facet, item.orientation));
    names.collect::<Vec<_>>().join(", ")
}

impl Weighted for Builder {
    fn push_weighted(&mut self, answers: &[Option<f64>], weight: f64) -> Result<()> {
        let at = |error: Error| error.at_row(self.rows());
        let weight = respondent_weight(weight).map_err(at)?;
        more_rows(self.rows(), 1)?;
        let scores = self.scorer.score(answers).map_err(at)?;
        self.sums.push(&self.scorer, &scores, weight);
        Ok(())
    }
}
