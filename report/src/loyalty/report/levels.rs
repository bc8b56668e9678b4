//! How far loyalty goes.

use retention::loyalty::phases::Phase;

use super::{INSUFFICIENT, cut, ends, share};
use crate::kit::document::Section;
use crate::kit::format::{count, counted, percent, shortened, spaced};
use crate::kit::table::{Align, Table};
use crate::loyalty::figures::cuts::{TWO_THIRDS, along};
use crate::loyalty::figures::levels::LevelCounts;
use crate::loyalty::figures::{Figures, Segment, Share};

/// So many segments stand in the short form.
const SHOWN: usize = 7;

pub fn section(figures: &Figures, picture: Option<&str>) -> Section {
    let mut section = Section::new("Loyalty levels", ": the phase attained, of Oliver's");
    section.paragraph(finding(figures));
    if let Some(picture) = picture {
        section.picture(picture);
    }
    section.table(by_segment(figures));
    section.keep_rows(SHOWN);
    section.paragraph("How the counts move with the threshold, everybody together:");
    section.table(by_threshold(figures));
    section.paragraph(out_of_order(figures));
    section.paragraph(ladder(figures));
    section.paragraph("What each level is exposed to, as the literature has it:");
    section.table(exposed());
    section.define(
        "Loyalty level",
        format!(
            "the last of Oliver's phases such that it and all before it score {} or more. Shares are of \
             those whose level is known. Action was not asked about, so nobody is known to be beyond \
             conative, and nobody is known not to be.",
            cut(figures.cuts.threshold),
        ),
    );
    section.define(
        "Threshold",
        format!(
            "no source publishes one, so the counts are no more than the threshold they stand under. {} \
             is two thirds of the scale, this crate's proposal.",
            cut(along(figures.scale, TWO_THIRDS)),
        ),
    );
    section.define(
        "Exposure of a level",
        "after Oliver (1999), as commonly reported. The levels say what to ask a customer next; whether an \
         action against these threats works, this survey cannot show.",
    );
    section
}

fn finding(figures: &Figures) -> String {
    let shares = &figures.everybody.level_shares;
    let conative = &shares.conative;
    if conative.insufficient {
        return format!(
            "{} of {} attain the conative phase; of so few no share is given.",
            count(conative.count),
            counted_customers(conative.of),
        );
    }
    format!(
        "{} of {} mean to choose again and stay, and rest that on liking and on what they think of the \
         offer: {} ({}). {} do not rate the offer itself at {} or more.",
        count(conative.count),
        counted_customers(conative.of),
        share(conative),
        ends(conative),
        percent(shares.below_cognitive.share, 1),
        cut(figures.cuts.threshold),
    )
}

fn counted_customers(customers: u64) -> String {
    let number = usize::try_from(customers).unwrap_or(usize::MAX);
    counted(number, "customer", "customers")
}

fn by_segment(figures: &Figures) -> Table {
    let mut table = Table::new([
        ("", Align::Left),
        ("Customers", Align::Right),
        ("Below", Align::Right),
        ("Cognitive", Align::Right),
        ("Affective", Align::Right),
        ("Conative", Align::Right),
        ("Share", Align::Right),
        ("95 % interval", Align::Right),
        ("Unknown", Align::Right),
    ])
    .broken(0, 20);
    for segment in figures.segments() {
        table.row(row(segment));
    }
    table
}

fn row(segment: &Segment) -> [String; 9] {
    let of = |share: &Share| count(share.count);
    let shares = &segment.level_shares;
    [
        shortened(&segment.name, 60),
        count(segment.customers),
        of(&shares.below_cognitive),
        of(&shares.cognitive),
        of(&shares.affective),
        of(&shares.conative),
        match shares.conative.insufficient {
            true => INSUFFICIENT.to_owned(),
            false => share(&shares.conative),
        },
        ends(&shares.conative),
        count(segment.levels.undecided),
    ]
}

fn by_threshold(figures: &Figures) -> Table {
    let mut table = Table::new([
        ("Threshold", Align::Right),
        ("Below", Align::Right),
        ("Cognitive", Align::Right),
        ("Affective", Align::Right),
        ("Conative", Align::Right),
        ("Unknown", Align::Right),
    ]);
    for at in &figures.levels_by_threshold {
        let LevelCounts { undecided, .. } = at.levels;
        let counts = at.levels.each().into_iter().chain([undecided]);
        table.row(std::iter::once(cut(at.threshold)).chain(counts.map(count)));
    }
    table
}

fn out_of_order(figures: &Figures) -> String {
    let found = &figures.phases_out_of_order;
    format!(
        "The chain does not hold for {}: a later phase is at the threshold and an earlier one below. {} \
         mean to stay without rating the offer so high, {} without liking it so much. What keeps them, the phases do not say.",
        counted_customers(found.customers),
        count(found.intention_without_belief),
        count(found.intention_without_liking),
    )
}

fn ladder(figures: &Figures) -> String {
    let ladder = &figures.ladder;
    let held = match figures.switching_cost_scale {
        Some(_) => format!(
            " or held by a switching cost from {}",
            cut(ladder.switching_cost_from)
        ),
        None => String::new(),
    };
    format!(
        "The ladder from none to committed needs commitment, repeat buying and attitude relative to \
         competitors, which were not asked, so {} a place on it. Bounds can be given: {} stand on its \
         second rung or higher, satisfied from {}{held}; {} may stand \
         anywhere. Nor can attitude be held against patronage.",
        match ladder.placed {
            0 => "nobody has".to_owned(),
            some => format!("only {} have", count(some)),
        },
        count(ladder.at_least_second),
        cut(ladder.satisfaction_from),
        count(ladder.anywhere),
    )
}

fn exposed() -> Table {
    let mut table = Table::new([("Level", Align::Left), ("Exposed to", Align::Left)]).broken(1, 72);
    for phase in [Phase::Cognitive, Phase::Affective, Phase::Conative] {
        let threats: Vec<String> = phase
            .vulnerabilities()
            .iter()
            .map(|threat| spaced(threat.name()))
            .collect();
        table.row([spaced(phase.name()), threats.join(", ")]);
    }
    table
}
