"""Whatever a user of some units asks, the answer is what it would be if the other units did not exist."""

import copy
import io
import itertools
import random
import re
from datetime import date
from urllib.parse import urlencode

import openpyxl
import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from enrollment import services
from enrollment.models import PersonDetail, RosterLine
from enrollment.queries.roster import lines as roster
from enrollment.queries.roster.tabs import TABS
from tests import factories
from tests.factories import NOW, applicant, child, near, spouse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_limits")]

LAST = ["Morales", "Moralez", "Morris", "Quist", "Quispe", "Aaron", "Zeller"]
FIRST = ["Ana", "Anna", "Noor", "Nora", "Zed", "Abel", "Mo"]
PRIVILEGES = ["view_roster", "enroll", "correct_details", "end_coverage", "export"]
CHANGING = re.compile(
    r'nonce="[^"]*"|name="key" value="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken[^}]*'
)
WORDS = [
    "",
    "m",
    "mor",
    "Moralez",
    "Morallis",
    "ana",
    "ana mor",
    "Quist",
    "Qwist",
    "Cora",
    "Coraline",
    "Ben",
    "xyz",
    "1",
]
SORTS = [f"{sign}{key}" for key in roster.SORTS for sign in ("", "-")]


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch, settings):
    monkeypatch.setattr(roster, "PAGE", 2)
    monkeypatch.setattr(roster, "FOUND_AT_MOST", 3)
    settings.SEARCHES_PER_MINUTE = settings.EXPORTS_PER_DAY = settings.PEOPLE_PER_DAY = 100_000
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def clerk(employer):
    """A user of the first unit."""
    who = factories.user("Clerk")
    at = NOW.replace(year=2020)
    factories.grant(who, employer.purchaser, privileges=PRIVILEGES, units=[employer.unit.pk], at=at)
    client = Client()
    client.force_login(who)
    return client


def somebody(luck, place, make=applicant, **facts):
    number = f"{200 + place * 3:03}{11 + place:02}{luck.randint(1000, 9999)}"
    born = date(1951 + place, luck.randint(1, 12), luck.randint(1, 28))
    names = {"first": luck.choice(FIRST), "last": luck.choice(LAST)}
    return make(**{**names, "born": born, "number": number, **facts})


def people(employer, luck, places):
    """Families of all sorts: ended, ending, starting later, with a newborn, an aging child, somebody in review."""
    made = []
    for place in places:
        family, hired = [], luck.choice([date(2026, 9, 1), date(2026, 11, 16)])
        if luck.random() < 0.5:
            family.append(somebody(luck, place, child, first=luck.choice(["Cora", "Coral"]), born=date(2026, 10, 9)))
        if hired.month == 9 and luck.random() < 0.5:
            born = date(2000, 12, 1 + place % 20)
            family.append(somebody(luck, place + 40, child, first="Ben", born=born))
        if luck.random() < 0.3:
            family.append(child(first="Baby", born=date(2026, 11, 1), number=None))
        made.append(employer.enroll(*family, employee=somebody(luck, place), hired_on=hired))
    for change in made[:2]:
        if change.state == "completed":
            employer.end(change, event_on=luck.choice([date(2026, 10, 30), date(2026, 12, 10)]), attested=True)
    return made


def elsewhere(employer):
    """The same company with another unit, as its people are enrolled there."""
    other = copy.copy(employer)
    other.unit = factories.unit(employer.purchaser, code="002", name="Warehouse")
    other.offering = factories.offering(other.unit, plan_=factories.plan("Silver PPO"))
    return other


def draft(employer, title):
    with employer.scope():
        data = {"employee": {"first_name": title}, "dependents": []}
        unit = employer.unit.pk
        services.save_draft(submission=employer.submission(), kind="add_employee", data=data, title=title, unit_id=unit)


def questions(known):
    asked = [{"q": words} for words in (*WORDS, *known)]
    asked += [{"q": "mor", "sort": sort} for sort in SORTS]
    asked += [{"tab": tab, "q": words} for tab in TABS for words in ("", "ana")]
    for address in asked:
        yield reverse("roster"), address
    for words in ("", "Qwist", known[0]):
        yield reverse("roster_csv"), {"q": words}
    yield reverse("roster_xlsx"), {"q": "Coraline"}
    for name in ("home", "activity", "activity_csv", "requests", "add_employee"):
        yield reverse(name), {}
    yield reverse("requests"), {"state": "in_review"}


def content(response):
    data = b"".join(response.streaming_content) if response.streaming else response.content
    if data.startswith(b"PK"):
        return str([[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(data)).active])
    return CHANGING.sub("", data.decode())


def answers(client, known, digits, missing):
    """Every answer, with nothing kept of having asked."""
    with transaction.atomic():
        found = {}
        for address, query in questions(known):
            found[f"{address}?{urlencode(query)}"] = content(client.get(address, query))
        for four in digits:
            found[four] = content(client.post(reverse("roster_last_four"), {"last_four": four}))
        for anchor, sort, way in itertools.product(missing, SORTS, ("after", "before")):
            page = content(client.get(reverse("roster"), {way: anchor, "sort": sort}))
            found[f"{way} {anchor} {sort}"] = page.replace(str(anchor), "ID")
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("seed", [7])
def test_other_units_change_no_byte_of_any_answer(employer, clerk, seed):
    luck = random.Random(seed)  # noqa: S311
    people(employer, luck, range(7))
    employer.enroll(employee=near("Hana", "Own", born=date(1988, 8, 8)))
    draft(employer, "Draft here")
    with transaction.atomic():
        other = elsewhere(employer)
        people(other, luck, range(12, 22))
        other.enroll(spouse("Xanthippe"), employee=applicant())
        other.enroll(employee=near("Ana", "Quist"))
        draft(other, "Draft there")
        with employer.scope():
            lines = list(RosterLine.objects.filter(unit=other.unit).values_list("pk", flat=True))
            numbers = list(RosterLine.objects.values_list("member_number", flat=True).order_by("pk"))
            details = PersonDetail.objects.filter(number__isnull=False).order_by("pk")
            digits = [detail.number[-4:] for detail in details][::4]
        known = ["Xanthippe", *(each for each in numbers[-4:] if each), *sorted({each[:4] for each in numbers if each})]
        with_them = answers(clerk, known, digits, lines[:2])
        transaction.set_rollback(True)
    without_them = answers(clerk, known, digits, lines[:2])
    assert lines
    assert with_them.keys() == without_them.keys()
    different = [asked for asked in with_them if with_them[asked] != without_them[asked]]
    assert different == []
    assert "Xanthippe" not in "".join(with_them.values()).replace('value="Xanthippe"', "").replace("q=Xanthippe", "")


def test_the_limit_of_a_search_counts_the_own_unit_only(employer, clerk):
    """Forty people of one name: all four of the own unit are shown, whatever the limit finds elsewhere."""
    other = elsewhere(employer)
    for place in range(12):
        number = f"{300 + place}-22-{4000 + place}"
        born = date(1950 + place, 3, 3)
        who = applicant(f"{FIRST[place % 7]}{'abcdefghijkl'[place]}", "Petersen", born=born, number=number)
        (employer if place % 4 == 3 else other).enroll(employee=who)
    page = clerk.get(reverse("roster"), {"q": "petersen"})
    assert (page.context["total"], page.context["cut"]) == (3, False)


def test_the_place_of_a_foreign_line_in_the_order_is_not_told(employer, clerk):
    other = elsewhere(employer)
    luck = random.Random(1)  # noqa: S311
    people(employer, luck, range(4))
    with employer.scope():
        seen = set(RosterLine.objects.values_list("pk", flat=True))
    people(other, luck, range(10, 13))
    with employer.scope():
        foreign = RosterLine.objects.exclude(pk__in=seen).first().pk
    for sort, way in itertools.product(SORTS, ("after", "before")):
        shown = clerk.get(reverse("roster"), {way: foreign, "sort": sort}).context["page"]
        assert shown.rows == [], (sort, way)
