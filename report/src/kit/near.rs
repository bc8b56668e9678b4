//! Names that somebody may have meant.

/// The name that differs from this one by the fewest letters, where these are few.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = name.to_lowercase();
    let close = known
        .into_iter()
        .map(|one| (distance(&plain, &one.to_lowercase()), one))
        .min_by_key(|(distance, _)| *distance);
    // A third of the letters may be wrong: more would be guessing.
    let most = (plain.chars().count() / 3).max(1);
    close
        .filter(|(distance, _)| *distance <= most)
        .map(|(_, one)| one)
}

/// How many letters must be added, taken away or changed to make one of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (place, known) in other.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *known);
            diagonal = row[place + 1];
            row[place + 1] = changed.min(diagonal + 1).min(row[place] + 1);
        }
    }
    row[other.len()]
}

/// The message of a parser in the words of a reader: about a key that nobody knows, with the key that may
/// have been meant in place of all that there are; about a value of the wrong kind, with the right one.
pub fn mended(message: &str) -> String {
    let kinds = [
        ("expected usize", "expected a whole number, 0 or more"),
        ("expected u32", "expected a whole number, 0 or more"),
        ("expected f64", "expected a number"),
        ("expected a sequence", "expected a list, in brackets"),
        ("expected a map", "expected a table"),
        ("invalid type: sequence", "invalid type: a list"),
    ];
    // What the user wrote stands above the last line.
    let (quoted, said) = message.rsplit_once('\n').unwrap_or(("", message));
    let said = kinds
        .iter()
        .fold(known(said), |said, (kind, words)| said.replace(kind, words));
    if quoted.is_empty() {
        said
    } else {
        format!("{quoted}\n{said}")
    }
}

fn known(message: &str) -> String {
    let between = |text: &str| -> Vec<String> {
        let parts = text.split('`').skip(1).step_by(2);
        parts.map(str::to_owned).collect()
    };
    let Some((before, unknown)) = message.split_once("unknown field ") else {
        return message.to_owned();
    };
    let named = between(unknown);
    let Some((name, known)) = named.split_first().filter(|(_, known)| !known.is_empty()) else {
        return message.to_owned();
    };
    match nearest(name, known.iter().map(String::as_str)) {
        Some(meant) => format!("{before}unknown key `{name}`; did you mean `{meant}`?"),
        None => format!(
            "{before}unknown key `{name}`; the keys are {}",
            known.join(", ")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{distance, mended, nearest};

    #[test]
    fn distances() {
        for (one, other, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("outcome", "outcomes", 1),
            ("flaw", "lawn", 2),
        ] {
            assert_eq!(distance(one, other), expected);
            assert_eq!(distance(other, one), expected);
        }
    }

    #[test]
    fn what_was_meant() {
        let known = ["scale", "attributes", "outcomes"];
        assert_eq!(nearest("Atributes", known), Some("attributes"));
        assert_eq!(nearest("outcome", known), Some("outcomes"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest("x", []), None);
    }

    #[test]
    fn other_messages_stay() {
        assert_eq!(mended("invalid type"), "invalid type");
        assert_eq!(
            mended("1 | expected f64\ninvalid type: string \"5\", expected f64"),
            "1 | expected f64\ninvalid type: string \"5\", expected a number"
        );
        assert_eq!(
            mended("unknown field `a`, there are no fields"),
            "unknown field `a`, there are no fields"
        );
    }
}
