//! Is it better to win customers or to keep them, and whom to keep?
//!
//! Run it: `cargo run --example winning_and_keeping`

use retention::churn::Rate;
use retention::clv::{ConstantRetention, DiscountRate, MarginStream, RelationshipCosts};
use retention::economics::*;
use retention::estimate::{Confidence, Proportion};
use retention::period::{Period, Span};
use retention::rust_decimal::{RoundingStrategy, dec};

fn main() -> retention::Result<()> {
    let nearest = RoundingStrategy::MidpointAwayFromZero;

    // A service with 20,000 customers loses 20 % a year and wins 3,000.
    let churn = Rate::new(0.20, Span::new(1, Period::Year)?)?;
    let bucket = LeakyBucket::new(20_000.0, 3_000.0, churn)?;
    let level = bucket.steady_state().unwrap_or(f64::INFINITY);
    println!("to win a year   {:>6.0}", bucket.won_to_hold());
    println!("tends to        {level:>6.0}");

    // What replacing the lost costs beyond keeping them.
    let (winning, keeping) = (dec!(180), dec!(40));
    let costs = UnitCosts { winning, keeping };
    let lost = ReplacementCost::of(bucket.won_to_hold(), 1.0, costs, 0, nearest)?;
    println!("hidden cost     {:>6}", lost.hidden);

    // What five points would do to the value of a customer, and when one has paid back.
    let discount = DiscountRate::yearly(0.1)?;
    let model = ConstantRetention::new(0.80, discount, MarginStream::default())?;
    let terms = RelationshipCosts::default().acquisition(winning);
    let gain = RetentionGain::of(&model, 0.85, dec!(100), terms, 2, nearest)?;
    println!("value at 80 %   {:>6}", gain.value_before.value);
    println!("value at 85 %   {:>6}", gain.value_after.value);
    let payback = Payback::of(winning, dec!(100), &model)?.discounted;
    println!("years to pay    {:>6}", payback.unwrap_or(u32::MAX));

    // What a campaign did, held against customers who were left alone.
    let counts = CampaignCounts {
        treated: Proportion::new(5160, 6000)?,
        control: Proportion::new(4830, 6000)?,
    };
    let terms = CampaignTerms {
        assignment: Assignment::Randomised,
        cost: dec!(30000),
        worth: dec!(250),
    };
    let campaign = Campaign::of(counts, terms, Confidence::default(), 0, nearest)?;
    let Campaign { net, verdict, .. } = campaign;
    println!("\nstayed          {:>6}", counts.treated.numerator());
    println!("kept by it      {:>6.0}", campaign.kept);
    println!("between         {:.0}", campaign.kept_interval);
    println!("net             {net:>6} ({verdict})");

    // Whom to spend the next budget on: 40 units of 1,000.
    let group = |group, worth, most, half_at| {
        ResponseCurve::saturating(most, half_at).map(|response| BudgetGroup {
            group,
            worth,
            response,
        })
    };
    let tiers = [
        group("top", dec!(900), 20.0, 4.0)?,
        group("middle", dec!(300), 200.0, 12.0)?,
        group("small", dec!(60), 900.0, 30.0)?,
    ];
    let until = SpendUntil::NothingPays;
    let best = BudgetAllocation::of(tiers, 40, dec!(1000), until, 0, nearest)?;
    println!("\ntier    units   kept  brings");
    for row in &best.rows {
        print!("{:6} {:>6} {:>6.0}", row.group, row.units, row.kept);
        println!(" {:>7}", row.brought);
    }
    println!("next    {}", best.next.unwrap_or("nowhere"));
    Ok(())
}
