"""Whatever the desk shows of people is on record, one line a view, and no employer reads it."""

import pytest
from django.db import transaction
from django.urls import reverse

from access import tenancy
from accounts.models import Activity
from tests import role_world
from tests.access.intake import FORM
from tests.role_table import DESK
from tests.role_world import client_of, filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_limits")]
made_world, world = role_world.made_world, role_world.world
# Names and addresses of everybody in the world of the roles.
PEOPLE = ("Morales", "Stone", "sam@example.test", "@example.test", FORM["requester_name"])
# Names of representatives, not of people looked after.
OWN_NAMES = ("admin/enrollment/review/report/",)


def lines():
    with tenancy.as_user(None), tenancy.staff():
        return list(Activity.objects.filter(channel="representative").order_by("pk"))


def looked_at(client, address):
    """(the answer, the lines of record it left)."""
    point, before = transaction.savepoint_create(), len(lines())
    response = client.get(address)
    left = lines()[before:]
    transaction.savepoint_rollback(point)
    return response, left


def shows_people(response):
    kind = response.get("Content-Type", "")
    if response.status_code != 200 or kind.startswith(("image/", "application/")):
        return response.status_code == 200 and kind.startswith(("image/", "application/octet"))
    return any(name in response.content.decode() for name in PEOPLE)


def test_every_page_of_the_desk_that_shows_people_leaves_one_line(world):
    client, seen = client_of("representative", world), 0
    for path in DESK:
        response, left = looked_at(client, filled(path, world))
        if path in OWN_NAMES or not shows_people(response):
            continue
        seen += 1
        pair = 2 if "beside" in path else 1  # each of two records compared has its line
        assert (path, [line.staff_only for line in left]) == (path, [True] * pair)
        assert all(line.object_id or line.after for line in left), path
    assert seen >= 13


@pytest.mark.parametrize(
    ("name", "of"), [("enrollment_person", "change"), ("access_grant", "member"), ("access_accessrequest", "asked")]
)
def test_a_line_names_the_rows_that_were_shown(world, name, of):
    client = client_of("representative", world)
    pk = world.change.person_id if of == "change" else getattr(world, of).pk
    _response, (line,) = looked_at(client, reverse(f"admin:{name}_change", args=[pk]))
    assert (line.verb, line.object_id, line.after["shown"]) == (
        "viewed_at_desk",
        str(pk),
        {name.split("_")[1]: [str(pk)]},
    )
    _response, (line,) = looked_at(client, reverse(f"admin:{name}_changelist") + "?q=" + ("M" if of != "asked" else ""))
    assert str(pk) in line.after["shown"][name.split("_")[1]]
    assert "q=" not in str(line.after)


def test_the_pictures_of_a_document_are_one_view(world):
    client, before = client_of("representative", world), len(lines())
    for page in ("view", "page"):
        client.get(
            reverse(f"admin:access_accessdocument_{page}", args=[world.document.pk, *([0] if page == "page" else [])])
        )
    client.get(reverse("admin:access_accessdocument_page", args=[world.document.pk, 0]))
    assert len(lines()) == before + 1


def test_a_case_without_new_candidates_leaves_a_line_for_each_view(world):
    client, address = client_of("representative", world), filled("admin/enrollment/review/<uuid:pk>/case/", world)
    before = len(lines())
    for _ in range(3):
        client.get(address)
    assert [line.verb for line in lines()[before:]] == ["viewed_candidates", "viewed_at_desk", "viewed_at_desk"]


def test_an_employer_sees_nothing_of_it(world):
    desk = client_of("representative", world)
    desk.get(reverse("admin:access_grant_change", args=[world.member.pk]))
    page = client_of("administrator", world).get(reverse("activity")).content.decode()
    assert "Viewed at the desk" not in page


def test_no_line_is_left_by_a_list_that_shows_nobody(rep_desk, employer):
    before = len(lines())
    rep_desk.get(reverse("admin:enrollment_person_changelist"))
    rep_desk.get(reverse("admin:enrollment_plan_changelist"))
    assert len(lines()) == before
