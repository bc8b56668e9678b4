//! Letters that would change what stands around them.

/// Whether a letter is a control character, breaks a line, or turns the direction of the text around.
pub fn is_harmful(letter: char) -> bool {
    matches!(
        letter,
        '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
    ) || letter.is_control()
}

/// A text on one line in which such letters stand by their numbers, as in `\u{202e}`.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_harmful(letter) {
            shown.extend(letter.escape_default());
        } else {
            shown.push(letter);
        }
    }
    shown
}

/// The letter, or � for one that would change what is around it. Line breaks and tabs stay.
pub fn harmless(letter: char) -> char {
    match letter {
        '\n' | '\t' => letter,
        letter if is_harmful(letter) => '\u{fffd}',
        letter => letter,
    }
}
