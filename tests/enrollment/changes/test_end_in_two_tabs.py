"""Two tabs that end coverage, and two representatives who edit a reply or save a filter: nothing is overwritten."""

import re
from datetime import date

import pytest
from django.urls import reverse

from access import tenancy
from enrollment.models import CannedReply, Coverage, SavedFilter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]


def seen_on(page):
    return re.search(r'name="seen" value="([^"]*)"', page.content.decode())[1]


def held(employer):
    with employer.scope():
        return list(Coverage.objects.order_by("pk").values())


def test_an_end_that_was_previewed_before_another_is_not_written(desk, employer):
    family = employer.enroll(hired_on=date(2026, 9, 1))
    address = reverse("end_coverage", args=[family.person_id])
    typed = {"reason": "quit", "last_day_worked": "11/20/2026", "key": "one"}
    opened = {"submit": "1", "shown": "2026-11-30", "seen": seen_on(desk.post(address, typed))}
    employer.end(family, event_on=date(2026, 12, 10))
    before = held(employer)
    told = desk.post(address, typed | opened)
    page = told.content.decode()
    assert (told.status_code, "Dana Rivera changed this family&#x27;s coverage on" in page) == (422, True)
    assert 'value="11/20/2026"' in page
    assert desk.post(address, typed | opened | {"seen": ""}).status_code == 422
    assert held(employer) == before
    assert desk.post(address, typed | opened | {"seen": seen_on(told)}).status_code == 302


def test_a_reply_that_another_representative_saved_is_not_overwritten(rep_desk, canned_replies):
    with tenancy.as_user(None), tenancy.staff():
        reply = CannedReply.objects.first()
    address = f"/admin/enrollment/cannedreply/{reply.pk}/change/"
    opened = seen_on(rep_desk.get(address))
    first = {"title": reply.title, "text": "Theirs.", "seen": opened}
    assert rep_desk.post(address, first).status_code == 302
    mine = {"title": reply.title, "text": "Mine."}
    for mark in (opened, ""):
        told = rep_desk.post(address, mine | {"seen": mark})
        page = told.content.decode()
        assert ("It now reads" in page, "Theirs." in page, "Mine." in page) == (True, True, True)
        assert texts(reply) == ["Theirs."]
    assert rep_desk.post(address, mine | {"seen": seen_on(told)}).status_code == 302
    assert texts(reply) == ["Mine."]


def texts(reply):
    with tenancy.as_user(None), tenancy.staff():
        return list(CannedReply.objects.filter(pk=reply.pk).values_list("text", flat=True))


def test_a_filter_of_another_tab_is_not_replaced(rep_desk, rep):
    queue, save = reverse("admin:enrollment_review_changelist"), reverse("admin:enrollment_review_filters")
    opened = seen_on(rep_desk.get(f"{queue}?queue=late"))
    rep_desk.post(f"{save}?queue=late", {"name": "Mine", "seen": opened})
    rep_desk.post(f"{save}?queue=unclaimed", {"name": "Mine", "seen": opened})
    assert saved(rep) == [("Mine", "queue=late")]
    again = seen_on(rep_desk.get(f"{queue}?queue=unclaimed"))
    rep_desk.post(f"{save}?queue=unclaimed", {"name": "Mine", "seen": again})
    assert saved(rep) == [("Mine", "queue=unclaimed")]


def saved(rep):
    with tenancy.as_user(rep), tenancy.staff():
        return list(SavedFilter.objects.values_list("name", "query"))
