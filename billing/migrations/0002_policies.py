"""Who sees and writes rates and bills; their ranges; nothing is changed afterwards."""

from django.db import migrations

from accounts.platform.bounds import AMOUNT, CREDIT_OR_CHARGE, DAY, MOMENT, SEQUENCE, bound, bound_numbers, up_to
from accounts.platform.policies import (
    ADD,
    EVERY_ROW,
    OF_PURCHASER,
    READ,
    let_read,
    only_added,
    protect,
    sql_files,
    takes_number,
    unit_of_purchaser,
)

# The carrier's rates for everybody, and those for the purchaser alone.
OF_ALL_OR_PURCHASER = f"purchaser_id IS NULL OR {OF_PURCHASER}"
OF_VISIBLE_RATE = "rate_id IN (SELECT id FROM billing_rate)"
APPEND_ONLY = ("billing_rate", "billing_ratetier", "billing_ratereach", "billing_bill", "billing_billline")
BELONG = (("billing_ratetier", "rate"), ("billing_ratereach", "rate"), ("billing_billline", "bill"))
# What a price depends on.
PRICED_BY = (
    "accounts_enrollmentunit",
    "accounts_unitplace",
    "accounts_planyear",
    "accounts_billingstart",
    "enrollment_unitrules",
    "enrollment_offering",
    "enrollment_enrollment",
    "enrollment_billto",
    "enrollment_coverage",
)


def added_with(table, parent):
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_with_its_{parent} BEFORE INSERT ON {table} FOR EACH ROW"
        f" EXECUTE FUNCTION billing_belongs_to_this_transaction('billing_{parent}', '{parent}_id');",
        migrations.RunSQL.noop,
    )


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]

    operations = [
        *sql_files(__file__, "append_only"),
        *map(only_added, APPEND_ONLY),
        *[added_with(table, parent) for table, parent in BELONG],
        takes_number("billing_ratereach"),
        unit_of_purchaser("billing_ratereach"),
        unit_of_purchaser("billing_bill"),
        protect(
            "billing_rate",
            app=(READ, OF_ALL_OR_PURCHASER),
            money=(READ, OF_ALL_OR_PURCHASER),
            staff=(ADD, EVERY_ROW),
            service=(READ, EVERY_ROW),
        ),
        protect(
            "billing_ratetier",
            app=(READ, OF_VISIBLE_RATE),
            money=(READ, OF_VISIBLE_RATE),
            staff=(ADD, EVERY_ROW),
            service=(READ, EVERY_ROW),
        ),
        protect(
            "billing_ratereach",
            app=(READ, OF_PURCHASER),
            money=(READ, OF_PURCHASER),
            staff=(ADD, EVERY_ROW),
            service=(READ, EVERY_ROW),
        ),
        *[
            protect(
                table,
                app=(READ, OF_PURCHASER),
                money=(ADD, OF_PURCHASER),
                staff=(READ, EVERY_ROW),
                service=(READ, EVERY_ROW),
            )
            for table in ("billing_bill", "billing_billline")
        ],
        *[let_read(table, "money", OF_PURCHASER) for table in PRICED_BY],
        migrations.RunSQL("GRANT SELECT ON enrollment_plan TO portal_money;", migrations.RunSQL.noop),
        bound(
            "billing_rate",
            effective_on=DAY,
            through=DAY,
            base=AMOUNT,
            factor="BETWEEN 0 AND 100",
            published_at=MOMENT,
            published_no=up_to(1_000_000, least=1),
            transaction_id=SEQUENCE,
        ),
        bound("billing_ratetier", amount=AMOUNT),
        bound("billing_ratereach", known_seq=SEQUENCE),
        bound("billing_bill", month=DAY, as_of_seq=SEQUENCE, cut_at=MOMENT, transaction_id=SEQUENCE),
        bound_numbers("billing_bill", "seqs_of_purchaser"),
        bound(
            "billing_billline",
            month=DAY,
            owed=CREDIT_OR_CHARGE,
            billed_before=CREDIT_OR_CHARGE,
            amount=CREDIT_OR_CHARGE,
            rated_age=up_to(300),
            factor="BETWEEN 0 AND 9999",
        ),
    ]
