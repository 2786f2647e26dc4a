"""Undoing a merge: rows from other sources, and employers' pages before and after."""

import re
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access import tenancy
from enrollment import services
from enrollment.commands import CorrectDetails, ReverseEnd
from enrollment.models import (
    Coverage,
    IdentityDecision,
)
from tests import factories
from tests.counts import count
from tests.enrollment.merging.world import AFTER, HIRED, LATER, as_staff, ended, joined, mia, settled, since, undo, zed
from tests.factories import applicant, near, spouse

pytestmark = pytest.mark.django_db


def test_an_open_request_of_the_family_comes_first(world, rep):
    after = applicant("Zedd", "Quisto", born=date(1971, 2, 2), number="456-78-9129")
    with world.employer.scope():
        held = services.submit(
            command=CorrectDetails(person_id=world.mia, after=after), submission=world.employer.submission(at=AFTER)
        )
    assert held.state == "in_review"
    with pytest.raises(services.CannotMerge, match=f"Request {held.confirmation} for this family"):
        undo(world.merge, rep, to=world.zed)


def test_nobody_is_covered_twice_by_an_assignment(rep, second):
    """Zed's own coverage at this employer ended at the merge and was restored since."""
    employer = factories.Employer("Both")
    first = employer.enroll(employee=zed(), hired_on=date(2026, 8, 3))
    end = employer.end(first)
    mias = ended(mia())
    merge = joined(first.person_id, mias, rep, second)
    employer.enroll(employee=zed(), hired_on=HIRED, at=LATER)
    with employer.scope(), pytest.raises(services.CannotReverse, match="enrolled again since"):
        services.submit(command=ReverseEnd(change_id=end.pk, reason="Stays"), submission=employer.submission(at=AFTER))
    undo(merge, rep, to=first.person_id)
    call_command("verify_roster")


def test_rows_by_the_id_of_a_record_are_its_own(rep, second):
    """A correction of Mia by her id is hers: only matched rows need assigning."""
    employer = factories.Employer("Hers")
    mias = employer.enroll(employee=mia(), hired_on=date(2026, 8, 3)).person_id
    merge = joined(ended(zed()), mias, rep, second)
    with employer.scope():
        command = CorrectDetails(person_id=mias, after=mia(phone="510-555-0142"))
        services.submit(command=command, submission=employer.submission(at=AFTER))
    assert since(merge) == []


def test_a_request_begun_before_the_merge_and_written_after_it_counts(rep, second):
    """Its time is earlier than the merge's, but it was matched through the link."""
    zeds, mias = ended(zed()), ended(mia())
    employer = factories.Employer("Third")
    merge = joined(zeds, mias, rep, second, at=LATER)
    employer.enroll(employee=zed(), hired_on=HIRED, at=LATER - timedelta(minutes=5))
    assert [row.kind for row in since(merge)] == ["enrollment", "coverage", "employment", "detail"]


def test_a_decision_of_a_review_follows_its_rows(rep, second):
    anas, mias = ended(applicant()), ended(mia())
    employer, fourth = factories.Employer("Third"), factories.Employer("Fourth")
    merge = joined(anas, mias, rep, second)
    settled(employer.enroll(employee=near(), hired_on=HIRED, at=LATER), mias, rep)
    undo(merge, rep, to=anas)
    with tenancy.as_user(None), tenancy.staff():
        assert IdentityDecision.objects.get().became_id == anas
    assert fourth.enroll(employee=near(), hired_on=HIRED, at=AFTER).person_id == anas


def seen(employer, people, client):
    """What the administrator sees: lists, every person's page, and who is covered each month."""
    client.force_login(employer.administrator)
    addresses = [reverse("roster"), reverse("roster_csv"), *(reverse("person", args=[each]) for each in people)]
    pages = []
    for address in addresses:
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        text = body.decode(errors="replace")
        pages.append((response.status_code, _still(text)))
    with employer.scope():
        days = [date(2026, 8, 1) + timedelta(days=7 * week) for week in range(80)]
        return pages, [sorted(map(str, Coverage.objects.on(day).values_list("person_id", "starts_on"))) for day in days]


def test_pages_are_the_same_however_the_database_reads_them(client):
    """Two changes of one moment keep their order under any query plan."""
    employer = factories.Employer("Own")
    changes = [employer.enroll(employee=each, hired_on=date(2026, 9, 1)) for each in (zed(), mia())]
    for each in changes:
        employer.end(each)
    people = [each.person_id for each in changes]
    with _reading("seqscan"):
        by_index = seen(employer, people, client)
    with _reading("indexscan", "bitmapscan", "indexonlyscan"):
        assert seen(employer, people, client) == by_index


@contextmanager
def _reading(*without):
    """Make the planner avoid these methods where possible."""
    names = [f"enable_{each}" for each in without]
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"SET {name} = off")
        yield
        for name in names:
            cursor.execute(f"RESET {name}")


def _still(text):
    """The text and links of a page without times and refusal numbers."""
    text = re.sub(r"<script.*?</script>|<style.*?</style>", "", text, flags=re.DOTALL)
    text = re.sub(r"\b[0-9A-F]{8}\b|\b\d{1,2}:\d\d\b", "", text)
    return re.findall(r'href="([^"]*)"', text), " ".join(re.sub(r"<[^>]+>", " ", text).split())


@settings(max_examples=count("merge examples"), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["end", "correct", "dependent"]), max_size=3), st.booleans(), st.booleans())
def test_after_a_merge_and_its_undoing_every_employer_sees_what_it_saw_before(client, steps, both_here, swapped):
    with transaction.atomic():
        own, other = factories.Employer("Own"), factories.Employer("Other")
        one = own.enroll(employee=zed(), hired_on=date(2026, 9, 1))
        two = (own if both_here else other).enroll(employee=mia(), hired_on=date(2026, 9, 1))
        for step in steps:
            _step(own, one, step)
        if both_here and "end" not in steps:
            own.end(one)
        people = [one.person_id, two.person_id]
        rep, second = own.purchaser.representative.user, other.purchaser.representative.user
        before = [seen(each, people, client) for each in (own, other)]
        duplicate, survivor = reversed(people) if swapped else people
        at = datetime(2027, 1, 11, 18, 30, tzinfo=UTC)
        if both_here:
            link = as_staff(services.merge_people, rep, duplicate_id=duplicate, survivor_id=survivor, at=at)
        else:
            link = joined(duplicate, survivor, rep, second, at=at)
        assert [seen(each, people, client) for each in (own, other)] == before
        undo(link, rep)
        assert [seen(each, people, client) for each in (own, other)] == before
        call_command("verify_roster")
        transaction.set_rollback(True)


def _step(employer, change, step):
    try:
        if step == "end":
            employer.end(change)
        elif step == "correct":
            with employer.scope():
                command = CorrectDetails(person_id=change.person_id, after=zed(phone="510-555-0142"))
                services.submit(command=command, submission=employer.submission())
        else:
            with employer.scope():
                command = factories.dependents(change, spouse())
                services.submit(command=command, submission=employer.submission())
    except services.CannotChange:
        pass
