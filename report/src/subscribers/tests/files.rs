//! Survival tables of all kinds.

use serde_json::{Value, json};

use super::{figures_of, refused, report, rows, words};

#[test]
fn what_is_no_survival_table_is_refused_in_a_sentence() {
    for (csv, said) in [
        (
            "period,share\n0,100\n1,80\n2,85\n",
            "line 4: 850 customers of 1,000 in period 2 are more than the 800 a period before",
        ),
        (
            "segment,period,customers\nA,0,10\nA,1,8\nA,2,9\n",
            "line 4: 9 customers in period 2 of “A” are more than the 8 a period before",
        ),
        (
            "segment,period,customers\nA,0,10\nA,1,8\nA,3,7\n",
            "period 2 of “A” is missing: after line 3 come those of period 3, line 4",
        ),
        ("period,customers\n0,10\n", "there is one period only"),
        (
            "period,customers\n0,0\n1,0\n",
            "nobody was there at the start",
        ),
        ("period,customers\n", "there is no period in it"),
        ("", "the file is empty"),
        (
            "period,share\n0,100\n1,130\n",
            "share 130 in line 3 is more than 100 %; a column of customers is named with --customers",
        ),
        (
            "period,share\n3,0.5\n4,0.4\n",
            "the first row is of period 3, with less than all of its customers",
        ),
        (
            "period,customers\n0,10\n0,10\n1,8\n2,7\n3,6\n",
            "line 3: period 0 is in line 2 already",
        ),
        (
            "period,customers\n0,868.5\n1,8\n2,7\n",
            "line 2: \"868.5\" customers is not a whole number; a column of shares is named with --share",
        ),
        (
            "period,customers\n0,10\nlast,8\n,7\n-1,6\n1.5,5\n9999,5\n1,8\n2,7\n3,6\n4,5\n5,4\n",
            "line 3: period \"last\" is not a whole number",
        ),
        (
            "period,customers\n0,ten\n1,8\n2,7\n",
            "line 2: number of customers \"ten\" is not a number",
        ),
        (
            "period,customers\n0,10\n1,-8\n2,7\n3,6\n",
            "line 3: \"-8\" is not a number of customers from 0",
        ),
        (
            "period,share\n0,1\n1,NaN\n2,0.5\n3,0.4\n",
            "line 3: share \"NaN\" is not a number",
        ),
        (
            "period,share\n0,1\n1,-0.5\n2,0.5\n3,0.4\n",
            "line 3: share \"-0.5\" is below zero",
        ),
        (
            "period,share\n0,1\n1\n2,0.5\n3,0.4\n",
            "line 3: it has 1 column, the header has 2",
        ),
        (
            "when,who\n0,10\n1,8\n",
            "no column is known to be the period; the columns are \"when\", \"who\"; name one with --period",
        ),
        (
            "period,who\n0,10\n1,8\n",
            "name one with --customers, or a column of shares with --share",
        ),
        (
            "frequency,recency,periods,weights\n1,1,6,5\n",
            "it seems to be a file of givers: put --givers before its name",
        ),
    ] {
        let ran = report(csv, &[]);
        let message = refused(&ran);
        assert!(message.contains(said), "{said}: {message}");
    }
    let ran = report("period,customers\n0,10\n1,8\n", &["--base", "100"]);
    assert!(refused(&ran).contains("--base goes with shares"));
    let ran = report("period,customers\n0,10\n1,8\n", &["--customers", "period"]);
    assert!(refused(&ran).contains("\"period\" cannot be both --period and --customers"));
}

#[test]
fn rows_that_cannot_be_read_may_be_left_out() {
    let csv = "period,customers\n0,10\n1,8\n1,8\n2,7\n3,6\nTotal,31\n";
    let ran = report(csv, &[]);
    let message = refused(&ran);
    assert!(
        message.contains("line 7: it seems to be a total, not a period"),
        "{message}"
    );
    let found = figures_of(csv, &["--skip-bad-rows"]);
    assert_eq!(found["subscribers"]["skipped_rows"], json!(2));
    assert_eq!(found["segments"][0]["left"], json!(6));
    let text = words(&report(csv, &["--skip-bad-rows"]));
    assert!(
        text.contains("2 rows could not be read and were skipped, 33.3 % of all."),
        "{text}"
    );
}

/// Nobody leaves, or everybody does at once: a constant rate says all, and the fits say that they are of no
/// use.
#[test]
fn all_stay_or_all_leave() {
    let found = figures_of("period,customers\n0,50\n1,50\n2,50\n3,50\n4,50\n", &[]);
    for (name, outcome) in [
        ("shifted_beta_geometric", "on_boundary"),
        ("constant_mean_rate", "on_boundary"),
    ] {
        let model = rows(&found["models"], &[("name", json!(name))])[0];
        assert_eq!(model["outcome"], json!(outcome), "{model}");
    }
    assert_eq!(found["segments"][0]["chosen"], json!("constant_mean_rate"));
    assert_eq!(found["present"][0]["value"], json!("55000.00"));
    let gone = figures_of("period,customers\n0,50\n1,0\n2,0\n3,0\n4,0\n", &[]);
    assert_eq!(gone["segments"][0]["chosen"], json!("constant_mean_rate"));
    assert_eq!(gone["present"][0]["value"], json!("0.00"));
    // Of nobody no share renews.
    assert_eq!(gone["retention_rates"][1]["actual"], Value::Null);
    for csv in [
        "period,customers\n0,50\n1,50\n2,50\n3,50\n",
        "period,customers\n0,50\n1,0\n2,0\n3,0\n",
        "period,customers\n0,50\n1,25\n2,0\n",
        "period,customers\n0,1\n1,1\n",
        "period,customers\n0,1\n1,0\n",
    ] {
        for args in [&[][..], &["--json"], &["--discount", "0"]] {
            let ran = report(csv, args);
            let text = words(&ran);
            assert!(
                !text.contains("NaN") && !text.contains("inf "),
                "{csv}: {text}"
            );
        }
    }
    let text = words(&report("period,customers\n0,50\n1,50\n2,50\n", &[]));
    assert!(
        text.contains("The fit of sBG to the subscribers lies on the boundary"),
        "{text}"
    );
}

/// One period does not tell two parameters apart, and two not three.
#[test]
fn fewer_periods_than_parameters() {
    let text = words(&report("period,customers\n0,100\n1,80\n", &[]));
    for said in [
        "The fit of sBG to the subscribers is not identified: the periods do not tell its parameters apart. Its \
         figures are one of many possible sets. It has 2 parameters and was fitted to 1 period.",
        "The models were fitted to all periods, so that nothing is left to compare them with",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let found = figures_of("period,customers\n0,100\n1,80\n2,70\n", &[]);
    assert_eq!(found["segments"][0]["fitted_periods"], json!(2));
    let bdw = rows(
        &found["models"],
        &[("name", json!("beta_discrete_weibull"))],
    )[0];
    assert_ne!(bdw["outcome"], json!("converged"));
    assert_eq!(bdw["standard_errors"]["c"], Value::Null);
}

#[test]
fn where_periods_begin() {
    // The first row of counts is the start, whatever its number.
    let found = figures_of("month,active\n3,100\n4,80\n5,70\n6,65\n", &[]);
    assert_eq!(found["segments"][0]["periods"], json!(3));
    assert_eq!(found["subscribers"]["periods_from_first_row"], json!(1));
    let text = words(&report("month,active\n3,100\n4,80\n5,70\n6,65\n", &[]));
    assert!(
        text.contains("1 segment begins not with period 0. The first row is taken as the start"),
        "{text}"
    );
    // Shares that begin with less than all are of period 1.
    let found = figures_of("year,survival\n1,0.8\n2,0.7\n3,0.65\n", &[]);
    assert_eq!(found["segments"][0]["customers"], json!(1000));
    assert_eq!(found["subscribers"]["starts_added"], json!(1));
}

#[test]
fn segments_of_different_lengths() {
    let csv = "plan,t,subscribers\nOld,0,100\nOld,1,80\nOld,2,70\nOld,3,64\nOld,4,60\n\
               Old,5,57\nNew,0,\"1,000\"\nNew,1,700\n,0,10\n,1,9\n";
    let found = figures_of(csv, &["--fit", "4"]);
    let of = |key: &str| -> Vec<Value> {
        let segments = found["segments"].as_array().unwrap().iter();
        segments.map(|one| one[key].clone()).collect()
    };
    assert_eq!(
        of("segment"),
        ["Old", "New", "not stated"].map(|name| json!(name))
    );
    assert_eq!(of("customers"), [100, 1000, 10].map(|many| json!(many)));
    assert_eq!(of("fitted_periods"), [4, 1, 1].map(|many| json!(many)));
    let text = words(&report(csv, &["--fit", "4"]));
    assert!(
        text.contains("after 1 to 5 periods, of which the first 1 to 4 are fitted"),
        "{text}"
    );
}

/// The rate rises where customers are alike and grow into a service: nothing in the words says why.
#[test]
fn many_segments_and_many_periods() {
    let mut csv = String::from("segment,period,customers\n");
    for segment in 0..9 {
        for period in 0..60 {
            let left = 9000 / (period + 9 + segment);
            csv.push_str(&format!("S{segment},{period},{left}\n"));
        }
    }
    let text = words(&report(&csv, &[]));
    assert!(
        text.contains("The first 6 segments. Also in the file: S6, S7, S8."),
        "{text}"
    );
    let found = figures_of(&csv, &[]);
    // Thinned out, with the last one.
    let tenures = rows(
        &found["value"],
        &[
            ("segment", json!("S0")),
            ("model", json!("constant_mean_rate")),
        ],
    );
    assert!(tenures.len() <= 26);
    assert_eq!(tenures.last().unwrap()["tenure"], json!(60));
}

#[test]
fn options_that_cannot_be() {
    for (args, said) in [
        (&["--fit", "0"][..], "0 is not in"),
        (&["--margin=-5"], "write an amount above 0"),
        (&["--margin", "0"], "write an amount above 0"),
        (&["--discount", "10"], "write a rate from 0 to 1"),
        (&["--discount", "NaN"], "write a rate from 0 to 1"),
        (&["--horizon", "0"], "0 is not in"),
        (&["--ahead", "x"], "invalid digit"),
        (&["--givers-last", "x"], "--givers"),
        (&["--share", "a", "--customers", "b"], "cannot be used with"),
    ] {
        let ran = crate::tests::program(&[&["subscribers"], args].concat());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    }
    let ran = crate::tests::program(&["subscribers", "nowhere.csv"]);
    assert!(refused(&ran).contains("cannot read nowhere.csv"));
}

/// A yearly discount rate becomes one of a period, whose length the header of its column says.
#[test]
fn how_long_a_period_is() {
    let csv = "month,active\n0,100\n1,80\n2,70\n3,64\n4,60\n";
    let found = figures_of(csv, &[]);
    assert_eq!(found["subscribers"]["every"], json!("month"));
    // 1.1^(1/12) − 1
    assert_eq!(
        found["subscribers"]["discount_rate_of_period"],
        json!(0.007974)
    );
    let text = words(&report(csv, &[]));
    assert!(
        text.contains("Margin of a month 100 discounted at 10.0 % a year"),
        "{text}"
    );
    let found = figures_of(csv, &["--every", "quarter"]);
    assert_eq!(
        found["subscribers"]["discount_rate_of_period"],
        json!(0.024114)
    );
    let plain = csv.replace("month", "period");
    let text = words(&report(&plain, &[]));
    assert!(
        text.contains("does not say how long a period is, and years are discounted"),
        "{text}"
    );
    assert_eq!(
        figures_of(&plain, &[])["subscribers"]["every_assumed"],
        json!(true)
    );
    assert_eq!(
        figures_of(&plain, &["--every", "year"])["subscribers"]["every_assumed"],
        Value::Null
    );
    // What comes within ten months is less of all than what comes within ten years.
    let share = |args: &[&str]| {
        let found = figures_of(&plain, args);
        found["present"][0]["within_horizon"].as_f64().unwrap()
    };
    assert!(share(&["--every", "month"]) < share(&["--every", "year"]));
}

#[test]
fn headers_in_other_languages() {
    for (header, every) in [
        ("Monat;Kunden", "month"),
        ("Jahr;Aktive Kunden", "year"),
        ("Mois;Abonnés", "month"),
        ("Semana;Suscriptores", "week"),
        ("Año;Clientes", "year"),
        ("月份;客户数", "month"),
        ("年;留存人数", "year"),
        ("季度;会员数", "quarter"),
    ] {
        let found = figures_of(&format!("{header}\n0;1.000\n1;800\n2;700\n3;640\n"), &[]);
        let read = (
            &found["subscribers"]["every"],
            &found["segments"][0]["left"],
        );
        assert_eq!(read, (&json!(every), &json!(640)), "{header}");
    }
    let shares = "Kohorte;Monat;Anteil\nA;0;100 %\nA;1;80,5 %\nA;2;70 %\nA;3;65 %\n";
    assert_eq!(figures_of(shares, &[])["segments"][0]["left"], json!(650));
}

#[test]
fn periods_and_segments_side_by_side() {
    for (csv, said) in [
        (
            "cohort,0,1,2,3\nA,1000,800,700,640\n",
            "the periods seem to stand side by side: write a row for each segment and period",
        ),
        (
            "Year,Regular,High End\n0,100,100\n1,63.1,86.9\n",
            "if the segments stand side by side, write a row for each segment and period",
        ),
    ] {
        let ran = report(csv, &[]);
        assert!(refused(&ran).contains(said), "{}", refused(&ran));
    }
}

#[test]
fn periods_that_are_dates_have_a_remedy() {
    for csv in [
        "month,customers\nJan 2024,1000\nFeb 2024,800\n",
        "year,customers\n2019,1000\n2020,800\n",
    ] {
        let ran = report(csv, &[]);
        let says = "; count the periods from the start, as 0, 1, 2";
        assert!(refused(&ran).contains(says), "{}", refused(&ran));
    }
}
