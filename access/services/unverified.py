"""Users who registered, never verified their email address, and never had access."""

from datetime import datetime, timedelta

from django.db import connection

FORGOTTEN_AFTER = timedelta(days=7)
FORGET = """
WITH unverified AS (
    SELECT person.id FROM accounts_user person
     WHERE NOT person.is_staff AND person.joined_at < %s
       AND NOT EXISTS (SELECT FROM account_emailaddress own WHERE own.user_id = person.id AND own.verified)
       AND NOT EXISTS (SELECT FROM access_grant own WHERE own.user_id = person.id)
), addresses AS (
    DELETE FROM account_emailaddress WHERE user_id IN (SELECT id FROM unverified)
)
DELETE FROM accounts_user WHERE id IN (SELECT id FROM unverified)
"""


def forget_unverified(*, at: datetime) -> int:
    """Delete users who never verified an address in seven days; returns how many. Under the service role."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [at - FORGOTTEN_AFTER])
        return cursor.rowcount
