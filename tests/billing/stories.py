"""Scenarios of one family in few words."""

ANA = {"id": "ana", "relationship": "18", "born": "1986-04-28"}
BEN = {"id": "ben", "relationship": "01", "born": "1985-02-11"}
TIERS = {"EE": "600.00", "ES": "1200.00", "EC": "1050.00", "FAM": "1700.00"}


def child(name, born):
    return {"id": name, "relationship": "19", "born": born}


def publish(plan="HMO", effective_on="2026-01-01", **rates):
    return {"do": "publish_rates", "plan": plan, "effective_on": effective_on, **(rates or {"tiers": TIERS})}


def enroll(*people, starts_on="2026-03-01", family="F1", plan="HMO", unit="001"):
    return {
        "do": "enroll",
        "family": family,
        "plan": plan,
        "unit": unit,
        "starts_on": starts_on,
        "people": list(people),
    }


def add(*people, starts_on):
    return {"do": "add", "family": "F1", "starts_on": starts_on, "people": list(people)}


def end(ends_on, *people, name="e1"):
    return {"do": "end", "id": name, "family": "F1", "ends_on": ends_on} | ({"people": list(people)} if people else {})


def cut(month, unit="001"):
    return {"do": "cut", "unit": unit, "month": month}


def story(*events, proration="full_month", newborn="free_in_birth_month", year="01-01", **plan):
    """A scenario of two units and two plans, both rated in the same way."""
    unit = {"area": "A", "proration": proration, "newborn": newborn}
    rating = {"line": "medical", "rating": "tier"} | plan
    return {
        "plan_year_starts": year,
        "units": [{"code": "001", **unit}, {"code": "002", **unit, "area": "B"}],
        "plans": [{"code": "HMO", **rating}, {"code": "PPO", **rating}],
        "events": list(events),
    }


def amounts(bills):
    """(month, subject, amount) of every line, bill by bill."""
    return [[(line["month"], line["subject"], line["amount"]) for line in bill["lines"]] for bill in bills]
