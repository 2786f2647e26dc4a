-- For facts of a unit that its prices depend on: each holds the number that the unit took for it, under its lock.
-- The argument of a trigger is the column that holds the number.
CREATE FUNCTION accounts_unit_fact_takes_number() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    taken bigint := (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
BEGIN
    IF taken IS NULL OR taken < 1
       OR taken IS DISTINCT FROM (SELECT known_seq FROM accounts_enrollmentunit WHERE id = NEW.unit_id) THEN
        RAISE EXCEPTION '% needs the number that its unit took for it', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
