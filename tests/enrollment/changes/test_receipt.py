"""The receipt says the same on its page and in its file: results, next steps and dates."""

import ctypes
from datetime import date, timedelta

import pypdfium2
import pytest
import time_machine
from django.urls import reverse
from pypdfium2 import raw

from access import tenancy
from enrollment import services
from enrollment.commands import CorrectDetails, EndCoverage
from enrollment.models import Change, Person, Review
from enrollment.rules.codes import EndReason
from tests import factories
from tests.factories import NOW, child, spouse

pytestmark = pytest.mark.django_db


def printed(desk, change):
    document = pypdfium2.PdfDocument(desk.get(reverse("request_file", args=[change.pk])).content)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def shown(desk, change):
    return " ".join(desk.get(reverse("request", args=[change.pk])).content.decode().split())


def test_each_persons_result_is_on_the_page_and_in_the_file(desk, employer):
    change = employer.enroll(spouse())
    for words in (shown(desk, change), printed(desk, change)):
        assert words.count("Covered from December 1, 2026") == 2
        assert change.confirmation in words


def test_a_number_still_owed_is_named_with_its_day(desk, employer):
    change = employer.enroll(child(number=""))
    for words in (shown(desk, change), printed(desk, change)):
        assert "Add the Social Security number for Cora Morales by January 22, 2027." in words
    assert "Add the Social Security number for Cora Morales" in desk.get(reverse("home")).content.decode()


def test_a_request_in_review_names_its_goal_with_the_zone(desk, employer):
    factories.Employer("First").enroll()
    change = employer.enroll(employee=factories.near())
    for words in (shown(desk, change), printed(desk, change)):
        assert "Our two-day goal is Wednesday, November 25, 2026, 5:00 PM PST." in words


def test_the_plan_and_the_unit_are_named_whatever_became_of_it(desk, employer):
    factories.Employer("First").enroll()
    held = employer.enroll(employee=factories.near())
    done = employer.enroll(employee=factories.applicant("Kay", "Lund", number="533-44-5518"), hired_on=date(2026, 9, 1))
    for change in (held, done, employer.end(done)):
        page = shown(desk, change)
        assert "<dt>Plan</dt> <dd>Gold HMO</dd>" in page
        assert "<dt>Enrollment unit</dt><dd>Head office</dd>" in page
        assert "Plan Gold HMO Enrollment unit Head office" in printed(desk, change)


def test_a_request_is_withdrawn_after_a_second_look(desk, employer):
    factories.Employer("First").enroll()
    change = employer.enroll(employee=factories.near())
    page = shown(desk, change)
    asked = page[page.index('<details class="panel"><summary>Withdraw this request</summary>') :]
    assert asked.index("no coverage changes") < asked.index(">Withdraw request</button>") < asked.index("</details>")
    assert page.count(reverse("request_withdraw", args=[change.pk])) == 1
    desk.post(reverse("request_withdraw", args=[change.pk]))
    assert "You withdrew this request. No coverage was changed." in shown(desk, change)


@time_machine.travel(NOW, tick=True)
def test_an_end_names_its_reason_and_the_last_day_worked(desk, employer):
    family = employer.enroll(hired_on=date(2026, 9, 1))
    typed = {"reason": "quit", "last_day_worked": "11/20/2026", "key": "one", "submit": "1", "shown": "2026-11-30"}
    address = desk.post(reverse("end_coverage", args=[family.person_id]), typed)["Location"]
    with employer.scope():
        change = Change.objects.get(type="end_coverage")
    assert address == change.get_absolute_url()
    page, file = shown(desk, change), printed(desk, change)
    assert "<dt>Reason</dt><dd>Resigned</dd>" in page
    assert "<dt>Last day worked</dt><dd>November 20, 2026</dd>" in page
    assert "Date of the event" not in page
    assert "Resigned" in file
    assert "November 20, 2026" in file


def test_an_end_of_a_dependent_names_the_employee_and_the_event(desk, employer):
    family = employer.enroll(spouse(), hired_on=date(2026, 9, 1))
    with employer.scope():
        ben = family.enrollment.coverages.get(relationship="01").person_id
    ended = employer.end(family, person_ids=[ben], reason=EndReason.DIVORCE, event_on=date(2026, 11, 18))
    page = shown(desk, ended)
    assert "<dt>Employee</dt><dd>Ana Morales</dd>" in page
    reason = "<dt>Reason</dt><dd>Divorce or end of domestic partnership</dd></div>"
    assert f"{reason}<div><dt>Date of the event</dt><dd>November 18, 2026</dd>" in page


def test_an_earlier_end_that_waits_says_which_day_was_asked_for_and_why(desk, employer):
    family = employer.enroll(hired_on=date(2026, 6, 1), at=NOW - timedelta(days=120))
    command = EndCoverage(
        enrollment_id=family.enrollment_id,
        person_ids=(),
        reason=EndReason.QUIT,
        event_on=date(2026, 8, 5),
        last_day=date(2026, 9, 30),
        attested=True,
        earlier=date(2026, 8, 31),
        earlier_reason="The notice was lost",
        last_day_worked=date(2026, 8, 5),
    )
    with employer.scope():
        change = services.submit(command=command, submission=employer.submission())
    page = shown(desk, change)
    assert change.state == "in_review"
    assert "<dt>Earlier last day of coverage</dt><dd>August 31, 2026</dd>" in page
    assert "<dt>Reason for the earlier date</dt><dd>The notice was lost</dd>" in page


BOTH_VALUES = [
    "Legal name: Ana Morales, now Ana Whitfield",
    "Date of birth: April 28, 1986, now April 29, 1986",
    "Phone: None, now (415) 555-0100",
    "Email: None, now ana@example.test",
]


def test_a_correction_names_every_field_while_it_waits_and_when_it_is_done(desk, employer):
    ana = employer.enroll().person_id
    contact = {"phone": "(415) 555-0100", "email": "ana@example.test"}
    after = factories.applicant("Ana", "Whitfield", born=date(1986, 4, 29), **contact)
    with employer.scope():
        command = CorrectDetails(person_id=ana, after=after)
        held = services.submit(command=command, submission=employer.submission())
    assert held.state == "in_review"
    for words in (shown(desk, held), printed(desk, held)):
        assert all(each in words for each in BOTH_VALUES)
    desk.post(reverse("request_withdraw", args=[held.pk]))
    assert all(each in shown(desk, held) for each in BOTH_VALUES)
    one = factories.applicant("Ana", "Whitfield", **contact)
    with employer.scope():
        command = CorrectDetails(person_id=ana, after=one)
        done = services.submit(command=command, submission=employer.submission())
    for words in (shown(desk, done), printed(desk, done)):
        assert words.count("Corrected: legal name, phone, email") == 1
        assert "Legal name: Ana Morales, now Ana Whitfield" in words


def tags(element):
    """The types of a structure element and its descendants, in reading order."""
    needed = raw.FPDF_StructElement_GetType(element, None, 0)
    buffer = ctypes.create_string_buffer(needed)
    raw.FPDF_StructElement_GetType(element, buffer, needed)
    yield buffer.raw.decode("utf-16-le").rstrip("\0")
    for place in range(raw.FPDF_StructElement_CountChildren(element)):
        if child_ := raw.FPDF_StructElement_GetChildAtIndex(element, place):
            yield from tags(child_)


def test_the_file_has_the_headings_and_the_table_of_the_page(desk, employer):
    """The heading gives the state; each person is a row below the column heads."""
    change = employer.enroll(spouse(), child())
    content = desk.get(reverse("request_file", args=[change.pk])).content
    page = pypdfium2.PdfDocument(content)[0]
    tree = raw.FPDF_StructTree_GetForPage(page)
    roots = range(raw.FPDF_StructTree_CountChildren(tree))
    found = [tag for place in roots for tag in tags(raw.FPDF_StructTree_GetChildAtIndex(tree, place))]
    raw.FPDF_StructTree_Close(tree)
    assert [found.count(tag) for tag in ("H1", "H2", "Table", "TR", "TH")] == [1, 3, 1, 4, 2]
    words = printed(desk, change)
    parts = ["Completed Add employee: Ana Morales", "Confirmation number", change.confirmation, "What happens next"]
    with employer.scope():
        number = Person.objects.get(pk=change.person_id).member_number
    covered = f"Members Name Result Ana Morales Employee, member {number} Covered from December 1, 2026"
    parts += [covered, "About this request Submitted"]
    assert sorted(words.index(part) for part in parts) == [words.index(part) for part in parts]


def test_the_file_of_a_refused_request_has_the_reason(desk, employer):
    factories.Employer("First").enroll()
    change = employer.enroll(employee=factories.near())
    rep = employer.purchaser.representative.user
    with tenancy.as_user(rep), tenancy.staff():
        review = Review.objects.get(change=change)
        services.refuse(review_id=review.pk, by=rep, at=NOW, note="The form was not signed")
    words = printed(desk, change)
    assert "Declined Add employee: Ana Morales" in words
    assert "Reason: The form was not signed" in words
    assert "Ana Morales Employee Not changed" in words


class TestQuestionsAndAnswers:
    QUESTION, ANSWER = "Please check the date of birth.", "It is as we sent it."

    @pytest.fixture
    def asked(self, employer):
        factories.Employer("First").enroll()
        held = employer.enroll(employee=factories.near(born=date(1986, 4, 29)))
        rep = employer.purchaser.representative.user
        with tenancy.as_user(rep), tenancy.staff():
            review = Review.objects.get(change=held)
            return services.ask_employer(review_id=review.pk, by=rep, at=NOW, question=self.QUESTION)

    @pytest.fixture
    def answered(self, employer, asked):
        at = NOW + timedelta(hours=2)
        with employer.scope():
            return services.answer(change_id=asked.pk, text=self.ANSWER, submission=employer.submission(at=at))

    def test_both_stay_on_the_page_and_in_the_file_with_who_and_when(self, desk, employer, answered):
        said = (
            ("Your account service representative", "November 23, 2026, 10:30 AM PST", self.QUESTION),
            (str(employer.administrator), "November 23, 2026, 12:30 PM PST", self.ANSWER),
        )
        for words in (shown(desk, answered), printed(desk, answered)):
            at = 0
            for each in (part for line in said for part in line):
                assert each in words[at:], each
                at = words.index(each, at)
        page = shown(desk, answered)
        assert "Questions and answers" in page
        assert str(employer.purchaser.representative.user) not in page[page.index("Questions and answers") :]

    def test_what_is_asked_now_is_said_once(self, desk, asked):
        page = shown(desk, asked)
        assert (page.count(self.QUESTION), "Questions and answers" in page) == (1, False)

    def test_the_record_of_activity_holds_both(self, desk, answered):
        page = desk.get(reverse("activity")).content.decode()
        assert (page.count(self.QUESTION), page.count(self.ANSWER)) == (1, 1)

    def test_whoever_may_not_see_the_request_reads_neither(self, client, employer, answered):
        elsewhere = factories.unit(employer.purchaser, code="002", name="Depot")
        who = factories.user()
        factories.grant(who, employer.purchaser, privileges={"view_roster"}, units=[elsewhere.pk])
        client.force_login(who)
        assert client.get(reverse("request", args=[answered.pk])).status_code == 404
        assert self.ANSWER not in client.get(reverse("activity")).content.decode()
