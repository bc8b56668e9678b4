//! Exact subtraction of patterns: which levels lie in one of them and in none of others.

use super::super::{Dimension, Pattern};
use crate::{Error, Result};

/// A piece that is held against this many patterns counts as two, and so on, so that a limit on the pieces is
/// one on the time.
const PATTERNS_A_PIECE: u64 = 512;

/// Subtracts patterns, and counts the pieces that it looks at.
#[derive(Debug)]
pub(super) struct Subtraction {
    most: u64,
    pub(super) pieces: u64,
}

/// Whether to look for more pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Search {
    First,
    All,
}

impl Subtraction {
    pub(super) const fn new(most: u64) -> Self {
        Self { most, pieces: 0 }
    }

    /// What is left of a pattern: disjoint pieces.
    pub(super) fn left(&mut self, of: Pattern, without: &[Pattern]) -> Result<Vec<Pattern>> {
        let mut left = Vec::new();
        let without: Vec<&Pattern> = without.iter().collect();
        self.search(of, &without, Search::All, &mut left)?;
        Ok(left)
    }

    /// A piece that is left, if anything is.
    pub(super) fn witness(&mut self, of: Pattern, without: &[Pattern]) -> Result<Option<Pattern>> {
        let mut left = Vec::new();
        let without: Vec<&Pattern> = without.iter().collect();
        self.search(of, &without, Search::First, &mut left)?;
        Ok(left.pop())
    }

    /// Cuts a piece by one of the patterns that meet it, and goes on with the parts outside.
    fn search(
        &mut self,
        piece: Pattern,
        without: &[&Pattern],
        search: Search,
        left: &mut Vec<Pattern>,
    ) -> Result<()> {
        let held_against = without.len() as u64;
        self.pieces = self
            .pieces
            .saturating_add(1 + held_against / PATTERNS_A_PIECE);
        if self.pieces > self.most {
            let allowed = format_args!("at most {}", self.most);
            return Err(Error::out_of_range("pieces", self.pieces, allowed)
                .with_cure("allow more pieces, or restrict fewer dimensions in one rule"));
        }
        // A pattern that does not meet the piece meets none of its parts.
        let Some((cut, meeting)) = fewest_cuts(&piece, without) else {
            left.push(piece);
            return Ok(());
        };
        let mut inside = piece;
        for &dimension in Dimension::ALL {
            let (mine, theirs) = (inside.mask(dimension), cut.mask(dimension));
            if mine & !theirs == 0 {
                continue;
            }
            let mut part = inside;
            part.restrict(dimension, mine & !theirs);
            self.search(part, &meeting, search, left)?;
            if search == Search::First && !left.is_empty() {
                return Ok(());
            }
            inside.restrict(dimension, mine & theirs);
        }
        Ok(())
    }
}

/// The levels in both; `None` if there are none.
pub(super) fn overlap(one: &Pattern, other: &Pattern) -> Option<Pattern> {
    let mut both = *one;
    for &dimension in Dimension::ALL {
        let mask = one.mask(dimension) & other.mask(dimension);
        if mask == 0 {
            return None;
        }
        both.restrict(dimension, mask);
    }
    Some(both)
}

/// Of the patterns that meet a piece, the one that cuts it in the fewest dimensions: none at all if it
/// covers the piece; with all that meet it. `None` if none does.
fn fewest_cuts<'a>(
    piece: &Pattern,
    among: &[&'a Pattern],
) -> Option<(&'a Pattern, Vec<&'a Pattern>)> {
    let mut best: Option<(u32, &Pattern)> = None;
    let mut meeting = Vec::new();
    for &pattern in among {
        let Some(cuts) = cuts(piece, pattern) else {
            continue;
        };
        if cuts == 0 {
            return Some((pattern, Vec::new()));
        }
        meeting.push(pattern);
        if best.is_none_or(|(fewest, _)| cuts < fewest) {
            best = Some((cuts, pattern));
        }
    }
    best.map(|(_, pattern)| (pattern, meeting))
}

/// In how many dimensions a pattern cuts a piece; `None` if they do not meet.
fn cuts(piece: &Pattern, pattern: &Pattern) -> Option<u32> {
    let mut cuts = 0;
    for &dimension in Dimension::ALL {
        let (mine, theirs) = (piece.mask(dimension), pattern.mask(dimension));
        if mine & theirs == 0 {
            return None;
        }
        cuts += u32::from(mine & !theirs != 0);
    }
    Some(cuts)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::super::Levels;
    use super::super::super::pattern::full;
    use super::*;

    const SOME: [Dimension; 3] = [Dimension::Stage, Dimension::Satisfaction, Dimension::Core];

    fn pattern() -> impl Strategy<Value = Pattern> {
        prop::array::uniform3(any::<u16>()).prop_map(|masks| {
            let mut pattern = Pattern::any();
            for (&dimension, mask) in SOME.iter().zip(masks) {
                let mask = mask & full(dimension);
                pattern.restrict(dimension, if mask == 0 { full(dimension) } else { mask });
            }
            pattern
        })
    }

    /// Every combination of levels of the three dimensions.
    fn every() -> Vec<Levels> {
        let mut all = Vec::new();
        for stage in 0..7_usize {
            for satisfaction in 0..4_usize {
                for core in 0..3_usize {
                    let mut levels = Levels::UNKNOWN;
                    levels.set(Dimension::Stage, stage.checked_sub(1));
                    levels.set(Dimension::Satisfaction, satisfaction.checked_sub(1));
                    levels.set(Dimension::Core, core.checked_sub(1));
                    all.push(levels);
                }
            }
        }
        all
    }

    /// The time of a step is that of all patterns: a limit that counted steps alone would be none where
    /// settling rules leave a million pieces to be held against each other.
    #[test]
    fn a_piece_held_against_many_patterns_counts_as_several() {
        for (patterns, pieces) in [(0, 1), (511, 1), (512, 2), (5120, 11)] {
            let mut subtraction = Subtraction::new(11);
            let found = subtraction.witness(Pattern::any(), &vec![Pattern::any(); patterns]);
            assert_eq!(found.unwrap().is_some(), patterns == 0);
            assert_eq!(subtraction.pieces, pieces);
        }
        let many = vec![Pattern::any(); 6000];
        assert!(Subtraction::new(11).left(Pattern::any(), &many).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_is_left_is_what_brute_force_leaves(
            of in pattern(),
            without in prop::collection::vec(pattern(), 0..6),
        ) {
            let left = Subtraction::new(10_000).left(of, &without).unwrap();
            for levels in every() {
                let is_left =
                    of.matches(&levels) && !without.iter().any(|cut| cut.matches(&levels));
                let pieces = left.iter().filter(|piece| piece.matches(&levels)).count();
                prop_assert_eq!(pieces, usize::from(is_left));
            }
            let witness = Subtraction::new(10_000).witness(of, &without).unwrap();
            prop_assert_eq!(witness.is_some(), !left.is_empty());
            if let Some(witness) = witness {
                prop_assert!(left.contains(&witness));
            }
        }
    }
}
