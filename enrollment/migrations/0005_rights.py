"""Rights to change only what is changed: rows are locked by a column made for it, and the rest of a row is history."""

from django.db import migrations, models

from accounts.platform.policies import only_columns

# What a correction of identity writes.
IDENTITY = (
    "first_name", "middle_name", "last_name", "suffix", "first_key", "last_key", "birth_date", "sex", "number",
    "number_kind", "number_index", "number_start_index", "number_end_index",
)  # fmt: skip
# What the desk writes of a review.
DECIDES = (
    "claimed_by_id", "claimed_at", "assigned_to_id", "decision", "decided_by_id", "decided_at", "note",
)  # fmt: skip
LOCK = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)


class Migration(migrations.Migration):
    dependencies = [("enrollment", "0004_identity_corrections")]

    operations = [
        # A database of before: what the owner runs searches pg_temp last. Nobody calls it but its trigger.
        *[
            migrations.RunSQL(
                f"ALTER FUNCTION {function}() SET search_path = pg_catalog, public, pg_temp;"
                f"REVOKE EXECUTE ON FUNCTION {function}() FROM PUBLIC;",
                migrations.RunSQL.noop,
            )
            for function in ("enrollment_family_inside_subscriber", "enrollment_merge_has_an_end")
        ],
        migrations.AddField("enrollment", "row_lock", LOCK),
        migrations.AddField("person", "row_lock", LOCK),
        only_columns("enrollment_enrollment", "app", "row_lock"),
        # A merge that is undone gives an employment to the other record.
        only_columns("enrollment_employment", "app", "person_id", "last_day_worked", "end_reason", "ended_by_id"),
        # The sample company's people are marked once, when it is made.
        only_columns("enrollment_person", "match", *IDENTITY, "is_sample"),
        # A representative enters a death.
        only_columns("enrollment_person", "staff", "row_lock", "deceased_on"),
        only_columns("enrollment_review", "staff", *DECIDES),
    ]
