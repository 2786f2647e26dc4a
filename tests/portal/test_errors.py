"""Error pages: what happened, whom to call, a reference, and no internals."""

import re

import pytest
from django.db import OperationalError
from django.urls import get_resolver, reverse

from enrollment.views.roster import person as people
from portal import errors
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("fault", "status"), [(ZeroDivisionError("secret"), 500), (OperationalError("secret"), 503)])
def test_a_fault_shows_its_page_with_a_reference(client, monkeypatch, fault, status):
    employer = factories.Employer()
    person = employer.enroll().person_id
    client.force_login(employer.administrator)
    client.raise_request_exception = False

    def fail(*_, **__):
        raise fault

    monkeypatch.setattr(people, "render", fail)
    response = client.get(reverse("person", args=[person]))
    page = response.content.decode()
    assert response.status_code == status
    assert re.search(r"<strong[^>]*>[0-9A-F]{8}</strong>", page)
    assert "secret" not in page
    assert response["Cache-Control"] == "no-store, private"


def test_too_many_requests_says_when_it_ends(rf):
    response = errors.too_many(rf.get("/"))
    assert response.status_code == 429
    assert "Try again in 5 minutes." in response.content.decode()


def test_allauth_shows_the_portals_page_for_too_many_requests():
    assert get_resolver().resolve_error_handler(429) is errors.too_many


def test_whoever_is_refused_can_sign_out(client):
    client.force_login(factories.user())
    page = client.get(reverse("roster"))
    assert (page.status_code, ">Sign out</a>" in page.content.decode()) == (403, True)


@pytest.mark.django_db
def test_without_the_sample_company_there_is_no_tour(client):
    assert client.get(reverse("tour")).status_code == 404
    assert client.get(reverse("tour_step", args=[1])).status_code == 404
