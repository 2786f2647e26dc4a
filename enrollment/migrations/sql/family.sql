-- Dependents are covered only while the subscriber is. Checked at the end of the transaction, for the whole family,
-- with the enrollment row locked: two transactions that each look right alone cannot together leave a dependent covered
-- without the subscriber. Runs as the owner of the tables: at commit the writer's tenancy settings may be gone, and a
-- check that sees no rows would find nothing wrong.
CREATE FUNCTION enrollment_family_inside_subscriber() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    stray uuid;
BEGIN
    PERFORM 1 FROM public.enrollment_enrollment WHERE id = NEW.enrollment_id FOR UPDATE;
    SELECT dependent.person_id INTO stray
      FROM public.enrollment_coverage dependent
      JOIN public.enrollment_enrollment family ON family.id = dependent.enrollment_id
     WHERE dependent.enrollment_id = NEW.enrollment_id
       AND dependent.superseded_at IS NULL AND dependent.voided_at IS NULL
       AND dependent.person_id <> family.subscriber_id
       AND NOT daterange(dependent.starts_on, dependent.ends_on, '[]') <@ (
            SELECT coalesce(range_agg(daterange(own.starts_on, own.ends_on, '[]')), '{}'::datemultirange)
              FROM public.enrollment_coverage own
             WHERE own.enrollment_id = dependent.enrollment_id AND own.person_id = family.subscriber_id
               AND own.superseded_at IS NULL AND own.voided_at IS NULL)
     LIMIT 1;
    IF stray IS NOT NULL THEN
        RAISE EXCEPTION 'a dependent is covered outside the subscriber''s period'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'coverage_dependent_inside_subscriber',
                  TABLE = 'enrollment_coverage';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER coverage_dependent_inside_subscriber
    AFTER INSERT OR UPDATE ON enrollment_coverage DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION enrollment_family_inside_subscriber();
