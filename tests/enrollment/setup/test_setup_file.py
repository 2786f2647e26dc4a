"""Groups from a YAML file: checked as a whole with lines, dry by default, and twice the same as once."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from access import tenancy
from accounts.models import Activity, Contact, Purchaser
from accounts.services import add_contact, remove_contact, rename_purchaser
from enrollment.models import Plan, UnitRules
from enrollment.services import add_plan
from enrollment.setup_file.checks import contradictions
from enrollment.setup_file.reading import read
from enrollment.setup_file.shape import BLOCKS, READER
from tests import factories
from tests.enrollment.setup.world import rated
from tests.factories import NOW

pytestmark = pytest.mark.django_db
PAGE = (Path(__file__).resolve().parents[3] / "docs" / "setup-file.md").read_text()
EXAMPLE = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL).group(1)


@pytest.fixture
def robin(db):
    return factories.representative().user


@pytest.fixture
def run(robin, tmp_path):
    def run(text=EXAMPLE, *, apply=True):
        file, out = tmp_path / "groups.yaml", StringIO()
        file.write_bytes(text.replace("robin.okafor@evergreen.example", robin.email).encode())
        call_command("setup_group", file, by=robin.email, apply=apply, stdout=out)
        return out.getvalue().splitlines()

    return run


@pytest.fixture
def sold(db):
    """The plan of the page with rates, so that its group opens at once."""
    facts = {"code": "HMO-GOLD-500", "name": "HMO Gold 500", "line": "medical", "product": "HMO"}
    with tenancy.as_user(None), tenancy.staff():
        plan = add_plan(**facts, by=None, at=NOW, reason="New plan")
    return rated(plan)


def state():
    """Every row that a set-up writes, as the database holds it."""
    tables = [name for name in connection.introspection.table_names() if name.startswith(("accounts_", "enrollment_"))]
    with tenancy.as_user(None), tenancy.staff(), connection.cursor() as cursor:
        found = {}
        for table in sorted(tables):
            cursor.execute("SELECT has_table_privilege(current_user, %s, 'SELECT')", [table])
            if cursor.fetchone()[0]:
                cursor.execute(f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t")
                found[table] = cursor.fetchone()
        return found


def line_of(text, words):
    return next(number for number, line in enumerate(text.splitlines(), start=1) if words in line)


def test_the_example_of_the_page_opens_its_group_once_the_plan_has_rates(run):
    said = run()
    line = line_of(EXAMPLE, "open: true")
    waits = "Publish rates of HMO Gold 500 for January 2027. Then repeat this file to open the group."
    assert said[:2] == [f"line {line}: {waits}", "Added plan HMO-GOLD-500"]
    with tenancy.as_user(None), tenancy.staff():
        plan = Plan.objects.get(code="HMO-GOLD-500")
        assert not Purchaser.objects.get(number="104-90417").is_open
    rated(plan)
    said = run()
    assert said[-1] == "Added 104-90417: open for enrollment"
    with tenancy.as_user(None), tenancy.staff():
        made = Purchaser.objects.get(number="104-90417")
        rules = UnitRules.objects.get(unit__purchaser=made)
        lines = Activity.objects.filter(purchaser=made).order_by("pk")
        assert {line.after["why"] for line in lines} == {"Set-up file groups.yaml"}
        assert str(made.addresses.get(kind="mailing")) == "P.O. Box 7, Oakland, CA 94607"
    assert made.is_open
    assert (rules.waiting_days, rules.cobra_notice_days) == (30, 44)


def test_without_apply_it_says_the_same_and_writes_nothing(run):
    before = state()
    dry = run(apply=False)
    assert state() == before
    assert dry[-1] == "Nothing was written. Repeat with --apply to add this."
    assert [line.replace("Would add", "Added") for line in dry[:-1]] == run()


@pytest.mark.usefixtures("sold")
def test_the_same_file_twice_changes_nothing(run):
    run()
    before = state()
    assert run() == ["Everything in this file is on file already."]
    assert state() == before


@pytest.mark.usefixtures("sold")
def test_what_is_missing_is_added_and_what_is_there_stays(run):
    run()
    later = EXAMPLE.replace(
        "waiting_days: 30}\n", "waiting_days: 30}\n          - {from: 2027-07-01, waiting_days: 45, proration: daily}\n"
    ).replace(
        "      - {from: 2027-01-01, employees: 38}\n",
        "      - {from: 2027-01-01, employees: 38}\n      - {from: 2027-06-01, employees: 55}\n",
    )
    assert run(later) == [
        "Added 104-90417: 55 employees",
        "Added 104-90417, unit 001: rules from 2027-07-01",
    ]
    assert run(EXAMPLE) == run(later) == ["Everything in this file is on file already."]


@pytest.mark.usefixtures("sold")
def test_a_later_contract_renews(run):
    run()
    renewed = EXAMPLE.replace("through: 2027-12-31, number: 2027-0183", "").replace(
        "contract: {from: 2027-01-01, }", "contract: {from: 2028-01-01}"
    )
    assert run(renewed) == ["Added 104-90417: contract from 2028-01-01"]
    assert run(EXAMPLE) == ["Everything in this file is on file already."]


@pytest.mark.usefixtures("sold")
def test_what_was_changed_at_the_desk_is_not_changed_back(run, robin):
    run()
    with tenancy.as_user(robin), tenancy.staff():
        given = {"by": robin, "at": NOW, "reason": "New owner"}
        purchaser = Purchaser.objects.get(number="104-90417")
        rename_purchaser(purchaser=purchaser, name="Sequoia Tiles", **given)
        add_contact(purchaser=purchaser, role="billing", name="Mia Stone", phone="1", **given)
        remove_contact(contact=Contact.objects.get(name="Ray Chen"), **given)
    before = state()
    assert run() == ["Everything in this file is on file already."]
    other = EXAMPLE.replace("name: Redwood Ceramics", "name: Redwood Clay")
    line = line_of(other, "Redwood Clay")
    assert (
        run(other)[0] == f"line {line}: name of 104-90417 on file is 'Sequoia Tiles' and stays. Change it at the desk."
    )
    assert state() == before


WRONG = [
    ("time_zone: America/Los_Angeles", "time_zone: Mars", "is none of: America/New_York"),
    ("from: 2027-01-01, employees: 38", "from: 2027-02-30, employees: 38", "is not a date like 2027-01-31"),
    ("employees: 38", "employees: many", "is not a whole number"),
    ("waiting_days: 30", "wating_days: 30", "'wating_days' is not one of"),
    ("role: officer", "role: boss", "is none of: officer, benefits, billing"),
    ("name: Redwood Ceramics", "alias: Redwood Ceramics", "'alias' is not one of"),
    ("open: true", "open: yes", "is neither true nor false"),
]


@pytest.mark.parametrize(("right", "wrong", "words"), WRONG)
def test_a_wrong_value_is_named_with_its_line(right, wrong, words):
    text = EXAMPLE.replace(right, wrong)
    _found, problems = read(text.encode(), READER)
    assert [words in problem.text for problem in problems if problem.line == line_of(text, wrong)] == [True]


def test_everything_wrong_is_said_at_once():
    text = EXAMPLE
    for right, wrong, _words in WRONG:
        text = text.replace(right, wrong)
    _found, problems = read(text.encode(), READER)
    assert len(problems) == len(WRONG) + 1  # and the name that is missing
    assert problems == sorted(problems)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "the file is empty"),
        ("groups: [", 1, ""),
        ("groups:\n  - &a {id: 1}\n  - *a\n", 2, "anchors and aliases"),
        ("- x\n", 1, "give a mapping with the keys: plans, groups"),
        ("groups: none\n", 1, "give a list here"),
        ("groups: []\ngroups: []\n", 2, "is there twice, first in line 1"),
        ("groups: []\nx: !!python/object:os.system 1\n", 2, "'x' is not one of"),
    ],
)
def test_what_is_no_set_up_file_is_refused_with_a_line(text, line, words):
    _found, problems = read(text.encode(), READER)
    assert (problems[0].line, words in problems[0].text) == (line, True)


def test_bytes_that_are_no_text_are_refused():
    assert str(read(b"\xff\xfe\x00", READER)[1][0]) == "line 1: the file is not UTF-8"


@pytest.mark.parametrize(
    ("again", "words"),
    [
        ("  - {from: 2027-01-01, employees: 40}\n", "sizes: from 2027-01-01 is there twice"),
        ("", ""),
    ],
)
def test_contradictions_inside_the_file_are_found(again, words):
    sizes = "      - {from: 2027-01-01, employees: 38}\n"
    found, problems = read(EXAMPLE.replace(sizes, sizes + ("    " + again if again else "")).encode(), READER)
    assert problems == []
    assert [words in problem.text for problem in contradictions(found)] == ([True] if words else [])


def test_a_group_that_is_there_twice_is_found():
    groups = EXAMPLE[EXAMPLE.index("  - id") :]
    found, _problems = read((EXAMPLE + groups).encode(), READER)
    (problem,) = contradictions(found)
    assert problem.text == f"group: id 104-90417 is there twice, first in line {line_of(EXAMPLE, 'id: 104')}"


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("waiting_days: 30", "waiting_days: 61", "60 days or fewer"),
        ("code: HMO-GOLD-500, from", "code: HMO-SILVER, from", "the carrier has no plan 'HMO-SILVER'"),
        ("id: 104-90417", "id: 90417", "A purchaser ID looks like 104-88231."),
        ("phone: (510) 555-0142", "email: lena@redwood.example", "Enter the officer's phone number"),
    ],
)
def test_what_a_service_refuses_is_said_with_its_line_and_nothing_is_written(run, right, wrong, words):
    text, before = EXAMPLE.replace(right, wrong), state()
    with pytest.raises(CommandError) as refusal:
        run(text)
    line = line_of(text, "- id" if right.startswith("id") else wrong)
    assert re.search(rf"line {line}: .*{re.escape(words)}", str(refusal.value))
    assert state() == before


def test_a_group_that_is_not_complete_is_not_opened_and_says_why(run):
    text = EXAMPLE.replace("      - {role: billing, name: Ray Chen, email: ray@redwood.example}\n", "")
    with pytest.raises(CommandError, match=rf"line {line_of(text, 'open: true')}: Add a billing contact\."):
        run(text)


def test_only_a_representative_can_be_named(tmp_path):
    file = tmp_path / "groups.yaml"
    file.write_text(EXAMPLE)
    with pytest.raises(CommandError, match="no representative has the address"):
        call_command("setup_group", file, by=factories.user().email)


@pytest.mark.parametrize("name", BLOCKS)
def test_the_page_explains_every_key(name):
    assert [key for key in BLOCKS[name] if f"`{key}`" not in PAGE] == []
