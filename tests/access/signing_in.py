"""The sign-in form, sent."""

from django.urls import reverse

PASSWORD = "violet river seven lanterns"


def sign_in(client, email="sam@example.test", password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})
