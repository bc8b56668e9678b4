//! Reinartz, W. and Kumar, V. (2002), *Harvard Business Review* 80(7): 86–94: the median split on
//! figures worked by hand.

use retention::lifecycle::{Outlook, Portfolio, PortfolioType};
use rust_decimal::dec;

/// The median split, which is the usual one; who is at the median is long, and high.
#[test]
fn reinartz_kumar_2002_median_split_as_commonly_reported() {
    let row = |customer, duration, profit| Outlook {
        customer,
        duration,
        profit,
    };
    let rows = [
        row(1, 1.0, dec!(50)),
        row(2, 2.0, dec!(10)),
        row(3, 3.0, dec!(30)),
        row(4, 4.0, dec!(20)),
        row(5, 5.0, dec!(40)),
    ];
    let portfolio = Portfolio::of(rows).unwrap();
    assert_eq!((portfolio.long_from, portfolio.high_from), (3.0, dec!(30)));
    let kinds: Vec<PortfolioType> = portfolio.rows.iter().map(|row| row.result).collect();
    assert_eq!(
        kinds,
        [
            PortfolioType::Butterfly,
            PortfolioType::Stranger,
            PortfolioType::TrueFriend,
            PortfolioType::Barnacle,
            PortfolioType::TrueFriend
        ]
    );
}
