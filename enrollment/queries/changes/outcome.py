"""The outcome of a change for each person, in words for the receipt's page and file."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy

from enrollment.queries.changes.described import line_words

RESULTS = {
    "covered": gettext_lazy("Covered from %(day)s"),
    "covered_until": gettext_lazy("Covered from %(day)s through %(until)s, like the employee"),
    "ends": gettext_lazy("Last day of coverage: %(day)s"),
    "left_work": gettext_lazy("Last day worked: %(day)s. Coverage had ended before."),
    "works_again": gettext_lazy("The end of work was reversed. Coverage stays as it was."),
    "never_started": gettext_lazy("Canceled before it started on %(day)s"),
    "canceled": gettext_lazy("Canceled: coverage from %(day)s never took effect"),
    "restored": gettext_lazy("Coverage restored from %(day)s, with no end date"),
    "restored_until": gettext_lazy("Coverage restored from %(day)s through %(until)s"),
    "corrected": gettext_lazy("Corrected: %(fields)s"),
}
FIELDS = {
    "name": gettext_lazy("legal name"),
    "birth_date": gettext_lazy("date of birth"),
    "number": gettext_lazy("Social Security number"),
    "preferred_name": gettext_lazy("preferred name"),
    "sex": gettext_lazy("sex"),
    "address": gettext_lazy("address"),
    "phone": gettext_lazy("phone"),
    "email": gettext_lazy("email"),
    "language": gettext_lazy("language"),
    "no_number_reason": gettext_lazy("reason the Social Security number is missing"),
}


def field_words(fields: Iterable[str]) -> str:
    """The labels of detail fields."""
    return ", ".join(str(FIELDS.get(name, name)) for name in fields)


def by_result(outcome: Sequence[Mapping[str, str]], *, of_several: bool) -> list[dict[str, str]]:
    """Results by line of coverage as one entry for all lines of a person with the same result.

    `of_several`: the family has several lines, so that each entry says which it is about.
    """
    found: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for each in outcome:
        facts = tuple((name, value) for name, value in each.items() if name != "line")
        found.setdefault(facts, []).append(each["line"])
    people = list(dict.fromkeys(each["person"] for each in outcome))
    entries = [dict(facts) | ({"lines": " ".join(lines)} if of_several else {}) for facts, lines in found.items()]
    return sorted(entries, key=lambda each: people.index(each["person"]))


def _day_words(day: str | None) -> str:
    return date_format(date.fromisoformat(day), "DATE_FORMAT") if day else ""


def outcome_words(person: Mapping[str, str]) -> str:
    """The result for one person of `Change.outcome`, in words."""
    words = gettext(str(RESULTS[person["result"]])) % {
        "day": _day_words(person.get("on")),
        "until": _day_words(person.get("until")),
        "fields": field_words(person.get("fields", "").split()),
    }
    if person.get("before"):
        words = gettext("%(words)s. Before: %(day)s") % {"words": words, "day": _day_words(person["before"])}
    if person.get("lines"):
        lines = line_words(person["lines"].split())
        words = gettext("%(lines)s: %(words)s") % {"lines": lines, "words": words}
    kept = field_words(person.get("kept", "").split())
    return gettext("%(words)s. Not changed: %(fields)s") % {"words": words, "fields": kept} if kept else words
