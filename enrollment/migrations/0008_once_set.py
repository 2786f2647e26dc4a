"""What was submitted, superseded or done stays so. Of an open request the answers may still change."""

from django.db import migrations

from accounts.platform.policies import once_set_stays


class Migration(migrations.Migration):
    dependencies = [("enrollment", "0007_bounds"), ("accounts", "0005_once_set")]

    operations = [
        once_set_stays(
            "enrollment_change",
            "submitted_at",
            "submitted_by_id",
            "confirmation",
            "idempotency_key",
            "payload_digest",
            also="OLD.corrects_identity AND NOT NEW.corrects_identity",
        ),
        once_set_stays("enrollment_coverage", "superseded_at", "superseded_seq"),
        once_set_stays("enrollment_persondetail", "superseded_at"),
        once_set_stays("enrollment_followup", "done_at"),
        once_set_stays("enrollment_candidate", "superseded_at"),
        once_set_stays("enrollment_review", "decided_by_id", "decided_at"),
    ]
