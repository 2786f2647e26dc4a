"""An applicant beside a possible match: values, differences in words, history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from enrollment.matching import reasons
from enrollment.matching.agreement import EQUAL, MISSING
from enrollment.matching.reasons import CONFLICTING, NEAR
from enrollment.models import Candidate, Coverage, Person, PersonDetail
from enrollment.queries.identity.reported import differing
from enrollment.rules.corrections import choices_for
from enrollment.rules.numbers import masked
from enrollment.rules.people import Applicant

FIELDS = ("last_name", "first_name", "middle_name", "suffix", "birth_date", "sex", "number", "member_number")
CONTACTS = ("street", "phone", "email")
# A mark beside the words, so that a difference does not rely on color.
MARKS = {EQUAL: "=", NEAR: "≈", CONFLICTING: "≠", MISSING: "–"}
LINES_OF_HISTORY = 6


def names_of_fields() -> dict[str, str]:
    return {
        "last_name": _("Last name"),
        "first_name": _("First name"),
        "middle_name": _("Middle name"),
        "suffix": _("Suffix"),
        "birth_date": _("Date of birth"),
        "sex": _("Sex"),
        "number": _("Social Security number"),
        "member_number": _("Member number"),
        "street": _("Address"),
        "phone": _("Phone"),
        "email": _("Email"),
        "name": _("Name"),
    }


@dataclass(frozen=True)
class Cell:
    """One value of a candidate and how it compares: equal, near, conflicting or missing, with a mark and words."""

    value: str
    kind: str
    words: str

    @property
    def mark(self) -> str:
        return MARKS.get(self.kind, "")

    @property
    def differs(self) -> bool:
        return self.kind in (NEAR, CONFLICTING)


@dataclass(frozen=True)
class Period:
    """One coverage period of a candidate."""

    words: str
    ended: bool
    elsewhere: bool


@dataclass(frozen=True)
class Amendable:
    """An identity field that differs from the carrier's record, with the possible updates."""

    field: str
    label: str
    choices: tuple[str, ...]
    chosen: str


@dataclass(frozen=True)
class Beside:
    """The column of one candidate."""

    person: Person
    cells: dict[str, Cell]
    closeness: str
    warnings: Sequence[str]
    why_not: str
    history: Sequence[Period]
    amendable: Sequence[Amendable]
    # Why this person cannot be chosen yet.
    obstacles: Sequence[str] = ()


def day_words(day: date) -> str:
    return f"{day:%m/%d/%Y}"


def submitted(applicant: Applicant) -> dict[str, str]:
    """The employer's values as the table shows them."""
    name, address = applicant.name, applicant.address
    return {
        "last_name": name.last,
        "first_name": name.first,
        "middle_name": name.middle,
        "suffix": name.suffix,
        "birth_date": day_words(applicant.birth_date),
        "sex": applicant.sex,
        "number": masked(applicant.number.digits) if applicant.number else "",
        "member_number": applicant.member_number,
        "street": f"{address.street}, {address.city}, {address.state} {address.zip_code}" if address else "",
        "phone": applicant.phone,
        "email": applicant.email,
    }


def _on_file(person: Person, details: Sequence[PersonDetail]) -> dict[str, str]:
    """The carrier's record, with every contact that any purchaser reports."""
    streets = [f"{each.street}, {each.city}, {each.state} {each.zip_code}" for each in details if each.street]
    return {
        "last_name": person.last_name,
        "first_name": person.first_name,
        "middle_name": person.middle_name,
        "suffix": person.suffix,
        "birth_date": day_words(person.birth_date),
        "sex": person.sex,
        "number": masked(person.number) if person.number else "",
        "member_number": person.member_number,
        "street": "; ".join(dict.fromkeys(streets)),
        "phone": "; ".join(dict.fromkeys(each.phone for each in details if each.phone)),
        "email": "; ".join(dict.fromkeys(each.email for each in details if each.email)),
    }


def details_of(person_ids: Sequence[UUID]) -> dict[UUID, list[PersonDetail]]:
    """The current details of these people at every purchaser. Under the matching role."""
    found: dict[UUID, list[PersonDetail]] = {}
    for detail in PersonDetail.objects.filter(person_id__in=person_ids, superseded_at=None).order_by(
        "-known_at", "-pk"
    ):
        found.setdefault(detail.person_id, []).append(detail)
    return found


def history_of(person_ids: Sequence[UUID], purchaser_id: int, today: date) -> dict[UUID, list[Period]]:
    """Each person's coverage periods, latest first."""
    rows = Coverage.objects.known().filter(person_id__in=person_ids).order_by("-starts_on", "-id")
    periods: dict[UUID, list[Period]] = {}
    for row in rows.select_related("purchaser", "enrollment__offering__plan"):
        until = _("to %(day)s") % {"day": day_words(row.ends_on)} if row.ends_on else _("with no end date")
        plan = row.enrollment.offering.plan.name
        words = f"{row.purchaser.name}, {plan}, {day_words(row.starts_on)} {until}"
        ended = bool(row.ends_on and row.ends_on < today)
        periods.setdefault(row.person_id, []).append(Period(words, ended, row.purchaser_id != purchaser_id))
    return {person: lines[:LINES_OF_HISTORY] for person, lines in periods.items()}


def _cells(candidate: Candidate, values: dict[str, str]) -> dict[str, Cell]:
    cells = {}
    for field in (*FIELDS, *CONTACTS):
        word = candidate.comparison.get(field, MISSING)
        kind = reasons.kind(word)
        cells[field] = Cell(values[field], kind, "" if kind in (EQUAL, MISSING) else _(reasons.how(field, word)))
    return cells


def why_not(candidate: Candidate, applicant: Applicant) -> str:
    """The nearest rule and what fails. A number missing on one side is named as missing there."""
    rule, failing = candidate.reasons.get("rule"), candidate.reasons.get("failing", [])
    if not rule:
        return ""
    facts = {"rule": _(reasons.RULE_WORDS[rule])}
    if not failing:
        return _("Matches on %(rule)s. The reasons above stopped the automatic match.") % facts
    absent = "number" in failing and candidate.comparison["number"] == MISSING
    besides = "; ".join(_(reasons.CONDITIONS[code]) for code in failing if code != "number" or not absent)
    if not absent:
        return _("Close match on %(rule)s, but %(what)s.") % (facts | {"what": besides})
    if applicant.number:
        text = _("The record has no Social Security number, so it can't match on %(rule)s.") % facts
    else:
        text = _("The employer sent no Social Security number, so it can't match on %(rule)s.") % facts
    return f"{text} {_('Also: %(what)s.') % {'what': besides}}" if besides else text


def beside(
    candidate: Candidate,
    person: Person,
    applicant: Applicant,
    details: Sequence[PersonDetail],
    history: Sequence[Period],
    posted: dict[str, str],
) -> Beside:
    """The column of one candidate. `posted` is the input of a rejected form."""
    names = names_of_fields()
    start = f"amend{candidate.applicant}-{person.pk}-"
    return Beside(
        person=person,
        cells=_cells(candidate, _on_file(person, details)),
        closeness=_(reasons.closeness(candidate.weight)),
        warnings=[_(reasons.WARNINGS[code]) for code in candidate.reasons.get("warnings", [])],
        why_not=why_not(candidate, applicant),
        history=history,
        amendable=[
            Amendable(f"{start}{field}", names[field], choices_for(field), posted.get(f"{start}{field}", "keep"))
            for field in differing(applicant, person)
        ],
    )
