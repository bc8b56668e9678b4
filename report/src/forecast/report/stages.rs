//! Stages of the lifecycle told by the model, beside those told by the purchases alone.

use crate::forecast::figures::Figures;
use crate::forecast::figures::models::named;
use crate::forecast::figures::stages::StageTest;
use crate::kit::document::Section;
use crate::kit::format::{count, interval, percent, rate_interval};
use crate::kit::table::{Align, Table};
use crate::purchases::{by_rules, differences};

pub fn section(figures: &Figures) -> Option<Section> {
    let (test, chosen) = (figures.stages.as_ref()?, figures.chosen?);
    let again = test.bought_again;
    let mut section = Section::new(
        "Back-test",
        format!(" of the stages of {} by the model's chance", test.as_of),
    );
    section.paragraph(format!(
        "Customers are put into stages by their chance of buying within {} days: by return curves, which is the default, \
         and by {}. {} of {} bought again by {}.",
        test.horizon_days,
        named(chosen),
        count(again.numerator()),
        count(again.denominator()),
        test.until,
    ));
    if test.ranking.iter().any(crate::purchases::Ranked::tells) {
        section.table(by_rules(&test.ranking));
        section.keep();
    } else {
        section.paragraph(
            "Too few came back, or too few stayed away, to compare how the rules rank customers.",
        );
    }
    if let Some(told) = differences(&test.ranking) {
        section.paragraph(told);
    }
    calibration(test, &mut section);
    section.define(
        "Misled, recognised, given up",
        "misled: of those called ended, who bought again. Recognised: of those who did not buy again within this time, \
         who had been called ended. Given up: of those who bought again, who had been called ended. Rules are compared \
         at an equal number called ended: the customers whom each ranks lowest.",
    );
    Some(section)
}

fn calibration(test: &StageTest, section: &mut Section) {
    let Some(calibration) = &test.calibration else {
        section.paragraph(
            "The model's chances cannot be checked here: the file ends before their horizon does.",
        );
        return;
    };
    section.paragraph(format!(
        "Within {} days the model expected {} of the customers to buy, and {} did. By its chances:",
        test.horizon_days,
        percent(Some(calibration.predicted), 1),
        percent(calibration.actual.value(), 1),
    ));
    let mut table = Table::new([
        ("Chance told", Align::Right),
        ("Customers", Align::Right),
        ("Mean chance", Align::Right),
        ("Bought", Align::Right),
        ("Share", Align::Right),
        ("95 % interval", Align::Right),
    ]);
    for group in &calibration.groups {
        table.row([
            interval(Some((group.lowest, group.highest))),
            count(group.actual.denominator()),
            percent(Some(group.predicted), 1),
            count(group.actual.numerator()),
            percent(group.actual.value(), 1),
            rate_interval(group.actual),
        ]);
    }
    section.table(table);
}
