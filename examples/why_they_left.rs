//! Why did subscribers leave, how soon, and does the plan make a difference for each reason?
//!
//! Run it: `cargo run --example why_they_left`
//!
//! Invented records: monthly or yearly, first month, first month without them, main reason on the form.

use retention::chrono::NaiveDate;
use retention::churn::{Exit, Exits, Reason};
use retention::estimate::Confidence;
use retention::period::{Period, Window};
use retention::rust_decimal::Decimal;
use retention::subscriptions::{self, Subscription, SubscriptionLog};
use retention::survival::cox::{Covariates, Options};
use retention::survival::{CumulativeIncidence, Spell, Transform, WhichSpells};

const RECORDS: &str = "\
m 2023-06 2024-05 price; m 2023-05 2023-09; m 2023-02 2023-09 poor_service;
y 2023-01 2023-04 price; y 2023-02; m 2023-01 2023-09 price; m 2023-04 2023-07 price; m 2023-05;
y 2023-01; y 2023-01 2023-10 poor_service; m 2023-02 2023-09 moved_away; m 2023-01;
m 2023-03 2023-10 price; y 2023-06 2023-08 poor_service; y 2023-06; m 2023-03; m 2023-07;
m 2023-08 2024-02 price; y 2023-06 2023-12 price; y 2023-08 2024-02; m 2023-05;
m 2023-04 2023-06 moved_away; m 2023-06; y 2023-05 2023-09 poor_service; y 2023-01 2023-05 price;
m 2023-03; m 2023-05 2023-07 price; m 2023-07 2023-11 price; y 2023-08; y 2023-01;
m 2023-01 2023-05 price; m 2023-01 2024-03; m 2023-01 2023-10 price; y 2023-06; y 2023-08;
m 2023-01 2023-08 poor_service";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (mut rows, mut exits, mut plans) = (Vec::new(), Vec::new(), Vec::new());
    for (customer, record) in RECORDS.split(';').enumerate() {
        let fields: Vec<&str> = record.split_whitespace().collect();
        let day = |month: &&str| format!("{month}-01").parse::<NaiveDate>();
        let (from, gone) = (day(&fields[1])?, fields.get(2).map(day).transpose()?);
        let to = gone.and_then(|day| day.pred_opt());
        rows.push(Subscription::monthly(customer, from, to, Decimal::from(20)));
        if let (Some(gone), Some(reason)) = (gone, fields.get(3)) {
            exits.push(Exit::new(customer, gone, [reason.parse()?]));
        }
        plans.push(fields[0]);
    }
    let window = Window::new("2023-01-01".parse()?, "2024-06-30".parse()?)?;
    let log = SubscriptionLog::from_rows(rows)?;
    let accounts = log.accounts(window, subscriptions::Options::default())?;
    // A form belongs to the end that is within a month of it.
    let (exits, first) = (Exits::from_rows(exits)?, WhichSpells::First);
    let joined = accounts.spells_by_reason(Period::Month, first, exits.main_reasons(), 31);
    let (stated, silent) = (joined.stated, joined.without_exit);
    println!("{stated} said why they left, {silent} did not\n\nleft within a year");

    let confidence = Confidence::default();
    let leaving = CumulativeIncidence::of(joined.spells())?;
    for reason in leaving.reasons.iter().map(|of| of.reason) {
        let share = leaving.at(&reason, 12).ok_or("not followed so long")?;
        let interval = leaving.interval(&reason, 12, Transform::LogLog, confidence);
        let interval = interval.ok_or("nobody left so soon")?;
        let name = reason.map_or("unknown".into(), |reason| reason.to_string());
        println!("{name:13} {share:.2}, {interval:.2}");
    }
    let here = leaving.survival.at(12).ok_or("not followed so long")?;
    println!("still here    {here:.2}\n\nmonthly against yearly");

    // Who left for another reason was observed until then.
    let (rows, by_month) = (&joined.rows, |id: usize| f64::from(plans[id] == "m"));
    let monthly: Vec<f64> = rows.iter().map(|row| by_month(row.customer)).collect();
    for reason in [None, Some(Reason::Price), Some(Reason::PoorService)] {
        let spells = rows.iter().map(|row| match reason {
            Some(_) if row.reason != reason => Spell::ongoing(row.spell.time()),
            _ => row.spell,
        });
        let spells: Vec<Spell> = spells.collect();
        let rows = Covariates::new(&spells, [("monthly", &monthly[..])])?;
        let cox = rows.fit(Options::default())?.converged()?;
        let monthly = cox.get("monthly").ok_or("no such covariate")?;
        let (ratio, interval) = (monthly.ratio(), monthly.interval(confidence));
        let (interval, left) = (interval.ok_or("no error")?, cox.ended);
        let few = ["", ", which are few"][usize::from(cox.few_events)];
        let name = reason.map_or("any reason".into(), |reason| reason.to_string());
        println!("{name:13} {ratio:.1}, {interval:.1}, {left} left{few}");
    }
    Ok(())
}
