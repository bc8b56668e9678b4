//! Contracts, with a row for each customer.

use super::read::{Read, Roles, Told, table};
use super::{Agreement, Tables};
use crate::kit::headers::Role;
use crate::kit::input::Input;

const ROLES: [Role; 10] = [
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
    Role::new(
        "relationship",
        &["relationship", "relationshiptype", "客户关系类型"],
        &[],
    ),
    Role::new(
        "core",
        &["core", "corecustomer", "iscore", "keyaccount", "核心客户"],
        &[],
    ),
    Role::new("days_to_pay", &["daystopay", "paymentdays"], &[]),
    Role::new(
        "service_contacts",
        &["servicecontacts", "servicecalls", "tickets"],
        &[],
    ),
];

/// Adds the contracts of a file.
///
/// # Errors
/// A message for the user.
pub fn contracts(input: &Input, told: &Told, tables: &mut Tables) -> Result<(), String> {
    let roles = Roles {
        known: &ROLES,
        may_rate: false,
    };
    let Read {
        rows,
        columns,
        not_read,
        bad,
        ..
    } = table(input, "contracts", &roles, told, |customer, cells| {
        Agreement {
            contract: cells.contract(0),
            ends: cells.date(1),
            left: cells.date(2),
            reason: cells.named(3),
            bonds: cells.bonds(4),
            charge: cells.money(5),
            chance: None,
            relationship: cells.relationship(6),
            is_core: cells.flag(7),
            days_to_pay: cells.ratio(8),
            service_contacts: cells.count(9),
            customer,
        }
    })?;
    tables.agreements = rows;
    tables.columns.extend(columns);
    tables.not_read.extend(not_read);
    tables.skipped_rows += bad;
    Ok(())
}
