"""What follows a correction: copies of a fact, the family's address, the summary before it."""

from datetime import date

import pytest

from access.admission import Admission
from enrollment import services
from enrollment.commands import ReverseEnd
from enrollment.models import Coverage
from enrollment.queries.roster.aging import aging
from enrollment.rules.codes import EndReason
from enrollment.rules.people import Address
from tests import factories
from tests.enrollment.changes.corrections import corrected, detail
from tests.factories import applicant, child, spouse

pytestmark = pytest.mark.django_db
PARENT = applicant(born=date(1970, 4, 28))
OAK = Address("7 Oak St", "Fresno", "CA", "93701")


def announced(employer):
    with employer.scope():
        return [each.name for each in aging(Admission.of(employer.grant), date(2026, 12, 2), at_most=8)]


def test_what_is_computed_from_a_birth_date_follows_its_correction(employer):
    soon, late = child("Soon", born=date(2000, 12, 20)), child("Late", born=date(2006, 12, 20), number="356-78-9123")
    family = employer.enroll(soon, late, employee=PARENT, hired_on=date(2026, 9, 1))
    assert announced(employer) == ["Soon Morales"]
    corrected(employer, "Soon", birth_date=date(2006, 12, 20))
    corrected(employer, "Late", birth_date=date(2000, 12, 20))
    assert announced(employer) == ["Late Morales"]
    with employer.scope():
        rows = Coverage.objects.known().filter(relationship="19").order_by("person_id")
        own = {row.person_id: (row.rated_birth_date, row.change.type) for row in rows}
        assert own == {
            detail(employer, "Soon").person_id: (date(2006, 12, 20), "correct_details"),
            detail(employer, "Late").person_id: (date(2000, 12, 20), "correct_details"),
        }
        first, *seqs = sorted(Coverage.objects.filter(enrollment=family.enrollment).values_list("known_seq", flat=True))
    assert seqs == [first, first, first + 1, first + 2]


def test_an_end_is_still_reversed_after_a_correction_and_keeps_it(employer):
    family = employer.enroll(child("Cora"), employee=PARENT, hired_on=date(2026, 9, 1))
    end = employer.end(family)
    corrected(employer, "Cora", birth_date=date(2019, 3, 11))
    with employer.scope():
        services.submit(command=undo(end), submission=employer.submission())
        rows = (
            Coverage.objects.known().order_by("relationship").values_list("relationship", "ends_on", "rated_birth_date")
        )
        assert list(rows) == [("18", None, date(1970, 4, 28)), ("19", None, date(2019, 3, 11))]


def undo(end):
    return ReverseEnd(change_id=end.pk, reason="Still works here")


def test_a_canceled_enrollment_that_is_reversed_has_the_corrected_birth_date(employer):
    family = employer.enroll(child("Cora"), employee=PARENT, hired_on=date(2026, 9, 5))
    whose = [detail(employer, "Cora").person_id]
    end = employer.end(family, person_ids=whose, reason=EndReason.ENTERED_IN_ERROR, event_on=None, attested=True)
    corrected(employer, "Cora", birth_date=date(2019, 3, 11))
    with employer.scope():
        services.submit(command=undo(end), submission=employer.submission())
        assert Coverage.objects.known().get(relationship="19").rated_birth_date == date(2019, 3, 11)


def test_the_family_moves_along_where_the_employer_says_so(employer):
    elsewhere = child("Ida", number="356-78-9123", address=Address("9 Elm St", "Reno", "NV", "89501"))
    employer.enroll(spouse(), child("Cora"), elsewhere)
    whose = tuple(detail(employer, first).person_id for first in ("Cora", "Ida"))
    change = corrected(employer, "Ana", address=OAK, moves=whose)
    streets = {first: detail(employer, first).street for first in ("Ana", "Ben", "Cora", "Ida")}
    assert streets == {"Ana": "7 Oak St", "Ben": "12 Alder Way", "Cora": "7 Oak St", "Ida": "9 Elm St"}
    assert [(each["name"], each["fields"]) for each in change.outcome] == [
        ("Ana Morales", "address"),
        ("Cora Morales", "address"),
    ]


@pytest.mark.usefixtures("that_day")
def test_the_page_asks_who_moves_and_shows_old_and_new_first(client, employer):
    employer.enroll(spouse(), child("Cora"))
    client.force_login(employer.administrator)
    ana = detail(employer, "Ana")
    address, answers = factories.correction_typed(
        client, ana.person_id, street="7 Oak St", city="Fresno", zip_code="93701"
    )
    shown = client.post(address, answers | {"shown": ""})
    page = shown.content.decode()
    assert (shown.status_code, "12 Alder Way, Oakland, CA 94607" in page, "7 Oak St, Fresno, CA 93701" in page) == (
        200,
        True,
        True,
    )
    both = [str(detail(employer, first).person_id) for first in ("Ben", "Cora")]
    assert (shown.context["form"]["moves"].value(), detail(employer, "Ana").street) == (both, "12 Alder Way")
    sent = answers | {"submit": "1", "shown": shown.context["shown"]}
    assert client.post(address, sent).status_code == 422
    again = client.post(address, answers | {"shown": "changed", "moves": both[1:]}).context["shown"]
    assert client.post(address, answers | {"submit": "1", "shown": again, "moves": both[1:]}).status_code == 302
    assert [detail(employer, first).street for first in ("Ben", "Cora")] == ["12 Alder Way", "7 Oak St"]


@pytest.mark.usefixtures("that_day")
def test_the_summary_masks_numbers_and_a_second_press_finds_the_receipt(client, employer):
    employer.enroll()
    client.force_login(employer.administrator)
    address, answers = factories.correction_typed(client, detail(employer, "Ana").person_id, number="123-45-6799")
    shown = client.post(address, answers | {"shown": ""})
    table = shown.content.decode().split('id="compared"')[1].split("</table>")[0]
    assert ("•••-••-6788" in table, "•••-••-6799" in table, "123-45" in table) == (True, True, False)
    sent = answers | {"submit": "1", "shown": shown.context["shown"]}
    first, second = client.post(address, sent), client.post(address, sent)
    assert (first.status_code, second["Location"]) == (302, first["Location"])
