//! The customers of a telecom: tenure in months, contract, and whether they left within the last
//! month.

use retention::survival::Spell;

pub struct Customer {
    pub tenure: u32,
    pub contract: String,
    pub left: bool,
}

pub const CONTRACTS: [&str; 3] = ["Month-to-month", "One year", "Two year"];

pub fn customers() -> Vec<Customer> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/report/data/telecom.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headers = reader.headers().unwrap().clone();
    let column = |name| headers.iter().position(|header| header == name).unwrap();
    let [tenure, contract, churn] = ["tenure", "contract", "churn"].map(column);
    let customer = |record: Result<csv::StringRecord, csv::Error>| {
        let record = record.unwrap();
        Customer {
            tenure: record[tenure].parse().unwrap(),
            contract: record[contract].to_owned(),
            left: &record[churn] == "Yes",
        }
    };
    reader.records().map(customer).collect()
}

impl Customer {
    /// As if everyone had been observed from the first month.
    pub fn naive(&self) -> Spell {
        if self.left {
            Spell::ended(self.tenure)
        } else {
            Spell::ongoing(self.tenure)
        }
    }

    /// Observed in the last month alone; none for those who came in it.
    pub fn entered(&self) -> Option<Spell> {
        let entry = self.tenure.checked_sub(1)?;
        Some(self.naive().entered(entry).unwrap())
    }
}
