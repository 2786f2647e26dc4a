"""The range of every day, moment, amount and count."""

from django.db import migrations

from accounts.platform.bounds import DAY, MOMENT, SEQUENCE, bound, bound_numbers, up_to

A_YEAR_OF_MINUTES = 366 * 24 * 60
IN_A_FAMILY = up_to(1_000)


class Migration(migrations.Migration):
    dependencies = [("enrollment", "0006_draft_version")]

    operations = [
        bound("enrollment_billto", effective_on=DAY),
        bound("enrollment_callback", asked_at=MOMENT, done_at=MOMENT),
        bound(
            "enrollment_candidate",
            superseded_at=MOMENT,
            applicant=IN_A_FAMILY,
            rank=up_to(32_767),
            weight=up_to(1_000_000, least=-1_000_000),
        ),
        bound_numbers("enrollment_candidate", "comparison", "reasons"),
        bound(
            "enrollment_change",
            created_at=MOMENT,
            saved_at=MOMENT,
            submitted_at=MOMENT,
            due_at=MOMENT,
            expected_at=MOMENT,
            completed_at=MOMENT,
            settled_at=MOMENT,
            minutes_left=up_to(A_YEAR_OF_MINUTES),
            payload_version=up_to(1_000),
            version=SEQUENCE,
        ),
        bound(
            "enrollment_coverage",
            starts_on=DAY,
            ends_on=DAY,
            event_on=DAY,
            rated_birth_date=DAY,
            known_at=MOMENT,
            superseded_at=MOMENT,
            voided_at=MOMENT,
            known_seq=SEQUENCE,
            superseded_seq=SEQUENCE,
        ),
        bound("enrollment_employment", hired_on=DAY, last_day_worked=DAY, weekly_hours=up_to(168)),
        bound("enrollment_enrollment", qualifying_event_on=DAY, group_bill_factor=up_to(9), row_lock=up_to(0)),
        bound("enrollment_followup", due_on=DAY, done_at=MOMENT),
        bound("enrollment_formername", until_at=MOMENT),
        bound("enrollment_identitydecision", decided_at=MOMENT, applicant=IN_A_FAMILY),
        bound("enrollment_mergeproposal", proposed_at=MOMENT, withdrawn_at=MOMENT),
        bound("enrollment_notsame", decided_at=MOMENT),
        bound("enrollment_offering", starts_on=DAY, ends_on=DAY),
        bound("enrollment_person", birth_date=DAY, deceased_on=DAY, created_at=MOMENT, row_lock=up_to(0)),
        bound("enrollment_persondetail", birth_date=DAY, known_at=MOMENT, superseded_at=MOMENT),
        bound("enrollment_personmerge", decided_at=MOMENT, undone_at=MOMENT),
        bound_numbers("enrollment_personmerge", "marks"),
        bound("enrollment_reopening", proposed_at=MOMENT, reopened_at=MOMENT, rejected_at=MOMENT),
        bound("enrollment_review", opened_at=MOMENT, claimed_at=MOMENT, decided_at=MOMENT, goal_mark=up_to(100)),
        bound("enrollment_rosterline", starts_on=DAY, ends_on=DAY),
        bound("enrollment_savedfilter", saved_at=MOMENT),
        bound("enrollment_undoproposal", proposed_at=MOMENT, confirmed_at=MOMENT, rejected_at=MOMENT),
        bound_numbers("enrollment_undoproposal", "assigned", "marks"),
        bound(
            "enrollment_unitrules",
            effective_on=DAY,
            waiting_days=up_to(90),
            retro_days=up_to(3_660),
            dependent_age_limit=up_to(120),
        ),
    ]
