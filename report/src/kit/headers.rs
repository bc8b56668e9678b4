//! Which column is what, by its header.

use super::fields::quote;
use super::rows::{called, list, matching};

/// What a column is to a report, and the headers that say so, without capitals, blanks and punctuation.
pub struct Role {
    name: &'static str,
    headers: &'static [&'static str],
    /// Headers that say so where none of the others is there.
    otherwise: &'static [&'static str],
}

/// Who bought.
pub const CUSTOMER: Role = Role {
    name: "customer",
    headers: &[
        "customer",
        "customerid",
        "customerno",
        "customernumber",
        "customernr",
        "customerkey",
        "customercode",
        "customeruniqueid",
        "cust",
        "custid",
        "custno",
        "custkey",
        "client",
        "clientid",
        "clientno",
        "clientnumber",
        "user",
        "userid",
        "member",
        "memberid",
        "memberno",
        "membershipid",
        "account",
        "accountid",
        "accountno",
        "buyer",
        "buyerid",
        "shopper",
        "shopperid",
        "household",
        "householdid",
        "householdkey",
        "hhid",
        "hshdnum",
        "consumerid",
        "donor",
        "donorid",
        "loyaltyid",
        "loyaltycardid",
        "kunde",
        "kundennummer",
        "kundennr",
        "kundenid",
        "cliente",
        "clienteid",
        "idcliente",
        "klant",
        "klantnummer",
    ],
    otherwise: &[
        "id",
        "uid",
        "cid",
        "cardid",
        "cardnumber",
        "email",
        "customeremail",
    ],
};

/// When.
pub const DATE: Role = Role {
    name: "date",
    headers: &[
        "date",
        "day",
        "datetime",
        "timestamp",
        "purchasedate",
        "purchasedat",
        "purchasedt",
        "orderdate",
        "orderedat",
        "orderdt",
        "orderdatetime",
        "ordertimestamp",
        "orderpurchasetimestamp",
        "invoicedate",
        "invoicedt",
        "transactiondate",
        "transactiondt",
        "transactiondatetime",
        "transdate",
        "transdt",
        "trandate",
        "trxdate",
        "saledate",
        "salesdate",
        "saledt",
        "paymentdate",
        "paidat",
        "billdate",
        "billingdate",
        "receiptdate",
        "shopdate",
        "eventdate",
        "eventtime",
        "donationdate",
        "giftdate",
        "tdat",
        "datum",
        "fecha",
    ],
    otherwise: &[
        "dt",
        "time",
        "created",
        "createdat",
        "createddate",
        "datecreated",
        "bookingdate",
    ],
};

/// For how much.
pub const AMOUNT: Role = Role {
    name: "amount",
    headers: &[
        "amount",
        "amt",
        "total",
        "revenue",
        "sales",
        "spend",
        "spent",
        "value",
        "amountpaid",
        "purchaseamount",
        "purchasevalue",
        "purchaseamt",
        "orderamount",
        "ordertotal",
        "ordervalue",
        "invoiceamount",
        "invoicetotal",
        "transactionamount",
        "transactionvalue",
        "transactionamt",
        "transamount",
        "transamt",
        "trxamount",
        "saleamount",
        "salevalue",
        "salesamount",
        "salesamt",
        "salesvalue",
        "dollarvalue",
        "totalamount",
        "totalprice",
        "totalsales",
        "totalvalue",
        "totalspent",
        "donationamount",
        "giftamount",
        "betrag",
        "umsatz",
        "importe",
        "bedrag",
    ],
    otherwise: &[
        "dollars",
        "turnover",
        "grandtotal",
        "netsales",
        "netamount",
        "netvalue",
        "grossamount",
        "grosssales",
        "linetotal",
        "subtotal",
        "payment",
        "paymentvalue",
        "paymentamount",
        "monetary",
        "paid",
        "gmv",
    ],
};

impl Role {
    /// The column of the name given, or the only one whose header says what it is.
    ///
    /// # Errors
    /// A message for the user.
    pub fn column(&self, headers: &[String], named: Option<&str>) -> Result<usize, String> {
        let role = self.name;
        let found = match named {
            Some(name) => called(headers, name),
            None => Some(known(headers, self.headers))
                .filter(|found| !found.is_empty())
                .unwrap_or_else(|| known(headers, self.otherwise)),
        };
        let list = |columns: &[usize]| list(columns.iter().map(|&at| &*headers[at]));
        let all: Vec<usize> = (0..headers.len()).collect();
        match (found.as_slice(), named) {
            ([only], _) => Ok(*only),
            ([], Some(name)) => Err(format!(
                "no column is called {}; the columns are {}",
                quote(name),
                list(&all),
            )),
            ([], None) => Err(format!(
                "no column is known to be the {role}; the columns are {}; name one with --{role}",
                list(&all),
            )),
            (several, Some(_)) => Err(format!(
                "several columns could be meant by --{role}: {}; rename all but one",
                list(several),
            )),
            (several, None) => Err(format!(
                "several columns may be the {role}: {}, of {}; name one with --{role}",
                list(several),
                list(&all),
            )),
        }
    }
}

fn known(headers: &[String], names: &[&str]) -> Vec<usize> {
    matching(headers, |header| {
        let plain: String = header
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        names.contains(&plain.as_str())
    })
}
