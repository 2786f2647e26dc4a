"""A correction in review: each identity field, recorded and submitted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from enrollment.commands import CorrectDetails
from enrollment.models import Change, PersonDetail
from enrollment.queries.identity.humans import reported_elsewhere
from enrollment.queries.identity.reported import applicant_of
from enrollment.queries.review.comparison import day_words
from enrollment.rules.corrections import CHOICES, differences
from enrollment.rules.numbers import masked
from enrollment.rules.people import Applicant


@dataclass(frozen=True)
class Corrected:
    """One field: recorded value, submitted value, choices, and the choice of a rejected form."""

    field: str
    label: str
    recorded: str
    submitted: str
    choices: Sequence[tuple[str, str]]
    chosen: str

    @property
    def name(self) -> str:
        return f"correct-{self.field}"


@dataclass(frozen=True)
class Correction:
    fields: Sequence[Corrected]
    elsewhere: bool


def _values(applicant: Applicant) -> dict[str, str]:
    return {
        "name": applicant.name.full,
        "birth_date": day_words(applicant.birth_date),
        "number": masked(applicant.number.digits) if applicant.number else _("none"),
    }


def correction_of(change: Change, command: CorrectDetails, posted: Mapping[str, str]) -> Correction | None:
    """The identity fields that differ now, or None if the person left the employer's list. Under the staff role."""
    own = PersonDetail.objects.filter(purchaser_id=change.purchaser_id, person_id=command.person_id)
    detail = own.filter(superseded_at=None).select_related("person").first()
    if detail is None:
        return None
    before = applicant_of(detail, command.after.relationship)
    recorded, submitted = _values(before), _values(command.after)
    labels = {"name": _("Legal name"), "birth_date": _("Date of birth"), "number": _("Social Security number")}
    words = {
        "renamed": _("Use the submitted name; keep the old one as a former name"),
        "replace": _("Use the submitted value"),
        "keep": _("Keep our record"),
    }
    return Correction(
        fields=[
            Corrected(
                field,
                labels[field],
                recorded[field],
                submitted[field],
                [(choice, words[choice]) for choice in CHOICES[field]],
                posted.get(f"correct-{field}", ""),
            )
            for field in differences(before, command.after).identity
        ],
        elsewhere=reported_elsewhere(detail.person, change.purchaser),
    )
