"""Coverage canceled before its first day stays on the roster, with a clear status."""

import csv
import io
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from enrollment.queries.roster.derived import differing_lines
from tests import factories
from tests.enrollment.roster.people import names, person
from tests.factories import child

pytestmark = pytest.mark.django_db


def test_who_was_canceled_before_the_first_day_is_found_among_the_ended_and_by_name(desk, employer):
    with time_machine.travel(factories.NOW, tick=True):
        canceled = employer.enroll(child(), hired_on=date(2026, 11, 16))
        employer.end(canceled, event_on=date(2026, 11, 20))
        employer.enroll(employee=person(4), hired_on=date(2026, 9, 1))
        for query in ({"tab": "ended"}, {"q": "morales"}, {"q": "cora"}):
            page = desk.get(reverse("roster"), query)
            assert names(page) == ["Morales, Ana"]
            assert '<span class="tag">Never started</span>' in page.content.decode()
        counts = {tab["label"]: tab["count"] for tab in page.context["tabs"]}
        all_of_them = desk.get(reverse("roster")).context["tabs"]
        exported = b"".join(desk.get(reverse("roster_csv"), {"tab": "ended"}).streaming_content).decode("utf-8-sig")
        with employer.scope():
            assert differing_lines(employer.purchaser) == []
    assert counts == {"All": 1, "Active": 0, "Starts later": 0, "Ending soon": 0, "In review": 0, "Ended": 1}
    assert {tab["label"]: tab["count"] for tab in all_of_them}["Active"] == 1
    assert [row[-1] for row in csv.reader(io.StringIO(exported))][1:] == ["Never started"]


def test_whose_second_start_was_canceled_is_shown_with_what_took_effect(desk, employer):
    with time_machine.travel(factories.NOW, tick=True):
        employer.end(employer.enroll(hired_on=date(2026, 9, 1)), event_on=date(2026, 10, 20), attested=True)
        employer.end(employer.enroll(hired_on=date(2026, 11, 16)), event_on=date(2026, 11, 20))
        page = desk.get(reverse("roster"), {"tab": "ended"})
    assert names(page) == ["Morales, Ana"]
    assert "Ended 10/31/2026" in page.content.decode()
