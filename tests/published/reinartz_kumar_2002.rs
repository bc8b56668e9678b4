//! Reinartz, W. and Kumar, V. (2002), *Harvard Business Review* 80(7): 86–94: butterflies, true
//! friends, strangers and barnacles, and what to do about each.

use retention::lifecycle::{Kind, Portfolio, Prospects, Split, Strategy, Studied};
use rust_decimal::dec;

#[test]
fn reinartz_kumar_2002_shares_of_customers_as_commonly_reported() {
    // Butterflies, true friends, strangers, barnacles.
    assert_eq!(
        Kind::ALL,
        [
            Kind::Butterfly,
            Kind::TrueFriend,
            Kind::Stranger,
            Kind::Barnacle
        ]
    );
    let table = [
        (Studied::CorporateService, [20, 30, 29, 21]),
        (Studied::Grocery, [15, 36, 34, 15]),
        (Studied::MailOrder, [19, 31, 29, 21]),
        (Studied::DirectBrokerage, [18, 32, 33, 17]),
    ];
    assert_eq!(table.len(), Studied::ALL.len());
    for (business, percentages) in table {
        assert_eq!(business.percentages(), percentages, "{business}");
        assert_eq!(percentages.iter().map(|&p| u32::from(p)).sum::<u32>(), 100);
    }
}

#[test]
fn reinartz_kumar_2002_actions() {
    let actions = |kind: Kind| kind.strategies();
    assert_eq!(
        actions(Kind::Butterfly),
        [
            Strategy::TransactionalSatisfaction,
            Strategy::EarnWhileActive,
            Strategy::StopInvestingInTime
        ]
    );
    assert_eq!(
        actions(Kind::Stranger),
        [Strategy::InvestNothing, Strategy::ProfitOnEveryTransaction]
    );
    assert_eq!(
        actions(Kind::Barnacle),
        [
            Strategy::MeasureWallet,
            Strategy::CrossSell,
            Strategy::ControlCosts
        ]
    );
    assert_eq!(
        actions(Kind::TrueFriend),
        [
            Strategy::CommunicateNotTooOften,
            Strategy::BuildLoyalty,
            Strategy::DelightAndDefend
        ]
    );
    let all = Kind::ALL.iter().flat_map(|kind| kind.strategies());
    assert!(
        all.into_iter()
            .all(|s| s.source().contains("Reinartz and Kumar (2002)"))
    );
}

/// The median split, which is the usual one; who is at the median is long, and high.
#[test]
fn reinartz_kumar_2002_median_split_as_commonly_reported() {
    let row = |customer, duration, profit| Prospects {
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
    let portfolio = Portfolio::new(rows, Split::Medians).unwrap();
    assert_eq!((portfolio.long_from, portfolio.high_from), (3.0, dec!(30)));
    let kinds: Vec<Kind> = portfolio.rows().iter().map(|&(_, kind)| kind).collect();
    assert_eq!(
        kinds,
        [
            Kind::Butterfly,
            Kind::Stranger,
            Kind::TrueFriend,
            Kind::Barnacle,
            Kind::TrueFriend
        ]
    );
}
