-- One row for each key that owes another amount now than was billed for it, or that cannot be priced (owed NULL), with
-- the changes that caused it. `terms` are new facts of the unit itself, such as its rules, where no change explains it.
billed AS (
    SELECT line.enrollment_id, line.person_id, line.month, sum(line.amount) AS billed
      FROM billing_billline line
      JOIN contracts ON contracts.id = line.enrollment_id
     CROSS JOIN new_terms
     WHERE line.unit_id = %(unit)s::bigint AND line.month <= %(through)s::date AND line.kind = 'premium' {of_whom}
       AND ({always_new} new_terms.facts <> '{}' OR contracts.subscriber_id IN (SELECT subscriber_id FROM touched))
     GROUP BY line.enrollment_id, line.person_id, line.month
),
differing AS MATERIALIZED (
    SELECT coalesce(owed.enrollment_id, billed.enrollment_id) AS enrollment_id,
           coalesce(owed.person_id, billed.person_id) AS person_id, coalesce(owed.month, billed.month) AS month,
           CASE WHEN owed.enrollment_id IS NULL THEN 0 ELSE owed.owed END AS owed,
           coalesce(billed.billed, 0) AS billed_before, coalesce(owed.tier, '') AS tier, owed.rated_age, owed.factor,
           owed.rate_id, coalesce(owed.spans, '[]') AS spans
      FROM owed
      FULL JOIN billed ON owed.enrollment_id = billed.enrollment_id AND owed.month = billed.month
           AND coalesce(owed.person_id, '{no_person}') = coalesce(billed.person_id, '{no_person}')
     WHERE owed.enrollment_id IS NOT NULL AND owed.owed IS NULL
        OR coalesce(owed.owed, 0) <> coalesce(billed.billed, 0)
),
-- Versions of coverage that came since the last bill, each with the one that it replaced.
happened AS MATERIALIZED (
    SELECT enrollment.id AS enrollment_id, enrollment.unit_id, enrollment.subscriber_id, enrollment.kind,
           offering.plan_id, coalesce(made.person_id, gone.person_id) AS person_id,
           coalesce(made.change_id, gone.change_id) AS change_id,
           CASE WHEN gone.id IS NOT NULL AND gone.voided_at IS NULL
                THEN daterange(gone.starts_on, gone.ends_on, '[]') ELSE 'empty' END AS was,
           CASE WHEN made.id IS NOT NULL AND made.voided_at IS NULL
                THEN daterange(made.starts_on, made.ends_on, '[]') ELSE 'empty' END AS became,
           made.rated_birth_date <> gone.rated_birth_date AS of_another_age
      FROM (SELECT version.* FROM enrollment_coverage version
              JOIN enrollment_enrollment enrollment ON enrollment.id = version.enrollment_id
              JOIN known ON known.unit_id = enrollment.unit_id
             WHERE version.known_seq > known.since AND version.known_seq <= known.seq) made
      FULL JOIN (SELECT version.* FROM enrollment_coverage version
                   JOIN enrollment_enrollment enrollment ON enrollment.id = version.enrollment_id
                   JOIN known ON known.unit_id = enrollment.unit_id
                  WHERE version.superseded_seq > known.since AND version.superseded_seq <= known.seq) gone
        ON gone.enrollment_id = made.enrollment_id AND gone.person_id = made.person_id
       AND gone.superseded_seq = made.known_seq AND gone.starts_on = made.starts_on
      JOIN enrollment_enrollment enrollment ON enrollment.id = coalesce(made.enrollment_id, gone.enrollment_id)
      JOIN enrollment_offering offering ON offering.id = enrollment.offering_id
),
-- A change of the family that alters its days in the month; or, for an age, one of the same person in another unit.
causes AS (
    SELECT enrollment_id, person_id, month, array_agg(DISTINCT change_id) AS changes
      FROM (SELECT differing.enrollment_id, differing.person_id, differing.month, happened.change_id
              FROM differing
              JOIN contracts ON contracts.id = differing.enrollment_id
              JOIN happened ON happened.subscriber_id = contracts.subscriber_id AND happened.kind = contracts.kind
                           AND happened.plan_id = contracts.plan_id AND happened.unit_id = contracts.unit_id
             CROSS JOIN LATERAL daterange(month, (month + interval '1 month')::date) AS its_days
             WHERE was * its_days <> became * its_days
                OR of_another_age AND (was * its_days <> 'empty' OR became * its_days <> 'empty')
            UNION
            SELECT differing.enrollment_id, differing.person_id, differing.month, happened.change_id
              FROM differing
              JOIN happened ON happened.person_id = differing.person_id AND happened.unit_id <> %(unit)s::bigint) found
     WHERE change_id IS NOT NULL
     GROUP BY enrollment_id, person_id, month
),
differences AS MATERIALIZED (
    SELECT differing.*, coalesce(causes.changes, '{}') AS changes,
           CASE WHEN causes.changes IS NULL THEN new_terms.facts ELSE '{}' END AS terms
      FROM differing
     CROSS JOIN new_terms
      LEFT JOIN causes ON causes.enrollment_id = differing.enrollment_id AND causes.month = differing.month
           AND coalesce(causes.person_id, '{no_person}') = coalesce(differing.person_id, '{no_person}')
)
