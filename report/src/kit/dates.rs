//! Days from text, as the files of shops have them.
//!
//! What could mean two days is refused; which of the usual ways of writing it is meant is seen from the
//! whole column, and suggested.

use chrono::{Days, NaiveDate};
use retention::period::Window;

use super::clock::{digits, is_time};
use super::fields::{quote, remedy};
use super::months::in_english;

/// What is said of a date that may be another day for another reader.
pub const NOT_YEAR_FIRST: &str = "is not year-month-day; --date-format says how to read it";

/// The day of `2024-05-31`, of `20240531`, and of either with a time after it, as written; or of a text in
/// the format given: one of chrono's, or a word such as `excel`.
///
/// # Errors
/// A reason for the user.
pub fn parse_date(text: &str, format: Option<&str>) -> Result<NaiveDate, String> {
    if text.is_empty() {
        return Err("the date is empty".to_owned());
    }
    match format {
        Some(format) => formatted(text, format),
        None => match year_first(text) {
            Some((year, month, day)) => NaiveDate::from_ymd_opt(year, month, day)
                .ok_or_else(|| format!("date {} is not in the calendar", quote(text))),
            None if has_impossible_time(text) => Err(no_clock(text)),
            None => Err(match remedy(text) {
                Some(remedy) => format!("date {}: {remedy}", quote(text)),
                None => format!("date {} {NOT_YEAR_FIRST}", quote(text)),
            }),
        },
    }
}

/// Year, month and day, where the year stands first: nobody writes the day in the middle then.
fn year_first(text: &str) -> Option<(i32, u32, u32)> {
    let bytes = text.as_bytes();
    let (year, rest) = bytes.split_at_checked(4)?;
    let year = i32::try_from(digits(year)?).ok()?;
    let mark = match rest {
        [mark @ (b'-' | b'/' | b'.'), ..] => *mark,
        [a, b, c, d, time @ ..] if is_time(time) => {
            return Some((year, digits(&[*a, *b])?, digits(&[*c, *d])?));
        }
        _ => return None,
    };
    let (month, rest) = number(&rest[1..])?;
    let (day, time) = number(rest.strip_prefix(&[mark])?)?;
    is_time(time).then_some((year, month, day))
}

/// The number of one or two digits that a text begins with, and the rest.
fn number(text: &[u8]) -> Option<(u32, &[u8])> {
    let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (number, rest) = text.split_at(length);
    (1..=2).contains(&length).then_some((digits(number)?, rest))
}

/// Whether only the time keeps a text from being read.
fn has_impossible_time(text: &str) -> bool {
    let day = text.split_once(['T', 't', ' ', '_']);
    day.is_some_and(|(day, time)| {
        let like_a_time = time.starts_with(|letter: char| letter.is_ascii_digit());
        like_a_time && year_first(day).is_some()
    })
}

fn no_clock(text: &str) -> String {
    format!(
        "date {} has a time after it that no clock shows",
        quote(text)
    )
}

/// Words for dates that are written as one number.
const EXCEL: &str = "excel";
const EXCEL_1904: &str = "excel-1904";
const UNIX: &str = "unix";
const UNIX_MILLISECONDS: &str = "unix-ms";
const UNIX_MICROSECONDS: &str = "unix-us";

fn formatted(text: &str, format: &str) -> Result<NaiveDate, String> {
    let misfit = |why: &str| format!("date {} does not fit {}{why}", quote(text), quote(format));
    let counted = match format {
        EXCEL => Some((NaiveDate::from_ymd_opt(1899, 12, 30), 1.0)),
        EXCEL_1904 => Some((NaiveDate::from_ymd_opt(1904, 1, 1), 1.0)),
        UNIX => Some((NaiveDate::from_ymd_opt(1970, 1, 1), 86_400.0)),
        UNIX_MILLISECONDS => Some((NaiveDate::from_ymd_opt(1970, 1, 1), 86_400_000.0)),
        UNIX_MICROSECONDS => Some((NaiveDate::from_ymd_opt(1970, 1, 1), 86_400_000_000.0)),
        _ => None,
    };
    if let Some((origin, units)) = counted {
        let date = origin.and_then(|origin| days_after(origin, text, units));
        return date.ok_or_else(|| misfit(""));
    }
    let (mut day, mut way) = in_english(text, format);
    if is_of_months(format) {
        // The first day of the month.
        day = format!("01 {day}").into();
        way = format!("%d {way}").into();
    }
    let parsed = NaiveDate::parse_and_remainder(&day, &way);
    let (date, rest) = parsed.map_err(|error| misfit(&format!(": {error}")))?;
    if !is_time(rest.trim_end().as_bytes()) {
        return Err(misfit(&format!(": {} is left over", quote(rest))));
    }
    if date < NaiveDate::from_ymd_opt(1000, 1, 1).unwrap_or_default() {
        return Err(format!(
            "date {} would be in the year {}; %y stands for a year of two digits",
            quote(text),
            date.format("%Y"),
        ));
    }
    Ok(date)
}

/// Whether a format has a month and a year and no day: its dates stand for the first day of each month.
fn is_of_months(format: &str) -> bool {
    let has = |parts: &[&str]| parts.iter().any(|part| format.contains(part));
    has(&["%m", "%b", "%B", "%h", "%-m"])
        && has(&["%Y", "%y"])
        && !has(&["%d", "%e", "%-d", "%j", "%a", "%A", "%U", "%W", "%u", "%w"])
}

/// A day from its distance to another, in parts of a day.
fn days_after(origin: NaiveDate, text: &str, units: f64) -> Option<NaiveDate> {
    let is_plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let distance: f64 = text.parse().ok().filter(|_| is_plain)?;
    let days = (distance / units).floor();
    // Beyond that there is no date.
    (days < 1e8)
        .then_some(days as u64)
        .and_then(|days| origin.checked_add_days(Days::new(days)))
}

/// Years first, but days before months.
const DAY_BEFORE_MONTH: &str = "%Y-%d-%m";

/// The usual ways of writing a day that are not read unless told. Of two that differ in the order of day
/// and month only, both are here.
pub(super) const USUAL: [&str; 41] = [
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d/%m/%y",
    "%m/%d/%y",
    "%y/%m/%d",
    "%d.%m.%y",
    "%d-%m-%y",
    "%m-%d-%y",
    "%y-%m-%d",
    "%d-%B-%Y",
    "%d-%B-%y",
    "%d %B %Y",
    "%B %d, %Y",
    "%d%B%Y",
    "%Y%m%d%H%M%S",
    "%Y%m%d%H%M",
    "%d%m%Y",
    "%m%d%Y",
    "%d. %B %Y",
    "%d de %B de %Y",
    "%A, %d %B %Y",
    "%A, %B %d, %Y",
    "%A %B %d %Y",
    "%A %B %d %H:%M:%S %Z %Y",
    DAY_BEFORE_MONTH,
    "%Y年%m月%d日",
    "%Y-%m",
    "%Y/%m",
    "%m/%Y",
    "%Y%m",
    "%Y年%m月",
    "%B %Y",
    "%B-%Y",
    "%B-%y",
    EXCEL,
    UNIX,
    UNIX_MILLISECONDS,
    UNIX_MICROSECONDS,
];

/// The days between which a purchase may lie unless the user says otherwise: from before there were
/// computers in shops to a year that none of them will have seen. What day it is, is not asked: the same
/// file gives the same report on every day.
pub const PLAUSIBLE: (NaiveDate, NaiveDate) = (
    day(1950, 1, 1, NaiveDate::MIN),
    day(2099, 12, 31, NaiveDate::MAX),
);

const fn day(year: i32, month: u32, day: u32, otherwise: NaiveDate) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => otherwise,
    }
}

fn is_within(date: NaiveDate, (from, to): (NaiveDate, NaiveDate)) -> bool {
    from <= date && date <= to
}

/// The dates of a column, read in one pass.
#[derive(Debug)]
pub struct Dates<'f> {
    format: Option<&'f str>,
    /// The same with day and month in the other order, where the format has both.
    swapped: Option<String>,
    within: (NaiveDate, NaiveDate),
    read: u64,
    /// Whether one of those read has a day that is no month.
    tells_order: bool,
    unread: Unread,
}

/// What is seen of the dates that could not be read.
#[derive(Debug, Default)]
struct Unread {
    count: u64,
    /// How many of them each of the usual ways fits.
    fits: Vec<u64>,
    /// How many fit any of them.
    fit: u64,
    /// How many fit the format with day and month in the other order.
    swapped: u64,
    /// The first of them.
    first: Option<Seen>,
    /// The first whose first number is above 12, and the first whose second number is.
    above_twelve: [Option<Seen>; 2],
}

#[derive(Debug, Clone)]
struct Seen {
    text: String,
    line: u64,
}

impl Seen {
    fn shown(&self) -> String {
        format!("{} in line {}", quote(&self.text), self.line)
    }
}

impl<'f> Dates<'f> {
    pub fn new(format: Option<&'f str>, within: Option<Window>) -> Self {
        Self {
            format,
            swapped: format.and_then(in_other_order),
            within: within.map_or(PLAUSIBLE, |within| (within.from(), within.to())),
            read: 0,
            tells_order: false,
            unread: Unread::default(),
        }
    }

    /// The day that a cell says.
    ///
    /// # Errors
    /// A reason for the user.
    pub fn read(&mut self, text: &str, line: u64) -> Result<NaiveDate, String> {
        match parse_date(text, self.format) {
            Ok(date) => {
                self.read += 1;
                self.tells_order |= chrono::Datelike::day(&date) > 12;
                if is_within(date, self.within) {
                    return Ok(date);
                }
                Err(format!(
                    "date {} is not between {} and {}; --dates-within says which dates may be",
                    quote(text),
                    self.within.0,
                    self.within.1,
                ))
            }
            Err(reason) => {
                if !text.is_empty() {
                    self.unread.note(text, line, self.swapped.as_deref());
                }
                Err(reason)
            }
        }
    }

    /// Whether day and month were read in the wrong order, in the rows that could be read too.
    ///
    /// # Errors
    /// A message for the user.
    pub fn check_order(&self) -> Result<(), String> {
        let unread = &self.unread;
        match (&self.swapped, self.format, &unread.first) {
            (Some(swapped), Some(format), Some(first))
                if !self.tells_order && unread.swapped == unread.count =>
            {
                Err(format!(
                    "date {} does not fit {}, and every date of the file fits {}: say --date-format {}",
                    first.shown(),
                    quote(format),
                    quote(swapped),
                    quote(swapped),
                ))
            }
            _ => Ok(()),
        }
    }

    /// Whether some date could be read.
    pub const fn is_read(&self) -> bool {
        self.read > 0
    }

    /// What may be done about the dates that could not be read, and whether that mends all of them.
    pub fn advice(&self) -> Option<(String, bool)> {
        let unread = &self.unread;
        let first = unread.first.as_ref()?;
        if self.format.is_some() {
            return None;
        }
        let most = unread.fits.iter().max().copied().unwrap_or(0);
        let ways: Vec<&str> = USUAL
            .iter()
            .zip(&unread.fits)
            .filter(|(_, fits)| **fits == most && most > 0)
            .map(|(way, _)| *way)
            .collect();
        let say = ways.iter().map(|way| format!("--date-format \"{way}\""));
        let say = say.collect::<Vec<_>>().join(" or ");
        if let [Some(day), Some(month)] = &unread.above_twelve
            && most < unread.count
        {
            return Some((
                format!(
                    "The dates are written in several ways: the first number is no month in {}, the second \
                     is none in {}. Write them all in one way, best as 2024-05-31.",
                    day.shown(),
                    month.shown(),
                ),
                false,
            ));
        }
        if most < unread.count && unread.fit == unread.count {
            return Some((
                "The dates are written in several ways: write them all in one, best as 2024-05-31."
                    .to_owned(),
                false,
            ));
        }
        if most < unread.count {
            return (most * 2 > unread.count).then(|| {
                let (fits, count) = (most, unread.count);
                (
                    format!("{fits} of these {count} dates would be read with {say}."),
                    false,
                )
            });
        }
        if self.read > 0 && ways == [DAY_BEFORE_MONTH] && !self.tells_order {
            return Some((
                format!(
                    "The month is no month in {}, and every date of the file fits {say}: say so if the day stands \
                     before the month.",
                    first.shown(),
                ),
                true,
            ));
        }
        if self.read > 0 {
            return Some((
                format!(
                    "Other dates of the file are written as 2024-05-31; those that are not would need {say}. \
                     Write them all in one way."
                ),
                false,
            ));
        }
        let seen = unread.above_twelve.iter().flatten().next();
        Some(match (ways.as_slice(), seen) {
            ([_], Some(seen)) => (format!("Say {say}, to go by {}.", seen.shown()), true),
            ([_], None) => (format!("Say {say}, to go by {}.", first.shown()), true),
            _ if year_is_open(&ways) => (
                format!(
                    "The file does not tell which number is the year: {} would be {}. Find out from where it \
                     comes.",
                    first.shown(),
                    readings(&first.text, &ways),
                ),
                true,
            ),
            _ => (
                format!(
                    "The file does not tell which number is the day and which the month: no date of it fits \
                     one order only. Find out from where it comes, and say {say}."
                ),
                true,
            ),
        })
    }
}

/// Whether the year stands first in some ways of writing, and last in others.
fn year_is_open(ways: &[&str]) -> bool {
    let is_first = |way: &&str| way.starts_with("%y") || way.starts_with("%Y");
    ways.iter().any(is_first) && !ways.iter().all(is_first)
}

/// What a text is in each of these ways.
fn readings(text: &str, ways: &[&str]) -> String {
    let readings = ways.iter().filter_map(|way| {
        let date = parse_date(text, Some(way)).ok()?;
        Some(format!("{date} with --date-format \"{way}\""))
    });
    readings.collect::<Vec<_>>().join(" or ")
}

impl Unread {
    fn note(&mut self, text: &str, line: u64, swapped: Option<&str>) {
        self.count += 1;
        let seen = || {
            Some(Seen {
                text: text.to_owned(),
                line,
            })
        };
        if self.first.is_none() {
            self.first = seen();
        }
        let fits =
            |way: &str| parse_date(text, Some(way)).is_ok_and(|date| is_within(date, PLAUSIBLE));
        let mut any = false;
        self.fits.resize(USUAL.len(), 0);
        for (fitting, way) in self.fits.iter_mut().zip(USUAL) {
            let fit = is_like(text, way) && fits(way);
            *fitting += u64::from(fit);
            any |= fit;
        }
        self.fit += u64::from(any);
        self.swapped += u64::from(swapped.is_some_and(fits));
        let mut numbers = text.split(|letter: char| !letter.is_ascii_digit());
        for place in &mut self.above_twelve {
            let number: Option<u32> = numbers.next().and_then(|number| number.parse().ok());
            if place.is_none() && number.is_some_and(|number| (13..=31).contains(&number)) {
                *place = seen();
            }
        }
    }
}

/// Whether a text has the mark of a way of writing, and so may fit it; cheaper than to try.
fn is_like(text: &str, way: &str) -> bool {
    match way {
        // A day between 1954 and 2064, or a second between 1973 and 2065.
        EXCEL => text
            .parse::<f64>()
            .is_ok_and(|days| (20_000.0..60_000.0).contains(&days)),
        UNIX => text.len() == 10,
        UNIX_MILLISECONDS => text.len() == 13,
        UNIX_MICROSECONDS => text.len() == 16,
        _ => match way.as_bytes().get(2) {
            Some(b'%') => text
                .bytes()
                .take(8)
                .all(|byte| byte.is_ascii_alphanumeric()),
            Some(mark) => text.as_bytes().contains(mark),
            None => true,
        },
    }
}

/// A format with day and month in the other order.
fn in_other_order(format: &str) -> Option<String> {
    let is_both = ["%d", "%m"].iter().all(|part| format.contains(part));
    is_both.then(|| {
        let held = format.replace("%d", "\0").replace("%m", "%d");
        held.replace('\0', "%m")
    })
}
