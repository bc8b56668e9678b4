//! Reinartz, W. and Kumar, V. (2002), *Harvard Business Review* 80(7): 86–94: shares of
//! butterflies, true friends, strangers and barnacles.

use retention::lifecycle::{Kind, Studied};

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
