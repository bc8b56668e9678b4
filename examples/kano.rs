//! Which features are taken for granted, which delight, and which make no difference?
//!
//! Run it: `cargo run --example kano`

use retention::Accumulator;
use retention::satisfaction::kano::{Answer, Counter, Options, Pair};

/// Answers about one feature: if it is there, if it is absent, and how many said so.
/// 1 like, 2 must be, 3 neutral, 4 can live with it, 5 dislike; 0 is no answer.
type Answers = [(u8, u8, usize)];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let features: [(&str, &Answers); 4] = [
        (
            "brakes that hold",
            &[(3, 5, 31), (2, 5, 22), (1, 5, 9), (3, 3, 3)],
        ),
        (
            "low consumption",
            &[(1, 5, 38), (1, 3, 12), (2, 5, 10), (3, 3, 4), (0, 5, 1)],
        ),
        (
            "heated seats",
            &[(1, 3, 20), (1, 4, 10), (3, 3, 26), (1, 5, 9)],
        ),
        (
            "a talking dashboard",
            &[(3, 3, 29), (1, 4, 13), (5, 1, 12), (4, 3, 10), (1, 1, 1)],
        ),
    ];

    println!("feature              category         clear  better  worse  answered  missing");
    for (name, answers) in features {
        let mut counter = Counter::new(Options::default())?;
        for &(there, absent, respondents) in answers {
            // A missing answer is `None`, which is counted apart.
            let answer = |code| match code {
                0 => Ok(None),
                code => Answer::from_code(code).map(Some),
            };
            let pair = Pair {
                functional: answer(there)?,
                dysfunctional: answer(absent)?,
            };
            counter.extend(std::iter::repeat_n(pair, respondents))?;
        }
        let kano = counter.finish()?;

        // The category of most respondents, if anybody answered, and whether it is clearly ahead of the
        // next one.
        let category = kano.category.map_or("–", |category| category.name());
        let clear = kano.distinct_category.map_or("no", |_| "yes");
        // By how much it satisfies if it is there, and dissatisfies if it is absent.
        let [better, worse] = [kano.better, kano.worse].map(two_decimals);
        println!(
            "{name:20} {category:15}  {clear:5}  {better:>6}  {worse:>5}  {:8}  {:7}",
            kano.answered, kano.missing,
        );
    }
    Ok(())
}

fn two_decimals(figure: Option<f64>) -> String {
    figure.map_or("–".into(), |figure| format!("{figure:.2}"))
}
