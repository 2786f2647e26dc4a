"""Who sees which rows of people, coverage, changes and reviews. The table in docs/security-and-tenancy.md says the same."""

from django.db import migrations

from accounts.policies import ADD, EVERY_ROW, OF_PURCHASER, READ, WRITE, only_columns, open_to, protect

# A person is an employer's to see while that employer has an employment or coverage of theirs on record.
KNOWN_HERE = (
    f"(EXISTS (SELECT FROM enrollment_employment own WHERE own.person_id = enrollment_person.id AND own.{OF_PURCHASER})"
    f" OR EXISTS (SELECT FROM enrollment_coverage own WHERE own.person_id = enrollment_person.id AND own.{OF_PURCHASER}))"
)
OWN_DRAFT = f"({OF_PURCHASER} AND state = 'draft')"


class Migration(migrations.Migration):
    dependencies = [("enrollment", "0002_facts_that_hold"), ("access", "0003_tenancy")]

    operations = [
        open_to("enrollment_plan", app=READ, match=READ, service=READ, staff=("SELECT", "INSERT", "UPDATE")),
        *[
            protect(table, app=(READ, OF_PURCHASER), staff=(WRITE, EVERY_ROW), service=(READ, EVERY_ROW))
            for table in ["enrollment_unitrules", "enrollment_offering"]
        ],
        protect(
            "enrollment_person",
            app=(READ, KNOWN_HERE),
            match=(("SELECT", "INSERT", "UPDATE"), EVERY_ROW),
            staff=(("SELECT", "UPDATE"), EVERY_ROW),
            service=(READ, EVERY_ROW),
        ),
        open_to("enrollment_formername", match=ADD, staff=ADD),
        open_to("enrollment_personmerge", match=READ, staff=("SELECT", "INSERT", "UPDATE")),
        protect(
            "enrollment_persondetail",
            app=(("SELECT", "INSERT", "UPDATE"), OF_PURCHASER),
            match=(READ, EVERY_ROW),
            staff=(READ, EVERY_ROW),
        ),
        only_columns("enrollment_persondetail", "app", "superseded_at"),
        protect(
            "enrollment_employment",
            app=(("SELECT", "INSERT", "UPDATE"), OF_PURCHASER),
            match=(READ, EVERY_ROW),
            staff=(READ, EVERY_ROW),
            service=(READ, EVERY_ROW),
        ),
        protect(
            "enrollment_enrollment",
            app=(("SELECT", "INSERT", "UPDATE"), OF_PURCHASER),
            staff=(READ, EVERY_ROW),
            service=(READ, EVERY_ROW),
        ),
        # Locking a family takes the right to update something of it.
        only_columns("enrollment_enrollment", "app", "group_bill_factor"),
        protect("enrollment_billto", app=(ADD, OF_PURCHASER), staff=(READ, EVERY_ROW), service=(READ, EVERY_ROW)),
        protect(
            "enrollment_coverage",
            app=(("SELECT", "INSERT", "UPDATE"), OF_PURCHASER),
            match=(READ, EVERY_ROW),
            staff=(READ, EVERY_ROW),
            service=(READ, EVERY_ROW),
        ),
        only_columns("enrollment_coverage", "app", "superseded_at", "superseded_seq"),
        protect(
            "enrollment_change",
            app=(("SELECT", "INSERT", "UPDATE"), OF_PURCHASER),
            match=(READ, EVERY_ROW),
            staff=(READ, EVERY_ROW),
            service=(READ, EVERY_ROW),
        ),
        migrations.RunSQL(
            f"""
            GRANT DELETE ON enrollment_change TO portal_app, portal_service;
            CREATE POLICY portal_app_delete ON enrollment_change FOR DELETE TO portal_app USING ({OWN_DRAFT});
            CREATE POLICY portal_service_delete ON enrollment_change FOR DELETE TO portal_service
                USING (state = 'draft');
            """,
            migrations.RunSQL.noop,
        ),
        # The employer's side cannot read a review: it is written under the matching role, worked under the staff role.
        protect("enrollment_review", match=(ADD, EVERY_ROW), staff=(("SELECT", "UPDATE"), EVERY_ROW)),
        protect("enrollment_candidate", match=(ADD, EVERY_ROW), staff=(READ, EVERY_ROW)),
        protect("enrollment_identitydecision", staff=(ADD, EVERY_ROW)),
        protect(
            "enrollment_followup",
            app=(("SELECT", "INSERT", "UPDATE"), OF_PURCHASER),
            staff=(READ, EVERY_ROW),
        ),
        only_columns("enrollment_followup", "app", "done_at"),
        protect("enrollment_callback", app=(ADD, OF_PURCHASER), staff=(("SELECT", "UPDATE"), EVERY_ROW)),
        only_columns("enrollment_callback", "staff", "done_at", "done_by_id"),
        protect("enrollment_rosterline", app=(WRITE, OF_PURCHASER), staff=(READ, EVERY_ROW)),
    ]
