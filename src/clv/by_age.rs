//! Figures that customers share who bought as often and are as old.

use std::collections::HashMap;

use crate::purchases::Summary;
use crate::threads;

/// So many figures are computed at a time.
const AT_ONCE: usize = 256;

type Cell = (u32, u64);

fn cell(customer: &Summary) -> Cell {
    (customer.frequency(), customer.age().to_bits())
}

/// A figure for each frequency and age that occurs, computed once.
pub(super) struct ByAge<T>(HashMap<Cell, T, foldhash::fast::RandomState>);

impl<T: Send> ByAge<T> {
    /// Computes the figures, each from the first customer with its frequency and age; those that there are
    /// not are left out.
    pub(super) fn of<'a>(
        customers: impl Iterator<Item = &'a Summary>,
        figure: impl Fn(&Summary) -> Option<T> + Send + Sync,
    ) -> Self {
        let mut first: HashMap<Cell, &Summary, foldhash::fast::RandomState> = HashMap::default();
        for customer in customers {
            first.entry(cell(customer)).or_insert(customer);
        }
        let first: Vec<&Summary> = first.into_values().collect();
        let figures = |customers: &[&Summary]| {
            let figure = |customer: &&Summary| Some((cell(customer), figure(customer)?));
            customers.iter().filter_map(figure).collect::<Vec<_>>()
        };
        let parts = threads::map(first.chunks(AT_ONCE).collect(), figures);
        Self(parts.into_iter().flatten().collect())
    }

    pub(super) fn get(&self, customer: &Summary) -> Option<&T> {
        self.0.get(&cell(customer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clv::{
        BgNbd, CustomerLifetimeValue, DiscountRate, Horizon, ParetoNbd, PurchaseModel, Spend,
        ValueTerms,
    };
    use crate::keyed::{CustomerRow, Keyed};
    use crate::period::Ruler;

    fn shop() -> Vec<Summary> {
        let model = BgNbd::new(0.243, 4.414, 0.793, 2.426).unwrap();
        let age = |customer: usize| 27.0 + (customer % 5) as f64;
        let mut shop = model.simulate((0..400).map(age), 1).unwrap();
        let returned = Summary::new(0, 0.0, 27.0).unwrap();
        shop.push(
            returned
                .with_repeat_value(rust_decimal::dec!(12), 1)
                .unwrap_or(returned),
        );
        shop
    }

    fn agree<M: PurchaseModel + Copy + Send + Sync>(model: M) {
        let shop = shop();
        for time in [0.0, 39.0] {
            let expected = shop
                .iter()
                .map(|one| model.expected_purchases_of(one, time).unwrap());
            let each = model.expected_purchases_of_each(&shop, time).unwrap();
            assert_eq!(each, expected.collect::<Vec<_>>());
        }
        assert!(model.expected_purchases_of_each(&shop, f64::NAN).is_err());
        assert!(model.expected_purchases_of_each(&[], -1.0).is_err());
        let spend = Spend::OwnMean { otherwise: 33.3 };
        let discount = DiscountRate::yearly(0.1).unwrap();
        for (margin, horizon) in [(1.0, Horizon::Periods(52)), (0.3, Horizon::Infinite)] {
            let terms = ValueTerms::default().margin(margin).horizon(horizon);
            let worth =
                CustomerLifetimeValue::new(model, spend, discount, Ruler::Weeks, terms).unwrap();
            let rows = shop
                .iter()
                .enumerate()
                .map(|(id, one)| CustomerRow::new(id, *one));
            let values = worth.values(&Keyed::from_sorted(rows.collect())).unwrap();
            for (row, one) in values.rows.iter().zip(&shop) {
                assert_eq!(row.result, worth.value_of(one).unwrap());
            }
        }
    }

    #[test]
    fn many_customers_have_the_figures_of_each() {
        agree(BgNbd::new(0.243, 4.414, 0.793, 2.426).unwrap());
        agree(ParetoNbd::new(0.553, 10.578, 0.606, 11.669).unwrap());
    }
}
