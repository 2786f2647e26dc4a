"""The receipt says the same on its page and in its file: what came of it for each person, what happens next and when."""

from datetime import date, timedelta

import pypdfium2
import pytest
from django.urls import reverse

from access import tenancy
from enrollment import services
from enrollment.models import Review
from tests import factories
from tests.factories import NOW, child, spouse

pytestmark = pytest.mark.django_db


@pytest.fixture
def employer():
    return factories.Employer()


@pytest.fixture
def desk(client, employer):
    client.force_login(employer.administrator)
    return client


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
        assert "Add the Social Security number of Cora Morales by January 22, 2027." in words
    assert "Add the Social Security number of Cora Morales" in desk.get(reverse("home")).content.decode()


def test_a_request_in_review_names_its_goal_with_the_zone(desk, employer):
    factories.Employer("First").enroll()
    change = employer.enroll(employee=factories.near())
    for words in (shown(desk, change), printed(desk, change)):
        assert "Our goal is Wednesday, November 25, 2026, 5:00 PM PST, two business days." in words


def test_the_plan_and_the_unit_are_named_whatever_became_of_it(desk, employer):
    factories.Employer("First").enroll()
    held = employer.enroll(employee=factories.near())
    done = employer.enroll(employee=factories.applicant("Kay", "Lund", number="533-44-5518"), hired_on=date(2026, 9, 1))
    for change in (held, done, employer.end(done)):
        page = shown(desk, change)
        assert "<dt>Plan</dt><dd>Gold HMO</dd>" in page
        assert "<dt>Enrollment unit</dt><dd>Head office</dd>" in page
        assert "Plan Gold HMO Enrollment unit Head office" in printed(desk, change)


def test_a_request_is_withdrawn_after_a_second_look(desk, employer):
    factories.Employer("First").enroll()
    change = employer.enroll(employee=factories.near())
    page = shown(desk, change)
    asked = page[page.index('<details class="panel"><summary>Withdraw this request</summary>') :]
    assert asked.index("nothing is changed") < asked.index(">Withdraw request</button>") < asked.index("</details>")
    assert page.count(reverse("request_withdraw", args=[change.pk])) == 1
    desk.post(reverse("request_withdraw", args=[change.pk]))
    assert "You withdrew it. Nothing was changed." in shown(desk, change)


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
