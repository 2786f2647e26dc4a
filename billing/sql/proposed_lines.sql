-- The lines that a family's next bill would have, with the coverage that a change proposes.
WITH {charged},
{owed},
{differences}
SELECT enrollment_id, person_id, month, owed, billed_before, tier, rated_age FROM differences
 ORDER BY month, enrollment_id, person_id
