use chrono::NaiveDate;

use super::EvidenceTable;
use crate::Result;
use crate::period::Span;
use crate::portrait::Contract;
use crate::subscriptions::{Accounts, CountsAs, Options, Subscription};

impl<Id: Ord + Clone> EvidenceTable<Id> {
    /// Joins where each contract stands on the as-of date of `accounts`; a contract that ends within `soon`
    /// after that date ends soon. A row that makes nobody a customer under the options of the accounts, such as a
    /// trial, is no contract.
    ///
    /// What was not known on that day is not used: a row that begins later is left out, and so is the end of
    /// a row whose notice came later. A customer with several contracts ends with the last of them. Whoever
    /// has not yet been a customer under the options of the accounts is left out; give
    /// [`Contract::Without`] to customers without a contract by [`join`](Self::join).
    ///
    /// # Errors
    /// [`Error::Overflow`](crate::Error::Overflow) for a span that reaches beyond the calendar.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use retention::churn::{Exit, Exits, Reason};
    /// use retention::period::{Period, Span};
    /// use retention::portrait::{Contract, EvidenceTable};
    /// use retention::subscriptions::{Options, Subscription, SubscriptionLog};
    /// use rust_decimal::dec;
    ///
    /// let day = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// let log = SubscriptionLog::from_rows([
    ///     Subscription::monthly("Ann", day(1, 1), None, dec!(20)),
    ///     Subscription::monthly("Ben", day(1, 1), Some(day(8, 31)), dec!(20)),
    ///     Subscription::monthly("Cem", day(1, 1), Some(day(5, 31)), dec!(20)),
    /// ])?;
    /// let as_of = day(6, 30);
    /// let accounts = log.accounts(log.until(as_of)?, Options::default())?;
    /// let exits = Exits::from_rows([Exit::new("Cem", day(6, 1), [Reason::Price])])?;
    /// let quarter = Span::new(3, Period::Month)?;
    /// let known = EvidenceTable::new().contracts(&accounts, quarter)?.exits(&exits, as_of);
    /// let contracts: Vec<_> = known.rows().iter().map(|row| row.result.contract.unwrap()).collect();
    /// assert_eq!(contracts, [Contract::Running, Contract::EndsSoon, Contract::Ended]);
    /// assert_eq!(known.rows().get("Cem").unwrap().result.churn_reason, Some(Reason::Price));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn contracts(self, accounts: &Accounts<'_, Id>, soon: Span) -> Result<Self> {
        let as_of = accounts.window().to();
        // The days after the as-of date; at the end of the calendar there are none.
        let until = soon.starting(as_of.succ_opt().unwrap_or(as_of))?.to();
        let rows: Vec<Subscription<&Id>> = accounts.log().rows().collect();
        let each = rows.chunk_by(|a, b| a.customer == b.customer);
        let stand = accounts
            .iter()
            .zip(each)
            .filter_map(|((customer, account), rows)| {
                let last = account.levels().last()?;
                let contract = match last.customer {
                    false => Contract::Ended,
                    true if ends(rows, accounts.options(), as_of)
                        .is_some_and(|end| end <= until) =>
                    {
                        Contract::EndsSoon
                    }
                    true => Contract::Running,
                };
                Some((customer, contract))
            });
        Ok(self.with(stand, |evidence, found| evidence.contract = Some(found)))
    }
}

/// The last day of the last contract in force, as it was known on the day; `None` while no end is known. What
/// makes nobody a customer, such as a trial, is no contract.
fn ends<Id>(rows: &[Subscription<&Id>], options: Options, as_of: NaiveDate) -> Option<NaiveDate> {
    let in_force = rows.iter().filter(|row| {
        row.from <= as_of
            && row.to.is_none_or(|to| to >= as_of)
            && options.counts_as(row.terms, row.amount) != CountsAs::NotACustomer
    });
    let known = in_force.map(|row| {
        row.to
            .filter(|_| row.cancelled.is_none_or(|day| day <= as_of))
    });
    // `None` once an end is not known.
    known.reduce(|a, b| Some(a?.max(b?))).flatten()
}
