"""The reply that asks for a number no longer asks for it in the words of the answer, which the record keeps as they are."""

from django.db import migrations

BEFORE = "Please enter the Social Security number here, or tell us when it will be known."
AFTER = "Please enter the Social Security number under Correct what you sent, or say when it will be known."


def _reword(old, new):
    def reword(apps, schema_editor):
        apps.get_model("enrollment", "CannedReply").objects.filter(text=old).update(text=new)

    return reword


class Migration(migrations.Migration):
    dependencies = [("enrollment", "0014_lines_of_who_never_started")]

    operations = [migrations.RunPython(_reword(BEFORE, AFTER), _reword(AFTER, BEFORE))]
