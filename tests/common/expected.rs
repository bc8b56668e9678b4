//! What a refusal reads like. The variants of `Error` are non-exhaustive, so a test cannot build one to
//! compare with; it compares the whole message, which carries every field.

#![allow(dead_code, reason = "each test program uses some of them")]

use std::fmt::Display;

/// Returns the message of the error without its cure: many errors share one, and a test of each cure
/// stands elsewhere.
#[track_caller]
pub fn refusal<T: std::fmt::Debug>(result: retention::Result<T>) -> String {
    let error = result.expect_err("an error");
    let message = error.to_string();
    match error.cure() {
        Some(cure) => message
            .strip_suffix(&format!("; {cure}"))
            .unwrap()
            .to_owned(),
        None => message,
    }
}

/// Returns the whole message of the error.
#[track_caller]
pub fn in_full<T: std::fmt::Debug>(result: retention::Result<T>) -> String {
    result.expect_err("an error").to_string()
}

pub fn at(message: String, row: Option<usize>) -> String {
    match row {
        Some(row) => at_row(message, row),
        None => message,
    }
}

pub fn at_row(message: String, row: usize) -> String {
    format!("{message} at row {row} (counted from 0)")
}

pub fn empty(argument: &str) -> String {
    format!("at least one {argument} is needed, got none")
}

pub fn out_of_range(argument: &str, value: impl Display, allowed: impl Display) -> String {
    format!("{argument} must be {allowed}, got {value}")
}

pub fn not_finite(argument: &str, value: impl Display) -> String {
    format!("{argument} must be finite, got {value}")
}

pub fn length(argument: &str, found: usize, expected: usize) -> String {
    format!("{argument} must have length {expected}, got {found}")
}

pub fn unsorted(argument: &str, value: impl Display, expected: impl Display) -> String {
    format!("{argument} out of order: {value} {expected}")
}

pub fn duplicate(argument: &str, value: impl Display) -> String {
    format!("{argument} occurs twice: {value}")
}

pub fn does_not_add_up(argument: &str, value: impl Display, expected: impl Display) -> String {
    format!("{argument} must add up to {expected}, got {value}")
}

pub fn overflow(operation: &str, value: impl Display) -> String {
    format!("{operation} overflows at {value}")
}

pub fn refused(argument: &str, value: impl Display) -> String {
    format!("{argument} refused: {value}")
}

pub fn mismatch(argument: &str, left: impl Display, right: impl Display) -> String {
    format!("{argument} must be equal, got {left} and {right}")
}

pub fn singular(argument: &str, value: impl Display, reason: &str) -> String {
    format!("{argument} cannot be told apart: {value} {reason}")
}

pub fn insufficient(argument: &str, found: u64, least: u64) -> String {
    format!("at least {least} {argument} are needed, got {found}")
}

pub fn unknown_name(argument: &str, value: &str, allowed: &str) -> String {
    format!("{argument} must be one of {allowed}, got {value:?}")
}
