-- The lines that the unit's next bill would have if nothing else changed.
WITH {charged},
{owed},
{differences}
SELECT enrollment_id, person_id, month, owed, billed_before, tier, rated_age, changes, terms
  FROM differences
 ORDER BY month, enrollment_id, person_id
