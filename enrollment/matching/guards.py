"""Objections to a certain match. One objection, and a representative decides."""

from collections.abc import Callable, Sequence

from enrollment.matching.agreement import DIFFERS, EQUAL, FILLER_DAY, FORMER, MISSING, ONLY_ASKED
from enrollment.matching.certain import COMPATIBLE_LAST, CONTACTS
from enrollment.matching.score import most_for
from enrollment.matching.values import Candidate

# The second-best person must be at least this many bits behind.
LEAST_GAP = 12.0

SEVERAL = "several_certain"
MEMBER_NUMBER = "member_number_differs"
SUFFIX = "suffix_differs"
SEX = "sex_differs"
DECEASED = "deceased"
TOO_OLD = "too_old_for_a_child"
SHARED_NUMBER = "number_on_another_record"
SHARED_MEMBER_NUMBER = "member_number_on_another_record"
CLOSE_SECOND = "another_is_close"
BETTER_NAMED = "another_bears_the_name"
NAMESAKE = "name_is_not_rare"
TAKEN = "two_applicants_one_record"

Guard = Callable[[Candidate, Sequence[Candidate]], bool]


def several_are_certain(one: Candidate, others: Sequence[Candidate]) -> bool:
    return any(other.rule for other in others)


def member_number_differs(one: Candidate, others: Sequence[Candidate]) -> bool:
    return one.fields["member_number"] not in (EQUAL, "missing")


def suffix_differs(one: Candidate, others: Sequence[Candidate]) -> bool:
    """Whether suffixes conflict. A Jr. against no suffix conflicts too, unless the number matches: it may be the
    father.
    """
    suffix, number = one.fields["suffix"], one.fields["number"]
    return suffix == DIFFERS or (suffix == ONLY_ASKED and number != EQUAL)


def sex_differs(one: Candidate, others: Sequence[Candidate]) -> bool:
    return one.fields["sex"] == DIFFERS


def has_died(one: Candidate, others: Sequence[Candidate]) -> bool:
    return "deceased" in one.fields


def too_old_for_a_child(one: Candidate, others: Sequence[Candidate]) -> bool:
    """Whether the matching fields may be a parent's, copied by mistake."""
    return "age" in one.fields


def number_is_anothers(one: Candidate, others: Sequence[Candidate]) -> bool:
    return any(other.fields["number"] == EQUAL for other in others)


def member_number_is_anothers(one: Candidate, others: Sequence[Candidate]) -> bool:
    return any(other.fields["member_number"] == EQUAL for other in others)


def another_is_close(one: Candidate, others: Sequence[Candidate]) -> bool:
    """Whether another person is close, or could be if their unknown birth date were the applicant's."""
    return any(one.weight - _at_best(other) < LEAST_GAP for other in others)


def _at_best(other: Candidate) -> float:
    return other.weight + (most_for("birth_date") if other.fields["birth_date"] in (MISSING, FILLER_DAY) else 0)


def is_the_name(one: Candidate) -> bool:
    """Whether name and birth date are identical."""
    return one.fields["first_name"] == one.fields["birth_date"] == EQUAL and one.fields["last_name"] in (EQUAL, FORMER)


def _is_at_home_without_birth_date(other: Candidate) -> bool:
    return other.fields["birth_date"] in (MISSING, FILLER_DAY) and any(other.fields[each] == EQUAL for each in CONTACTS)


def another_bears_the_name(one: Candidate, others: Sequence[Candidate]) -> bool:
    """Whether the name differs slightly, and another person with that birth date, or at that address with none, bears
    it: a twin, or the owner of the name next to a relative's number.
    """
    return not is_the_name(one) and any(
        not other.rule
        and (other.fields["birth_date"] == EQUAL or _is_at_home_without_birth_date(other))
        and other.fields["last_name"] in COMPATIBLE_LAST
        and other.fields["first_name"] not in (DIFFERS, MISSING)
        for other in others
    )


def name_is_not_rare(one: Candidate, others: Sequence[Candidate]) -> bool:
    """Whether another person has the name: R14 needs a name with one bearer."""
    return one.rule == "R14" and any(
        other.fields["first_name"] == EQUAL and other.fields["last_name"] == EQUAL for other in others
    )


GUARDS: dict[str, Guard] = {
    SEVERAL: several_are_certain,
    DECEASED: has_died,
    TOO_OLD: too_old_for_a_child,
    MEMBER_NUMBER: member_number_differs,
    SUFFIX: suffix_differs,
    SEX: sex_differs,
    SHARED_NUMBER: number_is_anothers,
    SHARED_MEMBER_NUMBER: member_number_is_anothers,
    BETTER_NAMED: another_bears_the_name,
    NAMESAKE: name_is_not_rare,
    CLOSE_SECOND: another_is_close,
}


def objection(one: Candidate, others: Sequence[Candidate]) -> str:
    """The first guard against `one`, given every other person, or ""."""
    return next((name for name, guard in GUARDS.items() if guard(one, others)), "")
