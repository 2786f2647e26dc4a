"""Every form that takes no sign-in: nobody learns from its answer, or its time, who or what is on file.

`python -m bench alike` measures the time; here is what makes it the same.
"""

import re
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from access import tenancy
from accounts.models import Job, User
from accounts.platform import even_time
from accounts.services import add_user
from bench import alike
from tests import factories
from tests.addresses import addresses
from tests.role_table import DOORS, TABLE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_limits")]
PASSWORD = "violet river seven lanterns"
# Why a public form that is not measured can tell nothing about who or what is on file.
TELLS_NOTHING = {
    "request_status": "its answer is for who has the reference: 50 random bits, 20 tries a minute",
    "tour_page": "the sample company only; saves nothing",
    "tour": "the sample company only; saves nothing",
    "csp_report": "a line of the log; no row is read",
    "account_logout": "has no field",
    "session_ended": "has no field",
    "account_confirm_email": "opened by a signed link that was mailed",
    "account_reset_password_from_key": "opened by a link that was mailed; the number in it is a row's, not a person's",
    "account_confirm_login_code": "signing in by a mailed code is off",
    "mfa_authenticate": "comes after the right password",
    "login": "the desk's: sends everybody to the portal's sign-in",
    "logout": "has no field",
}


def public_forms():
    """The names of addresses that anybody can POST to."""
    for path, pattern in addresses():
        if path in TABLE:
            groups, _read, post = TABLE[path]
            anybody = {"", "visitor"} & set(groups.split("|"))
        else:
            anybody, post = path in DOORS, DOORS.get(path, {}).get("visitor", ("", "-"))[1]
        if anybody and post != "-":
            yield pattern.name


def test_every_public_form_is_measured_or_has_its_reason():
    found = set(public_forms())
    assert {"account_signup", "account_login", "account_reset_password", "user_id_request"} <= found
    measured = {alike.FORMS[what][0] for what in alike.ROUNDS}
    assert found == measured | set(TELLS_NOTHING)
    assert not measured & set(TELLS_NOTHING)
    assert alike.ROUNDS.keys() == alike.FORMS.keys() == alike.ANSWERS.keys()


def asked(name, form):
    """(status, headers without values that change, cookies, statements without their values) of a visitor's POST."""
    client = Client()
    client.get(reverse(name), headers={"accept": "application/json"})
    with CaptureQueriesContext(
        connection,
    ) as told:
        response = client.post(reverse(name), form)
    shape = [re.sub(r"'[^']*'|\bs?\d+(_x\d+)?\b|\\x[0-9a-f]+", "?", each["sql"]) for each in told]
    cookies = {name: len(cookie.value) for name, cookie in response.cookies.items()}
    headers = {name: value for name, value in response.items() if name not in ("Content-Length", "Expires")}
    return response.status_code, headers, cookies, sorted(client.session.keys()), shape


@pytest.fixture
def known():
    """Registered and confirmed; registered and not confirmed; without a password; closed; a representative."""
    add_user(email="confirmed@example.test", name="Dana", password=PASSWORD)
    add_user(email="without@example.test", name="Dana", password=None)
    add_user(email="rep@example.test", name="Dana", password=PASSWORD, representative=True)
    add_user(email="closed@example.test", name="Dana", password=PASSWORD)
    add_user(email="open@example.test", name="Dana", password=PASSWORD)
    User.objects.filter(email="closed@example.test").update(is_active=False)
    EmailAddress.objects.filter(email="open@example.test").update(verified=False)
    return ["confirmed", "without", "rep", "closed", "open"]


def test_registering_does_the_same_for_every_address_and_the_job_tells_it_what_happened(known):
    form = {"name": "Sam Ito", "password1": PASSWORD}
    new = asked("account_signup", form | {"email": "new@example.test"})
    assert new[0] == 302
    for who in known:
        assert asked("account_signup", form | {"email": f"{who}@example.test"}) == new, who
        assert asked("account_signup", form | {"email": f"{who.upper()}@Example.test"})[0] == 302, who
    assert mail.outbox == []
    assert not User.objects.filter(email="new@example.test").exists()
    factories.register_who_asked()
    told = {letter.to[0]: letter.subject for letter in mail.outbox}
    assert told == {f"{who}@example.test": "You already have a user ID" for who in known} | {
        "new@example.test": "Confirm your email address"
    }
    assert len(mail.outbox) == len(known) + 1
    assert User.objects.get(email="new@example.test").check_password(PASSWORD)
    assert User.objects.get(email="confirmed@example.test").name == "Dana"


def test_a_registration_hashes_one_password_whoever_asks(known, monkeypatch):
    from accounts import sign_in_forms

    hashed, hasher = [], sign_in_forms.make_password
    monkeypatch.setattr(sign_in_forms, "make_password", lambda text: hashed.append(text) or hasher(text))
    for email in ("confirmed@example.test", "new@example.test"):
        asked("account_signup", {"name": "Sam", "password1": PASSWORD, "email": email})
    assert hashed == [PASSWORD, PASSWORD]


def test_what_a_registration_said_is_sealed_and_gone_when_its_job_has_ended(known):
    for email in ("confirmed@example.test", "new@example.test"):
        asked("account_signup", {"name": "Canary Person", "password1": PASSWORD, "email": email})

    def kept():
        with tenancy.as_user(None), tenancy.service():
            return list(Job.objects.filter(kind="access.register").values_list("state", "arguments"))

    assert not re.search("Canary|example.test|md5|pbkdf2|violet", str(kept()))
    assert [state for state, _ in kept()] == ["queued"] * 2
    factories.register_who_asked()
    assert kept() == [("done", {})] * 2


def test_no_register_job_can_be_written_for_a_purchaser_by_a_visitor_and_no_other_kind():
    from django.db.utils import ProgrammingError

    from accounts.services import schedule

    for kind in ("access.draw_document", "access.mail_code", "enrollment.mail_outcome"):
        with pytest.raises(ProgrammingError, match="row-level security"), tenancy.as_user(None):
            schedule(kind, arguments={}, at=factories.NOW)


def test_two_registrations_of_one_address_make_one_user(known):
    for name in ("First", "Second"):
        client = Client()
        client.post(reverse("account_signup"), {"name": name, "password1": PASSWORD, "email": "new@example.test"})
        factories.register_who_asked()
    assert User.objects.get(email="new@example.test").name == "First"
    assert len(mail.outbox) == 1  # one mail in three minutes, as for every address


NUMBERS = ("123-45678", "999-99998")
ASKED = {
    "user_id_request": [alike.WRITTEN | {"purchaser_number": number} for number in NUMBERS],
    "tour_start": [{"number": number} for number in NUMBERS],
}


@pytest.mark.parametrize("name", ASKED)
def test_a_purchaser_id_is_not_looked_up_by_a_public_form(employer, name):
    forms = [
        form | {field: employer.purchaser.number} for form in ASKED[name][:1] for field in form if "number" in field
    ]
    assert len({str(asked(name, form)) for form in [*forms, *ASKED[name]]}) == 1


@pytest.mark.parametrize(
    ("name", "step", "form"),
    [
        ("account_signup", "SIGN_IN_STEP_SECONDS", {"name": "Sam", "password1": PASSWORD, "email": "{}"}),
        ("account_login", "SIGN_IN_STEP_SECONDS", {"login": "{}", "password": "a password that is nobody's"}),
        ("account_reset_password", "SIGN_IN_STEP_SECONDS", {"email": "{}"}),
        ("mfa_login_webauthn", "ANSWER_STEP_SECONDS", {"credential": "{}"}),
        ("user_id_request", "ANSWER_STEP_SECONDS", alike.WRITTEN | {"purchaser_number": "123-45678"}),
    ],
)
def test_an_answer_comes_at_a_whole_step_whoever_asks(known, client, settings, monkeypatch, name, step, form):
    """Also when the work takes longer than a step, as on a busy machine."""
    settings.ANSWER_STEP_SECONDS = settings.SIGN_IN_STEP_SECONDS = 0
    waits, work = [], iter([10.0, 10.4, 20.0, 21.7, 30.0, 30.2, 40.0, 43.9])
    monkeypatch.setattr(even_time, "time", SimpleNamespace(sleep=waits.append, monotonic=lambda: next(work)))
    setattr(settings, step, 1.0)
    for email in ("confirmed@example.test", "nobody@example.test", "open@example.test", "other@example.test"):
        client.post(
            reverse(name), {field: value.format(email) if value == "{}" else value for field, value in form.items()}
        )
    assert [round(each, 6) for each in waits] == [0.6, 0.3, 0.8, 0.1]


def test_a_page_that_is_only_opened_is_not_held_back(client, monkeypatch):
    waits = []
    monkeypatch.setattr(even_time.time, "sleep", waits.append)
    for name in ("account_signup", "account_login", "account_reset_password", "user_id_request"):
        assert client.get(reverse(name)).status_code == 200
    assert waits == []
