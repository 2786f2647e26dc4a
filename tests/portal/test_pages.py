import pytest
from django.urls import reverse

from tests.factories import child, spouse

pytestmark = pytest.mark.django_db


def test_pages_show(desk, employer):
    change = employer.enroll(spouse(), child())
    for name, args in [
        ("home", []),
        ("roster", []),
        ("person", [change.person_id]),
        ("correct_details", [change.person_id]),
        ("end_coverage", [change.person_id]),
        ("add_dependents", [change.person_id]),
        ("add_employee", []),
        ("requests", []),
        ("request", [change.pk]),
        ("activity", []),
        ("help", []),
        ("contact", []),
        ("accessibility", []),
        ("employees_elsewhere", []),
        ("session_ended", []),
    ]:
        response = desk.get(reverse(name, args=args))
        assert response.status_code == 200, name
