//! The same attributes by every kind of importance.

use retention::quadrant::Importance;

use super::super::plain;
use crate::kit::document::Section;
use crate::kit::format::{UNDEFINED, count, counted, figure, listed, number, quoted};
use crate::kit::table::{Align, Table};
use crate::survey::figures::drivers::{Attribute, Drivers, LEVEL, MethodFigures};

/// So much more than its adjusted value, R² is worth a word.
const FLATTERY: f64 = 0.1;

const fn heading(kind: Importance) -> &'static str {
    match kind {
        Importance::Stated => "Stated",
        Importance::Pearson => "Pearson",
        Importance::Spearman => "Spearman",
        Importance::Regression => "Beta",
        Importance::Partial => "Partial",
        Importance::RelativeWeights => "Weight",
        Importance::Dominance => "LMG",
        Importance::Deng => "Deng",
        _ => "",
    }
}

/// The same attributes by every kind of importance, side by side.
pub(super) fn table(drivers: &Drivers) -> Table {
    let kinds: Vec<Importance> = drivers
        .computed()
        .map(|method| method.importance_kind)
        .collect();
    let mut columns = vec![("Importance by", Align::Left)];
    columns.extend(kinds.iter().map(|kind| (heading(*kind), Align::Right)));
    columns.push(("Same", Align::Right));
    let mut table = Table::new(columns).broken(0, 22);
    for attribute in &drivers.attributes {
        let mut row = vec![plain(&attribute.label)];
        row.extend(kinds.iter().map(|kind| signed(attribute, *kind)));
        let agreement = &attribute.same_by_other_methods;
        row.push(format!("{} of {}", agreement.same, agreement.of));
        table.row(row);
    }
    let line = |name: &str, of: &dyn Fn(&MethodFigures) -> Option<String>| {
        let mut line = vec![name.to_owned()];
        let methods = kinds.iter().map(|kind| drivers.method(*kind));
        line.extend(methods.map(|method| method.and_then(of).unwrap_or_default()));
        line.push(String::new());
        line
    };
    let mut below = Vec::new();
    if differ(drivers) {
        below.push(line("Respondents", &|method| method.respondents.map(count)));
    }
    if drivers.computed().any(|method| method.r_squared.is_some()) {
        let fit = |fit: Option<f64>| fit.map(|fit| number(fit, 3));
        below.push(line("R² of all together", &|method| fit(method.r_squared)));
        below.push(line("R² adjusted", &|method| {
            fit(method.adjusted_r_squared)
        }));
    }
    table.totals(below);
    table
}

/// Whether the kinds of importance are of different respondents.
fn differ(drivers: &Drivers) -> bool {
    let mut sizes = drivers.computed().filter_map(|method| method.respondents);
    let first = sizes.next();
    sizes.any(|size| Some(size) != first)
}

/// That there are many attributes for so few respondents, where that flatters R².
fn loose(drivers: &Drivers) -> Option<String> {
    let method = drivers.method(Importance::Regression)?;
    let (fit, adjusted) = method.r_squared.zip(method.adjusted_r_squared)?;
    (fit - adjusted > FLATTERY).then(|| {
        format!(
            "With {} and {} R² is {} by chance to a good part; adjusted for that it is {}. ",
            counted(drivers.attributes.len(), "attribute", "attributes"),
            method.respondents.map_or_else(
                || UNDEFINED.to_owned(),
                |some| counted(some, "respondent", "respondents"),
            ),
            number(fit, 3),
            number(adjusted, 3),
        )
    })
}

/// A weight has the sign of the correlation beside it, as it cannot have one of its own.
fn signed(attribute: &Attribute, kind: Importance) -> String {
    let importance = figure(importance(attribute, kind), 3);
    match kind {
        Importance::RelativeWeights | Importance::Dominance if attribute.is_negative => {
            format!("(−) {importance}")
        }
        _ => importance,
    }
}

fn importance(attribute: &Attribute, kind: Importance) -> Option<f64> {
    attribute.by(kind).map(|by| by.importance)
}

/// Defines the kinds of importance that stand in the table.
pub(super) fn define(section: &mut Section, drivers: &Drivers) {
    for (kinds, words) in [
        (
            &[Importance::Stated][..],
            ("Stated importance", "the mean of what respondents say."),
        ),
        (
            &[Importance::Pearson, Importance::Spearman],
            (
                "Pearson and Spearman",
                "correlations, each attribute by itself.",
            ),
        ),
        (
            &[Importance::Regression, Importance::Partial],
            (
                "Beta and Partial",
                "standardised regression coefficients, and partial correlations; both of one \
             attribute given all others, and negative where they come out so.",
            ),
        ),
        (
            &[Importance::RelativeWeights],
            (
                "Weight",
                "Johnson's relative weights, which share R² out and have no sign; (−) marks a \
             negative correlation.",
            ),
        ),
        (
            &[Importance::Dominance],
            (
                "LMG",
                "general dominance, the part of R² that an attribute adds on average over all orders; \
             without a sign too.",
            ),
        ),
        (
            &[Importance::Deng],
            (
                "Deng",
                "partial correlations of logarithms, to which its R² belongs.",
            ),
        ),
    ] {
        if drivers
            .computed()
            .any(|method| kinds.contains(&method.importance_kind))
        {
            let (term, meaning) = words;
            section.define(term, meaning);
        }
    }
    section.define(
        "Same",
        "in the same quadrant by so many of the other kinds of importance.",
    );
}

/// What the kinds agree on, and why some are not computed.
pub(super) fn finding(drivers: &Drivers) -> String {
    let mut text = String::new();
    if differ(drivers) {
        text.push_str(
            "Each kind is of those who answered what it needs, so the columns are of different \
             respondents. ",
        );
    }
    if let Some(loose) = loose(drivers) {
        text.push_str(&loose);
    }
    let told: Vec<String> = drivers
        .attributes
        .iter()
        .filter(|attribute| {
            let by = attribute.by(Importance::Regression);
            let p = by.and_then(|by| by.adjusted_p_value);
            p.is_some_and(|p| p < LEVEL)
        })
        .map(|attribute| quoted(&plain(&attribute.label)))
        .collect();
    let all = drivers.attributes.len();
    if drivers
        .method(Importance::Regression)
        .is_some_and(|method| method.not_computed.is_none())
    {
        text.push_str(&format!(
            "With the p-values of the {} adjusted by Holm's method, {} at 5 %. ",
            counted(all, "beta", "betas"),
            match told.as_slice() {
                [] => "none is told from zero".to_owned(),
                [one] => format!("only that of {one} is told from zero"),
                some => format!("those of {} are told from zero", listed(some)),
            },
        ));
    }
    text.push_str(
        "Ratings that hang together leave little to tell them apart by: read what the kinds agree on.",
    );
    // Most have one reason between them.
    let mut reasons: Vec<(&str, Vec<String>)> = Vec::new();
    for method in &drivers.methods {
        if let Some(why) = &method.not_computed {
            let name = heading(method.importance_kind).to_owned();
            match reasons.iter_mut().find(|(known, _)| known == why) {
                Some((_, names)) => names.push(name),
                None => reasons.push((why, vec![name])),
            }
        }
    }
    for (why, names) in reasons {
        text.push_str(&format!(" Not computed: {}, {why}.", listed(&names)));
    }
    text
}
