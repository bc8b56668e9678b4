//! From a table of customers to what told who stayed.

use super::importances::{self};
use super::table::Table;
use super::{
    Options, Predictor, PredictorOfStaying, PredictorsOfStaying, StayingVerdict, joint, single,
};
use crate::Result;
use crate::threads;

pub(super) fn find(
    table: &Table,
    predictors: &[Predictor],
    options: Options,
) -> Result<PredictorsOfStaying> {
    let each: Vec<usize> = (0..predictors.len()).collect();
    let singles = threads::map(each, |at| {
        let predictor = predictors.get(at);
        predictor.map(|predictor| single::of(table, at, predictor, options))
    });
    let (mut found, mut groups) = (Vec::new(), Vec::new());
    for single in singles.into_iter().flatten() {
        let single = single?;
        found.push(single.predictor);
        groups.extend(single.groups);
    }
    let tests = judge(&mut found, options)?;
    let joint = joint::of(table, predictors, &mut found, options)?;
    let importances = importances::of(predictors, joint.fitted());
    Ok(PredictorsOfStaying {
        stayed: single::counted(table.stayed.iter().copied())?,
        predictors: found,
        groups,
        joint,
        importances,
        tests,
        options,
    })
}

/// Adjusts all p-values for each other, judges each predictor, and returns how many tests there were.
fn judge(found: &mut [PredictorOfStaying], options: Options) -> Result<u64> {
    let mut p_values = Vec::new();
    for predictor in found.iter() {
        let bend = predictor.bend.map(|bend| bend.test(0.0)).transpose()?;
        p_values.push(predictor.p_value);
        p_values.push(bend.flatten().map(|test| test.p_value));
    }
    let tests = p_values.iter().flatten().count() as u64;
    let adjusted = options.adjustment.adjust_known(p_values.into_iter())?;
    for (predictor, adjusted) in found.iter_mut().zip(adjusted.chunks_exact(2)) {
        predictor.adjusted_p_value = adjusted.first().copied().flatten();
        predictor.bend_adjusted_p_value = adjusted.last().copied().flatten();
        if predictor.verdict == StayingVerdict::Insufficient {
            continue;
        }
        let counts = |p: Option<f64>| p.is_some_and(|p| p < options.alpha());
        let small = predictor
            .area
            .is_some_and(|area| area.upper < options.negligible);
        predictor.verdict = if counts(predictor.adjusted_p_value) {
            StayingVerdict::Tells
        } else if counts(predictor.bend_adjusted_p_value) {
            StayingVerdict::TellsInTheMiddle
        } else if small {
            StayingVerdict::DoesNotTell
        } else {
            StayingVerdict::Undecided
        };
    }
    Ok(tests)
}
