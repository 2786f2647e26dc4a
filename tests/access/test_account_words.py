"""Sign-in pages and mails use the portal's words and say what to do next."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from tests import factories
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "violet river seven lanterns"


def seen(response):
    """The visible text of a page on one line."""
    body = re.sub(r"(?s)<(script|style|head)\b.*?</\1>", " ", response.content.decode())
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())


def in_the_portals_words(text):
    assert re.findall(r"(?i)\b(?:e-mails?|username|reset|token|account already|forgotten)\b", text) == []


def link_in(letter):
    return re.search(r"http://testserver(\S+)", letter.body).group(1)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("account_login", {}),
        ("account_login", {"login": "nobody"}),
        ("account_login", {"login": "sam@example.test", "password": "a wrong password"}),
        ("account_signup", {}),
        ("account_signup", {"name": "Sam", "email": "nobody", "password1": NEW}),
        ("account_reset_password", {}),
        ("account_reset_password", {"email": "nobody"}),
    ],
)
def test_what_is_refused_says_e_mail_address(client, sam, name, typed):
    in_the_portals_words(seen(client.get(reverse(name))))
    refused = client.post(reverse(name), typed)
    assert refused.status_code == 200
    assert "There is a problem" in seen(refused)
    in_the_portals_words(seen(refused))


def test_a_whole_e_mail_address_is_asked_for_and_wrong_sign_ins_are_not_told_apart(client, sam):
    page = seen(client.post(reverse("account_reset_password"), {"email": "nobody"}))
    assert "Enter an email address like name@company.com." in page
    wrong = {"password": "a wrong password"}
    for login in ("sam@example.test", "unknown@example.test"):
        page = seen(client.post(reverse("account_login"), wrong | {"login": login}))
        assert "The email address or password is wrong. Check both and try again." in page


def test_a_forgotten_password_is_replaced_in_plain_words(client, sam):
    sent = client.post(reverse("account_reset_password"), {"email": "sam@example.test"}, follow=True)
    assert "We sent a message to the email address you entered." in seen(sent)
    (letter,) = mail.outbox
    assert letter.subject == "Choose a new password"
    form = client.get(link_in(letter), follow=True)
    assert "Choose a new password" in seen(form)
    unlike = client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": "another"})
    assert "There is a problem" in seen(unlike)
    done = client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW}, follow=True)
    assert "Sign in with your new password." in seen(done)
    again = client.get(link_in(letter), follow=True)
    assert "This link no longer works" in seen(again)
    assert "Send new link" in seen(again)
    factories.send_notices()
    assert [each.subject for each in mail.outbox] == ["Choose a new password", "A new password was set"]
    for page in (sent, form, unlike, done, again):
        in_the_portals_words(seen(page))
    for each in mail.outbox:
        in_the_portals_words(re.sub(r"http\S+", "", each.body))


def test_mails_to_addresses_that_are_unknown_or_taken_say_what_to_do(client, sam):
    client.post(reverse("account_reset_password"), {"email": "unknown@example.test"})
    client.post(reverse("account_signup"), {"name": "Sam", "email": "sam@example.test", "password1": NEW})
    factories.register_who_asked()
    assert [(each.to[0], each.subject) for each in mail.outbox] == [
        ("unknown@example.test", "No user ID for this email address"),
        ("sam@example.test", "You already have a user ID"),
    ]
    for each in mail.outbox:
        in_the_portals_words(re.sub(r"http\S+", "", each.body))


def test_the_pages_of_a_signed_in_user_say_it_too(client, sam):
    client.force_login(sam)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    pages = [client.get(reverse(name)) for name in ("account_email", "account_change_password", "account_logout")]
    pages.append(client.post(reverse("account_change_password"), {"oldpassword": "wrong"}))
    pages.append(client.post(reverse("account_email"), {"action_add": "", "email": "sam@example.test"}))
    pages.append(client.post(reverse("account_email"), {"action_add": "", "email": "new@example.test"}, follow=True))
    assert "This is not your current password. Try again." in seen(pages[3])
    assert "This is already your email address. Enter the new one." in seen(pages[4])
    assert "We sent a link to new@example.test." in seen(pages[5])
    for page in pages:
        in_the_portals_words(seen(page))
    typed = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post(reverse("account_change_password"), typed).status_code == 302
    factories.send_notices()
    assert mail.outbox[-1].subject == "Your password was changed"
