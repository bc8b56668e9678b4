//! Where customers stand in the course of the relationship, and who changed place.

use retention::lifecycle::{Rule, Stage};

use crate::kit::document::Section;
use crate::kit::format::{
    UNDEFINED, capitalised, count, counted, listed, money, number, percent, rate_interval, spaced,
};
use crate::kit::table::{Align, Table};
use crate::purchases::figures::Figures;
use crate::purchases::figures::lifecycle::{
    Changes, Chosen, Lifecycle, Recommended, StageFigures, false_alarms,
};

pub fn stages(figures: &Figures) -> Section {
    let lifecycle = &figures.lifecycle;
    let mut section = Section::new("Lifecycle", format!(" on {}", lifecycle.as_of));
    section.table(by_stage(figures));
    section.table(recommended(lifecycle));
    section.note(sources(lifecycle));
    section.paragraph(
        "The file records no ends: each is inferred from silence, and who is called ended may come \
         back. The back-test counts who did.",
    );
    section.table(rules(lifecycle));
    section.note(rhythm(lifecycle));
    section.note(one_time_buyers(lifecycle));
    section
}

fn by_stage(figures: &Figures) -> Table {
    let lifecycle = &figures.lifecycle;
    let mut table = Table::new([
        ("Stage", Align::Left),
        ("Customers", Align::Right),
        ("% of all", Align::Right),
        ("Revenue", Align::Right),
        ("% of revenue", Align::Right),
        ("Because", Align::Left),
    ])
    .broken(5, 32);
    for stage in &lifecycle.stages {
        let because = stage.rules.iter().map(|rule| {
            let name = spaced(rule.because.name());
            format!("{name} {}", count(rule.customers))
        });
        let because: Vec<String> = because.collect();
        table.row([
            capitalised(stage.stage.name()),
            count(stage.customers),
            percent(stage.share, 1),
            stage.revenue.map_or_else(|| UNDEFINED.to_owned(), money),
            percent(stage.share_of_revenue, 1),
            because.join("; "),
        ]);
    }
    let whole = (figures.revenue > rust_decimal::Decimal::ZERO).then_some(1.0);
    table.total([
        "Total".to_owned(),
        count(lifecycle.customers),
        percent(Some(1.0), 1),
        money(figures.revenue),
        percent(whole, 1),
        String::new(),
    ]);
    table
}

/// What the literature recommends, stages with the same advice together.
fn recommended(lifecycle: &Lifecycle) -> Table {
    let mut table = Table::new([
        ("Stage", Align::Left),
        ("The literature recommends", Align::Left),
    ])
    .broken(1, 74);
    let stages = lifecycle.stages.as_slice();
    let same = |one: &StageFigures, other: &StageFigures| {
        let advice = |stage: &StageFigures| advice(&stage.recommended);
        advice(one) == advice(other)
    };
    for group in stages.chunk_by(same) {
        let names: Vec<&str> = group.iter().map(|stage| stage.stage.name()).collect();
        let words = group.first().map(|stage| advice(&stage.recommended));
        table.row([capitalised(&listed(&names)), words.unwrap_or_default()]);
    }
    table
}

/// In words.
pub fn advice(recommended: &[Recommended]) -> String {
    let advice: Vec<&str> = recommended.iter().map(|one| one.advice).collect();
    advice.join("; ")
}

/// Who recommends what.
fn sources(lifecycle: &Lifecycle) -> String {
    let mut sources: Vec<(&str, Vec<&str>)> = Vec::new();
    for stage in &lifecycle.stages {
        for recommended in &stage.recommended {
            let name = stage.stage.name();
            match sources
                .iter_mut()
                .find(|(source, _)| *source == recommended.source)
            {
                Some((_, stages)) if stages.contains(&name) => {}
                Some((_, stages)) => stages.push(name),
                None => sources.push((recommended.source, vec![name])),
            }
        }
    }
    let sources: Vec<String> = sources
        .iter()
        .map(|(source, stages)| format!("for {}: {source}", listed(stages)))
        .collect();
    format!(
        "What is recommended is advice for a group, and no promise of an effect. Sources, {}.",
        sources.join("; "),
    )
}

/// The rules that this file can fire, with their thresholds.
fn rules(lifecycle: &Lifecycle) -> Table {
    let mut table = Table::new([
        ("Rule", Align::Left),
        ("Leads to", Align::Left),
        ("Who; the first rule that fits decides", Align::Left),
    ])
    .broken(2, 62);
    for rule in Rule::ALL {
        if let Some(who) = who(*rule, lifecycle) {
            let stage = lifecycle.rules.stage_of(*rule).name();
            table.row([capitalised(&spaced(rule.name())), stage.to_owned(), who]);
        }
    }
    table
}

fn who(rule: Rule, lifecycle: &Lifecycle) -> Option<String> {
    let rules = &lifecycle.rules;
    let (before, recent) = (lifecycle.compared.before, lifecycle.compared.recent);
    let (decline, lapse) = false_alarms(rules)?;
    let silent = |chance: f64| {
        format!(
            "silent for longer than a customer of the same rhythm who still buys is with a chance of \
             {}",
            percent(Some(chance), 0),
        )
    };
    let spent = |share: f64, way: &str| {
        format!(
            "spending of {recent} is more than {} {way} that of {before}",
            percent(Some(share), 0),
        )
    };
    let told = lifecycle.no_trend.is_none();
    Some(match rule {
        Rule::Falling | Rule::Rising if !told => return None,
        Rule::Lapsed => silent(lapse),
        Rule::Silent => silent(decline),
        Rule::Falling => spent(rules.trend_fall, "below"),
        Rule::FewPurchases => format!("bought on fewer than {} days", rules.established_purchases),
        Rule::ShortRelationship => format!(
            "first bought less than {} ago, the median time to the second purchase",
            days(lifecycle.established_days?.into()),
        ),
        Rule::Rising => spent(rules.trend_rise, "above"),
        Rule::NoTrend if !told => {
            "no customer yet, or too few purchases, to tell a trend by".to_owned()
        }
        Rule::NoTrend => format!(
            "no trend to tell: first bought after the first day of {before}, or nothing since"
        ),
        Rule::Steady => "everyone else".to_owned(),
        _ => return None,
    })
}

/// How a silence is judged by a rhythm, and a trend told.
fn rhythm(lifecycle: &Lifecycle) -> String {
    let rules = &lifecycle.rules;
    let Some((decline, lapse)) = false_alarms(rules) else {
        return String::new();
    };
    let [decline, lapse] = [decline, lapse].map(|chance| percent(Some(chance), 0));
    let multiples: Vec<String> = lifecycle
        .own_rhythm
        .iter()
        .map(|row| {
            format!(
                "{} and {} times it after {}",
                number(row.decline, 1),
                number(row.lapse, 1),
                counted(row.intervals, "interval", "intervals"),
            )
        })
        .collect();
    let trend = match &lifecycle.no_trend {
        Some(why) => format!("Nobody's spending rises or falls: {why}."),
        None => format!(
            "Spending is compared over {} for those who had bought by {}.",
            rules.trend_span,
            lifecycle.compared.before.from(),
        ),
    };
    format!(
        "No source publishes such thresholds; these are defaults, to be judged by the back-test. Who \
         has bought on two days or more is judged by their own mean interval, taking them to buy at \
         a steady rate: the silences that they exceed with chances of {decline} and {lapse} while \
         they still buy are {}. So where everybody still buys, {decline} or so are silent all the \
         same, and {lapse} called ended. {trend}",
        listed(&multiples),
    )
}

/// How those without a rhythm are judged.
fn one_time_buyers(lifecycle: &Lifecycle) -> String {
    let (once, rules) = (&lifecycle.one_time_buyers, &lifecycle.rules);
    let came_back = once.came_back;
    let start = format!(
        "Who has bought on one day has no rhythm, and is judged by how others came back: {} of {} \
         customers bought a second time",
        count(came_back.numerator()),
        count(came_back.denominator()),
    );
    if !once.judged {
        return format!(
            "{start}, fewer than the {} that it takes. So the silence of one-time buyers says nothing \
             here, and they stay in acquisition.",
            rules.least_returns,
        );
    }
    let Some((decline, lapse)) = false_alarms(rules) else {
        return format!("{start}.");
    };
    let threshold = |chance: f64, after: Option<f64>, stage: Stage| {
        let (rate, stage) = (percent(Some(chance), 0), stage.name());
        let few = once.chance_at_first.is_some_and(|at_all| at_all < chance);
        match after {
            Some(after) if few => format!(
                "fewer than {rate} do so at all, so that silence is judged by the times of those who \
                 do, and more than {} are taken for {stage}",
                days(after),
            ),
            Some(after) => format!(
                "of those silent for more than {} fewer than {rate} still do, which is taken for \
                 {stage}",
                days(after),
            ),
            None if few => format!(
                "fewer than {rate} do so at all, so that silence says no more and none is taken for \
                 {stage}"
            ),
            None => format!(
                "at no silence do fewer than {rate} still do, so that none is taken for {stage}"
            ),
        }
    };
    format!(
        "{start}; {}; {}. Only returns within these records count: in a short file silence looks \
         final too early.",
        threshold(decline, once.decline_after_days, Stage::Decline),
        threshold(lapse, once.lapse_after_days, Stage::Termination),
    )
}

/// Whole days as they are, others to one decimal.
pub fn days(days: f64) -> String {
    let shown = if days.fract() == 0.0 {
        count(days as u64)
    } else {
        number(days, 1)
    };
    let unit = if shown == "1" { "day" } else { "days" };
    format!("{shown} {unit}")
}

pub fn changes(figures: &Figures) -> Section {
    let lifecycle = &figures.lifecycle;
    let Some(changes) = &lifecycle.changes else {
        let mut section = Section::new("Stage changes", " between two dates");
        let why = lifecycle.no_changes.as_deref().unwrap_or_default();
        section.paragraph(format!("Not shown: {why}."));
        return section;
    };
    let (earlier, later) = (changes.earlier, changes.later);
    let mut section = Section::new("Stage changes", format!(" from {earlier} to {later}"));
    section.paragraph(format!(
        "{}. Both by the same rules, from the first day of the window.",
        match changes.chosen {
            Chosen::Given => "As asked for",
            Chosen::EndsOfPeriods => "On the last days of the two periods of the migration",
            Chosen::EndOfPeriodAndWindow => {
                "On the last days of the base period of the migration and of the window, which ends \
                 before the later period"
            }
        },
    ));
    section.table(matrix(changes));
    let back = changes.came_back;
    let ended = back.denominator();
    section.paragraph(match back.numerator() {
        0 if ended == 0 => format!("Nobody was called ended on {earlier}."),
        0 => format!(
            "Of {} called ended on {earlier}, none bought again up to {later}.",
            counted(ended, "customer", "customers"),
        ),
        again => format!(
            "Of {} called ended on {earlier}, {} bought again up to {later}: {} (95 % interval {}). An \
             end that is inferred from silence is none for good.",
            counted(ended, "customer", "customers"),
            count(again),
            percent(back.value(), 1),
            rate_interval(back),
        ),
    });
    section.note(
        "One-time buyers are judged by the records up to each date. With longer records they are \
         waited for longer, so that on the earlier date silence is taken for an end sooner.",
    );
    section
}

fn matrix(changes: &Changes) -> Table {
    let names = Stage::ALL.iter().map(|stage| capitalised(stage.name()));
    let columns = [("From, to".to_owned(), Align::Left)]
        .into_iter()
        .chain(names.map(|name| (name, Align::Right)))
        .chain([("Total".to_owned(), Align::Right)]);
    let mut table = Table::new(columns);
    let places = || Stage::ALL.iter().copied().map(Some).chain([None]);
    for from in places() {
        let counts = Stage::ALL.iter().map(|&to| changes.count(from, to));
        let counts: Vec<u64> = counts.collect();
        let name = from.map_or("Not yet bought".to_owned(), |stage| {
            capitalised(stage.name())
        });
        table.row(line(name, &counts));
    }
    let sums = Stage::ALL
        .iter()
        .map(|&to| places().map(|from| changes.count(from, to)).sum());
    let sums: Vec<u64> = sums.collect();
    table.total(line("Total".to_owned(), &sums));
    table
}

/// A name, counts, and their sum.
fn line(name: String, counts: &[u64]) -> Vec<String> {
    let shown = counts
        .iter()
        .chain([&counts.iter().sum()])
        .map(|n| count(*n))
        .collect::<Vec<_>>();
    [name].into_iter().chain(shown).collect()
}
