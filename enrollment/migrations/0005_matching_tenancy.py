"""Keys for whoever is on file already, the human behind merged records, and who may see the new rows."""

from django.db import migrations

from accounts.policies import ADD, READ, open_to
from enrollment.services.people import contact_indexes, number_indexes

BATCH = 2000

# The record that stands for a human: links are followed to their end. Runs with the rights of whoever asks.
SURVIVOR = """
CREATE FUNCTION enrollment_survivor(record uuid) RETURNS uuid LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE
    following uuid;
BEGIN
    LOOP
        SELECT survivor_id INTO following FROM enrollment_personmerge
         WHERE duplicate_id = record AND undone_at IS NULL;
        EXIT WHEN following IS NULL;
        record := following;
    END LOOP;
    RETURN record;
END $$;
"""


def _numbers(apps, schema_editor):
    persons = apps.get_model("enrollment", "Person").objects
    persons.filter(member_number__lt="1").update(is_sample=True)
    waiting = persons.filter(number__isnull=False, number_start_index=None).only("pk", "number")
    for person in waiting.iterator(chunk_size=BATCH):
        persons.filter(pk=person.pk).update(**number_indexes(person.number))


def _contacts(apps, schema_editor):
    details = apps.get_model("enrollment", "PersonDetail").objects
    columns = ("street", "zip_code", "phone", "email")
    for pk, *values in details.values_list("pk", *columns).iterator(chunk_size=BATCH):
        details.filter(pk=pk).update(**contact_indexes(**dict(zip(columns, values, strict=True))))


class Migration(migrations.Migration):
    dependencies = [("enrollment", "0004_matching")]

    operations = [
        migrations.RunSQL(SURVIVOR, "DROP FUNCTION enrollment_survivor(uuid);"),
        migrations.RunPython(_numbers, migrations.RunPython.noop),
        migrations.RunPython(_contacts, migrations.RunPython.noop),
        open_to("enrollment_notsame", match=READ, staff=ADD),
        migrations.RunSQL(
            """
            GRANT SELECT ON enrollment_identitydecision TO portal_match;
            CREATE POLICY portal_match_select ON enrollment_identitydecision FOR SELECT TO portal_match USING (true);
            GRANT UPDATE (became_id) ON enrollment_identitydecision TO portal_staff;
            CREATE POLICY portal_staff_update ON enrollment_identitydecision FOR UPDATE TO portal_staff
                USING (true) WITH CHECK (true);
            """,
            migrations.RunSQL.noop,
        ),
    ]
