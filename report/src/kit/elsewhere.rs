//! Where the header of a file may be, when it is not in the first line.

use super::dates::parse_date;
use super::fields::{DecimalMark, parse_amount};
use super::rows::{Reading, Rows};

/// What to say where the first line is no header: that it is further down, or that there is none.
pub fn header_elsewhere(
    data: &[u8],
    reading: &Reading,
    is_header: impl Fn(&[String]) -> bool,
) -> String {
    if let Some(mark) = wide_mark(data, reading) {
        return format!(
            "; “{mark}” seems to separate the columns: replace it by a comma, which is half as wide"
        );
    }
    if is_quoted_as_a_whole(data, reading, &is_header) {
        return "; every line seems to stand in quotation marks as a whole: take these away"
            .to_owned();
    }
    let below = header_below(data, reading, is_header);
    if !below.is_empty() || reading.no_header {
        return below;
    }
    let first = Rows::open(data, reading).ok();
    let purchase = first.and_then(|rows| purchase_like(rows.headers()));
    purchase.map_or(below, |[customer, date, amount]| {
        format!(
            "; the first line seems to be a purchase: where there is no header say --no-header, and which \
             column is which by its number, such as --customer {customer} --date {date} --amount {amount}"
        )
    })
}

/// The wide mark between the columns of a header that holds no other.
fn wide_mark(data: &[u8], reading: &Reading) -> Option<char> {
    let rows = Rows::open(data, reading).ok()?;
    let [header] = rows.headers() else {
        return None;
    };
    ['，', '；', '、', '｜']
        .into_iter()
        .find(|mark| header.matches(*mark).count() > 1)
}

/// Whether the one header holds all of them.
fn is_quoted_as_a_whole(
    data: &[u8],
    reading: &Reading,
    is_header: impl Fn(&[String]) -> bool,
) -> bool {
    let Ok(rows) = Rows::open(data, reading) else {
        return false;
    };
    let [header] = rows.headers() else {
        return false;
    };
    [',', ';', '\t'].into_iter().any(|mark| {
        let headers: Vec<String> = header
            .split(mark)
            .map(|part| part.trim().to_owned())
            .collect();
        headers.len() > 1 && is_header(&headers)
    })
}

/// What to say where one of the next lines is a header; nothing where none is.
pub fn header_below(
    data: &[u8],
    reading: &Reading,
    is_header: impl Fn(&[String]) -> bool,
) -> String {
    const SEEN: usize = 30;
    let mut lines = reading.skip_lines + 1..=reading.skip_lines + SEEN;
    let header = lines.find_map(|skip_lines| {
        let reading = Reading {
            skip_lines,
            ..*reading
        };
        let rows = Rows::open(data, &reading).ok()?;
        is_header(rows.headers()).then(|| rows.header_line())
    });
    header.map_or_else(String::new, |line| {
        format!(
            "; line {line} seems to be the header: say --skip-lines {}",
            line.saturating_sub(1)
        )
    })
}

/// The numbers of the columns of a customer, a date and an amount, in a line that could be a purchase: the
/// first date, the last number, the first of what is left.
fn purchase_like(fields: &[String]) -> Option<[usize; 3]> {
    let is_amount = |field: &String| parse_amount(field, DecimalMark::Point).is_ok();
    let date = fields
        .iter()
        .position(|field| parse_date(field, None).is_ok())?;
    let amount = fields
        .iter()
        .rposition(is_amount)
        .filter(|at| *at != date)?;
    let customer = (0..fields.len()).find(|at| *at != date && *at != amount)?;
    Some([customer, date, amount].map(|at| at + 1))
}
