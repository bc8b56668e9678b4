use std::fmt::Debug;

use retention::{Accumulator, Error, Weighted};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Sums of a few hundred numbers in another order differ by no more than this share of them.
const CLOSE: f64 = 1e-9;

/// An accumulator with good rows, for which the promises have been checked.
pub struct Case<A, N, R> {
    new: N,
    rows: Vec<R>,
    result: Value,
    accumulator: std::marker::PhantomData<A>,
}

impl<A, N, R> Case<A, N, R>
where
    A: Accumulator<Row<'static> = R> + Clone + Debug + Serialize + DeserializeOwned + Send + Sync,
    A::Output: Serialize + Debug,
    N: Fn() -> A,
    R: Clone + Debug + Send + Sync,
{
    /// Checks order, parts, threads and kept state.
    #[track_caller]
    pub fn new(new: N, rows: Vec<R>) -> Self {
        let result = finished(filled(&new, &rows));
        let reversed: Vec<R> = rows.iter().rev().cloned().collect();
        assert_close(
            &finished(filled(&new, &reversed)),
            &result,
            "in another order",
        );

        let (left, rest) = rows.split_at(rows.len() / 3);
        let (middle, right) = rest.split_at(rest.len() / 2);
        let mut merged = filled(&new, middle);
        merged.merge(new()).unwrap();
        merged.merge(filled(&new, left)).unwrap();
        let mut empty = new();
        empty.merge(merged).unwrap();
        empty.merge(filled(&new, right)).unwrap();
        assert_eq!(empty.rows(), rows.len() as u64);
        assert_close(&finished(empty), &result, "in merged parts");

        let kept = serde_json::to_string(&filled(&new, left)).unwrap();
        let mut resumed: A = serde_json::from_str(&kept).unwrap();
        assert_eq!(resumed.rows(), left.len() as u64);
        resumed.extend(rest.iter().cloned()).unwrap();
        assert_eq!(finished(resumed), result, "from kept state");

        let case = Self {
            new,
            rows,
            result,
            accumulator: std::marker::PhantomData,
        };
        case.refuses_state_of_another_version();
        case.is_fresh_without_rows();
        #[cfg(feature = "rayon")]
        threads::assert_same(&case.new, &case.rows);
        case
    }

    fn is_fresh_without_rows(&self) {
        let fresh = filled(&self.new, &self.rows).fresh();
        assert_eq!(state(&fresh), state(&(self.new)()));
    }

    fn refuses_state_of_another_version(&self) {
        let mut state = serde_json::to_value(filled(&self.new, &self.rows)).unwrap();
        let version = state["version"].as_u64().unwrap();
        assert!(version >= 1);
        state["version"] = json!(version + 1);
        let error = serde_json::from_value::<A>(state.clone()).unwrap_err();
        assert!(error.to_string().contains("version"), "{error}");
        state.as_object_mut().unwrap().remove("version");
        assert!(serde_json::from_value::<A>(state).is_err());
    }

    /// Checks that a bad row is named, with its place, and leaves the accumulator as it was.
    #[track_caller]
    pub fn refuses(self, bad: R, place: Option<&str>) -> Self {
        #[cfg(feature = "rayon")]
        threads::assert_same_error(&self.new, &self.rows, &bad);
        self.refuses_one_by_one(bad, place)
    }

    /// The same without threads.
    #[track_caller]
    pub fn refuses_one_by_one(self, bad: R, place: Option<&str>) -> Self {
        let mut accumulator = (self.new)();
        let rows = self.rows.iter().chain([&bad]).chain(&self.rows).cloned();
        let error = accumulator.extend(rows).unwrap_err();
        assert_eq!(error.row(), Some(self.rows.len() as u64), "{error}");
        let found = error.place().map(ToString::to_string);
        assert_eq!(found.as_deref(), place, "{error}");
        assert_eq!(finished(accumulator), self.result, "after a refused row");
        self
    }

    /// Checks that counts which no longer fit are an error.
    #[track_caller]
    pub fn overflows(self) -> Self {
        let mut accumulator = filled(&self.new, &self.rows);
        for _ in 0..64 {
            let rows = accumulator.rows();
            if let Err(error) = accumulator.merge(accumulator.clone()) {
                assert!(matches!(error, Error::Overflow { .. }), "{error}");
                assert_eq!(accumulator.rows(), rows, "after a refused part");
                return self.takes_no_row_beyond_a_count();
            }
        }
        panic!("{} rows are no error", accumulator.rows());
    }

    fn takes_no_row_beyond_a_count(self) -> Self {
        // 1 + 1 + 2 + 4 + … rows, less one.
        let mut part = filled(&self.new, &self.rows[..1]);
        let mut full = part.clone();
        for _ in 1..64 {
            part.merge(part.clone()).unwrap();
            full.merge(part.clone()).unwrap();
        }
        assert_eq!(full.rows(), u64::MAX);
        for error in [
            full.push(self.rows[0].clone()).unwrap_err(),
            full.extend(self.rows.iter().cloned()).unwrap_err(),
        ] {
            assert!(matches!(error, Error::Overflow { .. }), "{error}");
        }
        assert_eq!(full.rows(), u64::MAX);
        self
    }
}

impl<A, N, R> Case<A, N, R>
where
    A: Accumulator<Row<'static> = R> + Weighted + Clone + Debug + Serialize + DeserializeOwned,
    A: Send + Sync,
    A::Output: Serialize + Debug,
    N: Fn() -> A,
    R: Clone + Debug + Send + Sync,
{
    /// Checks that a weight of one is none, that a respondent of weight two is two in every mean, and
    /// that what is no weight is refused.
    #[track_caller]
    pub fn weighted(self) -> Self {
        let mut ones = (self.new)();
        for row in &self.rows {
            ones.push_weighted(row.clone(), 1.0).unwrap();
        }
        assert_eq!(finished(ones), self.result, "with weights of one");
        let mut accumulator = filled(&self.new, &self.rows);
        for weight in [f64::NAN, f64::INFINITY, -1.0, 1e101, 1e-101] {
            let row = self.rows.first().unwrap().clone();
            let error = accumulator.push_weighted(row, weight).unwrap_err();
            assert_eq!(error.row(), Some(self.rows.len() as u64), "{error}");
        }
        assert_eq!(finished(accumulator), self.result, "after refused weights");
        // Sums that are no longer whole numbers round differently where they are parted.
        #[cfg(feature = "rayon")]
        {
            let mut third = (self.new)();
            for row in &self.rows {
                third.push_weighted(row.clone(), 1.0 / 3.0).unwrap();
            }
            threads::assert_extends(&third, &self.rows, 2 * A::BLOCK + 5);
        }
        self
    }
}

/// What is the same on threads, to the last bit.
#[cfg(feature = "rayon")]
mod threads {
    use std::sync::LazyLock;

    use rayon::ThreadPool;
    use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

    use super::{Accumulator, Debug, Error, Serialize, state};

    static POOLS: LazyLock<[ThreadPool; 3]> = LazyLock::new(|| {
        [1, 2, 3].map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
            pool.build().unwrap()
        })
    });

    fn repeated<R: Clone>(rows: &[R], count: usize) -> Vec<R> {
        rows.iter().cycle().take(count).cloned().collect()
    }

    /// Adds rows to an accumulator that may hold some already, and returns what became of it.
    #[track_caller]
    fn extended<A, R>(accumulator: &A, rows: &[R]) -> (Result<(), Error>, A)
    where
        A: Accumulator<Row<'static> = R> + Clone + Debug + Serialize + Send + Sync,
        A::Output: Serialize,
        R: Clone + Send + Sync,
    {
        let mut alone = accumulator.clone();
        let added = alone.extend(rows.iter().cloned());
        let expected = state(&alone);
        for pool in &*POOLS {
            let mut together = accumulator.clone();
            let found = pool.install(|| together.par_extend(rows.par_iter().cloned()));
            assert_eq!(found, added, "{} threads", pool.current_num_threads());
            assert_eq!(state(&together), expected);
        }
        (added, alone)
    }

    /// Checks that threads change nothing about so many rows after some others.
    #[track_caller]
    pub(super) fn assert_extends<A, R>(accumulator: &A, rows: &[R], count: usize)
    where
        A: Accumulator<Row<'static> = R> + Clone + Debug + Serialize + Send + Sync,
        A::Output: Serialize,
        R: Clone + Send + Sync,
    {
        let (added, _) = extended(accumulator, &repeated(rows, count));
        assert_eq!(added, Ok(()));
    }

    /// Checks that what comes of an accumulator does not depend on the threads that compute it. One that
    /// was filled on threads has the state of one that was not, and with it what comes of it.
    #[track_caller]
    fn assert_finishes<A>(accumulator: &A)
    where
        A: Accumulator + Clone + Send,
        A::Output: Serialize,
    {
        let [one, _, three] = &*POOLS;
        let outcome = |pool: &ThreadPool| {
            let accumulator = accumulator.clone();
            pool.install(|| {
                let result = accumulator.finish()?;
                Ok::<_, Error>(serde_json::to_string(&result).unwrap())
            })
        };
        assert_eq!(outcome(three), outcome(one));
    }

    #[track_caller]
    pub(super) fn assert_same<A, R>(new: impl Fn() -> A, rows: &[R])
    where
        A: Accumulator<Row<'static> = R> + Clone + Debug + Serialize + Send + Sync,
        A::Output: Serialize,
        R: Clone + Send + Sync,
    {
        for count in [0, 1, A::BLOCK - 1, A::BLOCK, A::BLOCK + 1, 3 * A::BLOCK + 5] {
            let (added, accumulator) = extended(&new(), &repeated(rows, count));
            assert_eq!((added, accumulator.rows()), (Ok(()), count as u64));
            if count == A::BLOCK + 1 {
                assert_finishes(&accumulator);
            }
        }
        // More than two threads hold at a time, or fewer where a block takes long, after some others.
        let blocks = if A::BLOCK > 4096 { 3 } else { 9 };
        let (_, some) = extended(&new(), &rows[..3]);
        let (added, all) = extended(&some, &repeated(rows, blocks * A::BLOCK + 2));
        assert_eq!(
            (added, all.rows()),
            (Ok(()), (blocks * A::BLOCK + 5) as u64)
        );
    }

    #[track_caller]
    pub(super) fn assert_same_error<A, R>(new: impl Fn() -> A, rows: &[R], bad: &R)
    where
        A: Accumulator<Row<'static> = R> + Clone + Debug + Serialize + Send + Sync,
        A::Output: Serialize,
        R: Clone + Send + Sync,
    {
        let (_, some) = extended(&new(), &rows[..3]);
        let mut rows = repeated(rows, 3 * A::BLOCK + 5);
        rows[3 * A::BLOCK] = bad.clone();
        for at in [2 * A::BLOCK + 7, A::BLOCK, A::BLOCK - 1, 0] {
            rows[at] = bad.clone();
            let (added, accumulator) = extended(&some, &rows);
            assert_eq!(added.unwrap_err().row(), Some(at as u64 + 3));
            assert_eq!(accumulator.rows(), at as u64 + 3);
        }
    }
}

fn state<A: Serialize>(accumulator: &A) -> String {
    serde_json::to_string(accumulator).unwrap()
}

fn filled<A, R>(new: impl Fn() -> A, rows: &[R]) -> A
where
    A: Accumulator<Row<'static> = R>,
    R: Clone,
{
    let mut accumulator = new();
    accumulator.extend(rows.iter().cloned()).unwrap();
    accumulator
}

#[track_caller]
fn finished<A: Accumulator>(accumulator: A) -> Value
where
    A::Output: Serialize,
{
    serde_json::to_value(accumulator.finish().unwrap()).unwrap()
}

#[track_caller]
fn assert_close(found: &Value, expected: &Value, when: &str) {
    let close = match (found, expected) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            (a - b).abs() <= CLOSE * a.abs().max(b.abs()).max(1.0)
        }
        (Value::Array(a), Value::Array(b)) => {
            assert_eq!(a.len(), b.len(), "{when}");
            a.iter().zip(b).for_each(|(a, b)| assert_close(a, b, when));
            true
        }
        (Value::Object(a), Value::Object(b)) => {
            assert!(a.keys().eq(b.keys()), "{when}");
            a.values()
                .zip(b.values())
                .for_each(|(a, b)| assert_close(a, b, when));
            true
        }
        _ => found == expected,
    };
    assert!(close, "{when}: {found} not {expected}");
}
