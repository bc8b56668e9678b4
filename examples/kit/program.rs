//! What every example does around its own work: reads its arguments, prints its answer, writes its
//! files.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;

use clap::Parser;

/// All is well.
const DONE: u8 = 0;
/// There is no answer, or it could not be written.
const FAILED: u8 = 1;

/// A whole program, whose answer, or the reason why there is none, is text; returns its exit code.
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
            // Where not even this can be written, there is nobody to tell.
            let _ = if error.use_stderr() {
                err.write_all(text.as_bytes())
            } else {
                out.write_all(text.as_bytes())
            };
            return u8::try_from(error.exit_code()).unwrap_or(FAILED);
        }
    };
    match answer(&args) {
        Ok(text) => match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            // A reader who has seen enough, such as `head`, is no failure.
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => FAILED,
            _ => DONE,
        },
        Err(message) => {
            let _ = writeln!(err, "error: {message}");
            FAILED
        }
    }
}

/// Writes a file and says where it is.
///
/// # Errors
/// A message for the user.
pub fn save(directory: &Path, name: &str, text: &str) -> Result<String, String> {
    let path = directory.join(name);
    std::fs::create_dir_all(directory)
        .and_then(|()| std::fs::write(&path, text))
        .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    Ok(path.display().to_string())
}
