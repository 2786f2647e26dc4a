-- The lines that a family would have on the bill for %(through)s, with the coverage that a change proposes.
WITH {charged},
{owed},
{differences}
SELECT enrollment_id, person_id, month, owed, billed_before
  FROM differing
 ORDER BY month, enrollment_id, person_id
