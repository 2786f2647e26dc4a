from access.admin.closures import ClosureAdmin
from access.admin.representatives import RepresentativeAdmin
from access.admin.requests import AccessDocumentAdmin, AccessRequestAdmin
from access.admin.standing import GrantAdmin, PurchaserAdmin

__all__ = [
    "AccessDocumentAdmin",
    "AccessRequestAdmin",
    "ClosureAdmin",
    "GrantAdmin",
    "PurchaserAdmin",
    "RepresentativeAdmin",
]
