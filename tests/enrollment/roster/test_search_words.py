"""The words that are kept of somebody: as services and the migration write them, and as they are verified."""

from dataclasses import replace
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from enrollment.models import SearchWord
from enrollment.queries.roster.words import differing_words
from enrollment.rules.names import name_words, number_words, ways_to_read
from enrollment.rules.people import Name
from enrollment.services.roster import refresh
from tests import factories
from tests.enrollment.roster.people import numbered, person
from tests.factories import child

pytestmark = pytest.mark.django_db


def test_words_that_differ_from_history_are_found_and_derived_again(employer):
    change = employer.enroll(child())
    with employer.scope():
        assert differing_words(employer.purchaser) == set()
        SearchWord.objects.filter(word="cora").delete()
        wrong = SearchWord.objects.filter(person=change.person_id, word="ana")
        wrong.update(word="anastasia")
        assert len(differing_words(employer.purchaser)) == 2
        with pytest.raises(CommandError):
            call_command("verify_roster")
        refresh(employer.purchaser, [change.person_id])
        assert differing_words(employer.purchaser) == set()


def test_the_migration_writes_what_the_services_write(employer):
    change = employer.enroll(child(preferred_name="Coco"))
    numbered(employer, "E-4711", employee=person(3))
    factories.Employer("Elsewhere").enroll(employee=person(9))
    held = numbered(employer, "E-9", child("Zoe"), employee=replace(person(9), sex="M"))
    assert change.state == "completed"
    assert held.is_open
    columns = ("purchaser_id", "person_id", "change_id", "unit_id", "word")
    migration = import_module("enrollment.migrations.0012_search_words")
    with employer.scope():
        before = set(SearchWord.objects.values_list(*columns))
        SearchWord.objects.all().delete()
        migration.fill(apps, None)
        assert set(SearchWord.objects.values_list(*columns)) == before
        assert {row[-1] for row in before} >= {"coco", "e4711", "e9", "zoe"}


def test_other_words_of_a_name():
    assert name_words(Name("Jörg", "Müller-Öz")) >= {"jorg", "joerg", "muller", "mueller", "oez", "mulleroz"}
    assert name_words(Name("D'Angelo", "O’Neil")) >= {"dangelo", "angelo", "oneil", "neil"}
    assert number_words("E-0047") == {"e", "0047", "e0047", "47"}
    assert ways_to_read(" ,-- ") == []
    assert ways_to_read("O Neil") == [("o", "neil"), ("oneil",)]
