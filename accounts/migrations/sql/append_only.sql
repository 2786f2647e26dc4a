-- The record of who did what, and its seals, are only ever added to, whoever asks: the owner of the tables too.
CREATE FUNCTION accounts_activity_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'accounts_activity is append-only'
        USING ERRCODE = 'restrict_violation', TABLE = 'accounts_activity';
END $$;
CREATE TRIGGER accounts_activity_rows_stay BEFORE UPDATE OR DELETE ON accounts_activity
    FOR EACH ROW EXECUTE FUNCTION accounts_activity_is_append_only();
CREATE TRIGGER accounts_activity_table_stays BEFORE TRUNCATE ON accounts_activity
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_activity_is_append_only();

CREATE FUNCTION accounts_seal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'accounts_seal is append-only'
        USING ERRCODE = 'restrict_violation', TABLE = 'accounts_seal';
END $$;
CREATE TRIGGER accounts_seal_rows_stay BEFORE UPDATE OR DELETE ON accounts_seal
    FOR EACH ROW EXECUTE FUNCTION accounts_seal_is_append_only();
CREATE TRIGGER accounts_seal_table_stays BEFORE TRUNCATE ON accounts_seal
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_seal_is_append_only();
