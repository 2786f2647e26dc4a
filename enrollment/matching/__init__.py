"""Match an applicant: the same person for certain, certainly new, or a case for review.

Plain Python, with one module of SQL text (retrieval). `enrollment.services.identity` retrieves the records compared
here; `decide` never reads or writes.
"""

from enrollment.matching.decide import RULES_VERSION, decide, judge
from enrollment.matching.normalise import NameKeys
from enrollment.matching.own_reports import NOBODY, Identified
from enrollment.matching.values import (
    Asked,
    Candidate,
    Contacts,
    Decision,
    Found,
    Known,
    Outcome,
    Reported,
    SecondLookMissing,
    Settled,
)

__all__ = [
    "NOBODY",
    "RULES_VERSION",
    "Asked",
    "Candidate",
    "Contacts",
    "Decision",
    "Found",
    "Identified",
    "Known",
    "NameKeys",
    "Outcome",
    "Reported",
    "SecondLookMissing",
    "Settled",
    "decide",
    "judge",
]
