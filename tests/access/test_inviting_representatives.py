"""Supervisors invite representatives and make supervisors at the desk; the database lets nobody else."""

import re

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from access import services, tenancy
from access.tasks import mail_invitation
from accounts.models import Activity, Job, Representative, User
from tests import factories, staff_flags
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
NEW = {
    "name": "Marisol Vega",
    "email": "marisol@carrier.example",
    "phone": "(800) 555-0163",
    "hours": "Monday to Friday, 8 am to 5 pm",
}
INVITE = "admin:accounts_representative_invite"


@pytest.fixture
def ines(client):
    boss = factories.supervisor()
    client.force_login(boss)
    factories.has_just_signed_in(client)
    return boss


def lines(*verbs):
    with tenancy.as_user(None), tenancy.staff():
        found = Activity.objects.filter(verb__in=verbs).order_by("pk")
        return [(line.verb, line.summary, line.actor.name, line.staff_only) for line in found]


def send_invitations():
    with tenancy.as_user(None), tenancy.service():
        waiting = list(Job.objects.filter(kind="access.mail_invitation", state="queued").order_by("created_at", "pk"))
    for job in waiting:
        mail_invitation(str(job.pk))
    return len(waiting)


def test_an_invited_representative_chooses_a_password_by_the_mailed_link_and_works_the_desk(client, ines):
    assert client.post(reverse(INVITE), NEW).status_code == 302
    assert send_invitations() == 1
    (message,) = mail.outbox
    assert message.to == ["marisol@carrier.example"]
    (link,) = re.findall(r"http://[^/\s]+(\S+/reset/key/\S+)", message.body)
    client.logout()
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    client.post(reverse("account_login"), {"login": "marisol@carrier.example", "password": PASSWORD})
    assert client.get("/admin/enrollment/review/").status_code == 200
    user = User.objects.get(email="marisol@carrier.example")
    assert (user.is_staff, user.is_supervisor, user.is_superuser) == (True, False, False)
    with tenancy.as_user(None):
        assert str(Representative.objects.get(user=user)) == "Marisol Vega"
    assert lines("made_representative", "named_supervisor") == [
        ("made_representative", "Marisol Vega", "Ines Duarte", True)
    ]


def test_no_link_stands_in_the_job_or_the_record(client, ines):
    client.post(reverse(INVITE), NEW)
    with tenancy.as_user(None), tenancy.service():
        (job,) = Job.objects.filter(kind="access.mail_invitation")
    assert job.arguments == {"user": User.objects.get(email=NEW["email"]).pk}


def test_a_supervisor_is_invited_as_one(client, ines):
    client.post(reverse(INVITE), NEW | {"supervises": "on"})
    assert User.objects.get(email=NEW["email"]).is_supervisor
    assert [line[0] for line in lines("made_representative", "named_supervisor")] == [
        "made_representative",
        "named_supervisor",
    ]


def test_an_address_in_use_is_refused_at_its_field_and_its_user_stays_what_they_are(client, ines):
    known = factories.user("Sam Ito", email="marisol@carrier.example")
    answer = client.post(reverse(INVITE), NEW | {"email": "Marisol@Carrier.example"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["email"]
    known.refresh_from_db()
    assert not known.is_staff
    assert lines("made_representative") == []


def test_a_representative_who_is_no_supervisor_invites_nobody(rep_desk, rep):
    assert rep_desk.post(reverse(INVITE), NEW).status_code == 403
    with (
        tenancy.as_user(rep),
        tenancy.staff(),
        pytest.raises(services.CannotAppoint, match="Only a supervisor"),
    ):
        services.invite_representative(**NEW, supervises=False, by=rep, at=timezone.now())
    assert not User.objects.filter(email=NEW["email"]).exists()


def test_an_invitation_asks_for_the_password_again_after_five_minutes(client):
    client.force_login(factories.supervisor())
    answer = client.post(reverse(INVITE), NEW)
    assert (answer.status_code, answer["Location"].startswith(reverse("account_reauthenticate"))) == (302, True)
    assert not User.objects.filter(email=NEW["email"]).exists()


def standing(of):
    with tenancy.as_user(None), tenancy.staff():
        row = Representative.objects.get(user=of)
    return reverse("admin:accounts_representative_standing", args=[row.pk])


def test_a_supervisor_makes_another_and_ends_it(client, ines):
    robin = factories.representative().user
    for act, supervises in (("name", True), ("end", False)):
        assert client.post(standing(robin), {"act": act}).status_code == 302
        robin.refresh_from_db()
        assert robin.is_supervisor is supervises
    assert [line[:2] for line in lines("named_supervisor", "ended_supervisor")] == [
        ("named_supervisor", "Robin Okafor"),
        ("ended_supervisor", "Robin Okafor"),
    ]
    assert "That was done already." in client.post(standing(robin), {"act": "end"}).content.decode()


def test_nobody_changes_their_own_standing(client, ines):
    with tenancy.as_user(ines), tenancy.staff():
        Representative.objects.create(user=ines, phone="1", hours="x")
    answer = client.post(standing(ines), {"act": "end"})
    assert answer.status_code == 422
    ines.refresh_from_db()
    assert ines.is_supervisor


def test_an_invitation_is_sent_again_until_the_first_sign_in(client, ines):
    client.post(reverse(INVITE), NEW)
    user = User.objects.get(email=NEW["email"])
    assert client.post(standing(user), {"act": "invite"}).status_code == 302
    assert send_invitations() == 2
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())
    answer = client.post(standing(user), {"act": "invite"})
    assert (answer.status_code, "has signed in" in answer.content.decode()) == (422, True)


def test_a_link_that_waits_is_not_mailed_to_somebody_who_has_signed_in(client, ines):
    client.post(reverse(INVITE), NEW)
    User.objects.filter(email=NEW["email"]).update(last_login=timezone.now())
    assert send_invitations() == 1
    assert mail.outbox == []


def appointed(user, supervises=False):
    """The refusal of the database's own function."""
    with pytest.raises(DatabaseError) as failure, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT accounts_appoint(%s, %s)", [user.pk, supervises])
    return failure.value.__cause__.diag.sqlstate, failure.value.__cause__.diag.constraint_name


def test_the_database_lets_only_the_desk_of_a_supervisor_appoint(ines):
    sam, robin = factories.user("Sam"), factories.representative().user
    denied, by_none, by_self = (
        ("42501", None),
        ("42501", "user_appointed_by_supervisor"),
        ("42501", "user_appointed_by_another"),
    )
    with tenancy.as_user(ines):
        assert appointed(sam) == denied
        with tenancy.matching():
            assert appointed(sam) == denied
        with tenancy.service():
            assert appointed(sam) == denied
    for nobody in (None, robin, sam):
        with tenancy.as_user(nobody), tenancy.staff():
            assert appointed(sam) == by_none
    root = factories.user("Root")
    staff_flags.set_flags(root, is_staff=True, is_superuser=True)
    with tenancy.as_user(ines), tenancy.staff():
        assert [appointed(each) for each in (ines, root)] == [by_self, by_self]
        with connection.cursor() as cursor:
            cursor.execute("SELECT accounts_appoint(%s, false)", [sam.pk])
    sam.refresh_from_db()
    assert (sam.is_staff, sam.is_supervisor) == (True, False)
    staff_flags.set_flags(ines, is_supervisor=False)
    with tenancy.as_user(ines), tenancy.staff():
        assert appointed(robin) == by_none
