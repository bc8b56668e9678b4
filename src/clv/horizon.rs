/// How far into the future cash flows count.
///
/// The end is a point in time, so `Periods(4)` counts what is received now and what is received after 1,
/// 2, 3 and 4 periods: five amounts where the first comes at once. Twelve monthly payments in advance
/// are `Periods(11)`.
///
/// See the [example](crate::clv::ConstantRetention).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Horizon {
    /// Up to and including so many periods from now.
    Periods(u32),
    /// Without an end. The default.
    #[default]
    Infinite,
}
