//! What would it cost an organisation to leave us, and does that keep it?
//!
//! Run it: `cargo run --example switching_cost`

use retention::rust_decimal::Decimal;
use retention::switching::{Barrier, Choice, CostType, Organisation, Units, Verdict};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let euros = Decimal::from;

    // What is not set is not part of the cost.
    let cost = Organisation::default()
        .retraining(Some(Units {
            units: 12,
            each: euros(350),
        })) // people
        .replacement(Some(euros(8_000)))
        .salvage(Some(euros(1_500)))
        .parallel_running(Some(Units {
            units: 3,
            each: euros(420),
        })) // months
        .cost()?;
    println!("what leaving would cost");
    for line in cost.lines() {
        println!("  {line}");
    }
    println!("  total: {}", cost.total());
    for kind in CostType::ALL {
        if let Some(amount) = cost.cost_type(*kind) {
            println!("  {kind}: {amount}");
        }
    }

    // What each supplier is worth to the customer over three years, after paying for it. `price` is
    // what the customer pays us in that time.
    let choice = Choice {
        our_value: euros(40_000),
        their_value: euros(49_500),
        switching_cost: cost.total(),
        price: euros(60_000),
        when_equal: Verdict::Leaves,
    };
    let barrier = Barrier::new(choice)?;
    println!(
        "\nthe competitor offers {} more, so the customer {}",
        barrier.gain, barrier.verdict
    );
    println!(
        "to win it, the competitor must cut its price by {}",
        barrier.price_cut
    );
    if let Some(strength) = barrier.strength.value() {
        println!(
            "the cost of leaving is {:.0} % of what it pays us",
            100.0 * strength
        );
    }

    // The same customer once its staff knows the competitor's product.
    let trained = Organisation::default()
        .replacement(Some(euros(8_000)))
        .salvage(Some(euros(1_500)))
        .parallel_running(Some(Units {
            units: 3,
            each: euros(420),
        }))
        .cost()?;
    let choice = Choice {
        switching_cost: trained.total(),
        ..choice
    };
    let barrier = Barrier::new(choice)?;
    println!(
        "\nwith trained staff leaving costs {}: it {}",
        trained.total(),
        barrier.verdict
    );
    Ok(())
}
