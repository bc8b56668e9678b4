//! The same figures by segment and by wave.

use super::{missed_lines, plain};
use crate::kit::document::Section;
use crate::kit::format::{count, counted, figure, number, p_value, quoted, range};
use crate::kit::table::{Align, Table};
use crate::survey::figures::differences::{Difference, LEVEL, Verdict};
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

/// So many rows stand in the short form.
const SHOWN: usize = 6;

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
    section.paragraph(finding(groups));
    section.keep();
    section.table(table(groups));
    section.keep_rows(SHOWN);
    if let Some(left_out) = left_out(groups) {
        section.paragraph(left_out);
    }
    if !groups.differences.is_empty() {
        section.table(differences(groups));
        section.define(
            "Intervals of groups",
            "each is of the group's own answers. Intervals that overlap do not say that groups are alike: \
             read the differences.",
        );
        section.define(
            match groups.kind {
                Kind::Segment => "Differences between segments",
                Kind::Wave => "Differences between waves",
            },
            about_differences(groups),
        );
    }
    section
}

/// Between whom there are differences that are no chance.
fn finding(groups: &Groups) -> String {
    let with = |verdict: Verdict| {
        groups
            .differences
            .iter()
            .filter(move |d| d.verdict() == verdict)
    };
    let all = groups.differences.len();
    if all == 0 {
        return match groups.groups.len() {
            1 => "Not computed: differences. There is one group only.".to_owned(),
            some => format!(
                "Not computed: differences. {} make too many pairs.",
                count(some)
            ),
        };
    }
    let mut parts: Vec<String> = with(Verdict::Apart)
        .map(|found| apart(groups, found))
        .collect();
    let alike = with(Verdict::NotApart).count();
    if alike == all {
        parts.push(match all {
            1 => "The difference may be chance.".to_owned(),
            2 => "Both differences may be chance.".to_owned(),
            some => format!("Each of the {} differences may be chance.", count(some)),
        });
    } else if alike > 0 {
        parts.push(if parts.is_empty() {
            format!(
                "{} may be chance.",
                counted(alike, "difference", "differences")
            )
        } else {
            format!(
                "{} may be chance.",
                counted(alike, "other difference", "other differences"),
            )
        });
    }
    let alone = groups.differences.iter().filter(|d| d.alone()).count();
    if alone > 0 {
        parts.push(format!(
            "{} would be told apart if it were compared alone, and is not among {} comparisons.",
            match alone {
                1 => "One of these".to_owned(),
                some => format!("Each of {} of these", count(some)),
            },
            count(compared(groups)),
        ));
    }
    let without = with(Verdict::NotComputed).count();
    if without > 0 {
        parts.push(format!(
            "Not computed: {}, for want of answers that differ.",
            counted(without, "difference", "differences"),
        ));
    }
    parts.join(" ")
}

/// How many differences p is adjusted for.
fn compared(groups: &Groups) -> usize {
    let differences = groups.differences.iter();
    differences.filter(|d| d.p_value.is_some()).count()
}

fn apart(groups: &Groups, found: &Difference) -> String {
    let question = &groups.questions[found.question];
    let [first, second] = found.groups.map(|at| plain(&groups.groups[at].label));
    let difference = found.difference.unwrap_or(0.0);
    let (decimals, unit) = match question.measure {
        Measure::Mean => (2, ""),
        Measure::NetPromoterScore => (1, " points"),
    };
    let by = number(difference.abs(), decimals);
    let question = quoted(&plain(&question.label));
    match groups.kind {
        Kind::Wave => format!(
            "{question} {} by {by}{unit} from {second} to {first}.",
            if difference > 0.0 { "rose" } else { "fell" },
        ),
        Kind::Segment => format!(
            "{question} is {by}{unit} {} in {first} than in {second}.",
            if difference > 0.0 { "higher" } else { "lower" },
        ),
    }
}

/// The one difference that is compared, and may be chance.
fn only(groups: &Groups, between: &str) -> String {
    let mut found = groups.differences.iter();
    let found = found.find(|one| one.p_value.is_some());
    let found = found.filter(|one| one.difference.is_some_and(|value| value != 0.0));
    let told = found.map(|found| apart(groups, found));
    match told.as_deref().and_then(|told| told.strip_suffix('.')) {
        Some(told) => format!("{told}, which may be chance."),
        None => format!("The one difference {between} may be chance."),
    }
}

fn differences(groups: &Groups) -> Table {
    let mut table = Table::new([
        ("Question", Align::Left),
        ("Difference between", Align::Left),
        ("Difference", Align::Right),
        ("95 % interval, alone", Align::Right),
        ("Adjusted p", Align::Right),
        ("", Align::Left),
    ])
    .broken(0, 26)
    .broken(1, 24)
    .broken(3, 16)
    .broken(4, 8)
    .broken(5, 18);
    let compared = compared(groups);
    let mut last = None;
    for found in &groups.differences {
        let question = &groups.questions[found.question];
        let [first, second] = found.groups.map(|at| plain(&groups.groups[at].label));
        let decimals = match question.measure {
            Measure::Mean => 2,
            Measure::NetPromoterScore => 1,
        };
        table.row([
            match last.replace(found.question) {
                Some(same) if same == found.question => String::new(),
                _ => plain(&question.label),
            },
            format!("{first} − {second}"),
            figure(found.difference, decimals),
            range(found.lower, found.upper, decimals),
            p_value(found.adjusted_p_value),
            match found.verdict() {
                Verdict::Apart => "told apart".to_owned(),
                Verdict::NotApart if found.alone() => format!(
                    "told apart alone, not among {} comparisons",
                    count(compared)
                ),
                Verdict::NotApart => "not told apart".to_owned(),
                Verdict::NotComputed => "not computed".to_owned(),
            },
        ]);
    }
    table
}

fn about_differences(groups: &Groups) -> String {
    let mut text = format!(
        "adjusted p is the chance of a difference at least as large if there is none, adjusted for {} by Holm's \
         method; told apart under {}. An interval is of its difference alone, as if nothing else were compared.",
        counted(compared(groups), "difference", "differences"),
        number(LEVEL, 2),
    );
    text.push_str(match (groups.matched, groups.kind) {
        (true, _) => " Whoever answered in several groups is counted as one person.",
        (false, Kind::Wave) => {
            " The waves are taken to be of different respondents; where the same were asked again, name \
             the column of who they are under respondent."
        }
        (false, Kind::Segment) => "",
    });
    text
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

/// Who is in no group.
fn left_out(groups: &Groups) -> Option<String> {
    (groups.without_group > 0).then(|| {
        format!(
            "{} without {} {} left out.",
            counted(groups.without_group, "respondent", "respondents"),
            groups
                .label
                .as_deref()
                .map_or_else(|| "a wave".to_owned(), |label| quoted(&plain(label))),
            if groups.without_group == 1 {
                "is"
            } else {
                "are"
            },
        )
    })
}

/// What the report opens with of it: the differences that are no chance, or that there are none.
pub fn told(groups: &Groups) -> Option<String> {
    let mut told: Vec<&Difference> = groups
        .differences
        .iter()
        .filter(|one| one.verdict() == Verdict::Apart)
        .collect();
    told.sort_by(|a, b| {
        let chance = |one: &Difference| one.adjusted_p_value.unwrap_or(1.0);
        chance(a).total_cmp(&chance(b))
    });
    let all = compared(groups);
    let between = match groups.kind {
        Kind::Segment => "between segments",
        Kind::Wave => "between waves",
    };
    match told.as_slice() {
        [] if all == 0 => None,
        [] if all == 1 => Some(only(groups, between)),
        [] => Some(format!(
            "None of {} differences {between} is beyond chance.",
            count(all),
        )),
        [first, rest @ ..] => {
            let more = match rest.len() {
                0 => String::new(),
                some => format!(
                    " {} {between} {} beyond chance too.",
                    counted(some, "other difference", "other differences"),
                    if some == 1 { "is" } else { "are" },
                ),
            };
            Some(format!("{}{more}", apart(groups, first)))
        }
    }
}
