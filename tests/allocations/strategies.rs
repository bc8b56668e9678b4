//! What is recommended, for customer after customer.

use retention::lifecycle::Stage;
use retention::portrait::{Contract, Evidence, Options, StrategyTable};

use crate::allocates_nothing;

#[test]
fn advice_allocates_nothing() {
    let table = StrategyTable::literature();
    let options = Options::default();
    let mut actions = 0;
    allocates_nothing(|| {
        for &stage in Stage::ALL {
            let evidence = Evidence::default()
                .stage(Some(stage))
                .contract(Some(Contract::EndsSoon));
            let portrait = options.portrait(&evidence).unwrap();
            let advice = table.advise(&portrait, &evidence);
            for recommended in advice.iter() {
                actions += recommended.actions().len() * recommended.because().count();
            }
        }
    });
    assert!(actions > 20, "{actions}");
}
