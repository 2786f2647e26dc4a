import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django import urls

from enrollment import services
from enrollment.commands import EndCoverage, ReverseEnd
from enrollment.models import Change, Coverage, Employment, Enrollment, RosterLine
from enrollment.queries.changes.ends import preview_end
from enrollment.rules.codes import EndReason
from tests import factories
from tests.factories import child, spouse

pytestmark = pytest.mark.django_db
LATER = datetime(2027, 1, 15, 18, tzinfo=UTC)


def last_days(employer):
    with employer.scope():
        rows = Coverage.objects.known().order_by("relationship")
        return list(rows.values_list("relationship", "ends_on"))


@pytest.fixture
def family(employer):
    return employer.enroll(spouse(), child(), hired_on=date(2026, 9, 1))


def reverse(employer, end, *, at=factories.NOW):
    with employer.scope():
        return services.submit(
            command=ReverseEnd(change_id=end.pk, reason="Still works here"), submission=employer.submission(at=at)
        )


def test_the_family_follows_the_employee_to_the_end_of_the_month(employer, family):
    end = employer.end(family)
    assert end.state == Change.State.COMPLETED
    assert last_days(employer) == [(code, date(2026, 11, 30)) for code in ("01", "18", "19")]
    with employer.scope():
        assert Employment.objects.values_list("last_day_worked", "end_reason").get() == (date(2026, 11, 20), "quit")
        assert RosterLine.objects.get().ends_on == date(2026, 11, 30)
        assert Coverage.objects.count() == 6
        (first,) = set(Coverage.objects.filter(ends_on=None).values_list("known_seq", flat=True))
        assert Coverage.objects.filter(superseded_seq=first + 1, ends_on=None).count() == 3


def test_one_dependent_ends_and_the_others_stay(employer, family):
    with employer.scope():
        ben = Coverage.objects.get(relationship="01").person_id
    employer.end(family, person_ids=[ben], reason=EndReason.DIVORCE, event_on=date(2026, 11, 3))
    assert last_days(employer) == [("01", date(2026, 11, 30)), ("18", None), ("19", None)]
    with employer.scope():
        assert Employment.objects.get().last_day_worked is None


@pytest.mark.parametrize(
    ("event_on", "last_day", "beyond"),
    [
        (date(2026, 8, 10), date(2026, 9, 30), True),
        (date(2026, 10, 15), date(2026, 10, 31), False),
        (date(2026, 11, 30), date(2026, 11, 30), False),
    ],
    ids=["limit 60 days back, to the month's end", "within the limit", "scheduled"],
)
def test_the_limit_of_a_large_purchaser(employer, event_on, last_day, beyond):
    change = employer.enroll(hired_on=date(2026, 7, 1), at=datetime(2026, 8, 1, tzinfo=UTC))
    with employer.scope():
        preview = preview_end(
            Enrollment.objects.get(pk=change.enrollment_id),
            person_ids=(),
            reason=EndReason.QUIT,
            event_on=event_on,
            purchaser=employer.purchaser,
            today=date(2026, 11, 23),
        )
    assert (preview.last_day, preview.beyond_limit) == (last_day, beyond)


def test_a_small_purchaser_ends_no_earlier_than_the_month_of_receipt():
    small = factories.Employer(employees=50)
    family = small.enroll(hired_on=date(2026, 9, 1))
    small.end(family, event_on=date(2026, 10, 2))
    assert last_days(small) == [("18", date(2026, 11, 30))]


def test_an_end_in_the_past_needs_the_attestation(employer, family):
    with pytest.raises(services.CannotEnd, match="no employee contributions were collected"):
        employer.end(family, event_on=date(2026, 10, 15))
    assert employer.end(family, event_on=date(2026, 10, 15), attested=True).state == Change.State.COMPLETED


def test_an_earlier_date_than_the_limit_goes_to_a_representative_with_its_reason(employer):
    family = employer.enroll(hired_on=date(2026, 7, 1), at=datetime(2026, 8, 1, tzinfo=UTC))
    command = EndCoverage(
        enrollment_id=family.enrollment_id,
        person_ids=(),
        reason=EndReason.QUIT,
        event_on=date(2026, 8, 10),
        last_day=date(2026, 9, 30),
        attested=True,
        earlier=date(2026, 8, 31),
        earlier_reason="Payroll told us late",
    )
    with employer.scope():
        change = services.submit(command=command, submission=employer.submission())
    assert change.state == Change.State.IN_REVIEW
    assert last_days(employer) == [("18", None)]


def test_the_second_of_two_who_end_the_same_coverage_is_told_who_was_first(employer, family):
    employer.end(family)
    with pytest.raises(
        services.CannotEnd,
        match=r"ends on November 30, 2026\. Dana Rivera submitted that on November 23, 2026, 10:30 AM",
    ):
        employer.end(family)


def test_coverage_that_never_started_is_taken_back_and_leaves_the_row(employer):
    family = employer.enroll(hired_on=date(2026, 11, 9))
    employer.end(family, event_on=date(2026, 11, 16))
    with employer.scope():
        assert Coverage.objects.filter(voided_at=None, superseded_at=None).count() == 0
        assert Coverage.objects.filter(voided_at__isnull=False, superseded_at=None).count() == 1


@pytest.mark.usefixtures("that_day")
def test_before_it_is_sent_an_end_says_that_coverage_never_starts(client, employer):
    family = employer.enroll(hired_on=date(2026, 11, 20))
    client.force_login(employer.administrator)
    address = urls.reverse("end_coverage", args=[family.person_id])
    typed = {"reason": "quit", "last_day_worked": "12/15/2026", "key": "one"}
    page = client.post(address, typed).content.decode()
    assert "Canceled: coverage will not start on January 1, 2027." in page
    assert "The last day of coverage would be December 31, 2026, before coverage starts." in page
    assert "<dt>Last day of coverage</dt>" not in page
    receipt = client.get(
        client.post(address, typed | {"submit": "1", "shown": "2026-12-31"})["Location"]
    ).content.decode()
    assert "Canceled before it started on January 1, 2027" in receipt
    started = client.post(address, typed | {"last_day_worked": "1/15/2027"}).content.decode()
    assert "will not start" not in started


@pytest.mark.usefixtures("that_day")
def test_before_it_is_sent_an_end_shows_each_persons_own_result(client, employer):
    """Max joins on December 1: an end in November gives Kay and Ida a last day, and Max never starts."""
    single = employer.enroll(
        child("Ida", "Lund", born=date(2018, 5, 5), number="356-78-8911"),
        employee=factories.applicant("Kay", "Lund", born=date(1980, 7, 8), number="533-44-5518"),
        hired_on=date(2026, 9, 1),
    )
    married = spouse("Max", "Lund", born=date(1979, 2, 3), number="244-56-7833")
    with employer.scope():
        services.submit(command=factories.dependents(single, married), submission=employer.submission())
    client.force_login(employer.administrator)
    address = urls.reverse("end_coverage", args=[single.person_id])
    typed = {"reason": "quit", "last_day_worked": "11/20/2026", "key": "one"}
    page = client.post(address, typed).content.decode()
    ends = "<dd>Last day of coverage: November 30, 2026</dd>"
    for name in ("Kay Lund", "Ida Lund"):
        assert f"<dt>{name}</dt>{ends}" in page
    assert "<dt>Max Lund</dt><dd>Canceled: coverage will not start on December 1, 2026.</dd>" in page
    receipt = client.get(client.post(address, typed | {"submit": "1", "shown": "2026-11-30"})["Location"])
    assert {each.name: each.words for each in receipt.context["people"]} == {
        "Kay Lund": "Last day of coverage: November 30, 2026",
        "Max Lund": "Canceled before it started on December 1, 2026",
        "Ida Lund": "Last day of coverage: November 30, 2026",
    }


@pytest.mark.parametrize("at", [factories.NOW, LATER], ids=["withdrawn before its day", "reversed after it"])
def test_an_end_is_taken_back_and_everybody_is_covered_as_before(employer, family, at):
    end = employer.end(family)
    change = reverse(employer, end, at=at)
    assert last_days(employer) == [("01", None), ("18", None), ("19", None)]
    with employer.scope():
        end.refresh_from_db()
        assert (end.state, end.reversed_by) == (Change.State.REVERSED, change)
        assert Employment.objects.get().last_day_worked is None
        assert Coverage.objects.count() == 9


def test_reversing_an_end_has_one_name_from_the_button_to_the_record(client, employer, family):
    """The same words on the receipt, the reason page, the reversal's receipt, the activity page and the help page."""
    with time_machine.travel(factories.NOW, tick=True):
        end = employer.end(family)
        client.force_login(employer.administrator)
        receipt, address = end.get_absolute_url(), urls.reverse("reverse_end", args=[end.pk])
        first = client.get(receipt).content.decode()
        asked = client.get(address).content.decode()
        reversal = client.get(client.post(address, {"reason": "Still works here", "key": "k"})["Location"])
        after, record = client.get(receipt).content.decode(), client.get(urls.reverse("activity")).content.decode()
    assert f'href="{address}">Reverse end of coverage</a>' in first
    for element in ("h1", "button"):
        assert f">Reverse end of coverage</{element}>" in asked
    assert "Reverse end of coverage: Ana Morales" in reversal.content.decode()
    assert "Reversed by request" in after
    assert '<th scope="row">Reversed an end of coverage</th>' in record
    assert "select Reverse end of coverage." in client.get(urls.reverse("help")).content.decode()
    for page in (first, asked, reversal.content.decode(), after):
        shown = re.sub(r"<script.*?</script>|<[^>]+>", " ", page, flags=re.DOTALL).lower()
        assert "withdraw" not in shown
        assert "take back" not in shown
        assert "taken back" not in shown


def test_an_end_is_reversed_once(employer, family):
    end = employer.end(family)
    reverse(employer, end)
    with pytest.raises(services.CannotReverse, match="already been reversed"):
        reverse(employer, end)


def test_an_end_is_not_reversed_after_a_new_enrollment(employer, family):
    end = employer.end(family)
    employer.enroll(hired_on=date(2027, 1, 4), at=LATER)
    with pytest.raises(services.CannotReverse, match="enrolled again since"):
        reverse(employer, end, at=LATER)


def test_a_rehire_is_a_new_employment_of_the_same_person(employer, family):
    employer.end(family)
    employer.enroll(hired_on=date(2027, 1, 4), at=LATER)
    with employer.scope():
        assert Employment.objects.count() == 2
        assert Enrollment.objects.values("subscriber").distinct().count() == 1
        assert RosterLine.objects.get().starts_on == date(2027, 3, 1)
