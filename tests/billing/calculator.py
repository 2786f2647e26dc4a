"""A second way to the bills of a scenario, day by day and person by person, that shares no code with the portal.

It keeps only what is known now, looks at every day of every month, and counts in fractions.
"""

from calendar import monthrange
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

DAY = timedelta(days=1)
FOREVER = date(2300, 1, 1)
# domain.md 5.8: what the ages from 15 on pay, in thousandths of the base; younger children pay 765.
FROM_15 = (
    "833 859 885 913 941 970 1000 1000 1000 1000 1004 1024 1048 1087 1119 1135 1159 1183 1198 1214 1222 1230 1238 1246"
    " 1262 1278 1302 1325 1357 1397 1444 1500 1563 1635 1706 1786 1865 1952 2040 2135 2230 2333 2437 2548 2603 2714 2810"
    " 2873 2952 3000"
).split()


def on_curve(age):
    return Fraction(765 if age < 15 else int(FROM_15[min(age, 64) - 15]), 1000)


def half_up(value):
    return Decimal((value.numerator * 200 + value.denominator) // (2 * value.denominator)) / 100


def parsed(text):
    return date.fromisoformat(text)


def age_on(day, born):
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class Period:
    def __init__(self, family, person, place, starts, ends=FOREVER):
        self.family, self.person, self.place = family, person, place
        self.starts, self.ends, self.counts, self.moved_to = starts, ends, True, None

    def holds(self, day):
        return self.counts and self.starts <= day <= self.ends


class Calculator:
    def __init__(self, scenario):
        self.year_starts = scenario["plan_year_starts"]
        self.units = {unit["code"]: unit for unit in scenario["units"]}
        self.plans = {plan["code"]: plan for plan in scenario["plans"]}
        self.rates, self.periods, self.people, self.ends = [], [], {}, {}
        self.present = {}
        self.issued = defaultdict(Decimal)
        self.bills = []

    def play(self, events):
        for event in events:
            getattr(self, event["do"])(event)
        return self

    def publish_rates(self, event):
        self.rates.append(event)

    def enroll(self, event):
        self.present[event["family"]] = (event["plan"], event["unit"])
        self.add(event)

    def add(self, event):
        for person in event["people"]:
            self.people[person["id"]] = person
            place = self.present[event["family"]]
            self.periods.append(Period(event["family"], person["id"], place, parsed(event["starts_on"])))

    def end(self, event):
        last, before = parsed(event["ends_on"]), []
        for period in self.periods:
            named = period.person in event.get("people", [period.person])
            if period.counts and period.family == event["family"] and named and period.ends > last:
                before.append((period, period.ends, period.moved_to))
                if period.starts > last:
                    period.counts = False
                else:
                    period.ends = last
        self.ends[event["id"]] = before

    def reverse_end(self, event):
        for period, ends, moved_before in self.ends[event["of"]]:
            while period.moved_to and not moved_before:
                period = period.moved_to
            period.counts, period.ends = True, ends

    def move(self, event):
        family, on = event["family"], parsed(event["on"])
        plan, unit = self.present[family]
        self.present[family] = (event.get("plan", plan), event.get("unit", unit))
        for old in list(self.periods):
            if old.family == family and old.counts and old.ends >= on:
                new = Period(family, old.person, self.present[family], max(on, old.starts), old.ends)
                self.periods.append(new)
                old.moved_to = new
                if old.starts >= on:
                    old.counts = False
                else:
                    old.ends = on - DAY

    def cut(self, event):
        unit, through = event["unit"], parsed(event["month"] + "-01")
        lines = []
        for month in self.months(unit, through):
            owed = self.owed(unit, month)
            keys = owed.keys() | {key[1:4] for key in self.issued if key[0] == unit and key[4] == month}
            for key in keys:
                now, before = owed.get(key, Decimal(0)), self.issued[(unit, *key, month)]
                if now != before:
                    self.issued[(unit, *key, month)] = now
                    lines.append((month, *key, now, before))
        names = ("family", "plan", "subject")
        self.bills.append({
            "unit": unit,
            "month": event["month"],
            "total": f"{sum((line[4] - line[5] for line in lines), Decimal(0)):.2f}",
            "lines": [
                dict(zip(names, line[1:4], strict=True))
                | {"month": f"{line[0]:%Y-%m}", "owed": f"{line[4]:.2f}", "billed_before": f"{line[5]:.2f}"}
                | {"amount": f"{line[4] - line[5]:.2f}"}
                for line in sorted(lines)
            ],
        })  # fmt: skip

    def months(self, unit, through):
        first = [period.starts for period in self.periods if period.place[1] == unit]
        first += [key[4] for key in self.issued if key[0] == unit]
        month = min(first, default=FOREVER).replace(day=1)
        while month <= through:
            yield month
            month = (month + 31 * DAY).replace(day=1)

    def owed(self, unit, month):
        """What each (family, plan, subject) owes for a month in a unit."""
        here = [period for period in self.periods if period.place[1] == unit]
        days = [month + n * DAY for n in range(monthrange(month.year, month.month)[1])]
        answer = {}
        for family, plan in {(period.family, period.place[0]) for period in here}:
            own = [period for period in here if period.family == family and period.place[0] == plan]
            own = [period for period in own if period.counts and period.starts <= days[-1] and period.ends >= month]
            if not own:
                continue
            on = {day: {period.person for period in own if period.holds(day)} for day in days}
            free = {person for person in set().union(*on.values()) if self.is_free(person, plan, unit, month)}
            parts = defaultdict(Fraction)
            for people, day, share in self.charged(unit, days, {day: on[day] - free for day in days}):
                for subject, price in self.prices(people, day, plan, unit, month, on).items():
                    parts[subject] += price * share
            answer |= {(family, plan, subject): half_up(value) for subject, value in parts.items()}
        return {key: value for key, value in answer.items() if value}

    def charged(self, unit, days, on):
        """(people, day, share of a month) of each part of the month; no day means their first one in it."""
        method = self.units[unit]["proration"]
        if method == "daily":
            yield from ((on[day], day, Fraction(1, len(days))) for day in days if on[day])
            return
        people = set().union(*on.values()) if method == "full_month" else on[days[14]] & on[days[15]]
        if people:
            yield people, None, Fraction(1)

    def is_free(self, person, plan, unit, month):
        born, line = parsed(self.people[person]["born"]), self.plans[plan]["line"]
        return (
            self.units[unit]["newborn"] == "free_in_birth_month"
            and born.replace(day=1) == month
            and any(
                period.person == person and period.counts and period.starts == born
                for period in self.periods
                if self.plans[period.place[0]]["line"] == line
            )
        )

    def prices(self, people, day, plan, unit, month, on):
        rate, kinds = self.rate(plan, unit, month), [self.people[person]["relationship"] for person in people]
        if self.plans[plan]["rating"] == "tier":
            return {"family": Fraction(rate["tiers"][self.tier(kinds, self.plans[plan].get("tiers", 4))])}
        ages = {}
        for person in people:
            first = day or min(each for each, covered in on.items() if person in covered)
            counted_on = max(self.year_start(month), self.unbroken_since(person, plan, first))
            ages[person] = age_on(counted_on, parsed(self.people[person]["born"]))
        paying = {person for person in people if self.pays(person, people, ages, plan)}
        return {person: Fraction(rate["base"]) * on_curve(ages[person]) * Fraction(rate["factor"]) for person in paying}

    def pays(self, person, people, ages, plan):
        def is_young(each):
            return self.people[each]["relationship"] not in ("18", "01", "53") and ages[each] < 21

        if not is_young(person) or not self.plans[plan].get("child_cap", True):
            return True
        older = sorted((self.people[each]["born"], each) for each in people if is_young(each))
        return (self.people[person]["born"], person) in older[:3]

    def tier(self, kinds, tiers):
        if tiers == 3:
            return {1: "EE", 2: "TWO"}.get(len(kinds), "FAM")
        spouse, child = bool({"01", "53"} & set(kinds)), bool(set(kinds) - {"18", "01", "53"})
        if "18" in kinds:
            return {(0, 0): "EE", (1, 0): "ES", (0, 1): "EC", (1, 1): "FAM"}[spouse, child]
        return {(1, 0): "SP", (0, 1): "CH", (1, 1): "SC"}[spouse, child]

    def year_start(self, month):
        return max(
            start for year in (month.year - 1, month.year) if (start := parsed(f"{year}-{self.year_starts}")) <= month
        )

    def unbroken_since(self, person, plan, day):
        line = self.plans[plan]["line"]
        own = [each for each in self.periods if each.person == person and self.plans[each.place[0]]["line"] == line]
        while before := [each for each in own if each.starts < day and each.holds(day - DAY)]:
            day = before[0].starts
        return day

    def rate(self, plan, unit, month):
        able = [
            rate
            for rate in self.rates
            if rate["plan"] == plan
            and rate["effective_on"] <= f"{month}" <= rate.get("through", "2300")
            and rate.get("area") in (None, self.units[unit]["area"])
        ]
        return [rate for rate in able if "area" in rate or not any("area" in each for each in able)][-1]
