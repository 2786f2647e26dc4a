"""Finds people whose birth date on file may stand for an unknown one, without reading everybody of a name."""

from datetime import date

from django.db import migrations, models
from django.db.models import Q

UNCERTAIN = (
    Q(birth_date__lt=date(1906, 1, 1))
    | Q(birth_date__in=[date(1911, 11, 11)])
    | Q(birth_date__month=1, birth_date__day=1)
)
INDEXES = {
    "person": (
        models.Index(fields=["last_sound", "first_sound"], name="person_uncertain_by_last", condition=UNCERTAIN),
        models.Index(fields=["first_sound"], name="person_uncertain_by_first", condition=UNCERTAIN),
    ),
    "persondetail": (
        models.Index(
            fields=["purchaser", "last_sound", "first_sound"], name="detail_uncertain_by_last", condition=UNCERTAIN
        ),
        models.Index(fields=["purchaser", "first_sound"], name="detail_uncertain_by_first", condition=UNCERTAIN),
    ),
}


class Migration(migrations.Migration):
    dependencies = [("enrollment", "0010_names_and_countries")]

    operations = [
        migrations.AddIndex(model_name=model, index=index) for model, indexes in INDEXES.items() for index in indexes
    ]
