//! Integrals of functions that have one peak: over the logit of a proportion, and over a short range.

/// What is smaller than the peak by this factor, as a logarithm, adds nothing.
const NEGLIGIBLE: f64 = 40.0;
/// The trapezoidal rule on a function that is smooth in a strip of half-width π/2 around the real line, as one
/// with a side that falls like exp(−eᵛ), needs no smaller step: it errs by e^(−π²/step).
const LONGEST_STEP: f64 = 0.25;
/// On a peak it needs no smaller step than this share of its width.
const SHARE_OF_WIDTH: f64 = 0.4;
/// More steps than any peak within the tails takes.
const STEPS: u32 = 100_000;

/// The logarithms of a proportion and of what is left of it, each with all its digits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Proportions {
    pub(crate) ln: f64,
    pub(crate) ln_rest: f64,
}

impl Proportions {
    fn of_logit(v: f64) -> Self {
        let ln_rest = -softplus(v);
        Self {
            ln: v + ln_rest,
            ln_rest,
        }
    }
}

/// `ln(1 + eˣ)`, whatever the size of `x`.
pub(crate) fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// `ln ∫ p^(a−1) (1−p)^(b−1) h(p) dp` from 0 to 1, for positive `a` and `b`, where `ln_h` has no
/// peak beside the one that the powers make, and does not change any more where `p` is below e^−`settled.0`,
/// or `1 − p` below e^−`settled.1`.
pub(crate) fn ln_beta_integral(
    a: f64,
    b: f64,
    settled: (f64, f64),
    ln_h: impl Fn(Proportions) -> f64,
) -> f64 {
    let height = |v: f64| {
        let p = Proportions::of_logit(v);
        a * p.ln + b * p.ln_rest + ln_h(p)
    };
    let (left, right) = (-settled.0 - NEGLIGIBLE, settled.1 + NEGLIGIBLE);
    let peak = peak(left, right, &height);
    let top = height(peak);
    let step = LONGEST_STEP.min(SHARE_OF_WIDTH * width(peak, top, &height));
    let side = |towards: f64, end: f64, rate: f64| {
        let (mut sum, mut v) = (0.0, peak);
        for _ in 0..STEPS {
            v += towards * step;
            let lower = height(v) - top;
            if lower < -NEGLIGIBLE {
                break;
            }
            sum += lower.exp();
            if (v - end) * towards > 0.0 {
                // From here on each step is smaller by the same factor.
                sum += lower.exp() / (rate * step).exp_m1();
                break;
            }
        }
        sum
    };
    let sum = 1.0 + side(-1.0, left, a) + side(1.0, right, b);
    top + (step * sum).ln()
}

/// Where a function with one peak is highest.
fn peak(mut left: f64, mut right: f64, height: &impl Fn(f64) -> f64) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    let (mut low, mut high) = (
        right - GOLDEN * (right - left),
        left + GOLDEN * (right - left),
    );
    let (mut at_low, mut at_high) = (height(low), height(high));
    // The peak need not be found well, only well enough to start from.
    for _ in 0..60 {
        if right - left < 1e-3 {
            break;
        }
        if at_low < at_high {
            left = low;
            (low, at_low) = (high, at_high);
            high = left + GOLDEN * (right - left);
            at_high = height(high);
        } else {
            right = high;
            (high, at_high) = (low, at_low);
            low = right - GOLDEN * (right - left);
            at_low = height(low);
        }
    }
    0.5 * (left + right)
}

/// How far from the peak the function has fallen by a half in its logarithm.
fn width(peak: f64, top: f64, height: &impl Fn(f64) -> f64) -> f64 {
    let mut width = 1.0_f64;
    for _ in 0..40 {
        let fallen = top - height(peak + width).max(height(peak - width));
        if fallen <= 0.5 {
            break;
        }
        width *= 0.5_f64.max((0.5 / fallen).sqrt());
    }
    width
}

/// Gauss and Legendre's rule of `N` points on [−1, 1]: places, and their weights.
pub(crate) struct Rule<const N: usize>(pub(crate) [f64; N], pub(crate) [f64; N]);

pub(crate) const OF_SIX: Rule<6> = Rule(
    [
        -0.932_469_514_203_152,
        -0.661_209_386_466_264_5,
        -0.238_619_186_083_196_9,
        0.238_619_186_083_196_9,
        0.661_209_386_466_264_5,
        0.932_469_514_203_152,
    ],
    [
        0.171_324_492_379_170_36,
        0.360_761_573_048_138_6,
        0.467_913_934_572_691_04,
        0.467_913_934_572_691_04,
        0.360_761_573_048_138_6,
        0.171_324_492_379_170_36,
    ],
);

pub(crate) const OF_TEN: Rule<10> = Rule(
    [
        -0.973_906_528_517_171_7,
        -0.865_063_366_688_984_5,
        -0.679_409_568_299_024_4,
        -0.433_395_394_129_247_2,
        -0.148_874_338_981_631_22,
        0.148_874_338_981_631_22,
        0.433_395_394_129_247_2,
        0.679_409_568_299_024_4,
        0.865_063_366_688_984_5,
        0.973_906_528_517_171_7,
    ],
    [
        0.066_671_344_308_688_14,
        0.149_451_349_150_580_6,
        0.219_086_362_515_982_04,
        0.269_266_719_309_996_35,
        0.295_524_224_714_752_87,
        0.295_524_224_714_752_87,
        0.269_266_719_309_996_35,
        0.219_086_362_515_982_04,
        0.149_451_349_150_580_6,
        0.066_671_344_308_688_14,
    ],
);

pub(crate) const OF_SIXTEEN: Rule<16> = Rule(
    [
        -0.989_400_934_991_649_9,
        -0.944_575_023_073_232_6,
        -0.865_631_202_387_831_8,
        -0.755_404_408_355_003,
        -0.617_876_244_402_643_8,
        -0.458_016_777_657_227_37,
        -0.281_603_550_779_258_9,
        -0.095_012_509_837_637_44,
        0.095_012_509_837_637_44,
        0.281_603_550_779_258_9,
        0.458_016_777_657_227_37,
        0.617_876_244_402_643_8,
        0.755_404_408_355_003,
        0.865_631_202_387_831_8,
        0.944_575_023_073_232_6,
        0.989_400_934_991_649_9,
    ],
    [
        0.027_152_459_411_754_096,
        0.062_253_523_938_647_894,
        0.095_158_511_682_492_79,
        0.124_628_971_255_533_88,
        0.149_595_988_816_576_74,
        0.169_156_519_395_002_54,
        0.182_603_415_044_923_58,
        0.189_450_610_455_068_5,
        0.189_450_610_455_068_5,
        0.182_603_415_044_923_58,
        0.169_156_519_395_002_54,
        0.149_595_988_816_576_74,
        0.124_628_971_255_533_88,
        0.095_158_511_682_492_79,
        0.062_253_523_938_647_894,
        0.027_152_459_411_754_096,
    ],
);

/// Calls `visit` with the places and weights of Gauss and Legendre's rule of ten points between two ends.
pub(crate) fn by_legendre(low: f64, high: f64, mut visit: impl FnMut(f64, f64)) {
    let (middle, half) = (0.5 * (low + high), 0.5 * (high - low));
    let Rule(places, weights) = OF_TEN;
    for (place, weight) in places.into_iter().zip(weights) {
        visit(middle + half * place, half * weight);
    }
}
