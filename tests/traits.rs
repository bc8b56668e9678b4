//! What every public type promises: threads, debugging, comparison, copying; and how errors read.

use std::error::Error as StdError;
use std::hash::Hash;

use chrono::NaiveDate;
use retention::Error;
use retention::estimate::{Proportion, Share};
use retention::period::{Period, Ruler};
use retention::purchases::{Policy, Purchase, PurchaseLog};
use retention::pyramid::{Cuts, Pyramid, Tier};
use rust_decimal::dec;

/// Compiling is the test: a type that loses a promise does not.
///
/// The list is written from `src` by a test in `tests/surface`, which fails when a type is missing. It
/// compiles on its own, so that it can write the list anew when this does not compile.
mod promises {
    use std::fmt::{Debug, Display};
    use std::hash::Hash;
    use std::str::FromStr;

    use retention::*;

    /// An enum without fields has names and an order, and can be a key.
    trait Named: Copy + Ord + Hash + Display + FromStr<Err = Error> {}
    impl<T: Copy + Ord + Hash + Display + FromStr<Err = Error>> Named for T {}

    macro_rules! promises {
        ($($type:ty: $($bound:ident)*;)*) => {
            #[test]
            fn are_kept_by_every_public_type() {
                $({
                    fn kept<T: Debug + Clone + Send + Sync + Unpin $(+ $bound)*>() {}
                    kept::<$type>();
                })*
            }
        };
    }

    include!("surface/promised.rs");
}

/// A key needs no more than an order, a hash and a copy.
#[test]
fn a_key_may_be_any_ordered_type() {
    #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
    struct Account {
        shop: &'static str,
        number: u64,
    }
    let customer = Account {
        shop: "north",
        number: 7,
    };
    let date = NaiveDate::from_ymd_opt(2024, 5, 1).unwrap();
    let log = PurchaseLog::from_rows([Purchase {
        customer: customer.clone(),
        date,
        amount: dec!(5),
    }])
    .unwrap();
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    let pyramid = Pyramid::of(&observed, &Cuts::curry()).unwrap();
    assert_eq!(pyramid.tier_of(&customer).map(Tier::rank), Some(1));
}

#[test]
fn an_error_is_an_error_that_crosses_threads() {
    fn boxed<E: StdError + Send + Sync + 'static>(error: E) -> Box<dyn StdError + Send + Sync> {
        Box::new(error)
    }
    let error = boxed(Proportion::new(2, 1).unwrap_err());
    assert_eq!(
        error.to_string(),
        "numerator must be at most the denominator, 1, got 2"
    );
    assert!(error.source().is_none());
    assert_eq!(
        error.downcast_ref::<Error>(),
        Some(&Proportion::new(2, 1).unwrap_err())
    );
}

/// Names pad like strings, so that they line up in a table.
#[test]
fn names_fill_the_width_they_are_given() {
    assert_eq!(format!("[{:>8}]", Ruler::Days), "[    days]");
    assert_eq!(format!("[{:<8}]", Period::Month), "[month   ]");
    assert_eq!(
        format!("[{:>10}]", Period::Week(chrono::Weekday::Mon)).trim(),
        "[week from Mon]"
    );
}

#[test]
fn amounts_that_are_equal_hash_alike() {
    use std::hash::{DefaultHasher, Hasher};
    let hash = |share: Share| {
        let mut hasher = DefaultHasher::new();
        share.hash(&mut hasher);
        hasher.finish()
    };
    let (short, long) = (
        Share::new(dec!(1.5), dec!(3)),
        Share::new(dec!(1.500), dec!(3.0)),
    );
    assert_eq!(short, long);
    assert_eq!(hash(short), hash(long));
}

/// Customers are looked up by what their key borrows as.
#[test]
fn a_key_of_strings_is_looked_up_by_a_str() {
    let date = NaiveDate::from_ymd_opt(2024, 5, 1).unwrap();
    let row = |customer: &str| Purchase {
        customer: customer.to_owned(),
        date,
        amount: dec!(5),
    };
    let log = PurchaseLog::from_rows([row("Ben"), row("Ann")]).unwrap();
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    assert_eq!(
        observed.history("Ann").map(|history| history.dates()),
        Some(&[date][..])
    );
    assert!(observed.history("Cem").is_none());
    let revenues = [("Ann".to_owned(), dec!(1)), ("Ben".to_owned(), dec!(2))];
    let pyramid = Pyramid::new(revenues, &Cuts::curry()).unwrap();
    assert_eq!(pyramid.tier_of("Ben").map(Tier::rank), Some(1));
    assert_eq!(
        pyramid.get("Ann").map(|placed| placed.amount),
        Some(dec!(1))
    );
    assert_eq!(pyramid.tier_of("Cem"), None);
}
