"""What changed since the last bill: the rows lead from the last new charges to this bill's, to the cent."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from billing.queries.changed import OTHER, STARTED, TIER
from enrollment.rules.codes import EndReason
from tests import factories
from tests.billing.money import made, publish
from tests.enrollment.roster.people import person
from tests.factories import spouse
from tests.pages import markup

pytestmark = pytest.mark.django_db
# Covered from September 1.
HIRED, HIRE = date(2026, 7, 6), datetime(2026, 7, 6, 18, tzinfo=UTC)


def at(month, day):
    return datetime(2026, month, day, 18, tzinfo=UTC)


@pytest.fixture
def family(employer):
    """Ana and Ben, covered from September 1."""
    publish(employer)
    return employer.enroll(spouse(), hired_on=HIRED, at=HIRE)


def few(employer):
    """One family at rates so small that many new employees hold no bill."""
    publish(employer, tiers={"EE": "5.00", "ES": "6.00", "EC": "7.00", "FAM": "8.00"})
    employer.enroll(spouse(), hired_on=HIRED, at=HIRE)


def hire(employer, place, *, hired_on=date(2026, 10, 5), known=None):
    return employer.enroll(employee=person(place), hired_on=hired_on, at=known or at(10, 5))


def changed(desk, bill):
    """What the page of a bill says changed, after a look at the sum of it."""
    found = desk.get(reverse("bill", args=[bill.pk])).context["changed"]
    parts = [row.amount for row in found.rows] + [found.smaller.amount, found.by_terms.amount, found.once.amount]
    assert sum(parts, Decimal(0)) == found.difference == bill.new_charges - found.last.new_charges
    return found


def test_a_first_bill_has_nothing_to_compare_with(desk, employer, family):
    bill = made(employer, "2026-11")
    assert desk.get(reverse("bill", args=[bill.pk])).context["changed"] is None


def test_a_correction_its_change_and_what_is_not_repeated(desk, employer, family):
    """November: 360.00, of which 240.00 for earlier months. December: 60.00, and 60.00 of November come back."""
    made(employer, "2026-11")
    with employer.scope():
        ben = family.enrollment.coverages.get(relationship="01", superseded_at=None).person_id
    facts = {"reason": EndReason.DIVORCE, "event_on": date(2026, 10, 20), "at": at(10, 25), "attested": True}
    end = employer.end(family, person_ids=[ben], **facts)
    found = changed(desk, made(employer, "2026-12"))
    [row] = found.rows
    assert (row.name, row.what, str(row.amount)) == ("Morales, Ana", TIER, "-120.00")
    assert [(month.month, str(amount)) for month, amount in row.effects] == [(11, "-60.00"), (12, "-60.00")]
    assert [cause.pk for cause in row.causes] == [end.pk]
    assert (found.once.count, str(found.once.amount), str(found.difference)) == (2, "-240.00", "-360.00")


def test_the_page_says_it_in_words(desk, employer, family):
    made(employer, "2026-11")
    hire(employer, 0)
    bill = made(employer, "2026-12")
    page = markup(desk.get(reverse("bill", args=[bill.pk])))
    assert 'New charges are<span class="amt">$180.00</span>lower than November’s' in page
    assert ": new on this bill" in page
    assert "Corrections on the November bill are not repeated" in page


def test_coverage_that_was_known_before_the_last_bill_is_told_with_its_change(desk, employer, family):
    """Known on October 5, covered from December 1."""
    change = hire(employer, 0)
    made(employer, "2026-11")
    found = changed(desk, made(employer, "2026-12"))
    [row] = found.rows
    assert (row.what, str(row.amount)) == (STARTED, "60.00")
    assert [cause.pk for cause in row.causes] == [change.pk]


def test_a_change_without_an_effect_is_listed(desk, employer, family):
    made(employer, "2026-11")
    later = hire(employer, 0, hired_on=date(2026, 11, 9), known=at(11, 10))
    found = changed(desk, made(employer, "2026-12"))
    assert ([cause.pk for cause in found.no_effect], found.rows) == ([later.pk], [])
    assert changed(desk, made(employer, "2027-01")).no_effect == []


def test_over_twelve_rows_are_cut_to_the_eight_largest(desk, employer):
    few(employer)
    made(employer, "2026-11")
    for place in range(13):
        hire(employer, place)
    found = changed(desk, made(employer, "2026-12"))
    assert (len(found.rows), found.smaller.count, str(found.smaller.amount)) == (8, 5, "25.00")
    page = markup(desk.get(reverse("bill", args=[found.rows[0].after.bill_id])))
    assert "<summary>5 smaller changes</summary>" in page


def test_twelve_rows_are_shown(desk, employer):
    few(employer)
    made(employer, "2026-11")
    for place in range(12):
        hire(employer, place)
    found = changed(desk, made(employer, "2026-12"))
    assert (len(found.rows), found.smaller.count) == (12, 0)


def test_new_rates_are_one_row(desk, employer, family):
    employer.enroll(employee=factories.applicant("Zoe", "Quist", number="512-33-4419"), hired_on=HIRED, at=HIRE)
    made(employer, "2026-11")
    more = {"EE": "66.00", "ES": "130.00", "EC": "115.00", "FAM": "180.00"}
    publish(employer, tiers=more, effective_on=date(2026, 12, 1), at=at(11, 1))
    found = changed(desk, made(employer, "2026-12"))
    assert (found.rows, found.by_terms.count, str(found.by_terms.amount)) == ([], 2, "16.00")
    assert {row.what for row in found.by_terms.rows} == {OTHER}


def test_without_the_roster_changes_name_nobody_and_lead_nowhere(client, employer, family):
    made(employer, "2026-11")
    hire(employer, 0)
    bill = made(employer, "2026-12")
    who = factories.user("Sam Ito")
    factories.grant(who, employer.purchaser, privileges=["view_bill"], at=HIRE)
    client.force_login(who)
    page = markup(client.get(reverse("bill", args=[bill.pk])))
    assert "Add employee, October 5." in page
    assert "/requests/" not in page
