//! How does a web server know the stage of the customer who just logged in?
//!
//! A job at night makes a classifier from all customers and writes it. The server reads it once and
//! shares it between its threads, each of which classifies one customer at a time.
//!
//! Run it: `cargo run --example stage_in_a_web_handler`

use std::sync::Arc;
use std::thread;

use retention::Result;
use retention::chrono::NaiveDate;
use retention::lifecycle::{Classifier, Rules};
use retention::period::Window;
use retention::purchases::{History, Policy, Purchase, PurchaseLog};
use retention::rust_decimal::Decimal;

/// The job at night: how all customers come back, and the rules, as JSON.
fn nightly_job() -> Result<String, Box<dyn std::error::Error>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/report/data/cdnow.csv");
    let rows: Vec<Purchase<String>> = csv::Reader::from_path(path)?
        .deserialize()
        .collect::<Result<_, _>>()?;
    let log = PurchaseLog::from_rows(rows)?;
    let observed = log.observe(log.window(), Policy::default())?;
    let classifier = Classifier::of(&observed, Rules::default())?;
    Ok(serde_json::to_string(&classifier)?)
}

/// One request: the customer's purchases come from a database, sorted by day.
fn handle(classifier: &Classifier, purchases: &[(NaiveDate, Decimal)]) -> Result<String> {
    let (days, amounts): (Vec<_>, Vec<_>) = purchases.iter().copied().unzip();
    // From when records begin to today, which is an argument too.
    let window = Window::new(day(1997, 1, 1), day(1998, 7, 31))?;
    let history = History::new(&days, &amounts, window)?;
    let Some(customer) = classifier.classify(&history, None)? else {
        return Ok("no purchase yet".into());
    };
    let (stage, because, silence) = (customer.stage, customer.because, customer.silence_days);
    Ok(format!(
        "{stage}, because {because}; silent for {silence} days"
    ))
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let written = nightly_job()?;

    // The server: reading checks what it reads.
    let classifier: Arc<Classifier> = Arc::new(serde_json::from_str(&written)?);
    let cents = |cents| Decimal::new(cents, 2);
    let requests = [
        vec![(day(1998, 6, 20), cents(29_99))],
        vec![
            (day(1997, 1, 10), cents(20_00)),
            (day(1997, 2, 12), cents(25_00)),
        ],
        vec![
            (day(1997, 12, 1), cents(30_00)),
            (day(1998, 2, 10), cents(60_00)),
            (day(1998, 4, 2), cents(60_00)),
            (day(1998, 6, 5), cents(25_00)),
            (day(1998, 7, 20), cents(25_00)),
        ],
        vec![],
    ];
    let threads = requests.map(|purchases| {
        let classifier = Arc::clone(&classifier);
        thread::spawn(move || handle(&classifier, &purchases))
    });
    for (customer, thread) in (1..).zip(threads) {
        let answer = thread.join().map_err(|_| "a thread panicked")??;
        println!("customer {customer}: {answer}");
    }
    Ok(())
}
