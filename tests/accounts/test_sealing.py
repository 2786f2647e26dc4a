import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from access import tenancy
from accounts.services import sealing
from portal.database import as_owner
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def sealed():
    with tenancy.as_user(None), tenancy.service():
        return sealing.seal(at=timezone.now())


def verdict():
    with tenancy.as_user(None), tenancy.service():
        return sealing.verify()


def tamper(statement):
    """Write as the owner without the trigger, as an attacker with database access could."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_activity DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE accounts_activity ENABLE TRIGGER USER")


@pytest.fixture(autouse=True)
def own_transactions_only(monkeypatch):
    """Ignore transactions of other databases on this server, such as other test workers'."""

    def newest():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text::bigint")
            return cursor.fetchone()[0]

    monkeypatch.setattr(sealing, "_oldest_running", newest)


@pytest.fixture
def employer():
    employer = factories.Employer()
    employer.enroll()
    sealed()
    return employer


def test_what_was_written_is_sealed_and_verified(employer):
    found = verdict()
    assert (found.seals, found.broken, found.unsealed) == (1, (), 0)
    employer.enroll(employee=factories.applicant("Zed", "Quist", born=factories.date(1970, 1, 1), number="456-78-9123"))
    assert verdict().unsealed == 1
    sealed()
    assert (verdict().seals, verdict().unsealed) == (2, 0)
    call_command("verify_activity", verbosity=0)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_activity SET summary = 'Somebody else' WHERE verb = 'enrolled'",
        "DELETE FROM accounts_activity WHERE verb = 'enrolled'",
        "UPDATE accounts_activity SET at = at - interval '1 day'",
        "INSERT INTO accounts_activity (at, channel, verb, object_type, object_id, summary, staff_only, transaction_id)"
        " SELECT at, channel, 'enrolled', '', '', '', false, transaction_id FROM accounts_activity LIMIT 1",
    ],
    ids=["changed", "taken away", "moved in time", "added behind the seal"],
)
def test_any_row_that_was_touched_is_found(employer, statement):
    tamper(statement)
    assert len(verdict().broken) == 1
    with pytest.raises(CommandError, match="seals that do not fit"):
        call_command("verify_activity", verbosity=0)
