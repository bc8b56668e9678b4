"""Pareto/NBD's log-likelihood and probability of being alive at extreme parameters, with 40 digits.

Python 3.11, mpmath 1.3.0: pip install mpmath; python leaving_integral.py
"""

from mpmath import exp, inf, linspace, log, loggamma, mp, mpf, quad

mp.dps = 40

# r, alpha, s, beta; purchases, last, age.
CASES = [
    # The last piece of the integral ends a rounding short.
    (0.6, 0.0067, 0.7, 0.05, 0, 0, 9.314425),
    (0.6, 0.0067, 0.7, 60, 0, 0, 9.314425),
    (0.6, 0.0146, 0.7, 59.5, 20, 2.3, 6.676157),
    (0.6, 0.0682, 0.7, 1.72, 0, 0, 3.14159),
    # Parameters at the ends of a search.
    (1e-6, 1e-6, 1e-6, 1e-6, 0, 0, 10),
    (1e-6, 1e6, 1e-6, 1e6, 3, 5, 10),
    (1e6, 1e6, 1e6, 1e6, 3, 5, 10),
    (1e6, 1e6, 1e-6, 1e-6, 3, 5, 10),
    (1e-6, 1e-6, 1e6, 1e6, 0, 0, 10),
    (1e6, 1e-6, 1e6, 1e-6, 0, 0, 10),
    (1e-6, 1e6, 1e6, 1e-6, 0, 0, 10),
    (0.5, 1e-6, 1e6, 1e6, 0, 0, 40),
    (0.5, 1e-6, 1e6, 1, 0, 0, 40),
    (1e-3, 1e-6, 1e6, 1e6, 1, 1e-3, 40),
    # A peak within, far from both ends.
    (0.1, 1e-6, 1e5, 1e3, 0, 0, 40),
    (0.01, 1e-8, 50, 1, 0, 0, 1e4),
    # Customers of thousands of purchases, and of hardly any time.
    (0.5, 10, 0.6, 12, 5000, 39, 39.5),
    (0.5, 1e-3, 0.6, 1e3, 5000, 1e-3, 39.5),
    (0.5, 1e3, 0.6, 1e-3, 300, 1, 39.5),
    (0.5, 10, 0.6, 12, 2, 1e-9, 1e-8),
    (0.5, 10, 0.6, 12, 2, 1e8, 1e9),
    (0.8, 10, 1.0, 10, 4, 7, 300),
    (1e-9, 1e-9, 1e3, 1e9, 0, 0, 1e3),
    (20, 1e-4, 20, 1e4, 0, 0, 1e2),
]


def integral(power, s, alpha, beta, last, age):
    """The integral and a power of e, over the logarithm y of the time from the smaller of alpha and beta."""
    near = min(alpha, beta)
    low, high = log(near + last), log(near + age)

    def ln(y):
        u = exp(y) - near
        return y - power * log(alpha + u) - (s + 1) * log(beta + u)

    places = linspace(low, high, 2000)
    top = max(places, key=ln)
    # The integrand has one peak: from there to where it has fallen by e to the 90.
    step = (high - low) / 1999
    a, b = max(low, top - step), min(high, top + step)
    for _ in range(200):
        one, two = a + (b - a) / 3, b - (b - a) / 3
        a, b = (one, b) if ln(one) < ln(two) else (a, two)
    top = max([low, (a + b) / 2, high], key=ln)

    def fallen(end):
        if ln(end) > ln(top) - 90:
            return end
        a, b = top, end
        for _ in range(200):
            middle = (a + b) / 2
            a, b = (middle, b) if ln(middle) > ln(top) - 90 else (a, middle)
        return b

    ends = fallen(low), fallen(high)
    pieces = [ends[0] + (top - ends[0]) * k / 60 for k in range(60)] if top > ends[0] else []
    pieces += [top + (ends[1] - top) * k / 60 for k in range(61)] if top < ends[1] else [top]
    return log(quad(lambda y: exp(ln(y) - ln(top)), pieces)) + ln(top)


for case in CASES:
    # The numbers as a program reads them: the nearest of 53 bits.
    r, alpha, s, beta, x, last, age = map(mpf, map(float, case))
    power = r + x
    fixed = loggamma(power) - loggamma(r) + r * log(alpha) + s * log(beta)
    stay = -power * log(alpha + age) - s * log(beta + age)
    go = log(s) + integral(power, s, alpha, beta, last, age)
    both = log(exp(stay - max(stay, go)) + exp(go - max(stay, go))) + max(stay, go)
    numbers = ", ".join("%r" % float(v) for v in case[:4])
    times = "%d, %r, %r" % (case[4], float(case[5]), float(case[6]))
    print("([%s], (%s), %s, %s)," % (numbers, times, mp.nstr(fixed + both, 13), mp.nstr(1 / (1 + exp(go - stay)), 13)))
