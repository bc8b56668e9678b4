//! What the report opens with: the figures that a manager would repeat, and what to do first. A
//! sentence whose figure is not known is not there.

use std::cmp::Ordering;

use retention::estimate::{Confidence, Proportion};
use retention::lifecycle::Stage;
use rust_decimal::Decimal;

use super::customers::short;
use crate::kit::format::{count, counted, listed, money, number, percent};
use crate::kit::opening::{Action, Opening};
use crate::purchases::figures::Figures;
use crate::purchases::figures::lifecycle::StageFigures;
use crate::purchases::figures::migration::Moved;
use crate::purchases::figures::stakes::{Stake, Who};

pub fn opening(figures: &Figures) -> Opening {
    let sentences = [
        // Whatever is wrong with the file is wrong with all that follows.
        to_check(figures),
        Some(brought(figures)),
        // Where many are new, that is why so many have bought once.
        too_new(figures).or_else(|| bought_once(figures).filter(|_| figures.remarks.is_empty())),
        base(figures),
        ended(figures),
        untold(figures),
        in_decline(figures),
        trusted(figures),
        ranked(figures),
    ];
    let actions = figures.stakes.iter().map(action);
    Opening::new(sentences.into_iter().flatten(), actions)
}

fn people(number: u64) -> String {
    counted(number, "customer", "customers")
}

/// How many bring how much.
fn brought(figures: &Figures) -> String {
    let shares = &figures.concentration;
    let who = people(figures.customers);
    let all = match figures.revenue {
        none if none.is_zero() => format!("{who} brought nothing from {}", figures.window),
        back if back.is_sign_negative() => format!(
            "{who} took back {} more than they paid from {}",
            money(-back),
            figures.window,
        ),
        revenue => format!("{who} brought {} from {}", money(revenue), figures.window),
    };
    let top = shares.top_20_percent_customers;
    match shares.top_20_percent_share {
        Some(share) if figures.customers > 1 => {
            let share = percent(Some(share), 1);
            match top {
                1 => format!("{all}; the best of them brought {share} of it."),
                _ => format!(
                    "{all}; the top 20 %, {} customers, brought {share} of it.",
                    count(top),
                ),
            }
        }
        _ => format!("{all}."),
    }
}

/// What looks wrong in the file.
fn to_check(figures: &Figures) -> Option<String> {
    let remarks = match figures.remarks.len() {
        0 => return None,
        1 => "a remark stands".to_owned(),
        many => format!("{} remarks stand", count(many)),
    };
    Some(format!(
        "Check the file before you repeat these figures: {remarks} under “What was read”."
    ))
}

/// Of whom nothing can be said yet.
fn too_new(figures: &Figures) -> Option<String> {
    let lifecycle = &figures.lifecycle;
    let new = lifecycle.too_new;
    match new {
        0 => None,
        // "Of all" would say the same again.
        all if lifecycle.customers as u64 == all => {
            Some("All are too new to be judged, and count as acquisition.".to_owned())
        }
        1 => Some("1 customer is too new to be judged, and counts as acquisition.".to_owned()),
        _ => Some(format!(
            "{}, {} of all, are too new to be judged, and count as acquisition.",
            people(new),
            percent(Some(new as f64 / lifecycle.customers as f64), 1),
        )),
    }
}

/// How many came back at all, and how soon.
fn bought_once(figures: &Figures) -> Option<String> {
    let repeat = &figures.repeat;
    if figures.customers < 2 {
        return None;
    }
    let median = repeat.median_days_to_second.map(|days| {
        let shown = number(days, 0);
        let unit = if shown == "1" { "day" } else { "days" };
        format!("within {shown} {unit}")
    });
    Some(match (repeat.one_time_buyers, median) {
        (once, None) => format!("All of the {} bought on one day only.", people(once)),
        (0, Some(median)) => format!("Every customer bought a second time, half of them {median}."),
        (once, Some(median)) => format!(
            "{}, {} of all, bought on one day only; half of those who came back did so {median}.",
            people(once),
            percent(repeat.one_time_share, 1),
        ),
    })
}

/// Whether the base grows; only two whole periods of one length can tell.
fn base(figures: &Figures) -> Option<String> {
    let moved = figures.migration.as_deref()?;
    let whole = figures.statuses.records_begin <= moved.base.from()
        && moved.later.to() <= figures.window.to();
    if !whole || !moved.equally_long || moved.before.customers == 0 {
        return None;
    }
    let (before, after) = (moved.before.customers, moved.after.customers);
    let way = match (after.cmp(&before), is_beyond_chance(moved)) {
        (Ordering::Less, true) => "The base shrinks",
        (Ordering::Less, false) => "That the base shrinks may be chance",
        (Ordering::Equal, _) => "The base neither grows nor shrinks",
        (Ordering::Greater, true) => "The base grows",
        (Ordering::Greater, false) => "That the base grows may be chance",
    };
    Some(format!(
        "{way}: {} bought from {}, after {} from {}; {}, and revenue went from {} to {}.",
        people(after),
        moved.later,
        count(before),
        moved.base,
        came_and_went(moved),
        money(moved.before.revenue),
        money(moved.after.revenue),
    ))
}

/// Whether more came than stayed away, or fewer, than one of two would by chance: the 95 % interval of
/// the share of those who came, among all who did either, leaves a half out.
fn is_beyond_chance(moved: &Moved) -> bool {
    let left = moved.left.rate.numerator();
    let either = Proportion::new(moved.entered, moved.entered + left).ok();
    let interval = either.and_then(|share| share.wilson(Confidence::default()));
    interval.is_some_and(|ends| ends.lower() > 0.5 || ends.upper() < 0.5)
}

fn came_and_went(moved: &Moved) -> String {
    let left = match moved.left.rate.numerator() {
        0 => "nobody stayed away".to_owned(),
        left => format!("{} stayed away", count(left)),
    };
    match moved.entered {
        0 => format!("{left}, nobody else came"),
        others => format!("{left}, {} came", counted(others, "other", "others")),
    }
}

fn stage(figures: &Figures, stage: Stage) -> Option<&StageFigures> {
    let mut stages = figures.lifecycle.stages.iter();
    stages.find(|figures| figures.stage == stage)
}

/// So many, and what they brought.
fn standing(stage: &StageFigures, are: &str, is: &str) -> String {
    let revenue = stage.revenue.zip(stage.share_of_revenue);
    let brought = revenue.map_or_else(String::new, |(revenue, share)| they_brought(revenue, share));
    format!(
        "{}, {} of all, {}{brought}",
        people(stage.customers),
        percent(stage.share, 1),
        if stage.customers == 1 { is } else { are },
    )
}

fn they_brought(revenue: Decimal, share: f64) -> String {
    match revenue {
        none if none.is_zero() => "; they brought nothing".to_owned(),
        _ => format!(
            "; they brought {}, {} of revenue",
            money(revenue),
            percent(Some(share), 1),
        ),
    }
}

/// Who has long been silent, and cannot be judged.
fn untold(figures: &Figures) -> Option<String> {
    let lifecycle = &figures.lifecycle;
    let untold = &lifecycle.untold;
    let horizon = lifecycle.silence.as_ref()?.horizon;
    let revenue = untold.revenue.zip(untold.share_of_revenue);
    (untold.customers > 0).then(|| {
        format!(
            "{}, {} of all, cannot be judged, though silent for more than {horizon}: too few who bought as \
             often were followed so long{}.",
            people(untold.customers),
            percent(
                Some(untold.customers as f64 / lifecycle.customers as f64),
                1
            ),
            revenue.map_or_else(String::new, |(revenue, share)| {
                they_brought(revenue, share)
            }),
        )
    })
}

fn ended(figures: &Figures) -> Option<String> {
    let ended = stage(figures, Stage::Termination)?;
    let judged = figures.lifecycle.silence.as_ref()?;
    Some(match ended.customers {
        0 if !judged.can_tell() => format!(
            "Nobody can be called ended yet: too few customers have been silent for {} to tell who comes \
             back.",
            judged.horizon,
        ),
        0 => "Nobody is called ended.".to_owned(),
        _ => format!(
            "{}; of customers so long silent fewer than {} come back within {}.",
            standing(ended, "are called ended", "is called ended"),
            percent(Some(judged.ended_below), 0),
            judged.horizon,
        ),
    })
}

fn in_decline(figures: &Figures) -> Option<String> {
    let decline = stage(figures, Stage::Decline)?;
    let judged = figures.lifecycle.silence.as_ref()?;
    if decline.customers == 0 && !judged.can_tell() {
        return None;
    }
    Some(match decline.customers {
        0 => "Nobody is in decline.".to_owned(),
        _ => format!("{}.", standing(decline, "are in decline", "is in decline")),
    })
}

/// A share, or that it is none.
fn none_or(share: f64) -> String {
    match share {
        0.0 => "none".to_owned(),
        some => percent(Some(some), 1),
    }
}

/// How far those called ended can be trusted to be gone.
fn trusted(figures: &Figures) -> Option<String> {
    let judgement = figures.lifecycle.tested.judgement.as_ref()?;
    let (as_of, until) = (judgement.as_of, judgement.until);
    let Some(misled) = judgement.misled else {
        let ended = stage(figures, Stage::Termination)?.customers;
        return (ended > 0).then(|| {
            format!(
                "How far to trust this cannot be tested on {as_of}, when nobody was called ended."
            )
        });
    };
    let recognised = judgement.recognised.map_or_else(String::new, |recognised| {
        format!(
            "; of those who did not, {} had been called ended",
            none_or(recognised),
        )
    });
    let again = none_or(misled);
    Some(format!(
        "How far to trust this: of {} called ended on {as_of}, {again} bought again by {until}{recognised}.",
        people(judgement.called_ended),
    ))
}

/// How well the chance of return puts those who came back above those who did not.
fn ranked(figures: &Figures) -> Option<String> {
    let ranked = figures.lifecycle.tested.default()?;
    let (auc, judgement) = (
        ranked.auc.as_ref()?,
        figures.lifecycle.tested.judgement.as_ref()?,
    );
    if !judgement.tells_ranks() {
        return None;
    }
    let of_hundred = |share: f64| number(share * 100.0, 0);
    let interval = auc.interval.map_or_else(String::new, |(lower, upper)| {
        format!(
            " (95 % interval {} to {})",
            of_hundred(lower),
            of_hundred(upper)
        )
    });
    Some(format!(
        "Of two customers of {}, one who came back and one who did not, the first had been ranked higher \
         in {} of 100 pairs{interval}.",
        judgement.as_of,
        of_hundred(auc.value),
    ))
}

/// What to do for a group of customers, and what is at stake.
fn action(stake: &Stake) -> Action {
    let tiers = match stake.tiers.as_slice() {
        [tier] => format!("the tier {tier}"),
        tiers => format!("the tiers {}", listed(tiers)),
    };
    let first: Vec<String> = stake.first.iter().map(|key| short(key)).collect();
    // A single one is named at once.
    let (whom, and) = match (stake.customers, first.as_slice()) {
        (1, [name]) => (format!("{name}, the only customer"), ","),
        (1, _) => ("the customer".to_owned(), ""),
        (many, _) => (format!("the {}", people(many)), ""),
    };
    let what = match stake.who {
        Who::ValuableInDecline => {
            format!("Approach {whom} in decline of {tiers}, and settle what is wrong.")
        }
        Who::OthersInDecline => {
            format!("Remind {whom} in decline of {tiers}, at a cost that fits what they bring.")
        }
        Who::ValuableEnded => format!(
            "Ask {whom} called ended of {tiers}{and} why they left, and win back whom you can."
        ),
        Who::OthersEnded => {
            format!("Make {whom} called ended of {tiers}{and} one cheap offer, and then no more.")
        }
        Who::ValuableActive => {
            format!("Look after {whom} of {tiers} not in decline, before winning anyone back.")
        }
        Who::New => format!("Win the next purchase of {whom} in acquisition."),
        Who::Untold => {
            format!("Ask {whom} long silent who cannot be judged{and} whether they still need you.")
        }
    };
    let what = match first.as_slice() {
        [] => what,
        _ if stake.customers <= 1 => what,
        first => format!("{what} Begin with {}.", listed(first)),
    };
    Action::new(what, at_stake(stake), stake.weight())
}

fn at_stake(stake: &Stake) -> String {
    let spent = stake.spent;
    if stake.value.is_zero() {
        return format!(
            "{}, brought from {}; nothing of it was spent from {spent}.",
            money(stake.brought),
            stake.window,
        );
    }
    if stake.untold == stake.customers {
        return format!(
            "{}, spent from {spent}; how likely they come back cannot be told.",
            money(stake.value),
        );
    }
    let told = stake.value.saturating_sub(stake.untold_value);
    let untold = match stake.untold {
        0 => String::new(),
        untold => format!(
            "; beside it the {} of {} whose chance cannot be told",
            money(stake.untold_value),
            people(untold),
        ),
    };
    format!(
        "{} of the {} spent from {spent}, by their chances of not coming back{untold}.",
        money(stake.expected_loss),
        money(told),
    )
}
