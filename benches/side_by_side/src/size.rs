//! How much of everything there is.

#[derive(Clone, Copy)]
pub struct Survey {
    pub respondents: usize,
    pub items: usize,
    /// Answers run from 1 to this.
    pub points: u64,
}

#[derive(Clone, Copy)]
pub struct Size {
    pub rows: usize,
    pub revenues: usize,
    pub drivers: Survey,
    pub bootstrap: Survey,
    pub phases: Survey,
    pub switching: Survey,
    pub kano: usize,
    pub nps: usize,
    pub segments: usize,
    pub survival: usize,
    pub cox: usize,
    pub buyers: usize,
}

impl Size {
    /// Only the log grows without bound; with few rows the surveys shrink too, for a quick trial.
    pub fn of(rows: usize) -> Self {
        let survey = |respondents: usize, items, points| Survey {
            respondents: respondents.min(rows),
            items,
            points,
        };
        Self {
            rows,
            revenues: 1_000_000.min(rows),
            drivers: survey(100_000, 24, 10),
            bootstrap: survey(10_000, 24, 10),
            phases: survey(1_000_000, 16, 7),
            switching: survey(1_000_000, 30, 5),
            kano: 1_000_000.min(rows),
            nps: (10 * rows).min(10_000_000),
            segments: 1_000_000.min(rows),
            survival: 1_000_000.min(rows),
            cox: 100_000.min(rows),
            buyers: 100_000.min(rows),
        }
    }
}
