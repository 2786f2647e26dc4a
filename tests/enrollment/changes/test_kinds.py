"""A kind of change that is added in this file alone goes from its draft to its receipt through the pages all share."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

import pytest
import time_machine
from django import forms
from django.urls import reverse

from access import tenancy
from access.privileges import Privilege
from enrollment import services
from enrollment.commands import COMMANDS, Command
from enrollment.models import Change, Review
from enrollment.services.changes import KINDS, Checked, Kind, state
from enrollment.services.submission import tell
from enrollment.views.changes.steps import STEPS, Elsewhere, Steps
from tests.factories import NOW
from tests.pages import markup

pytestmark = pytest.mark.django_db
MOST_AT_ONCE = 3


@dataclass(frozen=True)
class OrderCards(Command):
    """ID cards for an employee, so many."""

    type: ClassVar = "order_identification_cards"

    person_id: UUID
    cards: int

    def payload(self):
        return {"person_id": str(self.person_id), "cards": self.cards}

    @classmethod
    def from_payload(cls, payload):
        return cls(UUID(payload["person_id"]), payload["cards"])


class OrderCardsKind(Kind[OrderCards]):
    command = OrderCards
    title = "Order ID cards"
    privilege = Privilege.ENROLL

    def check(self, command, family, submission):
        if not command.cards:
            raise services.CannotChange("Order at least one card.")
        unit = submission.purchaser.units.get()
        return Checked(unit.pk, "Ana Morales", reasons=["many cards"] if command.cards > MOST_AT_ONCE else [])

    def write(self, change, command, submission, decided, checked=None):
        state.complete(change, at=submission.at)
        tell(change, submission, "enrolled")
        return change

    def describe(self, change, command):
        return [("Cards", str(command.cards))]

    def case_facts(self, command):
        return [f"The employer orders {command.cards} cards."]


class CardsForm(forms.Form):
    cards = forms.IntegerField(min_value=0)


class OrderCardsSteps(Steps):
    def command(self, request):
        form = CardsForm(self.draft.payload)
        if not form.is_valid():
            raise Elsewhere(reverse("requests"))
        return OrderCards(self.draft.person_id, **form.cleaned_data)


@pytest.fixture(autouse=True)
def order_cards(monkeypatch):
    monkeypatch.setitem(COMMANDS, OrderCards.type, OrderCards)
    monkeypatch.setitem(KINDS, OrderCards.type, OrderCardsKind())
    monkeypatch.setitem(STEPS, OrderCards.type, OrderCardsSteps)
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def drafted(employer):
    ana = employer.enroll()

    def draft(cards):
        with employer.scope():
            return services.save_draft(
                submission=employer.submission(),
                kind=OrderCards.type,
                data={"cards": cards},
                title="Ana Morales",
                unit_id=employer.unit.pk,
                facts={"person_id": ana.person_id},
            )

    return draft


def test_its_draft_is_listed_checked_and_submitted_once(desk, drafted):
    draft = drafted("2")
    check, receipt = reverse("draft_check", args=[draft.pk]), reverse("request", args=[draft.pk])
    for name in ("home", "requests"):
        assert f'<a href="{check}">Order ID cards: Ana Morales</a>' in markup(desk.get(reverse(name)))
    page = markup(desk.get(check))
    assert "<dt>Cards</dt><dd>2</dd>" in page
    assert "until you select “Submit”." in page
    assert desk.post(check)["Location"] == receipt
    assert desk.post(check)["Location"] == receipt
    page = markup(desk.get(receipt))
    assert "<p>Order ID cards: Ana Morales</p>" in page
    assert "<dt>Cards</dt><dd>2</dd>" in page
    assert desk.get(reverse("request_file", args=[draft.pk])).content.startswith(b"%PDF")
    assert "<td>Order ID cards</td>" in markup(desk.get(reverse("requests")))


def test_what_it_refuses_is_said_on_the_check_page(desk, drafted, employer):
    draft = drafted("0")
    response = desk.post(reverse("draft_check", args=[draft.pk]))
    assert response.status_code == 422
    assert "Order at least one card." in response.content.decode()
    with employer.scope():
        assert Change.objects.get(pk=draft.pk).state == Change.State.DRAFT


def test_answers_that_make_no_command_lead_elsewhere(desk, drafted):
    response = desk.get(reverse("draft_check", args=[drafted("many").pk]))
    assert response["Location"] == reverse("requests")


def test_one_that_is_held_is_settled_by_a_representative(desk, client, drafted, employer):
    draft = drafted("9")
    desk.post(reverse("draft_check", args=[draft.pk]))
    client.force_login(employer.purchaser.representative.user)
    with tenancy.as_user(None), tenancy.staff():
        review = Review.objects.get(change=draft.pk)
    case = client.get(reverse("admin:enrollment_review_case", args=[review.pk]))
    page = markup(case)
    assert "<p>The employer orders 9 cards.</p>" in page
    assert "Order ID cards: Ana Morales" in page
    answers = {"act": "settle", "note": "A new building.", "shown": case.context["case"].shown}
    assert client.post(reverse("admin:enrollment_review_decide", args=[review.pk]), answers).status_code == 302
    with employer.scope():
        assert Change.objects.get(pk=draft.pk).state == Change.State.COMPLETED
