"""Who sees which rows of the purchaser, its units and people, the record, the jobs and the grants."""

from django.db import migrations

from accounts.policies import ADD, EVERY_ROW, OF_PURCHASER, OF_USER, READ, WRITE, only_columns, open_to, protect

MINE_OR_OURS = f"({OF_PURCHASER} OR {OF_USER})"
OURS_OR_OWN_ACT = f"({OF_PURCHASER} OR purchaser_id IS NULL AND {OF_USER.replace('user_id', 'actor_id', 1)})"
CURRENT_OR_GRANTED = (
    f"({OF_PURCHASER.replace('purchaser_id', 'id', 1)}"
    " OR EXISTS (SELECT FROM access_grant mine WHERE mine.purchaser_id = accounts_purchaser.id"
    f" AND mine.{OF_USER}))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_initial"),
        ("accounts", "0002_activity_stays"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        protect(
            "access_grant",
            app=(("SELECT", "INSERT", "UPDATE"), MINE_OR_OURS),
            staff=(WRITE, EVERY_ROW),
            service=(READ, EVERY_ROW),
        ),
        protect(
            "accounts_purchaser",
            app=(READ, CURRENT_OR_GRANTED),
            staff=(("SELECT", "INSERT", "UPDATE"), EVERY_ROW),
            service=(READ, EVERY_ROW),
        ),
        *[
            protect(
                table,
                app=(READ, OF_PURCHASER),
                staff=(WRITE, EVERY_ROW),
                service=(READ, EVERY_ROW),
            )
            for table in ["accounts_purchasersize", "accounts_contact"]
        ],
        protect(
            "accounts_enrollmentunit",
            app=(("SELECT", "UPDATE"), OF_PURCHASER),
            staff=(("SELECT", "INSERT", "UPDATE"), EVERY_ROW),
            service=(READ, EVERY_ROW),
        ),
        only_columns("accounts_enrollmentunit", "app", "known_seq"),
        protect(
            "accounts_activity",
            app=(ADD, OURS_OR_OWN_ACT),
            staff=(ADD, EVERY_ROW),
            service=(ADD, EVERY_ROW),
        ),
        open_to("accounts_seal", staff=READ, service=ADD),
        protect(
            "accounts_job",
            app=(ADD, OF_PURCHASER),
            staff=(READ, EVERY_ROW),
            service=(WRITE, EVERY_ROW),
        ),
        open_to("accounts_user", app=("SELECT", "INSERT", "UPDATE"), staff=READ, service=READ, match=READ),
        open_to("accounts_representative", app=READ, staff=("SELECT", "INSERT", "UPDATE"), service=READ),
        *[
            open_to(table, app=READ, staff=READ)
            for table in ["django_content_type", "auth_permission", "auth_group", "auth_group_permissions"]
        ],
        *[open_to(table, app=READ, staff=READ) for table in ["accounts_user_groups", "accounts_user_user_permissions"]],
        open_to("django_admin_log", app=ADD, staff=ADD),
    ]
