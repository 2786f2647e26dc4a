-- What each key owes for each month of the charged: days times rate, rounded once. A key without a rate has owed NULL.
-- The key's person is NULL for rates by tier. `spans` says how it comes about, for explaining the line.
-- The newest enrollment of a family holds the key.
families AS (
    SELECT charged.*, max(enrollment_id) OVER (PARTITION BY subscriber_id, kind, plan_id, month) AS key_enrollment
      FROM charged
),
-- The version in force: the purchaser's before everybody's, the area's before all areas', the last one published.
in_force AS (
    SELECT DISTINCT ON (asked.plan_id, asked.month) asked.plan_id, asked.month, rate.id AS rate_id, rate.method,
           rate.base, rate.factor, rate.child_cap
      FROM (SELECT DISTINCT plan_id, month, rating_area FROM families) asked
      JOIN accounts_enrollmentunit unit ON unit.id = %(unit)s::bigint
      JOIN known ON known.unit_id = unit.id
      JOIN billing_rate rate
        ON rate.plan_id = asked.plan_id AND rate.effective_on <= asked.month
       AND (rate.through IS NULL OR rate.through >= asked.month)
       AND (rate.purchaser_id IS NULL OR rate.purchaser_id = unit.purchaser_id)
       AND (rate.area = '' OR rate.area = asked.rating_area)
      LEFT JOIN billing_ratereach reach ON reach.rate_id = rate.id AND reach.unit_id = unit.id
     WHERE reach.known_seq IS NULL OR reach.known_seq <= known.seq
     ORDER BY asked.plan_id, asked.month, rate.purchaser_id IS NULL, rate.area = '', rate.published_no DESC
),
-- What follows groups these rows, and joins nothing of their number to them: it would be joined one by one.
priced AS MATERIALIZED (
    SELECT families.*, in_force.rate_id, in_force.method, in_force.base, in_force.factor, in_force.child_cap,
           contracts.group_bill_factor
      FROM families
      LEFT JOIN in_force USING (plan_id, month)
      JOIN contracts ON contracts.id = families.key_enrollment
),
-- By tier: who is charged in a span decides its tier.
made_of AS (
    SELECT subscriber_id, kind, plan_id, month, key_enrollment, rate_id, method, group_bill_factor, month_days, first_day,
           days, count(*) AS people, bool_or(relationship = '18') AS employee,
           bool_or(relationship IN ('01', '53')) AS spouse,
           bool_or(relationship NOT IN ('18', '01', '53')) AS children,
           jsonb_agg(jsonb_build_object('person', person_id, 'as', relationship) ORDER BY born, person_id) AS who
      FROM priced
     WHERE method IN ('tiers4', 'tiers3')
     GROUP BY subscriber_id, kind, plan_id, month, key_enrollment, rate_id, method, group_bill_factor, month_days,
              first_day, days
),
tiers AS (
    SELECT made_of.*, CASE
           WHEN method = 'tiers3' THEN CASE people WHEN 1 THEN 'EE' WHEN 2 THEN 'TWO' ELSE 'FAM' END
           WHEN employee THEN CASE WHEN spouse AND children THEN 'FAM' WHEN spouse THEN 'ES' WHEN children THEN 'EC' ELSE 'EE' END
           ELSE CASE WHEN spouse AND children THEN 'SC' WHEN spouse THEN 'SP' ELSE 'CH' END END AS tier
      FROM made_of
),
by_tier AS (
    SELECT subscriber_id, kind, plan_id, month, key_enrollment, tiers.rate_id, group_bill_factor, month_days,
           NULL::uuid AS person_id,
           CASE WHEN bool_and(amount.amount IS NOT NULL) THEN sum(amount.amount * days) END AS times_days,
           (array_agg(tiers.tier ORDER BY first_day DESC))[1] AS tier, NULL::int AS rated_age, 1.0 AS multiplied,
           jsonb_agg(jsonb_build_object('from', first_day, 'days', days, 'tier', tiers.tier, 'rate', amount.amount,
                                        'who', who) ORDER BY first_day) AS spans
      FROM tiers
      LEFT JOIN billing_ratetier amount ON amount.rate_id = tiers.rate_id AND amount.tier = tiers.tier
     GROUP BY subscriber_id, kind, plan_id, month, key_enrollment, tiers.rate_id, group_bill_factor, month_days
),
-- By age: the federal default curve for plan years from 2018 (45 CFR 147.102(e)); children count by age as of that day.
curve (age, multiple) AS (VALUES
    (0, 0.765), (1, 0.765), (2, 0.765), (3, 0.765), (4, 0.765), (5, 0.765), (6, 0.765), (7, 0.765), (8, 0.765),
    (9, 0.765), (10, 0.765), (11, 0.765), (12, 0.765), (13, 0.765), (14, 0.765), (15, 0.833), (16, 0.859), (17, 0.885),
    (18, 0.913), (19, 0.941), (20, 0.970), (21, 1.000), (22, 1.000), (23, 1.000), (24, 1.000), (25, 1.004), (26, 1.024),
    (27, 1.048), (28, 1.087), (29, 1.119), (30, 1.135), (31, 1.159), (32, 1.183), (33, 1.198), (34, 1.214), (35, 1.222),
    (36, 1.230), (37, 1.238), (38, 1.246), (39, 1.262), (40, 1.278), (41, 1.302), (42, 1.325), (43, 1.357), (44, 1.397),
    (45, 1.444), (46, 1.500), (47, 1.563), (48, 1.635), (49, 1.706), (50, 1.786), (51, 1.865), (52, 1.952), (53, 2.040),
    (54, 2.135), (55, 2.230), (56, 2.333), (57, 2.437), (58, 2.548), (59, 2.603), (60, 2.714), (61, 2.810), (62, 2.873),
    (63, 2.952), (64, 3.000)
),
aged AS (
    SELECT priced.*, extract(year FROM age(aged_on::timestamp, born::timestamp))::int AS age,
           relationship NOT IN ('18', '01', '53') AS is_child
      FROM priced
     WHERE method = 'age'
),
-- 45 CFR 147.102(c)(1): of the children under 21 the three oldest.
ranked AS (
    SELECT aged.*, row_number() OVER (
               PARTITION BY subscriber_id, kind, plan_id, month, first_day, is_child AND age < 21
               ORDER BY born, person_id) AS place
      FROM aged
),
by_age AS (
    SELECT subscriber_id, kind, plan_id, month, key_enrollment, rate_id, group_bill_factor, month_days, person_id,
           CASE WHEN bool_and(multiple IS NOT NULL) THEN sum(base * multiple * factor * days) END AS times_days,
           '' AS tier, (array_agg(ranked.age ORDER BY first_day DESC))[1] AS rated_age,
           (array_agg(multiple * factor ORDER BY first_day DESC))[1] AS multiplied,
           jsonb_agg(jsonb_build_object('from', first_day, 'days', days, 'age', ranked.age, 'rate', base, 'curve', multiple,
                                        'factor', factor, 'as', relationship) ORDER BY first_day) AS spans
      FROM ranked
      LEFT JOIN curve ON curve.age = least(ranked.age, 64)
     WHERE NOT (is_child AND ranked.age < 21 AND child_cap AND place > 3)
     GROUP BY subscriber_id, kind, plan_id, month, key_enrollment, rate_id, group_bill_factor, month_days, person_id
),
without_rate AS (
    SELECT DISTINCT subscriber_id, kind, plan_id, month, key_enrollment, rate_id, group_bill_factor, month_days,
           NULL::uuid AS person_id, NULL::numeric AS times_days, '' AS tier, NULL::int AS rated_age,
           NULL::numeric AS multiplied, '[]'::jsonb AS spans
      FROM priced WHERE rate_id IS NULL
),
-- One rounding, half up. Twenty decimals before the division: its quotient then never comes near a half by itself.
owed AS MATERIALIZED (
    SELECT key_enrollment AS enrollment_id, subscriber_id, kind, plan_id, person_id, month, rate_id, tier, rated_age,
           multiplied * group_bill_factor AS factor, spans,
           round((times_days * group_bill_factor)::numeric(45, 20) / month_days, 2) AS owed
      FROM (SELECT * FROM by_tier UNION ALL SELECT * FROM by_age UNION ALL SELECT * FROM without_rate) keys
)
