"""What was on file becomes dated rows; who sees and writes them; their ranges."""

from django.db import migrations

from accounts.platform.bounds import DAY, MOMENT, SEQUENCE, bound
from accounts.platform.policies import (
    ADD,
    EVERY_ROW,
    KEEP,
    OF_PURCHASER,
    READ,
    once_set_stays,
    only_columns,
    protect,
    sql_files,
    takes_number,
    unit_of_purchaser,
)

OF_UNITS = ("accounts_unitplace", "accounts_planyear", "accounts_billingstart")
OF_PURCHASERS = (
    "accounts_contractperiod",
    "accounts_contractend",
    "accounts_purchaseraddress",
    "accounts_billdelivery",
)
KNOWN = "now(), 'On file before reasons were recorded'"
CARRY_OVER = f"""
    INSERT INTO accounts_contractperiod
        (purchaser_id, effective_on, number, plan_year_starts_on, recorded_at, reason)
        SELECT id, contract_starts_on, '', contract_starts_on, {KNOWN} FROM accounts_purchaser;
    INSERT INTO accounts_contractend (purchaser_id, last_day, recorded_at, reason, taken_back_reason)
        SELECT id, contract_ends_on, {KNOWN}, '' FROM accounts_purchaser WHERE contract_ends_on IS NOT NULL;
    INSERT INTO accounts_unitplace
        (purchaser_id, unit_id, effective_on, street, city, state, zip_code, rating_area, known_seq, recorded_at, reason)
        SELECT purchaser.id, unit.id, contract_starts_on, '', '', state, zip_code, '', 0, {KNOWN}
          FROM accounts_enrollmentunit unit JOIN accounts_purchaser purchaser ON purchaser.id = purchaser_id;
    INSERT INTO accounts_planyear (purchaser_id, unit_id, effective_on, known_seq, recorded_at, reason)
        SELECT purchaser.id, unit.id, contract_starts_on, 0, {KNOWN}
          FROM accounts_enrollmentunit unit JOIN accounts_purchaser purchaser ON purchaser.id = purchaser_id;
    INSERT INTO accounts_billingstart (purchaser_id, unit_id, effective_on, known_seq, recorded_at, reason)
        SELECT purchaser.id, unit.id, contract_starts_on, 0, {KNOWN}
          FROM accounts_enrollmentunit unit JOIN accounts_purchaser purchaser ON purchaser.id = purchaser_id;
    UPDATE accounts_purchaser SET opened_at = now();
    SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_group_setup")]

    operations = [
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop),
        migrations.RemoveField("enrollmentunit", "state"),
        migrations.RemoveField("enrollmentunit", "zip_code"),
        *sql_files(__file__, "unit_facts"),
        *[
            operation
            for table in OF_UNITS
            for operation in (
                unit_of_purchaser(table),
                takes_number(table),
                bound(table, effective_on=DAY, recorded_at=MOMENT, known_seq=SEQUENCE),
            )
        ],
        *[
            protect(table, app=(READ, OF_PURCHASER), staff=(ADD, EVERY_ROW), service=(READ, EVERY_ROW))
            for table in (*OF_UNITS, *(each for each in OF_PURCHASERS if each != "accounts_contractend"))
        ],
        protect("accounts_contractend", app=(READ, OF_PURCHASER), staff=(KEEP, EVERY_ROW), service=(READ, EVERY_ROW)),
        only_columns("accounts_contractend", "staff", "taken_back_at", "taken_back_by_id", "taken_back_reason"),
        once_set_stays("accounts_contractend", "taken_back_at", "taken_back_by_id"),
        bound("accounts_contractend", last_day=DAY, recorded_at=MOMENT, taken_back_at=MOMENT),
        bound("accounts_contractperiod", effective_on=DAY, ends_on=DAY, plan_year_starts_on=DAY, recorded_at=MOMENT),
        bound("accounts_purchaseraddress", effective_on=DAY, recorded_at=MOMENT),
        bound("accounts_billdelivery", effective_on=DAY, recorded_at=MOMENT),
        bound("accounts_purchaser", opened_at=MOMENT),
        bound("accounts_contact", removed_at=MOMENT),
        once_set_stays("accounts_purchaser", "opened_at", "joined_to_id"),
        once_set_stays("accounts_contact", "removed_at"),
        # Sizes and contacts are added; of a contact only that it was removed is written, of a unit its name.
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON accounts_purchasersize FROM portal_staff;"
            "REVOKE DELETE ON accounts_contact FROM portal_staff;",
            migrations.RunSQL.noop,
        ),
        only_columns("accounts_contact", "staff", "removed_at"),
        only_columns("accounts_enrollmentunit", "staff", "name", "known_seq"),
    ]
