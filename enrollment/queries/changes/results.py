"""The people of a request with what became of each, for its receipt and its file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from enrollment.models import Change, Coverage, Person
from enrollment.queries.changes.compared import Compared, changed_by
from enrollment.queries.changes.outcome import outcome_words
from enrollment.rules.codes import Relationship
from enrollment.rules.people import Applicant


@dataclass(frozen=True)
class Result:
    """One person of a request. `person_id` is None until the request is completed."""

    name: str
    words: str
    person_id: UUID | None = None
    relationship: str = ""
    member_number: str = ""
    changed: Sequence[Compared] = ()


def results_of(change: Change, people: Sequence[Applicant], proposed: Sequence[Compared]) -> list[Result]:
    """Each person of a request; `proposed` is what an open correction would change."""
    if change.outcome:
        return _completed(change, change.outcome)
    words = _("Pending") if change.is_open else _("Not changed")
    results = [
        Result(each.name.full, words, relationship=_role(each.relationship), changed=proposed) for each in people
    ]
    return results or [Result(change.title, str(change.get_state_display()))]


def _completed(change: Change, outcome: Sequence[Mapping[str, str]]) -> list[Result]:
    ids = [UUID(each["person"]) for each in outcome if each.get("person")]
    roles = dict(
        Coverage.objects.filter(purchaser_id=change.purchaser_id, person_id__in=ids)
        .order_by("known_seq", "pk")
        .values_list("person_id", "relationship")
    )
    numbers = dict(Person.objects.filter(pk__in=ids).values_list("pk", "member_number"))
    changed = changed_by([change.pk], change.purchaser_id)
    found = []
    for each in outcome:
        person_id = UUID(each["person"]) if each.get("person") else None
        # One person can have another result in each line of coverage.
        own = [one for one in outcome if one is each or (person_id and one.get("person") == each["person"])]
        if own[0] is not each:
            continue
        found.append(
            Result(
                name=each["name"],
                words=". ".join(map(outcome_words, own)),
                person_id=person_id if person_id in roles else None,
                relationship=_role(roles[person_id]) if person_id in roles else "",
                member_number=numbers.get(person_id, "") if person_id else "",
                changed=changed.get((change.pk, person_id), ()) if person_id else (),
            )
        )
    return found


def _role(code: str) -> str:
    return _(Relationship(code).label) if code else ""
