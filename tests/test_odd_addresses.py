"""No address fails: whatever stands in its path or its query, and whoever comes."""

import re

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import reverse

from access.guard import SESSION_PURCHASER
from access.preview import SESSION_PREVIEW
from tests import factories, role_world
from tests.counts import some
from tests.role_table import DESK, DOORS, TABLE
from tests.role_world import client_of, filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_limits")]
made_world, world = role_world.made_world, role_world.world
FORM = "application/x-www-form-urlencoded"
# Every name that a page of the portal reads.
PARAMETERS = ("q", "page", "next", "state", "sort", "tab", "after", "before", "unit", "plan", "since", "until", "verb", "who",
              "first", "last", "organization", "number", "back", "term", "app_label", "model_name", "field_name")  # fmt: skip
# Values that pages take without a form field of their own.
SENT = ("key", "seen", "shown", "to", "note", "reason", "reference", "proposal", "survivor", "number_of", "purchaser", "session",
        "claim", "release", "remove", "name", "number", "back", "code", "next", "q", "digits")  # fmt: skip
ACTING = [path for path in DESK if path.endswith(("decide/", "act/", "beside/<uuid:other_pk>/", "stop/", "sign-in/"))]
ACTS = ("claim", "release", "ask", "refuse", "settle", "fill_in", "reject", "came_back", "approve", "merge", "propose",
        "confirm", "reopen", "resume", "end", "remove")  # fmt: skip
EVERY = [*TABLE, *DESK, *DOORS]
# What nobody types: null bytes, halves of a pair, invalid UTF-8, numbers beyond every column, and lists.
ODD = {
    "null": "%00",
    "null inside": "a%00b",
    "half a pair": "%ED%A0%80",
    "invalid": "%FF%FE",
    "overlong": "%C0%80",
    "negative": "-1",
    "huge": "9" * 30,
    "beyond bigint": str(2**63),
    "endless": "9" * 5000,
    "exponent": "1e400",
    "not a number": "NaN",
    "infinite": "infinity",
    "long": "a" * 5000,
    "comma": "1,2,%00",
    "year": "10000-01-01",
    "direction": "%E2%80%AE",
    "empty": "",
    "percent": "%25%25%5C",
    "high": "%F4%8F%BF%BF",
}


def asked(client, address, method="GET", data=""):
    """The status of an address; its writes are rolled back."""
    point, cookies = transaction.savepoint_create(), client.cookies.copy()
    path, _, query = address.partition("?")
    try:
        response = client.generic(method, path, data, content_type=FORM, QUERY_STRING=query)
        if getattr(response, "streaming", False):
            list(response.streaming_content)
        return response.status_code
    except Exception as failure:  # noqa: BLE001
        return f"{type(failure).__name__}: {failure}"[:200]
    finally:
        transaction.savepoint_rollback(point)
        client.cookies = cookies


def failures(client, wanted):
    found = []
    for method, address, data in wanted:
        got = asked(client, address, method, data)
        if not isinstance(got, int) or got >= 500:
            found.append((method, address[:120], data[:60], got))
    return found


def looking_in(world):
    """Those who come without a grant of their own: on an employer's behalf, before choosing one, and in a preview."""
    on_behalf = client_of("representative", world)
    session = on_behalf.session
    session[SESSION_PURCHASER] = world.employer.purchaser.pk
    session.save()
    preview = client_of("administrator", world)
    session = preview.session
    session[SESSION_PREVIEW] = world.member.pk
    session.save()
    return [on_behalf, client_of("representative", world), preview]


def test_no_page_takes_a_grant_for_granted(world):
    both, clients = (("GET", ""), ("POST", "sent=1")), looking_in(world)
    for turn, path in enumerate(EVERY):
        for client in some(clients, "who only looks in", turn):
            assert failures(client, [(method, filled(path, world), data) for method, data in both]) == []
    tour = [(method, f"/tour{filled(path, world)}", data) for path in TABLE for method, data in both]
    assert failures(client_of("anonymous", world), tour) == []


def test_a_representative_has_no_access_to_give_up(rep_desk, employer):
    session = rep_desk.session
    session[SESSION_PURCHASER] = employer.purchaser.pk
    session.save()
    page = rep_desk.post(reverse("leave"), follow=True)
    assert page.status_code == 200
    assert "You have no access of your own to this company." in page.content.decode()


def parameters(model_admin):
    """What a list of the desk reads from its address."""
    names = ["q", "p", "o", "all", "e", "id__exact", "pk__in", "_to_field", "_popup", "_changelist_filters"]
    for each in model_admin.list_filter:
        if isinstance(each, str):
            names += [each, f"{each}__exact", f"{each}__in", f"{each}__isnull"]
        else:
            names += [f"{each[0]}__isempty", each[0]] if isinstance(each, tuple) else [each.parameter_name]
    return names


def test_no_parameter_of_a_list_of_the_desk_fails(world):
    client, turn = client_of("representative", world), 0
    for model, model_admin in admin.site._registry.items():
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for name in parameters(model_admin):
            turn += 1
            values = [ODD["null"], *some(list(ODD.values()), "nonsense in an address", turn)]
            assert failures(client, [("GET", f"{address}?{name}={value}", "") for value in values]) == []


def test_no_parameter_of_a_page_fails(world):
    for role, paths in (("representative", [*DESK, *DOORS]), ("administrator", list(TABLE))):
        client = client_of(role, world)
        for turn, path in enumerate(paths):
            for value in [ODD["empty"], *some(list(ODD.values()), "nonsense in an address", turn)]:
                queries = ["&".join(f"{name}={value}" for name in PARAMETERS), f"_to_field={value}"]
                assert failures(client, [("GET", f"{filled(path, world)}?{query}", "") for query in queries]) == []


def test_no_part_of_a_path_fails(world):
    values = [*filter(None, ODD.values()), "_00", "a_00b", "_ED_A0_80"]
    for role, paths in (("representative", DESK), ("administrator", TABLE)):
        client = client_of(role, world)
        for turn, path in enumerate(path for path in paths if "<" in path):
            for value in some(values, "nonsense in an address", turn * 2):
                address = re.sub(r"<(?:\w+:)?\w+>", value, path).translate(dict.fromkeys(map(ord, "^$()?P")))
                wanted = [("GET", f"/{address}", ""), ("POST", f"/{address}", "sent=1")]
                assert failures(client, wanted) == []


def test_no_value_that_is_sent_fails(world):
    """A null byte or a number beyond every column in each hidden or unchecked value that a page reads."""
    values = [ODD["null inside"], ODD["beyond bigint"], ODD["endless"]]
    clients = {role: client_of(role, world) for role in ("representative", "administrator")}
    for turn, path in enumerate(EVERY):
        client = clients["administrator" if path in TABLE else "representative"]
        for value in some(values, "nonsense that is sent", turn):
            body = "&".join(f"{name}={value}" for name in SENT)
            wanted = [("POST", filled(path, world), body)]
            wanted += [("POST", filled(path, world), f"act={act}&{body}") for act in ACTS if path in ACTING]
            assert failures(client, wanted) == []


def test_a_null_byte_in_the_key_of_a_form_is_refused(desk, employer):
    person = employer.enroll().person_id
    address, answers = factories.correction(desk, person, phone="(415) 555-0100")
    assert desk.post(address, answers | {"key": "a\0b"}).status_code == 400
    assert desk.post(address, answers).status_code == 302


@pytest.mark.parametrize("name", ["session", "csrf", "messages"])
def test_a_cookie_with_a_null_byte_is_none(client, name):
    assert client.get("/help/", headers={"cookie": f'{name}="{"a" * 31}\\000b"'}).status_code == 200


def test_a_null_byte_is_refused_where_it_would_be_looked_up(rep_desk):
    for address in ("?q=%00", "?state=%00", "?state__in=a,%00", "?state__exact=a%00b"):
        assert rep_desk.get(reverse("admin:access_accessrequest_changelist") + address).status_code == 400
