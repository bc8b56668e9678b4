//! Whom should we contact this month, how, and what is at stake?
//!
//! Portraits of the customers of a shop, from what its log tells alone; then a plan within a budget by the
//! rules of the literature. With a survey, contracts or reasons for leaving, give these as evidence too.
//!
//! Run it: `cargo run --example retention_plan`

use retention::chrono::NaiveDate;
use retention::lifecycle::{Rules, Stages};
use retention::period::Window;
use retention::portrait::{
    Action, Dimension, EvidenceTable, LoyalBy, Options, PlanOptions, Portraits, RetentionPlan,
    StrategyTable,
};
use retention::purchases::{Policy, Purchase, PurchaseLog};
use retention::rust_decimal::{Decimal, dec};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/report/data/cdnow.csv");
    let rows: Vec<Purchase<String>> = csv::Reader::from_path(path)?
        .deserialize()
        .collect::<Result<_, _>>()?;
    let log = PurchaseLog::from_rows(rows)?;
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).ok_or("no such day");
    let observed = log.observe(
        Window::new(day(1997, 1, 1)?, day(1998, 6, 30)?)?,
        Policy::default(),
    )?;

    // What is known of each customer: the stage, the chance of a return, and what they spent.
    let spent = observed.revenues()?.into_iter();
    let spent = spent.map(|(customer, spent)| (customer.clone(), spent));
    let known = EvidenceTable::new()
        .stages(&Stages::of(&observed, Rules::default())?)
        .join(spent, |evidence, spent| {
            Ok(evidence.expected_value(Some(spent)))
        })?;
    let portraits = Portraits::of(known, &Options::default())?;

    let counts = portraits.counts(LoyalBy::default())?;
    println!("stage        customers  value at risk");
    for level in counts
        .of(Dimension::Stage)
        .filter(|level| level.customers > 0)
    {
        println!(
            "{:12} {:>9} {:>14}",
            level.level, level.customers, level.value_at_risk
        );
    }

    // What an action costs for one customer; what is not listed is not done customer by customer.
    let cost = |action: Action| match action.kind() {
        "strategy" => Some(dec!(3.50)),
        "contact" => Some(dec!(8)),
        _ => None::<Decimal>,
    };
    let options = PlanOptions::default().budget(Some(dec!(500)));
    let table = StrategyTable::literature();
    let plan = RetentionPlan::by_table(&portraits, &table, cost, options)?;

    println!("\ncustomer  value at stake  cost  action");
    for row in plan.rows.iter().take(5) {
        let (value, cost) = (row.value_at_stake, row.cost);
        println!("{:8} {value:>15} {cost:>5}  {}", row.customer, row.action);
    }
    println!(
        "… {} customers, cost {}, value at stake {}, at most {} within the budget",
        plan.rows.len(),
        plan.cost,
        plan.value_at_stake,
        plan.best_at_most
    );
    println!("\nleft out");
    for count in plan.left_out_counts.iter().filter(|it| it.customers > 0) {
        println!("{:16} {:>5}", count.because, count.customers);
    }
    Ok(())
}
