"""Monthly cohorts of the CDNOW sample, January 1997 to June 1998.

Made with Python 3.11.7 and numpy 2.4.6: python cohorts.py
"""

import collections

from data import cdnow, show

month = lambda date: (date.year - 1997) * 12 + date.month - 1
active, cents, days = collections.defaultdict(set), collections.Counter(), collections.defaultdict(set)
first = {}
for customer, date, amount in cdnow():
    first[customer] = min(first.get(customer, date), date)
for customer, date, amount in cdnow():
    cell = month(first[customer]), month(date) - month(first[customer])
    active[cell].add(customer)
    cents[cell] += amount
    days[cell].add((customer, date))
last = {c: 0 for c in first}
for customer, date, amount in cdnow():
    last[customer] = max(last[customer], month(date))
for cohort in range(3):
    members = [c for c in first if month(first[c]) == cohort]
    ages = range(18 - cohort)
    show(f"cohort {cohort}", len(members))
    show(f"active {cohort}", *(len(active[cohort, age]) for age in ages))
    show(f"on or after {cohort}", *(sum(last[c] - cohort >= age for c in members) for age in ages))
    show(f"cents {cohort}", *(cents[cohort, age] for age in ages))
    show(f"days {cohort}", *(len(days[cohort, age]) for age in ages))
pooled = [sum(len(active[c, age]) for c in range(3)) for age in range(16)]
show("pooled", *pooled)
