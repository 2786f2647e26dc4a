"""A number that the administration doesn't call invalid is taken; a known filler makes nobody the same as anybody."""

from datetime import date

import pytest

from enrollment.forms.fields import NumberField
from enrollment.models import Change
from tests import factories

pytestmark = pytest.mark.django_db
FILLER = "222-22-2222"


def test_two_people_with_one_filler_are_two_people(employer):
    number = NumberField().clean(FILLER)
    first = employer.enroll(employee=factories.applicant("Ana", "Morales", number=number.digits))
    other = factories.Employer("Other")
    second = other.enroll(employee=factories.applicant("Kay", "Lund", born=date(1990, 1, 2), number=number.digits))
    assert {first.state, second.state} == {Change.State.COMPLETED}
    assert first.person_id != second.person_id


def test_a_filler_proves_no_one_and_a_namesake_with_it_is_a_case(employer):
    employer.enroll(employee=factories.applicant("Ana", "Morales", number=FILLER))
    other = factories.Employer("Other")
    again = factories.near("Ana", "Morales")
    again = factories.replace(again, number=NumberField().clean(FILLER), no_number_reason="")
    assert other.enroll(employee=again).state == Change.State.IN_REVIEW


def test_a_filler_on_file_speaks_neither_for_nor_against(employer):
    """Whoever was reported with a filler is the same person with the number of the card."""
    phone = "(415) 555-0142"
    first = employer.enroll(employee=factories.applicant("Ana", "Morales", number=FILLER, phone=phone))
    other = factories.Employer("Other")
    again = other.enroll(employee=factories.applicant("Ana", "Morales", number="533-44-5518", phone=phone))
    assert again.person_id == first.person_id
