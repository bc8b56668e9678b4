//! Reichheld, F. F. and Sasser, W. E. (1990), "Zero Defections: Quality Comes to Services", *Harvard
//! Business Review* 68(5): 105–111; Reichheld (1993) and (1996). Three of the nine gains were read in a
//! textbook that quotes them; the rest is as commonly reported.

use retention::clv::DiscountRate;
use retention::economics::benchmarks::{
    COMPANY_PROFIT_OF_FIVE_POINTS, COMPANY_PROFIT_OF_HALF_THE_DEFECTIONS, CREDIT_CARD_VALUES,
    INDUSTRIES, IndustryProfit, PROFIT_OF_FIVE_POINTS, Provenance,
};
use retention::economics::{ProfitStream, StreamLife, StreamOptions, YearProfit};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::assert_published;

fn industry(name: &str) -> IndustryProfit {
    let mut all = INDUSTRIES.into_iter();
    all.find(|row| row.industry == name).unwrap()
}

/// The stream of a trade, whose first figure may be the cost of winning a customer.
fn stream(name: &str) -> ProfitStream {
    let quoted = industry(name);
    let (cost, years) = match quoted.first_year {
        0 => (-quoted.yearly[0], &quoted.yearly[1..]),
        _ => (0, quoted.yearly),
    };
    let years = years.iter().map(|&year| YearProfit::whole(year.into()));
    ProfitStream::new(cost.into(), years).unwrap()
}

#[test]
fn reichheld_sasser_1990_five_points_less_defection_in_three_trades() {
    for (name, percent) in [
        ("branch deposits", "85"),
        ("insurance brokerage", "50"),
        ("auto service", "30"),
    ] {
        let quoted = industry(name);
        assert_published(100.0 * quoted.five_points, percent);
        assert_eq!(quoted.provenance, Provenance::Read);
    }
    assert_eq!(COMPANY_PROFIT_OF_HALF_THE_DEFECTIONS.low, 1.25);
}

#[test]
fn reichheld_sasser_1990_five_points_less_defection_in_nine_trades_as_commonly_reported() {
    let gains = INDUSTRIES.map(|row| (100.0 * row.five_points).round());
    assert_eq!(
        gains,
        [30.0, 85.0, 75.0, 25.0, 50.0, 45.0, 45.0, 40.0, 35.0]
    );
    let range = (PROFIT_OF_FIVE_POINTS.low, PROFIT_OF_FIVE_POINTS.high);
    assert_eq!(range, (0.25, 0.85));
    let provenance = PROFIT_OF_FIVE_POINTS.provenance;
    assert_eq!(provenance, Provenance::CommonlyReported);
}

#[test]
fn reichheld_sasser_1990_credit_card_profits_by_year_and_sums_as_commonly_reported() {
    let rows = stream("credit card").rows().unwrap();
    let profits = [-51, 30, 42, 44, 49, 55].map(Decimal::from);
    assert!(rows.iter().map(|row| row.profit).eq(profits));
    let sums = [-51, -21, 21, 65, 114, 169].map(Decimal::from);
    assert!(rows.iter().map(|row| row.cumulative).eq(sums));
}

#[test]
fn reichheld_sasser_1990_a_credit_card_breaks_even_in_year_two_as_commonly_reported() {
    assert_eq!(stream("credit card").break_even_year(), Ok(Some(2)));
}

#[test]
fn reichheld_sasser_1990_yearly_profits_of_three_trades_as_commonly_reported() {
    for (name, yearly) in [
        ("industrial laundry", [144, 166, 192, 222, 256]),
        ("industrial distribution", [45, 99, 121, 144, 168]),
        ("auto service", [25, 35, 70, 88, 88]),
    ] {
        assert_eq!(
            (industry(name).yearly, industry(name).first_year),
            (&yearly[..], 1)
        );
    }
}

#[test]
fn reichheld_sasser_1990_credit_card_values_by_defection_rate_as_commonly_reported() {
    for ((defection, life, _), expected) in CREDIT_CARD_VALUES.into_iter().zip(["5", "10", "20"]) {
        assert_published(1.0 / defection, expected);
        assert_eq!(life.to_string(), expected);
    }
    let [first, second, third] = CREDIT_CARD_VALUES.map(|(_, _, value)| f64::from(value));
    assert_published(100.0 * (second / first - 1.0), "123.88");
    assert_published(100.0 * (third / second - 1.0), "75.00");
    assert_eq!(industry("credit card").five_points, 0.75);
}

#[test]
fn reichheld_1993_company_profit_is_another_measure_than_customer_value_as_commonly_reported() {
    assert_eq!(COMPANY_PROFIT_OF_FIVE_POINTS.low, 0.60);
    assert!(COMPANY_PROFIT_OF_FIVE_POINTS.low < industry("credit card").five_points);
}

/// The quoted values do not follow from the quoted profits: they are data and no test of the formula.
#[test]
fn reichheld_sasser_1990_quoted_values_do_not_follow_from_quoted_profits() {
    let card = stream("credit card");
    let options = StreamOptions::default().life(StreamLife::AverageLife);
    for percent in 0..=15 {
        let discount = DiscountRate::yearly(f64::from(percent) / 100.0).unwrap();
        let follows = CREDIT_CARD_VALUES
            .into_iter()
            .all(|(defection, _, quoted)| {
                let nearest = RoundingStrategy::MidpointAwayFromZero;
                let value = card.value(1.0 - defection, discount, options, 0, nearest);
                value.unwrap().value == Decimal::from(quoted)
            });
        assert!(!follows, "{percent} %");
    }
}
