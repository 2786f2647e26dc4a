"""The range of every moment, amount and count."""

from django.db import migrations

from accounts.platform.bounds import AMOUNT, LATEST, MOMENT, bound, up_to

# Ends that forms took before they were bounded: access without end in all but name, which no page could show.
ENDS = {"access_grant": "ends_at", "access_accesscode": "grant_ends_at", "access_delegation": "ends_at"}
A_YEAR_OF_MINUTES = 366 * 24 * 60


class Migration(migrations.Migration):
    dependencies = [("access", "0002_policies")]

    operations = [
        *(
            migrations.RunSQL(f"UPDATE {table} SET {end} = '{LATEST}' WHERE {end} > '{LATEST}'", migrations.RunSQL.noop)
            for table, end in ENDS.items()
        ),
        bound(
            "access_accesscode",
            grant_ends_at=MOMENT,
            payment_limit=AMOUNT,
            issued_at=MOMENT,
            sent_at=MOMENT,
            expires_at=MOMENT,
            redeemed_at=MOMENT,
            revoked_at=MOMENT,
            locked_at=MOMENT,
            wrong_tries=up_to(1_000),
        ),
        bound("access_accessdocument", registered_at=MOMENT, pages=up_to(1_000), size=up_to(1_000_000_000)),
        bound(
            "access_accessrequest",
            created_at=MOMENT,
            waits_since=MOMENT,
            reminded_at=MOMENT,
            received_at=MOMENT,
            due_at=MOMENT,
            closed_at=MOMENT,
            minutes_left=up_to(A_YEAR_OF_MINUTES),
        ),
        bound("access_codeattempt", at=MOMENT),
        bound("access_delegation", started_at=MOMENT, ends_at=MOMENT, ended_at=MOMENT),
        bound(
            "access_grant",
            starts_at=MOMENT,
            ends_at=MOMENT,
            suspended_at=MOMENT,
            revoked_at=MOMENT,
            payment_limit=AMOUNT,
        ),
    ]
