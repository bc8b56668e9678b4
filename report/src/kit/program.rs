//! Reads the arguments, prints the answer, and says what went wrong.

use std::ffi::OsString;
use std::io::{self, Write};

use clap::Parser;

use super::letters::visible;

/// All is well.
const DONE: u8 = 0;
/// There is no answer, or it could not be written.
const FAILED: u8 = 1;

/// Runs a program whose answer, or the reason why there is none, is text; returns its exit code.
pub fn run<Args: Parser>(
    args: impl IntoIterator<Item = OsString>,
    out: &mut impl Write,
    err: &mut impl Write,
    answer: impl FnOnce(&Args) -> Result<String, String>,
) -> u8 {
    let args = match Args::try_parse_from(args) {
        Ok(args) => args,
        Err(error) => {
            let text = error.render().to_string();
            let code = u8::try_from(error.exit_code()).unwrap_or(FAILED);
            if error.use_stderr() {
                // Where not even this can be written, there is nobody to tell.
                let _ = err.write_all(text.as_bytes());
                return code;
            }
            return print(&text, out, err);
        }
    };
    match answer(&args) {
        Ok(text) => print(&text, out, err),
        Err(message) => failed(&message, err),
    }
}

fn print(text: &str, out: &mut impl Write, err: &mut impl Write) -> u8 {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => DONE,
        // A reader who has seen enough, such as `head`, is no failure.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => DONE,
        Err(error) => failed(&format!("writing the answer failed: {error}"), err),
    }
}

fn failed(message: &str, err: &mut impl Write) -> u8 {
    let lines: Vec<String> = message.split('\n').map(visible).collect();
    let _ = writeln!(err, "error: {}", lines.join("\n"));
    FAILED
}
