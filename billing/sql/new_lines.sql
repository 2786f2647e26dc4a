-- The new lines of the bills for %(through)s of these units: what each key owes less what was billed for it before.
-- Current months and earlier ones in the same way. Answers with the keys that cannot be priced, for lack of a rate.
WITH owed AS MATERIALIZED (
{owed}
),
issued AS (
    SELECT unit_id, enrollment_id, person_id, month, sum(amount) AS billed
      FROM billing_billline
     WHERE unit_id = ANY (%(units)s::bigint[]) AND month <= %(through)s::date AND kind = 'premium'
     GROUP BY unit_id, enrollment_id, person_id, month
),
keys AS (
    SELECT unit_id, enrollment_id, person_id, month FROM owed WHERE owed IS NOT NULL
    UNION
    SELECT unit_id, enrollment_id, person_id, month FROM issued
),
compared AS (
    SELECT keys.unit_id, keys.enrollment_id, keys.person_id, keys.month, coalesce(owed.owed, 0) AS owed,
           coalesce(issued.billed, 0) AS billed_before, coalesce(owed.tier, '') AS tier, owed.rated_age, owed.factor,
           owed.rate_id
      FROM keys
      LEFT JOIN owed ON owed.enrollment_id = keys.enrollment_id AND owed.month = keys.month
                    AND coalesce(owed.person_id, '{no_person}') = coalesce(keys.person_id, '{no_person}')
      LEFT JOIN issued ON issued.enrollment_id = keys.enrollment_id AND issued.month = keys.month
                      AND coalesce(issued.person_id, '{no_person}') = coalesce(keys.person_id, '{no_person}')
),
made AS (
    INSERT INTO billing_billline (purchaser_id, bill_id, unit_id, enrollment_id, person_id, month, kind, owed,
                                  billed_before, amount, tier, rated_age, factor, rate_id)
    SELECT bill.purchaser_id, bill.id, unit_id, compared.enrollment_id, compared.person_id, compared.month, 'premium',
           compared.owed, compared.billed_before, compared.owed - compared.billed_before, compared.tier,
           compared.rated_age, compared.factor, compared.rate_id
      FROM compared
      JOIN billing_bill bill USING (unit_id)
     WHERE bill.month = %(through)s::date AND compared.owed <> compared.billed_before
)
SELECT unit_id, enrollment_id, month FROM owed WHERE owed IS NULL ORDER BY unit_id, month, enrollment_id
