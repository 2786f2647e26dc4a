-- What runs with the owner's rights looks into no schema that its caller fills: pg_temp comes last, and names say where.
CREATE OR REPLACE FUNCTION enrollment_family_inside_subscriber() RETURNS trigger
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

CREATE OR REPLACE FUNCTION enrollment_merge_has_an_end() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    record uuid := NEW.survivor_id;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('enrollment_personmerge', 0));
    WHILE NEW.undone_at IS NULL AND record IS NOT NULL LOOP
        IF record = NEW.duplicate_id THEN
            RAISE EXCEPTION 'a record cannot be merged into one that stands for it'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'merge_has_an_end', TABLE = 'enrollment_personmerge';
        END IF;
        SELECT survivor_id INTO record FROM public.enrollment_personmerge
         WHERE duplicate_id = record AND undone_at IS NULL AND id <> NEW.id;
    END LOOP;
    RETURN NEW;
END $$;

-- A function that no trigger needs to be called by is called by nobody.
REVOKE EXECUTE ON FUNCTION enrollment_family_inside_subscriber(), enrollment_merge_has_an_end() FROM PUBLIC;
