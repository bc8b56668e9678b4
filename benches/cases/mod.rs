//! Every function that reads a population, on the inputs that are worst for it: one list for three
//! programs. `population` measures the time, `bytes` the memory, `instructions` the growth.

#![allow(dead_code)]

mod advising;
mod behaviour;
mod comparing;
mod doing;
mod inputs;
mod portraying;
mod saying;
mod staying;
mod subscribing;

/// One run of a function, without making its input.
pub type Work = Box<dyn Fn()>;

/// What most data is like. The times and bytes that are quoted are of this.
pub const TYPICAL: &str = "typical";

/// A function and an input of any size.
pub struct Case {
    pub name: &'static str,
    pub input: &'static str,
    prepare: Box<dyn Fn(usize) -> Work>,
    long: bool,
}

impl Case {
    fn new(
        name: &'static str,
        input: &'static str,
        prepare: impl Fn(usize) -> Work + 'static,
    ) -> Self {
        Self {
            name,
            input,
            prepare: Box::new(prepare),
            long: false,
        }
    }

    /// Of those that take a hundred times as long for each row as most do.
    fn takes_long(self) -> Self {
        Self { long: true, ..self }
    }

    /// The least of the sizes at which growth is told from the constant part.
    pub fn least(&self) -> usize {
        if self.long { 1_000 } else { 5_000 }
    }

    /// Makes the input of so many rows, customers or respondents.
    pub fn prepare(&self, size: usize) -> Work {
        (self.prepare)(size)
    }

    pub fn is_typical(&self) -> bool {
        self.input == TYPICAL
    }

    pub fn title(&self) -> String {
        format!("{}, {}", self.name, self.input)
    }
}

pub fn all() -> Vec<Case> {
    let mut cases = doing::cases();
    cases.extend(behaviour::cases());
    cases.extend(saying::cases());
    cases.extend(subscribing::cases());
    cases.extend(comparing::cases());
    cases.extend(portraying::cases());
    cases.extend(advising::cases());
    cases.extend(staying::cases());
    cases
}
