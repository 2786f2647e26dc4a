"""Who an applicant is: somebody on file for certain, provably nobody on file, or a question for a representative.

Plain Python. `enrollment.services.identify` retrieves what is compared here; `decide` never reads or writes.
"""

from enrollment.matching.compare import compare
from enrollment.matching.decide import RULES_VERSION, decide
from enrollment.matching.near import near_birth_dates, near_numbers
from enrollment.matching.values import Asked, Comparison, Decision, Found, Known, Outcome, SecondLookMissing

__all__ = [
    "RULES_VERSION",
    "Asked",
    "Comparison",
    "Decision",
    "Found",
    "Known",
    "Outcome",
    "SecondLookMissing",
    "compare",
    "decide",
    "near_birth_dates",
    "near_numbers",
]
