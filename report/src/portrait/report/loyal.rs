//! The loyal, and what they bring.

use retention::estimate::{Confidence, Estimate};

use super::share;
use crate::kit::document::{Fact, Section};
use crate::kit::format::{count, number, percent};
use crate::portrait::figures::Figures;

/// None where it can be told of nobody.
pub(super) fn section(figures: &Figures) -> Option<Section> {
    let told = &figures.loyal.told;
    if told.share.denominator() == 0 {
        return None;
    }
    let mut section = Section::new("Loyal customers", " and what they bring");
    let mut facts = vec![
        Fact::number(
            "Loyal",
            count(told.share.numerator()),
            format!(
                "of {} of whom it can be told: {}",
                count(told.share.denominator()),
                share(told.share)
            ),
        ),
        Fact::number(
            "Not told",
            count(told.untold),
            "customers of whom nothing says it",
        ),
    ];
    if let Some(part) = figures.loyal.profit_share {
        facts.push(Fact::number(
            "Share of profit",
            percent(Some(part), 1),
            "from the loyal, of the profit from those of whom it can be told",
        ));
    }
    let means = [
        ("Profit of a loyal one", &told.mean_profit),
        ("Profit of another", &told.mean_profit_of_others),
        ("Difference", &told.difference),
    ];
    for (label, mean) in means {
        if let Some(mean) = mean {
            facts.push(Fact::number(label, number(mean.value(), 2), ends(mean)));
        }
    }
    section.facts(facts);
    section.keep();
    for warning in &told.warnings {
        section.note(warning.words());
    }
    section.define(
        "Loyal",
        format!(
            "by the first measure that tells: attitude and repeat buying (Dick and Basu; {} judged), satisfaction and \
             loyalty (Jones and Sasser; {}), the loyalty score alone ({}).",
            count(told.by_condition),
            count(told.by_type),
            count(told.by_score),
        ),
    );
    Some(section)
}

fn ends(estimate: &Estimate) -> String {
    let interval = estimate.interval(Confidence::default());
    format!(
        "95 % interval {} to {}",
        number(interval.lower(), 2),
        number(interval.upper(), 2)
    )
}
