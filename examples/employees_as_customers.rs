//! Employees as internal customers: the same measures, on staff.
//!
//! Satisfaction, what the job gives against what other employers offer, loyalty, and what leaving would
//! cost make the portrait of an employee. The behaviour is staying or going.
//!
//! Run it: `cargo run --example employees_as_customers`

use retention::Accumulator;
use retention::loyalty::Score;
use retention::portrait::{Contract, Dimension, Evidence, Explanation, Options, Wording};
use retention::satisfaction::nps;
use retention::scale::Scale;
use retention::value::customer_value;

/// A row of a staff survey, answered on scales of 1 to 7; the last is 0 to 10.
struct Answers {
    name: &'static str,
    satisfaction: f64,
    intends_to_stay: f64,
    trust_in_management: f64,
    cost_of_leaving: f64,
    /// What the job gives and what it asks, each relative to other employers.
    job: (f64, f64),
    would_recommend: f64,
    contract: Contract,
}

fn main() -> retention::Result<()> {
    let row = |name, [satisfaction, stay, trust, cost, recommend]: [f64; 5], job| Answers {
        name,
        satisfaction,
        intends_to_stay: stay,
        trust_in_management: trust,
        cost_of_leaving: cost,
        job,
        would_recommend: recommend,
        contract: Contract::Running,
    };
    let staff = [
        row("Employee 1", [6.5, 7.0, 6.0, 4.0, 10.0], (1.10, 1.00)),
        row("Employee 2", [2.0, 6.5, 3.0, 6.5, 3.0], (0.90, 1.05)),
        Answers {
            contract: Contract::EndsSoon,
            ..row("Employee 3", [6.5, 2.0, 5.0, 1.5, 8.0], (1.00, 1.04))
        },
    ];

    // Would they recommend the employer?
    let mut counter = nps::Counter::new(nps::Options::default())?;
    counter.extend(staff.iter().map(|one| Some(one.would_recommend)))?;
    let score = counter.finish()?.score.unwrap_or(f64::NAN);
    println!("would recommend us, -100 to 100: {score:.0}\n");

    let on_seven = |value| Score::new(Scale::ONE_TO_SEVEN, value).map(Some);
    for one in &staff {
        let evidence = Evidence::default()
            .satisfaction(on_seven(one.satisfaction)?)
            .loyalty(on_seven(one.intends_to_stay)?)
            .trust(on_seven(one.trust_in_management)?)
            .switching_cost(on_seven(one.cost_of_leaving)?)
            .value(customer_value(one.job.0, one.job.1)?.value())
            .contract(Some(one.contract));
        let portrait = Options::default().portrait(&evidence)?;
        let wording = Wording::default()
            .name(one.name.to_owned())
            .says_what_is_missing(false);
        println!(
            "{}: {}",
            one.name,
            portrait.levels.of(Dimension::CustomerType)
        );
        println!("{}\n", Explanation::new(&evidence, &portrait, &wording));
    }
    Ok(())
}
