"""The migrated database matches schema.txt: tables, constraints, policies, rights, triggers, rows."""

import pytest
from django.db import connection

from portal.database import as_owner
from tests.schema import EXPECTED, facts


@pytest.mark.django_db(transaction=True)
def test_the_schema_is_the_one_that_was_reviewed(canned_replies):
    with as_owner(), connection.cursor() as cursor:
        now = facts(cursor)
    expected = EXPECTED.read_text().splitlines()
    assert [line for line in now if line not in expected] == []
    assert [line for line in expected if line not in now] == []
