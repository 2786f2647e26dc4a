-- Who is charged, for which days of which month, in each family of a unit: one row a person and span of days.
--
-- A family is a subscriber's enrollments of one kind in one plan and unit. Its month is one span, except by the day,
-- where each day on which a person joins or leaves begins another. Coverage and terms are those known at %(known_seqs)s
-- of %(known_units)s, which are all the purchaser's units: unbroken coverage counts in whatever unit it was.
--
-- Months up to %(billed_through)s were billed as known at %(since_seqs)s. Of these only families are computed about
-- whom something became known since then: for all others the answer is what was billed.
known AS (
    SELECT unit_id, seq, since
      FROM unnest(%(known_units)s::bigint[], %(known_seqs)s::bigint[], %(since_seqs)s::bigint[])
           AS given (unit_id, seq, since)
),
contracts AS NOT MATERIALIZED (
{contracts}),
coverage AS NOT MATERIALIZED (
{coverage}),
-- What became known of the unit itself, by the name of the fact. Any of it can change every month of everybody.
new_terms AS MATERIALIZED (
    SELECT coalesce(array_agg(DISTINCT fact), '{}') AS facts
      FROM (SELECT 'rates' AS fact, unit_id, known_seq FROM billing_ratereach
            UNION ALL SELECT 'rules', unit_id, known_seq FROM enrollment_unitrules
            UNION ALL SELECT 'place', unit_id, known_seq FROM accounts_unitplace
            UNION ALL SELECT 'plan_year', unit_id, known_seq FROM accounts_planyear
            UNION ALL SELECT 'billing_start', unit_id, known_seq FROM accounts_billingstart) facts
      JOIN known USING (unit_id)
     WHERE unit_id = %(unit)s::bigint AND known_seq > since AND known_seq <= seq
),
-- Families with a person whose coverage, in any unit, came or went; or with another payer.
touched AS MATERIALIZED (
    SELECT DISTINCT mine.subscriber_id
      FROM enrollment_enrollment mine
      JOIN enrollment_coverage own ON own.enrollment_id = mine.id
      JOIN enrollment_coverage version ON version.person_id = own.person_id
      JOIN enrollment_enrollment enrollment ON enrollment.id = version.enrollment_id
      JOIN known ON known.unit_id = enrollment.unit_id
     WHERE mine.unit_id = %(unit)s::bigint {of_mine}
       AND (version.known_seq > known.since AND version.known_seq <= known.seq
            OR version.superseded_seq > known.since AND version.superseded_seq <= known.seq)
     UNION
    SELECT mine.subscriber_id
      FROM enrollment_enrollment mine
      JOIN enrollment_billto payer ON payer.enrollment_id = mine.id
      JOIN known ON known.unit_id = mine.unit_id
     WHERE mine.unit_id = %(unit)s::bigint {of_mine} AND payer.known_seq > known.since AND payer.known_seq <= known.seq
),
here AS MATERIALIZED (
    SELECT contracts.subscriber_id, contracts.kind, contracts.plan_id, coverage.*,
           {always_new} new_terms.facts <> '{}' OR touched.subscriber_id IS NOT NULL AS is_new
      FROM contracts
      JOIN coverage ON coverage.enrollment_id = contracts.id
     CROSS JOIN new_terms
      LEFT JOIN touched ON touched.subscriber_id = contracts.subscriber_id
     WHERE contracts.unit_id = %(unit)s::bigint {of_whom}
),
-- Every period of these people in any unit; `opens` where the day before was not covered in that line.
periods AS (
    SELECT person_id, plan_line, starts_on,
           bool_or(starts_on = born) OVER line AS from_birth,
           coalesce(starts_on > 1 + max(ends_on) OVER earlier, true) AS opens
      FROM coverage
     WHERE person_id IN (SELECT person_id FROM here)
    WINDOW line AS (PARTITION BY person_id, plan_line),
           earlier AS (PARTITION BY person_id, plan_line ORDER BY starts_on
                       ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
unbroken AS (
    SELECT person_id, plan_line, starts_on, from_birth,
           max(starts_on) FILTER (WHERE opens) OVER (PARTITION BY person_id, plan_line ORDER BY starts_on) AS since
      FROM periods
),
-- The terms of a month are those of its first day; before any terms, the first ones.
months AS MATERIALIZED (
    SELECT month::date AS month, (month + interval '1 month - 1 day')::date AS last_day,
           rules.proration, rules.newborn_rule, place.rating_area,
           (plan_year.effective_on + make_interval(years => (
               extract(year FROM month) - extract(year FROM plan_year.effective_on)
               - (to_char(plan_year.effective_on, 'MMDD') > to_char(month, 'MMDD'))::int)::int))::date AS plan_year_start
      FROM (SELECT min(starts_on) AS first_day FROM here) span
      JOIN known ON known.unit_id = %(unit)s::bigint
     CROSS JOIN LATERAL (
           SELECT effective_on FROM accounts_billingstart billing
            WHERE billing.unit_id = known.unit_id AND billing.known_seq <= known.seq
            ORDER BY billing.id DESC LIMIT 1) billing
     CROSS JOIN LATERAL generate_series(
           date_trunc('month', greatest(span.first_day, billing.effective_on)::timestamp), %(through)s::date::timestamp,
           interval '1 month') month
     CROSS JOIN LATERAL (
           SELECT proration, newborn_rule FROM enrollment_unitrules rules
            WHERE rules.unit_id = known.unit_id AND rules.known_seq <= known.seq
            ORDER BY rules.effective_on > month, abs(rules.effective_on - month::date), rules.id DESC
            LIMIT 1) rules
     CROSS JOIN LATERAL (
           SELECT rating_area FROM accounts_unitplace place
            WHERE place.unit_id = known.unit_id AND place.known_seq <= known.seq
            ORDER BY place.effective_on > month, abs(place.effective_on - month::date), place.id DESC
            LIMIT 1) place
     CROSS JOIN LATERAL (
           SELECT effective_on FROM accounts_planyear plan_year
            WHERE plan_year.unit_id = known.unit_id AND plan_year.known_seq <= known.seq
            ORDER BY plan_year.effective_on > month, abs(plan_year.effective_on - month::date), plan_year.id DESC
            LIMIT 1) plan_year
),
-- Who receives the bill of an enrollment, from a day to the next such day.
payers AS (
    SELECT enrollment_id, payer, effective_on,
           lead(effective_on, 1, 'infinity') OVER (PARTITION BY enrollment_id ORDER BY effective_on) AS until
      FROM (SELECT DISTINCT ON (enrollment_id, effective_on) enrollment_id, payer, effective_on
              FROM enrollment_billto
              JOIN known ON known.unit_id = %(unit)s::bigint
             WHERE enrollment_id IN (SELECT enrollment_id FROM here) AND known_seq <= known.seq
             ORDER BY enrollment_id, effective_on, enrollment_billto.id DESC) newest
),
-- The days of each person in each month, but for newborns who are free and what members are billed for.
present AS MATERIALIZED (
    SELECT here.subscriber_id, here.kind, here.plan_id, here.enrollment_id, here.person_id, here.relationship,
           here.born, unbroken.since, months.month, months.last_day AS month_end, months.proration,
           months.rating_area, months.plan_year_start,
           greatest(here.starts_on, months.month) AS first_day, least(here.ends_on, months.last_day) AS last_day
      FROM here
      JOIN unbroken USING (person_id, plan_line, starts_on)
      JOIN months ON here.starts_on <= months.last_day AND here.ends_on >= months.month
                 AND (here.is_new OR months.month > %(billed_through)s::date)
      LEFT JOIN payers ON payers.enrollment_id = here.enrollment_id AND payers.payer = 'member'
                      AND payers.effective_on <= months.month AND payers.until > months.month
     WHERE payers.enrollment_id IS NULL
       AND NOT (months.newborn_rule = 'free_birth_month' AND unbroken.from_birth
                AND here.born BETWEEN months.month AND months.last_day)
),
edges AS (
    SELECT DISTINCT subscriber_id, kind, plan_id, month, edge
      FROM present CROSS JOIN LATERAL (VALUES (first_day), (last_day + 1)) AS days (edge)
     WHERE proration = 'daily'
    UNION ALL
    SELECT DISTINCT subscriber_id, kind, plan_id, month, edge
      FROM present CROSS JOIN LATERAL (VALUES (month), (month_end + 1)) AS days (edge)
     WHERE proration <> 'daily'
),
spans AS (
    SELECT subscriber_id, kind, plan_id, month, edge AS first_day,
           lead(edge) OVER (PARTITION BY subscriber_id, kind, plan_id, month ORDER BY edge) - 1 AS last_day
      FROM edges
),
charged AS MATERIALIZED (
    SELECT subscriber_id, kind, plan_id, month, spans.first_day, spans.last_day - spans.first_day + 1 AS days,
           present.month_end - month + 1 AS month_days, person_id, max(present.enrollment_id) AS enrollment_id,
           min(present.relationship) AS relationship, min(present.born) AS born, present.rating_area,
           greatest(present.plan_year_start, min(present.since)) AS aged_on
      FROM spans
      JOIN present USING (subscriber_id, kind, plan_id, month)
     WHERE spans.last_day IS NOT NULL AND present.first_day <= spans.last_day
       AND present.last_day >= spans.first_day
     GROUP BY subscriber_id, kind, plan_id, month, spans.first_day, spans.last_day, present.month_end, person_id,
              present.proration, present.rating_area, present.plan_year_start
    HAVING present.proration <> '15_16'
        OR bool_or(month + 14 BETWEEN present.first_day AND present.last_day)
       AND bool_or(month + 15 BETWEEN present.first_day AND present.last_day)
)
