//! How far a long run has come, for somebody who watches it.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// So many rows take long enough to be watched.
const MANY: usize = 1_000_000;
/// After so many rows the bar moves.
const STEP: usize = 1 << 14;

/// Where progress may be shown.
#[derive(Debug)]
pub struct Screen {
    target: Option<ProgressDrawTarget>,
    least: usize,
}

impl Screen {
    /// Standard error where that is a terminal, and nowhere otherwise.
    pub fn standard_error() -> Self {
        let watched = std::io::stderr().is_terminal();
        Self::on(watched.then(ProgressDrawTarget::stderr))
    }

    /// On this, or nowhere.
    pub fn on(target: Option<ProgressDrawTarget>) -> Self {
        Self {
            target,
            least: MANY,
        }
    }

    /// Shows progress over so many rows or more.
    #[cfg(test)]
    pub fn at_least(mut self, least: usize) -> Self {
        self.least = least;
        self
    }

    /// Begins to show how far the reading of so many rows has come, where they are many.
    pub fn reading(self, rows: usize) -> Progress {
        let Some(target) = self.target.filter(|_| rows >= self.least) else {
            return Progress(None);
        };
        let bar = ProgressBar::with_draw_target(Some(rows as u64), target)
            .with_style(style("{msg} {wide_bar} {human_pos} of {human_len} rows"))
            .with_message("Reading");
        bar.tick();
        Progress(Some(bar))
    }
}

/// What is shown, gone from the screen when this is dropped.
#[derive(Debug)]
pub struct Progress(Option<ProgressBar>);

impl Progress {
    /// So many rows have been read.
    pub fn read(&self, rows: usize) {
        if let Some(bar) = &self.0
            && rows.is_multiple_of(STEP)
        {
            bar.set_position(rows as u64);
        }
    }

    /// Reading is over; this is what goes on now, and how long it will take is not known.
    pub fn doing(&self, what: &'static str) {
        if let Some(bar) = &self.0 {
            bar.set_style(style("{msg} {spinner} {elapsed}"));
            bar.set_message(what);
            bar.enable_steady_tick(Duration::from_millis(120));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

/// A line of this form, or the usual one where it has a fault.
fn style(form: &str) -> ProgressStyle {
    ProgressStyle::with_template(form).unwrap_or_else(|_| ProgressStyle::default_bar())
}
