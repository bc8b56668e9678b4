//! How far does the loyalty of our customers go, and what could end it?
//!
//! Run it: `cargo run --example loyalty_phases`

use retention::Accumulator;
use retention::loyalty::phases::{Counter, Phase, Profile, Rules, harris_goode};

/// Four customers' answers to the sixteen items of Harris and Goode, from 1 to 7. Five of the items
/// are asked the other way round, so that a low answer is a good one. 0 is no answer.
const ANSWERS: [(&str, [u8; 16]); 4] = [
    ("Ann", [7, 7, 1, 7, 1, 1, 7, 7, 7, 1, 1, 7, 6, 6, 7, 6]),
    ("Ben", [6, 6, 2, 7, 2, 2, 6, 6, 5, 3, 3, 4, 2, 3, 2, 2]),
    ("Cem", [3, 4, 5, 4, 4, 4, 4, 4, 4, 4, 4, 4, 6, 6, 6, 6]),
    ("Dea", [6, 5, 2, 6, 0, 0, 0, 6, 5, 2, 2, 6, 5, 5, 6, 5]),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let questionnaire = harris_goode()?;
    // High is two thirds of the scale or more: 5 on 1 to 7. Each phase may have its own threshold.
    let rules = Rules::default();
    let mut counter = Counter::new(questionnaire.scale(), rules)?;

    for (name, answers) in ANSWERS {
        let answers = answers.map(|code| (code > 0).then_some(f64::from(code)));
        let profile = Profile::of(&questionnaire, &answers)?;
        counter.push(profile)?;

        // One customer: the phase attained, and what threatens loyalty there.
        let progress = rules.classify(&profile)?;
        let attained = progress.reached.map_or("none", Phase::name);
        print!("{name}: {attained}");
        if !progress.is_final() {
            print!(" or further, since too few items of the next phase were answered");
        }
        if let (Some(phase), Some(lacks)) = (progress.failing(), progress.distance()) {
            print!(", lacks {lacks:.2} for {phase}");
        }
        println!();
        for threat in progress.vulnerabilities().iter().take(2) {
            println!("     could be ended by: {threat}");
        }
    }

    // All customers. Those who are undecided count only where a missing score does not matter.
    let levels = counter.finish()?;
    println!("\nat least    customers");
    for phase in Phase::ALL {
        println!("{phase:10}  {}", levels.at_least(*phase));
    }
    println!("none        {}", levels.below_all());
    println!("undecided   {}", levels.undecided());
    // Phases out of order: a customer who acts without believing buys from habit, and may leave.
    println!("disordered  {}", levels.out_of_order());
    Ok(())
}
