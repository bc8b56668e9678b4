use crate::Result;
use crate::error::{Error, Place};
use crate::scale::{ItemSet, Weights};

/// The columns of items of the respondents who answered every one of them and have weight.
pub(super) struct Complete {
    /// Of all sets, one after the other.
    pub(super) columns: Vec<Vec<f64>>,
    pub(super) weights: Vec<f64>,
    /// Respondents who answered every item, those without weight included.
    pub(super) used: u64,
}

impl Complete {
    /// Of sets answered by the same respondents.
    pub(super) fn new(sets: &[&ItemSet<'_>], weights: Option<&Weights>) -> Result<Self> {
        let respondents = sets.first().map_or(0, |set| set.respondents());
        for set in sets {
            if set.respondents() != respondents {
                return Err(Error::length("items", set.respondents(), respondents));
            }
        }
        let mut from: Vec<_> = sets.iter().flat_map(|set| set.columns()).collect();
        let mut found = Self {
            columns: vec![Vec::new(); from.len()],
            weights: Vec::new(),
            used: 0,
        };
        let mut row = Vec::with_capacity(from.len());
        for weight in Weights::or_equal(weights, respondents)? {
            row.clear();
            row.extend(from.iter_mut().filter_map(|column| column.next()?));
            if row.len() < found.columns.len() {
                continue;
            }
            found.used += 1;
            if weight > 0.0 {
                found.weights.push(weight);
                for (column, answer) in found.columns.iter_mut().zip(&row) {
                    column.push(*answer);
                }
            }
        }
        Ok(found)
    }

    /// Refuses an item to which everybody gave the same answer.
    pub(super) fn refuse_constant(&self) -> Result<()> {
        for (item, column) in self.columns.iter().enumerate() {
            let first = column.first();
            if column.iter().all(|answer| Some(answer) == first) {
                let found = u64::from(first.is_some());
                let error = Error::insufficient("different answers", found, 2);
                return Err(error
                    .at_place(Place::Item(item.into()))
                    .with_cure("everybody gave the same answer: leave the item out"));
            }
        }
        Ok(())
    }
}
