"""Goal warnings and forecasts: each warning once, one email for a missed goal, no repeats."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.core import mail
from django.db import connection
from django.db.utils import ProgrammingError
from django.urls import reverse
from django.utils import timezone

from access import jobs, tenancy
from accounts.models import Activity, Job
from enrollment import services, tasks
from enrollment.models import Change, Review
from enrollment.queries.review.waiting import last_business_days, settled_each_day
from tests import factories
from tests.factories import NOW, applicant, near

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on_file")]


def held(employer, place=0, at=NOW):
    who = applicant(f"Ana{'abcdefgh'[place]}", number=f"123-45-678{place}")
    change = employer.enroll(employee=who, at=at)
    assert change.state == Change.State.IN_REVIEW
    return change


def clock(verb, at):
    with tenancy.as_user(None), tenancy.service():
        return verb(at=at)


def watch(text):
    return clock(services.watch_goals, datetime.fromisoformat(text).replace(tzinfo=UTC))


def lines(*verbs):
    with tenancy.as_user(None), tenancy.staff():
        found = Activity.objects.filter(verb__in=verbs or ("warned_of_goal", "missed_goal")).order_by("id")
        return [(line.verb, line.after["percent"], line.staff_only) for line in found]


def settle(change, at):
    with tenancy.as_user(None), tenancy.staff():
        review = Review.objects.select_related("purchaser__representative__user").get(change_id=change.pk)
        by = review.purchaser.representative.user
        services.refuse(review_id=review.pk, by=by, at=at, note="Send the form first")


def test_warnings_at_half_and_four_fifths_and_a_missed_goal_once_each(employer):
    # Received Monday 10:30, due Wednesday 17:00: 1470 business minutes.
    held(employer)
    said = []
    for moment in [
        "2026-11-24T21:44",  # Tuesday 13:44, 736 left
        "2026-11-24T21:45",  # 735 left
        "2026-11-24T21:46",
        "2026-11-25T20:05",  # Wednesday 12:05, 295 left
        "2026-11-25T20:06",  # 294 left
        "2026-11-26T01:00",  # 17:00, the goal itself
        "2026-11-26T01:01",
        "2026-11-30T20:00",
    ]:
        said.append(watch(moment))
    assert said == [0, 1, 0, 0, 1, 0, 1, 0]
    assert lines() == [("warned_of_goal", 50, True), ("warned_of_goal", 80, True), ("missed_goal", 100, False)]


def test_a_watch_that_slept_marks_the_highest_only(employer):
    held(employer)
    assert (watch("2026-11-30T20:00"), lines()) == (1, [("missed_goal", 100, False)])


def test_a_stopped_clock_and_a_settled_request_are_not_watched(employer):
    asked, settled = held(employer, 0), held(employer, 1)
    with tenancy.as_user(None), tenancy.staff():
        review = Review.objects.get(change_id=asked.pk)
        rep = employer.purchaser.representative.user
        services.ask_employer(review_id=review.pk, by=rep, at=NOW, question="Which birth date?")
    settle(settled, NOW)
    assert (watch("2026-12-15T20:00"), lines()) == (0, [])


def test_two_watches_at_once_say_it_once(employer):
    held(employer)
    said = []

    def run():
        said.append(watch("2026-11-30T20:00"))
        connection.close()

    threads = [Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sum(said), len(lines())) == (1, 1)


def missed_jobs():
    with tenancy.as_user(None), tenancy.service():
        return list(Job.objects.filter(kind="enrollment.mail_missed_goal"))


def mails():
    (job,) = missed_jobs()
    mail.outbox.clear()
    for _ in range(2):
        tasks.mail_missed_goal(str(job.pk))
    return mail.outbox


def test_every_supervisor_is_told_once_and_nobody_is_named(employer):
    supervisors = [factories.supervisor("Ines Duarte"), factories.supervisor("Otto Berg")]
    change = held(employer)
    watch("2026-11-30T20:00")
    sent = mails()
    assert sorted(one.to[0] for one in sent) == sorted(each.email for each in supervisors)
    text = sent[0].subject + sent[0].body
    assert (change.confirmation in text, "/case/" in text) == (True, True)
    assert not {"Anaa", "Morales", "6780", "Freight", "1986"} & set(text.replace(",", " ").split())


def test_without_a_supervisor_the_employers_representative_is_told(employer):
    held(employer)
    watch("2026-11-30T20:00")
    assert [one.to for one in mails()] == [[employer.purchaser.representative.user.email]]


def test_what_was_settled_before_the_mail_left_is_not_told(employer):
    change = held(employer)
    watch("2026-11-30T20:00")
    settle(change, NOW)
    assert mails() == []


def test_the_clock_cannot_decide(employer):
    held(employer)
    for statement in (
        "UPDATE enrollment_review SET note = 'x'",
        "UPDATE enrollment_change SET due_at = now()",
        "DELETE FROM enrollment_review",
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            tenancy.as_user(None),
            tenancy.service(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_the_twenty_business_days_before_a_day():
    days = last_business_days(date(2026, 11, 24), frozenset([date(2026, 11, 20)]))
    # Without the closed Friday, and without Veterans Day.
    assert (days[0], days[-1], len(days)) == (date(2026, 10, 23), date(2026, 11, 23), 20)
    assert not {date(2026, 11, 20), date(2026, 11, 11)} & set(days)


def many_settled(employer, each_day):
    """`each_day` decisions on each of the last 20 business days."""
    days = last_business_days(NOW.date(), frozenset())
    with tenancy.as_user(None), tenancy.staff():
        pattern = Review.objects.select_related("change").first()
        for number, day in enumerate(day for day in days for _ in range(each_day)):
            copy_of(pattern, number, datetime(day.year, day.month, day.day, 20, tzinfo=UTC), employer)
    return days


def copy_of(review, number, at, employer):
    """A declined change copied from the given one."""
    change = review.change
    with tenancy.acting_for(employer.purchaser):
        made = Change.objects.create(
            purchaser=change.purchaser,
            type=change.type,
            state="refused",
            refusal="x",
            settled_at=at,
            payload=change.payload,
            channel=change.channel,
            created_by=change.created_by,
            created_at=at,
            saved_at=at,
            submitted_by=change.submitted_by,
            submitted_at=at,
            confirmation=f"H{number:07}",
            idempotency_key=f"history {number}",
            payload_digest=b"x" * 32,
        )
    rep = employer.purchaser.representative.user
    facts = {"decision": "refused", "decided_by": rep, "decided_at": at, "note": "x"}
    with tenancy.as_user(None), tenancy.matching():
        Review.objects.create(purchaser=change.purchaser, change=made, opened_at=at, rules_version="x", **facts)


def test_a_request_is_expected_after_the_queue_ahead_of_it(employer):
    first, second = held(employer, 0), held(employer, 1, at=NOW + timedelta(minutes=1))
    many_settled(employer, 3)
    with tenancy.as_user(None), tenancy.service():
        assert list(settled_each_day(NOW, frozenset())) == [3] * 20
    # Three a day are one in 180 business minutes: Monday 10:30 and three hours, and three more.
    assert clock(services.foresee, NOW) == 2
    assert clock(services.foresee, NOW) == 0
    with employer.scope():
        expected = {change.pk: change.expected_at for change in Change.objects.open()}
    assert expected == {
        first.pk: datetime(2026, 11, 23, 21, 30, tzinfo=UTC),
        second.pk: datetime(2026, 11, 24, 0, 30, tzinfo=UTC),
    }


def test_with_too_little_to_go_by_nothing_is_foreseen(employer):
    change = held(employer)
    assert clock(services.foresee, NOW) == 0
    with employer.scope():
        assert Change.objects.get(pk=change.pk).expected_at is None


def test_what_is_no_longer_in_review_is_expected_no_more(employer):
    change = held(employer)
    many_settled(employer, 1)
    clock(services.foresee, NOW)
    settle(change, NOW)
    with employer.scope():
        assert Change.objects.get(pk=change.pk).expected_at is None


def test_the_forecast_says_nothing_of_what_a_request_resembles(employer):
    """The same queue position gives the same forecast, whatever the candidates."""
    first = held(employer, 0)
    second = employer.enroll(employee=near(born=date(1986, 4, 29)), at=NOW + timedelta(seconds=1))
    many_settled(employer, 2)
    with tenancy.as_user(None), tenancy.matching():
        Review.objects.filter(change_id=second.pk).update(reasons=["several_certain", "deceased"])
    clock(services.foresee, NOW)
    with employer.scope():
        assert Change.objects.get(pk=first.pk).expected_at < Change.objects.get(pk=second.pk).expected_at


def page(client, employer, change):
    client.force_login(employer.administrator)
    return client.get(reverse("request", args=[change.pk])).content.decode()


def test_the_receipt_shows_goal_and_forecast_and_is_honest_when_late(client, employer):
    now = timezone.now()
    change = held(employer, at=now)
    text = page(client, employer, change)
    assert ("Our two-day goal is" in text, "Expected by" in text, "past our goal" in text) == (True, False, False)
    with tenancy.as_user(None), tenancy.service():
        Change.objects.filter(pk=change.pk).update(expected_at=now + timedelta(days=1))
    assert "Expected by" in page(client, employer, change)
    with employer.scope():
        Change.objects.filter(pk=change.pk).update(due_at=now - timedelta(hours=1))
    text = page(client, employer, change)
    assert ("past our goal" in text, "1-800-555-0142" in text) == (True, True)
    assert "past our goal" in client.get(reverse("requests")).content.decode()


def test_the_bell_of_the_watch_runs_as_the_service(employer):
    held(employer, at=timezone.now() - timedelta(days=15))
    tasks.watch_goals()
    tasks.watch_goals()
    tasks.foresee()
    assert [percent for _, percent, _ in lines()] == [100]
    assert len(missed_jobs()) == 1
    assert jobs.ring_for_due_jobs(at=timezone.now()) >= 1
