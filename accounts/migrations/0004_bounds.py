"""The range of every day, moment and count."""

from django.db import migrations

from accounts.platform.bounds import DAY, MOMENT, SEQUENCE, bound, bound_numbers, up_to

# Python reads no other spelling of Postgres's; Postgres itself refuses a place it does not know.
KNOWN_ZONE = r"""
    ALTER TABLE accounts_purchaser ADD CONSTRAINT accounts_purchaser_time_zone_known
    CHECK (time_zone ~ '^[A-Z][A-Za-z_]+(/[A-Z][A-Za-z_-]+)+$'
           AND timezone(time_zone, timestamptz '2026-01-01 00:00+00') IS NOT NULL)"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_rights")]

    operations = [
        bound("accounts_activity", at=MOMENT, transaction_id=SEQUENCE),
        bound_numbers("accounts_activity", "before", "after"),
        bound("accounts_closure", day=DAY, added_at=MOMENT),
        bound("accounts_enrollmentunit", known_seq=SEQUENCE),
        bound(
            "accounts_job",
            created_at=MOMENT,
            due_at=MOMENT,
            lease_until=MOMENT,
            finished_at=MOMENT,
            attempts=up_to(1_000),
            done=up_to(1_000_000_000),
            total=up_to(1_000_000_000),
        ),
        bound_numbers("accounts_job", "arguments", "result"),
        bound("accounts_purchaser", contract_starts_on=DAY, contract_ends_on=DAY),
        migrations.RunSQL(
            KNOWN_ZONE, "ALTER TABLE accounts_purchaser DROP CONSTRAINT accounts_purchaser_time_zone_known"
        ),
        bound("accounts_purchasersize", effective_on=DAY, employees=up_to(10_000_000)),
        bound(
            "accounts_seal",
            sealed_at=MOMENT,
            rows=up_to(1_000_000_000),
            after_transaction_id=SEQUENCE,
            through_transaction_id=SEQUENCE,
        ),
        bound("accounts_user", joined_at=MOMENT, last_login=MOMENT),
    ]
