"""Which access a user may look at: their own organization's, of their own units."""

from django.db import models
from django.db.models import Q


class SeenQuerySet(models.QuerySet):
    """For rows with `unit_ids` and `delegation`."""

    def seen_by(self, own):
        """What touches the units of an admission; of an organization, its own people only."""
        rows = self.filter(purchaser=own.purchaser)
        if own.delegation_id is not None:
            rows = rows.filter(delegation=own.delegation_id)
        if own.unit_ids is not None:
            rows = rows.filter(Q(unit_ids=None) | Q(unit_ids__overlap=sorted(own.unit_ids)))
        return rows
