//! What does the literature recommend for each customer, and what if our own practice differs?
//!
//! Run it: `cargo run --example what_to_do_next`

use retention::churn::Reason;
use retention::lifecycle::{PortfolioType, Stage};
use retention::loyalty::Score;
use retention::portrait::{
    Action, Approach, Contract, Dimension, Evidence, Options, Pattern, StrategyRule, StrategyTable,
    Topic,
};
use retention::scale::Scale;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let score = |value| Score::new(Scale::ONE_TO_FIVE, value).map(Some);
    // What is not known is left out, and nothing is filled in.
    let customers = [
        (
            "Ann, a core customer whose contract ends",
            Evidence::default()
                .stage(Some(Stage::Maturity))
                .contract(Some(Contract::EndsSoon))
                .is_core(Some(true))
                .satisfaction(score(5.0)?)
                .value_change(Some(-0.08)),
        ),
        (
            "Ben, loyal because he is held",
            Evidence::default()
                .stage(Some(Stage::Growth))
                .satisfaction(score(2.0)?)
                .loyalty(score(5.0)?)
                .switching_cost(score(5.0)?)
                .item_to_fix(Some(3)),
        ),
        (
            "Cem, a butterfly",
            Evidence::default()
                .stage(Some(Stage::Growth))
                .portfolio(Some(PortfolioType::Butterfly))
                .satisfaction(score(4.0)?),
        ),
        (
            "Dan, who moved away",
            Evidence::default()
                .stage(Some(Stage::Termination))
                .churn_reason(Some(Reason::MovedAway)),
        ),
    ];

    let table = StrategyTable::literature();
    let options = Options::default();
    for (name, evidence) in &customers {
        let portrait = options.portrait(evidence)?;
        println!("{name}: the literature recommends");
        for line in table.advise(&portrait, evidence).to_string().lines() {
            println!("  {line}");
        }
    }

    // Our own practice: whoever is in growth gets thanks, before any other reason for a contact.
    let ours = StrategyRule {
        name: "welcome".to_owned(),
        topic: Topic::Contact,
        when: Pattern::any().with(Dimension::Stage, ["growth"])?,
        then: vec![Action::Contact(Approach::Thanks)],
        settles: false,
        source: "our own practice".to_owned(),
    };
    let table = table.before("core_contract_ends", ours)?;
    let check = table.check()?;
    println!("\nwith a rule of our own, of {} rules", table.rules().len());
    println!("  without a recommendation: {}", check.uncovered.len());
    println!("  rules that never fire: {}", check.dead_rules.len());
    println!("  contradictions: {}", check.conflicts.len());
    Ok(())
}
