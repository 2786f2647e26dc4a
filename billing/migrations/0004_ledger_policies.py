"""Who sees and books money; postings balance, bills foot, and nothing is changed afterwards."""

from django.db import migrations

from accounts.platform.bounds import CREDIT_OR_CHARGE, DAY, MOMENT, SEQUENCE, bound, bound_numbers
from accounts.platform.policies import (
    ADD,
    EVERY_ROW,
    OF_PURCHASER,
    READ,
    only_added,
    only_columns,
    protect,
    sql_files,
    unit_of_purchaser,
)

LEDGER = ("billing_posting", "billing_ledgerentry", "billing_allocation")
# A policy for rows besides the column privileges of sql/ledger.sql.
ROWS_FOR_MONEY = (
    ("accounts_enrollmentunit", "UPDATE"),
    ("billing_bill", "UPDATE"),
    ("enrollment_persondetail", "SELECT"),
    ("enrollment_rosterline", "SELECT"),
    ("enrollment_employment", "SELECT"),
)


def rows_for_money(table, verb):
    check = f" WITH CHECK ({OF_PURCHASER})" if verb == "UPDATE" else ""
    return migrations.RunSQL(
        f"CREATE POLICY portal_money_{verb.lower()} ON {table} FOR {verb} TO portal_money USING ({OF_PURCHASER}){check};",
        migrations.RunSQL.noop,
    )


class Migration(migrations.Migration):
    dependencies = [("billing", "0003_ledger")]

    operations = [
        *[
            protect(
                table,
                app=(READ, OF_PURCHASER),
                money=(ADD, OF_PURCHASER),
                staff=(READ, EVERY_ROW),
                service=(READ, EVERY_ROW),
            )
            for table in LEDGER
        ],
        protect(
            "billing_billhold",
            app=(READ, OF_PURCHASER),
            money=(("SELECT", "INSERT", "UPDATE"), OF_PURCHASER),
            staff=(READ, EVERY_ROW),
            service=(READ, EVERY_ROW),
        ),
        only_columns("billing_billhold", "money", "over_at", "released_by_id", "note"),
        *sql_files(__file__, "ledger"),
        *[rows_for_money(table, verb) for table, verb in ROWS_FOR_MONEY],
        *map(only_added, LEDGER),
        migrations.RunSQL(
            "CREATE TRIGGER billing_ledgerentry_with_its_posting BEFORE INSERT ON billing_ledgerentry FOR EACH ROW"
            " EXECUTE FUNCTION billing_belongs_to_this_transaction('billing_posting', 'posting_id');",
            migrations.RunSQL.noop,
        ),
        *map(unit_of_purchaser, ("billing_ledgerentry", "billing_allocation", "billing_billhold")),
        bound("accounts_enrollmentunit", ledger_seq=SEQUENCE),
        bound(
            "billing_bill",
            made_on=DAY,
            due_on=DAY,
            ledger_seq=SEQUENCE,
            previous_total=CREDIT_OR_CHARGE,
            new_charges=CREDIT_OR_CHARGE,
            total=CREDIT_OR_CHARGE,
        ),
        bound_numbers("billing_bill", "left_out"),
        bound_numbers("billing_billline", "spans"),
        bound_numbers("billing_billhold", "unpriced"),
        bound(
            "billing_billhold",
            month=DAY,
            as_of_seq=SEQUENCE,
            found_at=MOMENT,
            over_at=MOMENT,
            charges_before=CREDIT_OR_CHARGE,
            charges_now=CREDIT_OR_CHARGE,
        ),
        bound("billing_posting", posted_on=DAY, at=MOMENT, transaction_id=SEQUENCE),
        bound("billing_ledgerentry", coverage_month=DAY, amount=CREDIT_OR_CHARGE, ledger_seq=SEQUENCE),
        bound("billing_allocation", amount=CREDIT_OR_CHARGE, at=MOMENT, made_on=DAY),
    ]
