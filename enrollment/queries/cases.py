"""A review as a representative works on it: each applicant beside the people on file who may be them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from access import tenancy
from accounts.models import Activity
from enrollment.commands import AddDependents, AddEmployee, Command, command_from
from enrollment.matching.agreement import EQUAL, MISSING
from enrollment.models import Candidate, Change, Coverage, Person, Review
from enrollment.rules.codes import Relationship
from enrollment.rules.numbers import masked
from enrollment.rules.people import Applicant

FIELDS = ("number", "birth_date", "last_name", "first_name", "suffix", "sex")


@dataclass(frozen=True)
class Cell:
    """One value of a candidate with how it compares: equal, missing, or words for the difference."""

    value: str
    words: str

    @property
    def differs(self) -> bool:
        return self.words not in (EQUAL, MISSING, "")


@dataclass(frozen=True)
class Beside:
    """A candidate's column."""

    person: Person
    cells: dict[str, Cell]
    covered: str


@dataclass(frozen=True)
class ApplicantCase:
    place: int
    relationship: str
    values: dict[str, str]
    candidates: Sequence[Beside]

    @property
    def rows(self) -> list[tuple[str, str, list[Cell]]]:
        """(field, submitted, the candidates' cells) for the table."""
        names = {
            "number": _("Identity number"),
            "birth_date": _("Date of birth"),
            "last_name": _("Last name"),
            "first_name": _("First name"),
            "suffix": _("Suffix"),
            "sex": _("Sex"),
        }
        return [(names[key], self.values[key], [each.cells[key] for each in self.candidates]) for key in FIELDS]


@dataclass(frozen=True)
class CasePage:
    review: Review
    change: Change
    command: Command
    applicants: Sequence[ApplicantCase]
    talk: Sequence[Activity]

    @property
    def needs_identities(self) -> bool:
        return isinstance(self.command, AddEmployee | AddDependents)

    def identities_from(self, data: Mapping[str, str]) -> dict[int, UUID | None]:
        """The person chosen for each place; places without an answer are left out."""
        if not self.needs_identities:
            return {}
        chosen: dict[int, UUID | None] = {}
        for each in self.applicants:
            answer = data.get(f"who{each.place}", "" if each.candidates else "new")
            offered = {str(one.person.pk): one.person.pk for one in each.candidates}
            if answer == "new":
                chosen[each.place] = None
            elif answer in offered:
                chosen[each.place] = offered[answer]
        return chosen


def _day(day: date) -> str:
    return f"{day:%m/%d/%Y}"


def _values(applicant: Applicant) -> dict[str, str]:
    return {
        "number": masked(applicant.number.digits) if applicant.number else _("none given"),
        "birth_date": _day(applicant.birth_date),
        "last_name": applicant.name.last,
        "first_name": " ".join(filter(None, [applicant.name.first, applicant.name.middle])),
        "suffix": applicant.name.suffix or "-",
        "sex": applicant.sex,
    }


def _on_file(person: Person) -> dict[str, str]:
    return {
        "number": masked(person.number) if person.number else _("none on file"),
        "birth_date": _day(person.birth_date),
        "last_name": person.last_name,
        "first_name": " ".join(filter(None, [person.first_name, person.middle_name])),
        "suffix": person.suffix or "-",
        "sex": person.sex,
    }


def _history(person_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Where each candidate is or was covered, in a line."""
    rows = Coverage.objects.known().filter(person_id__in=person_ids).select_related("purchaser").order_by("-starts_on")
    words: dict[UUID, list[str]] = {}
    for row in rows:
        until = _("to %(day)s") % {"day": _day(row.ends_on)} if row.ends_on else _("open")
        words.setdefault(row.person_id, []).append(f"{row.purchaser.name}, {_day(row.starts_on)} {until}")
    return {person: "; ".join(lines[:3]) for person, lines in words.items()}


def _beside(candidate: Candidate, person: Person, history: dict[UUID, str]) -> Beside:
    values = _on_file(person)
    comparison: dict[str, Any] = candidate.comparison
    cells = {key: Cell(values[key], comparison.get(key, "")) for key in FIELDS}
    return Beside(person, cells, history.get(person.pk, _("never covered")))


def case_of(review_id: UUID) -> CasePage | None:
    """The case of a review, or None. Under the staff role; identities are read under the matching role."""
    review = (
        Review.objects.select_related("change__purchaser__representative", "claimed_by").filter(pk=review_id).first()
    )
    if review is None:
        return None
    change = review.change
    command = command_from(change.type, change.payload)
    candidates = list(Candidate.objects.filter(review=review).order_by("applicant", "rank"))
    with tenancy.matching():
        people = Person.objects.in_bulk([each.person_id for each in candidates])
    history = _history(list(people))
    applicants = [
        ApplicantCase(
            place=place,
            relationship=_(Relationship(applicant.relationship).label),
            values=_values(applicant),
            candidates=[
                _beside(each, people[each.person_id], history) for each in candidates if each.applicant == place
            ],
        )
        for place, applicant in enumerate(command.people)
    ]
    talk = (
        Activity.objects.filter(object_type="change", object_id=str(change.pk)).select_related("actor").order_by("at")
    )
    return CasePage(review, change, command, applicants, list(talk))
