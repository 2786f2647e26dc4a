"""The carrier's closures: entered by supervisors, recorded, and counted by every business clock."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError
from django.urls import reverse
from django.utils import timezone

from access import tenancy
from accounts.models import Activity, Closure, User
from accounts.queries import closed_days
from accounts.services import CannotClose, add_closure, remove_closure
from portal.database import as_owner
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 2)


@pytest.fixture
def supervisor():
    return factories.supervisor()


def close(by, day=DAY, reason="Moving offices", at=NOW):
    with tenancy.as_user(by), tenancy.staff():
        return add_closure(day=day, reason=reason, by=by, at=at)


def lines():
    with tenancy.as_user(None), tenancy.staff():
        found = Activity.objects.filter(object_type="closure").order_by("id")
        return list(found.values_list("verb", "summary", "staff_only"))


def test_a_closure_is_entered_and_taken_away_with_a_line_each(supervisor):
    closure = close(supervisor)
    with tenancy.as_user(None):
        assert closed_days() == {DAY}
    with tenancy.as_user(supervisor), tenancy.staff():
        remove_closure(closure=closure, by=supervisor, at=NOW)
    with tenancy.as_user(None):
        assert closed_days() == set()
    words = "2026-12-02 Moving offices"
    assert lines() == [("added_closure", words, True), ("removed_closure", words, True)]


@pytest.mark.parametrize(
    ("day", "reason", "words"),
    [
        (DAY, "  ", "reason"),
        (date(2026, 12, 5), "A Saturday", "already closed that day"),
        (date(2026, 12, 25), "Christmas", "already closed that day"),
        (date(2026, 11, 20), "Last Friday", "has passed"),
    ],
)
def test_a_closure_that_means_nothing_is_refused(supervisor, day, reason, words):
    with pytest.raises(CannotClose, match=words):
        close(supervisor, day, reason)
    assert lines() == []


def test_a_day_is_closed_once_and_a_past_one_stays(supervisor):
    closure = close(supervisor)
    with pytest.raises(CannotClose, match="already closed that day"):
        close(supervisor)
    with pytest.raises(CannotClose, match="has passed"), tenancy.as_user(supervisor), tenancy.staff():
        remove_closure(closure=closure, by=supervisor, at=NOW + timedelta(days=20))


@pytest.mark.parametrize("reason", ["", "again"])
def test_the_database_refuses_a_second_closure_and_one_without_a_reason(supervisor, reason):
    close(supervisor)
    day = DAY if reason else date(2026, 12, 3)
    with pytest.raises(IntegrityError), transaction.atomic(), tenancy.as_user(None), tenancy.staff():
        Closure.objects.create(day=day, reason=reason, added_by=supervisor, added_at=NOW)


@pytest.mark.parametrize("verb", ["DELETE FROM accounts_closure", "UPDATE accounts_closure SET reason = 'x'"])
def test_an_employer_reads_closures_and_changes_none(supervisor, verb):
    close(supervisor)
    employer = factories.Employer()
    with pytest.raises(ProgrammingError, match="permission denied"), employer.scope(), connection.cursor() as cursor:
        cursor.execute(verb)


def test_a_held_request_and_an_answer_wait_over_a_closure(supervisor):
    from enrollment import services
    from enrollment.models import Review

    close(supervisor, date(2026, 11, 24))
    factories.Employer("First").enroll()
    employer = factories.Employer("Second")
    held = employer.enroll(employee=factories.near())
    assert held.due_at.isoformat() == "2026-11-27T17:00:00-08:00"
    rep = employer.purchaser.representative.user
    with tenancy.as_user(rep), tenancy.staff():
        review = Review.objects.get(change=held)
        asked = services.ask_employer(review_id=review.pk, by=rep, at=NOW, question="Is the birth date right?")
    # From Monday 10:30: 390 minutes of Monday, none of Tuesday, 540 of Wednesday, 540 of Friday.
    assert asked.minutes_left == 1470
    with employer.scope():
        later = employer.submission(at=NOW + timedelta(minutes=390))
        answered = services.answer(change_id=held.pk, text="Yes", submission=later)
    assert answered.due_at.isoformat() == "2026-11-30T14:30:00-08:00"


def test_supervisors_enter_closures_on_the_desk(client, supervisor):
    client.force_login(supervisor)
    day = timezone.now().date() + timedelta(days=7)
    while day.weekday() != 2:
        day += timedelta(days=1)
    page = client.post(reverse("admin:accounts_closure_enter"), {"day": "tomorrow", "reason": ""})
    assert (page.status_code, "Day must be a date" in page.content.decode()) == (422, True)
    data = {"day": f"{day:%m/%d/%Y}", "reason": "Storm"}
    assert client.post(reverse("admin:accounts_closure_enter"), data).status_code == 302
    assert client.post(reverse("admin:accounts_closure_enter"), data).status_code == 422
    page = client.get(reverse("admin:accounts_closure_changelist")).content.decode()
    assert ("Storm" in page, "Add a closure" in page) == (True, True)
    with tenancy.as_user(supervisor), tenancy.staff():
        closure = Closure.objects.get()
    remove = reverse("admin:accounts_closure_remove", args=[closure.pk])
    assert "Storm" in client.get(remove).content.decode()
    assert client.post(remove).status_code == 302
    assert [verb for verb, *_ in lines()] == ["added_closure", "removed_closure"]


def test_other_representatives_only_look(client, supervisor):
    closure = close(supervisor)
    client.force_login(factories.user("Rep", representative=True))
    page = client.get(reverse("admin:accounts_closure_changelist")).content.decode()
    assert ("Moving offices" in page, "Add a closure" in page) == (True, False)
    for address in ("enter/", f"{closure.pk}/remove/"):
        assert client.post(f"/admin/accounts/closure/{address}", {"day": "12/9/2026", "reason": "x"}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_a_supervisor_is_named_by_command_and_is_a_representative():
    rep = factories.user("Rep", representative=True)
    call_command("supervisor", rep.email)
    assert User.objects.supervisors().get() == rep
    call_command("supervisor", rep.email, "--end")
    assert User.objects.supervisors().count() == 0
    with pytest.raises(CommandError, match="no representative"):
        call_command("supervisor", factories.user().email)
    with as_owner(), pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(is_staff=False).update(is_supervisor=True)
