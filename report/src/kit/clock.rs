//! The time of day that may follow a date, which is read over.

/// The number that a text of digits is.
pub fn digits(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0_u32, |number, byte| {
        byte.is_ascii_digit()
            .then(|| number * 10 + u32::from(byte - b'0'))
    })
}

/// Nothing, or `T10:30:00.000Z` and its like, such as ` 23:30:00 UTC`, `_10:30` or ` 9:05 PM`; the end of a day may be
/// written `24:00`, and belongs to the day beside it.
pub fn is_time(text: &[u8]) -> bool {
    // A comma may stand before the blank.
    let text = match text {
        [b',', rest @ ..] if rest.starts_with(b" ") => rest,
        text => text,
    };
    let Some((blank, time)) = text.split_first() else {
        return true;
    };
    let hours = time.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if !b"Tt _".contains(blank) || !matches!(hours, 1 | 2 | 4 | 6) {
        return false;
    }
    let is_clock = |byte: &u8| byte.is_ascii_digit() || b":.,+-".contains(byte);
    let clock = time.iter().take_while(|byte| is_clock(byte)).count();
    is_on_a_clock(&time[..clock])
        && without_remark(&time[clock..])
            .split(|byte| *byte == b' ')
            .filter(|word| !word.is_empty())
            .all(|word| word.iter().all(is_clock) || is_zone(word))
}

/// Whether hours, minutes and seconds are such as clocks show, a second more now and then; what follows the
/// seconds or a sign is a fraction or a time zone.
fn is_on_a_clock(clock: &[u8]) -> bool {
    let mut numbers = [0; 3];
    let mut rest = clock;
    for number in &mut numbers {
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (part, others) = rest.split_at(length.min(2));
        *number = digits(part).unwrap_or(0);
        rest = match others {
            [b':' | b'.' | b',', others @ ..] => others,
            others => others,
        };
    }
    let [hours, minutes, seconds] = numbers;
    hours < 24 && minutes < 60 && seconds <= 60 || numbers == [24, 0, 0]
}

/// What follows a time without the name of its zone in brackets, as in ` GMT+0100 (CET)`.
fn without_remark(rest: &[u8]) -> &[u8] {
    let start = rest.windows(2).position(|two| two == b" (");
    match start {
        Some(start) if rest.ends_with(b")") => &rest[..start],
        _ => rest,
    }
}

/// `Z`, `UTC`, `PM`, `GMT+0100`, `+02:00[Europe/Paris]`.
fn is_zone(word: &[u8]) -> bool {
    let word = [b"GMT", b"UTC"]
        .iter()
        .find_map(|name| {
            word.strip_prefix(*name)
                .filter(|rest| rest.starts_with(b"+") || rest.starts_with(b"-"))
        })
        .unwrap_or(word);
    if let [b'+' | b'-', offset @ ..] = word
        && offset
            .iter()
            .all(|byte| byte.is_ascii_digit() || *byte == b':')
    {
        return true;
    }
    const LETTERS: usize = 5;
    let short = word.len() <= LETTERS && word.iter().all(u8::is_ascii_alphabetic);
    let is_place = |byte: &u8| byte.is_ascii_alphanumeric() || b"/_[]+-:".contains(byte);
    short || (word.contains(&b'/') && word.iter().all(is_place))
}
