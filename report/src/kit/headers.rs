//! Headers that say what a column holds, and how the columns of purchases are found by them.

use super::fields::quote;
use super::rows::{called, list, matching};

/// What a column may hold, by the headers that mean it: without case, spaces and punctuation.
#[derive(Debug, Clone, Copy)]
pub struct Role {
    /// The option that names the column.
    pub name: &'static str,
    headers: &'static [&'static str],
    /// Those that mean it only where none of the others is there.
    otherwise: &'static [&'static str],
}

pub const CUSTOMER: Role = Role {
    name: "customer",
    headers: &[
        "account",
        "accountid",
        "accountno",
        "accountnumber",
        "buyer",
        "buyerid",
        "client",
        "cliente",
        "clienteid",
        "clientid",
        "clientno",
        "clientnumber",
        "consumerid",
        "cust",
        "custid",
        "custkey",
        "custno",
        "customer",
        "customercode",
        "customerid",
        "customerkey",
        "customerno",
        "customernr",
        "customernumber",
        "customeruniqueid",
        "donor",
        "donorid",
        "hhid",
        "household",
        "householdid",
        "householdkey",
        "hshdnum",
        "idclient",
        "idcliente",
        "kunde",
        "kundenid",
        "kundennr",
        "kundennummer",
        "loyaltycardid",
        "loyaltyid",
        "member",
        "memberid",
        "memberno",
        "membershipid",
        "mitglied",
        "mitgliedsnr",
        "mitgliedsnummer",
        "nclient",
        "numéroclient",
        "shopper",
        "shopperid",
        "user",
        "userid",
        "会员id",
        "会员号",
        "会员编号",
        "会員番号",
        "客户",
        "客户id",
        "客户号",
        "客户编号",
        "用户id",
        "用户编号",
        "顧客id",
        "顧客番号",
    ],
    otherwise: &[
        "billingemail",
        "customeremail",
        "customername",
        "email",
        "emailaddress",
        "id",
    ],
};

pub const DATE: Role = Role {
    name: "date",
    headers: &[
        "billdate",
        "billingdate",
        "date",
        "datetime",
        "day",
        "donationdate",
        "eventdate",
        "eventtime",
        "giftdate",
        "invoicedate",
        "invoicedt",
        "orderdate",
        "orderdatetime",
        "orderdt",
        "orderedat",
        "orderpurchasetimestamp",
        "ordertimestamp",
        "paidat",
        "paymentdate",
        "purchasedat",
        "purchasedate",
        "purchasedt",
        "receiptdate",
        "saledate",
        "saledt",
        "salesdate",
        "shopdate",
        "tdat",
        "timestamp",
        "trandate",
        "transactiondate",
        "transactiondatetime",
        "transactiondt",
        "transactiontimestamp",
        "transdate",
        "transdt",
        "trxdate",
    ],
    otherwise: &[
        "created",
        "createdat",
        "createddate",
        "datecreated",
        "dt",
        "time",
    ],
};

pub const AMOUNT: Role = Role {
    name: "amount",
    headers: &[
        "amount",
        "amountpaid",
        "dollars",
        "dollarvalue",
        "donationamount",
        "giftamount",
        "grandtotal",
        "invoiceamount",
        "invoicetotal",
        "monetaryvalue",
        "netamount",
        "netsales",
        "orderamount",
        "ordertotal",
        "ordervalue",
        "paymentvalue",
        "purchaseamount",
        "purchaseamt",
        "purchasevalue",
        "revenue",
        "saleamount",
        "saleamt",
        "sales",
        "salesamount",
        "salesamt",
        "salesvalue",
        "salevalue",
        "spend",
        "spent",
        "total",
        "totalamount",
        "totalprice",
        "totalsales",
        "totalspent",
        "totalvalue",
        "transactionamount",
        "transactionamt",
        "transamount",
        "transamt",
        "trxamount",
        "value",
    ],
    otherwise: &[
        "amt",
        "grossamount",
        "grosssales",
        "linetotal",
        "monetary",
        "netprice",
        "netvalue",
        "paid",
        "payment",
        "paymentamount",
        "subtotal",
        "transactionvalue",
        "turnover",
    ],
};

/// What one piece costs.
pub const PRICE: Role = Role {
    name: "amount",
    headers: &[
        "itemprice",
        "lineitemprice",
        "priceeach",
        "priceperitem",
        "priceperunit",
        "unitcost",
        "unitprice",
        "unitsellingprice",
    ],
    otherwise: &["listprice", "price", "salesprice", "sellingprice"],
};

/// How many pieces were bought.
pub const QUANTITY: Role = Role {
    name: "quantity",
    headers: &[
        "itemquantity",
        "itemsordered",
        "lineitemquantity",
        "orderquantity",
        "purchasequantity",
        "qty",
        "qtyordered",
        "quantity",
        "quantityordered",
    ],
    otherwise: &["count", "items", "pieces", "units"],
};

/// What was given back.
pub const REFUND: Role = Role {
    name: "refund",
    headers: &[
        "amountrefunded",
        "orderrefundamount",
        "refund",
        "refundamount",
        "refunded",
        "refundedamount",
        "refunds",
        "refundtotal",
        "totalrefund",
        "totalrefunded",
    ],
    otherwise: &[],
};

/// Which order, invoice or receipt a row is of.
pub const ORDER: Role = Role {
    name: "order",
    headers: &[
        "basketid",
        "invoice",
        "invoiceid",
        "invoiceno",
        "invoicenumber",
        "order",
        "orderid",
        "orderno",
        "ordernumber",
        "receipt",
        "receiptid",
        "receiptno",
        "transactionid",
        "transactionno",
    ],
    otherwise: &[],
};

/// In what money an amount is.
pub const CURRENCY: Role = Role {
    name: "currency",
    headers: &[
        "currency",
        "currencycode",
        "currencyiso",
        "devise",
        "moeda",
        "moneda",
        "ordercurrency",
        "paymentcurrency",
        "transactioncurrency",
        "valuta",
        "währung",
        "waehrung",
        "币种",
        "货币",
        "通貨",
    ],
    otherwise: &[],
};

/// What became of an order.
pub const STATUS: Role = Role {
    name: "status",
    headers: &[
        "chargestatus",
        "estado",
        "financialstatus",
        "invoicestatus",
        "orderstate",
        "orderstatus",
        "paymentstate",
        "paymentstatus",
        "salesstatus",
        "salestatus",
        "state",
        "statut",
        "status",
        "transactionstatus",
        "状态",
        "订单状态",
    ],
    otherwise: &[],
};

impl Role {
    /// What an option of that name finds by these headers, or where none of them is there by the others.
    pub const fn new(
        name: &'static str,
        headers: &'static [&'static str],
        otherwise: &'static [&'static str],
    ) -> Self {
        Self {
            name,
            headers,
            otherwise,
        }
    }

    /// Whether a header means it, if perhaps not by itself.
    pub fn means(&self, header: &str) -> bool {
        let plain = plain(header);
        self.headers.contains(&plain.as_str()) || self.otherwise.contains(&plain.as_str())
    }

    /// The columns whose headers mean it; where none does, those whose headers do without what stands in brackets,
    /// as in `Amount (EUR)`, or without the name of a table before a point, as in `subscriptions.started_at`.
    pub fn known(&self, headers: &[String]) -> Vec<usize> {
        let among = |synonyms: &[&str], part: fn(&str) -> &str| {
            matching(headers, |header| {
                synonyms.contains(&plain(part(header)).as_str())
            })
        };
        let parts: [fn(&str) -> &str; 3] = [|header| header, before_bracket, below_table];
        let found = parts
            .into_iter()
            .flat_map(|part| [self.headers, self.otherwise].map(|synonyms| among(synonyms, part)));
        let mut found = found.filter(|columns| !columns.is_empty());
        found.next().unwrap_or_default()
    }

    /// The header of the first column that means it, but for one.
    pub fn beside<'h>(&self, headers: &'h [String], but: usize) -> Option<&'h str> {
        let found = self.known(headers).into_iter().find(|&at| at != but)?;
        headers.get(found).map(String::as_str)
    }

    /// The one column that the user names.
    ///
    /// # Errors
    /// A message for the user.
    pub fn named(&self, headers: &[String], name: &str) -> Result<usize, String> {
        let list = |columns: &[usize]| list(columns.iter().map(|&at| &*headers[at]));
        let all: Vec<usize> = (0..headers.len()).collect();
        match called(headers, name).as_slice() {
            [only] => Ok(*only),
            [] => Err(format!(
                "no column is called {}; the columns are {}",
                quote(name),
                list(&all),
            )),
            several => Err(format!(
                "several columns could be meant by --{}: {}; rename all but one",
                self.name,
                list(several),
            )),
        }
    }

    /// The same where there need not be such a column.
    ///
    /// # Errors
    /// A message for the user.
    pub fn maybe_column(
        &self,
        headers: &[String],
        named: Option<&str>,
    ) -> Result<Option<usize>, String> {
        if named.is_none() && self.known(headers).is_empty() {
            return Ok(None);
        }
        self.column(headers, named).map(Some)
    }

    /// The one column that the user names, or whose header means it.
    ///
    /// # Errors
    /// A message for the user.
    pub fn column(&self, headers: &[String], named: Option<&str>) -> Result<usize, String> {
        if let Some(name) = named {
            return self.named(headers, name);
        }
        let list = |columns: &[usize]| list(columns.iter().map(|&at| &*headers[at]));
        let all: Vec<usize> = (0..headers.len()).collect();
        match self.known(headers).as_slice() {
            [only] => Ok(*only),
            [] => Err(format!(
                "no column is known to be the {}; the columns are {}; name one with --{}",
                self.name,
                list(&all),
                self.name,
            )),
            several @ [first, others @ ..]
                if others.iter().all(|&at| headers[at] == headers[*first]) =>
            {
                // No name would tell them apart.
                Err(format!(
                    "{} columns are called {}, and one of them may be the {}; rename all but one",
                    several.len(),
                    quote(&headers[*first]),
                    self.name,
                ))
            }
            several => Err(format!(
                "several columns may be the {}: {}, of {}; name one with --{}",
                self.name,
                list(several),
                list(&all),
                self.name,
            )),
        }
    }
}

/// A header without what stands in brackets behind it; nothing where there are none.
fn before_bracket(header: &str) -> &str {
    let before = header.split_once(['(', '[', '（']);
    before.map_or("", |(before, _)| before)
}

/// A header without the name of a table before a point; nothing where there is none.
fn below_table(header: &str) -> &str {
    header.rsplit_once('.').map_or("", |(_, column)| column)
}

fn plain(header: &str) -> String {
    header
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
