-- For facts of an enrollment that its price depends on: as accounts_unit_fact_takes_number, for the enrollment's unit.
CREATE FUNCTION enrollment_fact_takes_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.known_seq < 1
       OR NEW.known_seq IS DISTINCT FROM (
              SELECT unit.known_seq FROM enrollment_enrollment enrollment
                JOIN accounts_enrollmentunit unit ON unit.id = enrollment.unit_id
               WHERE enrollment.id = NEW.enrollment_id
          ) THEN
        RAISE EXCEPTION '% needs the number that its unit took for it', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER enrollment_billto_known_seq_taken BEFORE INSERT ON enrollment_billto
    FOR EACH ROW EXECUTE FUNCTION enrollment_fact_takes_number();

-- A change takes its number when it is completed, and gets no other one.
CREATE TRIGGER enrollment_change_known_seq_given BEFORE INSERT ON enrollment_change
    FOR EACH ROW WHEN (NEW.known_seq IS NOT NULL) EXECUTE FUNCTION accounts_unit_fact_takes_number('known_seq');
CREATE TRIGGER enrollment_change_known_seq_taken BEFORE UPDATE ON enrollment_change
    FOR EACH ROW WHEN (NEW.known_seq IS NOT NULL AND OLD.known_seq IS NULL)
    EXECUTE FUNCTION accounts_unit_fact_takes_number('known_seq');
CREATE TRIGGER enrollment_change_known_seq_stays BEFORE UPDATE ON enrollment_change
    FOR EACH ROW WHEN (OLD.known_seq <> NEW.known_seq)
    EXECUTE FUNCTION accounts_once_set_stays();
