"""Cases that broke other systems: amounts that do not add up, and a rate that counts from a month already billed."""

import pytest

from tests.billing.stories import amounts, cut, end, enroll, publish, story

pytestmark = pytest.mark.django_db(transaction=True)


def employee(name):
    return {"id": name, "relationship": "18", "born": "1980-01-01"}


def test_the_total_is_the_sum_of_the_lines_shown(bills):
    """Case A4: three employees, each covered one day of a month of 30 days, and taken back later."""
    families = [("F1", "a"), ("F2", "b"), ("F3", "c")]
    joined = [enroll(employee(name), starts_on="2026-04-30", family=family) for family, name in families]
    left = [end("2026-04-30", name=f"e{name}") | {"family": family} for family, name in families]
    undone = [end("2026-04-29", name=f"u{name}") | {"family": family} for family, name in families]
    rates = publish(tiers={"EE": "100.00", "ES": "200.00", "EC": "200.00", "FAM": "300.00"})
    first, second = bills(
        story(rates, *joined, *left, cut("2026-04"), *undone, cut("2026-05"), proration="daily", newborn="as_others")
    )
    assert [line["amount"] for line in first["lines"]] == ["3.33", "3.33", "3.33"]
    assert (first["total"], second["total"]) == ("9.99", "-9.99")
    assert [line["amount"] for line in second["lines"]] == ["-3.33", "-3.33", "-3.33"]


def test_a_rate_from_a_month_already_billed_corrects_it_once(bills):
    """Case A5: Bo left at the end of February; the new rate counts from February 1."""
    old = {"EE": "600.00", "ES": "1200.00", "EC": "1.00", "FAM": "1.00"}
    new = old | {"EE": "630.00"}
    found = bills(
        story(
            publish(tiers=old),
            enroll(employee("ann"), starts_on="2026-02-01", family="F1"),
            enroll(employee("bo"), starts_on="2026-02-01", family="F2"),
            cut("2026-02"),
            end("2026-02-28") | {"family": "F2"},
            cut("2026-03"),
            publish(effective_on="2026-02-01", tiers=new),
            cut("2026-04"),
            publish(effective_on="2026-02-01", tiers=new),
            cut("2026-05"),
        )
    )
    assert amounts(found)[2] == [
        ("2026-02", "family", "30.00"),
        ("2026-02", "family", "30.00"),
        ("2026-03", "family", "30.00"),
        ("2026-04", "family", "630.00"),
    ]
    assert (found[2]["total"], found[3]["total"]) == ("720.00", "630.00")
