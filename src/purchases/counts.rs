/// What a view holds and what it leaves out. See the example of [`Observed`](super::Observed).
///
/// `before + rows + after` is the number of rows of the log, and
/// `customers + refund_only_customers + customers_outside` the number of its customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Counts {
    /// Rows within the window.
    pub rows: u64,
    /// Rows before the window.
    pub before: u64,
    /// Rows after the window.
    pub after: u64,
    /// Rows within the window with a negative amount, which the policy nets or drops.
    pub refunds: u64,
    /// Rows within the window with an amount of 0, which the policy keeps or drops.
    pub zeros: u64,
    /// Customers with a purchase in the window.
    pub customers: u64,
    /// Customers with rows in the window none of which is a purchase. Their refunds are part of no
    /// result but [`Observed::refund_only_amount`](super::Observed::refund_only_amount).
    pub refund_only_customers: u64,
    /// Customers without a row in the window.
    pub customers_outside: u64,
}

impl Counts {
    /// Adds the counts of other customers.
    pub(super) const fn and(self, other: Self) -> Self {
        Self {
            rows: self.rows + other.rows,
            before: self.before + other.before,
            after: self.after + other.after,
            refunds: self.refunds + other.refunds,
            zeros: self.zeros + other.zeros,
            customers: self.customers + other.customers,
            refund_only_customers: self.refund_only_customers + other.refund_only_customers,
            customers_outside: self.customers_outside + other.customers_outside,
        }
    }
}
