//! Every accumulator is held to what all of them promise, in `tests/accumulators`.

use std::fs;
use std::path::Path;

use crate::source::Source;

#[test]
fn every_accumulator_is_tested_for_what_all_promise() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/accumulators");
    let files = fs::read_dir(folder).unwrap();
    let tests: String = files
        .map(|file| fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    let source = Source::read();
    let accumulators = source.implementers("Accumulator");
    assert!(accumulators.len() >= 15, "{}", accumulators.len());
    let public = source.public();
    for item in accumulators {
        let (path, _) = public
            .iter()
            .find(|(_, public)| public.place == item.place)
            .unwrap_or_else(|| panic!("{} is not public", item.place));
        let from = path.rmatch_indices("::").nth(1).map_or(0, |(at, _)| at + 2);
        let (long, short) = (&path[from..], &item.name);
        // The module is left out where the name says enough.
        let named = match short.as_str() {
            "Builder" | "Counter" => tests.contains(&format!("{long}::")),
            _ => tests.contains(&format!("{short}::new")),
        };
        let counts_classes = path == "counted::Counter" && tests.contains("(Counter::<");
        assert!(
            named || counts_classes,
            "tests/accumulators has no `Case::new` for {path}"
        );
    }
}
