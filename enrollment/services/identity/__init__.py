"""Who people are: found, decided, created and remembered."""

from enrollment.services.identity.candidates import open_review, renew_review
from enrollment.services.identity.carrier_record import amend_identity, correct_identity
from enrollment.services.identity.humans import as_humans
from enrollment.services.identity.identify import identify, retrieve
from enrollment.services.identity.memory import remember
from enrollment.services.identity.people import create_people, report_details

__all__ = [
    "amend_identity",
    "as_humans",
    "correct_identity",
    "create_people",
    "identify",
    "open_review",
    "remember",
    "renew_review",
    "report_details",
    "retrieve",
]
