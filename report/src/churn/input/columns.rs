//! The columns of a file of customers, found by their headers or named by the user.

use serde::Serialize;

use super::Layout;
use crate::kit::fields::quote;
use crate::kit::headers::Role;

const TENURE: Role = Role::new(
    "tenure",
    &[
        "customertenure",
        "monthsactive",
        "monthsascustomer",
        "monthsonbook",
        "tenure",
        "tenureinmonths",
        "tenuremonths",
    ],
    &["accountage", "accountlength", "duration", "months"],
);

const CHURN: Role = Role::new(
    "churn",
    &[
        "attrited",
        "attrition",
        "attritionflag",
        "churn",
        "churned",
        "churnflag",
        "churnlabel",
        "churnyn",
        "exited",
        "haschurned",
        "hasleft",
        "ischurn",
        "ischurned",
        "leaver",
    ],
    &[
        "churnstatus",
        "churnvalue",
        "customerstatus",
        "left",
        "lost",
        "status",
    ],
);

const START: Role = Role::new(
    "start",
    &[
        "activationdate",
        "begindate",
        "contractstart",
        "contractstartdate",
        "customersince",
        "joindate",
        "joined",
        "joinedat",
        "joiningdate",
        "membersince",
        "signedup",
        "signup",
        "signupdate",
        "start",
        "startdate",
        "startedat",
        "subscriptionstart",
        "subscriptionstartdate",
    ],
    &["created", "createdat", "createddate", "from"],
);

const END: Role = Role::new(
    "end",
    &[
        "canceledat",
        "cancelledat",
        "cancellationdate",
        "canceldate",
        "churndate",
        "churnedat",
        "churnedon",
        "contractend",
        "contractenddate",
        "end",
        "enddate",
        "endedat",
        "leavedate",
        "leavingdate",
        "leftat",
        "lefton",
        "subscriptionend",
        "subscriptionenddate",
        "terminationdate",
    ],
    &["canceled", "cancelled", "closed", "left", "to", "until"],
);

const GROUP: Role = Role::new(
    "group",
    &[
        "contract",
        "contracttype",
        "membershiptype",
        "package",
        "plan",
        "planname",
        "plantype",
        "subscriptionplan",
        "subscriptiontype",
        "tariff",
    ],
    &["group", "product", "segment", "tier"],
);

const AMOUNT: Role = Role::new(
    "amount",
    &[
        "monthlyamount",
        "monthlybill",
        "monthlycharge",
        "monthlycharges",
        "monthlyfee",
        "monthlypayment",
        "monthlyprice",
        "monthlyrecurringrevenue",
        "monthlyrevenue",
        "mrr",
    ],
    &["amount", "charge", "charges", "fee", "price"],
);

/// Where the columns stand.
#[derive(Debug, Clone, Copy)]
pub struct Columns {
    pub stay: Stay,
    pub group: Option<usize>,
    pub amount: Option<usize>,
}

/// What says how long a customer stayed.
#[derive(Debug, Clone, Copy)]
pub enum Stay {
    Tenure { tenure: usize, churn: usize },
    Dates { start: usize, end: usize },
}

/// The headers of the columns that were read.
#[derive(Debug, Clone, Serialize)]
pub struct ColumnNames {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenure: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub churn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    pub group: Option<String>,
    pub amount: Option<String>,
}

impl Columns {
    /// # Errors
    /// A message for the user.
    pub fn find(headers: &[String], layout: &Layout) -> Result<Self, String> {
        let found = Self {
            stay: Stay::find(headers, layout)?,
            group: GROUP.maybe_column(headers, layout.group.as_deref())?,
            amount: AMOUNT.maybe_column(headers, layout.amount.as_deref())?,
        };
        let names = ["tenure", "churn", "start", "end", "group", "amount"];
        let places = found.places();
        for (at, place) in places.iter().enumerate() {
            let other = places[..at].iter().position(|other| other == place);
            if let (Some(place), Some(other)) = (place, other) {
                return Err(format!(
                    "{} cannot be both --{} and --{}",
                    quote(&headers[*place]),
                    names[other],
                    names[at],
                ));
            }
        }
        Ok(found)
    }

    /// In the order of the options.
    fn places(&self) -> [Option<usize>; 6] {
        let [tenure, churn, start, end] = match self.stay {
            Stay::Tenure { tenure, churn } => [Some(tenure), Some(churn), None, None],
            Stay::Dates { start, end } => [None, None, Some(start), Some(end)],
        };
        [tenure, churn, start, end, self.group, self.amount]
    }

    pub fn names(&self, headers: &[String]) -> ColumnNames {
        let name = |place: Option<usize>| place.map(|place| headers[place].clone());
        let [tenure, churn, start, end, group, amount] = self.places().map(name);
        ColumnNames {
            tenure,
            churn,
            start,
            end,
            group,
            amount,
        }
    }
}

impl Stay {
    fn find(headers: &[String], layout: &Layout) -> Result<Self, String> {
        let is_known = |role: &Role| !role.known(headers).is_empty();
        let asks_for_dates = layout.start.is_some() || layout.end.is_some();
        let asks_for_tenure = layout.tenure.is_some() || layout.churn.is_some();
        let has_dates = is_known(&START) && is_known(&END);
        if asks_for_dates || (!asks_for_tenure && !is_known(&TENURE) && has_dates) {
            return Ok(Self::Dates {
                start: START.column(headers, layout.start.as_deref())?,
                end: END.column(headers, layout.end.as_deref())?,
            });
        }
        let tenure = TENURE.column(headers, layout.tenure.as_deref());
        let tenure = tenure.map_err(|why| match is_known(&TENURE) || asks_for_tenure {
            true => why,
            false => format!(
                "{why}, or the days on which customers came and left with --start and --end"
            ),
        })?;
        Ok(Self::Tenure {
            tenure,
            churn: CHURN.column(headers, layout.churn.as_deref())?,
        })
    }
}
