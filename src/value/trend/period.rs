use crate::error::{finite, fraction, non_negative};
use crate::estimate::Estimate;
use crate::scale::Scale;
use crate::value::profile::QualityProfile;
use crate::{Error, Result};

use super::options::{Options, Satisfied};

/// The figures of one period: a quality profile, a relative price, and satisfaction and market share if
/// they are known.
///
/// See the [example](crate::value::trend::changes).
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodValue<'a> {
    /// The name of the period.
    pub period: String,
    /// The quality profile of the period.
    pub quality: &'a QualityProfile,
    /// The relative price of the period, above 0.
    pub relative_price: f64,
    /// The standard error of the relative price, taken as independent of the quality. `None` if the
    /// price is known.
    pub price_error: Option<f64>,
    /// The mean satisfaction of the period, where more is better.
    pub satisfaction: Option<f64>,
    /// Our share of the market in the period, 0 to 1.
    pub market_share: Option<f64>,
    /// The standard error of the market share. `None` if it is not from a sample.
    pub share_error: Option<f64>,
}

impl<'a> PeriodValue<'a> {
    /// Creates a period with a known price, whose satisfaction and market share were not measured.
    #[must_use]
    pub fn new(
        period: impl Into<String>,
        quality: &'a QualityProfile,
        relative_price: f64,
    ) -> Self {
        Self {
            period: period.into(),
            quality,
            relative_price,
            price_error: None,
            satisfaction: None,
            market_share: None,
            share_error: None,
        }
    }

    /// Sets the standard error of the relative price, for example that of a
    /// [`PriceProfile`](crate::value::profile::PriceProfile).
    #[must_use]
    pub const fn price_error(mut self, price_error: f64) -> Self {
        self.price_error = Some(price_error);
        self
    }

    /// Sets the mean satisfaction of the period.
    #[must_use]
    pub const fn satisfaction(mut self, satisfaction: f64) -> Self {
        self.satisfaction = Some(satisfaction);
        self
    }

    /// Sets the market share of the period, which is known.
    #[must_use]
    pub const fn market_share(mut self, market_share: f64) -> Self {
        self.market_share = Some(market_share);
        self.share_error = None;
        self
    }

    /// Sets the market share of the period, with its standard error.
    #[must_use]
    pub const fn market_share_estimate(mut self, market_share: Estimate) -> Self {
        self.market_share = Some(market_share.value());
        self.share_error = Some(market_share.standard_error());
        self
    }

    pub(super) fn check(&self, options: Options) -> Result<()> {
        let price = non_negative("relative price", self.relative_price)?;
        if price == 0.0 {
            return Err(Error::out_of_range("relative price", price, "above 0"));
        }
        if let Some(error) = self.price_error {
            non_negative("standard error of the relative price", error)?;
        }
        if let Some(satisfaction) = self.satisfaction {
            self.check_satisfaction(finite("satisfaction", satisfaction)?, options)?;
        }
        if let Some(share) = self.market_share {
            fraction("market share", share)?;
        }
        if let Some(error) = self.share_error {
            non_negative("standard error of the market share", error)?;
        }
        Ok(())
    }

    /// Refuses a satisfaction of which nobody knows whether it is high.
    fn check_satisfaction(&self, satisfaction: f64, options: Options) -> Result<()> {
        let scale = self.satisfaction_scale(options);
        if options.satisfied == Satisfied::High && !scale.contains(satisfaction) {
            let error = Error::out_of_range("satisfaction", satisfaction, scale);
            return Err(error.with_cure("set `satisfaction_scale` to the scale that was asked"));
        }
        Ok(())
    }

    pub(super) fn satisfaction_scale(&self, options: Options) -> Scale {
        let scale = options.satisfaction_scale.unwrap_or(self.quality.scale);
        scale.continuous()
    }

    /// The quality ratio that value is made of.
    const fn ratio(&self, options: Options) -> f64 {
        if options.ratio_of_scores {
            self.quality.ratio_of_scores
        } else {
            self.quality.quality_ratio
        }
    }

    pub(super) fn value(&self, options: Options) -> f64 {
        self.ratio(options) / self.relative_price
    }

    /// The change of the quality ratio that follows.
    pub(super) fn quality_change(&self, later: &Self, options: Options) -> f64 {
        later.ratio(options) - self.ratio(options)
    }

    pub(super) fn value_error(&self, options: Options) -> Option<f64> {
        let error = if options.ratio_of_scores {
            self.quality.ratio_of_scores_error
        } else {
            self.quality.quality_ratio_error
        };
        let of_price = self.price_error.unwrap_or(0.0) * self.value(options);
        Some(error?.hypot(of_price) / self.relative_price)
    }
}
