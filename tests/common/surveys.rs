//! Two surveys of mobile-phone customers: reading them, and what is known about them.

use std::collections::BTreeMap;

use retention::scale::{Answers, ItemSet, Scale, without_codes};

/// A survey by the names of its columns, `None` where there is no answer.
pub struct Survey {
    columns: BTreeMap<String, Vec<Option<f64>>>,
    pub missing: u64,
}

impl Survey {
    fn read(path: &str, codes: &[f64]) -> Self {
        let mut reader = csv::Reader::from_path(path).unwrap();
        let names: Vec<String> = reader
            .headers()
            .unwrap()
            .iter()
            .map(str::to_owned)
            .collect();
        let mut values = vec![Vec::new(); names.len()];
        for record in reader.records() {
            for (column, cell) in values.iter_mut().zip(&record.unwrap()) {
                column.push(cell.parse::<f64>().unwrap());
            }
        }
        let mut missing = 0;
        let columns = names
            .into_iter()
            .zip(values)
            .map(|(name, values)| {
                let column = without_codes(&values, codes);
                missing += column.missing();
                (name, column.answers)
            })
            .collect();
        Self { columns, missing }
    }

    /// The names of the columns, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.keys().map(String::as_str)
    }

    pub fn column(&self, name: &str) -> &[Option<f64>] {
        let column = self.columns.get(name);
        column.unwrap_or_else(|| panic!("no column {name}"))
    }

    pub fn answers(&self, name: &str, scale: Scale) -> Answers<'_> {
        scale.answers(self.column(name)).unwrap()
    }

    /// The items whose names are `stem` and a number from 1.
    pub fn items(&self, stem: &str, count: usize, scale: Scale) -> ItemSet<'_> {
        let items = (1..=count).map(|i| self.answers(&format!("{stem}{i}"), scale));
        ItemSet::new(items).unwrap()
    }
}

/// The European Customer Satisfaction Index for a mobile-phone provider, on 1 to 10.
pub fn mobi() -> Survey {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/report/data/mobi.csv");
    Survey::read(path, &[])
}

/// The reputation of four mobile-phone providers, on 1 to 7, switching costs on 1 to 5.
pub fn corp_rep() -> Survey {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/report/data/corp_rep_data.csv");
    Survey::read(path, &[-99.0])
}
