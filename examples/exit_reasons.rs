//! Why did customers leave, who could still be won back, and how many came back?
//!
//! Run it: `cargo run --example exit_reasons`
//!
//! Each row is an answer to the form that customers fill in when they leave.

use retention::chrono::NaiveDate;
use retention::churn::{CountedReasons, Exit, Exits, Reason, ReasonCodes, WinnableRules};
use retention::estimate::Confidence;
use retention::period::{Period, Span, Window};
use retention::rust_decimal::Decimal;

/// Customer, first day without them, answers with the main one first, a year's revenue, day of return.
const FORM: &str = "\
101,2024-01-09,too expensive,240,2024-02-20
102,2024-01-14,card declined,90,2024-01-20
103,2024-02-03,too expensive;support was rude,480,
104,2024-02-17,moved abroad,900,
105,2024-03-05,went to a competitor,360,2024-08-02
106,2024-05-11,support was rude,620,
107,2024-05-30,too expensive,120,
108,2024-06-12,too expensive;went to a competitor,510,
109,2024-06-20,,75,";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The words of the form, and what each stands for. Other words are refused.
    let codes = ReasonCodes::new([
        ("too expensive", Reason::Price),
        ("support was rude", Reason::PoorService),
        ("went to a competitor", Reason::BetterProductElsewhere),
        ("card declined", Reason::PaymentFailed),
        ("moved abroad", Reason::MovedAway),
    ])?;
    let mut rows = Vec::new();
    for line in FORM.lines() {
        let [customer, left, answers, value, returned] = line.split(',').collect::<Vec<_>>()[..]
        else {
            return Err("five fields a row".into());
        };
        let answers = answers.split(';').filter(|answer| !answer.is_empty());
        let reasons: Vec<Reason> = answers.map(|a| codes.read(a)).collect::<Result<_, _>>()?;
        let returned = Some(returned).filter(|day| !day.is_empty());
        rows.push(Exit {
            value: Some(value.parse::<Decimal>()?),
            returned: returned.map(str::parse::<NaiveDate>).transpose()?,
            ..Exit::new(customer.parse::<u32>()?, left.parse()?, reasons)
        });
    }
    let exits = Exits::from_rows(rows)?;

    let half_year = Window::new("2024-01-01".parse()?, "2024-06-30".parse()?)?;
    let tally = exits.tally(half_year, CountedReasons::All)?;
    println!("{} left, {} without a reason", tally.exits, tally.missing);
    for row in tally.reasons.iter().filter(|row| row.exits.numerator() > 0) {
        let interval = row.exits.wilson(Confidence::default()).ok_or("nobody")?;
        let (reason, exits, value) = (row.reason.to_string(), row.exits, row.value);
        println!("{reason:24} {exits}, {interval:.2}, worth {value}");
    }
    println!("could have been prevented: {}", tally.controllable);

    let rules = WinnableRules::default().least_value(Decimal::from(200));
    let winnable = exits.winnable("2024-06-30".parse()?, rules)?;
    println!("\nstill to be won back: {} a year", winnable.value);
    for row in &winnable.customers {
        let reason = row.reason.map_or("unknown".into(), |r| r.to_string());
        println!("customer {}: {}, {reason}", row.customer, row.value);
    }

    // A return counts within three months, an exit only once these are over.
    let quarter = Span::new(3, Period::Month)?;
    let back = exits.win_back(half_year, quarter, "2024-08-31".parse()?)?;
    println!("\nback within {quarter}: {}", back.returned);
    println!("later: {}", back.returned_later);
    println!("not known yet: {}", back.not_followed);
    Ok(())
}
