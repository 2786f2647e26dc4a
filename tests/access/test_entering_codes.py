"""The page that takes a code: wrong codes, locks, and the way to Home."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from access import services
from access.admission import Admission
from access.rules.codes import new_code
from access.services.attempts import WRONG_AT_MOST
from tests import factories
from tests.access.codes import REFUSAL, enter, grants_at, redeem, same, verbs
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_six_wrong_codes_over_requests_lock_the_sixth(client, employer, sam, settings):
    """The count survives rollbacks and the loss of the cache."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}
    plain = factories.mailed(employer, factories.code(employer, at=timezone.now()), at=timezone.now())
    client.force_login(sam)
    for _ in range(WRONG_AT_MOST):
        response = client.post(reverse("enter_code"), {"code": new_code()})
        assert (response.status_code, REFUSAL in response.content.decode()) == (422, True)
    locked = client.post(reverse("enter_code"), {"code": plain})
    assert locked.status_code == 429
    assert "Try again in 15 minutes." in locked.content.decode()
    assert grants_at(employer) == []


def test_the_lock_counts_for_the_address_and_ends_after_15_minutes(employer, sam):
    other = factories.user("Other")
    for _ in range(WRONG_AT_MOST):
        with pytest.raises(services.CodeRefused):
            enter(other, new_code())
    with pytest.raises(services.TooManyTries) as locked:
        enter(sam, new_code())
    assert locked.value.until == NOW + timedelta(minutes=15)
    with pytest.raises(services.TooManyTries):
        enter(other, new_code(), address="198.51.100.9")
    with pytest.raises(services.CodeRefused):
        enter(sam, new_code(), address="198.51.100.9")
    with pytest.raises(services.CodeRefused):
        enter(sam, new_code(), at=NOW + timedelta(minutes=15))


def test_right_codes_do_not_count_as_tries(employer, sam):
    plain = factories.mailed(employer, factories.code(employer))
    redeem(sam, plain)
    for _ in range(3 * WRONG_AT_MOST):
        with pytest.raises(services.AlreadyLinked):
            enter(sam, plain)


def test_wrong_expired_used_foreign_and_taken_back_codes_read_the_same(client, employer):
    now = timezone.now()
    stranger = factories.user("Stranger")
    redeemed, foreign, gone = (
        factories.code(employer, email=f"{name}@example.test", at=now) for name in ("redeemed", "foreign", "gone")
    )
    old = factories.code(employer, email=stranger.email, at=now)
    plain = {code: factories.mailed(employer, code, at=now) for code in (redeemed, foreign, gone)}
    plain[old] = factories.mailed(employer, old, at=now - timedelta(days=8))
    redeem(factories.user(email="redeemed@example.test"), plain[redeemed], at=now)
    with employer.scope():
        services.take_code_back(code_id=gone.pk, own=Admission.of(employer.grant), at=now)
    client.force_login(stranger)
    typed = [new_code(), *plain.values()]
    responses = [client.post(reverse("enter_code"), {"code": each}) for each in typed]
    pages = {(each.status_code, same(each).replace(code, "")) for code, each in zip(typed, responses, strict=True)}
    ((status, page),) = pages
    assert status == 422
    assert REFUSAL in page
    assert "Request a new code" in page


def test_asking_for_a_new_code_reaches_the_issuer_and_says_nothing(client, employer, sam):
    factories.code(employer)
    answers = set()
    for user in (sam, factories.user("Nobody")):
        client.force_login(user)
        answers.add(same(client.post(reverse("ask_for_new_code"), follow=True)))
    assert len(answers) == 1
    assert verbs(employer).count("asked_for_code") == 1


def test_from_the_box_to_the_home_page(client, employer, sam):
    now = timezone.now()
    plain = factories.mailed(employer, factories.code(employer, at=now), at=now)
    client.force_login(sam)
    assert "Enter an access code" in client.get(reverse("home")).content.decode()
    before = client.session.session_key
    assert client.post(reverse("enter_code"), {"code": plain.lower()})["Location"] == reverse("confirm_code")
    assert employer.purchaser.name in client.get(reverse("confirm_code")).content.decode()
    assert grants_at(employer) == []
    home = client.post(reverse("confirm_code"), follow=True)
    assert f"You now have access to {employer.purchaser.name}." in home.content.decode()
    assert client.session.session_key != before
    assert client.get(reverse("roster")).status_code == 200
    assert "already" in client.post(reverse("enter_code"), {"code": plain}, follow=True).content.decode()


def asked_to_confirm(client, employer, sam, **standing):
    """The text of the page between a code and its link."""
    now = timezone.now()
    plain = factories.mailed(employer, factories.code(employer, at=now, **standing), at=now)
    client.force_login(sam)
    client.post(reverse("enter_code"), {"code": plain})
    page = client.get(reverse("confirm_code")).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index("<main") :]).split())


def test_before_a_code_is_confirmed_it_says_what_it_gives_and_within_which_limits(client, employer, sam):
    warehouse = factories.unit(employer.purchaser, code="002", name="Warehouse")
    factories.unit(employer.purchaser, code="003", name="Foundry")
    page = asked_to_confirm(
        client,
        employer,
        sam,
        under=factories.delegation(employer),
        privileges={"view_bill", "pay_bill"},
        unit_ids=[warehouse.pk, employer.unit.pk],
        payment_limit=Decimal(1500),
        ends_at=datetime(2031, 1, 1, 7, 59, 59, tzinfo=UTC),
    )
    assert "You work for Summit Brokers" in page
    assert "You can See bills and payments; Pay bills" in page
    assert "For Head office, Warehouse Payment limit $1,500.00 Last day of access December 31, 2030" in page
    assert "Foundry" not in page


def test_a_code_without_limits_says_so_and_names_no_payments_where_none_can_be_made(client, employer, sam):
    page = asked_to_confirm(client, employer, sam, privileges={"view_roster"})
    assert "For All units, including units added later Last day of access No end date" in page
    assert "payment" not in page
    assert "You work for" not in page


def test_whoever_pays_without_a_limit_is_told_that_there_is_none(client, employer, sam):
    page = asked_to_confirm(client, employer, sam, privileges={"view_bill", "pay_bill"})
    assert "Payment limit No limit" in page


def test_a_code_is_confirmed_only_after_it_was_entered(client, employer, sam):
    client.force_login(sam)
    assert client.post(reverse("confirm_code"))["Location"] == reverse("enter_code")


def test_a_code_with_a_slip_stays_in_its_box_to_be_mended(client, employer, sam):
    plain = factories.mailed(employer, factories.code(employer, at=timezone.now()), at=timezone.now())
    slipped = plain[:-1] + ("A" if plain[-1] != "A" else "C")
    client.force_login(sam)
    response = client.post(reverse("enter_code"), {"code": slipped.lower()})
    page = response.content.decode()
    assert (response.status_code, f'value="{slipped.lower()}"' in page, 'type="text"' in page) == (422, True, True)
    assert page.count(REFUSAL) == 2
    assert client.post(reverse("enter_code"), {"code": plain})["Location"] == reverse("confirm_code")
