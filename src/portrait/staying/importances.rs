//! Stated, derived and revealed importance side by side.

use super::{ImportanceBySource, JointModel, Predictor};

pub(super) fn of(predictors: &[Predictor], model: Option<&JointModel>) -> Vec<ImportanceBySource> {
    let rows = predictors.iter().map(|predictor| {
        let joined = model.and_then(|model| model.get(&predictor.name));
        let share = joined.and_then(|joined| joined.share);
        ImportanceBySource {
            predictor: predictor.name.clone(),
            stated: predictor.stated,
            derived: predictor.derived,
            revealed: share.map(|share| share.value()),
            revealed_error: share.map(|share| share.standard_error()),
            stated_rank: None,
            derived_rank: None,
            revealed_rank: None,
            ranks_apart: None,
        }
    });
    let mut rows: Vec<ImportanceBySource> = rows.collect();
    rank(&mut rows);
    rows
}

/// Ranks the rows that have every importance of which any row has one, so that ranks can be compared.
fn rank(rows: &mut [ImportanceBySource]) {
    let values = |row: &ImportanceBySource| [row.stated, row.derived, row.revealed];
    let every = [0, 1, 2].map(|source| {
        let mut all = rows
            .iter()
            .filter_map(|row| values(row).get(source).copied());
        all.any(|value| value.is_some())
    });
    let whole = |row: &ImportanceBySource| {
        let mut sources = values(row).into_iter().zip(every);
        sources.all(|(value, known)| value.is_some() || !known)
    };
    let compared: Vec<[Option<f64>; 3]> =
        rows.iter().filter(|row| whole(row)).map(values).collect();
    for row in rows.iter_mut().filter(|row| whole(row)) {
        let own = values(row);
        let ranks = [0, 1, 2].map(|source| {
            let value = own.get(source).copied().flatten()?;
            let others = compared
                .iter()
                .filter_map(|values| values.get(source).copied().flatten());
            Some(others.filter(|&other| other > value).count() as u64 + 1)
        });
        [row.stated_rank, row.derived_rank, row.revealed_rank] = ranks;
        let known = ranks.into_iter().flatten();
        let ends = known.clone().min().zip(known.clone().max());
        let several = known.count() > 1;
        row.ranks_apart = ends.filter(|_| several).map(|(low, high)| high - low);
    }
}
