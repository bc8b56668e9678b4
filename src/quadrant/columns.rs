//! Sums of a survey's columns, taken block by block.

use std::ops::Range;

use super::sums::Sums;
use super::{Deletion, Importance, Method, Survey};
use crate::Result;
use crate::numeric::blocks::{self, Block, ROWS};
use crate::numeric::moments::{Moments, One};
use crate::scale::Answers;
use crate::threads;

/// So many rows at a time go to a thread; a whole number of blocks.
pub(super) const PART: usize = 8 * ROWS;

/// The sums of some respondents.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) sums: Sums,
    pub(super) used: u64,
    pub(super) left_out: u64,
}

impl Part {
    /// Takes the sums of all respondents. The result does not depend on the number of threads.
    pub(super) fn of(columns: &Columns<'_, '_>) -> Result<Self> {
        let parts = threads::blocks(columns.respondents(), PART);
        let mut whole = columns.nobody();
        threads::in_order(
            parts,
            |rows| columns.part(rows),
            |part| {
                whole.merge(&part);
                Ok(())
            },
        )
        .map(|()| whole)
    }

    fn merge(&mut self, other: &Self) {
        self.sums.merge(&other.sums);
        self.used += other.used;
        self.left_out += other.left_out;
    }
}

/// What is summed.
pub(super) struct Columns<'s, 'a> {
    pub(super) rated: &'s [Answers<'a>],
    pub(super) overall: &'s Answers<'a>,
    /// `None` if each respondent weighs 1.
    weights: Option<Vec<f64>>,
    pub(super) method: Method,
}

/// The respondents of a block who gave all answers.
struct Complete {
    /// Their positions in the block; `None` if they are all of it.
    positions: Option<Vec<usize>>,
    block: Block,
    respondents: u64,
}

/// Room for the columns of a block, so that it is made once a part.
#[derive(Default)]
struct Room {
    values: Vec<f64>,
    overall: Vec<f64>,
    logarithms: Vec<f64>,
    columns: blocks::Columns<f64>,
    whole: blocks::Columns<f32>,
    /// Whether an answer was no small whole number from the first of its block.
    fractions: bool,
}

impl<'s, 'a> Columns<'s, 'a> {
    pub(super) fn new(survey: &'s Survey<'a>, method: Method) -> Result<Self> {
        let weights = survey.sheet.relative_weights()?;
        Ok(Self {
            rated: survey.sheet.columns(),
            overall: survey.overall_answers()?,
            // Weights that are all equal are none.
            weights: weights.filter(|weights| weights.iter().any(|&weight| weight != 1.0)),
            method,
        })
    }
}

impl Columns<'_, '_> {
    pub(super) fn respondents(&self) -> usize {
        self.overall.len()
    }

    fn nobody(&self) -> Part {
        Part {
            sums: if self.method.importance.is_joint() {
                Sums::new(Deletion::Listwise, self.rated.len())
            } else {
                // A correlation needs no products of two attributes.
                Sums::new(Deletion::Pairwise, self.rated.len())
            },
            used: 0,
            left_out: 0,
        }
    }

    fn part(&self, rows: Range<usize>) -> Part {
        let (mut part, mut room) = (self.nobody(), Room::default());
        for start in rows.clone().step_by(ROWS) {
            let block = start..rows.end.min(start.saturating_add(ROWS));
            let used = match (&mut part.sums, self.method.deletion) {
                (Sums::Listwise { moments, means }, _) => {
                    self.joint(block.clone(), moments, means, &mut room)
                }
                (Sums::Pairwise { means, pairs }, Deletion::Listwise) => {
                    self.same_rows(block.clone(), means, pairs, &mut room)
                }
                (Sums::Pairwise { means, pairs }, Deletion::Pairwise) => {
                    self.own_rows(block.clone(), means, pairs, &mut room)
                }
            };
            part.used += used;
            part.left_out += (block.len() as u64).saturating_sub(used);
        }
        part
    }

    /// Adds the moments of all columns of a block, and returns how many respondents are used.
    fn joint(
        &self,
        rows: Range<usize>,
        moments: &mut Moments,
        means: &mut [One],
        room: &mut Room,
    ) -> u64 {
        let complete = self.complete(rows.clone());
        let own = complete.positions.is_some() || self.method.importance == Importance::Deng;
        if own {
            self.everyone(rows.clone(), means, room);
        }
        if complete.block.rows() == 0 {
            return complete.respondents;
        }
        let found = match self.whole(rows.clone(), &complete, room) {
            Some(found) => found,
            None => self.any(rows, &complete, room),
        };
        if !own {
            for (at, mean) in means.iter_mut().enumerate() {
                mean.merge(&found.one(at));
            }
        }
        moments.merge(&found);
        complete.respondents
    }

    /// Adds the moments of each attribute, of all who rated it, whatever else they answered.
    fn everyone(&self, rows: Range<usize>, means: &mut [One], room: &mut Room) {
        for (rated, mean) in self.rated.iter().zip(means) {
            let block = if rated.missing() > 0 {
                let mut answered = vec![1.0; rows.len()];
                rated.mask(rows.clone(), &mut answered);
                self.marked(rows.clone(), answered)
            } else {
                self.all_of(rows.clone())
            };
            if block.rows() > 0 {
                let values = rated.block(rows.clone(), None, &mut room.values);
                mean.merge(&block.one(values));
            }
        }
    }

    /// Creates a block of all respondents.
    fn all_of(&self, rows: Range<usize>) -> Block {
        match self.weights_of(rows.clone()) {
            Some(weights) => Block::weighted(weights.to_vec()),
            None => Block::equal(rows.len()),
        }
    }

    /// Returns the moments of all columns of a block in which each answer is a small whole number from
    /// the first and each respondent weighs 1; `None` of any other.
    fn whole(&self, rows: Range<usize>, complete: &Complete, room: &mut Room) -> Option<Moments> {
        if self.weights.is_some() || self.method.importance == Importance::Deng || room.fractions {
            return None;
        }
        room.whole.clear();
        for answers in self.all() {
            let positions = complete.positions.as_deref();
            let values = answers.block(rows.clone(), positions, &mut room.values);
            if !complete.block.add_whole(values, &mut room.whole) {
                room.fractions = true;
                return None;
            }
        }
        Some(complete.block.moments(&room.whole))
    }

    /// Returns the moments of all columns of a block, whatever the answers and the weights.
    fn any(&self, rows: Range<usize>, complete: &Complete, room: &mut Room) -> Moments {
        let (positions, block) = (complete.positions.as_deref(), &complete.block);
        room.columns.clear();
        for rated in self.rated {
            let mut values = rated.block(rows.clone(), positions, &mut room.values);
            if self.method.importance == Importance::Deng {
                room.logarithms.clear();
                room.logarithms.extend(values.iter().map(|x| x.ln()));
                values = &room.logarithms;
            }
            block.add(values, &mut room.columns);
        }
        let overall = self.overall.block(rows, positions, &mut room.values);
        block.add(overall, &mut room.columns);
        block.moments(&room.columns)
    }

    /// Adds the moments of each attribute with the overall answers, of those who gave all answers.
    fn same_rows(
        &self,
        rows: Range<usize>,
        means: &mut [One],
        pairs: &mut [Moments],
        room: &mut Room,
    ) -> u64 {
        let complete = self.complete(rows.clone());
        let (positions, block) = (complete.positions.as_deref(), &complete.block);
        let overall = self
            .overall
            .block(rows.clone(), positions, &mut room.overall);
        let overall = block.alone(overall);
        for ((rated, mean), pair) in self.rated.iter().zip(means.iter_mut()).zip(pairs) {
            let values = rated.block(rows.clone(), positions, &mut room.values);
            let found = block.pair(values, &overall);
            if positions.is_none() {
                mean.merge(&found.first());
            }
            pair.merge(&found);
        }
        if positions.is_some() {
            self.everyone(rows, means, room);
        }
        complete.respondents
    }

    /// Adds the moments of each attribute with the overall answers, of those who gave these two.
    fn own_rows(
        &self,
        rows: Range<usize>,
        means: &mut [One],
        pairs: &mut [Moments],
        room: &mut Room,
    ) -> u64 {
        if self.all().all(|answers| answers.missing() == 0) {
            return self.same_rows(rows, means, pairs, room);
        }
        let mut nobody = vec![1.0; rows.len()];
        let overall = self.overall.block(rows.clone(), None, &mut room.overall);
        for ((rated, mean), pair) in self.rated.iter().zip(means).zip(pairs) {
            let mut answered = vec![1.0; rows.len()];
            rated.mask(rows.clone(), &mut answered);
            for (nobody, answered) in nobody.iter_mut().zip(&answered) {
                *nobody *= 1.0 - answered;
            }
            let values = rated.block(rows.clone(), None, &mut room.values);
            let both = {
                let mut both = answered.clone();
                self.overall.mask(rows.clone(), &mut both);
                self.marked(rows.clone(), both)
            };
            let found = both.pair(values, &both.alone(overall));
            mean.merge(&if self.overall.missing() == 0 {
                found.first()
            } else {
                self.marked(rows.clone(), answered).one(values)
            });
            pair.merge(&found);
        }
        nobody.iter().filter(|&&nobody| nobody == 0.0).count() as u64
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Answers<'_>> {
        self.rated.iter().chain([self.overall])
    }

    /// Creates a block of the respondents whose mark is 1.
    fn marked(&self, rows: Range<usize>, mut marks: Vec<f64>) -> Block {
        let Some(weights) = self.weights_of(rows) else {
            return Block::marked(marks);
        };
        for (mark, weight) in marks.iter_mut().zip(weights) {
            *mark *= weight;
        }
        Block::weighted(marks)
    }

    pub(super) fn weights_of(&self, rows: Range<usize>) -> Option<&[f64]> {
        let weights = self.weights.as_ref()?;
        Some(weights.get(rows).unwrap_or_default())
    }

    /// Finds the respondents of a block who gave all answers.
    fn complete(&self, rows: Range<usize>) -> Complete {
        let weights = self.weights_of(rows.clone());
        let mut gaps = self
            .all()
            .filter(|answers| answers.missing() > 0)
            .peekable();
        if gaps.peek().is_none() {
            return Complete {
                positions: None,
                respondents: rows.len() as u64,
                block: self.all_of(rows),
            };
        }
        let mut marks = vec![1.0; rows.len()];
        for answers in gaps {
            answers.mask(rows.clone(), &mut marks);
        }
        let marks = marks.iter().enumerate().filter(|&(_, &mark)| mark > 0.0);
        let positions: Vec<usize> = marks.map(|(row, _)| row).collect();
        let weight = |&row: &usize| weights.and_then(|weights| weights.get(row)).copied();
        Complete {
            block: if weights.is_some() {
                Block::weighted(positions.iter().filter_map(weight).collect())
            } else {
                Block::equal(positions.len())
            },
            respondents: positions.len() as u64,
            positions: Some(positions),
        }
    }
}
