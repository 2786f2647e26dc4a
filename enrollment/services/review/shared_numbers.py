"""A number another member already has: used only after an explicit warning."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access import tenancy
from enrollment.models import Person
from enrollment.queries.identity.humans import records_of, survivors
from enrollment.queries.identity.indexes import number_indexes
from enrollment.rules.people import Number
from enrollment.services.refusals import CannotDecide


class NumberOfAnother(CannotDecide):
    """Other members have this number, and the representative was not warned about them."""

    def __init__(self, holders: Sequence[Person]):
        members = ", ".join(each.member_number for each in holders)
        text = ngettext(
            "Another member already has this Social Security number: %(members)s. Read the warning below before"
            " you use it.",
            "Other members already have this Social Security number: %(members)s. Read the warning below before"
            " you use it.",
            len(holders),
        )
        super().__init__(text % {"members": members})
        self.holders = holders


def _others_with(number: Number, person_id: UUID) -> set[UUID]:
    """Other people with this number on any record."""
    index = number_indexes(number.digits)["number_index"]
    if index is None:
        return set()
    own = records_of(person_id)
    with tenancy.matching():
        others = list(Person.objects.filter(number_index=index).exclude(pk__in=own).values_list("pk", flat=True))
    return set(survivors(others).values())


def others_told_of(taken: Collection[tuple[Number, UUID]], *, told: Collection[str]) -> list[str]:
    """The ids of warned-about members. Raises NumberOfAnother for anyone not among `told`.

    `taken` are the numbers a decision writes, with their persons. The caller holds the advisory locks of `identify`, so
    no one else gets the number meanwhile.
    """
    others = {other for number, person in taken for other in _others_with(number, person)}
    named = {str(other) for other in others}
    if named - set(told):
        with tenancy.matching():
            raise NumberOfAnother(list(Person.objects.filter(pk__in=others).order_by("member_number", "pk")))
    return sorted(named)


def consequence() -> str:
    """The effect of using another member's number."""
    return _(
        "Two members would share one Social Security number. Every later request with it will need review, and"
        " details for one member could be saved to the other. If both records are the same person, merge them."
        " If the other record is wrong, correct it."
    )
