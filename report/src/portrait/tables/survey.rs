//! A survey with a row for each customer.

use super::read::{Read, Roles, Told, table};
use super::{Answers, Tables};
use crate::kit::headers::Role;
use crate::kit::input::Input;

const ROLES: [Role; 11] = [
    Role::new(
        "satisfaction",
        &[
            "csat",
            "overallsatisfaction",
            "satisfaction",
            "zufriedenheit",
            "满意度",
            "顾客满意度",
        ],
        &["satisfied"],
    ),
    Role::new("trust", &["trust", "vertrauen", "信任", "信赖"], &[]),
    Role::new("loyalty", &["loyalty", "loyalität", "忠诚度", "忠诚"], &[]),
    Role::new("attitude", &["attitude", "relativeattitude", "态度"], &[]),
    Role::new(
        "switching_cost",
        &["switchingcost", "switchingcosts", "转换成本"],
        &[],
    ),
    Role::new("patronage", &["patronage", "repeatpatronage"], &[]),
    Role::new(
        "value",
        &[
            "customervalue",
            "relativevalue",
            "value",
            "valueratio",
            "顾客价值",
        ],
        &[],
    ),
    Role::new(
        "value_before",
        &["formervalue", "previousvalue", "valuebefore"],
        &[],
    ),
    Role::new("recommends", &["recommend", "recommends", "推荐"], &[]),
    Role::new("warns", &["warn", "warns", "complains"], &[]),
    Role::new(
        "share_of_wallet",
        &["shareofwallet", "walletshare", "钱包份额"],
        &[],
    ),
];

/// Adds the answers of a file.
///
/// # Errors
/// A message for the user.
pub fn survey(input: &Input, told: &Told, tables: &mut Tables) -> Result<(), String> {
    let roles = Roles {
        known: &ROLES,
        may_rate: true,
    };
    let Read {
        rows,
        columns,
        items,
        not_read,
        bad,
    } = table(input, "survey", &roles, told, |customer, cells| Answers {
        satisfaction: cells.score(0),
        trust: cells.score(1),
        loyalty: cells.score(2),
        attitude: cells.score(3),
        switching_cost: cells.score(4),
        patronage: cells.score(5),
        value: cells.ratio(6),
        value_before: cells.ratio(7),
        recommends: cells.flag(8),
        warns: cells.flag(9),
        share_of_wallet: cells.share(10),
        items: cells.ratings(),
        customer,
    })?;
    tables.answers = rows;
    tables.items = items;
    tables.columns.extend(columns);
    tables.not_read.extend(not_read);
    tables.skipped_rows += bad;
    Ok(())
}
