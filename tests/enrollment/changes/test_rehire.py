"""Rehired in a month that is covered already: coverage goes on the day after."""

from datetime import date

import pytest
from django.urls import reverse

from enrollment import services
from enrollment.models import Change, Coverage
from enrollment.rules.codes import EndReason
from tests import factories
from tests.enrollment.changes.forms import draft
from tests.factories import NOW, child, spouse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]


@pytest.fixture
def at_once():
    """An employer whose coverage starts on the date of hire."""
    return factories.Employer(waiting_rule="date_of_hire", waiting_days=0)


def periods(employer):
    with employer.scope():
        rows = Coverage.objects.known().order_by("relationship", "starts_on")
        return list(rows.values_list("relationship", "starts_on", "ends_on"))


def test_who_is_rehired_in_the_covered_month_starts_the_day_after(at_once):
    family = at_once.enroll(spouse(), hired_on=date(2026, 10, 5))
    at_once.end(family, event_on=date(2026, 11, 6))
    change = at_once.enroll(spouse(), child(), hired_on=date(2026, 11, 16))
    assert change.state == Change.State.COMPLETED
    assert periods(at_once) == [
        ("01", date(2026, 10, 5), date(2026, 11, 30)),
        ("01", date(2026, 12, 1), None),
        ("18", date(2026, 10, 5), date(2026, 11, 30)),
        ("18", date(2026, 12, 1), None),
        ("19", date(2026, 12, 1), None),
    ]
    assert {each["on"] for each in change.outcome} == {"2026-12-01"}


def test_the_day_is_shown_before_it_is_submitted(client, at_once, typed):
    client.force_login(at_once.administrator)
    typed |= {"unit": at_once.unit.pk, "medical": at_once.offering.plan_id}
    first = client.post(reverse("draft_check", args=[draft(client, typed | {"hired_on": "10/5/2026"})]))
    with at_once.scope():
        family = Change.objects.get(pk=first["Location"].split("/")[2])
    at_once.end(family, event_on=date(2026, 11, 6))
    page = client.get(reverse("draft_check", args=[draft(client, typed | {"hired_on": "11/16/2026"})]))
    assert page.context["outlook"].starts_on == date(2026, 12, 1)
    assert "Coverage starts on the day after the earlier coverage ends." in page.content.decode()


def test_who_is_still_covered_is_refused_with_plan_and_day(employer):
    employer.enroll(hired_on=date(2026, 9, 1))
    with pytest.raises(
        services.CannotEnroll, match=r"already covered. Coverage by Gold HMO started on October 1, 2026"
    ):
        employer.enroll(hired_on=date(2026, 9, 1))


def test_a_dependent_whose_end_lies_ahead_joins_again_the_day_after(employer):
    family = employer.enroll(spouse(), hired_on=date(2026, 9, 1))
    with employer.scope():
        ben = Coverage.objects.get(relationship="01").person_id
    employer.end(family, person_ids=[ben], reason=EndReason.VOLUNTARY, event_on=date(2026, 12, 10))

    def again(lost_on):
        command = factories.dependents(family, spouse(), event="lost_coverage", event_on=lost_on)
        with employer.scope():
            return services.submit(command=command, submission=employer.submission(at=NOW))

    with pytest.raises(services.CannotEnroll, match="already covered in this family"):
        again(date(2026, 11, 30))
    again(date(2026, 12, 31))
    assert periods(employer)[:2] == [
        ("01", date(2026, 10, 1), date(2026, 12, 31)),
        ("01", date(2027, 1, 1), None),
    ]
