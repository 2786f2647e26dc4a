"""What changed in the details of a person: both values of each field, in words. Numbers are masked.

The receipt, its file, the person's page and the activity page read it here.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from django.db.models import Min
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from enrollment.commands import CorrectDetails
from enrollment.models import PersonDetail
from enrollment.queries.changes.outcome import field_words
from enrollment.queries.identity.reported import applicant_of
from enrollment.rules.codes import Language, NoNumberReason, Sex
from enrollment.rules.corrections import differences
from enrollment.rules.numbers import masked
from enrollment.rules.people import Address, Applicant


@dataclass(frozen=True)
class Compared:
    """One field: its label, and both values in words."""

    label: str
    before: str
    after: str


def compared(before: Applicant, after: Applicant, fields: Sequence[str]) -> list[Compared]:
    """The named fields of rules/corrections.py in both versions."""
    return [Compared(capfirst(field_words([field])), _words(before, field), _words(after, field)) for field in fields]


def changed_by(change_ids: Collection[UUID], purchaser_id: int) -> Mapping[tuple[UUID, UUID], list[Compared]]:
    """What each correction of a purchaser changed in the details it reported before, by (change, person).

    A person who is added again may have been reported by another unit, which is not for everybody to see. Undoing a
    merge writes older details once more; only the first time counts.
    """
    own = PersonDetail.objects.filter(purchaser_id=purchaser_id)
    corrected = own.filter(change_id__in=change_ids, change__type=CorrectDetails.type)
    first = dict(corrected.values("change_id").annotate(first=Min("known_at")).values_list("change_id", "first"))
    versions: dict[UUID, list[PersonDetail]] = defaultdict(list)
    for detail in own.filter(person_id__in=corrected.values("person_id")).order_by("known_at", "pk"):
        versions[detail.person_id].append(detail)
    found = {}
    for person_id, details in versions.items():
        for before, after in pairwise(details):
            if after.change_id in first and after.known_at == first[after.change_id]:
                one, other = applicant_of(before, ""), applicant_of(after, "")
                found[after.change_id, person_id] = compared(one, other, differences(one, other).all)
    return found


def _words(person: Applicant, field: str) -> str:
    return {
        "name": lambda: person.name.full,
        "birth_date": lambda: date_format(person.birth_date, "DATE_FORMAT"),
        "number": lambda: masked(person.number.digits) if person.number else "",
        "preferred_name": lambda: person.preferred_name,
        "sex": lambda: _(Sex(person.sex).label),
        "address": lambda: _address(person.address),
        "phone": lambda: person.phone,
        "email": lambda: person.email,
        "language": lambda: _(Language(person.language).label) if person.language else "",
        "no_number_reason": lambda: _(NoNumberReason(person.no_number_reason).label) if person.no_number_reason else "",
    }[field]() or _("None")


def _address(address: Address | None) -> str:
    if address is None:
        return ""
    street = ", ".join(filter(None, [address.street, address.street2]))
    return f"{street}, {address.city}, {address.state} {address.zip_code}"
