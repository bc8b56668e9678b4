//! Mappings that make no sense are refused, before any row is read, with what is wrong.

use super::{program, refused, report};
use crate::survey::mapping::{Mapping, Purpose, Written};
use crate::tests::Scratch;

fn fault(mapping: &str) -> String {
    Mapping::parse(mapping, Purpose::Survey)
        .err()
        .unwrap_or_default()
}

#[test]
fn the_bundled_mappings() {
    for (text, columns) in [
        (include_str!("../../../data/mobi.toml"), 15),
        (include_str!("../../../data/corp_rep_data.toml"), 12),
    ] {
        let mapping = Mapping::parse(text, Purpose::Survey).unwrap();
        assert_eq!(mapping.items().count(), columns);
    }
    let mobi = Mapping::parse(include_str!("../../../data/mobi.toml"), Purpose::Survey).unwrap();
    assert_eq!(mobi.label("PERQ2"), "Technical quality of the network");
    assert_eq!(mobi.label("IMAG1"), "IMAG1");
    assert_eq!(mobi.items_of("PERV").len(), 2);
}

/// The settings that the sample shows as comments are settings.
#[test]
fn what_the_sample_leaves_out() {
    let mut shown = 0;
    let lines = include_str!("../../../data/mobi.toml").lines().map(|line| {
        let is_key = |key: &str| key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        match line.strip_prefix("# ") {
            Some(setting)
                if setting.starts_with('[') && setting.ends_with(']')
                    || setting
                        .split_once(" = ")
                        .is_some_and(|(key, _)| is_key(key)) =>
            {
                shown += 1;
                setting
            }
            _ => line,
        }
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    let written: Written = toml::from_str(&text).unwrap();
    assert_eq!(shown, 24);
    assert_eq!(written.supplier.as_deref(), Some("provider"));
    assert_eq!(written.stated["PERQ1"], "importance_of_PERQ1");
}

#[test]
fn everything_that_a_mapping_may_say() {
    let mapping = Mapping::parse(
        "scale = [1, 5]\nmissing = [-99, \"NA\"]\nattributes = [\"a\", \"b\"]\noutcomes = [\"y\"]\n\
         recommend = \"r\"\npromoters_from = 5\npassives_from = 4\nreversed = [\"b\"]\n\
         weight = \"w\"\nsupplier = \"s\"\nworth = \"v\"\nquality = \"QUALITY\"\n\
         [sets]\nQUALITY = [\"a\", \"q\"]\n[scales]\nq = [0, 10]\n[labels]\nv = \"Worth it\"\n\
         [stated]\na = \"ia\"\nb = \"ib\"\n[suppliers]\n1 = \"Ourselves\"\n",
        Purpose::Survey,
    )
    .unwrap();
    let names: Vec<&str> = mapping.items().map(|item| item.column.as_str()).collect();
    assert_eq!(names, ["a", "b", "ia", "ib", "q", "r", "v", "y"]);
    let reversed = mapping.items().filter(|item| item.reversed);
    assert_eq!(
        reversed
            .map(|item| item.column.as_str())
            .collect::<Vec<_>>(),
        ["b"]
    );
    assert_eq!(mapping.items_of("q")[0].scale.to_string(), "0 to 10");
    assert_eq!(mapping.cuts(), Some((5.0, 4.0)));
    assert_eq!(mapping.supplier_label("1"), "Ourselves");
    assert_eq!(mapping.supplier_label("2"), "2");
}

#[test]
fn what_is_wrong_with_a_mapping() {
    const START: &str = "scale = [1, 5]\nattributes = [\"a\", \"b\"]\noutcomes = [\"y\"]\n";
    let cases = [
        ("", "it asks for nothing"),
        ("scale = [1, 5]\n", "it asks for nothing"),
        ("outcomes = [\"y\"]\n", "no attributes"),
        ("attributes = [\"a\"]\n", "no outcomes"),
        (
            "attributes = [\"a\"]\noutcomes = [\"y\"]\n",
            "\"a\" has no scale",
        ),
        ("@scale = [1, 5]\n", "invalid"),
        (
            "@colour = \"red\"\n",
            "unknown key `colour`; the keys are title, about",
        ),
        ("@top_boxes = -1\n", "invalid value"),
        // However it is written.
        ("@missing = [\"3\"]\n", "\"3\" stands for a missing answer"),
        ("@missing = [\" 3.0 \"]\n", "is an answer of \"a\""),
        ("@missing = [\"3,0\"]\n", "is an answer of \"a\""),
        ("@missing = [\"+03\"]\n", "is an answer of \"a\""),
        ("@[missing_in]\ny = [\"1e0\"]\n", "is an answer of \"y\""),
        ("@[missing_in]\nz = [9]\n", "[missing_in] has \"z\""),
        (
            "@missing = [\"good\"]\n[answers]\nGood = 5\n",
            "\"good\" stands for a missing answer, and for the answer 5",
        ),
        ("@missing = [nan]\n", "is no number"),
        (
            "@[answers]\n\"5\" = 1\n",
            "\"5\", which is a number already",
        ),
        ("@[answers]\nGood = inf\n", "has inf for \"Good\""),
        (
            "@[answers]\nGood = 4\n\"good \" = 5\n",
            "which are read alike",
        ),
        (
            "@[answers_in.a]\nGood = 7\n",
            "[answers_in] has 7 for \"Good\", and \"a\" was asked on 1 to 5",
        ),
        (
            "@[sets]\nA = [\"a\"]\nB = [\"a\"]\n[answers_in.A]\nGood = 4\n[answers_in.B]\nGood = 5\n",
            "[answers_in] says different things of \"a\"",
        ),
        (
            "@reversd = []\n",
            "unknown key `reversd`; did you mean `reversed`?",
        ),
        (
            "@index = { overal = \"a\" }\n",
            "unknown key `overal`; did you mean `overall`?",
        ),
        (
            "@[labels]\nyy = \"Y\"\n",
            "which nothing uses; did you mean \"y\"?",
        ),
        ("@[segments]\n1 = \"Gold\"\n", "segment, which is not named"),
        ("@segment = \"y\"\n", "\"y\" is segment, and a column"),
        (
            "@[kano]\nX = { functional = \"f\", dysfunctional = \"f\" }\n",
            "[kano] asks one column both ways for \"X\"",
        ),
        (
            "@[kano]\nX = { functional = \"f\" }\n",
            "missing field `dysfunctional`",
        ),
        (
            "@[kano]\nX = { functional = \"S\", dysfunctional = \"d\" }\n[sets]\nS = [\"f\"]\n",
            "[kano] takes columns, and \"S\" is a set",
        ),
        (
            "@[servqual.empathy]\nperception = [\"p\"]\n",
            "[servqual.reliability] has no perception",
        ),
        (
            "@missing = [3]\n",
            "3 stands for a missing answer, and is an answer of \"a\"",
        ),
        (
            "@reversed = [\"c\"]\n",
            "reversed has \"c\", a column that nothing uses",
        ),
        ("@[scales]\nc = [1, 2]\n", "[scales] has \"c\""),
        ("@[scales]\na = [2, 2]\n", "above the low end"),
        (
            "@[labels]\nc = \"See\"\n",
            "[labels] has \"c\", which nothing uses",
        ),
        (
            "@weight = \"a\"\n",
            "\"a\" is weight, and a column of answers too",
        ),
        ("@supplier = \"s\"\n", "supplier and worth go together"),
        ("@worth = \"v\"\n", "supplier and worth go together"),
        ("@quality = \"q\"\n", "name supplier and worth too"),
        (
            "@supplier = \"a\"\nworth = \"v\"\n",
            "\"a\" is supplier, and a column",
        ),
        ("@promoters_from = 9\n", "go together"),
        (
            "@promoters_from = 9\npassives_from = 7\n",
            "cuts of recommend",
        ),
        ("@top_boxes = 2\n", "those of satisfied"),
        ("@[suppliers]\n1 = \"Us\"\n", "[suppliers] gives names"),
        ("@[stated]\na = \"ia\"\n", "but not of \"b\""),
        (
            "@[stated]\nc = \"ic\"\n",
            "\"c\", which is not among the attributes",
        ),
        ("@[sets]\nA = []\n", "the set \"A\" is empty"),
        (
            "@[sets]\nA = [\"B\"]\nB = [\"a\"]\n",
            "the set \"A\" names the set \"B\"",
        ),
        ("@[sets]\nA = [\"a\", \"a\"]\n", "A names \"a\" twice"),
        (
            "scale = [1, 5]\nattributes = [\"a\", \"a\"]\noutcomes = [\"y\"]\n",
            "attributes names \"a\" twice",
        ),
        (
            "scale = [1, 5]\nattributes = [\"a\", \"y\"]\noutcomes = [\"Y\"]\n[sets]\nY = [\"y\", \"z\"]\n",
            "\"y\" is in the outcome \"Y\" and in the attribute \"y\"",
        ),
        (
            "scale = [1, 5]\nindex = { overall = \"A\", expectations = \"b\", ideal = \"c\" }\n[sets]\nA = [\"a\"]\n",
            "index takes columns, and \"A\" is a set",
        ),
        (
            "scale = [1, 5]\nindex = { overall = \"a\", expectations = \"b\" }\n",
            "missing field `ideal`",
        ),
    ];
    for (text, expected) in cases {
        let text = match text.strip_prefix('@') {
            Some(rest) => format!("{START}{rest}"),
            None => text.to_owned(),
        };
        let fault = fault(&text);
        if expected == "invalid" {
            // The same key twice.
            assert!(fault.contains("line 4"), "{fault}");
        } else {
            assert!(fault.contains(expected), "{text}\n{fault}");
        }
    }
}

#[test]
fn the_file_and_the_line_at_fault() {
    let error = refused(
        "a,b,y\n1,2,3\n",
        "scale = [1, 5]\nattributs = [\"a\"]\n",
        &[],
    );
    assert!(error.contains("ratings.toml: "), "{error}");
    assert!(error.contains("line 2"), "{error}");
    assert!(error.contains("attributs"), "{error}");
}

#[test]
fn files_that_are_not_there() {
    let scratch = Scratch::new();
    let (here, there) = (scratch.path("ratings.csv"), scratch.path("no.toml"));
    std::fs::write(&here, "a\n1\n").unwrap();
    let ran = program(&[&here, "--mapping", &there]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(
        ran.err.contains("cannot read") && ran.err.contains("no.toml"),
        "{}",
        ran.err
    );
    std::fs::write(&there, "scale = [1, 5]\nsatisfied = [\"a\"]\n").unwrap();
    let ran = program(&["no/such/file.csv", "--mapping", &there]);
    assert!(
        ran.err.contains("cannot read no/such/file.csv"),
        "{}",
        ran.err
    );
}

#[test]
fn columns_that_the_file_does_not_have() {
    let mapping = "scale = [1, 5]\nattributes = [\"a\", \"network\"]\noutcomes = [\"y\"]\n";
    let error = refused("a,b,y\n1,2,3\n", mapping, &[]);
    assert!(
        error.contains("no column is called \"network\", which the mapping names"),
        "{error}"
    );
    assert!(error.contains("\"a\", \"b\", \"y\""), "{error}");
    let twice = refused("a,Network,NETWORK,y\n1,2,3,4\n", mapping, &[]);
    assert!(
        twice.contains("several columns are called \"network\""),
        "{twice}"
    );
    // In other capitals there is no doubt.
    let csv = "a,NETWORK,y\n1,2,3\n";
    let few = report(csv, "scale = [1, 5]\nsatisfied = [\"network\"]\n", &[]);
    assert_eq!(few.code, 0, "{}", few.err);
}
