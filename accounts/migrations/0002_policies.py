"""Who sees and writes which rows of this app and of Django's own tables. What reads grants stands in access."""

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

OURS_OR_OWN_ACT = f"({OF_PURCHASER} OR purchaser_id IS NULL AND {OF_USER.replace('user_id', 'actor_id', 1)})"
# Who changes how they sign in, or has it changed by a mailed link, is told by a job that belongs to no purchaser.
TELLING = "purchaser_id IS NULL AND kind = 'access.tell_sign_in_changed'"
# A representative sees which second factors a user has, never their secrets, and takes them away.
FACTORS = "id, user_id, type, created_at, last_used_at"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("account", "0001_initial"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("sessions", "0001_initial"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        open_to("accounts_user", app=KEEP, staff=READ, service=("SELECT", "DELETE"), match=READ),
        open_to("accounts_representative", app=READ, staff=KEEP, service=READ),
        protect(
            "accounts_purchasersize", app=(READ, OF_PURCHASER), staff=(WRITE, EVERY_ROW), service=(READ, EVERY_ROW)
        ),
        protect("accounts_contact", app=(READ, OF_PURCHASER), staff=(WRITE, EVERY_ROW), service=(READ, EVERY_ROW)),
        protect(
            "accounts_enrollmentunit",
            app=(("SELECT", "UPDATE"), OF_PURCHASER),
            staff=(KEEP, EVERY_ROW),
            service=(READ, EVERY_ROW),
        ),
        only_columns("accounts_enrollmentunit", "app", "known_seq"),
        protect("accounts_activity", app=(ADD, OURS_OR_OWN_ACT), staff=(ADD, EVERY_ROW), service=(ADD, EVERY_ROW)),
        open_to("accounts_seal", staff=READ, service=ADD),
        open_to("accounts_closure", app=READ, staff=("SELECT", "INSERT", "DELETE"), service=READ),
        # Representatives answer requesters by mail, of any purchaser or of none yet.
        protect("accounts_job", app=(ADD, OF_PURCHASER), staff=(ADD, EVERY_ROW), service=(WRITE, EVERY_ROW)),
        migrations.RunSQL(
            f"CREATE POLICY telling_of_sign_in ON accounts_job FOR INSERT TO portal_app WITH CHECK ({TELLING});",
            migrations.RunSQL.noop,
        ),
        # Who ends a user's access ends the user's sessions, a representative too.
        open_to("usersessions_usersession", app=WRITE, staff=("SELECT", "DELETE")),
        open_to("django_session", app=WRITE, staff=("SELECT", "DELETE")),
        migrations.RunSQL(
            f"GRANT SELECT ({FACTORS}), DELETE ON mfa_authenticator TO portal_staff;", migrations.RunSQL.noop
        ),
        # The clock deletes users who registered and never verified their address.
        migrations.RunSQL(
            "GRANT SELECT, DELETE ON account_emailaddress TO portal_service;"
            "GRANT SELECT ON account_emailconfirmation TO portal_service;",
            migrations.RunSQL.noop,
        ),
        *[
            open_to(table, app=READ, staff=READ)
            for table in (
                "django_content_type",
                "auth_permission",
                "auth_group",
                "auth_group_permissions",
                "accounts_user_groups",
                "accounts_user_user_permissions",
            )
        ],
        open_to("django_admin_log", app=ADD, staff=ADD),
    ]
