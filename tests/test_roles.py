"""Who may open what: roles x addresses x methods against a hand-written table. Unlisted addresses fail."""

import pytest
from django.test import Client

from access import tenancy
from access.models import AccessCode, AccessRequest, Grant
from enrollment.models import Change, Coverage, Employment, Enrollment, RosterLine
from tests import factories, role_world
from tests.addresses import addresses
from tests.counts import some
from tests.role_table import DESK, DOORS, NOT_THEIRS, OTHERWISE, ROLES, TABLE
from tests.role_world import answer, client_of, filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_limits")]
made_world, world = role_world.made_world, role_world.world
HELD = (Change, Coverage, Employment, Enrollment, Grant, AccessCode, AccessRequest, RosterLine)
METHODS = ("GET", "HEAD", "POST")
# `make test` tries every method with these roles, and one method in turn with the others.
WHOLE = ("anonymous", "administrator", "foreign administrator", "representative")


def groups_of(role):
    return {role, "", *ROLES[role].split()}


def expected(role, path, method):
    """The answer the table gives for a role."""
    groups, read, post = TABLE[path]
    if not set(groups.split("|")) & groups_of(role):
        return "sign in" if role == "anonymous" else "refused"
    group, *other = OTHERWISE.get(path, ("nobody",))
    read, post = other if group in groups_of(role) else (read, post)
    due = post if method == "POST" else read
    another = "<" in path and path.startswith(NOT_THEIRS.get(role, ()))
    return "missing" if another and due != "-" else due


def expected_at_the_desk(role, path, method):
    if path in DOORS:
        (read, post), *_ = (DOORS[path][group] for group in ("desk", "user", "visitor") if group in groups_of(role))
    else:
        read, post = DESK[path] if "desk" in groups_of(role) else ("sign in", "sign in")
    return post if method == "POST" else read


def wrong_answers(role, paths, due, world):
    client, wrong = client_of(role, world), []
    for turn, path in enumerate(paths, start=list(ROLES).index(role)):
        for method in METHODS if role in WHOLE else some(METHODS, "methods of a role", turn):
            got = answer(client, method, filled(path, world))
            if got != due(role, path, method):
                wrong.append((role, path, method, got))
    return wrong


def test_every_address_is_in_the_table_and_the_table_has_no_other():
    assert {path for path, _ in addresses()} == set(TABLE) | set(DESK) | set(DOORS)
    assert set(OTHERWISE) <= set(TABLE)
    assert set(NOT_THEIRS) <= set(ROLES)


@pytest.mark.parametrize("roles", [list(ROLES)[::2], list(ROLES)[1::2]], ids=["half", "other half"])
def test_a_role_opens_exactly_what_the_table_says(roles, world):
    assert [wrong for role in roles for wrong in wrong_answers(role, TABLE, expected, world)] == []


def test_only_representatives_open_the_desk(world):
    roles = ("anonymous", "registered", "administrator", "manages access", "representative", "superuser")
    paths = [*DESK, *DOORS]
    assert [wrong for role in roles for wrong in wrong_answers(role, paths, expected_at_the_desk, world)] == []


def test_the_matrix_has_the_size_that_is_claimed():
    assert len(ROLES) >= 13
    assert len(ROLES) * len(TABLE) * len(METHODS) >= 4_500


def test_every_post_needs_its_token_but_the_report_of_the_content_policy(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.employer.administrator)
    factories.has_just_signed_in(client)
    passed = set()
    for path in [*TABLE, *DESK, *DOORS]:
        got = answer(client, "POST", filled(path, world))
        if got not in ("refused", "-"):
            passed.add(path)
    assert passed == {"csp-report/"}


def test_a_get_changes_nothing(world):
    """The administrator opens every address; only the record of views grows."""
    client = client_of("administrator", world)

    def state():
        with tenancy.as_user(None), tenancy.staff():
            return [(model.__name__, list(model.objects.order_by("pk").values())) for model in HELD]

    before = state()
    for path in TABLE:
        response = client.get(filled(path, world))
        if getattr(response, "streaming", False):
            list(response.streaming_content)
    assert state() == before
