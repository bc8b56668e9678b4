//! Do customers get more for their money from us than from the competitors?
//!
//! Run it: `cargo run --example value_map`

use retention::Accumulator;
use retention::rust_decimal::Decimal;
use retention::scale::Scale;
use retention::value::map::Options;
use retention::value::market::{Builder, Ratings};
use retention::value::profile;

const SUPPLIERS: [&str; 3] = ["us", "Acme", "Bolt"];

/// What each respondent says of each supplier, from 1 to 10: fresh goods, service, a shop nearby.
/// 0 is no answer.
const ANSWERS: [[[u8; 3]; 3]; 8] = [
    [[9, 8, 6], [7, 7, 8], [6, 5, 9]],
    [[8, 9, 7], [6, 7, 7], [7, 6, 9]],
    [[9, 7, 5], [7, 8, 8], [5, 5, 8]],
    [[7, 8, 6], [7, 6, 9], [6, 0, 9]],
    [[9, 9, 8], [8, 7, 8], [0, 0, 0]],
    [[8, 9, 6], [6, 6, 7], [7, 5, 8]],
    [[9, 8, 7], [0, 7, 8], [6, 6, 9]],
    [[8, 7, 6], [7, 8, 7], [6, 5, 7]],
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let attributes = ["fresh", "service", "near"];
    let mut builder = Builder::new(Scale::ONE_TO_TEN, attributes, SUPPLIERS)?;
    for respondent in ANSWERS {
        // One row is one respondent, with all the suppliers that he or she rates.
        let answers = respondent.map(|row| row.map(|code| (code > 0).then_some(f64::from(code))));
        let rows: Vec<Ratings> = SUPPLIERS
            .iter()
            .zip(&answers)
            .map(|(supplier, ratings)| Ratings { supplier, ratings })
            .collect();
        builder.push(&rows)?;
    }
    let market = builder.finish()?;

    // How much each attribute counts, and what the same basket costs.
    let weights = [("fresh", 50.0), ("service", 30.0), ("near", 20.0)];
    let money = |cents| Decimal::new(cents, 2);
    let prices = [
        ("us", money(54_00)),
        ("Acme", money(50_00)),
        ("Bolt", money(43_00)),
    ];
    let map = market.value_map_from_prices(&weights, &prices, Options::default())?;

    // The line says which price is fair for which quality; how sure, from the answers' variation.
    println!("supplier  quality  price  V = Q/P  standing  sure  zone");
    for offer in &map.offers {
        let standing = offer.standing.map_or("–", |standing| standing.name());
        let sure = offer
            .standing
            .and_then(|standing| offer.probability(standing));
        let sure = sure.map_or("–".into(), |sure| format!("{:.0}%", 100.0 * sure));
        println!(
            "{:8}  {:7.2}  {:5.2}  {:7.2}  {:8}  {sure:>4}  {}",
            offer.supplier,
            offer.quality_ratio,
            offer.relative_price,
            offer.value,
            standing,
            offer.zone.map_or("–", |zone| zone.name()),
        );
    }

    // Where our quality comes from: our mean against the mean of the others.
    let profile = market.quality_profile("us", &weights, profile::Options::default())?;
    println!("\nattribute  ours  theirs  ratio");
    for row in &profile.attributes {
        let (ours, theirs) = (row.ours, row.competitors);
        let (name, ratio) = (&row.name, row.ratio);
        println!("{name:9}  {ours:4.1}  {theirs:6.1}  {ratio:5.2}");
    }
    Ok(())
}
