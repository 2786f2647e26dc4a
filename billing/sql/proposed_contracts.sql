{known_contracts}     UNION ALL
    -- A new enrollment is the newest, so it holds the key.
    SELECT enrollment_id, %(unit)s::bigint, %(subscriber)s::uuid, kind, plan_id, 1
      FROM jsonb_to_recordset(%(contracts)s::jsonb) AS proposed (enrollment_id bigint, kind text, plan_id bigint)
