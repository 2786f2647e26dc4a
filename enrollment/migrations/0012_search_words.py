"""Every word that a page shows about somebody finds them: one row a word."""

from datetime import date

import django.db.models.deletion
import django.db.models.functions
from django.db import migrations, models
from django.db.models import Exists, F, OuterRef, Q

from accounts.platform.policies import EVERY_ROW, OF_PURCHASER, READ, WRITE, protect, sql_files
from enrollment.models.people import Sound
from enrollment.queries.identity.indexes import fact_words
from enrollment.rules.names import name_words, number_words
from enrollment.rules.people import Name

AT_ONCE = 2_000
OPEN = ["in_review", "action_needed"]
KEY = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "db_index": False, "db_constraint": False}


def _own(details):
    """Without what undoing a merge gave to another record, which is no former name of this one."""
    given = details.filter(
        **{each: OuterRef(each) for each in ("purchaser", "change", "first_key", "last_key")},
        known_at__gt=OuterRef("known_at"),
    ).exclude(person=OuterRef("person"))
    return details.filter(Q(superseded_at=None) | ~Exists(given))


def _of_people(apps):
    """(purchaser, person, unit, words) of the details, employments and member numbers on file."""
    details = _own(apps.get_model("enrollment", "PersonDetail").objects.all()).select_related("person", "change")
    for each in details.order_by("pk").iterator(AT_ONCE):
        name = Name(each.first_name, each.last_name, each.middle_name, each.suffix)
        words = name_words(name, each.preferred_name) | number_words(each.person.member_number)
        yield each.purchaser_id, each.person_id, each.change.unit_id if each.superseded_at else None, words
    employments = apps.get_model("enrollment", "Employment").objects.exclude(employee_number="")
    for each in employments.order_by("pk").iterator(AT_ONCE):
        yield each.purchaser_id, each.person_id, each.unit_id, number_words(each.employee_number)


def _of_requests(apps):
    """(purchaser, change, unit, words) of the people of open requests."""
    for change in (
        apps.get_model("enrollment", "Change").objects.filter(state__in=OPEN).order_by("pk").iterator(AT_ONCE)
    ):
        words = number_words(change.payload.get("employee_number", ""))
        for person in change.payload.get("people", ()):
            words |= name_words(Name(*person["name"]), person["preferred_name"])
            words |= number_words(person.get("member_number", ""))
            words |= fact_words(
                change.purchaser_id,
                number=person["number"][1] if person["number"] else "",
                birth_date=date.fromisoformat(person["birth_date"]),
                phone=person["phone"],
                email=person["email"],
            )
        yield change.purchaser_id, change.pk, change.unit_id, words


def fill(apps, _editor):
    """Write the words of everybody on file; `manage.py verify_roster` compares them."""
    model, waiting = apps.get_model("enrollment", "SearchWord"), []
    sources = [("person_id", _of_people(apps)), ("change_id", _of_requests(apps))]
    for column, found in sources:
        for purchaser, subject, unit, words in found:
            facts = {"purchaser_id": purchaser, column: subject, "unit_id": unit}
            waiting += [model(**facts, word=word) for word in sorted(words)]
            if len(waiting) > AT_ONCE:
                model.objects.bulk_create(waiting, ignore_conflicts=True)
                waiting = []
    model.objects.bulk_create(waiting, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("enrollment", "0011_uncertain_birth_dates"), ("accounts", "0005_once_set")]

    operations = [
        migrations.CreateModel(
            "SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purchaser", models.ForeignKey("accounts.purchaser", **KEY)),
                ("unit", models.ForeignKey("accounts.enrollmentunit", null=True, **KEY)),
                ("person", models.ForeignKey("enrollment.person", null=True, **KEY)),
                ("change", models.ForeignKey("enrollment.change", null=True, **KEY)),
                ("word", models.CharField(db_collation="C", max_length=60)),
                (
                    "subject",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.Coalesce(F("person"), F("change")),
                        output_field=models.UUIDField(),
                    ),
                ),
                (
                    "sound",
                    models.GeneratedField(
                        db_persist=True,
                        expression=Sound(F("word")),
                        output_field=models.CharField(db_collation="C", max_length=8),
                    ),
                ),
            ],
            options={"verbose_name": "search word", "verbose_name_plural": "search words"},
        ),
        migrations.AddConstraint(
            "searchword",
            models.UniqueConstraint(
                fields=("purchaser", "subject", "word", "unit"), name="search_word_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            "searchword",
            models.CheckConstraint(
                name="search_word_of_one",
                condition=Q(person__isnull=False, change=None) | Q(person=None, change__isnull=False),
            ),
        ),
        migrations.AddIndex(
            "searchword", models.Index(fields=["purchaser", "word", "subject"], name="search_word_by_word")
        ),
        migrations.AddIndex(
            "searchword",
            models.Index(fields=["purchaser", "sound", "word"], name="search_word_by_sound", condition=~Q(sound="")),
        ),
        migrations.AddIndex(
            "searchword",
            models.Index(fields=["change"], name="search_word_by_change", condition=Q(change__isnull=False)),
        ),
        *sql_files(__file__, "search_words"),
        protect("enrollment_searchword", app=(WRITE, OF_PURCHASER), staff=(READ, EVERY_ROW)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
