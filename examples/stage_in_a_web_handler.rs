//! How does a web server know the stage of the customer who just logged in?
//!
//! A job at night makes a classifier from all customers and writes it. The server reads it once and
//! shares it between its threads, each of which classifies one customer at a time.
//!
//! Run it: `cargo run --example stage_in_a_web_handler`

use std::sync::Arc;
use std::thread;

use retention::chrono::NaiveDate;
use retention::lifecycle::{Classifier, Given, Rules};
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
fn handle(
    classifier: &Classifier,
    purchases: &[(NaiveDate, Decimal)],
    today: NaiveDate,
) -> retention::Result<String> {
    let (dates, amounts): (Vec<_>, Vec<_>) = purchases.iter().copied().unzip();
    let window = Window::new(day(1997, 1, 1), today)?; // from the day on which records begin
    let history = History::new(&dates, &amounts, window)?;
    let Some(customer) = classifier.classify(&history, Given::default())? else {
        return Ok("no purchase yet".into());
    };
    let (stage, because, days) = (customer.stage, customer.because, customer.silence_days);
    let answer = format!("{stage}, because {because}; silent for {days} days");
    Ok(answer)
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let written = nightly_job()?;

    // The server: reading checks what it reads.
    let classifier: Arc<Classifier> = Arc::new(serde_json::from_str(&written)?);
    let today = day(1998, 7, 31);
    let bought = |year, month, on, cents| (day(year, month, on), Decimal::new(cents, 2));
    let requests = [
        vec![bought(1998, 6, 20, 29_99)],
        // Of customers silent for so long after a second purchase, fewer than one in five come back
        // within half a year.
        vec![bought(1997, 1, 10, 20_00), bought(1997, 2, 12, 25_00)],
        vec![
            bought(1997, 12, 1, 30_00),
            bought(1998, 2, 10, 60_00),
            bought(1998, 4, 2, 60_00),
            bought(1998, 6, 5, 25_00),
            bought(1998, 7, 20, 25_00),
        ],
        vec![],
    ];
    let threads = requests.map(|purchases| {
        let classifier = Arc::clone(&classifier);
        thread::spawn(move || handle(&classifier, &purchases, today))
    });
    for (customer, thread) in (1..).zip(threads) {
        let answer = thread.join().map_err(|_| "a thread panicked")??;
        println!("customer {customer}: {answer}");
    }
    Ok(())
}
