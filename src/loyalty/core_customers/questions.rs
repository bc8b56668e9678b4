use crate::Result;
use crate::error::{Error, Place, finite, fraction, non_negative};
use crate::keyed::Keyed;
use crate::macros::options;

use super::Nominee;

options! {
    /// What is known of one customer, to answer the three [questions](super); `None` is not known.
    ///
    /// Numbers cover the same period for all customers.
    ///
    /// See the [example](crate::loyalty::core_customers).
    #[derive(Copy)]
    pub struct Facts {
        /// What the customer paid, 0 or more, in the unit of `list_price`. Default: not known.
        pub price_paid: Option<f64> = None,
        /// What the same goods cost by the price list, 0 or more; with 0 the price says nothing.
        /// Default: not known.
        pub list_price: Option<f64> = None,
        /// Mean number of days from invoice to payment, 0 or more. Default: not known.
        pub days_to_pay: Option<f64> = None,
        /// Number of contacts with service. Default: not known.
        pub service_contacts: Option<u64> = None,
        /// Number of purchases; with 0 the contacts say nothing. Default: not known.
        pub purchases: Option<u64> = None,
        /// Share of purchases that repeat an earlier one, 0 to 1. Default: not known.
        pub repeat_share: Option<f64> = None,
        /// Share of the customer's spending in the category that is with us, 0 to 1. Default: not
        /// known.
        pub share_of_wallet: Option<f64> = None,
        /// What the customer is worth to us, such as the margin or the lifetime value, in the unit of
        /// `value_to_rival`. Negative for a customer who costs more than they bring. It is not what our
        /// offer is worth to the customer. Default: not known.
        pub value_to_us: Option<f64> = None,
        /// What the customer is, or would be, worth to the competitor to whom they are worth most. Default:
        /// not known.
        pub value_to_rival: Option<f64> = None,
    }
}

options! {
    /// The cuts by which the three [questions](super) name a customer.
    ///
    /// ```text
    /// profitable and loyal  at least `criteria` of the five that are asked
    ///   accepts price         price paid / list price        ≥ price
    ///   pays promptly         days to pay                    ≤ days_to_pay
    ///   needs little service  service contacts / purchases   ≤ service_contacts
    ///   stable preference     share of repeat purchases      ≥ repeat_share
    ///   buys often            number of purchases            ≥ purchases
    /// largest share         share of wallet                ≥ share_of_wallet
    /// worth more to us      value to us − value to rival   > value_margin
    /// core                  at least `questions` of the three
    /// ```
    ///
    /// The source describes the questions in words. All cuts are proposals and depend on the trade; a
    /// criterion of the first question set to `None` is not asked. What is not known is neither for nor
    /// against: an answer is `None` as long as it could go either way.
    ///
    /// See the [example](crate::loyalty::core_customers).
    #[derive(Copy)]
    pub struct Rules {
        /// Least price paid, as a share of the list price. Default: 0.95.
        pub price: Option<f64> = Some(0.95),
        /// Largest mean number of days to pay. Default: 30.
        pub days_to_pay: Option<f64> = Some(30.0),
        /// Largest number of service contacts for each purchase. Default: 0.5.
        pub service_contacts: Option<f64> = Some(0.5),
        /// Least share of purchases that repeat an earlier one. Default: 0.5.
        pub repeat_share: Option<f64> = Some(0.5),
        /// Least number of purchases. Default: 3.
        pub purchases: Option<u64> = Some(3),
        /// How many of the criteria asked must hold for the first question to name a customer.
        /// Default: 3, more than half of the five.
        pub criteria: usize = 3,
        /// Least share of wallet, 0 to 1. Default: 0.5; no competitor can then have a larger share.
        pub share_of_wallet: f64 = 0.5,
        /// By how much the value to us must exceed the value to the rival, in their unit. Default: 0.
        pub value_margin: f64 = 0.0,
        /// How many questions must name a core customer, 1 to 3. Default: 2.
        pub questions: usize = 2,
    }
}

/// Whether at least so many hold, as far as it is known.
pub(crate) fn at_least(least: usize, known: &[Option<bool>]) -> Option<bool> {
    let count = |wanted: Option<bool>| known.iter().filter(|one| **one == wanted).count();
    let (hold, open) = (count(Some(true)), count(None));
    if hold >= least {
        Some(true)
    } else if hold + open < least {
        Some(false)
    } else {
        None
    }
}

impl Rules {
    /// Returns what the three questions say of every customer, by key, from what is known of each.
    ///
    /// # Errors
    /// At the customer, [`Error::NotFinite`] and [`Error::OutOfRange`] for a fact that is NaN,
    /// infinite, negative where that has no meaning, or a share outside 0 to 1;
    /// [`Error::Duplicate`] for a customer given twice. For the rules, [`Error::NotFinite`] and
    /// [`Error::OutOfRange`] for a cut of the same kind, for more criteria than are asked, and unless
    /// 1 to 3 questions are; [`Error::Empty`] if no criterion is asked.
    pub fn nominees<Id: Ord>(
        &self,
        customers: impl IntoIterator<Item = (Id, Facts)>,
    ) -> Result<Keyed<Nominee<Id>>> {
        self.check()?;
        let answered = customers
            .into_iter()
            .enumerate()
            .map(|(row, (customer, facts))| {
                let answered = self.answer(customer, &facts);
                answered.map_err(|error| error.at_row(row))
            });
        Keyed::from_unsorted(answered.collect::<Result<Vec<_>>>()?)
    }

    fn answer<Id>(&self, customer: Id, facts: &Facts) -> Result<Nominee<Id>> {
        let facts = facts.checked()?;
        let ratio = |part: Option<f64>, whole: Option<f64>| {
            let whole = whole.filter(|&whole| whole > 0.0)?;
            Some(part? / whole)
        };
        let (contacts, purchases) = (
            facts.service_contacts.map(|contacts| contacts as f64),
            facts.purchases.map(|purchases| purchases as f64),
        );
        let from = |cut: Option<f64>, fact: Option<f64>| Some(fact? >= cut?);
        let up_to = |cut: Option<f64>, fact: Option<f64>| Some(fact? <= cut?);
        let (price, service) = (
            ratio(facts.price_paid, facts.list_price),
            ratio(contacts, purchases),
        );
        let criteria = [
            from(self.price, price),
            up_to(self.days_to_pay, facts.days_to_pay),
            up_to(self.service_contacts, service),
            from(self.repeat_share, facts.repeat_share),
            self.purchases
                .zip(facts.purchases)
                .map(|(cut, fact)| fact >= cut),
        ];
        let asked: Vec<Option<bool>> = criteria
            .iter()
            .zip(self.asked())
            .filter_map(|(holds, is_asked)| is_asked.then_some(*holds))
            .collect();
        let values = facts.value_to_us.zip(facts.value_to_rival);
        let questions = [
            at_least(self.criteria, &asked),
            facts.share_of_wallet.map(|share| self.is_largest(share)),
            values.map(|(ours, theirs)| self.is_worth_more(ours - theirs)),
        ];
        let [
            accepts_price,
            pays_promptly,
            needs_little_service,
            stable_preference,
            buys_often,
        ] = criteria;
        Ok(Nominee {
            accepts_price,
            pays_promptly,
            needs_little_service,
            stable_preference,
            buys_often,
            ..Nominee::of(customer, questions, self)
        })
    }

    /// The second question.
    pub(crate) fn is_largest(&self, share_of_wallet: f64) -> bool {
        share_of_wallet >= self.share_of_wallet
    }

    /// The third question.
    pub(crate) fn is_worth_more(&self, than_to_rival: f64) -> bool {
        than_to_rival > self.value_margin
    }

    /// Which criteria of the first question are asked.
    const fn asked(&self) -> [bool; 5] {
        [
            self.price.is_some(),
            self.days_to_pay.is_some(),
            self.service_contacts.is_some(),
            self.repeat_share.is_some(),
            self.purchases.is_some(),
        ]
    }

    pub(crate) fn check(&self) -> Result<()> {
        for (name, cut) in [
            ("price", self.price),
            ("days_to_pay", self.days_to_pay),
            ("service_contacts", self.service_contacts),
        ] {
            cut.map(|cut| non_negative(name, cut)).transpose()?;
        }
        let share = self.repeat_share;
        share
            .map(|share| fraction("repeat_share", share))
            .transpose()?;
        fraction("share_of_wallet", self.share_of_wallet)?;
        finite("value_margin", self.value_margin)?;
        let asked = self.asked().iter().filter(|asked| **asked).count();
        if asked == 0 {
            return Err(Error::empty("criterion of the first question")
                .with_cure("set the cut of at least one"));
        }
        if !(1..=asked).contains(&self.criteria) {
            let allowed = format_args!("1 to {asked}, the criteria asked");
            return Err(Error::out_of_range("criteria", self.criteria, allowed));
        }
        self.check_questions()
    }

    pub(super) fn check_questions(&self) -> Result<()> {
        if (1..=3).contains(&self.questions) {
            return Ok(());
        }
        Err(Error::out_of_range("questions", self.questions, "1 to 3"))
    }
}

impl Facts {
    fn checked(&self) -> Result<&Self> {
        let check = |name: &'static str, fact: Option<f64>, check: Check| match fact {
            Some(fact) => check(name, fact)
                .map(|_| ())
                .map_err(|error| error.at_place(Place::Item(name.into()))),
            None => Ok(()),
        };
        check("price_paid", self.price_paid, non_negative)?;
        check("list_price", self.list_price, non_negative)?;
        check("days_to_pay", self.days_to_pay, non_negative)?;
        check("repeat_share", self.repeat_share, fraction)?;
        check("share_of_wallet", self.share_of_wallet, fraction)?;
        check("value_to_us", self.value_to_us, finite)?;
        check("value_to_rival", self.value_to_rival, finite)?;
        Ok(self)
    }
}

/// One of the checks of a number.
type Check = fn(&'static str, f64) -> Result<f64>;
