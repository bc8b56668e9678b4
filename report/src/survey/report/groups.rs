//! The same figures by segment and by wave.

use super::{missed_lines, plain};
use crate::kit::document::Section;
use crate::kit::format::{count, counted, figure, range};
use crate::kit::table::{Align, Table};
use crate::survey::figures::groups::{Groups, Kind, Measure};
use crate::survey::figures::{self, Figures};

pub fn sections(figures: &Figures) -> Vec<Section> {
    let mut sections: Vec<Section> = figures.groups.iter().map(section).collect();
    sections.extend(missed_lines(
        figures,
        figures::Section::Groups,
        "Segments and waves",
    ));
    sections
}

fn section(groups: &Groups) -> Section {
    let rest = match &groups.label {
        Some(label) => format!(": by {}", plain(label)),
        None => ": each file by itself".to_owned(),
    };
    let keyword = match groups.kind {
        Kind::Segment => "Segments",
        Kind::Wave => "Waves",
    };
    let mut section = Section::new(keyword, rest);
    section.table(table(groups));
    section.note(about(groups));
    section
}

fn table(groups: &Groups) -> Table {
    let mut table = Table::new([
        ("Question", Align::Left),
        (
            match groups.kind {
                Kind::Segment => "Segment",
                Kind::Wave => "Wave",
            },
            Align::Left,
        ),
        ("Answers", Align::Right),
        ("Figure", Align::Right),
        ("95 % interval", Align::Right),
    ])
    .broken(0, 36)
    .broken(1, 24);
    for question in &groups.questions {
        let (name, decimals) = match question.measure {
            Measure::Mean => (
                format!("{}, mean on {}", plain(&question.label), question.scale),
                2,
            ),
            Measure::NetPromoterScore => (
                format!("{}, promoters less detractors", plain(&question.label)),
                1,
            ),
        };
        for (at, (group, found)) in groups.groups.iter().zip(&question.figures).enumerate() {
            table.row([
                if at == 0 { name.clone() } else { String::new() },
                plain(&group.label),
                count(found.answered),
                figure(found.value, decimals),
                range(found.lower, found.upper, decimals),
            ]);
        }
    }
    table
}

fn about(groups: &Groups) -> String {
    let mut text =
        "Each group's own answers. That two intervals overlap does not say that the groups are \
                    alike."
            .to_owned();
    if groups.without_group > 0 {
        text.push_str(&format!(
            " {} left out of whom it is not known.",
            counted(groups.without_group, "respondent", "respondents"),
        ));
    }
    text
}
