-- Links are followed to their end, so they must have one. Merges are rare: they wait for each other here, so that two
-- which each look right alone cannot close a circle together.
CREATE FUNCTION enrollment_merge_has_an_end() RETURNS trigger
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

CREATE TRIGGER merge_has_an_end BEFORE INSERT OR UPDATE ON enrollment_personmerge
    FOR EACH ROW EXECUTE FUNCTION enrollment_merge_has_an_end();
