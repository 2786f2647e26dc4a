"""Keeps roster lines equal to coverage and details; their only writer."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.models import Purchaser
from enrollment.models import Change, RosterLine
from enrollment.queries.roster.derived import COLUMNS, DERIVED, PLANS
from enrollment.rules.names import name_key
from enrollment.rules.people import Family
from enrollment.services.roster.words import find_people, lose_request

UPDATED = ", ".join(f"{column} = excluded.{column}" for column in PLANS.split(", "))
UPSERT = f"""
INSERT INTO enrollment_rosterline ({COLUMNS})
SELECT {COLUMNS} FROM ({DERIVED}) derived
ON CONFLICT (purchaser_id, person_id) DO UPDATE SET
    unit_id = excluded.unit_id, detail_id = excluded.detail_id, enrollment_id = excluded.enrollment_id,
    {UPDATED}, name = excluded.name, sort_key = excluded.sort_key,
    member_number = excluded.member_number, kind = excluded.kind, starts_on = excluded.starts_on,
    ends_on = excluded.ends_on, never_started = excluded.never_started, in_review = excluded.in_review
"""


def refresh(purchaser: Purchaser, subscribers: Collection[UUID]) -> None:
    """Derive the lines of these subscribers and the words of their families again, in the transaction of the change."""
    only = "AND family.subscriber_id = ANY(%(subscribers)s)"
    arguments: dict[str, Any] = {"purchaser": purchaser.pk, "subscribers": list(subscribers)}
    with connection.cursor() as cursor:
        cursor.execute(UPSERT.format(only=only), arguments)
        cursor.execute(
            "DELETE FROM enrollment_rosterline line"
            " WHERE line.purchaser_id = %(purchaser)s AND line.person_id = ANY(%(subscribers)s)"
            " AND NOT EXISTS (SELECT FROM enrollment_coverage own"
            " JOIN enrollment_enrollment family ON family.id = own.enrollment_id"
            " AND family.subscriber_id = own.person_id WHERE own.person_id = line.person_id"
            " AND own.purchaser_id = line.purchaser_id AND own.superseded_at IS NULL)",
            arguments,
        )
    find_people(purchaser, subscribers)


def show_held(change: Change, family: Family, *, starts_on: date) -> None:
    """Add a line for an unmatched employee in review."""
    assert family.subscriber is not None
    name = family.subscriber.name
    RosterLine.objects.create(
        purchaser=change.purchaser,
        unit_id=change.unit_id or 0,
        change=change,
        name=name.listed,
        sort_key=f"{name_key(name.last)} {name_key(name.first)}",
        starts_on=starts_on,
        in_review=True,
    )


def hide_held(change: Change) -> None:
    """Remove that line, and the words of the request, once the change is decided."""
    RosterLine.objects.filter(change=change).delete()
    lose_request(change)
