"""Placeholders, which say nothing about a person. For placeholder numbers see rules.numbers.

A record taken over without a usable birth date has UNKNOWN_BIRTH_DATE. Other systems wrote other days, most often a
January 1: such a day, where it differs, is unknown rather than different.
"""

from datetime import date

# Stored where nobody knows the day, and the most common filler of other systems.
UNKNOWN_BIRTH_DATE = date(1900, 1, 1)
# Nobody alive was born before; 1899-12-30 and 1904-01-01 are day 0 of spreadsheets.
FIRST_BIRTH_DATE = date(1906, 1, 1)
PLACEHOLDER_BIRTH_DATES = frozenset([date(1911, 11, 11)])
# January 1 of 1950, 1970, 2000: a filler, and somebody's birthday.
YEARS_OF_FILLERS = 10
# Unnamed newborns, and entries made to get past a form.
PLACEHOLDER_NAMES = frozenset(
    "baby babyboy babygirl babya babyb boy girl boya boyb girla girlb infant infantboy infantgirl newborn newbornboy"
    " newborngirl unknown unk unnamed na none noname nofirstname nolastname notgiven notprovided test fnu lnu nfn nln"
    " lnln nlnu mnu nmn nmi xxx tbd male female twin twina twinb firstname lastname".split()
)

# Whether a column cannot be trusted to differ, as the partial indexes of the models say it too.
UNCERTAIN = """({0} < date '1906-01-01' OR {0} = date '1911-11-11'
       OR extract(month FROM {0}) = 1 AND extract(day FROM {0}) = 1)"""


def is_no_birth_date(day: date | None) -> bool:
    """Whether the day says nothing: none was given, or one that stands for none."""
    return day is None or day < FIRST_BIRTH_DATE or day in PLACEHOLDER_BIRTH_DATES


def is_yet_to_come(day: date | None, today: date) -> bool:
    """Whether nobody was born on the day yet. A clock may be behind a file by months."""
    return day is not None and day.year > today.year + 1


def is_first_of_january(day: date) -> bool:
    return day.month == day.day == 1


def is_filler_or_birthday(day: date) -> bool:
    """Whether two people may share the day because two systems filled it in."""
    return is_first_of_january(day) and day.year % YEARS_OF_FILLERS == 0
