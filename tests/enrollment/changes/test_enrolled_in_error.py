"""Enrolled in error: none of the coverage takes effect, and the person can be entered again."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from enrollment import services
from enrollment.commands import EndCoverage
from enrollment.models import Change
from enrollment.rules.codes import EndReason
from tests.enrollment.changes.ends import covered, person, previewed, undo, worked
from tests.factories import child, spouse

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("that_day")
def test_who_was_enrolled_in_error_was_never_covered_and_can_be_entered_again(client, employer):
    family = employer.enroll(spouse(), hired_on=date(2026, 9, 5))
    client.force_login(employer.administrator)
    address = reverse("end_coverage", args=[family.person_id])
    typed = {"reason": "entered_in_error", "last_day_worked": "", "event_on": "", "key": "one"}
    shown = client.post(address, typed)
    page = shown.content.decode()
    assert "Canceled: coverage from November 1, 2026 never takes effect." in page
    last = shown.context["preview"].last_day
    assert last == date(2026, 10, 31)
    done = client.post(address, typed | {"submit": "1", "shown": last.isoformat(), "attested": "on"})
    assert done.status_code == 302
    receipt = client.get(done["Location"]).content.decode()
    assert "Canceled: coverage from November 1, 2026 never took effect" in receipt
    assert (covered(employer), worked(employer)) == ([], [])
    employer.enroll(hired_on=date(2026, 10, 20))
    assert covered(employer) == [("18", None)]


def test_enrolled_in_error_is_reversed_to_what_it_was(employer):
    family = employer.enroll(spouse(), hired_on=date(2026, 9, 5))
    undo(employer, employer.end(family, reason=EndReason.ENTERED_IN_ERROR, event_on=None, attested=True))
    assert covered(employer) == [("01", None), ("18", None)]
    assert worked(employer) == [(None, "")]


def test_an_old_enrollment_in_error_is_for_a_representative(employer):
    family = employer.enroll(hired_on=date(2026, 7, 1), at=datetime(2026, 8, 1, tzinfo=UTC))
    with pytest.raises(services.CannotEnd, match="Only your representative can cancel"):
        employer.end(family, reason=EndReason.ENTERED_IN_ERROR, event_on=None, attested=True)
    found = previewed(employer, family, reason=EndReason.ENTERED_IN_ERROR)
    command = EndCoverage(
        enrollment_id=family.enrollment_id,
        person_ids=(),
        reason=EndReason.ENTERED_IN_ERROR,
        event_on=found.event_on,
        last_day=found.last_day,
        attested=True,
        earlier=found.last_day,
        earlier_reason="Never worked here",
    )
    with employer.scope():
        change = services.submit(command=command, submission=employer.submission())
    assert (change.state, covered(employer)) == (Change.State.IN_REVIEW, [("18", None)])


def test_only_the_dependent_entered_in_error_is_canceled(employer):
    family = employer.enroll(spouse(), child(), hired_on=date(2026, 9, 5))
    whose = [person(employer, "19")]
    employer.end(family, person_ids=whose, reason=EndReason.ENTERED_IN_ERROR, event_on=None, attested=True)
    assert covered(employer) == [("01", None), ("18", None)]
    assert worked(employer) == [(None, "")]


def test_a_canceled_enrollment_is_not_reversed_beside_the_one_that_replaced_it(employer):
    canceled = employer.end(
        employer.enroll(hired_on=date(2026, 9, 5)), reason=EndReason.ENTERED_IN_ERROR, event_on=None, attested=True
    )
    again = employer.enroll(hired_on=date(2026, 9, 5))
    with pytest.raises(services.CannotReverse, match="enrolled again since") as refusal:
        undo(employer, canceled)
    assert refusal.value.see == again


@pytest.mark.usefixtures("that_day")
def test_a_second_press_of_an_end_in_error_finds_the_receipt(client, employer):
    family = employer.enroll(hired_on=date(2026, 9, 5))
    client.force_login(employer.administrator)
    address = reverse("end_coverage", args=[family.person_id])
    typed = {"reason": "entered_in_error", "last_day_worked": "", "event_on": "", "key": "one", "attested": "on"}
    sent = typed | {"submit": "1", "shown": "2026-10-31", "seen": client.post(address, typed).context["seen"]}
    first, second = client.post(address, sent), client.post(address, sent)
    assert (first.status_code, second.status_code, second["Location"]) == (302, 302, first["Location"])


def test_a_draft_of_a_family_that_was_canceled_says_so(client, employer):
    family = employer.enroll(hired_on=date(2026, 9, 5))
    client.force_login(employer.administrator)
    event = {"event": "lost_coverage", "event_on": "11/10/2026"}
    pk = client.post(reverse("add_dependents", args=[family.person_id]), event)["Location"].split("/")[2]
    employer.end(family, reason=EndReason.ENTERED_IN_ERROR, event_on=None, attested=True)
    for page in ("draft_dependents", "draft_check"):
        assert client.get(reverse(page, args=[pk])).status_code in (200, 302, 422)
