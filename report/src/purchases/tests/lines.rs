//! Lines of orders: pieces × price, refunds beside, rows without a customer.

use serde_json::json;

use super::{figures, refused, report};

/// As a wholesaler publishes it, with a discount, a cancelled line, and lines without a customer.
const WHOLESALER: &str = "\
InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,T-LIGHT HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
536365,71053,METAL LANTERN,6,2010-12-01 08:26:00,3.39,17850.0,United Kingdom
536366,22633,HAND WARMER,6,2010-12-02 08:28:00,1.85,17850.0,United Kingdom
C536379,D,Discount,-1,2010-12-01 09:41:00,27.5,14527.0,United Kingdom
536380,22961,JAM MAKING SET,24,2010-12-01 09:41:00,1.45,14527.0,United Kingdom
536414,22139,,56,2010-12-01 11:52:00,0.0,,United Kingdom
536544,21773,BATH SET,1,2010-12-01 14:32:00,2.51,,United Kingdom
";

const LINES: [&str; 6] = [
    "--amount",
    "UnitPrice",
    "--quantity",
    "quantity",
    "--no-customer",
    "",
];

#[test]
fn pieces_times_price() {
    let shop = figures(WHOLESALER, &LINES);
    // 15.30 + 20.34 + 11.10, and 34.80 − 27.50.
    assert_eq!(shop["revenue"], "54.04");
    assert_eq!(
        (&shop["customers"], &shop["purchases"]),
        (&json!(2), &json!(5))
    );
    // Two lines of one order are one purchase.
    assert_eq!(shop["purchase_days"], 3);
    assert_eq!(
        shop["columns"],
        json!({
            "customer": "CustomerID", "date": "InvoiceDate", "amount": "UnitPrice",
            "quantity": "Quantity",
        })
    );
    let top = &shop["top_customers"];
    assert_eq!(
        (&top[0]["revenue"], &top[1]["revenue"]),
        (&json!("46.74"), &json!("7.30"))
    );
    assert_eq!(
        shop["no_customer"],
        json!({"values": [""], "rows": 2, "revenue": "2.51", "outside_window": 0})
    );
    assert_eq!(shop["remarks"], json!([]));

    let told = report(WHOLESALER, &LINES).out;
    let words = told.split_whitespace().collect::<Vec<_>>().join(" ");
    for sentence in [
        "2 rows without a customer set apart, with 2.51 that is in no other figure",
        "\"UnitPrice\" (price of one piece). What was paid is that price × \"Quantity\"; the lines of one \
         order are one purchase, as is all that a customer bought on one day.",
    ] {
        assert!(words.contains(sentence), "{told}");
    }
    // The price is found by its name too.
    let found = figures(WHOLESALER, &LINES[2..]);
    assert_eq!(found["revenue"], "54.04");
}

#[test]
fn a_discount_is_no_revenue() {
    let discount = "customer,date,UnitPrice,Quantity\n\
                    Ann,2024-01-05,100,1\n\
                    Ann,2024-01-05,27.5,-1\n";
    assert_eq!(
        figures(discount, &["--quantity", "Quantity"])["revenue"],
        "72.5"
    );
    let both = refused(
        discount.replace("27.5", "-27.5"),
        &["--quantity", "Quantity"],
    );
    assert!(
        both.contains("line 3: quantity -1 and price -27.5 are both below zero"),
        "{both}"
    );
}

#[test]
fn a_price_is_no_amount() {
    let none = refused(WHOLESALER, &[]);
    assert!(
        none.contains(
            "no column is known to be the amount; \"UnitPrice\" may be the price of one piece, and \
             \"Quantity\" how many there are: --quantity Quantity multiplies them"
        ),
        "{none}"
    );
    let none = refused(WHOLESALER.replace("Quantity", "Qty ordered"), &[]);
    assert!(
        none.contains("--quantity 'Qty ordered' multiplies"),
        "{none}"
    );

    let named = figures(WHOLESALER, &["--amount", "UnitPrice", "--no-customer", ""]);
    let remark = &named["remarks"][0];
    assert_eq!(
        (&remark["remark"], &remark["amount"], &remark["quantity"]),
        (
            &json!("price_of_one"),
            &json!("UnitPrice"),
            &json!("Quantity")
        )
    );
    assert_eq!(remark["at_stake"], named["revenue"]);
    assert_eq!(
        remark["text"],
        "“UnitPrice” may be the price of one piece, and “Quantity” how many were bought: --quantity \
         Quantity multiplies them."
    );
}

#[test]
fn one_column_is_one_thing() {
    let twice = refused(
        WHOLESALER,
        &["--amount", "Quantity", "--quantity", "Quantity"],
    );
    assert!(
        twice.contains("\"Quantity\" cannot be two of --amount, --quantity and --refund"),
        "{twice}"
    );
    let unknown = refused(WHOLESALER, &["--quantity", "pieces"]);
    assert!(
        unknown.contains("no column is called \"pieces\""),
        "{unknown}"
    );
}

#[test]
fn refunds_in_a_column_of_their_own() {
    let shop = "Email,Paid at,Total,Refunded Amount\n\
                ann@shop.example,2024-01-05,80.00,0.00\n\
                ann@shop.example,2024-02-05,20.10,5.05\n\
                ben@shop.example,2024-02-06,10.00,10.00\n\
                cem@shop.example,2024-02-07,7.00,\n";
    let gross = figures(shop, &[]);
    assert_eq!(gross["revenue"], "117.10");
    let remark = &gross["remarks"][0];
    assert_eq!(
        (&remark["remark"], &remark["rows"], &remark["at_stake"]),
        (&json!("refund_unread"), &json!(2), &json!("15.05"))
    );
    assert_eq!(
        remark["text"],
        "“Refunded Amount” says in 2 rows that money was given back, and was not read: --refund 'Refunded \
         Amount' takes it off."
    );
    let net = figures(shop, &["--refund", "refunded amount"]);
    assert_eq!(net["revenue"], "102.05");
    assert_eq!(net["remarks"], json!([]));
    assert_eq!(net["columns"]["refund"], "Refunded Amount");
    // Who gave all back bought for nothing.
    assert_eq!(
        (&net["customers"], &net["counts"]["zeros"]),
        (&json!(3), &json!(1))
    );
    let told = report(shop, &["--refund", "Refunded Amount"]).out;
    let words = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("\"Refunded Amount\" was taken off, as given back."),
        "{told}"
    );
    assert!(
        words.contains("Rows: no amount below zero; 1 row of"),
        "{told}"
    );
    let below = refused(
        shop.replace(",5.05", ",-5.05"),
        &["--refund", "Refunded Amount"],
    );
    assert!(
        below.contains("line 3: refund -5.05 is below zero"),
        "{below}"
    );
    // Where none is above zero, the sign says nothing.
    let signed = shop
        .replace(",5.05", ",-5.05")
        .replace("10.00,10.00", "10.00,(10.00)");
    let below = figures(&signed, &["--refund", "Refunded Amount"]);
    assert_eq!(below["revenue"], "102.05");
    assert_eq!(below["columns"]["refund_below_zero"], true);
    let told = report(&signed, &["--refund", "Refunded Amount"]).out;
    assert!(
        super::words(&told).contains("\"Refunded Amount\" was taken off without its sign"),
        "{told}"
    );
    // With a comma before the decimals.
    let comma = "customer;date;price;qty;refund\nAnn;2024-01-05;2,55;6;0,30\n";
    let args = ["--quantity", "qty", "--refund", "refund", "--decimal-comma"];
    assert_eq!(figures(comma, &args)["revenue"], "15.00");
}

#[test]
fn too_many_digits() {
    let long = "customer,date,price,quantity\nAnn,2024-01-05,1.00000000000000000001,1.00000000000000000001\n";
    let refused = refused(long, &["--quantity", "quantity"]);
    assert!(refused.contains("line 2: "), "{refused}");
    assert!(
        refused.contains("more digits than an amount can hold"),
        "{refused}"
    );
}

#[test]
fn rows_without_a_customer() {
    let refused_rows = refused(WHOLESALER, &["--quantity", "Quantity"]);
    assert!(
        refused_rows.contains("line 7: the customer is empty"),
        "{refused_rows}"
    );
    assert!(
        refused_rows.ends_with(
            "2 rows name no customer: --no-customer \"\" sets them apart, and says what was bought \
             there.\n"
        ),
        "{refused_rows}"
    );
    let all = "customer,date,amount\nNULL,2024-01-05,1\n";
    let nobody = refused(all, &["--no-customer", "null"]);
    assert!(nobody.contains("no row in it names a customer"), "{nobody}");
    // A row that cannot be read is bad all the same.
    let bad = refused(
        "customer,date,amount\nNULL,2024-01-05,x\n",
        &["--no-customer", "NULL"],
    );
    assert!(
        bad.contains("line 2: amount \"x\" is not a number"),
        "{bad}"
    );
    // Of those that cannot be read, the share is of all rows.
    let some = "customer,date,amount\nAnn,2024-01-05,1\n-,2024-01-07,2\n-,2024-01-08,2\nBen,2024-01-07,x\n";
    let told = report(some, &["--no-customer", "-", "--skip-bad-rows"]).out;
    assert!(told.contains("25.0 % of all"), "{told}");
    // Those outside the window are counted, and said to be there.
    let shop = "customer,date,amount\nAnn,2024-01-05,1\nAnn,2024-02-05,1\n-,2024-01-07,2\n-1,2024-03-01,4\n";
    let apart = figures(shop, &["--no-customer", "-,-1", "--as-of", "2024-02-10"]);
    assert_eq!(
        apart["no_customer"],
        json!({"values": ["-", "-1"], "rows": 2, "revenue": "6", "outside_window": 1})
    );
    assert_eq!(
        (&apart["customers"], &apart["revenue"]),
        (&json!(1), &json!("2"))
    );
    assert!(figures(shop, &[]).get("no_customer").is_none());
}

#[test]
fn headers_of_other_shops() {
    for header in [
        "cust,date,sales",
        "CUSTOMER_ID,TRANSACTION_DT,Sales Amount",
        "household_id,transaction_timestamp,sales_value",
        "household_key,DAY,SALES_VALUE",
        "Id,date,dollar_value",
        "id,date,purchaseamount",
        "customer_unique_id,order_purchase_timestamp,payment_value",
        "Email,Created at,Total",
        "Account No.,Invoice Date,Net Sales",
    ] {
        let figures = figures(&format!("{header}\nAnn,2024-01-05,1.50\n"), &[]);
        assert_eq!(figures["revenue"], "1.50", "{header}");
        let names: Vec<&str> = header.split(',').collect();
        assert_eq!(
            figures["columns"],
            json!({"customer": names[0], "date": names[1], "amount": names[2]})
        );
    }
    // A number of the row is the customer's only where no other column is.
    let row = "id,customer_id,date,amount\n17,Ann,2024-01-05,1\n";
    assert_eq!(figures(row, &[])["columns"]["customer"], "customer_id");
    // Two that may be are one too many.
    let two = refused(
        "customer_id,customer_unique_id,date,amount\nA,B,2024-01-05,1\n",
        &[],
    );
    assert!(two.contains("several columns may be the customer"), "{two}");
}
