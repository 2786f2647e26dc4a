"""Addresses that were indexed before "#" began an apartment are indexed again, by the owner of the tables."""

from importlib import import_module

import pytest
from django.apps import apps

from enrollment.models import PersonDetail
from enrollment.services.people import contact_indexes
from portal.database import as_owner
from tests import factories

BEFORE = b"as it was before"
HOUSE = contact_indexes(street="12 Alder Way", zip_code="94607", phone="", email="")["street_index"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("street", "index"), [("12 Alder Way #4", HOUSE), ("12 Alder Way", BEFORE)], ids=["apartment", "house"]
)
def test_only_an_address_with_an_apartment_sign_is_indexed_again(street, index):
    factories.Employer().enroll()
    with as_owner():
        PersonDetail.objects.update(street=street, zip_code="94607", street_index=BEFORE)
        for operation in import_module("enrollment.migrations.0016_street_indexes").Migration.operations:
            operation.code(apps, None)
        assert [bytes(each) for each in PersonDetail.objects.values_list("street_index", flat=True)] == [index]
