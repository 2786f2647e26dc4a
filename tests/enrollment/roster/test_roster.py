"""The list of employees: its tabs, pages, names and states."""

import csv
import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from access import tenancy
from access.admission import Admission
from access.models import Grant
from enrollment.models import RosterLine
from enrollment.queries.roster import export
from enrollment.queries.roster import lines as roster
from enrollment.queries.roster.derived import differing_lines
from enrollment.rules.people import Name
from enrollment.services.roster import refresh
from tests import factories
from tests.enrollment.roster.people import names, person
from tests.factories import applicant, child, spouse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["roster", "home", "requests", "activity"])
def test_a_page_takes_as_many_queries_for_one_row_as_for_thirty(desk, employer, django_assert_num_queries, name):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    employer.enroll(spouse(), child())
    desk.get(reverse(name))
    with CaptureQueriesContext(connection) as one:
        desk.get(reverse(name))
    for place in range(29):
        employer.enroll(employee=person(place))
    desk.get(reverse(name))
    with CaptureQueriesContext(connection) as thirty:
        desk.get(reverse(name))
    assert len(one) == len(thirty)
    # Inside the test's own transaction a scope reads and puts back the settings: two statements more than in life.
    aside = ("SAVEPOINT", "RELEASE", "SELECT set_", "SELECT cur")
    own = [query["sql"] for query in thirty if not query["sql"].startswith(aside)]
    assert len(own) + 1 <= (8 if name == "roster" else 12), own


def test_pages_follow_each_other_by_key_both_ways(employer, monkeypatch):
    monkeypatch.setattr(roster, "PAGE", 4)
    for place in range(10):
        employer.enroll(employee=person(place))
    with employer.scope():
        grant = Admission.of(Grant.objects.get(user=employer.administrator))
        for sort in roster.SORTS:
            for descending in (False, True):
                filters = roster.Filters(sort=sort, descending=descending)
                found = roster.filtered(grant, filters, factories.TODAY)
                first = roster.page(grant, found, filters, factories.TODAY, roster.choices(grant))
                second = roster.page(grant, found, filters, factories.TODAY, roster.choices(grant), after=first.after)
                third = roster.page(grant, found, filters, factories.TODAY, roster.choices(grant), after=second.after)
                seen = [row.line_id for page in (first, second, third) for row in page.rows]
                assert len(set(seen)) == 10
                assert (first.before, third.after) == (None, None)
                back = roster.page(
                    grant, found, filters, factories.TODAY, roster.choices(grant), before=third.rows[0].line_id
                )
                assert [row.line_id for row in back.rows] == [row.line_id for row in second.rows]


@pytest.mark.parametrize(
    "words",
    ["Morales", "mor", "ana mor", "Morales, Ana", "morales ana", "Moralez", "Morrales", "anna", "cora"],
)
def test_names_are_found_by_their_beginning_in_any_order_and_by_their_sound(desk, employer, words):
    employer.enroll(spouse(), child())
    employer.enroll(employee=applicant("Zed", "Quist", born=date(1970, 1, 1), number="456-78-9123"))
    assert names(desk.get(reverse("roster"), {"q": words})) == ["Morales, Ana"]


def test_member_numbers_of_employees_and_dependents_are_found(desk, employer):
    change = employer.enroll(child())
    with employer.scope():
        line = RosterLine.objects.get()
        family = list(change.enrollment.coverages.values_list("person__member_number", flat=True))
    for number in [*family, line.member_number[:5]]:
        assert names(desk.get(reverse("roster"), {"q": number})) == ["Morales, Ana"]


def test_the_last_four_digits_are_searched_by_post_and_stay_with_the_purchaser(desk, employer):
    other = factories.Employer("Other")
    employer.enroll(child())
    other.enroll(employee=applicant("Zed", "Quist", born=date(1970, 1, 1), number="456-78-8912"))
    assert names(desk.post(reverse("roster_last_four"), {"last_four": "8912"})) == ["Morales, Ana"]
    assert desk.post(reverse("roster_last_four"), {"last_four": "89a"}).status_code == 422


def test_tabs_count_what_they_show(desk, employer):
    first = employer.enroll(hired_on=date(2026, 9, 1))
    for place in range(3):
        employer.enroll(employee=person(place), hired_on=date(2026, 9, 1))
    employer.end(first)
    with employer.scope():
        grant = Admission.of(Grant.objects.get(user=employer.administrator))
        found = roster.filtered(grant, roster.Filters(), factories.TODAY)
        assert counted(grant, found, date(2026, 9, 30)) == {"all": 4, "starting": 4}
        assert counted(grant, found, date(2026, 11, 30)) == {"all": 4, "active": 4, "ending": 1}
        assert counted(grant, found, date(2026, 12, 1)) == {"all": 4, "active": 3, "ended": 1}


def counted(grant, found, day):
    """The nonzero counts of the tabs."""
    return {tab: count for tab, count in roster.counts(grant, found, day).items() if count}


def test_active_is_whoever_is_covered_today_here_and_on_home(desk, employer):
    """One each: covered, ending, ended, starting later, re-enrolled before the end, in review."""
    with time_machine.travel(factories.NOW, tick=True):
        employer.enroll(spouse(), child(), hired_on=date(2026, 9, 1))
        ending, ended, again = (
            employer.enroll(employee=person(place), hired_on=date(2026, 9, 1)) for place in range(3)
        )
        employer.end(ending, event_on=date(2026, 11, 20))
        employer.end(ended, event_on=date(2026, 10, 20), attested=True)
        employer.end(again, event_on=date(2026, 11, 10))
        employer.enroll(employee=person(2), hired_on=date(2026, 11, 16))
        employer.enroll(employee=person(4), hired_on=date(2026, 11, 9))
        held = employer.enroll(employee=person(0, member_number="", sex="M"))
        assert held.state == "in_review"
        home, page = desk.get(reverse("home")), desk.get(reverse("roster"), {"tab": "active"})
    assert home.context["people"] == {"subscribers": 3, "dependents": 2}
    assert 'href="/employees/?tab=active"' in home.content.decode()
    assert len(names(page)) == page.context["total"] == 3
    assert [(tab["label"], tab["count"]) for tab in page.context["tabs"]] == [
        ("All", 6),
        ("Active", 3),
        ("Starts later", 2),
        ("Ending soon", 1),
        ("In review", 1),
        ("Ended", 1),
    ]


def rows_of(response):
    """Rows of a CSV or workbook by name, without the headings."""
    content = b"".join(response.streaming_content)
    if content.startswith(b"PK"):
        table = [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(content)).active]
    else:
        table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    headings, *rows = table
    assert headings == export.HEADINGS
    return {row[0]: dict(zip(headings, row, strict=True)) for row in rows}


STATES = {
    "Morales, Ana": ("Active", "Yes"),
    "Covered, Cy": ("Active", "No"),
    "Ending, Ed": ("Ends", "Yes"),
    "Starting, Stu": ("Starts later", "Yes"),
    "Newcomer, Nan": ("Not covered yet", "Yes"),
}


def test_a_request_in_review_stands_beside_the_coverage_on_every_list_and_page(desk, employer):
    """Corrections of two fields at once wait, of a covered, an ending and a starting employee; and a new one."""
    with time_machine.travel(factories.NOW, tick=True):
        made = {}
        for place, name in enumerate(list(STATES)[1:4]):
            last, first = name.split(", ")
            hired = date(2026, 11, 9) if last == "Starting" else date(2026, 9, 1)
            made[name] = employer.enroll(employee=replace(person(place), name=Name(first, last)), hired_on=hired)
        made["Morales, Ana"] = employer.enroll(spouse(), child(), hired_on=date(2026, 9, 1))
        employer.end(made["Ending, Ed"], event_on=date(2026, 11, 20))
        for name, change in made.items():
            if name != "Covered, Cy":
                answers = {"middle_name": "Q", "first_name": "Other", "birth_date": "01/02/1961"}
                address, typed = factories.correction(desk, change.person_id, **answers)
                assert desk.post(address, typed).status_code == 302
        held = employer.enroll(employee=replace(person(0), name=Name("Nan", "Newcomer"), sex="M"))
        assert held.is_open
        address = reverse("roster")
        tabs = {tab: set(names(desk.get(address, {"tab": tab}))) for tab in ("active", "review", "starting", "ending")}
        counts = {tab["label"]: tab["count"] for tab in desk.get(address).context["tabs"]}
        page = desk.get(address).content.decode()
        files = [rows_of(desk.get(reverse(name))) for name in ("roster_csv", "roster_xlsx")]
        people = desk.get(reverse("home")).context["people"]
        pages = {name: desk.get(reverse("person", args=[made[name].person_id])).content.decode() for name in made}
    assert tabs["active"] == {"Morales, Ana", "Covered, Cy", "Ending, Ed"}
    assert tabs["review"] == {name for name, (_status, waits) in STATES.items() if waits == "Yes"}
    assert (tabs["starting"], tabs["ending"]) == ({"Starting, Stu"}, {"Ending, Ed"})
    assert counts == {"All": 5, "Active": 3, "Starts later": 1, "Ending soon": 1, "In review": 4, "Ended": 0}
    assert people == {"subscribers": 3, "dependents": 2}
    for rows in files:
        assert {name: (row["Status"], row["In review"]) for name, row in rows.items()} == STATES
    shown = {"Active": "tag ok", "Ends": "tag attention", "Starts later": "tag info", "Not covered yet": "tag"}
    for name, (status, waits) in STATES.items():
        row = page[page.index(f">{name}<") :].split("</tr>")[0]
        word = {"Ends": "Ends 11/30/2026", "Starts later": "Starts 01/01/2027"}.get(status, status)
        assert f'<span class="{shown[status]}">{word}</span>' in row, name
        assert ('<span class="tag attention">In review</span>' in row) is (waits == "Yes"), name
        if name in pages:
            assert word in pages[name], name
            assert ('<span class="tag attention">In review</span>' in pages[name]) is (waits == "Yes"), name


def test_who_starts_later_is_shown_with_the_day(desk, employer):
    with time_machine.travel(factories.NOW, tick=True):
        employer.enroll(employee=person(4), hired_on=date(2026, 11, 9))
        page = desk.get(reverse("roster"), {"tab": "starting"}).content.decode()
    assert '<span class="tag info">Starts 01/01/2027</span>' in page


@pytest.mark.parametrize(
    "query", ["tab=x", "unit=abc", "plan=99999999999999999999", "sort=';--", "after=x", "after=99", "q=%01", "q=%27"]
)
def test_nonsense_in_an_address_is_the_default(desk, employer, query):
    employer.enroll()
    assert desk.get(f"{reverse('roster')}?{query}").status_code == 200


def test_lines_that_differ_from_history_are_found(employer):
    change = employer.enroll()
    with employer.scope():
        assert differing_lines(employer.purchaser) == []
        RosterLine.objects.update(ends_on=date(2026, 12, 31))
        assert differing_lines(employer.purchaser) == [change.person_id]
        refresh(employer.purchaser, [change.person_id])
        assert differing_lines(employer.purchaser) == []


def test_search_in_units_one_may_not_see_finds_nobody(employer):
    employer.enroll(child())
    warehouse = factories.unit(employer.purchaser, code="002", name="Warehouse")
    delegate = factories.user("Sam")
    grant = factories.grant(delegate, employer.purchaser, privileges=["view_roster"], units=[warehouse.pk])
    with tenancy.scope(employer.purchaser, user=delegate):
        for filters in (roster.Filters(words="cora"), roster.Filters(last_four="8912"), roster.Filters()):
            assert roster.counts(grant, roster.filtered(grant, filters, factories.TODAY), factories.TODAY)["all"] == 0


def test_a_search_that_finds_too_many_says_so_and_the_file_has_all_of_them(desk, employer, monkeypatch):
    monkeypatch.setattr(roster, "FOUND_AT_MOST", 2)
    for number in range(3):
        employee = replace(person(number), name=Name(person(number).name.first, "Zimmerle"))
        employer.enroll(employee=employee)
    address = reverse("roster")
    few, many = desk.get(f"{address}?q=Zimmerle"), desk.get(f"{address}?q=Z")
    assert len(names(many)) == len(names(few)) == 2
    assert "Too many matches to show them all" in many.content.decode()
    assert "Too many matches" not in desk.get(address).content.decode()
    lines = b"".join(desk.get(reverse("roster_csv") + "?q=Zimmerle").streaming_content).decode().splitlines()
    assert len(lines) == 4


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Theresa Becker", ["Becker, Teresa"]),
        ("Becekr", ["Becker, Teresa"]),
        ("becker terese", ["Becker, Teresa"]),
        ("zabriskie quilon", ["Zabriskie, Quillon"]),
        ("Zabrisky Phonia", ["Zabriskie, Phonia"]),
        ("Wolfgang", []),
    ],
)
def test_slips_in_one_word_or_several_find_whom_all_of_them_mean(desk, employer, words, found):
    for place, (first, last) in enumerate([("Teresa", "Becker"), ("Quillon", "Zabriskie"), ("Phonia", "Zabriskie")]):
        employer.enroll(employee=replace(person(place), name=Name(first, last)))
    assert names(desk.get(reverse("roster"), {"q": words})) == found


def test_who_is_in_review_is_found_by_either_name(desk, employer):
    employer.enroll()
    held = employer.enroll(employee=factories.near())
    assert held.is_open
    for words in ("Ana", "Morales", "Ana Morales", "morales ana"):
        assert names(desk.get(reverse("roster"), {"q": words})) == ["Morales, Ana", "Morales, Ana"]


def test_a_whole_number_is_never_searched_for(client):
    employer = factories.Employer()
    employer.enroll()
    client.force_login(employer.administrator)
    for typed in ("123-45-6788", "123456788", "123 45 6788"):
        page = client.get(reverse("roster"), {"q": typed})
        assert (typed in page.content.decode(), page.context["is_number"]) == (False, True)
    assert client.get(reverse("roster"), {"q": "12345678"}).context["is_number"] is False
