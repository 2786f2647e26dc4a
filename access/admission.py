"""What one HTTP request may do at one purchaser: made by the guard, read by views, services and queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from access.models import Grant
from accounts.models import Purchaser, User


@dataclass(frozen=True)
class Admission:
    """Who acts, where, and what they may do; `unit_ids` None means every unit.

    A representative, a visitor of the tour, and an administrator who views the portal as another user have no grant
    of their own here: `grant_id` is None, and services that change access refuse it. In the last case
    `looked_through_by` is the administrator's own admission.
    """

    user: User
    purchaser: Purchaser
    privileges: frozenset[str]
    unit_ids: frozenset[int] | None = None
    delegation_id: int | None = None
    grant_id: int | None = None
    looked_through_by: Self | None = None

    @classmethod
    def of(cls, grant: Grant, *, only: Iterable[str] | None = None) -> Self:
        """By a user's grant, or by what `only` leaves of its privileges."""
        privileges = frozenset(grant.privileges)
        return cls(
            user=grant.user,
            purchaser=grant.purchaser,
            privileges=privileges if only is None else privileges & frozenset(only),
            unit_ids=None if grant.unit_ids is None else frozenset(grant.unit_ids),
            delegation_id=grant.delegation_id,
            grant_id=grant.pk,
        )

    @property
    def user_id(self) -> int:
        return self.user.pk

    @property
    def purchaser_id(self) -> int:
        return self.purchaser.pk

    def allows(self, *privileges: str) -> bool:
        return self.privileges.issuperset(privileges)

    def covers_unit(self, unit_id: int) -> bool:
        return self.unit_ids is None or unit_id in self.unit_ids
