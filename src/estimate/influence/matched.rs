use std::collections::HashMap;
use std::hash::Hash;

use foldhash::quality::RandomState;

use super::Influence;
use super::contributions::{Weighting, add};
use crate::{Error, Result};

impl Influence {
    /// Returns two samples that share respondents, such as two waves of a panel, on common rows by key.
    ///
    /// The rows are the keys in the order of their first appearance: those of this sample, then those that
    /// only the other has. Strata and clusters of a design follow that order. A key may occur several
    /// times in a sample, as a customer who was asked several times does; contributions of one key are
    /// added up. Nobody is left out: somebody of one sample alone contributes nothing to the other. For the
    /// panel alone, keep those asked twice first.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] if a sample has more or fewer keys than rows, [`Error::Overflow`] if
    /// contributions of one key exceed the largest `f64`.
    ///
    /// ```
    /// use retention::estimate::{Design, Influence};
    ///
    /// let spring = Influence::of_mean([5.0, 6.0, 7.0, 9.0].map(Some), None)?.unwrap();
    /// let autumn = Influence::of_mean([7.0, 6.0, 8.0, 8.0].map(Some), None)?.unwrap();
    /// let asked = (["Ann", "Ben", "Cem", "Dee"], ["Ben", "Ann", "Cem", "Eva"]);
    /// let [before, after] = spring.matched(&asked.0, &autumn, &asked.1)?;
    /// assert_eq!(before.rows(), 5);
    /// let change = after.minus(&before)?.estimate(&Design::default())?;
    /// assert_eq!(format!("{change:.3}"), "0.500 ± 0.706");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[doc(alias = "panel")]
    #[doc(alias = "overlapping samples")]
    pub fn matched<Id: Eq + Hash>(
        &self,
        keys: &[Id],
        other: &Self,
        other_keys: &[Id],
    ) -> Result<[Self; 2]> {
        let mut rows = HashMap::default();
        let mut rows_of = |keys| positions(keys, &mut rows);
        let (ours, theirs): (Vec<usize>, Vec<usize>) = (rows_of(keys), rows_of(other_keys));
        let weighting = match (self.weighting(), other.weighting()) {
            (Weighting::Equal, Weighting::Equal) => Weighting::Equal,
            _ => Weighting::Mixed,
        };
        let moved = |influence: &Self, to: &[usize]| {
            if to.len() != influence.rows() {
                return Err(Error::length("keys", to.len(), influence.rows()));
            }
            let mut sums = vec![f64::NAN; rows.len()];
            for (own, &row) in influence.column().iter().zip(to) {
                if let Some(sum) = sums.get_mut(row) {
                    add(sum, *own);
                }
            }
            Self::checked(influence.value(), sums, weighting.clone())
        };
        Ok([moved(self, &ours)?, moved(other, &theirs)?])
    }
}

/// The row of each key; a new key has the next.
fn positions<'a, Id: Eq + Hash>(
    keys: &'a [Id],
    rows: &mut HashMap<&'a Id, usize, RandomState>,
) -> Vec<usize> {
    let position = |key| {
        let next = rows.len();
        *rows.entry(key).or_insert(next)
    };
    keys.iter().map(position).collect()
}
