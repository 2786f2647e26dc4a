from access.models.codes import AccessCode, CodeAttempt
from access.models.grants import Grant

__all__ = ["AccessCode", "CodeAttempt", "Grant"]
