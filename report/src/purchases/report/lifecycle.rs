//! Where customers stand in the course of the relationship, and who changed place.

use retention::lifecycle::{Rule, Stage, TrendOf};

use crate::kit::document::Section;
use crate::kit::format::{
    UNDEFINED, capitalised, count, counted, listed, money, number, percent, rate_interval, spaced,
};
use crate::kit::table::{Align, Table};
use crate::purchases::figures::Figures;
use crate::purchases::figures::lifecycle::{
    Changes, Chosen, Judged, Lifecycle, Recommended, StageFigures, StepFigures,
};

pub fn stages(figures: &Figures) -> Section {
    let lifecycle = &figures.lifecycle;
    let mut section = Section::new("Lifecycle", format!(" on {}", lifecycle.as_of));
    section.table(by_stage(figures));
    section.keep();
    if let Some(judged) = &lifecycle.silence {
        section.paragraph(cuts(judged));
        section.table(by_step(judged));
        if let Some(whom) = cannot_be_judged(lifecycle, judged) {
            section.paragraph(whom);
        }
        section.define("Chance of return", chance_of_return(judged));
    }
    section.define(
        "Called ended",
        "the file records no ends, so each is inferred from silence. Who is called ended may come \
         back; the back-test counts who did.",
    );
    section.table(rules(lifecycle));
    section.paragraph(trends(lifecycle));
    section.define("Stages", STAGES);
    section.table(recommended(lifecycle));
    section.define("Recommended", sources(lifecycle));
    section
}

const STAGES: &str = "the first rule that fits decides. Acquisition: too new to be judged, or bought \
                      once. Growth, maturity: bought again, and more often than before or about as \
                      often. Established: bought again, and whether more or less often cannot be told. \
                      Decline: silent for long, or buys less often. Termination: called ended. No \
                      source publishes such thresholds; these are defaults, and the back-test judges \
                      them.";

/// Below which chances a customer is in decline, and called ended.
fn cuts(judged: &Judged) -> String {
    format!(
        "Silence is judged by the chance of another purchase within {}: below {} a customer is in \
         decline, below {} called ended. That cut is 1/(1 + {cost}): giving up one who would come back \
         is taken to cost {cost} times as much as pursuing one who is gone.",
        judged.horizon,
        percent(Some(judged.decline_below), 0),
        percent(Some(judged.ended_below), 0),
        cost = number_of(judged.cost_ratio),
    )
}

/// A number without needless decimals.
pub fn number_of(value: f64) -> String {
    if value.fract() == 0.0 {
        number(value, 0)
    } else {
        number(value, 2)
    }
}

/// How long a silence makes a decline, and an end, by how often a customer has bought.
fn by_step(judged: &Judged) -> Table {
    let mut table = Table::new([
        ("Purchases", Align::Left),
        ("Waits", Align::Right),
        ("Returned", Align::Right),
        ("Silence judged up to", Align::Right),
        ("Decline after", Align::Right),
        ("Ended after", Align::Right),
    ]);
    let from = |silence: Option<f64>| silence.map_or_else(|| UNDEFINED.to_owned(), days);
    for step in &judged.steps {
        table.row([
            step.name(),
            count(step.returned.denominator()),
            percent(step.returned.value(), 1),
            from(step.longest_judged_days.map(f64::from)),
            from(step.decline_after_days),
            from(step.ended_after_days),
        ]);
    }
    table
}

/// Whom the records are too short for.
fn cannot_be_judged(lifecycle: &Lifecycle, judged: &Judged) -> Option<String> {
    let horizon = judged.horizon;
    let steps = judged.steps.iter();
    let not: Vec<String> = steps
        .filter(|step| step.longest_judged_days.is_none())
        .map(StepFigures::name)
        .collect();
    let not = match not.as_slice() {
        [] => None,
        _ if !judged.can_tell() => Some(format!(
            "Silence cannot be judged yet: too few customers have been silent for {horizon}, so nobody is \
             called ended.",
        )),
        not => Some(format!(
            "Silence after {} purchases cannot be judged yet: too few customers have been silent for \
             {horizon} after them, so none of these is called ended.",
            listed(not),
        )),
    };
    let new = (lifecycle.too_new > 0).then(|| {
        format!(
            "{} first bought less than {horizon} ago and cannot be judged yet.",
            counted(lifecycle.too_new, "customer", "customers"),
        )
    });
    let words: Vec<String> = [not, new].into_iter().flatten().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// How the chance is found.
fn chance_of_return(judged: &Judged) -> String {
    format!(
        "of customers who had bought as often and been silent as long, the share who bought again \
         within the next {horizon}, told only where enough of them were followed so long (Kaplan–Meier \
         curves by number of purchases). Beyond the longest silence that can be judged the chance is at \
         most the last one told. A longer silence than “decline after” or “ended after” has a chance below \
         the cut; – where no silence that can be judged has. The horizon of {horizon} should be about a \
         buying season.",
        horizon = judged.horizon,
    )
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
    .broken(1, 60);
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
    let judged = lifecycle.silence.as_ref()?;
    let (before, recent) = (lifecycle.compared.before, lifecycle.compared.recent);
    let silent = |chance: f64| {
        format!(
            "silent so long that fewer than {} come back within {}",
            percent(Some(chance), 0),
            judged.horizon,
        )
    };
    let changed = |way: &str| {
        let what = match rules.trend_of {
            TrendOf::Spending => format!("spent {way}"),
            _ => format!("bought {way} often"),
        };
        format!("{what} from {recent} than from {before}, by a test")
    };
    let told = lifecycle.no_trend.is_none();
    Some(match rule {
        Rule::TooYoung => format!(
            "first bought less than {} ago, and too few with as many purchases were followed long enough \
             to judge the silence",
            judged.horizon,
        ),
        Rule::Falling | Rule::Rising | Rule::Steady if !told => return None,
        Rule::Lapsed => silent(judged.ended_below),
        Rule::Silent => silent(judged.decline_below),
        Rule::Falling => changed("less"),
        Rule::FewPurchases => format!("bought on fewer than {} days", rules.established_purchases),
        Rule::ShortRelationship => format!(
            "first bought less than {} ago, the median time to the second purchase",
            days(lifecycle.established_days?.into()),
        ),
        Rule::Rising => changed("more"),
        Rule::NoTrend => "neither a change nor that there is none can be told".to_owned(),
        Rule::Steady => format!(
            "the change is told to lie between −{} and +{}",
            percent(Some(rules.trend_fall), 0),
            percent(Some(rules.trend_rise), 0),
        ),
        _ => return None,
    })
}

/// Between which times spending is compared.
fn trends(lifecycle: &Lifecycle) -> String {
    match &lifecycle.no_trend {
        Some(why) => format!("Of nobody can a change be told: {why}."),
        None => format!(
            "A change is looked for among those who had bought by {} and made {} or more since then; the \
             test errs in {} at most of those who do not change.",
            lifecycle.compared.before.from(),
            counted(lifecycle.rules.trend_purchases, "purchase", "purchases"),
            percent(Some(lifecycle.rules.trend_rate), 0),
        ),
    }
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
        "{}.",
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
    section.define(
        "Stage changes",
        "both dates by the same rules, each by the records up to it: short records judge few silences, \
         so that fewer customers are called ended.",
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
