"""A number that another member has needs a second confirmation."""

import pytest
from django.urls import reverse

from access import tenancy
from accounts.models import Activity
from enrollment import services
from enrollment.models import Change, PersonMerge, Review
from tests import factories
from tests.enrollment.review.corrections import ALL, OLD, carrier, mark_of, reported, settle, submit
from tests.factories import NOW, applicant, date

pytestmark = pytest.mark.django_db


class TestANumberOfAnotherMember:
    """Zoe, at another employer, has the number submitted for Ana."""

    @pytest.fixture
    def zoe(self):
        came = applicant("Zoe", "Quist", born=date(1990, 1, 1), number="456-78-9123")
        return factories.Employer("Other").enroll(employee=came).person_id

    def test_it_is_not_taken_without_a_second_word(self, employer, ana, zoe, rep):
        held = submit(employer, ana)
        with pytest.raises(
            services.NumberOfAnother, match="Another member already has this Social Security number"
        ) as asked:
            settle(held, rep, ALL)
        assert [each.pk for each in asked.value.holders] == [zoe]
        assert reported(employer) == OLD
        with pytest.raises(services.NumberOfAnother):
            settle(held, rep, ALL, number_of=[str(ana)])

    def test_taken_knowingly_it_is_on_record_whose_it_was(self, employer, ana, zoe, rep):
        settle(submit(employer, ana), rep, ALL, number_of=[str(zoe)])
        assert reported(employer)[2] == "456789123"
        with tenancy.as_user(None), tenancy.staff():
            assert Activity.objects.get(verb="decided_review").after["number_of"] == [str(zoe)]

    def test_whoever_keeps_the_number_is_not_asked(self, employer, ana, zoe, rep):
        assert settle(submit(employer, ana), rep, ALL | {"number": "keep"}).state == Change.State.COMPLETED

    def test_a_record_of_the_same_human_is_nobody_else(self, employer, ana, zoe, rep):
        held = submit(employer, ana)
        with tenancy.as_user(rep), tenancy.staff():
            PersonMerge.objects.create(
                duplicate_id=zoe, survivor_id=ana, decided_by=rep, decided_at=NOW, reason="Seen", marks={}
            )
        assert settle(held, rep, ALL).state == Change.State.COMPLETED

    def test_nor_is_it_put_on_a_persons_record_beside_a_new_coverage(self, ana, zoe):
        second = factories.Employer("Second")
        held = second.enroll(employee=applicant(number="456-78-9123"))
        by = second.purchaser.representative.user
        with tenancy.as_user(by), tenancy.staff():
            review = Review.objects.get(change=held)
            what = {"identities": {0: ana}, "amendments": {0: {"number": "replace"}}, "note": "Seen", "insist": True}
            with pytest.raises(services.NumberOfAnother):
                services.settle(review_id=review.pk, by=by, at=NOW, **what)
            services.settle(review_id=review.pk, by=by, at=NOW, number_of=[str(zoe)], **what)
        assert carrier(ana)[2] == "456789123"

    def test_the_case_asks_once_more_in_words_with_a_tick(self, client, employer, ana, zoe, rep):
        held = submit(employer, ana)
        client.force_login(rep)
        with tenancy.as_user(None), tenancy.staff():
            review = Review.objects.get(change=held)
        decide = reverse("admin:enrollment_review_decide", args=[review.pk])
        data = {f"correct-{field}": choice for field, choice in ALL.items()} | {"note": "Seen", "act": "settle"}
        data["shown"] = mark_of(review)
        asked = client.post(decide, data)
        page = asked.content.decode()
        assert (asked.status_code, "Two members would share one Social Security number." in page) == (422, True)
        assert f'type="checkbox" name="number_of" value="{zoe}"' in page
        assert client.post(decide, data | {"number_of": "nonsense"}).status_code == 422
        assert client.post(decide, data | {"number_of": str(zoe)}).status_code == 302
        assert reported(employer)[2] == "456789123"
