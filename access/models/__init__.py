from access.models.codes import AccessCode, CodeAttempt
from access.models.delegations import Delegation
from access.models.grants import Grant
from access.models.requests import AccessDocument, AccessRequest

__all__ = ["AccessCode", "AccessDocument", "AccessRequest", "CodeAttempt", "Delegation", "Grant"]
