"""Values of special functions at 40 digits, for src/numeric/special_values.rs.

mpmath 1.4.1: pip install mpmath; python special_functions.py > special_values.rs
"""

from mpmath import mp, mpf, loggamma, digamma, hyp2f1, log, beta, expint, exp

mp.dps = 60


def row(*figures):
    return "    (" + ", ".join(figures) + "),"


def out(x):
    return mp.nstr(x, 40, min_fixed=-5, max_fixed=20).replace("e+", "e")


PARAMETERS = ["1e-4", "0.01", "0.243", "0.793", "2.426", "15.5", "16", "120.25", "1e4"]
COUNTS = ["0", "1", "2", "7", "16", "17", "100", "300", "5000"]


def rust(x):
    return x if "." in x or "e" in x else x + ".0"


print("//! Values at 40 digits, made by tests/reference/special_functions.py with mpmath 1.4.1.")
print("#![allow(clippy::excessive_precision, clippy::unreadable_literal, clippy::type_complexity)]\n")
print("/// `a`, `n`, ln of the rising factorial, difference of the digammas.")
print("pub(super) const RISING: &[(f64, f64, f64, f64)] = &[")
for a in PARAMETERS:
    for n in COUNTS + ["0.3", "33.7"]:
        x, k = mpf(float(a)), mpf(float(n))
        print(row(rust(a), rust(n), out(loggamma(x + k) - loggamma(x)), out(digamma(x + k) - digamma(x))))
print("];\n")
print("/// `a`, `b`, ln of the beta function.")
print("pub(super) const BETA: &[(f64, f64, f64)] = &[")
for a in PARAMETERS:
    for b in PARAMETERS:
        x, y = mpf(float(a)), mpf(float(b))
        print(row(rust(a), rust(b), out(loggamma(x) + loggamma(y) - loggamma(x + y))))
print("];\n")
print("/// `a`, `b`, `c`, `1 − z`, ln of 2F1(a, b; c; z).")
print("pub(super) const GAUSS: &[(f64, f64, f64, f64, f64)] = &[")
CASES = [
    ("0.243", "2.426", "3.219"), ("26.243", "28.426", "29.219"), ("1e-4", "1e-4", "2e-4"),
    ("5000.243", "2.426", "3.219"), ("5000.243", "5002.426", "5003.219"), ("0.5", "1e4", "10001.0"),
    ("1.159", "1.606", "2.159"), ("27.15", "1.606", "28.15"), ("5001.159", "1.606", "5002.159"),
    ("1e4", "1e4", "2e4"), ("0.01", "50.0", "50.0001"), ("1.0", "1.182", "1.886"), ("3.0", "0.793", "0.7931"),
]
for a, b, c in CASES:
    # The largest parameters take mpmath minutes a value near 1.
    for w in ["0.99", "0.5", "0.1", "0.01", "1e-4", "1e-6"][: 2 if a == b == "1e4" else 6]:
        r = mpf(float(w))
        value = log(hyp2f1(mpf(float(a)), mpf(float(b)), mpf(float(c)), 1 - r, maxterms=10**8, maxprec=10**5))
        print(row(rust(a), rust(b), rust(c), rust(w), out(value)))
print("];")

print("\n/// `s`, `z`, e^z times the generalised exponential integral E_s(z).")
print("pub(super) const EXPONENTIAL: &[(f64, f64, f64)] = &[")
for s in ["1e-4", "0.4081095", "0.606", "0.9999999999", "1", "1.0001", "1.5", "2", "3.7", "19.9", "20.1", "150", "1e4"]:
    for z in ["1e-8", "1e-4", "0.02", "0.24", "0.99", "1.01", "7", "120", "1e6"]:
        x = mpf(float(z))
        print(row(rust(s), rust(z), out(exp(x) * expint(mpf(float(s)), x))))
print("];")
