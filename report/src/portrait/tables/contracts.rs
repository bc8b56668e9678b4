//! Contracts, with a row for each customer.

use super::read::{Read, Told, table};
use super::{Agreement, Tables};
use crate::kit::headers::Role;
use crate::kit::input::Input;

const ROLES: [Role; 6] = [
    Role::new(
        "contract",
        &["contract", "contractstatus", "合同"],
        &["status"],
    ),
    Role::new(
        "ends",
        &[
            "contractend",
            "contractends",
            "enddate",
            "ends",
            "endsat",
            "endson",
            "expires",
            "renewal",
            "renewaldate",
        ],
        &["end"],
    ),
    Role::new(
        "left",
        &[
            "cancelled",
            "cancelledat",
            "cancelledon",
            "canceledat",
            "churndate",
            "left",
            "leftat",
            "lefton",
            "terminated",
        ],
        &[],
    ),
    Role::new(
        "reason",
        &[
            "cancellationreason",
            "churnreason",
            "leavingreason",
            "reason",
            "流失原因",
        ],
        &[],
    ),
    Role::new("bonds", &["bond", "bonds"], &[]),
    Role::new(
        "charge",
        &[
            "charge",
            "mrr",
            "monthlycharge",
            "monthlycharges",
            "monthlyfee",
        ],
        &["fee"],
    ),
];

/// Adds the contracts of a file.
///
/// # Errors
/// A message for the user.
pub fn contracts(input: &Input, told: &Told, tables: &mut Tables) -> Result<(), String> {
    let Read { rows, columns, bad } =
        table(input, "contracts", &ROLES, told, |customer, cells| {
            Agreement {
                contract: cells.named(0),
                ends: cells.date(1),
                left: cells.date(2),
                reason: cells.named(3),
                bonds: cells.bonds(4),
                charge: cells.money(5),
                chance: None,
                customer,
            }
        })?;
    tables.agreements = rows;
    tables.columns.extend(columns);
    tables.skipped_rows += bad;
    Ok(())
}
