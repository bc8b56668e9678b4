use chrono::NaiveDate;

use super::{Account, Accounts};
use crate::macros::named_enum;
use crate::period::{Period, Window};
use crate::survival::Spell;

named_enum! {
    /// Which stays of a customer who left and came back are counted.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum WhichSpells {
        /// The first: until the customer leaves for the first time. The default.
        #[default]
        First = "first",
        /// Each, as if it were a customer of its own.
        Every = "every",
    }
}

impl<'a, Id> Accounts<'a, Id> {
    /// Iterates over the times that customers stayed, in whole periods, as survival curves take them.
    pub fn spells(
        &self,
        period: Period,
        which: WhichSpells,
    ) -> impl Iterator<Item = (&'a Id, Spell)> {
        let window = self.window();
        self.iter().flat_map(move |(id, account)| {
            let stays = stays(&account, which);
            let spells = stays
                .into_iter()
                .filter_map(|(from, gone)| spell(period, window, from, gone));
            spells.map(|spell| (id, spell)).collect::<Vec<_>>()
        })
    }
}

/// The first day of each stay, and the first day after it.
fn stays(account: &Account, which: WhichSpells) -> Vec<(NaiveDate, Option<NaiveDate>)> {
    let mut stays = Vec::new();
    let mut from = None;
    for level in account.levels() {
        match (from, level.customer) {
            (None, true) => from = Some(level.from),
            (Some(first), false) => {
                stays.push((first, Some(level.from)));
                from = None;
            }
            _ => {}
        }
    }
    stays.extend(from.map(|first| (first, None)));
    if which == WhichSpells::First {
        stays.truncate(1);
    }
    stays
}

fn spell(
    period: Period,
    window: Window,
    from: NaiveDate,
    gone: Option<NaiveDate>,
) -> Option<Spell> {
    let end = gone.unwrap_or(window.to().succ_opt().unwrap_or(window.to()));
    let time = period.whole_between(from, end).ok()?;
    let spell = if gone.is_some() {
        Spell::ended(time)
    } else {
        Spell::ongoing(time)
    };
    if from >= window.from() {
        return Some(spell);
    }
    // At the end of the day before the window the customer was there.
    let entry = period.whole_between(from, window.from()).ok()?;
    spell.entered(entry).ok()
}
