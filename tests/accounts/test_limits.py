"""Reading limits per user, over real requests."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from access.tasks import warn_of_reading
from accounts.models import Activity, Job
from tests import factories
from tests.factories import child, spouse

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client, employer):
    who = factories.user("Sam Ito")
    grant = factories.grant(who, employer.purchaser, at=factories.NOW.replace(year=2020))
    client.force_login(grant.user)
    return client


def alerts(employer):
    with employer.scope():
        return Job.objects.filter(kind="access.warn_of_reading").count()


def text(response):
    return " ".join(response.content.decode().split())


def test_different_people_a_day_are_limited_and_the_same_one_is_not(clerk, employer, settings):
    settings.PEOPLE_PER_DAY_WARN, settings.PEOPLE_PER_DAY = 1, 2
    employer.enroll(spouse(), child())
    with employer.scope():
        from enrollment.models import PersonDetail

        people = list(PersonDetail.objects.order_by("pk").values_list("person_id", flat=True))
    first, second, third = [reverse("person", args=[person]) for person in people]
    assert [clerk.get(each).status_code for each in (first, first, second, second, first)] == [200] * 5
    assert alerts(employer) == 2
    stopped = clerk.get(third)
    assert stopped.status_code == 429
    assert "You can continue" in text(stopped)
    with employer.scope():
        assert Activity.objects.filter(verb="viewed_person", object_id=str(people[2])).count() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1), tick=False):
        clerk.force_login(employer.administrator)
        assert clerk.get(third).status_code == 200


def test_exports_a_day_are_limited(clerk, employer, settings):
    settings.EXPORTS_PER_DAY = 2
    codes = [
        clerk.get(reverse(name)).status_code for name in ("roster_csv", "activity_csv", "access_csv", "roster_csv")
    ]
    assert codes == [200, 200, 429, 429]
    assert alerts(employer) == 1


def test_searches_a_minute_are_limited(clerk, employer, settings):
    settings.SEARCHES_PER_MINUTE = 2
    now = timezone.now().replace(second=10)
    with time_machine.travel(now, tick=False) as clock:
        address = reverse("roster")
        assert [clerk.get(f"{address}?q=a").status_code for _ in range(3)] == [200, 200, 429]
        assert clerk.post(reverse("roster_last_four"), {"last_four": "1234"}).status_code == 429
        assert clerk.get(address).status_code == 200
        clock.move_to(now + timedelta(minutes=1))
        assert clerk.get(f"{address}?q=a").status_code == 200
    assert alerts(employer) == 1


def test_a_lost_cache_stops_nobody_from_searching(clerk, settings):
    settings.SEARCHES_PER_MINUTE = 0
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}
    assert clerk.get(f"{reverse('roster')}?q=a").status_code == 200


def test_the_administrators_are_told_who_and_not_what(clerk, employer, settings):
    settings.EXPORTS_PER_DAY = 1
    clerk.get(reverse("roster_csv"))
    with employer.scope():
        job = Job.objects.get(kind="access.warn_of_reading")
    warn_of_reading(str(job.pk))
    assert {letter.to[0] for letter in mail.outbox} >= {employer.administrator.email}
    assert "Sam Ito" in mail.outbox[0].body
