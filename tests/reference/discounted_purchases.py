"""Discounted purchases to come, as integrals of the rate of purchases, with 20 digits.

    python discounted_purchases.py     needs mpmath; prints the rows of discounted_purchases.rs
"""

from mpmath import exp, hyp2f1, inf, mp, mpf, quad

mp.dps = 20


def pareto_nbd(r, alpha, s, beta, x, last, age):
    power = r + x
    gone = quad(lambda u: (alpha + u) ** -power * (beta + u) ** (-s - 1), [last, age])
    alive = 1 / (1 + s * gone * (alpha + age) ** power * (beta + age) ** s)
    a, b = alpha + age, beta + age
    return alive, power / a, b / s, lambda t: power / a * (b / (b + t)) ** s


def geometric(extra):
    def model(r, alpha, a, b, x, last, age):
        power, coins = r + x, x + extra
        odds = a / (b + coins - 1) * ((alpha + age) / (alpha + last)) ** power if coins else 0
        scale, both = alpha + age, a + b + coins
        rate = lambda t: power / scale * hyp2f1(power + 1, a, both, -t / scale)
        return 1 / (1 + odds), power / scale, scale / power, rate

    return model


MODELS = {
    "Pareto": (pareto_nbd, [("0.553", "10.578", "0.606", "11.669"), ("0.5", "8", "1", "20"), ("3", "2", "4", "10")]),
    "Bg": (geometric(0), [("0.243", "4.414", "0.793", "2.426")]),
    "Mbg": (geometric(1), [("0.525", "6.183", "0.891", "1.614")]),
}
CUSTOMERS = [(0, "0", "38.86"), (2, "30.43", "38.86"), (26, "30.857142857142858", "31"), (300, "99", "100")]


def cuts(scale, end):
    points = [mpf(0)] + [scale * mpf(4) ** k for k in range(-1, 9)]
    return [p for p in points if p < end] + [end]


for name, (model, sets) in MODELS.items():
    for values in sets:
        for x, last, age in CUSTOMERS:
            alive, _, scale, rate = model(*map(mpf, values), x, mpf(last), mpf(age))
            for force, end in (("0.0027", 52), ("0.0027", inf), ("0.5", inf)):
                upto = min(mpf(end), 60 / mpf(force))
                worth = quad(lambda t: exp(-mpf(force) * t) * rate(t), cuts(scale, upto))
                horizon = "None" if end == inf else f"Some({end})"
                row = f"({', '.join(values)}), ({x}, {last}, {age}), {force}, {horizon}, {mp.nstr(alive * worth, 14)}"
                print(f"    ({name}, {row}),")
