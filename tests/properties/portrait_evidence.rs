//! Evidence joined by customer.

use std::collections::BTreeMap;

use proptest::prelude::*;
use retention::portrait::{Evidence, EvidenceTable};

use crate::cases;

/// Rows of one source: a customer once, and a chance that may be missing.
fn source() -> impl Strategy<Value = BTreeMap<u8, Option<f64>>> {
    prop::collection::btree_map(0_u8..40, prop::option::of(0.0..=1.0), 0..30)
}

fn add(evidence: Evidence, chance: Option<f64>) -> retention::Result<Evidence> {
    Ok(evidence.chance_of_return(chance.or(evidence.chance_of_return)))
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn a_join_is_a_map_by_customer_whatever_the_order_of_rows(
        sources in prop::collection::vec((source(), any::<bool>()), 0..5),
    ) {
        let (mut table, mut map) = (EvidenceTable::new(), BTreeMap::new());
        for (source, backwards) in sources {
            for (&customer, &chance) in &source {
                let known: &mut Option<f64> = map.entry(customer).or_default();
                *known = chance.or(*known);
            }
            table = if backwards {
                table.join(source.into_iter().rev(), add).unwrap()
            } else {
                table.join(source, add).unwrap()
            };
        }
        let joined = table.rows().iter();
        let joined: Vec<_> = joined.map(|row| (row.customer, row.result.chance_of_return)).collect();
        prop_assert_eq!(joined, map.into_iter().collect::<Vec<_>>());
    }
}
