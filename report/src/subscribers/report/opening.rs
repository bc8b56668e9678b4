//! What the report opens with: who stays, what they are worth, and whom to turn to first.

use super::givers::gifts_of;
use super::name;
use crate::kit::format::{capitalised, count, counted, listed, money, number, percent};
use crate::kit::opening::{Action, Opening};
use crate::subscribers::figures::Figures;
use crate::subscribers::figures::contract::{Cohort, Present, Renewed, times};
use crate::subscribers::figures::givers::{Cell, Expected, Givers};
use crate::subscribers::figures::laws::Name;

/// So many segments are named, the largest at the start.
const NAMED: usize = 3;
/// So much of the gifts to be expected next is enough for a first round.
const ENOUGH: f64 = 0.8;

pub fn opening(figures: &Figures) -> Opening {
    let segments = named(figures);
    let both = figures.donors.as_ref().zip(figures.expected.as_ref());
    let sentences = [
        stayed(figures, &segments),
        projected(figures, &segments),
        renewed(figures, &segments),
        worth(figures, &segments),
        both.map(|(donors, expected)| gifts(donors, expected)),
        both.and_then(|(donors, _)| silent(donors)),
        both.and_then(|(donors, _)| first_round(donors)),
    ];
    let actions = [
        first_renewal(figures),
        spend(figures),
        both.and_then(|(donors, _)| ask(donors)),
        both.and_then(|(donors, _)| faded(donors)),
    ];
    Opening::new(
        sentences.into_iter().flatten(),
        actions.into_iter().flatten(),
    )
}

/// The largest segments, in the order of the file.
fn named(figures: &Figures) -> Vec<&Cohort> {
    let mut places: Vec<usize> = (0..figures.segments.len()).collect();
    places.sort_by_key(|at| std::cmp::Reverse(figures.segments[*at].customers));
    places.truncate(NAMED);
    places.sort_unstable();
    places.into_iter().map(|at| &figures.segments[at]).collect()
}

fn stayed(figures: &Figures, segments: &[&Cohort]) -> Option<String> {
    let period = figures.subscribers.as_ref().map(|read| {
        let each = read.every.name();
        match read.every_assumed {
            true => format!("taken for a {each} each"),
            false => format!("of a {each} each"),
        }
    });
    let period = period.unwrap_or_default();
    let said = segments.iter().map(|cohort| {
        let share = cohort.left as f64 / cohort.customers as f64;
        let of = format!("{} of {}", percent(Some(share), 1), name(&cohort.segment));
        (of, cohort.periods)
    });
    let said: Vec<(String, u32)> = said.collect();
    let (_, first) = said.first()?;
    let after = |periods: u32| format!("after {}", counted(periods, "period", "periods"));
    if said.iter().all(|(_, periods)| periods == first) {
        let all: Vec<&String> = said.iter().map(|(of, _)| of).collect();
        return Some(format!(
            "{}, {period}, {} are still there.",
            capitalised(&after(*first)),
            listed(&all),
        ));
    }
    let all = said
        .iter()
        .map(|(of, periods)| format!("{of} {}", after(*periods)));
    let all: Vec<String> = all.collect();
    Some(format!(
        "Still there are {}; periods are {period}.",
        listed(&all)
    ))
}

/// What the first periods said of the last, where they show customers who differ.
fn projected(figures: &Figures, segments: &[&Cohort]) -> Option<String> {
    let held = segments.iter().filter(|cohort| {
        cohort.fitted_periods < cohort.periods && cohort.chosen != Name::ConstantMeanRate
    });
    let said = held.filter_map(|cohort| {
        let said = figures.projected(&cohort.segment, cohort.chosen).last()?;
        let rule = figures
            .projected(&cohort.segment, Name::ConstantMeanRate)
            .last()?;
        let ends = said
            .lower
            .zip(said.upper)
            .map_or_else(String::new, |(lower, upper)| {
                format!(
                    "{} to {} %; ",
                    number(100.0 * lower, 1),
                    number(100.0 * upper, 1)
                )
            });
        Some(format!(
            "{} of {} ({ends}the mean retention rate says {})",
            percent(Some(said.survival), 1),
            name(&cohort.segment),
            percent(Some(rule.survival), 1),
        ))
    });
    let said: Vec<String> = said.collect();
    let periods = segments.first()?.fitted_periods;
    let first = match segments
        .iter()
        .all(|cohort| cohort.fitted_periods == periods)
    {
        true => format!("From the first {}", counted(periods, "period", "periods")),
        false => "From the first periods".to_owned(),
    };
    (!said.is_empty()).then(|| {
        format!(
            "{first} a model of customers who differ projects {}.",
            listed(&said)
        )
    })
}

fn rates<'a>(
    figures: &'a Figures,
    segment: &'a str,
) -> impl DoubleEndedIterator<Item = &'a Renewed> {
    let rows = figures.retention_rates.iter();
    rows.filter(move |row| row.segment == segment && row.actual.is_some())
}

/// What is said of segments, one after the other, with the verb where it is said of the first one.
fn each(verb: &str, said: &[(&str, String)]) -> String {
    let parts = said.iter().enumerate().map(|(at, (segment, figures))| {
        let verb = match at {
            0 => format!(" {verb}"),
            _ => String::new(),
        };
        format!("{}{verb} {figures}", of_segment(segment))
    });
    let parts: Vec<String> = parts.collect();
    parts.join(";").trim_start().to_owned()
}

/// The first retention rate and the last.
fn renewed(figures: &Figures, segments: &[&Cohort]) -> Option<String> {
    let said = segments.iter().filter_map(|cohort| {
        let first = rates(figures, &cohort.segment).next()?;
        let last = rates(figures, &cohort.segment).next_back()?;
        (first.period < last.period).then(|| {
            let said = format!(
                "{} in period {} and {} in period {}",
                percent(first.actual, 1),
                first.period,
                percent(last.actual, 1),
                last.period,
            );
            (cohort.segment.as_str(), said)
        })
    });
    let said: Vec<(&str, String)> = said.collect();
    (!said.is_empty()).then(|| format!("The retention rate {}.", each("was", &said)))
}

/// What comes soon of one who is new, and of one who stayed.
fn worth(figures: &Figures, segments: &[&Cohort]) -> Option<String> {
    let amount = |margins: f64| times(figures.margin, Some(margins)).map(money);
    let said = segments.iter().filter_map(|cohort| {
        let mut rows = figures.worth(&cohort.segment, cohort.chosen);
        let (new, stayed) = (rows.next()?, rows.last()?);
        let rule = figures
            .worth(&cohort.segment, Name::ConstantMeanRate)
            .last()?;
        let low = 1.0 - rule.within_horizon / stayed.within_horizon;
        let low = match low > 0.005 {
            true => format!(" (the mean rate says {} less)", percent(Some(low), 0)),
            false => String::new(),
        };
        let said = format!(
            "{} when new and {} at the renewal after {} periods{low}",
            amount(new.within_horizon)?,
            amount(stayed.within_horizon)?,
            stayed.tenure,
        );
        Some((cohort.segment.as_str(), said))
    });
    let said: Vec<(&str, String)> = said.collect();
    (!said.is_empty()).then(|| {
        format!(
            "At a margin of {} a period, discounted, within {} a subscriber {}.",
            money(figures.margin),
            counted(figures.horizon, "period", "periods"),
            each("brings", &said),
        )
    })
}

fn gifts(donors: &Givers, expected: &Expected) -> String {
    let interval = match (expected.lower, expected.upper) {
        (Some(lower), Some(upper)) => format!(" ({} to {})", gifts_of(lower), gifts_of(upper)),
        _ => String::new(),
    };
    format!(
        "{} givers are expected to give {} times{interval} at the next {}; {} if all went on as before.",
        count(donors.givers),
        gifts_of(expected.gifts),
        counted(expected.ahead, "occasion", "occasions"),
        gifts_of(expected.as_before),
    )
}

/// Those of one number of gifts, by when the last was: the number of which most givers are, but for none.
fn silent(donors: &Givers) -> Option<String> {
    let usual = |cell: &&Cell| cell.occasions == donors.occasions;
    let several = donors.histogram.iter().filter(|class| {
        class.gifts > 1
            && donors
                .cells
                .iter()
                .filter(usual)
                .filter(|cell| cell.gifts == class.gifts)
                .count()
                > 2
    });
    let class = several.max_by_key(|class| class.givers)?;
    let mut cells: Vec<&Cell> = donors.cells.iter().filter(usual).collect();
    cells.retain(|cell| cell.gifts == class.gifts);
    cells.sort_by_key(|cell| std::cmp::Reverse(cell.last));
    let [first, .., last] = cells.as_slice() else {
        return None;
    };
    let middle = cells[cells.len() / 2];
    Some(format!(
        "Of those who gave at {} of {} occasions {} are still givers if the last was occasion {}, {} if it was \
         occasion {}, {} if it was occasion {}.",
        class.gifts,
        donors.occasions,
        percent(Some(first.alive), 0),
        first.last,
        percent(Some(middle.alive), 0),
        middle.last,
        percent(Some(last.alive), 0),
        last.last,
    ))
}

/// Those to ask first, in the order of the table.
pub fn asked(donors: &Givers) -> Option<&[Cell]> {
    let last = round(donors)?;
    let rows = donors
        .cells
        .iter()
        .take_while(|cell| cell.next >= last.next);
    donors.cells.get(..rows.count())
}

/// The histories that together bring enough of the next gifts.
fn round(donors: &Givers) -> Option<&Cell> {
    donors.cells.iter().find(|cell| cell.gifts_up_to >= ENOUGH)
}

fn first_round(donors: &Givers) -> Option<String> {
    let last = round(donors).filter(|last| last.givers_up_to < 1.0)?;
    Some(format!(
        "{} of the givers are expected to bring {} of the gifts at the next occasion.",
        percent(Some(last.givers_up_to), 0),
        percent(Some(last.gifts_up_to), 0),
    ))
}

/// The segment that loses most at the first renewal.
fn first_renewal(figures: &Figures) -> Option<Action> {
    let firsts = figures.segments.iter().filter_map(|cohort| {
        let first = rates(figures, &cohort.segment).next()?;
        let last = rates(figures, &cohort.segment).next_back()?;
        (last.actual > first.actual).then_some((cohort, first, last))
    });
    let lost = |row: &Renewed| 1.0 - row.actual.unwrap_or(1.0);
    let (cohort, first, last) = firsts.max_by(|a, b| lost(a.1).total_cmp(&lost(b.1)))?;
    let customers = first.before - first.after;
    Some(Action::new(
        format!(
            "Ask new subscribers{} before their first renewal what would make them stay: {} do not renew then, \
             {} in period {}.",
            of_segment(&cohort.segment),
            percent(Some(lost(first)), 1),
            percent(Some(lost(last)), 1),
            last.period,
        ),
        format!("{} of {} who come", count(customers), count(first.before)),
        customers as f64,
    ))
}

/// The segment of which an average rate understates most what comes soon.
fn spend(figures: &Figures) -> Option<Action> {
    let more = |row: &&Present| {
        let of = |model: Name| figures.worth(&row.segment, model).last();
        let (model, rule) = (of(row.model)?, of(Name::ConstantMeanRate)?);
        let customers = row.customers as f64;
        let [model, rule] = [model, rule].map(|worth| customers * worth.within_horizon);
        (model > rule).then_some((model, rule))
    };
    let rows = figures.present.iter();
    let rows = rows.filter_map(|row| Some((row, more(&row)?)));
    let (row, (model, rule)) = rows.max_by(|(_, a), (_, b)| (a.0 - a.1).total_cmp(&(b.0 - b.1)))?;
    let amount = |margins: f64| times(figures.margin, Some(margins)).map(money);
    let within = counted(figures.horizon, "period", "periods");
    Some(Action::new(
        format!(
            "Set what may be spent to keep a subscriber{} by tenure, not by an average rate: within {within} the {} \
             still there bring {} by the model, where the mean rate says {}.",
            of_segment(&row.segment),
            count(row.customers),
            amount(model)?,
            amount(rule)?,
        ),
        format!(
            "{} of margin, which the average hides",
            amount(model - rule)?
        ),
        model - rule,
    ))
}

/// A segment after a noun.
fn of_segment(segment: &str) -> String {
    match segment {
        "" => String::new(),
        segment => format!(" of {}", name(segment)),
    }
}

fn ask(donors: &Givers) -> Option<Action> {
    let asked = asked(donors)?;
    let people: u64 = asked.iter().map(|cell| cell.givers).sum();
    let gifts: f64 = asked
        .iter()
        .map(|cell| cell.next * cell.givers as f64)
        .sum();
    Some(Action::new(
        format!(
            "Ask first the {} whose history makes a gift at the next occasion most likely, those of the first {} \
             under “Whom to ask”.",
            counted(people, "giver", "givers"),
            counted(asked.len(), "row", "rows"),
        ),
        format!("{} expected at the next occasion", next_gifts(gifts)),
        gifts,
    ))
}

/// A number of gifts with its noun.
fn next_gifts(gifts: f64) -> String {
    let gifts = gifts_of(gifts);
    let noun = if gifts == "1" { "gift" } else { "gifts" };
    format!("{gifts} {noun}")
}

/// Those who gave at most occasions up to some day, and are more likely gone than not.
fn faded(donors: &Givers) -> Option<Action> {
    let is_faded = |cell: &&Cell| cell.alive < 0.5 && 2 * cell.gifts > cell.occasions;
    let faded: Vec<&Cell> = donors.cells.iter().filter(is_faded).collect();
    let people: u64 = faded.iter().map(|cell| cell.givers).sum();
    let gifts: f64 = faded
        .iter()
        .map(|cell| cell.next * cell.givers as f64)
        .sum();
    (people > 0).then(|| {
        Action::new(
            capitalised(&format!(
                "find out what happened to the {} who gave at more than half of the occasions and have probably \
                 stopped.",
                counted(people, "giver", "givers"),
            )),
            format!("{} expected of them at the next occasion", next_gifts(gifts)),
            gifts,
        )
    })
}
