//! What the report opens with: how far loyalty goes, who is held, and whom to turn to first.

use retention::estimate::{Confidence, Estimate, Proportion};
use retention::loyalty::curve::Competition;

use super::{cut, ends, share};
use crate::kit::format::{
    count, counted, figure, number, percent, quoted, range, rate_interval, shortened,
};
use crate::kit::opening::{Action, Opening};
use crate::kit::order::{Measured, extremes};
use crate::loyalty::figures::cuts::{FIVE_SIXTHS, along};
use crate::loyalty::figures::types::Types;
use crate::loyalty::figures::{Figures, Segment};

pub fn opening(figures: &Figures) -> Opening {
    let sentences = [
        Some(levels(figures)),
        providers(figures),
        below(figures),
        hostages(figures),
        unattached(figures),
        barriers(figures),
        competition(figures),
    ];
    let actions = [
        offer(figures),
        held(figures),
        attach(figures),
        lost(figures),
    ];
    Opening::new(
        sentences.into_iter().flatten(),
        actions.into_iter().flatten(),
    )
}

fn customers(number: u64) -> String {
    counted(number, "customer", "customers")
}

/// What those of the conative phase do, in short.
const MEAN: &str = "who mean to stay on these grounds";

/// How far loyalty goes.
fn levels(figures: &Figures) -> String {
    let conative = &figures.everybody.level_shares.conative;
    let mean = "mean to choose again and to stay, and rest that on liking and on what they think of \
                the offer";
    if conative.of == 0 {
        return "Of nobody it is known how far loyalty goes.".to_owned();
    }
    if conative.insufficient {
        return format!(
            "{} of {} {mean}; of so few no share is given.",
            count(conative.count),
            customers(conative.of),
        );
    }
    format!(
        "{} of {} ({}; 95 % interval {}) {mean}.",
        count(conative.count),
        customers(conative.of),
        share(conative),
        ends(conative),
    )
}

/// Who does not rate the offer itself high enough, and of these who stays all the same.
fn below(figures: &Figures) -> Option<String> {
    let below = &figures.everybody.level_shares.below_cognitive;
    let stay = figures.phases_out_of_order.intention_without_belief;
    let all_the_same = match stay {
        0 => String::new(),
        some => format!("; {} mean to stay all the same", count(some)),
    };
    (below.count > 0 && !below.insufficient).then(|| {
        format!(
            "{} of {} ({}; {}) rate the offer itself below {}{all_the_same}.",
            count(below.count),
            customers(below.of),
            share(below),
            ends(below),
            cut(figures.cuts.threshold),
        )
    })
}

fn hostages(figures: &Figures) -> Option<String> {
    let row = &figures.everybody.hostages;
    let found = &row.hostages;
    if found.of == 0 {
        return None;
    }
    let shares = match found.insufficient {
        true => String::new(),
        false => format!(" ({}; {})", share(found), ends(found)),
    };
    let below = cut(row.satisfaction_below);
    Some(match row.switching_cost_from {
        Some(from) => format!(
            "{} of {} who are loyal{shares} are hostages by the cuts of this report: loyal from {}, satisfied \
             below {below}, and held by a switching cost from {}{}.",
            count(found.count),
            customers(found.of),
            cut(row.loyalty_from),
            cut(from),
            match row.undecided {
                0 => String::new(),
                some => format!(
                    "; of {} that is not known",
                    counted(some, "more loyal customer", "more loyal customers"),
                ),
            },
        ),
        None => format!(
            "{} of {} who are loyal from {} on{shares} are satisfied below {below}; whether they are held, \
             nobody was asked, so that many are hostages at most.",
            count(found.count),
            customers(found.of),
            cut(row.loyalty_from),
        ),
    })
}

/// The types at the cut between a perfect and a middling answer.
fn types(figures: &Figures) -> Option<(&Types, u64)> {
    let at = along(figures.scale, FIVE_SIXTHS);
    let types = figures.types.iter().find(|types| types.cut == at)?;
    let all = types.loyalists + types.mercenaries + types.hostages + types.defectors;
    (all > 0).then_some((types, all))
}

/// A share of so many, with its interval where there are enough.
fn of_all(figures: &Figures, number: u64, all: u64) -> String {
    let share = Proportion::new(number, all).ok();
    let share = share.filter(|_| all >= figures.cuts.minimum);
    share.map_or_else(String::new, |share| {
        format!(" ({}; {})", percent(share.value(), 1), rate_interval(share))
    })
}

fn unattached(figures: &Figures) -> Option<String> {
    let (types, all) = types(figures)?;
    let some = types.mercenaries;
    (some > 0).then(|| {
        format!(
            "{} of {}{} are satisfied from {} on and loyal below it.",
            count(some),
            customers(all),
            of_all(figures, some, all),
            cut(types.cut),
        )
    })
}

/// Between which shares the providers lie.
fn providers(figures: &Figures) -> Option<String> {
    let known: Vec<(&Segment, Measured)> = figures
        .providers
        .iter()
        .filter_map(|segment| {
            let found = &segment.level_shares.conative;
            Some((
                segment,
                Measured::of(found.share, found.lower, found.upper)?,
            ))
        })
        .collect();
    let shares: Vec<Measured> = known.iter().map(|(_, share)| *share).collect();
    let found = extremes(&shares).filter(|found| found.lowest != found.highest)?;
    let named = |at: usize| {
        known.get(at).map(|(segment, _)| {
            let conative = &segment.level_shares.conative;
            let name = shortened(&segment.name, 60);
            format!("{name} ({}; {})", share(conative), ends(conative))
        })
    };
    let (low, high) = (named(found.lowest)?, named(found.highest)?);
    Some(match found.told {
        true => format!("The share {MEAN} is highest at {high} and lowest at {low}."),
        false => format!(
            "The share {MEAN} runs, by provider, from {low} to {high}; chance alone may set them so far \
             apart.",
        ),
    })
}

/// What customers think leaving would cost, and which barrier is the highest.
fn barriers(figures: &Figures) -> Option<String> {
    let scale = figures.switching_cost_scale?;
    let all = &figures.everybody;
    let mean = interval(all.switching_cost, all.standard_errors.switching_cost)?;
    let known: Vec<(String, Measured)> = figures
        .switching_barriers
        .items
        .iter()
        .filter_map(|item| {
            let name = if item.asks.is_empty() {
                &item.name
            } else {
                &item.asks
            };
            let found = interval(item.mean, item.standard_error)?;
            Some((quoted(&shortened(name, 60)), found))
        })
        .collect();
    let means: Vec<Measured> = known.iter().map(|(_, mean)| *mean).collect();
    let named = |at: usize| {
        let (name, mean) = known.get(at)?;
        Some(format!("{name} ({})", number(mean.value, 2)))
    };
    let which = extremes(&means).and_then(|found| {
        let (low, high) = (named(found.lowest)?, named(found.highest)?);
        Some(match found.told {
            true => format!("; of its parts {high} is the highest and {low} the lowest"),
            false => "; none of its parts is told from another".to_owned(),
        })
    });
    Some(format!(
        "What leaving would cost is put at {} on {scale} (95 % interval {}){}.",
        number(mean.value, 2),
        range(Some(mean.lower), Some(mean.upper), 2),
        which.unwrap_or_default(),
    ))
}

fn interval(mean: Option<f64>, error: Option<f64>) -> Option<Measured> {
    let estimate = Estimate::new(mean?, error?).ok()?;
    let ends = estimate.interval(Confidence::default());
    Measured::of(mean, Some(ends.lower()), Some(ends.upper()))
}

fn competition(figures: &Figures) -> Option<String> {
    let curve = figures.competition_curve.as_ref()?;
    let told = match curve.competition {
        Competition::High => {
            "Short of full satisfaction loyalty is low, as where rivals are a step away"
        }
        Competition::Low => {
            "Short of full satisfaction loyalty is high, as where rivals are out of reach"
        }
        // What tells nothing is nothing to repeat.
        _ => return None,
    };
    Some(format!(
        "{told} (exponent {}; 95 % interval {}).",
        figure(curve.exponent, 3),
        range(curve.robust_lower, curve.robust_upper, 3),
    ))
}

/// An action on so many customers, where there are any.
fn on(some: u64, what: String, stake: String) -> Option<Action> {
    (some > 0).then(|| Action::new(what, stake, some as f64))
}

fn offer(figures: &Figures) -> Option<Action> {
    let below = figures.everybody.level_shares.below_cognitive;
    on(
        below.count,
        format!(
            "Ask who rates the offer below {} what it lacks: quality and value come first in the chain, \
             and nothing later holds without them.",
            cut(figures.cuts.threshold),
        ),
        format!(
            "{} of {}{}",
            count(below.count),
            customers(below.of),
            of_all(figures, below.count, below.of),
        ),
    )
}

fn held(figures: &Figures) -> Option<Action> {
    let row = &figures.everybody.hostages;
    let found = row.hostages;
    on(
        found.count,
        format!(
            "Find out what keeps the loyal from being satisfied from {} on, before a rival or a rule \
             makes leaving easier.",
            cut(row.satisfaction_below),
        ),
        format!(
            "{} of {} who are loyal",
            count(found.count),
            customers(found.of),
        ),
    )
}

fn attach(figures: &Figures) -> Option<Action> {
    let (types, all) = types(figures)?;
    on(
        types.mercenaries,
        format!(
            "Give those who are satisfied from {} on and no more loyal for it a reason to come back.",
            cut(types.cut),
        ),
        format!("{} of {}", count(types.mercenaries), customers(all)),
    )
}

fn lost(figures: &Figures) -> Option<Action> {
    let (types, all) = types(figures)?;
    on(
        types.defectors,
        format!(
            "Ask those who are neither satisfied nor loyal from {} on what went wrong, and mend what \
             several name.",
            cut(types.cut),
        ),
        format!("{} of {}", count(types.defectors), customers(all)),
    )
}
