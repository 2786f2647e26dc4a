"""What speaks against somebody whom a rule makes certain. One word against, and a representative decides."""

from collections.abc import Callable, Sequence

from enrollment.matching.agreement import DIFFERS, EQUAL, FORMER, MISSING, ONLY_ASKED
from enrollment.matching.certain import COMPATIBLE_LAST
from enrollment.matching.values import Candidate

# The next person must be this many bits further away; who is nearer is all the more.
LEAST_GAP = 12.0

SEVERAL = "several_certain"
MEMBER_NUMBER = "member_number_differs"
SUFFIX = "suffix_differs"
SEX = "sex_differs"
DECEASED = "deceased"
TOO_OLD = "too_old_for_a_child"
SHARED_NUMBER = "number_on_another_record"
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
    """Also a Jr. beside a record without a suffix, which may be the father's, unless the number is on it."""
    suffix, number = one.fields["suffix"], one.fields["number"]
    return suffix == DIFFERS or (suffix == ONLY_ASKED and number != EQUAL)


def sex_differs(one: Candidate, others: Sequence[Candidate]) -> bool:
    return one.fields["sex"] == DIFFERS


def has_died(one: Candidate, others: Sequence[Candidate]) -> bool:
    return "deceased" in one.fields


def too_old_for_a_child(one: Candidate, others: Sequence[Candidate]) -> bool:
    """What agrees may be a parent's, of whom a line was copied."""
    return "age" in one.fields


def number_is_anothers(one: Candidate, others: Sequence[Candidate]) -> bool:
    return any(other.fields["number"] == EQUAL for other in others)


def another_is_close(one: Candidate, others: Sequence[Candidate]) -> bool:
    return any(one.weight - other.weight < LEAST_GAP for other in others)


def is_the_name(one: Candidate) -> bool:
    """The very name and birth date."""
    return one.fields["first_name"] == one.fields["birth_date"] == EQUAL and one.fields["last_name"] in (EQUAL, FORMER)


def another_bears_the_name(one: Candidate, others: Sequence[Candidate]) -> bool:
    """The name is not quite this one's, and somebody else born that day answers to it, who is not certain either: a
    twin, or the owner of the name beside a relative's number."""
    return not is_the_name(one) and any(
        not other.rule
        and other.fields["birth_date"] == EQUAL
        and other.fields["last_name"] in COMPATIBLE_LAST
        and other.fields["first_name"] not in (DIFFERS, MISSING)
        for other in others
    )


def name_is_not_rare(one: Candidate, others: Sequence[Candidate]) -> bool:
    """R14 rests on a name that nobody else bears."""
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
    BETTER_NAMED: another_bears_the_name,
    NAMESAKE: name_is_not_rare,
    CLOSE_SECOND: another_is_close,
}


def objection(one: Candidate, others: Sequence[Candidate]) -> str:
    """The first guard that speaks against `one`, beside every other person, or ""."""
    return next((name for name, guard in GUARDS.items() if guard(one, others)), "")
