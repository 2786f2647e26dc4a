"""Who sees and writes which grants, codes and requests; and the purchasers, which a user finds through grants."""

from django.db import migrations

from accounts.platform.policies import (
    ADD,
    EVERY_ROW,
    KEEP,
    OF_PURCHASER,
    OF_USER,
    READ,
    WRITE,
    only_columns,
    open_to,
    protect,
)

CHANGE = ("INSERT", "UPDATE")
MINE_OR_OURS = f"({OF_PURCHASER} OR {OF_USER})"
CURRENT_OR_GRANTED = (
    f"({OF_PURCHASER.replace('purchaser_id', 'id', 1)}"
    " OR EXISTS (SELECT FROM access_grant mine WHERE mine.purchaser_id = accounts_purchaser.id"
    f" AND mine.{OF_USER}))"
)
# Who holds a code, or the reference of a request, sees the one row it belongs to, of any purchaser.
OF_CODE = "code_index = (SELECT decode(nullif(current_setting('app.code', true), ''), 'hex'))"
OF_REFERENCE = "reference = (SELECT nullif(current_setting('app.reference', true), ''))"


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("accounts", "0002_policies")]

    operations = [
        protect(
            "access_grant",
            app=[(READ, MINE_OR_OURS), (CHANGE, OF_PURCHASER)],
            staff=(WRITE, EVERY_ROW),
            service=(READ, EVERY_ROW),
        ),
        protect(
            "accounts_purchaser",
            app=(READ, CURRENT_OR_GRANTED),
            staff=(KEEP, EVERY_ROW),
            service=(READ, EVERY_ROW),
        ),
        protect(
            "access_accesscode",
            app=[(("SELECT", "UPDATE"), f"({OF_PURCHASER} OR {OF_CODE})"), (("INSERT",), OF_PURCHASER)],
            staff=(KEEP, EVERY_ROW),
            service=(READ, EVERY_ROW),
        ),
        only_columns(
            "access_accesscode",
            "app",
            "code_index",
            "sent_at",
            "expires_at",
            "redeemed_at",
            "redeemed_by_id",
            "revoked_at",
            "revoked_by_id",
            "wrong_tries",
            "locked_at",
        ),
        open_to("access_codeattempt", app=KEEP, service=("SELECT", "DELETE")),
        # A request is its representatives'; who holds its reference may add it and look at its state.
        protect(
            "access_accessrequest",
            app=(ADD, OF_REFERENCE),
            staff=(KEEP, EVERY_ROW),
            service=(("SELECT", "UPDATE"), EVERY_ROW),
        ),
        open_to("access_accessdocument", staff=KEEP),
        protect("access_delegation", app=(KEEP, OF_PURCHASER), staff=(READ, EVERY_ROW), service=(READ, EVERY_ROW)),
        only_columns("access_delegation", "app", "ended_at", "ended_by_id"),
    ]
