//! Klemperer, P. (1987), *Quarterly Journal of Economics* 102: 375–394; (1995), *Review of Economic
//! Studies* 62: 515–539.

use retention::switching::Klemperer;

#[test]
fn klemperer_1987_transaction_learning_and_artificial_costs_as_commonly_reported() {
    let kinds: Vec<_> = Klemperer::ALL.iter().map(|kind| kind.name()).collect();
    assert_eq!(kinds, ["transaction", "learning", "artificial"]);
}
