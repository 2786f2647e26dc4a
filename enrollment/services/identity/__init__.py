"""Who people are: found, decided, created and remembered."""

from enrollment.services.identity.candidates import open_review, renew_review
from enrollment.services.identity.carrier_record import amend_identity, correct_identity
from enrollment.services.identity.humans import as_humans
from enrollment.services.identity.identify import identify, retrieve
from enrollment.services.identity.memory import remember
from enrollment.services.identity.people import make_known, people_of, report_details, supersede_details

__all__ = [
    "amend_identity",
    "as_humans",
    "correct_identity",
    "identify",
    "make_known",
    "open_review",
    "people_of",
    "remember",
    "renew_review",
    "report_details",
    "retrieve",
    "supersede_details",
]
