//! The example surveys and their mappings, against the reports in `report/expected/examples`.

use std::path::Path;

use crate::tests::{Scratch, program};

/// Everything but where the pictures went.
fn told(report: &str, name: &str) -> String {
    let scratch = Scratch::new();
    let file = format!("data/examples/{name}.csv");
    let mapping = format!("data/examples/{name}.toml");
    let out = scratch.path("out");
    let ran = program(&[
        report,
        &file,
        "--mapping",
        &mapping,
        "--out",
        &out,
        "--full",
    ]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{name}");
    let end = ran
        .out
        .rfind("\nPictures:")
        .or_else(|| ran.out.rfind("\nNo pictures:"));
    ran.out[..end.unwrap()].to_owned()
}

/// With `WRITE_EXAMPLES=1` what they say today becomes what is expected.
#[test]
fn each_kind_of_survey() {
    for (report, name) in [
        ("survey", "tracker"),
        ("survey", "kano"),
        ("survey", "servqual"),
        ("loyalty", "loyalty"),
    ] {
        let found = told(report, name);
        let path = Path::new("expected/examples").join(format!("{name}.txt"));
        if std::env::var_os("WRITE_EXAMPLES").is_some() {
            std::fs::write(&path, &found).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap();
        for (found, expected) in found.lines().zip(expected.lines()) {
            assert_eq!(found, expected, "{name}");
        }
        assert_eq!(found.lines().count(), expected.lines().count(), "{name}");
    }
}
