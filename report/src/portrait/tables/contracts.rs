//! Contracts, with a row for each customer.

use retention::portrait::Contract;

use super::read::{Read, Roles, Told, table};
use super::{Agreement, Tables};
use crate::kit::headers::Role;
use crate::kit::input::Input;

const ROLES: [Role; 9] = [
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
            "churn",
            "churndate",
            "churned",
            "hasleft",
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
            contract: match cells.has_left(2) {
                Some(true) => Some(Contract::Ended),
                _ => cells.contract(0),
            },
            ends: cells.date(1),
            left: cells.left(2),
            reason: cells.named(3),
            bonds: cells.bonds(4),
            relationship: cells.relationship(5),
            is_core: cells.flag(6),
            days_to_pay: cells.ratio(7),
            service_contacts: cells.count(8),
            ..Agreement::of(&customer)
        }
    })?;
    tables.agreements = rows;
    tables.columns.extend(columns);
    tables.not_read.extend(not_read);
    tables.skipped_rows += bad;
    Ok(())
}
