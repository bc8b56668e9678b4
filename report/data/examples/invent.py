"""Invents the answers of the example surveys; nobody was asked. Python 3, no packages."""
import csv
import random

random.seed(20240501)
WORDS = ["Very dissatisfied", "Dissatisfied", "Neither", "Satisfied", "Very satisfied"]


def clip(value, low, high):
    return max(low, min(high, round(value)))


def write(name, header, rows, below=()):
    with open(name, "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(below)
        out.writerows(rows)


def tracker():
    header = ["ResponseId", "Year", "Tier", "Weight", "Delivery", "Advice", "Price", "Overall", "Recommend"]
    asked = ["Response ID", "Year of the survey", "Tier of the customer", "Weight",
             "How satisfied are you with the delivery?", "How satisfied are you with our advice?",
             "How satisfied are you with our prices?", "How satisfied are you overall?",
             "How likely are you to recommend us? 0 to 10"]
    ids = ['{"ImportId":"%s"}' % name for name in ["_recordId", "year", "tier", "w", "QID1", "QID2",
                                                    "QID3", "QID4", "QID5"]]
    rows = []
    for at in range(240):
        year = 2023 if at < 120 else 2024
        gold = random.random() < 0.4
        ability = random.gauss(0.5 if gold else 0.0, 0.7) - (0.4 if year == 2024 and not gold else 0.0)
        rate = lambda mean, spread=0.7: clip(mean + ability + random.gauss(0, spread), 1, 5)
        delivery, advice, price = rate(3.6), rate(3.9), rate(3.0, 0.9)
        overall = clip(0.5 * delivery + 0.35 * advice + 0.15 * price + random.gauss(0, 0.4), 1, 5)
        recommend = clip(2.2 * overall - 1.5 + random.gauss(0, 1.4), 0, 10)
        words = [WORDS[answer - 1] for answer in (delivery, advice, price, overall)]
        if random.random() < 0.06:
            words[random.randrange(3)] = "NA"
        rows.append(["R_%03d" % (at + 1), year, "gold" if gold else "standard", 1.6 if gold else 0.6,
                     *words, 99 if random.random() < 0.04 else recommend])
    write("tracker.csv", header, rows, below=[asked, ids])


def kano():
    features = {
        "tracking": [("Like", "Dislike")] * 6 + [("Expect", "Dislike")] * 2 + [("Like", "Neutral")] * 2,
        "safe": [("Expect", "Dislike")] * 7 + [("Neutral", "Dislike")] * 2 + [("Like", "Dislike")],
        "gift": [("Like", "Neutral")] * 6 + [("Like", "Live with it")] * 2 + [("Neutral", "Neutral")] * 2,
        "colour": [("Neutral", "Neutral")] * 7 + [("Live with it", "Neutral")] * 2 + [("Like", "Neutral")],
        "calls": [("Dislike", "Like")] * 4 + [("Neutral", "Neutral")] * 3 + [("Like", "Neutral")] * 3,
    }
    header = ["who"] + ["%s_%s" % (name, way) for name in features for way in ("with", "without")]
    rows = []
    for at in range(90):
        row = [at + 1]
        for pairs in features.values():
            row.extend(random.choice(pairs))
        if random.random() < 0.05:
            row[1 + random.randrange(10)] = ""
        rows.append(row)
    write("kano.csv", header, rows)


def servqual():
    short = {"T": 0.1, "R": 0.9, "S": 0.5, "A": 0.2, "E": 0.4}
    items = {"T": 2, "R": 3, "S": 2, "A": 2, "E": 2}
    header = ["who"] + [side + name + str(at + 1) for side in "EP" for name in items
                        for at in range(items[name])]
    rows = []
    for at in range(80):
        wanted, found = [], []
        person = random.gauss(0, 0.5)
        for name, number in items.items():
            for _ in range(number):
                expected = 6.1 + person + random.gauss(0, 0.6)
                wanted.append(clip(expected, 1, 7))
                found.append(clip(expected - short[name] + random.gauss(0, 0.8), 1, 7))
        row = [at + 1, *wanted, *found]
        if random.random() < 0.1:
            row[1 + random.randrange(22)] = -1
        rows.append(row)
    write("servqual.csv", header, rows)


def loyalty():
    header = ["shop", "card", "satisfied", "good_value", "good_choice", "like", "feel_at_home",
              "come_again", "stay"]
    rows = []
    for _ in range(150):
        shop = random.choice("NNNSS")
        card = random.choice(["yes", "no"])
        person = random.gauss(0.3 if card == "yes" else 0.0, 1.2)
        answer = lambda mean, spread=1.2: clip(mean + person * 1.3 + random.gauss(0, spread), 0, 10)
        rows.append([{"N": "North", "S": "South"}[shop], card, answer(7.2), answer(6.8), answer(7.0),
                     answer(6.6), answer(6.2), answer(7.4), answer(6.9, 1.6)])
    write("loyalty.csv", header, rows)


tracker()
kano()
servqual()
loyalty()
