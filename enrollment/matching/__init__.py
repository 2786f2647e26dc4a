"""Who an applicant is: somebody on file for certain, provably nobody on file, or a question for a representative.

Plain Python, with one module of SQL text (retrieval). `enrollment.services.identity` retrieves what is compared
here; `decide` never reads or writes.
"""

from enrollment.matching.decide import RULES_VERSION, decide, judge
from enrollment.matching.normalise import NameKeys
from enrollment.matching.values import (
    Asked,
    Candidate,
    Contacts,
    Decision,
    Found,
    Known,
    Outcome,
    SecondLookMissing,
    Settled,
)

__all__ = [
    "RULES_VERSION",
    "Asked",
    "Candidate",
    "Contacts",
    "Decision",
    "Found",
    "Known",
    "NameKeys",
    "Outcome",
    "SecondLookMissing",
    "Settled",
    "decide",
    "judge",
]
