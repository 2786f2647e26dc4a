    -- Coverage as it was known at the number of its unit.
    SELECT version.enrollment_id, version.person_id, version.relationship, version.plan_line,
           version.rated_birth_date AS born, version.starts_on, coalesce(version.ends_on, 'infinity') AS ends_on
      FROM enrollment_coverage version
      JOIN enrollment_enrollment enrollment ON enrollment.id = version.enrollment_id
      JOIN known ON known.unit_id = enrollment.unit_id
     WHERE version.known_seq <= known.seq AND version.voided_at IS NULL
       AND (version.superseded_seq IS NULL OR version.superseded_seq > known.seq)
