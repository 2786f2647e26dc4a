"""The form of a new employee, filled in."""

import pytest


@pytest.fixture
def typed(employer):
    return {
        "first_name": "Noor",
        "middle_name": "",
        "last_name": "Morales",
        "suffix": "",
        "birth_date": "4/28/1987",
        "sex": "F",
        "number": "512-33-4417",
        "no_number_reason": "",
        "street": "12 Elm St",
        "street2": "",
        "city": "Oakland",
        "state": "CA",
        "zip_code": "94607",
        "phone": "",
        "email": "",
        "language": "",
        "unit": employer.unit.pk,
        "medical": employer.offering.plan_id,
        "hired_on": "11/9/2026",
        "employment_class": "FT",
        "weekly_hours": "",
        "employee_number": "",
    }
