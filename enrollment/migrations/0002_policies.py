"""Who sees and writes which rows of people, coverage, changes, reviews and merges."""

from django.db import migrations

from accounts.platform.policies import (
    ADD,
    EVERY_ROW,
    KEEP,
    OF_PURCHASER,
    OF_USER,
    READ,
    WRITE,
    only_columns,
    open_to,
    protect,
)

UPDATE = ("UPDATE",)
# A person is an employer's to see while that employer has an employment or coverage of theirs on record.
KNOWN_HERE = (
    f"(EXISTS (SELECT FROM enrollment_employment own WHERE own.person_id = enrollment_person.id AND own.{OF_PURCHASER})"
    f" OR EXISTS (SELECT FROM enrollment_coverage own WHERE own.person_id = enrollment_person.id AND own.{OF_PURCHASER}))"
)
OWN_DRAFT = f"({OF_PURCHASER} AND state = 'draft')"

PLANS = [
    open_to("enrollment_plan", app=READ, match=READ, service=READ, staff=KEEP),
    *[
        protect(table, app=(READ, OF_PURCHASER), staff=(WRITE, EVERY_ROW), service=(READ, EVERY_ROW))
        for table in ("enrollment_unitrules", "enrollment_offering")
    ],
]

PEOPLE = [
    protect(
        "enrollment_person",
        app=(READ, KNOWN_HERE),
        match=(KEEP, EVERY_ROW),
        staff=(("SELECT", "UPDATE"), EVERY_ROW),
        service=(READ, EVERY_ROW),
    ),
    open_to("enrollment_formername", match=ADD, staff=ADD),
    protect("enrollment_persondetail", app=(KEEP, OF_PURCHASER), match=(READ, EVERY_ROW), staff=(READ, EVERY_ROW)),
    only_columns("enrollment_persondetail", "app", "superseded_at"),
    protect("enrollment_followup", app=(KEEP, OF_PURCHASER), staff=(READ, EVERY_ROW)),
    only_columns("enrollment_followup", "app", "done_at"),
]

COVERAGE = [
    protect(
        "enrollment_employment",
        app=(KEEP, OF_PURCHASER),
        match=(READ, EVERY_ROW),
        staff=(READ, EVERY_ROW),
        service=(READ, EVERY_ROW),
    ),
    protect("enrollment_enrollment", app=(KEEP, OF_PURCHASER), staff=(READ, EVERY_ROW), service=(READ, EVERY_ROW)),
    # Locking a family takes the right to update something of it.
    only_columns("enrollment_enrollment", "app", "group_bill_factor"),
    protect("enrollment_billto", app=(ADD, OF_PURCHASER), staff=(READ, EVERY_ROW), service=(READ, EVERY_ROW)),
    protect(
        "enrollment_coverage",
        app=(KEEP, OF_PURCHASER),
        match=(READ, EVERY_ROW),
        staff=(READ, EVERY_ROW),
        service=(READ, EVERY_ROW),
    ),
    only_columns("enrollment_coverage", "app", "superseded_at", "superseded_seq"),
    protect("enrollment_rosterline", app=(WRITE, OF_PURCHASER), staff=(READ, EVERY_ROW)),
]

CHANGES = [
    protect(
        "enrollment_change",
        app=[(KEEP, OF_PURCHASER), (("DELETE",), OWN_DRAFT)],
        match=(READ, EVERY_ROW),
        staff=(READ, EVERY_ROW),
        # The clock erases old drafts, and says when a request is expected.
        service=[(READ, EVERY_ROW), (("DELETE",), "state = 'draft'"), (UPDATE, "state = 'in_review'")],
    ),
    only_columns("enrollment_change", "service", "expected_at"),
    protect("enrollment_callback", app=(ADD, OF_PURCHASER), staff=(("SELECT", "UPDATE"), EVERY_ROW)),
    only_columns("enrollment_callback", "staff", "done_at", "done_by_id"),
]

# The employer's side cannot read a review: it is written under the matching role, worked under the staff role.
REVIEWS = [
    protect(
        "enrollment_review",
        match=(KEEP, EVERY_ROW),
        staff=(("SELECT", "UPDATE"), EVERY_ROW),
        # The clock marks how far a goal has run; it decides nothing.
        service=[(READ, EVERY_ROW), (UPDATE, "decision = ''")],
    ),
    only_columns("enrollment_review", "match", "reasons", "rules_version", "claimed_by_id", "claimed_at"),
    only_columns("enrollment_review", "service", "goal_mark"),
    protect("enrollment_candidate", match=(KEEP, EVERY_ROW), staff=(("SELECT", "UPDATE"), EVERY_ROW)),
    only_columns("enrollment_candidate", "match", "superseded_at"),
    only_columns("enrollment_candidate", "staff", "reopening_id"),
    protect("enrollment_identitydecision", match=(READ, EVERY_ROW), staff=(KEEP, EVERY_ROW)),
    only_columns("enrollment_identitydecision", "staff", "became_id"),
    open_to("enrollment_notsame", match=READ, staff=ADD),
    only_columns("enrollment_notsame", "staff", "reopening_id"),
    open_to("enrollment_cannedreply", staff=WRITE),
    protect("enrollment_savedfilter", staff=(WRITE, OF_USER)),
]

# Of a link, a proposal or a decision taken back only its end is ever written: the rest is history.
MERGES = [
    open_to("enrollment_personmerge", match=READ, staff=KEEP),
    only_columns("enrollment_personmerge", "staff", "undone_at", "undone_by_id", "undone_reason"),
    open_to("enrollment_mergeproposal", staff=KEEP),
    only_columns("enrollment_mergeproposal", "staff", "merge_id", "withdrawn_at", "withdrawn_by_id"),
    open_to("enrollment_undoproposal", staff=KEEP),
    only_columns(
        "enrollment_undoproposal", "staff", "confirmed_at", "confirmed_by_id", "rejected_at", "rejected_by_id"
    ),
    open_to("enrollment_reopening", staff=KEEP),
    only_columns("enrollment_reopening", "staff", "reopened_at", "confirmed_by_id", "rejected_at", "rejected_by_id"),
]


class Migration(migrations.Migration):
    dependencies = [("enrollment", "0001_initial"), ("access", "0002_policies")]

    operations = [*PLANS, *PEOPLE, *COVERAGE, *CHANGES, *REVIEWS, *MERGES]
