-- The new lines of a unit's bill for %(through)s, current months and earlier ones in the same way. Answers with one row:
-- what they add up to, how many months billed before have no cause, and the keys that cannot be priced.
WITH {charged},
{owed},
{differences},
made AS (
    INSERT INTO billing_billline (purchaser_id, bill_id, unit_id, enrollment_id, person_id, month, kind, owed,
                                  billed_before, amount, tier, rated_age, factor, rate_id, spans, changes, terms,
                                  subscriber_name, sort_key, member_name, employee_number, plan_name)
    SELECT bill.purchaser_id, bill.id, bill.unit_id, new.enrollment_id, new.person_id, new.month, 'premium', new.owed,
           new.billed_before, new.owed - new.billed_before, new.tier, new.rated_age, new.factor, new.rate_id, new.spans,
           new.changes, new.terms, coalesce(subscriber.name, ''), coalesce(subscriber.sort_key, ''),
           coalesce(concat_ws(' ', nullif(member.first_name, ''), nullif(member.middle_name, ''), member.last_name,
                              nullif(member.suffix, '')), ''),
           coalesce(employment.employee_number, ''), plan.name
      FROM differences new
      JOIN billing_bill bill ON bill.id = %(bill)s::bigint
      JOIN enrollment_enrollment enrollment ON enrollment.id = new.enrollment_id
      JOIN enrollment_offering offering ON offering.id = enrollment.offering_id
      JOIN enrollment_plan plan ON plan.id = offering.plan_id
      LEFT JOIN enrollment_employment employment ON employment.id = enrollment.employment_id
      LEFT JOIN enrollment_rosterline subscriber ON subscriber.person_id = enrollment.subscriber_id
      LEFT JOIN enrollment_persondetail member
        ON member.person_id = new.person_id AND member.superseded_at IS NULL
     WHERE new.owed IS NOT NULL
    RETURNING month, amount, changes, terms
)
SELECT (SELECT coalesce(sum(amount), 0) FROM made),
       (SELECT count(*) FROM made WHERE month <= %(billed_through)s::date AND changes = '{}' AND terms = '{}'),
       (SELECT coalesce(array_agg(enrollment_id ORDER BY month, enrollment_id), '{}') FROM differences WHERE owed IS NULL),
       (SELECT coalesce(array_agg(month ORDER BY month, enrollment_id), '{}') FROM differences WHERE owed IS NULL)
