/// What is measured of each customer: satisfaction, loyalty, and what switching would cost.
///
/// `Measures<Scale>` says on which scales, and `Measures<Option<f64>>` is one customer, each value on
/// its scale; `None` is not known. [`hostages`](super::hostages) and [`curve`](super::curve) read the
/// same customers; a curve does not read the switching cost.
///
/// ```
/// use retention::loyalty::Measures;
///
/// let customer = Measures { satisfaction: Some(2.0), loyalty: Some(6.0), ..Measures::default() };
/// assert_eq!(customer.switching_cost, None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Measures<T> {
    /// Satisfaction.
    pub satisfaction: T,
    /// Loyalty.
    pub loyalty: T,
    /// What switching would cost.
    pub switching_cost: T,
}
