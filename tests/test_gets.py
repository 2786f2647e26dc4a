"""A GET changes nothing: no row but the record of reads, and nobody is signed out by it."""

from contextlib import nullcontext

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.test import Client
from django.urls import reverse

from access import tenancy
from access.models import CodeAttempt
from accounts.models import Activity
from enrollment.models import NotSame
from tests import role_world
from tests.role_table import DESK, DOORS, TABLE
from tests.role_world import client_of, filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_limits")]
made_world, world = role_world.made_world, role_world.world
OURS = ("accounts", "access", "enrollment", "billing")
# Where a model is not read under the staff role. Reads are put on record: the lines of activity grow.
READ_AS = {CodeAttempt: nullcontext, EmailAddress: nullcontext, NotSame: tenancy.matching}
MODELS = [each for each in apps.get_models() if each._meta.app_label in OURS and each is not Activity]


def rows(model):
    with tenancy.as_user(None), READ_AS.get(model, tenancy.staff)():
        return sorted(map(str, model.objects.values_list()))


def state():
    return {model.__name__: rows(model) for model in [*MODELS, EmailAddress]}


@pytest.mark.parametrize("role", ["administrator", "representative"])
def test_no_get_changes_a_row_or_signs_anybody_out(role, world):
    client = client_of(role, world)
    before, user = state(), client.session["_auth_user_id"]
    for path in [*TABLE, *DESK, *DOORS]:
        response = client.get(filled(path, world))
        if getattr(response, "streaming", False):
            list(response.streaming_content)
        assert client.session.get("_auth_user_id") == user, path
    after = state()
    assert [name for name, known in before.items() if known != after[name]] == []


def test_only_a_post_signs_out_for_inactivity(desk, employer):
    page = desk.get(reverse("session_ended"), {"next": "/employees/"})
    assert "You are signed in" in page.content.decode()
    assert desk.get(reverse("roster")).status_code == 200
    assert desk.post(reverse("session_ended")).status_code == 204
    assert desk.get(reverse("roster")).status_code == 302
    assert "been signed out" in desk.get(reverse("session_ended")).content.decode()


def test_signing_out_for_inactivity_takes_the_token_of_the_page(employer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(employer.administrator)
    assert client.post(reverse("session_ended")).status_code == 403
    assert client.get(reverse("roster")).status_code == 200
