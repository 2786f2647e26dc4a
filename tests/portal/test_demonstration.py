"""The demonstration data: a load that was broken off goes on with the people it would have had."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from access import tenancy
from enrollment.models import Change, RosterLine
from enrollment.rules.discretion import Known, betrayed, known_from
from portal.demonstration.people import People
from portal.demonstration.story import Story
from tests import factories

pytestmark = pytest.mark.django_db
COUNT, BROKEN_OFF_AT = 10, 4


def story(employer):
    told = Story(timezone.now())
    told.people = People(7)
    told.administrator, told.representative = employer.administrator, employer.purchaser.representative
    return told


def names(employer):
    with tenancy.scope(employer.purchaser):
        added = Change.objects.submitted().filter(type=Change.Type.ADD_EMPLOYEE)
        return set(added.values_list("title", flat=True))


def test_a_load_that_was_broken_off_goes_on_with_the_same_people(monkeypatch):
    whole, broken = factories.Employer("Whole"), factories.Employer("Broken")
    story(whole)._staff(whole.purchaser, COUNT)
    began = story(broken)
    enroll, done = began._enroll, []

    def break_off(*args, **options):
        if len(done) == BROKEN_OFF_AT:
            raise KeyboardInterrupt
        done.append(enroll(*args, **options))
        return done[-1]

    monkeypatch.setattr(began, "_enroll", break_off)
    with pytest.raises(KeyboardInterrupt):
        began._staff(broken.purchaser, COUNT)
    story(broken)._staff(broken.purchaser, COUNT, done=len(names(broken)))
    assert names(broken) == names(whole)


def test_whatever_the_day_somebody_who_is_covered_has_an_end_to_come():
    """Late in a month the newest employees have not started yet: an end of theirs would only take coverage back."""
    now = datetime(2026, 11, 25, 1, 53, tzinfo=UTC)
    Story(now).tell()
    with tenancy.as_user(None), tenancy.staff():
        ending = RosterLine.objects.filter(purchaser__name="Harbor Marine Supply", ends_on__gte=now.date())
        assert [(line.starts_on < now.date(), line.ends_on) for line in ending] == [(True, date(2026, 11, 30))]
        asked = Change.objects.exclude(question=None).get().question
    assert betrayed(asked, of=known_from(names=[], dates=[], digits=[], employers=["Bluepeak"]), employer=Known()) == ""
