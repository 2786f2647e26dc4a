-- What the families of a unit owe in one plan, month by month, and how many of them have no rate.
WITH {charged},
{owed}
SELECT month, coalesce(sum(owed), 0), count(*) FILTER (WHERE owed IS NULL)
  FROM owed
 WHERE plan_id = %(plan)s::bigint
 GROUP BY month
