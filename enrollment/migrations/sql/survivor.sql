-- The record that stands for a human: links are followed to their end. Runs with the rights of the caller.
CREATE FUNCTION enrollment_survivor(record uuid) RETURNS uuid LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE
    following uuid;
BEGIN
    LOOP
        SELECT survivor_id INTO following FROM enrollment_personmerge
         WHERE duplicate_id = record AND undone_at IS NULL;
        EXIT WHEN following IS NULL;
        record := following;
    END LOOP;
    RETURN record;
END $$;
