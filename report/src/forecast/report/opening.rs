//! What the report opens with: what is expected, how well the models did, and whom to keep.

use super::customers::ends;
use super::hold_out::signed;
use super::{FEW, ahead};
use crate::forecast::figures::models::{ended, named};
use crate::forecast::figures::worth::{Group, IN_DOUBT, Worth};
use crate::forecast::figures::{Chosen, Figures};
use crate::kit::format::{count, counted, listed, money, number, percent, shortened};
use crate::kit::opening::{Action, Opening};

pub fn opening(figures: &Figures) -> Opening {
    let sentences = [
        few(figures),
        expected(figures),
        none(figures),
        tested(figures),
        found(figures),
        chosen(figures),
        trust(figures),
        still(figures),
        new(figures),
    ];
    let actions = figures
        .forecast
        .as_ref()
        .map(|worth| actions(figures, worth));
    Opening::new(
        sentences.into_iter().flatten(),
        actions.into_iter().flatten(),
    )
}

fn customers(number: u64) -> String {
    counted(number, "customer", "customers")
}

/// That there is little to learn from.
fn few(figures: &Figures) -> Option<String> {
    (figures.repeat_buyers < FEW).then(|| {
        format!(
            "Only {} of {} bought on a second day, too few for a reliable model: read what follows as an example only.",
            count(figures.repeat_buyers),
            customers(figures.customer_count),
        )
    })
}

fn expected(figures: &Figures) -> Option<String> {
    let worth = figures.forecast.as_ref()?;
    let brings = worth.value.as_ref().map_or_else(String::new, |value| {
        let what = match (figures.margin < 1.0, figures.discount > 0.0) {
            (true, true) => "margin, discounted",
            (true, false) => "margin",
            (false, true) => "revenue, discounted",
            (false, false) => "revenue",
        };
        format!(
            ", worth {} ({}) in {what}",
            count(value.value().round() as u64),
            ends(value),
        )
    });
    Some(format!(
        "In {} after {}, {} are expected to make {} purchases (95 % interval {}){brings}; the intervals cover \
         the errors of the parameters only.",
        ahead(figures.unit, worth.ahead),
        figures.window.to(),
        match worth.customers {
            1 => "the one customer".to_owned(),
            many => format!("the {} customers", count(many)),
        },
        count(worth.expected_purchases.value().round() as u64),
        ends(&worth.expected_purchases),
    ))
}

/// That nothing is expected.
fn none(figures: &Figures) -> Option<String> {
    if figures.forecast.is_some() {
        return None;
    }
    let why = figures.no_forecast.as_deref().unwrap_or_default();
    let failed = failed(figures);
    let how = match figures.chosen {
        None if !failed.is_empty() => format!(" ({})", failed.join("; ")),
        _ => String::new(),
    };
    let plainly = match failed.is_empty() {
        true => "",
        false => {
            " The purchases do not show whether customers leave and how they differ: too few came back, or too \
             little time has passed."
        }
    };
    Some(format!("There is no forecast: {why}{how}.{plainly}"))
}

/// How the fits ended that did not converge, those together that ended alike.
fn failed(figures: &Figures) -> Vec<String> {
    let mut ends: Vec<(&str, Vec<&str>)> = Vec::new();
    for model in figures.models.iter().filter(|model| !model.converged()) {
        let (end, name) = (ended(model.outcome), named(model.name));
        match ends.iter_mut().find(|(known, _)| *known == end) {
            Some((_, names)) => names.push(name),
            None => ends.push((end, vec![name])),
        }
    }
    let each = ends.iter().map(|(end, names)| match names.len() {
        1 => format!("{} {end}", listed(names)),
        _ => format!("{} {}", listed(names), end.replacen("is ", "are ", 1)),
    });
    each.collect()
}

fn tested(figures: &Figures) -> Option<String> {
    let Some(row) = figures.chosen_row() else {
        figures.forecast.as_ref()?;
        let converged = figures.models.iter().any(|model| model.converged());
        let why = match &figures.no_holdout {
            Some(why) => why.clone(),
            None => format!(
                "{} did not converge on the purchases up to {}",
                if converged { "the model" } else { "they" },
                figures.fitted_to.to(),
            ),
        };
        return Some(format!(
            "The models could not be tested: {why}. So nothing shows how reliable the forecast is."
        ));
    };
    let later = figures.hold_out_window?;
    if row.actual == 0 {
        return Some(format!(
            "Test: fitted to purchases up to {}, the model expected {} purchases from {later}, but there were none. Check \
             whether the file covers that time.",
            figures.fitted_to.to(),
            count(row.expected.round() as u64),
        ));
    }
    let rate = figures.own_rate().map_or_else(String::new, |rate| {
        format!(
            ", where the customers' own past rates would have predicted {}",
            count(rate.expected.round() as u64)
        )
    });
    Some(format!(
        "Test: fitted to purchases up to {}, {} expected {} purchases by {}; the {} made {} (forecast {}){rate}.",
        figures.fitted_to.to(),
        super::rule(row.model),
        count(row.expected.round() as u64),
        later.to(),
        customers(row.customers as u64),
        count(row.actual),
        signed(row.off()),
    ))
}

/// Whether it finds the best customers.
fn found(figures: &Figures) -> Option<String> {
    let best = figures.chosen_row()?.best?;
    Some(format!(
        "The model named {} of the {} who bought most in the test; past frequency named {}, recency {} and chance {}.",
        percent(Some(best.found), 0),
        customers(best.number),
        percent(Some(best.found_by_frequency), 0),
        percent(Some(best.found_by_recency), 0),
        percent(Some(best.found_by_chance), 0),
    ))
}

/// Which model, and whether another would do as well.
fn chosen(figures: &Figures) -> Option<String> {
    figures.forecast.as_ref()?;
    let chosen = figures.chosen?;
    figures.chosen_row().filter(|row| row.actual > 0)?;
    let others = figures.holdout.iter();
    let others = others.filter_map(|row| Some((row, row.buying_model()?)));
    let alike = others.filter(|(row, model)| *model != chosen && !row.is_worse());
    let alike: Vec<&str> = alike.map(|(_, model)| named(model)).collect();
    let wrong = chosen.wrong_when();
    let alike = match alike.as_slice() {
        [] => String::new(),
        alike => format!(", and its lead over {} may be chance", listed(alike)),
    };
    let lead = match figures.chosen_by {
        Chosen::HoldOut => format!(
            "{} had the smallest error in the test{alike}",
            named(chosen)
        ),
        _ => format!(
            "{} makes the forecast, {}",
            named(chosen),
            super::why(figures)
        ),
    };
    Some(format!("{lead}; it is the wrong model where {wrong}."))
}

fn still(figures: &Figures) -> Option<String> {
    let worth = figures.forecast.as_ref()?;
    let assumed = match worth.alive_by_assumption {
        0 => String::new(),
        many => format!(
            "; {} of them bought only once, and the model assumes that they are",
            count(many)
        ),
    };
    let share = worth.still_customers / worth.customers.max(1) as f64;
    Some(format!(
        "An estimated {} of {} ({}) are still customers on {}{assumed}.",
        count(worth.still_customers.round() as u64),
        customers(worth.customers),
        percent(Some(share), 1),
        figures.window.to(),
    ))
}

fn new(figures: &Figures) -> Option<String> {
    let worth = figures.forecast.as_ref()?;
    let new = worth.new_customer?;
    let costs = match figures.margin < 1.0 {
        true => "winning one should cost less",
        false => "costs are not subtracted (--margin does that)",
    };
    Some(format!(
        "A new customer is worth {}: {} at once and {} in {} after that; {costs}.",
        money(new.value),
        money(new.value_of_first_purchase),
        money(new.value_of_repeat_purchases),
        ahead(figures.unit, worth.ahead),
    ))
}

/// What it does not say.
fn trust(figures: &Figures) -> Option<String> {
    figures.forecast.as_ref()?;
    let off = figures.chosen_row().and_then(|row| row.off());
    let off = off.map_or_else(String::new, |off| {
        format!(
            "; the total was {} off in the test, and may be as far off again",
            percent(Some(off.abs()), 1)
        )
    });
    Some(format!(
        "The forecast assumes that customers go on as before, and knows nothing of seasons, prices and campaigns{off}.",
    ))
}

fn actions(figures: &Figures, worth: &Worth) -> Vec<Action> {
    let time = ahead(figures.unit, worth.ahead);
    let (low, high) = IN_DOUBT;
    let stake = |group: &Group, of: &str| match group.value {
        Some(_) => format!("{} {of}", count(group.at_stake.round() as u64)),
        None => format!("{} purchases {of}", number(group.at_stake, 0)),
    };
    let first = |group: &Group| {
        let names: Vec<String> = group.first.iter().map(|name| shortened(name, 30)).collect();
        listed(&names)
    };
    let mut actions = Vec::new();
    let mut add = |group: &Group, what: String, of: &str| {
        if group.customers > 0 && group.at_stake > 0.0 {
            actions.push(Action::new(what, stake(group, of), group.at_stake));
        }
    };
    let best = &worth.best;
    add(
        best,
        format!(
            "Keep the most valuable tenth, {}. Begin with {}.",
            customers(best.customers),
            first(best),
        ),
        &format!("expected from them in {time}."),
    );
    let doubt = &worth.in_doubt;
    add(
        doubt,
        format!(
            "Contact the {} whose chance of still being a customer is {} to {}. Begin with {}.",
            customers(doubt.customers),
            percent(Some(low), 0),
            percent(Some(high), 0),
            first(doubt),
        ),
        "in all: what each would bring as a customer, times the chance of having left.",
    );
    let once = &worth.one_time_buyers;
    add(
        once,
        format!(
            "Win a second purchase from the {} who bought once. Left alone, each is expected to bring {}.",
            customers(once.customers),
            match once.value {
                Some(_) => number(once.at_stake / once.customers.max(1) as f64, 2),
                None => format!(
                    "{} purchases",
                    number(once.at_stake / once.customers.max(1) as f64, 2)
                ),
            },
        ),
        &format!("expected from them in {time}."),
    );
    actions
}
