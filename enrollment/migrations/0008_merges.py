"""Proposed merges, what a merge keeps for its own undoing, and no circle of links."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.policies import only_columns, open_to

# Links are followed to their end, so they must have one. Merges are rare: they wait for each other here, so that
# two which each look right alone cannot close a circle together.
NO_CIRCLE = """
CREATE FUNCTION enrollment_merge_has_an_end() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    record uuid := NEW.survivor_id;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('enrollment_personmerge', 0));
    WHILE NEW.undone_at IS NULL AND record IS NOT NULL LOOP
        IF record = NEW.duplicate_id THEN
            RAISE EXCEPTION 'a record cannot be merged into one that stands for it'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'merge_has_an_end', TABLE = 'enrollment_personmerge';
        END IF;
        SELECT survivor_id INTO record FROM enrollment_personmerge
         WHERE duplicate_id = record AND undone_at IS NULL AND id <> NEW.id;
    END LOOP;
    RETURN NEW;
END $$;

CREATE TRIGGER merge_has_an_end BEFORE INSERT OR UPDATE ON enrollment_personmerge
    FOR EACH ROW EXECUTE FUNCTION enrollment_merge_has_an_end();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("enrollment", "0007_cases"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MergeProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("proposed_at", models.DateTimeField(verbose_name="proposed")),
                ("reason", models.CharField(max_length=255)),
                ("died_reason", models.CharField(blank=True, max_length=255)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "proposed merge",
                "verbose_name_plural": "proposed merges",
            },
        ),
        migrations.AddField(
            model_name="personmerge",
            name="died_reason",
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AddField(
            model_name="personmerge",
            name="marks",
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="personmerge",
            name="proposed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="personmerge",
            name="undone_reason",
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AddConstraint(
            model_name="personmerge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("proposed_by", None),
                    models.Q(("proposed_by", models.F("decided_by")), _negated=True),
                    _connector="OR",
                ),
                name="merge_confirmed_by_another",
            ),
        ),
        migrations.AddField(
            model_name="mergeproposal",
            name="duplicate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrollment.person"
            ),
        ),
        migrations.AddField(
            model_name="mergeproposal",
            name="merge",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposal",
                to="enrollment.personmerge",
            ),
        ),
        migrations.AddField(
            model_name="mergeproposal",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="mergeproposal",
            name="survivor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrollment.person"
            ),
        ),
        migrations.AddField(
            model_name="mergeproposal",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="mergeproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("merge", None), ("withdrawn_at", None)),
                fields=("duplicate",),
                name="proposal_one_open_per_duplicate",
            ),
        ),
        migrations.AddConstraint(
            model_name="mergeproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("duplicate", models.F("survivor")), _negated=True), name="proposal_joins_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="mergeproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                    models.Q(("merge", None), ("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="proposal_withdrawn_whole",
            ),
        ),
        migrations.RunSQL(NO_CIRCLE, "DROP FUNCTION enrollment_merge_has_an_end() CASCADE;"),
        # A link is added and taken back; nothing else of it ever changes.
        only_columns("enrollment_personmerge", "staff", "undone_at", "undone_by_id", "undone_reason"),
        open_to("enrollment_mergeproposal", staff=("SELECT", "INSERT", "UPDATE")),
        only_columns("enrollment_mergeproposal", "staff", "merge_id", "withdrawn_at", "withdrawn_by_id"),
    ]
