{known_coverage}       AND version.id <> ALL (%(replaced)s::bigint[])
     UNION ALL
    SELECT enrollment_id, person_id, relationship, plan_line, born, starts_on, coalesce(ends_on, 'infinity')
      FROM jsonb_to_recordset(%(versions)s::jsonb)
           AS proposed (enrollment_id bigint, person_id uuid, relationship text, plan_line text, born date,
                        starts_on date, ends_on date)
