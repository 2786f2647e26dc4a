"""Random scenarios, with cuts at random places. Whether an event can be applied is known from the calculator."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import strategies as st

from tests.billing.calculator import FOREVER, Calculator, parsed

FIRST, DAYS = date(2025, 11, 1), 330
UNITS, PLANS = ("001", "002", "003"), ("MED1", "MED2", "MED3", "DEN1")
CODES = ("18", "01", "53", "19", "17", "09")
CENTS = st.integers(10_000, 200_000).map(lambda cents: f"{cents // 100}.{cents % 100:02}")
# Any day, and those around the middle of a month.
DAYS_OF_USE = st.one_of(
    st.integers(0, DAYS).map(lambda days: FIRST + timedelta(days=days)),
    st.tuples(st.integers(1, 10), st.integers(14, 17)).map(lambda day: date(2026, *day)),
)
FIRSTS = st.integers(0, 10).map(lambda n: date(2025 + (10 + n) // 12, (10 + n) % 12 + 1, 1))
# Ages near 21, with birthdays within the plan year, and newborns: so many days old when their coverage starts.
BORN = st.one_of(
    st.dates(date(1955, 1, 1), date(2025, 1, 1)), st.dates(date(2003, 6, 1), date(2007, 6, 1)), st.integers(0, 20)
)
SHAPES = {
    "tiers4": {"rating": "tier", "tiers": 4},
    "tiers3": {"rating": "tier", "tiers": 3},
    "age": {"rating": "age"},
    "age, all children": {"rating": "age", "child_cap": False},
}


@st.composite
def amounts(draw, plan):
    if plan["rating"] == "age":
        return {"base": draw(CENTS), "factor": draw(st.sampled_from(["1", "0.9312", "1.02", "1.1", "0.333333"]))}
    names = ("EE", "TWO", "FAM") if plan["tiers"] == 3 else ("EE", "ES", "EC", "FAM", "SP", "CH", "SC")
    return {"tiers": {name: draw(CENTS) for name in names}}


class History:
    """A scenario that grows event by event."""

    def __init__(self, draw):
        self.draw = draw
        self.units = [
            {
                "code": code,
                "area": draw(st.sampled_from("AB")),
                "proration": draw(st.sampled_from(["full_month", "half_month", "daily"])),
                "newborn": draw(st.sampled_from(["free_in_birth_month", "as_others"])),
            }
            for code in UNITS[: draw(st.integers(1, 3))]
        ]
        self.plans = [
            {
                "code": code,
                "line": "dental" if code == "DEN1" else "medical",
                **SHAPES[draw(st.sampled_from(list(SHAPES)))],
            }
            for code in PLANS[: draw(st.integers(1, 4))]
        ]
        year = draw(st.sampled_from(["01-01", "04-01", "07-01", "12-01"]))
        self.scenario = {"plan_year_starts": year, "units": self.units, "plans": self.plans, "events": []}
        self.now = Calculator(self.scenario)
        self.ends, self.cuts = [], dict.fromkeys([unit["code"] for unit in self.units], FIRST - timedelta(days=1))
        for plan in self.plans:
            self.say(do="publish_rates", plan=plan["code"], effective_on="2020-01-01", **draw(amounts(plan)))

    def say(self, **event):
        self.scenario["events"].append(event)
        if event["do"] != "cut":
            self.now.play([event])

    def code(self, things):
        return self.draw(st.sampled_from(things))["code"]

    def family(self):
        return self.draw(st.sampled_from(list(self.now.present)))

    def new_people(self, starts_on, employee):
        people = []
        for place in range(self.draw(st.integers(1, 6))):
            born = self.draw(BORN)
            code = "18" if place == 0 and employee else self.draw(st.sampled_from(CODES[1:]))
            born = starts_on - timedelta(days=born) if isinstance(born, int) else born
            person = f"p{len(self.now.people) + place}"
            people.append({"id": person, "relationship": code, "born": born.isoformat()})
        return people

    def enroll(self):
        starts_on = self.draw(DAYS_OF_USE)
        people = self.new_people(starts_on, self.draw(st.integers(0, 4)) > 0)
        where = {"plan": self.code(self.plans), "unit": self.code(self.units)}
        self.say(
            do="enroll", family=f"F{len(self.now.present)}", starts_on=starts_on.isoformat(), people=people, **where
        )

    def add(self):
        """Somebody new, or one whose coverage has ended, mostly soon after."""
        family, starts_on = self.family(), self.draw(DAYS_OF_USE)
        own = [each for each in self.now.periods if each.family == family and each.counts]
        last = {each.person: max(other.ends for other in own if other.person == each.person) for each in own}
        gone = sorted(person for person, ends in last.items() if ends < FOREVER)
        if gone and self.draw(st.booleans()):
            person = self.draw(st.sampled_from(gone))
            starts_on = last[person] + timedelta(days=self.draw(st.integers(1, 20)))
            people = [self.now.people[person]]
        else:
            people = self.new_people(starts_on, False)
        self.say(do="add", family=family, starts_on=starts_on.isoformat(), people=people)

    def end(self):
        family, name = self.family(), f"e{len(self.scenario['events'])}"
        self.ends.append(name)
        some = {}
        if self.draw(st.booleans()):
            own = sorted({each.person for each in self.now.periods if each.family == family})
            some = {"people": self.draw(st.lists(st.sampled_from(own), min_size=1, unique=True))}
        self.say(do="end", id=name, family=family, ends_on=self.draw(DAYS_OF_USE).isoformat(), **some)

    def reverse_end(self):
        if self.ends:
            name = self.ends.pop(self.draw(st.integers(0, len(self.ends) - 1)))
            after = Calculator(self.scenario)
            after.play([each for each in self.scenario["events"] if each["do"] != "cut"])
            after.reverse_end({"of": name})
            if not covered_twice(after.periods):
                self.say(do="reverse_end", of=name)

    def move(self):
        family = self.family()
        line = self.now.plans[self.now.present[family][0]]["line"]
        to = {
            "unit": self.code(self.units),
            "plan": self.code([plan for plan in self.plans if plan["line"] == line]),
        }
        kept = self.draw(st.sampled_from([("unit",), ("plan",), ("unit", "plan")]))
        self.say(do="move", family=family, on=self.draw(FIRSTS).isoformat(), **{name: to[name] for name in kept})

    def publish_rates(self):
        plan = self.draw(st.sampled_from(self.plans))
        first = self.draw(FIRSTS)
        some = {"area": self.draw(st.sampled_from("AB"))} if self.draw(st.booleans()) else {}
        if self.draw(st.booleans()):
            some["through"] = (first + timedelta(days=self.draw(st.integers(0, 150)))).isoformat()
        rates = self.draw(amounts(plan))
        self.say(do="publish_rates", plan=plan["code"], effective_on=first.isoformat(), **some, **rates)

    def cut(self):
        unit = self.code(self.units)
        month = (self.cuts[unit] + timedelta(days=32 + 31 * self.draw(st.integers(0, 2)))).replace(day=1)
        if month <= date(2027, 6, 1):
            self.cuts[unit] = month
            self.say(do="cut", unit=unit, month=f"{month:%Y-%m}")


def covered_twice(periods):
    own = sorted((each.person, each.starts, each.ends) for each in periods if each.counts)
    return any(one[0] == two[0] and one[2] >= two[1] for one, two in pairwise(own))


@st.composite
def histories(draw):
    history = History(draw)
    history.enroll()
    verbs = ["enroll", "add", "end", "reverse_end", "move", "publish_rates", "cut", "cut", "cut"]
    for verb in draw(st.lists(st.sampled_from(verbs), min_size=4, max_size=25)):
        getattr(history, verb)()
    for unit in history.units:
        last = max(history.cuts[unit["code"]], date(2026, 11, 1))
        month = (last + timedelta(days=32)).replace(day=1)
        history.say(do="cut", unit=unit["code"], month=f"{month:%Y-%m}")
    return history.scenario


def final(scenario):
    """The calculator after all events, and the last month of each unit's bills."""
    calculator = Calculator(scenario)
    calculator.play(scenario["events"])
    return calculator, {
        event["unit"]: parsed(event["month"] + "-01") for event in scenario["events"] if event["do"] == "cut"
    }
