//! Every public type stands in the list of promises that `tests/traits.rs` compiles, and enums and
//! options are made as the others are.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use crate::source::{Item, Kind, Source};

/// The variable that makes the test write `promised.rs` anew.
const WRITE: &str = "WRITE_PROMISES";

/// What stands for a parameter, by its name.
fn argument(parameter: &str, copies: bool) -> &str {
    match parameter {
        "Id" if copies => "u32",
        "Id" => "String",
        "T" | "M" => "u64",
        "R" => "pyramid::Placed<String>",
        lifetime if lifetime.starts_with('\'') => "'static",
        _ => "pyramid::Status",
    }
}

fn derives(item: &Item, name: &str) -> bool {
    let derived = item.attributes.split("derive(").skip(1);
    derived
        .filter_map(|list| list.split(')').next())
        .any(|list| list.split(',').any(|derived| derived.trim() == name))
}

/// Where the types stand that write out what others derive.
fn places<'s>(source: &'s Source, of: &str) -> BTreeSet<&'s str> {
    let implementers = source.implementers(of).into_iter();
    implementers.map(|item| item.place.as_str()).collect()
}

fn promised(source: &Source) -> String {
    // The same rows in another order are the same result, not the same state: no `PartialEq`.
    let accumulators = places(source, "Accumulator");
    let by_hand = ["PartialEq", "Copy", "Default", "Eq", "Hash", "Ord"]
        .map(|name| (name, places(source, name)));
    let mut list = String::from(
        "// Written by `WRITE_PROMISES=1 cargo test --test surface`.

promises! {
",
    );
    for (path, item) in source.public() {
        if !matches!(item.kind, Kind::Struct | Kind::Enum) {
            continue;
        }
        let mut bounds = Vec::new();
        match item.by_macro.as_deref() {
            Some("named_enum") => bounds.push("Named"),
            Some("options") => bounds.extend(["PartialEq", "Default"]),
            _ if accumulators.contains(item.place.as_str()) => {}
            _ => bounds.push("PartialEq"),
        }
        for (bound, places) in &by_hand {
            let promised = derives(item, bound) || places.contains(item.place.as_str());
            if promised && !bounds.contains(bound) {
                bounds.push(bound);
            }
        }
        let copies = bounds.contains(&"Copy");
        let arguments: Vec<&str> = item
            .parameters
            .iter()
            .map(|p| argument(p, copies))
            .collect();
        let arguments = match arguments.is_empty() {
            true => String::new(),
            false => format!("<{}>", arguments.join(", ")),
        };
        writeln!(list, "    {path}{arguments}: {};", bounds.join(" ")).unwrap();
    }
    list + "}\n"
}

#[test]
fn every_public_type_stands_in_the_list() {
    let expected = promised(&Source::read());
    let listed = include_str!("promised.rs");
    if std::env::var_os(WRITE).is_some() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/surface/promised.rs");
        std::fs::write(file, &expected).unwrap();
        return;
    }
    let lines = |text: &'static str| text.lines().collect::<BTreeSet<_>>();
    let (listed, expected) = (lines(listed), lines(expected.leak()));
    let show = |lines: Vec<&&str>| {
        lines
            .into_iter()
            .fold(String::new(), |all, l| all + l + "\n")
    };
    assert!(
        listed == expected,
        "tests/surface/promised.rs does not list the public types of src.\nadd:\n{}remove:\n{}\
         or write it anew, and look at the difference: {WRITE}=1 cargo test --test surface",
        show(expected.difference(&listed).collect()),
        show(listed.difference(&expected).collect()),
    );
}

/// The macro gives names, `Display`, `FromStr` and serde, and tests that they agree.
#[test]
fn enums_without_fields_are_defined_by_the_macro() {
    let source = Source::read();
    let bare = |item: &&Item| {
        let mut body = item.body.lines().skip(1).map(str::trim);
        item.kind == Kind::Enum
            && item.by_macro.is_none()
            && body.all(|line| !line.contains(['(', '{']) || line.starts_with(['/', '#']))
    };
    let public = source.public();
    let found: Vec<&String> = public
        .iter()
        .filter(|(_, item)| bare(item))
        .map(|(path, _)| path)
        .collect();
    assert!(found.is_empty(), "use named_enum! for {found:?}");
}

/// Whoever sets one option leaves the rest alone, and a later version may add one.
#[test]
fn options_have_defaults_and_may_grow() {
    let source = Source::read();
    let defaults = places(&source, "Default");
    for (path, item) in source.public() {
        if item.kind == Kind::Struct
            && matches!(item.name.as_str(), "Options" | "Rules" | "Evidence")
        {
            let grows = item.by_macro.is_some() || item.attributes.contains("#[non_exhaustive]");
            assert!(grows, "{path} is not #[non_exhaustive]");
            let default = item.by_macro.is_some()
                || derives(item, "Default")
                || defaults.contains(item.place.as_str());
            assert!(default, "{path} has no Default");
        }
    }
}

/// What is computed, and what is kept in between, can be written down. Views of the caller's columns
/// are not kept, and an error is a text.
#[test]
fn every_owned_type_is_written_by_serde() {
    let source = Source::read();
    let mut by_hand = places(&source, "Serialize");
    by_hand.extend(places(&source, "serde::Serialize"));
    for (path, item) in source.public() {
        let a_type = matches!(item.kind, Kind::Struct | Kind::Enum);
        let borrows = item.parameters.iter().any(|p| p.starts_with('\''));
        if !a_type || borrows || item.module.starts_with("error") {
            continue;
        }
        let state = format!("checked_state!({}", item.name);
        let written = item.by_macro.is_some()
            || item.attributes.contains("Serialize")
            || source.modules[&item.module].text.contains(&state)
            || by_hand.contains(item.place.as_str());
        assert!(written, "{path} does not implement Serialize");
    }
}
