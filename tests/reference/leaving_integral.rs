//! Pareto/NBD's likelihood and probability of being alive at extreme parameters, against integrals with 40 digits.
//!
//! Computed by `leaving_integral.py`, with Python 3.11 and mpmath 1.3.0.

use retention::clv::{Parametric, ParetoNbd, PurchaseModel};
use retention::purchases::Summary;

/// r, alpha, s and beta; purchases, last and age; the log-likelihood and the probability, which is 0 where it is
/// smaller than a number can be.
type Row = ([f64; 4], (u32, f64, f64), f64, f64);

#[rustfmt::skip]
#[expect(clippy::approx_constant, reason = "figures that happen to lie near π and ln 2")]
const ROWS: &[Row] = &[
    ([0.6, 0.0067, 0.7, 0.05], (0, 0.0, 9.314425), -1.293226499889, 0.001215758283127),
    ([0.6, 0.0067, 0.7, 60.0], (0, 0.0, 9.314425), -4.209543571551, 0.7911790241758),
    ([0.6, 0.0146, 0.7, 59.5], (20, 2.3, 6.676157), 14.26195105017, 2.279115088584e-7),
    ([0.6, 0.0682, 0.7, 1.72], (0, 0.0, 3.14159), -1.686772459512, 0.2588604526126),
    ([1e-06, 1e-06, 1e-06, 1e-06], (0, 0.0, 10.0), -1.611796585445e-5, 0.9999838819043),
    ([1e-06, 1e6, 1e-06, 1e6], (3, 5.0, 10.0), -54.56892355116, 0.999999999995),
    ([1e6, 1e6, 1e6, 1e6], (3, 5.0, 10.0), -10.69309027885, 9.080132121187e-5),
    ([1e6, 1e6, 1e-06, 1e-06], (3, 5.0, 10.0), -9.999967917766, 0.999974799802),
    ([1e-06, 1e-06, 1e6, 1e6], (0, 0.0, 10.0), -1.323830465179e-5, 4.540206905193e-5),
    ([1e6, 1e-06, 1e6, 1e-06], (0, 0.0, 10.0), -0.6931471805599, 0.0),
    ([1e-06, 1e6, 1e6, 1e-06], (0, 0.0, 10.0), -1.000001000032e-24, 0.0),
    ([0.5, 1e-06, 1e6, 1e6], (0, 0.0, 40.0), -6.336518477088, 3.797109821662e-19),
    ([0.5, 1e-06, 1e6, 1.0], (0, 0.0, 40.0), -0.2772406816214, 0.0),
    ([0.001, 1e-06, 1e6, 1e6], (1, 0.001, 40.0), -5.07256945792, 1.666844217071e-20),
    ([0.1, 1e-06, 100000.0, 1000.0], (0, 0.0, 40.0), -0.854819443649, 0.0),
    ([0.01, 1e-08, 50.0, 1.0], (0, 0.0, 10000.0), -0.1393311743998, 8.676396617251e-201),
    ([0.5, 10.0, 0.6, 12.0], (5000, 39.0, 39.5), 18116.48003121, 7.725767246359e-19),
    ([0.5, 0.001, 0.6, 1000.0], (5000, 0.001, 39.5), 68636.85615707, 0.0),
    ([0.5, 1000.0, 0.6, 0.001], (300, 1.0, 39.5), -666.0276359746, 2.734566075425e-6),
    ([0.5, 10.0, 0.6, 12.0], (2, 1e-09, 1e-08), -4.89285226099, 0.99999999955),
    ([0.5, 10.0, 0.6, 12.0], (2, 1e8, 1e9), -56.38847967482, 0.004090492142203),
    ([0.8, 10.0, 1.0, 10.0], (4, 7.0, 300.0), -11.31657831487, 2.819251446867e-7),
    ([1e-09, 1e-09, 1000.0, 1e9], (0, 0.0, 1000.0), -2.763002136612e-8, 0.9990005003319),
    ([20.0, 0.0001, 20.0, 10000.0], (0, 0.0, 100.0), -18.36938746123, 7.785516847221e-113),
];

#[test]
fn likelihoods_and_chances_at_extreme_parameters() {
    for (values, (frequency, last, age), ln, alive) in ROWS {
        let model = ParetoNbd::from_values(values).unwrap();
        let customer = Summary::new(*frequency, *last, *age).unwrap();
        let found = model.log_likelihood(&customer);
        // Sums of terms as large as parameters times logarithms: of 16 digits few are left at the ends.
        let size = values[0] + values[2] + f64::from(*frequency);
        let close = 1e-11 * ln.abs().max(1.0) + 1e-14 * size;
        assert!(
            (found - ln).abs() <= close,
            "{values:?}: {found} is not {ln}"
        );
        let found = model.probability_alive(&customer);
        let error = (found - alive).abs() / alive.max(1e-300);
        assert!(
            error <= 1e-11 + 1e-14 * size,
            "{values:?}: {found} is not {alive}"
        );
    }
}
