//! Would the stages have judged well half a year ago, and whom do they say to act on today?
//!
//! Run it: `cargo run --example stages_put_to_the_test`

use retention::chrono::NaiveDate;
use retention::estimate::{Confidence, Resampling};
use retention::lifecycle::{AtStake, Backtest, RankedBy, Rules, Silence, Stages};
use retention::period::{Period, Span, Window};
use retention::purchases::{Policy, Purchase, PurchaseLog};
use retention::rust_decimal::RoundingStrategy;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/report/data/cdnow.csv");
    let rows: Vec<Purchase<String>> = csv::Reader::from_path(path)?
        .deserialize()
        .collect::<Result<_, _>>()?;
    let log = PurchaseLog::from_rows(rows)?;
    let (policy, today) = (Policy::default(), log.window().to());

    // What was known at the end of 1997, and who bought in the half-year after it.
    let new_year = NaiveDate::from_ymd_opt(1997, 12, 31).ok_or("no such day")?;
    let known = Window::new(log.window().from(), new_year)?;
    let test = |rules| Backtest::of(&log, known, today, policy, rules);
    let stages = test(Rules::default())?;
    println!("on {new_year}, followed until {today}");
    println!("bought again         {}", stages.returned());
    println!("called ended: wrong  {}", stages.misled());
    println!("gone: recognised     {}", stages.recognised());

    // Of two customers, one who came back and one who did not: how often the first ranked higher.
    let judgement = stages.judgement();
    let ranked = judgement.ranked.ok_or("nobody to rank")?;
    let auc = ranked.auc().ok_or("all came back, or nobody")?;
    let interval = ranked
        .interval(Confidence::default())
        .ok_or("no interval")?;
    println!("area under the ROC   {:.3}, {interval:.3}", auc.value());

    // The simplest rule, on the same customers: silent for half a year, whoever it is.
    let days = |count| Span::new(count, Period::Day);
    let recency = test(Rules::default().silence(Silence::Hiatus {
        decline: days(90)?,
        lapse: days(180)?,
    }))?;
    let called = stages.misled().denominator();
    let compared = stages.compare(&recency, called, Resampling::default())?;
    let ahead = compared.auc.ok_or("not comparable")?;
    let interval = ahead.interval(Confidence::default());
    println!("ahead of recency by  {:.3}, {interval:.3}", ahead.value());
    println!(
        "cost, if giving up one who would return costs four times as much as pursuing in vain"
    );
    println!("  the default        {}", stages.cost(4.0)?);
    println!("  half a year        {}", recency.cost(4.0)?);

    // Today: who is leaving, by what they spent in the last year and the chance of losing it.
    let observed = log.observe(log.window(), policy)?;
    let stages = Stages::of(&observed, Rules::default())?;
    let year = Span::new(12, Period::Month)?;
    let half_even = RoundingStrategy::MidpointNearestEven;
    let list = AtStake::of(
        &observed,
        &stages,
        year,
        RankedBy::ExpectedLoss,
        0,
        half_even,
    )?;
    println!("\n{} customers leaving today", list.all.customers);
    println!("customer  stage        spent  expected loss");
    for row in list.rows.iter().take(5) {
        let stage = row.stage.to_string();
        println!(
            "{:8}  {stage:11} {:>6}  {:>13}",
            row.customer, row.value, row.expected_loss
        );
    }
    Ok(())
}
