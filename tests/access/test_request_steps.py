"""The case page offers what fits the request's state, and the goal is the same number everywhere."""

import re
from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from access import services, tenancy
from access.models import AccessRequest
from access.tasks import tell_requester
from accounts.models import Job
from tests import factories
from tests.access.intake import approve
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def page(client, made, who):
    client.force_login(who)
    return client.get(reverse("admin:access_accessrequest_case", args=[made.pk])).content.decode()


def offered(client, made, who):
    return re.findall(r'name="act" value="(\w+)"', page(client, made, who))


def rejected(intake, **facts):
    made = intake.received()
    with intake.staff():
        what = {"reason": "not_signed", "note": "Page 2 is missing"} | facts
        return services.reject(request_id=made.pk, by=intake.first, at=NOW, **what)


class TestWhatIsOffered:
    def test_a_form_that_did_not_come_yet_can_only_be_waited_for(self, client, intake):
        assert offered(client, intake.drawn_up(), intake.first) == []

    def test_what_was_received_is_read_first(self, client, intake):
        assert offered(client, intake.received(), intake.first) == ["fill_in", "ask", "reject"]

    def test_what_was_read_is_decided(self, client, intake):
        steps = ["fill_in", "approve", "link", "ask", "reject"]
        assert offered(client, intake.checked(), intake.first) == steps

    def test_what_waits_for_the_requester_is_filled_in_or_rejected(self, client, intake):
        made = intake.checked()
        with intake.staff():
            services.ask_requester(request_id=made.pk, note="The form cannot be read", by=intake.first, at=NOW)
        assert offered(client, made, intake.first) == ["fill_in", "reject"]

    def test_the_first_who_approved_is_not_asked_again_and_the_second_is(self, client, intake):
        made = intake.checked()
        approve(intake, made, intake.first)
        assert offered(client, made, intake.first) == ["ask", "reject"]
        assert "second representative must also approve it" in page(client, made, intake.first)
        assert offered(client, made, intake.second) == ["approve", "link", "ask", "reject"]

    def test_a_code_comes_back_only_once_it_was_mailed(self, client, intake):
        made = intake.checked()
        approve(intake, made, intake.first)
        approve(intake, made, intake.second)
        assert offered(client, made, intake.first) == ["reject"]
        with intake.staff():
            code = AccessRequest.objects.get(pk=made.pk).code
        factories.mailed(Scope(intake), code)
        assert offered(client, made, intake.first) == ["came_back", "reject"]

    def test_a_closed_request_offers_nothing(self, client, intake):
        made = rejected(intake)
        assert offered(client, made, intake.second) == []
        assert "Olga Berg" in page(client, made, intake.second)

    @pytest.mark.parametrize("act", ["approve", "link", "ask", "came_back", "reject", "fill_in"])
    def test_what_is_not_offered_is_refused_too(self, client, intake, act):
        made = intake.drawn_up()
        client.force_login(intake.first)
        factories.has_just_signed_in(client)
        address = reverse("admin:access_accessrequest_act", args=[made.pk])
        assert client.post(address, {"act": act, "reason": "not_signed", "note": "Seen"}).status_code == 422


class Scope:
    """What `factories.mailed` needs of an employer."""

    def __init__(self, intake):
        self.desk = intake

    def scope(self):
        return tenancy.scope(self.desk.purchaser)


def test_a_rejected_case_says_why_by_whom_and_when(client, intake):
    text = " ".join(page(client, rejected(intake), intake.second).split())
    assert "<strong>The form is not signed.</strong> Declined by Robin Okafor, November 23, 2026," in text
    assert "Page 2 is missing" in text


def test_a_form_that_comes_in_again_was_closed_by_nobody(intake):
    made = rejected(intake)
    assert made.closed_by == intake.first
    expired = intake.drawn_up(requester_email="kim@example.test")
    with intake.staff():
        AccessRequest.objects.filter(pk=expired.pk).update(state="expired", closed_at=NOW, waits_since=None)
    assert intake.again(expired).closed_by is None


def test_an_unknown_purchaser_id_is_a_reason_with_a_way_to_mend_it(client, intake):
    made = rejected(intake, reason="purchaser_unknown", note="")
    job = last_letter()
    tell_requester(job)
    assert "Purchaser ID not found." in mail.outbox[-1].body
    assert "Find it on your bill or contract" in mail.outbox[-1].body
    assert "Purchaser ID not found" in page(client, made, intake.first)


def last_letter():
    with tenancy.as_user(None), tenancy.service():
        return str(Job.objects.filter(kind="access.tell_requester").latest("created_at").pk)


class TestTheGoal:
    def status(self, client, made, at):
        with time_machine.travel(at, tick=False):
            return client.post(reverse("request_status"), {"reference": made.reference}).content.decode()

    @pytest.mark.parametrize(
        ("received", "looked", "words"),
        [
            (NOW, NOW, "Our goal is within 5 business days."),
            (NOW, NOW + timedelta(days=1), "Our goal is within 4 business days."),
            (NOW, datetime(2026, 12, 1, 23, tzinfo=UTC), "Our goal is within 1 business day."),
            (NOW, datetime(2026, 12, 2, 1, tzinfo=UTC), "this request is past our goal"),
            # A Saturday: the five days begin on Monday.
            (datetime(2026, 11, 28, 20, tzinfo=UTC), datetime(2026, 11, 28, 20, tzinfo=UTC), "within 5 business days."),
        ],
    )
    def test_the_status_never_names_more_days_than_the_form(self, client, intake, received, looked, words):
        assert words in self.status(client, intake.received(at=received), looked)

    def test_page_and_form_name_the_same_number(self, client, intake):
        address = reverse("user_id_request")
        client.post(address, {"blank": "1"})
        ready = client.get(reverse("request_ready")).content.decode()
        assert f"Our goal is {services.GOAL_DAYS} business days after we receive the form." in ready
        pdf = pypdfium2.PdfDocument(client.get(reverse("request_form_file")).content)
        printed = " ".join(pdf[0].get_textpage().get_text_range().split())
        assert f"Our goal is {services.GOAL_DAYS} business days." in printed
