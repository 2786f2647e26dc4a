"""The desk has no sign-in of its own: sign-ins and password changes happen where they are counted and reported."""

import pytest
from django.contrib.auth import get_user
from django.urls import reverse

from tests import factories
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def robin(client):
    user = factories.user("Robin", representative=True)
    client.force_login(user)
    return user


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_the_desk_takes_no_password_of_another_representative(client, robin, method):
    other = factories.user("Lee", representative=True)
    response = getattr(client, method)(reverse("admin:login"), {"username": other.email, "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, reverse("admin:index"))
    assert get_user(client) == robin


def test_the_desk_changes_no_password(client, robin):
    new = {"old_password": PASSWORD, "new_password1": "another horse battery", "new_password2": "another horse battery"}
    response = client.post(reverse("admin:password_change"), new)
    assert (response.status_code, response["Location"]) == (302, reverse("account_change_password"))
    robin.refresh_from_db()
    assert robin.check_password(PASSWORD)
