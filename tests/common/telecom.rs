//! The customers of a telecom: tenure in months, contract, whether they left within the last month, and
//! what is known of them.

use retention::survival::Spell;

pub struct Customer {
    pub tenure: u32,
    pub contract: String,
    pub left: bool,
    /// See [`COVARIATES`].
    pub covariates: [f64; 5],
}

pub const COVARIATES: [&str; 5] = [
    "senior_citizen",
    "partner",
    "fiber",
    "check",
    "monthly_charges",
];

pub const CONTRACTS: [&str; 3] = ["Month-to-month", "One year", "Two year"];

pub fn customers() -> Vec<Customer> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/report/data/telecom.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headers = reader.headers().unwrap().clone();
    let column = |name| headers.iter().position(|header| header == name).unwrap();
    let [tenure, contract, churn] = ["tenure", "contract", "churn"].map(column);
    let [senior, partner, charges] = ["senior_citizen", "partner", "monthly_charges"].map(column);
    let [internet, payment] = ["internet_service", "payment_method"].map(column);
    let customer = |record: Result<csv::StringRecord, csv::Error>| {
        let record = record.unwrap();
        Customer {
            tenure: record[tenure].parse().unwrap(),
            contract: record[contract].to_owned(),
            left: &record[churn] == "Yes",
            covariates: [
                record[senior].parse().unwrap(),
                record[partner].parse().unwrap(),
                f64::from(&record[internet] == "Fiber optic"),
                f64::from(&record[payment] == "Electronic check"),
                record[charges].parse().unwrap(),
            ],
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
